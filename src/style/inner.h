/* style/inner.h: what the files of this folder share.
 *
 *   bytes ─tokens.c─► values ─parse.c─► statements
 *         ─reader.h, selectors.c─► rules of selectors and checked declarations
 *   nodes ─match.c─► the rules of each ─cascade.h─► the winners ─properties.c─► struct style
 */
#ifndef STYLE_INNER_H
#define STYLE_INNER_H

#include "style/style.h"

#include "lang/lang.h"

__extension__ typedef __int128 wide; /* products of a number and a unit's factor, exact */

/* ---- tokens.c: tokens (CSS Syntax 3, 4) ---- */
enum token_kind {
    T_END,
    T_IDENT,
    T_FUNCTION,
    T_AT,
    T_HASH,
    T_STRING,
    T_BAD_STRING,
    T_URL,
    T_BAD_URL,
    T_DELIM,
    T_NUMBER,
    T_PERCENTAGE,
    T_DIMENSION,
    T_SPACE,
    T_CDO,
    T_CDC,
    T_COLON,
    T_SEMICOLON,
    T_COMMA,
    T_OPEN,  /* ( [ { */
    T_CLOSE, /* ) ] } */
    T_BLOCK  /* a component value: an opening bracket with all up to its closing one */
};

struct value;
struct values {
    const struct value *v;
    unsigned n;
};
/* A token, or a component value: a token with what stands inside it. */
struct value {
    uint8_t kind;        /* enum token_kind */
    bool id;             /* T_HASH: it is an identifier */
    bool integer, sign;  /* a number: without . and e; with a sign */
    uint32_t start, end; /* bytes in the source */
    uint32_t delim; /* T_DELIM: the code point; blocks and brackets: the opening or closing byte */
    const char *text; /* name, string, unit; NUL-ended; unescaped */
    union {
        int64_t number;       /* in 1e-9, clamped */
        struct values inside; /* T_FUNCTION, T_BLOCK; of any value: style_inside */
    };
};
#define NANO ((int64_t)1000000000)

/* A text and how far it is read. */
struct tokenizer {
    struct arena *arena;
    const char *s;
    size_t at, size; /* bytes */
    size_t open;     /* behind the sign of a comment that nothing ends; 0: there is none */
};
/* Reads the next token; T_END at the end of the text. */
void style_token(struct tokenizer *r, struct value *out);
/* Tells whether both texts are equal, ASCII case ignored. */
bool style_same(const char *a, const char *b);

/* ---- parse.c: component values, statements (CSS Syntax 3, 5) ---- */
/* What is wrong with how a text nests. */
struct nesting {
    bool too_deep;   /* blocks nested deeper than 64, which are dropped */
    bool unclosed;   /* something is never closed: a comment, a round bracket, the outermost, */
    uint32_t start;  /* which begins at this byte */
    const char *end; /* and is closed by this */
};
/* Reads a whole text as component values; *nesting, unless it is NULL, is filled in. */
struct values style_values(struct arena *a, const char *s, size_t size, struct nesting *nesting);

/* What a style sheet or a block consists of. */
enum statement_kind {
    STATEMENT_DECLARATION,
    STATEMENT_AT_RULE,
    STATEMENT_RULE,
    STATEMENT_ERROR /* what is none of these */
};
struct statement {
    enum statement_kind kind;
    const char *name;      /* of a declaration or an at-rule (without @) */
    struct values prelude; /* a declaration's value; a rule's prelude */
    struct values block;
    bool has_block, important;
    uint32_t start, end; /* bytes in the source */
};
struct statements {
    struct statement *v;
    size_t n, room;
};
/* Where rules stand: only a style sheet's own may have <!-- and --> between them. */
enum rules_place { RULES_OF_SHEET, RULES_OF_BLOCK };
/* Cuts values into rules. */
struct statements style_parse_rules(struct arena *a, struct values v, enum rules_place place);
/* Cuts a block's values into declarations, at-rules and rules (5.4.4). */
struct statements style_parse_block(struct arena *a, struct values v);
/* Leaves out the white space at both ends. */
struct values style_trim(struct values v);
/* Copies the values without the white space between them. */
struct values style_dense(struct arena *a, struct values v);
/* Reads An+B (Syntax 3, 6); false when it is none. */
bool style_parse_nth(struct values v, int32_t *step, int32_t *offset);
/* Tells whether it is an identifier of that name, ASCII case ignored. */
bool style_is(const struct value *v, const char *ident);
/* Tells whether it is that delimiter. */
bool style_delim(const struct value *v, uint32_t c);
/* Tells whether it is inherit, initial or unset. */
bool style_is_global(const struct value *v);
/* The values inside a function or block; none for anything else. */
struct values style_inside(const struct value *v);

