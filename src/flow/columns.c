/* flow/columns: how wide the columns of a table are.
 *
 * They come from its first row (CSS 2.2, 17.5.2.1, fixed) or from all its cells (17.5.2.2, auto).
 * Column-gap on a table is its gutter; without one, border-spacing holds; collapsed borders have
 * neither, since their cells touch.
 */
#include "flow/inner.h"

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
        e.least = e.most = content_said(c, s, s->width, 0, edges);
    if (is_plain(s->max_width)) {
        sp most = content_said(c, s, s->max_width, 0, edges);
        e = (struct extremes){ .least = sp_min(e.least, most), .most = sp_min(e.most, most) };
    }
    if (is_plain(s->min_width)) {
        sp least = content_said(c, s, s->min_width, 0, edges);
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
    sp said = content_said(c, s, s->min_width, t->across, f.outer_width - width);
    sp least = fill ? width : sp_min(said, width);
    stretch_columns(t, least - between - sum_of(t));
    return sum_of(t) + between;
}

/* The frame of a table that is as wide as its columns: what they leave is margin, at the sides that
 * are auto. */
static struct frame fit_frame(const struct style *s, struct frame f, sp width)
{
    sp spare = f.width - width, before = auto_margin(s, spare);
    sp shift = s->rtl ? spare - before : before;
    f.left += shift;
    f.outer_left += shift;
    f.width -= spare;
    f.outer_width -= spare;
    return f;
}

void columns_of(struct context *c, struct columns *t, struct frame f)
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
