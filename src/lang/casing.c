/* lang/casing: upper, lower and capitalized text, by ICU for the language (Turkish i, Greek
 * accents, German ß), with the way back: for each byte of the result the byte of the text that it
 * came from.
 *
 * ICU's C interface has no Edits, so words are cased one at a time (whole, since casing looks at
 * neighbours: final sigma, accents) and matched with what they came from afterwards.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>

/* Is it part of a word, for casing? */
static bool in_word(uint32_t c)
{
    return u_isUAlphabetic((UChar32)c) || u_hasBinaryProperty((UChar32)c, UCHAR_CASE_IGNORABLE) ||
           u_charType((UChar32)c) == U_NON_SPACING_MARK || u_isdigit((UChar32)c);
}

static size_t count_characters(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

size_t casing_small(const char *text, size_t n, char *to)
{
    size_t size = 0;
    for (size_t i = 0, step; i < n; i += step)
        size += utf8_encode((uint32_t)u_tolower((UChar32)utf8_decode(text + i, n - i, &step)),
                            to + size);
    return size;
}

typedef int32_t case_map(UCaseMap *, char *, int32_t, const char *, int32_t, UErrorCode *);

static int32_t to_upper(UCaseMap *map, char *to, int32_t room, const char *from, int32_t n,
                        UErrorCode *e)
{
    return ucasemap_utf8ToUpper(map, to, room, from, n, e);
}
static int32_t to_lower(UCaseMap *map, char *to, int32_t room, const char *from, int32_t n,
                        UErrorCode *e)
{
    return ucasemap_utf8ToLower(map, to, room, from, n, e);
}
static case_map *const maps[] = {
    [LANG_UPPER] = to_upper, [LANG_LOWER] = to_lower, [LANG_CAPITALIZE] = ucasemap_utf8ToTitle
};

/* Case one stretch to `out`; what cannot be cased stays as it is. */
static size_t case_stretch(UCaseMap *map, case_map *f, const char *in, size_t n, char *out,
                           size_t room)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t got = f(map, out, (int32_t)room, in, (int32_t)n, &e);
    if (U_FAILURE(e)) {
        memcpy(out, in, n);
        return n;
    }
    return (size_t)got;
}

/* Where each byte of `out` came from: character by character where their numbers agree, else by how
 * many each character makes alone (ß two); what is left over belongs to the last one. */
static void map_back(UCaseMap *map, case_map *f, const char *in, size_t n1, uint32_t base,
                     const char *out, size_t n2, uint32_t *origin)
{
    bool even = count_characters(in, n1) == count_characters(out, n2);
    size_t j = 0, last = 0, step, step_out;
    for (size_t i = 0; i < n1; i += step) {
        char alone[32] = "";
        utf8_decode(in + i, n1 - i, &step);
        last = i;
        size_t made =
            even ? 1
                 : count_characters(alone, case_stretch(map, f, in + i, step, alone, sizeof alone));
        for (; made > 0 && j < n2; made--, j += step_out) {
            utf8_decode(out + j, n2 - j, &step_out);
            for (size_t k = 0; k < step_out; k++)
                origin[j + k] = base + (uint32_t)i;
        }
    }
    for (; j < n2; j++)
        origin[j] = base + (uint32_t)last;
}

char *lang_to_case(struct arena *a, const struct lang *l, enum lang_case c, const char *text,
                   size_t n, size_t *length, uint32_t **origin)
{
    case_map *const f = maps[c];
    size_t room = n * 3 + 16; /* no full case mapping makes more than three times the bytes */
    char *out = arena_alloc(a, room + 1);
    uint32_t *map_to = arena_array(a, uint32_t, room + 1);
    UErrorCode e = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open(l->tag, U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_LOWERCASE, &e);
    if (U_FAILURE(e))
        arena_out_of_memory(a);
    size_t made = 0;
    for (size_t start = 0, end; start < n; start = end) {
        size_t step, first;
        bool word = in_word(utf8_decode(text + start, n - start, &first));
        for (end = start + first;
             end < n && in_word(utf8_decode(text + end, n - end, &step)) == word;)
            end += step;
        size_t had = made;
        if (word) {
            made += case_stretch(map, f, text + start, end - start, out + made, room - made);
            map_back(map, f, text + start, end - start, (uint32_t)start, out + had, made - had,
                     map_to + had);
            continue;
        }
        for (size_t i = start; i < end; i++) {
            map_to[made] = (uint32_t)i;
            out[made++] = text[i];
        }
    }
    ucasemap_close(map);
    map_to[made] = (uint32_t)n;
    out[made] = 0;
    *length = made;
    *origin = map_to;
    return out;
}
