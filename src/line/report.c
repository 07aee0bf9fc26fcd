/* line/report: what a typographer would mark in the lines just set, with its words and place.
 *
 * Everything is read off the finished lines: the messages are true even where the breaker was
 * forced.
 */
#include "line/inner.h"

#include <inttypes.h>

/* A line may be too wide by SLACK_SP (its factor is rounded, and a line without spaces has nothing
 * else to give) or end SLACK_SHORT_SP early before anybody minds. */
enum { WORDS_MOST = 40, SLACK_SP = 655, SLACK_SHORT_SP = 2 * 65536 };

char *line_words(struct arena *a, const struct line *l, struct position *at)
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
    *at = text_cause(l->paragraph, l->start, end);
    return arena_strndup(a, text + l->start, end - l->start);
}

/* A length in pt with one decimal. */
static char *in_pt(struct arena *a, sp length)
{
    sp tenths = sp_muldiv(length, 10, SP_PT);
    return arena_printf(a, "%" PRId64 ".%" PRId64 " pt", tenths / 10, tenths % 10);
}

/* A length in hundredths of the em. */
static char *in_em(struct arena *a, sp length, sp em)
{
    sp hundredths = em ? sp_muldiv(length, 100, em) : 0;
    return arena_printf(a, "%" PRId64 ".%02" PRId64 " em", hundredths / 100, hundredths % 100);
}

/* Where messages go, and how many there were. */
struct report {
    struct diag *diag; /* NULL: they are only counted */
    struct arena *scratch;
    uint32_t count;
};

/* Say the words and an amount; `most`, or NULL, is what the sheet allows. */
static void say(struct report *r, enum diag_code code, const struct line *l, const char *amount,
                const char *most)
{
    struct position at;
    char *words = line_words(r->scratch, l, &at);
    const char *last = most ? "most" : NULL;
    r->count++;
    if (r->diag)
        diag_add(r->diag, code, at, "words", words, "amount", amount, last, most, NULL);
}

/* The widest word space of the line as set beyond its limit; false without any space. */
static bool widest_space(const struct line *l, sp *width, sp *most, sp *em)
{
    bool found = false;
    for (uint32_t i = 0; i < l->run_count; i++) {
        struct space rule = line_space(l->runs[i].run);
        for (uint32_t g = 0; g < l->runs[i].count; g++) {
            const struct glyph *space = &l->runs[i].glyphs[g];
            if (!(space->flags & GLYPH_SPACE))
                continue;
            sp wide = sp_muldiv(space->advance, l->expansion, 100000) + l->space,
               limit = space->advance + rule.extra + rule.stretch;
            if (!found || wide - limit > *width - *most) {
                *width = wide;
                *most = limit;
                *em = l->runs[i].run->size;
            }
            found = true;
        }
    }
    return found;
}

/* How many spaces and joints the line has. */
static uint32_t count_spaces(const struct line *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->run_count; i++)
        for (uint32_t g = 0; g < l->runs[i].count; g++)
            n += (l->runs[i].glyphs[g].flags & GLYPH_SPACE) != 0 ||
                 line_is_joint(l->paragraph, l->runs[i].run, &l->runs[i].glyphs[g]);
    return n;
}

/* A line in justified text that is no last one: what its spaces have to be to fill it, which they
 * are unless it ends early, or that it has none. */
static void report_spaces(struct report *r, const struct line *l, sp short_by)
{
    sp width, most, em;
    if (!widest_space(l, &width, &most, &em)) {
        if (short_by > SLACK_SHORT_SP)
            say(r, DIAG_LINE_SHORT, l, in_pt(r->scratch, short_by), NULL);
        return;
    }
    if (short_by > 0)
        width += short_by / count_spaces(l);
    if (width > most + em / LOOSE_SHARE)
        say(r, DIAG_LINE_LOOSE, l, in_em(r->scratch, width, em), in_em(r->scratch, most, em));
}

/* Line i by itself. */
static void report_line(struct report *r, const struct lines *all, uint32_t i)
{
    const struct line *l = &all->lines[i];
    const struct paragraph *p = l->paragraph;
    bool justified = p->style->text_align == ALIGN_JUSTIFY;
    sp start = p->rtl ? l->measure - l->x - l->width : l->x,
       over = start + l->width - l->measure - l->hang;
    if (over > SLACK_SP)
        say(r, DIAG_LINE_OVERFULL, l, in_pt(r->scratch, over), NULL);
    else if (justified && !l->last)
        report_spaces(r, l, -over);
    if (l->torn && !(i && all->lines[i - 1].torn))
        say(r, DIAG_WORD_TORN, l, in_pt(r->scratch, l->measure), NULL);
    bool narrow = i && i + 1 == all->count && l->width < all->last_line_min;
    if (justified && narrow && !all->lines[i - 1].last && !count_spaces(l))
        say(r, DIAG_STUB, l, in_pt(r->scratch, l->width), NULL);
}

uint32_t line_report(struct diag *d, struct arena *scratch, const struct lines *all)
{
    struct report r = { .diag = d, .scratch = scratch };
    uint32_t row = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        const struct line *l = &all->lines[i];
        unsigned most = l->paragraph->style->hyphenate_lines;
        report_line(&r, all, i);
        row = l->hyphenated ? row + 1 : 0;
        if (most && row == most + 1)
            say(&r, DIAG_LADDER, l, arena_printf(scratch, "%u", most), NULL);
    }
    return r.count;
}
