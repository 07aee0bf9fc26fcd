/* plan/fragments: a page of the plan → where each of its lines stands.
 *
 * A fragment is what of a row stands on one page: of each of its tracks a strip of lines, on the
 * settings that the plan took. Pure, and by the functions of rows alone, so that the page comes out
 * as the planner saw it, to the sp.
 */
#ifndef PLAN_FRAGMENTS_H
#define PLAN_FRAGMENTS_H

#include "plan/plan.h"

struct strip {
    const uint32_t *slots; /* of the track, in order */
    sp *baselines;         /* of each, from the paper's top edge */
    uint32_t count;
    sp bottom;    /* of the last line; of a strip without lines the fragment's top */
    uint32_t cut; /* the slot behind the last; track.count: none */
};
struct fragment {
    uint32_t row;
    unsigned flow;
    struct strip *strips; /* by track */
    sp top, bottom;       /* of the row's boxes */
    sp edge;              /* of what had to fit */
    bool begins, ends;    /* the row does, here */
    bool repeated;        /* a head that stands again */
};
struct fragments {
    struct fragment *list;
    uint32_t count;
    sp sunk; /* how far those at the page's foot moved down to it */
};

/* The fragments of a page from the top down, in `a`. */
struct fragments fragments_of(struct arena *a, const struct story *s,
                              const struct planned_page *page);

#endif
