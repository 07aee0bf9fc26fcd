/* lang/edges: where the printers of a language end no line, or would rather not.
 *
 *   … i w│lesie    … 5│km    … il a dit : «│bonjour│»    … — Так, │— сказал он    … May│1
 *
 * Words are looked at in the paragraph's text around the break, never further than a sentence away;
 * nothing is kept.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <string.h>
#include <unicode/uchar.h>

enum { SENTENCE_BYTES = 600, WORD_BYTES = 24 };

/* What stands around a place where a line could end. */
struct edge {
    const struct lang *lang;
    const struct habits *habits;
    const char *text;
    size_t length;
    size_t at;              /* the next line would begin here */
    size_t end;             /* and this one end here, its spaces left out */
    uint32_t last, next;    /* the characters before `end` and at `at` */
    size_t last_at, beyond; /* where `last` begins; behind `next` */
};

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == 0x3000 || (c >= 0x2000 && c <= 0x200B);
}
/* A hyphen stands for a dash where people have no other key. */
static bool is_dash(uint32_t c) { return c == '-' || c == 0x2010 || (c >= 0x2013 && c <= 0x2015); }
static bool is_digit(uint32_t c) { return c < 128 ? c - '0' < 10 : u_isdigit((UChar32)c); }
static bool opens(uint32_t c)
{
    return c < 128 ? c && strchr("([{\"'", (int)c)
                   : c == 0xA1 || c == 0xBF || c == 0x201A || c == 0x201E ||
                         (U_GET_GC_MASK((UChar32)c) & (U_GC_PS_MASK | U_GC_PI_MASK));
}

/* The character that ends before byte `at`, whose place *start becomes; a line feed at the text's
 * beginning. */
static uint32_t before(const struct edge *e, size_t at, size_t *start)
{
    size_t step;
    *start = at;
    if (!at)
        return '\n';
    do
        --*start;
    while (*start && utf8_is_inside(e->text[*start]));
    return utf8_decode(e->text + *start, at - *start, &step);
}

/* The character at byte `at`; a line feed at the text's end. */
static uint32_t behind(const struct edge *e, size_t at)
{
    size_t step;
    return at < e->length ? utf8_decode(e->text + at, e->length - at, &step) : '\n';
}

static bool is_spaced(const struct edge *e) { return e->end < e->at; }

/* । ። ៗ ๆ and their like, after a space too. */
static bool never_begins(const struct edge *e)
{
    if (e->next < 0x80)
        return false;
    int class = u_getIntPropertyValue((UChar32)e->next, UCHAR_LINE_BREAK);
    if (class == U_LB_COMPLEX_CONTEXT)
        return u_charType((UChar32)e->next) != U_OTHER_LETTER || e->next == 0xE2F ||
               e->next == 0xEAF;
    return class != U_LB_GLUE && class != U_LB_BREAK_BEFORE &&
           u_hasBinaryProperty((UChar32)e->next, UCHAR_TERMINAL_PUNCTUATION);
}

/* What ICU takes for ideographs, and CLREQ and JLREQ for marks. */
static bool is_wide_mark(const struct edge *e)
{
    static const uint32_t no_starts[] = { 0xB7, 0x2027, 0x301C, 0x30A0, 0x30FB, 0xFF0F, 0xFF5E };
    if (!lang_is_east_asian(e->lang))
        return false;
    for (size_t i = 0; i < sizeof no_starts / sizeof *no_starts; i++)
        if (e->next == no_starts[i])
            return true;
    return e->last == 0xFF03;
}

/* French spaces inside « », where the language does not turn them round; in any other where what
 * stands outside leaves no doubt which of a pair it is: « so », it was said. */
