/* lang/registry: is a language tag made of registered subtags (RFC 5646, 2.2.9: valid), and which
 * one was meant if not.
 *
 *   en_US ─► en-US    English ─► en    español ─► es    eng ─► en    jp ─► ja-JP
 *   en-UK ─► en-GB    pt-Brazil ─► pt    i-klingon ─► tlh    sgn-BE-FR ─► sfb    en--US ─► en-US
 *   de-1901-1901 ─► de-1901    en-yue ─► yue, which stands behind zh alone
 *
 * Well-formed is not enough: "English" and "spanish" are, as future subtags.  Private use (x-…, qaa
 * … qtz, Qaaa … Qabx, QM … QZ, XA … XZ) is always registered.
 */
#include "lang/inner.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>
#include <unicode/ustring.h>

struct languages {
    const char *stem, *last;
};
#define LANGUAGES(stem, last) { stem, last },
#define SUBTAGS(words)
#define EXTLANGS(prefix, languages)
static const struct languages languages[] = {
#include "lang/subtags.def"
};
#undef LANGUAGES
#undef SUBTAGS
#define LANGUAGES(stem, last)
#define SUBTAGS(words) words,
static const char *const subtags[] = {
#include "lang/subtags.def"
};
#undef SUBTAGS
#undef EXTLANGS
#define SUBTAGS(words)
#define EXTLANGS(prefix, languages) { prefix, languages },
static const struct extlangs {
    const char *prefix, *languages;
} extlangs[] = {
#include "lang/subtags.def"
};
#undef LANGUAGES
#undef SUBTAGS
#undef EXTLANGS

enum { SUBTAG_MOST = 8, TAG_MOST = 64, NAME_MOST = 64 };

/* The subtag at s in lower case; its length, 0 when it is too long for one. */
static size_t lower_subtag(const char *s, char out[SUBTAG_MOST + 1])
{
    size_t n = strcspn(s, "-");
    if (n > SUBTAG_MOST)
        return 0;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
    out[n] = 0;
    return n;
}

static int compare_stems(const void *a, const void *b)
{
    return strcmp(a, ((const struct languages *)b)->stem);
}

/* qaa … qtz */
static bool is_private(const char *subtag)
{
    return strlen(subtag) == 3 && subtag[0] == 'q' && subtag[1] >= 'a' && subtag[1] <= 't';
}

static bool is_language(const char *subtag)
{
    char stem[SUBTAG_MOST + 1];
    size_t n = strlen(subtag);
    if (n < 2 || n > 3)
        return false;
    memcpy(stem, subtag, n);
    stem[n - 1] = 0;
    const struct languages *row = bsearch(stem, languages, sizeof languages / sizeof *languages,
                                          sizeof *languages, compare_stems);
    return row && strchr(row->last, subtag[n - 1]);
}

/* Does the list, words parted by spaces, have the word? */
static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *w = list; (w = strstr(w, word)); w++)
        if ((w == list || w[-1] == ' ') && (w[n] == ' ' || !w[n]))
            return true;
    return false;
}

/* Is it a language that stands behind that one, as yue does in zh-yue? */
static bool is_extlang(const char *tag, const char *subtag)
{
    char prefix[SUBTAG_MOST + 1];
    lower_subtag(tag, prefix);
    for (size_t i = 0; i < sizeof extlangs / sizeof *extlangs; i++)
        if (strcmp(extlangs[i].prefix, prefix) == 0 && has_word(extlangs[i].languages, subtag))
            return true;
    return false;
}

/* A script, region or variant; in the registry no two of these look alike. */
static bool is_other(const char *subtag)
{
    const size_t n = strlen(subtag);
    bool region = n == 2 && ((subtag[0] == 'q' && subtag[1] >= 'm') || subtag[0] == 'x');
    bool script = n == 4 && subtag[0] == 'q' && subtag[1] == 'a' && subtag[2] <= 'b';
    for (size_t i = 0; i < sizeof subtags / sizeof *subtags; i++)
        if (has_word(subtags[i], subtag))
            return true;
    return region || script;
}

/* How many bytes of a tag are registered, counted in whole subtags; what follows a private one, as
 * in qps-ploc, needs not be. */
static size_t registered_length(const char *tag)
{
    char subtag[SUBTAG_MOST + 1];
    size_t good = 0;
    for (const char *s = tag;; s += strcspn(s, "-") + 1) {
        size_t n = lower_subtag(s, subtag);
        if ((n == 1 && (s > tag || *subtag == 'x')) || (s == tag && n && is_private(subtag)))
            return strlen(tag);
        if (!n)
            return good;
        bool second = (size_t)(s - tag) == strcspn(tag, "-") + 1;
        bool language = s == tag ? is_language(subtag) : second && is_extlang(tag, subtag);
        if (!language && (s == tag || !is_other(subtag)))
            return good;
        good = (size_t)(s - tag) + n;
        if (!s[n])
            return good;
    }
}

bool lang_is_registered(const char *tag)
{
    return lang_is_wellformed(tag) && registered_length(tag) == strlen(tag);
}

/* ---- what was meant ---- */

/* Is this the name of the language, in English or in itself?  The name ends where a letter of it
 * does. */
