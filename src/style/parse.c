/* style/parse.c: tokens → component values → statements, after CSS Syntax 3, section 5.
 *
 * The whole text becomes a tree of component values first; rules and declarations are then cut out
 * of lists of values.
 */
#include "style/inner.h"

#include <string.h>

enum { DEPTH_MAX = 64 }; /* blocks in blocks; walkers of values may recurse this deep */

/* The values read so far of all open brackets, the innermost last. */
struct value_stack {
    struct value *v;
    size_t n, room;
};

static void push(struct arena *a, struct value_stack *s, const struct value *v)
{
    if (s->n == s->room)
        s->v = arena_grow(a, s->v, sizeof *v, s->n, s->n + 1, &s->room);
    s->v[s->n++] = *v;
}

/* Takes the values from `first` on off the stack, as a list of its own. */
static struct values pop(struct arena *a, struct value_stack *s, size_t first)
{
    struct values list = { NULL, (unsigned)(s->n - first) };
    if (list.n)
        list.v = arena_copy(a, s->v + first, sizeof *s->v, list.n);
    s->n = first;
    return list;
}

/* The bracket that closes what the token opens; 0 when it opens nothing. */
static uint32_t closing(const struct value *v)
{
    if (v->kind == T_FUNCTION)
        return ')';
    if (v->kind != T_OPEN)
        return 0;
    if (v->delim == '(')
        return ')';
    return v->delim == '[' ? ']' : '}';
}

/* Reads values up to the bracket `close` (0: the end); those deeper than DEPTH_MAX are read and
 * dropped.  */
static struct values read_values(struct tokenizer *r, uint32_t close, int depth,
                                 struct nesting *nesting, struct value_stack *s)
{
    const size_t first = s->n;
    struct value v;
    uint32_t from = (uint32_t)r->at;
    for (;;) {
        style_token(r, &v);
        if (v.kind == T_SPACE && s->n > first && s->v[s->n - 1].kind == T_SPACE)
            continue; /* a comment stood between */
        if (v.kind == T_CLOSE && close && v.delim == close)
            break;
        if (v.kind == T_END && close && (!nesting->unclosed || *nesting->end == '}'))
            *nesting = (struct nesting){ nesting->too_deep, true, from - 1,
                                         arena_printf(r->arena, "%c", (char)close) };
        if (v.kind == T_END)
            break;
        uint32_t inner = closing(&v);
        if (inner && depth == DEPTH_MAX) {
            nesting->too_deep = true;
            continue;
        }
        if (inner) {
            v.inside = read_values(r, inner, depth + 1, nesting, s);
            if (v.kind == T_OPEN)
                v.kind = T_BLOCK;
            v.end = (uint32_t)r->at;
        }
        push(r->arena, s, &v);
    }
    return pop(r->arena, s, first);
}

struct values style_values(struct arena *a, const char *s, size_t size, struct nesting *nesting)
{
    struct tokenizer r = { a, s, 0, size, 0 };
    struct nesting ignored = { 0 };
    nesting = nesting ? nesting : &ignored;
    struct value_stack stack = { 0 };
    struct values v = read_values(&r, 0, 0, nesting, &stack);
    if (r.open)
        *nesting = (struct nesting){ nesting->too_deep, true, (uint32_t)r.open - 2, "*/" };
    return v;
}

bool style_is(const struct value *v, const char *ident)
{
    return v->kind == T_IDENT && style_same(v->text, ident);
}
bool style_is_global(const struct value *v)
{
    return style_is(v, "inherit") || style_is(v, "initial") || style_is(v, "unset");
}

struct values style_inside(const struct value *v)
{
    return v->kind == T_FUNCTION || v->kind == T_BLOCK ? v->inside : (struct values){ NULL, 0 };
}
bool style_delim(const struct value *v, uint32_t c) { return v->kind == T_DELIM && v->delim == c; }

struct values style_trim(struct values v)
{
    while (v.n && v.v[0].kind == T_SPACE) {
        v.v++;
        v.n--;
    }
    while (v.n && v.v[v.n - 1].kind == T_SPACE)
        v.n--;
    return v;
}

struct values style_dense(struct arena *a, struct values v)
{
    struct value *out = arena_array(a, struct value, v.n ? v.n : 1);
    unsigned n = 0;
    for (unsigned i = 0; i < v.n; i++)
        if (v.v[i].kind != T_SPACE)
            out[n++] = v.v[i];
    return (struct values){ out, n };
}

