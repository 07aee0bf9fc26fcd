/* style/index.c: rules sorted once by origin, specificity and order (Cascade 4, 6), and indexed by
 * their rightmost id, class or type, so that a node asks few of them. */
#include "style/cascade.h"

#include <stdlib.h>
#include <string.h>

/* Orders rules by priority (Cascade 4, 6.1); that of importance is left to compute.c. */
static int by_rank(const void *p, const void *q)
{
    const struct rule *a = p, *b = q;
    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    if (a->selector->specificity != b->selector->specificity)
        return a->selector->specificity < b->selector->specificity ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* The bucket of a key. */
static unsigned hash(char prefix, const char *s, size_t n)
{
    uint64_t h = (unsigned char)prefix;
    for (size_t i = 0; i < n; i++)
        h = style_mix(h, (unsigned char)s[i]);
    return (unsigned)(h >> 40) % BUCKETS;
}

/* The bucket of that key; NULL when no rule has it. */
static struct bucket *find_bucket(const struct index *x, char prefix, const char *key, size_t n)
{
    struct bucket *b = x->bucket[hash(prefix, key, n)];
    while (b && (b->prefix != prefix || strlen(b->key) != n || memcmp(b->key, key, n)))
        b = b->next;
    return b;
}

/* The key by which the rightmost compound is found, and its prefix. */
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

/* Files a rule under its key; rules come in ascending priority. */
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

/* Adds the bucket's rules that match the node. */
static void match_bucket(struct styles *s, const struct bucket *b, const struct node *n,
                         struct matched *m)
{
    for (size_t i = 0; b && i < b->n; i++) {
        if (!style_match(&m->matcher, s->rules.v[b->rules[i]].selector->right, n))
            continue;
        if (m->n == m->room)
            m->v = arena_grow(s->arena, m->v, sizeof *m->v, m->n, m->n + 16, &m->room);
        struct rule *r = &s->rules.v[b->rules[i]];
        r->matched = r->block->matched = true;
        m->v[m->n++] = b->rules[i];
    }
}

void style_index_rules(struct styles *s)
{
    if (s->rules.n)
        qsort(s->rules.v, s->rules.n, sizeof *s->rules.v, by_rank);
    for (uint32_t i = 0; i < s->rules.n; i++)
        index_rule(s, i);
}

static int by_number(const void *p, const void *q)
{
    uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    return a < b ? -1 : a > b;
}

/* Rules of a list of selectors can match more than once. */
static void sort_unique(struct matched *m)
{
    qsort(m->v, m->n, sizeof *m->v, by_number);
    size_t k = 0;
    for (size_t i = 0; i < m->n; i++)
        if (!k || m->v[k - 1] != m->v[i])
            m->v[k++] = m->v[i];
    m->n = k;
}

void style_match_node(struct styles *s, int pseudo, const struct node *n, struct matched *m)
{
    const struct index *x = &s->index[pseudo + 1];
    m->n = 0;
    m->node = n;
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
    sort_unique(m);
}
