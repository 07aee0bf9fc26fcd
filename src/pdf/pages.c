/* pdf, pages: the page tree, page labels, link annotations, and the names of destinations.
 *
 *        Pages                             at most 64 kids a node, as many levels as that takes
 *        ├── Pages ── Page, Page, …        Page: boxes, Resources (one for all), Contents, Annots
 *        └── Pages ── Page, …
 *
 * ISO 32000-1, 7.7.3, 12.3.2.3, 12.4.2, 12.5.6.5.
 */
#include "pdf/inner.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FAN = 64, CONTENTS_MOST = 120 };

/* What the objects of pages, links and names are made from as they are written. */
struct page_tree {
    struct arena *arena;
    struct objects *objects;
    enum tagging tags;
    bool for_press;
    const struct drawn_file *drawn;
    const struct drawn_sheet *sheets; /* of them */
    uint32_t count;
    const struct destinations *destinations;
    uint32_t *numbers, *parents;      /* of the sheets' page objects */
    uint32_t resources;               /* the numbers of what they share: */
    struct page_objects *objects_of;  /* by sheet */
    const struct destination **named; /* by id */
    uint32_t named_count;
};
/* The objects of one page. */
struct page_objects {
    const struct page_tree *tree;
    const struct drawn_sheet *sheet;
    uint32_t contents; /* the number of its stream */
    uint32_t links;    /* the number of its first annotation */
    uint32_t key;      /* of its first annotation in the structure's number tree */
};

/* Writes a box: left, bottom, right, top. */
static void write_box(struct buffer *b, const char *key, const int64_t corner[4])
{
    buffer_add_string(b, key);
    for (int i = 0; i < 4; i++) {
        put(b, i ? ' ' : '[');
        write_milli(b, corner[i]);
    }
    put(b, ']');
}

/* ---- destinations ---- */
/* Writes [page /XYZ left top null]. */
static void write_destination(const struct page_tree *b, struct buffer *out,
                              const struct destination *p)
{
    buffer_printf(out, "[%u 0 R/XYZ ", b->numbers[p->sheet]);
    write_milli(out, p->at.x);
    put(out, ' ');
    write_milli(out, p->at.y);
    buffer_add_string(out, " null]");
}

static void write_id(struct buffer *b, const char *id) { write_bytes_string(b, id, strlen(id)); }

/* Writes the value of a Dest entry: the element's name where it has one, else where it is. */
static void write_where(const struct page_tree *b, struct buffer *out, const struct destination *p)
{
    const char *id = node_id(p->node);
    if (id)
        write_id(out, id);
    else
        write_destination(b, out, p);
}

void pages_write_destination(struct buffer *out, const struct page_tree *pages,
                             uint32_t destination)
{
    write_where(pages, out, &pages->destinations->items[destination]);
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(node_id((*(const struct destination *const *)a)->node),
                  node_id((*(const struct destination *const *)b)->node));
}

static void write_key(struct buffer *out, const void *context, uint32_t i)
{
    const struct page_tree *b = context;
    write_id(out, node_id(b->named[i]->node));
}

static void write_named(struct buffer *out, const void *context, uint32_t i)
{
    const struct page_tree *b = context;
    write_destination(b, out, b->named[i]);
}

static void build_destinations(struct page_tree *b, struct buffer *names)
{
    const struct destinations *destinations = b->destinations;
    for (uint32_t i = 0; i < destinations->count; i++)
        b->named_count += destinations->items[i].node->id != 0;
    if (!b->named_count)
        return;
    b->named = arena_alloc_array(b->arena, sizeof *b->named, b->named_count);
    for (uint32_t i = 0, n = 0; i < destinations->count; i++)
        if (destinations->items[i].node->id)
            b->named[n++] = &destinations->items[i];
    qsort(b->named, b->named_count, sizeof *b->named, compare_ids);
    const struct tree_source tree = { .count = b->named_count,
                                      .key = "Names",
                                      .write_key = write_key,
                                      .write_value = write_named,
                                      .context = b };
    buffer_printf(names, "/Dests %u 0 R", trees_build(b->arena, b->objects, &tree));
}