static bool is_inside_quotes(const struct edge *e)
{
    bool closes = e->next == 0xBB || e->next == 0x203A,
         opening = e->last == 0xAB || e->last == 0x2039;
    if (!(closes || opening))
        return false;
    const char *const *quotes = e->lang->quotes;
    if (quotes[0] && (!strncmp(quotes[0], "\u00AB", 2) || !strncmp(quotes[2], "\u00AB", 2)))
        return true;
    size_t start;
    uint32_t outside = closes ? behind(e, e->beyond) : before(e, e->last_at, &start);
    return is_space(outside) ||
           (closes ? outside < 128 && strchr(",.;:!?)", (int)outside) : opens(outside));
}

/* "/srv/file", "C:\file": a path's first sign is part of a word. */
static bool is_path(const struct edge *e)
{
    size_t start;
    if (e->last != '/')
        return e->next == '\\';
    uint32_t outside = before(e, e->last_at, &start);
    return is_space(outside) || opens(outside);
}

/* A dash that opens, as in "gente —dijo", or a minus. */
static bool is_opening_dash(const struct edge *e)
{
    size_t start;
    uint32_t outside = before(e, e->last_at, &start);
    return is_dash(e->last) && (is_space(outside) || opens(outside));
}

static bool is_closing_dash(const struct edge *e) { return e->next >= 0x2013 && e->next <= 0x2015; }

/* Does a dash with spaces on both sides stand from `start` to `end`? */
static bool is_spaced_dash(const struct edge *e, size_t start, size_t end)
{
    size_t outside;
    return is_space(before(e, start, &outside)) && is_space(behind(e, end));
}

static size_t skip_spaces_back(const struct edge *e, size_t at)
{
    size_t start = at;
    while (at && is_space(before(e, at, &start)))
        at = start;
    return at;
}

/* Does the dash from `start` to `end` begin what somebody says: a paragraph, or after a full stop a
 * sentence? */
static bool begins_speech(const struct edge *e, size_t start, size_t end)
{
    size_t stop = skip_spaces_back(e, start), at = end, unused;
    for (size_t i = stop; i < start; i++)
        if (e->text[i] == '\n')
            return true;
    uint32_t last = before(e, stop, &unused);
    while (at < e->length && is_space(behind(e, at)))
        at++;
    return !stop || ((last == '.' || last == '!' || last == '?' || last == 0x2026) &&
                     u_isupper((UChar32)behind(e, at)));
}

static bool is_speech(const struct edge *e)
{
    return is_dash(e->last) && begins_speech(e, e->last_at, e->end);
}

static bool is_dash_of_line_before(const struct edge *e)
{
    return e->habits->dash == DASH_ENDS_LINE && is_dash(e->next) &&
           is_spaced_dash(e, e->at, e->beyond) && !begins_speech(e, e->at, e->beyond);
}

/* Counts the spaced dashes from `at` to the sentence's end, the way `by` leads; no further than
 * SENTENCE_BYTES. */
static unsigned count_dashes(const struct edge *e, size_t at, int by)
{
    unsigned count = 0;
    size_t first = at, step;
    while (by > 0 ? at < e->length && at - first < SENTENCE_BYTES
                  : at > 0 && first - at < SENTENCE_BYTES) {
        size_t start = at, end = at;
        uint32_t c =
            by > 0 ? utf8_decode(e->text + at, e->length - at, &step) : before(e, at, &start);
        end = by > 0 ? at + step : at;
        if (c == '\n' || (strchr(".!?", (int)c) && c < 128 && is_space(behind(e, end))))
            break;
        count += is_dash(c) && c != '-' && is_spaced_dash(e, start, end);
        at = by > 0 ? end : start;
    }
    return count;
}

/* The inner side of one of two dashes that enclose. */
static bool is_enclosed(const struct edge *e)
{
    if (e->habits->dash != DASH_ENCLOSES)
        return false;
    if (is_dash(e->next) && e->next != '-' && is_spaced_dash(e, e->at, e->beyond))
        return count_dashes(e, e->at, -1) % 2 == 1;
    return is_dash(e->last) && e->last != '-' && is_spaced_dash(e, e->last_at, e->end) &&
           count_dashes(e, e->last_at, -1) % 2 == 0 && count_dashes(e, e->end, 1) % 2 == 1;
}

