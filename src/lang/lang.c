/* lang/lang: a tag becomes a struct lang: ICU's likely subtags, direction, digits and quotes; the
 * folder's word files; Debian's hyphenation patterns.  Each tag is opened once and found by its
 * hash, each file of patterns is read once: a source may have as many tags as words.  At the end
 * what a terminal makes of a character.
 */
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"
#include "lang/inner.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/unumsys.h>
#include <unicode/ustring.h>

struct entry {
    struct lang lang;
    bool patterns_tried;
    struct entry *next; /* in its slot */
};
struct pattern_file {
    const char *path;
    const struct hyphens *hyphens; /* NULL: it cannot be read */
    struct pattern_file *next;
};
/* The first letters of a tag's text by script. */
enum { SAMPLE_LEAST = 8, SAMPLE_SLOTS = 4096 };
struct sample {
    const char *tag;
    struct letter_counts counts;
    struct sample *next; /* in its slot */
};
/* What a words file says of lines and rows, under its language and script, "zh-Hant". */
enum { WORDS_SLOTS = 64, WORDS_NAME = ULOC_LANG_CAPACITY + ULOC_SCRIPT_CAPACITY };
struct words {
    const char *name;
    const char *const *short_words;
    const char *continued;
    struct words *next; /* in its slot */
};
enum { SLOTS_FIRST = 16 };
struct langs {
    struct arena *arena;
    const char *data; /* NULL: script and direction are all that is asked for */
    struct entry **slots;
    size_t slot_count, count;   /* slot_count: a power of two, never less than count */
    struct pattern_file *files; /* a few dozen at most: as many as are installed */
    struct sample **samples;    /* SAMPLE_SLOTS; NULL: no text was seen */
    struct words *words[WORDS_SLOTS];
};

static const char *const no_words[] = { NULL };

struct langs *lang_open(struct arena *a, const char *data_folder)
{
    struct langs *l = arena_new(a, struct langs);
    l->arena = a;
    l->data = data_folder ? arena_strdup(a, data_folder) : NULL;
    l->slots = arena_array(a, struct entry *, l->slot_count = SLOTS_FIRST);
    return l;
}

/* All memory is the arena's. */
void lang_close(struct langs *l) { (void)l; }

/* An ISO 15924 code as an OpenType tag. */
static uint32_t script_tag(const char *s)
{
    return (uint32_t)(unsigned char)s[0] << 24 | (uint32_t)(unsigned char)s[1] << 16 |
           (uint32_t)(unsigned char)s[2] << 8 | (unsigned char)s[3];
}

/* Finds the script of a locale by ICU's likely subtags ("en" → Latn); false where it knows none. */
static bool find_script(const char *locale, char script[ULOC_SCRIPT_CAPACITY])
{
    char full[ULOC_FULLNAME_CAPACITY];
    UErrorCode e = U_ZERO_ERROR;
    uloc_addLikelySubtags(locale, full, sizeof full, &e);
    return U_SUCCESS(e) && uloc_getScript(full, script, ULOC_SCRIPT_CAPACITY, &e) == 4;
}

static uint32_t script_of(const char *locale)
{
    char script[ULOC_SCRIPT_CAPACITY];
    return script_tag(find_script(locale, script) ? script : "Latn");
}

/* ---- the script of a text ---- */
static struct sample *sample_find(const struct langs *l, const char *tag)
{
    struct sample *s = l->samples ? l->samples[hash_bytes(tag, strlen(tag)) % SAMPLE_SLOTS] : NULL;
    while (s && strcmp(s->tag, tag))
        s = s->next;
    return s;
}

static struct sample *sample_add(struct langs *l, const char *tag)
{
    if (!l->samples)
        l->samples = arena_array(l->arena, struct sample *, SAMPLE_SLOTS);
    struct sample **slot = &l->samples[hash_bytes(tag, strlen(tag)) % SAMPLE_SLOTS];
    struct sample *s = arena_new(l->arena, struct sample);
    *s = (struct sample){ .tag = arena_strdup(l->arena, tag), .next = *slot };
    return *slot = s;
}

/* A tag without its private subtags, "en" of "en-x-choir", which mean nothing here: itself where it
 * has none, or nothing else. */
static const char *without_private(struct langs *l, const char *tag)
{
    size_t plain = tag_plain_length(tag);
    bool has = plain && tag[plain] && (tag[plain + 1] == 'x' || tag[plain + 1] == 'X');
    return has && lang_is_wellformed(tag) ? arena_strndup(l->arena, tag, plain) : tag;
}

void lang_count_letters(struct langs *l, const char *tag, const char *text, size_t n)
{
    tag = without_private(l, tag);
    struct sample *s = sample_find(l, tag);
    s = s ? s : sample_add(l, tag);
    lang_count_scripts(&s->counts, text, n);
}