/* ---- links ---- */
static void write_contents(struct buffer *out, const char *text, size_t n)
{
    buffer_add_string(out, "/Contents");
    write_text_string(out, text, n > CONTENTS_MOST ? utf8_cut(text, CONTENTS_MOST) : n);
}

/* The address as a URI, and for people as it was written. */
static void write_address(struct buffer *out, struct buffer *ascii, const char *uri)
{
    lang_add_address(ascii, uri);
    buffer_add_string(out, "/A<</S/URI/URI");
    write_bytes_string(out, ascii->bytes, ascii->size);
    buffer_add_string(out, ">>");
    write_contents(out, uri, strlen(uri));
}

/* Finds whose text says where a call is, which has none: the head of its row, else its block. */
static const struct node *around_call(const struct node *n)
{
    const struct node *block = NULL;
    for (; n; n = node_parent(n)) {
        if (outline_words(n))
            return outline_words(n);
        if (!block && node_element(n) && !node_element(n)->is_inline)
            block = n;
    }
    return block;
}

/* Writes the element's name, or where it is, and how its text begins. */
static void write_goto(const struct page_tree *b, struct buffer *out, struct buffer *words,
                       const struct destination *p)
{
    const char *id = node_id(p->node);
    buffer_add_string(out, "/Dest");
    write_where(b, out, p);
    doc_add_text(words, p->node, CONTENTS_MOST);
    if (!words->size && around_call(p->node))
        doc_add_text(words, around_call(p->node), CONTENTS_MOST);
    if (words->size)
        write_contents(out, buffer_text(words), words->size);
    else if (id)
        write_contents(out, id, strlen(id));
}

/* Writes annotation `k` of a page. */
static void make_link(struct buffer *out, struct buffer *spare, const void *context, uint32_t k)
{
    const struct page_objects *p = context;
    const struct link *l = &p->sheet->links[k];
    buffer_add_string(out, "/Type/Annot/Subtype/Link");
    write_box(out, "/Rect",
              (const int64_t[]){ l->corner[0], l->corner[1], l->corner[2], l->corner[3] });
    buffer_add_string(out, "/Border[0 0 0]/F 4");
    if (p->tree->tags != TAGS_NONE)
        buffer_printf(out, "/StructParent %u", p->key + k);
    if (l->target & LINK_ADDRESS)
        write_address(out, spare, p->sheet->addresses[l->target & ~LINK_ADDRESS]);
    else
        write_goto(p->tree, out, spare, &p->tree->destinations->items[l->target]);
}

/* ---- the tree ---- */
/* Writes the sheet's boxes; what trims and bleeds at the edge of the media is said to presses
 * alone, which want it said: for others it is so without words (ISO 32000-1, 7.7.3.3). */
static void write_boxes(struct buffer *out, const struct page_tree *b, const struct drawn_sheet *s)
{
    write_box(out, "/MediaBox", s->media);
    if (b->for_press || memcmp(s->bleed, s->media, sizeof s->media) != 0)
        write_box(out, "/BleedBox", s->bleed);
    if (b->for_press || memcmp(s->trim, s->media, sizeof s->media) != 0)
        write_box(out, "/TrimBox", s->trim);
}

/* Writes the page object of sheet `k`. */
static void make_page(struct buffer *out, struct buffer *spare, const void *context, uint32_t k)
{
    const struct page_tree *b = context;
    const struct drawn_sheet *s = &b->sheets[k];
    (void)spare;
    buffer_printf(out, "/Type/Page/Parent %u 0 R", b->parents[k]);
    write_boxes(out, b, s);
    buffer_printf(out, "/Resources %u 0 R/Contents %u 0 R", b->resources,
                  b->objects_of[k].contents);
    if (b->tags != TAGS_NONE || s->link_count)
        buffer_add_string(out, "/Tabs/S");
    if (b->tags != TAGS_NONE && s->mark_count)
        buffer_printf(out, "/StructParents %u", k);
    for (uint32_t i = 0; i < s->link_count; i++)
        buffer_printf(out, i ? " %u 0 R" : "/Annots[%u 0 R", b->objects_of[k].links + i);
    if (s->link_count)
        put(out, ']');
}

