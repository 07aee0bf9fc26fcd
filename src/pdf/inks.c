/* pdf, inks: red, green and blue → the four inks of a press, by its ICC profile, as LittleCMS
 * reckons (relative colorimetric, black kept black).
 *
 * The library is opened here and by nobody else, when an edition for a press is made.  A transform
 * without a cache may be used by several threads.  That of single colours is made when the first
 * one asks for it, which many handouts never do: their black and their accent are said in inks, and
 * making it takes as long as setting a page.
 */
#include "base/library.h"
#include "pdf/inner.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

/* lcms2.h, as far as it is used */
typedef void *profile_handle;
typedef void *transform_handle;
enum {
    RGB_16 = 4 << 16 | 3 << 3 | 2,
    RGB_8 = 4 << 16 | 3 << 3 | 1,
    CMYK_16 = 6 << 16 | 4 << 3 | 2,
    CMYK_8 = 6 << 16 | 4 << 3 | 1,
    RELATIVE = 1,
    NO_CACHE = 0x40,
    NO_TABLE = 0x100,
    KEEP_BLACK = 0x2000, /* black point compensation */
    SPACE_CMYK = 0x434D594B,
    CLASS_OUTPUT = 0x70727472
};
/* The tables of a profile, of which those of the relative intent may be missing. */
static const uint32_t from_inks[] = { 0x41324231 /* A2B1 */, 0x41324230 /* A2B0 */ };
static const uint32_t to_inks[] = { 0x42324131 /* B2A1 */, 0x42324130 /* B2A0 */ };
struct lcms {
    profile_handle (*open)(const void *bytes, uint32_t size);
    profile_handle (*open_srgb)(void);
    int (*close)(profile_handle);
    uint32_t (*space)(profile_handle);
    uint32_t (*class)(profile_handle);
    int (*has)(profile_handle, uint32_t tag);
    transform_handle (*create)(profile_handle, uint32_t, profile_handle, uint32_t, uint32_t intent,
                               uint32_t flags);
    void (*delete)(transform_handle);
    void (*convert)(transform_handle, const void *, void *, uint32_t pixels);
};

/* Where each function's address goes, and its name in the library. */
static const struct library_symbol symbols[] = {
    { "cmsOpenProfileFromMem", offsetof(struct lcms, open) },
    { "cmsCreate_sRGBProfile", offsetof(struct lcms, open_srgb) },
    { "cmsCloseProfile", offsetof(struct lcms, close) },
    { "cmsGetColorSpace", offsetof(struct lcms, space) },
    { "cmsGetDeviceClass", offsetof(struct lcms, class) },
    { "cmsIsTag", offsetof(struct lcms, has) },
    { "cmsCreateTransform", offsetof(struct lcms, create) },
    { "cmsDeleteTransform", offsetof(struct lcms, delete) },
    { "cmsDoTransform", offsetof(struct lcms, convert) },
};

struct inks {
    struct lcms lcms;
    const struct press *press;
    pthread_mutex_t making;          /* held by who makes `colors` */
    bool asked;                      /* it has been made, or could not be */
    transform_handle colors, pixels; /* of 16 bits a component, of 8 */
};

/* Tells what a profile is, as far as its head and the list of its tables say. */
static enum inks_end look_at(const struct lcms *l, const struct press *press)
{
    profile_handle p = l->open(press->profile, (uint32_t)press->size);
    enum inks_end end = INKS_MADE;
    if (!p)
        return INKS_BROKEN;
    if (l->space(p) != SPACE_CMYK || l->class(p) != CLASS_OUTPUT)
        end = INKS_OTHER;
    else if (!(l->has(p, from_inks[0]) || l->has(p, from_inks[1])) ||
             !(l->has(p, to_inks[0]) || l->has(p, to_inks[1])))
        end = INKS_BROKEN;
    l->close(p);
    return end;
}

/* Makes what converts single colours into the press's inks.  They are few: a table made for all
 * colours would take longer than they do. */
static void make_colors(struct inks *k)
{
    const struct lcms *l = &k->lcms;
    profile_handle from = l->open_srgb();
    profile_handle to = from ? l->open(k->press->profile, (uint32_t)k->press->size) : NULL;
    if (to) {
        k->colors =
            l->create(from, RGB_16, to, CMYK_16, RELATIVE, NO_CACHE | KEEP_BLACK | NO_TABLE);
        l->close(to);
    }
    if (from)
        l->close(from);
}

/* Is there as much memory as the library takes?  Where it gets none it goes on without, and its
 * colours are others, so it is asked for beforehand: 3 times the profile was measured. */
static bool has_room(struct arena *a, size_t bytes)
{
    enum { BASE = 4 << 20, TIMES = 6 };
    struct arena_mark mark = arena_mark(a);
    bool room = arena_try(a, BASE + TIMES * bytes) != NULL;
    arena_reset(a, mark);
    return room;
}

enum inks_end inks_open(struct arena *a, const struct press *press, struct inks **made)
{
    struct inks *k = *made = arena_new(a, struct inks);
    k->press = press;
    k->making = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    if (!has_room(a, press->size))
        arena_out_of_memory(a);
    errno = 0;
    if (library_open("liblcms2.so.2", symbols, sizeof symbols / sizeof *symbols, &k->lcms))
        return look_at(&k->lcms, press);
    if (errno == ENOMEM)
        arena_out_of_memory(a);
    return INKS_NO_LIBRARY;
}

bool inks_open_pixels(struct arena *a, const struct inks *k, const uint8_t *profile, size_t size,
                      struct inks **made)
{
    const struct lcms *l = &k->lcms;
    struct inks *own = *made = arena_new(a, struct inks);
    own->lcms = *l;
    if (!has_room(a, k->press->size + size))
        arena_out_of_memory(a);
    profile_handle from = profile ? l->open(profile, (uint32_t)size) : l->open_srgb();
    profile_handle to = from ? l->open(k->press->profile, (uint32_t)k->press->size) : NULL;
    if (to) {
        own->pixels = l->create(from, RGB_8, to, CMYK_8, RELATIVE, NO_CACHE | KEEP_BLACK);
        l->close(to);
    }
    if (from)
        l->close(from);
    return own->pixels != NULL;
}

void inks_close(struct inks *k)
{
    if (k && k->colors)
        k->lcms.delete(k->colors);
    if (k && k->pixels)
        k->lcms.delete(k->pixels);
    if (k)
        k->colors = k->pixels = NULL;
}

bool inks_of_color(struct inks *k, const uint16_t rgb[3], uint16_t cmyk[4])
{
    pthread_mutex_lock(&k->making);
    if (!k->asked)
        make_colors(k);
    k->asked = true;
    pthread_mutex_unlock(&k->making);
    if (k->colors)
        k->lcms.convert(k->colors, rgb, cmyk, 1);
    return k->colors != NULL;
}

bool inks_are_spoilt(const struct inks *k) { return k && k->asked && !k->colors; }

void inks_of_row(const struct inks *k, const uint8_t *rgb, uint8_t *cmyk, uint32_t pixels)
{
    k->lcms.convert(k->pixels, rgb, cmyk, pixels);
}
