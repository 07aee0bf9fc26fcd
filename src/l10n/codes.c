/* l10n/codes: what of a message is not text, numbered, so that XLIFF can protect it.
 *
 *   <em>Asylum</em><noteref to="a"/> &#8212; x        source  <em>Asylum</em><noteref to="a"/>
 *   ─┬──      ─┬───  ──────┬───────  ───┬───
 *  start 1   end 1     place 2       place 3, which the source has not
 *
 * A code of a translation has the number of the source's tag that it is.  Tags of which one end is
 * missing, or that cross others, are places.  What reads back as it is written, &amp; &lt; &gt;, is
 * text.
 */
#include "l10n/inner.h"

static bool is_text(const char *text, const struct token *t)
{
    static const char *const plain[] = { "&amp;", "&lt;", "&gt;" };
    if (t->kind == TOKEN_TEXT || t->kind == TOKEN_AMPERSAND)
        return true;
    for (size_t i = 0; i < sizeof plain / sizeof *plain && t->kind == TOKEN_REFERENCE; i++)
        if (t->end - t->start == strlen(plain[i]) &&
            memcmp(text + t->start, plain[i], strlen(plain[i])) == 0)
            return true;
    return false;
}

static bool same_name(const char *text, const struct token *a, const struct token *b)
{
    size_t n = a->name_end - a->name;
    return n == b->name_end - b->name && memcmp(text + a->name, text + b->name, n) == 0;
}

/* Finds the codes, and which end each start has: *ends becomes its index, or its own when none. */
static struct codes find(struct arena *a, const char *text, size_t length, size_t **ends)
{
    struct codes c = { .text = text };
    size_t room = 0, depth = 0;
    for (struct token t = { 0 }; token_next(text, length, &t);) {
        if (is_text(text, &t))
            continue;
        c.codes = arena_grow(a, c.codes, sizeof *c.codes, c.count, c.count + 1, &room);
        c.codes[c.count++].token = t;
    }
    size_t *open = arena_array(a, size_t, c.count);
    *ends = arena_array(a, size_t, c.count);
    for (size_t i = 0; i < c.count; i++) {
        struct code *code = &c.codes[i];
        (*ends)[i] = i;
        if (code->token.kind == TOKEN_OPEN)
            open[depth++] = i;
        if (code->token.kind != TOKEN_CLOSE || !depth ||
            !same_name(text, &code->token, &c.codes[open[depth - 1]].token))
            continue;
        (*ends)[open[--depth]] = i;
        c.codes[open[depth]].kind = CODE_START;
        code->kind = CODE_END;
    }
    return c;
}

struct codes codes_of_source(struct arena *a, const struct unit *u)
{
    size_t *ends;
    struct codes c = find(a, u->message, u->length, &ends);
    c.by_number = arena_array(a, const struct code *, c.count + 1);
    for (size_t i = 0; i < c.count; i++) {
        if (c.codes[i].kind == CODE_END)
            continue;
        c.codes[i].number = c.codes[ends[i]].number = ++c.numbers;
        c.by_number[c.numbers] = &c.codes[i];
    }
    return c;
}

static bool is_same(const struct codes *a, const struct token *one, const struct codes *b,
                    const struct token *two)
{
    size_t n = one->end - one->start;
    return n == two->end - two->start && memcmp(a->text + one->start, b->text + two->start, n) == 0;
}

static bool is_tag(const struct token *t)
{
    return t->kind == TOKEN_OPEN || t->kind == TOKEN_CLOSE || t->kind == TOKEN_EMPTY;
}

struct codes codes_of_translation(struct arena *a, const struct unit *u, const struct codes *source,
                                  const struct po_string *string)
{
    size_t *ends, tag = 0, count = 0;
    struct codes c = find(a, string->text, string->length, &ends);
    const uint32_t *partners = u && c.count ? check_partners(a, u, string, &count) : NULL;
    c.numbers = source->numbers;
    for (size_t i = 0; i < c.count; i++) {
        struct code *code = &c.codes[i];
        size_t place = is_tag(&code->token) ? tag++ : SIZE_MAX;
        uint32_t partner = place < count ? partners[place] : 0;
        const struct code *theirs = partner ? source->by_number[partner] : NULL;
        if (code->kind == CODE_END)
            continue;
        if (theirs && theirs->kind == code->kind) {
            code->number = partner;
            code->own = !is_same(&c, &code->token, source, &theirs->token);
        } else {
            code->number = ++c.numbers;
            code->own = true;
        }
        c.codes[ends[i]].number = code->number;
        c.codes[ends[i]].own = code->own;
    }
    return c;
}

bool code_is_mark(const struct codes *c, const struct code *code)
{
    size_t n = code->token.name_end - code->token.name;
    return code->kind == CODE_PLACE && n == 7 &&
           memcmp(c->text + code->token.name, "noteref", n) == 0;
}

bool code_is_fixed(const struct codes *c, const struct code *code)
{
    static const char no[] = "translate=\"no\"";
    const struct token *t = &code->token;
    for (size_t at = t->name_end; at + sizeof no <= t->end; at++)
        if (memcmp(c->text + at, no, sizeof no - 1) == 0)
            return true;
    return false;
}
