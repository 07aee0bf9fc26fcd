/* sheet: the paper around a page, or around pages that share a sheet, trimmed, with bleed and
 * marks.
 *
 *   ┌──────────────────────┐ MediaBox
 *   │   │              │   │ ◄ crop marks: outside the bleed, in line with the trim's edges
 *   │ ──┌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐── │ bleed
 *   │   ╎┌────────────┐╎   │ trim: where the page's own origin is
 *   │ + ╎│    page    │╎ + │ ◄ cross marks with rings, in the middle of each side
 *   │   ╎└────────────┘╎   │
 *   │ ──└╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘── │
 *   │   │ slug + ▪▪▪▪▪ │   │ ◄ the page's slug line, a colour bar (which goes on above, if need be)
 *   └──────────────────────┘
 *
 * ISO 32000-1, 14.11.2 (page boundaries), CSS Paged Media 3, 7 (`marks`, `bleed`); the marks'
 * measures are the print trade's custom.
 */
#include "sheet/inner.h"

#define MARK_AREA (21 * SP_PT) /* paper beyond the bleed for marks, each side */
#define MARK_CLEAR (3 * SP_PT) /* between bleed and mark: a cut a little off shows none of it */
#define MARK_LENGTH (15 * SP_PT)
#define CROSS_SIZE (12 * SP_PT)
#define RING_SIZE (8 * SP_PT)
#define BAR_CLEAR (2 * MARK_CLEAR) /* between bleed and bar */
#define BAR_ASIDE (9 * SP_PT)      /* between the bar and the marks beside it */

/* Where paper beyond the trim has no room, lines between pages are marked where a printer reaches,
 * clear of the type. */
#define TICK_FROM (18 * SP_PT)
#define TICK_LENGTH (10 * SP_PT)

enum { DASHES = 3 }; /* of a mark to fold along */
/* Two rules a corner, two and a ring a cross; of two folds, or of cuts both ways, at both ends. */
enum { MARKS_MOST = 8 + 4 * 3 + 2 * 2 * DASHES };

/* A horizontal rule from its left end on, centred on its line. */
static struct rect across(sp x, sp y, sp length)
{
    return (struct rect){ x, y - MARK_WIDTH / 2, length, MARK_WIDTH };
}
/* A vertical rule from its upper end on. */
static struct rect down(sp x, sp y, sp length)
{
    return (struct rect){ x - MARK_WIDTH / 2, y, MARK_WIDTH, length };
}

/* Adds two rules a corner, in line with the trim; returns how many. */
static uint32_t add_crop_marks(struct sheet_mark *m, const struct sheet *s)
{
    uint32_t n = 0;
    const sp left = s->bleed.x - MARK_CLEAR - MARK_LENGTH;
    const sp right = s->bleed.x + s->bleed.width + MARK_CLEAR;
    const sp above = s->bleed.y - MARK_CLEAR - MARK_LENGTH;
    const sp below = s->bleed.y + s->bleed.height + MARK_CLEAR;
    for (unsigned corner = 0; corner < 4; corner++) {
        sp x = s->trim.x + (corner & 1 ? s->trim.width : 0);
        sp y = s->trim.y + (corner & 2 ? s->trim.height : 0);
        m[n++].rect = across(corner & 1 ? right : left, y, MARK_LENGTH);
        m[n++].rect = down(x, corner & 2 ? below : above, MARK_LENGTH);
    }
    return n;
}

