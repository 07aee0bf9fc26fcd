/* page/inner: what the files of this folder share.
 *
 *   rows (flow/) ─plan/─► plan ─plan/fragments─► what stands on each page
 *         ─place (placer.h), by paint and inline─► where on paper
 *         ─running, furniture (margins)─► what stands around it, when all pages are known
 *   page  ─items─► its items, as others ask for them;  report, explain: what the plan gives up
 */
#ifndef PAGE_INNER_H
#define PAGE_INNER_H

#include "flow/flow.h"
#include "page/page.h"
#include "plan/fragments.h"

/* report.c */

/* Says that a picture is set so large that its pixels show. */
void report_picture(struct context *c, const struct box *picture, const struct size *size);
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
void place_all(struct context *c, const struct page_watch *watch, const struct story *s,
               const struct plan *plan, struct pages *out);
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
