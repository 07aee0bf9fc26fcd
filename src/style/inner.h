/* style/inner.h: what the files of this folder share.
 *
 *   bytes ─tokens.c─► values ─parse.c─► rules, declarations ─sheet.c─► selectors + checked declarations
 *         ─cascade.h─► winners ─properties.c─► struct style
 */
#ifndef STYLE_INNER_H
#define STYLE_INNER_H

#include "style/style.h"

#include "lang/lang.h"

__extension__ typedef __int128 wide; /* products of a number and a unit's factor, exact */

/* ---- tokens and component values (CSS Syntax 3, 4 and 5) ---- */
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
    T_OPEN /* ( [ { */,
    T_CLOSE /* ) ] } */,
    T_BLOCK
};

struct value;
struct values {
    const struct value *v;
    unsigned n;
};
struct value {
    uint8_t kind; /* enum token_kind */
    bool id, integer,
        sign;            /* a hash that is an identifier; a number without . and e; with a sign */
    uint32_t start, end; /* bytes in the source */
    uint32_t delim; /* T_DELIM: the code point; blocks and brackets: the opening or closing byte */
    const char *text;         /* name, string, unit; NUL-ended; unescaped */
    union {                   /* asked of any value: style_inside */
        int64_t number;       /* in 1e-9, clamped */
        struct values inside; /* T_FUNCTION, T_BLOCK */
    };
};
#define NANO ((int64_t)1000000000)

struct reader {
    struct arena *arena;
    const char *s;
    size_t at, size;
};
void style_token(struct reader *r, struct value *out);
/* The whole text as component values; blocks nested deeper than 64 are dropped, *too_deep then true. */
struct values style_values(struct arena *a, const char *s, size_t size, bool *too_deep);

/* ---- rules and declarations ---- */
enum item_kind { ITEM_DECLARATION, ITEM_AT, ITEM_RULE, ITEM_ERROR };
struct item {
    enum item_kind kind;
    const char *name;      /* declaration, at-rule (without @) */
    struct values prelude; /* a declaration's value; a rule's prelude */
    struct values block;
    bool has_block, important;
    uint32_t start, end;
    const char *error; /* ITEM_ERROR */
};
struct items {
    struct item *v;
    size_t n, room;
};
struct items style_parse_rules(struct arena *a, struct values v, bool top);
struct items style_parse_block(struct arena *a, struct values v);
struct values style_trim(struct values v);
struct values style_dense(struct arena *a,
                          struct values v); /* without the white space between its parts */
/* An+B (Syntax 3, 6); false when it is none. */
bool style_parse_nth(struct values v, int32_t *step, int32_t *offset);
bool style_is(const struct value *v,
              const char *ident);              /* an identifier of that name, ASCII case ignored */
bool style_same(const char *a, const char *b); /* equal, ASCII case ignored */
bool style_delim(const struct value *v, uint32_t c);
bool style_is_global(const struct value *v);       /* inherit, initial or unset */
struct values style_inside(const struct value *v); /* of what has nothing inside: none */

/* ---- colours ---- */
#define COLOR_CURRENT 255 /* a colour's `space` until the cascade puts in the value of `color` */
bool style_parse_color(const struct value *v, struct color *out);

/* ---- selectors ---- */
enum simple_kind { S_TYPE, S_CLASS, S_ID, S_ATTRIBUTE, S_LANG, S_NTH, S_LAST, S_IS, S_NOT, S_ROOT };
struct selector;
struct simple {
    enum simple_kind kind;
    const char *name, *text;
    char operator; /* attribute: 0 presence, = ~ | ^ $ * */
    bool fold;
    int32_t step, offset;
    const struct selector *list; /* :is, :not */
    const struct simple *next;
};
/* A compound with what stands left of it. */
struct compound {
    const struct simple *first;
    char combinator; /* to the left: ' ' > + ~ or 0 */
    const struct compound *left;
    struct scanned **scanned; /* of ~: what is known of siblings already looked at; else NULL */
};
struct selector {
    const struct compound *right;
    int pseudo; /* -1: none */
    uint32_t specificity;
    const struct selector *next;
};
/* NULL with *bad at the value that is not understood. */
const struct selector *style_parse_selectors(struct arena *a, struct values v,
                                             const struct value **bad);
