/* lang/thai: where Thai words part, after libthai's dictionary and its longest match.
 *
 *   การกระทำ ─► TIS-620 ─► th_brk_find_breaks ─► การ│กระทำ
 *
 * ICU 72 has การก│ระ│ทำ.  The library is opened where a text has Thai letters, and its dictionary
 * by its full name: LIBTHAI_DICTDIR would have pages depend on who sets them.  นํ้า, typed with two
 * signs for one, is looked up as น้ำ.  What the dictionary leaves over may be a lone consonant
 * (ทา│ษ, an old spelling): no word is one but ณ, so it stays with what stands before it.
 */
#include "base/library.h"
#include "base/utf8.h"
#include "lang/lang.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

enum {
    FIRST = 0xE01, /* the letters, and what TIS-620 has for the first */
    LAST = 0xE5B,
    TIS_FIRST = 0xA1,
    NIKHAHIT = 0xED,
    SARA_AA = 0xD2,
    SARA_AM = 0xD3,
    KO_KAI = 0xA1,
    NO_NEN = 0xB3,
    HO_NOKHUK = 0xCE,
    TONE_FIRST = 0xE7,
    TONE_LAST = 0xEC
};
static const char dictionary[] = "/usr/share/libthai/thbrk.tri";

struct thai_words {
    struct arena *arena;
    void *handle, *words;
    void *(*open)(const char *path);
    void (*close)(void *words);
    int (*part)(void *words, const unsigned char *text, int *at, size_t most);
    unsigned char *text; /* of the stretch, in TIS-620 */
    uint32_t *from;      /* the byte of each of its letters */
    int *at;
    size_t room;
};

static const struct library_symbol symbols[] = {
    { "th_brk_new", offsetof(struct thai_words, open) },
    { "th_brk_delete", offsetof(struct thai_words, close) },
    { "th_brk_find_breaks", offsetof(struct thai_words, part) },
};

struct thai_words *lang_open_thai(struct arena *a)
{
    struct thai_words *w = arena_new(a, struct thai_words);
    w->arena = a;
    errno = 0;
    w->handle = library_open("libthai.so.0", symbols, sizeof symbols / sizeof *symbols, w);
    if (w->handle)
        w->words = w->open(dictionary);
    if (!w->words) {
        lang_close_thai(w);
        if (arena_starved(a))
            arena_out_of_memory(a);
        return NULL;
    }
    return w;
}

void lang_close_thai(struct thai_words *w)
{
    if (w && w->words)
        w->close(w->words);
    if (w && w->handle)
        dlclose(w->handle);
}

bool lang_is_thai(uint32_t c) { return c >= FIRST && c <= LAST; }

/* The text as TIS-620, with each letter's byte; returns its length. */
static size_t to_tis(struct thai_words *w, const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0, step; i < n; i += step) {
        uint32_t c = utf8_decode(text + i, n - i, &step);
        unsigned char tis = (unsigned char)(c - FIRST + TIS_FIRST);
        size_t sign = count;
        if (sign > 1 && w->text[sign - 1] >= TONE_FIRST && w->text[sign - 1] <= TONE_LAST)
            sign--;
        if (tis == SARA_AA && sign && w->text[sign - 1] == NIKHAHIT) {
            memmove(w->text + sign - 1, w->text + sign, count - sign);
            w->text[count - 1] = SARA_AM;
            continue;
        }
        w->text[count] = tis;
        w->from[count++] = (uint32_t)i;
    }
    w->text[count] = 0;
    return count;
}

/* Is the stretch of letters a lone consonant that is no word? */
static bool is_left_over(const struct thai_words *w, int start, int end)
{
    unsigned char c = w->text[start];
    return end == start + 1 && c >= KO_KAI && c <= HO_NOKHUK && c != NO_NEN;
}

/* Tells whether words may part at break i of so many, `count` letters being there. */
static bool may_part(const struct thai_words *w, int i, int found, size_t count)
{
    int at = w->at[i], before = i ? w->at[i - 1] : 0,
        behind = i + 1 < found ? w->at[i + 1] : (int)count;
    return at > 0 && (size_t)at < count && !is_left_over(w, at, behind) &&
           (before || !is_left_over(w, before, at));
}

void lang_part_thai(struct thai_words *w, const char *text, size_t n, uint8_t *points)
{
    if (n / 3 + 1 > w->room) {
        w->room = n;
        w->text = arena_array(w->arena, unsigned char, w->room);
        w->from = arena_array(w->arena, uint32_t, w->room);
        w->at = arena_array(w->arena, int, w->room);
    }
    size_t count = to_tis(w, text, n);
    errno = 0;
    int found = w->part(w->words, w->text, w->at, w->room);
    if (arena_starved(w->arena))
        arena_out_of_memory(w->arena);
    for (int i = 0; i < found; i++)
        if (may_part(w, i, found, count))
            points[w->from[w->at[i]]] = 1;
}
