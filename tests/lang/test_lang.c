/* tags, casing, numbers, quotes and hyphenation. */
#include "lang/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static jmp_buf oom;

static const struct lang *open_tag(struct arena *a, const char *tag)
{
    return lang_open_tag(lang_open(a, "src/lang"), tag, true);
}

static void tags_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {
        "en",      "pt-BR",     "zh-Hans", "sr-Latn-RS", "es-419",
        "de-1996", "x-private", "en-x-a",  "quc",        "de-DE-u-co-phonebk"
    };
    static const char *const bad[] = { "",    "e",      "en_US",           "en-",
                                       "-en", "en--US", "englishlanguage", "en-x",
                                       "12",  "de-u" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(lang_is_wellformed(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(lang_is_wellformed(bad[i]));
}

static void scripts_have_codes(void **state)
{
    (void)state;
    static const char *const good[] = { "Latn", "Hans", "Jpan", "Kore", "arab" }, *const bad[] = {
        "", "Lat", "Lati", "Latin", "Xxxx"
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(lang_is_script(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(lang_is_script(bad[i]));
}

static void tags_are_registered_or_something_is_meant(void **state)
{
    (void)state;
    static const char *const good[] = { "en",
                                        "EN-us",
                                        "zh-Hans-CN",
                                        "es-419",
                                        "quc",
                                        "ixl",
                                        "zh-yue",
                                        "de-CH-1996",
                                        "x-private",
                                        "qps-ploc",
                                        "zxx",
                                        "und",
                                        "mul",
                                        "iw",
                                        "en-x-any",
                                        "cac",
                                        "sr-Cyrl",
                                        "qaa-Qabx-XA",
                                        "sgn-ase",
                                        "ar-arb",
                                        "en-x-a-a",
                                        "x-a-a",
                                        "en-a-bbb-x-a",
                                        "en-a-bbb-ccc-bbb-x-a",
                                        "sl-rozaj-biske-1994",
                                        "de-u-co-phonebk" };
    static const struct {
        const char *tag, *near;
    } bad[] = { { "English", "en" },
                { "spanish", "es" },
                { "español", "es" },
                { "Deutsch", "de" },
                { "en_US", "en-US" },
                { "eng", "en" },
                { "spa-MX", "es-MX" },
                { "jp", "ja-JP" },
                { "en-UK", "en-GB" },
                { "", NULL },
                { "pt-Brazil", "pt" },
                { "en_US.UTF-8", "en-US" },
                { "qq", NULL },
                { "-", NULL },
                { "français", "fr" },
                { "zh-CHS", "zh" },
                { "русский", "ru" },
                { "K'iche'", NULL },
                { "i-klingon", "tlh" },
                { "sgn-BE-FR", "sfb" },
                { "zh-guoyu", "cmn" },
                { "art-lojban", "jbo" },
                { "aa-AA-AA", "aa-AA" },
                { "sr-Latn-Cyrl", "sr-Latn" },
                { "de-419-DE", "de-419" },
                { "en--US", "en-US" },
                { "-en", "en" },
                { "en-", "en" },
                { "aa-a-bbb-a-ccc", "aa-a-bbb" },
                { "aa-a-bbb-A-ccc", "aa-a-bbb" },
                { "de-1901-1901", "de-1901" },
                { "de-DE-1901-1996-1901", "de-DE-1901-1996" },
                { "sl-rozaj-Rozaj", "sl-rozaj" },
                { "en-u", "en" },
                { "en-a-x-b", "en" },
                { "en-yue", "yue" },
                { "zh-yue-yue", "yue" },
                { "zh-cmn-yue", "yue" },
                { "de-DE-yue", "de-DE" },
                { "x", NULL },
                { "x-abcdefghi", NULL },
                { "mandarinchinese", NULL },
                { "abcdefghi-US", NULL } };
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!lang_is_registered(good[i]))
            fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *near = lang_nearest_tag(a, bad[i].tag);
        assert_false(lang_is_registered(bad[i].tag));
        if (!near != !bad[i].near || (near && strcmp(near, bad[i].near)))
            fail_msg("%s: %s", bad[i].tag, near ? near : "none");
    }
    arena_close(a);
}

static void data_come_from_cldr(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const struct lang *en = open_tag(a, "en"), *ar = open_tag(a, "ar"), *ru = open_tag(a, "ru"),
                      *odd = open_tag(a, "not a tag");
    assert_int_equal(en->script, 0x4C61746E);
    assert_false(en->rtl);
    assert_string_equal(en->quotes[0], "\u201C");
    assert_true(ar->rtl);
    assert_int_equal(ar->script, 0x41726162);
    assert_string_equal(ru->quotes[0], "\u00AB");
    static const struct {
        const char *tag, *quotes[4];
    } known[] = { { "fr", { "«\u202F", "\u202F»", "“", "”" } },
                  { "fr-CA", { "«\u202F", "\u202F»", "“", "”" } },
                  { "fr-CH", { "«\u202F", "\u202F»", "‹\u202F", "\u202F›" } },
                  { "oc", { "«\u202F", "\u202F»", "“", "”" } },
                  { "br", { "«\u202F", "\u202F»", "“", "”" } },
                  { "so", { "“", "”", "‘", "’" } },
                  { "ilo", { "“", "”", "‘", "’" } },
                  { "quc", { "«", "»", "“", "”" } },
                  { "gn", { "«", "»", "“", "”" } },
                  { "es-MX", { "“", "”", "‘", "’" } } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (unsigned k = 0; k < 4; k++)
            if (strcmp(open_tag(a, known[i].tag)->quotes[k], known[i].quotes[k]))
                fail_msg("%s: %s", known[i].tag, open_tag(a, known[i].tag)->quotes[k]);
    assert_int_equal(ru->script, 0x4379726C);
    assert_non_null(odd);
    assert_non_null(en->short_words[0]);
    assert_null(odd->short_words[0]);
    assert_true(lang_is_short_word(en, "and", 3) && lang_is_short_word(en, "OF", 2));
    assert_false(lang_is_short_word(en, "word", 4) || lang_is_short_word(odd, "and", 3));
    assert_true(lang_is_short_word(open_tag(a, "el"), "\u0393\u0399\u0391", 6));
    arena_close(a);
}

/* Every language that congregations here write in says all that the program prints. */
static void words_are_said_in_every_language(void **state)
{
    static const char *const tags[] = { "en", "es", "pt", "fr",      "de",      "quc",  "ht", "ar",
                                        "he", "fa", "ur", "hi",      "bn",      "th",   "km", "my",
                                        "vi", "zh", "ja", "zh-Hans", "zh-Hant", "ko",   "am", "sw",
                                        "ru", "el", "tr", "es-MX",   "pt-BR",   "zh-TW" };
    static const char *const keys[] = { "continued", "draft", "partial", "unreviewed" };
    (void)state;
    if (setjmp(oom))
        fail_msg("out of memory");
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            const char *said = lang_word(a, "src/lang", tags[i], keys[k]);
            if (!said || !*said)
                fail_msg("%s does not say %s", tags[i], keys[k]);
            bool counts = keys[k][0] == 'd' || keys[k][0] == 'p';
            assert_int_equal(counts, strstr(said, "{missing}") && strstr(said, "{all}"));
        }
    assert_string_equal(open_tag(a, "zh-TW")->continued, "（續）");
    assert_string_equal(open_tag(a, "zh-CN")->continued, "（续）");
    arena_close(a);
}

/* Hungarian and Catalan patterns: asz-szony-nyal, paral-lel. */
static void hyphens_may_change_the_spelling(void **state)
{
    static char dic[] = "UTF-8\nas5szo/sz=,2,1\nn1nya/ny=ny,1,3\nl·9l/=,2,1\nm1b/x=y,1,2\n";
    static const struct {
        const char *word;
        size_t at;
        unsigned drop;
        const char *insert;
    } known[] = { { "asszonnyal", 2, 0, "z" },
                  { "asszonnyal", 6, 0, "y" },
                  { "paral·lel", 7, 2, "" },
                  { "ambo", 2, 0, NULL },
                  { "asszonnyal", 4, 0, NULL } };
    (void)state;
    if (setjmp(oom))
        fail_msg("out of memory");
    struct arena *a = arena_open(&oom);
    struct hyphens *h = hyphens_read(a, dic, sizeof dic - 1);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        unsigned drop;
        const char *insert;
        bool changes = lang_hyphen_change(h, known[i].word, strlen(known[i].word), known[i].at,
                                          &drop, &insert);
        assert_int_equal(changes, known[i].insert != NULL);
        assert_int_equal(drop, known[i].drop);
        if (changes)
            assert_string_equal(insert, known[i].insert);
    }
    arena_close(a);
}

static void check_case(struct arena *a, const char *tag, enum lang_case c, const char *in,
                       const char *out)
{
    size_t n;
    uint32_t *origin;
    assert_string_equal(lang_to_case(a, open_tag(a, tag), c, in, strlen(in), &n, &origin), out);
    assert_int_equal(n, strlen(out));
    for (size_t i = 1; i <= n; i++)
        assert_true(origin[i] >= origin[i - 1]);
    assert_int_equal(origin[n], strlen(in));
}

static void casing_follows_the_language(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    check_case(a, "en", LANG_UPPER, "title caf\u00E9", "TITLE CAF\u00C9");
    check_case(a, "tr", LANG_UPPER, "izmir", "\u0130ZM\u0130R");
    check_case(a, "de", LANG_UPPER, "stra\u00DFe an", "STRASSE AN");
    check_case(a, "el", LANG_LOWER, "\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2");
    check_case(a, "en", LANG_CAPITALIZE, "nation's own way", "Nation's Own Way");
    check_case(a, "nl", LANG_CAPITALIZE, "ijverig en ijs", "IJverig En IJs");
    check_case(a, "en", LANG_CAPITALIZE, "ijs mcDonald 2nd", "Ijs McDonald 2nd");
    check_case(a, "el", LANG_CAPITALIZE, "άρθρο Άρθρο", "Άρθρο Άρθρο");
    check_case(a, "hy", LANG_CAPITALIZE, "և ևս", "Եվ Եվս");
    check_case(a, "hr", LANG_CAPITALIZE, "ǆep", "ǅep");
    check_case(a, "tr", LANG_CAPITALIZE, "ilke", "İlke");
    size_t n;
    uint32_t *origin;
    lang_to_case(a, open_tag(a, "de"), LANG_UPPER, "stra\u00DFe", 7, &n, &origin);
    assert_int_equal(origin[4], 4);
    assert_int_equal(origin[5], 4);
    assert_int_equal(origin[6], 6);
    arena_close(a);
}

static void numbers_are_printed(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    const struct digit_set *latin = &lang_latin_digits, *arabic = open_tag(a, "ar-EG")->native;
    assert_string_equal(lang_number(a, latin, 1994, "lower-roman"), "mcmxciv");
    assert_string_equal(lang_number(a, latin, 0, "upper-roman"), "0");
    assert_string_equal(lang_number(a, latin, 28, "lower-alpha"), "ab");
    assert_string_equal(lang_number(a, latin, 24, "lower-greek"), "\u03C9");
    assert_string_equal(lang_number(a, latin, 18, "lower-greek"), "\u03C3");
    assert_string_equal(lang_number(a, latin, -1, "decimal-leading-zero"), "-1");
    assert_string_equal(lang_number(a, latin, 1, "decimal-leading-zero"), "01");
    assert_string_equal(lang_number(a, latin, 7, "decimal"), "7");
    assert_string_equal(lang_number(a, arabic, 12, "decimal"), "\u0661\u0662");
    assert_string_equal(lang_number(a, arabic, -3, "decimal-leading-zero"), "-\u0663");
    assert_string_equal(lang_number(a, arabic, 4, "lower-roman"), "iv");
    assert_string_equal(lang_number(a, latin, 3, "none"), "");
    arena_close(a);
}

static void dates_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *iso, *written;
    } known[] = { { "en", "2026-12-06", "December 6, 2026" },
                  { "en-GB", "2026-12-06", "6 December 2026" },
                  { "en", " 2026-12\n", "December 2026" },
                  { "en", "2026", "2026" },
                  { "es", "2026-12-06", "6 de diciembre de 2026" },
                  { "fr", "2026-05", "mai 2026" },
                  { "de", "1948-12-10", "10. Dezember 1948" },
                  { "ja", "2026-12-06", "2026年12月6日" },
                  { "th", "2026-12-06", "6 ธันวาคม 2569" },
                  { "quc", "2026-12-06", "2026-12-06" },
                  { "und", "2026-12", "2026-12" } };
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_string_equal(
            lang_date(a, open_tag(a, known[i].tag), &lang_latin_digits, known[i].iso),
            known[i].written);
    assert_string_equal(lang_date(a, open_tag(a, "hi"), open_tag(a, "hi")->native, "2026-12-06"),
                        "६ दिसंबर २०२६");
    assert_null(lang_date(a, open_tag(a, "en"), &lang_latin_digits, "soon"));
    arena_close(a);
}

