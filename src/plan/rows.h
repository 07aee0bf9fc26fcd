/* plan/rows: what the document's flow is made of; data only, lengths in sp.
 *
 *   row   ┌ track (cell) ┬ track ┐   a slot is one line with the space before it; a block outside
 *         │ slot         │ slot  │   a table is a row of one track, as is a note without its row
 *         │ slot         │ slot  │
 *         └──────────────┴───────┘   a page takes slots from … to of every track
 *
 * To choose pages nothing is needed but heights and flags: no box, no style, no glyph.  What is
 * drawn hangs on them unseen: on each slot in `drawn`, on tracks and rows in their boxes and spans
 * (flow/drawn.h).
 */
#ifndef PLAN_ROWS_H
#define PLAN_ROWS_H

#include "base/arena.h"
#include "base/length.h"

#include <stdbool.h>

/* Baselines stand at offset + k * pitch from the paper's top edge; pitch 0: anywhere. */
struct grid {
    sp pitch, offset;
};

/* One line, or the height of an empty block. */
struct slot {
    sp close;  /* the space before it: what closes of the blocks that end, */
    sp margin; /* the collapsed margin, */
    sp open;   /* what opens of those that start; at a page's or column's top this alone counts */
    sp ascent, descent;
    uint32_t next;      /* the slot that follows it; the track's count: none */
    uint32_t other;     /* of a first line: that of the paragraph's next variant; 0: none */
    uint32_t paragraph; /* the slot of the optimum's first line */
    uint32_t at, of;    /* which line of how many of its paragraph's variant */
    uint32_t calls;     /* how many of the track's calls stand up to and on it */
    uint32_t group;     /* the track's innermost that holds it, counted from 1; 0: none */
    int32_t cost;       /* of a first line: the variant's demerits over the optimum's */
    uint8_t orphans;    /* the least lines to leave before a break in its paragraph, */
    uint8_t widows;     /* and to take over it; 255 stands for more, too */
    bool grid;          /* its baseline sits on the grid */
    bool keep;          /* no break before it if any other serves */
    bool hyphenated;    /* a hyphen is added at its end */
};

/* flow/drawn.h has these; here they only pass through. */
struct box;
struct drawn;
struct span;
struct strings_at;
struct columns;

/* What is not to part (break-inside: avoid): slots first … end - 1 of a track, or rows of the
 * flow. */
struct group {
    uint32_t first, end;
    uint32_t around; /* the group it lies in, counted from 1; 0: none */
};

/* A cell, a note, or a block outside tables.
 *
 *   slots   0 1 2 3 4 5 … count-1 │ unused │ count+1 …   of a paragraph in 2, 3, 4: slot 2's
 *           ──────────┬──────────            ───┬───     `other` leads to its variant of two
 *             every paragraph's optimum      its other   lines, whose last slot's `next` is 5
 */
struct track {
    struct slot *slots;
    struct drawn *drawn; /* of each slot */
    /* The notes that its lines are the first of the row to call, in order: each once, and none
     * that an earlier row calls. */
    const uint32_t *calls;
    struct span *spans;
    struct group *groups;
    const struct box *box; /* the cell, or NULL */
    uint32_t count;        /* of the optimum's slots */
    uint32_t call_count, span_count, group_count;
    uint16_t column;
    bool hard_tail;       /* the tail shows (border, background): it must fit */
    bool aligned;         /* its first baseline is the row's (vertical-align: baseline) */
    sp left, width;       /* the cell's border box */
    sp tail, tail_margin; /* closing space behind the last slot, and the margin then */
    sp lack;              /* how much of the tail is there only for the height asked */
    const sp *opens;      /* by slot: what blocks that part before it draw there; */
    const sp *closes;     /* NULL: none of them draws */
    sp clone_open;        /* border and padding at a break (box-decoration-break: clone) */
    sp clone_close;
};

