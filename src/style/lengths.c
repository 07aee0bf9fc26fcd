/* style/lengths.c: numbers with units → sp, exactly, and calc() (Values 3, 8).  ex, ch and
 * percentages stay tagged. */
#include "style/values.h"

#include <stddef.h>

static const struct {
    const char *name;
    int64_t up, down;
} units[] = { /* one unit = up/down pt */
              { "pt", 1, 1 },     { "px", 3, 4 },    { "in", 72, 1 }, { "cm", 7200, 254 },
              { "mm", 720, 254 }, { "q", 180, 254 }, { "pc", 12, 1 }
};
static const struct {
    const char *name;
    size_t base; /* where struct apply has what the unit is one of */
} relative[] = { { "em", offsetof(struct apply, em) },
                 { "lh", offsetof(struct apply, lh) },
                 { "rem", offsetof(struct apply, rem) },
                 { "rlh", offsetof(struct apply, rlh) } };

/* The number, or the nearer one of -most and most when it lies beyond. */
static int64_t clamp(wide n, int64_t most)
{
    if (n > most)
        return most;
    return n < -most ? -most : (int64_t)n;
}

static int32_t clamp32(int64_t n) { return (int32_t)clamp(n, INT32_MAX); }

/* a / b, rounded to nearest, no more than SP_MAX. */
static int64_t divide(wide a, wide b)
{
    wide q = a >= 0 ? (a + b / 2) / b : -((-a + b / 2) / b);
    return clamp(q, SP_MAX);
}

/* A number in 65536ths. */
static int32_t fixed(int64_t nano) { return clamp32(divide((wide)nano * 65536, NANO)); }

/* A term of calc(). */
struct term {
    bool number;
    int64_t nano;         /* of a number, in 1e-9 */
    struct length length; /* of anything else: a sum */
};

/* Reads a number with its unit; false when the unit is unknown. */
static bool read_term(const struct apply *x, const struct value *v, struct term *t)
{
    *t = (struct term){ .nano = v->number };
    if (v->kind == T_NUMBER) {
        t->number = true;
        return true;
    }
    if (v->kind == T_PERCENTAGE) {
        t->length.percent = fixed(v->number);
        return true;
    }
    if (v->kind != T_DIMENSION)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (style_same(v->text, units[i].name)) {
            t->length.absolute =
                divide((wide)v->number * SP_PT * units[i].up, (wide)NANO * units[i].down);
            return true;
        }
    for (size_t i = 0; i < sizeof relative / sizeof *relative; i++)
        if (style_same(v->text, relative[i].name)) {
            sp base = *(const sp *)(const void *)((const char *)x + relative[i].base);
            t->length.absolute = divide((wide)v->number * base, NANO);
            return true;
        }
    bool ex = style_same(v->text, "ex"), ch = style_same(v->text, "ch");
    *(ex ? &t->length.ex : &t->length.ch) = fixed(v->number);
    return ex || ch;
}

static int32_t add32(int32_t a, int32_t b, int sign)
{
    return clamp32((int64_t)a + (int64_t)sign * b);
}

static bool add_terms(struct term *a, const struct term *b, int sign)
{
    if (a->number != b->number)
        return false;
    a->nano = divide((wide)a->nano + (wide)sign * b->nano, 1);
    a->length.absolute = divide((wide)a->length.absolute + (wide)sign * b->length.absolute, 1);
    a->length.percent = add32(a->length.percent, b->length.percent, sign);
    a->length.ex = add32(a->length.ex, b->length.ex, sign);
    a->length.ch = add32(a->length.ch, b->length.ch, sign);
    return true;
}

static int32_t scale32(int32_t v, int64_t up, int64_t down)
{
    return clamp32(divide((wide)v * up, down));
}

/* Multiplies by up / down. */
static void scale(struct term *a, int64_t up, int64_t down)
{
    if (down < 0) {
        up = -up;
        down = -down;
    }
    a->nano = divide((wide)a->nano * up, down);
    a->length.absolute = divide((wide)a->length.absolute * up, down);
    a->length.percent = scale32(a->length.percent, up, down);
    a->length.ex = scale32(a->length.ex, up, down);
    a->length.ch = scale32(a->length.ch, up, down);
}

