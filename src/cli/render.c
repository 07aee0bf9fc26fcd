/* cli/render: the commands render and check: one job per source, its messages printed; the highest
 * status counts. */
#define _POSIX_C_SOURCE 200809L /* isatty */
#include "cli/command.h"
#include "cli/print.h"
#include "job/wording.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *edition_of(const struct request *c)
{
    return c->job.edition ? c->job.edition : "screen";
}

const char *base_name(const char *source, size_t *n)
{
    const char *slash = strrchr(source, '/');
    const char *base = slash ? slash + 1 : source;
    const char *dot = strrchr(base, '.');
    *n = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    return base;
}

/* Tells whether one source's PDF would replace another's, and prints which. */
static bool collide(const struct request *c)
{
    for (int i = 0; i < c->operand_count; i++)
        for (int k = 0; k < i; k++) {
            size_t n, m;
            const char *one = base_name(c->operands[k], &n);
            const char *two = base_name(c->operands[i], &m);
            if (n != m || memcmp(one, two, n) != 0)
                continue;
            complain(c,
                     PHRASE("%s and %s would both go to %.*s.%s.pdf: set them one by one, with -o"),
                     c->operands[k], c->operands[i], (int)n, one, edition_of(c));
            return true;
        }
    return false;
}

/* Makes NAME.EDITION.pdf, in the current folder, or NAME.TAG.EDITION.pdf of a catalogue TAG.po;
 * NULL when there is no memory.  Yours to free. */
static char *output_name(const struct request *c, const char *source)
{
    size_t n, tag_length = 0;
    const char *base = base_name(source, &n), *edition = edition_of(c);
    const char *tag = c->job.catalogue ? base_name(c->job.catalogue, &tag_length) : "";
    size_t room = n + tag_length + strlen(edition) + 7;
    char *name = malloc(room);
    if (name)
        snprintf(name, room, "%.*s%s%.*s.%s.pdf", (int)n, base, tag_length ? "." : "",
                 (int)tag_length, tag, edition);
    return name;
}

/* What the commands say to a person who looks on, and to no program. */
static bool is_looked_at(const struct request *c)
{
    return !c->quiet && !c->json && isatty(STDERR_FILENO);
}

/* Tells whether messages may be in colour (no-color.org). */
static enum look look_of_messages(void)
{
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool plain = (no && *no) || !terminal || strcmp(terminal, "dumb") == 0;
    return !plain && isatty(STDERR_FILENO) ? LOOK_COLOURED : LOOK_PLAIN;
}

/* Prints the messages from a level on. */
static void print_messages(const struct request *c, const struct handbill_report *r,
                           enum handbill_level least)
{
    enum look look = look_of_messages();
    for (size_t i = 0; i < r->message_count; i++)
        if (r->messages[i].level < least)
            continue;
        else if (c->json)
            print_json(stderr, &r->messages[i]);
        else
            print_message(stderr, &r->messages[i], look);
}

void print_errors(const struct request *c, const struct handbill_report *r)
{
    print_messages(c, r, HANDBILL_ERROR);
}

/* Prints why pages end where they do, as it is asked for. */
static void print_ends(const struct request *c, const struct handbill_report *r)
{
    struct speech s;
    if (c->json) {
        print_pages_json(stderr, r);
        return;
    }
    speech_open(&s, c->job.messages);
    print_pages(stderr, r, &s);
    speech_close(&s);
}

void print_report(const struct request *c, const struct handbill_report *r)
{
    print_messages(c, r, HANDBILL_NOTE);
    if (r->explained)
        print_ends(c, r);
    if (c->time && c->json)
        print_times_json(stderr, r);
    else if (c->time)
        print_times(stderr, r);
}

/* Prints a dump to standard output, and notices a full disk; returns a status. */
static int print_dump(const struct handbill_report *r)
{
    if (fwrite(r->bytes, 1, r->size, stdout) == r->size && fflush(stdout) == 0)
        return HANDBILL_MADE;
    perror("handbill: cannot write to standard output");
    return HANDBILL_WRITE;
}

/* Makes the name that the PDF gets: the one asked for, else one of the source's; *own becomes what
 * is to be freed.  NULL when there is no memory. */
static const char *output_of(const struct request *c, const char *source, char **own)
{
    if (c->job.output)
        return c->job.output;
    if (strcmp(source, "-") == 0)
        return "-";
    return *own = output_name(c, source);
}

