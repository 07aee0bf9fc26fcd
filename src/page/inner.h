/* page/inner: what the files of this folder share.
 *
 *   boxes ─measure─► widths ─flow─► rows ─windows, lines─► their lines, tracks of slots    (layouts: once a width of pages)
 *   rows ─fill─► fragments a page ─stretch─► their gaps ─place─► items on paper ─frozen─► bytes;  furniture when all pages are known
 *
 *   row   ┌ track (cell) ┬ track ┐      a slot is one line with the space before it; a block outside a table is a row of one track
 *         │ slot         │ slot  │
 *         │ slot         │ slot  │      a page takes a fragment of a row: slots from … to of every track
 *         └──────────────┴───────┘
 */
#ifndef PAGE_INNER_H
#define PAGE_INNER_H

#include "page/page.h"

/* A box's place in its container: lengths in sp from the page area's left edge, on paper (left to right). */
struct frame {
    sp left, width;              /* content box */
    sp outer_left, outer_width;  /* border box */
    sp margin_start, margin_end; /* block direction */
    sp open, close;              /* border and padding at block start and end */
    sp start_pad;                /* padding at the inline start: where outside markers hang */
};

struct marker {
    const struct lines *lines;
    const struct box *box;
    sp left;
    const struct marker *next;
};

/* One line (or the height of an empty block) and the space before it: close of what ended, collapsed margin, open of what starts. */
struct slot {
    const struct line *line; /* NULL: an empty block's height */
    const struct box *box;
    const struct marker *markers;
    const struct strings_at *strings;
    sp left;                /* of the measure */
    sp close, margin, open; /* margin is dropped at a page's or column's top */
    sp ascent, descent;
    uint32_t at, of; /* which line of how many of its paragraph */
    bool grid;       /* its baseline sits on the grid */
    bool keep;       /* no break before it if any other serves */
    uint32_t group;  /* the innermost that holds it, counted from 1; 0: none */
};
struct strings_at {
    const struct box_string *strings;
    const struct strings_at *next;
};

/* A block with a background or border over slots first … last of a track, or rows first … last of the flow. */
struct span {
    const struct box *box;
    sp left, width, open, close;
    uint32_t first, last;
    sp clone_open,
        clone_close; /* border and padding at a break (box-decoration-break: clone); else 0 */
};

/* What is not to part (break-inside: avoid): slots first … end - 1 of a track, or rows of the flow. */
struct group {
    uint32_t first, end;
    uint32_t around; /* the group it lies in, counted from 1; 0: none */
    bool loose;      /* it fits on no page: it parts like anything else */
};

struct track {
    struct slot *slots;
    uint32_t count;
    struct span *spans;
    uint32_t span_count, group_count;
    struct group *groups;
    const struct box *box; /* the cell, or NULL */
    sp left, width;        /* the cell's border box */
    sp tail, tail_margin;  /* closing space behind the last slot, and the margin then */
    sp lack;               /* how much of the tail is there only for the height asked */
    bool hard_tail;        /* the tail shows (border, background): it must fit */
    const sp *opens,
        *closes; /* by slot: what blocks that part before it draw there; NULL: none of them draws */
    sp clone_open, clone_close; /* border and padding at a break (box-decoration-break: clone) */
    struct window *window;      /* a note's: what keeps it */
    uint16_t column;
};

/* What a cell's borders meet: NULL at the table's edge, or (cut) where the page ends. */
struct beside {
    const struct box *prev, *above, *below; /* cells */
    const struct box *row_above, *row_below;
    bool cut_above, cut_below;
};

struct table {
    const struct box *box;
    uint32_t columns;
    struct frame frame; /* its own, as wide as its columns where its width is auto */
    sp *left, *width;   /* border boxes of the cells */
    sp gap, edge;       /* between columns, and beside the first and the last */
    uint32_t first_head, first_row,
        end_row; /* rows of the flow: heads, body, one behind the last */
    sp spacing;  /* between rows */
    bool spaced; /* border-spacing, not a gutter, lies between its columns */
    sp across;   /* the width of the page area that its columns are for */
};

