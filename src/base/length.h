/* base/length: lengths are integers.
 *
 * Every length in the program is a count of sp, 1/65536 of a point (TeX's scaled
 * point over the PDF point, 1/72 in), so that sums are exact and no float ever
 * decides a layout.  64 bits: no document can overflow a sum of them.
 * Names without a unit are in sp; any other unit is in the name (size_pt, advance_fu).
 */
#ifndef BASE_LENGTH_H
#define BASE_LENGTH_H

#include <stdint.h>

typedef int64_t sp;

#define SP_PT ((sp)65536)
#define SP_MAX ((sp)1 << 46) /* longer than any sum that layout makes: "no limit" */

/* Computes a * b / c, rounded to nearest, halves away from zero; c > 0.  The caller sees to it that
 * |a * b| < 2^63. */
static inline sp sp_muldiv(sp a, sp b, sp c)
{
    sp p = a * b;
    return p >= 0 ? (p + c / 2) / c : -((-p + c / 2) / c);
}

static inline sp sp_max(sp a, sp b) { return a > b ? a : b; }
static inline sp sp_min(sp a, sp b) { return a < b ? a : b; }

/* A point and a rectangle on paper: origin at the page's top left, y downwards. */
struct point {
    sp x, y;
};
struct rect {
    sp x, y, width, height;
};

#endif
