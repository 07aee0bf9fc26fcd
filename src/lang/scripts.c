/* lang/scripts: in which letters a language is written, and in which a text stands.
 *
 *   sr ─CLDR's languageData─► Cyrl Latn    sr-Latn ─► Latn    ja ─► Jpan: Han, kana
 *
 * Only languages that CLDR lists have letters that contradict them: of others a text shows it
 * itself.  Latin letters contradict those alone of which ICU has more: Ladino, Mizo, Crimean Tatar
 * are written in them, too, though CLDR does not list it.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/ures.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

/* ---- the letters of a text ---- */

/* A letter's script; Common where it is none. */
static UScriptCode letter_script(uint32_t c)
{
    UErrorCode e = U_ZERO_ERROR;
    if (c < 0x80)
        return utf8_is_ascii_letter(c) ? USCRIPT_LATIN : USCRIPT_COMMON;
    UScriptCode script = u_isalpha((UChar32)c) ? uscript_getScript((UChar32)c, &e) : USCRIPT_COMMON;
    return U_SUCCESS(e) && script > USCRIPT_INHERITED ? script : USCRIPT_COMMON;
}

void lang_count_scripts(struct letter_counts *l, const char *text, size_t n)
{
    for (size_t i = 0, step; i < n && l->letters < LETTERS_COUNTED; i += step) {
        UScriptCode script = letter_script(utf8_decode(text + i, n - i, &step));
        unsigned k = 0;
        if (script == USCRIPT_COMMON)
            continue;
        while (k < LETTERS_SCRIPTS && l->counts[k] && l->scripts[k] != (int)script)
            k++;
        l->letters++;
        if (k < LETTERS_SCRIPTS) {
            l->scripts[k] = (int)script;
            l->counts[k]++;
        }
    }
}

/* The script of most letters; of Japanese kana, however many ideographs stand among them. */
static UScriptCode most_letters(const struct letter_counts *l)
{
    enum { KANA_LEAST = 5 }; /* one of so many letters: a Chinese text may cite a few */
    unsigned most = 0, kana = 0;
    for (unsigned k = 0; k < LETTERS_SCRIPTS; k++) {
        most = l->counts[k] > l->counts[most] ? k : most;
        if (l->scripts[k] == USCRIPT_HIRAGANA || l->scripts[k] == USCRIPT_KATAKANA)
            kana += l->counts[k];
    }
    if (kana && kana * KANA_LEAST >= l->letters)
        return USCRIPT_HIRAGANA;
    return l->letters ? (UScriptCode)l->scripts[most] : USCRIPT_COMMON;
}

const char *scripts_written(const struct letter_counts *l)
{
    switch (most_letters(l)) {
    case USCRIPT_COMMON: return NULL;
    case USCRIPT_HAN: return "Hans";
    case USCRIPT_HANGUL: return "Kore";
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA: return "Jpan";
    default: return uscript_getShortName(most_letters(l));
    }
}

const char *lang_script_name(int script)
{
    static const char *const names[] = {
        PHRASE("Arabic"),    PHRASE("Armenian"),   PHRASE("Bengali"),  PHRASE("Cherokee"),
        PHRASE("Cyrillic"),  PHRASE("Devanagari"), PHRASE("Ethiopic"), PHRASE("Georgian"),
        PHRASE("Greek"),     PHRASE("Gujarati"),   PHRASE("Gurmukhi"), PHRASE("Han"),
        PHRASE("Hangul"),    PHRASE("Hebrew"),     PHRASE("Hiragana"), PHRASE("Kannada"),
        PHRASE("Katakana"),  PHRASE("Khmer"),      PHRASE("Lao"),      PHRASE("Latin"),
        PHRASE("Malayalam"), PHRASE("Myanmar"),    PHRASE("Sinhala"),  PHRASE("Syriac"),
        PHRASE("Tamil"),     PHRASE("Telugu"),     PHRASE("Thai"),     PHRASE("Tibetan"),
    };
    const char *name = uscript_getName((UScriptCode)script);
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return names[i];
    return name;
}

/* ---- the letters of a language ---- */

/* Scripts that ISO 15924 has for a way of writing, and those of their letters. */
static const struct mixture {
    const char *code, *letters;
} mixtures[] = {
    { "Hans", "Hani Bopo" },      { "Hant", "Hani Bopo" }, { "Hanb", "Hani Bopo" },
    { "Jpan", "Hani Hira Kana" }, { "Hrkt", "Hira Kana" }, { "Kore", "Hang Hani" },
    { "Aran", "Arab" },           { "Latf", "Latn" },      { "Latg", "Latn" },
    { "Cyrs", "Cyrl" },           { "Geok", "Geor" },      { "Syre", "Syrc" },
    { "Syrj", "Syrc" },           { "Syrn", "Syrc" },
};

/* Adds a script to a list of codes, "Cyrl Latn ", as its letters are. */
static void add_script(struct buffer *out, const char *code)
{
    const char *letters = code;
    for (size_t i = 0; i < sizeof mixtures / sizeof *mixtures; i++)
        if (strcmp(mixtures[i].code, code) == 0)
            letters = mixtures[i].letters;
    buffer_printf(out, "%s ", letters);
}

/* Adds what CLDR lists as the language's scripts of that kind, primary or secondary: one, or an
 * array of them. */
static void add_listed(struct buffer *out, const UResourceBundle *language, const char *kind)
{
    UErrorCode e = U_ZERO_ERROR;
    UResourceBundle *group = ures_getByKey(language, kind, NULL, &e);
    UResourceBundle *scripts = ures_getByKey(group, "scripts", NULL, &e);
    for (int32_t i = 0; U_SUCCESS(e) && i < ures_getSize(scripts); i++) {
        char code[8];
        int32_t length = 0, written = 0;
        const UChar *wide = ures_getStringByIndex(scripts, i, &length, &e);
        if (U_FAILURE(e) || length != 4)
            break;
        u_strToUTF8(code, sizeof code, &written, wide, length, &e);
        add_script(out, code);
    }
    ures_close(scripts);
    ures_close(group);
}

