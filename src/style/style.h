/* style: style sheets × nodes → one computed style per node.
 *
 *   text of sheets ─tokens─► rules ─selectors × nodes─► cascade (origin, specificity, order)
 *                  ─► computed values ─► struct style
 *
 * After CSS Syntax 3, Selectors 4 (in part), Cascade 4, CSS 2.2, Paged Media, GCPM, Text 3/4, Fonts
 * 4, Color 3.  properties.def has one row per property; what is not in it gets a warning with its
 * place.
 * Nodes below the same style that match the same rules share one style: the same pointer.
 * A family that @font-face names stands in `families` as the families of its local().
 * Lengths are resolved to sp but percentages, ex, ch and `normal`, which stay in struct length
 * until box. A "sheet" in this folder is always a style sheet; sheets of paper are sheet's and
 * pdf's.
 */
#ifndef STYLE_STYLE_H
#define STYLE_STYLE_H

#include "base/color.h"
#include "base/length.h"
#include "doc/doc.h"

/* Units that a face decides: what 1ex, 1ch, 1cap and 1ic are in it. */
enum font_unit { UNIT_EX, UNIT_CH, UNIT_CAP, UNIT_IC, FONT_UNITS };
/* The same at a font size, in sp. */
struct font_units {
    sp of[FONT_UNITS];
};

/* A length, a percentage, or a sum: absolute + percent of its base + units of the font + a choice
 * between two other lengths, which only the base and the font decide. */
enum length_kind {
    LENGTH_VALUE,
    LENGTH_AUTO,
    LENGTH_NORMAL,
    LENGTH_NONE,
    LENGTH_NUMBER /* line-height: 1.3; absolute = 65536ths */
};
struct length {
    enum length_kind kind;
    int32_t percent;             /* 65536ths of one per cent */
    int32_t of_font[FONT_UNITS]; /* 65536ths of the unit */
    sp absolute;
    const struct length_choice *choice; /* NULL: none */
};
/* min() or max() of two lengths. */
struct length_choice {
    enum { CHOICE_LEAST, CHOICE_GREATEST } which;
    struct length of[2];
};
/* Resolves a length: the sum for the base of its percentages and the face's units, all in sp; 0 for
 * kinds other than LENGTH_VALUE. */
sp length_resolve(struct length l, sp base, struct font_units font);
/* Tells whether some of a length is a share of its base. */
bool length_has_share(struct length l);
/* Tells whether a length has units that a face decides. */
bool length_has_font_units(struct length l);

/* Flow-relative sides; `style` maps left/right by the node's direction. */
enum side { SIDE_BLOCK_START, SIDE_BLOCK_END, SIDE_INLINE_START, SIDE_INLINE_END, SIDE_COUNT };

enum display {
    DISPLAY_NONE,
    DISPLAY_INLINE,
    DISPLAY_BLOCK,
    DISPLAY_CONTENTS,
    DISPLAY_LIST_ITEM,
    DISPLAY_TABLE,
    DISPLAY_TABLE_HEADER_GROUP,
    DISPLAY_TABLE_ROW_GROUP,
    DISPLAY_TABLE_ROW,
    DISPLAY_TABLE_CELL
};
enum border_style {
    BORDER_NONE,
    BORDER_SOLID,
    BORDER_DOUBLE,
    BORDER_DASHED,
    BORDER_DOTTED,
    BORDER_HIDDEN /* as none; where borders collapse it wins against all others */
};
struct border {
    enum border_style style;
    sp width; /* 0 when style is BORDER_NONE or BORDER_HIDDEN */
    struct color color;
};

