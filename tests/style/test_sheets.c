/* The default sheets are accepted whole, pages and notes come out of them, and what is not understood speaks. */
#include "style/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const struct element kinds[] = { { .name = "handout" }, { .name = "noteref" }, { .name = "note" }, { .name = "p" } };

/* handout { p { noteref }, note } by hand. */
static struct doc *small_doc(struct arena *a)
{
    static const unsigned char parent_of[] = { 0, 0, 1, 0 }, kind_of[] = { 0, 3, 1, 2 };
    struct doc *d = arena_new(a, struct doc);
    d->source = source_build(a, "x.xml", "x", 1);
    d->node_count = 4;
    d->nodes = arena_array(a, struct node *, 4);
    for (uint32_t i = 0; i < 4; i++) {
        struct node *n = d->nodes[i] = arena_new(a, struct node);
        *n = (struct node){ .kind = NODE_ELEMENT, .index = i, .child_index = 1, .element = &kinds[kind_of[i]], .lang = "en", .at = position_at(d->source, 0, 1) };
        if (!i) continue;
        struct node *p = n->parent = d->nodes[parent_of[i]];
        n->previous = p->last;
        n->child_index = p->last ? p->last->child_index + 1 : 1;
        if (p->last) p->last->next = n; else p->first = n;
        p->last = n;
    }
    d->root = d->nodes[0];
    d->nodes[2]->note = d->nodes[3];
    return d;
}

static struct styles *build(struct arena *a, struct diag *d, struct doc *doc, const char *css, size_t n)
{
    struct sheet_text t = { source_build(a, "x.css", css, n), ORIGIN_AUTHOR, NULL };
    return style_build(a, d, doc, style_edition_find("screen"), &t, 1);
}

static char *handout_css(struct arena *a, size_t *size)
{
    char *text = arena_alloc(a, 65536);
    FILE *f = fopen("styles/handout.css", "rb");
    assert_non_null(f);
    *size = fread(text, 1, 65536, f);
    fclose(f);
    return text;
}

static void default_sheet(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct doc *doc = small_doc(a);
    size_t size;
    (void)state;
    char *css = handout_css(a, &size);
    struct styles *s = build(a, d, doc, css, size);
    for (size_t i = 0; i < d->count; i++) printf("%u: %s\n", position_place(d->messages[i].at).line, diag_text(a, &d->messages[i]));
    assert_int_equal(d->count, 0);
    assert_int_equal(style_of(s, doc->root)->font_size, 10 * SP_PT);
    assert_int_equal(style_of(s, doc->nodes[1])->text_align, ALIGN_JUSTIFY);
    assert_int_equal(style_of(s, doc->nodes[3])->float_kind, FLOAT_FOOTNOTE);
    assert_int_equal(style_pseudo(s, doc->nodes[2], PSEUDO_FOOTNOTE_CALL)->font_weight, 700);
    assert_int_equal(style_pseudo(s, doc->nodes[3], PSEUDO_FOOTNOTE_MARKER)->color.c[2], 0x5e * 257);
    const struct page_style *p = style_page(s, a, NULL, PAGE_FIRST | PAGE_RIGHT);
    assert_int_equal(p->width, 612 * SP_PT);
    assert_int_equal(p->grid_offset, 36 * SP_PT);
    assert_true(p->page->margin[SIDE_BLOCK_START].absolute > 0);
    assert_int_equal(p->footnote->columns, 2);
    assert_non_null(p->boxes[BOTTOM_LEFT]);
    arena_close(a);
}

static void every_byte_deleted(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    size_t size;
    (void)state;
    char *css = handout_css(a, &size), *cut = arena_alloc(a, 65536);
    struct doc *doc = small_doc(a);
    struct arena_mark m = arena_mark(a);
    for (size_t i = 0; i < size; i++) {
        memcpy(cut, css, i);
        memcpy(cut + i, css + i + 1, size - i);
        assert_non_null(build(a, diag_build(a), doc, cut, size - 1));
        arena_reset(a, m);
    }
    arena_close(a);
}

static void messages(void **state)
{
    static const struct { const char *css; enum diag_code code; } cases[] = { { "p { colr: red }", DIAG_STYLE_PROPERTY }, { "p { color: redd }", DIAG_STYLE_VALUE },
        { "p:hover { }", DIAG_STYLE_SELECTOR }, { "@import 'x';", DIAG_STYLE_FILE }, { "@namespace x;", DIAG_STYLE_AT_RULE }, { "@media (width: 1px) { }", DIAG_STYLE_MEDIA },
        { "p { color: var(--none) }", DIAG_STYLE_VARIABLE }, { "p { --a: var(--b); --b: var(--a); color: var(--a) }", DIAG_STYLE_VARIABLE },
        { "p { color }", DIAG_STYLE_SYNTAX }, { "p { quotes: \xff }", DIAG_STYLE_ENCODING } };
    jmp_buf oom;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_open(&oom);
        struct diag *d = diag_build(a);
        build(a, d, small_doc(a), cases[i].css, strlen(cases[i].css));
        assert_int_equal(d->count, 1);
        assert_int_equal(d->messages[0].code, cases[i].code);
        arena_close(a);
    }
}

static void cascade(void **state)
{
    static const char css[] = "p { margin: 1pt 2pt; width: calc(50% - 2 * 3pt); --w: 4pt; padding: var(--w, 1pt) } handout > p:first-child { margin-top: 5pt !important }"
        "p:not(handout) { margin-top: 9pt; line-height: 1.5; border-left: solid red } p:is(#x, p) { font-size: 2em }";
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct doc *doc = small_doc(a);
    (void)state;
    struct styles *s = build(a, d, doc, css, sizeof css - 1);
    const struct style *p = style_of(s, doc->nodes[1]);
    assert_int_equal(d->count, 0);
    assert_int_equal(p->margin[SIDE_BLOCK_START].absolute, 5 * SP_PT);
    assert_int_equal(p->margin[SIDE_INLINE_END].absolute, 2 * SP_PT);
    assert_int_equal(p->width.absolute, -6 * SP_PT);
    assert_int_equal(p->width.percent, 50 * 65536);
    assert_int_equal(p->padding[SIDE_INLINE_START].absolute, 4 * SP_PT);
    assert_int_equal(p->font_size, 20 * SP_PT);
    assert_int_equal(p->border[SIDE_INLINE_START].color.c[0], 65535);
    assert_int_equal(p->border[SIDE_INLINE_END].width, 0);
    struct buffer out = buffer_in(a);
    style_dump(&out, s, doc);
    assert_non_null(strstr(buffer_text(&out), "font-size=20.000"));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(default_sheet), cmocka_unit_test(messages), cmocka_unit_test(cascade), cmocka_unit_test(every_byte_deleted) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
