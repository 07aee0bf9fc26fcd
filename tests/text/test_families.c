/* Which family a character gets: its style's, its language's, its script's; the table of these. */
#include "fonts/made.h"
#include "text/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include <cmocka.h>

static jmp_buf oom;
static const char *const serif[] = { "Gentium Book Plus", "serif", NULL };

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

static void set_up(struct bench *b, const char *config)
{
    memset(b, 0, sizeof *b);
    b->a = arena_open(&oom);
    b->d = diag_build(b->a);
    b->f = text_open(b->a, b->d, config, NULL);
    assert_non_null(b->f);
    b->s = text_open_shaper(b->a, b->f);
    b->style = (struct style){
        .families = serif, .font_size = 10 * SP_PT, .font_weight = 400, .font_stretch = 100
    };
}

static void tear_down(struct bench *b)
{
    text_close_shaper(b->s);
    text_close(b->f);
    arena_close(b->a);
}

/* A text in a language and a copy of the bench's style, shaped; the face of its last run. */
static const struct face *face_of(struct bench *b, const char *tag, const char *text)
{
    struct style *style = arena_copy(b->a, &b->style, sizeof b->style, 1);
    uint32_t n = (uint32_t)strlen(text);
    b->in = (struct setting){ .style = style,
                              .lang = lang_open_tag(lang_open(b->a, NULL), tag, false) };
    b->piece = (struct piece){ .kind = PIECE_TEXT, .end = n, .in = &b->in };
    b->p = (struct paragraph){ .style = style,
                               .lang = b->in.lang,
                               .rtl = b->in.lang->rtl,
                               .text = text,
                               .length = n,
                               .pieces = &b->piece,
                               .piece_count = 1 };
    const struct shaped *s = text_shape(b->s, b->a, b->d, &b->p);
    return s->runs[s->run_count - 1].face;
}

static bool said(const struct bench *b, const char *words)
{
    for (size_t i = 0; i < b->d->count; i++)
        if (strstr(diag_text(b->a, &b->d->messages[i]), words))
            return true;
    return false;
}

static void a_language_takes_its_own_family_in_silence(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text, *family;
    } cases[] = {
        { "ar", "حق", "Noto Naskh Arabic" },
        { "fa", "حق", "Noto Naskh Arabic" },
        { "ur", "حق", "Noto Nastaliq Urdu" },
        { "ur-PK", "حق", "Noto Nastaliq Urdu" },
        { "und-Aran", "حق", "Noto Nastaliq Urdu" },
        { "de-Latf", "\uA7CA", "Noto Serif" },
        { "pa-Arab", "حق", "Noto Nastaliq Urdu" },
        { "pa", "ਹੱਕ", "Noto Serif Gurmukhi" },
        { "he", "זכות", "Linux Libertine O" },
        { "hi", "हक", "Noto Serif Devanagari" },
        { "my", "လူ", "Noto Serif Myanmar" },
        { "th", "คน", "Noto Serif Thai" },
        { "am", "ሰው", "Noto Serif Ethiopic" },
        { "bo", "མི", "Noto Serif Tibetan" },
        { "ka", "კაცი", "Noto Serif Georgian" },
        { "hy", "մարդ", "Noto Serif Armenian" },
        { "chr", "ᏴᏫ", "Noto Sans Cherokee" },
        { "iu", "ᐃᓄᒃ", "Noto Sans Canadian Aboriginal" },
        { "und", "\uA7CA", "Noto Serif" },
        { "ja", "直", "Noto Serif CJK JP" },
        { "ja", "「", "Noto Serif CJK JP" },
        { "ko", "사람", "Noto Serif CJK KR" },
        { "ko", "人", "Noto Serif CJK KR" },
        { "zh", "直", "Noto Serif CJK SC" },
        { "zh-Hans", "。", "Noto Serif CJK SC" },
        { "zh-TW", "直", "Noto Serif CJK TC" },
        { "zh-Hant", "。", "Noto Serif CJK TC" },
        { "zh-HK", "直", "Noto Serif CJK HK" },
        { "yue", "直", "Noto Serif CJK HK" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        set_up(&b, "fonts/fonts.conf");
        assert_string_equal(face_of(&b, cases[i].tag, cases[i].text)->family, cases[i].family);
        assert_int_equal(b.d->count, 0);
        tear_down(&b);
    }
}

