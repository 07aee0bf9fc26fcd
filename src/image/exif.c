/* image/exif: how a photograph is to be turned (Exif 2.3, 4.6.4 A: tag 0x0112 of the first
 * directory of a TIFF file inside an APP1 segment).  Nothing else of it is read, and nothing
 * outside it. */
#include "image/inner.h"

#include <string.h>

enum { DIRECTORY_ENTRY = 12, ORIENTATION = 0x0112, TYPE_SHORT = 3 };

/* A TIFF file in its byte order. */
struct tiff {
    const uint8_t *bytes;
    size_t size;
    bool little;
};

/* Reads `n` bytes (2 or 4) as a number; 0 outside. */
static uint32_t number_at(const struct tiff *t, size_t at, unsigned n)
{
    uint32_t value = 0;
    if (at > t->size || t->size - at < n)
        return 0;
    for (unsigned i = 0; i < n; i++)
        value = value << 8 | t->bytes[at + (t->little ? n - 1 - i : i)];
    return value;
}

uint8_t exif_orientation(const uint8_t *bytes, size_t size)
{
    enum { HEAD = 6 }; /* "Exif", two zeros */
    if (size < HEAD + 8 || memcmp(bytes, "Exif\0", HEAD) != 0)
        return 1;
    struct tiff t = { bytes + HEAD, size - HEAD, bytes[HEAD] == 'I' };
    size_t directory = number_at(&t, 4, 4);
    uint32_t count = number_at(&t, directory, 2);
    for (uint32_t i = 0; i < count; i++) {
        size_t at = directory + 2 + (size_t)i * DIRECTORY_ENTRY;
        if (number_at(&t, at, 2) != ORIENTATION || number_at(&t, at + 2, 2) != TYPE_SHORT)
            continue;
        uint32_t value = number_at(&t, at + 8, 2);
        return value >= 1 && value <= 8 ? (uint8_t)value : 1;
    }
    return 1;
}