/* Adds a cross with its ring in the middle of each side; returns how many marks. */
static uint32_t add_cross_marks(struct sheet_mark *m, const struct sheet *s, const struct plan *p)
{
    const sp reach = MARK_AREA / 2;
    const int share = p->kind == IMPOSE_NONE ? 2 : 4; /* amid several pages is a fold or cut */
    const struct point middles[] = { { s->width / share, reach },
                                     { s->width / share, s->height - reach },
                                     { reach, s->height / share },
                                     { s->width - reach, s->height / share } };
    uint32_t n = 0;
    for (unsigned i = 0; i < 4; i++) {
        m[n++].rect = across(middles[i].x - CROSS_SIZE / 2, middles[i].y, CROSS_SIZE);
        m[n++].rect = down(middles[i].x, middles[i].y - CROSS_SIZE / 2, CROSS_SIZE);
        m[n++] =
            (struct sheet_mark){ .rect = { middles[i].x - RING_SIZE / 2,
                                           middles[i].y - RING_SIZE / 2, RING_SIZE, RING_SIZE },
                                 .kind = MARK_RING };
    }
    return n;
}

/* ---- lines between pages ---- */
/* Which way a line runs. */
enum axis { AXIS_DOWN, AXIS_ACROSS };
struct span {
    sp start, end;
};
enum { EDGES_MOST = 4 };

/* What a rectangle takes of an axis. */
static struct span span_of(struct rect r, enum axis axis)
{
    return axis == AXIS_DOWN ? (struct span){ r.y, r.y + r.height }
                             : (struct span){ r.x, r.x + r.width };
}

/* Finds the lines that run that way between a side's pages, from the trim's edge: two where a gap
 * parts them. */
static unsigned find_lines(const struct plan *p, uint32_t side, enum axis axis, sp at[EDGES_MOST])
{
    const enum axis over = axis == AXIS_DOWN ? AXIS_ACROSS : AXIS_DOWN;
    const unsigned count = axis == AXIS_DOWN ? p->columns : p->rows;
    unsigned n = 0;
    for (unsigned i = 0; i + 1 < count; i++) {
        const struct cell c =
            axis == AXIS_DOWN ? impose_cell(p, side, i, 0) : impose_cell(p, side, 0, i);
        const sp end = span_of(c.room, over).end;
        at[n++] = end;
        if (p->gap)
            at[n++] = end + p->gap;
    }
    return n;
}

/* Adds a mark along a line, whole for the knife, dashed for a fold; returns how many rules. */
static uint32_t add_line(struct sheet_mark *m, enum joint joint, enum axis axis, struct point from,
                         sp length)
{
    const uint32_t dashes = joint == JOINT_FOLD ? DASHES : 1;
    const sp dash = length / (2 * dashes - 1);
    for (uint32_t i = 0; i < dashes; i++)
        m[i].rect = axis == AXIS_DOWN ? down(from.x, from.y + 2 * i * dash, dash)
                                      : across(from.x + 2 * i * dash, from.y, dash);
    return dashes;
}

/* Adds marks at both ends of the lines that run that way; returns how many rules. */
static uint32_t add_joints(struct sheet_mark *m, const struct sheet *s, const struct plan *p,
                           uint32_t side, enum axis axis, unsigned marks)
{
    const bool outside = marks & MARKS_CROP;
    const struct span paper = span_of(outside ? s->bleed : s->trim, axis);
    const sp length = outside ? MARK_LENGTH : TICK_LENGTH;
    const sp ends[] = { outside ? paper.start - MARK_CLEAR - length : paper.start + TICK_FROM,
                        outside ? paper.end + MARK_CLEAR : paper.end - TICK_FROM - length };
    sp at[EDGES_MOST];
    uint32_t n = 0;
    const unsigned lines = find_lines(p, side, axis, at);
    for (unsigned i = 0; i < 2 * lines; i++) {
        const struct point from = axis == AXIS_DOWN
                                      ? (struct point){ s->trim.x + at[i / 2], ends[i % 2] }
                                      : (struct point){ ends[i % 2], s->trim.y + at[i / 2] };
        n += add_line(m + n, p->joint, axis, from, length);
    }
    return n;
}

/* Finds where the colour bar stands: below the bleed and above it, from the middle of the last page
 * to the corner at the right; slug lines have the other halves below. */
