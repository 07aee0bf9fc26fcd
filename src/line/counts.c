/* line/counts: the best ways of other numbers of lines than the optimum's.
 *
 * A search from the end, whose states keep the number of lines that follow them:
 *
 *   start ── least, of the optimum's search ──► a ══ line ══ b ── tail of n - 1 lines ──► end
 *                                               └─────────── tail of n lines ───────────┘
 *
 * What the optimum's search knows of every point (no way to here costs less) bounds each tail as a
 * whole way, so only ways within COST_LOOSENESS of the optimum are followed at all.  Besides, a
 * tail strays from the number of lines that the optimum has left at the same place by no more than
 * is asked for and COUNT_DRIFT: a way of one line more that is meanwhile three ahead is never a
 * cheap one.  So time is linear in the text, however long.
 *
 * Where no line may be loose (COUNT_FINE) the widths alone say how few or many lines can hold what
 * stands before a point; mostly they leave no room for another number, and the search ends where it
 * starts.
 *
 * The cost of a way is the same from both ends: neighbours are symmetric, and of a row of hyphens
 * longer than the limit each one beyond it costs, whichever that is.  Only the rooms need a line's
 * own number; where they differ, each number of lines is searched for by itself.
 */
#include "line/breaker.h"

enum { COUNT_DRIFT = 2, SHORT_RATIO = 2, NO_TAIL = UINT32_MAX };

/* The best way from one point to the end in so many lines, the first of that class and level. */
struct tail {
    int64_t cost;
    uint32_t next;  /* the tail behind its first line; NO_TAIL: this is the end */
    uint32_t point; /* where it starts */
    uint32_t lines;
    uint32_t
        other; /* while its point is at work: the next one found of as many lines, or NO_TAIL */
    uint8_t class, run;
    int8_t level;
};

/* The tails of one point. */
struct tails {
    uint32_t first, count;
    int64_t least; /* the cost of the cheapest */
};

/* How many lines can hold a text when all are filled and none is overfull. */
struct filling {
    bool known;    /* false: any number; widths are not to be relied on, or lines may be loose */
    sp line_most;  /* the most that a line can take up of the list's width, its glue shrunk */
    sp line_least; /* the least, its glue stretched */
    sp spare;      /* what the lines of the optimum up to the point at work lack to be filled */
    int64_t fewest, most; /* lines from the start to that point */
};

/* The tails found of one number of lines. */
struct bucket {
    uint32_t last; /* NO_TAIL: none */
    int64_t best;  /* the cost of the cheapest that no row of hyphens burdens */
};

struct counter {
    const struct breaker *k;
    const struct way *optimum;
    enum count_rule rule;
    bool stub; /* the optimum ends in one */
    uint32_t low, high;
    struct filling filling;
    int64_t limit; /* no whole way costs more */
    struct tails *at;
    struct tail *tails;
    size_t count, room;
    uint32_t ahead; /* lines of the optimum that end behind the point at work */
    uint32_t below; /* tails of that many lines fewer than `ahead` are in bucket 0 */
    struct tail *found;
    size_t found_count, found_room; /* of the point at work */
    struct bucket *buckets;         /* by rising number of lines */
    uint32_t bucket_count;
    uint32_t *active, active_count; /* the points with tails, from the end */
};

/* ---- tails ---- */

/* Can so many lines stand between the start and the point at work, as its widths say? */
static bool can_precede(const struct counter *c, int64_t lines)
{
    return lines >= c->filling.fewest && lines <= c->filling.most;
}

/* The bucket of the tails of so many lines; NULL when they stray too far or end at no number that
 * is asked for. */
static struct bucket *find_bucket(const struct counter *c, uint32_t lines)
{
    int64_t b = (int64_t)lines + c->below - c->ahead;
    if (lines > c->high || b < 0 || b >= c->bucket_count)
        return NULL;
    if (c->filling.known && !can_precede(c, (int64_t)c->low - lines) &&
        !can_precede(c, (int64_t)c->high - lines))
        return NULL;
    return &c->buckets[b];
}

