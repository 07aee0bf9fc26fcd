/* flow/measure: every paragraph's measure, by the widths that go down the tree of boxes. */
#include "flow/walk.h"

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
    page = page_of_block(b) ? page_of_block(b) : page;
    if (b->kind == BOX_TABLE) {
        measure_table(c, b, f, page);
        return;
    }
    want_texts(c, b, f, page);
    for (const struct box *k = b->first; k; k = k->next)
        measure_flow(c, k, frame_of(c, k, f.left, f.width), page);
}

/* Of more notes than that the last ones' numbers are measured: there are none longer. */
enum { NUMBERS_MEASURED = 1000 };

/* The widest of the numbers that hang before notes: all notes have room for it. */
static sp number_width(struct context *c)
{
    const struct boxes *b = c->boxes;
    uint32_t first = b->note_count > NUMBERS_MEASURED ? b->note_count - NUMBERS_MEASURED : 0;
    sp most = 0;
    for (uint32_t i = first; i < b->note_count; i++) {
        const struct paragraph *p = b->notes[i].box->marker;
        if (p)
            most = sp_max(most, paragraph_extremes(c, p).most + marker_end_space(c, p));
    }
    return most;
}

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