struct table {
    const struct columns *columns;
    uint32_t first_head;  /* rows of the flow: heads from here on, */
    uint32_t first_row;   /* the body, */
    uint32_t end_row;     /* what is behind them */
    sp spacing;           /* between rows */
    sp heads_gap;         /* between repeated heads and the rest of a row that parted */
    uint32_t row_stretch; /* the most grid lines that a short page gives a gap between its rows */
};

/* What is asked of the break before a row: break-before and break-after, joined. */
enum row_break {
    ROW_BREAK_AUTO,
    ROW_BREAK_AVOID, /* it keeps with the row before */
    ROW_BREAK_NEVER, /* heads stand above it, and not without it */
    ROW_BREAK_PAGE,  /* forced */
    ROW_BREAK_LEFT,  /* forced, to a page of that side */
    ROW_BREAK_RIGHT
};

struct row {
    struct track *tracks;
    uint32_t count;
    struct table *table; /* NULL: a plain block */
    const struct box *box;
    const struct strings_at *strings;
    uint32_t name; /* of the page it asks for: an index of page_names */
    sp close, margin, open;
    sp forced_margin; /* its margin at the top of a page behind a forced break */
    sp heads_gap;     /* between repeated heads and it, where it begins below them */
    sp behind;        /* what blocks and borders draw below it at the page's end */
    sp part_behind;   /* the same, where it parts */
    sp clone_open;    /* what they draw above it at a page's top */
    sp part_open;     /* the same, where it goes on */
    enum row_break before;
    bool avoid;               /* it is not to part (break-inside) */
    uint32_t group;           /* the innermost that holds it, counted from 1; 0: none */
    const struct slot *again; /* the lines of its name that stand over a rest without any of it */
    uint32_t again_count;
    bool aligned, grid; /* some cell has a baseline; it sits on the grid */
    bool sinks;         /* to the foot of its page, with all that follows there */
    bool shared;        /* a note is called from more than one of its tracks */
    sp baseline;        /* the common one, below the row's top */
};

struct flow {
    struct row *rows;
    uint32_t count;
    struct span *spans;
    struct group *groups;
    uint32_t span_count, group_count;
    struct track *notes; /* by note */
};

/* How many of a track's calls stand before a slot, on the way that leads to it. */
uint32_t calls_before(const struct track *t, uint32_t at);

/* How a row begins on its page. */
enum row_start {
    ROW_BELOW,  /* another: below it, with the margin between them */
    ROW_TOP,    /* at the top: without the margin before it */
    ROW_FORCED, /* at the top behind a forced break, or of the document: with its own margin */
    ROW_GOES_ON /* it was begun on an earlier page */
};

/* Finds the row's common baseline below its top, once its tracks have their slots. */
void row_align(struct row *r);
/* The top (sp from the paper's edge) of a row when what stands above it ends at y. */
sp row_top(struct grid g, const struct row *r, sp y, enum row_start start);
/* How far (sp) a track's first slot on the page, `from`, begins below the row's top. */
sp track_lead(const struct row *r, const struct track *t, enum row_start start, uint32_t from);
/* The baseline of a slot when its predecessor ends at y; at_top: nothing of its track stands above
 * it. */
sp slot_baseline(struct grid g, const struct slot *s, sp y, bool at_top);
/* The bottom (sp) of a row's name that stands again over the rest that begins with a cut at `top`,
 * its first baseline no higher than the first beside it; 0 where none does.  baselines (sp): of its
 * lines, or NULL. */
sp row_again(struct grid g, const struct row *r, const uint32_t *from, sp top, sp *baselines);
/* What a track and blocks in it draw where they part before slot `at` (box-decoration-break:
 * clone): above what goes on, and below what came. */
sp clone_open(const struct track *t, uint32_t at);
sp clone_close(const struct track *t, uint32_t at);
/* Is a break before `at`, whose innermost group this is, inside one of the groups? */
bool group_holds(const struct group *groups, uint32_t group, uint32_t at);
/* How many lines must be left before a slot on its column, by what its paragraph asks for, if a
 * break is to stand before it; NO_BREAK: none may. */
enum { NO_BREAK = UINT32_MAX };
uint32_t lines_to_leave(const struct slot *s);

#endif
