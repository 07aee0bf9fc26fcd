/* Every property of the table, with every keyword it takes, changes what is printed: what changes nothing is not supported.
 *
 * visible.txt has a rule a line and, behind `//`, the sheet that it is put behind; the document is visible.xml. */
#include "base/file.h"
#include "style/inner.h"
#include "pdf/pdf.h"
#include "fonts/made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* All cases stand on small pages. */
#define COMMON "@page { size: 300pt 400pt; margin: 40pt } note { float: footnote } "

/* The project's fonts, and faces of "One Em" in three widths, which have what few fonts do. */
static char folder[] = "/tmp/visible-XXXXXX";

static int make_fonts(void **state)
{
    char name[2] = "", here[256], project[512], arguments[40];
    (void)state;
    if (!mkdtemp(folder) || !getcwd(here, sizeof here))
        return -1;
    for (name[0] = '3'; name[0] <= '7'; name[0] = (char)(name[0] + 2)) {
        snprintf(arguments, sizeof arguments, "%s --characters 300C,300D", name);
        if (made_font(folder, name, arguments))
            return -1;
    }
    snprintf(project, sizeof project, "<include>%s/fonts/fonts.conf</include>", here);
    return made_config(folder, project);
}

static int remove_fonts(void **state)
{
    (void)state;
    return made_remove(folder);
}

/* Kept over the cases: what the rules have said, by row, as one text of values. */
struct seen {
    struct buffer values[PROPERTY_MAX];
};

/* The bytes of the PDF with that sheet, or NULL when style has something to say of it. */
static struct buffer set(struct arena *a, const struct edition *edition, const char *xml,
                         size_t size, const char *css)
{
    struct diag *d = diag_build(a);
    struct buffer out = buffer_in(a);
    struct doc *doc = doc_read(a, d, "visible.xml", xml, size);
    struct stylesheet sheet = { source_build(a, "case.css", css, strlen(css)), ORIGIN_AUTHOR,
                                SHEET_OURS, NULL };
    assert_non_null(doc);
    struct styles *styles = style_build(a, d, doc, edition, NULL, &sheet, 1);
    size_t said = d->count;
    struct fonts *fonts = text_open(a, d, arena_printf(a, "%s/fonts.conf", folder), NULL);
    struct langs *langs = lang_open(a, "src/lang");
    struct boxes *boxes = box_build(a, d, doc, styles, fonts, langs, NULL);
    struct sheets *sheets = sheet_build(a, d, page_build(a, d, boxes, REASONS_NONE, NULL), edition);
    struct pdf_options how = { .edition = edition, .title = "Visible" };
    struct pdf *made = pdf_draw(a, d, sheets, boxes, &how);
    assert_non_null(made);
    pdf_write(made, &out);
    pdf_close(made);
    text_close(fonts);
    lang_close(langs);
    for (size_t i = 0; i < said; i++)
        printf("%s: %s\n", css, diag_text(a, &d->messages[i]));
    return said ? (struct buffer){ 0 } : out;
}

/* One rule: does it change anything in the edition? */
static bool changes_edition(const char *name, const char *xml, size_t size, const char *rule,
                            const char *around)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    const struct edition *edition = style_edition_find(name);
    struct buffer before = set(a, edition, xml, size, arena_printf(a, COMMON "%s", around));
    struct buffer after = set(a, edition, xml, size, arena_printf(a, COMMON "%s %s", around, rule));
    bool different = before.size && after.size &&
                     (before.size != after.size || memcmp(before.bytes, after.bytes, before.size));
    arena_close(a);
    return different;
}

/* Does it change anything on the screen, or at least on paper?  What is only warned of shows in
 * tests/sheet. */
static bool changes(const char *xml, size_t size, const char *rule, const char *around)
{
    if (strstr(rule, "-hb-safe-margin"))
        return true;
    return changes_edition("screen", xml, size, rule, around) ||
           changes_edition("office", xml, size, rule, around);
}

