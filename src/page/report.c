/* page/report: what pages give up, said in their order. */
#include "page/inner.h"

enum { SHORT_SHARE = 4 /* a page is short when more than a quarter of it is unused */ };
#define NO_NOTE UINT32_MAX

static const char *in_points(struct context *c, sp l)
{
    struct buffer b = buffer_in(c->scratch);
    buffer_add_length(&b, l);
    return buffer_text(&b);
}

static const char *in_digits(struct context *c, uint32_t n)
{
    return arena_printf(c->scratch, "%u", n);
}

void report_lost(struct context *c, struct position at, uint32_t page, sp over)
{
    if (is_first_told(c, at))
        diag_add(c->d, DIAG_PAPER_LEFT, at, "page", in_digits(c, page), "distance",
                 arena_printf(c->scratch, "%s pt", in_points(c, over)), NULL);
}

void report_name(struct context *c, const struct box *cell, uint32_t page)
{
    diag_add(c->d, DIAG_NAME_ROOM, doc_position(cell->node, 0, 0), "page", in_digits(c, page),
             NULL);
}

static void report_note(struct context *c, enum diag_code code, uint32_t note, uint32_t page)
{
    const struct note *n = &c->boxes->notes[note];
    struct position at = n->node ? doc_position(n->node, 0, 0) : (struct position){ 0 };
    diag_add(c->d, code, at, "number", in_digits(c, n->number), "page", in_digits(c, page), NULL);
}

/* Notes that start after the page of their call, or part behind this one. */
static void report_notes(struct context *c, const struct story *s, const struct planned_page *p)
{
    for (uint32_t i = 0; i < p->part_count; i++) {
        const struct part *part = &p->parts[i];
        if (i < p->waited && !part->from && !s->notes_at_end)
            report_note(c, DIAG_NOTE_MOVED, part->note, p->number);
        if (!s->notes_at_end && part->to < s->flows[part->flow]->notes[part->note].count)
            report_note(c, DIAG_NOTE_SPLIT, part->note, p->number);
    }
}

/* The row that follows the page, or goes on behind it; NULL at the document's end. */
static const struct row *row_behind(const struct story *s, const struct planned_page *p)
{
    const struct flow *f = s->flows[p->behind_flow];
    return p->behind < f->count ? &f->rows[p->behind] : NULL;
}

/* Where what follows the page begins. */
static struct position place_behind(const struct story *s, const struct planned_page *p)
{
    const struct flow *f = s->flows[0];
    uint32_t row = p->behind < f->count ? p->behind : f->count - 1;
    const struct box *b = f->count ? f->rows[row].box : NULL;
    return b && b->node ? doc_position(b->node, 0, 0) : (struct position){ 0 };
}

/* The first note that the lines behind the page call before its row may part, or NONE: each track's
 * next lines that widows, orphans and blocks that do not part hold together. */
static uint32_t next_note(const struct story *s, const struct planned_page *p)
{
    const struct row *r = s->notes_at_end ? NULL : row_behind(s, p);
    uint32_t first = NO_NOTE;
    for (uint32_t t = 0; r && t < r->count; t++) {
        const struct track *k = &r->tracks[t];
        uint32_t at = p->to ? p->to[t] : 0, lines = 0, end = at;
        while (end != k->count && (lines < k->slots[at].orphans || k->slots[end].keep ||
                                   group_holds(k->groups, k->slots[end].group, end))) {
            end = k->slots[end].next;
            lines++;
        }
        uint32_t call = calls_before(k, at);
        if (call < calls_before(k, end) && k->calls[call] < first)
            first = k->calls[call];
    }
    return first;
}

/* Does what is behind the page begin with a row, or lines of one, that are not to part? */
static bool is_kept(const struct row *r, const uint32_t *to)
{
    bool kept = r->avoid || r->group || (!to && r->before == ROW_BREAK_AVOID);
    for (uint32_t t = 0; t < r->count && !kept; t++) {
        const struct track *k = &r->tracks[t];
        uint32_t at = to ? to[t] : 0;
        kept = (at < k->count && k->slots[at].group) || (!to && k->lack > 0);
    }
    return kept;
}

/* Have the lines of a row more than a height (sp)? */
static bool is_taller(const struct row *r, sp height)
{
    sp most = 0;
    for (uint32_t t = 0; t < r->count; t++) {
        sp own = 0;
        for (uint32_t i = 0; i < r->tracks[t].count; i++)
            own += r->tracks[t].slots[i].ascent + r->tracks[t].slots[i].descent;
        most = sp_max(most, own);
    }
    return most > height;
}

/* Would what follows a page have had room there? */
static bool had_room(const struct story *s, const struct planned_page *p)
{
    const struct flow *f = s->flows[p->behind_flow];
    const struct row *r = row_behind(s, p);
    bool tied =
        p->behind + 1 < f->count && r[1].before != ROW_BREAK_AUTO && r[1].before < ROW_BREAK_PAGE;
    return !p->to && !is_kept(r, NULL) && !tied && !is_taller(r, p->gap / 2);
}

