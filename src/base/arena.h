/* base/arena: memory by lifetime.
 *
 * One arena per document for all that stages hand on; a scratch arena, marked and
 * reset, for a search.  There is no free: closing or resetting the arena is it.
 * Out of memory ends the job: arena_alloc jumps to the arena's one setjmp at the
 * library's door.  A callback of a foreign library must not jump across it: it uses
 * arena_try, which returns NULL and leaves arena_failed() true.
 * An arena belongs to one thread at a time.  Freed space is poisoned under ASan.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* NULL when there is no memory.  `oom` is lent; it must outlive the arena's use. */
struct arena *arena_open(jmp_buf *oom);
void arena_close(struct arena *a); /* NULL is fine */
/* One that jumps where the parent does, and is closed with it at the latest: a scratch arena that no jump leaves behind. */
struct arena *arena_open_in(struct arena *parent);
/* The child (a worker's, done with allocating) lives as long as the parent and is closed with it. */
void arena_adopt(struct arena *parent, struct arena *child);

void *arena_alloc(
    struct arena *a,
    size_t
        size); /* zeroed, aligned for all but long double and vectors; jumps when there is none */
void *arena_try(struct arena *a, size_t size); /* the same, but NULL when there is none */
bool arena_failed(const struct arena *a);      /* has arena_try ever failed? */
/* Libraries that go on without what they could not allocate leave malloc's ENOMEM behind: errno = 0 before them, then this. */
bool arena_starved(struct arena *a);                 /* true: as if arena_try had failed */
_Noreturn void arena_out_of_memory(struct arena *a); /* jump: a library's allocation failed */

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc_array((a), sizeof(type), (size_t)(n)))
void *arena_alloc_array(struct arena *a, size_t size, size_t n); /* checks size * n */
/* n items of `size` each once more: an array that has grown elsewhere, to its exact length. */
void *arena_copy(struct arena *a, const void *items, size_t size, size_t n);

char *arena_strndup(struct arena *a, const char *s, size_t n); /* with a NUL behind */
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Everything allocated since the mark is given back by the reset. */
struct arena_mark {
    void *block;
    size_t used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_reset(struct arena *a, struct arena_mark m);

/* Grow an array in place of a realloc: returns room for at least `want` items of `size`, the
 * first `have` copied; *room is the new capacity.  Doubles, so that appending is linear. */
void *arena_grow(struct arena *a, void *old, size_t size, size_t have, size_t want, size_t *room);

#endif
