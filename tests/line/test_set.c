/* Lines set from paragraphs whose every glyph is one em (10 pt) wide, so that each number below can
 * be had by counting letters; then real type, for hyphens and shaping again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "line/line.h"

#include <stdlib.h>
#include <string.h>

#define PT(n) ((sp)((n)*65536))

/* A paragraph by hand: one face, one glyph a character, a soft break behind each space, '|'
 * none. */
struct bench {
    jmp_buf oom;
    struct arena *a, *scratch;
    struct diag *d;
    struct fonts *fonts;
    struct shaper *shaper;
    struct face face;
    struct style style, call;
    struct lang lang;
    struct setting in, call_in;
    struct piece pieces[3];
    struct run runs[8];
    struct paragraph p;
    struct shaped shaped;
};
static const char *const short_words[] = { "of", "and", NULL };
static const char *const serif[] = { "Gentium Book Plus", "serif", NULL };

static int set_up(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    if (setjmp(b->oom))
        return -1;
    b->a = arena_open(&b->oom);
    b->scratch = arena_open(&b->oom);
    b->d = diag_build(b->a);
    b->face = (struct face){ .upem = 1000,
                             .ascent = 800,
                             .descent = 200,
                             .x_height = 500,
                             .zero_advance = 1000,
                             .space_advance = 1000 };
    b->style = (struct style){ .families = serif,
                               .font_size = PT(10),
                               .font_weight = 400,
                               .font_stretch = 100,
                               .font_kerning = true,
                               .text_align_last = ALIGN_AUTO,
                               .line_height = { .kind = LENGTH_VALUE, .absolute = PT(12) } };
    for (int i = 0; i < 3; i++)
        b->style.word_space[i].kind = LENGTH_NORMAL;
    b->lang = (struct lang){ .tag = "en", .short_words = short_words };
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    if (b->shaper)
        text_close_shaper(b->shaper);
    text_close(b->fonts);
    arena_close(b->scratch);
    arena_close(b->a);
    free(b);
    return 0;
}

/* One run over all the text; U+000A forces a break. */
static void write_text(struct bench *b, const char *text)
{
    uint32_t n = (uint32_t)strlen(text), breaks = 0;
    struct glyph *g = arena_array(b->a, struct glyph, n);
    struct brk *k = arena_array(b->a, struct brk, n);
    for (uint32_t i = 0; i < n; i++) {
        g[i] = (struct glyph){ .id = (uint16_t)text[i],
                               .cluster = i & CLUSTER_MOST,
                               .advance = (int32_t)PT(10),
                               .flags = GLYPH_CLUSTER };
        if (text[i] == ' ')
            g[i].flags |= GLYPH_SPACE;
        if (text[i] == '\n')
            g[i].advance = 0;
        if (i + 1 < n && (text[i] == ' ' || text[i] == '\n' || text[i] == '-'))
            k[breaks++] = (struct brk){ .at = i + 1,
                                        .glyph = i + 1,
                                        .type = text[i] == ' '   ? BREAK_SOFT
                                                : text[i] == '-' ? BREAK_ALLOWED
                                                                 : BREAK_FORCED };
    }
    b->in = (struct setting){ .style = &b->style, .lang = &b->lang };
    b->pieces[0] = (struct piece){ .kind = PIECE_TEXT, .end = n, .in = &b->in };
    b->runs[0] =
        (struct run){ .count = n, .end = n, .face = &b->face, .style = &b->style, .size = PT(10) };
    b->shaped = (struct shaped){ .glyphs = g,
                                 .glyph_count = n,
                                 .runs = b->runs,
                                 .run_count = 1,
                                 .breaks = k,
                                 .break_count = breaks,
                                 .strut = &b->face };
    b->p = (struct paragraph){ .style = &b->style,
                               .lang = &b->lang,
                               .text = text,
                               .length = n,
                               .pieces = b->pieces,
                               .piece_count = 1,
                               .shaped = &b->shaped };
}

static struct lines set_at(struct bench *b, sp measure)
{
    return line_set(b->a, b->scratch, b->d, b->shaper, &b->p, measure, 0);
}

