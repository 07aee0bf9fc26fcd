/* style/shorthands.c: a shorthand's value is cut into the values of its longhands, which are ranges
 * of the same list. */
#include "style/values.h"

#include <string.h>

/* A property's name. */
struct named {
    char s[40];
};

/* Finds the i-th name of a row's longhands; false behind the last. */
static bool longhand(const struct property *row, unsigned i, struct named *out)
{
    const char *s = row->initial;
    for (; i && *s; i--) {
        s += strcspn(s, " ");
        s += strspn(s, " ");
    }
    size_t n = strcspn(s, " ");
    if (!n || n >= sizeof out->s)
        return false;
    memcpy(out->s, s, n);
    out->s[n] = 0;
    return true;
}

int style_property_first(int row)
{
    struct named name;
    if (style_properties[row].apply || !longhand(&style_properties[row], 0, &name))
        return row;
    return style_property_find(name.s);
}

bool style_expand_sides(void *to, const struct property *row, struct values v)
{
    static const unsigned char of_four[5][4] = {
        { 0 }, { 0, 0, 0, 0 }, { 0, 1, 0, 1 }, { 0, 1, 2, 1 }, { 0, 1, 2, 3 }
    };
    static const unsigned char of_two[3][4] = { { 0 }, { 0, 0 }, { 0, 1 } };
    struct named name;
    bool four = longhand(row, 3, &name);
    if (v.n < 1 || v.n > (four ? 4u : 2u))
        return false;
    for (unsigned i = 0; longhand(row, i, &name); i++)
        style_emit(to, name.s,
                   (struct values){ v.v + (four ? of_four[v.n][i] : of_two[v.n][i]), 1 });
    return true;
}

/* Tells whether a longhand would take the value. */
static bool accepts(void *to, const char *name, const struct value *v)
{
    return style_check(((struct emitter *)to)->arena, style_property_find(name),
                       (struct values){ v, 1 });
}

/* Each value goes to the first longhand that takes it; what nothing says is initial.  Of border's
 * twelve, and border-block's and border-inline's six, each three take the same. `auto` may stand
 * for a longhand's initial value, and in background, where it means that there is no image,
 * `none`. */
bool style_expand_any_order(void *to, const struct property *row, struct values v)
{
    struct named name;
    const struct value *taken[12] = { NULL };
    unsigned count = 0;
    while (longhand(row, count, &name))
        count++;
    unsigned period = count == 12 || count == 6 ? 3 : count;
    if (v.n < 1 || v.n > period)
        return false;
    for (unsigned i = 0; i < v.n; i++) {
        unsigned k = 0;
        for (; k < period; k++) {
            longhand(row, k, &name);
            if (!taken[k] && accepts(to, name.s, &v.v[i]))
                break;
        }
        if (k < period)
            taken[k] = &v.v[i];
        else if (!style_is(&v.v[i], "auto") && !(count == 1 && style_is(&v.v[i], "none")))
            return false;
    }
    for (unsigned i = 0; i < count; i++) {
        longhand(row, i, &name);
        style_emit(to, name.s, (struct values){ taken[i % period], taken[i % period] ? 1 : 0 });
    }
    return true;
}

/* font: [style caps weight stretch in any order] size [/ line-height] families. */
bool style_expand_font(void *to, const struct property *row, struct values v)
{
    struct named name;
    const struct value *taken[4] = { NULL };
    struct values size = { NULL, 0 }, height = { NULL, 0 };
    unsigned i = 0;
    for (; i < v.n && i <= 4; i++) {
        unsigned k = 0;
        if (style_is(&v.v[i], "normal"))
            continue;
        for (; k < 4; k++) {
            longhand(row, k, &name);
            if (!taken[k] && accepts(to, name.s, &v.v[i]) && !(k == 3 && v.v[i].kind != T_IDENT))
                break;
        }
        if (k == 4)
            break;
        taken[k] = &v.v[i];
    }
    if (i >= v.n || i > 4 || !accepts(to, "font-size", &v.v[i]))
        return false;
    size = (struct values){ &v.v[i++], 1 };
    if (i + 1 < v.n && style_delim(&v.v[i], '/')) {
        if (!accepts(to, "line-height", &v.v[i + 1]))
            return false;
        height = (struct values){ &v.v[i + 1], 1 };
        i += 2;
    }
    struct values families = { v.v + i, v.n - i };
    if (!families.n ||
        !style_check(((struct emitter *)to)->arena, style_property_find("font-family"), families))
        return false;
    for (unsigned k = 0; longhand(row, k, &name); k++) {
        struct values one = { k < 4 ? taken[k] : NULL, k < 4 && taken[k] ? 1 : 0 };
        if (k == 4)
            one = size;
        else if (k == 5)
            one = height;
        else if (k == 6)
            one = families;
        style_emit(to, name.s, one);
    }
    return true;
}

bool style_expand_list_style(void *to, const struct property *row, struct values v)
{
    const struct value *type = NULL, *position = NULL, *none = NULL;
    unsigned nones = 0;
    (void)row;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "none")) {
            none = &v.v[i];
            nones++;
        } else if (!position && accepts(to, "list-style-position", &v.v[i])) {
            position = &v.v[i];
        } else if (!type && accepts(to, "list-style-type", &v.v[i])) {
            type = &v.v[i];
        } else {
            return false;
        }
    }
    if (!v.n || nones > (type ? 1u : 2u))
        return false;
    type = type ? type : none;
    style_emit(to, "list-style-position", (struct values){ position, position ? 1 : 0 });
    style_emit(to, "list-style-type", (struct values){ type, type ? 1 : 0 });
    return true;
}

/* Gives each longhand of a row the values that it takes one by one, in any order; false when one is
 * for none of them. */
static bool sort_values(void *to, const struct property *row, struct values v)
{
    enum { PARTS = 4 };
    struct emitter *e = to;
    struct value *part[PARTS];
    unsigned n[PARTS] = { 0 };
    struct named name;
    for (unsigned k = 0; k < PARTS; k++)
        part[k] = arena_array(e->arena, struct value, v.n + 1);
    for (unsigned i = 0; i < v.n; i++) {
        unsigned k = 0;
        while (longhand(row, k, &name) && !accepts(to, name.s, &v.v[i]))
            k++;
        if (!longhand(row, k, &name))
            return false;
        part[k][n[k]++] = v.v[i];
    }
    for (unsigned k = 0; longhand(row, k, &name); k++)
        style_emit(to, name.s, (struct values){ part[k], n[k] });
    return v.n > 0;
}

bool style_expand_variant(void *to, const struct property *row, struct values v)
{
    if (v.n == 1 && style_is(v.v, "none")) {
        struct named name;
        for (unsigned k = 0; longhand(row, k, &name); k++)
            style_emit(to, name.s,
                       strcmp(name.s, "font-variant-ligatures") ? (struct values){ NULL, 0 } : v);
        return true;
    }
    for (unsigned i = 0; i < v.n; i++)
        if ((style_is(&v.v[i], "normal") && v.n > 1) || style_is(&v.v[i], "none"))
            return false;
    return sort_values(to, row, v);
}

bool style_expand_decoration(void *to, const struct property *row, struct values v)
{
    return sort_values(to, row, v);
}

bool style_expand_whole(void *to, const struct property *row, struct values v)
{
    style_emit(to, row->initial, v);
    return true;
}

void style_emit(void *to, const char *name, struct values v)
{
    struct emitter *e = to;
    e->take(e, style_property_find(name), v);
}
