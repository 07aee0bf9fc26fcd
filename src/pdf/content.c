/* pdf, content: the items of a sheet's pages → the operators that draw them (ISO 32000-1, 8, 9,
 * 14.6), and the areas of links.
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
 * are written (Td), so they add up exactly.  Operators that set a state are written when it
 * changes.
 */
#include "base/utf8.h"
#include "pdf/inner.h"

#include <hb.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SLACK_PT 0.009 /* a hundredth of a point less what Td rounds */

/* What a stretch of the stream is to a reader that goes by structure (ISO 32000-1, 14.7.4,
 * 14.8.2.2). */
enum marking { MARKED_NOT, MARKED_CONTENT, MARKED_ARTIFACT };

/* A rectangle that was filled, on what was filled before it. */
struct ground {
    struct rect rect;
    const struct color *color;
    int total; /* of ink, with black over it */
    const struct ground *below;
};

/* Colour, font, size and so on as the reader has them at this place of the stream. */
struct writer {
    struct buffer *out, *links, *addresses, *marks, *pictures, *heavy;
    struct arena *scratch; /* for a page's items */
    const struct codes *codes;
    const struct destinations *destinations;
    const struct edition *edition;
    const struct colors *colors;
    const struct sheet *sheet;
    const struct sheet_page *page;  /* being drawn */
    const struct placed *items;     /* of it */
    int64_t left, top;              /* of its origin, in thousandths; y upwards */
    bool in_text;                   /* between BT and ET */
    enum marking wanted, open_mark; /* what the item being drawn is, and what the stream is in */
    struct mark mark;               /* of content that is wanted or open */
    const char *artifact;           /* of an artifact that is wanted or open: its operator */
    int64_t x, y;                   /* start of the text line (Td), in thousandths */
    unsigned font, layer;           /* number of the face + 1; which of its fonts */
    int64_t size;                   /* of the font, in thousandths */
    int64_t scale, rise;            /* Tz, Ts in thousandths */
    bool invisible;                 /* Tr is 3 */
    bool overprints;                /* the colour prints over what lies below */
    bool colored;                   /* `color` has been set */
    struct color color;
    uint32_t spots;               /* bits of the inks, by their numbers, that the sheet uses */
    const struct ground *grounds; /* of the page, the last first: see keep_ground */
    /* one run */
    bool open;      /* inside [( … )]TJ, … */
    size_t opened;  /* … which begins at this byte … */
    bool moved;     /* … and has a number in it */
    double unit;    /* 1/1000 em for one sp */
    double slack;   /* how far apart the pens may be, 1/1000 em: at least what rounding leaves */
    int64_t reader; /* the reader's pen, 1/1000 em */
    struct unit *units;
    size_t unit_room;        /* of a run that is drawn backwards */
    struct unit_parts parts; /* of the unit being drawn */
};

/* ---- marks ---- */
/* Sequences lie wholly inside a text object or wholly outside (14.6.1): text opens its own when
 * it is shown. */
static void close_mark(struct writer *w)
{
    if (w->open_mark != MARKED_NOT)
        buffer_add(w->out, "EMC\n", 4);
    w->open_mark = MARKED_NOT;
}

/* Begins a sequence of the content that is wanted: a number of its own, by which the structure
 * finds it. */
static void open_content(struct writer *w, const char *tag, const char *actual, uint32_t length)
{
    size_t mcid = w->marks->size / sizeof w->mark;
    buffer_add(w->marks, &w->mark, sizeof w->mark);
    buffer_printf(w->out, "/%s<</MCID %zu", tag, mcid);
    if (actual) {
        buffer_add_string(w->out, "/ActualText<FEFF");
        write_utf16_hex(w->out, actual, length);
        put(w->out, '>');
    }
    buffer_add(w->out, ">>BDC\n", 6);
    w->open_mark = MARKED_CONTENT;
}