static const char *zero_one_nine(struct arena *a, const struct digit_set *d)
{
    return arena_printf(a, "%s%s", lang_number(a, d, 1, "decimal-leading-zero"),
                        lang_number(a, d, 9, "decimal"));
}

/* CLDR's lists, of which hanidec's stands in no row. */
static void digits_come_from_cldr(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *usual, *native;
    } known[] = { { "en", "019", "019" },
                  { "ar", "\u0660\u0661\u0669", "\u0660\u0661\u0669" },
                  { "ar-MA", "019", "\u0660\u0661\u0669" },
                  { "fa", "\u06F0\u06F1\u06F9", "\u06F0\u06F1\u06F9" },
                  { "ur", "019", "\u06F0\u06F1\u06F9" },
                  { "hi", "019", "\u0966\u0967\u096F" },
                  { "bn", "\u09E6\u09E7\u09EF", "\u09E6\u09E7\u09EF" },
                  { "ta", "019", "\u0BE6\u0BE7\u0BEF" },
                  { "th", "019", "\u0E50\u0E51\u0E59" },
                  { "my", "\u1040\u1041\u1049", "\u1040\u1041\u1049" },
                  { "zh-Hans", "019", "\u3007\u4E00\u4E5D" },
                  { "yue", "019", "\u3007\u4E00\u4E5D" },
                  { "ja", "019", "019" },
                  { "am", "019", "019" },
                  { "ff-Adlm", "\U0001E950\U0001E951\U0001E959", "\U0001E950\U0001E951\U0001E959" },
                  { "th-u-nu-thai", "\u0E50\u0E51\u0E59", "\u0E50\u0E51\u0E59" },
                  { "hy-u-nu-armn", "019", "019" },
                  { "not a tag", "019", "019" } };
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct lang *l = open_tag(a, known[i].tag);
        assert_string_equal(zero_one_nine(a, l->usual), known[i].usual);
        assert_string_equal(zero_one_nine(a, l->native), known[i].native);
    }
    arena_close(a);
}