static void find_strips(const struct sheet *s, const struct plan *p, struct rect strips[2])
{
    const struct rect last = impose_cell(p, 0, p->columns - 1, 0).room;
    const sp left = s->trim.x + last.x + last.width / 2 + BAR_ASIDE;
    const sp width = s->trim.x + s->trim.width - BAR_ASIDE - left;
    strips[0] = (struct rect){ left, s->bleed.y + s->bleed.height + BAR_CLEAR, width, 0 };
    strips[1] = (struct rect){ left, s->bleed.y - BAR_CLEAR - BAR_HEIGHT, width, 0 };
}

/* Adds the colour bar, with the inks of the side's pages; returns how many patches. */
static uint32_t add_bar(struct sheet_mark *m, const struct sheet *s, const struct plan *p,
                        const struct spot_inks *spots)
{
    struct rect strips[2];
    find_strips(s, p, strips);
    return sheet_add_bar(m, strips, 2, spots);
}

/* Adds all marks of a side. */
static void add_marks(struct arena *a, struct sheet *s, const struct plan *p, uint32_t side,
                      unsigned marks)
{
    const bool joints =
        p->kind != IMPOSE_NONE && (marks & MARKS_CROP || impose_marks_inside(p, side));
    struct spot_inks spots = { .count = 0 };
    if (!marks && !joints)
        return;
    for (uint32_t i = 0; marks & MARKS_CROSS && i < s->page_count; i++)
        sheet_find_spots(a, s->pages[i].page, &spots);
    struct sheet_mark *m =
        arena_array(a, struct sheet_mark, MARKS_MOST + BAR_MOST + BAR_EACH * (size_t)spots.count);
    s->marks = m;
    if (marks & MARKS_CROP)
        s->mark_count += add_crop_marks(m, s);
    if (marks & MARKS_CROSS)
        s->mark_count += add_cross_marks(m + s->mark_count, s, p);
    if (marks & MARKS_CROSS)
        s->mark_count += add_bar(m + s->mark_count, s, p, &spots);
    for (enum axis axis = AXIS_DOWN; joints && axis <= AXIS_ACROSS; axis++)
        s->mark_count += add_joints(m + s->mark_count, s, p, side, axis, marks);
}

/* ---- sheets ---- */
/* Makes a sheet that is to be trimmed to that size, without anything on it. */
static struct sheet make_paper(const struct page_style *style, sp width, sp height, unsigned marks)
{
    const sp outside = marks ? MARK_AREA : 0;
    const sp margin = outside + style->bleed;
    struct sheet s = { .width = width + 2 * margin, .height = height + 2 * margin };
    s.trim = (struct rect){ margin, margin, width, height };
    s.bleed =
        (struct rect){ outside, outside, width + 2 * style->bleed, height + 2 * style->bleed };
    return s;
}

/* Makes the paper around one page. */
static void make_sheet(struct arena *a, struct sheet *s, const struct page *page, unsigned marks)
{
    const struct page_style *style = page->style;
    const struct plan alone = {
        .kind = IMPOSE_NONE, .columns = 1, .rows = 1, .width = style->width, .height = style->height
    };
    struct sheet_page *placed = arena_new(a, struct sheet_page);
    *s = make_paper(style, style->width, style->height, marks);
    const struct point at = { s->trim.x, s->trim.y };
    *placed = (struct sheet_page){ page, at, 0, s->bleed, .slugged = marks != 0, .slug = at };
    s->pages = placed;
    s->page_count = 1;
    add_marks(a, s, &alone, 0, marks);
}

/* Makes one sheet of each page. */
static struct sheet *make_each(struct arena *a, const struct pages *pages, unsigned marks)
{
    struct sheet *made = arena_array(a, struct sheet, pages->count + (size_t)1);
    for (uint32_t i = 0; i < pages->count; i++)
        make_sheet(a, &made[i], &pages->pages[i], pages->pages[i].style->marks & marks);
    return made;
}

