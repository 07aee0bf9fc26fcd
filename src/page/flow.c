/* page/flow: boxes → a list of rows, each of parallel tracks of slots.
 *
 * The space between two lines is three lengths: what closes (padding, borders of blocks that end), the collapsed margin, what
 * opens.  Margins collapse as CSS 2.2 (8.3.1) says: they are gathered until a line, a padding or a border stands between them;
 * of several the largest positive and the most negative count.  Widths are those of measure.
 */
#include "page/inner.h"

struct gap {
    sp close, plus, minus, open;
};

struct walk {
    struct context *c;
    struct gap gap;
    sp high;        /* natural height so far, for height and min-height */
    uint32_t lines; /* emitted so far */
    /* inside a cell or note: the track that grows; NULL: rows of the flow */
    struct track *track;
    size_t slot_room, drawn_room, span_room;
    const struct marker *markers;              /* hang before the next line */
    struct strings_at *strings, *last_strings; /* set before it: a chain and its end */
    bool keep;                                 /* no break before the next line or row */
    enum break_kind before;                    /* asked for before the next row */
    const char *page;
    size_t row_room, flow_span_room, group_room;
    uint32_t group; /* the innermost at hand */
};

/* A margin joins the others. */
static void add_margin(struct walk *w, sp m)
{
    if (w->gap.open > 0) {
        w->gap.open += m;
        return;
    }
    w->gap.plus = sp_max(w->gap.plus, m);
    w->gap.minus = sp_min(w->gap.minus, m);
}

/* Gives the gathered space and starts anew. */
static struct gap take_gap(struct walk *w)
{
    struct gap g = w->gap;
    w->high += g.close + g.plus + g.minus + g.open;
    w->gap = (struct gap){ 0, 0, 0, 0 };
    return g;
}

/* Room for one more row. */
static struct row *add_row(struct walk *w, const struct box *box)
{
    struct flow *f = &w->c->flow;
    f->rows =
        arena_grow(w->c->work, f->rows, sizeof *f->rows, f->count, f->count + 1u, &w->row_room);
    struct gap g = take_gap(w);
    struct row *r = &f->rows[f->count++];
    *r = (struct row){ .box = box,
                       .strings = w->strings,
                       .page = w->page,
                       .close = g.close,
                       .margin = g.plus + g.minus,
                       .open = g.open,
                       .before = w->before,
                       .avoid = box->style->break_inside == BREAK_AVOID,
                       .group = w->group };
    if (w->keep && r->before == BREAK_AUTO)
        r->before = BREAK_AVOID;
    w->strings = NULL;
    w->keep = false;
    w->before = BREAK_AUTO;
    return r;
}

static void add_slot(struct walk *w, struct slot s, struct drawn d)
{
    struct track *t = w->track;
    uint32_t n = t->count;
    t->slots = arena_grow(w->c->scratch, t->slots, sizeof *t->slots, n, n + 1u, &w->slot_room);
    t->drawn = arena_grow(w->c->scratch, t->drawn, sizeof *t->drawn, n, n + 1u, &w->drawn_room);
    s.next = ++t->count;
    t->slots[n] = s;
    t->drawn[n] = d;
    w->high += s.ascent + s.descent;
    w->lines++;
}

/* The edges of blocks that are closed and opened again, by the slot before which they part: differences, then their sums. */
void track_add_edges(struct arena *a, struct track *t)
{
    bool any = false;
    for (uint32_t i = 0; i < t->span_count; i++)
        any = any || t->spans[i].clone_open + t->spans[i].clone_close > 0;
    if (!any)
        return;
    sp *opens = arena_array(a, sp, t->count + 2u), *closes = arena_array(a, sp, t->count + 2u);
    for (uint32_t i = 0; i < t->span_count; i++) {
        const struct span *s = &t->spans[i];
        opens[s->first + 1] += s->clone_open;
        opens[s->last + 1] -= s->clone_open;
        closes[s->first + 1] += s->clone_close;
        closes[s->last + 1] -= s->clone_close;
    }
    for (uint32_t i = 1; i <= t->count; i++) {
        opens[i] += opens[i - 1];
        closes[i] += closes[i - 1];
    }
    t->opens = opens;
    t->closes = closes;
}

