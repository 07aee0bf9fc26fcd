/* pdf, color: a colour as the style sheet said it → the fill operator of the edition's colour space
 * (ISO 32000-1, 8.6.8).
 *
 *            to RGB          to CMYK           to grey
 *   rgb      as it is        by the press's    luminance
 *                            profile, grey in K
 *   cmyk     (1-c)(1-k) …    as it is          luminance of its rgb
 *   grey     g               K                 g
 *   spot     of its cmyk     its own plate     of its cmyk
 *
 * How much ink lies on a point is told here too: the plates' sum.
 */
#include "pdf/inner.h"

#include <string.h>

enum { FULL = 65535 };

struct rgb {
    int64_t r, g, b; /* 0 … FULL */
};

static void write_component(struct buffer *b, int64_t component)
{
    write_milli(b, sp_muldiv(component, 1000, FULL));
    put(b, ' ');
}

/* What is left of light behind an ink and black. */
static int64_t without(int64_t ink, int64_t black)
{
    return sp_muldiv(FULL - ink, FULL - black, FULL);
}

static struct rgb rgb_of_rgb(const struct color *c)
{
    return (struct rgb){ c->c[0], c->c[1], c->c[2] };
}
static struct rgb rgb_of_cmyk(const struct color *c)
{
    return (struct rgb){ without(c->c[0], c->c[3]), without(c->c[1], c->c[3]),
                         without(c->c[2], c->c[3]) };
}
static struct rgb rgb_of_grey(const struct color *c)
{
    return (struct rgb){ c->c[0], c->c[0], c->c[0] };
}
static struct rgb rgb_of_spot(const struct color *c)
{
    const struct color tint = color_of_tint(c);
    return rgb_of_cmyk(&tint);
}

static struct rgb (*const to_rgb[])(const struct color *) = {
    [COLOR_RGB] = rgb_of_rgb,
    [COLOR_CMYK] = rgb_of_cmyk,
    [COLOR_GREY] = rgb_of_grey,
    [COLOR_SPOT] = rgb_of_spot,
};

/* A colour's luminance (Rec. 709). */
static int64_t grey_of(const struct color *c)
{
    struct rgb v = to_rgb[c->space](c);
    return (2126 * v.r + 7152 * v.g + 722 * v.b) / 10000;
}

static void write_grey(struct buffer *b, const struct colors *to, const struct color *c,
                       enum colored what)
{
    (void)to;
    write_component(b, grey_of(c));
    put(b, what == COLORED_FILL ? 'g' : 'G');
}

static void write_rgb(struct buffer *b, const struct colors *to, const struct color *c,
                      enum colored what)
{
    (void)to;
    struct rgb v = to_rgb[c->space](c);
    if (v.r == v.g && v.g == v.b) {
        write_component(b, v.r);
        put(b, what == COLORED_FILL ? 'g' : 'G');
        return;
    }
    write_component(b, v.r);
    write_component(b, v.g);
    write_component(b, v.b);
    buffer_add(b, what == COLORED_FILL ? "rg" : "RG", 2);
}

/* What is common to red, green and blue is black where no press's profile says more. */
static void inks_by_formula(struct rgb v, int64_t ink[4])
{
    const int64_t components[3] = { v.r, v.g, v.b };
    int64_t most = sp_max(v.r, sp_max(v.g, v.b));
    ink[3] = FULL - most;
    for (int i = 0; i < 3; i++)
        ink[i] = most ? sp_muldiv(most - components[i], FULL, most) : 0;
}

/* A colour in four inks.  Grey is black ink alone: text never prints in four plates. */
static void inks_of(const struct colors *to, const struct color *c, int64_t ink[4])
{
    struct rgb v = to_rgb[c->space](c);
    for (int i = 0; i < 4; i++)
        ink[i] = c->c[i];
    if (c->space == COLOR_CMYK)
        return;
    inks_by_formula(v, ink);
    if (!to->inks || (v.r == v.g && v.g == v.b))
        return;
    const uint16_t rgb[3] = { (uint16_t)v.r, (uint16_t)v.g, (uint16_t)v.b };
    uint16_t cmyk[4];
    bool made = inks_of_color(to->inks, rgb, cmyk);
    for (int i = 0; made && i < 4; i++)
        ink[i] = cmyk[i];
}

bool color_overprints(const struct colors *to, const struct color *c)
{
    int64_t ink[4];
    if (to->target != TARGET_CMYK || c->space == COLOR_SPOT)
        return false;
    inks_of(to, c, ink);
    return !ink[0] && !ink[1] && !ink[2] && ink[3] == FULL;
}

int color_ink(const struct colors *to, const struct color *c, enum ink_plates plates)
{
    int64_t ink[4] = { c->c[0] };
    if (to->target != TARGET_CMYK || !c->alpha)
        return 0;
    if (c->space != COLOR_SPOT)
        inks_of(to, c, ink);
    int64_t black = plates == INK_WITHOUT_BLACK ? 0 : ink[3];
    return (int)sp_muldiv(ink[0] + ink[1] + ink[2] + black, 1000, FULL);
}

