/* page: boxes → pages, stage by stage. */
#include "page/inner.h"

struct pages *page_build(struct arena *a, struct diag *d, const struct boxes *boxes)
{
    jmp_buf oom;
    struct pages *out = arena_new(a, struct pages);
    struct arena *scratch = arena_open(&oom);
    if (!scratch) arena_out_of_memory(a);
    struct context *volatile c = arena_new(a, struct context);
    if (setjmp(oom)) {
        text_close_shaper(c->shaper);
        arena_close(scratch);
        arena_out_of_memory(a);
    }
    *c = (struct context){ .a = a, .scratch = scratch, .d = d, .boxes = boxes };
    c->shaper = text_open_shaper(a, boxes->fonts);
    const struct page_style *first = page_kind(c, NULL, PAGE_FIRST | page_side(c, 1));
    struct box box = { .kind = BOX_BLOCK, .style = first->page };
    c->width = frame_of(c, &box, 0, first->width).width;
    measure_all(c);
    flow_all(c);
    fill_all(c);
    stretch_all(c);
    place_all(c, out);
    text_close_shaper(c->shaper);
    arena_close(scratch);
    return out;
}
