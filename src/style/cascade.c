/* style/cascade.c: rules × nodes → computed styles (Cascade 4, Variables 1).
 *
 *   node ─index─► candidate rules ─match─► ranks, ascending ─(parent, ranks, lang, dir)─► cache ─► style_compute
 *
 * Rules are sorted once by origin, specificity and order, and indexed by their rightmost id, class or type, so that a node asks
 * few of them.  Nodes with the same parent style and the same rules share one style.  A node keeps one number: of its look, which
 * is its style and those of its pseudo-elements.
 */
#include "style/inner.h"

#include <stdlib.h>
#include <string.h>

const struct edition style_editions[] = {
    { "screen", TARGET_RGB, TAGS_UA, IMPOSE_NONE, NULL },
    { "print", TARGET_CMYK, TAGS_NONE, IMPOSE_NONE,
      "the output intent of PDF/X, and black that prints over other inks" },
    { "office", TARGET_GREY, TAGS_NONE, IMPOSE_NONE, NULL },
    { "large", TARGET_RGB, TAGS_UA, IMPOSE_NONE,
      "larger type, unless a style sheet sets it under @media large" },
    { "booklet", TARGET_CMYK, TAGS_NONE, IMPOSE_NONE, "the pages in the order of a folded sheet" },
    { "review", TARGET_RGB, TAGS_NONE, IMPOSE_NONE, "the source beside the translation" },
    { "draft", TARGET_RGB, TAGS_NONE, IMPOSE_NONE, "marks where the translation has gaps" },
    { NULL, TARGET_RGB, TAGS_NONE, IMPOSE_NONE, NULL },
};

const struct edition *style_edition_find(const char *name)
{
    for (const struct edition *e = style_editions; e->name; e++)
        if (!strcmp(e->name, name))
            return e;
    return NULL;
}

/* ---- var() ---- */
enum {
    VAR_DEPTH = 32,
    VAR_VALUES = 4096,
    VAR_ALL = 1 << 20
}; /* of one value, of all styles together */
struct own {
    const struct declaration *d;
    int state; /* 0 new, 1 being resolved, 2 done */
};
struct vars {
    struct arena *arena;
    const struct rules *rules;
    struct own *own;               /* by number; NULL: this style says none of its own */
    const struct custom **customs; /* what comes out, its own put in the place of the inherited */
    unsigned left;
    uint64_t *all_left;
};

static const struct custom *find_var(struct vars *s, const char *name, int depth);

/* Copy values with every var() replaced; false when one has neither value nor fallback, or it grows too large. */
static bool substitute(struct vars *s, struct values v, struct values *out, int depth)
{
    struct value *list = NULL;
    size_t n = 0, room = 0;
    if (depth > VAR_DEPTH)
        return false;
    for (unsigned i = 0; i < v.n; i++) {
        struct values part = { &v.v[i], 1 };
        struct value copy = v.v[i];
        if (copy.kind == T_FUNCTION && style_same(copy.text, "var")) {
            struct values in = style_trim(copy.inside);
            if (!in.n || in.v->kind != T_IDENT)
                return false;
            unsigned k = 1;
            while (k < in.n && in.v[k].kind == T_SPACE)
                k++;
            const struct custom *c = find_var(s, in.v->text, depth + 1);
            if (c)
                part = c->v;
            else if (k >= in.n || in.v[k].kind != T_COMMA ||
                     !substitute(s, (struct values){ in.v + k + 1, in.n - k - 1 }, &part,
                                 depth + 1))
                return false;
        } else if (style_inside(&copy).n) {
            if (!substitute(s, copy.inside, &copy.inside, depth + 1))
                return false;
            part.v = &copy;
        }
        for (unsigned k = 0; k < part.n; k++) {
            if (!s->left || !*s->all_left)
                return false;
            s->left--;
            --*s->all_left;
            if (n == room)
                list = arena_grow(s->arena, list, sizeof *list, n, n + 4, &room);
            list[n++] = part.v[k];
        }
    }
    *out = (struct values){ list, (unsigned)n };
    return true;
}

static void resolve(struct vars *s, int number, int depth)
{
    struct own *o = &s->own[number];
    struct values v = style_trim(o->d->v);
    bool global = v.n == 1 && style_is_global(v.v);
    o->state = 1;
    if (!global ||
        style_is(v.v,
                 "initial")) { /* else what stands there stays: it is inherited (Variables 1, 2) */
        struct custom *made = arena_new(s->arena, struct custom);
        made->valid = !global && substitute(s, o->d->v, &made->v, depth);
        s->customs[number] = made;
    }
    o->state = 2;
}

