/* page/breaks: the search for the plan of least cost (breaks.h has the model).
 *
 *   open states, by progress ─► attempt (one page from a state) ─► ends ─► states
 *
 * A page is followed row by row in all the heights that the settings of its paragraphs give it; where it may end, an end is
 * noted with its cost; the ends of the lowest level that has any become states, each remembered by its cheapest way.  Every
 * page takes something, so that progress orders the states and each is complete when its turn comes.
 */
#include "page/breaks.h"
#include "page/costs.h"
#include "page/notes.h"
#include "page/trail.h"

#include <string.h>

enum { NONE = UINT32_MAX, LATE_COUNTED = 16, HASH_LEAST = 1024 };

/* Settings other than the optimum that a row takes on a page, and those of the rows above it there. */
struct choice {
    const struct pick *picks;
    uint32_t count, above; /* choice; NONE */
};
/* Notes that wait: parts first … first + count - 1 of the pool, the first of them from slot `from` on. */
struct waiting {
    uint32_t first, count, from;
};
/* What the plan says of the page that ends in a state. */
struct facts {
    sp level, gap;
    uint32_t stretch;
    enum level let_go;
    bool forced, heads;
    enum level breach; /* what its end, rather than its notes, lets go of */
    int64_t cost;
};
/* Where a page begins. */
struct state {
    int64_t cost;  /* of the cheapest way here */
    uint64_t text; /* progress within the row, */
    uint64_t
        notes; /* and then what waits: every page's are farther than those of the page before */
    uint32_t row, cut; /* the cut: its first entry in the pool; NONE: at the row's start */
    uint32_t waits;    /* NONE: no notes do */
    uint32_t previous;
    const struct pick *picks; /* of the page that ends here */
    uint32_t pick_count;
    uint8_t flow;      /* of a row that has begun */
    uint8_t odd;       /* the page's number is; 0 throughout where sides do not matter */
    struct facts page; /* that ends here */
};

/* A row all of whose lines stand on a page: heights that its settings give it. */
struct whole {
    sp bottom, must; /* below its top: of the row, and of what of it must fit */
    int64_t cost;
    const struct pick *picks;
    uint32_t pick_count;
};
/* What is remembered of a row at one place on the grid. */
struct row_ways {
    sp pitch, phase;
    struct trail *trails; /* by track; NULL: not made yet */
    struct whole *wholes;
    uint32_t whole_count;
    sp slop; /* most that closes below a line where it parts */
    sp lead; /* and where the lowest track begins */
};

/* One of the ways in which an attempt's rows have been set so far. */
struct way {
    sp y, edge; /* where they end; what of them must fit */
    int64_t cost;
    uint32_t choice;
};
/* Where an attempt's page may end. */
struct end {
    int64_t cost;
    uint32_t row, cut; /* of the next page; the cut: an entry of the attempt's own list, or NONE */
    uint32_t choice, rest; /* rest: of the notes: an entry of the attempt's own list, or NONE */
    uint32_t rest_count;
    uint8_t flow;
    struct facts page;
};
struct attempt {
    const struct page_shape *shape;
    const struct flow *flow;
    uint32_t from; /* state */
    uint32_t name;
    bool first_page;
    struct part *parts; /* notes that waited, then those called so far */
    uint32_t part_count, waited;
    size_t part_room;
    sp *levels; /* of the first n parts; -1: not known */
    size_t level_room;
    struct way *ways, *more;
    uint32_t way_count, more_count;
    uint32_t gaps, row_stretch; /* between rows of a table so far */
    bool heads;
    bool closed; /* it holds no text */
    enum level level;
    sp window; /* no end with a gap beyond it; SP_MAX: the least gaps */
    struct end *ends;
    uint32_t end_count;
    size_t end_room;
    uint32_t *cuts; /* of the ends */
    size_t cut_count, cut_room;
    struct part *rests;
    size_t rest_count, rest_room;
    struct choice *choices;
    size_t choice_count, choice_room;
    bool *stops; /* for trail_cuts */
    size_t stop_room;
};

struct planner {
    struct arena *a;              /* for the plan */
    struct arena *work, *scratch; /* what ends with the search; what ends with a page */
    const struct story *story;
    bool sides; /* they matter */
    bool wide; /* all ends count that keep lines and notes together, whatever their level and gap */
    struct state *states;
    size_t state_count, state_room;
    uint32_t *cuts;
    size_t cut_count, cut_room;
    struct part *parts;
    size_t part_count, part_room;
    struct waiting *waiting;
    size_t waiting_count, waiting_room;
    uint32_t *heap; /* open states, the least progress first */
    size_t heap_count, heap_room;
    uint32_t *hash; /* of states by what they are, and how many it has room for */
    size_t hash_room;
    struct row_ways **memo;           /* by flow, row */
    uint8_t *row_keeps, *group_keeps; /* 0: not asked yet; 1: a page can hold it; 2: none can */
    struct attempt try;
    uint32_t asked; /* the row whose groups are asked for */
    uint32_t end_state;
};

static int64_t add(int64_t a, int64_t b) { return a > PLAN_COST_MOST - b ? PLAN_COST_MOST : a + b; }

static const struct row *row_at(const struct planner *p, unsigned flow, uint32_t row)
{
    return &p->story->flows[flow]->rows[row];
}

static uint32_t row_count(const struct planner *p) { return p->story->flows[0]->count; }

/* ---- pages and their sides ---- */

static bool is_forced(const struct row *r) { return r->before >= BREAK_PAGE; }

/* Must a row stand on another page than the one before it? */
static bool forces(const struct planner *p, uint32_t row)
{
    const struct row *r = row_at(p, 0, row);
    return is_forced(r) || r->name != row_at(p, 0, row - 1)->name;
}

/* Must this row stand on a page of the other side? */
static bool is_wrong_side(const struct planner *p, const struct row *r, bool odd)
{
    bool left = odd == p->story->odd_is_left;
    return (r->before == BREAK_LEFT && !left) || (r->before == BREAK_RIGHT && left);
}

static const struct page_shape *shape_of(const struct planner *p, uint32_t name, bool first,
                                         bool odd)
{
    const struct page_shapes *s = &p->story->shapes[name];
    return first ? p->story->first : odd ? &s->odd : &s->even;
}

static bool same_shape(const struct page_shape *a, const struct page_shape *b)
{
    return a->top == b->top && a->bottom == b->bottom && a->grid.pitch == b->grid.pitch &&
           a->grid.offset == b->grid.offset && a->foot.before == b->foot.before &&
           a->foot.after == b->foot.after && a->foot.columns == b->foot.columns &&
           a->foot.balance == b->foot.balance && a->flow == b->flow;
}

/* Does it matter for what follows on which side a page stands? */
static bool sides_matter(const struct planner *p)
{
    const struct flow *f = p->story->flows[0];
    for (uint32_t i = 0; i < f->count; i++) {
        const struct page_shapes *s = &p->story->shapes[f->rows[i].name];
        if (f->rows[i].before >= BREAK_LEFT || !same_shape(&s->odd, &s->even))
            return true;
    }
    return false;
}

/* ---- notes ---- */

/* Height (sp) of the foot whose columns are that high. */
static sp foot_height(const struct page_shape *s, uint32_t notes, sp level)
{
    return notes ? level + s->foot.before + s->foot.after : 0;
}

static sp room_for_notes(const struct page_shape *s, sp edge)
{
    return s->bottom - edge - s->foot.before - s->foot.after;
}

/* Height of one part by itself in a column, without what opens above its first line. */
static sp body_of(const struct track *t, const struct part *p)
{
    sp h = 0;
    for (uint32_t i = p->from; i < p->to; i++) {
        const struct slot *s = &t->slots[i];
        h += s->ascent + s->descent + (i > p->from ? s->close + s->margin + s->open : 0);
    }
    if (p->to == t->count)
        return h + t->tail;
    return h + t->slots[p->to].close + clone_close(t, p->to);
}

/* The level of the attempt's first n parts in one column, from that of one part less. */
static sp level_in_one_column(const struct planner *p, uint32_t n)
{
    const struct attempt *t = &p->try;
    const struct part *last = &t->parts[n - 1];
    const struct track *track = &p->story->flows[last->flow]->notes[last->note];
    const struct slot *first = &track->slots[last->from];
    if (n == 1)
        return first->open + (last->from ? clone_open(track, last->from) : 0) +
               body_of(track, last);
    const struct part *before = &t->parts[n - 2];
    const struct track *above = &p->story->flows[before->flow]->notes[before->note];
    return t->levels[n - 1] + sp_max(above->tail_margin, first->margin) + first->close +
           first->open + body_of(track, last);
}

