/* image, SVG: what comes out of drawings written here, good and bad. */
#define _XOPEN_SOURCE 700
#include "world.h"

#include <fcntl.h>
#include <math.h>

#define HEAD "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "

static void put_text(struct world *w, const char *name, const char *text)
{
    struct bytes b = { malloc(strlen(text) + 1), strlen(text) };
    memcpy(b.at, text, b.size);
    put_file(w, name, b);
}

/* Reads a drawing that must be good. */
static const struct image *drawing(struct world *w, const char *text)
{
    put_text(w, "a.svg", text);
    const struct image *im = show(w, "a.svg");
    if (!im)
        fail_msg("%s", diag_text(w->arena, &w->diag->messages[0]));
    return im;
}

static void assert_point(struct artwork_point p, int32_t x, int32_t y)
{
    if (abs(p.x - x) > 1 || abs(p.y - y) > 1) /* cairo's grid is turned */
        fail_msg("%d %d is not %d %d", p.x, p.y, x, y);
}

/* ---- what comes out ---- */
enum { SIDE = ARTWORK_SIDE, TENTH = SIDE / 10 };

static void test_a_path(void **state)
{
    const struct image *im = drawing(*state, HEAD "width='10' height='5'>"
                                                  "<path d='M1 2L3 4C4 4 5 3 6 1z' fill='#102030' "
                                                  "fill-rule='evenodd'/></svg>");
    const struct artwork *art = im->artwork;
    static const uint8_t steps[] = { STEP_MOVE, STEP_LINE, STEP_CURVE, STEP_CLOSE };
    assert_int_equal(im->format, IMAGE_SVG);
    assert_int_equal(im->width, 10 * 72 * SP_PT / 96);
    assert_int_equal(im->height, 5 * 72 * SP_PT / 96);
    assert_int_equal(art->width, SIDE);
    assert_int_equal(art->height, SIDE / 2);
    assert_int_equal(art->count, 1);
    const struct painted *p = art->items;
    assert_int_equal(p->contour->step_count, sizeof steps);
    assert_memory_equal(p->contour->steps, steps, sizeof steps);
    assert_int_equal(p->contour->point_count, 5);
    assert_point(p->contour->points[0], SIDE / 10, SIDE / 5);
    assert_point(p->contour->points[1], SIDE * 3 / 10, SIDE * 2 / 5);
    assert_point(p->contour->points[4], SIDE * 3 / 5, SIDE / 10);
    assert_int_equal(p->rule, FILL_EVEN_ODD);
    assert_null(p->pen);
    assert_null(p->clip);
    assert_int_equal(p->color.space, COLOR_RGB);
    assert_int_equal(p->color.c[0], 0x1010);
    assert_int_equal(p->color.c[1], 0x2020);
    assert_int_equal(p->color.c[2], 0x3030);
}

/* Cairo 1.16 drops level and upright lines, and falls over rectangles far to the left. */
static void test_level_lines_and_rectangles(void **state)
{
    const struct artwork *art =
        drawing(*state, HEAD "width='10' height='10'>"
                             "<path d='M1 1h4' stroke='red'/>"
                             "<path d='M2 1v4z' stroke='red'/>"
                             "<rect x='-100' width='101' height='1'/></svg>")
            ->artwork;
    assert_int_equal(art->count, 5); /* SVG fills lines too */
    assert_non_null(art->items[1].pen);
    assert_int_equal(art->items[1].contour->point_count, 2);
    assert_point(art->items[1].contour->points[1], SIDE / 2, SIDE / 10);
    assert_non_null(art->items[3].pen);
    assert_point(art->items[4].contour->least, -10 * SIDE, 0);
    assert_point(art->items[4].contour->most, SIDE / 10, SIDE / 10);
}

static void test_a_pen(void **state)
{
    const struct artwork *art =
        drawing(*state,
                HEAD "width='20' height='20' viewBox='0 0 10 10'>"
                     "<path d='M1 1L4 5' fill='none' stroke='gray' stroke-width='2' "
                     "stroke-linecap='round' stroke-linejoin='bevel' stroke-dasharray='3 1' "
                     "stroke-dashoffset='.5' stroke-miterlimit='7' "
                     "transform='scale(2 .5)'/></svg>")
            ->artwork;
    assert_int_equal(art->count, 1);
    const struct pen *pen = art->items->pen;
    assert_true(fabs(pen->width - 2) < 1e-6);
    assert_true(fabs(pen->miter - 7) < 1e-6);
    assert_true(fabs(pen->dash_start - .5) < 1e-6);
    assert_int_equal(pen->dash_count, 2);
    assert_true(fabs(pen->dashes[0] - 3) < 1e-6);
    assert_int_equal(pen->cap, CAP_ROUND);
    assert_int_equal(pen->join, JOIN_BEVEL);
    const double matrix[4] = { 2. * SIDE / 10, 0, 0, .5 * SIDE / 10 };
    for (int i = 0; i < 4; i++)
        assert_true(fabs(pen->matrix[i] - matrix[i]) < .5);
    assert_int_equal(art->items->color.c[0], 128 * 257);
    assert_true(fabs(artwork_line(art, pen, 100, 100) - 20) < .01);
}

