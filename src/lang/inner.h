/* lang/inner: what the files of this folder share.
 *
 *   tag ─tag, registry─► registered ─lang─► struct lang: script, direction, quotes, words
 *       ─dictionaries─► pattern file ─hyphen, patterns─► where words part (thai: by dictionary)
 *   text ─casing, number, date, name, address─► as the language writes it
 *        ─habits─► where its printers end no line
 */
#ifndef LANG_INNER_H
#define LANG_INNER_H

#include "lang/lang.h"

/* Bytes of a tag before its first subtag of one character, behind which all is extension or
 * private. */
size_t tag_plain_length(const char *tag);

/* ---- habits ---- */
/* The habits of a language (its bare subtag) in a script; never NULL. */
const struct habits *habits_find(const char *language, uint32_t script);
/* The language whose quotation marks it uses where CLDR has none of its own; NULL: English. */
const char *habits_quotes_of(const struct habits *h);
/* The letters that a hyphen leaves on its line and takes to the next; 0: two. */
void habits_hyphen_least(const struct habits *h, uint8_t *before, uint8_t *after);
/* The space inside its pointed marks; "" for none. */
const char *habits_inside_quotes(const struct habits *h);

/* ---- hyphenation ---- */
/* The patterns of a hyph_*.dic; NULL when its encoding is unknown or it holds none. */
struct hyphens *hyphens_read(struct arena *a, char *bytes, size_t size);
/* The pattern file of a folder for a tag, e.g. /usr/share/hyphen/hyph_pt_BR.dic; NULL: the language
 * has none here. */
const char *hyphens_find(struct arena *a, const char *folder, const char *tag);
/* The Debian package with the patterns for a tag; NULL: none has, or those of a script of
 * syllables, whose hyphens readers of few texts expect. */
const char *hyphens_package(struct arena *a, const char *tag);

/* ---- patterns ---- */
enum { PATTERN_MOST = 62 }; /* letters */
struct patterns;
struct patterns *patterns_build(struct arena *a,
                                size_t bytes); /* for about so many bytes of patterns */
bool patterns_empty(const struct patterns *p);
/* A pattern of n letters (1 … 250) and what it says before some of them: position << 4 | value. */
void patterns_add(struct patterns *p, const uint8_t *letters, unsigned n, const uint16_t *values,
                  unsigned value_count);
/* Raise values[i], what stands before letter i, by all patterns that occur in the n letters; values
 * has n + 1. */
void patterns_apply(const struct patterns *p, const uint8_t *codes, unsigned n, uint8_t *values);

/* ---- date.c ---- */
/* Tells whether CLDR knows a locale's language; else what it says is the machine's own form, or
 * words for none. */
bool cldr_knows(const char *locale);

#endif