/* The level of the attempt's first n parts. */
static sp level_of(struct planner *p, uint32_t n)
{
    struct attempt *t = &p->try;
    uint32_t known = n;
    if (!n)
        return 0;
    if (t->levels[n] < 0 && t->shape->foot.columns > 1)
        t->levels[n] = notes_level(p->scratch, p->story, t->parts, n, &t->shape->foot);
    while (t->levels[known] < 0 && known > 1)
        known--;
    for (; t->levels[n] < 0; known++)
        if (t->levels[known] < 0)
            t->levels[known] = level_in_one_column(p, known);
    return t->levels[n];
}

static void add_part(struct planner *p, struct part part)
{
    struct attempt *t = &p->try;
    uint32_t n = t->part_count++;
    t->parts = arena_grow(p->work, t->parts, sizeof part, n, n + 1u, &t->part_room);
    t->levels = arena_grow(p->work, t->levels, sizeof *t->levels, n + 1u, n + 2u, &t->level_room);
    t->parts[n] = part;
    t->levels[n + 1] = -1;
}

/* Has another track of the row called the note above the page's first lines? */
static bool is_called_above(const struct row *r, const uint32_t *from, uint32_t note)
{
    for (uint32_t t = 0; r->shared && from && t < r->count; t++) {
        uint32_t n = calls_before(&r->tracks[t], from[t]);
        for (uint32_t i = 0; i < n; i++)
            if (r->tracks[t].calls[i] == note)
                return true;
    }
    return false;
}

/* A note called takes its place in order among the attempt's parts behind the first `behind`. */
static void call_note(struct planner *p, uint32_t note, uint32_t behind)
{
    struct attempt *t = &p->try;
    const struct track *track = &t->flow->notes[note];
    uint32_t i = t->part_count;
    while (i > behind && t->parts[i - 1].note > note)
        i--;
    if (i > behind && t->parts[i - 1].note == note)
        return;
    struct part part = { note, 0, track->count, t->shape->flow };
    add_part(p, part);
    for (uint32_t k = t->part_count - 1; k > i; k--) {
        t->parts[k] = t->parts[k - 1];
        t->levels[k] = -1;
    }
    t->parts[i] = part;
    t->levels[i + 1] = -1;
}

/* The notes that a row's lines between two cuts call; NULL: from its start, to its end. */
static void call_notes(struct planner *p, const struct row *r, const uint32_t *from,
                       const uint32_t *to)
{
    uint32_t behind = p->try.part_count;
    if (p->story->notes_at_end)
        return;
    for (uint32_t t = 0; t < r->count; t++) {
        const struct track *track = &r->tracks[t];
        uint32_t i = from ? calls_before(track, from[t]) : 0;
        uint32_t end = to ? calls_before(track, to[t]) : track->call_count;
        for (; i < end; i++)
            if (!is_called_above(r, from, track->calls[i]))
                call_note(p, track->calls[i], behind);
    }
}

/* ---- what fits no page keeps nothing ---- */

/* The heads of a table repeated from y on: y behind them; y itself when they are too tall to be. */
static sp repeat_heads(const struct page_shape *s, const struct flow *f, const struct table *t,
                       sp y)
{
    sp start = y;
    for (uint32_t i = t->first_head; i < t->first_row; i++) {
        const struct row *r = &f->rows[i];
        sp top = row_top(s->grid, r, y, y == start ? ROW_TOP : ROW_BELOW), bottom = top;
        for (uint32_t k = 0; k < r->count; k++) {
            const struct track *track = &r->tracks[k];
            sp at = top + track_lead(r, track, ROW_BELOW, 0);
            for (uint32_t j = 0; j < track->count; j++)
                at = slot_baseline(s->grid, &track->slots[j], at, false) + track->slots[j].descent;
            bottom = sp_max(bottom, at + track->tail);
        }
        y = bottom;
    }
    return (y - start) * HEADS_SHARE <= s->bottom - s->top ? y : start;
}

/* The bottom of slots first … end - 1 of a track, set from y on. */
static sp bottom_of_slots(const struct page_shape *s, const struct track *t, uint32_t first,
                          uint32_t end, sp y, bool at_top)
{
    for (uint32_t k = first; k < end && y <= s->bottom; k++)
        y = slot_baseline(s->grid, &t->slots[k], y, at_top && k == first) + t->slots[k].descent;
    return y;
}

/* Would rows first … end - 1 stand on a page of that shape?  Their notes may part, so that they do not count. */
static bool rows_fit(const struct planner *p, const struct page_shape *s, uint32_t first,
                     uint32_t end)
{
    const struct flow *f = p->story->flows[s->flow];
    const struct row *r = &f->rows[first];
    sp top = s->top + r->clone_open, y = top;
    if (r->table && first >= r->table->first_row)
        y = repeat_heads(s, f, r->table, y);
    enum row_start start = y == top ? ROW_TOP : ROW_BELOW;
    sp bottom = y += start == ROW_TOP ? 0 : r->heads_gap;
    for (uint32_t i = first; i < end && bottom <= s->bottom; i++, start = ROW_BELOW) {
        const struct row *row = &f->rows[i];
        if (i > first && forces(p, i))
            return false;
        top = row_top(s->grid, row, y, start);
        for (uint32_t t = 0; t < row->count; t++) {
            const struct track *k = &row->tracks[t];
            sp at = bottom_of_slots(s, k, 0, k->count, top + track_lead(row, k, start, 0), false);
            bottom = sp_max(bottom, at + (k->hard_tail ? k->tail : 0));
            y = sp_max(y, at + k->tail);
        }
    }
    return bottom + f->rows[end - 1].behind <= s->bottom;
}

/* Would the slots of a group of a row's track? */
static bool slots_fit(const struct planner *p, const struct page_shape *s, uint32_t row,
                      uint32_t track, uint32_t group)
{
    const struct flow *f = p->story->flows[s->flow];
    const struct row *r = &f->rows[row];
    const struct track *t = &r->tracks[track];
    const struct group *g = &t->groups[group - 1];
    sp y = s->top + r->part_open;
    if (r->table && row >= r->table->first_row)
        y = repeat_heads(s, f, r->table, y);
    return bottom_of_slots(s, t, g->first, g->end, y, true) <= s->bottom;
}

/* Asks both sides of a name's pages. */
static bool fits_somewhere(struct planner *p, uint32_t name, uint32_t row, uint32_t end,
                           uint32_t track, uint32_t group)
{
    const struct page_shape *sides[] = { &p->story->shapes[name].odd,
                                         &p->story->shapes[name].even };
    for (int i = 0; i < 2; i++) {
        if (track == NONE ? rows_fit(p, sides[i], row, end)
                          : slots_fit(p, sides[i], row, track, group))
            return true;
        if (!p->sides)
            break;
    }
    return false;
}

/* Does break-inside: avoid on a row, or on a group of rows, hold? */
static bool row_keeps(struct planner *p, uint32_t row)
{
    if (!p->row_keeps[row])
        p->row_keeps[row] =
            fits_somewhere(p, row_at(p, 0, row)->name, row, row + 1, NONE, 0) ? 1 : 2;
    return p->row_keeps[row] == 1;
}

static bool group_keeps(struct planner *p, uint32_t group)
{
    const struct group *g = &p->story->flows[0]->groups[group - 1];
    if (!p->group_keeps[group])
        p->group_keeps[group] =
            fits_somewhere(p, row_at(p, 0, g->first)->name, g->first, g->end, NONE, 0) ? 1 : 2;
    return p->group_keeps[group] == 1;
}

/* Does a group of rows hold against a break before a row (or, at + 1, inside it)? */
static bool rows_are_kept(struct planner *p, uint32_t group, uint32_t at)
{
    const struct group *groups = p->story->flows[0]->groups;
    for (; group; group = groups[group - 1].around)
        if (groups[group - 1].first < at && group_keeps(p, group))
            return true;
    return false;
}

static bool slots_are_kept(void *with, uint32_t track, uint32_t group)
{
    struct planner *p = with;
    return fits_somewhere(p, row_at(p, 0, p->asked)->name, p->asked, 0, track, group);
}

/* What a break before a row lets go of.  Heads never stand without a row of their table. */
static enum level breach_before(struct planner *p, uint32_t row)
{
    const struct row *r = row_at(p, 0, row);
    if (r->table && row > r->table->first_head && row <= r->table->first_row)
        return LEVEL_OVERFLOW;
    bool kept =
        r->before == BREAK_AVOID || (r->before == BREAK_AUTO && rows_are_kept(p, r->group, row));
    return kept ? LEVEL_PART : LEVEL_KEEP;
}

