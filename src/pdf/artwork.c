/* pdf, artwork: paths in solid colours → the operators that paint them (ISO 32000-1, 8.5), in the
 * edition's colours.
 *
 *   q  the picture's box W n
 *      q  clips W n …          one q for each stretch of paths with the same clips
 *         colour, path, f
 *         colour, pen, path, S
 *      Q
 *   Q
 *
 * Points are written where they come to stand on the sheet, in thousandths of a point.  A pen that
 * the drawing or the picture's width and height make an oval needs a matrix; its path is then in
 * the pen's own measure.
 */
#include "pdf/inner.h"

#include <math.h>

/* Black in a picture prints over its other colours, as all black does, but where both would be too
 * much ink: there it is cut out of them, which is what the drawing says. */
struct canvas {
    struct buffer *out;
    const struct artwork *art;
    const struct colors *colors;
    const int64_t *box;           /* left, below, width, height */
    bool overprints, overprinted; /* now; at the beginning of a saved state */
    const struct clip *clip;
    int most;                           /* ink of one colour */
    bool heavy;                         /* some colour would be too much under black … */
    struct artwork_point least, extent; /* … in this box around all of these */
};

/* How a point of the artwork comes to the sheet, or to a pen's own measure: thousandths. */
struct mapping {
    double a, b, c, d, e, f;
};

static struct mapping sheet_mapping(const struct canvas *v)
{
    return (struct mapping){ .a = (double)v->box[2] / v->art->width,
                             .d = -(double)v->box[3] / v->art->height,
                             .e = (double)v->box[0],
                             .f = (double)(v->box[1] + v->box[3]) };
}

static void write_point(struct buffer *out, const struct mapping *m, struct artwork_point p)
{
    write_milli(out, llround(m->a * p.x + m->c * p.y + m->e));
    put(out, ' ');
    write_milli(out, llround(m->b * p.x + m->d * p.y + m->f));
    put(out, ' ');
}

/* How many steps a path takes from here up to the next; and is there an inside? */
static uint32_t measure_path(const struct contour *c, uint32_t from, bool *inside)
{
    uint32_t n = 1, points = contour_points(c->steps[from]);
    for (; from + n < c->step_count && c->steps[from + n] != STEP_MOVE; n++)
        points += contour_points(c->steps[from + n]);
    *inside = points > 2;
    return n;
}

static bool has_inside(const struct contour *c)
{
    bool inside = false;
    for (uint32_t i = 0; i < c->step_count && !inside;)
        i += measure_path(c, i, &inside);
    return inside;
}

/* Writes a contour.  Of what is filled, paths without an inside are left out: SVG paints nothing
 * there, and PDF a hairline. */
enum painting { PAINTING_INSIDE, PAINTING_LINE };
static void write_contour(struct buffer *out, const struct contour *c, const struct mapping *m,
                          enum painting what)
{
    static const char *const operators[STEPS] = {
        [STEP_MOVE] = "m\n", [STEP_LINE] = "l\n", [STEP_CURVE] = "c\n", [STEP_CLOSE] = "h\n"
    };
    const struct artwork_point *p = c->points;
    for (uint32_t i = 0, n; i < c->step_count; i += n) {
        bool inside;
        n = measure_path(c, i, &inside);
        for (uint32_t k = i; k < i + n; k++) {
            const enum contour_step step = (enum contour_step)c->steps[k];
            const struct artwork_point *end = p + contour_points(step);
            if (what == PAINTING_INSIDE && !inside) {
                p = end;
                continue;
            }
            for (; p < end; p++)
                write_point(out, m, *p);
            buffer_add(out, operators[step], 2);
        }
    }
}

/* ---- clips ---- */
static void write_clips(const struct canvas *v, const struct clip *clip)
{
    const struct mapping m = sheet_mapping(v);
    if (clip->outer)
        write_clips(v, clip->outer);
    write_contour(v->out, clip->contour, &m, PAINTING_LINE);
    buffer_add_string(v->out, clip->rule == FILL_EVEN_ODD ? "W* n\n" : "W n\n");
}

