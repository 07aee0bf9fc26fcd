/* page/rows: what the document's flow is made of; data only.
 *
 *   row   ┌ track (cell) ┬ track ┐      a slot is one line with the space before it; a block outside a table is a row of one
 *         │ slot         │ slot  │      track; a note is a track
 *         │ slot         │ slot  │
 *         └──────────────┴───────┘
 *
 * The planner (breaks) reads heights and flags alone; what is drawn stands beside them, for place.
 */
#ifndef PAGE_ROWS_H
#define PAGE_ROWS_H

#include "page/page.h"

/* Baselines stand at offset + k * pitch from the paper's top edge; pitch 0: anywhere. */
struct grid {
    sp pitch, offset;
};

/* One line, or the height of an empty block, as the planner sees it. */
struct slot {
    sp close, margin,
        open; /* sp before it: what closes, the collapsed margin, what opens; margin is dropped at a page's top */
    sp ascent, descent;
    uint32_t next; /* the slot that follows it; track.count: none */
    uint32_t
        other; /* of a setting's first line: the first line of the next setting of the same paragraph; 0: none */
    uint32_t paragraph; /* the slot of the optimum that begins the paragraph */
    uint32_t at, of;    /* which line of how many of its paragraph's setting */
    uint32_t calls;     /* how many of the track's calls stand up to and on this line */
    uint32_t group;     /* the innermost that holds it, counted from 1; 0: none */
    int32_t cost;       /* of a setting's first line: its demerits over the optimum's */
    uint8_t orphans, widows;
    bool grid;       /* its baseline stands on the grid */
    bool keep;       /* no break before it if any other serves */
    bool hyphenated; /* it ends in a hyphen */
};
/* What is not to part (break-inside: avoid): slots first … end - 1 of a track, or rows of the flow. */
struct group {
    uint32_t first, end;
    uint32_t around; /* the group it lies in, counted from 1; 0: none */
};
struct track {
    /* slots[0 … count - 1] are the optimum's; slots[count] is unused; from count + 1 on stand the other settings' */
    struct slot *slots;
    uint32_t count;
    struct group *groups;
    const uint32_t *calls; /* the notes that its lines are the first of the row to call, in order */
    uint32_t call_count;
    sp tail;        /* closing space behind the last slot */
    sp tail_margin; /* of a note: the margin behind it */
    bool hard_tail; /* the tail shows (border, background): it must fit */
    bool aligned;   /* its first baseline is the row's */
    const sp *opens,
        *closes; /* by slot: what blocks that part before it draw there; NULL: none of them draws */
    sp clone_open, clone_close; /* and the cell itself (box-decoration-break: clone) */
};
/* A table, as far as its rows' pages are concerned. */
struct table {
    uint32_t first_head, first_row,
        end_row;  /* rows of the flow: heads, body, one behind the last */
    sp spacing;   /* between rows */
    sp heads_gap; /* between repeated heads and the rest of a row that parted */
    uint32_t row_stretch;
};
struct row {
    struct track *tracks;
    uint32_t count;
    const struct table *table; /* NULL: a plain block */
    uint32_t name;             /* of the page it asks for: an index of the story's shapes */
    sp close, margin, open;
    sp forced_margin; /* its margin at the top of a page behind a forced break */
    sp behind,
        part_behind; /* what blocks around it draw below it at the page's end: after it, and where it parts */
    sp clone_open, part_open; /* and above it at a page's top: before it, and where it goes on */
    enum break_kind before;   /* PAGE, LEFT, RIGHT: forced; AVOID: keep with the row before */
    bool avoid;               /* break-inside: avoid */
    uint32_t group;           /* the innermost that holds it, counted from 1; 0: none */
    bool aligned, grid;       /* some track has a baseline; it sits on the grid */
    bool shared;              /* a note is called from more than one of its tracks */
    sp baseline;              /* the common one, below the row's top */
};
struct flow {
    struct row *rows;
    uint32_t count;
    struct group *groups;
    uint32_t group_count;
    struct track *notes; /* by note */
};

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
/* The baseline of a slot when its predecessor ends at y; at_top: nothing of its track stands above it. */
sp slot_baseline(struct grid g, const struct slot *s, sp y, bool at_top);
/* What a track and blocks in it draw where they part before slot `at` (box-decoration-break: clone): above what goes on, and
 * below what came. */
sp clone_open(const struct track *t, uint32_t at);
sp clone_close(const struct track *t, uint32_t at);
/* Is a break before `at`, whose innermost group this is, inside one of the groups? */
bool group_holds(const struct group *groups, uint32_t group, uint32_t at);
/* May a break stand before slot `at`, by the `here` slots that would be left before it on its page or column, and by what its
 * paragraph and the groups around it ask for? */
bool slot_parts(const struct track *t, uint32_t at, uint32_t here);

#endif
