/* pdf/runs: glyphs → strings of codes, each where it stands (ISO 32000-1, 9.4).
 *
 * Where a glyph must stand is known in sp; where a reader puts it follows from numbers that were
 * rounded: size, W, Td.  So both pens are carried along in the reader's own unit, and whenever they
 * are more than a thousandth of the em (or .009 pt) apart, a number in TJ brings the reader's back:
 *
 *      ideal    ├──────────┼─────────────┼──────────┤           advances × expansion + word space
 *      reader   ├──────────┼────────────┤                       Σ W − Σ TJ, × size × Tz
 *                           (code)  -n  (code)
 *
 * No error is carried further.  Origins are in whole thousandths of a point and only differences
 * are written (Td), so they add up exactly.
 */
#include "base/utf8.h"
#include "pdf/writer.h"

#include <hb.h>
#include <math.h>
#include <string.h>

#define SLACK_PT 0.009 /* a hundredth of a point less what Td rounds */

/* ---- strings ---- */
static void open_string(struct writer *w)
{
    if (w->open)
        return;
    open_mark(w);
    w->opened = w->out->size;
    buffer_add(w->out, "[(", 2);
    w->open = true;
    w->moved = false;
}

static void close_string(struct writer *w)
{
    if (!w->open)
        return;
    w->open = false;
    if (w->moved) {
        buffer_add(w->out, ")]TJ\n", 5);
        return;
    }
    char *bytes = w->out->bytes + w->opened; /* no number in it: a plain Tj */
    memmove(bytes, bytes + 1, w->out->size - w->opened - 1);
    w->out->size--;
    buffer_add(w->out, ")Tj\n", 4);
}

static void put_escaped(struct buffer *b, uint8_t c)
{
    if (c == '(' || c == ')' || c == '\\' || c == '\r')
        put(b, '\\');
    put(b, c == '\r' ? 'r' : (char)c);
}

/* Brings the reader's pen to `ideal` (sp from the run's left edge) as near as whole thousandths of
 * an em do, unless nobody could see the difference. */
static void move_to(struct writer *w, sp ideal)
{
    double behind = (double)ideal * w->unit - (double)w->reader;
    if (fabs(behind) < w->slack)
        return;
    int64_t by = (int64_t)llround(behind);
    open_string(w);
    put(w->out, ')');
    write_milli(w->out, -by * 1000);
    put(w->out, '(');
    w->moved = true;
    w->reader += by;
}

static void show(struct writer *w, const struct code_entry *e)
{
    if (e->layer != w->layer) {
        close_string(w);
        set_font(w, w->font - 1, e->layer, w->size);
    }
    open_string(w);
    put_escaped(w->out, (uint8_t)(e->code >> 8));
    put_escaped(w->out, (uint8_t)e->code);
    w->reader += e->width;
}

/* What is shown up to end_actual_text reads as this text.  Tagged, it is a sequence of its own,
 * never one inside another: readers go by sequences, and an artifact says nothing. */
static void begin_actual_text(struct writer *w, const char *text, uint32_t length)
{
    close_string(w);
    if (w->wanted == MARKED_ARTIFACT)
        return;
    if (w->wanted == MARKED_CONTENT) {
        close_mark(w);
        open_content(w, "Span", text, length);
        return;
    }
    buffer_add_string(w->out, "/Span<</ActualText<FEFF");
    write_utf16_hex(w->out, text, length);
    buffer_add_string(w->out, ">>>BDC\n");
}

static void end_actual_text(struct writer *w)
{
    close_string(w);
    if (w->wanted == MARKED_CONTENT)
        close_mark(w);
    else if (w->wanted == MARKED_NOT)
        buffer_add(w->out, "EMC\n", 4);
}

/* ---- runs ---- */
/* A run being drawn. */
struct drawn {
    const struct line *line;
    const struct line_run *run;
    const struct face_codes *face;
    enum way way;
    sp pen; /* where the next glyph must stand, from the run's left edge */
};
/* In which order a run's units are drawn. */
enum draw_order { DRAW_FORWARDS, DRAW_BACKWARDS };
/* Who says a glyph's characters to a reader that asks for them. */
enum speaker {
    SPEAKER_CODE,  /* the code's ToUnicode, where it has these characters */
    SPEAKER_AROUND /* ActualText around it */
};