static void set_clip(struct canvas *v, const struct clip *clip)
{
    if (v->clip == clip)
        return;
    if (v->clip)
        buffer_add(v->out, "Q\n", 2);
    if (v->clip)
        v->overprints = v->overprinted;
    v->overprinted = v->overprints;
    v->clip = clip;
    if (!clip)
        return;
    buffer_add(v->out, "q\n", 2);
    write_clips(v, clip);
}

/* ---- colours ---- */
static bool meet(const struct canvas *v, const struct contour *c)
{
    return v->heavy && c->least.x <= v->extent.x && c->most.x >= v->least.x &&
           c->least.y <= v->extent.y && c->most.y >= v->least.y;
}

/* Keeps where colours lie that black may not print over. */
static void keep_heavy(struct canvas *v, const struct contour *c, const struct color *color)
{
    int under = color_ink(v->colors, color, INK_WITHOUT_BLACK) + INK_PLATE;
    if (!v->colors->ink_most || under <= v->colors->ink_most)
        return;
    if (!v->heavy) {
        v->heavy = true;
        v->least = c->least;
        v->extent = c->most;
    }
    v->least.x = c->least.x < v->least.x ? c->least.x : v->least.x;
    v->least.y = c->least.y < v->least.y ? c->least.y : v->least.y;
    v->extent.x = c->most.x > v->extent.x ? c->most.x : v->extent.x;
    v->extent.y = c->most.y > v->extent.y ? c->most.y : v->extent.y;
}

static void set_color(struct canvas *v, const struct painted *p)
{
    bool over = color_overprints(v->colors, &p->color) && !meet(v, p->contour);
    int ink = color_ink(v->colors, &p->color, INK_WITH_BLACK);
    keep_heavy(v, p->contour, &p->color);
    v->most = ink > v->most ? ink : v->most;
    color_write(v->out, v->colors, &p->color, p->pen ? COLORED_LINE : COLORED_FILL);
    put(v->out, '\n');
    if (over != v->overprints)
        buffer_add_string(v->out, over ? "/Over gs\n" : "/Out gs\n");
    v->overprints = over;
}

/* ---- pens ---- */
/* Writes a number to a millionth: a matrix is multiplied by a sheet's width. */
static void write_fine(struct buffer *out, double value)
{
    const int64_t millionths = llround(value * 1e6);
    if (millionths % 1000 == 0) {
        write_milli(out, millionths / 1000);
        put(out, ' ');
        return;
    }
    const uint64_t size = (uint64_t)(millionths < 0 ? -millionths : millionths);
    buffer_printf(out, "%s%llu.%06llu ", millionths < 0 ? "-" : "",
                  (unsigned long long)(size / 1000000), (unsigned long long)(size % 1000000));
}

/* The pen's matrix onto the sheet, as one that keeps areas; `scale` is what is taken off it.  False
 * when it has no area. */
static bool pen_mapping(const struct canvas *v, const struct pen *pen, struct mapping *m,
                        double *scale)
{
    const struct mapping to = sheet_mapping(v);
    const double *p = pen->matrix;
    *m = (struct mapping){ to.a * p[0], to.d * p[1], to.a * p[2], to.d * p[3], 0, 0 };
    *scale = sqrt(fabs(m->a * m->d - m->b * m->c));
    if (!(*scale > 0))
        return false;
    m->a /= *scale;
    m->b /= *scale;
    m->c /= *scale;
    m->d /= *scale;
    return true;
}

/* Is a circle still one behind it?  Columns of the same length, at a right angle. */
static bool is_turn(const struct mapping *m)
{
    static const double slack = 1e-3;
    return fabs(m->a * m->a + m->b * m->b - m->c * m->c - m->d * m->d) < slack &&
           fabs(m->a * m->c + m->b * m->d) < slack;
}

/* What brings a point of the artwork to where the pen's matrix takes it to its place on the
 * sheet. */