/* Punctuation and spaces are of the face of the letters, those before the first one too: a pair is
 * of one face. */
static void a_pair_is_of_one_face(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text, *family;
    } cases[] = {
        { "zh", "“直”", "Noto Serif CJK SC" },     { "ja", "(直)", "Noto Serif CJK JP" },
        { "hy", " մարդ ", "Noto Serif Armenian" }, { "he", "(זכות)", "Linux Libertine O" },
        { "en", "“a”", "Gentium Book Plus" },      { "en", "12", "Gentium Book Plus" }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        set_up(&b, "fonts/fonts.conf");
        assert_string_equal(face_of(&b, cases[i].tag, cases[i].text)->family, cases[i].family);
        assert_int_equal(text_shape(b.s, b.a, b.d, &b.p)->run_count, 1);
        tear_down(&b);
    }
}

/* Letters of another language's script are told, and have that script's family, not the first by
 * file. */
static void a_strange_script_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text, *family;
    } cases[] = { { "حق", "Noto Naskh Arabic" },     { "ა", "Noto Serif Georgian" },
                  { "Ա", "Noto Serif Armenian" },    { "ᐃ", "Noto Sans Canadian Aboriginal" },
                  { "ⵣ", "Noto Sans Tifinagh" },     { "直", "Noto Serif CJK SC" },
                  { "の", "Noto Serif CJK JP" },     { "사", "Noto Serif CJK KR" },
                  { "。", "Noto Serif CJK SC" },     { "，", "Noto Serif CJK SC" },
                  { "\U0001D400", "Noto Sans Math" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        set_up(&b, "fonts/fonts.conf");
        assert_string_equal(face_of(&b, "en", cases[i].text)->family, cases[i].family);
        assert_int_equal(b.d->count, 1);
        assert_true(said(&b, cases[i].family));
        tear_down(&b);
    }
}

/* Every script of which a font is here has its family, in silence but for those that want columns;
 * the others are those of which Debian 12 has none. */
static void every_script_has_its_family(void **state)
{
    (void)state;
    static const char none[] = "Maka Nand Chrs Diak Kits Cpmn Ougr Tnsa Toto Vith Kawi Nagm ";
    struct bench b;
    set_up(&b, "fonts/fonts.conf");
    unsigned seen = 0;
    for (int k = USCRIPT_INHERITED + 1; k < USCRIPT_CODE_LIMIT; k++) {
        UChar sample[8];
        char text[16] = "", tag[16];
        UErrorCode e = U_ZERO_ERROR;
        const char *code = uscript_getShortName((UScriptCode)k);
        int32_t n = uscript_getSampleString((UScriptCode)k, sample, 8, &e);
        if (U_FAILURE(e) || n < 1 || k == USCRIPT_UNKNOWN)
            continue;
        u_strToUTF8(text, sizeof text, NULL, sample, n, &e);
        snprintf(tag, sizeof tag, "und-%s", code);
        size_t errors = b.d->errors;
        face_of(&b, tag, text);
        assert_int_equal(b.d->errors - errors, strstr(none, code) ? 1 : 0);
        seen++;
    }
    assert_true(seen > 150);
    assert_int_equal(b.d->warnings, 1);
    assert_true(said(&b, "in columns from top to bottom"));
    assert_false(said(&b, "install the Debian package"));
    tear_down(&b);
}

static bool ends(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcmp(s + n - m, end);
}

