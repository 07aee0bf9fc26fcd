/* text/inner: what the files of this folder share.
 *
 *   folders ─list─► families ─fonts─► faces ─chains─► a style's faces (beyond, fallback: others')
 *   paragraph ─itemize (isolates)─► items of one face ─shape (features)─► runs of glyphs
 *             ─breaks, between─► where lines may end ─place─► back to the source
 */
#ifndef TEXT_INNER_H
#define TEXT_INNER_H

#include "base/utf8.h"
#include "text/text.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <pthread.h>
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>

/* ---- the table of what stands in for what (fallback.c) ---- */
/* What a row is for: a language, a script (ISO 15924 as an OpenType tag), or a range of code
 * points. */
struct key {
    const char *tag; /* NULL: no language */
    uint32_t script; /* 0: no script */
    uint32_t first, last;
};
/* A family, whose package has its fonts in that folder. */
struct row {
    const char *family, *package, *folder;
    const struct key *keys;
    unsigned key_count;
};
struct fallback {
    struct row *rows;
    size_t count, room;
};
/* A character and the scripts that it is used in: HB_SCRIPT_COMMON alone if it belongs to none. */
enum { SCRIPTS_MOST = 32 };
struct character {
    uint32_t code;
    uint32_t scripts[SCRIPTS_MOST];
    unsigned count;
    bool common; /* no script's own: a comma */
};
enum { BY_LANGUAGE = 1, BY_SCRIPT = 2, BY_CODE = 4 };

/* Reads the table at the path into the arena: an empty one where there is no file.  A line that is
 * no row is an error that names it. */
const struct fallback *fallback_read(struct arena *a, struct diag *d, const char *path);
/* Gives a character its scripts. */
struct character character_of(uint32_t code);
/* Tells whether a row serves the character `by` its code, its script or the language of its text; a
 * language serves only what it is written with. */
bool row_serves(const struct row *r, const struct character *c, const struct lang *l, unsigned by);
/* Tells whether the language is written with the character, or it belongs to no script. */
bool language_writes(const struct lang *l, const struct character *c);
/* Tells whether emphasis in the script is italic; elsewhere it is bold. */
bool has_italics(uint32_t script);

/* ---- what fontconfig lists (list.c) ---- */
/* What speaks against setting a font; refusal_text says it. */
enum refusal { SETTABLE, UNREADABLE, IN_COLOUR, NOT_OPENTYPE, VARIABLE_CFF, FORBIDDEN };
/* The values that a font has on an axis: one, or those of a variable font. */
struct span {
    unsigned least, most;
};
/* The place on the axes at which a variable font is pinned. */
struct instance {
    unsigned weight, stretch;
};
enum { BOLD_LEAST = 600 }; /* from this weight on a face is bold */

/* A font that fontconfig knows; opened when first needed. */
struct candidate {
    FcPattern *pattern; /* lent by fontconfig, and with it the strings */
    const char *family; /* its first name */
    const char *file;
    unsigned index;      /* in a collection */
    struct span weight;  /* CSS: 1 … 1000 */
    struct span stretch; /* per cent */
    bool italic;
    bool named_bold; /* its style's name says so, whatever its weight */
    bool variable;
    enum refusal refusal;
    struct font *fonts; /* opened: one, or a variable font's instances */
};
struct member {
    struct candidate *candidate;
    struct member *next;
};
/* All candidates that bear a name, by file. */
struct family {
    const char *name;
    struct family *next; /* in its slot */
    struct member *members;
    struct member **end;
};
/* The fonts of some folders. */
struct tier {
    FcFontSet *set;
    struct candidate *candidates;
    unsigned count;
    struct family **families; /* hashed by name */
    size_t mask;
};
/* Lists the fonts of the folders and those below them in the arena, by the configuration's caches
 * where it has any; false when there is no memory, which the arena says. */
bool tier_read(struct tier *t, struct arena *a, FcConfig *config, FcStrSet *folders);
/* Gives the list back to fontconfig; an empty tier is fine. */
void tier_close(struct tier *t);
/* Finds the family of a name, upper or lower case; NULL when there is none. */
const struct family *tier_family(const struct tier *t, const char *name);

