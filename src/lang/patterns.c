/* lang/patterns: Liang's patterns as a tree of letters.
 *
 *   4a1ma  ─►  a ─m─ a: (0,4) (1,1)         node "a" is number code(a); node "am" = child of (a, m)
 *
 * A cold start reads ten thousand patterns, a page looks up a thousand words: both walk the same
 * tree, which lives in one open hash table from (node, letter) to node, so that nothing is linked,
 * sorted or packed after reading. The children of single letters stand in a dense square: most
 * walks end there.
 */
#include "lang/inner.h"

enum { SIDE = 64, FIRST_NODE = 256, BYTES_A_NODE = 5 }; /* en has 6.8 */

struct branch {
    uint32_t key, child;
}; /* key: letter << 24 | parent; 0 = free */

struct patterns {
    struct arena *arena;
    uint32_t
        pairs[SIDE * SIDE];  /* child of letter a by letter b at a * SIDE + b, both below SIDE */
    struct branch *branches; /* the others */
    unsigned bits;           /* there are 1 << bits */
    size_t branch_count;
    uint32_t *nodes; /* 2 * place of the node's values, + 1 if it has children */
    size_t node_count, node_room;
    uint16_t *values; /* position << 4 | value …, 0; none at place 0 */
    size_t value_count, value_room;
    uint8_t path_letters
        /* the last pattern and its nodes: files are sorted, the next one mostly begins the same */
        [PATTERN_MOST];
    uint32_t path[PATTERN_MOST];
    unsigned path_length;
};

static inline uint32_t slot_of(const struct patterns *p, uint32_t key)
{
    return key * 0x9E3779B1u >> (32 - p->bits);
}

static inline uint32_t find_branch(const struct patterns *p, uint32_t key)
{
    uint32_t i = slot_of(p, key);
    while (p->branches[i].key && p->branches[i].key != key)
        i = (i + 1) & ((1u << p->bits) - 1);
    return i;
}

static inline uint32_t find_child(const struct patterns *p, uint32_t node, uint32_t code)
{
    return node < SIDE && code < SIDE ? p->pairs[node * SIDE + code]
                                      : p->branches[find_branch(p, code << 24 | node)].child;
}

struct patterns *patterns_build(struct arena *a, size_t bytes)
{
    struct patterns *p = arena_new(a, struct patterns);
    p->arena = a;
    for (p->bits = 8; (size_t)1 << p->bits < bytes / 4; p->bits++)
        ;
    p->branches = arena_array(a, struct branch, (size_t)1 << p->bits);
    p->nodes =
        arena_grow(a, NULL, sizeof *p->nodes, 0, FIRST_NODE + bytes / BYTES_A_NODE, &p->node_room);
    p->node_count = FIRST_NODE;
    p->values = arena_grow(a, NULL, sizeof *p->values, 0, 1 + bytes * 2 / 5, &p->value_room);
    p->value_count = 1;
    return p;
}

bool patterns_empty(const struct patterns *p) { return !p->path_length; }

/* Twice the branches, when they are three quarters full. */
static void grow_branches(struct patterns *p)
{
    struct branch *old = p->branches;
    size_t n = (size_t)1 << p->bits++;
    p->branches = arena_array(p->arena, struct branch, n * 2);
    for (size_t i = 0; i < n; i++)
        if (old[i].key)
            p->branches[find_branch(p, old[i].key)] = old[i];
}

/* The node one letter beyond `node`, made if need be. */
static uint32_t grow(struct patterns *p, uint32_t node, uint32_t code)
{
    uint32_t child = find_child(p, node, code);
    if (child)
        return child;
    if (p->node_count == p->node_room)
        p->nodes = arena_grow(p->arena, p->nodes, sizeof *p->nodes, p->node_count,
                              p->node_count + 1, &p->node_room);
    child = (uint32_t)p->node_count++;
    p->nodes[node] |= 1;
    if (node < SIDE && code < SIDE)
        return p->pairs[node * SIDE + code] = child;
    if (p->branch_count * 4 >= (size_t)3 << p->bits)
        grow_branches(p);
    p->branch_count++;
    p->branches[find_branch(p, code << 24 | node)] = (struct branch){ code << 24 | node, child };
    return child;
}

void patterns_add(struct patterns *p, const uint8_t *letters, unsigned n, const uint16_t *values,
                  unsigned value_count)
{
    unsigned i = 0;
    while (i < n && i < p->path_length && p->path_letters[i] == letters[i])
        i++;
    for (; i < n; i++) {
        p->path[i] = i ? grow(p, p->path[i - 1], letters[i]) : letters[i];
        p->path_letters[i] = letters[i];
    }
    p->path_length = n;
    if (p->value_count + value_count + 1 > p->value_room)
        p->values = arena_grow(p->arena, p->values, sizeof *p->values, p->value_count,
                               p->value_count + value_count + 1, &p->value_room);
    uint32_t *node =
        &p->nodes[p->path[n - 1]]; /* of equal patterns the last one counts, as in libhyphen */
    *node = (*node & 1) | (uint32_t)p->value_count << 1;
    for (i = 0; i < value_count; i++)
        p->values[p->value_count++] = values[i];
    p->values[p->value_count++] = 0;
}

void patterns_apply(const struct patterns *p, const uint8_t *codes, unsigned n, uint8_t *values)
{
    for (unsigned start = 0; start < n; start++) {
        uint32_t node = codes[start];
        for (unsigned i = start + 1; node; i++) {
            uint32_t state = p->nodes[node];
            for (const uint16_t *v = p->values + (state >> 1); *v; v++) {
                uint8_t *to = &values[start + (*v >> 4)];
                *to = *to > (*v & 15) ? *to : *v & 15;
            }
            node = (state & 1) && i < n && codes[i] ? find_child(p, node, codes[i]) : 0;
        }
    }
}
