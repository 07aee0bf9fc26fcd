/* page/place: fragments → items on paper, by the painting functions.
 *
 * Backgrounds and rules first, then the rows cell by cell, the notes, the furniture.  A part of a
 * row draws its start border only where the row starts and its end border only where it ends
 * (box-decoration-break: slice).
 */
#include "page/inner.h"
#include "plan/notes.h"

#include <string.h>

/* What was said of a page by what stands on it, to be said again when its furniture is made. */
struct assignment {
    const struct box_string *strings;
    uint32_t page;
    bool first;
};

/* Blocks around rows of the flow: those open on this page; `next` and `open` go on from page to
 * page. */
struct around {
    uint32_t next;
    uint32_t *open;
    uint32_t count;
    size_t room;
};

/* The name of a row once more, above what goes on of it. */
struct again {
    const struct fragment *over; /* NULL: there is none */
    const struct set *set;
    sp *baselines;
};

struct placer {
    struct context *c;
    struct items items, rules; /* of the page at hand */
    struct items shared;       /* borders that cells share: over all grounds */
    const struct story *story;
    const struct planned_page *page; /* at hand, its kind and fragments */
    const struct page_kind *kind;
    struct fragments fragments;
    uint32_t number;
    struct around around;
    bool *placed;           /* by node */
    uint32_t *destinations; /* by node: of those worth a destination its anchor's place, from 1 */
    struct anchor *anchors; /* of these, by node; without a node where it has not been placed */
    uint32_t anchor_count;
    const struct node *call; /* the first call of the note at hand */
    struct assignment *assignments;
    size_t assignment_count, assignment_room;
    bool placed_any;
    sp foot_top;             /* of the notes' columns */
    struct again name_again; /* of the row that goes on at the page's top */
};

/* Where an element's href leads; false when nowhere. */
static bool target_of_node(struct context *c, const struct node *n, struct link_target *t)
{
    const char *href = n ? doc_attribute(n, "href") : NULL;
    *t = (struct link_target){ NULL, NULL };
    if (!href || !*href)
        return false;
    if (*href == '#') {
        t->node = doc_find(c->boxes->doc, href + 1, strlen(href + 1));
        return t->node;
    }
    t->uri = href;
    return true;
}

/* Where a piece's link leads; false when nowhere. */
static bool target_of(struct context *c, const struct piece *p, struct link_target *t)
{
    *t = (struct link_target){ NULL, NULL };
    if (p->kind == PIECE_CALL && p->note < c->boxes->note_count) {
        t->node = c->boxes->notes[p->note].node;
        return t->node;
    }
    const struct node *link = text_link(p);
    if (p->kind == PIECE_GENERATED && link && link->note) { /* of a note that flows */
        t->node = node_note(link);
        return t->node;
    }
    return target_of_node(c, link, t);
}

/* Tells whether a piece is the number of the note at hand, run in with its first line: it leads
 * back to the call. */
static bool is_note_s_number(const struct placer *p, const struct piece *piece)
{
    return piece->kind == PIECE_MARKER && p->call && piece->node == node_note(p->call);
}

/* Link areas of a line: runs side by side with one link share one. */
static void place_links(struct placer *p, const struct line *l, sp x, sp baseline)
{
    struct context *c = p->c;
    const struct node *open = NULL;
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct line_run *r = &l->runs[i];
        struct link_target t;
        const struct piece *piece = line_piece(l, &l->runs[i]);
        if (!piece)
            continue;
        if (is_note_s_number(p, piece)) {
            t = (struct link_target){ NULL, p->call };
        } else if (!target_of(c, piece, &t)) {
            open = NULL;
            continue;
        }
        const struct node *link = text_link(piece), *node = link ? link : piece->node;
        if (open == node) {
            struct rect *last = &p->items.items[p->items.count - 1].link.rect;
            last->width = x + r->x + r->width - last->x;
            continue;
        }
        struct rect area = { x + r->x, baseline - l->ascent, r->width, l->ascent + l->descent };
        paint_add(c, &p->items, (struct record){ .kind = PLACED_LINK, .link = { node, area, t } });
        open = node;
    }
}

/* The element and all around it that have not been placed yet start here. */
static void anchor(struct placer *p, const struct node *n, struct point at)
{
    for (; n && !p->placed[n->index]; n = node_parent(n)) {
        p->placed[n->index] = true;
        if (p->destinations[n->index])
            p->anchors[p->destinations[n->index] - 1] = (struct anchor){ n, p->number, at };
    }
}