/* Notes the first declaration in a rule, or in a rule inside it. */
static void note_values(struct arena *a, struct seen *seen, const char *css, struct values block)
{
    struct statements statements = style_parse_block(a, block);
    for (size_t i = 0; i < statements.n; i++) {
        const struct statement *in = &statements.v[i];
        int row = in->kind == STATEMENT_DECLARATION ? style_property_find(in->name) : -1;
        if (in->has_block)
            note_values(a, seen, css, in->block);
        if (row >= 0)
            buffer_printf(&seen->values[row], " %.*s ", (int)(in->end - in->start),
                          css + in->start);
    }
}

static void note_rule(struct arena *a, struct seen *seen, const char *css)
{
    struct statements statements =
        style_parse_rules(a, style_values(a, css, strlen(css), NULL), RULES_OF_SHEET);
    assert_int_equal(statements.n, 1);
    note_values(a, seen, css, statements.v[0].block);
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/* Does the text have the word, whole? */
static bool has_word(const char *text, const char *word, size_t n)
{
    for (const char *s = text; (s = strstr(s, word)); s++)
        if ((s == text || !is_word(s[-1])) && !is_word(s[n]))
            return true;
    return false;
}

/* Prints every keyword of a longhand that no case says; how many. The initial value needs none. */
static unsigned missing_words(struct arena *a, const struct property *r, const char *values)
{
    unsigned missing = 0;
    int depth = 0;
    for (const char *s = r->values; *s;) {
        depth += (*s == '<') - (*s == '>');
        size_t n = 0;
        while (is_word(s[n]))
            n++;
        bool keyword = n && !depth && !(s[0] >= '0' && s[0] <= '9') && s[-(s > r->values)] != '[';
        const char *word = arena_strndup(a, s, n);
        if (keyword && strcmp(word, r->initial) && !has_word(values, word, n)) {
            printf("%s: no case for %s\n", r->name, word);
            missing++;
        }
        s += n;
        if (!n)
            s++;
        else if (*s == '=')
            s += 1 + strspn(s + 1, "0123456789");
    }
    return missing;
}

static void every_value_shows(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct seen *seen = arena_new(a, struct seen);
    const char *xml, *cases, *reason;
    size_t xml_size, size;
    unsigned wrong = 0, count = 0;
    (void)state;
    for (unsigned i = 0; i < PROPERTY_MAX; i++)
        seen->values[i] = buffer_in(a);
    assert_true(file_read(a, "tests/job/visible.xml", &xml, &xml_size, &reason));
    assert_true(file_read(a, "tests/job/visible.txt", &cases, &size, &reason));
    for (const char *line = cases, *end; line < cases + size; line = end + 1) {
        end = memchr(line, '\n', (size_t)(cases + size - line));
        end = end ? end : cases + size;
        if (end == line || (line[0] == '#' && line[1] == ' '))
            continue;
        char *rule = arena_strndup(a, line, (size_t)(end - line));
        char *around = strstr(rule, " // ");
        if (around)
            *around = 0;
        note_rule(a, seen, rule);
        count++;
        if (!changes(xml, xml_size, rule, around ? around + 4 : "")) {
            printf("nothing changes: %s // %s\n", rule, around ? around + 4 : "");
            wrong++;
        }
    }
    for (unsigned i = 0; i < style_property_count; i++) {
        const char *values = buffer_text(&seen->values[i]);
        if (!strcmp(style_properties[i].name, "text-overflow"))
            continue; /* the warning goes, not the picture: page/counted */
        if (!*values) {
            printf("%s: no case\n", style_properties[i].name);
            wrong++;
        } else if (style_properties[i].apply)
            wrong += missing_words(a, &style_properties[i], values);
    }
    printf("%u cases\n", count);
    arena_close(a);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_value_shows) };
    return cmocka_run_group_tests(tests, make_fonts, remove_fonts);
}
