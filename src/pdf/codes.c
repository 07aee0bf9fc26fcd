/* pdf, codes: which glyphs of which faces stand for which characters.
 *
 *   p in small caps of "p" ─► (face 0, glyph 812, "p")   one entry, later one code, for each pair:
 *   p in small caps of "P" ─► (face 0, glyph 812, "P")   a code's ToUnicode can say only one thing
 *
 * A face has its entries in order of first use, chained by glyph.  Few glyphs have more than one.
 * A unit of several glyphs has an entry for each, with its part of the characters; what codes
 * cannot say ActualText says (ISO 32000-1, 14.9.4).
 */
#include "pdf/inner.h"

#include "base/utf8.h"

#include <string.h>

enum {
    TEXT_MOST = 64,    /* bytes of characters that one code says */
    DOUBLES_MOST = 32, /* codes of one glyph beyond its first */
    CODES_MOST = 65535
};

/* Finds where the characters of the cluster end that starts at glyph `at`; *next becomes the first
 * glyph behind it. */
static uint32_t cluster_end(const struct line *line, const struct line_run *run, uint32_t at,
                            uint32_t *next)
{
    uint32_t i = at + 1;
    while (i < run->count && run->glyphs[i].cluster == run->glyphs[at].cluster)
        i++;
    *next = i;
    if (i < run->count)
        return run->glyphs[i].cluster;
    return run->run->end < line->end ? run->run->end : line->end;
}

/* Tells whether it is the hyphen that the line added. */
static bool is_added(const struct line *line, const struct line_run *run, uint32_t at)
{
    return line->hyphenated && run->glyphs[at].cluster >= line->end;
}

/* Does the hyphen stand for a middle dot, too, as in Catalan "para-|lel" for paral·lel? */
static bool says_dot(const struct line *line)
{
    const struct paragraph *p = line->paragraph;
    return line->end + 2 <= p->length && !memcmp(p->text + line->end, "\u00B7", 2);
}

/* Counts the glyphs of the unit that are drawn. */
static struct unit counted(const struct line_run *run, struct unit u)
{
    for (uint32_t k = 0; k < u.count; k++)
        u.drawn += !(run->glyphs[u.first + k].flags & GLYPH_BLANK);
    return u;
}

struct unit codes_long_unit(const struct line *line, const struct line_run *run, uint32_t at)
{
    uint32_t next;
    uint32_t start = run->glyphs[at].cluster;
    uint32_t end = cluster_end(line, run, at, &next);
    struct unit u = { .first = at, .text = "", .count = next - at };
    if (line_repeats(line, &run->glyphs[at])) /* drawn, not said: the line before says it */
        return counted(run, u);
    if (is_added(line, run, at)) {
        u.count = run->count - at;
        u.text = says_dot(line) ? DOT_HYPHEN : SOFT_HYPHEN;
        u.length = (uint32_t)strlen(u.text);
        return counted(run, u);
    }
    if (end > start)
        u.text = text_source(line->paragraph, start, end, &u.length);
    /* The author's own soft hyphen and the one the line shows for it are one. */
    if (next < run->count && is_added(line, run, next) && u.length == sizeof SOFT_HYPHEN - 1 &&
        memcmp(u.text, SOFT_HYPHEN, u.length) == 0) {
        u.count = run->count - at;
        return counted(run, u);
    }
    /* "ß" as "SS": what has no characters of its own belongs to what stands before it, and so do
     * characters without ink. */
    while (next < run->count && !is_added(line, run, next)) {
        uint32_t after;
        uint32_t length = 0;
        uint32_t from = run->glyphs[next].cluster;
        uint32_t to = cluster_end(line, run, next, &after);
        bool blank = (run->glyphs[next].flags & GLYPH_BLANK) &&
                     !(after < run->count && is_added(line, run, after));
        if (to > from)
            text_source(line->paragraph, from, to, &length);
        if (length && !blank)
            break;
        u.text = u.length || !length ? u.text : text_source(line->paragraph, from, to, &length);
        u.length += length;
        u.count += after - next;
        next = after;
    }
    return counted(run, u);
}

static uint32_t character_length(const char *text, uint32_t length)
{
    uint32_t n = length > 0;
    while (n < length && utf8_is_inside(text[n]))
        n++;
    return n;
}

