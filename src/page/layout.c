/* page/layout: where rows and slots come to stand, and the grid.
 *
 * A row's place is found from the height it starts at: pure functions of the page's style, used by the trial and by the placing
 * alike.  With -hb-grid a line whose line-height is the pitch has its baseline on the next grid line at or below where it would
 * stand; a row moves down as a whole, so that the distance from its rule to its first line stays.
 */
#include "page/inner.h"

#define GRID_TOLERANCE                                                                             \
    (SP_PT / 50) /* sums of lengths said in tenths of a pt and of ems are off by rounding */

/* Is there a row of content among the page's first fragments?  Repeated heads stand above all others. */
bool has_content(const struct sheet *s, uint32_t count)
{
    return count > 0 && !s->fragments[count - 1].repeat;
}

/* The notes' columns and what stands around them. */
sp foot_height(const struct sheet *s)
{
    return s->part_count ? s->level + s->area->before + s->area->after : 0;
}

/* Has a fragment the row's start, its end? */
bool row_begins(const struct row *r, const uint32_t *from)
{
    for (uint32_t t = 0; t < r->count; t++)
        if (from[t] > 0)
            return false;
    return true;
}
bool row_ends(const struct row *r, const uint32_t *to)
{
    for (uint32_t t = 0; t < r->count; t++)
        if (to[t] < r->tracks[t].count)
            return false;
    return true;
}

/* The grid line for a baseline. */
static sp grid_snap(const struct page_style *s, sp baseline)
{
    if (s->grid_pitch <= 0)
        return baseline;
    sp over = baseline - s->grid_offset - GRID_TOLERANCE;
    sp k = over > 0 ? (over + s->grid_pitch - 1) / s->grid_pitch : -(-over / s->grid_pitch);
    return s->grid_offset + k * s->grid_pitch;
}

static bool aligned(const struct track *t)
{
    return t->count && (!t->box || t->box->style->vertical_align == VALIGN_BASELINE);
}

/* Finds the row's common baseline below its top. */
void row_align(struct row *r)
{
    r->aligned = r->grid = false;
    r->baseline = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct track *t = &r->tracks[i];
        if (!aligned(t))
            continue;
        r->aligned = true;
        r->baseline =
            sp_max(r->baseline, t->slots[0].open + t->slots[0].margin + t->slots[0].ascent);
        r->grid = r->grid || t->slots[0].grid;
    }
}

sp row_top(const struct page_style *s, const struct row *r, sp y, enum row_place place)
{
    sp before = 0;
    if (place == ROW_BELOW)
        before = r->close + r->margin;
    else if (place == ROW_FORCED)
        before = r->forced_margin;
    sp top = y + before + r->open;
    return r->grid ? grid_snap(s, top + r->baseline) - r->baseline : top;
}

sp heads_gap(const struct context *c, uint32_t row, uint32_t head, bool resumed)
{
    const struct row *rows = c->flow.rows, *r = &rows[row];
    if (resumed)
        return r->table->spacing + collapse_below(r->table->box, rows[head].box);
    return collapse_under_heads(rows[head].box, row ? rows[row - 1].box : NULL, r->box);
}

/* What the cell and blocks in it draw where they part before slot `at`, above what follows and below what came (box-decoration-break: clone). */
sp clone_open(const struct track *t, uint32_t at)
{
    return t->clone_open + (t->opens ? t->opens[at] : 0);
}
sp clone_close(const struct track *t, uint32_t at)
{
    return t->clone_close + (t->closes ? t->closes[at] : 0);
}

/* How far a cell's slot `from`, the first on the page, starts below the row's top. */
sp track_lead(const struct row *r, const struct track *t, bool first, uint32_t from)
{
    if (!first)
        return clone_open(t, from);
    if (!r->aligned || !aligned(t))
        return 0;
    return r->baseline - (t->slots[0].open + t->slots[0].margin + t->slots[0].ascent);
}

/* The baseline of a slot whose predecessor ends at y. */
sp slot_baseline(const struct page_style *s, const struct slot *slot, sp y, bool at_top)
{
    sp base = y + (at_top ? 0 : slot->close + slot->margin) + slot->open + slot->ascent;
    return slot->grid ? grid_snap(s, base) : base;
}

/* Is a break before `at`, whose innermost group this is, one that a group avoids? */
bool group_holds(const struct group *groups, uint32_t group, uint32_t at)
{
    for (; group; group = groups[group - 1].around)
        if (!groups[group - 1].loose && groups[group - 1].first < at)
            return true;
    return false;
}

/* May a break stand before slot `at`, by the `here` slots that would be left before it and what its paragraph asks for? */
bool slot_parts(const struct track *t, uint32_t at, uint32_t here)
{
    const struct slot *s = &t->slots[at];
    if (s->keep || group_holds(t->groups, s->group, at))
        return false;
    return s->at == 0 || ((s->at < here ? s->at : here) >= s->box->style->orphans &&
                          s->of - s->at >= s->box->style->widows);
}