struct row {
    struct track *tracks; /* NULL: not read into a window yet, or not any more; row_read */
    uint32_t count;
    struct table *table; /* NULL: a plain block */
    const struct box *box;
    const struct strings_at *strings;
    const char *page; /* named page */
    sp close, margin, open;
    sp behind,
        part_behind; /* what blocks around it draw below it at the page's end: after it, and where it parts */
    sp clone_open, part_open; /* and above it at a page's top: before it, and where it goes on */
    enum break_kind before;   /* PAGE, LEFT, RIGHT: forced; AVOID: keep with the row before */
    bool avoid;               /* break-inside */
    uint32_t group;           /* the innermost that holds it, counted from 1; 0: none */
    bool aligned, grid;       /* some cell has a baseline; it sits on the grid */
    sp baseline;              /* the common one, below the row's top */
};

struct flow {
    struct row *rows;
    uint32_t count;
    struct span *spans;
    struct group *groups;
    uint32_t span_count, group_count;
    struct track **notes;   /* one a note; NULL: not read yet, or not any more; note_track */
    struct window *windows; /* those that are open */
};

/* edge: the bottom of what must fit; empty padding behind it may hang over the page's end */
struct fragment {
    uint32_t row;
    const uint32_t *from, *to;
    sp top, bottom;
    bool repeat;
    sp edge;
};
/* Slots from … to of a note. */
struct part {
    uint32_t note, from, to;
};

/* A page as filled: what stands on it, not yet on paper. */
struct sheet {
    const struct page_style *style;
    const struct page_kind *kind;
    struct layout *layout;
    const struct area *area;
    const char *name;
    sp left, top, right, bottom; /* the page area */
    struct fragment *fragments;
    uint32_t count;
    size_t room;
    struct part *parts;
    uint32_t part_count;
    size_t part_room;
    uint32_t queued;    /* parts that came over from the page before */
    sp total;           /* height of all parts in one column */
    sp level;           /* height of the columns; -1 = not known */
    bool blank, forced; /* forced: ended by a forced break */
};

struct columns_of_notes {
    unsigned count;
    sp width, gap;
};
/* The footnote area on a page style: what stands around its columns. */
struct area {
    sp before, after;
    struct frame frame;
    struct columns_of_notes columns;
};

struct set {
    sp measure;
    const struct lines *lines; /* NULL: not set yet, or not any more */
};

/* The content of a margin box of which it has been said that it is too tall: where the sheet says it. */
struct told {
    struct position at;
    const struct told *next;
};

/* Rows and notes at the measures of one kind of page. */
struct layout {
    const struct page_kind *kind; /* NULL: of the first page of every name */
    bool other_rows;              /* it came out with other rows than the rest: of no use */
    sp width, solid;
    const char **note_pages;
    struct set *sets;
    struct flow flow;
    struct layout *next;
};

struct context {
    struct arena *a;              /* what the pages keep */
    struct arena *work, *scratch; /* what ends with the last page; what ends with a trial */
    struct arena *open;           /* of the window being read: what ends with it */
    struct diag *d;
    const struct boxes *boxes;
    struct shaper *shaper;
    struct set *sets; /* by paragraph */
    struct table *tables;
    uint32_t table_count;
    size_t table_room;
    uint32_t table_next;
    sp width;                        /* of the page area, as the root asks for it */
    struct columns_of_notes columns; /* of the page at hand */
    sp number_width;                 /* the least indent of notes whose numbers hang */
    const char **note_pages;         /* by note: the named page of its first call, or NULL */
    struct flow flow;
    struct layout *layout,
        *layouts; /* the one at hand (width, note_pages, sets, flow, solid); all of them */
    struct sheet *sheets;
    uint32_t sheet_count;
    size_t sheet_room;
    const struct page_kind *kinds;
    const struct told *told;
    struct diag *trial; /* of margin boxes' lines that may be set again: nobody reads it */
    struct diag *lines; /* what there is to say of lines as they are set */
    struct diag *said;  /* of lines as they stand, where there may be several layouts; else NULL */
    struct setters *setters;
    struct reading *
        ahead; /* the window that is being read while pages are filled from the one before; NULL: none */
    size_t window_bytes; /* of text: what a window reads at least */
    bool *called;        /* by note: stands in a page's parts or in the queue */
    sp solid;            /* the tallest stretch of a note that no break parts */
};
/* A kind of page: its style, the page area by its distances from the paper's edges, the area of notes in it. */
struct page_kind {
    const char *name;
    unsigned flags;
    const struct page_style *style;
    struct frame frame; /* its border box */
    sp left, top, right, bottom;
    struct area area;
    const struct page_kind *next;
};

/* measure.c */
sp share_of(sp slack, sp part, sp all);
sp resolve(struct context *c, const struct style *s, struct length l, sp base);
struct style without_width(const struct style *s);
struct frame frame_of(struct context *c, const struct box *b, sp left, sp width);
struct frame frame_on(struct context *c, const struct box *b, sp width);
struct frame frame_in_flow(struct context *c, const struct box *b, struct frame f,
                           const char *page);
