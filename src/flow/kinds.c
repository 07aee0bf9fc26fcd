/* flow/kinds: the names of pages, and the kinds of each (first, left, right, blank), each made
 * once. */
#include "flow/inner.h"

#include "base/words.h"

#include <string.h>

enum { KINDS = 16 /* combinations of PAGE_FIRST, PAGE_LEFT, PAGE_RIGHT, PAGE_BLANK */ };

/* A name of pages, NULL for those without one, and the kinds that have been asked for. */
struct page_name {
    const char *name;
    struct page_kind *kinds[KINDS];
    bool asked_by_row; /* of a table whose own pages have another width */
};

struct page_names {
    struct page_name *list;
    uint32_t count;
    size_t room;
    uint32_t *hash; /* by name: a place in the list, from 1; 0: free */
    size_t hash_room;
};

static size_t hash_of(const char *name) { return name ? hash_bytes(name, strlen(name)) : 0; }

static bool same_name(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Where the name stands in the hash, or may. */
static size_t find(const struct page_names *n, const char *name)
{
    size_t at = hash_of(name) & (n->hash_room - 1);
    while (n->hash[at] && !same_name(n->list[n->hash[at] - 1].name, name))
        at = (at + 1) & (n->hash_room - 1);
    return at;
}

static void rehash(struct context *c, struct page_names *n)
{
    n->hash_room = n->hash_room ? 2 * n->hash_room : 64;
    n->hash = arena_array(c->work, uint32_t, n->hash_room);
    for (uint32_t i = 0; i < n->count; i++)
        n->hash[find(n, n->list[i].name)] = i + 1;
}

uint32_t page_name(struct context *c, const char *name)
{
    if (!c->names)
        c->names = arena_new(c->work, struct page_names);
    struct page_names *n = c->names;
    if (2 * (size_t)n->count >= n->hash_room)
        rehash(c, n);
    size_t at = find(n, name);
    if (!n->hash[at]) {
        n->list = arena_grow(c->work, n->list, sizeof *n->list, n->count, n->count + 1u, &n->room);
        n->list[n->count] = (struct page_name){ .name = name };
        n->hash[at] = ++n->count;
    }
    return n->hash[at] - 1;
}

const char *page_named(const struct context *c, uint32_t name) { return c->names->list[name].name; }

uint32_t page_name_count(const struct context *c) { return c->names->count; }

void page_asked_by_row(struct context *c, uint32_t name)
{
    c->names->list[name].asked_by_row = true;
}

bool page_is_asked_by_row(const struct context *c, uint32_t name)
{
    return c->names->list[name].asked_by_row;
}

/* The first box inside one that the document begins with; of a table's rows that of its body, which
 * its heads go with, or what stands below it where they are all it has.  NULL behind the row. */
static const struct box *first_inside(const struct box *b)
{
    if (b->kind == BOX_ROW)
        return NULL;
    if (box_below_heads(b))
        return box_below_heads(b);
    const struct box *row = b->kind == BOX_TABLE ? box_body_first(b) : NULL;
    if (!row)
        return b->first;
    return row->parent == b ? row : row->parent;
}

const char *page_of_block(const struct box *b)
{
    const char *page = b->style->page;
    for (const struct box *below = box_below_heads(b); below; below = first_inside(below))
        if (below->style->page)
            page = below->style->page;
    return page;
}

bool page_begins_left(const struct boxes *boxes)
{
    enum break_kind asked = BREAK_AUTO;
    for (const struct box *b = boxes->root; b; b = first_inside(b))
        if (b->style->break_before == BREAK_LEFT || b->style->break_before == BREAK_RIGHT)
            asked = b->style->break_before;
    return asked == BREAK_AUTO ? boxes->root->style->rtl : asked == BREAK_LEFT;
}

unsigned page_side(const struct context *c, uint32_t number)
{
    bool odd = number % 2 == 1;
    return odd == c->odd_is_left ? PAGE_LEFT : PAGE_RIGHT;
}

/* The margin (sp) at the end of the lines, of which text set for wider pages may take half. */
static sp end_margin(const struct page_kind *k)
{
    const struct page_style *p = k->style;
    return sp_max(p->page->rtl ? k->left : p->width - k->right, 0);
}

static struct foot_shape foot_of(struct context *c, const struct page_kind *k)
{
    const struct page_style *p = k->style;
    const struct columns_of_notes *columns = &k->area.columns;
    struct length most = p->footnote->max_height;
    sp around = k->area.frame.open + k->area.frame.close, limit = 0;
    if (most.kind == LENGTH_VALUE)
        limit = content_said(c, p->footnote, most, k->bottom - k->top, around);
    if (limit > 0) /* the head takes its part of it, and leaves something */
        limit = sp_max(limit - k->area.head, 1);
    return (struct foot_shape){ .before = k->area.before,
                                .after = k->area.after,
                                .most = sp_max(limit, 0),
                                .columns = columns->count,
                                .balance = p->footnote->column_fill_balance,
                                .width = columns->width,
                                .gap = columns->gap };
}

static struct page_shape shape_of(struct context *c, const struct page_kind *k)
{
    const struct page_style *p = k->style;
    sp width = k->right - k->left;
    return (struct page_shape){ .top = k->top,
                                .bottom = k->bottom,
                                .width = width,
                                .reach = width + end_margin(k) / 2,
                                .grid = { p->grid_pitch, p->grid_offset },
                                .foot = foot_of(c, k) };
}

struct page_kind *page_kind(struct context *c, uint32_t name, unsigned flags)
{
    struct page_name *n = &c->names->list[name];
    if (n->kinds[flags])
        return n->kinds[flags];
    struct page_kind *k = arena_new(c->a, struct page_kind);
    const struct page_style *p = style_page(c->boxes->styles, c->a, n->name, flags);
    struct style plain = without_width(p->page);
    struct box b = { .kind = BOX_BLOCK, .style = &plain };
    struct frame f = frame_of(c, &b, 0, p->width);
    *k = (struct page_kind){ .name = name, .style = p, .frame = f, .left = f.left };
    k->top = f.margin_start + f.open;
    k->right = f.left + f.width;
    k->bottom = p->height - f.margin_end - f.close;
    k->area = area_of(c, p, f.width);
    k->shape = shape_of(c, k);
    return c->names->list[name].kinds[flags] = k;
}

/* The name of the page that the document begins on. */
static uint32_t first_name(struct context *c)
{
    const char *name = NULL;
    for (const struct box *b = c->boxes->root; b; b = first_inside(b))
        if (b->style->page)
            name = b->style->page;
    return page_name(c, name);
}

const struct page_kind *page_of_start(struct context *c)
{
    return page_kind(c, first_name(c), PAGE_FIRST | page_side(c, 1));
}

const struct page_kind *page_first_of(struct context *c, uint32_t name)
{
    bool first = name == first_name(c);
    return page_kind(c, name, first ? PAGE_FIRST | page_side(c, 1) : PAGE_RIGHT);
}

const struct page_kind *page_base(struct context *c, const char *name)
{
    const struct page_kind *own = c->layout ? c->layout->kind : NULL;
    uint32_t asked = page_name(c, name);
    return own && own->name == asked ? own : page_first_of(c, asked);
}

sp page_width(struct context *c, const char *name)
{
    const struct page_kind *k = page_base(c, name);
    return k->right - k->left;
}
