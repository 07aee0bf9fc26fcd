/* pdf, inside: what its files hand to one another.
 *
 *   pdf_draw    sheets ─codes─► entries per face ─fonts─► subset programs, codes
 *                      ─content─► a stream and links for each sheet
 *               ───── here boxes, pages and sheets may go ─────
 *   pdf_write   fonts, pages, metadata ─► objects ─objects─► bytes
 *
 * codes.c         every (glyph, characters) pair of the document, once
 * cff.c           the CIDs of a CID-keyed font program
 * fonts.c         font programs and their dictionaries
 * destinations.c  where elements stand
 * content.c       one sheet's drawing and links (writer.h: marks, state, runs, shapes)
 * streams.c       all sheets
 * links.c         areas of links that can be hit
 * objects.c       verbatim objects on libharu's cross-reference table
 * color.c         a colour as the edition has it; inks.c: LittleCMS: for a press
 * pictures.c      images: as they are, or their pixels converted
 * artwork.c       images that are paths
 * pages.c         page tree, annotations, name tree
 * trees.c         name trees and number trees
 * outline.c       the title and names beside the pages
 * elements.c      what is read, and in which order: a tree of elements
 * structure.c     the tree's objects, and the ways back to them
 * metadata.c      Info, XMP
 * attachment.c    the source inside the file
 * profile.c       what the screen's colours are
 * write.c         numbers and strings; workers.c: two threads
 * finish.c        smaller, the first page first (finish.h)
 * dump.c          a file as text
 */
#ifndef PDF_INNER_H
#define PDF_INNER_H

#include "pdf/pdf.h"

#include <stdio.h>

/* Which way the document's pages follow each other. */
enum direction { DIRECTION_L2R, DIRECTION_R2L };
/* How its sheets are read, and printed. */
struct handling {
    enum direction direction;
    enum duplex duplex;
};

/* ---- numbers (write.c) ---- */
/* Writes the shortest decimal of thousandths: no trailing zeros, no leading zero. */
void write_milli(struct buffer *b, int64_t milli);
/* Rounds a length to thousandths of a point. */
static inline int64_t milli_of(sp length) { return sp_muldiv(length, 1000, SP_PT); }
/* Writes a text string (ISO 32000-1, 7.9.2.2): ASCII as a literal, anything else as UTF-16BE in
 * hex; of more than 16,000 bytes the beginning, and an ellipsis. */
void write_text_string(struct buffer *b, const char *utf8, size_t n);
/* Writes seconds since 1970 as a date (ISO 32000-1, 7.9.4). */
void write_date(struct buffer *b, int64_t seconds);
/* Writes bytes as a literal string with the escapes that it needs. */
void write_bytes_string(struct buffer *b, const char *bytes, size_t n);
/* Writes a name with its slash (ISO 32000-1, 7.3.5). */
void write_name(struct buffer *b, const char *name);
/* Writes n bytes of UTF-8 as UTF-16BE in hex digits. */
void write_utf16_hex(struct buffer *b, const char *utf8, size_t n);

/* Appends a byte to a buffer that mostly has room. */
static inline void put(struct buffer *b, char c)
{
    if (b->size < b->room)
        b->bytes[b->size++] = c;
    else
        buffer_add_char(b, c);
}

/* ---- two threads (workers.c) ---- */
struct workers;
struct worker; /* one thread's arena and compressor */
/* Bytes in zlib's format. */
struct deflated {
    const char *bytes;
    size_t size;
};
typedef void task(struct worker *h, void *context, uint32_t i);
/* Makes the workers; their threads start with the work. */
struct workers *workers_open(struct arena *a);
/* Gives back all that the workers made; NULL is fine. */
void workers_close(struct workers *w);
/* Does the task for each i below `count`, on two threads when count is `parallel_from` or more, on
 * one where the system gives no second. False when there is no memory. */
