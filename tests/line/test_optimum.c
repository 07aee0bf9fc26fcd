/* The breaker against exhaustive search: every way to break thousands of small random paragraphs,
 * each judged by code that walks its items afresh and shares nothing with the breaker but the
 * costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "line/costs.h"
#include "line/line.h"

#include <stdlib.h>
#include <string.h>

enum { CASES = 14000, MOST_ITEMS = 40, MOST_BREAKS = 11, NONE = -1 };

static uint64_t seed;
static uint32_t roll(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

/* ---- the naive side ---- */

struct trial {
    struct item items[MOST_ITEMS];
    int n;
    struct fit fit;
    sp measures[3];
};
struct outcome {
    int64_t cost;
    int lines;
};

static bool legal(const struct trial *t, int i)
{
    if (i == t->n)
        return true;
    if (t->items[i].type == ITEM_PENALTY)
        return t->items[i].penalty < PENALTY_FORBIDDEN;
    return t->items[i].type == ITEM_GLUE && i > 0 && t->items[i - 1].type == ITEM_BOX;
}
static bool forced(const struct trial *t, int i)
{
    return i == t->n || (t->items[i].type == ITEM_PENALTY && t->items[i].penalty <= PENALTY_FORCED);
}
static bool flagged(const struct trial *t, int i)
{
    return i >= 0 && i < t->n && t->items[i].type == ITEM_PENALTY && t->items[i].flagged;
}
/* The first box behind break a. */
static int start_of(const struct trial *t, int a)
{
    int s = a < 0 ? 0 : a;
    while (s < t->n && t->items[s].type != ITEM_BOX)
        s++;
    return s;
}
/* The first break that can end a line which starts behind a. */
static int nearest(const struct trial *t, int a)
{
    int s = start_of(t, a);
    for (int i = a + 1;; i++)
        if (legal(t, i) && (i >= s || forced(t, i)))
            return i;
}

struct measured {
    sp width, stretch, shrink, widen, narrow;
    int glues;
};

static struct measured measure(const struct trial *t, int a, int b)
{
    struct measured m = { 0 };
    int s = start_of(t, a);
    if (s >= b)
        return m;
    m.width -= t->items[s].start_hang;
    for (int i = s; i < b; i++) {
        const struct item *it = &t->items[i];
        if (it->type == ITEM_BOX) {
            m.width += it->width, m.widen += it->stretch, m.narrow += it->shrink;
        } else if (it->type == ITEM_GLUE) {
            m.width += it->width, m.stretch += it->stretch, m.shrink += it->shrink, m.glues++;
        }
    }
    if (b == t->n)
        m.width -= t->items[b - 1].type == ITEM_BOX ? t->items[b - 1].end_hang : 0;
    else {
        m.width -= t->items[b].end_hang;
        if (t->items[b].type == ITEM_PENALTY)
            m.width += t->items[b].width, m.widen += t->items[b].expand,
                m.narrow += t->items[b].expand;
    }
    return m;
}

/* Glue ratio in 1/1024: expansion leads by EXPAND_LEAD until it is used up. */
static int64_t glue_ratio(sp size, sp glue, sp expand, sp least)
{
    if (EXPAND_LEAD * size < glue + EXPAND_LEAD * expand)
        return size * 1024 / (glue + EXPAND_LEAD * expand);
    sp g = glue > least ? glue : least, rest = size - expand;
    if (rest >= RATIO_MOST * g)
        return RATIO_MOST * 1024;
    return rest * 1024 / g;
}

/* How far a line is expanded, in halves of a per cent of its width, rounded away from zero. */
static int expansion_level(sp size, sp glue, sp expand, sp width)
{
    sp used = expand;
    if (!expand || width <= 0)
        return 0;
    if (EXPAND_LEAD * size < glue + EXPAND_LEAD * expand)
        used = EXPAND_LEAD * size * expand / (glue + EXPAND_LEAD * expand);
    sp level = (used * EXPAND_LEVELS + width / 2) / width;
    return level > 60 ? 60 : (int)level;
}

/* What expansions so many levels apart cost. */
static int64_t jump_cost(int apart)
{
    int jump = apart <= JUMP_FREE ? 0 : apart - JUMP_FREE;
    return (int64_t)COST_JUMP * (jump > JUMP_MOST ? JUMP_MOST : jump);
}

