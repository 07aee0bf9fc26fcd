/* pdf, dump: a file as text, for people and for golden tests.
 *
 *   object 7
 *     /Length 6 0 R/Filter/FlateDecode
 *     stream of 912 bytes: BT …          inflated; bytes that are no text as \xx; font programs and
 *                                        tables as their length only
 *
 * Reads our own files by their classic cross-reference table; of any other file it shows what that
 * leads to.  Never reads outside `bytes`.
 */
#include "pdf/inner.h"

#include <libdeflate.h>
#include <string.h>

enum { INFLATED_MOST = 64 << 20 };

struct file {
    const char *bytes;
    size_t size;
};

/* Finds the next place of `what` from `at` on, or size. */
static size_t find(struct file f, size_t at, const char *what)
{
    size_t n = strlen(what);
    for (; at + n <= f.size; at++) {
        const char *hit = memchr(f.bytes + at, what[0], f.size - at - n + 1);
        if (!hit)
            break;
        at = (size_t)(hit - f.bytes);
        if (memcmp(hit, what, n) == 0)
            return at;
    }
    return f.size;
}

static size_t find_last(struct file f, const char *what)
{
    size_t found = f.size;
    for (size_t at = find(f, 0, what); at < f.size; at = find(f, at + 1, what))
        found = at;
    return found;
}

/* Reads a decimal at *at, behind blanks, and moves behind it. */
static size_t number(struct file f, size_t *at)
{
    size_t n = 0;
    while (*at < f.size && (f.bytes[*at] == ' ' || f.bytes[*at] == '\n' || f.bytes[*at] == '\r'))
        ++*at;
    for (; *at < f.size && f.bytes[*at] >= '0' && f.bytes[*at] <= '9'; ++*at)
        if (n <= f.size)
            n = n * 10 + (size_t)(f.bytes[*at] - '0');
    return n;
}

static bool has(struct file dict, const char *key) { return find(dict, 0, key) < dict.size; }

/* Prints bytes, those that are no text as \xx, each line behind the indent. */
static void add_escaped(struct buffer *out, const char *bytes, size_t n, const char *indent)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\n') {
            put(out, '\n');
            if (i + 1 < n)
                buffer_add_string(out, indent);
        } else if (c < 0x20 || c >= 0x7F) {
            buffer_printf(out, "\\%02x", c);
        } else {
            put(out, (char)c);
        }
    }
    if (!n || bytes[n - 1] != '\n')
        put(out, '\n');
}

/* Inflates into the arena; false when the data are broken or larger than anything we write. */
static bool inflate(struct arena *a, struct file in, struct file *out)
{
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
    enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    for (size_t room = in.size * 4 + 256;
         z && result == LIBDEFLATE_INSUFFICIENT_SPACE && room <= INFLATED_MOST; room *= 2) {
        char *bytes = arena_try(a, room);
        if (!bytes)
            break;
        result = libdeflate_zlib_decompress(z, in.bytes, in.size, bytes, room, &out->size);
        out->bytes = bytes;
    }
    if (z)
        libdeflate_free_decompressor(z);
    return result == LIBDEFLATE_SUCCESS;
}

/* Prints a stream inflated, or only its length. */
static void dump_stream(struct buffer *out, struct file dict, struct file data)
{
    struct file shown = data;
    if (has(dict, "/FlateDecode") && !inflate(out->arena, data, &shown)) {
        buffer_printf(out, "  stream of %zu bytes that do not inflate\n", data.size);
        return;
    }
    buffer_printf(out, "  stream of %zu bytes\n", shown.size);
    bool font = has(dict, "/Length1") || has(dict, "/CIDFontType0C");
    if (font ||
        (shown.size && memchr(shown.bytes, 0, shown.size) && find(shown, 0, "Tf\n") == shown.size))
        return;
    buffer_add_string(out, "    ");
    add_escaped(out, shown.bytes, shown.size, "    ");
}

/* Prints the object whose "N 0 obj" starts at `at`, up to its endobj. */
static void dump_object(struct buffer *out, struct file f, size_t n, size_t at, size_t length)
{
    size_t start = find(f, at, "obj") + 3;
    size_t end = find(f, start, "endobj");
    size_t stream = find(f, start, "stream");
    if (start >= f.size)
        return;
    bool has_stream = stream < end && length;
    struct file body = { f.bytes + start, (has_stream ? stream : end) - start };
    while (body.size && (*body.bytes == '\n' || *body.bytes == '\r')) {
        body.bytes++;
        body.size--;
    }
    buffer_printf(out, "object %zu\n  ", n);
    add_escaped(out, body.bytes, body.size, "  ");
    if (!has_stream)
        return;
    size_t data = stream + 6;
    while (data < f.size && (f.bytes[data] == '\r' || f.bytes[data] == '\n') && data < stream + 8)
        data++;
    if (length > f.size - data)
        length = f.size - data;
    dump_stream(out, body, (struct file){ f.bytes + data, length });
}

/* Finds the stream's /Length, direct or of another object; 0 when the object has no stream. */
static size_t stream_length(struct file f, size_t at, const size_t *offsets, size_t count)
{
    size_t end = find(f, at, "endobj");
    size_t stream = find(f, at, "stream");
    size_t key = find((struct file){ f.bytes, stream }, at, "/Length ");
    if (stream >= end || key >= stream)
        return 0;
    size_t place = key + strlen("/Length ");
    size_t value = number(f, &place);
    size_t after = place;
    number(f, &after);
    if (after + 2 > f.size || memcmp(f.bytes + after, " R", 2) != 0 || value >= count)
        return value;
    place = find(f, offsets[value], "obj") + 3;
    return number(f, &place);
}

void pdf_dump(struct buffer *out, const char *bytes, size_t size)
{
    struct file f = { bytes, size };
    size_t at = find_last(f, "startxref") + strlen("startxref");
    at = number(f, &at);
    size_t table = find(f, at, "xref") + 4;
    number(f, &table);
    size_t count = number(f, &table);
    if (table >= size || count > size / 20) {
        buffer_add_string(out, "no cross-reference table\n");
        return;
    }
    size_t *offsets = arena_array(out->arena, size_t, count + 1);
    bool *used = arena_array(out->arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        offsets[i] = number(f, &table);
        number(f, &table);
        used[i] = table + 1 < size && bytes[table + 1] == 'n';
        table += 2;
    }
    for (size_t i = 0; i < count; i++)
        if (used[i] && offsets[i] < size)
            dump_object(out, f, i, offsets[i], stream_length(f, offsets[i], offsets, count));
    size_t trailer = find_last(f, "trailer");
    size_t end = find(f, trailer, "startxref");
    if (trailer < size)
        add_escaped(out, bytes + trailer, end - trailer, "  ");
}
