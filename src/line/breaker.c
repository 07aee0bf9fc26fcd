/* line/breaker: boxes, glue, penalties → breaks with the least sum of demerits.
 *
 * Knuth and Plass, "Breaking paragraphs into lines" (1981), and tex.web 813-890, with Thành's protrusion and expansion
 * (2000) inside the fit.  Differences, each to make the result the true optimum of one stated cost (line/costs.h):
 *
 *   - one pass: no tolerance; a line may be as loose as it must, at a price; an overfull line is allowed only up to
 *     the first break that it could have, so that there is always a way through;
 *   - a break is remembered once for every state the future can tell apart:
 *         (break, fitness class, level of expansion, hyphens in a row, and, only where it matters, the number of the line);
 *     a state is dropped when another with no more hyphens in a row is cheaper by all that its class and level can ever cost;
 *   - expansion takes its part of the adjustment first: at ratio r of the glue it is used to EXPAND_LEAD * r, at most full;
 *   - a narrowed line beside a widened one costs, as a tight one beside a loose one does: the eye compares neighbours.
 *
 *   points:  0 ──── a ════════ line ════════ b ──── … ──── end
 *                   └ sums at the first box after a   └ sums before b
 *
 * Before that, the search is tried with a limit on the cost of a state, which makes the window narrow and is exact wherever it
 * finds a way (see search).
 *
 * Time: for each point b only the window of starts that are neither overfull nor hopelessly short is walked.  Those too
 * short are passed over together when even the cheapest of them, kept in a monotone queue, cannot win.
 */
#include "line/inner.h"

#include <stdlib.h>

enum class { TIGHT, DECENT, LOOSE, VERY_LOOSE };
/* How far a line is expanded, in halves of what it may be. */
enum { LEVEL_FULL = 2, LEVEL_JUMP = 3 };

/* Bounds of the search, not of its result: the first limit of cost, a base and for each line; the ratio of lines that are
 * passed over together when no limit holds. */
enum { LIMIT_BASE = 20000000, LIMIT_LINE = 2000000, SHORT_RATIO = 2 };

/* Cumulated from the start of the list. */
struct sums {
    sp width, stretch, shrink, widen, narrow;
    uint32_t glues;
};

/* A place where the list may be broken; point 0 is its start, the last its end. */
struct stop {
    uint32_t item;   /* the break; of point 0: 0 */
    uint32_t start;  /* first box after it, or the end of the list */
    uint32_t next;   /* first point that closes a line from here */
    uint32_t plain;  /* last unflagged point before this one */
    uint32_t better; /* last one before it that is not desperate */
    bool forced, flagged, end;
    int32_t penalty;
    struct sums before, after; /* up to `item`; up to `start` */
    sp width, hang, expand;    /* of the break itself */
    sp start_hang;
    uint32_t first, count; /* its nodes */
    int64_t least;         /* the cheapest of them */
};

/* A state: the best way to one point in one class, level, row of hyphens, number of lines. */
struct state {
    int64_t cost;
    uint32_t previous, point, line;
    uint8_t class, run;
    int8_t level;
};

/* What one line costs by itself. */
struct verdict {
    int64_t demerits;
    enum class class;
    int level;
    bool allowed, overfull, emergency;
};

struct breaker {
    struct arena *scratch;
    const struct fit *fit;
    struct stop *points;
    uint32_t point_count;
    struct state *nodes;
    size_t node_count, node_room;
    struct state *found;
    size_t found_count, found_room; /* of the point at work */
    uint32_t *queue;
    size_t queue_first, queue_end; /* points by rising `least`, for those too short */
    sp most_start_hang, most_end_hang;
    bool monotone; /* no width is negative: longer lists are wider */
    bool bonus;    /* some penalty is negative: cost may fall */
    uint32_t *active;
    uint32_t active_count; /* the points with nodes */
    int64_t limit;         /* states dearer than this are dropped */
    int64_t short_ratio;   /* see is_short */
    bool counted;          /* nodes keep the number of their line */
    unsigned max_flagged;
};

