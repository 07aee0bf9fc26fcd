/* pdf, hints: the tables by which a reader finds what a page needs before it has the whole file
 * (ISO 32000-1, F.4).
 *
 *   pages ─ objects, bytes, shared objects of each │ shared ─ bytes of each │ outlines
 *
 * A table is a row of each item's values, in as many bits as the highest of them needs above the
 * lowest.  Places are those of a file without the hints.  A stream of objects counts as one.
 */
#include "pdf/finish.h"

void hints_put(struct bits *b, uint32_t value, unsigned width)
{
    while (width-- > 0) {
        b->held = b->held << 1 | (value >> width & 1);
        if (++b->count == 8) {
            put(b->to, (char)b->held);
            b->held = b->count = 0;
        }
    }
}

void hints_end_row(struct bits *b)
{
    while (b->count)
        hints_put(b, 0, 1);
}

unsigned hints_width(uint32_t value)
{
    unsigned width = 0;
    for (; value; value >>= 1)
        width++;
    return width;
}

/* Values of which a table has one each item. */
struct row {
    uint32_t *values;
    uint32_t count, least;
    unsigned width; /* bits of what is above the least */
};

static struct row open_row(struct arena *a, uint32_t count)
{
    return (struct row){ arena_array(a, uint32_t, count + (size_t)1), count, 0, 0 };
}

/* Finds the least value and the width of a row. */
static void measure(struct row *r)
{
    uint32_t most = 0;
    r->least = UINT32_MAX;
    for (uint32_t i = 0; i < r->count; i++) {
        if (r->values[i] < r->least)
            r->least = r->values[i];
        if (r->values[i] > most)
            most = r->values[i];
    }
    r->width = hints_width(most - r->least);
}

static void put_row(struct bits *b, const struct row *r)
{
    for (uint32_t i = 0; i < r->count; i++)
        hints_put(b, r->values[i] - r->least, r->width);
    hints_end_row(b);
}

/* What the table of pages says of each (tables F.3, F.4). */
struct page_table {
    struct row objects, lengths, shared;
    struct numbers names; /* of the shared objects of all pages, one behind the other */
};

/* Counts the objects and bytes of the pages. */
static void count_objects(const struct parts *p, struct page_table *pages)
{
    for (uint32_t i = p->starts[PART_FIRST]; i < p->starts[PART_SHARED]; i++) {
        const struct container *c = parts_at(p, i);
        uint32_t page = c->part == PART_FIRST ? 0 : c->page - 1;
        pages->objects.values[page]++;
        pages->lengths.values[page] += c->size;
    }
}

/* Names a container among those that pages share: first what the first page has, then the
 * others (F.4.2). */
static uint32_t shared_name(const struct parts *p, const struct container *c)
{
    if (c->part == PART_FIRST)
        return c->place - p->starts[PART_FIRST];
    return c->place - p->starts[PART_SHARED] + p->starts[PART_PAGES] - p->starts[PART_FIRST];
}

/* Finds what each page but the first shares with others. */
static void find_shared(struct parts *p, struct page_table *pages)
{
    for (uint32_t page = 1; page < p->marks.page_count; page++)
        for (size_t i = p->lists[page]; i < p->lists[page + 1]; i++) {
            struct container *c = &p->containers[p->holders[p->reached.items[i]] - 1];
            if (c->seen == page + 1 || (c->part != PART_FIRST && c->part != PART_SHARED))
                continue;
            c->seen = page + 1;
            pages->shared.values[page]++;
            parts_add(p->arena, &pages->names, shared_name(p, c));
        }
}

/* Counts the objects that pages share. */
static uint32_t shared_count(const struct parts *p)
{
    return p->starts[PART_PAGES] - p->starts[PART_FIRST] + p->starts[PART_OUTLINES] -
           p->starts[PART_SHARED];
}

/* Writes the table of pages (F.4.1).  Its rows of content say what the page's do, as Acrobat has
 * it. */
static void put_pages(struct bits *b, struct parts *p)
{
    struct arena *a = p->arena;
    const uint32_t count = p->marks.page_count;
    struct page_table t = { open_row(a, count), open_row(a, count), open_row(a, count), { 0 } };
    count_objects(p, &t);
    find_shared(p, &t);
    measure(&t.objects);
    measure(&t.lengths);
    measure(&t.shared); /* the least is 0: the first page's */
    const unsigned name = hints_width(shared_count(p));
    const struct {
        uint32_t value;
        unsigned width;
    } head[] = {
        { t.objects.least, 32 },
        { parts_at(p, p->starts[PART_FIRST])->offset, 32 },
        { t.objects.width, 16 },
        { t.lengths.least, 32 },
        { t.lengths.width, 16 },
        { 0, 32 },
        { 0, 16 },
        { t.lengths.least, 32 },
        { t.lengths.width, 16 },
        { t.shared.width, 16 },
        { name, 16 },
        { 0, 16 },
        { 4, 16 } /* the numerator's bits, and its denominator */
    };
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        hints_put(b, head[i].value, head[i].width);
    put_row(b, &t.objects);
    put_row(b, &t.lengths);
    put_row(b, &t.shared);
    for (size_t i = 0; i < t.names.count; i++)
        hints_put(b, t.names.items[i], name);
    hints_end_row(b);
    put_row(b, &t.lengths);
}

/* Writes the table of what pages share (F.4.2): each group is one object, without a signature. */
static void put_shared(struct bits *b, const struct parts *p)
{
    const uint32_t first = p->starts[PART_PAGES] - p->starts[PART_FIRST];
    const uint32_t count = shared_count(p);
    struct row lengths = open_row(p->arena, count);
    for (uint32_t i = 0; i < count; i++)
        lengths.values[i] =
            parts_at(p, i < first ? p->starts[PART_FIRST] + i : p->starts[PART_SHARED] + i - first)
                ->size;
    measure(&lengths);
    const struct container *other = count > first ? parts_at(p, p->starts[PART_SHARED]) : NULL;
    hints_put(b, other ? other->number : 0, 32);
    hints_put(b, other ? other->offset : 0, 32);
    hints_put(b, first, 32);
    hints_put(b, count, 32);
    hints_put(b, 0, 16);
    hints_put(b, lengths.least, 32);
    hints_put(b, lengths.width, 16);
    put_row(b, &lengths);
    for (uint32_t i = 0; i < count; i++)
        hints_put(b, 0, 1);
    hints_end_row(b);
}

/* Writes the table of the outlines (F.4.5). */
static void put_outlines(struct bits *b, const struct parts *p)
{
    const uint32_t from = p->starts[PART_OUTLINES], to = p->starts[PART_OUTLINES + 1];
    uint32_t length = 0;
    for (uint32_t i = from; i < to; i++)
        length += parts_at(p, i)->size;
    hints_put(b, parts_at(p, from)->number, 32);
    hints_put(b, parts_at(p, from)->offset, 32);
    hints_put(b, to - from, 32);
    hints_put(b, length, 32);
}

struct hint_places hints_build(struct parts *p, struct buffer *out)
{
    struct hint_places places = { 0 };
    struct bits b = { out, 0, 0 };
    put_pages(&b, p);
    places.shared = out->size;
    put_shared(&b, p);
    if (p->starts[PART_OUTLINES] == p->starts[PART_REST])
        return places;
    places.outlines = out->size;
    put_outlines(&b, p);
    return places;
}
