/* line/set: breaks → lines: shaped again where the break is unsafe, glue set, runs in visual order.
 *
 *   measure  |<- indent ->|<---------------- width ---------------->|
 *                      |A glyph … glyph, space, glyph … glyph …  -|
 *               start hang                                  end hang
 *
 * A line's one expansion factor scales all its glyphs, then every space gains the same amount, so
 * that the width is exact to the rounding of one division.  Ragged and last lines stay natural
 * unless they would run over the measure.
 */
#include "line/inner.h"

enum {
    STUB_EMS = 5,
    STUB_SHARE = 4,
    TORN = 2,
    GAP_SHARE = 4,   /* JLREQ 3.8.4: a quarter of the em between two characters */
    PRETTY_SHARE = 3 /* text-wrap: pretty wants a third of the measure in the last line */
};

struct setter {
    struct arena *arena, *scratch;
    struct shaper *shaper;
    const struct paragraph *p;
    struct item_list list;
    struct fit fit;
    uint32_t piece; /* first piece that may hold the next call */
    struct extent strut;
};

/* What the glue of one line is set from. */
struct glue {
    sp nature, fixed, scalable, expand, stretch, shrink, extra, sliver; /* their stretch */
    sp advance, em; /* of the space that comes first to half an em when all gain alike */
    uint32_t spaces, joints, slivers;
};
/* What each joint and each sliver of a line gains, in sp. */
struct gain {
    sp joint, sliver;
};

/* A shorter last line is a stub: of a few ems, and one word; where there are no words, one
 * character with its mark. */
static sp last_line_least(const struct paragraph *p, sp measure)
{
    enum { KORE = 0x4B6F7265 };
    sp size = p->style->font_size;
    if (p->style->text_wrap == WRAP_PRETTY)
        return measure / PRETTY_SHARE;
    if (p->lang && lang_is_east_asian(p->lang) && p->lang->script != KORE)
        return 5 * size / 2;
    return sp_min(STUB_EMS * size, measure / STUB_SHARE);
}

/* The style's wishes as the breaker's. */
static struct fit fit_of(const struct paragraph *p, const sp *measure)
{
    const struct style *s = p->style;
    const struct face *strut = p->shaped->strut;
    struct font_units font = text_units(strut, s->font_size);
    sp indent = length_resolve(s->text_indent, *measure, font);
    bool justify = s->text_align == ALIGN_JUSTIFY, pretty = s->text_wrap == WRAP_PRETTY;
    return (struct fit){
        .measures = measure,
        .measure_count = 1,
        .first_indent = s->indent_hanging ? 0 : indent,
        .other_indent = s->indent_hanging ? indent : 0,
        .each_line = s->indent_each_line,
        .justify = justify,
        .justify_last = s->text_align_last == ALIGN_JUSTIFY,
        .balance = s->text_wrap == WRAP_BALANCE && !justify,
        .max_flagged = s->hyphenate_lines,
        .last_line_min = last_line_least(p, *measure),
        .pretty = pretty,
        .avoid_single_word_end = true,
        .no_flagged_before_last = pretty || s->hyphenate_last == HYPHENATE_LAST_ALWAYS,
        .zone = length_resolve(s->hyphenate_zone, *measure, font),
        .glue_tolerance = s->font_size / LOOSE_SHARE,
    };
}

/* ---- the glyphs of a line ---- */

/* The text's end without the white space that vanishes there. */
static uint32_t trim(const struct paragraph *p, uint32_t start, uint32_t end)
{
    for (uint32_t at = end; at > start;) {
        do
            at--;
        while (at > start && ((unsigned char)p->text[at] & 0xC0) == 0x80);
        if (!text_vanishes(p, at))
            break;
        end = at;
    }
    return end;
}

static bool is_unsafe(const struct shaped *s, uint32_t glyph)
{
    return glyph > 0 && glyph < s->glyph_count && (s->glyphs[glyph].flags & GLYPH_UNSAFE);
}

