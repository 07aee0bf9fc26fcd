/* line/inner: what the files of this folder share.
 *
 *   paragraph ─items.c─► items ─breaker.c─► breaks ─set.c─► lines ─report.c─► messages
 *                 └ protrude.c: what hangs out        └ dump.c, frozen.c ─► bytes
 */
#ifndef LINE_INNER_H
#define LINE_INNER_H

#include "line/costs.h"
#include "line/line.h"

/* A space may be wider than its style allows by 1/LOOSE_SHARE of the em before anybody minds. */
enum { LOOSE_SHARE = 25 };

/* Where an item of a paragraph's list stands in it. */
struct item_place {
    uint32_t at;    /* a break here: byte of the text that starts the next line */
    uint32_t glyph; /* and its first glyph; a box: its own first glyph */
    uint8_t type;   /* enum break_type */
};
struct item_list {
    struct item *items;
    struct item_place *places;
    uint32_t count;
};

/* The paragraph as boxes, glue and penalties, in scratch. */
struct item_list line_items(struct arena *scratch, struct shaper *shaper, const struct paragraph *p,
                            sp measure);

/* What every space of a run has beyond its glyph's advance, and how far it may give. */
struct space {
    sp extra, stretch, shrink;
};
struct space line_space(const struct run *run);

/* How far a line may hang out by its first (start) or last glyph, letter-spacing at the end included. */
sp line_hang_start(const struct paragraph *p, const struct run *run, const struct glyph *g);
sp line_hang_end(const struct paragraph *p, const struct run *run, const struct glyph *g);
/* The hang of a hyphen that is added, `advance` wide. */
sp line_hang_hyphen(const struct style *s, sp advance);

/* The share of `excess` (negative: missing room) that expansion takes, when glue gives up to `glue` and expansion up to `expand`. */
sp line_expand_share(sp excess, sp glue, sp expand);

/* A glyph's advance on a line of that measure: a fixed space has its percentage of it too. */
sp line_advance(const struct paragraph *p, const struct run *run, const struct glyph *g,
                sp measure);

#endif