/* ---- colors.c ---- */
struct rules;
/* Reads a colour; false when it is none, or of an ink that no sheet names.  Without rules every ink
 * passes, and has none in `out`: the value is only tried. */
bool style_parse_color(const struct value *v, const struct rules *rules, struct color *out);
/* Finds the name of a colour that begins as a word does and is nearer to it than *least, which is
 * set; NULL when there is none. */
const char *style_near_color(const char *word, unsigned *least);
/* Finds the ink of a name, or NULL. */
const struct spot_ink *style_spot_find(const struct rules *r, const char *name);
/* Tells whether it can be an ink's name: an identifier with two hyphens before it. */
static inline bool style_spot_named(const struct value *v)
{
    return v->kind == T_IDENT && v->text[0] == '-' && v->text[1] == '-' && v->text[2];
}

/* ---- selectors.c ---- */
enum simple_kind {
    S_TYPE,
    S_CLASS,
    S_ID,
    S_ATTRIBUTE,
    S_LANG,
    S_SCRIPT,
    S_DIR,
    S_NTH,
    S_EMPTY,
    S_ADDRESS,
    S_IS,
    S_NOT,
    S_HAS,
    S_ANCHOR,
    S_ROOT
};
/* What of an element's siblings :nth-child() and its like count. */
enum { COUNT_FROM_END = 1, COUNT_OF_TYPE = 2 };
enum letter_case { CASE_KEPT, CASE_IGNORED };
struct selector;
/* A simple selector. */
struct simple {
    enum simple_kind kind;
    const char *name;            /* of a type, class, id or attribute; S_DIR: ltr, rtl */
    const char *text;            /* S_ATTRIBUTE: the value to compare with */
    char comparison;             /* S_ATTRIBUTE: = ~ | ^ $ *; 0: it need only be there */
    enum letter_case letters;    /* S_ATTRIBUTE: of the value */
    int32_t step, offset;        /* S_NTH: An+B */
    unsigned counts;             /* S_NTH: COUNT_FROM_END … */
    struct counted **counted;    /* S_NTH: what was counted last */
    const char *const *tags;     /* S_LANG, S_SCRIPT; NULL-ended */
    const struct selector *list; /* S_IS (:where(), too), S_NOT, S_HAS */
    const struct simple *next;
};
/* A compound selector with what stands left of it. */
struct compound {
    const struct simple *first;
    char combinator; /* to the left: ' ' > + ~ or 0 */
    const struct compound *left;
    struct scanned **scanned; /* of ~: what is known of siblings already looked at; else NULL */
};
/* A complex selector, one of a list. */
struct selector {
    const struct compound *right;
    int pseudo; /* enum pseudo; -1: none */
    uint32_t specificity;
    uint32_t start, end; /* bytes in the sheet */
    const struct selector *next;
};
/* Reads a list of selectors; NULL, with *bad at the value that is not understood. */
const struct selector *style_parse_selectors(struct arena *a, struct values v,
                                             const struct value **bad);
