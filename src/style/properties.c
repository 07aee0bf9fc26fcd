/* style, properties: the table of properties, and what is done with a row of it.
 *
 * A value is checked when the style sheet is read, by applying it to a style that is thrown away;
 * it is applied again for each distinct style, where em and the parent are known.
 */
#include "style/cascade.h"
#include "style/values.h"

#include <stddef.h>
#include <string.h>

#define SPAN(type, first, last)                                                                    \
    (uint16_t) offsetof(struct type, first),                                                       \
        (uint16_t)(offsetof(struct type, last) + sizeof(((struct type *)0)->last) -                \
                   offsetof(struct type, first))

const struct property style_properties[] = {
#define LONG(name, function, first, last, inherited, values, initial, from)                        \
    { name,      style_apply_##function,                                                           \
      NULL,      SPAN(style, first, last),                                                         \
      inherited, false,                                                                            \
      values,    initial,                                                                          \
      from,      sizeof name - 1 },
#define PAGE(name, function, first, last, values, initial, from)                                   \
    { name,   style_apply_##function,                                                              \
      NULL,   SPAN(page_style, first, last),                                                       \
      false,  true,                                                                                \
      values, initial,                                                                             \
      from,   sizeof name - 1 },
#define SIDE(name, ltr, rtl, from)                                                                 \
    { name, NULL, NULL, 0, 0, false, false, rtl, ltr, from, sizeof name - 1 },
#define SHORT(name, function, longhands, from)                                                     \
    { name,      NULL, style_expand_##function, 0, 0, false, false, longhands,                     \
      longhands, from, sizeof name - 1 },
#include "style/properties.def"
};
const unsigned style_property_count = sizeof style_properties / sizeof *style_properties;
_Static_assert(sizeof style_properties / sizeof *style_properties <= PROPERTY_MAX, "PROPERTY_MAX");

int style_property_find(const char *name)
{
    const size_t n = strlen(name);
    for (unsigned i = 0; i < style_property_count; i++) {
        const struct property *r = &style_properties[i];
        if (r->length == n && (r->name[n / 2] | 32) == (name[n / 2] | 32) &&
            style_same(r->name, name))
            return (int)i;
    }
    return -1;
}

int style_property_map(int row, bool rtl)
{
    const struct property *r = &style_properties[row];
    return r->apply || r->expand ? row : style_property_find(rtl ? r->values : r->initial);
}

void *style_slot(struct apply *x, const struct property *row)
{
    return (row->page_only ? (char *)x->page : (char *)x->style) + row->offset;
}

bool style_apply(struct apply *x, int row, struct values v)
{
    const struct property *r = &style_properties[row];
    return r->apply && r->apply(x, r, v, style_slot(x, r));
}

bool style_check(struct arena *a, int row, struct values v)
{
    struct style style = { 0 }, parent = { .font_weight = 400, .font_size = SP_PT };
    struct page_style page = { 0 };
    struct apply x = { .arena = a,
                       .parent = &parent,
                       .style = &style,
                       .page = &page,
                       .em = SP_PT,
                       .lh = SP_PT,
                       .rem = SP_PT,
                       .rlh = SP_PT,
                       .paper_width = SP_PT,
                       .paper_height = SP_PT };
    return style_apply(&x, style_property_map(row, false), v);
}

void style_initial_page(struct arena *a, struct style *out, struct page_style *page)
{
    struct style parent = { .font_weight = 400, .font_size = 12 * SP_PT };
    struct apply x = {
        .arena = a, .parent = &parent, .style = out, .page = page, .em = 12 * SP_PT
    };
    for (unsigned i = 0; i < style_property_count; i++)
        if (style_properties[i].apply)
            style_apply(&x, (int)i,
                        style_values(a, style_properties[i].initial,
                                     strlen(style_properties[i].initial), NULL));
}

void style_initial(struct arena *a, struct style *out)
{
    struct page_style page = { 0 };
    style_initial_page(a, out, &page);
}

/* Prints a cell of the table for the guide, without the numbers of keywords. */
static void add_cell(struct buffer *b, const char *s)
{
    buffer_add_string(b, "<cell>");
    for (; *s; s++) {
        if (*s == '<')
            buffer_add_string(b, "&lt;");
        else if (*s == '&')
            buffer_add_string(b, "&amp;");
        else if (*s == '=' && s[1] >= '0' && s[1] <= '9')
            while (s[1] >= '0' && s[1] <= '9')
                s++;
        else
            buffer_add_char(b, *s);
    }
    buffer_add_string(b, "</cell>");
}

void style_describe(struct buffer *out)
{
    for (unsigned i = 0; i < style_property_count; i++) {
        const struct property *r = &style_properties[i];
        buffer_add_string(out, "<row>");
        add_cell(out, r->name);
        add_cell(out, r->apply ? r->values : r->initial);
        add_cell(out, r->apply ? r->initial : "");
        add_cell(out, r->inherited ? "yes" : "no");
        add_cell(out, r->from);
        buffer_add_string(out, "</row>\n");
    }
}
