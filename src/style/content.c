/* style/content.c: values that generate text: content, string-set, quotes, counters (CSS 2.2 12,
 * GCPM 3). */
#include "style/values.h"

#include <string.h>

static struct position at(const struct apply *x, const struct value *v)
{
    return style_place(x, (struct values){ v, 1 });
}

/* Finds identifiers, strings and symbols() of a function's arguments, commas between them, and
 * returns how many; -1 when there is anything else. */
static int read_arguments(const struct value *f, const struct value *out[3])
{
    int n = 0;
    bool awaited = true; /* an argument has to come */
    for (unsigned i = 0; i < f->inside.n; i++) {
        const struct value *v = &f->inside.v[i];
        if (v->kind == T_SPACE)
            continue;
        if (v->kind == T_COMMA) {
            if (awaited)
                return -1;
            awaited = true;
            continue;
        }
        bool signs = v->kind == T_FUNCTION && style_same(v->text, "symbols");
        if (!awaited || n == 3 || (v->kind != T_IDENT && v->kind != T_STRING && !signs))
            return -1;
        out[n++] = v;
        awaited = false;
    }
    return awaited && n ? -1 : n;
}

/* Reads what content() takes of its element. */
static bool read_part(const struct value *v, struct content *c)
{
    static const struct {
        const char *name;
        enum content_kind kind;
    } parts[] = { { "text", CONTENT_TEXT },
                  { "before", CONTENT_BEFORE },
                  { "after", CONTENT_AFTER },
                  { "-hb-date", CONTENT_DATE } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (style_is(v, parts[i].name)) {
            c->kind = parts[i].kind;
            return true;
        }
    return false;
}

/* Reads content(), attr(), string(), counter() or counters(); false when it is none of them. */
static bool read_function(struct apply *x, const struct value *f, struct content *c)
{
    static const char *const which[] = { "first", "start", "last", "first-except" };
    const struct value *a[3];
    int n = read_arguments(f, a);
    if (n < 0)
        return false;
    c->kind = CONTENT_TEXT;
    if (style_same(f->text, "content"))
        return n == 0 || (n == 1 && read_part(a[0], c));
    if (n == 0 || a[0]->kind != T_IDENT)
        return false;
    c->text = a[0]->text;
    if (style_same(f->text, "attr")) {
        c->kind = CONTENT_ATTR;
        return n == 1;
    }
    if (style_same(f->text, "string")) {
        c->kind = CONTENT_STRING_REF;
        for (int i = 0; n == 2 && i < 4; i++)
            if (style_is(a[1], which[i])) {
                c->which = (enum string_which)i;
                return true;
            }
        return n == 1;
    }
    bool all = style_same(f->text, "counters");
    if (!all && !style_same(f->text, "counter"))
        return false;
    c->kind = all ? CONTENT_COUNTERS : CONTENT_COUNTER;
    if (all) {
        if (n < 2 || a[1]->kind != T_STRING)
            return false;
        c->separator = a[1]->text;
    }
    int style = all ? 2 : 1;
    c->counter_style = n > style ? a[style]->text : "decimal";
    if (n > style && a[style]->kind == T_FUNCTION)
        return n == style + 1 && (c->symbols = style_symbols(x->arena, a[style]));
    return n <= style || (n == style + 1 && a[style]->kind == T_IDENT);
}

/* Reads what a print shop asks of every sheet: which edition, in which language, of which day. */
static bool read_imprint(const struct apply *x, const struct value *v, struct content *c)
{
    const struct {
        const char *name, *text;
    } words[] = { { "-hb-edition", x->rules ? x->rules->edition->name : NULL },
                  { "-hb-language", x->rules ? x->rules->language : NULL },
                  { "-hb-made", x->rules ? x->rules->made : NULL } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (style_is(v, words[i].name)) {
            c->kind = CONTENT_STRING;
            c->text = words[i].text ? words[i].text : "";
            return true;
        }
    return false;
}

/* Reads one item of content; false when it is none. */
static bool read_item(struct apply *x, const struct value *v, struct content *c)
{
    static const struct {
        const char *name;
        enum content_kind kind;
    } words[] = { { "open-quote", CONTENT_OPEN_QUOTE },
                  { "close-quote", CONTENT_CLOSE_QUOTE },
                  { "no-open-quote", CONTENT_NO_OPEN_QUOTE },
                  { "no-close-quote", CONTENT_NO_CLOSE_QUOTE } };
    if (v->kind == T_STRING) {
        c->kind = CONTENT_STRING;
        c->text = v->text;
        return true;
    }
    if (v->kind == T_FUNCTION)
        return read_function(x, v, c);
    if (read_imprint(x, v, c))
        return true;
    for (size_t i = 0; i < 4; i++)
        if (style_is(v, words[i].name)) {
            c->kind = words[i].kind;
            return true;
        }
    return false;
}

/* Reads a list of items; NULL when one of them is none. */
static const struct content *read_list(struct apply *x, struct values v)
{
    const struct content *first = NULL;
    const struct content **to = &first;
    for (unsigned i = 0; i < v.n; i++) {
        if (v.v[i].kind == T_SPACE)
            continue;
        struct content *c = arena_new(x->arena, struct content);
        if (!read_item(x, &v.v[i], c))
            return NULL;
        c->at = at(x, &v.v[i]);
        *to = c;
        to = &c->next;
    }
    return first;
}

bool style_apply_content(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    (void)slot;
    struct style *s = x->style;
    s->content = NULL;
    s->content_none = v.n == 1 && style_is(v.v, "none");
    s->content_normal = v.n == 1 && style_is(v.v, "normal");
    if (!s->content_none && !s->content_normal)
        s->content = read_list(x, v);
    for (const struct content *c = s->content; c; c = c->next)
        if (c->kind == CONTENT_BEFORE || c->kind == CONTENT_AFTER)
            return false; /* they could contain themselves */
    return s->content_none || s->content_normal || s->content;
}

bool style_apply_string_set(struct apply *x, const struct property *row, struct values v,
                            void *slot)
{
    (void)row;
    const struct string_set *first = NULL, **to = &first;
    if (v.n == 1 && style_is(v.v, "none")) {
        *(const struct string_set **)slot = NULL;
        return true;
    }
    for (unsigned from = 0, k = 0; k <= v.n; k++) {
        if (k < v.n && v.v[k].kind != T_COMMA)
            continue;
        struct values one = style_trim((struct values){ v.v + from, k - from });
        from = k + 1;
        if (one.n < 2 || one.v->kind != T_IDENT)
            return false;
        struct string_set *s = arena_new(x->arena, struct string_set);
        s->name = one.v->text;
        s->content = read_list(x, (struct values){ one.v + 1, one.n - 1 });
        if (!s->content)
            return false;
        *to = s;
        to = &s->next;
    }
    *(const struct string_set **)slot = first;
    return first != NULL;
}

/* Reads names, each with a number or `otherwise`. */
static bool read_counters(struct apply *x, struct values v, const struct counter_op **slot,
                          int32_t otherwise)
{
    const struct counter_op *first = NULL, **to = &first;
    if (v.n == 1 && style_is(v.v, "none")) {
        *slot = NULL;
        return true;
    }
    for (unsigned i = 0; i < v.n;) {
        if (v.v[i].kind != T_IDENT || style_is(&v.v[i], "none") || style_is_global(&v.v[i]))
            return false;
        struct counter_op *c = arena_new(x->arena, struct counter_op);
        c->name = v.v[i++].text;
        c->value = otherwise;
        if (i < v.n && v.v[i].kind == T_NUMBER && v.v[i].integer) {
            int64_t n = v.v[i++].number / NANO;
            if (n > INT32_MAX)
                n = INT32_MAX;
            if (n < -INT32_MAX)
                n = -INT32_MAX;
            c->value = (int32_t)n;
        }
        *to = c;
        to = &c->next;
    }
    *slot = first;
    return first != NULL;
}

bool style_apply_counter_reset(struct apply *x, const struct property *row, struct values v,
                               void *slot)
{
    (void)row;
    return read_counters(x, v, slot, 0);
}

bool style_apply_counter_increment(struct apply *x, const struct property *row, struct values v,
                                   void *slot)
{
    (void)row;
    return read_counters(x, v, slot, 1);
}

bool style_apply_quotes(struct apply *x, const struct property *row, struct values v, void *slot)
{
    static const char *const none[] = { NULL };
    (void)row;
    (void)slot;
    struct style *s = x->style;
    s->quote_levels = 0;
    if (v.n == 1 && style_is(v.v, "auto")) {
        s->quotes = NULL;
        return true;
    }
    if (v.n == 1 && style_is(v.v, "none")) {
        s->quotes = none;
        return true;
    }
    if (v.n == 0 || v.n % 2)
        return false;
    const char **q = arena_array(x->arena, const char *, v.n);
    for (unsigned i = 0; i < v.n; i++) {
        if (v.v[i].kind != T_STRING)
            return false;
        q[i] = v.v[i].text;
    }
    s->quotes = q;
    s->quote_levels = v.n / 2;
    return true;
}