/* ---- match.c ---- */
/* What matching may still cost: each comparison is a step; with none left nothing matches. */
struct matcher {
    struct arena *arena;
    struct langs *langs; /* for scripts and directions */
    uint64_t steps;
    const struct node *anchor; /* the element that :has() is asked of */
};
/* Tells whether the compound, and what stands left of it, matches the node. */
bool style_match(struct matcher *m, const struct compound *c, const struct node *n);
/* Tells whether text in the node runs from right to left: what `dir` says, else what its language
 * is written in; "auto" counts as none. */
bool style_is_rtl(struct langs *langs, const struct node *n);
/* Finds the value of an attribute, or NULL. */
const char *style_attribute(const struct node *n, const char *name);

/* ---- properties.c, shorthands.c ---- */
/* Where a value is computed, and from what. */
struct apply {
    struct arena *arena;
    const struct source *source;       /* the value's; NULL: built in, or put together by var() */
    const struct position *at;         /* the declaration's; NULL: built in */
    const struct variables *variables; /* that var() may have put in; NULL: none */
    const struct rules *rules;         /* NULL: a value is only tried */
    const struct style *parent;
    struct style *style;     /* properties of an element are written here, … */
    struct page_style *page; /* … those of a page here */
    sp em, lh;               /* font size and line height; in these two themselves the parent's */
    sp rem, rlh;             /* the root's */
    sp paper_width, paper_height; /* 100vw, 100vh: the page's, bleed not counted */
};
struct property;
/* Computes a value into its field (`slot`); false when the value is not valid. */
typedef bool apply_function(struct apply *x, const struct property *row, struct values v,
                            void *slot);
/* Gives each longhand of a shorthand its part of the value by style_emit; false when the value is
 * not valid. */
typedef bool expand_function(void *to, const struct property *row, struct values v);
/* A row of properties.def. */
struct property {
    const char *name;
    apply_function *apply;   /* NULL: a shorthand or a physical name */
    expand_function *expand; /* NULL: no shorthand */
    uint16_t offset, size;   /* its fields in struct style, or struct page_style */
    bool inherited, page_only;
    const char *values; /* the keywords, or what the documentation says */
    const char *initial;
    const char *from; /* the module; for shorthands their longhands */
    size_t length;    /* of the name */
};
extern const struct property style_properties[];
extern const unsigned style_property_count;
#define PROPERTY_MAX 220
/* Finds a property's row, ASCII case ignored; -1 when there is none of that name. */
int style_property_find(const char *name);
/* Finds a shorthand's first longhand; for a physical side its row in left-to-right text; else the
 * row itself. */
int style_property_first(int row);
/* Finds the flow-relative row of a physical side; else the row itself. */
int style_property_map(int row, bool rtl);
/* Gives a longhand its part of a shorthand's value; v.n 0 means the initial value. */
void style_emit(void *to, const char *name, struct values v);
/* What style_emit's `to` is: takes the longhands. */
struct emitter {
    struct arena *arena;
    void (*take)(struct emitter *e, int row, struct values v);
};
/* Tells whether the longhand would take this value. */
bool style_check(struct arena *a, int row, struct values v);
/* Says what to write instead of a value that the property cannot have; NULL where nothing is seen
 * that would help. */
const char *style_remedy(struct arena *a, int row, struct values v);
/* Makes a style of initial values, as the table says them. */
void style_initial(struct arena *a, struct style *out);
/* Makes a style and a page of initial values. */
void style_initial_page(struct arena *a, struct style *out, struct page_style *page);
/* Computes a longhand's value into its field; false when it is not valid, or the row no
 * longhand. */
bool style_apply(struct apply *x, int row, struct values v);
/* The line height of a style in sp; of `normal`, since no font is known yet, six fifths of the font
 * size. */
sp style_line_height(const struct style *s);
/* The address of a property's field. */
void *style_slot(struct apply *x, const struct property *row);

/* ---- counters.c ---- */
/* Makes a counter style that has only what all have. */
struct counter_style *style_counter_new(struct arena *a, const char *name);
/* Reads a descriptor of @counter-style; false when there is none of that name or value. */
bool style_counter_descriptor(struct arena *a, const char *name, struct values v,
                              struct counter_style *to);
