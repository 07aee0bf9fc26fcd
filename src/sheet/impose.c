/* sheet, impose: which page stands where, so that sheets printed on both sides, folded or cut, give
 * the pages in their order.
 *
 *   booklet of 8    8│1  2│7  6│3  4│5     sheets inside each other, stapled in the fold
 *   tri-fold        5│6│1  2│3│4           the flap, which has 5 and 4, is folded in first
 *   two-up          1│1  2│2               as many copies, cut apart
 *   four-up         1│1  2│2
 *                   1│1  2│2
 *
 * From right to left all is mirrored.  Columns are counted here as they are read.
 */
#include "sheet/inner.h"

/* A sixteenth of an inch: so much narrower is the flap, that it does not jam in the fold. */
#define TUCK (9 * SP_PT / 2)

enum { PANELS = 6 }; /* of a leaflet folded in three */

/* Pages follow from the outermost sheet's front inwards, and from its other half backwards. */
static uint32_t booklet_page(const struct plan *p, uint32_t side, unsigned column)
{
    bool low = (side % 2 == 0) == (column == 1);
    return low ? side : 2 * p->sides - 1 - side;
}
static uint32_t booklet_sides(uint32_t pages) { return (pages + 3) / 4 * 2; }

static uint32_t tri_fold_page(const struct plan *p, uint32_t side, unsigned column)
{
    static const uint32_t panels[2][3] = { { 4, 5, 0 }, { 1, 2, 3 } };
    (void)p;
    return side / 2 * PANELS + panels[side % 2][column];
}
static uint32_t tri_fold_sides(uint32_t pages) { return (pages + PANELS - 1) / PANELS * 2; }

static uint32_t same_page(const struct plan *p, uint32_t side, unsigned column)
{
    (void)p;
    (void)column;
    return side;
}
static uint32_t same_sides(uint32_t pages) { return pages; }

/* Every way to share sheets. */
static const struct kind {
    unsigned columns, rows;
    uint32_t (*page)(const struct plan *p, uint32_t side, unsigned column);
    uint32_t (*sides)(uint32_t pages);
    enum joint joint;
    enum marked_sides marked;
} kinds[] = {
    [IMPOSE_NONE] = { 1, 1, same_page, same_sides, JOINT_CUT, MARKED_FRONTS },
    [IMPOSE_BOOKLET] = { 2, 1, booklet_page, booklet_sides, JOINT_FOLD, MARKED_LAST },
    [IMPOSE_TWO_UP] = { 2, 1, same_page, same_sides, JOINT_CUT, MARKED_FRONTS },
    [IMPOSE_FOUR_UP] = { 2, 2, same_page, same_sides, JOINT_CUT, MARKED_FRONTS },
    [IMPOSE_TRI_FOLD] = { 3, 1, tri_fold_page, tri_fold_sides, JOINT_FOLD, MARKED_BACKS },
};

struct plan impose_plan(const struct pages *pages, enum imposition kind)
{
    const struct kind *k = &kinds[kind];
    struct plan p = { .kind = kind,
                      .joint = k->joint,
                      .marked = k->marked,
                      .columns = k->columns,
                      .rows = k->rows,
                      .pages = pages->count,
                      .sides = k->sides(pages->count) };
    if (!pages->count)
        return p;
    const struct page_style *style = pages->pages[0].style;
    for (uint32_t i = 0; i < pages->count; i++) { /* sheets are as large as the largest pages ask */
        p.width = sp_max(p.width, pages->pages[i].style->width);
        p.height = sp_max(p.height, pages->pages[i].style->height);
    }
    p.gap = k->joint == JOINT_CUT ? 2 * style->bleed : 0;
    p.tuck = kind == IMPOSE_TRI_FOLD ? TUCK : 0;
    p.creep = kind == IMPOSE_BOOKLET ? style->creep : 0;
    p.rtl = kind != IMPOSE_NONE && style->page->rtl;
    if (kind == IMPOSE_TWO_UP && p.width > p.height) { /* wide ones one above the other */
        p.columns = k->rows;
        p.rows = k->columns;
    }
    return p;
}

sp impose_width(const struct plan *p)
{
    return p->columns * p->width + (p->columns - 1) * p->gap - p->tuck;
}
sp impose_height(const struct plan *p) { return p->rows * p->height + (p->rows - 1) * p->gap; }

struct cell impose_cell(const struct plan *p, uint32_t side, unsigned column, unsigned row)
{
    const unsigned read = p->rtl ? p->columns - 1 - column : column;
    const unsigned flap_read = side % 2 ? p->columns - 1 : 0;
    const unsigned flap = p->rtl ? p->columns - 1 - flap_read : flap_read;
    const sp tuck = column == flap ? p->tuck : 0;
    struct cell c = { .page = kinds[p->kind].page(p, side, read) };
    c.room = (struct rect){ column * (p->width + p->gap) - (column > flap ? p->tuck : 0),
                            row * (p->height + p->gap), p->width - tuck, p->height };
    c.shift = (column == 0 ? p->creep : -p->creep) * (side / 2) - tuck / 2;
    return c;
}

bool impose_marks_inside(const struct plan *p, uint32_t side)
{
    const bool marked[] = { [MARKED_FRONTS] = side % 2 == 0,
                            [MARKED_BACKS] = side % 2 == 1,
                            [MARKED_LAST] = side + 1 == p->sides };
    return marked[p->marked];
}
