/* style, values: what properties of the font take.
 */
#include "style/cascade.h"
#include "style/values.h"

#include <string.h>

/* Reads font-family: strings, and names of several identifiers. */
bool style_apply_families(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    (void)slot;
    if (!v.n)
        return false;
    const char **list = arena_array(x->arena, const char *, v.n + 1);
    unsigned count = 0;
    for (unsigned i = 0; i < v.n; i++) {
        const char *name = NULL;
        if (v.v[i].kind == T_STRING)
            name = v.v[i++].text;
        else
            for (; i < v.n && v.v[i].kind == T_IDENT; i++)
                name = name ? arena_printf(x->arena, "%s %s", name, v.v[i].text) : v.v[i].text;
        if (!name || (i < v.n && v.v[i].kind != T_COMMA) || (i + 1 == v.n))
            return false;
        list[count++] = name;
    }
    x->style->families = list;
    x->style->families_at = style_place(x, v);
    return true;
}

/* Reads font-size: an absolute or relative word, a length, or a share of the parent's size. */
bool style_apply_font_size(struct apply *x, const struct property *row, struct values v, void *slot)
{
    static const struct {
        const char *name;
        int up, down;
    } words[] = { { "xx-small", 3, 5 }, { "x-small", 3, 4 }, { "small", 8, 9 },
                  { "medium", 1, 1 },   { "large", 6, 5 },   { "x-large", 3, 2 },
                  { "xx-large", 2, 1 } };
    struct length l;
    (void)row;
    if (v.n != 1)
        return false;
    sp em = x->em; /* the parent's: this property comes first */
    for (size_t i = 0; i < 7; i++)
        if (style_is(v.v, words[i].name)) {
            *(sp *)slot = sp_muldiv(12 * SP_PT, words[i].up, words[i].down);
            return true;
        }
    if (style_is(v.v, "smaller")) {
        *(sp *)slot = sp_muldiv(em, 5, 6);
        return true;
    }
    if (style_is(v.v, "larger")) {
        *(sp *)slot = sp_muldiv(em, 6, 5);
        return true;
    }
    if (!style_read_length(x, v.v, LENGTH_PERCENT, &l))
        return false;
    sp size = length_resolve(l, em, style_customary_units(x));
    *(sp *)slot = sp_min(sp_max(size, 0), 10000 * SP_PT);
    return true;
}

/* The weight that is bolder than the parent's (Fonts 4, 2.2.1). */
static unsigned bolder(unsigned weight)
{
    if (weight < 350)
        return 400;
    if (weight < 550)
        return 700;
    return weight < 900 ? 900 : weight;
}

/* The weight that is lighter than the parent's. */
static unsigned lighter(unsigned weight)
{
    if (weight < 100)
        return weight;
    if (weight < 550)
        return 100;
    return weight < 750 ? 400 : 700;
}

/* Reads font-weight. */
bool style_apply_weight(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t n = 0;
    if (v.n != 1)
        return false;
    if (style_is(v.v, "normal"))
        n = 400;
    else if (style_is(v.v, "bold"))
        n = 700;
    else if (style_is(v.v, "bolder"))
        n = bolder(x->parent->font_weight);
    else if (style_is(v.v, "lighter"))
        n = lighter(x->parent->font_weight);
    else if (!style_read_number(x, v.v, &n))
        return false;
    else
        n = (n + NANO / 2) / NANO;
    style_store(row, slot, n);
    return n >= 1 && n <= 1000;
}

bool style_apply_stretch(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (v.n == 1 && v.v->kind == T_PERCENTAGE && v.v->number >= 0 && v.v->number < 1000 * NANO) {
        style_store(row, slot, v.v->number / NANO);
        return true;
    }
    return style_apply_keyword(x, row, v, slot);
}

/* Reads font-feature-settings. */
bool style_apply_features(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    (void)slot;
    struct style *s = x->style;
    s->features = NULL;
    s->feature_count = 0;
    if (v.n == 1 && style_is(v.v, "normal"))
        return true;
    struct font_feature *list = arena_array(x->arena, struct font_feature, v.n);
    for (unsigned i = 0; i < v.n; i++) {
        if (v.v[i].kind != T_STRING || strlen(v.v[i].text) != 4)
            return false;
        const unsigned char *t = (const unsigned char *)v.v[i++].text;
        struct font_feature f = {
            (uint32_t)t[0] << 24 | (uint32_t)t[1] << 16 | (uint32_t)t[2] << 8 | t[3], 1
        };
        if (i < v.n && v.v[i].kind != T_COMMA) {
            bool number = v.v[i].kind == T_NUMBER && v.v[i].integer && v.v[i].number >= 0;
            if (!number && !style_is(&v.v[i], "on") && !style_is(&v.v[i], "off"))
                return false;
            f.value = number ? (uint32_t)(v.v[i].number / NANO) : style_is(&v.v[i], "on");
            i++;
        }
        if ((i < v.n && v.v[i].kind != T_COMMA) || i + 1 == v.n)
            return false;
        list[s->feature_count++] = f;
    }
    s->features = list;
    return s->feature_count > 0;
}
