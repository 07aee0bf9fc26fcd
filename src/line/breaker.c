/* line/breaker: boxes, glue, penalties → breaks with the least sum of demerits.
 *
 * Knuth and Plass, "Breaking paragraphs into lines" (1981), and tex.web 813-890, with Thành's
 * protrusion and expansion (2000) inside the fit.  Differences, each to make the result the true
 * optimum of one stated cost (line/costs.h):
 *
 *   - one pass: no tolerance; a line may be as loose as it must, at a price; an overfull line is
 *     allowed only up to the first break that it could have, so that there is always a way through;
 *   - a break is remembered once for every state the future can tell apart:
 *         (break, fitness class, level of expansion, hyphens in a row, and, where measures differ,
 *         the line's number);
 *     a state is dropped when another with no more hyphens in a row is cheaper by all that its
 *     class and level can ever cost;
 *   - a narrowed line beside a widened one costs, as a tight one beside a loose one does: the eye
 *     compares neighbours.
 *
 * Before that, the search is tried with a limit on the cost of a state, which makes the window
 * narrow and is exact wherever it finds a way (see search).  The number of lines is no part of a
 * state: balance is a price on every line, and other numbers of lines are a second search, bounded
 * by this one (counts.c).  Of balanced lines a state keeps how wide the last one is and whether it
 * is longer than the one before it: three in a row, each longer, look like stairs.
 *
 * Time: for each point b only the window of starts that are neither overfull nor hopelessly short
 * is walked.  Those too short are passed over together when even the cheapest of them, kept in a
 * monotone queue, cannot win.
 */
#include "line/breaker.h"

/* Bounds of the search, not of its result: the first limit of cost, a base and for each line; the
 * ratio of lines that are passed over together when no limit holds. */
enum { LIMIT_BASE = 20000000, LIMIT_LINE = 2000000, SHORT_RATIO = 2 };

/* A state: the best way to one point in one class, level and row of hyphens. */
struct state {
    int64_t cost;
    uint32_t previous, point, line;
    uint8_t class, run;
    int8_t level;
};

struct search {
    struct breaker *k;
    struct state *states;
    size_t count, room;
    struct state *found;
    size_t found_count, found_room; /* of the point at work */
    uint32_t *queue;
    size_t queue_first, queue_end; /* points by rising `least`, for those too short */
    uint32_t *active;
    uint32_t active_count; /* the points with states */
    int64_t limit;         /* states dearer than this are dropped */
    int64_t short_ratio;   /* see breaker_is_short */
};

/* ---- states ---- */

/* The same line number for all that the future treats alike. */
static uint32_t line_after(const struct breaker *k, uint32_t line)
{
    return line + 1 < k->fit->measure_count ? line + 1 : k->fit->measure_count;
}

/* Remember a way to the point at work, unless one to the same state is as cheap. */
static void offer(struct search *s, struct state n)
{
    for (size_t i = 0; i < s->found_count; i++) {
        struct state *o = &s->found[i];
        if (o->class == n.class && o->level == n.level && o->run == n.run && o->line == n.line) {
            if (n.cost < o->cost)
                *o = n;
            return;
        }
    }
    if (s->found_count == s->found_room)
        s->found = arena_grow(s->k->scratch, s->found, sizeof *s->found, s->found_count,
                              s->found_count + 1, &s->found_room);
    s->found[s->found_count++] = n;
}

/* Could any future of `n` be better than the same future of another state found? */
static bool is_dominated(const struct search *s, size_t n)
{
    const struct state *me = &s->found[n];
    for (size_t i = 0; i < s->found_count; i++) {
        const struct state *o = &s->found[i];
        if (i != n && o->line == me->line && o->run <= me->run &&
            cost_add(o->cost, s->k->neighbour_most) <= me->cost)
            return true;
    }
    return false;
}

/* Give point b the states found for it. */
static void settle(struct search *s, uint32_t b)
{
    struct stop *p = &s->k->points[b];
    p->first = (uint32_t)s->count;
    p->least = s->limit;
    for (size_t i = 0; i < s->found_count; i++) {
        if (s->found_count > 1 && is_dominated(s, i))
            continue;
        if (s->count == s->room)
            s->states = arena_grow(s->k->scratch, s->states, sizeof *s->states, s->count,
                                   s->count + 1, &s->room);
        s->states[s->count++] = s->found[i];
        p->least = sp_min(p->least, s->found[i].cost);
    }
    p->count = (uint32_t)(s->count - p->first);
    s->found_count = 0;
}

/* Is a way to point b that costs so much or more of no use?  `best` is as for extend. */
static bool is_too_dear(const struct search *s, int64_t cost, int64_t best)
{
    const struct breaker *k = s->k;
    return cost > s->limit ||
           (cost >= cost_add(best, k->neighbour_most) && k->fit->measure_count == 1);
}

