/* page/inner: what the files of this folder share.
 *
 *   boxes ─measure (frames, columns, collapse)─► measures ─set─► lines as bytes
 *         ─flow (walk.h)─► rows of tracks of slots ─calls─► with the notes they call
 *                          (layouts: all this once a width of pages; kinds: of which there are)
 *   rows ─plan/─► plan ─plan/fragments─► what stands on each page
 *         ─place (placer.h), by paint and inline─► where on paper
 *         ─running, furniture (margins)─► what stands around it, when all pages are known
 *   page  ─items─► its items, as others ask for them;  report, explain: what the plan gives up
 */
#ifndef PAGE_INNER_H
#define PAGE_INNER_H

#include "page/drawn.h"
#include "page/page.h"
#include "plan/plan.h"
#include "plan/fragments.h"

/* What a cell's borders meet: NULL at the table's edge, or (cut) where the page ends. */
struct beside {
    const struct box *prev, *above, *below; /* cells */
    const struct box *row_above, *row_below;
    bool cut_above, cut_below;
};

struct columns_of_notes {
    unsigned count;
    sp width, gap;
};
/* The footnote area on a page style: what stands around its columns. */
struct area {
    sp before, after; /* all of it: margins, border, padding, and the head */
    sp head;          /* height of the area's own text (content), above its columns */
    struct frame frame;
    struct columns_of_notes columns;
};

/* A set line as far as pages are concerned. */
struct profile {
    sp ascent, descent;
    uint32_t start;      /* the first byte of its text */
    uint32_t calls : 31; /* how many of the paragraph's calls stand up to and on it */
    uint32_t hyphenated : 1;
};
/* A paragraph set with a number of lines. */
struct variant {
    struct frozen lines;
    const struct profile *profile; /* of each line */
    sp last_line_min;
    int32_t cost; /* over the optimum, in demerits */
    bool speaks;  /* there is something to say of its lines */
};
/* A paragraph at its measure. */
struct set {
    sp measure;
    const uint32_t *calls;          /* the notes it calls, in order */
    const struct variant *variants; /* the optimum first; NULL: not set */
    uint32_t variant_count;
};
/* How many lines the paragraph has as its optimum. */
static inline uint32_t set_count(const struct set *s)
{
    return s->variants ? s->variants[0].lines.count : 0;
}

/* What the sheet says there has been spoken of: a margin box too small for its text, columns too
 * many for their width. */
struct told {
    struct position at;
    const struct told *next;
};

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

struct context {
    struct arena *a;              /* what the pages keep */
    struct arena *work, *scratch; /* what ends with the last page; what ends with a trial */
    struct diag *d;
    const struct page_watch *watch; /* NULL: nobody looks on */
    const struct boxes *boxes;
    struct shaper *shaper;
    struct thaw *thaw; /* the lines of sets */
    const struct told *told;
    struct page_names *names;
    struct layout layouts[LAYOUTS_MOST];
    uint32_t layout_count;
    struct layout *layout; /* the one that is being made, or was last */
    bool notes_at_end;     /* under the last page */
    bool odd_is_left;      /* pages 1, 3 … are left ones */
};
/* A kind of page: its style, the page area by its distances from the paper's edges, the area of
 * notes in it. */
struct page_kind {
    uint32_t name; /* page_name */
    const struct page_style *style;
    struct frame frame; /* its border box */
    sp left, top, right, bottom;
    struct area area;
    struct page_shape shape; /* what of it the planner sees */
    bool foreign;            /* its text is set at other measures than its own */
    bool told;               /* and that has been said */
};

/* frames.c */

/* Gives a length in sp: of a base, with the units of the style's face where it asks for them. */
sp resolve(struct context *c, const struct style *s, struct length l, sp base);
/* Gives how much (sp) of a size that is said is left for the content of a box that has `around`
 * between its content and its edges: all of it, unless box-sizing says otherwise. */
sp content_said(struct context *c, const struct style *s, struct length l, sp base, sp around);
/* Gives what of the width (sp) that a box leaves free its margin at the start takes, where it is
 * auto. */
sp auto_margin(const struct style *s, sp spare);
/* Gives the style of a box whose width has been found already. */
struct style without_width(const struct style *s);
/* Gives the frame of a box in its container of `width` from `left` (sp from the page area's left
 * edge). */
struct frame frame_of(struct context *c, const struct box *b, sp left, sp width);
/* Gives the frame of a block of the flow on a page of that width. */
struct frame frame_on(struct context *c, const struct box *b, sp width);
/* Gives the frame of a block that is f on `page`, the one around it: another, where it asks for
 * pages of another width. */
