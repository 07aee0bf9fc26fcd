/* page/report: what pages give up, said in their order. */
#include "page/inner.h"

enum { SHORT_SHARE = 4 /* a page is short when more than a quarter of it is unused */ };

static const char *in_points(struct context *c, sp l)
{
    struct buffer b = buffer_in(c->scratch);
    buffer_add_length(&b, l);
    return buffer_text(&b);
}

static const char *in_digits(struct context *c, uint32_t n)
{
    return arena_printf(c->scratch, "%u", n);
}

static void report_note(struct context *c, enum diag_code code, uint32_t note, uint32_t page)
{
    const struct note *n = &c->boxes->notes[note];
    struct position at = n->node ? doc_position(n->node, 0, 0) : (struct position){ 0 };
    diag_add(c->d, code, at, "number", in_digits(c, n->number), "page", in_digits(c, page), NULL);
}

/* Notes that start after the page of their call, or part behind this one. */
static void report_notes(struct context *c, const struct story *s, const struct planned_page *p)
{
    for (uint32_t i = 0; i < p->part_count; i++) {
        const struct part *part = &p->parts[i];
        if (i < p->waited && !part->from && !s->notes_at_end)
            report_note(c, DIAG_NOTE_MOVED, part->note, p->number);
        if (part->to < s->flows[part->flow]->notes[part->note].count)
            report_note(c, DIAG_NOTE_SPLIT, part->note, p->number);
    }
}

/* Where what follows the page begins. */
static struct position place_behind(const struct story *s, const struct planned_page *p)
{
    const struct flow *f = s->flows[0];
    uint32_t row = p->to ? p->end - 1 : p->end;
    const struct box *b = f->count ? f->rows[row < f->count ? row : f->count - 1].box : NULL;
    return b && b->node ? doc_position(b->node, 0, 0) : (struct position){ 0 };
}

/* What of its lines a page cannot keep together or hold. */
static void report_text(struct context *c, const struct story *s, const struct planned_page *p)
{
    struct position at = place_behind(s, p);
    const char *page = in_digits(c, p->number);
    if (p->torn)
        diag_add(c->d, DIAG_WIDOW, at, "page", page, NULL);
    if (p->gap < 0)
        diag_add(c->d, DIAG_PAGE_OVERFLOW, at, "page", page, "over", in_points(c, -p->gap), NULL);
    if (!p->forced && p->gap > (p->shape->bottom - p->shape->top) / SHORT_SHARE)
        diag_add(c->d, DIAG_PAGE_SHORT, at, "page", page, "unused", in_points(c, p->gap), NULL);
}

/* A page whose text is set for another measure, once for all of its kind. */
static void report_measure(struct context *c, const struct story *s, const struct planned_page *p)
{
    unsigned side = page_side(c, p->number);
    struct page_kind *k = page_kind(c, p->name, side | (p->number == 1 ? PAGE_FIRST : 0u));
    unsigned flow = p->from ? p->from_flow : p->shape->flow;
    const struct row *r = p->row < p->end ? &s->flows[flow]->rows[p->row] : NULL;
    sp measure = c->layouts[flow].width, width = k->right - k->left;
    if (r && r->table)
        measure = r->table->across;
    else if (!p->from && !k->foreign)
        measure = width;
    if (k->told || measure == width)
        return;
    k->told = true;
    diag_add(c->d, DIAG_PAGE_MEASURE, (struct position){ 0 }, "page", in_digits(c, p->number),
             "width", in_points(c, width), "measure", in_points(c, measure), NULL);
}

void report_plan(struct context *c, const struct story *s, const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct planned_page *p = &plan->pages[i];
        struct arena_mark mark = arena_mark(c->scratch);
        if (!p->blank) {
            report_measure(c, s, p);
            report_notes(c, s, p);
            report_text(c, s, p);
        }
        arena_reset(c->scratch, mark);
    }
}
