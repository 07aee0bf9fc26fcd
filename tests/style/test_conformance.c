/* The community's tests for CSS parsers (css-parsing-tests), held against the tokenizer, the parser and the colours.
 *
 *   file.json: input, expected, input, expected …  ─read here─► tree ─► compared with what style/inner.h gives
 *
 * Where the specification has changed since, or a file asks for what the program does not have, the exception stands below by name.
 * Everywhere: white space round a declaration's value is not compared (it is trimmed now), nor are the marks "eof-in-string" and
 * "eof-in-url" (parse errors are no tokens).
 */
#include "style/inner.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "../shared/conformance/css-syntax/"

/* file, input (a beginning where it ends in *), reason */
static const struct {
    const char *file, *input, *why;
} exceptions[] = {
    { "component_value_list", "u+*", "unicode-range is no token any more" },
    { "component_value_list", "\xC3\xB9+12*", "unicode-range is no token any more" },
    { "color_functions_5", "color(*",
      "only rgb, hsl and device-cmyk: what colours a sheet may say is the vocabulary's" },
    { "color_functions_5", "light-dark(*", "paper has one scheme" },
    { "declaration_list", "@ media screen*",
      "the contents of blocks may hold nested rules now; blocks_contents has the same input" },
    { "one_declaration", "foo:;", "a semicolon ends a declaration" },
    { "one_declaration", "foo:;bar:;", "a semicolon ends a declaration" },
};

/* Files left out whole. */
static const struct {
    const char *file, *why;
} left_out[] = {
    { "stylesheet_bytes", "bytes become UTF-8 where files are read, in job; broken ones are an "
                          "error there, and files on disk have no protocol" },
    { "color_hsl_4", "Color 4's hsl() of bare numbers and none; Color 3's is color_hsl_3" },
    { "color_hwb_4", "hwb(): Color 4" },
    { "color_lab_4", "lab(): Color 4" },
    { "color_lch_4", "lch(): Color 4" },
    { "color_oklab_4", "oklab(): Color 4" },
    { "color_oklch_4", "oklch(): Color 4" },
    { "color_function_4", "color(): Color 4" },
};

/* ---- JSON ---- */
struct json {
    char kind; /* [ { " 0 t f n */
    const char *s;
    size_t n;
    double number;
    const struct json *first, *next;
};
struct scan {
    struct arena *arena;
    const char *s;
};

static void blanks(struct scan *c) { c->s += strspn(c->s, " \t\r\n"); }

static uint32_t read_hex(struct scan *c)
{
    char four[5] = { 0 };
    memcpy(four, c->s, 4);
    c->s += 4;
    return (uint32_t)strtoul(four, NULL, 16);
}

static void read_text(struct scan *c, struct json *j)
{
    static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
    char *out = arena_alloc(c->arena, strcspn(c->s, "\n") * 3 + 4);
    j->s = out;
    for (c->s++; *c->s != '"';) {
        assert_true(*c->s);
        if (*c->s != '\\') {
            *out++ = *c->s++;
            continue;
        }
        c->s++;
        char e = *c->s++;
        if (e == 'u') {
            uint32_t u = read_hex(c);
            if (u >= 0xD800 && u < 0xDC00) {
                c->s += 2;
                u = 0x10000 + ((u - 0xD800) << 10) + (read_hex(c) - 0xDC00);
            }
            out += utf8_encode(u, out);
        } else
            *out++ = strchr(from, e) ? to[strchr(from, e) - from] : e;
    }
    c->s++;
    j->n = (size_t)(out - j->s);
}

static const struct json *read_json(struct scan *c)
{
    struct json *j = arena_new(c->arena, struct json);
    const struct json **to = &j->first;
    blanks(c);
    j->kind = *c->s;
    if (*c->s == '"')
        read_text(c, j);
    else if (*c->s == '[' || *c->s == '{') {
        for (c->s++, blanks(c); *c->s != ']' && *c->s != '}'; blanks(c)) {
            if (*c->s == ',' || *c->s == ':') {
                c->s++;
                continue;
            }
            struct json *item = (struct json *)(uintptr_t)read_json(c);
            *to = item;
            to = &item->next;
        }
        c->s++;
    } else if (strchr("tfn", *c->s))
        c->s += strspn(c->s, "truefalsn");
    else {
        char *end;
        j->kind = '0';
        j->number = strtod(c->s, &end);
        assert_true(end > c->s);
        c->s = end;
    }
    return j;
}