/* Puts runs in visual order; the marks that ICU was shown around an isolate keep its level from
 * running on into its neighbour's. */
static void order_runs(struct setter *t, const struct run *runs, uint32_t count, uint32_t *order)
{
    uint8_t *levels = arena_array(t->scratch, uint8_t, 2 * (size_t)count);
    uint32_t *places = arena_array(t->scratch, uint32_t, 2 * (size_t)count),
             *whose = arena_array(t->scratch, uint32_t, 2 * (size_t)count), n = 0, m = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (runs[i].edge) {
            levels[n] = runs[i].edge - 1;
            whose[n++] = UINT32_MAX;
        }
        levels[n] = runs[i].level;
        whose[n++] = i;
    }
    text_reorder(levels, n, places);
    for (uint32_t i = 0; i < n; i++)
        if (whose[places[i]] != UINT32_MAX)
            order[m++] = whose[places[i]];
}

/* The stretch of glyphs first … end of `s` as runs, in visual order when the text turns. */
static void cut_runs(struct setter *t, const struct shaped *s, uint32_t first, uint32_t end,
                     struct line *l)
{
    uint32_t r0 = 0, count = 0;
    if (first < end) {
        r0 = s->glyphs[first].run;
        count = s->glyphs[end - 1].run - r0 + 1;
    }
    struct line_run *runs = arena_array(t->arena, struct line_run, count);
    uint32_t *order = arena_array(t->scratch, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    if (count && (t->p->shaped->mixed || t->p->rtl))
        order_runs(t, s->runs + r0, count, order);
    for (uint32_t i = 0; i < count; i++) {
        const struct run *run = &s->runs[r0 + order[i]];
        uint32_t from = run->first > first ? run->first : first,
                 to = run->first + run->count < end ? run->first + run->count : end;
        runs[i] = (struct line_run){ .glyphs = s->glyphs + from,
                                     .count = to > from ? to - from : 0,
                                     .skipped = from - run->first,
                                     .run = run };
        sp advance = runs[i].count ? line_advance(t->p, run, runs[i].glyphs, l->measure) : 0;
        if (runs[i].count && advance != runs[i].glyphs->advance) {
            struct glyph *wide = arena_new(t->arena, struct glyph);
            *wide = *runs[i].glyphs;
            wide->advance = (int32_t)advance;
            runs[i].glyphs = wide;
        }
    }
    l->runs = runs;
    l->run_count = count;
}

/* Where the character before byte `at` begins. */
static uint32_t before(const struct paragraph *p, uint32_t at)
{
    do
        at--;
    while (at && ((unsigned char)p->text[at] & 0xC0) == 0x80);
    return at;
}

/* Glyphs of the bytes start … end; `first` … `stop` are theirs in the paragraph as shaped.  The
 * hyphen before them begins the line if it stands `again`. */
static void gather(struct setter *t, uint32_t first, uint32_t stop, bool again, const char *insert,
                   struct line *l)
{
    const struct shaped *s = t->p->shaped;
    bool hyphen = l->hyphenated;
    while (stop > first && s->glyphs[stop - 1].cluster >= l->end &&
           (s->glyphs[stop - 1].cluster > l->end || s->runs[s->glyphs[stop - 1].run].face))
        stop--;
    if (first < stop && (hyphen || again || is_unsafe(s, first) || is_unsafe(s, stop))) {
        const struct style *st = s->runs[s->glyphs[stop - 1].run].style;
        const char *mark = hyphen ? text_hyphen(t->shaper, st, &(sp){ 0 }) : NULL;
        if (mark && insert)
            mark = arena_printf(t->scratch, "%s%s", insert, mark);
        s = text_reshape(t->shaper, t->arena, t->p, again ? before(t->p, l->start) : l->start,
                         l->end, mark);
        first = 0;
        stop = s->glyph_count;
    }
    cut_runs(t, s, first, stop, l);
}

/* ---- glue ---- */

/* Does a joint follow the glyph on its line? */
static bool joins(const struct line *l, const struct run *run, const struct glyph *g)
{
    uint32_t next = g->cluster + 3u; /* the marks are of three bytes */
    return line_is_joint(l->paragraph, run, g) && next < l->end;
}

/* Add the joints of a run. */
static void add_joints(struct glue *sum, const struct line *l, const struct line_run *r)
{
    for (uint32_t g = 0; g < r->count; g++) {
        if (!joins(l, r->run, &r->glyphs[g]))
            continue;
        struct space joint = line_joint(r->run, &r->glyphs[g]);
        sum->stretch += joint.stretch;
        sum->shrink += joint.shrink;
        sum->joints++;
    }
}

/* Add the slivers of a run. */
static void add_slivers(struct glue *sum, const struct line_run *r)
{
    uint32_t n = 0;
    for (uint32_t g = 0; g + 1 < r->count; g++)
        n += line_has_sliver(&r->glyphs[g]);
    sum->slivers += n;
    sum->sliver += n * line_sliver(r->run);
    sum->stretch += n * line_sliver(r->run);
}

/* Keep the run's first space if it is nearer to half an em than those before. */
static void add_widest(struct glue *sum, const struct line_run *r)
{
    const struct glyph *g = r->glyphs;
    while (!(g->flags & GLYPH_SPACE))
        g++;
    if (!sum->em || r->run->size / 2 - g->advance < sum->em / 2 - sum->advance) {
        sum->advance = g->advance;
        sum->em = r->run->size;
    }
}

/* Add up what can be scaled, stretched, shrunk. */
static struct glue add_up(const struct line *l)
{
    struct glue sum = { 0 };
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct line_run *r = &l->runs[i];
        sp width = 0;
        uint32_t spaces = 0;
        for (uint32_t g = 0; g < r->count; g++) {
            width += r->glyphs[g].advance;
            spaces += (r->glyphs[g].flags & GLYPH_SPACE) != 0;
        }
        if (spaces) {
            struct space space = line_space(r->run);
            sum.extra += spaces * space.extra;
            sum.stretch += spaces * space.stretch;
            sum.shrink += spaces * space.shrink;
            sum.spaces += spaces;
            add_widest(&sum, r);
        }
        if (line_has_joints(r->run))
            add_joints(&sum, l, r);
        if (line_is_clustered(r->run) && r->run->face)
            add_slivers(&sum, r);
        *(r->run->face ? &sum.scalable : &sum.fixed) += width;
        if (r->run->face && !line_is_ideographic(r->run))
            sum.expand += width * r->run->style->expand / 10000;
    }
    sum.nature = sum.scalable + sum.fixed + sum.extra;
    return sum;
}