__extension__ typedef __int128 wide; /* products of lengths that no document has, but a test may */

static int64_t add(int64_t a, int64_t b) { return a > COST_MOST - b ? COST_MOST : a + b; }

sp line_expand_share(sp excess, sp glue, sp expand)
{
    sp size = excess < 0 ? -excess : excess;
    sp share = expand;
    if (size * EXPAND_LEAD < glue + EXPAND_LEAD * expand)
        share = (sp)((wide)size * EXPAND_LEAD * expand / (glue + EXPAND_LEAD * expand));
    return excess < 0 ? -share : share;
}

/* The glue's ratio when `size` is to be made up by `glue` and, ahead of it, by `expand`; in 1/RATIO_ONE. */
static int64_t ratio(sp size, sp glue, sp expand, sp glue_least)
{
    if (size * EXPAND_LEAD < glue + EXPAND_LEAD * expand)
        return size * RATIO_ONE / (glue + EXPAND_LEAD * expand);
    sp rest = size - expand, over = sp_max(glue, glue_least);
    return rest >= over * RATIO_MOST ? (int64_t)RATIO_MOST * RATIO_ONE : rest * RATIO_ONE / over;
}

static int64_t badness(int64_t r)
{
    int64_t cubic = r < RATIO_CUBIC * RATIO_ONE ? r : RATIO_CUBIC * RATIO_ONE;
    int64_t b = (BADNESS_FULL * cubic * cubic >> 20) * cubic >> 10;
    return b + (r - cubic) * BADNESS_STEP / RATIO_ONE;
}

static enum class class_of(int64_t r) {
    return r < -RATIO_ONE / 2   ? TIGHT
           : r <= RATIO_ONE / 2 ? DECENT
           : r <= RATIO_ONE     ? LOOSE
                                : VERY_LOOSE;
}

/* The level of a line that has `excess` to make up (negative: missing room). */
static int level_of(sp excess, sp glue, sp expand)
{
    if (!expand)
        return 0;
    sp share = line_expand_share(excess, glue, expand), half = share < 0 ? -expand : expand;
    return (int)((share * 2 * LEVEL_FULL + half) / (2 * expand));
}

/* ---- points ---- */

static void sums_add(struct sums *s, const struct item *it)
{
    if (it->type == ITEM_PENALTY)
        return;
    s->width += it->width;
    if (it->type == ITEM_GLUE) {
        s->stretch += it->stretch;
        s->shrink += it->shrink;
        s->glues++;
    } else {
        s->widen += it->stretch;
        s->narrow += it->shrink;
    }
}

static bool is_break(const struct item *items, uint32_t i)
{
    if (items[i].type == ITEM_PENALTY)
        return items[i].penalty < PENALTY_FORBIDDEN;
    return items[i].type == ITEM_GLUE && i && items[i - 1].type == ITEM_BOX;
}

/* Measure what the breaker may rely on. */
static void survey(struct breaker *k, const struct item *items, uint32_t n)
{
    k->monotone = true;
    k->point_count = 2;
    for (uint32_t i = 0; i < n; i++) {
        const struct item *it = &items[i];
        k->point_count += is_break(items, i);
        k->most_start_hang = sp_max(k->most_start_hang, it->type == ITEM_BOX ? it->start_hang : 0);
        k->most_end_hang = sp_max(k->most_end_hang, it->end_hang);
        k->bonus |= it->type == ITEM_PENALTY && it->penalty < 0 && it->penalty > PENALTY_FORCED;
        if (it->type != ITEM_PENALTY && (it->width < it->shrink || it->start_hang < 0))
            k->monotone = false;
        if (it->type == ITEM_PENALTY && it->width < 0)
            k->most_end_hang = sp_max(k->most_end_hang, it->end_hang - it->width);
    }
}

