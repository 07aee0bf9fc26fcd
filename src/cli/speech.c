/* cli/speech: what the program says itself, in the reader's language. */
#include "cli/speech.h"

#include "base/data.h"

void speech_open(struct speech *s, const char *language)
{
    s->wording = NULL;
    s->arena = arena_open(&s->no_memory);
    if (s->arena && setjmp(s->no_memory) == 0)
        s->wording = wording_open(s->arena, data_folder(s->arena, NULL), language);
}

const char *said(struct speech *s, const char *english)
{
    if (!s->arena || setjmp(s->no_memory) != 0)
        return english;
    return wording_form(s->wording, s->arena, english);
}

void speech_close(struct speech *s) { arena_close(s->arena); }
