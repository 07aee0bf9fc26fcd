/* image/script: what cairo's script surface writes of a drawing → artwork.
 *
 *   0.8 0 0 rgb set-source                         operands, then an operator
 *   n 4000003 4000005 m … c h                      a new path, in the surface's units
 *   fill+                                          painted; the path stays
 *   [2 1 -1 2 0 0] set-matrix  3 set-line-width  stroke+           the pen's matrix, and pen
 *   clip+ … reset-clip
 *
 * Of its operators there are only those of solid paint here; any other is a gradient, or a surface
 * of its own: opacity, a mask, a filter, a pattern.
 */
#include "image/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPERANDS_MOST = 64,
    PARTS = ARTWORK_SIDE / SCRIPT_SIDE, /* of cairo's unit */
    FAR = 1 << 21 /* cairo's units: what goes farther may have wrapped round (2^23) */
};

struct script {
    struct decoding *d;
    struct arena *keep, *scratch;
    const char *at, *end;
    double operands[OPERANDS_MOST];
    unsigned count;
    int named;    /* the last operand that is a name: what it means */
    bool refused; /* for what `lack` says */
    bool heavy;   /* refused, for there is too much */
    bool ended;
    /* cairo's state */
    double matrix[4];
    struct pen pen;
    enum fill_rule rule;
    struct color color; /* alpha 0: nothing is painted */
    bool see_through;   /* its alpha is between */
    const struct clip *clip;
    /* the path, and what it became */
    uint8_t *steps;
    struct artwork_point *points;
    uint32_t step_count, point_count;
    size_t step_room, point_room;
    const struct contour *contour;
    bool boxed;     /* it is a box along the axes */
    uint64_t drawn; /* points */
    struct painted *items;
    uint32_t item_count;
    size_t item_room;
};

static void refuse(struct script *s, enum lack why)
{
    if (!s->refused)
        s->d->lack = why;
    s->refused = true;
}

/* What something refused without a name must be: what of these stands in the file first. */
static enum lack lack_of(const struct decoding *d)
{
    enum lack found = LACK_OTHER;
    for (enum lack k = LACK_MASK; k <= LACK_OPACITY; k++)
        if (d->lines[k] && (!d->lines[found] || d->lines[k] < d->lines[found]))
            found = k;
    return found;
}

/* ---- paths ---- */
/* Takes a coordinate, in cairo's units, off the surface's origin. */
static double away(struct script *s, double v)
{
    double distance = v - SCRIPT_ORIGIN;
    if (!(fabs(distance) < FAR))
        refuse(s, LACK_FAR);
    return fabs(distance) < FAR ? distance : 0;
}

/* Turns a vector back: the drawing is turned on the surface. */
static void turn_back(double v[2])
{
    const double x = v[0], y = v[1], cosine = cos(SCRIPT_TURN), sine = sin(SCRIPT_TURN);
    v[0] = cosine * x + sine * y;
    v[1] = cosine * y - sine * x;
}

static void add_point(struct script *s, double x, double y)
{
    const double *m = s->matrix;
    double v[2] = { away(s, m[0] * x + m[2] * y), away(s, m[1] * x + m[3] * y) };
    turn_back(v);
    s->points = arena_grow(s->scratch, s->points, sizeof *s->points, s->point_count,
                           s->point_count + 1, &s->point_room);
    s->points[s->point_count++] =
        (struct artwork_point){ (int32_t)lround(v[0] * PARTS), (int32_t)lround(v[1] * PARTS) };
}

/* Adds a step; where the pen is moved twice, the last move counts. */
static void add_step(struct script *s, enum contour_step step)
{
    const double *o = s->operands;
    if (step == STEP_MOVE && s->step_count && s->steps[s->step_count - 1] == STEP_MOVE) {
        s->step_count--;
        s->point_count--;
    }
    s->contour = NULL;
    s->steps = arena_grow(s->scratch, s->steps, 1, s->step_count, s->step_count + 1, &s->step_room);
    s->steps[s->step_count++] = (uint8_t)step;
    for (unsigned i = 0; i < contour_points(step); i++)
        add_point(s, o[2 * i], o[2 * i + 1]);
}

static void begin_path(struct script *s)
{
    s->step_count = s->point_count = 0;
    s->contour = NULL;
    s->boxed = false;
}

