/* flow/set: paragraphs at their measures → set lines as bytes, and of each line what pages need to
 * know of it.
 *
 *   paragraphs  0 … k-1 │ k … n-1      parts of about the same number of bytes
 *              setter 0 │ setter 1     each with its own shaper, arenas, door and diag
 *
 * All of a layout's text is set before its rows are made; a paragraph's glyphs are given back as
 * soon as its lines are bytes, so that memory knows only one paragraph at a time.  There are two
 * threads when there is enough text.  A setter has its own setjmp, since nothing may jump from one
 * thread to another or past an open shaper; messages are merged in order, so that the number of
 * threads leaves no trace.
 */
#include "plan/costs.h"
#include "flow/inner.h"

#include <pthread.h>

enum { SETTERS = 2 };

/* What one thread works with. */
struct setter {
    jmp_buf oom;
    struct arena *keep;                  /* what it makes */
    struct arena *own, *trial, *scratch; /* its shaper's; what ends with a paragraph */
    struct shaper *shaper;
    struct fonts *fonts;
    struct set *sets;
    const bool *fixed; /* by paragraph: set with one number of lines, whatever pages would like */
    const struct paragraph *const *paragraphs; /* its part of them */
    uint32_t count;
    struct progress watch;   /* of the calling thread's setter alone */
    struct diag *text;       /* what there is to say of characters */
    const struct told *told; /* what has been said of faces */
    bool failed;             /* out of memory */
};

/* The notes that lines call, in order. */
static const uint32_t *calls_of(struct setter *s, const struct lines *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->count; i++)
        n += l->lines[i].note_count;
    uint32_t *calls = n ? arena_array(s->keep, uint32_t, n) : NULL;
    n = 0;
    for (uint32_t i = 0; i < l->count; i++)
        for (uint32_t k = 0; k < l->lines[i].note_count; k++)
            calls[n++] = l->lines[i].notes[k];
    return calls;
}

/* Every line's heights, and how many calls stand up to it. */
static const struct profile *profile_of(struct setter *s, const struct lines *l)
{
    struct profile *made = arena_array(s->keep, struct profile, l->count);
    uint32_t calls = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct line *line = &l->lines[i];
        calls += line->note_count;
        made[i] = (struct profile){ .ascent = line->ascent,
                                    .descent = line->descent,
                                    .start = line->start,
                                    .calls = calls & INT32_MAX,
                                    .hyphenated = line->hyphenated };
    }
    return made;
}

/* What a variant costs over the optimum, more hyphens included. */
static int32_t variant_cost(const struct lines *l, const struct lines *optimum)
{
    int64_t hyphens = 0;
    for (uint32_t i = 0; i < l->count; i++)
        hyphens += l->lines[i].hyphenated;
    for (uint32_t i = 0; i < optimum->count; i++)
        hyphens -= optimum->lines[i].hyphenated;
    int64_t cost = l->demerits - optimum->demerits;
    return (int32_t)(hyphens > 0 ? cost + hyphens * COST_VARIANT_HYPHEN : cost);
}

/* Lines become bytes. */
static struct variant variant_of(struct setter *s, const struct paragraph *p, const struct lines *l,
                                 const struct lines *optimum)
{
    return (struct variant){ .lines = line_freeze(s->keep, s->scratch, p, l),
                             .profile = profile_of(s, l),
                             .last_line_min = l->last_line_min,
                             .cost = variant_cost(l, optimum),
                             .speaks = l->faults > 0 };
}

/* A variant whose first line is as high as the optimum's, so that a row's baseline is one whatever
 * is taken. */
static bool is_of_use(const struct lines *l, const struct lines *optimum)
{
    return l->count && l->lines[0].ascent == optimum->lines[0].ascent;
}

/* Shapes and sets a paragraph in a copy that knows its glyphs, since boxes stay as they were. */
static void set_paragraph(struct setter *s, const struct paragraph *p)
{
    struct set *set = &s->sets[p->index];
    struct arena_mark mark = arena_mark(s->trial);
    struct paragraph own = *p;
    struct variants all = { 0 };
    own.shaped = p->length ? text_shape(s->shaper, s->trial, s->text, p) : NULL;
    if (s->fixed[p->index] || p->style->optimum_lines)
        all.optimum = line_set(s->trial, s->scratch, NULL, s->shaper, &own, set->measure, 0);
    else
        all = line_variants(s->trial, s->scratch, s->shaper, &own, set->measure);
    struct variant *made = arena_array(s->keep, struct variant, all.count + 1);
    made[0] = variant_of(s, p, &all.optimum, &all.optimum);
    set->variants = made;
    set->variant_count = 1;
    set->calls = calls_of(s, &all.optimum);
    for (unsigned i = 0; i < all.count; i++)
        if (is_of_use(&all.other[i], &all.optimum))
            made[set->variant_count++] = variant_of(s, p, &all.other[i], &all.optimum);
    arena_reset(s->trial, mark);
}

/* One setter's work: a thread's body, or called when there is no thread. */
static void *set_part(void *data)
{
    struct setter *s = data;
    s->failed = true;
    s->keep = arena_open(&s->oom);
    s->own = arena_open(&s->oom);
    s->trial = arena_open(&s->oom);
    s->scratch = arena_open(&s->oom);
    if (!s->keep || !s->own || !s->trial || !s->scratch || setjmp(s->oom))
        return NULL;
    s->shaper = text_open_shaper(s->own, s->fonts);
    s->text = diag_build(s->keep);
    for (uint32_t i = 0; i < s->count; i++) {
        set_paragraph(s, s->paragraphs[i]);
        if (s->watch.tell)
            s->watch.tell(s->watch.with, i + 1, s->count);
    }
    s->told = text_told(s->shaper, s->keep);
    s->failed = false;
    return NULL;
}

