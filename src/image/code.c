/* image/code: an address → the modules of a QR code (ISO/IEC 18004), as libqrencode finds them.
 *
 * The library is opened here and by nobody else, when a document asks for a code.  Error correction
 * is of level M: 15 % of the code may be spoilt, by a fold or a cup of coffee.
 */
#include "base/library.h"
#include "image/inner.h"
#include "lang/lang.h"

#include <errno.h>
#include <string.h>

/* qrencode.h, as far as it is used */
struct qr {
    int version, width;
    unsigned char *data; /* of each module bit 0: dark */
};
enum { LEVEL_M = 1, MODE_8_BIT = 2, CASE_MATTERS = 1, ANY_VERSION = 0 };
struct qrencode {
    struct qr *(*encode)(const char *text, int version, int level, int mode, int case_matters);
    void (*free)(struct qr *);
};
static const struct library_symbol symbols[] = {
    { "QRcode_encodeString", offsetof(struct qrencode, encode) },
    { "QRcode_free", offsetof(struct qrencode, free) },
};

/* So much paper stays blank around a code, in modules (ISO/IEC 18004, 6.3.8). */
enum { QUIET = 4 };
/* A module as a telephone reads it from a hand's distance, where no width is said: half a
 * millimetre. */
#define MODULE (SP_PT * 72 * 10 / 254 / 2)
/* What the library takes at most, several times over. */
enum { ROOM = 4 << 20 };

/* Copies the modules, with the quiet ones around them: a byte each, 1 where it is dark. */
static void keep_modules(struct arena *a, struct image *im, const struct qr *code)
{
    const uint32_t width = (uint32_t)code->width, side = width + 2 * QUIET;
    char *modules = arena_alloc(a, (size_t)side * side);
    memset(modules, 0, (size_t)side * side);
    for (uint32_t y = 0; y < width; y++)
        for (uint32_t x = 0; x < width; x++)
            modules[(y + QUIET) * side + x + QUIET] = code->data[y * width + x] & 1;
    im->bytes = modules;
    im->size = (size_t)side * side;
    im->columns = im->rows = side;
    im->width = im->height = side * MODULE;
}

/* Is there as much memory as the library takes?  It is asked for beforehand, so that what fails is
 * the address. */
static bool has_room(struct arena *a)
{
    struct arena_mark mark = arena_mark(a);
    bool room = arena_try(a, ROOM) != NULL;
    arena_reset(a, mark);
    return room;
}

enum code_end code_make(struct arena *a, struct arena *scratch, struct image *im)
{
    struct qrencode q;
    struct buffer ascii = buffer_in(scratch);
    lang_add_address(&ascii, im->path);
    if (!has_room(scratch))
        return CODE_NO_MEMORY;
    errno = 0;
    if (!library_open("libqrencode.so.4", symbols, sizeof symbols / sizeof *symbols, &q))
        return errno == ENOMEM ? CODE_NO_MEMORY : CODE_NO_LIBRARY;
    struct qr *code = q.encode(buffer_text(&ascii), ANY_VERSION, LEVEL_M, MODE_8_BIT, CASE_MATTERS);
    if (!code)
        return errno == ENOMEM ? CODE_NO_MEMORY : CODE_LONG;
    im->format = IMAGE_CODE;
    im->space = IMAGE_GREY;
    im->orientation = 1;
    keep_modules(a, im, code);
    q.free(code);
    return CODE_MADE;
}
