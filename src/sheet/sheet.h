/* sheet: pages → sheets of paper: page boxes, bleed, marks, imposition.  A list even where it is
 * one to one.
 *
 *   one page a sheet   sheets: the pages, each drawn where it stands
 *   imposed            forms: the pages, each once, on a paper of its own as large as its bleed;
 *                      sheets: which of them stand where */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "page/page.h"

/* A page drawn on a sheet: moved by `at`, quarter turns clockwise. */
struct sheet_page {
    const struct page *page;
    struct point at; /* of the page's top left on the sheet */
    unsigned turns;
    struct rect clip;  /* of the sheet: what is seen of it */
    bool slugged;      /* its slug line stands on the paper below it: */
    struct point slug; /* as if the page's top left were here */
};
/* A printer's mark, an artifact: a rule or a ring in registration colour, or a patch of the colour
 * bar, by which the press is watched. */
enum mark_kind { MARK_RULE, MARK_RING, MARK_PATCH };
enum { PATCH_CYAN = 1, PATCH_MAGENTA = 2, PATCH_YELLOW = 4, PATCH_BLACK = 8 };
struct sheet_mark {
    struct rect rect; /* of a ring, around it */
    enum mark_kind kind;
    uint8_t inks, percent;       /* of a patch, */
    const struct spot_ink *spot; /* or of this ink alone; NULL: of those */
};

/* A sheet of paper. */
struct sheet {
    sp width, height;        /* MediaBox */
    struct rect trim, bleed; /* from the sheet's top left */
    const struct sheet_page *pages;
    uint32_t page_count;
    const struct sheet_mark *marks;
    uint32_t mark_count;
};
struct sheets {
    const struct sheet *sheets;
    uint32_t count;
    const struct sheet *forms; /* by page; NULL: pages are drawn where they stand */
    enum duplex duplex;        /* of the printer; DUPLEX_NONE where no sheet has a back */
    const struct pages *pages;
};
/* The papers on which pages are drawn: forms, or the sheets themselves. */
struct papers {
    const struct sheet *items;
    uint32_t count;
};
static inline struct papers sheet_papers(const struct sheets *s)
{
    return s->forms ? (struct papers){ s->forms, s->pages->count }
                    : (struct papers){ s->sheets, s->count };
}

/* How a page lies on its sheet: turned by an angle (cos and sin of quarter turns, y upwards) about
 * its top left corner. */
struct sheet_turn {
    int cos, sin;        /* 0, 1 or -1 */
    struct point origin; /* where that corner stands, from the sheet's top left, y downwards */
};
/* Computes how a page lies on its sheet. */
struct sheet_turn sheet_turn(const struct sheet_page *p);

/* So near to the page's edge a thing ends at it: lengths said in other units round differently. */
#define EDGE_NEAR (SP_PT / 100)
/* Extends a rectangle of a page through the bleed where it ends at the page's edge or a little
 * beyond, so that a cut a little off shows no paper beside it. */
struct rect sheet_bled(const struct page_style *style, struct rect r);

#define MARK_WIDTH (SP_PT / 4)
/* ---- bar.c ---- */
/* Inks with plates of their own, in the order in which they are met. */
struct spot_inks {
    const struct spot_ink *items[SPOTS_MOST];
    unsigned count;
};
#define BAR_HEIGHT (10 * SP_PT)
enum { BAR_MOST = 12, BAR_EACH = 2 /* more for each of these */ };
/* Adds the patches of a colour bar along strips of paper, one after the other, as many as fit;
 * returns how many. */
uint32_t sheet_add_bar(struct sheet_mark *m, const struct rect *strips, unsigned strip_count,
                       const struct spot_inks *spots);
/* Finds which inks with plates of their own a page prints with, beside those that are there. */
void sheet_find_spots(struct arena *scratch, const struct page *page, struct spot_inks *to);

/* Makes the sheets of an edition, in the arena. */
struct sheets *sheet_build(struct arena *a, struct diag *d, const struct pages *pages,
                           const struct edition *edition);
/* Prints the sheets, for --dump=sheet. */
void sheet_dump(struct buffer *out, const struct sheets *s);

#endif
