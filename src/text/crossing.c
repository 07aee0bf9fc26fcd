/* text/crossing: where a glyph's ink crosses a stripe, as the line under a text does.
 *
 *        ╭──╮
 *        ╰──┤          top
 *   ═══╪════╪═══   ─►  left … right
 *      ╰────╯          bottom
 *
 * The outline is drawn by HarfBuzz; a curve counts as CURVE_PIECES straight lines, each is cut to
 * the stripe.
 */
#include "text/inner.h"

enum { CURVE_PIECES = 8 };

struct crossing {
    float bottom, top;
    float left, right; /* nothing yet: right < left */
};

static void take_point(struct crossing *x, float at)
{
    if (x->right < x->left)
        x->left = x->right = at;
    x->left = at < x->left ? at : x->left;
    x->right = at > x->right ? at : x->right;
}

/* Where on a line from a to b the height is y, if it is between theirs. */
static float cut_at(float ax, float ay, float bx, float by, float y)
{
    float share = ay == by ? 0 : (y - ay) / (by - ay);
    return ax + (bx - ax) * (share < 0 ? 0 : share > 1 ? 1 : share);
}

static void take_line(struct crossing *x, float ax, float ay, float bx, float by)
{
    if ((ay < x->bottom && by < x->bottom) || (ay > x->top && by > x->top))
        return;
    float low = ay < by ? ay : by, high = ay < by ? by : ay;
    take_point(x, cut_at(ax, ay, bx, by, low < x->bottom ? x->bottom : low));
    take_point(x, cut_at(ax, ay, bx, by, high > x->top ? x->top : high));
    if (ay == by) {
        take_point(x, ax);
        take_point(x, bx);
    }
}

static void draw_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *at, float x, float y,
                      void *unused)
{
    (void)funcs;
    (void)unused;
    take_line(data, at->current_x, at->current_y, x, y);
}

/* A cubic curve in straight pieces, by de Casteljau's polynomials. */
static void draw_cubic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *at, float x1, float y1,
                       float x2, float y2, float x3, float y3, void *unused)
{
    (void)funcs;
    (void)unused;
    float px = at->current_x, py = at->current_y;
    for (int i = 1; i <= CURVE_PIECES; i++) {
        float t = (float)i / CURVE_PIECES, u = 1 - t;
        float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        float x = a * at->current_x + b * x1 + c * x2 + d * x3,
              y = a * at->current_y + b * y1 + c * y2 + d * y3;
        take_line(data, px, py, x, y);
        px = x;
        py = y;
    }
}

struct ink text_ink_between(const struct face *face, uint32_t glyph, int bottom, int top)
{
    const struct font *f = (const struct font *)(const void *)face;
    const struct ink whole = text_ink(face, glyph);
    if (whole.left >= whole.right || whole.bottom >= top || whole.top <= bottom)
        return (struct ink){ 0 };
    struct crossing x = { (float)bottom, (float)top, 1, 0 };
    /* a quadratic curve comes as a cubic one where no function takes it */
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_line_to_func(funcs, draw_line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, draw_cubic, NULL, NULL);
    hb_font_get_glyph_shape(f->unscaled, glyph, funcs, &x);
    hb_draw_funcs_destroy(funcs);
    if (x.right < x.left)
        return (struct ink){ 0 };
    return (struct ink){ (int)x.left, (int)x.right + 1, bottom, top };
}
