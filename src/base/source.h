/* base/source: a file's text in UTF-8, and places in it.
 *
 * A position is (file, line, column).  It is kept as a byte range in the file's text
 * and made into lines and columns only when somebody asks: columns count code points,
 * a tab is one, a BOM none, CRLF is one line end; both count from 1.
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/arena.h"

#include <stdint.h>

/* A text file as UTF-8 without its BOM; `bytes[size]` is NUL.  Made in an arena, never changed. */
struct source {
    const char *name; /* as the user wrote it: what messages print */
    const char *bytes;
    size_t size;
    const uint32_t *line_starts; /* byte at which line i starts; line_starts[0] = 0 */
    uint32_t line_count;         /* at least 1 */
};

/* A stretch of a source.  source NULL: no place (a message about the job itself). */
struct position {
    const struct source *source;
    uint32_t start, end; /* bytes; end >= start */
};

struct place {
    uint32_t line, column, end_line, end_column;
}; /* end: behind the last character */

struct source *source_build(struct arena *a, const char *name, const char *bytes,
                            size_t size); /* bytes are lent */
struct position position_at(const struct source *s, size_t start, size_t end);
struct place position_place(struct position p);
/* The same for places in order: the cursor, zero at first, keeps where the last one was, so that a long line is walked once. */
struct place_cursor {
    const struct source *source;
    uint32_t at, line, column;
};
struct place position_place_next(struct position p, struct place_cursor *c);
/* The whole source line in which the position starts (no line end): lent from the source. */
const char *position_line(struct position p, size_t *length);

#endif
