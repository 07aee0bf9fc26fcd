/* lang/number: a number as a CSS counter style prints it (CSS Counter Styles 3, the predefined
 * ones), and which digits a text uses. A number that a style has no form for (roman 0, alpha −1) is
 * printed as decimal, as the module's fallback says.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

enum { NUMBER_MOST = 96 };

/* Additive, 1 … 3999. */
static bool roman(int64_t n, char *out, const char *const *digits)
{
    static const int values[] = { 1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1 };
    if (n < 1 || n > 3999)
        return false;
    *out = 0;
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++)
        for (; n >= values[i]; n -= values[i])
            strcat(out, digits[i]);
    return true;
}

static const char *const lower_digits[] = { "m",  "cm", "d",  "cd", "c",  "xc", "l",
                                            "xl", "x",  "ix", "v",  "iv", "i" };
static const char *const upper_digits[] = { "M",  "CM", "D",  "CD", "C",  "XC", "L",
                                            "XL", "X",  "IX", "V",  "IV", "I" };
static bool lower_roman(int64_t n, char *out) { return roman(n, out, lower_digits); }
static bool upper_roman(int64_t n, char *out) { return roman(n, out, upper_digits); }

/* Bijective numeration with `count` letters from `first` on; `skip` is left out (final sigma). */
static bool alphabetic(int64_t n, char *out, uint32_t first, unsigned count, uint32_t skip)
{
    uint32_t letters[64];
    unsigned k = 0;
    if (n < 1)
        return false;
    for (; n > 0; n = (n - 1) / count) {
        uint32_t c = first + (uint32_t)((n - 1) % count);
        letters[k++] = skip && c >= skip ? c + 1 : c;
    }
    while (k)
        out += utf8_encode(letters[--k], out);
    *out = 0;
    return true;
}

static bool lower_alpha(int64_t n, char *out) { return alphabetic(n, out, 'a', 26, 0); }
static bool upper_alpha(int64_t n, char *out) { return alphabetic(n, out, 'A', 26, 0); }
static bool lower_greek(int64_t n, char *out) { return alphabetic(n, out, 0x3B1, 24, 0x3C2); }
static bool disc(int64_t n, char *out)
{
    (void)n;
    return strcpy(out, "\u2022");
}
static bool circle(int64_t n, char *out)
{
    (void)n;
    return strcpy(out, "\u25E6");
}
static bool square(int64_t n, char *out)
{
    (void)n;
    return strcpy(out, "\u25AA");
}
static bool nothing(int64_t n, char *out)
{
    (void)n;
    *out = 0;
    return true;
}
static bool leading_zero(int64_t n, char *out)
{
    return snprintf(out, NUMBER_MOST, "%02lld", (long long)n) > 0;
}

static const struct {
    const char *name;
    bool (*print)(int64_t, char *);
    bool digits;
} styles[] = {
    { "decimal-leading-zero", leading_zero, true },
    { "lower-roman", lower_roman, false },
    { "upper-roman", upper_roman, false },
    { "lower-alpha", lower_alpha, false },
    { "lower-latin", lower_alpha, false },
    { "upper-alpha", upper_alpha, false },
    { "upper-latin", upper_alpha, false },
    { "lower-greek", lower_greek, false },
    { "disc", disc, false },
    { "circle", circle, false },
    { "square", square, false },
    { "none", nothing, false },
};

const struct digit_set lang_latin_digits = { { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' } };

/* ASCII digits become those. */
static char *to_digits(struct arena *a, const struct digit_set *d, const char *ascii)
{
    char *out = arena_alloc(a, strlen(ascii) * 4 + 1), *to = out;
    for (; *ascii; ascii++)
        to += utf8_encode(
            *ascii >= '0' && *ascii <= '9' ? d->digit[*ascii - '0'] : (unsigned char)*ascii, to);
    *to = 0;
    return out;
}

char *lang_number(struct arena *a, const struct digit_set *d, int64_t n, const char *style)
{
    char out[NUMBER_MOST];
    bool digits = true, done = false;
    for (unsigned i = 0; i < sizeof styles / sizeof *styles; i++)
        if (!strcmp(styles[i].name, style)) {
            done = styles[i].print(n, out);
            digits = styles[i].digits || !done;
        }
    if (!done)
        snprintf(out, sizeof out, "%lld", (long long)n);
    return digits ? to_digits(a, d, out) : arena_strdup(a, out);
}

/* ---- which digits a text uses ---- */
struct digit_count {
    uint32_t zero;
    uint64_t count;
};

/* The zero of a digit's kind, or 0 for what is no decimal digit.  Unicode keeps those of a kind in
 * a row; full-width and mathematical ones are Latin digits in another dress. */
static uint32_t zero_of(uint32_t c)
{
    if (c < 0x80)
        return c >= '0' && c <= '9' ? '0' : 0;
    if (u_charType((UChar32)c) != U_DECIMAL_DIGIT_NUMBER)
        return 0;
    if (u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE) != U_DT_NONE)
        return '0';
    return c - (uint32_t)u_charDigitValue((UChar32)c);
}

static void count_one(struct digit_counts *c, uint32_t zero)
{
    size_t i = 0;
    while (i < c->count && c->kinds[i].zero != zero)
        i++;
    if (i == c->count) {
        c->kinds = arena_grow(c->arena, c->kinds, sizeof *c->kinds, i, i + 1, &c->room);
        c->kinds[c->count++] = (struct digit_count){ .zero = zero };
    }
    c->kinds[i].count++;
}

void lang_count_digits(struct digit_counts *c, const char *text, size_t n)
{
    size_t length;
    for (size_t i = 0; i < n; i += length) {
        uint32_t zero = zero_of(utf8_decode(text + i, n - i, &length));
        if (zero)
            count_one(c, zero);
    }
}

const struct digit_set *lang_most_digits(const struct digit_counts *c,
                                         const struct digit_set *usual)
{
    struct digit_count best = { usual->digit[0], 0 };
    for (size_t i = 0; i < c->count; i++)
        if (c->kinds[i].count > best.count ||
            (c->kinds[i].count == best.count && c->kinds[i].zero == usual->digit[0]))
            best = c->kinds[i];
    if (best.zero == usual->digit[0])
        return usual;
    struct digit_set *most = arena_new(c->arena, struct digit_set);
    for (uint32_t i = 0; i < 10; i++)
        most->digit[i] = best.zero + i;
    return most;
}
