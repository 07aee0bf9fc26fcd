/* base, library: what a thread opens is open, and what is not here is no matter. */
#include "base/library.h"

#include <cmocka.h>
#include <dlfcn.h>

static jmp_buf door;
static struct arena *arena;
#define LIBRARY "libBrokenLocale.so.1" /* of the C library; nobody else opens it */

static void what_is_fetched_is_open(void **state)
{
    (void)state;
    assert_null(dlopen(LIBRARY, RTLD_NOLOAD | RTLD_LAZY));
    struct library_coming *l = library_fetch(arena, LIBRARY);
    assert_non_null(l);
    library_join(l);
    assert_non_null(dlopen(LIBRARY, RTLD_NOLOAD | RTLD_LAZY));
}

static void what_is_not_here_is_found_out_later(void **state)
{
    (void)state;
    library_join(library_fetch(arena, "libnot-here.so.0"));
    library_join(NULL);
    void *none;
    assert_null(library_open("libnot-here.so.0", NULL, 0, &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_fetched_is_open),
        cmocka_unit_test(what_is_not_here_is_found_out_later),
    };
    if (setjmp(door) != 0 || !(arena = arena_open(&door)))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(arena);
    return failed;
}