/* The digits of a text in that language. */
static const char *used(struct arena *a, const char *tag, const char *text)
{
    struct digit_counts counts = { .arena = a };
    lang_count_digits(&counts, text, strlen(text));
    return lang_number(a, lang_most_digits(&counts, open_tag(a, tag)->usual), 10, "decimal");
}

static void numbers_look_like_the_text(void **state)
{
    (void)state;
    static const char *const latin = "10", *const arabic = "\u0661\u0660",
                             *const thai = "\u0E51\u0E50";
    struct arena *a = arena_open(&oom);
    assert_string_equal(used(a, "ar", ""), arabic);
    assert_string_equal(used(a, "ar", "1948"), latin);
    assert_string_equal(used(a, "ar", "\u0661 \u0662 3"), arabic);
    assert_string_equal(used(a, "ar", "\u0661 3"), arabic);
    assert_string_equal(used(a, "th", ""), latin);
    assert_string_equal(used(a, "th", "\u0E51 3"), latin);
    assert_string_equal(used(a, "th", "\u0E51\u0E52 3"), thai);
    assert_string_equal(used(a, "en", "\u0E51 \u0661\u0662"), arabic);
    assert_string_equal(used(a, "ja", "\uFF11\uFF12 \u7B2C\u4E00\u6761"), latin);
    assert_string_equal(used(a, "am", "\u1372"), latin);
    arena_close(a);
}

/* The word with its points shown as hyphens. */
static const char *parted(struct arena *a, const char *tag, const char *word)
{
    uint8_t points[128];
    size_t n = strlen(word), k = 0;
    const struct lang *l = open_tag(a, tag);
    assert_non_null(l->hyphens);
    lang_hyphenate(l->hyphens, word, n, 2, 2, points);
    char *out = arena_alloc(a, n * 2 + 1);
    for (size_t i = 0; i < n; i++) {
        if (points[i])
            out[k++] = '-';
        out[k++] = word[i];
    }
    return out;
}