/* Begins what is wanted, unless it is open. */
static void open_mark(struct writer *w)
{
    static const char *const tags[] = {
        [MARK_TEXT] = "P", [MARK_LABEL] = "Lbl", [MARK_PICTURE] = "Figure"
    };
    if (w->open_mark != MARKED_NOT || w->wanted == MARKED_NOT)
        return;
    if (w->wanted == MARKED_CONTENT) {
        open_content(w, tags[w->mark.part], NULL, 0);
        return;
    }
    buffer_add_string(w->out, w->artifact);
    w->open_mark = MARKED_ARTIFACT;
}

static const char page_artifact[] = "/Artifact<</Type/Page>>BDC\n";
static const char layout_artifact[] = "/Artifact<</Type/Layout>>BDC\n";

/* What keeps an item out of the text that is read: a line of the layout, or what every page has
 * at its head or foot. */
static const char *artifact_of(const struct writer *w, const struct placed *item)
{
    static const char header[] = "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n";
    static const char footer[] =
        "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n";
    if (item->artifact == ARTIFACT_SLUG)
        return page_artifact;
    if (item->artifact == ARTIFACT_LAYOUT || item->kind != PLACED_GLYPHS)
        return layout_artifact;
    return item->glyphs.at.y < w->page->page->style->height / 2 ? header : footer;
}

/* Is it a picture, or a run that is the marker of a list item or a note? */
static enum mark_part part_of(const struct placed *item)
{
    if (item->kind == PLACED_PICTURE)
        return MARK_PICTURE;
    const struct paragraph *p = item->glyphs.line->paragraph;
    uint32_t piece = item->glyphs.run->run->piece;
    return piece < p->piece_count && p->pieces[piece].kind == PIECE_MARKER ? MARK_LABEL : MARK_TEXT;
}

static void want_artifact(struct writer *w, const char *artifact)
{
    if (w->open_mark != MARKED_ARTIFACT || w->artifact != artifact)
        close_mark(w);
    w->wanted = MARKED_ARTIFACT;
    w->artifact = artifact;
}

static void want_content(struct writer *w, struct mark mark)
{
    if (w->open_mark != MARKED_CONTENT || w->mark.node != mark.node || w->mark.part != mark.part)
        close_mark(w);
    w->wanted = MARKED_CONTENT;
    w->mark = mark;
}

/* Says what the item is; a sequence that is no longer wanted ends. */
static void want_mark(struct writer *w, const struct placed *item)
{
    if (w->edition->tags == TAGS_NONE || item->kind == PLACED_LINK)
        return;
    if (item->artifact != ARTIFACT_NONE || item->kind == PLACED_RECT || !item->node)
        want_artifact(w, artifact_of(w, item));
    else
        want_content(w, (struct mark){ item->node->index, part_of(item) });
}

/* ---- state ---- */
static void begin_text(struct writer *w)
{
    if (w->in_text)
        return;
    close_mark(w);
    buffer_add(w->out, "BT\n", 3);
    w->in_text = true;
    w->x = w->y = 0;
}

static void end_text(struct writer *w)
{
    if (!w->in_text)
        return;
    close_mark(w);
    buffer_add(w->out, "ET\n", 3);
    w->in_text = false;
}

/* Black ink prints over what lies below it, so that no white gap shows where plates are a little
 * off; nothing else does, white least of all (ISO 32000-1, 8.6.7). */
static void set_overprint(struct writer *w, bool overprints)
{
    if (w->overprints == overprints)
        return;
    buffer_add_string(w->out, overprints ? "/Over gs\n" : "/Out gs\n");
    w->overprints = overprints;
}

/* ---- ink ---- */
/* Records a colour of more ink than the paper takes. */
static void note_heavy(struct writer *w, const struct color *c, int total, enum heavy_kind kind)
{
    if (!w->colors->ink_most || !c->at)
        return;
    struct heavy heavy = { .at = *c->at, .total = total, .kind = kind };
    buffer_add(w->heavy, &heavy, sizeof heavy);
}

