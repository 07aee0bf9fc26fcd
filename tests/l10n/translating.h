/* What the tests of l10n share: a small handout, its passages, and a catalogue beside it. */
#ifndef TESTS_L10N_TRANSLATING_H
#define TESTS_L10N_TRANSLATING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "l10n/l10n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct translating {
    jmp_buf oom;
    struct arena *arena;
    struct diag *diag;
    const struct doc *doc;
    const struct units *units;
};

static inline void translating_open(struct translating *t)
{
    t->arena = arena_open(&t->oom);
    if (!t->arena || setjmp(t->oom))
        abort();
    t->diag = diag_build(t->arena);
}

/* Reads a handout with these rows and notes and finds its passages. */
static inline void translating_read(struct translating *t, const char *rows, const char *notes)
{
    const char *xml = arena_printf(t->arena,
                                   "<handout xml:lang=\"en\"><title>T</title><principles>%s"
                                   "</principles>%s</handout>",
                                   rows, notes);
    t->doc = doc_read(t->arena, t->diag, "h.xml", xml, strlen(xml));
    assert_non_null(t->doc);
    assert_true(t->doc->valid);
    t->units = l10n_units(t->arena, t->doc);
}

static inline const struct po *translating_po(struct translating *t, const char *text)
{
    return po_read(t->arena, t->diag, "es.po", arena_strdup(t->arena, text), strlen(text));
}

/* What the catalogue is as a file. */
static inline const char *translating_text(struct translating *t, const struct po *po)
{
    struct buffer out = buffer_in(t->arena);
    po_write(&out, po);
    return buffer_text(&out);
}

/* Copies what stands at a message's place. */
static inline const char *translating_words(struct translating *t, const struct diag_message *m)
{
    return arena_strndup(t->arena, m->at.source->bytes + m->at.start, m->at.end - m->at.start);
}

static inline void translating_close(struct translating *t) { arena_close(t->arena); }

#endif
