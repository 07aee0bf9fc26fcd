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
#include "pdf/inner.h"

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
    size_t picture_bytes;       /* how much of the file they take */
    const struct face *refused; /* it cannot be embedded */
};

void pdf_close(struct pdf *p)
{
    if (!p)
        return;
    fonts_close(p->fonts);
    objects_close(p->objects);
    inks_close(p->inks);
    workers_close(p->workers);
    arena_close(p->arena);
    p->fonts = NULL;
    p->objects = NULL;
    p->inks = NULL;
    p->workers = NULL;
    p->arena = NULL;
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
    p->pictures = pictures_build(a, p->workers, p->drawn.pages, p->drawn.page_count, &p->colors);
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

/* Makes what converts colours; false, and an error, when the press's profile cannot be used. */
static bool open_colors(struct pdf *p, struct diag *d)
{
    static const enum diag_code codes[] = { [INKS_NO_LIBRARY] = DIAG_INKS_MISSING,
                                            [INKS_BROKEN] = DIAG_PROFILE_BROKEN,
                                            [INKS_OTHER] = DIAG_PROFILE_OTHER };
    const struct edition *edition = p->options.edition;
    p->colors.target = edition->color;
    if (edition->claim != CLAIM_X)
        return true;
    enum inks_end end = inks_open(p->arena, &p->options.press, &p->inks);
    p->colors.inks = p->inks;
    if (end != INKS_MADE && !diag_try(d, codes[end], (struct position){ 0 }, "edition",
                                      edition->name, "file", p->options.press.file, NULL))
        arena_out_of_memory(p->arena);
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
    if (!p->refused)
        return p;
    pdf_close(p);
    diag_add(d, DIAG_FONT_NOT_EMBEDDED, (struct position){ 0 }, "family", p->refused->family,
             "file", p->refused->file, NULL);
    return NULL;
}

/* Makes the objects and the whole file in `out`.  libharu is given nothing that it could refuse:
 * what fails there is memory. */
static void make(struct pdf *p, struct buffer *out)
{
    struct arena *a = p->arena;
    const struct edition *edition = p->options.edition;
    enum tagging tags = edition->tags;
    struct objects *o = objects_open(a, edition->claim == CLAIM_X ? PDF_1_6 : PDF_1_7);
    p->objects = o;
    fonts_add(p->fonts, o);
    pictures_add(p->pictures, o);
    struct buffer catalog = buffer_in(a), names = buffer_in(a);
    buffer_printf(&catalog, "/Type/Catalog/Pages %u 0 R", objects_pages(o));
    const struct page_tree *pages =
        pages_build(a, o, &p->drawn, p->destinations, p->codes, p->pictures, edition->color, tags,
                    &names, &catalog);
    outline_build(a, o, p->doc, p->destinations, pages, &catalog);
    const struct handling handling = { p->direction, p->duplex };
    metadata_build(a, o, p->doc, &p->options, handling, &p->drawn, &catalog);
    if (tags == TAGS_UA) {
        structure_build(a, o, p->doc, p->notes, p->note_count, p->drawn.sheets,
                        p->drawn.sheet_count, pages, &catalog);
        profile_build(a, o, &catalog);
        attachment_build(a, o, &p->options, &names, &catalog);
    }
    if (edition->claim == CLAIM_X)
        profile_build_press(a, o, &p->options.press, &catalog);
    if (names.size)
        buffer_printf(&catalog, "/Names<<%s>>", buffer_text(&names));
    objects_set(o, objects_catalog(o), &catalog);
    if (!objects_save(o, out))
        arena_out_of_memory(a);
}

void pdf_write(struct pdf *p, struct buffer *out)
{
    if (setjmp(p->oom)) {
        pdf_close(p);
        arena_out_of_memory(p->caller);
    }
    make(p, out);
    pdf_close(p);
}
