/* lang/tag: BCP 47 (RFC 5646) syntax. */
#include "base/utf8.h"
#include "lang/inner.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The length of the subtag at s; 0 when a character that no subtag has stands in it or it is over 8
 * long. */
static size_t subtag(const char *s, bool *letters, bool *digits)
{
    size_t n = 0;
    *letters = *digits = true;
    for (; s[n] && s[n] != '-'; n++) {
        if (!utf8_is_ascii_letter((unsigned char)s[n]) && !is_digit(s[n]))
            return 0;
        *letters = *letters && utf8_is_ascii_letter((unsigned char)s[n]);
        *digits = *digits && is_digit(s[n]);
    }
    return n <= 8 ? n : 0;
}

/* langtag = language ["-" script] ["-" region] *("-" variant) *("-" extension) ["-" privateuse], or
 * privateuse alone. */
static bool is_langtag(const char *tag)
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

/* Does a subtag of n bytes stand again behind it, before `end` and what is private? */
static bool stands_again(const char *subtag, size_t n, const char *end)
{
    for (const char *s = subtag + n; s < end;) {
        s++;
        size_t length = strcspn(s, "-");
        if (length == n && strncasecmp(s, subtag, n) == 0)
            return true;
        if (length == 1 && (*s == 'x' || *s == 'X'))
            return false;
        s += length;
    }
    return false;
}

/* Does a variant, or a singleton, stand twice in a tag before its private part (2.2.5, 2.2.6)? */
static bool has_twins(const char *tag)
{
    const char *plain = tag + tag_plain_length(tag), *whole = tag + strlen(tag);
    for (const char *s = tag; s < whole; s++) {
        size_t n = strcspn(s, "-");
        bool variant = s > tag && s < plain && (n >= 5 || (n == 4 && is_digit(*s)));
        if (n == 1 && (*s == 'x' || *s == 'X'))
            return false;
        if ((variant && stands_again(s, n, plain)) || (n == 1 && stands_again(s, n, whole)))
            return true;
        s += n;
    }
    return false;
}

bool lang_is_wellformed(const char *tag) { return is_langtag(tag) && !has_twins(tag); }
