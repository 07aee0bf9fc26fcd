/* line/costs: what the total fit minds, in one place, worst first.
 *
 * A line's badness is BADNESS_FULL times the cube of its glue ratio (1: every space as wide or as
 * narrow as its style allows); its demerits are (DEMERITS_LINE + badness)² + penalty², as in TeX
 * (tex.web 859).  The ranks overfull, ladder and loose are so far apart that no sum in a paragraph
 * of common length trades one for another.
 */
#ifndef LINE_COSTS_H
#define LINE_COSTS_H

/* Sums stop here: no paragraph, however cruel, overflows. */
#define COST_MOST ((int64_t)1 << 61)
/* A line wider than its measure, only where no break lies in it; as much again for the width. */
#define COST_OVERFULL ((int64_t)10000000000000)
/* One more hyphen in a row than asked for, only where the line were overfull. */
#define COST_LADDER ((int64_t)1000000000000)
/* Balanced text: every line, so that no edge and no hyphens are worth a line more. */
#define COST_BALANCED_LINE ((int64_t)1000000000)

/* Ratios are in 1/1024. */
#define RATIO_ONE 1024
/* Beyond it badness grows straight: such a line is torn anyway, but less torn is better. */
#define RATIO_CUBIC 10
#define RATIO_MOST 100
#define BADNESS_FULL 256  /* badness at ratio 1 */
#define BADNESS_STEP 2560 /* badness added for each 1 of ratio beyond RATIO_CUBIC */
/* A line of next to no glue is judged as if it had 1/100 of the measure: fuller is better. */
#define GLUE_LEAST_SHARE 100

#define COST_STUB 1000000        /* a last line under last_line_min */
#define COST_SINGLE_WORD 1000000 /* a last line of one word, where that is minded */
/* A tight line beside a loose one: classes that are not neighbours. */
#define COST_ADJACENT 60000
/* A narrowed line beside a widened one, for three quarters of the way between full and full; twice
 * for all of it. */
#define COST_JUMP 15000
#define COST_NEIGHBOUR_MOST (COST_ADJACENT + 2 * COST_JUMP)
#define COST_FINAL_FLAGGED 200000 /* a hyphen at the end of the last line but one */
#define COST_CONSECUTIVE 150000   /* hyphens on two lines in a row */
#define COST_RAGGED 16000000 /* ragged: times the square of the share of the measure left empty */

#define DEMERITS_LINE 24 /* every line a little: of two equal paragraphs the shorter */
/* Expansion is used up at 1/4 of the glue's ratio: it is seen less than spaces. */
#define EXPAND_LEAD 4
#define COST_LOOSENESS 1000000 /* one line more or fewer may cost this much, not more */

/* What line_set asks of breaks */
#define PENALTY_HYPHEN 300     /* a hyphen that the patterns allow */
#define PENALTY_SHY 200        /* a hyphen that the author allowed */
#define PENALTY_EXPLICIT 150   /* after a hyphen that stands in the text */
#define PENALTY_SHORT 100      /* added to a hyphen for a part under four letters */
#define PENALTY_CAPITAL 600    /* a hyphen in a capitalised word: only to save a torn line */
#define PENALTY_RAGGED 500     /* added to a hyphen in ragged text, where it serves only the edge */
#define PENALTY_DESPERATE 9999 /* inside a word longer than the measure */
#define PENALTY_POOR 9000      /* EDGE_POOR: dearer than any raggedness, cheaper than a torn word */
#define PENALTY_UNWANTED                                                                           \
    600 /* EDGE_UNWANTED: an edge ragged by a seventh, or spaces a third too wide */
#define PENALTY_FUNCTION_WORD 1000 /* a balanced line that ends in a short function word */

#define FLAGGED_COUNTED 60 /* a longer row of hyphens than this is no limit */

#endif