/* The break at item i (n: the end), measured. */
static struct stop stop_at(const struct item *items, uint32_t i, uint32_t n, const struct sums *sum)
{
    struct stop p = { .item = i, .before = *sum, .end = i == n, .forced = i == n };
    if (i == n) {
        p.hang = n && items[n - 1].type == ITEM_BOX ? items[n - 1].end_hang : 0;
        return p;
    }
    p.hang = items[i].end_hang;
    if (items[i].type == ITEM_PENALTY) {
        p.width = items[i].width;
        p.expand = items[i].expand;
        p.flagged = items[i].flagged;
        p.forced = items[i].penalty <= PENALTY_FORCED;
        p.penalty = p.forced ? 0 : items[i].penalty;
    }
    return p;
}

/* All points in order; what follows a break is thrown away up to the next box. */
static void make_points(struct breaker *k, const struct item *items, uint32_t n)
{
    survey(k, items, n);
    struct stop *points = arena_array(k->scratch, struct stop, k->point_count);
    struct sums sum = { 0 };
    uint32_t count = 1, waiting = 0, plain = 0, better = 0;
    for (uint32_t i = 0; i <= n; i++) {
        if (i < n && items[i].type == ITEM_BOX)
            for (; waiting < count; waiting++) {
                points[waiting].start = i;
                points[waiting].after = sum;
                points[waiting].start_hang = items[i].start_hang;
            }
        if (i == n || is_break(items, i)) {
            points[count] = stop_at(items, i, n, &sum);
            points[count].plain = plain;
            points[count].better = better;
            plain = points[count].flagged ? plain : count;
            better = points[count].penalty == PENALTY_DESPERATE ? better : count;
            count++;
        }
        if (i < n)
            sums_add(&sum, &items[i]);
    }
    for (; waiting < count; waiting++) {
        points[waiting].start = n;
        points[waiting].after = sum;
    }
    for (uint32_t a = count - 1; a-- > 0;)
        points[a].next = points[a + 1].item >= points[a].start || points[a + 1].forced
                             ? a + 1
                             : points[a + 1].next;
    k->points = points;
    k->point_count = count;
}

/* ---- one line ---- */

/* Glue stays natural, the room left over counts. */
static bool is_ragged(const struct fit *f) { return !f->justify || f->balance; }

/* Does a line from point a have the first line's indent? */
static bool is_first(const struct breaker *k, uint32_t a)
{
    return a == 0 || (k->fit->each_line && k->points[a].forced);
}

static sp room_of(const struct breaker *k, uint32_t line, uint32_t a)
{
    const struct fit *f = k->fit;
    return f->measures[line < f->measure_count ? line : f->measure_count - 1] -
           (is_first(k, a) ? f->first_indent : f->other_indent);
}

/* What lies on the line between two points; nothing when the break comes before the first box. */
static struct sums content(const struct stop *a, const struct stop *b)
{
    if (b->item < a->start || (b->item == a->start && b->end))
        return (struct sums){ 0 };
    const struct sums *s = &a->after, *e = &b->before;
    return (struct sums){ e->width - s->width + b->width - a->start_hang - b->hang,
                          e->stretch - s->stretch,
                          e->shrink - s->shrink,
                          e->widen - s->widen + b->expand,
                          e->narrow - s->narrow + b->expand,
                          e->glues - s->glues };
}

static sp natural(const struct stop *a, const struct stop *b)
{
    return b->item < a->start
               ? 0
               : b->before.width - a->after.width + b->width - a->start_hang - b->hang;
}

/* Ends a paragraph badly: a stub, a lonely word, a hyphen just before. */
static int64_t end_cost(const struct fit *f, const struct stop *a, bool first, sp width,
                        uint32_t glues)
{
    int64_t cost = 0;
    if (!first && width < f->last_line_min)
        cost += COST_STUB;
    if (!first && f->avoid_single_word_end && !glues)
        cost += COST_SINGLE_WORD;
    if (a->flagged)
        cost += f->no_flagged_before_last ? COST_LADDER : COST_FINAL_FLAGGED;
    return cost;
}