/* ---- the system's fonts (system.c) ---- */
/* Adds the folders that the system's configuration names; false when it cannot be read. */
bool system_folders(FcStrSet *folders);
struct fonts;
/* Finds the file of a family that is among the system's fonts, which are not looked at; NULL when
 * it is not, or they are.  Behind the lock. */
const char *system_file(struct fonts *f, const char *family);

/* ---- faces and chains (face.c, fonts.c, chains.c, beyond.c) ---- */
struct font {
    struct face face; /* first: a struct face of ours is a struct font */
    hb_face_t *hb;
    hb_font_t *unscaled; /* scale = units per em; for ink */
    uint8_t latin[32];   /* the characters below U+0100 that it has, a bit each */
    struct instance as;
    struct font *next; /* the candidate's instance opened before */
};
/* What a face shall be. */
struct want {
    unsigned weight, stretch; /* CSS */
    bool italic;
};
/* Is a font a style's first one, or found for what the first one lacks? */
enum rank { FIRST, LATER };
enum { FONTS_MOST = 1024, TIERS = 2, SLOTS = 256, BOLD = 700 };
struct warned;
/* All that is known of fonts; what changes is behind the lock. */
struct fonts {
    pthread_mutex_t lock;
    struct arena *arena; /* own: allocated from behind the lock, by arena_try alone */
    FcConfig *config;
    const struct fallback *fallback; /* the table beside the configuration */
    struct tier tiers[TIERS];        /* the configuration's folders, the table's */
    unsigned tier_count;
    bool system;      /* the system's folders are among them */
    bool table_tried; /* its folders have been read, or cannot be */
    const struct font *opened[FONTS_MOST];
    unsigned opened_count;
    unsigned first_count;
    struct chain *chains[SLOTS];
    struct warned *warned[SLOTS];
    /* characters that no candidate has: asked once, for there are hundreds; NULL: none yet */
    hb_set_t *nowhere;
};
/* A family of a list that is not there, or cannot be set. */
struct missing {
    const char *family;
    enum refusal why; /* SETTABLE: it is not there */
};
/* The faces of one font-family list at one weight, stretch and slant, in order. */
struct chain {
    const struct chain *next;
    const char *const *families;
    struct want want;
    const struct font *first; /* NULL: no font at all */
    const struct font **fonts;
    unsigned count; /* found so far, behind the lock: the families before `tried` */
    unsigned tried;
    struct missing *missing;
    unsigned missing_count; /* families not found before the first that was */
};

/* Tells whether the font has a glyph for the character. */
bool font_covers_far(const struct font *f, uint32_t c);
static inline bool font_covers(const struct font *f, uint32_t c)
{
    return c < 0x100 ? f->latin[c >> 3] >> (c & 7) & 1 : font_covers_far(f, c);
}
/* Opens a candidate's file in the arena, a variable font at that instance; NULL, without a jump,
 * when there is no memory (the arena says so) or the file cannot be set (c->refusal says why). */
struct font *font_open(struct arena *a, struct candidate *c, struct instance as);
/* Gives the file and HarfBuzz' objects back. */
void font_close(struct font *f);
/* Pins a font of the face, at any scale, where the face is pinned. */
void font_pin(const struct face *face, hb_font_t *hb);

/* Behind the lock, and with NULL where memory ran out: */
/* Finds tier i, the table's folders being read now if they were not; NULL when there is none. */
const struct tier *fonts_tier(struct fonts *f, unsigned i);
/* Finds the candidate's font as it is wanted, opened now if need be.  Of a variable font's
 * instances those that are nobody's first are regular or bold, so that a number for each is
 * enough.  NULL when it cannot be set, which the candidate says from then on. */
const struct font *fonts_opened(struct fonts *f, const struct candidate *c, const struct want *want,
                                enum rank rank);
/* Finds the family's nearest face that can be set and, unless `code` is 0, has that character; NULL
 * when none is. */
const struct font *fonts_nearest(struct fonts *f, const struct family *family,
                                 const struct want *want, uint32_t code, enum rank rank);
/* Finds the nearest face of the family of a name, with the character if one is said; NULL when none
 * is here.  *why gets what speaks against setting the family, if it is here. */