/* Is the ground, with black over it, more ink than the paper takes?  Then it, and what covers some
 * of it later, is kept for what black prints over. */
static void keep_ground(struct writer *w, const struct rect *rect, const struct color *c)
{
    int total = color_ink(w->colors, c, INK_WITHOUT_BLACK) + INK_PLATE;
    if (!w->colors->ink_most || (total <= w->colors->ink_most && !w->grounds) || w->overprints)
        return;
    struct ground *ground = arena_new(w->scratch, struct ground);
    *ground = (struct ground){ *rect, c, total, w->grounds };
    w->grounds = ground;
}

/* Finds the ground there that is too much ink with black over it; NULL where there is none. */
static const struct ground *heavy_ground(const struct writer *w, struct rect r)
{
    const struct ground *g = w->grounds;
    while (g && (r.x + r.width <= g->rect.x || r.x >= g->rect.x + g->rect.width ||
                 r.y + r.height <= g->rect.y || r.y >= g->rect.y + g->rect.height))
        g = g->below;
    return g && g->total > w->colors->ink_most ? g : NULL;
}

/* Records the ground on which black is printed there, if both are too much ink. */
static void print_over(struct writer *w, struct rect r)
{
    const struct ground *g = w->overprints ? heavy_ground(w, r) : NULL;
    if (g)
        note_heavy(w, g->color, g->total, HEAVY_GROUND);
}

static void set_color(struct writer *w, const struct color *c)
{
    if (w->colored && !memcmp(w->color.c, c->c, sizeof c->c) && w->color.space == c->space &&
        w->color.spot == c->spot)
        return;
    color_write(w->out, w->colors, c, COLORED_FILL);
    put(w->out, '\n');
    if (c->spot)
        w->spots |= UINT32_C(1) << c->spot->number;
    int total = color_ink(w->colors, c, INK_WITH_BLACK);
    if (total > w->colors->ink_most)
        note_heavy(w, c, total, HEAVY_COLOR);
    set_overprint(w, color_overprints(w->colors, c));
    w->color = *c;
    w->colored = true;
}

/* The colour of what prints on every plate: marks, and the slug line. */
static void set_registration(struct writer *w)
{
    color_write_registration(w->out, w->colors->target, COLORED_FILL);
    put(w->out, '\n');
    set_overprint(w, false);
    w->colored = false;
}

static void set_number(struct writer *w, int64_t *state, int64_t value, const char *name)
{
    if (*state == value)
        return;
    *state = value;
    write_milli(w->out, value);
    buffer_add_string(w->out, name);
}

static void set_font(struct writer *w, unsigned face, unsigned layer, int64_t size)
{
    if (w->font == face + 1 && w->layer == layer && w->size == size)
        return;
    buffer_printf(w->out, layer ? "/F%u.%u " : "/F%u ", face, layer);
    write_milli(w->out, size);
    buffer_add(w->out, " Tf\n", 4);
    w->font = face + 1;
    w->layer = layer;
    w->size = size;
}

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

/* Draws a run of glyphs. */
static void draw_run(struct writer *w, const struct placed *item)
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
    struct mark mark = { last->node->index, part_of(last) };
    uint32_t i = last->glyphs.run->run->piece;
    while (i < p->piece_count && p->pieces[i].end <= line->end)
        i++;
    if (i < p->piece_count && p->pieces[i].kind == PIECE_TEXT)
        mark = (struct mark){ p->pieces[i].node->index, MARK_TEXT };
    return mark;
}

/* The space at which a line ends is not set, but words are parted by it (14.8.2.5): a glyph
 * without ink says it. */
static void end_line(struct writer *w, const struct placed *last)
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

