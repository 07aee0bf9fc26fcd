/* lang/date: a date as a language writes it: CLDR's long form, its own calendar and order of words.
 */
#include "lang/inner.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

enum { DATE_MOST = 128 }; /* characters of a date or its pattern */
static const UChar universal[] = u"Etc/UTC";

/* The form of a date without its day: which words, CLDR says in what order. */
static UDateFormat *open_skeleton(const char *locale, const UChar *skeleton, UErrorCode *e)
{
    UChar pattern[DATE_MOST];
    UDateTimePatternGenerator *g = udatpg_open(locale, e);
    int32_t n = U_SUCCESS(*e) ? udatpg_getBestPattern(g, skeleton, -1, pattern, DATE_MOST, e) : 0;
    if (g)
        udatpg_close(g);
    return udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, universal, -1, pattern, n, e);
}

/* The form for a date of so many bytes in ISO 8601. */
static UDateFormat *open_form(const char *locale, size_t size, UErrorCode *e)
{
    if (size > 7)
        return udat_open(UDAT_NONE, UDAT_LONG, locale, universal, -1, NULL, 0, e);
    return open_skeleton(locale, size > 4 ? u"yMMMM" : u"y", e);
}

/* Copies a text with these digits for Latin ones. */
static const char *with_digits(struct arena *a, const struct digit_set *d, const char *text)
{
    char *made = arena_alloc(a, 4 * strlen(text) + 1), *out = made;
    for (; *text; text++) {
        if (*text >= '0' && *text <= '9')
            out += utf8_encode(d->digit[*text - '0'], out);
        else
            *out++ = *text;
    }
    *out = 0;
    return made;
}

bool cldr_knows(const char *locale)
{
    UErrorCode e = U_ZERO_ERROR;
    UResourceBundle *data = ures_open(NULL, locale, &e);
    bool found = e == U_ZERO_ERROR || e == U_USING_FALLBACK_WARNING;
    const char *name = found ? ures_getLocaleByType(data, ULOC_VALID_LOCALE, &e) : NULL;
    bool known = name && strcmp(name, "root") != 0;
    ures_close(data);
    return known;
}

const char *lang_date(struct arena *a, const struct lang *l, const struct digit_set *d,
                      const char *iso)
{
    char locale[ULOC_FULLNAME_CAPACITY] = "", text[4 * DATE_MOST];
    UChar wide[DATE_MOST];
    int64_t seconds;
    int32_t parsed = 0;
    UErrorCode e = U_ZERO_ERROR;
    iso += strspn(iso, " \t\n");
    size_t size = strcspn(iso, " \t\n");
    iso = arena_strndup(a, iso, size);
    if (!date_read(iso, &seconds))
        return NULL;
    uloc_forLanguageTag(l->tag, locale, sizeof locale, &parsed, &e);
    uloc_setKeywordValue("numbers", "latn", locale, sizeof locale, &e);
    UDateFormat *f = cldr_knows(locale) ? open_form(locale, size, &e) : NULL;
    int32_t n = f ? udat_format(f, (double)seconds * 1000, wide, DATE_MOST, NULL, &e) : 0;
    if (f)
        udat_close(f);
    if (U_SUCCESS(e) && n > 0)
        u_strToUTF8(text, sizeof text, NULL, wide, n, &e);
    return with_digits(a, d, U_SUCCESS(e) && n > 0 ? text : iso);
}
