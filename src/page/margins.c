/* page/margins: where the sixteen margin boxes lie (CSS Paged Media 3, 5.3).
 *
 *   corner │ left │ center │ right │ corner
 *          └──── the edge's strip ─────┘
 *
 * Lengths of an edge's three (5.3.2.1 to .3): those said stand; the others share what is left by
 * the length of their text, the centre one staying in the middle.
 *
 * The strips lie outside the page's border box.  Across its strip a box is solved like a block
 * (5.3.2.4): where all is said, the margin that faces away from the page area gives way.  Lengths
 * in sp on paper; percentages are of the strip's width and height.
 */
#include "page/inner.h"

/* ---- along the strip ---- */

/* Two boxes of auto length share `room`: each has what it would like, or else what it needs, and
 * the rest by what it lacks. */
static void flex(struct margin_place *a, struct margin_place *b, sp room)
{
    bool roomy = a->most + b->most <= room;
    bool tight = a->least + b->least > room;
    sp base[2] = { roomy ? a->most : a->least, roomy ? b->most : b->least };
    sp part[2] = { base[0], base[1] };
    if (!roomy && !tight) {
        part[0] = a->most - a->least;
        part[1] = b->most - b->least;
    }
    sp slack = room - base[0] - base[1];
    sp all = part[0] + part[1];
    a->length = sp_max(base[0] + (all > 0 ? share_of(slack, part[0], all) : slack / 2), 0);
    b->length = sp_max(room - a->length, 0);
}

/* Shares `room` between two boxes. */
static void share_two(struct margin_place *a, struct margin_place *b, sp room)
{
    if (a->said < 0 && b->said < 0) {
        flex(a, b, room);
        return;
    }
    a->length = a->said >= 0 ? a->said : sp_max(room - b->said, 0);
    b->length = b->said >= 0 ? b->said : sp_max(room - a->length, 0);
}

/* A row of three: m[0] at the start, m[1] in the middle, m[2] at the end.  The middle one shares
 * with a box as long as the longer of its neighbours twice, so that it stays in the middle. */
static void share_three(struct margin_place *const *m, bool middle, sp room)
{
    if (!middle) {
        share_two(m[0], m[2], room);
        return;
    }
    struct margin_place sides = { .said = -1 };
    for (int i = 0; i < 3; i += 2) {
        sides.least = sp_max(sides.least, 2 * (m[i]->said >= 0 ? m[i]->said : m[i]->least));
        sides.most = sp_max(sides.most, 2 * (m[i]->said >= 0 ? m[i]->said : m[i]->most));
    }
    if (m[0]->said >= 0 && m[2]->said >= 0)
        sides.said = sides.most;
    share_two(m[1], &sides, room);
    for (int i = 0; i < 3; i += 2)
        m[i]->length = m[i]->said >= 0 ? m[i]->said : sp_max((room - m[1]->length) / 2, 0);
}

/* The lengths are found without limits first, then again with those that were passed (CSS 2.2,
 * 10.4). */
void margins_share(struct margin_place *const boxes[3], sp start, sp room)
{
    struct margin_place none[3], *m[3];
    for (int i = 0; i < 3; i++) {
        none[i] = (struct margin_place){ .said = 0, .ceiling = SP_MAX };
        m[i] = boxes[i] ? boxes[i] : &none[i];
    }
    share_three(m, boxes[1], room);
    for (int floor = 0; floor < 2; floor++) {
        bool again = false;
        for (int i = 0; i < 3; i++)
            if (floor ? m[i]->length < m[i]->floor : m[i]->length > m[i]->ceiling) {
                m[i]->said = floor ? m[i]->floor : m[i]->ceiling;
                again = true;
            }
        if (again)
            share_three(m, boxes[1], room);
    }
    m[0]->at = start;
    m[1]->at = start + (room - m[1]->length) / 2;
    m[2]->at = start + room - m[2]->length;
}

/* ---- one axis of a box ---- */

/* What the sheet says of a box along an axis: [0] at the left or top, [1] at the right or
 * bottom. */
struct along {
    bool auto_margin[2];
    sp margin[2];            /* 0 where auto */
    sp inner[2];             /* border and padding */
    sp said, floor, ceiling; /* of the border box; said < 0: auto */
};

/* The flow-relative side that lies at an edge of the paper. */
static enum side side_at(const struct style *s, enum axis axis, int after)
{
    if (axis == AXIS_UPRIGHT)
        return after ? SIDE_BLOCK_END : SIDE_BLOCK_START;
    return s->rtl == !after ? SIDE_INLINE_END : SIDE_INLINE_START;
}

static struct along along_of(struct context *c, const struct style *s, enum axis axis, sp base)
{
    struct along a = { .said = -1, .ceiling = SP_MAX };
    for (int i = 0; i < 2; i++) {
        enum side side = side_at(s, axis, i);
        a.auto_margin[i] = s->margin[side].kind == LENGTH_AUTO;
        a.margin[i] = resolve(c, s, s->margin[side], base);
        a.inner[i] = resolve(c, s, s->padding[side], base) + s->border[side].width;
    }
    sp edges = a.inner[0] + a.inner[1];
    struct length size = axis == AXIS_LEVEL ? s->width : s->height;
    struct length least = axis == AXIS_LEVEL ? s->min_width : s->min_height;
    struct length most = axis == AXIS_LEVEL ? s->max_width : s->max_height;
    if (size.kind == LENGTH_VALUE)
        a.said = content_said(c, s, size, base, edges) + edges;
    if (least.kind == LENGTH_VALUE)
        a.floor = content_said(c, s, least, base, edges) + edges;
    if (most.kind == LENGTH_VALUE)
        a.ceiling = content_said(c, s, most, base, edges) + edges;
    return a;
}

