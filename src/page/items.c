/* page/items: what stands on a page.
 *
 * A page keeps rules, links, and which lines of which texts stand where.  The lines are bytes, thawed when the items are asked for;
 * each of their runs is an item.
 */
#include "page/inner.h"

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
static void add_line(struct list *list, const struct record *r)
{
    const struct line *l = line_thaw(list->thaw, list->arena, r->line.text, r->line.number);
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct line_run *run = &l->runs[i];
        if (!run->run->face)
            continue;
        const struct piece *p = line_piece(l, run);
        add(list, (struct placed){ .kind = PLACED_GLYPHS,
                                   .artifact = r->artifact,
                                   .node = p && p->node ? p->node : l->paragraph->node,
                                   .glyphs = { run, l, { r->line.at.x + run->x, r->line.at.y } } });
    }
}

static void add_rect(struct list *list, const struct record *r)
{
    add(list, (struct placed){ .kind = PLACED_RECT,
                               .artifact = r->artifact,
                               .node = r->node,
                               .rect = { r->rect.rect, r->rect.color } });
}

static void add_link(struct list *list, const struct record *r)
{
    add(list, (struct placed){ .kind = PLACED_LINK,
                               .artifact = r->artifact,
                               .node = r->node,
                               .link = { r->link.rect, r->link.target } });
}

typedef void add_record(struct list *list, const struct record *r);
static add_record *const adders[] = {
    [PLACED_GLYPHS] = add_line, [PLACED_RECT] = add_rect, [PLACED_LINK] = add_link
};

const struct placed *page_items(const struct page *page, struct arena *a, uint32_t *count)
{
    const struct records *parts[] = { &page->text, &page->furniture };
    struct list list = { .arena = a, .thaw = line_thaw_open(a) };
    for (int i = 0; i < 2; i++)
        for (uint32_t k = 0; k < parts[i]->count; k++)
            adders[parts[i]->items[k].kind](&list, &parts[i]->items[k]);
    *count = (uint32_t)list.count;
    return list.items;
}
