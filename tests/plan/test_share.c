/* Call and note share a page wherever any breaks allow it: held against a search that tries all breaks of small documents.
 *
 * The search knows nothing of the code under test: a document is rows of two cells of line heights, a note is a number of lines
 * one unit high, called once.  Pages are filled line by line in every order; a page's notes stand whole but for the last, of
 * which one line at least must stand there and whose rest comes first on the next page.
 */
#include "plan/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { CASES = 3000 };
#else
enum { CASES = 20000 };
#endif
enum { ROWS = 4, LINES = 5, NOTES = 8, NOTE_LINES = 9, BEFORE = 1 };

struct small {
    unsigned rows, notes, height;
    unsigned lines[ROWS][2], high[ROWS][2][LINES];
    int call[ROWS][2][LINES];       /* first note called there, -1 = none */
    unsigned calls[ROWS][2][LINES]; /* and how many in a row */
    unsigned note[NOTES];           /* lines */
    bool tried[ROWS + 1][LINES + 1][LINES + 1][NOTES + 1][NOTE_LINES + 1];
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void random_small(struct small *d, uint32_t *seed)
{
    memset(d, 0, sizeof *d);
    d->rows = 1 + next_random(seed) % ROWS;
    d->height = 6 + next_random(seed) % 8;
    for (unsigned r = 0; r < d->rows; r++)
        for (unsigned t = 0; t < 2; t++) {
            d->lines[r][t] = 1 + next_random(seed) % LINES;
            for (unsigned k = 0; k < d->lines[r][t]; k++) {
                d->high[r][t][k] = 1 + next_random(seed) % 2;
                d->call[r][t][k] = -1;
                if (next_random(seed) % 5 || d->notes == NOTES)
                    continue;
                d->call[r][t][k] = (int)d->notes;
                d->calls[r][t][k] = next_random(seed) % 3 ? 1 : 2;
                if (d->notes + d->calls[r][t][k] > NOTES)
                    d->calls[r][t][k] = 1;
                for (unsigned n = 0; n < d->calls[r][t][k]; n++)
                    d->note[d->notes++] = 1 + next_random(seed) % NOTE_LINES;
            }
        }
}

/* ---- the search ---- */

struct spot {
    unsigned row, at[2];
};
struct foot {
    unsigned rest, whole, last;
    bool any;
}; /* lines of the note that came over; of the new ones but the last; which is last */

static bool solve(struct small *d, struct spot s, unsigned note, unsigned from);

static unsigned least_foot(const struct foot *f)
{
    return f->rest || f->any ? BEFORE + f->rest + f->whole + f->any : 0;
}

/* A page that holds text down to `y` (of each cell) can end here, or take one line more. */
static bool go_on(struct small *d, struct spot s, struct foot f, const unsigned y[2], bool progress)
{
    unsigned bottom = y[0] > y[1] ? y[0] : y[1];
    bool apart =
        s.row < d->rows && !s.at[0] != !s.at[1]; /* a row's first lines stay side by side */
    if (progress && !apart) {
        unsigned room = d->height - bottom - (f.any ? BEFORE + f.rest + f.whole : 0),
                 take = !f.any                   ? 0
                        : d->note[f.last] < room ? d->note[f.last]
                                                 : room;
        if (solve(d, s, f.any && take < d->note[f.last] ? f.last : NOTES, take))
            return true;
    }
    if (s.row == d->rows)
        return false;
    for (unsigned t = 0; t < 2; t++) {
        unsigned k = s.at[t], below[2] = { y[0], y[1] };
        if (k == d->lines[s.row][t])
            continue;
        struct foot more = f;
        struct spot then = s;
        for (unsigned n = 0; n < d->calls[s.row][t][k]; n++) {
            unsigned new = (unsigned)d->call[s.row][t][k] + n,
                     last = more.any &&more.last > new ? more.last : new;
            if (more.any)
                more.whole += d->note[last == new ? more.last : new];
            more.any = true;
            more.last = last;
        }
        below[t] += d->high[s.row][t][k];
        unsigned most = below[0] > below[1] ? below[0] : below[1];
        if (most + least_foot(&more) > d->height)
            continue;
        then.at[t]++;
        if (then.at[0] == d->lines[s.row][0] && then.at[1] == d->lines[s.row][1]) {
            then = (struct spot){ s.row + 1, { 0, 0 } };
            below[0] = below[1] = most;
        }
        if (go_on(d, then, more, below, true))
            return true;
    }
    return false;
}

/* Is there a way on from a page's start, with the rest of a note (NOTES: none) from one of its lines on? */
static bool solve(struct small *d, struct spot s, unsigned note, unsigned from)
{
    if (note == NOTES)
        from = 0;
    if (s.row == d->rows && note == NOTES)
        return true;
    bool *tried = &d->tried[s.row][s.at[0]][s.at[1]][note][from];
    if (*tried)
        return false;
    *tried = true;
    unsigned rest = note == NOTES ? 0 : d->note[note] - from;
    if (rest + BEFORE > d->height)
        return solve(d, s, note, from + d->height - BEFORE);
    return go_on(d, s, (struct foot){ .rest = rest }, (unsigned[]){ 0, 0 }, rest > 0);
}

/* ---- the same document for the code under test ---- */

struct world {
    struct flow flow;
    const struct flow *flows[1];
    struct page_shapes shapes;
    struct story story;
    uint8_t widows;
};

static struct track plain_track(struct arena *a, struct world *w, unsigned n, const unsigned *high)
{
    struct track t = { .slots = arena_array(a, struct slot, n), .count = n, .aligned = true };
    for (unsigned i = 0; i < n; i++)
        t.slots[i] = (struct slot){ .next = i + 1,
                                    .orphans = w->widows,
                                    .widows = w->widows,
                                    .descent = high ? high[i] : 1,
                                    .at = i,
                                    .of = n };
    return t;
}

static void build(struct arena *a, struct world *w, const struct small *d, uint8_t widows)
{
    memset(w, 0, sizeof *w);
    w->widows = widows;
    w->shapes.odd =
        (struct page_shape){ .bottom = d->height,
                             .foot = { .before = BEFORE, .columns = 1, .balance = true } };
    w->shapes.even = w->shapes.odd;
    w->flow = (struct flow){ .rows = arena_array(a, struct row, d->rows),
                             .count = d->rows,
                             .notes = arena_array(a, struct track, NOTES) };
    w->flows[0] = &w->flow;
    w->story = (struct story){ .flows = w->flows,
                               .shapes = &w->shapes,
                               .first = &w->shapes.odd,
                               .note_count = d->notes,
                               .line = 1 };
    for (unsigned r = 0; r < d->rows; r++) {
        struct row *row = &w->flow.rows[r];
        *row = (struct row){ .tracks = arena_array(a, struct track, 2), .count = 2 };
        for (unsigned t = 0; t < 2; t++) {
            row->tracks[t] = plain_track(a, w, d->lines[r][t], d->high[r][t]);
            uint32_t *calls = arena_array(a, uint32_t, NOTES), count = 0;
            for (unsigned k = 0; k < d->lines[r][t]; k++) {
                for (unsigned n = 0; n < d->calls[r][t][k]; n++)
                    calls[count++] = (uint32_t)d->call[r][t][k] + n;
                row->tracks[t].slots[k].calls = count;
            }
            row->tracks[t].calls = calls;
            row->tracks[t].call_count = count;
        }
        row_align(row);
    }
    for (unsigned n = 0; n < d->notes; n++)
        w->flow.notes[n] = plain_track(a, w, d->note[n], NULL);
}

/* Does a note start after the page of its call? */
static bool moved(const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->count; i++)
        for (uint32_t k = 0; k < plan->pages[i].waited; k++)
            if (!plan->pages[i].parts[k].from)
                return true;
    return false;
}

static void test_share(void **state)
{
    (void)state;
    static struct world w;
    static struct small d;
    static jmp_buf oom;
    struct arena *a = arena_open(&oom), *scratch = arena_open(&oom);
    unsigned can = 0, cannot = 0;
    assert_non_null(a);
    assert_non_null(scratch);
    for (uint32_t i = 0; i < CASES; i++) {
        struct arena_mark mark = arena_mark(a);
        uint32_t seed = i * 7919u + 1u;
        random_small(&d, &seed);
        build(a, &w, &d, (uint8_t)(1 + next_random(&seed) % 2));
        struct plan plan = plan_pages(a, scratch, &w.story);
        bool possible = solve(&d, (struct spot){ 0 }, NOTES, 0);
        assert_int_not_equal(possible, moved(&plan));
        *(possible ? &can : &cannot) += 1;
        arena_reset(a, mark);
    }
    assert_true(can > CASES / 10 && cannot > CASES / 1000);
    arena_close(scratch);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_share) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
