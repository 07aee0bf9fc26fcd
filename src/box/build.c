/* box/build: the walk over the nodes, in document order; notes are built behind it, in the order of their first calls.
 *
 * CSS 2.2: 9.2.1.1 (a block in an inline box parts it), 12.5 (markers), 17.2.1 (missing table boxes). A box's inline content is
 * gathered until a block begins or the box ends, and is the box's own paragraph until something else comes into the box, an
 * anonymous block from then on. GCPM 2: footnotes, with the notes standing apart from their calls.
 * Recursion: nodes are at most 256 deep (doc).
 */
#include "box/inner.h"

#include <string.h>

static void visit_inside(struct builder *b, struct box *box, const struct node *n,
                         const struct span *s);
static void visit(struct builder *b, struct box *box, const struct node *n, const struct span *s);

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

/* A box behind the last one of its parent. While a box fills, its children are a ring: `first` is the last of them, whose `next` is the first. */
static struct box *append_box(struct builder *b, struct box *parent, enum box_kind kind,
                              const struct node *n, const struct style *s)
{
    struct box *box = arena_new(b->arena, struct box), *last = parent ? parent->first : NULL;
    *box = (struct box){ .kind = (uint8_t)kind, .node = n, .style = s, .parent = parent };
    if (!parent)
        return box;
    box->next = last ? last->next : box;
    *(last ? &last->next : &parent->first) = box;
    return parent->first = box;
}

static struct box *append_anonymous(struct builder *b, struct box *parent, enum box_kind kind)
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

/* A box that has lines of its own gets something beside them: they become an anonymous block. */
static void part_from_lines(struct builder *b, struct box *box)
{
    struct paragraph *p = box->paragraph;
    if (!p)
        return;
    box->paragraph = NULL;
    give_paragraph(append_anonymous(b, box, BOX_BLOCK), p);
}

static struct box *add_box(struct builder *b, struct box *parent, enum box_kind kind,
                           const struct node *n, const struct style *s)
{
    if (parent)
        part_from_lines(b, parent);
    return append_box(b, parent, kind, n, s);
}

/* The anonymous box that must come between a box of one kind and a child of another (CSS 2.2, 17.2.1); -1: none.
 * Asked again for what it gave until nothing is missing. */
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

/* Where a child of that kind goes: the box itself, or anonymous boxes in it, the last one again if it fits. */
static struct box *place_for(struct builder *b, struct box *box, enum box_kind child)
{
    for (int kind; (kind = missing[box->kind][child]) >= 0;) {
        struct box *last = box->first;
        if (!last || !last->anonymous || (int)last->kind != kind) {
            part_from_lines(b, box);
            last = append_anonymous(b, box, (enum box_kind)kind);
        }
        box = last;
    }
    return box;
}

/* Inline content gathered so far is the box's own while it has nothing else, and an anonymous block otherwise. */
static void close_paragraph(struct builder *b, struct box *box)
{
    struct paragraph *p = gather_finish(b, box->node, box->style);
    if (!p)
        return;
    box = place_for(b, box, BOX_BLOCK);
    part_from_lines(b, box);
    give_paragraph(box->first ? append_anonymous(b, box, BOX_BLOCK) : box, p);
}

/* Below a finished box: rings of children are opened, cells are numbered. */
static void settle(struct box *box)
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
        settle(child);
    }
}

/* ---- inline ---- */
/* A length of the style at a base, with the face's ex and ch where asked for. */
static sp resolve(struct builder *b, const struct style *s, struct length l, sp base)
{
    const struct face *face = l.ex || l.ch ? text_face(b->fonts, b->diag, s) : NULL;
    return length_resolve(l, base, face ? text_ex(face, s->font_size) : 0,
                          face ? text_ch(face, s->font_size) : 0);
}

static sp line_height(struct builder *b, const struct style *s)
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

/* What a style's line takes above and below the baseline, or (`text`) its face alone. */
static struct extent extent_of(struct builder *b, const struct style *s, bool text)
{
    const struct face *face = text_face(b->fonts, b->diag, s);
    if (!face)
        return (struct extent){ 0, 0 };
    if (!text)
        return text_line_extent(face, s);
    return (struct extent){ sp_muldiv(s->font_size, face->ascent, face->upem),
                            sp_muldiv(s->font_size, face->descent, face->upem) };
}

