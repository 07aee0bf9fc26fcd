/* job/fit: how the pages of an edition came out, to be held against those of another language: what
 * does not fit, how many lines are loose, which fonts were taken, what the program had no words
 * for.
 */
#include "job/inner.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Faces that stand first for some style have numbers below this. */
enum { FIRSTS_MOST = 256 };

/* Tells whether the sheets name the family for a text, or a kind of which it is the first. */
static bool is_named(const struct style *s, const struct face *face)
{
    static const char *const kinds[] = { "serif", "sans-serif", "monospace" };
    bool kind = false;
    for (const char *const *f = s->families; f && *f; f++) {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            kind |= strcasecmp(*f, kinds[i]) == 0;
        if (strcasecmp(*f, face->family) == 0)
            return true;
    }
    return kind && face->number < FIRSTS_MOST;
}

/* Counts the glyphs of a run for its family. */
static void count_run(struct job *j, const struct line_run *r)
{
    const struct face *face = r->run->face;
    struct handbill_font *fonts = j->fit_fonts;
    size_t i = 0;
    if (!face)
        return;
    while (i < j->fit_font_count && strcmp(fonts[i].family, face->family) != 0)
        i++;
    if (i == j->fit_font_count) {
        j->fit_fonts = arena_grow(j->of_report, fonts, sizeof *fonts, i, i + 1, &j->fit_font_room);
        j->fit_fonts[j->fit_font_count++] =
            (struct handbill_font){ .family = arena_strdup(j->of_report, face->family) };
    }
    j->fit_fonts[i].glyphs += r->count;
    j->fit_fonts[i].named |= is_named(r->run->style, face);
}

/* Orders the most used family first; of equal ones by name. */
static int compare(const void *left, const void *right)
{
    const struct handbill_font *a = left, *b = right;
    if (a->glyphs != b->glyphs)
        return a->glyphs > b->glyphs ? -1 : 1;
    return strcmp(a->family, b->family);
}

void job_count_fonts(struct job *j)
{
    struct arena *scratch = j->until_drawn;
    for (uint32_t i = 0; i < j->page_count; i++) {
        uint32_t count;
        const struct placed *items = page_items(&j->pages->pages[i], scratch, &count);
        for (uint32_t k = 0; k < count; k++)
            if (items[k].kind == PLACED_GLYPHS)
                count_run(j, items[k].glyphs.run);
    }
    if (j->fit_font_count)
        qsort(j->fit_fonts, j->fit_font_count, sizeof *j->fit_fonts, compare);
}

/* What a message counts as. */
enum tally { NO_TALLY, OVERFULL, LOOSE, TALLIES };
static enum tally tally_of(enum diag_code code)
{
    static const struct {
        enum diag_code code;
        enum tally tally;
    } rows[] = {
        { DIAG_LINE_OVERFULL, OVERFULL }, { DIAG_WORD_TORN, OVERFULL },
        { DIAG_PAGE_OVERFLOW, OVERFULL }, { DIAG_MARGIN_OVERFLOW, OVERFULL },
        { DIAG_NOTES_HEAD, OVERFULL },    { DIAG_HEIGHT_LOW, OVERFULL },
        { DIAG_LINE_LOOSE, LOOSE },       { DIAG_LINE_SHORT, LOOSE },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code)
            return rows[i].tally;
    return NO_TALLY;
}

/* Finds which of the program's words a message says are missing; NULL: it is of something else. */
static const char *missing_word(const struct diag_message *m)
{
    if (m->code == DIAG_CONTINUED_WORD)
        return "continued";
    return m->code == DIAG_WORD_MISSING ? m->args[0].value : NULL;
}

struct handbill_fit job_fit(struct job *j)
{
    const struct diag *d = j->diag;
    size_t counts[TALLIES] = { 0 };
    const char **words = arena_array(j->of_report, const char *, d->count);
    struct handbill_fit fit = { .fonts = j->fit_fonts,
                                .font_count = j->fit_font_count,
                                .words = words };
    for (int code = 0; code < DIAG_COUNT; code++)
        counts[tally_of((enum diag_code)code)] += d->codes[code].dropped;
    for (size_t i = 0; i < d->count; i++) {
        const struct diag_message *m = &d->messages[i];
        const char *word = missing_word(m);
        counts[tally_of(m->code)]++;
        if (word)
            words[fit.word_count++] = arena_strdup(j->of_report, word);
        fit.unhyphenated |= m->code == DIAG_PATTERNS_MISSING;
    }
    fit.overfull = counts[OVERFULL];
    fit.loose = counts[LOOSE];
    return fit;
}
