/* pdf, its parts alone: colours on each target, the CIDs of a CID-keyed program. */
#include "pdf/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static jmp_buf oom;

static void colours_by_target(void **state)
{
    (void)state;
    enum { FULL = 65535, HALF = 32768 };
    const struct {
        struct color color;
        const char *rgb, *cmyk, *grey;
    } cases[] = {
        { { COLOR_RGB, { 0, 0, 0 }, FULL, NULL }, "0 g", "0 0 0 1 k", "0 g" },
        { { COLOR_RGB, { FULL, FULL, FULL }, FULL, NULL }, "1 g", "0 0 0 0 k", "1 g" },
        { { COLOR_RGB, { HALF, HALF, HALF }, FULL, NULL }, ".5 g", "0 0 0 .5 k", ".5 g" },
        { { COLOR_RGB, { FULL, 0, 0 }, FULL, NULL }, "1 0 0 rg", "0 1 1 0 k", ".213 g" },
        { { COLOR_RGB, { 0, 0, HALF }, FULL, NULL }, "0 0 .5 rg", "1 1 0 .5 k", ".036 g" },
        { { COLOR_CMYK, { FULL, 0, 0, HALF }, FULL, NULL }, "0 .5 .5 rg", "1 0 0 .5 k", ".394 g" },
        { { COLOR_GREY, { HALF }, FULL, NULL }, ".5 g", "0 0 0 .5 k", ".5 g" },
        { { COLOR_SPOT, { FULL }, FULL, "Gold" }, "0 g", "0 0 0 1 k", "0 g" },
    };
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const wanted[] = { [TARGET_RGB] = cases[i].rgb, [TARGET_CMYK] = cases[i].cmyk, [TARGET_GREY] = cases[i].grey };
        for (enum color_target t = TARGET_RGB; t <= TARGET_GREY; t++) {
            struct buffer b = buffer_in(a);
            color_write(&b, t, &cases[i].color);
            assert_string_equal(buffer_text(&b), wanted[t]);
        }
    }
    arena_close(a);
}

/* Head, one name, one Top DICT with ROS and charset, and the charset right behind. */
#define TOP(charset) 1, 0, 4, 1, 0, 1, 1, 1, 2, 'F', 0, 1, 1, 1, 8, 139, 139, 139, 12, 30, 139 + (charset), 15
enum { CHARSET_AT = 22 };

static void cids_by_charset(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const struct {
        uint8_t bytes[40];
        size_t size;
        uint16_t cids[5];
    } cases[] = {
        { { TOP(CHARSET_AT), 0, 0, 7, 0, 9, 1, 0, 0xFF, 0xFF }, CHARSET_AT + 9, { 0, 7, 9, 256, 65535 } },
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
        for (size_t n = 0; n < cases[i].size; n++) { /* cut off anywhere: broken, and never read beyond */
            uint8_t *cut = arena_alloc(a, n + 1);
            memcpy(cut, cases[i].bytes, n);
            cids = cff_cids(a, cut, n, 5, &good);
            assert_true(!good && !cids);
        }
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(colours_by_target), cmocka_unit_test(cids_by_charset) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
