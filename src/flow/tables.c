/* flow/tables: a table → rows of the flow, a track for each cell.
 *
 * The rows come first, with the breaks between them, so that each knows its neighbours when its
 * cells become tracks: collapsed borders ask for them.
 */
#include "flow/walk.h"

/* A row of a table. */
static void walk_row(struct walk *w, const struct box *b, struct table *t, bool head)
{
    struct row *r = walk_add_row(w, b);
    for (const struct box *k = b->first; k; k = k->next)
        r->count++;
    r->table = t;
    r->avoid = r->avoid || head;
}

/* A cell of a row becomes a track, on pages of whose height so much (sp)
 * is taken. */
static void walk_cell(struct context *c, const struct row *r, const struct box *k,
                      const struct beside *n, struct track *track, sp taken)
{
    struct frame f = frame_of_cell(c, k, r->table->columns, n);
    track->box = k;
    track->left = f.outer_left;
    track->width = f.outer_width;
    track->column = k->column;
    struct walk in = { .c = c, .track = track, .page = page_named(c, r->name), .inside = -1 };
    in.taken = taken + f.close;
    in.top = f.open;
    struct arena_mark mark = arena_mark(c->scratch);
    in.gap.open = f.open;
    if (k->style->break_inside == BREAK_AVOID)
        walk_open_group(&in);
    walk_remember(&in, k, f);
    if (k->paragraph)
        track_emit(&in, k, f, set_of(c, k->paragraph), 0);
    for (const struct box *x = k->first; x; x = x->next)
        walk_block(&in, x, frame_of(c, x, f.left, f.width));
    if (in.markers || in.strings || !track->count)
        track_emit(&in, k, f, NULL, 0);
    if (in.group)
        walk_close_group(&in, 0);
    track_finish(c, track, mark);
    struct gap g = in.gap;
    sp content = in.high - f.open + g.close + g.plus + g.minus;
    sp around = f.open + f.close, room = height_on(c, in.page, taken + around) - around,
       asked = height_within(c, k, height_least(c, k->style, around), content, room);
    track->lack = sp_max(asked - content, 0);
    track->tail = g.close + g.plus + g.minus + track->lack + f.close;
    if (k->style->decoration_clone) {
        track->clone_open = f.open;
        track->clone_close = f.close;
    }
    sp rule = in_collapsed(k) ? collapse_edge(k, SIDE_BLOCK_END, n).width
                              : k->style->border[SIDE_BLOCK_END].width;
    bool padded =
        g.close + f.close > 0 && !track->lack && !padding_may_hang(c, page_named(c, r->name));
    track->hard_tail = k->style->background.alpha > 0 || rule > 0 || padded;
}

/* How high a row's track is, its first line on the row's common baseline. */
static sp track_height(const struct row *r, const struct track *t)
{
    sp high = track_lead(r, t, ROW_BELOW, 0) + t->tail;
    for (uint32_t k = 0; k < t->count; k++) {
        const struct slot *s = &t->slots[k];
        high += s->close + s->margin + s->open + s->ascent + s->descent;
    }
    return high;
}

/* Makes a row as high as it is said to be (CSS 2.2, 17.5.3), on pages of whose height so much (sp)
 * is taken; returns its height. */
static sp add_row_height(struct context *c, struct row *r, sp taken)
{
    sp said = height_least(c, r->box->style, 0), high = 0;
    for (uint32_t i = 0; i < r->count; i++)
        high = sp_max(high, track_height(r, &r->tracks[i]));
    sp room = height_on(c, page_named(c, r->name), taken);
    high = sp_max(high, height_within(c, r->box, said, high, room));
    for (uint32_t i = 0; said > 0 && i < r->count; i++) {
        sp lack = high - track_height(r, &r->tracks[i]);
        r->tracks[i].tail += lack;
        r->tracks[i].lack += lack;
    }
    return high;
}

/* The lines of the row's name that stand again where it goes on. */
static void add_again(struct context *c, struct row *r)
{
    const struct box *cell = r->count ? r->tracks[0].box : NULL;
    const struct set *set = cell && cell->continued ? set_of(c, cell->continued) : NULL;
    uint32_t n = set ? set_count(set) : 0;
    struct slot *again = arena_array(c->work, struct slot, n);
    for (uint32_t i = 0; i < n; i++)
        again[i] = (struct slot){ .ascent = set->variants[0].profile[i].ascent,
                                  .descent = set->variants[0].profile[i].descent,
                                  .grid = r->tracks[0].slots[0].grid };
    r->again = again;
    r->again_count = n;
}

/* The tracks of a table's row, on pages of whose height so much (sp) is taken; returns its
 * own. */
static sp flow_row(struct context *c, uint32_t row, sp taken)
{
    struct row *r = &c->layout->flow.rows[row];
    const struct box *above = row > r->table->first_head ? r[-1].box : NULL,
                     *below = row + 1 < r->table->end_row ? r[1].box : NULL;
    struct beside n = beside_row(above, below);
    struct track *track = r->tracks = arena_array(c->work, struct track, r->count ? r->count : 1);
    for (const struct box *k = r->box->first; k; beside_next(&n, k), k = k->next)
        walk_cell(c, r, k, &n, track++, taken);
    row_align(r);
    add_again(c, r);
    return add_row_height(c, r, taken);
}