static void is_line(const struct lines *r, uint32_t i, const char *words, sp x, sp width)
{
    assert_true(i < r->count);
    const struct line *l = &r->lines[i];
    assert_int_equal(l->end - l->start, strlen(words));
    assert_memory_equal(l->paragraph->text + l->start, words, strlen(words));
    assert_int_equal(l->x, x);
    assert_int_equal(l->width, width);
}

static bool said(const struct bench *b, enum diag_code code)
{
    for (size_t i = 0; i < b->d->count; i++)
        if (b->d->messages[i].code == code)
            return true;
    return false;
}

/* ---- one em a letter ---- */

static void ragged_lines_stay_natural(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb cc dd eee f");
    struct lines r = set_at(b, PT(55));
    assert_int_equal(r.count, 3);
    is_line(&r, 0, "aa bb", 0, PT(50));
    is_line(&r, 1, "cc dd", 0, PT(50));
    is_line(&r, 2, "eee f", 0, PT(50));
    assert_int_equal(r.lines[0].space, 0);
    assert_false(r.lines[1].last);
    assert_true(r.lines[2].last);
    r = line_measure(&b->p);
    assert_int_equal(r.least, PT(30));
    assert_int_equal(r.most, PT(170));
    assert_int_equal(b->d->count, 0);
}

static void alignment_moves_lines(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb cc");
    b->style.text_align = ALIGN_END;
    struct lines r = set_at(b, PT(60));
    is_line(&r, 0, "aa bb", PT(10), PT(50));
    is_line(&r, 1, "cc", PT(40), PT(20));
    b->style.text_align = ALIGN_CENTER;
    r = set_at(b, PT(60));
    is_line(&r, 0, "aa bb", PT(5), PT(50));
    b->style.text_align_last = ALIGN_START;
    r = set_at(b, PT(60));
    is_line(&r, 1, "cc", 0, PT(20));
}

static void justified_lines_fill_the_measure(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb cc dd ee ff gg hh ii");
    b->style.text_align = ALIGN_JUSTIFY;
    struct lines r = set_at(b, PT(82));
    assert_int_equal(r.count, 3);
    for (uint32_t i = 0; i < 2; i++) {
        is_line(&r, i, i ? "dd ee ff" : "aa bb cc", 0, PT(82));
        assert_int_equal(r.lines[i].space, PT(1));
        assert_int_equal(r.lines[i].expansion, 100000);
    }
    is_line(&r, 2, "gg hh ii", 0, PT(80));
    b->style.expand = 200;
    r = set_at(b, PT(82));
    assert_in_range(r.lines[0].expansion, 100001, 102000);
    assert_in_range(r.lines[0].width, PT(82) - 2, PT(82) + 2);
    assert_int_equal(r.lines[2].expansion, 100000);
}

static void word_space_is_the_styles(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb cc");
    for (int i = 0; i < 3; i++)
        b->style.word_space[i] = (struct length){ .kind = LENGTH_VALUE, .absolute = PT(2 + i) };
    struct lines r = set_at(b, PT(100));
    is_line(&r, 0, "aa bb cc", 0, PT(66));
    assert_int_equal(r.lines[0].space, -PT(7));
}

static void indents_stand_in_or_hang(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb cc dd");
    b->style.text_indent = (struct length){ .kind = LENGTH_VALUE, .absolute = PT(20) };
    struct lines r = set_at(b, PT(75));
    is_line(&r, 0, "aa bb", PT(20), PT(50));
    is_line(&r, 1, "cc dd", 0, PT(50));
    b->style.indent_hanging = true;
    r = set_at(b, PT(55));
    is_line(&r, 0, "aa bb", 0, PT(50));
    is_line(&r, 1, "cc", PT(20), PT(20));
}

static void forced_breaks_end_lines(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa\nbb cc");
    b->style.text_align = ALIGN_JUSTIFY;
    struct lines r = set_at(b, PT(100));
    assert_int_equal(r.count, 2);
    is_line(&r, 0, "aa", 0, PT(20));
    assert_true(r.lines[0].last);
    is_line(&r, 1, "bb cc", 0, PT(50));
    assert_int_equal(line_measure(&b->p).most, PT(50));
}