/* Adds a part; one without characters says WORD JOINER. */
static void add_part(struct arena *a, struct unit_parts *p, struct unit_part x)
{
    if (p->count == p->room)
        p->items = arena_grow(a, p->items, sizeof *p->items, p->count, p->count + 1, &p->room);
    x.beyond = !x.length;
    if (x.beyond) {
        x.text = WORD_JOINER;
        x.length = sizeof WORD_JOINER - 1;
    }
    p->items[p->count++] = x;
}

/* The two letters that one glyph of a right-to-left run stands for: one of them has the glyph,
 * the other a blank at its side, so that both are where readers look for them. */
static void part_pair(struct arena *a, const struct line_run *run, const struct unit *u,
                      enum way way, struct unit_parts *parts)
{
    uint32_t first = character_length(u->text, u->length), glyph = u->first;
    while (run->glyphs[glyph].flags & GLYPH_BLANK)
        glyph++;
    struct unit_part drawn = { .at = glyph, .glyph = run->glyphs[glyph].id },
                     blank = { .at = PART_BLANK, .glyph = run->run->face->blank };
    struct unit_part *one = way == WAY_LEFT ? &blank : &drawn,
                     *two = one == &blank ? &drawn : &blank;
    one->text = u->text;
    one->length = first;
    two->text = u->text + first;
    two->length = u->length - first;
    add_part(a, parts, *one);
    add_part(a, parts, *two);
}

void codes_split(struct arena *a, const struct line_run *run, const struct unit *u, enum way way,
                 struct unit_parts *parts)
{
    const char *text = u->text;
    uint32_t left = u->length;
    uint32_t drawn = 0;
    uint32_t first = character_length(text, left);
    bool pair = (run->run->level & 1) && u->drawn == 1 && first < left &&
                first + character_length(text + first, left - first) == left;
    parts->count = 0;
    if (pair) {
        part_pair(a, run, u, way, parts);
        return;
    }
    for (uint32_t k = 0; k < u->count; k++) {
        const struct glyph *g = &run->glyphs[u->first + k];
        /* Of blank glyphs alone the first stands for all. */
        bool passed_over = u->drawn ? (g->flags & GLYPH_BLANK) != 0 : k > 0;
        if (passed_over)
            continue;
        uint32_t length = ++drawn < u->drawn ? character_length(text, left) : left;
        struct unit_part own = {
            .at = u->first + k, .glyph = g->id, .text = text, .length = length
        };
        add_part(a, parts, own);
        text += length;
        left -= length;
    }
}

/* Adds one more entry of the glyph; behind its first, if it has one. */
static void add_entry(struct arena *a, struct face_codes *f, uint32_t glyph, const char *text,
                      uint32_t length)
{
    if (f->count == f->room)
        f->entries =
            arena_grow(a, f->entries, sizeof *f->entries, f->count, f->count + 1, &f->room);
    struct code_entry *e = &f->entries[f->count++];
    *e = (struct code_entry){ .glyph = glyph, .text = text, .length = (uint16_t)length, .uses = 1 };
    if (!f->first[glyph]) {
        f->first[glyph] = f->count;
        return;
    }
    struct code_entry *first = &f->entries[f->first[glyph] - 1];
    e->next = first->next;
    first->next = f->count;
    first->doubles++;
}

/* Sees to it that the pair has an entry, or the glyph another one. */
static void note_pair(struct arena *a, struct face_codes *f, uint32_t glyph, const char *text,
                      uint32_t length)
{
    if (glyph >= f->face->glyph_count)
        return;
    const struct code_entry *e = codes_find(f, glyph, text, length);
    if (!e) {
        add_entry(a, f, glyph, text, length <= TEXT_MOST ? length : 0);
        return;
    }
    if (entry_says(e, text, length)) {
        f->entries[e - f->entries].uses++;
        return;
    }
    if (length > TEXT_MOST || e->doubles >= DOUBLES_MOST ||
        f->count + f->face->glyph_count >= CODES_MOST)
        return;
    add_entry(a, f, glyph, text, length);
}

/* Finds the face's codes; the table reaches as far as the highest number among the faces that are
 * used. */
