/* l10n/po_write: entries become the bytes of a PO file, laid out as msgcat lays it out, so that
 * whichever tool saved it last the differences are those of words.
 *
 * A string that fits behind its keyword stands there; any other begins with "" and has a line of up
 * to 77 columns after the other, parted where UAX #14 lets lines end: what of it catalogues need.
 * (GNU gettext, write-po.c, wrap; libunistring, u8_width_linebreaks)
 */
#include "l10n/po.h"

#include "base/utf8.h"
#include "lang/lang.h"

#include <string.h>

enum { PAGE_WIDTH = 79 };

static bool is_among(uint32_t c, const uint32_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == c)
            return true;
    return false;
}
#define AMONG(c, ...)                                                                              \
    is_among((c), (const uint32_t[]){ __VA_ARGS__ },                                               \
             sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

/* Han, kana, and the full-width forms: a line may end before and behind each. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x2E80 && c < 0x3001) || (c >= 0x3041 && c < 0xA4D0) ||
           (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xF900 && c < 0xFB00) || (c >= 0x20000);
}

/* What begins no line, even behind a space. */
static bool is_closing(uint32_t c)
{
    return AMONG(c, ' ', 0xA0, 0x200B, ',', '.', ':', ';', '!', '?', ')', ']', '}', '/', '-', '|',
                 0x2010, 0x2013, 0x2014, 0x2026, 0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B,
                 0xFF01, 0xFF1F, 0xFF09, 0x300D, 0x300F, 0x300B, 0x3009);
}

static bool is_quote(uint32_t c)
{
    return AMONG(c, '\'', 0x2018, 0x2019, 0x201C, 0x201D, 0xAB, 0xBB);
}

/* What a line may begin with behind a mark that ends one. */
static bool may_begin(uint32_t c) { return !is_closing(c) && !is_quote(c); }

static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* Tells whether a line may end between two characters.  What msgcat 0.21 was seen to do with all
 * pairs of these stands here, not the rule of today, which parts no comma from a tag. */
static bool may_part(uint32_t before, uint32_t c)
{
    if (before == ' ' || before == 0x200B)
        return !is_closing(c) && c != '+';
    if (c == ' ')
        return AMONG(before, '-', '|', 0x2010, 0x2013);
    if (AMONG(before, ',', '.', ':', ';', '/', '-', 0x2010))
        return may_begin(c) && !is_digit(c);
    if (AMONG(before, '!', '?', '|', 0x2013, 0x2014, 0x2026))
        return may_begin(c);
    if (before == ')' && AMONG(c, '(', 0xBF, 0xA1))
        return true;
    if (AMONG(before, '(', '"', '\\', '+', 0xA0, 0xBF, 0xA1, 0x300C, 0x300E, 0x300A, 0x3008,
              0xFF08) ||
        is_quote(before) || is_quote(c) || AMONG(c, '"', '\\') || is_closing(c))
        return false;
    return is_ideograph(before) || is_ideograph(c) ||
           AMONG(c, 0x300C, 0x300E, 0x300A, 0x3008, 0xFF08) ||
           AMONG(before, 0x3001, 0x3002, 0xFF0C, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F);
}

/* The letter behind the backslash that stands for a character; NUL: it stands for itself. */
static char escape_for(char c)
{
    static const char pairs[] = "\nn\tt\rr\"\"\\\\\aa\bb\ff\vv";
    for (const char *p = pairs; *p; p += 2)
        if (*p == c)
            return p[1];
    return '\0';
}

static bool is_letter(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/* The end of the piece that begins at `at`, at which a line may end; *columns becomes its width. */
static size_t piece(const char *s, size_t n, size_t at, size_t *columns)
{
    uint32_t before = 0;
    *columns = 0;
    while (at < n) {
        size_t length;
        if (is_letter(before) && is_letter((unsigned char)s[at])) { /* most are */
            ++*columns;
            at++;
            continue;
        }
        uint32_t c = utf8_decode(s + at, n - at, &length);
        if (before && may_part(before, c))
            break;
        *columns += escape_for(s[at]) ? 2 : lang_columns(c);
        before = c;
        at += length;
        if (c == '\n')
            break;
    }
    return at;
}

static void add_escaped(struct buffer *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char letter = escape_for(s[i]);
        if (letter)
            buffer_add_char(out, '\\');
        buffer_add_char(out, letter ? letter : s[i]);
    }
}

/* Tells whether the string stands whole behind its keyword. */
static bool fits(const struct po_string *s, size_t keyword)
{
    size_t width = keyword + 1, columns;
    const char *feed = memchr(s->text, '\n', s->length);
    bool lines = feed && feed + 1 < s->text + s->length;
    for (size_t at = 0; at < s->length && !lines && width <= PAGE_WIDTH; width += columns)
        at = piece(s->text, s->length, at, &columns);
    return !lines && width <= PAGE_WIDTH - 2;
}

/* Tells whether there is any place in it where a line may end. */
static bool parts(const struct po_string *s)
{
    size_t columns;
    return piece(s->text, s->length, 0, &columns) < s->length;
}

/* Writes a keyword and its string, each line behind a prefix; nothing for one that is not there. */
static void add_field(struct buffer *out, const char *prefix, const char *keyword,
                      const struct po_string *s)
{
    size_t used = 0, columns, most = PAGE_WIDTH - 2 - strlen(prefix);
    if (!s->text)
        return;
    buffer_printf(out, "%s%s \"", prefix, keyword);
    if (!fits(s, strlen(keyword) + strlen(prefix)) && parts(s))
        buffer_printf(out, "\"\n%s\"", prefix);
    else
        most = SIZE_MAX;
    for (size_t at = 0, end; at < s->length; at = end) {
        end = piece(s->text, s->length, at, &columns);
        bool ended = at > 0 && s->text[at - 1] == '\n';
        if (ended || (used > 0 && used + columns > most)) {
            buffer_printf(out, "\"\n%s\"", prefix);
            used = 0;
        }
        add_escaped(out, s->text + at, end - at);
        used += columns;
    }
    buffer_add_string(out, "\"\n");
}

/* Writes comments of a kind, each line behind its mark. */
static void add_comments(struct buffer *out, const char *mark, const char *lines)
{
    for (const char *end; lines && *lines; lines = end + 1) {
        end = strchr(lines, '\n');
        buffer_add_string(out, mark);
        buffer_add(out, lines, (size_t)(end - lines));
        buffer_add_char(out, '\n');
    }
}

static void add_entry(struct buffer *out, const struct po_entry *e)
{
    const char *prefix = e->obsolete ? "#~ " : "";
    const char *old = e->obsolete ? "#~| " : "#| ";
    const char *flags = e->comments[PO_FLAGS];
    add_comments(out, "#", e->comments[PO_TRANSLATOR]);
    add_comments(out, "#.", e->comments[PO_EXTRACTED]);
    add_comments(out, "#:", e->comments[PO_REFERENCE]);
    if (e->fuzzy || flags)
        buffer_printf(out, "#, %s%s%s\n", e->fuzzy ? "fuzzy" : "", e->fuzzy && flags ? ", " : "",
                      flags ? flags : "");
    add_field(out, old, "msgctxt", &e->previous_context);
    add_field(out, old, "msgid", &e->previous);
    add_field(out, prefix, "msgctxt", &e->context);
    add_field(out, prefix, "msgid", &e->id);
    add_field(out, prefix, "msgstr", &e->string);
}

void po_write(struct buffer *out, const struct po *po)
{
    for (size_t i = 0; i < po->count; i++) {
        if (i)
            buffer_add_char(out, '\n');
        add_entry(out, &po->entries[i]);
    }
}
