/* lang/hyphen: where a word may be parted: the patterns of a hyph_*.dic, after F. M. Liang, "Word Hy-phen-a-tion by
 * Com-put-er" (1983).
 *
 *   line "4a1ma" ──► letters a m a, values 4 1 0 0 ──► pool [3|a m a|4 1 0 0], its place in a table by hash
 *   word "amazing" ─► .amazing. ─► for each start, longer and longer substrings are looked up; values: the greatest wins; odd parts
 *
 * Reading the file is a cold start's cost, so the patterns go into one open hash table (no trie to link), and a table of the
 * longest pattern for each pair of first letters stops the look-ups early.
 * Letters are numbered in the order in which they first occur in the file.
 *
 * The format is libhyphen's (README.hyphen): charset, LEFTHYPHENMIN …, comments, NEXTLEVEL.  Departures: only the last level is used
 * (the first one of Debian's files parts at hyphens and apostrophes, which are no letters here), and patterns with a
 * replacement ("/…", non-standard hyphenation) are skipped, since a line breaker cannot ask the author about a changed spelling.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

enum { WORD_MOST = 64, PATTERN_MOST = 62, LETTERS_MOST = 250, NEAR = 0x600, DOT = 1, PAIRS = 4096 };

struct slot { uint32_t hash, at; };         /* at: into the pool, 0 = empty */
struct far_letter { uint32_t c; uint8_t code; };

struct hyphens {
    unsigned least_before, least_after;
    uint8_t near[NEAR];                     /* code of a letter below U+0600; 0 = in no pattern */
    struct far_letter far[LETTERS_MOST];    /* the others, rising */
    unsigned far_count, letter_count;
    uint8_t longest[PAIRS];                 /* letters of the longest pattern that starts with a pair, by pair_index */
    uint8_t *pool; size_t pool_size;
    struct slot *slots; uint32_t mask;
};

static inline uint32_t pair_index(unsigned a, unsigned b) { return ((a << 6) ^ b) & (PAIRS - 1); }
static inline uint32_t hash_add(uint32_t h, unsigned code) { return (h ^ code) * 0x9E3779B1u + (h >> 15); }

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

/* One pattern line into the pool: length, letters, values (one more). Returns its hash, or 0 when it is none that we use. */
static uint32_t add_pattern(struct hyphens *h, const char *line, size_t n)
{
    uint8_t *out = h->pool + h->pool_size, letters[PATTERN_MOST], values[PATTERN_MOST + 1] = { 0 };
    unsigned count = 0;
    for (size_t i = 0, step; i < n; i += step) {
        unsigned char b = (unsigned char)line[i];
        step = 1;
        if (b >= '0' && b <= '9') {
            values[count] = (uint8_t)(b - '0');
            continue;
        }
        if (b == '/' || b == '=' || count == PATTERN_MOST)
            return 0;
        uint32_t c = b < 128 ? b : utf8_decode(line + i, n - i, &step);
        if (!(letters[count++] = code_for(h, c)))
            return 0;
    }
    if (!count)
        return 0;
    uint32_t hash = 0;
    out[0] = (uint8_t)count;
    for (unsigned i = 0; i < count; i++)
        hash = hash_add(hash, out[1 + i] = letters[i]);
    memcpy(out + 1 + count, values, count + 1);
    h->pool_size += 2 + 2 * count;
    if (count == 1)
        for (unsigned second = 0; second < 64; second++) {
            uint8_t *l = &h->longest[pair_index(letters[0], second)];
            *l = *l ? *l : 1;
        }
    else if (h->longest[pair_index(letters[0], letters[1])] < count)
        h->longest[pair_index(letters[0], letters[1])] = (uint8_t)count;
    return hash | 1;
}

/* Forget all patterns: a new level begins. */
static void start_level(struct hyphens *h)
{
    memset(h->slots, 0, sizeof *h->slots * ((size_t)h->mask + 1));
    memset(h->longest, 0, sizeof h->longest);
    h->pool_size = 1;
}

/* A line of capitals: a command. */
static void obey(struct hyphens *h, const char *line, size_t n)
{
    static const struct { const char *name; size_t field; } numbers[] = {
        { "LEFTHYPHENMIN ", offsetof(struct hyphens, least_before) }, { "RIGHTHYPHENMIN ", offsetof(struct hyphens, least_after) } };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t length = strlen(numbers[i].name);
        if (n > length && !memcmp(line, numbers[i].name, length)) {
            unsigned value = (unsigned)atoi(line + length);
            *(unsigned *)((char *)h + numbers[i].field) = value < WORD_MOST ? value : WORD_MOST;
        }
    }
    if (n >= 9 && !memcmp(line, "NEXTLEVEL", 9))
        start_level(h);
}