/* Its value; NULL where there is none, or it is asked for while it is made. */
static const struct custom *find_var(struct vars *s, const char *name, int depth)
{
    int number = style_custom(s->rules, name);
    if (number < 0 || !s->customs)
        return NULL;
    if (s->own && s->own[number].d) {
        if (s->own[number].state == 0)
            resolve(s, number, depth);
        if (s->own[number].state == 1)
            return NULL;
    }
    const struct custom *c = s->customs[number];
    return c && c->valid ? c : NULL;
}

/* ---- one style ---- */
struct computing {
    const struct styles *s;
    struct arena *arena;
    struct diag *diag;
    const struct full *parent;
    struct full *out;
    struct page_style *page;
    bool rtl, any_custom;
    const struct declaration *winner[ROW_MAX];
    struct vars vars;
};

typedef void visit(struct computing *c, const struct declaration *d);

/* All declarations in ascending priority: normal ones, then important ones with the origins turned round. */
static void visit_layers(struct computing *c, const struct layer *l, size_t n, visit *take)
{
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < n; i++) {
            if ((pass == 1 && l[i].origin != ORIGIN_AUTHOR) ||
                (pass == 2 && l[i].origin != ORIGIN_BASE))
                continue;
            for (size_t k = 0; k < l[i].block->n; k++)
                if (l[i].block->v[k].important == (pass > 0))
                    take(c, &l[i].block->v[k]);
        }
}

static void take_winner(struct computing *c, const struct declaration *d)
{
    if (d->row >= 0)
        c->winner[style_row_map(d->row, c->rtl)] = d;
    else
        c->any_custom = true;
}

static void take_custom(struct computing *c, const struct declaration *d)
{
    if (d->row < 0)
        c->vars.own[d->custom].d = d;
}

static void make_customs(struct computing *c, const struct layer *l, size_t n)
{
    const struct custom *const *inherited = c->parent ? c->parent->customs : NULL;
    int count = c->s->rules.custom_count;
    c->vars = (struct vars){ .arena = c->arena,
                             .rules = &c->s->rules,
                             .customs = (const struct custom **)(uintptr_t)inherited,
                             .all_left = c->s->var_left };
    c->out->customs = inherited;
    if (!c->any_custom)
        return;
    c->vars.own = arena_array(c->arena, struct own, count);
    c->vars.customs = arena_array(c->arena, const struct custom *, count);
    if (inherited)
        memcpy(c->vars.customs, inherited, (size_t)count * sizeof *inherited);
    visit_layers(c, l, n, take_custom);
    for (int i = 0; i < count; i++) {
        c->vars.left = VAR_VALUES;
        if (c->vars.own[i].d && c->vars.own[i].state == 0)
            resolve(&c->vars, i, 0);
    }
    c->out->customs = c->vars.customs;
}

struct pick {
    struct emitter e;
    int want;
    bool found;
    struct values v;
    bool rtl;
};

static void take_picked(struct emitter *e, int row, struct values v)
{
    struct pick *p = (struct pick *)e;
    if (style_row_map(row, p->rtl) == p->want) {
        p->v = v;
        p->found = true;
    }
}

/* The value of a declaration whose var() is put in now; false when it is not valid. */
static bool late_value(struct computing *c, const struct declaration *d, int row, struct values *v)
{
    struct values all;
    c->vars.left = VAR_VALUES;
    if (!substitute(&c->vars, d->v, &all, 0))
        return false;
    const struct row *r = &style_rows[d->shorthand];
    *v = all = style_dense(c->arena, all);
    if (!r->expand || (all.n == 1 && style_is_global(all.v)))
        return all.n > 0;
    struct pick p = { { c->arena, take_picked }, row, false, { NULL, 0 }, c->rtl };
    if (!all.n || !r->expand(&p.e, r, all))
        return false;
    *v = p.v;
    return p.found;
}

static void copy_field(const struct row *r, struct apply *x, const void *from)
{
    memcpy(style_slot(x, r), (const char *)from + r->offset, r->size);
}