static void move_to(struct script *s) { add_step(s, STEP_MOVE); }
static void line_to(struct script *s) { add_step(s, STEP_LINE); }
static void curve_to(struct script *s) { add_step(s, STEP_CURVE); }
static void close_path(struct script *s) { add_step(s, STEP_CLOSE); }

/* Only the box around a clip stands along the surface's axes; the clip itself follows. */
static void begin_box(struct script *s) { s->boxed = true; }

/* Finds the box around the points. */
static void find_box(struct contour *c)
{
    c->least = c->most = c->points[0];
    for (uint32_t i = 1; i < c->point_count; i++) {
        const struct artwork_point p = c->points[i];
        c->least.x = p.x < c->least.x ? p.x : c->least.x;
        c->least.y = p.y < c->least.y ? p.y : c->least.y;
        c->most.x = p.x > c->most.x ? p.x : c->most.x;
        c->most.y = p.y > c->most.y ? p.y : c->most.y;
    }
}

/* Keeps the path, once, however often it is painted; NULL when it goes nowhere. */
static const struct contour *contour_of(struct script *s)
{
    if (s->contour)
        return s->contour;
    if (s->step_count && s->steps[s->step_count - 1] == STEP_MOVE) { /* cairo's, behind a close */
        s->step_count--;
        s->point_count--;
    }
    if (!s->step_count)
        return NULL;
    struct contour *c = arena_new(s->keep, struct contour);
    c->steps = arena_copy(s->keep, s->steps, 1, s->step_count);
    c->points = arena_copy(s->keep, s->points, sizeof *s->points, s->point_count);
    c->step_count = s->step_count;
    c->point_count = s->point_count;
    find_box(c);
    return s->contour = c;
}

/* ---- painting ---- */
/* Counts what will be drawn, each path as often as it is. */
static void count_points(struct script *s, const struct contour *c)
{
    s->drawn += c ? c->point_count : 0;
    for (const struct clip *k = s->clip; k; k = k->outer)
        s->drawn += k->contour->point_count;
    s->heavy = s->drawn > IMAGE_MOST_POINTS || s->item_count == IMAGE_MOST_PAINTED;
    s->refused = s->refused || s->heavy;
}

static void add_painted(struct script *s, const struct pen *pen)
{
    const struct contour *c = contour_of(s);
    count_points(s, c);
    if (s->see_through)
        refuse(s, LACK_OPACITY);
    if (!c || !s->color.alpha)
        return;
    s->items = arena_grow(s->scratch, s->items, sizeof *s->items, s->item_count, s->item_count + 1,
                          &s->item_room);
    s->items[s->item_count++] = (struct painted){ c, s->clip, pen, s->rule, s->color };
}

static void fill(struct script *s) { add_painted(s, NULL); }

static void stroke(struct script *s)
{
    struct pen *pen = arena_new(s->keep, struct pen);
    *pen = s->pen;
    for (int i = 0; i < 4; i++)
        pen->matrix[i] = s->matrix[i] * PARTS;
    turn_back(pen->matrix);
    turn_back(pen->matrix + 2);
    if (pen->width > 0)
        add_painted(s, pen);
}

static void clip(struct script *s)
{
    struct clip *made = arena_new(s->keep, struct clip);
    *made = (struct clip){ contour_of(s), s->rule, s->clip };
    if (made->contour && !s->boxed)
        s->clip = made;
}
static void reset_clip(struct script *s) { s->clip = NULL; }

/* ---- state ---- */
/* A component as a style sheet would say it: of 8 bits where it is one of those. */
static uint16_t component(double v)
{
    enum { EIGHT = 255, FULL = 65535 };
    double eighth = v * EIGHT;
    if (fabs(eighth - round(eighth)) < .002)
        return (uint16_t)(lround(eighth) * (FULL / EIGHT));
    return (uint16_t)lround(v * FULL);
}

static void set_color(struct script *s, double r, double g, double b, double alpha)
{
    s->color = (struct color){ .space = COLOR_RGB,
                               .c = { component(r), component(g), component(b) },
                               .alpha = alpha > 0 ? UINT16_MAX : 0 };
    s->see_through = alpha > 0 && alpha < 1;
}