/* ---- rectangles ---- */
/* Writes the numbers of a rectangle, in thousandths. */
static void write_numbers(struct writer *w, int64_t left, int64_t below, int64_t width,
                          int64_t height)
{
    const int64_t numbers[] = { left, below, width, height };
    for (unsigned i = 0; i < 4; i++) {
        write_milli(w->out, numbers[i]);
        put(w->out, ' ');
    }
}
static void write_rect(struct writer *w, int64_t left, int64_t top, struct rect r)
{
    write_numbers(w, left + milli_of(r.x), top - milli_of(r.y + r.height), milli_of(r.width),
                  milli_of(r.height));
}

/* Readers put each edge of a rectangle on a whole pixel by itself, so that of two equal rules
 * one comes out twice as thick; an outline with a point amid its long sides they smooth instead.
 * Hairlines are left to them: they all come out one pixel thick; and so are bars, of which one may
 * go on where another ends, without a seam. */
enum { RULE_LEAST = 500, RULE_MOST = 2500 }; /* thousandths of a point */

/* A rule's outline, from its corner at the left and below. */
static void write_outline(struct writer *w, int64_t x, int64_t y, int64_t width, int64_t height)
{
    bool level = width >= height;
    int64_t half_x = level ? width / 2 : 0, half_y = level ? 0 : height / 2;
    int64_t across_x = level ? 0 : width, across_y = level ? height : 0;
    const int64_t points[6][2] = { { x, y },
                                   { x + half_x, y + half_y },
                                   { x + width - across_x, y + height - across_y },
                                   { x + width, y + height },
                                   { x + half_x + across_x, y + half_y + across_y },
                                   { x + across_x, y + across_y } };
    for (int i = 0; i < 6; i++) {
        write_milli(w->out, points[i][0]);
        put(w->out, ' ');
        write_milli(w->out, points[i][1]);
        buffer_add(w->out, i ? " l\n" : " m\n", 3);
    }
}

static void draw_rect(struct writer *w, const struct placed *item)
{
    if (!item->rect.color.alpha)
        return;
    const struct rect r = sheet_bled(w->page->page->style, item->rect.rect);
    int64_t width = milli_of(r.width), height = milli_of(r.height);
    int64_t thick = width < height ? width : height;
    end_text(w);
    open_mark(w);
    set_color(w, &item->rect.color);
    keep_ground(w, &r, &item->rect.color);
    print_over(w, r);
    if (thick <= RULE_LEAST || thick > RULE_MOST) {
        write_rect(w, w->left, w->top, r);
        buffer_add(w->out, "re f\n", 5);
        return;
    }
    write_outline(w, w->left + milli_of(r.x), w->top - milli_of(r.y + r.height), width, height);
    buffer_add(w->out, "f\n", 2);
}

/* ---- pictures ---- */
/* Which way the unit square of an image is turned to stand upright, by orientation (ISO 32000-1,
 * 8.9.5.1; Exif 2.3, 4.6.4 A): signs of a matrix. */
static const signed char upright[9][4] = { { 1, 0, 0, 1 },   { 1, 0, 0, 1 },  { -1, 0, 0, 1 },
                                           { -1, 0, 0, -1 }, { 1, 0, 0, -1 }, { 0, -1, -1, 0 },
                                           { 0, -1, 1, 0 },  { 0, 1, 1, 0 },  { 0, 1, -1, 0 } };

/* Writes the matrix that brings an image there: left, bottom, width, height. */
static void write_matrix(struct writer *w, const signed char m[4], const int64_t box[4])
{
    bool leftwards = m[0] < 0 || m[2] < 0, downwards = m[1] < 0 || m[3] < 0;
    const int64_t numbers[] = { m[0] * box[2],
                                m[1] * box[3],
                                m[2] * box[2],
                                m[3] * box[3],
                                box[0] + (leftwards ? box[2] : 0),
                                box[1] + (downwards ? box[3] : 0) };
    for (unsigned i = 0; i < 6; i++) {
        write_milli(w->out, numbers[i]);
        put(w->out, ' ');
    }
    buffer_add(w->out, "cm\n", 3);
}