/* Divides by a number; false when it is none, or zero. */
static bool divide_term(struct term *a, const struct term *b)
{
    if (!b->number || b->nano == 0)
        return false;
    scale(a, NANO, b->nano);
    return true;
}

/* Multiplies two terms; false when neither is a number. */
static bool multiply_term(struct term *a, const struct term *b)
{
    if (!a->number && !b->number)
        return false;
    int64_t factor = b->nano;
    if (a->number) {
        factor = a->nano;
        *a = *b;
    }
    scale(a, factor, NANO);
    return true;
}

/* Steps over white space; NULL at the end. */
static const struct value *skip(struct values *v)
{
    while (v->n && v->v->kind == T_SPACE) {
        v->v++;
        v->n--;
    }
    return v->n ? v->v : NULL;
}

static bool read_sum(const struct apply *x, struct values v, struct term *t);

static bool read_factor(const struct apply *x, struct values *v, struct term *t)
{
    const struct value *f = skip(v);
    if (!f)
        return false;
    v->v++;
    v->n--;
    bool inner = (f->kind == T_BLOCK && f->delim == '(') ||
                 (f->kind == T_FUNCTION && style_same(f->text, "calc"));
    return inner ? read_sum(x, f->inside, t) : read_term(x, f, t);
}

/* Reads factors with * and / between them. */
static bool read_product(const struct apply *x, struct values *v, struct term *t)
{
    struct term u;
    if (!read_factor(x, v, t))
        return false;
    for (const struct value *o = skip(v); o && (style_delim(o, '*') || style_delim(o, '/'));
         o = skip(v)) {
        v->v++;
        v->n--;
        if (!read_factor(x, v, &u))
            return false;
        if (!(o->delim == '/' ? divide_term(t, &u) : multiply_term(t, &u)))
            return false;
    }
    return true;
}

/* Reads a sum; it recurses as deep as blocks stand in blocks, which the parser bounds. */
static bool read_sum(const struct apply *x, struct values v, struct term *t)
{
    struct term u;
    if (!read_product(x, &v, t))
        return false;
    for (const struct value *o = skip(&v); o; o = skip(&v)) {
        if (!style_delim(o, '+') && !style_delim(o, '-'))
            return false;
        v.v++;
        v.n--;
        if (!read_product(x, &v, &u) || !add_terms(t, &u, o->delim == '-' ? -1 : 1))
            return false;
    }
    return true;
}

static bool read_any(const struct apply *x, const struct value *v, struct term *t)
{
    if (v->kind == T_FUNCTION && style_same(v->text, "calc"))
        return read_sum(x, v->inside, t);
    return read_term(x, v, t);
}

bool style_read_number(const struct apply *x, const struct value *v, int64_t *nano)
{
    struct term t;
    if (!read_any(x, v, &t) || !t.number)
        return false;
    *nano = t.nano;
    return true;
}

bool style_read_length(const struct apply *x, const struct value *v, unsigned allowed,
                       struct length *out)
{
    bool negative = allowed & LENGTH_NEGATIVE;
    struct term t;
    if (!read_any(x, v, &t))
        return false;
    if (t.number && (t.nano != 0 || v->kind != T_NUMBER))
        return false;
    *out = t.length;
    out->kind = LENGTH_VALUE;
    if (!(allowed & LENGTH_PERCENT) && out->percent)
        return false;
    if (!negative && v->kind != T_FUNCTION &&
        (out->absolute < 0 || out->percent < 0 || out->ex < 0 || out->ch < 0))
        return false;
    if (!negative && !out->percent && !out->ex && !out->ch && out->absolute < 0)
        out->absolute = 0;
    return true;
}

sp length_resolve(struct length l, sp base, sp ex, sp ch)
{
    if (l.kind != LENGTH_VALUE)
        return 0;
    wide sum = (wide)l.absolute * 65536 + (wide)l.ex * ex + (wide)l.ch * ch;
    return divide(sum * 100 + (wide)l.percent * base, (wide)6553600);
}
