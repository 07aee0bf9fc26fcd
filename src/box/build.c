/* box/build: the walk over the nodes, in document order; notes are built behind it, in the order of
 * their first calls.
 *
 * CSS 2.2: 9.2.1.1 (a block in an inline box parts it), 12.5 (markers), 17.2.1 (missing table
 * boxes). A box's inline content is gathered until a block begins or the box ends, and is the box's
 * own paragraph until something else comes into the box, an anonymous block from then on. GCPM 2:
 * footnotes, with the notes standing apart from their calls. Recursion: nodes are at most 256 deep
 * (doc).
 */
#include "box/inner.h"

#include <string.h>

static void visit_inside(struct box_builder *b, struct box *box, const struct node *n,
                         const struct inline_context *s);
static void visit(struct box_builder *b, struct box *box, const struct node *n,
                  const struct inline_context *s);

/* ---- boxes ---- */
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

static struct box *append_anonymous(struct box_builder *b, struct box *parent, enum box_kind kind)
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

/* Puts the lines of a box into an anonymous block of their own, since something comes beside
 * them. */
static void separate_lines(struct box_builder *b, struct box *box)
{
    struct paragraph *p = box->paragraph;
    if (!p)
        return;
    box->paragraph = NULL;
    give_paragraph(append_anonymous(b, box, BOX_BLOCK), p);
}

/* Makes a box beside whatever its parent has. */
static struct box *add_box(struct box_builder *b, struct box *parent, enum box_kind kind,
                           const struct node *n, const struct style *s)
{
    if (parent)
        separate_lines(b, parent);
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

/* Finds where a child of that kind goes: the box itself, or anonymous boxes in it, the last one
 * again if it fits. */
static struct box *place_for(struct box_builder *b, struct box *box, enum box_kind child)
{
    for (int kind; (kind = missing[box->kind][child]) >= 0;) {
        struct box *last = box->first;
        if (!last || !last->anonymous || (int)last->kind != kind) {
            separate_lines(b, box);
            last = append_anonymous(b, box, (enum box_kind)kind);
        }
        box = last;
    }
    return box;
}

/* Gives the box the inline content gathered so far: as its own while it has nothing else, and as an
 * anonymous block otherwise. */
static void close_paragraph(struct box_builder *b, struct box *box)
{
    struct paragraph *p = gather_finish(b, box->node, box->style);
    if (!p)
        return;
    box = place_for(b, box, BOX_BLOCK);
    separate_lines(b, box);
    give_paragraph(box->first ? append_anonymous(b, box, BOX_BLOCK) : box, p);
}

/* Opens the rings of children below a finished box, and numbers cells. */
static void finish_children(struct box *box)
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
        finish_children(child);
    }
}

/* ---- inline ---- */
/* Resolves a length of the style at a base, with the face's units where it asks for them. */
static sp resolve(struct box_builder *b, const struct style *s, struct length l, sp base)
{
    const struct face *face = length_has_font_units(l) ? text_face(b->fonts, b->diag, s) : NULL;
    return length_resolve(l, base, text_units(face, s->font_size));
}

static sp line_height(struct box_builder *b, const struct style *s)
{
    if (s->line_height.kind == LENGTH_NUMBER)
        return sp_muldiv(s->line_height.absolute, s->font_size, SP_PT);
    if (s->line_height.kind == LENGTH_VALUE)
        return resolve(b, s, s->line_height, s->font_size);
    const struct face *face = text_face(b->fonts, b->diag, s);
    if (!face)
        return s->font_size;
    struct extent e = text_line_extent(face, s);
    return e.ascent + e.descent;
}

/* What a style's line takes above and below the baseline. */
static struct extent line_extent(struct box_builder *b, const struct style *s)
{
    const struct face *face = text_face(b->fonts, b->diag, s);
    return face ? text_line_extent(face, s) : (struct extent){ 0, 0 };
}

/* What its face alone takes. */
static struct extent face_extent(struct box_builder *b, const struct style *s)
{
    const struct face *face = text_face(b->fonts, b->diag, s);
    if (!face)
        return (struct extent){ 0, 0 };
    return (struct extent){ sp_muldiv(s->font_size, face->ascent, face->upem),
                            sp_muldiv(s->font_size, face->descent, face->upem) };
}

