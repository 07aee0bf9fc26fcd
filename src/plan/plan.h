/* plan: profiles → a plan of pages, all breaks of a document chosen together.
 *
 *   story (rows, tracks, slots, notes: ─► plan (pages: where each begins, what of the notes it
 *          heights and flags)                   holds)
 *
 * Pure: it sees no glyph, no box, no style, and keeps nothing; tested without fonts as line/breaker
 * is.  After Plass (1981) and Mittelbach (2016), over the states that the rest of a document can
 * tell apart:
 *
 *   state   where a page begins: a row, and the cut through its tracks; the rest of the notes that
 *           waits; the side of the sheet
 *   page    from one state to the next: rows from the cut on, whole or cut again, with the notes
 *           that they call
 *
 * What a page may be (the space that is searched, also by the tests' naive search):
 *   - A row that goes on without lines of its first track is, up to LEVEL_TEAR, as high as its name
 *     that stands again.
 *   - It begins with the notes that wait, all of them whole; where they do not fit it is theirs
 *     alone, and takes what fits.
 *   - Rows follow in order.  Of each paragraph that begins on the page any of its settings may be
 *     taken, at its cost.
 *   - A row begins with a line of each of its tracks.
 *   - It ends before a row, or in a row: at a line of one track, the leader, every other track
 *     having taken, by its own settings, all lines that end no lower and after which it may part
 *     (the furthest such line of that setting), or, from LEVEL_TEAR on, those before a line that
 *     calls a note (that of the optimum, where a paragraph begins); or, where notes waited, before
 *     any text.
 *   - A row that goes on keeps the measure that it began with: before a page too narrow for it, it
 *     parts only from LEVEL_PART on.  A note that parts is set throughout in that flow of the
 *     pages of its name, or of the page it begins on, in which it is narrowest.
 *   - Its notes stand whole; or they fill the room, one column after the other, and all begin
 *     there: the last one called (in the order of numbers) parts at the furthest line that the
 *     level allows; or, from LEVEL_LATE on, what does not stand waits.
 *   - It is legal at a level (see enum level); a state's pages are those of the lowest level that
 *     has any, and of these those whose gap is within the window, or, when none is, those of the
 *     least gap.  Where the best plan of such pages breaks what belongs together, and the text is
 *     no longer than WIDE_LINES, all pages of the levels up to LEVEL_TEAR count, whatever their
 *     gap, and those of the next level that has any only where these have none.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "plan/costs.h"
#include "plan/rows.h"

/* What a page may let go of, one after the other, when nothing fits. */
enum level {
    LEVEL_KEEP,     /* nothing */
    LEVEL_PART,     /* break-inside and -before: avoid, of rows, groups, cells' blocks and notes;
                       what goes on is wider than the next page */
    LEVEL_TEAR,     /* widows, orphans, lines kept together, of notes, too */
    LEVEL_LATE,     /* notes that start after their call's page */
    LEVEL_OVERFLOW, /* the page's bottom: one line of each track, whatever its height */
    LEVEL_COUNT
};

/* The notes' area of a kind of page. */
struct foot_shape {
    sp before, after; /* sp above and below the columns: margins, border, padding */
    sp most;          /* that the columns may be high; 0: no limit */
    unsigned columns; /* at least 1 */
    bool balance;     /* level columns; else one is filled before the next */
    sp width, gap;    /* of a column; and between two */
};
/* What a kind of page offers. */
struct page_shape {
    sp top, bottom;   /* of the page area, from the paper's top edge */
    sp width, reach;  /* of it; and how wide rows may be that were set for a wider one */
    struct grid grid; /* of baselines; pitch 0: none */
    struct foot_shape foot;
    unsigned flow; /* which of the story's flows has rows and notes at its measure */
};
/* The pages of one name. */
struct page_shapes {
    struct page_shape odd, even;
};

