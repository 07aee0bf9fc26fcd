/* cli/translate: the commands for catalogues: extract, update, adopt, status, pseudo, ids. */
#include "cli/command.h"
#include "cli/print.h"

#include <stdio.h>
#include <string.h>

/* Does the job, prints its messages and, with no file to write, what it made; returns the report,
 * yours to close, or NULL after a message. */
static struct handbill_report *work(const struct request *c, struct handbill_options *o,
                                    int *status)
{
    struct handbill_report *r = handbill_set(o);
    if (!r) {
        *status = out_of_memory();
        return NULL;
    }
    print_report(c, r);
    *status = worse_status((int)r->status, *status);
    return r;
}

/* Makes a file of the source: to the output, or to standard output. */
static int make(const struct request *c, enum handbill_task task)
{
    struct handbill_options o = c->job;
    int status = HANDBILL_MADE;
    o.task = task;
    o.source = c->operands[0];
    o.copy = task == HANDBILL_ADOPT ? c->operands[1] : NULL;
    o.output = o.output ? o.output : "-";
    handbill_close(work(c, &o, &status));
    return status;
}

int run_extract(const struct request *r) { return make(r, HANDBILL_EXTRACT); }
int run_adopt(const struct request *r) { return make(r, HANDBILL_ADOPT); }
int run_pseudo(const struct request *r) { return make(r, HANDBILL_PSEUDO); }

/* Adds "3 stale" to a list of numbers on standard output; nothing for none. */
static void put_count(size_t n, const char *word, const char **before)
{
    if (!n)
        return;
    printf("%s%zu %s", *before, n, word);
    *before = ", ";
}

int run_update(const struct request *r)
{
    int status = HANDBILL_MADE;
    for (int i = 1; i < r->operand_count; i++) {
        struct handbill_options o = r->job;
        const char *before = ": ";
        o.task = HANDBILL_UPDATE;
        o.source = r->operands[0];
        o.catalogue = o.output = r->operands[i];
        struct handbill_report *made = work(r, &o, &status);
        if (made && made->progress.language && made->status == HANDBILL_MADE && !r->quiet) {
            const struct handbill_progress *p = &made->progress;
            fputs(p->language, stdout);
            put_count(p->stale, "stale", &before);
            put_count(p->missing, "missing", &before);
            put_count(p->moved, "moved", &before);
            put_count(p->obsolete, "obsolete", &before);
            printf("%s%zu done\n", before, p->done);
        }
        handbill_close(made);
    }
    return worse_status(flush_printed(), status);
}

static void put_status(const struct handbill_progress *p)
{
    printf("%-10s %7zu %7zu %7zu %7zu %7zu %10zu %4u%%  %s\n", p->language, p->units, p->done,
           p->stale, p->missing, p->wrong, p->words_left, p->percent,
           p->revised ? p->revised : "-");
}

static void put_status_json(const struct handbill_progress *p)
{
    printf("{\"language\":\"%s\",\"units\":%zu,\"done\":%zu,\"stale\":%zu,\"missing\":%zu,"
           "\"wrong\":%zu,\"words\":%zu,\"wordsLeft\":%zu,\"percent\":%u,\"revised\":",
           p->language, p->units, p->done, p->stale, p->missing, p->wrong, p->words, p->words_left,
           p->percent);
    print_json_string(stdout, p->revised);
    puts("}");
}

int run_status(const struct request *r)
{
    int status = HANDBILL_MADE;
    if (!r->json)
        printf("%-10s %7s %7s %7s %7s %7s %10s %5s  %s\n", "language", "units", "done", "stale",
               "missing", "wrong", "words left", "done", "last saved");
    for (int i = 1; i < r->operand_count; i++) {
        struct handbill_options o = r->job;
        o.task = HANDBILL_STATUS;
        o.source = r->operands[0];
        o.catalogue = r->operands[i];
        struct handbill_report *made = work(r, &o, &status);
        if (made && made->progress.language && r->json)
            put_status_json(&made->progress);
        else if (made && made->progress.language)
            put_status(&made->progress);
        handbill_close(made);
    }
    return worse_status(flush_printed(), status);
}

int run_ids(const struct request *r)
{
    struct handbill_options o = r->job;
    int status = HANDBILL_MADE;
    if (!r->add)
        return misuse("say what to do with ids, as in: handbill ids --add", r->operands[0]);
    o.task = HANDBILL_ADD_IDS;
    o.source = r->operands[0];
    o.output = o.output ? o.output : o.source;
    struct handbill_report *made = work(r, &o, &status);
    if (made && made->status == HANDBILL_MADE && !r->quiet && strcmp(o.output, "-") != 0)
        printf("%s: %zu ids added\n", o.source, made->progress.added);
    handbill_close(made);
    return worse_status(flush_printed(), status);
}
