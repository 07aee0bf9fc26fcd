/* style/tokens.c: bytes → tokens, after CSS Syntax 3, section 4.
 *
 * Departures: input preprocessing (CR, FF, NUL) happens where a character is read, so that
 * positions stay those of the file; numbers become 1e-9ths in 64 bits, digits past the ninth
 * decimal are dropped and large ones clamped.
 */
#include "style/inner.h"

#include "base/utf8.h"

#include <string.h>

/* The byte that stands `ahead` bytes on; -1 behind the end. */
static int byte(const struct tokenizer *r, size_t ahead)
{
    return r->at + ahead < r->size ? (unsigned char)r->s[r->at + ahead] : -1;
}
static bool newline(int c) { return c == '\n' || c == '\r' || c == '\f'; }
static bool space(int c) { return c == ' ' || c == '\t' || newline(c); }
static bool digit(int c) { return c >= '0' && c <= '9'; }
static bool hex(int c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
static bool start(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80 || c == 0;
}
static bool name_byte(int c) { return start(c) || digit(c) || c == '-'; }
/* Tells whether an escape begins (4.3.8); at the end of the text too: that escape is U+FFFD. */
static bool escape(int first, int second) { return first == '\\' && !newline(second); }

bool style_same(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a | 32) : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b | 32) : *b;
        if (x != y)
            return false;
    }
    return *a == *b;
}

/* Tells whether an identifier would start `ahead` bytes on (4.3.9). */
static bool ident_at(const struct tokenizer *r, size_t ahead)
{
    int c = byte(r, ahead);
    int d = byte(r, ahead + 1);
    if (c == '-')
        return start(d) || d == '-' || escape(d, byte(r, ahead + 2));
    return start(c) || escape(c, d);
}

/* Tells whether a number would start here (4.3.10). */
static bool number_at(const struct tokenizer *r)
{
    int c = byte(r, 0);
    int d = byte(r, 1);
    if (c == '+' || c == '-')
        return digit(d) || (d == '.' && digit(byte(r, 2)));
    return c == '.' ? digit(d) : digit(c);
}

/* Unescaped text as it grows. */
struct unescaped {
    struct arena *arena;
    char *s;
    size_t n, room;
};

static void add(struct unescaped *t, const char *s, size_t n)
{
    if (t->n + n + 1 > t->room)
        t->s = arena_grow(t->arena, t->s, 1, t->n, t->n + n + 1, &t->room);
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = 0;
}

static void add_code(struct unescaped *t, uint32_t c)
{
    char out[4];
    add(t, out, utf8_encode(c, out));
}

/* Reads an escape whose backslash is read already (4.3.7). */
static void read_escape(struct tokenizer *r, struct unescaped *t)
{
    if (r->at >= r->size) {
        add_code(t, 0xFFFD);
        return;
    }
    if (!hex(byte(r, 0))) {
        size_t n;
        uint32_t c = utf8_decode(r->s + r->at, r->size - r->at, &n);
        r->at += n;
        add_code(t, c ? c : 0xFFFD);
        return;
    }
    uint32_t c = 0;
    for (int i = 0; i < 6 && hex(byte(r, 0)); i++, r->at++) {
        int b = byte(r, 0);
        c = c * 16 + (uint32_t)(digit(b) ? b - '0' : (b | 32) - 'a' + 10);
    }
    if (byte(r, 0) == '\r' && byte(r, 1) == '\n')
        r->at += 2;
    else if (space(byte(r, 0)))
        r->at++;
    add_code(t, c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c);
}

/* Reads a name (4.3.11), its escapes replaced. */
static const char *read_name(struct tokenizer *r)
{
    struct unescaped t = { r->arena, NULL, 0, 0 };
    for (;;) {
        size_t from = r->at;
        while (name_byte(byte(r, 0)) && byte(r, 0) != 0)
            r->at++;
        if (r->at > from)
            add(&t, r->s + from, r->at - from);
        if (byte(r, 0) == 0) {
            r->at++;
            add_code(&t, 0xFFFD);
        } else if (escape(byte(r, 0), byte(r, 1))) {
            r->at++;
            read_escape(r, &t);
        } else
            return t.s ? t.s : "";
    }
}