static struct statement *add_statement(struct arena *a, struct statements *l,
                                       enum statement_kind kind, const struct value *first)
{
    if (!l->v) {
        l->v = arena_array(a, struct statement, 2);
        l->room = 2;
    }
    if (l->n == l->room)
        l->v = arena_grow(a, l->v, sizeof *l->v, l->n, l->n + 1, &l->room);
    struct statement *i = &l->v[l->n++];
    memset(i, 0, sizeof *i);
    *i = (struct statement){ .kind = kind, .start = first->start, .end = first->end };
    return i;
}

static bool brace(const struct value *v) { return v->kind == T_BLOCK && v->delim == '{'; }

/* Reads an at-rule from v[0]; returns how many values it took. */
static unsigned read_at(struct arena *a, struct statements *out, struct values v)
{
    struct statement *i = add_statement(a, out, STATEMENT_AT_RULE, v.v);
    i->name = v.v[0].text;
    unsigned k = 1;
    while (k < v.n && v.v[k].kind != T_SEMICOLON && !brace(&v.v[k]))
        k++;
    i->prelude = (struct values){ v.v + 1, k - 1 };
    i->end = v.v[k - 1].end;
    if (k < v.n && brace(&v.v[k])) {
        i->has_block = true;
        i->block = v.v[k].inside;
    }
    return k < v.n ? k + 1 : k;
}

/* Reads a qualified rule from v[0]; in a block it ends at a semicolon as an error.  Returns how
 * many values it took. */
static unsigned read_rule(struct arena *a, struct statements *out, struct values v,
                          enum rules_place place)
{
    unsigned k = 0;
    while (k < v.n && !brace(&v.v[k]) && !(place == RULES_OF_BLOCK && v.v[k].kind == T_SEMICOLON))
        k++;
    bool whole = k < v.n && brace(&v.v[k]);
    struct statement *i = add_statement(a, out, whole ? STATEMENT_RULE : STATEMENT_ERROR, v.v);
    i->prelude = (struct values){ v.v, k };
    if (k)
        i->end = v.v[k - 1].end;
    if (whole) {
        i->has_block = true;
        i->block = v.v[k].inside;
    }
    return k < v.n ? k + 1 : k;
}

struct statements style_parse_rules(struct arena *a, struct values v, enum rules_place place)
{
    struct statements out = { NULL, 0, 0 };
    for (unsigned k = 0; k < v.n;) {
        enum token_kind kind = v.v[k].kind;
        struct values rest = { v.v + k, v.n - k };
        if (kind == T_SPACE || (place == RULES_OF_SHEET && (kind == T_CDO || kind == T_CDC)))
            k++;
        else
            k += kind == T_AT ? read_at(a, &out, rest) : read_rule(a, &out, rest, RULES_OF_SHEET);
    }
    return out;
}

/* Takes "! important" off the end; false when it does not stand there. */
static bool take_important(struct values *v)
{
    struct values w = style_trim(*v);
    if (w.n < 2 || !style_is(&w.v[w.n - 1], "important"))
        return false;
    struct values x = style_trim((struct values){ w.v, w.n - 1 });
    if (!x.n || !style_delim(&x.v[x.n - 1], '!'))
        return false;
    *v = (struct values){ x.v, x.n - 1 };
    return true;
}

/* Reads a declaration of exactly these values (without its semicolon); false when they are none. */
static bool read_declaration(struct arena *a, struct statements *out, struct values v)
{
    unsigned k = v.n > 1 && v.v[1].kind == T_SPACE ? 2 : 1;
    if (v.v[0].kind != T_IDENT || k >= v.n || v.v[k].kind != T_COLON)
        return false;
    struct values value = { v.v + k + 1, v.n - k - 1 };
    bool important = take_important(&value);
    bool custom = !strncmp(v.v[0].text, "--", 2);
    value = style_trim(value);
    for (unsigned i = 0; i < value.n; i++) {
        enum token_kind t = value.v[i].kind;
        if (t == T_BAD_STRING || t == T_BAD_URL || t == T_CLOSE)
            return false;
        if (brace(&value.v[i]) && !custom && value.n > 1)
            return false;
        if (custom && style_delim(&value.v[i], '!'))
            return false;
    }
    struct statement *i = add_statement(a, out, STATEMENT_DECLARATION, v.v);
    i->name = v.v[0].text;
    i->prelude = value;
    i->important = important;
    i->end = v.v[v.n - 1].end;
    return true;
}

