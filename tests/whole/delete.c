/* tests/whole/delete [STEP]: delete any one byte of the seed's source, or of the default sheet: a message, or pages of
 * exactly the words left, never a crash or a hang.  All bytes, or every STEPth; on two threads.
 *
 * What a source says are the letters outside its tags and its meta.  What pages say are the texts of --dump=page that are no
 * artifacts (running heads, repeated heads), put in order of the places in the source that they come from: both have to be
 * one and the same row of letters.  (That the pages' own order is right, tests/whole/readback sees.)
 */
#include "job/handbill.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SEED "source/ammparo-advocacy-priorities.xml"
#define SHEET "styles/handout.css"
enum { THREADS = 2, LONGEST_SECONDS = 10, MOST_BYTES = 1 << 20, MOST_PIECES = 1 << 14 };

struct text {
    char *bytes;
    size_t size;
};

/* What both threads read. */
struct plan {
    struct text seed, sheet;
    size_t step;
};
/* A text on a page, from its quote on, and where in the source it stands. */
struct piece {
    unsigned line, column;
    const char *text;
};
struct worker {
    const struct plan *plan;
    unsigned number;
    long wrong, refused, set;
};

static struct text read_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    struct text t = { malloc(MOST_BYTES), 0 };
    if (!f || !t.bytes) {
        perror(name);
        exit(1);
    }
    t.size = fread(t.bytes, 1, MOST_BYTES, f);
    fclose(f);
    return t;
}

static void add_letter(struct text *t, char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        letter = (char)(letter - 'A' + 'a');
    if (letter >= 'a' && letter <= 'z' && t->size < MOST_BYTES)
        t->bytes[t->size++] = letter;
}

/* Does `what` stand at p? */
static bool stands(const char *p, const char *end, const char *what)
{
    size_t n = strlen(what);
    return (size_t)(end - p) >= n && memcmp(p, what, n) == 0;
}

/* Letters outside tags, comments, references, meta and an element of that name. */
static void words_of_source(struct text *t, const char *s, size_t n, const char *name)
{
    const char *end = s + n;
    char open[16], closed[16];
    snprintf(open, sizeof open, "<%s", name);
    snprintf(closed, sizeof closed, "</%s", name);
    bool meta = false, left_out = false;
    for (const char *p = s; p < end; p++) {
        if (*p == '<') {
            meta = stands(p, end, "<meta") || (meta && !stands(p, end, "</meta"));
            left_out = stands(p, end, open) || (left_out && !stands(p, end, closed));
            const char *close = stands(p, end, "<!--") ? "-->" : ">";
            while (p < end && !stands(p, end, close))
                p++;
            p += strlen(close) - 1;
        } else if (*p == '&') {
            while (p < end && *p != ';')
                p++;
        } else if (!meta && !left_out) {
            add_letter(t, *p);
        }
    }
}

/* The quote behind the one at `text`. */
static const char *closing_quote(const char *text)
{
    const char *p = text + 1;
    while (*p && *p != '"')
        p += *p == '\\' && p[1] ? 2 : 1;
    return p;
}

static int by_place(const void *a, const void *b)
{
    const struct piece *p = a, *q = b;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->column != q->column)
        return p->column < q->column ? -1 : 1;
    return p->text < q->text ? -1 : p->text > q->text;
}

/* Letters of the texts of a dump that are no artifacts, in order of their places. */
static void words_of_dump(struct text *t, const char *s)
{
    struct piece *pieces = malloc(sizeof *pieces * MOST_PIECES);
    size_t count = 0;
    for (const char *next; pieces && *s && count < MOST_PIECES; s = next) {
        const char *line_end = strchr(s, '\n'), *text = strstr(s, " text=\"");
        next = line_end ? line_end + 1 : s + strlen(s);
        unsigned line, column;
        if (!text || text > next || sscanf(s, " glyphs %u:%u", &line, &column) != 2)
            continue;
        const char *artifact = strstr(closing_quote(text + 6), " artifact=");
        if (!artifact || artifact > next)
            pieces[count++] = (struct piece){ line, column, text + 6 };
    }
    if (pieces)
        qsort(pieces, count, sizeof *pieces, by_place);
    for (size_t i = 0; i < count; i++)
        for (const char *p = pieces[i].text + 1, *end = closing_quote(pieces[i].text); p < end; p++)
            if (*p == '\\')
                p += p[1] == 'u' ? 5 : 1;
            else
                add_letter(t, *p);
    free(pieces);
}

