/* doc/characters: characters that XML lets in and no reader wants, and what was meant by them.
 *
 *   U+0093 ─► “ (U+201C), which windows-1252 has at 93
 *   ျမန္မာ ─► Zawgyi
 *   se�or, se?or ─► a letter is lost
 *
 * A control character of U+0080 … U+009F prints nothing: that is an error.  Burmese in
 * Zawgyi code prints what a Unicode font garbles, and a mark that stands for something lost is no
 * text: these are warnings, since both could be meant.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

struct position passage_place(const struct passage *p, size_t start, size_t end)
{
    return p->attribute ? attribute_at(p->node, p->attribute)
                        : doc_position(p->node, (uint32_t)start, (uint32_t)end);
}

size_t word_around(const char *text, size_t size, size_t at, size_t *length)
{
    size_t start = at, end = at;
    while (start && !is_space(text[start - 1]))
        start--;
    while (end < size && !is_space(text[end]))
        end++;
    *length = end - start;
    return start;
}

/* Reports a control character and what was meant by it. */
static void report_control(const struct scrutiny *s, uint32_t c, struct position place)
{
    char name[16], meant[4];
    uint32_t other = windows_character(c);
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

/* The character at `at`, 0 at the end. */
static uint32_t character(const char *text, size_t size, size_t at, size_t *step)
{
    *step = 0;
    return at < size ? utf8_decode(text + at, size - at, step) : 0;
}

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

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

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
static void report_loss(const struct scrutiny *s, const char *meaning, const struct passage *p,
                        size_t at)
{
    size_t step, length, start = word_around(p->text, p->size, at, &length);
    unsigned c = (unsigned)utf8_decode(p->text + at, p->size - at, &step);
    diag_add(s->diag, DIAG_CHARACTER_LOST, passage_place(p, at, at + step), "character",
             c == '?' ? "?" : arena_printf(s->arena, "U+%04X", c), "word",
             arena_strndup(s->arena, p->text + start, length), "meaning", meaning, NULL);
}

/* Reports the first character of a text that stands for what is lost; addresses have question marks
 * in them. */
static void check_losses(const struct scrutiny *s, const struct passage *p)
{
    for (size_t i = 0, step; i < p->size; i += step) {
        unsigned char byte = (unsigned char)p->text[i];
        step = 1;
        if (byte < 0xE2 && (byte != '?' || p->attribute))
            continue;
        uint32_t c = utf8_decode(p->text + i, p->size - i, &step);
        const char *meaning = find_loss(p->text, p->size, i, c);
        if (!meaning)
            continue;
        report_loss(s, meaning, p, i);
        return;
    }
}

/* Reports the first word of a document in Zawgyi code. */
static void report_zawgyi(struct scrutiny *s, const struct passage *p, size_t at, size_t step)
{
    size_t length, start = word_around(p->text, p->size, at, &length);
    s->zawgyi = true;
    diag_add(s->diag, DIAG_ZAWGYI, passage_place(p, at, at + step), "word",
             arena_strndup(s->arena, p->text + start, length), NULL);
}

void check_characters(struct scrutiny *s, const struct node *n, const struct attribute *attribute)
{
    const char *text = attribute ? attribute->value : n->text;
    const struct passage p = { n, attribute, text, attribute ? strlen(text) : n->length };
    check_losses(s, &p);
    check_misread(s, &p);
    if (attribute && strstr(text, "\xE2")) { /* of texts the paragraph is read */
        struct direction_marks marks = { .count = 0 };
        direction_read(s, &marks, &p);
        direction_end(s, &marks);
    }
    for (size_t i = 0, step; i < p.size; i += step) {
        step = 1;
        if ((unsigned char)text[i] < 0xC2)
            continue;
        uint32_t c = utf8_decode(text + i, p.size - i, &step);
        if (c < 0xA0)
            report_control(s, c, passage_place(&p, i, i + step));
        else if (c >= 0x1031 && c <= 0x103B && !s->zawgyi && is_zawgyi(text, p.size, i))
            report_zawgyi(s, &p, i, step);
    }
}
