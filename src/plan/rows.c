/* plan/rows: where rows and slots come to stand, and the grid.
 *
 * Pure functions of a row and the height it starts at, used by the planner and by placing alike, so
 * that both agree. A line on the grid has its baseline on the next grid line at or below where it
 * would stand; a row moves down as a whole, so that the distance from its rule to its first line
 * stays.
 */
#include "plan/rows.h"

#define GRID_TOLERANCE                                                                             \
    (SP_PT / 50) /* sums of lengths said in tenths of a pt and of ems are off by rounding */

/* The grid line for a baseline. */
static sp grid_snap(struct grid g, sp baseline)
{
    if (g.pitch <= 0)
        return baseline;
    sp over = baseline - g.offset - GRID_TOLERANCE;
    sp k = over > 0 ? (over + g.pitch - 1) / g.pitch : -(-over / g.pitch);
    return g.offset + k * g.pitch;
}

/* From a track's top to its first baseline. */
static sp first_baseline(const struct track *t)
{
    return t->slots[0].open + t->slots[0].margin + t->slots[0].ascent;
}

void row_align(struct row *r)
{
    r->aligned = r->grid = false;
    r->baseline = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct track *t = &r->tracks[i];
        if (!t->count || !t->aligned)
            continue;
        r->aligned = true;
        r->baseline = sp_max(r->baseline, first_baseline(t));
        r->grid = r->grid || t->slots[0].grid;
    }
}

sp row_top(struct grid g, const struct row *r, sp y, enum row_start start)
{
    if (start == ROW_GOES_ON)
        return y;
    sp top = y + r->open;
    if (start == ROW_BELOW)
        top += r->close + r->margin;
    if (start == ROW_FORCED)
        top += r->forced_margin;
    return r->grid ? grid_snap(g, top + r->baseline) - r->baseline : top;
}

sp track_lead(const struct row *r, const struct track *t, enum row_start start, uint32_t from)
{
    if (start == ROW_GOES_ON)
        return clone_open(t, from);
    if (!r->aligned || !t->aligned || !t->count)
        return 0;
    return r->baseline - first_baseline(t);
}

sp slot_baseline(struct grid g, const struct slot *s, sp y, bool at_top)
{
    sp base = y + (at_top ? 0 : s->close + s->margin) + s->open + s->ascent;
    return s->grid ? grid_snap(g, base) : base;
}

sp row_again(struct grid g, const struct row *r, const uint32_t *from, sp top, sp *baselines)
{
    if (!r->again_count || from[0] != r->tracks[0].count)
        return 0;
    sp y = top + r->tracks[0].clone_open, beside = 0;
    for (uint32_t i = 1; i < r->count; i++) {
        const struct track *t = &r->tracks[i];
        if (from[i] == t->count)
            continue;
        sp lead = track_lead(r, t, ROW_GOES_ON, from[i]);
        sp first = slot_baseline(g, &t->slots[from[i]], top + lead, true);
        beside = beside ? sp_min(beside, first) : first;
    }
    for (uint32_t i = 0; i < r->again_count; i++) {
        sp base = slot_baseline(g, &r->again[i], y, true);
        base = i ? base : sp_max(base, beside);
        y = base + r->again[i].descent;
        if (baselines)
            baselines[i] = base;
    }
    return y;
}

sp clone_open(const struct track *t, uint32_t at)
{
    return t->clone_open + (t->opens ? t->opens[at] : 0);
}

sp clone_close(const struct track *t, uint32_t at)
{
    return t->clone_close + (t->closes ? t->closes[at] : 0);
}

bool group_holds(const struct group *groups, uint32_t group, uint32_t at)
{
    for (; group; group = groups[group - 1].around)
        if (groups[group - 1].first < at)
            return true;
    return false;
}

uint32_t lines_to_leave(const struct slot *s)
{
    if (s->keep || (s->at && (s->at < s->orphans || s->of - s->at < s->widows)))
        return NO_BREAK;
    return s->at ? s->orphans : 0;
}

uint32_t calls_before(const struct track *t, uint32_t at)
{
    if (at == t->count)
        return t->call_count;
    const struct slot *s = &t->slots[at];
    if (s->at)
        return t->slots[at - 1].calls;
    return s->paragraph ? t->slots[s->paragraph - 1].calls : 0;
}
