/* pdf, cff: the CIDs of a CID-keyed CFF program.
 *
 *   header │ Name INDEX │ Top DICT INDEX │ …
 *
 *   Top DICT: ROS (12 30) = CID-keyed; charset (15) = offset of the CIDs by glyph
 *
 * In a CID-keyed program a code that Identity-H reads is a CID of its charset, not a glyph number
 * (ISO 32000-1, 9.7.4.2).
 * Adobe Technical Note 5176, clauses 4, 5, 9, 13.
 */
#include "pdf/inner.h"

/* A program as it is read; `broken` after a read outside it. */
struct view {
    const uint8_t *bytes;
    size_t size;
    bool broken;
};

static uint32_t read_number(struct view *v, size_t at, unsigned bytes)
{
    uint32_t n = 0;
    if (at > v->size || v->size - at < bytes) {
        v->broken = true;
        return 0;
    }
    for (unsigned i = 0; i < bytes; i++)
        n = n << 8 | v->bytes[at + i];
    return n;
}

/* Finds where the INDEX at `at` ends; its first item is from *first to *last. */
static size_t index_end(struct view *v, size_t at, size_t *first, size_t *last)
{
    uint32_t count = read_number(v, at, 2);
    uint32_t size = count ? read_number(v, at + 2, 1) : 0;
    if (!count)
        return at + 2;
    if (size < 1 || size > 4) {
        v->broken = true;
        return at;
    }
    size_t data = at + 3 + ((size_t)count + 1) * size - 1; /* offsets count from 1 */
    *first = data + read_number(v, at + 3, size);
    *last = data + read_number(v, at + 3 + size, size);
    return data + read_number(v, at + 3 + (size_t)count * size, size);
}

/* What a Top DICT says. */
struct top {
    bool cid_keyed;
    uint32_t charset;
};

/* The length of a real number's nibbles: up to the one that is 15. */
static size_t real_length(struct view *v, size_t at, size_t end)
{
    size_t i = at;
    while (i < end && (v->bytes[i] & 15) != 15 && v->bytes[i] >> 4 != 15)
        i++;
    return i - at + 1;
}

/* Reads the operators of a Top DICT; an operand of an operator is the last number before it. */
static struct top read_top(struct view *v, size_t at, size_t end)
{
    struct top top = { 0 };
    uint32_t operand = 0;
    while (at < end && !v->broken) {
        uint32_t b = read_number(v, at++, 1);
        if (b == 12) {
            top.cid_keyed = read_number(v, at++, 1) == 30 || top.cid_keyed;
        } else if (b <= 21) {
            if (b == 15)
                top.charset = operand;
        } else if (b == 28 || b == 29) {
            operand = read_number(v, at, b == 28 ? 2 : 4);
            at += b == 28 ? 2 : 4;
        } else if (b == 30) {
            at += real_length(v, at, end);
        } else if (b >= 247 && b <= 250) {
            operand = (b - 247) * 256 + read_number(v, at++, 1) + 108;
        } else if (b >= 251 && b <= 254) {
            at++; /* negative: never an offset */
        } else if (b >= 32 && b <= 246) {
            operand = b >= 139 ? b - 139 : 0;
        }
    }
    return top;
}

/* Reads a charset of format 0 (one by one), 1 or 2 (ranges with one or two bytes of length). */
static void read_charset(struct view *v, size_t at, uint16_t *cids, uint32_t count)
{
    uint32_t format = read_number(v, at++, 1);
    uint32_t bytes = format; /* of a range's length */
    if (format > 2)
        v->broken = true;
    for (uint32_t g = 1; g < count && !v->broken;) {
        uint32_t cid = read_number(v, at, 2);
        uint32_t left = format ? read_number(v, at + 2, bytes) : 0;
        at += 2 + bytes;
        for (uint32_t i = 0; i <= left && g < count; i++)
            cids[g++] = (uint16_t)(cid + i);
    }
}

const uint16_t *cff_cids(struct arena *a, const uint8_t *cff, size_t size, uint32_t glyph_count,
                         bool *good)
{
    struct view v = { cff, size, false };
    size_t first = 0, last = 0;
    size_t names = read_number(&v, 2, 1);
    size_t tops = index_end(&v, names, &first, &last);
    first = last = 0;
    index_end(&v, tops, &first, &last);
    if (last > size || first > last)
        v.broken = true;
    struct top top = { 0 };
    if (!v.broken)
        top = read_top(&v, first, last);
    uint16_t *cids = NULL;
    if (top.cid_keyed) {
        cids = arena_array(a, uint16_t, glyph_count + 1);
        if (top.charset > 2)
            read_charset(&v, top.charset, cids, glyph_count);
        else /* a predefined charset cannot be CID-keyed; ISOAdobe is the identity */
            for (uint32_t g = 0; g < glyph_count; g++)
                cids[g] = (uint16_t)g;
    }
    *good = !v.broken;
    return *good ? cids : NULL;
}
