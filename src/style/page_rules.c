/* style/page_rules.c: @page (Paged Media 3, 4): selectors, declarations, margin boxes, the area of
 * footnotes (GCPM, 2.3).
 */
#include "style/reader.h"

const char *const style_box_names[MARGIN_BOX_COUNT] = {
    "top-left-corner",    "top-left",         "top-center",
    "top-right",          "top-right-corner", "right-top",
    "right-middle",       "right-bottom",     "bottom-right-corner",
    "bottom-right",       "bottom-center",    "bottom-left",
    "bottom-left-corner", "left-bottom",      "left-middle",
    "left-top",           "-hb-slug"
};

unsigned style_margin_box(const char *name)
{
    unsigned b = 0;
    while (b < MARGIN_BOX_COUNT && !style_same(name, style_box_names[b]))
        b++;
    return b;
}

/* Reads one page's pseudo-class. */
static bool read_page_class(const struct value *v, struct page_rule *p)
{
    static const struct {
        const char *name;
        unsigned flag;
        uint32_t weight;
    } words_of[] = { { "first", PAGE_FIRST, 1 << 8 },
                     { "blank", PAGE_BLANK, 1 << 8 },
                     { "-hb-last", PAGE_LAST, 1 << 8 },
                     { "left", PAGE_LEFT, 1 },
                     { "right", PAGE_RIGHT, 1 } };
    if (v->kind == T_FUNCTION && style_same(v->text, "nth") && !p->nth) {
        p->nth = true;
        p->specificity += 1 << 8;
        return style_parse_nth(v->inside, &p->step, &p->offset);
    }
    for (size_t i = 0; i < sizeof words_of / sizeof *words_of; i++)
        if (style_is(v, words_of[i].name)) {
            p->flags |= words_of[i].flag;
            p->specificity += words_of[i].weight;
            return true;
        }
    return false;
}

/* Reads one @page selector: name? pseudo-class*. */
static bool read_page_selector(struct values v, struct page_rule *p)
{
    v = style_trim(v);
    *p = (struct page_rule){ 0 };
    unsigned k = 0;
    if (v.n && v.v[0].kind == T_IDENT) {
        p->name = v.v[k++].text;
        p->start = v.v[0].start;
        p->end = v.v[v.n - 1].end;
        p->specificity = 1 << 16;
    }
    for (; k < v.n; k += 2) {
        if (v.v[k].kind != T_COLON || k + 1 == v.n || !read_page_class(&v.v[k + 1], p))
            return false;
    }
    return true;
}

/* Reads the list of @page selectors, in the arena; NULL when one is none.  Without any it is for
 * all pages. */
static struct page_rule *read_page_selectors(struct sheet_reader *r, struct values v,
                                             unsigned *count)
{
    struct page_rule *list = arena_array(r->arena, struct page_rule, v.n + 1);
    bool several = style_trim(v).n > 0;
    for (unsigned from = 0, k = 0; k <= v.n; k++) {
        if (k < v.n && v.v[k].kind != T_COMMA)
            continue;
        struct values one = { v.v + from, k - from };
        if ((several && !style_trim(one).n) || !read_page_selector(one, &list[(*count)++]))
            return NULL;
        from = k + 1;
    }
    return list;
}

/* Reads the declarations, margin boxes and footnote area of an @page rule. */
static void read_page_block(struct sheet_reader *r, const struct statement *i, struct page_rule *p)
{
    struct statements statements = style_parse_block(r->arena, i->block);
    enum where where = style_is_counted(p) ? AT_COUNTED_PAGE : AT_PAGE;
    p->block = arena_new(r->arena, struct declarations);
    r->where = where;
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *in = &statements.v[k];
        if (in->kind == STATEMENT_DECLARATION) {
            style_read_declaration(r, in, p->block);
            continue;
        }
        if (in->kind != STATEMENT_AT_RULE) {
            style_warn_syntax(r, in);
            continue;
        }
        unsigned b = style_margin_box(in->name);
        bool foot = style_same(in->name, "footnote");
        if ((b == MARGIN_BOX_COUNT && !(foot && where == AT_PAGE)) || !in->has_block) {
            style_warn_at(r, in);
            continue;
        }
        r->where = foot ? AT_FOOTNOTE : AT_MARGIN_BOX;
        struct declarations *d = style_read_block(r, in->block);
        struct declarations **to = foot ? &p->footnote : &p->boxes[b];
        r->where = where;
        if (!*to)
            *to = d;
        else
            for (size_t m = 0; m < d->n; m++)
                style_add_declaration(r->arena, *to, &d->v[m]);
    }
    r->where = AT_ELEMENT;
}

void style_read_page(struct sheet_reader *r, const struct statement *i)
{
    struct page_rule block = { 0 };
    unsigned n = 0;
    if (!i->has_block) {
        style_warn_at(r, i);
        return;
    }
    struct page_rule *list = read_page_selectors(r, i->prelude, &n);
    if (!list) {
        style_warn_selector(r, i, NULL);
        return;
    }
    for (unsigned k = 0; k < n; k++) /* one that is asked late has the others wait */
        if (style_is_counted(&list[k]))
            block = list[k];
    read_page_block(r, i, &block);
    struct rules *o = r->out;
    for (unsigned k = 0; k < n; k++) {
        struct page_rule p = block;
        p.name = list[k].name;
        p.flags = list[k].flags;
        p.nth = list[k].nth;
        p.step = list[k].step;
        p.offset = list[k].offset;
        p.specificity = list[k].specificity;
        p.order = o->order;
        p.origin = r->origin;
        p.own = r->own;
        p.start = list[k].start;
        p.end = list[k].end;
        if (o->page_count == o->page_room)
            o->pages = arena_grow(r->arena, o->pages, sizeof p, o->page_count, o->page_count + 4,
                                  &o->page_room);
        o->pages[o->page_count++] = p;
    }
    o->order++;
}
