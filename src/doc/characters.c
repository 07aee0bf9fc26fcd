/* doc/characters: characters that XML lets in and no reader wants, and what was meant by them.
 *
 *   U+0093 ─► “ (U+201C), which windows-1252 has at 93
 *   seÃ±or ─► señor
 *   ျမန္မာ ─► Zawgyi
 *   se�or, se?or ─► a letter is lost
 *
 * A control character of U+0080 … U+009F prints nothing: that is an error.  UTF-8 read as
 * windows-1252 prints what somebody else wrote, Burmese in Zawgyi code what a Unicode font garbles,
 * and a mark that stands for something lost is no text: these are warnings, since all could be
 * meant.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* What windows-1252 has at 80 … 9F; 0: nothing. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* The byte that windows-1252, or where it has none ISO 8859-1, has for a character from U+0080 on;
 * 0: none. */
static unsigned windows_byte(uint32_t c)
{
    for (unsigned i = 0; i < 32; i++)
        if (c == windows[i] && c)
            return 0x80 + i;
    return c >= 0x80 && c <= 0xFF ? c : 0;
}

/* The character at `at`, 0 at the end. */
static uint32_t character(const char *text, size_t size, size_t at, size_t *step)
{
    *step = 0;
    return at < size ? utf8_decode(text + at, size - at, step) : 0;
}

/* Reads the characters at `at` as bytes of windows-1252 and these as one character of UTF-8: that
 * character, and in *length how many bytes of the text it takes; 0: they are none. */
static uint32_t read_twice(const char *text, size_t size, size_t at, size_t *length)
{
    char bytes[4] = "";
    size_t step, n = 0, used, wanted = 1;
    *length = 0;
    while (n < wanted) {
        unsigned byte = windows_byte(character(text, size, at + *length, &step));
        if (!byte)
            return 0;
        if (n == 0)
            wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 0;
        if (!wanted)
            return 0;
        bytes[n++] = (char)byte;
        *length += step;
    }
    return utf8_valid(bytes, n) == n ? utf8_decode(bytes, n, &used) : 0;
}

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

static bool is_capital_before(const char *text, size_t at)
{
    return at && ((text[at - 1] >= 'A' && text[at - 1] <= 'Z') ||
                  (at > 1 && text[at - 2] == '\xC3' && (unsigned char)text[at - 1] < 0x9F));
}

/* Is all behind the first character, of those from `at` to `end`, a letter that follows it in
 * words: "áššiid", "Úžas"? */
static bool is_spelt(const char *text, size_t at, size_t end)
{
    size_t step;
    utf8_decode(text + at, end - at, &step);
    while ((at += step) < end) {
        uint32_t c = utf8_decode(text + at, end - at, &step);
        if (c != 0x160 && c != 0x161 && c != 0x17D && c != 0x17E && c != 0x178 && c != 0x152 &&
            c != 0x153)
            return false;
    }
    return true;
}

/* Does UTF-8 read as windows-1252 stand at `at`?  "IRMÃ”" and "PÅ»" are words in capitals with
 * their mark, ‘cliché’” and «né»… words with two, and one could think of others, so a pair counts
 * beside letters that no word in capitals has, or where another follows; so do three but for those
 * of typographers' marks, which begin with â. */
static bool is_misread(const char *text, size_t size, size_t at)
{
    size_t length, next;
    uint32_t c = read_twice(text, size, at, &length);
    char after = at + length < size ? text[at + length] : ' ';
    bool behind_letter = at && is_lower(text[at - 1]);
    if (c < 0x80 || (is_spelt(text, at, at + length) && (c >= 0x800 || !behind_letter)))
        return false;
    if (c >= 0x800)
        return (c >= 0x2000 && c < 0x3000) || read_twice(text, size, at + length, &next) >= 0x800;
    bool letters = behind_letter || is_lower(after);
    if (c < 0x100)
        return letters || !is_capital_before(text, at) || (after >= 'A' && after <= 'Z');
    return letters || read_twice(text, size, at + length, &next) >= 0x80;
}

/* The word around a place: where it begins, its length. */
static size_t word_around(const char *text, size_t size, size_t at, size_t *length)
{
    size_t start = at, end = at;
    while (start && !is_space(text[start - 1]))
        start--;
    while (end < size && !is_space(text[end]))
        end++;
    *length = end - start;
    return start;
}

/* What the text says when its characters are read twice. */
static const char *read_again(struct arena *a, const char *text, size_t size)
{
    struct buffer meant = buffer_in(a);
    for (size_t i = 0, length; i < size; i += length) {
        char out[4];
        uint32_t c = read_twice(text, size, i, &length);
        if (c < 0x80)
            c = utf8_decode(text + i, size - i, &length);
        buffer_add(&meant, out, utf8_encode(c, out));
    }
    return buffer_text(&meant);
}

/* Reports a control character and what was meant by it. */
static void report_control(const struct scrutiny *s, uint32_t c, struct position place)
{
    char name[16], meant[4];
    uint32_t other = windows[c - 0x80];
    snprintf(name, sizeof name, "U+%04X", (unsigned)c);
    const char *remedy =
        other ? arena_printf(
                    s->arena,
                    PHRASE("%.*s (U+%04X) is meant, which windows-1252 has there; write that, or "
                           "declare encoding=\"windows-1252\" if the file is in it"),
                    (int)utf8_encode(other, meant), meant, (unsigned)other)
              : PHRASE("delete it");
    diag_add(s->diag, DIAG_CONTROL_CHARACTER, place, "character", name, "remedy", remedy, NULL);
}

