/* l10n/inner: what its files hand to each other.
 *
 *   document ─units─► passages ─┐
 *   PO file ─po_read─► entries ─┴─translate, check─► translations ─join─► a document
 *                                 (review: both side by side; pseudo: made up; imprint: own lines)
 *   passages, entries ─update─► entries ─po_write─► PO file
 *   entries ─xliff_write─► XLIFF ─xliff_read─► entries;  a translated copy ─adopt─► entries
 */
#ifndef L10N_INNER_H
#define L10N_INNER_H

#include "l10n/l10n.h"

#include <string.h>

/* ---- markup.c: the pieces of a message, which may be no XML at all ---- */
enum token_kind {
    TOKEN_TEXT,
    TOKEN_OPEN,      /* <em> */
    TOKEN_CLOSE,     /* </em> */
    TOKEN_EMPTY,     /* <noteref to="x"/> */
    TOKEN_REFERENCE, /* &amp; &#8212; and whatever else is an entity */
    TOKEN_AMPERSAND, /* that begins no reference */
    TOKEN_LESS,      /* that begins no tag */
    TOKEN_OTHER      /* a comment, an instruction, CDATA */
};
struct token {
    enum token_kind kind;
    size_t start, end;     /* bytes of the message */
    size_t name, name_end; /* of a tag or a reference */
};
/* Finds the token behind `token`, which is zero at first; false at the end. */
bool token_next(const char *text, size_t length, struct token *token);
/* Finds the next attribute of a tag; *at is token.name_end at first and moves behind it.  False at
 * the tag's end; *sound becomes false when that is not where the attributes end. */
struct token_attribute {
    size_t name, name_end, value, value_end;
};
bool token_attribute(const char *text, const struct token *tag, size_t *at,
                     struct token_attribute *out, bool *sound);
/* Counts the words of a message, its tags not counted. */
uint32_t markup_words(const char *text, size_t length);
/* Copies what stands between the tags of a message; references stay as they are written. */
const char *markup_text(struct arena *a, const char *text, size_t length);
/* Tells whether the message has any text, or only tags and white space. */
bool markup_has_text(const char *text, size_t length);

/* ---- units.c ---- */
/* Finds the place of a context in by_context: of the first unit that is not before it. */
size_t unit_place(const struct units *u, const char *context);
/* Finds the unit with that context, or NULL. */
const struct unit *unit_find(const struct units *u, const char *context);
/* Makes the path of a unit from the root, whatever ids there are: "principles/2/explanation/1". */
const char *unit_shape(struct arena *a, const struct unit *u);
/* Appends the message of an element: what stands in it, in one spelling. */
void unit_add_message(struct buffer *out, const struct node *n);

/* ---- hints.c ---- */
/* Says in words where a unit stands: row 4 "Hospitality", explanation, paragraph 1 of 2. */
const char *unit_where(struct arena *a, const struct node *n);
/* Makes the lines of "#." that a translator reads: place, what to keep, the author's notes. */
const char *unit_hints(struct arena *a, const struct unit *u, const struct hint_voice *voice);
/* Makes of these what the author wrote, a line each, without the words before it. */
const char *unit_notes(struct arena *a, const struct unit *u);

/* ---- po_index.c ---- */
/* The entries of a catalogue that are in use, sorted by context and then by source. */
struct po_index {
    const struct po_entry **entries;
    size_t count;
};
struct po_index po_index_build(struct arena *a, const struct po *po);
/* Finds the first entry of that context, or NULL; *left becomes how many have it. */
const struct po_entry **po_index_find(const struct po_index *index, const char *context,
                                      size_t *left);
/* Reports entries of one context and source. */
void po_index_report_twice(struct arena *a, struct diag *d, const struct po *po,
                           const struct po_index *index);

/* ---- check.c ---- */
/* Checks a translation against its source; reports the first thing that is wrong, and returns false
 * then. */
bool check_unit(struct arena *a, struct diag *d, const struct po *po, const struct unit *u,
                const struct po_entry *e);

/* Pairs the tags of a translation with those of its source: a number for each of the first *count
 * tags, that of its partner among the source's tags that close nothing, from 1; 0: none. */
const uint32_t *check_partners(struct arena *a, const struct unit *u,
                               const struct po_string *string, size_t *count);
/* Copies the word of the source that a mark in it follows. */
const char *check_word_before(struct arena *a, const struct unit *u, const struct token *mark);

/* ---- numbers.c ---- */
/* Tells whether source and translation have each a number that the other has not: *theirs becomes
 * the source's first such, *start and *end where the translation's stands. */
bool numbers_differ(struct arena *a, const char *source, const char *ours, const char **theirs,
                    size_t *start, size_t *end);