/* Has another layout set the paragraph at the same measure? */
static bool is_set_already(struct context *c, uint32_t index)
{
    struct set *set = &c->layout->sets[index];
    for (const struct layout *l = c->layouts; l < c->layout; l++)
        if (l->sets && l->sets[index].variants && l->sets[index].measure == set->measure) {
            *set = l->sets[index];
            return true;
        }
    return false;
}

/* The paragraphs that are still to be set, in scratch. */
static const struct paragraph **unset(struct context *c, uint32_t *count)
{
    const struct boxes *b = c->boxes;
    const struct paragraph **list =
        arena_array(c->scratch, const struct paragraph *, b->paragraph_count);
    for (uint32_t i = 0; i < b->paragraph_count; i++)
        if (!is_set_already(c, i))
            list[(*count)++] = b->paragraphs[i];
    return list;
}

static uint64_t bytes_of(const struct paragraph *const *paragraphs, uint32_t n)
{
    uint64_t all = 0;
    for (uint32_t k = 0; k < n; k++)
        all += paragraphs[k]->length;
    return all;
}

/* Where the second half of the bytes begins. */
static uint32_t middle(const struct paragraph *const *paragraphs, uint32_t n, uint64_t all)
{
    uint64_t seen = 0;
    uint32_t i = 0;
    while (i < n && seen < all / 2)
        seen += paragraphs[i++]->length;
    return i;
}

/* Lets the setters work, side by side if there are two and a thread can be had. */
static void work(struct setter *setters, bool two)
{
    pthread_t worker;
    bool threaded = two && pthread_create(&worker, NULL, set_part, &setters[1]) == 0;
    set_part(&setters[0]);
    if (threaded)
        pthread_join(worker, NULL);
    else if (two)
        set_part(&setters[1]);
}

/* Takes over what a setter has made, and gives back the rest; true: it had the memory for all. */
static bool take(struct context *c, struct setter *s)
{
    text_close_shaper(s->shaper);
    arena_close(s->scratch);
    arena_close(s->trial);
    arena_close(s->own);
    if (s->keep)
        arena_adopt(c->a, s->keep);
    return !s->failed;
}

/* Notes have no say in what pages hold. */
static void fix_lines(bool *fixed, const struct box *b)
{
    if (b->paragraph)
        fixed[b->paragraph->index] = true;
    for (const struct box *k = b->first; k; k = k->next)
        fix_lines(fixed, k);
}

void set_all(struct context *c, uint64_t parallel_least)
{
    struct arena_mark mark = arena_mark(c->scratch);
    uint32_t n = 0;
    const struct paragraph **list = unset(c, &n);
    bool *fixed = arena_array(c->scratch, bool, c->boxes->paragraph_count + 1u);
    for (uint32_t i = 0; i < c->boxes->note_count; i++)
        if (c->boxes->notes[i].box)
            fix_lines(fixed, c->boxes->notes[i].box);
    uint64_t bytes = bytes_of(list, n);
    bool two = n > 1 && bytes >= parallel_least;
    uint32_t cut = two ? middle(list, n, bytes) : n;
    struct setter setter = { .fonts = c->boxes->fonts, .sets = c->layout->sets, .fixed = fixed };
    struct setter setters[SETTERS] = { setter, setter };
    setters[0].paragraphs = list;
    setters[0].count = cut;
    setters[0].watch = c->lines;
    setters[1].paragraphs = list + cut;
    setters[1].count = n - cut;
    work(setters, two);
    bool first = take(c, &setters[0]), second = !two || take(c, &setters[1]);
    if (!first || !second)
        arena_out_of_memory(c->a);
    for (int i = 0; i < (two ? SETTERS : 1); i++) {
        diag_merge(c->d, setters[i].text);
        text_tell_no_more(c->shaper, setters[i].told); /* in margin boxes */
    }
    arena_reset(c->scratch, mark);
}

struct lines paragraph_extremes(struct context *c, const struct paragraph *p)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct paragraph own = *p;
    own.shaped = p->length ? text_shape(c->shaper, c->scratch, diag_build(c->scratch), p) : NULL;
    struct lines extremes = line_measure(&own);
    arena_reset(c->scratch, mark);
    return extremes;
}

const struct set *set_of(const struct context *c, const struct paragraph *p)
{
    return &c->layout->sets[p->index];
}

const struct line *set_line(struct context *c, const struct set *set, uint32_t variant,
                            uint32_t line)
{
    return line_thaw(c->thaw, c->scratch, &set->variants[variant].lines, line);
}

void set_report(struct context *c, const struct set *set, uint32_t variant)
{
    const struct variant *v = &set->variants[variant];
    if (!v->speaks)
        return;
    struct arena_mark mark = arena_mark(c->scratch);
    struct thaw *thaw = line_thaw_open(c->scratch, THAW_GLYPHS);
    uint32_t n = v->lines.count;
    struct line *lines = arena_array(c->scratch, struct line, n);
    for (uint32_t i = 0; i < n; i++)
        lines[i] = *line_thaw(thaw, c->scratch, &v->lines, i);
    const struct lines all = { .lines = lines, .count = n, .last_line_min = v->last_line_min };
    line_report(c->d, c->scratch, &all);
    arena_reset(c->scratch, mark);
}

struct lines set_alone(struct context *c, struct arena *a, const struct paragraph *text, sp measure,
                       struct diag *said)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct lines l = line_set(a, c->scratch, said, c->shaper, text, measure, 0);
    arena_reset(c->scratch, mark);
    return l;
}

sp lines_height(struct lines l)
{
    sp high = 0;
    for (uint32_t i = 0; i < l.count; i++)
        high += l.lines[i].ascent + l.lines[i].descent;
    return high;
}
