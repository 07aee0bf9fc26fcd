/* lang/habits: where the printers of a language end no line, beyond what UAX #14 knows.
 *
 *   … i w│lesie    … 5│km    … il a dit : «│bonjour│»    … — Так, │— сказал он
 *
 * One row a language: what stands here is the rule of its academy or printers (RAE, Ortografía
 * 2010, 3.4.7 and 4.1.1.1; PN-83/P-55366; ČSN 01 6910; Мильчин, Справочник издателя и автора;
 * Imprimerie nationale; Acordo Ortográfico 1990, base XX; CLREQ 3.1.3, JLREQ 3.1). What holds for
 * all languages has a rule and no row.  Words are looked at in the paragraph's text around the
 * break, never further than a sentence away; nothing is kept.
 */
#include "base/utf8.h"
#include "lang/inner.h"

#include <string.h>
#include <unicode/uchar.h>

enum { SENTENCE_BYTES = 600, WORD_BYTES = 24 };

/* Where a dash with a space on both sides stands. */
enum dash_habit {
    DASH_FREE,
    DASH_ENDS_LINE, /* it never begins a line, but for one that begins speech */
    DASH_ENCLOSES   /* two of a sentence stand with what they enclose */
};
/* Does the hyphen at which a compound is parted stand on both lines? */
enum hyphen_habit { HYPHEN_ONCE, HYPHEN_TWICE, HYPHEN_TWICE_BUT_CAPITALS };

struct habits {
    const char *languages;
    enum dash_habit dash;
    enum hyphen_habit hyphen;
    bool spaced_thousands;     /* 10 000 is one number */
    bool ordinals;             /* 5. is the fifth */
    const char *one_letter;    /* words that never end a line */
    const char *prepositions;  /* words that should not */
    const char *before_number; /* abbreviations that stay with their number */
    const char *before_name;   /* those of titles, which should stay with their name */
    const char *months;        /* that stay with the day before, an ordinal: those in capitals */
    const char *units; /* that stay with the number before, besides those of all languages */
    uint8_t hyphen_before, hyphen_after; /* least letters at a hyphen; 0: two */
    const char *quotes_of; /* the language whose marks stand for those that CLDR has not */
    const char *inside;    /* stands inside its pointed marks */
};

