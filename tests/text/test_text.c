/* faces, shaping, breaks, reshaping; two threads at once. */
#include "text/text.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static jmp_buf oom;
static const char *const serif[] = { "Gentium Book Plus", "serif", NULL };
static const char *const strange[] = { "Lato Nowhere", "Vollkorn", "Lato", NULL };

struct bench {
    struct arena *a;
    struct diag *d;
    struct fonts *f;
    struct shaper *s;
    struct style style;
    struct setting in;
    struct piece piece;
    struct paragraph p;
};

/* A bench with one piece of text in Gentium at 10 pt, hyphens: auto. */
static void set_up(struct bench *b, const char *tag, const char *text)
{
    memset(b, 0, sizeof *b);
    b->a = arena_open(&oom);
    b->d = diag_build(b->a);
    b->f = text_open(b->a, b->d, "fonts/fonts.conf", NULL);
    assert_non_null(b->f);
    b->s = text_open_shaper(b->a, b->f);
    b->style = (struct style){ .families = serif,
                               .font_size = 10 * SP_PT,
                               .font_weight = 400,
                               .font_stretch = 100,
                               .font_kerning = true,
                               .hyphens = HYPHENS_AUTO,
                               .line_height = { .kind = LENGTH_NUMBER, .absolute = 78643 } };
    const struct lang *l = lang_open_tag(lang_open(b->a, "src/lang"), tag, true);
    uint32_t n = (uint32_t)strlen(text);
    b->in = (struct setting){ .style = &b->style, .lang = l };
    b->piece = (struct piece){ .kind = PIECE_TEXT, .end = n, .in = &b->in };
    b->p = (struct paragraph){ .style = &b->style,
                               .lang = l,
                               .rtl = l->rtl,
                               .text = text,
                               .length = n,
                               .pieces = &b->piece,
                               .piece_count = 1 };
}

static void tear_down(struct bench *b)
{
    text_close_shaper(b->s);
    text_close(b->f);
    arena_close(b->a);
}

static const struct shaped *shape(struct bench *b)
{
    return b->p.shaped = text_shape(b->s, b->a, b->d, &b->p);
}

/* The text with its breaks drawn: | soft, / allowed, - hyphen, = shy, ! forced, . desperate. */
static const char *drawn(struct bench *b)
{
    struct buffer out = buffer_in(b->a);
    uint32_t k = 0, g = 0;
    for (uint32_t i = 0; i < b->p.length; i++) {
        while (g < b->p.shaped->glyph_count && b->p.shaped->glyphs[g].cluster < i)
            g++;
        if (g < b->p.shaped->glyph_count && b->p.shaped->glyphs[g].cluster == i &&
            b->p.shaped->glyphs[g].flags & GLYPH_DESPERATE)
            buffer_add_char(&out, '.');
        if (k < b->p.shaped->break_count && b->p.shaped->breaks[k].at == i)
            buffer_add_char(&out, "|/-=?!"[b->p.shaped->breaks[k++].type]);
        buffer_add_char(&out, b->p.text[i]);
    }
    return buffer_text(&out);
}

static sp width(const struct shaped *s)
{
    sp sum = 0;
    for (uint32_t i = 0; i < s->glyph_count; i++)
        sum += s->glyphs[i].advance;
    return sum;
}

static void a_latin_paragraph_is_shaped(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en", "Nations that protect people\u00A0in human mobility");
    const struct shaped *s = shape(&b);
    assert_int_equal(b.d->count, 0);
    assert_string_equal(drawn(&b), "Na-tions |that |pro-tect |peo-ple\u00A0in |hu-man |mo-bil-ity");
    assert_int_equal(s->run_count, 1);
    assert_string_equal(s->runs[0].face->family, "Gentium Book Plus");
    assert_int_equal(s->glyphs[7].flags & GLYPH_SPACE, GLYPH_SPACE);
    assert_true(width(s) > 150 * SP_PT && width(s) < 250 * SP_PT);
    assert_true(s->breaks[0].capital);
    assert_false(s->mixed);
    sp advance;
    const char *hyphen = text_hyphen(b.s, &b.style, &advance);
    const struct shaped *line = text_reshape(b.s, b.a, &b.p, 0, 2, hyphen);
    assert_int_equal(line->glyph_count, 3);
    assert_int_equal(line->glyphs[2].cluster, 2);
    assert_true(line->glyphs[2].advance == advance);
    tear_down(&b);
}

