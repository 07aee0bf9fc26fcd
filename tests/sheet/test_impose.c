/* sheet: pages that share sheets, folded and cut by numbers. */
#include "sheet/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

enum { PAGES_MOST = 17, BLANK = 0 };
enum binding { BOUND_LEFT, BOUND_RIGHT };

static jmp_buf oom;
static const struct edition office = { .name = "office", .tags = TAGS_NONE };
static const struct edition screen = { .name = "screen", .tags = TAGS_UA };

/* What pages are made of: 100 × 200 pt but for what a test says. */
struct made {
    struct arena *arena;
    struct style paper;
    struct page_style style;
    struct page page[PAGES_MOST];
    struct pages pages;
};

static struct made *open(enum imposition impose, uint32_t count, enum binding binding)
{
    struct arena *a = arena_open(&oom);
    struct made *m = arena_new(a, struct made);
    *m = (struct made){ .arena = a, .paper = { .rtl = binding == BOUND_RIGHT } };
    m->style = (struct page_style){
        .width = 100 * SP_PT, .height = 200 * SP_PT, .impose = impose, .page = &m->paper
    };
    for (uint32_t i = 0; i < count; i++)
        m->page[i] = (struct page){ .number = i + 1, .style = &m->style };
    m->pages = (struct pages){ .pages = m->page, .count = count };
    return m;
}

static const struct sheets *build(struct made *m)
{
    return sheet_build(m->arena, diag_build(m->arena), &m->pages, &office);
}

/* The page that is seen in a column of a side, or BLANK. */
static const struct sheet_page *seen(const struct sheet *s, sp x)
{
    for (uint32_t i = 0; i < s->page_count; i++)
        if (s->pages[i].clip.x <= x && x < s->pages[i].clip.x + s->pages[i].clip.width)
            return &s->pages[i];
    return NULL;
}
static uint32_t number(const struct sheet *s, sp x)
{
    const struct sheet_page *p = seen(s, x);
    return p ? p->page->number : BLANK;
}

/* Reads the folded sheets, one inside the other, leaf by leaf: to the middle the halves at the
 * reader's far side, fronts first, then the others, backs first. */
static void a_folded_booklet_reads_on(void **state)
{
    (void)state;
    for (enum binding b = BOUND_LEFT; b <= BOUND_RIGHT; b++)
        for (uint32_t count = 1; count <= PAGES_MOST; count++) {
            struct made *m = open(IMPOSE_BOOKLET, count, b);
            const struct sheets *s = build(m);
            const sp far = b == BOUND_LEFT ? 150 * SP_PT : 50 * SP_PT, near = 200 * SP_PT - far;
            uint32_t read = 0;
            assert_int_equal(s->count, (count + 3) / 4 * 2);
            for (uint32_t i = 0; i < s->count; i++) {
                ++read;
                assert_int_equal(number(&s->sheets[i], i % 2 ? near : far),
                                 read > count ? BLANK : read);
            }
            for (uint32_t i = s->count; i--;) {
                ++read;
                assert_int_equal(number(&s->sheets[i], i % 2 ? far : near),
                                 read > count ? BLANK : read);
            }
            arena_close(m->arena);
        }
}

/* All that lies between the outermost sheet and a page moves it so much towards the fold. */
static void pages_of_inner_sheets_stand_nearer_to_the_fold(void **state)
{
    (void)state;
    for (enum binding b = BOUND_LEFT; b <= BOUND_RIGHT; b++)
        for (sp creep = 0; creep <= 2 * SP_PT; creep += SP_PT)
            for (uint32_t count = 1; count <= PAGES_MOST; count++) {
                struct made *m = open(IMPOSE_BOOKLET, count, b);
                m->style.creep = creep;
                const struct sheets *s = build(m);
                for (uint32_t i = 0; i < s->count; i++) {
                    const struct sheet_page *left = seen(&s->sheets[i], 50 * SP_PT),
                                            *right = seen(&s->sheets[i], 150 * SP_PT);
                    if (left)
                        assert_int_equal(left->at.x, creep * (i / 2));
                    if (right)
                        assert_int_equal(right->at.x, 100 * SP_PT - creep * (i / 2));
                    if (left) /* nothing beyond the fold */
                        assert_int_equal(left->clip.x + left->clip.width, 100 * SP_PT);
                    if (right)
                        assert_int_equal(right->clip.x, 100 * SP_PT);
                }
                arena_close(m->arena);
            }
}