/* Adds the scripts that CLDR lists for a language; nothing where it does not list it. */
static void add_scripts_of(struct buffer *out, const char *language)
{
    UErrorCode e = U_ZERO_ERROR;
    UResourceBundle *data = ures_openDirect(NULL, "supplementalData", &e);
    UResourceBundle *all = ures_getByKey(data, "languageData", NULL, &e);
    UResourceBundle *own = ures_getByKey(all, language, NULL, &e);
    if (U_SUCCESS(e)) {
        add_listed(out, own, "primary");
        add_listed(out, own, "secondary");
    }
    ures_close(own);
    ures_close(all);
    ures_close(data);
}

/* The parts of a tag, "" where it has none. */
struct tag_parts {
    char locale[ULOC_FULLNAME_CAPACITY], language[ULOC_LANG_CAPACITY];
    char script[ULOC_SCRIPT_CAPACITY], likely[ULOC_SCRIPT_CAPACITY];
};

static struct tag_parts part_tag(const char *tag)
{
    struct tag_parts p = { "", "", "", "" };
    char full[ULOC_FULLNAME_CAPACITY] = "";
    UErrorCode e = U_ZERO_ERROR;
    int32_t parsed;
    uloc_forLanguageTag(tag, p.locale, sizeof p.locale, &parsed, &e);
    uloc_getLanguage(p.locale, p.language, sizeof p.language, &e);
    uloc_getScript(p.locale, p.script, sizeof p.script, &e);
    uloc_addLikelySubtags(p.language, full, sizeof full, &e);
    uloc_getScript(full, p.likely, sizeof p.likely, &e);
    return U_SUCCESS(e) ? p : (struct tag_parts){ "", "", "", "" };
}

bool scripts_known(const char *language)
{
    UErrorCode e = U_ZERO_ERROR;
    /* directly: else ICU asks for the machine's own language, and falls where it has no memory */
    UResourceBundle *data = ures_openDirect(NULL, language, &e);
    ures_close(data);
    return *language && U_SUCCESS(e);
}

/* The tag most likely meant by text in a script: the same language in it, "sr-Cyrl", where that is
 * written so, else the one most written so, "ru". */
static const char *likely_tag(struct arena *a, const struct tag_parts *tag, const char *written)
{
    struct buffer own = buffer_in(a);
    char locale[16] = "und_", full[ULOC_FULLNAME_CAPACITY] = "", likely[ULOC_LANG_CAPACITY] = "";
    UErrorCode e = U_ZERO_ERROR;
    add_scripts_of(&own, tag->language);
    if (strcmp(tag->likely, written) == 0)
        return arena_strdup(a, tag->language);
    if (own.size && strstr(buffer_text(&own), written))
        return arena_printf(a, "%s-%s", tag->language, written);
    uloc_addLikelySubtags(strcat(locale, written), full, sizeof full, &e);
    uloc_getLanguage(full, likely, sizeof likely, &e);
    return U_SUCCESS(e) && *likely && strcmp(likely, "und") ? arena_strdup(a, likely) : NULL;
}

const char *lang_scripts(struct arena *a, const char *tag)
{
    const struct tag_parts parts = part_tag(tag);
    struct buffer out = buffer_in(a);
    if (*parts.script)
        add_script(&out, parts.script);
    else if (*parts.language && lang_is_registered(tag))
        add_scripts_of(&out, parts.language);
    if (!*parts.script && out.size)
        add_script(&out, scripts_known(parts.language) ? parts.likely : "Latn");
    return buffer_text(&out);
}

bool lang_is_contradicted(const char *scripts, const struct letter_counts *l)
{
    enum { FEW = 20 }; /* one of so many letters can be of its script though it is not */
    unsigned own = 0, others = 0;
    if (most_letters(l) == USCRIPT_HIRAGANA && !strstr(scripts, "Hira"))
        return *scripts;
    for (unsigned k = 0; k < LETTERS_SCRIPTS && l->counts[k]; k++) {
        const char *code = uscript_getShortName((UScriptCode)l->scripts[k]);
        *(code && strstr(scripts, code) ? &own : &others) += l->counts[k];
    }
    return *scripts && others && own * FEW <= l->letters;
}

const char *lang_script_of(const struct letter_counts *l)
{
    return lang_script_name(most_letters(l));
}

const char *lang_likely_tag(struct arena *a, const char *tag, const struct letter_counts *l)
{
    const struct tag_parts parts = part_tag(tag);
    const char *written = scripts_written(l);
    return written ? likely_tag(a, &parts, written) : NULL;
}

const uint32_t *lang_letters(struct arena *a, const char *tag)
{
    const struct tag_parts parts = part_tag(tag);
    UErrorCode e = U_ZERO_ERROR;
    USet *set = uset_openEmpty();
    ULocaleData *data = scripts_known(parts.language) ? ulocdata_open(parts.locale, &e) : NULL;
    if (data && set)
        ulocdata_getExemplarSet(data, set, 0, ULOCDATA_ES_STANDARD, &e);
    int32_t count = set && U_SUCCESS(e) ? uset_size(set) : 0, kept = 0;
    uint32_t *letters = arena_array(a, uint32_t, (size_t)count + 1);
    for (int32_t i = 0; i < count; i++) {
        UChar32 c = uset_charAt(set, i); /* -1: two that count as one */
        if (c > 0)
            letters[kept++] = (uint32_t)c;
    }
    ulocdata_close(data);
    uset_close(set);
    return letters;
}
