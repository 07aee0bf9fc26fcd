/* pdf, finish: where the objects of a file go, what its hints say bit by bit, and that readers take it. */
#include "pdf/finish.h"
#include "base/file.h"
#include "thread.h"

/* ---- references ---- */
/* The numbers of a text's references, "1 2". */
static const char *references_of(struct arena *a, const char *text)
{
    struct buffer found = buffer_in(a);
    const char *end = text + strlen(text);
    for (struct reference r; parts_find_reference(text, end, &r); text = r.end)
        buffer_printf(&found, "%s%u", found.size ? " " : "", r.number);
    return buffer_text(&found);
}

static void references_are_found_outside_names_and_strings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        { "<</A 1 0 R/B[2 0 R 30 0 R]/C<</D 4 0 R>>>>", "1 2 30 4" },
        { "<</A(1 0 R)/B 2 0 R>>", "2" },
        { "<</A(a\\)(1 0 R)3 0 R)/B 2 0 R>>", "2" },
        { "<</A(\\\\)/B 2 0 R>>", "2" },
        { "<</A<31>/B<FEFF 1 0 R>/C 2 0 R>>", "2" },
        { "<</1 0 R/B 2 0 R>>", "2" }, /* a name of a digit */
        { "<</Matrix[1 0 0 1 0 0]/A 0 0 R>>", "0" },
        { "<</A 1 0 R", "1" },
        { "<</A 1 0 ", "" },
        { "<</A(", "" },
        { "", "" },
    };
    struct bench *b = bench_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(references_of(b->arena, cases[i].text), cases[i].found);
    bench_close(b);
}

