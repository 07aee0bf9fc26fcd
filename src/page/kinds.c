/* page/kinds: the kinds of pages (named, first, left, right, blank), each made once, and new pages of a kind. */
#include "page/inner.h"

#include <string.h>

/* Right pages are the odd ones where the text runs left to right. */
unsigned page_side(const struct context *c, uint32_t number)
{
    bool odd = number % 2 == 1;
    return odd == !c->boxes->root->style->rtl ? PAGE_RIGHT : PAGE_LEFT;
}

bool page_same_name(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Each kind of page is made once. */
const struct page_kind *page_kind(struct context *c, const char *name, unsigned flags)
{
    for (const struct page_kind *k = c->kinds; k; k = k->next)
        if (k->flags == flags && page_same_name(k->name, name))
            return k;
    struct page_kind *k = arena_new(c->a, struct page_kind);
    const struct page_style *p = style_page(c->boxes->styles, c->a, name, flags);
    struct style plain = without_width(p->page);
    struct box b = { .kind = BOX_BLOCK, .style = &plain };
    struct frame a = frame_of(c, &b, 0, p->width);
    sp top = a.margin_start + a.open, bottom = p->height - a.margin_end - a.close;
    *k = (struct page_kind){
        name, flags, p, a, a.left, top, a.left + a.width, bottom, area_of(c, p, a.width), c->kinds
    };
    c->kinds = k;
    return k;
}

/* The kind whose measure, columns of notes and grid the text of a page name has: the first page's where it has that name, else a right one. */
const struct page_kind *page_first_of(struct context *c, const char *name)
{
    const char *first = NULL;
    for (const struct box *b = c->boxes->root; b && !first; b = b->first)
        first = b->style->page;
    return page_kind(c, name,
                     page_same_name(name, first) ? PAGE_FIRST | page_side(c, 1) : PAGE_RIGHT);
}

/* The kind that the layout at hand is for. */
const struct page_kind *page_base(struct context *c, const char *name)
{
    const struct page_kind *own = c->layout ? c->layout->kind : NULL;
    return own && page_same_name(own->name, name) ? own : page_first_of(c, name);
}

sp page_width(struct context *c, const char *name)
{
    const struct page_kind *k = page_base(c, name);
    return k->right - k->left;
}

const char *page_points(struct fill *f, sp l)
{
    struct buffer b = buffer_in(f->c->scratch);
    buffer_add_length(&b, l);
    return buffer_text(&b);
}

/* A page of another width than its text is set for is said. */
void report_measure(struct fill *f, const struct page_kind *k, sp measure)
{
    for (uint32_t i = 0; i + 1 < f->c->sheet_count; i++)
        if (f->c->sheets[i].kind == k)
            return;
    const char *page = arena_printf(f->c->scratch, "%u", f->number);
    const char *width = page_points(f, k->right - k->left);
    diag_add(f->c->d, DIAG_PAGE_MEASURE, (struct position){ 0 }, "page", page, "width", width,
             "measure", page_points(f, measure), NULL);
}

/* The page takes its rows and notes from the layout of its kind, unless one goes on from a page of another. */
static void choose_layout(struct fill *f, const struct sheet *s)
{
    struct context *c = f->c;
    struct layout *l = layout_for(c, s->kind);
    bool goes_on = f->resumed || (f->head < f->queued && f->queue[f->head].from > 0);
    if (!goes_on && l != c->layout) {
        layout_use(c, l);
        for (uint32_t i = f->head; i < f->queued; i++)
            f->queue[i].to = c->flow.notes[f->queue[i].note].count;
    }
    sp measure = page_width(c, s->name);
    if (s->right - s->left != measure)
        report_measure(f, s->kind, measure);
}

/* A new page with its area. */
struct sheet *add_sheet(struct fill *f, const char *name, bool blank)
{
    struct context *c = f->c;
    c->sheets = arena_grow(c->work, c->sheets, sizeof *c->sheets, c->sheet_count,
                           c->sheet_count + 1u, &c->sheet_room);
    struct sheet *s = &c->sheets[c->sheet_count++];
    f->number = c->sheet_count;
    unsigned flags =
        page_side(c, f->number) | (f->number == 1 ? PAGE_FIRST : 0u) | (blank ? PAGE_BLANK : 0u);
    const struct page_kind *k = page_kind(c, name, flags);
    *s = (struct sheet){
        .style = k->style, .kind = k, .area = &k->area, .name = name, .blank = blank, .level = -1
    };
    s->left = k->left;
    s->top = k->top;
    s->right = k->right;
    s->bottom = k->bottom;
    if (!blank)
        choose_layout(f, s);
    s->layout = c->layout;
    c->columns = page_base(c, name)->area.columns;
    return s;
}
