/* flow/collapse: the borders that the cells of a table share (CSS 2.1, 17.6.2).
 *
 *        ├─ cell ─┼─ cell ─┤
 *
 * Columns and rows reach from the middle of a border to the middle of the next: a cell reserves
 * half of the border that won on each of its edges, the table half of those at its own edges.
 *
 * On an edge a hidden border wins and none is drawn, else the widest; of equal ones by style, then
 * a cell's before a row's, a group's, the table's (17.6.2.1).
 */
#include "flow/inner.h"

/* Start and end of a direction are neighbours in the enum. */
static enum side opposite(enum side s) { return s ^ 1; }

/* A border meets the one that has won so far. */
static void meet(struct border *best, const struct box *b, enum side side)
{
    static const uint8_t ranks[] = { [BORDER_NONE] = 0,  [BORDER_DOTTED] = 1, [BORDER_DASHED] = 2,
                                     [BORDER_SOLID] = 3, [BORDER_DOUBLE] = 4, [BORDER_HIDDEN] = 5 };
    if (!b || best->style == BORDER_HIDDEN)
        return;
    struct border other = b->style->border[side];
    if (other.style == BORDER_HIDDEN || other.width > best->width ||
        (other.width == best->width && ranks[other.style] > ranks[best->style]))
        *best = other;
}

/* Two that touch: of equals the upper or the earlier. */
static void meet_both(struct border *best, const struct box *own, const struct box *other,
                      enum side side)
{
    bool start = side == SIDE_BLOCK_START || side == SIDE_INLINE_START;
    if (start)
        meet(best, other, opposite(side));
    meet(best, own, side);
    if (!start)
        meet(best, other, opposite(side));
}

static const struct box *group_of(const struct box *row)
{
    return row && row->parent->kind != BOX_TABLE ? row->parent : NULL;
}

struct border collapse_edge(const struct box *cell, enum side side, const struct beside *n)
{
    const struct box *row = cell->parent, *group = group_of(row),
                     *table = group ? group->parent : row->parent;
    struct border best = { 0 };
    if (side == SIDE_INLINE_START || side == SIDE_INLINE_END) {
        const struct box *next = side == SIDE_INLINE_START ? n->prev : cell->next;
        meet_both(&best, cell, next, side);
        if (!next) {
            meet(&best, row, side);
            meet(&best, group, side);
            meet(&best, table, side);
        }
        return best;
    }
    bool start = side == SIDE_BLOCK_START;
    const struct box *beyond = start ? n->row_above : n->row_below, *other = group_of(beyond);
    meet_both(&best, cell, start ? n->above : n->below, side);
    meet_both(&best, row, beyond, side);
    if (other != group || !beyond)
        meet_both(&best, group, other, side);
    if (!beyond && !(start ? n->cut_above : n->cut_below))
        meet(&best, table, side);
    return best;
}

struct beside beside_row(const struct box *above, const struct box *below)
{
    return (struct beside){ .above = above ? above->first : NULL,
                            .below = below ? below->first : NULL,
                            .row_above = above,
                            .row_below = below };
}
void beside_next(struct beside *n, const struct box *cell)
{
    n->prev = cell;
    n->above = n->above ? n->above->next : NULL;
    n->below = n->below ? n->below->next : NULL;
}

void collapse_outer(const struct box *table, sp half[SIDE_COUNT])
{
    const struct box *first = box_row_next(table, NULL), *last = first, *before = NULL;
    for (const struct box *r = first; r; r = box_row_next(table, r)) {
        before = last == r ? NULL : last;
        last = r;
    }
    for (int i = 0; i < SIDE_COUNT; i++)
        half[i] = 0;
    if (!first)
        return;
    struct beside n = beside_row(NULL, box_row_next(table, first));
    for (const struct box *k = first->first; k; beside_next(&n, k), k = k->next) {
        half[SIDE_BLOCK_START] =
            sp_max(half[SIDE_BLOCK_START], collapse_edge(k, SIDE_BLOCK_START, &n).width / 2);
        if (!n.prev)
            half[SIDE_INLINE_START] = collapse_edge(k, SIDE_INLINE_START, &n).width / 2;
        if (!k->next)
            half[SIDE_INLINE_END] = collapse_edge(k, SIDE_INLINE_END, &n).width / 2;
    }
    n = beside_row(before, NULL);
    for (const struct box *k = last->first; k; beside_next(&n, k), k = k->next)
        half[SIDE_BLOCK_END] =
            sp_max(half[SIDE_BLOCK_END], collapse_edge(k, SIDE_BLOCK_END, &n).width / 2);
}

/* Has a cell no border on that side where its row begins a page? */
static bool hides_start(const struct box *cell, enum side side)
{
    return side == SIDE_BLOCK_START && cell->style->first_row_border_hide;
}

sp collapse_beyond(const struct box *row, enum side side, enum border_at_cut at)
{
    const struct beside n = { .cut_above = true, .cut_below = true };
    bool shared = box_table_of(row)->style->border_collapse;
    sp half = 0;
    for (const struct box *k = shared ? row->first : NULL; k; k = k->next)
        if (at == CUT_BESIDE ? !hides_start(k, side) : k->style->decoration_clone)
            half = sp_max(half, collapse_edge(k, side, &n).width / 2);
    return half;
}

sp collapse_under_heads(const struct box *head, const struct box *above, const struct box *row)
{
    if (head == above || !box_table_of(row)->style->border_collapse)
        return 0;
    struct beside now = beside_row(head, NULL), otherwise = beside_row(above, NULL);
    sp more = 0;
    for (const struct box *k = row->first; k; k = k->next) {
        sp half = collapse_edge(k, SIDE_BLOCK_START, &now).width / 2;
        more = sp_max(more, half - collapse_edge(k, SIDE_BLOCK_START, &otherwise).width / 2);
        beside_next(&now, k);
        beside_next(&otherwise, k);
    }
    return more;
}
