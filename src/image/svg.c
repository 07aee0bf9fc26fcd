/* image/svg: SVG as librsvg draws it, with paths in solid colours (SVG 1.1).
 *
 *   bytes ─scan─► ─┬─ librsvg ─► cairo's script surface ─┬─ script ─► artwork
 *                  └───────── a process of its own ──────┘
 *
 * No C library hands out the paths of an SVG file; cairo's scripts are them, as text.  Both
 * libraries are opened here and by nobody else, when a document has an SVG file; their C interfaces
 * are declared by hand, so that building needs no package more.
 */
#include "base/library.h"
#include "image/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* librsvg/rsvg.h, glib/gerror.h, as far as they are used */
struct error {
    uint32_t domain;
    int code;
    const char *message;
};
struct rsvg_length {
    double length;
    int unit;
};
struct rsvg_box {
    double x, y, width, height;
};
enum { UNIT_PX = 1, UNIT_IN = 4, UNIT_CM, UNIT_MM, UNIT_PT, UNIT_PC, UNITS };
struct rsvg {
    void *(*open)(const char *bytes, size_t size, struct error **);
    void (*set_dpi)(void *, double dpi);
    int (*get_pixels)(void *, double *width, double *height);
    void (*get_sizes)(void *, int *has_width, struct rsvg_length *width, int *has_height,
                      struct rsvg_length *height, int *has_view, struct rsvg_box *view);
    int (*render)(void *, void *context, const struct rsvg_box *viewport, struct error **);
};
static const struct library_symbol rsvg_symbols[] = {
    { "rsvg_handle_new_from_data", offsetof(struct rsvg, open) },
    { "rsvg_handle_set_dpi", offsetof(struct rsvg, set_dpi) },
    { "rsvg_handle_get_intrinsic_size_in_pixels", offsetof(struct rsvg, get_pixels) },
    { "rsvg_handle_get_intrinsic_dimensions", offsetof(struct rsvg, get_sizes) },
    { "rsvg_handle_render_document", offsetof(struct rsvg, render) },
};

/* cairo.h, cairo-script.h, as far as they are used */
enum { COLOR_AND_ALPHA = 0x3000, CAIRO_GOOD = 0, CAIRO_FAILED = 11 /* to write */ };
struct cairo {
    void *(*open)(int (*write)(void *with, const unsigned char *bytes, unsigned size), void *with);
    void *(*make_surface)(void *device, int content, double width, double height);
    void *(*make_context)(void *surface);
    void (*translate)(void *context, double x, double y);
    void (*rotate)(void *context, double angle);
    void (*scale)(void *context, double x, double y);
    int (*status)(void *context);
    void (*finish)(void *surface);
};
static const struct library_symbol cairo_symbols[] = {
    { "cairo_script_create_for_stream", offsetof(struct cairo, open) },
    { "cairo_script_surface_create", offsetof(struct cairo, make_surface) },
    { "cairo_create", offsetof(struct cairo, make_context) },
    { "cairo_translate", offsetof(struct cairo, translate) },
    { "cairo_rotate", offsetof(struct cairo, rotate) },
    { "cairo_scale", offsetof(struct cairo, scale) },
    { "cairo_status", offsetof(struct cairo, status) },
    { "cairo_surface_finish", offsetof(struct cairo, finish) },
};

/* ---- the process apart: what it writes begins with one of these words ---- */
static const struct outcome {
    const char *word;
    enum image_end end;
} outcomes[] = {
    { "%size ", IMAGE_GOOD }, /* width and height in sp, then the script, then %end or %failed */
    { "%broken ", IMAGE_BROKEN }, /* what librsvg says */
    { "%sizeless", IMAGE_SIZELESS },
    { "%library", IMAGE_NO_LIBRARY },
};

/* A drawing at work. */
struct drawing {
    const struct image *image;
    struct rsvg rsvg;
    struct cairo cairo;
    FILE *to;
};

static int write_script(void *with, const unsigned char *bytes, unsigned size)
{
    struct drawing *w = with;
    return fwrite(bytes, 1, size, w->to) == size ? CAIRO_GOOD : CAIRO_FAILED;
}

/* A length in CSS's pixels; 0 where it is a share of something. */
static double pixels_of(struct rsvg_length l)
{
    static const double pixels[UNITS] = {
        [UNIT_PX] = 1,         [UNIT_IN] = 96,        [UNIT_CM] = 96 / 2.54,
        [UNIT_MM] = 96 / 25.4, [UNIT_PT] = 96. / 72., [UNIT_PC] = 16
    };
    return l.unit >= 0 && l.unit < UNITS ? l.length * pixels[l.unit] : 0;
}

/* Finds the natural size, in pixels: as the root says; a side that it does not say is in the ratio
 * of its viewBox.  False when nothing says it. */