/* How far the baseline is above the block's where a box's edge or middle is put to another's (CSS 2.2, 10.8.1). A line box is not known here:
 * top and bottom are those of a line of the block itself. */
static sp align_edges(struct builder *b, const struct style *s, const struct span *outer)
{
    enum vertical_align v = s->vertical_align;
    bool line = v == VALIGN_TOP || v == VALIGN_BOTTOM;
    struct extent own = extent_of(b, s, false),
                  other = extent_of(b, line ? outer->block : outer->style, !line);
    const struct face *face = text_face(b->fonts, b->diag, outer->style);
    if (v == VALIGN_MIDDLE)
        return outer->raise +
               ((face ? text_ex(face, outer->style->font_size) : 0) - own.ascent + own.descent) / 2;
    sp raise = v == VALIGN_TOP || v == VALIGN_TEXT_TOP ? other.ascent - own.ascent
                                                       : own.descent - other.descent;
    return line ? raise : outer->raise + raise;
}

/* How far an inline box stands above its block's baseline: a third of the parent's size for `super`, a fifth below for `sub`, as TeX's faces do. */
static sp raise_of(struct builder *b, const struct style *s, const struct span *outer)
{
    switch (s->vertical_align) {
    case VALIGN_BASELINE: return outer->raise;
    case VALIGN_LENGTH:
        return outer->raise +
               resolve(b, s, s->vertical_shift, s->vertical_shift.percent ? line_height(b, s) : 0);
    case VALIGN_SUPER: return outer->raise + outer->style->font_size * 33 / 100;
    case VALIGN_SUB: return outer->raise - outer->style->font_size / 5;
    default: return align_edges(b, s, outer);
    }
}

static bool has_lines(const struct style *s)
{
    return s->decoration_underline || s->decoration_line_through;
}

/* Does an inline box paint more than its text? */
static bool paints(const struct style *s)
{
    bool any = s->background.alpha > 0 || has_lines(s);
    for (int i = 0; i < SIDE_COUNT; i++)
        any = any || s->border[i].width > 0;
    return any;
}

static const struct inline_box *add_inline_box(struct builder *b, const struct inline_box *outer,
                                               const struct style *s, const struct node *n,
                                               sp raise, bool block)
{
    struct inline_box *made = arena_new(b->arena, struct inline_box);
    *made = (struct inline_box){
        .outer = outer, .style = s, .node = n, .raise = raise, .block = block
    };
    return made;
}

/* What the text of a block is underlined by: the block, and what underlines all around it (CSS 2.2, 16.3.1). */
static const struct inline_box *lines_around(struct builder *b, const struct inline_box *outer,
                                             const struct style *s, const struct node *n)
{
    while (outer && !has_lines(outer->style))
        outer = outer->outer;
    if (outer && !outer->block)
        outer = add_inline_box(b, lines_around(b, outer->outer, NULL, NULL), outer->style,
                               outer->node, 0, true);
    return s && has_lines(s) ? add_inline_box(b, outer, s, n, 0, true) : outer;
}

/* The inside of a block, whose lines are its own. */
static struct span span_of_block(struct builder *b, const struct span *outer, const struct style *s,
                                 const struct node *n)
{
    return (struct span){ .style = s,
                          .block = s,
                          .lang = builder_lang(b, s),
                          .link = outer ? outer->link : NULL,
                          .inside = lines_around(b, outer ? outer->inside : NULL, s, n) };
}

static struct span span_in(struct builder *b, const struct span *outer, const struct style *s,
                           const struct node *n)
{
    struct span made = { .style = s,
                         .block = outer->block,
                         .lang = builder_lang(b, s),
                         .link = outer->link,
                         .inside = outer->inside,
                         .raise = raise_of(b, s, outer) };
    if (paints(s))
        made.inside = add_inline_box(b, outer->inside, s, n, made.raise, false);
    return made;
}

/* Margin, border and padding of an inline box on one side: where it paints, its margin is outside. */
static void inline_edge(struct builder *b, const struct span *outer, const struct span *s,
                        const struct node *n, enum side side)
{
    const struct length margin = s->style->margin[side], padding = s->style->padding[side];
    sp out = resolve(b, s->style, margin, 0),
       in = resolve(b, s->style, padding, 0) + s->style->border[side].width;
    bool apart = s->inside != outer->inside, end = side == SIDE_INLINE_END;
    if (!apart) {
        gather_space(b, s, n, out + in, (int64_t)margin.percent + padding.percent);
        return;
    }
    if (end)
        gather_space(b, s, n, in, padding.percent);
    gather_space(b, outer, n, out, margin.percent);
    if (!end)
        gather_space(b, s, n, in, padding.percent);
}

