/* l10n: what a new source leaves of an old catalogue. */
#include "l10n/translating.h"

#define ROW(id, name, text)                                                                        \
    "<principle id=\"" id "\"><name>" name "</name><explanation>" text "</explanation></"          \
    "principle>"

/* A source and an old one, whose catalogue has "(CONTEXT)" as every translation. */
struct updated {
    struct translating t;
    const struct po *po;
    struct update_counts counts;
};

static void update(struct updated *u, const char *before, const char *after, enum change change)
{
    translating_open(&u->t);
    translating_read(&u->t, before, "");
    struct po *old =
        l10n_update(u->t.arena, u->t.units, l10n_new(u->t.arena, u->t.units, "es", REVIEW_UNSAID),
                    CHANGE_STALE, &u->counts);
    for (size_t i = 1; i < old->count; i++)
        old->entries[i].string =
            po_string_of(arena_printf(u->t.arena, "(%s)", old->entries[i].context.text));
    const struct po *read = translating_po(&u->t, translating_text(&u->t, old));
    translating_read(&u->t, after, "");
    u->po = l10n_update(u->t.arena, u->t.units, read, change, &u->counts);
}

static const struct po_entry *entry(const struct updated *u, const char *context)
{
    for (size_t i = 1; i < u->po->count; i++)
        if (strcmp(u->po->entries[i].context.text, context) == 0 && !u->po->entries[i].obsolete)
            return &u->po->entries[i];
    fail_msg("no entry %s", context);
    return NULL;
}

static void expect(const struct updated *u, const char *context, const char *string, bool fuzzy)
{
    assert_string_equal(entry(u, context)->string.text, string);
    assert_int_equal(entry(u, context)->fuzzy, fuzzy);
}

static void updating_twice_changes_nothing(void **state)
{
    (void)state;
    struct updated u;
    update(&u, ROW("a", "A", "<p>One</p>"), ROW("a", "A", "<p>Two words</p>"), CHANGE_STALE);
    const char *first = translating_text(&u.t, u.po);
    struct update_counts again;
    const struct po *second =
        l10n_update(u.t.arena, u.t.units, translating_po(&u.t, first), CHANGE_STALE, &again);
    assert_string_equal(translating_text(&u.t, second), first);
    translating_close(&u.t);
}

static void a_new_paragraph_leaves_its_neighbours_done(void **state)
{
    (void)state;
    struct updated u;
    update(&u, ROW("a", "A", "<p>First one here</p><p>Second one there</p>"),
           ROW("a", "A", "<p>New</p><p>First one here</p><p>Second one there</p>"), CHANGE_STALE);
    expect(&u, "a/explanation/1", "", false);
    expect(&u, "a/explanation/2", "(a/explanation/1)", false);
    expect(&u, "a/explanation/3", "(a/explanation/2)", false);
    assert_int_equal(u.counts.moved, 2);
    assert_int_equal(u.counts.stale, 0);
    assert_int_equal(u.counts.missing, 1);
    assert_int_equal(u.counts.obsolete, 0);
    translating_close(&u.t);
}

static void a_changed_neighbour_finds_itself(void **state)
{
    (void)state;
    struct updated u;
    update(&u, ROW("a", "A", "<p>We walk with people who seek asylum</p><p>End</p>"),
           ROW("a", "A", "<p>New</p><p>We walk with all people who seek asylum</p><p>End</p>"),
           CHANGE_STALE);
    expect(&u, "a/explanation/1", "", false);
    expect(&u, "a/explanation/2", "(a/explanation/1)", true);
    assert_string_equal(entry(&u, "a/explanation/2")->previous.text,
                        "We walk with people who seek asylum");
    expect(&u, "a/explanation/3", "(a/explanation/2)", false);
    translating_close(&u.t);
}

static void rows_move_and_are_renamed(void **state)
{
    (void)state;
    struct updated u;
    update(&u, ROW("a", "A", "<p>One</p>") ROW("b", "B", "<p>Two</p>"),
           ROW("c", "B", "<p>Two</p>") ROW("a", "A", "<p>One</p>"), CHANGE_STALE);
    expect(&u, "c/name", "(b/name)", false);
    expect(&u, "c/explanation/1", "(b/explanation/1)", false);
    expect(&u, "a/name", "(a/name)", false);
    assert_int_equal(u.counts.moved, 2);
    translating_close(&u.t);
}

static void one_text_in_two_places_stays_two(void **state)
{
    (void)state;
    struct updated u;
    update(&u, ROW("a", "Text", "<p>Text</p>"), ROW("a", "Text", "<p>Text</p>"), CHANGE_STALE);
    expect(&u, "a/name", "(a/name)", false);
    expect(&u, "a/explanation/1", "(a/explanation/1)", false);
    translating_close(&u.t);
    /* A third use, of which the two others think differently, is for the translator to judge. */
    update(&u, ROW("a", "Text", "<p>Text</p>"), ROW("a", "Text", "<p>Text</p><p>Text</p>"),
           CHANGE_STALE);
    expect(&u, "a/explanation/2", "", false);
    translating_close(&u.t);
}