/* Puts the script in which the tag's text stands into a locale that names none. */
static void add_written_script(const struct langs *l, const char *tag,
                               char locale[ULOC_FULLNAME_CAPACITY])
{
    char said[ULOC_SCRIPT_CAPACITY], language[ULOC_LANG_CAPACITY], more[ULOC_FULLNAME_CAPACITY];
    UErrorCode e = U_ZERO_ERROR;
    const struct sample *s = sample_find(l, tag);
    bool known = find_script(locale, said);
    bool enough = s && s->counts.letters >= (known ? SAMPLE_LEAST : 1);
    const char *written = enough ? scripts_written(&s->counts) : NULL;
    int32_t n = uloc_getLanguage(locale, language, sizeof language, &e);
    if (!written || !n || uloc_getScript(locale, said, sizeof said, &e) || U_FAILURE(e) ||
        script_of(locale) == script_tag(written) || scripts_known(language) ||
        strlen(locale) + 6 > sizeof more)
        return;
    snprintf(more, sizeof more, "%s_%s%s", language, written, locale + strcspn(locale, "_@"));
    strcpy(locale, more);
}

bool lang_is_script(const char *code)
{
    return strlen(code) == 4 && u_getPropertyValueEnum(UCHAR_SCRIPT, code) != UCHAR_INVALID_CODE;
}

/* The digits of a numbering system, as ICU lists them: a system's need not stand in a row
 * (hanidec's zero is U+3007, its one U+4E00).  Latin ones where it is a rule, as Roman numerals
 * are. */
static const struct digit_set *digits_in(struct arena *a, const UNumberingSystem *system)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar wide[20];
    UChar32 digits[10];
    int32_t n = unumsys_isAlgorithmic(system) ? 0 : unumsys_getDescription(system, wide, 20, &e),
            count = 0;
    _Static_assert(sizeof(UChar32) == sizeof(uint32_t), "a character");
    u_strToUTF32(digits, 10, &count, wide, n, &e);
    if (U_FAILURE(e) || count != 10 || digits[0] == '0')
        return &lang_latin_digits;
    return arena_copy(a, digits, sizeof digits, 1);
}

/* The digits of the locale's numbering system of that name, or (NULL) of the one it says or has by
 * default. */
static const struct digit_set *digits_of(struct arena *a, const char *locale, const char *name)
{
    char asked[ULOC_FULLNAME_CAPACITY + 32];
    UErrorCode e = U_ZERO_ERROR;
    snprintf(asked, sizeof asked, "%s", locale);
    if (name)
        uloc_setKeywordValue("numbers", name, asked, sizeof asked, &e);
    UNumberingSystem *system = unumsys_open(asked, &e);
    const struct digit_set *digits =
        system && U_SUCCESS(e) ? digits_in(a, system) : &lang_latin_digits;
    unumsys_close(system);
    if (e == U_MEMORY_ALLOCATION_ERROR)
        arena_out_of_memory(a);
    return digits;
}

/* One of CLDR's quotation marks; NULL when it has none for the locale. */
static const char *quote_of(struct arena *a, ULocaleData *data, ULocaleDataDelimiterType type)
{
    UChar wide[16];
    char text[48];
    int32_t length = 0;
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = data ? ulocdata_getDelimiter(data, type, wide, 16, &e) : 0;
    if (U_SUCCESS(e) && n > 0)
        u_strToUTF8(text, sizeof text, &length, wide, n, &e);
    return U_SUCCESS(e) && length > 0 ? arena_strndup(a, text, (size_t)length) : NULL;
}

/* The marks of a language: CLDR's, else those of the language that the habits name, else English
 * ones. */
static void read_quotes(struct arena *a, const char *locale, const char *other,
                        const char *quotes[4])
{
    static const char *const english[4] = { "\u201C", "\u201D", "\u2018", "\u2019" };
    static const ULocaleDataDelimiterType types[4] = { ULOCDATA_QUOTATION_START,
                                                       ULOCDATA_QUOTATION_END,
                                                       ULOCDATA_ALT_QUOTATION_START,
                                                       ULOCDATA_ALT_QUOTATION_END };
    UErrorCode e = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(locale, &e);
    if (e == U_USING_DEFAULT_WARNING) { /* those would be the machine's */
        ulocdata_close(data);
        e = U_ZERO_ERROR;
        data = ulocdata_open(other ? other : "en", &e);
    }
    for (unsigned i = 0; i < 4; i++) {
        const char *mark = U_SUCCESS(e) ? quote_of(a, data, types[i]) : NULL;
        quotes[i] = mark ? mark : english[i];
    }
    if (data)
        ulocdata_close(data);
}

/* The marks with what stands inside them.  Where it is a space, quotations inside have other marks:
 * “ ” unless they point, too, but otherwise (fr-CH). */
