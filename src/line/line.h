/* line: a paragraph at a measure → lines.
 *
 * Total fit after Knuth and Plass (1981), with hyphenation, margin protrusion and font expansion
 * (Thành 2000) inside the fit, in integers.  Two layers: the breaker works on boxes, glue and
 * penalties alone (tested against exhaustive search without fonts); line_set makes these from a
 * shaped paragraph, breaks, shapes the chosen lines again where the break is unsafe, and sets the
 * glue.
 */
#ifndef LINE_LINE_H
#define LINE_LINE_H

#include "text/text.h"

/* ---- the breaker ---- */
enum item_type { ITEM_BOX, ITEM_GLUE, ITEM_PENALTY };
#define PENALTY_FORBIDDEN 10000 /* never here */
#define PENALTY_FORCED (-10000) /* always here */
struct item {
    uint8_t type;
    bool flagged; /* penalty: a hyphen is added or stands there */
    int32_t penalty;
    sp width;           /* penalty: added when the line breaks here */
    sp stretch, shrink; /* glue: how far it gives; box: its expansion */
    sp end_hang;        /* what hangs into the end margin when the line breaks here */
    sp start_hang;      /* what of a box hangs into the start margin when a line starts with it */
    sp expand;          /* penalty: what the added hyphen's width may expand by */
};
/* What a paragraph asks of its breaks; lengths in sp. See line/costs.h for the ranked costs. */
struct fit {
    const sp *measures;
    unsigned measure_count; /* the last counts for all lines after; at least 1 */
    sp first_indent;        /* may be negative (hanging: then other_indent) */
    sp other_indent;
    bool each_line;             /* a line after a forced break is indented as the first */
    bool justify, justify_last; /* ragged: raggedness counts, glue stays natural */
    bool balance;               /* least raggedness at the least number of lines */
    unsigned max_flagged;       /* most flagged breaks in a row; 0 = no limit */
    sp last_line_min;           /* a shorter last line costs */
    bool pretty;                /* and that is never borne to save hyphens */
    bool avoid_single_word_end;
    bool no_flagged_before_last; /* the last line but one does not end in a flagged break */
    /* no flagged break where breaking before leaves no more than this empty; 0 = no such rule */
    sp zone;
    sp glue_tolerance; /* variants: a space may be so much wider than its stretch */
    int looseness;     /* lines more (+) or fewer (-) than the optimum, as near as there are ways */
};
struct breaks {
    const uint32_t *at; /* item indices (the last is the end of the list: item count) */
    uint32_t count;
    int64_t demerits;
    bool overfull, emergency;
};
/* Breaks a list of n items with the least demerits; `at` is in the first arena. Never fails: where
 * nothing fits it degrades (emergency stretch, desperate breaks, then overfull) and says so. */
struct breaks line_break(struct arena *a, struct arena *scratch, const struct item *items,
                         uint32_t n, const struct fit *fit);

/* The optimum, and the best ways of one line fewer and one line more, in this order, if they
 * exist. */
struct break_variants {
    struct breaks optimum, other[2];
    unsigned count; /* of other */
};
/* As line_break, whose result is the optimum. A variant costs at most COST_LOOSENESS more than it;
 * no line of it is looser than its glue's stretch and its last is no stub, unless the optimum has
 * that line, or a stub, too. None of ragged text, of one line, of text that is overfull at its
 * best. fit->looseness is not minded. */
struct break_variants line_break_variants(struct arena *a, struct arena *scratch,
                                          const struct item *items, uint32_t n,
                                          const struct fit *fit);

/* ---- lines ---- */
/* Glyphs of one run on one line, ready to place. */
struct line_run {
    const struct glyph *glyphs; /* logical order, as in struct run */
    uint32_t count;
    uint32_t skipped; /* glyphs of the run before them, on other lines */
    const struct run *run;
    sp x; /* left edge from the line's left edge, visual */
    sp width;
};
/* How far its glyph stands from the pen. */
static inline struct offset line_offset(const struct line_run *r, uint32_t glyph)
{
    return r->run->offsets ? r->run->offsets[r->skipped + glyph] : (struct offset){ 0, 0 };
}
struct line {
    const struct paragraph *paragraph;
    /* bytes of the text, the spaces at the end left out of `end`; a compound's hyphen that ended
     * the line before and is drawn again has a cluster before `start` */
    uint32_t start, end;
    const struct line_run *runs; /* visual order, left to right */
    const uint32_t *notes;       /* called on this line, in order (index into boxes.notes) */
    uint32_t run_count, note_count;
    /* in 1/100000: 100000 = none; glyphs' advances are scaled by it, then spaces gain `space` */
    int32_t expansion;
    bool hyphenated; /* a hyphen was added: its glyph has cluster == end */
    bool torn;       /* ends inside a word, without a hyphen (overflow-wrap) */
    bool last;       /* ends the paragraph or a forced break */
    /* of the line's left edge from the measure's: indent, alignment, protrusion; may be negative */
    sp x;
    sp width; /* as drawn */
    sp measure;
    sp hang; /* how much of it lies beyond the end margin on purpose (protrusion) */
    /* what a natural word space gains (+) or loses (-) on this line; already in no advance */
    sp space;
    sp ascent, descent; /* of the line box, above and below the baseline */
};
/* The piece that a run of the line begins in; NULL: none. */
static inline const struct piece *line_piece(const struct line *l, const struct line_run *r)
{
    const struct paragraph *p = l->paragraph;
    return r->run->piece < p->piece_count ? &p->pieces[r->run->piece] : NULL;
}
/* Tells whether the glyph is the hyphen that ended the line before, drawn again at this one's
 * start. */
