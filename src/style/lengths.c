/* style/lengths.c: numbers with units → sp, exactly, calc() (Values 3, 8), and min(), max(),
 * clamp() (Values 4, 10.2).  Percentages and units of the font stay tagged, and so does a choice
 * between two lengths that only they decide. */
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
    size_t base; /* where struct apply has what `parts` of the unit are */
    int parts;
} relative[] = { { "em", offsetof(struct apply, em), 1 },
                 { "lh", offsetof(struct apply, lh), 1 },
                 { "rem", offsetof(struct apply, rem), 1 },
                 { "rlh", offsetof(struct apply, rlh), 1 },
                 { "vw", offsetof(struct apply, paper_width), 100 },
                 { "vh", offsetof(struct apply, paper_height), 100 } };
static const char *const of_font[FONT_UNITS] = { "ex", "ch", "cap", "ic" };

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

/* No length is longer: a million points, sums of which stay far below SP_MAX, which is no limit. */
#define LENGTH_MOST ((sp)1 << 36)

/* a / b as a length. */
static sp divide_length(wide a, wide b) { return clamp(divide(a, b), LENGTH_MOST); }

/* A number in 65536ths. */
static int32_t fixed(int64_t nano) { return clamp32(divide((wide)nano * 65536, NANO)); }

enum { OUTCOMES_MOST = 64 }; /* of min() and max(), and of sums of them */

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
                divide_length((wide)v->number * SP_PT * units[i].up, (wide)NANO * units[i].down);
            return true;
        }
    for (size_t i = 0; i < sizeof relative / sizeof *relative; i++)
        if (style_same(v->text, relative[i].name)) {
            sp base = *(const sp *)(const void *)((const char *)x + relative[i].base);
            t->length.absolute = divide_length((wide)v->number * base, NANO * relative[i].parts);
            return true;
        }
    for (int i = 0; i < FONT_UNITS; i++)
        if (style_same(v->text, of_font[i])) {
            t->length.of_font[i] = fixed(v->number);
            return true;
        }
    return false;
}

static int32_t add32(int32_t a, int32_t b) { return clamp32((int64_t)a + b); }

static int32_t scale32(int32_t v, int64_t up, int64_t down)
{
    return clamp32(divide((wide)v * up, down));
}

/* Multiplies a length by up / down (> 0); a negative factor makes of the least the greatest. */
static struct length scale_length(const struct apply *x, struct length l, int64_t up, int64_t down)
{
    l.absolute = divide_length((wide)l.absolute * up, down);
    l.percent = scale32(l.percent, up, down);
    for (int i = 0; i < FONT_UNITS; i++)
        l.of_font[i] = scale32(l.of_font[i], up, down);
    if (!l.choice)
        return l;
    struct length_choice *c = arena_new(x->arena, struct length_choice);
    c->which = up < 0 ? CHOICE_GREATEST - l.choice->which : l.choice->which;
    for (int i = 0; i < 2; i++)
        c->of[i] = scale_length(x, l.choice->of[i], up, down);
    l.choice = c;
    return l;
}

/* Multiplies by up / down. */
static void scale(const struct apply *x, struct term *a, int64_t up, int64_t down)
{
    if (down < 0) {
        up = -up;
        down = -down;
    }
    a->nano = divide((wide)a->nano * up, down);
    a->length = scale_length(x, a->length, up, down);
}

/* How many plain lengths a length may become. */
static unsigned outcomes(const struct length *l)
{
    return l->choice ? outcomes(&l->choice->of[0]) + outcomes(&l->choice->of[1]) : 1;
}

/* Adds two lengths; what is to be chosen of one is added to each that the other may become. */
static struct length add_lengths(const struct apply *x, struct length a, const struct length *b)
{
    a.absolute = divide_length((wide)a.absolute + b->absolute, 1);
    a.percent = add32(a.percent, b->percent);
    for (int i = 0; i < FONT_UNITS; i++)
        a.of_font[i] = add32(a.of_font[i], b->of_font[i]);
    if (!a.choice)
        a.choice = b->choice;
    else if (b->choice) {
        struct length_choice *c = arena_new(x->arena, struct length_choice);
        c->which = a.choice->which;
        for (int i = 0; i < 2; i++)
            c->of[i] = add_lengths(x, a.choice->of[i], &(struct length){ .choice = b->choice });
        a.choice = c;
    }
    return a;
}

/* Adds a term, or takes it away; false where one is a number and the other none, or there would be
 * too much to choose from. */
static bool add_terms(const struct apply *x, struct term *a, const struct term *b, int sign)
{
    struct term other = *b;
    if (a->number != b->number || outcomes(&a->length) * outcomes(&b->length) > OUTCOMES_MOST)
        return false;
    scale(x, &other, sign, 1);
    a->nano = divide((wide)a->nano + other.nano, 1);
    a->length = add_lengths(x, a->length, &other.length);
    return true;
}

/* Divides by a number; false when it is none, or zero. */
static bool divide_term(const struct apply *x, struct term *a, const struct term *b)
{
    if (!b->number || b->nano == 0)
        return false;
    scale(x, a, NANO, b->nano);
    return true;
}

