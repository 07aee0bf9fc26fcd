/* page/place: fragments → items on paper.
 *
 * Backgrounds and rules first, then the rows cell by cell, the notes, the furniture.  A part of a row draws its start border
 * only where the row starts and its end border only where it ends (box-decoration-break: slice).
 */
#include "page/inner.h"

#include <string.h>

#define DASHES_MOST 4000        /* more dashes on a side are drawn as one rule */

struct placer {
    struct context *c;
    struct items items, rules;      /* of the page at hand */
    const struct sheet *s;
    uint32_t number;
    struct anchor *anchors; uint8_t *seen;  /* by node: 1 = placed */
    const struct node **called;     /* nodes that are first calls */
    struct names *names;
    bool placed_any;
    sp foot_top;                    /* of the notes' columns */
};

void items_add(struct context *c, struct items *to, struct placed p)
{
    to->items = arena_grow(c->a, to->items, sizeof p, to->count, to->count + 1, &to->room);
    to->items[to->count++] = p;
}

/* One filled rectangle. */
static void add_rect(struct context *c, struct items *to, const struct box *b, struct rect r, struct color color)
{
    if (r.width <= 0 || r.height <= 0 || !color.alpha) return;
    items_add(c, to, (struct placed){ .kind = PLACED_RECT, .artifact = ARTIFACT_LAYOUT, .node = b->node, .rect = { r, color } });
}

/* A border along the long side of r. */
static void add_border(struct context *c, struct items *to, const struct box *b, struct border e, struct rect r, bool level)
{
    sp length = level ? r.width : r.height, thick = level ? r.height : r.width;
    if (e.style == BORDER_NONE || thick <= 0 || length <= 0) return;
    if (e.style == BORDER_DOUBLE && thick >= 3) {
        struct rect one = r, two = r;
        sp third = thick / 3;
        if (level) { one.height = two.height = third; two.y += thick - third; } else { one.width = two.width = third; two.x += thick - third; }
        add_rect(c, to, b, one, e.color);
        add_rect(c, to, b, two, e.color);
        return;
    }
    sp dash = e.style == BORDER_DOTTED ? thick : 3 * thick;
    if ((e.style == BORDER_DASHED || e.style == BORDER_DOTTED) && length / (2 * dash) < DASHES_MOST) {
        for (sp at = 0; at < length; at += 2 * dash) {
            struct rect d = r;
            sp l = sp_min(dash, length - at);
            if (level) { d.x += at; d.width = l; } else { d.y += at; d.height = l; }
            add_rect(c, to, b, d, e.color);
        }
        return;
    }
    add_rect(c, to, b, r, e.color);
}

/* Background and borders of a border box r; start and end say whether its block-start and block-end sides are here. */
void place_decoration(struct context *c, struct items *to, const struct box *b, const struct style *s, struct rect r, bool start, bool end)
{
    const struct border *e = s->border;
    add_rect(c, to, b, r, s->background);
    sp long_start = r.width;
    if (s->border_length.kind == LENGTH_VALUE) long_start = sp_min(sp_max(resolve(c, s, s->border_length, r.width), 0), r.width);
    if (start) add_border(c, to, b, e[SIDE_BLOCK_START], (struct rect){ s->rtl ? r.x + r.width - long_start : r.x, r.y, long_start, e[SIDE_BLOCK_START].width }, true);
    if (end) add_border(c, to, b, e[SIDE_BLOCK_END], (struct rect){ r.x, r.y + r.height - e[SIDE_BLOCK_END].width, r.width, e[SIDE_BLOCK_END].width }, true);
    struct border left = e[s->rtl ? SIDE_INLINE_END : SIDE_INLINE_START], right = e[s->rtl ? SIDE_INLINE_START : SIDE_INLINE_END];
    add_border(c, to, b, left, (struct rect){ r.x, r.y, left.width, r.height }, false);
    add_border(c, to, b, right, (struct rect){ r.x + r.width - right.width, r.y, right.width, r.height }, false);
}

