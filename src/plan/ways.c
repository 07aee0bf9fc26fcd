/* plan/ways: the heights that a row's settings give it, each by its cheapest setting. */
#include "plan/planner.h"

/* Room for the stops of a trail. */
static void fit_stops(struct planner *p, const struct trail *t)
{
    if (t->count <= p->try.stop_room)
        return;
    p->try.stop_room = 2 * t->count;
    p->try.stops = arena_array(p->work, bool, p->try.stop_room);
}

/* A track's trail becomes one of its row's. */
static void put_trail(struct planner *p, struct row_ways *w, uint32_t track, const struct trail *t)
{
    w->trails[track] = *t;
    w->slop = sp_max(w->slop, t->slop);
    w->lead = sp_max(w->lead, t->steps[0].y);
    fit_stops(p, t);
}

/* Is a step the first line of a setting other than the optimum? */
static bool is_pick(const struct trail *t, uint32_t step)
{
    uint32_t slot = t->steps[step].slot;
    return step && slot > t->track->count && t->track->slots[slot].at == 0;
}

static uint32_t count_picks(const struct trail *t, uint32_t step)
{
    uint32_t n = 0;
    for (; step && !t->single; step = t->steps[step].parent)
        n += is_pick(t, step);
    return n;
}

const struct choice *choose_step(struct arena *a, const struct trail *t, uint32_t step,
                                 uint32_t row, uint32_t track, const struct choice *above)
{
    uint32_t n = count_picks(t, step);
    if (!n)
        return above;
    struct choice *c = arena_new(a, struct choice);
    struct pick *picks = arena_array(a, struct pick, n);
    *c = (struct choice){ above, picks, n };
    for (; n; step = t->steps[step].parent)
        if (is_pick(t, step))
            picks[--n] = (struct pick){ row, track, t->steps[step].slot };
    return c;
}

const struct choice *choose_below(struct arena *a, const struct choice *c,
                                  const struct choice *above)
{
    if (!c)
        return above;
    struct choice *copy = arena_new(a, struct choice);
    *copy = (struct choice){ choose_below(a, c->above, above), c->picks, c->count };
    return copy;
}

struct way *add_way(struct way *list, uint32_t *count, struct way w)
{
    uint32_t at = 0, dearest = 0;
    for (; at < *count && (list[at].y != w.y || list[at].edge != w.edge); at++)
        if (list[at].cost > list[dearest].cost)
            dearest = at;
    bool is_new = at == *count;
    at = is_new && *count == WAYS_MOST ? dearest : at;
    if (at < *count && w.cost >= list[at].cost)
        return NULL;
    *count += at == *count;
    list[at] = w;
    return &list[at];
}

/* A row's heights with one track more, in each of the ways that end it. */
static uint32_t add_track(struct arena *a, const struct trail *t, uint32_t row, uint32_t track,
                          const struct way *had, uint32_t had_count, struct way *list)
{
    uint32_t count = 0;
    for (uint32_t i = t->count; i-- > 0;) {
        const struct step *end = &t->steps[i];
        if (end->cut != t->track->count || end->same != i)
            continue;
        for (const struct way *w = had; w < had + had_count; w++) {
            struct way next = *w, *kept;
            next.y = sp_max(w->y, end->y + t->track->tail);
            next.edge = sp_max(w->edge, end->y + (t->track->hard_tail ? t->track->tail : 0));
            next.cost = cost_sum(w->cost, end->cost);
            if ((kept = add_way(list, &count, next)))
                kept->choice = choose_step(a, t, i, row, track, w->choice);
        }
    }
    return count;
}

/* All heights that a row can have whole; none when a line of it lies below the limit, but for one
 * that is a track's rest. */
static void make_wholes(struct arena *a, struct row_ways *w, const struct row *r, uint32_t row)
{
    struct way lists[2][WAYS_MOST];
    uint32_t count = 1, now = 0;
    lists[0][0] = (struct way){ 0 };
    for (uint32_t t = 0; t < r->count && count; t++, now = !now)
        count = add_track(a, &w->trails[t], row, t, lists[now], count, lists[!now]);
    w->whole_count = count;
    w->wholes = arena_copy(a, lists[now], sizeof **lists, count);
}

