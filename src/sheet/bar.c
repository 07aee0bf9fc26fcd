/* sheet/bar: the colour bar: each ink by itself, two and three of them over each other, and halftones,
 * from which a printer reads how much ink lies on the paper and how the plates fit. */
#include "sheet/sheet.h"

#define PATCH_SIDE (10 * SP_PT)

uint32_t sheet_add_bar(struct sheet_mark *m, struct rect strip)
{
    enum { C = PATCH_CYAN, M = PATCH_MAGENTA, Y = PATCH_YELLOW, K = PATCH_BLACK };
    static const struct {
        uint8_t inks, percent;
    } patches[BAR_MOST] = { { K, 100 },     { C, 100 },     { M, 100 },     { Y, 100 },
                            { C | M, 100 }, { C | Y, 100 }, { M | Y, 100 }, { C | M | Y, 100 },
                            { K, 50 },      { C, 50 },      { M, 50 },      { Y, 50 } };
    uint32_t n = 0;
    for (; n < BAR_MOST && (sp)(n + 1) * PATCH_SIDE <= strip.width; n++)
        m[n] = (struct sheet_mark){ .rect = { strip.x + (sp)n * PATCH_SIDE, strip.y, PATCH_SIDE,
                                              PATCH_SIDE },
                                    .kind = MARK_PATCH,
                                    .inks = patches[n].inks,
                                    .percent = patches[n].percent };
    return n;
}
