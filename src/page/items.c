/* page/items: what stands on a page.
 *
 * A page keeps rules, links, pictures, and which lines of which texts stand where.  The lines are
 * bytes, thawed when the items are asked for; each of their runs is an item.
 */
#include "page/inner.h"

struct records page_keep(struct arena *a, const struct record *list, uint32_t n)
{
    uint32_t counts[] = {
        [PLACED_GLYPHS] = 0, [PLACED_RECT] = 0, [PLACED_LINK] = 0, [PLACED_PICTURE] = 0
    };
    for (uint32_t i = 0; i < n; i++)
        counts[list[i].kind]++;
    uint8_t *head = arena_array(a, uint8_t, n);
    struct kept_line *line = arena_array(a, struct kept_line, counts[PLACED_GLYPHS]);
    struct kept_rect *rect = arena_array(a, struct kept_rect, counts[PLACED_RECT]);
    struct kept_link *link = arena_array(a, struct kept_link, counts[PLACED_LINK]);
    struct kept_picture *picture = arena_array(a, struct kept_picture, counts[PLACED_PICTURE]);
    struct records made = { head, n, line, rect, link, picture };
    for (uint32_t i = 0; i < n; i++) {
        *head++ = (uint8_t)((unsigned)list[i].kind | (unsigned)list[i].artifact << 4);
        if (list[i].kind == PLACED_GLYPHS)
            *line++ = list[i].line;
        else if (list[i].kind == PLACED_RECT)
            *rect++ = list[i].rect;
        else if (list[i].kind == PLACED_LINK)
            *link++ = list[i].link;
        else
            *picture++ = list[i].picture;
    }
    return made;
}

/* Items as they are asked for, and how far their records have been read. */
struct list {
    struct arena *arena;
    struct thaw *thaw;
    struct records next;
    struct placed *items;
    size_t count, room;
};

static void add(struct list *l, struct placed p)
{
    l->items = arena_grow(l->arena, l->items, sizeof p, l->count, l->count + 1, &l->room);
    l->items[l->count++] = p;
}

/* The runs of a line, but for fixed spaces: these have nothing to draw. */
static void add_line(struct list *list, enum artifact artifact)
{
    const struct kept_line *k = list->next.lines++;
    const struct line *l = line_thaw(list->thaw, list->arena, k->text, k->number);
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct line_run *run = &l->runs[i];
        if (!run->run->face)
            continue;
        const struct piece *p = line_piece(l, run);
        add(list, (struct placed){ .kind = PLACED_GLYPHS,
                                   .artifact = artifact,
                                   .node = p && p->node ? p->node : l->paragraph->node,
                                   .glyphs = { run, l, { k->at.x + run->x, k->at.y } } });
    }
}

static void add_rect(struct list *list, enum artifact artifact)
{
    const struct kept_rect *k = list->next.rects++;
    add(list, (struct placed){ .kind = PLACED_RECT,
                               .artifact = artifact,
                               .node = k->node,
                               .rect = { k->rect, k->color } });
}

static void add_link(struct list *list, enum artifact artifact)
{
    const struct kept_link *k = list->next.links++;
    add(list, (struct placed){ .kind = PLACED_LINK,
                               .artifact = artifact,
                               .node = k->node,
                               .link = { k->rect, k->target } });
}

static void add_picture(struct list *list, enum artifact artifact)
{
    const struct kept_picture *k = list->next.pictures++;
    add(list, (struct placed){ .kind = PLACED_PICTURE,
                               .artifact = artifact,
                               .node = k->node,
                               .picture = { k->rect, k->image } });
}

typedef void add_next(struct list *list, enum artifact artifact);
static add_next *const adders[] = {
    [PLACED_GLYPHS] = add_line,
    [PLACED_RECT] = add_rect,
    [PLACED_LINK] = add_link,
    [PLACED_PICTURE] = add_picture,
};

/* Gives the items, whose lines are thawed so far. */
static const struct placed *list_items(const struct page *page, struct arena *a, uint32_t *count,
                                       enum thawing what)
{
    const struct records *parts[] = { &page->text, &page->furniture };
    struct list list = { .arena = a, .thaw = line_thaw_open(a, what) };
    for (int i = 0; i < 2; i++) {
        list.next = *parts[i];
        for (uint32_t k = 0; k < parts[i]->count; k++)
            adders[parts[i]->heads[k] & 15](&list, (enum artifact)(parts[i]->heads[k] >> 4));
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
