/* text/between: what stands between two characters of East Asian text.
 *
 *   中文abc    a quarter of the em between an ideograph and a letter or digit (JLREQ 3.2.6,
 *              CLREQ 3.2.2)
 *   」「 、「   a mark's square is half empty: of two such beside one another one half goes (JLREQ
 *              3.1.4, CLREQ 3.1.6)
 *
 * No character is added: the first one's advance grows or shrinks, as by letter-spacing.
 */
#include "text/inner.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* What a character is to its neighbours. Of an opening mark's square the first half is empty, of a
 * closing one's the last, of a middle one's the first and last quarter. */
enum kind { OTHER, IDEOGRAPH, LETTER, OPENING, CLOSING, MIDDLE };
enum { LETTER_GAP = 4, HALF = 2, HANT = 0x48616E74, HANS = 0x48616E73 };

struct range {
    uint32_t first, last;
    enum kind kind;
};
static const struct range ranges[] = {
    { 0x3001, 0x3002, CLOSING },   { 0x3005, 0x3007, IDEOGRAPH }, { 0x3008, 0x3008, OPENING },
    { 0x3009, 0x3009, CLOSING },   { 0x300A, 0x300A, OPENING },   { 0x300B, 0x300B, CLOSING },
    { 0x300C, 0x300C, OPENING },   { 0x300D, 0x300D, CLOSING },   { 0x300E, 0x300E, OPENING },
    { 0x300F, 0x300F, CLOSING },   { 0x3010, 0x3010, OPENING },   { 0x3011, 0x3011, CLOSING },
    { 0x3014, 0x3014, OPENING },   { 0x3015, 0x3015, CLOSING },   { 0x3016, 0x3016, OPENING },
    { 0x3017, 0x3017, CLOSING },   { 0x3018, 0x3018, OPENING },   { 0x3019, 0x3019, CLOSING },
    { 0x301A, 0x301A, OPENING },   { 0x301B, 0x301B, CLOSING },   { 0x301D, 0x301D, OPENING },
    { 0x301E, 0x301F, CLOSING },   { 0x3041, 0x3096, IDEOGRAPH }, { 0x309D, 0x309F, IDEOGRAPH },
    { 0x30A1, 0x30FA, IDEOGRAPH }, { 0x30FB, 0x30FB, MIDDLE },    { 0x30FC, 0x30FF, IDEOGRAPH },
    { 0x3105, 0x312F, IDEOGRAPH }, { 0x31A0, 0x31BF, IDEOGRAPH }, { 0x31F0, 0x31FF, IDEOGRAPH },
    { 0x3400, 0x4DBF, IDEOGRAPH }, { 0x4E00, 0x9FFF, IDEOGRAPH }, { 0xF900, 0xFAFF, IDEOGRAPH },
    { 0xFF08, 0xFF08, OPENING },   { 0xFF09, 0xFF09, CLOSING },   { 0xFF0C, 0xFF0C, CLOSING },
    { 0xFF0E, 0xFF0E, CLOSING },   { 0xFF1A, 0xFF1B, MIDDLE },    { 0xFF3B, 0xFF3B, OPENING },
    { 0xFF3D, 0xFF3D, CLOSING },   { 0xFF5B, 0xFF5B, OPENING },   { 0xFF5D, 0xFF5D, CLOSING },
    { 0xFF5F, 0xFF5F, OPENING },   { 0xFF60, 0xFF60, CLOSING },   { 0x20000, 0x3FFFD, IDEOGRAPH },
};