static bool text_is(const struct json *j, const char *s)
{
    return j && j->kind == '"' && j->n == strlen(s) && !memcmp(j->s, s, j->n);
}

/* ---- component values against the tree ---- */
struct test {
    struct arena *arena;
    const struct json *input;
    const char *css;
    size_t size;
};

static bool near(double a, double b, double by) { return a - b <= by && b - a <= by; }

static bool same_number(const struct test *t, const struct json *repr, const struct value *v)
{
    const struct json *value = repr->next, *type = value->next;
    return v->end - v->start >= repr->n && !memcmp(t->css + v->start, repr->s, repr->n) &&
           near((double)v->number / NANO, value->number, 1e-9) &&
           v->integer == text_is(type, "integer");
}

static bool same_list(const struct test *t, const struct json *j, struct values v);

static bool same_named(const struct test *t, const struct json *j, const struct value *v)
{
    static const struct {
        const char *name;
        enum token_kind kind;
    } kinds[] = { { "ident", T_IDENT },
                  { "at-keyword", T_AT },
                  { "hash", T_HASH },
                  { "string", T_STRING },
                  { "url", T_URL },
                  { "function", T_FUNCTION },
                  { "number", T_NUMBER },
                  { "percentage", T_PERCENTAGE },
                  { "dimension", T_DIMENSION } };
    const struct json *name = j->first, *a = name->next;
    if (text_is(name, "error"))
        return text_is(a, "bad-string") ? v->kind == T_BAD_STRING
               : text_is(a, "bad-url")
                   ? v->kind == T_BAD_URL
                   : v->kind == T_CLOSE && a->n == 1 && (uint32_t)a->s[0] == v->delim;
    if (v->kind == T_BLOCK)
        return name->n == 2 && (uint32_t)name->s[0] == v->delim && same_list(t, a, v->inside);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!text_is(name, kinds[i].name) || kinds[i].kind != v->kind)
            continue;
        if (v->kind == T_NUMBER || v->kind == T_PERCENTAGE)
            return same_number(t, a, v);
        if (v->kind == T_DIMENSION)
            return same_number(t, a, v) && text_is(a->next->next->next, v->text);
        if (!text_is(a, v->text))
            return false;
        if (v->kind == T_FUNCTION)
            return same_list(t, a->next, v->inside);
        return v->kind != T_HASH || v->id == text_is(a->next, "id");
    }
    return false;
}

/* How many values a token written as a string is; 0 when they are others. */
static unsigned same_mark(const struct json *j, struct values v)
{
    static const struct {
        const char *name;
        enum token_kind kind;
    } marks[] = { { " ", T_SPACE }, { ":", T_COLON },  { ";", T_SEMICOLON },
                  { ",", T_COMMA }, { "<!--", T_CDO }, { "-->", T_CDC } };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_is(j, marks[i].name))
            return v.v->kind == marks[i].kind;
    unsigned k = 0;
    for (size_t at = 0, n; at < j->n; at += n, k++)
        if (k >= v.n || !style_delim(&v.v[k], utf8_decode(j->s + at, j->n - at, &n)))
            return 0;
    return k;
}

static bool at_end_mark(const struct json *j)
{
    return j->kind == '[' && text_is(j->first, "error") &&
           (text_is(j->first->next, "eof-in-string") || text_is(j->first->next, "eof-in-url"));
}

static bool same_list(const struct test *t, const struct json *j, struct values v)
{
    for (; j; j = j->next) {
        if (at_end_mark(j))
            continue;
        if (!v.n)
            return false;
        unsigned n = j->kind == '"' ? same_mark(j, v) : same_named(t, j, v.v);
        if (!n)
            return false;
        v.v += n;
        v.n -= n;
    }
    return v.n == 0;
}

