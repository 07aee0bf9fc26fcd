/* pdf: the way from sheets to a file, in order.
 *
 *   pdf_draw    sheets ─► font programs, content streams, records of links and destinations
 *               boxes, lines and pages are all there
 *   pdf_write   these ─► objects ─► bytes
 *               only the document is
 *
 * All that is made on the way is in an arena of its own with a setjmp of its own: when memory runs
 * out, what libharu, HarfBuzz and the threads hold is given back here before the caller hears of
 * it.
 */
#include "base/file.h"
#include "pdf/inner.h"

#include <stdio.h>

struct pdf {
    jmp_buf oom;
    struct arena *caller, *arena;
    struct pdf_options options;
    const struct doc *doc;
    enum direction direction;
    const struct noted *notes; /* where they are read */
    uint32_t note_count;
    struct objects *objects;
    struct fonts_made *fonts;
    struct workers *workers;
    struct codes *codes; /* which font is whose; their texts are lent from paragraphs */
    const struct destinations *destinations;
    struct drawn_file drawn;
    enum duplex duplex;
    struct pictures *pictures;
    struct inks *inks;
    struct colors colors;
    struct written written;
    struct landmarks marks;
    const struct face *refused; /* it cannot be embedded */
};

/* Gives back all but what is written. */
static void close_making(struct pdf *p)
{
    fonts_close(p->fonts);
    objects_close(p->objects);
    pictures_close(p->pictures);
    inks_close(p->inks);
    workers_close(p->workers);
    arena_close(p->arena);
    p->fonts = NULL;
    p->objects = NULL;
    p->inks = NULL;
    p->pictures = NULL;
    p->workers = NULL;
    p->arena = NULL;
}

void pdf_close(struct pdf *p)
{
    if (!p)
        return;
    close_making(p);
    if (p->written.file)
        fclose(p->written.file);
    p->written.file = NULL;
}

/* Makes all but objects, or finds the face that is refused. */
static void draw(struct pdf *p, const struct sheets *sheets)
{
    struct arena *a = p->arena;
    p->workers = workers_open(a);
    p->codes = codes_build(a, sheets, p->options.edition->tags);
    p->fonts = fonts_open(a, p->codes);
    if (!fonts_build(p->fonts, p->workers, &p->refused))
        return;
    p->destinations = destinations_build(a, sheets);
    p->drawn = streams_build(a, p->workers, sheets, p->codes, p->destinations, p->options.edition,
                             &p->colors);
    p->duplex = sheets->duplex;
    pictures_build(a, p->workers, p->drawn.pages, p->drawn.page_count, &p->colors, &p->pictures);
}

/* What of the notes outlives their boxes. */
static void keep_notes(struct pdf *p, const struct boxes *boxes)
{
    struct noted *kept = arena_array(p->arena, struct noted, boxes->note_count + (size_t)1);
    for (uint32_t i = 0; i < boxes->note_count; i++)
        kept[i] = (struct noted){ boxes->notes[i].node, boxes->notes[i].first_call };
    p->notes = kept;
    p->note_count = boxes->note_count;
}

/* Tell of the fonts that the file carries whole; false when there is no memory. */
static bool tell_whole(struct diag *d, const struct codes *codes)
{
    for (unsigned i = 0; i < codes->face_count; i++) {
        const struct face *face = codes->faces[i].face;
        if (face && face->whole &&
            !diag_try(d, DIAG_FONT_WHOLE, (struct position){ 0 }, "family", face->family, NULL))
            return false;
    }
    return true;
}

/* ---- ink ---- */
static void report_ink(struct pdf *p, struct diag *d, enum diag_code code, struct position at,
                       int total)
{
    char sum[16], most[16];
    snprintf(sum, sizeof sum, "%d", (total + 5) / 10);
    snprintf(most, sizeof most, "%d", p->options.press.ink_percent);
    if (!diag_try(d, code, at, "total", sum, "most", most, NULL))
        arena_out_of_memory(p->arena);
}

/* Reports what takes more ink than the paper does, colours and pictures. */
static void report_heavy(struct pdf *p, struct diag *d)
{
    static const enum diag_code codes[] = { [HEAVY_COLOR] = DIAG_INK_TOTAL,
                                            [HEAVY_GROUND] = DIAG_INK_OVER,
                                            [HEAVY_PICTURE] = DIAG_INK_PICTURE };
    for (uint32_t i = 0; i < p->drawn.page_count; i++)
        for (uint32_t k = 0; k < p->drawn.pages[i].heavy_count; k++) {
            const struct heavy *heavy = &p->drawn.pages[i].heavy[k];
            report_ink(p, d, codes[heavy->kind], heavy->at, heavy->total);
        }
    for (uint32_t i = 0; i < pictures_count(p->pictures); i++) {
        const struct node *node;
        int total = pictures_ink(p->pictures, i, &node);
        if (p->colors.ink_most && total > p->colors.ink_most + INK_ROUNDED)
            report_ink(p, d, DIAG_INK_PICTURE, node_at(node), total);
    }
}

/* Reports pictures whose profile LittleCMS cannot use. */
static void report_profiles(struct pdf *p, struct diag *d)
{
    const struct node *node;
    const struct image *image;
    for (uint32_t from = 0; (image = pictures_refused(p->pictures, &from, &node));)
        if (!diag_try(d, DIAG_PICTURE_PROFILE, node_at(node), "file", image->path, NULL))
            arena_out_of_memory(p->arena);
}

