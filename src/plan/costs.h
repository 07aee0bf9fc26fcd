/* plan/costs: what the search for pages minds, in one place, in the demerits of line/costs.h.
 *
 * What is broken ranks above all sums: no number of full pages buys a torn name.  Among plans that
 * break as little, gaps, changed paragraphs, cut rows and parted notes are weighed against each
 * other.
 */
#ifndef PLAN_COSTS_H
#define PLAN_COSTS_H

#include <stdint.h>

#define PLAN_COST_MOST ((int64_t)1 << 62) /* sums stop here */

/* What a page's cost is made of, the dearest first; each has its COST_ below. */
enum bill_item {
    BILL_OVERFLOW,
    BILL_LATE,
    BILL_TEAR,
    BILL_PART,
    BILL_NOTE,
    BILL_PAGE,
    BILL_LAST,
    BILL_HYPHEN,
    BILL_GAP,
    BILL_CUT,
    BILL_STRETCH,
    BILL_SETTINGS, /* of paragraphs: their demerits over the optimum */
    BILL_COUNT
};
struct bill {
    int64_t of[BILL_COUNT];
};

/* a line that leaves the page area */
#define COST_OVERFLOW ((int64_t)100000000000000000)
/* each note that starts after its call's page */
#define COST_LATE ((int64_t)5000000000000000)
/* each track torn: a widow, an orphan, a note parted where it may not */
#define COST_TEAR ((int64_t)300000000000000)
/* each kept row, group, block or note that parts though a page would hold it */
#define COST_PART ((int64_t)20000000000000)

/* a kept row that parts: it weighs more than a break between two that keep together */
#define COST_PART_ROW (2 * COST_PART)
/* a row that goes on to a page too narrow for it: its lines run into the margin, or off paper */
#define COST_JUT (5 * COST_PART)

/* a gap of one line of the body, but for a third; see cost_of_gap */
#define COST_GAP_LINE ((int64_t)480000)
/* each line more that ends in a hyphen in a paragraph not set at its optimum */
#define COST_VARIANT_HYPHEN 46000
/* every page: paper is not wasted to level gaps */
#define COST_PAGE (12 * COST_GAP_LINE)
/* a row that parts */
#define COST_CUT 170000
/* a track whose last line on the page ends in a hyphen */
#define COST_PAGE_HYPHEN 5000000
/* a note that parts */
#define COST_NOTE_PARTS (15 * COST_GAP_LINE)
/* each line of the grid given to a gap between rows */
#define COST_STRETCH 20000
/* a last page with less than LAST_LEAST lines of text */
#define COST_LAST_SHORT (10 * COST_GAP_LINE)
#define LAST_LEAST 3

/* Pages whose gap is beyond the window are only taken when no other is to be had: 1/12 of the page;
 * of a low one WINDOW_LINES, but no more than 1/6. */
#define WINDOW_SHARE 12
#define WINDOW_LINES 4
/* Where the plan breaks what belongs together, all pages are tried, short or torn, up to so many
 * lines of text: a handout's. */
#define WIDE_LINES 2000
/* Heads taller than half a page are not repeated. */
#define HEADS_SHARE 2
/* Heights that a page is followed in at a row's end; the cheapest are kept. */
#define WAYS_MOST 24

/* The gap (sp) that the window ends at, on a page of a height, in lines of the body. */
static inline int64_t window_of(int64_t height, int64_t line)
{
    int64_t low = height / WINDOW_SHARE, most = 2 * low;
    int64_t lines = WINDOW_LINES * line < most ? WINDOW_LINES * line : most;
    return low > lines ? low : lines;
}

/* What a gap costs: the square of its lines, and from one line on ever more, up to four, since a
 * page much shorter than its neighbour is seen, one a little shorter is not.  Both in sp. */
static inline int64_t cost_of_gap(int64_t gap, int64_t line)
{
    enum { UNITS = 64, LINES_MOST = 200, STEEP_MOST = 4 * UNITS };
    int64_t n = gap > LINES_MOST * line ? LINES_MOST * UNITS : gap * UNITS / line;
    int64_t steep = n < STEEP_MOST ? n : STEEP_MOST;
    int64_t square = COST_GAP_LINE * n / UNITS * n / UNITS;
    return square + square * steep / UNITS * steep / UNITS / 3;
}

#endif
