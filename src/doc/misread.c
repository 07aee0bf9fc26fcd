/* doc/misread: text of one code that was read as windows-1252, and what it says.
 *
 *   seÃ±or ─UTF-8─► señor    Ïðèâåò ─windows-1251─► Привет    ùìåí ─windows-1255─► שלום
 *
 * UTF-8 shows by its bytes, which follow a rule.  Codes of one byte have no rule; but in none of
 * the languages that windows-1252 is for are words of its letters À … ÿ alone, but short ones, and
 * lists of accents (áéíóú), whose letters rise.  Which code it was is told by how many of the
 * letters that it then has are common ones of its script, and stand in their case.
 */
#include "doc/inner.h"

#include "base/utf8.h"
#include "lang/lang.h"

#include <string.h>
#include <unicode/uchar.h>

/* ---- UTF-8 ---- */

/* What windows-1252 has at 80 … 9F; 0: nothing. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

unsigned windows_byte(uint32_t c)
{
    for (unsigned i = 0; i < 32; i++)
        if (c == windows[i] && c)
            return 0x80 + i;
    return c >= 0x80 && c <= 0xFF ? c : 0;
}

uint32_t windows_character(unsigned byte) { return windows[byte - 0x80]; }

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

/* ---- codes of one byte ---- */

enum {
    CODE_FIRST = 0xA0,
    HIGH_FIRST = 0xC0,
    HIGH_LAST = 0xFF,
    WORD_LEAST = 4, /* letters of a word that tells; one more among words in ASCII */
    FALLS_LEAST = 2,
    LETTERS_TO_FALL = 5, /* most of them to each */
    COMMON_LEAST = 50,   /* common letters of a hundred */
    LANGUAGE_TELLS = 60
};

static const struct code {
    const char *name, *script;
    const uint_least32_t *characters; /* at A0 … FF; ? where it has none */
    const uint_least32_t *common;     /* the small letters of which most text is */
} codes[] = {
    { "windows-1251", "Cyrl",
      U" ЎўЈ¤Ґ¦§Ё©Є«¬-®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
      U"абвгдежзийклмнопрстуфхцчшщъыьэюя",
      U"оеаинтсрвлкмдпуі" },
    { "KOI8-R", "Cyrl",
      U"═║╒ёє╔ії╗╘╙╚╛ґ╝╞╟╠╡ЁЄ╣ІЇ╦╧╨╩╪Ґ╬©юабцдефгхийклмнопярстужвьызшэщчъ"
      U"ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ",
      U"оеаинтсрвлкмдпуі" },
    { "ISO 8859-5", "Cyrl",
      U" ЁЂЃЄЅІЇЈЉЊЋЌ-ЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп"
      U"рстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ",
      U"оеаинтсрвлкмдпуі" },
    { "windows-1253", "Grek",
      U" ΅Ά£¤¥¦§¨©?«¬-®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ?ΣΤΥΦΧΨΩΪΫάέήί"
      U"ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ?",
      U"αοιτενσηυρπκμςωάίόέή" },
    { "windows-1255", "Hebr",
      U" ¡¢£₪¥¦§¨©×«¬-®¯°±²³´µ¶·¸¹÷»¼½¾¿\u05B0\u05B1\u05B2\u05B3\u05B4\u05B5\u05B6\u05B7"
      U"\u05B8\u05B9?\u05BB\u05BC\u05BD\u05BE\u05BF\u05C0\u05C1\u05C2\u05C3װױײ׳״???????"
      U"אבגדהוזחטיךכלםמןנסעףפץצקרשת?????",
      U"יוהלארתבמשנם" },
    { "windows-1256", "Arab",
      U" ،¢£¤¥¦§¨©ھ«¬-®¯°±²³´µ¶·¸¹؛»¼½¾؟ہءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقك"
      U"àلâمنهوçèéêëىيîï\u064B\u064C\u064D\u064Eô\u064F\u0650÷\u0651ù\u0652ûü??ے",
      U"ايلمونرتبةعدهسفقک" },
};

