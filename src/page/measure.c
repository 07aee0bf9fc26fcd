/* page/measure: how wide everything is, and with that every paragraph's measure.
 *
 * Widths go down the tree of boxes (CSS 2.2, 10.3.3); a table's columns come from its first row
 * (17.5.2.1, fixed) or from all its cells (17.5.2.2, auto).  Column-gap on a table is its gutter;
 * without one, border-spacing holds; collapsed borders have neither, since their cells touch.
 */
#include "page/inner.h"

#include <string.h>

/* A length for a base, with the face's units where it asks for them. */
sp resolve(struct context *c, const struct style *s, struct length l, sp base)
{
    const struct face *f = length_has_font_units(l) ? text_face(c->boxes->fonts, c->d, s) : NULL;
    return length_resolve(l, base, text_units(f, s->font_size));
}

/* The style of a box whose width has been found already. */
struct style without_width(const struct style *s)
{
    struct style plain = *s;
    plain.width.kind = plain.min_width.kind = LENGTH_AUTO;
    plain.max_width.kind = LENGTH_NONE;
    return plain;
}

/* How much of a size said is left for the content, of a box with that between it and its edges. */
sp inside_of(const struct style *s, sp size, sp around)
{
    return s->border_sized ? sp_max(size - around, 0) : size;
}

/* Does a cell share its borders with its neighbours? */
bool in_collapsed(const struct box *cell)
{
    const struct box *t = box_table_of(cell);
    return t && t->style->border_collapse;
}

/* The box's edges, in its container of `width` from `left`. */
struct frame frame_of(struct context *c, const struct box *b, sp left, sp width)
{
    const struct style *s = b->style;
    sp m[SIDE_COUNT], p[SIDE_COUNT], w[SIDE_COUNT];
    for (int i = 0; i < SIDE_COUNT; i++) {
        m[i] = resolve(c, s, s->margin[i], width);
        p[i] = resolve(c, s, s->padding[i], width);
        w[i] = s->border[i].width;
    }
    if (b->marker && s->float_kind == FLOAT_FOOTNOTE)
        p[SIDE_INLINE_START] = sp_max(
            p[SIDE_INLINE_START], sp_min(c->layout->number_width, width / 2)); /* text goes first */
    if (b->kind == BOX_TABLE && s->border_collapse) {
        collapse_outer(b, w);
        p[SIDE_BLOCK_START] = p[SIDE_BLOCK_END] = p[SIDE_INLINE_START] = p[SIDE_INLINE_END] = 0;
    }
    sp around =
        p[SIDE_INLINE_START] + p[SIDE_INLINE_END] + w[SIDE_INLINE_START] + w[SIDE_INLINE_END];
    sp content = width - m[SIDE_INLINE_START] - m[SIDE_INLINE_END] - around;
    if (s->width.kind == LENGTH_VALUE && b->kind != BOX_CELL && b->kind != BOX_TABLE)
        content = inside_of(s, resolve(c, s, s->width, width), around);
    if (s->width.kind == LENGTH_VALUE && b->kind == BOX_TABLE)
        content = resolve(c, s, s->width, width) - around;
    if (s->max_width.kind == LENGTH_VALUE)
        content = sp_min(content, inside_of(s, resolve(c, s, s->max_width, width), around));
    if (s->min_width.kind == LENGTH_VALUE)
        content = sp_max(content, inside_of(s, resolve(c, s, s->min_width, width), around));
    content = sp_max(content, 0);
    sp spare = width - m[SIDE_INLINE_START] - m[SIDE_INLINE_END] - around - content;
    bool auto_start = s->margin[SIDE_INLINE_START].kind == LENGTH_AUTO,
         auto_end = s->margin[SIDE_INLINE_END].kind == LENGTH_AUTO;
    if (spare > 0 && auto_start)
        m[SIDE_INLINE_START] += auto_end ? spare / 2 : spare;
    struct frame f = { .width = content, .outer_width = content + around };
    f.outer_left =
        s->rtl ? left + width - m[SIDE_INLINE_START] - f.outer_width : left + m[SIDE_INLINE_START];
    f.left = f.outer_left + (s->rtl ? p[SIDE_INLINE_END] + w[SIDE_INLINE_END]
                                    : p[SIDE_INLINE_START] + w[SIDE_INLINE_START]);
    f.margin_start = m[SIDE_BLOCK_START];
    f.margin_end = m[SIDE_BLOCK_END];
    f.open = p[SIDE_BLOCK_START] + w[SIDE_BLOCK_START];
    f.close = p[SIDE_BLOCK_END] + w[SIDE_BLOCK_END];
    f.start_pad = p[SIDE_INLINE_START];
    return f;
}

