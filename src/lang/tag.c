/* lang/tag: BCP 47 (RFC 5646) syntax, and which pattern file a tag means.
 */
#include "lang/inner.h"

#include <string.h>
#include <unistd.h>

static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The length of the subtag at s; 0 when a character that no subtag has stands in it or it is over 8 long. */
static size_t subtag(const char *s, bool *letters, bool *digits)
{
    size_t n = 0;
    *letters = *digits = true;
    for (; s[n] && s[n] != '-'; n++) {
        if (!is_alpha(s[n]) && !is_digit(s[n]))
            return 0;
        *letters = *letters && is_alpha(s[n]);
        *digits = *digits && is_digit(s[n]);
    }
    return n <= 8 ? n : 0;
}

/* langtag = language ["-" script] ["-" region] *("-" variant) *("-" extension) ["-" privateuse], or privateuse alone. */
bool lang_is_wellformed(const char *tag)
{
    enum { LANGUAGE, EXTLANG, SCRIPT, REGION, VARIANT, EXTENSION, PRIVATE } state = LANGUAGE;
    bool letters, digits, need = false;
    size_t n;
    for (const char *s = tag;; s += n + 1) {
        if (!(n = subtag(s, &letters, &digits)))
            return false;
        bool single = n == 1;
        if (single && state != PRIVATE) {
            if (need || (state == LANGUAGE && *s != 'x' && *s != 'X'))
                return false;
            state = *s == 'x' || *s == 'X' ? PRIVATE : EXTENSION;
            need = true;
        } else if (state == LANGUAGE) {
            if (!letters || n < 2)
                return false;
            state = n <= 3 ? EXTLANG : SCRIPT;
        } else if (state >= EXTENSION) {
            need = false;
        } else if (state == EXTLANG && n == 3 && letters) {
            state = EXTLANG;
        } else if (state <= SCRIPT && n == 4 && letters) {
            state = REGION;
        } else if (state <= REGION && ((n == 2 && letters) || (n == 3 && digits))) {
            state = VARIANT;
        } else if (n >= 5 || (n == 4 && is_digit(*s))) {
            state = VARIANT;
        } else {
            return false;
        }
        if (!s[n])
            return !need;
    }
}

size_t tag_plain_length(const char *tag)
{
    for (const char *s = tag;; s++) {
        size_t n = strcspn(s, "-");
        if (n == 1)
            return s > tag ? (size_t)(s - tag) - 1 : 0;
        s += n;
        if (!*s)
            return (size_t)(s - tag);
    }
}

/* Where Debian's file for a bare language is not hyph_LANGUAGE.dic: what such a text most likely is, the first that is here. */
static const struct {
    const char *language, *file;
} usual[] = {
    { "en", "en_US" }, { "es", "es_ES" }, { "pt", "pt_PT" }, { "pt", "pt_BR" }, { "de", "de_DE" },
    { "fr", "fr_FR" }, { "ru", "ru_RU" }, { "el", "el_GR" }, { "it", "it_IT" }, { "nl", "nl_NL" },
    { "pl", "pl_PL" }, { "sv", "sv_SE" }, { "da", "da_DK" }, { "nb", "nb_NO" }, { "nn", "nn_NO" },
    { "no", "nb_NO" }, { "uk", "uk_UA" }, { "hu", "hu_HU" }, { "cs", "cs_CZ" }, { "sk", "sk_SK" },
    { "sl", "sl_SI" }, { "hr", "hr_HR" }, { "ro", "ro_RO" }, { "bg", "bg_BG" }, { "lt", "lt_LT" },
    { "lv", "lv_LV" }, { "et", "et_EE" }, { "ca", "ca" },    { "gl", "gl" },    { "id", "id_ID" },
    { "af", "af_ZA" }, { "zu", "zu_ZA" }, { "is", "is" },    { "mn", "mn_MN" },
};

/* /usr/share/hyphen/hyph_NAME.dic if it can be read. */
static const char *at_hand(struct arena *a, const char *name, size_t n)
{
    char *path = arena_printf(a, "/usr/share/hyphen/hyph_%.*s.dic", (int)n, name);
    return access(path, R_OK) ? NULL : path;
}

const char *hyphens_find(struct arena *a, const char *tag)
{
    if (!lang_is_wellformed(tag))
        return NULL;
    char *name = arena_strdup(a, tag);
    size_t language = strcspn(name, "-"), part = 0;
    for (char *c = name; *c; c++) { /* as the files are spelled: pt_BR, sr_Latn */
        bool lower = *c >= 'a' && *c <= 'z', upper = *c >= 'A' && *c <= 'Z';
        size_t length = strcspn(c - part, "-");
        if (upper && (size_t)(c - name) < language)
            *c = (char)(*c + 32);
        else if (lower && (size_t)(c - name) > language && (length == 2 || (length == 4 && !part)))
            *c = (char)(*c - 32);
        part = *c == '-' ? 0 : part + 1;
    }
    for (char *c = name; *c; c++)
        *c = *c == '-' ? '_' : *c;
    /* The whole tag, then without its last subtags ("es-GT-x-a" → es_GT); a script keeps its own patterns, never another script's. */
    for (size_t n = strlen(name); n > language;) {
        const char *path = at_hand(a, name, n);
        if (path)
            return path;
        while (n > language && name[--n] != '_')
            ;
        if (n > language && n == language + 5 && name[language] == '_' &&
            strcmp(name + language + 1, "Latn"))
            break;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strlen(usual[i].language) == language && !memcmp(usual[i].language, name, language)) {
            const char *path = at_hand(a, usual[i].file, strlen(usual[i].file));
            if (path)
                return path;
        }
    return at_hand(a, name, language);
}
