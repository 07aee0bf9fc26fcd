/* flow/flow: boxes → a list of rows, each of parallel tracks of slots.
 *
 * The space between two lines is three lengths: what closes (padding, borders of blocks that end),
 * the collapsed margin, what opens.  Margins collapse as CSS 2.2 (8.3.1) says: they are gathered
 * until a line, a padding or a border stands between them; of several the largest positive and the
 * most negative count.  Widths are those of measure.
 */
#include "flow/walk.h"

#include <string.h>

static const enum row_break row_breaks[] = {
    [BREAK_AUTO] = ROW_BREAK_AUTO, [BREAK_AVOID] = ROW_BREAK_AVOID, [BREAK_PAGE] = ROW_BREAK_PAGE,
    [BREAK_LEFT] = ROW_BREAK_LEFT, [BREAK_RIGHT] = ROW_BREAK_RIGHT,
};

/* What is asked of the break before the next row. */
static enum row_break break_before_row(const struct walk *w)
{
    if (w->under_heads && w->before < BREAK_PAGE)
        return ROW_BREAK_NEVER;
    return row_breaks[w->keep && w->before == BREAK_AUTO ? BREAK_AVOID : w->before];
}

/* Heads that are a table of their own take over the break before the next row, and go with it. */
static void hand_break_to_heads(struct walk *w)
{
    struct row *heads = &w->c->layout->flow.rows[w->heads - 1];
    if (w->before > BREAK_PAGE || (w->before == BREAK_PAGE && heads->before < ROW_BREAK_PAGE))
        heads->before = row_breaks[w->before];
    w->before = BREAK_AUTO;
    w->under_heads = true;
    w->heads = 0;
}

struct row *walk_add_row(struct walk *w, const struct box *box)
{
    struct flow *f = &w->c->layout->flow;
    f->rows =
        arena_grow(w->c->work, f->rows, sizeof *f->rows, f->count, f->count + 1u, &w->row_room);
    struct gap g = gap_take(w);
    if (w->heads)
        hand_break_to_heads(w);
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
    w->keep = w->under_heads = w->sinks = false;
    w->before = BREAK_AUTO;
    return r;
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

uint32_t walk_next_index(const struct walk *w)
{
    return w->track ? w->track->count : w->c->layout->flow.count;
}

static void add_span(struct walk *w, struct span s)
{
    struct flow *flow = &w->c->layout->flow;
    struct span **spans = w->track ? &w->track->spans : &flow->spans;
    uint32_t *count = w->track ? &w->track->span_count : &flow->span_count;
    *spans = arena_grow(w->c->work, *spans, sizeof s, *count, *count + 1u, &w->span_room);
    (*spans)[(*count)++] = s;
}

uint32_t walk_open_group(struct walk *w)
{
    struct flow *flow = &w->c->layout->flow;
    struct group **groups = w->track ? &w->track->groups : &flow->groups;
    uint32_t *count = w->track ? &w->track->group_count : &flow->group_count, around = w->group;
    *groups = arena_grow(w->c->work, *groups, sizeof **groups, *count, *count + 1u, &w->group_room);
    (*groups)[*count] = (struct group){ .first = walk_next_index(w), .around = around };
    w->group = ++*count;
    return around;
}

void walk_close_group(struct walk *w, uint32_t around)
{
    struct group *groups = w->track ? w->track->groups : w->c->layout->flow.groups;
    groups[w->group - 1].end = walk_next_index(w);
    w->group = around;
}

sp marker_end_space(struct context *c, const struct paragraph *p)
{
    const struct face *face = text_face(c->boxes->fonts, c->d, p->style);
    if (!face || !p->length || p->text[p->length - 1] != ' ')
        return 0;
    return sp_muldiv(p->style->font_size, face->space_advance, face->upem);
}

/* How far (sp) a marker, its line l, hangs before the text of its box. */
static sp hang_of(struct context *c, const struct box *b, struct frame f, const struct line *l)
{
    const struct style *s = b->style;
    sp wide = l ? l->width : 0;
    bool note = s->float_kind == FLOAT_FOOTNOTE || s->display != DISPLAY_LIST_ITEM;
    /* one that would stand inside the line, were it not for another marker, is where that begins */
    if ((note ? s->footnote_position : s->list_style_position) == MARKER_INSIDE)
        return f.start_pad;
    if (note) /* at the padding's start; a list's mark stands beside the text */
        return sp_max(f.start_pad, wide);
    return wide + (l ? marker_end_space(c, l->paragraph) : 0);
}

static void remember_marker(struct walk *w, const struct box *b, struct frame f)
{
    struct context *c = w->c;
    struct marker *m = arena_new(c->work, struct marker);
    struct arena_mark mark = arena_mark(c->scratch);
    const struct set *set = set_of(c, b->marker);
    const struct line *l = set_count(set) ? set_line(c, set, 0, 0) : NULL;
    sp hang = hang_of(c, b, f, l), left = f.left - hang;
    if (b->style->rtl)
        left = f.left + f.width + hang - (l ? l->width : 0);
    *m = (struct marker){ set, b, left, w->markers };
    w->markers = m;
    arena_reset(c->scratch, mark);
}

void walk_remember(struct walk *w, const struct box *b, struct frame f)
{
    if (b->strings) {
        struct strings_at *s = arena_new(w->c->work, struct strings_at);
        *s = (struct strings_at){ box_strings(w->c->boxes, b), NULL };
        if (w->strings)
            w->last_strings->next = s;
        else
            w->strings = s;
        w->last_strings = s;
    }
    if (b->marker)
        remember_marker(w, b, f);
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
    return sp_max(content_said(c, s, l, sp_max(by.base, 0), by.around), 0);
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

sp height_least(struct context *c, const struct style *s, sp around)
{
    return height_wanted(c, s, 0, (struct heights){ -1, around });
}

sp height_within(struct context *c, const struct box *b, sp wanted, sp least, sp room)
{
    sp most = sp_max(least, room);
    if (wanted <= most)
        return wanted;
    struct buffer text = buffer_in(c->scratch);
    buffer_add_length(&text, wanted - most);
    diag_add(c->d, DIAG_HEIGHT_PAGE, doc_position(b->node, 0, 0), "over", buffer_text(&text), NULL);
    return most;
}

/* How high the content of a block can be on one page; a note's end may leave it. */
static sp room_in(const struct walk *w, const struct box *b, struct frame f)
{
    if (b->style->float_kind == FLOAT_FOOTNOTE)
        return SP_MAX;
    return height_on(w->c, w->page, w->taken + w->top + f.open + f.close) - f.open - f.close;
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
    sp lack = sp_max(height_within(w->c, b, wanted, natural, room_in(w, b, f)) - natural, 0);
    g->close += lack;
    return lack;
}

bool padding_may_hang(struct context *c, const char *page)
{
    return page_base(c, page)->style->grid_pitch > 0;
}

void walk_ask_break(struct walk *w, const struct box *b, enum break_kind kind)
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
        track_emit(w, b, f, b->image ? NULL : set_of(c, b->paragraph), 0);
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
                               .last = walk_next_index(w) - 1,
                               .clone_open = clones ? f.open : 0,
                               .clone_close = clones ? f.close : 0 });
}

