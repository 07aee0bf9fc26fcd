/* plan/breaks: the search for the plan of least cost (plan.h has the model).
 *
 *   open states, by progress ─► attempt (one page from a state) ─► ends ─► states
 *
 * A page is followed row by row in all the heights that the settings of its paragraphs give it;
 * where it may end, an end is noted with its cost; the ends of the lowest level that has any become
 * states, each remembered by its cheapest way.
 */
#include "plan/planner.h"

#include <string.h>

/* ---- ends of a page ---- */

/* The lines of the grid that each gap between rows gets of the page's. */
static uint32_t stretch_of(const struct attempt *t, sp gap)
{
    sp pitch = t->shape->grid.pitch;
    if (pitch <= 0 || !t->gaps || gap < pitch)
        return 0;
    sp fit = gap / (pitch * (sp)t->gaps);
    return fit < (sp)t->row_stretch ? (uint32_t)fit : t->row_stretch;
}

/* What of the attempt's notes waits behind a page on which they stand so; NULL: nothing. */
static const struct waiting *rest_of(struct planner *p, const struct standing *notes)
{
    const struct attempt *t = &p->try;
    uint32_t whole = notes->whole;
    struct part rest = { 0 };
    if (notes->slots) {
        rest = part_in(p, &t->parts[whole], notes->flow);
        rest.from += notes->slots;
        whole += rest.from == rest.to;
    }
    uint32_t n = t->part_count - whole;
    if (!n)
        return NULL;
    struct waiting *w = arena_alloc(p->scratch, sizeof *w + n * sizeof *w->parts);
    w->count = n;
    memcpy(w->parts, t->parts + whole, n * sizeof *w->parts);
    if (rest.from < rest.to)
        *w->parts = rest;
    return w;
}

/* Do only the attempt's ends of the least gap count? */
static bool least_count(const struct planner *p) { return !p->wide && p->try.window == SP_MAX; }

/* An end counts, or waits until it is known which have the least gap. */
static void keep_end(struct planner *p, struct end *e, const struct standing *notes)
{
    struct attempt *t = &p->try;
    uint32_t n = t->end_count++;
    e->at.waits = rest_of(p, notes);
    if (!least_count(p)) {
        reach(p, e);
        return;
    }
    t->ends = arena_grow(p->work, t->ends, sizeof *e, n, n + 1u, &t->end_room);
    t->ends[n] = *e;
    uint32_t tracks = e->at.cut ? row_at(p, e->at.flow, e->at.row)->count : 0;
    if (e->at.cut)
        t->ends[n].at.cut = arena_copy(p->scratch, e->at.cut, sizeof *e->at.cut, tracks);
    if (e->steps)
        t->ends[n].steps = arena_copy(p->scratch, e->steps, sizeof *e->steps, tracks);
}

/* Is it the document's last page, with too little text? */
static bool is_short(const struct planner *p, const struct end *e, const struct standing *notes)
{
    const struct attempt *t = &p->try;
    return e->at.row == row_count(p) && notes->whole == t->part_count && !t->first_page &&
           e->edge - t->shape->top < LAST_LEAST * p->story->line;
}

/* What a page costs that ends so, with the notes that stand so. */
static int64_t page_cost(const struct planner *p, const struct end *e, const struct standing *notes)
{
    int64_t cost = cost_sum(e->page.cost, COST_PAGE);
    cost = cost_sum(cost, cost_of_gap(gap_that_counts(&e->page), p->story->line));
    cost = cost_sum(cost, (int64_t)e->page.stretch * p->try.gaps * COST_STRETCH);
    cost = cost_sum(cost, notes->cost);
    return is_short(p, e, notes) ? cost_sum(cost, COST_LAST_SHORT) : cost;
}

/* Is a page's gap beyond the window, even if all notes called stand below its edge? */
static bool is_beyond(struct planner *p, sp edge)
{
    const struct attempt *t = &p->try;
    sp stretch = t->shape->grid.pitch * (sp)t->gaps * (sp)t->row_stretch;
    sp foot = foot_height(t->shape, t->part_count, level_of(p, t->part_count));
    return t->shape->bottom - edge - foot - stretch > t->window;
}

