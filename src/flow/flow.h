/* flow: boxes → rows of set lines, once for every measure that pages may have.
 *
 * In come boxes, and a context with its arenas, diag and shaper.  Out come flows of rows
 * (plan/rows.h), from which plan chooses pages, and on them what is drawn (drawn.h); kinds of
 * pages; and, for what stands on paper besides, the lengths and borders that rows were made by.
 * All of it belongs to the context's arenas.
 *
 *   layouts_make(c);
 *   const struct row *first = &layout_flow(c, 0)->rows[0];
 */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include "flow/drawn.h"
#include "plan/plan.h"

/* Who is to know how much is done; or tell is NULL. */
struct progress {
    void (*tell)(void *with, uint32_t done, uint32_t all);
    void *with;
};

struct context {
    /* given */
    struct arena *a;              /* what the pages keep */
    struct arena *work, *scratch; /* what ends with the last page; what ends with a trial */
    struct diag *d;
    const struct boxes *boxes;
    struct shaper *shaper;
    struct progress lines; /* of paragraphs that are set */
    /* made here */
    struct thaw *thaw;       /* the lines of sets */
    const struct told *told; /* what has been said once */
    struct page_names *names;
    struct layout *layouts; /* room for LAYOUTS_MOST */
    uint32_t layout_count;
    struct layout *layout; /* the one that is being made, or was last */
    bool notes_at_end;     /* under the last page */
    bool odd_is_left;      /* pages 1, 3 … are left ones */
};

/* ---- layouts ---- */

/* Makes the rows and notes of the document at every measure that its pages may have. */
void layouts_make(struct context *c);
/* Gives the rows and notes of a layout. */
const struct flow *layout_flow(const struct context *c, unsigned layout);
/* Gives a paragraph as a layout has set it; it has no lines where it stands nowhere. */
const struct set *layout_set(const struct context *c, unsigned layout, const struct paragraph *p);
/* Gives the width (sp) of a layout's page area, as the root asks for it. */
sp layout_measure(const struct context *c, unsigned layout);
/* Gives the width (sp) that the pages of a name have in a layout. */
sp layout_width(struct context *c, unsigned layout, uint32_t name);

/* ---- set lines ---- */

/* Thaws a line without its glyphs, in scratch. */
const struct line *set_line(struct context *c, const struct set *set, uint32_t variant,
                            uint32_t line);
/* Says what there is to say of the paragraph's lines. */
void set_report(struct context *c, const struct set *set, uint32_t variant);
/* Sets a text that stands in no row, in `a`; what is to be said of its lines joins `said`. */
struct lines set_alone(struct context *c, struct arena *a, const struct paragraph *text, sp measure,
                       struct diag *said);
/* Gives the height (sp) of lines, one below the other. */
sp lines_height(struct lines l);

/* ---- kinds of pages ---- */

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
/* Gives the number of a page name; NULL: of pages without one. */
uint32_t page_name(struct context *c, const char *name);
/* Gives the name of a number. */
const char *page_named(const struct context *c, uint32_t name);
/* Gives how many names there are so far. */
uint32_t page_name_count(const struct context *c);
/* Gives the kind of the pages of a name with these flags (PAGE_FIRST …), made when it is first
 * asked for. */
struct page_kind *page_kind(struct context *c, uint32_t name, unsigned flags);
/* Gives PAGE_LEFT or PAGE_RIGHT. */
unsigned page_side(const struct context *c, uint32_t number);

/* ---- lengths and borders ---- */

/* Gives a length in sp: of a base, with the units of the style's face where it asks for them. */
sp resolve(struct context *c, const struct style *s, struct length l, sp base);
/* Gives how much (sp) of a size that is said is left for the content of a box that has `around`
 * between its content and its edges: all of it, unless box-sizing says otherwise. */
sp content_said(struct context *c, const struct style *s, struct length l, sp base, sp around);
/* Gives slack * part / all without overflow: lengths over 2^31 sp (450 in) lose their last bits. */
sp share_of(sp slack, sp part, sp all);
/* Gives the frame of a block of the flow on a page of that width. */
struct frame frame_on(struct context *c, const struct box *b, sp width);
/* Tells whether a cell shares its borders with its neighbours. */
bool in_collapsed(const struct box *cell);
/* What a cell's borders meet: NULL at the table's edge, or (cut) where the page ends. */
struct beside {
    const struct box *prev, *above, *below; /* cells */
    const struct box *row_above, *row_below;
    bool cut_above, cut_below;
};
/* Gives the border that wins on one side of a cell among its neighbours. */
struct border collapse_edge(const struct box *cell, enum side side, const struct beside *n);

/* ---- what is said once ---- */

/* Has nothing been said yet of what the sheet says there? */
bool is_first_told(struct context *c, struct position at);

#endif
