/* box/dump: the boxes as text, the notes behind the flow. */
#include "box/inner.h"

#include <string.h>

static const char *const kinds[] = {
    [BOX_BLOCK] = "block",         [BOX_TABLE] = "table", [BOX_HEADER_GROUP] = "header-group",
    [BOX_ROW_GROUP] = "row-group", [BOX_ROW] = "row",     [BOX_CELL] = "cell"
};
static const char *const piece_kinds[] = { [PIECE_TEXT] = "text",
                                           [PIECE_GENERATED] = "generated",
                                           [PIECE_CALL] = "call",
                                           [PIECE_MARKER] = "marker",
                                           [PIECE_SPACE] = "space" };

/* Prints " #id line:col" of an element. */
static void add_place(struct buffer *out, const struct node *n)
{
    struct place place = position_place(node_at(n));
    if (n->id)
        buffer_printf(out, " #%s", node_id(n));
    buffer_printf(out, " %u:%u", place.line, place.column);
}

/* Prints a piece with its place and what is special about it. */
static void add_piece(struct buffer *out, const struct paragraph *p, const struct piece *piece,
                      int level)
{
    buffer_indent(out, level);
    struct position at = piece->kind == PIECE_TEXT
                             ? doc_position(piece->node, piece->node_start, piece->node_start + 1)
                             : node_at(piece->node);
    struct place place = position_place(at);
    buffer_printf(out, "%s %u:%u", piece_kinds[piece->kind], place.line, place.column);
    if (piece->kind == PIECE_SPACE) {
        buffer_add_string(out, " width=");
        buffer_add_length(out, piece->in->space);
    } else {
        buffer_add_char(out, ' ');
        buffer_add_json(out, p->text + piece->start, piece->end - piece->start);
    }
    if (piece->in->raise) {
        buffer_add_string(out, " raise=");
        buffer_add_length(out, piece->in->raise);
    }
    if (piece->kind == PIECE_CALL)
        buffer_printf(out, " note=%u", piece->note + 1);
    if (text_link(piece))
        buffer_printf(out, " link=%s", node_element(text_link(piece))->name);
    if (piece->in->lang != p->lang)
        buffer_printf(out, " lang=%s", piece->in->lang->tag);
    if (piece->isolate)
        buffer_add_string(out, " isolate");
    buffer_add_char(out, '\n');
}

/* Prints a paragraph, and below it its pieces, each with its own place. */
static void add_paragraph(struct buffer *out, const char *name, const struct paragraph *p,
                          int level)
{
    buffer_indent(out, level);
    buffer_printf(out, "%s lang=%s%s ", name, p->lang->tag, p->rtl ? " rtl" : "");
    buffer_add_json(out, p->text, p->length);
    if (p->was) {
        buffer_add_string(out, " source=");
        buffer_add_json(out, p->was->source, p->was->source_length);
    }
    buffer_add_char(out, '\n');
    for (uint32_t i = 0; i < p->piece_count; i++)
        add_piece(out, p, &p->pieces[i], level + 1);
}

/* Prints a box, and below it what is in it. */
static void add_box(struct buffer *out, const struct boxes *b, const struct box *box, int level)
{
    buffer_indent(out, level);
    buffer_add_string(out, kinds[box->kind]);
    if (box->anonymous)
        buffer_add_string(out, " anonymous");
    else
        add_place(out, box->node);
    if (!box->anonymous)
        buffer_printf(out, " element=%s", node_element(box->node)->name);
    if (box->kind == BOX_CELL)
        buffer_printf(out, " column=%u", box->column);
    for (const struct box_string *s = box_strings(b, box); s; s = s->next) {
        if (!s->name) {
            buffer_printf(out, " page%s%lld", s->adds ? "+=" : "=", (long long)s->number);
            continue;
        }
        buffer_printf(out, " string-%s=", s->name);
        buffer_add_json(out, s->value, strlen(s->value));
    }
    if (box->image) {
        const char *src = doc_attribute(box->node, "src"),
                   *shown = src ? src : doc_attribute(box->node, "href"); /* a QR code */
        buffer_add_string(out, " picture=");
        buffer_add_json(out, shown, strlen(shown));
    }
    buffer_add_char(out, '\n');
    if (box->marker)
        add_paragraph(out, "marker", box->marker, level + 1);
    if (box->paragraph)
        add_paragraph(out, "paragraph", box->paragraph, level + 1);
    if (box->continued)
        add_paragraph(out, "continued", box->continued, level + 1);
    for (const struct box *child = box->first; child; child = child->next)
        add_box(out, b, child, level + 1);
}

void box_dump(struct buffer *out, const struct boxes *b)
{
    add_box(out, b, b->root, 0);
    for (uint32_t i = 0; i < b->note_count; i++) {
        const struct note *note = &b->notes[i];
        struct place call = position_place(node_at(note->first_call));
        buffer_printf(out, "note");
        add_place(out, note->node);
        buffer_printf(out, " number=%u call=%u:%u\n", note->number, call.line, call.column);
        add_box(out, b, note->box, 1);
    }
}