/* A declaration's value: white space at its ends apart. */
static bool same_trimmed(const struct test *t, const struct json *j, struct values v)
{
    struct json *list = NULL, **to = &list, *space = NULL;
    for (; j; j = j->next) {
        if (text_is(j, " ")) {
            if (list)
                space = (struct json *)(uintptr_t)j;
            continue;
        }
        for (int pass = space ? 0 : 1; pass < 2; pass++) {
            *to = arena_new(t->arena, struct json);
            **to = pass ? *j : *space;
            (*to)->next = NULL;
            to = (struct json **)(uintptr_t) & (*to)->next;
        }
        space = NULL;
    }
    return same_list(t, list, style_trim(v));
}

/* ---- rules ---- */
static bool same_item(const struct test *t, const struct json *j, const struct statement *i)
{
    const struct json *name = j->first, *a = name->next, *b = a->next;
    if (text_is(name, "error"))
        return i->kind == STATEMENT_ERROR && text_is(a, "invalid");
    if (text_is(name, "declaration"))
        return i->kind == STATEMENT_DECLARATION && text_is(a, i->name) &&
               same_trimmed(t, b->first, i->prelude) && i->important == (b->next->kind == 't');
    if (text_is(name, "at-rule"))
        return i->kind == STATEMENT_AT_RULE && text_is(a, i->name) &&
               same_list(t, b->first, i->prelude) && i->has_block == (b->next->kind == '[') &&
               (!i->has_block || same_list(t, b->next->first, i->block));
    return text_is(name, "qualified rule") && i->kind == STATEMENT_RULE &&
           same_list(t, a->first, i->prelude) && same_list(t, b->first, i->block);
}

static bool same_items(const struct test *t, const struct json *expected,
                       struct statements statements)
{
    size_t k = 0;
    for (const struct json *j = expected->first; j; j = j->next, k++)
        if (k >= statements.n || !same_item(t, j, &statements.v[k]))
            return false;
    return k == statements.n;
}

/* One of something: the error "empty", "invalid" or "extra-input", or the thing. */
static bool same_one(const struct test *t, const struct json *expected, struct values v,
                     struct statements statements)
{
    bool error = text_is(expected->first, "error");
    const char *found = !style_trim(v).n                                           ? "empty"
                        : !statements.n || statements.v[0].kind == STATEMENT_ERROR ? "invalid"
                        : statements.n > 1                                         ? "extra-input"
                                                                                   : NULL;
    return found ? error && text_is(expected->first->next, found)
                 : !error && same_item(t, expected, &statements.v[0]);
}

typedef bool run(const struct test *t, const struct json *expected);

static struct values values_of(const struct test *t)
{
    return style_values(t->arena, t->css, t->size, NULL);
}
static bool run_values(const struct test *t, const struct json *e)
{
    return same_list(t, e->first, values_of(t));
}
static bool run_block(const struct test *t, const struct json *e)
{
    return same_items(t, e, style_parse_block(t->arena, values_of(t)));
}
static bool run_rules(const struct test *t, const struct json *e)
{
    return same_items(t, e, style_parse_rules(t->arena, values_of(t), RULES_OF_BLOCK));
}
static bool run_sheet(const struct test *t, const struct json *e)
{
    return same_items(t, e, style_parse_rules(t->arena, values_of(t), RULES_OF_SHEET));
}
static bool run_rule(const struct test *t, const struct json *e)
{
    return same_one(t, e, values_of(t), style_parse_rules(t->arena, values_of(t), RULES_OF_BLOCK));
}

static bool run_value(const struct test *t, const struct json *e)
{
    struct values v = style_trim(values_of(t));
    if (v.n == 1)
        return e->kind == '"' ? same_mark(e, v) : same_named(t, e, v.v);
    return text_is(e->first, "error") && text_is(e->first->next, v.n ? "extra-input" : "empty");
}

static bool run_declaration(const struct test *t, const struct json *e)
{
    struct statements statements = style_parse_block(t->arena, values_of(t));
    if (statements.n && statements.v[0].kind != STATEMENT_DECLARATION)
        statements.n = 0;
    return same_one(t, e, values_of(t), statements);
}

static bool run_nth(const struct test *t, const struct json *e)
{
    int32_t step, offset;
    if (!style_parse_nth(values_of(t), &step, &offset))
        return e->kind == 'n';
    return e->kind == '[' && near(e->first->number, step, 0) &&
           near(e->first->next->number, offset, 0);
}