/* Remember a tail of the point at work, unless one of the same state is as cheap. */
static void offer(struct counter *c, struct bucket *b, struct tail t)
{
    if (t.cost >= cost_add(b->best, COST_NEIGHBOUR_MOST))
        return;
    if (t.run <= c->k->points[t.point].flagged)
        b->best = sp_min(b->best, t.cost);
    for (uint32_t i = b->last; i != NO_TAIL; i = c->found[i].other) {
        struct tail *o = &c->found[i];
        if (o->class == t.class && o->level == t.level && o->run == t.run) {
            if (t.cost < o->cost) {
                t.other = o->other;
                *o = t;
            }
            return;
        }
    }
    if (c->found_count == c->found_room)
        c->found = arena_grow(c->k->scratch, c->found, sizeof *c->found, c->found_count,
                              c->found_count + 1, &c->found_room);
    t.other = b->last;
    b->last = (uint32_t)c->found_count;
    c->found[c->found_count++] = t;
}

/* Could no whole way with `me` be better than the same with another tail of the bucket? */
static bool is_dominated(const struct counter *c, const struct bucket *b, const struct tail *me)
{
    for (uint32_t i = b->last; i != NO_TAIL; i = c->found[i].other) {
        const struct tail *o = &c->found[i];
        if (o->run <= me->run && cost_add(o->cost, COST_NEIGHBOUR_MOST) <= me->cost)
            return true;
    }
    return false;
}

static void keep(struct counter *c, const struct tail *t)
{
    if (c->count == c->room)
        c->tails =
            arena_grow(c->k->scratch, c->tails, sizeof *c->tails, c->count, c->count + 1, &c->room);
    c->tails[c->count++] = *t;
}

/* Give point a the tails found for it. */
static void settle(struct counter *c, uint32_t a)
{
    struct tails *at = &c->at[a];
    at->first = (uint32_t)c->count;
    at->least = COST_MOST;
    for (struct bucket *b = c->buckets; c->found_count && b < c->buckets + c->bucket_count; b++) {
        for (uint32_t i = b->last; i != NO_TAIL; i = c->found[i].other) {
            if (is_dominated(c, b, &c->found[i]))
                continue;
            keep(c, &c->found[i]);
            at->least = sp_min(at->least, c->found[i].cost);
        }
        *b = (struct bucket){ NO_TAIL, COST_MOST };
    }
    at->count = (uint32_t)c->count - at->first;
    c->found_count = 0;
}

/* ---- lines ---- */

/* Does a line of the optimum go from a to b? `ahead` of its lines end behind a. */
static bool is_optimal(const struct counter *c, uint32_t a, uint32_t b)
{
    uint32_t line = c->optimum->count - c->ahead;
    return c->optimum->ends[line] == b && (line ? c->optimum->ends[line - 1] : 0) == a;
}

/* Need the line that ends at that point not be filled? */
static bool is_open(const struct counter *c, const struct stop *to)
{
    return to->forced && !c->k->fit->justify_last;
}

/* What the line's glue, as wide as it may be, leaves empty of the room. */
static sp emptiness(const struct counter *c, const struct sums *s, sp room)
{
    return room - s->width - s->stretch - s->widen - s->glues * c->k->fit->glue_tolerance;
}

/* Does the rule forbid the line from a to b in that room? */
static bool is_forbidden(const struct counter *c, uint32_t a, uint32_t b, sp room)
{
    const struct stop *to = &c->k->points[b];
    struct sums s = breaker_content(&c->k->points[a], to);
    if (!is_open(c, to) && emptiness(c, &s, room) > 0 && !is_optimal(c, a, b))
        return true;
    return to->end && !c->stub && breaker_is_stub(c->k, a, &s);
}

/* Is the line from a to b, whatever follows, part of no way within the limit? */
static bool is_hopeless(const struct counter *c, uint32_t a, uint32_t b, sp room)
{
    const struct breaker *k = c->k;
    const struct stop *to = &k->points[b];
    int64_t ends = cost_add(k->points[a].least, c->at[b].least);
    if (!k->bonus && ends > c->limit)
        return true;
    return k->fit->measure_count == 1 && !to->forced && room > 0 &&
           cost_add(ends, breaker_short_cost(k, to, SHORT_RATIO)) > c->limit &&
           breaker_is_short(k, a, b, room, SHORT_RATIO);
}

