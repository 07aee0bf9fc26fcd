/* line/items: a shaped paragraph → boxes, glue, penalties, in one pass over its glyphs.
 *
 *   "so migra tion"   box(so) glue box(migra) penalty(hyphen) box(tion)
 *
 * The glyphs between two breaks are one box.  A space where no line may end is a glue behind a
 * forbidden penalty.
 */
#include "line/inner.h"

#include <string.h>

/* What a break costs by its type (enum break_type), and whether it counts as a hyphen. */
static const struct {
    int32_t penalty;
    bool flagged, adds;
} kinds[] = {
    [BREAK_SOFT] = { 0, false, false },
    [BREAK_ALLOWED] = { 0, false, false },
    [BREAK_HYPHEN] = { PENALTY_HYPHEN, true, true },
    [BREAK_SHY] = { PENALTY_SHY, true, true },
    [BREAK_DESPERATE] = { PENALTY_DESPERATE, false, false },
    [BREAK_FORCED] = { PENALTY_FORCED, false, false },
};

/* What a break costs besides by what the language's printers think of it (enum lang_edge). */
static const int32_t edges[] = {
    [EDGE_FREE] = 0, [EDGE_UNWANTED] = PENALTY_UNWANTED, [EDGE_POOR] = PENALTY_POOR
};

struct builder {
    struct arena *scratch;
    struct shaper *shaper;
    const struct paragraph *p;
    const struct shaped *s;
    sp measure;
    struct item_list list;
    size_t room;        /* of the list */
    uint32_t box_first; /* first glyph of the open box; == its end: none is open */
    const struct style *hyphen_style;
    sp hyphen; /* the last style asked, its hyphen's advance */
    sp again;  /* of the hyphen that stands before the open box, too, if a line begins with it */
    const struct run *space_run;
    struct space space;  /* the last run asked, its spaces */
    bool function_words; /* balanced: words that a line does not end in */
    /* of the word at hand, which is wider than the measure: where its patterns part it */
    const struct brk *wide;
    uint32_t wide_count;
};

/* The advance has word-spacing, letter-spacing and kerns on top of the face's own space;
 * -hb-word-space replaces the last alone.  Unset, a space gains up to 1/2 and loses up to 1/3
 * (TeX's cmr10). */
struct space line_space(const struct run *run)
{
    const struct style *st = run->style;
    sp own = run->face ? sp_muldiv(run->size, run->face->space_advance, run->face->upem) : 0,
       limits[3];
    const sp customary[] = { own - own / 3, own, own + own / 2 };
    for (unsigned i = 0; i < 3; i++)
        limits[i] =
            st->word_space[i].kind == LENGTH_VALUE ? st->word_space[i].absolute : customary[i];
    return (struct space){ limits[1] - own, sp_max(limits[2] - limits[1], 0),
                           sp_max(limits[1] - limits[0], 0) };
}

