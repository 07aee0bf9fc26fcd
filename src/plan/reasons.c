/* plan/reasons: why the plan's pages end where they do, and what other ends would cost.
 *
 *   passage   a page from one state to another: those that the search tries, and behind each of the
 *             plan's states all others, however short, up to LEVEL_LATE
 *
 * All is searched once more, and what is found is noted.  From the last passage back to the first
 * the best way on from every state is known then, so that the cost of every other end of a page is
 * that of the best document with it: the pages before as planned, those behind as the search would
 * choose them.
 */
#include "plan/planner.h"

struct passage {
    struct passage *before; /* found before it */
    struct state *from, *to;
    struct bill bill;
    sp gap;
    int64_t cost;  /* of the page, */
    int64_t total; /* and of the best that may follow it */
    enum level let_go, breach;
    bool tried; /* by the search for the plan */
    bool juts;  /* its last row goes on, and the next page is too narrow for it */
};
/* What is noted of a search. */
struct record {
    struct passage *last;
    bool tried;
};

/* ---- bills ---- */

/* What the settings of a page's rows cost, and those of a row that is cut. */
static int64_t cost_of_settings(const struct planner *p, const struct end *e)
{
    const struct attempt *t = &p->try;
    const struct spot *from = &t->from->at;
    int64_t cost = 0;
    for (const struct choice *c = e->choice; c; c = c->above)
        for (uint32_t i = 0; i < c->count; i++) {
            const struct pick *k = &c->picks[i];
            bool goes_on = k->row == from->row && from->cut;
            const struct row *r = row_at(p, goes_on ? from->flow : t->shape->flow, k->row);
            cost += r->tracks[k->track].slots[k->slot].cost;
        }
    for (uint32_t i = 0; e->steps && i < row_at(p, e->at.flow, e->at.row)->count; i++)
        cost += e->ways->trails[i].steps[e->steps[i]].cost;
    return cost;
}

/* How many gaps between rows of a table a page has that ends there. */
static int64_t gaps_before(const struct planner *p, const struct spot *end)
{
    int64_t n = 0;
    for (uint32_t row = p->try.from->at.row + 1; row < end->row + (end->cut != NULL); row++) {
        const struct table *t = row_at(p, 0, row)->table;
        n += t && row > t->first_row;
    }
    return n;
}

/* What a cut costs by its tracks. */
static void bill_cut(const struct planner *p, const struct end *e, struct bill *b)
{
    for (uint32_t i = 0; i < row_at(p, e->at.flow, e->at.row)->count; i++) {
        const struct trail *t = &e->ways->trails[i];
        const struct step *n = &t->steps[e->steps[i]];
        b->of[BILL_HYPHEN] += cut_hyphenates(t, n) ? COST_PAGE_HYPHEN : 0;
        b->of[BILL_TEAR] += n->slot != TRAIL_NONE && n->breach == LEVEL_TEAR ? COST_TEAR : 0;
        b->of[BILL_PART] += n->slot != TRAIL_NONE && n->breach == LEVEL_PART ? COST_PART : 0;
    }
    b->of[BILL_CUT] = COST_CUT;
}

/* What a page's cost is made of.  What is left when all else is known is read off the sum: of each
 * rank there is too little to reach the next. */
static struct bill bill_of(const struct planner *p, const struct end *e)
{
    static const int64_t ranks[] = { [BILL_OVERFLOW] = COST_OVERFLOW,
                                     [BILL_LATE] = COST_LATE,
                                     [BILL_TEAR] = COST_TEAR,
                                     [BILL_PART] = COST_PART };
    struct bill b = { .of[BILL_PAGE] = COST_PAGE };
    int64_t rest = e->page.cost;
    b.of[BILL_GAP] = cost_of_gap(gap_that_counts(&e->page), p->story->line);
    if (e->page.stretch)
        b.of[BILL_STRETCH] = e->page.stretch * gaps_before(p, &e->at) * COST_STRETCH;
    b.of[BILL_SETTINGS] = cost_of_settings(p, e);
    if (e->steps)
        bill_cut(p, e, &b);
    for (int i = 0; i < BILL_COUNT; i++)
        rest -= b.of[i];
    for (int i = BILL_OVERFLOW; i <= BILL_PART; rest %= ranks[i], i++)
        b.of[i] += rest / ranks[i] * ranks[i];
    b.of[e->at.waits ? BILL_NOTE : BILL_LAST] += rest;
    return b;
}

static void add_bill(struct bill *b, const struct bill *other, int times)
{
    for (int i = 0; i < BILL_COUNT; i++)
        b->of[i] += times * other->of[i];
}

/* ---- the search once more ---- */

