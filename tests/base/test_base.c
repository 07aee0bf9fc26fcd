/* arena, buffer, UTF-8, places, messages, dates and words. */
#include "base/buffer.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/utf8.h"
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static jmp_buf oom;

static void place_counts_code_points(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const char *text = "a\r\n\tb\xC3\xA9"
                       "c\rz";
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
    assert_memory_equal(line,
                        "\tb\xC3\xA9"
                        "c",
                        5);
    arena_close(a);
}

static void every_line_end_is_one(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const struct {
        const char *text;
        uint32_t count, starts[6];
    } cases[] = {
        { "", 1, { 0 } },
        { "\n", 2, { 0, 1 } },
        { "\r", 2, { 0, 1 } },
        { "\r\n", 2, { 0, 2 } },
        { "a\r", 2, { 0, 2 } },
        { "\n\r", 3, { 0, 1, 2 } },
        { "a\r\r\nb\nc\r", 5, { 0, 2, 4, 6, 8 } },
        { "\n\r\n\n\r", 5, { 0, 1, 3, 4, 5 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source *s = source_build(a, "x", cases[i].text, strlen(cases[i].text));
        assert_int_equal(s->line_count, cases[i].count);
        assert_memory_equal(s->line_starts, cases[i].starts,
                            cases[i].count * sizeof *s->line_starts);
    }
    arena_close(a);
}

static void arrays_grow_where_they_stand(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    size_t room = 0;
    uint32_t *first = arena_grow(a, NULL, sizeof *first, 0, 1, &room), *grown = first;
    for (uint32_t i = 0; i < 1000; i++) {
        grown = arena_grow(a, grown, sizeof *grown, i, i + 1, &room);
        assert_int_equal(grown[i], 0);
        grown[i] = i;
    }
    assert_ptr_equal(grown, first);
    memset(arena_alloc(a, 100), 0xFF, 100);
    size_t before = room;
    grown = arena_grow(a, grown, sizeof *grown, 1000, before + 1, &room);
    assert_ptr_not_equal(grown, first);
    assert_int_equal(grown[999], 999);
    for (size_t i = 1000; i < room; i++)
        assert_int_equal(grown[i], 0);
    unsigned char *large = arena_alloc(a, 3 << 20); /* a block of its own */
    for (size_t i = 0; i < 3 << 20; i += 4096)
        assert_int_equal(large[i], 0);
    arena_close(a);
}

static void broken_utf8_is_found(void **state)
{
    (void)state;
    assert_int_equal(utf8_valid("ab\xC3\xA9", 4), 4);
    assert_int_equal(utf8_valid("ab\xC3", 3), 2);
    assert_int_equal(utf8_valid("\xED\xA0\x80", 3), 0);
    assert_int_equal(utf8_valid("\xC0\x80", 2), 0);
    char long_text[41];
    for (size_t at = 0; at < 40; at++) { /* wherever it stands among eights */
        memset(long_text, 'a', 40);
        long_text[at] = (char)0xBF;
        assert_int_equal(utf8_valid(long_text, 40), at);
        assert_int_equal(utf8_valid(long_text, at), at);
    }
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

/* A file's bytes stand there when they are looked at, again and whatever its length; a reset gives them back. */
static void arena_lends_a_file(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    static const size_t sizes[] = { 0, 5, 4096, 5000, 3 << 20 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        FILE *f = tmpfile();
        for (size_t k = 0; k < sizes[i]; k++)
            fputc('a' + (int)(k % 23), f);
        fflush(f);
        struct arena_mark m = arena_mark(a);
        const char *lent = arena_try_file(a, fileno(f), sizes[i]);
        fclose(f);
        assert_non_null(lent);
        char *other = arena_strdup(a, "other");
        for (int twice = 0; twice < 2; twice++) {
            for (size_t k = 0; k < sizes[i]; k++)
                assert_int_equal(lent[k], 'a' + (int)(k % 23));
            assert_int_equal(lent[sizes[i]], 0);
            arena_forget(a, lent);
            arena_forget(a, other);
            assert_string_equal(other, "other");
        }
        arena_reset(a, m);
    }
    assert_null(arena_try_file(a, -1, 5));
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

/* Of three in one, two are closed early, in no order; the third ends with the parent. What is left open is found by the sanitizer. */
static void an_arena_in_another_ends_with_it(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom), *in[3];
    for (int i = 0; i < 3; i++) {
        in[i] = arena_open_in(a);
        arena_strdup(in[i], "x");
    }
    arena_close(in[1]);
    arena_close(in[2]);
    in[1] = arena_open_in(in[0]);
    arena_strdup(in[1], "y");
    if (setjmp(oom) == 0)
        arena_out_of_memory(in[1]);
    arena_close(a);
}

/* 150 messages at the places of `order` times i modulo 151: the first 100 by place are told. */
static void check_repeats(int order)
{
    char text[152] = "";
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a), *all = diag_build(a);
    memset(text, 'x', 151);
    struct source *s = source_build(a, "x", text, 151);
    for (int i = 1; i <= 150; i++)
        diag_add(d, DIAG_OUT_OF_MEMORY, position_at(s, (size_t)(order * i % 151), 151), NULL);
    diag_merge(all, d);
    for (int k = 0; k < 2; k++, d = all) {
        assert_int_equal(d->errors, 150);
        diag_sort(d);
        assert_int_equal(d->count, 101);
        for (uint32_t i = 0; i < 100; i++)
            assert_int_equal(d->messages[i].at.start, i + 1);
        assert_string_equal(diag_text(a, &d->messages[100]),
                            "50 more of [out-of-memory], not shown");
        assert_int_equal(diag_status(d, false), STATUS_FAILED);
    }
    arena_close(a);
}

static void messages_are_sorted_and_repeats_counted(void **state)
{
    (void)state;
    for (int order = 1; order < 151; order += 7) /* 151 is prime: each order has every place */
        check_repeats(order);
    check_repeats(150);
}

/* A position of a joined text is one in the file that its first byte comes from, with the second
 * place that its stretch has. */
static void a_joined_text_knows_its_files(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct source *xml = source_build(a, "h.xml", "<p>\nWords</p>", 13);
    struct source *po = source_build(a, "es.po", "x\nmsgstr \"Palabras\"", 19);
    const struct second_place second = { position_at(xml, 4, 9), "row 1" };
    const struct excerpt excerpts[] = { { 0, position_at(xml, 0, 4), NULL },
                                        { 4, position_at(po, 10, 18), &second },
                                        { 12, position_at(xml, 9, 13), NULL } };
    struct source *joined = source_build(a, "h.xml", "<p>\nPalabras</p>", 16);
    joined->excerpts = excerpts;
    joined->excerpt_count = 3;
    struct place p = position_place(position_at(joined, 5, 8));
    assert_int_equal(p.line, 2);
    assert_int_equal(p.column, 10);
    assert_int_equal(p.end_column, 13);
    assert_ptr_equal(position_in_file(position_at(joined, 2, 8)).source, xml);
    assert_int_equal(position_in_file(position_at(joined, 2, 8)).end, 4);
    assert_int_equal(position_in_file(position_at(joined, 12, 16)).end, 13);
    struct diag *d = diag_build(a);
    diag_add(d, DIAG_LINE_LOOSE, position_at(joined, 4, 12), NULL);
    diag_add(d, DIAG_LINE_LOOSE, position_at(joined, 14, 15), NULL);
    diag_sort(d);
    assert_ptr_equal(d->messages[0].at.source, po);
    assert_string_equal(d->messages[0].second.where, "row 1");
    assert_ptr_equal(d->messages[1].at.source, xml);
    assert_null(d->messages[1].second.at.source);
    arena_close(a);
}

/* The same words of the same place are said once; what differs in either is not the same. */
static void nothing_is_said_twice(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct source *s = source_build(a, "x", "abc", 3);
    for (int i = 0; i < 6; i++) {
        diag_add(d, DIAG_XML_ENTITY, position_at(s, 1, 2), "what", i % 3 ? "a" : "b", NULL);
        diag_add(d, DIAG_FONT_NONE, (struct position){ 0 }, NULL);
    }
    diag_sort(d);
    assert_true(d->count <= 6);
    assert_int_equal(d->messages[d->count - 1].code, DIAG_FONT_NONE);
    assert_int_equal(d->messages[d->count - 2].code, DIAG_XML_ENTITY);
    arena_close(a);
}

static void a_cut_parts_no_character(void **state)
{
    (void)state;
    const char text[] = "a\xC3\xA9\xF0\x9F\x98\x80"
                        "b";
    static const size_t cuts[] = { 0, 1, 1, 3, 3, 3, 3, 7 };
    for (size_t n = 0; n < sizeof cuts / sizeof *cuts; n++)
        assert_int_equal(utf8_cut(text, n), cuts[n]);
}

static void dates_go_both_ways(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {
        { "1970", 0 },
        { "1970-01-02", 86400 },
        { "1969-12-31", -86400 },
        { "2000-02-29", 951782400 },
        { "2026-11-23T10:00", 1795392000 },
        { "9999-12-31", DATE_LAST - 86399 },
        { "0000-03", -62162035200 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t seconds;
        assert_true(date_read(cases[i].text, &seconds));
        assert_int_equal(seconds, cases[i].seconds);
    }
    for (int64_t day = -720000; day < 2932896; day++) {
        struct date d = date_civil(day * 86400 + 86399);
        char text[32];
        int64_t seconds;
        if (d.year < 0)
            continue;
        snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
        assert_true(date_read(text, &seconds));
        assert_int_equal(seconds, day * 86400);
        assert_int_equal(d.hour * 3600 + d.minute * 60 + d.second, 86399);
    }
    const char *bad[] = {
        NULL, "", "197", "1970-1", "1970-13", "1970-00", "1970-01-32", "1970-01-1"
    };
    int64_t ignored;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(date_read(bad[i], &ignored));
}

static void words_have_a_distance(void **state)
{
    (void)state;
    assert_int_equal(word_distance("kitten", "sitting"), 3);
    assert_int_equal(word_distance("sitting", "kitten"), 3);
    assert_int_equal(word_distance("", "abc"), 3);
    assert_int_equal(word_distance("abc", ""), 3);
    assert_int_equal(word_distance("color", "color"), 0);
    assert_int_equal(word_distance("color", "colour"), 1);
    assert_int_equal(word_distance("ab", "ba"), 2);
    assert_int_equal(hash_bytes("kitten", 6), hash_bytes("kittens", 6));
    assert_int_not_equal(hash_bytes("kitten", 6), hash_bytes("sitten", 6));
    const char *longest = "a123456789b123456789c123456789d123456789";
    assert_int_equal(word_distance(longest, longest), 0);
    assert_int_equal(word_distance("a123456789b123456789c123456789d1234567890", "a"), WORD_LONGEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(place_counts_code_points),
        cmocka_unit_test(every_line_end_is_one),
        cmocka_unit_test(arrays_grow_where_they_stand),
        cmocka_unit_test(broken_utf8_is_found),
        cmocka_unit_test(buffer_writes_lengths_and_json),
        cmocka_unit_test(arena_lends_a_file),
        cmocka_unit_test(arena_gives_back_to_the_mark),
        cmocka_unit_test(an_arena_in_another_ends_with_it),
        cmocka_unit_test(messages_are_sorted_and_repeats_counted),
        cmocka_unit_test(nothing_is_said_twice),
        cmocka_unit_test(a_cut_parts_no_character),
        cmocka_unit_test(a_joined_text_knows_its_files),
        cmocka_unit_test(dates_go_both_ways),
        cmocka_unit_test(words_have_a_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
