/* sheet/bar: the colour bar: each ink by itself, two and three of them over each other, and
 * halftones, from which a printer reads how much ink lies on the paper and how the plates fit. */
#include "sheet/inner.h"

/* Patches that are put down one by one, along one strip and then the next. */
struct row {
    struct sheet_mark *marks;
    uint32_t count;
    const struct rect *strips, *end;
    sp x; /* of the next, in the first of the strips that are left */
};

/* Puts down a patch, if it fits. */
static void add(struct row *r, struct sheet_mark patch)
{
    while (r->strips < r->end && r->x + BAR_HEIGHT > r->strips->x + r->strips->width)
        if (++r->strips < r->end)
            r->x = r->strips->x;
    if (r->strips == r->end)
        return;
    patch.kind = MARK_PATCH;
    patch.rect = (struct rect){ r->x, r->strips->y, BAR_HEIGHT, BAR_HEIGHT };
    r->marks[r->count++] = patch;
    r->x += BAR_HEIGHT;
}

uint32_t sheet_add_bar(struct sheet_mark *m, const struct rect *strips, unsigned strip_count,
                       const struct spot_inks *spots)
{
    enum { C = PATCH_CYAN, M = PATCH_MAGENTA, Y = PATCH_YELLOW, K = PATCH_BLACK };
    static const uint8_t singles[] = { K, C, M, Y }, over[] = { C | M, C | Y, M | Y, C | M | Y };
    static const uint8_t percents[] = { 100, 50 };
    struct row r = { .marks = m, .strips = strips, .end = strips + strip_count, .x = strips->x };
    for (unsigned p = 0; p < 2; p++) {
        for (unsigned i = 0; i < 4; i++)
            add(&r, (struct sheet_mark){ .inks = singles[i], .percent = percents[p] });
        for (unsigned i = 0; i < spots->count; i++)
            add(&r, (struct sheet_mark){ .spot = spots->items[i], .percent = percents[p] });
        for (unsigned i = 0; p == 0 && i < 4; i++)
            add(&r, (struct sheet_mark){ .inks = over[i], .percent = percents[p] });
    }
    return r.count;
}

/* Notes an ink that is not among them. */
static void note(struct spot_inks *to, const struct color *c)
{
    if (c->space != COLOR_SPOT || !c->alpha)
        return;
    for (unsigned i = 0; i < to->count; i++)
        if (to->items[i] == c->spot)
            return;
    if (to->count < SPOTS_MOST)
        to->items[to->count++] = c->spot;
}

void sheet_find_spots(struct arena *scratch, const struct page *page, struct spot_inks *to)
{
    struct arena_mark mark = arena_mark(scratch);
    uint32_t count;
    const struct placed *items = page_shapes(page, scratch, &count);
    for (uint32_t i = 0; i < count; i++)
        if (items[i].kind == PLACED_RECT)
            note(to, items[i].rect.color);
        else if (items[i].kind == PLACED_GLYPHS)
            note(to, &items[i].glyphs.run->run->style->color);
    arena_reset(scratch, mark);
}
