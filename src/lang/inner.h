/* lang/inner: what the files of this folder share.
 *
 *   tag ─tag, registry─► registered ─lang─► struct lang: script, direction, quotes, words
 *       ─scripts─► whose letters it is written in
 *       ─dictionaries─► pattern file ─hyphen, patterns─► where words part (thai: by dictionary)
 *   text ─casing, number, date, name, address─► as the language writes it
 *        ─edges, by habits─► where its printers end no line
 */
#ifndef LANG_INNER_H
#define LANG_INNER_H

#include "lang/lang.h"

/* Bytes of a tag before its first subtag of one character, behind which all is extension or
 * private. */
size_t tag_plain_length(const char *tag);

/* ---- scripts ---- */
/* The ISO 15924 code of the script of most letters, as languages are said to be written in it,
 * "Jpan"; NULL where there are none. */
const char *scripts_written(const struct letter_counts *l);
/* Tells whether ICU has data of a language, so that its script is beyond doubt. */
bool scripts_known(const char *language);

/* ---- casing ---- */
/* Writes n bytes of text in small letters, one for one in whatever language; returns how many bytes
 * these have, half as many again at most. */
size_t casing_small(const char *text, size_t n, char *to);

/* ---- habits ---- */
/* Where a dash with a space on both sides stands. */
enum dash_habit {
    DASH_FREE,
    DASH_ENDS_LINE, /* it never begins a line, but for one that begins speech */
    DASH_ENCLOSES   /* two of a sentence stand with what they enclose */
};
/* Does the hyphen at which a compound is parted stand on both lines? */
enum hyphen_habit { HYPHEN_ONCE, HYPHEN_TWICE, HYPHEN_TWICE_BUT_CAPITALS };

struct habits {
    const char *languages;
    enum dash_habit dash;
    enum hyphen_habit hyphen;
    bool spaced_thousands;     /* 10 000 is one number */
    bool ordinals;             /* 5. is the fifth */
    const char *one_letter;    /* words that never end a line */
    const char *prepositions;  /* words that should not */
    const char *before_number; /* abbreviations that stay with their number */
    const char *counted;       /* words that should: Article 5 */
    const char *books;         /* of the Bible, which stay with their chapter; without a point */
    const char *before_name;   /* titles that should stay with their name */
    const char *of;            /* stands between day and month */
    const char *months;        /* besides CLDR's */
    const char *units; /* that stay with the number before, besides those of all languages */
    uint8_t hyphen_before, hyphen_after; /* least letters at a hyphen; 0: two */
    const char *quotes_of; /* the language whose marks stand for those that CLDR has not */
    const char *inside;    /* stands inside its pointed marks */
};
extern const struct habits habits_none;
/* The habits of a language (its bare subtag) in a script; never NULL. */
const struct habits *habits_find(const char *language, uint32_t script);
/* Tells whether a list, words parted by spaces or NULL, has the word of n bytes. */
bool habits_have(const char *list, const char *word, size_t n);

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
/* The months' names beside a day, long and short without their points, parted by spaces: "mayo",
 * "gener" of "de gener", "tháng" of "tháng 5"; "" where they are but numbers. */
const char *cldr_months(struct arena *a, const char *locale);

#endif
