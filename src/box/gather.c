/* box/gather: the text of one paragraph, from the inline content of one block.
 *
 *   "causes\n   of <em> forced</em>"  ──►  text   "causes of forced"
 *                                          pieces  causes| of| forced
 *
 * The bytes of a piece stand one to one in its node.
 *
 * White space: CSS Text 3, 4.1.1 (phase I) over all inline boundaries, and of phase II what is
 * known without lines: no collapsible space at the paragraph's start and end and beside forced
 * breaks. A collapsed run of spaces keeps its last byte. A line end between two East Asian wide
 * characters or beside U+200B vanishes (4.1.3) when both stand in one text node. text-transform
 * comes after that, over ranges of one transform and language, so that a word's parts case
 * together; `origin` leads back to the source.
 */
#include "box/inner.h"
#include "base/utf8.h"

#include <string.h>

/* Are words of a style parted by patterns: all, or those wider than their measure? */
static bool asks_patterns(const struct style *s)
{
    return s->hyphens == HYPHENS_AUTO ||
           (s->hyphens == HYPHENS_MANUAL && s->overflow_wrap != OVERFLOW_NORMAL);
}

const struct lang *lang_of(struct box_builder *b, const struct style *s)
{
    if (b->lang_style != s) {
        b->lang = lang_open_tag(b->langs, s->lang ? s->lang : "und", asks_patterns(s));
        b->lang_style = s;
    }
    return b->lang;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static bool same_setting(const struct setting *x, const struct setting *y)
{
    return x->style == y->style && x->lang == y->lang && x->inside == y->inside &&
           x->link == y->link && x->raise == y->raise && x->space == y->space &&
           x->space_percent == y->space_percent && x->rule.source == y->rule.source &&
           x->rule.start == y->rule.start && x->rule.end == y->rule.end;
}

/* Finds the setting for pieces to share: one that was used lately, or a new one. */
static const struct setting *share_setting(struct box_builder *b, const struct setting *wanted)
{
    unsigned i = 0;
    while (i < RECENT_SETTINGS - 1 && b->recent[i] && !same_setting(b->recent[i], wanted))
        i++;
    const struct setting *found = b->recent[i];
    if (!found || !same_setting(found, wanted)) {
        struct setting *made = arena_new(b->arena, struct setting);
        *made = *wanted;
        found = made;
    }
    for (; i > 0; i--)
        b->recent[i] = b->recent[i - 1];
    b->recent[0] = found;
    return found;
}

static struct setting setting_of(const struct inline_context *s, const struct origin_text *from)
{
    return (struct setting){ .style = s->style,
                             .lang = s->lang,
                             .inside = s->inside,
                             .link = s->link,
                             .raise = s->raise,
                             .rule = from->rule };
}

/* Begins a piece behind the last one, empty yet. */
static void add_piece(struct box_builder *b, const struct setting *in,
                      const struct origin_text *from, size_t node_start)
{
    struct gather *g = &b->gather;
    g->pieces = arena_grow(b->work, g->pieces, sizeof *g->pieces, g->piece_count,
                           g->piece_count + 1, &g->piece_room);
    uint32_t at = (uint32_t)g->text.size;
    g->pieces[g->piece_count++] = (struct piece){ .in = share_setting(b, in),
                                                  .node = from->node,
                                                  .start = at,
                                                  .end = at,
                                                  .source_start = at,
                                                  .node_start = (uint32_t)node_start,
                                                  .note = from->note,
                                                  .kind = (uint8_t)from->kind,
                                                  .isolate = g->isolate };
    g->isolate = false;
    g->transform = g->transform || in->style->text_transform != TRANSFORM_NONE;
}

/* Tells whether what comes from there continues the last piece. */
static bool continues(const struct gather *g, const struct inline_context *s,
                      const struct origin_text *from, size_t node_start)
{
    if (!g->piece_count || g->isolate)
        return false;
    const struct piece *p = &g->pieces[g->piece_count - 1];
    return p->kind == from->kind && p->node == from->node && p->in->style == s->style &&
           p->node_start + (p->end - p->start) == node_start &&
           p->in->rule.source == from->rule.source && p->in->rule.start == from->rule.start;
}

/* Adds bytes to the text; a marker that waits goes first. */
static void emit(struct box_builder *b, const struct inline_context *s,
                 const struct origin_text *from, size_t node_start, const char *text, size_t n)
{
    struct gather *g = &b->gather;
    if (b->marker)
        marker_build(b, b->marker, GATHER_STYLED);
    if (!continues(g, s, from, node_start)) {
        struct setting in = setting_of(s, from);
        add_piece(b, &in, from, node_start);
    }
    buffer_add(&g->text, text, n);
    g->pieces[g->piece_count - 1].end = (uint32_t)g->text.size;
    g->line_start = g->after_space = false;
}

/* Adds a collapsible space, unless one stands before it. */
static void emit_space(struct box_builder *b, const struct inline_context *s,
                       const struct origin_text *from, size_t node_start)
{
    struct gather *g = &b->gather;
    if (g->line_start || g->after_space)
        return;
    emit(b, s, from, node_start, " ", 1);
    g->after_space = true;
}

/* Takes back a collapsible space at the end: a line ends here. */
static void trim_end(struct gather *g)
{
    if (!g->after_space)
        return;
    g->after_space = false;
    uint32_t end = (uint32_t)--g->text.size;
    for (size_t i = g->piece_count; i-- > 0 && g->pieces[i].end > end;) {
        g->pieces[i].end = end;
        if (g->pieces[i].start > end)
            g->pieces[i].start = g->pieces[i].source_start = end;
    }
}

/* Tells whether a line end in the source is no space beside the character (East Asian Width W and
 * F, Hangul left out). */
static bool is_wide(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0xA4CF && !(c >= 0x3130 && c <= 0x318F)) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF01 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

/* Tells whether the line end in text[start, end) vanishes altogether. */
static bool break_vanishes(const char *text, size_t start, size_t end, size_t n)
{
    if (start == 0 || end >= n || !memchr(text + start, '\n', end - start))
        return false;
    if (!(text[start - 1] & 0x80) && !(text[end] & 0x80))
        return false;
    size_t from = start - 1, length;
    while (from > 0 && (text[from] & 0xC0) == 0x80)
        from--;
    uint32_t before = utf8_decode(text + from, start - from, &length);
    uint32_t after = utf8_decode(text + end, n - end, &length);
    return before == 0x200B || after == 0x200B || (is_wide(before) && is_wide(after));
}

/* So many spaces between two words are no slip of the hand: they are to align something. */
enum { SPACES_ALIGN = 4 };

/* Says, once a document, that text[start, end), which somebody has aligned words with, becomes one
 * space. */
static void report_spaces(struct box_builder *b, const struct origin_text *from, const char *text,
                          size_t start, size_t end, size_t n)
{
    size_t count = end - start;
    bool aligns = count >= SPACES_ALIGN || memchr(text + start, '\t', count);
    if (!aligns || !start || end == n || memchr(text + start, '\n', count) ||
        from->kind != PIECE_TEXT || b->spaces_reported)
        return;
    b->spaces_reported = true;
    diag_add(b->diag, DIAG_SPACES_MANY, doc_position(from->node, (uint32_t)start, (uint32_t)end),
             NULL);
}

/* Adds the white space text[start, end) as the style says. */
static void add_white(struct box_builder *b, const struct inline_context *s,
                      const struct origin_text *from, const char *text, size_t start, size_t end,
                      size_t n)
{
    enum white_space mode = s->style->white_space;
    if (mode == WHITE_PRE || mode == WHITE_PRE_WRAP) {
        if (text[start] == '\n')
            trim_end(&b->gather);
        emit(b, s, from, start, text + start, end - start);
        b->gather.line_start = text[end - 1] == '\n';
    } else if (mode == WHITE_PRE_LINE && memchr(text + start, '\n', end - start)) {
        trim_end(&b->gather);
        for (size_t i = start; i < end; i++)
            if (text[i] == '\n')
                emit(b, s, from, i, "\n", 1);
        b->gather.line_start = true;
    } else if (!break_vanishes(text, start, end, n)) {
        report_spaces(b, from, text, start, end, n);
        emit_space(b, s, from, end - 1);
    }
}

void gather_text(struct box_builder *b, const struct inline_context *s,
                 const struct origin_text *from, const char *text, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t end = i;
        if (is_space(text[i])) {
            while (end < n && is_space(text[end]))
                end++;
            add_white(b, s, from, text, i, end, n);
        } else {
            while (end < n && !is_space(text[end]))
                end++;
            emit(b, s, from, i, text + i, end - i);
        }
        i = end;
    }
}

