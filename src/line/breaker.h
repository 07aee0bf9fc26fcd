/* line/breaker.h: a paragraph as the searches see it, places to break and what a line between two
 * of them costs.
 *
 *   items ─points.c─► struct breaker ─breaker.c─► the optimum
 *                            └────────counts.c──► the best ways of other numbers of lines
 */
#ifndef LINE_BREAKER_H
#define LINE_BREAKER_H

#include "line/inner.h"

/* How tight a justified line is; of a balanced one, whether it is longer than the one before it. */
enum class { TIGHT, DECENT, LOOSE, VERY_LOOSE, FALLS = 0, RISES };
/* How far a line is expanded is said in levels (EXPAND_LEVELS), never more than LEVEL_MOST.  Of
 * balanced lines the level is their width; the first is compared with none. */
enum { LEVEL_MOST = 60, LEVEL_NONE = 127 };

/* Cumulated from the start of the list. */
struct sums {
    sp width, stretch, shrink, widen, narrow;
    uint32_t glues;
};

/* A place where the list may be broken; point 0 is its start, the last its end. */
struct stop {
    uint32_t item;   /* the break; of point 0: 0 */
    uint32_t start;  /* first box after it, or the end of the list */
    uint32_t next;   /* first point that closes a line from here */
    uint32_t plain;  /* last unflagged point before this one */
    uint32_t better; /* last one before it that is not desperate */
    bool forced, flagged, end;
    int32_t penalty;
    struct sums before, after; /* up to `item`; up to `start` */
    sp width, hang, expand;    /* of the break itself */
    sp start_hang;
    uint32_t first, count; /* its states in the search for the optimum */
    int64_t least;         /* no way from the start to here costs less */
};

/* What one line costs by itself. */
struct verdict {
    int64_t demerits;
    enum class class;
    int level;
    bool allowed, overfull, emergency;
};

struct breaker {
    struct arena *scratch;
    const struct fit *fit;
    struct stop *points;
    uint32_t point_count;
    sp most_start_hang, most_end_hang;
    sp most_taken; /* the most that a line's breaks take of the width: hangs, glue thrown away */
    sp most_added; /* the most that a break adds to its line: a hyphen and its expansion */
    sp most_room;  /* of any line */
    bool monotone; /* no width is negative: longer lists are wider */
    bool bonus;    /* some penalty is negative: cost may fall */
    bool flagged;  /* some break is flagged */
    bool shapely;  /* balanced, and short enough for its lines to be compared */
    int64_t neighbour_most; /* the most that all that a state keeps of its last lines may cost */
    unsigned max_flagged;
};

/* A way through the paragraph: the points where its lines end. */
struct way {
    const uint32_t *ends;
    uint32_t count; /* 0: there is none */
    int64_t demerits;
};

/* ---- points.c ---- */

/* A sum of demerits stops at COST_MOST. */
static inline int64_t cost_add(int64_t a, int64_t b)
{
    return a > COST_MOST - b ? COST_MOST : a + b;
}

/* Glue stays natural and the room left over counts. */
static inline bool is_ragged(const struct fit *f) { return !f->justify || f->balance; }

/* The breaker for a list of items; its points are in scratch. */
struct breaker breaker_build(struct arena *scratch, const struct item *items, uint32_t n,
                             const struct fit *fit);

/* The room in sp of line number `line` (from 0) that starts at point a. */
sp breaker_room(const struct breaker *k, uint32_t line, uint32_t a);

/* A line that starts at point a has the first line's indent. */
bool breaker_is_first(const struct breaker *k, uint32_t a);

/* What lies on the line between two points; nothing when the break comes before the first box. */
struct sums breaker_content(const struct stop *a, const struct stop *b);

/* Judges the line from point a to point b in that room, without its neighbours. */
struct verdict breaker_judge(const struct breaker *k, uint32_t a, uint32_t b, sp room);

/* The least demerits that any line to a point has. */
static inline int64_t breaker_least_cost(const struct stop *to)
{
    int64_t square = (int64_t)to->penalty * to->penalty;
    return DEMERITS_LINE * DEMERITS_LINE + (to->penalty < 0 ? -square : square);
}

/* The last line from point a ends the paragraph badly: it is narrow or of one word, where that is
 * minded. */
bool breaker_is_stub(const struct breaker *k, uint32_t a, const struct sums *content);

/* Every line from point a to b or further is overfull; false when that is not sure. */
bool breaker_is_past(const struct breaker *k, uint32_t a, uint32_t b);

/* The line from a to b, and from any later start, is as loose as `ratio` (a whole number), or
 * ragged and half empty. */
bool breaker_is_short(const struct breaker *k, uint32_t a, uint32_t b, sp room, int64_t ratio);

/* The least demerits of a line to `to` that breaker_is_short accepts with that ratio. */
int64_t breaker_short_cost(const struct breaker *k, const struct stop *to, int64_t ratio);

/* What a loose line of that ratio, a whole number, costs at least. */
int64_t breaker_ratio_cost(int64_t ratio);

/* A tight line beside a loose one, a narrowed one beside a widened one; of balanced lines the third
 * of a stair, and the line's class is found. */
int64_t breaker_neighbour_cost(const struct breaker *k, enum class class, int level,
                               struct verdict *v);

/* ---- counts.c ---- */

/* What a way of another number of lines may be. */
enum count_rule {
    COUNT_ANY, /* whatever COST_LOOSENESS allows */
    /* besides: no line looser than its glue's stretch and no stub, unless the optimum has it */
    COUNT_FINE
};

/* Finds the cheapest way of `low` lines, low + 1, … `high` lines, within COST_LOOSENESS of the
 * optimum, in scratch; a way of count 0 where there is none.  The optimum's search must have filled
 * `least` of the points. */
void breaker_count(const struct breaker *k, const struct way *optimum, enum count_rule rule,
                   uint32_t low, uint32_t high, struct way *found);

#endif