/* A space inside what does not break is part of it; overflow-wrap: anywhere parts words where they are measured. */
static void the_least_width_is_the_longest_part(void **state)
{
    struct bench *b = *state;
    write_text(b, "a b ccc");
    assert_int_equal(line_measure(&b->p).least, PT(30));
    b->shaped.break_count = 0; /* white-space: nowrap */
    assert_int_equal(line_measure(&b->p).least, PT(70));
    assert_int_equal(line_measure(&b->p).most, PT(70));
    write_text(b, "a b ccc");
    b->style.text_wrap = WRAP_NOWRAP;
    assert_int_equal(line_measure(&b->p).least, PT(70));
    b->style.text_wrap = WRAP_WRAP;
    struct glyph *g = (struct glyph *)b->shaped.glyphs;
    g[5].flags |= GLYPH_DESPERATE;
    g[6].flags |= GLYPH_DESPERATE;
    assert_int_equal(line_measure(&b->p).least, PT(30));
    b->style.overflow_wrap = OVERFLOW_ANYWHERE;
    assert_int_equal(line_measure(&b->p).least, PT(10));
}

static void marks_hang_out(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb, cc d");
    b->style.text_align = ALIGN_JUSTIFY;
    b->style.protrude = 1000;
    struct lines r = set_at(b, PT(56));
    is_line(&r, 0, "aa bb,", 0, PT(62));
    assert_int_equal(r.lines[0].hang, PT(6));
    write_text(b, "'aa bb' cc");
    r = set_at(b, PT(62));
    assert_int_equal(r.lines[0].x, -PT(5));
    b->style.protrude = 0;
    r = set_at(b, PT(100));
    assert_int_equal(r.lines[0].x, 0);
}

static void letter_spacing_leaves_no_gap_at_the_end(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb cc");
    b->style.letter_spacing = PT(1);
    for (uint32_t i = 0; i < b->shaped.glyph_count; i++)
        ((struct glyph *)b->shaped.glyphs)[i].advance += (int32_t)PT(1);
    b->style.text_align = ALIGN_END;
    struct lines r = set_at(b, PT(60));
    is_line(&r, 0, "aa bb", PT(6), PT(55));
    assert_int_equal(r.lines[0].hang, PT(1));
}

static void an_endless_word_is_overfull_and_said(void **state)
{
    struct bench *b = *state;
    char word[411];
    memset(word, 'x', 400);
    strcpy(word + 400, " aa bb cc");
    write_text(b, word);
    struct lines r = set_at(b, PT(50));
    assert_int_equal(r.count, 3);
    assert_int_equal(r.lines[0].width, PT(4000));
    is_line(&r, 1, "aa bb", 0, PT(50));
    assert_true(said(b, DIAG_LINE_OVERFULL));
    assert_string_equal(b->d->messages[0].args[1].value, "3950.0 pt");
}

/* A line without a space is as exact as its factor, which is rounded: no more is said of it than an
 * eye can see. */
static void a_narrowed_word_is_not_overfull(void **state)
{
    struct bench *b = *state;
    char word[41];
    memset(word, 'x', 40);
    word[40] = 0;
    write_text(b, word);
    b->style.expand = 200;
    b->style.text_align = ALIGN_JUSTIFY;
    b->style.text_align_last = ALIGN_JUSTIFY;
    for (sp measure = PT(393); measure < PT(400); measure += PT(1) / 7)
        set_at(b, measure);
    assert_false(said(b, DIAG_LINE_OVERFULL));
}

static void a_desperate_break_serves_only_long_words(void **state)
{
    struct bench *b = *state;
    write_text(b, "xxxxxxxxxxxx aa bbb");
    struct glyph *g = (struct glyph *)b->shaped.glyphs;
    for (uint32_t i = 1; i < b->p.length; i++)
        if (b->p.text[i] != ' ' && b->p.text[i - 1] != ' ')
            g[i].flags |= GLYPH_DESPERATE;
    struct lines r = set_at(b, PT(50));
    for (uint32_t i = 0; i < r.count; i++)
        assert_true(r.lines[i].width <= PT(50));
    is_line(&r, r.count - 1, "bbb", 0, PT(30));
    assert_false(said(b, DIAG_LINE_OVERFULL));
}

