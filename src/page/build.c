/* page: boxes → pages, stage by stage.
 *
 * All that the pages keep is allocated from an arena of this folder's own, all is said into a diag of its own: both end in the caller's.  So there
 * is one place to jump to when memory runs out, and what is open is closed there.
 */
#include "page/inner.h"

struct build {
    jmp_buf oom;
    struct arena *own, *work, *scratch;
    struct context c;
};

/* From boxes to pages. */
static void run(struct context *c, struct pages *out)
{
    c->shaper = text_open_shaper(c->a, c->boxes->fonts);
    c->thaw = line_thaw_open(c->work);
    layout_first(c);
    struct placer *p = place_open(c);
    fill_all(c, p);
    place_close(p, out);
}

struct pages *page_build(struct arena *a, struct diag *d, const struct boxes *boxes)
{
    struct pages *out = arena_new(a, struct pages);
    struct build *b = arena_new(a, struct build);
    b->own = arena_open(&b->oom);
    b->work = arena_open(&b->oom);
    b->scratch = arena_open(&b->oom);
    bool made = false;
    if (b->own && b->work && b->scratch && setjmp(b->oom) == 0) {
        b->c = (struct context){ .a = b->own,
                                 .work = b->work,
                                 .scratch = b->scratch,
                                 .d = diag_build(b->own),
                                 .boxes = boxes };
        run(&b->c, out);
        made = true;
    }
    text_close_shaper(b->c.shaper);
    arena_close(b->scratch);
    arena_close(b->work);
    if (b->own)
        arena_adopt(a, b->own);
    if (!made)
        arena_out_of_memory(a);
    diag_merge(d, b->c.d);
    return out;
}
