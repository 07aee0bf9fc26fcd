/* job/wording: what the program says, in the reader's own language.
 *
 * src/lang/messages/TAG.po has an entry for each row of messages.def (its context is the row's
 * name) and for each PHRASE of the code (its context is "phrase"), which is what an argument of a
 * message may be.  What a catalogue lacks, or has for another English text, stays English.
 */
#ifndef JOB_WORDING_H
#define JOB_WORDING_H

#include "base/diag.h"

struct wording;

/* Opens the messages of a language in a data folder, for a language tag or the name of a locale:
 * es-GT and es_GT.UTF-8 take es.  NULL for English, and where there are
 * none: all below say what is English of that. */
const struct wording *wording_open(struct arena *a, const char *data, const char *tag);
/* Makes a message's sentence, its arguments put in.  Those in quotation marks are the user's own
 * words and are no phrases. */
const char *wording_text(const struct wording *w, struct arena *a, const struct diag_message *m);
/* Finds what a phrase is in the language.  What the phrase has for a conversion (%s, %u) is taken
 * over, a phrase too.  Words that are no phrase come back as they are. */
const char *wording_phrase(const struct wording *w, struct arena *a, const char *words);
/* The same, what is taken over staying as it is: the user's own words, which are no phrases. */
const char *wording_form(const struct wording *w, struct arena *a, const char *words);
/* Makes what says where a passage stands, each of its steps, parted by commas, a phrase: "row 4
 * "Faith, hope and love", explanation, paragraph 1 of 2". */
const char *wording_place(const struct wording *w, struct arena *a, const char *place);

#endif
