/* sheet, preflight: what on the pages the press, the knife or an office printer would spoil.
 *
 *   print             nothing nearer to the cut than -hb-safe-margin, but what goes over it, and
 *                     that through all of the bleed; type and rules thick enough for one ink, or
 *                     for inks that have to meet
 *   all               nothing behind a picture that shines through it but one colour; type that
 *                     can be told from its ground
 *   office, booklet   nothing nearer to the paper's edge than -hb-safe-margin; type that its
 *                     ground, both in grey, does not swallow, and that is not dotted
 *
 * What many places share, a size, a grey or a margin, is told at the first of them.  The limits are
 * the trade's (Ghent Workgroup 2015) and WCAG 2.1's (1.4.3).
 */
#include "sheet/inner.h"

#include <string.h>

#define FULL 65535
#define TYPE_LEAST (5 * SP_PT)      /* of one ink */
#define TYPE_LEAST_INKS (6 * SP_PT) /* of three and more, which have to meet */
#define RULE_LEAST (SP_PT / 4)
#define RULE_LEAST_INKS (2 * SP_PT / 5)     /* of two and more */
#define RULE_MOST (3 * SP_PT)               /* what is thicker is a ground, or a bar */
#define BLEED_USUAL (SP_PT * 30 * 72 / 254) /* 3 mm */
#define DOTS_SEEN (14 * SP_PT)              /* larger type hides the dots of a grey */

/* In hundredths: of what is read without effort, and of what is seen at all. */
enum { CONTRAST_LEAST = 450, CONTRAST_SEEN = 150 };
enum { TOLD_MOST = 256 };

/* What has been told: of which element, or of which thickness, size, grey or contrast. */
struct told {
    enum diag_code code;
    const void *whose;
    int64_t amount;
};
struct checking {
    struct arena *scratch;
    struct diag *diag;
    const struct edition *edition;
    const struct page *page;
    const struct placed *items;
    uint32_t count;
    const struct placed **grounds; /* of the items before the one that is checked: what paints */
    uint32_t ground_count;
    struct told told[TOLD_MOST];
    unsigned told_count;
};

/* ---- saying ---- */
/* Where the sheet or the document has the item. */
static struct position place_of(struct arena *a, const struct placed *item)
{
    struct position at = { 0 };
    const struct style *s = item->kind == PLACED_GLYPHS ? item->glyphs.run->run->style : NULL;
    if (item->node)
        at = doc_position(item->node, 0, 0);
    if (item->kind == PLACED_RECT && item->node && !node_parent(item->node) && item->rect.color->at)
        at = *item->rect.color->at; /* a margin box's rule, or the page's ground */
    if (item->kind == PLACED_GLYPHS && item->artifact == ARTIFACT_NONE)
        line_words(a, item->glyphs.line, &at);
    else if (s && s->content)
        at = s->content->at;
    return at;
}

/* Tells whether this is the first time; beyond so many, nothing is told. */
static bool is_new(struct checking *c, enum diag_code code, const void *whose_it_is, int64_t amount)
{
    for (unsigned i = 0; i < c->told_count; i++)
        if (c->told[i].code == code && c->told[i].whose == whose_it_is &&
            c->told[i].amount == amount)
            return false;
    if (c->told_count == TOLD_MOST)
        return false;
    c->told[c->told_count++] = (struct told){ code, whose_it_is, amount };
    return true;
}

/* A length as a person reads it: "2.83 pt". */
static const char *in_points(struct arena *a, sp length)
{
    const sp parts = (length * 100 + SP_PT / 2) / SP_PT;
    return arena_printf(a, "%d.%02d pt", (int)(parts / 100), (int)(parts % 100));
}

/* Says something of an item, with the page's number and two more arguments. */
struct saying {
    const char *name, *value;
};
static void tell(struct checking *c, enum diag_code code, const struct placed *item,
                 struct saying one, struct saying other)
{
    diag_add(c->diag, code, place_of(c->scratch, item), "page",
             arena_printf(c->scratch, "%u", c->page->number), one.name, one.value, other.name,
             other.value, NULL);
}

/* ---- the edge ---- */
/* With how many inks a colour prints; of what a profile will mix, with all. */
static unsigned inks_of(const struct color *c)
{
    unsigned n = 0;
    if (c->space == COLOR_RGB)
        return c->c[0] == c->c[1] && c->c[1] == c->c[2] ? c->c[0] < FULL : 4;
    if (c->space != COLOR_CMYK)
        return c->c[0] != (c->space == COLOR_GREY ? FULL : 0);
    for (unsigned i = 0; i < 4; i++)
        n += c->c[i] > 0;
    return n;
}