/* The edges of a block of the flow on a page of that width. */
struct frame frame_on(struct context *c, const struct box *b, sp width)
{
    struct frame around =
        b->parent ? frame_on(c, b->parent, width) : (struct frame){ .width = width };
    return frame_of(c, b, around.left, around.width);
}

/* A block that asks for a page of another width has its edges there; `page` is the one around
 * it. */
struct frame frame_in_flow(struct context *c, const struct box *b, struct frame f, const char *page)
{
    const char *own = b->style->page;
    return own && page_width(c, own) != page_width(c, page) ? frame_on(c, b, page_width(c, own))
                                                            : f;
}

/* A cell's frame in its column; collapsed borders take half their width of each cell. */
struct frame frame_of_cell(struct context *c, const struct box *cell, const struct columns *t,
                           const struct beside *n)
{
    uint32_t k = cell->column < t->count ? cell->column : t->count - 1;
    struct style plain = *cell->style;
    struct box copy = *cell;
    copy.style = &plain;
    for (int i = 0; i < SIDE_COUNT; i++) {
        plain.margin[i] = (struct length){ .kind = LENGTH_VALUE };
        if (t->table->style->border_collapse)
            plain.border[i].width = collapse_edge(cell, (enum side)i, n).width / 2;
    }
    return frame_of(c, &copy, t->left[k], t->width[k]);
}

/* Border and padding in the inline direction; n: of a cell. */
static sp around(struct context *c, const struct box *b, sp base, const struct beside *n)
{
    const struct style *s = b->style;
    sp edges = s->border[SIDE_INLINE_START].width + s->border[SIDE_INLINE_END].width;
    if (n && in_collapsed(b))
        edges = collapse_edge(b, SIDE_INLINE_START, n).width / 2 +
                collapse_edge(b, SIDE_INLINE_END, n).width / 2;
    return edges + resolve(c, s, s->padding[SIDE_INLINE_START], base) +
           resolve(c, s, s->padding[SIDE_INLINE_END], base);
}

/* The width said on a cell, padding and border included; -1 = none. */
static sp cell_said(struct context *c, const struct box *cell, sp base, const struct beside *n)
{
    struct length w = cell->style->width;
    if (w.kind != LENGTH_VALUE)
        return -1;
    bool with_edges = length_has_share(w) || cell->style->border_sized;
    return resolve(c, cell->style, w, base) + (with_edges ? 0 : around(c, cell, base, n));
}

struct extremes {
    sp least, most;
    bool share; /* of a column: what is said of it is a share of the table */
};

static struct extremes widen(struct extremes e, sp by)
{
    return (struct extremes){ .least = e.least + by, .most = e.most + by };
}

/* A width that is no share of another one. */
static bool is_plain(struct length l) { return l.kind == LENGTH_VALUE && !length_has_share(l); }

/* Within the widths said on a box that has that around its content. */
static struct extremes limit(struct context *c, const struct box *b, struct extremes e, sp edges)
{
    const struct style *s = b->style;
    if (is_plain(s->width) && b->kind != BOX_CELL)
        e.least = e.most = inside_of(s, resolve(c, s, s->width, 0), edges);
    if (is_plain(s->max_width)) {
        sp most = inside_of(s, resolve(c, s, s->max_width, 0), edges);
        e = (struct extremes){ .least = sp_min(e.least, most), .most = sp_min(e.most, most) };
    }
    if (is_plain(s->min_width)) {
        sp least = inside_of(s, resolve(c, s, s->min_width, 0), edges);
        e = (struct extremes){ .least = sp_max(e.least, least), .most = sp_max(e.most, least) };
    }
    return e;
}