/* "aa" then a call "1" of note 7, smaller, raised, then " bb". */
static void calls_stay_and_are_counted(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa1 bb");
    b->call = b->style;
    b->call.font_size = PT(6);
    b->call.line_height.absolute = 0;
    b->pieces[0].end = 2;
    b->call_in = (struct setting){ .style = &b->call, .lang = &b->lang, .raise = PT(4) };
    b->pieces[1] =
        (struct piece){ .kind = PIECE_CALL, .start = 2, .end = 3, .in = &b->call_in, .note = 7 };
    b->pieces[2] = (struct piece){ .kind = PIECE_TEXT, .start = 3, .end = 6, .in = &b->in };
    b->p.piece_count = 3;
    b->runs[0] = (struct run){ .first = 0,
                               .count = 2,
                               .start = 0,
                               .end = 2,
                               .face = &b->face,
                               .style = &b->style,
                               .size = PT(10) };
    b->runs[1] = (struct run){ .first = 2,
                               .count = 1,
                               .start = 2,
                               .end = 3,
                               .piece = 1,
                               .face = &b->face,
                               .style = &b->call,
                               .size = PT(6),
                               .raise = PT(4) };
    b->runs[2] = (struct run){ .first = 3,
                               .count = 3,
                               .start = 3,
                               .end = 6,
                               .piece = 2,
                               .face = &b->face,
                               .style = &b->style,
                               .size = PT(10) };
    b->shaped.run_count = 3;
    struct glyph *g = (struct glyph *)b->shaped.glyphs;
    for (uint16_t i = 0; i < 6; i++)
        g[i].run = i < 2 ? 0 : i < 3 ? 1 : 2;
    struct lines r = set_at(b, PT(40));
    assert_int_equal(r.count, 2);
    assert_int_equal(r.lines[0].run_count, 2);
    assert_int_equal(r.lines[0].note_count, 1);
    assert_int_equal(r.lines[0].notes[0], 7);
    assert_int_equal(r.lines[1].note_count, 0);
    assert_int_equal(r.lines[0].ascent, r.lines[1].ascent);
    assert_int_equal(r.lines[0].descent, r.lines[1].descent);
    assert_int_equal(r.lines[0].ascent + r.lines[0].descent, PT(12));
    b->call.line_height.absolute = PT(12);
    r = set_at(b, PT(40));
    assert_true(r.lines[0].ascent > r.lines[1].ascent);
}

/* Right to left: lines start at the right, runs stand in visual order. */
static void right_to_left_is_mirrored(void **state)
{
    struct bench *b = *state;
    write_text(b, "aa bb cc");
    b->p.rtl = b->style.rtl = true;
    b->runs[0] = (struct run){ .first = 0,
                               .count = 3,
                               .start = 0,
                               .end = 3,
                               .face = &b->face,
                               .style = &b->style,
                               .size = PT(10),
                               .level = 1 };
    b->runs[1] = (struct run){ .first = 3,
                               .count = 2,
                               .start = 3,
                               .end = 5,
                               .face = &b->face,
                               .style = &b->style,
                               .size = PT(10),
                               .level = 2 };
    b->runs[2] = (struct run){ .first = 5,
                               .count = 3,
                               .start = 5,
                               .end = 8,
                               .face = &b->face,
                               .style = &b->style,
                               .size = PT(10),
                               .level = 1 };
    b->shaped.run_count = 3;
    b->shaped.mixed = true;
    struct glyph *g = (struct glyph *)b->shaped.glyphs;
    for (uint16_t i = 0; i < 8; i++)
        g[i].run = i < 3 ? 0 : i < 5 ? 1 : 2;
    b->style.text_indent = (struct length){ .kind = LENGTH_VALUE, .absolute = PT(5) };
    struct lines r = set_at(b, PT(100));
    assert_int_equal(r.count, 1);
    assert_int_equal(r.lines[0].x, PT(15));
    assert_int_equal(r.lines[0].run_count, 3);
    assert_int_equal(r.lines[0].runs[0].run->first, 5);
    assert_int_equal(r.lines[0].runs[1].run->first, 3);
    assert_int_equal(r.lines[0].runs[1].x, PT(30));
    assert_int_equal(r.lines[0].runs[2].run->first, 0);
    assert_int_equal(r.lines[0].runs[2].x, PT(50));
}