static void words_part_as_their_language_parts_them(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    assert_string_equal(parted(a, "en", "hyphenation"), "hy-phen-ation");
    assert_string_equal(parted(a, "en-US", "Principle"), "Prin-ci-ple");
    assert_string_equal(parted(a, "es", "derechos"), "de-re-chos");
    assert_string_equal(parted(a, "de", "Menschenrechte"), "Men-schen-rech-te");
    assert_string_equal(parted(a, "ru", "\u0447\u0435\u043B\u043E\u0432\u0435\u043A"),
                        "\u0447\u0435-\u043B\u043E-\u0432\u0435\u043A");
    assert_null(open_tag(a, "quc")->hyphens);
    arena_close(a);
}

/* What is thought of a line that begins where | stands. */
static void lines_end_where_printers_let_them(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text;
        enum lang_edge edge;
    } places[] = {
        { "de", "am 1. |Mai", EDGE_BARRED },
        { "de", "der 5. |und", EDGE_BARRED },
        { "de", "im Jahr 1990. |Die", EDGE_FREE },
        { "de", "um 12. |Mailand", EDGE_FREE },
        { "de", "seit 2020. |12 davon", EDGE_FREE },
        { "hu", "az 5. |cikk", EDGE_BARRED },
        { "cs", "dne 10. |5. 2026", EDGE_BARRED },
        { "fi", "on 1. |toukokuuta", EDGE_BARRED },
        { "en", "in 5. |and", EDGE_FREE },
        { "hi", "है |।", EDGE_BARRED },
        { "ne", "हो |॥", EDGE_BARRED },
        { "am", "ነው |።", EDGE_BARRED },
        { "ti", "ነው |፣ እዩ", EDGE_BARRED },
        { "km", "ផ្សេង |ៗ", EDGE_BARRED },
        { "km", "ផ្សេង|ៗ", EDGE_BARRED },
        { "th", "ใด |ๆ", EDGE_BARRED },
        { "th", "กรุงเทพ|ฯ", EDGE_BARRED },
        { "lo", "ຫຼາຍ|ໆ", EDGE_BARRED },
        { "my", "စကား |။", EDGE_BARRED },
        { "ur", "ہے |۔", EDGE_BARRED },
        { "th", "ใด |ก", EDGE_FREE },
        { "bo", "ཁ་ |༈", EDGE_FREE }, /* it begins a text */
        { "zh-Hans", "文|·字", EDGE_BARRED },
        { "ja", "文|／字", EDGE_BARRED },
        { "ko", "文|～字", EDGE_BARRED },
        { "zh-Hant", "文＃|字", EDGE_BARRED },
        { "en", "a ·|b", EDGE_FREE },
        { "fr", "dit « |mot", EDGE_BARRED },
        { "fr", "mot |» dit", EDGE_BARRED },
        { "fr", "dit |« mot", EDGE_FREE },
        { "de", "sagt » |Wort", EDGE_FREE },
        { "frp", "mot |», dè", EDGE_BARRED },
        { "frp", "dit « |mot", EDGE_BARRED },
        { "frp", "dit |« mot", EDGE_FREE },
        { "de", "sagt |»Wort«", EDGE_FREE },
        { "en", "see /|srv", EDGE_BARRED },
        { "en", "and/|or", EDGE_FREE },
        { "en", "C:|\\docs", EDGE_BARRED },
        { "ht", "moun k |ap", EDGE_UNWANTED },
        { "ht", "papa l |ap", EDGE_FREE },
        { "es", "gente |—dijo", EDGE_FREE },
        { "es", "gente —|dijo", EDGE_BARRED },
        { "es", "«—|dijo", EDGE_BARRED },
        { "es", "—|dijo", EDGE_BARRED },
        { "es", "pastora|— son", EDGE_BARRED },
        { "en", "word—|word", EDGE_FREE },
        { "en", "at –|5 degrees", EDGE_BARRED },
        { "ru", "Так, |— сказал", EDGE_BARRED },
        { "ru", "Так, — |сказал", EDGE_FREE },
        { "ru", "— |Так", EDGE_BARRED },
        { "ru", "сказал он. |— Как дела?", EDGE_FREE },
        { "ru", "сказал он. — |Как дела?", EDGE_BARRED },
        { "vi", "Hà Nội |– thủ đô", EDGE_BARRED },
        { "pl", "dom |- las", EDGE_BARRED },
        { "en", "word |– word", EDGE_FREE },
        { "fr", "le mot |— dit-il — vient", EDGE_FREE },
        { "fr", "le mot — |dit-il — vient", EDGE_BARRED },
        { "fr", "le mot — dit-il |— vient", EDGE_BARRED },
        { "fr", "le mot — dit-il — |vient", EDGE_FREE },
        { "pt", "— |Bom dia", EDGE_BARRED },
        { "fr", "un mot — |seul. Un autre — mot", EDGE_FREE },
        { "pl", "psem i |w", EDGE_POOR },
        { "pl", "W |lesie", EDGE_POOR },
        { "pl", "witamina C |jest", EDGE_FREE },
        { "cs", "(k |domu", EDGE_POOR },
        { "sk", "s |nimi", EDGE_POOR },
        { "ru", "пошёл в |лес", EDGE_UNWANTED },
        { "uk", "пішов до |лісу", EDGE_UNWANTED },
        { "hr", "kuća i |vrt", EDGE_UNWANTED },
        { "sr-Latn", "kuća i |vrt", EDGE_UNWANTED },
        { "en", "such a |thing", EDGE_FREE },
        { "en", "No. |5", EDGE_BARRED },
        { "en", "no. |Five", EDGE_FREE },
        { "en", "at 10 |a.m.", EDGE_BARRED },
        { "tr", "md. |5", EDGE_BARRED },
        { "id", "No. |5", EDGE_BARRED },
        { "sw", "Na. |5", EDGE_BARRED },
        { "es", "n.º |5", EDGE_BARRED },
        { "es", "en EE. |UU. hay", EDGE_BARRED },
        { "de", "(z. |B. so)", EDGE_BARRED },
        { "en", "J. |S. Bach", EDGE_BARRED },
        { "en", "saw it. |We. did", EDGE_FREE },
        { "en", "plan B. |No one", EDGE_FREE },
        { "ru", "и т. |д.", EDGE_BARRED },
        { "es", "el Sr. |Ruiz", EDGE_UNWANTED },
        { "es", "el Sr. |de la casa", EDGE_FREE },
        { "pt", "a Dra. |Lima", EDGE_UNWANTED },
        { "fr", "avec Mme |Dupont", EDGE_UNWANTED },
        { "de", "(Nr. |5)", EDGE_BARRED },
        { "de", "§ |5", EDGE_BARRED },
        { "ru", "№ |5", EDGE_BARRED },
        { "es", "5 |km", EDGE_BARRED },
        { "es", "5 |km/h", EDGE_FREE },
        { "fr", "50 |%", EDGE_BARRED },
        { "fr", "10 |€,", EDGE_BARRED },
        { "fr", "10 |000", EDGE_BARRED },
        { "fr", "1999 |100", EDGE_FREE },
        { "en", "10 |000", EDGE_FREE },
        { "ru", "1945 |г.", EDGE_BARRED },
        { "en", "5 |people", EDGE_FREE },
        { "fr", "le 1er |mai", EDGE_UNWANTED },
        { "fr", "le 10 |décembre 1948", EDGE_UNWANTED },
        { "fr", "le 10 décembre |1948", EDGE_FREE },
        { "fr", "le 1er |article", EDGE_FREE },
        { "fr", "le 10 |d’avril", EDGE_UNWANTED },
        { "fr", "(10 |déc. 1948)", EDGE_UNWANTED },
        { "es", "el 1 |de mayo", EDGE_UNWANTED },
        { "es", "el 1 de |mayo", EDGE_UNWANTED },
        { "es", "el 1 |de cada", EDGE_FREE },
        { "es", "1 de |cada", EDGE_FREE },
        { "es-US", "el 1 de |mayo", EDGE_UNWANTED },
        { "pt", "1º |de maio", EDGE_UNWANTED },
        { "pt", "1.º de |maio", EDGE_UNWANTED },
        { "ca", "10 d|e maig", EDGE_FREE },
        { "ca", "el 10 |de maig", EDGE_UNWANTED },
        { "ca", "el 10 |d’abril", EDGE_UNWANTED },
        { "it", "il 1° |maggio", EDGE_UNWANTED },
        { "en", "on May |1, 1948", EDGE_UNWANTED },
        { "en", "on Dec. |10", EDGE_UNWANTED },
        { "en", "on 10 |December", EDGE_UNWANTED },
        { "en", "the 10th |December", EDGE_UNWANTED },
        { "en", "in May |1948", EDGE_FREE },
        { "en", "he may |10", EDGE_FREE },
        { "ru", "10 |декабря 1948", EDGE_UNWANTED },
        { "pl", "10 |grudnia", EDGE_UNWANTED },
        { "el", "10 |Δεκεμβρίου", EDGE_UNWANTED },
        { "ar", "10 |ديسمبر، 1948", EDGE_UNWANTED },
        { "ar", "١٠ |ديسمبر 1948", EDGE_UNWANTED },
        { "hi", "10 |दिसंबर", EDGE_UNWANTED },
        { "vi", "ngày 10 |tháng 12", EDGE_UNWANTED },
        { "hu", "május |1.", EDGE_UNWANTED },
        { "de-AT", "am 1. |Jänner", EDGE_BARRED },
        { "de-AT", "1. |Feber", EDGE_BARRED },
        { "quc", "10 |January", EDGE_FREE },
        { "en", "see Article |5", EDGE_UNWANTED },
        { "en", "articles |5 and 6", EDGE_UNWANTED },
        { "bg", "артикул |5", EDGE_UNWANTED },
        { "bg", "чл. |5", EDGE_BARRED },
        { "es", "Artículo |5", EDGE_UNWANTED },
        { "vi", "Điều |5", EDGE_UNWANTED },
        { "th", "ข้อ |5", EDGE_UNWANTED },
        { "ar", "المادة |5", EDGE_UNWANTED },
        { "he", "עמ' |12", EDGE_BARRED },
        { "hi", "अनुच्छेद |५", EDGE_UNWANTED },
        { "km", "មាត្រា |៥", EDGE_UNWANTED },
        { "el", "Άρθρο |5", EDGE_UNWANTED },
        { "ht", "atik |5", EDGE_UNWANTED },
        { "en", "Page |five", EDGE_FREE },
        { "en", "Art. |5", EDGE_BARRED },
        { "en", "p. |12", EDGE_BARRED },
        { "en", "P. |12", EDGE_BARRED },
        { "de", "S. |12", EDGE_BARRED },
        { "es", "Pág. |12", EDGE_BARRED },
        { "es", "(Hch |2,1)", EDGE_BARRED },
        { "es", "Mt |25:35–36", EDGE_BARRED },
        { "es", "Mt 25:35–|36", EDGE_UNWANTED },
        { "es", "1 |Cor 13", EDGE_BARRED },
        { "es", "1 Cor |13", EDGE_BARRED },
        { "es", "Hch 2, |1", EDGE_UNWANTED },
        { "es", "de 2, |1", EDGE_FREE },
        { "en", "1 |Cor. 13:4", EDGE_BARRED },
        { "en", "II |Tim 1", EDGE_BARRED },
        { "de", "1. |Kor 13", EDGE_BARRED },
        { "de", "Am |5. Mai", EDGE_FREE },
        { "fr", "Mt |25, 35", EDGE_BARRED },
        { "ru", "Мф |25:35", EDGE_BARRED },
        { "en", "Matthew |25:35", EDGE_UNWANTED },
        { "en", "at |10:30", EDGE_FREE },
        { "ar", "متى |25:35", EDGE_UNWANTED },
        { "en", "in 1 |Corps", EDGE_FREE },
        { "en", "1948–|1950", EDGE_UNWANTED },
        { "en", "so–|1950", EDGE_FREE },
        { "en", "St. |Paul", EDGE_UNWANTED },
        { "es", "San |José", EDGE_UNWANTED },
        { "es", "san |José", EDGE_FREE },
        { "en", "Mrs. |Lee", EDGE_UNWANTED },
        { "cs", "sv. |Pavel", EDGE_UNWANTED },
        { "cs", "sv. |5", EDGE_BARRED },
        { "es", "Juan |XXIII dijo", EDGE_UNWANTED },
        { "fr", "Louis |XIV", EDGE_UNWANTED },
        { "es", "siglo |XX", EDGE_UNWANTED },
        { "en", "and |I", EDGE_FREE },
        { "en", "and |IVory", EDGE_FREE },
        { "ru", "XX |в.", EDGE_BARRED },
        { "ru", "XX |вёл", EDGE_FREE },
    };
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char text[128];
        size_t at = strcspn(places[i].text, "|"), n = strlen(places[i].text) - 1;
        memcpy(text, places[i].text, at);
        strcpy(text + at, places[i].text + at + 1);
        if (lang_judge_edge(open_tag(a, places[i].tag), text, n, at) != places[i].edge)
            fail_msg("%s: %s", places[i].tag, places[i].text);
    }
    arena_close(a);
}