/* Where a rectangle of the page stands on its sheet: left, bottom, right, top. */
static void corners_of(const struct writer *w, struct rect r, int32_t corner[4])
{
    struct milli_point s = destinations_point(w->sheet, w->page, (struct point){ r.x, r.y });
    struct milli_point e =
        destinations_point(w->sheet, w->page, (struct point){ r.x + r.width, r.y + r.height });
    corner[0] = s.x < e.x ? s.x : e.x;
    corner[1] = s.y < e.y ? s.y : e.y;
    corner[2] = s.x < e.x ? e.x : s.x;
    corner[3] = s.y < e.y ? e.y : s.y;
}

/* Where the edge before a module stands, in thousandths: neighbours share theirs. */
static int64_t edge_of(int64_t start, int64_t length, uint32_t at, uint32_t of)
{
    return start + length * at / of;
}

/* Draws a code's dark modules as black rectangles, those side by side as one, on white paper.
 * `box`: left, bottom, width, height. */
static void draw_code(struct writer *w, const struct image *im, const int64_t box[4])
{
    static const struct color white = { .space = COLOR_GREY, .c = { 65535 }, .alpha = 65535 },
                              black = { .space = COLOR_GREY, .alpha = 65535 };
    const uint32_t n = im->columns;
    set_color(w, &white);
    write_numbers(w, box[0], box[1], box[2], box[3]);
    buffer_add(w->out, "re f\n", 5);
    set_color(w, &black);
    for (uint32_t y = 0; y < n; y++)
        for (uint32_t x = 0, end; x < n; x = end + 1) {
            const char *row = im->bytes + (size_t)y * n;
            for (end = x; end < n && row[end]; end++)
                ;
            const int64_t left = edge_of(box[0], box[2], x, n), above = n - y;
            const int64_t below = edge_of(box[1], box[3], (uint32_t)above - 1, n);
            if (end == x)
                continue;
            write_numbers(w, left, below, edge_of(box[0], box[2], end, n) - left,
                          edge_of(box[1], box[3], (uint32_t)above, n) - below);
            buffer_add(w->out, "re\n", 3);
        }
    buffer_add(w->out, "f\n", 2);
}

/* Draws paths, and notes where a colour of theirs is too much ink. */
static void draw_artwork(struct writer *w, const struct placed *item, const int64_t box[4])
{
    const struct artwork_way way = { .colors = w->colors,
                                     .overprints = w->overprints,
                                     .on_heavy = heavy_ground(w, item->picture.rect) != NULL };
    int total = artwork_write(w->out, item->picture.image->artwork, &way, box);
    if (!w->colors->ink_most || total <= w->colors->ink_most)
        return;
    struct heavy heavy = { .at = node_at(item->node), .total = total, .kind = HEAVY_PICTURE };
    buffer_add(w->heavy, &heavy, sizeof heavy);
}

static void draw_picture(struct writer *w, const struct placed *item)
{
    const struct image *im = item->picture.image;
    const struct rect r = item->picture.rect;
    const int64_t box[4] = { w->left + milli_of(r.x), w->top - milli_of(r.y + r.height),
                             milli_of(r.width), milli_of(r.height) };
    struct shown shown = { .image = im, .node = item->node };
    if (im->alpha) {
        struct color ground;
        page_ground(w->items, (uint32_t)(item - w->items), r, &ground);
        shown.ground = color_solid(w->colors, &ground);
    }
    end_text(w);
    open_mark(w);
    shown.mark = (uint32_t)(w->marks->size / sizeof w->mark) - (w->marks->size > 0);
    corners_of(w, r, shown.corner);
    buffer_add(w->pictures, &shown, sizeof shown);
    if (im->format == IMAGE_CODE) {
        draw_code(w, im, box);
        return;
    }
    if (im->format == IMAGE_SVG) {
        draw_artwork(w, item, box);
        return;
    }
    buffer_add(w->out, "q\n", 2);
    write_matrix(w, upright[im->orientation], box);
    pictures_write_name(w->out, im, &shown.ground);
    buffer_add_string(w->out, " Do\nQ\n");
}