static const struct habits table[] = {
    { .languages = "es",
      .dash = DASH_ENCLOSES,
      .hyphen = HYPHEN_TWICE_BUT_CAPITALS,
      .spaced_thousands = true,
      .before_number = "n.º n.os núm. núms. art. arts. pág. págs. p. pp. cap. vol. t. fig. v. vv.",
      .before_name =
          "Sr. Sra. Sres. Sras. Srta. D. D.ª Dr. Dra. Lic. Ing. Prof. Rev. Mons. S. Sto. Sta." },
    { .languages = "pt gl",
      .hyphen_after = 3,
      .dash = DASH_ENCLOSES,
      .hyphen = HYPHEN_TWICE,
      .spaced_thousands = true,
      .before_number = "n.º nº núm. art. arts. pág. págs. páx. p. pp. cap. vol. v. fig.",
      .before_name = "Sr. Sra. Srs. D. Dr. Dra. Prof. Rev. Pe. S. Sto. Sta." },
    { .languages = "ca it ro",
      .dash = DASH_ENCLOSES,
      .before_number = "núm. n. nr. art. pàg. pag. p. pp. cap. vol. fig." },
    { .languages = "fr br oc",
      .hyphen_after = 3,
      .quotes_of = "fr",
      .inside = "\u202F",
      .dash = DASH_ENCLOSES,
      .spaced_thousands = true,
      .before_number = "n° nº nos art. p. pp. chap. ch. vol. t. fig. v.",
      .before_name = "M. MM. Mme Mmes Mlle Mlles Dr Dre Pr Me Mgr" },
    { .languages = "en",
      .hyphen_after = 3,
      .before_number = "No. no. Nos. nos. Art. art. p. pp. ch. vol. fig. v. vv.",
      .units = "a.m. p.m. am pm AM PM" },
    { .languages = "tr az", .ordinals = true, .before_number = "md. m. s. no. No. c. böl. f." },
    { .languages = "id ms jv su", .before_number = "No. no. hlm. hal. ps. ay. jil." },
    { .languages = "sw", .before_number = "Na. na. uk. Ib. k." },
    { .languages = "de lb",
      .ordinals = true,
      .months = "Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober "
                "November Dezember",
      .before_number = "Nr. Nrn. Art. S. Bd. Kap. Abs. Abb. V.",
      .before_name = "Hr. Fr. Dr. Prof. St." },
    { .languages = "nl af", .before_number = "nr. nrs. art. blz. p. hfst." },
    { .languages = "sv nb nn no da fi et",
      .ordinals = true,
      .spaced_thousands = true,
      .before_number = "nr nr. art. s. kap. bd. lk s. nro" },
    { .languages = "pl",
      .ordinals = true,
      .dash = DASH_ENDS_LINE,
      .hyphen = HYPHEN_TWICE,
      .spaced_thousands = true,
      .one_letter = "a i o u w z",
      .before_number = "nr art. ust. s. str. t. rozdz. pkt poz. rys.",
      .units = "r. w. zł gr" },
    { .languages = "cs sk",
      .ordinals = true,
      .hyphen_after = 3,
      .dash = DASH_ENDS_LINE,
      .hyphen = HYPHEN_TWICE,
      .spaced_thousands = true,
      .one_letter = "a i k o s u v z",
      .before_number = "č. čl. s. str. odst. sv. kap. obr.",
      .units = "Kč hal." },
    { .languages = "hr sr-Latn bs sl",
      .ordinals = true,
      .hyphen = HYPHEN_TWICE,
      .prepositions = "a h i k o s u v z",
      .before_number = "br. čl. str. st. sv. gl. št. t." },
    { .languages = "ru",
      .dash = DASH_ENDS_LINE,
      .spaced_thousands = true,
      .prepositions = "а в и к о с у во до за из ко на не ни но об от по со",
      .before_number = "ст. с. стр. п. пп. гл. т. рис. ч.",
      .units =
          "г. гг. в. вв. км м см мм кг г л га ч мин руб. коп. ₽" },
    { .languages = "uk be",
      .dash = DASH_ENDS_LINE,
      .spaced_thousands = true,
      .prepositions = "а б в ж з і й о у ў є та до за із зі на не ні но об од по",
      .before_number = "ст. с. стор. п. пп. гл. т. рис. ч. арт.",
      .units = "р. рр. г. ст. км м см мм кг л га год. хв. грн коп. руб." },
    { .languages = "bg mk sr",
      .ordinals = true,
      .dash = DASH_ENDS_LINE,
      .spaced_thousands = true,
      .prepositions = "а в е и к о с у",
      .before_number = "чл. с. стр. ст. т. гл. бр.",
      .units = "г. гг. в. км м см мм кг л лв. ден." },
    { .languages = "vi", .dash = DASH_ENDS_LINE },
    { .languages =
          "quc mam kek cak ixl kjb cac jac tzh tzo toj yua hus nah nhn maz mix zap cab miq "
          "ppl gn ay arn guc",
      .quotes_of = "es" },
    { .languages = "as bn gu hi kn ml mr or pa ta te", .hyphen_before = 3, .hyphen_after = 3 },
    { .languages = "hu lt lv hy ka kk", .spaced_thousands = true, .ordinals = true },
};
static const struct habits none = { 0 };

/* Tells whether the list has the word of n bytes. */
static bool has_word(const char *list, const char *word, size_t n)
{
    for (const char *w = list; w && *w; w += strspn(w, " ")) {
        size_t length = strcspn(w, " ");
        if (length == n && !memcmp(w, word, n))
            return true;
        w += length;
    }
    return false;
}

