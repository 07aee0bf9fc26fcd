/* doc/neighbours: text of the neighbours of windows-1252, for central Europe, Turkey and the
 * Baltic, that was read as windows-1252.
 *
 *   szõlõ ─windows-1250, Hungarian─► szőlő    deðil ─windows-1254, Turkish─► değil
 *
 * Most letters are the same in both, so it is told by the language: some of a text's are none of
 * its letters and would be in that code, all others are its own, and none is there that only that
 * code has.
 */
#include "doc/inner.h"

#include "base/utf8.h"
#include "lang/lang.h"

#include <string.h>
#include <unicode/uchar.h>

enum { HITS_LEAST = 3 }; /* names of another language have fewer */

static const struct neighbour {
    const char *name, *languages;
    const uint_least32_t *characters; /* at 80 … FF */
} neighbours[] = {
    { "windows-1250", "pl cs sk hu ro sl hr bs sr hsb dsb",
      U"€?‚?„…†‡?‰Š‹ŚŤŽŹ?‘’“”•–—?™š›śťžź ˇ˘Ł¤Ą¦§¨©Ş«¬-®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż"
      U"ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙" },
    { "windows-1254", "tr az",
      U"€?‚ƒ„…†‡ˆ‰Š‹Œ????‘’“”•–—˜™š›œ??Ÿ ¡¢£¤¥¦§¨©ª«¬-®¯°±²³´µ¶·¸¹º»¼½¾¿"
      U"ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ" },
    { "windows-1257", "lt lv",
      U"€?‚?„…†‡?‰?‹?¨ˇ¸?‘’“”•–—?™?›?¯˛? ?¢£¤?¦§Ø©Ŗ«¬-®Æ°±²³´µ¶·ø¹ŗ»¼½¾æ"
      U"ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙" },
};

/* Is the language of the tag among those, parted by spaces? */
static bool is_among(const char *languages, const char *tag)
{
    size_t n = strcspn(tag, "-");
    for (const char *l = languages; *l; l += strspn(l, " ")) {
        size_t length = strcspn(l, " ");
        if (length == n && !strncmp(l, tag, n))
            return true;
        l += length;
    }
    return false;
}

static const struct neighbour *neighbour_of(const char *tag)
{
    for (size_t i = 0; tag && i < sizeof neighbours / sizeof *neighbours; i++)
        if (is_among(neighbours[i].languages, tag))
            return &neighbours[i];
    return NULL;
}

/* Is it one of the letters, in capitals or not?  ş and ţ with a cedilla stand for those with a
 * comma, which no code of one byte had. */
static bool is_letter(const uint32_t *letters, uint32_t c)
{
    uint32_t small = (uint32_t)u_tolower((UChar32)c);
    small = small == 0x163 ? 0x21B : small;
    for (const uint32_t *l = letters; *l; l++)
        if (*l == small || (*l == 0x219 && small == 0x15F))
            return true;
    return false;
}

/* What a passage shows of its code. */
struct traces {
    size_t first, first_end; /* the first letter that would be one of the language */
    unsigned hits;           /* such letters */
    bool denied;             /* a letter is here that tells otherwise */
};

/* Can the byte be one of a word? */
static bool is_of_word(char byte)
{
    return (unsigned char)byte >= 0x80 || utf8_is_ascii_letter((unsigned char)byte);
}

static bool is_in_word(const struct passage *p, size_t at, size_t end)
{
    return (at && is_of_word(p->text[at - 1])) || (end < p->size && is_of_word(p->text[end]));
}

/* Reads one character of the passage into what it shows. */
static void read_trace(struct traces *t, const struct passage *p, const struct neighbour *n,
                       const uint32_t *letters, size_t at, size_t end)
{
    size_t step;
    uint32_t c = utf8_decode(p->text + at, end - at, &step);
    unsigned byte = windows_byte(c);
    if (is_letter(letters, c)) {
        t->denied = t->denied || !byte;
        return;
    }
    if (!byte)
        return;
    uint32_t meant = n->characters[byte - 0x80];
    bool hit = meant != c && is_letter(letters, meant) && is_in_word(p, at, end);
    if (hit && !t->hits++) {
        t->first = at;
        t->first_end = end;
    }
    t->denied = t->denied || (!hit && meant != c && u_isalpha((UChar32)c));
}

bool find_neighbour(struct scrutiny *s, const struct passage *p, struct reading *out)
{
    const char *tag = p->node->scope->lang;
    const struct neighbour *n = neighbour_of(tag);
    if (!n)
        return false;
    if (tag != s->letters_of) {
        s->letters_of = tag;
        s->letters = lang_letters(s->arena, tag);
    }
    struct traces t = { 0, 0, 0, !*s->letters };
    for (size_t i = 0, step; i < p->size && !t.denied; i += step) {
        step = 1;
        if ((unsigned char)p->text[i] < 0x80)
            continue;
        utf8_decode(p->text + i, p->size - i, &step);
        read_trace(&t, p, n, s->letters, i, i + step);
    }
    *out = (struct reading){ n->name, n->characters, 0x80, t.first, t.first_end };
    return t.hits >= HITS_LEAST && !t.denied;
}