/* Two files of Debian say weight 400 and are bold; emphasis is bold where no italics are. */
static void regular_bold_and_emphasis_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text;
        unsigned weight;
        bool italic;
        const char *file;
    } cases[] = { { "my", "လူ", 400, false, "NotoSerifMyanmar-Regular.ttf" },
                  { "my", "လူ", 700, false, "NotoSerifMyanmar-Bold.ttf" },
                  { "ur", "حق", 400, false, "NotoNastaliqUrdu-Regular.ttf" },
                  { "ur", "حق", 700, false, "NotoNastaliqUrdu-Bold.ttf" },
                  { "ar", "حق", 400, true, "NotoNaskhArabic-Bold.ttf" },
                  { "he", "זכות", 400, true, "LinLibertine_RB.otf" },
                  { "hy", "մարդ", 400, true, "NotoSerifArmenian-Bold.ttf" },
                  { "ja", "直", 400, true, "NotoSerifCJK-Bold.ttc" },
                  { "ja", "「", 400, true, "NotoSerifCJK-Bold.ttc" },
                  { "und", "\uA7CA", 400, true, "NotoSerif-Italic.ttf" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        set_up(&b, "fonts/fonts.conf");
        b.style.font_weight = (uint16_t)cases[i].weight;
        b.style.font_slant = cases[i].italic ? SLANT_ITALIC : SLANT_NORMAL;
        const struct face *face = face_of(&b, cases[i].tag, cases[i].text);
        assert_string_equal(face->file + strlen(face->file) - strlen(cases[i].file), cases[i].file);
        assert_int_equal(face->bold, ends(cases[i].file, "Bold.ttf") ||
                                         ends(cases[i].file, "Bold.ttc") ||
                                         ends(cases[i].file, "RB.otf"));
        assert_int_equal(b.d->count, 0);
        tear_down(&b);
    }
}

/* A family that the sheet names keeps its place: emphasis in it is bold of the same family too. */
static void emphasis_stays_in_the_family_named(void **state)
{
    (void)state;
    static const char *const kufi[] = { "Noto Kufi Arabic", NULL };
    struct bench b;
    set_up(&b, "fonts/fonts.conf");
    b.style.families = kufi;
    b.style.font_slant = SLANT_ITALIC;
    assert_true(ends(face_of(&b, "ar", "حق")->file, "NotoKufiArabic-Bold.ttf"));
    assert_int_equal(b.d->count, 0);
    tear_down(&b);
}

/* Every family of the table is in the folder of its package, as far as that is here. */
static void the_table_is_true(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "fonts/fonts.conf");
    const struct fallback *table = fallback_read(b.a, b.d, "fonts/fallback");
    assert_true(table->count > 150);
    unsigned seen = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct row *r = &table->rows[i];
        const char **families = arena_array(b.a, const char *, 2); /* the chain keeps them */
        families[0] = r->family;
        if (strcmp(r->package, "fonts-noto-core") && strcmp(r->package, "fonts-noto-cjk"))
            continue;
        b.style.families = families;
        const struct face *face = text_face(b.f, b.d, &b.style);
        assert_string_equal(face->family, r->family);
        assert_int_equal(strncmp(face->file, r->folder, strlen(r->folder)), 0);
        seen++;
    }
    assert_true(seen > 120);
    assert_int_equal(b.d->count, 0);
    tear_down(&b);
}

/* ---- a table of one's own ---- */
static char folder[] = "/tmp/families-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && made_font(folder, "one-em", "") == 0 ? made_config(folder, "") : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return made_remove(folder);
}

static const char *in_folder(struct arena *a, const char *name)
{
    return arena_printf(a, "%s/%s", folder, name);
}