/* What is seen of a page in its room: its bleed as well, but not beyond a fold. */
static struct rect seen(const struct sheet *s, struct rect room, sp bleed, enum joint joint)
{
    const struct rect t = s->trim;
    const sp inner = joint == JOINT_FOLD ? 0 : bleed;
    const sp left = room.x > t.x ? inner : bleed, above = room.y > t.y ? inner : bleed;
    const sp right = room.x + room.width < t.x + t.width ? inner : bleed;
    const sp below = room.y + room.height < t.y + t.height ? inner : bleed;
    return (struct rect){ room.x - left, room.y - above, room.width + left + right,
                          room.height + above + below };
}

/* Puts a page on a side, behind those that are read before it. */
static void add_page(struct sheet *s, struct sheet_page *list, struct sheet_page page)
{
    uint32_t i = s->page_count++;
    for (; i && list[i - 1].page->number > page.page->number; i--)
        list[i] = list[i - 1];
    list[i] = page;
}

/* Makes one side of a sheet that pages share. */
static void make_side(struct arena *a, struct sheet *s, const struct pages *pages,
                      const struct plan *p, uint32_t side)
{
    const struct page_style *style = pages->pages[0].style;
    struct sheet_page *list = arena_array(a, struct sheet_page, CELLS_MOST);
    *s = make_paper(style, impose_width(p), impose_height(p), style->marks);
    s->pages = list;
    for (unsigned i = 0; i < p->columns * p->rows; i++) {
        struct cell c = impose_cell(p, side, i % p->columns, i / p->columns);
        if (c.page >= p->pages)
            continue;
        c.room.x += s->trim.x;
        c.room.y += s->trim.y;
        const struct page *page = &pages->pages[c.page];
        const sp below = s->trim.y + s->trim.height;
        add_page(s, list,
                 (struct sheet_page){ .page = page,
                                      .at = { c.room.x + c.shift, c.room.y },
                                      .clip = seen(s, c.room, style->bleed, p->joint),
                                      .slugged = c.room.y + c.room.height == below,
                                      .slug = { c.room.x, below - page->style->height } });
    }
    add_marks(a, s, p, side, style->marks);
}

static struct rect turned(const struct sheet *s, struct rect r)
{
    return (struct rect){ s->width - r.x - r.width, s->height - r.y - r.height, r.width, r.height };
}

/* Turns all that stands on a sheet upside down. */
static void turn(struct arena *a, struct sheet *s)
{
    struct sheet_page *pages = arena_array(a, struct sheet_page, s->page_count + (size_t)1);
    struct sheet_mark *marks = arena_array(a, struct sheet_mark, s->mark_count + (size_t)1);
    for (uint32_t i = 0; i < s->page_count; i++) {
        const struct sheet_page *p = &s->pages[i];
        const struct page_style *style = p->page->style;
        const struct rect room =
            turned(s, (struct rect){ p->at.x, p->at.y, style->width, style->height });
        const struct rect slug =
            turned(s, (struct rect){ p->slug.x, p->slug.y, style->width, style->height });
        pages[i] = (struct sheet_page){ .page = p->page,
                                        .at = { room.x, room.y },
                                        .turns = 2,
                                        .clip = turned(s, p->clip),
                                        .slugged = p->slugged,
                                        .slug = { slug.x, slug.y } };
    }
    for (uint32_t i = 0; i < s->mark_count; i++) {
        marks[i] = s->marks[i];
        marks[i].rect = turned(s, s->marks[i].rect);
    }
    s->pages = pages;
    s->marks = marks;
}

/* Says about which edge the printer turns sheets.  Turned about the edge at their side they read on
 * upright, as in a book; if the printer is to turn them about the other, their backs stand upside
 * down. */