/* Generated inline content of a pseudo-element, between its edges. */
static void inline_content(struct builder *b, const struct span *outer, const struct style *s,
                           const struct origin_text *from, uint32_t note, bool verbatim)
{
    struct span span = span_in(b, outer, s, from->node);
    struct content_for c = { .node = from->node, .style = s, .lang = span.lang, .note = note };
    inline_edge(b, outer, &span, from->node, SIDE_INLINE_START);
    gather_content(b, &span, from, &c, verbatim);
    inline_edge(b, outer, &span, from->node, SIDE_INLINE_END);
}

/* The number under which a note in the flow or at the foot was first called; 0: it is no note, or not called yet. */
static uint32_t number_of(const struct builder *b, const struct node *n)
{
    return b->called[n->index].number;
}

/* ::before or ::after: inline, or a block of its own. */
static void pseudo_content(struct builder *b, struct box *box, const struct node *n,
                           const struct span *s, enum pseudo which)
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
        struct span span = span_of_block(b, s, style, n);
        struct content_for c = {
            .node = n, .style = style, .lang = span.lang, .note = number_of(b, n)
        };
        gather_content(b, &span, &from, &c, false);
        close_paragraph(b, box);
    } else {
        inline_content(b, s, style, &from, number_of(b, n), false);
    }
    counters_leave(b);
}

/* ---- markers ---- */
/* What a list item's or note's marker says, as pieces, in the marker's own style. */
static void marker_pieces(struct builder *b, const struct node *n, bool verbatim)
{
    const struct style *own = style_of(b->styles, n);
    bool note = own->float_kind == FLOAT_FOOTNOTE;
    const struct style *style =
        style_pseudo(b->styles, n, note ? PSEUDO_FOOTNOTE_MARKER : PSEUDO_MARKER);
    struct span outer = { .style = own, .block = own, .lang = builder_lang(b, own) };
    struct origin_text from = { .kind = PIECE_MARKER, .node = n };
    if (style && style->content) {
        inline_content(b, &outer, style, &from, number_of(b, n), verbatim);
        return;
    }
    if (note || (style && style->content_none))
        return;
    style = style ? style : style_anonymous(b->styles, own, DISPLAY_INLINE);
    struct span span = span_in(b, &outer, style, n);
    struct arena_mark mark = arena_mark(b->words);
    struct buffer word = buffer_in(b->words);
    content_list_marker(b, &(struct content_for){ .node = n, .style = own, .lang = span.lang },
                        &word);
    gather_verbatim(b, &span, &from, word.bytes, word.size);
    arena_reset(b->words, mark);
}

void gather_marker(struct builder *b, const struct node *n, bool verbatim)
{
    bool isolate = b->gather.isolate; /* is for what comes behind the marker */
    b->marker = NULL;
    b->gather.isolate = false;
    marker_pieces(b, n, verbatim);
    b->gather.isolate = isolate;
}

/* The marker of a box that has just begun: hung before it, or left waiting for its first line. One that waits already (an item
 * that begins with an item) goes before it. */
static void start_marker(struct builder *b, struct box *box, enum marker_position position)
{
    if (b->marker)
        gather_marker(b, b->marker, false);
    if (position == MARKER_INSIDE) {
        b->marker = box->node;
        return;
    }
    gather_marker(b, box->node, true);
    box->marker = gather_finish(b, box->node, box->style);
}

/* A box ends whose inside marker met no text: the marker is its text. */
static void end_marker(struct builder *b, struct box *box)
{
    if (b->marker == box->node) {
        gather_marker(b, box->node, false);
        close_paragraph(b, box);
    }
}

/* ---- notes ---- */
/* Is nothing between the node and the root `display: none`? */
static bool is_shown(const struct builder *b, const struct node *n)
{
    for (; n; n = node_parent(n))
        if (style_of(b->styles, n)->display == DISPLAY_NONE)
            return false;
    return true;
}