/* A track has all its slots and spans: the slots leave the scratch arena, where they grew since the mark. */
static void finish_track(struct context *c, struct track *t, struct arena_mark mark)
{
    t->slots = arena_copy(c->work, t->slots, sizeof *t->slots, t->count);
    t->drawn = arena_copy(c->work, t->drawn, sizeof *t->drawn, t->count);
    t->aligned = !t->box || t->box->style->vertical_align == VALIGN_BASELINE;
    arena_reset(c->scratch, mark);
    track_add_edges(c->work, t);
}

/* Is the block's line-height the pitch of its page's grid? */
static bool on_grid(struct context *c, const struct style *s, const char *page)
{
    const struct page_style *p = page_base(c, page)->style;
    if (p->grid_pitch <= 0)
        return false;
    const struct length h = s->line_height;
    sp height = h.kind == LENGTH_VALUE    ? h.absolute
                : h.kind == LENGTH_NUMBER ? sp_muldiv(s->font_size, h.absolute, 65536)
                                          : 0;
    return height > p->grid_pitch - SP_PT / 100 && height < p->grid_pitch + SP_PT / 100;
}

static uint8_t clamp(unsigned lines) { return lines < UINT8_MAX ? (uint8_t)lines : UINT8_MAX; }

/* A slot of a block, line `i` of n. */
static struct slot slot_of(const struct walk *w, const struct box *box, uint32_t i, uint32_t n)
{
    return (struct slot){ .at = i,
                          .of = n,
                          .paragraph = w->track->count - i,
                          .group = w->group,
                          .orphans = clamp(box->style->orphans),
                          .widows = clamp(box->style->widows) };
}

/* An empty block is as high as what hangs before it. */
static void add_markers(struct slot *s, const struct marker *markers)
{
    for (const struct marker *m = markers; m; m = m->next)
        if (set_count(m->set)) {
            const struct profile *line = m->set->variants[0].profile;
            s->ascent = sp_max(s->ascent, line->ascent);
            s->descent = sp_max(s->descent, line->descent);
        }
}

/* The first slot of a block takes the space gathered before it, and all that stands with it. */
static void take_first(struct walk *w, struct slot *s, struct drawn *d)
{
    struct gap g = take_gap(w);
    s->close = g.close;
    s->margin = g.plus + g.minus;
    s->open = g.open;
    s->keep = w->keep;
    d->markers = w->markers;
    d->strings = w->strings;
    w->markers = NULL;
    w->strings = NULL;
    w->keep = false;
}

/* The height of an empty block as a slot of the walk's track. */
static void emit_height(struct walk *w, const struct box *box, struct frame f, sp height)
{
    struct slot s = slot_of(w, box, 0, 1);
    struct drawn d = { .box = box, .left = f.left };
    s.descent = height;
    take_first(w, &s, &d);
    add_markers(&s, d.markers);
    add_slot(w, s, d);
}

/* The lines of a paragraph as slots of the walk's track. */
static void emit_lines(struct walk *w, const struct box *box, struct frame f, const struct set *set)
{
    bool grid = on_grid(w->c, box->style, w->page);
    bool whole =
        box->style->hyphenate_last != HYPHENATE_LAST_NONE; /* no word parts over pages or columns */
    uint32_t n = set_count(set);
    for (uint32_t i = 0; i < n; i++) {
        const struct profile *line = &set->variants[0].profile[i];
        struct slot s = slot_of(w, box, i, n);
        struct drawn d = { .box = box, .set = set, .line = i, .left = f.left };
        s.grid = grid;
        s.ascent = line->ascent;
        s.descent = line->descent;
        s.hyphenated = line->hyphenated;
        if (i)
            s.keep = whole && line[-1].hyphenated;
        else
            take_first(w, &s, &d);
        add_slot(w, s, d);
    }
}

