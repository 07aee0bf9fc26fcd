/* Notes in columns: the least height that widows and orphans allow and, at that height, the fewest parted notes, held against a
 * search that tries all ends of all columns. */
#include "plan/notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <limits.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { CASES = 3000 };
#else
enum { CASES = 20000 };
#endif
enum { NOTES = 4, LINES = 6, MOST = NOTES * LINES };

/* The search's own picture of the same notes: lines in a row. */
struct naive {
    unsigned count, columns, widows, orphans;
    unsigned high[MOST], margin[MOST], at[MOST], of[MOST]; /* in its note's paragraph */
    unsigned note[MOST];
    unsigned best, parted;
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static unsigned high(const struct naive *n, unsigned from, unsigned to)
{
    unsigned h = 0;
    for (unsigned i = from; i < to; i++)
        h += n->high[i] + (i > from ? n->margin[i] : 0);
    return h;
}

/* A column may end before line `to`. */
static bool may_end(const struct naive *n, unsigned from, unsigned to)
{
    if (to == n->count || n->note[to] != n->note[to - 1] || n->at[to] == 0)
        return true;
    unsigned before = 0;
    for (unsigned i = to; i > from && n->note[i - 1] == n->note[to] && n->at[i] > 0; i--)
        before++;
    return before >= n->orphans && n->of[to] - n->at[to] >= n->widows;
}

static void search(struct naive *n, unsigned column, unsigned from, unsigned tallest,
                   unsigned parted)
{
    if (from == n->count && (tallest < n->best || (tallest == n->best && parted < n->parted))) {
        n->best = tallest;
        n->parted = parted;
    }
    if (from == n->count || column == n->columns)
        return;
    for (unsigned to = from + 1; to <= n->count; to++) {
        unsigned h = high(n, from, to);
        if (may_end(n, from, to))
            search(n, column + 1, to, h > tallest ? h : tallest,
                   parted + (to < n->count && n->note[to] == n->note[to - 1]));
    }
}

struct world {
    struct flow flow;
    const struct flow *flows[1];
    struct story story;
    struct foot_shape foot;
    struct part parts[NOTES];
    unsigned part_count;
};

static void random_world(struct arena *a, struct world *w, struct naive *n, uint32_t *seed)
{
    memset(w, 0, sizeof *w);
    memset(n, 0, sizeof *n);
    n->columns = 1 + next_random(seed) % 4;
    n->widows = 1 + next_random(seed) % 3;
    n->orphans = 1 + next_random(seed) % 3;
    w->foot = (struct foot_shape){ .columns = n->columns, .balance = true };
    w->flows[0] = &w->flow;
    w->story.flows = w->flows;
    w->flow.notes = arena_array(a, struct track, NOTES);
    w->part_count = 1 + next_random(seed) % NOTES;
    for (unsigned p = 0; p < w->part_count; p++) {
        struct track *t = &w->flow.notes[p];
        *t = (struct track){ .slots = arena_array(a, struct slot, LINES),
                             .count = 1 + next_random(seed) % LINES };
        uint32_t first = t->count > 1 && next_random(seed) % 3 == 0 ? next_random(seed) % t->count
                                                                    : 0; /* a second paragraph */
        uint32_t from = !p && next_random(seed) % 4 == 0 ? next_random(seed) % t->count
                                                         : 0; /* the rest of a note */
        w->parts[p] = (struct part){ p, from, t->count, 0 };
        for (uint32_t i = 0; i < t->count; i++) {
            bool second = first && i >= first;
            struct slot s = { .orphans = (uint8_t)n->orphans,
                              .widows = (uint8_t)n->widows,
                              .ascent = 1,
                              .descent = next_random(seed) % 2,
                              .at = second ? i - first : i,
                              .of = second || !first ? t->count - first : first };
            if (s.at == 0)
                s.margin = next_random(seed) % 3;
            t->slots[i] = s;
            if (i < from)
                continue;
            n->high[n->count] = (unsigned)(s.ascent + s.descent);
            n->margin[n->count] = (unsigned)s.margin;
            n->at[n->count] = s.at;
            n->of[n->count] = s.of;
            n->note[n->count++] = p;
        }
    }
}

struct seen {
    const struct world *w;
    sp tallest;
    unsigned parted, part, slot, column, pieces;
};

static void visit(void *with, const struct part *part, uint32_t from, uint32_t to, unsigned column,
                  const sp *tops)
{
    struct seen *s = with;
    assert_int_equal(part - s->w->parts, s->part);
    assert_int_equal(from, s->pieces ? s->slot : part->from);
    assert_true(column >= s->column && to > from);
    for (uint32_t i = from; i < to; i++) {
        const struct slot *slot = &s->w->flow.notes[part->note].slots[i];
        s->tallest = sp_max(s->tallest, tops[i - from] + slot->ascent + slot->descent);
    }
    s->pieces++;
    s->column = column;
    s->slot = to;
    if (to < part->to)
        s->parted++;
    else {
        s->part++;
        s->pieces = 0;
    }
}

static void test_columns(void **state)
{
    (void)state;
    static struct world w;
    static struct naive n;
    static jmp_buf oom;
    struct arena *a = arena_open(&oom), *scratch = arena_open(&oom);
    assert_non_null(a);
    assert_non_null(scratch);
    unsigned parted = 0, whole = 0;
    for (uint32_t i = 0; i < CASES; i++) {
        struct arena_mark mark = arena_mark(a);
        uint32_t seed = i * 7919u + 1u;
        random_world(a, &w, &n, &seed);
        n.best = n.parted = UINT_MAX;
        search(&n, 0, 0, 0, 0);
        struct galley g = galley_of(scratch, &w.story, w.parts, w.part_count, &w.foot);
        sp level = galley_level(scratch, &g, SP_MAX);
        sp least = notes_least(&w.story, w.parts, w.part_count, &w.foot);
        assert_int_equal(level, n.best);
        assert_int_equal(galley_level(scratch, &g, level), level);
        assert_true(galley_level(scratch, &g, level - 1) >= level);
        struct seen s = { .w = &w };
        notes_walk(scratch, &w.story, w.parts, w.part_count, &w.foot, level, visit, &s);
        assert_int_equal(s.part, w.part_count);
        assert_int_equal(s.tallest, level);
        assert_int_equal(s.parted, n.parted);
        *(n.parted ? &parted : &whole) += 1;
        assert_true(level >= least);
        arena_reset(a, mark);
    }
    assert_true(parted > CASES / 10 && whole > CASES / 10);
    arena_close(scratch);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_columns) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
