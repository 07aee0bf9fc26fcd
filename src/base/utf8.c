/* base/utf8: RFC 3629. */
#include "base/utf8.h"

#include <string.h>

/* The bytes of a sequence by its first one; 0 for a byte that begins none. */
static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    if (first < 0xE0)
        return 2;
    return first < 0xF0 ? 3 : 4;
}

/* The bytes of the well-formed sequence at s, 0 if it is broken; the code point goes to *c. */
static size_t sequence(const unsigned char *s, size_t n, uint32_t *c)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t length = sequence_length(s[0]);
    if (length == 0 || length > n)
        return 0;
    *c = length == 1 ? s[0] : s[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        *c = *c << 6 | (s[i] & 0x3F);
    }
    bool bad = *c < least[length] || (*c >= 0xD800 && *c <= 0xDFFF) || *c > 0x10FFFF;
    return bad ? 0 : length;
}

uint32_t utf8_decode_long(const char *s, size_t n, size_t *length)
{
    uint32_t c = 0;
    *length = sequence((const unsigned char *)s, n, &c);
    if (*length)
        return c;
    *length = 1;
    return 0xFFFD;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t length = 4;
    if (c < 0x10000)
        length = c < 0x800 ? 2 : 3;
    for (size_t i = length - 1; i; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00U >> length & 0xF0) | c);
    return length;
}

/* Tells whether the eight bytes at s are all ASCII. */
static bool is_ascii(const char *s)
{
    uint64_t eight;
    memcpy(&eight, s, sizeof eight);
    return (eight & 0x8080808080808080U) == 0;
}

size_t utf8_valid(const char *s, size_t n)
{
    size_t i = 0;
    uint32_t c;
    while (i < n) {
        if (n - i >= 8 && is_ascii(s + i)) {
            i += 8;
            continue;
        }
        size_t length =
            (unsigned char)s[i] < 0x80 ? 1 : sequence((const unsigned char *)s + i, n - i, &c);
        if (!length)
            return i;
        i += length;
    }
    return n;
}

size_t utf8_cut(const char *s, size_t n)
{
    while (n && utf8_is_inside(s[n]))
        n--;
    return n;
}