/* Tells whether it has the signs that its system needs. */
bool style_counter_usable(const struct counter_style *c);
/* Reads symbols(); NULL when it is none. */
const struct counter_style *style_symbols(struct arena *a, const struct value *f);

/* ---- stylesheet.c ---- */
struct declaration {
    int row;         /* longhand; -1: custom property */
    int shorthand;   /* the property whose value has a var() still to be put in, or -1 */
    int custom;      /* the number of a custom property's name */
    struct values v; /* of a longhand; before var() is put in, of `shorthand` */
    bool important;
    bool *warned; /* its value with var() was reported; shared by the longhands; NULL: no var() */
    struct idle *idle; /* shared by the longhands of one; NULL: nobody is told of it */
    struct position at;
};
/* Whether a declaration shows on any box. */
struct idle {
    int row;           /* the property that it names */
    bool shows;        /* it does, or was told of */
    const char *where; /* it does not, on this kind of box; NULL: it has won nowhere */
};
#define CUSTOM_NAMES 1024 /* different ones; more get a warning */
struct declarations {
    struct declaration *v;
    size_t n, room;
    bool matched; /* of a rule: one of its selectors */
};
/* A selector and its declarations. */
struct rule {
    const struct selector *selector;
    struct declarations *block;
    enum origin origin;
    uint32_t order;           /* of appearance */
    const struct source *own; /* the sheet, if it is the user's own; else NULL */
    bool matched;             /* some node took it */
};
/* An @page rule. */
struct page_rule {
    const char *name; /* NULL: pages of any name */
    unsigned flags;   /* PAGE_FIRST … that the page has to have */
    bool nth;         /* its number has to be An+B: */
    int32_t step, offset;
    uint32_t specificity, order;
    enum origin origin;
    const struct source *own; /* the sheet, if it is the user's own; else NULL */
    uint32_t start, end;      /* the selector there, in bytes */
    struct declarations *block;
    struct declarations *boxes[MARGIN_BOX_COUNT]; /* NULL: it says nothing of that box */
    struct declarations *footnote;
};
/* Tells whether a rule can be asked only when pages are counted. */
static inline bool style_is_counted(const struct page_rule *p)
{
    return p->nth || (p->flags & PAGE_LAST);
}
/* An @font-face: this family is one of those, the first that is installed. */
struct font_alias {
    const char *family;
    const char *const *local;
    unsigned count;
    const struct font_alias *next;
};
/* All style sheets. */
struct rules {
    const struct edition *edition; /* that they are read for */
    const char *language;          /* the document's tag; NULL: it says none */
    const char *made;              /* when it was made, a day; NULL: nobody knows */
    struct rule *v;
    size_t n, room;
    const struct font_alias *fonts;       /* the last said first */
    const struct counter_style *counters; /* the last said first */
    const struct spot_ink *spots;         /* the last said first */
    unsigned spot_count;
    struct page_rule *pages;
    size_t page_count, page_room;
    uint32_t order; /* of the next rule */
    size_t bytes;   /* of all sheets read */
    const char *customs[CUSTOM_NAMES];
    int custom_count; /* names of custom properties; the table is open-addressed by hash */
    uint16_t custom_slots[2 * CUSTOM_NAMES]; /* number + 1, or 0 */
};
/* Tells whether a counter style of that name is known so far, or comes with CSS. */
bool style_counter_known(const struct rules *r, const char *name);
/* Finds the number of a custom property's name, or -1. */
int style_custom(const struct rules *r, const char *name);
/* Finds it, or gives the name one; -1 when there are CUSTOM_NAMES others. */
int style_custom_add(struct rules *r, const char *name);
extern const char *const style_box_names[MARGIN_BOX_COUNT]; /* of margin boxes, without @ */
/* Adds the rules of a style sheet, and reports what is not understood. */
void style_read_stylesheet(struct arena *a, struct diag *d, const struct edition *e,
                           const struct stylesheet *t, struct rules *out);

#endif
