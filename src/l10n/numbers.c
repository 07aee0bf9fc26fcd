/* l10n/numbers: a translation says 2003 where its source says 2030.
 *
 *   1,000 partners since 2016       ──►  1000  2016
 *   ١٬٠٠٠ شريك منذ ٢٠١٦             ──►  1000  2016
 *
 * Numbers are compared without their order, their digits in ASCII and without what groups them; a
 * decimal sign parts two numbers, on either side.  Nothing is said where one side has only more of
 * them: many languages write small numbers as words.
 */
#include "l10n/inner.h"

#include "base/utf8.h"

enum { DIGITS_MOST = 20, NUMBERS_MOST = 64, GROUP = 3 };

struct number {
    char digits[DIGITS_MOST + 1];
    size_t start, end; /* in the message */
    bool met;          /* the other side has it, too */
};
struct numbers {
    struct number list[NUMBERS_MOST];
    size_t count;
};

/* Gives the value of a decimal digit of any script that people write numbers in; -1: it is none. */
static int digit_of(uint32_t c)
{
    static const uint32_t zeros[] = { '0',    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66,
                                      0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50,
                                      0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10 };
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return (int)(c - zeros[i]);
    return -1;
}

/* Tells whether a character may stand between groups of three digits. */
static bool groups(uint32_t c)
{
    return c == ',' || c == '.' || c == ' ' || c == '\'' || c == 0xA0 || c == 0x2009 ||
           c == 0x2019 || c == 0x202F || c == 0x066C;
}

/* Counts the digits from `at` on; *end becomes where they end. */
static size_t count_digits(const char *text, size_t length, size_t at, size_t *end)
{
    size_t count = 0, n;
    for (; at < length && digit_of(utf8_decode(text + at, length - at, &n)) >= 0; at += n)
        count++;
    *end = at;
    return count;
}

/* Reads the number at `start`, with all its groups. */
static void read_number(const char *text, size_t length, size_t start, struct number *to)
{
    size_t count = 0, n, end, first = count_digits(text, length, start, &end);
    for (;;) {
        uint32_t c = end < length ? utf8_decode(text + end, length - end, &n) : 0;
        size_t behind;
        if (first > GROUP || !groups(c) || count_digits(text, length, end + n, &behind) != GROUP)
            break;
        end = behind;
    }
    for (size_t at = start; at < end && count < DIGITS_MOST; at += n) {
        int digit = digit_of(utf8_decode(text + at, end - at, &n));
        if (digit >= 0)
            to->digits[count++] = (char)('0' + digit);
    }
    to->start = start;
    to->end = end;
}

/* Finds the numbers of a message, its tags and references passed over. */
static void find_numbers(struct numbers *all, const char *text)
{
    size_t length = strlen(text), n;
    for (struct token t = { 0 }; token_next(text, length, &t);)
        for (size_t at = t.start; t.kind == TOKEN_TEXT && at < t.end; at += n) {
            if (digit_of(utf8_decode(text + at, t.end - at, &n)) < 0)
                continue;
            if (all->count == NUMBERS_MOST)
                return;
            struct number *to = &all->list[all->count++];
            read_number(text, t.end, at, to);
            n = to->end - at;
        }
}

/* Finds the first number that the other side has not; NULL when there is none. */
static const struct number *find_alone(const struct numbers *all)
{
    for (size_t i = 0; i < all->count; i++)
        if (!all->list[i].met)
            return &all->list[i];
    return NULL;
}

bool numbers_differ(struct arena *a, const char *source, const char *ours, const char **theirs,
                    size_t *start, size_t *end)
{
    if (!strpbrk(source, "0123456789"))
        return false;
    struct numbers *left = arena_array(a, struct numbers, 2), *right = left + 1;
    find_numbers(left, source);
    find_numbers(right, ours);
    for (size_t i = 0; i < left->count; i++)
        for (size_t k = 0; k < right->count && !left->list[i].met; k++)
            if (!right->list[k].met && strcmp(left->list[i].digits, right->list[k].digits) == 0)
                left->list[i].met = right->list[k].met = true;
    const struct number *one = find_alone(left), *other = find_alone(right);
    if (!one || !other)
        return false;
    *theirs = arena_strndup(a, source + one->start, one->end - one->start);
    *start = other->start;
    *end = other->end;
    return true;
}