static void quotes_of(struct arena *a, const char *locale, const struct habits *habits,
                      const char *quotes[4])
{
    const char *inside = habits->inside;
    read_quotes(a, locale, habits->quotes_of, quotes);
    if (!inside)
        return;
    if (strcmp(quotes[2], "\u2039")) {
        quotes[2] = "\u201C";
        quotes[3] = "\u201D";
    }
    for (unsigned i = 0; i < 4; i += 2)
        if (!strcmp(quotes[i], "\u00AB") || !strcmp(quotes[i], "\u2039")) {
            quotes[i] = arena_printf(a, "%s%s", quotes[i], inside);
            quotes[i + 1] = arena_printf(a, "%s%s", inside, quotes[i + 1]);
        }
}

/* A words file: beside the other data where they are installed, else where the source tree has
 * them. */
static char *read_words(struct arena *a, const char *folder, const char *name)
{
    size_t size = 0;
    char *text = file_read_table(a, arena_printf(a, "%s/words/%s.words", folder, name), &size);
    return text ? text
                : file_read_table(a, arena_printf(a, "%s/src/lang/words/%s.words", folder, name),
                                  &size);
}

/* Says under what name the words of a locale's language stand, "en-Latn"; false where it has
 * none. */
static bool words_name(const char *locale, char name[WORDS_NAME])
{
    char likely[ULOC_FULLNAME_CAPACITY], language[ULOC_LANG_CAPACITY] = "",
                                         script[ULOC_SCRIPT_CAPACITY] = "";
    UErrorCode e = U_ZERO_ERROR;
    uloc_addLikelySubtags(locale, likely, sizeof likely, &e);
    uloc_getLanguage(locale, language, sizeof language, &e);
    uloc_getScript(likely, script, sizeof script, &e);
    snprintf(name, WORDS_NAME, "%s-%s", language, script);
    return U_SUCCESS(e) && language[0];
}

/* Reads the words of that name: in its script, where that has a file of its own (zh-Hant).  NULL
 * where there are none. */
static char *words_file(struct arena *a, const char *folder, const char *name)
{
    char *text = read_words(a, folder, name);
    return text ? text
                : read_words(a, folder, arena_printf(a, "%.*s", (int)strcspn(name, "-"), name));
}

/* What stands behind "key:" in the text of a words file, without the blanks around it; NULL where
 * it has no such line. */
static char *behind_key(struct arena *a, const char *file, const char *key)
{
    size_t n = strlen(key);
    while (file && (strncmp(file, key, n) || file[n] != ':'))
        file = (file = strchr(file, '\n')) ? file + 1 : NULL;
    if (!file)
        return NULL;
    file += n + 1;
    file += strspn(file, " \t");
    size_t end = strcspn(file, "\r\n");
    while (end && (file[end - 1] == ' ' || file[end - 1] == '\t'))
        end--;
    return arena_strndup(a, file, end);
}

const char *lang_word(struct arena *a, const char *data_folder, const char *tag, const char *key)
{
    char locale[ULOC_FULLNAME_CAPACITY] = "";
    UErrorCode e = U_ZERO_ERROR;
    int32_t parsed;
    uloc_forLanguageTag(tag, locale, sizeof locale, &parsed, &e);
    char name[WORDS_NAME];
    bool has = U_SUCCESS(e) && words_name(locale, name);
    return has ? behind_key(a, words_file(a, data_folder, name), key) : NULL;
}

/* The words of a line, NULL-ended. */
static const char *const *words_of(struct arena *a, char *line)
{
    if (!line)
        return no_words;
    const char **words = arena_array(a, const char *, strlen(line) / 2 + 2);
    unsigned count = 0;
    for (char *rest = NULL, *w = strtok_r(line, " \t", &rest); w; w = strtok_r(NULL, " \t", &rest))
        words[count++] = w;
    return words;
}

/* Finds what the words file of that name says, which is read once. */
static const struct words *find_words(struct langs *l, const char *name)
{
    struct words **slot = &l->words[hash_bytes(name, strlen(name)) % WORDS_SLOTS], *w = *slot;
    while (w && strcmp(w->name, name))
        w = w->next;
    if (w)
        return w;
    const char *file = words_file(l->arena, l->data, name);
    w = arena_new(l->arena, struct words);
    *w = (struct words){ arena_strdup(l->arena, name),
                         words_of(l->arena, behind_key(l->arena, file, "short")),
                         behind_key(l->arena, file, "continued"), *slot };
    return *slot = w;
}

bool lang_is_short_word(const struct lang *l, const char *word, size_t n)
{
    enum { SHORT_MOST = 16 };
    char small[2 * SHORT_MOST];
    if (!*l->short_words || n > SHORT_MOST)
        return false;
    const size_t length = casing_small(word, n, small);
    for (const char *const *w = l->short_words; *w; w++)
        if (strlen(*w) == length && !memcmp(*w, small, length))
            return true;
    return false;
}

