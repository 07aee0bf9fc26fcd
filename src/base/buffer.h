/* base/buffer: bytes that grow in an arena; what dumps and the PDF's streams are written into. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/arena.h"
#include "base/length.h"

struct buffer {
    struct arena *arena;
    char *bytes; /* NULL while empty; no NUL behind unless buffer_text asked for it */
    size_t size, room;
};

static inline struct buffer buffer_in(struct arena *a) { return (struct buffer){ .arena = a }; }
void buffer_add(struct buffer *b, const void *bytes, size_t n);
void buffer_add_char(struct buffer *b, char c);
void buffer_add_string(struct buffer *b, const char *s);
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buffer_text(struct buffer *b); /* NUL put behind */

/* For dumps: a length in pt with three decimals ("12.000"), text in JSON quotes. */
void buffer_add_length(struct buffer *b, sp length);
void buffer_add_json(struct buffer *b, const char *s, size_t n);
/* Two spaces a level. */
void buffer_indent(struct buffer *b, int level);

#endif
