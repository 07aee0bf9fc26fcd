/* page/grounds: backgrounds and borders of rows, cells and blocks, in parts where pages end.
 *
 * A part of a row draws its start border only where the row starts and its end border only where it
 * ends (box-decoration-break: slice).
 */
#include "page/placer.h"

/* The cell of a column in a row, or NULL. */
static const struct box *cell_in(const struct row *r, uint16_t column)
{
    return r && column < r->count ? r->tracks[column].box : NULL;
}

/* The cell below one, if its upper side shows: at its row's start, or (clone) wherever it parts. */
static const struct box *cell_below(const struct neighbours *n, uint16_t column)
{
    const struct box *cell = cell_in(n->below, column);
    return cell && (n->below_begins || cell->style->decoration_clone) ? cell : NULL;
}

/* Collapsed borders of one cell, centred on its edges; the upper and the earlier cell draw what is
 * shared. */
static void place_collapsed(struct placer *p, const struct row *row, const struct track *t,
                            struct rect r, const struct neighbours *n)
{
    struct context *c = p->c;
    const struct box *b = t->box;
    const struct box *above = cell_in(n->above, t->column), *below = cell_below(n, t->column);
    const struct beside beside = { .prev = t > row->tracks ? t[-1].box : NULL,
                                   .above = above,
                                   .below = below,
                                   .row_above = n->above ? n->above->box : NULL,
                                   .row_below = below ? below->parent : NULL,
                                   .cut_above = !n->first_of_table,
                                   .cut_below = !n->last_of_table };
    struct border edge[SIDE_COUNT];
    for (int i = 0; i < SIDE_COUNT; i++)
        edge[i] = collapse_edge(b, (enum side)i, &beside);
    sp over = edge[SIDE_BLOCK_START].width, under = edge[SIDE_BLOCK_END].width;
    paint_rect(c, &p->rules, b, r, b->style->background);
    bool rtl = row->table->columns->table->style->rtl;
    sp left = edge[rtl ? SIDE_INLINE_END : SIDE_INLINE_START].width,
       right = edge[rtl ? SIDE_INLINE_START : SIDE_INLINE_END].width;
    sp x = r.x - left / 2,
       width = r.width + left / 2 + right / 2; /* level borders reach over the corners */
    if (n->start && !above)
        paint_border(c, &p->shared, b, edge[SIDE_BLOCK_START],
                     (struct rect){ x, r.y - over / 2, width, over }, AXIS_LEVEL);
    if (n->end)
        paint_border(c, &p->shared, b, edge[SIDE_BLOCK_END],
                     (struct rect){ x, r.y + r.height - under / 2, width, under }, AXIS_LEVEL);
    for (int i = SIDE_INLINE_START; i <= SIDE_INLINE_END; i++)
        if (i == SIDE_INLINE_START || !b->next) {
            sp at = (i == SIDE_INLINE_START) == rtl ? r.x + r.width : r.x;
            paint_border(c, &p->shared, b, edge[i],
                         (struct rect){ at - edge[i].width / 2, r.y, edge[i].width, r.height },
                         AXIS_UPRIGHT);
        }
}

void place_row_ground(struct placer *p, const struct fragment *g, const struct row *r)
{
    const struct columns *t = r->table->columns;
    const struct box *group = r->box->parent;
    const struct box *layers[] = { group->kind == BOX_TABLE ? NULL : group, r->box };
    uint32_t last = t->count - 1;
    sp edge = fragment_left(p, g), left = sp_min(t->left[0], t->left[last]);
    sp right = sp_max(t->left[0] + t->width[0], t->left[last] + t->width[last]);
    for (int i = 0; i < 2; i++) {
        if (!layers[i] || !layers[i]->style->background.alpha)
            continue;
        struct rect whole = { edge + left, g->top, right - left, g->bottom - g->top };
        uint32_t pieces = t->spaced ? t->count : 1;
        for (uint32_t k = 0; k < pieces; k++) {
            struct rect area = whole;
            if (t->spaced) {
                area.x = edge + t->left[k];
                area.width = t->width[k];
            }
            paint_rect(p->c, &p->rules, layers[i], area, layers[i]->style->background);
        }
    }
}