/* Of "p" the bowl and the stem's foot lie in the stripes that only they reach. */
static void ink_crosses_a_stripe(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en", "pl");
    const struct shaped *s = shape(&b);
    const struct face *face = s->runs[0].face;
    const int em = face->upem;
    const struct ink p = text_ink(face, s->glyphs[0].id),
                     bowl = text_ink_between(face, s->glyphs[0].id, em / 5, em / 4),
                     stem = text_ink_between(face, s->glyphs[0].id, -em / 10, -em / 20),
                     none = text_ink_between(face, s->glyphs[1].id, -em / 10, -em / 20);
    assert_true(stem.left > p.left && stem.right - stem.left < em / 5);
    assert_true(bowl.left == stem.left || bowl.left < stem.left + em / 50);
    assert_true(bowl.right > stem.right + em / 4 && bowl.right <= p.right + 1);
    assert_int_equal(none.left, none.right);
    tear_down(&b);
}

/* Marks stand off the pen and nothing else does, behind a ligature parted by a break too. */
static unsigned count_moved(const struct shaped *s)
{
    unsigned count = 0;
    const struct run *r = &s->runs[0];
    for (uint32_t i = 0; i < r->count; i++) {
        struct offset off = r->offsets ? r->offsets[i] : (struct offset){ 0, 0 };
        assert_int_equal(off.x || off.y, (s->glyphs[r->first + i].flags & GLYPH_MARK) != 0);
        count += off.x || off.y;
    }
    return count;
}

static void marks_stand_off_the_pen(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en", "q\u0323 different q\u0323 and m\u0323\u0301");
    const struct shaped *s = shape(&b);
    bool parted = false;
    for (uint32_t i = 0; i < s->glyph_count; i++)
        parted = parted || s->glyphs[i].flags & GLYPH_BLANK;
    assert_true(parted);
    assert_int_equal(s->run_count, 1);
    assert_int_equal(count_moved(s), 3);
    assert_int_equal(count_moved(text_reshape(b.s, b.a, &b.p, 4, 17, NULL)), 1);
    assert_null(text_reshape(b.s, b.a, &b.p, 4, 13, NULL)->runs[0].offsets);
    tear_down(&b);
}

static void advances_are_bounded(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en", "a b");
    b.style.letter_spacing = (sp)1 << 40;
    const struct shaped *s = shape(&b);
    for (uint32_t i = 0; i < s->glyph_count; i++)
        assert_int_equal(s->glyphs[i].advance, ADVANCE_MOST);
    b.style.letter_spacing = -((sp)1 << 40);
    assert_int_equal(text_shape(b.s, b.a, b.d, &b.p)->glyphs[0].advance, -ADVANCE_MOST);
    tear_down(&b);
}

static sp spaced_width(const char *tag, const char *text, sp spacing, sp *offset)
{
    struct bench b;
    set_up(&b, tag, text);
    b.style.letter_spacing = spacing;
    const struct shaped *s = shape(&b);
    const struct offset *offsets = s->runs[0].offsets;
    *offset = offsets ? offsets[0].x : 0;
    sp w = width(s);
    tear_down(&b);
    return w;
}

/* Right to left the space stands to a letter's left; letters that join stay together. */
static void letters_are_set_apart_behind_them(void **state)
{
    (void)state;
    sp offset, plain = spaced_width("en", "then", 0, &offset);
    assert_true(spaced_width("en", "then", SP_PT, &offset) == plain + 4 * SP_PT && offset == 0);
    plain = spaced_width("he", "שלום", 0, &offset);
    assert_true(spaced_width("he", "שלום", SP_PT, &offset) == plain + 4 * SP_PT && offset == SP_PT);
    plain = spaced_width("ar", "السلام", 0, &offset);
    assert_true(spaced_width("ar", "السلام", SP_PT, &offset) == plain && offset == 0);
}

