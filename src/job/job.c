/* job: one struct of options in, one report out.
 *
 *   read ─► doc ─► translate ─► style ─► fonts ─► images ─► box ─► lines ─► plan ─► place ─► sheet
 *   ─► pdf ─► write                                               └────── page ───────┘
 *
 * Three arenas by lifetime: one for what layout makes, by far the most, given back when pages are
 * drawn; one for all else that the stages make, dropped at the end; one for what the report keeps.
 * Here is the one setjmp: whatever runs out of memory jumps to handbill_set, which closes what
 * foreign libraries hold, drops the arenas and reports.
 */
#include "base/file.h"
#include "job/inner.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The report and the job that fills it are one allocation, so that neither is on the stack that a
 * jump unwinds. */
struct whole {
    struct handbill_report report; /* first: handbill_close gets its address */
    struct job job;
    jmp_buf out_of_memory;
};

/* Nanoseconds of a clock that only goes forward. */
static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Ends a stage: notes its time, prints it if asked for. True when the job goes on. */
static bool next(struct job *j, enum stage s, bool made)
{
    static const char *const names[STAGE_COUNT] = { "read",   "doc", "translate", "style", "fonts",
                                                    "images", "box", "lines",     "plan",  "place",
                                                    "sheet",  "pdf", "finish",    "write" };
    int64_t then = j->started;
    j->started = now();
    j->times[j->time_count++] = (struct handbill_time){ names[s], j->started - then };
    if (!made || !j->dump || j->dump->after != s)
        return made;
    j->dump->print(j);
    return false;
}

/* A step of page is a stage of the job. */
static void step_done(void *job, enum page_step step)
{
    next(job, step == PAGE_LINES ? STAGE_LINES : STAGE_PLAN, true);
}

/* Tells who looks on how far a stage has come. */
static void tell_progress(const struct job *j, const char *stage, uint32_t done, uint32_t all)
{
    const struct handbill_options *o = j->options;
    if (o->watch)
        o->watch(o->watch_with, stage, done, all);
}
static void lines_done(void *job, uint32_t done, uint32_t all)
{
    tell_progress(job, "lines", done, all);
}
static void pages_done(void *job, uint32_t done, uint32_t all)
{
    tell_progress(job, "place", done, all);
}

/* Reads the source, or takes the bytes that were given; false and a message when it cannot. */
static bool read_source(struct job *j)
{
    const struct handbill_options *o = j->options;
    const char *reason;
    if (o->bytes && o->size <= FILE_MOST_BYTES) {
        j->bytes = arena_strndup(j->arena, o->bytes, o->size); /* with a NUL behind, as a file's */
        j->size = o->size;
        return true;
    }
    if (o->bytes) {
        reason = FILE_TOO_LARGE;
    } else if (file_read(j->arena, o->source, &j->bytes, &j->size, &reason)) {
        job_note_read(j, o->source);
        return true;
    }
    const char *file = strcmp(o->source, "-") == 0 ? PHRASE("standard input") : o->source;
    diag_add(j->diag, DIAG_SOURCE_UNREADABLE, (struct position){ 0 }, "file", file, "reason",
             reason, NULL);
    return false;
}

static bool open_fonts(struct job *j)
{
    const struct handbill_options *o = j->options;
    const struct font_folders more = { o->font_folders, o->font_folder_count, o->system_fonts };
    j->fonts = text_open(j->arena, j->diag, j->fonts_file, &more);
    job_note_read(j, j->fonts_file);
    j->langs = lang_open(j->arena, j->data);
    doc_count_letters(j->doc, j->langs);
    return j->fonts && j->langs;
}

