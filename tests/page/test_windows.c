/* Windows leave no trace: random documents of tables, blocks and notes have the same pages and the same messages whether their text is set
 * a row at a time, some rows at a time, or all at once. */
#include "page/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { CASES = 20 };
#else
enum { CASES = 80 };
#endif

static jmp_buf oom;
static const char base[] =
    "@page{size:300pt 260pt;margin:30pt;@bottom-left{content:counter(page) \"/\" counter(pages) \" "
    "\" string(n)}"
    "@footnote{columns:2;column-gap:8pt;border-block-start:.4pt solid}}"
    "handout{font:10pt/12pt \"Gentium Book Plus\"}name{width:60pt;string-set:n "
    "content(text)}p{text-align:justify;hyphens:auto}"
    "note{float:footnote;footnote-style-position:outside;font-size:8pt;padding-inline-start:9pt}"
    "note::footnote-call{content:counter(footnote);font-size:6pt}note::footnote-marker{content:"
    "counter(footnote)}";
static const char *const more[] = {
    "",
    "principles{table-layout:auto}name{width:auto}",
    "principle{break-inside:avoid}",
    "principles{break-inside:avoid}explanation{break-inside:avoid;border:1pt solid}",
    "@page:first{margin:30pt 60pt}@page:left{margin-left:20pt}",
    "@page wide{size:400pt 260pt}#r3,#r4{page:wide}@page:blank{margin:10pt}#r5{break-before:right}",
    "principles{border-collapse:collapse}name,explanation{border:.5pt "
    "solid}p{box-decoration-break:clone;padding:2pt;border:1pt solid}",
    "@page{-hb-grid:12pt 42pt}principles{-hb-row-stretch:2}intro{background:#eee;padding:4pt}",
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Words, some of which call a note: a new one, or one of those before. */
static void add_words(struct buffer *out, uint32_t n, uint32_t *notes, uint32_t *seed)
{
    static const char *const words[] = { "people",   "in",  "mobility", "recognize",   "that",
                                         "violence", "and", "hunger",   "governments", "an" };
    for (uint32_t i = 0; i < n; i++) {
        buffer_printf(out, "%s%s", i ? " " : "", words[next_random(seed) % 10]);
        if (notes && next_random(seed) % 12 == 0)
            buffer_printf(out, "<noteref to=\"n%u\"/>",
                          *notes && next_random(seed) % 4 == 0 ? next_random(seed) % *notes
                                                               : (*notes)++);
    }
}

static void add_block(struct buffer *out, const char *tag, uint32_t n, uint32_t *notes,
                      uint32_t *seed)
{
    buffer_printf(out, "<%s>", tag);
    add_words(out, n, notes, seed);
    buffer_printf(out, "</%s>", tag);
}

static const char *random_source(struct arena *a, uint32_t *seed)
{
    struct buffer out = buffer_in(a);
    uint32_t notes = 0, rows = 1 + next_random(seed) % 14;
    buffer_add_string(&out, "<handout xml:lang=\"en\"><title>Title</title><intro>");
    add_block(&out, "p", 1 + next_random(seed) % 40, &notes, seed);
    buffer_add_string(&out, "<list><item>one</item></list></intro><principles>");
    if (next_random(seed) % 2)
        buffer_add_string(&out, "<heads><head>Principle</head><head>Explanation</head></heads>");
    for (uint32_t i = 0; i < rows; i++) {
        buffer_printf(&out, "<principle id=\"r%u\">", i);
        add_block(&out, "name", 1 + next_random(seed) % 6, &notes, seed);
        buffer_add_string(&out, "<explanation>");
        for (uint32_t k = next_random(seed) % 3 + 1; k; k--)
            add_block(&out, "p", 1 + next_random(seed) % (next_random(seed) % 6 ? 60 : 600), &notes,
                      seed);
        buffer_add_string(&out, "</explanation></principle>");
    }
    buffer_add_string(&out, "</principles>");
    for (uint32_t i = 0; i < notes; i++) {
        buffer_printf(&out, "%s<note id=\"n%u\">", i ? "" : "<notes>", i);
        add_block(&out, "p", 1 + next_random(seed) % 30, NULL, seed);
        buffer_add_string(&out, "</note>");
    }
    buffer_printf(&out, "%s</handout>", notes ? "</notes>" : "");
    return buffer_text(&out);
}

/* The pages, and all that is said of them. */
static const char *pages_of(struct arena *a, struct arena *scratch, const struct boxes *boxes,
                            size_t window)
{
    struct diag *d = diag_build(a);
    struct pages *pages = pages_in_windows(a, d, boxes, window);
    struct buffer out = buffer_in(a);
    page_dump(&out, scratch, pages);
    page_dump_lines(&out, scratch, pages);
    diag_sort(d);
    for (size_t i = 0; i < d->count; i++)
        buffer_printf(&out, "%u-%u %s\n", d->messages[i].at.start, d->messages[i].at.end,
                      diag_text(a, &d->messages[i]));
    return buffer_text(&out);
}

static void try_document(struct arena *a, struct arena *scratch, uint32_t number)
{
    uint32_t seed = number * 7919u + 1u;
    const char *source = random_source(a, &seed),
               *sheet = arena_printf(a, "%s%s", base, more[number % (sizeof more / sizeof *more)]);
    struct diag *d = diag_build(a);
    const struct doc *doc = doc_read(a, d, "random.xml", source, strlen(source));
    struct stylesheet text = { .source = source_build(a, "random.css", sheet, strlen(sheet)),
                               .origin = ORIGIN_AUTHOR };
    const struct styles *styles = style_build(a, d, doc, style_edition_find("screen"), &text, 1);
    struct fonts *fonts = text_open(a, d, "fonts/fonts.conf");
    struct langs *langs = lang_open(a, "src/lang");
    assert_int_equal(d->errors, 0);
    const struct boxes *boxes = box_build(a, d, doc, styles, fonts, langs);
    const char *whole = pages_of(a, scratch, boxes, SIZE_MAX);
    const size_t windows[] = { 1, 500 };
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        assert_string_equal(pages_of(a, scratch, boxes, windows[i]), whole);
    text_close(fonts);
    lang_close(langs);
}

static void test_windows(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < CASES; i++) {
        struct arena *a = arena_open(&oom), *scratch = arena_open(&oom);
        assert_non_null(a);
        assert_non_null(scratch);
        try_document(a, scratch, i);
        arena_close(scratch);
        arena_close(a);
    }
}

int main(void)
{
    if (setjmp(oom))
        abort();
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_windows) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
