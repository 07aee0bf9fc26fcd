/* Files: read whole or refused with a reason, written all or nothing. Failing system calls are tried in tests/cli/writes. */
#define _XOPEN_SOURCE 700
#include "base/diag.h"
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/handbill-file-XXXXXX";
static jmp_buf door;
static struct arena *arena;

static const char *in_folder(const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    const char *bytes, *reason = "";
    size_t size;
    assert_true(file_write(arena, in_folder("a"), "one\0two", 7, &reason));
    assert_true(file_read(arena, in_folder("a"), &bytes, &size, &reason));
    assert_int_equal(size, 7);
    assert_memory_equal(bytes, "one\0two", 8);
    assert_true(file_write(arena, in_folder("a"), "", 0, &reason));
    assert_true(file_read(arena, in_folder("a"), &bytes, &size, &reason));
    assert_int_equal(size, 0);
    assert_string_equal(bytes, "");
}

static void what_cannot_be_read_has_a_reason(void **state)
{
    (void)state;
    const char *bytes, *reason = "";
    size_t size;
    assert_false(file_read(arena, folder, &bytes, &size, &reason));
    assert_string_equal(reason, FILE_IS_FOLDER);
    assert_false(file_read(arena, in_folder("absent"), &bytes, &size, &reason));
    assert_string_equal(reason, FILE_IS_MISSING);
    FILE *f = fopen(in_folder("large"), "w");
    assert_non_null(f);
    assert_int_equal(ftruncate(fileno(f), (off_t)FILE_MOST_BYTES + 1), 0);
    fclose(f);
    assert_false(file_read(arena, in_folder("large"), &bytes, &size, &reason));
    assert_string_equal(reason, "it has more than 64 MB; split it");
    assert_false(file_read(arena, "/dev/zero", &bytes, &size, &reason));
    assert_string_equal(reason, "it has more than 64 MB; split it");
}

static void links_lead_to_their_file(void **state)
{
    (void)state;
    const char *bytes, *reason = "";
    size_t size;
    assert_int_equal(symlink("a", in_folder("link")), 0);
    assert_int_equal(symlink("nothing", in_folder("dangling")), 0);
    assert_true(file_is_same(in_folder("a"), in_folder("link")));
    assert_false(file_is_same(in_folder("a"), in_folder("large")));
    assert_false(file_is_same(in_folder("nothing"), in_folder("nothing")));
    assert_true(file_write(arena, in_folder("link"), "new", 3, &reason));
    assert_true(file_read(arena, in_folder("a"), &bytes, &size, &reason));
    assert_string_equal(bytes, "new");
    assert_true(file_write(arena, in_folder("dangling"), "made", 4, &reason));
    assert_true(file_read(arena, in_folder("nothing"), &bytes, &size, &reason));
    assert_string_equal(bytes, "made");
    assert_true(file_is_same(in_folder("nothing"), in_folder("dangling")));
    assert_int_equal(symlink("round", in_folder("round")), 0);
    assert_false(file_write(arena, in_folder("round"), "new", 3, &reason));
    assert_int_equal(readlink(in_folder("link"), (char[8]){ 0 }, 8), 1);
    assert_false(file_write(arena, folder, "new", 3, &reason));
}

/* Of what was asked for at first only what was written is left. */
static void a_nameless_file_is_read_once(void **state)
{
    (void)state;
    FILE *f = file_open_nameless(100000);
    assert_non_null(f);
    assert_int_equal(fputs("first, second", f), 1);
    assert_true(file_cut_nameless(f));
    struct buffer taken = buffer_in(arena);
    assert_true(file_take_nameless(f, &taken));
    assert_int_equal(taken.size, strlen("first, second"));
    assert_string_equal(taken.bytes, "first, second");
    assert_null(file_open_nameless((size_t)1 << 62));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(what_cannot_be_read_has_a_reason),
        cmocka_unit_test(links_lead_to_their_file),
        cmocka_unit_test(a_nameless_file_is_read_once),
    };
    if (setjmp(door) != 0 || !mkdtemp(folder) || !(arena = arena_open(&door)))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    static const char *const names[] = { "a", "large", "link", "dangling", "nothing", "round" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(in_folder(names[i]));
    rmdir(folder);
    arena_close(arena);
    return failed;
}
