/* lang/hyphen: where a word may be parted: a hyph_*.dic and Liang's rule (F. M. Liang, "Word
 * Hy-phen-a-tion by Com-put-er", 1983).
 *
 *   word "amazing" ─► . a m a z i n g . ─► for each start, the patterns along its path;
 *   values: the greatest wins; odd parts
 *
 * Letters are numbered in the order in which they first occur in the file; the patterns themselves
 * are in lang/patterns.
 *
 * The format is libhyphen's (README.hyphen): charset, LEFTHYPHENMIN …, comments, patterns, and
 * where there is a line NEXTLEVEL, those before it part compounds (German: "Menschen|rechte") and
 * those behind it each part as a word of its own.  Departures: the level that libhyphen puts before
 * a file without NEXTLEVEL parts at hyphens and apostrophes, which are no letters here; and
 * patterns with a replacement ("/…", non-standard hyphenation) are skipped, since a line breaker
 * cannot ask the author about a changed spelling.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

enum { WORD_MOST = 64, LETTERS_MOST = 250, NEAR = 0x600, DOT = 1 };

struct far_letter {
    uint32_t c;
    uint8_t code;
};

struct hyphens {
    unsigned least_before, least_after;  /* letters at the word's ends */
    unsigned part_before, part_after;    /* letters of a compound's part at its inner ends */
    uint8_t near[NEAR];                  /* code of a letter below U+0600; 0 = in no pattern */
    struct far_letter far[LETTERS_MOST]; /* the others, rising */
    unsigned far_count, letter_count;
    struct patterns *compounds, *patterns; /* compounds: NULL without NEXTLEVEL */
};

/* The code of a letter, 0 when no pattern has it. */
static uint8_t code_of(const struct hyphens *h, uint32_t c)
{
    if (c < NEAR)
        return h->near[c];
    unsigned low = 0, high = h->far_count;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (h->far[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < h->far_count && h->far[low].c == c ? h->far[low].code : 0;
}

/* The code of a letter, given to it now if it is new; 0 when there are too many letters. */
static uint8_t code_for(struct hyphens *h, uint32_t c)
{
    uint8_t code = code_of(h, c);
    if (code || h->letter_count >= LETTERS_MOST)
        return code;
    code = (uint8_t)(++h->letter_count);
    if (c < NEAR)
        return h->near[c] = code;
    unsigned i = h->far_count++;
    for (; i > 0 && h->far[i - 1].c > c; i--)
        h->far[i] = h->far[i - 1];
    h->far[i] = (struct far_letter){ c, code };
    return code;
}

/* One pattern line: digits are values, all else letters.  No branch between the two: which comes
 * next cannot be foretold. */
static void add_pattern(struct hyphens *h, const char *line, size_t n)
{
    uint8_t letters[PATTERN_MOST + 2];
    uint16_t values[PATTERN_MOST + 2];
    unsigned count = 0, value_count = 0;
    for (size_t i = 0, step; i < n; i += step) {
        unsigned char b = (unsigned char)line[i];
        bool digit = b >= '0' && b <= '9';
        step = 1;
        uint8_t code = b < 128 ? h->near[b] : 0;
        if (!code && !digit) {
            code = code_for(h, b < 128 ? b : utf8_decode(line + i, n - i, &step));
            if (b == '/' || !code)
                return;
        }
        letters[count] = code;
        values[value_count] = (uint16_t)(count << 4 | (b & 15));
        value_count += digit && b != '0';
        count += !digit;
        if (count > PATTERN_MOST || value_count > PATTERN_MOST)
            return;
    }
    if (count)
        patterns_add(h->patterns, letters, count, values, value_count);
}

/* A line of capitals: a command. */
static void obey(struct arena *a, struct hyphens *h, const char *line, size_t n)
{
    static const struct {
        const char *name;
        size_t field;
    } numbers[] = { { "LEFTHYPHENMIN ", offsetof(struct hyphens, least_before) },
                    { "RIGHTHYPHENMIN ", offsetof(struct hyphens, least_after) },
                    { "COMPOUNDLEFTHYPHENMIN ", offsetof(struct hyphens, part_before) },
                    { "COMPOUNDRIGHTHYPHENMIN ", offsetof(struct hyphens, part_after) } };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t length = strlen(numbers[i].name);
        if (n > length && !memcmp(line, numbers[i].name, length)) {
            unsigned value = (unsigned)atoi(line + length);
            *(unsigned *)((char *)h + numbers[i].field) = value < WORD_MOST ? value : WORD_MOST;
        }
    }
    if (n >= 9 && !memcmp(line, "NEXTLEVEL", 9) && !h->compounds) {
        h->compounds = h->patterns;
        h->patterns = patterns_build(a, 0);
    }
}

/* All lines behind the charset. */
static void read_patterns(struct arena *a, struct hyphens *h, const char *text, size_t size)
{
    for (const char *line = text, *end = text + size, *next; line < end; line = next + 1) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next : end;
        size_t n = (size_t)(next - line);
        while (n && (line[n - 1] == '\r' || line[n - 1] == ' ' || line[n - 1] == '\t'))
            n--;
        if (!n || line[0] == '%' || line[0] == '#')
            continue;
        if (line[0] >= 'A' && line[0] <= 'Z')
            obey(a, h, line, n);
        else
            add_pattern(h, line, n);
    }
    if (h->compounds && patterns_empty(h->compounds))
        h->compounds = NULL;
}

