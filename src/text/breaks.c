/* text/breaks: where a paragraph's lines may end.
 *
 *   ICU's line rules (UAX #14) ─┐      by the language of the stretch
 *   soft hyphens, patterns     ─┼─► marks in order ─glyphs' clusters─► struct brk
 *   overflow-wrap              ─┘
 *
 * Departures from UAX #14: no break before a note's call, inside white-space: nowrap or pre, nor
 * where the language's printers have none (lang/habits).  Words are hyphenated part by part at
 * apostrophes and hyphens: the patterns know neither.
 */
#include "text/inner.h"

#include "base/words.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

enum { WORD_LEAST = 5, BEFORE_LEAST = 2, AFTER_LEAST = 2, HYPHENED_LEAST = 10, WORD_BYTES = 256 };

static void add(struct shaper *s, struct mark m)
{
    if (s->mark_count == s->mark_room)
        s->marks = arena_grow(s->arena, s->marks, sizeof *s->marks, s->mark_count,
                              s->mark_count + 1, &s->mark_room);
    s->marks[s->mark_count++] = m;
}

/* The locale whose line rules a language has: ICU has its own for East Asia alone, found by script,
 * and opening an iterator takes a millisecond. */
static const char *rules_of(const struct lang *lang)
{
    static const struct {
        uint32_t script;
        const char *locale;
    } own[] = { { HB_TAG('J', 'p', 'a', 'n'), "ja" },
                { HB_SCRIPT_HIRAGANA, "ja" },
                { HB_SCRIPT_KATAKANA, "ja" },
                { HB_TAG('H', 'a', 'n', 's'), "zh" },
                { HB_SCRIPT_HAN, "zh" },
                { HB_TAG('H', 'a', 'n', 't'), "zh_Hant" },
                { HB_TAG('K', 'o', 'r', 'e'), "ko" },
                { HB_SCRIPT_HANGUL, "ko" } };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (lang->script == own[i].script)
            return own[i].locale;
    return "root";
}

/* The thread's iterator for a language and strictness: where it stood in this paragraph, else at
 * its start. */
static UBreakIterator *iterator_for(struct shaper *s, const struct lang *lang,
                                    enum line_break strict)
{
    static const char *const keys[] = { [LINE_BREAK_AUTO] = "",
                                        [LINE_BREAK_LOOSE] = "@lb=loose",
                                        [LINE_BREAK_NORMAL] = "@lb=normal",
                                        [LINE_BREAK_STRICT] = "@lb=strict",
                                        [LINE_BREAK_ANYWHERE] = "" };
    const char *rules = rules_of(lang);
    if (strict == LINE_BREAK_AUTO &&
        !strcmp(rules, "ja")) /* JLREQ 3.1.7: small kana begin no line */
        strict = LINE_BREAK_STRICT;
    unsigned i = 0;
    while (i < s->line_count && (strcmp(s->lines[i].rules, rules) || s->lines[i].strict != strict))
        i++;
    UErrorCode e = U_ZERO_ERROR;
    if (i == s->line_count) {
        char locale[32];
        snprintf(locale, sizeof locale, "%s%s", rules, keys[strict]);
        s->lines[i].iterator = ubrk_open(UBRK_LINE, locale, NULL, 0, &e);
        if (U_FAILURE(e))
            arena_out_of_memory(s->arena);
        s->lines[i].rules = rules;
        s->lines[i].strict = strict;
        s->lines[i].set = false;
        s->line_count++;
    }
    if (!s->lines[i].set)
        ubrk_setText(s->lines[i].iterator, s->wide, (int32_t)s->wide_length, &e);
    if (U_FAILURE(e))
        arena_out_of_memory(s->arena);
    s->lines[i].set = true;
    return s->lines[i].iterator;
}

static bool no_wrap(const struct piece *q)
{
    return q->in->style->white_space == WHITE_NOWRAP || q->in->style->white_space == WHITE_PRE;
}
static bool is_letter(uint32_t c)
{
    return c < 128 ? (c | 32) - 'a' < 26
                   : (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_MN_MASK)) != 0;
}
static bool is_digit(uint32_t c) { return c < 128 ? c - '0' < 10 : u_isdigit((UChar32)c); }
static bool is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }
static bool is_hyphen(uint32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }

