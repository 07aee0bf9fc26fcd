/* Lines as bytes: what is thawed says the same as what was frozen, from whichever line one starts,
 * whatever runs, glyphs, directions, offsets and hyphens stand on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "line/line.h"

#include <string.h>

enum { LINES_MOST = 1000, RUNS_MOST = 4, GLYPHS_MOST = 40 };

struct bench {
    struct arena *a, *scratch;
    struct paragraph own, shaped; /* the document's, and the copy that was set */
    struct face faces[3];
    struct style styles[3];
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A length of either sign, small ones more often. */
static sp random_length(uint32_t *seed)
{
    sp v = (sp)next_random(seed) << (next_random(seed) % 30);
    return next_random(seed) % 2 ? v >> next_random(seed) % 40 : -(v >> next_random(seed) % 40);
}

/* Glyphs of a run, in logical order: rising clusters, or (turned) falling ones; the last may be an
 * added hyphen's. */
static const struct glyph *random_glyphs(struct bench *b, const struct run *run, uint32_t count,
                                         bool hyphen, uint32_t *seed)
{
    struct glyph *g = arena_array(b->a, struct glyph, count);
    bool falls = next_random(seed) % 4 == 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t step = next_random(seed) % 5 ? i : i * (1 + next_random(seed) % 3);
        g[i] = (struct glyph){
            .cluster = (falls ? run->end - step : run->start + step) & CLUSTER_MOST,
            .flags = next_random(seed) & 63,
            .id = (uint16_t)(next_random(seed) % 3 ? next_random(seed) % 90 : next_random(seed))
        };
        g[i].advance = (int32_t)(g[i].id * 7919u % 600000u);
        if (next_random(seed) % 9 == 0)
            g[i].advance = (int32_t)(next_random(seed) % 1000) - 500;
    }
    if (hyphen)
        g[count - 1].cluster = run->end & CLUSTER_MOST;
    return g;
}

/* A run on a line; some of its glyphs stand on the line before. */
static void random_run(struct bench *b, struct line_run *r, uint32_t first, bool hyphen,
                       uint32_t *seed)
{
    struct run *run = arena_new(b->a, struct run);
    r->count = next_random(seed) % 20 ? 1 + next_random(seed) % GLYPHS_MOST : 0;
    r->skipped = next_random(seed) % 3 ? 0 : next_random(seed) % 100;
    uint32_t kind = next_random(seed) % 4;
    uint32_t start = next_random(seed) % 5000;
    *run = (struct run){ .first = first,
                         .count = r->skipped + r->count + next_random(seed) % 50,
                         .start = start,
                         .end = start + 200,
                         .piece = next_random(seed) % 40,
                         .face = kind < 3 ? &b->faces[kind] : NULL,
                         .style = &b->styles[next_random(seed) % 3],
                         .size = random_length(seed),
                         .raise = random_length(seed),
                         .script = next_random(seed),
                         .level = (uint8_t)(next_random(seed) % 3) };
    struct offset *o = arena_array(b->a, struct offset, run->count);
    for (uint32_t i = 0; i < run->count; i++)
        o[i] = (struct offset){ (int32_t)random_length(seed), (int32_t)random_length(seed) };
    run->offsets = next_random(seed) % 3 ? NULL : o;
    r->run = run;
    r->x = random_length(seed);
    r->width = random_length(seed);
    r->glyphs = random_glyphs(b, run, r->count, hyphen && r->count, seed);
}

static struct line random_line(struct bench *b, uint32_t *seed)
{
    struct line l = { .paragraph = &b->shaped,
                      .start = next_random(seed) % 5000,
                      .end = next_random(seed) % 5000,
                      .run_count = next_random(seed) % (RUNS_MOST + 1),
                      .expansion = 98000 + (int32_t)(next_random(seed) % 4000),
                      .hyphenated = next_random(seed) % 2,
                      .torn = next_random(seed) % 2,
                      .last = next_random(seed) % 2,
                      .x = random_length(seed),
                      .width = random_length(seed),
                      .measure = random_length(seed),
                      .hang = random_length(seed),
                      .space = random_length(seed),
                      .ascent = random_length(seed),
                      .descent = random_length(seed) };
    struct line_run *runs = arena_array(b->a, struct line_run, l.run_count);
    uint32_t first = next_random(seed) % 3000;
    for (uint32_t i = 0; i < l.run_count; i++) {
        random_run(b, &runs[i], first, l.hyphenated && i + 1 == l.run_count, seed);
        first += runs[i].run->count;
    }
    l.runs = runs;
    return l;
}