void gather_verbatim(struct box_builder *b, const struct inline_context *s,
                     const struct origin_text *from, const char *text, size_t n)
{
    if (n)
        emit(b, s, from, 0, text, n);
}

void gather_content(struct box_builder *b, const struct inline_context *s,
                    const struct origin_text *from, const struct content_for *c,
                    enum gather_mode mode)
{
    struct arena_mark mark = arena_mark(b->words);
    struct buffer word = buffer_in(b->words);
    for (const struct content *item = c->style->content; item; item = item->next) {
        struct origin_text here = *from;
        here.rule = item->at;
        word.size = 0;
        content_item(b, c, item, &word);
        if (item->kind == CONTENT_STRING_REF && c->style->rtl)
            b->gather.isolate = true; /* a date does not run on from the name before it */
        if (mode == GATHER_VERBATIM)
            gather_verbatim(b, s, &here, word.bytes, word.size);
        else
            gather_text(b, s, &here, word.bytes, word.size);
    }
    arena_reset(b->words, mark);
}

bool gather_trim(struct box_builder *b)
{
    bool spaced = b->gather.after_space;
    trim_end(&b->gather);
    return spaced;
}

const struct node *gather_last_call(const struct box_builder *b)
{
    const struct gather *g = &b->gather;
    size_t i = g->piece_count;
    while (i > 0 && g->pieces[i - 1].start == g->pieces[i - 1].end)
        i--;
    return i > 0 && g->pieces[i - 1].kind == PIECE_CALL ? g->pieces[i - 1].node : NULL;
}

