/* The default sheets are accepted whole, pages and notes come out of them, and what is not understood speaks. */
#include "style/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* The next node of a document, in the nodes of which there is room. */
static struct node *add(struct doc *d, uint32_t parent, const char *name)
{
    static struct scope scope = { .lang = "en" };
    struct node *n = &d->nodes[d->node_count];
    uint8_t row = 0;
    while (strcmp(doc_elements[row].name, name))
        row++;
    scope.source = d->source;
    *n = (struct node){ .scope = &scope,
                        .index = d->node_count,
                        .size = 1,
                        .child_index = 1,
                        .element = (uint8_t)(row + 1) };
    n->parent = d->node_count++ - parent;
    for (struct node *p = n; p->parent; p->size++)
        p -= p->parent;
    if (node_previous(n))
        n->child_index = node_previous(n)->child_index + 1;
    return n;
}

static struct doc *open_doc(struct arena *a, uint32_t nodes)
{
    struct doc *d = arena_new(a, struct doc);
    d->source = source_build(a, "x.xml", "x", 1);
    d->root = d->nodes = arena_array(a, struct node, nodes);
    add(d, 0, "handout");
    return d;
}

/* handout { p { noteref }, note } by hand. */
static struct doc *small_doc(struct arena *a)
{
    struct doc *d = open_doc(a, 4);
    add(d, 0, "p");
    add(d, 1, "noteref")->note = 3;
    add(d, 0, "note");
    return d;
}

static struct styles *build(struct arena *a, struct diag *d, struct doc *doc, const char *css,
                            size_t n)
{
    struct stylesheet t = { source_build(a, "x.css", css, n), ORIGIN_AUTHOR, SHEET_OURS, NULL };
    return style_build(a, d, doc, style_edition_find("screen"), NULL, &t, 1);
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
    for (size_t i = 0; i < d->count; i++)
        printf("%u: %s\n", position_place(d->messages[i].at).line, diag_text(a, &d->messages[i]));
    assert_int_equal(d->count, 0);
    assert_int_equal(style_of(s, doc->root)->font_size, 10 * SP_PT);
    assert_int_equal(style_of(s, &doc->nodes[1])->text_align, ALIGN_JUSTIFY);
    assert_int_equal(style_of(s, &doc->nodes[3])->float_kind, FLOAT_FOOTNOTE);
    assert_int_equal(style_pseudo(s, &doc->nodes[2], PSEUDO_FOOTNOTE_CALL)->font_weight, 700);
    assert_int_equal(style_pseudo(s, &doc->nodes[3], PSEUDO_FOOTNOTE_MARKER)->color.c[2], 0);
    const struct page_style *p = style_page(s, a, NULL, PAGE_FIRST | PAGE_RIGHT);
    assert_int_equal(p->width, 612 * SP_PT);
    assert_int_equal(p->grid_offset, 36 * SP_PT);
    assert_true(p->page->margin[SIDE_BLOCK_START].absolute > 0);
    assert_int_equal(p->footnote->columns, 2);
    assert_int_equal(p->page->color.c[2], 0x5e * 257);
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
    static const struct {
        const char *css;
        enum diag_code code;
    } cases[] = { { "p { colr: red }", DIAG_STYLE_PROPERTY },
                  { "p { color: redd }", DIAG_STYLE_VALUE },
                  { "p:hover { }", DIAG_STYLE_SELECTOR },
                  { "@import 'x';", DIAG_STYLE_FILE },
                  { "@namespace x;", DIAG_STYLE_AT_RULE },
                  { "@media (width: 1px) { }", DIAG_STYLE_MEDIA },
                  { "p { color: var(--none) }", DIAG_STYLE_VARIABLE },
                  { "p { --a: var(--b); --b: var(--a); color: var(--a) }", DIAG_STYLE_VARIABLE },
                  { "p { color }", DIAG_STYLE_SYNTAX },
                  { "p { quotes: \xff }", DIAG_STYLE_ENCODING } };
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
    static const char css[] =
        "p { margin: 1pt 2pt; width: calc(50% - 2 * 3pt); --w: 4pt; padding: var(--w, 1pt) } "
        "handout > p:first-child { margin-top: 5pt !important }"
        "p:not(handout) { margin-top: 9pt; line-height: 1.5; border-left: solid red } p:is(#x, p) "
        "{ font-size: 2em }";
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct doc *doc = small_doc(a);
    (void)state;
    struct styles *s = build(a, d, doc, css, sizeof css - 1);
    const struct style *p = style_of(s, &doc->nodes[1]);
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

/* So many times `unit`, between `head` and `tail`. */
static char *repeat(struct arena *a, const char *head, const char *unit, size_t times,
                    const char *tail, size_t *size)
{
    size_t h = strlen(head), u = strlen(unit), t = strlen(tail);
    char *text = arena_alloc(a, h + u * times + t + 1);
    memcpy(text, head, h);
    for (size_t i = 0; i < times; i++)
        memcpy(text + h + i * u, unit, u);
    memcpy(text + h + u * times, tail, t + 1);
    *size = h + u * times + t;
    return text;
}

/* What only large or broken sheets provoke: the first message is this one. */
static void limits(void **state)
{
    static const struct {
        const char *head, *unit;
        size_t times;
        const char *tail;
        enum diag_code code;
    } cases[] = { { "", "p{}\n", 1 << 17, "", DIAG_STYLE_TOO_LARGE },
                  { "p{color:red}", "\xFF", 1, "", DIAG_STYLE_ENCODING },
                  { "p{color:", "(", 65, "", DIAG_STYLE_DEPTH },
                  { "p", " p", 300, "{}", DIAG_STYLE_SELECTOR } };
    jmp_buf oom;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_open(&oom);
        struct diag *d = diag_build(a);
        size_t n;
        const char *css =
            repeat(a, cases[i].head, cases[i].unit, cases[i].times, cases[i].tail, &n);
        assert_non_null(style_of(build(a, d, small_doc(a), css, n), small_doc(a)->root));
        assert_true(d->count > 0);
        assert_int_equal(d->messages[0].code, cases[i].code);
        arena_close(a);
    }
}

