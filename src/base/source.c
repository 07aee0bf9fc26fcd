/* base/source: where lines start is counted once; a line and a column are looked up when somebody
 * asks. */
#include "base/source.h"

#include "base/utf8.h"

#include <string.h>

/* The place of the first `c` at or behind byte `at`; `size` when there is none. */
static size_t find(const char *bytes, size_t size, size_t at, char c)
{
    const char *found = at < size ? memchr(bytes + at, c, size - at) : NULL;
    return found ? (size_t)(found - bytes) : size;
}

/* Counts the lines but the first and writes where they start to `starts`, if that is not NULL.  CR
 * LF is one end, behind its LF; each of both is looked for once, at the speed of memchr. */
static uint32_t find_lines(const char *bytes, size_t size, uint32_t *starts)
{
    uint32_t count = 0;
    size_t line_feed = find(bytes, size, 0, '\n');
    size_t carriage = find(bytes, size, 0, '\r');
    while (line_feed < size || carriage < size) {
        size_t end = line_feed < carriage ? line_feed : carriage;
        if (end == carriage) {
            carriage = find(bytes, size, end + 1, '\r');
            if (end + 1 == line_feed && line_feed < size)
                end = line_feed;
        }
        if (end == line_feed)
            line_feed = find(bytes, size, end + 1, '\n');
        if (starts)
            starts[count] = (uint32_t)(end + 1);
        count++;
    }
    return count;
}

struct source *source_build(struct arena *a, const char *name, const char *bytes, size_t size)
{
    uint32_t ends = find_lines(bytes, size, NULL);
    uint32_t *starts = arena_array(a, uint32_t, ends + 1);
    find_lines(bytes, size, starts + 1);
    struct source *s = arena_new(a, struct source);
    *s = (struct source){ name, bytes, size, starts, ends + 1, NULL, 0 };
    return s;
}

struct position position_at(const struct source *s, size_t start, size_t end)
{
    return (struct position){ s, (uint32_t)start, (uint32_t)end };
}

/* The stretch of a joined text that byte `at` belongs to. */
static const struct excerpt *excerpt_of(const struct source *s, size_t at)
{
    uint32_t low = 0, high = s->excerpt_count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (s->excerpts[middle].start <= at)
            low = middle;
        else
            high = middle - 1;
    }
    return &s->excerpts[low];
}

/* Where byte `at` of the stretch stands in its file. */
static uint32_t in_file(const struct excerpt *o, uint32_t at)
{
    uint32_t place = o->at.start + (at - o->start);
    return place < o->at.end ? place : o->at.end;
}

size_t source_stretch_end(const struct source *s, size_t at, size_t end)
{
    if (!s->excerpt_count)
        return end;
    const struct excerpt *e = excerpt_of(s, at);
    bool last = e == s->excerpts + s->excerpt_count - 1;
    return last || e[1].start > end ? end : e[1].start;
}

struct position position_in_file(struct position p)
{
    if (!p.source || !p.source->excerpt_count)
        return p;
    const struct excerpt *first = excerpt_of(p.source, p.start);
    const struct excerpt *last = p.end > p.start ? excerpt_of(p.source, p.end - 1) : first;
    uint32_t start = in_file(first, p.start);
    /* What goes on in another file is shown as far as this one's stretch. */
    uint32_t end = last->at.source == first->at.source ? in_file(last, p.end) : first->at.end;
    return (struct position){ first->at.source, start, end > start ? end : start };
}

const struct second_place *position_second(struct position p)
{
    return p.source && p.source->excerpt_count ? excerpt_of(p.source, p.start)->second : NULL;
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

/* The column of byte `at` on `line`, counted from the cursor where that stands between them. */
static uint32_t column_of(const struct source *s, uint32_t line, size_t at, struct place_cursor *c)
{
    bool near = c->source == s && c->line == line && c->at <= at;
    uint32_t column = near ? c->column : 1;
    for (size_t i = near ? c->at : s->line_starts[line]; i < at && i < s->size; i++)
        column += !utf8_is_inside(s->bytes[i]) && s->bytes[i] != '\r';
    *c = (struct place_cursor){ s, (uint32_t)at, line, column };
    return column;
}

struct place position_place_next(struct position p, struct place_cursor *c)
{
    p = position_in_file(p);
    if (!p.source)
        return (struct place){ 1, 1, 1, 1 };
    uint32_t line = line_of(p.source, p.start);
    uint32_t end_line = line_of(p.source, p.end);
    uint32_t column = column_of(p.source, line, p.start, c);
    struct place_cursor behind = *c;
    return (struct place){ line + 1, column, end_line + 1,
                           column_of(p.source, end_line, p.end, &behind) };
}

struct place position_place(struct position p)
{
    return position_place_next(p, &(struct place_cursor){ 0 });
}

const char *position_line(struct position p, size_t *length)
{
    p = position_in_file(p);
    *length = 0;
    if (!p.source)
        return "";
    const struct source *s = p.source;
    uint32_t line = line_of(s, p.start);
    size_t start = s->line_starts[line];
    size_t end = line + 1 < s->line_count ? s->line_starts[line + 1] : s->size;
    while (end > start && (s->bytes[end - 1] == '\n' || s->bytes[end - 1] == '\r'))
        end--;
    *length = end - start;
    return s->bytes + start;
}