static void a_changed_source_is_stale_or_minor(void **state)
{
    (void)state;
    static const char before[] = ROW("a", "A", "<p>Teh words</p>");
    static const char after[] = ROW("a", "A", "<p>The words</p>");
    struct updated u;
    update(&u, before, after, CHANGE_STALE);
    expect(&u, "a/explanation/1", "(a/explanation/1)", true);
    assert_string_equal(entry(&u, "a/explanation/1")->previous.text, "Teh words");
    translating_close(&u.t);
    update(&u, before, after, CHANGE_MINOR);
    expect(&u, "a/explanation/1", "(a/explanation/1)", false);
    assert_null(entry(&u, "a/explanation/1")->previous.text);
    translating_close(&u.t);
    update(&u, before, "<!-- x -->" ROW("a", "A\n", "<p > Teh\n\twords </p>"), CHANGE_STALE);
    expect(&u, "a/explanation/1", "(a/explanation/1)", false);
    translating_close(&u.t);
}

static void what_is_gone_comes_back(void **state)
{
    (void)state;
    struct updated u;
    update(&u, ROW("a", "A", "<p>One</p><p>Two</p>"), ROW("a", "A", "<p>One</p>"), CHANGE_STALE);
    assert_int_equal(u.counts.obsolete, 1);
    const struct po_entry *last = &u.po->entries[u.po->count - 1];
    assert_true(last->obsolete);
    assert_string_equal(last->string.text, "(a/explanation/2)");
    const struct po *kept = translating_po(&u.t, translating_text(&u.t, u.po));
    translating_read(&u.t, ROW("a", "A", "<p>One</p><p>Two</p>"), "");
    u.po = l10n_update(u.t.arena, u.t.units, kept, CHANGE_STALE, &u.counts);
    expect(&u, "a/explanation/2", "(a/explanation/2)", false);
    assert_int_equal(u.counts.obsolete, 0);
    translating_close(&u.t);
}

/* What msgmerge makes of a moved row, and of a translator's own note, is put right. */
static void msgmerge_is_mended(void **state)
{
    (void)state;
    struct updated u;
    translating_open(&u.t);
    translating_read(&u.t, ROW("a", "A", "<p>One</p>"), "");
    const struct po *po =
        translating_po(&u.t, "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n"
                             "#, fuzzy\n#| msgctxt \"b/explanation/1\"\n#| msgid \"One\"\n"
                             "msgctxt \"a/explanation/1\"\nmsgid \"One\"\n"
                             "msgstr \"Uno<noteref to=\\\"tn-x\\\"/>\"\n\n"
                             "#~ msgctxt \"tn-x/note\"\n#~ msgid \"own\"\n#~ msgstr \"Nota\"\n\n"
                             "#~ msgctxt \"tn-y/note\"\n#~ msgid \"own\"\n#~ msgstr \"Otra\"\n");
    u.po = l10n_update(u.t.arena, u.t.units, po, CHANGE_STALE, &u.counts);
    expect(&u, "a/explanation/1", "Uno<noteref to=\"tn-x\"/>", false);
    expect(&u, "tn-x/note", "Nota", false);
    assert_true(u.po->entries[u.po->count - 1].obsolete);
    translating_close(&u.t);
}

/* The header is the translator's; a language that it does not say is put in, and the count of zero-width spaces is put in, and never lowered to
 * nothing. */
static void the_header_is_kept_and_counts_zero_widths(void **state)
{
    (void)state;
    struct updated u;
    translating_open(&u.t);
    translating_read(&u.t, ROW("a", "A", "<p>One</p>"), "");
    const struct po *po = translating_po(&u.t, "msgid \"\"\nmsgstr \"Mine: yes\\n\"\n\n"
                                               "msgctxt \"title\"\nmsgid \"T\"\n"
                                               "msgstr \"a\u200Bb\u200Bc\"\n");
    u.po = l10n_update(u.t.arena, u.t.units, po, CHANGE_STALE, &u.counts);
    assert_string_equal(u.po->header->string.text,
                        "Mine: yes\nLanguage: es\nX-Zero-Width-Spaces: 2\n");
    ((struct po_entry *)(uintptr_t)&u.po->entries[1])->string = po_string_of("abc");
    u.po = l10n_update(u.t.arena, u.t.units, u.po, CHANGE_STALE, &u.counts);
    assert_string_equal(u.po->header->string.text,
                        "Mine: yes\nLanguage: es\nX-Zero-Width-Spaces: 2\n");
    translating_close(&u.t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(updating_twice_changes_nothing),
        cmocka_unit_test(a_new_paragraph_leaves_its_neighbours_done),
        cmocka_unit_test(a_changed_neighbour_finds_itself),
        cmocka_unit_test(rows_move_and_are_renamed),
        cmocka_unit_test(one_text_in_two_places_stays_two),
        cmocka_unit_test(a_changed_source_is_stale_or_minor),
        cmocka_unit_test(what_is_gone_comes_back),
        cmocka_unit_test(msgmerge_is_mended),
        cmocka_unit_test(the_header_is_kept_and_counts_zero_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
