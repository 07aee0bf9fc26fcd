/* plan/cuts: where a row may part on an attempt's page.
 *
 * A line of one track, the leader, is where the page's text ends; the other tracks follow with what
 * of theirs ends no lower.
 */
#include "plan/planner.h"

bool cut_hyphenates(const struct trail *t, const struct step *n)
{
    const struct slot *slots = t->track->slots;
    return n->slot != TRAIL_NONE && slots[n->slot].hyphenated && n->cut != t->track->count &&
           slots[n->cut].at;
}

/* What a cut through the track behind a step costs. */
static int64_t cut_cost(const struct trail *t, const struct step *n)
{
    static const int64_t costs[LEVEL_COUNT] = {
        [LEVEL_PART] = COST_PART, [LEVEL_TEAR] = COST_TEAR
    };
    if (n->slot == TRAIL_NONE)
        return 0;
    return n->cost + costs[n->breach] + (cut_hyphenates(t, n) ? COST_PAGE_HYPHEN : 0);
}

/* Do the row's lines above the cut call a note? */
static bool calls_above(const struct cutting *c)
{
    for (uint32_t t = 0; t < c->row->count; t++) {
        const struct track *track = &c->row->tracks[t];
        if (track->call_count &&
            calls_before(track, c->cut[t]) > (c->from ? calls_before(track, c->from[t]) : 0))
            return true;
    }
    return false;
}

/* The row's notes that are called above the cut.  Where it calls but one, that is still at its
 * place. */
static void call_above(struct planner *p, const struct cutting *c)
{
    p->try.part_count = c->before;
    if (c->before == c->all)
        return;
    if (c->before + 1 == c->all && !c->row->shared)
        p->try.part_count += calls_above(c);
    else
        call_notes(p, c->row, c->from, c->cut);
}

/* What it costs that the row goes on behind the page. */
static int64_t cost_inside(const struct cutting *c)
{
    return c->juts ? COST_JUT : c->inside == LEVEL_PART ? COST_PART_ROW : 0;
}

/* The page ends at the cut behind a step of each track; false when that is the row's end. */
static bool try_cut(struct planner *p, struct cutting *c, int64_t cost)
{
    struct end e = { .at = { .cut = c->cut, .row = c->number, .flow = c->flow },
                     .choice = c->way->choice,
                     .ways = c->ways,
                     .steps = c->steps };
    struct facts *page = &e.page;
    bool parts = false;
    if (c->ways->again)
        e.edge = c->ways->again + c->row->tracks[0].clone_close;
    page->cost = cost_sum(c->way->cost, cost + COST_CUT + cost_inside(c));
    page->breach = c->inside;
    for (uint32_t t = 0; t < c->row->count; t++) {
        const struct trail *trail = &c->ways->trails[t];
        const struct step *n = &trail->steps[c->steps[t]];
        e.edge = sp_max(e.edge, n->edge);
        page->cost = cost_sum(page->cost, cut_cost(trail, n));
        page->breach = n->breach > page->breach ? n->breach : page->breach;
        c->cut[t] = n->cut;
        parts = parts || n->cut != trail->track->count;
    }
    if (!parts)
        return false;
    e.edge += c->top + c->row->part_behind;
    call_above(p, c);
    try_end(p, &e);
    return true;
}

/* Does a follower's step end where the leader's does, so that these cuts were tried when it led? */
static bool leads_too(const struct trail *t, uint32_t step, const struct trail *lead, uint32_t led)
{
    sp y = lead->steps[led].y;
    bool last = led + 1 == lead->count || lead->steps[led + 1].y > y;
    return step && t->steps[step].y == y && t->single && lead->single && last;
}

/* All cuts with the leader's step fixed: the other tracks from `track` on take what ends no
 * lower. */
static void try_followers(struct planner *p, struct cutting *c, uint32_t leader, uint32_t track)
{
    track += track == leader;
    if (track == c->row->count) {
        try_cut(p, c, 0);
        return;
    }
    uint32_t steps[WAYS_MOST];
    const struct trail *lead = &c->ways->trails[leader];
    sp y = lead->steps[c->steps[leader]].y;
    uint32_t n =
        trail_cuts(&c->ways->trails[track], y, p->try.level, p->try.stops, steps, WAYS_MOST);
    for (uint32_t i = 0; i < n; i++) {
        if (track < leader && leads_too(&c->ways->trails[track], steps[i], lead, c->steps[leader]))
            continue;
        c->steps[track] = steps[i];
        try_followers(p, c, leader, track + 1);
    }
}

/* The first step of a track's trail that ends no higher than y. */
static uint32_t first_step(const struct trail *t, sp y)
{
    uint32_t low = 1, top = t->single ? t->count : 1;
    while (low < top) {
        uint32_t mid = low + (top - low) / 2;
        if (t->steps[mid].y < y)
            low = mid + 1;
        else
            top = mid;
    }
    return low;
}

/* The least height of the foot of the attempt's first n notes, wherever its page ends: the last one
 * called may part, late ones wait, and in columns what is to stay whole may part to be lower. */
static sp least_foot(struct planner *p, uint32_t n)
{
    const struct attempt *t = &p->try;
    if (t->level >= (t->shape->foot.columns > 1 ? LEVEL_PART : LEVEL_LATE))
        return 0;
    uint32_t whole = n > t->waited ? n - 1 : n;
    return foot_height(t->shape, whole, level_of(p, whole));
}

/* What of the row must stand on the page, lest its gap is beyond the window. */
static sp least_text(struct planner *p, const struct cutting *c, sp room)
{
    const struct attempt *t = &p->try;
    if (t->window == SP_MAX)
        return 0;
    sp stretch = t->shape->grid.pitch * (sp)t->gaps * (sp)t->row_stretch;
    sp need = room - foot_height(t->shape, c->all, level_of(p, c->all)) - t->window -
              c->row->part_behind - stretch;
    return c->ways->lead < need ? need - c->ways->slop : 0;
}

void try_cuts(struct planner *p, struct cutting *c)
{
    sp room = p->try.shape->bottom - c->top;
    sp top = least_text(p, c, room), bottom = room - least_foot(p, c->before);
    for (uint32_t l = 0; l < c->row->count && top <= bottom; l++) {
        const struct trail *trail = &c->ways->trails[l];
        if (trail->bottom < top)
            continue;
        for (uint32_t i = first_step(trail, top); i < trail->count; i++) {
            const struct step *n = &trail->steps[i];
            if (n->y > bottom && trail->single)
                break;
            if (n->breach > p->try.level || n->y > bottom || n->y < top)
                continue;
            c->steps[l] = i;
            try_followers(p, c, l, 0);
        }
    }
}

/* The last step of the optimum that ends no lower than y; of a row that begins one line at
 * least. */
static uint32_t last_step(const struct trail *t, sp y)
{
    uint32_t n = 0;
    while (n + 1 < t->count && t->steps[n + 1].y <= y && t->steps[n + 1].parent == n)
        n++;
    return !n && !t->goes_on && t->count > 1 ? 1 : n;
}

bool force_cut(struct planner *p, struct cutting *c)
{
    sp y = SP_MAX;
    for (uint32_t t = 0; t < c->row->count; t++)
        if (c->ways->trails[t].count > 1)
            y = sp_min(y, c->ways->trails[t].steps[1].y);
    for (uint32_t t = 0; t < c->row->count; t++)
        c->steps[t] = last_step(&c->ways->trails[t], y);
    return try_cut(p, c, COST_OVERFLOW);
}