/* Where the border box starts and how long it is, from the strip's start. */
struct solution {
    sp start, length;
};

/* Solves an axis of `room` for a border box of that size (< 0: auto); `outer`: which margin faces
 * away from the page area. */
static struct solution solve(const struct along *a, sp size, sp room, int outer)
{
    sp edges = a->inner[0] + a->inner[1];
    bool yields[2] = { a->auto_margin[0], a->auto_margin[1] };
    if (size < 0) {
        size = sp_max(room - a->margin[0] - a->margin[1], edges);
        yields[0] = yields[1] = false;
    }
    sp rest = room - size - a->margin[0] - a->margin[1];
    if (rest < 0)
        yields[0] = yields[1] = false;
    if (!yields[0] && !yields[1])
        yields[outer] = true;
    sp before = yields[0] ? yields[1] ? rest / 2 : rest : 0;
    return (struct solution){ a->margin[0] + before, size };
}

/* The same within min-width, max-width and the like. */
static struct solution solve_limited(const struct along *a, sp room, int outer)
{
    struct solution r = solve(a, a->said, room, outer);
    if (r.length > a->ceiling)
        r = solve(a, a->ceiling, room, outer);
    if (r.length < a->floor)
        r = solve(a, a->floor, room, outer);
    return r;
}

/* ---- boxes ---- */

void margin_ask(struct context *c, const struct style *s, struct margin_place *m, enum axis axis,
                struct rect strip)
{
    struct along a = along_of(c, s, axis, axis == AXIS_LEVEL ? strip.width : strip.height);
    sp margins = a.margin[0] + a.margin[1];
    *m = (struct margin_place){ .said = a.said < 0 ? -1 : a.said + margins,
                                .floor = a.floor ? a.floor + margins : 0,
                                .ceiling = sp_min(a.ceiling + margins, SP_MAX),
                                .least = margins + a.inner[0] + a.inner[1] };
    m->most = m->least;
}

/* One axis of both rectangles. */
static void set_axis(struct margin_place *m, const struct along *a, enum axis axis, sp start,
                     sp length)
{
    sp inside = sp_max(length - a->inner[0] - a->inner[1], 0);
    if (axis == AXIS_LEVEL) {
        m->border.x = start;
        m->border.width = length;
        m->content.x = start + a->inner[0];
        m->content.width = inside;
        return;
    }
    m->border.y = start;
    m->border.height = length;
    m->content.y = start + a->inner[0];
    m->content.height = inside;
}

/* Solves the axis across an edge's strip. */
static void fix_across(struct context *c, const struct style *s, struct margin_place *m,
                       enum page_edge edge, struct rect strip)
{
    bool upright = edge == EDGE_TOP || edge == EDGE_BOTTOM;
    enum axis axis = upright ? AXIS_UPRIGHT : AXIS_LEVEL;
    sp room = upright ? strip.height : strip.width;
    sp from = upright ? strip.y : strip.x;
    struct along a = along_of(c, s, axis, room);
    int outer = edge == EDGE_TOP || edge == EDGE_LEFT ? 0 : 1;
    struct solution r = solve_limited(&a, room, outer);
    set_axis(m, &a, axis, from + r.start, r.length);
}

void margin_fix(struct context *c, const struct style *s, struct margin_place *m,
                enum page_edge edge, struct rect strip)
{
    bool level = edge == EDGE_TOP || edge == EDGE_BOTTOM;
    enum axis axis = level ? AXIS_LEVEL : AXIS_UPRIGHT;
    struct along a = along_of(c, s, axis, level ? strip.width : strip.height);
    sp length = sp_max(m->length - a.margin[0] - a.margin[1], a.inner[0] + a.inner[1]);
    set_axis(m, &a, axis, m->at + a.margin[0], length);
    fix_across(c, s, m, edge, strip);
}

void margin_corner(struct context *c, const struct style *s, struct margin_place *m,
                   enum page_edge level, enum page_edge upright, struct rect corner)
{
    fix_across(c, s, m, level, corner);
    fix_across(c, s, m, upright, corner);
}

void margin_grow(struct margin_place *m, enum page_edge edge, sp by)
{
    if (edge != EDGE_BOTTOM) {
        m->border.y -= by;
        m->content.y -= by;
    }
    m->border.height += by;
    m->content.height += by;
}

/* ---- the page's margins ---- */

/* The page's border box. */
static struct rect border_box(const struct page_kind *k)
{
    return (struct rect){ k->frame.outer_left, k->frame.margin_start, k->frame.outer_width,
                          k->style->height - k->frame.margin_start - k->frame.margin_end };
}

struct rect page_strip(const struct page_kind *k, enum page_edge edge)
{
    struct rect b = border_box(k);
    sp right = b.x + b.width, bottom = b.y + b.height;
    switch (edge) {
    case EDGE_TOP: return (struct rect){ b.x, 0, b.width, b.y };
    case EDGE_BOTTOM: return (struct rect){ b.x, bottom, b.width, k->style->height - bottom };
    case EDGE_LEFT: return (struct rect){ 0, b.y, b.x, b.height };
    case EDGE_RIGHT: return (struct rect){ right, b.y, k->style->width - right, b.height };
    }
    return b;
}

struct rect page_corner(const struct page_kind *k, enum page_edge level, enum page_edge upright)
{
    struct rect across = page_strip(k, level), down = page_strip(k, upright);
    return (struct rect){ down.x, across.y, down.width, across.height };
}
