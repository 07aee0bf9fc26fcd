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
    const struct excerpt
        *excerpts; /* of a text joined from several files, in its order; else NULL */
    uint32_t excerpt_count;
};

/* A range of a source.  source NULL: no place (a message about the job itself). */
struct position {
    const struct source *source;
    uint32_t start, end; /* bytes; end >= start */
};

/* Where else one would look: the passage of the handout that a catalogue's entry translates. */
struct second_place {
    struct position at; /* source NULL: there is none */
    const char *where;  /* in words: "row 4, explanation, paragraph 1 of 2"; NULL: it has none */
};

/* Where a stretch of a joined text comes from, byte for byte.
 *
 *   handout.xml  <p>Words</p>         joined   <p>Palabras</p>
 *   es.po        msgstr "Palabras"    excerpts  0 handout.xml:0 · 3 es.po:8 · 11 handout.xml:8
 */
struct excerpt {
    uint32_t start;     /* of the stretch, in the joined text; the next one ends it */
    struct position at; /* where that stands in a file; what is longer stands at its end */
    const struct second_place *second; /* NULL: it has none */
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
/* Finds the end of the stretch of one file that byte `at` stands in, no further than `end`. */
size_t source_stretch_end(const struct source *s, size_t at, size_t end);
/* Finds where a position of a joined text stands in the file that its first byte comes from; any
 * other stays as it is. */
struct position position_in_file(struct position p);
/* Finds the second place of a position of a joined text, or NULL. */
const struct second_place *position_second(struct position p);
/* Computes line and column in the file; all are 1 where there is no source. */
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
