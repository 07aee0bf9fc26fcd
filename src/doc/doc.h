/* doc: an XML source becomes nodes that know where they came from.
 *
 *   bytes ──► UTF-8 (BOM, else declaration, through iconv) ──► one guarding pass ──► libxml2 SAX2
 *         ──► struct doc
 *
 * This is the only folder that sees libxml2.  Every node and every run of text knows its position.
 * All errors of a file are reported in one run (one of well-formedness ends that file's list: what
 * stands behind it is not read).
 *
 *   struct doc *d = doc_read(arena, diag, "source/x.xml", bytes, size);
 *   for (const struct node *n = d && d->valid ? node_first(d->root) : NULL; n; n = node_next(n)) …
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/buffer.h"
#include "base/diag.h"
#include "base/source.h"

/* Structure roles as they will be tagged (ISO 32000-1, 14.8.4). */
enum role {
    ROLE_NONE,
    ROLE_DOCUMENT,
    ROLE_H1,
    ROLE_P,
    ROLE_TABLE,
    ROLE_THEAD,
    ROLE_TBODY,
    ROLE_TR,
    ROLE_TH_COLUMN,
    ROLE_TH_ROW,
    ROLE_TD,
    ROLE_L,
    ROLE_LI,
    ROLE_LBL,
    ROLE_LBODY,
    ROLE_NOTE,
    ROLE_REFERENCE,
    ROLE_LINK,
    ROLE_SPAN,
    ROLE_QUOTE,
    ROLE_BLOCKQUOTE,
    ROLE_FIGURE,
    ROLE_CAPTION,
    ROLE_DIV,
    ROLE_SECT,
    ROLE_COUNT
};

/* One row of doc/elements.def: all that the program knows of an element's name. */
struct element {
    const char *name;
    enum role role;
    bool unit;              /* a whole translation unit */
    bool is_inline;         /* stands in running text */
    bool text;              /* may hold characters */
    const char *content;    /* which children may stand in it, see elements.def */
    const char *attributes; /* its own beside the common ones: "name", or "name!" when required */
    const char *refers;     /* the attribute that names a note, or NULL */
};
extern const struct element doc_elements[];
extern const unsigned doc_element_count;
/* Tells whether the vocabulary has the name. */
bool doc_has_element(const char *name);
/* Finds the element that an unknown name most likely means: a misspelt one, or one of HTML; NULL
 * when nobody can tell. */
const char *doc_meant_element(const char *name);

struct attribute {
    const char *name;    /* with its usual prefix: xml:lang, its:locNote */
    const char *value;   /* as XML normalised it */
    uint32_t start, end; /* the value in the source, without its quotes: attribute_at */
};

enum node_kind { NODE_ELEMENT, NODE_TEXT };

/* Where a run of a text's bytes comes from. */
struct text_run {
    uint32_t text;   /* the text's byte at which it begins; the next run ends it */
    uint32_t source; /* where that byte stands in the source */
    uint16_t length; /* step 0: how many bytes of the source stand for all of the run */
    uint8_t step;    /* 1: byte for byte; 0: from one place (a reference, a line end) */
};

/* What an element shares with all inside it that do not say something else. */
struct scope {
    const struct source *source;
    const char *lang; /* xml:lang */
    const char *dir;  /* "ltr", "rtl", "auto", or NULL */
};

/* All nodes of a document stand in one array, in document order, so that relations are distances in
 * it.  A large document has half a million: everything in here is paid that often.
 *
 *   <a><b><c/></b>text</a>     index    0 a    1 b    2 c    3 text
 *                              parent   0      1      1      3
 *                              size     4      2      1      1
 *
 *   next of b: 1 + its size, which is inside a;  previous of the text: 2, climbed to a child of a
 */
struct node {
    const struct scope *scope;
    union {
        const struct attribute *attributes; /* of an element */
        /* Of a text: UTF-8, line ends normalised, white space as it stands, no NUL behind.  Where
         * the source says the same it lies there.  Adjacent characters are one node (entities,
         * CDATA and comments do not part them); white space alone, where the element may hold no
         * text, is none. */
        const char *text;
    };
    uint32_t index;  /* in document order, from 0 */
    uint32_t parent; /* so many nodes before; 0: none */
    uint32_t size;   /* itself and all inside */
    /* In the source: an element's start tag; a text from its first character to behind its last. */
    uint32_t start, end; /* node_at */
    union {
        uint32_t child_index; /* of an element: among its element siblings, from 1 */
        uint32_t length;      /* of a text, in bytes */
    };
    union {
        uint32_t note;      /* of an element: index of the note it refers to; 0: none; node_note */
        uint32_t run_count; /* of a text; 0: byte for byte from `start` on; node_runs */
    };
    uint8_t kind;    /* enum node_kind */
    uint8_t element; /* its row in doc_elements, from 1; 0: unknown, or a text: node_element */
    uint8_t attribute_count; /* of a text 0 */
    uint8_t id;              /* which attribute is its id, from 1; 0: none: node_id */
};

/* An <?xml-stylesheet?> of the source. */
struct stylesheet_pi {
    const char *href;
    const char *media; /* NULL: it says none */
    struct position at, media_at;
};