static enum duplex turn_backs(struct arena *a, struct sheet *sheets, uint32_t count,
                              enum duplex asked)
{
    if (count < 2 || asked == DUPLEX_NONE)
        return DUPLEX_NONE;
    enum duplex upright = sheets->width > sheets->height ? DUPLEX_SHORT_EDGE : DUPLEX_LONG_EDGE;
    if (asked == DUPLEX_AUTO || asked == upright)
        return upright;
    for (uint32_t i = 1; i < count; i += 2)
        turn(a, &sheets[i]);
    return asked;
}

/* Tells of pages that do not fill the sheets, or fill too many. */
static void report_count(struct diag *d, struct arena *a, const struct plan *p)
{
    const struct position nowhere = { 0 };
    const char *pages = arena_printf(a, "%u", p->pages);
    if (p->kind == IMPOSE_BOOKLET && p->pages < 2 * p->sides)
        diag_add(d, DIAG_BOOKLET_BLANK, nowhere, "pages", pages, "room",
                 arena_printf(a, "%u", 2 * p->sides), NULL);
    if (p->kind == IMPOSE_TRI_FOLD && p->sides > 2)
        diag_add(d, DIAG_FOLD_PANELS, nowhere, "pages", pages, "sheets",
                 arena_printf(a, "%u", p->sides / 2), NULL);
}

/* A size as a person reads it: "396 × 612 pt". */
static const char *size_of(struct arena *a, sp width, sp height)
{
    return arena_printf(a, "%d × %d pt", (int)(width / SP_PT), (int)(height / SP_PT));
}

/* Tells of the first page that is smaller than its room. */
static void report_sizes(struct diag *d, struct arena *a, const struct pages *pages,
                         const struct plan *p)
{
    for (uint32_t i = 0; i < pages->count; i++) {
        const struct page_style *s = pages->pages[i].style;
        if (p->width - s->width < SP_PT && p->height - s->height < SP_PT)
            continue;
        diag_add(d, DIAG_IMPOSE_SIZES, (struct position){ 0 }, "page",
                 arena_printf(a, "%u", pages->pages[i].number), "size",
                 size_of(a, s->width, s->height), "room", size_of(a, p->width, p->height), NULL);
        return;
    }
}

/* Reports the first sheet that no PDF can have (ISO 32000-1, annex C.2; ISO 19005-2, 6.1.13). */
static void check_sizes(struct diag *d, struct arena *a, const struct sheet *sheets, uint32_t count)
{
    const sp least = 3 * SP_PT, most = 14400 * SP_PT;
    for (uint32_t i = 0; i < count; i++) {
        const struct sheet *s = &sheets[i];
        if (sp_min(s->width, s->height) >= least && sp_max(s->width, s->height) <= most)
            continue;
        diag_add(d, DIAG_SHEET_SIZE, (struct position){ 0 }, "sheet", arena_printf(a, "%u", i + 1),
                 "size", size_of(a, s->width, s->height), NULL);
        return;
    }
}

/* Makes sheets that pages share, each page a form. */
static struct sheet *impose(struct arena *a, struct diag *d, struct sheets *made,
                            const struct pages *pages, const struct plan *p)
{
    report_count(d, a, p);
    report_sizes(d, a, pages, p);
    struct sheet *sheets = arena_array(a, struct sheet, p->sides + (size_t)1);
    for (uint32_t side = 0; side < p->sides; side++)
        make_side(a, &sheets[side], pages, p, side);
    made->forms = make_each(a, pages, 0);
    made->count = p->sides;
    return sheets;
}

struct sheets *sheet_build(struct arena *a, struct diag *d, const struct pages *pages,
                           const struct edition *edition)
{
    static const struct page_style as_it_is;
    const bool paper =
        edition->tags == TAGS_NONE && pages->count; /* else it is read page by page */
    const struct page_style *style = paper ? pages->pages[0].style : &as_it_is;
    struct sheets *made = arena_new(a, struct sheets);
    struct sheet *sheets;
    preflight(a, d, pages, edition);
    *made = (struct sheets){ .count = pages->count, .pages = pages };
    if (style->impose == IMPOSE_NONE) {
        sheets = make_each(a, pages, MARKS_CROP | MARKS_CROSS);
    } else {
        const struct plan plan = impose_plan(pages, style->impose);
        sheets = impose(a, d, made, pages, &plan);
    }
    check_sizes(d, a, sheets, made->count);
    made->duplex = turn_backs(a, sheets, made->count, style->duplex);
    made->sheets = sheets;
    return made;
}

