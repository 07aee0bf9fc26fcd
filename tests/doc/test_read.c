/* doc: encodings, what is refused, and that every byte of text knows its place. */
#include "doc/reading.h"

#include <stdio.h>
#include <time.h>

#define HEAD                                                                                       \
    "<handout "                                                                                    \
    "xml:lang=\"en\"><title>T</title><principles><principle><name>N</name><explanation><p>"
#define TAIL "</p></explanation></principle></principles></handout>"

/* The source of the whole handout around a paragraph's content. */
static char *around(const char *content)
{
    char *all = malloc(sizeof HEAD + sizeof TAIL + strlen(content));
    assert_non_null(all);
    sprintf(all, "%s%s%s", HEAD, content, TAIL);
    return all;
}

static const struct node *paragraph(const struct doc *doc)
{
    for (uint32_t i = 0; i < doc->node_count; i++)
        if (doc->nodes[i].element && strcmp(node_element(&doc->nodes[i])->name, "p") == 0)
            return &doc->nodes[i];
    return NULL;
}

/* The text of the only paragraph, and the source behind bytes start … end of its first text. */
static void expect_text(const char *content, const char *text, uint32_t start, uint32_t end,
                        const char *source)
{
    char *all = around(content);
    struct reading r;
    reading_open(&r, all, strlen(all));
    assert_non_null(r.doc);
    const struct node *t = node_first(paragraph(r.doc));
    assert_int_equal(t->length, strlen(text));
    assert_memory_equal(t->text, text, t->length);
    struct position p = doc_position(t, start, end);
    assert_int_equal(p.end - p.start, strlen(source));
    assert_memory_equal(r.doc->source->bytes + p.start, source, strlen(source));
    reading_close(&r);
    free(all);
}

static void test_places_of_text(void **state)
{
    (void)state;
    expect_text("plain words", "plain words", 6, 11, "words");
    expect_text("A &amp; B", "A & B", 2, 3, "&amp;");
    expect_text("A &amp; B", "A & B", 4, 5, "B");
    expect_text("A &amp; B", "A & B", 0, 5, "A &amp; B");
    expect_text("a&#x20AC;b",
                "a\xE2\x82\xAC"
                "b",
                1, 4, "&#x20AC;");
    expect_text("a&#x20AC;b",
                "a\xE2\x82\xAC"
                "b",
                2, 3, "&#x20AC;");
    expect_text("a&#65;&#66;b", "aABb", 2, 3, "&#66;");
    expect_text("a<!-- <b> & -->c", "ac", 1, 2, "c");
    expect_text("a<?pi > <?>c", "ac", 1, 2, "c");
    expect_text("a<![CDATA[<&amp;]]]>c", "a<&amp;]c", 1, 3, "<&");
    expect_text("a<![CDATA[<&amp;]]]>c", "a<&amp;]c", 8, 9, "c");
    expect_text("a\r\nb\rc", "a\nb\nc", 2, 3, "b");
    expect_text("a\r\nb\rc", "a\nb\nc", 1, 2, "\n");
    expect_text("a\r\nb\rc", "a\nb\nc", 4, 5, "c");
    expect_text("a<![CDATA[\r\n]]>b", "a\nb", 2, 3, "b");
    expect_text("&#13;x", "\rx", 1, 2, "x");
    expect_text("\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9", 3, 5, "\xC3\xA9");
}

