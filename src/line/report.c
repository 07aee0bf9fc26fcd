/* line/report: what a typographer would mark in the lines just set, with its words and place.
 *
 * Everything is read off the finished lines: the messages are true even where the breaker was forced.
 */
#include "line/inner.h"

#include <inttypes.h>

enum { WORDS_MOST = 40, MILLI = 1000, SLACK_SP = 66 };

/* The line's first words, cut at a word's end. */
static char *words_of(struct arena *a, const struct line *l)
{
    const char *text = l->paragraph->text;
    uint32_t end = l->end;
    if (end - l->start > WORDS_MOST) {
        end = l->start + WORDS_MOST;
        while (end > l->start && text[end] != ' ')
            end--;
        if (end == l->start)
            end = l->start + WORDS_MOST;
        while (((unsigned char)text[end] & 0xC0) == 0x80)
            end--;
    }
    return arena_strndup(a, text + l->start, end - l->start);
}

static struct position place_of(const struct line *l, size_t length) { return text_position(l->paragraph, l->start, l->start + (uint32_t)length); }

/* A length in pt with one decimal. */
static char *in_pt(struct arena *a, sp length)
{
    sp tenths = sp_muldiv(length, 10, SP_PT);
    return arena_printf(a, "%" PRId64 ".%" PRId64 "pt", tenths / 10, tenths % 10);
}

/* A length in thousandths of the em. */
static char *in_em(struct arena *a, sp length, sp em)
{
    sp thousandths = em ? sp_muldiv(length, MILLI, em) : 0;
    return arena_printf(a, "%" PRId64 ".%03" PRId64 "em", thousandths / MILLI, thousandths % MILLI);
}

/* The words and an amount. */
static void say(struct diag *d, struct arena *scratch, enum diag_code code, const struct line *l, const char *amount)
{
    char *words = words_of(scratch, l);
    size_t length = 0;
    while (words[length])
        length++;
    diag_add(d, code, place_of(l, length), "words", words, "amount", amount, NULL);
}

/* The first word space of the line as set, and its limits; false without any. */
static bool first_space(const struct line *l, sp *width, sp *least, sp *most, sp *em)
{
    for (uint32_t i = 0; i < l->run_count; i++)
        for (uint32_t g = 0; g < l->runs[i].count; g++)
            if (l->runs[i].glyphs[g].flags & GLYPH_SPACE) {
                const struct glyph *space = &l->runs[i].glyphs[g];
                *width = sp_muldiv(space->advance, l->expansion, 100000) + l->space;
                struct space rule = line_space(l->runs[i].run);
                *least = space->advance + rule.extra - rule.shrink;
                *most = space->advance + rule.extra + rule.stretch;
                *em = l->runs[i].run->size;
                return true;
            }
    return false;
}

/* Spaces beyond what the style calls least and most; a hundredth of an em is nobody's business. */
static void report_spaces(struct diag *d, struct arena *scratch, const struct line *l)
{
    sp width, least, most, em;
    if (!first_space(l, &width, &least, &most, &em))
        return;
    if (width > most + em / 100)
        say(d, scratch, DIAG_LINE_LOOSE, l, in_em(scratch, width - most, em));
    if (width < least - em / 100)
        say(d, scratch, DIAG_LINE_TIGHT, l, in_em(scratch, least - width, em));
}

static bool has_space(const struct line *l)
{
    for (uint32_t i = 0; i < l->run_count; i++)
        for (uint32_t g = 0; g < l->runs[i].count; g++)
            if (l->runs[i].glyphs[g].flags & GLYPH_SPACE)
                return true;
    return false;
}

void line_report(struct diag *d, struct arena *scratch, const struct paragraph *p, const struct lines *r)
{
    uint32_t row = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct line *l = &r->lines[i];
        sp start = p->rtl ? l->measure - l->x - l->width : l->x, over = start + l->width - l->measure - l->hang;
        if (over > SLACK_SP)
            say(d, scratch, DIAG_LINE_OVERFULL, l, in_pt(scratch, over));
        else if (p->style->text_align == ALIGN_JUSTIFY && !l->last)
            report_spaces(d, scratch, l);
        row = l->hyphenated ? row + 1 : 0;
        if (p->style->hyphenate_lines && row == p->style->hyphenate_lines + 1u)
            say(d, scratch, DIAG_LADDER, l, arena_printf(scratch, "%u", p->style->hyphenate_lines));
        if (i && i + 1 == r->count && p->style->text_align == ALIGN_JUSTIFY && !has_space(l) && l->width < r->last_line_min)
            say(d, scratch, DIAG_STUB, l, in_pt(scratch, l->width));
    }
}
