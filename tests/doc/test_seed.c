/* The source of the advocacy priorities holds the words of its original (tests/whole/seed.txt), each one, in order: as two
 * sequences, the table and the notes, which the original interleaves.  Only this differs: title and tagline are exchanged,
 * words in capitals may be in small letters, ' is U+2019, no space before a call.  Run from the project's top. */
#include "doc/reading.h"

#include "base/file.h"

static const char *const calls[] = { "\xC2\xB9", "\xC2\xB2", "\xC2\xB3" };

/* Which note's number stands there: 0, 1, 2, or -1. */
static int call_at(const char *s)
{
    for (int i = 0; i < 3; i++)
        if (strncmp(s, calls[i], 2) == 0)
            return i;
    return -1;
}

/* One line of the original, made like the source. */
static void add_line(struct buffer *out, const char *line, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool before_call = line[i] == ' ' && i + 1 < n && call_at(line + i + 1) >= 0;
        if (line[i] == '\'')
            buffer_add_string(out, "\xE2\x80\x99");
        else if (!before_call)
            buffer_add_char(out, line[i]);
    }
    buffer_add_char(out, '\n');
}

/* The original's lines into table and notes; the first two are exchanged. */
static void read_seed(struct arena *a, struct buffer *table, struct buffer *notes)
{
    const char *seed, *reason, *tagline = NULL;
    size_t size, count = 0, tagline_length = 0;
    assert_true(file_read(a, "tests/whole/seed.txt", &seed, &size, &reason));
    for (const char *line = seed; line < seed + size;) {
        size_t n = strcspn(line, "\n");
        if (n && count++ == 0) {
            tagline = line;
            tagline_length = n;
        } else if (n) {
            add_line(call_at(line) >= 0 ? notes : table, line, n);
            if (count == 2)
                add_line(table, tagline, tagline_length);
        }
        line += n + (line[n] == '\n');
    }
}

/* The source's text, a call as its number. */
static void read_source(const struct doc *doc, struct buffer *table, struct buffer *notes)
{
    struct buffer *out = table;
    unsigned note = 0;
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i];
        if (n->kind == NODE_TEXT) {
            if (strcmp(node_element(node_parent(n))->name, "publisher") != 0)
                buffer_add(out, n->text, n->length);
            continue;
        }
        if (!node_element(n)->is_inline)
            buffer_add_char(out, '\n');
        if (strcmp(node_element(n)->name, "notes") == 0)
            out = notes;
        for (unsigned k = 0; n->note && k < 3; k++) {
            static const char *const ids[] = { "root-causes", "civil-society-note", "oppression" };
            if (strcmp(node_id(node_note(n)), ids[k]) == 0)
                buffer_add_string(out, calls[k]);
        }
        if (strcmp(node_element(n)->name, "note") == 0)
            buffer_printf(out, "%s ", calls[note++]);
    }
}

static bool is_in_capitals(const char *word)
{
    return strpbrk(word, "abcdefghijklmnopqrstuvwxyz") == NULL;
}

static bool same_folded(const char *a, const char *b)
{
    for (; *a || *b; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a,
             y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;
        if (x != y)
            return false;
    }
    return true;
}

/* Word by word; returns how many. */
static unsigned compare_words(struct buffer *seed, struct buffer *source)
{
    char *rest[2], *s = strtok_r((char *)(uintptr_t)buffer_text(seed), " \t\n", &rest[0]),
                   *x = strtok_r((char *)(uintptr_t)buffer_text(source), " \t\n", &rest[1]);
    unsigned count = 0;
    for (; s && x; count++) {
        if (!(is_in_capitals(s) && same_folded(s, x)))
            assert_string_equal(x, s);
        s = strtok_r(NULL, " \t\n", &rest[0]);
        x = strtok_r(NULL, " \t\n", &rest[1]);
    }
    assert_null(s);
    assert_null(x);
    return count;
}

static void open_source(struct reading *r)
{
    const char *bytes, *reason;
    size_t size;
    struct arena *a = arena_open(&r->oom);
    if (!a || setjmp(r->oom))
        abort();
    assert_true(file_read(a, "source/ammparo-advocacy-priorities.xml", &bytes, &size, &reason));
    reading_open(r, bytes, size);
    arena_adopt(r->arena, a);
    assert_non_null(r->doc);
    assert_int_equal(r->diag->count, 0);
}

static void test_words_of_the_original(void **state)
{
    (void)state;
    struct reading r;
    open_source(&r);
    struct buffer seed = buffer_in(r.arena), seed_notes = seed, source = seed, source_notes = seed;
    read_seed(r.arena, &seed, &seed_notes);
    read_source(r.doc, &source, &source_notes);
    assert_true(compare_words(&seed, &source) > 800);
    assert_true(compare_words(&seed_notes, &source_notes) > 100);
    reading_close(&r);
}

static void test_rows_and_paragraphs(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        unsigned paragraphs;
    } rows[] = {
        { "rights", 2 },
        { "obligations", 3 },
        { "human-security", 1 },
        { "civil-society", 1 },
        { "root-causes-response", 2 },
        { "governments", 1 },
        { "displacement", 2 },
        { "hope", 1 },
    };
    struct reading r;
    open_source(&r);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct node *row = doc_find(r.doc, rows[i].id, strlen(rows[i].id));
        assert_non_null(row);
        assert_int_equal(row->child_index, i + 2); /* behind the heads */
        assert_int_equal(node_last(node_last(row))->child_index, rows[i].paragraphs);
    }
    assert_string_equal(r.doc->publisher, "AMMPARO");
    assert_null(r.doc->date);
    assert_int_equal(r.doc->stylesheet_count, 1);
    assert_string_equal(r.doc->stylesheets[0].href, "handout.css");
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_words_of_the_original),
                                        cmocka_unit_test(test_rows_and_paragraphs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