void try_end(struct planner *p, struct end *e)
{
    struct attempt *t = &p->try;
    const struct page_shape *s = t->shape;
    struct facts *page = &e->page;
    if (e->edge > s->bottom && t->level != LEVEL_OVERFLOW)
        return;
    if (!page->forced && is_beyond(p, e->edge))
        return;
    struct standing notes = stand_below(p, t->part_count, e->edge);
    if (!notes.fits)
        return;
    if (notes.fill)
        notes.level = level_standing(p, &notes);
    page->level = notes.level;
    page->note_flow = notes.flow;
    page->let_go = t->level;
    page->heads = t->heads;
    page->named = t->named;
    page->gap = s->bottom - e->edge - foot_height(s, notes.whole + (notes.slots > 0), notes.level);
    page->stretch = stretch_of(t, page->gap);
    page->gap -= s->grid.pitch * (sp)t->gaps * (sp)page->stretch;
    if (gap_that_counts(page) > t->window)
        return;
    page->cost = page_cost(p, e, &notes);
    keep_end(p, e, &notes);
}

/* Of an attempt's ends that have waited those of the least gap count. */
static void reach_least(struct planner *p)
{
    struct attempt *t = &p->try;
    sp most = SP_MAX;
    if (!least_count(p))
        return;
    for (uint32_t i = 0; i < t->end_count; i++)
        most = sp_min(most, gap_that_counts(&t->ends[i].page));
    for (uint32_t i = 0; i < t->end_count; i++)
        if (gap_that_counts(&t->ends[i].page) <= most)
            reach(p, &t->ends[i]);
}

/* ---- a page ---- */

/* A row on the page: what is the same in all ways of the rows above it. */
static struct cutting set_row(struct planner *p, uint32_t row)
{
    struct attempt *t = &p->try;
    const struct spot *from = &t->from->at;
    struct cutting c = { .number = row, .flow = (uint8_t)t->shape->flow };
    if (row == from->row && from->cut) {
        c.from = from->cut;
        c.flow = from->flow;
    }
    c.row = row_at(p, c.flow, row);
    c.juts = row_juts(p, c.flow);
    c.inside = c.juts ? LEVEL_PART : breach_inside(p, row);
    c.before = t->part_count;
    call_notes(p, c.row, c.from, NULL);
    c.all = t->part_count;
    c.steps = t->steps;
    c.cut = t->cut;
    const struct table *table = c.row->table;
    if (row > from->row && table && row > table->first_row) {
        t->gaps++;
        t->row_stretch = table->row_stretch;
    }
    return c;
}

/* How the attempt's first row stands at the top of its page, below repeated heads or not. */
static enum row_start start_of(const struct planner *p, bool heads)
{
    const struct spot *from = &p->try.from->at;
    if (from->cut)
        return ROW_GOES_ON;
    if (heads || p->try.first_page)
        return ROW_BELOW;
    return row_forces(p, from->row) ? ROW_FORCED : ROW_TOP;
}

/* The ways behind a row that stands whole; false when there are none. */
static bool follow_row(struct planner *p, const struct cutting *c)
{
    struct attempt *t = &p->try;
    bool stands = false;
    for (uint32_t i = 0; i < c->ways->whole_count; i++) {
        const struct way *w = &c->ways->wholes[i];
        sp edge = c->top + w->edge; /* what is behind the row is not, if another follows */
        if (edge > t->shape->bottom || !stand_below(p, c->all, edge).fits)
            continue;
        stands = true;
        struct way next = { c->top + w->y, edge + c->row->behind, 0, NULL }, *kept;
        next.cost = cost_sum(c->way->cost, w->cost);
        if ((kept = add_way(t->more, &t->more_count, next)))
            kept->choice = choose_below(p->scratch, w->choice, c->way->choice);
    }
    return stands;
}

/* Does what stands below a head leave the page although nothing stands above, and so it would on
 * the next, where the heads stand again? */
static bool head_stays(const struct planner *p, uint32_t row)
{
    const struct page_shape *s = p->try.shape, *next = p->try.next;
    const struct row *r = row_at(p, s->flow, row);
    return p->try.level == LEVEL_OVERFLOW && row_is_head(r, row) &&
           r->table->first_row < r->table->end_row &&
           next->bottom - next->top <= s->bottom - s->top &&
           repeat_heads(s, p->try.flow, r->table, s->top) > s->top;
}

