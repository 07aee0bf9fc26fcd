/* page/furniture: the text of the sixteen margin boxes (CSS Paged Media 3, 5.3), the slug line, and
 * the head of the footnote area (GCPM, 2.3).
 *
 * Where the boxes lie is margins.c's.  Text never leaves its box for the page area: a box too low
 * for one line grows away from the page area, all of its edge alike, and text that is still too
 * long ends in an ellipsis; both are said, the latter unless the sheet asks for it (text-overflow).
 * The head of the notes has its room before pages are planned, when no page's number and strings
 * are known; what needs more then ends in an ellipsis, too.
 */
#include "page/inner.h"

#include <string.h>

/* A margin box on its way to paper. */
struct margin {
    const struct style *style; /* NULL: no such box */
    struct paragraph *text;    /* NULL: nothing to print */
    struct margin_place place;
    struct lines lines;
    enum diag_code over; /* what says that it has no room */
};

/* How far the widest line reaches from where it starts, without what hangs on purpose. */
static sp width_of(struct lines l)
{
    sp wide = 0;
    for (uint32_t i = 0; i < l.count; i++) {
        const struct line *one = &l.lines[i];
        sp start = one->paragraph->rtl ? one->measure - one->x - one->width : one->x;
        wide = sp_max(wide, sp_min(start, 0) + one->width - one->hang);
    }
    return wide;
}

static bool fits(struct lines l, struct rect room)
{
    sp spare = SP_PT / 100; /* lengths said in ems and tenths of a point are off by rounding */
    return lines_height(l) <= room.height + spare && width_of(l) <= room.width + spare;
}

/* The first bytes of a text with an ellipsis behind them, as the box would print them; in `a`. */
static struct paragraph *cut_text(struct context *c, struct arena *a, const struct margin *m,
                                  uint32_t length)
{
    const struct paragraph *p = m->text;
    while (length && strchr(" ,;:", p->text[length - 1])) /* nothing that announces more */
        length--;
    struct content *whole = arena_new(a, struct content);
    *whole = (struct content){ .kind = CONTENT_STRING, .at = m->style->content->at };
    whole->text = arena_printf(a, "%.*s…", (int)length, p->text);
    struct style *s = arena_new(a, struct style);
    *s = *m->style;
    s->content = whole;
    return box_furniture(a, c->d, c->boxes, c->shaper, s, &(struct furniture){ 0 });
}

/* Would the first bytes of the text fit, with an ellipsis? */
static bool cut_fits(struct context *c, const struct margin *m, uint32_t length)
{
    struct rect room = m->place.content;
    struct arena_mark mark = arena_mark(c->work);
    struct paragraph *p = cut_text(c, c->work, m, length);
    bool good = p && fits(set_alone(c, c->work, p, room.width, diag_build(c->work)), room);
    arena_reset(c->work, mark);
    return good;
}

