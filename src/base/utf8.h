/* base/utf8: walking over UTF-8.  Texts are checked once, where they come in (doc, style);
 * after that these trust them, but never read past `n`. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at s (n > 0 bytes left), its bytes in *length; U+FFFD and 1 for a broken one. */
uint32_t utf8_decode(const char *s, size_t n, size_t *length);
/* Writes 1 to 4 bytes, returns how many. */
size_t utf8_encode(uint32_t c, char out[4]);
/* The offset of the first broken byte (overlong, surrogate, past U+10FFFF, truncated), or n. */
size_t utf8_valid(const char *s, size_t n);

#endif
