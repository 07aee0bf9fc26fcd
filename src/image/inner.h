/* image/inner: what the files of this folder share.
 *
 *   elements ─read─► files ─png, jpeg (exif)─► rows of pixels
 *                          ─svg: scan, then script (apart)─► paths
 *   address ─code─► modules
 */
#ifndef IMAGE_INNER_H
#define IMAGE_INNER_H

#include "image/image.h"

#include <setjmp.h>
#include <stdio.h>

/* What there may be of an image.  A page of letter size at 400 pixels an inch has 15 million. */
enum {
    IMAGE_MOST_SIDE = 32767,        /* pixels */
    IMAGE_MOST_KEPT = 64 << 20,     /* samples of one that is decoded or packed in one piece */
    IMAGE_MOST_SAMPLES = 160 << 20, /* of one that is decoded row by row, and stays as it is */
    IMAGE_MOST_SVG = 4 << 20,       /* bytes of one */
    IMAGE_MOST_SCRIPT = 32 << 20,   /* bytes of what is drawn of one */
    IMAGE_MOST_ELEMENTS = 200000,   /* of one */
    IMAGE_MOST_PAINTED = 200000,    /* paths of one */
    IMAGE_MOST_POINTS = 2 << 20,    /* of all paths of one, as often as they are painted */
    IMAGE_MOST_BYTES = 256 << 20    /* of all files of a document */
};

/* An element that shows an image. */
struct image_use {
    const struct node *node;
    const struct image *image;
};

/* How a decoder ended. */
enum image_end {
    IMAGE_GOOD,
    IMAGE_BROKEN,
    IMAGE_NO_MEMORY,
    IMAGE_FOREIGN,  /* it is of another kind than it seemed */
    IMAGE_UNFIT,    /* it holds what is not painted here */
    IMAGE_HEAVY,    /* it is more than is drawn here */
    IMAGE_SIZELESS, /* nothing says how large it is */
    IMAGE_NO_LIBRARY,
    IMAGE_ENDS
};

/* What an SVG file may hold that is not painted here. */
enum lack {
    LACK_TEXT,
    LACK_IMAGE,
    LACK_OUTSIDE,
    LACK_EFFECT,
    LACK_ENTITY,
    LACK_GRADIENT,
    LACK_MASK,
    LACK_FILTER,
    LACK_PATTERN,
    LACK_OPACITY,
    LACK_FAR,
    LACK_OTHER,
    LACKS
};

enum { REASON_ROOM = 128 };
/* A decoder at work; a library's error jumps to `failed`. */
struct decoding {
    struct image *image; /* its head is filled in */
    struct arena *arena;
    struct arena *keep; /* of the head: for what outlives it */
    image_row *take;    /* NULL: nobody wants the rows */
    void *with;
    double across_ppi, down_ppi; /* of the head: pixels an inch, 0 where the file says none */
    uint64_t most;               /* of the head: samples there may be */
    bool bad_profile; /* of the head: the file has one that says nothing of its colours */
    jmp_buf failed;
    enum image_end end;
    char reason[REASON_ROOM]; /* of what is broken */
    /* of an SVG file */
    long line;         /* of what is broken; 0: nobody knows */
    enum lack lack;    /* which it is refused for … */
    long lines[LACKS]; /* … and where each stands first; 0: nowhere */
};

/* A format: how it is known, and what decodes it. */
struct image_codec {
    const char *signature;
    size_t length;
    enum image_format format;
    /* Read the head; read all rows, if it has any. */
    enum image_end (*head)(struct decoding *d);
    enum image_end (*rows)(struct decoding *d);
};

/* Notes why a file is refused. */
void image_reason(struct decoding *d, const char *reason);
/* ---- code.c ---- */
enum code_end { CODE_MADE, CODE_NO_LIBRARY, CODE_LONG, CODE_NO_MEMORY };
/* Makes the code of the address that is the image's path, its modules in `a`. */
enum code_end code_make(struct arena *a, struct arena *scratch, struct image *im);
/* Keeps the ICC profile of an image in red, green and blue, or notes that it cannot be one; false
 * when there is no memory. */
bool image_keep_profile(struct decoding *d, const uint8_t *bytes, size_t size);
/* ---- png.c, jpeg.c ---- */
enum image_end png_head(struct decoding *d);
enum image_end png_rows(struct decoding *d);
enum image_end jpeg_head(struct decoding *d);
enum image_end jpeg_rows(struct decoding *d);
/* ---- svg.c ---- */
/* Reads a whole SVG file; of its rows there are none. */
enum image_end svg_read(struct decoding *d);
/* ---- scan.c ---- */
/* Goes through the elements of an SVG file: is it one, does it hold what is refused, and where does
 * what may be refused stand? */
enum image_end svg_scan(struct decoding *d);
/* ---- script.c ---- */
/* How a drawing stands on cairo's script surface: its longer side is SCRIPT_SIDE units long, its
 * upper left corner is at SCRIPT_ORIGIN both ways, and it is turned by SCRIPT_TURN (radians), so
 * that next to no line is level or upright: cairo 1.16 drops such a line, and asserts that no
 * rectangle's corner leads out of the surface. */
enum { SCRIPT_SIDE = 4096, SCRIPT_ORIGIN = 4000000 };
#define SCRIPT_TURN 1.
/* Reads what cairo wrote of it into artwork, whose width and height are known. */
enum image_end script_read(struct decoding *d, const char *script, size_t size,
                           struct artwork *art);
/* ---- apart.c ---- */
enum apart_end { APART_ENDED, APART_LARGE, APART_NO_MEMORY };
/* Does work in a process of its own, which opens no file, says nothing, and ends when it takes too
 * long or too much memory; `work` prepares itself, then calls apart_confine, and what it writes
 * comes back.  Whether it came to its end is for what it wrote to tell. */
enum apart_end apart_do(struct arena *a, void (*work)(FILE *to, void *with), void *with,
                        size_t most, const char **bytes, size_t *size);
void apart_confine(void);
/* ---- exif.c ---- */
/* Finds the orientation that an Exif segment says; 1 where it says none. */
uint8_t exif_orientation(const uint8_t *bytes, size_t size);

#endif