struct rect sheet_bled(const struct page_style *style, struct rect r)
{
    const sp bleed = style->bleed, width = style->width, height = style->height;
    sp left = r.x, above = r.y, right = r.x + r.width, below = r.y + r.height;
    if (left >= width || above >= height || right <= 0 || below <= 0) /* none of it is cut */
        return r;
    left = left <= EDGE_NEAR ? sp_min(left, -bleed) : left;
    above = above <= EDGE_NEAR ? sp_min(above, -bleed) : above;
    right = right >= width - EDGE_NEAR ? sp_max(right, width + bleed) : right;
    below = below >= height - EDGE_NEAR ? sp_max(below, height + bleed) : below;
    return (struct rect){ left, above, right - left, below - above };
}

struct sheet_turn sheet_turn(const struct sheet_page *p)
{
    /* How far the turned page's top left corner is from its own origin, in widths and heights. */
    static const struct {
        int cos, sin, right_by_width, right_by_height, down_by_width, down_by_height;
    } turns[4] = {
        { 1, 0, 0, 0, 0, 0 },
        { 0, -1, 0, 1, 0, 0 },
        { -1, 0, 1, 0, 0, 1 },
        { 0, 1, 0, 0, 1, 0 },
    };
    const unsigned k = p->turns % 4;
    const sp width = p->page->style->width;
    const sp height = p->page->style->height;
    struct point origin = {
        p->at.x + turns[k].right_by_width * width + turns[k].right_by_height * height,
        p->at.y + turns[k].down_by_width * width + turns[k].down_by_height * height
    };
    return (struct sheet_turn){ turns[k].cos, turns[k].sin, origin };
}

static void dump_rect(struct buffer *out, const char *name, struct rect r)
{
    const sp lengths[] = { r.x, r.y, r.width, r.height };
    buffer_printf(out, " %s=", name);
    for (unsigned i = 0; i < 4; i++) {
        if (i)
            buffer_add_char(out, ',');
        buffer_add_length(out, lengths[i]);
    }
}

void sheet_dump(struct buffer *out, const struct sheets *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const struct sheet *sheet = &s->sheets[i];
        buffer_printf(out, "sheet %u", i + 1);
        dump_rect(out, "media", (struct rect){ 0, 0, sheet->width, sheet->height });
        dump_rect(out, "trim", sheet->trim);
        dump_rect(out, "bleed", sheet->bleed);
        buffer_add_char(out, '\n');
        for (uint32_t k = 0; k < sheet->page_count; k++) {
            const struct sheet_page *p = &sheet->pages[k];
            buffer_printf(out, "  page %u at=", p->page->number);
            buffer_add_length(out, p->at.x);
            buffer_add_char(out, ',');
            buffer_add_length(out, p->at.y);
            buffer_printf(out, " turns=%u", p->turns);
            if (s->forms)
                dump_rect(out, "clip", p->clip);
            buffer_add_char(out, '\n');
        }
        for (uint32_t k = 0; k < sheet->mark_count; k++) {
            static const char *const kinds[] = { "mark", "ring", "patch" };
            const struct sheet_mark *m = &sheet->marks[k];
            buffer_printf(out, "  %s", kinds[m->kind]);
            dump_rect(out, "rect", m->rect);
            if (m->kind == MARK_PATCH)
                buffer_printf(out, " inks=%u percent=%u", m->inks, m->percent);
            if (m->spot)
                buffer_printf(out, " spot=\"%s\"", m->spot->plate);
            buffer_add_char(out, '\n');
        }
    }
}
