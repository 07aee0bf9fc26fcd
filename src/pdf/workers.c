/* pdf, workers: the same thing done to many things, by two threads when there are enough of them.
 *
 *   0 1 2 3 4 5 …   each worker takes the next one that nobody has taken; what is made is kept by
 *                   number, so that bytes do not tell who made it
 *
 * Each worker has its own arena, setjmp and compressor; nothing shared changes but the counter.
 * What a task holds of foreign libraries it keeps where its caller finds it: memory that runs out
 * jumps to the worker's setjmp.
 */
#include "pdf/inner.h"

#include <libdeflate.h>
#include <pthread.h>
#include <stdatomic.h>

enum { LEVEL = 6 }; /* 12 beats it by 2 % at ten times the time */

struct worker {
    jmp_buf oom;
    struct arena *arena, *scratch;
    struct libdeflate_compressor *compressor;
    struct buffer room; /* what is being deflated, before its size is known */
    struct buffer buffers[WORKER_BUFFERS];
    struct workers *all;
    bool failed; /* there was no memory */
};

struct workers {
    struct worker each[2];
    task *task;
    void *context;
    uint32_t count;
    atomic_uint next;
};

struct workers *workers_open(struct arena *a) { return arena_new(a, struct workers); }

void workers_close(struct workers *w)
{
    for (int i = 0; w && i < 2; i++) {
        libdeflate_free_compressor(w->each[i].compressor);
        arena_close(w->each[i].arena);
        arena_close(w->each[i].scratch);
        w->each[i] = (struct worker){ 0 };
    }
}

struct arena *worker_arena(struct worker *h) { return h->arena; }
struct arena *worker_scratch(struct worker *h) { return h->scratch; }

struct buffer *worker_buffer(struct worker *h, enum worker_use use)
{
    h->buffers[use].size = 0;
    return &h->buffers[use];
}

struct deflated worker_deflate(struct worker *h, const void *bytes, size_t size)
{
    size_t bound = libdeflate_zlib_compress_bound(h->compressor, size);
    if (bound > h->room.room)
        h->room.bytes = arena_grow(h->arena, h->room.bytes, 1, 0, bound, &h->room.room);
    size_t made = libdeflate_zlib_compress(h->compressor, size ? bytes : "", size, h->room.bytes,
                                           h->room.room);
    return (struct deflated){ arena_strndup(h->arena, h->room.bytes, made), made };
}

/* Does tasks until none is left: all that a thread does. */
static void *run(void *context)
{
    struct worker *h = context;
    struct workers *w = h->all;
    if (!h->arena)
        h->arena = arena_open(&h->oom);
    if (!h->scratch)
        h->scratch = arena_open(&h->oom);
    if (!h->compressor)
        h->compressor = libdeflate_alloc_compressor(LEVEL);
    h->failed = true;
    if (!h->arena || !h->scratch || !h->compressor || setjmp(h->oom))
        return NULL;
    h->room.arena = h->arena;
    for (int i = 0; i < WORKER_BUFFERS; i++)
        h->buffers[i].arena = h->arena;
    for (uint32_t i; (i = atomic_fetch_add(&w->next, 1)) < w->count;)
        w->task(h, w->context, i);
    h->failed = false;
    return NULL;
}

bool workers_do(struct workers *w, uint32_t count, uint32_t parallel_from, task *t, void *context)
{
    pthread_t thread;
    w->task = t;
    w->context = context;
    w->count = count;
    atomic_store(&w->next, 0);
    w->each[0].all = w->each[1].all = w;
    w->each[1].failed = false;
    bool started = count >= parallel_from && pthread_create(&thread, NULL, run, &w->each[1]) == 0;
    run(&w->each[0]); /* alone it does everything */
    if (started)
        pthread_join(thread, NULL);
    return !w->each[0].failed && !w->each[1].failed;
}
