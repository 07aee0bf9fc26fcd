/* pdf, pages: the page tree, link annotations, and named destinations.
 *
 *        Pages (Resources)                 at most 64 kids a node, as many levels as that takes
 *        ├── Pages ── Page, Page, …        Page: boxes, Contents, Annots
 *        └── Pages ── Page, …
 *
 * ISO 32000-1, 7.7.3, 12.3.2.3, 12.5.6.5, 7.9.6 (name trees).
 */
#include "pdf/inner.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FAN = 64, CONTENTS_MOST = 120 };

struct builder {
    struct arena *arena;
    struct objects *objects;
    const struct sheets *sheets;
    const struct deflated *contents;
    uint32_t *numbers, *parents; /* of the sheets' page objects */
    struct where {
        uint32_t sheet;
        const struct sheet_page *page;
    } * where;                       /* by index into the document's pages */
    struct buffer page, link, words; /* entries being written, what a reader may say: room kept, since there may be a hundred thousand */
};

static void write_rect(struct buffer *b, const char *key, const int64_t corner[4])
{
    buffer_add_string(b, key);
    for (int i = 0; i < 4; i++) {
        put(b, i ? ' ' : '[');
        write_milli(b, corner[i]);
    }
    put(b, ']');
}

/* A box of a sheet: left, bottom, right, top. */
static void write_box(struct buffer *b, const char *key, const struct sheet *s, struct rect r)
{
    const int64_t height = milli_of(s->height);
    write_rect(b, key, (const int64_t[]){ milli_of(r.x), height - milli_of(r.y + r.height), milli_of(r.x + r.width), height - milli_of(r.y) });
}

/* ---- destinations ---- */
/* "[page /XYZ left top null]"; false when the place is on no sheet. */
static bool write_destination(struct builder *b, struct buffer *out, const struct anchor *anchor)
{
    const uint32_t place = anchor->page - 1; /* pages are numbered from 1 */
    const struct where *w = place < b->sheets->pages->count ? &b->where[place] : NULL;
    if (!w || !w->page)
        return false;
    struct spot s = content_spot(&b->sheets->sheets[w->sheet], w->page, anchor->at);
    buffer_printf(out, "[%u 0 R/XYZ ", b->numbers[w->sheet]);
    write_milli(out, s.x);
    put(out, ' ');
    write_milli(out, s.y);
    buffer_add_string(out, " null]");
    return true;
}

static const struct anchor *find_anchor(const struct pages *pages, const struct node *node)
{
    uint32_t low = 0, high = pages->anchor_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (pages->anchors[middle].node->index < node->index)
            low = middle + 1;
        else
            high = middle;
    }
    return low < pages->anchor_count && pages->anchors[low].node == node ? &pages->anchors[low] : NULL;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp((*(const struct anchor *const *)a)->node->id, (*(const struct anchor *const *)b)->node->id);
}

static void write_id(struct buffer *b, const char *id) { write_bytes_string(b, id, strlen(id)); }

static void write_limits(struct buffer *b, const char *first, const char *last)
{
    buffer_add_string(b, "/Limits[");
    write_id(b, first);
    write_id(b, last);
    put(b, ']');
}

/* Nodes of the name tree over `count` sorted anchors: leaves of FAN names, their root's number in the catalogue. */
static void build_names(struct builder *b, const struct anchor **anchors, uint32_t count, struct buffer *catalog)
{
    struct tree {
        uint32_t number;
        const char *first, *last;
    } *level = arena_array(b->arena, struct tree, count / FAN + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i += FAN) {
        uint32_t end = i + FAN < count ? i + FAN : count;
        struct buffer leaf = buffer_in(b->arena);
        level[n] = (struct tree){ objects_add(b->objects), anchors[i]->node->id, anchors[end - 1]->node->id };
        write_limits(&leaf, level[n].first, level[n].last);
        buffer_add_string(&leaf, "/Names[");
        for (uint32_t k = i; k < end; k++) {
            write_id(&leaf, anchors[k]->node->id);
            write_destination(b, &leaf, anchors[k]);
        }
        put(&leaf, ']');
        objects_set(b->objects, level[n++].number, &leaf);
    }
    while (n > 1) {
        uint32_t above = 0;
        for (uint32_t i = 0; i < n; i += FAN) {
            uint32_t end = i + FAN < n ? i + FAN : n;
            struct buffer node = buffer_in(b->arena);
            if (n > FAN) /* a root has no limits */
                write_limits(&node, level[i].first, level[end - 1].last);
            buffer_add_string(&node, "/Kids[");
            for (uint32_t k = i; k < end; k++)
                buffer_printf(&node, "%s%u 0 R", k > i ? " " : "", level[k].number);
            put(&node, ']');
            level[above] = (struct tree){ objects_add(b->objects), level[i].first, level[end - 1].last };
            objects_set(b->objects, level[above++].number, &node);
        }
        n = above;
    }
    buffer_printf(catalog, "/Names<</Dests %u 0 R>>", level[0].number);
}

