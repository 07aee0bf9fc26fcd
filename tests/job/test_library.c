/* The library as another program uses it: nothing but its public header; twice in one process, and from two threads. */
#include "job/handbill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#define HEAD                                                                                       \
    "<handout xml:lang=\"en\"><title>T</title><principles><principle "                             \
    "id=\"a\"><name>N</name><explanation><p>"
#define TAIL "</p></explanation></principle></principles></handout>"
static const char good[] = HEAD "Some words of a paragraph<noteref to=\"n\"/>."
                                "</p></explanation></principle></principles>"
                                "<notes><note id=\"n\"><p>A note.</p></note></notes></handout>";
static const char bad[] = HEAD "Words &missing; here" TAIL;
static const char low[] = "@page { size: 300pt 200pt; margin: 20pt } principles, principle, name, "
                          "explanation { display: block } explanation { break-before: page }";
static const char sheet[] = "@page { size: 300pt 200pt; margin: 20pt }";

/* A job in memory, with a small sheet. */
static struct handbill_report *set(const char *source)
{
    struct handbill_sheet s = { "small.css", sheet, sizeof sheet - 1 };
    struct handbill_options o = { .source = "x.xml",
                                  .bytes = source,
                                  .size = strlen(source),
                                  .added = &s,
                                  .added_count = 1,
                                  .data = "." };
    return handbill_set(&o);
}

static void a_source_in_memory_becomes_a_pdf(void **state)
{
    (void)state;
    struct handbill_report *r = set(good);
    assert_non_null(r);
    for (size_t i = 0; r->status && i < r->message_count; i++)
        fprintf(stderr, "%s\n", r->messages[i].text);
    assert_int_equal(r->status, HANDBILL_MADE);
    assert_int_equal(r->pages, 1);
    assert_true(r->size > 5 && memcmp(r->bytes, "%PDF-", 5) == 0);
    assert_false(r->written);
    assert_true(r->time_count >= 8);
    handbill_close(r);
}

/* The name's page ends before the explanation's first words: said only if asked for. */
static void pages_say_why_they_end(void **state)
{
    (void)state;
    struct handbill_sheet s = { "low.css", low, sizeof low - 1 };
    struct handbill_options o = { .source = "x.xml",
                                  .bytes = good,
                                  .size = sizeof good - 1,
                                  .added = &s,
                                  .added_count = 1,
                                  .check = true,
                                  .data = "." };
    struct handbill_report *r = handbill_set(&o);
    assert_non_null(r);
    assert_null(r->explained);
    handbill_close(r);
    o.explain = true;
    r = handbill_set(&o);
    assert_non_null(r);
    assert_int_equal(r->pages, 2);
    assert_string_equal(r->explained[0].why, "forced");
    assert_string_equal(r->explained[0].end.words, "Some words of a paragraph1.");
    assert_string_equal(r->explained[0].end.file, "x.xml");
    assert_int_equal(r->explained[0].end.line, 1);
    assert_int_equal(r->explained[0].end.column, strstr(good, "Some") - good + 1);
    assert_string_equal(r->explained[1].why, "end");
    assert_null(r->explained[1].end.words);
    assert_null(r->explained[1].end.file);
    handbill_close(r);
}

static void an_error_has_its_place(void **state)
{
    (void)state;
    struct handbill_report *r = set(bad);
    assert_non_null(r);
    assert_int_equal(r->status, HANDBILL_INPUT);
    assert_null(r->bytes);
    assert_true(r->errors >= 1 && r->message_count >= 1);
    assert_string_equal(r->messages[0].file, "x.xml");
    assert_int_equal(r->messages[0].line, 1);
    assert_int_equal(r->messages[0].level, HANDBILL_ERROR);
    assert_string_equal(r->messages[0].source_line, bad);
    assert_int_equal(r->messages[0].source_column, 1);
    handbill_close(r);
}

