/* The points of all words of real texts, against Liang's rule written naively: each substring of the word is looked for in a
 * sorted list of the file's patterns. */
#include "lang/lang.h"
#include "base/utf8.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include <cmocka.h>

enum { MOST = 64 };
struct naive {
    uint32_t letters[MOST];
    int count, values[MOST + 1], line;
};
struct level {
    struct naive *list;
    int count;
};
struct naive_file {
    struct level levels[2];
    int level_count, left, right, part_left, part_right;
};

static jmp_buf oom;

static char *slurp(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *bytes = calloc(1, 4 << 20);
    *size = fread(bytes, 1, (4 << 20) - 1, f);
    fclose(f);
    return bytes;
}

/* As UTF-32 in the machine's order, ended by 0. */
static uint32_t *widen(const char *charset, char *text, size_t size)
{
    iconv_t convert = iconv_open("UTF-32LE", charset);
    assert_true(convert != (iconv_t)-1);
    uint32_t *out = calloc(size + 1, sizeof *out);
    char *to = (char *)out;
    size_t room = size * sizeof *out;
    assert_int_equal(iconv(convert, &text, &size, &to, &room), 0);
    iconv_close(convert);
    return out;
}

static int compare_letters(const uint32_t *a, int n, const uint32_t *b, int m)
{
    for (int i = 0; i < n && i < m; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return n - m;
}

static int compare(const void *x, const void *y)
{
    const struct naive *a = x, *b = y;
    int order = compare_letters(a->letters, a->count, b->letters, b->count);
    return order ? order : a->line - b->line;
}

static bool starts(const uint32_t *line, const char *word, int *value)
{
    size_t i = 0;
    while (word[i] && line[i] == (unsigned char)word[i])
        i++;
    if (word[i])
        return false;
    for (*value = 0; line[i] >= '0' && line[i] <= '9'; i++)
        *value = *value * 10 + (int)(line[i] - '0');
    return true;
}

static void read_line(struct naive_file *f, const uint32_t *line, int number)
{
    int value;
    if (starts(line, "LEFTHYPHENMIN ", &value))
        f->left = value;
    if (starts(line, "RIGHTHYPHENMIN ", &value))
        f->right = value;
    if (starts(line, "COMPOUNDLEFTHYPHENMIN ", &value))
        f->part_left = value;
    if (starts(line, "COMPOUNDRIGHTHYPHENMIN ", &value))
        f->part_right = value;
    if (starts(line, "NEXTLEVEL", &value))
        f->level_count = 2;
    if (!*line || *line == '%' || *line == '#' || (*line >= 'A' && *line <= 'Z'))
        return;
    struct level *l = &f->levels[f->level_count - 1];
    struct naive *p = &l->list[l->count];
    memset(p, 0, sizeof *p);
    p->line = number;
    for (; *line && *line != ' '; line++)
        if (*line >= '0' && *line <= '9')
            p->values[p->count] = (int)(*line - '0');
        else
            p->letters[p->count++] = *line;
    l->count++;
}

static struct naive_file *read_naive(const char *path)
{
    size_t size;
    char *bytes = slurp(path, &size), charset[32] = "";
    if (!bytes)
        return NULL;
    sscanf(bytes, "%31s", charset);
    uint32_t *text = widen(charset, bytes, size);
    struct naive_file *f = calloc(1, sizeof *f);
    *f = (struct naive_file){
        .level_count = 1, .left = 2, .right = 2, .part_left = 2, .part_right = 2
    };
    for (int i = 0; i < 2; i++)
        f->levels[i].list = calloc(80000, sizeof(struct naive));
    int number = 0;
    for (uint32_t *line = text, *end; *line; line = end + 1, number++) {
        for (end = line; *end && *end != '\n' && *end != '\r';)
            end++;
        bool more = *end;
        *end = 0;
        if (number)
            read_line(f, line, number);
        if (!more)
            break;
    }
    for (int i = 0; i < 2; i++)
        qsort(f->levels[i].list, (size_t)f->levels[i].count, sizeof(struct naive), compare);
    free(text);
    free(bytes);
    return f;
}

/* The last pattern that is exactly these letters. */
static const struct naive *look_up(const struct level *l, const uint32_t *letters, int n)
{
    int low = 0, high = l->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (compare_letters(l->list[middle].letters, l->list[middle].count, letters, n) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low && !compare_letters(l->list[low - 1].letters, l->list[low - 1].count, letters, n)
               ? &l->list[low - 1]
               : NULL;
}

/* odd[i]: the word may be parted before letter i. */
static void part(const struct level *l, const uint32_t *word, int n, bool *odd)
{
    uint32_t dotted[MOST + 2] = { '.' };
    int values[MOST + 3] = { 0 };
    memcpy(dotted + 1, word, (size_t)n * sizeof *word);
    dotted[n + 1] = '.';
    for (int i = 0; i < n + 2; i++)
        for (int k = 1; i + k <= n + 2; k++) {
            const struct naive *p = look_up(l, dotted + i, k);
            for (int v = 0; p && v <= k; v++)
                if (p->values[v] > values[i + v])
                    values[i + v] = p->values[v];
        }
    for (int i = 0; i < n; i++)
        odd[i] = i && values[i + 1] % 2;
}

static void part_word(const struct naive_file *f, const uint32_t *word, int n, bool *points)
{
    bool seams[MOST] = { false }, inner[MOST];
    if (f->level_count == 2)
        part(&f->levels[0], word, n, seams);
    for (int start = 0, end; start < n; start = end) {
        for (end = start + 1; end < n && !seams[end];)
            end++;
        part(&f->levels[f->level_count - 1], word + start, end - start, inner);
        for (int i = 1; i < end - start; i++)
            points[start + i] = inner[i] && (start == 0 || i >= f->part_left) &&
                                (end == n || end - start - i >= f->part_right);
        points[start] = start > 0;
    }
    for (int i = 0; i < n; i++)
        points[i] = points[i] && i >= f->left && n - i >= f->right;
}

/* One word, lower case, both ways. */
static void check_word(const struct hyphens *h, const struct naive_file *f, const uint32_t *word,
                       int n)
{
    char text[MOST * 4] = "";
    uint8_t got[MOST * 4];
    bool want[MOST] = { false };
    size_t at[MOST], size = 0;
    for (int i = 0; i < n; i++) {
        at[i] = size;
        size += utf8_encode(word[i], text + size);
    }
    part_word(f, word, n, want);
    lang_hyphenate(h, text, size, 1, 1, got);
    for (int i = 0; i < n; i++)
        if (want[i] != (got[at[i]] != 0))
            fail_msg("\"%.*s\" before letter %d: naively %d, ours %d", (int)size, text, i, want[i],
                     got[at[i]]);
}

/* All words of a text. */
static int check_text(const struct hyphens *h, const struct naive_file *f, const char *charset,
                      const char *path)
{
    size_t size;
    char *bytes = slurp(path, &size);
    int count = 0;
    if (!bytes)
        return 0;
    uint32_t *text = widen(charset, bytes, size), word[MOST];
    int n = 0;
    for (uint32_t *c = text;; c++) {
        if (u_isalpha((UChar32)*c) && n < MOST) {
            word[n++] = (uint32_t)u_tolower((UChar32)*c);
            continue;
        }
        if (n && !u_isalpha((UChar32)*c))
            check_word(h, f, word, n), count++;
        n = 0;
        if (!*c)
            break;
    }
    free(text);
    free(bytes);
    return count;
}

static void words_part_as_naively(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *file, *charset, *text;
        int least;
    } cases[] = { { "en", "en_US", "UTF-8", "tests/whole/seed.txt", 1000 },
                  { "ru", "ru_RU", "UTF-8", "tests/whole/russian.xml", 200 },
                  { "el", "el_GR", "UTF-8", "tests/whole/greek.xml", 200 },
                  { "es", "es_ES", "UTF-8", "../shared/corpus/es.json", 0 },
                  { "pt-BR", "pt_BR", "UTF-8", "../shared/corpus/pt-BR.json", 0 },
                  { "fr", "fr", "UTF-8", "tests/whole/seed.txt", 1000 },
                  { "de", "de_DE", "UTF-8", "tests/whole/seed.txt", 1000 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_open(&oom);
        const struct lang *l = lang_open_tag(lang_open(a, "."), cases[i].tag, true);
        char path[128];
        snprintf(path, sizeof path, "/usr/share/hyphen/hyph_%s.dic", cases[i].file);
        struct naive_file *f = read_naive(path);
        assert_non_null(f);
        assert_non_null(l->hyphens);
        assert_true(check_text(l->hyphens, f, cases[i].charset, cases[i].text) >= cases[i].least);
        for (int k = 0; k < f->levels[0].count;
             k += 1 + f->levels[0].count / 4000) /* the patterns' own letters are words too */
            if (f->levels[0].list[k].letters[0] != '.' &&
                f->levels[0].list[k].letters[f->levels[0].list[k].count - 1] != '.')
                check_word(l->hyphens, f, f->levels[0].list[k].letters, f->levels[0].list[k].count);
        for (int k = 0; k < 2; k++)
            free(f->levels[k].list);
        free(f);
        arena_close(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(words_part_as_naively) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