static void breaks_stand_where_they_should(void **state)
{
    (void)state;
    static const struct {
        const char *text, *drawn;
    } cases[] = { { "self-help", "self-/help" },
                  { "a\u00ADb c", "a\u00AD=b |c" },
                  { "one\ntwo", "one\n!two" },
                  { "now\u2014then", "now\u2014/then" },
                  { "(governments)", "(gov-ern-ments)" },
                  { "x1government", "x1government" },
                  { "zero\u200Bwide", "zero\u200B/wide" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        set_up(&b, "en", cases[i].text);
        shape(&b);
        assert_string_equal(drawn(&b), cases[i].drawn);
        tear_down(&b);
    }
}

/* word-break: keep-all keeps letters of every plane. */
static void letters_stay_together_when_asked(void **state)
{
    (void)state;
    static const char *const drawn_as[] = { "\u4E2D/\u6587/\U00020000/\U00020001 |b",
                                            "\u4E2D\u6587\U00020000\U00020001 |b" };
    for (size_t keep = 0; keep < 2; keep++) {
        struct bench b;
        set_up(&b, "zh", "\u4E2D\u6587\U00020000\U00020001 b");
        b.style.word_break = keep ? WORD_BREAK_KEEP_ALL : WORD_BREAK_NORMAL;
        shape(&b);
        assert_string_equal(drawn(&b), drawn_as[keep]);
        tear_down(&b);
    }
}

/* Small kana begin no line in Japanese, Korean is parted between words, unless the sheet says
 * otherwise. */
static void east_asia_has_its_own_customs(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text, *drawn;
        enum word_break words;
        enum line_break lines;
    } cases[] = {
        { "ja", "ヒッー", "ヒッー", WORD_BREAK_AUTO, LINE_BREAK_AUTO },
        { "ja", "ヒッー", "ヒ/ッ/ー", WORD_BREAK_AUTO, LINE_BREAK_NORMAL },
        { "ja", "字字／字", "字/字／/字", WORD_BREAK_AUTO, LINE_BREAK_AUTO },
        { "ko", "한국 사람", "한국 |사람", WORD_BREAK_AUTO, LINE_BREAK_AUTO },
        { "ko", "한국 사람", "한/국 |사/람", WORD_BREAK_NORMAL, LINE_BREAK_AUTO },
        { "zh-Hans", "文字", "文/字", WORD_BREAK_AUTO, LINE_BREAK_AUTO },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        set_up(&b, cases[i].tag, cases[i].text);
        b.style.word_break = cases[i].words;
        b.style.line_break = cases[i].lines;
        shape(&b);
        assert_string_equal(drawn(&b), cases[i].drawn);
        tear_down(&b);
    }
}

/* The empty edge of an inline box before white space that vanishes stays on its line, whatever that
 * white space is. */
static void edges_stay_before_what_vanishes(void **state)
{
    (void)state;
    static const char *const texts[] = { "ab cd", "ab\ncd", "ab\tcd", "ab\u2028cd", "ab\u2029cd" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct bench b;
        set_up(&b, "en", texts[i]);
        struct piece pieces[3] = { b.piece, b.piece, b.piece };
        pieces[0].end = pieces[1].start = pieces[1].end = pieces[2].start = 2;
        pieces[1].kind = PIECE_SPACE;
        struct setting space = b.in;
        space.space = SP_PT;
        pieces[1].in = &space;
        b.p.pieces = pieces;
        b.p.piece_count = 3;
        shape(&b);
        assert_int_equal(text_reshape(b.s, b.a, &b.p, 0, 2, NULL)->run_count, 2);
        assert_int_equal(text_reshape(b.s, b.a, &b.p, 0, 1, NULL)->run_count, 1);
        tear_down(&b);
    }
}

static void desperate_breaks_come_only_when_asked(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en", "abc d");
    b.style.overflow_wrap = OVERFLOW_ANYWHERE;
    shape(&b);
    assert_string_equal(drawn(&b), "a.b.c |d");
    tear_down(&b);
}

