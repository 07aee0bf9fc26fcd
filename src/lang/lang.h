/* lang: what a language asks for, as data.
 *
 * From ICU/CLDR where it has it (script, direction, digits, quotes, casing), from Debian's
 * hyph_*.dic (hyphenation, Liang 1983; read by our own loader), from words/TAG.words (what the
 * program prints).  A struct langs is filled by lang_open_tag on one thread and then shared
 * read-only.
 */
#ifndef LANG_LANG_H
#define LANG_LANG_H

#include "base/buffer.h"
#include "base/diag.h"

struct langs;
struct hyphens;
struct habits;
struct thai_words;

/* The characters 0 … 9 of one kind. */
struct digit_set {
    uint32_t digit[10];
};
extern const struct digit_set lang_latin_digits;

struct lang {
    const char *tag; /* as the source says it */
    /* bytes of it before its extensions and private subtags, "-u-…", "-x-…", which fonts ignore */
    unsigned plain_length;
    uint32_t script; /* ISO 15924 as a HarfBuzz/OpenType tag, big-endian 'Latn' */
    bool rtl;
    const struct digit_set
        *usual,            /* those of CLDR's default numbering system, and of its native one: */
        *native;           /* Latin ones where that is a rule and not ten digits */
    const char *quotes[4]; /* opening, closing, inner opening, inner closing; UTF-8 */
    const struct hyphens *hyphens; /* NULL: the language has no patterns here */
    /* which has patterns that are not here; NULL: they are, none has, or nobody asked */
    const char *hyphens_package;
    uint8_t least_before,
        least_after; /* letters that a hyphen leaves on its line and takes to the next; 0: two */
    const struct habits *habits; /* of its printers: lang_judge_edge */
    const char *months;          /* names that stand beside a day; NULL: nobody asked */
    /* function words that should not end a balanced line; NULL-ended, may be empty */
    const char *const *short_words;
    /* what stands behind a repeated name, as "(continued)"; NULL: no word file says it */
    const char *continued;
};

/* data_folder NULL: script and direction are all that is asked for. */
struct langs *lang_open(struct arena *a, const char *data_folder);
void lang_close(struct langs *l);
/* The language of a BCP 47 tag, loaded on first use; never NULL (an unknown tag gets neutral
 * defaults). Patterns are read only if `hyphenate`.  Not thread-safe: call it before workers
 * start. */
const struct lang *lang_open_tag(struct langs *l, const char *tag, bool hyphenate);
/* Counts the letters of a text in the tag's language by script, the first hundreds of it, before
 * the tag is opened.  Where a tag names no script and ICU does not know its language, or hardly,
 * the script of most of its letters is the language's. */
void lang_count_letters(struct langs *l, const char *tag, const char *text, size_t n);
/* Letters of a text by script (ICU's UScriptCode), its first hundreds; all zero at first. */
enum { LETTERS_SCRIPTS = 4, LETTERS_COUNTED = 400 };
struct letter_counts {
    int scripts[LETTERS_SCRIPTS];
    unsigned counts[LETTERS_SCRIPTS], letters;
};
void lang_count_scripts(struct letter_counts *l, const char *text, size_t n);
/* What a script is called: as ICU says, whose names of those that most people write with can be
 * translated. */
const char *lang_script_name(int script);
/* Lists the scripts, "Cyrl Latn", in whose letters a tag's language is written: that which it
 * names, else those of CLDR, and Latin ones for a language of which ICU has no more; "" where
 * nobody knows. */
const char *lang_scripts(struct arena *a, const char *tag);
/* Tells whether nearly none of the letters are of one of such scripts; false where there are
 * none. */
bool lang_is_contradicted(const char *scripts, const struct letter_counts *l);
/* What the script of most letters is called. */
const char *lang_script_of(const struct letter_counts *l);
/* The tag that text in such letters most likely means, if not this one: the same language in them,
 * else the one that is most written so; NULL when nobody can tell. */
const char *lang_likely_tag(struct arena *a, const char *tag, const struct letter_counts *l);
/* The small letters with which CLDR says that a tag's language is written, ended by 0; none where
 * ICU does not know it. */
const uint32_t *lang_letters(struct arena *a, const char *tag);
/* Tells whether the n bytes are a function word of the language, in capitals or not: "DE". */
bool lang_is_short_word(const struct lang *l, const char *word, size_t n);
/* What words/TAG.words says behind "key:" for a tag's language; NULL where it says nothing. */
const char *lang_word(struct arena *a, const char *data_folder, const char *tag, const char *key);
bool lang_is_wellformed(const char *tag); /* BCP 47 syntax */
bool lang_is_script(const char *code);    /* ISO 15924: Latn, Arab, Hans … */
/* Tells whether a tag is well-formed and all its subtags are registered or private. */
bool lang_is_registered(const char *tag);
/* The registered tag that one which is not most likely means, "es" for "Spanish"; NULL when nobody
 * can tell. */
