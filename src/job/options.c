/* job/options: what was asked for, looked up: edition, folders, date, title. */
#include "base/data.h"
#include "base/date.h"
#include "base/file.h"
#include "base/words.h"
#include "job/inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct position nowhere = { 0 };

/* ---- edition ---- */
static void find_edition(struct job *j)
{
    const char *name = j->options->edition ? j->options->edition : "screen";
    j->edition = style_edition_find(name);
    if (j->edition)
        return;
    struct buffer known = buffer_in(j->arena);
    const char *near = NULL;
    unsigned least = 3;
    for (const struct edition *e = style_editions; e->name; e++) {
        unsigned d = word_distance(name, e->name);
        near = d < least ? e->name : near;
        least = d < least ? d : least;
        buffer_printf(&known, "%s%s", known.size ? ", " : "", e->name);
    }
    diag_add(j->diag, DIAG_EDITION_UNKNOWN, nowhere, "edition", name, "hint",
             near ? arena_printf(j->arena, PHRASE(", is %s meant?"), near) : "", "known",
             buffer_text(&known), NULL);
}

/* Tells whether an edition can hold its source: it is PDF/A, and says what the source says. */
static bool holds_source(const struct edition *e)
{
    return e->tags == TAGS_UA && e->texts == TEXTS_ONE;
}

/* Reports a source that is to go into an edition that cannot hold it. */
static void check_attachment(struct job *j)
{
    if (!j->options->attach_source || !j->edition || holds_source(j->edition))
        return;
    const char *able = NULL;
    for (const struct edition *e = style_editions; e->name; e++)
        if (holds_source(e))
            able = able ? arena_printf(j->arena, PHRASE("%s or %s"), able, e->name) : e->name;
    diag_add(j->diag, DIAG_ATTACH_EDITION, nowhere, "edition", j->edition->name, "able", able,
             NULL);
}

/* Reports an edition of both languages without a catalogue of the other. */
static void check_texts(struct job *j)
{
    const struct handbill_options *o = j->options;
    if (j->edition && j->edition->texts == TEXTS_BOTH && !o->catalogue && o->task == HANDBILL_SET)
        diag_add(j->diag, DIAG_REVIEW_CATALOGUE, nowhere, "edition", j->edition->name, NULL);
}

/* Reports what is said of a press to an edition that is not for one. */
static void check_press(struct job *j)
{
    bool said = j->options->condition || j->options->ink_limit;
    if (!said || !j->edition || style_is_for_press(j->edition))
        return;
    const char *able = NULL;
    for (const struct edition *e = style_editions; e->name; e++)
        if (style_is_for_press(e))
            able = able ? arena_printf(j->arena, PHRASE("%s or %s"), able, e->name) : e->name;
    diag_add(j->diag, DIAG_CONDITION_EDITION, nowhere, "edition", j->edition->name, "able", able,
             NULL);
}

/* ---- folders ---- */
static void find_files(struct job *j)
{
    const char *fonts = data_option(j->options->fonts, "HANDBILL_FONTS");
    const char *said = data_option(j->options->data, "HANDBILL_DATA");
    j->data = data_folder(j->arena, j->options->data);
    j->wording = wording_open(j->arena, j->data, j->options->messages);
    if (said && !file_exists(arena_printf(j->arena, "%s/styles/handout.css", said)))
        diag_add(j->diag, DIAG_DATA_FOLDER, nowhere, "who",
                 j->options->data ? PHRASE("the option data") : "HANDBILL_DATA", "folder", said,
                 NULL);
    j->fonts_file = fonts ? fonts : arena_printf(j->arena, "%s/fonts/fonts.conf", j->data);
}

/* Tells whether the folder is one of those that are named. */
static bool is_named(const struct handbill_options *o, const char *folder)
{
    for (size_t i = 0; i < o->font_folder_count; i++)
        if (file_is_same(o->font_folders[i], folder))
            return true;
    return false;
}

/* Reports folders of fonts that are not there, and one beside the source that nobody named: what
 * is found by itself would change a page in silence. */
static void check_font_folders(struct job *j)
{
    const struct handbill_options *o = j->options;
    for (size_t i = 0; i < o->font_folder_count; i++)
        if (!file_is_folder(o->font_folders[i]))
            diag_add(j->diag, DIAG_FONTS_FOLDER, nowhere, "folder", o->font_folders[i], NULL);
    const char *slash = strrchr(o->source, '/');
    const char *beside =
        arena_printf(j->arena, "%.*sfonts", slash ? (int)(slash + 1 - o->source) : 0, o->source);
    if (!o->bytes && file_is_folder(beside) && !is_named(o, beside))
        diag_add(j->diag, DIAG_FONTS_BESIDE, nowhere, "folder", beside, NULL);
}

/* ---- date ---- */
/* Reads SOURCE_DATE_EPOCH (reproducible-builds.org). False when it is not set; a bad one gives
 * -1. */
static bool read_epoch(int64_t *date)
{
    const char *value = data_option(NULL, "SOURCE_DATE_EPOCH");
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

/* Finds what the source is called inside the PDF: as its file, without folders. */
static const char *attached_name(const char *source)
{
    const char *slash = strrchr(source, '/'), *base = slash ? slash + 1 : source;
    return *base && strcmp(source, "-") != 0 ? base : "source.xml";
}

/* Finds when the document was made; false when nobody knows.  A file for a press has to say so, and
 * says when its source was changed if there is nothing else. */
static bool find_date(const struct job *j, int64_t *date)
{
    if (read_epoch(date) || date_read(j->doc->date, date))
        return true;
    return style_is_for_press(j->edition) && !j->options->bytes &&
           file_date(j->options->source, date);
}

const char *job_day(const struct job *j)
{
    int64_t made;
    if (!find_date(j, &made))
        return NULL;
    const struct date d = date_civil(made);
    return arena_printf(j->arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

struct pdf_options job_pdf_options(const struct job *j)
{
    struct pdf_options o = { .edition = j->edition, .spots = style_spots(j->styles) };
    o.has_date = find_date(j, &o.date);
    for (const struct node *n = node_first(j->doc->root); n && !o.title; n = node_next(n))
        if (n->kind == NODE_ELEMENT && node_element(n)->role == ROLE_H1)
            o.title = doc_text(j->arena, n);
    if (j->options->attach_source)
        o.source = (struct attachment){ attached_name(j->options->source), j->bytes, j->size };
    return o;
}

/* ---- all ---- */
/* Reports an output that is one of the files to read. */
static void check_output(struct job *j)
{
    const struct handbill_options *o = j->options;
    if (!o->output || strcmp(o->output, "-") == 0)
        return;
    bool same = !o->bytes && o->task != HANDBILL_ADD_IDS && file_is_same(o->output, o->source);
    same = same || (o->catalogue && !o->catalogue_bytes && o->task != HANDBILL_UPDATE &&
                    file_is_same(o->output, o->catalogue));
    same = same || (o->imprint && !o->imprint_bytes && file_is_same(o->output, o->imprint));
    same = same || (o->copy && !o->copy_bytes && file_is_same(o->output, o->copy));
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
    check_attachment(j);
    check_texts(j);
    check_press(j);
    job_find_dump(j);
    find_files(j);
    check_epoch(j);
    check_output(j);
    check_font_folders(j);
    return j->diag->errors == 0;
}
