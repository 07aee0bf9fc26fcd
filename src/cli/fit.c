/* cli/fit: how the editions of a handout fit, held against that in its own language.
 *
 *   Edition    Done  Pages       Overfull  Loose  Fonts
 *   Master              2               0      3  Gentium Book Plus, Gentium Plus
 *   es         100%     3   +1          0      9  Gentium Book Plus, Gentium Plus
 *   ar          41%     2               0      2  Noto Naskh Arabic*, Gentium Book Plus
 *   * no style sheet names it: …
 */
#include "cli/command.h"
#include "cli/print.h"
#include "cli/speech.h"

#include <stdio.h>

enum { LANGUAGE_COLUMNS = 10, FONTS_SHOWN = 4 };

/* What the table is printed with. */
struct table {
    struct speech speech;
    const struct request *request;
    uint32_t master; /* pages of the handout in its own language; 0: not made */
    bool fallback;   /* some family was marked */
    int status;
};

static void put_heads(struct table *t)
{
    print_word(said(&t->speech, PHRASE("Edition")), -LANGUAGE_COLUMNS);
    print_word(said(&t->speech, PHRASE("Done")), 8);
    print_word(said(&t->speech, PHRASE("Pages")), 9);
    printf("%5s", "");
    print_word(said(&t->speech, PHRASE("Overfull")), 12);
    print_word(said(&t->speech, PHRASE("Loose")), 9);
    printf("  %s\n", said(&t->speech, PHRASE("Fonts")));
}

/* Prints the families, the most used first; those that no sheet names are marked. */
static void put_fonts(struct table *t, const struct handbill_fit *fit)
{
    for (size_t i = 0; i < fit->font_count && i < FONTS_SHOWN; i++) {
        bool named = fit->fonts[i].named;
        printf("%s%s%s", i ? ", " : "  ", fit->fonts[i].family, named ? "" : "*");
        t->fallback |= !named;
    }
    puts(fit->font_count > FONTS_SHOWN ? ", \u2026" : "");
}

/* Prints what the language lacks, under its row. */
static void put_lacks(struct table *t, const struct handbill_fit *fit)
{
    if (fit->word_count) {
        printf("%*s%s", LANGUAGE_COLUMNS, "", said(&t->speech, PHRASE("no words for:")));
        for (size_t i = 0; i < fit->word_count; i++)
            printf(" %s", fit->words[i]);
        puts("");
    }
    if (fit->unhyphenated)
        printf("%*s%s\n", LANGUAGE_COLUMNS, "",
               said(&t->speech, PHRASE("no hyphenation patterns")));
}

static void put_row(struct table *t, const struct handbill_report *r)
{
    const struct handbill_progress *p = &r->progress;
    char more[16] = "";
    print_word(p->language ? p->language : said(&t->speech, PHRASE("Master")), -LANGUAGE_COLUMNS);
    if (p->language)
        printf("%7u%%", p->percent);
    else
        printf("%8s", "");
    if (t->master && r->pages != t->master)
        snprintf(more, sizeof more, "%+d", (int)r->pages - (int)t->master);
    printf("%9u%5s%12zu%9zu", r->pages, more, r->fit.overfull, r->fit.loose);
    put_fonts(t, &r->fit);
    put_lacks(t, &r->fit);
}

/* Prints a row as one JSON object on a line. */
static void put_row_json(const struct table *t, const struct handbill_report *r)
{
    const struct handbill_fit *fit = &r->fit;
    fputs("{\"language\":", stdout);
    print_json_string(stdout, r->progress.language);
    if (r->progress.language)
        printf(",\"percent\":%u", r->progress.percent);
    else
        fputs(",\"percent\":null", stdout);
    printf(",\"pages\":%u,\"master\":%u,\"overfull\":%zu,\"loose\":%zu,\"hyphenated\":%s,"
           "\"fonts\":[",
           r->pages, t->master, fit->overfull, fit->loose, fit->unhyphenated ? "false" : "true");
    for (size_t i = 0; i < fit->font_count; i++) {
        printf("%s{\"family\":", i ? "," : "");
        print_json_string(stdout, fit->fonts[i].family);
        printf(",\"glyphs\":%zu,\"fallback\":%s}", fit->fonts[i].glyphs,
               fit->fonts[i].named ? "false" : "true");
    }
    fputs("],\"words\":[", stdout);
    for (size_t i = 0; i < fit->word_count; i++) {
        fputs(i ? "," : "", stdout);
        print_json_string(stdout, fit->words[i]);
    }
    puts("]}");
}

/* Lays one edition out, NULL being the handout in its own language, and prints its row; of its
 * messages only what forbids it. */
static void add_edition(struct table *t, const char *catalogue)
{
    struct handbill_options o = t->request->job;
    o.source = t->request->operands[0];
    o.catalogue = catalogue;
    o.draft = catalogue != NULL;
    o.check = o.fit = true;
    struct handbill_report *r = handbill_set(&o);
    if (!r) {
        t->status = out_of_memory();
        return;
    }
    if (!catalogue)
        t->master = r->pages;
    if (r->status != HANDBILL_MADE)
        print_errors(t->request, r);
    else if (t->request->json)
        put_row_json(t, r);
    else
        put_row(t, r);
    t->status = worse_status((int)r->status, t->status);
    handbill_close(r);
}

int show_fit(const struct request *r, const struct catalogues *c)
{
    struct table t = { .request = r };
    speech_open(&t.speech, r->job.messages);
    if (!r->json)
        put_heads(&t);
    add_edition(&t, NULL);
    for (size_t i = 0; i < c->count; i++)
        add_edition(&t, c->paths[i]);
    if (t.fallback && !r->json)
        printf("* %s\n", said(&t.speech, PHRASE("no style sheet names this family: it has what "
                                                "those named lack")));
    speech_close(&t.speech);
    return worse_status(flush_printed(), t.status);
}
