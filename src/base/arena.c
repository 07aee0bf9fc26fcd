/* base/arena: blocks in a chain, bumped through; a request larger than a block gets its own.
 *
 *   first ─► block ─► block ─► current (used … size)
 *
 * Blocks behind `current` after a reset are given back at once: a search's worst moment must not
 * stay for good.
 * A large block is the system's own pages: given back, they are gone from the process, where malloc
 * would keep what lies below other blocks; and nobody has touched them yet: they are zero, and what
 * is asked for beyond need costs nothing.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, madvise */
#include "base/arena.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
enum { REDZONE = 16 };
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { REDZONE = 0 };
#endif

/* For pointers, 64 bits and a jump buffer: all that is kept in an arena. */
enum {
    ALIGN = _Alignof(jmp_buf) > 8 ? _Alignof(jmp_buf) : 8,
    BLOCK_LEAST = 64 * 1024,
    BLOCK_MOST = 1024 * 1024
};

struct block {
    struct block *previous;
    size_t size, used;
    bool zeroed; /* as the system gave it, nothing of it used twice */
    bool lent;   /* a file's bytes, from the second page on */
    _Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
    struct block *current;
    /* One block of a reset is kept back, so that a scratch arena does not fault its pages in
     * again. */
    struct block *spare;
    jmp_buf *oom;
    size_t next_size;
    bool failed; /* arena_try has found no memory */
    struct arena *parent;
    struct arena *adopted; /* the arenas that end with this one: the first of a chain … */
    struct arena *sibling; /* … and the next */
};

struct arena *arena_open(jmp_buf *oom)
{
    struct arena *a = calloc(1, sizeof *a);
    if (a) {
        a->oom = oom;
        a->next_size = BLOCK_LEAST;
    }
    return a;
}

static bool is_large(size_t room) { return room >= BLOCK_MOST; }