void record_page(struct planner *p, struct state *to, const struct end *e)
{
    struct passage *made = arena_new(p->work, struct passage);
    *made = (struct passage){ .before = p->record->last,
                              .from = p->try.from,
                              .to = to,
                              .bill = bill_of(p, e),
                              .gap = e->page.gap,
                              .cost = e->page.cost,
                              .total = e->page.cost,
                              .let_go = e->page.let_go,
                              .breach = e->page.breach,
                              .juts = e->at.cut && row_juts(p, e->at.flow),
                              .tried = p->record->tried };
    p->record->last = made;
}

/* All other pages that may begin in a state. */
static void expand_widely(struct planner *p, struct state *s)
{
    bool wide = p->wide;
    enum level widest = p->widest;
    p->wide = true;
    p->widest = LEVEL_LATE;
    p->record->tried = false;
    expand(p, s);
    p->record->tried = true;
    p->wide = wide;
    p->widest = widest;
}

/* The search as it was, and once more from each of the plan's states, which become the path's; the
 * last is the document's end. */
static void search_again(struct planner *p, const struct state *const *path, uint32_t count,
                         const struct state **own)
{
    uint32_t n = 0;
    begin_states(p);
    for (struct state *s; (s = take_state(p));) {
        if (s->at.row == row_count(p) && !s->at.waits)
            continue;
        const struct state *next = n < count ? path[n]->previous : NULL;
        expand(p, s);
        if (!next || !is_same_spot(p, &next->at, &s->at))
            continue;
        expand_widely(p, s);
        own[n++] = s;
    }
    own[count] = p->end;
}

static int64_t rest_of(const struct state *s) { return s->passage ? s->passage->total : 0; }

/* The best way on from every state: pages that begin behind it are all found later. */
static void find_rests(const struct record *r)
{
    for (struct passage *g = r->last; g; g = g->before) {
        g->total += rest_of(g->to);
        if (g->tried && (!g->from->passage || g->total < g->from->passage->total))
            g->from->passage = g;
    }
}

/* ---- reasons ---- */

/* The passages of one state, the last first. */
struct passages {
    const struct passage *first, *behind;
};

static bool is_same_place(const struct planner *p, const struct spot *a, const struct spot *b)
{
    struct spot x = *a, y = *b;
    x.waits = y.waits = NULL;
    x.odd = y.odd = 0;
    return is_same_spot(p, &x, &y);
}

/* Does a page end behind the text of the plan's? */
static bool is_fuller(const struct state *s, const struct state *end)
{
    return s->at.row > end->at.row || (s->at.row == end->at.row && s->text > end->text);
}

/* Has a page of the plan lines of a note, or is it to go on behind it? */
static bool has_note(const struct planned_page *g, uint32_t note)
{
    for (uint32_t i = 0; i < g->part_count; i++)
        if (g->parts[i].note == note)
            return true;
    return false;
}

/* Would only that be let go of which is asked about: by the text's end, or by the first of the
 * notes that follow? */
static bool tells(const struct passage *g, const struct planned_page *page)
{
    if (g->let_go == LEVEL_LATE)
        return g->to->at.waits && !g->to->at.waits->parts->from &&
               !has_note(page, g->to->at.waits->parts->note);
    return g->let_go < LEVEL_LATE && g->let_go == g->breach;
}

/* What the least fuller pages, by their levels, let go of. */
static void find_bound(const struct planner *p, const struct planned_page *page,
                       const struct state *end, struct passages all, struct reason *r)
{
    static const enum why whys[LEVEL_COUNT] = { [LEVEL_KEEP] = WHY_COST,
                                                [LEVEL_PART] = WHY_KEPT,
                                                [LEVEL_TEAR] = WHY_LINES,
                                                [LEVEL_LATE] = WHY_NOTE };
    enum level least = LEVEL_OVERFLOW;
    bool juts = false;
    r->why = WHY_FULL;
    if (page->gap < p->story->line)
        return;
    for (const struct passage *g = all.first; g != all.behind; g = g->before) {
        if (g->let_go > least || !is_fuller(g->to, end) || !tells(g, page))
            continue;
        juts = g->juts || (juts && g->let_go == least);
        least = g->let_go;
        r->why = whys[least];
        if (least == LEVEL_LATE)
            r->note = g->to->at.waits->parts->note;
    }
    if (least == LEVEL_PART && juts)
        r->why = WHY_NARROW;
}

static void find_why(const struct planner *p, const struct planned_page *page,
                     const struct state *end, struct passages all, struct reason *r)
{
    if (end->at.row == row_count(p) && !end->at.waits)
        r->why = WHY_END;
    else if (page->let_go == LEVEL_OVERFLOW)
        r->why = WHY_LOW;
    else if (page->row == page->end)
        r->why = WHY_NOTES;
    else if (page->forced)
        r->why = WHY_FORCED;
    else
        find_bound(p, page, end, all, r);
}

