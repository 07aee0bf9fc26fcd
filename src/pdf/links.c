/* pdf, links: areas that a finger or an unsteady hand can hit: 14 pt each way where neighbours
 * leave room, and none over another.
 *
 *     ┌ ─ ─ ─ ┬ ─ ─ ─ ┐          two that stand near each other share the gap between them;
 *       ┌─┐   │   ┌─┐            two apart both ways are kept apart where the gap is wider;
 *     │ └─┘   │   └─┘ │          two that lie over each other part in the middle of what they share
 *     └ ─ ─ ─ ┴ ─ ─ ─ ┘
 */
#include "pdf/inner.h"

#include <stdlib.h>

#define LEAST 14000 /* thousandths of a point */

enum { LEFT, BOTTOM, RIGHT, TOP, NEAR_TO_FAR = RIGHT - LEFT };

/* How far an area may reach: corners as a link's. */
struct bounds {
    struct link *link;
    int32_t most[4];
};

static int compare_bottoms(const void *a, const void *b)
{
    const struct bounds *x = a, *y = b;
    const int32_t *c = x->link->corner, *d = y->link->corner;
    if (c[BOTTOM] != d[BOTTOM])
        return c[BOTTOM] < d[BOTTOM] ? -1 : 1;
    return (x->link > y->link) - (x->link < y->link);
}

/* How far the second stands behind the first along a side; negative where they share a stretch. */
static int32_t gap_between(const struct link *first, const struct link *second, int side)
{
    return second->corner[side] - first->corner[side + NEAR_TO_FAR];
}

/* Either may grow by all it lacks towards the other. */
static bool may_meet(const struct bounds *lower, const struct bounds *upper)
{
    return gap_between(lower->link, upper->link, BOTTOM) < 2 * LEAST;
}

/* Nothing of the first reaches beyond the middle between both, nothing of the second before it. */
static void part(struct bounds *first, struct bounds *second, int side)
{
    int32_t end = first->link->corner[side + NEAR_TO_FAR],
            middle = end + gap_between(first->link, second->link, side) / 2;
    if (middle < first->most[side + NEAR_TO_FAR])
        first->most[side + NEAR_TO_FAR] = middle;
    if (middle > second->most[side])
        second->most[side] = middle;
}

/* Keeps two areas apart, along the side where the gap is the widest or the stretch in common the
 * shortest. */
static void keep_apart(struct bounds *lower, struct bounds *upper)
{
    bool in_order = lower->link->corner[LEFT] <= upper->link->corner[LEFT];
    struct bounds *left = in_order ? lower : upper, *right = in_order ? upper : lower;
    if (gap_between(left->link, right->link, LEFT) > gap_between(lower->link, upper->link, BOTTOM))
        part(left, right, LEFT);
    else
        part(lower, upper, BOTTOM);
}

/* Grows both ways alike, and on where only one side leaves room; an area beyond its bounds is
 * cut. */
static void grow(struct bounds *b, int side)
{
    int32_t *near = &b->link->corner[side], *far = &b->link->corner[side + NEAR_TO_FAR];
    int32_t least = b->most[side], most = b->most[side + NEAR_TO_FAR],
            more = LEAST - (*far - *near);
    if (more > 0) {
        *near -= more / 2;
        *far = *near + LEAST;
        if (*far > most)
            *near -= *far - most;
        if (*near < least)
            *far += least - *near;
    }
    *near = *near < least ? least : *near;
    *far = *far > most ? most : *far;
    if (*far < *near) /* it lay inside another one */
        *far = *near;
}

void links_widen(struct arena *scratch, struct link *links, uint32_t count, int32_t width,
                 int32_t height)
{
    struct arena_mark mark = arena_mark(scratch);
    struct bounds *all = arena_array(scratch, struct bounds, count + (size_t)1);
    for (uint32_t i = 0; i < count; i++)
        all[i] = (struct bounds){ &links[i], { 0, 0, width, height } };
    qsort(all, count, sizeof *all, compare_bottoms);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i + 1; k < count && may_meet(&all[i], &all[k]); k++)
            keep_apart(&all[i], &all[k]);
    for (uint32_t i = 0; i < count; i++) {
        grow(&all[i], LEFT);
        grow(&all[i], BOTTOM);
    }
    arena_reset(scratch, mark);
}
