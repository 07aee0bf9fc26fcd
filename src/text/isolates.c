/* text/isolates: what keeps its own direction among letters of another (UAX #9, HL4): an element
 * that says so, the call of a note, and what everyone writes from left to right though its signs
 * have no direction of their own:
 *
 *   +962 6 555 1234    (202) 555-0100    https://example.org/    @name    #word    /srv/file
 */
#include "text/inner.h"

#include <string.h>
#include <unicode/uchar.h>

enum { RLI = 0x2067, LRI = 0x2066, PDI = 0x2069 };

static bool is_alphanumeric(uint32_t c)
{
    return c < 0x80 ? utf8_is_ascii_letter(c) || c - '0' < 10 : u_isalnum((UChar32)c);
}

/* The character before byte i; 0 where the text begins. */
static uint32_t before(const char *text, size_t i)
{
    size_t at = i, step;
    if (!i)
        return 0;
    do
        at--;
    while (at > 0 && utf8_is_inside(text[at]));
    return utf8_decode(text + at, i - at, &step);
}

static uint32_t character_at(const char *text, size_t i, size_t stop)
{
    size_t step;
    return i < stop ? utf8_decode(text + i, stop - i, &step) : 0;
}

/* ---- telephone numbers ---- */

enum { GROUPS_MOST = 6, DIGITS_LEAST = 7, DIGITS_MOST = 15 };

/* The digits of a number, parted into groups. */
struct groups {
    unsigned lengths[GROUPS_MOST], count, digits;
    bool from_zero; /* the first digit is one */
};

/* Reads a group of digits, Latin or others; returns where it ends. */
static size_t read_group(struct groups *g, const char *text, size_t i, size_t stop)
{
    unsigned length = 0;
    for (size_t step; i < stop; i += step, length++) {
        int32_t digit = u_charDigitValue((UChar32)utf8_decode(text + i, stop - i, &step));
        if (digit < 0)
            break;
        g->from_zero = g->digits + length ? g->from_zero : digit == 0;
    }
    if (length && g->count < GROUPS_MOST)
        g->lengths[g->count] = length;
    g->count += length > 0;
    g->digits += length;
    return i;
}

/* What parts groups: a hyphen, a point, a space, a bracket, two of them at most. */
static size_t skip_separator(const char *text, size_t i, size_t stop)
{
    for (unsigned k = 0; k < 2 && i < stop; k++) {
        if (strchr(" -.()", text[i]))
            i++;
        else if (i + 1 < stop && !memcmp(text + i, "\u00A0", 2))
            i += 2;
        else if (i + 2 < stop && !memcmp(text + i, "\u2011", 3))
            i += 3;
    }
    return i;
}

static bool is_date(const struct groups *g)
{
    const unsigned *n = g->lengths;
    return g->count == 3 &&
           ((n[0] <= 2 && n[1] <= 2 && n[2] == 4) || (n[0] == 4 && n[1] <= 2 && n[2] <= 2));
}

/* Are the groups those of North America, (1) 202 555 0100? */
static bool is_american(const struct groups *g)
{
    const unsigned *n = g->lengths + (g->count == 4 && g->lengths[0] == 1);
    return g->count == 3 + (unsigned)(n - g->lengths) && n[0] == 3 && n[1] == 3 && n[2] == 4;
}

/* Where a telephone number ends that begins at i; i where none does.  Other numbers, dates and
 * ranges run as the text around them: 1948-2026 is read from its first year. */
static size_t phone_end(const char *text, size_t i, size_t stop)
{
    struct groups g = { .count = 0 };
    bool plus = text[i] == '+', bracket = text[i] == '(';
    size_t end = i;
    for (size_t at = i + (plus || bracket), next;
         (next = read_group(&g, text, at, stop)) > at && g.count <= GROUPS_MOST;)
        end = next, at = skip_separator(text, next, stop);
    if (g.count > GROUPS_MOST || g.digits < DIGITS_LEAST || g.digits > DIGITS_MOST ||
        is_alphanumeric(character_at(text, end, stop)))
        return i;
    bool parted = g.count > 1 && !is_date(&g);
    bool is_phone = plus || (parted && (g.from_zero || is_american(&g)));
    return is_phone && g.lengths[0] <= (bracket ? 4 : DIGITS_MOST) ? end : i;
}

/* ---- addresses, names of accounts, paths ---- */

/* Where ASCII without spaces ends; in a web address other letters too. */
static size_t word_end(const char *text, size_t i, size_t stop, bool *web)
{
    unsigned open = 0;
    for (; i < stop; i++) {
        unsigned char c = (unsigned char)text[i];
        *web = *web || (c == ':' && i + 2 < stop && !memcmp(text + i, "://", 3));
        if (c <= ' ' || strchr("\"<>[]{}", c) || (c == ')' && !open) || (c >= 0x7F && !*web))
            break;
        open += c == '(';
        open -= c == ')';
    }
    return i;
}

