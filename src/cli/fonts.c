/* cli/fonts: which families a sheet may name. */
#include "cli/command.h"
#include "job/wording.h"

#include "base/data.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

enum { NAME_COLUMNS = 36, LIST_COLUMNS = 72 };

/* Prints a list, cut at a comma where it is wider than a line. */
static void put_list(const char *list)
{
    int n = (int)strlen(list);
    if (n > LIST_COLUMNS)
        for (n = LIST_COLUMNS; n > 0 && list[n] != ',';)
            n--;
    printf("    %.*s%s\n", n, list, list[n] ? ", …" : "");
}

/* Prints those that are here, or the others, under a heading if there are any. */
static void put_families(const struct text_family *families, size_t count, bool here,
                         const char *heading)
{
    for (size_t i = 0; i < count; i++) {
        const struct text_family *f = &families[i];
        if (f->is_here != here)
            continue;
        if (heading)
            puts(heading);
        heading = NULL;
        printf("%-*s %s\n", NAME_COLUMNS, f->name, f->from);
        if (!here)
            continue;
        put_list(f->styles);
        put_list(f->scripts);
    }
}

static int list_fonts(struct arena *a, const struct request *r, struct fonts **f,
                      struct langs **langs)
{
    const char *data = data_folder(a, r->job.data);
    const char *file = data_option(r->job.fonts, "HANDBILL_FONTS");
    const struct font_folders more = { r->font_folders, r->job.font_folder_count,
                                       r->job.system_fonts };
    struct diag *d = diag_build(a);
    size_t count;
    if (r->language && !lang_is_registered(r->language))
        return misuse(
            r, PHRASE("write the language as a tag, as en, es or pt-BR; there is none like %s"),
            r->language);
    *f = text_open(a, d, file ? file : arena_printf(a, "%s/fonts/fonts.conf", data), &more);
    for (size_t i = 0; i < d->count; i++)
        fprintf(stderr, "handbill: error: %s\n", diag_text(a, &d->messages[i]));
    if (!*f)
        return HANDBILL_RESOURCE;
    *langs = lang_open(a, NULL);
    const struct lang *l = r->language ? lang_open_tag(*langs, r->language, false) : NULL;
    const struct text_family *families = text_families(a, *f, l, &count);
    put_families(families, count, true, NULL);
    put_families(families, count, false, "\nNot here; behind each the package that has it:");
    return flush_printed();
}

/* What a jump leaves to be closed. */
struct opened {
    struct arena *arena;
    struct fonts *fonts;
    struct langs *langs;
};

static int list_or_fail(struct opened *o, const struct request *r, jmp_buf *no_memory)
{
    if (o->arena && setjmp(*no_memory) == 0)
        return list_fonts(o->arena, r, &o->fonts, &o->langs);
    return out_of_memory();
}

int run_fonts(const struct request *r)
{
    jmp_buf no_memory;
    struct opened o = { .arena = arena_open(&no_memory) };
    int status = list_or_fail(&o, r, &no_memory);
    text_close(o.fonts);
    if (o.langs)
        lang_close(o.langs);
    arena_close(o.arena);
    return status;
}
