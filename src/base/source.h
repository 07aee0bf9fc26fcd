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

/* A range of a source.  source NULL: no place (a message about the job itself). */
struct position {
    const struct source *source;
    uint32_t start, end; /* bytes; end >= start */
};

/* A position as a person reads it. */
struct place {
    uint32_t line, column;
    uint32_t end_line, end_column; /* behind the last character */
};

/* Makes a source of bytes that are lent to it for as long as it is used. */
struct source *source_build(struct arena *a, const char *name, const char *bytes, size_t size);
/* Makes the position of bytes start … end. */
struct position position_at(const struct source *s, size_t start, size_t end);
/* Computes line and column; all are 1 where there is no source. */
struct place position_place(struct position p);

/* Where a walk over positions in ascending order stands; zero at first. */
struct place_cursor {
    const struct source *source;
    uint32_t at; /* byte */
    uint32_t line, column;
};
/* Computes what position_place does, from where the cursor stands, so that a long line with many
 * positions is walked once. */
struct place position_place_next(struct position p, struct place_cursor *c);
/* Lends the whole line of the source in which the position starts, without its line end; "" where
 * there is no source. */
const char *position_line(struct position p, size_t *length);

#endif
