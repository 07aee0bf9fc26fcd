/* l10n: a document and a catalogue become a document whose every word knows both its places. */
#include "l10n/translating.h"

static const char rows[] = "<principle id=\"a\"><name>Name</name><explanation>"
                           "<p class=\"x\">One</p><p>Two</p></explanation></principle>";

/* Translates and joins; the catalogue has its header before. */
static const struct doc *join(struct translating *t, const char *tag, const char *entries)
{
    const char *all =
        arena_printf(t->arena, "msgid \"\"\nmsgstr \"Language: %s\\n\"\n\n%s", tag, entries);
    struct diag *unsaid = diag_build(t->arena);
    const struct translation *found =
        l10n_translate(t->arena, unsaid, t->units, translating_po(t, all), tag, TELL_WRONG);
    return l10n_join(t->arena, t->diag, found);
}

static void translations_stand_in_their_places(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, rows, "");
    const struct doc *doc = join(&t, "es",
                                 "msgctxt \"title\"\nmsgid \"T\"\nmsgstr \"\"\n\"Tí\"\n\"t\"\n\n"
                                 "msgctxt \"a/name\"\nmsgid \"Name\"\nmsgstr \"P & Q\"\n");
    assert_non_null(doc);
    assert_true(doc->valid);
    assert_string_equal(doc->root->scope->lang, "es");
    const struct node *title = node_first(doc->root);
    assert_string_equal(doc_text(t.arena, title), "Tít");
    struct position p = position_in_file(doc_position(node_first(title), 3, 4));
    assert_string_equal(p.source->name, "es.po");
    assert_int_equal(position_place(p).line, 8);
    assert_string_equal(position_second(doc_position(node_first(title), 3, 4))->where, "title");
    const struct node *name = node_first(doc_find(doc, "a", 1));
    assert_string_equal(doc_text(t.arena, name), "P & Q");
    p = position_in_file(doc_position(node_first(name), 4, 5));
    assert_memory_equal(p.source->bytes + p.start, "Q", 1);
    p = position_in_file(node_at(name));
    assert_string_equal(p.source->name, "h.xml");
    translating_close(&t);
}

/* What is missing keeps the source's language and direction, and a class; so does what is stale,
 * in the language of the catalogue. */
static void gaps_show(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, rows, "");
    const struct doc *doc =
        join(&t, "ar", "#, fuzzy\nmsgctxt \"a/name\"\nmsgid \"Name\"\nmsgstr \"اسم\"\n");
    const struct node *title = node_first(doc->root);
    assert_string_equal(doc_attribute(title, "class"), "draft-missing");
    assert_string_equal(doc_attribute(title, "xml:lang"), "en");
    assert_string_equal(doc_attribute(title, "dir"), "ltr");
    const struct node *name = node_first(doc_find(doc, "a", 1));
    assert_string_equal(doc_attribute(name, "class"), "draft-stale");
    assert_string_equal(name->scope->lang, "ar");
    const struct node *p = node_first(node_next(name));
    assert_string_equal(doc_attribute(p, "class"), "x draft-missing");
    assert_int_equal(t.diag->count, 0);
    translating_close(&t);
}

/* A stale translation that calls what is no more gives way to the source. */
static void a_stale_translation_without_its_marks_is_a_gap(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, rows, "");
    const struct doc *doc = join(&t, "es",
                                 "#, fuzzy\nmsgctxt \"a/name\"\nmsgid \"Name\"\n"
                                 "msgstr \"N<noteref to=\\\"gone\\\"/><em>\"\n");
    const struct node *name = node_first(doc_find(doc, "a", 1));
    assert_string_equal(doc_attribute(name, "class"), "draft-missing");
    assert_string_equal(doc_text(t.arena, name), "Name");
    assert_int_equal(t.diag->count, 0);
    translating_close(&t);
}

static void a_translator_adds_a_note(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, rows, "");
    const struct doc *doc = join(&t, "es",
                                 "msgctxt \"a/name\"\nmsgid \"Name\"\n"
                                 "msgstr \"Nombre<noteref to=\\\"tn-x\\\"/>\"\n\n"
                                 "msgctxt \"tn-x/note\"\nmsgid \"own\"\nmsgstr \"Nota\"\n");
    assert_true(doc->valid);
    assert_string_equal(doc_text(t.arena, doc_find(doc, "tn-x", 4)), "Nota");
    assert_int_equal(t.diag->count, 0);
    translating_close(&t);
}

/* A note without its mark has a place in the catalogue; a mark without its note is none of the
 * edition's. */
static void notes_without_marks(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, rows, "");
    join(&t, "es",
         "msgctxt \"a/name\"\nmsgid \"Name\"\nmsgstr \"N<noteref to=\\\"tn-x\\\"/>\"\n\n"
         "msgctxt \"tn-y/note\"\nmsgid \"own\"\nmsgstr \"Nota\"\n");
    /* The first is seen before it is joined. */
    assert_int_equal(t.diag->count, 1);
    assert_int_equal(t.diag->messages[0].code, DIAG_NOTE_UNCALLED);
    assert_string_equal(t.diag->messages[0].at.source->name, "es.po");
    translating_close(&t);
}

