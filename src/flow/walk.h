/* flow/walk: the walk through the boxes that makes rows of them, and what its files share.
 *
 *   flow     blocks in their order: the document's, a note's
 *   tables   rows, and a track for each cell
 *   tracks   lines, pictures and heights as the slots of a track
 *   gaps     the space between two of them
 */
#ifndef FLOW_WALK_H
#define FLOW_WALK_H

#include "flow/inner.h"

/* The space gathered so far.  Margins behind a padding that opens are kept apart, since they do not
 * collapse with those before it. */
struct gap {
    sp close;
    sp plus, minus; /* the margins behind what closes */
    sp starts_plus,
        starts_minus; /* of these, those of what starts here: they stay after a forced break */
    sp open;
    sp inner_plus, inner_minus; /* the margins behind what opens */
};

/* A block around the walk, whose edge and first line are found on the way: heights from where the
 * walk began. */
struct opened {
    struct opened *outer;
    bool edge_found, line_found;
    sp edge; /* of its border box */
    sp line; /* the top of its first line or row */
};

/* The walk through the boxes of the flow, of a cell or of a note. */
struct walk {
    struct context *c;
    struct gap gap;
    sp high; /* natural height so far */
    struct opened *opened;
    sp inside;      /* the height said on the block at hand, for percentages; < 0: none */
    sp taken;       /* of every page's height: heads above, what closes below */
    sp top;         /* what opens above a cell's first line: border, padding */
    uint32_t lines; /* emitted so far */
    /* inside a cell or note: the track that grows; NULL: rows of the flow */
    struct track *track;
    size_t slot_room, drawn_room, span_room;
    const struct marker *markers;              /* hang before the next line */
    struct strings_at *strings, *last_strings; /* set before it: a chain and its end */
    bool sinks;                                /* the next row does, to the page's foot */
    bool keep;                                 /* no break before the next line or row */
    bool under_heads;                          /* nor any at all, unless it is forced */
    uint32_t heads;         /* which row, from 1, begins heads that go with the next one; 0: none */
    enum break_kind before; /* asked for before the next row */
    const char *page;
    size_t row_room, group_room;
    uint32_t group; /* the innermost at hand */
};

enum margin_of { OF_START, OF_END };

/* ---- gaps ---- */

/* A margin (sp) joins those it collapses with (CSS 2.2, 8.3.1). */
void gap_add_margin(struct walk *w, sp m, enum margin_of of);
/* Border and padding (sp) at a block's start, or what else keeps margins apart, end a gap's inner
 * margins. */
void gap_add_open(struct walk *w, sp open);
/* Border and padding (sp) at a block's end: the margins gathered in it stay there. */
void gap_add_close(struct walk *w, sp close);
/* Gives the space gathered before a line or row, and starts anew. */
struct gap gap_take(struct walk *w);

/* ---- tracks ---- */

/* Adds the lines of a paragraph, a picture, or without either (set NULL) the height (sp) of an
 * empty block, as slots of the walk's track; in the flow that is a row of its own. */
void track_emit(struct walk *w, const struct box *box, struct frame f, const struct set *set,
                sp height);
/* Ends a track that has all its slots and spans: the slots leave the scratch arena, where they grew
 * since the mark, and those of other variants join them. */
void track_finish(struct context *c, struct track *t, struct arena_mark mark);

/* ---- tables ---- */

/* Adds a table's rows to the flow, with the tracks of their cells. */
void walk_table(struct walk *w, const struct box *b);
/* Finds what pages need to know of a table's heads, gaps and shared borders, once the flow has all
 * rows. */
void table_finish(const struct context *c, struct table *t);

/* ---- flow ---- */

/* Walks a block in its frame: it opens, its contents, it closes. */
void walk_block(struct walk *w, const struct box *b, struct frame f);
/* Adds a row to the flow, with the space and the break gathered before it. */
struct row *walk_add_row(struct walk *w, const struct box *box);
/* Gives the index that the next line or row will have. */
uint32_t walk_next_index(const struct walk *w);
/* Opens a group with the next line or row (break-inside: avoid); returns the one around it. */
uint32_t walk_open_group(struct walk *w);
/* Closes the group at hand with the last line or row. */
void walk_close_group(struct walk *w, uint32_t around);
/* Keeps the strings that a box sets, and its marker, for the next line. */
void walk_remember(struct walk *w, const struct box *b, struct frame f);
/* Joins a break that is asked for with the others between the same two siblings: a side wins over
 * any page, of two sides the later (Fragmentation 3, 3.1). */
void walk_ask_break(struct walk *w, const struct box *b, enum break_kind kind);
/* Gives how high (sp) the content of a cell, or a row, is to be at least (CSS 2.2, 17.5.3). */
sp height_least(struct context *c, const struct style *s, sp around);
/* Gives the height (sp) wanted of a box, no more than the page has room for unless its content is
 * higher (`least`); says so where that is less. */
sp height_within(struct context *c, const struct box *b, sp wanted, sp least, sp room);
/* Gives the space (sp) at the end of a marker's text, which its line drops. */
sp marker_end_space(struct context *c, const struct paragraph *p);
/* Tells whether padding that nobody sees may hang below the foot of such pages: a line is not
 * parted from the padding below it (Fragmentation 3, 4.1), but where a grid holds the lines the
 * page's foot is that of its last line. */
bool padding_may_hang(struct context *c, const char *page);

#endif
