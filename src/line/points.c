/* line/points: the places where a paragraph may be broken, and what one line between two of them
 * costs.
 *
 *   points:  0 ──── a ════════ line ════════ b ──── … ──── end
 *                   └ sums at the first box after a   └ sums before b
 *
 * Expansion takes its part of the adjustment first: at ratio r of the glue it is used to
 * EXPAND_LEAD * r, at most full.
 */
#include "line/breaker.h"

#include <stdlib.h>

__extension__ typedef __int128 wide; /* products of lengths that no document has, but a test may */

sp line_expand_share(sp excess, sp glue, sp expand)
{
    sp size = excess < 0 ? -excess : excess;
    sp share = expand;
    if (size * EXPAND_LEAD < glue + EXPAND_LEAD * expand)
        share = (sp)((wide)size * EXPAND_LEAD * expand / (glue + EXPAND_LEAD * expand));
    return excess < 0 ? -share : share;
}

/* The glue's ratio when `size` is to be made up by `glue` and, ahead of it, by `expand`; in
 * 1/RATIO_ONE. */
static int64_t ratio(sp size, sp glue, sp expand, sp glue_least)
{
    if (size * EXPAND_LEAD < glue + EXPAND_LEAD * expand)
        return size * RATIO_ONE / (glue + EXPAND_LEAD * expand);
    sp rest = size - expand, over = sp_max(glue, glue_least);
    return rest >= over * RATIO_MOST ? (int64_t)RATIO_MOST * RATIO_ONE : rest * RATIO_ONE / over;
}

/* The demerits of a ratio whose square costs `square`, and whose badness at 1 is `full`; of that
 * the fourth power up to 1, then the cube. */
static int64_t demerits(int64_t r, int64_t square, int64_t full)
{
    int64_t cubic = sp_min(r, (int64_t)RATIO_CUBIC * RATIO_ONE),
            b = (full * cubic * cubic >> 20) * cubic / RATIO_ONE * sp_min(r, RATIO_ONE) /
                    RATIO_ONE +
                (r - cubic) * BADNESS_STEP / RATIO_ONE;
    return DEMERITS_LINE * DEMERITS_LINE + (r * r / RATIO_ONE) * square / RATIO_ONE + b * b;
}

static enum class class_of(int64_t r) {
    return r < -RATIO_ONE / 2   ? TIGHT
           : r <= RATIO_ONE / 2 ? DECENT
           : r <= RATIO_ONE     ? LOOSE
                                : VERY_LOOSE;
}

/* The level of a line of that natural width that has `excess` to make up (negative: missing
 * room). */
static int level_of(sp excess, sp glue, sp expand, sp width)
{
    if (!expand || width <= 0)
        return 0;
    sp share = line_expand_share(excess, glue, expand), half = share < 0 ? -width / 2 : width / 2;
    wide level = ((wide)share * EXPAND_LEVELS + half) / width;
    return level > LEVEL_MOST ? LEVEL_MOST : level < -LEVEL_MOST ? -LEVEL_MOST : (int)level;
}

/* ---- points ---- */

static void sums_add(struct sums *s, const struct item *it)
{
    if (it->type == ITEM_PENALTY)
        return;
    s->width += it->width;
    if (it->type == ITEM_GLUE) {
        s->stretch += it->stretch;
        s->shrink += it->shrink;
        s->glues++;
    } else {
        s->widen += it->stretch;
        s->narrow += it->shrink;
    }
}

static bool is_break(const struct item *items, uint32_t i)
{
    if (items[i].type == ITEM_PENALTY)
        return items[i].penalty < PENALTY_FORBIDDEN;
    return items[i].type == ITEM_GLUE && i && items[i - 1].type == ITEM_BOX;
}