static int64_t filled(int64_t r, int64_t square, int64_t full)
{
    int64_t c = r > RATIO_CUBIC * 1024 ? RATIO_CUBIC * 1024 : r;
    int64_t b = full * c * c / 1048576 * c / 1024 * (r < 1024 ? r : 1024) / 1024 +
                (r - c) * BADNESS_STEP / 1024;
    return DEMERITS_LINE * DEMERITS_LINE + r * r / 1024 * square / 1024 + b * b;
}

/* Demerits of one line, its fitness class and level of expansion; -1 where it may not be. */
static int64_t judge_line(const struct trial *t, int a, int b, int line, int *class, int *level)
{
    const struct fit *f = &t->fit;
    sp room = f->measures[line < (int)f->measure_count ? line : (int)f->measure_count - 1] -
              (a == NONE || (f->each_line && forced(t, a)) ? f->first_indent : f->other_indent);
    struct measured m = measure(t, a, b);
    bool ragged = !f->justify || f->balance, shortest = nearest(t, a) == b;
    int64_t d;
    if (f->zone && flagged(t, b) && !shortest) {
        int plain = b - 1;
        while (plain > a && !(legal(t, plain) && !flagged(t, plain)))
            plain--;
        if (plain > a && plain >= start_of(t, a) && room - measure(t, a, plain).width <= f->zone)
            return -1;
    }
    *class = 1;
    *level = 0;
    sp excess = room - m.width;
    if (excess < 0) {
        if (ragged || -excess > m.shrink + m.narrow) {
            if (!shortest)
                return -1;
            d = COST_OVERFULL + (-excess < COST_OVERFULL ? -excess : COST_OVERFULL);
        } else {
            int64_t r = glue_ratio(-excess, m.shrink, m.narrow, 0);
            d = filled(r, SQUARE_TIGHT, BADNESS_TIGHT);
            *class = r > 512 ? 0 : 1;
            *level = -expansion_level(-excess, m.shrink, m.narrow, m.width);
        }
    } else if (forced(t, b) && !f->justify_last && !f->balance) {
        d = DEMERITS_LINE * DEMERITS_LINE;
    } else if (ragged) {
        int64_t x = excess * 1024 / (room > 1 ? room : 1);
        x = x > 1024 ? 1024 : x;
        d = DEMERITS_LINE * DEMERITS_LINE + COST_RAGGED * x * x / 1048576;
    } else {
        int64_t r = glue_ratio(excess, m.stretch, m.widen, room / GLUE_LEAST_SHARE + 1);
        d = filled(r, SQUARE_LOOSE, BADNESS_LOOSE);
        *class = r <= 512 ? 1 : r <= 1024 ? 2 : 3;
        *level = expansion_level(excess, m.stretch, m.widen, m.width);
    }
    int64_t p =
        b < t->n && t->items[b].type == ITEM_PENALTY && !forced(t, b) ? t->items[b].penalty : 0;
    d += p > 0 ? p * p : -p * p;
    if (f->balance) {
        d += COST_BALANCED_LINE;
        sp width = m.width < 0 ? 0 : m.width > room ? room : m.width;
        *level = (int)((width < 0 ? 0 : width) * WIDTH_LEVELS / (room > 1 ? room : 1));
    }
    if (flagged(t, a) && flagged(t, b))
        d += COST_CONSECUTIVE;
    d += a == NONE && flagged(t, b) ? COST_FIRST_FLAGGED : 0;
    if (b == t->n) {
        bool narrow = a != NONE && m.width < f->last_line_min;
        bool single = a != NONE && f->avoid_single_word_end && m.glues == 0;
        int64_t end = (narrow ? COST_STUB : 0) + (single ? COST_SINGLE_WORD : 0);
        bool hyphens = false;
        for (int i = 0; i < t->n; i++)
            hyphens |= legal(t, i) && flagged(t, i);
        bool dear = ragged || f->pretty || (narrow && single && !hyphens);
        d += dear ? end : end / STUB_SHARE_JUSTIFIED;
        d += !flagged(t, a) ? 0 : f->no_flagged_before_last ? COST_LADDER : COST_FINAL_FLAGGED;
        d += flagged(t, a) && m.glues == 0 ? COST_WORD_END : 0;
    }
    return d;
}