struct statements style_parse_block(struct arena *a, struct values v)
{
    struct statements out = { NULL, 0, 0 };
    unsigned end = 0; /* the next semicolon, looked for once however many rules stand before it */
    for (unsigned k = 0; k < v.n;) {
        if (v.v[k].kind == T_SPACE || v.v[k].kind == T_SEMICOLON) {
            k++;
            continue;
        }
        struct values rest = { v.v + k, v.n - k };
        if (v.v[k].kind == T_AT) {
            k += read_at(a, &out, rest);
            continue;
        }
        if (end < k)
            end = k;
        while (end < v.n && v.v[end].kind != T_SEMICOLON)
            end++;
        if (read_declaration(a, &out, style_trim((struct values){ rest.v, end - k })))
            k = end;
        else
            k += read_rule(a, &out, rest, RULES_OF_BLOCK);
    }
    return out;
}

/* Reads [+-]?digits as an int32, clamped; false for anything else. */
static bool whole_number(const char *s, int32_t *out)
{
    int64_t n = 0;
    bool minus = *s == '-';
    if (*s == '-' || *s == '+')
        s++;
    if (!*s)
        return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            return false;
        if (n < 100000000)
            n = n * 10 + (*s - '0');
    }
    *out = (int32_t)(minus ? -n : n);
    return true;
}

/* Reads what stands behind the n: nothing, +B, + B. */
static bool read_offset(struct values v, unsigned k, int32_t *offset)
{
    while (k < v.n && v.v[k].kind == T_SPACE)
        k++;
    *offset = 0;
    if (k == v.n)
        return true;
    int sign = 0;
    if (style_delim(&v.v[k], '+') || style_delim(&v.v[k], '-')) {
        sign = v.v[k].delim == '-' ? -1 : 1;
        for (k++; k < v.n && v.v[k].kind == T_SPACE;)
            k++;
    }
    if (k + 1 != v.n || v.v[k].kind != T_NUMBER || !v.v[k].integer || v.v[k].sign == (sign != 0))
        return false;
    *offset = (int32_t)(v.v[k].number / NANO) * (sign ? sign : 1);
    return true;
}

/* Reads the part of an identifier or unit behind its n: "", "-" or "-3". */
static bool read_tail(struct values v, unsigned k, const char *tail, int32_t *offset)
{
    if (!*tail)
        return read_offset(v, k, offset);
    if (*tail != '-')
        return false;
    if (tail[1]) {
        while (k < v.n && v.v[k].kind == T_SPACE)
            k++;
        return k == v.n && tail[1] != '-' && tail[1] != '+' && whole_number(tail, offset);
    }
    while (k < v.n && v.v[k].kind == T_SPACE)
        k++;
    if (k + 1 != v.n || v.v[k].kind != T_NUMBER || !v.v[k].integer || v.v[k].sign)
        return false;
    *offset = -(int32_t)(v.v[k].number / NANO);
    return true;
}

bool style_parse_nth(struct values v, int32_t *step, int32_t *offset)
{
    v = style_trim(v);
    *step = 0;
    if (!v.n)
        return false;
    const struct value *f = v.v;
    if (f->kind == T_NUMBER && v.n == 1 && f->integer) {
        *offset = (int32_t)(f->number / NANO);
        return true;
    }
    if (v.n == 1 && (style_is(f, "even") || style_is(f, "odd"))) {
        *step = 2;
        *offset = style_is(f, "odd");
        return true;
    }
    if (f->kind == T_DIMENSION && f->integer && (f->text[0] | 32) == 'n') {
        *step = (int32_t)(f->number / NANO);
        return read_tail(v, 1, f->text + 1, offset);
    }
    unsigned k = 0;
    if (style_delim(f, '+') && v.n > 1 && v.v[1].kind == T_IDENT && v.v[1].text[0] != '-')
        k = 1;
    if (v.v[k].kind != T_IDENT)
        return false;
    const char *s = v.v[k].text;
    *step = *s == '-' ? -1 : 1;
    if (*s == '-')
        s++;
    return (*s | 32) == 'n' && read_tail(v, k + 1, s + 1, offset);
}
