/* base/words: Levenshtein's distance, of whose table only one row is kept at a time. */
#include "base/words.h"

#include <stddef.h>
#include <string.h>

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

unsigned word_distance(const char *a, const char *b)
{
    size_t n = strlen(a);
    size_t m = strlen(b);
    unsigned row[WORD_LONGEST + 1]; /* row[j]: from the first i bytes of a to the first j of b */
    if (n > WORD_LONGEST || m > WORD_LONGEST)
        return WORD_LONGEST;
    for (unsigned j = 0; j <= m; j++)
        row[j] = j;
    for (unsigned i = 1; i <= n; i++) {
        unsigned diagonal = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= m; j++) {
            unsigned change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[m];
}

uint32_t hash_bytes(const char *bytes, size_t n)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash ^ hash >> 15;
}