/* Would the line without its hyphen have filled the measure but for the zone? */
static bool inside_zone(const struct breaker *k, uint32_t a, uint32_t b, sp room)
{
    const struct stop *to = &k->points[b];
    if (!k->fit->zone || !to->flagged || to->plain <= a ||
        k->points[to->plain].item < k->points[a].start)
        return false;
    return room - natural(&k->points[a], &k->points[to->plain]) <= k->fit->zone;
}

/* Does a line end inside a word though it could end before it (CSS Text 3, 5.5)? */
static bool is_rash(const struct breaker *k, uint32_t a, uint32_t b)
{
    const struct stop *to = &k->points[b];
    return to->penalty == PENALTY_DESPERATE && to->better > a &&
           k->points[to->better].item >= k->points[a].start;
}

static int64_t raggedness(sp excess, sp room)
{
    int64_t x = excess * RATIO_ONE / sp_max(room, 1);
    x = x > RATIO_ONE ? RATIO_ONE : x;
    return COST_RAGGED * x * x / (RATIO_ONE * RATIO_ONE);
}

/* A line with room to spare. */
static struct verdict judge_loose(const struct fit *f, const struct sums *s, sp excess, sp room,
                                  bool last)
{
    struct verdict v = { .demerits = DEMERITS_LINE * DEMERITS_LINE,
                         .class = DECENT,
                         .allowed = true };
    if (last && !f->justify_last && !f->balance)
        return v;
    if (is_ragged(f)) {
        v.demerits += raggedness(excess, room);
        return v;
    }
    int64_t r = ratio(excess, s->stretch, s->widen, room / GLUE_LEAST_SHARE + 1),
            line = DEMERITS_LINE + badness(r);
    v.demerits = line * line;
    v.class = class_of(r);
    v.level = level_of(excess, s->stretch, s->widen);
    v.emergency = r > RATIO_CUBIC * RATIO_ONE;
    return v;
}

/* A line with too little room: tight, or overfull, which only the shortest possible line may be. */
static struct verdict judge_tight(const struct fit *f, const struct sums *s, sp lack, bool shortest)
{
    struct verdict v = { .class = DECENT };
    if (is_ragged(f) || lack > s->shrink + s->narrow) {
        v.allowed = v.overfull = shortest;
        v.demerits = COST_OVERFULL + sp_min(lack, COST_OVERFULL);
        return v;
    }
    int64_t r = ratio(lack, s->shrink, s->narrow, 0), line = DEMERITS_LINE + badness(r);
    return (struct verdict){ .demerits = line * line,
                             .class = class_of(-r),
                             .level = level_of(-lack, s->shrink, s->narrow),
                             .allowed = true };
}

/* The line from point a to point b by itself. */
static struct verdict judge(const struct breaker *k, uint32_t a, uint32_t b, sp room)
{
    const struct stop *from = &k->points[a], *to = &k->points[b];
    if ((inside_zone(k, a, b, room) || is_rash(k, a, b)) && b != from->next)
        return (struct verdict){ 0 };
    struct sums s = content(from, to);
    sp excess = room - s.width;
    struct verdict v = excess < 0 ? judge_tight(k->fit, &s, -excess, b == from->next)
                                  : judge_loose(k->fit, &s, excess, room, to->forced);
    int64_t p = to->penalty, square = p * p;
    v.demerits += p < 0 ? -square : square;
    if (from->flagged && to->flagged)
        v.demerits += COST_CONSECUTIVE;
    if (to->end)
        v.demerits += end_cost(k->fit, from, a == 0, s.width, s.glues);
    return v;
}

/* ---- states ---- */

/* The same line number for all that the future treats alike. */
static uint32_t line_after(const struct breaker *k, uint32_t line)
{
    uint32_t next = line + 1;
    return k->counted || next < k->fit->measure_count ? next : k->fit->measure_count;
}

/* Remember a way to the point at work, unless one to the same state is as cheap. */
static void offer(struct breaker *k, struct state n)
{
    for (size_t i = 0; i < k->found_count; i++) {
        struct state *o = &k->found[i];
        if (o->class == n.class && o->level == n.level && o->run == n.run && o->line == n.line) {
            if (n.cost < o->cost)
                *o = n;
            return;
        }
    }
    if (k->found_count == k->found_room)
        k->found = arena_grow(k->scratch, k->found, sizeof *k->found, k->found_count,
                              k->found_count + 1, &k->found_room);
    k->found[k->found_count++] = n;
}

