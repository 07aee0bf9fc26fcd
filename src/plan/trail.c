/* plan/trail: see trail.h. */
#include "plan/trail.h"

#include "plan/costs.h"

/* Ways of a track that are followed, times the settings a paragraph may have. */
enum { FRONT_MOST = WAYS_MOST * 4 + 1 };

struct builder {
    struct arena *arena;
    const struct trailhead *head;
    const struct track *track;
    trail_keeps *keeps;
    void *with;
    struct trail trail;
    size_t room;
    uint32_t front[FRONT_MOST], next[FRONT_MOST]; /* steps that end the paragraph before, at hand */
    uint32_t front_count, next_count;
};

static uint32_t add_node(struct builder *b, struct step n)
{
    struct trail *t = &b->trail;
    t->steps = arena_grow(b->arena, t->steps, sizeof n, t->count, t->count + 1u, &b->room);
    t->bottom = sp_max(t->bottom, n.y);
    t->slop = sp_max(t->slop, n.edge - n.y);
    n.same = t->count;
    t->steps[t->count] = n;
    return t->count++;
}

/* Does a group around the slot keep it with the one before it? */
static bool is_kept(struct builder *b, const struct slot *s)
{
    for (uint32_t g = s->group; g; g = b->track->groups[g - 1].around)
        if (b->track->groups[g - 1].first < s->paragraph + s->at &&
            b->keeps(b->with, b->head->track, g))
            return true;
    return false;
}

/* What a cut before a slot lets go of. */
static enum level breach_of(struct builder *b, uint32_t at)
{
    if (at == b->track->count || at == b->head->from)
        return LEVEL_KEEP;
    const struct slot *s = &b->track->slots[at], *first = &b->track->slots[b->head->from];
    uint32_t here = s->at;
    if (s->at && s->paragraph == first->paragraph && first->at < s->at)
        here = s->at - first->at;
    if (s->keep || (s->at && (here < s->orphans || s->of - s->at < s->widows)))
        return LEVEL_TEAR;
    return is_kept(b, s) ? LEVEL_PART : LEVEL_KEEP;
}

/* The line `at` follows the node; TRAIL_NONE when it would end below the limit. */
static uint32_t follow(struct builder *b, uint32_t from, uint32_t at, int64_t cost)
{
    const struct trailhead *head = b->head;
    const struct track *t = b->track;
    const struct slot *s = &t->slots[at];
    struct step *parent = &b->trail.steps[from];
    bool at_top = head->start == ROW_GOES_ON && parent->slot == TRAIL_NONE;
    sp y = slot_baseline(head->grid, s, head->top + parent->y, at_top) + s->descent - head->top;
    if (y > head->limit && parent->slot != TRAIL_NONE) {
        parent->has_unmade = true;
        return TRAIL_NONE;
    }
    struct step n = {
        .y = y, .cost = parent->cost + cost, .slot = at, .cut = s->next, .parent = from
    };
    n.breach = (uint8_t)breach_of(b, s->next);
    n.edge = y + clone_close(t, s->next) +
             (s->next < t->count || s->next > t->count ? t->slots[s->next].close : 0);
    return add_node(b, n);
}

/* The rest of a paragraph, from slot `at` on, behind a node. */
static void follow_paragraph(struct builder *b, uint32_t from, uint32_t at)
{
    const struct slot *slots = b->track->slots;
    int64_t cost = slots[at].at ? 0 : slots[at].cost;
    for (;; at = slots[at].next, cost = 0) {
        from = follow(b, from, at, cost);
        if (from == TRAIL_NONE)
            return;
        if (slots[at].at + 1 >= slots[at].of)
            break;
    }
    b->next[b->next_count++] = from;
}

/* The ways that have ended a paragraph, by rising height; of those at one height the cheapest goes
 * on for all. */
static void join(struct builder *b)
{
    struct step *steps = b->trail.steps;
    b->front_count = 0;
    for (uint32_t i = 0; i < b->next_count; i++) {
        uint32_t n = b->next[i], k = b->front_count;
        while (k > 0 && steps[b->front[k - 1]].y > steps[n].y)
            k--;
        if (k > 0 && steps[b->front[k - 1]].y == steps[n].y) {
            uint32_t other = b->front[k - 1];
            bool better = steps[n].cost < steps[other].cost;
            if (better)
                b->front[k - 1] = n;
            steps[better ? other : n].same = better ? n : other;
            for (uint32_t j = 1; better && j < b->trail.count; j++)
                if (steps[j].same == other)
                    steps[j].same = n;
            continue;
        }
        for (uint32_t j = b->front_count++; j > k; j--)
            b->front[j] = b->front[j - 1];
        b->front[k] = n;
    }
    while (b->front_count > WAYS_MOST) { /* the dearest goes no further */
        uint32_t worst = 0;
        for (uint32_t i = 1; i < b->front_count; i++)
            if (steps[b->front[i]].cost > steps[b->front[worst]].cost)
                worst = i;
        steps[b->front[worst]].has_unmade = true;
        for (uint32_t i = worst + 1; i < b->front_count; i++)
            b->front[i - 1] = b->front[i];
        b->front_count--;
    }
}

