/* line/protrude: what hangs out into the margins so that the edges look straight.
 *
 * After Thành (2000) and page-design practice: a share of the glyph's own advance, by the character
 * it stands for, so that any face serves.  -hb-protrude scales the table; hanging-punctuation (CSS
 * Text 3) hangs a mark fully. Letter-spacing behind a line's last letter is no ink: it hangs out
 * altogether, as does the empty half of an East Asian mark's square (JLREQ 3.1.9).
 */
#include "line/inner.h"

#include "base/utf8.h"

/* Per mille of the advance. */
struct hang {
    uint16_t start, end;
};

/* Of what nearly every script writes, by character; most letters stand within the edge. */
static const struct hang ascii[128] = {
    ['!'] = { 0, 150 }, ['"'] = { 500, 500 }, ['\''] = { 500, 500 }, ['('] = { 50, 0 },
    [')'] = { 0, 100 }, [','] = { 0, 600 },   ['-'] = { 0, 700 },    ['.'] = { 0, 600 },
    [':'] = { 0, 300 }, [';'] = { 0, 300 },   ['?'] = { 0, 100 },    ['A'] = { 60, 50 },
    ['F'] = { 0, 40 },  ['J'] = { 50, 0 },    ['K'] = { 0, 40 },     ['L'] = { 0, 40 },
    ['T'] = { 70, 60 }, ['V'] = { 70, 60 },   ['W'] = { 60, 50 },    ['X'] = { 40, 40 },
    ['Y'] = { 80, 70 }, ['k'] = { 0, 40 },    ['r'] = { 0, 40 },     ['t'] = { 0, 50 },
    ['v'] = { 40, 40 }, ['w'] = { 40, 40 },   ['x'] = { 40, 40 },    ['y'] = { 40, 50 },
};

/* Of all others, by rising character. */
struct other {
    uint32_t character;
    struct hang hang;
};
static const struct other others[] = {
    /* Latin-1 */
    { 0xA1, { 150, 0 } },
    { 0xAB, { 500, 500 } },
    { 0xAD, { 0, 700 } },
    { 0xB7, { 0, 500 } },
    { 0xBB, { 500, 500 } },
    { 0xBF, { 100, 0 } },
    /* Greek; the accent before a capital stands within the edge */
    { 0x37E, { 0, 300 } },
    { 0x386, { 0, 50 } },
    { 0x387, { 0, 500 } },
    { 0x388, { 0, 0 } },
    { 0x389, { 0, 0 } },
    { 0x38A, { 0, 0 } },
    { 0x38C, { 0, 0 } },
    { 0x38E, { 0, 70 } },
    { 0x38F, { 0, 0 } },
    { 0x391, { 60, 50 } },
    { 0x393, { 0, 60 } },
    { 0x394, { 60, 50 } },
    { 0x39A, { 0, 40 } },
    { 0x39B, { 60, 50 } },
    { 0x3A4, { 70, 60 } },
    { 0x3A5, { 80, 70 } },
    { 0x3A7, { 40, 40 } },
    { 0x3B3, { 40, 40 } },
    { 0x3BB, { 30, 30 } },
    { 0x3BD, { 40, 40 } },
    { 0x3C4, { 40, 40 } },
    { 0x3C7, { 40, 40 } },
    /* Cyrillic */
    { 0x410, { 60, 50 } },
    { 0x413, { 0, 60 } },
    { 0x41A, { 0, 40 } },
    { 0x41B, { 40, 0 } },
    { 0x422, { 70, 60 } },
    { 0x423, { 50, 50 } },
    { 0x425, { 40, 40 } },
    { 0x427, { 50, 0 } },
    { 0x42A, { 50, 40 } },
    { 0x42C, { 0, 40 } },
    { 0x433, { 0, 50 } },
    { 0x43A, { 0, 40 } },
    { 0x43B, { 30, 0 } },
    { 0x442, { 40, 40 } },
    { 0x443, { 40, 50 } },
    { 0x445, { 40, 40 } },
    { 0x447, { 40, 0 } },
    { 0x44A, { 40, 40 } },
    { 0x44C, { 0, 40 } },
    /* Armenian */
    { 0x589, { 0, 400 } },
    { 0x58A, { 0, 700 } },
    /* Hebrew */
    { 0x5BE, { 0, 700 } },
    { 0x5C3, { 0, 300 } },
    { 0x5F3, { 0, 400 } },
    { 0x5F4, { 300, 300 } },
    /* Arabic */
    { 0x60C, { 0, 500 } },
    { 0x61B, { 0, 300 } },
    { 0x61F, { 0, 100 } },
    { 0x6D4, { 0, 500 } },
    /* Devanagari, and who takes its dandas */
    { 0x964, { 0, 350 } },
    { 0x965, { 0, 250 } },
    /* Tibetan */
    { 0xF0D, { 0, 350 } },
    /* Burmese */
    { 0x104A, { 0, 350 } },
    { 0x104B, { 0, 250 } },
    /* Ethiopic */
    { 0x1362, { 0, 250 } },
    { 0x1363, { 0, 300 } },
    /* Khmer */
    { 0x17D4, { 0, 250 } },
    /* dashes and quotation marks */
    { 0x2010, { 0, 700 } },
    { 0x2011, { 0, 700 } },
    { 0x2013, { 250, 250 } },
    { 0x2014, { 250, 250 } },
    { 0x2018, { 500, 500 } },
    { 0x2019, { 500, 500 } },
    { 0x201A, { 500, 500 } },
    { 0x201C, { 500, 500 } },
    { 0x201D, { 500, 500 } },
    { 0x201E, { 500, 500 } },
    { 0x2026, { 0, 150 } },
    { 0x2039, { 500, 500 } },
    { 0x203A, { 500, 500 } },
};
enum { HYPHEN_SHARE = 700 };

