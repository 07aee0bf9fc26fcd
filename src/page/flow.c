/* page/flow: boxes → a list of rows, each of parallel tracks of slots.
 *
 * The space between two lines is three lengths: what closes (padding, borders of blocks that end),
 * the collapsed margin, what opens.  Margins collapse as CSS 2.2 (8.3.1) says: they are gathered
 * until a line, a padding or a border stands between them; of several the largest positive and the
 * most negative count.  Widths are those of measure.
 */
#include "page/inner.h"

#include <string.h>

/* The space gathered so far.  Margins behind a padding that opens are kept apart, since they do not
 * collapse with those before it. */
struct gap {
    sp close;
    sp plus, minus; /* the margins behind what closes */
    sp starts_plus,
        starts_minus; /* of these, those of what starts here: they stay after a forced break */
    sp open;
    sp inner_plus, inner_minus; /* the margins behind what opens */
};

/* A block around the walk, whose edge and first line are found on the way: heights from where the
 * walk began. */
struct opened {
    struct opened *outer;
    bool edge_found, line_found;
    sp edge; /* of its border box */
    sp line; /* the top of its first line or row */
};

struct walk {
    struct context *c;
    struct gap gap;
    sp high; /* natural height so far */
    struct opened *opened;
    sp inside;      /* the height said on the block at hand, for percentages; < 0: none */
    uint32_t lines; /* emitted so far */
    /* inside a cell or note: the track that grows; NULL: rows of the flow */
    struct track *track;
    size_t slot_room, drawn_room, span_room;
    const struct marker *markers;              /* hang before the next line */
    struct strings_at *strings, *last_strings; /* set before it: a chain and its end */
    bool sinks;                                /* the next row does, to the page's foot */
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

/* The margins gathered last cannot grow any more: blocks that start here have their edges behind
 * them. */
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

/* What is asked of the break before the next row. */
static enum row_break break_before_row(const struct walk *w)
{
    static const enum row_break breaks[] = {
        [BREAK_AUTO] = ROW_BREAK_AUTO,   [BREAK_AVOID] = ROW_BREAK_AVOID,
        [BREAK_PAGE] = ROW_BREAK_PAGE,   [BREAK_LEFT] = ROW_BREAK_LEFT,
        [BREAK_RIGHT] = ROW_BREAK_RIGHT,
    };
    return breaks[w->keep && w->before == BREAK_AUTO ? BREAK_AVOID : w->before];
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
                       .name = page_name(w->c, w->page),
                       .close = g.close,
                       .margin = g.plus + g.minus,
                       .forced_margin = g.starts_plus + g.starts_minus,
                       .open = g.open,
                       .before = break_before_row(w),
                       .sinks = w->sinks,
                       .avoid = box->style->break_inside == BREAK_AVOID,
                       .group = w->group };
    w->strings = NULL;
    w->keep = w->sinks = false;
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

/* The edges of blocks that are closed and opened again, by the slot before which they part:
 * differences, then their sums.  Inside a paragraph all breaks are alike. */
void track_add_edges(struct arena *a, struct track *t, uint32_t all)
{
    bool any = false;
    for (uint32_t i = 0; i < t->span_count; i++)
        any = any || t->spans[i].clone_open + t->spans[i].clone_close > 0;
    if (!any)
        return;
    sp *opens = arena_array(a, sp, all + 2u), *closes = arena_array(a, sp, all + 2u);
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
    for (uint32_t i = t->count + 1; i < all; i++) {
        uint32_t like = t->slots[i].paragraph + (t->slots[i].at > 0);
        opens[i] = opens[like];
        closes[i] = closes[like];
    }
    t->opens = opens;
    t->closes = closes;
}

/* How many slots the other variants of a paragraph need. */
static uint32_t variant_slots(const struct drawn *d)
{
    uint32_t n = 0;
    for (uint32_t v = 1; d->set && d->line == 0 && v < d->set->variant_count; v++)
        n += d->set->variants[v].lines.count;
    return n;
}

/* How many of a variant's lines stand up to the last that calls a note which is to share a page
 * with all of the paragraph (footnote-policy: block). */
static uint32_t lines_with_note(const struct context *c, const struct set *set, uint32_t variant)
{
    const struct variant *v = &set->variants[variant];
    uint32_t calls = 0, lines = 0;
    for (uint32_t i = 0; i < v->lines.count; i++)
        for (; calls < v->profile[i].calls; calls++) {
            uint32_t note = set->calls[calls];
            const struct box *b = note < c->boxes->note_count ? c->boxes->notes[note].box : NULL;
            if (b && b->style->footnote_policy == NOTE_POLICY_BLOCK)
                lines = i + 1;
        }
    return lines;
}

/* Is a line of a variant, not the first, to share its page with the one before it? */
static bool is_kept_line(const struct context *c, const struct drawn *d, uint32_t variant,
                         uint32_t line)
{
    bool whole =
        d->box->style->hyphenate_last != HYPHENATE_LAST_NONE; /* no word parts over pages */
    return (whole && d->set->variants[variant].profile[line - 1].hyphenated) ||
           line < lines_with_note(c, d->set, variant);
}

/* A paragraph's other variants as slots from `at` on, each line like the optimum's of its place;
 * returns the slot behind them. */
static uint32_t add_variants(const struct context *c, struct track *t, uint32_t first, uint32_t at)
{
    const struct set *set = t->drawn[first].set;
    const struct slot *optimum = &t->slots[first];
    uint32_t last = first, behind = first + optimum->of;
    for (uint32_t v = 1; v < set->variant_count; v++) {
        const struct variant *variant = &set->variants[v];
        uint32_t n = variant->lines.count;
        t->slots[last].other = at;
        last = at;
        for (uint32_t i = 0; i < n; i++, at++) {
            struct slot s = optimum[i && optimum->of > 1];
            s.at = i;
            s.of = n;
            s.next = i + 1 < n ? at + 1 : behind;
            s.other = 0;
            s.cost = i ? 0 : variant->cost;
            s.ascent = variant->profile[i].ascent;
            s.descent = variant->profile[i].descent;
            s.hyphenated = variant->profile[i].hyphenated;
            s.keep = i ? is_kept_line(c, &t->drawn[first], v, i) : optimum->keep;
            t->slots[at] = s;
            t->drawn[at] = t->drawn[first];
            t->drawn[at].variant = v;
            t->drawn[at].line = i;
            if (i) {
                t->drawn[at].markers = NULL;
                t->drawn[at].strings = NULL;
            }
        }
    }
    return at;
}

/* A track has all its slots and spans: the slots leave the scratch arena, where they grew since the
 * mark, and those of other variants join them. */
static void finish_track(struct context *c, struct track *t, struct arena_mark mark)
{
    uint32_t more = 0, n = t->count;
    for (uint32_t i = 0; i < n; i += t->slots[i].of)
        more += variant_slots(&t->drawn[i]);
    uint32_t all = more ? n + 1 + more : n;
    struct slot *slots = arena_array(c->work, struct slot, all);
    struct drawn *drawn = arena_array(c->work, struct drawn, all);
    if (n) {
        memcpy(slots, t->slots, n * sizeof *slots);
        memcpy(drawn, t->drawn, n * sizeof *drawn);
    }
    t->slots = slots;
    t->drawn = drawn;
    for (uint32_t i = 0, at = n + 1; more && i < n; i += slots[i].of)
        if (variant_slots(&drawn[i]))
            at = add_variants(c, t, i, at);
    bool text = !n || !drawn[0].box->image; /* a picture has no baseline: its top is the cell's */
    t->aligned = text && (!t->box || t->box->style->vertical_align == VALIGN_BASELINE);
    arena_reset(c->scratch, mark);
    track_add_edges(c->work, t, all);
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

/* A picture, or the height of an empty block, as a slot of the walk's track: its top edge is the
 * slot's baseline. */
static void emit_height(struct walk *w, const struct box *box, struct frame f, sp height)
{
    struct slot s = slot_of(w, box, 0, 1);
    struct drawn d = { .box = box, .left = f.left };
    s.descent = height;
    if (box->image) {
        struct size *size = arena_new(w->c->work, struct size);
        *size = picture_size(w->c, box, f.width, page_base(w->c, w->page));
        d.picture = size;
        d.left += picture_shift(box->style, f.width - size->width);
        s.descent = size->height;
    }
    take_first(w, &s, &d);
    add_markers(&s, d.markers);
    add_slot(w, s, d);
}

/* The lines of a paragraph as slots of the walk's track. */
static void emit_lines(struct walk *w, const struct box *box, struct frame f, const struct set *set)
{
    bool grid = on_grid(w->c, box->style, w->page);
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
            s.keep = is_kept_line(w->c, &d, 0, i);
        else
            take_first(w, &s, &d);
        add_slot(w, s, d);
    }
}

/* The lines of a paragraph, a picture, or without either the height of an empty block, as slots of a
 * track: in the flow a row of its own. */
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

/* Does a box paint anything of its own?  The borders of a table that shares them with its cells are
 * the cells'. */
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
        const struct style *s = b->style;
        bool note = s->float_kind == FLOAT_FOOTNOTE || s->display != DISPLAY_LIST_ITEM;
        enum marker_position position = note ? s->footnote_position : s->list_style_position;
        /* a note's number hangs at the padding's start, a list's mark beside the text; one that
         * would stand inside the line, were it not for another marker, where the line begins */
        sp start = note ? sp_max(f.start_pad, wide) : wide + (l ? end_space(c, l) : 0);
        if (position == MARKER_INSIDE)
            start = f.start_pad;
        *m = (struct marker){ set, b, s->rtl ? f.left + f.width + start - wide : f.left - start,
                              w->markers };
        w->markers = m;
        arena_reset(c->scratch, mark);
    }
}