struct doc {
    bool valid; /* no error was found: else only the style sheets below may be used */
    const struct source *source;
    const struct node *root; /* the first of the nodes */
    /* The innermost element that was open where reading had to end; NULL: it came to the end. */
    const struct node *open;
    uint32_t node_count;     /* nodes have index 0 … node_count - 1 */
    struct node *nodes;      /* by index */
    const struct node **ids; /* the elements with an id, sorted by it: doc_find */
    uint32_t id_count;
    const struct stylesheet_pi *stylesheets;
    unsigned stylesheet_count;
    /* meta, as far as given: NULL where not.  keywords and subjects joined by ", ". */
    const char *publisher, *date, *subject, *keywords, *rights;
};

/* ---- relations: NULL where there is none ---- */
static inline const struct node *node_parent(const struct node *n)
{
    return n->parent ? n - n->parent : NULL;
}
static inline const struct node *node_first(const struct node *n)
{
    return n->size > 1 ? n + 1 : NULL;
}

static inline const struct node *node_next(const struct node *n)
{
    const struct node *parent = n - n->parent, *next = n + n->size;
    return next < parent + parent->size ? next : NULL;
}

/* The sibling before; walking back over all nodes, too, costs each a step: it is climbed from but
 * once, by the sibling that follows what it ends. */
static inline const struct node *node_previous(const struct node *n)
{
    if (n->parent <= 1) /* it stands first */
        return NULL;
    const struct node *parent = n - n->parent, *p = n - 1;
    while (p - p->parent != parent)
        p -= p->parent;
    return p;
}

/* ---- what a node says of itself ---- */
/* The row of an element; NULL for an unknown one and for a text. */
static inline const struct element *node_element(const struct node *n)
{
    return n->element ? &doc_elements[n->element - 1] : NULL;
}
static inline const char *node_id(const struct node *n)
{
    return n->id ? n->attributes[n->id - 1].value : NULL;
}
static inline struct position node_at(const struct node *n)
{
    return (struct position){ n->scope->source, n->start, n->end };
}
static inline struct position attribute_at(const struct node *n, const struct attribute *a)
{
    return (struct position){ n->scope->source, a->start, a->end };
}
/* The note that an element refers to, or NULL. */
static inline const struct node *node_note(const struct node *n)
{
    return n->note ? n - n->index + n->note : NULL;
}
/* The runs of a text, which lie before it. */
static inline const struct text_run *node_runs(const struct node *n)
{
    return (const struct text_run *)(const void *)n->text - n->run_count;
}

/* Reads a document from bytes that are lent, with a NUL behind, for as long as it is used.  Reports
 * all that is wrong with it; NULL when there is no tree at all. */
struct doc *doc_read(struct arena *a, struct diag *d, const char *name, const char *bytes,
                     size_t size);
/* Reads a part of one, whose root is the element of that name: an <imprint>.  A link in it may lead
 * to what stands elsewhere. */
struct doc *doc_read_part(struct arena *a, struct diag *d, const char *root, const char *name,
                          const char *bytes, size_t size);
/* Reads a document from text that is UTF-8 already, whatever its XML declaration says, such as one
 * joined from a source and a catalogue; else as doc_read. */
struct doc *doc_read_text(struct arena *a, struct diag *d, const struct source *text);
/* Tells languages, before any tag is opened, in which letters the text of each stands. */
struct langs;
void doc_count_letters(const struct doc *d, struct langs *langs);
/* Makes XML that is no handout, as what other programs exchange with this one, UTF-8, and sees that
 * it is well-formed and has no document type; reports what is wrong, and returns NULL then. */
const struct source *doc_read_any(struct arena *a, struct diag *d, const char *name,
                                  const char *bytes, size_t size);
/* Reports what has no words, or no alternative text, though the edition of that name is read
 * aloud. */
void doc_check_spoken(struct diag *d, const struct doc *doc, const char *edition);
/* Finds the element with that id of `length` bytes, or NULL. */
const struct node *doc_find(const struct doc *doc, const char *id, size_t length);
/* Finds the value of an attribute, or NULL. */
const char *doc_attribute(const struct node *n, const char *name);
/* The place of an attribute's name in the order in which attributes are written; of one that the
 * vocabulary does not name DOC_ATTRIBUTE_LAST. */
enum { DOC_ATTRIBUTE_LAST = 31 };
unsigned doc_attribute_order(const char *name);
/* Says what to write instead of an entity of that name, a PHRASE that is filled in. */
const char *doc_entity_remedy(struct arena *a, const char *name);
/* Computes where bytes start … end of a text node stand; for an element, its start tag. */
struct position doc_position(const struct node *n, uint32_t start, uint32_t end);
/* Finds what stands between an element's tags, as it is written in the source; of <p/> the place
 * behind it.  Costs a walk over that much of the source. */
struct position doc_inside(const struct node *n);
/* Gathers all text inside, white space collapsed and trimmed; calls of notes give none. */
char *doc_text(struct arena *a, const struct node *n);
/* Appends the beginning of that text to a buffer: no more than a few bytes beyond `most`. */
void doc_add_text(struct buffer *out, const struct node *n, size_t most);
/* Prints one node a line, for --dump=doc. */
void doc_dump(struct buffer *out, const struct doc *doc);

#endif
