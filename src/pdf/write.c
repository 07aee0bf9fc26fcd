/* pdf, write: numbers and strings as a PDF file spells them (ISO 32000-1, 7.3.3, 7.3.4, 7.9.2), as
 * short as they can be. */
#include "pdf/inner.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

void write_milli(struct buffer *b, int64_t milli)
{
    char digits[24];
    int n = 0;
    uint64_t m = milli < 0 ? 0 - (uint64_t)milli : (uint64_t)milli;
    uint64_t whole = m / 1000;
    unsigned rest = (unsigned)(m % 1000);
    if (milli < 0)
        put(b, '-');
    for (; whole; whole /= 10)
        digits[n++] = (char)('0' + whole % 10);
    if (!n && !rest)
        digits[n++] = '0';
    while (n)
        put(b, digits[--n]);
    if (rest)
        put(b, '.');
    for (unsigned place = 100; rest; place /= 10) {
        put(b, (char)('0' + rest / place));
        rest %= place;
    }
}

void write_bytes_string(struct buffer *b, const char *bytes, size_t n)
{
    put(b, '(');
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '(' || bytes[i] == ')' || bytes[i] == '\\')
            put(b, '\\');
        if (bytes[i] == '\r') /* a bare one would be read as a line feed */
            buffer_add(b, "\\r", 2);
        else
            put(b, bytes[i]);
    }
    put(b, ')');
}

void write_name(struct buffer *b, const char *name)
{
    static const char delimiters[] = "()<>[]{}/%#";
    put(b, '/');
    for (; *name; name++) {
        if (*name > ' ' && *name < 0x7F && !strchr(delimiters, *name))
            put(b, *name);
        else
            buffer_printf(b, "#%02X", (uint8_t)*name);
    }
}

/* Writes one unit of UTF-16 as four digits. */
static void put_hex(struct buffer *b, unsigned unit)
{
    static const char digits[] = "0123456789ABCDEF";
    for (int shift = 12; shift >= 0; shift -= 4)
        put(b, digits[unit >> shift & 15]);
}

void write_date(struct buffer *b, int64_t seconds)
{
    struct date d = date_civil(seconds);
    buffer_printf(b, "(D:%04d%02d%02d%02d%02d%02dZ)", d.year, d.month, d.day, d.hour, d.minute,
                  d.second);
}

void write_utf16_hex(struct buffer *b, const char *utf8, size_t n)
{
    for (size_t i = 0, length; i < n; i += length) {
        uint32_t c = utf8_decode(utf8 + i, n - i, &length);
        if (c >= 0x10000) {
            put_hex(b, 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        put_hex(b, c);
    }
}

/* Of a text string, in bytes of UTF-8: a title longer than this is a mistake.  With an ellipsis
 * behind it is no longer than one may be in an archive's file (ISO 19005-2, 6.1.13: 32,767
 * bytes). */
enum { TEXT_MOST = 16000 };

void write_text_string(struct buffer *b, const char *utf8, size_t n)
{
    const size_t kept = n > TEXT_MOST ? utf8_cut(utf8, TEXT_MOST) : n;
    bool plain = kept == n;
    for (size_t i = 0; i < n && plain; i++)
        plain = utf8[i] >= 0x20 && utf8[i] < 0x7F;
    if (plain) {
        write_bytes_string(b, utf8, n);
        return;
    }
    buffer_add_string(b, "<FEFF");
    write_utf16_hex(b, utf8, kept);
    buffer_add_string(b, kept < n ? "2026>" : ">");
}