static void hyphens_stand_twice(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text;
        bool again;
    } places[] = { { "pt", "guarda-|chuva", true },     { "pt", "Grã-|Bretanha", true },
                   { "es", "teórico-|práctico", true }, { "es", "Calvo-|Sotelo", false },
                   { "pl", "biało-|czerwony", true },   { "hr", "crno-|bijeli", true },
                   { "cs", "česko-|slovenský", true },  { "en", "well-|known", false },
                   { "pt", "1914-|1918", false } };
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char text[64];
        size_t at = strcspn(places[i].text, "|"), n = strlen(places[i].text) - 1;
        memcpy(text, places[i].text, at);
        strcpy(text + at, places[i].text + at + 1);
        assert_int_equal(lang_repeats_hyphen(open_tag(a, places[i].tag), text, n, at),
                         places[i].again);
    }
    arena_close(a);
}

/* Behind NEXTLEVEL each part of a compound is a word of its own: ".y1a" fits at the seam x|y, and
 * the inner ends have least letters of their own. */
static void compounds_part_at_their_seams_first(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    for (int least = 1; least <= 2; least++) {
        char *file = arena_printf(a,
                                  "UTF-8\nLEFTHYPHENMIN 1\nRIGHTHYPHENMIN 1\n"
                                  "COMPOUNDLEFTHYPHENMIN %d\nCOMPOUNDRIGHTHYPHENMIN %d\n"
                                  "x1y\nNEXTLEVEL\n.y1a\ne1\n",
                                  least, least);
        const struct hyphens *h = hyphens_read(a, file, strlen(file));
        uint8_t points[6];
        assert_non_null(h);
        assert_true(lang_hyphenate(h, "bexyab", 6, 1, 1, points));
        for (unsigned i = 0; i < 6; i++)
            assert_int_equal(points[i], i == 3 || (least == 1 && (i == 2 || i == 4)));
    }
    arena_close(a);
}