/* Strings are set here; `first` on the page if nothing stands above. */
static void assign(struct placer *p, const struct strings_at *s)
{
    for (; s; s = s->next) {
        p->assignments =
            arena_grow(p->c->work, p->assignments, sizeof *p->assignments, p->assignment_count,
                       p->assignment_count + 1, &p->assignment_room);
        p->assignments[p->assignment_count++] =
            (struct assignment){ s->strings, p->number, !p->placed_any };
    }
    p->placed_any = true;
}

/* From a note's number back to its first call. */
static void place_back_link(struct placer *p, const struct marker *m, const struct line *l, sp x,
                            sp baseline)
{
    struct rect area = { x, baseline - l->ascent, l->width, l->ascent + l->descent };
    if (p->call)
        paint_add(p->c, &p->items,
                  (struct record){ .kind = PLACED_LINK,
                                   .link = { m->box->node, area, { NULL, p->call } } });
}

/* Says, once a block, that a line of its text reaches beyond the paper. */
static void report_paper(struct placer *p, const struct box *b, const struct line *l, sp x,
                         sp baseline)
{
    const struct page_style *page = p->kind->style;
    sp across = sp_max(-x, x + l->width - page->width), down = baseline - page->height;
    sp over = sp_max(across, sp_max(-baseline, down));
    if (over > SP_PT) /* what hangs out of a line is less */
        report_lost(p->c, doc_position(b->node, 0, 0), p->number, over);
}

/* What hangs before a line. */
static void place_marker(struct placer *p, const struct marker *m, sp x, sp baseline,
                         enum artifact artifact)
{
    struct context *c = p->c;
    if (!set_count(m->set))
        return;
    const struct line *l = set_line(c, m->set, 0, 0);
    paint_line(c, &p->items, &m->set->variants[0].lines, 0, l, x, baseline, artifact);
    bool note = m->box->style->float_kind == FLOAT_FOOTNOTE;
    report_paper(p, m->box, l, x, baseline);
    if (artifact == ARTIFACT_NONE && note && m->box->node)
        place_back_link(p, m, l, x, baseline);
}

/* The elements whose text a line has start here, if they have not yet. */
static void place_anchors(struct placer *p, const struct line *l, sp x, sp baseline)
{
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct piece *piece = line_piece(l, &l->runs[i]);
        if (!piece)
            continue;
        struct point at = { x + l->runs[i].x, baseline - l->ascent };
        anchor(p, piece->node, at);
        if (text_link(piece))
            anchor(p, text_link(piece), at);
    }
}

/* A line of text with its links; with a paragraph's first line what there is to say of its lines is
 * said. */
static void place_text(struct placer *p, const struct drawn *d, sp left, sp baseline,
                       enum artifact artifact)
{
    struct context *c = p->c;
    const struct line *l = set_line(c, d->set, d->variant, d->line);
    sp x = left + d->left + l->x;
    paint_line(c, &p->items, &d->set->variants[d->variant].lines, d->line, l, x, baseline,
               artifact);
    if (artifact != ARTIFACT_NONE)
        return;
    report_paper(p, d->box, l, x, baseline);
    place_links(p, l, x, baseline);
    place_anchors(p, l, x, baseline);
    if (d->line == 0)
        set_report(c, d->set, d->variant);
}

static void place_picture(struct placer *p, const struct drawn *d, sp left, sp top,
                          enum artifact artifact)
{
    const struct box *b = d->box;
    struct rect r = { left + d->left, top, d->picture->width, d->picture->height };
    paint_add(p->c, &p->items,
              (struct record){ .kind = PLACED_PICTURE,
                               .artifact = artifact,
                               .picture = { b->node, r, b->image } });
    if (artifact != ARTIFACT_NONE)
        return;
    picture_report(p->c, b, d->picture);
    struct link_target to;
    if (target_of_node(p->c, b->node, &to))
        paint_add(p->c, &p->items,
                  (struct record){ .kind = PLACED_LINK, .link = { b->node, r, to } });
}

/* A slot of a track with all that hangs on it. */
static void place_slot(struct placer *p, const struct track *t, uint32_t slot, sp left, sp baseline,
                       enum artifact artifact)
{
    const struct drawn *d = &t->drawn[slot];
    if (artifact == ARTIFACT_NONE)
        assign(p, d->strings);
    for (const struct marker *m = d->markers; m; m = m->next)
        place_marker(p, m, left + m->left, baseline, artifact);
    if (artifact == ARTIFACT_NONE)
        anchor(p, d->box->node, (struct point){ left + d->left, baseline - t->slots[slot].ascent });
    if (d->set)
        place_text(p, d, left, baseline, artifact);
    else if (d->box->image)
        place_picture(p, d, left, baseline, artifact);
}