static void build_destinations(struct builder *b, struct buffer *catalog)
{
    const struct pages *pages = b->sheets->pages;
    const struct anchor **named = arena_alloc_array(b->arena, sizeof *named, pages->anchor_count + (size_t)1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < pages->anchor_count; i++) {
        const struct anchor *a = &pages->anchors[i];
        if (a->node->id && a->page - 1 < pages->count && b->where[a->page - 1].page)
            named[count++] = a;
    }
    if (!count)
        return;
    qsort(named, count, sizeof *named, compare_ids);
    build_names(b, named, count, catalog);
}

/* ---- links ---- */
/* What it leads to, then what a reader may say of it; false when it leads nowhere. */
static bool write_target(struct builder *b, struct buffer *out, const struct link_target *t)
{
    const char *contents = t->uri;
    if (t->uri) {
        buffer_add_string(out, "/A<</S/URI/URI");
        write_bytes_string(out, t->uri, strlen(t->uri));
        buffer_add_string(out, ">>");
    } else {
        const struct anchor *a = t->node ? find_anchor(b->sheets->pages, t->node) : NULL;
        buffer_add_string(out, "/Dest");
        size_t before = out->size;
        if (!a || !write_destination(b, out, a))
            return false;
        if (t->node->id) {
            out->size = before;
            write_id(out, t->node->id);
        }
        b->words.size = 0;
        doc_add_text(&b->words, t->node, CONTENTS_MOST);
        contents = b->words.size ? buffer_text(&b->words) : t->node->id;
    }
    if (contents) {
        buffer_add_string(out, "/Contents");
        size_t n = strlen(contents);
        write_text_string(out, contents, n > CONTENTS_MOST ? utf8_cut(contents, CONTENTS_MOST) : n);
    }
    return true;
}

/* Its number, or 0. */
static uint32_t add_link(struct builder *b, const struct sheet *sheet, const struct sheet_page *p, const struct placed *item)
{
    struct buffer *out = &b->link;
    const struct rect r = item->link.rect;
    struct spot s = content_spot(sheet, p, (struct point){ r.x, r.y }), e = content_spot(sheet, p, (struct point){ r.x + r.width, r.y + r.height });
    out->size = 0;
    buffer_add_string(out, "/Type/Annot/Subtype/Link");
    write_rect(out, "/Rect", (const int64_t[]){ s.x < e.x ? s.x : e.x, s.y < e.y ? s.y : e.y, s.x < e.x ? e.x : s.x, s.y < e.y ? e.y : s.y });
    buffer_add_string(out, "/Border[0 0 0]/F 4");
    if (!write_target(b, out, &item->link.target))
        return 0;
    uint32_t number = objects_add(b->objects);
    objects_set(b->objects, number, out);
    return number;
}

static void write_links(struct builder *b, struct buffer *out, const struct sheet *sheet)
{
    bool any = false;
    for (uint32_t p = 0; p < sheet->page_count; p++) {
        uint32_t count;
        const struct placed *items = page_items(sheet->pages[p].page, b->arena, &count);
        for (uint32_t i = 0; i < count; i++) {
            const struct placed *item = &items[i];
            uint32_t number = item->kind == PLACED_LINK ? add_link(b, sheet, &sheet->pages[p], item) : 0;
            if (number)
                buffer_printf(out, any ? " %u 0 R" : "/Annots[%u 0 R", number);
            any = any || number;
        }
    }
    if (any)
        put(out, ']');
}

/* ---- the tree ---- */
static void build_page(struct builder *b, uint32_t i)
{
    const struct sheet *s = &b->sheets->sheets[i];
    struct buffer *out = &b->page;
    out->size = 0;
    buffer_printf(out, "/Type/Page/Parent %u 0 R", b->parents[i]);
    write_box(out, "/MediaBox", s, (struct rect){ 0, 0, s->width, s->height });
    write_box(out, "/BleedBox", s, s->bleed);
    write_box(out, "/TrimBox", s, s->trim);
    buffer_printf(out, "/Contents %u 0 R", objects_add_stream(b->objects, "", b->contents[i].bytes, b->contents[i].size, true));
    write_links(b, out, s);
    objects_set(b->objects, b->numbers[i], out);
}