static void test_places_of_tags_and_values(void **state)
{
    (void)state;
    const char *all =
        "<?xml version='1.0'?>\r\n<!-- <title> -->\r\n<handout\r\n  "
        "xmlns:its='http://www.w3.org/2005/11/its' its:locNote = \"a &lt; &quot;b\"\r\n"
        "  xml:lang='en' class=\"x\r\n y\"\r\n>\t<title>\xC3\xA9<em "
        "id='e'/>T</title><principles><principle><name>N</name><explanation><p>"
        "x" TAIL;
    struct reading r;
    reading_open(&r, all, strlen(all));
    assert_non_null(r.doc);
    const struct node *root = r.doc->root, *title = node_first(root);
    struct place p = position_place(node_at(root));
    assert_int_equal(p.line, 3);
    assert_int_equal(p.column, 1);
    assert_string_equal(doc_attribute(root, "its:locNote"), "a < \"b");
    assert_string_equal(doc_attribute(root, "class"), "x  y");
    assert_int_equal(root->attribute_count, 3);
    p = position_place(attribute_at(root, &root->attributes[1]));
    assert_string_equal(root->attributes[1].name, "xml:lang");
    assert_int_equal(p.line, 5);
    assert_int_equal(p.column, 13);
    p = position_place(node_at(title));
    assert_int_equal(p.line, 7);
    assert_int_equal(p.column, 3);
    const struct node *em = node_next(node_first(title));
    p = position_place(node_at(em));
    assert_int_equal(p.column, 11);
    assert_int_equal(p.end_column, 23);
    assert_ptr_equal(doc_find(r.doc, "ex", 1), em);
    assert_null(doc_find(r.doc, "ex", 2));
    assert_string_equal(em->scope->lang, "en");
    reading_close(&r);
}

/* What stands between an element's tags is found as it is written, whatever looks like its end tag
 * before. */
static void test_inside(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "T",
        " <em>a</em><br/>b ",
        "<!-- </p> -->T<![CDATA[</p>]]><?pi </p>?>",
        "<em class='>/'/><em class='/'></em>",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *all = around(cases[i]);
        struct reading r;
        reading_open(&r, all, strlen(all));
        assert_non_null(r.doc);
        struct position p = doc_inside(paragraph(r.doc));
        assert_int_equal(p.start, strlen(HEAD));
        assert_int_equal(p.end - p.start, strlen(cases[i]));
        if (*cases[i] == '<') {
            const struct node *em = node_first(paragraph(r.doc));
            p = em->kind == NODE_ELEMENT ? doc_inside(em) : p;
            assert_int_equal(p.end - p.start, em->kind == NODE_ELEMENT ? 0 : strlen(cases[i]));
        }
        reading_close(&r);
        free(all);
    }
}

/* Nodes inside this one, each child asked for all its relations. */
static uint32_t count_inside(const struct node *n)
{
    const struct node *before = NULL;
    uint32_t count = 0;
    for (const struct node *child = node_first(n); child;
         before = child, child = node_next(child)) {
        assert_ptr_equal(node_parent(child), n);
        assert_ptr_equal(node_previous(child), before);
        count += 1 + count_inside(child);
    }
    assert_int_equal(n->size, count + 1);
    return count;
}

/* Every node is found from the root, whatever parts or joins texts; all had room. */
static void test_relations(void **state)
{
    (void)state;
    static const char *const contents[] = {
        "x",
        "<em/>",
        "a<em>b<em>c<em/></em></em>d<em/><em>e</em>",
        "<!-- -->a<!-- --><?p?>b<em/><!-- --> <![CDATA[c]]>",
        "<![CDATA[a]]><![CDATA[b]]><em/>",
        "a&amp;<em>&#65;</em>&lt;<br/>&gt;<br/>\r\n<br/>\r<br/>\n",
        "<a xmlns='x'>a<b>c</b>d</a>e<a xmlns='x'/>f",
    };
    static const uint32_t nodes[] = { 1, 1, 10, 3, 2, 12, 2 };
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        char *all = around(contents[i]);
        struct reading r;
        reading_open(&r, all, strlen(all));
        assert_non_null(r.doc);
        assert_ptr_equal(r.doc->root, &r.doc->nodes[0]);
        assert_null(node_parent(r.doc->root));
        assert_null(node_next(r.doc->root));
        assert_null(node_previous(r.doc->root));
        assert_int_equal(count_inside(r.doc->root) + 1, r.doc->node_count);
        assert_int_equal(paragraph(r.doc)->size, nodes[i] + 1);
        for (uint32_t k = 0; k < r.doc->node_count; k++)
            assert_int_equal(r.doc->nodes[k].index, k);
        reading_close(&r);
        free(all);
    }
}

/* The bytes give exactly this message, last of all that have a place, at this line and column. */
static void expect_message(const char *bytes, size_t size, enum diag_code code, uint32_t line,
                           uint32_t column)
{
    struct reading r;
    reading_open(&r, bytes, size);
    assert_null(r.doc);
    size_t last = r.diag->count;
    while (last && !r.diag->messages[last - 1].at.source)
        last--;
    assert_true(last > 0);
    assert_string_equal(diag_table[r.diag->messages[last - 1].code].name, diag_table[code].name);
    struct place p = position_place(r.diag->messages[last - 1].at);
    assert_int_equal(p.line, line);
    assert_int_equal(p.column, column);
    reading_close(&r);
}