/* The lines of a paragraph, or without one the height of an empty block, as slots of a track: in the flow a row of its own. */
static void emit(struct walk *w, const struct box *box, struct frame f, const struct set *set,
                 sp height)
{
    struct arena_mark mark = arena_mark(w->c->scratch);
    struct row *row = w->track ? NULL : add_row(w, box);
    uint32_t group = w->group;
    if (row) {
        row->tracks = w->track = arena_new(w->c->work, struct track);
        row->count = 1;
        w->group = 0;
    }
    if (set)
        emit_lines(w, box, f, set);
    else
        emit_height(w, box, f, height);
    if (!row)
        return;
    finish_track(w->c, w->track, mark);
    w->track = NULL;
    w->slot_room = w->drawn_room = 0;
    w->group = group;
}

/* Does a box paint anything of its own?  The borders of a table that shares them with its cells are the cells'. */
static bool paints(const struct box *b)
{
    const struct style *s = b->style;
    bool any = s->background.alpha > 0;
    for (int i = 0; i < SIDE_COUNT && !(b->kind == BOX_TABLE && s->border_collapse); i++)
        any = any || s->border[i].width > 0;
    return any;
}

/* Where the next line or row will be counted. */
static uint32_t next_index(const struct walk *w)
{
    return w->track ? w->track->count : w->c->flow.count;
}

static void add_span(struct walk *w, struct span s)
{
    struct context *c = w->c;
    if (w->track) {
        w->track->spans = arena_grow(c->work, w->track->spans, sizeof s, w->track->span_count,
                                     w->track->span_count + 1u, &w->span_room);
        w->track->spans[w->track->span_count++] = s;
    } else {
        c->flow.spans = arena_grow(c->work, c->flow.spans, sizeof s, c->flow.span_count,
                                   c->flow.span_count + 1u, &w->flow_span_room);
        c->flow.spans[c->flow.span_count++] = s;
    }
}

/* A group starts with the next line or row; returns the one around it. */
static uint32_t open_group(struct walk *w)
{
    struct flow *flow = &w->c->flow;
    struct group **groups = w->track ? &w->track->groups : &flow->groups;
    uint32_t *count = w->track ? &w->track->group_count : &flow->group_count, around = w->group;
    *groups = arena_grow(w->c->work, *groups, sizeof **groups, *count, *count + 1u, &w->group_room);
    (*groups)[*count] = (struct group){ .first = next_index(w), .around = around };
    w->group = ++*count;
    return around;
}

/* It ends with the last one. */
static void close_group(struct walk *w, uint32_t around)
{
    (w->track ? w->track->groups : w->c->flow.groups)[w->group - 1].end = next_index(w);
    w->group = around;
}

static void walk_block(struct walk *w, const struct box *b, struct frame f);

/* The space at the end of a marker's text, which its line has dropped. */
static sp end_space(struct context *c, const struct line *l)
{
    const struct paragraph *p = l->paragraph;
    const struct face *face = text_face(c->boxes->fonts, c->d, p->style);
    if (!face || l->end >= p->length)
        return 0;
    return sp_muldiv(p->style->font_size, face->space_advance, face->upem);
}

/* The strings that a block sets, and its marker, stand with the next line. */
static void remember(struct walk *w, const struct box *b, struct frame f)
{
    struct context *c = w->c;
    if (b->strings) {
        struct strings_at *s = arena_new(c->work, struct strings_at);
        *s = (struct strings_at){ box_strings(c->boxes, b), NULL };
        if (w->strings)
            w->last_strings->next = s;
        else
            w->strings = s;
        w->last_strings = s;
    }
    if (b->marker) {
        struct marker *m = arena_new(c->work, struct marker);
        struct arena_mark mark = arena_mark(c->scratch);
        const struct set *set = set_of(c, b->marker);
        const struct line *l = set_count(set) ? set_line(c, set, 0, 0) : NULL;
        sp wide = l ? l->width : 0;
        bool note = b->style->float_kind == FLOAT_FOOTNOTE, rtl = b->style->rtl;
        /* a note's number at the padding's start, a list's mark beside the text */
        sp start = note ? sp_max(f.start_pad, wide) : wide + (l ? end_space(c, l) : 0);
        *m = (struct marker){ set, b, rtl ? f.left + f.width + start - wide : f.left - start,
                              w->markers };
        w->markers = m;
        arena_reset(c->scratch, mark);
    }
}