/* ---- links ---- */
/* Records a link, which is not drawn but becomes an annotation, unless it leads nowhere. */
static void record_link(struct writer *w, const struct placed *item)
{
    if (style_is_for_press(w->edition)) /* which has no annotations (ISO 15930-7, 6.17) */
        return;
    const struct link_target *t = &item->link.target;
    uint32_t target = DESTINATION_NONE;
    if (t->uri) {
        target = LINK_ADDRESS | (uint32_t)(w->addresses->size / sizeof t->uri);
        buffer_add(w->addresses, &t->uri, sizeof t->uri);
    } else if (t->node) {
        target = destinations_find(w->destinations, t->node);
    }
    if (target == DESTINATION_NONE)
        return;
    struct link link = { .target = target, .node = item->node ? item->node->index : 0 };
    corners_of(w, item->link.rect, link.corner);
    buffer_add(w->links, &link, sizeof link);
}

/* ---- pages ---- */
typedef void draw_function(struct writer *w, const struct placed *item);
static draw_function *const draws[] = {
    [PLACED_GLYPHS] = draw_run,
    [PLACED_RECT] = draw_rect,
    [PLACED_LINK] = record_link,
    [PLACED_PICTURE] = draw_picture,
};

/* Draws an item: the one place that every item passes, where its node and whether it is an artifact
 * are known. */
static void draw_item(struct writer *w, const struct placed *item)
{
    want_mark(w, item);
    draws[item->kind](w, item);
}

/* A run among those of its line: where its first character is. */
static int compare_logical(const void *a, const void *b)
{
    const struct line_run *x = (*(const struct placed *const *)a)->glyphs.run,
                          *y = (*(const struct placed *const *)b)->glyphs.run;
    uint32_t at = x->count ? x->glyphs->cluster : x->run->start,
             of = y->count ? y->glyphs->cluster : y->run->start;
    return (at > of) - (at < of);
}

/* Draws the items of one line in the order in which they are read; how many they are. */
static uint32_t draw_line(struct writer *w, const struct placed *items, uint32_t count)
{
    const struct line *line = items->glyphs.line;
    uint32_t n = 1;
    while (n < count && items[n].kind == PLACED_GLYPHS && items[n].glyphs.line == line)
        n++;
    const struct placed **runs = arena_array(w->scratch, const struct placed *, n);
    for (uint32_t i = 0; i < n; i++)
        runs[i] = &items[i];
    qsort(runs, n, sizeof *runs, compare_logical);
    for (uint32_t i = 0; i < n; i++)
        draw_item(w, runs[i]);
    if (w->wanted == MARKED_CONTENT && codes_parts_words(line))
        end_line(w, runs[n - 1]);
    return n;
}

/* Makes the state what it is where PDF begins a page or a saved state. */
static void reset(struct writer *w)
{
    w->in_text = w->colored = w->invisible = w->overprints = false;
    w->font = 0;
    w->rise = 0;
    w->scale = 100000;
}

/* Lets what follows stand from a page's top left on, in a turned state of its own if that is
 * turned. */
static void enter_page(struct writer *w, const struct sheet_page *p)
{
    const struct sheet_turn t = sheet_turn(p);
    w->left = milli_of(t.origin.x);
    w->top = milli_of(w->sheet->height) - milli_of(t.origin.y);
    if (p->turns % 4 == 0)
        return;
    buffer_printf(w->out, "%d %d %d %d ", t.cos, t.sin, -t.sin, t.cos);
    write_milli(w->out, w->left);
    put(w->out, ' ');
    write_milli(w->out, w->top);
    buffer_add(w->out, " cm\n", 4);
    w->left = w->top = 0;
}

