/* text: characters + style → measured glyphs.
 *
 *   paragraph: text, pieces with style ─► bidi levels, scripts, faces ─► runs
 *   runs ─HarfBuzz─► glyphs ─ICU, hyphens─► breaks
 *
 * fontconfig finds the faces (the project's own configuration), HarfBuzz shapes (always its own
 * OpenType shaper), ICU gives breaks and bidi levels.  The only folder that sees fontconfig, and
 * with pdf the only one that sees HarfBuzz. Shaping a paragraph is pure: it touches nothing shared
 * that changes, so workers may shape side by side, each with its own struct shaper, arena and diag.
 *
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/diag.h"
#include "base/length.h"
#include "lang/lang.h"
#include "style/style.h"

/* ---- faces ---- */
/* Where a variable font is pinned on one of its axes. */
struct pin {
    uint32_t tag;
    float value;
};
struct face {
    const char *family; /* for messages */
    const char *file;   /* lent */
    const void *bytes;  /* the whole font file, mapped; lent to pdf */
    size_t size;
    unsigned index; /* in a collection */
    /* of its own, the same each time: 0, 1, … where a style names it first, else from 256 on */
    unsigned number;
    int upem;
    int ascent, descent, line_gap; /* font units; descent positive downwards */
    /* font units; water: the ideograph U+6C34, else an em */
    int x_height, cap_height, zero_advance, space_advance, water_advance;
    /* font units: upper edges of the lines above the baseline, their thickness */
    int underline, underline_size, strike, strike_size;
    unsigned weight;              /* CSS: 1 … 1000 */
    bool wide_marks, wide_quotes; /* 「 and “ have a square of an em, half of it empty */
    bool bold, italic;
    bool cff;               /* glyphs in a CFF table */
    bool whole;             /* its licence forbids subsets: all of it is embedded */
    const struct pin *pins; /* every axis of a variable font */
    unsigned pin_count;
    unsigned glyph_count;
    uint32_t blank; /* a glyph without ink, without width too if there is one */
    uint32_t space; /* the glyph of a space; 0: it has none */
    void *hb;       /* text's own */
};

struct fonts;
/* Folders of fonts that count like those of the configuration. */
struct font_folders {
    const char *const *named;
    size_t count;
    bool system; /* the system's too */
};
/* Reads the fontconfig file (no user or system configuration, but those folders; NULL: none); NULL
 * and an error when there is none. */
struct fonts *text_open(struct arena *a, struct diag *d, const char *config_file,
                        const struct font_folders *more);
void text_close(struct fonts *f); /* NULL is fine */
/* A family that a sheet may name, described. */
struct text_family {
    const char *name;
    const char *styles, *scripts; /* parted by commas; NULL when it is not here */
    const char *from;             /* the Debian package that has it, or its folder */
    bool is_here;
};
/* Lists the families that have what the language (NULL: any) is written with, by name: those here,
 * and those that a package would bring. */
const struct text_family *text_families(struct arena *a, struct fonts *f, const struct lang *lang,
                                        size_t *count);
/* The first face of the style's chain, for strut and ex/ch; opened on first use; never NULL unless
 * an error was added (no face at all).  A family asked for and not found is a warning once, naming
 * what was taken and which package has it. */
const struct face *text_face(struct fonts *f, struct diag *d, const struct style *s);
struct extent {
    sp ascent, descent;
};
/* Gives ascent and descent of a line box's inline box: line-height's half-leadings added (CSS 2.2,
 * 10.8.1). */
struct extent text_line_extent(const struct face *face, const struct style *s);
/* What ex, ch, cap and ic are in a face at a size; nothing without a face. */
struct font_units text_units(const struct face *face, sp size);
/* The ink box of a glyph in font units, y upwards: for protrusion of unknown glyphs, for tests. */
struct ink {
    int left, right, top, bottom;
};
struct ink text_ink(const struct face *face, uint32_t glyph);
/* Finds from where to where a glyph has ink between two heights, in font units; nothing (left is
 * right) where it has none there. */
