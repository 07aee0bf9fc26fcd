/* pdf, destinations: where the elements that something may lead to stand on the sheets. */
#include "pdf/inner.h"

/* By index into the document's pages: on which sheet it is drawn. */
struct where {
    uint32_t sheet;
    const struct sheet_page *page; /* NULL: on none */
};

static const struct where *find_pages(struct arena *a, const struct sheets *sheets)
{
    struct where *where = arena_array(a, struct where, sheets->pages->count + (size_t)1);
    for (uint32_t s = 0; s < sheets->count; s++)
        for (uint32_t p = 0; p < sheets->sheets[s].page_count; p++) {
            const struct sheet_page *page = &sheets->sheets[s].pages[p];
            where[page->page - sheets->pages->pages] = (struct where){ s, page };
        }
    return where;
}

const struct destinations *destinations_build(struct arena *a, const struct sheets *sheets)
{
    const struct pages *pages = sheets->pages;
    const struct where *where = find_pages(a, sheets);
    struct destinations *made = arena_new(a, struct destinations);
    struct destination *items = arena_array(a, struct destination, pages->anchor_count + (size_t)1);
    for (uint32_t i = 0; i < pages->anchor_count; i++) {
        const struct anchor *from = &pages->anchors[i];
        const struct where *w = from->page - 1 < pages->count
                                    ? &where[from->page - 1]
                                    : NULL; /* pages are numbered from 1 */
        if (w && w->page)
            items[made->count++] =
                (struct destination){ from->node, w->sheet,
                                      content_spot(&sheets->sheets[w->sheet], w->page, from->at) };
    }
    made->items = items;
    return made;
}

uint32_t destinations_find(const struct destinations *destinations, const struct node *node)
{
    uint32_t low = 0, high = destinations->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (destinations->items[middle].node->index < node->index)
            low = middle + 1;
        else
            high = middle;
    }
    return low < destinations->count && destinations->items[low].node == node ? low
                                                                              : DESTINATION_NONE;
}
