/* box/tree: boxes and the order they stand in.
 *
 * CSS 2.2: 9.2.1.1 (a block in an inline box parts it), 17.2.1 (missing table boxes). A box's
 * inline content is gathered until a block begins or the box ends, and is the box's own paragraph
 * until something else comes into the box, an anonymous block from then on.
 */
#include "box/inner.h"

static const enum box_kind box_kinds[] = {
    [DISPLAY_BLOCK] = BOX_BLOCK,
    [DISPLAY_LIST_ITEM] = BOX_BLOCK,
    [DISPLAY_TABLE] = BOX_TABLE,
    [DISPLAY_TABLE_HEADER_GROUP] = BOX_HEADER_GROUP,
    [DISPLAY_TABLE_ROW_GROUP] = BOX_ROW_GROUP,
    [DISPLAY_TABLE_ROW] = BOX_ROW,
    [DISPLAY_TABLE_CELL] = BOX_CELL,
};
static const enum display kind_display[] = {
    [BOX_BLOCK] = DISPLAY_BLOCK,
    [BOX_TABLE] = DISPLAY_TABLE,
    [BOX_HEADER_GROUP] = DISPLAY_TABLE_HEADER_GROUP,
    [BOX_ROW_GROUP] = DISPLAY_TABLE_ROW_GROUP,
    [BOX_ROW] = DISPLAY_TABLE_ROW,
    [BOX_CELL] = DISPLAY_TABLE_CELL,
};

enum box_kind tree_kind_of(enum display display) { return box_kinds[display]; }

/* Makes a box behind the last one of its parent. While a box fills, its children are a ring:
 * `first` is the last of them, whose `next` is the first. */
static struct box *append_box(struct box_builder *b, struct box *parent, enum box_kind kind,
                              const struct node *n, const struct style *s)
{
    struct box *box = arena_new(b->arena, struct box);
    *box = (struct box){ .kind = (uint8_t)kind, .node = n, .style = s, .parent = parent };
    if (!parent)
        return box;
    struct box *last = parent->first;
    box->next = last ? last->next : box;
    if (last)
        last->next = box;
    parent->first = box;
    return box;
}

struct box *tree_add_anonymous(struct box_builder *b, struct box *parent, enum box_kind kind)
{
    struct box *made = append_box(b, parent, kind, parent->node,
                                  style_anonymous(b->styles, parent->style, kind_display[kind]));
    made->anonymous = true;
    return made;
}

static void give_paragraph(struct box *box, struct paragraph *p)
{
    box->paragraph = p;
    p->node = box->node;
    p->style = box->style;
}

void tree_separate_lines(struct box_builder *b, struct box *box)
{
    struct paragraph *p = box->paragraph;
    if (!p)
        return;
    box->paragraph = NULL;
    give_paragraph(tree_add_anonymous(b, box, BOX_BLOCK), p);
}

struct box *tree_add(struct box_builder *b, struct box *parent, enum box_kind kind,
                     const struct node *n, const struct style *s)
{
    if (parent)
        tree_separate_lines(b, parent);
    return append_box(b, parent, kind, n, s);
}

/* The anonymous box that must come between a box of one kind and a child of another (CSS 2.2,
 * 17.2.1); -1: none.  Asked again for what it gave until nothing is missing. */
/* clang-format off */
static const signed char missing[6][6] = {
    /*                      BLOCK     TABLE     HEADER     ROW_GROUP  ROW        CELL  */
    [BOX_BLOCK] =        {  -1,       -1,       BOX_TABLE, BOX_TABLE, BOX_TABLE, BOX_TABLE },
    [BOX_TABLE] =        {  BOX_ROW,  BOX_ROW,  -1,        -1,        -1,        BOX_ROW },
    [BOX_HEADER_GROUP] = {  BOX_ROW,  BOX_ROW,  BOX_ROW,   BOX_ROW,   -1,        BOX_ROW },
    [BOX_ROW_GROUP] =    {  BOX_ROW,  BOX_ROW,  BOX_ROW,   BOX_ROW,   -1,        BOX_ROW },
    [BOX_ROW] =          {  BOX_CELL, BOX_CELL, BOX_CELL,  BOX_CELL,  BOX_CELL,  -1 },
    [BOX_CELL] =         {  -1,       -1,       BOX_TABLE, BOX_TABLE, BOX_TABLE, BOX_TABLE },
};
/* clang-format on */

struct box *tree_place_for(struct box_builder *b, struct box *box, enum box_kind child)
{
    for (int kind; (kind = missing[box->kind][child]) >= 0;) {
        struct box *last = box->first;
        if (!last || !last->anonymous || (int)last->kind != kind) {
            tree_separate_lines(b, box);
            last = tree_add_anonymous(b, box, (enum box_kind)kind);
        }
        box = last;
    }
    return box;
}

void tree_close_paragraph(struct box_builder *b, struct box *box)
{
    struct paragraph *p = gather_finish(b, box->node, box->style);
    if (!p)
        return;
    box = tree_place_for(b, box, BOX_BLOCK);
    tree_separate_lines(b, box);
    give_paragraph(box->first ? tree_add_anonymous(b, box, BOX_BLOCK) : box, p);
}

void tree_finish(struct box *box)
{
    struct box *last = box->first;
    if (!last)
        return;
    box->first = last->next;
    last->next = NULL;
    unsigned column = 0;
    for (struct box *child = box->first; child; child = child->next) {
        if (child->kind == BOX_CELL)
            child->column = (uint16_t)(column < UINT16_MAX ? column++ : column);
        tree_finish(child);
    }
}