/* Could any future of `n` be better than the same future of another state found? */
static bool is_dominated(const struct breaker *k, size_t n)
{
    const struct state *me = &k->found[n];
    for (size_t i = 0; i < k->found_count; i++) {
        const struct state *o = &k->found[i];
        if (i != n && o->line == me->line && o->run <= me->run &&
            add(o->cost, COST_NEIGHBOUR_MOST) <= me->cost)
            return true;
    }
    return false;
}

/* Give point b the states found for it. */
static void settle(struct breaker *k, uint32_t b)
{
    struct stop *p = &k->points[b];
    p->first = (uint32_t)k->node_count;
    p->least = COST_MOST;
    for (size_t i = 0; i < k->found_count; i++) {
        if (k->found_count > 1 && is_dominated(k, i))
            continue;
        if (k->node_count == k->node_room)
            k->nodes = arena_grow(k->scratch, k->nodes, sizeof *k->nodes, k->node_count,
                                  k->node_count + 1, &k->node_room);
        k->nodes[k->node_count++] = k->found[i];
        p->least = sp_min(p->least, k->found[i].cost);
    }
    p->count = (uint32_t)(k->node_count - p->first);
    k->found_count = 0;
}

/* A tight line beside a loose one, a narrowed one beside a widened one. */
static int64_t neighbour_cost(const struct state *before, const struct verdict *v)
{
    int classes = abs((int)before->class - (int)v->class), levels = abs(before->level - v->level);
    return (classes > 1 ? COST_ADJACENT : 0) +
           (levels >= LEVEL_JUMP ? COST_JUMP * (levels - LEVEL_JUMP + 1) : 0);
}

/* All states at a, prolonged by the line to b. `best` is the cheapest state at b that no row of hyphens burdens. */
static void extend(struct breaker *k, uint32_t a, uint32_t b, int64_t *best)
{
    const struct fit *f = k->fit;
    const struct stop *from = &k->points[a], *to = &k->points[b];
    struct verdict v = { 0 };
    uint32_t judged = UINT32_MAX;
    for (uint32_t i = from->first; i < from->first + from->count; i++) {
        const struct state n = k->nodes[i];
        if (judged == UINT32_MAX || (n.line != judged && f->measure_count > 1))
            v = judge(k, a, b, room_of(k, judged = n.line, a));
        if (!v.allowed)
            continue;
        int64_t cost = add(n.cost, v.demerits);
        if (f->justify)
            cost = add(cost, neighbour_cost(&n, &v));
        unsigned run = to->flagged && k->max_flagged ? n.run + 1u : 0;
        if (run > k->max_flagged) {
            cost = add(cost, COST_LADDER);
            run = k->max_flagged;
        }
        if (cost > k->limit)
            continue;
        if (!k->counted && cost >= add(*best, COST_NEIGHBOUR_MOST) && f->measure_count == 1)
            continue;
        if (run <= 1 && (run == 0 || to->flagged))
            *best = sp_min(*best, cost);
        offer(k, (struct state){ cost, i, b, line_after(k, n.line), (uint8_t)v.class, (uint8_t)run,
                                 (int8_t)v.level });
    }
}

/* ---- the window of starts ---- */

/* Is every line from a to b or further overfull? */
static bool is_past(const struct breaker *k, uint32_t a, uint32_t b, sp most_room)
{
    const struct stop *from = &k->points[a], *to = &k->points[b];
    if (!k->monotone || from->next >= b)
        return false;
    sp least = to->before.width - from->after.width - from->start_hang - k->most_end_hang;
    if (!is_ragged(k->fit))
        least -= to->before.shrink - from->after.shrink + to->before.narrow - from->after.narrow +
                 to->expand;
    return least > most_room;
}