/* Where an address, an account's name or a path ends that begins at i; i where none does.  Then
 * none begins before *barren, either: what is not one as a whole has none within, and is looked
 * through once. */
static size_t address_end(const char *text, size_t i, size_t stop, size_t *barren)
{
    bool web = false, letter = false, sign = false;
    if (i < *barren)
        return i;
    size_t end = word_end(text, i, stop, &web);
    *barren = end;
    if (!web && is_alphanumeric(character_at(text, end, stop)))
        return i;
    for (size_t shorter = end; end > i; end = shorter) {
        do
            shorter--;
        while (shorter > i && utf8_is_inside(text[shorter]));
        uint32_t last = character_at(text, shorter, end);
        if (last < 0x80 ? !strchr(".,;:!?'(", (int)last) : is_alphanumeric(last))
            break;
    }
    for (size_t k = i; k < end; k++) {
        letter = letter || utf8_is_ascii_letter((unsigned char)text[k]);
        sign = sign || strchr("/@#\\~_=&", text[k]);
    }
    return letter && sign ? end : i;
}

/* ---- a paragraph for the bidi algorithm ---- */

/* Where what runs from left to right ends that begins at i; i where nothing does. */
static size_t passage_end(const char *text, size_t i, size_t stop, size_t *barren)
{
    uint32_t c = character_at(text, i, stop);
    bool sign = c && c < 0x80 && strchr("+(/@#~", (int)c), letter = utf8_is_ascii_letter(c);
    if (!sign && !letter && (c < 0x80 ? c - '0' >= 10 : u_charDigitValue((UChar32)c) < 0))
        return i;
    uint32_t last = before(text, i);
    if (is_alphanumeric(last) && (last < 0x80 || !letter))
        return i;
    size_t end = letter || (sign && c != '+' && c != '(') ? i : phone_end(text, i, stop);
    return end > i || c == '+' || c == '(' ? end : address_end(text, i, stop, barren);
}

static void put(struct widened *w, UChar c, uint32_t at)
{
    w->at[w->count] = at;
    w->units[w->count++] = c;
}

static void widen_bytes(struct widened *w, const char *text, size_t start, size_t stop)
{
    for (size_t i = start, step; i < stop; i += step) {
        uint32_t c = utf8_decode(text + i, stop - i, &step), at = (uint32_t)i;
        c = c == '\n' || c == 0x2029 ? 0x2028 /* a line's end: levels go on behind it */ : c;
        if (c >= 0x10000)
            put(w, U16_LEAD(c), at), put(w, U16_TRAIL(c), at);
        else
            put(w, (UChar)c, at);
    }
}

/* What runs from left to right, its digits as Latin ones: a hyphen between Arabic ones turns
 * back. */
static void put_passage(struct widened *w, const char *text, size_t start, size_t stop)
{
    put(w, LRI, UINT32_MAX);
    int32_t first = w->count;
    widen_bytes(w, text, start, stop);
    for (int32_t i = first; i < w->count; i++)
        w->units[i] = u_charDigitValue(w->units[i]) < 0 ? w->units[i] : '0';
    put(w, PDI, UINT32_MAX);
}

/* Widens a stretch that no element isolates. */
static void widen_stretch(struct widened *w, const char *text, size_t start, size_t stop)
{
    size_t from = start, barren = start;
    for (size_t i = start, step; i < stop; i += step) {
        size_t end = passage_end(text, i, stop, &barren);
        utf8_decode(text + i, stop - i, &step);
        if (end == i)
            continue;
        widen_bytes(w, text, from, i);
        put_passage(w, text, i, end);
        from = end, step = end - i;
    }
    widen_bytes(w, text, from, stop);
}

static bool is_isolate(const struct piece *q)
{
    return (q->isolate || q->kind == PIECE_CALL) && q->end > q->start;
}

void widen_paragraph(struct widened *w, const struct paragraph *p)
{
    w->count = 0;
    for (uint32_t k = 0, next; k < p->piece_count; k = next) {
        const struct piece *q = &p->pieces[k];
        bool isolate = is_isolate(q);
        next = k + 1;
        while (!isolate && next < p->piece_count && !is_isolate(&p->pieces[next]))
            next++;
        if (isolate)
            put(w, q->in->style->rtl ? RLI : LRI, UINT32_MAX);
        widen_stretch(w, p->text, q->start, p->pieces[next - 1].end);
        if (isolate)
            put(w, PDI, UINT32_MAX);
    }
}
