/* pdf, finish: what libqpdf makes of a file, and what is said where it is not. */
#include "pdf/inner.h"
#include "thread.h"

#define LIBRARY "libqpdf.so.29"

static const struct edition small = { .name = "screen", .finish = FINISH_SMALL };

static void a_missing_library_is_named(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    bench_line(b, bench_face(b, TERMES), 12 * SP_PT, "text", (struct shaping){ 0 });
    bench_print(b, 1);
    size_t size = b->out.size;
    assert_false(finish_file(b->diag, "libnot-here.so.0", "screen", SIZE_MAX, &b->out));
    assert_int_equal(b->out.size, size);
    assert_int_equal(b->diag->messages[0].code, DIAG_FINISHER_MISSING);
    assert_int_equal(diag_status(b->diag, false), STATUS_RESOURCE);
    assert_has(diag_text(b->arena, &b->diag->messages[0]), "libqpdf29");
    bench_close(b);
}

static void another_library_is_no_finisher(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    bench_print(b, 1);
    assert_false(finish_file(b->diag, "libm.so.6", "screen", SIZE_MAX, &b->out));
    assert_int_equal(b->diag->messages[0].code, DIAG_FINISHER_MISSING);
    bench_close(b);
}

/* The same bytes each time, by way of memory or of a file; every stream ends with a line end before its
 * last word. */
static void a_finished_file_is_small_and_linear(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    bench_line(b, bench_face(b, TERMES), 12 * SP_PT, "text", (struct shaping){ 0 });
    bench_print(b, 40);
    struct buffer made = b->out, again = b->out;
    assert_true(finish_file(b->diag, LIBRARY, "screen", SIZE_MAX, &made));
    assert_true(finish_file(b->diag, LIBRARY, "screen", 1, &again));
    assert_true(made.size < b->out.size);
    assert_int_equal(made.size, again.size);
    assert_memory_equal(made.bytes, again.bytes, again.size);
    FILE *f = fopen(b->file, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(made.bytes, 1, made.size, f), made.size);
    fclose(f);
    assert_has(bench_ask(b, "qpdf --check-linearization %s"), "no linearization errors");
    assert_has(bench_ask(b, "pdftotext -f 40 -l 40 %s -"), "text");
    for (size_t i = 10; i + 9 < made.size; i++)
        if (memcmp(made.bytes + i, "endstream", 9) == 0)
            assert_int_equal(made.bytes[i - 1], '\n');
    bench_close(b);
}

/* libqpdf takes a line end that the hints' data have by chance for the one that is to follow. */
static void hints_end_with_a_line_end(void **state)
{
    (void)state;
    static const char first[] =
        "%PDF-1.7\n1 0 obj\n<< /Linearized 1 /H [ 60 99 ] /O 3 >>\nendobj\n     "
        "2 0 obj\n<< /S 36 /Length 3 >>\nstream\n";
    char file[200];
    snprintf(file, sizeof file, "%s%s", first, "ab\n\nendstream");
    assert_true(finish_hints_end(file));
    snprintf(file, sizeof file, "%s%s", first, "ab\nendstream");
    assert_false(finish_hints_end(file));
    for (unsigned i = 1; i <= 400; i++) {
        struct bench *b = bench_open();
        char words[16];
        snprintf(words, sizeof words, "text %u", i * i);
        bench_line(b, bench_face(b, TERMES), 12 * SP_PT, words, (struct shaping){ 0 });
        bench_print(b, 1 + i % 3);
        assert_true(finish_written(b->diag, &small, (struct amount){ 40, 3 }, &b->out));
        assert_true(finish_hints_end(buffer_text(&b->out)));
        bench_close(b);
    }
}

/* Too large is what has too many objects in all, and too many for its pages. */
static void a_large_file_stays(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    bench_print(b, 1);
    const char *bytes = b->out.bytes;
    assert_true(finish_written(b->diag, &small, (struct amount){ 70001, 1165 }, &b->out));
    assert_ptr_equal(b->out.bytes, bytes);
    assert_int_equal(b->diag->messages[0].code, DIAG_FINISH_LARGE);
    assert_has(diag_text(b->arena, &b->diag->messages[0]), "70001 objects");
    assert_true(finish_written(b->diag, &small, (struct amount){ 70001, 1166 }, &b->out));
    assert_int_equal(b->diag->count, 1);
    assert_ptr_not_equal(b->out.bytes, bytes);
    bench_close(b);
}

/* For want of memory a large file stays, too. */
static void a_file_without_room_stays(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    struct buffer vast = buffer_in(b->arena);
    vast.size = (size_t)1 << 52;
    assert_true(finish_written(b->diag, &small, (struct amount){ 70001, 1166 }, &vast));
    assert_int_equal(b->diag->messages[0].code, DIAG_FINISH_LARGE);
    assert_true(vast.size == (size_t)1 << 52);
    bench_close(b);
}

static void an_edition_without_finishing_stays(void **state)
{
    (void)state;
    static const struct edition plain = { .name = "office", .finish = FINISH_NONE };
    struct bench *b = bench_open();
    bench_print(b, 1);
    const char *bytes = b->out.bytes;
    assert_true(finish_written(b->diag, &plain, (struct amount){ 40, 1 }, &b->out));
    assert_ptr_equal(b->out.bytes, bytes);
    bench_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_library_is_named),
        cmocka_unit_test(another_library_is_no_finisher),
        cmocka_unit_test(a_finished_file_is_small_and_linear),
        cmocka_unit_test(hints_end_with_a_line_end),
        cmocka_unit_test(a_large_file_stays),
        cmocka_unit_test(a_file_without_room_stays),
        cmocka_unit_test(an_edition_without_finishing_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
