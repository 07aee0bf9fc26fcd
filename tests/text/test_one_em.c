/* Widths that can be written down: a font whose every glyph is one em wide, made by
 * tests/fonts/make_test_font.py. */
#include "text/text.h"
#include "fonts/made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EM = 10 * SP_PT };
static jmp_buf oom;
static char folder[] = "/tmp/one-em-XXXXXX";
static const char *const one_em[] = { "One Em", NULL };

struct bench {
    struct arena *a;
    struct diag *d;
    struct fonts *f;
    struct shaper *s;
    struct style style;
    struct setting in;
    struct piece pieces[3];
    struct paragraph p;
};

/* The font and a configuration that knows nothing else. */
static int make_font(void **state)
{
    (void)state;
    return mkdtemp(folder) && made_font(folder, "one-em", "") == 0 ? made_config(folder, "") : -1;
}

static int remove_font(void **state)
{
    (void)state;
    return made_remove(folder);
}

static void set_up(struct bench *b, const char *text)
{
    memset(b, 0, sizeof *b);
    char config[256];
    snprintf(config, sizeof config, "%s/fonts.conf", folder);
    b->a = arena_open(&oom);
    b->d = diag_build(b->a);
    b->f = text_open(b->a, b->d, config, NULL);
    assert_non_null(b->f);
    b->s = text_open_shaper(b->a, b->f);
    b->style = (struct style){ .families = one_em,
                               .font_size = EM,
                               .font_weight = 400,
                               .font_stretch = 100,
                               .font_kerning = true,
                               .hyphens = HYPHENS_AUTO };
    const struct lang *l = lang_open_tag(lang_open(b->a, "."), "en", true);
    uint32_t n = (uint32_t)strlen(text);
    b->in = (struct setting){ .style = &b->style, .lang = l };
    b->pieces[0] = (struct piece){ .kind = PIECE_TEXT, .end = n, .in = &b->in };
    b->p = (struct paragraph){ .style = &b->style,
                               .lang = l,
                               .text = text,
                               .length = n,
                               .pieces = b->pieces,
                               .piece_count = 1 };
}

static void tear_down(struct bench *b)
{
    assert_int_equal(b->d->count, 0);
    text_close_shaper(b->s);
    text_close(b->f);
    arena_close(b->a);
}

static sp width(const struct shaped *s)
{
    sp sum = 0;
    for (uint32_t i = 0; i < s->glyph_count; i++)
        sum += s->glyphs[i].advance;
    return sum;
}

/* The width of a text, after `change` to its style. */
static sp width_of(const char *text, void (*change)(struct style *))
{
    struct bench b;
    set_up(&b, text);
    if (change)
        change(&b.style);
    sp w = width(text_shape(b.s, b.a, b.d, &b.p));
    tear_down(&b);
    return w;
}

static void letter_spacing(struct style *s) { s->letter_spacing = SP_PT; }
static void no_kerning(struct style *s) { s->font_kerning = false; }
static void no_ligatures(struct style *s) { s->font_ligatures = LIGATURES_NONE; }
static void word_spacing(struct style *s)
{
    s->word_spacing = (struct length){ .kind = LENGTH_VALUE, .absolute = 2 * SP_PT };
}
static void tabs(struct style *s)
{
    s->white_space = WHITE_PRE,
    s->tab_size = (struct length){ .kind = LENGTH_NUMBER, .absolute = 4 * 65536 };
}

static void widths_are_what_they_must_be(void **state)
{
    (void)state;
    assert_true(width_of("ab cd", NULL) == 5 * EM);
    assert_true(width_of("find", NULL) == 3 * EM);
    assert_true(width_of("find", no_ligatures) == 4 * EM);
    assert_true(width_of("AV", NULL) == 3 * EM / 2);
    assert_true(width_of("AV", no_kerning) == 2 * EM);
    assert_true(width_of("find", letter_spacing) ==
                4 * EM + 4 * SP_PT); /* letters set apart do not join */
    assert_true(width_of("a b c", word_spacing) == 5 * EM + 4 * SP_PT);
    assert_true(width_of("a\tb", tabs) == 5 * EM); /* a stop each 4 em */
    assert_true(width_of("aaa\tb", tabs) == 5 * EM);
    assert_true(width_of("aaaa\tb", tabs) == 9 * EM);
    assert_true(width_of("a\n\tb", tabs) == 6 * EM);
    assert_true(width_of("a\u00ADb\u200Bc\u2060d", NULL) == 4 * EM);
    assert_true(width_of("a\u2011b", NULL) == 3 * EM);
}

static void a_word_parts_inside_a_ligature(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "significance");
    const struct shaped *s = b.p.shaped = text_shape(b.s, b.a, b.d, &b.p);
    assert_true(width(s) == 11 * EM);
    const struct brk *inside = NULL;
    for (uint32_t i = 0; i < s->break_count; i++)
        if (s->breaks[i].at == 6)
            inside = &s->breaks[i];
    assert_non_null(inside);
    sp before = 0;
    for (uint32_t i = 0; i < inside->glyph; i++)
        before += s->glyphs[i].advance;
    assert_true(before == 5 * EM + EM / 2);
    assert_true(s->glyphs[inside->glyph].flags & GLYPH_UNSAFE);
    assert_int_equal(s->glyphs[inside->glyph].cluster, 5);
    sp hyphen;
    const char *mark = text_hyphen(b.s, &b.style, &hyphen);
    assert_true(hyphen == EM);
    assert_true(width(text_reshape(b.s, b.a, &b.p, 0, 6, mark)) == 7 * EM);
    assert_true(width(text_reshape(b.s, b.a, &b.p, 6, 12, NULL)) == 6 * EM);
    tear_down(&b);
}

