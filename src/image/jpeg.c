/* image/jpeg: JPEG by libjpeg-turbo (ITU-T T.81).  It is linked: opened when it is wanted, its data
 * of threads end the process where there is no memory.
 *
 * Rows come as grey, RGB or CMYK.  What is missing or cannot be read libjpeg fills up with grey and
 * warns of; here that is an error, since nobody would see it before it is printed.
 */
#include "image/inner.h"

#include <stdio.h> /* jpeglib.h asks for FILE */
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

enum {
    SCANS_MOST = 100,        /* of a progressive file; ten are usual */
    MEMORY_MOST = 200 << 20, /* bytes, of a progressive file's coefficients */
    SEGMENT_MOST = 0xFFFF
};

/* libjpeg at work. */
struct reading {
    struct jpeg_decompress_struct jpeg; /* first: what libjpeg calls gets its address */
    struct jpeg_error_mgr error;
    struct jpeg_progress_mgr progress;
    struct decoding *d;
    bool created, no_memory;
};

/* ---- what libjpeg calls ---- */
static _Noreturn void note_error(j_common_ptr common)
{
    struct reading *r = (struct reading *)common;
    char text[JMSG_LENGTH_MAX];
    int code = common->err->msg_code;
    common->err->format_message(common, text);
    image_reason(r->d, code == JERR_NO_BACKING_STORE ? PHRASE("it takes too much memory") : text);
    r->no_memory = code == JERR_OUT_OF_MEMORY;
    longjmp(r->d->failed, 1);
}

/* A warning (level -1) means that something is missing, but for a few that mean nothing. */
static void note_warning(j_common_ptr common, int level)
{
    static const int harmless[] = { JWRN_ADOBE_XFORM, JWRN_EXTRANEOUS_DATA, JWRN_JFIF_MAJOR,
                                    JWRN_TOO_MUCH_DATA };
    struct reading *r = (struct reading *)common;
    if (common->err->msg_code == JWRN_BOGUS_ICC) {
        r->d->bad_profile = true;
        return;
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (common->err->msg_code == harmless[i])
            return;
    if (level < 0)
        note_error(common);
}

/* Stops a file of more scans than anybody needs: each takes the time of the whole. */
static void count_scans(j_common_ptr common)
{
    struct reading *r = (struct reading *)common;
    if (!common->is_decompressor || r->jpeg.input_scan_number <= SCANS_MOST)
        return;
    image_reason(r->d, PHRASE("it has too many scans"));
    longjmp(r->d->failed, 1);
}

/* ---- reading ---- */
/* Opens the file and reads up to its pixels. */
static void open_file(struct reading *r)
{
    const struct image *im = r->d->image;
    r->jpeg.err = jpeg_std_error(&r->error);
    r->error.error_exit = note_error;
    r->error.emit_message = note_warning;
    jpeg_create_decompress(&r->jpeg);
    r->created = true;
    r->progress.progress_monitor = count_scans;
    r->jpeg.progress = &r->progress;
    r->jpeg.mem->max_memory_to_use = MEMORY_MOST;
    jpeg_mem_src(&r->jpeg, (const unsigned char *)im->bytes, im->size);
    jpeg_save_markers(&r->jpeg, JPEG_APP0 + 1, SEGMENT_MOST);
    jpeg_save_markers(&r->jpeg, JPEG_APP0 + 2, SEGMENT_MOST);
    jpeg_read_header(&r->jpeg, TRUE);
}

/* What a file's colours come out as; false where a PDF knows no such ones. */
static bool space_of(const struct jpeg_decompress_struct *jpeg, enum image_space *space,
                     J_COLOR_SPACE *out)
{
    switch (jpeg->jpeg_color_space) {
    case JCS_GRAYSCALE: *space = IMAGE_GREY, *out = JCS_GRAYSCALE; return true;
    case JCS_YCbCr:
    case JCS_RGB: *space = IMAGE_RGB, *out = JCS_RGB; return true;
    case JCS_YCCK:
    case JCS_CMYK: *space = IMAGE_CMYK, *out = JCS_CMYK; return true;
    default: return false;
    }
}

/* Keeps the profile of an image in colour. */
static void read_profile(struct reading *r)
{
    JOCTET *bytes;
    unsigned size;
    if (r->d->image->space != IMAGE_RGB || !jpeg_read_icc_profile(&r->jpeg, &bytes, &size))
        return;
    bool kept = image_keep_profile(r->d, bytes, size);
    free(bytes);
    if (kept)
        return;
    r->no_memory = true;
    longjmp(r->d->failed, 1);
}

static void read_head(struct reading *r)
{
    const struct jpeg_decompress_struct *jpeg = &r->jpeg;
    struct decoding *d = r->d;
    struct image *im = d->image;
    J_COLOR_SPACE out;
    open_file(r);
    im->columns = jpeg->image_width;
    im->rows = jpeg->image_height;
    if (!space_of(jpeg, &im->space, &out)) {
        image_reason(d, PHRASE("its colours are neither grey nor RGB nor CMYK"));
        longjmp(d->failed, 1);
    }
    im->inverted = im->space == IMAGE_CMYK && jpeg->saw_Adobe_marker;
    read_profile(r);
    im->orientation = 1;
    for (jpeg_saved_marker_ptr m = jpeg->marker_list; m && im->orientation == 1; m = m->next)
        if (m->marker == JPEG_APP0 + 1)
            im->orientation = exif_orientation(m->data, m->data_length);
    /* RGB that says nothing of itself a PDF would take for YCbCr; arithmetic coding it does not
     * know. */
    im->plain = !jpeg->arith_code && (jpeg->jpeg_color_space != JCS_RGB || jpeg->saw_Adobe_marker);
    d->most = jpeg->progressive_mode || !im->plain ? IMAGE_MOST_KEPT : IMAGE_MOST_SAMPLES;
    double unit = jpeg->density_unit == 1 ? 1 : jpeg->density_unit == 2 ? 2.54 : 0;
    d->across_ppi = jpeg->X_density * unit;
    d->down_ppi = jpeg->Y_density * unit;
}

static void read_rows(struct reading *r)
{
    struct decoding *d = r->d;
    enum image_space space = d->image->space;
    open_file(r);
    space_of(&r->jpeg, &space, &r->jpeg.out_color_space);
    jpeg_start_decompress(&r->jpeg);
    uint8_t *row = arena_try(d->arena, (size_t)d->image->columns * image_samples(space));
    if (!row) {
        r->no_memory = true;
        longjmp(d->failed, 1);
    }
    for (uint32_t y = 0; y < d->image->rows; y++) {
        jpeg_read_scanlines(&r->jpeg, &row, 1);
        if (d->take)
            d->take(d->with, row, NULL, y);
    }
    jpeg_finish_decompress(&r->jpeg);
}

/* Runs one of the two, from which libjpeg may jump. */
static enum image_end run(struct reading *r, void (*read)(struct reading *))
{
    r->d->end = IMAGE_GOOD;
    if (setjmp(r->d->failed))
        r->d->end = r->no_memory ? IMAGE_NO_MEMORY : IMAGE_BROKEN;
    else
        read(r);
    if (r->created)
        jpeg_destroy_decompress(&r->jpeg);
    return r->d->end;
}

enum image_end jpeg_head(struct decoding *d)
{
    struct reading r = { .d = d };
    return run(&r, read_head);
}

enum image_end jpeg_rows(struct decoding *d)
{
    struct reading r = { .d = d };
    return run(&r, read_rows);
}
