/* pdf, its parts alone: colours on each target, the CIDs of a CID-keyed program, objects made in series. */
#include "base/file.h"
#include "pdf/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <string.h>

static jmp_buf no_memory;

/* Black alone prints over what lies below; plates add up, black's aside where it is asked so. */
static void ink_by_colour(void **state)
{
    (void)state;
    enum { FULL = 65535, HALF = 32768 };
    static const struct spot_ink gold = { "--gold", "Gold", { FULL, HALF, FULL, 0 }, 7, NULL };
    const struct {
        struct color color;
        int all, without_black;
        bool overprints;
    } cases[] = {
        { { COLOR_GREY, { 0 }, FULL, NULL, NULL }, 1000, 0, true },
        { { COLOR_GREY, { FULL }, FULL, NULL, NULL }, 0, 0, false },
        { { COLOR_CMYK, { FULL, FULL, HALF, HALF }, FULL, NULL, NULL }, 3000, 2500, false },
        { { COLOR_CMYK, { FULL, FULL, FULL, FULL }, 0, NULL, NULL }, 0, 0, false },
        { { COLOR_SPOT, { HALF }, FULL, &gold, NULL }, 500, 500, false },
        { { COLOR_SPOT, { FULL }, FULL, &gold, NULL }, 1000, 1000, false },
    };
    const struct colors press = { .target = TARGET_CMYK }, screen = { .target = TARGET_RGB };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct color *c = &cases[i].color;
        assert_int_equal(color_ink(&press, c, INK_WITH_BLACK), cases[i].all);
        assert_int_equal(color_ink(&press, c, INK_WITHOUT_BLACK), cases[i].without_black);
        assert_int_equal(color_ink(&screen, c, INK_WITH_BLACK), 0);
        if (c->alpha)
            assert_int_equal(color_overprints(&press, c), cases[i].overprints);
    }
}

static const char *in_capitals(struct arena *a, const char *text)
{
    char *made = arena_strdup(a, text);
    for (char *c = made; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return made;
}

static void colours_by_target(void **state)
{
    (void)state;
    enum { FULL = 65535, HALF = 32768 };
    static const struct spot_ink gold = { "--gold", "Gold", { FULL, HALF, FULL, 0 }, 7, NULL };
    const struct {
        struct color color;
        const char *rgb, *cmyk, *grey;
    } cases[] = {
        { { COLOR_RGB, { 0, 0, 0 }, FULL, NULL, NULL }, "0 g", "0 0 0 1 k", "0 g" },
        { { COLOR_RGB, { FULL, FULL, FULL }, FULL, NULL, NULL }, "1 g", "0 0 0 0 k", "1 g" },
        { { COLOR_RGB, { HALF, HALF, HALF }, FULL, NULL, NULL }, ".5 g", "0 0 0 .5 k", ".5 g" },
        { { COLOR_RGB, { FULL, 0, 0 }, FULL, NULL, NULL }, "1 0 0 rg", "0 1 1 0 k", ".213 g" },
        { { COLOR_RGB, { 0, 0, HALF }, FULL, NULL, NULL }, "0 0 .5 rg", "1 1 0 .5 k", ".036 g" },
        { { COLOR_CMYK, { FULL, 0, 0, HALF }, FULL, NULL, NULL },
          "0 .5 .5 rg",
          "1 0 0 .5 k",
          ".394 g" },
        { { COLOR_GREY, { HALF }, FULL, NULL, NULL }, ".5 g", "0 0 0 .5 k", ".5 g" },
        { { COLOR_SPOT, { FULL }, FULL, &gold, NULL }, "0 .5 0 rg", "/S7 cs 1 scn", ".358 g" },
        { { COLOR_SPOT, { HALF }, FULL, &gold, NULL }, ".5 .75 .5 rg", "/S7 cs .5 scn", ".679 g" },
    };
    struct arena *a = arena_open(&no_memory);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const wanted[] = { [TARGET_RGB] = cases[i].rgb,
                                       [TARGET_CMYK] = cases[i].cmyk,
                                       [TARGET_GREY] = cases[i].grey };
        for (enum color_target t = TARGET_RGB; t <= TARGET_GREY; t++) {
            struct buffer b = buffer_in(a);
            color_write(&b, &(struct colors){ .target = t }, &cases[i].color, COLORED_FILL);
            assert_string_equal(buffer_text(&b), wanted[t]);
            b.size = 0; /* lines: the same in capitals */
            color_write(&b, &(struct colors){ .target = t }, &cases[i].color, COLORED_LINE);
            assert_string_equal(buffer_text(&b), in_capitals(a, wanted[t]));
        }
    }
    arena_close(a);
}

