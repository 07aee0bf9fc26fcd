/* text/fallback: the table fonts/fallback: what stands in for what, and which package has it.
 *
 *   fonts-noto-core /usr/share/fonts/truetype/noto    a package, its folder
 *       ur,pnb,pa-Arab   Noto Nastaliq Urdu           its families, each behind its keys:
 *       Arab             Noto Naskh Arabic            languages, scripts (ISO 15924),
 *       -                Noto Kufi Arabic             ranges; "-": only to be named
 *
 * Rows keep the file's order, which is that of preference.  The table is read once and never
 * changes.
 */
#include "base/file.h"
#include "text/inner.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uscript.h>

enum { KEYS_MOST = 16 };

static const char blanks[] = " \t\r";

static uint32_t tag_of(const char *s) { return HB_TAG(s[0], s[1], s[2], s[3]); }

/* A key: "U+3000-303F" is a range, "Arab" a script, what else is well-formed a language. */
static bool read_key(struct key *k, const char *s)
{
    *k = (struct key){ 0 };
    if (!strncmp(s, "U+", 2)) {
        char *end;
        k->first = k->last = (uint32_t)strtoul(s + 2, &end, 16);
        if (*end == '-')
            k->last = (uint32_t)strtoul(end + 1, &end, 16);
        return !*end && k->first && k->first <= k->last;
    }
    if (strlen(s) == 4 && s[0] >= 'A' && s[0] <= 'Z')
        k->script = tag_of(s);
    else
        k->tag = s;
    return lang_is_wellformed(s);
}

/* A row's keys, parted by commas, into the arena; false when one is none. */
static bool read_keys(struct arena *a, struct row *r, char *s)
{
    struct key *keys = arena_array(a, struct key, KEYS_MOST);
    char *rest;
    r->keys = keys;
    if (!strcmp(s, "-"))
        return true;
    for (char *k = strtok_r(s, ",", &rest); k; k = strtok_r(NULL, ",", &rest))
        if (r->key_count == KEYS_MOST || !read_key(&keys[r->key_count++], k))
            return false;
    return r->key_count > 0;
}

/* Cut a word off the line's start, and the blanks behind it; empty at the line's end. */
static char *cut_word(char **line)
{
    char *word = *line + strspn(*line, blanks);
    char *end = word + strcspn(word, blanks);
    *line = end + strspn(end, blanks);
    if (*end)
        *end = 0;
    return word;
}

/* One line: a package with its folder, which `r` holds on to, or a family of that package, which is
 * put behind the rows; false when it is neither. */
static bool read_line(struct arena *a, struct fallback *f, struct row *r, char *line)
{
    bool family = *line && strchr(blanks, *line);
    char *first = cut_word(&line);
    if (!*first || *first == '#')
        return true;
    if (!family) {
        r->package = first;
        r->folder = cut_word(&line);
        return *r->folder == '/' && !*line;
    }
    for (size_t n = strlen(line); n && strchr(blanks, line[n - 1]);)
        line[--n] = 0;
    r->family = line;
    r->key_count = 0;
    if (!r->package || !*line || !read_keys(a, r, first))
        return false;
    f->rows = arena_grow(a, f->rows, sizeof *f->rows, f->count, f->count + 1, &f->room);
    f->rows[f->count++] = *r;
    return true;
}

const struct fallback *fallback_read(struct arena *a, struct diag *d, const char *path)
{
    struct fallback *f = arena_new(a, struct fallback);
    struct row r = { 0 };
    unsigned number = 0;
    size_t size;
    for (char *s = file_read_table(a, path, &size), *next; s && *s; s = next) {
        size_t n = strcspn(s, "\n");
        next = s + n + (s[n] == '\n');
        s[n] = 0;
        number++;
        if (!read_line(a, f, &r, s))
            diag_add(d, DIAG_FONT_TABLE, (struct position){ 0 }, "file", path, "line",
                     arena_printf(a, "%u", number), NULL);
    }
    return f;
}

struct character character_of(uint32_t c)
{
    UScriptCode codes[SCRIPTS_MOST];
    UErrorCode e = U_ZERO_ERROR;
    struct character x = { .code = c,
                           .common = uscript_getScript((UChar32)c, &e) <= USCRIPT_INHERITED };
    int32_t n = uscript_getScriptExtensions((UChar32)c, codes, SCRIPTS_MOST, &e);
    for (int32_t i = 0; U_SUCCESS(e) && i < n; i++)
        x.scripts[x.count++] = codes[i] <= USCRIPT_INHERITED
                                   ? HB_SCRIPT_COMMON
                                   : tag_of(uscript_getShortName(codes[i]));
    return x;
}

/* A language's script without its variants: Fraktur is Latin, Nastaliq is Arabic. */
static uint32_t plain_script(const struct lang *l)
{
    return (uint32_t)hb_script_from_iso15924_tag(l->script);
}

/* Is a script one of those that a language of the other, compound script is written with? */
static bool is_part(uint32_t part, uint32_t whole)
{
    static const struct {
        uint32_t whole, part;
    } parts[] = { { HB_TAG('J', 'p', 'a', 'n'), HB_SCRIPT_HIRAGANA },
                  { HB_TAG('J', 'p', 'a', 'n'), HB_SCRIPT_KATAKANA },
                  { HB_TAG('J', 'p', 'a', 'n'), HB_SCRIPT_HAN },
                  { HB_TAG('K', 'o', 'r', 'e'), HB_SCRIPT_HANGUL },
                  { HB_TAG('K', 'o', 'r', 'e'), HB_SCRIPT_HAN },
                  { HB_TAG('H', 'a', 'n', 'b'), HB_SCRIPT_HAN },
                  { HB_TAG('H', 'a', 'n', 'b'), HB_SCRIPT_BOPOMOFO },
                  { HB_SCRIPT_HAN, HB_SCRIPT_BOPOMOFO } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].whole == whole && parts[i].part == part)
            return true;
    return part == whole || part == HB_SCRIPT_COMMON;
}

bool language_writes(const struct lang *l, const struct character *c)
{
    for (unsigned i = 0; i < c->count; i++)
        if (is_part(c->scripts[i], plain_script(l)))
            return true;
    return false;
}

/* Does the language of a key go for the tag, which may be longer? */
static bool key_has_language(const struct key *k, const struct lang *l)
{
    size_t n = k->tag ? strlen(k->tag) : 0;
    if (k->tag)
        return !strncasecmp(k->tag, l->tag, n) && (!l->tag[n] || l->tag[n] == '-');
    return k->script && (k->script == l->script || k->script == plain_script(l));
}

static bool key_has_script(const struct key *k, const struct character *c)
{
    for (unsigned i = 0; k->script && i < c->count; i++)
        if (k->script == c->scripts[i])
            return true;
    return false;
}

bool row_serves(const struct row *r, const struct character *c, const struct lang *l, unsigned by)
{
    if ((by & BY_LANGUAGE) && !c->common && !language_writes(l, c))
        by &= ~(unsigned)BY_LANGUAGE;
    for (unsigned i = 0; i < r->key_count; i++) {
        const struct key *k = &r->keys[i];
        if (((by & BY_LANGUAGE) && key_has_language(k, l)) ||
            ((by & BY_SCRIPT) && key_has_script(k, c)) ||
            ((by & BY_CODE) && k->last && k->first <= c->code && c->code <= k->last))
            return true;
    }
    return false;
}

bool has_italics(uint32_t script)
{
    return script == HB_SCRIPT_LATIN || script == HB_SCRIPT_GREEK || script == HB_SCRIPT_CYRILLIC;
}
