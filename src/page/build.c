/* page: boxes → pages, stage by stage.
 *
 * All that the pages keep is allocated from an arena of this folder's own, all is said into a diag
 * of its own: both end in the caller's.  So there is one place to jump to when memory runs out, and
 * what is open is closed there.
 */
#include "page/inner.h"

#include <malloc.h>

enum { TRIM_FROM = 500 }; /* pages */

struct build {
    jmp_buf oom;
    struct arena *own, *work, *scratch;
    struct context c;
};

/* The kind of the document's first page, by the name of its first row. */
static const struct page_shape *first_shape(struct context *c, const struct flow *f)
{
    uint32_t name = f->count ? f->rows[0].name : page_name(c, NULL);
    return &page_kind(c, name, PAGE_FIRST | page_side(c, 1))->shape;
}

/* The leading of the body's text: what a gap is measured in. */
static sp body_leading(struct context *c)
{
    const struct style *s = c->boxes->root->style;
    const struct face *face = text_face(c->boxes->fonts, c->d, s);
    struct extent e = face ? text_line_extent(face, s) : (struct extent){ s->font_size, 0 };
    return sp_max(e.ascent + e.descent, SP_PT);
}

/* The first page says for all where notes stand; what others say in vain is reported. */
static void report_note_place(struct context *c)
{
    for (uint32_t i = 0; i < page_name_count(c); i++)
        for (uint32_t side = 1; side <= 2; side++) {
            const struct page_kind *k = page_kind(c, i, page_side(c, side));
            if ((k->style->footnote->note_place == NOTES_AT_END) != c->notes_at_end) {
                diag_add(c->d, DIAG_NOTE_PLACE, (struct position){ 0 }, NULL);
                return;
            }
        }
}

/* What the planner is to see. */
static struct story story_of(struct context *c)
{
    struct story s = { .note_count = c->boxes->note_count,
                       .odd_is_left = c->odd_is_left,
                       .notes_at_end = c->notes_at_end,
                       .line = body_leading(c) };
    const struct flow **flows = arena_array(c->work, const struct flow *, c->layout_count);
    for (uint32_t i = 0; i < c->layout_count; i++)
        flows[i] = layout_flow(c, i);
    uint32_t names = page_name_count(c);
    struct page_shapes *shapes = arena_array(c->work, struct page_shapes, names);
    for (uint32_t i = 0; i < names; i++) {
        shapes[i].odd = page_kind(c, i, page_side(c, 1))->shape;
        shapes[i].even = page_kind(c, i, page_side(c, 2))->shape;
    }
    s.flows = flows;
    s.shapes = shapes;
    s.first = first_shape(c, flows[0]);
    return s;
}

static void tell(const struct page_watch *watch, enum page_step step)
{
    if (watch)
        watch->done(watch->with, step);
}

/* From boxes to pages: rows of set lines, the plan of all breaks, what stands where. */
static void run(struct context *c, enum page_reasons reasons, const struct page_watch *watch,
                struct pages *out)
{
    c->shaper = text_open_shaper(c->a, c->boxes->fonts);
    layouts_make(c);
    tell(watch, PAGE_LINES);
    report_note_place(c);
    struct story story = story_of(c);
    story.explained = reasons == REASONS;
    struct plan plan = plan_pages(c->work, c->scratch, &story);
    tell(watch, PAGE_PLAN);
    report_plan(c, &story, &plan);
    if (plan.count >= TRIM_FROM) /* what the setting of lines has left free goes back, or stays */
        malloc_trim(0);
    place_all(c, watch, &story, &plan, out);
    out->reasons = explain_plan(c, &story, &plan);
}

struct pages *page_build(struct arena *a, struct diag *d, const struct boxes *boxes,
                         enum page_reasons reasons, const struct page_watch *watch)
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
        if (watch)
            b->c.lines = (struct progress){ watch->lines, watch->with };
        run(&b->c, reasons, watch, out);
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
