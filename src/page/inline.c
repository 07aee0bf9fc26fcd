/* page/inline: a line on paper: its glyphs, and what its inline boxes paint: backgrounds, borders,
 * lines under and through text.
 *
 *   runs    |a|b  c  d|e|
 *   boxes      └─ 1 ─┘
 *               └2┘
 *
 * Each stretch of neighbouring runs inside one box is a piece of it: a box parted by a line's end
 * or by words of the other direction has several, with its start and end edges where it starts and
 * ends (CSS 2.2, 8.6; text-decoration 16.3.1).
 */
#include "page/inner.h"

/* The inline boxes around a run, the outermost first. */
struct nest {
    const struct inline_box **boxes;
    uint32_t depth;
};

static const struct inline_box *innermost(const struct line *l, uint32_t i)
{
    const struct paragraph *p = l->paragraph;
    uint32_t piece = l->runs[i].run->piece;
    return piece < p->piece_count ? p->pieces[piece].in->inside : NULL;
}

/* Those of every run, in scratch; NULL where no run has any. */
static struct nest *nests_of(struct context *c, const struct line *l)
{
    uint32_t any = 0;
    while (any < l->run_count && !innermost(l, any))
        any++;
    if (any == l->run_count)
        return NULL;
    struct nest *nests = arena_array(c->scratch, struct nest, l->run_count);
    for (uint32_t i = any; i < l->run_count; i++) {
        uint32_t n = 0;
        for (const struct inline_box *b = innermost(l, i); b; b = b->outer)
            n++;
        nests[i] =
            (struct nest){ arena_array(c->scratch, const struct inline_box *, n ? n : 1), n };
        for (const struct inline_box *b = innermost(l, i); b; b = b->outer)
            nests[i].boxes[--n] = b;
    }
    return nests;
}

static const struct inline_box *box_at(const struct nest *n, uint32_t k)
{
    return k < n->depth ? n->boxes[k] : NULL;
}

static bool is_inside(const struct inline_box *b, const struct inline_box *of)
{
    while (b && b != of)
        b = b->outer;
    return b != NULL;
}

/* The runs first … last of a line that stand side by side in one box. */
struct stretch {
    const struct line *line;
    uint32_t first, last;
    const struct inline_box *box;
    struct rect rect; /* its line of text: from left to right, from the baseline up and down */
    sp baseline;
    struct ruled ruled;
};

/* Does the box start, or end, in the stretch: in the first of its runs as they are read, or in the
 * last? */
static bool has_edge(const struct stretch *s, bool end)
{
    const struct paragraph *p = s->line->paragraph;
    const struct run *r = s->line->runs[s->first].run;
    for (uint32_t i = s->first + 1; i <= s->last; i++) {
        const struct run *other = s->line->runs[i].run;
        if (end ? other->first > r->first : other->first < r->first)
            r = other;
    }
    uint32_t k = r->piece;
    if (!end)
        return p->pieces[k].start >= s->line->start &&
               (k == 0 || !is_inside(p->pieces[k - 1].in->inside, s->box));
    while (k + 1 < p->piece_count && p->pieces[k].end < r->end)
        k++;
    return p->pieces[k].end <= r->end &&
           (k + 1 == p->piece_count || !is_inside(p->pieces[k + 1].in->inside, s->box));
}

/* A side where the box is parted has no border (slice), or one of its own (clone), which hangs out
 * as its padding does: what the words round it stand on is not moved by where their lines end. */
static void part_side(struct context *c, const struct stretch *s, enum side side, struct style *own,
                      struct rect *r)
{
    if (!own->decoration_clone) {
        own->border[side] = (struct border){ .style = BORDER_NONE };
        return;
    }
    sp more = own->border[side].width + resolve(c, own, own->padding[side], s->line->measure);
    r->width += more;
    if ((side == SIDE_INLINE_START) == !own->rtl)
        r->x -= more;
}

/* Background and borders. */
static void paint_box(struct context *c, struct items *to, const struct stretch *s)
{
    struct style own = *s->box->style;
    struct box frame = { .kind = BOX_BLOCK, .style = &own, .node = s->box->node };
    sp above = own.border[SIDE_BLOCK_START].width +
               resolve(c, &own, own.padding[SIDE_BLOCK_START], s->line->measure);
    sp below = own.border[SIDE_BLOCK_END].width +
               resolve(c, &own, own.padding[SIDE_BLOCK_END], s->line->measure);
    struct rect r = s->rect;
    r.y -= above;
    r.height += above + below;
    for (int end = 0; end < 2; end++)
        if (!has_edge(s, end))
            part_side(c, s, end ? SIDE_INLINE_END : SIDE_INLINE_START, &own, &r);
    paint_decoration(c, to, &frame, &own, r, END_BOTH);
}