/* A separator that the face lacks does not take the letter before it to another face. */
static void separators_need_no_face(void **state)
{
    (void)state;
    static const char *const lato[] = { "Lato", NULL };
    struct bench b;
    set_up(&b, "en", "verse\u2028line\u2029end");
    b.style.families = lato;
    const struct shaped *s = shape(&b);
    assert_int_equal(s->run_count, 1);
    assert_string_equal(s->runs[0].face->family, "Lato");
    assert_int_equal(b.d->count, 0);
    tear_down(&b);
}

static void other_scripts_fall_back(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en",
           "Latin \u0394\u03B9\u03BA\u03B1\u03B9\u03CE\u03BC\u03B1\u03C4\u03B1 "
           "\u041F\u0440\u0430\u0432\u0430 \u05D0\u05D1\u05D2");
    const struct shaped *s = shape(&b);
    assert_int_equal(b.d->errors, 0);
    assert_true(s->mixed);
    assert_int_equal(s->runs[s->run_count - 1].level, 1);
    for (uint32_t i = 0; i < s->glyph_count; i++)
        assert_true(s->glyphs[i].id != 0);
    for (uint32_t i = 1; i < s->glyph_count; i++)
        assert_true(s->glyphs[i].cluster >= s->glyphs[i - 1].cluster);
    tear_down(&b);
}

static void what_is_missing_is_said(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en", "a \uE123 b");
    b.style.families = strange;
    shape(&b);
    assert_int_equal(b.d->errors, 1);
    assert_int_equal(b.d->warnings, 2);
    bool vollkorn = false, glyph = false;
    for (size_t i = 0; i < b.d->count; i++) {
        const char *text = diag_text(b.a, &b.d->messages[i]);
        vollkorn = vollkorn || strstr(text, "fonts-vollkorn");
        glyph = glyph || strstr(text, "U+E123");
    }
    assert_true(vollkorn);
    assert_true(glyph);
    tear_down(&b);
}

static void runs_are_turned_round(void **state)
{
    (void)state;
    uint32_t order[5];
    text_reorder((const uint8_t[]){ 1, 2, 1, 0, 1 }, 5, order);
    const uint32_t want[] = { 2, 1, 0, 3, 4 };
    assert_memory_equal(order, want, sizeof want);
}

struct worker {
    struct fonts *f;
    const struct paragraph *p;
    sp width;
};

static void *work(void *given)
{
    struct worker *w = given;
    jmp_buf here;
    struct arena *a = arena_open(&here);
    struct diag *d = diag_build(a);
    if (!setjmp(here)) {
        struct shaper *s = text_open_shaper(a, w->f);
        for (int i = 0; i < 50; i++)
            w->width = width(text_shape(s, a, d, w->p));
        text_close_shaper(s);
    }
    arena_close(a);
    return NULL;
}

static void two_threads_shape_the_same(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "en",
           "Latin \u0394\u03B9\u03BA\u03B1\u03B9\u03CE\u03BC\u03B1 \u05D0\u05D1\u05D2 "
           "\u0E01\u0E32\u0E23 end");
    struct worker w[2] = { { b.f, &b.p, 0 }, { b.f, &b.p, 1 } };
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&t[i], NULL, work, &w[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    assert_true(w[0].width == w[1].width && w[0].width > 0);
    tear_down(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_latin_paragraph_is_shaped),
                                        cmocka_unit_test(ink_crosses_a_stripe),
                                        cmocka_unit_test(marks_stand_off_the_pen),
                                        cmocka_unit_test(advances_are_bounded),
                                        cmocka_unit_test(breaks_stand_where_they_should),
                                        cmocka_unit_test(letters_stay_together_when_asked),
                                        cmocka_unit_test(east_asia_has_its_own_customs),
                                        cmocka_unit_test(edges_stay_before_what_vanishes),
                                        cmocka_unit_test(desperate_breaks_come_only_when_asked),
                                        cmocka_unit_test(separators_need_no_face),
                                        cmocka_unit_test(other_scripts_fall_back),
                                        cmocka_unit_test(what_is_missing_is_said),
                                        cmocka_unit_test(runs_are_turned_round),
                                        cmocka_unit_test(letters_are_set_apart_behind_them),
                                        cmocka_unit_test(two_threads_shape_the_same) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