/* A page that ends far above its foot; next: that behind it. */
static void report_short(struct context *c, const struct story *s, const struct planned_page *p,
                         const struct planned_page *next)
{
    struct position at = place_behind(s, p);
    uint32_t note = next_note(s, p);
    const struct row *r = row_behind(s, p);
    const char *page = in_digits(c, p->number), *unused = in_points(c, p->gap);
    bool kept = r && is_kept(r, p->to);
    bool juts = next && page_juts(p->shape, next->shape);
    if (juts && r && !kept && !p->to && is_taller(r, p->gap))
        diag_add(c->d, DIAG_PAGE_SHORT_WIDE, at, "page", page, "unused", unused, NULL);
    else if (note != NO_NOTE)
        diag_add(c->d, DIAG_PAGE_SHORT_NOTE, at, "page", page, "unused", unused, "number",
                 in_digits(c, c->boxes->notes[note].number), NULL);
    else if (r && had_room(s, p))
        diag_add(c->d, DIAG_PAGE_SHORT_REST, at, "page", page, "unused", unused, NULL);
    else
        diag_add(c->d, kept ? DIAG_PAGE_SHORT : DIAG_PAGE_SHORT_LINES, at, "page", page, "unused",
                 unused, NULL);
}

/* What of its lines a page cannot keep together or hold. */
static void report_text(struct context *c, const struct story *s, const struct planned_page *p,
                        const struct planned_page *next)
{
    struct position at = place_behind(s, p);
    const char *page = in_digits(c, p->number);
    uint32_t note = p->part_count ? p->parts[p->part_count - 1].note : next_note(s, p);
    if (p->breach == LEVEL_PART && !p->juts)
        diag_add(c->d, note == NO_NOTE ? DIAG_KEPT_MUCH : DIAG_KEPT_PARTED, at, "page", page, NULL);
    if (p->breach >= LEVEL_TEAR && note == NO_NOTE)
        diag_add(c->d, DIAG_WIDOW, at, "page", page, NULL);
    else if (p->breach >= LEVEL_TEAR)
        diag_add(c->d, DIAG_WIDOW_NOTE, at, "page", page, "number",
                 in_digits(c, c->boxes->notes[note].number), NULL);
    if (p->gap < 0)
        diag_add(c->d, DIAG_PAGE_OVERFLOW, at, "page", page, "over", in_points(c, -p->gap), NULL);
    if (!p->forced && p->gap > (p->shape->bottom - p->shape->top) / SHORT_SHARE)
        report_short(c, s, p, next);
}

/* A page whose text is set for another measure, once for all of its kind. */
static void report_measure(struct context *c, const struct story *s, const struct planned_page *p)
{
    unsigned side = page_side(c, p->number);
    struct page_kind *k = page_kind(c, p->name, side | (p->number == 1 ? PAGE_FIRST : 0u));
    unsigned flow = p->from ? p->from_flow : p->shape->flow;
    const struct row *r = p->row < p->end ? &s->flows[flow]->rows[p->row] : NULL;
    sp measure = layout_measure(c, flow), width = k->right - k->left;
    if (r && r->table)
        measure = r->table->columns->across;
    else if (!p->from && !k->foreign)
        measure = width;
    if (k->told || measure == width)
        return;
    k->told = true;
    diag_add(c->d, DIAG_PAGE_MEASURE, (struct position){ 0 }, "page", in_digits(c, p->number),
             "width", in_points(c, width), "measure", in_points(c, measure), NULL);
}

void report_plan(struct context *c, const struct story *s, const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct planned_page *p = &plan->pages[i];
        struct arena_mark mark = arena_mark(c->scratch);
        if (!p->blank) {
            report_measure(c, s, p);
            report_notes(c, s, p);
            report_text(c, s, p, i + 1 < plan->count ? p + 1 : NULL);
        }
        arena_reset(c->scratch, mark);
    }
}

/* ---- pictures ---- */

/* A telephone reads no smaller modules from paper: a third of a millimetre. */
#define MODULE_LEAST (SP_PT * 72 * 10 / 254 / 3)

/* Reports a code whose modules are too small. */
static void report_code(struct context *c, const struct box *picture, const struct size *size)
{
    const sp columns = picture->image->columns;
    struct buffer width = buffer_in(c->scratch);
    if (size->width >= columns * MODULE_LEAST)
        return;
    buffer_printf(&width, "%d pt", (int)(columns * MODULE_LEAST / SP_PT) + 1);
    diag_add(c->d, DIAG_QR_SMALL, node_at(picture->node), "width", buffer_text(&width), NULL);
}

/* Under so many pixels an inch a picture is blurred or jagged in print, by an office printer or on
 * a press. */
enum { PPI_OFFICE = 150, PPI_PRESS = 300, POINTS_AN_INCH = 72 };

void report_picture(struct context *c, const struct box *picture, const struct size *size)
{
    const struct image *im = picture->image;
    if (im->format == IMAGE_CODE) {
        report_code(c, picture, size);
        return;
    }
    if (im->artwork) /* which is sharp at any size */
        return;
    int most = style_is_for_press(style_edition(c->boxes->styles)) ? PPI_PRESS : PPI_OFFICE;
    sp pixels = im->orientation > 4 ? im->rows : im->columns;
    sp across = sp_max(size->width, 1);
    sp ppi = (pixels * POINTS_AN_INCH * SP_PT + across / 2) / across;
    if (ppi >= most)
        return;
    struct buffer number = buffer_in(c->scratch), least = buffer_in(c->scratch),
                  width = buffer_in(c->scratch);
    buffer_printf(&number, "%d", (int)ppi);
    buffer_printf(&least, "%d", most);
    buffer_printf(&width, "%d pt", (int)(pixels * POINTS_AN_INCH / most));
    diag_add(c->d, DIAG_PICTURE_COARSE, node_at(picture->node), "ppi", buffer_text(&number),
             "least", buffer_text(&least), "width", buffer_text(&width), NULL);
}