static inline uint32_t character_at(const struct paragraph *p, size_t at, size_t end, size_t *step)
{
    unsigned char b = (unsigned char)p->text[at];
    *step = 1;
    return b < 128 ? b : utf8_decode(p->text + at, end - at, step);
}

/* The type of ICU's break after c; -1: none. */
static int type_of(uint32_t c, bool both_nowrap)
{
    if (c == '\n' || c == 0x2028 || c == 0x2029)
        return BREAK_FORCED;
    if (both_nowrap)
        return -1;
    if (c == ' ' || c == '\t' || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x205F ||
        c == 0x3000)
        return BREAK_SOFT;
    return c == 0xAD ? BREAK_SHY : BREAK_ALLOWED;
}

/* Does word-break keep the characters at bytes `before` and `at` together?  Korean is read by
 * words. */
static bool keeps(const struct paragraph *p, const struct piece *q, uint32_t before, uint32_t at)
{
    size_t step;
    enum word_break said = q->in->style->word_break;
    return (said == WORD_BREAK_KEEP_ALL ||
            (said == WORD_BREAK_AUTO && !strcmp(rules_of(q->in->lang), "ko"))) &&
           is_letter(character_at(p, before, p->length, &step)) &&
           is_letter(character_at(p, at, p->length, &step));
}

/* A break that ICU allows, if the language's printers do. */
static void add_judged(struct shaper *s, const struct paragraph *p, const struct lang *lang,
                       uint32_t at, int type)
{
    enum lang_edge edge =
        type == BREAK_FORCED ? EDGE_FREE : lang_judge_edge(lang, p->text, p->length, at);
    if (edge != EDGE_BARRED)
        add(s, (struct mark){ .at = at,
                              .type = (uint8_t)type,
                              .again = type == BREAK_ALLOWED &&
                                       lang_repeats_hyphen(lang, p->text, p->length, at),
                              .edge = (uint8_t)edge });
}

/* Adds a break before byte `at`, of which `last` is the unit before, that ICU or a dictionary has,
 * unless it stands against our rules; *k becomes the piece that ends there or later. */
static void add_found(struct shaper *s, const struct paragraph *p, uint32_t *k, uint32_t unit)
{
    uint32_t at = s->wide_at[unit], last = s->wide[unit - 1];
    while (p->pieces[*k].end < at)
        ++*k;
    const struct piece *q = &p->pieces[*k];
    uint32_t after = *k;
    bool call = false;
    while (after + 1 < p->piece_count && p->pieces[after].end <= at) {
        after++;
        call = call || (p->pieces[after].kind == PIECE_CALL && p->pieces[after].start == at);
    }
    int type = type_of(last, no_wrap(q) && no_wrap(&p->pieces[after]));
    if ((type == BREAK_ALLOWED && keeps(p, q, s->wide_at[unit - 1], at)) ||
        (type == BREAK_SHY && q->in->style->hyphens == HYPHENS_NONE))
        return;
    if (type == BREAK_FORCED || (type >= 0 && !call))
        add_judged(s, p, q->in->lang, at, type);
}

