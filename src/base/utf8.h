/* base/utf8: walking over UTF-8.  Texts are checked once, where they come in (doc, style);
 * after that these trust them, but never read past `n`. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the code point at s, of which n > 0 bytes are left, and its bytes into *length; U+FFFD and
 * 1 for a broken one. */
static inline uint32_t utf8_decode(const char *s, size_t n, size_t *length);
/* Reads one that may have more bytes. */
uint32_t utf8_decode_long(const char *s, size_t n, size_t *length);
/* Writes a code point as 1 to 4 bytes and returns how many. */
size_t utf8_encode(uint32_t c, char out[4]);
/* Finds the first broken byte (overlong, surrogate, past U+10FFFF, truncated); n when all are
 * well. */
size_t utf8_valid(const char *s, size_t n);
/* Tells whether it is a byte of a character behind its first. */
static inline bool utf8_is_inside(char c) { return ((unsigned char)c & 0xC0) == 0x80; }
/* Tells whether a code point, or a byte, is a letter of ASCII. */
static inline bool utf8_is_ascii_letter(uint32_t c) { return (c | 32) - 'a' < 26; }
/* Finds the longest beginning of s, which has more than n bytes, that is no longer than n and parts
 * no character; returns its bytes. */
size_t utf8_cut(const char *s, size_t n);

static inline uint32_t utf8_decode(const char *s, size_t n, size_t *length)
{
    *length = 1;
    return (unsigned char)*s < 0x80 ? (unsigned char)*s : utf8_decode_long(s, n, length);
}

#endif
