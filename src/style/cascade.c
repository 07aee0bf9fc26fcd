/* style/cascade.c: rules × nodes → computed styles (Cascade 4, Variables 1).
 *
 *   node ─index─► candidate rules ─match─► ranks, ascending ─(parent, ranks, lang, dir)─► cache ─► style_compute
 *
 * Rules are sorted once by origin, specificity and order, and indexed by their rightmost id, class or type, so that a node asks
 * few of them.  Nodes with the same parent style and the same rules share one style.
 */
#include "style/inner.h"

#include <stdlib.h>
#include <string.h>

const struct edition style_editions[] = {
    { "screen", TARGET_RGB, TAGS_UA, IMPOSE_NONE }, { "print", TARGET_CMYK, TAGS_NONE, IMPOSE_NONE }, { "office", TARGET_GREY, TAGS_NONE, IMPOSE_NONE },
    { "large", TARGET_RGB, TAGS_UA, IMPOSE_NONE }, { "booklet", TARGET_CMYK, TAGS_NONE, IMPOSE_NONE }, { "review", TARGET_RGB, TAGS_NONE, IMPOSE_NONE },
    { "draft", TARGET_RGB, TAGS_NONE, IMPOSE_NONE }, { NULL, TARGET_RGB, TAGS_NONE, IMPOSE_NONE } };

const struct edition *style_edition_find(const char *name)
{
    for (const struct edition *e = style_editions; e->name; e++) if (!strcmp(e->name, name)) return e;
    return NULL;
}

/* ---- var() ---- */
enum { VAR_DEPTH = 32, VAR_VALUES = 4096 };
struct own { const struct declaration *d; int state; /* 0 new, 1 being resolved, 2 done */ struct custom *made; };
struct vars { struct arena *arena; const struct custom *inherited; struct own *own; size_t n; unsigned budget; };

static const struct custom *find_var(struct vars *s, const char *name, int depth);

/* Copy values with every var() replaced; false when one has neither value nor fallback, or it grows too large. */
static bool substitute(struct vars *s, struct values v, struct values *out, int depth)
{
    struct value *list = NULL;
    size_t n = 0, room = 0;
    if (depth > VAR_DEPTH) return false;
    for (unsigned i = 0; i < v.n; i++) {
        struct values part = { &v.v[i], 1 };
        struct value copy = v.v[i];
        if (copy.kind == T_FUNCTION && style_same(copy.text, "var")) {
            struct values in = style_trim(copy.inside);
            if (!in.n || in.v->kind != T_IDENT) return false;
            unsigned k = 1;
            while (k < in.n && in.v[k].kind == T_SPACE) k++;
            const struct custom *c = find_var(s, in.v->text, depth + 1);
            if (c) part = c->v;
            else if (k >= in.n || in.v[k].kind != T_COMMA || !substitute(s, (struct values){ in.v + k + 1, in.n - k - 1 }, &part, depth + 1)) return false;
        } else if (copy.inside.n) {
            if (!substitute(s, copy.inside, &copy.inside, depth + 1)) return false;
            part.v = &copy;
        }
        for (unsigned k = 0; k < part.n; k++) {
            if (s->budget-- == 0) { s->budget = 0; return false; }
            if (n == room) list = arena_grow(s->arena, list, sizeof *list, n, n + 4, &room);
            list[n++] = part.v[k];
        }
    }
    *out = (struct values){ list, (unsigned)n };
    return true;
}

static void resolve(struct vars *s, struct own *o, int depth)
{
    o->state = 1;
    o->made->valid = substitute(s, o->d->v, &o->made->v, depth);
    o->state = 2;
}

static const struct custom *find_var(struct vars *s, const char *name, int depth)
{
    for (size_t i = s->n; i-- > 0; )
        if (!strcmp(s->own[i].d->custom, name)) {
            if (s->own[i].state == 0) resolve(s, &s->own[i], depth);
            return s->own[i].state == 2 && s->own[i].made->valid ? s->own[i].made : NULL;
        }
    for (const struct custom *c = s->inherited; c; c = c->next) if (!strcmp(c->name, name)) return c->valid ? c : NULL;
    return NULL;
}

/* ---- one style ---- */
struct computing {
    const struct styles *s; struct arena *arena; struct diag *diag; const struct full *parent; struct full *out; struct page_style *page;
    bool rtl; const struct declaration *winner[ROW_MAX]; struct vars vars;
};