enum text_align {
    ALIGN_START,
    ALIGN_END,
    ALIGN_CENTER,
    ALIGN_JUSTIFY,
    ALIGN_AUTO /* text-align-last only */
};
enum white_space { WHITE_NORMAL, WHITE_NOWRAP, WHITE_PRE, WHITE_PRE_WRAP, WHITE_PRE_LINE };
enum text_transform {
    TRANSFORM_NONE,
    TRANSFORM_UPPERCASE,
    TRANSFORM_LOWERCASE,
    TRANSFORM_CAPITALIZE
};
enum hyphens_mode { HYPHENS_NONE, HYPHENS_MANUAL, HYPHENS_AUTO };
enum text_wrap { WRAP_WRAP, WRAP_NOWRAP, WRAP_BALANCE, WRAP_PRETTY };
enum font_slant { SLANT_NORMAL, SLANT_ITALIC, SLANT_OBLIQUE };
enum font_caps {
    CAPS_NORMAL,
    CAPS_SMALL,
    CAPS_ALL_SMALL,
    CAPS_PETITE,
    CAPS_ALL_PETITE,
    CAPS_UNICASE,
    CAPS_TITLING
};
enum {
    NUMERIC_LINING = 1,
    NUMERIC_OLDSTYLE = 2,
    NUMERIC_PROPORTIONAL = 4,
    NUMERIC_TABULAR = 8,
    NUMERIC_DIAGONAL = 16,
    NUMERIC_STACKED = 32,
    NUMERIC_ORDINAL = 64,
    NUMERIC_SLASHED_ZERO = 128
};
enum {
    LIGATURES_COMMON_OFF = 1,
    LIGATURES_DISCRETIONARY = 2,
    LIGATURES_HISTORICAL = 4,
    LIGATURES_CONTEXTUAL_OFF = 8,
    LIGATURES_NONE = 16
};
enum font_position { POSITION_NORMAL, POSITION_SUB, POSITION_SUPER };
enum line_break {
    LINE_BREAK_AUTO,
    LINE_BREAK_LOOSE,
    LINE_BREAK_NORMAL,
    LINE_BREAK_STRICT,
    LINE_BREAK_ANYWHERE
};
enum word_break { WORD_BREAK_AUTO, WORD_BREAK_NORMAL, WORD_BREAK_BREAK_ALL, WORD_BREAK_KEEP_ALL };
enum overflow_wrap { OVERFLOW_NORMAL, OVERFLOW_BREAK_WORD, OVERFLOW_ANYWHERE };
enum vertical_align {
    VALIGN_BASELINE,
    VALIGN_LENGTH,
    VALIGN_SUPER,
    VALIGN_SUB,
    VALIGN_TOP,
    VALIGN_MIDDLE,
    VALIGN_BOTTOM,
    VALIGN_TEXT_TOP,
    VALIGN_TEXT_BOTTOM
};
/* break-before and break-after, where `always` is BREAK_PAGE; of break-inside AUTO and AVOID. */
enum break_kind { BREAK_AUTO, BREAK_AVOID, BREAK_PAGE, BREAK_LEFT, BREAK_RIGHT };
/* FLOAT_BOTTOM: with all that follows on its page it stands at its foot. */
enum float_kind { FLOAT_NONE, FLOAT_FOOTNOTE, FLOAT_BOTTOM };
/* footnote-style-position and list-style-position. */
enum marker_position { MARKER_INSIDE, MARKER_OUTSIDE };
enum note_place { NOTES_ON_PAGE, NOTES_AT_END };
enum digits { DIGITS_AUTO, DIGITS_LATIN, DIGITS_NATIVE };

struct font_feature {
    uint32_t tag; /* four letters, the first in the highest byte */
    uint32_t value;
};

/* One item of `content`, `string-set` or `quotes` generated text. */
enum content_kind {
    CONTENT_STRING,
    CONTENT_COUNTER,
    CONTENT_COUNTERS,
    CONTENT_ATTR,
    CONTENT_OPEN_QUOTE,
    CONTENT_CLOSE_QUOTE,
    CONTENT_NO_OPEN_QUOTE,
    CONTENT_NO_CLOSE_QUOTE,
    CONTENT_STRING_REF /* string() */,
    CONTENT_TEXT /* content(text) */,
    CONTENT_BEFORE,
    CONTENT_AFTER /* content(before), content(after): in string-set alone */,
    CONTENT_DATE /* content(-hb-date) */
};
/* Signs of a sheet's own for numbers. */
enum counter_system {
    SYSTEM_CYCLIC,
    SYSTEM_FIXED,
    SYSTEM_SYMBOLIC,
    SYSTEM_ALPHABETIC,
    SYSTEM_NUMERIC,
    SYSTEM_ADDITIVE,
    SYSTEM_EXTENDS,
    SYSTEM_COUNT
};
struct counter_style {
    const char *name; /* NULL: of symbols() */
    enum counter_system system;
    const char *const *signs;
    const int32_t *weights; /* SYSTEM_ADDITIVE: of the signs, falling; else NULL */
    unsigned count;         /* of signs */
    int32_t first;          /* SYSTEM_FIXED: the number of the first sign */
    bool ranged;            /* it is for numbers from least to most alone */
    int32_t least, most;
    const char *prefix, *suffix; /* of markers */
    const char *negative[2];     /* before and behind */
    const char *pad;             /* NULL: none */
    int32_t pad_length;
    const char *fallback; /* for numbers that it has no form for */
    const char *base;     /* SYSTEM_EXTENDS */
    const struct counter_style *next;
};