/* Files named as Debian names them, without patterns, in a folder of their own. */
static void tags_find_their_patterns(void **state)
{
    (void)state;
    static const char *const files[] = { "is_IS", "ca_ES", "gl_ES",      "be_BY", "sr_RS", "sr_ME",
                                         "nb_NO", "nn_NO", "sr-Latn_RS", "en_US", "en_GB", "pt_BR",
                                         "pt_PT", "de_DE", "de",         "de_CH", "mn_MN", "es_ES",
                                         "af_ZA", "hu",    "es_GT",      "th_TH" };
    static const struct {
        const char *tag, *file, *package;
    } known[] = { { "is", "is_IS", "hyphen-is" },
                  { "ca", "ca_ES", "hyphen-ca" },
                  { "ca-AD", "ca_ES", "hyphen-ca" },
                  { "gl", "gl_ES", "hyphen-gl" },
                  { "be", "be_BY", "hyphen-be" },
                  { "sr", "sr_RS", "hyphen-sr" },
                  { "sr-Cyrl", "sr_RS", "hyphen-sr" },
                  { "sr-Latn", "sr-Latn_RS", "hyphen-sr" },
                  { "sr-Latn-RS", "sr-Latn_RS", "hyphen-sr" },
                  { "sh", "sr-Latn_RS", "hyphen-sr" },
                  { "no", "nb_NO", "hyphen-no" },
                  { "nn", "nn_NO", "hyphen-no" },
                  { "en", "en_US", "hyphen-en-us" },
                  { "en-AU", "en_GB", "hyphen-en-gb" },
                  { "pt", "pt_BR", "hyphen-pt-br" },
                  { "pt-AO", "pt_PT", "hyphen-pt-pt" },
                  { "de-CH-1996", "de_CH", "hyphen-de" },
                  { "de-AT", "de_DE", "hyphen-de" },
                  { "es-419", "es_ES", "hyphen-es" },
                  { "es-GT", "es_GT", "hyphen-es" },
                  { "mn-Mong", NULL, NULL },
                  { "af-NA", "af_ZA", "hyphen-af" },
                  { "hu", "hu", "hyphen-hu" },
                  { "et", NULL, "myspell-et" },
                  { "pl", NULL, "hyphen-pl" },
                  { "quc", NULL, NULL },
                  { "hi", NULL, NULL },
                  { "th", NULL, NULL },
                  { "ht", NULL, NULL },
                  { "zxx", NULL, NULL } };
    struct arena *a = arena_open(&oom);
    char folder[] = "/tmp/dictionaries-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        fclose(fopen(arena_printf(a, "%s/hyph_%s.dic", folder, files[i]), "w"));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *path = hyphens_find(a, folder, known[i].tag),
                   *package = hyphens_package(a, known[i].tag);
        const char *wanted =
            known[i].file ? arena_printf(a, "%s/hyph_%s.dic", folder, known[i].file) : NULL;
        if (!path != !wanted || (path && strcmp(path, wanted)))
            fail_msg("%s: %s", known[i].tag, path ? path : "none");
        if (!package != !known[i].package || (package && strcmp(package, known[i].package)))
            fail_msg("%s: %s", known[i].tag, package ? package : "none");
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(arena_printf(a, "%s/hyph_%s.dic", folder, files[i]));
    rmdir(folder);
    arena_close(a);
}

