/* style, values: what properties of lines and words take.
 */
#include "style/cascade.h"
#include "style/values.h"

#include <string.h>

bool style_apply_align(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (!style_apply_keyword(x, row, v, slot))
        return false;
    bool physical = style_is(v.v, "left") || style_is(v.v, "right");
    if (physical && x->style->rtl)
        style_store(row, slot, style_is(v.v, "left") ? ALIGN_END : ALIGN_START);
    return true;
}

/* Reads line-height: a number stays one, anything else becomes absolute. */
bool style_apply_line_height(struct apply *x, const struct property *row, struct values v,
                             void *slot)
{
    struct length *l = slot;
    int64_t n;
    (void)row;
    if (v.n != 1)
        return false;
    if (style_is(v.v, "normal")) {
        *l = (struct length){ .kind = LENGTH_NORMAL };
        return true;
    }
    if (style_read_number(x, v.v, &n)) {
        *l = (struct length){ .kind = LENGTH_NUMBER, .absolute = (sp)((wide)n * 65536 / NANO) };
        return n >= 0;
    }
    if (!style_read_length(x, v.v, LENGTH_PERCENT, l))
        return false;
    *l = (struct length){ .kind = LENGTH_VALUE,
                          .absolute = length_resolve(*l, x->em, style_customary_units(x)) };
    return true;
}

/* Reads text-indent: a length, and words in any order. */
bool style_apply_indent(struct apply *x, const struct property *row, struct values v, void *slot)
{
    struct style *s = x->style;
    bool length = false;
    (void)row;
    s->indent_hanging = s->indent_each_line = false;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "hanging"))
            s->indent_hanging = true;
        else if (style_is(&v.v[i], "each-line"))
            s->indent_each_line = true;
        else if (length || !style_read_length(x, &v.v[i], LENGTH_PERCENT | LENGTH_NEGATIVE, slot))
            return false;
        else
            length = true;
    }
    return length;
}

bool style_apply_tab_size(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t n;
    (void)row;
    if (v.n == 1 && style_read_number(x, v.v, &n)) {
        *(struct length *)slot =
            (struct length){ .kind = LENGTH_NUMBER, .absolute = (sp)((wide)n * 65536 / NANO) };
        return n >= 0;
    }
    return v.n == 1 && style_read_length(x, v.v, 0, slot);
}

/* Reads hanging-punctuation. */
bool style_apply_hanging(struct apply *x, const struct property *row, struct values v, void *slot)
{
    struct style *s = x->style;
    (void)row;
    (void)slot;
    s->hang_first = s->hang_last = s->hang_end = false;
    if (v.n == 1 && style_is(v.v, "none"))
        return true;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "first"))
            s->hang_first = true;
        else if (style_is(&v.v[i], "last"))
            s->hang_last = true;
        else if (style_is(&v.v[i], "force-end"))
            s->hang_end = true;
        else
            return false;
    }
    return v.n > 0;
}

bool style_apply_continued(struct apply *x, const struct property *row, struct values v, void *slot)
{
    struct style *s = x->style;
    (void)row;
    (void)slot;
    bool word = v.n == 1 && (style_is(v.v, "none") || style_is(v.v, "auto"));
    if (v.n != 1 || (v.v->kind != T_STRING && !word))
        return false;
    s->continued_text = word ? NULL : v.v->text;
    s->continued = !word                   ? CONTINUED_STRING
                   : style_is(v.v, "auto") ? CONTINUED_AUTO
                                           : CONTINUED_NONE;
    return true;
}

/* Reads hyphenate-limit-chars: one to three numbers or `auto`. */
bool style_apply_limit_chars(struct apply *x, const struct property *row, struct values v,
                             void *slot)
{
    uint8_t *out = slot, got[3] = { 0, 0, 0 };
    (void)x;
    (void)row;
    if (v.n < 1 || v.n > 3)
        return false;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "auto"))
            continue;
        if (v.v[i].kind != T_NUMBER || !v.v[i].integer || v.v[i].number < 0 ||
            v.v[i].number > 255 * NANO)
            return false;
        got[i] = (uint8_t)(v.v[i].number / NANO);
    }
    if (v.n == 2)
        got[2] = got[1];
    memcpy(out, got, 3);
    return true;
}

bool style_apply_list_type(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)slot;
    (void)row;
    bool function = v.n == 1 && v.v->kind == T_FUNCTION && style_same(v.v->text, "symbols");
    bool place = v.n == 1 && (style_is(v.v, "inside") || style_is(v.v, "outside"));
    if (v.n != 1 || place || (v.v->kind != T_STRING && v.v->kind != T_IDENT && !function))
        return false;
    x->style->list_symbols = function ? style_symbols(x->arena, v.v) : NULL;
    if (function && !x->style->list_symbols)
        return false;
    x->style->list_style_type = v.v->text;
    x->style->list_style_string = v.v->kind == T_STRING;
    return true;
}

/* Reads -hb-word-space: three lengths that do not fall. */
bool style_apply_word_space(struct apply *x, const struct property *row, struct values v,
                            void *slot)
{
    struct length *l = slot;
    (void)row;
    if (v.n == 1 && style_is(v.v, "normal")) {
        for (int i = 0; i < 3; i++)
            l[i] = (struct length){ .kind = LENGTH_NORMAL };
        return true;
    }
    for (unsigned i = 0; v.n == 3 && i < 3; i++) {
        if (!style_read_length(x, &v.v[i], 0, &l[i]))
            return false;
        l[i] = (struct length){ .kind = LENGTH_VALUE, .absolute = style_flat(x, &l[i]) };
    }
    return v.n == 3 && l[0].absolute <= l[1].absolute && l[1].absolute <= l[2].absolute;
}

bool style_apply_vertical_align(struct apply *x, const struct property *row, struct values v,
                                void *slot)
{
    int k = v.n == 1 ? style_keyword(row, v.v) : -1;
    x->style->vertical_shift = (struct length){ 0 };
    *(enum vertical_align *)slot = k < 0 ? VALIGN_LENGTH : (enum vertical_align)k;
    return k >= 0 || (v.n == 1 && style_read_length(x, v.v, LENGTH_PERCENT | LENGTH_NEGATIVE,
                                                    &x->style->vertical_shift));
}

/* Reads text-decoration-line. */
bool style_apply_decoration(struct apply *x, const struct property *row, struct values v,
                            void *slot)
{
    struct style *s = x->style;
    (void)row;
    (void)slot;
    s->decoration_underline = s->decoration_line_through = false;
    if (v.n == 1 && style_is(v.v, "none"))
        return true;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "underline"))
            s->decoration_underline = true;
        else if (style_is(&v.v[i], "line-through"))
            s->decoration_line_through = true;
        else
            return false;
    }
    return v.n > 0;
}