/* First and last glyph in logical order, and their runs. */
static void edges(const struct line *l, const struct line_run **first, const struct line_run **last)
{
    *first = *last = &l->runs[0];
    for (uint32_t i = 1; i < l->run_count; i++) {
        if (l->runs[i].run->first < (*first)->run->first)
            *first = &l->runs[i];
        if (l->runs[i].run->first > (*last)->run->first)
            *last = &l->runs[i];
    }
}

/* How far the line hangs out at its two ends. */
static void hang(const struct paragraph *p, const struct line *l, sp *start, sp *end)
{
    const struct line_run *first, *last;
    *start = *end = 0;
    if (!l->run_count)
        return;
    edges(l, &first, &last);
    if (first->count)
        *start = line_hang_start(p, first->run, &first->glyphs[0]);
    uint32_t g = last->count;
    while (g > 1 && (last->glyphs[g - 1].flags & GLYPH_MARK))
        g--;
    if (g)
        *end = l->hyphenated ? line_hang_hyphen(last->run->style, last->glyphs[g - 1].advance)
                             : line_hang_end(p, last->run, last->glyphs, g);
}

/* What of `rest` the slivers take, each alike: their part of the stretch, or all where there is
 * nothing else. */
static sp sliver_gain(const struct glue *g, sp rest)
{
    if (rest <= 0 || !g->slivers)
        return 0;
    return (g->spaces + g->joints ? sp_muldiv(rest, g->sliver, g->stretch) : rest) / g->slivers;
}

