/* page/layout: where rows and slots come to stand, and the grid.
 *
 * A row's place is found from the height it starts at: pure functions of the page's style, used by the trial and by the placing
 * alike.  With -hb-grid a line whose line-height is the pitch has its baseline on the next grid line at or below where it would
 * stand; a row moves down as a whole, so that the distance from its rule to its first line stays.
 */
#include "page/inner.h"

#define GRID_TOLERANCE (SP_PT / 50)     /* sums of lengths said in tenths of a pt and of ems are off by rounding */

/* The grid line for a baseline. */
sp grid_snap(const struct page_style *s, sp baseline)
{
    if (s->grid_pitch <= 0) return baseline;
    sp over = baseline - s->grid_offset - GRID_TOLERANCE;
    sp k = over > 0 ? (over + s->grid_pitch - 1) / s->grid_pitch : -(-over / s->grid_pitch);
    return s->grid_offset + k * s->grid_pitch;
}

static bool aligned(const struct track *t) { return t->count && (!t->box || t->box->style->vertical_align == VALIGN_BASELINE); }

/* The row's common baseline below its top; false when no cell has one. */
static bool row_baseline(const struct row *r, sp *below, bool *grid)
{
    bool any = false;
    *below = 0; *grid = false;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct track *t = &r->tracks[i];
        if (!aligned(t)) continue;
        any = true;
        *below = sp_max(*below, t->slots[0].open + t->slots[0].margin + t->slots[0].ascent);
        *grid = *grid || t->slots[0].grid;
    }
    return any;
}

/* The top of a row that starts where the last ended at y. */
sp row_top(const struct page_style *s, const struct row *r, sp y, bool at_top)
{
    sp top = y + (at_top ? 0 : r->close + r->margin) + r->open, below;
    bool grid;
    if (row_baseline(r, &below, &grid) && grid) top = grid_snap(s, top + below) - below;
    return top;
}

/* Of a row that goes on from the page before. */
sp row_resume(const struct row *r, sp y) { (void)r; return y; }

/* How far a cell's first slot starts below the row's top. */
sp track_lead(const struct row *r, const struct track *t, bool first)
{
    sp below;
    bool grid;
    if (!first || !aligned(t) || !row_baseline(r, &below, &grid)) return 0;
    return below - (t->slots[0].open + t->slots[0].margin + t->slots[0].ascent);
}

/* The baseline of a slot whose predecessor ends at y. */
sp slot_baseline(const struct page_style *s, const struct slot *slot, sp y, bool at_top)
{
    sp base = y + (at_top ? 0 : slot->close + slot->margin) + slot->open + slot->ascent;
    return slot->grid ? grid_snap(s, base) : base;
}
