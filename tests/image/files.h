/* PNG and JPEG files made in memory by the formats' own libraries, and put into a folder for image_read. */
#ifndef TESTS_IMAGE_FILES_H
#define TESTS_IMAGE_FILES_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>

struct bytes {
    uint8_t *at;
    size_t size;
};

static inline void add_bytes(png_structp png, png_bytep from, size_t n)
{
    struct bytes *b = png_get_io_ptr(png);
    b->at = realloc(b->at, b->size + n);
    memcpy(b->at + b->size, from, n);
    b->size += n;
}

/* How a PNG is to be written. */
struct png_way {
    uint32_t width, height;
    int color_type, depth, interlace;
    uint32_t pixels_a_meter; /* 0: it says none */
    struct bytes profile;    /* ICC; of no bytes: it has none */
};

/* Writes rows of samples, one behind the other. */
static inline struct bytes make_png(struct png_way way, const uint8_t *rows)
{
    static const png_color palette[] = { { 255, 0, 0 }, { 0, 0, 255 } };
    struct bytes b = { NULL, 0 };
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &b, add_bytes, NULL);
    png_set_IHDR(png, info, way.width, way.height, way.depth, way.color_type, way.interlace, 0, 0);
    if (way.color_type == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 2);
    if (way.pixels_a_meter)
        png_set_pHYs(png, info, way.pixels_a_meter, way.pixels_a_meter, PNG_RESOLUTION_METER);
    if (way.profile.size)
        png_set_iCCP(png, info, "own", 0, way.profile.at, (png_uint_32)way.profile.size);
    png_write_info(png, info);
    size_t row = png_get_rowbytes(png, info);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < way.height; y++)
            png_write_row(png, (png_bytep)(uintptr_t)(rows + y * row));
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return b;
}

/* How a JPEG is to be written. */
struct jpeg_way {
    uint32_t width, height;
    int samples;
    J_COLOR_SPACE space;
    bool progressive, adobe;
    unsigned ppi, orientation; /* 0: it says none */
    struct bytes profile;      /* ICC; of no bytes: it has none */
};

static inline struct bytes make_jpeg(struct jpeg_way way, const uint8_t *rows)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr error;
    unsigned char *out = NULL;
    unsigned long size = 0;
    j.err = jpeg_std_error(&error);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &out, &size);
    j.image_width = way.width;
    j.image_height = way.height;
    j.input_components = way.samples;
    j.in_color_space = way.space;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, 100, TRUE);
    j.write_Adobe_marker = way.adobe;
    if (way.ppi) {
        j.density_unit = 1;
        j.X_density = j.Y_density = (UINT16)way.ppi;
    }
    if (way.progressive)
        jpeg_simple_progression(&j);
    jpeg_start_compress(&j, TRUE);
    if (way.orientation) {
        uint8_t exif[] = {
            'E', 'x', 'i', 'f',  0,    0, 'M', 'M', 0, 42, 0, 0, 0,
            8,   0,   1,   0x01, 0x12, 0, 3,   0,   0, 0,  1, 0, (uint8_t)way.orientation,
            0,   0,   0,   0,    0,    0
        };
        jpeg_write_marker(&j, JPEG_APP0 + 1, exif, sizeof exif);
    }
    if (way.profile.size)
        jpeg_write_icc_profile(&j, way.profile.at, (unsigned)way.profile.size);
    while (j.next_scanline < j.image_height) {
        JSAMPROW row = (JSAMPROW)(uintptr_t)(rows + (size_t)j.next_scanline * way.width *
                                                        (unsigned)way.samples);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return (struct bytes){ out, size };
}

#endif
