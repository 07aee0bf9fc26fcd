/* pdf, trees: sorted keys and their values as a name tree or a number tree (ISO 32000-1, 7.9.6,
 * 7.9.7).
 *
 *        root ── Kids                      64 kids a node, as many levels as that takes;
 *        ├── node ── Limits, Kids          a reader halves its way down without reading the rest
 *        └── node ── Limits, Kids
 *            └── leaf ── Limits, Names or Nums: key value key value …
 */
#include "pdf/inner.h"

enum { FAN = 64 };

/* A node of the level at work: its number, and which of the entries are below. */
struct tree_node {
    uint32_t number, first, last;
};

static void write_limits(struct buffer *b, const struct tree_source *t, uint32_t first,
                         uint32_t last)
{
    buffer_add_string(b, "/Limits[");
    t->write_key(b, t->context, first);
    put(b, ' ');
    t->write_key(b, t->context, last);
    put(b, ']');
}

static uint32_t leaf_end(const struct tree_source *t, uint32_t k)
{
    return (k + 1) * FAN < t->count ? (k + 1) * FAN : t->count;
}

/* Makes the entries of leaf `k`; alone it is the root, which has no limits. */
static void make_leaf(struct buffer *out, struct buffer *spare, const void *context, uint32_t k)
{
    const struct tree_source *t = context;
    (void)spare;
    if (t->count > FAN)
        write_limits(out, t, k * FAN, leaf_end(t, k) - 1);
    buffer_printf(out, "/%s[", t->key);
    for (uint32_t i = k * FAN; i < leaf_end(t, k); i++) {
        if (i > k * FAN)
            put(out, ' ');
        t->write_key(out, t->context, i);
        put(out, ' ');
        t->write_value(out, t->context, i);
    }
    put(out, ']');
}

/* Puts a node above each FAN of a level's `n`; how many there are then. */
static uint32_t add_level(struct arena *a, struct objects *o, const struct tree_source *t,
                          struct tree_node *level, uint32_t n)
{
    uint32_t above = 0;
    for (uint32_t i = 0; i < n; i += FAN) {
        uint32_t end = i + FAN < n ? i + FAN : n;
        struct buffer node = buffer_in(a);
        if (n > FAN)
            write_limits(&node, t, level[i].first, level[end - 1].last);
        buffer_add_string(&node, "/Kids[");
        for (uint32_t k = i; k < end; k++)
            buffer_printf(&node, "%s%u 0 R", k > i ? " " : "", level[k].number);
        put(&node, ']');
        level[above] = (struct tree_node){ objects_add(o), level[i].first, level[end - 1].last };
        objects_set(o, level[above++].number, &node);
    }
    return above;
}

uint32_t trees_build(struct arena *a, struct objects *o, const struct tree_source *from)
{
    uint32_t n = (from->count + FAN - 1) / FAN;
    if (!n)
        return 0;
    struct tree_source *t = arena_new(a, struct tree_source); /* leaves are made from it later */
    *t = *from;
    uint32_t first = objects_add_series(o, n, make_leaf, t);
    struct tree_node *level = arena_array(a, struct tree_node, n);
    for (uint32_t k = 0; k < n; k++)
        level[k] = (struct tree_node){ first + k, k * FAN, leaf_end(t, k) - 1 };
    while (n > 1)
        n = add_level(a, o, t, level, n);
    return level[0].number;
}