/* "rgb(1, 2, 3)", "rgba(1, 2, 3, 0.5)", "color(device-cmyk 0 0.81 0.81 0.3 / 0.5)" against a colour of 65535ths. */
static bool run_color(const struct test *t, const struct json *e)
{
    struct values v = style_trim(values_of(t));
    struct color c;
    if (v.n != 1 || !style_parse_color(v.v, NULL, &c))
        return e->kind == 'n';
    char text[96];
    if (e->kind != '"' || e->n >= sizeof text)
        return false;
    memcpy(text, e->s, e->n);
    text[e->n] = 0;
    if ((int)c.space == COLOR_CURRENT)
        return text_is(e, "currentcolor");
    unsigned count = c.space == COLOR_CMYK ? 4 : 3;
    double unit = c.space == COLOR_CMYK ? 65535 : 257, alpha = 1;
    const char *s = strcspn(text, "(") == e->n ? text : strchr(text, '(') + 1;
    if ((c.space == COLOR_CMYK) != !strncmp(s, "device-cmyk", 11))
        return false;
    for (unsigned i = 0; i <= count; i++) {
        s += strcspn(s, "-.0123456789)");
        while (*s == '-' && !strchr(".0123456789", s[1]))
            s += 1 + strcspn(s + 1, "-.0123456789)");
        if (*s == ')')
            break;
        char *end;
        double said = strtod(s, &end);
        s = end;
        if (i == count)
            alpha = said;
        else if (!near(said, c.c[i] / unit, unit > 257 ? 1e-4 : .02))
            return false;
    }
    return near(alpha, c.alpha / 65535.0, 1e-2);
}

/* ---- files ---- */
static const char *read_file(struct arena *a, const char *name)
{
    char *text = arena_alloc(a, 1 << 20);
    FILE *f = fopen(arena_printf(a, FOLDER "%s.json", name), "rb");
    if (!f)
        return NULL;
    size_t n = fread(text, 1, (1 << 20) - 1, f);
    fclose(f);
    assert_true(n > 2 && n < (1 << 20) - 1);
    return text;
}

static bool excepted(const char *file, const struct json *input, size_t *used)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        const char *is = exceptions[i].input;
        size_t n = strlen(is);
        bool start = is[n - 1] == '*';
        if (strcmp(exceptions[i].file, file) || input->n < n - start ||
            memcmp(is, input->s, n - start) || (!start && input->n != n))
            continue;
        used[i]++;
        return true;
    }
    return false;
}

static void conformance(void **state)
{
    static const struct {
        const char *name;
        run *run;
    } files[] = { { "component_value_list", run_values },
                  { "one_component_value", run_value },
                  { "declaration_list", run_block },
                  { "blocks_contents", run_block },
                  { "one_declaration", run_declaration },
                  { "one_rule", run_rule },
                  { "rule_list", run_rules },
                  { "stylesheet", run_sheet },
                  { "An+B", run_nth },
                  { "color_hexadecimal_3", run_color },
                  { "color_hexadecimal_4", run_color },
                  { "color_keywords_3", run_color },
                  { "color_keywords_4", run_color },
                  { "color_hsl_3", run_color },
                  { "color_functions_5", run_color } };
    size_t failed = 0, passed = 0, used[sizeof exceptions / sizeof *exceptions] = { 0 };
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    (void)state;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        const char *text = read_file(a, files[f].name);
        assert_non_null(text);
        struct scan c = { a, text };
        for (const struct json *j = read_json(&c)->first; j; j = j->next->next) {
            struct test t = { a, j, j->s, j->n };
            if (excepted(files[f].name, j, used))
                continue;
            if (files[f].run(&t, j->next)) {
                passed++;
                continue;
            }
            failed++;
            printf("%s: %.*s\n", files[f].name, (int)j->n, j->s);
        }
    }
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (!used[i]) {
            failed++;
            printf("no such case: %s %s\n", exceptions[i].file, exceptions[i].input);
        }
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        assert_non_null(read_file(a, left_out[i].file));
    printf("css-syntax: %zu passed, %zu failed\n", passed, failed);
    arena_close(a);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(conformance) };
    FILE *f = fopen(FOLDER "An+B.json", "rb");
    if (!f) {
        puts("no " FOLDER);
        return 77;
    }
    fclose(f);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