const char *lang_nearest_tag(struct arena *a, const char *tag);

/* What a language's printers think of a line that ends somewhere, from good to bad. */
enum lang_edge {
    EDGE_FREE,
    EDGE_UNWANTED, /* after a preposition, where they are minded */
    EDGE_POOR,  /* after a word of one letter, where it is forbidden: to save a torn line alone */
    EDGE_BARRED /* before a full stop, between number and unit: never */
};
/* Judges a line break before byte `at` of a text, whose spaces before it vanish: "i w |lesie" in
 * Polish is poor.  Pure. */
enum lang_edge lang_judge_edge(const struct lang *l, const char *text, size_t length, size_t at);
/* Tells whether a hyphen before byte `at`, where a line breaks, stands again at the next line's
 * start: "guarda-|-chuva". */
bool lang_repeats_hyphen(const struct lang *l, const char *text, size_t length, size_t at);
/* The comma that parts what is listed, with its space: ", ", "\u060C ", "\u3001". */
const char *lang_list_comma(const struct lang *l);
/* Tells whether it is written in Han, kana, Hangul or bopomofo. */
bool lang_is_east_asian(const struct lang *l);

/* Tells whether it begins as http://, https://, mailto: or tel: in any case, and goes on. */
bool lang_is_address(const char *address);
/* Adds such an address as a URI of 7-bit ASCII: hosts in Punycode, all else that needs it
 * percent-encoded.  Pure. */
void lang_add_address(struct buffer *out, const char *address);

/* Columns of a terminal that a character takes (UAX #11): 0 for what combines or is not seen, 2 for
 * wide ones. */
unsigned lang_columns(uint32_t c);

/* Text cased for the language by ICU: upper, lower, or capitalize (first letter of each word, CSS
 * Text 3).  *origin gets, for every byte of the result, the byte of the text its character came
 * from. */
enum lang_case { LANG_UPPER, LANG_LOWER, LANG_CAPITALIZE };
char *lang_to_case(struct arena *a, const struct lang *l, enum lang_case c, const char *text,
                   size_t n, size_t *length, uint32_t **origin);

/* Hyphenation points of one word (letters only, UTF-8): points[i] nonzero when a hyphen may stand
 * before byte i.  Case is folded inside.  min_before, min_after: least number of letters each side,
 * at least the language's own minima.
 * Words over 64 letters get none.  Pure. */
bool lang_hyphenate(const struct hyphens *h, const char *word, size_t n, unsigned min_before,
                    unsigned min_after, uint8_t *points);
/* Tells whether such a point of a word, before byte `at`, changes the spelling (asszony:
 * asz-szony): so many bytes before it are not set then, and `insert`, which the patterns own, is
 * before the hyphen. */
bool lang_hyphen_change(const struct hyphens *h, const char *word, size_t n, size_t at,
                        unsigned *drop, const char **insert);

/* Opens libthai with its dictionary, from the arena; NULL where they are not here.  Yours to close;
 * for one thread. */
struct thai_words *lang_open_thai(struct arena *a);
void lang_close_thai(struct thai_words *w);
bool lang_is_thai(uint32_t c);
/* Marks where words of Thai letters part, n bytes of nothing else: points[i] is 1 where one begins
 * at byte i > 0; the rest stays as it is. */
void lang_part_thai(struct thai_words *w, const char *text, size_t n, uint8_t *points);

/* The number in decimal, lower-roman …: CSS counter styles (`decimal`, `decimal-leading-zero`,
 * `lower-roman`, `upper-roman`, `lower-alpha`, `upper-alpha`, `lower-greek`, `disc`, `circle`,
 * `square`, `none`), the decimal ones in these digits. */
char *lang_number(struct arena *a, const struct digit_set *d, int64_t n, const char *style);

/* A date, ISO 8601 (2026-11-23, 2026-11, 2026), as the language writes it, in these digits: "23
 * November 2026".  Where CLDR does not know the language it stays as it is; NULL when it is
 * none. */
const char *lang_date(struct arena *a, const struct lang *l, const struct digit_set *d,
                      const char *iso);

/* What a language is called in itself, "español"; where CLDR does not know it, its tag. */
const char *lang_name(struct arena *a, const char *tag);

/* How many digits of each kind some text has; zero but for the arena at first. */
struct digit_counts {
    struct arena *arena;
    struct digit_count *kinds;
    size_t count, room;
};
void lang_count_digits(struct digit_counts *c, const char *text, size_t n);
/* The kind of which there are most; `usual` where there is none, or as many of it. */
const struct digit_set *lang_most_digits(const struct digit_counts *c,
                                         const struct digit_set *usual);

#endif
