/* plan/planner: what the planner's rooms share; plan.h has the model.
 *
 *   breaks   one page after the other: attempts, and the plan from the states behind them
 *   cuts     where a row may part on an attempt's page
 *   feet     the notes of an attempt: called, level, parted
 *   ways     all heights that a row's settings give it
 *   keeps    what is to stay whole and fits no page keeps nothing
 *   states   where pages begin, each remembered by the cheapest way to it
 *   reasons  why the plan's pages end where they do, and what other ends would cost
 *
 * What lasts as long as the search is in planner.work, what lasts as long as an attempt in
 * planner.scratch.
 */
#ifndef PLAN_PLANNER_H
#define PLAN_PLANNER_H

#include "plan/plan.h"
#include "plan/costs.h"
#include "plan/notes.h"
#include "plan/trail.h"

/* Settings other than the optimum that a row takes on a page, and those of the rows above it. */
struct choice {
    const struct choice *above;
    const struct pick *picks;
    uint32_t count;
};
/* Notes that wait, the first of them perhaps begun. */
struct waiting {
    uint32_t count;
    struct part parts[];
};
/* Where a page begins: all that the rest of the document can tell apart. */
struct spot {
    const uint32_t *cut;         /* NULL: at the row's start */
    const struct waiting *waits; /* NULL: no notes do */
    uint32_t row;
    uint8_t flow; /* of a row that has begun */
    uint8_t odd;  /* the page's number is; 0 throughout where sides do not matter */
};
/* What the plan says of a page. */
struct facts {
    sp level, gap;
    int64_t cost;
    uint32_t stretch;
    unsigned note_flow; /* that its last note is set in */
    enum level let_go, breach;
    bool forced, heads, named;
};
/* A place that the search has come to. */
struct state {
    struct spot at;
    uint32_t text;          /* progress within the row */
    uint32_t pick_count;    /* of the page that ends here */
    int64_t cost;           /* of the cheapest way here */
    struct state *previous; /* on that way */
    struct state *next;     /* in its bucket */
    const struct pick *picks;
    struct facts page;             /* that ends here */
    const struct passage *passage; /* of a plan that is explained: the best page from here */
};

/* One of the heights that settings give: of a row, below its top; of an attempt's rows so far. */
struct way {
    sp y, edge; /* where they end; what of them must fit */
    int64_t cost;
    const struct choice *choice; /* NULL: the optimum throughout */
};
/* What is remembered of a row at one place on the grid. */
struct row_ways {
    sp pitch, phase;
    struct trail *trails; /* by track */
    struct way *wholes;   /* all its lines on the page */
    uint32_t whole_count;
    sp slop;  /* most that closes below a line where it parts */
    sp lead;  /* and where the lowest track begins */
    sp again; /* how far the row's name goes down that stands again; 0: it does not */
};

/* What is left of a track, by the slot that it goes on with. */
struct rest {
    const struct trail **from; /* NULL: not asked for */
    size_t room;
};
/* The rests of one row on one kind of page, in an arena of their own: states that begin in a row
 * follow each other, and share them. */
struct rests {
    struct arena *arena;
    struct arena_mark start;
    const struct row *row;
    const struct page_shape *shape;
    sp top;
    struct rest *of; /* by track */
};

/* Where an attempt's page may end. */
struct end {
    struct spot at;              /* of the next page */
    sp edge;                     /* of the text that has to fit */
    const struct choice *choice; /* of the rows above it */
    const struct row_ways *ways; /* of the row that is cut */
    const uint32_t *steps;       /* the last of each of its tracks; NULL: at a row's start */
    struct facts page;           /* at first its text's cost and breach, and whether it is forced */
};

/* One page, tried from a state in all the ways it may end. */
struct attempt {
    const struct page_shape *shape;
    const struct page_shape *next; /* of the page that goes on with what this one parts */
    const struct flow *flow;
    struct state *from;
    uint32_t name;
    bool first_page;
    bool heads, named;  /* a table's are repeated; the first row's name is */
    struct part *parts; /* notes that waited, then those called so far */
    uint32_t part_count, waited;
    size_t part_room;
    sp *levels;           /* of the first n parts; -1: not known */
    uint32_t level_count; /* levels of more parts are not known */
    size_t level_room;
    struct galley galley;    /* of parts up to now; its part_count: how many of them still stand */
    struct way *ways, *more; /* rows set so far; with one row more */
    uint32_t way_count, more_count;
    uint32_t gaps, row_stretch; /* between rows of a table so far */
    enum level level;
    sp window;          /* no end with a gap beyond it; SP_MAX: the least gaps */
    uint32_t end_count; /* found so far */
    struct end *ends;   /* where only those of the least gap count: all of them */
    size_t end_room;
    bool *stops; /* for trail_cuts */
    size_t stop_room;
    uint32_t *steps, *cut; /* for one row's cuts: by track */
};

