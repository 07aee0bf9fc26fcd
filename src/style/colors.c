/* style/colors.c: a component value → a colour.  CSS Color 3, with the hex forms and the comma-less
 * rgb() of Color 4, device-cmyk() of Color 5, and its color() for inks that @color-profile names.
 * Components stay in the space that the style sheet said; the converting is pdf's.
 */
#include "style/inner.h"

#include "base/words.h"

#include <string.h>

static const struct {
    const char *name;
    uint32_t rgb;
} names[] = {
#include "style/color_names.def"
};

static struct color rgb(int64_t r, int64_t g, int64_t b)
{
    return (struct color){ .space = COLOR_RGB,
                           .c = { (uint16_t)r, (uint16_t)g, (uint16_t)b, 0 },
                           .alpha = 65535 };
}

const char *style_near_color(const char *word, unsigned *least)
{
    const char *best = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unsigned d = *word == *names[i].name ? word_distance(word, names[i].name) : *least;
        if (d < *least) {
            *least = d;
            best = names[i].name;
        }
    }
    return best;
}

static int nibble(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

/* #rgb, #rgba, #rrggbb, #rrggbbaa. */
static bool parse_hex(const char *s, struct color *out)
{
    size_t n = strlen(s);
    size_t digits = n > 4 ? 2 : 1; /* of a component */
    if (strspn(s, "0123456789abcdefABCDEF") != n || (n != 3 && n != 4 && n != 6 && n != 8))
        return false;
    int c[4] = { 0, 0, 0, 255 };
    for (size_t i = 0; i * digits < n; i++)
        c[i] = digits == 2 ? nibble(s[2 * i]) * 16 + nibble(s[2 * i + 1]) : nibble(s[i]) * 17;
    *out = rgb(c[0] * 257, c[1] * 257, c[2] * 257);
    out->alpha = (uint16_t)(c[3] * 257);
    return true;
}

/* Finds a function's arguments without their separators and returns how many; -1 when they are not
 * 3 to 5 numbers parted alike. */
static int arguments(const struct value *f, const struct value *out[5])
{
    int n = 0, commas = 0, slashes = 0;
    bool awaited = true; /* an argument has to come */
    for (unsigned i = 0; i < f->inside.n; i++) {
        const struct value *v = &f->inside.v[i];
        if (v->kind == T_SPACE)
            continue;
        if (v->kind == T_COMMA || style_delim(v, '/')) {
            if (awaited)
                return -1;
            if (v->kind == T_COMMA)
                commas++;
            else
                slashes++;
            awaited = true;
            continue;
        }
        if (n == 5)
            return -1;
        out[n++] = v;
        awaited = false;
    }
    if (awaited && n)
        return -1;
    if (commas && (slashes || commas != n - 1))
        return -1;
    return slashes > 1 ? -1 : n;
}

static int64_t clamp(wide v, int64_t most)
{
    if (v < 0)
        return 0;
    return v > most ? most : (int64_t)v;
}

/* Reads a number of which `full` is 65535, or a percentage; false for anything else. */
static bool component(const struct value *v, int64_t full, uint16_t *out)
{
    if (v->kind != T_NUMBER && v->kind != T_PERCENTAGE)
        return false;
    wide whole = (wide)NANO * (v->kind == T_PERCENTAGE ? 100 : full);
    *out = (uint16_t)clamp(((wide)v->number * 65535 + whole / 2) / whole, 65535);
    return true;
}

/* Computes one component of HSL → RGB (CSS Color 3, 4.2.4); the hue in 1e-9 of a turn of 6, the
 * others in 65535ths. */
static int64_t hue_to_rgb(int64_t m1, int64_t m2, wide h)
{
    const wide turn = (wide)6 * NANO;
    h = ((h % turn) + turn) % turn;
    if (h < NANO)
        return m1 + (int64_t)((m2 - m1) * h / NANO);
    if (h < 3 * (wide)NANO)
        return m2;
    if (h < 4 * (wide)NANO)
        return m1 + (int64_t)((m2 - m1) * (4 * (wide)NANO - h) / NANO);
    return m1;
}

/* Reads the arguments of hsl(). */
static bool parse_hsl(const struct value *const v[], struct color *out)
{
    uint16_t s, l;
    bool angle =
        v[0]->kind == T_NUMBER || (v[0]->kind == T_DIMENSION && style_same(v[0]->text, "deg"));
    if (!angle || v[1]->kind != T_PERCENTAGE || v[2]->kind != T_PERCENTAGE ||
        !component(v[1], 1, &s) || !component(v[2], 1, &l))
        return false;
    int64_t m2 = l + s - ((int64_t)l * s + 32767) / 65535;
    if (l * 2 <= 65535)
        m2 = ((int64_t)l * (65535 + s) + 32767) / 65535;
    int64_t m1 = 2 * l - m2;
    wide h = (wide)v[0]->number / 60;
    wide third = (wide)2 * NANO;
    *out = rgb(clamp(hue_to_rgb(m1, m2, h + third), 65535), clamp(hue_to_rgb(m1, m2, h), 65535),
               clamp(hue_to_rgb(m1, m2, h - third), 65535));
    return true;
}

static bool has_comma(const struct value *f)
{
    for (unsigned i = 0; i < f->inside.n; i++)
        if (f->inside.v[i].kind == T_COMMA)
            return true;
    return false;
}

static bool has_slash(const struct value *f)
{
    for (unsigned i = 0; i < f->inside.n; i++)
        if (style_delim(&f->inside.v[i], '/'))
            return true;
    return false;
}

const struct spot_ink *style_spot_find(const struct rules *r, const char *name)
{
    const struct spot_ink *ink = r->spots;
    while (ink && strcmp(ink->name, name) != 0)
        ink = ink->next;
    return ink;
}

/* Reads the arguments of color(): an ink's name, its tint, behind a slash alpha. */
static bool parse_ink(const struct value *f, const struct rules *rules, struct color *out)
{
    const struct value *v[5];
    int n = arguments(f, v), plain = has_slash(f) ? n - 1 : n;
    *out = (struct color){ .space = COLOR_SPOT, .c = { 65535 }, .alpha = 65535 };
    if (plain < 1 || plain > 2 || has_comma(f) || !style_spot_named(v[0]))
        return false;
    if (plain == 2 && !component(v[1], 1, &out->c[0]))
        return false;
    out->spot = rules ? style_spot_find(rules, v[0]->text) : NULL;
    return (out->spot || !rules) && (n == plain || component(v[plain], 1, &out->alpha));
}

/* Reads rgb(), hsl() or device-cmyk(); false when it is none of them. */
static bool parse_function(const struct value *f, struct color *out)
{
    const struct value *v[5];
    int n = arguments(f, v);
    int plain = 3; /* so many are the components; one more is alpha */
    if (style_same(f->text, "device-cmyk")) {
        plain = 4;
        if (n != 4 && n != 5)
            return false;
        bool commas = has_comma(f); /* the older form, of numbers alone */
        *out = (struct color){ .space = COLOR_CMYK, .alpha = 65535 };
        for (int i = 0; i < 4; i++)
            if ((commas && v[i]->kind != T_NUMBER) || !component(v[i], 1, &out->c[i]))
                return false;
    } else if (n != 3 && n != 4) {
        return false;
    } else if (style_same(f->text, "hsl") || style_same(f->text, "hsla")) {
        if (!parse_hsl(v, out))
            return false;
    } else if (style_same(f->text, "rgb") || style_same(f->text, "rgba")) {
        *out = rgb(0, 0, 0);
        for (int i = 0; i < 3; i++)
            if (v[i]->kind != v[0]->kind || !component(v[i], 255, &out->c[i]))
                return false;
    } else
        return false;
    return n == plain || component(v[plain], 1, &out->alpha);
}

bool style_parse_color(const struct value *v, const struct rules *rules, struct color *out)
{
    if (v->kind == T_HASH)
        return parse_hex(v->text, out);
    if (v->kind == T_FUNCTION && style_same(v->text, "color"))
        return parse_ink(v, rules, out);
    if (v->kind == T_FUNCTION)
        return parse_function(v, out);
    if (v->kind != T_IDENT)
        return false;
    if (style_same(v->text, "transparent")) {
        *out = (struct color){ .space = COLOR_RGB };
        return true;
    }
    if (style_same(v->text, "currentcolor")) {
        *out = (struct color){ .space = COLOR_CURRENT, .alpha = 65535 };
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (style_same(v->text, names[i].name)) {
            uint32_t c = names[i].rgb;
            *out = rgb((c >> 16) * 257, (c >> 8 & 255) * 257, (c & 255) * 257);
            return true;
        }
    return false;
}