/* Digits of a number, without zeros in front; more than 40 say nothing. */
struct decimal {
    char list[40];
    int n;
    int point; /* the decimal point stands behind so many of them */
};

static void read_whole(struct tokenizer *r, struct decimal *d)
{
    int more = 0; /* than are kept */
    for (; digit(byte(r, 0)); r->at++) {
        if (d->n == 0 && byte(r, 0) == '0')
            continue;
        if (d->n < (int)sizeof d->list)
            d->list[d->n++] = (char)byte(r, 0);
        else if (more < 100)
            more++;
    }
    d->point = d->n + more;
}

static void read_fraction(struct tokenizer *r, struct decimal *d)
{
    for (; digit(byte(r, 0)); r->at++) {
        if (d->n == 0 && byte(r, 0) == '0') {
            if (d->point > -100)
                d->point--;
        } else if (d->n < (int)sizeof d->list) {
            d->list[d->n++] = (char)byte(r, 0);
        }
    }
}

static int read_exponent(struct tokenizer *r)
{
    int exponent = 0;
    for (; digit(byte(r, 0)); r->at++)
        if (exponent < 1000)
            exponent = exponent * 10 + byte(r, 0) - '0';
    return exponent;
}

/* What the digits are in 1e-9, at most 4e9. */
static int64_t sum_of(const struct decimal *d)
{
    const wide most = (wide)4000000000 * NANO;
    wide sum = 0;
    for (int i = 0; i < d->point + 9 && sum <= most && (i < d->n || sum); i++)
        sum = sum * 10 + (i < d->n ? d->list[i] - '0' : 0);
    return (int64_t)(sum < most ? sum : most);
}

/* Reads a number (4.3.12), in 1e-9. */
static void read_number(struct tokenizer *r, struct value *v)
{
    struct decimal d = { .n = 0 };
    bool minus = byte(r, 0) == '-';
    v->sign = minus || byte(r, 0) == '+';
    v->integer = true;
    r->at += v->sign;
    read_whole(r, &d);
    if (byte(r, 0) == '.' && digit(byte(r, 1))) {
        v->integer = false;
        r->at++;
        read_fraction(r, &d);
    }
    size_t behind = byte(r, 1) == '+' || byte(r, 1) == '-' ? 2 : 1;
    if ((byte(r, 0) | 32) == 'e' && digit(byte(r, behind))) {
        bool down = byte(r, 1) == '-';
        v->integer = false;
        r->at += behind;
        int exponent = read_exponent(r);
        d.point += down ? -exponent : exponent;
    }
    v->number = minus ? -sum_of(&d) : sum_of(&d);
}

static void read_numeric(struct tokenizer *r, struct value *v)
{
    read_number(r, v);
    v->kind = T_NUMBER;
    if (ident_at(r, 0)) {
        v->kind = T_DIMENSION;
        v->text = read_name(r);
    } else if (byte(r, 0) == '%') {
        v->kind = T_PERCENTAGE;
        r->at++;
    }
}

/* Reads a string (4.3.5); a line end in it makes it a bad one. */
static void read_string(struct tokenizer *r, struct value *v)
{
    struct unescaped t = { r->arena, NULL, 0, 0 };
    int quote = byte(r, 0);
    v->kind = T_STRING;
    for (r->at++; r->at < r->size;) {
        int c = byte(r, 0);
        if (c == quote) {
            r->at++;
            break;
        }
        if (newline(c)) {
            v->kind = T_BAD_STRING;
            break;
        }
        if (c == '\\') {
            r->at++;
            if (byte(r, 0) == '\r' && byte(r, 1) == '\n')
                r->at += 2;
            else if (newline(byte(r, 0)))
                r->at++;
            else if (r->at < r->size)
                read_escape(r, &t);
            continue;
        }
        if (c == 0)
            add_code(&t, 0xFFFD);
        else
            add(&t, r->s + r->at, 1);
        r->at++;
    }
    v->text = t.s ? t.s : "";
}

static void skip_space(struct tokenizer *r)
{
    while (space(byte(r, 0)))
        r->at++;
}

