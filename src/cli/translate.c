/* cli/translate: the commands for catalogues: extract, update, adopt, export, import,
 * status, pseudo, ids. */
#include "cli/command.h"
#include "cli/print.h"
#include "cli/speech.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
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
int run_export(const struct request *r) { return make(r, HANDBILL_EXPORT); }

/* Prints what an update made of a catalogue: "es: 3 stale, 2 missing, 55 done". */
static void tell_update(const struct request *r, const struct handbill_progress *p)
{
    struct speech s;
    const struct {
        size_t n;
        const char *words;
    } counts[] = { { p->stale, PHRASE("%zu stale") },
                   { p->missing, PHRASE("%zu missing") },
                   { p->moved, PHRASE("%zu moved") },
                   { p->obsolete, PHRASE("%zu obsolete") },
                   { p->done, PHRASE("%zu done") } };
    enum { COUNTS = sizeof counts / sizeof *counts };
    const char *before = ": ";
    speech_open(&s, r->job.messages);
    fputs(p->language, stdout);
    for (size_t i = 0; i < COUNTS; i++) {
        char words[64];
        if (!counts[i].n && i < COUNTS - 1)
            continue;
        snprintf(words, sizeof words, counts[i].words, counts[i].n);
        printf("%s%s", before, said(&s, words));
        before = ", ";
    }
    puts("");
    speech_close(&s);
}

int run_update(const struct request *r)
{
    int status = HANDBILL_MADE;
    for (int i = 1; i < r->operand_count; i++) {
        struct handbill_options o = r->job;
        o.task = HANDBILL_UPDATE;
        o.source = r->operands[0];
        o.catalogue = o.output = r->operands[i];
        struct handbill_report *made = work(r, &o, &status);
        if (made && made->progress.language && made->status == HANDBILL_MADE && !r->quiet)
            tell_update(r, &made->progress);
        handbill_close(made);
    }
    return worse_status(flush_printed(), status);
}

int run_import(const struct request *r)
{
    struct handbill_options o = r->job;
    int status = HANDBILL_MADE;
    o.task = HANDBILL_IMPORT;
    o.source = r->operands[0];
    o.copy = r->operands[1];
    o.output = o.output ? o.output : "-";
    struct handbill_report *made = work(r, &o, &status);
    if (made && made->written && !r->quiet && strcmp(o.output, "-") != 0)
        tell_update(r, &made->progress);
    handbill_close(made);
    return worse_status(flush_printed(), status);
}

static void put_status_heads(struct speech *s)
{
    static const struct {
        const char *word;
        int width;
    } heads[] = {
        { PHRASE("Language"), -10 },  { PHRASE("Units"), 8 },   { PHRASE("Done"), 9 },
        { PHRASE("Stale"), 9 },       { PHRASE("Missing"), 9 }, { PHRASE("Wrong"), 9 },
        { PHRASE("Words left"), 12 }, { PHRASE("Done"), 9 },
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        print_word(said(s, heads[i].word), heads[i].width);
    printf("  %s\n", said(s, PHRASE("Last saved")));
}

static void put_status(const struct handbill_progress *p)
{
    printf("%-10s%8zu%9zu%9zu%9zu%9zu%12zu%8u%%  %s\n", p->language, p->units, p->done, p->stale,
           p->missing, p->wrong, p->words_left, p->percent, p->revised ? p->revised : "-");
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

/* Prints how much of each catalogue is done; returns a status. */
static int show_progress(const struct request *r, const struct catalogues *c)
{
    struct speech s;
    int status = HANDBILL_MADE;
    speech_open(&s, r->job.messages);
    if (!r->json)
        put_status_heads(&s);
    for (size_t i = 0; i < c->count; i++) {
        struct handbill_options o = r->job;
        o.task = HANDBILL_STATUS;
        o.source = r->operands[0];
        o.catalogue = c->paths[i];
        struct handbill_report *made = work(r, &o, &status);
        if (made && made->progress.language && r->json)
            put_status_json(&made->progress);
        else if (made && made->progress.language)
            put_status(&made->progress);
        handbill_close(made);
    }
    speech_close(&s);
    return worse_status(flush_printed(), status);
}

/* Gathers the catalogues that are named, those of folders, or, when none is, those of the folder
 * beside the source that has its name; returns a status. */
static int gather(const struct request *r, struct catalogues *c)
{
    const char *source = r->operands[0];
    size_t n, before;
    int status = HANDBILL_MADE;
    for (int i = 1; status == HANDBILL_MADE && i < r->operand_count; i++)
        status = file_is_folder(r->operands[i]) ? find_catalogues(r, c, r->operands[i])
                                                : add_catalogue(c, r->operands[i]);
    if (r->operand_count > 1)
        return status;
    const char *name = base_name(source, &n);
    before = (size_t)(name - source);
    char *folder = malloc(before + n + 1);
    if (!folder)
        return out_of_memory();
    snprintf(folder, before + n + 1, "%.*s%.*s", (int)before, source, (int)n, name);
    if (file_is_folder(folder))
        status = find_catalogues(r, c, folder);
    else
        status = misuse(
            r,
            PHRASE("there are no catalogues in %s: name them, or begin one: handbill update %s %s"),
            folder, source, "TAG.po");
    free(folder);
    return status;
}

/* Tells whether something is said of the pages, which only --fit makes. */
static bool is_of_pages(const struct handbill_options *o)
{
    return o->edition || o->imprint || o->style_count || o->added_count || o->font_folder_count ||
           o->system_fonts;
}

int run_status(const struct request *r)
{
    struct catalogues c = { 0 };
    if (!r->fit && is_of_pages(&r->job))
        return misuse(r,
                      PHRASE("editions, style sheets, imprints and fonts count with --fit alone"));
    int status = gather(r, &c);
    if (status == HANDBILL_MADE)
        status = r->fit ? show_fit(r, &c) : show_progress(r, &c);
    free_catalogues(&c);
    return status;
}

/* Prints how many rows of the source got ids. */
static void tell_added(const struct request *r, size_t added)
{
    struct speech s;
    char words[64];
    speech_open(&s, r->job.messages);
    snprintf(words, sizeof words, PHRASE("%zu ids added"), added);
    printf("%s: %s\n", r->operands[0], said(&s, words));
    speech_close(&s);
}

int run_ids(const struct request *r)
{
    struct handbill_options o = r->job;
    int status = HANDBILL_MADE;
    if (!r->add)
        return misuse(r, PHRASE("say what to do with ids, as in: handbill ids --add %s"),
                      r->operands[0]);
    o.task = HANDBILL_ADD_IDS;
    o.source = r->operands[0];
    o.output = o.output ? o.output : o.source;
    struct handbill_report *made = work(r, &o, &status);
    if (made && made->status == HANDBILL_MADE && !r->quiet && strcmp(o.output, "-") != 0)
        tell_added(r, made->progress.added);
    handbill_close(made);
    return worse_status(flush_printed(), status);
}