/* All lines behind the charset. */
static void read_patterns(struct hyphens *h, const char *text, size_t size)
{
    for (const char *line = text, *end = text + size, *next; line < end; line = next + 1) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next : end;
        size_t n = (size_t)(next - line);
        while (n && (line[n - 1] == '\r' || line[n - 1] == ' ' || line[n - 1] == '\t'))
            n--;
        if (!n || line[0] == '%' || line[0] == '#')
            continue;
        if (line[0] >= 'A' && line[0] <= 'Z') {
            obey(h, line, n);
            continue;
        }
        uint32_t at = (uint32_t)h->pool_size, hash = add_pattern(h, line, n);
        if (!hash)
            continue;
        uint32_t i = hash >> 1 & h->mask;
        while (h->slots[i].at)
            i = (i + 1) & h->mask;
        h->slots[i] = (struct slot){ hash, at };
    }
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
    h->least_before = h->least_after = 2;
    h->near['.'] = DOT;
    h->letter_count = DOT;
    size_t lines = 1;
    for (const char *c = text; (c = memchr(c, '\n', (size_t)(text + size - c))); c++)
        lines++;
    h->mask = 1;
    while (h->mask < lines * 2)
        h->mask *= 2;
    h->slots = arena_array(a, struct slot, h->mask);
    h->mask--;
    h->pool = arena_alloc(a, size * 2 + lines * 2 + 2 * PATTERN_MOST);
    h->pool_size = 1;
    read_patterns(h, text, size);
    return h->pool_size > 1 ? h : NULL;
}

/* The values of the pattern that is exactly these codes, or NULL. */
static const uint8_t *find_pattern(const struct hyphens *h, uint32_t hash, const uint8_t *codes, unsigned n)
{
    for (uint32_t i = (hash | 1) >> 1 & h->mask; h->slots[i].at; i = (i + 1) & h->mask) {
        const uint8_t *p = h->pool + h->slots[i].at;
        if (h->slots[i].hash == (hash | 1) && p[0] == n && !memcmp(p + 1, codes, n))
            return p + 1 + n;
    }
    return NULL;
}

/* Lower-case letters of the word between dots, as codes; at[i] is the byte of letter i. False: no word for patterns. */
static bool encode_word(const struct hyphens *h, const char *word, size_t n, uint8_t *codes, uint32_t *at, unsigned *letters)
{
    unsigned count = 0;
    codes[0] = DOT;
    for (size_t i = 0, step; i < n; i += step) {
        if (count == WORD_MOST)
            return false;
        unsigned char b = (unsigned char)word[i];
        step = 1;
        uint32_t c = b < 128 ? (b >= 'A' && b <= 'Z' ? b + 32u : b) : (uint32_t)u_tolower((UChar32)utf8_decode(word + i, n - i, &step));
        at[count] = (uint32_t)i;
        codes[++count] = c == '.' ? 0 : code_of(h, c);
    }
    codes[count + 1] = DOT;
    *letters = count;
    return count > 0;
}

bool lang_hyphenate(const struct hyphens *h, const char *word, size_t n, unsigned min_before, unsigned min_after, uint8_t *points)
{
    uint8_t codes[WORD_MOST + 2], values[WORD_MOST + 3] = { 0 };
    uint32_t at[WORD_MOST];
    unsigned letters;
    memset(points, 0, n);
    if (!encode_word(h, word, n, codes, at, &letters))
        return false;
    unsigned end = letters + 2;
    for (unsigned start = 0; start + 1 < end; start++) {
        unsigned longest = h->longest[pair_index(codes[start], codes[start + 1])], most = end - start;
        most = most < longest ? most : longest;
        uint32_t hash = 0;
        for (unsigned k = 0; k < most && codes[start + k]; k++) {
            hash = hash_add(hash, codes[start + k]);
            const uint8_t *v = find_pattern(h, hash, codes + start, k + 1);
            for (unsigned i = 0; v && i <= k + 1; i++)
                if (v[i] > values[start + i])
                    values[start + i] = v[i];
        }
    }
    unsigned before = min_before > h->least_before ? min_before : h->least_before;
    unsigned after = min_after > h->least_after ? min_after : h->least_after;
    bool any = false;
    for (unsigned i = before ? before : 1; i + after <= letters && i < letters; i++)
        if (values[i + 1] & 1)
            points[at[i]] = 1, any = true;
    return any;
}