/* Longest word and longest line inside a box, with what stands around them; n: of a cell. */
static struct extremes extremes_of(struct context *c, const struct box *b, const struct beside *n)
{
    struct extremes e = { 0 };
    if (b->paragraph) {
        struct lines l = paragraph_extremes(c, b->paragraph);
        e = (struct extremes){ .least = l.least, .most = l.most };
    }
    if (b->image)
        e.most = b->image->width;
    if (b->continued)
        e.least = sp_max(e.least, paragraph_extremes(c, b->continued).least);
    for (const struct box *k = b->first; k; k = k->next) {
        sp margins = resolve(c, k->style, k->style->margin[SIDE_INLINE_START], 0) +
                     resolve(c, k->style, k->style->margin[SIDE_INLINE_END], 0);
        struct extremes i = widen(extremes_of(c, k, NULL), margins);
        e.least = sp_max(e.least, i.least);
        e.most = sp_max(e.most, i.most);
    }
    sp edges = around(c, b, 0, n);
    return widen(limit(c, b, e, edges), edges);
}

/* slack * part / all without overflow: lengths over 2^31 sp (450 in) lose their last bits. */
sp share_of(sp slack, sp part, sp all)
{
    while (all > (sp)1 << 24) {
        part >>= 1;
        all >>= 1;
    }
    return sp_max(sp_min(slack, SP_MAX >> 8), -(SP_MAX >> 8)) * part / all;
}

/* Shares `room` among the columns nothing is said of. */
static void share(sp *width, const struct extremes *e, uint32_t n, sp room, bool fill)
{
    sp least = 0, most = 0, slack, all;
    uint32_t open = 0;
    for (uint32_t k = 0; k < n; k++)
        if (width[k] < 0) {
            least += e[k].least;
            most += e[k].most;
            open++;
        }
    slack = sp_max(room - (most <= room ? most : least), 0);
    all = most <= room ? most : most - least;
    for (uint32_t k = 0; k < n; k++) {
        if (width[k] >= 0)
            continue;
        sp base = most <= room ? e[k].most : e[k].least,
           part = most <= room ? e[k].most : e[k].most - e[k].least;
        if (most <= room && !fill)
            width[k] = base;
        else
            width[k] = base + (all > 0 ? share_of(slack, part, all) : slack / open);
    }
}

/* How many columns its widest row has; at least one. */
static uint32_t count_columns(const struct box *table)
{
    uint32_t n = 1;
    for (const struct box *r = box_row_next(table, NULL); r; r = box_row_next(table, r))
        for (const struct box *k = r->first; k; k = k->next)
            if (k->column + 1u > n)
                n = k->column + 1u;
    return n;
}

/* What a cell says and needs joins its column; an auto table's is never narrower than its longest
 * word (17.5.2.2). */
static void ask_cell(struct context *c, struct columns *t, const struct box *cell, sp width,
                     const struct beside *n, struct extremes *e)
{
    sp *said = &t->width[cell->column];
    *said = sp_max(*said, cell_said(c, cell, width, n));
    if (t->table->style->table_fixed)
        return;
    struct extremes own = extremes_of(c, cell, n), *all = &e[cell->column];
    all->least = sp_max(all->least, own.least);
    all->most = sp_max(all->most, own.most);
    all->share = all->share || length_has_share(cell->style->width);
}

/* What lies between and beside the columns. */
static sp space_between(const struct columns *t)
{
    return t->gap * (sp)(t->count - 1) + 2 * t->edge;
}

/* Shares of an auto table are at most all of it: a later one has what those before it leave (CSS
 * Tables 3, Computing Column Measures). */
static void limit_shares(struct columns *t, const struct extremes *e, sp room)
{
    for (uint32_t k = 0; k < t->count; k++)
        if (e[k].share) {
            t->width[k] = sp_min(t->width[k], room);
            room -= t->width[k];
        }
}

