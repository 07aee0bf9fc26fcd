/* cli/speech: what the program says itself, in the reader's language: words that stand in the code
 * as a PHRASE, and in src/lang/messages/TAG.po.
 *
 *   struct speech s;
 *   speech_open(&s, request->job.messages);
 *   puts(said(&s, phrase));
 *   speech_close(&s);
 */
#ifndef CLI_SPEECH_H
#define CLI_SPEECH_H

#include "base/arena.h"
#include "job/wording.h"

struct speech {
    jmp_buf no_memory; /* only while something below is called */
    struct arena *arena;
    const struct wording *wording; /* NULL: English */
};
/* Opens the words of a language, a tag or a locale's name; NULL and what is not known is
 * English. */
void speech_open(struct speech *s, const char *language);
/* Finds what an English phrase is in the language, its conversions filled in already; lent until
 * the speech is closed.  Without memory, or a translation, it stays as it is. */
const char *said(struct speech *s, const char *english);
void speech_close(struct speech *s);

#endif