static void test_clips_stand_in_each_other(void **state)
{
    const struct artwork *art =
        drawing(*state,
                HEAD "width='10' height='10'><clipPath id='c'><circle cx='5' cy='5' r='4'/>"
                     "</clipPath><clipPath id='d'><path clip-rule='evenodd' "
                     "d='M0 0h5v5z'/></clipPath><g clip-path='url(#c)'><path d='M0 0h9v9z'/>"
                     "<path clip-path='url(#d)' d='M0 0h9v9z'/></g>"
                     "<path d='M0 0h9v9z'/></svg>")
            ->artwork;
    assert_int_equal(art->count, 3);
    assert_non_null(art->items[0].clip);
    assert_null(art->items[0].clip->outer);
    assert_int_equal(art->items[1].clip->rule, FILL_EVEN_ODD);
    assert_non_null(art->items[1].clip->outer);
    assert_null(art->items[2].clip);
}

static void test_natural_sizes(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *says;
        double width, height; /* pt */
    } sizes[] = {
        { "width='1in' height='72pt'", 72, 72 },
        { "width='25.4mm' height='2.54cm'", 72, 72 },
        { "width='96' height='48px'", 72, 36 },
        { "width='6pc' viewBox='0 0 20 10'", 72, 36 },
        { "height='48' viewBox='0 0 20 10'", 72, 36 },
        { "viewBox='5 5 96 48'", 72, 36 },
        { "width='100%' height='100%' viewBox='0 0 96 48'", 72, 36 },
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct image *im = drawing(
            w, arena_printf(w->arena, HEAD "%s><path d='M0 0h9v9z'/></svg>", sizes[i].says));
        if (fabs((double)im->width / SP_PT - sizes[i].width) > .001 ||
            fabs((double)im->height / SP_PT - sizes[i].height) > .001)
            fail_msg("%s: %f %f", sizes[i].says, (double)im->width / SP_PT,
                     (double)im->height / SP_PT);
    }
}

static void test_what_paints_nothing_is_left_out(void **state)
{
    const struct artwork *art =
        drawing(*state, "\xEF\xBB\xBF<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG "
                        "1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>" HEAD
                        "width='9' height='9'><a xlink:href='https://example.org/'><path "
                        "fill='none' d='M0 0h9v9z'/></a><path fill-opacity='0' d='M0 0h9v9z'/>"
                        "<linearGradient id='g'/><path display='none' d='M0 0h9v9z'/><use "
                        "href='#p'/><defs><path id='p' d='M0 0h8v8z'/></defs></svg>")
            ->artwork;
    assert_int_equal(art->count, 1);
    assert_point(art->items->contour->most, SIDE * 8 / 9, SIDE * 8 / 9);
}

/* Illustrator's own copy of the drawing, and Inkscape's remarks, are for nobody else. */
static void test_what_programs_put_in_for_themselves(void **state)
{
    const struct artwork *art =
        drawing(*state,
                "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' "
                "'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd' [<!ENTITY ns_svg "
                "'http://www.w3.org/2000/svg'><!ENTITY ns_ai 'http://ns.adobe.com/AI/10.0/'>]>"
                "<svg xmlns='&ns_svg;' xmlns:i='&ns_ai;' "
                "xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' "
                "inkscape:export-filename='/home/a/b.png' viewBox='0 0 9 9'>"
                "<inkscape:view pageopacity='0' href='other.svg'/><switch><foreignObject "
                "requiredExtensions='&ns_ai;' width='1' height='1'><i:ref/></foreignObject><g "
                "i:extraneous='self'><path style='opacity:1;fill-opacity:1' d='M0 0h9v9z'/></g>"
                "</switch></svg>")
            ->artwork;
    assert_int_equal(art->count, 1);
}

