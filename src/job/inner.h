/* job/inner: what the files of this folder share.
 *
 *   options ─options, stylesheets, press, catalogue─► what was asked for, found
 *   job      all stages in order;  dumps, fit: what they made, printed or measured
 *   messages ─report, wording─► the report, in the reader's language
 */
#ifndef JOB_INNER_H
#define JOB_INNER_H

#include "job/handbill.h"
#include "job/wording.h"
#include "pdf/pdf.h"

/* The stages in their order. */
enum stage {
    STAGE_READ,
    STAGE_DOC,
    STAGE_TRANSLATE,
    STAGE_STYLE,
    STAGE_FONTS,
    STAGE_IMAGES,
    STAGE_BOX,
    STAGE_LINES,
    STAGE_PLAN,
    STAGE_PLACE,
    STAGE_SHEET,
    STAGE_PDF,
    STAGE_FINISH,
    STAGE_WRITE,
    STAGE_COUNT
};

/* All that a job makes, in the order in which it makes it. */
struct job {
    const struct handbill_options *options;
    struct arena *arena;       /* lives as long as the job */
    struct arena *until_drawn; /* of boxes, lines, pages and sheets */
    struct arena *of_report;   /* lives as long as the report */
    struct diag *diag;
    const struct wording *wording; /* of the messages; NULL: English */
    const struct edition *edition;
    const struct dump *dump;       /* NULL: none asked for */
    const char *data, *fonts_file; /* paths */

    const char *bytes; /* of the source */
    size_t size;
    struct doc *doc;        /* in the language of the catalogue, if there is one */
    const char *draft_line; /* at the foot of each page; NULL: none */
    bool unchanged;         /* what was made stands in the file already */
    struct handbill_progress progress;
    struct styles *styles;
    struct fonts *fonts;   /* owned, as all that `drop` in job.c closes */
    struct shaper *shaper; /* owned: of a dump */
    struct langs *langs;   /* owned */
    const struct images *images;
    struct boxes *boxes;
    struct pages *pages;
    struct sheets *sheets;
    uint32_t page_count;
    const struct handbill_page *explained; /* in the report's arena */
    struct handbill_font *fit_fonts;       /* in the report's arena */
    size_t fit_font_count, fit_font_room;
    struct pdf *pdf;   /* owned */
    struct buffer out; /* PDF or dump, in the report's arena */
    bool written;
    const char **read; /* the files that were read, in the report's arena */
    size_t read_count, read_room;
    struct handbill_message no_memory;

    int64_t started; /* the present stage, in nanoseconds of the clock */
    struct handbill_time times[STAGE_COUNT];
    size_t time_count;
};

/* What --dump can print, and after which stage it is there. */
struct dump {
    const char *name;
    enum stage after;
    void (*print)(struct job *j);
};

/* ---- dumps.c ---- */
/* Finds the dump that the options ask for; reports a stage that there is not. */
void job_find_dump(struct job *j);

/* ---- catalogue.c ---- */
/* Makes the document of the catalogue's language of it; false after messages when it must not be
 * printed. */
bool job_translate(struct job *j);
/* Puts the lines of the imprint that the options name into the document; false after messages. */
bool job_add_imprint(struct job *j);
/* Does what the task is, HANDBILL_SET aside; false when there is nothing to write. */
bool job_task(struct job *j);

/* ---- options.c ---- */
/* Finds edition, dump, data and fonts; reads nothing yet. Reports, and returns false, when
 * something asked for cannot be. */
bool job_options(struct job *j);
/* Puts together what pdf has to know: edition, title, date. */
struct pdf_options job_pdf_options(const struct job *j);
/* Says the day on which the document was made, in the job's arena; NULL: nobody knows. */
const char *job_day(const struct job *j);

/* ---- stylesheets.c ---- */
/* Reads and decodes the style sheets of the document; what cannot be read is reported and left
 * out. */
struct stylesheet *job_stylesheets(struct job *j, unsigned *count);

/* ---- press.c ---- */
/* Finds what an edition for a press needs, its profile and a date; false, and an error, when it is
 * not there. */
bool job_press(struct job *j, struct pdf_options *o);

/* ---- pictures.c ---- */
/* Reads the pictures that the document shows; what cannot be read is reported and left out. */
const struct images *job_pictures(struct job *j);

/* ---- fit.c ---- */
/* Counts which families the pages are set in, before the pages are given back. */
void job_count_fonts(struct job *j);
/* Sums up how the pages came out, when all messages are there. */
struct handbill_fit job_fit(struct job *j);

/* ---- report.c ---- */
/* Keeps for the report that a file was read. */
void job_note_read(struct job *j, const char *path);
/* Copies the reasons of pages into the report's arena, before the pages are given back. */
void job_explain(struct job *j);
/* Fills the report from the job, copying what the job's arena holds. */
void job_report(struct job *j, struct handbill_report *r);
/* Fills the report when there is no memory even to say so: its message stands in the job. */
void job_report_no_memory(struct job *j, struct handbill_report *r);

#endif
