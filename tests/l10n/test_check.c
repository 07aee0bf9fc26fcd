/* l10n: what a translator can get wrong in a passage has a message, with both places. */
#include "l10n/translating.h"

static const char row[] = "<principle id=\"r\"><name>N</name><explanation><p id=\"p\">Text with "
                          "<em>stress</em> and a <term translate=\"no\">NAME</term>, on the "
                          "way<noteref to=\"a\"/> to "
                          "<link href=\"https://x.org/en\">x</link>.<noteref to=\"b\"/></p>"
                          "</explanation></principle>";
static const char notes[] = "<notes><note id=\"a\"><p>A</p></note><note id=\"b\"><p>B</p></note>"
                            "</notes>";
#define FIXED "<term translate=\\\"no\\\">NAME</term>"
#define A "<noteref to=\\\"a\\\"/>"
#define B "<noteref to=\\\"b\\\"/>"
#define LINK "<link href=\\\"https://x.org/es\\\">x</link>"
#define EM "<em>x</em>"

/* Says of a translation of the paragraph this, of these words, and of nothing else; with no words,
 * nothing at all. */
static void expect(const char *string, enum diag_code code, const char *words)
{
    struct translating t;
    translating_open(&t);
    translating_read(&t, row, notes);
    const char *text =
        arena_printf(t.arena,
                     "msgid \"\"\nmsgstr \"Language: es\\n\"\n\nmsgctxt \"p\"\n"
                     "msgid \"Text with <em>stress</em> and a " FIXED ", on the way" A " to "
                     "<link href=\\\"https://x.org/en\\\">x</link>." B "\"\n"
                     "msgstr \"%s\"\n",
                     string);
    const struct po *po = translating_po(&t, text);
    l10n_translate(t.arena, t.diag, t.units, po, "es", TELL_WRONG);
    if (!words) {
        if (t.diag->count)
            fail_msg("%s: %s", string, diag_text(t.arena, &t.diag->messages[0]));
    } else {
        if (t.diag->count != 1 || t.diag->messages[0].code != code)
            fail_msg("%s: %zu %s", string, t.diag->count,
                     t.diag->count ? diag_table[t.diag->messages[0].code].name : "");
        assert_string_equal(translating_words(&t, &t.diag->messages[0]), words);
        assert_string_equal(t.diag->messages[0].second.where,
                            "row 1 \"N\", explanation, paragraph 1 of 1");
        assert_string_equal(t.diag->messages[0].second.at.source->name, "h.xml");
    }
    translating_close(&t);
}

static void what_is_right_passes(void **state)
{
    (void)state;
    expect(EM " " FIXED A " " LINK "." B, DIAG_COUNT, NULL);
    expect(B LINK FIXED "<em>" A "</em>", DIAG_COUNT, NULL); /* in any order, anywhere */
    expect("<em xml:lang=\\\"fr\\\">x</em>" FIXED A B LINK, DIAG_COUNT, NULL);
    expect(EM FIXED "<noteref\\n  to='a' />" B LINK " &amp; &#8212; \u2066x\u2069", DIAG_COUNT,
           NULL);
}

static void marks(void **state)
{
    (void)state;
    expect("x" EM FIXED LINK B, DIAG_PO_MARK_MISSING, "x" EM FIXED LINK B);
    expect(EM FIXED LINK A A B, DIAG_PO_MARK_EXTRA, A);
    expect(EM FIXED LINK B "<noteref to=\\\"1\\\"/>", DIAG_PO_MARK_MISTYPED,
           "<noteref to=\\\"1\\\"/>");
    expect(EM FIXED LINK B "<noteref to=\u201Ca\u201D/>", DIAG_PO_MARK_MISTYPED,
           "<noteref to=\u201Ca\u201D/>");
    expect(EM FIXED LINK B "< noteref to=\\\"a\\\"/>", DIAG_PO_MARK_MISTYPED,
           "< noteref to=\\\"a\\\"/>");
    expect(EM FIXED LINK B "\uFF1Cnoteref to=\\\"a\\\"/\uFF1E", DIAG_PO_MARK_MISTYPED,
           "\uFF1Cnoteref to=\\\"a\\\"/\uFF1E");
    expect(EM FIXED LINK B "&lt;noteref to=\\\"a\\\"/&gt;", DIAG_PO_MARK_MISTYPED,
           "&lt;noteref to=\\\"a\\\"/&gt;");
    expect(EM FIXED LINK B "<nota a=\\\"a\\\"/>", DIAG_PO_MARK_MISTYPED, "<nota a=\\\"a\\\"/>");
    expect(EM FIXED LINK B "<noteref to=\\\"a\\\">", DIAG_PO_MARK_MISTYPED,
           "<noteref to=\\\"a\\\">");
    expect(EM FIXED LINK B "<noteref to=a/>", DIAG_PO_MARK_MISTYPED, "<noteref to=a/>");
    expect(EM FIXED LINK B "x " A, DIAG_PO_MARK_SPACE, " " A);
}

