/* plan/states: where pages begin, each remembered by the cheapest way to it.
 *
 * A state is open until its pages are tried.  Every page takes something, so that progress orders
 * the states, each is complete when its turn comes, and only open ones can be reached.
 */
#include "plan/planner.h"

#include <string.h>

enum { BUCKETS_LEAST = 1024 };

static uint64_t mixed(uint64_t h, uint64_t v)
{
    h ^= v + 0x9E3779B97F4A7C15u + (h << 6) + (h >> 2);
    return h * 0xD6E8FEB86659FD93u;
}

static uint32_t tracks_at(const struct planner *p, const struct spot *at)
{
    return at->cut ? row_at(p, at->flow, at->row)->count : 0;
}

static size_t size_of(const struct waiting *w) { return sizeof *w + w->count * sizeof *w->parts; }

static struct state **bucket_of(const struct planner *p, const struct spot *at)
{
    uint64_t h = mixed(at->row, at->odd);
    uint32_t tracks = tracks_at(p, at);
    for (uint32_t i = 0; i < tracks; i++)
        h = mixed(h, at->cut[i] + 1u);
    if (at->waits)
        h = mixed(mixed(h, at->waits->parts->note),
                  ((uint64_t)at->waits->parts->from << 32) | at->waits->count);
    return &p->buckets[(h >> 20) & (p->bucket_count - 1)];
}

bool is_same_spot(const struct planner *p, const struct spot *a, const struct spot *b)
{
    if (a->row != b->row || a->odd != b->odd || !a->cut != !b->cut || !a->waits != !b->waits)
        return false;
    if (a->cut &&
        (a->flow != b->flow || memcmp(a->cut, b->cut, tracks_at(p, a) * sizeof *a->cut) != 0))
        return false;
    return !a->waits || (a->waits->count == b->waits->count &&
                         memcmp(a->waits, b->waits, size_of(a->waits)) == 0);
}

/* How far all tracks of a row have come before a cut, whatever the settings above it. */
static uint32_t text_progress(const struct planner *p, const struct spot *at)
{
    uint32_t sum = 0, tracks = tracks_at(p, at);
    for (uint32_t i = 0; i < tracks; i++) {
        const struct track *t = &row_at(p, at->flow, at->row)->tracks[i];
        const struct slot *s = &t->slots[at->cut[i]];
        sum += at->cut[i] == t->count ? 2 * t->count : 2 * s->paragraph + s->at;
    }
    return sum;
}

/* What waits: fewer notes, then fewer lines of the first, are farther; one that has not begun may
 * yet be set in more lines. */
static uint64_t notes_left(const struct waiting *w)
{
    if (!w)
        return 0;
    const struct part *first = w->parts;
    return (uint64_t)w->count << 32 | (first->from ? first->to - first->from : UINT32_MAX);
}

bool is_before(const struct state *a, const struct state *b)
{
    if (a->at.row != b->at.row)
        return a->at.row < b->at.row;
    if (a->text != b->text)
        return a->text < b->text;
    return (a->at.waits || b->at.waits) && notes_left(a->at.waits) > notes_left(b->at.waits);
}

static void put_in_heap(struct planner *p, struct state *s)
{
    p->heap = arena_grow(p->work, p->heap, sizeof s, p->open, p->open + 1, &p->heap_room);
    size_t i = p->open++;
    for (; i > 0 && is_before(s, p->heap[(i - 1) / 2]); i = (i - 1) / 2)
        p->heap[i] = p->heap[(i - 1) / 2];
    p->heap[i] = s;
}

static struct state *take_from_heap(struct planner *p)
{
    struct state *first = p->heap[0], *last = p->heap[--p->open];
    size_t i = 0;
    for (size_t k; (k = 2 * i + 1) < p->open; i = k) {
        if (k + 1 < p->open && is_before(p->heap[k + 1], p->heap[k]))
            k++;
        if (!is_before(p->heap[k], last))
            break;
        p->heap[i] = p->heap[k];
    }
    p->heap[i] = last;
    return first;
}

