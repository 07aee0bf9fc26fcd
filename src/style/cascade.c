/* style/cascade.c: rules × nodes → computed styles (Cascade 4).
 *
 *   node ─index.c─► its rules, ascending ─share.c─► (parent, rules, language, direction) known?
 *                                         ├─ yes ─► the style that was computed then
 *                                         └─ no ──► compute.c
 *
 * A node keeps one number: of its own style together with those of its pseudo-elements.
 */
#include "style/cascade.h"

#include <string.h>

/* Values that var() may make in all styles together. */
enum { VAR_ALL = 1 << 20 };

/* What matching may cost: tests of one compound against one node.  A second of time, and a few
 * thousand compounds for each node. */
enum { STEPS_LEAST = 50000000, STEPS_A_NODE = 4000 };

/* True when the element has a number: a note, at the foot or where it flows, and what else the
 * sheet sends to the foot. */
static bool is_note(const struct node *n, const struct style *own)
{
    return own->float_kind == FLOAT_FOOTNOTE || (n->element && node_element(n)->role == ROLE_NOTE);
}

/* True when the element can have that pseudo-element at all. */
static bool has_pseudo(const struct node *n, const struct style *own, enum pseudo p)
{
    if (p == PSEUDO_FOOTNOTE_MARKER)
        return is_note(n, own);
    return p != PSEUDO_MARKER || own->display == DISPLAY_LIST_ITEM;
}

/* True when the pseudo-element makes a box: it has content, or is a list item's marker by
 * itself. */
static bool makes_box(const struct style *s, enum pseudo p)
{
    bool marker =
        p == PSEUDO_MARKER && s->content_normal && strcmp(s->list_style_type, "none") != 0;
    return (s->content || marker) && s->display != DISPLAY_NONE;
}

/* Computes the styles of an element's pseudo-elements that make boxes. */
static void style_pseudos(struct styles *s, const struct node *n, struct element_styles *e,
                          struct matched *m)
{
    const struct style *own = &e->primary->style;
    for (int p = 0; p < PSEUDO_COUNT; p++) {
        const struct node *subject = p == PSEUDO_FOOTNOTE_CALL ? node_note(n) : n;
        if (!subject || !has_pseudo(n, own, (enum pseudo)p))
            continue;
        style_match_node(s, p, subject, m);
        if (!m->n && p != PSEUDO_MARKER)
            continue;
        const struct computed *f = style_share(s, e->primary, p, own->rtl, own->lang, m);
        if (makes_box(&f->style, (enum pseudo)p))
            e->pseudo[p] = f;
    }
}

bool style_is_rtl(struct langs *langs, const struct node *n)
{
    for (const struct node *parent;; n = parent) {
        const char *dir = n->scope->dir, *lang = n->scope->lang;
        if (dir && strcmp(dir, "auto"))
            return !strcmp(dir, "rtl");
        parent = node_parent(n);
        if (!parent || (lang && !style_same_text(lang, parent->scope->lang)))
            return lang && lang_open_tag(langs, lang, false)->rtl;
    }
}

/* Computes the styles of all nodes in document order, parents before what is in them. */
static void style_nodes(struct styles *s, const struct doc *doc)
{
    uint64_t steps = STEPS_LEAST + (uint64_t)doc->node_count * STEPS_A_NODE;
    struct matched m = { .matcher = { s->arena, s->langs, steps } };
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i];
        if (n->kind == NODE_TEXT) {
            s->of[i] = s->of[i - n->parent];
            continue;
        }
        const struct computed *parent =
            n->parent ? s->of_elements.v[s->of[i - n->parent]].primary : NULL;
        bool rtl = style_is_rtl(s->langs, n);
        style_match_node(s, -1, n, &m);
        struct element_styles e = { .primary =
                                        style_share(s, parent, -1, rtl, n->scope->lang, &m) };
        if (!n->parent) {
            s->root = e.primary;
            s->rem = s->root->style.font_size;
            s->rlh = style_line_height(&s->root->style);
        }
        style_pseudos(s, n, &e, &m);
        s->of[i] = style_number(s, &e);
    }
    if (!m.matcher.steps)
        diag_add(s->diag, DIAG_STYLE_SELECTORS_SLOW, position_at(s->author, 0, 0), NULL);
    else
        style_report_unmatched(s);
    style_report_idle(s);
}

/* Reports a document whose own type is smaller than the edition is for. */
static void report_small_type(const struct styles *s, const struct edition *edition)
{
    const struct style *root = &s->root->style;
    if (root->font_size >= edition->least_type)
        return;
    struct buffer size = buffer_in(s->arena), least = buffer_in(s->arena);
    buffer_add_length(&size, root->font_size);
    buffer_add_length(&least, edition->least_type);
    diag_add(s->diag, DIAG_TYPE_SMALL, s->size_at, "edition", edition->name, "size",
             buffer_text(&size), "least", buffer_text(&least), NULL);
}

struct styles *style_build(struct arena *a, struct diag *d, const struct doc *doc,
                           const struct edition *edition, const char *made,
                           const struct stylesheet *sheets, unsigned sheet_count)
{
    struct styles *s = arena_new(a, struct styles);
    s->arena = a;
    s->diag = d;
    s->cache = arena_new(a, struct cache);
    s->langs = lang_open(a, NULL);
    doc_count_letters(doc, s->langs);
    s->rules.edition = edition;
    s->rules.language = doc->root->scope->lang;
    s->rules.made = made;
    s->var_left = arena_new(a, uint64_t);
    *s->var_left = VAR_ALL;
    style_initial(a, &s->initial);
    struct stylesheet base = { source_build(a, "base.css", style_base_css, style_base_css_size),
                               ORIGIN_BASE, SHEET_OURS, NULL };
    style_read_stylesheet(a, d, edition, &base, &s->rules);
    for (unsigned i = 0; i < sheet_count; i++)
        style_read_stylesheet(a, d, edition, &sheets[i], &s->rules);
    s->author = sheet_count ? sheets[sheet_count - 1].source : base.source;
    style_index_rules(s);
    s->rem = s->initial.font_size;
    s->rlh = style_line_height(&s->initial);
    const struct page_style *first = style_page(s, a, NULL, PAGE_FIRST | PAGE_RIGHT);
    s->paper_width = first->width;
    s->paper_height = first->height;
    s->of = arena_array(a, uint32_t, doc->node_count);
    style_nodes(s, doc);
    style_report_classes(s, doc, sheets, sheet_count);
    style_report_pages(s, sheets, sheet_count);
    report_small_type(s, edition);
    lang_close(s->langs);
    return s;
}

const struct style *style_of(const struct styles *s, const struct node *n)
{
    return &s->of_elements.v[s->of[n->index]].primary->style;
}

const struct style *style_pseudo(const struct styles *s, const struct node *n, enum pseudo p)
{
    if (n->kind != NODE_ELEMENT)
        return NULL;
    const struct computed *f = s->of_elements.v[s->of[n->index]].pseudo[p];
    return f ? &f->style : NULL;
}

const struct edition *style_edition(const struct styles *s) { return s->rules.edition; }

const struct spot_ink *style_spots(const struct styles *s) { return s->rules.spots; }

const struct counter_style *style_counter_find(const struct styles *s, const char *name)
{
    const struct counter_style *c = s->rules.counters;
    while (c && strcmp(c->name, name))
        c = c->next;
    return c;
}
