/* lang/name: what a language calls itself, as CLDR says it. */
#include "lang/inner.h"

#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { NAME_MOST = 128 };

const char *lang_name(struct arena *a, const char *tag)
{
    char locale[ULOC_FULLNAME_CAPACITY] = "", text[4 * NAME_MOST] = "";
    UChar wide[NAME_MOST];
    int32_t parsed = 0;
    UErrorCode e = U_ZERO_ERROR;
    uloc_forLanguageTag(tag, locale, sizeof locale, &parsed, &e);
    if (U_FAILURE(e) || !cldr_knows(locale))
        return tag;
    int32_t n = uloc_getDisplayName(locale, locale, wide, NAME_MOST, &e);
    if (U_SUCCESS(e) && n > 0)
        u_strToUTF8(text, sizeof text, NULL, wide, n, &e);
    return U_SUCCESS(e) && *text ? arena_strdup(a, text) : tag;
}