/* ---- codes.c: what XLIFF protects ---- */
enum code_kind {
    CODE_PLACE, /* stands alone: an empty element, a reference, a tag without its other half */
    CODE_START,
    CODE_END
};
struct code {
    struct token token;
    enum code_kind kind;
    uint32_t number; /* of a tag of the source from 1 on; of what only the translation has, more */
    bool own;        /* written otherwise than the source's of that number */
};
struct codes {
    const char *text;
    struct code *codes; /* in order */
    size_t count;
    uint32_t numbers;              /* the highest */
    const struct code **by_number; /* of a source: the start or place of each number */
};
/* Finds the codes of a unit's source. */
struct codes codes_of_source(struct arena *a, const struct unit *u);
/* Finds the codes of a translation of the unit, of which `source` are the codes; with `u` NULL of a
 * text by itself. */
struct codes codes_of_translation(struct arena *a, const struct unit *u, const struct codes *source,
                                  const struct po_string *string);
/* Tells whether a code is a footnote's mark, which must not be left out. */
bool code_is_mark(const struct codes *c, const struct code *code);
/* Tells whether the tag says translate="no". */
bool code_is_fixed(const struct codes *c, const struct code *code);

/* ---- xliff_write.c, xliff_read.c: what kinds of notes there are ---- */
#define XLIFF_NOTE_HINTS "developer" /* made anew from the source */
#define XLIFF_NOTE_COMMENT "translator"
#define XLIFF_NOTE_FLAGS "flags"
#define XLIFF_NOTE_PREVIOUS "previous-source"
#define XLIFF_NOTE_HEADER "po-header"
#define XLIFF_NOTE_OBSOLETE "po-obsolete"

/* ---- states.c: what an agency said of a translation ---- */
struct state {
    const char *name;   /* XLIFF's word; NULL: nothing was said, or nothing that still holds */
    const char *detail; /* its sub-state (2.1) or qualifier (1.2), or NULL */
};
/* Tells whether a state makes a translation fuzzy. */
bool state_is_doubtful(const char *name);
/* Finds the state of two segments that are one translation: the lesser. */
struct state state_least(struct state a, struct state b);
/* Makes the translator's comment of an entry that keeps a state, where it says more than done or
 * fuzzy; its strings are the ones that the state is of. */
const char *state_keep(struct arena *a, const struct po_entry *e, struct state s);
/* Copies a comment without what keeps a state. */
const char *state_without(struct arena *a, const char *comment);
/* Finds the state that an entry keeps, while source and translation are as they were. */
struct state state_of(struct arena *a, const struct po_entry *e);
/* Makes the attributes that say an entry's state in a version of XLIFF, each behind a space. */
const char *state_attributes(struct arena *a, const struct po_entry *e, enum xliff_version version);

/* ---- translate.c ---- */
/* Finds where two texts begin to differ, at words, and in each where they cease to. */
size_t find_difference(const char *one, const char *two, size_t *one_end, size_t *two_end);

/* ---- header.c ---- */
/* Copies the header of a catalogue, or makes one; puts in its language, where it says none but its
 * file's name does, and how many zero-width spaces its translations have: what a platform has cut,
 * all of them, does not lower the number. */
struct po_entry header_update(struct arena *a, const struct units *u, const struct po *po);
/* Copies a header's text with one field set, which comes last where it is new. */
const char *header_with(struct arena *a, const char *text, const char *name, const char *value);
/* Counts the U+200B of all translations. */
size_t header_zero_widths(const struct po *po);
#define HEADER_ZERO_WIDTHS "X-Zero-Width-Spaces"

/* ---- joined.c ---- */
/* A text in the making that is joined from stretches of several files. */
struct joined {
    struct buffer text;
    struct excerpt *excerpts;
    size_t count, room;
};
/* Says where the bytes come from that are added to the text from here on; second: NULL for none. */
void joined_begin(struct joined *j, struct position at, const struct second_place *second);
/* Adds bytes start … end of a source, which may be a joined one. */
void joined_copy(struct joined *j, const struct source *from, size_t start, size_t end);
/* Makes the source of all that was added. */
const struct source *joined_source(struct joined *j, const char *name);
/* Finds the direction of a language: "rtl" or "ltr". */
const char *joined_direction(struct arena *a, const char *tag);

/* ---- tag.c ---- */
/* Makes a language tag in its usual spelling of what gettext's tools write: pt_BR, zh_CN. */
const char *tag_spell(struct arena *a, const char *name);

/* ---- like.c ---- */
/* Hundredths of likeness from which a text counts as another one's later form: under the same
 * context, and under any. */
enum { LIKE_STALE = 50, LIKE_ANYWHERE = 80 };
/* The words of a text by their hashes, sorted. */
struct bag {
    uint32_t *words;
    size_t count;
};
struct bag bag_build(struct arena *a, const char *text);
/* Computes how alike two texts are, in hundredths; 0 for less than LIKE_STALE at sight. */
unsigned likeness(const struct bag *one, const struct bag *two);

/* ---- notes of translators ---- */
/* Tells whether an id is one of a translator's own note: "tn-…". */
static inline bool is_own_note(const char *id, size_t n)
{
    return n > 3 && memcmp(id, "tn-", 3) == 0;
}

#endif
