/* flow/picture: how large a picture is set, and where in its column.
 *
 *   ┌─ figure: its content box is as wide as `width` and `max-width` make it ─┐
 *   │ ┌─ picture ──────────────┐   as wide as the file says, no wider than    │
 *   │ └────────────────────────┘   the box; all of it, where a width is said  │
 *   │ caption                                                                 │
 *   └─────────────────────────────────────────────────────────────────────────┘
 *
 * Heights said on the figure are the picture's (CSS 2.2, 10.4 and 10.7, but that the sides keep
 * their ratio unless both are said); text-align puts it in its box.  It is never wider than its
 * column, nor higher than a page with its caption, below repeated heads and inside what is around
 * it.
 */
#include "flow/inner.h"

const struct box *picture_in(const struct box *b)
{
    for (const struct box *k = b->first; k; k = k->next) {
        if (k->image && k->node == b->node)
            return k;
        const struct box *inner = k->anonymous ? picture_in(k) : NULL;
        if (inner)
            return inner;
    }
    return NULL;
}

/* The box of the element that shows a picture; NULL where it has none of its own. */
static const struct box *box_around(const struct box *picture)
{
    const struct box *b = picture->parent;
    while (b && b->anonymous)
        b = b->parent;
    return b && b->node == picture->node ? b : NULL;
}

/* A height said in a length; -1: it is not.  `width`: of the box, for its padding. */
static sp said(struct context *c, const struct style *s, struct length l, sp width)
{
    if (l.kind != LENGTH_VALUE || l.percent)
        return -1;
    sp around = s->border[SIDE_BLOCK_START].width + s->border[SIDE_BLOCK_END].width +
                resolve(c, s, s->padding[SIDE_BLOCK_START], width) +
                resolve(c, s, s->padding[SIDE_BLOCK_END], width);
    return sp_max(content_said(c, s, l, 0, around), 0);
}

/* A length as b is to c. */
static sp scaled(sp a, sp b, sp c) { return c > 0 ? share_of(a, b, c) : 0; }

/* Makes it no larger than that, in proportion. */
static struct size within(struct size z, sp width, sp height)
{
    if (z.width > width)
        z = (struct size){ width, scaled(z.height, width, z.width) };
    if (z.height > height)
        z = (struct size){ scaled(z.width, height, z.height), height };
    return z;
}

/* How high a block in a column of `width` is that does not part. */
static sp natural_height(struct context *c, const struct box *b, sp width)
{
    struct frame f = frame_of(c, b, 0, width);
    const struct set *set = b->paragraph ? set_of(c, b->paragraph) : NULL;
    sp high = f.margin_start + f.open + f.close + f.margin_end;
    for (uint32_t i = 0, n = set ? set_count(set) : 0; i < n; i++)
        high += set->variants[0].profile[i].ascent + set->variants[0].profile[i].descent;
    for (const struct box *k = b->first; k; k = k->next)
        high += natural_height(c, k, f.width);
    return high;
}

sp height_on(struct context *c, const char *page, sp taken)
{
    const struct page_kind *k = page_base(c, page);
    sp high = k->shape.bottom - k->shape.top;
    for (unsigned side = 1; side <= 2; side++) {
        k = page_kind(c, page_name(c, page), page_side(c, side));
        high = sp_min(high, k->shape.bottom - k->shape.top);
    }
    return taken < high - high / 4 ? high - taken : high;
}

struct size picture_size(struct context *c, const struct box *picture, sp width, const char *page,
                         sp taken)
{
    const struct image *im = picture->image;
    const struct box *b = box_around(picture);
    const struct style *s = b ? b->style : picture->style;
    struct size z = { im->width, im->height };
    for (const struct box *k = picture->next; k; k = k->next) /* its caption */
        taken += natural_height(c, k, width);
    if (picture->next) /* which the grid may move down */
        taken += page_base(c, page)->shape.grid.pitch;
    sp high = height_on(c, page, taken), asked = b ? said(c, s, s->height, width) : -1;
    bool wide = b && s->width.kind == LENGTH_VALUE;
    if (asked >= 0 && wide)
        return (struct size){ width, sp_min(asked, high) };
    if (asked >= 0)
        z = (struct size){ scaled(z.width, asked, z.height), asked };
    else if (wide)
        z = (struct size){ width, scaled(z.height, width, z.width) };
    sp most = b ? said(c, s, s->max_height, width) : -1,
       least = b ? said(c, s, s->min_height, width) : -1;
    if (most >= 0)
        z = within(z, z.width, most);
    if (z.height < least)
        z = (struct size){ scaled(z.width, least, z.height), least };
    return within(z, width, high);
}

sp picture_shift(const struct style *s, sp spare)
{
    if (s->text_align == ALIGN_CENTER)
        return spare / 2;
    return (s->text_align == ALIGN_END) != s->rtl ? spare : 0;
}