/* Runs of a line as items, from the line's left edge. */
void place_line(struct context *c, struct items *to, const struct line *l, sp x, sp baseline, enum artifact artifact)
{
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct line_run *r = &l->runs[i];
        if (!r->run->face) continue;                    /* a fixed space */
        const struct piece *p = r->run->piece < l->paragraph->piece_count ? &l->paragraph->pieces[r->run->piece] : NULL;
        items_add(c, to, (struct placed){ .kind = PLACED_GLYPHS, .artifact = artifact, .node = p && p->node ? p->node : l->paragraph->node,
                                          .glyphs = { r, l, { x + r->x, baseline } } });
    }
}

/* Where a piece's link leads; false when nowhere. */
static bool target_of(struct context *c, const struct piece *p, struct link_target *t)
{
    *t = (struct link_target){ NULL, NULL };
    if (p->kind == PIECE_CALL && p->note < c->boxes->note_count) { t->node = c->boxes->notes[p->note].node; return t->node; }
    const char *href = p->link ? doc_attribute(p->link, "href") : NULL;
    if (!href || !*href) return false;
    if (*href == '#') { t->node = doc_find(c->boxes->doc, href + 1, strlen(href + 1)); return t->node; }
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
        if (r->run->piece >= l->paragraph->piece_count) continue;
        const struct piece *piece = &l->paragraph->pieces[r->run->piece];
        if (!target_of(c, piece, &t)) { open = NULL; continue; }
        const struct node *node = piece->link ? piece->link : piece->node;
        if (open == node) {
            struct rect *last = &p->items.items[p->items.count - 1].link.rect;
            last->width = x + r->x + r->width - last->x;
            continue;
        }
        struct rect area = { x + r->x, baseline - l->ascent, r->width, l->ascent + l->descent };
        items_add(c, &p->items, (struct placed){ .kind = PLACED_LINK, .node = node, .link = { area, t } });
        open = node;
    }
}

/* The element and all around it that have not been placed yet start here. */
static void anchor(struct placer *p, const struct node *n, struct point at)
{
    for (; n && !p->seen[n->index]; n = n->parent) {
        p->seen[n->index] = 1;
        p->anchors[n->index] = (struct anchor){ n, p->number, at };
    }
}

/* From a note's number back to its first call. */
static void place_back_link(struct placer *p, const struct marker *m, sp left, sp baseline)
{
    const struct line *l = &m->lines->lines[0];
    const struct node *call = p->called[m->box->node->index];
    struct rect area = { left + m->left, baseline - l->ascent, l->width, l->ascent + l->descent };
    if (call) items_add(p->c, &p->items, (struct placed){ .kind = PLACED_LINK, .node = m->box->node, .link = { area, { NULL, call } } });
}

/* A line with all that hangs on it. */
static void place_slot(struct placer *p, const struct slot *slot, sp left, sp baseline, enum artifact artifact)
{
    struct context *c = p->c;
    if (artifact == ARTIFACT_NONE) {
        if (slot->strings) names_set(c, p->names, slot->strings, !p->placed_any);
        p->placed_any = true;
    }
    for (const struct marker *m = slot->markers; m; m = m->next)
        if (m->lines->count) {
            place_line(c, &p->items, &m->lines->lines[0], left + m->left, baseline, artifact);
            if (artifact == ARTIFACT_NONE && m->box->style->float_kind == FLOAT_FOOTNOTE && m->box->node)
                place_back_link(p, m, left, baseline);
        }
    if (artifact == ARTIFACT_NONE) anchor(p, slot->box->node, (struct point){ left + slot->left, baseline - slot->ascent });
    if (!slot->line) return;
    sp x = left + slot->left + slot->line->x;
    place_line(c, &p->items, slot->line, x, baseline, artifact);
    if (artifact != ARTIFACT_NONE) return;
    place_links(p, slot->line, x, baseline);
    for (uint32_t i = 0; i < slot->line->run_count; i++) {
        const struct line_run *r = &slot->line->runs[i];
        if (r->run->piece >= slot->line->paragraph->piece_count) continue;
        const struct piece *piece = &slot->line->paragraph->pieces[r->run->piece];
        struct point at = { x + r->x, baseline - slot->line->ascent };
        anchor(p, piece->node, at);
        if (piece->link) anchor(p, piece->link, at);
    }
}

