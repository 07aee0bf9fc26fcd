/* plan/notes: notes in the columns of the footnote area; pure, as breaks is.
 *
 *   ┌ note 1 ┐ ┌ note 2 ┐
 *   │        │ │ note 3 │
 *   └────────┘ └────────┘
 *
 * Level: the least height in which all of them stand, with widows and orphans at every break; at
 * that height as few notes as possible part over two columns, and earlier columns hold more.
 */
#ifndef PLAN_NOTES_H
#define PLAN_NOTES_H

#include "plan/plan.h"

/* How strictly parts break over columns and pages. */
enum parting {
    PART_LEGALLY, /* with widows, orphans and groups */
    PART_GROUPS,  /* with widows and orphans, through groups */
    PART_ANYWHERE /* after any line */
};

/* What of some parts stands in columns of a height: the first `whole` of them, then `slots` of the
 * next. */
struct share {
    uint32_t whole, slots;
    sp height; /* of the tallest column */
};

/* Parts as one endless column: prefix sums, so that the height of any stretch of it is known at
 * once. */
struct galley {
    const struct story *story;
    const struct part *parts;
    uint32_t part_count, count; /* of parts, of lines */
    unsigned columns;
    bool edges; /* what parts draws edges again, so that a fuller column may leave a higher rest */
    uint32_t *part;     /* of a line */
    uint32_t *first;    /* of a part: its first line */
    uint32_t *leave[2]; /* by parting: how many lines a column must hold to end before a line */
    uint32_t *ends;     /* of columns, for a while */
    sp *above, *before; /* a line: the space there, at a column's top and below another line */
    sp *sum;            /* of a line and the space before it, up to here */
    sp *start, *end; /* a column that begins with line i and ends before line j is start[i] + end[j]
                        high, start[i] + sum[j] without what closes below its last line */
};

/* In how many columns the parts stand: the area's own, or as many as lie side by side when the
 * first part is set for wider ones, having no lines at the measure of these. */
unsigned notes_columns(const struct story *s, const struct part *parts, uint32_t n,
                       const struct foot_shape *foot);
/* A galley of parts, in `a`. */
struct galley galley_of(struct arena *a, const struct story *s, const struct part *parts,
                        uint32_t n, const struct foot_shape *foot);
/* Its first `whole` parts and so many slots of the next; shares its memory. */
struct galley galley_to(const struct galley *g, uint32_t whole, uint32_t slots);
/* The least height (sp) of columns in which all parts stand, parting legally; where that is more
 * than `most`, some height that is, too. */
sp galley_level(struct arena *scratch, const struct galley *g, sp most);
/* The most that stands in columns of `height`, one filled after the other. */
struct share galley_share(const struct galley *g, sp height, enum parting parting);
/* The same of parts that have no galley yet. */
struct share notes_share(struct arena *scratch, const struct story *s, const struct part *parts,
                         uint32_t n, const struct foot_shape *foot, sp height,
                         enum parting parting);
/* A height (sp) that no columns with all of these parts can be lower than; cheap. */
sp notes_least(const struct story *s, const struct part *parts, uint32_t n,
               const struct foot_shape *foot);

/* One call for the slots from … to of a part that stand in a column, in order; tops[i]: sp from the
 * columns' top to the top of slot from + i. */
typedef void notes_visit(void *with, const struct part *part, uint32_t from, uint32_t to,
                         unsigned column, const sp *tops);
/* Walks the parts as they stand in columns of `height`: level ones, or each filled before the
 * next. */
void notes_walk(struct arena *scratch, const struct story *s, const struct part *parts, uint32_t n,
                const struct foot_shape *foot, sp height, notes_visit *visit, void *with);

#endif