/* The whole paragraph broken at at[0 … count-1] (the last is n); cost -1 where it may not be. */
static struct outcome evaluate(const struct trial *t, const int *at, int count)
{
    struct outcome o = { 0, count };
    int from = NONE, class = 1, level = 0;
    unsigned row = 0;
    bool rose = false;
    for (int i = 0; i < count; i++) {
        for (int j = from + 1; j < at[i]; j++)
            if (legal(t, j) && forced(t, j))
                return (struct outcome){ -1, count };
        if (start_of(t, from) > at[i] && !forced(t, at[i]))
            return (struct outcome){ -1, count };
        int now, now_level;
        int64_t d = judge_line(t, from, at[i], i, &now, &now_level);
        if (d == -1)
            return (struct outcome){ -1, count };
        o.cost += d;
        if (t->fit.justify && (now - class > 1 || class - now > 1))
            o.cost += COST_ADJACENT;
        if (t->fit.justify)
            o.cost += t->fit.balance ? 0 : jump_cost(abs(now_level - level));
        row = flagged(t, at[i]) ? row + 1 : 0;
        if (t->fit.max_flagged && row > t->fit.max_flagged) {
            o.cost += COST_LADDER;
            row = t->fit.max_flagged;
        }
        if (t->fit.balance) {
            bool rises = i && now_level - level >= STAIR_LEVELS;
            o.cost += rises && rose ? COST_STAIR : 0;
            rose = rises;
        }
        class = now;
        level = now_level;
        from = at[i];
    }
    return o;
}

/* Breaks as the naive side knows them. */
struct broken {
    int at[MOST_BREAKS + 2], count;
};

/* Is the last line narrow, or one word where that is minded? */
static bool is_stub(const struct trial *t, const struct broken *b)
{
    int from = b->count > 1 ? b->at[b->count - 2] : NONE;
    struct measured m = measure(t, from, t->n);
    return b->count > 1 &&
           (m.width < t->fit.last_line_min || (t->fit.avoid_single_word_end && m.glues == 0));
}

static bool has_line(const struct broken *b, int from, int to)
{
    for (int i = 0; i < b->count; i++)
        if (b->at[i] == to && (i ? b->at[i - 1] : NONE) == from)
            return true;
    return false;
}

/* What a variant may be besides its cost: no looser line and no stub that the optimum does not
 * have. */
static bool is_fine(const struct trial *t, const struct broken *b, const struct broken *optimum)
{
    const struct fit *f = &t->fit;
    for (int i = 0, from = NONE; i < b->count; from = b->at[i++]) {
        sp room =
            f->measures[i < (int)f->measure_count ? i : (int)f->measure_count - 1] -
            (from == NONE || (f->each_line && forced(t, from)) ? f->first_indent : f->other_indent);
        struct measured m = measure(t, from, b->at[i]);
        bool open = forced(t, b->at[i]) && !f->justify_last;
        if (!open && room - m.width > m.stretch + m.widen + m.glues * f->glue_tolerance &&
            !has_line(optimum, from, b->at[i]))
            return false;
    }
    return !is_stub(t, b) || is_stub(t, optimum);
}

/* What the hyphens of a variant cost on top. */
static int64_t flags_cost(const struct trial *t, const struct broken *b)
{
    int64_t cost = 0;
    for (int i = 0; i < b->count; i++)
        cost += flagged(t, b->at[i]) ? COST_VARIANT_FLAGGED : 0;
    return cost;
}

/* The cheapest cost of each number of lines, INT64_MAX where there is no way. */
struct least {
    int64_t any[MOST_BREAKS + 3], fine[MOST_BREAKS + 3];
};

static void lower(int64_t *least, int64_t cost)
{
    if (cost < *least)
        *least = cost;
}

