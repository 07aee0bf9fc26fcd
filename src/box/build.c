/* box/build: the walk over the nodes, in document order; notes are built behind it, in the order of
 * their first calls.
 *
 * GCPM 2: footnotes, with the notes standing apart from their calls. Recursion: nodes are at most
 * 256 deep (doc).
 */
#include "box/inner.h"

#include <string.h>

static void visit_inside(struct box_builder *b, struct box *box, const struct node *n,
                         const struct inline_context *s);
static void visit(struct box_builder *b, struct box *box, const struct node *n,
                  const struct inline_context *s);

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
        tree_close_paragraph(b, box);
        enum box_kind kind = tree_kind_of(style->display);
        box = tree_add(b, tree_place_for(b, box, kind), kind, n, style);
        struct inline_context inner = inline_of_block(b, s, style, n);
        struct content_for c = {
            .node = n, .style = style, .lang = inner.lang, .note = calls_number(b, n)
        };
        gather_content(b, &inner, &from, &c, GATHER_STYLED);
        tree_close_paragraph(b, box);
    } else {
        inline_add_content(b, s, style, &from, &(struct counted){ .note = calls_number(b, n) },
                           GATHER_STYLED);
    }
    counters_leave(b);
}

/* ---- notes ---- */
/* Builds a footnote's box, apart from the flow. */
static void build_note(struct box_builder *b, struct note *note)
{
    const struct style *style = style_of(b->styles, note->node);
    note->box = tree_add(b, NULL, BOX_BLOCK, note->node, style);
    counters_enter(b, style);
    marker_start(b, note->box, style->footnote_position);
    struct inline_context inner = inline_of_block(b, NULL, style, note->node);
    visit_inside(b, note->box, note->node, &inner);
    tree_close_paragraph(b, note->box);
    marker_end(b, note->box);
    counters_leave(b);
    tree_finish(note->box);
}

/* Builds the footnotes, and reports those that nothing shown calls. */
static void build_notes(struct box_builder *b)
{
    for (size_t i = 0; i < b->note_count; i++)
        build_note(b, &b->notes[i]);
    for (size_t i = 0; i < b->skipped_count; i++)
        if (!calls_number(b, b->skipped[i]))
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
        .node = n, .style = s, .lang = lang_of(b, s), .note = calls_number(b, n)
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
    tree_close_paragraph(b, box);
    box = tree_place_for(b, box, BOX_BLOCK);
    tree_separate_lines(b, box);
    struct box *made = tree_add_anonymous(b, box, BOX_BLOCK);
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
    struct inline_context inner = inline_of_box(b, outer, style, n);
    if (doc_attribute(n, "href"))
        inner.link = n;
    bool isolate = style->rtl != outer->style->rtl || doc_attribute(n, "dir");
    inline_add_edge(b, outer, &inner, n, SIDE_INLINE_START);
    if (isolate)
        visit_isolate(b, box, n, &inner);
    else
        visit_inside(b, box, n, &inner);
    inline_add_edge(b, outer, &inner, n, SIDE_INLINE_END);
}

/* Makes a box of the kind of its `display`, and visits what is inside. */
static void visit_block(struct box_builder *b, struct box *box, const struct node *n,
                        const struct style *style, const struct inline_context *outer)
{
    tree_close_paragraph(b, box);
    enum box_kind kind = tree_kind_of(style->display);
    struct box *made = tree_add(b, tree_place_for(b, box, kind), kind, n, style);
    set_strings(b, made, n, style);
    if (style->display == DISPLAY_LIST_ITEM)
        marker_start(b, made, style->list_style_position);
    else if (calls_number(b, n)) /* a note that flows keeps its number */
        marker_start(b, made, style->footnote_position);
    struct inline_context inner = inline_of_block(b, outer, style, n);
    if (doc_attribute(n, "href"))
        inner.link = n;
    visit_inside(b, made, n, &inner);
    tree_close_paragraph(b, made);
    marker_end(b, made);
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
        calls_add(b, n, outer);
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
    struct inline_context inner = inline_of_block(b, NULL, style, root);
    struct box *box = tree_add(b, NULL, BOX_BLOCK, root,
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
    tree_close_paragraph(b, box);
    tree_finish(box);
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
    struct inline_context inner = inline_of_block(&b, NULL, style, boxes->doc->root);
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