/* Count the note in at its first call; its index among the footnotes. */
static uint32_t register_note(struct builder *b, const struct node *call, bool foot)
{
    struct called *called = &b->called[call->note];
    if (called->number)
        return called->index;
    *called = (struct called){ .number = ++b->last_number, .index = (uint32_t)b->note_count };
    if (foot) {
        b->notes = arena_grow(b->work, b->notes, sizeof *b->notes, b->note_count, b->note_count + 1,
                              &b->note_room);
        b->notes[b->note_count++] =
            (struct note){ .number = called->number, .node = node_note(call), .first_call = call };
    }
    return called->index;
}

/* A call: of a footnote, or of a note that flows where it stands. */
static void visit_call(struct builder *b, const struct node *n, const struct span *outer)
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
    if (style && style->display != DISPLAY_NONE)
        inline_content(b, outer, style, &from, number_of(b, note), true);
    for (; pieces < b->gather.piece_count; pieces++)
        if (b->gather.pieces[pieces].kind == PIECE_CALL)
            return;
    if (foot)
        gather_empty_call(b, outer, &from);
}

/* A footnote's box, apart from the flow. */
static void build_note(struct builder *b, struct note *note)
{
    const struct style *style = style_of(b->styles, note->node);
    note->box = add_box(b, NULL, BOX_BLOCK, note->node, style);
    counters_enter(b, style);
    start_marker(b, note->box, style->footnote_position);
    struct span span = span_of_block(b, NULL, style, note->node);
    visit_inside(b, note->box, note->node, &span);
    close_paragraph(b, note->box);
    end_marker(b, note->box);
    counters_leave(b);
    settle(note->box);
}

/* Footnotes of the flow, then a word about those that nothing shown calls. */
static void build_notes(struct builder *b)
{
    for (size_t i = 0; i < b->note_count; i++)
        build_note(b, &b->notes[i]);
    for (size_t i = 0; i < b->skipped_count; i++)
        if (!number_of(b, b->skipped[i]))
            diag_add(b->diag, DIAG_NOTE_NOT_CALLED, node_at(b->skipped[i]), "note",
                     b->skipped[i]->id ? node_id(b->skipped[i]) : "", NULL);
}

/* ---- the walk ---- */
/* Where the box's named strings are while boxes are built. */
static const struct box_string **strings_of(struct builder *b, struct box *box)
{
    if (!box->strings) {
        b->strings = arena_grow(b->work, b->strings, sizeof *b->strings, b->string_count,
                                b->string_count + 1, &b->string_room);
        b->strings[b->string_count++] = NULL;
        box->strings = (uint32_t)b->string_count;
    }
    return &b->strings[box->strings - 1];
}

/* Named strings go to the box in which the element stands. */
static void set_strings(struct builder *b, struct box *box, const struct node *n,
                        const struct style *s)
{
    if (!s->string_set)
        return;
    struct content_for c = {
        .node = n, .style = s, .lang = builder_lang(b, s), .note = number_of(b, n)
    };
    const struct box_string **strings = strings_of(b, box);
    *strings = content_strings(b, &c, *strings);
}

static void visit_inside(struct builder *b, struct box *box, const struct node *n,
                         const struct span *s)
{
    pseudo_content(b, box, n, s, PSEUDO_BEFORE);
    for (const struct node *child = node_first(n); child; child = node_next(child))
        visit(b, box, child, s);
    pseudo_content(b, box, n, s, PSEUDO_AFTER);
}

/* An element of another direction, or that says its own, is an isolate of the bidi algorithm. Text isolates one piece at a time, so one of
 * several pieces is left to its characters' directions: apart, its pieces would stand in the order of the text around them. */
static void visit_isolate(struct builder *b, struct box *box, const struct node *n,
                          const struct span *s)
{
    size_t first = b->gather.piece_count;
    b->gather.isolate = true;
    visit_inside(b, box, n, s);
    b->gather.isolate = false;
    if (b->gather.piece_count > first + 1)
        b->gather.pieces[first].isolate = false;
}

static void visit_inline(struct builder *b, struct box *box, const struct node *n,
                         const struct style *style, const struct span *outer)
{
    struct span span = span_in(b, outer, style, n);
    if (doc_attribute(n, "href"))
        span.link = n;
    bool isolate = style->rtl != outer->style->rtl || doc_attribute(n, "dir");
    inline_edge(b, outer, &span, n, SIDE_INLINE_START);
    (isolate ? visit_isolate : visit_inside)(b, box, n, &span);
    inline_edge(b, outer, &span, n, SIDE_INLINE_END);
}