static void apply_row(struct computing *c, struct apply *x, int row)
{
    const struct declaration *d = c->winner[row];
    const struct row *r = &style_rows[row];
    const struct style *parent = c->parent ? &c->parent->style : &c->s->initial;
    if (!d || (r->page_only && !c->page))
        return;
    struct values v = d->v;
    x->source = d->at.source;
    bool valid = d->shorthand < 0 || late_value(c, d, row, &v);
    bool inherit = valid && v.n == 1 && style_is(v.v, "inherit"),
         initial = valid && (v.n == 0 || (v.n == 1 && style_is(v.v, "initial")));
    if (valid && v.n == 1 && style_is(v.v, "unset")) {
        inherit = r->inherited;
        initial = !inherit;
    }
    if (valid && !inherit && !initial && style_apply(x, row, v))
        return;
    if (!inherit && !initial && c->diag && d->warned && !*d->warned) {
        *d->warned = true;
        diag_add(c->diag, DIAG_STYLE_VARIABLE, d->at, "property",
                 style_rows[d->shorthand >= 0 ? d->shorthand : row].name, NULL);
    }
    if (r->page_only)
        return;
    copy_field(r, x, inherit || (!initial && r->inherited) ? parent : &c->s->initial);
}

/* The parent's inherited properties, all others initial. */
static void start_style(const struct styles *s, struct style *out, const struct style *parent)
{
    *out = s->initial;
    if (!parent)
        return;
    struct apply x = { .style = out };
    for (unsigned i = 0; i < style_row_count; i++)
        if (style_rows[i].inherited)
            copy_field(&style_rows[i], &x, parent);
    out->rtl = parent->rtl;
    out->lang = parent->lang;
}

/* The families with those of @font-face in the place of their names. */
static const char *const *expand_families(const struct styles *s, struct arena *a,
                                          const char *const *families)
{
    const char **list = NULL;
    size_t n = 0, room = 0;
    for (; *families; families++) {
        const struct font_alias *f = s->rules.fonts;
        while (f && !style_same(f->family, *families))
            f = f->next;
        const char *const *from = f ? f->local : families;
        for (unsigned i = 0; i < (f ? f->count : 1); i++) {
            if (n + 1 >= room)
                list = arena_grow(a, list, sizeof *list, n, n + 8, &room);
            list[n++] = from[i];
            list[n] = NULL;
        }
    }
    return list;
}

/* What depends on other properties: currentColor, borders that are not there. */
static void finish_style(struct style *s)
{
    if ((int)s->background.space == COLOR_CURRENT)
        s->background = s->color;
    for (int i = 0; i < SIDE_COUNT; i++) {
        if ((int)s->border[i].color.space == COLOR_CURRENT)
            s->border[i].color = s->color;
        if (s->border[i].style == BORDER_NONE || s->border[i].style == BORDER_HIDDEN)
            s->border[i].width = 0;
    }
}

const struct full *style_compute(const struct styles *s, struct arena *a, struct diag *d,
                                 const struct full *parent, bool rtl, const char *lang,
                                 const struct layer *layers, size_t n, struct page_style *page,
                                 void (*prepare)(struct style *, int), int which)
{
    struct computing *c = arena_new(a, struct computing);
    c->s = s;
    c->arena = a;
    c->diag = d;
    c->parent = parent;
    c->page = page;
    c->rtl = rtl;
    c->out = arena_new(a, struct full);
    struct style *style = &c->out->style;
    start_style(s, style, parent ? &parent->style : NULL);
    style->rtl = rtl;
    style->lang = lang;
    if (prepare)
        prepare(style, which);
    visit_layers(c, layers, n, take_winner);
    make_customs(c, layers, n);
    struct apply x = { .arena = a,
                       .parent = parent ? &parent->style : &s->initial,
                       .style = style,
                       .page = page,
                       .rem = s->rem };
    int size = style_row_find("font-size");
    x.em = style->font_size;
    apply_row(c, &x, size);
    x.em = style->font_size;
    if (!parent)
        x.rem = x.em;
    for (unsigned i = 0; i < style_row_count; i++)
        if ((int)i != size)
            apply_row(c, &x, (int)i);
    if (s->rules.fonts && style->families != x.parent->families)
        style->families = expand_families(s, a, style->families);
    finish_style(style);
    return c->out;
}