/* What a line to `to` that is_short accepts costs at least. */
static int64_t short_cost(const struct breaker *k, const struct stop *to)
{
    int64_t line = badness(k->short_ratio * RATIO_ONE), p = to->penalty;
    return (is_ragged(k->fit) ? COST_RAGGED / 4 : line * line) - (p < 0 ? p * p : 0);
}

/* Is the line from a to b, and from any later start, as loose as short_ratio, or ragged and half empty? */
static bool is_short(const struct breaker *k, uint32_t a, uint32_t b, sp room)
{
    const struct stop *from = &k->points[a], *to = &k->points[b];
    sp excess = room -
                (to->before.width - from->after.width + to->width - from->start_hang - to->hang) -
                k->most_start_hang;
    if (is_ragged(k->fit))
        return excess * 2 > room;
    sp widen = to->before.widen - from->after.widen + to->expand,
       stretch = to->before.stretch - from->after.stretch;
    return excess > widen + k->short_ratio * (stretch + room / GLUE_LEAST_SHARE + 1);
}

/* Put b behind the queue; dearer points before it can never be the cheapest again. */
static void queue_put(struct breaker *k, uint32_t b)
{
    while (k->queue_end > k->queue_first &&
           k->points[k->queue[k->queue_end - 1]].least >= k->points[b].least)
        k->queue_end--;
    k->queue[k->queue_end++] = b;
}

/* The cheapest point from `from` on; asked with rising `from`. */
static int64_t queue_least(struct breaker *k, uint32_t from)
{
    while (k->queue_first < k->queue_end && k->queue[k->queue_first] < from)
        k->queue_first++;
    return k->queue_first < k->queue_end ? k->points[k->queue[k->queue_first]].least : COST_MOST;
}

/* Can no line from a or a later start to b be part of the result? */
static bool is_hopeless(struct breaker *k, uint32_t a, uint32_t b, int64_t best)
{
    int64_t cost = short_cost(k, &k->points[b]);
    return cost > k->limit || add(queue_least(k, a), cost) >= add(best, COST_NEIGHBOUR_MOST);
}

/* All ways to point b, from the active points `lo` on; `*brief` is the first of these whose line is too short. */
static void reach(struct breaker *k, uint32_t b, uint32_t lo, uint32_t *brief)
{
    const struct stop *to = &k->points[b];
    sp room = k->fit->measures[0] - k->fit->other_indent;
    bool skips =
        k->monotone && !k->counted && k->fit->measure_count == 1 && room > 0 && !to->forced;
    int64_t best = COST_MOST;
    *brief = *brief > lo ? *brief : lo;
    for (uint32_t i = lo; i < k->active_count; i++) {
        uint32_t a = k->active[i];
        if (to->item < k->points[a].start && !to->forced)
            break;
        if (skips && i == *brief) {
            if (is_first(k, a) || !is_short(k, a, b, room))
                (*brief)++;
            else if (is_hopeless(k, a, b, best))
                break;
        }
        extend(k, a, b, &best);
    }
}

/* All points in order: from each the lines to it that can be, the oldest start in reach first. */
static void walk(struct breaker *k)
{
    const struct fit *f = k->fit;
    sp most_room = f->measures[0] - sp_min(f->first_indent, f->other_indent);
    for (unsigned i = 1; i < f->measure_count; i++)
        most_room = sp_max(most_room, f->measures[i] - f->other_indent);
    uint32_t lo = 0, brief = 0;
    k->node_count = k->active_count = 1;
    k->queue_first = k->queue_end = 0;
    for (uint32_t b = 1; b < k->point_count; b++) {
        while (lo < k->active_count && is_past(k, k->active[lo], b, most_room))
            lo++;
        reach(k, b, lo, &brief);
        settle(k, b);
        if (k->points[b].forced) {
            lo = k->active_count;
            k->queue_first = k->queue_end = 0;
        }
        if (k->points[b].count) {
            k->active[k->active_count++] = b;
            queue_put(k, b);
        }
    }
}

/* A search that drops every state dearer than a guess is exact if it finds a way at all, and mostly it does; only a
 * paragraph that must have a torn line somewhere is walked again without a limit. */