/* Every page is drawn once, and read in its order, whichever half it stands in. */
static void pages_are_forms_in_their_order(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_BOOKLET, 8, BOUND_LEFT);
    m->style.bleed = 9 * SP_PT;
    const struct sheets *s = build(m);
    const struct papers papers = sheet_papers(s);
    assert_int_equal(papers.count, 8);
    for (uint32_t i = 0; i < 8; i++) {
        assert_ptr_equal(papers.items[i].pages->page, &m->page[i]);
        assert_int_equal(papers.items[i].width, 118 * SP_PT);
    }
    assert_int_equal(s->sheets[0].pages[0].page->number, 1);
    assert_int_equal(s->sheets[0].pages[1].page->number, 8);
    arena_close(m->arena);
}

/* Bleed is all around the sheet, none at the fold. */
static void bleed_ends_at_the_fold(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_BOOKLET, 4, BOUND_LEFT);
    m->style.bleed = 9 * SP_PT;
    m->style.marks = MARKS_CROP;
    const struct sheet *s = build(m)->sheets;
    assert_int_equal(s->width, (200 + 2 * 30) * SP_PT);
    assert_int_equal(s->trim.width, 200 * SP_PT);
    assert_int_equal(s->bleed.width, 218 * SP_PT);
    const struct rect r = s->pages[0].clip; /* page 1, at the right */
    assert_int_equal(r.x, 130 * SP_PT);
    assert_int_equal(r.width, 109 * SP_PT);
    assert_int_equal(r.y, 21 * SP_PT);
    assert_int_equal(r.height, 218 * SP_PT);
    assert_int_equal(s->mark_count, 8 + 2 * 3); /* the fold's are dashed, at both ends */
    assert_int_equal(s->marks[8].rect.x + s->marks[8].rect.width / 2, 130 * SP_PT);
    assert_int_equal(s->marks[8].rect.y, 3 * SP_PT);
    assert_int_equal(s->marks[13].rect.y + s->marks[13].rect.height, (260 - 3) * SP_PT);
    arena_close(m->arena);
}

/* Without paper beyond the trim, only the sheet that lies open when all are folded is marked. */
static void the_innermost_side_shows_the_fold(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_BOOKLET, 8, BOUND_LEFT);
    const struct sheets *s = build(m);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(s->sheets[i].mark_count, i == 3 ? 6 : 0);
    assert_int_equal(s->sheets[3].marks[0].rect.y, 18 * SP_PT);
    arena_close(m->arena);
}

/* Outside the flap, the back and the front; inside three panels, of which the last is the flap's.
 * A second leaflet follows where there are more than six pages. */
static void a_leaflet_folds_its_flap_in(void **state)
{
    (void)state;
    static const uint32_t panels[4][3] = { { 5, 6, 1 }, { 2, 3, 4 }, { 11, 12, 7 }, { 8, 9, 10 } };
    for (enum binding b = BOUND_LEFT; b <= BOUND_RIGHT; b++)
        for (uint32_t count = 1; count <= 12; count++) {
            struct made *m = open(IMPOSE_TRI_FOLD, count, b);
            const struct sheets *s = build(m);
            assert_int_equal(s->count, (count + 5) / 6 * 2);
            for (uint32_t i = 0; i < s->count; i++)
                for (unsigned k = 0; k < 3; k++) {
                    uint32_t wanted = panels[i][b == BOUND_LEFT ? k : 2 - k];
                    assert_int_equal(number(&s->sheets[i], (50 + 98 * k) * SP_PT),
                                     wanted > count ? BLANK : wanted);
                }
            arena_close(m->arena);
        }
}

static void the_flap_is_narrower(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_TRI_FOLD, 6, BOUND_LEFT);
    const struct sheets *s = build(m);
    const sp narrow = 191 * SP_PT / 2; /* 95.5 */
    assert_int_equal(s->sheets->width, 200 * SP_PT + narrow);
    const struct sheet_page *flap = seen(&s->sheets[0], 50 * SP_PT),
                            *inside = seen(&s->sheets[1], 250 * SP_PT);
    assert_int_equal(flap->page->number, 5);
    assert_int_equal(flap->clip.width, narrow);
    assert_int_equal(flap->at.x, -(9 * SP_PT / 4)); /* in its middle */
    assert_int_equal(inside->page->number, 4);
    assert_int_equal(inside->clip.x, 200 * SP_PT);
    assert_int_equal(inside->clip.width, narrow);
    assert_int_equal(s->sheets[0].mark_count, 0);
    assert_int_equal(s->sheets[1].mark_count, 2 * 2 * 3);
    arena_close(m->arena);
}