/* The tail that has the line from a, as judged, before another. */
static struct tail prolonged(const struct counter *c, uint32_t a, uint32_t next,
                             const struct verdict *v)
{
    const struct breaker *k = c->k;
    const struct tail *n = &c->tails[next];
    struct verdict own = *v;
    struct tail t = { .cost = cost_add(n->cost, v->demerits),
                      .next = next,
                      .point = a,
                      .lines = n->lines + 1,
                      .class = (uint8_t)v->class,
                      .level = (int8_t)v->level };
    if (c->rule == COUNT_FINE && k->points[n->point].flagged)
        t.cost = cost_add(t.cost, COST_VARIANT_FLAGGED);
    if (k->fit->justify && n->next != NO_TAIL)
        t.cost = cost_add(t.cost, breaker_neighbour_cost(k, n->class, n->level, &own));
    if (k->fit->justify && a == 0)
        t.cost = cost_add(t.cost, breaker_neighbour_cost(k, DECENT, 0, &own));
    unsigned run = k->points[a].flagged && k->max_flagged ? n->run + 1u : 0;
    if (run > k->max_flagged) {
        t.cost = cost_add(t.cost, COST_LADDER);
        run = k->max_flagged;
    }
    t.run = (uint8_t)run;
    return t;
}

/* Judges the line from a to b as far as it may be part of a way within the limit and the rule. */
static struct verdict judge(const struct counter *c, uint32_t a, uint32_t b, sp room)
{
    if (is_hopeless(c, a, b, room) || (c->rule == COUNT_FINE && is_forbidden(c, a, b, room)))
        return (struct verdict){ 0 };
    return breaker_judge(c->k, a, b, room);
}

/* All tails of b, prolonged by the line from a. */
static void extend(struct counter *c, uint32_t a, uint32_t b)
{
    const struct breaker *k = c->k;
    const struct tails *to = &c->at[b];
    struct verdict v = { 0 };
    bool judged = false;
    for (uint32_t i = to->first; i < to->first + to->count; i++) {
        uint32_t lines = c->tails[i].lines + 1;
        struct bucket *bucket = find_bucket(c, lines);
        if (!bucket)
            continue;
        if (!judged || k->fit->measure_count > 1)
            v = judge(c, a, b, breaker_room(k, c->high - lines, a));
        judged = true;
        if (!v.allowed)
            continue;
        struct tail t = prolonged(c, a, i, &v);
        if (cost_add(k->points[a].least, t.cost) <= c->limit)
            offer(c, bucket, t);
    }
}

/* ---- filling ---- */

/* What the lines of the optimum lack that end at point b, the end of line `line`. */
static sp spare_of(const struct counter *c, uint32_t line)
{
    const struct breaker *k = c->k;
    uint32_t b = c->optimum->ends[line], a = line ? c->optimum->ends[line - 1] : 0;
    struct sums s = breaker_content(&k->points[a], &k->points[b]);
    if (is_open(c, &k->points[b]))
        return k->most_room + k->most_taken;
    return sp_max(emptiness(c, &s, breaker_room(k, line, a)), 0);
}

/* The bounds of one line, and all that the optimum lacks; forced breaks are in every way. */
static struct filling filling_of(const struct counter *c)
{
    const struct breaker *k = c->k;
    const struct fit *f = k->fit;
    sp indent = sp_max(f->first_indent, f->other_indent), least_room = f->measures[0] - indent;
    for (unsigned i = 1; i < f->measure_count; i++)
        least_room = sp_min(least_room, f->measures[i] - indent);
    struct filling l = { .line_most = k->most_room + k->most_taken,
                         .line_least = least_room - k->most_added };
    l.known = c->rule == COUNT_FINE && k->monotone && l.line_least > 0 && l.line_most < SP_MAX >> 8;
    for (uint32_t i = 0; l.known && i < c->optimum->count; i++)
        l.spare += spare_of(c, i);
    return l;
}

/* How few and how many lines can hold what stands before the point. */
static void bound(struct counter *c, const struct stop *to)
{
    struct filling *l = &c->filling;
    const struct sums *start = &c->k->points[0].after, *s = &to->before, *e = &to->after;
    sp narrow = s->width - start->width - (s->shrink - start->shrink) - (s->narrow - start->narrow);
    sp wide = e->width - start->width + e->stretch - start->stretch + e->widen - start->widen +
              (e->glues - start->glues) * c->k->fit->glue_tolerance + l->spare;
    l->fewest = (sp_max(narrow, 0) + l->line_most - 1) / l->line_most;
    l->most = sp_max(wide, 0) / l->line_least;
}

/* ---- the walk ---- */

