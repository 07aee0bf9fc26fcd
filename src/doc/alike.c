/* doc/alike: letters of another script that only look like those around them.
 *
 *   pаypal, а = U+0430 ─► paypal      Bстреча, B = U+0042 ─► Встреча
 *
 * A word of Latin and Cyrillic letters, or Latin and Greek ones, means one of the two scripts where
 * all its letters of the other have a twin there: it is found by no search, has no hyphens, and may
 * be of two faces.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

enum writing { LATIN, CYRILLIC, GREEK, WRITINGS, OTHER = WRITINGS };

static const struct twin {
    uint16_t of[WRITINGS]; /* 0: it has none */
} twins[] = {
    { { 'a', 0x430, 0 } },     { { 'c', 0x441, 0 } },     { { 'e', 0x435, 0 } },
    { { 'i', 0x456, 0 } },     { { 'j', 0x458, 0 } },     { { 'o', 0x43E, 0x3BF } },
    { { 'p', 0x440, 0 } },     { { 's', 0x455, 0 } },     { { 'v', 0, 0x3BD } },
    { { 'x', 0x445, 0 } },     { { 'y', 0x443, 0 } },     { { 'A', 0x410, 0x391 } },
    { { 'B', 0x412, 0x392 } }, { { 'C', 0x421, 0 } },     { { 'E', 0x415, 0x395 } },
    { { 'H', 0x41D, 0x397 } }, { { 'I', 0x406, 0x399 } }, { { 'J', 0x408, 0 } },
    { { 'K', 0x41A, 0x39A } }, { { 'M', 0x41C, 0x39C } }, { { 'N', 0, 0x39D } },
    { { 'O', 0x41E, 0x39F } }, { { 'P', 0x420, 0x3A1 } }, { { 'S', 0x405, 0 } },
    { { 'T', 0x422, 0x3A4 } }, { { 'X', 0x425, 0x3A7 } }, { { 'Y', 0x423, 0x3A5 } },
    { { 'Z', 0, 0x396 } },
};

static enum writing writing_of(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250))
        return LATIN;
    if (c >= 0x400 && c < 0x530)
        return CYRILLIC;
    return (c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000) ? GREEK : OTHER;
}

/* The twin of a letter in a script, 0: none. */
static uint32_t twin_of(uint32_t c, enum writing in)
{
    enum writing own = writing_of(c);
    for (size_t i = 0; own < WRITINGS && i < sizeof twins / sizeof *twins; i++)
        if (twins[i].of[own] == c)
            return twins[i].of[in];
    return 0;
}

/* A word of a text, and the two scripts in it. */
struct word {
    const char *text;
    size_t size;
    enum writing other; /* beside Latin; OTHER: none */
};

/* Could all letters of the word be of the script, and is one of them so alone? */
static bool is_meant(const struct word *w, enum writing script)
{
    enum writing away = script == LATIN ? w->other : LATIN;
    bool alone = false;
    for (size_t i = 0, step; i < w->size; i += step) {
        uint32_t c = utf8_decode(w->text + i, w->size - i, &step);
        enum writing own = writing_of(c);
        if (own != script && (own != away || !twin_of(c, script)))
            return false;
        alone = alone || (own == script && !twin_of(c, away));
    }
    return alone;
}

/* Reports the first letter that is not of the script which the word means. */
static void report_alike(const struct scrutiny *s, const struct word *w, enum writing script,
                         const struct node *n)
{
    struct buffer meant = buffer_in(s->arena);
    char out[4], code[16];
    size_t at = w->size, step;
    uint32_t c, first = 0;
    for (size_t i = 0; i < w->size; i += step) {
        c = utf8_decode(w->text + i, w->size - i, &step);
        if (writing_of(c) == script) {
            buffer_add(&meant, w->text + i, step);
            continue;
        }
        buffer_add(&meant, out, utf8_encode(twin_of(c, script), out));
        if (at == w->size) {
            at = i;
            first = c;
        }
    }
    snprintf(code, sizeof code, "U+%04X", (unsigned)first);
    const uint32_t start = (uint32_t)(w->text - n->text);
    diag_add(
        s->diag, DIAG_LETTERS_ALIKE,
        doc_position(n, start + (uint32_t)at, start + (uint32_t)(at + utf8_encode(first, out))),
        "word", arena_strndup(s->arena, w->text, w->size), "letter",
        arena_strndup(s->arena, out, utf8_encode(first, out)), "code", arena_strdup(s->arena, code),
        "meant", buffer_text(&meant), NULL);
}

/* The word around a byte: letters alone. */
static struct word word_at(const struct node *n, size_t at)
{
    size_t start = at, end = at, step;
    for (size_t i = at; i > 0; start = i) {
        do
            i--;
        while (i > 0 && utf8_is_inside(n->text[i]));
        if (writing_of(utf8_decode(n->text + i, n->length - i, &step)) == OTHER)
            break;
    }
    for (; end < n->length; end += step)
        if (writing_of(utf8_decode(n->text + end, n->length - end, &step)) == OTHER)
            break;
    return (struct word){ n->text + start, end - start,
                          writing_of(utf8_decode(n->text + at, n->length - at, &step)) };
}

/* Do a Latin letter and one of Cyrillic or Greek, two bytes long, meet at byte i? */
static bool is_seam(const struct node *n, size_t i)
{
    unsigned char byte = (unsigned char)n->text[i];
    return byte >= 0xCD && byte <= 0xD4 &&
           ((i > 0 && utf8_is_ascii_letter((unsigned char)n->text[i - 1])) ||
            (i + 2 < n->length && utf8_is_ascii_letter((unsigned char)n->text[i + 2])));
}

void check_alike(const struct scrutiny *s, const struct node *n)
{
    for (size_t i = 0; i < n->length; i++) {
        if (!is_seam(n, i))
            continue;
        const struct word w = word_at(n, i);
        bool latin = w.other < WRITINGS && is_meant(&w, LATIN);
        if (latin || (w.other < WRITINGS && is_meant(&w, w.other))) {
            report_alike(s, &w, latin ? LATIN : w.other, n);
            return;
        }
    }
}
