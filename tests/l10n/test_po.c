/* l10n: catalogues are read as people and tools write them, and written as msgcat does. */
#include "l10n/translating.h"

/* What is wrong with a catalogue's form, and the words at the place. */
static void expect_form(const char *text, enum diag_code code, const char *words)
{
    struct translating t;
    translating_open(&t);
    translating_po(&t, text);
    diag_sort(t.diag);
    if (t.diag->count == 0 || t.diag->messages[0].code != code)
        fail_msg("%s: %s", text,
                 t.diag->count ? diag_table[t.diag->messages[0].code].name : "none");
    assert_string_equal(translating_words(&t, &t.diag->messages[0]), words);
    translating_close(&t);
}

static void what_is_wrong_has_a_message(void **state)
{
    (void)state;
    expect_form("msgid \"a\"\nmsgstr \"\xE9\"\n", DIAG_PO_ENCODING, "\uFFFD");
    expect_form("\xFF\xFEm", DIAG_PO_ENCODING, "\uFFFD");
    expect_form("msgid \"a\"\nmsgstr \"b\n", DIAG_PO_QUOTE_OPEN, "\"b");
    expect_form("msgid \"a\"\nmsgstr \"he said \"b\" and\"\n", DIAG_PO_QUOTE_INSIDE, "b\" and\"");
    expect_form("msgid \"a\"\nmsgstr b\n", DIAG_PO_OUTSIDE, "b");
    expect_form("msgid \"a\"\nmsgstr \"b\"\nand more\n", DIAG_PO_OUTSIDE, "and more");
    expect_form("\"a\"\n", DIAG_PO_OUTSIDE, "\"a\"");
    expect_form("msgid \"a\"\nmsgstr \"C:\\dir\"\n", DIAG_PO_ESCAPE, "\\d");
    expect_form("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n", DIAG_PO_PLURAL,
                "msgid_plural");
    expect_form("msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n", DIAG_PO_FIELD_TWICE, "msgid");
    expect_form("msgctxt \"x\"\nmsgstr \"c\"\n", DIAG_PO_ID_MISSING, "msgctxt \"x\"");
    expect_form("msgid \"a\"\n\n# b\n", DIAG_PO_STRING_MISSING, "msgid \"a\"");
}

/* Bounds hold: one string, and the number of entries. */
static void what_is_huge_ends(void **state)
{
    (void)state;
    size_t n = 10 << 20;
    char *text = malloc(n + 40);
    strcpy(text, "msgid \"a\"\nmsgstr \"");
    memset(text + 18, 'b', n);
    strcpy(text + 18 + n, "\"\n");
    expect_form(text, DIAG_PO_LONG, "msgstr \"bb");
    char *at = text;
    for (int i = 0; i < 300000; i++)
        at += sprintf(at, "msgid \"%d\"\nmsgstr \"\"\n", i);
    struct translating t;
    translating_open(&t);
    assert_int_equal(translating_po(&t, text)->count, PO_MOST_ENTRIES);
    assert_int_equal(t.diag->messages[0].code, DIAG_PO_MANY);
    translating_close(&t);
    free(text);
}

/* A byte order mark, CRLF and old layouts are let pass; what is written reads the same again. */
static void what_is_read_is_written(void **state)
{
    (void)state;
    static const char loose[] = "\xEF\xBB\xBF# note\r\n#, c-format , fuzzy\r\n#| msgid \"old\"\r\n"
                                "#.  hint\r\n#: h.xml:4\r\nmsgctxt   \"x\"\r\nmsgid\t\"a \"\r\n"
                                "  \"b\\\"c\"\r\nmsgstr \"d\"\r\n#~ msgid \"gone\"\r\n"
                                "#~ msgstr \"weg\"\r\n";
    static const char neat[] = "# note\n#.  hint\n#: h.xml:4\n#, fuzzy, c-format\n"
                               "#| msgid \"old\"\nmsgctxt \"x\"\nmsgid \"a b\\\"c\"\nmsgstr \"d\"\n"
                               "\n#~ msgid \"gone\"\n#~ msgstr \"weg\"\n";
    struct translating t;
    translating_open(&t);
    const struct po *po = translating_po(&t, loose);
    assert_int_equal(t.diag->count, 0);
    assert_string_equal(translating_text(&t, po), neat);
    assert_string_equal(translating_text(&t, translating_po(&t, neat)), neat);
    translating_close(&t);
}

/* Every byte of a string knows where it stands in the file. */
static void bytes_know_their_places(void **state)
{
    (void)state;
    static const char text[] = "msgid \"a\"\nmsgstr \"\"\n\"ab\\\"c\"\r\n\"de\"\n";
    static const struct {
        size_t start, end;
        const char *words;
    } cases[] = {
        { 0, 2, "ab" }, { 2, 3, "\\\"" },       { 3, 4, "c" }, { 4, 6, "de" },
        { 5, 6, "e" },  { 3, 5, "c\"\r\n\"d" }, { 6, 6, "" },
    };
    struct translating t;
    translating_open(&t);
    const struct po *po = translating_po(&t, text);
    assert_string_equal(po->entries[0].string.text, "ab\"cde");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct position p = po_position(po, &po->entries[0].string, cases[i].start, cases[i].end);
        assert_int_equal(p.end - p.start, strlen(cases[i].words));
        assert_memory_equal(po->source->bytes + p.start, cases[i].words, p.end - p.start);
    }
    translating_close(&t);
}

static void fields_of_the_header(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    struct position at;
    const struct po *po = translating_po(&t, "msgid \"\"\nmsgstr \"\"\n\"X: y\\n\"\n"
                                             "\"Language:  es \\n\"\n");
    assert_string_equal(po_field(t.arena, po, "Language", &at), "es");
    assert_int_equal(position_place(at).line, 4);
    assert_null(po_field(t.arena, po, "Lang", NULL));
    assert_string_equal(l10n_tag_of_file(t.arena, "source/h/pt_BR.po"), "pt-BR");
    assert_string_equal(l10n_tag_of_file(t.arena, "zh_CN.po"), "zh-Hans");
    assert_string_equal(l10n_tag_of_file(t.arena, "ZH-hans.po"), "zh-Hans");
    assert_string_equal(l10n_tag_of_file(t.arena, "sr@latin.po"), "sr-Latn");
    assert_null(l10n_tag_of_file(t.arena, "handout.po"));
    translating_close(&t);
}

static void expect_tag(const char *field, enum diag_code code)
{
    struct translating t;
    translating_open(&t);
    l10n_tag(t.arena, t.diag,
             translating_po(&t, arena_printf(t.arena, "msgid \"\"\nmsgstr \"%s\"\n", field)),
             "es.po");
    assert_int_equal(t.diag->messages[0].code, code);
    translating_close(&t);
}

static void languages_are_checked(void **state)
{
    (void)state;
    expect_tag("X: y\\n", DIAG_PO_LANGUAGE_MISSING);
    expect_tag("Language: \\n", DIAG_PO_LANGUAGE_MISSING);
    expect_tag("Language: fr\\n", DIAG_PO_LANGUAGE_OTHER);
    expect_tag("Language: Spanish\\n", DIAG_LANG_MEANT);
    expect_tag("Language: qx9\\n", DIAG_LANG_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_has_a_message), cmocka_unit_test(what_is_huge_ends),
        cmocka_unit_test(what_is_read_is_written),     cmocka_unit_test(bytes_know_their_places),
        cmocka_unit_test(fields_of_the_header),        cmocka_unit_test(languages_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