/* Every subset of the breaks; what is kept: the cheapest of each number of lines. */
static struct least exhaust(const struct trial *t, const struct broken *optimum)
{
    struct least least;
    int breaks[MOST_BREAKS + 1], n = 0;
    for (int i = 0; i < t->n; i++)
        if (legal(t, i))
            breaks[n++] = i;
    for (int i = 0; i < MOST_BREAKS + 3; i++)
        least.any[i] = least.fine[i] = INT64_MAX;
    for (unsigned set = 0; set < 1u << n; set++) {
        struct broken b = { .count = 0 };
        for (int i = 0; i < n; i++)
            if (set >> i & 1)
                b.at[b.count++] = breaks[i];
        b.at[b.count++] = t->n;
        struct outcome o = evaluate(t, b.at, b.count);
        if (o.cost == -1)
            continue;
        lower(&least.any[b.count], o.cost);
        if (is_fine(t, &b, optimum))
            lower(&least.fine[b.count], o.cost + flags_cost(t, &b));
    }
    return least;
}

static struct outcome best_of(const struct least *least)
{
    struct outcome best = { INT64_MAX, 0 };
    for (int l = 1; l < MOST_BREAKS + 3; l++)
        if (least->any[l] < best.cost)
            best = (struct outcome){ least->any[l], l };
    return best;
}

/* From the optimum of that many lines towards those asked for, as far as there are ways. */
static struct outcome loosened(const struct least *least, int optimum, int looseness)
{
    struct outcome o = { least->any[optimum], optimum };
    int step = looseness < 0 ? -1 : 1;
    for (int l = optimum + step;
         l > 0 && l < MOST_BREAKS + 3 && step * (l - optimum - looseness) <= 0; l += step)
        if (least->any[l] != INT64_MAX && least->any[l] <= least->any[optimum] + COST_LOOSENESS)
            o = (struct outcome){ least->any[l], l };
    return o;
}

/* ---- random paragraphs ---- */

static void put(struct trial *t, struct item it)
{
    if (t->n < MOST_ITEMS)
        t->items[t->n++] = it;
}

static void random_word(struct trial *t)
{
    do {
        sp w = 1 + roll(60);
        put(t, (struct item){ .type = ITEM_BOX,
                              .width = w,
                              .stretch = roll(3) ? w / 20 : 0,
                              .shrink = roll(3) ? w / 20 : 0,
                              .start_hang = roll(4) ? 0 : roll(5),
                              .end_hang = roll(4) ? 0 : roll(5) });
        if (roll(3))
            return;
        put(t, (struct item){ .type = ITEM_PENALTY,
                              .flagged = roll(4) != 0,
                              .penalty = (int32_t)roll(300) - 30,
                              .width = roll(6),
                              .end_hang = roll(4),
                              .expand = roll(2) });
    } while (true);
}

static void random_break(struct trial *t)
{
    uint32_t what = roll(30);
    if (what == 0)
        put(t, (struct item){ .type = ITEM_PENALTY, .penalty = PENALTY_FORCED });
    if (what == 1)
        put(t, (struct item){ .type = ITEM_PENALTY, .penalty = PENALTY_FORBIDDEN });
    if (what == 2)
        put(t, (struct item){
                   .type = ITEM_PENALTY, .penalty = (int32_t)roll(600) - 100, .flagged = roll(2) });
    put(t, (struct item){ .type = ITEM_GLUE,
                          .width = 5 + roll(4),
                          .stretch = roll(8),
                          .shrink = roll(4),
                          .end_hang = roll(3) ? 0 : roll(4) });
}

static struct trial random_trial(void)
{
    struct trial t = { 0 };
    int words = 2 + (int)roll(9);
    for (int i = 0; i < words; i++) {
        random_word(&t);
        if (i + 1 < words || !roll(20))
            random_break(&t);
    }
    uint32_t base = 40 + roll(160);
    for (int i = 0; i < 3; i++)
        t.measures[i] = base + (i ? roll(60) : 0);
    t.fit = (struct fit){
        .measure_count = roll(6) ? 1 : 1 + roll(3),
        .first_indent = roll(2) ? 0 : (sp)roll(40) - 15,
        .other_indent = roll(4) ? 0 : roll(20),
        .justify = roll(4) != 0,
        .justify_last = !roll(4),
        .max_flagged = roll(2) ? 0 : 1 + roll(2),
        .last_line_min = roll(2) ? 0 : roll(60),
        .avoid_single_word_end = roll(2),
        .pretty = !roll(3),
        .no_flagged_before_last = !roll(5),
        .zone = roll(5) ? 0 : 1 + roll(30),
    };
    t.fit.each_line = !roll(3);
    t.fit.balance = !t.fit.justify && roll(2);
    if (!t.fit.balance && !roll(4))
        t.fit.looseness = (int)roll(5) - 2;
    return t;
}