/* The natural height a box asks for above what its lines take. */
static sp height_asked(struct context *c, const struct style *s)
{
    sp h = 0;
    if (s->height.kind == LENGTH_VALUE && !s->height.percent)
        h = resolve(c, s, s->height, 0);
    if (s->max_height.kind == LENGTH_VALUE && !s->max_height.percent)
        h = sp_min(h, resolve(c, s, s->max_height, 0));
    if (s->min_height.kind == LENGTH_VALUE && !s->min_height.percent)
        h = sp_max(h, resolve(c, s, s->min_height, 0));
    return h;
}

/* A row of a table. */
static void walk_row(struct walk *w, const struct box *b, struct table *t, bool head)
{
    struct row *r = add_row(w, b);
    for (const struct box *k = b->first; k; k = k->next)
        r->count++;
    r->table = t;
    r->avoid = r->avoid || head;
}

/* A cell of a row becomes a track. */
static void walk_cell(struct context *c, const struct row *r, const struct box *k,
                      const struct beside *n, struct track *track)
{
    struct frame f = frame_of_cell(c, k, r->table, n);
    track->box = k;
    track->left = f.outer_left;
    track->width = f.outer_width;
    track->column = k->column;
    struct walk in = { .c = c, .track = track, .page = r->page };
    struct arena_mark mark = arena_mark(c->scratch);
    in.gap.open = f.open;
    if (k->style->break_inside == BREAK_AVOID)
        open_group(&in);
    remember(&in, k, f);
    if (k->paragraph)
        emit(&in, k, f, set_of(c, k->paragraph), 0);
    for (const struct box *x = k->first; x; x = x->next)
        walk_block(&in, x, frame_of(c, x, f.left, f.width));
    if (in.markers || in.strings || !track->count)
        emit(&in, k, f, NULL, 0);
    sp lack = height_asked(c, k->style) - (in.high - f.open);
    if (in.group)
        close_group(&in, 0);
    finish_track(c, track, mark);
    struct gap g = in.gap;
    track->lack = sp_max(lack, 0);
    track->tail = g.close + sp_max(g.plus + g.minus, 0) + g.open + sp_max(lack, 0) + f.close;
    if (k->style->decoration_clone) {
        track->clone_open = f.open;
        track->clone_close = f.close;
    }
    sp rule = in_collapsed(k) ? collapse_edge(k, SIDE_BLOCK_END, n).width
                              : k->style->border[SIDE_BLOCK_END].width;
    track->hard_tail = k->style->background.alpha > 0 || rule > 0;
}

/* The tracks of a table's row. */
static void flow_row(struct context *c, uint32_t row)
{
    struct row *r = &c->flow.rows[row];
    const struct box *above = row > r->table->first_head ? r[-1].box : NULL,
                     *below = row + 1 < r->table->end_row ? r[1].box : NULL;
    struct beside n = beside_row(above, below);
    struct track *track = r->tracks = arena_array(c->work, struct track, r->count ? r->count : 1);
    for (const struct box *k = r->box->first; k; beside_next(&n, k), k = k->next)
        walk_cell(c, r, k, &n, track++);
    row_align(r);
}

/* The page a row asks for, or its group; heads stand on that of the first row below them. */
static const char *page_of_row(const struct box *table, const struct box *r, const char *page)
{
    const struct box *below = r;
    while (below && below->parent->kind == BOX_HEADER_GROUP)
        below = box_row_next(table, below);
    r = below ? below : r;
    if (r->style->page)
        return r->style->page;
    return r->parent != table && r->parent->style->page ? r->parent->style->page : page;
}