static bool write_output(struct job *j)
{
    const char *path = j->options->output, *reason;
    if (!path)
        return true;
    const char *file = strcmp(path, "-") ? path : PHRASE("standard output");
    if (j->options->task == HANDBILL_UPDATE) /* a handout's first catalogue: source/NAME/TAG.po */
        file_make_folder(j->arena, path);
    j->written = file_write(j->arena, path, j->out.bytes, j->out.size, &reason);
    if (!j->written)
        diag_add(j->diag, DIAG_OUTPUT_UNWRITABLE, (struct position){ 0 }, "file", file, "reason",
                 reason, NULL);
    return j->written;
}

/* Gives back boxes, lines, pages and sheets: all that stood on them is drawn. */
static void drop_pages(struct job *j)
{
    arena_close(j->until_drawn);
    j->until_drawn = NULL;
    j->boxes = NULL;
    j->pages = NULL;
    j->sheets = NULL;
}

/* Tells whether something forbids a PDF. */
static bool refused(const struct job *j)
{
    return j->options->check || diag_status(j->diag, j->options->strict) != STATUS_MADE;
}

/* Are calls numbered as they stand? */
static bool same_stretches(const struct job *j, const struct stretches *a,
                           const struct stretches *b)
{
    return a && a->count == b->count &&
           memcmp(a->of_node, b->of_node, j->doc->node_count * sizeof *a->of_node) == 0;
}

/* So often pages are made for numbers that depend on them; mostly the second time they agree. */
enum { ROUNDS_MOST = 5 };

/* Makes the pages, again as long as notes are numbered anew on other pages than they stand on; what
 * is said of the last ones counts. */
static void make_pages(struct job *j)
{
    struct arena *a = j->until_drawn;
    const struct page_watch watch = { step_done, lines_done, pages_done, j };
    enum page_reasons reasons = j->options->explain ? REASONS : REASONS_NONE;
    const struct stretches *numbered = NULL, *found;
    for (int round = 1;; round++) {
        struct diag *said = diag_build(a);
        j->pages = page_build(a, said, j->boxes, reasons, round == 1 ? &watch : NULL);
        found = page_stretches(a, j->pages, j->boxes);
        bool rests = !found || same_stretches(j, numbered, found);
        if (rests || round == ROUNDS_MOST) {
            diag_merge(j->diag, said);
            if (!rests)
                diag_add(j->diag, DIAG_NOTE_NUMBERS, (struct position){ 0 }, NULL);
            break;
        }
        numbered = found;
        j->boxes = box_number(a, diag_build(a), j->doc, j->styles, j->fonts, j->langs, j->images,
                              numbered);
    }
    if (found)
        page_report_stretches(j->diag, j->pages, found);
}

/* Makes what is no edition. */
static void run_task(struct job *j)
{
    bool made = job_task(j);
    next(j, STAGE_TRANSLATE, made);
    if (made)
        next(j, STAGE_WRITE, write_output(j));
}

/* Draws the sheets into a file, finishes and writes it. */
static void make_file(struct job *j)
{
    struct pdf_options how = job_pdf_options(j);
    tell_progress(j, "pdf", 0, j->page_count);
    if (job_press(j, &how))
        j->pdf = pdf_draw(j->arena, j->diag, j->sheets, j->boxes, &how);
    drop_pages(j);
    if (j->pdf)
        pdf_write(j->pdf, &j->out);
    if (!next(j, STAGE_PDF, j->pdf != NULL) || refused(j))
        return;
    tell_progress(j, "finish", j->page_count, j->page_count);
    pdf_finish(j->pdf, &j->out);
    if (next(j, STAGE_FINISH, true))
        next(j, STAGE_WRITE, write_output(j));
}

/* Tells whether a translation is to be checked, not its pages: nothing was said that concerns them.
 * Past the characters no stage up to them has an error, so what passes is not refused. */
static bool is_check_of_words(const struct handbill_options *o)
{
    return o->check && o->catalogue && !o->edition && !o->strict && !o->explain && !o->fit;
}

/* Looks for fonts that have the characters, and makes no lines. */
static void look_at_characters(struct job *j)
{
    j->shaper = text_open_shaper(j->arena, j->fonts);
    for (uint32_t i = 0; i < j->boxes->paragraph_count; i++)
        text_look(j->shaper, j->diag, j->boxes->paragraphs[i]);
}

