/* A folder of its own for each test, and the documents that show a file in it. */
#ifndef TESTS_IMAGE_WORLD_H
#define TESTS_IMAGE_WORLD_H

#include "files.h"

#include "image/inner.h"

struct world {
    jmp_buf oom;
    struct arena *arena;
    struct diag *diag;
    char folder[64];
    const struct doc *doc;
    const struct images *images;
    uint8_t pixels[4096]; /* as decoded last */
    uint8_t alpha[256];   /* and how much each covers; of opaque ones 0 */
    size_t columns;
    size_t row;
};

static inline void put_file(struct world *w, const char *name, struct bytes b)
{
    char path[128];
    snprintf(path, sizeof path, "%s%s", w->folder, name);
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(b.at, 1, b.size, f), b.size);
    fclose(f);
    free(b.at);
}

static inline int open_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_open(&w->oom);
    assert_int_equal(setjmp(w->oom), 0);
    w->diag = diag_build(w->arena);
    snprintf(w->folder, sizeof w->folder, "/tmp/handbill-image-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    strcat(w->folder, "/");
    *state = w;
    return 0;
}

static inline int close_world(void **state)
{
    struct world *w = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", w->folder);
    int failed = system(command);
    arena_close(w->arena);
    free(w);
    return failed;
}

/* Reads a document that shows one file; NULL when it cannot be shown. */
static inline const struct image *show(struct world *w, const char *src)
{
    const char *text = arena_printf(
        w->arena,
        "<handout xml:lang='en'><title>T</title><principles><principle><name>N</name><explanation>"
        "<figure src='%s' alt='A'/></explanation></principle></principles></handout>",
        src);
    w->doc = doc_read(w->arena, w->diag, "t.xml", text, strlen(text));
    assert_true(w->doc->valid);
    w->images = image_read(w->arena, w->diag, w->doc, w->folder);
    return w->images->count ? w->images->items[0] : NULL;
}

/* The one message's text names these words. */
static inline void assert_told(struct world *w, enum diag_code code, const char *words)
{
    assert_int_equal(w->diag->count, 1);
    assert_int_equal(w->diag->messages[0].code, code);
    assert_non_null(w->diag->messages[0].at.source);
    const char *text = diag_text(w->arena, &w->diag->messages[0]);
    if (!strstr(text, words))
        fail_msg("%s", text);
}

#endif
