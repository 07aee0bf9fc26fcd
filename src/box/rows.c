/* box/rows: a walk over the rows of a table, in the order in which they are set: the source's. */
#include "box/box.h"

const struct box *box_table_of(const struct box *b)
{
    while (b && b->kind != BOX_TABLE)
        b = b->parent;
    return b;
}

const struct box *box_row_next(const struct box *table, const struct box *row)
{
    const struct box *from = table->first;
    if (row) {
        if (row->next && row->parent != table)
            return row->next;
        from = row->parent == table ? row->next : row->parent->next;
    }
    for (const struct box *b = from; b; b = b->next) {
        if (b->kind == BOX_ROW)
            return b;
        if (b->kind == BOX_HEADER_GROUP || b->kind == BOX_ROW_GROUP)
            for (const struct box *r = b->first; r; r = r->next)
                if (r->kind == BOX_ROW)
                    return r;
    }
    return NULL;
}

const struct box *box_body_first(const struct box *table)
{
    const struct box *r = box_row_next(table, NULL);
    while (r && r->parent->kind == BOX_HEADER_GROUP)
        r = box_row_next(table, r);
    return r;
}

const struct box *box_below_heads(const struct box *b)
{
    bool lone = b->kind == BOX_TABLE && b->anonymous && b->first && !box_body_first(b);
    return lone ? b->next : NULL;
}
