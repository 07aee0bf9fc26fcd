/* pdf, outline: what a reader shows beside the pages: the title, and below it the names of the rows
 * (ISO 32000-1, 12.3.3).  A file for a print shop has it, too: PDF/X forbids annotations on the
 * page and actions; an item here leads by a destination, which is neither, and who proofs the file
 * goes by it.
 *
 *   Outlines ─┬─ title ─┬─ name       an element with role H1 begins a level, the heads of rows
 *             │         └─ name       are below it; before any title they stand on the first level
 *             └─ title
 */
#include "pdf/inner.h"

#include <string.h>

#define NO_ITEM UINT32_MAX

struct outline_item {
    const struct node *words; /* its text is the item's */
    uint32_t destination;
    uint32_t parent, previous, next; /* items; NO_ITEM: none, or the root */
    uint32_t first, last, count;     /* items below */
};

struct outline {
    const struct page_tree *pages;
    struct outline_item *items;
    uint32_t count;
    uint32_t root, first; /* object numbers */
    uint32_t last;        /* item of the first level */
};

const struct node *outline_words(const struct node *n)
{
    if (!node_element(n))
        return NULL;
    if (node_element(n)->role == ROLE_H1)
        return n;
    if (node_element(n)->role != ROLE_TR)
        return NULL;
    for (const struct node *cell = node_first(n); cell; cell = node_next(cell))
        if (node_element(cell) && node_element(cell)->role == ROLE_TH_ROW)
            return cell;
    return NULL;
}

/* Puts the item that was added last behind the others of its level. */
static void hang(struct outline *o, uint32_t parent)
{
    uint32_t i = o->count - 1;
    struct outline_item *item = &o->items[i], *above = parent == NO_ITEM ? NULL : &o->items[parent];
    uint32_t *last = above ? &above->last : &o->last;
    item->parent = parent;
    item->previous = *last;
    item->next = item->first = item->last = NO_ITEM;
    if (*last != NO_ITEM)
        o->items[*last].next = i;
    else if (above)
        above->first = i;
    *last = i;
    if (above)
        above->count++;
}

static void find_items(struct outline *o, struct arena *a, const struct doc *doc,
                       const struct destinations *destinations)
{
    uint32_t title = NO_ITEM;
    size_t room = 0;
    o->last = NO_ITEM;
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i], *words = outline_words(n);
        uint32_t destination = words ? destinations_find(destinations, n) : DESTINATION_NONE;
        if (destination == DESTINATION_NONE)
            continue;
        o->items = arena_grow(a, o->items, sizeof *o->items, o->count, o->count + 1, &room);
        o->items[o->count++] = (struct outline_item){ .words = words, .destination = destination };
        hang(o, words == n ? NO_ITEM : title);
        if (words == n)
            title = o->count - 1;
    }
}

static void write_item(struct buffer *out, const struct outline *o, const char *key, uint32_t item)
{
    if (item != NO_ITEM)
        buffer_printf(out, "%s %u 0 R", key, o->first + item);
}

/* Makes the entries of item `k`. */
static void make_item(struct buffer *out, struct buffer *spare, const void *context, uint32_t k)
{
    const struct outline *o = context;
    const struct outline_item *item = &o->items[k];
    doc_add_text(spare, item->words, SIZE_MAX / 2);
    buffer_add_string(out, "/Title");
    write_text_string(out, buffer_text(spare), spare->size);
    if (item->parent == NO_ITEM)
        buffer_printf(out, "/Parent %u 0 R", o->root);
    write_item(out, o, "/Parent", item->parent);
    write_item(out, o, "/Prev", item->previous);
    write_item(out, o, "/Next", item->next);
    write_item(out, o, "/First", item->first);
    write_item(out, o, "/Last", item->last);
    if (item->count)
        buffer_printf(out, "/Count %u", item->count);
    buffer_add_string(out, "/Dest");
    pages_write_destination(out, o->pages, item->destination);
}

uint32_t outline_build(struct arena *a, struct objects *objects, const struct doc *doc,
                       const struct destinations *destinations, const struct page_tree *pages,
                       struct buffer *catalog)
{
    struct outline *o = arena_new(a, struct outline); /* its items are written from it */
    *o = (struct outline){ .pages = pages };
    find_items(o, a, doc, destinations);
    if (!o->count)
        return 0;
    o->root = objects_add(objects);
    o->first = objects_add_series(objects, o->count, make_item, o);
    struct buffer root = buffer_in(a);
    write_item(&root, o, "/First", 0);
    write_item(&root, o, "/Last", o->last);
    buffer_printf(&root, "/Count %u", o->count);
    objects_set(objects, o->root, &root);
    buffer_printf(catalog, "/Outlines %u 0 R", o->root);
    return o->root;
}