static void an_unsafe_place_is_shaped_again(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "A\u00ADV");
    const struct shaped *s = b.p.shaped = text_shape(b.s, b.a, b.d, &b.p);
    assert_int_equal(s->break_count, 1);
    assert_int_equal(s->breaks[0].type, BREAK_SHY);
    assert_true(width(text_reshape(b.s, b.a, &b.p, 0, 1, NULL)) == EM);
    assert_true(width(text_reshape(b.s, b.a, &b.p, 3, 4, NULL)) == EM);
    tear_down(&b);
    set_up(&b, "AV");
    s = b.p.shaped = text_shape(b.s, b.a, b.d, &b.p);
    assert_true(s->glyphs[1].flags & GLYPH_UNSAFE);
    tear_down(&b);
}

static void kerns_go_across_pieces_of_one_text(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "A V");
    b.pieces[1] = b.pieces[0];
    b.p.text = "AV";
    b.p.length = b.pieces[1].end = 2;
    b.pieces[0].end = b.pieces[1].start = b.pieces[1].source_start = 1;
    b.p.piece_count = 2;
    const struct shaped *s = text_shape(b.s, b.a, b.d, &b.p);
    assert_int_equal(s->run_count, 1);
    assert_true(width(s) == 3 * EM / 2);
    struct style other = b.style;
    struct setting in = b.in;
    in.style = &other;
    b.pieces[1].in = &in;
    s = text_shape(b.s, b.a, b.d, &b.p);
    assert_int_equal(s->run_count, 2);
    assert_true(width(s) == 2 * EM);
    tear_down(&b);
}

static void fixed_spaces_have_their_width(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "ab");
    b.pieces[2] = b.pieces[1] = b.pieces[0];
    b.pieces[0].end = b.pieces[1].start = b.pieces[1].end = b.pieces[2].start = 1;
    b.pieces[1].kind = PIECE_SPACE;
    struct setting space = b.in;
    space.space = 3 * SP_PT;
    b.pieces[1].in = &space;
    b.p.piece_count = 3;
    const struct shaped *s = text_shape(b.s, b.a, b.d, &b.p);
    assert_int_equal(s->run_count, 3);
    assert_null(s->runs[1].face);
    assert_true(width(s) == 2 * EM + 3 * SP_PT);
    tear_down(&b);
}

static void a_missing_character_is_told_once_a_paragraph(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "\u0416a \u0416b \u0417");
    text_shape(b.s, b.a, b.d, &b.p);
    assert_int_equal(b.d->errors, 2);
    text_shape(b.s, b.a, b.d, &b.p);
    assert_int_equal(b.d->errors, 4);
    b.d->count = 0;
    tear_down(&b);
}

static bool said(const struct bench *b, const char *words)
{
    for (size_t i = 0; i < b->d->count; i++)
        if (strstr(diag_text(b->a, &b->d->messages[i]), words))
            return true;
    return false;
}

static void a_configuration_without_fonts_is_said(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "a");
    assert_null(text_open(b.a, b.d, "/nowhere/fonts.conf", NULL));
    assert_true(said(&b, "/nowhere/fonts.conf"));
    char config[256];
    snprintf(config, sizeof config, "%s/empty.conf", folder);
    FILE *f = fopen(config, "w");
    assert_non_null(f);
    fputs("<?xml version=\"1.0\"?><fontconfig><dir>/nowhere</dir></fontconfig>\n", f);
    fclose(f);
    struct fonts *none = text_open(b.a, b.d, config, NULL);
    assert_non_null(none);
    assert_null(text_face(none, b.d, &b.style));
    assert_true(said(&b, "no font can be opened"));
    text_close(none);
    assert_int_equal(b.d->errors, 2);
    b.d->count = 0;
    tear_down(&b);
}

static void too_many_runs_are_an_error(void **state)
{
    (void)state;
    enum { MANY = 65001 };
    struct bench b;
    set_up(&b, "");
    struct style other = b.style;
    struct setting in = b.in;
    in.style = &other;
    struct piece *pieces = arena_array(b.a, struct piece, MANY);
    char *text = arena_alloc(b.a, MANY + 1);
    memset(text, 'a', MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        pieces[i] = b.pieces[0];
        pieces[i].in = i % 2 ? &in : &b.in;
        pieces[i].start = pieces[i].source_start = i;
        pieces[i].end = i + 1;
    }
    b.p.text = text;
    b.p.length = b.p.piece_count = MANY;
    b.p.pieces = pieces;
    text_shape(b.s, b.a, b.d, &b.p);
    assert_int_equal(b.d->errors, 1);
    assert_true(said(&b, "65,000"));
    b.d->count = 0;
    tear_down(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(widths_are_what_they_must_be),
                                        cmocka_unit_test(a_word_parts_inside_a_ligature),
                                        cmocka_unit_test(an_unsafe_place_is_shaped_again),
                                        cmocka_unit_test(kerns_go_across_pieces_of_one_text),
                                        cmocka_unit_test(fixed_spaces_have_their_width),
                                        cmocka_unit_test(
                                            a_missing_character_is_told_once_a_paragraph),
                                        cmocka_unit_test(a_configuration_without_fonts_is_said),
                                        cmocka_unit_test(too_many_runs_are_an_error) };
    return cmocka_run_group_tests(tests, make_font, remove_font);
}