/* And a break inside it. */
static enum level breach_inside(struct planner *p, uint32_t row)
{
    const struct row *r = row_at(p, 0, row);
    bool kept = (r->avoid && row_keeps(p, row)) || rows_are_kept(p, r->group, row + 1);
    return kept ? LEVEL_PART : LEVEL_KEEP;
}

/* ---- a row's ways ---- */

static void trails_of(struct planner *p, struct arena *a, const struct page_shape *s,
                      const struct row *r, uint32_t row, const uint32_t *from, enum row_start start,
                      sp top, sp limit, struct row_ways *w)
{
    p->asked = row;
    w->trails = arena_array(a, struct trail, r->count ? r->count : 1);
    w->slop = w->lead = 0;
    for (uint32_t t = 0; t < r->count; t++) {
        struct trail *trail = &w->trails[t];
        *trail =
            trail_build(a, s->grid, r, t, from ? from[t] : 0, start, top, limit, slots_are_kept, p);
        for (uint32_t i = 0; i < trail->count; i++)
            w->slop = sp_max(w->slop, trail->steps[i].edge - trail->steps[i].y);
        w->lead = sp_max(w->lead, trail->steps[0].y);
    }
}

/* How many settings other than the optimum lie on the way to a step. */
static uint32_t count_picks(const struct trail *t, uint32_t step)
{
    uint32_t n = 0;
    for (; step; step = t->steps[step].parent) {
        uint32_t slot = t->steps[step].slot;
        n += slot > t->track->count && t->track->slots[slot].at == 0;
    }
    return n;
}

/* Writes them in reading order into a list that ends at `end`. */
static void put_picks(const struct trail *t, uint32_t step, uint32_t row, uint32_t track,
                      struct pick *end)
{
    for (; step; step = t->steps[step].parent) {
        uint32_t slot = t->steps[step].slot;
        if (slot > t->track->count && t->track->slots[slot].at == 0)
            *--end = (struct pick){ row, track, slot };
    }
}

/* One height more, unless there is one as cheap; of more than WAYS_MOST the dearest goes. */
static void add_whole(struct whole *list, uint32_t *count, struct whole w)
{
    uint32_t at = 0, dearest = 0;
    for (; at < *count && (list[at].bottom != w.bottom || list[at].must != w.must); at++)
        if (list[at].cost > list[dearest].cost)
            dearest = at;
    if (at < *count || *count == WAYS_MOST) {
        at = at < *count ? at : dearest;
        if (list[at].cost <= w.cost)
            return;
    } else
        ++*count;
    list[at] = w;
}

/* A row's heights with one track more, which ends behind a step. */
static void add_end(struct arena *a, const struct trail *t, uint32_t step, uint32_t row,
                    uint32_t track, struct whole *had, struct whole *list, uint32_t *count)
{
    const struct step *end = &t->steps[step];
    struct whole w = *had;
    sp tail = t->track->tail;
    w.bottom = sp_max(w.bottom, end->y + tail);
    w.must = sp_max(w.must, end->y + (t->track->hard_tail ? tail : 0));
    w.cost = add(w.cost, end->cost);
    uint32_t more = t->single ? 0 : count_picks(t, step);
    if (more) {
        struct pick *picks = arena_array(a, struct pick, w.pick_count + more);
        if (w.pick_count)
            memcpy(picks, w.picks, w.pick_count * sizeof *picks);
        w.pick_count += more;
        put_picks(t, step, row, track, picks + w.pick_count);
        w.picks = picks;
    }
    add_whole(list, count, w);
}

/* All heights that a row can have whole; none when a track of it does not end above the limit. */
static void wholes_of(struct arena *a, const struct row *r, uint32_t row, struct row_ways *w)
{
    struct whole lists[2][WAYS_MOST] = { { { 0 } } };
    uint32_t counts[2] = { 1, 0 }, now = 0;
    for (uint32_t t = 0; t < r->count && counts[now]; t++, now = !now) {
        const struct trail *trail = &w->trails[t];
        counts[!now] = 0;
        for (uint32_t i = trail->count; i-- > 0;)
            if (trail->steps[i].cut == trail->track->count && trail->steps[i].same == i)
                for (uint32_t k = 0; k < counts[now]; k++)
                    add_end(a, trail, i, row, t, &lists[now][k], lists[!now], &counts[!now]);
    }
    w->whole_count = counts[now];
    w->wholes = arena_copy(a, lists[now], sizeof **lists, counts[now]);
}

/* Where on the grid y stands. */
static sp phase_of(struct grid g, sp y)
{
    sp over = g.pitch > 0 ? (y - g.offset) % g.pitch : 0;
    return over < 0 ? over + g.pitch : over;
}

/* The ways of a row that begins at top: remembered, as long as rows begin at the same place on the grid. */
static const struct row_ways *ways_of(struct planner *p, const struct page_shape *s, uint32_t row,
                                      sp top)
{
    const struct row *r = row_at(p, s->flow, row);
    struct row_ways **memo = &p->memo[(size_t)s->flow * row_count(p) + row];
    sp phase = phase_of(s->grid, top);
    if (*memo && (*memo)->pitch == s->grid.pitch && (*memo)->phase == phase)
        return *memo;
    struct arena *a = *memo ? p->scratch : p->work;
    struct row_ways *w = arena_new(a, struct row_ways);
    if (!*memo)
        *memo = w;
    w->pitch = s->grid.pitch;
    w->phase = phase;
    trails_of(p, a, s, r, row, NULL, ROW_BELOW, s->grid.pitch > 0 ? s->grid.offset + phase : 0,
              SP_MAX, w);
    wholes_of(a, r, row, w);
    return w;
}

/* ---- ends of a page ---- */

static int64_t gap_cost(const struct planner *p, sp gap)
{
    double lines = (double)gap / (double)p->story->line;
    int64_t cost = (int64_t)(lines * lines * (double)COST_GAP_LINE);
    return cost > 1000000000000 ? 1000000000000 : cost;
}

/* Gives the gaps between rows whole lines of the grid, each the same number. */
static sp stretched(const struct attempt *t, sp gap, uint32_t gaps, uint32_t most, uint32_t *lines)
{
    sp pitch = t->shape->grid.pitch;
    *lines = 0;
    if (pitch <= 0 || !gaps || gap < pitch)
        return gap;
    sp fit = gap / (pitch * (sp)gaps);
    *lines = fit < (sp)most ? (uint32_t)fit : most;
    return gap - pitch * (sp)gaps * (sp)*lines;
}

/* An end that has been found, before its notes and its gap are known. */
struct found {
    sp edge;
    int64_t cost;
    uint32_t row, choice, gaps, row_stretch;
    const uint32_t *cut; /* of `tracks` entries; NULL: before the row */
    uint32_t tracks;
    uint8_t flow;
    bool forced;       /* no wish to fill the page */
    bool over;         /* it may leave the page */
    enum level breach; /* what it lets go of */
};

/* Of the attempt's parts up to n all behind the first `whole` wait, but for `slots` of the next. */
static void keep_rest(struct planner *p, struct end *e, uint32_t whole, uint32_t slots, uint32_t n)
{
    struct attempt *t = &p->try;
    if (slots && t->parts[whole].from + slots == t->parts[whole].to) {
        whole++;
        slots = 0;
    }
    e->rest = NONE;
    e->rest_count = n - whole;
    if (whole == n)
        return;
    const size_t had = t->rest_count, all = had + e->rest_count;
    t->rests = arena_grow(p->work, t->rests, sizeof *t->rests, had, all, &t->rest_room);
    memcpy(t->rests + had, t->parts + whole, e->rest_count * sizeof *t->rests);
    t->rests[had].from += slots;
    t->rest_count = all;
    e->rest = (uint32_t)had;
}

static void keep_end(struct planner *p, const struct found *f, struct facts page, uint32_t whole,
                     uint32_t slots, uint32_t n)
{
    struct attempt *t = &p->try;
    struct end e = { .cost = page.cost, .row = f->row, .cut = NONE, .choice = f->choice };
    e.flow = f->flow;
    e.page = page;
    if (f->cut) {
        size_t had = t->cut_count, all = had + f->tracks;
        t->cuts = arena_grow(p->work, t->cuts, sizeof *t->cuts, had, all, &t->cut_room);
        memcpy(t->cuts + had, f->cut, f->tracks * sizeof *t->cuts);
        e.cut = (uint32_t)had;
        t->cut_count = all;
    }
    keep_rest(p, &e, whole, slots, n);
    t->ends = arena_grow(p->work, t->ends, sizeof e, t->end_count, t->end_count + 1u, &t->end_room);
    t->ends[t->end_count++] = e;
}

