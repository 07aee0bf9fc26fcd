/* page/flow: boxes → a list of rows, each of parallel tracks of slots.
 *
 * The space between two lines is three lengths: what closes (padding, borders of blocks that end), the collapsed margin, what
 * opens.  Margins collapse as CSS 2.2 (8.3.1) says: they are gathered until a line, a padding or a border stands between them;
 * of several the largest positive and the most negative count.  Widths are those of measure.
 */
#include "page/inner.h"

/* The space gathered so far.  Margins behind a padding that opens are kept apart, since they do not collapse with those before it. */
struct gap {
    sp close;
    sp plus, minus; /* the margins behind what closes */
    sp starts_plus,
        starts_minus; /* of these, those of what starts here: they stay after a forced break */
    sp open;
    sp inner_plus, inner_minus; /* the margins behind what opens */
};

/* A block around the walk, whose edge and first line are found on the way: heights from where the walk began. */
struct opened {
    struct opened *outer;
    bool edge_found, line_found;
    sp edge; /* of its border box */
    sp line; /* the top of its first line or row */
};

struct walk {
    struct context *c;
    struct gap gap;
    sp high; /* natural height so far; rows of tables count for nothing */
    struct opened *opened;
    sp inside;      /* the height said on the block at hand, for percentages; < 0: none */
    uint32_t lines; /* emitted so far */
    /* inside a cell or note: the track that grows; NULL: rows of the flow */
    struct track *track;
    size_t slot_room, span_room;
    const struct marker *markers;              /* hang before the next line */
    struct strings_at *strings, *last_strings; /* set before it: a chain and its end */
    bool keep;                                 /* no break before the next line or row */
    enum break_kind before;                    /* asked for before the next row */
    const char *page;
    size_t row_room, flow_span_room, group_room;
    uint32_t group; /* the innermost at hand */
};

enum margin_of { OF_START, OF_END };

/* A margin joins those it collapses with. */
static void add_margin(struct walk *w, sp m, enum margin_of of)
{
    struct gap *g = &w->gap;
    if (g->open > 0) {
        g->inner_plus = sp_max(g->inner_plus, m);
        g->inner_minus = sp_min(g->inner_minus, m);
        return;
    }
    g->plus = sp_max(g->plus, m);
    g->minus = sp_min(g->minus, m);
    g->starts_plus = of == OF_END ? 0 : sp_max(g->starts_plus, m);
    g->starts_minus = of == OF_END ? 0 : sp_min(g->starts_minus, m);
}

/* The margins gathered last cannot grow any more: blocks that start here have their edges behind them. */
static void fix_edges(struct walk *w)
{
    struct gap *g = &w->gap;
    g->open += g->inner_plus + g->inner_minus;
    g->inner_plus = g->inner_minus = 0;
    for (struct opened *o = w->opened; o && !o->edge_found; o = o->outer) {
        o->edge = w->high + g->close + g->plus + g->minus + g->open;
        o->edge_found = true;
    }
}

/* Border and padding at a block's start, or what else keeps margins apart. */
static void add_open(struct walk *w, sp open)
{
    if (open <= 0)
        return;
    fix_edges(w);
    w->gap.open += open;
}

/* Border and padding at a block's end: the margins in it stay there. */
static void add_close(struct walk *w, sp close)
{
    if (close <= 0)
        return;
    w->gap.close += w->gap.plus + w->gap.minus + close;
    w->gap.plus = w->gap.minus = w->gap.starts_plus = w->gap.starts_minus = 0;
}

