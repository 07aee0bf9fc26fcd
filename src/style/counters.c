/* style/counters: @counter-style and symbols() (Counter Styles 3): signs of a sheet's own for
 * numbers. Of `range` one pair is read; speak-as is left to readers. */
#include "style/values.h"

#include <string.h>

/* Reads a sign: a string or an identifier; NULL when it is none. */
static const char *read_sign(const struct value *v)
{
    return v->kind == T_STRING || v->kind == T_IDENT ? v->text : NULL;
}

/* Reads one sign or more. */
static bool read_signs(struct arena *a, struct values v, struct counter_style *to)
{
    const char **signs = arena_array(a, const char *, v.n + 1);
    for (unsigned i = 0; i < v.n; i++)
        if (!(signs[i] = read_sign(&v.v[i])))
            return false;
    to->signs = signs;
    to->count = v.n;
    return v.n > 0;
}

static bool is_integer(const struct value *v) { return v->kind == T_NUMBER && v->integer; }

static int32_t integer(const struct value *v)
{
    int64_t n = v->number / NANO;
    return n > INT32_MAX ? INT32_MAX : n < -INT32_MAX ? -INT32_MAX : (int32_t)n;
}

/* Reads weights that fall, each with its sign, commas between them. */
static bool read_additive(struct arena *a, struct values v, struct counter_style *to)
{
    const char **signs = arena_array(a, const char *, v.n + 1);
    int32_t *weights = arena_array(a, int32_t, v.n + 1);
    unsigned n = 0;
    for (unsigned i = 0; i + 1 < v.n; i += 3, n++) {
        bool turned = !is_integer(&v.v[i]);
        const struct value *weight = &v.v[i + turned], *sign = &v.v[i + !turned];
        if (!is_integer(weight) || !(signs[n] = read_sign(sign)) || weight->number < 0 ||
            (n && integer(weight) >= weights[n - 1]) || (i + 2 < v.n && v.v[i + 2].kind != T_COMMA))
            return false;
        weights[n] = integer(weight);
    }
    to->signs = signs;
    to->weights = weights;
    to->count = n;
    return n && v.n == 3 * n - 1;
}

static bool read_system(struct arena *a, struct values v, struct counter_style *to)
{
    static const char *const systems[] = { "cyclic",  "fixed",    "symbolic", "alphabetic",
                                           "numeric", "additive", "extends" };
    (void)a;
    for (int i = 0; i < SYSTEM_COUNT; i++)
        if (style_is(&v.v[0], systems[i]))
            to->system = (enum counter_system)i;
        else if (i == SYSTEM_COUNT - 1 && !style_is(&v.v[0], systems[to->system]))
            return false;
    if (to->system == SYSTEM_FIXED && v.n == 2 && is_integer(&v.v[1]))
        to->first = integer(&v.v[1]);
    else if (to->system == SYSTEM_EXTENDS && v.n == 2 && v.v[1].kind == T_IDENT)
        to->base = v.v[1].text;
    else
        return v.n == 1 && to->system != SYSTEM_EXTENDS;
    return true;
}

static bool read_range(struct arena *a, struct values v, struct counter_style *to)
{
    (void)a;
    if (v.n == 1 && style_is(v.v, "auto"))
        return true;
    for (unsigned i = 0; v.n == 2 && i < 2; i++)
        if (!is_integer(&v.v[i]) && !style_is(&v.v[i], "infinite"))
            return false;
    if (v.n != 2)
        return false;
    to->ranged = true;
    to->least = is_integer(&v.v[0]) ? integer(&v.v[0]) : INT32_MIN;
    to->most = is_integer(&v.v[1]) ? integer(&v.v[1]) : INT32_MAX;
    return to->least <= to->most;
}