void place_cell(struct placer *p, const struct fragment *g, const struct track *t,
                const struct neighbours *n, bool first_row)
{
    struct neighbours own = *n;
    struct rect r = { fragment_left(p, g) + t->left, g->top, t->width, g->bottom - g->top };
    own.start = (n->start && !(first_row && t->box->style->first_row_border_hide)) ||
                (!n->start && t->box->style->decoration_clone);
    own.end = n->end || t->box->style->decoration_clone;
    if (in_collapsed(t->box))
        place_collapsed(p, row_of(p, g), t, r, &own);
    else
        paint_decoration(p->c, &p->rules, t->box, t->box->style, r, ends_of(own.start, own.end));
}

/* Is it a row of that table, or (in another flow) of its like? */
static bool is_same_table(const struct row *r, const struct table *t)
{
    return r && r->table && t && r->table->columns->table == t->columns->table;
}

struct neighbours neighbours_of(const struct placer *p, uint32_t k)
{
    const struct fragment *g = &p->fragments.list[k];
    const struct row *r = row_of(p, g);
    const struct row *above = k > 0 ? row_of(p, g - 1) : NULL;
    const struct row *below = k + 1 < p->fragments.count ? row_of(p, g + 1) : NULL;
    const struct table *t = r->table;
    struct neighbours n = { .start = g->begins, .end = g->ends };
    if (is_same_table(above, t))
        n.above = above;
    if (is_same_table(below, t)) {
        n.below = below;
        n.below_begins = g[1].begins;
    }
    n.first_of_table = t && g->row == t->first_head;
    n.last_of_table = t && g->row + 1 == t->end_row;
    return n;
}

/* Does the block begin, does it end, in the strip?  First and last: the lines of the strip that lie
 * in it. */
struct extent_of_span {
    uint32_t first, last;
    bool any, begins, ends;
};

static struct extent_of_span span_in(const struct track *t, const struct span *s,
                                     const struct strip *strip)
{
    struct extent_of_span e = { .any = false };
    for (uint32_t i = 0; i < strip->count; i++) {
        const struct slot *slot = &t->slots[strip->slots[i]];
        if (slot->paragraph < s->first || slot->paragraph > s->last)
            continue;
        if (!e.any) {
            e.first = i;
            e.begins = slot->paragraph == s->first && slot->at == 0;
        }
        e.any = true;
        e.last = i;
        bool behind = slot->next == t->count || t->slots[slot->next].paragraph > s->last;
        e.ends = slot->at + 1 == slot->of && behind;
    }
    return e;
}

static sp top_of(const struct track *t, const struct strip *s, uint32_t i)
{
    return s->baselines[i] - t->slots[s->slots[i]].ascent;
}

static sp bottom_of(const struct track *t, const struct strip *s, uint32_t i)
{
    return s->baselines[i] + t->slots[s->slots[i]].descent;
}

void place_spans(struct placer *p, const struct track *t, sp left, const struct strip *s)
{
    const struct slot *head = &t->slots[s->slots[0]];
    bool begins = head->paragraph == 0 && head->at == 0;
    sp first = top_of(t, s, 0), last = bottom_of(t, s, s->count - 1); /* of the block at hand */
    if (!begins)
        first -= head->open + clone_open(t, s->slots[0]) - t->clone_open;
    if (s->cut != t->count)
        last += t->slots[s->cut].close + clone_close(t, s->cut) - t->clone_close;
    for (uint32_t i = t->span_count; i > 0; i--) { /* outer ones were closed last: they lie below */
        const struct span *b = &t->spans[i - 1];
        struct extent_of_span e = span_in(t, b, s);
        if (!e.any)
            continue;
        bool clone = b->clone_open + b->clone_close > 0;
        sp top = e.begins ? top_of(t, s, e.first) - b->open : first;
        sp bottom = e.ends ? bottom_of(t, s, e.last) + b->close : last;
        struct rect r = { left + b->left, top, b->width, bottom - top };
        paint_decoration(p->c, &p->rules, b->box, b->box->style, r,
                         ends_of(e.begins || clone, e.ends || clone));
        if (!e.begins)
            first += b->clone_open;
        if (!e.ends)
            last -= b->clone_close;
    }
}

