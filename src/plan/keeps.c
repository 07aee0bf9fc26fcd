/* plan/keeps: what is to stay whole, and fits no page, keeps nothing.
 *
 * Rows and slots are set at a page's top by their optima.  Notes may part, so that they do not
 * count.
 */
#include "plan/planner.h"

enum { KEEPS = 1, KEEPS_NOT = 2 };

/* Rows, or slots of a row's track, that are to stay on one page. */
struct kept {
    uint32_t first, end;   /* rows */
    uint32_t track, group; /* of the row `first`; group 0: all slots of all rows */
};

bool row_forces(const struct planner *p, uint32_t row)
{
    const struct row *r = row_at(p, 0, row);
    return r->before >= ROW_BREAK_PAGE || (row && r->name != row_at(p, 0, row - 1)->name);
}

/* The bottom of slots first … end - 1 of a track, set from y on, or of those that end above the
 * limit and the next. */
static sp bottom_of_slots(struct grid g, const struct track *t, uint32_t first, uint32_t end, sp y,
                          bool at_top, sp limit)
{
    for (uint32_t k = first; k < end && y <= limit; k++)
        y = slot_baseline(g, &t->slots[k], y, at_top && k == first) + t->slots[k].descent;
    return y;
}

/* The bottom of a row whose top is there, and of what of it must fit. */
static sp bottom_of_row(const struct page_shape *s, const struct row *r, sp top,
                        enum row_start start, sp *must)
{
    sp bottom = top;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct track *t = &r->tracks[i];
        sp y = top + track_lead(r, t, start, 0);
        y = bottom_of_slots(s->grid, t, 0, t->count, y, false, SP_MAX);
        *must = sp_max(*must, y + (t->hard_tail ? t->tail : 0));
        bottom = sp_max(bottom, y + t->tail);
    }
    return bottom;
}

sp repeat_heads(const struct page_shape *s, const struct flow *f, const struct table *t, sp y)
{
    sp start = y, must = y;
    for (uint32_t i = t->first_head; i < t->first_row; i++) {
        enum row_start at = y == start ? ROW_TOP : ROW_BELOW;
        y = bottom_of_row(s, &f->rows[i], row_top(s->grid, &f->rows[i], y, at), ROW_BELOW, &must);
    }
    return (y - start) * HEADS_SHARE <= s->bottom - s->top ? y : start;
}

/* Where a row begins at a page's top: behind its table's heads. */
static sp top_behind_heads(const struct page_shape *s, const struct flow *f, uint32_t row, sp top)
{
    const struct table *t = f->rows[row].table;
    return t && row >= t->first_row ? repeat_heads(s, f, t, top) : top;
}

static bool rows_fit(const struct planner *p, const struct page_shape *s, const struct kept *k)
{
    const struct flow *f = p->story->flows[s->flow];
    const struct row *r = &f->rows[k->first];
    sp top = s->top + r->clone_open, y = top_behind_heads(s, f, k->first, top);
    enum row_start start = y == top ? ROW_TOP : ROW_BELOW;
    sp must = y += start == ROW_TOP ? 0 : r->heads_gap;
    for (uint32_t i = k->first; i < k->end && must <= s->bottom; i++, start = ROW_BELOW) {
        if (i > k->first && row_forces(p, i))
            return false;
        top = row_top(s->grid, &f->rows[i], y, start);
        y = sp_max(y, bottom_of_row(s, &f->rows[i], top, start, &must));
    }
    return must + f->rows[k->end - 1].behind <= s->bottom;
}

static bool slots_fit(const struct planner *p, const struct page_shape *s, const struct kept *k)
{
    const struct flow *f = p->story->flows[s->flow];
    const struct row *r = &f->rows[k->first];
    const struct track *t = &r->tracks[k->track];
    const struct group *g = &t->groups[k->group - 1];
    sp y = top_behind_heads(s, f, k->first, s->top + r->part_open);
    return bottom_of_slots(s->grid, t, g->first, g->end, y, true, s->bottom) <= s->bottom;
}

/* Would what is kept stand on a page of its name, on one side or the other? */
static bool fits(const struct planner *p, const struct kept *k)
{
    const struct page_shapes *s = &p->story->shapes[row_at(p, 0, k->first)->name];
    bool (*fit)(const struct planner *, const struct page_shape *, const struct kept *) =
        k->group ? slots_fit : rows_fit;
    return fit(p, &s->odd, k) || (p->sides && fit(p, &s->even, k));
}

/* Do rows keep together?  Asked once, and remembered. */
static bool rows_keep(const struct planner *p, uint8_t *known, uint32_t first, uint32_t end)
{
    if (!*known)
        *known = fits(p, &(struct kept){ first, end, 0, 0 }) ? KEEPS : KEEPS_NOT;
    return *known == KEEPS;
}

/* Does a group of rows hold against a break before a row (or, at + 1, inside it)? */
static bool group_keeps(const struct planner *p, uint32_t group, uint32_t at)
{
    const struct group *groups = p->story->flows[0]->groups;
    for (; group; group = groups[group - 1].around) {
        const struct group *g = &groups[group - 1];
        if (g->first < at && rows_keep(p, &p->group_keeps[group], g->first, g->end))
            return true;
    }
    return false;
}

bool slots_are_kept(void *with, uint32_t track, uint32_t group)
{
    const struct planner *p = with;
    return fits(p, &(struct kept){ p->asked, p->asked + 1, track, group });
}

enum level breach_before(const struct planner *p, uint32_t row)
{
    const struct row *r = row_at(p, 0, row);
    if (r->before == ROW_BREAK_NEVER)
        return LEVEL_OVERFLOW;
    bool kept = r->before == ROW_BREAK_AVOID ||
                (r->before == ROW_BREAK_AUTO && group_keeps(p, r->group, row));
    return kept ? LEVEL_PART : LEVEL_KEEP;
}

enum level breach_inside(const struct planner *p, uint32_t row)
{
    const struct row *r = row_at(p, 0, row);
    bool whole = r->avoid && rows_keep(p, &p->row_keeps[row], row, row + 1);
    if (whole && row_is_head(r, row))
        return LEVEL_OVERFLOW;
    return whole || group_keeps(p, r->group, row + 1) ? LEVEL_PART : LEVEL_KEEP;
}

bool row_juts(const struct planner *p, unsigned flow)
{
    const struct attempt *t = &p->try;
    return flow == t->shape->flow && page_juts(t->shape, t->next);
}