/* Measure what the searches may rely on. */
static void survey(struct breaker *k, const struct item *items, uint32_t n)
{
    const struct fit *f = k->fit;
    sp indent = sp_min(f->first_indent, f->other_indent); /* either, after a forced break */
    k->most_room = f->measures[0] - indent;
    for (unsigned i = 1; i < f->measure_count; i++)
        k->most_room = sp_max(k->most_room, f->measures[i] - indent);
    k->monotone = true;
    k->point_count = 2;
    for (uint32_t i = 0; i < n; i++) {
        const struct item *it = &items[i];
        k->point_count += is_break(items, i);
        k->most_start_hang = sp_max(k->most_start_hang, it->type == ITEM_BOX ? it->start_hang : 0);
        k->most_end_hang = sp_max(k->most_end_hang, it->end_hang);
        k->flagged |= it->type == ITEM_PENALTY && it->flagged && it->penalty < PENALTY_FORBIDDEN;
        k->bonus |= it->type == ITEM_PENALTY && it->penalty < 0 && it->penalty > PENALTY_FORCED;
        sp before = i > 1 && items[i - 2].type == ITEM_BOX ? items[i - 2].width : 0;
        if (it->type != ITEM_PENALTY && (it->width < it->shrink || it->start_hang + before < 0))
            k->monotone = false; /* a hyphen that stands again ended the box before it */
        if (it->type == ITEM_PENALTY && it->width < 0)
            k->most_end_hang = sp_max(k->most_end_hang, it->end_hang - it->width);
    }
}

/* The break at item i (n: the end) becomes a point, which is zero so far. */
static void put_stop(struct stop *p, const struct item *items, uint32_t i, uint32_t n,
                     const struct sums *sum)
{
    p->item = i;
    p->before = *sum;
    p->end = p->forced = i == n;
    if (i == n) {
        p->hang = n && items[n - 1].type == ITEM_BOX ? items[n - 1].end_hang : 0;
        return;
    }
    p->hang = items[i].end_hang;
    if (items[i].type == ITEM_PENALTY) {
        p->width = items[i].width;
        p->expand = items[i].expand;
        p->flagged = items[i].flagged;
        p->forced = items[i].penalty <= PENALTY_FORCED;
        p->penalty = p->forced ? 0 : items[i].penalty;
    }
}

/* Measure what a line gains and loses at most by its breaks. */
static void weigh(struct breaker *k)
{
    sp hang = 0, rest = 0;
    for (uint32_t i = 0; i < k->point_count; i++) {
        const struct stop *p = &k->points[i];
        sp thrown = p->after.width - p->before.width;
        hang = sp_max(hang, p->hang - p->width + p->expand);
        rest = sp_max(rest, thrown + p->start_hang);
        k->most_added = sp_max(k->most_added, p->width - p->hang + p->expand - thrown);
    }
    k->most_taken = hang + rest;
}

/* All points in order; what follows a break is thrown away up to the next box. */
static void make_points(struct breaker *k, const struct item *items, uint32_t n)
{
    survey(k, items, n);
    struct stop *points = arena_array(k->scratch, struct stop, k->point_count);
    struct sums sum = { 0 };
    uint32_t count = 1, waiting = 0, plain = 0, better = 0;
    for (uint32_t i = 0; i <= n; i++) {
        if (i < n && items[i].type == ITEM_BOX)
            for (; waiting < count; waiting++) {
                points[waiting].start = i;
                points[waiting].after = sum;
                points[waiting].start_hang = items[i].start_hang;
            }
        if (i == n || is_break(items, i)) {
            put_stop(&points[count], items, i, n, &sum);
            points[count].plain = plain;
            points[count].better = better;
            plain = points[count].flagged ? plain : count;
            better = points[count].penalty == PENALTY_DESPERATE ? better : count;
            count++;
        }
        if (i < n)
            sums_add(&sum, &items[i]);
    }
    for (; waiting < count; waiting++) {
        points[waiting].start = n;
        points[waiting].after = sum;
    }
    for (uint32_t a = count - 1; a-- > 0;)
        points[a].next = points[a + 1].item >= points[a].start || points[a + 1].forced
                             ? a + 1
                             : points[a + 1].next;
    k->points = points;
    k->point_count = count;
    weigh(k);
}

/* ---- one line ---- */

bool breaker_is_first(const struct breaker *k, uint32_t a)
{
    return a == 0 || (k->fit->each_line && k->points[a].forced);
}

sp breaker_room(const struct breaker *k, uint32_t line, uint32_t a)
{
    const struct fit *f = k->fit;
    return f->measures[line < f->measure_count ? line : f->measure_count - 1] -
           (breaker_is_first(k, a) ? f->first_indent : f->other_indent);
}