/* The word that ends at `end`, in lower case, as far as it is one of these lists' (they hold no
 * long ones). */
static bool ends_in_word(const struct edge *e, const char *list)
{
    char word[WORD_BYTES];
    size_t start = e->end, left;
    if (!list)
        return false;
    while (start && e->end - start < WORD_BYTES / 2 && u_isalpha((UChar32)before(e, start, &left)))
        start = left;
    uint32_t outside = before(e, start, &left);
    if (start == e->end || !(is_space(outside) || opens(outside) || outside == 0xA0))
        return false;
    return habits_have(list, word, casing_small(e->text + start, e->end - start, word));
}

static bool is_one_letter(const struct edge *e) { return ends_in_word(e, e->habits->one_letter); }
static bool is_preposition(const struct edge *e)
{
    return ends_in_word(e, e->habits->prepositions);
}

/* The length of the word at `at`, up to white space or a comma. */
static size_t word_length(const struct edge *e, size_t at)
{
    size_t n = 0;
    while (at + n < e->length && !strchr(" \t\n,;:)", e->text[at + n]))
        n++;
    return n;
}

/* "10 000": one to three digits before, three behind. */
static bool is_group(const struct edge *e)
{
    size_t start = e->end, left, at = e->at;
    for (unsigned n = 0; n < 4 && is_digit(before(e, start, &left)); n++)
        start = left;
    for (; at < e->length && is_digit((unsigned char)e->text[at]); at++)
        ;
    return e->habits->spaced_thousands && e->end - start <= 3 && at - e->at == 3;
}

/* "5 km", "50 %", "10 000". */
static bool is_number_with_unit(const struct edge *e)
{
    static const char common[] = "mm cm dm m km mg g kg t ml cl l ha min h kW kWh MB GB °C °F";
    if (!is_digit(e->last))
        return false;
    if (is_digit(e->next))
        return is_group(e);
    if (e->next == '%' || e->next == 0x2030 || u_charType((UChar32)e->next) == U_CURRENCY_SYMBOL)
        return true;
    size_t n = word_length(e, e->at);
    const char *word = e->text + e->at;
    return habits_have(e->habits->units, word, n) || habits_have(common, word, n) ||
           (n > 1 && word[n - 1] == '.' && habits_have(common, word, n - 1));
}

/* Where the word that ends before byte `end` begins: behind white space or what opens; of one too
 * long for any list, some of it. */
static size_t word_start(const struct edge *e, size_t end)
{
    size_t start = end, left;
    while (start && end - start < 2 * WORD_BYTES) {
        uint32_t c = before(e, start, &left);
        /* a last one that opens is a Hebrew sign for a word cut short */
        if (is_space(c) || c == 0xA0 || (start < end && opens(c)))
            break;
        start = left;
    }
    return start;
}

/* Does the list have the word, as it stands or with a small letter first? */
static bool has_either(const struct edge *e, const char *list, size_t start, size_t end)
{
    char small[WORD_BYTES + 4];
    size_t step, n;
    if (!list || start >= end || end - start > WORD_BYTES)
        return false;
    uint32_t first = utf8_decode(e->text + start, end - start, &step);
    n = utf8_encode((uint32_t)u_tolower((UChar32)first), small);
    memcpy(small + n, e->text + start + step, end - start - step);
    return habits_have(list, e->text + start, end - start) ||
           habits_have(list, small, n + end - start - step);
}

/* Is the word before the break, or what is left of it without its point, one of these? */
static bool is_behind(const struct edge *e, const char *list)
{
    size_t start = word_start(e, e->end), end = e->end - (e->last == '.');
    return has_either(e, list, start, e->end) || has_either(e, list, start, end);
}

/* "n.º 5", "§ 5". */
static bool is_before_number(const struct edge *e)
{
    if (!is_digit(e->next))
        return false;
    if (e->last == 0xA7 || e->last == 0xB6 || e->last == 0x2116 || e->last == '#')
        return true;
    return has_either(e, e->habits->before_number, word_start(e, e->end), e->end);
}