/* Is it a letter of a script whose words ICU finds by a dictionary, Thai apart? */
static bool is_complex(UChar c)
{
    return c >= 0xE80 && c < 0x1800 &&
           u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

/* Is what ICU takes for a word, between two of its breaks, one Lao, Khmer or Burmese consonant
 * without a vowel, which its dictionary has left over? */
static bool is_left_over(const struct shaper *s, int32_t start, int32_t end)
{
    while (end > start && s->wide[end - 1] == ' ')
        end--;
    return end == start + 1 && is_complex(s->wide[start]) &&
           u_getIntPropertyValue(s->wide[start], UCHAR_INDIC_SYLLABIC_CATEGORY) == U_INSC_CONSONANT;
}

/* Does a break at `at`, between ICU's breaks before and behind it, leave a consonant alone?  In
 * Burmese such a one is a particle, which stands with the word before it, or a prefix (မ, အ). */
static bool leaves_consonant(const struct shaper *s, int32_t before, int32_t at, int32_t behind)
{
    enum { MA = 0x1019, A = 0x1021, BURMESE = 0x1000, BURMESE_LAST = 0x109F };
    UChar one = s->wide[at - 1], next = s->wide[at];
    if (!is_complex(one))
        return false;
    bool burmese = one >= BURMESE && one <= BURMESE_LAST;
    bool prefix = one == MA || one == A || !before || !is_complex(s->wide[before - 1]);
    return (is_left_over(s, before, at) && (!burmese || prefix)) ||
           (is_left_over(s, at, behind) && (!burmese || (next != MA && next != A)));
}

/* ICU's breaks behind unit `from`, up to byte `stop`, in the language and strictness of piece k;
 * those that stand against our rules left out. */
static void find_stretch_breaks(struct shaper *s, const struct paragraph *p, uint32_t k,
                                uint32_t from, uint32_t stop)
{
    UBreakIterator *b = iterator_for(s, p->pieces[k].in->lang, p->pieces[k].in->style->line_break);
    int32_t before = 0, i = ubrk_current(b), next;
    while (i != UBRK_DONE && i <= (int32_t)from)
        before = i, i = ubrk_next(b);
    for (; i != UBRK_DONE && i < (int32_t)s->wide_length; before = i, i = next) {
        if (s->wide_at[i] > stop)
            return;
        next = ubrk_next(b);
        if (!(s->thai && lang_is_thai(s->wide[i - 1]) && lang_is_thai(s->wide[i])) &&
            !leaves_consonant(s, before, i, next))
            add_found(s, p, &k, (uint32_t)i);
    }
}

static bool has_class(UChar c, int class)
{
    return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == class;
}

/* Does the mark of unit `at` close a quotation?  What stands behind a space opens one, but for the
 * French. */
static bool closes_quotation(const struct shaper *s, const struct paragraph *p, uint32_t at)
{
    enum { CLOSING = 0xBB, CLOSING_INNER = 0x203A };
    if (!at || !has_class(s->wide[at], U_LB_QUOTATION))
        return false;
    if (u_isUWhiteSpace(s->wide[at - 1]))
        return (s->wide[at] == CLOSING || s->wide[at] == CLOSING_INNER) && p->lang->quotes[0] &&
               !strncmp(p->lang->quotes[0], "\u00AB", 2);
    return !has_class(s->wide[at - 1], U_LB_OPEN_PUNCTUATION);
}

/* Does a space before unit i part a closing quotation mark from what opens: “so” (x)?  Until 15.1
 * UAX #14 took each such mark for an opening one (LB15). */
static bool parts_quotation(const struct shaper *s, const struct paragraph *p, uint32_t i)
{
    uint32_t at = i - 1;
    if (s->wide[at] != ' ' || s->wide[i] <= ' ' || !has_class(s->wide[i], U_LB_OPEN_PUNCTUATION))
        return false;
    while (at && s->wide[at] == ' ')
        at--;
    return closes_quotation(s, p, at);
}

/* Breaks that ICU has not: between Thai words, and behind quotations. */
static void find_other_breaks(struct shaper *s, const struct paragraph *p, bool thai)
{
    for (uint32_t i = 1, k = 0; i < s->wide_length; i++)
        if ((thai && s->thai_points[s->wide_at[i]]) || parts_quotation(s, p, i))
            add_found(s, p, &k, i);
}

/* Parts the paragraph's stretches of Thai letters into words; false where it has none, or there is
 * no dictionary. */
static bool part_thai(struct shaper *s, const struct paragraph *p)
{
    bool any = false;
    for (uint32_t i = 0, end; i < s->wide_length; i = end + 1) {
        for (end = i; end < s->wide_length && lang_is_thai(s->wide[end]);)
            end++;
        if (end == i)
            continue;
        if (!s->thai_tried)
            s->thai = lang_open_thai(s->arena);
        s->thai_tried = true;
        if (!s->thai)
            return false;
        if (p->length > s->thai_room)
            s->thai_points = arena_array(s->arena, uint8_t, s->thai_room = p->length);
        if (!any)
            memset(s->thai_points, 0, p->length);
        any = true;
        lang_part_thai(s->thai, p->text + s->wide_at[i], s->wide_at[end] - s->wide_at[i],
                       s->thai_points + s->wide_at[i]);
    }
    return any;
}

/* Every stretch of one language by its own rules, the whole text being seen; the break at its end
 * is its own.  Each iterator goes through the text once, however many stretches are its. */
static void find_line_breaks(struct shaper *s, const struct paragraph *p)
{
    for (unsigned i = 0; i < s->line_count; i++)
        s->lines[i].set = false;
    for (uint32_t k = 0, end, from = 0; k < p->piece_count; k = end) {
        const struct piece *q = &p->pieces[k];
        for (end = k + 1; end < p->piece_count && p->pieces[end].in->lang == q->in->lang &&
                          p->pieces[end].in->style->line_break == q->in->style->line_break;)
            end++;
        while (s->wide_at[from] < q->start)
            from++;
        find_stretch_breaks(s, p, k, from, p->pieces[end - 1].end);
    }
}

static unsigned at_least(unsigned said, unsigned other) { return said ? said : other; }

/* The length of the word of an exception list at `list`, "ta-ble", if it is this one but for
 * hyphens and case, and its points; else 0. */
static size_t match_exception(const char *list, const char *word, size_t n, uint8_t *points)
{
    size_t i = 0, at = 0, length = strcspn(list, " "), step, step_word;
    memset(points, 0, n);
    while (i < length) {
        uint32_t c = utf8_decode(list + i, length - i, &step);
        i += step;
        if (is_hyphen(c) && at < n) {
            points[at] = at > 0;
            continue;
        }
        if (at == n ||
            u_tolower((UChar32)c) != u_tolower((UChar32)utf8_decode(word + at, n - at, &step_word)))
            return 0;
        at += step_word;
    }
    return at == n ? length : 0;
}

/* Where the sheet's exceptions part a word; false when it is none of them. */
static bool find_exception(const struct style *st, const char *word, size_t n, uint8_t *points)
{
    const char *w = st->hyphenate_exceptions;
    for (; w && *w; w += strcspn(w, " "), w += strspn(w, " "))
        if (match_exception(w, word, n, points))
            return true;
    return false;
}

/* The place of a word to remember; what was is forgotten where a longer text asks for more. */
static struct known_word *make_known(struct shaper *s, uint32_t hash)
{
    if (++s->known_count > s->known_room && s->known_room < KNOWN_WORDS) {
        s->known_room *= 4;
        s->known = arena_array(s->arena, struct known_word, s->known_room);
        s->known_count = 0;
    }
    return &s->known[hash % s->known_room];
}

/* What the patterns say of a word, as lang_hyphenate; a text's words return, so short ones are
 * remembered until another takes their place. */
static bool apply_patterns(struct shaper *s, const struct hyphens *h, const char *word, size_t n,
                           unsigned before, unsigned after, uint8_t *points)
{
    if (n > KNOWN_BYTES)
        return lang_hyphenate(h, word, n, before, after, points);
    const uint32_t hash = (uint32_t)hash_bytes(word, n);
    struct known_word *k = &s->known[hash % s->known_room];
    if (k->hyphens != h || k->length != n || k->before != before || k->after != after ||
        memcmp(k->word, word, n) != 0) {
        k = make_known(s, hash);
        *k = (struct known_word){ h, 0, (uint8_t)n, (uint8_t)before, (uint8_t)after, "" };
        memcpy(k->word, word, n);
        lang_hyphenate(h, word, n, before, after, points);
        for (size_t i = 0; i < n; i++)
            k->points |= (uint32_t)(points[i] != 0) << i;
    }
    for (size_t i = 0; i < n; i++)
        points[i] = k->points >> i & 1;
    return k->points != 0;
}

/* Where a part of a word, bytes start … end of so many letters, may be parted; false: nowhere. */
static bool find_points(struct shaper *s, const struct paragraph *p, const struct piece *q,
                        uint32_t start, uint32_t end, unsigned letters, uint8_t *points)
{
    const struct style *st = q->in->style;
    const struct lang *lang = q->in->lang;
    const uint8_t *limits = st->hyphenate_chars;
    if (find_exception(st, p->text + start, end - start, points))
        return true;
    return lang->hyphens && letters >= at_least(limits[0], WORD_LEAST) &&
           apply_patterns(s, lang->hyphens, p->text + start, end - start,
                          at_least(limits[1], at_least(lang->least_before, BEFORE_LEAST)),
                          at_least(limits[2], at_least(lang->least_after, AFTER_LEAST)), points);
}

/* What the patterns change where they part a word before byte `at`. */
static void change_spelling(const struct lang *lang, const char *word, size_t n, size_t at,
                            struct mark *m)
{
    unsigned drop;
    const char *insert;
    if (!lang->hyphens || !lang_hyphen_change(lang->hyphens, word, n, at, &drop, &insert))
        return;
    m->drop = (uint8_t)drop;
    m->insert = insert;
}

/* Pattern breaks of one part of a word: bytes start … end. */
static void hyphenate_part(struct shaper *s, const struct paragraph *p, const struct piece *q,
                           uint32_t start, uint32_t end, bool capital)
{
    uint8_t points[WORD_BYTES];
    unsigned letters = 0, before = 0;
    if (end - start > WORD_BYTES)
        return;
    for (uint32_t i = start; i < end; i++)
        letters += !utf8_is_inside(p->text[i]);
    if (!find_points(s, p, q, start, end, letters, points))
        return;
    for (uint32_t i = start; i < end; i++) {
        if (points[i - start]) {
            struct mark m = { .at = i,
                              .type = BREAK_HYPHEN,
                              .capital = capital,
                              .before = (uint8_t)before,
                              .after = (uint8_t)(letters - before) };
            change_spelling(q->in->lang, p->text + start, end - start, i - start, &m);
            add(s, m);
        }
        before += !utf8_is_inside(p->text[i]);
    }
}

/* One word, bytes start … end, letters, hyphens and apostrophes: part by part. */
static void hyphenate_word(struct shaper *s, const struct paragraph *p, const struct piece *q,
                           uint32_t start, uint32_t end, bool hyphened)
{
    size_t step;
    uint32_t part = start, letters = 0;
    bool capital = u_isupper((UChar32)utf8_decode(p->text + start, end - start, &step));
    for (uint32_t i = start; i <= end; i += (uint32_t)step) {
        step = 1;
        uint32_t c = i < end ? utf8_decode(p->text + i, end - i, &step) : '-';
        if (!is_hyphen(c) && !is_apostrophe(c)) {
            letters++;
            continue;
        }
        if (letters && (!hyphened || letters >= HYPHENED_LEAST))
            hyphenate_part(s, p, q, part, i, capital);
        part = i + (uint32_t)step;
        letters = 0;
    }
}

/* Does the word from start to end stand in an address ("https://example.org/a_b")?  A hyphen there
 * would be read as part of it. */
static bool in_address(const struct paragraph *p, size_t start, size_t end)
{
    const char before = start ? p->text[start - 1] : ' ',
               after = end < p->length ? p->text[end] : ' ',
               next = end + 1 < p->length ? p->text[end + 1] : ' ';
    return (before && strchr("/@._=&?#", before)) || (after && strchr("/@_=", after)) ||
           ((after == '.' || after == ':') && (next == '/' || is_letter((unsigned char)next)));
}

/* May words of the piece be parted at all? */
static bool may_part(const struct piece *q) { return !no_wrap(q) && q->kind != PIECE_CALL; }

/* May they be parted by patterns, or by the sheet's exceptions? */
static bool is_hyphenated(const struct piece *q)
{
    const struct style *st = q->in->style;
    return st->hyphens == HYPHENS_AUTO && (q->in->lang->hyphens || st->hyphenate_exceptions) &&
           may_part(q);
}

/* May they where a word is wider than its measure, though the style asks for soft hyphens alone? */
static bool is_hyphenated_wide(const struct piece *q)
{
    return q->in->style->hyphens == HYPHENS_MANUAL && q->in->lang->hyphens && may_part(q);
}

/* Is the character a letter to patterns, at this place of a word? */
static bool in_word(uint32_t c)
{
    return is_letter(c) || is_digit(c) || is_apostrophe(c) || is_hyphen(c) || c == 0xAD ||
           c == 0xB7; /* Catalan: paral·lel */
}

/* Pattern breaks from byte `from`, where piece *k begins, to `stop`. Words that reach over these,
 * have digits or soft hyphens get none, nor do those of addresses; where a word stands in several
 * pieces, the first one's style counts. */
static void hyphenate_stretch(struct shaper *s, const struct paragraph *p, uint32_t k,
                              uint32_t from, uint32_t stop)
{
    for (size_t i = from, step; i < stop;) {
        uint32_t c = character_at(p, i, stop, &step);
        if (!is_letter(c) && !is_digit(c)) {
            i += step;
            continue;
        }
        size_t start = i;
        bool plain = true, hyphened = false;
        for (; i < stop && in_word(c = character_at(p, i, stop, &step)); i += step) {
            plain = plain && !is_digit(c) && c != 0xAD;
            hyphened = hyphened || (is_hyphen(c) && i + step < stop);
        }
        bool cut = (start == from && from > 0 && is_letter((unsigned char)p->text[from - 1])) ||
                   (i == stop && i < p->length && is_letter(character_at(p, i, p->length, &step)));
        while (p->pieces[k].end <= start)
            k++;
        if (plain && !cut && !in_address(p, start, i))
            hyphenate_word(s, p, &p->pieces[k], (uint32_t)start, (uint32_t)i, hyphened);
    }
}

/* Words are whole whatever elements their letters stand in (csswg-drafts 3862), if these part words
 * alike. */
static void find_hyphens(struct shaper *s, const struct paragraph *p)
{
    for (uint32_t k = 0, end; k < p->piece_count; k = end) {
        const struct piece *q = &p->pieces[k];
        end = k + 1;
        if (!is_hyphenated(q))
            continue;
        while (end < p->piece_count && is_hyphenated(&p->pieces[end]) &&
               p->pieces[end].in->lang == q->in->lang)
            end++;
        hyphenate_stretch(s, p, k, q->start, p->pieces[end - 1].end);
    }
}

const struct brk *text_wide_hyphens(struct shaper *s, struct arena *a, const struct paragraph *p,
                                    uint32_t piece, uint32_t start, uint32_t end, uint32_t *count)
{
    *count = 0;
    if (!is_hyphenated_wide(&p->pieces[piece]))
        return NULL;
    s->mark_count = 0;
    hyphenate_stretch(s, p, piece, start, end < p->pieces[piece].end ? end : p->pieces[piece].end);
    struct brk *made = arena_array(a, struct brk, s->mark_count);
    for (size_t i = 0; i < s->mark_count; i++)
        made[(*count)++] = mark_as_break(&s->marks[i]);
    return made;
}

/* Does a sign at byte `at` take its letter's vowel, without another letter below? */
static bool is_dead(const struct paragraph *p, size_t at)
{
    size_t step;
    if (at >= p->length || u_getIntPropertyValue((UChar32)character_at(p, at, p->length, &step),
                                                 UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_VIRAMA)
        return false;
    at += step;
    return at >= p->length || !is_letter(character_at(p, at, p->length, &step));
}

/* Does a line begin at this cluster as words of Balinese and Javanese letters part, which stand
 * without spaces: before any syllable that has a vowel?  UAX #14 has it so from 15.1 on (LB28a). */
static bool begins_syllable(const struct paragraph *p, const struct run *run, uint32_t at)
{
    size_t step, unused;
    uint32_t last = at - 1;
    if (run->script != HB_SCRIPT_JAVANESE && run->script != HB_SCRIPT_BALINESE)
        return false;
    while (last && utf8_is_inside(p->text[last]))
        last--;
    uint32_t before = character_at(p, last, p->length, &unused);
    bool letter = is_letter(character_at(p, at, p->length, &step));
    return letter && (U_GET_GC_MASK((UChar32)before) & (U_GC_L_MASK | U_GC_M_MASK)) &&
           !is_dead(p, at + (uint32_t)step);
}

/* Does a mark stand at byte `at` of a word that belongs to the letter beside it: a comma, a
 * bracket? A row of marks may part. */
static bool is_beside_mark(const struct paragraph *p, uint32_t at)
{
    enum {
        CLOSING = U_GC_PE_MASK | U_GC_PF_MASK | U_GC_PO_MASK,
        OPENING = U_GC_PS_MASK | U_GC_PI_MASK
    };
    size_t step;
    uint32_t last = at - 1;
    while (last && utf8_is_inside(p->text[last]))
        last--;
    uint32_t before = character_at(p, last, at, &step),
             behind = character_at(p, at, p->length, &step);
    bool word_before = is_letter(before) || is_digit(before),
         word_behind = is_letter(behind) || is_digit(behind);
    return (word_before && (U_GET_GC_MASK((UChar32)behind) & CLOSING)) ||
           (word_behind && (U_GET_GC_MASK((UChar32)before) & OPENING));
}

/* Breaks at every cluster, where the style breaks anywhere or a word may break rather than stand
 * out: a flag, since few words have to. */
static void find_cluster_breaks(struct shaper *s, const struct paragraph *p)
{
    for (size_t r = 0; r < s->run_count; r++) {
        const struct run *run = &s->runs[r];
        const struct piece *q = &p->pieces[run->piece];
        const struct style *st = q->in->style;
        bool anywhere =
            st->line_break == LINE_BREAK_ANYWHERE || st->word_break == WORD_BREAK_BREAK_ALL;
        if (no_wrap(q) || q->kind == PIECE_CALL || q->kind == PIECE_SPACE)
            continue;
        struct glyph *g = s->glyphs + run->first, *end = g + run->count;
        for (; g < end; g++) {
            if (!(g->flags & GLYPH_CLUSTER) || !g->cluster || (g->flags & GLYPH_SPACE))
                continue;
            if (anywhere ||
                (st->word_break != WORD_BREAK_KEEP_ALL && begins_syllable(p, run, g->cluster)))
                add(s, (struct mark){ .at = g->cluster, .type = BREAK_ALLOWED });
            else if (st->overflow_wrap != OVERFLOW_NORMAL && !is_beside_mark(p, g->cluster))
                g->flags |= GLYPH_DESPERATE;
        }
    }
}

/* Merge the marks' two sorted stretches; at one byte the better type (the smaller) stays. */
static void merge(struct shaper *s, size_t middle)
{
    size_t total = s->mark_count, i = 0, j = middle;
    for (; i < middle || j < total;) {
        bool first = j >= total || (i < middle && s->marks[i].at <= s->marks[j].at);
        struct mark m = first ? s->marks[i++] : s->marks[j++];
        size_t last = s->mark_count - 1;
        if (s->mark_count > total && s->marks[last].at == m.at)
            s->marks[last] = m.type == BREAK_FORCED || (s->marks[last].type != BREAK_FORCED &&
                                                        m.type < s->marks[last].type)
                                 ? m
                                 : s->marks[last];
        else
            add(s, m);
    }
    memmove(s->marks, s->marks + total, sizeof *s->marks * (s->mark_count - total));
    s->mark_count -= total;
}

void find_breaks(struct shaper *s, const struct paragraph *p)
{
    s->mark_count = 0;
    shaper_widen(s, p);
    bool thai = part_thai(s, p);
    find_line_breaks(s, p);
    size_t lines = s->mark_count;
    find_other_breaks(s, p, thai);
    if (s->mark_count > lines)
        merge(s, lines);
    lines = s->mark_count;
    find_hyphens(s, p);
    if (s->mark_count > lines)
        merge(s, lines);
    lines = s->mark_count;
    find_cluster_breaks(s, p);
    if (s->mark_count > lines)
        merge(s, lines);
}
