/* line/inner: what the files of this folder share.
 *
 *   paragraph ─items.c─► items ─breaker.c─► breaks ─set.c─► lines ─report.c─► messages
 *                 │                 ├ points.c: what a line costs └ dump.c, frozen.c ─► bytes
 *                 │                 └ counts.c: other numbers of lines
 *                 │                                    └ even.c: neighbours' expansion
 *                 └ protrude.c: what hangs out
 */
#ifndef LINE_INNER_H
#define LINE_INNER_H

#include "line/costs.h"
#include "line/line.h"

/* A space may be wider than its style allows by 1/LOOSE_SHARE of the em before anybody minds. */
enum { LOOSE_SHARE = 25 };

/* Where an item of a paragraph's list stands in its text. */
struct item_place {
    uint32_t at;        /* a break here: byte of the text that starts the next line */
    uint32_t glyph;     /* and its first glyph; a box: its own first glyph */
    uint8_t type;       /* enum break_type */
    bool again;         /* a break here: the hyphen before it begins the next line, too */
    uint8_t drop;       /* a break here: bytes before it that are not set, and what is set */
    const char *insert; /* before its hyphen (struct brk) */
};
struct item_list {
    struct item *items;
    struct item_place *places; /* as many */
    uint32_t count;
};

/* Makes boxes, glue and penalties of a shaped paragraph at a measure in sp. The list is in scratch,
 * and empty where there is no glyph. */
struct item_list line_items(struct arena *scratch, struct shaper *shaper, const struct paragraph *p,
                            sp measure);

/* What every space of a run has beyond its glyph's advance, and how far it may give, in sp. */
struct space {
    sp extra, stretch, shrink;
};
/* Reads a run's spaces off its style: -hb-word-space, or what is customary where that is unset. */
struct space line_space(const struct run *run);

/* Does a mark that parts words stand at the glyph, the Ethiopic wordspace or the Tibetan tsheg, and
 * may a line end behind it?  What follows such a joint gives like a word space. */
bool line_is_joint(const struct paragraph *p, const struct run *run, const struct glyph *g);

/* Does the mark of a run's joints stand in the middle of them, as the wordspace does; the tsheg
 * keeps to its syllable. */
static inline bool line_is_centred(const struct run *run)
{
    enum { ETHI = 0x45746869 };
    return run->script == ETHI;
}

/* Can a run have joints? */
static inline bool line_has_joints(const struct run *run)
{
    enum { TIBT = 0x54696274 };
    return (line_is_centred(run) || run->script == TIBT) && run->face;
}

/* Says how far in sp the joint behind a glyph may give; it shrinks by a third of the mark at
 * most. */
struct space line_joint(const struct run *run, const struct glyph *g);

/* Is the run of Han characters, kana or bopomofo?  Lines of these are filled between them, and no
 * character is widened (JLREQ 3.8.4, CLREQ 6.2). */
static inline bool line_is_ideographic(const struct run *run)
{
    enum { HANI = 0x48616E69, HIRA = 0x48697261, KANA = 0x4B616E61, BOPO = 0x426F706F };
    return run->script == HANI || run->script == HIRA || run->script == KANA || run->script == BOPO;
}

/* Is the run of a script that has no spaces between words, and few between phrases?  Its lines are
 * filled between their clusters, too, by slivers that nobody sees. */
static inline bool line_is_clustered(const struct run *run)
{
    enum { THAI = 0x54686169, LAOO = 0x4C616F6F, KHMR = 0x4B686D72, MYMR = 0x4D796D72 };
    return run->script == THAI || run->script == LAOO || run->script == KHMR || run->script == MYMR;
}

/* How wide in sp a sliver of such a run is where a space is as wide as its style lets it be. */
static inline sp line_sliver(const struct run *run)
{
    enum { SLIVER_SHARE = 40 };
    return run->size / SLIVER_SHARE;
}

/* Does a sliver follow glyph g of such a run, `g + 1` being of it, too? */
static inline bool line_has_sliver(const struct glyph *g)
{
    return (g[1].flags & GLYPH_CLUSTER) && !((g[0].flags | g[1].flags) & GLYPH_SPACE);
}

/* Says how far in sp a line hangs out at its start when glyph g is its first; 0 for most glyphs and
 * for a run against the paragraph's direction. */
sp line_hang_start(const struct paragraph *p, const struct run *run, const struct glyph *g);

/* Says how far in sp a line hangs out at its end when the last of n glyphs, of this run, is its
 * last; spaces of a width of their own hang wholly, with what hangs before them. Letter-spacing
 * behind a glyph is part of it, so a negative one makes it negative. */
sp line_hang_end(const struct paragraph *p, const struct run *run, const struct glyph *glyphs,
                 uint32_t n);

/* Says how far in sp a hyphen hangs out that was added and is `advance` sp wide. */
sp line_hang_hyphen(const struct style *s, sp advance);

/* A line's expansion is in so many parts: none. */
enum { EXPANSION_ONE = 100000 };
/* What a line has to give to be like its neighbours. */
struct give {
    int32_t own;                  /* its expansion, in 1/EXPANSION_ONE */
    int32_t most;                 /* how far it may be from none; 0: it stays as it is */
    sp rest;                      /* what its spaces gain beside that, in sp */
    sp scalable, stretch, shrink; /* what expands, and how far the spaces give, in sp */
};
/* Brings the expansions of a paragraph's lines near to each other where they differ much and the
 * spaces bear it. */
void line_even(struct arena *scratch, struct give *lines, uint32_t n);

/* Says what part in sp of `excess` (negative: of missing room) expansion makes up, when glue gives
 * up to `glue` and expansion up to `expand`; never more than `expand`. */
sp line_expand_share(sp excess, sp glue, sp expand);

/* Says how wide in sp a glyph is on a line of that measure: its advance, for a fixed space with the
 * percentage of the measure that it has. */
sp line_advance(const struct paragraph *p, const struct run *run, const struct glyph *g,
                sp measure);

#endif