/* The cheapest ends elsewhere. */
static uint32_t find_others(const struct planner *p, const struct state *end, struct passages all,
                            const struct passage *best[ALTERNATIVES])
{
    uint32_t n = 0;
    for (const struct passage *g = all.first; g != all.behind; g = g->before) {
        if (is_same_place(p, &g->to->at, &end->at))
            continue;
        uint32_t at = 0;
        while (at < n && !is_same_place(p, &g->to->at, &best[at]->to->at))
            at++;
        if (at < n && best[at]->total < g->total)
            continue;
        if (at == ALTERNATIVES && best[--at]->total <= g->total)
            continue;
        n += at == n;
        for (; at > 0 && best[at - 1]->total > g->total; at--)
            best[at] = best[at - 1];
        best[at] = g;
    }
    return n;
}

/* The plan's states and, for each, what pages up to it cost in all. */
struct course {
    const struct state **states;
    struct bill *sums;
    uint32_t count; /* of pages: the last state is the document's end */
};

/* An end elsewhere of the plan's page that begins in a state of the course, over the plan from
 * there on. */
static struct alternative alternative_of(const struct planner *p, const struct course *course,
                                         uint32_t number, const struct passage *g)
{
    const struct spot *at = &g->to->at;
    uint32_t joined = number;
    struct alternative a = {
        .row = at->row, .flow = at->flow, .gap = g->gap, .bill = course->sums[number]
    };
    a.cost = g->total - rest_of(course->states[number]);
    if (at->cut)
        a.cut = arena_copy(p->a, at->cut, sizeof *at->cut, row_at(p, at->flow, at->row)->count);
    for (;; g = g->to->passage) {
        add_bill(&a.bill, &g->bill, 1);
        while (is_before(course->states[joined], g->to))
            joined++;
        if (course->states[joined] == g->to)
            break;
    }
    add_bill(&a.bill, &course->sums[joined], -1);
    return a;
}

/* The passages from a state, which are the last of those up to `last`. */
static struct passages passages_from(const struct passage *last, const struct state *s)
{
    while (last->from != s)
        last = last->before;
    struct passages all = { last, last };
    while (all.behind && all.behind->from == s)
        all.behind = all.behind->before;
    return all;
}

/* The page of the plan itself: of those that cost as much the search found it first. */
static const struct passage *planned(struct passages all, const struct state *to)
{
    const struct passage *found = NULL;
    for (const struct passage *g = all.first; g != all.behind; g = g->before)
        if (g->tried && g->to == to && g->total == all.first->from->passage->total)
            found = g;
    return found;
}

/* The course of the plan through the states of the record, and the passages from each. */
static struct course follow(struct planner *p, const struct state *const *path, uint32_t count,
                            struct passages *all)
{
    struct course c = { .count = count };
    const struct passage *last;
    c.states = arena_array(p->work, const struct state *, count + 1u);
    c.sums = arena_array(p->work, struct bill, count + 1u);
    search_again(p, path, count, c.states);
    last = p->record->last;
    find_rests(p->record);
    for (uint32_t n = count; n-- > 0; last = all[n].behind) {
        all[n] = passages_from(last, c.states[n]);
        all[n].first->from->passage = planned(all[n], c.states[n + 1]);
    }
    for (uint32_t n = 0; n < count; n++) {
        c.sums[n + 1] = c.sums[n];
        add_bill(&c.sums[n + 1], &c.states[n]->passage->bill, 1);
    }
    return c;
}

const struct reason *explain_pages(struct planner *p, const struct plan *plan,
                                   const struct state *const *path)
{
    struct reason *reasons = arena_array(p->a, struct reason, plan->count);
    struct passages *all = arena_array(p->work, struct passages, plan->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan->count; i++)
        count += !plan->pages[i].blank;
    p->record = arena_new(p->work, struct record);
    p->record->tried = true;
    struct course course = follow(p, path, count, all);
    for (uint32_t i = 0, n = 0; i < plan->count; i++) {
        const struct passage *best[ALTERNATIVES];
        struct reason *r = &reasons[i];
        if (plan->pages[i].blank)
            continue;
        r->bill = course.states[n]->passage->bill;
        find_why(p, &plan->pages[i], course.states[n + 1], all[n], r);
        r->other_count = find_others(p, course.states[n + 1], all[n], best);
        for (uint32_t k = 0; k < r->other_count; k++)
            r->others[k] = alternative_of(p, &course, n, best[k]);
        n++;
    }
    return reasons;
}