static void elements(void **state)
{
    (void)state;
    expect("<em>x" FIXED LINK A B, DIAG_PO_TAG_OPEN, "<em>");
    expect("<em>x<term translate=\\\"no\\\">NAME</em></term>" LINK A B, DIAG_PO_TAG_OPEN,
           "<term translate=\\\"no\\\">");
    expect("x</em>" FIXED LINK A B, DIAG_PO_TAG_UNOPENED, "</em>");
    expect(EM FIXED LINK A B "<strong>x</strong>", DIAG_PO_TAG_OTHER, "<strong>");
    expect("<me>x</me>" FIXED LINK A B, DIAG_PO_TAG_CHANGED, "<me>");
    expect(EM "<term>NAME</term>" LINK A B, DIAG_PO_TAG_CHANGED, "<term>");
    expect(EM EM FIXED LINK A B, DIAG_PO_TAG_OTHER, "<em>");
    expect("x" FIXED LINK A B, DIAG_PO_TAG_LEFT_OUT, "x" FIXED LINK A B);
    expect(EM "<term translate=\\\"no\\\">NOMBRE</term>" LINK A B, DIAG_PO_FIXED, "NOMBRE");
}

static void text(void **state)
{
    (void)state;
    expect(EM FIXED LINK A B " 3 < 4", DIAG_PO_LESS, "<");
    expect(EM FIXED LINK A B "&nbsp;", DIAG_PO_ENTITY, "&nbsp;");
    expect(EM FIXED LINK A B "<!-- x -->", DIAG_PO_COMMENT, "<!-- x -->");
    expect(EM FIXED LINK A B " P & Q", DIAG_PO_AMPERSAND, "&");
    expect(EM FIXED LINK A B "\u2067x", DIAG_PO_BIDI_OPEN, "\u2067");
    expect(EM FIXED LINK A B "x\u202C", DIAG_PO_BIDI_OPEN, "\u202C");
    expect(EM FIXED LINK A B "\u202Ex\u202C", DIAG_PO_BIDI_OVERRIDE, "\u202E");
    expect("Text with <em>stress</em> and a " FIXED ", on the way" A
           " to <link href=\\\"https://x.org/en\\\">x</link>." B,
           DIAG_PO_UNCHANGED,
           "Text with <em>stress</em> and a " FIXED ", on the way" A
           " to <link href=\\\"https://x.org/en\\\">x</link>." B);
}

/* A catalogue of the title alone, and what is said of it first. */
static void expect_state(const char *entries, enum diag_code code)
{
    struct translating t;
    translating_open(&t);
    translating_read(&t, row, notes);
    const char *all =
        arena_printf(t.arena, "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n%s", entries);
    l10n_translate(t.arena, t.diag, t.units, translating_po(&t, all), "es", TELL_ALL);
    diag_sort(t.diag);
    if (t.diag->count == 0 || t.diag->messages[0].code != code)
        fail_msg("%s: %s", entries, diag_table[t.diag->messages[0].code].name);
    translating_close(&t);
}