/* Reads an unquoted url( … ) whose opening parenthesis is read already (4.3.6). */
static void read_url(struct tokenizer *r, struct value *v)
{
    struct unescaped t = { r->arena, NULL, 0, 0 };
    v->kind = T_URL;
    skip_space(r);
    for (; r->at < r->size;) {
        int c = byte(r, 0);
        if (c == ')') {
            r->at++;
            break;
        }
        if (space(c)) {
            skip_space(r);
            if (r->at >= r->size || byte(r, 0) == ')')
                continue;
            v->kind = T_BAD_URL;
        } else if (c == '"' || c == '\'' || c == '(' || (c > 0 && c < 9) || c == 11 ||
                   (c > 13 && c < 32) || c == 127) {
            v->kind = T_BAD_URL;
        } else if (c == '\\') {
            if (escape(c, byte(r, 1))) {
                r->at++;
                read_escape(r, &t);
                continue;
            }
            v->kind = T_BAD_URL;
        } else {
            if (c == 0)
                add_code(&t, 0xFFFD);
            else
                add(&t, r->s + r->at, 1);
            r->at++;
            continue;
        }
        for (; r->at < r->size && byte(r, 0) != ')'; r->at++)
            if (escape(byte(r, 0), byte(r, 1)))
                r->at++;
        if (r->at < r->size)
            r->at++;
        if (r->at > r->size)
            r->at = r->size;
        break;
    }
    v->text = t.s ? t.s : "";
}

/* Reads an identifier, a function or an unquoted url() (4.3.4). */
static void read_ident(struct tokenizer *r, struct value *v)
{
    v->kind = T_IDENT;
    v->text = read_name(r);
    if (byte(r, 0) != '(')
        return;
    r->at++;
    v->kind = T_FUNCTION;
    if (!style_same(v->text, "url"))
        return;
    size_t ahead = 0;
    while (space(byte(r, ahead)))
        ahead++;
    if (byte(r, ahead) != '"' && byte(r, ahead) != '\'')
        read_url(r, v);
}

static bool ahead_is(const struct tokenizer *r, const char *s)
{
    return r->size - r->at >= strlen(s) && !memcmp(r->s + r->at, s, strlen(s));
}

static void skip_comments(struct tokenizer *r)
{
    while (byte(r, 0) == '/' && byte(r, 1) == '*') {
        size_t from = r->at + 2;
        for (r->at = from; r->at < r->size && !ahead_is(r, "*/"); r->at++) {}
        if (r->at == r->size)
            r->open = from;
        r->at = r->at + 2 < r->size ? r->at + 2 : r->size;
    }
}

/* Reads a token of one character. */
static void read_single(struct tokenizer *r, struct value *v, int c)
{
    static const struct {
        char c;
        enum token_kind kind;
    } single[] = { { ':', T_COLON }, { ';', T_SEMICOLON }, { ',', T_COMMA },
                   { '(', T_OPEN },  { '[', T_OPEN },      { '{', T_OPEN },
                   { ')', T_CLOSE }, { ']', T_CLOSE },     { '}', T_CLOSE } };
    v->kind = T_DELIM;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (single[i].c == c)
            v->kind = single[i].kind;
    size_t n = 1;
    v->delim = utf8_decode(r->s + r->at, r->size - r->at, &n);
    r->at += n;
}

/* 4.3.1 */
void style_token(struct tokenizer *r, struct value *v)
{
    memset(v, 0, sizeof *v);
    skip_comments(r);
    v->start = (uint32_t)r->at;
    int c = byte(r, 0);
    if (c == -1)
        v->kind = T_END;
    else if (space(c)) {
        v->kind = T_SPACE;
        skip_space(r);
    } else if (c == '"' || c == '\'')
        read_string(r, v);
    else if (c == '#' && (name_byte(byte(r, 1)) || escape(byte(r, 1), byte(r, 2)))) {
        v->kind = T_HASH;
        v->id = ident_at(r, 1);
        r->at++;
        v->text = read_name(r);
    } else if (number_at(r))
        read_numeric(r, v);
    else if (ahead_is(r, "-->")) {
        v->kind = T_CDC;
        r->at += 3;
    } else if (ahead_is(r, "<!--")) {
        v->kind = T_CDO;
        r->at += 4;
    } else if (ident_at(r, 0))
        read_ident(r, v);
    else if (c == '@' && ident_at(r, 1)) {
        v->kind = T_AT;
        r->at++;
        v->text = read_name(r);
    } else
        read_single(r, v, c);
    v->end = (uint32_t)r->at;
}