/* The same file gives the same, whatever language the system speaks. */
static void test_the_same_again(void **state)
{
    static const char text[] = HEAD "width='9' height='9'><switch><path systemLanguage='de' "
                                    "d='M0 0h1v1z'/><path systemLanguage='es' d='M0 0h2v1z'/><path "
                                    "d='M0 0h3v1z'/></switch></svg>";
    struct artwork_point most[2];
    for (int i = 0; i < 2; i++) {
        setenv("LC_ALL", i ? "es_ES.UTF-8" : "de_DE.UTF-8", 1);
        setenv("LANGUAGE", i ? "es" : "de", 1);
        most[i] = drawing(*state, text)->artwork->items->contour->most;
    }
    assert_memory_equal(&most[0], &most[1], sizeof *most);
    unsetenv("LC_ALL");
    unsetenv("LANGUAGE");
}

/* ---- what is refused ---- */
#define PATH "<path d='M0 0h9v9z'/>"

static void test_what_is_no_solid_path(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *content, *told;
    } files[] = {
        { "\n<text>x</text>", "a.svg:2 holds text" },
        { "<foreignObject/>", "holds text" },
        { "\n\n<image href='data:image/png;base64,AAAA'/>", "a.svg:3 holds a picture of pixels" },
        { "<use xlink:href='b.svg#x'/>", "holds a reference to another file" },
        { "<use href='http://localhost/b.svg#x'/>", "holds a reference to another file" },
        { "<path fill='url(b.svg#x)' d='M0 0h9v9z'/>", "holds a reference to another file" },
        { "<style>@import 'b.css';</style>", "holds a reference to another file" },
        { "<style><![CDATA[path { fill: url('b.svg#x') }]]></style>", "reference to another file" },
        { "<?xml-stylesheet href='b.css'?>", "holds a reference to another file" },
        { "<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>",
          "holds a reference to another file" },
        { "\n<linearGradient id='g'><stop/><stop offset='1' stop-color='red'/></linearGradient>"
          "<path fill='url(#g)' d='M0 0h9v9z'/>",
          "a.svg:2 holds a gradient" },
        { "<mask id='m'>" PATH "</mask><path mask='url(#m)' d='M0 0h9v9z'/>", "holds a mask" },
        { "<filter id='f'><feGaussianBlur stdDeviation='2'/></filter><path filter='url(#f)' "
          "d='M0 0h9v9z'/>",
          "holds a filter" },
        { "<pattern id='p' width='2' height='2'>" PATH "</pattern><path fill='url(#p)' "
          "d='M0 0h9v9z'/>",
          "holds a pattern" },
        { "\n<g opacity='.5'>" PATH "</g>", "a.svg:2 holds transparency" },
        { "<path style='stroke: red; stroke-opacity: .5' d='M0 0h9v9z'/>", "holds transparency" },
        { "<path fill='#ff000080' d='M0 0h9v9z'/>", "holds transparency" },
        { "<path style='mix-blend-mode: multiply' d='M0 0h9v9z'/>", "holds transparency" },
        { "<path vector-effect='non-scaling-stroke' d='M0 0h9v9z'/>", "(vector-effect)" },
        { "<path d='M0 0L1e30 0L0 7z'/>", "hundreds of times" },
        { "<path d='M0 0h9v9z' transform='scale(1e5)'/>", "hundreds of times" },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        put_text(
            w, "a.svg",
            arena_printf(w->arena, HEAD "width='9' height='9'>" PATH "%s</svg>", files[i].content));
        w->diag = diag_build(w->arena);
        if (show(w, "a.svg"))
            fail_msg("shown: %s", files[i].content);
        assert_told(w, DIAG_PICTURE_HOLDS, files[i].told);
    }
}