static void write_table(struct arena *a, const char *text)
{
    FILE *f = fopen(in_folder(a, "fallback"), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void a_wrong_line_of_the_table_is_named(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct diag *d = diag_build(a);
    write_table(a,
                "# a table\n\n    Arab Too Early\nfonts-x /usr/share/x\n    Arab,U+41-5A  Right \n"
                "    - Named\nfonts-y no/folder\n    Ar@b Wrong\n    U+5A-41 Wrong\n    Arab\n");
    const struct fallback *t = fallback_read(a, d, in_folder(a, "fallback"));
    assert_int_equal(t->count, 2);
    assert_string_equal(t->rows[0].family, "Right");
    assert_string_equal(t->rows[0].package, "fonts-x");
    assert_int_equal(t->rows[0].keys[1].last, 0x5A);
    assert_int_equal(t->rows[1].key_count, 0);
    static const char *const lines[] = { "line 3 ", "line 7 ", "line 8 ", "line 9 ", "line 10 " };
    assert_int_equal(d->count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_non_null(strstr(diag_text(a, &d->messages[i]), lines[i]));
    arena_close(a);
}

/* A package is named if it would help: not where its family is here and lacks the character, nor
 * where only fonts in colour have it. */
static void a_package_is_named_if_it_helps(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text, *remedy;
    } cases[] = { { "ur", "حق حق", "package nastaliq," },
                  { "ar", "حق", "package naskh," },
                  { "en", "حق", "package naskh," },
                  { "zh", "直", "package cjk," },
                  { "zh", "\U00020000", "package rare," },
                  { "ii", "，", "package cjk," },
                  { "en", "\u0101", "name a folder with a font that has it" },
                  { "en", "\U0001F600", "package black," },
                  { "en", "\U0001FAE0", "emoji come in colour" },
                  { "en", "\U00010A60", "name a folder with a font that has it" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        struct arena *a = arena_open(&oom);
        write_table(a, "here /nowhere/a\n  Latn One Em\nlatin /nowhere/b\n  Latn Other\n"
                       "nastaliq /nowhere/c\n  ur Nastaliq\nnaskh /nowhere/d\n  Arab Naskh\n"
                       "cjk /nowhere/e\n  Hans,Hani,U+FF00-FFEF Han\nrare /nowhere/f\n"
                       "  U+20000-2FFFF Rare\nblack /nowhere/g\n  U+1F600-1F64F Black\n");
        set_up(&b, in_folder(a, "fonts.conf"));
        static const char *const one_em[] = { "One Em", NULL };
        b.style.families = one_em;
        face_of(&b, cases[i].tag, cases[i].text);
        assert_true(b.d->errors == 1 || !strstr(cases[i].remedy, "package"));
        assert_true(said(&b, cases[i].remedy));
        tear_down(&b);
        remove(in_folder(a, "fallback"));
        arena_close(a);
    }
}

/* What a language itself needs and gets from elsewhere has the package that its table names. */
static void a_better_package_is_told(void **state)
{
    (void)state;
    static const char *const one_em[] = { "One Em", NULL };
    struct bench b;
    struct arena *a = arena_open(&oom);
    assert_int_equal(made_font(folder, "made", "--family Made --characters 1200"), 0);
    write_table(a, "ethiopic /nowhere\n  Ethi Ethiopic\n");
    set_up(&b, in_folder(a, "fonts.conf"));
    b.style.families = one_em;
    assert_string_equal(face_of(&b, "am", "ሀ")->family, "Made");
    assert_int_equal(b.d->count, 1);
    assert_true(said(&b, "install the Debian package ethiopic, or name a family"));
    tear_down(&b);
    remove(in_folder(a, "fallback"));
    arena_close(a);
}

/* ---- fonts of one's own ---- */
/* A bench with one made font and, as serif, "One Em"; asked for the made family. */
static void set_up_made(struct bench *b, const char *arguments)
{
    static const char *const made[] = { "Made", "One Em", NULL };
    struct arena *a = arena_open(&oom);
    assert_int_equal(made_font(folder, "made", arena_printf(a, "--family Made %s", arguments)), 0);
    set_up(b, in_folder(a, "fonts.conf"));
    b->style.families = made;
    arena_close(a);
}

static void a_family_that_cannot_be_set_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *arguments, *why; /* NULL: it is set */
    } cases[] = { { "--fstype 2", "its licence forbids embedding" },
                  { "--fstype 512", "its licence forbids embedding" },
                  { "--fstype 6", NULL },
                  { "--fstype 8", NULL },
                  { "--fstype 256", NULL },
                  { "--variable", NULL },
                  { "--cff2", "its outlines are CFF2" },
                  { "--colour", "it is in colour" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        set_up_made(&b, cases[i].arguments);
        const struct face *face = face_of(&b, "en", "a");
        assert_string_equal(face->family, cases[i].why ? "One Em" : "Made");
        assert_int_equal(face->whole, strcmp(cases[i].arguments, "--fstype 256") == 0);
        assert_int_equal(b.d->count, cases[i].why ? 1 : 0);
        if (cases[i].why)
            assert_true(said(&b, cases[i].why));
        tear_down(&b);
    }
}

/* A character that stands only in a font that cannot be set. */
static void the_font_that_cannot_be_set_is_named(void **state)
{
    (void)state;
    static const char *const one_em[] = { "One Em", NULL };
    struct bench b;
    set_up_made(&b, "--colour --characters 1F600");
    b.style.families = one_em;
    face_of(&b, "en", "\U0001F600");
    assert_int_equal(b.d->errors, 1);
    assert_true(said(&b, "\"Made\" has it and cannot be set (it is in colour)"));
    tear_down(&b);
}

/* The advance grows by a unit for each step of weight above 400; an em is 10 points, 1000 units. */
static void a_variable_font_has_the_weight_asked_for(void **state)
{
    (void)state;
    static const struct {
        unsigned weight, stretch;
        sp width;
        bool bold;
    } cases[] = { { 400, 100, 10 * SP_PT, false },
                  { 650, 100, 25 * SP_PT / 2, true },
                  { 700, 75, 13 * SP_PT, true },
                  { 1000, 100, 15 * SP_PT, true },
                  { 100, 200, 10 * SP_PT, false } };
    struct bench b;
    set_up_made(&b, "--variable");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        b.style.font_weight = (uint16_t)cases[i].weight;
        b.style.font_stretch = (uint16_t)cases[i].stretch;
        const struct face *face = face_of(&b, "en", "a");
        const struct shaped *s = text_shape(b.s, b.a, b.d, &b.p);
        assert_true(s->glyphs[0].advance == cases[i].width);
        assert_int_equal(face->bold, cases[i].bold);
        assert_int_equal(face->number, i);
        assert_int_equal(face->pin_count, 2);
        assert_true(face->pins[0].value == (float)(cases[i].weight > 900 ? 900 : cases[i].weight));
        assert_true(face->pins[1].value ==
                    (float)(cases[i].stretch > 100 ? 100 : cases[i].stretch));
    }
    assert_int_equal(b.d->count, 0);
    tear_down(&b);
}

/* What is nobody's first face is regular or bold, whatever the style's weight, and has a number for
 * each. */
static void a_variable_font_behind_another_is_regular_or_bold(void **state)
{
    (void)state;
    static const char *const behind[] = { "One Em", "Made", NULL };
    unsigned numbers[2];
    struct bench b;
    set_up_made(&b, "--variable --characters 101");
    b.style.families = behind;
    for (unsigned bold = 0; bold < 2; bold++) {
        b.style.font_weight = bold ? 900 : 300;
        const struct face *face = face_of(&b, "en", "\u0101");
        assert_string_equal(face->family, "Made");
        assert_int_equal(face->weight, bold ? 700 : 400);
        numbers[bold] = face->number;
    }
    assert_int_equal(numbers[1], numbers[0] + 1);
    tear_down(&b);
}

/* Letters that join or stack, in a font that has them and no rules for them. */
static void a_face_without_rules_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *characters, *tag, *text;
        unsigned told;
    } cases[] = { { "628", "ar", "ب", 1 },        { "915,93F", "hi", "कि", 1 },
                  { "915", "hi", "क", 0 },        { "915,94D", "hi", "क् क्", 1 },
                  { "1780,17D2", "km", "ក្ក", 1 }, { "1000,103C", "my", "ကြ", 1 },
                  { "E01,E34", "th", "กิ", 0 },    { "5D0,5B8", "he", "אָ", 0 },
                  { "628,FE91", "ar", "ب", 0 },   { "710", "syr", "ܐ", 1 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        struct arena *a = arena_open(&oom);
        set_up_made(&b, arena_printf(a, "--characters %s", cases[i].characters));
        assert_string_equal(face_of(&b, cases[i].tag, cases[i].text)->family, "Made");
        assert_int_equal(b.d->count, cases[i].told);
        assert_int_equal(said(&b, "no rules for the script"), cases[i].told);
        tear_down(&b);
        arena_close(a);
    }
}