/* How far the baseline is above the block's where a box's edge or middle is put to another's (CSS
 * 2.2, 10.8.1). A line box is not known here: top and bottom are those of a line of the block
 * itself. */
static sp align_edges(struct box_builder *b, const struct style *s,
                      const struct inline_context *outer)
{
    enum vertical_align v = s->vertical_align;
    bool line = v == VALIGN_TOP || v == VALIGN_BOTTOM;
    struct extent own = line_extent(b, s);
    struct extent other = line ? line_extent(b, outer->block) : face_extent(b, outer->style);
    const struct face *face = text_face(b->fonts, b->diag, outer->style);
    if (v == VALIGN_MIDDLE) {
        sp ex = text_units(face, outer->style->font_size).of[UNIT_EX];
        return outer->raise + (ex - own.ascent + own.descent) / 2;
    }
    bool top = v == VALIGN_TOP || v == VALIGN_TEXT_TOP;
    sp raise = top ? other.ascent - own.ascent : own.descent - other.descent;
    return line ? raise : outer->raise + raise;
}

/* How far an inline box stands above its block's baseline: a third of the parent's size for
 * `super`, a fifth below for `sub`, as TeX's faces do. */
static sp raise_of(struct box_builder *b, const struct style *s, const struct inline_context *outer)
{
    switch (s->vertical_align) {
    case VALIGN_BASELINE: return outer->raise;
    case VALIGN_LENGTH:
        return outer->raise + resolve(b, s, s->vertical_shift,
                                      length_has_share(s->vertical_shift) ? line_height(b, s) : 0);
    case VALIGN_SUPER: return outer->raise + outer->style->font_size * 33 / 100;
    case VALIGN_SUB: return outer->raise - outer->style->font_size / 5;
    default: return align_edges(b, s, outer);
    }
}

static bool has_lines(const struct style *s)
{
    return s->decoration_underline || s->decoration_line_through;
}

/* Tells whether an inline box paints more than its text. */
static bool paints(const struct style *s)
{
    bool any = s->background.alpha > 0 || has_lines(s);
    for (int i = 0; i < SIDE_COUNT; i++)
        any = any || s->border[i].width > 0;
    return any;
}

static struct inline_box *add_inline_box(struct box_builder *b, const struct inline_box *outer,
                                         const struct style *s, const struct node *n, sp raise)
{
    struct inline_box *made = arena_new(b->arena, struct inline_box);
    *made = (struct inline_box){ .outer = outer, .style = s, .node = n, .raise = raise };
    return made;
}

/* Makes the box of a block that draws lines under or through all of its text. */
static const struct inline_box *add_line_block(struct box_builder *b,
                                               const struct inline_box *outer,
                                               const struct style *s, const struct node *n)
{
    struct inline_box *made = add_inline_box(b, outer, s, n, 0);
    made->block = true;
    return made;
}

/* What the text of a block is underlined by: the block, and what underlines all around it (CSS 2.2,
 * 16.3.1). */
static const struct inline_box *lines_around(struct box_builder *b, const struct inline_box *outer,
                                             const struct style *s, const struct node *n)
{
    while (outer && !has_lines(outer->style))
        outer = outer->outer;
    if (outer && !outer->block)
        outer =
            add_line_block(b, lines_around(b, outer->outer, NULL, NULL), outer->style, outer->node);
    return s && has_lines(s) ? add_line_block(b, outer, s, n) : outer;
}

/* The context inside a block, whose lines are its own. */
static struct inline_context context_of_block(struct box_builder *b,
                                              const struct inline_context *outer,
                                              const struct style *s, const struct node *n)
{
    return (struct inline_context){ .style = s,
                                    .block = s,
                                    .lang = lang_of(b, s),
                                    .link = outer ? outer->link : NULL,
                                    .inside = lines_around(b, outer ? outer->inside : NULL, s, n) };
}

