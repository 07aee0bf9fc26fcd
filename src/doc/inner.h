/* doc/inner: what its passes hand to each other, in the order of the data.
 *
 *   bytes ─decode─► UTF-8 ─guard─► none that would harm ─read, by libxml2; scan: places─► nodes
 *         ─characters, misread (neighbours), alike, blocks─► messages about text
 *         ─validate (elements, attributes, meant), spoken─► messages about markup
 */
#ifndef DOC_INNER_H
#define DOC_INNER_H

#include "doc/doc.h"

enum {
    DOC_MOST_BYTES = 64 << 20,
    DOC_MOST_TAG = 64 << 10,
    DOC_MOST_ATTRIBUTES = 64,
    DOC_MOST_DEPTH = 256,
    DOC_MOST_NODES = 1 << 20 /* elements and texts: the later stages take a few KB for each */
};

/* ---- decode.c ---- */
/* Makes the bytes UTF-8 in the arena; NULL and a message when no encoding fits them. */
const struct source *decode(struct arena *a, struct diag *d, const char *name, const char *bytes,
                            size_t size);

/* ---- guard.c ---- */
/* Tells whether the text is fit for the parser; false and a message where it is not.  *nodes
 * becomes a number that it has no more nodes than. */
bool guard(struct diag *d, const struct source *s, size_t *nodes);

/* ---- scan.c: where things stand in text that the parser found well-formed; places are bytes
 * ---- */
/* Text being gathered; with `text` NULL it is only counted. */
struct gathered {
    char *text;
    size_t length;
    size_t start; /* in the source */
    bool altered; /* something stands for other bytes: a reference, a line end */
    struct text_run *runs;
    size_t run_count;
};
/* Gathers from `at` over text, references, CDATA, comments and processing instructions to the next
 * tag, and returns its place. */
size_t scan_text(const struct source *s, size_t at, struct gathered *out);
/* Writes the value of the reference at `at` ('&') as UTF-8 and returns its bytes; *length becomes
 * those of the reference.  0 when it is none. */
size_t scan_reference(const struct source *s, size_t at, char out[4], size_t *length);
/* Finds the needle at or behind `at`; the text's size when it is nowhere. */
size_t scan_find(const struct source *s, size_t at, const char *needle);
/* Tells whether the needle stands at `at`. */
bool scan_is_at(const struct source *s, size_t at, const char *needle);
/* Where an attribute's name and its value, without the quotes, begin and end. */
struct scanned_attribute {
    size_t name, name_end, value, value_end;
};
/* Finds the next attribute of the tag in which *at stands, and moves *at behind it; false at the
 * tag's end. */
bool scan_attribute(const struct source *s, size_t *at, struct scanned_attribute *out);
/* Steps over the name that stands at `at`, if any, and returns the place behind it. */
size_t scan_name(const struct source *s, size_t at);
/* Steps over white space. */
size_t scan_space(const struct source *s, size_t at);
/* Tells whether XML counts the byte as white space. */
static inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/* ---- read.c ---- */
/* Reads the tree as far as it can, and reports where that is not to the end; NULL when there is
 * none. Ids are not checked and meta not gathered yet.  `nodes` is what the guard counted. */
struct doc *read_tree(struct arena *a, struct diag *d, const struct source *s, size_t nodes);
/* Tells whether the text, which is no handout, is well-formed; false and a message where it is not,
 * or is too deep. */
bool read_any(struct arena *a, struct diag *d, const struct source *s);

/* ---- validate.c ---- */
/* Checks the tree against elements.def, binds references to notes, and reports all that is
 * wrong.  Root: NULL for a document, of a part the element that it is. */
void validate(struct arena *a, struct diag *d, struct doc *doc, const char *root);

/* ---- spoken.c ---- */
/* Tells whether there is text inside that prints or is said. */
bool has_words(const struct node *n);

/* ---- characters.c ---- */
struct scrutiny {
    struct arena *arena;
    struct diag *diag;
    bool zawgyi;            /* told of: once a document */
    const char *letters_of; /* the tag whose letters are: */
    const uint32_t *letters;
    bool recoded; /* text in a code of one byte is told of: its letters tell nothing else */
};
/* Reports characters of a text, or of an element's attribute, that print nothing or something else
 * than was meant. */