enum string_which { STRING_FIRST, STRING_START, STRING_LAST, STRING_FIRST_EXCEPT };
struct content {
    enum content_kind kind;
    const char *text;          /* the string, the counter's, attribute's or string's name */
    const char *separator;     /* counters() */
    const char *counter_style; /* "decimal" …, or a name of @counter-style */
    const struct counter_style *symbols; /* symbols(), in its place; or NULL */
    enum string_which which;
    const struct content *next;
    struct position at; /* where the sheet says it: generated text points to its rule */
};
struct counter_op {
    const char *name;
    int32_t value;
    const struct counter_op *next;
};
struct string_set {
    const char *name;
    const struct content *content;
    const struct string_set *next;
};

struct style {
    /* inherited */
    /* NULL-ended, in order; a generic family is its plain lower-case name, e.g. "serif". */
    const char *const *families;
    struct position families_at; /* where the sheet says font-family (for messages) */
    sp font_size;
    uint16_t font_weight;  /* 1..1000 */
    uint16_t font_stretch; /* per cent */
    enum font_slant font_slant;
    enum font_caps font_caps;
    uint8_t font_numeric, font_ligatures;
    enum font_position font_position;
    bool font_kerning;
    const struct font_feature *features;
    unsigned feature_count;    /* font-feature-settings */
    struct length line_height; /* LENGTH_NORMAL, LENGTH_NUMBER or LENGTH_VALUE (absolute) */
    struct color color;
    enum text_align text_align, text_align_last;
    struct length text_indent;
    bool indent_hanging, indent_each_line;
    enum text_transform text_transform;
    sp letter_spacing;          /* 0 = normal */
    struct length word_spacing; /* added to the space; percent of the space's advance */
    struct length tab_size;     /* LENGTH_NUMBER of spaces, or a length */
    enum white_space white_space;
    enum line_break line_break;
    enum word_break word_break;
    enum overflow_wrap overflow_wrap;
    bool hang_first, hang_last, hang_end; /* hanging-punctuation */
    bool autospace;                       /* text-autospace: between ideographs and letters */
    bool spacing_trim;                    /* text-spacing-trim: half squares of East Asian marks */
    enum text_wrap text_wrap;
    enum hyphens_mode hyphens;
    const char *
        /* between two calls of notes at one place; NULL = auto, the language's comma */
        call_separator;
    const char *hyphenate_character; /* NULL = auto (U+2010, else U+002D) */
    const char
        *hyphenate_exceptions;  /* words with hyphens where they part, "ta-ble"; NULL = none */
    uint8_t hyphenate_chars[3]; /* least word, before, after; 0 = auto */
    uint16_t hyphenate_lines;   /* most in a row; 0 = no limit */
    enum {
        HYPHENATE_LAST_NONE,
        HYPHENATE_LAST_ALWAYS,
        HYPHENATE_LAST_COLUMN,
        HYPHENATE_LAST_PAGE
    } hyphenate_last;
    struct length hyphenate_zone;
    const char *const *quotes; /* NULL = auto, by language */
    unsigned quote_levels;     /* pairs of quotes; 0 with quotes not NULL = none */
    /* "disc", "decimal", …; or the string itself when list_style_string. */
    const char *list_style_type;
    const struct counter_style *list_symbols; /* symbols(), in its place; or NULL */
    bool list_style_string;
    enum marker_position list_style_position;
    uint16_t widows, orphans;
    bool rtl; /* the direction: of `dir`, else of the language's script; no property says it */
    const char *lang;
    /* -hb-word-space: least, natural, most, in sp; kind LENGTH_NORMAL = the font's own space and
     * its customary limits. */
    struct length word_space[3];
    uint16_t protrude; /* -hb-protrude: per mille of the table's values; 0 = none, 1000 = full */
    uint16_t expand;   /* -hb-expand: most, in 1/100 %, each way; 200 = ±2 % (initial) */
    enum digits digits;
    bool optimum_lines; /* -hb-line-count: never a line more or fewer, whatever pages would like */
    enum note_place note_place; /* -hb-footnote-place: of the first page's area, for all */
    /* -hb-continued: what stands behind a row's name where it is repeated; of the language, or: */
    enum { CONTINUED_NONE, CONTINUED_AUTO, CONTINUED_STRING } continued;
    const char *continued_text;
    bool border_collapse;
    sp border_spacing[2]; /* inline, block */