/* Nothing fits: the row's least lines stand here, whatever their height. */
static void force_row(struct planner *p, struct cutting *c)
{
    struct way next = { c->top, c->top, cost_sum(c->way->cost, COST_OVERFLOW), c->way->choice };
    if (force_cut(p, c))
        return;
    for (uint32_t t = 0; t < c->row->count; t++) {
        const struct track *track = c->ways->trails[t].track;
        sp y = c->top + c->ways->trails[t].steps[c->steps[t]].y;
        next.y = sp_max(next.y, y + track->tail);
        next.edge = sp_max(next.edge, y + (track->hard_tail ? track->tail : 0));
    }
    next.edge += c->row->behind;
    add_way(p->try.more, &p->try.more_count, next);
}

/* One row more onto the page: its cuts become ends, its ways go on.  False when it cannot stand
 * whole. */
static bool take_row(struct planner *p, uint32_t row)
{
    struct attempt *t = &p->try;
    struct cutting c = set_row(p, row);
    enum row_start start = row > t->from->at.row ? ROW_BELOW : start_of(p, t->heads);
    t->more_count = 0;
    for (uint32_t i = 0; i < t->way_count; i++) {
        c.way = &t->ways[i];
        c.top = row_top(t->shape->grid, c.row, c.way->y, start);
        c.ways = c.from ? ways_going_on(p, c.top) : ways_of(p, row, c.top);
        if (t->level < LEVEL_OVERFLOW && c.inside <= t->level)
            try_cuts(p, &c);
        t->part_count = c.before;
        if (c.before < c.all)
            call_notes(p, c.row, c.from, NULL);
        bool follows = t->level < LEVEL_OVERFLOW || row_is_head(c.row, row);
        if ((!follows || !follow_row(p, &c)) && t->level == LEVEL_OVERFLOW)
            force_row(p, &c);
    }
    struct way *ways = t->ways;
    t->ways = t->more;
    t->more = ways;
    t->way_count = t->more_count;
    return t->way_count > 0;
}

/* The page ends before a row, or with the document. */
static void end_before(struct planner *p, uint32_t row, bool forced)
{
    static const int64_t costs[LEVEL_COUNT] = {
        [LEVEL_PART] = COST_PART, [LEVEL_OVERFLOW] = COST_OVERFLOW
    };
    const struct attempt *t = &p->try;
    enum level breach = forced ? LEVEL_KEEP : breach_before(p, row);
    for (uint32_t i = 0; i < t->way_count && breach <= t->level; i++) {
        const struct way *w = &t->ways[i];
        struct end e = { .at = { .row = row }, .edge = w->edge, .choice = w->choice };
        e.page.cost = cost_sum(w->cost, costs[breach]);
        e.page.forced = forced;
        e.page.breach = breach;
        try_end(p, &e);
    }
}

/* The page's first way, in which nothing stands but the heads of a table that goes on. */
static void begin_text(struct planner *p)
{
    struct attempt *t = &p->try;
    const struct spot *from = &t->from->at;
    unsigned flow = from->cut ? from->flow : t->shape->flow;
    const struct row *r = row_at(p, flow, from->row);
    sp top = t->shape->top + (from->cut ? r->part_open : r->clone_open), y = top;
    if (r->table && from->row >= r->table->first_row)
        y = repeat_heads(t->shape, p->story->flows[flow], r->table, top);
    t->heads = y > top;
    if (t->heads)
        y += from->cut ? r->table->heads_gap : r->heads_gap;
    t->ways[0] = (struct way){ y, y, 0, NULL };
    t->way_count = 1;
    t->gaps = t->row_stretch = 0;
}

/* Text onto the attempt's page, and every end it may have. */
static void take_rows(struct planner *p)
{
    struct attempt *t = &p->try;
    uint32_t row = t->from->at.row;
    bool forced = false;
    begin_text(p);
    while (!forced && take_row(p, row)) {
        bool ends = ++row == row_count(p);
        forced = ends || row_forces(p, row);
        if (!forced && head_stays(p, row - 1))
            continue;
        if (ends && p->story->notes_at_end)
            call_all(p);
        end_before(p, row, forced);
        if (t->level == LEVEL_OVERFLOW)
            break;
    }
    t->part_count = t->waited;
}

/* The page ends before any text: where it began. */
static struct end end_before_text(struct planner *p)
{
    struct attempt *t = &p->try;
    t->heads = t->named = false;
    t->gaps = 0;
    return (struct end){ .at = t->from->at, .edge = t->shape->top };
}