static struct mapping before(const struct mapping *pen, const struct mapping *sheet)
{
    const double area = pen->a * pen->d - pen->b * pen->c;
    const double a = pen->d / area, b = -pen->b / area, c = -pen->c / area, d = pen->a / area;
    return (struct mapping){ a * sheet->a,
                             b * sheet->a,
                             c * sheet->d,
                             d * sheet->d,
                             a * sheet->e + c * sheet->f,
                             b * sheet->e + d * sheet->f };
}

/* Writes a pattern of dashes, which begins somewhere within it, in thousandths; dashes without a
 * length are a whole line. */
static void write_dashes(struct buffer *out, const struct pen *pen, double scale)
{
    int64_t sum = 0, start = llround(pen->dash_start * scale);
    for (uint32_t i = 0; i < pen->dash_count; i++)
        sum += llround(pen->dashes[i] * scale);
    const int64_t period = sum * (1 + pen->dash_count % 2);
    put(out, '[');
    for (uint32_t i = 0; sum > 0 && i < pen->dash_count; i++) {
        if (i)
            put(out, ' ');
        write_milli(out, llround(pen->dashes[i] * scale));
    }
    buffer_add_string(out, "] ");
    write_milli(out, sum > 0 ? (start % period + period) % period : 0);
    buffer_add_string(out, " d\n");
}

/* Writes a pen that is `scale` thousandths of a point for each of its units. */
static void write_pen(struct buffer *out, const struct pen *pen, double scale)
{
    const int64_t width = llround(pen->width * scale);
    write_milli(out, width > 0 ? width : 1); /* 0 would be as thin as the device can */
    buffer_printf(out, " w %d J %d j ", (int)pen->cap, (int)pen->join);
    write_milli(out, llround(fmax(pen->miter, 1) * 1000));
    buffer_add_string(out, " M ");
    write_dashes(out, pen, scale);
}

static void draw_along(struct canvas *v, const struct painted *p)
{
    struct mapping m = sheet_mapping(v), pen;
    double scale;
    if (!pen_mapping(v, p->pen, &pen, &scale))
        return;
    bool turn = is_turn(&pen);
    set_color(v, p);
    if (!turn) {
        buffer_add(v->out, "q\n", 2);
        const double numbers[] = { pen.a, pen.b, pen.c, pen.d };
        for (int i = 0; i < 4; i++)
            write_fine(v->out, numbers[i]);
        buffer_add_string(v->out, "0 0 cm\n");
        m = before(&pen, &m);
    }
    write_pen(v->out, p->pen, scale);
    write_contour(v->out, p->contour, &m, PAINTING_LINE);
    buffer_add_string(v->out, turn ? "S\n" : "S\nQ\n");
}

static void fill(struct canvas *v, const struct painted *p)
{
    const struct mapping m = sheet_mapping(v);
    if (!has_inside(p->contour))
        return;
    set_color(v, p);
    write_contour(v->out, p->contour, &m, PAINTING_INSIDE);
    buffer_add_string(v->out, p->rule == FILL_EVEN_ODD ? "f*\n" : "f\n");
}

int artwork_write(struct buffer *out, const struct artwork *art, const struct artwork_way *way,
                  const int64_t box[4])
{
    struct canvas v = { .out = out,
                        .art = art,
                        .colors = way->colors,
                        .box = box,
                        .overprints = way->overprints,
                        .overprinted = way->overprints,
                        .heavy = way->on_heavy,
                        .least = { INT32_MIN, INT32_MIN },
                        .extent = { INT32_MAX, INT32_MAX } };
    buffer_add(out, "q\n", 2);
    for (int i = 0; i < 4; i++) {
        write_milli(out, box[i]);
        put(out, ' ');
    }
    buffer_add_string(out, "re W n\n");
    for (uint32_t i = 0; i < art->count; i++) {
        set_clip(&v, art->items[i].clip);
        (art->items[i].pen ? draw_along : fill)(&v, &art->items[i]);
    }
    set_clip(&v, NULL);
    buffer_add(out, "Q\n", 2);
    return v.most;
}