/* How the attempt's notes stand below an edge. */
struct standing {
    sp level;
    uint32_t whole, slots; /* parts that stand, and slots of the next */
    int64_t cost;
    bool fits;
};

/* Height of the columns when the first parts stand so: level ones, unless a level would need more than they were filled to. */
static sp level_standing(struct planner *p, const struct standing *notes)
{
    struct attempt *t = &p->try;
    uint32_t n = notes->whole + (notes->slots > 0);
    if (!n)
        return 0;
    const struct part last = t->parts[n - 1];
    if (notes->slots)
        t->parts[n - 1].to = last.from + notes->slots;
    sp level = notes_level(p->scratch, p->story, t->parts, n, &t->shape->foot);
    t->parts[n - 1] = last;
    return sp_min(level, notes->level);
}

/* Does a share of the attempt's first n parts have a line of every note, the last of which was called here? */
static bool starts_all(const struct attempt *t, const struct share *s, uint32_t n)
{
    return s->whole == n || (s->whole + 1 == n && s->slots > 0 && n > t->waited);
}

/* Notes in a room too low for all: the last one parts, as the level allows, or, when that may be, they start late. */
static struct standing part_notes(struct planner *p, uint32_t n, sp room)
{
    static const struct {
        enum parting parting;
        enum level level;
        int64_t cost;
    } ways[] = { { PART_LEGALLY, LEVEL_KEEP, 0 },
                 { PART_GROUPS, LEVEL_PART, COST_PART },
                 { PART_ANYWHERE, LEVEL_TEAR, COST_TEAR } };
    struct attempt *t = &p->try;
    const struct foot_shape *foot = &t->shape->foot;
    struct share s = { 0 };
    for (size_t i = 0; i < sizeof ways / sizeof *ways && ways[i].level <= t->level; i++) {
        s = notes_share(p->scratch, p->story, t->parts, n, foot, room, ways[i].parting);
        if (p->story->notes_at_end || starts_all(t, &s, n))
            return (struct standing){ .whole = s.whole,
                                      .slots = s.slots,
                                      .level = s.height,
                                      .cost = p->story->notes_at_end
                                                  ? 0
                                                  : ways[i].cost + (s.whole < n) * COST_NOTE_PARTS,
                                      .fits = true };
    }
    uint32_t waits = n - s.whole - (s.slots > 0);
    return (struct standing){ .whole = s.whole,
                              .slots = s.slots,
                              .level = s.height,
                              .cost = COST_LATE * (waits < LATE_COUNTED ? waits : LATE_COUNTED),
                              .fits = t->level >= LEVEL_LATE };
}

/* An end becomes one of the attempt's, if its notes, the attempt's first n parts, stand below it as its level asks. */
static void try_end(struct planner *p, const struct found *f, uint32_t n)
{
    struct attempt *t = &p->try;
    const struct page_shape *s = t->shape;
    sp room = room_for_notes(s, f->edge);
    struct standing notes = { .whole = n, .level = level_of(p, n), .fits = true };
    bool over = n ? notes.level > room : f->edge > s->bottom;
    if (over && n)
        notes = part_notes(p, n, room);
    if (!notes.fits || (over && !n && !f->over) || (n && f->edge > s->bottom && !f->over))
        return;
    if (over && n)
        notes.level = level_standing(p, &notes);
    uint32_t stand = notes.whole + (notes.slots > 0);
    struct facts page = { .level = notes.level, .let_go = t->level, .heads = t->heads };
    page.forced = f->forced;
    page.breach = f->breach;
    page.gap = s->bottom - f->edge - foot_height(s, stand, notes.level);
    page.gap = stretched(t, page.gap, f->gaps, f->row_stretch, &page.stretch);
    bool last = f->row == row_count(p) && notes.whole == n;
    sp gap = f->forced || f->row == row_count(p) ? 0 : sp_max(page.gap, 0);
    if (gap > t->window)
        return;
    int64_t cost = add(f->cost, COST_PAGE);
    cost = add(cost, notes.cost);
    cost = add(cost, gap_cost(p, gap));
    cost = add(cost, (int64_t)page.stretch * f->gaps * COST_STRETCH);
    if (last && !t->first_page && f->edge - s->top < LAST_LEAST * p->story->line)
        cost = add(cost, COST_LAST_SHORT);
    page.cost = cost;
    keep_end(p, f, page, notes.whole, notes.slots, n);
}

/* ---- cuts through a row ---- */

struct cutting {
    const struct row *row;
    const struct row_ways *ways;
    const uint32_t *from; /* the cut it begins with; NULL: its start */
    uint32_t number;
    uint8_t flow;
    sp top;
    const struct way *way;
    uint32_t before, all;     /* parts before the row's calls, and with all of them */
    uint32_t callers, caller; /* how many tracks call notes, one of them */
    uint32_t *nodes, *cut;
    enum level inside; /* what a cut through the row lets go of */
};

/* What a cut through the track behind a node costs. */
static int64_t cut_cost(const struct trail *t, const struct step *n)
{
    const struct slot *slots = t->track->slots;
    int64_t cost = n->cost;
    if (n->slot == TRAIL_NONE)
        return 0;
    if (n->breach == LEVEL_TEAR)
        cost += COST_TEAR;
    if (n->breach == LEVEL_PART)
        cost += COST_PART;
    if (slots[n->slot].hyphenated && n->cut != t->track->count && slots[n->cut].at)
        cost += COST_PAGE_HYPHEN;
    return cost;
}

/* One choice more. */
static uint32_t choose(struct planner *p, const struct pick *picks, uint32_t n, uint32_t above)
{
    struct attempt *t = &p->try;
    if (!n)
        return above;
    struct choice made = { picks, n, above };
    t->choices = arena_grow(p->work, t->choices, sizeof made, t->choice_count, t->choice_count + 1,
                            &t->choice_room);
    t->choices[t->choice_count] = made;
    return (uint32_t)t->choice_count++;
}

/* The settings that a row takes up to a cut, and the rows above it. */
static uint32_t choose_cut(struct planner *p, const struct cutting *c)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < c->row->count; t++)
        n += c->ways->trails[t].single ? 0 : count_picks(&c->ways->trails[t], c->nodes[t]);
    struct pick *picks = arena_array(p->scratch, struct pick, n), *end = picks;
    for (uint32_t t = 0; n && t < c->row->count; t++) {
        end += count_picks(&c->ways->trails[t], c->nodes[t]);
        put_picks(&c->ways->trails[t], c->nodes[t], c->number, t, end);
    }
    return choose(p, picks, n, c->way->choice);
}

/* A cut with a node for each track. */
static void try_cut(struct planner *p, struct cutting *c)
{
    struct attempt *t = &p->try;
    sp bottom = 0;
    int64_t cost = add(c->way->cost, COST_CUT);
    bool whole = true;
    enum level breach = c->inside;
    for (uint32_t k = 0; k < c->row->count; k++) {
        const struct trail *trail = &c->ways->trails[k];
        const struct step *n = &trail->steps[c->nodes[k]];
        bottom = sp_max(bottom, n->edge);
        cost = add(cost, cut_cost(trail, n));
        c->cut[k] = n->cut;
        whole = whole && n->cut == trail->track->count;
        breach = c->nodes[k] && n->breach > breach ? n->breach : breach;
    }
    if (whole)
        return;
    if (c->inside == LEVEL_PART)
        cost = add(cost, COST_PART);
    uint32_t n =
        c->before +
        (c->callers == 1
             ? calls_before(&c->row->tracks[c->caller], c->cut[c->caller]) -
                   (c->from ? calls_before(&c->row->tracks[c->caller], c->from[c->caller]) : 0)
             : 0);
    bool own = c->callers > 1 && c->all > c->before;
    struct part *kept = NULL;
    sp *levels = NULL;
    uint32_t had = t->part_count;
    if (own) { /* the calls of several tracks are not in the order of one: collected for this cut alone */
        kept = arena_copy(p->scratch, t->parts + c->before, sizeof *kept, had - c->before);
        levels = arena_copy(p->scratch, t->levels + c->before, sizeof *levels, had - c->before + 1);
        t->part_count = c->before;
        call_notes(p, c->row, c->from, c->cut);
        n = t->part_count;
    }
    struct found f = { .edge = c->top + bottom + c->row->part_behind,
                       .cost = cost,
                       .row = c->number,
                       .gaps = t->gaps,
                       .row_stretch = t->row_stretch,
                       .cut = c->cut,
                       .tracks = c->row->count,
                       .flow = c->flow,
                       .over = t->level == LEVEL_OVERFLOW,
                       .breach = breach };
    f.choice = choose_cut(p, c);
    try_end(p, &f, n);
    if (own) {
        memcpy(t->parts + c->before, kept, (had - c->before) * sizeof *kept);
        memcpy(t->levels + c->before, levels, (had - c->before + 1) * sizeof *levels);
        t->part_count = had;
    }
}