/* The end of a block that holds something: its height, its padding, what it paints. */
static void end_block(struct walk *w, const struct box *b, struct frame f, const struct opened *o,
                      uint32_t first)
{
    sp lack = add_height(w, b, f, o->edge + f.open);
    gap_add_close(w, f.close);
    if (!w->track && f.close > 0 && !lack && !padding_may_hang(w->c, w->page)) {
        const struct flow *flow = &w->c->layout->flow;
        struct row *last = &flow->rows[flow->count - 1];
        last->behind = sp_max(last->behind, w->gap.close);
    }
    add_block_span(w, b, f, o, first);
}

void walk_block(struct walk *w, const struct box *b, struct frame f)
{
    struct context *c = w->c;
    const struct style *s = b->style;
    const char *page = w->page;
    if (!w->track && page_of_block(b)) {
        f = frame_in_flow(c, b, f, page);
        w->page = page_of_block(b);
    } else if (s->page && (!page || strcmp(s->page, page) != 0)) {
        diag_add(c->d, DIAG_PAGE_INSIDE, doc_position(b->node, 0, 0), NULL);
    }
    if (b->kind == BOX_TABLE && !w->track)
        f = c->layout->tables[c->layout->table_next].columns->frame;
    walk_ask_break(w, b, s->break_before);
    ask_foot(w, b);
    struct opened own = { .outer = w->opened };
    w->opened = &own;
    if (b->parent || w->track)
        gap_add_margin(w, f.margin_start, OF_START);
    else
        gap_add_open(w, f.margin_start); /* the root's collapses with none (CSS 2.2, 8.3.1) */
    uint32_t first = walk_next_index(w);
    bool avoid = s->break_inside == BREAK_AVOID && (w->track || !b->paragraph);
    uint32_t around = avoid ? walk_open_group(w) : w->group;
    gap_add_open(w, f.open);
    walk_remember(w, b, f);
    w->taken += f.close;
    walk_inside(w, b, f);
    w->taken -= f.close;
    if (!w->track && box_below_heads(b) && walk_next_index(w) > first)
        w->heads = first + 1;
    sp asked = height_wanted(c, s, 0, heights_in(w, f));
    if (!own.line_found && (f.open + f.close > 0 || asked > 0 || w->markers))
        track_emit(w, b, f, NULL, height_within(c, b, asked, 0, room_in(w, b, f)));
    if (own.line_found)
        end_block(w, b, f, &own, first);
    w->opened = own.outer;
    if (avoid)
        walk_close_group(w, around);
    gap_add_margin(w, f.margin_end, OF_END);
    walk_ask_break(w, b, s->break_after);
    w->page = page;
}

/* A note's lines. */
static void flow_note(struct context *c, uint32_t note, struct track *t)
{
    const struct box *b = c->boxes->notes[note].box;
    struct walk w = { .c = c, .track = t, .page = c->layout->note_pages[note], .inside = -1 };
    sp width = page_base(c, w.page)->area.columns.width;
    struct arena_mark mark = arena_mark(c->scratch);
    walk_block(&w, b, frame_of(c, b, 0, width));
    if (w.markers || !t->count)
        track_emit(&w, b, frame_of(c, b, 0, width), NULL, 0);
    track_finish(c, t, mark);
    t->tail = w.gap.close + w.gap.open;
    t->tail_margin = w.gap.plus + w.gap.minus;
    t->width = width;
}

static void flow_notes(struct context *c)
{
    struct track *notes = arena_array(c->work, struct track, c->boxes->note_count + 1u);
    for (uint32_t i = 0; i < c->boxes->note_count; i++)
        flow_note(c, i, &notes[i]);
    c->layout->flow.notes = notes;
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
    const struct layout *l = c->layout;
    struct flow *f = &c->layout->flow;
    struct walk w = { .c = c, .inside = -1 };
    walk_block(&w, c->boxes->root, frame_of(c, c->boxes->root, 0, l->width));
    for (uint32_t i = 0; i < f->count; i++)
        if (!f->rows[i].table)
            row_align(&f->rows[i]);
    for (uint32_t i = 0; i < l->table_count; i++)
        table_finish(c, &l->tables[i]);
    flow_notes(c);
    sort_spans(f);
    add_edges(f);
}
