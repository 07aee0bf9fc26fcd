/* flow/layouts: the rows and notes once for every measure that pages of one name have (:first,
 * :left …).
 *
 * The document is laid out for the first page of each name.  Where other pages of a name have
 * another width, or other columns of notes, all is laid out again for their kind, and so it is
 * where a table has rows that ask for wider or narrower pages than its own, since its columns are
 * one width there: rows and notes are the same ones, only their lines and edges differ, so that a
 * page takes its rows from the layout of its kind.  What has the same measure there, as all that
 * stands on pages of other names, keeps its lines.
 */
#include "flow/inner.h"

/* Makes rows of all text at the measures of the layout, which is the one at hand from here on. */
static void lay_out(struct context *c, struct layout *l)
{
    c->layout = l;
    l->width = page_width(c, c->boxes->root->style->page);
    measure_all(c);
    set_all(c, PARALLEL_LEAST);
    flow_all(c);
    calls_find(c);
}

/* Has a kind of page the measures of another? */
static bool same_measures(const struct page_kind *a, const struct page_kind *b)
{
    const struct columns_of_notes *x = &a->area.columns, *y = &b->area.columns;
    return a->right - a->left == b->right - b->left && x->count == y->count &&
           x->width == y->width && x->gap == y->gap;
}

/* Gives a kind the layout at its measures: one more, unless there is one, or there are too many.
 * Then its pages keep the first, and that is said. */
static void lay_out_kind(struct context *c, struct page_kind *k)
{
    uint32_t i = 0;
    if (same_measures(k, page_first_of(c, k->name)) && !page_is_asked_by_row(c, k->name))
        return;
    for (i = 1; i < c->layout_count; i++)
        if (c->layouts[i].kind->name == k->name && same_measures(c->layouts[i].kind, k))
            break;
    if (i == LAYOUTS_MOST) {
        k->foreign = true;
        return;
    }
    struct layout *l = &c->layouts[i];
    if (i == c->layout_count) {
        const struct flow *first = &c->layouts[0].flow;
        l->kind = k;
        lay_out(c, l);
        l->other_rows = l->flow.count != first->count || l->flow.span_count != first->span_count;
        c->layout_count++;
    }
    k->foreign = l->other_rows;
    k->shape.flow = l->other_rows ? 0 : i;
}

const struct flow *layout_flow(const struct context *c, unsigned layout)
{
    return &c->layouts[layout].flow;
}

const struct set *layout_set(const struct context *c, unsigned layout, const struct paragraph *p)
{
    return &c->layouts[layout].sets[p->index];
}

sp layout_measure(const struct context *c, unsigned layout) { return c->layouts[layout].width; }

sp layout_width(struct context *c, unsigned layout, uint32_t name)
{
    const struct page_kind *k = c->layouts[layout].kind;
    if (!k || k->name != name)
        k = page_first_of(c, name);
    return k->right - k->left;
}

void layouts_make(struct context *c)
{
    c->thaw = line_thaw_open(c->work, THAW_RUNS);
    c->layouts = arena_array(c->work, struct layout, LAYOUTS_MOST);
    c->odd_is_left = page_begins_left(c->boxes);
    c->notes_at_end = page_of_start(c)->style->footnote->note_place == NOTES_AT_END;
    lay_out(c, &c->layouts[0]);
    c->layout_count = 1;
    const struct flow *f = &c->layouts[0].flow;
    if (f->count)
        lay_out_kind(c, page_kind(c, f->rows[0].name, PAGE_FIRST | page_side(c, 1)));
    bool *seen = arena_array(c->work, bool, page_name_count(c));
    for (uint32_t i = 0; i < f->count; i++) {
        uint32_t name = f->rows[i].name;
        for (uint32_t side = 1; side <= 2 && !seen[name]; side++)
            lay_out_kind(c, page_kind(c, name, page_side(c, side)));
        seen[name] = true;
    }
}
