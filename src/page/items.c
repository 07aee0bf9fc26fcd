/* page/items: what stands on a page.
 *
 * A page keeps rules, links and pictures as they are, and of its text which lines stand where.  The
 * lines are bytes, thawed when the items are asked for; each of their runs is an item.
 */
#include "page/inner.h"

#include <stddef.h>
#include <string.h>

/* ---- kept ---- */
/* How long an item is that is kept. */
static size_t kept_size(const struct placed *item)
{
    enum { LINE_SIZE = offsetof(struct placed, line) + sizeof item->line };
    return item->kind == PLACED_LINE ? LINE_SIZE : sizeof *item;
}

const struct placed *placed_next(const struct placed *item)
{
    return (const struct placed *)((const char *)item + kept_size(item));
}

struct kept placed_keep(struct arena *a, const struct placed *const lists[], const size_t counts[],
                        unsigned n)
{
    size_t size = 0, count = 0;
    for (unsigned i = 0; i < n; i++)
        for (size_t k = 0; k < counts[i]; k++)
            size += kept_size(&lists[i][k]);
    char *bytes = arena_alloc(a, size), *to = bytes;
    for (unsigned i = 0; i < n; count += counts[i++])
        for (size_t k = 0; k < counts[i]; k++) {
            memcpy(to, &lists[i][k], kept_size(&lists[i][k]));
            to += kept_size(&lists[i][k]);
        }
    return (struct kept){ (const struct placed *)bytes, (uint32_t)count };
}

/* ---- asked for ---- */
/* Items as they are asked for. */
struct list {
    struct arena *arena;
    struct thaw *thaw;
    struct placed *items;
    size_t count, room;
};

static void add(struct list *l, struct placed p)
{
    l->items = arena_grow(l->arena, l->items, sizeof p, l->count, l->count + 1, &l->room);
    l->items[l->count++] = p;
}

/* The runs of a line, but for fixed spaces: these have nothing to draw. */
static void add_line(struct list *list, const struct placed *k)
{
    const struct line *l = line_thaw(list->thaw, list->arena, k->line.text, k->number);
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct line_run *run = &l->runs[i];
        if (!run->run->face)
            continue;
        const struct piece *p = line_piece(l, run);
        add(list, (struct placed){ .kind = PLACED_GLYPHS,
                                   .artifact = k->artifact,
                                   .node = p && p->node ? p->node : l->paragraph->node,
                                   .glyphs = { run, l, { k->line.at.x + run->x, k->line.at.y } } });
    }
}

/* Gives the items, whose lines are thawed so far. */
static const struct placed *list_items(const struct page *page, struct arena *a, uint32_t *count,
                                       enum thawing what)
{
    const struct kept *parts[] = { &page->text, &page->furniture };
    struct list list = { .arena = a, .thaw = line_thaw_open(a, what) };
    for (int i = 0; i < 2; i++) {
        const struct placed *item = parts[i]->first;
        for (uint32_t k = 0; k < parts[i]->count; k++, item = placed_next(item))
            if (item->kind == PLACED_LINE)
                add_line(&list, item);
            else
                add(&list, *item);
    }
    *count = (uint32_t)list.count;
    return list.items;
}

const struct placed *page_items(const struct page *page, struct arena *a, uint32_t *count)
{
    return list_items(page, a, count, THAW_GLYPHS);
}
const struct placed *page_shapes(const struct page *page, struct arena *a, uint32_t *count)
{
    return list_items(page, a, count, THAW_RUNS);
}
