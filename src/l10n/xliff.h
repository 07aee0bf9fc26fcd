/* l10n/xliff: what the files that read XLIFF hand to each other. */
#ifndef L10N_XLIFF_H
#define L10N_XLIFF_H

#include "l10n/inner.h"

enum { DEEPEST = 256, DATA_MOST = 1 << 16 };

/* What a code stands for, as the unit says. */
struct data {
    const char *id, *text;
};

/* A code that is open. */
struct open_code {
    const char *id, *name; /* name: of the element that is written for it */
    struct position at;
    bool place; /* its end is a code of its own, no end tag */
};

/* A message being put together. */
struct side {
    struct buffer text;
    struct po_run *runs;
    size_t count, room;
    size_t layout, layout_end; /* in the file, white space of a tool's, put off; 0: there is none */
    size_t start, end;         /* in the file */
    bool any;                  /* there is such an element */
};

struct unit_reading {
    const char *context;
    size_t start, end;       /* of its start tag */
    const struct unit *unit; /* NULL: the handout has no such unit */
    struct codes codes;      /* of its source */
    bool *seen;              /* by number */
    struct side source, target;
    size_t segment_source; /* bytes of the source before the segment */
    bool segment_target;   /* the segment has a target */
    bool segment_ignored;  /* it is no segment, but what stands between two */
    bool fuzzy, broken;
    struct state state; /* of all segments */
    size_t states;      /* how many have been read */
    struct data *data;
    size_t data_count, data_room;
    const char *data_id; /* of the one that is being read */
    bool data_sorted;
    struct open_code *open;
    size_t open_count, open_room;
    const char *notes[PO_COMMENTS];
    const char *previous;
};

/* Where text goes. */
enum capture { CAPTURE_NOTHING, CAPTURE_PLAIN, CAPTURE_SOURCE, CAPTURE_TARGET };

/* A file being read. */
struct xliff_element;
struct reading {
    struct arena *arena;
    struct diag *diag;
    const struct units *units;
    const struct source *file;
    struct po *po;
    size_t room; /* for entries */
    bool *met;   /* units, by index */
    bool old;    /* it is 1.2 */
    bool full;   /* it has too many entries */
    bool known;  /* it is XLIFF */
    const struct xliff_element *stack[DEEPEST + 1];
    size_t depth;
    enum capture capture;
    struct buffer plain;
    const char *category; /* of the note that is being read */
    bool in_unit;
    size_t native; /* open elements whose text is a code of some other format */
    struct unit_reading unit;
    const char *tag, *header, *header_notes[PO_COMMENTS], *obsolete;
    struct position tag_at;
};

/* An element of XLIFF, and what its tags do. */
struct xliff_element {
    const char *name;
    void (*begin)(struct reading *r, const struct token *t);
    void (*end)(struct reading *r, const struct token *t);
};

/* ---- xliff_text.c ---- */
/* Finds an attribute of a tag, its place into *at where that is wanted; NULL when it has none of
 * that name. */
const char *xliff_attribute(const struct reading *r, const struct token *t, const char *name,
                            struct position *at);
static inline struct position xliff_at(const struct reading *r, const struct token *t)
{
    return position_at(r->file, t->start, t->end);
}
/* The side that is being read, or NULL. */
struct side *xliff_side(struct reading *r);
/* Adds bytes to a side that stand in the file at start … end: the same ones, or instead of what is
 * there. */
void xliff_add_run(struct reading *r, struct side *s, const char *bytes, size_t n, size_t start,
                   size_t end);
/* What comes behind layout that was put off: a word, which it parts from what is before, a code
 * that begins or ends something, or one that stands alone and sticks to the word. */
enum behind { BEHIND_WORD, BEHIND_PAIR, BEHIND_PLACE };
void xliff_end_layout(struct reading *r, struct side *s, enum behind behind);
/* Takes what is no tag to where it belongs. */
void xliff_take_text(struct reading *r, const struct token *t);

/* ---- xliff_codes.c ---- */
/* The elements that stand for codes, ended by a row without a name. */
extern const struct xliff_element xliff_code_elements[];
/* Reports the innermost code that is open but should not be any more. */
void xliff_report_open(struct reading *r);

#endif