static void use_rgb(struct script *s)
{
    const double *o = s->operands;
    set_color(s, o[0], o[1], o[2], 1);
}
static void use_rgba(struct script *s)
{
    const double *o = s->operands;
    set_color(s, o[0], o[1], o[2], o[3]);
}
static void use_grey(struct script *s)
{
    const double g = s->operands[0];
    set_color(s, g, g, g, 1);
}
static void use_grey_alpha(struct script *s)
{
    const double g = s->operands[0];
    set_color(s, g, g, g, s->operands[1]);
}
static void use_alpha(struct script *s) { set_color(s, 0, 0, 0, s->operands[0]); }

static void set_matrix(struct script *s) { memcpy(s->matrix, s->operands, sizeof s->matrix); }
static void use_identity(struct script *s)
{
    static const double identity[4] = { 1, 0, 0, 1 };
    memcpy(s->operands, identity, sizeof identity);
    s->count = 6;
}
static void scale(struct script *s)
{
    for (int i = 0; i < 4; i++)
        s->matrix[i] *= s->operands[i / 2];
}
static void set_width(struct script *s) { s->pen.width = s->operands[0]; }
static void set_miter(struct script *s) { s->pen.miter = s->operands[0]; }
static void set_cap(struct script *s) { s->pen.cap = (enum pen_cap)s->named; }
static void set_join(struct script *s) { s->pen.join = (enum pen_join)s->named; }
static void set_rule(struct script *s) { s->rule = (enum fill_rule)s->named; }
static void set_dash(struct script *s)
{
    s->pen.dash_count = s->count - 1;
    s->pen.dash_start = s->operands[s->count - 1];
    s->pen.dashes =
        s->count > 1 ? arena_copy(s->keep, s->operands, sizeof *s->operands, s->count - 1) : NULL;
}
static void nothing(struct script *s) { (void)s; }
static void gradient(struct script *s) { refuse(s, LACK_GRADIENT); }
static void end(struct script *s) { s->ended = true; }
/* librsvg gave up: on a surface of its own for one of these, else on too much. */
static void fail(struct script *s)
{
    s->d->lack = lack_of(s->d);
    s->refused = true;
    s->heavy = s->d->lack == LACK_OTHER;
}

/* ---- words ---- */
static const struct name {
    const char *word;
    int means;
} names[] = {
    { "//WINDING", FILL_NONZERO },
    { "//EVEN_ODD", FILL_EVEN_ODD },
    { "//LINE_CAP_BUTT", CAP_BUTT },
    { "//LINE_CAP_ROUND", CAP_ROUND },
    { "//LINE_CAP_SQUARE", CAP_SQUARE },
    { "//LINE_JOIN_MITER", JOIN_MITER },
    { "//LINE_JOIN_ROUND", JOIN_ROUND },
    { "//LINE_JOIN_BEVEL", JOIN_BEVEL },
    { "//COLOR_ALPHA", 0 },
    { "//OVER", 0 },
    { "//ANTIALIAS_DEFAULT", 0 },
    { "//ANTIALIAS_NONE", 0 },
    { "//ANTIALIAS_GRAY", 0 },
    { "//ANTIALIAS_SUBPIXEL", 0 },
    { "//ANTIALIAS_FAST", 0 },
    { "//ANTIALIAS_GOOD", 0 },
    { "//ANTIALIAS_BEST", 0 },
};