/* All cuts with the leader's node fixed: the other tracks from `track` on take what ends no lower. */
static void try_followers(struct planner *p, struct cutting *c, uint32_t leader, sp y,
                          uint32_t track)
{
    if (track == leader)
        track++;
    if (track == c->row->count) {
        try_cut(p, c);
        return;
    }
    uint32_t nodes[WAYS_MOST];
    const struct trail *trail = &c->ways->trails[track];
    uint32_t n = trail_cuts(trail, y, p->try.level, p->try.stops, nodes, WAYS_MOST);
    for (uint32_t i = 0; i < n; i++) {
        c->nodes[track] = nodes[i];
        try_followers(p, c, leader, y, track + 1);
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

/* How many of the attempt's first n notes stand whole, as they would by themselves, wherever its page ends: the last one called
 * may part, late ones wait, and in columns what is to stay whole may part to be lower. */
static uint32_t whole_notes(const struct attempt *t, uint32_t n)
{
    if (t->level >= (t->shape->foot.columns > 1 ? LEVEL_PART : LEVEL_LATE))
        return 0;
    return n > t->waited ? n - 1 : n;
}

/* Where a row may part on the page, in one way of the rows above it: behind lines that fit and leave no gap beyond the
 * window. */
static void try_cuts(struct planner *p, struct cutting *c)
{
    const struct attempt *t = &p->try;
    sp room = t->shape->bottom - c->top;
    uint32_t whole = whole_notes(t, c->before);
    sp bottom = room - foot_height(t->shape, whole, level_of(p, whole)), top = 0;
    if (t->window != SP_MAX) {
        sp need = room - foot_height(t->shape, c->all, level_of(p, c->all)) - t->window -
                  c->row->part_behind - t->shape->grid.pitch * (sp)t->gaps * (sp)t->row_stretch;
        top = c->ways->lead < need ? need - c->ways->slop : 0;
    }
    for (uint32_t l = 0; l < c->row->count && top <= bottom; l++) {
        const struct trail *trail = &c->ways->trails[l];
        for (uint32_t i = first_step(trail, top); i < trail->count; i++) {
            const struct step *n = &trail->steps[i];
            if (n->y > bottom && trail->single)
                break;
            if (n->breach > t->level || n->y > bottom || n->y < top)
                continue;
            c->nodes[l] = i;
            try_followers(p, c, l, n->y, 0);
        }
    }
}

/* ---- a page ---- */

static void add_way(struct attempt *t, struct way w)
{
    for (uint32_t i = 0; i < t->more_count; i++)
        if (t->more[i].y == w.y && t->more[i].edge == w.edge) {
            if (w.cost < t->more[i].cost)
                t->more[i] = w;
            return;
        }
    uint32_t at = t->more_count;
    if (at == WAYS_MOST) {
        at = 0;
        for (uint32_t i = 1; i < t->more_count; i++)
            if (t->more[i].cost > t->more[at].cost)
                at = i;
        if (t->more[at].cost <= w.cost)
            return;
    } else
        t->more_count++;
    t->more[at] = w;
}

/* The way behind a row that is forced onto a page whole. */
static void follow_forced(struct planner *p, const struct cutting *c)
{
    sp y = 0, must = 0;
    for (uint32_t t = 0; t < c->row->count; t++) {
        const struct trail *trail = &c->ways->trails[t];
        sp bottom = trail->steps[c->nodes[t]].y;
        y = sp_max(y, bottom + trail->track->tail);
        must = sp_max(must, bottom + (trail->track->hard_tail ? trail->track->tail : 0));
    }
    struct way next = { c->top + y, c->top + must + c->row->behind, c->way->cost, c->way->choice };
    add_way(&p->try, next);
}

/* Nothing fits: the lines of the optimum that end no lower than the first one that ends, whatever its height; of a row that
 * begins, one of each track. */
static void force_lines(struct planner *p, struct cutting *c)
{
    struct way way = *c->way;
    sp y = SP_MAX;
    bool whole = true;
    for (uint32_t t = 0; t < c->row->count; t++)
        if (c->ways->trails[t].count > 1)
            y = sp_min(y, c->ways->trails[t].steps[1].y);
    for (uint32_t t = 0; t < c->row->count; t++) {
        const struct trail *trail = &c->ways->trails[t];
        uint32_t n = 0;
        while (n + 1 < trail->count && trail->steps[n + 1].y <= y &&
               trail->steps[n + 1].parent == n)
            n++;
        if (!n && !c->from && trail->count > 1)
            n = 1; /* a row's first lines stay side by side */
        c->nodes[t] = n;
        whole = whole && trail->steps[n].cut == trail->track->count;
    }
    way.cost = add(way.cost, COST_OVERFLOW);
    c->way = &way;
    if (whole)
        follow_forced(p, c);
    else
        try_cut(p, c);
}

/* Can the attempt's first n notes stand below an edge, the last of them parted at need? */
static bool may_stand(struct planner *p, uint32_t n, sp edge)
{
    struct attempt *t = &p->try;
    if (edge > t->shape->bottom)
        return false;
    if (!n || level_of(p, n) <= room_for_notes(t->shape, edge))
        return true;
    struct standing s = part_notes(p, n, room_for_notes(t->shape, edge));
    return s.fits;
}

/* The place of a row on the attempt's page. */
static enum row_start start_of(const struct planner *p, uint32_t row, bool at_top)
{
    const struct state *from = &p->states[p->try.from];
    if (row == from->row && from->cut != NONE)
        return ROW_GOES_ON;
    if (row > from->row || !at_top)
        return ROW_BELOW;
    if (p->try.first_page)
        return ROW_BELOW;
    return (row ? forces(p, row) : is_forced(row_at(p, 0, row))) ? ROW_FORCED : ROW_TOP;
}

/* The ways behind a row that stands whole. */
static void follow_row(struct planner *p, const struct cutting *c, const struct row *r, uint32_t n)
{
    struct attempt *t = &p->try;
    for (uint32_t i = 0; i < c->ways->whole_count; i++) {
        const struct whole *w = &c->ways->wholes[i];
        struct way next = { c->top + w->bottom, c->top + w->must + r->behind,
                            add(c->way->cost, w->cost), c->way->choice };
        if (!may_stand(p, n, c->top + w->must)) /* what is behind it is not, if another follows */
            continue;
        next.choice = choose(p, w->picks, w->pick_count, c->way->choice);
        add_way(t, next);
    }
}

/* One more row onto the page: its cuts become ends, its ways go on.  False when it cannot stand whole. */
static bool take_row(struct planner *p, uint32_t row, sp heads_gap, bool at_top)
{
    struct attempt *t = &p->try;
    const struct state *from = &p->states[t->from];
    bool goes_on = row == from->row && from->cut != NONE;
    unsigned flow = goes_on ? from->flow : t->shape->flow;
    const struct row *r = row_at(p, flow, row);
    enum row_start start = start_of(p, row, at_top);
    uint32_t *cut =
        goes_on ? arena_copy(p->scratch, p->cuts + from->cut, sizeof *cut, r->count) : NULL;
    struct cutting c = { .row = r, .from = cut, .number = row, .flow = (uint8_t)flow };
    c.inside = breach_inside(p, row);
    c.before = t->part_count;
    call_notes(p, r, cut, NULL);
    c.all = t->part_count;
    for (uint32_t k = 0; c.all > c.before && k < r->count; k++)
        if (r->tracks[k].call_count > (cut ? calls_before(&r->tracks[k], cut[k]) : 0)) {
            c.callers++;
            c.caller = k;
        }
    if (r->shared)
        c.callers = 2;
    c.nodes = arena_array(p->scratch, uint32_t, r->count ? r->count : 1);
    c.cut = arena_array(p->scratch, uint32_t, r->count ? r->count : 1);
    if (row > from->row && r->table && r->table == row_at(p, 0, row - 1)->table &&
        row - 1 >= r->table->first_row) {
        t->gaps++;
        t->row_stretch = r->table->row_stretch;
    }
    t->more_count = 0;
    for (uint32_t i = 0; i < t->way_count; i++) {
        struct row_ways own;
        c.way = &t->ways[i];
        c.top =
            row_top(t->shape->grid, r, t->ways[i].y + (row == from->row ? heads_gap : 0), start);
        if (goes_on) {
            sp limit = t->level == LEVEL_OVERFLOW ? SP_MAX : t->shape->bottom - c.top;
            trails_of(p, p->scratch, t->shape, r, row, cut, start, c.top, limit, &own);
            wholes_of(p->scratch, r, row, &own);
            c.ways = &own;
        } else
            c.ways = ways_of(p, t->shape, row, c.top);
        size_t most = 1;
        for (uint32_t k = 0; k < r->count; k++)
            most = c.ways->trails[k].count > most ? c.ways->trails[k].count : most;
        if (most > t->stop_room)
            t->stops = arena_array(p->work, bool, t->stop_room = 2 * most);
        if (t->level == LEVEL_OVERFLOW && row == from->row)
            force_lines(p, &c);
        else {
            if (c.inside <= t->level)
                try_cuts(p, &c);
            follow_row(p, &c, r, c.all);
        }
    }
    struct way *ways = t->ways;
    t->ways = t->more;
    t->more = ways;
    t->way_count = t->more_count;
    return t->way_count > 0;
}

/* The page ends before a row, or with the document. */
static void end_before(struct planner *p, uint32_t row, bool forced, enum level breach)
{
    struct attempt *t = &p->try;
    for (uint32_t i = 0; i < t->way_count; i++) {
        struct found f = { .edge = t->ways[i].edge,
                           .cost = add(t->ways[i].cost, breach == LEVEL_PART ? COST_PART : 0),
                           .row = row,
                           .choice = t->ways[i].choice,
                           .gaps = t->gaps,
                           .row_stretch = t->row_stretch,
                           .forced = forced,
                           .breach = breach,
                           .over = t->level == LEVEL_OVERFLOW };
        try_end(p, &f, t->part_count);
    }
}

/* All notes gather under the last page. */
static void call_all(struct planner *p)
{
    const struct attempt *t = &p->try;
    for (uint32_t i = 0; i < p->story->note_count; i++)
        add_part(p, (struct part){ i, 0, t->flow->notes[i].count, t->shape->flow });
}

/* Text onto the attempt's page, and every end it may have. */
static void take_rows(struct planner *p)
{
    struct attempt *t = &p->try;
    const struct state from = p->states[t->from];
    bool goes_on = from.cut != NONE;
    const struct row *r = row_at(p, goes_on ? from.flow : t->shape->flow, from.row);
    sp y = t->shape->top + (goes_on ? r->part_open : r->clone_open), below = y;
    if (r->table && from.row >= r->table->first_row)
        below = repeat_heads(t->shape, p->story->flows[goes_on ? from.flow : t->shape->flow],
                             r->table, y);
    t->heads = below > y;
    t->gaps = t->row_stretch = 0;
    t->ways[0] = (struct way){ below, below, 0, NONE };
    t->way_count = 1;
    sp heads_gap = !t->heads ? 0 : goes_on ? r->table->heads_gap : r->heads_gap;
    for (uint32_t row = from.row;;) {
        if (!take_row(p, row, heads_gap, !t->heads))
            break;
        row++;
        if (row == row_count(p)) {
            if (p->story->notes_at_end)
                call_all(p);
            end_before(p, row, true, LEVEL_KEEP);
            break;
        }
        if (forces(p, row)) {
            end_before(p, row, true, LEVEL_KEEP);
            break;
        }
        enum level breach = breach_before(p, row);
        if (breach <= t->level)
            end_before(p, row, false, breach);
        if (t->level == LEVEL_OVERFLOW)
            break;
    }
    t->part_count = t->waited;
}

/* ---- states ---- */

static uint64_t mixed(uint64_t h, uint64_t v)
{
    h ^= v + 0x9E3779B97F4A7C15u + (h << 6) + (h >> 2);
    return h * 0xD6E8FEB86659FD93u;
}

static const struct part *waiting_part(const struct planner *p, uint32_t waits, uint32_t i)
{
    return &p->parts[p->waiting[waits].first + i];
}

static bool same_waiting(const struct planner *p, uint32_t waits, const struct part *parts,
                         uint32_t n)
{
    if (waits == NONE || !n)
        return (waits == NONE) == !n;
    const struct waiting *w = &p->waiting[waits];
    if (w->count != n || w->from != parts[0].from)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct part *own = waiting_part(p, waits, i);
        if (own->note != parts[i].note || own->to != parts[i].to || own->flow != parts[i].flow)
            return false;
    }
    return true;
}

static uint64_t key_of(const struct end *e, const uint32_t *cut, uint32_t tracks,
                       const struct part *rest, uint8_t odd)
{
    uint64_t h = mixed(e->row, odd);
    for (uint32_t i = 0; cut && i < tracks; i++)
        h = mixed(h, cut[i] + 1u);
    if (e->rest_count)
        h = mixed(mixed(h, rest->note), ((uint64_t)rest->from << 32) | e->rest_count);
    return h;
}

/* How far a track has come before slot `at`, whatever the settings above it. */
static uint64_t track_progress(const struct track *t, uint32_t at)
{
    if (at == t->count)
        return 2 * (uint64_t)t->count;
    return 2 * (uint64_t)t->slots[at].paragraph + t->slots[at].at;
}

/* How far all tracks of a row have come before a cut. */
static uint64_t text_progress(const struct row *r, const uint32_t *cut)
{
    uint64_t sum = 0;
    for (uint32_t t = 0; t < r->count; t++)
        sum += track_progress(&r->tracks[t], cut[t]);
    return sum;
}

/* What waits: fewer notes, then fewer lines of the first, are farther; one that has not begun may yet be set in more lines. */
static uint64_t notes_left(const struct part *rest, uint32_t n)
{
    if (!n)
        return 0;
    return (uint64_t)n << 32 | (rest->from ? rest->to - rest->from : UINT32_MAX);
}

static bool is_before(const struct planner *p, uint32_t a, uint32_t b)
{
    const struct state *x = &p->states[a], *y = &p->states[b];
    if (x->row != y->row)
        return x->row < y->row;
    return x->text != y->text ? x->text < y->text : x->notes > y->notes;
}

static void heap_put(struct planner *p, uint32_t state)
{
    p->heap =
        arena_grow(p->work, p->heap, sizeof state, p->heap_count, p->heap_count + 1, &p->heap_room);
    size_t i = p->heap_count++;
    for (; i > 0 && is_before(p, state, p->heap[(i - 1) / 2]); i = (i - 1) / 2)
        p->heap[i] = p->heap[(i - 1) / 2];
    p->heap[i] = state;
}

static uint32_t heap_take(struct planner *p)
{
    uint32_t first = p->heap[0], last = p->heap[--p->heap_count];
    size_t i = 0;
    for (size_t k; (k = 2 * i + 1) < p->heap_count; i = k) {
        if (k + 1 < p->heap_count && is_before(p, p->heap[k + 1], p->heap[k]))
            k++;
        if (!is_before(p, p->heap[k], last))
            break;
        p->heap[i] = p->heap[k];
    }
    if (p->heap_count)
        p->heap[i] = last;
    return first;
}

/* Is it the state that an end leads to? */
static bool is_state(const struct planner *p, const struct state *s, const struct end *e,
                     const uint32_t *cut, const struct part *rest, uint8_t odd)
{
    if (s->row != e->row || s->odd != odd || (s->cut == NONE) != !cut)
        return false;
    if (cut && (s->flow != e->flow || memcmp(p->cuts + s->cut, cut,
                                             row_at(p, e->flow, e->row)->count * sizeof *cut) != 0))
        return false;
    return same_waiting(p, s->waits, rest, e->rest_count);
}

static void rehash(struct planner *p)
{
    size_t room = p->hash_room ? 4 * p->hash_room : HASH_LEAST;
    uint32_t *hash = arena_array(p->work, uint32_t, room);
    for (size_t i = 0; i < p->hash_room; i++) {
        if (!p->hash[i])
            continue;
        const struct state *s = &p->states[p->hash[i] - 1];
        struct end e = { .row = s->row, .flow = s->flow };
        struct part first = { 0 };
        if (s->waits != NONE) {
            first = *waiting_part(p, s->waits, 0);
            first.from = p->waiting[s->waits].from;
            e.rest_count = p->waiting[s->waits].count;
        }
        const uint32_t *cut = s->cut == NONE ? NULL : p->cuts + s->cut;
        uint32_t tracks = cut ? row_at(p, s->flow, s->row)->count : 0;
        size_t at = key_of(&e, cut, tracks, &first, s->odd) & (room - 1);
        while (hash[at])
            at = (at + 1) & (room - 1);
        hash[at] = p->hash[i];
    }
    p->hash = hash;
    p->hash_room = room;
}

/* Notes that wait behind a page. */
static uint32_t put_waiting(struct planner *p, const struct part *rest, uint32_t n)
{
    if (!n)
        return NONE;
    struct waiting w = { (uint32_t)p->part_count, n, rest->from };
    p->parts = arena_grow(p->work, p->parts, sizeof *rest, p->part_count, p->part_count + n,
                          &p->part_room);
    memcpy(p->parts + p->part_count, rest, n * sizeof *rest);
    p->part_count += n;
    p->waiting = arena_grow(p->work, p->waiting, sizeof w, p->waiting_count, p->waiting_count + 1,
                            &p->waiting_room);
    p->waiting[p->waiting_count] = w;
    return (uint32_t)p->waiting_count++;
}

/* A state's page takes the settings of a choice and of those above it, in reading order. */
static void take_picks(struct planner *p, struct state *s, uint32_t choice)
{
    const struct choice *list = p->try.choices;
    uint32_t n = 0;
    for (uint32_t i = choice; i != NONE; i = list[i].above)
        n += list[i].count;
    struct pick *picks = n ? arena_array(p->work, struct pick, n) : NULL;
    s->picks = picks;
    s->pick_count = n;
    for (uint32_t i = choice; i != NONE; i = list[i].above) {
        n -= list[i].count;
        memcpy(picks + n, list[i].picks, list[i].count * sizeof *picks);
    }
}

/* An end leads to its state: a new one, or a dearer way to it is forgotten. */
static void reach(struct planner *p, const struct end *e)
{
    const struct attempt *t = &p->try;
    const uint32_t *cut = e->cut == NONE ? NULL : t->cuts + e->cut;
    const struct part *rest = e->rest == NONE ? NULL : t->rests + e->rest;
    bool ends = e->row == row_count(p) && !rest; /* on whichever side */
    uint8_t odd = p->sides && !ends ? !p->states[t->from].odd : 0;
    if (p->sides && !cut && !rest && !ends && is_wrong_side(p, row_at(p, 0, e->row), odd))
        odd = !odd; /* behind a blank page */
    if (2 * p->state_count >= p->hash_room)
        rehash(p);
    uint32_t tracks = cut ? row_at(p, e->flow, e->row)->count : 0;
    size_t at = key_of(e, cut, tracks, rest, odd) & (p->hash_room - 1);
    int64_t cost = add(p->states[t->from].cost, e->cost);
    while (p->hash[at] && !is_state(p, &p->states[p->hash[at] - 1], e, cut, rest, odd))
        at = (at + 1) & (p->hash_room - 1);
    if (p->hash[at]) {
        struct state *s = &p->states[p->hash[at] - 1];
        if (cost >= s->cost)
            return;
        s->cost = cost;
        s->previous = t->from;
        take_picks(p, s, e->choice);
        s->page = e->page;
        return;
    }
    struct state s = { .cost = cost, .row = e->row, .cut = NONE, .previous = t->from };
    take_picks(p, &s, e->choice);
    s.flow = e->flow;
    s.odd = odd;
    s.page = e->page;
    s.text = cut ? text_progress(row_at(p, e->flow, e->row), cut) : 0;
    s.notes = notes_left(rest, e->rest_count);
    if (cut) {
        p->cuts = arena_grow(p->work, p->cuts, sizeof *cut, p->cut_count, p->cut_count + tracks,
                             &p->cut_room);
        memcpy(p->cuts + p->cut_count, cut, tracks * sizeof *cut);
        s.cut = (uint32_t)p->cut_count;
        p->cut_count += tracks;
    }
    s.waits = put_waiting(p, rest, e->rest_count);
    p->states = arena_grow(p->work, p->states, sizeof s, p->state_count, p->state_count + 1,
                           &p->state_room);
    p->states[p->state_count] = s;
    p->hash[at] = (uint32_t)++p->state_count;
    if (ends)
        p->end_state = (uint32_t)p->state_count - 1;
    heap_put(p, (uint32_t)p->state_count - 1);
}

/* ---- from a state ---- */

/* The ends that count: all within the window, or those of the least gap. */
static void reach_ends(struct planner *p)
{
    struct attempt *t = &p->try;
    sp least = SP_MAX;
    for (uint32_t i = 0; t->window == SP_MAX && i < t->end_count; i++)
        least = sp_min(least, t->ends[i].page.forced ? 0 : sp_max(t->ends[i].page.gap, 0));
    for (uint32_t i = 0; i < t->end_count; i++)
        if (p->wide || t->window != SP_MAX || t->ends[i].page.forced ||
            t->ends[i].page.gap <= least)
            reach(p, &t->ends[i]);
}

/* The notes that wait, on a page that has no text: as many as it holds. */
static void end_with_notes(struct planner *p, bool forced)
{
    const struct state from = p->states[p->try.from];
    struct found f = {
        .edge = p->try.shape->top, .row = from.row, .choice = NONE, .forced = forced
    };
    f.cut = from.cut == NONE ? NULL : p->cuts + from.cut;
    f.tracks = f.cut ? row_at(p, from.flow, from.row)->count : 0;
    f.flow = from.flow;
    p->try.heads = false;
    try_end(p, &f, p->try.part_count);
}

/* Notes that do not all stand on the page they begin: what it holds, at least one line. */
static void notes_alone(struct planner *p)
{
    struct attempt *t = &p->try;
    const struct state from = p->states[t->from];
    const struct foot_shape *foot = &t->shape->foot;
    sp room = sp_max(room_for_notes(t->shape, t->shape->top), 0);
    struct share s =
        notes_share(p->scratch, p->story, t->parts, t->part_count, foot, room, PART_LEGALLY);
    if (!s.whole && !s.slots)
        s = notes_share(p->scratch, p->story, t->parts, t->part_count, foot, room, PART_ANYWHERE);
    struct standing notes = { .whole = s.whole, .slots = s.slots, .level = s.height };
    struct facts page = { .forced = true, .cost = COST_PAGE };
    if (!s.whole && !s.slots) { /* a line taller than the page */
        notes = (struct standing){ .slots = 1, .level = SP_MAX };
        page.let_go = LEVEL_OVERFLOW;
        page.cost += COST_OVERFLOW;
    }
    page.level = level_standing(p, &notes);
    page.gap = room_for_notes(t->shape, t->shape->top) - page.level;
    struct found f = { .edge = t->shape->top, .row = from.row, .choice = NONE, .forced = true };
    f.cut = from.cut == NONE ? NULL : p->cuts + from.cut;
    f.tracks = f.cut ? row_at(p, from.flow, from.row)->count : 0;
    f.flow = from.flow;
    const struct waiting *w = &p->waiting[from.waits];
    while (t->part_count < w->count) /* parts that were not looked at wait, too */
        add_part(p, *waiting_part(p, from.waits, t->part_count));
    keep_end(p, &f, page, notes.whole, notes.slots, w->count);
}

/* The notes that wait become the attempt's first parts; false when they need more room than the page has. */
static bool load_waiting(struct planner *p)
{
    struct attempt *t = &p->try;
    const struct state *from = &p->states[t->from];
    t->part_count = 0;
    t->waited = 0;
    if (from->waits == NONE)
        return true;
    const struct waiting *w = &p->waiting[from->waits];
    sp room = sp_max(room_for_notes(t->shape, t->shape->top), 0), least = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        struct part part = *waiting_part(p, from->waits, i);
        if (i == 0)
            part.from = w->from;
        if (!part.from) {
            part.flow = t->shape->flow;
            part.to = p->story->flows[part.flow]->notes[part.note].count;
        }
        add_part(p, part);
        least += notes_least(p->story, &part, 1, &t->shape->foot);
        if (least > room) {
            t->waited = t->part_count;
            return false;
        }
    }
    t->waited = t->part_count;
    return level_of(p, t->part_count) <= room;
}

