/* box/inner: what the files of this folder share.
 *
 *   nodes ─build─► boxes (tree), and in them, by inline, markers and calls,
 *         ─gather─► paragraphs: text and pieces ─faces─► whose faces are opened
 *                   (counters, numbers, content: what is generated;  continued: names once more)
 */
#ifndef BOX_INNER_H
#define BOX_INNER_H

#include "box/box.h"

/* One counter in scope (CSS Lists 3, 4.4): it ends with the parent of the element that made it. */
struct counter {
    const char *name;
    int64_t value;
    unsigned depth; /* of the element that made it */
    size_t hidden;  /* index + 1 of the one of its name around it, or 0 */
};
/* A name that counters have. */
struct counter_name {
    const char *name;
    size_t top; /* index + 1 of its innermost counter, or 0 */
};

/* What surrounds inline content. */
struct inline_context {
    const struct style *style; /* of the innermost box */
    const struct style *block; /* of the block whose lines they are */
    const struct lang *lang;
    const struct node *link;         /* the innermost element with href, or NULL */
    const struct inline_box *inside; /* the innermost box that paints, or NULL */
    sp raise;                        /* of the baseline above the block's */
};

/* Where characters that are being gathered come from. */
struct origin_text {
    enum piece_kind kind;
    const struct node *node; /* the text; of generated text the element */
    struct position rule;    /* of generated text: where the style sheet says it */
    uint32_t note;           /* of a call: the index of its note */
};
/* How generated characters are gathered. */
enum gather_mode {
    GATHER_STYLED,  /* white space as the style says */
    GATHER_VERBATIM /* as they are */
};

/* So many settings used last are kept to be shared by the next piece: text with emphasis, links and
 * calls in it goes back and forth between a few. */
enum { RECENT_SETTINGS = 4 };

/* The paragraph being gathered. There is one at a time: a block's start and end close it. */
struct gather {
    struct buffer text;
    struct piece *pieces;
    size_t piece_count, piece_room;
    bool line_start;  /* a collapsible space here would stand at a line's start */
    bool after_space; /* the text ends in a collapsible space */
    bool transform;   /* some piece has a text-transform */
    bool call;        /* there is a call, if only an empty one */
    bool isolate;     /* the next piece starts an isolate */
};

/* A note's number (0: not called yet) and, if it goes to the foot, its index in boxes.notes. */
struct called {
    uint32_t number, index;
    uint32_t restarts; /* that came before its first call */
};

/* The last number in a stretch of pages, and how often numbers had begun anew then. */
struct numbered {
    uint32_t last, restarts;
};

/* Boxes as they are built. */
struct box_builder {
    struct arena *arena; /* of what is made */
    struct arena *work;  /* of what only building needs, and of arrays while they grow */
    struct arena *words; /* of text on its way into a paragraph, reset to where it stood */
    struct diag *diag;
    const struct doc *doc;
    const struct styles *styles;
    struct fonts *fonts;
    struct langs *langs;
    const struct images *images;
    const struct digit_set *digits; /* that the text uses most */

    struct gather gather;
    const struct setting *recent[RECENT_SETTINGS]; /* the newest first; NULL behind them */
    const struct node *marker; /* the element whose inside marker waits for its text, or NULL … */
    int64_t marker_item;       /* … and the number it had when it began */
    const struct node *waited; /* the element whose marker is made after it has waited, or NULL */

    struct counter *counters;
    size_t counter_count, counter_room;
    struct counter_name *names;
    size_t name_count, name_room;
    unsigned depth; /* of elements, for the counters' scopes */
    uint32_t quote_depth;
    size_t generated;          /* bytes that content_item made */
    bool continued_reported;   /* that a language has no word for what goes on */
    bool margin_only_reported; /* that only margin boxes know pages and named strings */
    bool spaces_reported;      /* that several between words become one */

