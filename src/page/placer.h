/* page/placer: what places a page, and what its files share.
 *
 *   place     pages: rows, notes, furniture, one after the other
 *   texts     a slot's line or picture, with its links, anchors, markers and strings
 *   grounds   what rows, cells and blocks paint below them
 */
#ifndef PAGE_PLACER_H
#define PAGE_PLACER_H

#include "page/inner.h"

/* What was said of a page by what stands on it, to be said again when its furniture is made. */
struct assignment {
    const struct box_string *strings;
    uint32_t page;
    bool first;
};

/* Blocks around rows of the flow: those open on this page; `next` and `open` go on from page to
 * page. */
struct around {
    uint32_t next;
    uint32_t *open;
    uint32_t count;
    size_t room;
};

/* The name of a row once more, above what goes on of it. */
struct again {
    const struct fragment *over; /* NULL: there is none */
    const struct set *set;
    sp *baselines;
};

struct placer {
    struct context *c;
    struct items items, rules; /* of the page at hand */
    struct items shared;       /* borders that cells share: over all grounds */
    const struct story *story;
    const struct planned_page *page; /* at hand, its kind and fragments */
    const struct page_kind *kind;
    struct fragments fragments;
    uint32_t number;
    struct around around;
    bool *placed;           /* by node */
    uint32_t *destinations; /* by node: of those worth a destination its anchor's place, from 1 */
    struct anchor *anchors; /* of these, by node; without a node where it has not been placed */
    uint32_t anchor_count;
    const struct node *call; /* the first call of the note at hand */
    struct assignment *assignments;
    size_t assignment_count, assignment_room;
    bool placed_any;
    sp foot_top;             /* of the notes' columns */
    struct rect *heads;      /* by page: room of the text above them; of no height: none */
    struct again name_again; /* of the row that goes on at the page's top */
};

static inline const struct row *row_of(const struct placer *p, const struct fragment *g)
{
    return &p->story->flows[g->flow]->rows[g->row];
}

/* Gives the left edge (sp) of the page area that a fragment was set for: what goes on over a page
 * of another width keeps the edge that its lines start from. */
sp fragment_left(const struct placer *p, const struct fragment *g);

/* ---- texts ---- */

/* Places a slot of a track with all that hangs on it: its left edge (sp) on paper, its baseline. */
void place_slot(struct placer *p, const struct track *t, uint32_t slot, sp left, sp baseline,
                enum artifact artifact);
/* Has an element start here, and all around it that have not been placed yet. */
void place_anchor(struct placer *p, const struct node *n, struct point at);
/* Sets strings here, as the first on the page if nothing stands above. */
void place_strings(struct placer *p, const struct strings_at *s);

/* ---- grounds ---- */

/* A fragment among its neighbours on the page: rows of its table that touch it, or NULL. */
struct neighbours {
    const struct row *above, *below;
    bool below_begins; /* else it is the rest of a row, under heads that are repeated */
    bool start, end, first_of_table, last_of_table;
};

/* Finds the k-th fragment of the page among its neighbours. */
struct neighbours neighbours_of(const struct placer *p, uint32_t k);
/* Paints the backgrounds of a row and its group, below those of its cells (CSS 2.2, 17.5.1): a
 * gutter between columns is part of the row, but border-spacing lets the table's show through
 * (17.6.1). */
void place_row_ground(struct placer *p, const struct fragment *g, const struct row *r);
/* Paints background and borders of one cell over its row's height. */
void place_cell(struct placer *p, const struct fragment *g, const struct track *t,
                const struct neighbours *n, bool first_row);
/* Paints the blocks inside a track whose left edge (sp) is there, as far as the strip has lines of
 * them. */
void place_spans(struct placer *p, const struct track *t, sp left, const struct strip *s);
/* Paints the blocks around the page's rows, outer ones first. */
void place_around(struct placer *p);

#endif