/* All settings of the paragraph that begins with slot p, behind every way that has come so far;
 * returns the slot behind it. */
static uint32_t follow_settings(struct builder *b, uint32_t p)
{
    const struct slot *slots = b->track->slots;
    b->next_count = 0;
    for (uint32_t i = 0; i < b->front_count; i++) {
        follow_paragraph(b, b->front[i], p);
        for (uint32_t s = slots[p].at ? 0 : slots[p].other; s; s = slots[s].other) {
            b->trail.single = false;
            follow_paragraph(b, b->front[i], s);
        }
    }
    join(b);
    return slots[p + slots[p].of - 1 - slots[p].at].next;
}

struct trail trail_build(struct arena *a, const struct trailhead *head, trail_keeps *keeps,
                         void *with)
{
    const struct track *track = &head->row->tracks[head->track];
    uint32_t from = head->from;
    struct builder b = { .arena = a, .head = head, .track = track, .keeps = keeps, .with = with };
    b.trail =
        (struct trail){ .track = track, .single = true, .goes_on = head->start == ROW_GOES_ON };
    struct step root = { .slot = TRAIL_NONE, .cut = from };
    root.y = root.edge = from == track->count ? 0 : track_lead(head->row, track, head->start, from);
    enum { STEPS_LEAST = 64 };
    b.room = track->count - from < STEPS_LEAST ? track->count - from + 1 : STEPS_LEAST;
    b.trail.steps = arena_array(a, struct step, b.room);
    b.front[b.front_count++] = add_node(&b, root);
    for (uint32_t p = from; p != track->count && b.front_count;)
        p = follow_settings(&b, p);
    return b.trail;
}

/* May the track be cut behind a step at that level?  Where a row begins, each of its tracks has a
 * line. */
static bool may_cut(const struct trail *t, uint32_t n, enum level level)
{
    const struct step *node = &t->steps[n];
    if (n)
        return node->breach <= level;
    return t->goes_on || node->cut == t->track->count;
}

/* Does the line behind a step call a note? */
static bool calls_next(const struct trail *t, uint32_t n)
{
    uint32_t next = t->steps[n].cut;
    return next != t->track->count && t->track->slots[next].calls > calls_before(t->track, next);
}

/* The one way's last step that may be cut, and those before lines that call. */
static uint32_t cut_single(const struct trail *t, sp y, enum level level, uint32_t *out,
                           uint32_t most)
{
    uint32_t low = 0, top = t->count - 1, n = 0;
    while (low < top) {
        uint32_t mid = low + (top - low + 1) / 2;
        if (t->steps[mid].y <= y)
            low = mid;
        else
            top = mid - 1;
    }
    while (low && !may_cut(t, low, level))
        low--;
    if (may_cut(t, low, level))
        out[n++] = low;
    while (level >= LEVEL_TEAR && low-- > 0)
        if (n < most && may_cut(t, low, level) && calls_next(t, low))
            out[n++] = low;
    return n;
}

uint32_t trail_cuts(const struct trail *t, sp y, enum level level, bool *stops, uint32_t *out,
                    uint32_t most)
{
    if (t->single)
        return cut_single(t, y, level, out, most);
    for (uint32_t i = 0; i < t->count; i++)
        stops[i] = t->steps[i].has_unmade || t->steps[i].cut == t->track->count;
    uint32_t n = 0;
    for (uint32_t i = t->count; i-- > 0;) {
        const struct step *step = &t->steps[i];
        if (step->same != i)
            stops[i] = stops[step->same];
        bool here = i == 0 || step->y <= y, cut = here && may_cut(t, i, level);
        if (i && (!here || (stops[i] && !cut)))
            stops[step->parent] = true;
        bool before_call = level >= LEVEL_TEAR && calls_next(t, i);
        if (cut && (stops[i] || before_call) && n < most)
            out[n++] = i;
    }
    return n;
}