struct sums breaker_content(const struct stop *a, const struct stop *b)
{
    if (b->item < a->start || (b->item == a->start && b->end))
        return (struct sums){ 0 };
    const struct sums *s = &a->after, *e = &b->before;
    return (struct sums){ e->width - s->width + b->width - a->start_hang - b->hang,
                          e->stretch - s->stretch,
                          e->shrink - s->shrink,
                          e->widen - s->widen + b->expand,
                          e->narrow - s->narrow + b->expand,
                          e->glues - s->glues };
}

static sp natural(const struct stop *a, const struct stop *b)
{
    return b->item < a->start
               ? 0
               : b->before.width - a->after.width + b->width - a->start_hang - b->hang;
}

bool breaker_is_stub(const struct breaker *k, uint32_t a, const struct sums *content)
{
    const struct fit *f = k->fit;
    return a &&
           (content->width < f->last_line_min || (f->avoid_single_word_end && !content->glues));
}

/* What a paragraph's bad end costs: a stub, a lonely word, a hyphen just before. */
static int64_t end_cost(const struct breaker *k, uint32_t a, const struct sums *content)
{
    const struct fit *f = k->fit;
    bool narrow = a && content->width < f->last_line_min,
         single = a && f->avoid_single_word_end && !content->glues;
    int64_t cost = narrow * COST_STUB + single * COST_SINGLE_WORD;
    bool is_told = narrow && single && !k->flagged;
    if (!f->pretty && !is_ragged(f) && !is_told)
        cost /= STUB_SHARE_JUSTIFIED;
    if (k->points[a].flagged)
        cost += (f->no_flagged_before_last ? COST_LADDER : COST_FINAL_FLAGGED) +
                (content->glues ? 0 : COST_WORD_END);
    return cost;
}

/* Would the line without its hyphen have filled the measure but for the zone? */
static bool inside_zone(const struct breaker *k, uint32_t a, uint32_t b, sp room)
{
    const struct stop *to = &k->points[b];
    if (!k->fit->zone || !to->flagged || to->plain <= a ||
        k->points[to->plain].item < k->points[a].start)
        return false;
    return room - natural(&k->points[a], &k->points[to->plain]) <= k->fit->zone;
}

/* Does a line end inside a word though it could end before it (CSS Text 3, 5.5)? */
static bool is_rash(const struct breaker *k, uint32_t a, uint32_t b)
{
    const struct stop *to = &k->points[b];
    return to->penalty == PENALTY_DESPERATE && to->better > a &&
           k->points[to->better].item >= k->points[a].start;
}

static int64_t raggedness(sp excess, sp room)
{
    int64_t x = excess * RATIO_ONE / sp_max(room, 1);
    x = x > RATIO_ONE ? RATIO_ONE : x;
    return COST_RAGGED * x * x / (RATIO_ONE * RATIO_ONE);
}

/* A line with room to spare. */
static struct verdict judge_loose(const struct fit *f, const struct sums *s, sp excess, sp room,
                                  bool last)
{
    struct verdict v = { .demerits = DEMERITS_LINE * DEMERITS_LINE,
                         .class = DECENT,
                         .allowed = true };
    if (last && !f->justify_last && !f->balance)
        return v;
    if (is_ragged(f)) {
        v.demerits += raggedness(excess, room);
        return v;
    }
    int64_t r = ratio(excess, s->stretch, s->widen, room / GLUE_LEAST_SHARE + 1);
    v.demerits = demerits(r, SQUARE_LOOSE, BADNESS_LOOSE);
    v.class = class_of(r);
    v.level = level_of(excess, s->stretch, s->widen, s->width);
    v.emergency = r > RATIO_CUBIC * RATIO_ONE;
    return v;
}

/* A line with too little room: tight, or overfull, which only the shortest possible line may be. */
static struct verdict judge_tight(const struct fit *f, const struct sums *s, sp lack, bool shortest)
{
    struct verdict v = { .class = DECENT };
    if (is_ragged(f) || lack > s->shrink + s->narrow) {
        v.allowed = v.overfull = shortest;
        v.demerits = COST_OVERFULL + sp_min(lack, COST_OVERFULL);
        return v;
    }
    int64_t r = ratio(lack, s->shrink, s->narrow, 0);
    return (struct verdict){ .demerits = demerits(r, SQUARE_TIGHT, BADNESS_TIGHT),
                             .class = class_of(-r),
                             .level = level_of(-lack, s->shrink, s->narrow, s->width),
                             .allowed = true };
}

