/* page/place: fragments → items on paper, by the painting functions.
 *
 * Backgrounds and rules first, then the rows cell by cell, the notes, the furniture.  A part of a row draws its start border
 * only where the row starts and its end border only where it ends (box-decoration-break: slice).
 */
#include "page/inner.h"

#include <string.h>

/* Strings that were set on a page, to be set again when its furniture is made. */
struct assignment {
    const struct box_string *strings;
    uint32_t page;
    bool first;
};

/* Blocks around rows of the flow: those open on this page; `next` and `open` go on from page to page. */
struct around {
    uint32_t next;
    uint32_t *open;
    uint32_t count;
    size_t room;
};

struct placer {
    struct context *c;
    struct items items, rules; /* of the page at hand */
    const struct sheet *s;
    uint32_t number;
    struct page *pages; /* done */
    size_t page_room;
    struct around around;
    bool *placed;           /* by node */
    uint32_t *destinations; /* by node: of those worth a destination its anchor's place, from 1 */
    struct anchor *anchors; /* of these, by node; without a node where it has not been placed */
    uint32_t anchor_count;
    const struct node *call; /* the first call of the note at hand */
    struct assignment *assignments;
    size_t assignment_count, assignment_room;
    bool placed_any;
    sp foot_top; /* of the notes' columns */
};

/* Where a piece's link leads; false when nowhere. */
static bool target_of(struct context *c, const struct piece *p, struct link_target *t)
{
    *t = (struct link_target){ NULL, NULL };
    if (p->kind == PIECE_CALL && p->note < c->boxes->note_count) {
        t->node = c->boxes->notes[p->note].node;
        return t->node;
    }
    const struct node *link = text_link(p);
    const char *href = link ? doc_attribute(link, "href") : NULL;
    if (!href || !*href)
        return false;
    if (*href == '#') {
        t->node = doc_find(c->boxes->doc, href + 1, strlen(href + 1));
        return t->node;
    }
    t->uri = href;
    return true;
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
        if (!target_of(c, piece, &t)) {
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
        paint_add(c, &p->items,
                  (struct record){ .kind = PLACED_LINK, .node = node, .link = { area, t } });
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
                                   .node = m->box->node,
                                   .link = { area, { NULL, p->call } } });
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

/* A line of text with its links; with a paragraph's first line what there is to say of its lines is said. */
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
    place_links(p, l, x, baseline);
    place_anchors(p, l, x, baseline);
    if (d->line == 0)
        set_report(c, d->set, d->variant);
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

/* Collapsed borders of one cell, centred on its edges; the upper and the earlier cell draw what is shared. */
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
    bool rtl = row->table->box->style->rtl;
    sp left = edge[rtl ? SIDE_INLINE_END : SIDE_INLINE_START].width,
       right = edge[rtl ? SIDE_INLINE_START : SIDE_INLINE_END].width;
    sp x = r.x - left / 2,
       width = r.width + left / 2 + right / 2; /* level borders reach over the corners */
    if (n->start && !above)
        paint_border(c, &p->rules, b, edge[SIDE_BLOCK_START],
                     (struct rect){ x, r.y - over / 2, width, over }, AXIS_LEVEL);
    if (n->end)
        paint_border(c, &p->rules, b, edge[SIDE_BLOCK_END],
                     (struct rect){ x, r.y + r.height - under / 2, width, under }, AXIS_LEVEL);
    for (int i = SIDE_INLINE_START; i <= SIDE_INLINE_END; i++)
        if (i == SIDE_INLINE_START || !b->next) {
            sp at = (i == SIDE_INLINE_START) == rtl ? r.x + r.width : r.x;
            paint_border(c, &p->rules, b, edge[i],
                         (struct rect){ at - edge[i].width / 2, r.y, edge[i].width, r.height },
                         AXIS_UPRIGHT);
        }
}

/* The backgrounds of a row and its group, below those of its cells (CSS 2.2, 17.5.1): a gutter between columns is part of the row, but
   border-spacing lets the table's show through (17.6.1). */