/* Would spaces of that sum tear the line: by more than TORN times what the style lets them gain,
 * or, beyond what it does, by a space of more than half an em? */
static bool is_torn(const struct line *l, const struct glue *g, sp spaces)
{
    sp gain = spaces - g->extra;
    if (gain <= g->stretch || gain > TORN * g->stretch || !g->spaces)
        return gain > TORN * g->stretch;
    gain -= sliver_gain(g, gain) * g->slivers;
    sp each = g->extra / g->spaces + gain / (g->spaces + g->joints);
    return 2 * (sp_muldiv(g->advance, l->expansion, EXPANSION_ONE) + each) > g->em;
}

/* Does the line stay as wide as it is by nature? */
static bool is_natural(const struct glue *g, sp target, bool justified)
{
    sp excess = target - g->nature;
    bool hopeless = !(g->spaces + g->joints) && !g->slivers &&
                    excess > g->expand; /* one word: better natural than broad and still short */
    return excess == 0 || (excess > 0 && (!justified || hopeless));
}

/* The expansion that helps to make the line `target` wide. */
static int32_t expansion_of(const struct glue *g, sp target, bool justified)
{
    sp excess = target - g->nature;
    if (is_natural(g, target, justified) || g->scalable <= 0)
        return EXPANSION_ONE;
    sp share = line_expand_share(excess, excess < 0 ? g->shrink : g->stretch, g->expand);
    return EXPANSION_ONE + (int32_t)sp_muldiv(share, EXPANSION_ONE, g->scalable);
}

/* Spaces that make the expanded line `target` wide, as far as its words allow; returns what its
 * joints and slivers gain.  Where spaces would tear the line they are as wide as the style lets
 * them be, and it ends early. */
static struct gain set_glue(struct line *l, const struct glue *g, sp target, bool justified)
{
    uint32_t places = g->spaces + g->joints;
    l->space = g->spaces ? sp_muldiv(g->extra, 1, g->spaces) : 0;
    if (is_natural(g, target, justified))
        return (struct gain){ 0, 0 };
    sp spaces = target - g->fixed - sp_muldiv(g->scalable, l->expansion, EXPANSION_ONE);
    if (!l->last && is_torn(l, g, spaces))
        spaces = g->extra + g->stretch;
    spaces = sp_max(spaces, g->extra - g->shrink);
    struct gain gain = { .sliver = sliver_gain(g, spaces - g->extra) };
    spaces -= gain.sliver * g->slivers;
    if (!places)
        return gain;
    gain.joint = sp_muldiv(spaces - g->extra, 1, places);
    if (g->joints)
        l->space += g->spaces ? gain.joint : 0;
    else
        l->space = sp_muldiv(spaces, 1, g->spaces);
    return gain;
}

/* What the line has to give to be like its neighbours: nothing where its spaces cannot fill it. */
static struct give give_of(const struct line *l, const struct glue *g, sp target, bool justified)
{
    sp rest = target - g->fixed - sp_muldiv(g->scalable, l->expansion, EXPANSION_ONE) - g->extra;
    struct give give = { l->expansion, 0, rest, g->scalable, g->stretch, g->shrink };
    bool fills = rest <= g->stretch && rest >= -g->shrink && g->spaces && !g->slivers;
    if (justified && !l->last && fills && !is_natural(g, target, justified))
        give.most = (int32_t)sp_muldiv(g->expand, EXPANSION_ONE, g->scalable);
    return give;
}