/* A word without a letter of ASCII, all of whose characters windows-1252 has. */
struct high_word {
    size_t start, end;
    unsigned letters; /* À … ÿ; 0: it is no such word */
};

/* How text looks that may be in a code of one byte. */
struct looks {
    struct high_word longest;
    unsigned ascii, high; /* letters of ASCII, and those of words without them */
    unsigned falls;       /* where an a follows an e, as in no list of accents */
};

/* The byte, as windows-1252 has it, that could be a letter in some code; 0: none. */
static unsigned code_byte(uint32_t c)
{
    unsigned byte = c == 0xAD ? 0 : windows_byte(c);
    return byte >= CODE_FIRST ? byte : 0;
}

/* The word of the characters beyond ASCII from `at` on, the first of them. */
static struct high_word high_word_at(const char *text, size_t size, size_t at)
{
    struct high_word w = { at, at, 0 };
    bool alone = !at || !utf8_is_ascii_letter((unsigned char)text[at - 1]);
    for (size_t step; w.end < size && (unsigned char)text[w.end] >= 0x80; w.end += step) {
        uint32_t c = utf8_decode(text + w.end, size - w.end, &step);
        alone = alone && code_byte(c);
        w.letters += c >= HIGH_FIRST && c <= HIGH_LAST;
    }
    alone = alone && (w.end == size || !utf8_is_ascii_letter((unsigned char)text[w.end]));
    w.letters = alone && w.letters > 1 ? w.letters : 0;
    return w;
}

/* Finds the next such word at or behind *at, and moves that behind it; false at the end.  Letters
 * of ASCII passed are added to *ascii. */
static bool next_high_word(const char *text, size_t size, size_t *at, unsigned *ascii,
                           struct high_word *w)
{
    while (*at < size) {
        if ((unsigned char)text[*at] < 0x80) {
            *ascii += utf8_is_ascii_letter((unsigned char)text[(*at)++]);
            continue;
        }
        *w = high_word_at(text, size, *at);
        *at = w->end;
        if (w->letters)
            return true;
    }
    return false;
}

/* How often in a word a letter stands behind one that comes later in the alphabet. */
static unsigned count_falls(const char *text, const struct high_word *w)
{
    static const char bases[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyty"; /* À … ß and à … ÿ */
    unsigned falls = 0;
    char last = 0;
    for (size_t i = w->start, step; i < w->end; i += step) {
        uint32_t c = utf8_decode(text + i, w->end - i, &step);
        char base = c >= HIGH_FIRST && c <= HIGH_LAST ? bases[c & 31] : last;
        falls += base < last;
        last = base;
    }
    return falls;
}

static struct looks look(const char *text, size_t size)
{
    struct looks l = { { 0, 0, 0 }, 0, 0, 0 };
    struct high_word w;
    for (size_t at = 0; next_high_word(text, size, &at, &l.ascii, &w);) {
        l.high += w.letters;
        l.falls += count_falls(text, &w);
        l.longest = w.letters > l.longest.letters ? w : l.longest;
    }
    return l;
}

static bool has_character(const uint_least32_t *list, UChar32 c)
{
    while (*list && *list != (uint_least32_t)c)
        list++;
    return *list;
}

/* How many in a hundred letters of the text's words are common ones in the code; a capital behind a
 * small letter counts against it. */
static unsigned rate(const struct code *code, const char *text, size_t size)
{
    unsigned common = 0, all = 0, ascii = 0;
    struct high_word w;
    for (size_t at = 0; next_high_word(text, size, &at, &ascii, &w);) {
        bool small = false;
        for (size_t i = w.start, step; i < w.end; i += step) {
            unsigned byte = code_byte(utf8_decode(text + i, w.end - i, &step));
            UChar32 c = (UChar32)code->characters[byte - CODE_FIRST];
            bool letter = u_isalpha(c);
            if ((!letter && byte < HIGH_FIRST) || (U_GET_GC_MASK(c) & U_GC_M_MASK))
                continue;
            all += small && u_isupper(c) ? 2 : 1;
            common += letter && has_character(code->common, u_tolower(c));
            small = u_islower(c);
        }
    }
    return all ? common * 100 / all : 0;
}

/* The code in which the text makes most sense, which its language tells if it is one of the code's
 * script; NULL where it makes little in all. */
static const struct code *likely_code(struct arena *a, const struct passage *p)
{
    const struct code *best = NULL;
    const char *language = p->node->scope->lang;
    const char *scripts = language ? lang_scripts(a, language) : "";
    unsigned most = 0;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        unsigned rated = rate(&codes[i], p->text, p->size);
        if (strstr(scripts, codes[i].script))
            rated += LANGUAGE_TELLS;
        if (rated < COMMON_LEAST || rated <= most)
            continue;
        best = &codes[i];
        most = rated;
    }
    return best;
}

