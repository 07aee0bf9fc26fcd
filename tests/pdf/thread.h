/* A line, a page and a file by hand: real fonts shaped with HarfBuzz, placed where the test says, printed through sheet and pdf. */
#ifndef TESTS_PDF_THREAD_H
#define TESTS_PDF_THREAD_H

#include "pdf/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <hb.h>
#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TERMES "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-regular.otf"
#define GENTIUM "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf"
#define HEBREW "/usr/share/fonts/truetype/noto/NotoSerifHebrew-Regular.ttf"

struct bench {
    struct arena *arena;
    struct diag *diag;
    struct buffer out;
    struct placed *items;
    uint32_t count;
    struct page page;
    struct page_style style;
    struct anchor anchors[4];
    uint32_t anchor_count;
    struct node root;
    hb_face_t *opened[8];
    unsigned faces;
    sp baseline;
    char file[64];
    const char *title; /* NULL: "Priorités" */
    bool finished;     /* the file is to be */
};

static jmp_buf bench_oom;
static const struct edition bench_edition = { .name = "screen" },
                            bench_finished = { .name = "screen", .finish = FINISH_SMALL };
enum { ITEMS_MOST = 400 };

static struct bench *bench_open(void)
{
    static const struct scope scope = { .lang = "en-US" };
    struct arena *a = arena_open(&bench_oom);
    struct bench *b = arena_new(a, struct bench);
    b->arena = a;
    b->diag = diag_build(a);
    b->items = arena_array(a, struct placed, ITEMS_MOST);
    b->style = (struct page_style){ .width = 612 * SP_PT, .height = 792 * SP_PT };
    b->root = (struct node){ .scope = &scope };
    b->baseline = 72 * SP_PT;
    snprintf(b->file, sizeof b->file, "/tmp/handbill-test-XXXXXX");
    close(mkstemp(b->file));
    return b;
}

static void bench_close(struct bench *b)
{
    unlink(b->file);
    for (unsigned i = 0; i < b->faces; i++)
        hb_face_destroy(b->opened[i]);
    arena_close(b->arena);
}

/* The face of a font file, its number the next one. */
static struct face *bench_face(struct bench *b, const char *file)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(file);
    assert_non_null(blob);
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);
    struct face *f = arena_new(b->arena, struct face);
    *f = (struct face){ .family = "test", .file = file, .number = b->faces++, .size = size };
    void *copy = arena_alloc(b->arena, size);
    memcpy(copy, bytes, size);
    f->bytes = copy;
    hb_blob_destroy(blob);
    blob = hb_blob_create(f->bytes, size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *hb = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    f->upem = (int)hb_face_get_upem(hb);
    f->glyph_count = hb_face_get_glyph_count(hb);
    f->ascent = f->upem * 7 / 10;
    f->descent = f->upem * 2 / 10;
    f->cap_height = f->upem * 6 / 10;
    f->hb = b->opened[f->number] = hb;
    return f;
}

struct shaping {
    const char *source;     /* before text-transform; NULL: the text */
    const uint32_t *origin; /* of the text's bytes in it; NULL: one to one */
    const char *feature;
    sp space;
    int32_t expansion;
    bool hyphen, rtl;
};

/* The glyphs of `text` in logical order; with a hyphen, its glyph behind. */
static struct glyph *bench_shape(struct bench *b, const struct face *f, sp size, const char *text,
                                 const struct shaping *how, uint32_t *count,
                                 struct offset **offsets)
{
    hb_font_t *font = hb_font_create(f->hb);
    hb_font_set_scale(font, (int)size, (int)size);
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_add_utf8(buffer, text, -1, 0, -1);
    if (how->hyphen)
        hb_buffer_add(buffer, '-', (unsigned)strlen(text));
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_guess_segment_properties(buffer);
    hb_feature_t feature;
    bool wanted = how->feature && hb_feature_from_string(how->feature, -1, &feature);
    hb_shape(font, buffer, &feature, wanted);
    if (how->rtl)
        hb_buffer_reverse(buffer);
    hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, count);
    hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, count);
    struct glyph *g = arena_array(b->arena, struct glyph, *count);
    *offsets = arena_array(b->arena, struct offset, *count);
    for (uint32_t i = 0; i < *count; i++) {
        bool space = info[i].cluster < strlen(text) && text[info[i].cluster] == ' ';
        g[i] = (struct glyph){ .id = (uint16_t)info[i].codepoint,
                               .cluster = info[i].cluster & CLUSTER_MOST,
                               .advance = at[i].x_advance,
                               .flags = space ? GLYPH_SPACE : 0 };
        (*offsets)[i] = (struct offset){ at[i].x_offset, at[i].y_offset };
    }
    hb_buffer_destroy(buffer);
    hb_font_destroy(font);
    return g;
}

/* What a text of that length was before it was transformed. */
static const struct untransformed *bench_was(struct bench *b, const struct shaping *how,
                                             size_t length)
{
    struct untransformed *was = arena_new(b->arena, struct untransformed);
    uint32_t *same = arena_array(b->arena, uint32_t, length + 1);
    for (uint32_t i = 0; i <= length; i++)
        same[i] = i;
    *was = (struct untransformed){ how->source, (uint32_t)strlen(how->source),
                                   how->origin ? how->origin : same };
    return was;
}