/* All states at a, prolonged by the line to b. `best` is the cheapest state at b that no row of
 * hyphens burdens. */
static void extend(struct search *s, uint32_t a, uint32_t b, int64_t *best)
{
    const struct breaker *k = s->k;
    const struct fit *f = k->fit;
    const struct stop *from = &k->points[a], *to = &k->points[b];
    struct verdict v = { 0 };
    uint32_t judged = UINT32_MAX;
    if (is_too_dear(s, cost_add(from->least, breaker_least_cost(to)), *best))
        return;
    for (uint32_t i = from->first; i < from->first + from->count; i++) {
        const struct state n = s->states[i];
        if (judged == UINT32_MAX || (n.line != judged && f->measure_count > 1))
            v = breaker_judge(k, a, b, breaker_room(k, judged = n.line, a));
        if (!v.allowed)
            continue;
        int64_t cost = cost_add(n.cost, v.demerits);
        cost = cost_add(cost, breaker_neighbour_cost(k, n.class, n.level, &v));
        unsigned run = to->flagged && k->max_flagged ? n.run + 1u : 0;
        if (run > k->max_flagged) {
            cost = cost_add(cost, COST_LADDER);
            run = k->max_flagged;
        }
        if (is_too_dear(s, cost, *best))
            continue;
        if (run <= 1 && (run == 0 || to->flagged))
            *best = sp_min(*best, cost);
        offer(s, (struct state){ cost, i, b, line_after(k, n.line), (uint8_t)v.class, (uint8_t)run,
                                 (int8_t)v.level });
    }
}

/* ---- the window of starts ---- */

/* Put b behind the queue; dearer points before it can never be the cheapest again. */
static void queue_put(struct search *s, uint32_t b)
{
    const struct stop *points = s->k->points;
    while (s->queue_end > s->queue_first &&
           points[s->queue[s->queue_end - 1]].least >= points[b].least)
        s->queue_end--;
    s->queue[s->queue_end++] = b;
}

/* The cheapest point from `from` on; asked with rising `from`. */
static int64_t queue_least(struct search *s, uint32_t from)
{
    while (s->queue_first < s->queue_end && s->queue[s->queue_first] < from)
        s->queue_first++;
    return s->queue_first < s->queue_end ? s->k->points[s->queue[s->queue_first]].least : COST_MOST;
}

/* Can no line from a or a later start to b be part of the result? */
static bool is_hopeless(struct search *s, uint32_t a, uint32_t b, int64_t best)
{
    int64_t cost = breaker_short_cost(s->k, &s->k->points[b], s->short_ratio);
    return cost > s->limit ||
           cost_add(queue_least(s, a), cost) >= cost_add(best, s->k->neighbour_most);
}

/* All ways to point b, from the active points `lo` on; `*brief` is the first of these whose line is
 * too short. */
static void reach(struct search *s, uint32_t b, uint32_t lo, uint32_t *brief)
{
    const struct breaker *k = s->k;
    const struct stop *to = &k->points[b];
    sp room = k->fit->measures[0] - k->fit->other_indent;
    bool skips = k->monotone && k->fit->measure_count == 1 && room > 0 && !to->forced;
    int64_t best = COST_MOST;
    *brief = *brief > lo ? *brief : lo;
    for (uint32_t i = lo; i < s->active_count; i++) {
        uint32_t a = s->active[i];
        if (to->item < k->points[a].start && !to->forced)
            break;
        if (skips && i == *brief) {
            if (breaker_is_first(k, a) || !breaker_is_short(k, a, b, room, s->short_ratio))
                (*brief)++;
            else if (is_hopeless(s, a, b, best))
                break;
        }
        extend(s, a, b, &best);
    }
}

/* All points in order: from each the lines to it that can be, the oldest start in reach first. */
static void walk(struct search *s)
{
    const struct breaker *k = s->k;
    uint32_t lo = 0, brief = 0;
    s->count = s->active_count = 1;
    s->queue_first = s->queue_end = 0;
    for (uint32_t b = 1; b < k->point_count; b++) {
        while (lo < s->active_count && breaker_is_past(k, s->active[lo], b))
            lo++;
        reach(s, b, lo, &brief);
        settle(s, b);
        if (k->points[b].forced) {
            lo = s->active_count;
            s->queue_first = s->queue_end = 0;
        }
        if (k->points[b].count) {
            s->active[s->active_count++] = b;
            queue_put(s, b);
        }
    }
}

/* A search that drops every state dearer than a guess is exact if it finds a way at all, and mostly
 * it does; only a paragraph that must have a torn line somewhere is walked again without a
 * limit. */