bool workers_do(struct workers *w, uint32_t count, uint32_t parallel_from, task *t, void *context);
/* Lends the arena of what the worker makes, which lives as long as the workers. */
struct arena *worker_arena(struct worker *h);
/* Lends an arena that each task leaves as it finds it. */
struct arena *worker_scratch(struct worker *h);
/* What a worker's buffers are used for. */
enum worker_use {
    WORKER_RAW,
    WORKER_LINKS,
    WORKER_ADDRESSES,
    WORKER_MARKS,
    WORKER_PICTURES,
    WORKER_HEAVY,
    WORKER_BUFFERS
};
/* Lends an empty buffer; the same one each time for the same use. */
struct buffer *worker_buffer(struct worker *h, enum worker_use use);
/* Deflates bytes into the worker's arena; jumps to the worker when there is no memory. */
struct deflated worker_deflate(struct worker *h, const void *bytes, size_t size);

/* ---- objects (objects.c) ---- */
struct objects;
/* Opens an empty file; jumps when libharu has no memory.  Failures after that are noted, and
 * objects_save returns false. */
enum pdf_version { PDF_1_4, PDF_1_6, PDF_1_7 };
struct objects *objects_open(struct arena *a, enum pdf_version version);
/* Gives back what libharu holds; NULL is fine. */
void objects_close(struct objects *o);
/* Adds a dictionary, whose entries come with objects_set; returns its number. */
uint32_t objects_add(struct objects *o);
/* Sets a dictionary's entries as they shall stand between << and >>; copied. */
void objects_set(struct objects *o, uint32_t number, const struct buffer *entries);
/* What a stream's data are. */
enum stream_format { STREAM_PLAIN, STREAM_DEFLATED };
/* Adds a stream with entries beside /Length and /Filter and returns its number; `data` stand as
 * they are, and are lent. */
uint32_t objects_add_stream(struct objects *o, const char *entries, const void *data, size_t size,
                            enum stream_format format);
/* Puts the kth dictionary's entries into `to`; `spare` is empty, for what is put together first.
 * Both are in an arena that lives as long as a call; each call gives the same, however often and in
 * whatever order it comes. */
typedef void make_entries(struct buffer *to, struct buffer *spare, const void *context, uint32_t k);
/* Adds `count` dictionaries with numbers side by side, whose entries are made as they are written;
 * returns the first number, 0 when there are none. */
uint32_t objects_add_series(struct objects *o, uint32_t count, make_entries *make,
                            const void *context);
/* Writes the MD5 digest of bytes as hex digits and a NUL. */
enum { OBJECTS_DIGEST = 32 };
void objects_digest(const char *bytes, size_t size, char hex[OBJECTS_DIGEST + 1]);
/* The numbers of the three objects that libharu makes itself. */
uint32_t objects_catalog(const struct objects *o);
uint32_t objects_info(const struct objects *o);
uint32_t objects_pages(const struct objects *o);
/* A file as it is written: in memory, or a large one in a nameless file, so that it does not stand
 * beside all that it is made of. */
struct written {
    struct buffer bytes; /* with room for a NUL behind them */
    FILE *file;          /* NULL: it is in memory */
};
/* Files of so many bytes are made beside memory. */
enum { BESIDE_FROM = 8 << 20 };
/* Writes the whole file; its identifier is a hash of what stands before it.  False when libharu
 * failed, which means that there is no memory. */
bool objects_save(struct objects *o, size_t beside_from, struct written *w);
/* How many objects there are. */
uint32_t objects_count(const struct objects *o);

/* ---- codes (codes.c) ---- */
/* A CFF program has one code for a glyph, so that a glyph of several meanings needs several fonts,
 * alike but for ToUnicode. */
