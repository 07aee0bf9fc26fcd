/* style/dump.c: --dump=style.  One node a line, its pseudo-elements under it; of the properties
 * only those whose value is neither inherited nor initial, by the table's fields: lengths and
 * numbers as stored, colours by components.  Then the pages: each name (of the first PAGES_MAX
 * rules) and flag that an @page rule asks for. */
#include "style/cascade.h"

#include <string.h>

/* Prints 65536ths of a unit as lengths are printed. */
static void add_summand(struct buffer *b, int32_t v, const char *unit)
{
    if (!v)
        return;
    if (v > 0)
        buffer_add_char(b, '+');
    buffer_add_length(b, v);
    buffer_add_string(b, unit);
}

static void add_choice(struct buffer *b, const struct length_choice *c);

static void add_length(struct buffer *b, const struct length *l)
{
    static const char *const units[FONT_UNITS] = { "ex", "ch", "cap", "ic" };
    static const char *const words[] = { "", "auto", "normal", "none", "" };
    if (l->kind == LENGTH_NUMBER)
        buffer_add_length(b, l->absolute);
    else if (l->kind != LENGTH_VALUE)
        buffer_add_string(b, words[l->kind]);
    else {
        buffer_add_length(b, l->absolute);
        add_summand(b, l->percent, "%");
        for (int i = 0; i < FONT_UNITS; i++)
            add_summand(b, l->of_font[i], units[i]);
        if (l->choice)
            add_choice(b, l->choice);
    }
}

static void add_choice(struct buffer *b, const struct length_choice *c)
{
    buffer_add_string(b, c->which == CHOICE_LEAST ? "+min(" : "+max(");
    add_length(b, &c->of[0]);
    buffer_add_char(b, ',');
    add_length(b, &c->of[1]);
    buffer_add_char(b, ')');
}

static void add_text(struct buffer *b, const char *s)
{
    if (s)
        buffer_add_json(b, s, strlen(s));
    else
        buffer_add_string(b, "auto");
}

static void add_color(struct buffer *b, const struct color *c)
{
    static const char *const spaces[] = { "rgb", "cmyk", "grey", "spot" };
    static const int components[] = { 3, 4, 1, 1 };
    int n = components[c->space];
    buffer_add_string(b, c->alpha ? spaces[c->space] : "transparent");
    for (int i = 0; i < n && c->alpha; i++)
        buffer_printf(b, "%c%u", i ? ',' : '(', c->c[i]);
    if (c->spot && c->alpha)
        buffer_printf(b, " of %s", c->spot->name);
    if (c->alpha && c->alpha != 65535)
        buffer_printf(b, "/%u", c->alpha);
    if (c->alpha)
        buffer_add_char(b, ')');
}

/* Prints the items of generated text. */
static void add_content(struct buffer *b, const struct content *c)
{
    static const char *const kinds[] = {
        "",           "counter:",    "counters:",     "attr:",
        "open-quote", "close-quote", "no-open-quote", "no-close-quote",
        "string:",    "text",        "before",        "after",
        "date"
    };
    static const char *const which[] = { "first", "start", "last", "first-except" };
    for (bool first = true; c; c = c->next, first = false) {
        if (!first)
            buffer_add_char(b, '+');
        buffer_add_string(b, kinds[c->kind]);
        if (c->text)
            add_text(b, c->text);
        if (c->separator) {
            buffer_add_char(b, ',');
            add_text(b, c->separator);
        }
        if (c->counter_style && strcmp(c->counter_style, "decimal"))
            buffer_printf(b, ",%s", c->counter_style);
        if (c->which != STRING_FIRST)
            buffer_printf(b, ",%s", which[c->which]);
    }
}

/* Prints a value that is a list, or a text. */
static void add_lists(struct buffer *b, const char *name, const struct style *s, const void *slot)
{
    if (!strcmp(name, "font-family"))
        for (const char *const *f = s->families; *f; f++) {
            if (f != s->families)
                buffer_add_char(b, ',');
            add_text(b, *f);
        }
    else if (!strcmp(name, "content")) {
        if (s->content)
            add_content(b, s->content);
        else
            buffer_add_string(b, s->content_none ? "none" : "normal");
    } else if (!strcmp(name, "quotes")) {
        if (!s->quote_levels)
            buffer_add_string(b, s->quotes ? "none" : "auto");
        for (unsigned i = 0; i < 2 * s->quote_levels; i++) {
            if (i)
                buffer_add_char(b, ',');
            add_text(b, s->quotes[i]);
        }
    } else if (!strncmp(name, "counter-", 8)) {
        for (const struct counter_op *c = *(const struct counter_op *const *)slot; c; c = c->next)
            buffer_printf(b, "%s:%d%s", c->name, c->value, c->next ? "," : "");
    } else if (!strcmp(name, "string-set")) {
        for (const struct string_set *t = s->string_set; t; t = t->next) {
            buffer_printf(b, "%s:", t->name);
            add_content(b, t->content);
            if (t->next)
                buffer_add_char(b, ',');
        }
    } else if (!strcmp(name, "-hb-continued")) {
        if (s->continued == CONTINUED_STRING)
            add_text(b, s->continued_text);
        else
            buffer_add_string(b, s->continued == CONTINUED_AUTO ? "auto" : "none");
    } else if (!strcmp(name, "font-feature-settings")) {
        for (unsigned i = 0; i < s->feature_count; i++) {
            uint32_t t = s->features[i].tag;
            buffer_printf(b, "%s%c%c%c%c:%u", i ? "," : "", (int)(t >> 24), (int)(t >> 16 & 255),
                          (int)(t >> 8 & 255), (int)(t & 255), s->features[i].value);
        }
    } else
        add_text(b, *(const char *const *)slot);
}

