/* sheet, inside: what its files hand to one another.
 *
 * impose.c   which page stands where on which side of a sheet: numbers alone
 * sheet.c    the paper around that, and its marks
 * preflight.c   what would be spoilt in print
 */
#ifndef SHEET_INNER_H
#define SHEET_INNER_H

#include "sheet/sheet.h"

/* What is done along the lines between the pages of a sheet. */
enum joint { JOINT_CUT, JOINT_FOLD };
/* On which sides of sheets those lines are marked, where no paper beyond the trim has room. */
enum marked_sides { MARKED_FRONTS, MARKED_BACKS, MARKED_LAST };
/* How the pages of a document share sheets. */
struct plan {
    enum imposition kind;
    enum joint joint;
    enum marked_sides marked;
    unsigned columns, rows;
    uint32_t pages, sides; /* a sheet has two sides, each a sheet of the file */
    sp width, height;      /* of a page, cut */
    sp gap;                /* between pages that are cut apart: the bleed of both */
    sp tuck;               /* how much narrower the flap is */
    sp creep;              /* how much a booklet's next inner sheet stands out */
    bool rtl;              /* bound at the right */
};
/* A page's room on a side. */
struct cell {
    uint32_t page;    /* from 0; from plan's `pages` on: it stays blank */
    struct rect room; /* from the trim's top left corner */
    sp shift;         /* of the page in it, to the right */
};
enum { CELLS_MOST = 4 };

/* Plans the sheets of pages; of a document without pages there are none. */
struct plan impose_plan(const struct pages *pages, enum imposition kind);
/* The size of the sheets, cut. */
sp impose_width(const struct plan *p);
sp impose_height(const struct plan *p);
/* Finds what stands in a column and row of a side, from the left and from the top. */
struct cell impose_cell(const struct plan *p, uint32_t side, unsigned column, unsigned row);
/* Tells whether lines between pages are marked on that side inside the trim. */
bool impose_marks_inside(const struct plan *p, uint32_t side);

/* Tells what on the pages the press, the knife or an office printer would spoil, and on a screen
 * what lies behind pictures.  `d` keeps nothing in the arena. */
void preflight(struct arena *a, struct diag *d, const struct pages *pages,
               const struct edition *edition);

#endif