void gather_space(struct box_builder *b, const struct inline_context *s, const struct node *n,
                  sp space, int64_t percent)
{
    if (!space && !percent)
        return;
    if (b->marker)
        marker_build(b, b->marker, GATHER_STYLED);
    struct origin_text from = { .kind = PIECE_SPACE, .node = n };
    struct setting in = setting_of(s, &from);
    in.space = space;
    if (percent > INT32_MAX)
        percent = INT32_MAX;
    if (percent < -INT32_MAX)
        percent = -INT32_MAX;
    in.space_percent = (int32_t)percent;
    add_piece(b, &in, &from, 0);
}

void gather_empty_call(struct box_builder *b, const struct inline_context *s,
                       const struct origin_text *from)
{
    if (b->marker)
        marker_build(b, b->marker, GATHER_STYLED);
    struct setting in = setting_of(s, from);
    add_piece(b, &in, from, 0);
    b->gather.call = true;
}

/* Cases source bytes [start, end) into *text and *origin. */
static void transform_range(struct box_builder *b, const struct piece *p, const char *source,
                            size_t start, size_t end, struct buffer *text, struct buffer *origin)
{
    static const enum lang_case cases[] = { [TRANSFORM_UPPERCASE] = LANG_UPPER,
                                            [TRANSFORM_LOWERCASE] = LANG_LOWER,
                                            [TRANSFORM_CAPITALIZE] = LANG_CAPITALIZE };
    if (p->in->style->text_transform == TRANSFORM_NONE) {
        buffer_add(text, source + start, end - start);
        for (uint32_t i = (uint32_t)start; i < end; i++)
            buffer_add(origin, &i, sizeof i);
        return;
    }
    size_t length = 0;
    uint32_t *map = NULL;
    const char *cased = lang_to_case(b->words, p->in->lang, cases[p->in->style->text_transform],
                                     source + start, end - start, &length, &map);
    buffer_add(text, cased, length);
    for (size_t i = 0; i < length; i++) {
        uint32_t at = (uint32_t)start + map[i];
        buffer_add(origin, &at, sizeof at);
    }
}

/* Puts pieces where their bytes went. */
static void move_pieces(struct paragraph *p, struct piece *pieces, const uint32_t *origin)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < p->piece_count; i++) {
        uint32_t end = pieces[i].end;
        pieces[i].start = at;
        while (at < p->length && origin[at] < end)
            at++;
        pieces[i].end = at;
    }
}

