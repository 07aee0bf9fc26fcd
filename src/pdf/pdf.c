/* pdf: the way from sheets to a file, in order. */
#include "pdf/inner.h"

/* All objects into `o`; false when fonts or memory failed. */
static bool build(struct arena *a, struct diag *d, struct objects *o, const struct sheets *sheets, const struct boxes *boxes, const struct pdf_options *options)
{
    struct codes *codes = codes_build(a, sheets);
    if (!fonts_build(a, d, o, codes))
        return false;
    const struct deflated *contents = streams_build(a, sheets, codes, options->edition);
    if (!contents)
        return false;
    struct buffer catalog = buffer_in(a);
    buffer_printf(&catalog, "/Type/Catalog/Pages %u 0 R", objects_pages(o));
    pages_build(a, o, sheets, contents, codes, &catalog);
    metadata_build(a, o, boxes->doc, options, &catalog);
    objects_set(o, objects_catalog(o), &catalog);
    return true;
}

bool pdf_build(struct arena *a, struct diag *d, struct buffer *out, const struct sheets *sheets, const struct boxes *boxes, const struct pdf_options *options)
{
    struct objects *o = objects_open(a);
    if (!o)
        arena_out_of_memory(a);
    size_t errors = d->errors;
    unsigned long code = 0;
    bool made = build(a, d, o, sheets, boxes, options) && objects_save(o, out, &code);
    objects_close(o);
    if (!made && code)
        diag_add(d, DIAG_PDF_FAILED, (struct position){ 0 }, "code", arena_printf(a, "0x%lX", code), NULL);
    else if (!made && d->errors == errors)
        arena_out_of_memory(a);
    return made;
}