static void write_cmyk(struct buffer *b, const struct colors *to, const struct color *c,
                       enum colored what)
{
    int64_t ink[4];
    bool fill = what == COLORED_FILL;
    if (c->space == COLOR_SPOT) {
        buffer_printf(b, "/S%u %s ", c->spot->number, fill ? "cs" : "CS");
        write_component(b, c->c[0]);
        buffer_add_string(b, fill ? "scn" : "SCN");
        return;
    }
    inks_of(to, c, ink);
    for (int i = 0; i < 4; i++)
        write_component(b, ink[i]);
    put(b, fill ? 'k' : 'K');
}

typedef void write_function(struct buffer *b, const struct colors *to, const struct color *c,
                            enum colored what);
static write_function *const writers[] = {
    [TARGET_RGB] = write_rgb, [TARGET_CMYK] = write_cmyk, [TARGET_GREY] = write_grey
};
static const char *const registration[][2] = { [TARGET_RGB] = { "0 g", "0 G" },
                                               [TARGET_CMYK] = { "/All cs 1 scn", "/All CS 1 SCN" },
                                               [TARGET_GREY] = { "0 g", "0 G" } };

void color_write(struct buffer *b, const struct colors *to, const struct color *c,
                 enum colored what)
{
    writers[to->target](b, to, c, what);
}
void color_write_registration(struct buffer *b, enum color_target target, enum colored what)
{
    buffer_add_string(b, registration[target][what]);
}

/* ---- pixels ---- */
enum { BYTE_FULL = 255, BYTE_SHARE = FULL / BYTE_FULL };

static struct color color_of_pixel(const struct image *from, const uint8_t *p)
{
    static const enum color_space spaces[] = {
        [IMAGE_GREY] = COLOR_GREY, [IMAGE_RGB] = COLOR_RGB, [IMAGE_CMYK] = COLOR_CMYK
    };
    struct color c = { .space = spaces[from->space] };
    for (unsigned k = 0; k < image_samples(from->space); k++)
        c.c[k] = (uint16_t)((from->inverted ? BYTE_FULL - p[k] : p[k]) * BYTE_SHARE);
    return c;
}

static uint8_t byte_of(int64_t component)
{
    return (uint8_t)((component + BYTE_SHARE / 2) / BYTE_SHARE);
}

static void pixel_to_rgb(const struct colors *colors, const struct color *c, uint8_t *to)
{
    (void)colors;
    struct rgb v = to_rgb[c->space](c);
    to[0] = byte_of(v.r);
    to[1] = byte_of(v.g);
    to[2] = byte_of(v.b);
}
static void pixel_to_cmyk(const struct colors *colors, const struct color *c, uint8_t *to)
{
    int64_t ink[4];
    inks_of(colors, c, ink);
    for (int i = 0; i < 4; i++)
        to[i] = byte_of(ink[i]);
}
static void pixel_to_grey(const struct colors *colors, const struct color *c, uint8_t *to)
{
    (void)colors;
    *to = byte_of(grey_of(c));
}

/* How a pixel is converted, and how many bytes it is then. */
static const struct pixel_way {
    void (*convert)(const struct colors *colors, const struct color *c, uint8_t *to);
    unsigned samples;
} pixel_ways[] = {
    [TARGET_RGB] = { pixel_to_rgb, 3 },
    [TARGET_CMYK] = { pixel_to_cmyk, 4 },
    [TARGET_GREY] = { pixel_to_grey, 1 },
};

struct solid color_solid(const struct colors *colors, const struct color *c)
{
    const struct pixel_way *way = &pixel_ways[colors->target];
    struct solid made = { .samples = way->samples };
    const struct color tint = c->space == COLOR_SPOT ? color_of_tint(c) : *c;
    way->convert(colors, &tint, made.c);
    made.colored = colors->target == TARGET_RGB
                       ? made.c[0] != made.c[1] || made.c[1] != made.c[2]
                       : way->samples == 4 && (made.c[0] || made.c[1] || made.c[2]);
    return made;
}

void color_lay(const struct solid *ground, uint8_t *row, const uint8_t *alpha, uint32_t columns,
               unsigned samples)
{
    unsigned below[4] = { ground->c[0], ground->c[1], ground->c[2], ground->c[3] };
    if (samples == 1 && ground->samples == 4) /* a grey picture is what black ink leaves */
        below[0] = BYTE_FULL - below[3];
    for (uint32_t x = 0; x < columns; x++, row += samples)
        for (unsigned k = 0; k < samples; k++) {
            unsigned sum = row[k] * alpha[x] + below[k] * (unsigned)(BYTE_FULL - alpha[x]);
            row[k] = (uint8_t)((sum + BYTE_FULL / 2) / BYTE_FULL);
        }
}

void color_convert_row(const struct colors *colors, const struct image *from,
                       enum image_space space, const uint8_t *row, uint8_t *to)
{
    const struct pixel_way *way = &pixel_ways[colors->target];
    unsigned samples = image_samples(from->space);
    if (from->space == space && space != IMAGE_CMYK) {
        memcpy(to, row, (size_t)from->columns * samples);
        return;
    }
    if (from->space == IMAGE_RGB && colors->inks) {
        inks_of_row(colors->inks, row, to, from->columns);
        return;
    }
    for (uint32_t x = 0; x < from->columns; x++, row += samples, to += way->samples) {
        struct color c = color_of_pixel(from, row);
        way->convert(colors, &c, to);
    }
}
