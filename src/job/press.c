/* job/press: what a file for a press needs beside the document: what it is to print on, and a date.
 *
 *   --condition, HANDBILL_CONDITION ─► a row of the table ─► the file of its profile
 *                                      the path of another profile
 */
#include "base/data.h"
#include "base/file.h"
#include "job/inner.h"

#include <ctype.h>
#include <string.h>

enum { INK_USUAL = 300 }; /* per cent */

/* What is printed on, as the International Color Consortium registers it; the first is the usual
 * one. */
static const struct condition {
    const char *name, *word; /* in the registry; without its spaces, as people type it */
    const char *file; /* of its profile: a path, or a name among those that `make profiles` makes */
    const char *info, *remedy;
    int ink_percent;
} conditions[] = {
    { "FOGRA39", "fogra39", "/usr/share/scribus/profiles/ISOcoated_v2_300_bas.icc",
      "Offset printing on coated paper, ISO 12647-2:2004 (FOGRA39)",
      PHRASE("install the Debian package scribus-data, or name another with --condition"),
      INK_USUAL },
    { "CGATS TR 006", "cgatstr006", "TR006.icc",
      "Offset printing on grade 1 coated paper, GRACoL 2006 (ANSI CGATS TR 006)",
      PHRASE("make it once with: make profiles"), INK_USUAL },
};
enum { CONDITION_COUNT = sizeof conditions / sizeof *conditions };

static const struct position nowhere = { 0 };

/* Tells whether that is what is asked for: case, spaces and the registry's "CGATS" do not count. */
static bool is_asked(const struct condition *c, const char *asked)
{
    const char *short_word = strncmp(c->word, "cgats", 5) == 0 ? c->word + 5 : c->word;
    char word[32];
    size_t n = 0;
    for (; *asked && n + 1 < sizeof word; asked++)
        if (isalnum((unsigned char)*asked))
            word[n++] = (char)tolower((unsigned char)*asked);
    word[n] = '\0';
    return !*asked && (!strcmp(word, c->word) || !strcmp(word, short_word));
}

static const struct condition *find_condition(const char *asked)
{
    for (size_t i = 0; asked && i < CONDITION_COUNT; i++)
        if (is_asked(&conditions[i], asked))
            return &conditions[i];
    return asked ? NULL : &conditions[0];
}

/* Finds where a condition's profile stands: of one that is made, with the data or where it was
 * made. */
static const char *profile_path(const struct job *j, const struct condition *c)
{
    if (*c->file == '/')
        return c->file;
    const char *installed = arena_printf(j->arena, "%s/profiles/%s", j->data, c->file);
    return file_exists(installed) ? installed
                                  : arena_printf(j->arena, "%s/out/profiles/%s", j->data, c->file);
}

/* Finds condition and profile; false, and an error, when there is none of that name. */
static bool choose(struct job *j, struct press *p, const char **remedy)
{
    const char *asked = data_option(j->options->condition, "HANDBILL_CONDITION");
    const struct condition *c = find_condition(asked);
    if (c) {
        *p = (struct press){ .file = profile_path(j, c),
                             .condition = c->name,
                             .info = c->info,
                             .registered = true,
                             .ink_percent = c->ink_percent };
        *remedy = c->remedy;
        return true;
    }
    const char *slash = strrchr(asked, '/');
    *p = (struct press){ .file = asked, .ink_percent = INK_USUAL };
    p->condition = p->info = slash ? slash + 1 : asked;
    *remedy = PHRASE("correct its path");
    if (slash || strchr(asked, '.'))
        return true;
    struct buffer known = buffer_in(j->arena);
    for (size_t i = 0; i < CONDITION_COUNT; i++)
        buffer_printf(&known, i ? ", %s" : "%s", conditions[i].name);
    diag_add(j->diag, DIAG_CONDITION_UNKNOWN, nowhere, "name", asked, "known", buffer_text(&known),
             NULL);
    return false;
}

/* Reads the profile; false, and an error, when it cannot be read. */
static bool read_profile(struct job *j, struct press *p)
{
    const char *reason, *remedy;
    if (!choose(j, p, &remedy))
        return false;
    if (j->options->ink_limit)
        p->ink_percent = (int)j->options->ink_limit;
    if (file_read(j->arena, p->file, &p->profile, &p->size, &reason)) {
        job_note_read(j, p->file);
        return true;
    }
    diag_add(j->diag, DIAG_PROFILE_UNREADABLE, nowhere, "file", p->file, "edition",
             j->edition->name, "reason", reason, "remedy", remedy, NULL);
    return false;
}

bool job_press(struct job *j, struct pdf_options *o)
{
    if (!style_is_for_press(j->edition))
        return true;
    if (!o->has_date)
        diag_add(j->diag, DIAG_PRINT_DATE, nowhere, "edition", j->edition->name, NULL);
    return read_profile(j, &o->press) && o->has_date;
}
