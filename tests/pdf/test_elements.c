/* pdf, elements: nodes and marks by hand → the tree of what is read. */
#include "pdf/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static jmp_buf oom;

static const struct doc *read_doc(struct arena *a, const char *xml)
{
    struct diag *d = diag_build(a);
    const struct doc *doc = doc_read(a, d, "test.xml", xml, strlen(xml));
    assert_non_null(doc);
    assert_int_equal(d->errors, 0);
    return doc;
}

/* A mark for every text of the document, `times` each, on as many sheets. */
static struct drawn_sheet *draw_texts(struct arena *a, const struct doc *doc, uint32_t times)
{
    struct drawn_sheet *sheets = arena_array(a, struct drawn_sheet, times);
    for (uint32_t k = 0; k < times; k++) {
        struct mark *marks = arena_array(a, struct mark, doc->node_count);
        for (uint32_t i = 0; i < doc->node_count; i++)
            if (doc->nodes[i].kind == NODE_TEXT)
                marks[sheets[k].mark_count++] = (struct mark){ .node = i };
        sheets[k].marks = marks;
    }
    return sheets;
}

static uint32_t count_role(const struct structure *s, enum role role)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->count; i++)
        n += s->elements[i].role == role;
    return n;
}

static uint32_t kids_most(const struct structure *s)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < s->count; i++)
        most = s->elements[i].kid_count > most ? s->elements[i].kid_count : most;
    return most;
}

/* What parts over pages stays one element, its marks in the pages' order. */
static void a_paragraph_over_pages_is_one_element(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const struct doc *doc =
        read_doc(a, "<handout xml:lang='en'><title>T</title><principles><principle><name>N</name>"
                    "<explanation><p>P</p></explanation></principle></principles></handout>");
    const struct structure *s = elements_build(a, doc, NULL, 0, draw_texts(a, doc, 3), 3);
    assert_int_equal(count_role(s, ROLE_P), 1);
    assert_int_equal(count_role(s, ROLE_TD), 1);
    for (uint32_t i = 0; i < s->count; i++)
        if (s->elements[i].role == ROLE_P) {
            uint32_t k = s->elements[i].first;
            for (uint32_t sheet = 0; sheet < 3; sheet++, k = s->kids[k - 1].next)
                assert_int_equal(s->kids[k - 1].sheet, sheet);
            assert_int_equal(k, 0);
        }
    arena_close(a);
}

/* Old readers hold 8,191 items in an array: rows go on in another TBody, other kids in parts of their element. */
static void many_kids_are_parted(void **state)
{
    (void)state;
    enum { MANY = 10000 };
    struct arena *a = arena_open(&oom);
    struct buffer xml = buffer_in(a);
    buffer_add_string(&xml, "<handout xml:lang='en'><title>T</title><intro><list>");
    for (int i = 0; i < MANY; i++)
        buffer_add_string(&xml, "<item>i</item>");
    buffer_add_string(&xml, "</list></intro><principles>");
    for (int i = 0; i < MANY; i++)
        buffer_add_string(
            &xml, "<principle><name>N</name><explanation><p>P</p></explanation></principle>");
    buffer_add_string(&xml, "</principles></handout>");
    const struct doc *doc = read_doc(a, buffer_text(&xml));
    const struct structure *s = elements_build(a, doc, NULL, 0, draw_texts(a, doc, 1), 1);
    assert_true(kids_most(s) <= 8191);
    assert_int_equal(count_role(s, ROLE_TABLE), 1);
    assert_int_equal(count_role(s, ROLE_TBODY), 3);
    assert_int_equal(count_role(s, ROLE_TR), MANY);
    assert_int_equal(count_role(s, ROLE_LI), MANY);
    assert_int_equal(count_role(s, ROLE_L), 1 + 3);
    for (uint32_t i = 1; i < s->count; i++)
        if (s->elements[i].role == ROLE_LI)
            assert_int_equal(s->elements[s->elements[i].parent].role, ROLE_L);
    arena_close(a);
}

/* What stands instead of a picture must not stand instead of its caption. */
static void a_caption_is_beside_its_picture(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const struct doc *doc =
        read_doc(a, "<handout xml:lang='en'><title>T</title><principles><principle><name>N</name>"
                    "<explanation><figure src='s' alt='A'><caption>C</caption></figure>"
                    "<figure src='s' alt='B'/></explanation></principle></principles></handout>");
    struct drawn_sheet *sheet = draw_texts(a, doc, 1);
    struct mark *marks = arena_array(a, struct mark, doc->node_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < doc->node_count; i++)
        if (doc->nodes[i].kind == NODE_TEXT || node_element(&doc->nodes[i])->role == ROLE_FIGURE)
            marks[count++] =
                (struct mark){ .node = i,
                               .part = doc->nodes[i].kind == NODE_TEXT ? MARK_TEXT : MARK_PICTURE };
    *sheet = (struct drawn_sheet){ .marks = marks, .mark_count = count };
    const struct structure *s = elements_build(a, doc, NULL, 0, sheet, 1);
    assert_int_equal(count_role(s, ROLE_FIGURE), 2);
    assert_int_equal(count_role(s, ROLE_SECT), 1);
    for (uint32_t i = 0; i < s->count; i++) {
        const enum role around = s->elements[s->elements[i].parent].role;
        if (s->elements[i].role == ROLE_FIGURE)
            assert_int_equal(s->elements[i].kid_count, 1);
        if (s->elements[i].role == ROLE_CAPTION)
            assert_int_equal(around, ROLE_SECT);
    }
    arena_close(a);
}

/* A row of which one cell says nothing has both; one of which nothing is drawn is not there. */
static void an_empty_cell_is_a_cell(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const struct doc *doc = read_doc(
        a, "<handout xml:lang='en'><title>T</title><principles>"
           "<principle><name/><explanation><p>P</p></explanation></principle>"
           "<principle><name/><explanation><p/></explanation></principle></principles></handout>");
    const struct structure *s = elements_build(a, doc, NULL, 0, draw_texts(a, doc, 1), 1);
    assert_int_equal(count_role(s, ROLE_TR), 1);
    assert_int_equal(count_role(s, ROLE_TH_ROW), 1);
    assert_int_equal(count_role(s, ROLE_TD), 1);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_over_pages_is_one_element),
        cmocka_unit_test(many_kids_are_parted),
        cmocka_unit_test(a_caption_is_beside_its_picture),
        cmocka_unit_test(an_empty_cell_is_a_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