/* Runs stage by stage.  After an error the later stages that still make sense run on, to find what
 * else is to be mended; nothing is printed into a PDF then. */
static void run(struct job *j)
{
    struct arena *a = j->arena;
    struct arena *until_drawn = j->until_drawn;
    struct diag *d = j->diag;

    bool made = read_source(j);
    if (!next(j, STAGE_READ, made))
        return;
    j->doc = doc_read(a, d, j->options->source, j->bytes, j->size);
    if (j->doc && !j->doc->open && j->edition->tags != TAGS_NONE)
        doc_check_spoken(d, j->doc, j->edition->name);
    unsigned sheet_count;
    if (j->doc && !j->doc->valid)
        job_stylesheets(j, &sheet_count);
    if (!next(j, STAGE_DOC, j->doc && j->doc->valid))
        return;
    if (j->options->task != HANDBILL_SET) {
        run_task(j);
        return;
    }
    made = (!j->options->catalogue || job_translate(j)) &&
           (!j->options->imprint || job_add_imprint(j));
    if (!next(j, STAGE_TRANSLATE, made))
        return;
    const struct stylesheet *sheets = job_stylesheets(j, &sheet_count);
    j->styles = style_build(a, d, j->doc, j->edition, job_day(j), sheets, sheet_count);
    if (!next(j, STAGE_STYLE, j->styles != NULL && !d->errors))
        return;
    made = open_fonts(j);
    if (!next(j, STAGE_FONTS, made))
        return;
    j->images = job_pictures(j);
    if (!next(j, STAGE_IMAGES, true))
        return;
    j->boxes = box_build(until_drawn, d, j->doc, j->styles, j->fonts, j->langs, j->images);
    if (!next(j, STAGE_BOX, j->boxes != NULL))
        return;
    if (is_check_of_words(j->options)) {
        look_at_characters(j);
        next(j, STAGE_LINES, true);
        return;
    }
    make_pages(j);
    j->page_count = j->pages ? j->pages->count : 0;
    job_explain(j);
    if (j->options->fit)
        job_count_fonts(j);
    if (!next(j, STAGE_PLACE, j->pages != NULL))
        return;
    j->sheets = sheet_build(until_drawn, d, j->pages, j->edition);
    if (!next(j, STAGE_SHEET, j->sheets != NULL) || (!j->dump && refused(j)))
        return;
    make_file(j);
}

/* Gives back everything but the report. */
static void drop(struct job *j)
{
    pdf_close(j->pdf);
    text_close_shaper(j->shaper);
    text_close(j->fonts);
    if (j->langs)
        lang_close(j->langs);
    drop_pages(j);
    arena_close(j->arena);
    j->pdf = NULL;
    j->shaper = NULL;
    j->fonts = NULL;
    j->langs = NULL;
    j->arena = NULL;
}

struct handbill_report *handbill_set(const struct handbill_options *o)
{
    struct whole *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    struct job *j = &w->job;
    j->options = o;
    j->arena = arena_open(&w->out_of_memory);
    j->until_drawn = arena_open(&w->out_of_memory);
    j->of_report = arena_open(&w->out_of_memory);
    if (!j->arena || !j->until_drawn || !j->of_report || setjmp(w->out_of_memory) != 0) {
        drop(j);
        arena_close(j->of_report);
        j->of_report = NULL;
        job_report_no_memory(j, &w->report);
        return &w->report;
    }
    j->diag = diag_build(j->arena);
    j->out = buffer_in(j->of_report);
    j->started = now();
    if (job_options(j))
        run(j);
    job_report(j, &w->report);
    drop(j);
    return &w->report;
}

void handbill_close(struct handbill_report *r)
{
    struct whole *w = (struct whole *)r;
    if (w)
        arena_close(w->job.of_report);
    free(w);
}
