/* image: what comes out of files made here, good and bad.  Each test has a folder of its own. */
#define _XOPEN_SOURCE 700
#include "world.h"

#include <sys/stat.h>

static void keep_row(void *with, const uint8_t *row, const uint8_t *alpha, uint32_t y)
{
    struct world *w = with;
    if (alpha)
        memcpy(w->alpha + y * w->columns, alpha, w->columns);
    memcpy(w->pixels + y * w->row, row, w->row);
}

/* The pixels of an image that was shown. */
static const uint8_t *pixels(struct world *w, const struct image *im)
{
    w->columns = im->columns;
    w->row = (size_t)im->columns * image_samples(im->space);
    image_decode(w->arena, im, keep_row, w);
    return w->pixels;
}

/* ---- what comes out ---- */
static void test_rgb_is_as_written(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3 };
    put_file(w, "a.png",
             make_png((struct png_way){ 2, 2, PNG_COLOR_TYPE_RGB, 8, 0, 0, { 0 } }, rows));
    const struct image *im = show(w, "a.png");
    assert_non_null(im);
    assert_int_equal(im->space, IMAGE_RGB);
    assert_int_equal(im->columns, 2);
    assert_memory_equal(pixels(w, im), rows, sizeof rows);
    assert_int_equal(im->width, 2 * 72 * SP_PT / 96); /* nothing said: CSS's pixel */
    assert_ptr_equal(image_find(w->images, w->images->uses[0].node), im);
    assert_null(image_find(w->images, w->doc->root));
}

static void test_resolution_is_the_natural_size(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[300] = { 0 };
    put_file(w, "a.png",
             make_png((struct png_way){ 300, 1, PNG_COLOR_TYPE_GRAY, 8, 0, 11811, { 0 } }, rows));
    const struct image *im = show(w, "a.png");
    assert_int_equal(im->width, 72 * SP_PT); /* 300 an inch are 11811 a metre */
}

static void test_transparent_pixels_keep_their_colours(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[] = { 10, 20, 30, 0, 10, 20, 30, 255, 0, 0, 0, 51 };
    static const uint8_t colors[] = { 10, 20, 30, 10, 20, 30, 0, 0, 0 }, covers[] = { 0, 255, 51 };
    put_file(w, "a.png",
             make_png((struct png_way){ 3, 1, PNG_COLOR_TYPE_RGB_ALPHA, 8, 0, 0, { 0 } }, rows));
    const struct image *im = show(w, "a.png");
    assert_true(im->alpha);
    assert_memory_equal(pixels(w, im), colors, sizeof colors);
    assert_memory_equal(w->alpha, covers, sizeof covers);
}

static void test_alpha_that_covers_all_is_none(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[] = { 10, 20, 30, 255, 1, 2, 3, 255 };
    put_file(w, "a.png",
             make_png((struct png_way){ 2, 1, PNG_COLOR_TYPE_RGB_ALPHA, 8, 0, 0, { 0 } }, rows));
    assert_false(show(w, "a.png")->alpha);
}

static void test_grey_of_one_bit_of_sixteen_and_with_alpha(void **state)
{
    struct world *w = *state;
    static const uint8_t one[] = { 0xA0 }, sixteen[] = { 0xFF, 0xFF, 0x80, 0x00 },
                         alpha[] = { 0, 255, 0, 0 };
    static const uint8_t out_one[] = { 255, 0, 255 }, out_sixteen[] = { 255, 128 },
                         out_alpha[] = { 255, 0 };
    put_file(w, "a.png",
             make_png((struct png_way){ 3, 1, PNG_COLOR_TYPE_GRAY, 1, 0, 0, { 0 } }, one));
    put_file(w, "b.png",
             make_png((struct png_way){ 2, 1, PNG_COLOR_TYPE_GRAY, 16, 0, 0, { 0 } }, sixteen));
    put_file(w, "c.png",
             make_png((struct png_way){ 2, 1, PNG_COLOR_TYPE_GRAY_ALPHA, 8, 0, 0, { 0 } }, alpha));
    assert_memory_equal(pixels(w, show(w, "a.png")), out_one, sizeof out_one);
    assert_memory_equal(pixels(w, show(w, "b.png")), out_sixteen, sizeof out_sixteen);
    const struct image *im = show(w, "c.png");
    assert_int_equal(im->space, IMAGE_GREY);
    pixels(w, im);
    assert_memory_equal(w->alpha, out_alpha, sizeof out_alpha);
}