static const struct row *row_of(const struct placer *p, const struct fragment *g)
{
    return &p->story->flows[g->flow]->rows[g->row];
}

/* A fragment among its neighbours on the page: rows of its table that touch it, or NULL. */
struct neighbours {
    const struct row *above, *below;
    bool below_begins; /* else it is the rest of a row, under heads that are repeated */
    bool start, end, first_of_table, last_of_table;
};

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

/* The backgrounds of a row and its group, below those of its cells (CSS 2.2, 17.5.1): a gutter
 * between columns is part of the row, but border-spacing lets the table's show through (17.6.1). */
static void place_row_ground(struct placer *p, const struct fragment *g, const struct row *r)
{
    const struct columns *t = r->table->columns;
    const struct box *group = r->box->parent;
    const struct box *layers[] = { group->kind == BOX_TABLE ? NULL : group, r->box };
    uint32_t last = t->count - 1;
    sp left = sp_min(t->left[0], t->left[last]);
    sp right = sp_max(t->left[0] + t->width[0], t->left[last] + t->width[last]);
    for (int i = 0; i < 2; i++) {
        if (!layers[i] || !layers[i]->style->background.alpha)
            continue;
        struct rect whole = { p->kind->left + left, g->top, right - left, g->bottom - g->top };
        uint32_t pieces = t->spaced ? t->count : 1;
        for (uint32_t k = 0; k < pieces; k++) {
            struct rect area = whole;
            if (t->spaced) {
                area.x = p->kind->left + t->left[k];
                area.width = t->width[k];
            }
            paint_rect(p->c, &p->rules, layers[i], area, layers[i]->style->background);
        }
    }
}