static void test_whole_files_that_are_refused(void **state)
{
    struct world *w = *state;
    static const struct {
        enum diag_code code;
        const char *text, *told;
    } files[] = {
        { DIAG_PICTURE_SIZELESS, HEAD ">" PATH "</svg>", "viewBox" },
        { DIAG_PICTURE_SIZELESS, HEAD "width='0' height='9'>" PATH "</svg>", "viewBox" },
        { DIAG_PICTURE_SIZELESS, HEAD "width='1e30' height='9'>" PATH "</svg>", "viewBox" },
        { DIAG_PICTURE_BROKEN, HEAD "width='9' height='9'/>", "draws nothing" },
        { DIAG_PICTURE_BROKEN, HEAD "width='9' height='9'>\n" PATH "</sv>", "a.svg:2 is damaged" },
        { DIAG_PICTURE_BROKEN, HEAD "width='9' height='9'>", "damaged" },
        { DIAG_PICTURE_HOLDS,
          "<!DOCTYPE svg [<!ENTITY x SYSTEM '/etc/passwd'>]>" HEAD "width='9' height='9'>&x;</svg>",
          "an entity of its own" },
        { DIAG_PICTURE_HOLDS,
          "<!DOCTYPE svg [<!ENTITY x 'url(b.svg#x)'>]>" HEAD
          "width='9' height='9'><path fill='&x;' d='M0 0h9v9z'/></svg>",
          "a reference to another file" },
        { DIAG_PICTURE_BROKEN,
          "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
          "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
          "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
          "<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'><!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;&g;'>"
          "]>" HEAD "width='9' height='9' id='&h;'/>",
          "damaged" },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        put_text(w, "a.svg", files[i].text);
        w->diag = diag_build(w->arena);
        assert_null(show(w, "a.svg"));
        assert_told(w, files[i].code, files[i].told);
    }
}

/* A text of `count` times the same between two others. */
static char *repeated(struct world *w, const char *before, const char *text, unsigned count,
                      const char *behind)
{
    struct buffer b = buffer_in(w->arena);
    buffer_add_string(&b, before);
    for (unsigned i = 0; i < count; i++)
        buffer_add_string(&b, text);
    buffer_add_string(&b, behind);
    buffer_add_char(&b, '\0');
    return b.bytes;
}

static void test_too_much(void **state)
{
    struct world *w = *state;
    const struct {
        enum diag_code code;
        char *text;
    } files[] = {
        { DIAG_PICTURE_HEAVY, /* bytes */
          repeated(w, HEAD "width='9' height='9'><path d='M0 0", "h1v1h1", 800000, "'/></svg>") },
        { DIAG_PICTURE_HEAVY, /* elements */
          repeated(w, HEAD "width='9' height='9'>", "<g/>", 300000, "</svg>") },
        { DIAG_PICTURE_HEAVY, /* points, each path as often as it is drawn */
          repeated(w,
                   repeated(w, HEAD "width='9' height='9'><path id='p' d='M0 0", "h1v1h-1v-1", 2500,
                            "z'/>"),
                   "<use href='#p'/>", 300, "</svg>") },
        { DIAG_PICTURE_BROKEN, /* elements in each other */
          repeated(w, HEAD "width='9' height='9'>", "<g>", 100000, "</svg>") },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        put_text(w, "a.svg", files[i].text);
        w->diag = diag_build(w->arena);
        assert_null(show(w, "a.svg"));
        assert_told(w, files[i].code, "a.svg");
    }
}

/* ---- the process apart ---- */
static void open_files(FILE *to, void *with)
{
    apart_confine();
    fprintf(to, "%d %d", open(with, O_RDONLY), fopen("/dev/null", "r") != NULL);
}
static void fall(FILE *to, void *with)
{
    (void)with;
    fputs("begun", to);
    fflush(to);
    abort();
}
static void write_on(FILE *to, void *with)
{
    (void)with;
    for (;;)
        fputs("and on ", to);
}
static void take_memory(FILE *to, void *with)
{
    (void)with;
    apart_confine();
    void *volatile got = malloc((size_t)2 << 30);
    if (got)
        fputs("taken", to);
}

static void test_a_process_apart(void **state)
{
    struct world *w = *state;
    static const struct {
        void (*work)(FILE *, void *);
        const char *wrote;
    } works[] = { { open_files, "-1 0" }, { fall, "begun" }, { take_memory, "" } };
    const char *bytes;
    size_t size;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        assert_int_equal(apart_do(w->arena, works[i].work, w->folder, 1000, &bytes, &size),
                         APART_ENDED);
        assert_int_equal(size, strlen(works[i].wrote));
        assert_memory_equal(bytes, works[i].wrote, size);
    }
    assert_int_equal(apart_do(w->arena, write_on, NULL, 1 << 20, &bytes, &size), APART_LARGE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    static const struct CMUnitTest tests[] = {
        TEST(test_a_path),
        TEST(test_level_lines_and_rectangles),
        TEST(test_a_pen),
        TEST(test_clips_stand_in_each_other),
        TEST(test_natural_sizes),
        TEST(test_what_paints_nothing_is_left_out),
        TEST(test_what_programs_put_in_for_themselves),
        TEST(test_the_same_again),
        TEST(test_what_is_no_solid_path),
        TEST(test_whole_files_that_are_refused),
        TEST(test_too_much),
        TEST(test_a_process_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