/* ---- parts ---- */
/* A file as libharu writes it, of those objects; a text without "<<" is a stream's length, and of one with "stream" in it. */
static struct buffer write_file(struct arena *a, const char *const *texts, uint32_t count)
{
    struct buffer file = buffer_in(a), table = buffer_in(a);
    buffer_add_string(&file, "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
    buffer_printf(&table, "xref\n0 %u\n0000000000 65535 f\r\n", count + 1);
    for (uint32_t n = 1; n <= count; n++) {
        buffer_printf(&table, "%010zu 00000 n\r\n", file.size);
        buffer_printf(&file, "%u 0 obj\n%s\nendobj\n", n, texts[n - 1]);
    }
    size_t at = file.size;
    buffer_add(&file, table.bytes, table.size);
    buffer_printf(&file, "trailer\n<<\n/Root 1 0 R\n/Info %u 0 R\n/Size %u\n/ID[<AB><AB>]>>\n",
                  count, count + 1);
    buffer_printf(&file, "startxref\n%zu\n%%%%EOF\n", at);
    buffer_text(&file);
    return file;
}

/*   page 6 ─┐               page 7 ─┬─ link 11 ◄─ structure 4      page 8 ─┬─ stream 12
 *           └─ resources 9          ├─ stream 10                           ├─ stream 10
 *                                   └─ resources 9                         └─ resources 9
 */
static const char *const three_pages[] = {
    "<<\n/Type/Catalog/Pages 2 0 R/Outlines 3 0 R/StructTreeRoot 4 0 R>>",
    "<<\n/Type/Pages/Kids[6 0 R 7 0 R 8 0 R]/Count 3>>",
    "<<\n/First 5 0 R/Last 5 0 R/Count 1>>",
    "<<\n/Type/StructTreeRoot/K<</Type/OBJR/Obj 11 0 R/Pg 7 0 R>>>>",
    "<<\n/Title(7 0 R)/Parent 3 0 R/Dest[8 0 R/Fit]>>",
    "<<\n/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources 9 0 R>>",
    "<<\n/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources 9 0 R/Contents 10 0 R/Annots[11 0 "
    "R]>>",
    "<<\n/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources 9 0 R/Contents[10 0 R 12 0 R]>>",
    "<<\n/ProcSet[/PDF]>>",
    "<<\n/Length 13 0 R\n>>\nstream\r\nq Q\nendstream",
    "<<\n/Type/Annot/Subtype/Link/Rect[0 0 1 1]/P 7 0 R/StructParent 0>>",
    "<<\n/Length 14 0 R\n>>\nstream\r\n\nendstream Q\n\nendstream",
    "3",
    "13",
    "<<\n/Title(three)>>",
};
enum { THREE_OBJECTS = sizeof three_pages / sizeof *three_pages };
static const struct landmarks three_marks = { .first_page = 6, .page_count = 3, .outlines = 3 };

static void each_object_has_its_part_and_number(void **state)
{
    (void)state;
    static const struct {
        enum part part;
        uint32_t number, objects[4]; /* of the container, and what is in it */
    } expected[] = {
        { PART_CATALOG, 17, { 1 } },    { PART_FIRST, 19, { 6 } },      { PART_FIRST, 20, { 9 } },
        { PART_PAGES, 1, { 7 } },       { PART_PAGES, 2, { 8 } },       { PART_PAGES, 3, { 12 } },
        { PART_SHARED, 4, { 10 } },     { PART_OUTLINES, 5, { 3, 5 } }, { PART_REST, 6, { 11 } },
        { PART_REST, 7, { 2, 4, 15 } },
    };
    static const uint32_t numbers[] = { 17, 12, 9, 13, 10, 19, 1, 2, 21, 4, 11, 3, 0, 0, 14 };
    struct bench *b = bench_open();
    struct buffer file = write_file(b->arena, three_pages, THREE_OBJECTS);
    const struct parts *p = parts_build(b->arena, &file, three_marks);
    assert_int_equal(p->container_count, sizeof expected / sizeof *expected);
    for (uint32_t i = 0; i < p->container_count; i++) {
        const struct container *c = parts_at(p, i);
        assert_int_equal(c->part, expected[i].part);
        assert_int_equal(c->number, expected[i].number);
        for (uint32_t k = 0, n = c->first; k < 4; k++, n = p->next[n])
            assert_int_equal(k < c->count ? n : 0, expected[i].objects[k]);
    }
    for (uint32_t n = 1; n <= THREE_OBJECTS; n++)
        assert_int_equal(p->numbers[n], numbers[n - 1]);
    assert_int_equal(p->main_table, 8);
    assert_int_equal(p->linear, 15);
    assert_int_equal(p->hints, 18);
    assert_int_equal(p->size, 22);
    assert_int_equal(parts_data(p, 12).size, 13);
    assert_memory_equal(parts_data(p, 12).bytes, "\nendstream Q\n", 13);
    bench_close(b);
}

static void a_stream_has_at_most_200_objects(void **state)
{
    (void)state;
    enum { MANY = 404 };
    const char *texts[MANY];
    texts[0] = "<<\n/Type/Catalog/Pages 2 0 R>>";
    texts[1] = "<<\n/Type/Pages/Kids[3 0 R]/Count 1>>";
    texts[2] = "<<\n/Type/Page/Parent 2 0 R>>";
    for (uint32_t i = 3; i < MANY; i++)
        texts[i] = "<<\n>>";
    struct bench *b = bench_open();
    struct buffer file = write_file(b->arena, texts, MANY);
    const struct parts *p = parts_build(b->arena, &file, (struct landmarks){ 3, 1, 0 });
    assert_int_equal(p->container_count, 2 + 3);
    assert_int_equal(parts_at(p, 2)->count, 200);
    assert_int_equal(parts_at(p, 3)->count, 200);
    assert_int_equal(parts_at(p, 4)->count, 2);
    bench_close(b);
}

/* ---- hints ---- */
static void assert_bytes(const struct buffer *b, const char *hex)
{
    char found[400];
    assert_true(b->size < sizeof found / 2);
    for (size_t i = 0; i < b->size; i++)
        snprintf(found + 2 * i, 3, "%02X", (unsigned char)b->bytes[i]);
    assert_string_equal(found, hex);
}

static void bits_are_packed_from_the_highest(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    struct buffer out = buffer_in(b->arena);
    struct bits bits = { &out, 0, 0 };
    hints_put(&bits, 5, 3);
    hints_put(&bits, 7, 0);
    hints_put(&bits, 1, 9); /* 101 000000001 0000 */
    hints_end_row(&bits);
    hints_end_row(&bits);
    hints_put(&bits, 0x89ABCDEF, 32);
    assert_bytes(&out, "A01089ABCDEF");
    assert_int_equal(hints_width(0), 0);
    assert_int_equal(hints_width(1), 1);
    assert_int_equal(hints_width(255), 8);
    assert_int_equal(hints_width(256), 9);
    assert_int_equal(hints_width(UINT32_MAX), 32);
    bench_close(b);
}

static void hints_say_what_pages_need(void **state)
{
    (void)state;
    static const uint32_t sizes[] = { 50, 20, 30, 10, 11, 12, 40, 60, 70, 80 };
    struct bench *b = bench_open();
    struct buffer file = write_file(b->arena, three_pages, THREE_OBJECTS);
    struct buffer out = buffer_in(b->arena);
    struct parts *p = parts_build(b->arena, &file, three_marks);
    for (uint32_t i = 0, at = 1000; i < p->container_count; at += sizes[i++]) {
        parts_at(p, i)->size = sizes[i];
        parts_at(p, i)->offset = at;
    }
    struct hint_places places = hints_build(p, &out);
    assert_int_equal(places.shared, 45);
    assert_int_equal(places.outlines, 72);
    assert_bytes(&out, "00000001" /* objects of a page at least */
                       "0000041A" /* the first page's place: 1050 */
                       "0001"
                       "0000000A" /* bytes of a page at least */
                       "0006"
                       "00000000"
                       "0000"
                       "0000000A"
                       "0006"
                       "0002" /* how many are shared */
                       "0002" /* their names */
                       "0000"
                       "0004"
                       "A0"     /* 2 1 2 objects: 1 0 1 */
                       "A00340" /* 50 10 23 bytes: 40 0 13 */
                       "28"     /* 0 2 2 are shared: */
                       "66"     /* 1 2, 1 2 */
                       "A00340"
                       /* what is shared */
                       "00000004" /* object 4 */
                       "0000046D" /* at 1133 */
                       "00000002" /* two of the first page */
                       "00000003" /* of three */
                       "0000"
                       "00000014"
                       "0005"
                       "02A8" /* 20 30 40 bytes: 0 10 20 */
                       "00"
                       /* outlines */
                       "00000005"
                       "00000495" /* at 1173 */
                       "00000001"
                       "0000003C");
    bench_close(b);
}

/* ---- the file ---- */
/* Finishes a file into the bench's. */
static struct buffer finish_here(struct bench *b, const struct buffer *file, struct landmarks marks,
                                 size_t beside_from)
{
    struct workers *w = workers_open(b->arena);
    struct written to = { .bytes = buffer_in(b->arena) };
    finish_file(b->arena, w, file, marks, beside_from, &to);
    workers_close(w);
    if (to.file)
        assert_true(file_take_nameless(to.file, &to.bytes));
    FILE *f = fopen(b->file, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(to.bytes.bytes, 1, to.bytes.size, f), to.bytes.size);
    fclose(f);
    return to.bytes;
}

/* The same bytes each time, by way of memory or of a file. */
static void a_file_of_three_pages_is_linear(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    struct buffer file = write_file(b->arena, three_pages, THREE_OBJECTS);
    struct buffer made = finish_here(b, &file, three_marks, SIZE_MAX);
    struct buffer again = finish_here(b, &file, three_marks, 1);
    assert_int_equal(made.size, again.size);
    assert_memory_equal(made.bytes, again.bytes, again.size);
    assert_memory_equal(made.bytes, file.bytes, 15);
    assert_has(bench_ask(b, "qpdf --check %s"), "No syntax or stream encoding errors");
    assert_has(bench_ask(b, "qpdf --check-linearization %s"), "no linearization errors");
    assert_has(bench_ask(b, "qpdf --show-object=4 --raw-stream-data %s"), "q Q");
    assert_has(bench_ask(b, "qpdf --show-object=10 %s"), "/Title (7 0 R)");
    assert_has(bench_ask(b, "qpdf --show-object=trailer %s"), "/ID [ <ab> <ab> ]");
    bench_close(b);
}

/* Every stream ends with a line end before its last word, as PDF/A asks (ISO 19005-2, 6.1.7.1). */
static void an_edition_finishes_its_file(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    bench_line(b, bench_face(b, TERMES), 12 * SP_PT, "text", (struct shaping){ 0 });
    bench_print(b, 40);
    const size_t written = b->out.size;
    assert_null(strstr(b->out.bytes, "/Linearized"));
    b->finished = true;
    bench_print(b, 40);
    assert_true(b->out.size < written);
    assert_has(bench_ask(b, "qpdf --check-linearization %s"), "no linearization errors");
    assert_has(bench_ask(b, "pdftotext -f 40 -l 40 %s -"), "text");
    for (size_t i = 10; i + 9 < b->out.size; i++)
        if (memcmp(b->out.bytes + i, "endstream", 9) == 0)
            assert_int_equal(b->out.bytes[i - 1], '\n');
    bench_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_found_outside_names_and_strings),
        cmocka_unit_test(each_object_has_its_part_and_number),
        cmocka_unit_test(a_stream_has_at_most_200_objects),
        cmocka_unit_test(bits_are_packed_from_the_highest),
        cmocka_unit_test(hints_say_what_pages_need),
        cmocka_unit_test(a_file_of_three_pages_is_linear),
        cmocka_unit_test(an_edition_finishes_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