/* The kind of page that begins in a state. */
static void open_page(struct planner *p, uint32_t state)
{
    struct attempt *t = &p->try;
    const struct state *s = &p->states[state];
    bool behind = s->row == row_count(p) || (s->waits != NONE && s->cut == NONE && s->row);
    t->from = state;
    t->name = row_at(p, 0, behind ? s->row - 1 : s->row)->name;
    t->first_page = s->previous == NONE && (!p->sides || s->odd);
    t->shape = shape_of(p, t->name, t->first_page, s->odd);
    t->flow = p->story->flows[t->shape->flow];
    t->end_count = 0;
    t->cut_count = t->rest_count = t->choice_count = 0;
    t->heads = false;
    t->gaps = t->row_stretch = 0;
    t->level = LEVEL_KEEP;
    t->window = SP_MAX;
}

/* Does the page of waiting notes hold no text, since the next row asks for another? */
static bool is_closed(const struct planner *p)
{
    const struct attempt *t = &p->try;
    const struct state *s = &p->states[t->from];
    if (s->row == row_count(p))
        return true;
    const struct row *r = row_at(p, 0, s->row);
    return s->cut == NONE && t->waited &&
           (r->name != t->name || (p->sides && is_wrong_side(p, r, s->odd)));
}

/* All pages that may begin in a state. */
static void expand(struct planner *p, uint32_t state)
{
    struct attempt *t = &p->try;
    struct arena_mark mark = arena_mark(p->scratch);
    open_page(p, state);
    t->closed = true;
    if (!load_waiting(p))
        notes_alone(p);
    else if (is_closed(p))
        end_with_notes(p, true);
    else
        t->closed = false;
    for (; t->level < LEVEL_COUNT; t->level++) {
        bool more = p->wide && t->level <= LEVEL_TEAR && !t->closed;
        for (int all = p->wide; all < 2 && (more || !t->end_count); all++) {
            t->window = all ? SP_MAX : (t->shape->bottom - t->shape->top) / WINDOW_SHARE;
            if (t->waited && t->level == LEVEL_KEEP)
                end_with_notes(p, false);
            take_rows(p);
        }
    }
    reach_ends(p);
    arena_reset(p->scratch, mark);
}

