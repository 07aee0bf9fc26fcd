/* box/continued: the text of a row's first cell once more, for the pages on which the row goes on.
 *
 *   Nations that protect¹ people  ─►  Nations that protect people (continued)
 *
 * It is made of the cell's own pieces, so that it looks as the name does; it calls no note and
 * leads nowhere.
 */
#include "box/inner.h"

#include <string.h>

/* A paragraph as it is put together. */
struct copy {
    const struct paragraph *first; /* of the cell: its style is the copy's */
    struct buffer text;
    struct piece *pieces;
    size_t count, room;
};

/* The setting of a piece, without a link. */
static const struct setting *unlinked(struct box_builder *b, const struct setting *in)
{
    if (!in->link)
        return in;
    struct setting *own = arena_copy(b->arena, in, sizeof *in, 1);
    own->link = NULL;
    return own;
}

/* Puts bytes behind the others, as a piece like another. */
static void add(struct box_builder *b, struct copy *c, struct piece like, const char *text,
                size_t n)
{
    like.source_start = like.start = (uint32_t)c->text.size;
    buffer_add(&c->text, text, n);
    like.end = (uint32_t)c->text.size;
    like.in = unlinked(b, like.in);
    c->pieces = arena_grow(b->work, c->pieces, sizeof like, c->count, c->count + 1, &c->room);
    c->pieces[c->count++] = like;
}

static bool is_call(const struct piece *k)
{
    return k->kind == PIECE_CALL || (k->node && k->node->kind == NODE_ELEMENT && k->node->note);
}

/* Adds a paragraph's pieces, a space between it and the one before. */
static void add_paragraph(struct box_builder *b, struct copy *c, const struct paragraph *p)
{
    if (c->count)
        add(b, c, c->pieces[c->count - 1], " ", 1);
    else
        c->first = p;
    for (uint32_t i = 0; i < p->piece_count; i++)
        if (!is_call(&p->pieces[i]))
            add(b, c, p->pieces[i], p->text + p->pieces[i].start,
                p->pieces[i].end - p->pieces[i].start);
}

/* Adds all paragraphs in a box. */
static void add_text(struct box_builder *b, struct copy *c, const struct box *box)
{
    if (box->paragraph)
        add_paragraph(b, c, box->paragraph);
    for (const struct box *k = box->first; k; k = k->next)
        add_text(b, c, k);
}

/* Adds what says that the row goes on; in a language whose word is not known the name stands alone,
 * which is said once. */
static void add_word(struct box_builder *b, struct copy *c, const struct box *cell)
{
    const struct lang *lang = c->first->lang;
    const char *word =
        cell->style->continued == CONTINUED_STRING ? cell->style->continued_text : lang->continued;
    if (!word && !b->continued_reported)
        diag_add(b->diag, DIAG_CONTINUED_WORD, node_at(cell->node), "language", lang->tag, NULL);
    b->continued_reported = b->continued_reported || !word;
    struct setting *own = arena_new(b->arena, struct setting);
    *own = (struct setting){ .style = c->first->style, .lang = lang };
    struct piece like = { .in = own, .node = cell->node, .kind = PIECE_GENERATED };
    if (word && cell->style->continued == CONTINUED_AUTO)
        add(b, c, like, " ", 1);
    if (word)
        add(b, c, like, word, strlen(word));
}

static struct paragraph *continue_cell(struct box_builder *b, const struct box *cell)
{
    struct copy c = { .text = buffer_in(b->words) };
    add_text(b, &c, cell);
    if (!c.text.size)
        return NULL;
    add_word(b, &c, cell);
    struct paragraph *p = arena_copy(b->arena, c.first, sizeof *p, 1);
    p->index = (uint32_t)b->paragraph_count;
    p->text = arena_strndup(b->arena, c.text.bytes, c.text.size);
    p->length = (uint32_t)c.text.size;
    p->was = NULL;
    p->pieces = arena_copy(b->arena, c.pieces, sizeof *c.pieces, c.count);
    p->piece_count = (uint32_t)c.count;
    b->paragraphs = arena_grow(b->work, b->paragraphs, sizeof *b->paragraphs, b->paragraph_count,
                               b->paragraph_count + 1, &b->paragraph_room);
    b->paragraphs[b->paragraph_count++] = p;
    return p;
}

void continue_rows(struct box_builder *b, struct box *box)
{
    struct box *cell = box->kind == BOX_ROW ? box->first : NULL;
    if (cell && cell->style->continued != CONTINUED_NONE) {
        struct arena_mark mark = arena_mark(b->words);
        cell->continued = continue_cell(b, cell);
        arena_reset(b->words, mark);
    }
    for (struct box *k = box->first; k && box->kind != BOX_ROW; k = k->next)
        if (k->kind != BOX_HEADER_GROUP)
            continue_rows(b, k);
}
