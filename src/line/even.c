/* line/even: how far each line of a paragraph is expanded, beside its neighbours.
 *
 *   own        +2.0  -2.0  +0.4  +2.0        what each line would have for itself, in percent
 *   evened     +0.9  -1.2  +0.4  +2.0        neighbours differ by EVEN_MOST, or little more
 *
 * The eye compares a line with those above and below it (Thành 2000, 3.3).  Breaks are chosen with
 * that in mind, at a price (breaker_neighbour_cost); what is left is mended here, where a line
 * gives back some of its expansion to its spaces.  Each line may have its own expansion or one of a
 * few steps of what its style allows that leave its spaces where nobody sees them change; so the
 * widest and narrowest stay as they were.  Of all ways through the paragraph the cheapest is taken,
 * spaces costing by the square of how far they are from natural, neighbours for differing too much
 * at all and by the square of what is beyond.
 */
#include "line/inner.h"

#include <stdlib.h>

/* Expansions, in 1/100000, that neighbours may differ by; spaces a third as wide or narrow as they
 * may be, which nobody sees; the steps on each side of no expansion. */
enum { EVEN_MOST = 2000, SEEN_SHARE = 3, STEPS = 16, CHOICES = 2 * STEPS + 2 };

/* What an expansion of one line costs for its spaces and, with all lines before it, at best. */
struct choice {
    int64_t spaces, sum;
    int32_t expansion;
    uint32_t before; /* the choice of the line before */
};
struct choices {
    struct choice of[CHOICES];
    uint32_t count;
};

/* The ratio of the line's spaces at an expansion, in 1/1024: 1 as wide, -1 as narrow as their style
 * lets them be. */
static int64_t ratio_at(const struct give *g, int32_t expansion)
{
    sp rest = g->rest - sp_muldiv(g->scalable, expansion - g->own, EXPANSION_ONE),
       most = rest < 0 ? g->shrink : g->stretch;
    if (most <= 0)
        return rest == 0 ? 0 : rest < 0 ? -RATIO_MOST * RATIO_ONE : RATIO_MOST * RATIO_ONE;
    return sp_muldiv(rest, RATIO_ONE, most);
}

/* Adds an expansion, unless spaces would be seen to be worse than by the line's own. */
static void add(struct choices *c, const struct give *g, int32_t expansion)
{
    int64_t ratio = ratio_at(g, expansion);
    if (expansion == g->own || llabs(ratio) * SEEN_SHARE <= RATIO_ONE)
        c->of[c->count++] =
            (struct choice){ .spaces = ratio * ratio / RATIO_ONE, .expansion = expansion };
}

/* What a line may be. */
static struct choices choices_of(const struct give *g)
{
    struct choices c = { .count = 0 };
    add(&c, g, g->own);
    for (int32_t i = -STEPS; g->most && i <= STEPS; i++)
        add(&c, g, EXPANSION_ONE + g->most * i / STEPS);
    return c;
}

/* What neighbours cost for what they differ too much. */
static int64_t difference_cost(int32_t a, int32_t b)
{
    int32_t over = abs(a - b) - EVEN_MOST;
    return over > 0 ? COST_UNEVEN +
                          (int64_t)over * over / EXPANSION_ONE * COST_UNEVEN_MORE / EXPANSION_ONE
                    : 0;
}

/* The best of the line before for each choice of a line. */
static void join(const struct choices *before, struct choices *c)
{
    for (uint32_t i = 0; i < c->count; i++) {
        c->of[i].sum = INT64_MAX;
        for (uint32_t k = 0; k < before->count; k++) {
            int64_t sum = before->of[k].sum + c->of[i].spaces +
                          difference_cost(before->of[k].expansion, c->of[i].expansion);
            if (sum < c->of[i].sum) {
                c->of[i].sum = sum;
                c->of[i].before = k;
            }
        }
    }
}

/* Does any line differ too much from the one before it? */
static bool is_uneven(const struct give *lines, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (abs(lines[i].own - lines[i - 1].own) > EVEN_MOST)
            return true;
    return false;
}

void line_even(struct arena *scratch, struct give *lines, uint32_t n)
{
    if (!is_uneven(lines, n))
        return;
    struct arena_mark mark = arena_mark(scratch);
    struct choices *all = arena_array(scratch, struct choices, n);
    for (uint32_t i = 0; i < n; i++) {
        all[i] = choices_of(&lines[i]);
        if (i)
            join(&all[i - 1], &all[i]);
        for (uint32_t k = 0; !i && k < all[0].count; k++)
            all[0].of[k].sum = all[0].of[k].spaces;
    }
    uint32_t best = 0;
    for (uint32_t k = 1; k < all[n - 1].count; k++)
        if (all[n - 1].of[k].sum < all[n - 1].of[best].sum)
            best = k;
    for (uint32_t i = n; i-- > 0; best = all[i].of[best].before)
        lines[i].own = all[i].of[best].expansion;
    arena_reset(scratch, mark);
}