enum { LAYERS_MOST = 8 };
/* One glyph of a face standing for one string of characters. */
struct code_entry {
    uint32_t glyph;
    uint16_t code;    /* given by fonts */
    uint8_t layer;    /* which of the face's fonts its code is of */
    uint16_t length;  /* of the characters, bytes */
    bool coded;       /* false: its code is of other characters, and ActualText says its own */
    uint32_t next;    /* next entry of the same glyph + 1; 0: none */
    const char *text; /* UTF-8, lent from the paragraph */
    uint32_t doubles; /* on a glyph's first entry: how many follow */
    uint32_t uses;    /* how often it is drawn */
    int32_t width;    /* 1/1000 em, as W says */
};
/* What the glyphs of one face stand for. */
struct face_codes {
    const struct face *face; /* NULL: never used */
    uint32_t *first;         /* by glyph: entry + 1; 0: unused */
    struct code_entry *entries;
    uint32_t count;
    size_t room;
    uint32_t fonts[LAYERS_MOST]; /* its Type0 dictionaries, by layer; 0: none */
};
/* The same of all faces, by their numbers. */
struct codes {
    struct face_codes *faces;
    unsigned face_count;
    size_t room;
};

/* A least piece of text that stands in one-to-one relation: `count` glyphs of a run of a line for
 * the source characters `text`. */
struct unit {
    uint32_t first, count; /* glyphs of the line_run, logical order */
    uint32_t drawn;        /* those of them that are not blank */
    const char *text;
    uint32_t length;
};
#define SOFT_HYPHEN "\xC2\xAD"
/* A middle dot that is not set, and the hyphen. */
#define DOT_HYPHEN "\xC2\xB7\xC2\xAD"
#define WORD_JOINER "\xE2\x81\xA0"
/* Finds any unit that starts at glyph `at` of the run. */
struct unit codes_long_unit(const struct line *line, const struct line_run *run, uint32_t at);
/* Finds the unit that starts at glyph `at` of the run: mostly one glyph, and behind it another one
 * of the same line's text. */
static inline struct unit codes_unit(const struct line *line, const struct line_run *run,
                                     uint32_t at)
{
    const struct glyph *g = &run->glyphs[at];
    const struct paragraph *p = line->paragraph;
    if (p->was || at + 1 >= run->count || g[1].cluster <= g->cluster || g[1].cluster >= line->end ||
        line_repeats(line, g) || ((g->flags | g[1].flags) & GLYPH_BLANK))
        return codes_long_unit(line, run, at);
    return (struct unit){ at, 1, 1, p->text + g->cluster, g[1].cluster - g->cluster };
}
/* One glyph's part of a unit, for readers that know ActualText and those that do not:
 *
 *      n ~ of "n~": n, ~        ffi: "ffi"        the last glyph says all that is left
 *      lam-alef: lam, and alef by a blank         a pair drawn right to left: readers turn words by
 *                                                 characters, and would turn a code's too
 *
 * A glyph beyond the characters says WORD JOINER, which hurts least where ActualText is not
 * read. */
struct unit_part {
    uint32_t at; /* in the line_run; PART_BLANK: the face's blank glyph is drawn */
    uint32_t glyph;
    const char *text;
    uint32_t length; /* bytes */
    bool beyond;     /* says nothing of the unit */
};
#define PART_BLANK UINT32_MAX
/* Tells whether one glyph stands for all of the characters, as mostly. */
static inline bool unit_is_plain(const struct line_run *run, const struct unit *u)
{
    return u->count == 1 && u->length && !(run->run->level & 1);
}
struct unit_parts {
    struct unit_part *items;
    uint32_t count;
    size_t room;
};
/* Which way the pen goes.  A right-to-left run is drawn from its last glyph on where readers go by
 * places, and turn words themselves; from its first glyph on, each to the left of the one before,
 * where they go by sequences (ISO 32000-1, 14.8.2.3). */