/* Copies that are cut apart have a bleed of their own each, and marks for the knife. */
static void copies_are_cut_apart(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_FOUR_UP, 2, BOUND_LEFT);
    m->style.bleed = 9 * SP_PT;
    m->style.marks = MARKS_CROP;
    const struct sheets *s = build(m);
    assert_int_equal(s->count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        const struct sheet *sheet = &s->sheets[i];
        assert_int_equal(sheet->trim.width, 218 * SP_PT);
        assert_int_equal(sheet->trim.height, 418 * SP_PT);
        assert_int_equal(sheet->page_count, 4);
        for (unsigned k = 0; k < 4; k++) {
            const struct sheet_page *p = &sheet->pages[k];
            assert_int_equal(p->page->number, i + 1);
            assert_int_equal(p->at.x, (30 + k % 2 * 118) * SP_PT);
            assert_int_equal(p->at.y, (30 + k / 2 * 218) * SP_PT);
            assert_int_equal(p->clip.width, 118 * SP_PT);
        }
        assert_int_equal(sheet->mark_count, 8 + 4 + 4); /* two cuts each way, at both ends */
    }
    arena_close(m->arena);
}

static void wide_copies_stand_above_each_other(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_TWO_UP, 1, BOUND_LEFT);
    assert_int_equal(build(m)->sheets->width, 200 * SP_PT);
    m->style.width = 300 * SP_PT;
    const struct sheets *s = build(m);
    assert_int_equal(s->sheets->width, 300 * SP_PT);
    assert_int_equal(s->sheets->height, 400 * SP_PT);
    assert_int_equal(s->sheets->mark_count, 2); /* one cut, at both ends */
    assert_int_equal(s->duplex, DUPLEX_NONE);   /* nothing is on the back */
    arena_close(m->arena);
}

/* A printer that turns sheets about the other edge gets backs upside down. */
static void backs_may_be_upside_down(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_BOOKLET, 4, BOUND_LEFT);
    m->style.width = 150 * SP_PT; /* its sheet is wide: 300 × 200 */
    const struct sheets *s = build(m);
    assert_int_equal(s->duplex, DUPLEX_SHORT_EDGE);
    m->style.duplex = DUPLEX_LONG_EDGE;
    s = build(m);
    assert_int_equal(s->duplex, DUPLEX_LONG_EDGE);
    assert_int_equal(s->sheets[0].pages[0].turns, 0);
    const struct sheet_page *second = seen(&s->sheets[1], 200 * SP_PT); /* it was at the left */
    assert_int_equal(second->page->number, 2);
    assert_int_equal(second->turns, 2);
    assert_int_equal(second->at.x, 150 * SP_PT);
    const struct sheet_turn t = sheet_turn(second);
    assert_int_equal(t.origin.x, 300 * SP_PT); /* where its top left corner is now */
    assert_int_equal(t.origin.y, 200 * SP_PT);
    m->style.duplex = DUPLEX_NONE;
    assert_int_equal(build(m)->duplex, DUPLEX_NONE);
    arena_close(m->arena);
}

/* What is read aloud is read page by page. */
static void a_tagged_edition_keeps_its_pages(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_BOOKLET, 4, BOUND_LEFT);
    m->style.duplex = DUPLEX_SHORT_EDGE;
    const struct sheets *s = sheet_build(m->arena, diag_build(m->arena), &m->pages, &screen);
    assert_int_equal(s->count, 4);
    assert_null(s->forms);
    assert_int_equal(s->sheets[1].pages->turns, 0);
    arena_close(m->arena);
}

static void no_pages_make_no_sheets(void **state)
{
    (void)state;
    struct made *m = open(IMPOSE_BOOKLET, 0, BOUND_LEFT);
    assert_int_equal(build(m)->count, 0);
    arena_close(m->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folded_booklet_reads_on),
        cmocka_unit_test(pages_of_inner_sheets_stand_nearer_to_the_fold),
        cmocka_unit_test(pages_are_forms_in_their_order),
        cmocka_unit_test(bleed_ends_at_the_fold),
        cmocka_unit_test(the_innermost_side_shows_the_fold),
        cmocka_unit_test(a_leaflet_folds_its_flap_in),
        cmocka_unit_test(the_flap_is_narrower),
        cmocka_unit_test(copies_are_cut_apart),
        cmocka_unit_test(wide_copies_stand_above_each_other),
        cmocka_unit_test(backs_may_be_upside_down),
        cmocka_unit_test(a_tagged_edition_keeps_its_pages),
        cmocka_unit_test(no_pages_make_no_sheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