/* Widths and places of the runs as drawn. */
static void place_runs(struct line *l)
{
    struct line_run *runs = (struct line_run *)l->runs;
    sp x = 0;
    for (uint32_t i = 0; i < l->run_count; i++) {
        sp width = 0;
        uint32_t spaces = 0;
        for (uint32_t g = 0; g < runs[i].count; g++) {
            width += runs[i].glyphs[g].advance;
            spaces += (runs[i].glyphs[g].flags & GLYPH_SPACE) != 0;
        }
        if (runs[i].run->face)
            width = sp_muldiv(width, l->expansion, EXPANSION_ONE);
        runs[i].x = x;
        runs[i].width = width + (sp)spaces * l->space;
        x += runs[i].width;
    }
    l->width = x;
}

/* Gives each joint of the line `gain`, behind its mark or, if that stands in the middle of it, on
 * both sides; expansion scales it as part of a glyph. */
static void widen_joints(struct setter *t, struct line *l, sp gain)
{
    gain = sp_muldiv(gain, EXPANSION_ONE, l->expansion);
    for (uint32_t i = 0; i < l->run_count; i++) {
        struct line_run *r = (struct line_run *)&l->runs[i];
        struct glyph *wide = arena_copy(t->arena, r->glyphs, sizeof *wide, r->count);
        for (uint32_t g = 0; g < r->count; g++) {
            if (!joins(l, r->run, &wide[g]))
                continue;
            sp left = g && line_is_centred(r->run) ? gain / 2 : 0;
            wide[g - (left != 0)].advance += (int32_t)left;
            wide[g].advance += (int32_t)(gain - left);
        }
        r->glyphs = wide;
    }
}

/* Gives each sliver of the line `gain`. */
static void widen_slivers(struct setter *t, struct line *l, sp gain)
{
    gain = sp_muldiv(gain, EXPANSION_ONE, l->expansion);
    for (uint32_t i = 0; i < l->run_count; i++) {
        struct line_run *r = (struct line_run *)&l->runs[i];
        if (!r->run->face || !line_is_clustered(r->run))
            continue;
        struct glyph *wide = arena_copy(t->arena, r->glyphs, sizeof *wide, r->count);
        for (uint32_t g = 0; g + 1 < r->count; g++)
            wide[g].advance += (int32_t)(line_has_sliver(&r->glyphs[g]) ? gain : 0);
        r->glyphs = wide;
    }
}

/* Does a gap between ideographs follow the glyph of a run of them? */
static bool has_gap(const struct line_run *r, uint32_t g, const struct line_run *last)
{
    return (r != last || g + 1 < r->count) &&
           (g + 1 == r->count || (r->glyphs[g + 1].flags & GLYPH_CLUSTER));
}

static uint32_t count_gaps(const struct line *l, const struct line_run *last, sp *most)
{
    uint32_t gaps = 0;
    *most = 0;
    for (uint32_t i = 0; i < l->run_count; i++)
        for (uint32_t g = 0; g < l->runs[i].count && line_is_ideographic(l->runs[i].run); g++)
            if (has_gap(&l->runs[i], g, last)) {
                *most += l->runs[i].run->size / GAP_SHARE;
                gaps++;
            }
    return gaps;
}

/* Fills a line that ends `missing` early between its ideographs, by a share of the em at most;
 * where that is not enough it stays as it is. */
static void spread(struct setter *t, struct line *l, sp missing)
{
    const struct line_run *first, *last;
    if (missing <= 0 || !l->run_count)
        return;
    edges(l, &first, &last);
    sp most;
    uint32_t gaps = count_gaps(l, last, &most), gap = 0;
    missing = sp_muldiv(missing, EXPANSION_ONE, l->expansion);
    if (missing > most)
        return;
    for (uint32_t i = 0; i < l->run_count; i++) {
        struct line_run *r = (struct line_run *)&l->runs[i];
        if (!line_is_ideographic(r->run))
            continue;
        struct glyph *wide = arena_copy(t->arena, r->glyphs, sizeof *wide, r->count);
        for (uint32_t g = 0; g < r->count; g++)
            if (has_gap(r, g, last)) {
                wide[g].advance += (int32_t)(missing / gaps + (gap < missing % gaps));
                gap++;
            }
        r->glyphs = wide;
    }
    place_runs(l);
}

