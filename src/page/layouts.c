/* page/layouts: the rows and notes once for every width of pages that one name has (:first, :left …).
 *
 * The document is laid out for the first page of each name.  When a page of another width comes, all is laid out again for its kind,
 * once: rows and notes are the same ones, only their lines and edges differ, so a page takes its rows from the layout of its kind.
 * What has the same measure there, as all that stands on pages of other names, keeps its lines.  A row or note that goes on from a
 * page of another width keeps that page's layout.
 */
#include "page/inner.h"

enum {
    MOST_LAYOUTS = 16
}; /* each takes the time and memory of the document; further kinds of pages keep the one at hand */

/* Puts the work at hand aside, and takes up another. */
static void keep(struct context *c)
{
    struct layout *l = c->layout;
    l->width = c->width;
    l->note_pages = c->note_pages;
    l->sets = c->sets;
    l->flow = c->flow;
    l->solid = c->solid;
}
void layout_use(struct context *c, struct layout *l)
{
    if (!l || l == c->layout)
        return;
    keep(c);
    c->layout = l;
    c->width = l->width;
    c->note_pages = l->note_pages;
    c->sets = l->sets;
    c->flow = l->flow;
    c->solid = l->solid;
}

/* Rows of all text at the layout's measures. */
static void lay_out(struct context *c)
{
    c->width = page_width(c, c->boxes->root->style->page);
    c->table_count = c->table_next = 0;
    c->table_room = 0;
    c->tables = NULL;
    c->flow = (struct flow){ 0 };
    measure_all(c);
    set_all(c, PARALLEL_LEAST);
    flow_all(c);
    calls_find(c);
}

void layout_first(struct context *c)
{
    c->layout = c->layouts = arena_new(c->work, struct layout);
    lay_out(c);
}

/* Has a kind of page the measures of another? */
static bool same_measures(const struct page_kind *a, const struct page_kind *b)
{
    const struct columns_of_notes *x = &a->area.columns, *y = &b->area.columns;
    return a->right - a->left == b->right - b->left && x->count == y->count &&
           x->width == y->width && x->gap == y->gap;
}

/* The layout for a kind of page; the one at hand where none can be made that has the same rows. */
struct layout *layout_for(struct context *c, const struct page_kind *k)
{
    if (!c->layouts || same_measures(k, page_base(c, k->name)))
        return c->layout;
    unsigned count = 0;
    for (struct layout *l = c->layouts; l; l = l->next, count++) {
        const struct page_kind *of = l->kind ? l->kind : page_first_of(c, k->name);
        if (page_same_name(of->name, k->name) && same_measures(of, k))
            return l->other_rows ? c->layout : l;
    }
    if (count == MOST_LAYOUTS)
        return c->layout;
    struct layout *was = c->layout, *made = arena_new(c->work, struct layout), **end = &c->layouts;
    struct flow flow = c->flow;
    keep(c);
    while (*end)
        end = &(*end)->next;
    *end = made;
    made->kind = k;
    c->layout = made;
    lay_out(c);
    made->other_rows = c->flow.count != flow.count || c->flow.span_count != flow.span_count;
    layout_use(c, was);
    return made->other_rows ? was : made;
}