static bool is_named(const char *language, const char *locale, const UChar *name)
{
    UChar known[NAME_MOST];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = uloc_getDisplayLanguage(language, locale, known, NAME_MOST, &e);
    return U_SUCCESS(e) && e != U_STRING_NOT_TERMINATED_WARNING && n > 0 &&
           !u_strcasecmp(known, name, U_FOLD_CASE_DEFAULT);
}

/* The language of that name, "Spanish" or "español"; NULL: none. */
static const char *language_named(const char *name)
{
    UChar wide[NAME_MOST];
    UErrorCode e = U_ZERO_ERROR;
    u_strFromUTF8(wide, NAME_MOST, NULL, name, -1, &e);
    if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING)
        return NULL;
    for (const char *const *l = uloc_getISOLanguages(); *l; l++)
        if (is_named(*l, "en", wide) || is_named(*l, *l, wide))
            return *l;
    return NULL;
}

/* The language most likely written where that region is, "ja-JP" for "jp"; NULL when it is none. */
static const char *language_of_region(struct arena *a, const char *subtag)
{
    char locale[16] = "und_", full[ULOC_FULLNAME_CAPACITY], language[ULOC_LANG_CAPACITY];
    UErrorCode e = U_ZERO_ERROR;
    if (strlen(subtag) != 2 || strchr("qx", subtag[0]) || !is_other(subtag))
        return NULL;
    strcat(locale, subtag);
    uloc_addLikelySubtags(locale, full, sizeof full, &e);
    uloc_getLanguage(full, language, sizeof language, &e);
    if (U_FAILURE(e) || !is_language(language))
        return NULL;
    return arena_printf(a, "%s-%c%c", language, subtag[0] - 32, subtag[1] - 32);
}

/* The registered language that the first subtag means; NULL when nobody can tell. */
static const char *meant_language(struct arena *a, const char *first)
{
    char lower[SUBTAG_MOST + 1] = "", canonical[ULOC_FULLNAME_CAPACITY];
    UErrorCode e = U_ZERO_ERROR;
    const char *named = language_named(first);
    if (named || !lower_subtag(first, lower))
        return named;
    uloc_canonicalize(lower, canonical, sizeof canonical, &e);
    if (U_SUCCESS(e) && is_language(canonical))
        return arena_strdup(a, canonical);
    return language_of_region(a, lower);
}

/* The region that ICU takes a code for, "GB" for "UK"; NULL: none. */
static const char *meant_region(const char *subtag)
{
    UErrorCode e = U_ZERO_ERROR;
    const URegion *region = uregion_getRegionFromCode(subtag, &e);
    return U_SUCCESS(e) ? uregion_getRegionCode(region) : NULL;
}

/* The registered tag that stands for one grandfathered whole, "tlh" for "i-klingon"; NULL: none. */
static const char *modern_tag(struct arena *a, const char *tag)
{
    char locale[ULOC_FULLNAME_CAPACITY], modern[ULOC_FULLNAME_CAPACITY];
    UErrorCode e = U_ZERO_ERROR;
    int32_t parsed;
    uloc_forLanguageTag(tag, locale, sizeof locale, &parsed, &e);
    uloc_toLanguageTag(locale, modern, sizeof modern, true, &e);
    bool other = U_SUCCESS(e) && *locale && strncasecmp(modern, tag, strcspn(tag, "-") + 1) != 0;
    return other && lang_is_registered(modern) ? arena_strdup(a, modern) : NULL;
}

/* Cuts subtags off the end until the rest is registered; NULL where no rest is. */
static char *shorten(char *tag)
{
    for (char *end; !lang_is_registered(tag) && (end = strrchr(tag, '-'));)
        *end = 0;
    return lang_is_registered(tag) ? tag : NULL;
}

/* The tag with hyphens between its subtags, whatever parts them, and without empty ones. */
static char *tidy(struct arena *a, const char *tag)
{
    char *plain = arena_strdup(a, tag), *to = plain;
    for (const char *s = tag; *s && !strchr(".@ (,", *s); s++) {
        bool parts = *s == '-' || *s == '_';
        if (!parts)
            *to++ = *s;
        else if (to > plain && to[-1] != '-')
            *to++ = '-';
    }
    to -= to > plain && to[-1] == '-';
    *to = 0;
    return plain;
}

const char *lang_nearest_tag(struct arena *a, const char *tag)
{
    char *plain = tidy(a, tag);
    if (lang_is_registered(plain))
        return plain;
    const char *modern = plain[strcspn(plain, "-")] ? modern_tag(a, plain) : NULL;
    if (modern)
        return modern;
    size_t first = strcspn(plain, "-"), good = registered_length(plain);
    if (!first)
        return NULL;
    if (good) {
        const char *rest = plain + good + (plain[good] == '-');
        const char *region = strlen(rest) == 2 ? meant_region(rest) : NULL;
        plain[good] = 0;
        return region ? arena_printf(a, "%s-%s", plain, region) : shorten(plain);
    }
    const char *rest = plain[first] ? arena_strdup(a, plain + first) : "";
    plain[first] = 0;
    const char *language = meant_language(a, plain);
    const char *whole = language ? arena_printf(a, "%s%s", language, rest) : NULL;
    return whole && lang_is_registered(whole) ? whole : language;
}
