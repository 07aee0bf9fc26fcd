/* flow/calls: which notes a row's lines call.
 *
 * A note belongs to the first row that calls it: where that row's lines stand, there the note has
 * to stand.  Each of the row's tracks lists it once; two may both, since which of them comes first
 * is known only when pages are chosen.
 */
#include "flow/inner.h"

/* Who has called a note so far. */
struct caller {
    uint32_t row;   /* the first row that calls it, counted from 1; 0: none */
    uint32_t track; /* the last track that lists it, all counted from 1 */
};

/* The tracks of a document, one after the other. */
struct calling {
    struct context *c;
    struct caller *callers; /* by note */
    uint32_t row, track;    /* at hand, counted from 1 */
    uint32_t *calls;        /* of the track */
    uint32_t count;
    bool shared; /* one of them is another track's of the row, too */
};

static uint32_t calls_of(const struct set *s)
{
    uint32_t lines = set_count(s);
    return lines ? s->variants[0].profile[lines - 1].calls : 0;
}

/* The track lists a note unless an earlier row or line has called it. */
static void list(struct calling *g, uint32_t note)
{
    if (note >= g->c->boxes->note_count)
        return;
    struct caller *by = &g->callers[note];
    if ((by->row && by->row != g->row) || by->track == g->track)
        return;
    g->shared = g->shared || by->row;
    *by = (struct caller){ g->row, g->track };
    g->calls[g->count++] = note;
}

/* The paragraph that begins in a slot, with its lines in all its variants. */
static void call_paragraph(struct calling *g, struct track *t, uint32_t first)
{
    const struct set *set = t->drawn[first].set;
    struct arena_mark mark = arena_mark(g->c->scratch);
    uint32_t n = calls_of(set), *listed = arena_array(g->c->scratch, uint32_t, n + 1u);
    listed[0] = g->count;
    for (uint32_t i = 0; i < n; i++) {
        list(g, set->calls[i]);
        listed[i + 1] = g->count;
    }
    for (uint32_t at = first, more = 1; more; at = more) {
        const struct profile *lines = set->variants[t->drawn[at].variant].profile;
        for (uint32_t i = 0; i < t->slots[at].of; i++)
            t->slots[at + i].calls = listed[lines[i].calls];
        more = t->slots[at].other;
    }
    arena_reset(g->c->scratch, mark);
}

/* The most that the track can list. */
static uint32_t most_calls(const struct track *t)
{
    uint32_t all = 0;
    for (uint32_t i = 0; i < t->count; i += t->slots[i].of)
        all += t->drawn[i].set ? calls_of(t->drawn[i].set) : 0;
    return all;
}

static void call_track(struct calling *g, struct track *t)
{
    uint32_t most = most_calls(t);
    g->track++;
    if (!most)
        return;
    g->calls = arena_array(g->c->work, uint32_t, most);
    g->count = 0;
    for (uint32_t i = 0; i < t->count; i += t->slots[i].of) {
        t->slots[i].calls = g->count;
        if (t->drawn[i].set)
            call_paragraph(g, t, i);
    }
    t->calls = g->calls;
    t->call_count = g->count;
}

void calls_find(struct context *c)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct calling g = { .c = c };
    g.callers = arena_array(c->scratch, struct caller, c->boxes->note_count + 1u);
    const struct flow *f = &c->layout->flow;
    for (uint32_t i = 0; i < f->count; i++) {
        struct row *r = &f->rows[i];
        g.row = i + 1;
        g.shared = false;
        for (uint32_t t = 0; t < r->count; t++)
            call_track(&g, &r->tracks[t]);
        r->shared = g.shared;
    }
    arena_reset(c->scratch, mark);
}