static struct handbill_report *set(struct text seed, struct text sheet)
{
    struct handbill_sheet s = { SHEET, sheet.bytes, sheet.size };
    struct handbill_options o = { .source = SEED,
                                  .bytes = seed.bytes,
                                  .size = seed.size,
                                  .styles = &s,
                                  .style_count = 1,
                                  .dump = "page",
                                  .data = "." };
    return handbill_set(&o);
}

/* What is wrong with a report, or NULL. */
static const char *complaint(const struct handbill_report *r, struct text source)
{
    if (!r)
        return "no report";
    if (r->status != HANDBILL_MADE)
        return r->errors ? NULL : "failed without a message";
    if (r->pages == 0 || !r->bytes)
        return "no pages";
    struct text said = { malloc(MOST_BYTES), 0 }, shown = { malloc(MOST_BYTES), 0 };
    if (!said.bytes || !shown.bytes)
        exit(1);
    words_of_dump(&shown, r->bytes);
    bool same =
        false; /* without a brace the sheet hides heads from others than the edition large */
    for (int hidden = 0; hidden < 2 && !same; hidden++) {
        said.size = 0;
        words_of_source(&said, source.bytes, source.size, hidden ? "heads" : "meta");
        same = said.size == shown.size && memcmp(said.bytes, shown.bytes, said.size) == 0;
    }
    free(said.bytes);
    free(shown.bytes);
    return same ? NULL : "the words on the pages are not those of the source";
}

/* One byte deleted from one of the two texts. */
static void try_without(struct worker *w, bool of_sheet, size_t at)
{
    const struct plan *plan = w->plan;
    struct text whole = of_sheet ? plan->sheet : plan->seed,
                cut = { malloc(whole.size), whole.size - 1 };
    if (!cut.bytes)
        exit(1);
    memcpy(cut.bytes, whole.bytes, at);
    memcpy(cut.bytes + at, whole.bytes + at + 1, whole.size - at - 1);
    struct text seed = of_sheet ? plan->seed : cut;
    time_t then = time(NULL);
    struct handbill_report *r = set(seed, of_sheet ? cut : plan->sheet);
    const char *wrong = complaint(r, seed);
    if (time(NULL) - then > LONGEST_SECONDS)
        wrong = "took too long";
    if (wrong) {
        printf("%s without byte %zu (%.20s): %s\n", of_sheet ? SHEET : SEED, at,
               whole.bytes + (at < 8 ? 0 : at - 8), wrong);
        w->wrong++;
    }
    w->set += r && r->status == HANDBILL_MADE;
    w->refused += r && r->status != HANDBILL_MADE;
    handbill_close(r);
    free(cut.bytes);
}

static void *work(void *context)
{
    struct worker *w = context;
    const struct plan *plan = w->plan;
    for (size_t i = w->number * plan->step; i < plan->seed.size + plan->sheet.size;
         i += THREADS * plan->step)
        try_without(w, i >= plan->seed.size, i < plan->seed.size ? i : i - plan->seed.size);
    return NULL;
}

int main(int argc, char **argv)
{
    struct plan plan = { read_file(SEED), read_file(SHEET), argc > 1 ? (size_t)atol(argv[1]) : 1 };
    struct handbill_report *r = set(plan.seed, plan.sheet);
    const char *whole =
        r && r->status != HANDBILL_MADE ? "it does not set" : complaint(r, plan.seed);
    if (whole) {
        printf("the whole seed: %s: %s\n", whole, r && r->message_count ? r->messages[0].text : "");
        return 1;
    }
    handbill_close(r);
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    long wrong = 0, set_count = 0, refused = 0;
    for (unsigned i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){ &plan, i, 0, 0, 0 };
        if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0)
            return 1;
    }
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        wrong += workers[i].wrong;
        set_count += workers[i].set;
        refused += workers[i].refused;
    }
    printf("%ld set, %ld refused, %ld wrong\n", set_count, refused, wrong);
    free(plan.seed.bytes);
    free(plan.sheet.bytes);
    return wrong || !set_count || !refused;
}