static void addresses_are_ascii(void **state)
{
    (void)state;
    static const struct {
        const char *address, *uri;
    } known[] = {
        { "https://es.wikipedia.org/wiki/Migración_(personas)?q=ñ&r=1#sección",
          "https://es.wikipedia.org/wiki/Migraci%C3%B3n_(personas)?q=%C3%B1&r=1#secci%C3%B3n" },
        { "https://example.org/a%C3%B1o/%20x", "https://example.org/a%C3%B1o/%20x" },
        { "https://example.org/a)b(c\\d", "https://example.org/a)b(c%5Cd" },
        { "mailto:ana.núñez@jalapeño.example?subject=Hola%20señora&body=x",
          "mailto:ana.n%C3%BA%C3%B1ez@xn--jalapeo-9za.example?subject=Hola%20se%C3%B1ora&body=x" },
        { "mailto:a@ñ.org,b@example.org", "mailto:a@xn--ida.org,b@example.org" },
        { "tel:+52-55-1234-5678", "tel:+52-55-1234-5678" },
        { "HTTPS://jalapeño.example/", "https://xn--jalapeo-9za.example/" },
        { "http://ü@ñ.example:8080?ñ", "http://%C3%BC@xn--ida.example:8080?%C3%B1" },
        { "https://例え.テスト", "https://xn--r8jz45g.xn--zckzah" },
        { "https://[::1]:80/", "https://[::1]:80/" },
        { "https://a.example/100%", "https://a.example/100%25" },
        { "https://faß.de/", "https://xn--fa-hia.de/" },
    };
    struct arena *a = arena_open(&oom);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct buffer b = buffer_in(a);
        assert_true(lang_is_address(known[i].address));
        lang_add_address(&b, known[i].address);
        assert_string_equal(buffer_text(&b), known[i].uri);
    }
    assert_false(lang_is_address("ftp://a"));
    assert_false(lang_is_address("https://"));
    arena_close(a);
}

