/* pdf, profile: what the numbers of colours mean: of a press by its own profile; of red, green and
 * blue by sRGB (IEC 61966-2-1) as an ICC profile (ICC.1:2004-10).
 *
 *   header 128 │ table of 10 tags 124 │ texts │ white, primaries, adaptation to D50 │ one curve
 *
 * The primaries are adapted to D50 by the linear Bradford transform; the curve is sRGB's own in
 * five parameters, so the profile is exact and 480 bytes.  Built from its numbers, it is nobody's
 * work and needs no licence.
 */
#include "pdf/inner.h"

#include <string.h>

#define NAME "sRGB IEC61966-2.1"
#define FOUR(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))
#define D50 0xF6D6, 0x10000, 0xD32D
#define XYZ FOUR('X', 'Y', 'Z', ' ')
#define ONE_TEXT FOUR('m', 'l', 'u', 'c'), 0, 1, 12, FOUR('e', 'n', 'U', 'S'), 8, 28

/* clang-format off */
/* 32-bit words, written big-endian; fractions are s15Fixed16. */
static const uint32_t words[] = {
    /* size, module, version 4.2, class, colour space, connection space, date, signature */
    480, 0, 0x04200000, FOUR('m', 'n', 't', 'r'), FOUR('R', 'G', 'B', ' '), XYZ,
    2026 << 16 | 1, 1 << 16, 0, FOUR('a', 'c', 's', 'p'),
    /* platform, flags, maker, model, attributes, intent, white, creator, identifier, reserved */
    0, 0, 0, 0, 0, 0, 0, D50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    /* how many tags, and of each signature, offset, size */
    10,
    FOUR('d', 'e', 's', 'c'), 252, 36,
    FOUR('c', 'p', 'r', 't'), 288, 36,
    FOUR('w', 't', 'p', 't'), 324, 20,
    FOUR('r', 'X', 'Y', 'Z'), 344, 20,
    FOUR('g', 'X', 'Y', 'Z'), 364, 20,
    FOUR('b', 'X', 'Y', 'Z'), 384, 20,
    FOUR('c', 'h', 'a', 'd'), 404, 44,
    FOUR('r', 'T', 'R', 'C'), 448, 32,
    FOUR('g', 'T', 'R', 'C'), 448, 32,
    FOUR('b', 'T', 'R', 'C'), 448, 32,
    /* description, copyright, white of the medium, red, green, blue */
    ONE_TEXT, FOUR(0, 's', 0, 'R'), FOUR(0, 'G', 0, 'B'),
    ONE_TEXT, FOUR(0, 'n', 0, 'o'), FOUR(0, 'n', 0, 'e'),
    XYZ, 0, D50,
    XYZ, 0, 0x6FA2, 0x38F5, 0x0390,
    XYZ, 0, 0x6299, 0xB785, 0x18DA,
    XYZ, 0, 0x24A0, 0x0F84, 0xB6CF,
    /* chromatic adaptation */
    FOUR('s', 'f', '3', '2'), 0,
    0x10C42, 0x05DE, 0xFFFFF325, 0x0793, 0xFD90, 0xFFFFFBA1, 0xFFFFFDA2, 0x03DC, 0xC06E,
    /* the curve: Y = (a X + b)^g from d on, c X below */
    FOUR('p', 'a', 'r', 'a'), 0, 3 << 16, 0x26666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B,
};
/* clang-format on */

void profile_build(struct arena *a, struct objects *o, struct buffer *catalog)
{
    enum { COUNT = sizeof words / sizeof *words };
    uint8_t *bytes = arena_alloc(a, sizeof words);
    for (size_t i = 0; i < sizeof words; i++)
        bytes[i] = (uint8_t)(words[i / 4] >> (24 - 8 * (i % 4)));
    _Static_assert(COUNT == 120, "the header says how long the profile is");
    uint32_t profile = objects_add_stream(o, "/N 3", bytes, sizeof words, STREAM_PLAIN);
    buffer_printf(catalog,
                  "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier"
                  "(" NAME ")/Info(" NAME ")/DestOutputProfile %u 0 R>>]",
                  profile);
}

/* Writes the output intent that a standard asks for. */
static void write_intent(struct buffer *out, const char *standard, const struct press *press,
                         uint32_t profile)
{
    buffer_printf(out, "<</Type/OutputIntent/S/%s/OutputConditionIdentifier", standard);
    write_text_string(out, press->condition, strlen(press->condition));
    if (press->registered)
        buffer_add_string(out, "/RegistryName(http://www.color.org)");
    buffer_add_string(out, "/Info");
    write_text_string(out, press->info, strlen(press->info));
    buffer_printf(out, "/DestOutputProfile %u 0 R>>", profile);
}

/* The profile stays as it is: tables of curves and colours deflate by a quarter at most, and that
 * takes a third of the time of the whole handout. */
void profile_build_press(struct objects *o, const struct pdf_options *options,
                         struct buffer *catalog)
{
    const struct press *press = &options->press;
    uint32_t profile = objects_add_stream(o, "/N 4", press->profile, press->size, STREAM_PLAIN);
    buffer_add_string(catalog, "/OutputIntents[");
    write_intent(catalog, "GTS_PDFX", press, profile);
    if (options->edition->claim == CLAIM_X_AND_A)
        write_intent(catalog, "GTS_PDFA1", press, profile);
    put(catalog, ']');
}