/* Says, once a table, that a width has no say, since those of the first row are the columns'. */
static void report_width(struct context *c, const struct columns *t)
{
    for (const struct box *r = box_row_next(t->table, box_row_next(t->table, NULL)); r;
         r = box_row_next(t->table, r))
        for (const struct box *k = r->first; k; k = k->next) {
            sp said = cell_said(c, k, t->frame.width, &(struct beside){ 0 });
            sp taken = k->column < t->count ? t->width[k->column] : said;
            if (said >= 0 && (said > taken + SP_PT / 10 || said < taken - SP_PT / 10)) {
                diag_add(c->d, DIAG_WIDTH_LATE, doc_position(k->node, 0, 0), NULL);
                return;
            }
        }
}

/* What is said of the columns, -1 where nothing is, and what their cells need: of the first row, or
 * of all. */
static void ask_columns(struct context *c, struct columns *t, sp width, struct extremes *e)
{
    bool first_row = t->table->style->table_fixed;
    for (uint32_t k = 0; k < t->count; k++)
        t->width[k] = -1;
    for (const struct box *r = box_row_next(t->table, NULL); r;
         r = first_row ? NULL : box_row_next(t->table, r)) {
        struct beside n = { 0 };
        for (const struct box *k = r->first; k; n.prev = k, k = k->next)
            ask_cell(c, t, k, width, &n, e);
    }
    limit_shares(t, e, width - space_between(t));
    for (uint32_t k = 0; k < t->count; k++)
        if (t->width[k] >= 0)
            t->width[k] = sp_max(t->width[k], e[k].least);
}

static sp sum_of(const struct columns *t)
{
    sp sum = 0;
    for (uint32_t k = 0; k < t->count; k++)
        sum += sp_max(t->width[k], 0);
    return sum;
}

/* Columns that leave `slack` of their table share it by their widths, the last what is left by
 * rounding. */
static void stretch_columns(struct columns *t, sp slack)
{
    sp all = sum_of(t), left = slack;
    for (uint32_t k = 0; k < t->count && slack > 0; k++) {
        sp part = all > 0 ? share_of(slack, t->width[k], all) : slack / t->count;
        t->width[k] += k + 1 == t->count ? left : part;
        left -= part;
    }
}

/* The widths of a table's columns in its frame; returns how much of that they take, with what lies
 * between and beside. */
static sp column_widths(struct context *c, struct columns *t, struct frame f)
{
    const struct style *s = t->table->style;
    sp width = f.width;
    struct arena_mark mark = arena_mark(c->scratch);
    struct extremes *e = arena_array(c->scratch, struct extremes, t->count);
    bool fill = s->table_fixed || s->width.kind == LENGTH_VALUE;
    sp between = space_between(t);
    ask_columns(c, t, width, e);
    share(t->width, e, t->count, sp_max(width - between - sum_of(t), 0), fill);
    arena_reset(c->scratch, mark);
    sp said = inside_of(s, resolve(c, s, s->min_width, t->across), f.outer_width - width);
    sp least = fill ? width : sp_min(said, width);
    stretch_columns(t, least - between - sum_of(t));
    return sum_of(t) + between;
}

/* The frame of a table that is as wide as its columns: what they leave is margin, at the sides that
 * are auto. */
static struct frame fit_frame(const struct style *s, struct frame f, sp width)
{
    sp spare = f.width - width;
    bool auto_start = s->margin[SIDE_INLINE_START].kind == LENGTH_AUTO && spare > 0;
    bool auto_end = s->margin[SIDE_INLINE_END].kind == LENGTH_AUTO && spare > 0;
    sp before = !auto_start ? 0 : auto_end ? spare / 2 : spare;
    sp shift = s->rtl ? spare - before : before;
    f.left += shift;
    f.outer_left += shift;
    f.width -= spare;
    f.outer_width -= spare;
    return f;
}

/* The columns of a table in its frame, which shrinks to them where its width is auto, and grows
 * where they need more. */
static void columns_of(struct context *c, struct columns *t, struct frame f)
{
    const struct style *s = t->table->style;
    t->count = count_columns(t->table);
    t->left = arena_array(c->work, sp, t->count);
    t->width = arena_array(c->work, sp, t->count);
    t->spaced = s->column_gap.kind != LENGTH_VALUE && !s->border_collapse;
    t->gap = t->spaced ? s->border_spacing[0] : 0;
    if (!t->spaced && !s->border_collapse)
        t->gap = resolve(c, s, s->column_gap, f.width);
    t->edge = t->spaced ? t->gap : 0;
    f = fit_frame(s, f, column_widths(c, t, f));
    t->frame = f;
    if (s->table_fixed)
        report_width(c, t);
    sp at = t->edge;
    for (uint32_t k = 0; k < t->count; k++) {
        t->left[k] = s->rtl ? f.left + f.width - at - t->width[k] : f.left + at;
        at += t->width[k] + t->gap;
    }
}