/* Each comparison costs a step; with none left nothing matches any more. */
struct matcher {
    struct arena *arena;
    uint64_t steps;
};
bool style_match(struct matcher *m, const struct compound *c, const struct node *n);
const char *style_attribute(const struct node *n, const char *name);

/* ---- properties ---- */
struct apply { /* where and for what a value is computed */
    struct arena *arena;
    const struct source *source;
    const struct style *parent;
    struct style *style;
    struct page_style *page; /* page rows write here */
    sp em, rem;
};
struct row;
typedef bool apply_function(struct apply *x, const struct row *row, struct values v, void *slot);
typedef bool expand_function(void *to, const struct row *row, struct values v);
struct row {
    const char *name;
    apply_function *apply; /* NULL: a shorthand or a physical name */
    expand_function *expand;
    uint16_t offset, size;
    bool inherited, page_only;
    const char *values; /* the keywords, or what the documentation says */
    const char *initial;
    const char *from; /* the module; for shorthands their longhands */
    size_t length;    /* of the name */
};
extern const struct row style_rows[];
extern const unsigned style_row_count;
#define ROW_MAX 220
int style_row_find(const char *name);
int style_row_first(
    int row); /* a shorthand's first longhand, a physical side's row left to right; else itself */
int style_row_map(int row, bool rtl); /* a physical side's row to its flow-relative one */
/* A shorthand's longhands: emit(to, longhand, its values); values.n 0 means initial. */
void style_emit(void *to, const char *name, struct values v);
struct emitter {
    struct arena *arena;
    void (*take)(struct emitter *e, int row, struct values v);
};
bool style_check(struct arena *a, int row, struct values v);
void style_initial_page(struct arena *a, struct style *out, struct page_style *page);
void style_initial(struct arena *a, struct style *out);
bool style_apply(struct apply *x, int row, struct values v);
void *style_slot(struct apply *x, const struct row *row);

/* ---- sheets ---- */
struct declaration {
    int row;       /* longhand; -1: custom property */
    int shorthand; /* whose var() is still to be put in, or -1 */
    int custom;    /* the number of its name */
    struct values v;
    bool important;
    bool *warned;
    struct position at;
};
#define CUSTOM_NAMES 1024 /* different ones; more get a warning */
struct declarations {
    struct declaration *v;
    size_t n, room;
};
struct rule {
    const struct selector *selector;
    struct declarations *block;
    enum origin origin;
    uint32_t order;
};
struct page_rule {
    const char *name;
    unsigned flags;
    uint32_t specificity, order;
    enum origin origin;
    struct declarations *block, *boxes[MARGIN_BOX_COUNT], *footnote;
};
/* An @font-face: this family is one of those, the first that is here. */
struct font_alias {
    const char *family;
    const char *const *local;
    unsigned count;
    const struct font_alias *next;
};
struct rules {
    struct rule *v;
    size_t n, room;
    const struct font_alias *fonts; /* the last said first */
    struct page_rule *pages;
    size_t page_count, page_room;
    uint32_t order;
    size_t bytes; /* of all sheets read */
    const char *customs[CUSTOM_NAMES];
    int custom_count; /* names of custom properties; the table is open-addressed by hash */
    uint16_t custom_slots[2 * CUSTOM_NAMES]; /* number + 1, or 0 */
};
/* The number of a custom property's name, or -1; `add` gives it one while there are any. */
int style_custom(const struct rules *r, const char *name);
int style_custom_add(struct rules *r, const char *name);
extern const char *const style_box_names[MARGIN_BOX_COUNT];
void style_read_sheet(struct arena *a, struct diag *d, const struct edition *e,
                      const struct sheet_text *t, struct rules *out);

#endif