struct ink text_ink_between(const struct face *face, uint32_t glyph, int bottom, int top);

/* ---- paragraphs: what box makes ---- */
enum piece_kind {
    PIECE_TEXT,      /* characters of a text node */
    PIECE_GENERATED, /* of content: node and the rule's place */
    PIECE_CALL,      /* a footnote call: stays with the word before it; `note` says which */
    PIECE_MARKER,    /* a footnote's or list item's number, inside the line */
    /* fixed inline space from an inline box's margin, border, padding: no characters, `space`
     * and a share of the measure wide */
    PIECE_SPACE
};
/* An inline element that paints more than its text: a background, borders, a line under or through
 * it. */
struct inline_box {
    const struct inline_box *outer; /* the innermost such around it, or NULL */
    const struct style *style;
    const struct node *node;
    sp raise;   /* as its pieces */
    bool block; /* a block around the paragraph, whose text-decoration alone counts here */
};
/* How a piece is set. Pieces that are set alike share it: there are far fewer of these than of
 * pieces. */
struct setting {
    const struct style *style;
    const struct lang *lang;
    const struct inline_box *inside; /* what paints around it, or NULL */
    /* innermost element with href around it, or NULL; a call's link is its own: text_link */
    const struct node *link;
    sp raise; /* baseline shift upwards, all ancestors' vertical-align summed */
    sp space; /* PIECE_SPACE */
    /* PIECE_SPACE: what it has besides, of the measure, in 65536ths of one per cent */
    int32_t space_percent;
    struct position rule; /* generated text: where the sheet says it */
};
/* A stretch of a paragraph's text with one setting and one origin. Pieces lie end to end and cover
 * the text. 40 bytes: there is one for every word with a note, and one for its call. */
struct piece {
    const struct setting *in;
    const struct node *node; /* text node; for generated text the element it belongs to */
    uint32_t start, end;     /* bytes of the paragraph's text */
    uint32_t source_start;   /* byte of the text before text-transform at `start` */
    /* byte of the text node at `start`; within a piece source bytes and node bytes run 1:1 */
    uint32_t node_start;
    uint32_t note; /* PIECE_CALL: index into boxes' notes */
    uint8_t kind;  /* enum piece_kind */
    /* starts a bidi isolate of its own (inline element with dir or xml:lang of other direction) */
    bool isolate;
};
/* The element through which a piece leads elsewhere: a note's caller itself, or the innermost one
 * with href around it; NULL: none. */
static inline const struct node *text_link(const struct piece *p)
{
    return p->node && p->node->kind == NODE_ELEMENT && p->node->note ? p->node : p->in->link;
}

/* What a paragraph was before text-transform changed it. */
struct untransformed {
    const char *source;
    uint32_t source_length;
    const uint32_t *origin; /* origin[i]: byte of source for byte i of text (length + 1 entries) */
};
struct paragraph {
    uint32_t index; /* 0 … boxes.paragraph_count - 1 */
    uint32_t length, piece_count;
    bool rtl;
    const struct node *node;   /* the block that holds it */
    const struct style *style; /* of that block: text-align, indent, hyphens … */
    const struct lang *lang;
    const char *text; /* UTF-8: white space collapsed, text-transform done; U+000A = forced break */
    const struct untransformed *was; /* NULL: as it is, nothing was transformed */
    const struct piece *pieces;
    const struct shaped
        *shaped; /* of text_shape, in the copy that is to have lines; NULL: not shaped, or empty */
};