    struct paragraph **paragraphs;
    size_t paragraph_count, paragraph_room;
    struct note *notes;
    size_t note_count, note_room;
    const struct box_string **strings;
    size_t string_count, string_room;
    struct called *called;             /* by node index */
    uint32_t restarts;                 /* how often the numbers of notes have begun anew */
    const struct stretches *stretches; /* NULL: numbers go on from page to page */
    struct numbered *numbered;         /* by stretch */
    const struct node **skipped;
    size_t skipped_count, skipped_room; /* notes taken out of the flow */

    const struct style *lang_style; /* what lang_of was asked for last, … */
    const struct lang *lang;        /* … and its answer */

    const struct lang **patternless; /* told of: their patterns are not installed */
    size_t patternless_count, patternless_room;
};

/* ---- counters.c ---- */
/* Makes the counter of notes, which ends with the document, though elements may hide it by their
 * own. */
void counters_open(struct box_builder *b);
/* Counts one note more, which that element calls first; gives its number, at least 1. */
uint32_t counters_next_note(struct box_builder *b, const struct node *call);
/* Begins an element or pseudo-element: resets, increments and sets its counters. */
void counters_enter(struct box_builder *b, const struct style *s);
/* Ends it: drops the counters that its children made. */
void counters_leave(struct box_builder *b);
/* Finds the innermost counter of that name, or NULL; lent until the next counter is made. */
const struct counter *counters_find(const struct box_builder *b, const char *name);
/* Finds the counter of the same name that it hides, or NULL; there is at most one a depth. */
const struct counter *counters_hidden(const struct box_builder *b, const struct counter *c);

/* ---- content.c ---- */
/* For whom text is generated. */
struct content_for {
    const struct node *node; /* the element that generated text belongs to */
    const struct style *style;
    const struct lang *lang;
    uint32_t note;                     /* counter(footnote); 0: it is none */
    const int64_t *item;               /* counter(list-item) of a marker that has waited, or NULL */
    const struct furniture *furniture; /* NULL in the flow */
};
/* Appends what one item of `content` says; nothing, after an error is reported, when a document's
 * generated text grows past all measure. */
void content_item(struct box_builder *b, const struct content_for *c, const struct content *item,
                  struct buffer *out);
/* Makes the named strings that an element sets, put before `next`. */
const struct box_string *content_strings(struct box_builder *b, const struct content_for *c,
                                         const struct box_string *next);
/* Makes what an element says of the counter `page`, put before `next`, in whose place it counts. */
const struct box_string *content_page(struct box_builder *b, const struct content_for *c,
                                      const struct box_string *next);
/* Appends what a list item's marker prints when its style has no content: the number or bullet and
 * what follows it. */
void content_list_marker(struct box_builder *b, const struct content_for *c, struct buffer *out);

/* ---- numbers.c ---- */
/* Appends a number in a counter style: that of symbols(), or the sheet's or CSS's own of that name,
 * whose decimal ones are in these digits. */
void number_add(struct box_builder *b, const struct digit_set *digits, int64_t n, const char *name,
                const struct counter_style *symbols, struct buffer *out);

/* ---- gather.c ---- */
/* Opens the language of a style. */
const struct lang *lang_of(struct box_builder *b, const struct style *s);
/* Adds characters, with white space as the style says. */
void gather_text(struct box_builder *b, const struct inline_context *s,
                 const struct origin_text *from, const char *text, size_t n);
/* Adds characters as they are. */
void gather_verbatim(struct box_builder *b, const struct inline_context *s,
                     const struct origin_text *from, const char *text, size_t n);
/* Adds all items of the style's `content`. */
void gather_content(struct box_builder *b, const struct inline_context *s,
                    const struct origin_text *from, const struct content_for *c,
                    enum gather_mode mode);
/* Takes back a collapsible space at the end; tells whether there was one. */
bool gather_trim(struct box_builder *b);
/* Finds the call whose number was gathered last; NULL when something else stands at the end. */
const struct node *gather_last_call(const struct box_builder *b);
/* Adds a fixed space: a length, and a share of the measure in 65536ths of one per cent. */
void gather_space(struct box_builder *b, const struct inline_context *s, const struct node *n,
                  sp space, int64_t percent);