/* The bytes as UTF-8; NULL when the charset is unknown.  libhyphen's names are mostly iconv's. */
static char *to_utf8(struct arena *a, const char *charset, char *in, size_t *size)
{
    if (!strcasecmp(charset, "UTF-8"))
        return in;
    char name[32];
    bool microsoft = !strncasecmp(charset, "microsoft-cp", 12);
    size_t n = 0;
    for (const char *c = microsoft ? charset + 10 : charset; *c && n + 2 < sizeof name; c++) {
        name[n++] = *c;
        if (!strncasecmp(charset, "ISO8859", 7) && n == 3)
            name[n++] = '-';
    }
    name[n] = 0;
    iconv_t convert = iconv_open("UTF-8", name);
    if (convert == (iconv_t)-1)
        return NULL;
    char *out = arena_try(a, *size * 3 + 1), *to = out;
    size_t left = *size, room = *size * 3;
    while (out && left && iconv(convert, &in, &left, &to, &room) == (size_t)-1 && errno == EILSEQ)
        in++, left--;
    iconv_close(convert);
    if (!out)
        arena_out_of_memory(a);
    *size = (size_t)(to - out);
    return out;
}

struct hyphens *hyphens_read(struct arena *a, char *bytes, size_t size)
{
    char *end = memchr(bytes, '\n', size), charset[32];
    if (!end)
        return NULL;
    size_t head = (size_t)(end - bytes), n = strcspn(bytes, "\r\n \t");
    if (n >= sizeof charset)
        return NULL;
    memcpy(charset, bytes, n);
    charset[n] = 0;
    size -= head + 1;
    char *text = to_utf8(a, charset, end + 1, &size);
    if (!text)
        return NULL;
    struct hyphens *h = arena_new(a, struct hyphens);
    h->least_before = h->least_after = h->part_before = h->part_after = 2;
    h->near['.'] = DOT;
    h->letter_count = DOT;
    h->patterns = patterns_build(a, size);
    read_patterns(a, h, text, size);
    return patterns_empty(h->patterns) ? NULL : h;
}

/* Lower-case letters of the word between dots, as codes; at[i] is the byte of letter i. False: no
 * word for patterns. */
static bool encode_word(const struct hyphens *h, const char *word, size_t n, uint8_t *codes,
                        uint32_t *at, unsigned *letters)
{
    unsigned count = 0;
    codes[0] = DOT;
    for (size_t i = 0, step; i < n; i += step) {
        if (count == WORD_MOST)
            return false;
        unsigned char b = (unsigned char)word[i];
        step = 1;
        uint32_t c = b < 128 ? (b >= 'A' && b <= 'Z' ? b + 32u : b)
                             : (uint32_t)u_tolower((UChar32)utf8_decode(word + i, n - i, &step));
        at[count] = (uint32_t)i;
        codes[++count] = c == '.' ? 0 : code_of(h, c);
    }
    codes[count + 1] = DOT;
    *letters = count;
    return count > 0;
}

/* The values of a word of compounds' parts: each part a word of its own, its inner ends held
 * together by part_before and part_after. */
static void part_compound(const struct hyphens *h, uint8_t *codes, unsigned letters,
                          uint8_t *values)
{
    uint8_t seams[WORD_MOST + 3] = { 0 };
    patterns_apply(h->compounds, codes, letters + 2, seams);
    for (unsigned start = 1, end; start <= letters; start = end) {
        for (end = start + 1; end <= letters && !(seams[end] & 1);)
            end++;
        uint8_t before = codes[start - 1], after = codes[end], inner[WORD_MOST + 3] = { 0 };
        codes[start - 1] = codes[end] = DOT;
        patterns_apply(h->patterns, codes + start - 1, end - start + 2, inner);
        codes[start - 1] = before;
        codes[end] = after;
        for (unsigned i = 1; i < end - start; i++)
            if ((start == 1 || i >= h->part_before) &&
                (end > letters || end - start - i >= h->part_after))
                values[start + i] = inner[i + 1];
        values[start] = 1;
    }
}

bool lang_hyphenate(const struct hyphens *h, const char *word, size_t n, unsigned min_before,
                    unsigned min_after, uint8_t *points)
{
    uint8_t codes[WORD_MOST + 2], values[WORD_MOST + 3] = { 0 };
    uint32_t at[WORD_MOST];
    unsigned letters;
    memset(points, 0, n);
    if (!encode_word(h, word, n, codes, at, &letters))
        return false;
    if (h->compounds)
        part_compound(h, codes, letters, values);
    else
        patterns_apply(h->patterns, codes, letters + 2, values);
    unsigned before = min_before > h->least_before ? min_before : h->least_before;
    unsigned after = min_after > h->least_after ? min_after : h->least_after;
    bool any = false;
    for (unsigned i = before ? before : 1; i + after <= letters && i < letters; i++)
        if (values[i + 1] & 1)
            points[at[i]] = 1, any = true;
    return any;
}
