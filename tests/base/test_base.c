/* arena, buffer, UTF-8, places and messages. */
#include "base/buffer.h"
#include "base/diag.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static jmp_buf oom;

static void place_counts_code_points(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const char *text = "a\r\n\tb\xC3\xA9" "c\rz";
    struct source *s = source_build(a, "x", text, strlen(text));
    struct place p = position_place(position_at(s, 7, 8));
    assert_int_equal(p.line, 2);
    assert_int_equal(p.column, 4);
    assert_int_equal(p.end_column, 5);
    p = position_place(position_at(s, 9, 10));
    assert_int_equal(p.line, 3);
    assert_int_equal(p.column, 1);
    size_t n;
    const char *line = position_line(position_at(s, 7, 8), &n);
    assert_int_equal(n, 5);
    assert_memory_equal(line, "\tb\xC3\xA9" "c", 5);
    arena_close(a);
}

static void broken_utf8_is_found(void **state)
{
    (void)state;
    assert_int_equal(utf8_valid("ab\xC3\xA9", 4), 4);
    assert_int_equal(utf8_valid("ab\xC3", 3), 2);
    assert_int_equal(utf8_valid("\xED\xA0\x80", 3), 0);
    assert_int_equal(utf8_valid("\xC0\x80", 2), 0);
    assert_int_equal(utf8_valid("\xF4\x90\x80\x80", 4), 0);
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        char out[4];
        size_t length;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t n = utf8_encode(c, out);
        assert_int_equal(utf8_decode(out, n, &length), c);
        assert_int_equal(length, n);
    }
}

static void buffer_writes_lengths_and_json(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct buffer b = buffer_in(a);
    buffer_add_length(&b, SP_PT * 12);
    buffer_add_char(&b, ' ');
    buffer_add_length(&b, -SP_PT / 3);
    buffer_add_char(&b, ' ');
    buffer_add_json(&b, "a\"\n\x01", 4);
    assert_string_equal(buffer_text(&b), "12.000 -0.333 \"a\\\"\\n\\u0001\"");
    arena_close(a);
}

static void arena_gives_back_to_the_mark(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    char *kept = arena_strdup(a, "kept");
    struct arena_mark m = arena_mark(a);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(a, 10000), 'x', 10000);
    arena_reset(a, m);
    char *again = arena_alloc(a, 16);
    assert_int_equal(again[0], 0);
    assert_string_equal(kept, "kept");
    arena_close(a);
}

static void messages_are_sorted_and_repeats_counted(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct source *s = source_build(a, "x", "0123456789", 10);
    for (int i = 0; i < 150; i++)
        diag_add(d, DIAG_OUT_OF_MEMORY, position_at(s, (size_t)(9 - i % 10), 10), NULL);
    diag_sort(d);
    assert_int_equal(d->count, 101);
    assert_int_equal(d->messages[0].at.start, 0);
    assert_string_equal(diag_text(a, &d->messages[100]), "50 more of [out-of-memory], not shown");
    assert_int_equal(diag_status(d, false), STATUS_FAILED);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(place_counts_code_points), cmocka_unit_test(broken_utf8_is_found),
        cmocka_unit_test(buffer_writes_lengths_and_json), cmocka_unit_test(arena_gives_back_to_the_mark),
        cmocka_unit_test(messages_are_sorted_and_repeats_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
