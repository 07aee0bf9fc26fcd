/* lang/date: a date as a language writes it: CLDR's long form, its own calendar and order of words.
 */
#include "lang/inner.h"

#include "base/date.h"
#include "base/utf8.h"

#include <stdio.h>
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

/* The longest word of a name, without its point: "gener" of "de gener", "abril" of "d’abril". */
static const char *longest_word(const char *name, size_t *size)
{
    const char *longest = name;
    *size = 0;
    for (size_t n; *name; name += n + strspn(name + n, " ")) {
        n = strcspn(name, " ");
        if (n > *size) {
            longest = name;
            *size = n;
        }
    }
    *size -= *size && longest[*size - 1] == '.';
    if (*size > 4 && !memcmp(longest + 1, "\u2019", 3)) {
        longest += 4;
        *size -= 4;
    }
    return longest;
}

/* Adds what names have of words; those that begin with a digit are numbers. */
static void add_names(struct buffer *out, const UResourceBundle *names)
{
    for (int32_t i = 0; i < ures_getSize(names); i++) {
        char text[4 * DATE_MOST];
        int32_t size = sizeof text;
        UErrorCode e = U_ZERO_ERROR;
        ures_getUTF8StringByIndex(names, i, text, &size, true, &e);
        if (U_FAILURE(e) || (*text >= '0' && *text <= '9'))
            continue;
        size_t n;
        const char *word = longest_word(text, &n);
        buffer_add(out, word, n);
        buffer_add_char(out, ' ');
    }
}

/* Adds the names of a width that stand beside a day, if the locale has any of its own. */
static void add_width(struct buffer *out, const char *locale, const char *width)
{
    const char *const keys[] = { "calendar", "gregorian", "monthNames", "format", width };
    UErrorCode e = U_ZERO_ERROR;
    UResourceBundle *r = ures_open(NULL, locale, &e);
    if (e == U_USING_DEFAULT_WARNING) /* they would be the machine's */
        e = U_MISSING_RESOURCE_ERROR;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        r = ures_getByKey(r, keys[i], r, &e);
    if (U_SUCCESS(e))
        add_names(out, r);
    ures_close(r);
}

const char *cldr_months(struct arena *a, const char *locale)
{
    struct buffer out = buffer_in(a);
    char at[ULOC_FULLNAME_CAPACITY];
    snprintf(at, sizeof at, "%s", locale);
    for (UErrorCode e = U_ZERO_ERROR; *at && U_SUCCESS(e) && !out.size;
         uloc_getParent(at, at, sizeof at, &e)) {
        add_width(&out, at, "wide");
        add_width(&out, at, "abbreviated");
    }
    return buffer_text(&out);
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
