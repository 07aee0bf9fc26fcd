/* pdf, content: the items of a sheet's pages → the operators that draw them (ISO 32000-1, 8, 9,
 * 14.6), and the areas of links.
 *
 * Origins are in whole thousandths of a point and only differences are written (Td), so they add up
 * exactly.
 */
#include "pdf/writer.h"

#include <stdlib.h>

/* ---- links ---- */
/* Records a link, which is not drawn but becomes an annotation, unless it leads nowhere. */
static void record_link(struct writer *w, const struct placed *item)
{
    if (style_is_for_press(w->edition)) /* which has no annotations (ISO 15930-7, 6.17) */
        return;
    const char *address = placed_address(item);
    uint32_t target;
    if (address) {
        target = LINK_ADDRESS | (uint32_t)(w->addresses->size / sizeof address);
        buffer_add(w->addresses, &address, sizeof address);
    } else {
        target = destinations_find(w->destinations, item->link.to);
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
