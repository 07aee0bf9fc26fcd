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
 * a file without NEXTLEVEL parts at hyphens and apostrophes, which are no letters here.
 *
 * A pattern with a replacement (Németh, "Automatic non-standard hyphenation in OpenOffice.org",
 * 2006) changes the spelling where it parts: "s5sz/sz=,1,1" sets asszony as asz-szony.  All that
 * readers of these languages know drop some letters before the hyphen and insert others; other
 * kinds part nothing.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

enum { WORD_MOST = 64, LETTERS_MOST = 250, NEAR = 0x600, DOT = 1, CHANGE_LISTS = 256 };

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
    struct change **changes; /* by the letters about the hyphen; NULL: there are none */
};

/* What a pattern changes where it parts. */
struct change {
    struct change *next;
    const uint8_t *letters;
    unsigned count, at; /* the part behind the hyphen begins at letter `at` */
    unsigned drop;      /* letters before it that are not set there, and what is set for them */
    const char *insert;
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

static struct change **changes_about(const struct hyphens *h, uint8_t before, uint8_t after)
{
    return &h->changes[(before * 31u + after) % CHANGE_LISTS];
}

/* Are the n letters those of the text? */
static bool is_text(const uint32_t *letters, unsigned n, const char *text)
{
    for (size_t i = 0, step; i < n; i++, text += step)
        if (utf8_decode(text, strlen(text), &step) != letters[i])
            return false;
    return true;
}

/* What "sz=,1,1" makes of a pattern's letters, "ssz": from letter 1 on 1 becomes "sz", and ""
 * begins the next line.  False where that is no change of letters before the hyphen alone. */
static bool read_change(struct arena *a, struct change *c, const uint32_t *letters,
                        const char *rule)
{
    const char *hyphen = strchr(rule, '='), *comma = hyphen ? strchr(hyphen, ',') : NULL;
    unsigned start, cut, kept = 0, behind = 0;
    if (!comma || sscanf(comma, ",%u,%u", &start, &cut) != 2 || !start ||
        start - 1 + cut > c->count)
        return false;
    for (const char *t = hyphen + 1; t < comma; t++)
        behind += !utf8_is_inside(*t);
    if (behind > cut)
        return false;
    c->at = start - 1 + cut - behind;
    if (!is_text(letters + c->at, behind, hyphen + 1))
        return false;
    const char *insert = rule;
    for (size_t step; insert < hyphen && kept < cut - behind; insert += step, kept++)
        if (utf8_decode(insert, (size_t)(hyphen - insert), &step) != letters[start - 1 + kept])
            break;
    c->drop = cut - behind - kept;
    c->insert = arena_strndup(a, insert, (size_t)(hyphen - insert));
    return c->at > 0 && c->at < c->count;
}

/* Keeps the change of a pattern's line, whose letters are n bytes, digits among them. */
static void add_change(struct arena *a, struct hyphens *h, const char *line, size_t n,
                       const char *rule)
{
    uint8_t codes[PATTERN_MOST];
    uint32_t letters[PATTERN_MOST];
    struct change c = { 0 };
    for (size_t i = 0, step; i < n && c.count < PATTERN_MOST; i += step) {
        uint32_t letter = utf8_decode(line + i, n - i, &step);
        if (letter >= '0' && letter <= '9')
            continue;
        letters[c.count] = letter;
        codes[c.count++] = code_of(h, letter);
    }
    if (!read_change(a, &c, letters, rule))
        return;
    if (!h->changes)
        h->changes = arena_array(a, struct change *, CHANGE_LISTS);
    c.letters = arena_copy(a, codes, 1, c.count);
    struct change **list = changes_about(h, codes[c.at - 1], codes[c.at]);
    c.next = *list;
    *list = arena_copy(a, &c, sizeof c, 1);
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
            if (!code)
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

/* A line that is no command: a pattern, and what it changes. */
static void add_line(struct arena *a, struct hyphens *h, const char *line, size_t n)
{
    const char *slash = memchr(line, '/', n);
    if (!slash) {
        add_pattern(h, line, n);
        return;
    }
    size_t letters = (size_t)(slash - line);
    add_pattern(h, line, letters);
    add_change(a, h, line, letters, arena_strndup(a, slash + 1, n - letters - 1));
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
            add_line(a, h, line, n);
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

/* Do the change's letters stand about letter `at` (from 1) of an encoded word of so many? */
static bool stands_there(const struct change *c, const uint8_t *codes, unsigned letters,
                         unsigned at)
{
    return at >= c->at && at - c->at + c->count <= letters + 2 &&
           !memcmp(c->letters, codes + at - c->at, c->count);
}

bool lang_hyphen_change(const struct hyphens *h, const char *word, size_t n, size_t at,
                        unsigned *drop, const char **insert)
{
    uint8_t codes[WORD_MOST + 2];
    uint32_t places[WORD_MOST];
    unsigned letters, i = 0;
    *drop = 0;
    *insert = NULL;
    if (!h->changes || !encode_word(h, word, n, codes, places, &letters))
        return false;
    while (i < letters && places[i] < at)
        i++;
    if (!i || i == letters)
        return false;
    const struct change *c = *changes_about(h, codes[i], codes[i + 1]);
    while (c && !stands_there(c, codes, letters, i + 1))
        c = c->next;
    if (!c || c->drop > i)
        return false;
    *drop = c->drop ? (unsigned)(at - places[i - c->drop]) : 0;
    *insert = c->insert;
    return true;
}
