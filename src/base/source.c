/* base/source: lines and columns are counted when asked for; a message is rare, a position is not. */
#include "base/source.h"

#include <string.h>

struct source *source_build(struct arena *a, const char *name, const char *bytes, size_t size)
{
    struct source *s = arena_new(a, struct source);
    *s = (struct source){ name, bytes, size };
    return s;
}

struct position position_at(const struct source *s, size_t start, size_t end)
{
    return (struct position){ s, (uint32_t)start, (uint32_t)end };
}

/* Move a line and column over bytes from … to. */
static void advance(const char *bytes, size_t size, size_t from, size_t to, uint32_t *line, uint32_t *column)
{
    for (size_t i = from; i < to && i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\n' || (c == '\r' && !(i + 1 < size && bytes[i + 1] == '\n'))) {
            ++*line;
            *column = 1;
        } else if ((c & 0xC0) != 0x80 && c != '\r') {
            ++*column;
        }
    }
}

struct place position_place(struct position p)
{
    struct place at = { 1, 1, 1, 1 };
    if (!p.source)
        return at;
    advance(p.source->bytes, p.source->size, 0, p.start, &at.line, &at.column);
    at.end_line = at.line;
    at.end_column = at.column;
    advance(p.source->bytes, p.source->size, p.start, p.end, &at.end_line, &at.end_column);
    return at;
}

const char *position_line(struct position p, size_t *length)
{
    *length = 0;
    if (!p.source)
        return "";
    const char *bytes = p.source->bytes;
    size_t size = p.source->size, start = p.start < size ? p.start : size, end;
    while (start && bytes[start - 1] != '\n' && bytes[start - 1] != '\r')
        start--;
    for (end = start; end < size && bytes[end] != '\n' && bytes[end] != '\r'; end++)
        ;
    *length = end - start;
    return bytes + start;
}
