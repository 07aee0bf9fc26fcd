/* source/handout.rng and src/doc/elements.def say the same: thousands of small changes to a handout that holds every
 * element, each judged by libxml2 against the schema and by doc_read.  Run from the project's top. */
#include "doc/reading.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdio.h>

static const char everything[] =
    "<handout "
    "xml:lang='en'><meta><publisher>P</publisher><date>2026</date><subject>S</subject><keyword>K</"
    "keyword><rights>R</rights></meta>"
    "<logo src='l/o.png' alt='l'/><title>T<em>e</em></title><tagline>L</tagline><intro><p>i</p></"
    "intro><principles><heads><head>A</head><head>B</head></heads>"
    "<principle id='a'><name>N<noteref "
    "to='n'/></name><explanation><p>x<em>e</em><strong>s</strong><term>t</term><foreign "
    "xml:lang='la'>f</foreign>"
    "<link href='#a'>l</link><q>q</q><br/><noteref to='n'/></p><list "
    "type='ordered'><item>i</item><item><p>b</p></item></list><quote><p>z</p></quote>"
    "<figure src='a' alt='b'><caption>c<em>e</em></caption></figure><qr href='tel:1' alt='b'/>"
    "</explanation></principle></principles><notes><note "
    "id='n'><p>y<em>e</em></p><list><item>i</item></list></note></notes>"
    "<imprint><p>c</p></imprint></handout>";

/* The least of each element that can stand somewhere. */
static const struct {
    const char *name, *text;
} least[] = {
    { "handout", "<handout xml:lang='en'/>" },
    { "date", "<date>2026</date>" },
    { "intro", "<intro><p>x</p></intro>" },
    { "principles", "<principles><principle><name>N</name><explanation><p>x</p></explanation></"
                    "principle></principles>" },
    { "heads", "<heads><head>A</head><head>B</head></heads>" },
    { "principle", "<principle><name>N</name><explanation><p>x</p></explanation></principle>" },
    { "explanation", "<explanation><p>x</p></explanation>" },
    { "list", "<list><item>x</item></list>" },
    { "quote", "<quote><p>x</p></quote>" },
    { "figure", "<figure src='a' alt='b'><caption>c</caption></figure>" },
    { "qr", "<qr href='tel:1' alt='b'/>" },
    { "logo", "<logo src='a' alt='b'/>" },
    { "notes", "<notes><note id='m'><p>x</p></note></notes>" },
    { "note", "<note id='m'><p>x</p></note>" },
    { "imprint", "<imprint><p>x</p></imprint>" },
    { "foreign", "<foreign xml:lang='la'>x</foreign>" },
    { "link", "<link href='#a'>x</link>" },
    { "noteref", "<noteref to='n'/>" },
    { "br", "<br/>" },
};

static const char *const attributes[] = {
    "id='fresh'",
    "id='1'",
    "class='a b'",
    "xml:lang='pt-BR'",
    "xml:lang='e'",
    "xml:lang='-'",
    "xml:lang='x-a'",
    "dir='rtl'",
    "dir='up'",
    "translate='no'",
    "translate='maybe'",
    "xml:space='preserve'",
    "xmlns:its='http://www.w3.org/2005/11/its' its:locNote='n'",
    "type='ordered'",
    "type='none'",
    "src='a'",
    "src=''",
    "src='/a'",
    "src='../a'",
    "src='a/..'",
    "src='a/../b'",
    "src='..a/...'",
    "src='./a'",
    "src='a//b c.d'",
    "src='http://a/b'",
    "src='a\\b'",
    "alt='a'",
    "alt=''",
    "alt='  '",
    "href='https://a.b'",
    "href='HTTPS://a.b'",
    "href='Mailto:a@b'",
    "href='ftp://a'",
    "href='#'",
    "href='tel:1 2'",
    "to='n'",
    "lang='en'",
    "style='x'",
};

/* What RELAX NG cannot say (ids that meet, an empty title). */
static bool is_beyond_schema(enum diag_code code)
{
    static const enum diag_code codes[] = { DIAG_ID_DOUBLED,    DIAG_NOTE_DANGLING,
                                            DIAG_NOTE_IS_NONE,  DIAG_NOTE_UNCALLED,
                                            DIAG_LINK_DANGLING, DIAG_TITLE_EMPTY };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code)
            return true;
    return false;
}

enum change {
    KEEP,
    DELETE,
    DOUBLE,
    SWAP,
    FIRST_CHILD,
    LAST_CHILD,
    BEFORE,
    ADD_ATTRIBUTE,
    DROP_ATTRIBUTE
};
struct variant {
    const struct node *node;
    enum change change;
    const char *text;
    unsigned attribute;
};

static void write_node(struct buffer *out, const struct node *n, const struct variant *v);

/* The start tag, with the variant's attribute added or dropped. */
static void write_tag(struct buffer *out, const struct node *n, const struct variant *v)
{
    buffer_printf(out, "<%s", node_element(n)->name);
    const char *equals = v && v->change == ADD_ATTRIBUTE ? strchr(v->text, '=') : NULL;
    for (unsigned i = 0; i < n->attribute_count; i++) {
        const struct attribute *a = &n->attributes[i];
        bool replaced = equals && strlen(a->name) == (size_t)(equals - v->text) &&
                        strncmp(a->name, v->text, strlen(a->name)) == 0;
        if (!replaced && !(v && v->change == DROP_ATTRIBUTE && v->attribute == i))
            buffer_printf(out, " %s='%s'", a->name, a->value);
    }
    if (equals)
        buffer_printf(out, " %s", v->text);
    buffer_add_char(out, '>');
}