/* The context inside an inline box. */
static struct inline_context context_of_inline(struct box_builder *b,
                                               const struct inline_context *outer,
                                               const struct style *s, const struct node *n)
{
    struct inline_context made = { .style = s,
                                   .block = outer->block,
                                   .lang = lang_of(b, s),
                                   .link = outer->link,
                                   .inside = outer->inside,
                                   .raise = raise_of(b, s, outer) };
    if (paints(s))
        made.inside = add_inline_box(b, outer->inside, s, n, made.raise);
    return made;
}

/* Adds margin, border and padding of an inline box on one side: where it paints, its margin is
 * outside. */
static void inline_edge(struct box_builder *b, const struct inline_context *outer,
                        const struct inline_context *s, const struct node *n, enum side side)
{
    const struct length margin = s->style->margin[side];
    const struct length padding = s->style->padding[side];
    sp out = resolve(b, s->style, margin, 0);
    sp in = resolve(b, s->style, padding, 0) + s->style->border[side].width;
    bool paints_itself = s->inside != outer->inside;
    bool end = side == SIDE_INLINE_END;
    if (!paints_itself) {
        gather_space(b, s, n, out + in, (int64_t)margin.percent + padding.percent);
        return;
    }
    if (end)
        gather_space(b, s, n, in, padding.percent);
    gather_space(b, outer, n, out, margin.percent);
    if (!end)
        gather_space(b, s, n, in, padding.percent);
}

/* The numbers that a pseudo-element prints other than those of the counters in scope. */
struct counted {
    uint32_t note;
    const int64_t *item; /* NULL: there is none */
};

/* Adds the generated inline content of a pseudo-element, between its edges. */
static void inline_content(struct box_builder *b, const struct inline_context *outer,
                           const struct style *s, const struct origin_text *from,
                           const struct counted *counted, enum gather_mode mode)
{
    struct inline_context inner = context_of_inline(b, outer, s, from->node);
    struct content_for c = { .node = from->node,
                             .style = s,
                             .lang = inner.lang,
                             .note = counted->note,
                             .item = counted->item };
    inline_edge(b, outer, &inner, from->node, SIDE_INLINE_START);
    gather_content(b, &inner, from, &c, mode);
    inline_edge(b, outer, &inner, from->node, SIDE_INLINE_END);
}

/* The number under which a note in the flow or at the foot was first called; 0: it is no note, or
 * not called yet. */
static uint32_t number_of(const struct box_builder *b, const struct node *n)
{
    return b->called[n->index].number;
}

/* Adds ::before or ::after: inline, or as a block of its own. */
static void pseudo_content(struct box_builder *b, struct box *box, const struct node *n,
                           const struct inline_context *s, enum pseudo which)
{
    const struct style *style = style_pseudo(b->styles, n, which);
    if (!style || style->display == DISPLAY_NONE)
        return;
    struct origin_text from = { .kind = PIECE_GENERATED, .node = n };
    bool block = style->display != DISPLAY_INLINE && style->display != DISPLAY_CONTENTS;
    counters_enter(b, style);
    if (block) {
        close_paragraph(b, box);
        enum box_kind kind = box_kinds[style->display];
        box = add_box(b, place_for(b, box, kind), kind, n, style);
        struct inline_context inner = context_of_block(b, s, style, n);
        struct content_for c = {
            .node = n, .style = style, .lang = inner.lang, .note = number_of(b, n)
        };
        gather_content(b, &inner, &from, &c, GATHER_STYLED);
        close_paragraph(b, box);
    } else {
        inline_content(b, s, style, &from, &(struct counted){ .note = number_of(b, n) },
                       GATHER_STYLED);
    }
    counters_leave(b);
}

/* ---- markers ---- */
/* Tells whether an inline box has something behind its text, on the same line. */
static bool has_end(const struct style *s)
{
    const struct length padding = s->padding[SIDE_INLINE_END], margin = s->margin[SIDE_INLINE_END];
    return paints(s) || padding.absolute || margin.absolute || length_has_share(padding) ||
           length_has_font_units(padding);
}