/* ---- the plan ---- */

static const uint32_t *copy_cut(const struct planner *p, const struct state *s)
{
    if (s->cut == NONE)
        return NULL;
    return arena_copy(p->a, p->cuts + s->cut, sizeof *p->cuts, row_at(p, s->flow, s->row)->count);
}

/* The parts on the page between two states: what waited and what is called there, but for what waits behind it. */
static void plan_notes(struct planner *p, const struct state *b, struct planned_page *g)
{
    struct attempt *t = &p->try;
    const struct waiting *rest = b->waits == NONE ? NULL : &p->waiting[b->waits];
    uint32_t behind = rest ? rest->count : 0, n;
    if (p->states[t->from].waits != NONE &&
        t->part_count < p->waiting[p->states[t->from].waits].count)
        for (uint32_t i = t->part_count; i < p->waiting[p->states[t->from].waits].count; i++)
            add_part(p, *waiting_part(p, p->states[t->from].waits, i));
    if (p->story->notes_at_end && b->row == row_count(p) && p->states[t->from].row < b->row)
        call_all(p);
    n = t->part_count - behind;
    if (rest && rest->from) {
        t->parts[n].to = rest->from;
        if (t->parts[n].from < t->parts[n].to)
            n++;
    }
    g->part_count = n;
    g->parts = n ? arena_copy(p->a, t->parts, sizeof *t->parts, n) : NULL;
    g->waited = t->waited < n ? t->waited : n;
}

