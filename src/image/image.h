/* image: a file beside the source → pixels, or paths; an address → a QR code.
 *
 *   <figure src="bridge.jpg" …/> ─► a path below the source's folder ─► bytes ─► struct image
 *   <qr href="https://…" …/> ─► modules ─► struct image
 *
 *   <logo src="crown.svg" …/> ─► bytes ─► artwork: paths in solid colours
 *
 * PNG, JPEG and SVG, told apart by their first bytes.  A file is read once, however many elements
 * show it, and decoded once from end to end, so that what is broken is told with its place before
 * anything is set; its pixels are not kept: image_decode gives them row by row to whom it takes
 * them.  Memory is bounded, whatever a file says of itself.
 *
 *   struct images *all = image_read(arena, diag, doc, "source/");
 *   const struct image *i = image_find(all, node);            NULL: it shows none
 *   image_decode(scratch, i, take_row, with);
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "base/color.h"
#include "doc/doc.h"

enum image_format { IMAGE_PNG, IMAGE_JPEG, IMAGE_CODE /* QR */, IMAGE_SVG };
enum image_space { IMAGE_GREY, IMAGE_RGB, IMAGE_CMYK };

/* ---- artwork ---- */
/* Artwork has a measure of its own: its longer side is so many units, its upper left corner is 0 0,
 * y runs downwards. */
enum { ARTWORK_SIDE = 1 << 18 };
struct artwork_point {
    int32_t x, y;
};
enum contour_step { STEP_MOVE, STEP_LINE, STEP_CURVE, STEP_CLOSE, STEPS };
/* One path or several: steps, and the points that they take one after the other. */
struct contour {
    const uint8_t *steps;
    const struct artwork_point *points;
    uint32_t step_count, point_count;
    struct artwork_point least, most; /* the box around the points */
};
/* What is inside a contour that crosses itself (ISO 32000-1, 8.5.3.3). */
enum fill_rule { FILL_NONZERO, FILL_EVEN_ODD };
/* Nothing is painted outside of it, nor outside of what stood before it. */
struct clip {
    const struct contour *contour;
    enum fill_rule rule;
    const struct clip *outer; /* or NULL */
};
enum pen_cap { CAP_BUTT, CAP_ROUND, CAP_SQUARE };
enum pen_join { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL };
/* What draws along a contour: lengths in the user's units, which `matrix` (a b c d) brings to the
 * artwork's; one that is no turn makes an oval of the pen. */
struct pen {
    double matrix[4];
    double width, miter, dash_start;
    const double *dashes;
    uint32_t dash_count;
    enum pen_cap cap;
    enum pen_join join;
};
/* A contour that is filled, or drawn along. */
struct painted {
    const struct contour *contour;
    const struct clip *clip; /* or NULL */
    const struct pen *pen;   /* NULL: it is filled */
    enum fill_rule rule;
    struct color color;
};
/* What is painted, in its order. */
struct artwork {
    int32_t width, height;
    const struct painted *items;
    uint32_t count;
};

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
    const struct artwork *artwork;   /* of an SVG file, which has no pixels; else NULL */
};
/* What the document shows. */
struct images {
    const struct image *const *items;
    uint32_t count;
    const struct image_use *uses; /* by rising node */
    uint32_t use_count;
};

/* Tells whether a page draws it by itself, rather than show pixels that the file holds apart. */
static inline bool image_is_drawn(const struct image *i)
{
    return i->format == IMAGE_CODE || i->format == IMAGE_SVG;
}
/* How many points a step takes. */
static inline unsigned contour_points(enum contour_step step)
{
    return step == STEP_CURVE ? 3 : step != STEP_CLOSE;
}
/* How wide a pen's line is on a picture of that size, each length of which is `unit`s of the
 * artwork's; the mean, where it is an oval. */
double artwork_line(const struct artwork *art, const struct pen *pen, double width, double height);

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