/* A length as the line's expansion widens it. */
static sp expanded(const struct line *line, sp length)
{
    return line->expansion == 100000 ? length : sp_muldiv(length, line->expansion, 100000);
}

/* The glyph's advance on this line: expanded, and a space with its share. */
static sp advance_of(const struct drawn *d, const struct glyph *g)
{
    sp advance = expanded(d->line, g->advance);
    return g->flags & GLYPH_SPACE ? advance + d->line->space : advance;
}

/* The pen is where a glyph begins, and behind it afterwards. */
static void pass_before(struct drawn *d, uint32_t at)
{
    if (d->way == WAY_LEFT)
        d->pen -= advance_of(d, &d->run->glyphs[at]);
}
static void pass_behind(struct drawn *d, uint32_t at)
{
    if (d->way == WAY_RIGHT)
        d->pen += advance_of(d, &d->run->glyphs[at]);
}

/* A letter without width, like alef behind lam, is drawn this share of the em to the left:
 * nobody sees it, but readers that sort what they find by place then find it behind its
 * neighbour. */
enum { SORTED_SHARE = 400 };

/* Draws glyph `at` of the run; `e` NULL: it has no code, and only its place is passed over. */
static void draw_glyph(struct writer *w, struct drawn *d, uint32_t at, const struct code_entry *e)
{
    pass_before(d, at);
    if (e) {
        const struct offset off = line_offset(d->run, at);
        int64_t rise = milli_of(off.y);
        if (rise != w->rise) {
            close_string(w);
            set_number(w, &w->rise, rise, " Ts\n");
        }
        sp aside = expanded(d->line, off.x);
        if (d->way == WAY_LEFT && !d->run->glyphs[at].advance)
            aside -= d->run->run->size / SORTED_SHARE;
        move_to(w, d->pen + aside);
        show(w, e);
    }
    pass_behind(d, at);
}

/* Does the entry stand for a mark upon the letter before it? */
static bool says_mark(const struct code_entry *e)
{
    size_t length;
    uint32_t c = e->length ? utf8_decode(e->text, e->length, &length) : 0;
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), c) ==
           HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK;
}

/* Draws glyph `at`, whose code says its characters.  A mark in text from right to left has a
 * sequence of its own: pdf.js takes what it finds in one for drawn from left to right, and turns
 * the mark round with its letter. */
static void draw_said(struct writer *w, struct drawn *d, uint32_t at, const struct code_entry *e)
{
    bool apart = d->way == WAY_LEFT && says_mark(e);
    if (apart) {
        close_string(w);
        close_mark(w);
    }
    draw_glyph(w, d, at, e);
    if (apart) {
        close_string(w);
        close_mark(w);
    }
}

/* Draws a part: its glyph, or a blank where the pen is. */
static void draw_part(struct writer *w, struct drawn *d, const struct unit_part *p,
                      enum speaker speaker)
{
    const struct code_entry *e = codes_find(d->face, p->glyph, p->text, p->length);
    bool says = speaker == SPEAKER_AROUND || (e && e->coded && entry_says(e, p->text, p->length));
    if (!says)
        begin_actual_text(w, p->text, p->length);
    if (p->at != PART_BLANK && speaker == SPEAKER_CODE && says) {
        draw_said(w, d, p->at, e);
    } else if (p->at != PART_BLANK) {
        draw_glyph(w, d, p->at, e);
    } else if (e) {
        move_to(w, d->pen);
        show(w, e);
    }
    if (!says)
        end_actual_text(w);
}

/* Draws the glyphs of a unit, blank ones passed over, in the order of the page. */
static void draw_parts(struct writer *w, struct drawn *d, const struct unit *u,
                       enum draw_order order, enum speaker speaker)
{
    bool backwards = order == DRAW_BACKWARDS;
    const struct unit_part *parts = w->parts.items;
    uint32_t n = w->parts.count, i = 0;
    uint32_t leading = order == DRAW_BACKWARDS ? n - 1 : 0;
    if (parts[leading].at == PART_BLANK) {
        draw_part(w, d, &parts[leading], speaker);
        i++;
    }
    for (uint32_t k = 0; k < u->count; k++) {
        uint32_t at = u->first + (backwards ? u->count - 1 - k : k);
        const struct unit_part *p = i < n ? &parts[backwards ? n - 1 - i : i] : NULL;
        if (p && p->at == at) {
            draw_part(w, d, p, speaker);
            i++;
        } else {
            pass_before(d, at);
            pass_behind(d, at);
        }
    }
}