/* A table in the flow. */
static void walk_table(struct walk *w, const struct box *b)
{
    struct context *c = w->c;
    struct table *t = &c->tables[c->table_next++];
    sp spacing = b->style->border_collapse ? 0 : b->style->border_spacing[1];
    sp edge = b->style->column_gap.kind == LENGTH_VALUE
                  ? 0
                  : spacing; /* a gutter is between columns alone */
    w->gap.open += edge;
    t->spacing = spacing;
    t->first_head = c->flow.count;
    bool before_body = true;
    const struct box *group = NULL;
    uint32_t around = w->group;
    const char *page = w->page;
    for (const struct box *r = box_row_next(b, NULL); r; r = box_row_next(b, r)) {
        bool head = r->parent->kind == BOX_HEADER_GROUP;
        if (!head && before_body) {
            before_body = false;
            t->first_row = c->flow.count;
        }
        if (r->parent != group) {
            if (w->group != around)
                close_group(w, around);
            group = r->parent;
            if (group != b && group->style->break_inside == BREAK_AVOID)
                open_group(w);
            if (group->style->break_before >= BREAK_PAGE)
                w->before = group->style->break_before;
        }
        if (r->style->break_before >= BREAK_PAGE)
            w->before = r->style->break_before;
        bool first_of_body = !head && t->first_row == c->flow.count && t->first_row > t->first_head;
        w->keep = w->keep || first_of_body || (head && c->flow.count > t->first_head) ||
                  r->style->break_before == BREAK_AVOID;
        if (c->flow.count > t->first_head)
            w->gap.plus = sp_max(w->gap.plus, spacing);
        w->page = page_of_row(b, r, page);
        if (r->strings)
            remember(w, r, (struct frame){ 0 });
        walk_row(w, r, t, head);
        if (r->style->break_after >= BREAK_PAGE)
            w->before = r->style->break_after;
        w->keep = r->style->break_after == BREAK_AVOID;
    }
    if (w->group != around)
        close_group(w, around);
    w->page = page;
    if (before_body)
        t->first_row = c->flow.count;
    t->end_row = c->flow.count;
    w->gap.close += edge;
}

/* A block: opens, its contents, closes. */
static void walk_block(struct walk *w, const struct box *b, struct frame f)
{
    struct context *c = w->c;
    const struct style *s = b->style;
    const char *page = w->page;
    if (s->page && !w->track) {
        f = frame_in_flow(c, b, f, page);
        w->page = s->page;
    }
    if (b->kind == BOX_TABLE && !w->track)
        f = c->tables[c->table_next].frame;
    if (s->break_before >= BREAK_PAGE)
        w->before = s->break_before;
    if (s->break_before == BREAK_AVOID)
        w->keep = true;
    add_margin(w, f.margin_start);
    struct gap *g = &w->gap;
    sp outside = g->open, high = w->high;
    uint32_t first = next_index(w), lines = w->lines;
    uint32_t rows = c->flow.count;
    bool avoid = s->break_inside == BREAK_AVOID && (w->track || !b->paragraph);
    uint32_t around = avoid ? open_group(w) : w->group;
    g->open += f.open;
    remember(w, b, f);
    sp open_all = g->open;
    if (b->kind == BOX_TABLE && !w->track)
        walk_table(w, b);
    else if (b->paragraph)
        emit(w, b, f, set_of(c, b->paragraph), 0);
    for (const struct box *k = b->kind == BOX_TABLE && !w->track ? NULL : b->first; k; k = k->next)
        walk_block(w, k, frame_of(c, k, f.left, f.width));
    bool empty = w->track ? w->lines == lines : c->flow.count == rows;
    sp asked = height_asked(c, s);
    if (empty && (f.open + f.close > 0 || asked > 0 || w->markers)) {
        emit(w, b, f, NULL, asked);
        empty = false;
    } else if (!empty) {
        sp lack = asked - (w->high - high - f.open);
        if (asked > 0 && lack > 0)
            g->close += lack;
    }
    if (f.close > 0) {
        g->close += g->plus + g->minus + f.close;
        g->plus = g->minus = 0;
    }
    bool clones = s->decoration_clone && f.open + f.close > 0;
    if (!empty && (paints(b) || clones)) {
        /* what stands between the block's edge and its first line: the margins inside it count too */
        sp open = w->track ? w->track->slots[first].open : c->flow.rows[first].open;
        struct span span = { .box = b,
                             .left = f.outer_left,
                             .width = f.outer_width,
                             .open = sp_max(open, open_all) - outside,
                             .close = g->close };
        span.first = first;
        span.last = next_index(w) - 1;
        span.clone_open = clones ? f.open : 0;
        span.clone_close = clones ? f.close : 0;
        add_span(w, span);
    }
    if (avoid)
        close_group(w, around);
    add_margin(w, f.margin_end);
    if (s->break_after >= BREAK_PAGE)
        w->before = s->break_after;
    if (s->break_after == BREAK_AVOID)
        w->keep = true;
    w->page = page;
}