/* What a text says whose characters beyond ASCII are bytes of the code. */
static const char *read_as(struct arena *a, const struct reading *r, const char *text, size_t size)
{
    struct buffer meant = buffer_in(a);
    for (size_t i = 0, step; i < size; i += step) {
        char out[4];
        uint32_t c = utf8_decode(text + i, size - i, &step);
        unsigned byte = c < 0x80 || c == 0xAD ? 0 : windows_byte(c);
        buffer_add(&meant, out,
                   utf8_encode(byte >= r->first ? r->characters[byte - r->first] : c, out));
    }
    return buffer_text(&meant);
}

/* ---- what is said ---- */

/* Finds the first character of UTF-8 that was read twice. */
static bool find_misread(const struct passage *p, struct reading *out)
{
    for (size_t i = 0, step; i < p->size; i += step) {
        step = 1;
        if ((unsigned char)p->text[i] < 0xC2)
            continue;
        uint32_t c = utf8_decode(p->text + i, p->size - i, &step);
        *out = (struct reading){ "UTF-8", NULL, 0, i, i + step };
        if (c >= 0xC2 && c < 0xF8 && is_misread(p->text, p->size, i))
            return true;
    }
    return false;
}

/* Finds the longest word that a code of one byte makes sense of, in a text where that can be no
 * word of Latin letters. */
static bool find_code(struct arena *a, const struct passage *p, struct reading *out)
{
    const struct looks l = look(p->text, p->size);
    const struct high_word *w = &l.longest;
    bool latin = l.ascii >= l.high; /* then the word must tell by itself */
    unsigned least = latin ? WORD_LEAST + 1 : WORD_LEAST;
    unsigned letters = latin ? w->letters : l.high;
    unsigned falls = latin ? count_falls(p->text, w) : l.falls;
    bool telling =
        w->letters >= least && falls >= FALLS_LEAST && falls * LETTERS_TO_FALL >= letters;
    const struct code *code = telling ? likely_code(a, p) : NULL;
    if (code)
        *out = (struct reading){ code->name, code->characters, CODE_FIRST, w->start, w->end };
    return code;
}

void check_misread(struct scrutiny *s, const struct passage *p)
{
    struct reading r;
    size_t length;
    bool twice = find_misread(p, &r), other = !twice && find_code(s->arena, p, &r);
    if (!twice && !other && !find_neighbour(s, p, &r))
        return;
    s->recoded = s->recoded || other;
    const char *word = p->text + word_around(p->text, p->size, r.start, &length);
    diag_add(s->diag, DIAG_TEXT_MISREAD, passage_place(p, r.start, r.end), "word",
             arena_strndup(s->arena, word, length), "code", r.code, "meant",
             twice ? read_again(s->arena, word, length) : read_as(s->arena, &r, word, length),
             NULL);
}