static bool read_pad(struct arena *a, struct values v, struct counter_style *to)
{
    (void)a;
    if (v.n != 2)
        return false;
    bool turned = !is_integer(&v.v[0]);
    to->pad = read_sign(&v.v[!turned]);
    to->pad_length = is_integer(&v.v[turned]) ? integer(&v.v[turned]) : -1;
    return to->pad && to->pad_length >= 0 && to->pad_length <= 60;
}

static bool read_negative(struct arena *a, struct values v, struct counter_style *to)
{
    (void)a;
    to->negative[0] = read_sign(&v.v[0]);
    to->negative[1] = v.n == 2 ? read_sign(&v.v[1]) : "";
    return v.n <= 2 && to->negative[0] && to->negative[1];
}

static bool read_prefix(struct arena *a, struct values v, struct counter_style *to)
{
    (void)a;
    to->prefix = read_sign(&v.v[0]);
    return v.n == 1 && to->prefix;
}

static bool read_suffix(struct arena *a, struct values v, struct counter_style *to)
{
    (void)a;
    to->suffix = read_sign(&v.v[0]);
    return v.n == 1 && to->suffix;
}

static bool read_fallback(struct arena *a, struct values v, struct counter_style *to)
{
    (void)a;
    to->fallback = v.v[0].kind == T_IDENT ? v.v[0].text : NULL;
    return v.n == 1 && to->fallback;
}

static const struct counter_style usual = { .system = SYSTEM_SYMBOLIC,
                                            .first = 1,
                                            .prefix = "",
                                            .suffix = ". ",
                                            .negative = { "-", "" },
                                            .fallback = "decimal" };

bool style_counter_descriptor(struct arena *a, const char *name, struct values v,
                              struct counter_style *to)
{
    static const struct {
        const char *name;
        bool (*read)(struct arena *a, struct values v, struct counter_style *to);
    } descriptors[] = {
        { "system", read_system }, { "symbols", read_signs }, { "additive-symbols", read_additive },
        { "range", read_range },   { "pad", read_pad },       { "negative", read_negative },
        { "prefix", read_prefix }, { "suffix", read_suffix }, { "fallback", read_fallback }
    };
    for (size_t i = 0; v.n && i < sizeof descriptors / sizeof *descriptors; i++)
        if (style_same(name, descriptors[i].name))
            return descriptors[i].read(a, v, to);
    return false;
}

struct counter_style *style_counter_new(struct arena *a, const char *name)
{
    struct counter_style *made = arena_new(a, struct counter_style);
    *made = usual;
    made->name = name;
    return made;
}

bool style_counter_usable(const struct counter_style *c)
{
    bool two = c->system == SYSTEM_ALPHABETIC || c->system == SYSTEM_NUMERIC;
    if (c->system == SYSTEM_EXTENDS)
        return !c->count;
    return c->count >= (two ? 2u : 1u) && (c->system == SYSTEM_ADDITIVE) == (c->weights != NULL);
}

const struct counter_style *style_symbols(struct arena *a, const struct value *f)
{
    struct values v = style_dense(a, f->inside);
    struct counter_style *made = style_counter_new(a, NULL);
    made->suffix = " ";
    if (v.n && v.v[0].kind == T_IDENT) {
        struct values system = { v.v, 1 };
        if (!read_system(a, system, made) || made->system == SYSTEM_ADDITIVE)
            return NULL;
        v = (struct values){ v.v + 1, v.n - 1 };
    }
    for (unsigned i = 0; i < v.n; i++)
        if (v.v[i].kind != T_STRING)
            return NULL;
    return read_signs(a, v, made) && style_counter_usable(made) ? made : NULL;
}

bool style_counter_known(const struct rules *r, const char *name)
{
    const struct property *types = &style_properties[style_property_find("list-style-type")];
    const struct value v = { .kind = T_IDENT, .text = name };
    for (const struct counter_style *c = r->counters; c; c = c->next)
        if (!strcmp(c->name, name))
            return true;
    return style_keyword(types, &v) >= 0;
}
