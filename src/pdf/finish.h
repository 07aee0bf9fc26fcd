/* pdf, finishing, inside: what its files hand to one another.
 *
 * parts.c    which object stands where in the finished file, and under which number
 * hints.c    where a reader finds what a page needs
 * finish.c   the bytes
 *
 * The file that is finished is ours: libharu has written its objects in the order of their numbers,
 * dictionaries between "<<\n" and ">>", the length of a stream first and as an object of its own,
 * and no comments but in the head.
 */
#ifndef PDF_FINISH_H
#define PDF_FINISH_H

#include "pdf/inner.h"

/* What an object is. */
enum kind { KIND_PLAIN, KIND_STREAM, KIND_PAGE_TREE /* a page, too */, KIND_LENGTH };

/* The parts of a finished file that have objects of the written one, in the order in which they
 * stand there (ISO 32000-1, F.3.1). */
enum part {
    PART_CATALOG,  /* what the document is opened by (part 4) */
    PART_FIRST,    /* what the first page reaches (part 6) */
    PART_PAGES,    /* what one other page reaches, and nothing else does (part 7) */
    PART_SHARED,   /* what several others reach (part 8) */
    PART_OUTLINES, /* the names beside the pages, and … */
    PART_REST,     /* … everything else (part 9) */
    PARTS
};

/* What stands in the finished file as an object of its own: one of the written file, or a stream of
 * many (7.5.7). */
struct container {
    uint32_t first, last, count; /* the objects in it: parts.next leads from one to the next */
    uint32_t number;             /* in the finished file */
    uint32_t page;               /* that reaches it, + 1; NONE_REACHES, SEVERAL_REACH */
    uint32_t place;              /* among all, in the order of the file */
    uint32_t seen;               /* the page + 1 that was last asked about it */
    enum part part;
    bool alone;                 /* it is an object of the written file */
    bool beside;                /* something else than a page reaches it as well */
    struct deflated head, data; /* its bytes up to a stream's data, and these; without: none */
    uint32_t size, offset;      /* of all its bytes */
};
enum { NONE_REACHES = 0, SEVERAL_REACH = UINT32_MAX };

/* Numbers that grow. */
struct numbers {
    uint32_t *items;
    size_t count, room;
};

/* A written file, and what becomes of it.  Arrays are by the objects' numbers in it. */
struct parts {
    struct arena *arena;
    const struct buffer *file;
    struct landmarks marks;
    uint32_t catalog, info;
    const char *id; /* the trailer's entry, up to its "]" */
    size_t id_size;
    uint32_t count;     /* of objects, the one without a number included */
    uint32_t *offsets;  /* one more: where the last one ends */
    uint8_t *kinds;     /* enum kind */
    uint32_t *edges_at; /* where in `edges` the references of an object begin, up to a 0 */
    struct numbers edges;
    uint32_t *reaching;       /* the page + 1 that reaches it; NONE_REACHES, SEVERAL_REACH */
    bool *beside;             /* something else than a page reaches it as well */
    uint32_t *stamps;         /* the list + 1 that had it last */
    struct numbers reached;   /* what each page reaches, itself first; then the outlines */
    size_t *lists;            /* where each page's begins; two more: the outlines' begin and end */
    uint32_t *next, *holders; /* the next one in its container; its container + 1 */
    struct container *containers;
    uint32_t container_count;
    uint32_t open;                                   /* the container that takes objects, + 1 */
    uint32_t *order;                                 /* containers as they stand in the file */
    uint32_t starts[PARTS + 1];                      /* where in it each part begins */
    uint32_t *numbers;                               /* in the finished file */
    uint32_t main_table, linear, first_table, hints; /* numbers of what is added */
    uint32_t first_half, size; /* the first number before the first page's end; behind the last */
};

/* Puts a number behind the others. */
void parts_add(struct arena *a, struct numbers *to, uint32_t number);
/* A reference in a text. */
struct reference {
    const char *at, *end;
    uint32_t number;
};
/* Finds the next reference in our own text of an object, outside names and strings (7.3.10); false
 * when there is none. */
bool parts_find_reference(const char *at, const char *end, struct reference *r);
/* The bytes of an object between `obj` and `endobj`, those of a stream without its data. */
struct text {
    const char *at, *end;
};
struct text parts_text(const struct parts *p, uint32_t number);
/* Gives the data of a stream. */
struct deflated parts_data(const struct parts *p, uint32_t number);
/* Finds out where each object stands in the finished file, and its number there. */
struct parts *parts_build(struct arena *a, const struct buffer *file, struct landmarks marks);
/* Lends the container that stands at a place. */
static inline struct container *parts_at(const struct parts *p, uint32_t place)
{
    return &p->containers[p->order[place]];
}

/* Values of the hint tables in their bits, the highest first (F.4). */
struct bits {
    struct buffer *to;
    unsigned held, count;
};
void hints_put(struct bits *b, uint32_t value, unsigned width);
/* Fills the byte that was begun: each row of values begins a new one. */
void hints_end_row(struct bits *b);
/* Counts the bits that a value needs. */
unsigned hints_width(uint32_t value);
/* Where the tables behind the first begin in the stream of hints; 0: there is none. */
struct hint_places {
    size_t shared, outlines;
};
/* Makes the hint tables of containers whose places are those of a file without them (F.4). */
struct hint_places hints_build(struct parts *p, struct buffer *out);

#endif
