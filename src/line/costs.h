/* line/costs: what the total fit minds, in one place, worst first.
 *
 * A line's badness is BADNESS_LOOSE (or _TIGHT) times the cube of its glue ratio (1: every space as
 * wide or as narrow as its style allows); its demerits are (DEMERITS_LINE + badness)² + penalty²,
 * as in TeX (tex.web 859).  The ranks overfull, ladder and loose are so far apart that no sum in a
 * paragraph of common length trades one for another.
 */
#ifndef LINE_COSTS_H
#define LINE_COSTS_H

/* Sums stop here: no paragraph, however cruel, overflows. */
#define COST_MOST ((int64_t)1 << 61)
/* A line wider than its measure, only where no break lies in it; as much again for the width. */
#define COST_OVERFULL ((int64_t)10000000000000)
/* One more hyphen in a row than asked for, only where the line were overfull. */
#define COST_LADDER ((int64_t)1000000000000)

/* Ratios are in 1/1024. */
#define RATIO_ONE 1024
/* Beyond it badness grows straight: such a line is torn anyway, but less torn is better. */
#define RATIO_CUBIC 10
#define RATIO_MOST 100
/* Badness at ratio 1: a loose line is seen before a tight one, which ends at its glue's shrink. */
#define BADNESS_LOOSE 440
#define BADNESS_TIGHT 280
#define BADNESS_STEP 6000 /* badness added for each 1 of ratio beyond RATIO_CUBIC */
/* A line of next to no glue is judged as if it had 1/100 of the measure: fuller is better. */
#define GLUE_LEAST_SHARE 100

#define COST_STUB 1000000        /* a last line under last_line_min */
#define COST_SINGLE_WORD 1000000 /* a last line of one word, where that is minded */
/* Justified text pays for a better end in hyphens and spaces; where the style does not ask for
 * that: a share, unless a report would name the last line and no hyphen can help. */
#define STUB_SHARE_JUSTIFIED 120
#define COST_WORD_END 400000 /* a last line that is the end of a word */
/* A tight line beside a loose one: classes that are not neighbours. */
#define COST_ADJACENT 12800
/* A narrowed line beside a widened one, for three quarters of the way between full and full; twice
 * for all of it. */
#define COST_JUMP 2000
#define COST_NEIGHBOUR_MOST (COST_ADJACENT + 2 * COST_JUMP)
#define COST_FIRST_FLAGGED 9600  /* a hyphen at the end of the first line */
#define COST_FINAL_FLAGGED 11000 /* a hyphen at the end of the last line but one */
#define COST_CONSECUTIVE 66000   /* hyphens on two lines in a row */
#define COST_RAGGED 16000000 /* ragged: times the square of the share of the measure left empty */

/* Balanced text: every line, so that only stairs and lines that end in a short word are worth a
 * line more, no edge is. */
#define COST_BALANCED_LINE 6000000
/* A balanced line longer than the one before, which is longer than the one before it. */
#define COST_STAIR 20000000
#define WIDTH_LEVELS 64     /* to compare balanced lines: of the measure */
#define STAIR_LEVELS 2      /* a line longer by so many is seen to be longer */
#define BALANCED_POINTS 200 /* in a text of more breaks than that lines are not compared */

#define DEMERITS_LINE 51 /* every line a little: of two equal paragraphs the shorter */
/* Expansion is used up at 1/40 of the glue's ratio: it is seen less than spaces. */
#define EXPAND_LEAD 40
/* A variant's hyphens, on top, when it is looked for: text is not hyphenated to save a line. */
#define COST_VARIANT_FLAGGED 165000
#define COST_LOOSENESS 2000000 /* one line more or fewer may cost this much, not more */

/* Evening neighbours' expansion (even.c): what all of a difference would cost beyond what is borne,
 * when spaces as wide or narrow as they may be cost 1024: one per cent is worth spaces a third of
 * the way there. */
#define COST_EVEN 10000

/* What line_set asks of breaks */
#define PENALTY_HYPHEN 312     /* a hyphen that the patterns allow */
#define PENALTY_SHY 272        /* a hyphen that the author allowed */
#define PENALTY_EXPLICIT 312   /* after a hyphen that stands in the text */
#define PENALTY_SHORT 18       /* added to a hyphen for a part under four letters */
#define PENALTY_CAPITAL 600    /* a hyphen in a capitalised word: only to save a torn line */
#define PENALTY_RAGGED 500     /* added to a hyphen in ragged text, where it serves only the edge */
#define PENALTY_DESPERATE 9999 /* inside a word longer than the measure */
#define PENALTY_POOR 9000      /* EDGE_POOR: dearer than any raggedness, cheaper than a torn word */
#define PENALTY_UNWANTED                                                                           \
    600 /* EDGE_UNWANTED: an edge ragged by a seventh, or spaces as wide as they may be */
#define PENALTY_FUNCTION_WORD 4000 /* a balanced line that ends in a short function word */
#define PENALTY_PHRASE 1200        /* a balanced line that ends neither before one nor at a mark */
#define PENALTY_COMPOUND 5000      /* a balanced line that ends inside a compound */

#define FLAGGED_COUNTED 60 /* a longer row of hyphens than this is no limit */

#endif