/* ---- shaped: what text gives ---- */
enum {
    GLYPH_UNSAFE = 1 /* HarfBuzz: unsafe to break before */,
    GLYPH_SPACE = 2 /* a word space that stretches (U+0020, U+00A0) */,
    GLYPH_CLUSTER = 4 /* first glyph of its cluster, in logical order */,
    GLYPH_MARK = 8 /* advance 0, sits on its base */,
    GLYPH_BLANK = 16 /* nothing to draw: the rest of a parted ligature's width */,
    /* overflow-wrap: a line may end before it where its word is longer than the measure; no
     * break of the list stands there */
    GLYPH_DESPERATE = 32
};
/* 12 bytes: a page has thousands of them, and keeps them to the end. */
struct glyph {
    uint32_t cluster : 26; /* byte of the paragraph's text; from 64 MB on all is one cluster */
    uint32_t flags : 6;
    int32_t advance; /* sp, letter-spacing in it; at most 2^30 either way */
    uint16_t id;     /* OpenType has no more */
    uint16_t
        run; /* index into runs; modulo 65536 is not allowed: a paragraph has at most 65535 runs */
};
enum { CLUSTER_MOST = (1 << 26) - 1, ADVANCE_MOST = 1 << 30 };
/* How far a glyph stands from the pen: sp, y upwards. Marks have one, in few scripts letters. */
struct offset {
    int32_t x, y;
};
/* Glyphs of one face, size, style, level. Glyphs stand in LOGICAL order (a right-to-left run is
 * HarfBuzz's output reversed: draw it backwards). A PIECE_SPACE is a run with one glyph of id 0 and
 * face NULL. */
struct run {
    uint32_t first, count; /* glyphs */
    uint32_t start, end;   /* bytes of the paragraph's text */
    /* the first one: pieces with one style, language, node, link and raise make one run */
    uint32_t piece;
    const struct face *face;
    const struct style *style;
    const struct offset *offsets; /* of its glyphs; NULL when all are nothing */
    sp size;
    sp raise;
    uint32_t script;
    uint8_t level; /* bidi embedding level (UAX #9) */
    /* an isolate begins or ends before it, at one level less than this; 0: none does */
    uint8_t edge;
};
/* A run's letter-spacing: none in scripts whose letters join. */
sp text_letter_spacing(const struct run *run);
/* Is text_between where East Asian text may be. */
sp text_between_wide(const struct paragraph *p, const struct run *run, uint32_t at);
/* Says by how much the advance of the character at byte `at` grew (sp; negative: shrank) for what
 * follows it: a quarter of the em between an ideograph and a letter, half a square less between two
 * marks of East Asian text, or before a note's call.  text-autospace and text-spacing-trim want
 * it. */
static inline sp text_between(const struct paragraph *p, const struct run *run, uint32_t at)
{
    const unsigned char *t = (const unsigned char *)p->text + at;
    bool plain = at + 2 > p->length || (t[0] < 0xC0 && t[1] < 0xE2);
    return plain ? 0 : text_between_wide(p, run, at);
}
/* Gives the letter that a composed one of Latin or Cyrillic is with marks, \u00C1: A; any other as
 * it is. */
uint32_t text_plain_letter(uint32_t c);
/* Tells which half of its square an East Asian mark at byte `at` leaves empty, where
 * text-spacing-trim gives it to the margin at a line's start or end. */
enum empty_half { EMPTY_NONE, EMPTY_FIRST, EMPTY_LAST };
enum empty_half text_empty_half(const struct paragraph *p, const struct run *run, uint32_t at);
enum break_type {
    BREAK_SOFT, /* after white space, which vanishes at the line's end */
    /* no space here: after a hyphen, a dash, between Han characters; nothing is added */
    BREAK_ALLOWED,
    BREAK_HYPHEN,    /* pattern: the hyphen is added */
    BREAK_SHY,       /* U+00AD typed by the author: the hyphen is added */
    BREAK_DESPERATE, /* never in the list: GLYPH_DESPERATE */
    BREAK_FORCED
};
struct brk {
    uint32_t at; /* byte of the text: the next line starts here */
    /* the first glyph of the next line; inside a ligature an empty one of its cluster, unsafe,
     * with the rest of its width */
    uint32_t glyph;
    uint8_t type;
    bool capital; /* BREAK_HYPHEN in a capitalised word */
    bool again;   /* the hyphen before it stands at the next line's start, too */
    uint8_t edge; /* enum lang_edge, never EDGE_BARRED */
    uint8_t letters_before, letters_after;
    /* BREAK_HYPHEN that changes the spelling: bytes before it that are not set, and what is set
     * before the hyphen; else 0 and NULL */
    uint8_t drop;
    const char *insert;
};
struct shaped {
    const struct glyph *glyphs;
    const struct run *runs;
    const struct brk *breaks; /* rising; the end of the text is not among them */
    const struct face *strut; /* first face of the block's style */
    uint32_t glyph_count, run_count, break_count;
    bool mixed; /* some level differs from the paragraph's own: lines need reordering */
};