/* Multiplies two terms; false when neither is a number. */
static bool multiply_term(const struct apply *x, struct term *a, const struct term *b)
{
    if (!a->number && !b->number)
        return false;
    int64_t factor = b->nano;
    if (a->number) {
        factor = a->nano;
        *a = *b;
    }
    scale(x, a, factor, NANO);
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
static bool read_any(const struct apply *x, const struct value *v, struct term *t);

static bool read_factor(const struct apply *x, struct values *v, struct term *t)
{
    const struct value *f = skip(v);
    if (!f)
        return false;
    v->v++;
    v->n--;
    bool inner = f->kind == T_BLOCK && f->delim == '(';
    return inner ? read_sum(x, f->inside, t) : read_any(x, f, t);
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
        if (!(o->delim == '/' ? divide_term(x, t, &u) : multiply_term(x, t, &u)))
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
        if (!read_product(x, &v, &u) || !add_terms(x, t, &u, o->delim == '-' ? -1 : 1))
            return false;
    }
    return true;
}

/* ---- min(), max(), clamp() ---- */
bool length_has_share(struct length l)
{
    return l.percent ||
           (l.choice && (length_has_share(l.choice->of[0]) || length_has_share(l.choice->of[1])));
}

bool length_has_font_units(struct length l)
{
    bool any = l.choice &&
               (length_has_font_units(l.choice->of[0]) || length_has_font_units(l.choice->of[1]));
    for (int i = 0; i < FONT_UNITS; i++)
        any = any || l.of_font[i];
    return any;
}

/* Can the two be told from each other only where they are used? */
static bool is_open(const struct term *a, const struct term *b)
{
    return length_has_share(a->length) || length_has_share(b->length) ||
           length_has_font_units(a->length) || length_has_font_units(b->length);
}

/* Makes `a` the lesser or greater of both; false where one is a number and the other none. */
static bool choose(const struct apply *x, struct term *a, const struct term *b, int which)
{
    if (a->number != b->number || outcomes(&a->length) + outcomes(&b->length) > OUTCOMES_MOST)
        return false;
    if (is_open(a, b)) {
        struct length_choice *c = arena_new(x->arena, struct length_choice);
        *c = (struct length_choice){ which == CHOICE_LEAST ? CHOICE_LEAST : CHOICE_GREATEST,
                                     { a->length, b->length } };
        a->length = (struct length){ .choice = c };
        return true;
    }
    bool less = b->number ? b->nano < a->nano : b->length.absolute < a->length.absolute;
    if (less == (which == CHOICE_LEAST))
        *a = *b;
    return true;
}

/* Reads the arguments of a function, at most `most` of them, and gives their number; -1 when one is
 * none. */
static int read_arguments(const struct apply *x, struct values v, struct term *t, int most)
{
    int n = 0;
    for (unsigned from = 0, k = 0; k <= v.n; k++) {
        if (k < v.n && v.v[k].kind != T_COMMA)
            continue;
        if (n == most || !read_sum(x, (struct values){ v.v + from, k - from }, &t[n++]))
            return -1;
        from = k + 1;
    }
    return n;
}

/* min(a, b …), max(a, b …), clamp(least, wanted, most) (Values 4, 10.2). */
static bool read_choice(const struct apply *x, const struct value *f, struct term *t)
{
    enum { ARGUMENTS = 16 };
    struct term a[ARGUMENTS];
    bool between = style_same(f->text, "clamp");
    int which = style_same(f->text, "min") ? CHOICE_LEAST : CHOICE_GREATEST;
    int n = read_arguments(x, f->inside, a, between ? 3 : ARGUMENTS);
    if (n < 1 || (between && n != 3))
        return false;
    *t = a[n - 1];
    if (between)
        return choose(x, t, &a[1], CHOICE_LEAST) && choose(x, t, &a[0], CHOICE_GREATEST);
    for (int i = n - 1; i-- > 0;)
        if (!choose(x, t, &a[i], which))
            return false;
    return true;
}

static bool read_any(const struct apply *x, const struct value *v, struct term *t)
{
    if (v->kind != T_FUNCTION)
        return read_term(x, v, t);
    if (style_same(v->text, "calc"))
        return read_sum(x, v->inside, t);
    bool choice =
        style_same(v->text, "min") || style_same(v->text, "max") || style_same(v->text, "clamp");
    return choice && read_choice(x, v, t);
}

bool style_read_number(const struct apply *x, const struct value *v, int64_t *nano)
{
    struct term t;
    if (!read_any(x, v, &t) || !t.number)
        return false;
    *nano = t.nano;
    return true;
}

/* Tells whether a plain number with its unit lies below zero. */
static bool is_below_zero(const struct length *l)
{
    bool below = l->absolute < 0 || l->percent < 0;
    for (int i = 0; i < FONT_UNITS; i++)
        below = below || l->of_font[i] < 0;
    return below;
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
    if (!(allowed & LENGTH_PERCENT) && length_has_share(*out))
        return false;
    bool open = out->choice || length_has_share(*out) || length_has_font_units(*out);
    if (!negative && v->kind != T_FUNCTION && is_below_zero(out))
        return false;
    if (!negative && !open && out->absolute < 0)
        out->absolute = 0;
    return true;
}

sp length_resolve(struct length l, sp base, struct font_units font)
{
    if (l.kind != LENGTH_VALUE)
        return 0;
    wide sum = (wide)l.absolute * 65536;
    for (int i = 0; i < FONT_UNITS; i++)
        sum += (wide)l.of_font[i] * font.of[i];
    sp linear = divide_length(sum * 100 + (wide)l.percent * base, (wide)6553600);
    if (!l.choice)
        return linear;
    sp a = length_resolve(l.choice->of[0], base, font);
    sp b = length_resolve(l.choice->of[1], base, font);
    return linear + (l.choice->which == CHOICE_LEAST ? sp_min(a, b) : sp_max(a, b));
}