struct frame frame_in_flow(struct context *c, const struct box *b, struct frame f,
                           const char *page);
/* Gives the frame of a cell in its column; shared borders take half their width of it. */
struct frame frame_of_cell(struct context *c, const struct box *cell, const struct columns *t,
                           const struct beside *n);
/* Tells whether a cell shares its borders with its neighbours. */
bool in_collapsed(const struct box *cell);
/* Gives the footnote area in a page area of `width`. */
struct area area_of(struct context *c, const struct page_style *p, sp width);

/* columns.c */

/* Gives slack * part / all without overflow: lengths over 2^31 sp (450 in) lose their last bits. */
sp share_of(sp slack, sp part, sp all);
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

/* Gives the border that wins on one side of a cell among its neighbours. */
struct border collapse_edge(const struct box *cell, enum side side, const struct beside *n);
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
/* Gives the size of a picture in a column of `width`, on pages of that kind. */
struct size picture_size(struct context *c, const struct box *picture, sp width,
                         const struct page_kind *kind);
/* Gives how far from the left a picture stands where `spare` of its column is left. */
sp picture_shift(const struct style *s, sp spare);
/* Says that a picture is set so large that its pixels show. */
void picture_report(struct context *c, const struct box *picture, const struct size *size);
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
/* Thaws a line without its glyphs, in scratch. */
const struct line *set_line(struct context *c, const struct set *set, uint32_t variant,
                            uint32_t line);
/* Says what there is to say of the paragraph's lines. */
void set_report(struct context *c, const struct set *set, uint32_t variant);
/* calls.c */
/* Lists the notes that the lines of each track call, once all rows have their tracks. */
void calls_find(struct context *c);
/* flow.c */
/* Makes rows of the whole document, and the tracks of rows and notes. */
void flow_all(struct context *c);
/* kinds.c */
/* Gives the number of a page name; NULL: of pages without one. */
uint32_t page_name(struct context *c, const char *name);
/* Gives the name of a number. */
const char *page_named(const struct context *c, uint32_t name);
/* Gives how many names there are so far. */
uint32_t page_name_count(const struct context *c);
/* Notes that rows of a table ask for the pages of a name, which are wider or narrower than the
 * table's own; tells whether any have. */
void page_asked_by_row(struct context *c, uint32_t name);
bool page_is_asked_by_row(const struct context *c, uint32_t name);
/* Gives the kind of the pages of a name with these flags (PAGE_FIRST …), made when it is first
 * asked for. */
struct page_kind *page_kind(struct context *c, uint32_t name, unsigned flags);
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
/* Gives PAGE_LEFT or PAGE_RIGHT. */
unsigned page_side(const struct context *c, uint32_t number);
/* layouts.c */
/* Makes the rows and notes of the document at every measure that its pages may have. */
void layouts_make(struct context *c);
/* Gives the width (sp) that the pages of a name have in a layout. */
sp layout_width(struct context *c, unsigned layout, uint32_t name);
/* report.c */
/* Has nothing been said yet of what the sheet says there? */
bool is_first_told(struct context *c, struct position at);
/* Says, once a rule, that the area of notes has no room for the columns asked for. */
void report_columns(struct context *c, struct position at, unsigned asked, unsigned count);
/* Says, once a place, that what stands there reaches so far (sp) beyond a page's paper. */
void report_lost(struct context *c, struct position at, uint32_t page, sp over);
/* Says that what goes on of a row is too low for its name. */
void report_name(struct context *c, const struct box *cell, uint32_t page);
/* Says what the pages give up, in their order. */
void report_plan(struct context *c, const struct story *s, const struct plan *plan);
/* explain.c */
/* Says of each page why it ends where it does; NULL when the plan has no reasons. */
const struct page_reason *explain_plan(struct context *c, const struct story *s,
                                       const struct plan *plan);
/* paint.c, inline.c: the painting functions, below all that places content.  The items they make
 * join `to`, lengths in sp on paper. */
struct items {
    struct placed *items;
    size_t count, room;
    const struct color *color; /* of the last rectangle among them */
};
enum axis { AXIS_LEVEL, AXIS_UPRIGHT };
/* Which sides of the block direction a fragment of a box has. */
enum ends { END_NONE = 0, END_START = 1, END_END = 2, END_BOTH = END_START | END_END };
static inline enum ends ends_of(bool start, bool end)
{
    return (enum ends)((start ? END_START : END_NONE) | (end ? END_END : END_NONE));
}
/* Adds an item behind the others. */
void paint_add(struct context *c, struct items *to, struct placed p);
/* Fills a rectangle; nothing where it is empty or its colour does not show. */
void paint_rect(struct context *c, struct items *to, const struct box *b, struct rect r,
                struct color color);