static void place_row_ground(struct placer *p, const struct fragment *g, const struct row *r)
{
    const struct table *t = r->table;
    const struct box *group = r->box->parent;
    const struct box *layers[] = { group->kind == BOX_TABLE ? NULL : group, r->box };
    uint32_t last = t->columns - 1;
    sp left = sp_min(t->left[0], t->left[last]);
    sp right = sp_max(t->left[0] + t->width[0], t->left[last] + t->width[last]);
    for (int i = 0; i < 2; i++) {
        if (!layers[i] || !layers[i]->style->background.alpha)
            continue;
        struct rect whole = { p->s->left + left, g->top, right - left, g->bottom - g->top };
        uint32_t pieces = t->spaced ? t->columns : 1;
        for (uint32_t k = 0; k < pieces; k++) {
            struct rect area = whole;
            if (t->spaced) {
                area.x = p->s->left + t->left[k];
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
    struct rect r = { p->s->left + t->left, g->top, t->width, g->bottom - g->top };
    own.start = (n->start && !(first_row && t->box->style->first_row_border_hide)) ||
                (!n->start && t->box->style->decoration_clone);
    own.end = n->end || t->box->style->decoration_clone;
    if (in_collapsed(t->box))
        place_collapsed(p, &p->c->flow.rows[g->row], t, r, &own);
    else
        paint_decoration(p->c, &p->rules, t->box, t->box->style, r, ends_of(own.start, own.end));
}

/* Blocks inside a track. */
static void place_spans(struct placer *p, const struct track *t, sp left, uint32_t from,
                        uint32_t to, const sp *tops, const sp *bottoms)
{
    sp first = tops[0],
       last = bottoms[to - from - 1]; /* edges of the block that parts there and is at hand */
    if (from)
        first -= t->slots[from].open + clone_open(t, from) - t->clone_open;
    if (to < t->count)
        last += t->slots[to].close + clone_close(t, to) - t->clone_close;
    for (uint32_t i = t->span_count; i > 0; i--) { /* outer ones were closed last: they lie below */
        const struct span *s = &t->spans[i - 1];
        if (s->first >= to || s->last < from)
            continue;
        bool start = s->first >= from, end = s->last<to, clone = s->clone_open + s->clone_close> 0;
        sp top = start ? tops[s->first - from] - s->open : first,
           bottom = end ? bottoms[s->last - from] + s->close : last;
        struct rect r = { left + s->left, top, s->width, bottom - top };
        paint_decoration(p->c, &p->rules, s->box, s->box->style, r,
                         ends_of(start || clone, end || clone));
        if (!start)
            first += s->clone_open;
        if (!end)
            last -= s->clone_close;
    }
}

/* The k-th fragment of the page among its neighbours. */
static struct neighbours neighbours_of(const struct context *c, const struct sheet *s, uint32_t k)
{
    const struct fragment *g = &s->fragments[k];
    const struct row *r = &c->flow.rows[g->row];
    const struct row *above = k > 0 ? &c->flow.rows[g[-1].row] : NULL,
                     *below = k + 1 < s->count ? &c->flow.rows[g[1].row] : NULL;
    const struct table *t = r->table;
    struct neighbours n = { .start = row_begins(r, g->from), .end = row_ends(r, g->to) };
    if (above && above->table == t)
        n.above = above;
    if (below && below->table == t) {
        n.below = below;
        n.below_begins = row_begins(below, g[1].from);
    }
    n.first_of_table = t && g->row == t->first_head;
    n.last_of_table = t && g->row + 1 == t->end_row;
    return n;
}

/* One row's fragment: its cells in the source's order. */
static void place_row(struct placer *p, uint32_t k, bool first_row)
{
    struct context *c = p->c;
    const struct fragment *g = &p->s->fragments[k];
    const struct row *r = &c->flow.rows[g->row];
    const struct neighbours beside = neighbours_of(c, p->s, k);
    bool resumed = !beside.start, complete = beside.end;
    enum artifact artifact = g->repeat ? ARTIFACT_PAGINATION : ARTIFACT_NONE;
    if (r->strings && !resumed && !g->repeat)
        assign(p, r->strings);
    if (r->table)
        place_row_ground(p, g, r);
    for (uint32_t t = 0; t < r->count; t++) {
        const struct track *track = &r->tracks[t];
        if (track->box)
            place_cell(p, g, track, &beside, first_row);
        uint32_t n = g->to[t] - g->from[t];
        if (!n)
            continue;
        struct arena_mark mark = arena_mark(c->scratch);
        sp *tops = arena_array(c->scratch, sp, n), *bottoms = arena_array(c->scratch, sp, n);
        sp y = g->top + track_lead(r, track, !resumed, g->from[t]), end = y, shift = 0;
        enum vertical_align v = track->box ? track->box->style->vertical_align : VALIGN_TOP;
        for (int pass = 0; pass < 2;
             pass++) { /* the first finds the height, for middle and bottom */
            y = g->top + track_lead(r, track, !resumed, g->from[t]) + shift;
            for (uint32_t i = g->from[t]; i < g->to[t]; i++) {
                const struct slot *s = &track->slots[i];
                sp base = slot_baseline(p->s->style, s, y, resumed && i == g->from[t]);
                if (pass)
                    place_slot(p, track, i, p->s->left, base, artifact);
                tops[i - g->from[t]] = base - s->ascent;
                bottoms[i - g->from[t]] = y = base + s->descent;
            }
            end = y + track->tail - track->lack;
            if (!pass && !resumed && complete && (v == VALIGN_MIDDLE || v == VALIGN_BOTTOM))
                shift = (g->bottom - end) / (v == VALIGN_MIDDLE ? 2 : 1);
        }
        place_spans(p, track, p->s->left, g->from[t], g->to[t], tops, bottoms);
        arena_reset(c->scratch, mark);
    }
}

static void place_around(struct placer *p)
{
    struct context *c = p->c;
    struct around *a = &p->around;
    const struct sheet *s = p->s;
    if (!has_content(s, s->count))
        return;
    const struct fragment *g0 = s->fragments, *g1 = &s->fragments[s->count - 1];
    while (g0->repeat)
        g0++;
    uint32_t k = 0, first = g0->row, last = g1->row;
    while (a->next < c->flow.span_count && c->flow.spans[a->next].first <= last) {
        a->open = arena_grow(c->work, a->open, sizeof *a->open, a->count, a->count + 1u, &a->room);
        a->open[a->count++] = a->next++;
    }
    bool complete = row_ends(&c->flow.rows[last], g1->to),
         resumed = !row_begins(&c->flow.rows[first], g0->from);
    sp width = page_width(c, s->name);
    const struct row *at_end = &c->flow.rows[last];
    sp first_top = s->top,
       last_bottom = g1->bottom +
                     (complete ? at_end->behind : at_end->part_behind); /* of a clone that parts */
    for (uint32_t i = 0; i < a->count; i++) {
        const struct span *b = &c->flow.spans[a->open[i]];
        bool start = b->first > first || (b->first == first && !resumed),
             end = b->last < last || (b->last == last && complete);
        bool clone = b->clone_open + b->clone_close > 0;
        sp top = clone ? first_top : s->fragments[0].top, bottom = clone ? last_bottom : g1->bottom;
        if (start) /* the page's rows follow each other */
            top = g0[b->first - first].top - b->open;
        if (end)
            bottom = g0[b->last - first].bottom + b->close;
        struct style own = *b->box->style;
        for (int side = 0; side < SIDE_COUNT && b->box->kind == BOX_TABLE && own.border_collapse;
             side++)
            own.border[side].width = 0; /* its cells draw them */
        sp left = b->left, across = b->width;
        bool shrunk = b->box->kind == BOX_TABLE && !own.table_fixed &&
                      own.width.kind != LENGTH_VALUE; /* to columns that stay as they are */
        if (width != c->width && !shrunk) {           /* it goes on over pages of other widths */
            struct frame f = frame_on(c, b->box, width);
            left = f.outer_left;
            across = f.outer_width;
        }
        struct rect r = { s->left + left, top, across, bottom - top };
        paint_decoration(c, &p->rules, b->box, &own, r, ends_of(start || clone, end || clone));
        if (!start)
            first_top += b->clone_open;
        if (!end)
            last_bottom -= b->clone_close;
        if (!end)
            a->open[k++] = a->open[i];
    }
    a->count = k;
}

/* What of a note stands in one column at the foot. */
static void place_note(void *with, const struct part *part, uint32_t from, uint32_t to,
                       unsigned column, const sp *tops)
{
    struct placer *p = with;
    struct context *c = p->c;
    const struct track *t = &c->flow.notes[part->note];
    const struct columns_of_notes *r = &c->columns;
    p->call = c->boxes->notes[part->note].first_call;
    unsigned k = c->boxes->root->style->rtl ? r->count - 1 - column : column;
    sp left = p->s->left + p->s->area->frame.left + (sp)k * (r->width + r->gap);
    struct arena_mark mark = arena_mark(c->scratch);
    sp *top = arena_array(c->scratch, sp, to - from),
       *bottom = arena_array(c->scratch, sp, to - from);
    for (uint32_t i = from; i < to; i++) {
        const struct slot *s = &t->slots[i];
        top[i - from] = p->foot_top + tops[i - from];
        bottom[i - from] = top[i - from] + s->ascent + s->descent;
        place_slot(p, t, i, left, top[i - from] + s->ascent, ARTIFACT_NONE);
    }
    place_spans(p, t, left, from, to, top, bottom);
    arena_reset(c->scratch, mark);
}

/* The notes and what frames them. */
static void place_notes(struct placer *p)
{
    struct context *c = p->c;
    const struct sheet *s = p->s;
    if (!s->part_count)
        return;
    const struct area *r = s->area;
    p->foot_top = s->bottom - r->after - s->level;
    struct box frame = { .kind = BOX_BLOCK,
                         .style = s->style->footnote,
                         .node = c->boxes->root->node };
    sp open = r->frame.open, high = open + s->level + r->frame.close;
    struct rect outer = { s->left + r->frame.outer_left, p->foot_top - open, r->frame.outer_width,
                          high };
    paint_decoration(c, &p->rules, &frame, frame.style, outer, END_BOTH);
    columns_walk(c, s->parts, s->part_count, s->level, !s->style->footnote->column_fill_balance,
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

/* The page's own background, over all of it, and its border. */
static void place_paper(struct placer *p)
{
    struct context *c = p->c;
    const struct page_style *ps = p->s->style;
    const struct frame *f = &p->s->kind->frame;
    struct style border = *ps->page;
    struct box b = { .kind = BOX_BLOCK, .style = &border, .node = c->boxes->root->node };
    border.background.alpha = 0;
    paint_rect(c, &p->rules, &b, (struct rect){ 0, 0, ps->width, ps->height },
               ps->page->background);
    struct rect outer = { f->outer_left, f->margin_start, f->outer_width,
                          ps->height - f->margin_start - f->margin_end };
    paint_decoration(c, &p->rules, &b, &border, outer, END_BOTH);
}

/* What has gathered of the page, rules below the rest. */
static struct records take_items(struct placer *p)
{
    uint32_t rules = (uint32_t)p->rules.count, n = rules + (uint32_t)p->items.count;
    struct record *all = arena_array(p->c->a, struct record, n);
    if (p->rules.count)
        memcpy(all, p->rules.items, p->rules.count * sizeof *all);
    if (p->items.count)
        memcpy(all + rules, p->items.items, p->items.count * sizeof *all);
    p->items.count = p->rules.count = 0; /* their room serves every page */
    return (struct records){ all, n };
}

/* Everything on a page that is filled but its furniture. */
void place_page(struct placer *p, uint32_t number)
{
    struct context *c = p->c;
    const struct sheet *s = p->s = &c->sheets[number - 1];
    p->number = number;
    p->placed_any = false;
    place_paper(p);
    place_around(p);
    const struct table *seen = NULL;
    for (uint32_t k = 0; k < s->count; k++) {
        const struct row *r = &c->flow.rows[s->fragments[k].row];
        bool body = r->table && s->fragments[k].row >= r->table->first_row;
        place_row(p, k, body && seen != r->table);
        if (body)
            seen = r->table;
    }
    place_notes(p);
    sp slack = s->bottom - foot_height(s) - (s->count ? s->fragments[s->count - 1].edge : s->top);
    p->pages = arena_grow(c->work, p->pages, sizeof *p->pages, number - 1, number, &p->page_room);
    p->pages[number - 1] = (struct page){ .number = number,
                                          .style = s->style,
                                          .text = take_items(p),
                                          .blank = s->blank,
                                          .grid_slack = slack };
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

struct placer *place_open(struct context *c)
{
    struct placer *p = arena_new(c->work, struct placer);
    p->c = c;
    find_destinations(p);
    return p;
}

/* Margin boxes, which may say how many pages there are; named strings as they were set. */
static void add_furniture(struct placer *p)
{
    struct context *c = p->c;
    struct names *names = names_build(c);
    size_t next = 0;
    for (uint32_t i = 0; i < c->sheet_count; i++) {
        layout_use(c, c->sheets[i].layout);
        for (; next < p->assignment_count && p->assignments[next].page == i + 1; next++)
            names_set(names, p->assignments[next].strings, p->assignments[next].first);
        furniture_page(c, &p->items, names, i + 1, c->sheet_count);
        names_turn(names);
        p->pages[i].furniture = take_items(p);
    }
}

void place_close(struct placer *p, struct pages *out)
{
    struct context *c = p->c;
    add_furniture(p);
    struct page *pages = arena_array(c->a, struct page, c->sheet_count);
    memcpy(pages, p->pages, c->sheet_count * sizeof *pages);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->anchor_count; i++)
        if (p->anchors[i].node)
            p->anchors[n++] = p->anchors[i];
    *out = (struct pages){
        .pages = pages, .count = c->sheet_count, .anchors = p->anchors, .anchor_count = n
    };
}
