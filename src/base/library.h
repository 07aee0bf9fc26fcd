/* base/library: shared libraries that only some documents need, opened when one does.
 *
 * A struct of pointers to functions says what is used of a library, a table where each belongs.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include "base/arena.h"

/* A function's name in its library, and where in the struct its address goes (offsetof). */
struct library_symbol {
    const char *name;
    size_t at;
};

/* Opens the library of that file name ("liblcms2.so.2") and puts the addresses of its functions
 * into the struct; returns its handle for dlclose.  NULL when it is not here or is another one:
 * then the struct is not to be used. */
void *library_open(const char *name, const struct library_symbol *symbols, size_t count,
                   void *functions);

/* A library that a thread is opening. */
struct library_coming;
/* Has a thread open the library of that lasting name, for library_open to find it open: a large one
 * takes as long as setting a page.  NULL where no thread is to be had. */
struct library_coming *library_fetch(struct arena *a, const char *name);
/* Waits for the thread; what it opened stays open.  NULL is fine. */
void library_join(struct library_coming *l);

#endif