static void test_encodings(void **state)
{
    (void)state;
    static const char *const latin =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" HEAD "\xE9t\xE9" TAIL;
    struct reading r;
    reading_open(&r, latin, strlen(latin));
    assert_memory_equal(node_first(paragraph(r.doc))->text, "\xC3\xA9t\xC3\xA9", 5);
    reading_close(&r);
    for (
        int variant = 0; variant < 8;
        variant++) { /* little and big end first, with and without BOM, with and without declaration */
        const char *ascii = variant & 4 ? HEAD "x" TAIL
                                        : "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" HEAD
                                          "x" TAIL;
        size_t n = strlen(ascii);
        char wide[1024] = { 0 };
        size_t big = variant & 1, size = 0;
        if (variant & 2) {
            wide[0] = big ? '\xFE' : '\xFF';
            wide[1] = big ? '\xFF' : '\xFE';
            size = 2;
        }
        for (size_t i = 0; i < n; i++, size += 2)
            wide[size + big] = ascii[i];
        reading_open(&r, wide, size);
        assert_non_null(r.doc);
        assert_int_equal(r.doc->source->size, n);
        reading_close(&r);
        expect_message(wide, size - 1, DIAG_ENCODING_BROKEN, 1, (uint32_t)n);
    }
    expect_message("\xEF\xBB\xBF<a>\n\xC3</a>", 11, DIAG_ENCODING_BROKEN, 2, 1);
    expect_message("<a>\xED\xA0\x80</a>", 10, DIAG_ENCODING_HALVES, 1, 4);
    const char *unknown = "<?xml version='1.0' encoding='x-none'?><a/>",
               *sly = "<?xml version='1.0' encoding='ASCII//TRANSLIT'?><a/>";
    expect_message(unknown, strlen(unknown), DIAG_ENCODING_UNKNOWN, 1, 31);
    expect_message(sly, strlen(sly), DIAG_ENCODING_UNKNOWN, 1, 31);
    const char *wide = "<?xml version='1.0' encoding='UTF-16'?><a/>",
               *high = "<?xml version='1.0' encoding='IBM037'?><a/>";
    expect_message(wide, strlen(wide), DIAG_ENCODING_WRONG, 1, 31);
    expect_message(high, strlen(high), DIAG_ENCODING_WRONG, 1, 31);
    expect_message("PK\3\4\0\0\xC3", 7, DIAG_XML_EMPTY, 1, 1);
    expect_message("\n%PDF-1.7\n%\xE2\xE3", 13, DIAG_XML_EMPTY, 2, 1);
}

/* White space may stand before the root where there is no declaration. */
static void test_space_before_the_root(void **state)
{
    (void)state;
    static const char *const before[] = { "\n", " ", "\r\n\t", "\n<!-- c -->\n", "\xEF\xBB\xBF\n" };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char all[512];
        struct reading r;
        reading_open(&r, all, (size_t)snprintf(all, sizeof all, "%s%s", before[i], HEAD "x" TAIL));
        assert_non_null(r.doc);
        reading_close(&r);
    }
}

/* n copies of a piece between two others. */
static char *repeated(const char *before, const char *piece, size_t n, const char *after)
{
    size_t length = strlen(piece), at = strlen(before);
    char *all = malloc(at + n * length + strlen(after) + 1);
    assert_non_null(all);
    strcpy(all, before);
    for (size_t i = 0; i < n; i++, at += length)
        memcpy(all + at, piece, length);
    strcpy(all + at, after);
    return all;
}