/* Whose an item is: an element's, or furniture that one declaration puts on many pages. */
static const void *whose(const struct placed *item)
{
    const struct style *s = item->kind == PLACED_GLYPHS ? item->glyphs.run->run->style : NULL;
    if (s && s->content && item->artifact != ARTIFACT_NONE)
        return s->content->at.source->bytes + s->content->at.start;
    return item->node;
}

/* The room that type takes of a run: its baseline is three quarters below its top, and behind its
 * last letter no letter-spacing is seen. */
static struct rect room_of(const struct placed *item)
{
    if (item->kind != PLACED_GLYPHS)
        return item->kind == PLACED_RECT ? item->rect.rect : item->picture.rect;
    const struct line_run *r = item->glyphs.run;
    const sp size = r->run->size, behind = text_letter_spacing(r->run);
    return (struct rect){ item->glyphs.at.x + (r->run->level & 1 ? behind : 0),
                          item->glyphs.at.y - r->run->raise - size * 3 / 4, r->width - behind,
                          size };
}

enum { EDGES = 4 };
/* Finds how far it stands from each of the page's edges; less than nothing: so far beyond. */
static void find_gaps(const struct page_style *style, struct rect r, sp gaps[EDGES])
{
    const sp found[EDGES] = { r.x, r.y, style->width - r.x - r.width,
                              style->height - r.y - r.height };
    for (unsigned i = 0; i < EDGES; i++)
        gaps[i] = found[i];
}

/* Tells of an item that stands nearer to an edge than the sheet lets it; of what a margin puts all
 * as near, text or rules, once. */
static void tell_near(struct checking *c, enum diag_code code, const struct placed *item, sp gap)
{
    const sp least = c->page->style->safe_margin;
    const bool of_margin = item->artifact != ARTIFACT_PAGINATION && item->kind != PLACED_PICTURE;
    if (gap < least &&
        is_new(c, code, of_margin ? NULL : whose(item), of_margin ? 2 * gap + item->kind : 0))
        tell(c, code, item, (struct saying){ "distance", in_points(c->scratch, sp_max(gap, 0)) },
             (struct saying){ "least", in_points(c->scratch, least) });
}

/* Nothing may stand near the edge of office paper. */
static void check_edge(struct checking *c, const struct placed *item)
{
    sp gaps[EDGES], least = SP_MAX;
    find_gaps(c->page->style, room_of(item), gaps);
    for (unsigned i = 0; i < EDGES; i++)
        least = sp_min(least, gaps[i]);
    tell_near(c, DIAG_PRINTER_EDGE, item, least);
}

/* Tells of an item that is cut, and goes no further beyond the cut than that. */
static void tell_short(struct checking *c, const struct placed *item, sp beyond)
{
    const sp bleed = c->page->style->bleed, least = bleed ? bleed : BLEED_USUAL;
    struct arena *a = c->scratch;
    if (beyond + EDGE_NEAR < least && is_new(c, DIAG_CUT_BLEED, bleed ? whose(item) : NULL, 0))
        tell(c, DIAG_CUT_BLEED, item, (struct saying){ "distance", in_points(a, beyond) },
             (struct saying){ "remedy", bleed ? arena_printf(a, PHRASE("let it go on for %s"),
                                                             in_points(a, least))
                                              : PHRASE("give @page a bleed of 3mm") });
}

/* What is cut has to go through the bleed, as colours do by themselves; what is not has to keep
 * clear of the knife, and so has type. */
static void check_cut(struct checking *c, const struct placed *item)
{
    const struct page_style *style = c->page->style;
    sp gaps[EDGES], near = SP_MAX, beyond = SP_MAX;
    if (item->kind == PLACED_RECT && (!item->rect.color->alpha || !inks_of(item->rect.color)))
        return;
    find_gaps(style, room_of(item), gaps);
    for (unsigned i = 0; i < EDGES; i++)
        if (item->kind == PLACED_GLYPHS || gaps[i] > EDGE_NEAR)
            near = sp_min(near, gaps[i]);
        else
            beyond = sp_min(beyond, item->kind == PLACED_RECT ? style->bleed : -gaps[i]);
    tell_near(c, DIAG_CUT_NEAR, item, near);
    tell_short(c, item, sp_max(beyond, 0));
}