    /* not inherited */
    enum display display;
    enum float_kind float_kind;
    struct length margin[SIDE_COUNT], padding[SIDE_COUNT];
    struct border border[SIDE_COUNT];
    struct length width, height, min_width, max_width, min_height, max_height;
    bool border_sized;       /* box-sizing: these are of the border box */
    struct color background; /* alpha 0: none */
    enum vertical_align vertical_align;
    struct length vertical_shift; /* VALIGN_LENGTH: upwards; percent of line-height */
    enum break_kind break_before, break_after, break_inside;
    bool decoration_clone; /* box-decoration-break */
    bool table_fixed;
    struct length column_gap;   /* LENGTH_NORMAL initial */
    uint16_t columns;           /* 0 = auto */
    struct position columns_at; /* where the sheet says so (for messages) */
    struct length column_width;
    bool column_fill_balance;
    const struct content *content; /* pseudo-elements, margin boxes; NULL with content_none */
    bool content_none, content_normal;
    const struct counter_op *counter_reset, *counter_increment, *counter_set;
    const struct string_set *string_set;
    const char *page;                       /* named page, or NULL = auto */
    enum marker_position footnote_position; /* footnote-style-position */
    enum { NOTE_POLICY_AUTO, NOTE_POLICY_LINE, NOTE_POLICY_BLOCK } footnote_policy;
    uint16_t row_stretch;        /* -hb-row-stretch: whole grid lines a row gap may grow */
    bool first_row_border_hide;  /* -hb-first-row-border */
    struct length border_length; /* -hb-border-length; LENGTH_NONE = all of the side */
    struct length
        continued_length; /* -hb-continued-border-length, of @footnote; LENGTH_AUTO = as that */
    enum { OVERFLOW_SAID, OVERFLOW_ELLIPSIS } text_overflow; /* of a margin box: both shorten it */
    bool decoration_underline, decoration_line_through;
    enum border_style decoration_style;
    bool skip_ink; /* text-decoration-skip-ink */
    struct color decoration_color;
};

enum pseudo {
    PSEUDO_BEFORE,
    PSEUDO_AFTER,
    PSEUDO_FOOTNOTE_CALL,
    PSEUDO_FOOTNOTE_MARKER,
    PSEUDO_MARKER,
    PSEUDO_COUNT
};

/* ---- editions: one table ---- */
enum color_target { TARGET_RGB, TARGET_CMYK, TARGET_GREY };
enum tagging { TAGS_NONE, TAGS_UA };
/* Are printers asked to leave the size of the sheets as it is? */
enum scaling { SCALING_ANY, SCALING_NONE };
/* The standards that a file says it keeps. */
enum claim {
    CLAIM_NONE,
    CLAIM_UA_AND_A,
    CLAIM_X,       /* PDF/X-4 */
    CLAIM_X_AND_A, /* the same and PDF/A-2b */
    CLAIM_X1A      /* PDF/X-1a:2003 */
};
/* What it shows: the handout in one language, or each passage in both. */
enum texts { TEXTS_ONE, TEXTS_BOTH };
enum finishing { FINISH_NONE, FINISH_SMALL /* small, and its first page first */ };
struct edition {
    const char *name;
    enum color_target color;
    enum tagging tags;
    enum scaling scaling;
    enum finishing finish;
    enum claim claim;
    enum texts texts;
    sp least_type; /* what the document's own type should have; 0: whatever it likes */
};
/* Tells whether an edition goes to a print shop: in its inks, and with nothing to click on. */
static inline bool style_is_for_press(const struct edition *e) { return e->claim >= CLAIM_X; }
extern const struct edition style_editions[]; /* ended by name NULL */
/* Finds an edition by its name, or NULL. */
const struct edition *style_edition_find(const char *name);

/* ---- sheets ---- */
enum origin { ORIGIN_BASE, ORIGIN_AUTHOR };
/* The media that an xml-stylesheet instruction says. */
struct stylesheet_media {
    const char *query;
    struct position at; /* where it says so */
};
/* Whose a sheet is: of rules of one's own it is told which match nothing. */
enum sheet_owner { SHEET_OURS, SHEET_OWN };
/* A style sheet's bytes, decoded (BOM, @charset, else UTF-8); job reads the file. */
struct stylesheet {
    const struct source *source;
    enum origin origin;
    enum sheet_owner owner;
    const struct stylesheet_media *media; /* NULL: all media */
};

struct styles; /* all computed styles of a document; shared read-only once built */