/* A square in black, as it is painted in a box of 10 pt. */
static const char *painted(struct arena *a, struct artwork_way way, const struct pen *pen)
{
    static const uint8_t steps[] = { STEP_MOVE, STEP_LINE, STEP_LINE, STEP_LINE, STEP_CLOSE };
    static const struct artwork_point points[] = {
        { 0, 0 }, { ARTWORK_SIDE, 0 }, { ARTWORK_SIDE, ARTWORK_SIDE }, { 0, ARTWORK_SIDE }
    };
    static const int64_t box[4] = { 1000, 2000, 10000, 10000 };
    const struct contour square = { steps, points, 5, 4, points[0], points[2] };
    const struct painted item = { .contour = &square,
                                  .pen = pen,
                                  .color = { .space = COLOR_RGB, .alpha = UINT16_MAX } };
    struct buffer b = buffer_in(a);
    artwork_write(&b, &(struct artwork){ ARTWORK_SIDE, ARTWORK_SIDE, &item, 1 }, &way, box);
    return buffer_text(&b);
}

static void artwork_stands_in_its_box(void **state)
{
    (void)state;
    static const struct colors press = { .target = TARGET_CMYK };
    static const double dashes[] = { .1, .2 };
    const struct pen pen = { .matrix = { ARTWORK_SIDE, 0, 0, ARTWORK_SIDE },
                             .width = .05,
                             .miter = 4,
                             .dashes = dashes,
                             .dash_count = 2,
                             .dash_start = -.05,
                             .cap = CAP_ROUND,
                             .join = JOIN_BEVEL };
#define SQUARE "1 12 m\n11 12 l\n11 2 l\n1 2 l\nh\n"
    struct arena *a = arena_open(&no_memory);
    assert_string_equal(painted(a, (struct artwork_way){ .colors = &press }, NULL),
                        "q\n1 2 10 10 re W n\n0 0 0 1 k\n/Over gs\n" SQUARE "f\nQ\n");
    assert_string_equal(
        painted(a, (struct artwork_way){ &press, .overprints = true, .on_heavy = true }, NULL),
        "q\n1 2 10 10 re W n\n0 0 0 1 k\n/Out gs\n" SQUARE "f\nQ\n");
    assert_string_equal(painted(a, (struct artwork_way){ &press, .overprints = true }, &pen),
                        "q\n1 2 10 10 re W n\n0 0 0 1 K\n.5 w 1 J 2 j 4 M [1 2] 2.5 d\n" SQUARE
                        "S\nQ\n");
    arena_close(a);
}

/* Head, one name, one Top DICT with ROS and charset, and the charset right behind. */
#define TOP(charset)                                                                               \
    1, 0, 4, 1, 0, 1, 1, 1, 2, 'F', 0, 1, 1, 1, 8, 139, 139, 139, 12, 30, 139 + (charset), 15
enum { CHARSET_AT = 22 };

