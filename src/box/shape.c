/* box/shape: all paragraphs → glyphs, on two threads when there are enough of them.
 *
 *   paragraphs  0 … k-1 │ k … n-1      parts of about the same number of bytes
 *                 part 0 │ part 1      each with its own shaper, arena and diag
 *
 * Each part has its own setjmp, since nothing may jump from one thread to another or past an open shaper; the arenas are then
 * the document's, the messages merged in order, so that the number of threads leaves no trace.
 */
#include "box/inner.h"

#include <pthread.h>

/* A thread costs about as much as shaping this many short paragraphs. */
enum { PARALLEL_LEAST = 64, MOST_PARTS = 2 };

struct part {
    struct fonts *fonts;
    struct paragraph *const *paragraphs;
    uint32_t first, end;
    struct arena *arena; /* NULL: not even that could be had */
    struct diag *diag;
    struct shaper *shaper;
    jmp_buf oom;
    bool failed; /* out of memory */
};

/* One part's work: a thread's body, or called when there is no thread. */
static void *shape_part(void *data)
{
    struct part *p = data;
    p->failed = true;
    p->arena = arena_open(&p->oom);
    if (!p->arena)
        return NULL;
    if (setjmp(p->oom) == 0) {
        p->diag = diag_build(p->arena);
        p->shaper = text_open_shaper(p->arena, p->fonts);
        for (uint32_t i = p->first; i < p->end; i++)
            if (p->paragraphs[i]->length)
                p->paragraphs[i]->shaped = text_shape(p->shaper, p->arena, p->diag, p->paragraphs[i]);
        p->failed = false;
    }
    if (p->shaper)
        text_close_shaper(p->shaper);
    return NULL;
}

/* Where the second half of the bytes begins. */
static uint32_t middle(struct paragraph *const *paragraphs, uint32_t n)
{
    uint64_t all = 0, seen = 0;
    uint32_t i = 0;
    for (uint32_t k = 0; k < n; k++)
        all += paragraphs[k]->length;
    while (i < n && seen < all / 2)
        seen += paragraphs[i++]->length;
    return i;
}

/* The parts' arenas and messages become the caller's; jumps if a part had no memory. */
static void join(struct arena *a, struct diag *d, struct part *parts, unsigned count)
{
    bool failed = false;
    for (unsigned i = 0; i < count; i++) {
        if (parts[i].arena)
            arena_adopt(a, parts[i].arena);
        failed = failed || parts[i].failed;
    }
    if (failed)
        arena_out_of_memory(a);
    for (unsigned i = 0; i < count; i++)
        diag_merge(d, parts[i].diag);
}

/* The first part here, the second beside it if the system gives a thread. */
static void shape_parts(struct part *parts, unsigned count)
{
    pthread_t worker;
    bool threaded = count > 1 && pthread_create(&worker, NULL, shape_part, &parts[1]) == 0;
    shape_part(&parts[0]);
    if (threaded)
        pthread_join(worker, NULL);
    else if (count > 1)
        shape_part(&parts[1]);
}

/* Every face that a style names is opened here, in order of the text, so that numbers and warnings are the same each time. */
static void open_faces(struct diag *d, struct fonts *fonts, struct paragraph *const *paragraphs, uint32_t n)
{
    const struct style *last = NULL;
    for (uint32_t i = 0; i < n; i++) {
        const struct paragraph *p = paragraphs[i];
        for (uint32_t k = 0; k <= p->piece_count; k++) {
            const struct style *s = k ? p->pieces[k - 1].style : p->style;
            if (s != last)
                text_face(fonts, d, s);
            last = s;
        }
    }
}

void shape_all(struct arena *a, struct diag *d, struct fonts *fonts, struct paragraph *const *paragraphs, uint32_t n)
{
    unsigned count = n < PARALLEL_LEAST ? 1 : MOST_PARTS;
    uint32_t half = count > 1 ? middle(paragraphs, n) : n;
    struct part *parts = arena_array(a, struct part, MOST_PARTS);
    parts[0] = (struct part){ .fonts = fonts, .paragraphs = paragraphs, .end = half };
    parts[1] = (struct part){ .fonts = fonts, .paragraphs = paragraphs, .first = half, .end = n };
    open_faces(d, fonts, paragraphs, n);
    shape_parts(parts, count);
    join(a, d, parts, count);
}
