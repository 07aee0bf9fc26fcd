/* box/calls: calls of notes, and the numbers that notes get with their first (GCPM, 2). */
#include "box/inner.h"

#include <string.h>

uint32_t calls_number(const struct box_builder *b, const struct node *n)
{
    return b->called[n->index].number;
}

/* Tells whether nothing between the node and the root is `display: none`. */
static bool is_shown(const struct box_builder *b, const struct node *n)
{
    for (; n; n = node_parent(n))
        if (style_of(b->styles, n)->display == DISPLAY_NONE)
            return false;
    return true;
}

/* Numbers the note at its first call; returns its index among the footnotes. */
static uint32_t register_note(struct box_builder *b, const struct node *call, bool foot)
{
    struct called *called = &b->called[call->note];
    if (called->number && called->restarts != b->restarts)
        diag_add(b->diag, DIAG_NOTE_AGAIN, node_at(call), "number",
                 arena_printf(b->work, "%u", called->number), NULL);
    if (called->number)
        return called->index;
    *called = (struct called){ counters_next_note(b, call), (uint32_t)b->note_count, b->restarts };
    if (foot) {
        b->notes = arena_grow(b->work, b->notes, sizeof *b->notes, b->note_count, b->note_count + 1,
                              &b->note_room);
        b->notes[b->note_count++] =
            (struct note){ .number = called->number, .node = node_note(call), .first_call = call };
    }
    return called->index;
}

/* What stands before a call's number: never a space, and between two calls at one place what tells
 * them apart. */
static void begin_call(struct box_builder *b, const struct node *n,
                       const struct inline_context *outer, const struct style *style,
                       const char *id)
{
    bool spaced = gather_trim(b);
    const struct node *before = gather_last_call(b);
    if (!before) {
        if (spaced && !position_second(node_at(n))) /* of translations, l10n speaks */
            diag_add(b->diag, DIAG_CALL_SPACE, node_at(n), "note", id, NULL);
        return;
    }
    struct inline_context inside = inline_of_box(b, outer, style, n);
    const char *own = style->call_separator, *separator = own ? own : lang_list_comma(inside.lang);
    struct origin_text from = { .kind = PIECE_GENERATED, .node = node_parent(before) };
    gather_verbatim(b, &inside, &from, separator, strlen(separator));
}

void calls_add(struct box_builder *b, const struct node *n, const struct inline_context *outer)
{
    const struct node *note = node_note(n);
    const char *id = note->id ? node_id(note) : "";
    bool foot = style_of(b->styles, note)->float_kind == FLOAT_FOOTNOTE;
    if (!is_shown(b, note)) {
        diag_add(b->diag, DIAG_NOTE_HIDDEN, node_at(n), "note", id, NULL);
        return;
    }
    struct origin_text from = { .kind = foot ? PIECE_CALL : PIECE_GENERATED,
                                .node = n,
                                .note = register_note(b, n, foot) };
    const struct style *style = style_pseudo(b->styles, n, PSEUDO_FOOTNOTE_CALL);
    size_t pieces = b->gather.piece_count;
    if (style && style->display != DISPLAY_NONE) {
        if (foot)
            begin_call(b, n, outer, style, id);
        pieces = b->gather.piece_count;
        inline_add_content(b, outer, style, &from,
                           &(struct counted){ .note = calls_number(b, note) }, GATHER_VERBATIM);
    }
    for (; pieces < b->gather.piece_count; pieces++)
        if (b->gather.pieces[pieces].kind == PIECE_CALL)
            return;
    if (foot)
        gather_empty_call(b, outer, &from);
}
