/* box/inline: what surrounds inline content: the boxes that paint, how far they are raised (CSS
 * 2.2, 10.8.1), their edges in the line, what underlines them (16.3.1).
 */
#include "box/inner.h"

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

bool inline_paints(const struct style *s)
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

struct inline_context inline_of_block(struct box_builder *b, const struct inline_context *outer,
                                      const struct style *s, const struct node *n)
{
    return (struct inline_context){ .style = s,
                                    .block = s,
                                    .lang = lang_of(b, s),
                                    .link = outer ? outer->link : NULL,
                                    .inside = lines_around(b, outer ? outer->inside : NULL, s, n) };
}

struct inline_context inline_of_box(struct box_builder *b, const struct inline_context *outer,
                                    const struct style *s, const struct node *n)
{
    struct inline_context made = { .style = s,
                                   .block = outer->block,
                                   .lang = lang_of(b, s),
                                   .link = outer->link,
                                   .inside = outer->inside,
                                   .raise = raise_of(b, s, outer) };
    if (inline_paints(s))
        made.inside = add_inline_box(b, outer->inside, s, n, made.raise);
    return made;
}

void inline_add_edge(struct box_builder *b, const struct inline_context *outer,
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

void inline_add_content(struct box_builder *b, const struct inline_context *outer,
                        const struct style *s, const struct origin_text *from,
                        const struct counted *counted, enum gather_mode mode)
{
    struct inline_context inner = inline_of_box(b, outer, s, from->node);
    if (counted->note && s->digits == DIGITS_AUTO) /* in one face, whatever text calls it */
        inner.lang = lang_of(b, style_of(b->styles, b->doc->root));
    struct content_for c = { .node = from->node,
                             .style = s,
                             .lang = inner.lang,
                             .note = counted->note,
                             .item = counted->item };
    inline_add_edge(b, outer, &inner, from->node, SIDE_INLINE_START);
    gather_content(b, &inner, from, &c, mode);
    inline_add_edge(b, outer, &inner, from->node, SIDE_INLINE_END);
}
