/* box: nodes → boxes.
 *
 *   <principle>                         row
 *     <name>Nations …</name>              cell ── paragraph
 *     <explanation>                       cell
 *       <p>… causes<noteref/> …</p>         block ── paragraph with a call of note 0
 *       <p>…</p>                            block ── paragraph
 *
 * Knows `display`, never an element's name.  Anonymous boxes are made as CSS 2.2 (9.2.1.1, 17.2.1)
 * says: a block box holds either block boxes or one paragraph.  White space collapses, text is
 * transformed, generated content and counters (all but page and pages) are put in, notes are
 * numbered in order of their first calls and taken out of the flow.  The faces that styles name are
 * opened, in the text's order; paragraphs are shaped when their lines are needed (page).
 */
#ifndef BOX_BOX_H
#define BOX_BOX_H

#include "image/image.h"
#include "text/text.h"

enum box_kind { BOX_BLOCK, BOX_TABLE, BOX_HEADER_GROUP, BOX_ROW_GROUP, BOX_ROW, BOX_CELL };

/* What an element says of the page it comes to stand on: the value of a named string (GCPM
 * string-set) as text, or, without a name, what becomes of the counter `page`. */
struct box_string {
    const char *name, *value;
    int64_t number; /* that the counter becomes, or that is added to it: */
    bool adds;
    const struct box_string *next;
};

struct box {
    uint8_t kind; /* enum box_kind */
    bool anonymous;
    uint16_t column;         /* of a cell: from 0 */
    uint32_t strings;        /* index + 1 in boxes.strings, or 0: box_strings */
    const struct node *node; /* an anonymous box has its parent's */
    const struct style *style;
    struct box *parent;
    struct box *first, *next;    /* its first child, its next sibling; or NULL */
    struct paragraph *paragraph; /* of a block or cell with inline content; else NULL */
    /* The outside marker of a list item or footnote, which hangs before the first line, in the
     * start padding; or NULL. */
    struct paragraph *marker;
    /* Of a row's first cell: its text once more, for where the row goes on; or NULL. */
    struct paragraph *continued;
    /* Of an anonymous block: what its node shows, in place of lines and children; or NULL. */
    const struct image *image;
};

/* A note at the foot. */
struct note {
    uint32_t number; /* 1, 2, … in order of first calls */
    const struct node *node, *first_call;
    struct box *box; /* a block box; children or paragraph as usual */
};

/* All that the document prints. */
struct boxes {
    struct box *root; /* a block box */
    const struct note *notes;
    uint32_t note_count; /* a PIECE_CALL's note is an index here */
    struct paragraph *const *paragraphs;
    uint32_t paragraph_count;
    const struct box_string *const *strings; /* of the boxes that have any */
    struct fonts *fonts;
    struct langs *langs; /* lent: page makes furniture with them */
    const struct styles *styles;
    const struct doc *doc;
    const struct digit_set *digits; /* that its text uses most: of notes, lists and pages */
};

/* Stretches of pages in each of which notes are numbered anew: 1 … count. */
struct stretches {
    uint32_t count;
    const uint32_t
        *of_node; /* by the node of a call or its note: the one it is numbered in; 0: not known */
};

/* The named strings that a box sets, or NULL. */
static inline const struct box_string *box_strings(const struct boxes *b, const struct box *box)
{
    return box->strings ? b->strings[box->strings - 1] : NULL;
}

/* Builds the boxes of a document in the arena; fonts, langs and images (NULL: none) are lent for as
 * long as they are used. */
struct boxes *box_build(struct arena *a, struct diag *d, const struct doc *doc,
                        const struct styles *styles, struct fonts *fonts, struct langs *langs,
                        const struct images *images);

/* The same once pages have been made of such boxes, and it is known in which stretch each call
 * stands. */
struct boxes *box_number(struct arena *a, struct diag *d, const struct doc *doc,
                         const struct styles *styles, struct fonts *fonts, struct langs *langs,
                         const struct images *images, const struct stretches *stretches);

/* What the generated text of a margin box may ask for. */
struct furniture {
    int64_t page, pages; /* counter(page), counter(pages) */
    /* Answers string(), so that page decides which value counts; NULL: there is no such string. */
    const char *(*string)(void *context, const char *name, enum string_which which);
    void *context; /* for `string` */
};
/* Builds the generated text of a margin box or other furniture as a shaped paragraph; NULL when it
 * has no text. */
struct paragraph *box_furniture(struct arena *a, struct diag *d, const struct boxes *b,
                                struct shaper *shaper, const struct style *style,
                                const struct furniture *f);

/* Finds the table around a cell, row or group, or NULL. */
const struct box *box_table_of(const struct box *b);
/* Finds the table's row after one, or its first for NULL; NULL behind the last.  Rows stand in the
 * source's order, groups opened. */
const struct box *box_row_next(const struct box *table, const struct box *row);
/* Finds the table's first row that is not of its heads; NULL where it has none. */
const struct box *box_body_first(const struct box *table);
/* Finds what follows heads that are a table of their own, since the rows below them are none
 * (display: block); NULL: the box is no such table, or nothing does. */
const struct box *box_below_heads(const struct box *b);

/* Prints the boxes, the notes behind the flow, for --dump=box. */
void box_dump(struct buffer *out, const struct boxes *b);

#endif