/* No face of the installed scripts is thought to be without rules. */
static void scripts_have_their_rules(void **state)
{
    (void)state;
    struct bench b;
    set_up(&b, "fonts/fonts.conf");
    for (int k = USCRIPT_INHERITED + 1; k < USCRIPT_CODE_LIMIT; k++) {
        char tag[16], text[512];
        size_t n = 0;
        for (UChar32 c = 0xA0; c < 0x12000 && n < sizeof text - 8; c++) {
            UErrorCode e = U_ZERO_ERROR;
            if (uscript_getScript(c, &e) == (UScriptCode)k)
                n += utf8_encode((uint32_t)c, text + n);
        }
        text[n] = 0;
        snprintf(tag, sizeof tag, "und-%s", uscript_getShortName((UScriptCode)k));
        if (n)
            face_of(&b, tag, text);
    }
    assert_false(said(&b, "no rules for the script"));
    tear_down(&b);
}

/* Digits that a face has not are made: 65 % of the size, a third of it higher or a sixth lower,
 * again in a line of its own.  Libertine has raised digits and no raised section mark. */
static void raised_and_lowered_digits_are_made(void **state)
{
    (void)state;
    static const char *const one_em[] = { "One Em", NULL };
    static const char *const libertine[] = { "Linux Libertine O", NULL };
    static const struct {
        const char *const *families;
        enum font_position position;
        const char *text;
        sp size, shift;
    } cases[] = { { one_em, POSITION_NORMAL, "2", 10 * SP_PT, 0 },
                  { one_em, POSITION_SUPER, "2", 13 * SP_PT / 2, 10 * SP_PT / 3 },
                  { one_em, POSITION_SUB, "2", 13 * SP_PT / 2, -10 * SP_PT / 6 },
                  { libertine, POSITION_SUPER, "2 3", 10 * SP_PT, 0 },
                  { libertine, POSITION_SUB, "2", 13 * SP_PT / 2, -10 * SP_PT / 6 },
                  { libertine, POSITION_SUPER, "2\u00A7", 13 * SP_PT / 2, 10 * SP_PT / 3 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        char config[256] = "fonts/fonts.conf";
        if (cases[i].families == one_em)
            snprintf(config, sizeof config, "%s/fonts.conf", folder);
        set_up(&b, config);
        b.style.families = cases[i].families;
        b.style.font_position = cases[i].position;
        face_of(&b, "en", cases[i].text);
        const struct shaped *s = b.p.shaped = text_shape(b.s, b.a, b.d, &b.p);
        for (unsigned again = 0; again < 2; again++) {
            const struct run *run = &s->runs[0];
            assert_int_equal(run->size, cases[i].size);
            assert_int_equal(run->raise, 0);
            assert_int_equal(run->offsets ? run->offsets[0].y : 0, cases[i].shift);
            if (cases[i].families == one_em)
                assert_int_equal(s->glyphs[0].advance, cases[i].size);
            s = text_reshape(b.s, b.a, &b.p, 0, 1, NULL);
        }
        assert_int_equal(b.d->count, 0);
        tear_down(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_takes_its_own_family_in_silence),
        cmocka_unit_test(a_pair_is_of_one_face),
        cmocka_unit_test(a_strange_script_is_told),
        cmocka_unit_test(every_script_has_its_family),
        cmocka_unit_test(regular_bold_and_emphasis_are_told_apart),
        cmocka_unit_test(emphasis_stays_in_the_family_named),
        cmocka_unit_test(the_table_is_true),
        cmocka_unit_test(a_wrong_line_of_the_table_is_named),
        cmocka_unit_test(a_package_is_named_if_it_helps),
        cmocka_unit_test(a_better_package_is_told),
        cmocka_unit_test(a_family_that_cannot_be_set_is_refused),
        cmocka_unit_test(the_font_that_cannot_be_set_is_named),
        cmocka_unit_test(a_variable_font_has_the_weight_asked_for),
        cmocka_unit_test(a_variable_font_behind_another_is_regular_or_bold),
        cmocka_unit_test(a_face_without_rules_is_told),
        cmocka_unit_test(scripts_have_their_rules),
        cmocka_unit_test(raised_and_lowered_digits_are_made),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