typedef void visit(struct computing *c, const struct declaration *d);

/* All declarations in ascending priority: normal ones, then important ones with the origins turned round. */
static void visit_layers(struct computing *c, const struct layer *l, size_t n, visit *take)
{
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < n; i++) {
            if ((pass == 1 && l[i].origin != ORIGIN_AUTHOR) || (pass == 2 && l[i].origin != ORIGIN_BASE)) continue;
            for (size_t k = 0; k < l[i].block->n; k++) if (l[i].block->v[k].important == (pass > 0)) take(c, &l[i].block->v[k]);
        }
}

static void take_winner(struct computing *c, const struct declaration *d)
{
    if (d->row >= 0) c->winner[style_row_map(d->row, c->rtl)] = d;
    else c->vars.n++;
}

static void take_custom(struct computing *c, const struct declaration *d)
{
    size_t i = 0;
    if (d->row >= 0) return;
    while (i < c->vars.n && strcmp(c->vars.own[i].d->custom, d->custom)) i++;
    c->vars.own[i].d = d;
    if (i == c->vars.n) c->vars.n++;
}

static void make_customs(struct computing *c, const struct layer *l, size_t n)
{
    size_t room = c->vars.n;
    c->out->custom = c->parent ? c->parent->custom : NULL;
    c->vars = (struct vars){ .arena = c->arena, .inherited = c->out->custom, .budget = VAR_VALUES };
    if (!room) return;
    c->vars.own = arena_array(c->arena, struct own, room);
    visit_layers(c, l, n, take_custom);
    for (size_t i = 0; i < c->vars.n; i++) {
        struct custom *m = arena_new(c->arena, struct custom);
        m->name = c->vars.own[i].d->custom;
        c->vars.own[i].made = m;
    }
    for (size_t i = 0; i < c->vars.n; i++) {
        struct own *o = &c->vars.own[i];
        c->vars.budget = VAR_VALUES;
        if (o->state == 0) resolve(&c->vars, o, 0);
        o->made->next = c->out->custom;
        c->out->custom = o->made;
    }
}

struct pick { struct emitter e; int want; bool found; struct values v; bool rtl; };

static void take_picked(struct emitter *e, int row, struct values v)
{
    struct pick *p = (struct pick *)e;
    if (style_row_map(row, p->rtl) == p->want) { p->v = v; p->found = true; }
}

/* The value of a declaration whose var() is put in now; false when it is not valid. */
static bool late_value(struct computing *c, const struct declaration *d, int row, struct values *v)
{
    struct values all;
    c->vars.budget = VAR_VALUES;
    if (!substitute(&c->vars, d->v, &all, 0)) return false;
    struct value *dense = arena_array(c->arena, struct value, all.n ? all.n : 1);
    unsigned n = 0;
    for (unsigned i = 0; i < all.n; i++) if (all.v[i].kind != T_SPACE) dense[n++] = all.v[i];
    all = (struct values){ dense, n };
    const struct row *r = &style_rows[d->shorthand];
    *v = all;
    if (!r->expand || (n == 1 && (style_is(dense, "inherit") || style_is(dense, "initial") || style_is(dense, "unset")))) return n > 0;
    struct pick p = { { c->arena, take_picked }, row, false, { NULL, 0 }, c->rtl };
    if (!n || !r->expand(&p.e, r, all)) return false;
    *v = p.v;
    return p.found;
}

static void copy_field(const struct row *r, struct apply *x, const void *from) { memcpy(style_slot(x, r), (const char *)from + r->offset, r->size); }

static void apply_row(struct computing *c, struct apply *x, int row)
{
    const struct declaration *d = c->winner[row];
    const struct row *r = &style_rows[row];
    const struct style *parent = c->parent ? &c->parent->style : &c->s->initial;
    if (!d || (r->page_only && !c->page)) return;
    struct values v = d->v;
    x->source = d->at.source;
    bool valid = d->shorthand < 0 || late_value(c, d, row, &v);
    bool inherit = valid && v.n == 1 && style_is(v.v, "inherit"), initial = valid && (v.n == 0 || (v.n == 1 && style_is(v.v, "initial")));
    if (valid && v.n == 1 && style_is(v.v, "unset")) { inherit = r->inherited; initial = !inherit; }
    if (valid && !inherit && !initial && style_apply(x, row, v)) return;
    if (!inherit && !initial && c->diag && d->warned && !*d->warned) {
        *d->warned = true;
        diag_add(c->diag, DIAG_STYLE_VARIABLE, d->at, "property", style_rows[d->shorthand >= 0 ? d->shorthand : row].name, NULL);
    }
    if (r->page_only) return;
    copy_field(r, x, inherit || (!initial && r->inherited) ? parent : &c->s->initial);
}