/* "Article 5". */
static bool is_counted(const struct edge *e)
{
    return is_digit(e->next) && is_behind(e, e->habits->counted);
}

/* The end of the letters, with their marks, that stand at a byte. */
static size_t letters_end(const struct edge *e, size_t at)
{
    size_t step = 0;
    for (; at < e->length; at += step) {
        uint32_t c = utf8_decode(e->text + at, e->length - at, &step);
        if (!(U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK)))
            break;
    }
    return at;
}

/* How many digits stand at a byte; *at becomes where they end. */
static unsigned skip_digits(const struct edge *e, size_t *at)
{
    size_t step;
    unsigned n = 0;
    for (; *at < e->length && is_digit(utf8_decode(e->text + *at, e->length - *at, &step)); n++)
        *at += step;
    return n;
}

/* How many digits end before a byte, no more than four are counted; *start becomes where they
 * begin. */
static unsigned digits_before(const struct edge *e, size_t end, size_t *start)
{
    size_t left;
    unsigned n = 0;
    for (*start = end; n < 4 && is_digit(before(e, *start, &left)); n++)
        *start = left;
    return n;
}

/* Is the word from `start` to `end` the number of a book, "1", "2." or "II"? */
static bool is_book_number(const struct edge *e, size_t start, size_t end)
{
    size_t n = end - start - (end > start && e->text[end - 1] == '.');
    return n && habits_have("1 2 3 4 I II III IV", e->text + start, n);
}

/* "Mt 25", "1 Cor 13": a book's number, its abbreviation, a chapter. */
static bool is_book(const struct edge *e)
{
    const char *books = e->habits->books;
    if (!books)
        return false;
    if (is_digit(e->next))
        return is_behind(e, books);
    size_t end = letters_end(e, e->at), chapter = end + (behind(e, end) == '.');
    return is_book_number(e, word_start(e, e->end), e->end) && is_space(behind(e, chapter)) &&
           is_digit(behind(e, chapter + 1)) && habits_have(books, e->text + e->at, end - e->at);
}

/* "Hch 2, 1": is the comma one between chapter and verse? */
static bool is_verse(const struct edge *e)
{
    size_t start, left;
    if (!is_digit(e->next) || e->last != ',' || !e->habits->books)
        return false;
    if (!digits_before(e, e->last_at, &start) || !is_space(before(e, start, &left)))
        return false;
    struct edge book = *e;
    book.end = left;
    book.last = before(e, left, &book.last_at);
    return is_behind(&book, e->habits->books);
}

/* "Matthew 25:35": a name, not a short word, before figures with a colon. */
static bool is_chapter(const struct edge *e)
{
    size_t colon = e->at, start, step;
    if (!is_digit(e->next) || !skip_digits(e, &colon))
        return false;
    if (behind(e, colon) != ':' || !is_digit(behind(e, colon + 1)) || !u_isalpha((UChar32)e->last))
        return false;
    start = word_start(e, e->end);
    uint32_t first = utf8_decode(e->text + start, e->end - start, &step);
    return e->end - start >= 4 && !u_islower((UChar32)first);
}

/* "35–36", "1948–1950". */
static bool is_range(const struct edge *e)
{
    size_t start;
    return e->last == 0x2013 && is_digit(e->next) && is_digit(before(e, e->last_at, &start));
}

/* Is a month's name at the byte, behind "d’" or not? */
static bool is_month_at(const struct edge *e, size_t at)
{
    size_t end = letters_end(e, at);
    uint32_t mark = behind(e, end);
    if (end - at == 1 && (mark == '\'' || mark == 0x2019)) {
        at = end + (mark == '\'' ? 1 : 3);
        end = letters_end(e, at);
    }
    return has_either(e, e->lang->months, at, end) || has_either(e, e->habits->months, at, end);
}

/* "1. Mai", "10. 5. 2026", "5. cikk": an ordinal with what it counts.  Before a capital its point
 * could end a sentence, unless a month follows; before a number, if it has more than two digits. */