const struct font *fonts_find(struct fonts *f, const struct want *want, const char *name,
                              uint32_t code, enum rank rank, enum refusal *why);
/* Unlocks, and jumps from the caller's arena if there was no memory. */
void fonts_leave(struct fonts *f, struct arena *a);
/* Tells whether a candidate has the character, by fontconfig. */
bool candidate_has(const struct candidate *c, uint32_t code);

/* Says in words, for messages, what speaks against setting a font. */
const char *refusal_text(enum refusal why);
/* Finds the chain of a style and warns, once a rule, of families that are missing or cannot be set
 * (d NULL: silently); jumps when there is no memory. */
const struct chain *fonts_chain(struct fonts *f, struct arena *a, struct diag *d,
                                const struct style *s);
/* Finds face i of a chain, looked for now if need be; NULL behind the last.  Ask in order. */
const struct font *fonts_next(struct fonts *f, struct arena *a, const struct chain *chain,
                              unsigned i);
/* Finds the upright face, bold if the chain is slanted, of a font's family: the font itself where
 * the family has no other. */
const struct font *fonts_upright(struct fonts *f, struct arena *a, const struct chain *chain,
                                 const struct font *font);
/* Finds a face outside the chain that has the character: of the table's families for the language
 * of its text (then *own is true), of those for its script, of any; NULL when none has it. */
const struct font *fonts_fallback(struct fonts *f, struct arena *a, const struct chain *chain,
                                  const struct lang *l, uint32_t code, bool *own);
/* Says what to do about a character that has a face nobody asked for, in a text of that
 * language. */
const char *fonts_advice(struct fonts *f, struct arena *a, const struct lang *l, uint32_t code);
/* Says what to do about a character that no font has, in a text of that language; *package is the
 * one to install, or NULL. */
const char *fonts_remedy(struct fonts *f, struct arena *a, const struct lang *l, uint32_t code,
                         const char **package);

/* ---- one thread's buffers ---- */
struct style_info {
    const struct style *style;
    const struct chain *chain;
    const struct font **fonts;
    size_t font_count, font_room;
    bool font_all; /* the chain's, as far as asked for */
    hb_feature_t *features;
    unsigned feature_count;
    unsigned plain_count; /* without font-variant-position, which stands last */
    const char *hyphen;
    sp hyphen_advance;
    bool caps_told;  /* that small capitals are missing */
    bool rules_told; /* that the rules of a script are missing */
    /* told of: faces taken that are neither the families' nor their language's */
    const struct font **strangers;
    size_t stranger_count, stranger_room;
};
struct sized {
    const struct font *font;
    sp size;
    hb_font_t *hb;
    sp space;
};
struct item {
    uint32_t start, end, piece, script;
    const struct font *font;
    uint8_t level, edge;
    bool made; /* font-variant-position that the font lacks: set smaller, and shifted */
};
/* A break, before it has its glyph. */
struct mark {
    uint32_t at;
    uint8_t type;
    bool capital;
    uint8_t before, after;
    bool again;
    uint8_t edge, drop;
    const char *insert;
};
/* A glyph that stands off the pen. */
struct moved {
    uint32_t glyph;
    struct offset by;
};
/* A break inside a glyph. */
struct part {
    size_t glyph;
    uint32_t at;
};

/* What is told once a document: of a family that it has no bold or italic face or stands in for
 * others, of a package that it is missing. */
struct lack {
    const char *of, *what;
};

/* What patterns said of a short word lately. */
enum { KNOWN_BYTES = 32, KNOWN_FIRST = 256, KNOWN_WORDS = 4096 };
struct known_word {
    const struct hyphens *hyphens; /* NULL: none yet */
    uint32_t points;               /* bit i: a hyphen may stand before byte i */
    uint8_t length, before, after; /* bytes; the least numbers of letters asked for */
    char word[KNOWN_BYTES];
};

/* A text in UTF-16, and the byte of each unit (UINT32_MAX: none of its own). */
struct widened {
    UChar *units;
    uint32_t *at;
    int32_t count;
};