void check_characters(struct scrutiny *s, const struct node *n, const struct attribute *attribute);

/* A text, or an element's attribute. */
struct passage {
    const struct node *node;
    const struct attribute *attribute; /* NULL: the node is a text */
    const char *text;
    size_t size;
};
/* Computes where bytes start … end of it stand; of an attribute the whole. */
struct position passage_place(const struct passage *p, size_t start, size_t end);
/* Finds where the word around byte `at` begins, and its length: all between white space. */
size_t word_around(const char *text, size_t size, size_t at, size_t *length);

/* A code of one byte in which a passage makes sense, and the characters that tell it. */
struct reading {
    const char *code;                 /* its name */
    const uint_least32_t *characters; /* at the byte `first` and behind; NULL: it is UTF-8 */
    unsigned first;
    size_t start, end;
};

/* ---- neighbours.c ---- */
/* Finds, where a passage is likely in a code that is windows-1252 but for some letters, that code
 * and the first of these. */
bool find_neighbour(struct scrutiny *s, const struct passage *p, struct reading *out);

/* ---- misread.c ---- */
/* The byte that windows-1252, or where it has none ISO 8859-1, has for a character from U+0080 on;
 * 0: none. */
unsigned windows_byte(uint32_t c);
/* The character that windows-1252 has for a byte of 80 … 9F; 0: none. */
uint32_t windows_character(unsigned byte);
/* Reports the first word of a passage that was read as windows-1252 and was in another code. */
void check_misread(struct scrutiny *s, const struct passage *p);

/* ---- alike.c ---- */
/* Reports the first word of a text with letters of another script that only look like its own. */
void check_alike(const struct scrutiny *s, const struct node *n);

/* ---- blocks.c ---- */
/* Marks of direction that are open in a paragraph; all zero at its start. */
enum { DIRECTION_DEPTH = 125 }; /* that of UAX #9 */
struct direction_mark {
    struct position place;
    uint32_t mark;
};
struct direction_marks {
    struct direction_mark open[DIRECTION_DEPTH];
    unsigned count;
    bool told;
};
/* Reads the marks of a passage, and reports those that close nothing. */
void direction_read(const struct scrutiny *s, struct direction_marks *m, const struct passage *p);
/* Reports the first mark left open, and begins anew. */
void direction_end(const struct scrutiny *s, struct direction_marks *m);
/* Reports what only the whole texts of paragraphs show: marks of direction without their partners,
 * and letters in which their language is not written. */
void check_blocks(const struct scrutiny *s, const struct doc *doc);

/* ---- elements.c ---- */
/* Finds an element's row; NULL when the vocabulary has none of that name. */
const struct element *element_find(const char *name);
/* Tells whether the element may have that attribute, as its own or as one that every element may
 * have; *required becomes true for one that it must have. */
bool element_takes(const struct element *e, const char *name, bool *required);
/* The attributes that elements take, ended by NULL. */
extern const char *const attribute_names[];
/* Finds of those the one that is written as prefix and name together, or NULL. */
const char *attribute_find(const char *prefix, const char *name);
/* Finds the word of a list ended by NULL that is most like this one; NULL when none is like it. */
const char *nearest_word(const char *word, const char *const *words);

/* ---- meant.c ---- */
/* What a name that is none of ours most likely means. */
struct meant {
    const char *name;  /* of the vocabulary; NULL: nobody can tell, or it is more than a name */
    const char *write; /* what to write; NULL: the name */
};
struct meant meant_element(const char *name);
/* Finds the attribute that the element takes and an unknown one most likely means, or NULL. */
const char *meant_attribute(const struct element *e, const char *name);
/* Tells whether an attribute says what text looks like, as HTML has them. */
bool meant_look(const char *attribute);
/* Makes the address that is meant by one without its beginning, in `a`: mailto: of what has an @,
 * tel: of digits, https: of www.; NULL where none is likely. */
const char *meant_address(struct arena *a, const char *value);

/* ---- attributes.c ---- */
/* Reports attributes of an element of the vocabulary that are unknown, wrong, or required and
 * missing. */
void attributes_check(struct arena *a, struct diag *d, const struct node *n);
/* Finds the element's attribute of that name, whose length is given, if only under another name,
 * which is reported; NULL when it has none. */
const struct attribute *attributes_find(const struct node *n, const char *name, size_t length);

#endif