/* Number, parent and how many pages are below, of each node of a level. */
struct level {
    uint32_t *numbers, *parents, *leaves, count;
};

static void write_kids(struct buffer *out, const struct level *below, uint32_t from, uint32_t to)
{
    uint32_t leaves = 0;
    buffer_add_string(out, "/Type/Pages/Kids[");
    for (uint32_t k = from; k < to; k++) {
        buffer_printf(out, "%s%u 0 R", k > from ? " " : "", below->numbers[k]);
        leaves += below->leaves[k];
    }
    buffer_printf(out, "]/Count %u", leaves);
}

/* The level above, its nodes' numbers put down as parents of the one below. */
static struct level level_above(struct builder *b, struct level *below)
{
    uint32_t n = (below->count + FAN - 1) / FAN;
    struct level up = { .count = n };
    up.numbers = arena_array(b->arena, uint32_t, n);
    up.parents = arena_array(b->arena, uint32_t, n);
    up.leaves = arena_array(b->arena, uint32_t, n);
    for (uint32_t k = 0; k < below->count; k++) {
        if (k % FAN == 0)
            up.numbers[k / FAN] = n == 1 ? objects_pages(b->objects) : objects_add(b->objects);
        below->parents[k] = up.numbers[k / FAN];
        up.leaves[k / FAN] += below->leaves[k];
    }
    return up;
}

static void write_resources(struct buffer *out, const struct codes *codes)
{
    buffer_add_string(out, "/Resources<<");
    bool any = false;
    for (unsigned i = 0; i < codes->face_count; i++)
        for (unsigned layer = 0; layer < LAYERS_MOST && codes->faces[i].fonts[layer]; layer++) {
            buffer_printf(out, "%s/F%u", any ? "" : "/Font<<", i);
            if (layer)
                buffer_printf(out, ".%u", layer);
            buffer_printf(out, " %u 0 R", codes->faces[i].fonts[layer]);
            any = true;
        }
    buffer_add_string(out, any ? ">>>>" : ">>");
}

/* Numbers for pages and the nodes above them, then the nodes' entries from the root down to the pages' parents. */
static void build_tree(struct builder *b, const struct codes *codes)
{
    enum { LEVELS_MOST = 7 }; /* 64^6 pages */
    struct level levels[LEVELS_MOST] = { { .numbers = b->numbers, .parents = b->parents, .count = b->sheets->count } };
    levels[0].leaves = arena_array(b->arena, uint32_t, b->sheets->count + 1);
    for (uint32_t i = 0; i < b->sheets->count; i++)
        levels[0].leaves[i] = 1;
    int top = 0;
    do {
        levels[top + 1] = level_above(b, &levels[top]);
        top++;
    } while (levels[top].count > 1 && top + 1 < LEVELS_MOST);
    for (int l = top; l > 0; l--)
        for (uint32_t k = 0; k < levels[l].count; k++) {
            struct buffer out = buffer_in(b->arena);
            uint32_t from = k * FAN, to = from + FAN < levels[l - 1].count ? from + FAN : levels[l - 1].count;
            write_kids(&out, &levels[l - 1], from, to);
            if (l == top)
                write_resources(&out, codes);
            else
                buffer_printf(&out, "/Parent %u 0 R", levels[l].parents[k]);
            objects_set(b->objects, levels[l].numbers[k], &out);
        }
}

/* On which sheet each page of the document is. */
static void find_pages(struct builder *b)
{
    const struct pages *pages = b->sheets->pages;
    b->where = arena_alloc_array(b->arena, sizeof *b->where, pages->count + (size_t)1);
    for (uint32_t s = 0; s < b->sheets->count; s++)
        for (uint32_t p = 0; p < b->sheets->sheets[s].page_count; p++) {
            const struct sheet_page *page = &b->sheets->sheets[s].pages[p];
            b->where[page->page - pages->pages] = (struct where){ s, page };
        }
}

void pages_build(struct arena *a, struct objects *o, const struct sheets *sheets, const struct deflated *contents, const struct codes *codes,
                 struct buffer *catalog)
{
    struct builder b = { .arena = a, .objects = o, .sheets = sheets, .contents = contents };
    b.page = b.link = b.words = buffer_in(a);
    b.numbers = arena_array(a, uint32_t, sheets->count + 1);
    b.parents = arena_array(a, uint32_t, sheets->count + 1);
    for (uint32_t i = 0; i < sheets->count; i++)
        b.numbers[i] = objects_add(o);
    find_pages(&b);
    if (sheets->count)
        build_tree(&b, codes);
    for (uint32_t i = 0; i < sheets->count; i++)
        build_page(&b, i);
    build_destinations(&b, catalog);
}