/* What heights are measured by: `base` of percentages, -1 where it is auto; `around` what is
 * between the content and the edges. */
struct heights {
    sp base, around;
};

static struct heights heights_in(const struct walk *w, struct frame f)
{
    return (struct heights){ w->inside, f.open + f.close };
}

/* A height of the content as said; -1 where it is auto, or a share of one that is. */
static sp height_said(struct context *c, const struct style *s, struct length l, struct heights by)
{
    if (l.kind != LENGTH_VALUE || (length_has_share(l) && by.base < 0))
        return -1;
    return sp_max(inside_of(s, resolve(c, s, l, sp_max(by.base, 0)), by.around), 0);
}

/* How high a box is to be whose content is that high. */
static sp height_wanted(struct context *c, const struct style *s, sp natural, struct heights by)
{
    sp h = height_said(c, s, s->height, by), most = height_said(c, s, s->max_height, by);
    if (h < 0)
        h = natural;
    if (most >= 0)
        h = sp_min(h, most);
    return sp_max(h, height_said(c, s, s->min_height, by));
}

/* How high the content of a cell, or a row, is to be at least (CSS 2.2, 17.5.3). */
static sp least_height(struct context *c, const struct style *s, sp around)
{
    return height_wanted(c, s, 0, (struct heights){ -1, around });
}