/* The border that wins on an edge shared by two cells (CSS 2.2, 17.6.2.1, by width alone). */
static struct border wider(struct border a, struct border b) { return b.width > a.width ? b : a; }

/* The cell of a column in the row of the flow `step` away, or NULL. */
static const struct box *neighbour(const struct context *c, uint32_t row, int step, uint16_t column)
{
    const struct row *r = &c->flow.rows[row];
    if ((step < 0 && row == 0) || (step > 0 && row + 1 >= c->flow.count)) return NULL;
    const struct row *o = step < 0 ? r - 1 : r + 1;
    if (!o->table || o->table != r->table) return NULL;
    for (uint32_t i = 0; i < o->count; i++) if (o->tracks[i].column == column) return o->tracks[i].box;
    return NULL;
}

/* Collapsed borders of one cell, centred on its edges; shared edges are drawn by the later cell. */
static void place_collapsed(struct placer *p, uint32_t row, const struct track *t, struct rect r, bool start, bool end)
{
    struct context *c = p->c;
    const struct box *b = t->box, *above = neighbour(c, row, -1, t->column), *below = neighbour(c, row, 1, t->column);
    const struct style *table = c->flow.rows[row].table->box->style;
    add_rect(c, &p->rules, b, r, b->style->background);
    struct border top = wider(b->style->border[SIDE_BLOCK_START], above ? above->style->border[SIDE_BLOCK_END] : table->border[SIDE_BLOCK_START]);
    struct border bottom = wider(b->style->border[SIDE_BLOCK_END], table->border[SIDE_BLOCK_END]);
    const struct box *prev = NULL;
    for (const struct box *k = b->parent->first; k && k != b; k = k->next) prev = k;
    struct border first = wider(b->style->border[SIDE_INLINE_START], prev ? prev->style->border[SIDE_INLINE_END] : table->border[SIDE_INLINE_START]);
    struct border last = wider(b->style->border[SIDE_INLINE_END], table->border[SIDE_INLINE_END]);
    bool rtl = b->style->rtl;
    sp x0 = rtl ? r.x + r.width : r.x, x1 = rtl ? r.x : r.x + r.width;
    if (start) add_border(c, &p->rules, b, top, (struct rect){ r.x, r.y - top.width / 2, r.width, top.width }, true);
    if (end && !below) add_border(c, &p->rules, b, bottom, (struct rect){ r.x, r.y + r.height - bottom.width / 2, r.width, bottom.width }, true);
    add_border(c, &p->rules, b, first, (struct rect){ x0 - first.width / 2, r.y, first.width, r.height }, false);
    if (!b->next) add_border(c, &p->rules, b, last, (struct rect){ x1 - last.width / 2, r.y, last.width, r.height }, false);
}

/* Background and borders of one cell over its row's height. */
static void place_cell(struct placer *p, const struct fragment *g, const struct track *t, bool start, bool end, bool first_row)
{
    struct context *c = p->c;
    struct rect r = { p->s->left + t->left, g->top, t->width, g->bottom - g->top };
    if (first_row && t->box->style->first_row_border_hide) start = false;
    if (in_collapsed(t->box)) place_collapsed(p, g->row, t, r, start, end);
    else place_decoration(c, &p->rules, t->box, t->box->style, r, start, end);
}

/* Blocks inside a track. */
static void place_spans(struct placer *p, const struct track *t, uint32_t from, uint32_t to, const sp *tops, const sp *bottoms)
{
    for (uint32_t i = t->span_count; i > 0; i--) {          /* outer ones were closed last: they lie below */
        const struct span *s = &t->spans[i - 1];
        if (s->first >= to || s->last < from) continue;
        bool start = s->first >= from, end = s->last < to;
        sp top = start ? tops[s->first - from] - s->open : tops[0], bottom = end ? bottoms[s->last - from] + s->close : bottoms[to - from - 1];
        place_decoration(p->c, &p->rules, s->box, s->box->style, (struct rect){ p->s->left + s->left, top, s->width, bottom - top }, start, end);
    }
}