/* The parent's inherited properties, all others initial. */
static void start_style(const struct styles *s, struct style *out, const struct style *parent)
{
    *out = s->initial;
    if (!parent) return;
    struct apply x = { .style = out };
    for (unsigned i = 0; i < style_row_count; i++) if (style_rows[i].inherited) copy_field(&style_rows[i], &x, parent);
    out->rtl = parent->rtl;
    out->lang = parent->lang;
}

/* What depends on other properties: currentColor, borders that are not there. */
static void finish_style(struct style *s)
{
    if ((int)s->background.space == COLOR_CURRENT) s->background = s->color;
    for (int i = 0; i < SIDE_COUNT; i++) {
        if ((int)s->border[i].color.space == COLOR_CURRENT) s->border[i].color = s->color;
        if (s->border[i].style == BORDER_NONE) s->border[i].width = 0;
    }
}

const struct full *style_compute(const struct styles *s, struct arena *a, struct diag *d, const struct full *parent, bool rtl, const char *lang,
                                 const struct layer *layers, size_t n, struct page_style *page, void (*prepare)(struct style *, int), int which)
{
    struct computing *c = arena_new(a, struct computing);
    c->s = s; c->arena = a; c->diag = d; c->parent = parent; c->page = page; c->rtl = rtl;
    c->out = arena_new(a, struct full);
    struct style *style = &c->out->style;
    start_style(s, style, parent ? &parent->style : NULL);
    style->rtl = rtl;
    style->lang = lang;
    if (prepare) prepare(style, which);
    visit_layers(c, layers, n, take_winner);
    make_customs(c, layers, n);
    struct apply x = { .arena = a, .parent = parent ? &parent->style : &s->initial, .style = style, .page = page, .rem = s->rem };
    int size = style_row_find("font-size");
    x.em = style->font_size;
    apply_row(c, &x, size);
    x.em = style->font_size;
    if (!parent) x.rem = x.em;
    for (unsigned i = 0; i < style_row_count; i++) if ((int)i != size) apply_row(c, &x, (int)i);
    finish_style(style);
    return c->out;
}

