/* box/markers: the marks of list items and the numbers before notes (CSS 2.2, 12.5): hung before
 * the first line, or run in with it.
 */
#include "box/inner.h"

/* Tells whether an inline box has something behind its text, on the same line. */
static bool has_end(const struct style *s)
{
    const struct length padding = s->padding[SIDE_INLINE_END], margin = s->margin[SIDE_INLINE_END];
    return inline_paints(s) || padding.absolute || margin.absolute || length_has_share(padding) ||
           length_has_font_units(padding);
}

/* Adds what a list item's or note's marker says, in the marker's own style. */
static void marker_pieces(struct box_builder *b, const struct node *n, enum gather_mode mode)
{
    const struct style *own = style_of(b->styles, n);
    bool note = calls_number(b, n);
    const struct style *style =
        style_pseudo(b->styles, n, note ? PSEUDO_FOOTNOTE_MARKER : PSEUDO_MARKER);
    struct inline_context outer = { .style = own, .block = own, .lang = lang_of(b, own) };
    struct origin_text from = { .kind = PIECE_MARKER, .node = n };
    struct counted counted = { .note = calls_number(b, n),
                               .item = n == b->waited ? &b->marker_item : NULL };
    if (style && style->content) {
        inline_add_content(b, &outer, style, &from, &counted, mode);
        return;
    }
    if (note || (style && style->content_none))
        return;
    style = style ? style : style_anonymous(b->styles, own, DISPLAY_INLINE);
    struct inline_context inner = inline_of_box(b, &outer, style, n);
    struct arena_mark mark = arena_mark(b->words);
    struct buffer word = buffer_in(b->words);
    content_list_marker(
        b,
        &(struct content_for){ .node = n, .style = own, .lang = inner.lang, .item = counted.item },
        &word);
    /* the space behind is no part of a box that has an edge there */
    bool apart = word.size && word.bytes[word.size - 1] == ' ' && has_end(style);
    inline_add_edge(b, &outer, &inner, n, SIDE_INLINE_START);
    gather_verbatim(b, &inner, &from, word.bytes, word.size - apart);
    inline_add_edge(b, &outer, &inner, n, SIDE_INLINE_END);
    gather_verbatim(b, &outer, &from, " ", apart);
    arena_reset(b->words, mark);
}

void marker_build(struct box_builder *b, const struct node *n, enum gather_mode mode)
{
    bool isolate = b->gather.isolate; /* is for what comes behind the marker */
    b->waited = b->marker == n ? n : NULL;
    b->marker = NULL;
    b->gather.isolate = false;
    marker_pieces(b, n, mode);
    b->gather.isolate = isolate;
}

/* Hangs a box's marker before its first line. */
static void hang_marker(struct box_builder *b, struct box *box)
{
    marker_build(b, box->node, GATHER_VERBATIM);
    box->marker = gather_finish(b, box->node, box->style);
}

void marker_start(struct box_builder *b, struct box *box, enum marker_position position)
{
    struct box *waiting = b->marker ? box->parent : NULL;
    while (waiting && waiting->node != b->marker)
        waiting = waiting->parent;
    if (position == MARKER_INSIDE) {
        if (b->marker)
            marker_build(b, b->marker, GATHER_STYLED);
        const struct counter *item = counters_find(b, "list-item");
        b->marker = box->node;
        b->marker_item = item ? item->value : 0;
        return;
    }
    if (waiting)
        hang_marker(b, waiting);
    hang_marker(b, box);
}

void marker_end(struct box_builder *b, struct box *box)
{
    if (b->marker == box->node) {
        marker_build(b, box->node, GATHER_STYLED);
        tree_close_paragraph(b, box);
    }
}