/* Adds what the page object of sheet `i` refers to. */
static void build_page(struct page_tree *b, uint32_t i)
{
    const struct drawn_sheet *s = &b->sheets[i];
    struct page_objects *p = &b->objects_of[i];
    uint32_t key = i ? p[-1].key + p[-1].sheet->link_count : b->count;
    *p = (struct page_objects){ .tree = b, .sheet = s, .key = key };
    p->contents =
        objects_add_stream(b->objects, "", s->content.bytes, s->content.size, STREAM_DEFLATED);
    p->links = objects_add_series(b->objects, s->link_count, make_link, p);
}

/* The nodes of one level of the page tree. */
struct level {
    uint32_t *numbers, *parents;
    uint32_t *leaves; /* how many pages are below each */
    uint32_t count;
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

/* Makes the level above, whose numbers it puts down as parents of the one below. */
static struct level level_above(struct page_tree *b, struct level *below)
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

/* Black over what lies below, all else out of it. */
static const char press[] =
    "/ExtGState<</Over<</OP true/op true/OPM 1>>/Out<</OP false/op false/OPM 0>>>>";

/* Writes the colour spaces of a press: ink on every plate, for marks, and the plates of the inks
 * that the pages use (ISO 32000-1, 8.6.6.4). */
static void write_plates(struct buffer *out, const struct page_tree *b,
                         const struct spot_ink *spots)
{
    uint32_t used = 0;
    for (uint32_t i = 0; i < b->drawn->page_count; i++)
        used |= b->drawn->pages[i].spots;
    buffer_add_string(out,
                      "/ColorSpace<</All[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]"
                      "/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>]");
    for (const struct spot_ink *s = spots; s; s = s->next) {
        if (!(used >> s->number & 1))
            continue;
        buffer_printf(out, "/S%u[/Separation", s->number);
        write_name(out, s->plate);
        buffer_add_string(out, "/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[");
        for (int i = 0; i < 4; i++) {
            write_milli(out, sp_muldiv(s->cmyk[i], 1000, UINT16_MAX));
            buffer_add_string(out, i < 3 ? " " : "]/N 1>>]");
        }
    }
    buffer_add_string(out, ">>");
}

/* Writes the fonts of all pages. */
static void write_fonts(struct buffer *out, const struct codes *codes)
{
    bool any = false;
    for (unsigned i = 0; i < codes->face_count; i++)
        for (unsigned layer = 0; layer < LAYERS_MOST && codes->faces[i].fonts[layer]; layer++) {
            buffer_printf(out, "%s/F%u", any ? "" : "/Font<<", i);
            if (layer)
                buffer_printf(out, ".%u", layer);
            buffer_printf(out, " %u 0 R", codes->faces[i].fonts[layer]);
            any = true;
        }
    if (any)
        buffer_add_string(out, ">>");
}

/* Adds the fonts and pictures of all pages; returns their number.  A page names them itself: PDF/A
 * does not let it inherit them (ISO 19005-2, 6.2.2). */
static uint32_t build_resources(struct page_tree *b, const struct codes *codes,
                                const struct pictures *pictures, const struct pdf_options *options)
{
    struct buffer out = buffer_in(b->arena);
    write_fonts(&out, codes);
    pictures_write_names(&out, pictures);
    if (options->edition->color == TARGET_CMYK) {
        buffer_add_string(&out, press);
        write_plates(&out, b, options->spots);
    }
    uint32_t number = objects_add(b->objects);
    objects_set(b->objects, number, &out);
    return number;
}

/* Adds the pages that sheets draw as forms, with their own resources; returns the number of what
 * the sheets need. */
static uint32_t build_forms(struct page_tree *b, uint32_t resources, const struct codes *codes,
                            const struct pdf_options *options)
{
    struct buffer names = buffer_in(b->arena);
    write_fonts(&names, codes); /* of slug lines */
    buffer_add_string(&names, "/XObject<<");
    for (uint32_t i = 0; i < b->drawn->page_count; i++) {
        const struct drawn_sheet *page = &b->drawn->pages[i];
        struct buffer entries = buffer_in(b->arena);
        buffer_printf(&entries, "/Type/XObject/Subtype/Form/Resources %u 0 R", resources);
        write_box(&entries, "/BBox", page->media);
        buffer_printf(&names, "/P%u %u 0 R", i,
                      objects_add_stream(b->objects, buffer_text(&entries), page->content.bytes,
                                         page->content.size, STREAM_DEFLATED));
    }
    buffer_add_string(&names, ">>");
    if (options->edition->color == TARGET_CMYK) {
        buffer_add_string(&names, press);
        write_plates(&names, b, options->spots);
    }
    uint32_t number = objects_add(b->objects);
    objects_set(b->objects, number, &names);
    return number;
}

/* Numbers pages and the nodes above them, then writes the nodes' entries from the root down to the
 * pages' parents. */
static void build_tree(struct page_tree *b)
{
    enum { LEVELS_MOST = 7 }; /* 64^6 pages */
    struct level levels[LEVELS_MOST] = {
        { .numbers = b->numbers, .parents = b->parents, .count = b->count }
    };
    levels[0].leaves = arena_array(b->arena, uint32_t, b->count + 1);
    for (uint32_t i = 0; i < b->count; i++)
        levels[0].leaves[i] = 1;
    int top = 0;
    do {
        levels[top + 1] = level_above(b, &levels[top]);
        top++;
    } while (levels[top].count > 1 && top + 1 < LEVELS_MOST);
    for (int l = top; l > 0; l--)
        for (uint32_t k = 0; k < levels[l].count; k++) {
            struct buffer out = buffer_in(b->arena);
            const struct level *below = &levels[l - 1];
            uint32_t from = k * FAN;
            write_kids(&out, below, from, from + FAN < below->count ? from + FAN : below->count);
            if (l < top)
                buffer_printf(&out, "/Parent %u 0 R", levels[l].parents[k]);
            objects_set(b->objects, levels[l].numbers[k], &out);
        }
}

const struct page_tree *pages_build(struct arena *a, struct objects *o,
                                    const struct drawn_file *drawn,
                                    const struct destinations *destinations,
                                    const struct codes *codes, const struct pictures *pictures,
                                    const struct pdf_options *options, struct buffer *names,
                                    struct buffer *catalog)
{
    struct page_tree *b = arena_new(a, struct page_tree);
    const uint32_t count = drawn->sheet_count;
    *b = (struct page_tree){ .arena = a,
                             .objects = o,
                             .tags = options->edition->tags,
                             .for_press = style_is_for_press(options->edition),
                             .drawn = drawn,
                             .sheets = drawn->sheets,
                             .count = count,
                             .destinations = destinations };
    b->numbers = arena_array(a, uint32_t, count + 1);
    b->parents = arena_array(a, uint32_t, count + 1);
    b->objects_of = arena_array(a, struct page_objects, count + 1);
    uint32_t first = objects_add_series(o, count, make_page, b);
    for (uint32_t i = 0; i < count; i++)
        b->numbers[i] = first + i;
    b->resources = build_resources(b, codes, pictures, options);
    if (drawn->pages != drawn->sheets)
        b->resources = build_forms(b, b->resources, codes, options);
    if (count)
        build_tree(b);
    for (uint32_t i = 0; i < count; i++)
        build_page(b, i);
    build_destinations(b, names);
    buffer_add_string(catalog, "/PageLabels<</Nums[0<</S/D>>]>>");
    return b;
}

uint32_t pages_number(const struct page_tree *pages, uint32_t sheet)
{
    return pages->numbers[sheet];
}

uint32_t pages_link_number(const struct page_tree *pages, uint32_t sheet, uint32_t link)
{
    return pages->objects_of[sheet].links + link;
}
