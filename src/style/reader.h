/* style/reader.h: what the files share that read a style sheet's statements.
 *
 *   stylesheet     rules and at-rules in their order, @media
 *   declarations   a block's declarations, each checked
 *   page_rules     @page, with its margin boxes and @footnote
 *   descriptors    @font-face, @counter-style, @color-profile
 *   reports        what is not understood gets its warning
 */
#ifndef STYLE_READER_H
#define STYLE_READER_H

#include "style/inner.h"

enum { SUGGESTED_MOST = 100 }; /* as many messages of a kind as are printed */
/* What the declarations that are read stand in. */
enum where { AT_ELEMENT, AT_PSEUDO, AT_PAGE, AT_COUNTED_PAGE, AT_MARGIN_BOX, AT_FOOTNOTE };
struct sheet_reader {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    const struct edition *edition;
    enum origin origin;
    struct rules *out;
    unsigned suggested; /* how often something known was looked for that is like an unknown one */
    enum where where;
    const struct source *own; /* the sheet, if it is the user's; else NULL */
};

/* ---- declarations.c ---- */
/* Reads a declaration into a list, or reports why it is left out. */
void style_read_declaration(struct sheet_reader *r, const struct statement *i,
                            struct declarations *to);
/* Reads a block's declarations. */
struct declarations *style_read_block(struct sheet_reader *r, struct values block);
/* Adds a declaration to a list. */
void style_add_declaration(struct arena *a, struct declarations *to, const struct declaration *d);
/* Tells whether a name is one of a list that NULL ends. */
bool style_is_any(const char *name, const char *const *list);

/* ---- page_rules.c ---- */
/* Reads an @page rule, which has a page_rule for each selector of its list. */
void style_read_page(struct sheet_reader *r, const struct statement *i);
/* Tells which margin box has the name; MARGIN_BOX_COUNT: none. */
unsigned style_margin_box(const char *name);

/* ---- descriptors.c ---- */
/* Reads @font-face, another name for families that are installed. */
void style_read_font_face(struct sheet_reader *r, const struct statement *i);
/* Reads @counter-style. */
void style_read_counter_style(struct sheet_reader *r, const struct statement *i);
/* Reads @color-profile: an ink of a plate of its own. */
void style_read_ink(struct sheet_reader *r, const struct statement *i);

/* ---- reports.c ---- */
enum { NO_PROPERTY = -1 }; /* a descriptor of an at-rule */
/* Tells where bytes of the sheet stand. */
struct position style_reader_place(const struct sheet_reader *r, uint32_t start, uint32_t end);
/* Writes values for a message: one line, not over 80 bytes. */
const char *style_reader_words(const struct sheet_reader *r, struct values v);
/* Says that a property cannot have a value, and what to write, for as many as are printed of one
 * message. */
void style_warn_value(struct sheet_reader *r, const struct statement *i, int row);
/* Says that a statement is none. */
void style_warn_syntax(struct sheet_reader *r, const struct statement *i);
/* Says that an at-rule is not read, or not here. */
void style_warn_at(struct sheet_reader *r, const struct statement *i);
/* Says that a rule is not read for its selector, or for what of it is bad: what other languages
 * write before rules says how it is written here. */
void style_warn_selector(struct sheet_reader *r, const struct statement *i,
                         const struct value *bad);

#endif