/* Paragraphs are set on two threads from some number on: what is said of the last ones is heard as well, in order. */
static void every_paragraph_is_heard(void **state)
{
    (void)state;
    enum { COUNT = 60 };
    static char source[COUNT * 200];
    size_t n = (size_t)sprintf(source, "%s", HEAD);
    for (int i = 0; i < COUNT; i++)
        n += (size_t)sprintf(source + n, "%s%0120d", i ? "</p>\n<p>" : "", i);
    sprintf(source + n, "%s", TAIL);
    struct handbill_report *r = set(source);
    assert_non_null(r);
    assert_int_equal(r->status, HANDBILL_MADE);
    unsigned heard = 0;
    for (size_t i = 0; i < r->message_count; i++)
        if (strcmp(r->messages[i].code, "word-torn") == 0)
            assert_int_equal(r->messages[i].line, ++heard);
    assert_int_equal(heard, COUNT);
    handbill_close(r);
}

/* Errors far along one long line: of the line each has what is near it, cut between characters, and its column is true. */
static void a_long_line_is_shown_in_part(void **state)
{
    (void)state;
    enum { LETTERS = 1000000, ERRORS = 300 };
    char *source = malloc(sizeof HEAD + sizeof TAIL + 2 * LETTERS + 4 * ERRORS),
         *to = source + sprintf(source, "%s", HEAD);
    assert_non_null(source);
    for (int i = 0; i < LETTERS; i++)
        to = stpcpy(to, "\xC3\xA9");
    for (int i = 0; i < ERRORS; i++)
        to = stpcpy(to, "<x/>");
    stpcpy(to, TAIL);
    struct handbill_report *r = set(source);
    assert_non_null(r);
    assert_int_equal(r->message_count, 101);
    for (uint32_t i = 0; i < 100; i++) {
        const struct handbill_message *m = &r->messages[i];
        assert_int_equal(m->column, sizeof HEAD - 1 + LETTERS + 4 * i + 1);
        assert_int_equal(m->end_column, m->column + 2);
        assert_true(strlen(m->source_line) <= 1201 && m->source_column > LETTERS / 2);
        size_t at = 0;
        for (uint32_t c = m->source_column; c < m->column; c++)
            at += m->source_line[at] == '\xC3' ? 2 : 1;
        assert_memory_equal(m->source_line + at, "<x/>", 4);
        assert_string_equal(m->words, "<x");
    }
    handbill_close(r);
    free(source);
}

static void two_jobs_give_the_same_bytes(void **state)
{
    (void)state;
    struct handbill_report *one = set(good), *failed = set(bad), *two = set(good);
    assert_true(one && failed && two);
    assert_int_equal(one->status, HANDBILL_MADE);
    assert_int_equal(one->size, two->size);
    assert_memory_equal(one->bytes, two->bytes, one->size);
    handbill_close(one);
    handbill_close(failed);
    handbill_close(two);
}

enum { ROUNDS = 8 };

/* A thread's work: good and bad jobs in turn; ends with how many went as they should. */
static void *work(void *first)
{
    const struct handbill_report *expected = first;
    intptr_t right = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct handbill_report *r = set(i % 3 == 2 ? bad : good);
        if (r && i % 3 == 2)
            right += r->status == HANDBILL_INPUT;
        else if (r)
            right += r->status == HANDBILL_MADE && r->size == expected->size &&
                     memcmp(r->bytes, expected->bytes, r->size) == 0;
        handbill_close(r);
    }
    return (void *)right;
}

static void two_threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    struct handbill_report *expected = set(good);
    assert_non_null(expected);
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, expected), 0);
    for (int i = 0; i < 2; i++) {
        void *right;
        assert_int_equal(pthread_join(threads[i], &right), 0);
        assert_int_equal((intptr_t)right, ROUNDS);
    }
    handbill_close(expected);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    struct handbill_options o = { .source = "x.xml",
                                  .bytes = good,
                                  .size = sizeof good - 1,
                                  .edition = "stone",
                                  .dump = "lead",
                                  .data = "." };
    struct handbill_report *r = handbill_set(&o);
    assert_non_null(r);
    assert_int_equal(r->status, HANDBILL_USAGE);
    assert_int_equal(r->errors, 2);
    handbill_close(r);
    handbill_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_source_in_memory_becomes_a_pdf),
        cmocka_unit_test(pages_say_why_they_end),
        cmocka_unit_test(an_error_has_its_place),
        cmocka_unit_test(every_paragraph_is_heard),
        cmocka_unit_test(a_long_line_is_shown_in_part),
        cmocka_unit_test(two_jobs_give_the_same_bytes),
        cmocka_unit_test(two_threads_do_not_disturb_each_other),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
