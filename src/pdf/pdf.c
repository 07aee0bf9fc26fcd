/* pdf: the way from sheets to a file, in order.
 *
 * All that is made on the way is in an arena of its own with a door of its own: when memory runs out, what libharu, HarfBuzz and the threads
 * hold is given back here before the caller hears of it.
 */
#include "pdf/inner.h"

struct making {
    jmp_buf oom;
    struct arena *arena, *scratch;
    struct objects *objects;
    struct fonts_made *fonts;
    struct work *work;
    const struct face *refused; /* it cannot be embedded */
    bool no_memory;
};

static void close_all(struct making *m)
{
    fonts_close(m->fonts);
    objects_close(m->objects);
    work_close(m->work);
    arena_close(m->scratch);
    arena_close(m->arena);
}

/* The whole file in `out`, or the face that is refused in `m`.  libharu is given nothing that it could refuse: what fails there is memory. */
static void make(struct making *m, struct buffer *out, const struct sheets *sheets, const struct boxes *boxes, const struct pdf_options *options)
{
    struct arena *a = m->arena;
    m->work = work_open(a);
    m->objects = objects_open(a);
    if (!m->objects)
        arena_out_of_memory(a);
    struct objects *o = m->objects;
    struct codes *codes = codes_build(a, m->scratch, sheets);
    m->fonts = fonts_open(a, codes);
    if (!fonts_build(m->fonts, m->work, o, &m->refused))
        return;
    const struct destinations *destinations = destinations_build(a, sheets);
    const struct drawn_sheet *drawn = streams_build(a, m->work, sheets, codes, destinations, options->edition);
    struct buffer catalog = buffer_in(a);
    buffer_printf(&catalog, "/Type/Catalog/Pages %u 0 R", objects_pages(o));
    pages_build(a, o, drawn, sheets->count, destinations, codes, &catalog);
    metadata_build(a, o, boxes->doc, options, &catalog);
    objects_set(o, objects_catalog(o), &catalog);
    if (!objects_save(o, out))
        arena_out_of_memory(a);
}

bool pdf_build(struct arena *a, struct diag *d, struct buffer *out, const struct sheets *sheets, const struct boxes *boxes,
               const struct pdf_options *options)
{
    struct making *m = arena_new(a, struct making);
    m->arena = arena_open(&m->oom);
    m->scratch = arena_open(&m->oom);
    m->no_memory = true;
    if (m->arena && m->scratch && setjmp(m->oom) == 0) {
        make(m, out, sheets, boxes, options);
        m->no_memory = false;
    }
    close_all(m);
    if (m->no_memory)
        arena_out_of_memory(a);
    if (m->refused)
        diag_add(d, DIAG_FONT_NOT_EMBEDDED, (struct position){ 0 }, "family", m->refused->family, "file", m->refused->file, NULL);
    return !m->refused;
}
