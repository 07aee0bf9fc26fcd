/* doc's own: what its passes hand to each other, in the order of the data: decode, guard, scan, read, validate. */
#ifndef DOC_INNER_H
#define DOC_INNER_H

#include "doc/doc.h"

enum {
    DOC_MOST_BYTES = 64 << 20,
    DOC_MOST_TAG = 64 << 10,
    DOC_MOST_ATTRIBUTES = 64,
    DOC_MOST_DEPTH = 256,
    DOC_MOST_NODES = 1 << 20 /* elements and texts: what comes after takes a few KB for each */
};

/* The bytes as UTF-8 in the arena; NULL and a message when they are in no encoding that can be read. */
const struct source *decode(struct arena *a, struct diag *d, const char *name, const char *bytes,
                            size_t size);

/* Is it fit for the parser?  False and a message where not.  *nodes: it has no more of them. */
bool guard(struct diag *d, const struct source *s, size_t *nodes);

/* scan: where things stand in text that the parser found well-formed. */

/* Text being gathered; text NULL: only counted. */
struct gathered {
    char *text;
    size_t length, start; /* start: in the source */
    bool altered;         /* something stands for other bytes: a reference, a line end */
    struct text_run *runs;
    size_t run_count;
};
/* From `at` over text, references, CDATA, comments and processing instructions to the next tag, whose place is returned. */
size_t scan_text(const struct source *s, size_t at, struct gathered *out);
/* The value of the reference at `at` ('&') as UTF-8, its length there in *length and in the source returned; 0: it is none. */
size_t scan_reference(const struct source *s, size_t at, char out[4], size_t *length);
/* Where the needle stands at or behind `at`; size if nowhere. */
size_t scan_find(const struct source *s, size_t at, const char *needle);
bool scan_is_at(const struct source *s, size_t at, const char *needle);
/* The next attribute of the tag in which `*at` stands, which moves behind it; false at the tag's end. */
struct scanned_attribute {
    size_t name, name_end, value, value_end;
};
bool scan_attribute(const struct source *s, size_t *at, struct scanned_attribute *out);
/* Behind the name that stands at `at`; behind the white space that stands there. */
size_t scan_name(const struct source *s, size_t at);
size_t scan_space(const struct source *s, size_t at);
static inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/* The tree as far as it could be read, a message where that is not to the end; NULL: there is none.  Ids are not checked and meta
 * not gathered.  `nodes`: what the guard counted. */
struct doc *read_tree(struct arena *a, struct diag *d, const struct source *s, size_t nodes);

/* Against elements.def; also binds references to notes.  Reports all it finds. */
void validate(struct arena *a, struct diag *d, struct doc *doc);

const struct element *element_find(const char *name);
/* May it have that attribute, as its own or as one every element may have? */
bool element_takes(const struct element *e, const char *name, bool *required);
/* The attributes that elements take, ended by NULL; of those the one that is written prefix and name, or NULL. */
extern const char *const attribute_names[];
const char *attribute_find(const char *prefix, const char *name);
/* The nearest word of a list ended by NULL, if it is near; else NULL. */
const char *nearest_word(const char *word, const char *const *words);

#endif