/* The row is as high as its name that stands again. */
static void add_again(struct row_ways *w, const struct track *name)
{
    for (uint32_t i = 0; i < w->whole_count; i++) {
        struct way *whole = &w->wholes[i];
        sp bottom = w->again + name->tail - name->lack;
        whole->y = sp_max(whole->y, bottom);
        whole->edge = sp_max(whole->edge, name->hard_tail ? bottom : w->again);
    }
    w->lead = sp_max(w->lead, w->again + name->clone_close);
}

/* Where on the grid y stands. */
static sp phase_of(struct grid g, sp y)
{
    sp over = g.pitch > 0 ? (y - g.offset) % g.pitch : 0;
    return over < 0 ? over + g.pitch : over;
}

const struct row_ways *ways_of(struct planner *p, uint32_t row, sp top)
{
    const struct page_shape *s = p->try.shape;
    const struct row *r = row_at(p, s->flow, row);
    struct row_ways **memo = &p->memo[(size_t)s->flow * row_count(p) + row];
    sp phase = phase_of(s->grid, top);
    struct row_ways *known = *memo;
    if (known && known->pitch == s->grid.pitch && known->phase == phase)
        return known;
    struct arena *a = known ? p->scratch : p->work;
    struct row_ways *w = arena_new(a, struct row_ways);
    if (!known)
        *memo = w;
    w->pitch = s->grid.pitch;
    w->phase = phase;
    p->asked = row;
    w->trails = arena_array(a, struct trail, r->count);
    struct trailhead head = { .row = r, .start = ROW_BELOW, .grid = s->grid, .limit = SP_MAX };
    head.top = s->grid.pitch > 0 ? s->grid.offset + phase : 0;
    for (; head.track < r->count; head.track++) {
        struct trail trail = trail_build(a, &head, slots_are_kept, p);
        put_trail(p, w, head.track, &trail);
    }
    make_wholes(a, w, r, row);
    return w;
}

/* The rests of the attempt's first row, on pages like the attempt's. */
static struct rests *rests_of(struct planner *p, const struct row *r, sp top)
{
    const struct page_shape *s = p->try.shape;
    const struct spot *at = &p->try.from->at;
    struct rests *rests = &p->rests[at->odd];
    if (rests->row == r && rests->shape == s && rests->top == top)
        return rests;
    if (!rests->arena)
        rests->arena = arena_open_in(p->work);
    arena_reset(rests->arena, rests->start);
    *rests = (struct rests){ rests->arena, rests->start, r, s, top, NULL };
    rests->of = arena_array(rests->arena, struct rest, r->count);
    return rests;
}

/* The trail of what is left of a track from a slot on. */
static const struct trail *rest_trail(struct planner *p, struct rests *rests, uint32_t track,
                                      uint32_t from)
{
    struct rest *rest = &rests->of[track];
    rest->from = arena_grow(rests->arena, rest->from, sizeof *rest->from, rest->room, from + 1u,
                            &rest->room);
    if (rest->from[from])
        return rest->from[from];
    struct trail *trail = arena_new(rests->arena, struct trail);
    struct trailhead head = { rests->row,
                              track,
                              from,
                              ROW_GOES_ON,
                              rests->shape->grid,
                              rests->top,
                              rests->shape->bottom - rests->top };
    *trail = trail_build(rests->arena, &head, slots_are_kept, p);
    rest->from[from] = trail;
    return trail;
}

const struct row_ways *ways_going_on(struct planner *p, sp top)
{
    const struct attempt *t = &p->try;
    const struct spot *at = &t->from->at;
    const struct row *r = row_at(p, at->flow, at->row);
    struct row_ways *w = arena_new(p->scratch, struct row_ways);
    struct rests *rests = rests_of(p, r, top);
    p->asked = at->row;
    w->trails = arena_array(p->scratch, struct trail, r->count);
    for (uint32_t i = 0; i < r->count; i++)
        put_trail(p, w, i, rest_trail(p, rests, i, at->cut[i]));
    make_wholes(p->scratch, w, r, at->row);
    sp bottom = t->level < LEVEL_LATE ? row_again(t->shape->grid, r, at->cut, top, NULL) : 0;
    p->try.named = bottom > 0;
    if (bottom > 0) {
        w->again = bottom - top;
        add_again(w, &r->tracks[0]);
    }
    return w;
}