/* Notes that do not all stand on the page they begin: what it holds, at least one line. */
static void end_with_rest(struct planner *p)
{
    struct attempt *t = &p->try;
    const struct waiting *w = t->from->at.waits;
    struct end e = end_before_text(p);
    struct standing notes = stand_alone(p);
    e.page.forced = true;
    e.page.level = level_standing(p, &notes);
    e.page.note_flow = notes.flow;
    e.page.let_go = notes.fits ? LEVEL_KEEP : LEVEL_OVERFLOW;
    e.page.gap = room_for_notes(t->shape, t->shape->top) - e.page.level;
    e.page.cost = COST_PAGE + notes.cost;
    while (t->part_count < w->count) /* parts that were not looked at wait, too */
        add_part(p, w->parts[t->part_count]);
    keep_end(p, &e, &notes);
}

/* The notes that wait become the attempt's first parts; false when they need more room than the
 * page has. */
static bool load_waiting(struct planner *p)
{
    struct attempt *t = &p->try;
    const struct waiting *w = t->from->at.waits;
    sp room = sp_max(room_for_notes(t->shape, t->shape->top), 0), least = 0;
    t->part_count = t->level_count = t->galley.part_count = 0;
    for (uint32_t i = 0; w && i < w->count && least <= room; i++) {
        struct part part = w->parts[i];
        if (!part.from) {
            part.flow = t->shape->flow;
            part.to = t->flow->notes[part.note].count;
        }
        add_part(p, part);
        least += notes_least(p->story, &part, 1, &t->shape->foot);
    }
    t->waited = t->part_count;
    return least <= room && (!w || level_of(p, t->part_count) <= room);
}

static const struct page_shape *shape_of(const struct planner *p, uint32_t name, bool first,
                                         bool odd)
{
    const struct page_shapes *s = &p->story->shapes[name];
    return first ? p->story->first : odd ? &s->odd : &s->even;
}

/* The kind of page that begins in a state. */
static void open_page(struct planner *p, struct state *s)
{
    struct attempt *t = &p->try;
    bool behind = s->at.row == row_count(p) || (s->at.waits && !s->at.cut && s->at.row);
    t->from = s;
    t->name = row_at(p, 0, behind ? s->at.row - 1 : s->at.row)->name;
    t->first_page = !s->previous && (!p->sides || s->at.odd);
    t->shape = shape_of(p, t->name, t->first_page, s->at.odd);
    t->next = shape_of(p, t->name, false, !t->first_page && !s->at.odd);
    t->flow = p->story->flows[t->shape->flow];
    t->end_count = 0;
    t->named = false;
    t->level = LEVEL_KEEP;
    t->window = SP_MAX;
}

/* Does the page of waiting notes hold no text, since the next row asks for another? */
static bool is_closed(const struct planner *p)
{
    const struct attempt *t = &p->try;
    const struct spot *at = &t->from->at;
    if (at->row == row_count(p))
        return true;
    const struct row *r = row_at(p, 0, at->row);
    return !at->cut && t->waited &&
           (r->name != t->name || (p->sides && is_wrong_side(p, r, at->odd)));
}

/* The notes that wait, on a page that has no text. */
static void end_with_notes(struct planner *p)
{
    struct end e = end_before_text(p);
    e.page.forced = is_closed(p);
    try_end(p, &e);
}

/* All pages with text that may begin in a state. */
static void try_levels(struct planner *p)
{
    struct attempt *t = &p->try;
    sp window = window_of(t->shape->bottom - t->shape->top, p->story->line);
    for (; t->level < LEVEL_COUNT; t->level++)
        for (int all = p->wide; all < 2; all++) {
            if (t->end_count && !(p->wide && t->level <= p->widest))
                return;
            t->window = all ? SP_MAX : window;
            if (t->waited && t->level == LEVEL_KEEP)
                end_with_notes(p);
            take_rows(p);
        }
}

void expand(struct planner *p, struct state *state)
{
    struct arena_mark mark = arena_mark(p->scratch);
    open_page(p, state);
    if (!load_waiting(p))
        end_with_rest(p);
    else if (is_closed(p))
        end_with_notes(p);
    else
        try_levels(p);
    reach_least(p);
    arena_reset(p->scratch, mark);
}

/* ---- the plan ---- */

static const uint32_t *copy_cut(const struct planner *p, const struct spot *at)
{
    if (!at->cut)
        return NULL;
    return arena_copy(p->a, at->cut, sizeof *at->cut, row_at(p, at->flow, at->row)->count);
}