/* Room for one open state more. */
static void grow_buckets(struct planner *p)
{
    if (p->open < p->bucket_count)
        return;
    p->bucket_count = p->bucket_count ? 4 * p->bucket_count : BUCKETS_LEAST;
    p->buckets = arena_array(p->work, struct state *, p->bucket_count);
    for (size_t i = 0; i < p->open; i++) {
        struct state **bucket = bucket_of(p, &p->heap[i]->at);
        p->heap[i]->next = *bucket;
        *bucket = p->heap[i];
    }
}

/* A place's new state. */
static struct state *open_state(struct planner *p, struct spot at)
{
    struct state *s = arena_new(p->work, struct state);
    grow_buckets(p);
    struct state **bucket = bucket_of(p, &at);
    s->text = text_progress(p, &at);
    if (at.cut)
        at.cut = arena_copy(p->work, at.cut, sizeof *at.cut, tracks_at(p, &at));
    if (at.waits)
        at.waits = arena_copy(p->work, at.waits, 1, size_of(at.waits));
    s->at = at;
    s->next = *bucket;
    *bucket = s;
    put_in_heap(p, s);
    return s;
}

void begin_states(struct planner *p)
{
    p->open = p->bucket_count = 0;
    p->end = NULL;
    open_state(p, (struct spot){ .odd = p->sides && !is_wrong_side(p, row_at(p, 0, 0), true) });
}

struct state *take_state(struct planner *p)
{
    if (!p->open)
        return NULL;
    struct state *s = take_from_heap(p), **link = bucket_of(p, &s->at);
    while (*link != s)
        link = &(*link)->next;
    *link = s->next;
    return s;
}

/* The settings of an end's page: of the rows above, and those that a row takes up to the cut. */
static const struct choice *choose(struct planner *p, const struct end *e)
{
    const struct choice *choice = e->choice;
    for (uint32_t t = 0, n = e->steps ? tracks_at(p, &e->at) : 0; t < n; t++)
        choice = choose_step(p->scratch, &e->ways->trails[t], e->steps[t], e->at.row, t, choice);
    return choice;
}

/* A state's page takes the settings of a choice and of those above it, in reading order. */
static void take_picks(struct planner *p, struct state *s, const struct choice *choice)
{
    uint32_t n = 0;
    for (const struct choice *c = choice; c; c = c->above)
        n += c->count;
    struct pick *picks = n ? arena_array(p->work, struct pick, n) : NULL;
    s->picks = picks;
    s->pick_count = n;
    for (const struct choice *c = choice; c; c = c->above) {
        n -= c->count;
        memcpy(picks + n, c->picks, c->count * sizeof *picks);
    }
}

bool is_wrong_side(const struct planner *p, const struct row *r, bool odd)
{
    bool left = odd == p->story->odd_is_left;
    return (r->before == ROW_BREAK_LEFT && !left) || (r->before == ROW_BREAK_RIGHT && left);
}

/* The side of the page that begins at an end of a page: behind a blank one where a row asks for
 * it. */
static bool side_behind(const struct planner *p, const struct spot *at)
{
    bool odd = !p->try.from->at.odd;
    bool free = !at->cut && !at->waits;
    return free && is_wrong_side(p, row_at(p, 0, at->row), odd) ? !odd : odd;
}

void reach(struct planner *p, const struct end *e)
{
    struct spot at = e->at;
    bool ends = at.row == row_count(p) && !at.waits;
    at.odd = p->sides && !ends && side_behind(p, &at);
    int64_t cost = cost_sum(p->try.from->cost, e->page.cost);
    struct state *s = *bucket_of(p, &at);
    while (s && !is_same_spot(p, &s->at, &at))
        s = s->next;
    bool better = !s || cost < s->cost;
    if (!s)
        s = open_state(p, at);
    if (p->record)
        record_page(p, s, e);
    if (!better)
        return;
    if (ends)
        p->end = s;
    s->cost = cost;
    s->previous = p->try.from;
    s->page = e->page;
    take_picks(p, s, choose(p, e));
}