/* ---- a bar for who waits ---- */
/* What is drawn, once the job has taken a second, at most ten times a second. */
struct bar {
    const char *name;
    double started, drawn; /* seconds of a clock that only goes forward; 0: not yet */
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* How much of a long job is done at the end of each of the stages that take long. */
static int percent_of(const char *stage, uint32_t done, uint32_t all)
{
    static const struct {
        const char *stage;
        int from, to;
    } shares[] = {
        { "lines", 0, 50 }, { "place", 50, 60 }, { "pdf", 60, 60 }, { "finish", 75, 75 }
    };
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (strcmp(shares[i].stage, stage) == 0)
            return shares[i].from +
                   (int)((int64_t)(shares[i].to - shares[i].from) * done / (all ? all : 1));
    return 0;
}

/* Draws the bar, with pages where they are what is counted. */
static void draw_bar(void *with, const char *stage, uint32_t done, uint32_t all)
{
    enum { WIDE = 30 };
    static const char full[] = "##############################";
    struct bar *b = with;
    double now = seconds();
    if (now - b->started < 1 || now - b->drawn < 0.1)
        return;
    int filled = percent_of(stage, done, all) * WIDE / 100;
    b->drawn = now;
    fprintf(stderr, "\r\33[K%s [%.*s%*s]", b->name, filled, full, WIDE - filled, "");
    if (strcmp(stage, "lines") != 0)
        fprintf(stderr, " %u/%u", done, all);
    fflush(stderr);
}

static void wipe_bar(const struct bar *b)
{
    if (b->drawn > 0)
        fputs("\r\33[K", stderr);
}

/* ---- what a PDF was made from ---- */
/* Writes a name as make reads it. */
static void put_make_name(FILE *to, const char *name)
{
    for (; *name; name++) {
        if (strchr(" #\\", *name))
            fputc('\\', to);
        if (*name == '$')
            fputc('$', to);
        fputc(*name, to);
    }
}

/* Writes the rule of one PDF, and an empty one for each file, so that make goes on when one of them
 * is gone. */
static void put_dependencies(FILE *to, const char *output, const struct handbill_report *r)
{
    put_make_name(to, output);
    fputc(':', to);
    for (size_t i = 0; i < r->file_count; i++) {
        fputs(" \\\n  ", to);
        put_make_name(to, r->files[i]);
    }
    fputc('\n', to);
    for (size_t i = 0; i < r->file_count; i++) {
        put_make_name(to, r->files[i]);
        fputs(":\n", to);
    }
}

/* Closes the file of dependencies, NULL being none; returns a status. */
static int close_dependencies(const struct request *c, FILE *to, const char *name)
{
    if (!to)
        return HANDBILL_MADE;
    bool failed = ferror(to) != 0;
    if (fclose(to) == 0 && !failed)
        return HANDBILL_MADE;
    complain(c, PHRASE("cannot write %s: %s"), name, strerror(errno));
    return HANDBILL_WRITE;
}

int set_one(const struct request *c, const char *source)
{
    struct handbill_options o = c->job;
    char *own = NULL;
    bool writes = !o.check && !o.dump;
    o.source = source;
    o.output = writes ? output_of(c, source, &own) : NULL;
    struct bar bar = { source, seconds(), 0 };
    if (is_looked_at(c) && !o.dump && !c->all) { /* those would draw over each other */
        o.watch = draw_bar;
        o.watch_with = &bar;
    }
    struct handbill_report *r = o.output || !writes ? handbill_set(&o) : NULL;
    wipe_bar(&bar);
    int status = r ? (int)r->status : out_of_memory();
    if (r)
        print_report(c, r);
    if (r && is_looked_at(c) && !o.dump)
        print_outcome(stderr, r, o.output ? o.output : source);
    if (r && o.dump && r->size) {
        int printed = print_dump(r);
        status = worse_status(printed, status);
    }
    if (r && c->rules && r->written && strcmp(o.output, "-") != 0)
        put_dependencies(c->rules, o.output, r);
    handbill_close(r);
    free(own);
    return status;
}

static int set_all(const struct request *c)
{
    if (!c->job.catalogue && !c->all && (c->job.draft || c->job.least_percent))
        return misuse(c,
                      PHRASE("--draft and --min are for translations: name a catalogue with --po"));
    if (c->all && (c->job.catalogue || c->job.dump || c->dependencies || c->operand_count > 1))
        return misuse(
            c, PHRASE("--all sets one source, and goes with neither --po, --dump nor --deps: %s"),
            c->all);
    if (c->all)
        return set_every_language(c);
    struct request own = *c;
    own.rules = c->dependencies ? fopen(c->dependencies, "w") : NULL;
    if (c->dependencies && !own.rules) {
        complain(c, PHRASE("cannot write %s: %s"), c->dependencies, strerror(errno));
        return HANDBILL_WRITE;
    }
    int status = HANDBILL_MADE;
    for (int i = 0; i < c->operand_count; i++) {
        int made = set_one(&own, c->operands[i]);
        status = worse_status(made, status);
    }
    int closed = close_dependencies(c, own.rules, c->dependencies);
    return worse_status(closed, status);
}

int run_render(const struct request *r)
{
    if (r->job.output && r->job.dump)
        return misuse(r, PHRASE("--dump prints to standard output: leave out -o %s"),
                      r->job.output);
    if (r->job.output && r->operand_count > 1)
        return misuse(r, PHRASE("several sources cannot go into one file: leave out -o %s"),
                      r->job.output);
    return !r->job.dump && collide(r) ? HANDBILL_USAGE : set_all(r);
}

int run_check(const struct request *r)
{
    struct request checking = *r;
    checking.job.check = true;
    return set_all(&checking);
}