/* Adds a call with nothing to print: it only ties its note to this place. */
void gather_empty_call(struct box_builder *b, const struct inline_context *s,
                       const struct origin_text *from);
/* Makes the paragraph of what was gathered, or NULL if there is nothing; the next one begins. */
struct paragraph *gather_finish(struct box_builder *b, const struct node *n, const struct style *s);

/* ---- continued.c ---- */
/* Gives the first cells of rows below a finished box the text that stands where their row goes on,
 * as their styles ask for it. */
void continue_rows(struct box_builder *b, struct box *box);

/* ---- tree.c ---- */
/* Gives the kind of the box that a display makes; not of inline ones, contents and none. */
enum box_kind tree_kind_of(enum display display);
/* Adds a box beside whatever its parent has; NULL: it has no parent. */
struct box *tree_add(struct box_builder *b, struct box *parent, enum box_kind kind,
                     const struct node *n, const struct style *s);
/* Adds an anonymous box behind the last one of its parent. */
struct box *tree_add_anonymous(struct box_builder *b, struct box *parent, enum box_kind kind);
/* Finds where a child of that kind goes: the box itself, or anonymous boxes in it, the last one
 * again if it fits. */
struct box *tree_place_for(struct box_builder *b, struct box *box, enum box_kind child);
/* Puts the lines of a box into an anonymous block of their own, since something comes beside
 * them. */
void tree_separate_lines(struct box_builder *b, struct box *box);
/* Gives the box the inline content gathered so far: as its own while it has nothing else, and as an
 * anonymous block otherwise. */
void tree_close_paragraph(struct box_builder *b, struct box *box);
/* Opens the rings of children below a finished box, and numbers cells. */
void tree_finish(struct box *box);

/* ---- inline.c ---- */
/* The numbers that a pseudo-element prints other than those of the counters in scope. */
struct counted {
    uint32_t note;
    const int64_t *item; /* NULL: there is none */
};
/* Gives the context inside a block, whose lines are its own. */
struct inline_context inline_of_block(struct box_builder *b, const struct inline_context *outer,
                                      const struct style *s, const struct node *n);
/* Gives the context inside an inline box. */
struct inline_context inline_of_box(struct box_builder *b, const struct inline_context *outer,
                                    const struct style *s, const struct node *n);
/* Tells whether an inline box paints more than its text. */
bool inline_paints(const struct style *s);
/* Adds margin, border and padding of an inline box on one side: where it paints, its margin is
 * outside. */
void inline_add_edge(struct box_builder *b, const struct inline_context *outer,
                     const struct inline_context *s, const struct node *n, enum side side);
/* Adds the generated inline content of a pseudo-element, between its edges. */
void inline_add_content(struct box_builder *b, const struct inline_context *outer,
                        const struct style *s, const struct origin_text *from,
                        const struct counted *counted, enum gather_mode mode);

/* ---- markers.c ---- */
/* Adds the marker of a list item or note to the paragraph that is being gathered. */
void marker_build(struct box_builder *b, const struct node *n, enum gather_mode mode);
/* Hangs the marker before a box that has just begun, or leaves it waiting for the first line.  One
 * that waits already (a note or an item that begins with an item) goes before it in the line, or
 * hangs as it does. */
void marker_start(struct box_builder *b, struct box *box, enum marker_position position);
/* Makes an inside marker that met no text the text of its box, which ends. */
void marker_end(struct box_builder *b, struct box *box);

/* ---- calls.c ---- */
/* Gives the number under which a note in the flow or at the foot was first called; 0: it is no
 * note, or not called yet. */
uint32_t calls_number(const struct box_builder *b, const struct node *n);
/* Adds a call: of a footnote, or of a note that flows where it stands. */
void calls_add(struct box_builder *b, const struct node *n, const struct inline_context *outer);

/* ---- faces.c ---- */
/* Opens the faces that the styles of these paragraphs name. */
void open_faces(struct diag *d, struct fonts *fonts, struct paragraph *const *paragraphs,
                uint32_t n);

#endif