/* Computes the styles of all nodes from base.css and these style sheets, of which later ones win;
 * reports what in them is not understood.  `made` is the day that -hb-made prints; NULL: none.
 * Made in the arena, to which nothing need be given back. */
struct styles *style_build(struct arena *a, struct diag *d, const struct doc *doc,
                           const struct edition *edition, const char *made,
                           const struct stylesheet *sheets, unsigned sheet_count);
/* Lends the style of a node; of a text its parent's. */
const struct style *style_of(const struct styles *s, const struct node *n);
/* Lends the style of a pseudo-element; NULL where it makes no box (no content).  A call's
 * originating node is its noteref, a footnote marker's its note. */
const struct style *style_pseudo(const struct styles *s, const struct node *n, enum pseudo p);
/* Lends the edition that the styles are for. */
const struct edition *style_edition(const struct styles *s);
/* Lends the inks that the sheets name, the last said first. */
const struct spot_ink *style_spots(const struct styles *s);
/* Finds a sheet's own counter style, the last of that name, or NULL. */
const struct counter_style *style_counter_find(const struct styles *s, const char *name);
/* Lends the style of an anonymous box: `parent` with that display and every other non-inherited
 * property initial.  The same pointer for the same two; made in the styles' arena when new, so on
 * one thread at a time. */
const struct style *style_anonymous(const struct styles *s, const struct style *parent,
                                    enum display display);

/* ---- pages ---- */
enum margin_box {
    TOP_LEFT_CORNER,
    TOP_LEFT,
    TOP_CENTER,
    TOP_RIGHT,
    TOP_RIGHT_CORNER,
    RIGHT_TOP,
    RIGHT_MIDDLE,
    RIGHT_BOTTOM,
    BOTTOM_RIGHT_CORNER,
    BOTTOM_RIGHT,
    BOTTOM_CENTER,
    BOTTOM_LEFT,
    BOTTOM_LEFT_CORNER,
    LEFT_BOTTOM,
    LEFT_MIDDLE,
    LEFT_TOP,
    SLUG, /* beyond the bleed, where marks are */
    MARGIN_BOX_COUNT
};
enum { PAGE_FIRST = 1, PAGE_LEFT = 2, PAGE_RIGHT = 4, PAGE_BLANK = 8, PAGE_LAST = 16 };
enum { MARKS_CROP = 1, MARKS_CROSS = 2 };
/* How pages share sheets. */
enum imposition { IMPOSE_NONE, IMPOSE_BOOKLET, IMPOSE_TWO_UP, IMPOSE_FOUR_UP, IMPOSE_TRI_FOLD };
/* About which edge a printer turns a sheet to print its back. */
enum duplex { DUPLEX_AUTO, DUPLEX_NONE, DUPLEX_LONG_EDGE, DUPLEX_SHORT_EDGE };
struct page_style {
    sp width, height; /* trim size */
    sp bleed;
    unsigned marks;
    sp grid_pitch;  /* -hb-grid; 0 = none */
    sp grid_offset; /* of the first baseline from the page's top edge */
    enum imposition impose;
    enum duplex duplex;
    sp creep;       /* thickness of a sheet of a booklet */
    sp safe_margin; /* how near to its edge nothing should stand */
    /* Margins, padding, borders of the page box; percentages are of the page's width. */
    const struct style *page;
    const struct style *boxes[MARGIN_BOX_COUNT]; /* NULL: no such box (content none or normal) */
    const struct style *footnote;                /* the @footnote area; never NULL */
};
/* Computes the style of a page of that name (NULL: auto) and flags (PAGE_FIRST …), made in `a`;
 * cheap enough to make once for every kind of page. */
const struct page_style *style_page(const struct styles *s, struct arena *a, const char *name,
                                    unsigned flags);
/* The same once the pages are counted, for the page of that number, from 1, and with PAGE_LAST if
 * it is the last: its margin boxes alone may differ.  NULL where no rule for that page asks for
 * either. */
const struct page_style *style_page_counted(const struct styles *s, struct arena *a,
                                            const char *name, unsigned flags, uint32_t number);

/* styles/base.css, built in; style_build puts it first by itself, under the name base.css. */
extern const char style_base_css[];
extern const size_t style_base_css_size;

/* Prints the table of supported properties as XML rows: name, values (a shorthand's: its
 * longhands), initial, inherited, module. */
void style_describe(struct buffer *out);
/* Prints the style of every node, for --dump=style. */
void style_dump(struct buffer *out, const struct styles *s, const struct doc *doc);

#endif
