/* text/inner: what the files of this folder share. */
#ifndef TEXT_INNER_H
#define TEXT_INNER_H

#include "base/utf8.h"
#include "text/text.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <pthread.h>
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>

/* A font that fontconfig knows; opened when first needed. */
struct candidate {
    FcPattern *pattern; /* lent by fontconfig */
    const char *family;
    unsigned weight, stretch;     /* CSS: 1 … 1000, per cent */
    bool italic, for_text, tried; /* for_text: a family for running text, by its name */
    struct font *font;            /* NULL: not opened, or cannot be */
};
struct font {
    struct face face; /* first: a struct face of ours is a struct font */
    hb_face_t *hb;
    hb_font_t *unscaled; /* scale = units per em; for ink */
    uint8_t latin[32];   /* the characters below U+0100 that it has, a bit each */
};
/* The faces of one font-family list at one weight, stretch and slant, in order. */
struct chain {
    const struct chain *next;
    const char *const *families;
    unsigned weight, stretch;
    bool italic;
    const struct font *first; /* NULL: no font at all */
    const struct font **fonts;
    unsigned count; /* found so far, behind the lock: the families before `tried` */
    unsigned tried;
    const char **missing;
    unsigned missing_count; /* families not found before the first that was */
};

bool font_covers_far(const struct font *f, uint32_t c);
static inline bool font_covers(const struct font *f, uint32_t c)
{
    return c < 0x100 ? f->latin[c >> 3] >> (c & 7) & 1 : font_covers_far(f, c);
}
/* Open a candidate in `a` (no jump: NULL when it cannot be read or there is no memory). */
struct font *font_open(struct arena *a, const struct candidate *c);
void font_close(struct font *f);

/* The chain of a style; warns once a rule about families that are missing (d NULL: silently). */
const struct chain *fonts_chain(struct fonts *f, struct arena *a, struct diag *d,
                                const struct style *s);
/* Face i of a chain, looked for now if need be; NULL behind the last.  Ask in order. */
const struct font *fonts_next(struct fonts *f, struct arena *a, const struct chain *chain,
                              unsigned i);
/* A face outside the chain that covers c, nearest to the chain's weight and slant; NULL when there is none. */
const struct font *fonts_fallback(struct fonts *f, struct arena *a, const struct chain *chain,
                                  uint32_t c);
/* What to install for a character of a script: a package's name or NULL. */
const char *package_of_script(const char *code);

/* ---- one thread's buffers ---- */
struct style_info {
    const struct style *style;
    const struct chain *chain;
    const struct font **fonts;
    size_t font_count, font_room;
    bool font_all; /* the chain's, as far as asked for */
    hb_feature_t *features;
    unsigned feature_count;
    const char *hyphen;
    sp hyphen_advance;
    bool caps_told;
    const struct font **strangers; /* told of: faces taken that are none of the families' */
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
    uint8_t level;
};
struct mark {
    uint32_t at;
    uint8_t type;
    bool capital;
    uint8_t before, after;
}; /* a break before it has its glyph */
struct moved {
    uint32_t glyph;
    struct offset by;
}; /* a glyph that stands off the pen */
struct part {
    size_t glyph;
    uint32_t at;
}; /* a break inside a glyph */

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
    UChar *wide;
    uint32_t *wide_at;
    size_t wide_room; /* the text in UTF-16, and the byte of each unit */
    uint32_t wide_length;
    bool wide_made;
    UBiDiLevel *levels;
    UChar *bidi_wide;
    uint32_t *bidi_at;
    size_t level_room; /* levels of each byte; what ICU was shown */
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
    hb_set_t *told; /* characters of this paragraph that no font has */
};

struct style_info *shaper_style(struct shaper *s, struct diag *d, const struct style *st);
const struct sized *shaper_sized(struct shaper *s, const struct font *f, sp size);
void shaper_widen(struct shaper *s, const struct paragraph *p);
hb_feature_t *features_build(struct arena *a, const struct style *s, unsigned *count);
/* Face i of the style's chain, NULL behind the last. */
const struct font *shaper_font(struct shaper *s, struct style_info *info, unsigned i);
/* Does a character draw nothing, so that it needs no face of its own? */
bool draws_nothing(uint32_t c);
void itemize(struct shaper *s, struct diag *d, const struct paragraph *p);
void find_breaks(struct shaper *s, const struct paragraph *p);

#endif
