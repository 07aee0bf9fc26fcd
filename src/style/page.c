/* style/page.c: @page rules → the style of a page (Paged Media 3, 4 and 5).  The page context
 * inherits from the root element, margin boxes and @footnote from the page context. */
#include "style/cascade.h"

#include <stdlib.h>
#include <string.h>

/* Which page a style is for; number 0: pages are not counted yet. */
struct page_asked {
    const char *name;
    unsigned flags;
    uint32_t number;
};

/* Tells whether the rule is for that page. */
static bool applies(const struct page_rule *p, const struct page_asked *page)
{
    int64_t d = (int64_t)page->number - p->offset;
    bool counted =
        !p->nth || (page->number && (p->step ? d % p->step == 0 && d / p->step >= 0 : d == 0));
    return counted && (p->flags & ~page->flags) == 0 &&
           (!p->name || (page->name && !strcmp(p->name, page->name)));
}

static int by_rank(const void *p, const void *q)
{
    const struct page_rule *a = *(const struct page_rule *const *)p;
    const struct page_rule *b = *(const struct page_rule *const *)q;
    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    if (a->specificity != b->specificity)
        return a->specificity < b->specificity ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Where Paged Media 3, 5.3 gives margin boxes other initial values; the corners and sides by the
 * word in their name. */
static void prepare_box(struct style *s, int which)
{
    static const unsigned char align[MARGIN_BOX_COUNT] = {
        ALIGN_END,    ALIGN_START,  ALIGN_CENTER, ALIGN_END,    ALIGN_START,  ALIGN_CENTER,
        ALIGN_CENTER, ALIGN_CENTER, ALIGN_START,  ALIGN_END,    ALIGN_CENTER, ALIGN_START,
        ALIGN_END,    ALIGN_CENTER, ALIGN_CENTER, ALIGN_CENTER, ALIGN_START
    };
    s->text_align = (enum text_align)align[which];
    if (s->rtl && s->text_align != ALIGN_CENTER) /* the words in their names are of paper */
        s->text_align = s->text_align == ALIGN_START ? ALIGN_END : ALIGN_START;
    s->vertical_align = VALIGN_MIDDLE;
    if (which == RIGHT_TOP || which == LEFT_TOP)
        s->vertical_align = VALIGN_TOP;
    if (which == RIGHT_BOTTOM || which == LEFT_BOTTOM)
        s->vertical_align = VALIGN_BOTTOM;
    s->display = DISPLAY_BLOCK;
}

static void prepare_block(struct style *s, int which)
{
    (void)which;
    s->display = DISPLAY_BLOCK;
}

/* The rules for a page, by rising rank, in the arena; returns how many. */
static size_t find_rules(const struct rules *all, struct arena *a, const struct page_asked *asked,
                         const struct page_rule ***found)
{
    const struct page_rule **list = arena_array(a, const struct page_rule *, all->page_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < all->page_count; i++)
        if (applies(&all->pages[i], asked))
            list[n++] = &all->pages[i];
    qsort(list, n, sizeof *list, by_rank);
    *found = list;
    return n;
}

/* Which part of a page's rules a style is made of: a margin box, or one of these. */
enum { PART_FOOTNOTE = MARGIN_BOX_COUNT, PART_PAGE };

static const struct declarations *part_of(const struct page_rule *p, int part)
{
    if (part == PART_PAGE)
        return p->block;
    return part == PART_FOOTNOTE ? p->footnote : p->boxes[part];
}

/* Computes the style of a part of the page; NULL where no rule says anything of a margin box. */
static const struct computed *compute_part(struct style_input *in, struct origin_block *blocks,
                                           const struct page_rule *const *rules, size_t n, int part)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        const struct declarations *d = part_of(rules[i], part);
        if (d)
            blocks[k++] = (struct origin_block){ d, rules[i]->origin };
    }
    if (!k && part < MARGIN_BOX_COUNT)
        return NULL;
    in->blocks = blocks;
    in->block_count = k;
    in->box = part;
    in->prepare = part < MARGIN_BOX_COUNT ? prepare_box : prepare_block;
    return style_compute(in);
}

static const struct page_style *page_of(const struct styles *s, struct arena *a,
                                        struct page_asked asked)
{
    const struct page_rule **rules;
    size_t n = find_rules(&s->rules, a, &asked, &rules);
    struct origin_block *blocks = arena_array(a, struct origin_block, n + 1);
    struct page_style *p = arena_new(a, struct page_style);
    struct style ignored = { 0 };
    style_initial_page(a, &ignored, p);
    struct style_input in = { .styles = s,
                              .arena = a,
                              .parent = s->root,
                              .rtl = s->root && s->root->style.rtl,
                              .lang = s->root ? s->root->style.lang : NULL,
                              .page = p };
    in.parent = compute_part(&in, blocks, rules, n, PART_PAGE);
    p->page = &in.parent->style;
    in.page = NULL;
    in.paper = p;
    for (int b = 0; b < MARGIN_BOX_COUNT; b++) {
        const struct computed *box = compute_part(&in, blocks, rules, n, b);
        if (box && box->style.content)
            p->boxes[b] = &box->style;
    }
    p->footnote = &compute_part(&in, blocks, rules, n, PART_FOOTNOTE)->style;
    return p;
}

const struct page_style *style_page(const struct styles *s, struct arena *a, const char *name,
                                    unsigned flags)
{
    return page_of(s, a, (struct page_asked){ name, flags, 0 });
}

const struct page_style *style_page_counted(const struct styles *s, struct arena *a,
                                            const char *name, unsigned flags, uint32_t number)
{
    const struct page_asked asked = { name, flags, number };
    bool any = false;
    for (size_t i = 0; i < s->rules.page_count && !any; i++)
        any = style_is_counted(&s->rules.pages[i]) && applies(&s->rules.pages[i], &asked);
    return any ? page_of(s, a, asked) : NULL;
}