static void test_palette_and_interlace(void **state)
{
    struct world *w = *state;
    static const uint8_t indices[] = { 0, 1, 1, 0 },
                         out[] = { 255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0 };
    uint8_t rows[17 * 11];
    for (size_t i = 0; i < sizeof rows; i++)
        rows[i] = (uint8_t)(i * 7);
    put_file(w, "a.png",
             make_png((struct png_way){ 2, 2, PNG_COLOR_TYPE_PALETTE, 8, 0, 0, { 0 } }, indices));
    put_file(
        w, "b.png",
        make_png((struct png_way){ 17, 11, PNG_COLOR_TYPE_GRAY, 8, PNG_INTERLACE_ADAM7, 0, { 0 } },
                 rows));
    assert_memory_equal(pixels(w, show(w, "a.png")), out, sizeof out);
    assert_memory_equal(pixels(w, show(w, "b.png")), rows, sizeof rows);
}

static void test_jpeg_spaces(void **state)
{
    struct world *w = *state;
    static uint8_t grey[16 * 16], rgb[3 * 16 * 16], cmyk[4 * 16 * 16];
    memset(grey, 100, sizeof grey);
    memset(rgb, 100, sizeof rgb);
    memset(cmyk, 200, sizeof cmyk);
    put_file(w, "a.jpg",
             make_jpeg((struct jpeg_way){ 16, 16, 1, JCS_GRAYSCALE, false, false, 300, 0, { 0 } },
                       grey));
    put_file(w, "b.jpg",
             make_jpeg((struct jpeg_way){ 16, 16, 3, JCS_RGB, true, false, 0, 0, { 0 } }, rgb));
    put_file(w, "c.jpg",
             make_jpeg((struct jpeg_way){ 16, 16, 4, JCS_CMYK, false, true, 0, 0, { 0 } }, cmyk));
    const struct image *im = show(w, "a.jpg");
    assert_true(im->space == IMAGE_GREY && im->plain && !im->inverted);
    assert_int_equal(im->width, 16 * 72 * SP_PT / 300);
    assert_in_range(pixels(w, im)[0], 98, 102);
    im = show(w, "b.jpg");
    assert_true(im->space == IMAGE_RGB && im->plain);
    assert_in_range(pixels(w, im)[300], 98, 102);
    im = show(w, "c.jpg");
    assert_true(im->space == IMAGE_CMYK && im->plain && im->inverted);
    assert_in_range(pixels(w, im)[0], 198, 202);
}

static void test_photographs_stand_upright(void **state)
{
    struct world *w = *state;
    static uint8_t rgb[3 * 16 * 8];
    put_file(w, "a.jpg",
             make_jpeg((struct jpeg_way){ 16, 8, 3, JCS_RGB, false, false, 72, 6, { 0 } }, rgb));
    const struct image *im = show(w, "a.jpg");
    assert_int_equal(im->orientation, 6);
    assert_int_equal(im->width, 8 * SP_PT);
    assert_int_equal(im->height, 16 * SP_PT);
}

static void test_exif_is_read_within_its_bounds(void **state)
{
    (void)state;
    static const uint8_t little[] = { 'E', 'x', 'i',  'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
                                      1,   0,   0x12, 1,   3, 0, 1,   0,   0,  0, 8, 0, 0, 0 };
    uint8_t far[sizeof little];
    assert_int_equal(exif_orientation(little, sizeof little), 8);
    for (size_t n = 0; n < sizeof little - 2; n++)
        assert_int_equal(exif_orientation(little, n), 1);
    memcpy(far, little, sizeof far);
    memset(far + 10, 0xFF, 4); /* its directory lies outside */
    assert_int_equal(exif_orientation(far, sizeof far), 1);
}

