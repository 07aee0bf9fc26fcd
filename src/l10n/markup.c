/* l10n/markup: the pieces of a message.
 *
 * A message is XML as a person types it: this reads on over anything, and never refuses.
 *
 *   Text<noteref to="a"/> & <em>more</em>
 *   ─┬──────┬───────────┬┬┬─┬──────┬────
 *   text  empty      text│text open text close
 *                    ampersand
 */
#include "l10n/inner.h"

#include "base/utf8.h"

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == ':' || c == '.' || c == '-' || (unsigned char)c >= 0x80;
}

/* The place behind the '>' of the tag at `at`; 0 when it has none, before another tag begins. */
static size_t tag_end(const char *text, size_t length, size_t at)
{
    char quote = '\0';
    for (size_t i = at + 1; i < length; i++) {
        if (quote)
            quote = text[i] == quote ? '\0' : quote;
        else if (text[i] == '"' || text[i] == '\'')
            quote = text[i];
        else if (text[i] == '>')
            return i + 1;
        else if (text[i] == '<')
            return 0;
    }
    return 0;
}

/* The place behind a comment, CDATA, an instruction or a declaration at `at`; the text's end when
 * it has none. */
static size_t other_end(const char *text, size_t length, size_t at)
{
    static const char *const pairs[][2] = { { "<!--", "-->" },
                                            { "<![CDATA[", "]]>" },
                                            { "<?", "?>" } };
    const char *closing = ">";
    size_t from = at + 2;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strncmp(text + at, pairs[i][0], strlen(pairs[i][0])) == 0) {
            closing = pairs[i][1];
            from = at + strlen(pairs[i][0]);
        }
    for (size_t n = strlen(closing); from + n <= length; from++) {
        const char *found = memchr(text + from, closing[0], length - from - n + 1);
        if (!found)
            break;
        from = (size_t)(found - text);
        if (memcmp(found, closing, n) == 0)
            return from + n;
    }
    return length;
}

static void read_tag(const char *text, size_t length, struct token *t)
{
    bool closing = t->start + 1 < length && text[t->start + 1] == '/';
    size_t name = t->start + 1 + closing;
    char first = name < length ? text[name] : '\0';
    if (first == '!' || first == '?') {
        t->kind = TOKEN_OTHER;
        t->end = other_end(text, length, t->start);
        return;
    }
    size_t end = tag_end(text, length, t->start);
    t->kind = TOKEN_LESS;
    if (!end || !first || !is_name(first) || (first >= '0' && first <= '9'))
        return;
    t->name = t->name_end = name;
    while (t->name_end < end && is_name(text[t->name_end]))
        t->name_end++;
    t->end = end;
    t->kind = closing ? TOKEN_CLOSE : text[end - 2] == '/' ? TOKEN_EMPTY : TOKEN_OPEN;
}

static void read_reference(const char *text, size_t length, struct token *t)
{
    t->name = t->start + 1;
    t->name_end = t->name;
    while (t->name_end < length && (is_name(text[t->name_end]) || text[t->name_end] == '#'))
        t->name_end++;
    bool whole = t->name_end > t->name && t->name_end < length && text[t->name_end] == ';';
    t->kind = whole ? TOKEN_REFERENCE : TOKEN_AMPERSAND;
    t->end = whole ? t->name_end + 1 : t->start + 1;
}

bool token_next(const char *text, size_t length, struct token *t)
{
    *t = (struct token){ .start = t->end, .end = t->end + 1 };
    if (t->start >= length)
        return false;
    if (text[t->start] == '<') {
        read_tag(text, length, t);
    } else if (text[t->start] == '&') {
        read_reference(text, length, t);
    } else {
        while (t->end < length && text[t->end] != '<' && text[t->end] != '&')
            t->end++;
    }
    return true;
}

bool token_attribute(const char *text, const struct token *tag, size_t *at,
                     struct token_attribute *out, bool *sound)
{
    size_t end = tag->end - (tag->kind == TOKEN_EMPTY ? 2 : 1), i = *at;
    while (i < end && is_space(text[i]))
        i++;
    *sound = i >= end || i > *at;
    if (i >= end)
        return false;
    out->name = i;
    while (i < end && is_name(text[i]))
        i++;
    out->name_end = i;
    while (i < end && (is_space(text[i]) || text[i] == '='))
        i++;
    char quote = i < end ? text[i] : '\0';
    const char *close =
        quote == '"' || quote == '\'' ? memchr(text + i + 1, quote, end - i - 1) : NULL;
    if (!close || out->name == out->name_end) {
        *sound = false;
        return false;
    }
    out->value = i + 1;
    out->value_end = (size_t)(close - text);
    *at = out->value_end + 1;
    return true;
}

uint32_t markup_words(const char *text, size_t length)
{
    uint32_t words = 0;
    bool inside = false;
    for (struct token t = { 0 }; token_next(text, length, &t);) {
        if (t.kind != TOKEN_TEXT) {
            inside = inside && t.kind != TOKEN_EMPTY;
            continue;
        }
        for (size_t i = t.start; i < t.end; i++) {
            words += !inside && !is_space(text[i]);
            inside = !is_space(text[i]);
        }
    }
    return words;
}

bool markup_has_text(const char *text, size_t length)
{
    for (struct token t = { 0 }; token_next(text, length, &t);)
        for (size_t i = t.start; i < t.end && t.kind == TOKEN_TEXT; i++)
            if (!is_space(text[i]))
                return true;
    return false;
}

const char *markup_text(struct arena *a, const char *text, size_t length)
{
    struct buffer out = buffer_in(a);
    for (struct token t = { 0 }; token_next(text, length, &t);)
        if (t.kind == TOKEN_TEXT || t.kind == TOKEN_REFERENCE)
            buffer_add(&out, text + t.start, t.end - t.start);
    return buffer_text(&out);
}