/* Reports a press's profile that cannot be used. */
static void report_press(struct pdf *p, struct diag *d, enum inks_end end)
{
    static const enum diag_code codes[] = { [INKS_NO_LIBRARY] = DIAG_INKS_MISSING,
                                            [INKS_BROKEN] = DIAG_PROFILE_BROKEN,
                                            [INKS_OTHER] = DIAG_PROFILE_OTHER,
                                            [INKS_NEW] = DIAG_PROFILE_NEW };
    if (!diag_try(d, codes[end], (struct position){ 0 }, "edition", p->options.edition->name,
                  "file", p->options.press.file, NULL))
        arena_out_of_memory(p->arena);
}

/* Makes what converts colours; false, and an error, when the press's profile cannot be used. */
static bool open_colors(struct pdf *p, struct diag *d)
{
    const struct edition *edition = p->options.edition;
    p->colors.target = edition->color;
    if (!style_is_for_press(edition))
        return true;
    enum inks_end end = inks_open(p->arena, &p->options.press, &p->inks);
    if (end == INKS_MADE && edition->claim == CLAIM_X1A && p->options.press.profile[8] > 2)
        end = INKS_NEW;
    p->colors.inks = p->inks;
    p->colors.ink_most = p->options.press.ink_percent * (INK_PLATE / 100);
    if (end != INKS_MADE)
        report_press(p, d, end);
    return end == INKS_MADE;
}

struct pdf *pdf_draw(struct arena *a, struct diag *d, const struct sheets *sheets,
                     const struct boxes *boxes, const struct pdf_options *options)
{
    struct pdf *p = arena_new(a, struct pdf);
    p->caller = a;
    p->options = *options;
    p->doc = boxes->doc;
    p->direction = boxes->root && boxes->root->style->rtl ? DIRECTION_R2L : DIRECTION_L2R;
    p->arena = arena_open(&p->oom);
    if (!p->arena || setjmp(p->oom)) {
        pdf_close(p);
        arena_out_of_memory(a);
    }
    if (!open_colors(p, d)) {
        pdf_close(p);
        return NULL;
    }
    keep_notes(p, boxes);
    draw(p, sheets);
    if (!tell_whole(d, p->codes))
        arena_out_of_memory(p->arena);
    if (inks_are_spoilt(p->inks))
        report_press(p, d, INKS_BROKEN);
    if (!p->refused) {
        report_heavy(p, d);
        report_profiles(p, d);
        return p;
    }
    pdf_close(p);
    diag_add(d, DIAG_FONT_NOT_EMBEDDED, (struct position){ 0 }, "family", p->refused->family,
             "file", p->refused->file, NULL);
    return NULL;
}

/* Makes the objects and the whole file in `out`.  libharu is given nothing that it could refuse:
 * what fails there is memory. */
static void make(struct pdf *p)
{
    struct arena *a = p->arena;
    const struct edition *edition = p->options.edition;
    enum tagging tags = edition->tags;
    static const enum pdf_version versions[] = { [CLAIM_NONE] = PDF_1_7,
                                                 [CLAIM_UA_AND_A] = PDF_1_7,
                                                 [CLAIM_X] = PDF_1_6,
                                                 [CLAIM_X_AND_A] = PDF_1_6,
                                                 [CLAIM_X1A] = PDF_1_4 };
    struct objects *o = objects_open(a, versions[edition->claim]);
    p->objects = o;
    fonts_add(p->fonts, o);
    pictures_add(p->pictures, o);
    struct buffer catalog = buffer_in(a), names = buffer_in(a);
    buffer_printf(&catalog, "/Type/Catalog/Pages %u 0 R", objects_pages(o));
    const struct page_tree *pages = pages_build(a, o, &p->drawn, p->destinations, p->codes,
                                                p->pictures, &p->options, &names, &catalog);
    p->marks = (struct landmarks){ pages_number(pages, 0), p->drawn.sheet_count, 0 };
    p->marks.outlines = outline_build(a, o, p->doc, p->destinations, pages, &catalog);
    const struct handling handling = { p->direction, p->duplex };
    metadata_build(a, o, p->doc, &p->options, handling, &p->drawn, &catalog);
    if (tags == TAGS_UA) {
        structure_build(a, o, p->doc, p->notes, p->note_count, p->drawn.sheets,
                        p->drawn.sheet_count, pages, &catalog);
        profile_build(a, o, &catalog);
        attachment_build(a, o, &p->options, &names, &catalog);
    }
    if (style_is_for_press(edition))
        profile_build_press(o, &p->options, &catalog);
    if (names.size)
        buffer_printf(&catalog, "/Names<<%s>>", buffer_text(&names));
    objects_set(o, objects_catalog(o), &catalog);
    if (!objects_save(o, BESIDE_FROM, &p->written))
        arena_out_of_memory(a);
}

/* Gives back all but what is written, and lends that; of a file beside memory what is looked at is
 * read. */
static void take_written(struct pdf *p, struct buffer *out)
{
    close_making(p);
    *out = p->written.bytes;
    FILE *f = p->written.file;
    p->written.file = NULL;
    if (f && !file_take_nameless(f, out))
        arena_out_of_memory(p->caller);
}

void pdf_write(struct pdf *p, struct buffer *out)
{
    if (setjmp(p->oom)) {
        pdf_close(p);
        arena_out_of_memory(p->caller);
    }
    p->written.bytes = *out;
    make(p);
    take_written(p, out);
}

void pdf_finish(struct pdf *p, struct buffer *out)
{
    if (p->options.edition->finish == FINISH_NONE)
        return;
    p->arena = arena_open(&p->oom);
    if (!p->arena || setjmp(p->oom)) {
        pdf_close(p);
        arena_out_of_memory(p->caller);
    }
    p->workers = workers_open(p->arena);
    p->written.bytes = buffer_in(out->arena);
    finish_file(p->arena, p->workers, out, p->marks, BESIDE_FROM, &p->written);
    take_written(p, out);
}