/* How wide a line is, in WIDTH_LEVELS of its room. */
static int width_level(sp width, sp room)
{
    return (int)(sp_max(sp_min(width, room), 0) * WIDTH_LEVELS / sp_max(room, 1));
}

struct verdict breaker_judge(const struct breaker *k, uint32_t a, uint32_t b, sp room)
{
    const struct stop *from = &k->points[a], *to = &k->points[b];
    if ((inside_zone(k, a, b, room) || is_rash(k, a, b)) && b != from->next)
        return (struct verdict){ 0 };
    struct sums s = breaker_content(from, to);
    sp excess = room - s.width;
    struct verdict v = excess < 0 ? judge_tight(k->fit, &s, -excess, b == from->next)
                                  : judge_loose(k->fit, &s, excess, room, to->forced);
    int64_t p = to->penalty, square = p * p;
    v.demerits += p < 0 ? -square : square;
    if (from->flagged && to->flagged)
        v.demerits += COST_CONSECUTIVE;
    if (a == 0 && to->flagged)
        v.demerits += COST_FIRST_FLAGGED;
    if (to->end)
        v.demerits += end_cost(k, a, &s);
    if (k->fit->balance)
        v.demerits += COST_BALANCED_LINE;
    if (k->shapely)
        v.level = width_level(s.width, room);
    return v;
}

int64_t breaker_neighbour_cost(const struct breaker *k, enum class class, int level,
                               struct verdict *v)
{
    if (k->shapely) {
        v->class = level != LEVEL_NONE && v->level - level >= STAIR_LEVELS ? RISES : FALLS;
        return class == RISES && v->class == RISES ? COST_STAIR : 0;
    }
    if (!k->fit->justify)
        return 0;
    int classes = abs((int)class - (int)v->class), jump = abs(level - v->level) - JUMP_FREE;
    jump = jump < 0 ? 0 : jump < JUMP_MOST ? jump : JUMP_MOST;
    return (classes > 1 ? COST_ADJACENT : 0) + jump * COST_JUMP;
}

/* ---- the window ---- */

bool breaker_is_past(const struct breaker *k, uint32_t a, uint32_t b)
{
    const struct stop *from = &k->points[a], *to = &k->points[b];
    if (!k->monotone || from->next >= b)
        return false;
    sp least = to->before.width - from->after.width - from->start_hang - k->most_end_hang;
    if (!is_ragged(k->fit))
        least -= to->before.shrink - from->after.shrink + to->before.narrow - from->after.narrow +
                 to->expand;
    return least > k->most_room;
}

int64_t breaker_ratio_cost(int64_t r)
{
    return demerits(r * RATIO_ONE, SQUARE_LOOSE, BADNESS_LOOSE);
}

int64_t breaker_short_cost(const struct breaker *k, const struct stop *to, int64_t r)
{
    int64_t p = to->penalty;
    return (is_ragged(k->fit) ? COST_RAGGED / 4 : breaker_ratio_cost(r)) - (p < 0 ? p * p : 0) +
           (k->fit->balance ? COST_BALANCED_LINE : 0);
}

bool breaker_is_short(const struct breaker *k, uint32_t a, uint32_t b, sp room, int64_t r)
{
    const struct stop *from = &k->points[a], *to = &k->points[b];
    sp excess = room -
                (to->before.width - from->after.width + to->width - from->start_hang - to->hang) -
                k->most_start_hang;
    if (is_ragged(k->fit))
        return excess * 2 > room;
    sp widen = to->before.widen - from->after.widen + to->expand,
       stretch = to->before.stretch - from->after.stretch;
    return excess > widen + r * (stretch + room / GLUE_LEAST_SHARE + 1);
}

struct breaker breaker_build(struct arena *scratch, const struct item *items, uint32_t n,
                             const struct fit *fit)
{
    struct breaker k = { .scratch = scratch, .fit = fit };
    make_points(&k, items, n);
    k.max_flagged = fit->max_flagged > FLAGGED_COUNTED ? 0 : fit->max_flagged;
    k.shapely = fit->balance && k.point_count <= BALANCED_POINTS;
    k.neighbour_most = k.shapely ? 2 * COST_STAIR : COST_NEIGHBOUR_MOST;
    return k;
}
