/* flow/drawn: what is drawn of the rows that pages are chosen from (plan/rows.h); data only,
 * lengths in sp.
 */
#ifndef FLOW_DRAWN_H
#define FLOW_DRAWN_H

#include "box/box.h"
#include "line/line.h"
#include "plan/rows.h"

/* A box's place in its container: lengths in sp from the page area's left edge, on paper (left to
 * right). */
struct frame {
    sp left, width;              /* content box */
    sp outer_left, outer_width;  /* border box */
    sp margin_start, margin_end; /* block direction */
    sp open, close;              /* border and padding at block start and end */
    sp start_pad;                /* padding at the inline start: where outside markers hang */
};

/* A set line as far as pages are concerned. */
struct profile {
    sp ascent, descent;
    uint32_t start;      /* the first byte of its text */
    uint32_t calls : 31; /* how many of the paragraph's calls stand up to and on it */
    uint32_t hyphenated : 1;
};
/* A paragraph set with a number of lines. */
struct variant {
    struct frozen lines;
    const struct profile *profile; /* of each line */
    sp last_line_min;
    int32_t cost; /* over the optimum, in demerits */
    bool speaks;  /* there is something to say of its lines */
};
/* A paragraph at its measure. */
struct set {
    sp measure;
    const uint32_t *calls;          /* the notes it calls, in order */
    const struct variant *variants; /* the optimum first; NULL: not set */
    uint32_t variant_count;
};
/* How many lines the paragraph has as its optimum. */
static inline uint32_t set_count(const struct set *s)
{
    return s->variants ? s->variants[0].lines.count : 0;
}

struct size {
    sp width, height;
};
/* What is drawn of a slot. */
struct drawn {
    const struct box *box;
    const struct set *set; /* its paragraph; NULL: a picture, or the height of an empty block */
    union {
        struct {
            uint32_t variant; /* of the paragraph */
            uint32_t line;    /* of the variant */
        };
        const struct size *picture; /* of a box with an image: as it is set */
    };
    const struct marker *markers;     /* hang before it */
    const struct strings_at *strings; /* are set by it */
    sp left;                          /* of the measure */
};

/* The mark of a list's item, or a note's number: its first line hangs before a line of the text. */
struct marker {
    const struct set *set;
    const struct box *box;
    sp left;
    const struct marker *next;
};

struct strings_at {
    const struct box_string *strings;
    const struct strings_at *next;
};

/* A block with a background or border over slots first … last of a track, or rows first … last of
 * the flow. */
struct span {
    const struct box *box;
    sp left, width, open, close;
    uint32_t first, last;
    sp clone_open; /* border and padding at a break (box-decoration-break: clone); else 0 */
    sp clone_close;
};

/* A table's columns on the pages that it is measured for. */
struct columns {
    const struct box *table;
    uint32_t count;
    struct frame frame; /* the table's own, as wide as its columns where its width is auto */
    sp *left, *width;   /* border boxes of the cells, by column */
    sp gap, edge;       /* between columns, and beside the first and the last */
    bool spaced;        /* border-spacing, not a gutter, lies between them */
    sp across;          /* the width of the page area that they are for */
};

#endif
