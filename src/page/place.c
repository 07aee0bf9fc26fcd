/* page/place: fragments → items on paper, by the painting functions.
 *
 * Backgrounds and rules first, then the rows cell by cell, the notes, the furniture.
 */
#include "page/placer.h"
#include "plan/notes.h"

#include <string.h>

sp fragment_left(const struct placer *p, const struct fragment *g)
{
    const struct row *r = row_of(p, g);
    sp left = p->kind->left;
    if (!p->c->boxes->root->style->rtl)
        return left;
    sp width = r->table ? r->table->columns->across : layout_width(p->c, g->flow, r->name);
    return left + p->kind->right - p->kind->left - width;
}

/* Where a page has room for text down to: its notes or its foot. */
static sp text_bottom(const struct placer *p)
{
    const struct page_shape *s = p->page->shape;
    bool notes = p->page->part_count > 0;
    return s->bottom - (notes ? p->page->level + s->foot.before + s->foot.after : 0);
}

/* How far a cell's lines go down for vertical-align, in a row that is whole; its height may reach
 * below the page's text, where nobody sees it. */
static sp shift_of(const struct placer *p, const struct fragment *g, const struct track *t,
                   const struct strip *s)
{
    enum vertical_align v = t->box ? t->box->style->vertical_align : VALIGN_TOP;
    if (!g->begins || !g->ends || (v != VALIGN_MIDDLE && v != VALIGN_BOTTOM))
        return 0;
    sp room = sp_min(g->bottom, text_bottom(p)) - (s->bottom + t->tail - t->lack);
    return sp_max(room, 0) / (v == VALIGN_MIDDLE ? 2 : 1);
}

/* The lines of a cell, or of a block, and the blocks in it. */
static void place_strip(struct placer *p, const struct fragment *g, const struct track *t,
                        struct strip *s, enum artifact artifact)
{
    sp shift = shift_of(p, g, t, s), left = fragment_left(p, g);
    struct arena_mark mark = arena_mark(p->c->scratch);
    for (uint32_t i = 0; i < s->count; i++) {
        s->baselines[i] += shift;
        place_slot(p, t, s->slots[i], left, s->baselines[i], artifact);
    }
    if (s->count)
        place_spans(p, t, left, s);
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
    n->set = layout_set(p->c, g->flow, cell->continued);
    n->baselines = arena_array(p->c->scratch, sp, r->again_count);
    row_again(p->page->shape->grid, r, p->page->from, g->top, n->baselines);
}

