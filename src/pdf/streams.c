/* pdf, streams: of each sheet what outlives it: its content stream, deflated, its page boxes, its
 * links and pictures. */
#include "pdf/inner.h"

#include <string.h>

enum { PARALLEL_FROM = 2 }; /* sheets */

/* What the task of a sheet has to know. */
struct streams {
    const struct sheet *sheets;
    enum drawn_as as;
    const struct codes *codes;
    const struct destinations *destinations;
    const struct edition *edition;
    const struct colors *colors;
    struct drawn_sheet *made;
};

/* Converts a box of a sheet to left, bottom, right, top in thousandths, y upwards. */
static void convert_box(int64_t box[4], const struct sheet *s, struct rect r)
{
    const int64_t height = milli_of(s->height);
    box[0] = milli_of(r.x);
    box[1] = height - milli_of(r.y + r.height);
    box[2] = milli_of(r.x + r.width);
    box[3] = height - milli_of(r.y);
}

/* Copies the buffer's bytes, of which the next sheet will make something else. */
static const void *copy_of(struct worker *h, const struct buffer *b)
{
    void *copy = b->size ? arena_alloc(worker_arena(h), b->size) : NULL;
    return copy ? memcpy(copy, b->bytes, b->size) : NULL;
}

/* Draws a sheet, whose raw text and links are overwritten by the next one's. */
static void draw_sheet(struct worker *h, void *context, uint32_t i)
{
    const struct streams *s = context;
    const struct sheet *sheet = &s->sheets[i];
    struct drawn_sheet *made = &s->made[i];
    struct drawing c = { worker_buffer(h, WORKER_RAW),
                         worker_buffer(h, WORKER_LINKS),
                         worker_buffer(h, WORKER_ADDRESSES),
                         worker_buffer(h, WORKER_MARKS),
                         worker_buffer(h, WORKER_PICTURES),
                         worker_buffer(h, WORKER_HEAVY),
                         &made->spots,
                         worker_scratch(h) };
    content_write(&c, sheet, s->as, s->codes, s->destinations, s->edition, s->colors);
    made->content = worker_deflate(h, c.operators->bytes, c.operators->size);
    made->link_count = (uint32_t)(c.links->size / sizeof *made->links);
    links_widen(worker_scratch(h), (struct link *)(void *)c.links->bytes, made->link_count,
                (int32_t)milli_of(sheet->width), (int32_t)milli_of(sheet->height));
    made->links = copy_of(h, c.links);
    made->addresses = copy_of(h, c.addresses);
    made->marks = copy_of(h, c.marks);
    made->mark_count = (uint32_t)(c.marks->size / sizeof *made->marks);
    made->pictures = copy_of(h, c.pictures);
    made->picture_count = (uint32_t)(c.pictures->size / sizeof *made->pictures);
    made->heavy = copy_of(h, c.heavy);
    made->heavy_count = (uint32_t)(c.heavy->size / sizeof *made->heavy);
    convert_box(made->media, sheet, (struct rect){ 0, 0, sheet->width, sheet->height });
    convert_box(made->bleed, sheet, sheet->bleed);
    convert_box(made->trim, sheet, sheet->trim);
}

/* Draws papers. */
static const struct drawn_sheet *draw_all(struct arena *a, struct workers *w, uint32_t count,
                                          struct streams s)
{
    struct streams *kept = arena_new(a, struct streams);
    *kept = s;
    kept->made = arena_array(a, struct drawn_sheet, count + (size_t)1);
    if (!workers_do(w, count, PARALLEL_FROM, draw_sheet, kept))
        arena_out_of_memory(a);
    return kept->made;
}

struct drawn_file streams_build(struct arena *a, struct workers *w, const struct sheets *sheets,
                                const struct codes *codes, const struct destinations *destinations,
                                const struct edition *edition, const struct colors *colors)
{
    const struct papers papers = sheet_papers(sheets);
    struct streams s = { .sheets = papers.items,
                         .as = DRAWN_ITEMS,
                         .codes = codes,
                         .destinations = destinations,
                         .edition = edition,
                         .colors = colors };
    struct drawn_file made = { .sheet_count = sheets->count, .page_count = papers.count };
    made.pages = draw_all(a, w, papers.count, s);
    made.sheets = made.pages;
    if (!sheets->forms)
        return made;
    s.sheets = sheets->sheets;
    s.as = DRAWN_FORMS;
    made.sheets = draw_all(a, w, sheets->count, s);
    return made;
}