static void cids_by_charset(void **state)
{
    (void)state;
    struct arena *a = arena_open(&no_memory);
    const struct {
        uint8_t bytes[40];
        size_t size;
        uint16_t cids[5];
    } cases[] = {
        { { TOP(CHARSET_AT), 0, 0, 7, 0, 9, 1, 0, 0xFF, 0xFF },
          CHARSET_AT + 9,
          { 0, 7, 9, 256, 65535 } },
        { { TOP(CHARSET_AT), 1, 0, 7, 1, 0, 40, 1 }, CHARSET_AT + 7, { 0, 7, 8, 40, 41 } },
        { { TOP(CHARSET_AT), 2, 0, 3, 0, 3 }, CHARSET_AT + 5, { 0, 3, 4, 5, 6 } },
        { { TOP(0) }, CHARSET_AT, { 0, 1, 2, 3, 4 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool good = false;
        const uint16_t *cids = cff_cids(a, cases[i].bytes, cases[i].size, 5, &good);
        assert_true(good);
        assert_non_null(cids);
        assert_memory_equal(cids, cases[i].cids, sizeof cases[i].cids);
        for (size_t n = 0; n < cases[i].size;
             n++) { /* cut off anywhere: broken, and never read beyond */
            uint8_t *cut = arena_alloc(a, n + 1);
            memcpy(cut, cases[i].bytes, n);
            cids = cff_cids(a, cut, n, 5, &good);
            assert_true(!good && !cids);
        }
    }
    arena_close(a);
}

/* The hyphen of "guarda-/-chuva" is drawn twice and said once. */
static void what_a_line_repeats_is_not_said(void **state)
{
    (void)state;
    static const struct glyph glyphs[] = { { .cluster = 1, .id = 9 },
                                           { .cluster = 2, .id = 5 },
                                           { .cluster = 3, .id = 6 } };
    const struct paragraph p = { .text = "a-bc", .length = 4 };
    const struct run run = { .count = 3, .start = 0, .end = 4 };
    const struct line_run r = { .glyphs = glyphs, .count = 3, .run = &run };
    const struct line line = { .paragraph = &p, .start = 2, .end = 4 };
    struct unit again = codes_unit(&line, &r, 0), first = codes_unit(&line, &r, 1);
    assert_int_equal(again.count, 1);
    assert_int_equal(again.length, 0);
    assert_int_equal(first.length, 1);
    assert_int_equal(first.text[0], 'b');
}

/* All but a few are long, and those few are what an estimate would look at. */
enum { SERIES = 4000, LONG = 3000 };
static void make_numbered(struct buffer *to, struct buffer *spare, const void *context, uint32_t k)
{
    buffer_printf(spare, "/%s %u", (const char *)context, k);
    buffer_add(to, spare->bytes, spare->size);
    for (int i = 0; k % (SERIES / 8) && i < LONG; i++)
        buffer_add_char(to, ' ');
}

static struct buffer file_of_series(struct arena *a, const char *key, size_t beside_from)
{
    struct written out = { .bytes = buffer_in(a) };
    struct buffer info = buffer_in(a);
    struct objects *o = objects_open(a, PDF_1_7);
    assert_non_null(o);
    buffer_add_string(&info, "/Type/Catalog");
    objects_set(o, objects_catalog(o), &info);
    uint32_t few = objects_add_series(o, 3, make_numbered, "Few"), one = objects_add(o),
             many = objects_add_series(o, SERIES, make_numbered, key);
    objects_set(o, one, &info);
    assert_int_equal(objects_add_series(o, 0, make_numbered, key), 0);
    assert_int_equal(one, few + 3);
    assert_int_equal(many, one + 1);
    assert_int_equal(objects_count(o), 4 + 3 + 1 + SERIES);
    assert_true(objects_save(o, beside_from, &out));
    assert_int_equal(out.file != NULL, beside_from == 1);
    objects_close(o);
    assert_true(!out.file || file_take_nameless(out.file, &out.bytes));
    assert_true(out.bytes.room > out.bytes.size);
    return out.bytes;
}

/* Each object of a series has its number and its text, however wrong the guess of the file's size was; what differs has another identifier. */
static void series_are_written_in_order(void **state)
{
    (void)state;
    struct arena *a = arena_open(&no_memory);
    struct buffer out = file_of_series(a, "Key", SIZE_MAX), again = file_of_series(a, "Key", 1),
                  other = file_of_series(a, "Yek", SIZE_MAX);
    assert_true(out.size > (size_t)SERIES / 8 * 7 * LONG);
    assert_int_equal(out.size, again.size);
    assert_memory_equal(out.bytes, again.bytes, out.size);
    const char *at = buffer_text(&out), *id = "/ID[<";
    for (unsigned k = 0; k < SERIES; k++) {
        at = strstr(at, arena_printf(a, "/Key %u", k));
        assert_non_null(at);
    }
    at = strstr(at, "xref");
    assert_non_null(at);
    const char *trailer = strstr(at, id),
               *unlike = strstr(buffer_text(&other) + (at - out.bytes), id);
    assert_true(trailer && unlike);
    assert_memory_not_equal(trailer, unlike, 32 + strlen(id));
    arena_close(a);
}

/* An archive's file may have strings of 32,767 bytes: what is longer is cut between characters. */
static void a_long_text_is_cut(void **state)
{
    (void)state;
    struct arena *a = arena_open(&no_memory);
    struct buffer text = buffer_in(a), made = buffer_in(a);
    for (int i = 0; i < 16000; i++)
        buffer_add_char(&text, 'a');
    write_text_string(&made, buffer_text(&text), text.size);
    assert_int_equal(made.size, 16000 + 2);
    text.size--;
    buffer_add_string(&text, "\xC3\xA9");
    made.size = 0;
    write_text_string(&made, buffer_text(&text), text.size);
    assert_int_equal(made.size, strlen("<FEFF>") + 4 * 15999 + 4);
    assert_string_equal(buffer_text(&made) + made.size - 9, "00612026>");
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(colours_by_target),
                                        cmocka_unit_test(ink_by_colour),
                                        cmocka_unit_test(artwork_stands_in_its_box),
                                        cmocka_unit_test(cids_by_charset),
                                        cmocka_unit_test(what_a_line_repeats_is_not_said),
                                        cmocka_unit_test(series_are_written_in_order),
                                        cmocka_unit_test(a_long_text_is_cut) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