/* Gives the gathered space, before a line or row, and starts anew. */
static struct gap take_gap(struct walk *w)
{
    fix_edges(w);
    struct gap g = w->gap;
    w->high += g.close + g.plus + g.minus + g.open;
    w->gap = (struct gap){ 0 };
    for (struct opened *o = w->opened; o && !o->line_found; o = o->outer) {
        o->line = w->high;
        o->line_found = true;
    }
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
                       .forced_margin = g.starts_plus + g.starts_minus,
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

static void add_slot(struct walk *w, struct slot s)
{
    struct track *t = w->track;
    t->slots = arena_grow(w->c->scratch, t->slots, sizeof *t->slots, t->count, t->count + 1u,
                          &w->slot_room);
    t->slots[t->count++] = s;
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
    struct slot *kept = arena_array(c->open, struct slot, t->count + 1);
    for (uint32_t i = 0; i < t->count; i++)
        kept[i] = t->slots[i];
    t->slots = kept;
    arena_reset(c->scratch, mark);
    track_add_edges(c->open, t);
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

/* The lines of a paragraph (or an empty block's height, lines NULL) as slots of a track, in the flow a row of its own. */
static void emit(struct walk *w, const struct box *box, struct frame f, const struct lines *lines,
                 sp height)
{
    size_t own_room = 0;
    bool in_flow = !w->track;
    struct row *row = NULL;
    struct gap g = { 0 };
    bool keep = w->keep;
    const struct strings_at *strings = w->strings;
    struct arena_mark mark = arena_mark(w->c->scratch);
    if (in_flow) {
        row = add_row(w, box);
        keep = false;
        strings = NULL;
        row->tracks = arena_new(w->c->open, struct track);
        w->track = row->tracks;
        own_room = w->slot_room;
        w->slot_room = 0;
    } else {
        g = take_gap(w);
        w->strings = NULL;
        w->keep = false;
    }
    bool grid = on_grid(w->c, box->style, w->page);
    bool whole =
        box->style->hyphenate_last != HYPHENATE_LAST_NONE; /* no word parts over pages or columns */
    uint32_t n = lines ? lines->count : 1;
    for (uint32_t i = 0; i < n; i++) {
        struct slot s = { .box = box,
                          .left = f.left,
                          .at = i,
                          .of = n,
                          .grid = grid && lines,
                          .group = in_flow ? 0 : w->group };
        s.keep = lines && i ? whole && lines->lines[i - 1].hyphenated : keep;
        if (lines) {
            s.line = &lines->lines[i];
            s.ascent = s.line->ascent;
            s.descent = s.line->descent;
        } else
            s.descent = height;
        if (!i) {
            s.close = g.close;
            s.margin = g.plus + g.minus;
            s.open = g.open;
            s.markers = w->markers;
            w->markers = NULL;
            s.strings = strings;
            for (const struct marker *m = s.markers; m; m = m->next)
                if (m->lines->count) {
                    s.ascent = sp_max(s.ascent, lines ? s.ascent : m->lines->lines[0].ascent);
                    if (!lines)
                        s.descent = sp_max(s.descent, m->lines->lines[0].descent);
                }
        }
        add_slot(w, s);
    }
    if (!in_flow)
        return;
    w->track = NULL;
    w->slot_room = own_room;
    finish_track(w->c, row->tracks, mark);
    row->count = 1;
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
        w->track->spans = arena_grow(c->open, w->track->spans, sizeof s, w->track->span_count,
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
    *groups = arena_grow(w->c->open, *groups, sizeof **groups, *count, *count + 1u, &w->group_room);
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
static sp end_space(const struct lines *l)
{
    const struct paragraph *p = l->count ? l->lines[0].paragraph : NULL;
    const struct face *face = p && p->shaped ? p->shaped->strut : NULL;
    if (!face || l->lines[0].end >= p->length)
        return 0;
    return sp_muldiv(p->style->font_size, face->space_advance, face->upem);
}

/* The strings that a block sets, and its marker, stand with the next line. */
static void remember(struct walk *w, const struct box *b, struct frame f)
{
    struct context *c = w->c;
    if (b->strings) {
        struct strings_at *s = arena_new(c->open, struct strings_at);
        *s = (struct strings_at){ box_strings(c->boxes, b), NULL };
        if (w->strings)
            w->last_strings->next = s;
        else
            w->strings = s;
        w->last_strings = s;
    }
    if (b->marker) {
        struct marker *m = arena_new(c->open, struct marker);
        const struct lines *l = lines_of(c, b->marker);
        sp wide = l->count ? l->lines[0].width : 0;
        bool note = b->style->float_kind == FLOAT_FOOTNOTE, rtl = b->style->rtl;
        sp start =
            note
                ? f.start_pad
                : wide +
                      end_space(
                          l); /* a note's number at the padding's start, a list's mark beside the text */
        if (note && wide > f.start_pad)
            start = wide;
        *m = (struct marker){ l, b, rtl ? f.left + f.width + start - wide : f.left - start,
                              w->markers };
        w->markers = m;
    }
}

/* A height as said; -1 where it is auto, or a share of one that is. */
static sp height_said(struct context *c, const struct style *s, struct length l, sp base)
{
    if (l.kind != LENGTH_VALUE || (l.percent && base < 0))
        return -1;
    return sp_max(resolve(c, s, l, sp_max(base, 0)), 0);
}

/* How high a box is to be whose content is that high; `base`: of percentages, -1 where it is auto. */
static sp height_wanted(struct context *c, const struct style *s, sp natural, sp base)
{
    sp h = height_said(c, s, s->height, base), most = height_said(c, s, s->max_height, base);
    if (h < 0)
        h = natural;
    if (most >= 0)
        h = sp_min(h, most);
    return sp_max(h, height_said(c, s, s->min_height, base));
}

/* Text that is higher than a height said is not printed over what follows: the box grows, and that is said. */
static void report_height(struct walk *w, const struct box *b, enum diag_code code, sp over)
{
    struct buffer text = buffer_in(w->c->scratch);
    buffer_add_length(&text, over);
    diag_add(w->c->d, code, doc_position(b->node, 0, 0), "over", buffer_text(&text), NULL);
}

/* The block at hand, whose content starts at `top`, ends as low as its height asks for; returns the space added for that. */
static sp add_height(struct walk *w, const struct box *b, sp top)
{
    struct gap *g = &w->gap;
    const struct style *s = b->style;
    sp natural = w->high + g->close - top;
    bool said = height_said(w->c, s, s->height, w->inside) >= 0;
    sp wanted = height_wanted(w->c, s, natural, w->inside);
    if (wanted < natural)
        report_height(w, b, DIAG_HEIGHT_LOW, natural - wanted);
    if (!said && wanted > natural) /* the last margin stays inside */
        wanted = height_wanted(w->c, s, natural + g->plus + g->minus, w->inside);
    if (said || wanted > natural)
        g->plus = g->minus = g->starts_plus = g->starts_minus = 0;
    sp lack = sp_max(wanted - natural, 0);
    g->close += lack;
    return lack;
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
    struct walk in = { .c = c, .track = track, .page = r->page, .inside = -1 };
    struct arena_mark mark = arena_mark(c->scratch);
    in.gap.open = f.open;
    if (k->style->break_inside == BREAK_AVOID)
        open_group(&in);
    remember(&in, k, f);
    if (k->paragraph)
        emit(&in, k, f, lines_of(c, k->paragraph), 0);
    for (const struct box *x = k->first; x; x = x->next)
        walk_block(&in, x, frame_of(c, x, f.left, f.width));
    if (in.markers || in.strings || !track->count)
        emit(&in, k, f, NULL, 0);
    if (in.group)
        close_group(&in, 0);
    finish_track(c, track, mark);
    struct gap g = in.gap;
    sp content = in.high - f.open + g.close + g.plus + g.minus;
    sp asked = sp_max(height_said(c, k->style, k->style->height, -1),
                      height_said(c, k->style, k->style->min_height, -1));
    track->lack = sp_max(asked - content, 0);
    track->tail = g.close + g.plus + g.minus + track->lack + f.close;
    if (k->style->decoration_clone) {
        track->clone_open = f.open;
        track->clone_close = f.close;
    }
    sp rule = in_collapsed(k) ? collapse_edge(k, SIDE_BLOCK_END, n).width
                              : k->style->border[SIDE_BLOCK_END].width;
    track->hard_tail = k->style->background.alpha > 0 || rule > 0;
}

/* What cells ask for above what they hold, so that the row is as high as it is said to be (CSS 2.2, 17.5.3). */
static void add_row_height(struct context *c, struct row *r)
{
    sp asked = sp_max(height_said(c, r->box->style, r->box->style->height, -1),
                      height_said(c, r->box->style, r->box->style->min_height, -1));
    for (uint32_t i = 0; asked > 0 && i < r->count; i++) {
        struct track *t = &r->tracks[i];
        sp high = track_lead(r, t, true, 0) + t->tail;
        for (uint32_t k = 0; k < t->count; k++)
            high += t->slots[k].close + t->slots[k].margin + t->slots[k].open + t->slots[k].ascent +
                    t->slots[k].descent;
        t->tail += sp_max(asked - high, 0);
        t->lack += sp_max(asked - high, 0);
    }
}

/* The tracks of a table's row, whose text has its lines. */
void flow_row(struct context *c, uint32_t row)
{
    struct row *r = &c->flow.rows[row];
    const struct box *above = row > r->table->first_head ? r[-1].box : NULL,
                     *below = row + 1 < r->table->end_row ? r[1].box : NULL;
    struct beside n = beside_row(above, below);
    struct track *track = r->tracks = arena_array(c->open, struct track, r->count ? r->count : 1);
    for (const struct box *k = r->box->first; k; beside_next(&n, k), k = k->next)
        walk_cell(c, r, k, &n, track++);
    row_align(r);
    add_row_height(c, r);
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

/* A break asked for joins the others between the same two siblings: a side wins over any page, of two sides the later
   (Fragmentation 3, 3.1). */
static void ask_break(struct walk *w, const struct box *b, enum break_kind kind)
{
    if (kind >= BREAK_PAGE && w->track) {
        diag_add(w->c->d, DIAG_BREAK_INSIDE, doc_position(b->node, 0, 0), NULL);
        return;
    }
    if (kind == BREAK_AVOID)
        w->keep = true;
    if (kind > BREAK_PAGE || (kind == BREAK_PAGE && w->before < BREAK_PAGE))
        w->before = kind;
}

/* The first row of a table that is not of its heads. */
static const struct box *first_of_body(const struct box *table)
{
    const struct box *r = box_row_next(table, NULL);
    while (r && r->parent->kind == BOX_HEADER_GROUP)
        r = box_row_next(table, r);
    return r;
}

/* The breaks before a row and the group it begins; heads go with the first row below them, and take over its breaks. */
static void ask_before(struct walk *w, const struct box *table, const struct box *r,
                       const struct box *last_group)
{
    bool head = r->parent->kind == BOX_HEADER_GROUP;
    const struct box *body = first_of_body(table);
    if (r == box_row_next(table, NULL) && head && body) {
        r = body;
        last_group = NULL;
    } else if (head || (r == body && r != box_row_next(table, NULL))) {
        w->keep = true;
        return;
    }
    if (r->parent != table && r->parent != last_group)
        ask_break(w, r->parent, r->parent->style->break_before);
    ask_break(w, r, r->style->break_before);
}

/* A group of rows ends. */
static void leave_group(struct walk *w, const struct box *group, uint32_t around)
{
    if (w->group != around)
        close_group(w, around);
    if (group && group->kind == BOX_ROW_GROUP)
        ask_break(w, group, group->style->break_after);
}

/* A table in the flow. */
static void walk_table(struct walk *w, const struct box *b)
{
    struct context *c = w->c;
    struct table *t = &c->tables[c->table_next++];
    sp spacing = b->style->border_collapse ? 0 : b->style->border_spacing[1];
    sp edge = t->spaced ? spacing : 0; /* a gutter is between columns alone */
    add_open(w, edge);
    t->spacing = spacing;
    t->first_head = t->first_row = c->flow.count;
    const struct box *group = NULL;
    uint32_t around = w->group;
    const char *page = w->page;
    for (const struct box *r = box_row_next(b, NULL); r; r = box_row_next(b, r)) {
        bool head = r->parent->kind == BOX_HEADER_GROUP;
        if (r->parent != group)
            leave_group(w, group, around);
        ask_before(w, b, r, group);
        if (r->parent != group && r->parent != b && r->parent->style->break_inside == BREAK_AVOID)
            open_group(w);
        group = r->parent;
        if (c->flow.count > t->first_head)
            w->gap.plus = sp_max(w->gap.plus, spacing);
        w->page = page_of_row(b, r, page);
        if (r->strings)
            remember(w, r, (struct frame){ 0 });
        walk_row(w, r, t, head);
        if (head)
            t->first_row = c->flow.count;
        else
            ask_break(w, r, r->style->break_after);
    }
    leave_group(w, group, around);
    w->page = page;
    t->end_row = c->flow.count;
    add_close(w, edge);
}

/* What is inside a block: the rows of a table, lines, other blocks. */
static void walk_inside(struct walk *w, const struct box *b, struct frame f)
{
    struct context *c = w->c;
    if (b->kind == BOX_TABLE && !w->track) {
        walk_table(w, b);
        return;
    }
    sp around = w->inside;
    w->inside = height_said(c, b->style, b->style->height, around);
    if (b->paragraph)
        emit(w, b, f, lines_of(c, b->paragraph), 0);
    for (const struct box *k = b->first; k; k = k->next)
        walk_block(w, k, frame_of(c, k, f.left, f.width));
    w->inside = around;
}

/* A block that paints over the lines or rows it holds, or is closed and opened again where it parts. */
static void add_block_span(struct walk *w, const struct box *b, struct frame f,
                           const struct opened *o, uint32_t first)
{
    bool clones = b->style->decoration_clone && f.open + f.close > 0;
    if (!paints(b) && !clones)
        return;
    add_span(w, (struct span){ .box = b,
                               .left = f.outer_left,
                               .width = f.outer_width,
                               .open = o->line - o->edge,
                               .close = w->gap.close,
                               .first = first,
                               .last = next_index(w) - 1,
                               .clone_open = clones ? f.open : 0,
                               .clone_close = clones ? f.close : 0 });
}

/* The end of a block that holds something: its height, its padding, what it paints. */
static void end_block(struct walk *w, const struct box *b, struct frame f, const struct opened *o,
                      uint32_t first, bool rows)
{
    sp lack = rows ? 0 : add_height(w, b, o->edge + f.open);
    if (rows && height_wanted(w->c, b->style, 0, w->inside) > 0)
        report_height(w, b, DIAG_HEIGHT_TABLE, 0);
    add_close(w, f.close);
    if (!w->track && f.close > 0 && !lack) { /* its last line is not parted from its padding */
        struct row *last = &w->c->flow.rows[w->c->flow.count - 1];
        last->behind = sp_max(last->behind, w->gap.close);
    }
    add_block_span(w, b, f, o, first);
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
    ask_break(w, b, s->break_before);
    struct opened own = { .outer = w->opened };
    w->opened = &own;
    if (b->parent || w->track)
        add_margin(w, f.margin_start, OF_START);
    else
        add_open(w, f.margin_start); /* the root's collapses with none (CSS 2.2, 8.3.1) */
    uint32_t first = next_index(w), tables = c->table_next;
    bool avoid = s->break_inside == BREAK_AVOID && (w->track || !b->paragraph);
    uint32_t around = avoid ? open_group(w) : w->group;
    add_open(w, f.open);
    remember(w, b, f);
    walk_inside(w, b, f);
    sp asked = height_wanted(c, s, 0, w->inside);
    if (!own.line_found && (f.open + f.close > 0 || asked > 0 || w->markers))
        emit(w, b, f, NULL, asked);
    if (own.line_found)
        end_block(w, b, f, &own, first, c->table_next > tables);
    w->opened = own.outer;
    if (avoid)
        close_group(w, around);
    add_margin(w, f.margin_end, OF_END);
    ask_break(w, b, s->break_after);
    w->page = page;
}

/* A note's lines. */
void flow_note(struct context *c, uint32_t note, struct track *t)
{
    const struct box *b = c->boxes->notes[note].box;
    struct walk w = { .c = c, .track = t, .page = c->note_pages[note], .inside = -1 };
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

/* The whole document: rows, and the tracks of those that are of the base. */
void flow_all(struct context *c)
{
    struct walk w = { .c = c, .inside = -1 };
    c->open = c->work;
    walk_block(&w, c->boxes->root, frame_of(c, c->boxes->root, 0, c->width));
    for (uint32_t i = 0; i < c->flow.count; i++) {
        struct row *r = &c->flow.rows[i];
        if (r->table && i < r->table->first_row)
            flow_row(c, i);
        else if (!r->table)
            row_align(r);
    }
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