/* Short words and much glue, so that there are ways of several numbers of lines. */
static struct trial calm_trial(void)
{
    struct trial t = { 0 };
    int words = 9 + (int)roll(3);
    for (int i = 0; i < words; i++) {
        sp w = 12 + roll(16);
        put(&t, (struct item){ .type = ITEM_BOX, .width = w, .stretch = w / 6, .shrink = w / 6 });
        if (i + 1 == words)
            break;
        if (!roll(12))
            put(&t, (struct item){ .type = ITEM_PENALTY,
                                   .penalty = roll(3) ? 100 : PENALTY_FORCED,
                                   .flagged = roll(2) });
        put(&t, (struct item){ .type = ITEM_GLUE,
                               .width = 7 + roll(3),
                               .stretch = 6 + roll(6),
                               .shrink = 2 + roll(3) });
    }
    for (int i = 0; i < 3; i++)
        t.measures[i] = 55 + roll(60);
    t.fit = (struct fit){
        .measure_count = roll(8) ? 1 : 1 + roll(3),
        .first_indent = roll(2) ? 0 : (sp)roll(20) - 5,
        .justify = true,
        .justify_last = !roll(6),
        .max_flagged = roll(2),
        .last_line_min = roll(2) ? 0 : roll(60),
        .avoid_single_word_end = roll(2),
        .glue_tolerance = (sp)roll(3),
        .looseness = (int)roll(5) - 2,
    };
    return t;
}

/* Trial number i, always the same. */
static struct trial trial_of(int i)
{
    seed = 977 + (uint64_t)i;
    roll(1);
    return i % 3 ? random_trial() : calm_trial();
}

static bool is_small(const struct trial *t)
{
    int n = 0;
    for (int i = 0; i < t->n; i++)
        n += legal(t, i);
    return n <= MOST_BREAKS && t->n < MOST_ITEMS;
}

/* ---- both sides ---- */

static struct broken broken_at(const struct breaks *b)
{
    struct broken r = { .count = (int)b->count };
    for (uint32_t l = 0; l < b->count; l++)
        r.at[l] = (int)b->at[l];
    return r;
}

/* Is what was found as cheap as it says and as it should be, in as many lines? */
static void is_outcome(const struct trial *t, const char *what, int number, const struct breaks *b,
                       struct outcome want)
{
    struct broken found = broken_at(b);
    struct outcome got = evaluate(t, found.at, found.count);
    if (got.cost != b->demerits || got.cost != want.cost || got.lines != want.lines)
        fail_msg("case %d, %s: best %lld in %d lines, found %lld in %d, said %lld", number, what,
                 (long long)want.cost, want.lines, (long long)got.cost, got.lines,
                 (long long)b->demerits);
}

/* Both variants of a justified paragraph, none of any other; how many there are. */
static unsigned check_variants(struct arena *a, const struct trial *t, int number,
                               const struct breaks *plain, const struct least *least)
{
    struct break_variants v = line_break_variants(a, a, t->items, (uint32_t)t->n, &t->fit);
    assert_int_equal(v.optimum.count, plain->count);
    assert_memory_equal(v.optimum.at, plain->at, plain->count * sizeof *plain->at);
    assert_true(v.optimum.demerits == plain->demerits);
    int lines = (int)plain->count;
    unsigned count = 0;
    for (int l = lines - 1; l <= lines + 1; l += 2) {
        bool has = t->fit.justify && lines > 1 && !plain->overfull &&
                   least->fine[l] <= plain->demerits + COST_LOOSENESS;
        if (has && count < v.count) {
            struct broken way = broken_at(&v.other[count]);
            is_outcome(t, l < lines ? "shorter" : "longer", number, &v.other[count],
                       (struct outcome){ least->fine[l] - flags_cost(t, &way), l });
        }
        count += has;
    }
    if (v.count != count)
        fail_msg("case %d: %u variants, found %u", number, count, v.count);
    return count;
}

