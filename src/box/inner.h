/* box/inner: what the files of this folder share.
 *
 *   build ──► gather (a paragraph's text and pieces) ──► faces
 *     └─ counters, content: what ::before, ::after, markers, calls and named strings say
 */
#ifndef BOX_INNER_H
#define BOX_INNER_H

#include "box/box.h"

/* One counter in scope (CSS Lists 3, 4.4): it ends with the parent of the element that made it. */
struct counter {
    const char *name;
    int64_t value;
    unsigned depth;
    size_t hidden; /* index + 1 of the one of its name around it, or 0 */
};
struct counter_name {
    const char *name;
    size_t top; /* index + 1 of its innermost counter, or 0 */
};

/* What surrounds inline content. */
struct span {
    const struct style *style,
        *block; /* the innermost box's; that of the block whose lines they are */
    const struct lang *lang;
    const struct node *link;
    const struct inline_box *inside;
    sp raise;
};

/* Where characters that are being gathered come from. */
struct origin_text {
    enum piece_kind kind;
    const struct node *node;
    struct position rule;
    uint32_t note;
};

/* Of so many settings the next piece's is looked for: text with emphasis, links and calls in it goes back and forth between a few. */
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
};

struct builder {
    struct arena *arena; /* of what is made */
    struct arena *work;  /* of what only building needs, and of arrays while they grow */
    struct arena *words; /* of text on its way into a paragraph, reset to where it stood */
    struct diag *diag;
    const struct doc *doc;
    const struct styles *styles;
    struct fonts *fonts;
    struct langs *langs;
    const struct digit_set *digits; /* that the text uses most */

    struct gather gather;
    const struct setting
        *recent[RECENT_SETTINGS]; /* used last, the newest first; NULL behind them */
    const struct node
        *marker; /* element whose inside marker waits for the first characters, or NULL */

    struct counter *counters;
    size_t counter_count, counter_room;
    struct counter_name *names;
    size_t name_count, name_room;
    unsigned depth; /* of elements, for the counters' scopes */
    uint32_t quote_depth;
    size_t generated; /* bytes that content_item made */
    bool page_told;   /* that only margin boxes know pages and named strings */

    struct paragraph **paragraphs;
    size_t paragraph_count, paragraph_room;
    struct note *notes;
    size_t note_count, note_room;
    const struct box_string **strings;
    size_t string_count, string_room;
    struct called *called; /* by node index */
    uint32_t last_number;  /* notes called so far, those in the flow among them */
    const struct node **skipped;
    size_t skipped_count, skipped_room; /* notes taken out of the flow */

    const struct style *lang_style;
    const struct lang *lang; /* the last answer of builder_lang */
};

/* ---- counters.c ---- */
/* An element or pseudo-element begins and ends: its counters are reset, incremented, set; its children's end. */
void counters_enter(struct builder *b, const struct style *s);
void counters_leave(struct builder *b);
/* The innermost counter of that name, or NULL. */
const struct counter *counters_find(const struct builder *b, const char *name);
/* The one of the same name that it hides, or NULL. At most one a depth. */
const struct counter *counters_hidden(const struct builder *b, const struct counter *c);

/* ---- content.c ---- */
struct content_for {
    const struct node *node; /* the element that generated text belongs to */
    const struct style *style;
    const struct lang *lang;
    uint32_t note;                     /* counter(footnote) */
    const struct furniture *furniture; /* NULL in the flow */
};
/* What one item of `content` says; nothing, after an error, when a document's generated text grows past all measure. */
void content_item(struct builder *b, const struct content_for *c, const struct content *item,
                  struct buffer *out);
/* The named strings that an element sets, put before `next`. */
const struct box_string *content_strings(struct builder *b, const struct content_for *c,
                                         const struct box_string *next);
/* What a list item's marker prints when its style has no content: the number or bullet and what follows it. */
void content_list_marker(struct builder *b, const struct content_for *c, struct buffer *out);

/* ---- gather.c ---- */
const struct lang *builder_lang(struct builder *b, const struct style *s);
/* Characters with white space as the span's style says. */
void gather_text(struct builder *b, const struct span *s, const struct origin_text *from,
                 const char *text, size_t n);
/* Characters as they are. */
void gather_verbatim(struct builder *b, const struct span *s, const struct origin_text *from,
                     const char *text, size_t n);
/* All items of the style's `content`. */
void gather_content(struct builder *b, const struct span *s, const struct origin_text *from,
                    const struct content_for *c, bool verbatim);
/* A fixed space: a length, and a share of the measure in 65536ths of one per cent. */
void gather_space(struct builder *b, const struct span *s, const struct node *n, sp space,
                  int64_t percent);
/* A call with nothing to print: it only ties its note to this place. */
void gather_empty_call(struct builder *b, const struct span *s, const struct origin_text *from);
/* The gathered paragraph, or NULL if there is nothing; the next one begins. */
struct paragraph *gather_finish(struct builder *b, const struct node *n, const struct style *s);
/* Marker of a list item or note: pieces put into the paragraph being gathered. */
void gather_marker(struct builder *b, const struct node *n, bool verbatim);

/* ---- faces.c ---- */
void open_faces(struct diag *d, struct fonts *fonts, struct paragraph *const *paragraphs,
                uint32_t n);

#endif