/* A page of the plan from the states it lies between. */
static void plan_page(struct planner *p, uint32_t from, uint32_t to, struct planned_page *g)
{
    const struct state *a = &p->states[from], *b = &p->states[to];
    struct attempt *t = &p->try;
    open_page(p, from);
    load_waiting(p);
    *g = (struct planned_page){ .shape = t->shape,
                                .name = t->name,
                                .forced = b->page.forced,
                                .row = a->row,
                                .end = b->row + (b->cut != NONE),
                                .from = copy_cut(p, a),
                                .to = copy_cut(p, b),
                                .from_flow = a->flow,
                                .heads = b->page.heads,
                                .level = b->page.level,
                                .gap = b->page.gap,
                                .stretch = b->page.stretch,
                                .let_go = b->page.let_go,
                                .breach = b->page.breach,
                                .cost = b->page.cost };
    bool text =
        b->row > a->row ||
        (b->cut != NONE &&
         (a->cut == NONE || memcmp(p->cuts + a->cut, p->cuts + b->cut,
                                   row_at(p, a->flow, a->row)->count * sizeof *p->cuts) != 0));
    if (!text)
        g->end = g->row;
    for (uint32_t i = g->row; i < g->end; i++) {
        bool begun = i == a->row && a->cut != NONE;
        call_notes(p, row_at(p, begun ? a->flow : t->shape->flow, i), begun ? g->from : NULL,
                   i + 1 == g->end ? g->to : NULL);
    }
    plan_notes(p, b, g);
}

/* Pages in order, with blank ones where a row asks for the other side. */
static struct plan make_plan(struct planner *p)
{
    struct plan plan = { .cost = p->states[p->end_state].cost };
    uint32_t n = 0, picks = 0;
    for (uint32_t s = p->end_state; p->states[s].previous != NONE; s = p->states[s].previous, n++)
        picks += p->states[s].pick_count;
    uint32_t *path = arena_array(p->scratch, uint32_t, n + 1u), k = n;
    struct pick *list = arena_array(p->a, struct pick, picks), *end = list + picks;
    for (uint32_t s = p->end_state;; s = p->states[s].previous) {
        path[k] = s;
        end -= p->states[s].pick_count;
        if (p->states[s].pick_count)
            memcpy(end, p->states[s].picks, p->states[s].pick_count * sizeof *end);
        if (!k--)
            break;
    }
    struct planned_page *pages = arena_array(p->a, struct planned_page, 2 * n + 2u);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct planned_page page;
        plan_page(p, path[i], path[i + 1], &page);
        bool odd = (count + 1) % 2;
        if (p->sides && p->states[path[i]].odd != odd) {
            uint32_t name = row_at(p, 0, p->states[path[i]].row)->name;
            pages[count] = (struct planned_page){
                .name = name, .number = count + 1, .blank = true, .forced = true
            };
            pages[count].shape = shape_of(p, name, count == 0, odd);
            count++;
        }
        pages[count] = page;
        pages[count].number = count + 1;
        count++;
    }
    plan.pages = pages;
    plan.count = count;
    plan.picks = list;
    plan.pick_count = picks;
    return plan;
}

/* The state that a document begins in. */
static void begin(struct planner *p)
{
    struct state s = { .cut = NONE, .waits = NONE, .previous = NONE };
    s.odd = p->sides;
    if (p->sides && is_wrong_side(p, row_at(p, 0, 0), true))
        s.odd = 0;
    p->states = arena_grow(p->work, p->states, sizeof s, 0, 1, &p->state_room);
    p->states[p->state_count++] = s;
    heap_put(p, 0);
}

/* The best way through all states. */
static void search(struct planner *p)
{
    p->state_count = p->cut_count = p->part_count = p->waiting_count = 0;
    p->hash_room = 0;
    p->end_state = NONE;
    begin(p);
    while (p->heap_count) {
        uint32_t state = heap_take(p);
        if (p->states[state].row < row_count(p) || p->states[state].waits != NONE)
            expand(p, state);
    }
}

static uint32_t line_count(const struct story *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->flows[0]->count; i++)
        for (uint32_t t = 0; t < s->flows[0]->rows[i].count; t++)
            n += s->flows[0]->rows[i].tracks[t].count;
    return n;
}

struct plan plan_pages(struct arena *a, struct arena *scratch, const struct story *story)
{
    uint32_t rows = story->flows[0]->count, flows = 1;
    if (!rows) {
        struct planned_page *only = arena_new(a, struct planned_page);
        *only = (struct planned_page){ .shape = story->first, .number = 1, .forced = true };
        return (struct plan){ .pages = only, .count = 1 };
    }
    struct arena *work = arena_open_in(scratch);
    struct planner *p = arena_new(work, struct planner);
    *p = (struct planner){
        .a = a, .work = work, .scratch = scratch, .story = story, .end_state = NONE
    };
    p->sides = sides_matter(p);
    for (uint32_t i = 0; i < rows; i++) {
        const struct page_shapes *s = &story->shapes[story->flows[0]->rows[i].name];
        flows = s->odd.flow >= flows ? s->odd.flow + 1 : flows;
        flows = s->even.flow >= flows ? s->even.flow + 1 : flows;
    }
    flows = story->first->flow >= flows ? story->first->flow + 1 : flows;
    p->memo = arena_array(work, struct row_ways *, (size_t)flows * rows);
    p->row_keeps = arena_array(work, uint8_t, rows);
    p->group_keeps = arena_array(work, uint8_t, story->flows[0]->group_count + 1u);
    p->try.ways = arena_array(work, struct way, WAYS_MOST + 1);
    p->try.more = arena_array(work, struct way, WAYS_MOST + 1);
    p->try.levels = arena_array(work, sp, p->try.level_room = 16);
    search(p);
    p->wide = p->states[p->end_state].cost >= COST_PART && line_count(story) <= WIDE_LINES;
    if (p->wide)
        search(p);
    struct plan plan = make_plan(p);
    arena_close(work);
    return plan;
}
