/* pdf, streams: of each sheet what outlives it: its content stream, deflated, its page boxes, its links. */
#include "pdf/inner.h"

#include <string.h>

enum { PARALLEL_FROM = 2 }; /* sheets */

struct streams {
    const struct sheets *sheets;
    const struct codes *codes;
    const struct destinations *destinations;
    const struct edition *edition;
    struct drawn_sheet *made;
};

/* A box of a sheet: left, bottom, right, top. */
static void keep_box(int64_t box[4], const struct sheet *s, struct rect r)
{
    const int64_t height = milli_of(s->height);
    box[0] = milli_of(r.x);
    box[1] = height - milli_of(r.y + r.height);
    box[2] = milli_of(r.x + r.width);
    box[3] = height - milli_of(r.y);
}

/* A copy that is no larger than it must be. */
static const void *kept(struct hand *h, const struct buffer *b)
{
    void *copy = b->size ? arena_alloc(hand_arena(h), b->size) : NULL;
    return copy ? memcpy(copy, b->bytes, b->size) : NULL;
}

/* A sheet's raw text and links are overwritten by the next one's. */
static void draw_sheet(struct hand *h, void *context, uint32_t i)
{
    const struct streams *s = context;
    const struct sheet *sheet = &s->sheets->sheets[i];
    struct drawn_sheet *made = &s->made[i];
    struct drawing c = { hand_buffer(h, HAND_RAW), hand_buffer(h, HAND_LINKS),
                         hand_buffer(h, HAND_ADDRESSES), hand_buffer(h, HAND_MARKS),
                         hand_scratch(h) };
    content_write(&c, sheet, s->codes, s->destinations, s->edition);
    made->content = hand_deflate(h, c.operators->bytes, c.operators->size);
    made->link_count = (uint32_t)(c.links->size / sizeof *made->links);
    links_widen(hand_scratch(h), (struct link *)(void *)c.links->bytes, made->link_count,
                (int32_t)milli_of(sheet->width), (int32_t)milli_of(sheet->height));
    made->links = kept(h, c.links);
    made->addresses = kept(h, c.addresses);
    made->marks = kept(h, c.marks);
    made->mark_count = (uint32_t)(c.marks->size / sizeof *made->marks);
    keep_box(made->media, sheet, (struct rect){ 0, 0, sheet->width, sheet->height });
    keep_box(made->bleed, sheet, sheet->bleed);
    keep_box(made->trim, sheet, sheet->trim);
}

const struct drawn_sheet *streams_build(struct arena *a, struct work *w,
                                        const struct sheets *sheets, const struct codes *codes,
                                        const struct destinations *destinations,
                                        const struct edition *edition)
{
    struct drawn_sheet *made = arena_array(a, struct drawn_sheet, sheets->count + 1);
    struct streams *s = arena_new(a, struct streams);
    *s = (struct streams){ sheets, codes, destinations, edition, made };
    if (!work_do(w, sheets->count, PARALLEL_FROM, draw_sheet, s))
        arena_out_of_memory(a);
    return made;
}
