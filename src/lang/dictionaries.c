/* lang/dictionaries: which of Debian's pattern files a tag means, and which package has it.
 *
 *   is ─► hyph_is_IS    en-AU ─► hyph_en_GB    sr-Latn ─► hyph_sr-Latn_RS
 *   no ─► hyph_nb_NO    de-CH-1996 ─► hyph_de_CH
 *
 * Files are named LANGUAGE_REGION, with a script between where it is not the language's usual one.
 * What a tag does not say is likely (ICU's likely subtags, UTS #35); another region's patterns are
 * better than none, another script's are none.
 */
#include "lang/inner.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unistd.h>

enum { PART_MOST = 16 };

/* What a tag says or most likely means. */
struct parts {
    char language[PART_MOST], script[PART_MOST], region[PART_MOST];
};

static struct parts parts_of(const char *locale)
{
    struct parts p = { 0 };
    UErrorCode e = U_ZERO_ERROR;
    uloc_getLanguage(locale, p.language, PART_MOST, &e);
    uloc_getScript(locale, p.script, PART_MOST, &e);
    uloc_getCountry(locale, p.region, PART_MOST, &e);
    if (U_FAILURE(e))
        p.language[0] = 0;
    return p;
}

static struct parts likely_parts(const char *locale)
{
    char full[ULOC_FULLNAME_CAPACITY] = "";
    UErrorCode e = U_ZERO_ERROR;
    uloc_addLikelySubtags(locale, full, sizeof full, &e);
    return parts_of(U_SUCCESS(e) ? full : locale);
}

/* Languages whose patterns are another's, and of those with patterns for two regions the one that
 * others follow. */
static const struct {
    const char *language, *as;
} aliases[] = { { "no", "nb" }, { "mo", "ro" }, { "sh", "sr_Latn" } };
static const struct {
    const char *language, *but, *region;
} followers[] = { { "en", "US PR PH", "GB" }, { "pt", "BR", "PT" } };

/* The region whose patterns serve a region that has none of its own. */
static const char *followed_region(const struct parts *said)
{
    for (size_t i = 0; i < sizeof followers / sizeof *followers; i++)
        if (!strcmp(followers[i].language, said->language) && said->region[0] &&
            !strstr(followers[i].but, said->region))
            return followers[i].region;
    return said->region;
}

/* folder/hyph_LANGUAGE[_SCRIPT][_REGION].dic if it can be read; an empty part is left out. */
static const char *at_hand(struct arena *a, const char *folder, const char *language,
                           const char *script, const char *region)
{
    for (const char *sign = "_-"; *sign; sign++) {
        char *path = arena_printf(a, "%s/hyph_%s%.*s%s%s%s.dic", folder, language,
                                  script[0] ? 1 : 0, sign, script, region[0] ? "_" : "", region);
        if (!access(path, R_OK))
            return path;
    }
    return NULL;
}

/* The first of the folder's files for the language in any region, by name. */
static const char *any_region(struct arena *a, const char *folder, const char *language)
{
    const char *first = NULL;
    char *begin = arena_printf(a, "hyph_%s_", language);
    size_t n = strlen(begin);
    DIR *files = opendir(folder);
    for (struct dirent *f; files && (f = readdir(files));)
        if (!strncmp(f->d_name, begin, n) && strlen(f->d_name) == n + strlen("XX.dic") &&
            !strcmp(f->d_name + n + 2, ".dic") && (!first || strcmp(f->d_name, first) < 0))
            first = arena_strdup(a, f->d_name);
    if (files)
        closedir(files);
    return first ? arena_printf(a, "%s/%s", folder, first) : NULL;
}

/* The locale of a tag, its language's alias put in. */
static const char *locale_of(struct arena *a, const char *tag)
{
    char locale[ULOC_FULLNAME_CAPACITY] = "";
    UErrorCode e = U_ZERO_ERROR;
    int32_t parsed;
    uloc_forLanguageTag(tag, locale, sizeof locale, &parsed, &e);
    if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING || !lang_is_wellformed(tag))
        return "";
    size_t n = strcspn(locale, "_@");
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strlen(aliases[i].language) == n && !memcmp(aliases[i].language, locale, n))
            return arena_printf(a, "%s%s", aliases[i].as, locale + n);
    return arena_strdup(a, locale);
}

const char *hyphens_find(struct arena *a, const char *folder, const char *tag)
{
    const char *locale = locale_of(a, tag);
    const struct parts said = parts_of(locale), meant = likely_parts(locale),
                       usual = likely_parts(said.language);
    if (!said.language[0] || !strcmp(said.language, "th")) /* its patterns cut at every syllable */
        return NULL;
    bool usual_script = !strcmp(meant.script, usual.script);
    const char *regions[] = { said.region, followed_region(&said), meant.region, usual.region, "" };
    const char *path = NULL;
    for (size_t i = 0; !path && i < sizeof regions / sizeof *regions; i++) {
        if (usual_script)
            path = at_hand(a, folder, said.language, "", regions[i]);
        if (!path)
            path = at_hand(a, folder, said.language, meant.script, regions[i]);
    }
    return path || !usual_script ? path : any_region(a, folder, said.language);
}

const char *hyphens_package(struct arena *a, const char *tag)
{
    static const char *const plain = " af be bg ca cs da de el es fr gl hr hu id is it lt lv mn nl "
                                     "pl ro ru sk sl sr sv uk zu ";
    static const struct {
        const char *locale, *package;
    } other[] = { { "en_US", "hyphen-en-us" }, { "en_PR", "hyphen-en-us" },
                  { "en_PH", "hyphen-en-us" }, { "en_", "hyphen-en-gb" },
                  { "pt_BR", "hyphen-pt-br" }, { "pt_", "hyphen-pt-pt" },
                  { "nb_", "hyphen-no" },      { "nn_", "hyphen-no" },
                  { "et_", "myspell-et" } };
    const char *said = locale_of(a, tag);
    const struct parts p = likely_parts(said), usual = likely_parts(p.language);
    if (!parts_of(said).language[0] || (strcmp(p.script, usual.script) && strcmp(p.language, "sr")))
        return NULL;
    const char *locale = arena_printf(a, "%s_%s", p.language, p.region);
    if (strstr(plain, arena_printf(a, " %s ", p.language)))
        return arena_printf(a, "hyphen-%s", p.language);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (!strncmp(other[i].locale, locale, strlen(other[i].locale)))
            return other[i].package;
    return NULL;
}