static void measure_box(struct context *c, const struct box *b, struct frame f, const char *page);

/* A paragraph's lines are to have that measure; the notes it calls first stand on its page. */
static void want(struct context *c, const struct paragraph *p, sp measure, const char *page)
{
    struct layout *l = c->layout;
    if (!p || p->index >= c->boxes->paragraph_count)
        return;
    for (uint32_t i = 0; page && i < p->piece_count; i++) {
        const struct piece *k = &p->pieces[i];
        if (k->kind == PIECE_CALL && k->note < c->boxes->note_count &&
            c->boxes->notes[k->note].first_call == k->node)
            l->note_pages[k->note] = page;
    }
    l->last_page = page;
    l->sets[p->index].measure = measure;
}

/* A box's own paragraph, and its marker, which is one line however long. */
static void want_texts(struct context *c, const struct box *b, struct frame f, const char *page)
{
    want(c, b->paragraph, f.width, page);
    want(c, b->marker, 4 * c->layout->width + 1000 * SP_PT, page);
}

/* The first paragraph of a box that has one. */
static const struct paragraph *first_text(const struct box *b)
{
    const struct paragraph *found = b->paragraph;
    for (const struct box *k = b->first; k && !found; k = k->next)
        found = first_text(k);
    return found;
}

const char *page_of_row(const struct box *table, const struct box *r, const char *page)
{
    const struct box *below = r;
    while (below && below->parent->kind == BOX_HEADER_GROUP)
        below = box_row_next(table, below);
    r = below ? below : r;
    if (r->style->page)
        return r->style->page;
    return r->parent != table && r->parent->style->page ? r->parent->style->page : page;
}

/* Which page's measures the columns of a table have, whose own is `page`: those of the layout's,
 * where rows of the table ask for it. */
static const char *page_of_columns(struct context *c, const struct box *table, const char *page)
{
    const struct page_kind *k = c->layout->kind;
    const char *found = page;
    for (const struct box *r = box_row_next(table, NULL); r; r = box_row_next(table, r)) {
        const char *own = page_of_row(table, r, page);
        if (own == page || page_width(c, own) == page_width(c, page))
            continue;
        page_asked_by_row(c, page_name(c, own));
        if (k && k->name == page_name(c, own))
            found = own;
    }
    return found;
}

/* A table of the flow: its columns, then its cells. */
static void measure_table(struct context *c, const struct box *b, struct frame f, const char *page)
{
    const char *across = page_of_columns(c, b, page);
    if (across != page)
        f = frame_on(c, b, page_width(c, across));
    struct layout *l = c->layout;
    l->tables = arena_grow(c->work, l->tables, sizeof *l->tables, l->table_count,
                           l->table_count + 1u, &l->table_room);
    struct columns *columns = arena_new(c->work, struct columns);
    *columns = (struct columns){ .table = b, .across = page_width(c, across) };
    columns_of(c, columns, f);
    l->tables[l->table_count++] = (struct table){ .columns = columns };
    for (const struct box *above = NULL, *r = box_row_next(b, NULL), *below; r;
         above = r, r = below) {
        below = box_row_next(b, r);
        struct beside n = beside_row(above, below);
        const char *own = page_of_row(b, r, page);
        for (const struct box *k = r->first; k; beside_next(&n, k), k = k->next) {
            measure_box(c, k, frame_of_cell(c, k, columns, &n), own);
            if (k->continued)
                want(c, k->continued, l->sets[first_text(k)->index].measure, own);
        }
    }
}

/* Everything inside a box.  A table inside a cell is stacked: its cells stand one under the
 * other. */