/* Adds what a list item's or note's marker says, in the marker's own style. */
static void marker_pieces(struct box_builder *b, const struct node *n, enum gather_mode mode)
{
    const struct style *own = style_of(b->styles, n);
    bool note = number_of(b, n);
    const struct style *style =
        style_pseudo(b->styles, n, note ? PSEUDO_FOOTNOTE_MARKER : PSEUDO_MARKER);
    struct inline_context outer = { .style = own, .block = own, .lang = lang_of(b, own) };
    struct origin_text from = { .kind = PIECE_MARKER, .node = n };
    struct counted counted = { .note = number_of(b, n),
                               .item = n == b->waited ? &b->marker_item : NULL };
    if (style && style->content) {
        inline_content(b, &outer, style, &from, &counted, mode);
        return;
    }
    if (note || (style && style->content_none))
        return;
    style = style ? style : style_anonymous(b->styles, own, DISPLAY_INLINE);
    struct inline_context inner = context_of_inline(b, &outer, style, n);
    struct arena_mark mark = arena_mark(b->words);
    struct buffer word = buffer_in(b->words);
    content_list_marker(
        b,
        &(struct content_for){ .node = n, .style = own, .lang = inner.lang, .item = counted.item },
        &word);
    /* the space behind is no part of a box that has an edge there */
    bool apart = word.size && word.bytes[word.size - 1] == ' ' && has_end(style);
    inline_edge(b, &outer, &inner, n, SIDE_INLINE_START);
    gather_verbatim(b, &inner, &from, word.bytes, word.size - apart);
    inline_edge(b, &outer, &inner, n, SIDE_INLINE_END);
    gather_verbatim(b, &outer, &from, " ", apart);
    arena_reset(b->words, mark);
}

void build_marker(struct box_builder *b, const struct node *n, enum gather_mode mode)
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
    build_marker(b, box->node, GATHER_VERBATIM);
    box->marker = gather_finish(b, box->node, box->style);
}

/* Hangs the marker before a box that has just begun, or leaves it waiting for the first line.  One
 * that waits already (a note or an item that begins with an item) goes before it in the line, or
 * hangs as it does. */
static void start_marker(struct box_builder *b, struct box *box, enum marker_position position)
{
    struct box *waiting = b->marker ? box->parent : NULL;
    while (waiting && waiting->node != b->marker)
        waiting = waiting->parent;
    if (position == MARKER_INSIDE) {
        if (b->marker)
            build_marker(b, b->marker, GATHER_STYLED);
        const struct counter *item = counters_find(b, "list-item");
        b->marker = box->node;
        b->marker_item = item ? item->value : 0;
        return;
    }
    if (waiting)
        hang_marker(b, waiting);
    hang_marker(b, box);
}

/* Makes an inside marker that met no text the text of its box, which ends. */
static void end_marker(struct box_builder *b, struct box *box)
{
    if (b->marker == box->node) {
        build_marker(b, box->node, GATHER_STYLED);
        close_paragraph(b, box);
    }
}

/* ---- notes ---- */
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
    struct inline_context inside = context_of_inline(b, outer, style, n);
    const char *own = style->call_separator, *separator = own ? own : lang_list_comma(inside.lang);
    struct origin_text from = { .kind = PIECE_GENERATED, .node = node_parent(before) };
    gather_verbatim(b, &inside, &from, separator, strlen(separator));
}

/* Adds a call: of a footnote, or of a note that flows where it stands. */
static void visit_call(struct box_builder *b, const struct node *n,
                       const struct inline_context *outer)
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
        inline_content(b, outer, style, &from, &(struct counted){ .note = number_of(b, note) },
                       GATHER_VERBATIM);
    }
    for (; pieces < b->gather.piece_count; pieces++)
        if (b->gather.pieces[pieces].kind == PIECE_CALL)
            return;
    if (foot)
        gather_empty_call(b, outer, &from);
}

/* Builds a footnote's box, apart from the flow. */
static void build_note(struct box_builder *b, struct note *note)
{
    const struct style *style = style_of(b->styles, note->node);
    note->box = add_box(b, NULL, BOX_BLOCK, note->node, style);
    counters_enter(b, style);
    start_marker(b, note->box, style->footnote_position);
    struct inline_context inner = context_of_block(b, NULL, style, note->node);
    visit_inside(b, note->box, note->node, &inner);
    close_paragraph(b, note->box);
    end_marker(b, note->box);
    counters_leave(b);
    finish_children(note->box);
}