enum way { WAY_RIGHT, WAY_LEFT };
/* By what a run is read: artifacts and untagged text by places, tagged text by sequences. */
enum reading { READ_BY_PLACE, READ_BY_SEQUENCE };
/* Tells which way a run's pen goes. */
static inline enum way codes_way(const struct line_run *run, enum reading reading)
{
    return run->run->level & 1 && reading == READ_BY_SEQUENCE ? WAY_LEFT : WAY_RIGHT;
}
/* Tells whether glyph `at` of the run stands a quarter of the em before the next on its line, and
 * no space parts their characters: an ideograph and a letter. */
bool codes_is_apart(const struct line *line, const struct line_run *run, uint32_t at);
/* Splits a unit into its parts, in logical order; `parts` is used again and again. */
void codes_split(struct arena *a, const struct line_run *run, const struct unit *u, enum way way,
                 struct unit_parts *parts);
/* Tells whether the entry stands for these very characters. */
static inline bool entry_says(const struct code_entry *e, const char *text, uint32_t length)
{
    if (e->length != length)
        return false;
    for (uint32_t i = 0; i < length; i++)
        if (e->text[i] != text[i])
            return false;
    return true;
}
/* Finds the glyph's entry: of these very characters if there is one, else its first, else NULL. */
static inline const struct code_entry *codes_find(const struct face_codes *f, uint32_t glyph,
                                                  const char *text, uint32_t length)
{
    if (!f->first || glyph >= f->face->glyph_count || !f->first[glyph])
        return NULL;
    const struct code_entry *first = &f->entries[f->first[glyph] - 1];
    for (const struct code_entry *e = first;; e = &f->entries[e->next - 1]) {
        if (entry_says(e, text, length))
            return e;
        if (!e->next)
            return first;
    }
}
/* Tells whether a space ends the line, so that what stands on the next one is another word. */
bool codes_parts_words(const struct line *line);
/* Gathers all pairs on all sheets; tagged, every face at a line's end has one for the space
 * there. */
struct codes *codes_build(struct arena *a, const struct sheets *sheets, enum tagging tags);

/* ---- fonts (cff.c, fonts.c) ---- */
/* Finds the CID of each glyph of a bare CFF program, or NULL when it is not CID-keyed; *good
 * becomes false when the program is broken. */
const uint16_t *cff_cids(struct arena *a, const uint8_t *cff, size_t size, uint32_t glyph_count,
                         bool *good);
/* What is made of every face: while it is being made it holds HarfBuzz's objects, so it is closed
 * whatever happens. */
struct fonts_made;
/* Opens what will be made of the faces that the codes are of. */
struct fonts_made *fonts_open(struct arena *a, struct codes *codes);
/* Gives back what HarfBuzz holds; NULL is fine, and so is twice. */
void fonts_close(struct fonts_made *f);
/* Subsets every used face, gives each entry its code and width. False, and *refused, when a face
 * cannot be embedded; jumps when there is no memory. */
bool fonts_build(struct fonts_made *f, struct workers *w, const struct face **refused);
/* Adds the font objects, from what fonts_build made: paragraphs and lines are not asked again. */
void fonts_add(struct fonts_made *f, struct objects *o);

/* ---- inks (inks.c) ---- */
/* Converts colours for a press. */
struct inks;
enum inks_end {
    INKS_MADE,
    INKS_NO_LIBRARY,
    INKS_BROKEN, /* the profile is none that can be read */
    INKS_OTHER,  /* it is not a press's of four inks */
    INKS_NEW     /* it is of a later ICC version than the file may have */
};
/* Makes what converts into the inks of a press, whose head is read; closed whatever comes of it. */
enum inks_end inks_open(struct arena *a, const struct press *press, struct inks **made);
/* Makes what converts pixels of a profile (NULL: sRGB), no other colours; closed whatever comes of
 * it. False when the profile cannot be used. */
bool inks_open_pixels(struct arena *a, const struct inks *k, const uint8_t *profile, size_t size,
                      struct inks **made);