struct planner {
    struct arena *a, *work, *scratch; /* for the plan, the search, an attempt */
    const struct story *story;
    bool sides; /* they matter */
    bool wide;  /* ends count up to the level `widest`, whatever their level and gap */
    enum level widest;
    struct record *record;  /* of all pages tried; NULL: no reasons are asked for */
    struct state **heap;    /* open states, the least progress first */
    struct state **buckets; /* and by their places */
    size_t open, heap_room, bucket_count;
    struct state *end;                /* the document's */
    struct row_ways **memo;           /* by flow, row */
    uint8_t *row_keeps, *group_keeps; /* 0: not asked yet; 1: a page can hold it; 2: none can */
    struct rests rests[2];            /* on even pages, on odd ones */
    uint32_t asked;                   /* the row whose groups are asked for */
    struct attempt try;
};

static inline int64_t cost_sum(int64_t a, int64_t b)
{
    return a > PLAN_COST_MOST - b ? PLAN_COST_MOST : a + b;
}

/* What of a page's unused height (sp) counts: of one that ends by force none does. */
static inline sp gap_that_counts(const struct facts *page)
{
    return page->forced ? 0 : sp_max(page->gap, 0);
}

static inline const struct row *row_at(const struct planner *p, unsigned flow, uint32_t row)
{
    return &p->story->flows[flow]->rows[row];
}

static inline uint32_t row_count(const struct planner *p) { return p->story->flows[0]->count; }

/* ---- keeps ---- */

/* Is a row of the flow one of its table's heads? */
static inline bool row_is_head(const struct row *r, uint32_t row)
{
    return r->table && row < r->table->first_row;
}

/* Must a row stand on another page than the one before it? */
bool row_forces(const struct planner *p, uint32_t row);
/* The heads of a table repeated from y on: y behind them; y itself when they are too tall to be. */
sp repeat_heads(const struct page_shape *s, const struct flow *f, const struct table *t, sp y);
/* Does a group of the slots of planner.asked hold?  A trail_keeps; with: the planner. */
bool slots_are_kept(void *with, uint32_t track, uint32_t group);
/* What a break before a row lets go of, and one inside it. */
enum level breach_before(const struct planner *p, uint32_t row);
enum level breach_inside(const struct planner *p, uint32_t row);
/* Is a row that was set in a flow too wide for the page behind the attempt's, though not for its
 * own? */
bool row_juts(const struct planner *p, unsigned flow);

/* ---- ways ---- */

/* The ways of a row that begins at `top` on the attempt's page. */
const struct row_ways *ways_of(struct planner *p, uint32_t row, sp top);
/* The ways of the rest of the attempt's first row, which has begun before. */
const struct row_ways *ways_going_on(struct planner *p, sp top);
/* One way more, which is returned; NULL where one of its heights is as cheap, or WAYS_MOST are. */
struct way *add_way(struct way *list, uint32_t *count, struct way w);
/* The settings on the way to a step of a row's track, below those of another choice. */
const struct choice *choose_step(struct arena *a, const struct trail *t, uint32_t step,
                                 uint32_t row, uint32_t track, const struct choice *above);
/* A choice once more, below another. */
const struct choice *choose_below(struct arena *a, const struct choice *c,
                                  const struct choice *above);

/* ---- feet ---- */

/* How an attempt's notes stand. */
struct standing {
    sp level;
    uint32_t whole, slots; /* parts that stand, and slots of the next */
    unsigned flow;         /* that the last of them is set in */
    int64_t cost;
    bool fits;
    bool fill; /* the room, one column after the other */
};

/* Height (sp) of the foot of some notes whose columns are that high. */
static inline sp foot_height(const struct page_shape *s, uint32_t notes, sp level)
{
    return notes ? level + s->foot.before + s->foot.after : 0;
}