/* Carries out text-transform, over ranges of pieces with one transform and language. */
static void transform(struct box_builder *b, struct paragraph *p, struct piece *pieces)
{
    struct arena_mark mark = arena_mark(b->words);
    struct buffer text = buffer_in(b->words), origin = buffer_in(b->words);
    for (uint32_t i = 0, end; i < p->piece_count; i = end) {
        for (end = i + 1; end < p->piece_count; end++)
            if (pieces[end].in->style->text_transform != pieces[i].in->style->text_transform ||
                pieces[end].in->lang != pieces[i].in->lang)
                break;
        if (pieces[end - 1].end > pieces[i].start)
            transform_range(b, &pieces[i], p->text, pieces[i].start, pieces[end - 1].end, &text,
                            &origin);
    }
    buffer_add(&origin, &p->length, sizeof p->length);
    struct untransformed *was = arena_new(b->arena, struct untransformed);
    *was = (struct untransformed){ p->text, p->length,
                                   arena_copy(b->arena, origin.bytes, 1, origin.size) };
    p->was = was;
    p->text = arena_strndup(b->arena, text.bytes, text.size);
    p->length = (uint32_t)text.size;
    arena_reset(b->words, mark);
    move_pieces(p, pieces, was->origin);
}

/* Copies the pieces that are left after trimming. */
static struct piece *copy_pieces(struct box_builder *b, uint32_t *count)
{
    struct gather *g = &b->gather;
    size_t kept = 0;
    for (size_t i = 0; i < g->piece_count; i++)
        if (g->pieces[i].end > g->pieces[i].start || g->pieces[i].kind == PIECE_SPACE ||
            g->pieces[i].kind == PIECE_CALL)
            g->pieces[kept++] = g->pieces[i];
    *count = (uint32_t)kept;
    return arena_copy(b->arena, g->pieces, sizeof *g->pieces, kept);
}

/* Gives calls that print nothing, when there is no text beside them, an invisible word joiner, so
 * that there is a line to which they belong. */
static void anchor_calls(struct gather *g)
{
    if (g->text.size)
        return;
    buffer_add_string(&g->text, "\xE2\x81\xA0");
    uint32_t end = (uint32_t)g->text.size;
    bool held = false;
    for (size_t i = 0; i < g->piece_count; i++) {
        g->pieces[i].start = g->pieces[i].source_start = held ? end : 0;
        held = held || g->pieces[i].kind == PIECE_CALL;
        g->pieces[i].end = held ? end : 0;
    }
}

static void reset(struct gather *g)
{
    g->text.size = 0;
    g->piece_count = 0;
    g->line_start = true;
    g->after_space = g->transform = g->call = g->isolate = false;
}

/* Tells, once a language, of patterns that the sheet asks for and that are not installed. */
static void tell_patterns(struct box_builder *b, const struct node *n, const struct paragraph *p)
{
    const struct lang *l = p->lang;
    if (p->style->hyphens != HYPHENS_AUTO || !l->hyphens_package)
        return;
    for (size_t i = 0; i < b->patternless_count; i++)
        if (b->patternless[i] == l)
            return;
    b->patternless =
        arena_grow(b->work, b->patternless, sizeof *b->patternless, b->patternless_count,
                   b->patternless_count + 1, &b->patternless_room);
    b->patternless[b->patternless_count++] = l;
    struct position at = n ? node_at(n) : (struct position){ 0 };
    diag_add(b->diag, DIAG_PATTERNS_MISSING, at, "language", l->tag, "package", l->hyphens_package,
             NULL);
}

struct paragraph *gather_finish(struct box_builder *b, const struct node *n, const struct style *s)
{
    struct gather *g = &b->gather;
    trim_end(g);
    if (!g->text.size && !g->call) {
        reset(g);
        return NULL;
    }
    anchor_calls(g);
    struct paragraph *p = arena_new(b->arena, struct paragraph);
    *p = (struct paragraph){ .index = (uint32_t)b->paragraph_count,
                             .node = n,
                             .style = s,
                             .lang = lang_of(b, s),
                             .rtl = s->rtl };
    tell_patterns(b, n, p);
    p->text = arena_strndup(b->arena, g->text.bytes, g->text.size);
    p->length = (uint32_t)g->text.size;
    struct piece *pieces = copy_pieces(b, &p->piece_count);
    p->pieces = pieces;
    if (g->transform)
        transform(b, p, pieces);
    reset(g);
    b->paragraphs = arena_grow(b->work, b->paragraphs, sizeof *b->paragraphs, b->paragraph_count,
                               b->paragraph_count + 1, &b->paragraph_room);
    b->paragraphs[b->paragraph_count++] = p;
    return p;
}