/* Draws one border over all of r, whose long side lies along the axis. */
void paint_border(struct context *c, struct items *to, const struct box *b, struct border e,
                  struct rect r, enum axis axis);
/* Paints background and borders of a border box r; ends: which of its block-start and block-end
 * borders. */
void paint_decoration(struct context *c, struct items *to, const struct box *b,
                      const struct style *s, struct rect r, enum ends ends);
/* Paints line `number` of a text, `l`, its left edge at x, with what its inline boxes paint below
 * and over its glyphs. */
void paint_line(struct context *c, struct items *to, const struct frozen *text, uint32_t number,
                const struct line *l, sp x, sp baseline, enum artifact artifact);
/* under.c */
/* What a line is drawn under or through: runs first … last of a line of a text. */
struct ruled {
    const struct inline_box *box;
    const struct frozen *text;
    uint32_t number, first, last;
    sp x, baseline; /* of the line */
    sp thick;       /* the line drawn, or one of two */
    bool skips;     /* it leaves room for ink that reaches it */
};
/* Draws the line over r, parted where it skips ink. */
void paint_under(struct context *c, struct items *to, const struct ruled *u, struct rect r,
                 struct border rule);
/* place.c */

/* Places all pages of a plan: what stands on them, then their furniture. */
void place_all(struct context *c, const struct story *s, const struct plan *plan,
               struct pages *out);
/* margins.c: the places of margin boxes. */
enum page_edge { EDGE_TOP, EDGE_BOTTOM, EDGE_LEFT, EDGE_RIGHT };
struct margin_place {
    sp said, least, most;        /* outer lengths along its edge; said < 0: auto */
    sp floor, ceiling;           /* and what it may be at least and at most */
    sp at, length;               /* found */
    struct rect border, content; /* its border box and content box, on paper */
};
/* Gives the strip of paper between two corners, outside the page's border box. */
struct rect page_strip(const struct page_kind *k, enum page_edge edge);
/* Gives a corner. */
struct rect page_corner(const struct page_kind *k, enum page_edge level, enum page_edge upright);
/* Finds what the sheet says of a box along its strip; least and most without its text. */
void margin_ask(struct context *c, const struct style *s, struct margin_place *m, enum axis axis,
                struct rect strip);
/* Shares a strip's length between its three boxes (NULL: none there): at and length. */
void margins_share(struct margin_place *const boxes[3], sp start, sp room);
/* Gives a box that has its place along the strip its rectangles. */
void margin_fix(struct context *c, const struct style *s, struct margin_place *m,
                enum page_edge edge, struct rect strip);
/* Gives a box in a corner its rectangles. */
void margin_corner(struct context *c, const struct style *s, struct margin_place *m,
                   enum page_edge level, enum page_edge upright, struct rect corner);
/* Makes a box higher, away from the page area (downwards at the page's foot). */
void margin_grow(struct margin_place *m, enum page_edge edge, sp by);

/* furniture.c */

/* What the furniture of a page is made of, and where it goes. */
struct furnisher {
    struct context *c;
    struct items *to;
    const struct page_kind *kind;
    const struct furniture *says; /* what its counters and strings are */
    uint32_t number;              /* of the page */
    struct diag *trial;           /* of lines that may be set again: nobody reads it */
};
/* Places all margin boxes of a page, and its slug line. */
void furniture_page(const struct furnisher *w);
/* Gives the height (sp) of the head of a footnote area in its width: of its text with a word for
 * each string and three digits for each number, since pages are not planned yet; 0: it has none. */
sp furniture_head_height(struct context *c, const struct style *area, sp width);
/* Places the head of the page's footnote area, of that style, in its room on paper. */
void furniture_head(const struct furnisher *w, const struct style *area, struct rect room);
/* running.c */

/* Makes what runs on from page to page: nothing yet, no number. */
struct running *running_build(struct context *c);
/* Begins the next page, of that style. */
void running_begin(struct running *r, const struct style *page);
/* Takes what an element on the page sets; first: nothing stands above it. */
void running_set(struct running *r, const struct box_string *strings, bool first);
/* Gives what the page's furniture prints: its number, how many pages there are, its strings. */
struct furniture running_furniture(struct running *r, uint32_t pages);
/* Ends the page: what was set on it last is what the next one starts with. */
void running_end(struct running *r);

#endif
