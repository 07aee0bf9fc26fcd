/* job/options: what was asked for, looked up: edition, stage to dump, folders, date, title. */
#include "base/file.h"
#include "job/inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct position nowhere = { 0 };

/* ---- dumps ---- */
static void dump_doc(struct job *j) { doc_dump(&j->out, j->doc); }
static void dump_style(struct job *j) { style_dump(&j->out, j->styles, j->doc); }
static void dump_box(struct job *j) { box_dump(&j->out, j->boxes); }
static void dump_line(struct job *j) { page_dump_lines(&j->out, j->arena, j->pages); }
static void dump_page(struct job *j) { page_dump(&j->out, j->arena, j->pages); }
static void dump_sheet(struct job *j) { sheet_dump(&j->out, j->sheets); }

/* Paragraphs are shaped when pages need their lines; here, all of them to be looked at. */
static void dump_text(struct job *j)
{
    j->shaper = text_open_shaper(j->arena, j->fonts);
    for (uint32_t i = 0; i < j->boxes->paragraph_count; i++) {
        struct paragraph p = *j->boxes->paragraphs[i];
        p.shaped = p.length ? text_shape(j->shaper, j->arena, j->diag, &p) : NULL;
        text_dump(&j->out, &p);
    }
}

static void dump_pdf(struct job *j)
{
    struct buffer file = j->out;
    j->out = buffer_in(j->kept);
    pdf_dump(&j->out, file.bytes, file.size);
}

static const struct dump dumps[] = {
    { "doc", STAGE_DOC, dump_doc },       { "style", STAGE_STYLE, dump_style },
    { "text", STAGE_BOX, dump_text },     { "box", STAGE_BOX, dump_box },
    { "line", STAGE_PAGE, dump_line },    { "page", STAGE_PAGE, dump_page },
    { "sheet", STAGE_SHEET, dump_sheet }, { "pdf", STAGE_PDF, dump_pdf },
    { NULL, STAGE_COUNT, NULL },
};

/* ---- edition and stage ---- */
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

static void find_dump(struct job *j)
{
    const char *name = j->options->dump;
    for (const struct dump *d = dumps; name && d->name; d++)
        if (strcmp(d->name, name) == 0)
            j->dump = d;
    if (!name || j->dump)
        return;
    struct buffer known = buffer_in(j->arena);
    for (const struct dump *d = dumps; d->name; d++)
        buffer_printf(&known, "%s%s", known.size ? ", " : "", d->name);
    diag_add(j->diag, DIAG_STAGE_UNKNOWN, nowhere, "stage", name, "known", buffer_text(&known),
             NULL);
}

/* ---- folders ---- */
/* The program's own file, without its name; NULL if unknown. Linux alone: elsewhere HANDBILL_DATA has to be set. */
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

/* The installed data, else the source tree: the nearest folder above the program that has the default sheet. */
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

/* What was said, else what the environment says, else NULL; an empty variable says nothing. */
static const char *said(const char *option, const char *variable)
{
    const char *value = option ? option : getenv(variable);
    return value && *value ? value : NULL;
}

static void find_files(struct job *j)
{
    const char *data = said(j->options->data, "HANDBILL_DATA"),
               *fonts = said(j->options->fonts, "HANDBILL_FONTS");
    j->data = data ? data : find_data(j->arena);
    j->fonts_file = fonts ? fonts : arena_printf(j->arena, "%s/fonts/fonts.conf", j->data);
}

/* ---- date ---- */
/* SOURCE_DATE_EPOCH (reproducible-builds.org). False when it is not set; a bad one is -1. */
static bool epoch(int64_t *date)
{
    const char *value = said(NULL, "SOURCE_DATE_EPOCH");
    if (!value)
        return false;
    char *end;
    errno = 0;
    long long n = strtoll(value, &end, 10);
    const long long most = 253402300799; /* the year 9999: PDF dates have four digits */
    *date = errno == 0 && *end == '\0' && n >= 0 && n <= most && *value >= '0' && *value <= '9'
                ? n
                : -1;
    return true;
}

static void check_epoch(struct job *j)
{
    int64_t date;
    if (epoch(&date) && date < 0)
        diag_add(j->diag, DIAG_EPOCH_BAD, nowhere, "value", getenv("SOURCE_DATE_EPOCH"), NULL);
}

/* `n` digits at *s as a number; false if they are not there. */
static bool digits(const char **s, int n, int64_t *number)
{
    for (*number = 0; n > 0; n--, ++*s) {
        if (**s < '0' || **s > '9')
            return false;
        *number = *number * 10 + (**s - '0');
    }
    return true;
}

/* Seconds since 1970 of an ISO 8601 date at midnight UTC: YYYY[-MM[-DD]]; what follows a day is not looked at.
 * Days after Howard Hinnant's days_from_civil. */
static bool read_date(const char *s, int64_t *date)
{
    int64_t y, m = 1, d = 1;
    if (!s || !digits(&s, 4, &y) || (*s == '-' && (++s, !digits(&s, 2, &m))) ||
        (*s == '-' && (++s, !digits(&s, 2, &d))))
        return false;
    if (m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    *date = (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468) * 86400;
    return true;
}

struct pdf_options job_pdf_options(const struct job *j)
{
    struct pdf_options o = { .edition = j->edition };
    o.has_date = epoch(&o.date) || read_date(j->doc->date, &o.date);
    for (const struct node *n = node_first(j->doc->root); n && !o.title; n = node_next(n))
        if (n->kind == NODE_ELEMENT && node_element(n)->role == ROLE_H1)
            o.title = doc_text(j->arena, n);
    return o;
}

/* ---- all ---- */
/* The output must be none of the files that are read. */
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
    find_dump(j);
    find_files(j);
    check_epoch(j);
    check_output(j);
    return j->diag->errors == 0;
}