/* All sheets count, and the one that is too much is named. */
static void large_together(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    size_t n;
    (void)state;
    const char *css = repeat(a, "", "p{}\n", 75 << 10, "", &n);
    const struct stylesheet t[] = {
        { source_build(a, "one.css", css, n), ORIGIN_AUTHOR, SHEET_OURS, NULL },
        { source_build(a, "two.css", css, n), ORIGIN_AUTHOR, SHEET_OURS, NULL }
    };
    style_build(a, d, small_doc(a), style_edition_find("screen"), NULL, t, 2);
    assert_int_equal(d->count, 1);
    assert_int_equal(d->messages[0].code, DIAG_STYLE_TOO_LARGE);
    assert_string_equal(d->messages[0].at.source->name, "two.css");
    arena_close(a);
}

static void too_many_customs(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct buffer css = buffer_in(a);
    (void)state;
    buffer_add_string(&css, "p{");
    for (int i = 0; i < 1025; i++)
        buffer_printf(&css, "--v%d:%dpt;", i, i);
    buffer_add_string(&css, "margin-top:var(--v1023)}");
    struct doc *doc = small_doc(a);
    struct styles *s = build(a, d, doc, css.bytes, css.size);
    assert_int_equal(d->count, 1);
    assert_int_equal(d->messages[0].code, DIAG_STYLE_CUSTOM_MANY);
    assert_int_equal(style_of(s, &doc->nodes[1])->margin[SIDE_BLOCK_START].absolute, 1023 * SP_PT);
    arena_close(a);
}

/* Half a megabyte of rules is read whole, without a message. */
static void large_sheet(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct doc *doc = small_doc(a);
    size_t n;
    (void)state;
    const char *css = repeat(a, "", ".no p{margin:1pt}\n", 29000, "p{margin:2pt}", &n);
    assert_true(n > 500000);
    struct styles *s = build(a, d, doc, css, n);
    assert_int_equal(d->count, 0);
    assert_int_equal(style_of(s, &doc->nodes[1])->margin[SIDE_BLOCK_END].absolute, 2 * SP_PT);
    arena_close(a);
}

/* A root with `count` children p; the first has the class "first". */
static struct doc *wide_doc(struct arena *a, uint32_t count)
{
    static const struct attribute first = { .name = "class", .value = "first" };
    struct doc *d = open_doc(a, count + 1);
    for (uint32_t i = 1; i <= count; i++)
        add(d, 0, "p");
    d->nodes[1].attributes = &first;
    d->nodes[1].attribute_count = 1;
    return d;
}