/* The rows of a page, without heads that stand again, and how far what goes on over it is closed
 * and opened again so far. */
struct page_rows {
    const struct fragment *first, *last;
    sp top, bottom; /* of clones that go on from before, and behind */
};

/* Where a block around rows lies on paper: in a table's shape as its columns, else, on a page of
 * another width, as wide as that asks for. */
static struct rect around_across(const struct placer *p, const struct span *b)
{
    sp width = p->kind->right - p->kind->left, left = b->left, across = b->width;
    const struct style *s = b->box->style;
    bool shrunk = b->box->kind == BOX_TABLE && !s->table_fixed && s->width.kind != LENGTH_VALUE;
    if (width != layout_measure(p->c, p->page->shape->flow) && !shrunk) {
        struct frame own = frame_on(p->c, b->box, width);
        left = own.outer_left;
        across = own.outer_width;
    }
    return (struct rect){ .x = p->kind->left + left, .width = across };
}

/* What a block around rows paints on the page; false when it ends there. */
static bool place_block(struct placer *p, struct page_rows *rows, const struct span *b)
{
    const struct fragment *g0 = rows->first, *g1 = rows->last;
    bool start = b->first > g0->row || (b->first == g0->row && g0->begins),
         end = b->last < g1->row || (b->last == g1->row && g1->ends);
    bool clone = b->clone_open + b->clone_close > 0;
    sp top = clone ? rows->top : p->fragments.list[0].top,
       bottom = clone ? rows->bottom : g1->bottom;
    if (start) /* the page's rows follow each other */
        top = g0[b->first - g0->row].top - b->open;
    if (end)
        bottom = g0[b->last - g0->row].bottom + b->close;
    struct style own = *b->box->style;
    for (int i = 0; i < SIDE_COUNT && b->box->kind == BOX_TABLE && own.border_collapse; i++)
        own.border[i].width = 0; /* its cells draw them */
    struct rect r = around_across(p, b);
    r.y = top;
    r.height = bottom - top;
    paint_decoration(p->c, &p->rules, b->box, &own, r, ends_of(start || clone, end || clone));
    rows->top += start ? 0 : b->clone_open;
    rows->bottom -= end ? 0 : b->clone_close;
    return !end;
}

void place_around(struct placer *p)
{
    struct around *a = &p->around;
    const struct fragments *f = &p->fragments;
    const struct flow *flow = p->story->flows[p->page->shape->flow];
    if (!f->count)
        return;
    struct page_rows rows = { f->list, &f->list[f->count - 1], p->kind->top, 0 };
    while (rows.first->repeated)
        rows.first++;
    uint32_t last = rows.last->row, k = 0;
    rows.bottom = rows.last->bottom +
                  (rows.last->ends ? flow->rows[last].behind : flow->rows[last].part_behind);
    while (a->next < flow->span_count && flow->spans[a->next].first <= last) {
        a->open =
            arena_grow(p->c->work, a->open, sizeof *a->open, a->count, a->count + 1u, &a->room);
        a->open[a->count++] = a->next++;
    }
    for (uint32_t i = 0; i < a->count; i++)
        if (place_block(p, &rows, &flow->spans[a->open[i]]))
            a->open[k++] = a->open[i];
    a->count = k;
}
