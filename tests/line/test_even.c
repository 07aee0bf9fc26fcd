/* Expansions of neighbouring lines, by hand: 100 pt of letters and ten spaces that widen by 1 pt and
 * narrow by 1 pt each, so that a per cent of expansion is a tenth of what the spaces may give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "line/inner.h"

#include <stdlib.h>

#define PT(n) ((sp)((n)*65536))

struct bench {
    jmp_buf oom;
    struct arena *scratch;
};

static int set_up(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    if (setjmp(b->oom))
        return -1;
    b->scratch = arena_open(&b->oom);
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    arena_close(b->scratch);
    free(b);
    return 0;
}

/* A line with so much expansion (1/1000) of the 2.4 per cent it may have, and `rest` pt of spaces
 * beside. */
static struct give line(int thousandths, double rest)
{
    return (
        struct give){ EXPANSION_ONE + thousandths * 100, 2400, PT(rest), PT(100), PT(10), PT(10) };
}

static void even_lines_stay(void **state)
{
    struct bench *b = *state;
    struct give lines[] = { line(20, 0), line(0, 0), line(-20, -3), line(-1, 0) };
    line_even(b->scratch, lines, 4);
    assert_int_equal(lines[0].own, 102000);
    assert_int_equal(lines[1].own, 100000);
    assert_int_equal(lines[2].own, 98000);
    assert_int_equal(lines[3].own, 99900);
}

/* 4 per cent apart, both with natural spaces: each gives up as much, to the next step (.15). */
static void neighbours_come_near(void **state)
{
    struct bench *b = *state;
    struct give lines[] = { line(20, 0), line(-20, 0) };
    line_even(b->scratch, lines, 2);
    assert_int_equal(lines[0].own, 100900);
    assert_int_equal(lines[1].own, 98950);
}

/* A line whose spaces are at their widest keeps all its expansion: its neighbour alone gives, as far
 * as nobody sees it. */
static void wide_spaces_get_no_wider(void **state)
{
    struct bench *b = *state;
    struct give lines[] = { line(24, 9), line(-6, 0), line(24, 9) };
    line_even(b->scratch, lines, 3);
    assert_int_equal(lines[0].own, 102400);
    assert_int_equal(lines[1].own, 100450);
    assert_int_equal(lines[2].own, 102400);
    struct give far[] = { line(24, 9), line(-24, -2) };
    line_even(b->scratch, far, 2);
    assert_int_equal(far[0].own, 102400);
    assert_int_equal(far[1].own, 97900);
}

/* A line that stays as it is, a last one, is a neighbour, too. */
static void a_line_may_be_fixed(void **state)
{
    struct bench *b = *state;
    struct give lines[] = { line(24, 0), { EXPANSION_ONE, 0, 0, PT(100), 0, 0 } };
    line_even(b->scratch, lines, 2);
    assert_int_equal(lines[0].own, 101950);
    assert_int_equal(lines[1].own, EXPANSION_ONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(even_lines_stay),
        TEST(neighbours_come_near),
        TEST(wide_spaces_get_no_wider),
        TEST(a_line_may_be_fixed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