static void balance_levels_lines_and_minds_short_words(void **state)
{
    struct bench *b = *state;
    b->style.text_wrap = WRAP_BALANCE;
    write_text(b, "aaaa bbbb cccc dd");
    struct lines r = set_at(b, PT(150));
    assert_int_equal(r.count, 2);
    is_line(&r, 0, "aaaa bbbb", 0, PT(90));
    write_text(b, "aaaaa of bbbbbb");
    r = set_at(b, PT(100));
    is_line(&r, 0, "aaaaa", 0, PT(50));
    is_line(&r, 1, "of bbbbbb", 0, PT(90));
    b->style.text_wrap = WRAP_NOWRAP;
    r = set_at(b, PT(100));
    assert_int_equal(r.count, 1);
}

static void loose_lines_and_stubs_are_said(void **state)
{
    struct bench *b = *state;
    b->style.text_align = ALIGN_JUSTIFY;
    write_text(b, "aa bb cccccccccc d");
    struct lines r = set_at(b, PT(100));
    assert_int_equal(r.count, 3);
    is_line(&r, 0, "aa bb", 0, PT(55)); /* a space of 60 pt would tear it: 15 are allowed */
    assert_true(said(b, DIAG_LINE_LOOSE));
    assert_true(said(b, DIAG_STUB));
    assert_string_equal(b->d->messages[0].args[0].value, "aa bb");
    assert_string_equal(b->d->messages[0].args[1].value, "6.00 em");
}

static void the_dump_says_it_all(void **state)
{
    struct bench *b = *state;
    b->style.text_align = ALIGN_JUSTIFY;
    b->style.expand = 200;
    write_text(b, "aa bb \"cc\" dd");
    struct lines r = set_at(b, PT(60));
    struct buffer out = buffer_in(b->a);
    line_dump(&out, &r);
    assert_string_equal(buffer_text(&out),
                        "line x=0.000 width=56.000 space=1.520em expansion=1.020 \"aa bb\"\n"
                        "line x=0.000 width=40.000 \"\\\"cc\\\"\"\n"
                        "line x=0.000 width=20.000 last \"dd\"\n");
}

/* ---- real type ---- */

static void shape_text(struct bench *b, const char *text)
{
    b->fonts = text_open(b->a, b->d, "fonts/fonts.conf", NULL);
    assert_non_null(b->fonts);
    b->shaper = text_open_shaper(b->a, b->fonts);
    b->style.hyphens = HYPHENS_AUTO;
    b->style.text_align = ALIGN_JUSTIFY;
    write_text(b, text);
    b->p.lang = b->in.lang = lang_open_tag(lang_open(b->a, "src/lang"), "en", true);
    b->p.shaped = text_shape(b->shaper, b->a, b->d, &b->p);
}

static const char *const sentence = "Nations must comply with and guarantee the full rights of "
                                    "people in mobility through comprehensive protection "
                                    "systems, especially for those in conditions of greater "
                                    "vulnerability: women, children, Indigenous peoples.";

static void hyphens_are_added_and_edges_flush(void **state)
{
    struct bench *b = *state;
    b->style.protrude = 1000;
    b->style.expand = 200;
    shape_text(b, sentence);
    struct lines r = set_at(b, PT(180));
    uint32_t hyphens = 0, next = 0;
    for (uint32_t i = 0; i < r.count; i++) {
        const struct line *l = &r.lines[i];
        assert_true(l->start >= next);
        next = l->end;
        const struct line_run *last = &l->runs[l->run_count - 1];
        if (l->hyphenated) {
            hyphens++;
            assert_int_equal(last->glyphs[last->count - 1].cluster, l->end);
            sp advance;
            text_hyphen(b->shaper, &b->style, &advance);
            assert_int_equal(l->hang, advance * 700 / 1000);
        }
        if (!l->last)
            assert_in_range(l->x + l->width - l->hang, PT(180) - 8, PT(180) + 8);
    }
    assert_true(hyphens > 0);
    assert_int_equal(next, b->p.length);
}

