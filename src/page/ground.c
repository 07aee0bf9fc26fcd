/* page/ground: what lies behind an item of a page: the last solid colour painted there before it,
 * else the paper's white.
 *
 *   page ─ table ─ row ─ cell ─ figure     each paints its background over the ones before
 */
#include "page/page.h"

/* Lengths said in other units round differently. */
#define NEAR (SP_PT / 100)

static bool overlaps(struct rect a, struct rect b)
{
    return a.x + NEAR < b.x + b.width && b.x + NEAR < a.x + a.width &&
           a.y + NEAR < b.y + b.height && b.y + NEAR < a.y + a.height;
}

static bool holds(struct rect outer, struct rect inner)
{
    return outer.x <= inner.x + NEAR && outer.y <= inner.y + NEAR &&
           inner.x + inner.width <= outer.x + outer.width + NEAR &&
           inner.y + inner.height <= outer.y + outer.height + NEAR;
}

enum ground_kind page_ground(const struct placed *items, uint32_t at, struct rect r,
                             struct color *color)
{
    static const struct color white = { .space = COLOR_GREY, .c = { 65535 }, .alpha = 65535 };
    bool mixed = false;
    for (uint32_t i = at; i-- > 0;) {
        const struct placed *below = &items[i];
        if (below->kind != PLACED_RECT || !below->rect.color->alpha ||
            !overlaps(below->rect.rect, r))
            continue;
        *color = *below->rect.color;
        if (holds(below->rect.rect, r))
            return mixed ? GROUND_MIXED : GROUND_COLOR;
        mixed = true;
    }
    *color = white;
    return mixed ? GROUND_MIXED : GROUND_PAPER;
}