static void characters_take_columns(void **state)
{
    (void)state;
    static const struct {
        uint32_t c;
        unsigned columns;
    } known[] = { { 'a', 1 },    { 0xE9, 1 },    { 0xAD, 1 },    { 0x301, 0 },  { 0x5D0, 1 },
                  { 0x5B0, 0 },  { 0x200B, 0 },  { 0x200F, 0 },  { 0x915, 1 },  { 0x94D, 0 },
                  { 0x1100, 2 }, { 0x1161, 0 },  { 0x3042, 2 },  { 0x6F22, 2 }, { 0xFF21, 2 },
                  { 0xAC00, 2 }, { 0x1F600, 2 }, { 0x10FFFF, 1 } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(lang_columns(known[i].c), known[i].columns);
}

/* "|" before each byte at which a Thai word begins. */
static const char *thai_parted(struct arena *a, struct thai_words *w, const char *text)
{
    uint8_t points[256] = { 0 };
    struct buffer out = buffer_in(a);
    lang_part_thai(w, text, strlen(text), points);
    for (size_t i = 0; text[i]; i++) {
        if (points[i])
            buffer_add(&out, "|", 1);
        buffer_add(&out, text + i, 1);
    }
    return buffer_text(&out);
}

/* As the dictionary of the Royal Institute has the words. */
static void thai_words_part(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct thai_words *w = lang_open_thai(a);
    assert_non_null(w);
    assert_string_equal(thai_parted(a, w, "การกระทำ"), "การ|กระทำ");
    assert_string_equal(thai_parted(a, w, "รัฐธรรมนูญ"), "รัฐธรรมนูญ");
    assert_string_equal(thai_parted(a, w, "ตามกฎหมาย"), "ตาม|กฎหมาย");
    assert_string_equal(thai_parted(a, w, "ความเป็นทาษ"), "ความ|เป็น|ทาษ");
    assert_string_equal(thai_parted(a, w, "ก"), "ก");
    assert_string_equal(thai_parted(a, w, "ดื่มน้ำเย็น"), "ดื่ม|น้ำ|เย็น");
    assert_string_equal(thai_parted(a, w, "ดื่มนํ้าเย็น"), "ดื่ม|นํ้า|เย็น"); /* two signs for one */
    assert_true(lang_is_thai(0xE01) && lang_is_thai(0xE5B) && !lang_is_thai(0xE80));
    lang_close_thai(w);
    arena_close(a);
}

/* Judaeo-Spanish has a Latin and a Hebrew script; of Arabic ICU knows the script; of Northwestern
 * Ojibwa it knows none. */
static void text_tells_the_script(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *text, *script;
        bool rtl;
    } cases[] = { { "lad", "Todos los umanos nasen libres", "Latn", false },
                  { "lad", "מעם לועז ספר בראשית", "Hebr", true },
                  { "lad", "umano", "Hebr", true }, /* too little */
                  { "lad-x-old", "Todos los umanos nasen libres", "Latn", false },
                  { "ksw", "ကညီ", "Mymr", false },
                  { "ar", "ELCA Lutheran Churches", "Arab", true },
                  { "ojb", "ᑲᑭᓇ ᐱᒪᑎᓯᐧᐃᐣ ᑭᓂᑕᐧᐃᑭ", "Cans", false },
                  { "ojb-CA", "ᑲᑭᓇ ᐱᒪᑎᓯᐧᐃᐣ ᑭᓂᑕᐧᐃᑭ", "Cans", false },
                  { "cjy", "人人生而自由在尊严和权利", "Hans", false },
                  { "und", "מעם לועז ספר בראשית", "Latn", false },
                  { "ojb-Latn", "ᑲᑭᓇ ᐱᒪᑎᓯᐧᐃᐣ ᑭᓂᑕᐧᐃᑭ", "Latn", false } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_open(&oom);
        struct langs *l = lang_open(a, NULL);
        lang_count_letters(l, cases[i].tag, cases[i].text, strlen(cases[i].text));
        const struct lang *g = lang_open_tag(l, cases[i].tag, false);
        const char script[] = { (char)(g->script >> 24), (char)(g->script >> 16),
                                (char)(g->script >> 8), (char)g->script, 0 };
        assert_string_equal(script, cases[i].script);
        assert_int_equal(g->rtl, cases[i].rtl);
        assert_string_equal(g->tag, cases[i].tag);
        arena_close(a);
    }
}

/* HarfBuzz keeps every language it is told of, and looks through all of them. */
static void fonts_are_told_what_they_know(void **state)
{
    (void)state;
    static const struct {
        const char *tag;
        unsigned plain;
    } cases[] = { { "sr-Latn-RS", 10 },
                  { "en-x-a", 2 },
                  { "en-X-A", 2 },
                  { "de-DE-u-co-phonebk", 5 },
                  { "el-polyton-x-1", 10 },
                  { "x-private", 0 },
                  { "en-a-one", 2 },
                  { "en", 2 },
                  { "", 0 } };
    struct arena *a = arena_open(&oom);
    struct langs *l = lang_open(a, "src/lang");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(lang_open_tag(l, cases[i].tag, false)->plain_length, cases[i].plain);
    arena_close(a);
}

/* As many tags as words: each is opened once, and all of one language share its patterns and words,
 * which are read once. */
static void many_tags_cost_little(void **state)
{
    (void)state;
    enum { TAGS = 20000 };
    struct arena *a = arena_open(&oom);
    struct langs *l = lang_open(a, "src/lang");
    const struct lang *first = lang_open_tag(l, "en-x-0", true),
                      *english = lang_open_tag(l, "en", true);
    char tag[24];
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < TAGS; i++) {
            snprintf(tag, sizeof tag, "en-x-%d", i);
            const struct lang *g = lang_open_tag(l, tag, true);
            assert_string_equal(g->tag, tag);
            assert_int_equal(g->plain_length, 2);
            assert_ptr_equal(g->hyphens, english->hyphens);
            assert_ptr_equal(g->short_words, english->short_words);
            assert_ptr_equal(g->quotes[0], english->quotes[0]);
        }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    assert_true(to.tv_sec - from.tv_sec < 20);
    assert_non_null(english->hyphens);
    assert_ptr_equal(lang_open_tag(l, "en-x-0", true), first);
    const struct lang *bare = lang_open_tag(lang_open(a, NULL), "ar", false);
    assert_true(bare->rtl && bare->script == 0x41726162 && !bare->short_words[0]);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(tags_are_checked),
                                        cmocka_unit_test(words_are_said_in_every_language),
                                        cmocka_unit_test(hyphens_may_change_the_spelling),
                                        cmocka_unit_test(scripts_have_codes),
                                        cmocka_unit_test(tags_are_registered_or_something_is_meant),
                                        cmocka_unit_test(data_come_from_cldr),
                                        cmocka_unit_test(casing_follows_the_language),
                                        cmocka_unit_test(numbers_are_printed),
                                        cmocka_unit_test(dates_are_written),
                                        cmocka_unit_test(digits_come_from_cldr),
                                        cmocka_unit_test(numbers_look_like_the_text),
                                        cmocka_unit_test(words_part_as_their_language_parts_them),
                                        cmocka_unit_test(many_tags_cost_little),
                                        cmocka_unit_test(thai_words_part),
                                        cmocka_unit_test(text_tells_the_script),
                                        cmocka_unit_test(fonts_are_told_what_they_know),
                                        cmocka_unit_test(lines_end_where_printers_let_them),
                                        cmocka_unit_test(hyphens_stand_twice),
                                        cmocka_unit_test(compounds_part_at_their_seams_first),
                                        cmocka_unit_test(tags_find_their_patterns),
                                        cmocka_unit_test(addresses_are_ascii),
                                        cmocka_unit_test(characters_take_columns) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
