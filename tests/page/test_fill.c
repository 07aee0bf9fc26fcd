/* Random small documents of rows, notes and heights: every line and every line of a note stands on the pages exactly once, in order. */
#include "page/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { CASES = 2000 };
#else
enum { CASES = 10000 };
#endif

struct world {
    struct context c;
    struct style plain, page;
    struct page_style ps;
    struct boxes boxes;
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A track of n lines in paragraphs of one to four lines. */
static struct track random_track(struct arena *a, struct box *box, uint32_t n, sp most,
                                 uint32_t *seed)
{
    struct track t = { .slots = arena_array(a, struct slot, n), .count = n, .aligned = true };
    for (uint32_t i = 0; i < n;) {
        uint32_t of = 1 + next_random(seed) % 4;
        if (of > n - i)
            of = n - i;
        sp high = (sp)(1 + next_random(seed) % (uint32_t)most);
        for (uint32_t k = 0; k < of; k++, i++) {
            t.slots[i] = (struct slot){ .next = i + 1,
                                        .orphans = (uint8_t)box->style->orphans,
                                        .widows = (uint8_t)box->style->widows,
                                        .ascent = high,
                                        .descent = 1,
                                        .margin = k ? 0 : (sp)(next_random(seed) % 3),
                                        .at = k,
                                        .of = of };
        }
    }
    return t;
}

/* What is not to part: a stretch of n, and one in it; gives every one its innermost. */
static struct group *random_groups(struct arena *a, uint32_t n, uint32_t *seed)
{
    struct group *g = arena_array(a, struct group, 2);
    g[0].first = next_random(seed) % n;
    g[0].end = g[0].first + 1 + next_random(seed) % (n - g[0].first);
    g[1] = (struct group){ .first = g[0].first + next_random(seed) % (g[0].end - g[0].first),
                           .end = g[0].end,
                           .around = 1 };
    return g;
}
static uint32_t group_at(const struct group *g, uint32_t i)
{
    return i < g[0].first || i >= g[0].end ? 0 : i < g[1].first ? 1 : 2;
}

/* A block around some lines of a track, closed and opened again where it parts. */
static void random_clone(struct arena *a, struct box *box, struct track *t, uint32_t *seed)
{
    t->spans = arena_new(a, struct span);
    uint32_t first = next_random(seed) % t->count;
    *t->spans = (struct span){ .box = box,
                               .first = first,
                               .last = first + next_random(seed) % (t->count - first),
                               .clone_open = 1,
                               .clone_close = next_random(seed) % 3 };
    t->span_count = 1;
    track_add_edges(a, t);
}

static bool lists(const uint32_t *calls, uint32_t n, uint32_t note)
{
    while (n > 0 && calls[n - 1] != note)
        n--;
    return n > 0;
}

/* Some lines of a track call notes: new ones, or those that another track of the row has called; the first `earlier` are other
 * rows'. */
static void random_calls(struct arena *a, struct track *t, uint32_t earlier, uint32_t *notes,
                         uint32_t most, uint32_t *seed)
{
    uint32_t *calls = arena_array(a, uint32_t, t->count * most), count = 0;
    for (uint32_t k = 0; k < t->count; k++) {
        uint32_t n = next_random(seed) % 5 ? 0 : 1 + next_random(seed) % most;
        for (; n; n--) {
            bool again = *notes && next_random(seed) % 4 == 0;
            uint32_t note = again ? next_random(seed) % *notes : (*notes)++;
            if (note >= earlier && !lists(calls, count, note))
                calls[count++] = note;
        }
        t->slots[k].calls = count;
    }
    t->calls = calls;
}

/* Rows of one to three cells; notes called from random lines, numbered in reading order, some twice. */
static void random_world(struct arena *a, struct arena *scratch, struct world *w, uint32_t *seed)
{
    memset(w, 0, sizeof *w);
    w->plain.widows = w->plain.orphans = (uint16_t)(1 + next_random(seed) % 3);
    for (int i = 0; i < SIDE_COUNT; i++)
        w->plain.margin[i].kind = w->plain.padding[i].kind = LENGTH_VALUE;
    w->plain.width.kind = LENGTH_AUTO;
    w->plain.column_fill_balance = next_random(seed) % 2;
    w->page = w->plain;
    w->ps = (struct page_style){ .width = 100,
                                 .height = (sp)(8 + next_random(seed) % 60),
                                 .page = &w->page,
                                 .footnote = &w->plain };
    if (next_random(seed) % 3 == 0) {
        w->ps.grid_pitch = 4;
        w->ps.grid_offset = 3;
    }
    struct box *box = arena_new(a, struct box);
    *box = (struct box){ .kind = BOX_BLOCK, .style = &w->plain };
    struct context *c = &w->c;
    c->a = c->work = a;
    c->scratch = scratch;
    c->d = diag_build(a);
    c->boxes = &w->boxes;
    w->boxes.root = box;
    unsigned columns = 1 + next_random(seed) % 3;
    for (unsigned f = 0; f < 16; f++) {
        struct page_kind *k = arena_new(a, struct page_kind);
        *k = (struct page_kind){ .flags = f,
                                 .style = &w->ps,
                                 .right = w->ps.width,
                                 .bottom = w->ps.height,
                                 .area = { .before = 1, .columns.count = columns },
                                 .next = c->kinds };
        c->kinds = k;
    }
    c->flow.count = next_random(seed) % 9;
    c->flow.rows = arena_array(a, struct row, c->flow.count + 1);
    uint32_t notes = 0, most = next_random(seed) % 3 ? 3 : 12;
    for (uint32_t i = 0; i < c->flow.count; i++) {
        struct row *r = &c->flow.rows[i];
        *r = (struct row){ .count = 1 + next_random(seed) % 3,
                           .box = box,
                           .margin = (sp)(next_random(seed) % 4),
                           .avoid = next_random(seed) % 3 == 0 };
        if (i && next_random(seed) % 6 == 0)
            r->before = next_random(seed) % 2 ? BREAK_AVOID : BREAK_PAGE;
        r->tracks = arena_array(a, struct track, r->count);
        uint32_t earlier = notes;
        for (uint32_t t = 0; t < r->count; t++) {
            r->tracks[t] = random_track(a, box, 1 + next_random(seed) % 12, 3, seed);
            if (next_random(seed) % 4 == 0)
                random_clone(a, box, &r->tracks[t], seed);
            if (next_random(seed) % 4 == 0) {
                r->tracks[t].groups = random_groups(a, r->tracks[t].count, seed);
                r->tracks[t].group_count = 2;
                for (uint32_t k = 0; k < r->tracks[t].count; k++)
                    r->tracks[t].slots[k].group = group_at(r->tracks[t].groups, k);
            }
            random_calls(a, &r->tracks[t], earlier, &notes, most, seed);
        }
    }
    if (c->flow.count && next_random(seed) % 2) {
        c->flow.groups = random_groups(a, c->flow.count, seed);
        c->flow.group_count = 2;
        for (uint32_t i = 0; i < c->flow.count; i++)
            c->flow.rows[i].group = group_at(c->flow.groups, i);
    }
    for (uint32_t i = 0; i < c->flow.count; i++)
        row_align(&c->flow.rows[i]);
    struct note *list = arena_array(a, struct note, notes + 1);
    for (uint32_t i = 0; i < notes; i++)
        list[i].number = i + 1;
    w->boxes.notes = list;
    w->boxes.note_count = notes;
    c->flow.notes = arena_array(a, struct track, notes + 1);
    for (uint32_t i = 0; i < notes; i++)
        c->flow.notes[i] = random_track(a, box, 1 + next_random(seed) % 14, 2, seed);
}

static bool warned(const struct diag *d, enum diag_code code)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->messages[i].code == code)
            return true;
    return false;
}