/* Draws a page's slug line, if there is one. */
static void draw_slug(struct writer *w, const struct sheet_page *p, const struct placed *items,
                      uint32_t count)
{
    struct sheet_page line = *p;
    line.at = p->slug;
    buffer_add(w->out, "q\n", 2);
    enter_page(w, &line);
    reset(w);
    for (uint32_t i = 0; i < count; i++)
        if (items[i].artifact == ARTIFACT_SLUG)
            draw_item(w, &items[i]);
    end_text(w);
    close_mark(w);
    buffer_add(w->out, "Q\n", 2);
}

/* Draws the slug line of a page that is a form, which is no part of it. */
static void draw_form_slug(struct writer *w, const struct sheet_page *p)
{
    struct arena_mark mark = arena_mark(w->scratch);
    uint32_t count;
    const struct placed *items = page_items(p->page, w->scratch, &count);
    w->page = p;
    draw_slug(w, p, items, count);
    arena_reset(w->scratch, mark);
}

/* Draws a page's items: tagged text as it is read, all else as it stands. */
static void draw_items(struct writer *w, const struct placed *items, uint32_t count)
{
    bool tagged = w->edition->tags != TAGS_NONE;
    for (uint32_t i = 0; i < count;)
        if (items[i].artifact == ARTIFACT_SLUG)
            i++;
        else if (tagged && items[i].kind == PLACED_GLYPHS)
            i += draw_line(w, &items[i], count - i);
        else
            draw_item(w, &items[i++]);
}

/* Draws a page: moved, turned, clipped to its bleed when paper is left beyond it. */
static void draw_page(struct writer *w, const struct sheet *sheet, const struct sheet_page *p)
{
    const struct page_style *style = p->page->style;
    struct rect bleed = { -style->bleed, -style->bleed, style->width + 2 * style->bleed,
                          style->height + 2 * style->bleed };
    bool fills = bleed.width >= sheet->width && bleed.height >= sheet->height;
    bool saved = p->turns % 4 != 0 || !fills;
    w->page = p;
    if (saved)
        buffer_add(w->out, "q\n", 2);
    enter_page(w, p);
    if (!fills) {
        write_rect(w, w->left, w->top, bleed);
        buffer_add(w->out, "re W n\n", 7);
    }
    reset(w);
    struct arena_mark mark = arena_mark(w->scratch);
    uint32_t count;
    const struct placed *items = page_items(p->page, w->scratch, &count);
    w->grounds = NULL;
    w->items = items;
    draw_items(w, items, count);
    end_text(w);
    close_mark(w);
    if (saved)
        buffer_add(w->out, "Q\n", 2);
    if (p->slugged)
        draw_slug(w, p, items, count);
    arena_reset(w->scratch, mark);
}

/* ---- marks ---- */
/* Writes a circle as four curves (its control points by the custom of the trade). */
static void write_ring(struct writer *w, const struct rect r)
{
    enum { CONTROL = 5523 }; /* of the radius, in ten thousandths: how far they are */
    const int64_t radius = milli_of(r.width) / 2, far = radius * CONTROL / 10000;
    const int64_t x = milli_of(r.x) + radius;
    const int64_t y = milli_of(w->sheet->height) - milli_of(r.y) - radius;
    const int64_t at[13][2] = { { radius, 0 },  { radius, far },   { far, radius },
                                { 0, radius },  { -far, radius },  { -radius, far },
                                { -radius, 0 }, { -radius, -far }, { -far, -radius },
                                { 0, -radius }, { far, -radius },  { radius, -far },
                                { radius, 0 } };
    for (int i = 0; i < 13; i++) {
        write_milli(w->out, x + at[i][0]);
        put(w->out, ' ');
        write_milli(w->out, y + at[i][1]);
        buffer_add_string(w->out, i == 0 ? " m\n" : i % 3 ? " " : " c\n");
    }
    buffer_add(w->out, "s\n", 2);
}

static void draw_rule(struct writer *w, const struct sheet_mark *m)
{
    write_rect(w, 0, milli_of(w->sheet->height), m->rect);
    buffer_add_string(w->out, "re f\n");
}

