/* base/buffer: appends; doubles in its arena. */
#include "base/buffer.h"

#include <stdio.h>
#include <string.h>

/* Makes room for n more bytes. */
static void reserve(struct buffer *b, size_t n)
{
    b->bytes = arena_grow(b->arena, b->bytes, 1, b->size, b->size + n, &b->room);
}

void buffer_add(struct buffer *b, const void *bytes, size_t n)
{
    reserve(b, n);
    if (n)
        memcpy(b->bytes + b->size, bytes, n);
    b->size += n;
}

void buffer_add_char(struct buffer *b, char c)
{
    reserve(b, 1);
    b->bytes[b->size++] = c;
}

void buffer_add_string(struct buffer *b, const char *s) { buffer_add(b, s, strlen(s)); }

void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0) {
        reserve(b, (size_t)n + 1);
        vsnprintf(b->bytes + b->size, (size_t)n + 1, format, again);
        b->size += (size_t)n;
    }
    va_end(again);
}

const char *buffer_text(struct buffer *b)
{
    buffer_add_char(b, 0);
    b->size--;
    return b->bytes;
}

void buffer_add_length(struct buffer *b, sp length)
{
    sp thousandths = sp_muldiv(length, 1000, SP_PT);
    const char *sign = thousandths < 0 ? "-" : "";
    if (thousandths < 0)
        thousandths = -thousandths;
    buffer_printf(b, "%s%lld.%03lld", sign, (long long)(thousandths / 1000),
                  (long long)(thousandths % 1000));
}

void buffer_add_json(struct buffer *b, const char *s, size_t n)
{
    static const char escapes[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    buffer_add_char(b, '"');
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        const char *e = NULL;
        for (const char *p = escapes; *p; p += 2)
            if (*p == c)
                e = p;
        if (e) {
            buffer_add_char(b, '\\');
            buffer_add_char(b, e[1]);
        } else if ((unsigned char)c < 0x20 || c == 0x7F) {
            buffer_printf(b, "\\u%04x", (unsigned)(unsigned char)c);
        } else {
            buffer_add_char(b, c);
        }
    }
    buffer_add_char(b, '"');
}

void buffer_indent(struct buffer *b, int level)
{
    while (level-- > 0)
        buffer_add(b, "  ", 2);
}
