/* base/library: shared libraries that only some documents need, opened when one does.
 *
 * A struct of pointers to functions says what is used of a library, a table where each belongs.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stddef.h>

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

#endif
