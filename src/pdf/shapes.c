/* pdf/shapes: rectangles and pictures → operators (ISO 32000-1, 8.5, 8.9). */
#include "pdf/writer.h"

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
void write_rect(struct writer *w, int64_t left, int64_t top, struct rect r)
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

void draw_rect(struct writer *w, const struct placed *item)
{
    if (!item->rect.color->alpha)
        return;
    const struct rect r = sheet_bled(w->page->page->style, item->rect.rect);
    int64_t width = milli_of(r.width), height = milli_of(r.height);
    int64_t thick = width < height ? width : height;
    end_text(w);
    open_mark(w);
    set_color(w, item->rect.color);
    keep_ground(w, &r, item->rect.color);
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

void corners_of(const struct writer *w, struct rect r, int32_t corner[4])
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

void draw_picture(struct writer *w, const struct placed *item)
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