/* Builds the footnotes, and reports those that nothing shown calls. */
static void build_notes(struct box_builder *b)
{
    for (size_t i = 0; i < b->note_count; i++)
        build_note(b, &b->notes[i]);
    for (size_t i = 0; i < b->skipped_count; i++)
        if (!number_of(b, b->skipped[i]))
            diag_add(b->diag, DIAG_NOTE_NOT_CALLED, node_at(b->skipped[i]), "note",
                     b->skipped[i]->id ? node_id(b->skipped[i]) : "", NULL);
}

/* ---- the walk ---- */
/* The place of the box's named strings while boxes are built. */
static const struct box_string **strings_of(struct box_builder *b, struct box *box)
{
    if (!box->strings) {
        b->strings = arena_grow(b->work, b->strings, sizeof *b->strings, b->string_count,
                                b->string_count + 1, &b->string_room);
        b->strings[b->string_count++] = NULL;
        box->strings = (uint32_t)b->string_count;
    }
    return &b->strings[box->strings - 1];
}

/* Gives named strings, and what is said of the page's number, to the box in which the element
 * stands. */
static void set_strings(struct box_builder *b, struct box *box, const struct node *n,
                        const struct style *s)
{
    if (!s->string_set && !s->counter_reset && !s->counter_increment && !s->counter_set)
        return;
    struct content_for c = {
        .node = n, .style = s, .lang = lang_of(b, s), .note = number_of(b, n)
    };
    const struct box_string *had = box->strings ? b->strings[box->strings - 1] : NULL;
    const struct box_string *has = content_page(b, &c, content_strings(b, &c, had));
    if (has != had)
        *strings_of(b, box) = has;
}

/* What is not shown, such as a handout's date, has no box and counts nothing, but its named strings
 * stand where it would (GCPM 3, 1.1.1). */
static void set_hidden_strings(struct box_builder *b, struct box *box, const struct node *n)
{
    for (const struct node *k = n; k < n + n->size; k++) {
        const struct style *s = k->kind == NODE_ELEMENT ? style_of(b->styles, k) : NULL;
        if (!s || !s->string_set)
            continue;
        struct content_for c = { .node = k, .style = s, .lang = lang_of(b, s) };
        const struct box_string *had = box->strings ? b->strings[box->strings - 1] : NULL;
        *strings_of(b, box) = content_strings(b, &c, had);
    }
}

/* Adds what an element shows, as a block of its own inside it. */
static void add_picture(struct box_builder *b, struct box *box, const struct node *n)
{
    const struct image *image = image_find(b->images, n);
    if (!image)
        return;
    close_paragraph(b, box);
    box = place_for(b, box, BOX_BLOCK);
    separate_lines(b, box);
    struct box *made = append_anonymous(b, box, BOX_BLOCK);
    made->node = n;
    made->image = image;
}

static void visit_inside(struct box_builder *b, struct box *box, const struct node *n,
                         const struct inline_context *s)
{
    pseudo_content(b, box, n, s, PSEUDO_BEFORE);
    if (b->images)
        add_picture(b, box, n);
    for (const struct node *child = node_first(n); child; child = node_next(child))
        visit(b, box, child, s);
    pseudo_content(b, box, n, s, PSEUDO_AFTER);
}

/* An element of another direction, or that says its own, is an isolate of the bidi algorithm. Text
 * isolates one piece at a time, so one of several pieces is left to its characters' directions:
 * apart, its pieces would stand in the order of the text around them. */
static void visit_isolate(struct box_builder *b, struct box *box, const struct node *n,
                          const struct inline_context *s)
{
    size_t first = b->gather.piece_count;
    b->gather.isolate = true;
    visit_inside(b, box, n, s);
    b->gather.isolate = false;
    if (b->gather.piece_count > first + 1)
        b->gather.pieces[first].isolate = false;
}

