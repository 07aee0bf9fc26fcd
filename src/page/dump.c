/* page/dump: pages as text, one item a line. */
#include "page/page.h"

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
    while (e && (e->kind == NODE_TEXT || !e->id) && e->kind == NODE_TEXT)
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
    buffer_add_char(out, ')');
}

static void add_item(struct buffer *out, const struct placed *p)
{
    static const char *const artifacts[] = { "", " artifact=pagination", " artifact=layout" };
    struct position at = p->node ? doc_position(p->node, 0, 0) : (struct position){ 0 };
    buffer_indent(out, 1);
    if (p->kind == PLACED_GLYPHS) {
        const struct line_run *r = p->glyphs.run;
        const struct paragraph *para = p->glyphs.line->paragraph;
        uint32_t start = UINT32_MAX, end = 0;
        for (uint32_t i = 0; i < r->count; i++) {
            if (r->glyphs[i].cluster < start)
                start = r->glyphs[i].cluster;
            if (r->glyphs[i].cluster > end)
                end = r->glyphs[i].cluster;
        }
        const struct line *l = p->glyphs.line;
        uint32_t stop = r->run->end < l->end ? r->run->end : l->end;
        if (start > stop)
            start = stop;
        buffer_add_string(out, "glyphs");
        add_node(out, p->node, start < stop ? text_position(para, start, stop) : at);
        add_field(out, "x", p->glyphs.at.x);
        add_field(out, "y", p->glyphs.at.y - r->run->raise);
        add_field(out, "width", r->width);
        add_field(out, "size", r->run->size);
        buffer_add_string(out, " text=");
        buffer_add_json(out, para->text + start, stop - start);
        if (l->hyphenated && r->count && end == l->end && stop == l->end)
            buffer_add_string(out, " hyphen");
    } else if (p->kind == PLACED_RECT) {
        buffer_add_string(out, "rect");
        add_node(out, p->node, at);
        add_rect(out, p->rect.rect);
        add_color(out, p->rect.color);
    } else if (p->kind == PLACED_PICTURE) {
        buffer_add_string(out, "picture");
        add_node(out, p->node, at);
        add_rect(out, p->picture.rect);
        buffer_printf(out, " pixels=%ux%u", p->picture.image->columns, p->picture.image->rows);
    } else {
        buffer_add_string(out, "link");
        add_node(out, p->node, at);
        add_rect(out, p->link.rect);
        buffer_add_string(out, " to=");
        if (p->link.target.uri) {
            const char *u = p->link.target.uri;
            size_t n = 0;
            while (u[n])
                n++;
            buffer_add_json(out, u, n);
        } else {
            const struct node *t = p->link.target.node;
            struct place w = position_place(doc_position(t, 0, 0));
            buffer_printf(out, "%s%s%s%u:%u", t->id ? "#" : "", t->id ? node_id(t) : "",
                          t->id ? " " : "", w.line, w.column);
        }
    }
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

/* Every line once, in the order it stands on the pages. */
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
