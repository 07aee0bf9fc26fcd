/* base/buffer: bytes that grow in an arena; what dumps and the PDF's streams are written into.
 * Every function jumps as the arena does when there is no memory. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/arena.h"
#include "base/length.h"

struct buffer {
    struct arena *arena;
    char *bytes; /* NULL while empty; no NUL behind unless buffer_text asked for it */
    size_t size, room;
};

/* Makes an empty buffer that will grow in the arena. */
static inline struct buffer buffer_in(struct arena *a) { return (struct buffer){ .arena = a }; }
/* Has bytes of the buffer's arena, with room for a NUL behind them, take the place of its own. */
static inline void buffer_take(struct buffer *b, char *bytes, size_t size)
{
    bytes[size] = '\0';
    b->bytes = bytes;
    b->size = size;
    b->room = size + 1;
}
/* Appends n bytes. */
void buffer_add(struct buffer *b, const void *bytes, size_t n);
/* Appends one byte. */
void buffer_add_char(struct buffer *b, char c);
/* Appends a text without its NUL. */
void buffer_add_string(struct buffer *b, const char *s);
/* Appends what printf would print. */
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Puts a NUL behind the bytes, without counting it, and lends them. */
const char *buffer_text(struct buffer *b);

/* Appends a length in pt with three decimals, "12.000", as dumps print it. */
void buffer_add_length(struct buffer *b, sp length);
/* Appends n bytes of text in JSON's quotes. */
void buffer_add_json(struct buffer *b, const char *s, size_t n);
/* Appends two spaces a level. */
void buffer_indent(struct buffer *b, int level);

#endif