/* ---- rules for a node ---- */
static int by_rank(const void *p, const void *q)
{
    const struct rule *a = p, *b = q;
    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    if (a->selector->specificity != b->selector->specificity)
        return a->selector->specificity < b->selector->specificity ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static uint64_t mix(uint64_t h, uint64_t v) { return (h ^ v) * 0x9E3779B97F4A7C15u ^ (h >> 29); }

static unsigned hash(char prefix, const char *s, size_t n)
{
    uint64_t h = (unsigned char)prefix;
    for (size_t i = 0; i < n; i++)
        h = mix(h, (unsigned char)s[i]);
    return (unsigned)(h >> 40) % BUCKETS;
}

static struct bucket *find_bucket(const struct index *x, char prefix, const char *key, size_t n)
{
    struct bucket *b = x->bucket[hash(prefix, key, n)];
    while (b && (b->prefix != prefix || strlen(b->key) != n || memcmp(b->key, key, n)))
        b = b->next;
    return b;
}

/* What the rightmost compound is found by: '#' an id, '.' a class, '<' a type, '*' nothing. */
static const char *index_key(const struct compound *c, char *prefix)
{
    static const struct {
        enum simple_kind kind;
        char prefix;
    } keys[] = { { S_ID, '#' }, { S_CLASS, '.' }, { S_TYPE, '<' } };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        for (const struct simple *s = c->first; s; s = s->next)
            if (s->kind == keys[i].kind) {
                *prefix = keys[i].prefix;
                return s->name;
            }
    *prefix = '*';
    return "";
}

static void index_rule(struct styles *s, uint32_t rule)
{
    const struct selector *sel = s->rules.v[rule].selector;
    struct index *x = &s->index[sel->pseudo + 1];
    char prefix;
    const char *key = index_key(sel->right, &prefix);
    size_t n = strlen(key);
    struct bucket *b = find_bucket(x, prefix, key, n);
    if (!b) {
        struct bucket **to = &x->bucket[hash(prefix, key, n)];
        b = arena_new(s->arena, struct bucket);
        b->prefix = prefix;
        b->key = key;
        b->next = *to;
        *to = b;
    }
    if (b->n == b->room)
        b->rules = arena_grow(s->arena, b->rules, sizeof *b->rules, b->n, b->n + 4, &b->room);
    b->rules[b->n++] = rule;
    x->any = true;
}

struct matched {
    struct matcher matcher;
    uint32_t *v;
    size_t n, room;
};

static void match_bucket(struct styles *s, const struct bucket *b, const struct node *n,
                         struct matched *m)
{
    for (size_t i = 0; b && i < b->n; i++) {
        if (!style_match(&m->matcher, s->rules.v[b->rules[i]].selector->right, n))
            continue;
        if (m->n == m->room)
            m->v = arena_grow(s->arena, m->v, sizeof *m->v, m->n, m->n + 16, &m->room);
        m->v[m->n++] = b->rules[i];
    }
}

static int by_number(const void *p, const void *q)
{
    uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    return a < b ? -1 : a > b;
}

static void match_node(struct styles *s, int pseudo, const struct node *n, struct matched *m)
{
    const struct index *x = &s->index[pseudo + 1];
    m->n = 0;
    if (!x->any)
        return;
    match_bucket(s, find_bucket(x, '*', "", 0), n, m);
    match_bucket(s, find_bucket(x, '<', node_element(n)->name, strlen(node_element(n)->name)), n,
                 m);
    if (n->id)
        match_bucket(s, find_bucket(x, '#', node_id(n), strlen(node_id(n))), n, m);
    for (const char *c = style_attribute(n, "class"); c && *c;) {
        size_t k = strcspn(c, " \t\r\n");
        if (k)
            match_bucket(s, find_bucket(x, '.', c, k), n, m);
        c += k;
        c += strspn(c, " \t\r\n");
    }
    qsort(m->v, m->n, sizeof *m->v, by_number);
    size_t k = 0;
    for (size_t i = 0; i < m->n; i++)
        if (!k || m->v[k - 1] != m->v[i])
            m->v[k++] = m->v[i];
    m->n = k;
}

struct cached {
    uint64_t hash;
    const struct full *parent, *made;
    int pseudo;
    bool rtl;
    const char *lang;
    const uint32_t *rules;
    size_t n;
};

static bool same_text(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

static void grow_cache(struct arena *a, struct cache *c)
{
    size_t size = c->size ? c->size * 2 : 64;
    struct cached **table = arena_array(a, struct cached *, size);
    for (size_t i = 0; i < c->size; i++) {
        if (!c->table[i])
            continue;
        size_t k = c->table[i]->hash & (size - 1);
        while (table[k])
            k = (k + 1) & (size - 1);
        table[k] = c->table[i];
    }
    c->table = table;
    c->size = size;
}

/* The entry for these rules below this parent; `made` is NULL when it is new. */
static struct cached *find_cached(const struct styles *s, struct cached like)
{
    struct cache *c = s->cache;
    uint64_t h =
        mix(mix((uint64_t)(uintptr_t)like.parent >> 4, (uint64_t)(like.pseudo + 1)), like.rtl);
    for (size_t i = 0; i < like.n; i++)
        h = mix(h, like.rules[i] + 1);
    for (const char *l = like.lang; l && *l; l++)
        h = mix(h, (unsigned char)*l);
    h ^= h >> 32;
    if (c->count * 2 >= c->size)
        grow_cache(s->arena, c);
    size_t k = h & (c->size - 1);
    for (; c->table[k]; k = (k + 1) & (c->size - 1)) {
        struct cached *e = c->table[k];
        if (e->hash == h && e->parent == like.parent && e->pseudo == like.pseudo &&
            e->rtl == like.rtl && e->n == like.n && same_text(e->lang, like.lang) &&
            (like.n == 0 || !memcmp(e->rules, like.rules, like.n * sizeof *like.rules)))
            return e;
    }
    uint32_t *rules = arena_array(s->arena, uint32_t, like.n ? like.n : 1);
    if (like.n)
        memcpy(rules, like.rules, like.n * sizeof *rules);
    like.hash = h;
    like.rules = rules;
    c->table[k] = arena_new(s->arena, struct cached);
    *c->table[k] = like;
    c->count++;
    return c->table[k];
}

/* The style for these rules below this parent, computed once. */
static const struct full *style_for(struct styles *s, const struct full *parent, int pseudo,
                                    bool rtl, const char *lang, const struct matched *m)
{
    struct cached *c = find_cached(s, (struct cached){ .parent = parent,
                                                       .pseudo = pseudo,
                                                       .rtl = rtl,
                                                       .lang = lang,
                                                       .rules = m->v,
                                                       .n = m->n });
    if (c->made)
        return c->made;
    struct layer *layers = arena_array(s->arena, struct layer, m->n ? m->n : 1);
    for (size_t i = 0; i < m->n; i++)
        layers[i] = (struct layer){ s->rules.v[m->v[i]].block, s->rules.v[m->v[i]].origin };
    c->made = style_compute(s, s->arena, s->diag, parent, rtl, lang, layers, m->n, NULL, NULL, 0);
    return c->made;
}

/* ---- looks ---- */
static size_t hash_look(const struct look *l)
{
    uint64_t h = (uint64_t)(uintptr_t)l->own >> 4;
    for (int p = 0; p < PSEUDO_COUNT; p++)
        h = mix(h, (uint64_t)(uintptr_t)l->pseudo[p] >> 4);
    return (size_t)(h ^ h >> 32);
}

/* The slot of that look, or the free one where it belongs. */
static uint32_t *find_slot(const struct looks *l, const struct look *like)
{
    size_t k = hash_look(like) & (l->slot_count - 1);
    while (l->slots[k] && memcmp(&l->v[l->slots[k] - 1], like, sizeof *like))
        k = (k + 1) & (l->slot_count - 1);
    return &l->slots[k];
}

static void grow_looks(struct arena *a, struct looks *l)
{
    l->slot_count = l->slot_count ? l->slot_count * 2 : 64;
    l->slots = arena_array(a, uint32_t, l->slot_count);
    for (uint32_t i = 0; i < l->n; i++)
        *find_slot(l, &l->v[i]) = i + 1;
}

/* The number of that look; a new one when no node had it before. */
static uint32_t look_number(struct styles *s, const struct look *like)
{
    struct looks *l = &s->looks;
    if (l->n * 2 >= l->slot_count)
        grow_looks(s->arena, l);
    uint32_t *slot = find_slot(l, like);
    if (*slot)
        return *slot - 1;
    if (l->n == l->room)
        l->v = arena_grow(s->arena, l->v, sizeof *l->v, l->n, l->n + 16, &l->room);
    l->v[l->n] = *like;
    *slot = (uint32_t)++l->n;
    return *slot - 1;
}

static void style_pseudos(struct styles *s, const struct node *n, struct look *look,
                          struct matched *m)
{
    const struct full *own = look->own;
    for (int p = 0; p < PSEUDO_COUNT; p++) {
        const struct node *subject = p == PSEUDO_FOOTNOTE_CALL ? node_note(n) : n;
        if (!subject || (p == PSEUDO_FOOTNOTE_MARKER && own->style.float_kind != FLOAT_FOOTNOTE))
            continue;
        if (p == PSEUDO_MARKER && own->style.display != DISPLAY_LIST_ITEM)
            continue;
        match_node(s, p, subject, m);
        if (!m->n && p != PSEUDO_MARKER)
            continue;
        const struct full *f = style_for(s, own, p, own->style.rtl, own->style.lang, m);
        bool made = f->style.content || (p == PSEUDO_MARKER && f->style.content_normal &&
                                         strcmp(f->style.list_style_type, "none"));
        if (made && f->style.display != DISPLAY_NONE)
            look->pseudo[p] = f;
    }
}

/* What matching may cost: tests of one compound against one node.  A second of time, and a few thousand compounds for each node. */
enum { STEPS_LEAST = 50000000, STEPS_A_NODE = 4000 };

/* What `dir` says, else what the language is written in; "auto" counts as none. */
static bool direction_of(const struct styles *s, const struct node *n, const struct style *parent)
{
    const char *dir = n->scope->dir, *lang = n->scope->lang;
    if (dir && strcmp(dir, "auto"))
        return !strcmp(dir, "rtl");
    bool same = parent && same_text(parent->lang, lang);
    return same || !lang ? parent && parent->rtl : lang_open_tag(s->langs, lang, false)->rtl;
}

static void style_nodes(struct styles *s, const struct doc *doc)
{
    struct matched m = {
        { s->arena, STEPS_LEAST + (uint64_t)doc->node_count * STEPS_A_NODE }, NULL, 0, 0
    };
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i];
        if (n->kind == NODE_TEXT) {
            s->of[i] = s->of[i - n->parent];
            continue;
        }
        const struct full *parent = n->parent ? s->looks.v[s->of[i - n->parent]].own : NULL;
        bool rtl = direction_of(s, n, parent ? &parent->style : NULL);
        match_node(s, -1, n, &m);
        struct look look = { .own = style_for(s, parent, -1, rtl, n->scope->lang, &m) };
        if (!n->parent) {
            s->root = look.own;
            s->rem = s->root->style.font_size;
        }
        style_pseudos(s, n, &look, &m);
        s->of[i] = look_number(s, &look);
    }
    if (!m.matcher.steps)
        diag_add(s->diag, DIAG_STYLE_SELECTORS_SLOW, position_at(s->author, 0, 0), NULL);
}