static void measure_box(struct context *c, const struct box *b, struct frame f, const char *page)
{
    want_texts(c, b, f, page);
    for (const struct box *k = b->first; k; k = k->next)
        measure_box(c, k, frame_of(c, k, f.left, f.width), page);
}

/* The flow outside cells. */
static void measure_flow(struct context *c, const struct box *b, struct frame f, const char *page)
{
    f = frame_in_flow(c, b, f, page);
    page = b->style->page ? b->style->page : page;
    if (b->kind == BOX_TABLE) {
        measure_table(c, b, f, page);
        return;
    }
    want_texts(c, b, f, page);
    for (const struct box *k = b->first; k; k = k->next)
        measure_flow(c, k, frame_of(c, k, f.left, f.width), page);
}

/* More columns of notes serve no reader, and take the time of the page to level. */
enum { COLUMNS_MOST = 100 };

/* The columns of notes in an area of `width`. */
static struct columns_of_notes columns_in(struct context *c, const struct style *s, sp width)
{
    struct columns_of_notes r = { 0 };
    sp least = sp_max(4 * s->font_size, SP_PT); /* a narrower column parts every word */
    r.gap = s->column_gap.kind == LENGTH_VALUE ? resolve(c, s, s->column_gap, width) : s->font_size;
    sp want_width =
        s->column_width.kind == LENGTH_VALUE ? resolve(c, s, s->column_width, width) : 0;
    r.count = s->columns ? s->columns : 1;
    if (want_width > 0) {
        sp fit = (width + r.gap) / sp_max(want_width + r.gap, 1);
        if (fit < 1)
            fit = 1;
        if (!s->columns || fit < r.count)
            r.count = (unsigned)sp_min(fit, COLUMNS_MOST);
    }
    unsigned most = (unsigned)sp_min(sp_max((width + r.gap) / (least + r.gap), 1), COLUMNS_MOST);
    if (r.count > most) {
        if (s->columns)
            report_columns(c, s->columns_at, s->columns, most);
        r.count = most;
    }
    r.width = (width - r.gap * (sp)(r.count - 1)) / (sp)r.count;
    return r;
}

/* The footnote area in a page area of `width`. */
struct area area_of(struct context *c, const struct page_style *p, sp width)
{
    struct box b = { .kind = BOX_BLOCK, .style = p->footnote };
    struct area r = { .frame = frame_of(c, &b, 0, width) };
    r.head = furniture_head_height(c, p->footnote, r.frame.width);
    r.before = r.frame.margin_start + r.frame.open + r.head;
    r.after = r.frame.close + r.frame.margin_end;
    r.columns = columns_in(c, p->footnote, r.frame.width);
    return r;
}

/* Of more notes than that the last ones' numbers are measured: there are none longer. */
enum { NUMBERS_MEASURED = 1000 };

/* The widest of the numbers that hang before notes: all notes have room for it. */
static sp number_width(struct context *c)
{
    const struct boxes *b = c->boxes;
    uint32_t first = b->note_count > NUMBERS_MEASURED ? b->note_count - NUMBERS_MEASURED : 0;
    sp most = 0;
    for (uint32_t i = first; i < b->note_count; i++)
        if (b->notes[i].box->marker)
            most = sp_max(most, paragraph_extremes(c, b->notes[i].box->marker).most);
    return most;
}

/* Widths for everything. */
void measure_all(struct context *c)
{
    const struct boxes *b = c->boxes;
    struct layout *l = c->layout;
    l->sets = arena_array(c->work, struct set, b->paragraph_count + 1u);
    l->note_pages = arena_array(c->work, const char *, b->note_count + 1u);
    for (uint32_t i = 0; i < b->note_count; i++)
        l->note_pages[i] = b->root->style->page;
    measure_flow(c, b->root, frame_of(c, b->root, 0, l->width), NULL);
    for (uint32_t i = 0; c->notes_at_end && i < b->note_count; i++)
        l->note_pages[i] = l->last_page;
    l->number_width = number_width(c);
    for (uint32_t i = 0; i < b->note_count; i++) {
        sp width = page_base(c, l->note_pages[i])->area.columns.width;
        measure_box(c, b->notes[i].box, frame_of(c, b->notes[i].box, 0, width), NULL);
    }
}