/* The lines of a repeated name: no content, since they have been read before. */
static void place_again(struct placer *p, const struct fragment *g)
{
    struct context *c = p->c;
    const struct again *n = &p->name_again;
    const struct variant *v = &n->set->variants[0];
    sp left = fragment_left(p, g) + row_of(p, g)->tracks[0].drawn[0].left;
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
        place_strings(p, r->strings);
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

/* The columns of notes on the page: fewer than its kind has where a note goes on that was set for
 * wider ones. */
static struct columns_of_notes columns_on(const struct placer *p)
{
    const struct planned_page *page = p->page;
    struct columns_of_notes r = p->kind->area.columns;
    unsigned count = notes_columns(p->story, page->parts, page->part_count, &page->shape->foot);
    sp all = (sp)r.count * (r.width + r.gap);
    if (count != r.count)
        r = (struct columns_of_notes){ count, all / (sp)count - r.gap, r.gap };
    return r;
}

/* What of a note stands in one column at the foot. */
static void place_note(void *with, const struct part *part, uint32_t from, uint32_t to,
                       unsigned column, const sp *tops)
{
    struct placer *p = with;
    struct context *c = p->c;
    const struct track *t = &p->story->flows[part->flow]->notes[part->note];
    const struct columns_of_notes r = columns_on(p);
    p->call = c->boxes->notes[part->note].first_call;
    unsigned k = c->boxes->root->style->rtl ? r.count - 1 - column : column;
    sp left = p->kind->left + p->kind->area.frame.left + (sp)k * (r.width + r.gap);
    if (c->boxes->root->style->rtl) /* set for another width, it keeps its right edge */
        left += r.width - t->width;
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
    p->foot_top = p->kind->bottom - r->after - level;
    if (from_top || p->foot_top < r->before) /* what is higher than the page leaves it below */
        p->foot_top = p->kind->top + r->before;
    struct style style = *p->kind->style->footnote;
    if (page->waited && style.continued_length.kind != LENGTH_AUTO)
        style.border_length = style.continued_length; /* over what goes on */
    struct box frame = { .kind = BOX_BLOCK, .style = &style, .node = c->boxes->root->node };
    sp open = r->frame.open + r->head, high = open + level + r->frame.close;
    p->heads[page->number - 1] = (struct rect){ p->kind->left + r->frame.left,
                                                p->foot_top - r->head, r->frame.width, r->head };
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
static struct kept take_items(struct placer *p)
{
    struct items *layers[] = { &p->rules, &p->shared, &p->items };
    const struct placed *lists[] = { p->rules.items, p->shared.items, p->items.items };
    const size_t counts[] = { p->rules.count, p->shared.count, p->items.count };
    const struct kept kept = placed_keep(p->c->a, lists, counts, 3);
    for (int i = 0; i < 3; i++)
        layers[i]->count = 0; /* its room serves every page */
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
static struct page place_page(struct placer *p, const struct planned_page *page)
{
    struct context *c = p->c;
    struct arena_mark mark = arena_mark(c->scratch);
    p->page = page;
    p->kind = kind_of(c, page);
    p->fragments = fragments_of(c->scratch, p->story, page);
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
    return (struct page){
        .number = page->number, .style = p->kind->style, .text = take_items(p), .blank = page->blank
    };
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

/* Margin boxes, which may say how many pages there are; named strings as they were set. */
static void add_furniture(struct placer *p, const struct plan *plan, struct page *pages)
{
    struct context *c = p->c;
    struct running *running = running_build(c);
    struct diag *trial = diag_build(c->work);
    size_t next = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct page_kind *kind = kind_of(c, &plan->pages[i]);
        running_begin(running, kind->style->page);
        for (; next < p->assignment_count && p->assignments[next].page == i + 1; next++)
            running_set(running, p->assignments[next].strings, p->assignments[next].first);
        unsigned last = i + 1 == plan->count ? PAGE_LAST : 0;
        const struct page_style *counted =
            style_page_counted(c->boxes->styles, c->a, page_named(c, kind->name),
                               flags_of(c, &plan->pages[i]) | last, i + 1);
        struct page_kind own = *kind;
        if (counted)
            own.style = counted;
        const struct furniture f = running_furniture(running, plan->count);
        const struct furnisher w = { c, &p->items, &own, &f, i + 1, trial };
        furniture_page(&w);
        if (p->heads[i].height)
            furniture_head(&w, kind->style->footnote, p->heads[i]);
        running_end(running);
        pages[i].furniture = take_items(p);
    }
}

void place_all(struct context *c, const struct page_watch *watch, const struct story *s,
               const struct plan *plan, struct pages *out)
{
    struct placer *p = arena_new(c->work, struct placer);
    struct page *pages = arena_array(c->a, struct page, plan->count);
    uint32_t n = 0;
    p->c = c;
    p->story = s;
    p->heads = arena_array(c->work, struct rect, plan->count);
    find_destinations(p);
    for (uint32_t i = 0; i < plan->count; i++) {
        pages[i] = place_page(p, &plan->pages[i]);
        if (watch)
            watch->pages(watch->with, i + 1, plan->count);
    }
    add_furniture(p, plan, pages);
    for (uint32_t i = 0; i < p->anchor_count; i++)
        if (p->anchors[i].node)
            p->anchors[n++] = p->anchors[i];
    *out = (struct pages){
        .pages = pages, .count = plan->count, .anchors = p->anchors, .anchor_count = n
    };
}
