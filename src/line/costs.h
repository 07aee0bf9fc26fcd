/* line/costs: what the total fit minds, in one place, worst first.
 *
 * Of its glue ratio r (1: every space as wide or as narrow as its style allows) a line's demerits
 * are DEMERITS_LINE² + SQUARE r² + badness² + penalty²; badness is BADNESS r⁴, beyond 1 BADNESS r³.
 * The sum of squares is what the colour of a page deviates by, the steep power what its worst line
 * is seen by; TeX (tex.web 859) has the cube alone, which leaves many spaces half as wide again
 * where one hyphen would mend three.  The ranks overfull, ladder and loose are so far apart that
 * no sum in a paragraph of common length trades one for another.
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
/* At ratio 1: a loose line is seen before a tight one, which ends at its glue's shrink. */
#define SQUARE_LOOSE 100000
#define SQUARE_TIGHT 40000
#define BADNESS_LOOSE 420
#define BADNESS_TIGHT 210
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
/* Neighbours whose expansions differ by more than JUMP_FREE levels, for each level more; from
 * JUMP_MOST on it is no worse. */
#define EXPAND_LEVELS 200 /* of no expansion: half a per cent each */
#define JUMP_FREE 4
#define JUMP_MOST 10
#define COST_JUMP 1500
#define COST_NEIGHBOUR_MOST (COST_ADJACENT + JUMP_MOST * COST_JUMP)
#define COST_FIRST_FLAGGED 4000  /* a hyphen at the end of the first line */
#define COST_FINAL_FLAGGED 11000 /* a hyphen at the end of the last line but one */
#define COST_CONSECUTIVE 140000  /* hyphens on two lines in a row */
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

/* Evening neighbours' expansion (even.c), when spaces as wide or narrow as they may be cost 1024:
 * what is beyond the difference that is borne is seen, however little it is beyond; more is hardly
 * worse. */
#define COST_UNEVEN 60
#define COST_UNEVEN_MORE 100000 /* of the square of what is beyond, for all of a line's width */

/* What line_set asks of breaks */
#define PENALTY_HYPHEN 344     /* a hyphen that the patterns allow */
#define PENALTY_SHY 300        /* a hyphen that the author allowed */
#define PENALTY_EXPLICIT 344   /* after a hyphen that stands in the text */
#define PENALTY_SHORT 10       /* added to a hyphen for a part under four letters */
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