/* Gives back what the library holds; NULL is fine, and so is twice. */
void inks_close(struct inks *k);
/* Converts a colour: components from 0 to 65535; false where the profile is spoilt behind its
 * head. */
bool inks_of_color(struct inks *k, const uint16_t rgb[3], uint16_t cmyk[4]);
/* Tells whether a colour could not be converted; of NULL it is false. */
bool inks_are_spoilt(const struct inks *k);
/* Converts a row of pixels. */
void inks_of_row(const struct inks *k, const uint8_t *rgb, uint8_t *cmyk, uint32_t pixels);

/* ---- colour (color.c) ---- */
/* What colours are converted to. */
struct colors {
    enum color_target target;
    struct inks *inks; /* of a press; NULL: by formula */
    int ink_most;      /* that the paper takes, as color_ink says it; 0: nobody asks */
};
/* Tells whether a colour is black ink alone, which prints over what lies below it. */
bool color_overprints(const struct colors *to, const struct color *c);
/* How much ink a colour lays on the paper, of all plates together or of those that black is not
 * among: in tenths of a per cent; 0 where the target is no press. */
enum ink_plates { INK_WITH_BLACK, INK_WITHOUT_BLACK };
enum { INK_PLATE = 1000 }; /* of a plate that covers all */
int color_ink(const struct colors *to, const struct color *c, enum ink_plates plates);
/* Writes the operator that makes `c` the colour of fills or of lines. */
enum colored { COLORED_FILL, COLORED_LINE };
void color_write(struct buffer *b, const struct colors *to, const struct color *c,
                 enum colored what);
/* Converts a row of an image's pixels into that space, the target's, or grey where they are
 * grey. */
void color_convert_row(const struct colors *colors, const struct image *from,
                       enum image_space space, const uint8_t *row, uint8_t *to);
/* A colour in the target's bytes, as pixels have it. */
struct solid {
    uint8_t c[4];
    unsigned samples; /* so many are used */
    bool colored;     /* it is more than a grey */
};
/* Computes a colour in the target's bytes. */
struct solid color_solid(const struct colors *colors, const struct color *c);
/* Lays a row of converted pixels on a ground, of which each covers its share. */
void color_lay(const struct solid *ground, uint8_t *row, const uint8_t *alpha, uint32_t columns,
               unsigned samples);
/* Writes the operator for full ink on every plate, the colour of marks, of fills or of lines. */
void color_write_registration(struct buffer *b, enum color_target target, enum colored what);

/* ---- artwork (artwork.c) ---- */
/* What artwork is drawn with. */
struct artwork_way {
    const struct colors *colors;
    bool overprints; /* black prints over what lies below it, where the drawing begins */
    bool on_heavy;   /* what lies below would be too much ink with black over it */
};
/* Draws artwork into a box of the sheet (left, below, width, height, in thousandths of a point)
 * inside a saved state of its own.  Returns the most ink that one of its colours lays on the paper,
 * as color_ink says it. */
int artwork_write(struct buffer *out, const struct artwork *art, const struct artwork_way *way,
                  const int64_t box[4]);

/* ---- destinations (destinations.c) ---- */
/* A place on a sheet in thousandths of a point, y upwards.  There may be hundreds of thousands, and
 * no reader goes two million points far. */
struct milli_point {
    int32_t x, y;
};
/* An element that something may lead to, and which sheet it is on. */
struct destination {
    const struct node *node;
    uint32_t sheet;
    struct milli_point at;
};
struct destinations {
    const struct destination *items; /* by node index */
    uint32_t count;
};
#define DESTINATION_NONE UINT32_MAX
/* Computes where a point of a page stands on its sheet. */
struct milli_point destinations_point(const struct sheet *sheet, const struct sheet_page *p,
                                      struct point at);
/* Finds where the elements that something may lead to stand. */
const struct destinations *destinations_build(struct arena *a, const struct sheets *sheets);
/* Finds the index of an element's destination, or DESTINATION_NONE. */
uint32_t destinations_find(const struct destinations *destinations, const struct node *node);