/* What a character's own row says; NULL: it has none. */
static const struct hang *find_row(uint32_t character)
{
    if (character < 128)
        return ascii[character].start || ascii[character].end ? &ascii[character] : NULL;
    size_t low = 0, high = sizeof others / sizeof *others;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (others[middle].character < character)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < sizeof others / sizeof *others && others[low].character == character;
    return found ? &others[low].hang : NULL;
}

/* A letter that has no row hangs as what it is a mark on: \u00C1 as A, \u040E as \u0423. */
static const struct hang *find(uint32_t character)
{
    const struct hang *h = find_row(character);
    return h || character < 128 ? h : find_row(text_plain_letter(character));
}

static uint32_t character_of(const struct paragraph *p, const struct glyph *g)
{
    size_t length;
    return g->cluster < p->length
               ? utf8_decode(p->text + g->cluster, p->length - g->cluster, &length)
               : 0;
}

static sp scaled(sp advance, const struct style *s, unsigned share)
{
    return advance * share * s->protrude / 1000000;
}

/* Only a run in the paragraph's own direction has its first glyph at the line's start. */
static bool hangs_at_all(const struct paragraph *p, const struct run *run)
{
    return run->face && (run->level & 1) == p->rtl;
}

/* What stands behind a glyph and is no part of it. */
static sp spacing_behind(const struct paragraph *p, const struct run *run, const struct glyph *g)
{
    return text_letter_spacing(run) + text_between(p, run, g->cluster);
}

sp line_hang_start(const struct paragraph *p, const struct run *run, const struct glyph *g)
{
    if (!hangs_at_all(p, run))
        return 0;
    if (text_empty_half(p, run, g->cluster) == EMPTY_FIRST)
        return run->size / 2;
    const struct hang *h = find(character_of(p, g));
    sp advance = g->advance - spacing_behind(p, run, g);
    if (!h || advance <= 0)
        return 0;
    if (run->style->hang_first && h->start >= 500 && g->cluster == 0)
        return advance;
    return scaled(advance, run->style, h->start);
}

/* Is it a space of a width of its own, of an em or of a square of East Asian text? */
static bool is_wide_space(uint32_t c)
{
    return c == 0x1680 || c == 0x3000 || c == 0x205F || (c >= 0x2000 && c <= 0x200A && c != 0x2007);
}

sp line_hang_end(const struct paragraph *p, const struct run *run, const struct glyph *glyphs,
                 uint32_t n)
{
    if (!n || !hangs_at_all(p, run))
        return 0;
    const struct glyph *g = &glyphs[n - 1];
    uint32_t character = character_of(p, g);
    if (is_wide_space(character)) { /* nobody sees it at a line's end (Text 3, 4.1.3) */
        bool alone = n == 1 || g[-1].run != g->run;
        return g->advance + line_hang_end(p, run, glyphs, alone ? 0 : n - 1);
    }
    const struct hang *h = find(character);
    sp spacing = spacing_behind(p, run, g), advance = g->advance - spacing;
    if (text_empty_half(p, run, g->cluster) == EMPTY_LAST)
        return run->size / 2 + spacing;
    if (!h || advance <= 0)
        return spacing;
    bool stop = h->end >= 500 && h->end < HYPHEN_SHARE && !h->start,
         quote = h->end >= 500 && h->start;
    if ((run->style->hang_end && stop) ||
        (run->style->hang_last && quote && g->cluster + 4u > p->length))
        return advance + spacing;
    return scaled(advance, run->style, h->end) + spacing;
}

sp line_hang_hyphen(const struct style *s, sp advance)
{
    return scaled(advance - s->letter_spacing, s, HYPHEN_SHARE) + s->letter_spacing;
}