/* A note's lines. */
static void flow_note(struct context *c, uint32_t note, struct track *t)
{
    const struct box *b = c->boxes->notes[note].box;
    struct walk w = { .c = c, .track = t, .page = c->note_pages[note] };
    sp width = page_base(c, w.page)->area.columns.width;
    struct arena_mark mark = arena_mark(c->scratch);
    walk_block(&w, b, frame_of(c, b, 0, width));
    if (w.markers || !t->count)
        emit(&w, b, frame_of(c, b, 0, width), NULL, 0);
    finish_track(c, t, mark);
    t->tail = w.gap.close + w.gap.open;
    t->tail_margin = w.gap.plus + w.gap.minus;
    t->width = width;
}

/* All notes; the tallest stretch of one. */
static void flow_notes(struct context *c)
{
    c->flow.notes = arena_array(c->work, struct track, c->boxes->note_count + 1u);
    c->solid = 0;
    for (uint32_t i = 0; i < c->boxes->note_count; i++) {
        struct track *t = &c->flow.notes[i];
        flow_note(c, i, t);
        t->with_paragraph = c->boxes->notes[i].box->style->footnote_policy == NOTE_POLICY_BLOCK;
        c->solid = sp_max(c->solid, notes_solid(t));
    }
}

/* What blocks around rows draw at a page's end and top: those that show, or that are closed and opened again at every break. */
static void add_edges(struct flow *f)
{
    for (uint32_t i = 0; i < f->span_count; i++) {
        const struct span *s = &f->spans[i];
        f->rows[s->last].behind = sp_max(f->rows[s->last].behind, s->close);
    }
    for (uint32_t i = 0; i < f->span_count; i++) {
        const struct span *s = &f->spans[i];
        for (uint32_t k = s->first; s->clone_open + s->clone_close > 0 && k <= s->last; k++) {
            f->rows[k].part_behind += s->clone_close;
            f->rows[k].part_open += s->clone_open;
            if (k < s->last)
                f->rows[k].behind += s->clone_close;
            if (k > s->first)
                f->rows[k].clone_open += s->clone_open;
        }
    }
}

/* What pages need to know of a table's heads and gaps. */
static void finish_table(const struct context *c, struct table *t)
{
    t->row_stretch = t->box->style->row_stretch;
    t->heads_gap = t->spacing;
    if (t->first_row == t->first_head)
        return;
    struct row *rows = c->flow.rows;
    const struct box *head = rows[t->first_row - 1].box;
    t->heads_gap += collapse_below(t->box, head);
    for (uint32_t i = t->first_row; i < t->end_row; i++)
        rows[i].heads_gap = collapse_under_heads(head, rows[i - 1].box, rows[i].box);
}

/* The whole document: rows, notes, and the tracks of both. */
void flow_all(struct context *c)
{
    struct walk w = { .c = c };
    walk_block(&w, c->boxes->root, frame_of(c, c->boxes->root, 0, c->width));
    for (uint32_t i = 0; i < c->flow.count; i++) {
        struct row *r = &c->flow.rows[i];
        if (r->table)
            flow_row(c, i);
        else
            row_align(r);
    }
    for (uint32_t i = 0; i < c->table_count; i++)
        finish_table(c, &c->tables[i]);
    flow_notes(c);
    for (uint32_t i = 1; i < c->flow.span_count;
         i++) { /* closed inner first: to opening order, by insertion (nesting is bounded) */
        struct span s = c->flow.spans[i];
        uint32_t k = i;
        for (; k > 0 && c->flow.spans[k - 1].first > s.first; k--)
            c->flow.spans[k] = c->flow.spans[k - 1];
        for (;
             k > 0 && c->flow.spans[k - 1].first == s.first && c->flow.spans[k - 1].last <= s.last;
             k--)
            c->flow.spans[k] = c->flow.spans[k - 1];
        c->flow.spans[k] = s;
    }
    add_edges(&c->flow);
}
