/* page/notes: notes in the columns of the footnote area.
 *
 *   ┌ note 1 ┐ ┌ note 1, last lines ┐     a note parts over columns between lines, with its widows and orphans;
 *   │        │ │ note 2             │     level: the least height in which all of them stand
 *   └────────┘ └────────────────────┘
 */
#include "page/inner.h"

/* The space before a slot of a part, the one before it being of the same column (or none: at_top). */
static sp space_before(const struct context *c, const struct part *parts, uint32_t p, uint32_t slot, bool at_top)
{
    const struct track *t = &c->flow.notes[parts[p].note];
    const struct slot *s = &t->slots[slot];
    if (at_top)
        return s->open;
    if (slot > parts[p].from || p == 0)
        return s->close + s->margin + s->open;
    const struct track *last = &c->flow.notes[parts[p - 1].note];
    return last->tail + sp_max(last->tail_margin, s->margin) + s->close + s->open;
}

static sp slot_height(const struct context *c, const struct part *p, uint32_t slot)
{
    const struct slot *s = &c->flow.notes[p->note].slots[slot];
    return s->ascent + s->descent;
}

/* Height of a part in one endless column. */
sp notes_total(const struct context *c, const struct part *p)
{
    const struct track *t = &c->flow.notes[p->note];
    sp h = t->tail;
    for (uint32_t i = p->from; i < p->to; i++)
        h += t->slots[i].close + t->slots[i].margin + t->slots[i].open + t->slots[i].ascent + t->slots[i].descent;
    return h;
}

/* May a column end before this slot? Else how many slots earlier it may. */
static uint32_t pull_back(const struct slot *s)
{
    if (s->at == 0)
        return 0;
    uint32_t widows = s->box->style->widows, orphans = s->box->style->orphans, back = 0;
    if (s->of - s->at < widows)
        back = widows - (s->of - s->at);
    if (back > s->at || s->at - back < orphans)
        back = s->at;
    return back;
}

/* Fills columns of a height one after the other; visit (may be NULL) hears of every slot that found its place. */
static struct columns run(const struct context *c, const struct part *parts, uint32_t n, sp height, bool strict, column_visit *visit, void *with)
{
    struct columns r = { 0, 0, 0 };
    uint32_t p = 0, slot = n ? parts[0].from : 0;
    for (unsigned column = 0; column < c->columns.count && p < n; column++) {
        uint32_t p0 = p, slot0 = slot, end_p, end_slot;
        sp y = 0;
        while (p < n) { /* how far does it go? */
            sp h = space_before(c, parts, p, slot, p == p0 && slot == slot0) + slot_height(c, &parts[p], slot);
            if (y + h > height)
                break;
            y += h;
            if (++slot == parts[p].to && ++p < n)
                slot = parts[p].from;
        }
        if (strict && p < n && slot > parts[p].from) {
            uint32_t back = pull_back(&c->flow.notes[parts[p].note].slots[slot]);
            if (slot - parts[p].from < back)
                back = slot - parts[p].from;
            if (p > p0 || slot - back > slot0)
                slot -= back;
        }
        end_p = p;
        end_slot = slot;
        y = 0;
        for (p = p0, slot = slot0; p < end_p || (p == end_p && p < n && slot < end_slot);) {
            y += space_before(c, parts, p, slot, p == p0 && slot == slot0);
            if (visit)
                visit(with, &parts[p], slot, column, y);
            y += slot_height(c, &parts[p], slot);
            if (++slot == parts[p].to && ++p < n)
                slot = parts[p].from;
        }
        r.height = sp_max(r.height, y);
    }
    r.parts = p;
    r.slots = p < n ? slot - parts[p].from : 0;
    return r;
}

struct columns columns_fill(const struct context *c, const struct part *parts, uint32_t n, sp height, bool strict) { return run(c, parts, n, height, strict, NULL, NULL); }

/* The least height in which all parts stand. */
sp columns_level(const struct context *c, const struct part *parts, uint32_t n)
{
    sp total = 0, best;
    for (uint32_t i = 0; i < n; i++)
        total += notes_total(c, &parts[i]) + (i ? sp_max(c->flow.notes[parts[i - 1].note].tail_margin, 0) : 0);
    best = run(c, parts, n, total, true, NULL, NULL).height;
    if (c->columns.count == 1)
        return best;
    sp low = total / (sp)c->columns.count / 2, high = best; /* margins dropped at column tops: a little below the share may do */
    for (int i = 0; i < 40 && high - low > 1; i++) {
        sp mid = low + (high - low) / 2;
        struct columns r = run(c, parts, n, mid, true, NULL, NULL);
        if (r.parts == n)
            high = best = r.height;
        else
            low = mid;
    }
    return best;
}

void columns_walk(const struct context *c, const struct part *parts, uint32_t n, sp height, column_visit *visit, void *with)
{
    struct columns r = run(c, parts, n, height, true, NULL, NULL);
    run(c, parts, n, height, r.parts == n, visit, with);
}
