/* pdf, destinations: where the elements that something may lead to stand on the sheets. */
#include "pdf/inner.h"

/* The nearest thousandth that a place can say. */
static int32_t narrow(int64_t milli)
{
    if (milli < INT32_MIN)
        return INT32_MIN;
    return milli > INT32_MAX ? INT32_MAX : (int32_t)milli;
}

struct milli_point destinations_point(const struct sheet *sheet, const struct sheet_page *p,
                                      struct point at)
{
    const struct sheet_turn t = sheet_turn(p);
    const int64_t left = milli_of(t.origin.x);
    const int64_t top = milli_of(sheet->height) - milli_of(t.origin.y);
    const int64_t x = milli_of(at.x);
    const int64_t y = -milli_of(at.y);
    return (struct milli_point){ narrow(left + t.cos * x - t.sin * y),
                                 narrow(top + t.sin * x + t.cos * y) };
}

/* On which sheet a page is drawn. */
struct where {
    uint32_t sheet;
    const struct sheet_page *page; /* NULL: on none */
};

/* Finds the sheets of all pages, by index; of a page on several the first. */
static const struct where *find_pages(struct arena *a, const struct sheets *sheets)
{
    struct where *where = arena_array(a, struct where, sheets->pages->count + (size_t)1);
    for (uint32_t s = 0; s < sheets->count; s++)
        for (uint32_t p = 0; p < sheets->sheets[s].page_count; p++) {
            const struct sheet_page *page = &sheets->sheets[s].pages[p];
            struct where *w = &where[page->page - sheets->pages->pages];
            if (!w->page)
                *w = (struct where){ s, page };
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
        uint32_t page = from->page - 1; /* pages are numbered from 1 */
        if (page >= pages->count || !where[page].page)
            continue;
        const struct where *w = &where[page];
        struct milli_point at = destinations_point(&sheets->sheets[w->sheet], w->page, from->at);
        items[made->count++] = (struct destination){ from->node, w->sheet, at };
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
    if (low < destinations->count && destinations->items[low].node == node)
        return low;
    return DESTINATION_NONE;
}
