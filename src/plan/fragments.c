/* plan/fragments: see fragments.h. */
#include "plan/fragments.h"

struct walk {
    struct arena *arena;
    const struct story *story;
    const struct planned_page *page;
    struct fragments made;
};

/* The setting that the page took for the paragraph that the optimum begins with slot p. */
static uint32_t setting_of(const struct planned_page *page, uint32_t row, uint32_t t,
                           const struct track *track, uint32_t p)
{
    for (uint32_t i = 0; i < page->pick_count; i++) {
        const struct pick *k = &page->picks[i];
        if (k->row == row && k->track == t && track->slots[k->slot].paragraph == p)
            return k->slot;
    }
    return p;
}

/* The lines of a track from slot `from` to before `to`; NULL slots: their number alone. */
static uint32_t follow(const struct walk *w, uint32_t row, uint32_t t, const struct track *track,
                       uint32_t from, uint32_t to, uint32_t *slots)
{
    uint32_t n = 0;
    for (uint32_t i = from; i != to && i != track->count; i = track->slots[i].next) {
        if (!track->slots[i].at)
            i = setting_of(w->page, row, t, track, i);
        if (slots)
            slots[n] = i;
        n++;
    }
    return n;
}

/* One track's lines down the page. */
static struct strip strip_of(const struct walk *w, uint32_t number, const struct row *r, uint32_t t,
                             const uint32_t *from, const uint32_t *to, sp top)
{
    const struct track *track = &r->tracks[t];
    uint32_t first = from ? from[t] : 0, cut = to ? to[t] : track->count;
    enum row_start start = from ? ROW_GOES_ON : ROW_BELOW;
    struct strip s = { .cut = cut, .bottom = top };
    s.count = follow(w, number, t, track, first, cut, NULL);
    if (!s.count)
        return s;
    uint32_t *slots = arena_array(w->arena, uint32_t, s.count);
    s.baselines = arena_array(w->arena, sp, s.count);
    follow(w, number, t, track, first, cut, slots);
    s.slots = slots;
    s.bottom = top + track_lead(r, track, start, first);
    for (uint32_t i = 0; i < s.count; i++) {
        const struct slot *slot = &track->slots[slots[i]];
        s.baselines[i] = slot_baseline(w->page->shape->grid, slot, s.bottom, from && !i);
        s.bottom = s.baselines[i] + slot->descent;
    }
    return s;
}

/* Where a strip ends: its lines, and what shows behind them or closes where it parts. */
static sp edge_of(const struct strip *s, const struct track *t, bool ends)
{
    if (ends)
        return s->bottom + (t->hard_tail ? t->tail : 0);
    sp close = s->cut == t->count || !s->count ? 0 : t->slots[s->cut].close;
    return s->bottom + close + clone_close(t, s->cut);
}

/* A row from one cut to another (NULL: from its start, to its end), its top at `top`. */
static sp add_fragment(struct walk *w, uint32_t number, unsigned flow, const uint32_t *from,
                       const uint32_t *to, sp top)
{
    const struct row *r = &w->story->flows[flow]->rows[number];
    struct fragment f = { .row = number, .flow = flow, .top = top };
    f.begins = !from;
    f.ends = !to;
    f.strips = arena_array(w->arena, struct strip, r->count ? r->count : 1);
    f.bottom = f.edge = top;
    for (uint32_t t = 0; t < r->count; t++) {
        const struct track *track = &r->tracks[t];
        struct strip *s = &f.strips[t];
        *s = strip_of(w, number, r, t, from, to, top);
        f.edge = sp_max(f.edge, edge_of(s, track, f.ends));
        f.bottom = sp_max(f.bottom, f.ends ? s->bottom + track->tail : edge_of(s, track, false));
    }
    if (from && w->page->named) {
        sp again = row_again(w->page->shape->grid, r, from, top, NULL);
        const struct track *name = r->tracks;
        sp bottom = again + (f.ends ? name->tail - name->lack : name->clone_close);
        f.edge = sp_max(f.edge, f.ends && !name->hard_tail ? again : bottom);
        f.bottom = sp_max(f.bottom, bottom);
    }
    f.edge += f.ends ? r->behind : r->part_behind;
    w->made.list[w->made.count++] = f;
    return f.bottom;
}