/* The breaks before a row and the group it begins.  Heads go with the first row of the body below
 * them, and take over its breaks. */
static void ask_before(struct walk *w, const struct box *table, const struct box *r,
                       const struct box *body, const struct box *last_group)
{
    const struct box *first = box_row_next(table, NULL);
    bool head = r->parent->kind == BOX_HEADER_GROUP;
    if (head ? r != first : r == body && r != first) {
        w->under_heads = true;
        return;
    }
    if (head && body) {
        r = body;
        last_group = NULL;
    }
    if (r->parent != table && r->parent != last_group)
        walk_ask_break(w, r->parent, r->parent->style->break_before);
    walk_ask_break(w, r, r->style->break_before);
}

/* A group of rows ends. */
static void leave_group(struct walk *w, const struct box *group, uint32_t around)
{
    if (w->group != around)
        walk_close_group(w, around);
    if (group && group->kind == BOX_ROW_GROUP)
        walk_ask_break(w, group, group->style->break_after);
}

/* What stands between repeated heads and the rest of a row, and between them and each row. */
static void find_heads_gaps(struct table *t, struct row *rows)
{
    t->heads_gap = t->spacing;
    if (t->first_row == t->first_head)
        return;
    const struct box *head = rows[t->first_row - 1].box;
    t->heads_gap += collapse_beyond(head, SIDE_BLOCK_END, CUT_BESIDE);
    for (uint32_t i = t->first_row; i < t->end_row; i++)
        rows[i].heads_gap = collapse_under_heads(head, rows[i - 1].box, rows[i].box);
}

/* The tracks of all rows, those of the body below heads as high as they can be. */
static void flow_rows(struct walk *w, const struct table *t)
{
    const struct row *rows = w->c->layout->flow.rows;
    sp heads = 0;
    for (uint32_t i = t->first_head; i < t->end_row; i++) {
        const struct row *r = &rows[i];
        sp gap = sp_max(t->heads_gap, r->heads_gap + r->close + r->margin + r->open);
        sp taken = w->taken + (heads ? heads + gap : 0), high = flow_row(w->c, i, taken);
        sp pitch = page_base(w->c, page_named(w->c, r->name))->shape.grid.pitch;
        w->high += high;
        if (i < t->first_row)
            heads += high + pitch; /* the grid may move them down */
    }
}

void walk_table(struct walk *w, const struct box *b)
{
    struct context *c = w->c;
    const struct flow *flow = &c->layout->flow;
    struct table *t = &c->layout->tables[c->layout->table_next++];
    sp spacing = b->style->border_collapse ? 0 : b->style->border_spacing[1];
    sp edge = t->columns->spaced ? spacing : 0; /* a gutter is between columns alone */
    gap_add_open(w, edge);
    t->spacing = spacing;
    t->first_head = t->first_row = flow->count;
    const struct box *group = NULL, *body = box_body_first(b);
    uint32_t around = w->group;
    const char *page = w->page;
    for (const struct box *r = box_row_next(b, NULL); r; r = box_row_next(b, r)) {
        bool head = r->parent->kind == BOX_HEADER_GROUP;
        if (r->parent != group)
            leave_group(w, group, around);
        ask_before(w, b, r, body, group);
        if (r->parent != group && r->parent != b && r->parent->style->break_inside == BREAK_AVOID)
            walk_open_group(w);
        group = r->parent;
        if (flow->count > t->first_head)
            w->gap.plus = sp_max(w->gap.plus, spacing);
        w->page = page_of_row(b, r, page);
        if (r->strings)
            walk_remember(w, r, (struct frame){ 0 });
        walk_row(w, r, t, head);
        if (head)
            t->first_row = flow->count;
        else
            walk_ask_break(w, r, r->style->break_after);
    }
    leave_group(w, group, around);
    w->page = page;
    t->end_row = flow->count;
    find_heads_gaps(t, c->layout->flow.rows);
    flow_rows(w, t);
    gap_add_close(w, edge);
}

/* Half of the collapsed borders that the rows of a table draw at a page's edges lies beyond them;
 * at the table's own the table has room for it, at the top repeated heads have. */
static void add_collapsed(const struct table *t, struct row *rows)
{
    bool heads = t->first_row > t->first_head;
    for (uint32_t i = t->first_row; i < t->end_row; i++) {
        struct row *r = &rows[i];
        r->part_behind += collapse_beyond(r->box, SIDE_BLOCK_END, CUT_INSIDE);
        if (i + 1 < t->end_row)
            r->behind += collapse_beyond(r->box, SIDE_BLOCK_END, CUT_BESIDE);
        if (heads)
            continue;
        r->part_open += collapse_beyond(r->box, SIDE_BLOCK_START, CUT_INSIDE);
        if (i > t->first_row)
            r->clone_open += collapse_beyond(r->box, SIDE_BLOCK_START, CUT_BESIDE);
    }
}

void table_finish(const struct context *c, struct table *t)
{
    struct row *rows = c->layout->flow.rows;
    const struct style *s = t->columns->table->style;
    t->row_stretch = s->row_stretch;
    if (s->border_collapse)
        add_collapsed(t, rows);
}