struct story {
    const struct flow *const
        *flows; /* the same rows and notes at each measure; flows[0] counts for what all share */
    const struct page_shapes *shapes; /* by row.name */
    const struct page_shape *first;   /* of page 1; its name is that of the first row */
    uint32_t note_count;
    bool odd_is_left;  /* page 1 is a left one */
    bool notes_at_end; /* all notes are gathered under the last page */
    sp line;           /* the body's leading: what a gap is measured in; more than 0 */
    bool explained;    /* the plan is to say why */
};

/* A setting taken for a paragraph other than its optimum: the first slot of that setting. */
struct pick {
    uint32_t row, track, slot;
};
/* Slots from … to of a note in one flow. */
struct part {
    uint32_t note, from, to;
    unsigned flow;
};
/* A page of the plan.  A cut is a slot for each track of its row: the first that stands behind
 * it. */
struct planned_page {
    const struct page_shape *shape;
    uint32_t name; /* of its kind: row.name */
    uint32_t number;
    bool blank;  /* no text: only so that the next stands on its side */
    bool forced; /* ends by a forced break, or with the document */
    bool juts;   /* its last row goes on to a page that is too narrow for it */
    uint32_t row,
        end; /* rows row … end - 1 stand here; row may have begun before, end - 1 go on behind */
    const uint32_t *from, *to; /* the cut above row and the one through row end - 1; NULL: none */
    unsigned from_flow;        /* which flow a row that goes on was begun in */
    uint32_t behind;           /* the row that follows the page, or goes on behind it */
    unsigned behind_flow;      /* which flow that was begun in; 0 where it has not begun */
    enum row_start start;      /* how row stands at the page's top */
    bool heads;                /* the heads of row's table stand again above it */
    bool named;                /* the name of row does, which goes on */
    const struct part *parts;  /* of notes, in order; those that waited first */
    uint32_t part_count, waited;
    sp level;         /* height of the notes' columns */
    sp gap;           /* unused height between text and notes, after the stretch */
    uint32_t stretch; /* grid lines given to each gap between rows */
    enum level let_go;
    enum level breach;        /* and what of that its end does, rather than its notes */
    const struct pick *picks; /* settings that its rows take, by rising row, track, slot */
    uint32_t pick_count;
    int64_t cost; /* of this page alone, see plan/costs.h */
};
/* Why a page ends where it does: what a fuller one would have to let go of. */
enum why {
    WHY_END,    /* the document does */
    WHY_FORCED, /* a break is asked for, or another kind of page */
    WHY_LOW,    /* not a line of what follows fits a page */
    WHY_NOTES,  /* notes that waited take it all */
    WHY_FULL,   /* the next line has no room, or less than a line is unused */
    WHY_NOTE,   /* a note that the next lines call has none */
    WHY_KEPT,   /* LEVEL_PART */
    WHY_NARROW, /* the next page is too narrow for the next row, which would go on there */
    WHY_LINES,  /* LEVEL_TEAR */
    WHY_COST,   /* nothing: all pages together cost less so */
};
/* Another end that a page might have, before a row or at a cut through it, with the best that may
 * follow it. */
struct alternative {
    uint32_t row;
    const uint32_t *cut; /* NULL: at the row's start */
    unsigned flow;       /* of a row that is cut */
    sp gap;
    int64_t cost; /* of the document over the plan's; less than 0 where such ends are not tried */
    struct bill bill;
};
/* More than are told, since several may part the same words in other settings. */
enum { ALTERNATIVES = 8 };
struct reason {
    enum why why;
    uint32_t note;                           /* of WHY_NOTE */
    struct bill bill;                        /* of the page's cost */
    struct alternative others[ALTERNATIVES]; /* the cheapest first */
    uint32_t other_count;
};
struct plan {
    const struct planned_page *pages;
    const struct reason *reasons; /* of each page, blank ones zero; NULL: not asked for */
    uint32_t count;
    int64_t cost;
};

/* Does a row that was set for pages of one kind jut out where it goes on to another? */
static inline bool page_juts(const struct page_shape *from, const struct page_shape *to)
{
    return from->width > to->reach;
}

/* The plan of least cost in `a`; scratch is given back.  Never fails: what cannot be kept is let go
 * of, and said in the plan. */
struct plan plan_pages(struct arena *a, struct arena *scratch, const struct story *story);

#endif