static void draw_patch(struct writer *w, const struct sheet_mark *m)
{
    const uint16_t tint = (uint16_t)sp_muldiv(m->percent, UINT16_MAX, 100);
    struct color c = { .space = COLOR_CMYK, .alpha = UINT16_MAX };
    if (m->spot)
        c = (struct color){ COLOR_SPOT, { tint }, UINT16_MAX, m->spot, NULL };
    for (int i = 0; !m->spot && i < 4; i++)
        c.c[i] = m->inks >> i & 1 ? tint : 0;
    set_color(w, &c);
    draw_rule(w, m);
}

static void draw_ring(struct writer *w, const struct sheet_mark *m) { write_ring(w, m->rect); }

/* Draws a sheet's marks, of each kind all: rules and rings in registration colour. */
static void draw_marks(struct writer *w, const struct sheet *sheet)
{
    static void (*const draw[])(struct writer *, const struct sheet_mark *) = {
        [MARK_RULE] = draw_rule, [MARK_RING] = draw_ring, [MARK_PATCH] = draw_patch
    };
    reset(w);
    if (w->edition->tags != TAGS_NONE)
        buffer_add_string(w->out, page_artifact);
    set_registration(w);
    color_write_registration(w->out, w->colors->target, COLORED_LINE);
    buffer_add(w->out, " ", 1);
    write_milli(w->out, milli_of(MARK_WIDTH));
    buffer_add_string(w->out, " w\n");
    for (enum mark_kind kind = MARK_RULE; kind <= MARK_PATCH; kind++)
        for (uint32_t i = 0; i < sheet->mark_count; i++)
            if (sheet->marks[i].kind == kind)
                draw[kind](w, &sheet->marks[i]);
    if (w->edition->tags != TAGS_NONE)
        buffer_add_string(w->out, "EMC\n");
}

/* Draws a page that is a form: its lower left corner, that of the bleed, comes where it stands on
 * the sheet. */
static void draw_form(struct writer *w, const struct sheet *sheet, const struct sheet_page *p)
{
    const struct page_style *style = p->page->style;
    const struct sheet_turn t = sheet_turn(p);
    const int64_t left = milli_of(-style->bleed), below = milli_of(-style->height - style->bleed);
    buffer_add(w->out, "q\n", 2);
    write_rect(w, 0, milli_of(sheet->height), p->clip);
    buffer_printf(w->out, "re W n\n%d %d %d %d ", t.cos, t.sin, -t.sin, t.cos);
    write_milli(w->out, milli_of(t.origin.x) + t.cos * left - t.sin * below);
    put(w->out, ' ');
    write_milli(w->out,
                milli_of(sheet->height) - milli_of(t.origin.y) + t.sin * left + t.cos * below);
    buffer_printf(w->out, " cm\n/P%u Do\nQ\n", p->page->number - 1);
    if (p->slugged && sheet->mark_count)
        draw_form_slug(w, p);
}

void content_write(const struct drawing *to, const struct sheet *sheet, enum drawn_as as,
                   const struct codes *codes, const struct destinations *destinations,
                   const struct edition *edition, const struct colors *colors)
{
    struct buffer *b = to->operators;
    struct writer w = { .out = b,
                        .links = to->links,
                        .addresses = to->addresses,
                        .marks = to->marks,
                        .pictures = to->pictures,
                        .heavy = to->heavy,
                        .scratch = to->scratch,
                        .codes = codes,
                        .destinations = destinations,
                        .edition = edition,
                        .colors = colors,
                        .sheet = sheet };
    for (uint32_t i = 0; i < sheet->page_count; i++)
        if (as == DRAWN_FORMS)
            draw_form(&w, sheet, &sheet->pages[i]);
        else
            draw_page(&w, sheet, &sheet->pages[i]);
    *to->spots = w.spots;
    if (sheet->mark_count)
        draw_marks(&w, sheet);
}