static bool is_burmese(uint32_t c) { return c >= 0x1000 && c <= 0x1021; }

/* Zawgyi writes ေ and ြ before their consonant and has no virama: Unicode never begins a syllable
 * so, nor ends it with U+1039. */
static bool is_zawgyi(const char *text, size_t size, size_t at)
{
    size_t step, next;
    uint32_t c = character(text, size, at, &step), after;
    after = character(text, size, at + step, &next);
    bool begins = !at || (unsigned char)text[at - 1] < 0x80;
    if (c == 0x1031 || c == 0x103B)
        return begins && is_burmese(after);
    return c == 0x1039 && (after < 0x1000 || after > 0x109F);
}

/* Reports text that is in another code than it says. */
static void report_word(const struct scrutiny *s, enum diag_code code, const char *text,
                        size_t size, size_t at, struct position place)
{
    size_t length, start = word_around(text, size, at, &length);
    diag_add(s->diag, code, place, "word", arena_strndup(s->arena, text + start, length), "meant",
             read_again(s->arena, text + start, length), NULL);
}

/* ---- what was lost on the way ---- */

/* Characters that stand in a text for what is not in it, and what to do about them. */
static const struct loss {
    uint32_t first, last;
    const char *meaning;
} losses[] = {
    { 0xFFFD, 0xFFFD,
      PHRASE("stands where a letter was lost in a wrong encoding: write the letter again, or take "
             "the text from the original once more") },
    { 0xFFFC, 0xFFFC,
      PHRASE("stands for a picture or field that was lost on copying: delete it, or write <figure> "
             "for a picture") },
    { 0xFFF9, 0xFFFB,
      PHRASE("marks a reading above the line, which prints nothing here: delete it, and set the "
             "reading in brackets") },
    { 0x202D, 0x202E,
      PHRASE("turns the letters behind it round whatever they are and can hide what they say: "
             "delete it, and give the element dir=\"ltr\" or dir=\"rtl\"") },
    { 0xE0001, 0xE007F, PHRASE("prints nothing and can hide text from its readers: delete it") },
};

/* Is the question mark at `at` a letter that was lost: inside a word, no address, with small
 * letters on both sides? */
static bool is_lost_letter(const char *text, size_t size, size_t at)
{
    if (!at || at + 1 >= size || !is_lower(text[at - 1]) || !is_lower(text[at + 1]))
        return false;
    size_t length, start = word_around(text, size, at, &length);
    for (size_t i = start; i < start + length; i++)
        if (strchr("/=&.@", text[i]))
            return false;
    return true;
}

/* What the character c at `at` stands for that is lost; NULL: it is itself. */
static const char *find_loss(const char *text, size_t size, size_t at, uint32_t c)
{
    if (c == '?')
        return is_lost_letter(text, size, at) ? losses[0].meaning : NULL;
    for (size_t i = 0; c >= 0x202D && i < sizeof losses / sizeof *losses; i++)
        if (c >= losses[i].first && c <= losses[i].last)
            return losses[i].meaning;
    return NULL;
}

/* Reports the character at `at` with its word. */
static void report_loss(const struct scrutiny *s, const char *meaning, const char *text,
                        size_t size, size_t at, struct position place)
{
    size_t step, length, start = word_around(text, size, at, &length);
    unsigned c = (unsigned)utf8_decode(text + at, size - at, &step);
    diag_add(s->diag, DIAG_CHARACTER_LOST, place, "character",
             c == '?' ? "?" : arena_printf(s->arena, "U+%04X", c), "word",
             arena_strndup(s->arena, text + start, length), "meaning", meaning, NULL);
}

/* Reports the first character of a text that stands for what is lost; addresses have question marks
 * in them. */
static void check_losses(const struct scrutiny *s, const struct node *n,
                         const struct attribute *attribute, const char *text, size_t size)
{
    for (size_t i = 0, step; i < size; i += step) {
        unsigned char byte = (unsigned char)text[i];
        step = 1;
        if (byte < 0xE2 && (byte != '?' || attribute))
            continue;
        uint32_t c = utf8_decode(text + i, size - i, &step);
        const char *meaning = find_loss(text, size, i, c);
        if (!meaning)
            continue;
        report_loss(s, meaning, text, size, i,
                    attribute ? attribute_at(n, attribute)
                              : doc_position(n, (uint32_t)i, (uint32_t)(i + step)));
        return;
    }
}

void check_characters(struct scrutiny *s, const struct node *n, const struct attribute *attribute)
{
    const char *text = attribute ? attribute->value : n->text;
    size_t size = attribute ? strlen(text) : n->length;
    bool misread = false;
    check_losses(s, n, attribute, text, size);
    for (size_t i = 0, step; i < size; i += step) {
        step = 1;
        if ((unsigned char)text[i] < 0xC2)
            continue;
        uint32_t c = utf8_decode(text + i, size - i, &step);
        bool told = misread, burmese = c >= 0x1031 && c <= 0x103B;
        misread = misread || (c >= 0xC2 && c < 0xF8 && is_misread(text, size, i));
        bool zawgyi = burmese && !s->zawgyi && is_zawgyi(text, size, i);
        s->zawgyi = s->zawgyi || zawgyi;
        if (c >= 0xA0 && misread == told && !zawgyi)
            continue;
        struct position place = attribute ? attribute_at(n, attribute)
                                          : doc_position(n, (uint32_t)i, (uint32_t)(i + step));
        if (c < 0xA0)
            report_control(s, c, place);
        else
            report_word(s, zawgyi ? DIAG_ZAWGYI : DIAG_TEXT_MISREAD, text, size, i, place);
    }
}