/* A line of one run at the next baseline, 72 pt from the left. */
static const struct line *bench_line(struct bench *b, const struct face *f, sp size,
                                     const char *text, struct shaping how)
{
    static const struct style black;
    struct style *style = arena_new(b->arena, struct style);
    *style = black;
    style->color.alpha = 65535;
    struct paragraph *p = arena_new(b->arena, struct paragraph);
    *p = (struct paragraph){ .text = text,
                             .length = (uint32_t)strlen(text),
                             .was = how.source ? bench_was(b, &how, strlen(text)) : NULL };
    struct line *line = arena_new(b->arena, struct line);
    struct line_run *lr = arena_new(b->arena, struct line_run);
    struct run *run = arena_new(b->arena, struct run);
    struct offset *offsets;
    lr->glyphs = bench_shape(b, f, size, text, &how, &lr->count, &offsets);
    *run = (struct run){ .count = lr->count,
                         .offsets = offsets,
                         .end = p->length,
                         .face = f,
                         .style = style,
                         .size = size,
                         .level = how.rtl };
    lr->run = run;
    *line = (struct line){ .paragraph = p,
                           .end = p->length,
                           .runs = lr,
                           .run_count = 1,
                           .space = how.space,
                           .expansion = how.expansion ? how.expansion : 100000,
                           .hyphenated = how.hyphen };
    for (uint32_t i = 0; i < lr->count; i++)
        line->width += sp_muldiv(lr->glyphs[i].advance, line->expansion, 100000) +
                       (lr->glyphs[i].flags & GLYPH_SPACE ? how.space : 0);
    lr->width = line->width;
    assert_true(b->count < ITEMS_MOST);
    b->items[b->count++] =
        (struct placed){ .kind = PLACED_GLYPHS,
                         .glyphs = { .run = lr, .line = line, .at = { 72 * SP_PT, b->baseline } } };
    b->baseline += 2 * size;
    return line;
}

/* Is there a file? It is in b->out and b->file. */
static bool bench_made(struct bench *b, const struct sheets *sheets)
{
    struct doc doc = { .root = &b->root,
                       .publisher = "AMMPARO",
                       .keywords = "migration, children" };
    struct boxes boxes = { .doc = &doc };
    struct pdf_options options = { .edition = b->finished ? &bench_finished : &bench_edition,
                                   .title = b->title ? b->title : "Priorités" };
    b->out = buffer_in(b->arena);
    struct pdf *made = pdf_draw(b->arena, b->diag, sheets, &boxes, &options);
    if (!made)
        return false;
    pdf_write(made, &b->out);
    pdf_finish(made, &b->out);
    pdf_close(made);
    FILE *f = fopen(b->file, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(b->out.bytes, 1, b->out.size, f), b->out.size);
    fclose(f);
    return true;
}

/* The bench's items as a page keeps them, each of its lines being a text of its own. */
static struct kept bench_kept(struct bench *b, struct arena *scratch)
{
    struct placed *made = arena_copy(b->arena, b->items, sizeof *made, b->count);
    for (uint32_t i = 0; i < b->count; i++) {
        if (made[i].kind != PLACED_GLYPHS)
            continue;
        const struct line *l = made[i].glyphs.line;
        struct frozen *text = arena_new(b->arena, struct frozen);
        *text =
            line_freeze(b->arena, scratch, l->paragraph, &(struct lines){ .lines = l, .count = 1 });
        made[i] = (struct placed){ .kind = PLACED_LINE,
                                   .artifact = made[i].artifact,
                                   .line = { text, made[i].glyphs.at } };
    }
    return placed_keep(b->arena, (const struct placed *const[]){ made },
                       (const size_t[]){ b->count }, 1);
}

/* `count` sheets of a page with the bench's items each. */
static struct sheets *bench_sheets(struct bench *b, uint32_t count)
{
    struct page *pages = arena_array(b->arena, struct page, count);
    struct arena *scratch = arena_open(&bench_oom);
    const struct kept text = bench_kept(b, scratch);
    arena_close(scratch);
    for (uint32_t i = 0; i < count; i++)
        pages[i] = (struct page){ .number = i + 1, .style = &b->style, .text = text };
    struct pages *all = arena_new(b->arena, struct pages);
    *all = (struct pages){
        .pages = pages, .count = count, .anchors = b->anchors, .anchor_count = b->anchor_count
    };
    return sheet_build(b->arena, b->diag, all, &bench_edition);
}

static void bench_print(struct bench *b, uint32_t count)
{
    if (!bench_made(b, bench_sheets(b, count)))
        fail_msg("%s", diag_text(b->arena, &b->diag->messages[0]));
}

/* What a command (its %s: the file) prints; its status must be 0. */
static const char *bench_ask(struct bench *b, const char *command)
{
    char *line = arena_alloc(b->arena, 400);
    const char *at = strstr(command, "%s");
    snprintf(line, 400, "%.*s%s%s 2>&1", (int)(at - command), command, b->file, at + 2);
    FILE *p = popen(line, "r");
    assert_non_null(p);
    struct buffer answer = buffer_in(b->arena);
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, p)) > 0;)
        buffer_add(&answer, part, n);
    buffer_text(&answer);
    if (pclose(p) != 0)
        fail_msg("%s: %s", line, answer.bytes);
    return answer.bytes;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in \"%s\"", part, text);
}

#endif