static bool is_ordinal(const struct edge *e)
{
    size_t start;
    if (!e->habits->ordinals || e->last != '.')
        return false;
    unsigned digits = digits_before(e, e->last_at, &start);
    if (is_digit(e->next))
        return digits == 1 || digits == 2;
    return digits && (u_islower((UChar32)e->next) || (digits < 3 && is_month_at(e, e->at)));
}

/* Does a day of a month end before the byte: "1", "1er", "1º", "10th", "10."? */
static bool is_day_before(const struct edge *e, size_t end)
{
    size_t at = word_start(e, end);
    unsigned digits = skip_digits(e, &at);
    return (digits == 1 || digits == 2) && end - at <= 4;
}

/* "May 1". */
static bool is_month_before_day(const struct edge *e)
{
    size_t start, end = e->at;
    if (!is_digit(e->next) || skip_digits(e, &end) > 2)
        return false;
    start = word_start(e, e->end);
    return letters_end(e, start) + (e->last == '.') == e->end && is_month_at(e, start);
}

/* "10 décembre", "1 de mayo": at either side of what stands between. */
static bool is_day_before_month(const struct edge *e)
{
    const char *of = e->habits->of;
    size_t start, end;
    if (is_day_before(e, e->end)) {
        end = letters_end(e, e->at);
        return is_month_at(e, e->at) || (habits_have(of, e->text + e->at, end - e->at) &&
                                         is_space(behind(e, end)) && is_month_at(e, end + 1));
    }
    start = of ? word_start(e, e->end) : 0;
    return of && habits_have(of, e->text + start, e->end - start) &&
           is_day_before(e, skip_spaces_back(e, start)) && is_month_at(e, e->at);
}

/* Are the n bytes a Roman number of two figures or more, of a pope or century? */
static bool is_roman(const char *word, size_t n) { return n > 1 && strspn(word, "IVX") >= n; }

/* "Juan XXIII", "siglo XX". */
static bool is_before_roman(const struct edge *e)
{
    return strchr("IVX", (int)e->next) && e->next < 128 && e->next && u_isalpha((UChar32)e->last) &&
           is_roman(e->text + e->at, letters_end(e, e->at) - e->at);
}

/* "XX в.": centuries have their unit. */
static bool is_century(const struct edge *e)
{
    if (!e->habits->units || e->last >= 128 || !strchr("IVX", (int)e->last))
        return false;
    size_t start = word_start(e, e->end);
    return is_roman(e->text + start, e->end - start) &&
           habits_have(e->habits->units, e->text + e->at, word_length(e, e->at));
}

/* Where the abbreviation that ends before byte `end` begins: one letter or two capitals with a
 * point; `end` where there is none. */
static size_t abbreviation_start(const struct edge *e, size_t end)
{
    size_t point, first, second;
    if (before(e, end, &point) != '.')
        return end;
    uint32_t letter = before(e, point, &first), outside = before(e, first, &second);
    if (u_isupper((UChar32)letter) && u_isupper((UChar32)outside)) {
        first = second;
        outside = before(e, first, &second);
    }
    bool whole = is_space(outside) || opens(outside);
    return whole && u_isalpha((UChar32)letter) ? first : end;
}

/* "z. B.", "EE. UU.", "J. S.": two abbreviations of one letter, or of two capitals, are one. */
static bool is_abbreviation(const struct edge *e)
{
    size_t n = word_length(e, e->at), end = e->at + n;
    return n > 1 && abbreviation_start(e, e->end) < e->end && abbreviation_start(e, end) == e->at;
}

/* "Sr. Ruiz". */
static bool is_title(const struct edge *e)
{
    if (!e->habits->before_name || !u_isupper((UChar32)e->next))
        return false;
    size_t start = word_start(e, e->end);
    return habits_have(e->habits->before_name, e->text + start, e->end - start);
}

