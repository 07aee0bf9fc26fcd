/* image/png: PNG by libpng (ISO 15948), which libharu loads whether we use it or not.
 *
 *   grey, RGB, palette, 1 … 16 bits, transparent or not ─► grey or RGB, 8 bits, and alpha
 *
 * An interlaced file comes in seven passes over all rows, so it is kept whole; of any other there
 * is one row.  libpng checks every chunk's sum and jumps when something is wrong.
 */
#include "image/inner.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_MOST = 1 << 20, CHUNKS_MOST = 64 }; /* of what is no pixels: text, profiles */

/* libpng at work. */
struct reading {
    struct decoding *d;
    png_structp png;
    png_infop info;
    size_t at;         /* bytes read */
    unsigned channels; /* with alpha, where there is any */
    uint8_t *rows;     /* one, or all */
    uint8_t *alpha;    /* of a row; NULL: there is none */
    size_t row_bytes;
    bool refused; /* libpng warned of the profile */
    bool no_memory;
};

/* ---- what libpng calls ---- */
static void read_bytes(png_structp png, png_bytep to, size_t n)
{
    struct reading *r = png_get_io_ptr(png);
    if (n > r->d->image->size - r->at)
        png_error(png, PHRASE("it ends too early"));
    memcpy(to, r->d->image->bytes + r->at, n);
    r->at += n;
}

static _Noreturn void note_error(png_structp png, png_const_charp message)
{
    struct reading *r = png_get_error_ptr(png);
    image_reason(r->d, message);
    longjmp(r->d->failed, 1);
}

/* Of all that libpng only warns of, one thing changes colours: a profile that it leaves out. */
static void note_warning(png_structp png, png_const_charp message)
{
    struct reading *r = png_get_error_ptr(png);
    if (strncmp(message, "iCCP", 4) == 0)
        r->refused = true;
}

static png_voidp allocate(png_structp png, png_alloc_size_t size)
{
    struct reading *r = png_get_mem_ptr(png);
    void *made = malloc(size);
    r->no_memory = r->no_memory || !made;
    return made;
}

static void give_back(png_structp png, png_voidp p)
{
    (void)png;
    free(p);
}

/* ---- reading ---- */
/* Opens the file and reads up to its pixels. */
static void open_file(struct reading *r)
{
    png_structp png = r->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, r, note_error,
                                                        note_warning, r, allocate, give_back);
    r->info = png ? png_create_info_struct(png) : NULL;
    if (!r->info) {
        r->no_memory = true;
        longjmp(r->d->failed, 1);
    }
    png_set_read_fn(png, r, read_bytes);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* ours are tried before a row */
    png_set_chunk_malloc_max(png, CHUNK_MOST);
    png_set_chunk_cache_max(png, CHUNKS_MOST);
    png_read_info(png, r->info);
}

/* Keeps the profile of an image in colour. */
static void read_profile(struct reading *r)
{
    png_charp name;
    png_bytep bytes;
    png_uint_32 size;
    int method;
    if (r->d->image->space != IMAGE_RGB ||
        !png_get_iCCP(r->png, r->info, &name, &method, &bytes, &size) ||
        image_keep_profile(r->d, bytes, size))
        return;
    r->no_memory = true;
    longjmp(r->d->failed, 1);
}

static void read_head(struct reading *r)
{
    struct decoding *d = r->d;
    struct image *im = d->image;
    open_file(r);
    im->columns = png_get_image_width(r->png, r->info);
    im->rows = png_get_image_height(r->png, r->info);
    bool color = png_get_color_type(r->png, r->info) & PNG_COLOR_MASK_COLOR;
    im->space = color ? IMAGE_RGB : IMAGE_GREY;
    im->orientation = 1;
    d->most = IMAGE_MOST_KEPT;
    read_profile(r);
    if (im->space == IMAGE_RGB && r->refused && !im->profile)
        d->bad_profile = true;
    png_uint_32 across = 0, down = 0;
    int unit = PNG_RESOLUTION_UNKNOWN;
    if (png_get_pHYs(r->png, r->info, &across, &down, &unit) && unit == PNG_RESOLUTION_METER) {
        d->across_ppi = across * .0254;
        d->down_ppi = down * .0254;
    }
}

/* Parts a row's alpha from its colours, in place; tells whether something shines through. */
static bool part(uint8_t *row, uint8_t *alpha, uint32_t columns, unsigned samples)
{
    const uint8_t *from = row;
    uint8_t least = 255;
    for (uint32_t x = 0; x < columns; x++, from += samples + 1) {
        for (unsigned k = 0; k < samples; k++)
            *row++ = from[k];
        alpha[x] = from[samples];
        least = alpha[x] < least ? alpha[x] : least;
    }
    return least < 255;
}

/* Hands a row on, or notes whether something shines through. */
static void give_row(struct reading *r, uint8_t *row, uint32_t y)
{
    struct decoding *d = r->d;
    if (r->alpha && part(row, r->alpha, d->image->columns, image_samples(d->image->space)))
        d->image->alpha = true;
    if (d->take)
        d->take(d->with, row, r->alpha, y);
}

static void read_rows(struct reading *r)
{
    const struct image *im = r->d->image;
    open_file(r);
    png_set_expand(r->png); /* palettes, fewer bits, a transparent colour */
    png_set_scale_16(r->png);
    int passes = png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    r->channels = png_get_channels(r->png, r->info);
    r->row_bytes = png_get_rowbytes(r->png, r->info);
    r->rows = arena_try(r->d->arena, r->row_bytes * (passes > 1 ? im->rows : 1));
    bool alpha = r->channels > image_samples(im->space);
    r->alpha = alpha ? arena_try(r->d->arena, im->columns) : NULL;
    if (!r->rows || (alpha && !r->alpha)) {
        r->no_memory = true;
        longjmp(r->d->failed, 1);
    }
    for (int pass = 1; pass <= passes; pass++)
        for (uint32_t y = 0; y < im->rows; y++) {
            uint8_t *row = r->rows + (passes > 1 ? y * r->row_bytes : 0);
            png_read_row(r->png, row, NULL);
            if (pass == passes)
                give_row(r, row, y);
        }
    png_read_end(r->png, NULL);
}

/* Runs one of the two, from which libpng may jump. */
static enum image_end run(struct reading *r, void (*read)(struct reading *))
{
    r->d->end = IMAGE_GOOD;
    if (setjmp(r->d->failed))
        r->d->end = r->no_memory ? IMAGE_NO_MEMORY : IMAGE_BROKEN;
    else
        read(r);
    png_destroy_read_struct(&r->png, &r->info, NULL);
    return r->d->end;
}

enum image_end png_head(struct decoding *d)
{
    struct reading r = { .d = d };
    return run(&r, read_head);
}

enum image_end png_rows(struct decoding *d)
{
    struct reading r = { .d = d };
    return run(&r, read_rows);
}