static inline bool line_repeats(const struct line *l, const struct glyph *g)
{
    return g->cluster < l->start;
}
struct lines {
    const struct line *lines;
    uint32_t count;
    sp least;         /* line_measure: longest unbreakable width; 0 from line_set */
    sp most;          /* line_measure: width without breaks; 0 from line_set */
    int64_t demerits; /* of the breaks: how much worse one looseness is than another */
    sp last_line_min; /* a shorter last line of one word is a stub */
    uint32_t faults;  /* how many messages line_report has for them */
};

/* Sets a shaped paragraph at a measure in sp and reports it (line_report) to d; text-align, indent,
 * hyphenation, word space, protrusion and expansion come from its style, `looseness` is as in
 * struct fit.  The lines are in `a`; none where the paragraph is not shaped.  Pure. */
struct lines line_set(struct arena *a, struct arena *scratch, struct diag *d, struct shaper *shaper,
                      const struct paragraph *p, sp measure, int looseness);

/* A paragraph at its optimum and, where there are such, one line shorter and one longer, in this
 * order. */
struct variants {
    struct lines optimum, other[2];
    unsigned count; /* of other */
};
/* Sets a shaped paragraph as line_set does and finds its variants; their demerits beyond the
 * optimum's, at most COST_LOOSENESS, are what they cost.  Only justified text of two lines or more,
 * no line of it overfull, has any: they have no looser line, longer ladder or worse last line than
 * the style asks for, unless the optimum has, and nothing is reported of them that is not of it.
 * Reports nothing: the caller calls line_report for the lines it takes.  Pure. */
struct variants line_variants(struct arena *a, struct arena *scratch, struct shaper *shaper,
                              const struct paragraph *p, sp measure);

/* Reports overfull, loose and short lines, torn words, ladders and stubs of a paragraph's lines to
 * d (NULL: to nobody) and returns how many messages that are. */
uint32_t line_report(struct diag *d, struct arena *scratch, const struct lines *l);

/* Gives a line's first words, cut at a word's end, in `a`; `at` becomes their place. */
char *line_words(struct arena *a, const struct line *l, struct position *at);

/* Gives a paragraph's longest word and longest line (`least` and `most`, for auto tables), and no
 * lines. */
struct lines line_measure(const struct paragraph *p);
/* Prints lines, one item a line (--dump=line). */
void line_dump(struct buffer *out, const struct lines *l);

/* ---- set lines as bytes ---- */
/* A paragraph's lines, some three bytes a glyph. The paragraph and what its lines point to, faces
 * and styles, outlive them. */
struct frozen {
    const struct paragraph *paragraph;
    const uint8_t *bytes;
    const uint32_t *blocks; /* where lines 16, 32 … begin; NULL: there are no more than 16 */
    uint32_t count;         /* of lines */
    uint32_t size;          /* of the bytes */
};
/* Gives the lines as bytes in `a`. Lines that are thawed name `p` as their paragraph: the
 * document's own, of which the one that was set may be a shaped copy that ends before. What notes a
 * line calls is not kept. */
struct frozen line_freeze(struct arena *a, struct arena *scratch, const struct paragraph *p,
                          const struct lines *lines);
/* Reads lines again. It costs least to read them in their order; from anywhere else at most 16 are
 * read for one. */
struct thaw;
enum thawing {
    THAW_GLYPHS, /* all that a line is */
    THAW_RUNS    /* all but its glyphs, which take the most time: they are NULL */
};
/* Makes what thaws lines, in the arena, that far. */
struct thaw *line_thaw_open(struct arena *a, enum thawing what);
/* Gives line `number` with its runs and glyphs, made in `a`. A run begins with its first glyph on
 * the line: none is skipped. */
const struct line *line_thaw(struct thaw *t, struct arena *a, const struct frozen *f,
                             uint32_t number);

#endif
