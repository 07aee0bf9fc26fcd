/* page/dump: pages as text, one item a line. */
#include "page/page.h"

#include <string.h>

static void add_field(struct buffer *out, const char *name, sp length)
{
    buffer_add_char(out, ' ');
    buffer_add_string(out, name);
    buffer_add_char(out, '=');
    buffer_add_length(out, length);
}

/* " #id line:col" of an element, or of the one around a text. */
static void add_node(struct buffer *out, const struct node *n, struct position at)
{
    const struct node *e = n;
    while (e && e->kind == NODE_TEXT)
        e = node_parent(e);
    if (e && e->id)
        buffer_printf(out, " #%s", node_id(e));
    if (at.source) {
        struct place p = position_place(at);
        buffer_printf(out, " %u:%u", p.line, p.column);
    }
}

static void add_rect(struct buffer *out, struct rect r)
{
    add_field(out, "x", r.x);
    add_field(out, "y", r.y);
    add_field(out, "width", r.width);
    add_field(out, "height", r.height);
}

static void add_color(struct buffer *out, struct color c)
{
    static const char *const names[] = { "rgb", "cmyk", "grey", "spot" };
    static const int counts[] = { 3, 4, 1, 1 };
    buffer_printf(out, " color=%s(", names[c.space]);
    for (int i = 0; i < counts[c.space]; i++)
        buffer_printf(out, i ? " %u" : "%u", c.c[i]);
    if (c.spot)
        buffer_printf(out, " of %s", c.spot->name);
    buffer_add_char(out, ')');
}

static struct position place_of(const struct placed *p)
{
    return p->node ? doc_position(p->node, 0, 0) : (struct position){ 0 };
}

/* The bytes of the paragraph's text that a run's glyphs come from; hyphen: one is added. */
struct bytes {
    uint32_t start, stop;
    bool hyphen;
};

static struct bytes bytes_of(const struct line *l, const struct line_run *r)
{
    uint32_t start = UINT32_MAX, end = 0, stop = r->run->end < l->end ? r->run->end : l->end;
    for (uint32_t i = 0; i < r->count; i++) {
        start = r->glyphs[i].cluster < start ? r->glyphs[i].cluster : start;
        end = r->glyphs[i].cluster > end ? r->glyphs[i].cluster : end;
    }
    return (struct bytes){ start < stop ? start : stop, stop,
                           l->hyphenated && r->count && end == l->end && stop == l->end };
}

static void add_glyphs(struct buffer *out, const struct placed *p)
{
    const struct line_run *r = p->glyphs.run;
    const struct paragraph *para = p->glyphs.line->paragraph;
    struct bytes s = bytes_of(p->glyphs.line, r);
    buffer_add_string(out, "glyphs");
    add_node(out, p->node, s.start < s.stop ? text_position(para, s.start, s.stop) : place_of(p));
    add_field(out, "x", p->glyphs.at.x);
    add_field(out, "y", p->glyphs.at.y - r->run->raise);
    add_field(out, "width", r->width);
    add_field(out, "size", r->run->size);
    buffer_add_string(out, " text=");
    buffer_add_json(out, para->text + s.start, s.stop - s.start);
    if (s.hyphen)
        buffer_add_string(out, " hyphen");
}

static void add_ground(struct buffer *out, const struct placed *p)
{
    buffer_add_string(out, "rect");
    add_node(out, p->node, place_of(p));
    add_rect(out, p->rect.rect);
    add_color(out, *p->rect.color);
}

static void add_picture(struct buffer *out, const struct placed *p)
{
    buffer_add_string(out, "picture");
    add_node(out, p->node, place_of(p));
    add_rect(out, p->picture.rect);
    const struct image *im = p->picture.image;
    if (im->artwork)
        buffer_printf(out, " paths=%u", im->artwork->count);
    else
        buffer_printf(out, " pixels=%ux%u", im->columns, im->rows);
}

static void add_link(struct buffer *out, const struct placed *p)
{
    const char *address = placed_address(p);
    const struct node *to = p->link.to;
    buffer_add_string(out, "link");
    add_node(out, p->node, place_of(p));
    add_rect(out, p->link.rect);
    buffer_add_string(out, " to=");
    if (address) {
        buffer_add_json(out, address, strlen(address));
        return;
    }
    struct place w = position_place(doc_position(to, 0, 0));
    if (to->id)
        buffer_printf(out, "#%s ", node_id(to));
    buffer_printf(out, "%u:%u", w.line, w.column);
}

static void add_item(struct buffer *out, const struct placed *p)
{
    static const char *const artifacts[] = { "", " artifact=pagination", " artifact=layout",
                                             " artifact=slug" };
    static void (*const adders[])(struct buffer *,
                                  const struct placed *) = { [PLACED_GLYPHS] = add_glyphs,
                                                             [PLACED_RECT] = add_ground,
                                                             [PLACED_LINK] = add_link,
                                                             [PLACED_PICTURE] = add_picture };
    buffer_indent(out, 1);
    adders[p->kind](out, p);
    buffer_add_string(out, artifacts[p->artifact]);
    buffer_add_char(out, '\n');
}

void page_dump(struct buffer *out, struct arena *scratch, const struct pages *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        const struct page *g = &p->pages[i];
        buffer_printf(out, "page %u ", g->number);
        buffer_add_length(out, g->style->width);
        buffer_add_char(out, 'x');
        buffer_add_length(out, g->style->height);
        if (g->blank)
            buffer_add_string(out, " blank");
        buffer_add_char(out, '\n');
        struct arena_mark mark = arena_mark(scratch);
        uint32_t count;
        const struct placed *items = page_items(g, scratch, &count);
        for (uint32_t k = 0; k < count; k++)
            add_item(out, &items[k]);
        arena_reset(scratch, mark);
    }
    for (uint32_t i = 0; i < p->anchor_count; i++) {
        const struct anchor *a = &p->anchors[i];
        buffer_add_string(out, "anchor");
        add_node(out, a->node, doc_position(a->node, 0, 0));
        buffer_printf(out, " page=%u", a->page);
        add_field(out, "x", a->at.x);
        add_field(out, "y", a->at.y);
        buffer_add_char(out, '\n');
    }
}

void page_dump_lines(struct buffer *out, struct arena *scratch, const struct pages *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        struct arena_mark mark = arena_mark(scratch);
        const struct line *last = NULL;
        uint32_t count;
        const struct placed *items = page_items(&p->pages[i], scratch, &count);
        for (uint32_t k = 0; k < count; k++) {
            const struct placed *item = &items[k];
            if (item->kind != PLACED_GLYPHS || item->artifact != ARTIFACT_NONE ||
                item->glyphs.line == last)
                continue;
            last = item->glyphs.line;
            line_dump(out, &(struct lines){ .lines = last, .count = 1 });
        }
        arena_reset(scratch, mark);
    }
}