static void too_many_hyphens_are_said(void **state)
{
    struct bench *b = *state;
    b->style.hyphenate_lines = 1;
    shape_text(b, "internationalization internationalization internationalization");
    struct lines r = set_at(b, PT(45));
    uint32_t row = 0, most = 0;
    for (uint32_t i = 0; i < r.count; i++) {
        row = r.lines[i].hyphenated ? row + 1 : 0;
        most = row > most ? row : most;
    }
    assert_true(most > 1);
    assert_true(said(b, DIAG_LADDER));
}

static void looseness_makes_a_paragraph_longer(void **state)
{
    struct bench *b = *state;
    shape_text(b, sentence);
    struct lines plain = set_at(b, PT(200)),
                 loose = line_set(b->a, b->scratch, b->d, b->shaper, &b->p, PT(200), 1);
    assert_true(loose.count == plain.count || loose.count == plain.count + 1);
    assert_true(loose.count == plain.count || loose.demerits >= plain.demerits);
}

/* ---- variants ---- */

/* So many words of one letter. A space gains up to 5 pt and loses up to 3 1/3; in 130 pt stand 6, 7
 * or 8 words. */
static struct variants variants_of(struct bench *b, uint32_t words, sp measure)
{
    char *text = arena_array(b->a, char, 2 * (size_t)words);
    for (uint32_t i = 0; i < words; i++) {
        text[2 * i] = 'a';
        text[2 * i + 1] = i + 1 < words ? ' ' : 0;
    }
    write_text(b, text);
    return line_variants(b->a, b->scratch, b->shaper, &b->p, measure);
}

/* The numbers of lines of optimum, first and second variant; 0: there is none. */
static void are_lines(const struct variants *v, uint32_t optimum, uint32_t first, uint32_t second)
{
    assert_int_equal(v->optimum.count, optimum);
    assert_int_equal(v->count, (first != 0) + (second != 0));
    if (first)
        assert_int_equal(v->other[0].count, first);
    if (second)
        assert_int_equal(v->other[1].count, second);
    for (unsigned i = 0; i < v->count; i++)
        assert_true(v->other[i].demerits >= v->optimum.demerits);
}

static void a_variant_has_a_line_more_or_fewer(void **state)
{
    struct bench *b = *state;
    b->style.text_align = ALIGN_JUSTIFY;
    struct variants v = variants_of(b, 24, PT(130)); /* 7 7 7 3 or 8 8 8 */
    are_lines(&v, 4, 3, 0);
    is_line(&v.optimum, 0, "a a a a a a a", 0, PT(130));
    assert_int_equal(v.other[0].lines[0].end, 15);
    assert_int_equal(v.other[0].lines[2].end, b->p.length);
    v = variants_of(b, 27, PT(130)); /* 7 7 7 6 or 6 6 6 6 3 */
    are_lines(&v, 4, 5, 0);
    is_line(&v.other[0], 4, "a a a", 0, PT(50));
    v = variants_of(b, 25, PT(130)); /* 7 7 7 4: three lines hold 24 */
    are_lines(&v, 4, 0, 0);
}

static void a_variant_has_both_where_there_is_room(void **state)
{
    struct bench *b = *state;
    b->style.text_align = ALIGN_JUSTIFY;
    struct variants v = variants_of(b, 7 * 7 + 4, PT(130)); /* 6 8 + 5; 8 6 + 5; 7 7 + 4 */
    are_lines(&v, 8, 7, 9);
    assert_int_equal(v.other[1].lines[8].end, b->p.length);
}

