/* plan/trail: the ways in which a track's lines follow each other down a page, and where they may
 * part.
 *
 *            ┌─ 1 ─ 2 ─────── ┐
 *   root ────┤ (optimum)      ├─ 4 ─ 5 ─ …
 *            └─ 1 ─ 2 ─ 3 ─── ┘
 *
 * A node is a line taken on one such way; ways that end a paragraph at the same height are one from
 * there on, the cheapest.
 *
 * Heights are measured from the row's top, so that a row's trail serves wherever the row stands.
 */
#ifndef PLAN_TRAIL_H
#define PLAN_TRAIL_H

#include "plan/plan.h"

enum { TRAIL_NONE = UINT32_MAX };

struct step {
    sp y;            /* the bottom of its line */
    sp edge;         /* and of what closes there if the track parts behind it */
    int64_t cost;    /* of the settings taken up to here */
    uint32_t slot;   /* the line; TRAIL_NONE: the root, before any */
    uint32_t cut;    /* the slot behind it; track.count: none */
    uint32_t parent; /* node; the root's is itself */
    uint32_t same;   /* the node whose followers are its own, too; itself, if it has its own */
    uint8_t breach;  /* enum level: what a cut behind it lets go of */
    bool has_unmade; /* a follower lies below the limit, and was not made */
};
struct trail {
    const struct track *track;
    struct step *steps; /* parents before followers; the root first */
    uint32_t count;
    sp bottom;    /* of the lowest */
    sp slop;      /* most that closes below one where the track parts */
    bool single;  /* one way only: every node is its predecessor's follower */
    bool goes_on; /* its row has begun before: nothing need stand here */
};

/* Which groups of a track keep their lines together: asked for each group once, answered by the
 * planner. */
typedef bool trail_keeps(void *with, uint32_t track, uint32_t group);

/* Where a trail begins: a track of a row from a slot on. */
struct trailhead {
    const struct row *row;
    uint32_t track, from; /* the track's number; its first slot here */
    enum row_start start;
    struct grid grid;
    sp top;   /* of the row, from the paper's edge */
    sp limit; /* nothing but first lines is followed that ends more than this below the row's top */
};

/* The trail from there, in `a`. */
struct trail trail_build(struct arena *a, const struct trailhead *head, trail_keeps *keeps,
                         void *with);

/* The steps behind which the track is cut when its page's text ends at y: of each way the last that
 * ends no lower and may be cut at that level; from LEVEL_TEAR on, those before lines that call
 * notes, too.  Returns how many, at most `most`, in `out`. */
uint32_t trail_cuts(const struct trail *t, sp y, enum level level, bool *stops, uint32_t *out,
                    uint32_t most);

#endif