static void visit_inline(struct box_builder *b, struct box *box, const struct node *n,
                         const struct style *style, const struct inline_context *outer)
{
    struct inline_context inner = context_of_inline(b, outer, style, n);
    if (doc_attribute(n, "href"))
        inner.link = n;
    bool isolate = style->rtl != outer->style->rtl || doc_attribute(n, "dir");
    inline_edge(b, outer, &inner, n, SIDE_INLINE_START);
    if (isolate)
        visit_isolate(b, box, n, &inner);
    else
        visit_inside(b, box, n, &inner);
    inline_edge(b, outer, &inner, n, SIDE_INLINE_END);
}

/* Makes a box of the kind of its `display`, and visits what is inside. */
static void visit_block(struct box_builder *b, struct box *box, const struct node *n,
                        const struct style *style, const struct inline_context *outer)
{
    close_paragraph(b, box);
    enum box_kind kind = box_kinds[style->display];
    struct box *made = add_box(b, place_for(b, box, kind), kind, n, style);
    set_strings(b, made, n, style);
    if (style->display == DISPLAY_LIST_ITEM)
        start_marker(b, made, style->list_style_position);
    else if (number_of(b, n)) /* a note that flows keeps its number */
        start_marker(b, made, style->footnote_position);
    struct inline_context inner = context_of_block(b, outer, style, n);
    if (doc_attribute(n, "href"))
        inner.link = n;
    visit_inside(b, made, n, &inner);
    close_paragraph(b, made);
    end_marker(b, made);
}

/* Visits an element of display: contents, which has no box, but from which what is inside
 * inherits. */
static void visit_contents(struct box_builder *b, struct box *box, const struct node *n,
                           const struct style *style, const struct inline_context *outer)
{
    struct inline_context inner = *outer;
    inner.style = style;
    inner.lang = lang_of(b, style);
    visit_inside(b, box, n, &inner);
}

static void skip_note(struct box_builder *b, const struct node *n)
{
    b->skipped = arena_grow(b->work, b->skipped, sizeof *b->skipped, b->skipped_count,
                            b->skipped_count + 1, &b->skipped_room);
    b->skipped[b->skipped_count++] = n;
}

/* Visits an element: boxes, text and calls, by its `display`. */
static void visit_element(struct box_builder *b, struct box *box, const struct node *n,
                          const struct inline_context *outer)
{
    const struct style *style = style_of(b->styles, n);
    if (style->display == DISPLAY_NONE) {
        set_hidden_strings(b, box, n);
        return;
    }
    if (style->float_kind == FLOAT_FOOTNOTE) {
        skip_note(b, n);
        return;
    }
    counters_enter(b, style);
    bool inner = style->display == DISPLAY_INLINE || style->display == DISPLAY_CONTENTS;
    if (inner)
        set_strings(b, box, n, style);
    if (n->note)
        visit_call(b, n, outer);
    else if (style->display == DISPLAY_INLINE)
        visit_inline(b, box, n, style, outer);
    else if (style->display == DISPLAY_CONTENTS)
        visit_contents(b, box, n, style, outer);
    else
        visit_block(b, box, n, style, outer);
    counters_leave(b);
}

static void visit(struct box_builder *b, struct box *box, const struct node *n,
                  const struct inline_context *s)
{
    if (n->kind == NODE_TEXT)
        gather_text(b, s, &(struct origin_text){ .kind = PIECE_TEXT, .node = n }, n->text,
                    n->length);
    else
        visit_element(b, box, n, s);
}

/* The digits that the text in the document's own language uses most; what is not shown does not
 * count. */
static const struct digit_set *digits_of_text(struct box_builder *b)
{
    const struct doc *doc = b->doc;
    const char *own = doc->root->scope->lang;
    struct digit_counts counts = { .arena = b->arena };
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i];
        const char *lang = n->scope->lang;
        if (n->kind == NODE_TEXT && (lang == own || (lang && own && strcmp(lang, own) == 0)))
            lang_count_digits(&counts, n->text, n->length);
        else if (n->kind == NODE_ELEMENT && style_of(b->styles, n)->display == DISPLAY_NONE)
            i += n->size - 1;
    }
    return lang_most_digits(&counts, lang_of(b, style_of(b->styles, doc->root))->usual);
}

