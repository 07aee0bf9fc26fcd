/* flow/inner: what the files of this folder share.
 *
 *   boxes ─measure (frames, columns, collapse)─► measures ─set─► lines as bytes
 *         ─flow (walk.h)─► rows of tracks of slots ─calls─► with the notes they call
 *         (layouts: all this once a width of pages; kinds: of which there are)
 */
#ifndef FLOW_INNER_H
#define FLOW_INNER_H

#include "flow/flow.h"

/* Rows and notes at the measures of one kind of page. */
struct layout {
    const struct page_kind *kind; /* NULL: of the first page of every name */
    bool other_rows;              /* it came out with other rows than the rest: of no use */
    sp width;                     /* of the page area, as the root asks for it */
    struct set *sets;             /* by paragraph */
    struct table *tables;         /* of the flow, in their order */
    uint32_t table_count;
    size_t table_room;
    uint32_t table_next;     /* the first whose rows are not made yet */
    const char *last_page;   /* the named page of the text measured last */
    const char **note_pages; /* by note: that of its first call, or of the last text; or NULL */
    sp number_width;         /* the least indent of notes whose numbers hang */
    struct flow flow;
};

/* Each takes the time and memory of the document; pages of further measures take the first. */
enum { LAYOUTS_MOST = 16 };

/* frames.c */

/* Gives what of the width (sp) that a box leaves free its margin at the start takes, where it is
 * auto. */
sp auto_margin(const struct style *s, sp spare);
/* Gives the style of a box whose width has been found already. */
struct style without_width(const struct style *s);
/* Gives the frame of a box in its container of `width` from `left` (sp from the page area's left
 * edge). */
struct frame frame_of(struct context *c, const struct box *b, sp left, sp width);
/* Gives the frame of a block that is f on `page`, the one around it: another, where it asks for
 * pages of another width. */
struct frame frame_in_flow(struct context *c, const struct box *b, struct frame f,
                           const char *page);
/* Gives the frame of a cell in its column; shared borders take half their width of it. */
struct frame frame_of_cell(struct context *c, const struct box *cell, const struct columns *t,
                           const struct beside *n);

/* area.c */

/* Gives the footnote area in a page area of `width`. */
struct area area_of(struct context *c, const struct page_style *p, sp width);

/* columns.c */

/* Finds the columns of a table in its frame, which shrinks to them where its width is auto, and
 * grows where they need more. */
void columns_of(struct context *c, struct columns *t, struct frame f);

/* measure.c */

/* Gives the page that a row asks for, or its group, or else its table, whose own is `page`; heads
 * stand on that of the first row below them. */
const char *page_of_row(const struct box *table, const struct box *r, const char *page);
/* Finds the measures of all paragraphs on the pages of the layout, and its tables' columns. */
void measure_all(struct context *c);

/* collapse.c */

/* Gives the neighbours of the first cell of a row between two others, NULL where there is none. */
struct beside beside_row(const struct box *above, const struct box *below);
/* Makes the neighbours of a cell those of the one after it. */
void beside_next(struct beside *n, const struct box *cell);
/* Where a page ends: between a row and its neighbour, or inside it, where a cell has borders only
 * with box-decoration-break: clone. */
enum border_at_cut { CUT_BESIDE, CUT_INSIDE };
/* Gives how far a row's collapsed borders stand beyond its start or end where the page ends there;
 * 0 where none are shared. */
sp collapse_beyond(const struct box *row, enum side side, enum border_at_cut at);
/* How much more the borders above a row take under a repeated head row than under the row it
 * follows. */
sp collapse_under_heads(const struct box *head, const struct box *above, const struct box *row);
/* Finds what (sp) the table's own sides take: inline by its first row (a later row's wider border
 * stands in the margin), block by all cells there. */
void collapse_outer(const struct box *table, sp half[SIDE_COUNT]);
/* picture.c */
/* Finds the box of the picture that a box's element shows, or NULL. */
const struct box *picture_in(const struct box *b);
/* Gives the height (sp) that one box may have on pages of a name, the lower of its two sides, if
 * so much of it is taken: not where that leaves next to nothing. */
sp height_on(struct context *c, const char *page, sp taken);
/* Gives the size of a picture in a column of `width`, on pages of that name, of whose height (sp)
 * so much is taken by what stands with it. */
struct size picture_size(struct context *c, const struct box *picture, sp width, const char *page,
                         sp taken);
/* Gives how far from the left a picture stands where `spare` of its column is left. */
sp picture_shift(const struct style *s, sp spare);
/* set.c */
/* Two threads set the paragraphs from so many bytes of text on: a thread, with its shaper, costs
 * about as much as shaping and setting half of them. The fuzzer has them do it earlier. */
#ifndef PARALLEL_LEAST
#define PARALLEL_LEAST 4096
#endif
/* Shapes and sets all paragraphs of the layout at hand at their measures, but those that another
 * layout has set at the same one. Jumps when there is no memory. */
void set_all(struct context *c, uint64_t parallel_least);
/* Gives a paragraph's longest word and longest line; it is shaped for that alone. */
struct lines paragraph_extremes(struct context *c, const struct paragraph *p);
/* Gives the paragraph as set; it has no lines where it stands nowhere. */
const struct set *set_of(const struct context *c, const struct paragraph *p);
/* calls.c */
/* Lists the notes that the lines of each track call, once all rows have their tracks. */
void calls_find(struct context *c);
/* flow.c */
/* Makes rows of the whole document, and the tracks of rows and notes. */
void flow_all(struct context *c);
/* kinds.c */
/* Notes that rows of a table ask for the pages of a name, which are wider or narrower than the
 * table's own; tells whether any have. */
void page_asked_by_row(struct context *c, uint32_t name);
bool page_is_asked_by_row(const struct context *c, uint32_t name);
/* Gives the page that a block asks for, or NULL; heads that are a table of their own stand on that
 * of what is below them. */
const char *page_of_block(const struct box *b);
/* Gives the kind of the document's first page. */
const struct page_kind *page_of_start(struct context *c);
/* Gives the kind whose measure, columns of notes and grid the text of a page name has: the first
 * page's where it has that name, else a right one. */
const struct page_kind *page_first_of(struct context *c, uint32_t name);
/* Gives the kind that the layout being made is for. */
const struct page_kind *page_base(struct context *c, const char *name);
/* Gives the width (sp) of its page area. */
sp page_width(struct context *c, const char *name);
/* Is page 1 a left one?  It is where the text runs from right to left, unless a break before all
 * text asks for a side: then none is left blank before it (css-page 3, 4.1). */
bool page_begins_left(const struct boxes *boxes);

#endif
