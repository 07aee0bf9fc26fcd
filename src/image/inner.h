/* image/inner: what the files of this folder share. */
#ifndef IMAGE_INNER_H
#define IMAGE_INNER_H

#include "image/image.h"

#include <setjmp.h>

/* What there may be of an image.  A page of letter size at 400 pixels an inch has 15 million. */
enum {
    IMAGE_MOST_SIDE = 32767,        /* pixels */
    IMAGE_MOST_KEPT = 64 << 20,     /* samples of one that is decoded or packed in one piece */
    IMAGE_MOST_SAMPLES = 160 << 20, /* of one that is decoded row by row, and stays as it is */
    IMAGE_MOST_BYTES = 256 << 20    /* of all files of a document */
};

/* An element that shows an image. */
struct image_use {
    const struct node *node;
    const struct image *image;
};

/* How a decoder ended. */
enum image_end { IMAGE_GOOD, IMAGE_BROKEN, IMAGE_NO_MEMORY };

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
};

/* A format: how it is known, and what decodes it. */
struct image_codec {
    const char *signature;
    size_t length;
    enum image_format format;
    /* Read the head; read all rows. */
    enum image_end (*head)(struct decoding *d);
    enum image_end (*rows)(struct decoding *d);
};

/* Notes why a file is refused. */
void image_reason(struct decoding *d, const char *reason);
/* ---- code.c ---- */
enum code_end { CODE_MADE, CODE_NO_LIBRARY, CODE_LONG, CODE_NO_MEMORY };
/* Makes the code of the address that is the image's path, its modules in `a`. */
enum code_end code_make(struct arena *a, struct arena *scratch, struct image *im);
/* Keeps the ICC profile of an image in red, green and blue, or notes that it cannot be one; false when
 * there is no memory. */
bool image_keep_profile(struct decoding *d, const uint8_t *bytes, size_t size);
/* ---- png.c, jpeg.c ---- */
enum image_end png_head(struct decoding *d);
enum image_end png_rows(struct decoding *d);
enum image_end jpeg_head(struct decoding *d);
enum image_end jpeg_rows(struct decoding *d);
/* ---- exif.c ---- */
/* Finds the orientation that an Exif segment says; 1 where it says none. */
uint8_t exif_orientation(const uint8_t *bytes, size_t size);

#endif