struct frame frame_of_cell(struct context *c, const struct box *cell, const struct table *t,
                           const struct beside *n);
bool in_collapsed(const struct box *cell);
struct area area_of(struct context *c, const struct page_style *p, sp width);
void measure_all(struct context *c);
/* collapse.c */
struct border collapse_edge(const struct box *cell, enum side side, const struct beside *n);
struct beside beside_row(const struct box *above, const struct box *below);
void beside_next(struct beside *n, const struct box *cell);
/* What the borders under a repeated head row take of the rest of a row that parted. */
sp collapse_below(const struct box *table, const struct box *row);
/* How much more the borders above a row take under a repeated head row than under the row it follows. */
sp collapse_under_heads(const struct box *head, const struct box *above, const struct box *row);
void collapse_outer(const struct box *table, sp half[SIDE_COUNT]);
/* lines.c */
/* The paragraphs' lines, kept as long as `keep`: the other thread begins its half here, all are there when finish returns. */
void setters_start(struct context *c, struct arena *keep, const struct paragraph *const *paragraphs,
                   uint32_t n);
void setters_finish(struct context *c);
struct lines paragraph_extremes(struct context *c, const struct paragraph *p);
const struct lines *lines_of(const struct context *c, const struct paragraph *p);
void setters_close(struct context *c);
/* build.c: page_build with windows of that size. */
struct pages *pages_in_windows(struct arena *a, struct diag *d, const struct boxes *boxes,
                               size_t window_bytes);
/* windows.c */
void window_base(struct context *c);
void window_read(struct context *c, uint32_t row);
const struct track *note_read(struct context *c, uint32_t note);
/* With its tracks. */
static inline const struct row *row_read(struct context *c, uint32_t row)
{
    if (!c->flow.rows[row].tracks)
        window_read(c, row);
    return &c->flow.rows[row];
}
static inline const struct track *note_track(struct context *c, uint32_t note)
{
    const struct track *t = c->flow.notes[note];
    return t && t->slots ? t : note_read(c, note);
}
void windows_turn(struct context *c, uint32_t row, const struct part *waiting, uint32_t n);
void windows_settle(struct context *c);
/* flow.c */
void track_add_edges(struct arena *a, struct track *t);
void flow_all(struct context *c);
void flow_row(struct context *c, uint32_t row);
void flow_note(struct context *c, uint32_t note, struct track *t);
/* layout.c: where slots stand on a page; the grid. */
bool has_content(const struct sheet *s, uint32_t count);
sp foot_height(const struct sheet *s);
bool row_begins(const struct row *r, const uint32_t *from);
bool row_ends(const struct row *r, const uint32_t *to);
sp row_top(const struct page_style *s, const struct row *r, sp y, bool at_top);
/* The space between repeated heads, the last of them row `head`, and what follows them, besides what stands before any row. */
sp heads_gap(const struct context *c, uint32_t row, uint32_t head, bool resumed);
void row_align(struct row *r);
sp track_lead(const struct row *r, const struct track *t, bool first, uint32_t from);
sp clone_open(const struct track *t, uint32_t at);
sp clone_close(const struct track *t, uint32_t at);
sp slot_baseline(const struct page_style *s, const struct slot *slot, sp y, bool at_top);
bool group_holds(const struct group *groups, uint32_t group, uint32_t at);
bool slot_parts(const struct track *t, uint32_t at, uint32_t here);
/* notes.c */
struct columns {
    sp height;
    uint32_t parts, slots; /* whole parts that fit, then slots of the next */
};
struct columns columns_fill(struct context *c, const struct part *parts, uint32_t n, sp height,
                            bool strict);
sp columns_level(struct context *c, const struct part *parts, uint32_t n, bool strict);
sp notes_total(struct context *c, const struct part *p);
sp notes_solid(const struct track *t);
/* one call for the slots of a part that stand in a column, in order; tops[i]: of slot from + i, below the columns' top */
typedef void column_visit(void *with, const struct part *part, uint32_t from, uint32_t to,
                          unsigned column, const sp *tops);
void columns_walk(struct context *c, const struct part *parts, uint32_t n, sp height, bool in_turn,
                  column_visit *visit, void *with);