/* Lines of rows: on from where they stopped; notes: whole, in parts that follow each other, the first not before its call's page. */
static void check_world(struct arena *a, struct world *w)
{
    struct context *c = &w->c;
    uint32_t row = 0, *at = arena_array(a, uint32_t, 3),
             *note_at = arena_array(a, uint32_t, w->boxes.note_count + 1);
    uint32_t *call_page = arena_array(a, uint32_t, w->boxes.note_count + 1);
    bool moved = false;
    for (uint32_t p = 0; p < c->sheet_count; p++) {
        const struct sheet *s = &c->sheets[p];
        bool progress = s->blank;
        for (uint32_t i = 0; i < s->count; i++) {
            const struct fragment *g = &s->fragments[i];
            assert_int_equal(g->row, row);
            const struct row *r = &c->flow.rows[row];
            bool done = true;
            for (uint32_t t = 0; t < r->count; t++) {
                assert_int_equal(g->from[t], at[t]);
                assert_true(g->to[t] >= g->from[t] && g->to[t] <= r->tracks[t].count);
                if (g->to[t] > g->from[t])
                    progress = true;
                for (uint32_t k = calls_before(&r->tracks[t], g->from[t]);
                     k < calls_before(&r->tracks[t], g->to[t]); k++) {
                    uint32_t *page = &call_page[r->tracks[t].calls[k]];
                    *page = *page ? *page : p + 1;
                }
                at[t] = g->to[t];
                done = done && at[t] == r->tracks[t].count;
            }
            if (done) {
                row++;
                memset(at, 0, 3 * sizeof *at);
            }
        }
        for (uint32_t i = 0; i < s->part_count; i++) {
            const struct part *part = &s->parts[i];
            assert_int_equal(part->from, note_at[part->note]);
            assert_true(part->to > part->from && part->to <= c->flow.notes[part->note].count);
            if (i)
                assert_true(i <= s->queued || part->note > s->parts[i - 1].note);
            assert_true(call_page[part->note] && call_page[part->note] <= p + 1);
            if (!part->from && call_page[part->note] != p + 1)
                moved = true;
            note_at[part->note] = part->to;
            progress = true;
        }
        assert_true(progress || c->sheet_count == 1);
        sp foot = s->part_count ? s->level + s->area->before + s->area->after : 0,
           used = s->count ? s->fragments[s->count - 1].edge : s->top;
        assert_true(used + foot <= s->bottom || warned(c->d, DIAG_PAGE_OVERFLOW));
        struct columns fits = columns_fill(c, s->parts, s->part_count, s->level, true);
        if (fits.parts < s->part_count)
            fits = columns_fill(c, s->parts, s->part_count, s->level, false);
        assert_true(fits.parts == s->part_count || s->part_count == 0);
    }
    assert_int_equal(row, c->flow.count);
    for (uint32_t i = 0; i < w->boxes.note_count; i++)
        assert_int_equal(note_at[i], c->flow.notes[i].count);
    assert_int_equal(moved, warned(c->d, DIAG_NOTE_MOVED));
}

static void test_everything_once(void **state)
{
    (void)state;
    static struct world w;
    static jmp_buf oom;
    struct arena *a = arena_open(&oom), *scratch = arena_open(&oom);
    assert_non_null(a);
    assert_non_null(scratch);
    for (uint32_t i = 0; i < CASES; i++) {
        struct arena_mark mark = arena_mark(a);
        uint32_t seed = i * 7919u + 1u;
        random_world(a, scratch, &w, &seed);
        fill_all(&w.c, NULL);
        for (uint32_t k = 0; k < w.c.sheet_count; k++)
            stretch_page(&w.c, &w.c.sheets[k]);
        check_world(a, &w);
        arena_reset(a, mark);
    }
    arena_close(scratch);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_everything_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