/* ---- rules for a node ---- */
static int by_rank(const void *p, const void *q)
{
    const struct rule *a = p, *b = q;
    if (a->origin != b->origin) return a->origin < b->origin ? -1 : 1;
    if (a->selector->specificity != b->selector->specificity) return a->selector->specificity < b->selector->specificity ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static uint64_t mix(uint64_t h, uint64_t v) { return (h ^ v) * 0x9E3779B97F4A7C15u ^ (h >> 29); }

static unsigned hash(const char *s, size_t n)
{
    uint64_t h = 0;
    for (size_t i = 0; i < n; i++) h = mix(h, (unsigned char)s[i]);
    return (unsigned)(h >> 40) % BUCKETS;
}

static struct bucket *find_bucket(const struct index *x, const char *key, size_t n)
{
    struct bucket *b = x->bucket[hash(key, n)];
    while (b && (strlen(b->key) != n || memcmp(b->key, key, n))) b = b->next;
    return b;
}

/* "#id", ".class", "type" or "*" of the rightmost compound. */
static const char *index_key(struct arena *a, const struct compound *c)
{
    const char *type = NULL, *class = NULL;
    for (const struct simple *s = c->first; s; s = s->next) {
        if (s->kind == S_ID) return arena_printf(a, "#%s", s->name);
        if (s->kind == S_CLASS) class = s->name;
        if (s->kind == S_TYPE) type = s->name;
    }
    return class ? arena_printf(a, ".%s", class) : type ? type : "*";
}

static void index_rule(struct styles *s, uint32_t rule)
{
    const struct selector *sel = s->rules.v[rule].selector;
    struct index *x = &s->index[sel->pseudo + 1];
    const char *key = index_key(s->arena, sel->right);
    struct bucket *b = find_bucket(x, key, strlen(key));
    if (!b) {
        b = arena_new(s->arena, struct bucket);
        b->key = key;
        b->next = x->bucket[hash(key, strlen(key))];
        x->bucket[hash(key, strlen(key))] = b;
    }
    if (b->n == b->room) b->rules = arena_grow(s->arena, b->rules, sizeof *b->rules, b->n, b->n + 4, &b->room);
    b->rules[b->n++] = rule;
    x->any = true;
}

struct matched { uint32_t *v; size_t n, room; };

static void match_bucket(struct styles *s, const struct bucket *b, const struct node *n, struct matched *m)
{
    for (size_t i = 0; b && i < b->n; i++) {
        if (!style_match(s->rules.v[b->rules[i]].selector->right, n)) continue;
        if (m->n == m->room) m->v = arena_grow(s->arena, m->v, sizeof *m->v, m->n, m->n + 16, &m->room);
        m->v[m->n++] = b->rules[i];
    }
}

static int by_number(const void *p, const void *q) { uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q; return a < b ? -1 : a > b; }

static void match_prefixed(struct styles *s, const struct index *x, char prefix, const char *word, size_t length, const struct node *n, struct matched *m)
{
    char key[256];
    if (length + 1 > sizeof key) return;
    key[0] = prefix;
    memcpy(key + 1, word, length);
    match_bucket(s, find_bucket(x, key, length + 1), n, m);
}

static void match_node(struct styles *s, int pseudo, const struct node *n, struct matched *m)
{
    const struct index *x = &s->index[pseudo + 1];
    m->n = 0;
    if (!x->any) return;
    match_bucket(s, find_bucket(x, "*", 1), n, m);
    match_bucket(s, find_bucket(x, n->element->name, strlen(n->element->name)), n, m);
    if (n->id) match_prefixed(s, x, '#', n->id, strlen(n->id), n, m);
    for (const char *c = style_attribute(n, "class"); c && *c; ) {
        size_t k = strcspn(c, " \t\r\n");
        if (k) match_prefixed(s, x, '.', c, k, n, m);
        c += k;
        c += strspn(c, " \t\r\n");
    }
    qsort(m->v, m->n, sizeof *m->v, by_number);
    size_t k = 0;
    for (size_t i = 0; i < m->n; i++) if (!k || m->v[k - 1] != m->v[i]) m->v[k++] = m->v[i];
    m->n = k;
}

struct cached { uint64_t hash; const struct full *parent, *made; int pseudo; bool rtl; const char *lang; const uint32_t *rules; size_t n; };

static bool same_text(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

static void grow_cache(struct styles *s)
{
    size_t size = s->cache_size ? s->cache_size * 2 : 64;
    struct cached **table = arena_array(s->arena, struct cached *, size);
    for (size_t i = 0; i < s->cache_size; i++) {
        if (!s->cache[i]) continue;
        size_t k = s->cache[i]->hash & (size - 1);
        while (table[k]) k = (k + 1) & (size - 1);
        table[k] = s->cache[i];
    }
    s->cache = table;
    s->cache_size = size;
}

/* The style for these rules below this parent, computed once. */
static const struct full *style_for(struct styles *s, const struct full *parent, int pseudo, bool rtl, const char *lang, const struct matched *m)
{
    uint64_t h = mix(mix((uint64_t)(uintptr_t)parent >> 4, (uint64_t)(pseudo + 1)), rtl);
    for (size_t i = 0; i < m->n; i++) h = mix(h, m->v[i] + 1);
    h ^= h >> 32;
    if (s->cache_count * 2 >= s->cache_size) grow_cache(s);
    size_t k = h & (s->cache_size - 1);
    for (; s->cache[k]; k = (k + 1) & (s->cache_size - 1)) {
        const struct cached *c = s->cache[k];
        if (c->hash == h && c->parent == parent && c->pseudo == pseudo && c->rtl == rtl && c->n == m->n && same_text(c->lang, lang)
            && (m->n == 0 || !memcmp(c->rules, m->v, m->n * sizeof *m->v))) return c->made;
    }
    struct layer *layers = arena_array(s->arena, struct layer, m->n ? m->n : 1);
    for (size_t i = 0; i < m->n; i++) layers[i] = (struct layer){ s->rules.v[m->v[i]].block, s->rules.v[m->v[i]].origin };
    struct cached *c = arena_new(s->arena, struct cached);
    uint32_t *rules = arena_array(s->arena, uint32_t, m->n ? m->n : 1);
    if (m->n) memcpy(rules, m->v, m->n * sizeof *rules);
    *c = (struct cached){ h, parent, style_compute(s, s->arena, s->diag, parent, rtl, lang, layers, m->n, NULL, NULL, 0), pseudo, rtl, lang, rules, m->n };
    s->cache[k] = c;
    s->cache_count++;
    return c->made;
}

static void style_pseudos(struct styles *s, const struct node *n, const struct full *own, struct matched *m)
{
    for (int p = 0; p < PSEUDO_COUNT; p++) {
        const struct node *subject = p == PSEUDO_FOOTNOTE_CALL ? n->note : n;
        if (!subject || (p == PSEUDO_FOOTNOTE_MARKER && own->style.float_kind != FLOAT_FOOTNOTE)) continue;
        if (p == PSEUDO_MARKER && own->style.display != DISPLAY_LIST_ITEM) continue;
        match_node(s, p, subject, m);
        if (!m->n && p != PSEUDO_MARKER) continue;
        const struct full *f = style_for(s, own, p, own->style.rtl, own->style.lang, m);
        bool made = f->style.content || (p == PSEUDO_MARKER && f->style.content_normal && strcmp(f->style.list_style_type, "none"));
        if (!made || f->style.display == DISPLAY_NONE) continue;
        if (!s->pseudo[p]) s->pseudo[p] = arena_array(s->arena, const struct full *, s->doc_count);
        s->pseudo[p][n->index] = f;
    }
}

static void style_nodes(struct styles *s, const struct doc *doc)
{
    struct matched m = { NULL, 0, 0 };
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = doc->nodes[i];
        const struct full *parent = n->parent ? s->of[n->parent->index] : NULL;
        if (n->kind == NODE_TEXT) { s->of[i] = parent; continue; }
        bool rtl = n->dir ? !strcmp(n->dir, "rtl") : parent && parent->style.rtl;
        match_node(s, -1, n, &m);
        s->of[i] = style_for(s, parent, -1, rtl, n->lang, &m);
        if (!n->parent) { s->root = s->of[i]; s->rem = s->root->style.font_size; }
        style_pseudos(s, n, s->of[i], &m);
    }
}

struct styles *style_build(struct arena *a, struct diag *d, const struct doc *doc, const struct edition *edition,
                           const struct sheet_text *sheets, unsigned sheet_count)
{
    struct styles *s = arena_new(a, struct styles);
    s->arena = a;
    s->diag = d;
    style_initial(a, &s->initial);
    struct sheet_text base = { source_build(a, "base.css", style_base_css, style_base_css_size), ORIGIN_BASE, NULL };
    style_read_sheet(a, d, edition, &base, &s->rules);
    for (unsigned i = 0; i < sheet_count; i++) style_read_sheet(a, d, edition, &sheets[i], &s->rules);
    if (s->rules.n) qsort(s->rules.v, s->rules.n, sizeof *s->rules.v, by_rank);
    for (uint32_t i = 0; i < s->rules.n; i++) index_rule(s, i);
    s->doc_count = doc->node_count;
    s->rem = s->initial.font_size;
    s->of = arena_array(a, const struct full *, doc->node_count ? doc->node_count : 1);
    style_nodes(s, doc);
    return s;
}

const struct style *style_of(const struct styles *s, const struct node *n) { return &s->of[n->index]->style; }

const struct style *style_pseudo(const struct styles *s, const struct node *n, enum pseudo p)
{
    return s->pseudo[p] && s->pseudo[p][n->index] ? &s->pseudo[p][n->index]->style : NULL;
}

const struct style *style_anonymous(const struct styles *s, const struct style *parent, enum display display)
{
    struct full *f = arena_new(s->arena, struct full);
    start_style(s, &f->style, parent);
    f->style.display = display;
    f->custom = ((const struct full *)(const void *)parent)->custom;
    finish_style(&f->style);
    return &f->style;
}