static void is_run(const struct line_run *r, const struct line_run *was, enum thawing what)
{
    assert_int_equal(r->count, was->count);
    assert_int_equal(r->x, was->x);
    assert_int_equal(r->width, was->width);
    assert_int_equal(r->skipped, 0);
    assert_int_equal(r->run->first, was->run->first + was->skipped);
    assert_int_equal(r->run->count, was->count);
    assert_int_equal(r->run->start, was->run->start);
    assert_int_equal(r->run->end, was->run->end);
    assert_int_equal(r->run->piece, was->run->piece);
    assert_ptr_equal(r->run->face, was->run->face);
    assert_ptr_equal(r->run->style, was->run->style);
    assert_int_equal(r->run->size, was->run->size);
    assert_int_equal(r->run->raise, was->run->raise);
    assert_int_equal(r->run->script, was->run->script);
    assert_int_equal(r->run->level, was->run->level);
    assert_int_equal(r->run->offsets != NULL, was->run->offsets != NULL);
    for (uint32_t i = 0; i < r->count; i++) {
        struct offset o = line_offset(r, i), had = line_offset(was, i);
        assert_int_equal(o.x, had.x);
        assert_int_equal(o.y, had.y);
        if (what == THAW_RUNS)
            continue;
        assert_int_equal(r->glyphs[i].cluster, was->glyphs[i].cluster);
        assert_int_equal(r->glyphs[i].flags, was->glyphs[i].flags);
        assert_int_equal(r->glyphs[i].advance, was->glyphs[i].advance);
        assert_int_equal(r->glyphs[i].id, was->glyphs[i].id);
    }
}

static void is_line(const struct bench *b, const struct line *l, const struct line *was,
                    enum thawing what)
{
    assert_ptr_equal(l->paragraph, &b->own);
    assert_int_equal(l->start, was->start);
    assert_int_equal(l->end, was->end);
    assert_int_equal(l->run_count, was->run_count);
    assert_int_equal(l->expansion, was->expansion);
    assert_int_equal(l->hyphenated, was->hyphenated);
    assert_int_equal(l->torn, was->torn);
    assert_int_equal(l->last, was->last);
    assert_int_equal(l->x, was->x);
    assert_int_equal(l->width, was->width);
    assert_int_equal(l->measure, was->measure);
    assert_int_equal(l->hang, was->hang);
    assert_int_equal(l->space, was->space);
    assert_int_equal(l->ascent, was->ascent);
    assert_int_equal(l->descent, was->descent);
    for (uint32_t i = 0; i < l->run_count; i++)
        is_run(&l->runs[i], &was->runs[i], what);
}

/* A paragraph of n lines: all in order, then some from anywhere, then some with another
 * paragraph's between. */
static void try_paragraph(struct bench *b, uint32_t n, uint32_t seed, enum thawing what)
{
    struct line *lines = arena_array(b->a, struct line, n);
    for (uint32_t i = 0; i < n; i++)
        lines[i] = random_line(b, &seed);
    const struct lines all = { .lines = lines, .count = n },
                       one = { .lines = lines, .count = n > 0 };
    const struct frozen f = line_freeze(b->a, b->scratch, &b->own, &all),
                        other = line_freeze(b->a, b->scratch, &b->own, &one);
    assert_int_equal(f.count, n);
    struct thaw *t = line_thaw_open(b->a, what);
    for (uint32_t i = 0; i < n; i++)
        is_line(b, line_thaw(t, b->scratch, &f, i), &lines[i], what);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = next_random(&seed) % n;
        is_line(b, line_thaw(t, b->scratch, &f, k), &lines[k], what);
        if (next_random(&seed) % 8 == 0)
            is_line(b, line_thaw(t, b->scratch, &other, 0), lines, what);
    }
}

static void lines_come_back(void **state)
{
    (void)state;
    static const uint32_t counts[] = { 0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 100, LINES_MOST };
    static jmp_buf oom;
    struct bench b = { .a = arena_open(&oom), .scratch = arena_open(&oom) };
    assert_non_null(b.a);
    assert_non_null(b.scratch);
    for (uint32_t seed = 1; seed <= 20; seed++)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            struct arena_mark mark = arena_mark(b.a), scratch = arena_mark(b.scratch);
            try_paragraph(&b, counts[i], seed * 7919u + counts[i],
                          seed % 2 ? THAW_GLYPHS : THAW_RUNS);
            arena_reset(b.scratch, scratch);
            arena_reset(b.a, mark);
        }
    arena_close(b.scratch);
    arena_close(b.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(lines_come_back) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