static void test_optimum(void **state)
{
    (void)state;
    jmp_buf oom;
    if (setjmp(oom))
        fail_msg("out of memory");
    struct arena *a = arena_open(&oom);
    unsigned variants = 0, loose = 0;
    for (int i = 0; i < CASES; i++) {
        struct trial t = trial_of(i);
        if (!is_small(&t))
            continue;
        t.fit.measures = t.measures;
        struct arena_mark mark = arena_mark(a);
        int looseness = t.fit.looseness;
        t.fit.looseness = 0;
        struct breaks b = line_break(a, a, t.items, (uint32_t)t.n, &t.fit);
        struct broken found = broken_at(&b);
        struct least least = exhaust(&t, &found);
        struct outcome best = best_of(&least);
        best.lines = (int)b.count; /* of equal ones any is right */
        is_outcome(&t, "optimum", i, &b, best);
        variants += check_variants(a, &t, i, &b, &least);
        struct outcome want = loosened(&least, (int)b.count, looseness);
        if (looseness) {
            t.fit.looseness = looseness;
            b = line_break(a, a, t.items, (uint32_t)t.n, &t.fit);
            is_outcome(&t, "looseness", i, &b, want);
            loose += want.lines != best.lines;
        }
        arena_reset(a, mark);
    }
    print_message("%u variants, %u loosened\n", variants, loose);
    assert_in_range(variants, 200, CASES);
    assert_in_range(loose, 200, CASES);
    arena_close(a);
}

/* At least this many of the cases are small enough to be searched through. */
static void test_enough(void **state)
{
    (void)state;
    int small = 0;
    for (int i = 0; i < CASES; i++) {
        struct trial t = trial_of(i);
        small += is_small(&t);
    }
    assert_in_range(small, 10000, CASES);
}

/* Forty thousand words at a measure, and every way to ask for them. */
static void check_large(struct arena *a, const struct item *items, uint32_t n, sp measure)
{
    struct fit fit = { .measures = &measure, .measure_count = 1, .max_flagged = 2 };
    struct breaks ragged = line_break(a, a, items, n, &fit);
    fit.balance = true;
    struct breaks level = line_break(a, a, items, n, &fit);
    fit.balance = false;
    fit.justify = true;
    struct breaks plain = line_break(a, a, items, n, &fit);
    struct break_variants v = line_break_variants(a, a, items, n, &fit);
    fit.looseness = 1;
    struct breaks loose = line_break(a, a, items, n, &fit);
    assert_false(ragged.overfull || level.overfull || plain.overfull || loose.overfull);
    assert_true(level.count <= ragged.count);
    if (measure == SP_MAX) {
        assert_int_equal(ragged.count, 1);
        assert_int_equal(loose.count, 1);
        assert_int_equal(v.count, 0);
        return;
    }
    assert_true(plain.count > 300);
    assert_int_equal(loose.count, plain.count + 1);
    assert_int_equal(v.optimum.count, plain.count);
    assert_int_equal(v.count, 2);
    assert_int_equal(v.other[0].count, plain.count - 1);
    assert_int_equal(v.other[1].count, plain.count + 1);
}

/* A narrow, a wide and an endless measure: time is linear, so this ends; quadratic, it would take
 * many minutes. */
static void test_large(void **state)
{
    (void)state;
    enum { WORDS = 40000 };
    static const sp measures[] = { 300, 3000, SP_MAX };
    jmp_buf oom;
    if (setjmp(oom))
        fail_msg("out of memory");
    struct arena *a = arena_open(&oom);
    struct item *items = arena_array(a, struct item, 2 * WORDS);
    seed = 5;
    for (int i = 0; i < WORDS; i++) {
        items[2 * i] =
            (struct item){ .type = ITEM_BOX, .width = 10 + roll(40), .stretch = 1, .shrink = 1 };
        items[2 * i + 1] =
            (struct item){ .type = ITEM_GLUE, .width = 6, .stretch = 3, .shrink = 2 };
    }
    for (unsigned m = 0; m < 3; m++) {
        struct arena_mark mark = arena_mark(a);
        check_large(a, items, 2 * WORDS - 1, measures[m]);
        arena_reset(a, mark);
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_enough),
                                        cmocka_unit_test(test_optimum),
                                        cmocka_unit_test(test_large) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
