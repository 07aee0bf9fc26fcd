/* sheet: one sheet a page, trimmed, with bleed and marks.
 *
 *   ┌──────────────────────┐ MediaBox
 *   │   │              │   │ ◄ crop marks: outside the bleed, in line with the trim's edges
 *   │ ──┌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐── │ bleed
 *   │   ╎┌────────────┐╎   │ trim: where the page's own origin is
 *   │ + ╎│    page    │╎ + │ ◄ cross marks, in the middle of each side
 *   │   ╎└────────────┘╎   │
 *   │ ──└╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘── │
 *   │   │              │   │
 *   └──────────────────────┘
 *
 * ISO 32000-1, 14.11.2 (page boundaries), CSS Paged Media 3, 7 (`marks`, `bleed`); the marks'
 * measures are the print trade's custom.
 */
#include "sheet/sheet.h"

#define MARK_AREA (21 * SP_PT) /* paper beyond the bleed for marks, each side */
#define MARK_WIDTH (SP_PT / 4)
#define MARK_CLEAR (3 * SP_PT) /* between bleed and mark: a cut a little off shows none of it */
#define MARK_LENGTH (15 * SP_PT)
#define CROSS_SIZE (12 * SP_PT)

enum { MARKS_MOST = 8 + 4 * 2 }; /* two rules a corner, two a cross */

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

/* Adds a cross in the middle of each side; returns how many rules. */
static uint32_t add_cross_marks(struct sheet_mark *m, const struct sheet *s)
{
    const sp reach = MARK_AREA / 2;
    const struct point middles[] = { { s->width / 2, reach },
                                     { s->width / 2, s->height - reach },
                                     { reach, s->height / 2 },
                                     { s->width - reach, s->height / 2 } };
    uint32_t n = 0;
    for (unsigned i = 0; i < 4; i++) {
        m[n++].rect = across(middles[i].x - CROSS_SIZE / 2, middles[i].y, CROSS_SIZE);
        m[n++].rect = down(middles[i].x, middles[i].y - CROSS_SIZE / 2, CROSS_SIZE);
    }
    return n;
}

/* Makes the paper around one page. */
static void make_sheet(struct arena *a, struct sheet *s, const struct page *page)
{
    const struct page_style *style = page->style;
    const sp outside = style->marks ? MARK_AREA : 0;
    const sp margin = outside + style->bleed;
    *s = (struct sheet){ .width = style->width + 2 * margin,
                         .height = style->height + 2 * margin,
                         .page_count = 1 };
    s->trim = (struct rect){ margin, margin, style->width, style->height };
    s->bleed = (struct rect){ outside, outside, style->width + 2 * style->bleed,
                              style->height + 2 * style->bleed };
    struct sheet_page *placed = arena_new(a, struct sheet_page);
    *placed = (struct sheet_page){ .page = page, .at = { margin, margin } };
    s->pages = placed;
    if (!style->marks)
        return;
    struct sheet_mark *marks = arena_array(a, struct sheet_mark, MARKS_MOST);
    if (style->marks & MARKS_CROP)
        s->mark_count += add_crop_marks(marks, s);
    if (style->marks & MARKS_CROSS)
        s->mark_count += add_cross_marks(marks + s->mark_count, s);
    s->marks = marks;
}

/* Makes one sheet of each page. */
static void impose_none(struct arena *a, struct sheets *sheets, const struct pages *pages)
{
    struct sheet *made = arena_array(a, struct sheet, pages->count ? pages->count : 1);
    for (uint32_t i = 0; i < pages->count; i++)
        make_sheet(a, &made[i], &pages->pages[i]);
    sheets->sheets = made;
    sheets->count = pages->count;
}

typedef void impose_function(struct arena *a, struct sheets *sheets, const struct pages *pages);
static impose_function *const impositions[] = { [IMPOSE_NONE] = impose_none };

struct sheets *sheet_build(struct arena *a, struct diag *d, const struct pages *pages,
                           const struct edition *edition)
{
    (void)d; /* nothing can go wrong without imposition; the signature is every stage's */
    struct sheets *sheets = arena_new(a, struct sheets);
    sheets->pages = pages;
    impositions[edition->impose](a, sheets, pages);
    return sheets;
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
            buffer_printf(out, " turns=%u\n", p->turns);
        }
        for (uint32_t k = 0; k < sheet->mark_count; k++) {
            buffer_add_string(out, "  mark");
            dump_rect(out, "rect", sheet->marks[k].rect);
            buffer_add_char(out, '\n');
        }
    }
}
