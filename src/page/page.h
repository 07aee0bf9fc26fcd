/* page: boxes → rows (flow) → their plan (plan) → pages: every item placed, each with its node.
 *
 * Everything above works in inline and block directions; here paper is handed out: left, right,
 * top, y downwards. The document's flow parts over pages at line boundaries; both cells of a row
 * part side by side; a note stands at the foot of the page where its first call is, as long as any
 * break allows.  Layout is pure: a trial leaves nothing behind.
 */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "box/box.h"
#include "line/line.h"

enum placed_kind {
    PLACED_GLYPHS,
    PLACED_RECT,
    PLACED_LINK,
    PLACED_PICTURE,
    PLACED_LINE /* of a page that is kept: of its lines it has no glyphs until they are asked for */
};
/* Why an item is no content: furniture, a repeated head, a rule … (ISO 32000-1, 14.8.2.2). */
enum artifact {
    ARTIFACT_NONE,
    ARTIFACT_PAGINATION,
    ARTIFACT_LAYOUT,
    ARTIFACT_SLUG /* beyond the bleed, for the print shop; it prints on every plate */
};

struct placed {
    uint8_t kind;            /* enum placed_kind */
    uint8_t artifact;        /* enum artifact */
    uint32_t number;         /* PLACED_LINE: which of its text's */
    const struct node *node; /* content of one node that parts over pages stays one node */
    union {
        struct { /* PLACED_GLYPHS: one run of one line */
            const struct line_run *run;
            const struct line *line;
            struct point at; /* left end of the baseline (before `raise`) */
        } glyphs;
        struct {
            struct rect rect;
            const struct color *color; /* kept with the pages */
        } rect;                        /* filled: rules and backgrounds */
        struct {
            struct rect rect;
            const struct node *to; /* a note, a call, an element; its own node: that one's href */
        } link;
        struct {
            struct rect rect;
            const struct image *image;
        } picture;
        struct { /* all runs of a line of a text, each an item with a node of its own */
            const struct frozen *text;
            struct point at; /* left end of the baseline */
        } line;
    };
};

/* Gives the web address that a link leads to; NULL: it leads to an element. */
static inline const char *placed_address(const struct placed *link)
{
    const char *href = link->link.to == link->node ? doc_attribute(link->node, "href") : NULL;
    return href && *href != '#' ? href : NULL;
}

/* Items as a page keeps them: no glyphs, but lines.  They stand one behind the other, each as long
 * as its kind needs: most are lines, which need the least. */
struct kept {
    const struct placed *first;
    uint32_t count;
};
/* Keeps items in `a`, of one list behind the other. */
struct kept placed_keep(struct arena *a, const struct placed *const lists[], const size_t counts[],
                        unsigned n);
/* Gives the kept item behind another; it can be read only if there is one. */
const struct placed *placed_next(const struct placed *item);

struct page {
    uint32_t number; /* 1, 2, … */
    const struct page_style *style;
    struct kept text, furniture; /* what page_items gives, one behind the other */
    bool blank;
};
/* Where an element starts: destinations of links and outlines. */
struct anchor {
    const struct node *node;
    uint32_t page;
    struct point at;
};

/* Where a page may end, and what that costs. */
struct page_cost {
    const char *name; /* "gap", "cut" … */
    int64_t cost;     /* in demerits, never 0 */
};
struct page_end {
    struct position at;            /* of the first line behind it, */
    const char *words;             /* and its first words; NULL: no text follows */
    sp unused;                     /* height of the page */
    int64_t cost;                  /* the sum of all costs */
    const struct page_cost *costs; /* the dearest kind first */
    uint32_t cost_count;
};
enum { PAGE_OTHERS = 2 };
/* Why a page ends where it does. */
struct page_reason {
    const char *why, *text; /* a stable name, and a sentence */
    struct page_end end;    /* its cost: of this page */
    /* the cheapest; cost: of the document with that end over this one */
    struct page_end others[PAGE_OTHERS];
    uint32_t other_count;
};

struct pages {
    const struct page *pages;
    const struct page_reason *reasons; /* by page; NULL: not asked for */
    uint32_t count;
    /* of every element with an id, of headings, table rows and first calls; by node index */
    const struct anchor *anchors;
    uint32_t anchor_count;
};

/* The steps of page_build: paragraphs are lines, all breaks are chosen; what follows is placing. */
enum page_step { PAGE_LINES, PAGE_PLAN };
/* Who is to know when a step is done, and, in between, how far lines (paragraphs) and placing
 * (pages) have come; called from page_build's own thread; or NULL. */
struct page_watch {
    void (*done)(void *with, enum page_step step);
    void (*lines)(void *with, uint32_t done, uint32_t all);
    void (*pages)(void *with, uint32_t done, uint32_t all);
    void *with;
};
/* Are the pages to say why they end where they do? */
enum page_reasons { REASONS_NONE, REASONS };
/* Makes pages of boxes, in `a`: what pages give up is said in d.  Jumps when there is no memory,
 * with nothing left open. */
struct pages *page_build(struct arena *a, struct diag *d, const struct boxes *boxes,
                         enum page_reasons reasons, const struct page_watch *watch);
/* Finds the stretches of pages in which notes are numbered anew (counter-reset: footnote in @page),
 * in `a`; NULL: there are none. */
const struct stretches *page_stretches(struct arena *a, const struct pages *p,
                                       const struct boxes *boxes);
/* Says which calls stand in another stretch than the one their note is numbered in. */
void page_report_stretches(struct diag *d, const struct pages *p, const struct stretches *s);
/* A page's items in reading order, which is paint order but for backgrounds, which come first: made
 * in the arena, anew each time. They live as long as it does; paragraphs, styles and nodes are the
 * document's. */
const struct placed *page_items(const struct page *p, struct arena *a, uint32_t *count);
/* The same without glyphs (NULL), which take the most time: where everything stands. */
const struct placed *page_shapes(const struct page *p, struct arena *a, uint32_t *count);
/* What lies behind an item: paper, one colour, or more than one. */
enum ground_kind { GROUND_PAPER, GROUND_COLOR, GROUND_MIXED };
/* Finds what lies behind the part `r` of item `at`, and in which colour: white where it is paper;
 * of several that of the lowest that lies behind all of it. */
enum ground_kind page_ground(const struct placed *items, uint32_t at, struct rect r,
                             struct color *color);
/* Prints all pages, an item a line (--dump=page). */
void page_dump(struct buffer *out, struct arena *scratch, const struct pages *p);
/* Prints all lines as they are set, each once (--dump=line). */
void page_dump_lines(struct buffer *out, struct arena *scratch, const struct pages *p);

#endif