static bool is_color(const struct property *r)
{
    return r->size == sizeof(struct color) && strstr(r->name, "color");
}
static bool is_list(const struct property *r)
{
    static const char *const names[] = { "font-family",
                                         "content",
                                         "quotes",
                                         "counter-reset",
                                         "counter-increment",
                                         "counter-set",
                                         "string-set",
                                         "font-feature-settings",
                                         "hyphenate-character",
                                         "list-style-type",
                                         "page",
                                         "-hb-continued",
                                         "-hb-call-separator",
                                         "-hb-hyphenate-exceptions" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(r->name, names[i]))
            return true;
    return false;
}

static int64_t stored_number(const struct property *r, const void *slot)
{
    if (r->size == 1)
        return *(const uint8_t *)slot;
    return r->size == 2 ? *(const uint16_t *)slot : *(const uint32_t *)slot;
}

/* Prints the keyword of a value in the row's list, or its number. */
static void add_number(struct buffer *b, const struct property *r, const void *slot)
{
    int64_t v = stored_number(r, slot);
    int index = 0;
    for (const char *s = r->values; *s && !strchr(r->values, '<'); index++) {
        size_t word = strcspn(s, " =");
        size_t all = strcspn(s, " ");
        int number = index;
        if (s[word] == '=') {
            number = 0;
            for (const char *t = s + word + 1; *t >= '0' && *t <= '9'; t++)
                number = number * 10 + *t - '0';
        }
        if (number == v) {
            buffer_add(b, s, word);
            return;
        }
        s += all;
        s += strspn(s, " ");
    }
    buffer_printf(b, "%lld", (long long)v);
}

/* Prints a property's value. */
static void add_value(struct buffer *b, const struct property *r, const struct style *s)
{
    const char *slot = (const char *)s + r->offset;
    if (is_list(r))
        add_lists(b, r->name, s, slot);
    else if (is_color(r))
        add_color(b, (const struct color *)(const void *)slot);
    else if (!strcmp(r->name, "vertical-align")) {
        static const char *const words[] = { "baseline", "",       "super",    "sub",        "top",
                                             "middle",   "bottom", "text-top", "text-bottom" };
        if (s->vertical_align == VALIGN_LENGTH)
            add_length(b, &s->vertical_shift);
        else
            buffer_add_string(b, words[s->vertical_align]);
    } else if (!strcmp(r->name, "border-spacing")) {
        buffer_add_length(b, s->border_spacing[0]);
        buffer_add_char(b, ',');
        buffer_add_length(b, s->border_spacing[1]);
    } else if (r->size == sizeof(sp))
        buffer_add_length(b, *(const sp *)(const void *)slot);
    else if (r->size % sizeof(struct length) == 0)
        for (unsigned i = 0; i < r->size / sizeof(struct length); i++) {
            if (i)
                buffer_add_char(b, ',');
            add_length(b, (const struct length *)(const void *)slot + i);
        }
    else if (!strcmp(r->name, "text-indent")) {
        add_length(b, &s->text_indent);
        buffer_printf(b, "%s%s", s->indent_hanging ? ",hanging" : "",
                      s->indent_each_line ? ",each-line" : "");
    } else if (r->size == 3)
        buffer_printf(b, "%d,%d,%d", slot[0], slot[1], slot[2]);
    else if (!strcmp(r->name, "text-decoration-line"))
        buffer_printf(b, "%d,%d", slot[0], slot[1]);
    else
        add_number(b, r, slot);
}

