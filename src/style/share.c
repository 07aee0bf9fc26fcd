/* style/share.c: nodes with the same parent style and the same rules share one style; elements with
 * the same styles share one number. */
#include "style/cascade.h"

#include <string.h>

/* A style by all that it was computed from. */
struct cache_entry {
    uint64_t hash;
    const struct computed *parent;
    int pseudo; /* -1: an element; from PSEUDO_COUNT on an anonymous box of that `display` */
    bool rtl;
    const char *lang;
    const uint32_t *rules; /* by number, ascending */
    size_t n;
    const struct computed *made; /* NULL: not computed yet */
};

bool style_same_text(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

/* Doubles the table. */
static void grow_cache(struct arena *a, struct cache *c)
{
    size_t size = c->size ? c->size * 2 : 64;
    struct cache_entry **table = arena_array(a, struct cache_entry *, size);
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

static uint64_t hash_entry(const struct cache_entry *e)
{
    uint64_t h = style_mix((uint64_t)(uintptr_t)e->parent >> 4, (uint64_t)(e->pseudo + 1));
    h = style_mix(h, e->rtl);
    for (size_t i = 0; i < e->n; i++)
        h = style_mix(h, e->rules[i] + 1);
    for (const char *l = e->lang; l && *l; l++)
        h = style_mix(h, (unsigned char)*l);
    return h ^ h >> 32;
}

static bool same_entry(const struct cache_entry *a, const struct cache_entry *b)
{
    return a->hash == b->hash && a->parent == b->parent && a->pseudo == b->pseudo &&
           a->rtl == b->rtl && a->n == b->n && style_same_text(a->lang, b->lang) &&
           (a->n == 0 || !memcmp(a->rules, b->rules, a->n * sizeof *a->rules));
}

/* The entry of a style computed from the same; a new one, with `made` NULL, when there is none. */
static struct cache_entry *find_cached(const struct styles *s, struct cache_entry like)
{
    struct cache *c = s->cache;
    like.hash = hash_entry(&like);
    if (c->count * 2 >= c->size)
        grow_cache(s->arena, c);
    size_t k = like.hash & (c->size - 1);
    for (; c->table[k]; k = (k + 1) & (c->size - 1))
        if (same_entry(c->table[k], &like))
            return c->table[k];
    uint32_t *rules = arena_array(s->arena, uint32_t, like.n ? like.n : 1);
    if (like.n)
        memcpy(rules, like.rules, like.n * sizeof *rules);
    like.rules = rules;
    c->table[k] = arena_new(s->arena, struct cache_entry);
    *c->table[k] = like;
    c->count++;
    return c->table[k];
}

static bool is_note(const struct node *n)
{
    return n->element && node_element(n)->role == ROLE_NOTE;
}

const struct computed *style_share(struct styles *s, const struct computed *parent, int pseudo,
                                   bool rtl, const char *lang, const struct matched *m)
{
    struct cache_entry like = {
        .parent = parent, .pseudo = pseudo, .rtl = rtl, .lang = lang, .rules = m->v, .n = m->n
    };
    struct cache_entry *c = find_cached(s, like);
    if (c->made)
        return c->made;
    struct origin_block *blocks = arena_array(s->arena, struct origin_block, m->n ? m->n : 1);
    for (size_t i = 0; i < m->n; i++)
        blocks[i] = (struct origin_block){ s->rules.v[m->v[i]].block, s->rules.v[m->v[i]].origin };
    struct style_input in = { .styles = s,
                              .arena = s->arena,
                              .diag = s->diag,
                              .parent = parent,
                              .pseudo = pseudo,
                              .note = is_note(m->node),
                              .rtl = rtl,
                              .lang = lang,
                              .blocks = blocks,
                              .block_count = m->n,
                              .size_at = parent ? NULL : &s->size_at };
    c->made = style_compute(&in);
    return c->made;
}

const struct style *style_anonymous(const struct styles *s, const struct style *parent,
                                    enum display display)
{
    const struct computed *from = (const struct computed *)(const void *)parent;
    struct cache_entry like = { .parent = from, .pseudo = PSEUDO_COUNT + (int)display };
    struct cache_entry *c = find_cached(s, like);
    if (c->made)
        return &c->made->style;
    struct computed *f = arena_new(s->arena, struct computed);
    style_inherit(s, &f->style, parent);
    f->style.display = display;
    f->customs = from->customs;
    style_finish(&f->style);
    c->made = f;
    return &f->style;
}

/* ---- numbers ---- */
static size_t hash_styles(const struct element_styles *e)
{
    uint64_t h = (uint64_t)(uintptr_t)e->primary >> 4;
    for (int p = 0; p < PSEUDO_COUNT; p++)
        h = style_mix(h, (uint64_t)(uintptr_t)e->pseudo[p] >> 4);
    return (size_t)(h ^ h >> 32);
}

/* The slot of these styles, or the free one where they belong. */
static uint32_t *find_slot(const struct element_styles_table *t, const struct element_styles *like)
{
    size_t k = hash_styles(like) & (t->slot_count - 1);
    while (t->slots[k] && memcmp(&t->v[t->slots[k] - 1], like, sizeof *like))
        k = (k + 1) & (t->slot_count - 1);
    return &t->slots[k];
}

static void grow_numbers(struct arena *a, struct element_styles_table *t)
{
    t->slot_count = t->slot_count ? t->slot_count * 2 : 64;
    t->slots = arena_array(a, uint32_t, t->slot_count);
    for (uint32_t i = 0; i < t->n; i++)
        *find_slot(t, &t->v[i]) = i + 1;
}

uint32_t style_number(struct styles *s, const struct element_styles *like)
{
    struct element_styles_table *t = &s->of_elements;
    if (t->n * 2 >= t->slot_count)
        grow_numbers(s->arena, t);
    uint32_t *slot = find_slot(t, like);
    if (*slot)
        return *slot - 1;
    if (t->n == t->room)
        t->v = arena_grow(s->arena, t->v, sizeof *t->v, t->n, t->n + 16, &t->room);
    t->v[t->n] = *like;
    *slot = (uint32_t)++t->n;
    return *slot - 1;
}
