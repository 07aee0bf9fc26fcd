/* page/paint: rectangles on paper: backgrounds, and borders in their styles.
 *
 * The painting functions stand below those that place content: they know boxes' styles and where a
 * border box lies, and nothing of rows, notes or pages.
 */
#include "page/inner.h"

#include <string.h>

#define DASHES_MOST 4000 /* more dashes on a side are drawn as one rule */

void paint_add(struct context *c, struct items *to, struct placed p)
{
    to->items = arena_grow(c->work, to->items, sizeof p, to->count, to->count + 1, &to->room);
    to->items[to->count++] = p;
}

/* Keeps a colour for as long as the pages; most items have that of the one before them. */
static const struct color *keep_color(struct context *c, struct items *to,
                                      const struct color *color)
{
    if (!to->color || memcmp(to->color, color, sizeof *color) != 0)
        to->color = arena_copy(c->a, color, sizeof *color, 1);
    return to->color;
}

void paint_rect(struct context *c, struct items *to, const struct box *b, struct rect r,
                struct color color)
{
    if (r.width <= 0 || r.height <= 0 || !color.alpha)
        return;
    paint_add(c, to,
              (struct placed){ .kind = PLACED_RECT,
                               .artifact = ARTIFACT_LAYOUT,
                               .node = b->node,
                               .rect = { r, keep_color(c, to, &color) } });
}

/* The part of a border's stroke from `at` on, `length` long. */
static struct rect stroke_part(struct rect r, enum axis axis, sp at, sp length)
{
    if (axis == AXIS_LEVEL)
        return (struct rect){ r.x + at, r.y, length, r.height };
    return (struct rect){ r.x, r.y + at, r.width, length };
}

/* Two rules, a third of the border's width each. */
static void paint_double(struct context *c, struct items *to, const struct box *b, struct rect r,
                         enum axis axis, struct color color)
{
    enum axis across = axis == AXIS_LEVEL ? AXIS_UPRIGHT : AXIS_LEVEL;
    sp thick = axis == AXIS_LEVEL ? r.height : r.width, third = thick / 3;
    paint_rect(c, to, b, stroke_part(r, across, 0, third), color);
    paint_rect(c, to, b, stroke_part(r, across, thick - third, third), color);
}

void paint_border(struct context *c, struct items *to, const struct box *b, struct border e,
                  struct rect r, enum axis axis)
{
    sp length = axis == AXIS_LEVEL ? r.width : r.height;
    sp thick = axis == AXIS_LEVEL ? r.height : r.width;
    if (thick <= 0 || length <= 0)
        return;
    if (e.style == BORDER_DOUBLE && thick >= 3) {
        paint_double(c, to, b, r, axis, e.color);
        return;
    }
    sp dash = e.style == BORDER_DOTTED ? thick : 3 * thick;
    bool dashed = e.style == BORDER_DASHED || e.style == BORDER_DOTTED;
    if (!dashed || length / (2 * dash) >= DASHES_MOST) {
        paint_rect(c, to, b, r, e.color);
        return;
    }
    for (sp at = 0; at < length; at += 2 * dash)
        paint_rect(c, to, b, stroke_part(r, axis, at, sp_min(dash, length - at)), e.color);
}

/* How long a block-start border is drawn from the start edge (-hb-border-length). */
static sp start_length(struct context *c, const struct style *s, sp width)
{
    if (s->border_length.kind != LENGTH_VALUE)
        return width;
    return sp_min(sp_max(resolve(c, s, s->border_length, width), 0), width);
}

void paint_decoration(struct context *c, struct items *to, const struct box *b,
                      const struct style *s, struct rect r, enum ends ends)
{
    const struct border *e = s->border;
    paint_rect(c, to, b, r, s->background);
    sp above = e[SIDE_BLOCK_START].width, below = e[SIDE_BLOCK_END].width;
    sp lid = start_length(c, s, r.width);
    struct rect over = { s->rtl ? r.x + r.width - lid : r.x, r.y, lid, above };
    struct rect under = { r.x, r.y + r.height - below, r.width, below };
    if (ends & END_START)
        paint_border(c, to, b, e[SIDE_BLOCK_START], over, AXIS_LEVEL);
    if (ends & END_END)
        paint_border(c, to, b, e[SIDE_BLOCK_END], under, AXIS_LEVEL);
    struct border left = e[s->rtl ? SIDE_INLINE_END : SIDE_INLINE_START];
    struct border right = e[s->rtl ? SIDE_INLINE_START : SIDE_INLINE_END];
    struct rect at_left = { r.x, r.y, left.width, r.height };
    struct rect at_right = { r.x + r.width - right.width, r.y, right.width, r.height };
    paint_border(c, to, b, left, at_left, AXIS_UPRIGHT);
    paint_border(c, to, b, right, at_right, AXIS_UPRIGHT);
}