/* Does a page between two places hold text? */
static bool has_text(const struct planner *p, const struct spot *a, const struct spot *b)
{
    if (b->row > a->row || !b->cut || !a->cut)
        return b->row > a->row || b->cut;
    return memcmp(a->cut, b->cut, row_at(p, a->flow, a->row)->count * sizeof *a->cut) != 0;
}

/* The notes of a page become the attempt's parts, and of these what stands there the page's. */
static void plan_notes(struct planner *p, const struct spot *b, unsigned note_flow,
                       struct planned_page *g)
{
    struct attempt *t = &p->try;
    const struct spot *a = &t->from->at;
    load_waiting(p);
    for (uint32_t i = t->part_count; a->waits && i < a->waits->count; i++)
        add_part(p, a->waits->parts[i]);
    for (uint32_t i = g->row; i < g->end; i++) {
        bool begun = i == a->row && a->cut;
        call_notes(p, row_at(p, begun ? a->flow : t->shape->flow, i), begun ? g->from : NULL,
                   i + 1 == g->end ? g->to : NULL);
    }
    if (p->story->notes_at_end && b->row == row_count(p) && a->row < b->row)
        call_all(p);
    uint32_t n = t->part_count - (b->waits ? b->waits->count : 0);
    bool parts = b->waits && b->waits->parts->from > t->parts[n].from;
    n += parts;
    if (n)
        t->parts[n - 1] = part_in(p, &t->parts[n - 1], note_flow);
    if (parts)
        t->parts[n - 1].to = b->waits->parts->from;
    g->part_count = n;
    g->parts = n ? arena_copy(p->a, t->parts, sizeof *t->parts, n) : NULL;
    g->waited = t->waited < n ? t->waited : n;
}

/* A page of the plan, which ends in a state. */
static struct planned_page plan_page(struct planner *p, const struct state *s)
{
    const struct spot *a = &s->previous->at, *b = &s->at;
    open_page(p, s->previous);
    struct planned_page g = { .shape = p->try.shape,
                              .name = p->try.name,
                              .forced = s->page.forced };
    g.row = a->row;
    g.end = has_text(p, a, b) ? b->row + (b->cut != NULL) : a->row;
    g.from = copy_cut(p, a);
    g.to = copy_cut(p, b);
    g.juts = b->cut && row_juts(p, b->flow);
    g.from_flow = a->flow;
    g.behind = b->row;
    g.behind_flow = b->flow;
    g.start = g.row < g.end ? start_of(p, s->page.heads) : ROW_TOP;
    g.picks = arena_copy(p->a, s->picks, sizeof *s->picks, s->pick_count);
    g.pick_count = s->pick_count;
    g.heads = s->page.heads;
    g.named = s->page.named;
    g.level = s->page.level;
    g.gap = s->page.gap;
    g.stretch = s->page.stretch;
    g.let_go = s->page.let_go;
    g.breach = s->page.breach;
    g.cost = s->page.cost;
    plan_notes(p, b, s->page.note_flow, &g);
    return g;
}

/* A page without text, where a row asks for the other side. */
static struct planned_page blank_page(const struct planner *p, const struct spot *before,
                                      uint32_t number)
{
    uint32_t name = row_at(p, 0, before->row)->name;
    return (struct planned_page){ .shape = shape_of(p, name, number == 1, number % 2),
                                  .name = name,
                                  .blank = true,
                                  .forced = true };
}

/* The states that the pages on the way to the end lead to; returns how many. */
static uint32_t list_path(const struct planner *p, const struct state ***path)
{
    uint32_t count = 0, n;
    for (const struct state *s = p->end; s->previous; s = s->previous)
        count++;
    *path = arena_array(p->work, const struct state *, count);
    n = count;
    for (const struct state *s = p->end; s->previous; s = s->previous)
        (*path)[--n] = s;
    return count;
}

/* Pages in order, with blank ones where a row asks for the other side. */
static struct plan make_plan(struct planner *p)
{
    struct plan plan = { .cost = p->end->cost };
    const struct state **path;
    uint32_t n = list_path(p, &path);
    struct planned_page *pages = arena_array(p->a, struct planned_page, 2 * n);
    plan.pages = pages;
    for (uint32_t i = 0; i < n; i++) {
        const struct spot *at = &path[i]->previous->at;
        if (p->sides && at->odd != (plan.count + 1) % 2) {
            pages[plan.count] = blank_page(p, at, plan.count + 1);
            plan.count++;
        }
        pages[plan.count++] = plan_page(p, path[i]);
    }
    for (uint32_t i = 0; i < plan.count; i++)
        pages[i].number = i + 1;
    if (p->story->explained)
        plan.reasons = explain_pages(p, &plan, path);
    return plan;
}

