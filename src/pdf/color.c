/* pdf, color: a colour as the style sheet said it → the fill operator of the edition's colour space
 * (ISO 32000-1, 8.6.8).
 *
 *            to RGB          to CMYK           to grey
 *   rgb      as it is        all grey in K     luminance
 *   cmyk     (1-c)(1-k) …    as it is          luminance of its rgb
 *   grey     g               K                 g
 *   spot     a grey tint     K tint            a grey tint
 *
 * The ink of a spot colour itself comes with print editions.
 */
#include "pdf/inner.h"

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
    return (struct rgb){ FULL - c->c[0], FULL - c->c[0], FULL - c->c[0] };
}

static struct rgb (*const to_rgb[])(const struct color *) = {
    [COLOR_RGB] = rgb_of_rgb,
    [COLOR_CMYK] = rgb_of_cmyk,
    [COLOR_GREY] = rgb_of_grey,
    [COLOR_SPOT] = rgb_of_spot,
};

static void write_grey(struct buffer *b, const struct color *c)
{
    struct rgb v = to_rgb[c->space](c);
    write_component(b, (2126 * v.r + 7152 * v.g + 722 * v.b) / 10000); /* Rec. 709 */
    put(b, 'g');
}

static void write_rgb(struct buffer *b, const struct color *c)
{
    struct rgb v = to_rgb[c->space](c);
    if (v.r == v.g && v.g == v.b) {
        write_component(b, v.r);
        put(b, 'g');
        return;
    }
    write_component(b, v.r);
    write_component(b, v.g);
    write_component(b, v.b);
    buffer_add(b, "rg", 2);
}

/* Writes a colour in four inks. */
static void write_cmyk(struct buffer *b, const struct color *c)
{
    int64_t ink[4] = { c->c[0], c->c[1], c->c[2], c->c[3] };
    /* Whatever is common to the three inks is black: text never prints in four plates. */
    if (c->space != COLOR_CMYK) {
        struct rgb v = to_rgb[c->space](c);
        const int64_t components[3] = { v.r, v.g, v.b };
        int64_t most = sp_max(v.r, sp_max(v.g, v.b));
        ink[3] = FULL - most;
        for (int i = 0; i < 3; i++)
            ink[i] = most ? sp_muldiv(most - components[i], FULL, most) : 0;
    }
    for (int i = 0; i < 4; i++)
        write_component(b, ink[i]);
    put(b, 'k');
}

typedef void write_function(struct buffer *b, const struct color *c);
static write_function *const writers[] = {
    [TARGET_RGB] = write_rgb, [TARGET_CMYK] = write_cmyk, [TARGET_GREY] = write_grey
};
static const char *const registration[] = {
    [TARGET_RGB] = "0 g", [TARGET_CMYK] = "1 1 1 1 k", [TARGET_GREY] = "0 g"
};

void color_write(struct buffer *b, enum color_target target, const struct color *c)
{
    writers[target](b, c);
}
void color_write_registration(struct buffer *b, enum color_target target)
{
    buffer_add_string(b, registration[target]);
}