static enum kind kind_in_table(uint32_t c)
{
    size_t low = 0, high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ranges[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof ranges / sizeof *ranges && c >= ranges[low].first ? ranges[low].kind
                                                                          : OTHER;
}

/* Quotation marks have a square in the faces of Chinese alone; stops stand in the middle of theirs
 * in Traditional Chinese, colons at its start in Simplified. */
static enum kind kind_of(uint32_t c, const struct lang *l, const struct face *face)
{
    bool stop = c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF0E,
         colon = c == 0xFF1A || c == 0xFF1B;
    if (stop && face->wide_marks && l->script == HANT)
        return MIDDLE;
    if (colon && face->wide_marks && l->script == HANS)
        return CLOSING;
    if (c == 0x2018 || c == 0x201C)
        return face->wide_quotes ? OPENING : OTHER;
    if (c == 0x2019 || c == 0x201D)
        return face->wide_quotes ? CLOSING : OTHER;
    if (c < 0x2E80)
        return u_isalnum((UChar32)c) ? LETTER : OTHER;
    enum kind k = kind_in_table(c);
    return k == IDEOGRAPH || face->wide_marks ? k : OTHER;
}

/* Byte `at` or the first one behind the marks and signs without ink that stand there. */
static uint32_t skip_marks(const struct paragraph *p, uint32_t at)
{
    size_t step;
    for (; at < p->length; at += (uint32_t)step) {
        uint32_t c = utf8_decode(p->text + at, p->length - at, &step);
        if (c < 0x300 || !(U_GET_GC_MASK((UChar32)c) & (U_GC_M_MASK | U_GC_CF_MASK)))
            break;
    }
    return at;
}

/* The piece of byte `at`, behind the run's first one; NULL where a box's edge stands between them,
 * but for a call's. */
static const struct piece *piece_at(const struct paragraph *p, const struct run *run, uint32_t at)
{
    uint32_t i = run->piece;
    bool edge = false;
    for (; i < p->piece_count && p->pieces[i].end <= at; i++)
        edge = edge || p->pieces[i].kind == PIECE_SPACE;
    return i < p->piece_count && (!edge || p->pieces[i].kind == PIECE_CALL) ? &p->pieces[i] : NULL;
}

/* Is half a square too much between the two? */
static bool is_doubled(enum kind a, enum kind b)
{
    bool behind = a == CLOSING && (b == OPENING || b == CLOSING || b == MIDDLE),
         before = b == OPENING && (a == OPENING || a == MIDDLE);
    return behind || before;
}

static bool is_set_by(const struct piece *q)
{
    return q->kind == PIECE_TEXT || q->kind == PIECE_GENERATED;
}

sp text_between_wide(const struct paragraph *p, const struct run *run, uint32_t at)
{
    if (!run->face || run->piece >= p->piece_count)
        return 0;
    size_t step;
    uint32_t c = utf8_decode(p->text + at, p->length - at, &step),
             next = skip_marks(p, at + (uint32_t)step);
    if (next >= p->length || !is_set_by(&p->pieces[run->piece]))
        return 0;
    uint32_t d = utf8_decode(p->text + next, p->length - next, &step);
    if (c < 0x2018 && d < 0x2018)
        return 0;
    const struct piece *own = &p->pieces[run->piece], *q = piece_at(p, run, next);
    enum kind a = kind_of(c, own->in->lang, run->face), b = kind_of(d, own->in->lang, run->face);
    if (q && q->kind == PIECE_CALL)
        return a == CLOSING && run->style->spacing_trim ? -run->size / HALF : 0;
    if (!q || !is_set_by(q))
        return 0;
    if (is_doubled(a, b))
        return run->style->spacing_trim ? -run->size / HALF : 0;
    bool meets = (a == IDEOGRAPH && b == LETTER) || (a == LETTER && b == IDEOGRAPH);
    return meets && run->style->autospace ? run->size / LETTER_GAP : 0;
}

enum empty_half text_empty_half(const struct paragraph *p, const struct run *run, uint32_t at)
{
    size_t step;
    if (at >= p->length || (unsigned char)p->text[at] < 0xE2 || !run->face ||
        run->piece >= p->piece_count || !run->style->spacing_trim)
        return EMPTY_NONE;
    uint32_t c = utf8_decode(p->text + at, p->length - at, &step);
    enum kind k = kind_of(c, p->pieces[run->piece].in->lang, run->face);
    return k == OPENING ? EMPTY_FIRST : k == CLOSING ? EMPTY_LAST : EMPTY_NONE;
}

uint32_t text_plain_letter(uint32_t c)
{
    enum { GREEK = 0x370, CYRILLIC = 0x400, GREEK_EXTENDED = 0x1F00, MOST = 8 };
    UErrorCode e = U_ZERO_ERROR;
    if (c < 0xC0 || (c >= GREEK && c < CYRILLIC) || c >= GREEK_EXTENDED)
        return c;
    UChar parts[MOST];
    int32_t n = unorm2_getDecomposition(unorm2_getNFCInstance(&e), (UChar32)c, parts, MOST, &e);
    return U_SUCCESS(e) && n > 1 && n <= MOST ? parts[0] : c;
}