static struct face_codes *codes_of(struct arena *a, struct codes *c, const struct face *face)
{
    if (face->number >= c->face_count) {
        c->faces =
            arena_grow(a, c->faces, sizeof *c->faces, c->face_count, face->number + 1, &c->room);
        c->face_count = face->number + 1;
    }
    struct face_codes *f = &c->faces[face->number];
    if (!f->face) {
        f->face = face;
        f->first = arena_array(a, uint32_t, face->glyph_count + 1);
    }
    return f;
}

bool codes_is_apart(const struct line *line, const struct line_run *run, uint32_t at)
{
    enum { HANI = 0x48616E69, HIRA = 0x48697261, KANA = 0x4B616E61, BOPO = 0x426F706F };
    uint32_t script = run->run->script, cluster = run->glyphs[at].cluster;
    bool last = at + 1 == run->count,
         ideographs = script == HANI || script == HIRA || script == KANA || script == BOPO;
    const struct paragraph *p = line->paragraph;
    if ((!last && !ideographs) || !run->run->face->space || cluster >= line->end ||
        cluster + character_length(p->text + cluster, p->length - cluster) >= line->end)
        return false;
    return text_between(p, run->run, cluster) > 0;
}

/* Notes the pairs of one run. */
static void note_run(struct arena *a, struct codes *c, struct unit_parts *parts,
                     const struct line *line, const struct line_run *run, enum way way)
{
    if (!run->run->face)
        return;
    struct face_codes *f = codes_of(a, c, run->run->face);
    for (uint32_t i = 0; i < run->count;) {
        struct unit u = codes_unit(line, run, i);
        i += u.count;
        if (codes_is_apart(line, run, u.first))
            note_pair(a, f, run->run->face->space, " ", 1);
        if (unit_is_plain(run, &u)) {
            note_pair(a, f, run->glyphs[u.first].id, u.text, u.length);
            continue;
        }
        codes_split(a, run, &u, way, parts);
        for (uint32_t k = 0; k < parts->count; k++)
            note_pair(a, f, parts->items[k].glyph, parts->items[k].text, parts->items[k].length);
    }
}

bool codes_parts_words(const struct line *line)
{
    const struct paragraph *p = line->paragraph;
    char next = !line->hyphenated && line->end < p->length ? p->text[line->end] : 'x';
    return next == ' ' || next == '\n' || next == '\t';
}

/* Any of a line's faces may be the last that is read: each has a space without ink. */
static void note_space(struct arena *a, struct codes *c, const struct placed *item)
{
    const struct face *face = item->glyphs.run->run->face;
    if (face && face->blank && codes_parts_words(item->glyphs.line))
        note_pair(a, codes_of(a, c, face), face->blank, " ", 1);
}

/* Notes the pairs of one page's items. */
static void note_page(struct arena *a, struct arena *scratch, struct codes *c,
                      struct unit_parts *parts, const struct page *page, enum tagging tags)
{
    struct arena_mark mark = arena_mark(scratch);
    uint32_t count;
    const struct placed *items = page_items(page, scratch, &count);
    for (uint32_t i = 0; i < count; i++)
        if (items[i].kind == PLACED_GLYPHS) {
            bool content = tags != TAGS_NONE && items[i].artifact == ARTIFACT_NONE;
            note_run(a, c, parts, items[i].glyphs.line, items[i].glyphs.run,
                     codes_way(items[i].glyphs.run, content ? READ_BY_SEQUENCE : READ_BY_PLACE));
            if (content)
                note_space(a, c, &items[i]);
        }
    arena_reset(scratch, mark);
}

struct codes *codes_build(struct arena *a, const struct sheets *sheets, enum tagging tags)
{
    struct codes *c = arena_new(a, struct codes);
    struct unit_parts parts = { 0 };
    struct arena *scratch = arena_open_in(a);
    const struct papers papers = sheet_papers(sheets);
    for (uint32_t s = 0; s < papers.count; s++)
        for (uint32_t p = 0; p < papers.items[s].page_count; p++)
            note_page(a, scratch, c, &parts, papers.items[s].pages[p].page, tags);
    arena_close(scratch);
    return c;
}