static void expect_refused(char *all, enum diag_code code, uint32_t line, uint32_t column)
{
    expect_message(all, strlen(all), code, line, column);
    free(all);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    const char *bomb =
        "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><a>&b;</a>";
    expect_message(bomb, strlen(bomb), DIAG_XML_DOCTYPE, 2, 1);
    expect_message("<a>\n\0</a>", 9, DIAG_XML_NUL, 2, 1);
    expect_refused(repeated("", "<em>", 100000, ""), DIAG_XML_DEEP, 1, 256 * 4 + 1);
    expect_message("<!doctype html>", 15, DIAG_XML_DOCTYPE, 1, 1);
    expect_message("<!ENTITY a 'b'>", 15, DIAG_XML_DOCTYPE, 1, 1);
    char *euros = repeated("<?xml version='1.0' encoding='windows-1252'?><a>", "\x80", 23 << 20,
                           "</a>"); /* three bytes each in UTF-8 */
    expect_refused(euros, DIAG_SOURCE_LARGE, 1, 1);
    expect_refused(repeated("<handout>", "<p/>", 1100000, "</handout>"), DIAG_XML_MANY, 1,
                   9 + 4 * ((1 << 20) - 1) + 1);
    expect_refused(repeated("\n<handout", " a='>'", 65, "/>"), DIAG_XML_TAG_ATTRIBUTES, 2, 1);
    expect_refused(repeated(" <handout a='", "a", 65536, "'/>"), DIAG_XML_TAG_LONG, 1, 2);
    expect_refused(repeated("<handout a='", "a", 70000, ""), DIAG_XML_TAG_LONG, 1, 1);
    expect_refused(repeated(HEAD "<link href='http://", "a", 9994, "'>x</link>" TAIL),
                   DIAG_VALUE_LONG, 1, sizeof HEAD + 12);
    char *large = repeated("<a>", "0123456789abcdef", (64 << 20) / 16, "</a>");
    expect_message(large, strlen(large), DIAG_SOURCE_LARGE, 1, 1);
    free(large);
}

/* What looks like a document type, a tag or an attribute, but stands where it is none. */
static void test_the_guard_reads_as_xml_does(void **state)
{
    (void)state;
    char *quiet[] = { repeated("<!-- <!DOCTYPE x> ", " a='1'", 70000, "-->x"),
                      repeated("<![CDATA[<!DOCTYPE ", " a='1'", 70000, "]]>x"),
                      repeated("<?p <!DOCTYPE <a ", " a='1'", 70000, "?>x"),
                      repeated("<em class='", "\"=", 200, " > '/>x") };
    for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++) {
        char *all = around(quiet[i]);
        struct reading r;
        reading_open(&r, all, strlen(all));
        assert_non_null(r.doc);
        reading_close(&r);
        free(all);
        free(quiet[i]);
    }
}

/* What stands before an error of well-formedness is checked too, but for what the missing part could mend. */
static void test_errors_before_the_last(void **state)
{
    (void)state;
    const char *all = "<handout xml:lang='en'><title/><principles><principle "
                      "colour='x'><nam>N</nam><explanation><p>a<noteref to='later'/>"
                      "<link href='#later'>b</link> & c" TAIL;
    struct reading r;
    reading_open(&r, all, strlen(all));
    assert_null(r.doc);
    static const enum diag_code expected[] = { DIAG_TITLE_EMPTY, DIAG_ATTRIBUTE_UNKNOWN,
                                               DIAG_ELEMENT_MISSPELT, DIAG_XML_AMPERSAND };
    assert_int_equal(r.diag->count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(diag_table[r.diag->messages[i].code].name,
                            diag_table[expected[i]].name);
    reading_close(&r);
    expect_message("<handout xml:lang='en'><title>T</title></handout><x/>", 53,
                   DIAG_XML_BEHIND_ROOT, 1, 50);
}

/* However short, it is read or refused with a message. */
static void test_cut_off_anywhere(void **state)
{
    (void)state;
    const char *all = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><?xml-stylesheet "
                      "href=\"a.css\"?><!-- c --><handout xml:lang='en'><title>A &amp; "
                      "&#xE9;</title><principles><principle><name>N</"
                      "name><explanation><p><![CDATA[x]]>\r\n<?p q?>\xC3\xA9<br/></p></explanation>"
                      "</principle></principles></handout>";
    size_t n = strlen(all);
    for (size_t size = 0; size <= n; size++) {
        char *part = malloc(size + 1); /* the sanitizer sees a byte too far */
        memcpy(part, all, size);
        struct reading r;
        reading_open(&r, part, size);
        assert_int_equal(r.doc != NULL, size == n);
        assert_int_equal(r.diag->errors > 0, size < n);
        reading_close(&r);
        free(part);
    }
}

/* Delete or change any one byte: a document or a message, never both nor neither. */
static void test_one_byte_off(void **state)
{
    (void)state;
    char *all = around("a<!-- c -->&amp;<![CDATA[x]]><q>b</q><?p?>");
    size_t n = strlen(all);
    static const char other[] = "\0<>&'\"/=! x\xC3\x80";
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof other; k++) {
            char *changed = malloc(n);
            memcpy(changed, all, n);
            changed[i] = other[k];
            if (k == sizeof other - 1)
                memmove(changed + i, all + i + 1, n - i - 1);
            struct reading r;
            reading_open(&r, changed, k == sizeof other - 1 ? n - 1 : n);
            assert_int_equal(r.doc == NULL, r.diag->errors > 0);
            reading_close(&r);
            free(changed);
        }
    free(all);
}

