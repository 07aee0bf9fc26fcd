/* flow/frames: where a box's edges and content lie in its container (CSS 2.2, 10.3.3).
 */
#include "flow/inner.h"

sp resolve(struct context *c, const struct style *s, struct length l, sp base)
{
    const struct face *f = length_has_font_units(l) ? text_face(c->boxes->fonts, c->d, s) : NULL;
    return length_resolve(l, base, text_units(f, s->font_size));
}

struct style without_width(const struct style *s)
{
    struct style plain = *s;
    plain.width.kind = plain.min_width.kind = LENGTH_AUTO;
    plain.max_width.kind = LENGTH_NONE;
    return plain;
}

sp content_said(struct context *c, const struct style *s, struct length l, sp base, sp around)
{
    sp size = resolve(c, s, l, base);
    return s->border_sized ? sp_max(size - around, 0) : size;
}

sp auto_margin(const struct style *s, sp spare)
{
    bool start = s->margin[SIDE_INLINE_START].kind == LENGTH_AUTO;
    bool end = s->margin[SIDE_INLINE_END].kind == LENGTH_AUTO;
    if (spare <= 0 || !start)
        return 0;
    return end ? spare / 2 : spare;
}

bool in_collapsed(const struct box *cell)
{
    const struct box *t = box_table_of(cell);
    return t && t->style->border_collapse;
}

/* What stands around a box's content, by side, in sp. */
struct edges {
    sp margin[SIDE_COUNT], padding[SIDE_COUNT], border[SIDE_COUNT];
};

static struct edges edges_of(struct context *c, const struct box *b, sp width)
{
    const struct style *s = b->style;
    struct edges e;
    for (int i = 0; i < SIDE_COUNT; i++) {
        e.margin[i] = resolve(c, s, s->margin[i], width);
        e.padding[i] = resolve(c, s, s->padding[i], width);
        e.border[i] = s->border[i].width;
    }
    sp *pad = &e.padding[SIDE_INLINE_START];
    if (b->marker &&
        s->float_kind == FLOAT_FOOTNOTE) /* its number hangs there, but text goes first */
        *pad = sp_max(*pad, sp_min(c->layout->number_width, width / 2));
    if (b->kind == BOX_TABLE && s->border_collapse) {
        collapse_outer(b, e.border);
        for (int i = 0; i < SIDE_COUNT; i++)
            e.padding[i] = 0;
    }
    return e;
}

/* Padding and border on one side. */
static sp inner_edge(const struct edges *e, enum side side)
{
    return e->padding[side] + e->border[side];
}

/* How wide (sp) a box's content is in a container of `width`, of which `room` is left for it. */
static sp content_width(struct context *c, const struct box *b, sp width, sp room, sp around)
{
    const struct style *s = b->style;
    sp content = room;
    if (s->width.kind == LENGTH_VALUE && b->kind == BOX_TABLE)
        content = resolve(c, s, s->width, width) - around;
    else if (s->width.kind == LENGTH_VALUE && b->kind != BOX_CELL)
        content = content_said(c, s, s->width, width, around);
    if (s->max_width.kind == LENGTH_VALUE)
        content = sp_min(content, content_said(c, s, s->max_width, width, around));
    if (s->min_width.kind == LENGTH_VALUE)
        content = sp_max(content, content_said(c, s, s->min_width, width, around));
    return sp_max(content, 0);
}

struct frame frame_of(struct context *c, const struct box *b, sp left, sp width)
{
    const struct style *s = b->style;
    struct edges e = edges_of(c, b, width);
    sp start = inner_edge(&e, SIDE_INLINE_START), end = inner_edge(&e, SIDE_INLINE_END);
    sp around = start + end;
    sp room = width - e.margin[SIDE_INLINE_START] - e.margin[SIDE_INLINE_END] - around;
    sp content = content_width(c, b, width, room, around);
    sp before = e.margin[SIDE_INLINE_START] + auto_margin(s, room - content);
    struct frame f = { .width = content, .outer_width = content + around };
    f.outer_left = s->rtl ? left + width - before - f.outer_width : left + before;
    f.left = f.outer_left + (s->rtl ? end : start);
    f.margin_start = e.margin[SIDE_BLOCK_START];
    f.margin_end = e.margin[SIDE_BLOCK_END];
    f.open = inner_edge(&e, SIDE_BLOCK_START);
    f.close = inner_edge(&e, SIDE_BLOCK_END);
    f.start_pad = e.padding[SIDE_INLINE_START];
    return f;
}

struct frame frame_on(struct context *c, const struct box *b, sp width)
{
    struct frame around =
        b->parent ? frame_on(c, b->parent, width) : (struct frame){ .width = width };
    return frame_of(c, b, around.left, around.width);
}

struct frame frame_in_flow(struct context *c, const struct box *b, struct frame f, const char *page)
{
    const char *own = page_of_block(b);
    return own && page_width(c, own) != page_width(c, page) ? frame_on(c, b, page_width(c, own))
                                                            : f;
}

struct frame frame_of_cell(struct context *c, const struct box *cell, const struct columns *t,
                           const struct beside *n)
{
    uint32_t k = cell->column < t->count ? cell->column : t->count - 1;
    struct style plain = *cell->style;
    struct box copy = *cell;
    copy.style = &plain;
    for (int i = 0; i < SIDE_COUNT; i++) {
        plain.margin[i] = (struct length){ .kind = LENGTH_VALUE };
        if (t->table->style->border_collapse)
            plain.border[i].width = collapse_edge(cell, (enum side)i, n).width / 2;
    }
    return frame_of(c, &copy, t->left[k], t->width[k]);
}