struct rule {
    bool (*holds)(const struct edge *);
    enum lang_edge verdict;
};
/* What holds where no space stands before the next line, and where one does. */
static const struct rule unspaced[] = {
    { never_begins, EDGE_BARRED },
    { is_wide_mark, EDGE_BARRED },
    { is_path, EDGE_BARRED },
    { is_opening_dash, EDGE_BARRED },
    { is_closing_dash, EDGE_BARRED },
    { is_range, EDGE_UNWANTED },
    { NULL, EDGE_FREE },
};
static const struct rule spaced[] = {
    { never_begins, EDGE_BARRED },
    { is_inside_quotes, EDGE_BARRED },
    { is_speech, EDGE_BARRED },
    { is_dash_of_line_before, EDGE_BARRED },
    { is_enclosed, EDGE_BARRED },
    { is_number_with_unit, EDGE_BARRED },
    { is_before_number, EDGE_BARRED },
    { is_ordinal, EDGE_BARRED },
    { is_abbreviation, EDGE_BARRED },
    { is_title, EDGE_UNWANTED },
    { is_book, EDGE_BARRED },
    { is_century, EDGE_BARRED },
    { is_one_letter, EDGE_POOR },
    { is_preposition, EDGE_UNWANTED },
    { is_counted, EDGE_UNWANTED },
    { is_month_before_day, EDGE_UNWANTED },
    { is_day_before_month, EDGE_UNWANTED },
    { is_verse, EDGE_UNWANTED },
    { is_chapter, EDGE_UNWANTED },
    { is_before_roman, EDGE_UNWANTED },
    { NULL, EDGE_FREE },
};

/* Looks around the place. */
static struct edge edge_at(const struct lang *l, const char *text, size_t length, size_t at)
{
    struct edge e = { l, l->habits ? l->habits : &habits_none, text, length, at, at, 0, 0, 0, at };
    size_t step;
    e.end = skip_spaces_back(&e, at);
    e.last = before(&e, e.end, &e.last_at);
    e.next = utf8_decode(text + at, length - at, &step);
    e.beyond = at + step;
    return e;
}

/* Is there a digit in the few bytes before: "1 de |mayo"? */
static bool is_figure_near(const char *text, size_t at)
{
    for (size_t i = at > 8 ? at - 8 : 0; i < at; i++)
        if (text[i] >= '0' && text[i] <= '9')
            return true;
    return false;
}

/* Does a single space part two letters, where the language has no list of words to look in?  Most
 * places are such, and no rule holds there. */
static bool is_plain(const struct lang *l, const char *text, size_t length, size_t at)
{
    const struct habits *h = l->habits ? l->habits : &habits_none;
    if (at < 2 || at >= length || text[at - 1] != ' ' ||
        !utf8_is_ascii_letter((unsigned char)text[at - 2]) ||
        !utf8_is_ascii_letter((unsigned char)text[at]))
        return false;
    bool capital = text[at] <= 'Z';
    return !h->one_letter && !h->prepositions && !(capital && h->before_name) &&
           !(capital && strchr("IVX", text[at])) && !is_figure_near(text, at);
}

enum lang_edge lang_judge_edge(const struct lang *l, const char *text, size_t length, size_t at)
{
    if (!at || at >= length || is_plain(l, text, length, at))
        return EDGE_FREE;
    struct edge e = edge_at(l, text, length, at);
    const struct rule *r = is_spaced(&e) ? spaced : unspaced;
    while (r->holds && !r->holds(&e))
        r++;
    return r->verdict;
}

bool lang_repeats_hyphen(const struct lang *l, const char *text, size_t length, size_t at)
{
    size_t start;
    if (!l->habits || l->habits->hyphen == HYPHEN_ONCE || !at || at >= length)
        return false;
    struct edge e = edge_at(l, text, length, at);
    return !is_spaced(&e) && (e.last == '-' || e.last == 0x2010) && u_isalpha((UChar32)e.next) &&
           u_isalpha((UChar32)before(&e, e.last_at, &start)) &&
           (e.habits->hyphen == HYPHEN_TWICE || !u_isupper((UChar32)e.next));
}
