/* doc/decode: the bytes become UTF-8.
 *
 * A BOM decides; else bytes that can only be UTF-16; else the XML declaration; else it is UTF-8
 * (XML 1.0, appendix F, without EBCDIC).  What is not UTF-8 goes through iconv.  A file that begins
 * as no XML does is some other kind of file, and nothing else is said of it.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first bytes of a file that tell its encoding. */
static const struct signature {
    const char *bytes;
    size_t size;
    size_t skip; /* of these bytes, as many are no text */
    const char *encoding;
} signatures[] = {
    { "\xEF\xBB\xBF", 3, 3, "UTF-8" },    { "\xFF\xFE\0\0", 4, 4, "UTF-32LE" },
    { "\0\0\xFE\xFF", 4, 4, "UTF-32BE" }, { "\xFF\xFE", 2, 2, "UTF-16LE" },
    { "\xFE\xFF", 2, 2, "UTF-16BE" },     { "<\0", 2, 0, "UTF-16LE" },
    { "\0<", 2, 0, "UTF-16BE" },
};

/* Finds where the XML declaration names the encoding; false if it does not. */
static bool find_declared(const char *bytes, size_t size, struct scanned_attribute *found)
{
    if (size < 6 || memcmp(bytes, "<?xml", 5) != 0 || !is_space(bytes[5]))
        return false;
    struct source s = { .bytes = bytes, .size = size < 400 ? size : 400 };
    size_t at = 5;
    while (scan_attribute(&s, &at, found))
        if (found->name_end - found->name == 8 && memcmp(bytes + found->name, "encoding", 8) == 0)
            return true;
    return false;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Tells whether it is an encoding's name as XML allows it (production 81): iconv's "//TRANSLIT" and
 * the like are kept out. */
static bool is_name(const char *s)
{
    return strspn(s, LETTERS) > 0 && s[strspn(s, LETTERS "0123456789._-")] == '\0';
}

/* The bytes to decode. */
struct input {
    struct arena *arena;
    struct diag *diag;
    const char *name, *bytes;
    size_t size;
    size_t skipped; /* bytes of the file before `bytes` */
};

/* What stands behind a broken byte. */
enum rest { REST_UTF8, REST_UNREAD };

/* Reports the broken byte behind `good`, the text that could be read before it.  The rest of its
 * line is shown, too, when `rest` says that it is UTF-8. */
static const struct source *report_broken(const struct input *in, const char *encoding, size_t at,
                                          const char *good, size_t size, enum rest rest)
{
    struct buffer shown = buffer_in(in->arena);
    buffer_add(&shown, good, size);
    buffer_add_string(&shown, "\uFFFD");
    for (size_t i = at + 1, n; rest == REST_UTF8 && i < in->size && !strchr("\r\n", in->bytes[i]);
         i += n) {
        char c[4];
        buffer_add(&shown, c, utf8_encode(utf8_decode(in->bytes + i, in->size - i, &n), c));
    }
    const struct source *s = source_build(in->arena, in->name, shown.bytes, shown.size);
    bool half = rest == REST_UTF8 && at + 1 < in->size && in->bytes[at] == '\xED' &&
                (unsigned char)in->bytes[at + 1] >= 0xA0; /* CESU-8 */
    diag_add(in->diag, half ? DIAG_ENCODING_HALVES : DIAG_ENCODING_BROKEN,
             position_at(s, size, size + 3), "encoding", encoding, "byte",
             arena_printf(in->arena, "%zu", in->skipped + at + 1), "value",
             arena_printf(in->arena, "%02X", (unsigned char)in->bytes[at]), NULL);
    return NULL;
}

/* Reports what is wrong with the declared encoding, where it is declared. */
static const struct source *report_declared(const struct input *in, enum diag_code code,
                                            const char *encoding,
                                            const struct scanned_attribute *declared)
{
    size_t good = utf8_valid(in->bytes, in->size);
    const struct source *s =
        source_build(in->arena, in->name, arena_strndup(in->arena, in->bytes, good), good);
    size_t at = declared->value < good ? declared->value : 0;
    diag_add(in->diag, code, position_at(s, at, at ? declared->value_end : 0), "encoding", encoding,
             NULL);
    return NULL;
}

/* Tells whether it is gettext's PO, most likely. */
static bool begins_as_catalogue(const char *bytes, size_t n)
{
    static const char *const words[] = { "msgid", "msgctxt", "# ", "#.", "#:", "#,", "#~", "#\n" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (n > strlen(words[i]) && memcmp(bytes, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* Tells whether it can be XML, of which an encoding is to be found out, and reports where not.  Of
 * an empty file the parser will say what is wrong. */
static bool begins_as_xml(const struct input *in)
{
    size_t at = 0;
    while (at < in->size && is_space(in->bytes[at]))
        at++;
    if (at == in->size || in->bytes[at] == '<')
        return true;
    size_t good = utf8_valid(in->bytes, in->size);
    const struct source *s =
        source_build(in->arena, in->name, arena_strndup(in->arena, in->bytes, good), good);
    if (begins_as_catalogue(in->bytes + at, in->size - at) && strstr(s->bytes, "msgid"))
        diag_add(in->diag, DIAG_XML_CATALOGUE, position_at(s, at, at), "file", in->name, NULL);
    else
        diag_add(in->diag, DIAG_XML_EMPTY, position_at(s, at, at), NULL);
    return false;
}

/* Converts through iconv into `out`, or only counts when that is NULL: *used becomes the bytes
 * made, *broke where the input broke, or its size.  False when iconv does not know the encoding. */
static bool convert(const char *encoding, const char *bytes, size_t size, char *out, size_t *used,
                    size_t *broke)
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
        size_t done =
            left ? iconv(to, &in, &left, &next, &room) : iconv(to, NULL, NULL, &next, &room);
        more = done == (size_t)-1 ? errno == E2BIG : left > 0;
        if (out)
            memcpy(out + *used, window, (size_t)(next - window));
        *used += (size_t)(next - window);
    }
    *broke = (size_t)(in - bytes);
    iconv_close(to);
    return true;
}

/* The encoding that the first bytes tell, or NULL; moves behind a byte order mark. */
static const char *signed_encoding(struct input *in)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const struct signature *s = &signatures[i];
        if (in->size < s->size || memcmp(in->bytes, s->bytes, s->size) != 0)
            continue;
        in->skipped = s->skip;
        in->bytes += s->skip;
        in->size -= s->skip;
        return s->encoding;
    }
    return NULL;
}

const struct source *decode(struct arena *a, struct diag *d, const char *name, const char *bytes,
                            size_t size)
{
    struct input in = { a, d, name, bytes, size, 0 };
    struct scanned_attribute declared = { 0 };
    const struct position start = position_at(source_build(a, name, "", 0), 0, 0);
    if (size > DOC_MOST_BYTES) {
        diag_add(d, DIAG_SOURCE_LARGE, start, NULL);
        return NULL;
    }
    const char *encoding = signed_encoding(&in);
    bool says = !encoding && find_declared(in.bytes, in.size, &declared);
    if (says)
        encoding = arena_strndup(a, in.bytes + declared.value, declared.value_end - declared.value);
    if (!encoding || strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0) {
        if (!begins_as_xml(&in))
            return NULL;
        size_t good = utf8_valid(in.bytes, in.size);
        if (good < in.size)
            return report_broken(&in, "UTF-8", good, in.bytes, good, REST_UTF8);
        return source_build(a, name, in.bytes, in.size);
    }
    size_t used, broke;
    if (!convert(encoding, in.bytes, in.size, NULL, &used, &broke))
        return report_declared(&in, DIAG_ENCODING_UNKNOWN, encoding, &declared);
    if (used > DOC_MOST_BYTES) {
        diag_add(d, DIAG_SOURCE_LARGE, start, NULL);
        return NULL;
    }
    char *text = arena_array(a, char, used + 1);
    if (!convert(encoding, in.bytes, in.size, text, &used, &broke))
        arena_out_of_memory(a);
    if (says && (used < 5 || memcmp(text, "<?xml", 5) != 0))
        return report_declared(&in, DIAG_ENCODING_WRONG, encoding, &declared);
    if (broke < in.size)
        return report_broken(&in, encoding, broke, text, used, REST_UNREAD);
    return source_build(a, name, text, used);
}
