/* doc/decode: the bytes become UTF-8.
 *
 * A BOM decides; else bytes that can only be UTF-16; else the XML declaration; else it is UTF-8 (XML 1.0, appendix F,
 * without EBCDIC).  What is not UTF-8 goes through iconv.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct mark { const char *bytes; size_t size; size_t skip; const char *encoding; } marks[] = {
    { "\xEF\xBB\xBF", 3, 3, "UTF-8" }, { "\xFF\xFE\0\0", 4, 4, "UTF-32LE" }, { "\0\0\xFE\xFF", 4, 4, "UTF-32BE" },
    { "\xFF\xFE", 2, 2, "UTF-16LE" }, { "\xFE\xFF", 2, 2, "UTF-16BE" }, { "<\0?\0", 4, 0, "UTF-16LE" }, { "\0<\0?", 4, 0, "UTF-16BE" },
};

/* The encoding's name in the XML declaration (in the arena), or NULL. */
static const char *declared(struct arena *a, const char *bytes, size_t size)
{
    if (size < 6 || memcmp(bytes, "<?xml", 5) != 0 || !is_space(bytes[5]))
        return NULL;
    struct source s = { .bytes = bytes, .size = size < 400 ? size : 400 };
    size_t at = 5;
    struct scanned_attribute found;
    while (scan_attribute(&s, &at, &found))
        if (found.name_end - found.name == 8 && memcmp(bytes + found.name, "encoding", 8) == 0)
            return arena_strndup(a, bytes + found.value, found.value_end - found.value);
    return NULL;
}

/* An encoding's name as XML allows it (production 81): iconv's "//TRANSLIT" and the like have no entry. */
static bool is_name(const char *s)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return strspn(s, letters) > 0 && s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] == '\0';
}

/* Report broken bytes at `offset` of the file; `good` is what could be read before them. */
static const struct source *broken(struct arena *a, struct diag *d, const char *name, const char *encoding, size_t offset,
                                   const char *good, size_t size)
{
    const struct source *s = source_build(a, name, arena_strndup(a, good, size), size);
    diag_add(d, DIAG_ENCODING_BROKEN, position_at(s, size, size), "encoding", encoding, "byte", arena_printf(a, "%zu", offset), NULL);
    return NULL;
}

/* Through iconv into `out`, or counting only when that is NULL: the length in *used, where the input broke (or its size). */
static bool convert(const char *encoding, const char *bytes, size_t size, char *out, size_t *used, size_t *broke)
{
    char window[4096], *in = (char *)(uintptr_t)bytes;
    size_t left = size;
    iconv_t to = is_name(encoding) ? iconv_open("UTF-8", encoding) : (iconv_t)-1;
    *used = 0;
    if (to == (iconv_t)-1)
        return false;
    for (bool more = true; more;) {
        char *next = window;
        size_t room = sizeof window;
        size_t done = left ? iconv(to, &in, &left, &next, &room) : iconv(to, NULL, NULL, &next, &room);
        more = done == (size_t)-1 ? errno == E2BIG : left > 0;
        if (out)
            memcpy(out + *used, window, (size_t)(next - window));
        *used += (size_t)(next - window);
    }
    *broke = (size_t)(in - bytes);
    iconv_close(to);
    return true;
}

const struct source *decode(struct arena *a, struct diag *d, const char *name, const char *bytes, size_t size)
{
    const char *encoding = NULL;
    size_t skip = 0;
    const struct source *nowhere = source_build(a, name, "", 0);
    if (size > DOC_MOST_BYTES) {
        diag_add(d, DIAG_SOURCE_LARGE, position_at(nowhere, 0, 0), NULL);
        return NULL;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !encoding; i++)
        if (size >= marks[i].size && memcmp(bytes, marks[i].bytes, marks[i].size) == 0)
            encoding = marks[i].encoding, skip = marks[i].skip;
    if (!encoding)
        encoding = declared(a, bytes, size);
    if (!encoding)
        encoding = "UTF-8";
    bytes += skip;
    size -= skip;
    if (strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0) {
        size_t good = utf8_valid(bytes, size);
        return good < size ? broken(a, d, name, "UTF-8", skip + good, bytes, good)
                           : source_build(a, name, arena_strndup(a, bytes, size), size);
    }
    size_t used, broke;
    if (!convert(encoding, bytes, size, NULL, &used, &broke)) {
        diag_add(d, DIAG_ENCODING_UNKNOWN, position_at(nowhere, 0, 0), "encoding", encoding, NULL);
        return NULL;
    }
    char *text = arena_array(a, char, used + 1);
    if (!convert(encoding, bytes, size, text, &used, &broke))
        arena_out_of_memory(a);
    return broke < size ? broken(a, d, name, encoding, skip + broke, text, used) : source_build(a, name, text, used);
}