/* Text that is higher than a height said is not printed over what follows: the box grows, and
 * that is said. */
static void report_height(struct walk *w, const struct box *b, sp over)
{
    struct buffer text = buffer_in(w->c->scratch);
    buffer_add_length(&text, over);
    diag_add(w->c->d, DIAG_HEIGHT_LOW, doc_position(b->node, 0, 0), "over", buffer_text(&text),
             NULL);
}

/* The block at hand, whose content starts at `top`, ends as low as its height asks for; returns the
 * space added for that. */
static sp add_height(struct walk *w, const struct box *b, struct frame f, sp top)
{
    struct gap *g = &w->gap;
    const struct style *s = b->style;
    if (picture_in(b)) /* its heights are the picture's */
        return 0;
    sp natural = w->high + g->close - top;
    struct heights by = heights_in(w, f);
    bool said = height_said(w->c, s, s->height, by) >= 0;
    sp wanted = height_wanted(w->c, s, natural, by);
    if (wanted < natural && b->kind != BOX_TABLE) /* a table's height is the least */
        report_height(w, b, natural - wanted);
    if (!said && wanted > natural) /* the last margin stays inside */
        wanted = height_wanted(w->c, s, natural + g->plus + g->minus, by);
    if (said || wanted > natural)
        g->plus = g->minus = g->starts_plus = g->starts_minus = 0;
    sp lack = sp_max(wanted - natural, 0);
    g->close += lack;
    return lack;
}

/* A line is not parted from the padding below it (Fragmentation 3, 4.1).  Where a grid holds the
 * lines the page's foot is that of its last line: padding that nobody sees may hang below it. */