/* Asks the system for a block of `room` bytes; NULL when there is none. */
static struct block *new_block(size_t room)
{
    bool large = is_large(room);
    struct block *b = large ? mmap(NULL, sizeof *b + room, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                            : malloc(sizeof *b + room);
    if (!b || (large && b == MAP_FAILED))
        return NULL;
    b->size = room;
    b->zeroed = large;
    b->lent = false;
    POISON(b->bytes, room);
    return b;
}

/* Gives a block back to the system. */
static void free_block(struct block *b)
{
    if (!b)
        return;
    UNPOISON(b->bytes, b->size);
    if (b->lent || is_large(b->size))
        munmap(b, sizeof *b + b->size);
    else
        free(b);
}

/* Gives back the newest block; one of the usual size is kept. */
static void drop_block(struct arena *a)
{
    struct block *b = a->current;
    a->current = b->previous;
    if (b->lent || b->size > BLOCK_MOST || (a->spare && a->spare->size >= b->size)) {
        free_block(b);
        return;
    }
    free_block(a->spare);
    POISON(b->bytes, b->size);
    a->spare = b;
}

/* Takes the arena out of its parent's chain, where the youngest stand in front. */
static void leave_parent(struct arena *a)
{
    struct arena **at = &a->parent->adopted;
    while (*at != a)
        at = &(*at)->sibling;
    *at = a->sibling;
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    if (a->parent)
        leave_parent(a);
    while (a->adopted)
        arena_close(a->adopted);
    while (a->current)
        drop_block(a);
    free_block(a->spare);
    free(a);
}

void arena_adopt(struct arena *parent, struct arena *child)
{
    child->parent = parent;
    child->sibling = parent->adopted;
    parent->adopted = child;
}

struct arena *arena_open_in(struct arena *parent)
{
    struct arena *a = arena_open(parent->oom);
    if (!a)
        arena_out_of_memory(parent);
    arena_adopt(parent, a);
    return a;
}

/* Makes a block with at least `size` bytes the current one; blocks grow with the arena.  False when
 * there is no memory. */
static bool add_block(struct arena *a, size_t size)
{
    size_t room = size > a->next_size ? size : a->next_size;
    if (room > SIZE_MAX / 2)
        return false;
    struct block *b = a->spare;
    if (b && b->size >= size) {
        a->spare = NULL;
        b->zeroed = false;
    } else {
        b = new_block(room);
        if (!b)
            return false;
        if (a->next_size < BLOCK_MOST)
            a->next_size *= 2;
    }
    b->previous = a->current;
    b->used = 0;
    a->current = b;
    return true;
}

/* The bytes that an allocation takes of its block; less than `size` when that is past all
 * measure. */
static size_t taken(size_t size) { return (size + ALIGN - 1) / ALIGN * ALIGN + REDZONE; }

void *arena_try(struct arena *a, size_t size)
{
    size_t all = taken(size);
    bool fits = a->current && a->current->size - a->current->used >= all;
    if (all < size || (!fits && !add_block(a, all))) {
        a->failed = true;
        return NULL;
    }
    void *p = a->current->bytes + a->current->used;
    a->current->used += all;
    UNPOISON(p, size);
    return a->current->zeroed ? p : memset(p, 0, size);
}

void *arena_try_file(struct arena *a, int file, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (size / page + 2) * page;
    unsigned char *start =
        mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    if (size && mmap(start + page, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file,
                     0) == MAP_FAILED) {
        munmap(start, room);
        return NULL;
    }
    struct block *b = (struct block *)(void *)start;
    *b = (struct block){ .previous = a->current, .size = room - sizeof *b, .lent = true };
    b->used = b->size;
    a->current = b;
    return start + page;
}

void arena_forget(const struct arena *a, const void *bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    for (struct block *b = a->current; b; b = b->previous)
        if (b->lent && (unsigned char *)b + page == (const unsigned char *)bytes)
            madvise((unsigned char *)b + page, b->size + sizeof *b - page, MADV_DONTNEED);
}

bool arena_failed(const struct arena *a) { return a->failed; }

bool arena_starved(struct arena *a)
{
    a->failed = a->failed || errno == ENOMEM;
    return errno == ENOMEM;
}

_Noreturn void arena_out_of_memory(struct arena *a) { longjmp(*a->oom, 1); }

void *arena_alloc(struct arena *a, size_t size)
{
    void *p = arena_try(a, size);
    if (!p)
        arena_out_of_memory(a);
    return p;
}

void *arena_alloc_array(struct arena *a, size_t size, size_t n)
{
    if (n && size > SIZE_MAX / 2 / n)
        arena_out_of_memory(a);
    return arena_alloc(a, size * n);
}

void *arena_copy(struct arena *a, const void *items, size_t size, size_t n)
{
    void *copy = arena_alloc_array(a, size, n);
    if (n)
        memcpy(copy, items, size * n);
    return copy;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_alloc(a, n + 1);
    if (n)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s) { return arena_strndup(a, s, strlen(s)); }

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *s = n < 0 ? NULL : arena_try(a, (size_t)n + 1);
    if (s)
        vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    if (!s)
        arena_out_of_memory(a);
    return s;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){ a->current, a->current ? a->current->used : 0 };
}

void arena_reset(struct arena *a, struct arena_mark m)
{
    while (a->current != m.block)
        drop_block(a);
    if (a->current) {
        a->current->used = m.used;
        a->current->zeroed = false;
        POISON(a->current->bytes + m.used, a->current->size - m.used);
    }
}

/* Lengthens what was allocated last, where it stands, and zeroes all behind `kept` bytes; false
 * where there is no room or something else was allocated since. */
static bool extend(struct arena *a, void *old, size_t kept, size_t size, size_t wanted)
{
    struct block *b = a->current;
    size_t before = taken(size);
    size_t after = taken(wanted);
    if (!b || b->used < before || b->bytes + (b->used - before) != (unsigned char *)old ||
        after < wanted || after - before > b->size - b->used)
        return false;
    b->used += after - before;
    UNPOISON(old, wanted);
    memset((unsigned char *)old + kept, 0, wanted - kept);
    return true;
}

void *arena_grow(struct arena *a, void *old, size_t size, size_t have, size_t least, size_t *room)
{
    if (least <= *room && old)
        return old;
    size_t n = *room < 8 ? 8 : *room * 2;
    if (n < least)
        n = least;
    if (old && n <= SIZE_MAX / 2 / size && extend(a, old, have * size, *room * size, n * size)) {
        *room = n;
        return old;
    }
    void *grown = arena_alloc_array(a, size, n);
    if (have)
        memcpy(grown, old, have * size);
    *room = n;
    return grown;
}