struct shaper {
    struct arena *arena;
    struct fonts *fonts;
    struct style_info **styles;
    size_t style_mask, style_count;
    struct sized *sized;
    size_t sized_count, sized_room;
    hb_buffer_t *buffer;
    UBiDi *bidi;
    struct {
        const char *rules; /* a constant of breaks.c */
        enum line_break strict;
        bool set; /* to the paragraph's text */
        UBreakIterator *iterator;
    } lines[25]; /* five rules by five of strictness */
    unsigned line_count;
    struct thai_words *thai; /* NULL: no Thai letter was met, or there is no dictionary */
    bool thai_tried;
    uint8_t *thai_points; /* of each byte of the text: 1 where a Thai word begins behind another */
    size_t thai_room;
    UChar *wide;
    uint32_t *wide_at;
    size_t wide_room; /* the text in UTF-16, and the byte of each unit */
    uint32_t wide_length;
    bool wide_made;
    UBiDiLevel *levels;
    uint8_t *edges;       /* as struct run's */
    struct widened shown; /* to ICU for them */
    size_t level_room;    /* of each byte */
    struct item *items;
    size_t item_count, item_room;
    struct glyph *glyphs;
    size_t glyph_count, glyph_room;
    struct moved *moved;
    size_t moved_count, moved_room; /* rising */
    struct glyph *spare;
    size_t spare_room; /* where ligatures are parted; then the two change places */
    struct part *parts;
    size_t part_room;
    struct run *runs;
    size_t run_count, run_room;
    struct mark *marks;
    size_t mark_count, mark_room;
    struct known_word *known; /* each at its hash */
    unsigned known_room;      /* a power of 2, at most KNOWN_WORDS */
    unsigned known_count;     /* how many came since there was that much room */
    struct lack *lacks;       /* those told */
    size_t lack_count, lack_room;
    hb_set_t *told; /* characters of this paragraph that no font has */
};

/* Finds what a style needs for shaping, made ready when it is first met; a family that is missing
 * is a warning then (d NULL: silently).  Jumps when there is no memory. */
struct style_info *shaper_style(struct shaper *s, struct diag *d, const struct style *st);
/* Finds a font at a size in sp; jumps when there is no memory. */
const struct sized *shaper_sized(struct shaper *s, const struct font *f, sp size);
/* Writes the paragraph's text in UTF-16 for ICU, with the byte of each unit; once a paragraph. */
void shaper_widen(struct shaper *s, const struct paragraph *p);
/* Builds the OpenType features that a style asks for: *plain of them and, last, what stands for
 * font-variant-position; *count in all. */
hb_feature_t *features_build(struct arena *a, const struct style *s, unsigned *count,
                             unsigned *plain);
/* Finds face i of the style's chain; NULL behind the last. */
const struct font *shaper_font(struct shaper *s, struct style_info *info, unsigned i);
/* Tells whether a character draws nothing, so that it needs no face of its own. */
bool draws_nothing(uint32_t c);
/* Writes the paragraph as UTF-16, what keeps its own direction between RLI or LRI and PDI, into
 * units that have room for twice its bytes and pieces. */
void widen_paragraph(struct widened *w, const struct paragraph *p);
/* Parts the paragraph into s->items; a character that no font has is an error, a face that nobody
 * asked for a warning (d NULL: silently). */
void itemize(struct shaper *s, struct diag *d, const struct paragraph *p);
/* Warns, once a style, of small capitals, bold, italics and a script's rules that an item's font
 * lacks. */
void tell_lacks(struct shaper *s, struct diag *d, const struct paragraph *p, const struct item *x);
/* Tells whether a lack has been told, and takes it for told from then on. */
bool is_told(struct shaper *s, struct lack lack);
/* Tells whether the style of an item asks for font-variant-position and its font has no such glyph
 * for one of the characters; jumps when there is no memory. */
bool lacks_position(struct shaper *s, const struct paragraph *p, const struct item *x);
/* The size of made raised or lowered digits, in sp. */
sp position_size(const struct style *s);
/* How far they stand above the baseline, in sp; negative below it. */
sp position_shift(const struct style *s);
/* Gives what a mark says as a break, whose glyph is not known yet. */
struct brk mark_as_break(const struct mark *m);
/* Finds where the shaped paragraph's lines may end: s->marks, rising. */
void find_breaks(struct shaper *s, const struct paragraph *p);

#endif