/* Tells whether there is a character of private use among them, which no code may say by itself
 * (ISO 19005-2, 6.2.11.7.3). */
static bool has_private(const struct unit *u)
{
    for (uint32_t i = 0; i < u->length; i++) {
        uint8_t lead = (uint8_t)u->text[i], next = i + 1 < u->length ? (uint8_t)u->text[i + 1] : 0;
        if (lead == 0xEE || (lead == 0xEF && next < 0xA4) || (lead == 0xF3 && next >= 0xB0) ||
            lead == 0xF4)
            return true;
    }
    return false;
}

/* Draws a unit. */
static void draw_unit(struct writer *w, struct drawn *d, const struct unit *u,
                      enum draw_order order, enum speaker speaker)
{
    bool is_private = has_private(u);
    if (unit_is_plain(d->run, u)) {
        const struct code_entry *e =
            codes_find(d->face, d->run->glyphs[u->first].id, u->text, u->length);
        if (speaker == SPEAKER_AROUND) {
            draw_glyph(w, d, u->first, e);
            return;
        }
        if (!is_private && e && e->coded && entry_says(e, u->text, u->length)) {
            draw_said(w, d, u->first, e);
            return;
        }
    }
    codes_split(w->out->arena, d->run, u, d->way, &w->parts);
    if (speaker == SPEAKER_AROUND) {
        draw_parts(w, d, u, order, SPEAKER_AROUND);
        return;
    }
    bool whole = !u->length || is_private || (order == DRAW_BACKWARDS && u->drawn > 1);
    for (uint32_t i = 0; i < w->parts.count; i++)
        whole = whole || w->parts.items[i].beyond;
    if (whole)
        begin_actual_text(w, u->text, u->length);
    draw_parts(w, d, u, order, whole ? SPEAKER_AROUND : SPEAKER_CODE);
    if (whole)
        end_actual_text(w);
}

/* Draws units from glyph `at` up to the next space or what does not follow in the source, as the
 * hyphen added; returns the glyph behind. */
static uint32_t draw_word(struct writer *w, struct drawn *d, uint32_t at)
{
    struct unit u = codes_unit(d->line, d->run, at);
    struct unit word = u;
    uint32_t end = at + u.count;
    for (; end < d->run->count && !(d->run->glyphs[end].flags & GLYPH_SPACE); end += u.count) {
        u = codes_unit(d->line, d->run, end);
        if (u.text != word.text + word.length)
            break;
        word.length += u.length;
    }
    begin_actual_text(w, word.text, word.length);
    for (; at < end; at += u.count) {
        u = codes_unit(d->line, d->run, at);
        draw_unit(w, d, &u, DRAW_FORWARDS, SPEAKER_AROUND);
    }
    end_actual_text(w);
    return end;
}

/* Draws a unit with the gap behind it as one: a space that ActualText does not say fills the gap,
 * which readers by places would take for one. */
static void draw_apart(struct writer *w, struct drawn *d, const struct unit *u)
{
    const struct code_entry *space = codes_find(d->face, d->run->run->face->space, " ", 1);
    begin_actual_text(w, u->text, u->length);
    draw_unit(w, d, u, DRAW_FORWARDS, SPEAKER_AROUND);
    if (space) {
        sp width =
            sp_muldiv(d->run->run->size, d->run->run->face->space_advance, d->run->run->face->upem);
        move_to(w, d->pen - expanded(d->line, width));
        show(w, space);
    }
    end_actual_text(w);
}

/* Letters set apart by more than one such part of the em are words of their own to readers:
 * ActualText holds their word together. */
enum { APART_SHARE = 12 };

static void draw_forwards(struct writer *w, struct drawn *d)
{
    bool apart = text_letter_spacing(d->run->run) * APART_SHARE > d->run->run->size;
    for (uint32_t i = 0; i < d->run->count;) {
        if (apart && !(d->run->glyphs[i].flags & GLYPH_SPACE)) {
            i = draw_word(w, d, i);
            continue;
        }
        struct unit u = codes_unit(d->line, d->run, i);
        if (codes_is_apart(d->line, d->run, i))
            draw_apart(w, d, &u);
        else
            draw_unit(w, d, &u, DRAW_FORWARDS, SPEAKER_CODE);
        i += u.count;
    }
}