/* An operator takes at least so many operands; one that gives some leaves them (`keeps`). */
static const struct operator
{
    const char *word;
    unsigned takes;
    void (*run)(struct script * s);
    bool keeps;
}
operators[] = {
    { "m", 2, move_to, false },
    { "l", 2, line_to, false },
    { "c", 6, curve_to, false },
    { "h", 0, close_path, false },
    { "n", 0, begin_path, false },
    { "rectangle", 4, begin_box, false },
    { "fill+", 0, fill, false },
    { "stroke+", 0, stroke, false },
    { "clip+", 0, clip, false },
    { "reset-clip", 0, reset_clip, false },
    { "rgb", 3, use_rgb, false },
    { "rgba", 4, use_rgba, false },
    { "g", 1, use_grey, false },
    { "ga", 2, use_grey_alpha, false },
    { "a", 1, use_alpha, false },
    { "set-source", 0, nothing, false },
    { "identity", 0, use_identity, true },
    { "set-matrix", 6, set_matrix, false },
    { "scale", 2, scale, false },
    { "set-line-width", 1, set_width, false },
    { "set-miter-limit", 1, set_miter, false },
    { "set-line-cap", 0, set_cap, false },
    { "set-line-join", 0, set_join, false },
    { "set-fill-rule", 0, set_rule, false },
    { "set-dash", 1, set_dash, false },
    { "set-operator", 0, nothing, false },
    { "set-antialias", 0, nothing, false },
    { "set-tolerance", 1, nothing, false },
    { "linear", 4, gradient, false },
    { "radial", 6, gradient, false },
    { "%!CairoScript", 0, nothing, false },
    { "<<", 0, nothing, false },
    { "/content", 0, nothing, false },
    { "/width", 0, nothing, false },
    { "/height", 1, nothing, false },
    { ">>", 1, nothing, false },
    { "surface", 0, nothing, false },
    { "context", 0, nothing, false },
    { "pop", 0, nothing, false },
    { "%end", 0, end, false },
    { "%failed", 0, fail, false },
};

static bool is_word(const char *word, size_t length, const char *known)
{
    return strlen(known) == length && memcmp(word, known, length) == 0;
}

/* Reads a decimal as cairo writes it; false when it is none. */
static bool read_number(const char *word, size_t length, double *to)
{
    size_t i = *word == '-';
    double value = 0, share = 1;
    bool digits = false, part = false;
    for (; i < length; i++) {
        if (word[i] == '.' && !part) {
            part = true;
            continue;
        }
        if (word[i] < '0' || word[i] > '9')
            return false;
        digits = true;
        value = value * 10 + (word[i] - '0');
        share = part ? share * 10 : share;
    }
    *to = (*word == '-' ? -value : value) / share;
    return digits;
}

/* Takes a word as an operand; false when it is none. */
static bool take_operand(struct script *s, const char *word, size_t length)
{
    double value;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_word(word, length, names[i].word)) {
            s->named = names[i].means;
            return true;
        }
    if (!read_number(word, length, &value))
        return false;
    if (s->count == OPERANDS_MOST)
        refuse(s, LACK_OTHER);
    else
        s->operands[s->count++] = value;
    return true;
}

static void run_operator(struct script *s, const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        const struct operator* o = & operators[i];
        if (!is_word(word, length, o->word) || s->count < o->takes)
            continue;
        o->run(s);
        if (!o->keeps)
            s->count = 0;
        return;
    }
    refuse(s, LACK_OTHER);
}

/* ---- reading ---- */
/* Finds the next word; brackets only part words, since what takes an array takes all. */
static size_t next_word(struct script *s)
{
    static const char between[] = " \n[]";
    while (s->at < s->end && strchr(between, *s->at))
        s->at++;
    size_t length = 0;
    while (s->at + length < s->end && !strchr(between, s->at[length]))
        length++;
    return length;
}

enum image_end script_read(struct decoding *d, const char *script, size_t size, struct artwork *art)
{
    struct script s = {
        .d = d,
        .keep = d->keep,
        .scratch = d->arena,
        .at = script,
        .end = script + size,
        .matrix = { 1, 0, 0, 1 },
        .pen = { .width = 2, .miter = 10 }, /* cairo's beginning */
    };
    set_color(&s, 0, 0, 0, 1);
    for (size_t n; !s.refused && !s.ended && (n = next_word(&s)); s.at += n)
        if (!take_operand(&s, s.at, n))
            run_operator(&s, s.at, n);
    art->items = arena_copy(d->keep, s.items, sizeof *s.items, s.item_count);
    art->count = s.item_count;
    if (s.refused && d->lack == LACK_OTHER)
        d->lack = lack_of(d);
    if (s.heavy || (!s.refused && !s.ended))
        return IMAGE_HEAVY;
    if (!s.item_count)
        image_reason(d, PHRASE("it draws nothing"));
    return s.refused ? IMAGE_UNFIT : s.item_count ? IMAGE_GOOD : IMAGE_BROKEN;
}

double artwork_line(const struct artwork *art, const struct pen *pen, double width, double height)
{
    const double *m = pen->matrix;
    double area = fabs(m[0] * m[3] - m[1] * m[2]) * (width / art->width) * (height / art->height);
    return pen->width * sqrt(area);
}
