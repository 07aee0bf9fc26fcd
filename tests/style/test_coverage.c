/* Every property of the table is said in one of the cases beside this file, and a longhand there with a value that changes something. */
#include "style/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

struct seen {
    bool named[PROPERTY_MAX], changed[PROPERTY_MAX];
};

static void look(struct arena *a, struct values block, struct seen *seen);

static void look_at(struct arena *a, const struct statement *i, struct seen *seen)
{
    int row = i->kind == STATEMENT_DECLARATION ? style_property_find(i->name) : -1;
    if (i->has_block)
        look(a, i->block, seen);
    if (row < 0)
        return;
    seen->named[row] = true;
}

static void look(struct arena *a, struct values block, struct seen *seen)
{
    struct statements statements = style_parse_block(a, block);
    for (size_t k = 0; k < statements.n; k++)
        look_at(a, &statements.v[k], seen);
}

/* Longhands, shorthands cut up, whose stored value is not the initial one. */
static void apply_all(struct arena *a, const struct declarations *d, const struct style *initial,
                      struct seen *seen)
{
    for (size_t k = 0; d && k < d->n; k++) {
        int row = d->v[k].row < 0 ? -1 : style_property_map(d->v[k].row, false);
        struct style style = *initial, parent = *initial;
        struct page_style page = { .width = 612 * SP_PT, .height = 792 * SP_PT };
        struct apply x = { .arena = a,
                           .parent = &parent,
                           .style = &style,
                           .page = &page,
                           .em = 12 * SP_PT,
                           .rem = 12 * SP_PT };
        if (row < 0 || d->v[k].shorthand >= 0 || !d->v[k].v.n || !style_apply(&x, row, d->v[k].v))
            continue;
        const struct property *r = &style_properties[row];
        struct page_style first = { .width = 612 * SP_PT, .height = 792 * SP_PT };
        const char *was = r->page_only ? (const char *)&first : (const char *)initial;
        if (memcmp(style_slot(&x, r), was + r->offset, r->size))
            seen->changed[row] = true;
    }
}

static struct source *read_sheet(struct arena *a, const char *name)
{
    char *text = arena_alloc(a, 1 << 16);
    FILE *f = fopen(arena_printf(a, "tests/style/%s", name), "rb");
    assert_non_null(f);
    size_t n = fread(text, 1, (1 << 16) - 1, f);
    fclose(f);
    return source_build(a, name, text, n);
}

static void every_property(void **state)
{
    jmp_buf oom;
    struct arena *a = arena_open(&oom);
    struct seen *seen = arena_new(a, struct seen);
    struct rules *rules = arena_new(a, struct rules);
    struct style initial;
    DIR *folder = opendir("tests/style");
    unsigned missing = 0;
    (void)state;
    assert_non_null(folder);
    memset(&initial, 0, sizeof initial);
    style_initial(a, &initial);
    for (struct dirent *e; (e = readdir(folder));) {
        const char *dot = strrchr(e->d_name, '.');
        if (!dot || strcmp(dot, ".css"))
            continue;
        struct source *source = read_sheet(a, e->d_name);
        struct stylesheet t = { source, ORIGIN_AUTHOR, SHEET_OURS, NULL };
        struct statements statements = style_parse_rules(
            a, style_values(a, source->bytes, source->size, NULL), RULES_OF_SHEET);
        for (size_t k = 0; k < statements.n; k++)
            look_at(a, &statements.v[k], seen);
        style_read_stylesheet(a, diag_build(a), NULL, &t, rules);
    }
    closedir(folder);
    for (size_t i = 0; i < rules->n; i++)
        apply_all(a, rules->v[i].block, &initial, seen);
    for (size_t i = 0; i < rules->page_count; i++) {
        apply_all(a, rules->pages[i].block, &initial, seen);
        for (int b = 0; b < MARGIN_BOX_COUNT; b++)
            apply_all(a, rules->pages[i].boxes[b], &initial, seen);
        if (rules->pages[i].footnote)
            apply_all(a, rules->pages[i].footnote, &initial, seen);
    }
    for (unsigned i = 0; i < style_property_count; i++) {
        if (seen->named[i] && (seen->changed[i] || !style_properties[i].apply))
            continue;
        printf("no case in tests/style says %s%s\n", style_properties[i].name,
               seen->named[i] ? " other than initial" : "");
        missing++;
    }
    arena_close(a);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_property) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