/* Draws from right to left: units are found in logical order and drawn from the last one on. A code
 * each, so that readers turn words by their letters as they do with every file; ActualText inside
 * is in logical order. */
static void draw_backwards(struct writer *w, struct drawn *d)
{
    uint32_t n = 0;
    if (d->run->count > w->unit_room)
        w->units =
            arena_grow(w->out->arena, w->units, sizeof *w->units, 0, d->run->count, &w->unit_room);
    for (uint32_t i = 0; i < d->run->count; i += w->units[n++].count)
        w->units[n] = codes_unit(d->line, d->run, i);
    while (n)
        draw_unit(w, d, &w->units[--n], DRAW_BACKWARDS, SPEAKER_CODE);
}

/* Sets colour, size and place of a run. */
static void set_state(struct writer *w, const struct placed *item, int64_t size)
{
    const struct run *run = item->glyphs.run->run;
    int64_t x = w->left + milli_of(item->glyphs.at.x);
    int64_t y = w->top - milli_of(item->glyphs.at.y - run->raise);
    begin_text(w);
    if (item->artifact == ARTIFACT_SLUG)
        set_registration(w);
    else
        set_color(w, &run->style->color);
    if (w->invisible != !run->style->color.alpha) {
        w->invisible = !w->invisible;
        buffer_add_string(w->out, w->invisible ? "3 Tr\n" : "0 Tr\n");
    }
    set_font(w, run->face->number, 0, size);
    set_number(w, &w->scale, item->glyphs.line->expansion, " Tz\n");
    if (run->style->color.alpha)
        print_over(w, (struct rect){ item->glyphs.at.x, item->glyphs.at.y - 1, 1, 1 });
    write_milli(w->out, x - w->x);
    put(w->out, ' ');
    write_milli(w->out, y - w->y);
    buffer_add(w->out, " Td\n", 4);
    w->x = x;
    w->y = y;
}

void draw_run(struct writer *w, const struct placed *item)
{
    const struct run *run = item->glyphs.run->run;
    const struct line *line = item->glyphs.line;
    int64_t size = milli_of(run->size);
    if (!run->face || !item->glyphs.run->count || size <= 0 || line->expansion <= 0)
        return;
    struct drawn d = { .line = line,
                       .run = item->glyphs.run,
                       .face = &w->codes->faces[run->face->number] };
    set_state(w, item, size);
    w->reader = 0;
    w->unit = 1e11 / ((double)SP_PT * (double)size * line->expansion);
    w->slack = fmax(0.5, fmin(1, SLACK_PT * SP_PT * w->unit));
    d.way = codes_way(d.run, w->wanted == MARKED_CONTENT ? READ_BY_SEQUENCE : READ_BY_PLACE);
    for (uint32_t i = 0; d.way == WAY_LEFT && i < d.run->count; i++)
        d.pen += advance_of(&d, &d.run->glyphs[i]);
    if (run->level & 1 && d.way == WAY_RIGHT)
        draw_backwards(w, &d);
    else
        draw_forwards(w, &d);
    close_string(w);
}

/* Whose the space is that stands in the text where the line ends: behind a call, say, it is not
 * the call's. */
static struct mark mark_of_space(const struct line *line, const struct placed *last)
{
    const struct paragraph *p = line->paragraph;
    struct mark mark = mark_of(last);
    uint32_t i = last->glyphs.run->run->piece;
    while (i < p->piece_count && p->pieces[i].end <= line->end)
        i++;
    if (i < p->piece_count && p->pieces[i].kind == PIECE_TEXT)
        mark = (struct mark){ .node = p->pieces[i].node->index, .part = MARK_TEXT };
    return mark;
}

void end_line(struct writer *w, const struct placed *last)
{
    const struct run *run = last->glyphs.run->run;
    const struct face_codes *codes = run->face ? &w->codes->faces[run->face->number] : NULL;
    const struct code_entry *e = codes ? codes_find(codes, run->face->blank, " ", 1) : NULL;
    if (!e || !entry_says(e, " ", 1))
        return;
    want_content(w, mark_of_space(last->glyphs.line, last));
    show(w, e);
    close_string(w);
}
