/* pdf, streams: content streams written and deflated, a page at a time. */
#include "pdf/inner.h"

enum { PARALLEL_FROM = 2 }; /* sheets */

struct streams {
    const struct sheets *sheets;
    const struct codes *codes;
    const struct edition *edition;
    struct deflated *made;
};

/* A page's raw text is overwritten by the next one's. */
static void write_stream(struct hand *h, void *context, uint32_t i)
{
    const struct streams *s = context;
    struct buffer *raw = hand_raw(h);
    content_write(raw, hand_scratch(h), &s->sheets->sheets[i], s->codes, s->edition);
    s->made[i] = hand_deflate(h, raw->bytes, raw->size);
}

const struct deflated *streams_build(struct arena *a, struct work *w, const struct sheets *sheets, const struct codes *codes,
                                     const struct edition *edition)
{
    struct deflated *made = arena_array(a, struct deflated, sheets->count + 1);
    struct streams *s = arena_new(a, struct streams);
    *s = (struct streams){ sheets, codes, edition, made };
    if (!work_do(w, sheets->count, PARALLEL_FROM, write_stream, s))
        arena_out_of_memory(a);
    return made;
}
