/* job/dumps: what --dump can print. */
#include "job/inner.h"

#include <string.h>

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
    j->out = buffer_in(j->of_report);
    pdf_dump(&j->out, file.bytes, file.size);
}

static const struct dump dumps[] = {
    { "doc", STAGE_TRANSLATE, dump_doc }, { "style", STAGE_STYLE, dump_style },
    { "text", STAGE_BOX, dump_text },     { "box", STAGE_BOX, dump_box },
    { "line", STAGE_PLACE, dump_line },   { "page", STAGE_PLACE, dump_page },
    { "sheet", STAGE_SHEET, dump_sheet }, { "pdf", STAGE_PDF, dump_pdf },
    { NULL, STAGE_COUNT, NULL },
};

void job_find_dump(struct job *j)
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
    diag_add(j->diag, DIAG_STAGE_UNKNOWN, (struct position){ 0 }, "stage", name, "known",
             buffer_text(&known), NULL);
}