/* ---- content (content.c, streams.c) ---- */
#define LINK_ADDRESS 0x80000000u
/* A link's area and where it leads. */
struct link {
    int32_t corner[4]; /* left, bottom, right, top, in thousandths */
    uint32_t target;   /* a destination's index; with LINK_ADDRESS that of a sheet's address */
    uint32_t node;     /* index of its element: a caller, a link; a note whose number leads back */
};
/* What of a node a sequence holds: its text, the number or sign before it, the picture it shows. */
enum mark_part { MARK_TEXT, MARK_LABEL, MARK_PICTURE };
/* How the labels of a list go on (ISO 32000-1, 14.8.5.5): by an alphabet, by signs; NUMBERING_TYPE:
 * in a way that has no name there. */
enum numbering {
    NUMBERING_NONE,
    NUMBERING_TYPE,
    NUMBERING_DISC,
    NUMBERING_CIRCLE,
    NUMBERING_SQUARE,
    NUMBERING_DECIMAL,
    NUMBERING_LOWER_ROMAN,
    NUMBERING_UPPER_ROMAN,
    NUMBERING_LOWER_ALPHA,
    NUMBERING_UPPER_ALPHA
};
/* A marked-content sequence of a sheet (ISO 32000-1, 14.6): its MCID is its place among them. */
struct mark {
    uint32_t node;     /* index */
    uint8_t part;      /* enum mark_part */
    uint8_t numbering; /* enum numbering: of a label */
};
/* A picture on a sheet. */
struct shown {
    const struct image *image;
    const struct node *node;
    struct solid ground; /* of one that lets it through */
    uint32_t mark;       /* which of the sheet's holds it, if the file is tagged */
    int32_t corner[4];   /* left, bottom, right, top, in thousandths */
};
/* Where more ink would lie than the paper takes: of a colour by itself, of one that black prints
 * over, or of one in a drawn picture. */
enum heavy_kind { HEAVY_COLOR, HEAVY_GROUND, HEAVY_PICTURE };
struct heavy {
    struct position at;
    int total; /* as color_ink says it */
    enum heavy_kind kind;
};
/* A sheet's content stream as it is being written. */
struct drawing {
    struct buffer *operators;
    struct buffer *links;     /* struct link, end to end */
    struct buffer *addresses; /* const char *, end to end */
    struct buffer *marks;     /* struct mark, end to end */
    struct buffer *pictures;  /* struct shown, end to end */
    struct buffer *heavy;     /* struct heavy, end to end */
    uint32_t *spots;          /* bits of the inks, by their numbers, that it uses */
    struct arena *scratch;    /* for a page's items */
};
/* How a sheet's pages are drawn: item by item, or as forms that stand elsewhere in the file. */
enum drawn_as { DRAWN_ITEMS, DRAWN_FORMS };
/* Writes the operators that draw a sheet, and gathers its links. */
void content_write(const struct drawing *to, const struct sheet *sheet, enum drawn_as as,
                   const struct codes *codes, const struct destinations *destinations,
                   const struct edition *edition, const struct colors *colors);
/* Grows the areas of a sheet's links to what can be hit, and parts those that lie over each other
 * (links.c); lengths in thousandths of a point. */
void links_widen(struct arena *scratch, struct link *links, uint32_t count, int32_t width,
                 int32_t height);
/* What outlives a sheet: of boxes, lines and pages it knows nothing, only of the document. */
struct drawn_sheet {
    int64_t media[4], bleed[4], trim[4]; /* left, bottom, right, top, in thousandths */
    struct deflated content;
    const struct link *links;
    const char *const *addresses;
    const struct mark *marks;
    const struct shown *pictures;
    const struct heavy *heavy;
    uint32_t link_count, mark_count, picture_count, heavy_count;
    uint32_t spots; /* bits of the inks, by their numbers, that it uses */
};
/* The sheets, and the papers that hold their pages: the sheets themselves, or forms (ISO 32000-1,
 * 8.10), one a page, which sheets draw by the name /P and the page's index. */