/* ---- inks ---- */
/* Says that something is too fine for its inks. */
static void tell_fine(struct checking *c, enum diag_code code, const struct placed *item,
                      unsigned inks, sp size, sp least)
{
    struct arena *a = c->scratch;
    diag_add(c->diag, code, place_of(a, item), "page", arena_printf(a, "%u", c->page->number),
             "size", in_points(a, size), "inks",
             inks > 1 ? PHRASE("more than one ink") : PHRASE("one ink"), "least",
             in_points(a, least), "or", inks > 1 ? PHRASE(", or in black alone") : "", NULL);
}

static void check_type(struct checking *c, const struct placed *item)
{
    const struct run *run = item->glyphs.run->run;
    const unsigned inks = inks_of(&run->style->color);
    const sp least = inks > 2 ? TYPE_LEAST_INKS : TYPE_LEAST;
    if (run->size >= least || !run->style->color.alpha)
        return;
    if (is_new(c, DIAG_TYPE_FINE, NULL, 2 * run->size + (inks > 1)))
        tell_fine(c, DIAG_TYPE_FINE, item, inks, run->size, least);
}

static void check_rule(struct checking *c, const struct placed *item)
{
    const struct rect r = item->rect.rect;
    const sp thick = sp_min(r.width, r.height);
    const unsigned inks = inks_of(item->rect.color);
    const sp least = inks > 1 ? RULE_LEAST_INKS : RULE_LEAST;
    if (thick >= least || thick <= 0 || !item->rect.color->alpha)
        return;
    if (is_new(c, DIAG_RULE_FINE, NULL, 2 * thick + (inks > 1)))
        tell_fine(c, DIAG_RULE_FINE, item, inks, thick, least);
}

/* Checks the lines of a drawn picture as rules are. */
static void check_lines(struct checking *c, const struct placed *item)
{
    const struct artwork *art = item->picture.image->artwork;
    const struct rect r = item->picture.rect;
    for (uint32_t i = 0; art && i < art->count; i++) {
        const struct painted *p = &art->items[i];
        const sp thick =
            p->pen ? (sp)artwork_line(art, p->pen, (double)r.width, (double)r.height) : SP_MAX;
        const unsigned inks = inks_of(&p->color);
        const sp least = inks > 1 ? RULE_LEAST_INKS : RULE_LEAST;
        if (thick < least && is_new(c, DIAG_RULE_FINE, NULL, 2 * thick + (inks > 1)))
            tell_fine(c, DIAG_RULE_FINE, item, inks, thick, least);
    }
}

/* ---- greys ---- */
/* What a colour is in grey, as pdf writes it: 0 black, FULL white. */
static int64_t grey_of(const struct color *c)
{
    int64_t v[3] = { c->c[0], c->c[1], c->c[2] };
    for (int i = 0; c->space == COLOR_CMYK && i < 3; i++)
        v[i] = sp_muldiv(FULL - c->c[i], FULL - c->c[3], FULL);
    if (c->space == COLOR_GREY)
        return c->c[0];
    if (c->space == COLOR_SPOT) {
        const struct color tint = color_of_tint(c);
        return grey_of(&tint);
    }
    return (2126 * v[0] + 7152 * v[1] + 722 * v[2]) / 10000;
}

/* The light that a grey gives back, of FULL (sRGB's curve, within a hundredth of it). */
static int64_t light_of(int64_t grey)
{
    const int64_t linear = 12523, square = 682171, cube = 305306; /* in millionths */
    int64_t inner = linear + square * grey / FULL + cube * grey / FULL * grey / FULL;
    return inner * grey / 1000000;
}

/* The contrast of two greys, in hundredths. */
static int64_t contrast_of(int64_t one, int64_t other)
{
    const int64_t flare = FULL / 20;
    int64_t a = light_of(one) + flare, b = light_of(other) + flare;
    return a > b ? 100 * a / b : 100 * b / a;
}

/* Finds the grey in the middle of an item: the last ground before it that holds that point, else
 * paper. */
static int64_t ground_of(const struct checking *c, const struct placed *item)
{
    const struct rect r = room_of(item);
    const struct point at = { r.x + r.width / 2, r.y + r.height / 2 };
    for (uint32_t i = c->ground_count; i-- > 0;) {
        const struct rect g = c->grounds[i]->rect.rect;
        if (g.x <= at.x && at.x <= g.x + g.width && g.y <= at.y && at.y <= g.y + g.height)
            return grey_of(c->grounds[i]->rect.color);
    }
    return FULL;
}

/* Tells of type whose contrast to its ground is less than that, once for each contrast. */
static void tell_faint(struct checking *c, enum diag_code code, const struct placed *item,
                       int64_t contrast, int least)
{
    if (contrast >= least || !is_new(c, code, NULL, contrast))
        return;
    const char *value =
        arena_printf(c->scratch, "%d.%d", (int)(contrast / 100), (int)(contrast / 10 % 10));
    tell(c, code, item, (struct saying){ "contrast", value },
         (struct saying){ "edition", c->edition->name });
}

