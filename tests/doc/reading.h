/* Reading a source from a string in a test: the arena, the messages and the document. */
#ifndef TESTS_DOC_READING_H
#define TESTS_DOC_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "doc/doc.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    jmp_buf oom;
    struct arena *arena;
    struct diag *diag;
    struct doc *doc;
};

static inline void reading_open(struct reading *r, const char *bytes, size_t size)
{
    r->arena = arena_open(&r->oom);
    if (!r->arena || setjmp(r->oom))
        abort();
    r->diag = diag_build(r->arena);
    r->doc = doc_read(r->arena, r->diag, "t.xml", arena_strndup(r->arena, bytes, size), size);
    if (r->doc && !r->doc->valid)
        r->doc = NULL;
    diag_sort(r->diag);
}

static inline const struct node *node_last(const struct node *n)
{
    const struct node *last = node_first(n);
    while (last && node_next(last))
        last = node_next(last);
    return last;
}

static inline void reading_close(struct reading *r) { arena_close(r->arena); }

#endif