struct styles *style_build(struct arena *a, struct diag *d, const struct doc *doc,
                           const struct edition *edition, const struct sheet_text *sheets,
                           unsigned sheet_count)
{
    struct styles *s = arena_new(a, struct styles);
    s->arena = a;
    s->diag = d;
    s->cache = arena_new(a, struct cache);
    s->langs = lang_open(a, NULL);
    s->var_left = arena_new(a, uint64_t);
    *s->var_left = VAR_ALL;
    style_initial(a, &s->initial);
    struct sheet_text base = { source_build(a, "base.css", style_base_css, style_base_css_size),
                               ORIGIN_BASE, NULL };
    style_read_sheet(a, d, edition, &base, &s->rules);
    for (unsigned i = 0; i < sheet_count; i++)
        style_read_sheet(a, d, edition, &sheets[i], &s->rules);
    s->author = sheet_count ? sheets[sheet_count - 1].source : base.source;
    if (s->rules.n)
        qsort(s->rules.v, s->rules.n, sizeof *s->rules.v, by_rank);
    for (uint32_t i = 0; i < s->rules.n; i++)
        index_rule(s, i);
    s->rem = s->initial.font_size;
    s->of = arena_array(a, uint32_t, doc->node_count);
    style_nodes(s, doc);
    lang_close(s->langs);
    return s;
}

const struct style *style_of(const struct styles *s, const struct node *n)
{
    return &s->looks.v[s->of[n->index]].own->style;
}

const struct style *style_pseudo(const struct styles *s, const struct node *n, enum pseudo p)
{
    const struct full *f = n->kind == NODE_ELEMENT ? s->looks.v[s->of[n->index]].pseudo[p] : NULL;
    return f ? &f->style : NULL;
}

const struct style *style_anonymous(const struct styles *s, const struct style *parent,
                                    enum display display)
{
    const struct full *from = (const struct full *)(const void *)parent;
    struct cached *c =
        find_cached(s, (struct cached){ .parent = from, .pseudo = PSEUDO_COUNT + (int)display });
    if (c->made)
        return &c->made->style;
    struct full *f = arena_new(s->arena, struct full);
    start_style(s, &f->style, parent);
    f->style.display = display;
    f->customs = from->customs;
    finish_style(&f->style);
    c->made = f;
    return &f->style;
}