struct drawn_file {
    const struct drawn_sheet *sheets, *pages;
    uint32_t sheet_count, page_count;
};
/* Draws all sheets and forms. */
struct drawn_file streams_build(struct arena *a, struct workers *w, const struct sheets *sheets,
                                const struct codes *codes, const struct destinations *destinations,
                                const struct edition *edition, const struct colors *colors);

/* ---- pictures (pictures.c) ---- */
/* The images that stand on sheets, as a file holds them. */
struct pictures;
/* Packs them: a JPEG whose colours the target has stays as it is.  *made is closed whatever comes
 * of it. */
void pictures_build(struct arena *a, struct workers *w, const struct drawn_sheet *sheets,
                    uint32_t sheet_count, const struct colors *colors, struct pictures **made);
/* Gives back what converts their colours; NULL is fine, and so is twice. */
void pictures_close(struct pictures *p);
/* Finds one whose profile cannot be used, from number `from` on; NULL where there is none left. */
const struct image *pictures_refused(const struct pictures *p, uint32_t *from,
                                     const struct node **node);
/* How many there are, and of each the ink that its darkest pixel lays on the paper, as color_ink
 * says it (0: no element shows it), with the first element that shows it. */
uint32_t pictures_count(const struct pictures *p);
int pictures_ink(const struct pictures *p, uint32_t i, const struct node **node);
/* So much of it may come from the rounding of a pixel's four bytes. */
enum { INK_ROUNDED = 4 * INK_PLATE / 255 / 2 };
/* Adds their objects. */
void pictures_add(struct pictures *p, struct objects *o);
/* Writes the name of a picture: /I and its image's number; of one that lets its ground through,
 * that ground's bytes as well. */
void pictures_write_name(struct buffer *out, const struct image *image, const struct solid *ground);
/* Writes the dictionary of their names; nothing where there are none. */
void pictures_write_names(struct buffer *out, const struct pictures *p);

/* ---- trees of keys (trees.c) ---- */
/* What a tree is made of: `count` entries in the order of their keys, each written when it is
 * needed. */
typedef void write_entry(struct buffer *out, const void *context, uint32_t i);
struct tree_source {
    uint32_t count;
    const char *key; /* "Names" or "Nums" */
    write_entry *write_key, *write_value;
    const void *context; /* lives as long as the objects */
};
/* Adds a name tree or a number tree; the number of its root, 0 without entries. */
uint32_t trees_build(struct arena *a, struct objects *o, const struct tree_source *from);

/* ---- pages (pages.c) ---- */
/* The objects of the pages, which others refer to. */
struct page_tree;
/* Adds the page tree, the links, the tree of destinations' names and the page labels; what the
 * catalogue has of them goes to `catalog`, and of names to `names`. */
const struct page_tree *pages_build(struct arena *a, struct objects *o,
                                    const struct drawn_file *drawn,
                                    const struct destinations *destinations,
                                    const struct codes *codes, const struct pictures *pictures,
                                    const struct pdf_options *options, struct buffer *names,
                                    struct buffer *catalog);
/* The object numbers of a sheet's page and of one of its links. */
uint32_t pages_number(const struct page_tree *pages, uint32_t sheet);
uint32_t pages_link_number(const struct page_tree *pages, uint32_t sheet, uint32_t link);
/* Writes a destination as the value of a Dest entry: by its name where it has one. */
void pages_write_destination(struct buffer *out, const struct page_tree *pages,
                             uint32_t destination);

/* ---- outline (outline.c) ---- */
/* Finds the element whose text names a node in the outline: a title itself, of a row its head;
 * NULL where it has no place there. */
const struct node *outline_words(const struct node *n);
/* Adds the outline, and its entry to the catalogue's, and returns its number; 0, and none, where
 * nothing has a place in it. */