static void a_variant_is_no_stub_and_not_loose(void **state)
{
    struct bench *b = *state;
    b->style.text_align = ALIGN_JUSTIFY;
    struct variants v = variants_of(b, 26, PT(130)); /* 6 6 6 6 2: the last under a quarter */
    are_lines(&v, 4, 0, 0);
    v = variants_of(b, 27, PT(136)); /* spaces of 15.2 pt: 0.2 more than allowed are not seen */
    are_lines(&v, 4, 5, 0);
    v = variants_of(b, 27, PT(138)); /* 15.6 are */
    are_lines(&v, 4, 0, 0);
}

static void other_text_has_no_variants(void **state)
{
    struct bench *b = *state;
    struct variants v = variants_of(b, 24, PT(130));
    are_lines(&v, 4, 0, 0);
    b->style.text_wrap = WRAP_BALANCE;
    v = variants_of(b, 24, PT(130));
    are_lines(&v, 4, 0, 0);
    b->style.text_wrap = WRAP_WRAP;
    b->style.text_align = ALIGN_JUSTIFY;
    v = variants_of(b, 7, PT(130));
    are_lines(&v, 1, 0, 0);
    b->p.shaped = NULL;
    v = line_variants(b->a, b->scratch, b->shaper, &b->p, PT(130));
    are_lines(&v, 0, 0, 0);
}

static void variants_are_reported_by_who_takes_them(void **state)
{
    struct bench *b = *state;
    b->style.text_align = ALIGN_JUSTIFY;
    write_text(b, "aa bb cccccccccc d");
    struct variants v = line_variants(b->a, b->scratch, b->shaper, &b->p, PT(100));
    assert_int_equal(b->d->count, 0);
    assert_int_equal(line_report(NULL, b->scratch, &v.optimum), 2);
    assert_int_equal(line_report(b->d, b->scratch, &v.optimum), 2);
    assert_true(said(b, DIAG_LINE_LOOSE));
    assert_true(said(b, DIAG_STUB));
}

/* What does not fit sticks out at the end, whatever the alignment. */
static void overfull_lines_start_at_the_start(void **state)
{
    struct bench *b = *state;
    static const enum text_align aligns[] = { ALIGN_START, ALIGN_CENTER, ALIGN_END };
    for (unsigned rtl = 0; rtl < 2; rtl++)
        for (unsigned i = 0; i < 3; i++) {
            b->d = diag_build(b->a);
            write_text(b, "aa bbbbbbbb");
            b->p.rtl = b->style.rtl = rtl;
            b->runs[0].level = rtl ? 1 : 0;
            b->style.text_align = aligns[i];
            struct lines r = set_at(b, PT(60));
            is_line(&r, 1, "bbbbbbbb", rtl ? -PT(20) : 0, PT(80));
            assert_string_equal(b->d->messages[0].args[1].value, "20.0 pt");
        }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(ragged_lines_stay_natural),
        TEST(alignment_moves_lines),
        TEST(justified_lines_fill_the_measure),
        TEST(word_space_is_the_styles),
        TEST(indents_stand_in_or_hang),
        TEST(forced_breaks_end_lines),
        TEST(the_least_width_is_the_longest_part),
        TEST(marks_hang_out),
        TEST(letter_spacing_leaves_no_gap_at_the_end),
        TEST(an_endless_word_is_overfull_and_said),
        TEST(a_narrowed_word_is_not_overfull),
        TEST(a_desperate_break_serves_only_long_words),
        TEST(calls_stay_and_are_counted),
        TEST(right_to_left_is_mirrored),
        TEST(balance_levels_lines_and_minds_short_words),
        TEST(loose_lines_and_stubs_are_said),
        TEST(the_dump_says_it_all),
        TEST(hyphens_are_added_and_edges_flush),
        TEST(too_many_hyphens_are_said),
        TEST(looseness_makes_a_paragraph_longer),
        TEST(a_variant_has_a_line_more_or_fewer),
        TEST(a_variant_has_both_where_there_is_room),
        TEST(a_variant_is_no_stub_and_not_loose),
        TEST(other_text_has_no_variants),
        TEST(variants_are_reported_by_who_takes_them),
        TEST(overfull_lines_start_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