static bool has_spaces(const struct line *l)
{
    for (uint32_t i = 0; i < l->run_count; i++)
        for (uint32_t g = 0; g < l->runs[i].count; g++)
            if (l->runs[i].glyphs[g].flags & GLYPH_SPACE)
                return true;
    return false;
}

/* How the line stands in its room: a last line may differ, one that does not fit starts at the
 * start (CSS Text 3, 6.1), and one that has nothing to stretch stands as a last one does, in the
 * middle where that would be stretched (6.4.3). */
static enum text_align alignment_of(const struct style *s, const struct line *l, bool fits)
{
    enum text_align last = s->text_align_last;
    if (!fits)
        return ALIGN_START;
    enum text_align own = l->last && last != ALIGN_AUTO ? last : s->text_align;
    if (own != ALIGN_JUSTIFY || last == ALIGN_AUTO || has_spaces(l))
        return own;
    return last == ALIGN_JUSTIFY ? ALIGN_CENTER : last;
}

/* The line's left edge from the measure's. */
static sp left_edge(const struct paragraph *p, const struct line *l, sp indent, sp start_hang,
                    sp end_hang)
{
    sp empty = l->measure - indent - (l->width - start_hang - end_hang),
       from_start = indent - start_hang;
    enum text_align align = alignment_of(p->style, l, empty >= 0);
    if (align == ALIGN_END)
        from_start += empty;
    if (align == ALIGN_CENTER)
        from_start += empty / 2;
    return p->rtl ? l->measure - from_start - l->width : from_start;
}

/* ---- the line box ---- */

static void raise_to(struct line *l, struct extent e, sp raise)
{
    l->ascent = sp_max(l->ascent, e.ascent + raise);
    l->descent = sp_max(l->descent, e.descent - raise);
}

/* The face that says how tall the run's inline box is: a height said is that of the style's first
 * face, `normal` that of every face that letters are taken from (CSS Inline 3, 5.2). */
static const struct face *face_of(struct setter *t, const struct run *r)
{
    bool normal = r->style->line_height.kind == LENGTH_NORMAL;
    const struct face *first =
        normal || r->face == t->p->shaped->strut ? NULL : text_first_face(t->shaper, r->style);
    return first ? first : r->face;
}

/* Strut and every inline box's extent (CSS 2.2, 10.8). */
static void set_extent(struct setter *t, struct line *l)
{
    l->ascent = t->strut.ascent;
    l->descent = t->strut.descent;
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct run *r = l->runs[i].run;
        bool other = r->face != t->p->shaped->strut && r->style->line_height.kind == LENGTH_NORMAL;
        if (r->face && (r->style != t->p->style || other || r->raise))
            raise_to(l, text_line_extent(face_of(t, r), r->style), r->raise);
    }
}

/* The notes called from this line on to byte `next`, the next line's start. */
static void set_notes(struct setter *t, struct line *l, uint32_t next)
{
    const struct paragraph *p = t->p;
    uint32_t from = t->piece, count = 0;
    for (; t->piece < p->piece_count && p->pieces[t->piece].start < next; t->piece++)
        count += p->pieces[t->piece].kind == PIECE_CALL;
    uint32_t *notes = count ? arena_array(t->arena, uint32_t, count) : NULL;
    for (; from < t->piece; from++)
        if (p->pieces[from].kind == PIECE_CALL)
            notes[l->note_count++] = p->pieces[from].note;
    l->notes = notes;
}

/* A line between its breaks, and what it is filled from. */
struct draft {
    struct glue glue;
    sp indent, start_hang, end_hang;
    sp target; /* as wide as it is to be drawn */
    bool justified;
};

/* The glyphs of one line, from the place it was broken at before to the item it is broken at, and
 * the expansion that it would have by itself. */
