/* job/options: what was asked for, looked up: edition, folders, date, title. */
#include "base/date.h"
#include "base/file.h"
#include "job/inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct position nowhere = { 0 };

/* ---- edition ---- */
static void find_edition(struct job *j)
{
    const char *name = j->options->edition ? j->options->edition : "screen";
    j->edition = style_edition_find(name);
    if (j->edition && j->edition->lacks)
        diag_add(j->diag, DIAG_EDITION_LACKS, nowhere, "edition", name, "lacks", j->edition->lacks,
                 NULL);
    if (j->edition)
        return;
    struct buffer known = buffer_in(j->arena);
    for (const struct edition *e = style_editions; e->name; e++)
        buffer_printf(&known, "%s%s", known.size ? ", " : "", e->name);
    diag_add(j->diag, DIAG_EDITION_UNKNOWN, nowhere, "edition", name, "known", buffer_text(&known),
             NULL);
}

/* ---- folders ---- */
/* Finds the folder of the program's own file; NULL if unknown. Linux alone: elsewhere HANDBILL_DATA
 * has to be set. */
static char *program_folder(struct arena *a)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return NULL;
    path[n] = '\0';
    char *slash = strrchr(path, '/');
    return slash ? arena_strndup(a, path, (size_t)(slash - path)) : NULL;
}

/* Finds the installed data, else the source tree: the nearest folder above the program that has the
 * default style sheet. */
static const char *find_data(struct arena *a)
{
    char *folder = program_folder(a);
    if (!folder)
        return ".";
    char *installed = arena_printf(a, "%s/../share/handbill", folder);
    if (file_exists(arena_printf(a, "%s/styles/handout.css", installed)))
        return installed;
    for (char *slash; (slash = strrchr(folder, '/')) != NULL;) {
        *slash = '\0';
        if (file_exists(arena_printf(a, "%s/styles/handout.css", folder)))
            return folder;
    }
    return installed;
}

/* The option, else the environment's variable, else NULL; an empty one counts as none. */
static const char *option_or_variable(const char *option, const char *variable)
{
    const char *value = option ? option : getenv(variable);
    return value && *value ? value : NULL;
}

static void find_files(struct job *j)
{
    const char *data = option_or_variable(j->options->data, "HANDBILL_DATA");
    const char *fonts = option_or_variable(j->options->fonts, "HANDBILL_FONTS");
    j->data = data ? data : find_data(j->arena);
    j->fonts_file = fonts ? fonts : arena_printf(j->arena, "%s/fonts/fonts.conf", j->data);
}

/* ---- date ---- */
/* Reads SOURCE_DATE_EPOCH (reproducible-builds.org). False when it is not set; a bad one gives
 * -1. */
static bool read_epoch(int64_t *date)
{
    const char *value = option_or_variable(NULL, "SOURCE_DATE_EPOCH");
    if (!value)
        return false;
    char *end;
    errno = 0;
    long long n = strtoll(value, &end, 10);
    bool number = errno == 0 && *end == '\0' && *value >= '0' && *value <= '9';
    *date = number && n >= 0 && n <= DATE_LAST ? n : -1; /* PDF dates have four digits for years */
    return true;
}

static void check_epoch(struct job *j)
{
    int64_t date;
    if (read_epoch(&date) && date < 0)
        diag_add(j->diag, DIAG_EPOCH_BAD, nowhere, "value", getenv("SOURCE_DATE_EPOCH"), NULL);
}

struct pdf_options job_pdf_options(const struct job *j)
{
    struct pdf_options o = { .edition = j->edition };
    o.has_date = read_epoch(&o.date) || date_read(j->doc->date, &o.date);
    for (const struct node *n = node_first(j->doc->root); n && !o.title; n = node_next(n))
        if (n->kind == NODE_ELEMENT && node_element(n)->role == ROLE_H1)
            o.title = doc_text(j->arena, n);
    return o;
}

/* ---- all ---- */
/* Reports an output that is one of the files to read. */
static void check_output(struct job *j)
{
    const struct handbill_options *o = j->options;
    if (!o->output || strcmp(o->output, "-") == 0)
        return;
    bool same = !o->bytes && file_is_same(o->output, o->source);
    for (size_t i = 0; i < o->style_count; i++)
        same = same || (!o->styles[i].bytes && file_is_same(o->output, o->styles[i].name));
    for (size_t i = 0; i < o->added_count; i++)
        same = same || (!o->added[i].bytes && file_is_same(o->output, o->added[i].name));
    if (same)
        diag_add(j->diag, DIAG_OUTPUT_IS_INPUT, nowhere, "file", o->output, NULL);
}

bool job_options(struct job *j)
{
    find_edition(j);
    job_find_dump(j);
    find_files(j);
    check_epoch(j);
    check_output(j);
    return j->diag->errors == 0;
}