const struct habits *habits_find(const char *language, uint32_t script)
{
    bool latin_serbian = !strcmp(language, "sr") && script == 0x4C61746E;
    const char *name = latin_serbian ? "sr-Latn" : language;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (has_word(table[i].languages, name, strlen(name)))
            return &table[i];
    return &none;
}

const char *habits_quotes_of(const struct habits *h) { return h->quotes_of; }

const char *habits_inside_quotes(const struct habits *h) { return h->inside ? h->inside : ""; }

void habits_hyphen_least(const struct habits *h, uint8_t *before, uint8_t *after)
{
    *before = h->hyphen_before;
    *after = h->hyphen_after;
}

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
static bool is_ascii_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
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
    if (!lang_is_east_asian(e->lang) || is_spaced(e))
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
    if (!is_spaced(e) || !(closes || opening))
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
    if (is_spaced(e) || e->last != '/')
        return e->next == '\\' && !is_spaced(e);
    uint32_t outside = before(e, e->last_at, &start);
    return is_space(outside) || opens(outside);
}

/* A dash that opens, as in "gente —dijo", or a minus. */
static bool is_opening_dash(const struct edge *e)
{
    size_t start;
    uint32_t outside = before(e, e->last_at, &start);
    return is_dash(e->last) && !is_spaced(e) && (is_space(outside) || opens(outside));
}

static bool is_closing_dash(const struct edge *e)
{
    return e->next >= 0x2013 && e->next <= 0x2015 && !is_spaced(e);
}

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
    return is_dash(e->last) && is_spaced(e) && begins_speech(e, e->last_at, e->end);
}

static bool is_dash_of_line_before(const struct edge *e)
{
    return e->habits->dash == DASH_ENDS_LINE && is_dash(e->next) && is_spaced(e) &&
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
    if (e->habits->dash != DASH_ENCLOSES || !is_spaced(e))
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
    size_t start = e->end, n = 0, left, step;
    if (!list || !is_spaced(e))
        return false;
    while (start && e->end - start < WORD_BYTES / 2 && u_isalpha((UChar32)before(e, start, &left)))
        start = left;
    uint32_t outside = before(e, start, &left);
    if (start == e->end || !(is_space(outside) || opens(outside) || outside == 0xA0))
        return false;
    for (size_t i = start; i < e->end; i += step)
        n += utf8_encode((uint32_t)u_tolower((UChar32)utf8_decode(e->text + i, e->end - i, &step)),
                         word + n);
    return has_word(list, word, n);
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
    if (!is_spaced(e) || !is_digit(e->last))
        return false;
    if (is_digit(e->next))
        return is_group(e);
    if (e->next == '%' || e->next == 0x2030 || u_charType((UChar32)e->next) == U_CURRENCY_SYMBOL)
        return true;
    size_t n = word_length(e, e->at);
    const char *word = e->text + e->at;
    return has_word(e->habits->units, word, n) || has_word(common, word, n) ||
           (n > 1 && word[n - 1] == '.' && has_word(common, word, n - 1));
}

/* "1. Mai", "10. 5. 2026", "5. cikk": an ordinal with what it counts.  Before a capital its point
 * could end a sentence, unless a month follows; before a number, if it has more than two digits. */
static bool is_ordinal(const struct edge *e)
{
    size_t start = e->last_at, left;
    if (!e->habits->ordinals || !is_spaced(e) || e->last != '.')
        return false;
    unsigned digits = 0;
    for (; is_digit(before(e, start, &left)); start = left)
        digits++;
    if (is_digit(e->next))
        return digits == 1 || digits == 2;
    return digits && (u_islower((UChar32)e->next) ||
                      has_word(e->habits->months, e->text + e->at, word_length(e, e->at)));
}