/* Contexts, messages and what a translator is told. */
static void passages(void **state)
{
    (void)state;
    static const struct {
        const char *context, *message, *where;
    } expected[] = {
        { "meta/1", "Us", "meta, publisher" },
        { "title", "T", "title" },
        { "principles/heads/1", "H", "heading 1 of 2" },
        { "principles/heads/2", "I", "heading 2 of 2" },
        { "principles/1/name", "A &lt; <em>b</em> &amp; \"c\"<br/>d",
          "row 1 \"A < b & \"c\" d\", name" },
        { "principles/1/explanation/1", "<foreign xml:lang=\"fr\" id=\"f\">x</foreign>",
          "row 1 \"A < b & \"c\" d\", explanation, paragraph 1 of 3" },
        { "principles/1/explanation/2/1", "i",
          "row 1 \"A < b & \"c\" d\", explanation, list 1 of 1, item 1 of 2" },
        { "principles/1/explanation/2/2/1", "j",
          "row 1 \"A < b & \"c\" d\", explanation, list 1 of 1, item 2 of 2, paragraph 1 of 1" },
        { "own", "k", "row 1 \"A < b & \"c\" d\", explanation, paragraph 2 of 3" },
        { "n/note/1", "N", "note \"n\", paragraph 1 of 1" },
    };
    static const char xml[] =
        "<handout xml:lang=\"en\"><meta><publisher> Us </publisher><date>2026</date></meta>"
        "<title>T<noteref to='n'/></title><principles><heads><head>H</head><head>I</head></heads>"
        "<principle><name>\n A &lt; <em> b</em>\n &amp; \"c\"<br />d</name><explanation>"
        "<p><foreign id='f' xml:lang=\"fr\">x</foreign></p>"
        "<list><item>i</item><item><p>j</p></item></list><p id='own'>k</p>"
        "<p translate='no'>l</p></explanation></principle></principles>"
        "<notes><note id='n'><p>N</p></note></notes></handout>";
    struct translating t;
    translating_open(&t);
    t.doc = doc_read(t.arena, t.diag, "h.xml", xml, sizeof xml - 1);
    t.units = l10n_units(t.arena, t.doc);
    for (size_t i = 0; i < t.units->count && i < sizeof expected / sizeof *expected; i++) {
        assert_string_equal(t.units->units[i].context, expected[i].context);
        if (i != 1 && i != 5)
            assert_string_equal(t.units->units[i].message, expected[i].message);
        assert_string_equal(t.units->units[i].place.where, expected[i].where);
    }
    assert_string_equal(t.units->units[5].message, "<foreign id=\"f\" xml:lang=\"fr\">x</foreign>");
    assert_int_equal(t.units->count, sizeof expected / sizeof *expected);
    translating_close(&t);
}

/* The comments of an entry: what to keep, what the author says. */
static void hints(void **state)
{
    (void)state;
    static const char row[] =
        "<principle id=\"a\"><!-- Translators: a name -->\n<name>N</name><explanation>"
        "<p xmlns:its=\"http://www.w3.org/2005/11/its\" its:locNote=\"not a road\">way"
        "<noteref to=\"n\"/> <term translate=\"no\">X Y</term></p></explanation></principle>";
    struct translating t;
    translating_open(&t);
    translating_read(&t, row, "<notes><note id=\"n\"><p>Words of a note</p></note></notes>");
    const struct po *po = l10n_extract(t.arena, t.units);
    assert_string_equal(po->entries[2].comments[PO_EXTRACTED],
                        " Row 1 \"N\", name.\n Note from the author: a name\n");
    assert_string_equal(
        po->entries[3].comments[PO_EXTRACTED],
        " Row 1 \"N\", explanation, paragraph 1 of 1.\n"
        " Note from the author: not a road\n"
        " Keep <noteref to='n'/>: it prints the small number of the note that begins\n"
        " \"Words of a note\". Move it to where your language wants it.\n"
        " Keep <term translate='no'> and the words in it as they are: \"X Y\".\n");
    assert_string_equal(po->entries[3].id.text,
                        "way<noteref to=\"n\"/> <term translate=\"no\">X Y</term>");
    translating_close(&t);
}

static void rows_get_ids(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(
        &t,
        "<principle><name>The rights of all people on the move, always</name>"
        "<explanation><p>x</p></explanation></principle>"
        "<principle id=\"b\"><name>B</name><explanation><p>x</p></explanation></principle>"
        "<principle\n><name>B</name><explanation><p>x</p></explanation></principle>"
        "<principle><name>\u4E00</name><explanation><p>x</p></explanation></principle>",
        "");
    size_t added, size;
    const char *text = l10n_add_ids(t.arena, t.doc, &added, &size);
    assert_int_equal(added, 3);
    assert_int_equal(strlen(text), size);
    assert_non_null(strstr(text, "<principle id=\"the-rights-of-all-people-on-the\"><name>"));
    assert_non_null(strstr(text, "<principle id=\"row-3\"\n>"));
    assert_non_null(strstr(text, "<principle id=\"row-4\">"));
    translating_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(translations_stand_in_their_places),
        cmocka_unit_test(gaps_show),
        cmocka_unit_test(a_stale_translation_without_its_marks_is_a_gap),
        cmocka_unit_test(a_translator_adds_a_note),
        cmocka_unit_test(notes_without_marks),
        cmocka_unit_test(passages),
        cmocka_unit_test(hints),
        cmocka_unit_test(rows_get_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
