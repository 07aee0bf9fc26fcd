/* pdf/writer: the stream of a sheet's pages as it is written, and what the files that write it
 * share.
 *
 *   content   pages and sheets, item by item
 *   marks     which stretch of the stream is whose content, or an artifact
 *   state     colour, ink, font
 *   runs      glyphs
 *   shapes    rectangles, pictures
 *
 * Operators that set a state are written when it changes.
 */
#ifndef PDF_WRITER_H
#define PDF_WRITER_H

#include "pdf/inner.h"

/* What a stretch of the stream is to a reader that goes by structure (ISO 32000-1, 14.7.4,
 * 14.8.2.2). */
enum marking { MARKED_NOT, MARKED_CONTENT, MARKED_ARTIFACT };

/* A rectangle that was filled, on what was filled before it. */
struct ground {
    struct rect rect;
    const struct color *color;
    int total; /* of ink, with black over it */
    const struct ground *below;
};

/* Colour, font, size and so on as the reader has them at this place of the stream. */
struct writer {
    struct buffer *out, *links, *addresses, *marks, *pictures, *heavy;
    struct arena *scratch; /* for a page's items */
    const struct codes *codes;
    const struct destinations *destinations;
    const struct edition *edition;
    const struct colors *colors;
    const struct sheet *sheet;
    const struct sheet_page *page;  /* being drawn */
    const struct placed *items;     /* of it */
    int64_t left, top;              /* of its origin, in thousandths; y upwards */
    bool in_text;                   /* between BT and ET */
    enum marking wanted, open_mark; /* what the item being drawn is, and what the stream is in */
    struct mark mark;               /* of content that is wanted or open */
    const char *artifact;           /* of an artifact that is wanted or open: its operator */
    int64_t x, y;                   /* start of the text line (Td), in thousandths */
    unsigned font, layer;           /* number of the face + 1; which of its fonts */
    int64_t size;                   /* of the font, in thousandths */
    int64_t scale, rise;            /* Tz, Ts in thousandths */
    bool invisible;                 /* Tr is 3 */
    bool overprints;                /* the colour prints over what lies below */
    bool colored;                   /* `color` has been set */
    struct color color;
    uint32_t spots;               /* bits of the inks, by their numbers, that the sheet uses */
    const struct ground *grounds; /* of the page, the last first: see keep_ground */
    /* one run */
    bool open;      /* inside [( … )]TJ, … */
    size_t opened;  /* … which begins at this byte … */
    bool moved;     /* … and has a number in it */
    double unit;    /* 1/1000 em for one sp */
    double slack;   /* how far apart the pens may be, 1/1000 em: at least what rounding leaves */
    int64_t reader; /* the reader's pen, 1/1000 em */
    struct unit *units;
    size_t unit_room;        /* of a run that is drawn backwards */
    struct unit_parts parts; /* of the unit being drawn */
};

/* ---- marks ---- */

/* Begins what every page has beside its text. */
extern const char page_artifact[];
/* What holds an item that is content: a picture, the marker of a list item or a note, text. */
struct mark mark_of(const struct placed *item);
/* Says what an item is that will be drawn; a sequence that is no longer wanted ends. */
void want_mark(struct writer *w, const struct placed *item);
/* Says that content will be drawn, of that element. */
void want_content(struct writer *w, struct mark mark);
/* Begins what is wanted, unless it is open. */
void open_mark(struct writer *w);
/* Begins a sequence of the content that is wanted, by whose number the structure finds it; actual:
 * the text that it stands for, or NULL. */
void open_content(struct writer *w, const char *tag, const char *actual, uint32_t length);
/* Ends the sequence that is open.  Sequences lie wholly inside a text object or wholly outside
 * (14.6.1): text opens its own when it is shown. */
void close_mark(struct writer *w);

/* ---- state ---- */

/* Begins or ends a text object, unless that has been done. */
void begin_text(struct writer *w);
void end_text(struct writer *w);
/* Sets a colour, in the edition's inks. */
void set_color(struct writer *w, const struct color *c);
/* Sets the colour of what prints on every plate: marks, and the slug line. */
void set_registration(struct writer *w);
/* Writes the operator of a number (thousandths) that is not what it was. */
void set_number(struct writer *w, int64_t *state, int64_t value, const char *name);
/* Sets a font of a face, and its size (thousandths of a point). */
void set_font(struct writer *w, unsigned face, unsigned layer, int64_t size);
/* Keeps a ground that, with black over it, is more ink than the paper takes, and what covers some
 * of it later, for what black prints over. */
void keep_ground(struct writer *w, const struct rect *rect, const struct color *c);
/* Gives the ground below a rectangle on which black would be too much ink, or NULL. */
const struct ground *heavy_ground(const struct writer *w, struct rect r);
/* Records the ground on which black is printed there, if both are too much ink. */
void print_over(struct writer *w, struct rect r);

/* ---- runs ---- */

/* Draws a run of glyphs. */
void draw_run(struct writer *w, const struct placed *item);
/* Ends a line whose last run is that one: the space at its end is not set, but words are parted by
 * it (14.8.2.5), so that a glyph without ink says it. */
void end_line(struct writer *w, const struct placed *last);

/* ---- shapes ---- */

/* Writes the numbers of a rectangle whose page begins at left, top (thousandths). */
void write_rect(struct writer *w, int64_t left, int64_t top, struct rect r);
/* Finds where a rectangle of the page stands on its sheet: left, bottom, right, top, in thousandths
 * of a point. */
void corners_of(const struct writer *w, struct rect r, int32_t corner[4]);
void draw_rect(struct writer *w, const struct placed *item);
void draw_picture(struct writer *w, const struct placed *item);

#endif