/* "n.º 5", "§ 5". */
static bool is_before_number(const struct edge *e)
{
    if (!is_spaced(e) || !is_digit(e->next))
        return false;
    if (e->last == 0xA7 || e->last == 0xB6 || e->last == 0x2116 || e->last == '#')
        return true;
    size_t start = e->end, left;
    for (uint32_t c; start && !is_space(c = before(e, start, &left)) && !opens(c);)
        start = left;
    return has_word(e->habits->before_number, e->text + start, e->end - start);
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
    return is_spaced(e) && n > 1 && abbreviation_start(e, e->end) < e->end &&
           abbreviation_start(e, end) == e->at;
}

/* "Sr. Ruiz". */
static bool is_title(const struct edge *e)
{
    size_t start = e->end, left;
    if (!is_spaced(e) || !u_isupper((UChar32)e->next))
        return false;
    for (uint32_t c; start && !is_space(c = before(e, start, &left)) && !opens(c);)
        start = left;
    return has_word(e->habits->before_name, e->text + start, e->end - start);
}

static const struct {
    bool (*holds)(const struct edge *);
    enum lang_edge verdict;
} rules[] = {
    { never_begins, EDGE_BARRED },     { is_wide_mark, EDGE_BARRED },
    { is_inside_quotes, EDGE_BARRED }, { is_path, EDGE_BARRED },
    { is_opening_dash, EDGE_BARRED },  { is_closing_dash, EDGE_BARRED },
    { is_speech, EDGE_BARRED },        { is_dash_of_line_before, EDGE_BARRED },
    { is_enclosed, EDGE_BARRED },      { is_number_with_unit, EDGE_BARRED },
    { is_before_number, EDGE_BARRED }, { is_ordinal, EDGE_BARRED },
    { is_abbreviation, EDGE_BARRED },  { is_title, EDGE_UNWANTED },
    { is_one_letter, EDGE_POOR },      { is_preposition, EDGE_UNWANTED },
};

/* Looks around the place. */
static struct edge edge_at(const struct lang *l, const char *text, size_t length, size_t at)
{
    struct edge e = { l, l->habits ? l->habits : &none, text, length, at, at, 0, 0, 0, at };
    size_t step;
    e.end = skip_spaces_back(&e, at);
    e.last = before(&e, e.end, &e.last_at);
    e.next = utf8_decode(text + at, length - at, &step);
    e.beyond = at + step;
    return e;
}

/* Does a single space part two letters, where the language has no list of words to look in?  Most
 * places are such, and no rule holds there. */
static bool is_plain(const struct lang *l, const char *text, size_t length, size_t at)
{
    const struct habits *h = l->habits ? l->habits : &none;
    bool words = h->one_letter || h->prepositions ||
                 (h->before_name && at < length && text[at] >= 'A' && text[at] <= 'Z');
    return !words && at >= 2 && at < length && text[at - 1] == ' ' &&
           is_ascii_letter(text[at - 2]) && is_ascii_letter(text[at]);
}

enum lang_edge lang_judge_edge(const struct lang *l, const char *text, size_t length, size_t at)
{
    if (!at || at >= length || is_plain(l, text, length, at))
        return EDGE_FREE;
    struct edge e = edge_at(l, text, length, at);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].holds(&e))
            return rules[i].verdict;
    return EDGE_FREE;
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

bool lang_is_east_asian(const struct lang *l)
{
    static const char *const scripts[] = { "Hani", "Hans", "Hant", "Jpan", "Hira",
                                           "Kana", "Kore", "Hang", "Bopo" };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const unsigned char *s = (const unsigned char *)scripts[i];
        if (l->script == ((uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3]))
            return true;
    }
    return false;
}

const char *lang_list_comma(const struct lang *l)
{
    if (lang_is_east_asian(l))
        return l->script == 0x4B6F7265 ? ", " : "\u3001";        /* Kore */
    return l->rtl && l->script != 0x48656272 ? "\u060C " : ", "; /* Hebr */
}