static struct draft draft_line(struct setter *t, struct line *l, const struct item_place *from,
                               uint32_t item, bool is_first)
{
    const struct paragraph *p = t->p;
    bool end = item >= t->list.count;
    const struct item_place place =
        end ? (struct item_place){ p->length, p->shaped->glyph_count, BREAK_FORCED, false, 0, NULL }
            : t->list.places[item];
    struct draft d = { .indent = is_first ? t->fit.first_indent : t->fit.other_indent };
    *l = (struct line){ .paragraph = p,
                        .start = from->at,
                        .end = trim(p, from->at, place.at) - place.drop,
                        .measure = t->fit.measures[0] };
    l->hyphenated = place.type == BREAK_HYPHEN || place.type == BREAK_SHY;
    l->torn = place.type == BREAK_DESPERATE;
    l->last = end || place.type == BREAK_FORCED;
    gather(t, from->glyph, place.glyph, from->again, place.insert, l);
    hang(p, l, &d.start_hang, &d.end_hang);
    l->hang = d.end_hang;
    d.glue = add_up(l);
    d.justified = l->last ? t->fit.justify_last : t->fit.justify;
    d.target = l->measure - d.indent + d.start_hang + d.end_hang;
    l->expansion = expansion_of(&d.glue, d.target, d.justified);
    set_extent(t, l);
    set_notes(t, l, end ? UINT32_MAX : place.at);
    return d;
}

/* Sets the glue of a line with its expansion, and puts it in its place. */
static void fill_line(struct setter *t, struct line *l, const struct draft *d)
{
    struct gain gain = set_glue(l, &d->glue, d->target, d->justified);
    if (d->glue.joints && gain.joint)
        widen_joints(t, l, gain.joint);
    if (gain.sliver)
        widen_slivers(t, l, gain.sliver);
    place_runs(l);
    if (d->justified && !l->last)
        spread(t, l, d->target - l->width);
    l->x = left_edge(t->p, l, d->indent, d->start_hang, d->end_hang);
}

/* ---- paragraphs ---- */

/* What sets the paragraph's lines into `a`; its items are in scratch, `measure` stays where it
 * is. */
static struct setter setter_of(struct arena *a, struct arena *scratch, struct shaper *shaper,
                               const struct paragraph *p, const sp *measure)
{
    struct setter t = { .arena = a,
                        .scratch = scratch,
                        .shaper = shaper,
                        .p = p,
                        .list = line_items(scratch, shaper, p, *measure),
                        .fit = fit_of(p, measure) };
    if (p->shaped->strut)
        t.strut = text_line_extent(p->shaped->strut, p->style);
    return t;
}

/* Fills the lines, their expansions evened. */
static void fill_lines(struct setter *t, struct line *lines, const struct draft *drafts, uint32_t n)
{
    struct give *gives = arena_array(t->scratch, struct give, n);
    for (uint32_t i = 0; i < n; i++)
        gives[i] = give_of(&lines[i], &drafts[i].glue, drafts[i].target, drafts[i].justified);
    line_even(t->scratch, gives, n);
    for (uint32_t i = 0; i < n; i++) {
        lines[i].expansion = gives[i].own;
        fill_line(t, &lines[i], &drafts[i]);
    }
}

/* The lines between these breaks. */
static struct lines set_lines(struct setter *t, const struct breaks *breaks)
{
    struct line *lines = arena_array(t->arena, struct line, breaks->count);
    struct draft *drafts = arena_array(t->scratch, struct draft, breaks->count);
    struct item_place from = { 0 };
    t->piece = 0;
    for (uint32_t i = 0; i < breaks->count; i++) {
        drafts[i] = draft_line(t, &lines[i], &from, breaks->at[i],
                               i == 0 || (t->fit.each_line && lines[i - 1].last));
        if (breaks->at[i] < t->list.count)
            from = t->list.places[breaks->at[i]];
    }
    fill_lines(t, lines, drafts, breaks->count);
    return (struct lines){ .lines = lines,
                           .count = breaks->count,
                           .demerits = breaks->demerits,
                           .last_line_min = t->fit.last_line_min };
}

