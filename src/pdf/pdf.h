/* pdf: sheets → the bytes of a file.
 *
 * libharu is the object layer (dictionaries, cross-reference, links); text is ours, glyph by glyph:
 * fonts subset by hb-subset, one code per (glyph, characters), widths, ToUnicode, ActualText.
 * ISO 32000-1. Opens its own hb_face_t on the bytes that text lends.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "sheet/sheet.h"

/* A file that goes into the one that is made. */
struct attachment {
    const char *name; /* without folders; NULL: there is none */
    const char *bytes;
    size_t size;
};
/* The press that a file is made for; all lent. */
struct press {
    const char *file; /* of the profile, for messages */
    const char *profile;
    size_t size;
    const char *condition; /* the name of what it prints on, */
    const char *info;      /* what that is, in words */
    bool registered;       /* in the registry of the International Color Consortium, if it is */
    int ink_percent;       /* of all plates together, that the paper takes */
};
/* What a file says beside what is on its pages. */
struct pdf_options {
    const struct edition *edition;
    int64_t date;  /* seconds since 1970 UTC; used when has_date */
    bool has_date; /* SOURCE_DATE_EPOCH, else the document's own, else a press's source's change */
    const char *title;            /* plain text; NULL: none */
    struct press press;           /* of an edition that claims PDF/X */
    const struct spot_ink *spots; /* that the sheets name */
    struct attachment source;     /* the document's, of an edition with tags alone; lent */
};
/* A file in the making: yours from pdf_draw on, closed by pdf_close whatever happens.
 *
 *   struct pdf *p = pdf_draw(arena, diag, sheets, boxes, &options);
 *   … boxes, pages and sheets may be given back …
 *   if (p)
 *       pdf_write(p, &out), pdf_finish(p, &out);
 *   pdf_close(p);
 */
struct pdf;
/* Does all that boxes, pages and sheets are needed for; the document, fonts and styles are lent
 * until the end. NULL and an error when a font cannot be embedded, or the press's profile not be
 * used; jumps when there is no
 * memory. */
struct pdf *pdf_draw(struct arena *a, struct diag *d, const struct sheets *sheets,
                     const struct boxes *boxes, const struct pdf_options *o);
/* Writes the whole file into `out` (its arena), once; jumps when there is no memory. */
void pdf_write(struct pdf *p, struct buffer *out);
/* Makes of a written file in `out` the edition's own: small, its first page first; jumps when there
 * is no memory. */
void pdf_finish(struct pdf *p, struct buffer *out);
/* Gives back what the file in the making holds; NULL is fine, and so is twice, as long as the arena
 * is there. */
void pdf_close(struct pdf *p);
/* Prints a file as text: objects in number order, streams inflated. */
void pdf_dump(struct buffer *out, const char *bytes, size_t size);

#endif
