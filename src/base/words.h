/* base/words: how far apart two words are, for "did you mean", and their hashes. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* Words of more bytes are compared with nothing. */
enum { WORD_LONGEST = 40 };

/* Levenshtein's distance (1966): how many bytes have to be put in, taken out or changed to make
 * one word the other; WORD_LONGEST when one of them is longer than that. */
unsigned word_distance(const char *a, const char *b);

/* A hash of n bytes (FNV-1a, its high bits folded into the low ones, which tables use). */
uint32_t hash_bytes(const char *bytes, size_t n);

#endif