/* `~` sees all earlier siblings, however many; a list that multiplies ends with a message. */
static void many_siblings(void **state)
{
    static const char far[] = ".first ~ p { margin-top: 1pt } .none ~ p { color: red } .first ~ p "
                              "~ p + p { padding-top: 2pt }";
    static const char slow[] = "p:is(:is(:is(p ~ p p, p + p + p + p .x) ~ p, p + p + p .y) ~ p, p "
                               "+ p + p .z) { color: red }";
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct doc *doc = wide_doc(a, 50000);
    (void)state;
    struct styles *s = build(a, d, doc, far, sizeof far - 1);
    assert_int_equal(d->count, 0);
    assert_int_equal(style_of(s, &doc->nodes[1])->margin[SIDE_BLOCK_START].absolute, 0);
    assert_int_equal(style_of(s, &doc->nodes[2])->margin[SIDE_BLOCK_START].absolute, SP_PT);
    assert_int_equal(style_of(s, &doc->nodes[50000])->margin[SIDE_BLOCK_START].absolute, SP_PT);
    assert_int_equal(style_of(s, &doc->nodes[3])->padding[SIDE_BLOCK_START].absolute, 0);
    assert_int_equal(style_of(s, &doc->nodes[4])->padding[SIDE_BLOCK_START].absolute, 2 * SP_PT);
    assert_int_equal(style_of(s, &doc->nodes[9])->color.c[0], 0);
    build(a, d, doc, slow, sizeof slow - 1);
    assert_int_equal(d->count, 0);
    arena_close(a);
}

/* Elements of one style differ in their pseudo-elements: each finds its own. */
static void many_looks(void **state)
{
    enum { COUNT = 200 };
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    struct doc *doc = wide_doc(a, COUNT);
    struct buffer css = buffer_in(a);
    (void)state;
    for (unsigned i = 2; i <= COUNT; i++)
        buffer_printf(&css, "p:nth-child(%u)::before { content: \"%u\" } ", i, i);
    struct styles *s = build(a, d, doc, css.bytes, css.size);
    assert_int_equal(d->count, 0);
    assert_null(style_pseudo(s, &doc->nodes[1], PSEUDO_BEFORE));
    for (unsigned i = 2; i <= COUNT; i++) {
        assert_ptr_equal(style_of(s, &doc->nodes[i]), style_of(s, &doc->nodes[1]));
        assert_string_equal(style_pseudo(s, &doc->nodes[i], PSEUDO_BEFORE)->content->text,
                            arena_printf(a, "%u", i));
        assert_null(style_pseudo(s, &doc->nodes[i], PSEUDO_AFTER));
    }
    arena_close(a);
}

static void slow_selectors(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    size_t n;
    (void)state;
    const char *css =
        repeat(a, "", ".none + p + p + p + p + p + p + p + p + p + p + p + p + p + p + p + p, ",
               7000, "p { color: red }", &n);
    build(a, d, wide_doc(a, 5000), css, n);
    assert_int_equal(d->count, 1);
    assert_int_equal(d->messages[0].code, DIAG_STYLE_SELECTORS_SLOW);
    arena_close(a);
}

static void anonymous(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct doc *doc = small_doc(a);
    (void)state;
    struct styles *s = build(a, diag_build(a), doc, "p { color: red; margin: 1pt }", 29);
    const struct style *p = style_of(s, &doc->nodes[1]),
                       *own = style_anonymous(s, p, DISPLAY_BLOCK);
    assert_ptr_equal(own, style_anonymous(s, p, DISPLAY_BLOCK));
    assert_ptr_not_equal(own, style_anonymous(s, p, DISPLAY_INLINE));
    assert_int_equal(own->color.c[0], 65535);
    assert_int_equal(own->margin[SIDE_BLOCK_START].absolute, 0);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_sheet),  cmocka_unit_test(messages),
        cmocka_unit_test(cascade),        cmocka_unit_test(limits),
        cmocka_unit_test(large_together), cmocka_unit_test(too_many_customs),
        cmocka_unit_test(large_sheet),    cmocka_unit_test(many_siblings),
        cmocka_unit_test(many_looks),     cmocka_unit_test(slow_selectors),
        cmocka_unit_test(anonymous),      cmocka_unit_test(every_byte_deleted)
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