/* Background and borders of one cell over its row's height. */
static void place_cell(struct placer *p, const struct fragment *g, const struct track *t,
                       const struct neighbours *n, bool first_row)
{
    struct neighbours own = *n;
    struct rect r = { p->kind->left + t->left, g->top, t->width, g->bottom - g->top };
    own.start = (n->start && !(first_row && t->box->style->first_row_border_hide)) ||
                (!n->start && t->box->style->decoration_clone);
    own.end = n->end || t->box->style->decoration_clone;
    if (in_collapsed(t->box))
        place_collapsed(p, row_of(p, g), t, r, &own);
    else
        paint_decoration(p->c, &p->rules, t->box, t->box->style, r, ends_of(own.start, own.end));
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

/* Blocks inside a track. */
static void place_spans(struct placer *p, const struct track *t, sp left, const struct strip *s)
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

/* Is it a row of that table, or (in another flow) of its like? */
static bool is_same_table(const struct row *r, const struct table *t)
{
    return r && r->table && t && r->table->columns->table == t->columns->table;
}

/* The k-th fragment of the page among its neighbours. */
static struct neighbours neighbours_of(const struct placer *p, uint32_t k)
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

/* How far a cell's lines go down for vertical-align, in a row that is whole. */
static sp shift_of(const struct fragment *g, const struct track *t, const struct strip *s)
{
    enum vertical_align v = t->box ? t->box->style->vertical_align : VALIGN_TOP;
    if (!g->begins || !g->ends || (v != VALIGN_MIDDLE && v != VALIGN_BOTTOM))
        return 0;
    return (g->bottom - (s->bottom + t->tail - t->lack)) / (v == VALIGN_MIDDLE ? 2 : 1);
}

/* The lines of a cell, or of a block, and the blocks in it. */
static void place_strip(struct placer *p, const struct fragment *g, const struct track *t,
                        struct strip *s, enum artifact artifact)
{
    sp shift = shift_of(g, t, s);
    struct arena_mark mark = arena_mark(p->c->scratch);
    for (uint32_t i = 0; i < s->count; i++) {
        s->baselines[i] += shift;
        place_slot(p, t, s->slots[i], p->kind->left, s->baselines[i], artifact);
    }
    if (s->count)
        place_spans(p, t, p->kind->left, s);
    arena_reset(p->c->scratch, mark);
}

/* The row that goes on at the page's top, with the lines of its name used up; NULL: none has one to
 * be repeated. */
static const struct fragment *row_to_name(const struct placer *p)
{
    uint32_t k = 0;
    while (k < p->fragments.count && p->fragments.list[k].begins)
        k++;
    const struct fragment *g = k < p->fragments.count ? &p->fragments.list[k] : NULL;
    if (!g || !row_of(p, g)->again_count)
        return NULL;
    return p->page->from[0] == row_of(p, g)->tracks[0].count ? g : NULL;
}

/* The height that is still free between a page's text and its notes. */
static sp room_left(const struct placer *p) { return sp_max(p->page->gap - p->fragments.sunk, 0); }

/* A row that goes on gets its name again, where the plan has left room for it. */
static void repeat_name(struct placer *p)
{
    const struct fragment *g = row_to_name(p);
    p->name_again = (struct again){ .over = g };
    if (!g)
        return;
    const struct row *r = row_of(p, g);
    const struct box *cell = r->tracks[0].box;
    struct again *n = &p->name_again;
    if (!p->page->named) {
        report_name(p->c, cell, p->number);
        n->over = NULL;
        return;
    }
    n->set = &p->c->layouts[g->flow].sets[cell->continued->index];
    n->baselines = arena_array(p->c->scratch, sp, r->again_count);
    row_again(p->page->shape->grid, r, p->page->from, g->top, n->baselines);
}

/* The lines of a repeated name: no content, since they have been read before. */
static void place_again(struct placer *p, const struct fragment *g)
{
    struct context *c = p->c;
    const struct again *n = &p->name_again;
    const struct variant *v = &n->set->variants[0];
    sp left = p->kind->left + row_of(p, g)->tracks[0].drawn[0].left;
    struct arena_mark mark = arena_mark(c->scratch);
    for (uint32_t i = 0; i < v->lines.count; i++) {
        const struct line *l = set_line(c, n->set, 0, i);
        paint_line(c, &p->items, &v->lines, i, l, left + l->x, n->baselines[i],
                   ARTIFACT_PAGINATION);
    }
    set_report(c, n->set, 0);
    arena_reset(c->scratch, mark);
}

/* One row's fragment: its cells in the source's order. */
static void place_row(struct placer *p, uint32_t k, bool first_row)
{
    const struct fragment *g = &p->fragments.list[k];
    const struct row *r = row_of(p, g);
    const struct neighbours beside = neighbours_of(p, k);
    enum artifact artifact = g->repeated ? ARTIFACT_PAGINATION : ARTIFACT_NONE;
    if (r->strings && g->begins && !g->repeated)
        assign(p, r->strings);
    struct fragment box = *g;
    if (r->table && r->table->columns->table->style->border_collapse && beside.above)
        box.top =
            g[-1].bottom; /* cells that share borders touch, below heads that are repeated too */
    if (r->table)
        place_row_ground(p, &box, r);
    for (uint32_t t = 0; t < r->count; t++) {
        if (r->tracks[t].box)
            place_cell(p, &box, &r->tracks[t], &beside, first_row);
        place_strip(p, g, &r->tracks[t], &g->strips[t], artifact);
        if (!t && g == p->name_again.over)
            place_again(p, g);
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
    if (width != p->c->layouts[p->page->shape->flow].width && !shrunk) {
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

/* The blocks around the page's rows, outer ones first. */
static void place_around(struct placer *p)
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

/* What of a note stands in one column at the foot. */
static void place_note(void *with, const struct part *part, uint32_t from, uint32_t to,
                       unsigned column, const sp *tops)
{
    struct placer *p = with;
    struct context *c = p->c;
    const struct track *t = &p->story->flows[part->flow]->notes[part->note];
    const struct columns_of_notes *r = &p->kind->area.columns;
    p->call = c->boxes->notes[part->note].first_call;
    unsigned k = c->boxes->root->style->rtl ? r->count - 1 - column : column;
    sp left = p->kind->left + p->kind->area.frame.left + (sp)k * (r->width + r->gap);
    struct arena_mark mark = arena_mark(c->scratch);
    uint32_t *slots = arena_array(c->scratch, uint32_t, to - from);
    struct strip s = { .slots = slots, .count = to - from, .cut = to };
    s.baselines = arena_array(c->scratch, sp, s.count);
    for (uint32_t i = 0; i < s.count; i++) {
        slots[i] = from + i;
        s.baselines[i] = p->foot_top + tops[i] + t->slots[from + i].ascent;
        place_slot(p, t, from + i, left, s.baselines[i], ARTIFACT_NONE);
    }
    place_spans(p, t, left, &s);
    arena_reset(c->scratch, mark);
}

/* Height (sp) of the notes' columns: level ones, or (column-fill: auto) one filled before the next
 * with what the page has room for. */
static sp notes_height(struct placer *p)
{
    const struct planned_page *page = p->page;
    const struct foot_shape *foot = &page->shape->foot;
    if (foot->balance)
        return page->level;
    struct share s = notes_share(p->c->scratch, p->story, page->parts, page->part_count, foot,
                                 page->level + room_left(p), PART_LEGALLY);
    return s.whole == page->part_count ? s.height : page->level;
}

/* The notes and what frames them. */
static void place_notes(struct placer *p)
{
    struct context *c = p->c;
    const struct planned_page *page = p->page;
    const struct area *r = &p->kind->area;
    if (!page->part_count)
        return;
    sp level = notes_height(p);
    bool from_top = p->story->notes_at_end && page->row == page->end; /* notes alone are its text */
    p->foot_top = from_top ? p->kind->top + r->before : p->kind->bottom - r->after - level;
    struct style style = *p->kind->style->footnote;
    if (page->waited && style.continued_length.kind != LENGTH_AUTO)
        style.border_length = style.continued_length; /* over what goes on */
    struct box frame = { .kind = BOX_BLOCK, .style = &style, .node = c->boxes->root->node };
    sp open = r->frame.open, high = open + level + r->frame.close;
    struct rect outer = { p->kind->left + r->frame.outer_left, p->foot_top - open,
                          r->frame.outer_width, high };
    paint_decoration(c, &p->rules, &frame, frame.style, outer, END_BOTH);
    notes_walk(c->scratch, p->story, page->parts, page->part_count, &page->shape->foot, level,
               place_note, p);
}

/* Which nodes are worth a destination? */
static bool is_destination(const struct node *n, bool first_call)
{
    if (n->kind != NODE_ELEMENT)
        return false;
    enum role role = n->element ? node_element(n)->role : ROLE_NONE;
    return n->id || first_call || role == ROLE_H1 || role == ROLE_TR;
}

/* The page's own background, over all of it and into the bleed, so that cutting leaves no white
 * edge; and its border. */
static void place_paper(struct placer *p)
{
    struct context *c = p->c;
    const struct page_style *ps = p->kind->style;
    const struct frame *f = &p->kind->frame;
    struct style border = *ps->page;
    struct box b = { .kind = BOX_BLOCK, .style = &border, .node = c->boxes->root->node };
    border.background.alpha = 0;
    struct rect paper = { -ps->bleed, -ps->bleed, ps->width + 2 * ps->bleed,
                          ps->height + 2 * ps->bleed };
    paint_rect(c, &p->rules, &b, paper, ps->page->background);
    struct rect outer = { f->outer_left, f->margin_start, f->outer_width,
                          ps->height - f->margin_start - f->margin_end };
    paint_decoration(c, &p->rules, &b, &border, outer, END_BOTH);
}

/* What has gathered of the page: grounds and rules below the borders that cells share, text
 * above. */
static struct records take_items(struct placer *p)
{
    struct context *c = p->c;
    struct arena_mark mark = arena_mark(c->scratch);
    struct items *layers[] = { &p->rules, &p->shared, &p->items };
    struct record *all =
        arena_array(c->scratch, struct record, p->rules.count + p->shared.count + p->items.count);
    uint32_t n = 0;
    for (int i = 0; i < 3; i++) {
        for (size_t k = 0; k < layers[i]->count; k++)
            all[n++] = layers[i]->items[k];
        layers[i]->count = 0; /* its room serves every page */
    }
    struct records kept = page_keep(c->a, all, n);
    arena_reset(c->scratch, mark);
    return kept;
}

static unsigned flags_of(struct context *c, const struct planned_page *p)
{
    unsigned first = p->number == 1 ? PAGE_FIRST : 0, blank = p->blank ? PAGE_BLANK : 0;
    return page_side(c, p->number) | first | blank;
}

static const struct page_kind *kind_of(struct context *c, const struct planned_page *p)
{
    return page_kind(c, p->name, flags_of(c, p));
}

/* Everything on a page but its furniture. */
static struct page place_page(struct placer *p, const struct plan *plan,
                              const struct planned_page *page)
{
    struct context *c = p->c;
    struct arena_mark mark = arena_mark(c->scratch);
    p->page = page;
    p->kind = kind_of(c, page);
    p->fragments = fragments_of(c->scratch, p->story, plan, page);
    p->number = page->number;
    p->placed_any = false;
    repeat_name(p);
    place_paper(p);
    place_around(p);
    const struct table *seen = NULL;
    for (uint32_t k = 0; k < p->fragments.count; k++) {
        const struct table *t = row_of(p, &p->fragments.list[k])->table;
        bool body = t && p->fragments.list[k].row >= t->first_row;
        place_row(p, k, body && seen != t);
        if (body)
            seen = t;
    }
    place_notes(p);
    arena_reset(c->scratch, mark);
    return (struct page){ .number = page->number,
                          .style = p->kind->style,
                          .text = take_items(p),
                          .blank = page->blank,
                          .grid_slack = page->gap - p->fragments.sunk };
}

/* Elements worth a destination get their anchors' places, in the nodes' order. */
static void find_destinations(struct placer *p)
{
    struct context *c = p->c;
    const struct doc *doc = c->boxes->doc;
    uint32_t nodes = doc ? doc->node_count : 0, n = 0;
    p->placed = arena_array(c->work, bool, nodes + 1u);
    p->destinations = arena_array(c->work, uint32_t, nodes + 1u);
    for (uint32_t i = 0; i < c->boxes->note_count; i++)
        if (c->boxes->notes[i].first_call)
            p->destinations[c->boxes->notes[i].first_call->index] = 1;
    for (uint32_t i = 0; i < nodes; i++)
        p->destinations[i] = is_destination(&doc->nodes[i], p->destinations[i]) ? ++n : 0;
    p->anchors = arena_array(c->a, struct anchor, n);
    p->anchor_count = n;
}

/* What the operations of one property make of a page's number. */
static int64_t count_page(int64_t folio, const struct counter_op *o, bool adds)
{
    for (; o; o = o->next)
        if (strcmp(o->name, "page") == 0)
            folio = adds ? folio + o->value : o->value;
    return folio;
}

/* The number of a page before anything stands on it: that of the one before it and one more, unless
 * its style says otherwise. */
static int64_t next_folio(int64_t folio, const struct style *s)
{
    folio = count_page(folio, s->counter_reset, false);
    int64_t counted = count_page(folio, s->counter_increment, true);
    bool said = false;
    for (const struct counter_op *o = s->counter_increment; o; o = o->next)
        said = said || strcmp(o->name, "page") == 0;
    return count_page(said ? counted : folio + 1, s->counter_set, false);
}

/* And what an element on it makes of that. */
static int64_t folio_at(int64_t folio, const struct box_string *s)
{
    for (; s; s = s->next)
        if (!s->name)
            return s->adds ? folio + s->number : s->number;
    return folio;
}

/* Margin boxes, which may say how many pages there are; named strings as they were set. */
static void add_furniture(struct placer *p, const struct plan *plan, struct page *pages)
{
    struct context *c = p->c;
    struct names *names = names_build(c);
    size_t next = 0;
    int64_t folio = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct page_kind *kind = kind_of(c, &plan->pages[i]);
        folio = next_folio(folio, kind->style->page);
        for (; next < p->assignment_count && p->assignments[next].page == i + 1; next++) {
            names_set(names, p->assignments[next].strings, p->assignments[next].first);
            folio = folio_at(folio, p->assignments[next].strings);
        }
        unsigned last = i + 1 == plan->count ? PAGE_LAST : 0;
        const struct page_style *counted =
            style_page_counted(c->boxes->styles, c->a, page_named(c, kind->name),
                               flags_of(c, &plan->pages[i]) | last, i + 1);
        struct page_kind own = *kind;
        if (counted)
            own.style = counted;
        furniture_page(c, &p->items, names, &own, i + 1, folio, plan->count);
        names_turn(names);
        pages[i].furniture = take_items(p);
    }
}

void place_all(struct context *c, const struct story *s, const struct plan *plan, struct pages *out)
{
    struct placer *p = arena_new(c->work, struct placer);
    struct page *pages = arena_array(c->a, struct page, plan->count);
    uint32_t n = 0;
    p->c = c;
    p->story = s;
    find_destinations(p);
    for (uint32_t i = 0; i < plan->count; i++) {
        pages[i] = place_page(p, plan, &plan->pages[i]);
        if (c->watch)
            c->watch->pages(c->watch->with, i + 1, plan->count);
    }
    add_furniture(p, plan, pages);
    for (uint32_t i = 0; i < p->anchor_count; i++)
        if (p->anchors[i].node)
            p->anchors[n++] = p->anchors[i];
    *out = (struct pages){
        .pages = pages, .count = plan->count, .anchors = p->anchors, .anchor_count = n
    };
}