static bool find_size(const struct drawing *w, void *handle, struct rsvg_box *size)
{
    static const double least = .01, most = 1000000;
    int has_width, has_height, has_view;
    struct rsvg_length across = { 0, 0 }, down = { 0, 0 };
    struct rsvg_box view = { 0, 0, 0, 0 };
    if (!w->rsvg.get_pixels(handle, &size->width, &size->height)) {
        w->rsvg.get_sizes(handle, &has_width, &across, &has_height, &down, &has_view, &view);
        double ratio = has_view && view.width > 0 ? view.height / view.width : 0;
        double width = has_width ? pixels_of(across) : 0, height = has_height ? pixels_of(down) : 0;
        if (width <= 0)
            width = height > 0 && ratio > 0 ? height / ratio : view.width;
        size->width = width;
        size->height = width * ratio;
    }
    return size->width >= least && size->height >= least && size->width <= most &&
           size->height <= most;
}

static long long sp_of_pixels(double pixels) { return llround(pixels * 72 / 96 * SP_PT); }

/* Draws onto a script surface, far from its edges. */
static void draw(struct drawing *w, void *handle, struct rsvg_box size)
{
    const struct cairo *c = &w->cairo;
    double scale = SCRIPT_SIDE / fmax(size.width, size.height);
    fprintf(w->to, "%%size %lld %lld\n", sp_of_pixels(size.width), sp_of_pixels(size.height));
    void *surface = c->make_surface(c->open(write_script, w), COLOR_AND_ALPHA, 2. * SCRIPT_ORIGIN,
                                    2. * SCRIPT_ORIGIN);
    void *context = c->make_context(surface);
    c->translate(context, SCRIPT_ORIGIN, SCRIPT_ORIGIN);
    c->rotate(context, SCRIPT_TURN);
    c->scale(context, scale, scale);
    size.x = size.y = 0;
    bool good = w->rsvg.render(handle, context, &size, NULL) && c->status(context) == CAIRO_GOOD;
    c->finish(surface);
    fputs(good ? "\n%end\n" : "\n%failed\n", w->to);
}

/* Draws the file; what is left of it goes with the process. */
static void draw_apart(FILE *to, void *with)
{
    struct drawing *w = with;
    struct error *error = NULL;
    w->to = to;
    if (!library_open("librsvg-2.so.2", rsvg_symbols, sizeof rsvg_symbols / sizeof *rsvg_symbols,
                      &w->rsvg) ||
        !library_open("libcairo.so.2", cairo_symbols, sizeof cairo_symbols / sizeof *cairo_symbols,
                      &w->cairo)) {
        fputs("%library\n", to);
        return;
    }
    apart_confine();
    void *handle = w->rsvg.open(w->image->bytes, w->image->size, &error);
    struct rsvg_box size = { 0, 0, 0, 0 };
    if (!handle) {
        fprintf(to, "%%broken %s\n", error ? error->message : "");
        return;
    }
    w->rsvg.set_dpi(handle, 96);
    if (find_size(w, handle, &size))
        draw(w, handle, size);
    else
        fputs("%sizeless\n", to);
}

/* ---- here ---- */
/* Takes the natural size off the beginning of what came; returns what is behind it. */
static const char *take_size(struct image *im, struct artwork *art, const char *at)
{
    char *end;
    im->width = strtoll(at, &end, 10);
    im->height = strtoll(end, &end, 10);
    sp longer = im->width > im->height ? im->width : im->height;
    longer = longer > 0 ? longer : 1;
    art->width = (int32_t)sp_max(sp_muldiv(im->width, ARTWORK_SIDE, longer), 1);
    art->height = (int32_t)sp_max(sp_muldiv(im->height, ARTWORK_SIDE, longer), 1);
    return end;
}

/* Reads what came of the process apart. */
static enum image_end take(struct decoding *d, const char *bytes, size_t size)
{
    struct image *im = d->image;
    struct artwork *art = arena_new(d->keep, struct artwork);
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        const struct outcome *o = &outcomes[i];
        size_t n = strlen(o->word);
        if (size < n || memcmp(bytes, o->word, n) != 0)
            continue;
        if (o->end == IMAGE_BROKEN)
            snprintf(d->reason, sizeof d->reason, "%.*s", (int)strcspn(bytes + n, "\n"), bytes + n);
        if (o->end != IMAGE_GOOD)
            return o->end;
        const char *script = take_size(im, art, bytes + n);
        im->artwork = art;
        return script_read(d, script, size - (size_t)(script - bytes), art);
    }
    return IMAGE_HEAVY;
}

enum image_end svg_read(struct decoding *d)
{
    struct drawing w = { .image = d->image };
    const char *bytes = NULL;
    size_t size = 0;
    d->image->orientation = 1;
    d->image->space = IMAGE_RGB;
    if (d->image->size > IMAGE_MOST_SVG)
        return IMAGE_HEAVY;
    enum image_end end = svg_scan(d);
    if (end != IMAGE_GOOD)
        return end;
    switch (apart_do(d->arena, draw_apart, &w, IMAGE_MOST_SCRIPT, &bytes, &size)) {
    case APART_NO_MEMORY: return IMAGE_NO_MEMORY;
    case APART_LARGE: return IMAGE_HEAVY;
    default: return take(d, bytes, size);
    }
}
