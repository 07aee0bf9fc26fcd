/* page/under: a line under the text of an inline box, or through it.
 *
 *   a gray day        ─►  a ‗ ra‗ da‗: no line where ink is that reaches down to it
 *                         (CSS Text Decoration 4, 2.6: text-decoration-skip-ink)
 */
#include "page/inner.h"

#include <stdlib.h>

/* Where no line is drawn, from the page's left edge. */
struct gap {
    sp from, to;
};
/* The gaps of a line over r, on the way through its runs. */
struct search {
    const struct ruled *ruled;
    const struct line *line;
    struct rect r;
    struct gap *gaps;
    uint32_t count;
};

static int compare_gaps(const void *a, const void *b)
{
    const struct gap *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static sp expanded(const struct line *l, sp length)
{
    return l->expansion == 100000 ? length : sp_muldiv(length, l->expansion, 100000);
}

/* Adds what a glyph, its pen at x, has of ink in the rectangle, and a line's thickness on both
 * sides of it. */
static void add_glyph(struct search *s, const struct line_run *run, uint32_t glyph, sp x)
{
    const struct face *face = run->run->face;
    const sp size = run->run->size, beside = s->ruled->thick;
    const struct offset off = line_offset(run, glyph);
    const sp below = s->ruled->baseline - run->run->raise - off.y - s->r.y; /* its upper edge */
    const int bottom = (int)sp_muldiv(below - s->r.height, face->upem, size),
              top = (int)sp_muldiv(below, face->upem, size);
    const struct ink ink = text_ink_between(face, run->glyphs[glyph].id, bottom, top);
    if (ink.left >= ink.right)
        return;
    x += expanded(s->line, off.x);
    s->gaps[s->count++] =
        (struct gap){ x + expanded(s->line, sp_muldiv(ink.left, size, face->upem)) - beside,
                      x + expanded(s->line, sp_muldiv(ink.right, size, face->upem)) + beside };
}

/* Adds a run's.  Ideographs stand on their line as on a rule: none goes round them. */
static void add_run(struct search *s, const struct line_run *run)
{
    const bool left = run->run->level & 1;
    if (!run->run->face || run->run->face->wide_marks || run->run->size <= 0)
        return;
    sp pen = s->ruled->x + run->x + (left ? run->width : 0);
    for (uint32_t i = 0; i < run->count; i++) {
        const struct glyph *g = &run->glyphs[i];
        sp advance = expanded(s->line, g->advance) + (g->flags & GLYPH_SPACE ? s->line->space : 0);
        pen -= left ? advance : 0;
        add_glyph(s, run, i, pen);
        pen += left ? 0 : advance;
    }
}

/* Finds the gaps, in scratch, by where they begin. */
static struct search find_gaps(struct context *c, const struct ruled *u, struct rect r)
{
    struct search s = { .ruled = u, .r = r };
    uint32_t most = 1;
    if (!u->skips)
        return s;
    s.line = line_thaw(line_thaw_open(c->scratch, THAW_GLYPHS), c->scratch, u->text, u->number);
    for (uint32_t i = u->first; i <= u->last; i++)
        most += s.line->runs[i].count;
    s.gaps = arena_array(c->scratch, struct gap, most);
    for (uint32_t i = u->first; i <= u->last; i++)
        add_run(&s, &s.line->runs[i]);
    qsort(s.gaps, s.count, sizeof *s.gaps, compare_gaps);
    return s;
}

void paint_under(struct context *c, struct items *to, const struct ruled *u, struct rect r,
                 struct border rule)
{
    const struct box b = { .kind = BOX_BLOCK, .style = u->box->style, .node = u->box->node };
    const sp end = r.x + r.width;
    const struct search found = find_gaps(c, u, r);
    for (uint32_t i = 0; i <= found.count; i++) {
        r.width = (i < found.count ? sp_min(found.gaps[i].from, end) : end) - r.x;
        if (r.width > (found.count ? u->thick : 0))
            paint_border(c, to, &b, rule, r, AXIS_LEVEL);
        if (i < found.count)
            r.x = sp_max(r.x, found.gaps[i].to);
    }
}