static void write_whole(struct buffer *out, const struct node *n, const struct variant *v,
                        bool here)
{
    if (n->kind == NODE_TEXT) {
        buffer_add(out, n->text, n->length);
        return;
    }
    write_tag(out, n, here ? v : NULL);
    if (here && v->change == FIRST_CHILD)
        buffer_add_string(out, v->text);
    for (const struct node *c = node_first(n); c; c = node_next(c)) {
        bool swapped = v->change == SWAP && v->node == c && node_next(c);
        if (swapped) {
            write_whole(out, node_next(c), v, false);
            write_whole(out, c, v, false);
            c = node_next(c);
        } else {
            write_node(out, c, v);
        }
    }
    if (here && v->change == LAST_CHILD)
        buffer_add_string(out, v->text);
    buffer_printf(out, "</%s>", node_element(n)->name);
}

static void write_node(struct buffer *out, const struct node *n, const struct variant *v)
{
    bool here = n == v->node;
    if (here && v->change == DELETE)
        return;
    if (here && v->change == BEFORE)
        buffer_add_string(out, v->text);
    write_whole(out, n, v, here);
    if (here && v->change == DOUBLE)
        write_whole(out, n, v, false);
}

static void no_words(void *context, const char *format, ...) { (void)context, (void)format; }

struct judges {
    xmlRelaxNGPtr schema;
    unsigned asked, valid, differed;
};

static bool schema_accepts(xmlRelaxNGPtr schema, const char *text, size_t size)
{
    xmlDocPtr tree =
        xmlReadMemory(text, (int)size, "t.xml", NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!tree)
        return false;
    xmlRelaxNGValidCtxtPtr context = xmlRelaxNGNewValidCtxt(schema);
    xmlRelaxNGSetValidErrors(context, no_words, no_words, NULL);
    bool good = xmlRelaxNGValidateDoc(context, tree) == 0;
    xmlRelaxNGFreeValidCtxt(context);
    xmlFreeDoc(tree);
    return good;
}

static void judge(struct judges *j, const struct doc *base, struct variant v)
{
    struct reading r = { .arena = NULL };
    jmp_buf oom;
    struct arena *scratch = arena_open(&oom);
    if (!scratch || setjmp(oom))
        abort();
    struct buffer out = buffer_in(scratch);
    write_node(&out, base->root, &v);
    const char *text = out.size ? buffer_text(&out) : "";
    reading_open(&r, text, out.size);
    bool ours = true;
    for (size_t i = 0; i < r.diag->count; i++)
        ours = ours && (diag_table[r.diag->messages[i].code].level != DIAG_ERROR ||
                        is_beyond_schema(r.diag->messages[i].code));
    bool theirs = schema_accepts(j->schema, text, out.size);
    j->asked++;
    j->valid += ours;
    if (ours != theirs && j->differed++ < 10)
        fprintf(stderr, "doc_read %s, the schema %s:\n  %s\n",
                ours ? "accepts" : diag_text(scratch, &r.diag->messages[0]),
                theirs ? "accepts" : "refuses", text);
    reading_close(&r);
    arena_close(scratch);
}

/* Everything that is done to one element. */
static void judge_element(struct judges *j, const struct doc *base, const struct node *n)
{
    judge(j, base, (struct variant){ n, DELETE, NULL, 0 });
    if (n->parent) {
        judge(j, base, (struct variant){ n, DOUBLE, NULL, 0 });
        judge(j, base, (struct variant){ n, SWAP, NULL, 0 });
        judge(j, base, (struct variant){ n, BEFORE, "stray", 0 });
    }
    judge(j, base, (struct variant){ n, LAST_CHILD, "stray", 0 });
    for (unsigned i = 0; i < doc_element_count; i++) {
        char plain[64];
        snprintf(plain, sizeof plain, "<%s>x</%s>", doc_elements[i].name, doc_elements[i].name);
        const char *text = plain;
        for (size_t k = 0; k < sizeof least / sizeof *least; k++)
            if (strcmp(least[k].name, doc_elements[i].name) == 0)
                text = least[k].text;
        judge(j, base, (struct variant){ n, FIRST_CHILD, text, 0 });
        judge(j, base, (struct variant){ n, LAST_CHILD, text, 0 });
        if (n->parent)
            judge(j, base, (struct variant){ n, BEFORE, text, 0 });
        judge(j, base, (struct variant){ n, FIRST_CHILD, plain, 0 });
    }
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        judge(j, base, (struct variant){ n, ADD_ATTRIBUTE, attributes[i], 0 });
    for (unsigned i = 0; i < n->attribute_count; i++)
        judge(j, base, (struct variant){ n, DROP_ATTRIBUTE, NULL, i });
}

static void test_schema_and_table_agree(void **state)
{
    (void)state;
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt("source/handout.rng");
    struct judges j = { .schema = xmlRelaxNGParse(parser) };
    assert_non_null(j.schema);
    struct reading base;
    reading_open(&base, everything, strlen(everything));
    assert_non_null(base.doc);
    judge(&j, base.doc, (struct variant){ NULL, KEEP, NULL, 0 });
    for (uint32_t i = 0; i < base.doc->node_count; i++)
        if (base.doc->nodes[i].kind == NODE_ELEMENT)
            judge_element(&j, base.doc, &base.doc->nodes[i]);
    assert_int_equal(j.differed, 0);
    assert_true(j.asked > 5000 && j.valid > 500); /* neither judge says the same to all */
    reading_close(&base);
    xmlRelaxNGFree(j.schema);
    xmlRelaxNGFreeParserCtxt(parser);
    xmlRelaxNGCleanupTypes();
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_schema_and_table_agree) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