static bool may_hang(struct context *c, const char *page)
{
    return page_base(c, page)->style->grid_pitch > 0;
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
    struct frame f = frame_of_cell(c, k, r->table->columns, n);
    track->box = k;
    track->left = f.outer_left;
    track->width = f.outer_width;
    track->column = k->column;
    struct walk in = { .c = c, .track = track, .page = page_named(c, r->name), .inside = -1 };
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
    if (in.group)
        close_group(&in, 0);
    finish_track(c, track, mark);
    struct gap g = in.gap;
    sp content = in.high - f.open + g.close + g.plus + g.minus;
    sp asked = least_height(c, k->style, f.open + f.close);
    track->lack = sp_max(asked - content, 0);
    track->tail = g.close + g.plus + g.minus + track->lack + f.close;
    if (k->style->decoration_clone) {
        track->clone_open = f.open;
        track->clone_close = f.close;
    }
    sp rule = in_collapsed(k) ? collapse_edge(k, SIDE_BLOCK_END, n).width
                              : k->style->border[SIDE_BLOCK_END].width;
    bool padded = g.close + f.close > 0 && !track->lack && !may_hang(c, page_named(c, r->name));
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

/* Makes a row as high as it is said to be (CSS 2.2, 17.5.3); returns its height. */
static sp add_row_height(struct context *c, struct row *r)
{
    sp said = least_height(c, r->box->style, 0), high = said;
    for (uint32_t i = 0; i < r->count; i++)
        high = sp_max(high, track_height(r, &r->tracks[i]));
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

/* The tracks of a table's row; returns its height. */
static sp flow_row(struct context *c, uint32_t row)
{
    struct row *r = &c->flow.rows[row];
    const struct box *above = row > r->table->first_head ? r[-1].box : NULL,
                     *below = row + 1 < r->table->end_row ? r[1].box : NULL;
    struct beside n = beside_row(above, below);
    struct track *track = r->tracks = arena_array(c->work, struct track, r->count ? r->count : 1);
    for (const struct box *k = r->box->first; k; beside_next(&n, k), k = k->next)
        walk_cell(c, r, k, &n, track++);
    row_align(r);
    add_again(c, r);
    return add_row_height(c, r);
}

/* A break asked for joins the others between the same two siblings: a side wins over any page, of
 * two sides the later (Fragmentation 3, 3.1). */
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

/* A block that is to stand at its page's foot begins. */
static void ask_foot(struct walk *w, const struct box *b)
{
    if (b->style->float_kind != FLOAT_BOTTOM)
        return;
    if (w->track)
        diag_add(w->c->d, DIAG_FLOAT_INSIDE, doc_position(b->node, 0, 0), NULL);
    else
        w->sinks = true;
}

/* The first row of a table that is not of its heads. */
static const struct box *first_of_body(const struct box *table)
{
    const struct box *r = box_row_next(table, NULL);
    while (r && r->parent->kind == BOX_HEADER_GROUP)
        r = box_row_next(table, r);
    return r;
}

/* The breaks before a row and the group it begins.  Heads go with the first row of the body below
 * them, and take over its breaks. */
static void ask_before(struct walk *w, const struct box *table, const struct box *r,
                       const struct box *body, const struct box *last_group)
{
    const struct box *first = box_row_next(table, NULL);
    bool head = r->parent->kind == BOX_HEADER_GROUP;
    if (head ? r != first : r == body && r != first) {
        w->keep = true;
        return;
    }
    if (head && body) {
        r = body;
        last_group = NULL;
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
    sp edge = t->columns->spaced ? spacing : 0; /* a gutter is between columns alone */
    add_open(w, edge);
    t->spacing = spacing;
    t->first_head = t->first_row = c->flow.count;
    const struct box *group = NULL, *body = first_of_body(b);
    uint32_t around = w->group;
    const char *page = w->page;
    for (const struct box *r = box_row_next(b, NULL); r; r = box_row_next(b, r)) {
        bool head = r->parent->kind == BOX_HEADER_GROUP;
        if (r->parent != group)
            leave_group(w, group, around);
        ask_before(w, b, r, body, group);
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
    for (uint32_t i = t->first_head; i < t->end_row; i++)
        w->high += flow_row(c, i);
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
    w->inside = height_said(c, b->style, b->style->height, heights_in(w, f));
    if (b->paragraph || b->image)
        emit(w, b, f, b->image ? NULL : set_of(c, b->paragraph), 0);
    for (const struct box *k = b->first; k; k = k->next)
        walk_block(w, k, frame_of(c, k, f.left, f.width));
    w->inside = around;
}

/* A block that paints over the lines or rows it holds, or is closed and opened again where it
 * parts. */
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
                      uint32_t first)
{
    sp lack = add_height(w, b, f, o->edge + f.open);
    add_close(w, f.close);
    if (!w->track && f.close > 0 && !lack && !may_hang(w->c, w->page)) {
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
        f = c->tables[c->table_next].columns->frame;
    ask_break(w, b, s->break_before);
    ask_foot(w, b);
    struct opened own = { .outer = w->opened };
    w->opened = &own;
    if (b->parent || w->track)
        add_margin(w, f.margin_start, OF_START);
    else
        add_open(w, f.margin_start); /* the root's collapses with none (CSS 2.2, 8.3.1) */
    uint32_t first = next_index(w);
    bool avoid = s->break_inside == BREAK_AVOID && (w->track || !b->paragraph);
    uint32_t around = avoid ? open_group(w) : w->group;
    add_open(w, f.open);
    remember(w, b, f);
    walk_inside(w, b, f);
    sp asked = height_wanted(c, s, 0, heights_in(w, f));
    if (!own.line_found && (f.open + f.close > 0 || asked > 0 || w->markers))
        emit(w, b, f, NULL, asked);
    if (own.line_found)
        end_block(w, b, f, &own, first);
    w->opened = own.outer;
    if (avoid)
        close_group(w, around);
    add_margin(w, f.margin_end, OF_END);
    ask_break(w, b, s->break_after);
    w->page = page;
}

/* A note's lines. */
static void flow_note(struct context *c, uint32_t note, struct track *t)
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

static void flow_notes(struct context *c)
{
    c->flow.notes = arena_array(c->work, struct track, c->boxes->note_count + 1u);
    for (uint32_t i = 0; i < c->boxes->note_count; i++)
        flow_note(c, i, &c->flow.notes[i]);
}

/* What blocks around rows draw at a page's end and top: those that show, or that are closed and
 * opened again at every break. */
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

/* What pages need to know of a table's heads, gaps and shared borders. */
static void finish_table(const struct context *c, struct table *t)
{
    struct row *rows = c->flow.rows;
    const struct style *s = t->columns->table->style;
    t->row_stretch = s->row_stretch;
    t->heads_gap = t->spacing;
    if (s->border_collapse)
        add_collapsed(t, rows);
    if (t->first_row == t->first_head)
        return;
    const struct box *head = rows[t->first_row - 1].box;
    t->heads_gap += collapse_beyond(head, SIDE_BLOCK_END, CUT_BESIDE);
    for (uint32_t i = t->first_row; i < t->end_row; i++)
        rows[i].heads_gap = collapse_under_heads(head, rows[i - 1].box, rows[i].box);
}

/* Blocks around rows, closed inner first, into the order in which they open: by insertion, since
 * nesting is bounded. */
static void sort_spans(struct flow *f)
{
    for (uint32_t i = 1, k; i < f->span_count; i++) {
        struct span s = f->spans[i], *list = f->spans;
        for (k = i; k > 0 && (list[k - 1].first > s.first ||
                              (list[k - 1].first == s.first && list[k - 1].last <= s.last));
             k--)
            list[k] = list[k - 1];
        list[k] = s;
    }
}

/* The whole document: rows, notes, and the tracks of both. */
void flow_all(struct context *c)
{
    struct walk w = { .c = c, .inside = -1 };
    walk_block(&w, c->boxes->root, frame_of(c, c->boxes->root, 0, c->width));
    for (uint32_t i = 0; i < c->flow.count; i++)
        if (!c->flow.rows[i].table)
            row_align(&c->flow.rows[i]);
    for (uint32_t i = 0; i < c->table_count; i++)
        finish_table(c, &c->tables[i]);
    flow_notes(c);
    sort_spans(&c->flow);
    add_edges(&c->flow);
}
