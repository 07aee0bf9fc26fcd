/* base/arena: memory by lifetime.
 *
 * One arena per document for all that stages hand on; a scratch arena, marked and
 * reset, for a search.  There is no free: closing or resetting the arena is it.
 * Out of memory ends the job: arena_alloc jumps to the one setjmp of the arena's owner.
 * A callback of a foreign library must not jump across it: it uses
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

/* Opens an arena; NULL when there is no memory.  `oom` is lent and must outlive the arena's use. */
struct arena *arena_open(jmp_buf *oom);
/* Gives back all that the arena and those opened in it hold; NULL is fine. */
void arena_close(struct arena *a);
/* Opens an arena that jumps where the parent does and is closed with it at the latest, so that no
 * jump leaves a scratch arena behind.  Jumps when there is no memory. */
struct arena *arena_open_in(struct arena *parent);
/* Makes the child, a worker's that is done with allocating, end with the parent. */
void arena_adopt(struct arena *parent, struct arena *child);

/* Allocates `size` zeroed bytes, aligned for all but long double and vectors; jumps when there is
 * no memory. */
void *arena_alloc(struct arena *a, size_t size);
/* Allocates as arena_alloc does, but returns NULL when there is no memory. */
void *arena_try(struct arena *a, size_t size);
/* Lends the `size` bytes of an open file, which nobody changes, and a NUL behind them, as they
 * stand there, not read yet; it may be closed then.  NULL when that cannot be. */
void *arena_try_file(struct arena *a, int file, size_t size);
/* Gives back what has been read of bytes that arena_try_file lent: they are read again where they
 * are looked at.  Others stay. */
void arena_forget(const struct arena *a, const void *bytes);
/* Tells whether arena_try has ever failed. */
bool arena_failed(const struct arena *a);
/* Tells whether errno is ENOMEM, and then counts as a failed arena_try: libraries that go on
 * without what they could not allocate leave malloc's ENOMEM behind.  Set errno to 0 before
 * them. */
bool arena_starved(struct arena *a);
/* Jumps because a library's allocation failed. */
_Noreturn void arena_out_of_memory(struct arena *a);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc_array((a), sizeof(type), (size_t)(n)))
/* Allocates n zeroed items of `size` bytes each; jumps when there is no memory or size * n is past
 * all measure. */
void *arena_alloc_array(struct arena *a, size_t size, size_t n);
/* Copies n items of `size` bytes each: an array that has grown elsewhere, to its exact length. */
void *arena_copy(struct arena *a, const void *items, size_t size, size_t n);

/* Copies n bytes and puts a NUL behind them. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
/* Copies a text with its NUL. */
char *arena_strdup(struct arena *a, const char *s);
/* Prints into a new text of the arena. */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A point in an arena's life. */
struct arena_mark {
    void *block;
    size_t used; /* bytes of it */
};
/* Marks the present. */
struct arena_mark arena_mark(const struct arena *a);
/* Gives back everything that was allocated since the mark. */
void arena_reset(struct arena *a, struct arena_mark m);

/* Grows an array as realloc would: returns room for at least `least` items of `size` bytes, of
 * which the first `have` are kept and the others zero; *room is the new capacity in items.
 * Capacity doubles, so that appending is linear.  Jumps when there is no memory. */
void *arena_grow(struct arena *a, void *old, size_t size, size_t have, size_t least, size_t *room);

#endif
