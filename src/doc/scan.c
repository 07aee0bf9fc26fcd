/* doc/scan: where things stand.
 *
 * libxml2 2.9 knows no columns and gives the line where a start tag ends, so this walks the bytes
 * beside the parser, one tag at each of its events, and makes the text itself:
 *
 *   <p>A &amp; B<!-- c --><![CDATA[<D>]]>\r\n</p>
 *
 *   text   A & B<D>\n
 *   runs   0→"A ", 2→"&amp;" (all of it), 3→" B", 5→"<D>", 8→"\n"
 *
 * Line ends are normalised as XML 1.0, 2.11 says: CRLF and CR become LF.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <string.h>

bool scan_is_at(const struct source *s, size_t at, const char *needle)
{
    size_t n = strlen(needle);
    return s->size - at >= n && memcmp(s->bytes + at, needle, n) == 0;
}

size_t scan_find(const struct source *s, size_t at, const char *needle)
{
    while (at < s->size) {
        const char *p = memchr(s->bytes + at, needle[0], s->size - at);
        if (!p)
            break;
        at = (size_t)(p - s->bytes);
        if (scan_is_at(s, at, needle))
            return at;
        at++;
    }
    return s->size;
}

size_t scan_space(const struct source *s, size_t at)
{
    while (at < s->size && is_space(s->bytes[at]))
        at++;
    return at;
}

size_t scan_name(const struct source *s, size_t at)
{
    while (at < s->size && !strchr(" \t\r\n=/>?<\"'&", s->bytes[at]))
        at++;
    return at;
}

bool scan_attribute(const struct source *s, size_t *at, struct scanned_attribute *out)
{
    out->name = scan_space(s, *at);
    out->name_end = scan_name(s, out->name);
    size_t equals = scan_space(s, out->name_end);
    if (out->name == out->name_end || equals >= s->size || s->bytes[equals] != '=')
        return false;
    size_t quote = scan_space(s, equals + 1);
    if (quote >= s->size || (s->bytes[quote] != '"' && s->bytes[quote] != '\''))
        return false;
    const char *end = memchr(s->bytes + quote + 1, s->bytes[quote], s->size - quote - 1);
    if (!end)
        return false;
    out->value = quote + 1;
    out->value_end = (size_t)(end - s->bytes);
    *at = out->value_end + 1;
    return true;
}

/* The value of a digit, hexadecimal ones among them; more than any for another character. */
static uint32_t digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (uint32_t)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (uint32_t)(c - 'A') + 10;
    return UINT32_MAX;
}

/* The number written in the digits at … end; 0 when there is another character or it is too
 * large. */
static uint32_t number(const struct source *s, size_t at, size_t end, uint32_t base)
{
    uint32_t n = 0;
    for (; at < end && n <= 0x10FFFF; at++) {
        uint32_t digit = digit_of(s->bytes[at]);
        if (digit >= base)
            return 0;
        n = n * base + digit;
    }
    return n > 0x10FFFF ? 0 : n;
}

size_t scan_reference(const struct source *s, size_t at, char out[4], size_t *length)
{
    static const struct {
        const char *text;
        char value;
    } named[] = {
        { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
    };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (scan_is_at(s, at, named[i].text)) {
            out[0] = named[i].value;
            *length = strlen(named[i].text);
            return 1;
        }
    const char *end = scan_is_at(s, at, "&#") ? memchr(s->bytes + at, ';', s->size - at) : NULL;
    if (!end)
        return 0;
    bool hex = s->bytes[at + 2] == 'x';
    uint32_t c = number(s, at + (hex ? 3 : 2), (size_t)(end - s->bytes), hex ? 16 : 10);
    *length = (size_t)(end - s->bytes) + 1 - at;
    return c ? utf8_encode(c, out) : 0;
}

/* How a run's bytes stand in the source: the `step` of struct text_run. */
enum run_step { RUN_FROM_ONE_PLACE, RUN_BYTE_FOR_BYTE };

/* Begins a run at this place unless the last one leads here anyway.  *offset is source - text of
 * the last run, if it is byte for byte. */
static void begin_run(struct gathered *out, size_t *offset, size_t source, size_t length,
                      enum run_step step)
{
    bool one_to_one = step == RUN_BYTE_FOR_BYTE;
    if (one_to_one && out->run_count && *offset == source - out->length)
        return;
    *offset = one_to_one ? source - out->length : SIZE_MAX;
    if (!out->run_count)
        out->start = source;
    if (out->text)
        out->runs[out->run_count] =
            (struct text_run){ (uint32_t)out->length, (uint32_t)source,
                               (uint16_t)(length < UINT16_MAX ? length : UINT16_MAX),
                               (uint8_t)step };
    out->run_count++;
}

/* Adds bytes that stand for themselves, up to a line end that is to be normalised. */
static void add_bytes(const struct source *s, size_t from, size_t to, size_t *offset,
                      struct gathered *out)
{
    if (from == to)
        return;
    begin_run(out, offset, from, 0, RUN_BYTE_FOR_BYTE);
    if (out->text)
        memcpy(out->text + out->length, s->bytes + from, to - from);
    out->length += to - from;
}

/* Adds text without markup: the CR of a CRLF is passed over, so that the LF stands for both; a lone
 * CR becomes a LF. */
static void add_plain(const struct source *s, size_t from, size_t to, size_t *offset,
                      struct gathered *out)
{
    const char *cr;
    while (from < to && (cr = memchr(s->bytes + from, '\r', to - from)) != NULL) {
        size_t at = (size_t)(cr - s->bytes);
        out->altered = true;
        bool pair = at + 1 < to && s->bytes[at + 1] == '\n';
        add_bytes(s, from, pair ? at : at + 1, offset, out);
        if (!pair && out->text)
            out->text[out->length - 1] = '\n';
        from = at + 1;
    }
    add_bytes(s, from, to, offset, out);
}

size_t scan_text(const struct source *s, size_t at, struct gathered *out)
{
    size_t offset = SIZE_MAX; /* source - text of the last run, if it is byte for byte */
    size_t less = 0;          /* the next '<', kept so that many references cost no second search */
    while (at < s->size) {
        char value[4];
        size_t length, n, end;
        if (s->bytes[at] == '&') {
            if (!(n = scan_reference(s, at, value, &length)))
                return at; /* no parser lets this pass */
            begin_run(out, &offset, at, length, RUN_FROM_ONE_PLACE);
            out->altered = true;
            if (out->text)
                memcpy(out->text + out->length, value, n);
            out->length += n;
            at += length;
        } else if (s->bytes[at] != '<') {
            if (less <= at) {
                const char *p = memchr(s->bytes + at, '<', s->size - at);
                less = p ? (size_t)(p - s->bytes) : s->size;
            }
            const char *reference = memchr(s->bytes + at, '&', less - at);
            end = reference ? (size_t)(reference - s->bytes) : less;
            add_plain(s, at, end, &offset, out);
            at = end;
        } else if (scan_is_at(s, at, "<!--")) {
            at = scan_find(s, at + 4, "-->") + 3;
        } else if (scan_is_at(s, at, "<![CDATA[")) {
            end = scan_find(s, at + 9, "]]>");
            add_plain(s, at + 9, end, &offset, out);
            at = end + 3;
        } else if (scan_is_at(s, at, "<?")) {
            at = scan_find(s, at + 2, "?>") + 2;
        } else {
            break;
        }
    }
    return at < s->size ? at : s->size;
}
