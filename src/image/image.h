/* image: a file beside the source → pixels; an address → a QR code.
 *
 *   <figure src="bridge.jpg" …/> ─► a path below the source's folder ─► bytes ─► struct image
 *   <qr href="https://…" …/> ─► modules ─► struct image
 *
 * PNG and JPEG, told apart by their first bytes.  A file is read once, however many elements show
 * it, and decoded once from end to end, so that what is broken is told with its place before
 * anything is set; its pixels are not kept: image_decode gives them row by row to whom it takes
 * them.  Memory is bounded, whatever a file says of itself.
 *
 *   struct images *all = image_read(arena, diag, doc, "source/");
 *   const struct image *i = image_find(all, node);            NULL: it shows none
 *   image_decode(scratch, i, take_row, with);
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "doc/doc.h"

enum image_format { IMAGE_PNG, IMAGE_JPEG, IMAGE_CODE /* QR */ };
enum image_space { IMAGE_GREY, IMAGE_RGB, IMAGE_CMYK };

/* A file as it was found good, or a code that was made of an address. */
struct image {
    uint32_t number;  /* among the document's, from 0 */
    const char *path; /* of the file; the address */
    enum image_format format;
    enum image_space space; /* of its pixels: 8 bits a sample */
    uint32_t columns, rows; /* pixels, as they stand in the file */
    /* How they are turned to stand upright (Exif 2.3, 4.6.4 A): 1 … 8; from 5 on rows are
     * columns. */
    uint8_t orientation;
    bool inverted; /* samples are what is left of paper, not ink (Adobe's CMYK) */
    bool alpha;    /* some of its pixels let through what lies behind them */
    bool plain;    /* a JPEG that a PDF may hold as it is (ISO 32000-1, 7.4.8) */
    /* What its red, green and blue are, as an ICC profile; NULL: sRGB.  Grey stays black ink, and
     * inks stay as many as they are. */
    const uint8_t *profile;
    size_t profile_size;
    sp width, height;  /* natural size, upright: by the file's resolution, else 96 pixels an inch */
    const char *bytes; /* of the file; of a code its pixels, from the top, 1 where it is dark */
    size_t size;
    const struct image_codec *codec; /* decodes a file */
};
/* What the document shows. */
struct images {
    const struct image *const *items;
    uint32_t count;
    const struct image_use *uses; /* by rising node */
    uint32_t use_count;
};

/* How many samples a pixel has. */
static inline unsigned image_samples(enum image_space space)
{
    return space == IMAGE_GREY ? 1 : space == IMAGE_RGB ? 3 : 4;
}

/* Reads the files that the document's elements name (`src`), which stand at or below `folder` ("",
 * or with a slash behind), and makes the codes of addresses (`href`).  What cannot be shown is
 * reported and left out; jumps when there is no memory. */
const struct images *image_read(struct arena *a, struct diag *d, const struct doc *doc,
                                const char *folder);
/* Finds what an element shows, or NULL. */
const struct image *image_find(const struct images *images, const struct node *n);

/* Takes row `y` of an image, from the top down: columns × samples bytes, and how much each pixel
 * covers of what lies behind it, 255 all of it (NULL: each does); lent.  It must not jump: foreign
 * frames lie below. */
typedef void image_row(void *with, const uint8_t *row, const uint8_t *alpha, uint32_t y);
/* Decodes an image again, into rows.  Jumps when there is no memory. */
void image_decode(struct arena *scratch, const struct image *image, image_row *take, void *with);

#endif
