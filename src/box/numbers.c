/* box/numbers: a number in a counter style of the sheet (Counter Styles 3, 3 and 4). */
#include "box/inner.h"

#include "base/utf8.h"

#include <string.h>

enum {
    FALLBACKS = 8,      /* styles that stand in for each other; then decimal */
    SIGNS_MOST = 60,    /* of one number; a longer one has no form */
    NUMBER_MOST = 99999 /* that symbolic and additive styles have a form for, at most */
};

/* Signs of a number from the last to the first. */
struct signs {
    const char *v[SIGNS_MOST];
    unsigned n;
};

static bool add_sign(struct signs *s, const char *sign)
{
    if (s->n == SIGNS_MOST)
        return false;
    s->v[s->n++] = sign;
    return true;
}

/* The signs of a positional style; alphabetic ones have no zero. */
static bool positional(const struct counter_style *c, int64_t n, struct signs *out)
{
    bool zero = c->system == SYSTEM_NUMERIC;
    if (n < !zero)
        return false;
    do {
        n -= !zero;
        if (!add_sign(out, c->signs[n % c->count]))
            return false;
        n /= c->count;
    } while (n > 0);
    return true;
}

/* One sign, as often as the round is: * † ‡ ** †† … */
static bool symbolic(const struct counter_style *c, int64_t n, struct signs *out)
{
    if (n < 1 || n > NUMBER_MOST)
        return false;
    for (int64_t k = (n - 1) / c->count + 1; k > 0; k--)
        if (!add_sign(out, c->signs[(n - 1) % c->count]))
            return false;
    return true;
}

static bool additive(const struct counter_style *c, int64_t n, struct signs *out)
{
    struct signs made = { .n = 0 };
    bool zero = n == 0;
    for (unsigned i = 0; i < c->count; i++) {
        if (zero && !c->weights[i])
            return add_sign(out, c->signs[i]);
        for (; c->weights[i] && n >= c->weights[i]; n -= c->weights[i])
            if (!add_sign(&made, c->signs[i]))
                return false;
    }
    while (made.n)
        add_sign(out, made.v[--made.n]);
    return !zero && n == 0;
}

/* The signs of a number that is not negative; false when the style has no form for it. */
static bool signs_of(const struct counter_style *c, int64_t n, struct signs *out)
{
    switch (c->system) {
    case SYSTEM_CYCLIC: return add_sign(out, c->signs[((n - 1) % c->count + c->count) % c->count]);
    case SYSTEM_FIXED:
        return n >= c->first && n - c->first < c->count && add_sign(out, c->signs[n - c->first]);
    case SYSTEM_SYMBOLIC: return symbolic(c, n, out);
    case SYSTEM_ADDITIVE: return additive(c, n, out);
    default: return positional(c, n, out);
    }
}

/* Does the style write a sign before negative numbers? */
static bool has_negatives(const struct counter_style *c)
{
    return c->system != SYSTEM_CYCLIC && c->system != SYSTEM_FIXED;
}

/* Appends the number in the style; false, and nothing is appended, when it has no form for it. */
static bool add_in(const struct counter_style *c, int64_t n, struct buffer *out)
{
    struct signs s = { .n = 0 };
    bool negative = n < 0 && has_negatives(c);
    if ((c->ranged && (n < c->least || n > c->most)) || !signs_of(c, negative ? -n : n, &s))
        return false;
    int64_t own = !negative ? 0 : 1 + (*c->negative[1] != 0); /* signs of its own */
    if (negative)
        buffer_add_string(out, c->negative[0]);
    for (int64_t k = (int64_t)s.n + own; c->pad && k < c->pad_length; k++)
        buffer_add_string(out, c->pad);
    while (s.n)
        buffer_add_string(out, s.v[--s.n]);
    if (negative)
        buffer_add_string(out, c->negative[1]);
    return true;
}

void number_add(struct box_builder *b, const struct digit_set *digits, int64_t n, const char *name,
                const struct counter_style *symbols, struct buffer *out)
{
    const struct counter_style *c = symbols ? symbols : style_counter_find(b->styles, name);
    for (int i = 0; c && i < FALLBACKS; i++) {
        if (c->system != SYSTEM_EXTENDS && add_in(c, n, out))
            return;
        name = c->system == SYSTEM_EXTENDS ? c->base : c->fallback;
        c = style_counter_find(b->styles, name);
    }
    buffer_add_string(out, lang_number(b->words, digits, n, c ? "decimal" : name));
}
