/* tests/whole/delete [STEP]: delete any one byte of the seed's source, or of the default sheet: a message, or pages of
 * exactly the words left, never a crash or a hang.  All bytes, or every STEPth; on two threads.
 *
 * Words are compared as counts of letters, case folded.  What a source says is what stands outside its tags and its meta;
 * what pages say are the quoted texts of --dump=page.  What pages say more (repeated heads, furniture) is taken from the
 * whole seed and has to stay the same while the number of pages does, unless the byte is one of those words.
 */
#include "job/handbill.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SEED "source/ammparo-advocacy-priorities.xml"
#define SHEET "styles/handout.css"
enum { LETTERS = 26, THREADS = 2, LONGEST_SECONDS = 10 };

struct count { long of[LETTERS]; };
struct text { char *bytes; size_t size; };

/* What both threads read. */
struct plan { struct text seed, sheet; struct count extra; uint32_t pages; size_t step; };
struct worker { const struct plan *plan; unsigned number; long wrong, refused, set; };

static struct text read_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    struct text t = { malloc(1 << 20), 0 };
    if (!f || !t.bytes) {
        perror(name);
        exit(1);
    }
    t.size = fread(t.bytes, 1, 1 << 20, f);
    fclose(f);
    return t;
}

static void count_letter(struct count *c, char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        letter = (char)(letter - 'A' + 'a');
    if (letter >= 'a' && letter <= 'z')
        c->of[letter - 'a']++;
}

/* Does `what` stand at p? */
static bool stands(const char *p, const char *end, const char *what)
{
    size_t n = strlen(what);
    return (size_t)(end - p) >= n && memcmp(p, what, n) == 0;
}

/* Letters outside tags, comments, references and meta. */
static struct count words_of_source(const char *s, size_t n)
{
    struct count c = { { 0 } };
    const char *end = s + n;
    bool meta = false;
    for (const char *p = s; p < end; p++) {
        if (*p == '<') {
            meta = stands(p, end, "<meta") || (meta && !stands(p, end, "</meta"));
            const char *close = stands(p, end, "<!--") ? "-->" : ">";
            while (p < end && !stands(p, end, close))
                p++;
            p += strlen(close) - 1;
        } else if (*p == '&') {
            while (p < end && *p != ';')
                p++;
        } else if (!meta) {
            count_letter(&c, *p);
        }
    }
    return c;
}

/* Letters of all quoted texts of a dump. */
static struct count words_of_dump(const char *s, size_t n)
{
    struct count c = { { 0 } };
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        if (quoted && s[i] == '\\')
            i += s[i + 1] == 'u' ? 5 : 1;
        else if (s[i] == '"')
            quoted = !quoted;
        else if (quoted)
            count_letter(&c, s[i]);
    }
    return c;
}

static struct handbill_report *set(struct text seed, struct text sheet)
{
    struct handbill_sheet s = { SHEET, sheet.bytes, sheet.size };
    struct handbill_options o = { .source = SEED, .bytes = seed.bytes, .size = seed.size, .styles = &s, .style_count = 1, .dump = "page", .data = "." };
    return handbill_set(&o);
}

static bool inside(struct text t, size_t at, const char *open, const char *close)
{
    const char *end = t.bytes + t.size, *from = t.bytes, *to;
    while (from < end && !stands(from, end, open))
        from++;
    for (to = from; to < end && !stands(to, end, close); to++)
        ;
    return t.bytes + at >= from && t.bytes + at <= to;
}

/* What is wrong with a report, or NULL. `exact`: extra words must be those of the whole seed. */
static const char *complaint(const struct plan *plan, const struct handbill_report *r, const struct count *words, bool exact)
{
    if (!r)
        return "no report";
    if (r->status != HANDBILL_MADE)
        return r->errors ? NULL : "failed without a message";
    if (r->pages == 0 || !r->bytes)
        return "no pages";
    struct count shown = words_of_dump(r->bytes, r->size);
    for (int i = 0; i < LETTERS; i++) {
        if (shown.of[i] < words->of[i])
            return "a letter is lost";
        if (exact && r->pages == plan->pages && shown.of[i] != words->of[i] + plan->extra.of[i])
            return "a letter is doubled or lost";
    }
    return NULL;
}

/* One byte deleted from one of the two texts. */
static void try_without(struct worker *w, bool of_sheet, size_t at)
{
    const struct plan *plan = w->plan;
    struct text whole = of_sheet ? plan->sheet : plan->seed, cut = { malloc(whole.size), whole.size - 1 };
    if (!cut.bytes)
        exit(1);
    memcpy(cut.bytes, whole.bytes, at);
    memcpy(cut.bytes + at, whole.bytes + at + 1, whole.size - at - 1);
    struct text seed = of_sheet ? plan->seed : cut;
    time_t then = time(NULL);
    struct handbill_report *r = set(seed, of_sheet ? cut : plan->sheet);
    struct count words = words_of_source(seed.bytes, seed.size);
    bool exact = !of_sheet && !inside(plan->seed, at, "<heads", "</heads>") && !inside(plan->seed, at, "<title", "</title>") &&
                 !inside(plan->seed, at, "<tagline", "</tagline>");
    const char *wrong = complaint(plan, r, &words, exact);
    if (time(NULL) - then > LONGEST_SECONDS)
        wrong = "took too long";
    if (wrong) {
        printf("%s without byte %zu (%.20s): %s\n", of_sheet ? SHEET : SEED, at, whole.bytes + (at < 8 ? 0 : at - 8), wrong);
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
    for (size_t i = w->number * plan->step; i < plan->seed.size + plan->sheet.size; i += THREADS * plan->step)
        try_without(w, i >= plan->seed.size, i < plan->seed.size ? i : i - plan->seed.size);
    return NULL;
}

int main(int argc, char **argv)
{
    struct plan plan = { read_file(SEED), read_file(SHEET), { { 0 } }, 0, argc > 1 ? (size_t)atol(argv[1]) : 1 };
    struct handbill_report *r = set(plan.seed, plan.sheet);
    if (!r || r->status != HANDBILL_MADE || !r->bytes) {
        printf("the whole seed does not set: %s\n", r && r->message_count ? r->messages[0].text : "no report");
        return 1;
    }
    struct count shown = words_of_dump(r->bytes, r->size), words = words_of_source(plan.seed.bytes, plan.seed.size);
    plan.pages = r->pages;
    for (int i = 0; i < LETTERS; i++)
        plan.extra.of[i] = shown.of[i] - words.of[i];
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