/* Where a character starts at a byte or before it. */
static uint32_t character_at(const struct paragraph *p, uint32_t at)
{
    while (at && at < p->length && ((unsigned char)p->text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* How many bytes of the text fit before an ellipsis: whole words where there are several. */
static uint32_t cut_length(struct context *c, const struct margin *m)
{
    const struct paragraph *p = m->text;
    uint32_t least = 0, most = p->length;
    while (least < most) {
        uint32_t middle = character_at(p, least + (most - least + 1) / 2);
        if (middle <= least)
            break;
        if (cut_fits(c, m, middle))
            least = middle;
        else
            most = middle - 1;
    }
    uint32_t word = least;
    while (word && p->text[word] != ' ')
        word--;
    return word ? word : least;
}

/* Text that is shortened, or stands beside its place, is said once a rule. */
static void report_over(const struct furnisher *w, const struct margin *m)
{
    const struct content *said = m->style->content;
    struct position at = said ? said->at : (struct position){ 0 };
    if (is_first_told(w->c, at))
        diag_add(w->c->d, m->over, at, "page", arena_printf(w->c->scratch, "%u", w->number), NULL);
}

/* Sets a text into its box, whatever the height; what is to be said of its lines joins `said`. */
static void set_margin(struct context *c, struct margin *m, struct diag *said)
{
    if (m->text)
        m->lines = set_alone(c, c->a, m->text, m->place.content.width, said);
}

/* Shortens a text that its box is too small for; where not even an ellipsis fits, nothing is
 * printed. */
static void fit_margin(const struct furnisher *w, struct margin *m)
{
    struct context *c = w->c;
    if (!m->text || fits(m->lines, m->place.content))
        return;
    if (m->style->text_overflow != OVERFLOW_ELLIPSIS)
        report_over(w, m);
    m->text = cut_text(c, c->a, m, cut_length(c, m));
    set_margin(c, m, w->trial);
    if (!fits(m->lines, m->place.content))
        m->text = NULL;
}

/* Boxes too low for a line grow away from the page area, and the others of their edge with them. */
static void grow_edge(const struct furnisher *w, struct margin *m, int n, enum page_edge edge)
{
    sp lack = 0;
    for (int i = 0; i < n; i++) {
        const struct line *first = m[i].lines.lines;
        sp own = first ? first->ascent + first->descent - m[i].place.content.height : 0;
        if (own > SP_PT / 100)
            report_over(w, &m[i]);
        lack = sp_max(lack, own);
    }
    for (int i = 0; i < n && lack > SP_PT / 100; i++)
        if (m[i].style)
            margin_grow(&m[i].place, edge, lack);
}

/* The first baseline that the boxes aligned by theirs share, on paper. */
static sp shared_baseline(const struct margin *m, int n)
{
    sp base = 0;
    for (int i = 0; i < n; i++)
        if (m[i].style && m[i].lines.count && m[i].style->vertical_align == VALIGN_BASELINE)
            base = sp_max(base, m[i].place.content.y + m[i].lines.lines[0].ascent);
    return base;
}

/* Where the first line of a box begins by its vertical-align, on paper. */
static sp top_of_text(const struct margin *m, sp baseline)
{
    sp y = m->place.content.y, spare = m->place.content.height - lines_height(m->lines);
    enum vertical_align v = m->style->vertical_align;
    if (v == VALIGN_BASELINE)
        return sp_min(baseline - m->lines.lines[0].ascent, y + sp_max(spare, 0));
    if (v == VALIGN_BOTTOM)
        return y + spare;
    return v == VALIGN_TOP ? y : y + spare / 2;
}

/* Paints the lines of a box by its vertical-align. */
static void place_text(const struct furnisher *w, const struct margin *m, sp baseline,
                       enum artifact as)
{
    struct context *c = w->c;
    if (!m->text || !m->lines.count)
        return;
    struct rect room = m->place.content;
    sp y = top_of_text(m, baseline);
    struct frozen *text = arena_new(c->a, struct frozen);
    *text = line_freeze(c->a, c->scratch, m->text, &m->lines);
    for (uint32_t i = 0; i < m->lines.count; i++) {
        const struct line *l = &m->lines.lines[i];
        paint_line(c, w->to, text, i, l, room.x + l->x, y + l->ascent, as);
        y += l->ascent + l->descent;
    }
}

/* Paints a margin box: its decoration, then its lines. */
static void place_margin(const struct furnisher *w, const struct margin *m, sp baseline,
                         enum artifact as)
{
    const struct box b = { .kind = BOX_BLOCK, .style = m->style, .node = w->c->boxes->root->node };
    struct items *to = w->to;
    size_t first = to->count;
    paint_decoration(w->c, to, &b, m->style, m->place.border, END_BOTH);
    for (size_t i = first; i < to->count; i++)
        to->items[i].artifact = (uint8_t)as;
    place_text(w, m, baseline, as);
}

/* What the box would like along its edge: what the sheet says, and what its text asks for. */
static void wish(const struct furnisher *w, struct margin *m, enum page_edge edge,
                 struct rect strip)
{
    struct context *c = w->c;
    bool level = edge == EDGE_TOP || edge == EDGE_BOTTOM;
    margin_ask(c, m->style, &m->place, level ? AXIS_LEVEL : AXIS_UPRIGHT, strip);
    if (!m->text)
        return;
    struct lines x = line_measure(m->text);
    if (!level) {
        margin_fix(c, m->style, &m->place, edge, strip);
        set_margin(c, m, w->trial);
        x.least = x.most = lines_height(m->lines);
    }
    m->place.least += x.least;
    m->place.most += x.most;
}

/* The text of a margin box on a page. */
static void open_margin(const struct furnisher *w, struct margin *m, const struct style *style)
{
    struct context *c = w->c;
    *m = (struct margin){ .style = style, .over = DIAG_MARGIN_OVERFLOW };
    if (style)
        m->text = box_furniture(c->a, c->d, c->boxes, c->shaper, style, w->says);
}

/* Shortens what is too long of boxes that have their lines, and says what there is to say of the
 * lines that stay; `said`: how much there was before they were set. */
static void fit_margins(const struct furnisher *w, struct margin *m, int n, size_t said)
{
    for (int i = 0; i < n; i++)
        fit_margin(w, &m[i]);
    for (int i = 0; i < n && w->trial->warnings > said; i++)
        set_margin(w->c, &m[i], w->c->d);
}

/* What has its place on paper gets its text, and is painted. */
static void finish_edge(const struct furnisher *w, struct margin *m, int n, enum page_edge edge)
{
    size_t said = w->trial->warnings;
    for (int i = 0; i < n; i++)
        set_margin(w->c, &m[i], w->trial);
    if (edge == EDGE_TOP || edge == EDGE_BOTTOM)
        grow_edge(w, m, n, edge);
    fit_margins(w, m, n, said);
    sp baseline = shared_baseline(m, n);
    for (int i = 0; i < n; i++)
        if (m[i].style)
            place_margin(w, &m[i], baseline, ARTIFACT_PAGINATION);
}

/* The three boxes of one edge of the page. */
static void place_edge(const struct furnisher *w, enum page_edge edge)
{
    static const enum margin_box boxes[4][3] = {
        [EDGE_TOP] = { TOP_LEFT, TOP_CENTER, TOP_RIGHT },
        [EDGE_BOTTOM] = { BOTTOM_LEFT, BOTTOM_CENTER, BOTTOM_RIGHT },
        [EDGE_LEFT] = { LEFT_TOP, LEFT_MIDDLE, LEFT_BOTTOM },
        [EDGE_RIGHT] = { RIGHT_TOP, RIGHT_MIDDLE, RIGHT_BOTTOM },
    };
    struct margin m[3];
    struct margin_place *places[3];
    struct rect strip = page_strip(w->kind, edge);
    bool any = false;
    for (int k = 0; k < 3; k++) {
        open_margin(w, &m[k], w->kind->style->boxes[boxes[edge][k]]);
        places[k] = m[k].style ? &m[k].place : NULL;
        any = any || m[k].style;
        if (m[k].style)
            wish(w, &m[k], edge, strip);
    }
    if (!any)
        return;
    bool level = edge == EDGE_TOP || edge == EDGE_BOTTOM;
    margins_share(places, level ? strip.x : strip.y, level ? strip.width : strip.height);
    for (int k = 0; k < 3; k++)
        if (m[k].style)
            margin_fix(w->c, m[k].style, &m[k].place, edge, strip);
    finish_edge(w, m, 3, edge);
}

/* The slug line is one line high and stands below the bleed, between the corner's mark and the
 * middle one's; what does not fit ends in an ellipsis.  Lengths in sp. */
#define SLUG_CLEAR (5 * SP_PT)
#define SLUG_ASIDE (9 * SP_PT)
#define SLUG_HEIGHT (12 * SP_PT)

static void place_slug(const struct furnisher *w)
{
    const struct page_style *page = w->kind->style;
    struct margin m;
    open_margin(w, &m, page->marks ? page->boxes[SLUG] : NULL);
    if (!m.style)
        return;
    m.place.content = (struct rect){ SLUG_ASIDE, page->height + page->bleed + SLUG_CLEAR,
                                     sp_max(page->width / 2 - 2 * SLUG_ASIDE, 0), SLUG_HEIGHT };
    m.place.border = m.place.content;
    set_margin(w->c, &m, w->trial);
    fit_margin(w, &m);
    place_margin(w, &m, 0, ARTIFACT_SLUG);
}

void furniture_head(const struct furnisher *w, const struct style *area, struct rect room)
{
    struct margin m;
    size_t said = w->trial->warnings;
    open_margin(w, &m, area);
    m.over = DIAG_NOTES_HEAD;
    m.place.content = room;
    set_margin(w->c, &m, w->trial);
    fit_margins(w, &m, 1, said);
    place_text(w, &m, shared_baseline(&m, 1), ARTIFACT_PAGINATION);
}

void furniture_page(const struct furnisher *w)
{
    static const struct {
        enum margin_box box;
        enum page_edge level, upright;
    } corners[4] = { { TOP_LEFT_CORNER, EDGE_TOP, EDGE_LEFT },
                     { TOP_RIGHT_CORNER, EDGE_TOP, EDGE_RIGHT },
                     { BOTTOM_LEFT_CORNER, EDGE_BOTTOM, EDGE_LEFT },
                     { BOTTOM_RIGHT_CORNER, EDGE_BOTTOM, EDGE_RIGHT } };
    for (int edge = 0; edge < 4; edge++)
        place_edge(w, (enum page_edge)edge);
    place_slug(w);
    for (int i = 0; i < 4; i++) {
        struct margin m;
        open_margin(w, &m, w->kind->style->boxes[corners[i].box]);
        if (!m.style)
            continue;
        margin_corner(w->c, m.style, &m.place, corners[i].level, corners[i].upright,
                      page_corner(w->kind, corners[i].level, corners[i].upright));
        finish_edge(w, &m, 1, corners[i].level);
    }
}