/* One row's fragment: its cells in the source's order. */
static void place_row(struct placer *p, const struct fragment *g, bool first_row)
{
    struct context *c = p->c;
    const struct row *r = &c->flow.rows[g->row];
    bool resumed = false, complete = true;
    for (uint32_t t = 0; t < r->count; t++) { resumed = resumed || g->from[t] > 0; complete = complete && g->to[t] == r->tracks[t].count; }
    enum artifact artifact = g->repeat ? ARTIFACT_PAGINATION : ARTIFACT_NONE;
    if (r->strings && !resumed && !g->repeat) { names_set(c, p->names, r->strings, !p->placed_any); p->placed_any = true; }
    for (uint32_t t = 0; t < r->count; t++) {
        const struct track *track = &r->tracks[t];
        if (track->box) place_cell(p, g, track, !resumed, complete, first_row);
        uint32_t n = g->to[t] - g->from[t];
        if (!n) continue;
        struct arena_mark mark = arena_mark(c->scratch);
        sp *tops = arena_array(c->scratch, sp, n), *bottoms = arena_array(c->scratch, sp, n);
        sp y = g->top + track_lead(r, track, !resumed), end = y, shift = 0;
        enum vertical_align v = track->box ? track->box->style->vertical_align : VALIGN_TOP;
        for (int pass = 0; pass < 2; pass++) {              /* the first finds the height, for middle and bottom */
            y = g->top + track_lead(r, track, !resumed) + shift;
            for (uint32_t k = g->from[t]; k < g->to[t]; k++) {
                const struct slot *s = &track->slots[k];
                sp base = slot_baseline(p->s->style, s, y, resumed && k == g->from[t]);
                if (pass) place_slot(p, s, p->s->left, base, artifact);
                tops[k - g->from[t]] = base - s->ascent;
                bottoms[k - g->from[t]] = y = base + s->descent;
            }
            end = y + track->tail;
            if (!pass && !resumed && complete && (v == VALIGN_MIDDLE || v == VALIGN_BOTTOM)) shift = (g->bottom - end) / (v == VALIGN_MIDDLE ? 2 : 1);
        }
        place_spans(p, track, g->from[t], g->to[t], tops, bottoms);
        arena_reset(c->scratch, mark);
    }
}

/* Blocks around rows of the flow: those open on this page; `next` and `open` go on from page to page. */
struct around { uint32_t next; uint32_t *open; uint32_t count; size_t room; };

static void place_around(struct placer *p, struct around *a)
{
    struct context *c = p->c;
    const struct sheet *s = p->s;
    uint32_t k = 0, first = UINT32_MAX, last = 0;
    const struct fragment *g0 = NULL, *g1 = NULL;
    for (uint32_t i = 0; i < s->count; i++) if (!s->fragments[i].repeat) { if (!g0) g0 = &s->fragments[i]; g1 = &s->fragments[i]; }
    if (!g0) return;
    first = g0->row; last = g1->row;
    while (a->next < c->flow.span_count && c->flow.spans[a->next].first <= last) {
        a->open = arena_grow(c->a, a->open, sizeof *a->open, a->count, a->count + 1u, &a->room);
        a->open[a->count++] = a->next++;
    }
    const struct row *row = &c->flow.rows[last];
    bool complete = true, resumed = false;
    for (uint32_t t = 0; t < row->count; t++) complete = complete && g1->to[t] == row->tracks[t].count;
    for (uint32_t t = 0; t < c->flow.rows[first].count; t++) resumed = resumed || g0->from[t] > 0;
    for (uint32_t i = 0; i < a->count; i++) {
        const struct span *b = &c->flow.spans[a->open[i]];
        bool start = b->first > first || (b->first == first && !resumed), end = b->last < last || (b->last == last && complete);
        sp top = s->fragments[0].top, bottom = g1->bottom;
        for (const struct fragment *g = g0; g <= g1; g++) {
            if (g->row == b->first && start) top = g->top - b->open;
            if (g->row == b->last && end) bottom = g->bottom + b->close;
        }
        place_decoration(c, &p->rules, b->box, b->box->style, (struct rect){ s->left + b->left, top, b->width, bottom - top }, start, end);
        if (!end) a->open[k++] = a->open[i];
    }
    a->count = k;
}