static void visit_block(struct builder *b, struct box *box, const struct node *n,
                        const struct style *style, const struct span *outer)
{
    close_paragraph(b, box);
    enum box_kind kind = box_kinds[style->display];
    struct box *made = add_box(b, place_for(b, box, kind), kind, n, style);
    set_strings(b, made, n, style);
    if (style->display == DISPLAY_LIST_ITEM)
        start_marker(b, made, style->list_style_position);
    struct span span = span_of_block(b, outer, style, n);
    if (doc_attribute(n, "href"))
        span.link = n;
    visit_inside(b, made, n, &span);
    close_paragraph(b, made);
    end_marker(b, made);
}

/* display: contents: no box, but what is inside inherits from it. */
static void visit_contents(struct builder *b, struct box *box, const struct node *n,
                           const struct style *style, const struct span *outer)
{
    struct span span = *outer;
    span.style = style;
    span.lang = builder_lang(b, style);
    visit_inside(b, box, n, &span);
}

static void skip_note(struct builder *b, const struct node *n)
{
    b->skipped = arena_grow(b->work, b->skipped, sizeof *b->skipped, b->skipped_count,
                            b->skipped_count + 1, &b->skipped_room);
    b->skipped[b->skipped_count++] = n;
}

static void visit_element(struct builder *b, struct box *box, const struct node *n,
                          const struct span *outer)
{
    const struct style *style = style_of(b->styles, n);
    if (style->display == DISPLAY_NONE)
        return;
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

static void visit(struct builder *b, struct box *box, const struct node *n, const struct span *s)
{
    if (n->kind == NODE_TEXT)
        gather_text(b, s, &(struct origin_text){ .kind = PIECE_TEXT, .node = n }, n->text,
                    n->length);
    else
        visit_element(b, box, n, s);
}

/* The digits that the text in the document's own language uses most; what is not shown does not count. */
static const struct digit_set *digits_of_text(struct builder *b)
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
    return lang_most_digits(&counts, builder_lang(b, style_of(b->styles, doc->root))->usual);
}

static void open_builder(struct builder *b)
{
    b->work = arena_open_in(b->arena);
    b->words = arena_open_in(b->arena);
    b->gather.text = buffer_in(b->work);
    b->gather.line_start = true;
}

static void close_builder(struct builder *b)
{
    arena_close(b->words);
    arena_close(b->work);
}

/* The root's box is a block whatever its display; a table or list item stands in an anonymous one. */
static struct box *build_flow(struct builder *b)
{
    const struct node *root = b->doc->root;
    const struct style *style = style_of(b->styles, root);
    bool plain = style->display == DISPLAY_BLOCK || style->display == DISPLAY_INLINE ||
                 style->display == DISPLAY_CONTENTS;
    struct span span = span_of_block(b, NULL, style, root);
    struct box *box = add_box(b, NULL, BOX_BLOCK, root,
                              plain ? style : style_anonymous(b->styles, style, DISPLAY_BLOCK));
    box->anonymous = !plain;
    if (plain) {
        counters_enter(b, style);
        set_strings(b, box, root, style);
        visit_inside(b, box, root, &span);
        counters_leave(b);
    } else {
        visit_element(b, box, root, &span);
    }
    close_paragraph(b, box);
    settle(box);
    return box;
}

struct boxes *box_build(struct arena *a, struct diag *d, const struct doc *doc,
                        const struct styles *styles, struct fonts *fonts, struct langs *langs)
{
    struct builder b = {
        .arena = a, .diag = d, .doc = doc, .styles = styles, .fonts = fonts, .langs = langs
    };
    open_builder(&b);
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
    struct builder b = { .arena = a,
                         .diag = d,
                         .doc = boxes->doc,
                         .styles = boxes->styles,
                         .fonts = boxes->fonts,
                         .langs = boxes->langs,
                         .digits = boxes->digits };
    open_builder(&b);
    struct span span = span_of_block(&b, NULL, style, boxes->doc->root);
    struct content_for c = {
        .node = boxes->doc->root, .style = style, .lang = span.lang, .furniture = f
    };
    gather_content(&b, &span,
                   &(struct origin_text){ .kind = PIECE_GENERATED, .node = boxes->doc->root }, &c,
                   false);
    struct paragraph *p = gather_finish(&b, boxes->doc->root, style);
    close_builder(&b);
    if (p && p->length)
        p->shaped = text_shape(shaper, a, d, p);
    return p;
}