struct lines line_set(struct arena *a, struct arena *scratch, struct diag *d, struct shaper *shaper,
                      const struct paragraph *p, sp measure, int looseness)
{
    if (!p->shaped)
        return (struct lines){ 0 };
    struct arena_mark mark = arena_mark(scratch);
    struct setter t = setter_of(a, scratch, shaper, p, &measure);
    t.fit.looseness = looseness;
    struct breaks breaks = line_break(scratch, scratch, t.list.items, t.list.count, &t.fit);
    struct lines r = set_lines(&t, &breaks);
    r.faults = line_report(d, scratch, &r);
    arena_reset(scratch, mark);
    return r;
}

/* The breaker sees boxes and glue, a report the lines as set: what it would say of a variant alone
 * rules that out. */
struct variants line_variants(struct arena *a, struct arena *scratch, struct shaper *shaper,
                              const struct paragraph *p, sp measure)
{
    if (!p->shaped)
        return (struct variants){ 0 };
    struct arena_mark mark = arena_mark(scratch);
    struct setter t = setter_of(a, scratch, shaper, p, &measure);
    struct break_variants ways =
        line_break_variants(scratch, scratch, t.list.items, t.list.count, &t.fit);
    struct variants r = { .optimum = set_lines(&t, &ways.optimum) };
    r.optimum.faults = line_report(NULL, scratch, &r.optimum);
    for (unsigned i = 0; i < ways.count; i++) {
        struct arena_mark before = arena_mark(a);
        struct lines other = set_lines(&t, &ways.other[i]);
        other.faults = line_report(NULL, scratch, &other);
        if (other.faults <= r.optimum.faults)
            r.other[r.count++] = other;
        else
            arena_reset(a, before);
    }
    arena_reset(scratch, mark);
    return r;
}

/* Does overflow-wrap: anywhere part a word before a glyph, so that it counts for the least width
 * (Text 3, 5.1)? */
static bool parts_anywhere(const struct shaped *s, uint32_t g)
{
    return s->glyphs[g].flags & GLYPH_DESPERATE &&
           s->runs[s->glyphs[g].run].style->overflow_wrap == OVERFLOW_ANYWHERE;
}

/* Does a break of the list part words?  A hyphen would be added at the others. */
static bool parts_words(const struct paragraph *p, const struct brk *b)
{
    if (b->type == BREAK_FORCED)
        return true;
    return p->style->text_wrap != WRAP_NOWRAP &&
           (b->type == BREAK_SOFT || b->type == BREAK_ALLOWED);
}

/* Widths of what stands between breaks, no hyphen added; of what stands between forced ones.
 * Spaces at their ends count for nothing. */
struct lines line_measure(const struct paragraph *p)
{
    const struct shaped *s = p->shaped;
    struct lines r = { 0 };
    sp word = 0, line = 0, after_word = 0, after_line = 0;
    struct space rule = { 0 };
    uint32_t k = 0, run = UINT32_MAX;
    for (uint32_t g = 0; s && g < s->glyph_count; g++) {
        for (; k < s->break_count && s->breaks[k].glyph <= g; k++) {
            if (parts_words(p, &s->breaks[k]))
                word = after_word = 0;
            if (s->breaks[k].type == BREAK_FORCED)
                line = after_line = 0;
        }
        if (parts_anywhere(s, g))
            word = after_word = 0;
        sp advance = s->glyphs[g].advance;
        if (s->glyphs[g].flags & GLYPH_SPACE) {
            if (s->glyphs[g].run != run)
                rule = line_space(&s->runs[run = s->glyphs[g].run]);
            after_word += advance + rule.extra;
            after_line += advance + rule.extra;
            continue;
        }
        word += after_word + advance;
        line += after_line + advance;
        after_word = after_line = 0;
        r.least = sp_max(r.least, word);
        r.most = sp_max(r.most, line);
    }
    return r;
}