/* Turn to point a, and to the lines of the optimum that end up to it. */
static void turn_to(struct counter *c, uint32_t a)
{
    const struct way *o = c->optimum;
    for (; c->ahead < o->count && o->ends[o->count - c->ahead - 1] > a; c->ahead++)
        if (c->filling.known)
            c->filling.spare -= spare_of(c, o->count - c->ahead - 1);
    if (c->filling.known)
        bound(c, &c->k->points[a]);
}

/* All lines from point a, the farthest end in reach first. */
static void reach(struct counter *c, uint32_t a, uint32_t lo)
{
    const struct stop *from = &c->k->points[a];
    for (uint32_t i = lo; i < c->active_count; i++) {
        const struct stop *to = &c->k->points[c->active[i]];
        if (to->item < from->start && !to->forced)
            break;
        extend(c, a, c->active[i]);
    }
}

/* All points from the end on. */
static void walk(struct counter *c)
{
    const struct breaker *k = c->k;
    uint32_t end = k->point_count - 1, lo = 0;
    turn_to(c, end);
    if (!find_bucket(c, 0))
        return;
    keep(c, &(struct tail){ .next = NO_TAIL, .point = end });
    c->at[end].count = 1;
    c->active[c->active_count++] = end;
    for (uint32_t a = end; a-- > 0 && lo < c->active_count;) {
        turn_to(c, a);
        while (lo < c->active_count && breaker_is_past(k, a, c->active[lo]))
            lo++;
        reach(c, a, lo);
        settle(c, a);
        if (k->points[a].forced)
            lo = c->active_count;
        if (c->at[a].count)
            c->active[c->active_count++] = a;
    }
}

/* The cheapest whole way of so many lines. */
static struct way way_of(const struct counter *c, uint32_t lines)
{
    const struct tail *best = NULL;
    for (uint32_t i = c->at[0].first; i < c->at[0].first + c->at[0].count; i++)
        if (c->tails[i].lines == lines && (!best || c->tails[i].cost < best->cost))
            best = &c->tails[i];
    if (!best)
        return (struct way){ 0 };
    struct way w = { .demerits = best->cost };
    uint32_t *ends = arena_array(c->k->scratch, uint32_t, lines);
    for (; best->next != NO_TAIL; w.count++) {
        best = &c->tails[best->next];
        ends[w.count] = best->point;
        if (c->rule == COUNT_FINE && c->k->points[best->point].flagged)
            w.demerits -= COST_VARIANT_FLAGGED;
    }
    w.ends = ends;
    return w;
}

/* Finds the ways of low … high lines at once; where rooms differ, low and high are the same. */
static void count_between(struct counter c, uint32_t low, uint32_t high, struct way *found)
{
    const struct breaker *k = c.k;
    uint32_t optimum = c.optimum->count, fewer = low < optimum ? optimum - low : 0,
             more = high > optimum ? high - optimum : 0;
    c.low = low;
    c.high = high;
    c.below = fewer + COUNT_DRIFT;
    c.bucket_count = c.below + more + COUNT_DRIFT + 1;
    c.buckets = arena_array(k->scratch, struct bucket, c.bucket_count);
    for (uint32_t i = 0; i < c.bucket_count; i++)
        c.buckets[i] = (struct bucket){ NO_TAIL, COST_MOST };
    c.at = arena_array(k->scratch, struct tails, k->point_count);
    c.active = arena_array(k->scratch, uint32_t, k->point_count);
    c.filling = filling_of(&c);
    walk(&c);
    for (uint32_t lines = low; lines <= high; lines++)
        found[lines - low] = way_of(&c, lines);
}

void breaker_count(const struct breaker *k, const struct way *optimum, enum count_rule rule,
                   uint32_t low, uint32_t high, struct way *found)
{
    uint32_t end = k->point_count - 1,
             last = optimum->count > 1 ? optimum->ends[optimum->count - 2] : 0;
    struct sums s = breaker_content(&k->points[last], &k->points[end]);
    struct counter c = { .k = k,
                         .optimum = optimum,
                         .rule = rule,
                         .stub = breaker_is_stub(k, last, &s),
                         .limit = cost_add(optimum->demerits, COST_LOOSENESS) };
    if (k->fit->measure_count == 1)
        count_between(c, low, high, found);
    else
        for (uint32_t lines = low; lines <= high; lines++)
            count_between(c, lines, lines, &found[lines - low]);
}