enum { PROFILE = 252 };
/* A profile that says no more than that it is one, of red, green and blue. */
static struct bytes bare_profile(void)
{
    static uint8_t bytes[PROFILE] = { [3] = PROFILE, [8] = 2 };
    static const struct {
        size_t at;
        const char *bytes;
        size_t size;
    } parts[] = {
        { 12, "mntrRGB XYZ ", 12 },
        { 36, "acsp", 4 },
        { 68, "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12 },                  /* D50 */
        { 128, "\0\0\0\1cprt\0\0\0\x90\0\0\0\x6Ctext\0\0\0\0none", 28 }, /* one tag */
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        memcpy(bytes + parts[i].at, parts[i].bytes, parts[i].size);
    for (size_t i = PROFILE - 96; i < PROFILE; i++)
        bytes[i] = (uint8_t)(i * i); /* libpng takes what is short when packed for none */
    return (struct bytes){ bytes, sizeof bytes };
}

static void test_a_profile_is_kept(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[12] = { 255 };
    struct bytes profile = bare_profile();
    struct png_way png = { 2, 2, PNG_COLOR_TYPE_RGB, 8, 0, 0, profile };
    struct jpeg_way jpeg = { 2, 2, 3, JCS_RGB, false, false, 0, 0, profile };
    put_file(w, "a.png", make_png(png, rows));
    put_file(w, "a.jpg", make_jpeg(jpeg, rows));
    for (int i = 0; i < 2; i++) {
        const struct image *im = show(w, i ? "a.jpg" : "a.png");
        assert_int_equal(im->profile_size, profile.size);
        assert_memory_equal(im->profile, profile.at, profile.size);
    }
    jpeg.samples = 1;
    jpeg.space = JCS_GRAYSCALE; /* which is black ink */
    put_file(w, "a.jpg", make_jpeg(jpeg, rows));
    assert_null(show(w, "a.jpg")->profile);
    assert_int_equal(w->diag->count, 0);
}

static void test_a_bad_profile_is_told(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[12] = { 255 };
    for (size_t at = 0; at < 5; at++) { /* its length, version, space, signature, tags */
        static const size_t places[] = { 3, 8, 16, 36, 131 };
        uint8_t bytes[PROFILE];
        memcpy(bytes, bare_profile().at, sizeof bytes);
        bytes[places[at]] = 99;
        struct jpeg_way way = { 2, 2, 3, JCS_RGB, false, false, 0, 0, { bytes, sizeof bytes } };
        put_file(w, "a.jpg", make_jpeg(way, rows));
        w->diag = diag_build(w->arena);
        assert_null(show(w, "a.jpg")->profile);
        assert_told(w, DIAG_PICTURE_PROFILE, "a.jpg is damaged");
    }
}

/* libpng leaves it out, and only warns of it. */
static void test_a_profile_that_png_leaves_out_is_told(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[12] = { 255 };
    struct bytes png =
        make_png((struct png_way){ 2, 2, PNG_COLOR_TYPE_RGB, 8, 0, 0, bare_profile() }, rows);
    for (size_t i = 0; i + 8 < png.size; i++)
        if (memcmp(png.at + i, "iCCPown", 7) == 0)
            png.at[i + 20] ^= 1;
    put_file(w, "a.png", png);
    const struct image *im = show(w, "a.png");
    assert_non_null(im);
    assert_null(im->profile);
    assert_told(w, DIAG_PICTURE_PROFILE, "a.png is damaged");
}

static void test_a_file_is_read_once(void **state)
{
    struct world *w = *state;
    static const uint8_t rows[] = { 1, 2, 3, 4 };
    put_file(w, "a.png",
             make_png((struct png_way){ 2, 2, PNG_COLOR_TYPE_GRAY, 8, 0, 0, { 0 } }, rows));
    const char *text =
        "<handout xml:lang='en'><logo src='a.png' alt='A'/><title>T</title><principles><principle>"
        "<name>N</name><explanation><figure src='a.png' alt='A'/></explanation></principle>"
        "</principles></handout>";
    const struct doc *doc = doc_read(w->arena, w->diag, "t.xml", text, strlen(text));
    const struct images *images = image_read(w->arena, w->diag, doc, w->folder);
    assert_int_equal(images->count, 1);
    assert_int_equal(images->use_count, 2);
}

/* ---- what is refused ---- */
/* A file of so many bytes that a test may spoil. */
static struct bytes good_png(void)
{
    static const uint8_t rows[64 * 64] = { 1, 9, 2, 8 };
    return make_png((struct png_way){ 64, 64, PNG_COLOR_TYPE_GRAY, 8, 0, 0, { 0 } }, rows);
}

static struct bytes good_jpeg(void)
{
    static uint8_t rgb[3 * 64 * 64];
    for (size_t i = 0; i < sizeof rgb; i++)
        rgb[i] = (uint8_t)(i * i);
    return make_jpeg((struct jpeg_way){ 64, 64, 3, JCS_RGB, false, false, 0, 0, { 0 } }, rgb);
}

static void test_cut_off(void **state)
{
    struct world *w = *state;
    struct bytes b = good_png();
    b.size -= 20;
    put_file(w, "a.png", b);
    assert_null(show(w, "a.png"));
    assert_told(w, DIAG_PICTURE_BROKEN, "ends too early");
}

static void test_jpeg_cut_off(void **state)
{
    struct world *w = *state;
    struct bytes b = good_jpeg();
    b.size /= 2;
    put_file(w, "a.jpg", b);
    assert_null(show(w, "a.jpg"));
    assert_told(w, DIAG_PICTURE_BROKEN, "Premature end");
}

static void test_wrong_sum(void **state)
{
    struct world *w = *state;
    struct bytes b = good_png();
    b.at[b.size - 16] ^= 1; /* of the pixels' chunk */
    put_file(w, "a.png", b);
    assert_null(show(w, "a.png"));
    assert_told(w, DIAG_PICTURE_BROKEN, "CRC error");
}

/* A PNG whose head says so many pixels. */
static struct bytes claimed(uint32_t width, uint32_t height)
{
    struct bytes b = good_png();
    const uint32_t sides[] = { width, height };
    for (int s = 0; s < 2; s++)
        for (int i = 0; i < 4; i++)
            b.at[16 + 4 * s + i] = (uint8_t)(sides[s] >> (24 - 8 * i));
    uint32_t crc = UINT32_MAX;
    for (size_t i = 12; i < 29; i++) {
        crc ^= b.at[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    for (int i = 0; i < 4; i++)
        b.at[29 + i] = (uint8_t)(~crc >> (24 - 8 * i));
    return b;
}

static void test_a_hundred_thousand_pixels(void **state)
{
    struct world *w = *state;
    put_file(w, "a.png", claimed(100000, 1));
    assert_null(show(w, "a.png"));
    assert_told(w, DIAG_PICTURE_LARGE, "100000");
}

static void test_a_bomb(void **state)
{
    struct world *w = *state;
    put_file(w, "a.png", claimed(30000, 30000));
    assert_null(show(w, "a.png"));
    assert_told(w, DIAG_PICTURE_LARGE, "67 million");
}

static void test_more_rows_than_data(void **state)
{
    struct world *w = *state;
    put_file(w, "a.png", claimed(64, 30000));
    assert_null(show(w, "a.png"));
    assert_int_equal(w->diag->messages[0].code, DIAG_PICTURE_BROKEN);
}

static void test_other_formats(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *bytes, *told;
        size_t size;
    } files[] = {
        { "GIF89a", "a GIF file", 6 },
        { "RIFF\0\0\0\0WEBPVP8 ", "a WebP file", 16 },
        { "\0\0\0\x18"
          "ftypheic",
          "HEIC", 12 },
        { "<svg xmlns='x'/>", "whose first element is no svg", 16 },
        { "<html/>", "HTML", 7 },
        { "\x1F\x8B\x08", "svgz", 3 },
        { "", "empty", 0 },
        { "words", "no picture", 5 },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct bytes b = { malloc(files[i].size + 1), files[i].size };
        memcpy(b.at, files[i].bytes, b.size);
        put_file(w, "a.png", b);
        w->diag = diag_build(w->arena);
        assert_null(show(w, "a.png"));
        assert_told(w, DIAG_PICTURE_FORMAT, files[i].told);
    }
}

static void test_nothing_outside_the_folder(void **state)
{
    struct world *w = *state;
    char inside[128], folder[96];
    put_file(w, "a.png", good_png());
    snprintf(folder, sizeof folder, "%sbelow", w->folder);
    assert_int_equal(mkdir(folder, 0777), 0);
    snprintf(inside, sizeof inside, "%s/out.png", folder);
    assert_int_equal(symlink("../a.png", inside), 0);
    assert_non_null(show(w, "below/out.png")); /* it leads to what is below the source's folder */
    strcat(w->folder, "below/");
    assert_null(show(w, "out.png"));
    assert_told(w, DIAG_PICTURE_OUTSIDE, "out of the source's folder");
    w->folder[strlen(w->folder) - strlen("below/")] = '\0';
}

static void test_no_file_and_no_plain_file(void **state)
{
    struct world *w = *state;
    char fifo[128];
    assert_null(show(w, "none.png"));
    assert_told(w, DIAG_PICTURE_UNREADABLE, "there is no file");
    snprintf(fifo, sizeof fifo, "%sfifo", w->folder);
    assert_int_equal(mkfifo(fifo, 0666), 0);
    w->diag = diag_build(w->arena);
    assert_null(show(w, "fifo"));
    assert_told(w, DIAG_PICTURE_UNREADABLE, "it is no file");
}

static void test_too_many_bytes_in_all(void **state)
{
    struct world *w = *state;
    struct buffer text = buffer_in(w->arena);
    buffer_add_string(&text, "<handout xml:lang='en'><title>T</title><principles><principle><name>N"
                             "</name><explanation>");
    for (int i = 0; i < 5; i++) {
        char path[128], name[16];
        snprintf(name, sizeof name, "%d.png", i);
        put_file(w, name, good_png());
        snprintf(path, sizeof path, "%s%s", w->folder, name);
        assert_int_equal(truncate(path, 60 << 20), 0); /* what stands behind the end is nothing */
        buffer_printf(&text, "<figure src='%s' alt='A'/>", name);
    }
    buffer_add_string(&text, "</explanation></principle></principles></handout>");
    w->doc = doc_read(w->arena, w->diag, "t.xml", buffer_text(&text), text.size);
    assert_int_equal(image_read(w->arena, w->diag, w->doc, w->folder)->count, 4);
    assert_told(w, DIAG_PICTURES_MANY, "4.png");
}

/* Any byte of a file may be another one: then it is shown, or not and told, and nothing worse. */
static void test_every_byte_spoilt(void **state)
{
    struct world *w = *state;
    for (int kind = 0; kind < 2; kind++) {
        struct bytes good = kind ? good_jpeg() : good_png();
        for (size_t i = 0; i < good.size; i += 3) {
            struct bytes b = { malloc(good.size), good.size };
            memcpy(b.at, good.at, b.size);
            b.at[i] ^= 0xFF;
            put_file(w, "a", b);
            w->diag = diag_build(w->arena);
            const struct image *im = show(w, "a");
            assert_true(im ? w->diag->count == 0 : w->diag->count == 1);
        }
        free(good.at);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(test_rgb_is_as_written),
        TEST(test_resolution_is_the_natural_size),
        TEST(test_transparent_pixels_keep_their_colours),
        TEST(test_alpha_that_covers_all_is_none),
        TEST(test_grey_of_one_bit_of_sixteen_and_with_alpha),
        TEST(test_palette_and_interlace),
        TEST(test_jpeg_spaces),
        TEST(test_photographs_stand_upright),
        TEST(test_a_profile_is_kept),
        TEST(test_a_bad_profile_is_told),
        TEST(test_a_profile_that_png_leaves_out_is_told),
        TEST(test_a_file_is_read_once),
        TEST(test_cut_off),
        TEST(test_jpeg_cut_off),
        TEST(test_wrong_sum),
        TEST(test_a_hundred_thousand_pixels),
        TEST(test_a_bomb),
        TEST(test_more_rows_than_data),
        TEST(test_other_formats),
        TEST(test_nothing_outside_the_folder),
        TEST(test_no_file_and_no_plain_file),
        TEST(test_too_many_bytes_in_all),
        TEST(test_every_byte_spoilt),
        cmocka_unit_test(test_exif_is_read_within_its_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
