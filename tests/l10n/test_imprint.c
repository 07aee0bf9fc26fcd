/* A congregation's own lines come behind those of the handout, each knowing its place; their schema says what is let pass. */
#include "l10n/translating.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>

static const char rows[] =
    "<principle id=\"a\"><name>Name</name><explanation><p>One</p></explanation></principle>";

static const struct doc *with_imprint(struct translating *t, const char *own)
{
    const struct doc *read = l10n_read_imprint(t->arena, t->diag, "parish.xml", own, strlen(own));
    return read ? l10n_add_imprint(t->arena, t->diag, t->doc, read) : NULL;
}

static const struct node *last_child(const struct node *n)
{
    const struct node *last = node_first(n);
    while (node_next(last))
        last = node_next(last);
    return last;
}

static void lines_come_behind_the_handouts_own(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, rows, "<imprint><p>The office</p></imprint>");
    const struct doc *doc = with_imprint(
        &t, "<?xml version=\"1.0\"?>\n<imprint xml:lang=\"ar\">\n<p>نعم <link href=\"#a\">a</link>"
            "</p><p xml:lang=\"en\">Yes</p></imprint>");
    assert_non_null(doc);
    assert_int_equal(t.diag->count, 0);
    const struct node *p = node_first(last_child(doc->root));
    assert_string_equal(doc_text(t.arena, p), "The office");
    assert_null(doc_attribute(p, "xml:lang"));
    p = node_next(p);
    assert_string_equal(doc_attribute(p, "xml:lang"), "ar");
    assert_string_equal(doc_attribute(p, "dir"), "rtl");
    struct position at = position_in_file(node_at(p));
    assert_string_equal(at.source->name, "parish.xml");
    assert_int_equal(position_place(at).line, 3);
    p = node_next(p);
    assert_string_equal(p->scope->lang, "en");
    assert_null(doc_attribute(p, "dir"));
    translating_close(&t);
}

/* Also behind a translation, whose places stay the catalogue's. */
static void a_handout_without_one_gets_it(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, rows, "");
    const char *po = "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n"
                     "msgctxt \"title\"\nmsgid \"T\"\nmsgstr \"Tít\"\n";
    const struct translation *found =
        l10n_translate(t.arena, t.diag, t.units, translating_po(&t, po), "es", TELL_WRONG);
    t.doc = l10n_join(t.arena, t.diag, found);
    const struct doc *doc = with_imprint(&t, "<imprint><list><item>x</item></list></imprint>");
    assert_non_null(doc);
    assert_string_equal(node_element(last_child(doc->root))->name, "imprint");
    const struct node *title = node_first(doc->root);
    assert_string_equal(doc_text(t.arena, title), "Tít");
    struct position p = position_in_file(node_at(node_first(title)));
    assert_string_equal(p.source->name, "es.po");
    assert_int_equal(position_place(p).line, 6);
    assert_string_equal(position_second(node_at(node_first(title)))->where, "title");
    translating_close(&t);
}

static void no_words(void *context, const char *format, ...) { (void)context, (void)format; }

static bool schema_accepts(xmlRelaxNGPtr schema, const char *text)
{
    xmlDocPtr tree = xmlReadMemory(text, (int)strlen(text), "t.xml", NULL, XML_PARSE_NOERROR);
    xmlRelaxNGValidCtxtPtr context = xmlRelaxNGNewValidCtxt(schema);
    xmlRelaxNGSetValidErrors(context, no_words, no_words, NULL);
    bool good = tree && xmlRelaxNGValidateDoc(context, tree) == 0;
    xmlRelaxNGFreeValidCtxt(context);
    xmlFreeDoc(tree);
    return good;
}

/* What each file is told; NULL: it is good, and so the schema says. */
static void files_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *file, *code;
    } cases[] = {
        { "<imprint><p>x <em>y</em><br/></p></imprint>", NULL },
        { "<imprint dir='rtl' class='c'><list type='ordered'><item>x</item></list></imprint>",
          NULL },
        { "<imprint/>", "element-missing" },
        { "<imprint>x</imprint>", "text-misplaced" },
        { "<imprint><p>x</imprint>", "xml-end-tag" },
        { "<imprint><p>x<noteref to='a'/></p></imprint>", "noteref-place" },
        { "<imprint><p>x</p><figure src='a.png' alt='a'/></imprint>", "imprint-file" },
        { "<handout xml:lang='en'/>", "imprint-root" },
        { "<imprint xmlns='urn:x'><p>x</p></imprint>", "root-namespace" },
    };
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt("source/imprint.rng");
    xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
    assert_non_null(schema);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct translating t;
        translating_open(&t);
        translating_read(&t, rows, "");
        const struct doc *doc = with_imprint(&t, cases[i].file);
        assert_int_equal(schema_accepts(schema, cases[i].file), cases[i].code == NULL);
        assert_int_equal(doc != NULL, cases[i].code == NULL);
        assert_int_equal(t.diag->count, cases[i].code ? 1 : 0);
        if (cases[i].code)
            assert_string_equal(diag_table[t.diag->messages[0].code].name, cases[i].code);
        translating_close(&t);
    }
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
    xmlRelaxNGCleanupTypes();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_behind_the_handouts_own),
        cmocka_unit_test(a_handout_without_one_gets_it),
        cmocka_unit_test(files_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