bool line_is_joint(const struct paragraph *p, const struct run *run, const struct glyph *g)
{
    enum { BYTES = 3 };
    uint32_t at = g->cluster + BYTES;
    if (!line_has_joints(run) || at > p->length || !p->shaped)
        return false;
    const char *mark = line_is_centred(run) ? "\u1361" : "\u0F0B";
    if (memcmp(p->text + g->cluster, mark, BYTES) != 0)
        return false;
    const struct brk *breaks = p->shaped->breaks;
    uint32_t low = 0, high = p->shaped->break_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (breaks[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->shaped->break_count && breaks[low].at == at &&
           breaks[low].type == BREAK_ALLOWED;
}

struct space line_joint(const struct run *run, const struct glyph *g)
{
    struct space space = line_space(run);
    return (struct space){ 0, space.stretch, sp_min(space.shrink, g->advance / 3) };
}

sp line_advance(const struct paragraph *p, const struct run *run, const struct glyph *g, sp measure)
{
    const struct piece *q = &p->pieces[run->piece];
    if (run->face || q->kind != PIECE_SPACE)
        return g->advance;
    sp advance = g->advance + length_resolve((struct length){ .percent = q->in->space_percent },
                                             measure, (struct font_units){ { 0 } });
    return sp_max(sp_min(advance, ADVANCE_MOST), -ADVANCE_MOST);
}

/* Room for all items: a box and a penalty for each break, a box, a penalty and a glue for each
 * space. Desperate breaks find more as they come. */
static void reserve(struct builder *b)
{
    size_t spaces = 0;
    for (uint32_t g = 0; g < b->s->glyph_count; g++)
        spaces += (b->s->glyphs[g].flags & GLYPH_SPACE) != 0;
    b->room = 3 * spaces + 2 * (size_t)b->s->break_count + 1;
    b->list.items = arena_array(b->scratch, struct item, b->room);
    b->list.places = arena_array(b->scratch, struct item_place, b->room);
}

static void put(struct builder *b, struct item it, struct item_place place)
{
    uint32_t n = b->list.count++;
    if (n == b->room) {
        size_t room = n; /* both grow alike */
        b->list.items = arena_grow(b->scratch, b->list.items, sizeof it, n, n + 1u, &room);
        b->list.places = arena_grow(b->scratch, b->list.places, sizeof place, n, n + 1u, &b->room);
    }
    b->list.items[n] = it;
    b->list.places[n] = place;
}

static const struct run *run_of(const struct builder *b, uint32_t glyph)
{
    return &b->s->runs[b->s->glyphs[glyph].run];
}

static bool is_space(const struct glyph *g) { return (g->flags & GLYPH_SPACE) != 0; }

static bool is_line_feed(const struct builder *b, const struct glyph *g)
{
    return g->cluster < b->p->length && b->p->text[g->cluster] == '\n';
}

/* The last glyph with an advance before `end`, for what hangs. */
static uint32_t last_base(const struct builder *b, uint32_t first, uint32_t end)
{
    while (end > first + 1 && (b->s->glyphs[end - 1].flags & GLYPH_MARK))
        end--;
    return end - 1;
}

/* How far the slivers of the glyphs first … end may widen. */
static sp slivers_of(const struct builder *b, uint32_t first, uint32_t end)
{
    sp stretch = 0;
    for (uint32_t g = first; g < end; g++) {
        const struct run *run = run_of(b, g);
        if (line_is_clustered(run) && g + 1 < run->first + run->count &&
            line_has_sliver(&b->s->glyphs[g]))
            stretch += line_sliver(run);
    }
    return stretch;
}

/* The glue of the slivers of the box that follows; no line ends there. */
static void put_slivers(struct builder *b, uint32_t end)
{
    sp stretch = slivers_of(b, b->box_first, end);
    struct item_place place = {
        b->s->glyphs[b->box_first].cluster, b->box_first, BREAK_ALLOWED, false, 0, NULL
    };
    if (stretch && b->list.count && b->list.items[b->list.count - 1].type == ITEM_BOX)
        put(b, (struct item){ .type = ITEM_PENALTY, .penalty = PENALTY_FORBIDDEN }, place);
    if (stretch)
        put(b, (struct item){ .type = ITEM_GLUE, .stretch = stretch }, place);
}

/* Close the open box before glyph `end`. */
static void close_box(struct builder *b, uint32_t end)
{
    if (b->box_first >= end)
        return;
    put_slivers(b, end);
    struct item box = { .type = ITEM_BOX };
    uint32_t last = last_base(b, b->box_first, end);
    for (uint32_t g = b->box_first; g < end; g++) {
        const struct run *run = run_of(b, g);
        sp advance = is_line_feed(b, &b->s->glyphs[g])
                         ? 0
                         : line_advance(b->p, run, &b->s->glyphs[g], b->measure);
        box.width += advance;
        if (run->face && !line_is_ideographic(run))
            box.stretch += advance * run->style->expand / 10000;
    }
    box.shrink = box.stretch;
    box.start_hang =
        b->again ? -b->again
                 : line_hang_start(b->p, run_of(b, b->box_first), &b->s->glyphs[b->box_first]);
    b->again = 0;
    box.end_hang =
        line_hang_end(b->p, run_of(b, last), &b->s->glyphs[b->box_first], last + 1 - b->box_first);
    put(b, box,
        (struct item_place){ b->s->glyphs[b->box_first].cluster, b->box_first, BREAK_ALLOWED, false,
                             0, NULL });
    b->box_first = end;
}

static sp hang_before(const struct builder *b)
{
    const struct item *last = b->list.count ? &b->list.items[b->list.count - 1] : NULL;
    return last && last->type == ITEM_BOX ? last->end_hang : 0;
}

/* Does the word that ends before byte `end` stand in the language's list of short words? */
static bool is_function_word(const struct builder *b, uint32_t end)
{
    uint32_t start = end;
    while (start && end - start < 16 && b->p->text[start - 1] != ' ' &&
           b->p->text[start - 1] != '\n')
        start--;
    return b->p->lang && lang_is_short_word(b->p->lang, b->p->text + start, end - start);
}

/* Does the word that begins at byte `start` stand in that list? */
static bool starts_function_word(const struct builder *b, uint32_t start)
{
    uint32_t end = start;
    while (end < b->p->length && b->p->text[end] != ' ' && b->p->text[end] != '\n')
        end++;
    return is_function_word(b, end);
}

/* What it costs that a balanced line ends before the spaces at byte `end` and the next begins at
 * `start`: short words go with what follows them, and a phrase ends at a mark. */
static int32_t balance_penalty(const struct builder *b, uint32_t end, uint32_t start)
{
    if (!b->function_words || !b->p->lang || !*b->p->lang->short_words)
        return 0;
    if (is_function_word(b, end))
        return PENALTY_FUNCTION_WORD;
    bool mark = end && strchr(",;:.!?)", b->p->text[end - 1]);
    return mark || starts_function_word(b, start) ? 0 : PENALTY_PHRASE;
}

/* White space that is kept, at the paragraph's start or behind a forced break: it indents, and a
 * line may end behind it (Text 3, 4.1.3).  False where it is not such. */
static bool put_indent(struct builder *b, uint32_t g, uint32_t end, const struct brk *soft)
{
    const struct item *last = b->list.count ? &b->list.items[b->list.count - 1] : NULL;
    const struct run *run = run_of(b, g);
    if (run->style->white_space != WHITE_PRE_WRAP || (last && last->penalty != PENALTY_FORCED))
        return false;
    b->box_first = g;
    close_box(b, end);
    struct item *box = &b->list.items[b->list.count - 1];
    box->width += (sp)(end - g) * line_space(run).extra;
    if (soft)
        put(b, (struct item){ .type = ITEM_PENALTY },
            (struct item_place){ soft->at, soft->glyph, BREAK_SOFT, false, 0, NULL });
    b->box_first = end;
    return true;
}

/* The spaces from glyph g to `end`; `soft`: the break behind them, or NULL where no line may
 * end. */
static void put_spaces(struct builder *b, uint32_t g, uint32_t end, const struct brk *soft)
{
    struct item_place place = { soft ? soft->at : b->s->glyphs[g].cluster,
                                soft ? soft->glyph : g,
                                BREAK_SOFT,
                                false,
                                0,
                                NULL };
    sp hang = hang_before(b);
    int32_t balance = soft ? balance_penalty(b, b->s->glyphs[g].cluster, soft->at) : 0;
    int32_t penalty = !soft                         ? PENALTY_FORBIDDEN
                      : balance > edges[soft->edge] ? balance
                                                    : edges[soft->edge];
    if (penalty)
        put(b, (struct item){ .type = ITEM_PENALTY, .penalty = penalty, .end_hang = hang }, place);
    for (; g < end; g++) {
        const struct run *run = run_of(b, g);
        if (run != b->space_run) {
            b->space_run = run;
            b->space = line_space(run);
        }
        sp width = b->s->glyphs[g].advance + b->space.extra;
        put(b,
            (struct item){ .type = ITEM_GLUE,
                           .width = width,
                           .stretch = b->space.stretch,
                           .shrink = b->space.shrink,
                           .end_hang = hang },
            place);
    }
    b->box_first = end;
}

/* The advance of a hyphen added behind glyph `before`. */
static sp hyphen_width(struct builder *b, const struct style *st)
{
    if (st != b->hyphen_style) {
        b->hyphen_style = st;
        text_hyphen(b->shaper, st, &b->hyphen);
    }
    return b->hyphen;
}

/* How much wider the part before a hyphen is for the letters that it changes. */
static sp changed_width(struct builder *b, const struct brk *k, const struct style *st)
{
    sp width = k->insert ? text_advance(b->shaper, st, k->insert) : 0;
    for (uint32_t g = k->glyph; g && k->drop && b->s->glyphs[g - 1].cluster >= k->at - k->drop; g--)
        width -= b->s->glyphs[g - 1].advance;
    return width;
}

/* A break that is no space. */
static void put_break(struct builder *b, const struct brk *k)
{
    struct item it = { .type = ITEM_PENALTY,
                       .penalty = kinds[k->type].penalty + edges[k->edge],
                       .flagged = kinds[k->type].flagged,
                       .end_hang = hang_before(b) };
    if (kinds[k->type].adds && k->glyph) {
        const struct style *st = run_of(b, k->glyph - 1)->style;
        it.width = hyphen_width(b, st);
        it.end_hang = line_hang_hyphen(st, it.width);
        it.width += changed_width(b, k, st);
        it.expand = it.width * st->expand / 10000;
    }
    if (k->type == BREAK_HYPHEN)
        it.penalty += (k->capital ? PENALTY_CAPITAL : 0) +
                      (k->letters_before < 4 || k->letters_after < 4 ? PENALTY_SHORT : 0) +
                      (b->p->style->text_align == ALIGN_JUSTIFY ? 0 : PENALTY_RAGGED);
    if (k->type == BREAK_ALLOWED && k->at &&
        (b->p->text[k->at - 1] == '-' ||
         (k->at > 2 && !memcmp(b->p->text + k->at - 3, "\xE2\x80\x90", 3)))) {
        it.flagged = true;
        it.penalty += b->function_words ? PENALTY_COMPOUND : PENALTY_EXPLICIT;
    }
    bool again = k->again && k->glyph;
    b->again = again ? b->s->glyphs[k->glyph - 1].advance : 0;
    put(b, it, (struct item_place){ k->at, k->glyph, k->type, again, k->drop, k->insert });
}

/* Is the word wider than the measure that stands between the breaks before and behind, k being the
 * latter?  It ends before *until. */
static bool needs_despair(const struct shaped *s, uint32_t k, uint32_t *until, sp measure)
{
    sp width = 0;
    *until = k < s->break_count ? s->breaks[k].glyph : s->glyph_count;
    for (uint32_t g = k ? s->breaks[k - 1].glyph : 0; g < *until; g++)
        width += is_space(&s->glyphs[g]) ? 0 : s->glyphs[g].advance;
    return width > measure;
}

/* Small letters and spaces, which nearly all are, are told first. */
static bool is_seam_mark(char c) { return c > ' ' && c <= '_' && strchr("-./@_,;:!?)", c); }

/* Could a word that is wider than the measure part before the glyph: behind such a mark, as
 * addresses part, before a letter? */
static bool is_seam(const struct builder *b, uint32_t g)
{
    uint32_t at = b->s->glyphs[g].cluster;
    if (!at || at >= b->p->length || !is_seam_mark(b->p->text[at - 1]) ||
        !(b->s->glyphs[g].flags & GLYPH_CLUSTER))
        return false;
    char c = b->p->text[at];
    const struct style *st = run_of(b, g)->style;
    return st->white_space != WHITE_NOWRAP && st->white_space != WHITE_PRE &&
           ((c & 0x80) || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9'));
}

/* The word that begins behind break k - 1 is wider than the measure: where do its patterns part
 * it? */
static void find_wide_hyphens(struct builder *b, uint32_t k, uint32_t end)
{
    const struct shaped *s = b->s;
    uint32_t first = k ? s->breaks[k - 1].glyph : 0;
    uint32_t stop = end < s->glyph_count ? s->glyphs[end].cluster : b->p->length;
    b->wide = text_wide_hyphens(b->shaper, b->scratch, b->p, run_of(b, first)->piece,
                                s->glyphs[first].cluster, stop, &b->wide_count);
}

/* Do the patterns part the word at hand before a glyph?  It is the first of what is left then. */
static bool is_wide_hyphen(struct builder *b, uint32_t g)
{
    const struct glyph *glyph = &b->s->glyphs[g];
    for (; b->wide_count && b->wide->at < glyph->cluster; b->wide++)
        b->wide_count--;
    return b->wide_count && b->wide->at == glyph->cluster && glyph->flags & GLYPH_DESPERATE;
}

/* A break inside a word that is wider than the measure: with a hyphen where patterns part it, else
 * at its seams before anywhere else. */
static void put_despair(struct builder *b, uint32_t g)
{
    struct brk brk = { .at = b->s->glyphs[g].cluster, .type = BREAK_DESPERATE };
    if (is_wide_hyphen(b, g))
        brk = *b->wide;
    else if (is_seam(b, g))
        brk = (struct brk){ .at = brk.at, .type = BREAK_ALLOWED, .edge = EDGE_POOR };
    brk.glyph = g;
    close_box(b, g);
    put_break(b, &brk);
}

/* Is the word behind break k - 1, which ends before *until, to be parted? */
static bool has_despair(struct builder *b, uint32_t k, uint32_t *until)
{
    b->wide_count = 0;
    if (!needs_despair(b->s, k, until, b->measure))
        return false;
    find_wide_hyphens(b, k, *until);
    return true;
}

/* A break of the text before a glyph; behind spaces that are glue a soft one is theirs. */
static void put_break_at(struct builder *b, uint32_t g, const struct brk *brk, bool nowrap)
{
    bool behind_glue = g && is_space(&b->s->glyphs[g - 1]) && b->list.count &&
                       b->list.items[b->list.count - 1].type == ITEM_GLUE;
    if ((brk->type == BREAK_SOFT && behind_glue) || (nowrap && brk->type != BREAK_FORCED) ||
        brk->at >= b->p->length)
        return;
    close_box(b, g);
    put_break(b, brk);
}

/* The glue of a joint before glyph g, behind its break; forbidden where no line may end. */
static void put_joint(struct builder *b, uint32_t g)
{
    struct space space = line_joint(run_of(b, g - 1), &b->s->glyphs[g - 1]);
    struct item_place place = { b->s->glyphs[g].cluster, g, BREAK_ALLOWED, false, 0, NULL };
    close_box(b, g);
    if (b->list.items[b->list.count - 1].type == ITEM_BOX)
        put(b, (struct item){ .type = ITEM_PENALTY, .penalty = PENALTY_FORBIDDEN }, place);
    put(b, (struct item){ .type = ITEM_GLUE, .stretch = space.stretch, .shrink = space.shrink },
        place);
}

/* The glyph behind the spaces that begin with g, up to break k; g itself where it is none. */
static uint32_t spaces_end(const struct shaped *s, uint32_t g, uint32_t k)
{
    uint32_t end = g;
    while (end < s->glyph_count && is_space(&s->glyphs[end]) &&
           (end == g || k == s->break_count || s->breaks[k].glyph != end))
        end++;
    return end;
}

/* Spaces, with the break k behind them where it is a soft one; at the text's end they are
 * dropped. */
static void put_glue(struct builder *b, uint32_t g, uint32_t end, uint32_t k, bool nowrap)
{
    const struct shaped *s = b->s;
    close_box(b, g);
    bool soft = !nowrap && k < s->break_count && s->breaks[k].glyph == end &&
                s->breaks[k].type == BREAK_SOFT;
    const struct brk *behind = soft ? &s->breaks[k] : NULL;
    if (end == s->glyph_count && !soft)
        b->box_first = end;
    else if (!put_indent(b, g, end, behind))
        put_spaces(b, g, end, behind);
}

struct item_list line_items(struct arena *scratch, struct shaper *shaper, const struct paragraph *p,
                            sp measure)
{
    const struct shaped *s = p->shaped;
    struct builder b = { .scratch = scratch,
                         .shaper = shaper,
                         .p = p,
                         .s = s,
                         .measure = measure,
                         .function_words = p->style->text_wrap == WRAP_BALANCE };
    bool nowrap = p->style->text_wrap == WRAP_NOWRAP, despair = false;
    uint32_t k = 0, despair_until = 0;
    reserve(&b);
    for (uint32_t g = 0; g <= s->glyph_count;) {
        for (; k < s->break_count && s->breaks[k].glyph <= g; k++)
            put_break_at(&b, g, &s->breaks[k], nowrap);
        if (g == s->glyph_count)
            break;
        if (g && line_has_joints(run_of(&b, g - 1)) &&
            line_is_joint(p, run_of(&b, g - 1), &s->glyphs[g - 1]))
            put_joint(&b, g);
        if (!nowrap && (s->glyphs[g].flags & GLYPH_DESPERATE || is_seam(&b, g))) {
            if (g >= despair_until)
                despair = has_despair(&b, k, &despair_until);
            if (despair)
                put_despair(&b, g);
        }
        uint32_t end = spaces_end(s, g, k);
        if (end > g)
            put_glue(&b, g, end, k, nowrap);
        g = end > g ? end : g + 1;
    }
    close_box(&b, s->glyph_count);
    return b.list;
}
