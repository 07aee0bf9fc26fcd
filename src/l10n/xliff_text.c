/* l10n/xliff_text: characters, attributes and the text of messages, as XML spells them in XLIFF.
 *
 *   <target>A &amp; B     string   A &amp; B
 *             C           runs     0 "A " · 2 "&amp;" · 7 " B" · 9 " " for the line end · 10 "C"
 */
#include "l10n/xliff.h"

#include "base/utf8.h"

#include <stdlib.h>

/* ---- pieces ---- */

/* The character that a reference stands for; *n becomes its bytes. */
static void decode_reference(const struct reading *r, const struct token *t, char out[4], size_t *n)
{
    static const char *const named[] = { "amp&", "lt<", "gt>", "quot\"", "apos'" };
    const char *text = r->file->bytes + t->name;
    size_t length = t->name_end - t->name;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strlen(named[i]) == length + 1 && memcmp(text, named[i], length) == 0) {
            out[0] = named[i][length];
            *n = 1;
            return;
        }
    bool hex = length > 1 && text[1] == 'x';
    *n = utf8_encode((uint32_t)strtoul(text + (hex ? 2 : 1), NULL, hex ? 16 : 10), out);
}

/* Appends what stands between two places as XML means it. */
static void add_decoded(const struct reading *r, struct buffer *out, size_t start, size_t end)
{
    for (struct token t = { .end = start }; t.end < end && token_next(r->file->bytes, end, &t);) {
        char c[4];
        size_t n = 0;
        if (t.kind == TOKEN_REFERENCE) {
            decode_reference(r, &t, c, &n);
            buffer_add(out, c, n);
            continue;
        }
        for (size_t i = t.start; i < t.end; i++)
            if (r->file->bytes[i] != '\r')
                buffer_add_char(out, r->file->bytes[i]);
            else if (i + 1 == t.end || r->file->bytes[i + 1] != '\n')
                buffer_add_char(out, '\n');
    }
}

/* Finds an attribute of a tag; NULL when it has none of that name. */
const char *xliff_attribute(const struct reading *r, const struct token *t, const char *name,
                            struct position *at)
{
    struct token_attribute found;
    bool sound;
    size_t n = strlen(name);
    for (size_t i = t->name_end; token_attribute(r->file->bytes, t, &i, &found, &sound);)
        if (found.name_end - found.name == n && memcmp(r->file->bytes + found.name, name, n) == 0) {
            struct buffer value = buffer_in(r->arena);
            add_decoded(r, &value, found.value, found.value_end);
            if (at)
                *at = position_at(r->file, found.value, found.value_end);
            return buffer_text(&value);
        }
    return NULL;
}

/* ---- messages ---- */

struct side *xliff_side(struct reading *r)
{
    return r->capture == CAPTURE_SOURCE   ? &r->unit.source
           : r->capture == CAPTURE_TARGET ? &r->unit.target
                                          : NULL;
}

/* Adds bytes that stand in the file at start … end: the same ones, or instead of what is there. */
void xliff_add_run(struct reading *r, struct side *s, const char *bytes, size_t n, size_t start,
                   size_t end)
{
    if (!n)
        return;
    s->runs = arena_grow(r->arena, s->runs, sizeof *s->runs, s->count, s->count + 1, &s->room);
    s->runs[s->count++] =
        (struct po_run){ .text = (uint32_t)s->text.size,
                         .length = (uint32_t)n,
                         .start = (uint32_t)start,
                         .end = (uint32_t)end,
                         .escaped =
                             bytes == r->file->bytes + start && n == end - start ? '\0' : '<' };
    buffer_add(&s->text, bytes, n);
}

static bool is_layout(char c) { return c == '\n' || c == '\r' || c == '\t'; }

void xliff_end_layout(struct reading *r, struct side *s, enum behind behind)
{
    const char *bytes = r->file->bytes;
    if (s->layout_end && s->text.size && (behind != BEHIND_PLACE || bytes[s->layout] == ' '))
        xliff_add_run(r, s, " ", 1, s->layout, s->layout_end);
    s->layout = s->layout_end = 0;
}

/* Adds text without markup; a line end with the blanks around it, some tool's layout, is a space,
 * and nothing at the beginning, at the end, or before a mark. */
static void add_message_text(struct reading *r, struct side *s, size_t start, size_t end)
{
    const char *bytes = r->file->bytes;
    for (size_t at = start, to; at < end; at = to) {
        bool layout = false;
        for (to = at; to < end && (bytes[to] == ' ' || is_layout(bytes[to])); to++)
            layout = layout || is_layout(bytes[to]);
        if (layout) {
            s->layout = at;
            s->layout_end = to;
            continue;
        }
        while (to < end && !is_layout(bytes[to]) && bytes[to] != '>')
            to++;
        while (to > at && to < end && is_layout(bytes[to]) && bytes[to - 1] == ' ')
            to--;
        xliff_end_layout(r, s, BEHIND_WORD);
        xliff_add_run(r, s, bytes + at, to - at, at, to);
        if (to < end && bytes[to] == '>') {
            bool source = s == &r->unit.source;
            xliff_add_run(r, s, source ? "&gt;" : bytes + to, source ? 4 : 1, to, to + 1);
            to++;
        }
    }
}

/* Adds a reference as a message spells it. */
static void add_message_reference(struct reading *r, struct side *s, const struct token *t)
{
    char c[4];
    size_t n;
    xliff_end_layout(r, s, BEHIND_WORD);
    decode_reference(r, t, c, &n);
    const char *spelt = *c == '&' ? "&amp;" : *c == '<' ? "&lt;" : *c == '>' ? "&gt;" : NULL;
    xliff_add_run(r, s, spelt ? spelt : c, spelt ? strlen(spelt) : n, t->start, t->end);
}

/* Adds CDATA as a message spells it. */
static void add_message_cdata(struct reading *r, struct side *s, const struct token *t)
{
    xliff_end_layout(r, s, BEHIND_WORD);
    for (size_t i = t->start + 9; i + 3 < t->end; i++) {
        char c = r->file->bytes[i];
        const char *spelt = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : NULL;
        if (c != '\r')
            xliff_add_run(r, s, spelt ? spelt : r->file->bytes + i, spelt ? strlen(spelt) : 1, i,
                          i + 1);
    }
}

static bool is_cdata(const struct reading *r, const struct token *t)
{
    return t->end - t->start >= 12 && memcmp(r->file->bytes + t->start, "<![CDATA[", 9) == 0;
}

/* Takes what is no tag. */
void xliff_take_text(struct reading *r, const struct token *t)
{
    struct side *s = r->native ? NULL : xliff_side(r);
    bool cdata = t->kind == TOKEN_OTHER && is_cdata(r, t);
    if (r->capture == CAPTURE_PLAIN && cdata)
        buffer_add(&r->plain, r->file->bytes + t->start + 9, t->end - t->start - 12);
    else if (r->capture == CAPTURE_PLAIN && t->kind != TOKEN_OTHER)
        add_decoded(r, &r->plain, t->start, t->end);
    else if (s && cdata)
        add_message_cdata(r, s, t);
    else if (s && t->kind == TOKEN_REFERENCE)
        add_message_reference(r, s, t);
    else if (s && t->kind == TOKEN_TEXT)
        add_message_text(r, s, t->start, t->end);
}
