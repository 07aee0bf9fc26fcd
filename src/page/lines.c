/* page/lines: paragraphs at their measures → glyphs and lines, on two threads when there are enough of them.
 *
 *   paragraphs  0 … k-1 │ k … n-1      parts of about the same number of bytes
 *              setter 0 │ setter 1     each with its own shaper, arenas, door and diag
 *
 * A setter has its own setjmp, since nothing may jump from one thread to another or past an open shaper.  What it makes is kept in an arena
 * that ends with the caller's; messages are merged in order, so that the number of threads leaves no trace.
 */
#include "page/inner.h"

#include <pthread.h>

/* A thread, with its shaper, costs about as much as shaping and setting half of so many bytes. */
enum { PARALLEL_LEAST = 4096, SETTERS = 2 };

/* What one thread works with, from window to window. */
struct setter {
    jmp_buf oom;
    struct arena *own, *scratch;
    struct shaper *shaper;
    struct fonts *fonts;
    struct set *sets;
    const struct paragraph *const *paragraphs; /* the work at hand */
    uint32_t count;
    struct arena *keep; /* what it made of them */
    struct diag *text, *lines;
    bool failed; /* out of memory */
};

/* The text at work: all or nothing of it is set when setters_finish returns. */
struct setters {
    struct setter one[SETTERS];
    unsigned count;     /* of those with something to do */
    bool threaded;      /* the second is at work */
    pthread_t worker;   /* it */
    struct arena *keep; /* for what they make */
};

/* A paragraph that knows its glyphs: a copy, since boxes stay as they were. */
static const struct paragraph *shape(struct setter *s, const struct paragraph *p)
{
    struct paragraph *own = arena_new(s->keep, struct paragraph);
    *own = *p;
    own->shaped = p->length ? text_shape(s->shaper, s->keep, s->text, p) : NULL;
    return own;
}

/* One setter's work: a thread's body, or called when there is no thread. */
static void *set_part(void *data)
{
    struct setter *s = data;
    s->failed = true;
    s->own = s->own ? s->own : arena_open(&s->oom);
    s->scratch = s->scratch ? s->scratch : arena_open(&s->oom);
    s->keep = arena_open(&s->oom);
    if (!s->own || !s->scratch || !s->keep || setjmp(s->oom))
        return NULL;
    if (!s->shaper)
        s->shaper = text_open_shaper(s->own, s->fonts);
    s->text = diag_build(s->keep);
    s->lines = diag_build(s->keep);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct paragraph *p = shape(s, s->paragraphs[i]);
        struct lines *lines = arena_new(s->keep, struct lines);
        struct set *set = &s->sets[p->index];
        *lines = line_set(s->keep, s->scratch, s->lines, s->shaper, p, set->measure, 0);
        set->lines = lines;
    }
    s->failed = false;
    return NULL;
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

static struct setters *open_setters(struct context *c)
{
    if (!c->setters)
        c->setters = arena_new(c->a, struct setters);
    return c->setters;
}

void setters_start(struct context *c, struct arena *keep, const struct paragraph *const *paragraphs,
                   uint32_t n)
{
    struct setters *all = open_setters(c);
    uint64_t all_bytes = bytes_of(paragraphs, n);
    bool two = n > 1 && all_bytes >= PARALLEL_LEAST;
    uint32_t cut = two ? middle(paragraphs, n, all_bytes) : n;
    for (unsigned i = 0; i < SETTERS; i++) {
        struct setter *s = &all->one[i];
        s->fonts = c->boxes->fonts;
        s->sets = c->sets;
        s->count = i ? n - cut : cut;
        s->paragraphs = i && s->count ? paragraphs + cut : paragraphs;
    }
    all->keep = keep;
    all->count = two ? SETTERS : 1;
    all->threaded = two && pthread_create(&all->worker, NULL, set_part, &all->one[1]) == 0;
}

/* Until the second setter is done, if a thread is at it. */
static void wait_for(struct setters *all)
{
    if (all->threaded)
        pthread_join(all->worker, NULL);
    all->threaded = false;
}

void setters_finish(struct context *c)
{
    struct setters *all = c->setters;
    bool threaded = all->threaded, failed = false;
    set_part(&all->one[0]);
    wait_for(all);
    if (all->count == SETTERS && !threaded)
        set_part(&all->one[1]);
    for (unsigned i = 0; i < all->count; i++) {
        struct setter *s = &all->one[i];
        if (s->keep)
            arena_adopt(all->keep, s->keep);
        s->keep = NULL; /* no longer the setter's */
        failed = failed || s->failed;
    }
    if (failed)
        arena_out_of_memory(c->a);
    for (unsigned i = 0; i < all->count; i++) {
        diag_merge(c->d, all->one[i].text);
        diag_merge(c->lines, all->one[i].lines);
    }
}

void setters_close(struct context *c)
{
    struct setters *all = c->setters;
    if (!all)
        return;
    wait_for(all);
    for (unsigned i = 0; i < SETTERS; i++) {
        text_close_shaper(all->one[i].shaper);
        arena_close(all->one[i].own);
        arena_close(all->one[i].scratch);
        arena_close(all->one[i].keep);
    }
}

/* A paragraph's longest word and longest line. */
struct lines paragraph_extremes(struct context *c, const struct paragraph *p)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct paragraph own = *p;
    own.shaped = p->length ? text_shape(c->shaper, c->scratch, diag_build(c->scratch), p) : NULL;
    struct lines extremes = line_measure(&own);
    arena_reset(c->scratch, mark);
    return extremes;
}

/* As set; none where it stands nowhere. */
const struct lines *lines_of(const struct context *c, const struct paragraph *p)
{
    static const struct lines none = { 0 };
    const struct lines *lines = c->sets[p->index].lines;
    return lines ? lines : &none;
}
