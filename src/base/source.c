/* base/source: where lines start is counted once; a line and a column are looked up when somebody asks. */
#include "base/source.h"

#include <string.h>

/* Is a line's end behind byte i?  CR LF is one end, behind its LF. */
static bool ends_line(const char *bytes, size_t size, size_t i)
{
    return bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < size && bytes[i + 1] == '\n'));
}

struct source *source_build(struct arena *a, const char *name, const char *bytes, size_t size)
{
    uint32_t lines = 1, line = 0;
    for (size_t i = 0; i < size; i++)
        lines += ends_line(bytes, size, i);
    uint32_t *starts = arena_array(a, uint32_t, lines);
    for (size_t i = 0; i < size; i++)
        if (ends_line(bytes, size, i))
            starts[++line] = (uint32_t)(i + 1);
    struct source *s = arena_new(a, struct source);
    *s = (struct source){ name, bytes, size, starts, lines };
    return s;
}

struct position position_at(const struct source *s, size_t start, size_t end)
{
    return (struct position){ s, (uint32_t)start, (uint32_t)end };
}

/* The index of the line that byte `at` stands on. */
static uint32_t line_of(const struct source *s, size_t at)
{
    uint32_t low = 0, high = s->line_count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (s->line_starts[middle] <= at)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Code points from the start of `line` to byte `at`, and 1. */
static uint32_t column_of(const struct source *s, uint32_t line, size_t at)
{
    uint32_t column = 1;
    for (size_t i = s->line_starts[line]; i < at && i < s->size; i++)
        column += ((unsigned char)s->bytes[i] & 0xC0) != 0x80 && s->bytes[i] != '\r';
    return column;
}

struct place position_place(struct position p)
{
    if (!p.source)
        return (struct place){ 1, 1, 1, 1 };
    uint32_t line = line_of(p.source, p.start), end_line = line_of(p.source, p.end);
    return (struct place){ line + 1, column_of(p.source, line, p.start), end_line + 1, column_of(p.source, end_line, p.end) };
}

const char *position_line(struct position p, size_t *length)
{
    *length = 0;
    if (!p.source)
        return "";
    const struct source *s = p.source;
    size_t start = s->line_starts[line_of(s, p.start)], end = start;
    while (end < s->size && s->bytes[end] != '\n' && s->bytes[end] != '\r')
        end++;
    *length = end - start;
    return s->bytes + start;
}