static void search(struct breaker *k)
{
    const struct fit *f = k->fit;
    const struct stop *end = &k->points[k->point_count - 1];
    bool limited =
        k->monotone && !k->counted && !is_ragged(f) && f->measure_count == 1 && !k->bonus;
    if (limited) {
        k->limit = LIMIT_BASE + LIMIT_LINE * (end->before.width / sp_max(f->measures[0], 1));
        for (k->short_ratio = 1;
             badness(k->short_ratio * RATIO_ONE) * badness(k->short_ratio * RATIO_ONE) <=
                 k->limit &&
             k->short_ratio < RATIO_CUBIC;)
            k->short_ratio++;
        walk(k);
        if (end->count)
            return;
    }
    k->limit = COST_MOST;
    k->short_ratio = SHORT_RATIO;
    walk(k);
}

/* ---- the end ---- */

/* With lines counted: the least number of lines (balance), or the number that looseness asks for, if it is not too dear. */
static uint32_t choose(const struct breaker *k)
{
    const struct stop *end = &k->points[k->point_count - 1];
    uint32_t best = end->first;
    for (uint32_t i = end->first + 1; i < end->first + end->count; i++)
        if (k->nodes[i].cost < k->nodes[best].cost ||
            (k->nodes[i].cost == k->nodes[best].cost && k->nodes[i].line < k->nodes[best].line))
            best = i;
    if (!k->counted)
        return best;
    int64_t optimum = k->nodes[best].cost,
            target = (int64_t)k->nodes[best].line + k->fit->looseness;
    uint32_t chosen = best;
    for (uint32_t i = end->first; i < end->first + end->count; i++) {
        const struct state *n = &k->nodes[i], *c = &k->nodes[chosen];
        int64_t rank, chosen_rank;
        if (k->fit->balance) {
            if (n->cost / COST_LADDER > optimum / COST_LADDER)
                continue;
            rank = n->line, chosen_rank = c->line;
        } else {
            if (n->cost > add(optimum, COST_LOOSENESS))
                continue;
            rank = n->line > target ? n->line - target : target - n->line;
            chosen_rank = c->line > target ? c->line - target : target - c->line;
        }
        if (rank < chosen_rank || (rank == chosen_rank && n->cost < c->cost))
            chosen = i;
    }
    return chosen;
}

/* The way back from the last node. */
static struct breaks collect(const struct breaker *k, struct arena *a, uint32_t last)
{
    struct breaks r = { .demerits = k->nodes[last].cost };
    for (uint32_t i = last; k->nodes[i].point; i = k->nodes[i].previous)
        r.count++;
    uint32_t *at = arena_array(a, uint32_t, r.count), line = r.count;
    for (uint32_t i = last; k->nodes[i].point; i = k->nodes[i].previous) {
        const struct state *n = &k->nodes[i], *from = &k->nodes[n->previous];
        struct verdict v = judge(k, from->point, n->point, room_of(k, from->line, from->point));
        r.overfull |= v.overfull;
        r.emergency |= v.emergency;
        at[--line] = k->points[n->point].item;
    }
    r.at = at;
    return r;
}

struct breaks line_break(struct arena *a, struct arena *scratch, const struct item *items,
                         uint32_t n, const struct fit *fit)
{
    struct breaker k = { .scratch = scratch, .fit = fit };
    make_points(&k, items, n);
    k.counted = (fit->balance || fit->looseness) && k.point_count <= BREAKS_COUNTED;
    k.max_flagged = fit->max_flagged > FLAGGED_COUNTED ? 0 : fit->max_flagged;
    k.queue = arena_array(scratch, uint32_t, k.point_count);
    k.active = arena_array(scratch, uint32_t, k.point_count);
    k.nodes = arena_array(scratch, struct state, k.node_room = 2 * (size_t)k.point_count + 8);
    k.nodes[0] = (struct state){ .class = DECENT };
    k.points[0].count = 1;
    search(&k);
    return collect(&k, a, choose(&k));
}