/* The page being filled. */
struct fill {
    struct context *c;
    uint32_t row;
    bool resumed;        /* the row has begun on an earlier page */
    uint32_t *from, *to; /* by track of the row at hand */
    sp *y, *next;        /* where it ends, the baseline of its next line */
    uint32_t *heap;      /* its tracks, the one whose line comes next first */
    struct part *queue;  /* notes, or their rest, that wait for a page: from head to queued */
    uint32_t head, queued;
    uint32_t number;
};
/* kinds.c */
const struct page_kind *page_kind(struct context *c, const char *name, unsigned flags);
bool page_same_name(const char *a, const char *b);
const struct page_kind *page_first_of(struct context *c, const char *name);
const struct page_kind *page_base(struct context *c, const char *name);
sp page_width(struct context *c, const char *name);
unsigned page_side(const struct context *c, uint32_t number);
void report_measure(struct fill *f, const struct page_kind *k, sp measure);
struct sheet *add_sheet(struct fill *f, const char *name, bool blank);
const char *page_points(struct fill *f, sp l);
/* foot.c */
void foot_call(struct fill *f, struct sheet *s, uint32_t note);
void foot_take_back(struct fill *f, struct sheet *s, const struct line *l, const bool *was);
bool foot_fits(struct fill *f, struct sheet *s, sp bottom);
bool foot_fits_elsewhere(struct fill *f, struct sheet *s, const struct slot *slot, uint32_t fresh);
bool foot_parts(struct fill *f, struct sheet *s, sp bottom, bool strict);
bool foot_take_queue(struct fill *f, struct sheet *s);
void foot_settle(struct fill *f, struct sheet *s, sp bottom);
/* layouts.c */
void layout_first(struct context *c);
struct layout *layout_for(struct context *c, const struct page_kind *k);
bool layouts_differ(struct context *c);
void layout_use(struct context *c, struct layout *l);
/* fill.c, stretch.c */
struct placer;
void fill_all(struct context *c,
              struct placer *p); /* each page, when it is full, is placed; NULL: none is */
void stretch_page(const struct context *c, struct sheet *s);
/* paint.c, inline.c: the painting functions, below all that places content.  The items they make join `to`, lengths in sp on paper. */
struct items {
    struct placed *items;
    size_t count, room;
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
/* Paints background and borders of a border box r; ends: which of its block-start and block-end borders. */
void paint_decoration(struct context *c, struct items *to, const struct box *b,
                      const struct style *s, struct rect r, enum ends ends);
/* Paints a line, its left edge at x, with what its inline boxes paint below and over its glyphs. */
void paint_line(struct context *c, struct items *to, const struct line *l, sp x, sp baseline,
                enum artifact artifact);
/* place.c, furniture.c */
struct names;
struct placer *place_open(struct context *c);
void place_page(struct placer *p, uint32_t number);
void place_close(struct placer *p, struct pages *out);
/* margins.c: the places of margin boxes. */
enum page_edge { EDGE_TOP, EDGE_BOTTOM, EDGE_LEFT, EDGE_RIGHT };
struct margin_place {
    sp said, least, most;        /* outer lengths along its edge; said < 0: auto */
    sp floor, ceiling;           /* and what it may be at least and at most */
    sp at, length;               /* found */
    struct rect border, content; /* its border box and content box, on paper */
};
/* The strip of paper between two corners, outside the page's border box, and a corner. */
struct rect page_strip(const struct page_kind *k, enum page_edge edge);
struct rect page_corner(const struct page_kind *k, enum page_edge level, enum page_edge upright);
/* What the sheet says of a box along its strip; least and most without its text. */
void margin_ask(struct context *c, const struct style *s, struct margin_place *m, enum axis axis,
                struct rect strip);
/* Shares a strip's length between its three boxes (NULL: none there): at and length. */
void margins_share(struct margin_place *const boxes[3], sp start, sp room);
/* Gives a box with its place along the strip its rectangles. */
void margin_fix(struct context *c, const struct style *s, struct margin_place *m,
                enum page_edge edge, struct rect strip);
void margin_corner(struct context *c, const struct style *s, struct margin_place *m,
                   enum page_edge level, enum page_edge upright, struct rect corner);
/* Makes a box higher, away from the page area (downwards at the page's foot). */
void margin_grow(struct margin_place *m, enum page_edge edge, sp by);
void furniture_page(struct context *c, struct items *to, struct names *n, uint32_t number,
                    uint32_t pages);
struct names *names_build(struct context *c);
void names_set(struct names *n, const struct box_string *strings, bool first);
void names_turn(struct names *n);

#endif
