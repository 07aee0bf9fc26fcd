/* doc: an XML source becomes nodes that know where they came from.
 *
 *   bytes ──► UTF-8 (BOM, else declaration, through iconv) ──► one guarding pass ──► libxml2 SAX2 ──► struct doc
 *
 * This is the only folder that sees libxml2.  Every node and every stretch of text knows its
 * position.  All errors of a file are reported in one run (one of well-formedness ends that file's
 * list: what stands behind it is not read).
 *
 *   struct doc *d = doc_read(arena, diag, "source/x.xml", bytes, size);
 *   for (const struct node *n = d && d->valid ? d->root->first : NULL; n; n = n->next) …
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
    const char *attributes; /* its own attributes beside the common ones, "name" or "name!" for required, space between */
    const char *refers;     /* the attribute that names a note, or NULL */
};
extern const struct element doc_elements[];
extern const unsigned doc_element_count;

struct attribute {
    const char *name;   /* with its usual prefix: xml:lang, its:locNote */
    const char *value;  /* as XML normalised it */
    struct position at; /* the value in the source, without its quotes */
};

enum node_kind { NODE_ELEMENT, NODE_TEXT };

/* From byte `text` of a node's text on, its bytes stand at `source` in the source.  `step` 1: byte for byte
 * until the next run; 0: all of them come from one place there (a reference, a line end), `length` bytes long. */
struct text_run {
    uint32_t text, source;
    uint16_t length;
    uint8_t step;
};

struct node {
    enum node_kind kind;
    uint32_t index;                              /* in document order, from 0 */
    uint32_t child_index;                        /* among its element siblings, from 1 (elements) */
    uint32_t attribute_count, length, run_count; /* of what stands below; 0 for nodes of the other kind */
    struct node *parent, *first, *last, *next, *previous;

    struct position at; /* element: its start tag; text: where its first character stands */
    const struct element *element;
    const char *id;   /* NULL: none */
    const char *lang; /* xml:lang, its own or inherited */
    const char *dir;  /* "ltr", "rtl", "auto", its own or inherited, or NULL */
    union {
        struct { /* element */
            const struct attribute *attributes;
            struct node *note; /* a note's caller: the note element that its reference names (checked) */
        };
        /* text: adjacent characters are one node (entities, CDATA and comments do not part them); white space alone, where
         * the element may hold no text, is none */
        struct {
            const char *text; /* UTF-8, line ends normalised, white space as it stands */
            const struct text_run *runs;
        };
    };
};

/* An <?xml-stylesheet?> of the source. */
struct stylesheet_pi {
    const char *href, *media;
    struct position at, media_at;
};

struct doc {
    bool valid; /* no error was found: only then is anything below but the style sheets to be used */
    const struct source *source;
    struct node *root;
    const struct node *open; /* the innermost element that was open where reading had to end; NULL: read to the end */
    uint32_t node_count;     /* nodes have index 0 … node_count - 1 */
    struct node **nodes;     /* by index */
    const struct node **ids; /* the elements with an id, sorted by it: doc_find */
    uint32_t id_count;
    const struct stylesheet_pi *stylesheets;
    unsigned stylesheet_count;
    /* meta, as far as given: NULL where not.  keywords and subjects joined by ", ". */
    const char *publisher, *date, *subject, *keywords, *rights;
};

/* The bytes are lent, with a NUL behind, for as long as the document is used. NULL: there is no tree at all. */
struct doc *doc_read(struct arena *a, struct diag *d, const char *name, const char *bytes, size_t size);
/* The element with that id, or NULL (lent). */
const struct node *doc_find(const struct doc *doc, const char *id, size_t length);
const char *doc_attribute(const struct node *n, const char *name); /* its value, or NULL */
/* Where bytes start … end of a text node stand; for an element, its start tag. */
struct position doc_position(const struct node *n, uint32_t start, uint32_t end);
/* All text inside, white space collapsed and trimmed, notes' numbers left out. */
char *doc_text(struct arena *a, const struct node *n);
/* The beginning of that text, into a buffer: no more than a few bytes beyond `most`. */
void doc_add_text(struct buffer *out, const struct node *n, size_t most);
void doc_dump(struct buffer *out, const struct doc *doc);

#endif