/* Type in colours need not be grey to be read, but as light as its ground nobody reads it. */
static void check_seen(struct checking *c, const struct placed *item)
{
    const struct color *color = &item->glyphs.run->run->style->color;
    if (color->alpha)
        tell_faint(c, DIAG_TYPE_FAINT, item, contrast_of(grey_of(color), ground_of(c, item)),
                   CONTRAST_SEEN);
}

static void check_grey(struct checking *c, const struct placed *item)
{
    const struct run *run = item->glyphs.run->run;
    const int64_t grey = grey_of(&run->style->color);
    if (!run->style->color.alpha)
        return;
    const int64_t contrast = contrast_of(grey, ground_of(c, item));
    const struct saying edition = { "edition", c->edition->name };
    struct arena *a = c->scratch;
    tell_faint(c, DIAG_GREY_FAINT, item, contrast, CONTRAST_LEAST);
    if (contrast >= CONTRAST_LEAST && grey > 0 && grey < FULL && run->size < DOTS_SEEN &&
        is_new(c, DIAG_GREY_DOTTED, NULL, grey))
        tell(c, DIAG_GREY_DOTTED, item,
             (struct saying){ "share", arena_printf(a, "%d", (int)(100 - 100 * grey / FULL)) },
             edition);
}

/* ---- grounds ---- */
/* What lies behind a picture it can be laid on only if a picture can hold it, and all of it
 * alike. */
static void check_ground(struct checking *c, const struct placed *item)
{
    const struct image *im = item->picture.image;
    struct color color;
    const char *what = NULL;
    if (!im->alpha)
        return;
    enum ground_kind kind =
        page_ground(c->items, (uint32_t)(item - c->items), item->picture.rect, &color);
    if (kind == GROUND_MIXED)
        what = PHRASE("more than one colour lies behind it");
    else if (color.space == COLOR_SPOT && c->edition->color == TARGET_CMYK)
        what = PHRASE("behind it lies an ink with a plate of its own, which no picture holds");
    if (what && is_new(c, DIAG_PICTURE_GROUND, whose(item), 0))
        tell(c, DIAG_PICTURE_GROUND, item, (struct saying){ "file", im->path },
             (struct saying){ "what", what });
}

/* ---- pages ---- */
typedef void check_function(struct checking *c, const struct placed *item);
enum { CHECKS_MOST = 3 };
/* What is checked of a kind of item, by what an edition's colours are. */
static check_function *const checks[][PLACED_PICTURE + 1][CHECKS_MOST] = {
    [TARGET_RGB] = { [PLACED_GLYPHS] = { check_seen }, [PLACED_PICTURE] = { check_ground } },
    [TARGET_CMYK] = { [PLACED_GLYPHS] = { check_cut, check_type, check_seen },
                      [PLACED_RECT] = { check_cut, check_rule },
                      [PLACED_PICTURE] = { check_cut, check_ground, check_lines } },
    [TARGET_GREY] = { [PLACED_GLYPHS] = { check_edge, check_grey },
                      [PLACED_PICTURE] = { check_edge, check_ground } },
};

/* Checks an item of the page by what it is, and keeps it as a ground of those behind it. */
static void check_item(struct checking *c, const struct placed *item)
{
    check_function *const *const each = checks[c->edition->color][item->kind];
    if (item->artifact == ARTIFACT_SLUG) /* no knife spares it */
        return;
    for (unsigned n = 0; n < CHECKS_MOST && each[n]; n++)
        each[n](c, item);
    if (item->kind == PLACED_RECT && item->rect.color->alpha)
        c->grounds[c->ground_count++] = item;
}

void preflight(struct arena *a, struct diag *d, const struct pages *pages,
               const struct edition *edition)
{
    struct arena_mark mark = arena_mark(a);
    struct checking *c = arena_new(a, struct checking);
    *c = (struct checking){ .scratch = a, .diag = d, .edition = edition };
    for (uint32_t i = 0; i < pages->count; i++) {
        struct arena_mark of_page = arena_mark(a);
        c->page = &pages->pages[i];
        c->items = page_shapes(c->page, a, &c->count);
        c->grounds = arena_array(a, const struct placed *, c->count);
        c->ground_count = 0;
        for (uint32_t k = 0; k < c->count; k++)
            check_item(c, &c->items[k]);
        arena_reset(a, of_page);
    }
    arena_reset(a, mark);
}