/* Prints the properties whose value is neither inherited nor initial. */
static void add_style(struct buffer *b, const struct style *s, const struct style *parent,
                      const struct style *initial)
{
    if (s->rtl != (parent && parent->rtl))
        buffer_add_string(b, s->rtl ? " rtl" : " ltr");
    for (unsigned i = 0; i < style_property_count; i++) {
        const struct property *r = &style_properties[i];
        if (!r->apply || r->page_only)
            continue;
        const struct style *like = r->inherited && parent ? parent : initial;
        if (!memcmp((const char *)s + r->offset, (const char *)like + r->offset, r->size))
            continue;
        struct buffer one = buffer_in(b->arena), other = buffer_in(b->arena);
        add_value(&one, r, s);
        struct style base = *initial;
        if (!r->inherited && is_color(r) &&
            ((const struct color *)(const void *)((const char *)&base + r->offset))->space ==
                COLOR_CURRENT)
            *(struct color *)(void *)((char *)&base + r->offset) = s->color;
        if (!r->inherited && !strncmp(r->name, "border-", 7) && r->size == sizeof(sp))
            *(sp *)(void *)((char *)&base + r->offset) = 0;
        add_value(&other, r, r->inherited && parent ? parent : &base);
        if (one.size == other.size && (!one.size || !memcmp(one.bytes, other.bytes, one.size)))
            continue;
        buffer_printf(b, " %s=", r->name);
        buffer_add(b, one.bytes, one.size);
    }
    buffer_add_char(b, '\n');
}

enum { PAGES_MAX = 64 }; /* each asks all rules */

/* Prints the style of a page of that name and flags, and of its boxes. */
static void add_page(struct buffer *b, const struct styles *s, const char *name, unsigned flags)
{
    static const char *const words[] = { ":first", ":left", ":right", ":blank", ":-hb-last" };
    const struct page_style *p = style_page(s, b->arena, name, flags);
    buffer_printf(b, "@page%s%s", name ? " " : "", name ? name : "");
    for (int i = 0; i < 5; i++)
        if (flags >> i & 1)
            buffer_add_string(b, words[i]);
    const struct {
        const char *name;
        sp v;
    } lengths[] = { { "width", p->width },
                    { "height", p->height },
                    { "bleed", p->bleed },
                    { "grid", p->grid_pitch },
                    { "first", p->grid_offset } };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        buffer_printf(b, " %s=", lengths[i].name);
        buffer_add_length(b, lengths[i].v);
    }
    buffer_printf(b, " marks=%u", p->marks);
    if (p->impose != IMPOSE_NONE)
        buffer_printf(b, " impose=%d", p->impose);
    if (p->duplex != DUPLEX_AUTO)
        buffer_printf(b, " duplex=%d", p->duplex);
    if (p->creep) {
        buffer_add_string(b, " creep=");
        buffer_add_length(b, p->creep);
    }
    add_style(b, p->page, s->root ? &s->root->style : NULL, &s->initial);
    for (int i = 0; i < MARGIN_BOX_COUNT; i++) {
        if (!p->boxes[i])
            continue;
        buffer_printf(b, "  @%s", style_box_names[i]);
        add_style(b, p->boxes[i], p->page, &s->initial);
    }
    buffer_add_string(b, "  @footnote");
    add_style(b, p->footnote, p->page, &s->initial);
}

static void add_pages(struct buffer *b, const struct styles *s, const char *name)
{
    unsigned asked = 0;
    for (size_t i = 0; i < s->rules.page_count; i++)
        asked |= s->rules.pages[i].flags;
    if (asked & PAGE_FIRST)
        add_page(b, s, name, PAGE_FIRST | PAGE_RIGHT);
    if (asked & (PAGE_LEFT | PAGE_RIGHT))
        add_page(b, s, name, PAGE_LEFT);
    if (asked & PAGE_BLANK)
        add_page(b, s, name, PAGE_BLANK | PAGE_LEFT);
    if (asked & PAGE_LAST)
        add_page(b, s, name, PAGE_LAST | PAGE_RIGHT);
    add_page(b, s, name, PAGE_RIGHT);
}

void style_dump(struct buffer *b, const struct styles *s, const struct doc *doc)
{
    static const char *const names[PSEUDO_COUNT] = { "::before", "::after", "::footnote-call",
                                                     "::footnote-marker", "::marker" };
    struct place_cursor cursor = { 0 };
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i];
        int level = 0;
        if (n->kind != NODE_ELEMENT)
            continue;
        for (const struct node *p = node_parent(n); p; p = node_parent(p))
            level++;
        struct place at = position_place_next(node_at(n), &cursor);
        buffer_indent(b, level);
        buffer_printf(b, "%s%s%s %u:%u", node_element(n)->name, n->id ? " #" : "",
                      n->id ? node_id(n) : "", at.line, at.column);
        add_style(b, style_of(s, n), n->parent ? style_of(s, node_parent(n)) : NULL, &s->initial);
        for (int p = 0; p < PSEUDO_COUNT; p++) {
            const struct style *own = style_pseudo(s, n, (enum pseudo)p);
            if (!own)
                continue;
            buffer_indent(b, level + 1);
            buffer_add_string(b, names[p]);
            add_style(b, own, style_of(s, n), &s->initial);
        }
    }
    add_pages(b, s, NULL);
    for (size_t i = 0; i < s->rules.page_count && i < PAGES_MAX; i++) {
        const char *name = s->rules.pages[i].name;
        size_t k = 0;
        while (name && k < i && (!s->rules.pages[k].name || strcmp(s->rules.pages[k].name, name)))
            k++;
        if (name && k == i)
            add_pages(b, s, name);
    }
}