/* A line under the text, or through it, where the box's face has it. */
static void paint_rule(struct context *c, struct items *to, const struct stretch *s,
                       const struct face *face, bool through)
{
    sp size = s->box->style->font_size,
       thick = sp_muldiv(size, through ? face->strike_size : face->underline_size, face->upem);
    struct rect r = { s->rect.x,
                      s->baseline -
                          sp_muldiv(size, through ? face->strike : face->underline, face->upem),
                      s->rect.width, thick };
    const struct style *style = s->box->style;
    if (style->decoration_style == BORDER_DOUBLE)
        r.height *= 3; /* two such lines with as much between them */
    struct border rule = { style->decoration_style, r.height, style->decoration_color };
    struct ruled u = s->ruled;
    u.box = s->box;
    u.thick = thick;
    u.first = s->first;
    u.last = s->last;
    u.skips = !through && style->skip_ink;
    paint_under(c, to, &u, r, rule);
}

/* A line's layers, from below: an outer box's lines lie over an inner one's background. */
enum layer { LAYER_BOXES, LAYER_UNDER, LAYER_THROUGH };

static void paint_stretch(struct context *c, struct items *to, struct stretch *s, sp x, sp baseline,
                          enum layer layer)
{
    const struct line_run *first = &s->line->runs[s->first], *last = &s->line->runs[s->last];
    const struct style *style = s->box->style;
    const struct face *face = text_face(c->boxes->fonts, c->d, style);
    if (!face)
        return;
    sp ascent = sp_muldiv(style->font_size, face->ascent, face->upem),
       descent = sp_muldiv(style->font_size, face->descent, face->upem);
    s->baseline = baseline - s->box->raise;
    s->rect = (struct rect){ x + first->x, s->baseline - ascent, last->x + last->width - first->x,
                             ascent + descent };
    if (layer == LAYER_BOXES && !s->box->block)
        paint_box(c, to, s);
    if ((layer == LAYER_UNDER && style->decoration_underline) ||
        (layer == LAYER_THROUGH && style->decoration_line_through))
        paint_rule(c, to, s, face, layer == LAYER_THROUGH);
}

static void paint_layer(struct context *c, struct items *to, const struct line *l,
                        const struct nest *nests, const struct ruled *where, enum layer layer)
{
    bool any = true;
    for (uint32_t k = 0; any; k++) {
        any = false;
        struct stretch s = { .line = l, .ruled = *where };
        for (uint32_t i = 0; i < l->run_count; i = s.last + 1) {
            s.first = s.last = i;
            s.box = box_at(&nests[i], k);
            while (s.box && s.last + 1 < l->run_count && box_at(&nests[s.last + 1], k) == s.box)
                s.last++;
            any = any || s.box;
            if (s.box)
                paint_stretch(c, to, &s, where->x, where->baseline, layer);
        }
    }
}

enum side_of_glyphs { BELOW_GLYPHS, OVER_GLYPHS };

/* The layers below the glyphs, or those over them. */
static void paint_inline(struct context *c, struct items *to, const struct line *l,
                         const struct ruled *where, enum artifact artifact,
                         enum side_of_glyphs side)
{
    struct arena_mark mark = arena_mark(c->scratch);
    const struct nest *nests = nests_of(c, l);
    if (!nests)
        return;
    size_t before = to->count;
    if (side == BELOW_GLYPHS)
        paint_layer(c, to, l, nests, where, LAYER_BOXES);
    paint_layer(c, to, l, nests, where, side == OVER_GLYPHS ? LAYER_THROUGH : LAYER_UNDER);
    for (; artifact != ARTIFACT_NONE && before < to->count; before++)
        to->items[before].artifact = (uint8_t)artifact;
    arena_reset(c->scratch, mark);
}

void paint_line(struct context *c, struct items *to, const struct frozen *text, uint32_t number,
                const struct line *l, sp x, sp baseline, enum artifact artifact)
{
    const struct ruled where = { .text = text, .number = number, .x = x, .baseline = baseline };
    paint_inline(c, to, l, &where, artifact, BELOW_GLYPHS);
    paint_add(c, to,
              (struct placed){ .kind = PLACED_LINE,
                               .artifact = (uint8_t)artifact,
                               .number = number,
                               .line = { text, { x, baseline } } });
    paint_inline(c, to, l, &where, artifact, OVER_GLYPHS);
}