struct shaper; /* one thread's buffers and break iterators */
struct shaper *text_open_shaper(struct arena *a, struct fonts *f);
void text_close_shaper(struct shaper *s);
/* Keeps in `a` what a shaper has said of faces that text lacks, which is said once a document. */
struct told;
const struct told *text_told(const struct shaper *s, struct arena *a);
/* Has another not say it again; `told` lives as long as the shaper. */
void text_tell_no_more(struct shaper *s, const struct told *told);
/* A character that no font has is an error that names it, its word and its place; the paragraph is
 * still shaped. */
const struct shaped *text_shape(struct shaper *s, struct arena *a, struct diag *d,
                                const struct paragraph *p);
/* Says of the paragraph's characters what text_shape says of them, and shapes nothing. */
void text_look(struct shaper *s, struct diag *d, const struct paragraph *p);
/* Bytes start … end of the paragraph shaped again as a line of their own, `hyphen` put behind when
 * asked for (its glyphs have cluster == end). With `hyphen` NULL none. The runs are cut to the
 * range, in logical order. */
const struct shaped *text_reshape(struct shaper *s, struct arena *a, const struct paragraph *p,
                                  uint32_t start, uint32_t end, const char *hyphen);
/* Gives where the words in bytes start … end of a shaped paragraph may be parted by their
 * language's patterns although their style asks for soft hyphens alone (hyphens: manual), of the
 * piece where they start: for a word that is wider than its measure.  In `a`, rising, without their
 * glyphs. */
const struct brk *text_wide_hyphens(struct shaper *s, struct arena *a, const struct paragraph *p,
                                    uint32_t piece, uint32_t start, uint32_t end, uint32_t *count);
/* The first face of a style's chain, whatever face has the letters; NULL when there is none. */
const struct face *text_first_face(struct shaper *s, const struct style *st);
/* The hyphen that a style prints at a break, and its advance in that style's first face. */
const char *text_hyphen(struct shaper *s, const struct style *st, sp *advance);
/* The advance of letters in a style's first face, without kerns. */
sp text_advance(struct shaper *s, const struct style *st, const char *letters);
/* Does the character at a byte of the paragraph's text vanish at a line's end? */
bool text_vanishes(const struct paragraph *p, uint32_t at);
/* Visual order of runs on a line (UAX #9, L2) from their levels: order[i] = index of the run that
 * stands i-th from the left. */
void text_reorder(const uint8_t *levels, uint32_t n, uint32_t *order);
/* Where bytes start … end of the paragraph's text stand in the source (or, generated, in the
 * sheet). */
struct position text_position(const struct paragraph *p, uint32_t start, uint32_t end);
/* Does a sheet say what stands at a byte of the paragraph's text, and not the source? */
bool text_is_generated(const struct paragraph *p, uint32_t at);
/* Where the document says what bytes start … end are of: the first of them that it writes itself,
 * or the element that the sheet generates them for. */
struct position text_cause(const struct paragraph *p, uint32_t start, uint32_t end);
/* The source characters of bytes start … end: lent, *length long. */
const char *text_source(const struct paragraph *p, uint32_t start, uint32_t end, uint32_t *length);
/* Prints a paragraph's runs and glyphs (--dump=text). */
void text_dump(struct buffer *out, const struct paragraph *p);

#endif
