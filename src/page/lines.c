/* page/lines: every paragraph at its measure → lines, on two threads when there are enough of them.
 *
 *   paragraphs  0 … k-1 │ k … n-1      parts of about the same number of bytes
 *                 part 0 │ part 1      each with its own shaper, arenas and diag
 *
 * Each part has its own setjmp, since nothing may jump from one thread to another or past an open shaper; the arenas are then
 * the page's, the messages merged in order, so that the number of threads leaves no trace.
 */
#include "page/inner.h"

#include <pthread.h>

/* A thread costs about as much as setting this many short paragraphs. */
enum { PARALLEL_LEAST = 32, MOST_PARTS = 2 };

struct part_of_text {
    struct context *c;
    uint32_t first, end;           /* paragraphs */
    struct arena *arena, *scratch; /* NULL: not even that could be had */
    struct diag *diag;
    struct shaper *shaper;
    jmp_buf oom;
    bool failed; /* out of memory */
};

/* One part's work: a thread's body, or called when there is no thread. */
static void *set_part(void *data)
{
    struct part_of_text *p = data;
    const struct boxes *b = p->c->boxes;
    p->failed = true;
    p->arena = arena_open(&p->oom);
    p->scratch = arena_open(&p->oom);
    if (p->arena && p->scratch && setjmp(p->oom) == 0) {
        p->diag = diag_build(p->arena);
        p->shaper = text_open_shaper(p->arena, b->fonts);
        for (uint32_t i = p->first; i < p->end; i++) {
            struct set *s = &p->c->sets[b->paragraphs[i]->index];
            if (s->wanted)
                s->lines = line_set(p->arena, p->scratch, p->diag, p->shaper, b->paragraphs[i], s->measure, 0);
        }
        p->failed = false;
    }
    text_close_shaper(p->shaper);
    arena_close(p->scratch);
    return NULL;
}

/* Where the second half of the bytes begins. */
static uint32_t middle(const struct boxes *b)
{
    uint64_t all = 0, seen = 0;
    uint32_t i = 0;
    for (uint32_t k = 0; k < b->paragraph_count; k++)
        all += b->paragraphs[k]->length;
    while (i < b->paragraph_count && seen < all / 2)
        seen += b->paragraphs[i++]->length;
    return i;
}

/* The lines of all paragraphs that are wanted. */
void set_all(struct context *c)
{
    const struct boxes *b = c->boxes;
    unsigned count = b->paragraph_count < PARALLEL_LEAST ? 1 : MOST_PARTS;
    uint32_t half = count > 1 ? middle(b) : b->paragraph_count;
    struct part_of_text *parts = arena_array(c->a, struct part_of_text, MOST_PARTS);
    parts[0] = (struct part_of_text){ .c = c, .end = half };
    parts[1] = (struct part_of_text){ .c = c, .first = half, .end = b->paragraph_count };
    pthread_t worker;
    bool threaded = count > 1 && pthread_create(&worker, NULL, set_part, &parts[1]) == 0, failed = false;
    set_part(&parts[0]);
    if (threaded)
        pthread_join(worker, NULL);
    else if (count > 1)
        set_part(&parts[1]);
    for (unsigned i = 0; i < count; i++) {
        if (parts[i].arena)
            arena_adopt(c->a, parts[i].arena);
        failed = failed || parts[i].failed;
    }
    if (failed)
        arena_out_of_memory(c->a);
    for (unsigned i = 0; i < count; i++)
        diag_merge(c->d, parts[i].diag);
}