/* Height (sp) that the columns may have below an edge. */
static inline sp room_for_notes(const struct page_shape *s, sp edge)
{
    sp room = s->bottom - edge - s->foot.before - s->foot.after;
    return s->foot.most ? sp_min(room, s->foot.most) : room;
}

/* Finds the height (sp) of the columns of the attempt's first n parts, n > 0, and remembers it; any
 * that is more than the page's where they do not fit it. */
sp find_level(struct planner *p, uint32_t n);

/* That height, which most often is known. */
static inline sp level_of(struct planner *p, uint32_t n)
{
    const struct attempt *t = &p->try;
    bool known = n <= t->level_count && n && t->levels[n] >= 0;
    return known ? t->levels[n] : n ? find_level(p, n) : 0;
}

/* A part, all of it that is left, in a flow. */
static inline struct part part_in(const struct planner *p, const struct part *part, unsigned flow)
{
    const struct track *t = &p->story->flows[flow]->notes[part->note];
    return (struct part){ part->note, part->from, t->count, flow };
}

/* One part more behind the attempt's. */
void add_part(struct planner *p, struct part part);
/* Adds the notes that a row's lines between two cuts (NULL: from its start, to its end) call. */
void call_notes(struct planner *p, const struct row *r, const uint32_t *from, const uint32_t *to);
/* Adds all notes: they gather under the last page. */
void call_all(struct planner *p);
/* The attempt's first n notes below an edge, parted as its level allows. */
struct standing stand_below(struct planner *p, uint32_t n, sp edge);
/* The notes that wait, where not all of them stand on the page they begin: what it holds, at least
 * one line, which fits not when it is taller than the page. */
struct standing stand_alone(struct planner *p);
/* Height (sp) of the columns of notes that stand so: level ones, unless that needs more. */
sp level_standing(struct planner *p, const struct standing *notes);

/* ---- cuts ---- */

/* A row on an attempt's page, below one of the ways of the rows above it. */
struct cutting {
    const struct row *row;
    const struct row_ways *ways;
    const uint32_t *from; /* the cut it begins with; NULL: its start */
    uint32_t number;
    uint8_t flow;
    uint32_t before, all; /* parts before the row's calls, and with all of them */
    bool juts;            /* it would go on to a page too narrow for it */
    enum level inside;    /* what a cut through the row lets go of */
    const struct way *way;
    sp top;
    uint32_t *steps, *cut; /* a cut that is tried: the last step of each track; the slot behind */
};

/* Ends the page where the row may part: behind lines that fit and leave no gap beyond the
 * window. */
void try_cuts(struct planner *p, struct cutting *c);
/* Ends it behind the least lines of the row whatever their height; false when that is its end. */
bool force_cut(struct planner *p, struct cutting *c);
/* Does a track that is cut behind a step end in a hyphen there? */
bool cut_hyphenates(const struct trail *t, const struct step *n);

/* ---- breaks ---- */

/* An end of the attempt's text becomes one of its page, if the notes stand below it as the level
 * asks; it gets what is still to be known of it. */
void try_end(struct planner *p, struct end *e);
/* All pages that may begin in a state are tried. */
void expand(struct planner *p, struct state *state);

/* ---- states ---- */

/* Opens the state that a document begins in, with none before it. */
void begin_states(struct planner *p);
/* Takes the open state of the least progress; NULL: none is left. */
struct state *take_state(struct planner *p);
/* An end of the attempt leads to a state: a new one, or one that it may be the cheaper way to. */
void reach(struct planner *p, const struct end *e);
/* Must a row stand on a page of the other side? */
bool is_wrong_side(const struct planner *p, const struct row *r, bool odd);
/* Are two places the same, with what waits there? */
bool is_same_spot(const struct planner *p, const struct spot *a, const struct spot *b);
/* Is a state's turn before another's? */
bool is_before(const struct state *a, const struct state *b);

/* ---- reasons ---- */

/* Notes a page that leads from the attempt's state to another. */
void record_page(struct planner *p, struct state *to, const struct end *e);
/* The reasons of a plan's pages; path: the states that those with text or notes lead to. */
const struct reason *explain_pages(struct planner *p, const struct plan *plan,
                                   const struct state *const *path);

#endif