static void search(struct search *s)
{
    const struct breaker *k = s->k;
    const struct fit *f = k->fit;
    const struct stop *end = &k->points[k->point_count - 1];
    if (k->monotone && !is_ragged(f) && f->measure_count == 1 && !k->bonus) {
        s->limit = LIMIT_BASE + LIMIT_LINE * (end->before.width / sp_max(f->measures[0], 1));
        s->short_ratio = 1;
        while (breaker_ratio_cost(s->short_ratio) <= s->limit && s->short_ratio < RATIO_CUBIC)
            s->short_ratio++;
        walk(s);
        if (end->count)
            return;
    }
    s->limit = COST_MOST;
    s->short_ratio = SHORT_RATIO;
    walk(s);
}

/* ---- the end ---- */

/* The way back from the cheapest state at the end; of equal ones the first. */
static struct way collect(const struct search *s)
{
    const struct stop *end = &s->k->points[s->k->point_count - 1];
    uint32_t best = end->first;
    for (uint32_t i = end->first + 1; i < end->first + end->count; i++)
        if (s->states[i].cost < s->states[best].cost)
            best = i;
    struct way w = { .demerits = s->states[best].cost };
    for (uint32_t i = best; s->states[i].point; i = s->states[i].previous)
        w.count++;
    uint32_t *ends = arena_array(s->k->scratch, uint32_t, w.count), line = w.count;
    for (uint32_t i = best; s->states[i].point; i = s->states[i].previous)
        ends[--line] = s->states[i].point;
    w.ends = ends;
    return w;
}

/* The cheapest way through; afterwards `least` of every point is true. */
static struct way optimum_of(struct breaker *k)
{
    struct search s = { .k = k, .room = 2 * (size_t)k->point_count + 8 };
    s.queue = arena_array(k->scratch, uint32_t, k->point_count);
    s.active = arena_array(k->scratch, uint32_t, k->point_count);
    s.active[0] = 0;
    s.states = arena_array(k->scratch, struct state, s.room);
    s.states[0] = k->shapely ? (struct state){ .class = FALLS, .level = LEVEL_NONE }
                             : (struct state){ .class = DECENT };
    k->points[0].count = 1;
    search(&s);
    return collect(&s);
}

/* A way as the caller's breaks. */
static struct breaks breaks_of(struct arena *a, const struct breaker *k, const struct way *w)
{
    uint32_t *at = arena_array(a, uint32_t, w->count);
    struct breaks r = { .at = at, .count = w->count, .demerits = w->demerits };
    for (uint32_t line = 0, from = 0; line < w->count; from = w->ends[line++]) {
        struct verdict v = breaker_judge(k, from, w->ends[line], breaker_room(k, line, from));
        r.overfull |= v.overfull;
        r.emergency |= v.emergency;
        at[line] = k->points[w->ends[line]].item;
    }
    return r;
}

/* As many lines as looseness asks for, or as near to it from the optimum's side as the cost allows
 * (TeX 875). */
static struct way loosened(const struct breaker *k, const struct way *optimum)
{
    int64_t asked = (int64_t)optimum->count + k->fit->looseness;
    uint32_t most = k->point_count - 1, target = asked < 1      ? 1
                                                 : asked > most ? most
                                                                : (uint32_t)asked;
    bool longer = target > optimum->count;
    uint32_t low = longer ? optimum->count + 1 : target,
             high = longer ? target : optimum->count - 1;
    if (target == optimum->count)
        return *optimum;
    struct way *found = arena_array(k->scratch, struct way, high - low + 1);
    breaker_count(k, optimum, COUNT_ANY, low, high, found);
    for (uint32_t i = 0; i <= high - low; i++) {
        const struct way *w = &found[longer ? high - low - i : i];
        if (w->count)
            return *w;
    }
    return *optimum;
}

struct breaks line_break(struct arena *a, struct arena *scratch, const struct item *items,
                         uint32_t n, const struct fit *fit)
{
    struct breaker k = breaker_build(scratch, items, n, fit);
    struct way way = optimum_of(&k);
    if (fit->looseness && !fit->balance)
        way = loosened(&k, &way);
    return breaks_of(a, &k, &way);
}

struct break_variants line_break_variants(struct arena *a, struct arena *scratch,
                                          const struct item *items, uint32_t n,
                                          const struct fit *fit)
{
    struct breaker k = breaker_build(scratch, items, n, fit);
    struct way optimum = optimum_of(&k), found[3];
    struct break_variants r = { .optimum = breaks_of(a, &k, &optimum) };
    if (is_ragged(fit) || optimum.count < 2 || r.optimum.overfull)
        return r;
    breaker_count(&k, &optimum, COUNT_FINE, optimum.count - 1, optimum.count + 1, found);
    for (unsigned i = 0; i < 3; i += 2)
        if (found[i].count)
            r.other[r.count++] = breaks_of(a, &k, &found[i]);
    return r;
}