uint32_t outline_build(struct arena *a, struct objects *o, const struct doc *doc,
                       const struct destinations *destinations, const struct page_tree *pages,
                       struct buffer *catalog);

/* ---- structure (structure.c, elements.c) ---- */
/* A note and the call behind which it is read: the first one. */
struct noted {
    const struct node *note, *call;
};
/* What hangs below an element: another one, or what is drawn on a sheet. */
enum kid_kind { KID_ELEMENT, KID_MARK, KID_LINK };
struct structure_kid {
    enum kid_kind kind;
    uint32_t sheet, number; /* of an element, its index; of a mark or link, which of its sheet's */
    uint32_t next;          /* kid + 1; 0: it is the last */
};
struct structure_element {
    uint32_t node;        /* index of the source's, or of the one around which it was added */
    uint32_t parent;      /* element; the first one is the document, its own parent */
    uint32_t first, last; /* kids + 1 */
    uint32_t part;        /* where there are too many kids: the element that holds the last ones */
    uint16_t kid_count;
    uint8_t role;      /* enum role */
    uint8_t numbering; /* enum numbering: of a list */
};
struct structure {
    const struct node *nodes; /* of the document */
    struct structure_element *elements;
    struct structure_kid *kids;
    uint32_t count, kid_count;
    size_t room, kid_room;
    uint32_t **mark_parents, **link_parents; /* by sheet and number: elements */
};
/* Makes the elements of all that is drawn; time and room grow with the document and the marks,
 * not faster. */
const struct structure *elements_build(struct arena *a, const struct doc *doc,
                                       const struct noted *notes, uint32_t note_count,
                                       const struct drawn_sheet *sheets, uint32_t sheet_count);
/* Adds the structure tree with all that belongs to it, and its entries to the catalogue's. */
void structure_build(struct arena *a, struct objects *o, const struct doc *doc,
                     const struct noted *notes, uint32_t note_count,
                     const struct drawn_sheet *sheets, uint32_t sheet_count,
                     const struct page_tree *pages, struct buffer *catalog);

/* ---- finishing (finish.c) ---- */
/* What finishing has to know of a written file: numbers of objects. */
struct landmarks {
    uint32_t first_page, page_count; /* the pages' numbers stand side by side */
    uint32_t outlines;               /* 0: there are none */
};
/* Makes of a written file the same one small, its first page first; one of `beside_from` bytes or
 * more beside memory.  Jumps when there is no memory; `to` holds a file then that is to be
 * closed. */
void finish_file(struct arena *a, struct workers *w, const struct buffer *file,
                 struct landmarks marks, size_t beside_from, struct written *to);

/* ---- metadata (metadata.c), the screen's colours (profile.c) ---- */
/* Adds what the document says of itself; what the catalogue has to say of it goes to `catalog`. */
void metadata_build(struct arena *a, struct objects *o, const struct doc *doc,
                    const struct pdf_options *options, struct handling handling,
                    const struct drawn_file *drawn, struct buffer *catalog);
/* Adds sRGB as the output intent: what the file's RGB and grey numbers mean (ISO 19005-2,
 * 6.2.3). */
void profile_build(struct arena *a, struct objects *o, struct buffer *catalog);

/* Adds the press's profile as the output intent: what the file's inks mean (ISO 15930-7, 6.2); of a
 * file that is PDF/A as well as that standard's intent, too.  The profile's bytes are lent. */
void profile_build_press(struct objects *o, const struct pdf_options *options,
                         struct buffer *catalog);

/* ---- the source inside (attachment.c) ---- */
/* Adds the source, where one is given, as an associated file; what the catalogue has of it goes to
 * `catalog`, and of names to `names`. */
void attachment_build(struct arena *a, struct objects *o, const struct pdf_options *options,
                      struct buffer *names, struct buffer *catalog);

#endif