/* ---- the search ---- */

/* The cheapest way through all states. */
static void search(struct planner *p)
{
    struct state *s;
    begin_states(p);
    while ((s = take_state(p)))
        if (s->at.row < row_count(p) || s->at.waits)
            expand(p, s);
}

static bool is_same_shape(const struct page_shape *a, const struct page_shape *b)
{
    return a->top == b->top && a->bottom == b->bottom && a->grid.pitch == b->grid.pitch &&
           a->grid.offset == b->grid.offset && a->foot.before == b->foot.before &&
           a->foot.after == b->foot.after && a->foot.columns == b->foot.columns &&
           a->foot.balance == b->foot.balance && a->flow == b->flow && a->width == b->width &&
           a->foot.width == b->foot.width && a->foot.gap == b->foot.gap;
}

/* Does it matter for what follows on which side a page stands? */
static bool sides_matter(const struct story *s)
{
    const struct flow *f = s->flows[0];
    for (uint32_t i = 0; i < f->count; i++) {
        const struct page_shapes *shapes = &s->shapes[f->rows[i].name];
        if (f->rows[i].before >= ROW_BREAK_LEFT || !is_same_shape(&shapes->odd, &shapes->even))
            return true;
    }
    return false;
}

/* The lines of a story; up to WIDE_LINES are few. */
static uint32_t line_count(const struct story *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->flows[0]->count; i++)
        for (uint32_t t = 0; t < s->flows[0]->rows[i].count; t++)
            n += s->flows[0]->rows[i].tracks[t].count;
    return n;
}

/* How many of a story's flows its pages use. */
static unsigned flow_count(const struct story *s)
{
    unsigned most = s->first->flow;
    for (uint32_t i = 0; i < s->flows[0]->count; i++) {
        const struct page_shapes *shapes = &s->shapes[s->flows[0]->rows[i].name];
        most = shapes->odd.flow > most ? shapes->odd.flow : most;
        most = shapes->even.flow > most ? shapes->even.flow : most;
    }
    return most + 1;
}

/* The tracks of a flow's widest row. */
static uint32_t most_tracks(const struct flow *f)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < f->count; i++)
        most = f->rows[i].count > most ? f->rows[i].count : most;
    return most;
}

static struct planner *open_planner(struct arena *a, struct arena *scratch,
                                    const struct story *story)
{
    struct arena *work = arena_open_in(scratch);
    struct planner *p = arena_new(work, struct planner);
    const struct flow *f = story->flows[0];
    *p = (struct planner){ .a = a, .work = work, .scratch = scratch, .story = story };
    p->sides = sides_matter(story);
    p->memo = arena_array(work, struct row_ways *, (size_t)flow_count(story) * f->count);
    p->row_keeps = arena_array(work, uint8_t, f->count);
    p->group_keeps = arena_array(work, uint8_t, f->group_count + 1u);
    p->try.steps = arena_array(work, uint32_t, 2u * most_tracks(f));
    p->try.cut = p->try.steps + most_tracks(f);
    p->try.ways = arena_array(work, struct way, WAYS_MOST);
    p->try.more = arena_array(work, struct way, WAYS_MOST);
    return p;
}

struct plan plan_pages(struct arena *a, struct arena *scratch, const struct story *story)
{
    if (!story->flows[0]->count) {
        struct planned_page *only = arena_new(a, struct planned_page);
        *only = (struct planned_page){ .shape = story->first, .number = 1, .forced = true };
        struct reason *end = story->explained ? arena_new(a, struct reason) : NULL;
        return (struct plan){ .pages = only, .reasons = end, .count = 1 };
    }
    struct planner *p = open_planner(a, scratch, story);
    search(p);
    p->wide = p->end->cost >= COST_PART && line_count(story) <= WIDE_LINES;
    p->widest = p->end->cost >= COST_LATE ? LEVEL_LATE : LEVEL_TEAR;
    if (p->wide)
        search(p);
    struct plan plan = make_plan(p);
    arena_close(p->work);
    return plan;
}