/* What ICU and the word files know of the tag. */
static void fill(struct langs *l, struct lang *g)
{
    char locale[ULOC_FULLNAME_CAPACITY] = "", language[ULOC_LANG_CAPACITY] = "";
    UErrorCode e = U_ZERO_ERROR;
    int32_t parsed;
    uloc_forLanguageTag(g->tag, locale, sizeof locale, &parsed, &e);
    if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING || !lang_is_wellformed(g->tag))
        strcpy(locale, "und");
    add_written_script(l, g->tag, locale);
    e = U_ZERO_ERROR;
    uloc_getLanguage(locale, language, sizeof language, &e);
    g->script = script_of(locale);
    g->rtl = uloc_isRightToLeft(locale);
    g->short_words = no_words;
    g->usual = g->native = &lang_latin_digits;
    g->habits = habits_find(U_SUCCESS(e) ? language : "", g->script);
    g->least_before = g->habits->hyphen_before;
    g->least_after = g->habits->hyphen_after;
    if (!l->data)
        return;
    g->usual = digits_of(l->arena, locale, NULL);
    g->native = digits_of(l->arena, locale, "native");
    quotes_of(l->arena, locale, g->habits, g->quotes);
    g->months = cldr_months(l->arena, locale);
    char name[WORDS_NAME];
    if (U_FAILURE(e) || !words_name(locale, name))
        return;
    const struct words *w = find_words(l, name);
    g->short_words = w->short_words;
    g->continued = w->continued;
}

/* The patterns of the tag's file, if there is one. */
static void open_patterns(struct langs *l, struct entry *n)
{
    n->patterns_tried = true;
    const char *plain = without_private(l, n->lang.tag);
    if (plain != n->lang.tag) {
        const struct lang *base = lang_open_tag(l, plain, true);
        n->lang.hyphens = base->hyphens;
        n->lang.hyphens_package = base->hyphens_package;
        return;
    }
    const char *path = hyphens_find(l->arena, "/usr/share/hyphen", n->lang.tag);
    struct pattern_file *f = path ? l->files : NULL;
    while (f && strcmp(f->path, path))
        f = f->next;
    if (path && !f) {
        size_t size;
        char *bytes = file_read_table(l->arena, path, &size);
        f = arena_new(l->arena, struct pattern_file);
        *f = (struct pattern_file){ path, bytes ? hyphens_read(l->arena, bytes, size) : NULL,
                                    l->files };
        l->files = f;
    }
    n->lang.hyphens = f ? f->hyphens : NULL;
    n->lang.hyphens_package = n->lang.hyphens ? NULL : hyphens_package(l->arena, n->lang.tag);
}

/* The slot of a tag. */
static struct entry **slot_of(const struct langs *l, const char *tag)
{
    return &l->slots[hash_bytes(tag, strlen(tag)) & (l->slot_count - 1)];
}

/* Twice the slots. */
static void add_slots(struct langs *l)
{
    struct entry **old = l->slots;
    size_t count = l->slot_count;
    l->slots = arena_array(l->arena, struct entry *, l->slot_count = count * 2);
    for (size_t i = 0; i < count; i++)
        for (struct entry *n = old[i], *next; n; n = next) {
            struct entry **slot = slot_of(l, n->lang.tag);
            next = n->next;
            n->next = *slot;
            *slot = n;
        }
}

/* Adds what is known of a tag; one with private subtags is as the tag without them. */
static struct entry *add_entry(struct langs *l, const char *tag)
{
    struct entry *n = arena_new(l->arena, struct entry);
    const char *plain = without_private(l, tag);
    if (plain != tag)
        n->lang = *lang_open_tag(l, plain, false);
    n->lang.tag = arena_strdup(l->arena, tag);
    n->lang.plain_length = (unsigned)tag_plain_length(tag);
    if (plain == tag)
        fill(l, &n->lang);
    if (l->count++ == l->slot_count)
        add_slots(l);
    struct entry **slot = slot_of(l, tag);
    n->next = *slot;
    return *slot = n;
}

const struct lang *lang_open_tag(struct langs *l, const char *tag, bool hyphenate)
{
    struct entry *n = *slot_of(l, tag);
    while (n && strcmp(n->lang.tag, tag))
        n = n->next;
    if (!n)
        n = add_entry(l, tag);
    if (hyphenate && !n->patterns_tried)
        open_patterns(l, n);
    return &n->lang;
}

unsigned lang_columns(uint32_t c)
{
    int width = c < 0x300 ? U_EA_NARROW : u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    if (c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)))
        return 0;
    if (c >= 0x1160 && c <= 0x11FF) /* vowels and finals, which stand in their syllable */
        return 0;
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}