static void open_builder(struct box_builder *b)
{
    b->work = arena_open_in(b->arena);
    b->words = arena_open_in(b->arena);
    b->gather.text = buffer_in(b->work);
    b->gather.line_start = true;
    counters_open(b);
}

static void close_builder(struct box_builder *b)
{
    arena_close(b->words);
    arena_close(b->work);
}

/* The root's box is a block whatever its display; a table or list item stands in an anonymous
 * one. */
static struct box *build_flow(struct box_builder *b)
{
    const struct node *root = b->doc->root;
    const struct style *style = style_of(b->styles, root);
    bool plain = style->display == DISPLAY_BLOCK || style->display == DISPLAY_INLINE ||
                 style->display == DISPLAY_CONTENTS;
    struct inline_context inner = context_of_block(b, NULL, style, root);
    struct box *box = add_box(b, NULL, BOX_BLOCK, root,
                              plain ? style : style_anonymous(b->styles, style, DISPLAY_BLOCK));
    box->anonymous = !plain;
    if (plain) {
        counters_enter(b, style);
        set_strings(b, box, root, style);
        visit_inside(b, box, root, &inner);
        counters_leave(b);
    } else {
        visit_element(b, box, root, &inner);
    }
    close_paragraph(b, box);
    finish_children(box);
    continue_rows(b, box);
    return box;
}

struct boxes *box_build(struct arena *a, struct diag *d, const struct doc *doc,
                        const struct styles *styles, struct fonts *fonts, struct langs *langs,
                        const struct images *images)
{
    return box_number(a, d, doc, styles, fonts, langs, images, NULL);
}

struct boxes *box_number(struct arena *a, struct diag *d, const struct doc *doc,
                         const struct styles *styles, struct fonts *fonts, struct langs *langs,
                         const struct images *images, const struct stretches *stretches)
{
    struct box_builder b = { .arena = a,
                             .diag = d,
                             .doc = doc,
                             .styles = styles,
                             .fonts = fonts,
                             .langs = langs,
                             .images = images && images->count ? images : NULL,
                             .stretches = stretches };
    open_builder(&b);
    if (stretches)
        b.numbered = arena_array(b.work, struct numbered, stretches->count + 1u);
    b.digits = digits_of_text(&b);
    b.called = arena_array(b.work, struct called, doc->node_count ? doc->node_count : 1);
    struct boxes *boxes = arena_new(a, struct boxes);
    *boxes = (struct boxes){ .root = build_flow(&b),
                             .fonts = fonts,
                             .langs = langs,
                             .styles = styles,
                             .doc = doc,
                             .digits = b.digits };
    build_notes(&b);
    boxes->notes = arena_copy(a, b.notes, sizeof *b.notes, b.note_count);
    boxes->note_count = (uint32_t)b.note_count;
    boxes->paragraphs = arena_copy(a, b.paragraphs, sizeof *b.paragraphs, b.paragraph_count);
    boxes->paragraph_count = (uint32_t)b.paragraph_count;
    boxes->strings = arena_copy(a, b.strings, sizeof *b.strings, b.string_count);
    close_builder(&b);
    open_faces(d, fonts, boxes->paragraphs, boxes->paragraph_count);
    return boxes;
}

struct paragraph *box_furniture(struct arena *a, struct diag *d, const struct boxes *boxes,
                                struct shaper *shaper, const struct style *style,
                                const struct furniture *f)
{
    struct box_builder b = { .arena = a,
                             .diag = d,
                             .doc = boxes->doc,
                             .styles = boxes->styles,
                             .fonts = boxes->fonts,
                             .langs = boxes->langs,
                             .digits = boxes->digits };
    open_builder(&b);
    struct inline_context inner = context_of_block(&b, NULL, style, boxes->doc->root);
    struct content_for c = {
        .node = boxes->doc->root, .style = style, .lang = inner.lang, .furniture = f
    };
    gather_content(&b, &inner,
                   &(struct origin_text){ .kind = PIECE_GENERATED, .node = boxes->doc->root }, &c,
                   GATHER_STYLED);
    struct paragraph *p = gather_finish(&b, boxes->doc->root, style);
    close_builder(&b);
    if (p && p->length)
        p->shaped = text_shape(shaper, a, d, p);
    return p;
}
