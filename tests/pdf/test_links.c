/* pdf, links: areas grow to 14 pt where there is room, and never lie over each other. */
#include "pdf/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

static jmp_buf oom;

static void widen(struct link *links, uint32_t count)
{
    struct arena *a = arena_open(&oom);
    links_widen(a, links, count, 600000, 800000);
    arena_close(a);
}

static void assert_area(const struct link *l, int left, int bottom, int right, int top)
{
    const int32_t *c = l->corner;
    if (c[0] != left || c[1] != bottom || c[2] != right || c[3] != top)
        fail_msg("%d %d %d %d", c[0], c[1], c[2], c[3]);
}

static void a_small_area_grows_both_ways(void **state)
{
    (void)state;
    struct link l = { .corner = { 100000, 100000, 104000, 110000 } };
    widen(&l, 1);
    assert_area(&l, 95000, 98000, 109000, 112000);
}

static void a_large_area_stays(void **state)
{
    (void)state;
    struct link l = { .corner = { 100000, 100000, 140000, 120000 } };
    widen(&l, 1);
    assert_area(&l, 100000, 100000, 140000, 120000);
}

static void neighbours_share_the_gap(void **state)
{
    (void)state;
    struct link l[] = { { .corner = { 100000, 100000, 104000, 114000 } },
                        { .corner = { 106000, 100000, 110000, 114000 } } };
    widen(l, 2);
    assert_area(&l[0], 91000, 100000, 105000, 114000);
    assert_area(&l[1], 105000, 100000, 119000, 114000);
}

static void the_paper_s_edge_is_a_bound(void **state)
{
    (void)state;
    struct link l = { .corner = { 2000, 100000, 6000, 114000 } };
    widen(&l, 1);
    assert_area(&l, 0, 100000, 14000, 114000);
}

static void areas_over_each_other_part(void **state)
{
    (void)state;
    struct link l[] = { { .corner = { 100000, 100000, 200000, 120000 } },
                        { .corner = { 100000, 116000, 200000, 136000 } } };
    widen(l, 2);
    assert_area(&l[0], 100000, 100000, 200000, 118000);
    assert_area(&l[1], 100000, 118000, 200000, 136000);
}

/* Some hundred areas strewn about: no two have a point inside in common. */
static void no_two_lie_over_each_other(void **state)
{
    (void)state;
    enum { COUNT = 120, ROUNDS = 60 };
    srand(1);
    for (int round = 0; round < ROUNDS; round++) {
        struct link l[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int32_t x = rand() % 580000, y = rand() % 780000;
            l[i] =
                (struct link){ .corner = { x, y, x + 1 + rand() % 18000, y + 1 + rand() % 12000 } };
        }
        widen(l, COUNT);
        for (int i = 0; i < COUNT; i++)
            for (int k = 0; k < i; k++) {
                const int32_t *a = l[i].corner, *b = l[k].corner;
                bool empty = a[0] == a[2] || a[1] == a[3] || b[0] == b[2] || b[1] == b[3];
                assert_false(!empty && a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_area_grows_both_ways),
        cmocka_unit_test(a_large_area_stays),
        cmocka_unit_test(neighbours_share_the_gap),
        cmocka_unit_test(the_paper_s_edge_is_a_bound),
        cmocka_unit_test(areas_over_each_other_part),
        cmocka_unit_test(no_two_lie_over_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
