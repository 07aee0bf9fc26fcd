/* base/color: a colour stays what the style sheet said; only pdf converts it, by edition. */
#ifndef BASE_COLOR_H
#define BASE_COLOR_H

#include "base/source.h"

#include <stdint.h>

/* An ink with a plate of its own, that a style sheet names. */
struct spot_ink {
    const char *name;  /* in the sheet: "--accent" */
    const char *plate; /* for people and their machines: "PANTONE 293 C" */
    uint16_t cmyk[4];  /* what stands for it where it is not printed with */
    unsigned number;   /* among those of all sheets, from 0 */
    const struct spot_ink *next;
};
enum { SPOTS_MOST = 32 };

enum color_space {
    COLOR_RGB,
    COLOR_CMYK,
    COLOR_GREY,
    COLOR_SPOT,
    COLOR_CURRENT /* currentColor: in no computed style, where `color` has taken its place */
};

/* Components in 0..65535 of full: rgb in c[0..2], cmyk in c[0..3], grey in c[0] (65535 = white),
 * spot: the tint in c[0], of `spot` (owned by the sheets' arena).
 * alpha 0 paints nothing ("transparent"), 65535 covers.  What a style sheet says between the two,
 * style has mixed with the white of the paper (style/properties.c): it is not kept. */
struct color {
    enum color_space space;
    uint16_t c[4];
    uint16_t alpha;
    const struct spot_ink *spot;
    const struct position *at; /* the declaration that says so, for messages; or NULL */
};

/* Computes what stands for a spot ink's tint where its plate is not printed with, in four inks. */
static inline struct color color_of_tint(const struct color *c)
{
    struct color tint = { .space = COLOR_CMYK, .alpha = c->alpha };
    for (int i = 0; i < 4; i++)
        tint.c[i] = (uint16_t)(((uint32_t)c->spot->cmyk[i] * c->c[0] + 32767) / 65535);
    return tint;
}

#endif
