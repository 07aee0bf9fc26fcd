/* sheet: the paper around a page, by numbers. */
#include "sheet/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static jmp_buf oom;
static const struct edition screen = { .name = "screen" };

/* The only sheet of a page with these marks and bleed, 100 × 200 pt, as its dump. */
static const char *dump_of(struct arena *a, sp bleed, unsigned marks)
{
    static struct page_style style;
    static struct page page;
    style = (struct page_style){
        .width = 100 * SP_PT, .height = 200 * SP_PT, .bleed = bleed, .marks = marks
    };
    page = (struct page){ .number = 1, .style = &style };
    static struct pages pages;
    pages = (struct pages){ .pages = &page, .count = 1 };
    struct buffer out = buffer_in(a);
    sheet_dump(&out, sheet_build(a, diag_build(a), &pages, &screen));
    return buffer_text(&out);
}

static void a_plain_page_is_its_own_sheet(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    assert_string_equal(dump_of(a, 0, 0),
                        "sheet 1 media=0.000,0.000,100.000,200.000 "
                        "trim=0.000,0.000,100.000,200.000 bleed=0.000,0.000,100.000,200.000\n"
                        "  page 1 at=0.000,0.000 turns=0\n");
    arena_close(a);
}

static void bleed_goes_around_the_trim(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    assert_string_equal(dump_of(a, 9 * SP_PT, 0),
                        "sheet 1 media=0.000,0.000,118.000,218.000 "
                        "trim=9.000,9.000,100.000,200.000 bleed=0.000,0.000,118.000,218.000\n"
                        "  page 1 at=9.000,9.000 turns=0\n");
    arena_close(a);
}

/* No mark may print inside the bleed, or beyond the paper. */
static void marks_stay_outside_the_bleed(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct page_style style = { .width = 100 * SP_PT,
                                .height = 200 * SP_PT,
                                .bleed = 9 * SP_PT,
                                .marks = MARKS_CROP | MARKS_CROSS };
    struct page page = { .number = 1, .style = &style };
    struct pages pages = { .pages = &page, .count = 1 };
    const struct sheet *s = sheet_build(a, diag_build(a), &pages, &screen)->sheets;
    assert_int_equal(s->mark_count, 16 + 4 + 6); /* rules, rings, as many patches as fit */
    assert_int_equal(s->width, (100 + 2 * (21 + 9)) * SP_PT);
    for (uint32_t i = 0; i < s->mark_count; i++) {
        const struct rect r = s->marks[i].rect, b = s->bleed;
        assert_true(r.x + r.width <= b.x || r.x >= b.x + b.width || r.y + r.height <= b.y ||
                    r.y >= b.y + b.height);
        assert_true(r.x >= 0 && r.y >= 0 && r.x + r.width <= s->width &&
                    r.y + r.height <= s->height);
    }
    arena_close(a);
}

static void crop_marks_point_at_the_trim(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const char *dump = dump_of(a, 0, MARKS_CROP);
    assert_non_null(strstr(dump, "trim=21.000,21.000,100.000,200.000"));
    assert_non_null(strstr(dump, "mark rect=3.000,20.875,15.000,0.250"));
    assert_non_null(strstr(dump, "mark rect=120.875,224.000,0.250,15.000"));
    assert_null(strstr(dump, "mark rect=4.500"));
    assert_null(strstr(dump, "ring"));
    assert_null(strstr(dump, "patch"));
    arena_close(a);
}

static void what_ends_at_the_edge_bleeds(void **state)
{
    (void)state;
    const struct page_style style = { .width = 100 * SP_PT,
                                      .height = 200 * SP_PT,
                                      .bleed = 9 * SP_PT };
    const struct {
        sp from[4], to[4]; /* left, top, width, height, in pt */
    } cases[] = {
        { { 0, 10, 50, 10 }, { -9, 10, 59, 10 } },    { { 50, 0, 50, 200 }, { 50, -9, 59, 218 } },
        { { 1, 1, 98, 198 }, { 1, 1, 98, 198 } },     { { -2, 10, 104, 10 }, { -9, 10, 118, 10 } },
        { { -20, 10, 15, 10 }, { -20, 10, 15, 10 } }, { { -9, -9, 118, 218 }, { -9, -9, 118, 218 } }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const sp *f = cases[i].from, *t = cases[i].to;
        const struct rect r = sheet_bled(
            &style, (struct rect){ f[0] * SP_PT, f[1] * SP_PT, f[2] * SP_PT, f[3] * SP_PT });
        const sp found[] = { r.x, r.y, r.width, r.height };
        for (int k = 0; k < 4; k++)
            assert_int_equal(found[k], t[k] * SP_PT);
    }
}

/* As many patches as fit, side by side, first in one strip and then in the next; inks of their own
 * behind the four. */
static void a_bar_fills_its_strips(void **state)
{
    (void)state;
    const struct spot_ink house = { .plate = "House" };
    const struct spot_inks none = { .count = 0 }, one = { { &house }, 1 };
    const struct rect strips[] = { { 5 * SP_PT, 7 * SP_PT, 29 * SP_PT, 0 },
                                   { 50 * SP_PT, 9 * SP_PT, 500 * SP_PT, 0 } };
    struct sheet_mark m[BAR_MOST + BAR_EACH];
    assert_int_equal(sheet_add_bar(m, strips, 1, &none), 2);
    assert_int_equal(sheet_add_bar(m, strips, 2, &none), 12);
    assert_int_equal(m[1].rect.x, 15 * SP_PT);
    assert_int_equal(m[1].inks, PATCH_CYAN);
    assert_int_equal(m[2].rect.x, 50 * SP_PT);
    assert_int_equal(m[2].rect.y, 9 * SP_PT);
    assert_int_equal(m[11].percent, 50);
    assert_int_equal(sheet_add_bar(m, strips, 2, &one), 14);
    assert_ptr_equal(m[4].spot, &house);
    assert_int_equal(m[4].percent, 100);
    assert_ptr_equal(m[13].spot, &house);
    assert_int_equal(m[13].percent, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_plain_page_is_its_own_sheet),
                                        cmocka_unit_test(what_ends_at_the_edge_bleeds),
                                        cmocka_unit_test(a_bar_fills_its_strips),
                                        cmocka_unit_test(bleed_goes_around_the_trim),
                                        cmocka_unit_test(marks_stay_outside_the_bleed),
                                        cmocka_unit_test(crop_marks_point_at_the_trim) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