static void test_meta_and_sheets(void **state)
{
    (void)state;
    const char *all =
        "<?xml-stylesheet href='a&amp;b.css' type='text/css' media='print'?><!-- <?xml-stylesheet "
        "href='no'?> --><?xml-stylesheet href='c.css'?>"
        "<handout xml:lang='en'><meta><keyword>a\n "
        "b</keyword><date>2024-02-29</date><keyword>c</keyword></meta><title>T</title>"
        "<principles><principle><name>N</name><explanation><p>x" TAIL
        "<?xml-stylesheet href='late'?>";
    struct reading r;
    reading_open(&r, all, strlen(all));
    assert_non_null(r.doc);
    assert_int_equal(r.doc->stylesheet_count, 2);
    assert_string_equal(r.doc->stylesheets[0].href, "a&b.css");
    assert_string_equal(r.doc->stylesheets[0].media, "print");
    assert_null(r.doc->stylesheets[1].media);
    assert_string_equal(r.doc->keywords, "a b, c");
    assert_string_equal(r.doc->date, "2024-02-29");
    assert_null(r.doc->publisher);
    reading_close(&r);
}

static double seconds_for_rows(size_t rows)
{
    char *all = repeated("<handout xml:lang='en'><title>T</title><principles>",
                         "<principle class='a b'><name>N &amp; M</name><explanation><p>Some "
                         "words\nthat are read.</p></explanation></principle>\n",
                         rows, "</principles></handout>");
    double best = 1e9;
    for (int i = 0; i < 5; i++) {
        struct timespec from, to;
        struct reading r;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        reading_open(&r, all, strlen(all));
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        assert_non_null(r.doc);
        assert_int_equal(node_last(node_last(r.doc->root))->child_index, rows);
        reading_close(&r);
        double seconds =
            (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9;
        best = seconds < best ? seconds : best;
    }
    free(all);
    return best;
}

/* Eight times the rows, eight times the time, and room for a busy machine; the square would be 64. */
static void test_linear_in_rows(void **state)
{
    (void)state;
    assert_true(seconds_for_rows(10000) < 24 * seconds_for_rows(1250));
}

/* A million references in one text: found in one walk. */
static void test_linear_in_references(void **state)
{
    (void)state;
    char *many = repeated("", "&amp;", 1000000, ""), *all = around(many);
    struct timespec from, to;
    struct reading r;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    reading_open(&r, all, strlen(all));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    assert_non_null(r.doc);
    assert_int_equal(node_first(paragraph(r.doc))->length, 1000000);
    assert_true(to.tv_sec - from.tv_sec < 5);
    reading_close(&r);
    free(many);
    free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_of_text),   cmocka_unit_test(test_places_of_tags_and_values),
        cmocka_unit_test(test_inside),           cmocka_unit_test(test_relations),
        cmocka_unit_test(test_encodings),        cmocka_unit_test(test_space_before_the_root),
        cmocka_unit_test(test_what_is_refused),  cmocka_unit_test(test_the_guard_reads_as_xml_does),
        cmocka_unit_test(test_cut_off_anywhere), cmocka_unit_test(test_errors_before_the_last),
        cmocka_unit_test(test_one_byte_off),     cmocka_unit_test(test_meta_and_sheets),
        cmocka_unit_test(test_linear_in_rows),   cmocka_unit_test(test_linear_in_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