/* One slot of a note at the foot. */
static void place_note_slot(void *with, const struct part *part, uint32_t slot, unsigned column, sp y)
{
    struct placer *p = with;
    struct context *c = p->c;
    const struct track *t = &c->flow.notes[part->note];
    const struct slot *s = &t->slots[slot];
    const struct area *r = &c->area;
    unsigned k = c->boxes->root->style->rtl ? r->columns - 1 - column : column;
    sp left = p->s->left + r->left + (sp)k * (r->column + r->gap);
    place_slot(p, s, left, p->foot_top + y + s->ascent, ARTIFACT_NONE);
}

/* The notes and what frames them. */
static void place_notes(struct placer *p)
{
    struct context *c = p->c;
    const struct sheet *s = p->s;
    if (!s->part_count) return;
    const struct area *r = &c->area;
    p->foot_top = s->bottom - r->after - s->level;
    struct box frame = { .kind = BOX_BLOCK, .style = s->style->footnote, .node = c->boxes->root->node };
    sp open = r->frame.open, close = r->frame.close;
    place_decoration(c, &p->rules, &frame, frame.style, (struct rect){ s->left + r->frame.outer_left, p->foot_top - open, r->frame.outer_width, s->level + open + close }, true, true);
    columns_walk(c, s->parts, s->part_count, s->level, place_note_slot, p);
}

/* Which nodes are worth a destination? */
static bool is_destination(const struct placer *p, const struct node *n)
{
    if (n->kind != NODE_ELEMENT) return false;
    enum role role = n->element ? n->element->role : ROLE_NONE;
    return n->id || p->seen[n->index] & 2 || role == ROLE_H1 || role == ROLE_TR;
}

/* All pages. */
void place_all(struct context *c, struct pages *out)
{
    uint32_t nodes = c->boxes->doc ? c->boxes->doc->node_count : 0;
    struct placer p = { .c = c, .names = names_build(c), .anchors = arena_array(c->a, struct anchor, nodes + 1u),
                        .seen = arena_array(c->a, uint8_t, nodes + 1u), .called = arena_array(c->a, const struct node *, nodes + 1u) };
    struct around around = { 0 };
    struct page *pages = arena_array(c->a, struct page, c->sheet_count);
    for (uint32_t i = 0; i < c->boxes->note_count; i++)
        if (c->boxes->notes[i].node) p.called[c->boxes->notes[i].node->index] = c->boxes->notes[i].first_call;
    for (uint32_t i = 0; i < c->sheet_count; i++) {
        const struct sheet *s = &c->sheets[i];
        p.s = s; p.number = i + 1; p.placed_any = false;
        p.items = (struct items){ 0 }; p.rules = (struct items){ 0 };
        place_around(&p, &around);
        const struct table *seen = NULL;
        for (uint32_t k = 0; k < s->count; k++) {
            const struct row *r = &c->flow.rows[s->fragments[k].row];
            bool body = r->table && s->fragments[k].row >= r->table->first_row;
            place_row(&p, &s->fragments[k], body && seen != r->table);
            if (body) seen = r->table;
        }
        place_notes(&p);
        furniture_page(c, &p.items, p.names, i + 1, c->sheet_count);
        names_turn(p.names);
        for (size_t k = 0; k < p.items.count; k++) items_add(c, &p.rules, p.items.items[k]);
        sp foot = s->part_count ? s->level + c->area.before + c->area.after : 0;
        sp slack = s->bottom - foot - (s->count ? s->fragments[s->count - 1].edge : s->top);
        pages[i] = (struct page){ i + 1, s->style, p.rules.items, (uint32_t)p.rules.count, s->blank, slack };
    }
    for (uint32_t i = 0; i < c->boxes->note_count; i++)
        if (c->boxes->notes[i].first_call) p.seen[c->boxes->notes[i].first_call->index] |= 2;
    struct anchor *kept = arena_array(c->a, struct anchor, nodes + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < nodes; i++) if (p.anchors[i].node && is_destination(&p, p.anchors[i].node)) kept[n++] = p.anchors[i];
    *out = (struct pages){ pages, c->sheet_count, kept, n };
}
