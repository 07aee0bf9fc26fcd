/* pdf: sheets → the bytes of a file.
 *
 * libharu is the object layer (dictionaries, cross-reference, links); text is ours, glyph by glyph: fonts subset by hb-subset,
 * one code per (glyph, characters), widths, ToUnicode, ActualText. ISO 32000-1. Opens its own hb_face_t on the bytes that text lends.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "sheet/sheet.h"

struct pdf_options {
    const struct edition *edition;
    int64_t date;      /* seconds since 1970 UTC; used when has_date */
    bool has_date;     /* SOURCE_DATE_EPOCH, else the document's own date; none invented */
    const char *title; /* plain text */
};
/* The whole file in `out` (its arena). False and an error when a font cannot be embedded; jumps when there is no memory. */
bool pdf_build(struct arena *a, struct diag *d, struct buffer *out, const struct sheets *sheets, const struct boxes *boxes,
               const struct pdf_options *o);
/* The file as text: objects in number order, streams inflated. */
void pdf_dump(struct buffer *out, const char *bytes, size_t size);

#endif