/* The heads of a table once more; returns y below them. */
static sp add_heads(struct walk *w, const struct table *t, sp y, unsigned flow)
{
    const struct row *rows = w->story->flows[flow]->rows;
    for (uint32_t i = t->first_head; i < t->first_row; i++) {
        enum row_start start = i == t->first_head ? ROW_TOP : ROW_BELOW;
        sp top = row_top(w->page->shape->grid, &rows[i], y, start);
        y = add_fragment(w, i, flow, NULL, NULL, top);
        w->made.list[w->made.count - 1].repeated = true;
    }
    return y;
}

/* Moves a fragment down, with its lines. */
static void move(const struct row *r, struct fragment *f, sp down)
{
    f->top += down;
    f->bottom += down;
    f->edge += down;
    for (uint32_t k = 0; down && k < r->count; k++) {
        f->strips[k].bottom += down;
        for (uint32_t j = 0; j < f->strips[k].count; j++)
            f->strips[k].baselines[j] += down;
    }
}

/* Rows of one table move apart by whole lines of the grid. */
static void stretch(struct walk *w)
{
    sp down = 0;
    for (uint32_t i = 1; i < w->made.count; i++) {
        struct fragment *f = &w->made.list[i], *before = f - 1;
        const struct table *t = w->story->flows[0]->rows[f->row].table;
        bool gap = t && t == w->story->flows[0]->rows[before->row].table && !before->repeated &&
                   before->row >= t->first_row;
        down += gap ? w->page->shape->grid.pitch * (sp)w->page->stretch : 0;
        move(&w->story->flows[f->flow]->rows[f->row], f, down);
    }
}

/* What is to stand at the page's foot moves there, with all below it; by whole lines of the grid,
 * if any of it sits there. */
static void sink(struct walk *w)
{
    struct fragment *list = w->made.list;
    const struct story *story = w->story;
    uint32_t first = 0, n = w->made.count;
    sp pitch = w->page->shape->grid.pitch, down = sp_max(w->page->gap, 0);
    while (first < n && !(list[first].begins && !list[first].repeated &&
                          story->flows[list[first].flow]->rows[list[first].row].sinks))
        first++;
    for (uint32_t i = first; i < n; i++)
        if (pitch > 0 && story->flows[list[i].flow]->rows[list[i].row].grid)
            down -= down % pitch;
    for (uint32_t i = first; i < n; i++)
        move(&story->flows[list[i].flow]->rows[list[i].row], &list[i], down);
    w->made.sunk = first < n ? down : 0;
}

struct fragments fragments_of(struct arena *a, const struct story *s,
                              const struct planned_page *page)
{
    struct walk w = { .arena = a, .story = s, .page = page };
    if (page->row == page->end)
        return w.made;
    unsigned flow = page->from ? page->from_flow : page->shape->flow;
    const struct row *r = &s->flows[flow]->rows[page->row];
    uint32_t heads = page->heads ? r->table->first_row - r->table->first_head : 0;
    w.made.list = arena_array(a, struct fragment, heads + page->end - page->row);
    sp y = page->shape->top + (page->from ? r->part_open : r->clone_open);
    if (page->heads)
        y = add_heads(&w, r->table, y, flow) + (page->from ? r->table->heads_gap : r->heads_gap);
    enum row_start start = page->start;
    for (uint32_t i = page->row; i < page->end; i++, start = ROW_BELOW, flow = page->shape->flow) {
        const struct row *row = &s->flows[flow]->rows[i];
        sp top = row_top(page->shape->grid, row, y, start);
        const uint32_t *from = i == page->row ? page->from : NULL;
        y = add_fragment(&w, i, flow, from, i + 1 == page->end ? page->to : NULL, top);
    }
    stretch(&w);
    sink(&w);
    return w.made;
}