static void states(void **state)
{
    (void)state;
    expect_state("msgctxt \"title\"\nmsgid \"T\"\nmsgstr \"\"\n", DIAG_PO_MISSING);
    expect_state("", DIAG_PO_ENTRY_MISSING);
    expect_state("msgctxt \"title\"\nmsgid \"Old\"\nmsgstr \"t\"\n", DIAG_PO_SOURCE_OTHER);
    expect_state("#, fuzzy\n#| msgid \"Old\"\nmsgctxt \"title\"\nmsgid \"T\"\nmsgstr \"t\"\n",
                 DIAG_PO_STALE);
    expect_state("#, fuzzy\nmsgctxt \"title\"\nmsgid \"T\"\nmsgstr \"t\"\n", DIAG_PO_FUZZY);
    expect_state("msgctxt \"gone\"\nmsgid \"T\"\nmsgstr \"t\"\n", DIAG_PO_STRANGER);
    expect_state("msgctxt \"title\"\nmsgid \"T\"\nmsgstr \"t\"\n\n"
                 "msgctxt \"title\"\nmsgid \"T\"\nmsgstr \"u\"\n",
                 DIAG_PO_TWICE);
}

/* Says of the translation of a row's name that it has `ours` where the source has `theirs`; with
 * NULL, nothing. */
static void expect_number(const char *source, const char *string, const char *theirs,
                          const char *ours)
{
    struct translating t;
    translating_open(&t);
    translating_read(&t,
                     arena_printf(t.arena,
                                  "<principle id=\"r\"><name>%s</name>"
                                  "<explanation><p>P</p></explanation></principle>",
                                  source),
                     "");
    const char *text = arena_printf(t.arena,
                                    "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n"
                                    "msgctxt \"r/name\"\nmsgid \"%s\"\nmsgstr \"%s\"\n",
                                    source, string);
    l10n_translate(t.arena, t.diag, t.units, translating_po(&t, text), "es", TELL_WRONG);
    if (!ours && t.diag->count)
        fail_msg("%s: %s", string, diag_text(t.arena, &t.diag->messages[0]));
    if (ours) {
        assert_int_equal(t.diag->count, 1);
        assert_int_equal(t.diag->messages[0].code, DIAG_PO_NUMBER);
        assert_string_equal(t.diag->messages[0].args[0].value, theirs);
        assert_string_equal(translating_words(&t, &t.diag->messages[0]), ours);
    }
    translating_close(&t);
}

static void numbers(void **state)
{
    (void)state;
    expect_number("In 2030 all", "En 2003 todos", "2030", "2003");
    expect_number("In 2030 12 of", "12 en 2030", NULL, NULL);
    expect_number("1,000 people", "1.000 personas", NULL, NULL);
    expect_number("1,000 people", "1 000 personnes", NULL, NULL);
    expect_number("1,000 people", "1\u202F000 personnes", NULL, NULL);
    expect_number("1,000,000 people", "1.000 personas", "1,000,000", "1.000");
    expect_number("3.5 of 10", "3,5 de 10", NULL, NULL);
    expect_number("In 2016, 200", "2016, 200", NULL, NULL);
    expect_number("In 2030", "\u0661\u0662", "2030", "\u0661\u0662");
    expect_number("In 2030", "\u0662\u0660\u0663\u0660", NULL, NULL);
    expect_number("In 2030", "\u0968\u0966\u0969\u0966", NULL, NULL);
    expect_number("12 partners", "doce", NULL, NULL);   /* in words */
    expect_number("Twelve partners", "12", NULL, NULL); /* in digits */
    expect_number("B2 &amp; 3", "B2 &#8212; 3", NULL, NULL);
    expect_number("07 5", "7 5", "07", "7");
}

static void zero_widths_are_missed(void **state)
{
    (void)state;
    struct translating t;
    translating_open(&t);
    translating_read(&t, row, notes);
    const struct po *po = translating_po(&t, "msgid \"\"\nmsgstr \"X-Zero-Width-Spaces: 12\\n\"\n");
    l10n_translate(t.arena, t.diag, t.units, po, "th", TELL_WRONG);
    assert_int_equal(t.diag->count, 1);
    assert_int_equal(t.diag->messages[0].code, DIAG_PO_ZERO_WIDTH);
    translating_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_passes),
        cmocka_unit_test(marks),
        cmocka_unit_test(elements),
        cmocka_unit_test(text),
        cmocka_unit_test(states),
        cmocka_unit_test(numbers),
        cmocka_unit_test(zero_widths_are_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
