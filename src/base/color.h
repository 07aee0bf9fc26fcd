/* base/color: a colour stays what the style sheet said; only pdf converts it, by edition. */
#ifndef BASE_COLOR_H
#define BASE_COLOR_H

#include <stdint.h>

enum color_space {
    COLOR_RGB,
    COLOR_CMYK,
    COLOR_GREY,
    COLOR_SPOT,
    COLOR_CURRENT /* currentColor: in no computed style, where `color` has taken its place */
};

/* Components in 0..65535 of full: rgb in c[0..2], cmyk in c[0..3], grey in c[0] (65535 = white),
 * spot: the tint in c[0], the ink's name in `spot` (owned by the sheet's arena).
 * alpha 0 paints nothing ("transparent"), 65535 covers.  What a style sheet says between the two,
 * style has mixed with the white of the paper (style/properties.c): it is not kept. */
struct color {
    enum color_space space;
    uint16_t c[4];
    uint16_t alpha;
    const char *spot;
};

#endif
