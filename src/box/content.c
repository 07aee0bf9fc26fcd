/* box/content: what `content`, string-set and list markers say, as text.
 *
 * CSS 2.2, 12.2 (content, quotes), CSS Lists 3 (counters, list-style-type), GCPM (string-set,
 * string()). The counter `footnote` is answered from the numbers of the notes; `page` and `pages`
 * only in furniture, where alone they are known.
 */
#include "base/utf8.h"
#include "box/inner.h"

#include <string.h>

/* Bytes of all generated text: a style sheet of a few lines can ask for a long string at each of a
 * million elements. */
enum { MOST_GENERATED = 64 << 20 };
/* Bytes of a named string: no margin has room for more, and each page sets it anew. */
enum { MOST_STRING = 4000 };

typedef void item_function(struct box_builder *b, const struct content_for *c,
                           const struct content *item, struct buffer *out);

/* Numbers look like the text's own (auto), whatever language they stand in, so that a call and its
 * note agree. */
static const struct digit_set *digits_of(const struct box_builder *b, const struct content_for *c)
{
    switch (c->style->digits) {
    case DIGITS_LATIN: return &lang_latin_digits;
    case DIGITS_NATIVE: return c->lang->native;
    default: return b->digits;
    }
}

static void add_number(struct box_builder *b, const struct content_for *c,
                       const struct content *item, int64_t n, struct buffer *out)
{
    number_add(b, digits_of(b, c), n, item->counter_style ? item->counter_style : "decimal",
               item->symbols, out);
}

static void add_string(struct box_builder *b, const struct content_for *c,
                       const struct content *item, struct buffer *out)
{
    (void)b, (void)c;
    buffer_add_string(out, item->text);
}

/* Reports, once a document, that the text asks for what only a page knows. */
static void report_margin_only(struct box_builder *b, const struct content *item, const char *what)
{
    if (!b->margin_only_reported)
        diag_add(b->diag, DIAG_MARGIN_ONLY, item->at, "what", what, "name", item->text, NULL);
    b->margin_only_reported = true;
}

/* Finds the value of a counter that elements do not count themselves; false when it is none. */
static bool own_counter(const struct content_for *c, const char *name, int64_t *value)
{
    if (c->furniture && strcmp(name, "page") == 0)
        *value = c->furniture->page;
    else if (c->furniture && strcmp(name, "pages") == 0)
        *value = c->furniture->pages;
    else if (c->note && strcmp(name, "footnote") == 0)
        *value = c->note;
    else if (c->item && strcmp(name, "list-item") == 0)
        *value = *c->item;
    else
        return false;
    return true;
}

static void add_counter(struct box_builder *b, const struct content_for *c,
                        const struct content *item, struct buffer *out)
{
    int64_t value = 0;
    const struct counter *counter = counters_find(b, item->text);
    bool own = own_counter(c, item->text, &value);
    if (!own && c->furniture) /* it is made page by page, when elements have counted */
        diag_add(b->diag, DIAG_COUNTER_MARGIN, item->at, "name", item->text, NULL);
    else if (!own && counter)
        value = counter->value;
    else if (!own && (strcmp(item->text, "page") == 0 || strcmp(item->text, "pages") == 0))
        report_margin_only(b, item, "counter");
    add_number(b, c, item, value, out);
}

/* Adds the counters of one name from the outermost in. */
static void add_chain(struct box_builder *b, const struct content_for *c,
                      const struct content *item, const struct counter *counter, struct buffer *out)
{
    const struct counter *outer = counters_hidden(b, counter);
    if (outer) {
        add_chain(b, c, item, outer, out);
        buffer_add_string(out, item->separator ? item->separator : "");
    }
    add_number(b, c, item, counter->value, out);
}

static void add_counters(struct box_builder *b, const struct content_for *c,
                         const struct content *item, struct buffer *out)
{
    const struct counter *counter = counters_find(b, item->text);
    if (counter)
        add_chain(b, c, item, counter, out);
    else
        add_counter(b, c, item, out);
}

static void add_attribute(struct box_builder *b, const struct content_for *c,
                          const struct content *item, struct buffer *out)
{
    (void)b;
    const char *value = c->node ? doc_attribute(c->node, item->text) : NULL;
    if (value)
        buffer_add_string(out, value);
}

/* A quotation mark's place in its pair. */
enum quote_end { QUOTE_OPENS, QUOTE_CLOSES };

/* The quotation mark of a level: deeper ones repeat the last pair. */
static const char *quote(const struct content_for *c, uint32_t level, enum quote_end end)
{
    const char *const *marks = c->style->quotes ? c->style->quotes : c->lang->quotes;
    unsigned levels = c->style->quotes ? c->style->quote_levels : 2;
    if (!levels)
        return "";
    const char *mark = marks[2 * (level < levels ? level : levels - 1) + end];
    return mark ? mark : "";
}

static void open_quote(struct box_builder *b, const struct content_for *c,
                       const struct content *item, struct buffer *out)
{
    uint32_t level = b->quote_depth++;
    if (item->kind == CONTENT_OPEN_QUOTE)
        buffer_add_string(out, quote(c, level, QUOTE_OPENS));
}

/* A closing quote without an open one prints nothing (CSS 2.2, 12.3.2). */
static void close_quote(struct box_builder *b, const struct content_for *c,
                        const struct content *item, struct buffer *out)
{
    if (!b->quote_depth)
        return;
    b->quote_depth--;
    if (item->kind == CONTENT_CLOSE_QUOTE)
        buffer_add_string(out, quote(c, b->quote_depth, QUOTE_CLOSES));
}

static void add_string_ref(struct box_builder *b, const struct content_for *c,
                           const struct content *item, struct buffer *out)
{
    if (!c->furniture)
        report_margin_only(b, item, "string");
    if (!c->furniture || !c->furniture->string)
        return;
    const char *s = c->furniture->string(c->furniture->context, item->text, item->which);
    if (s)
        buffer_add_string(out, s);
}

static void add_own_text(struct box_builder *b, const struct content_for *c,
                         const struct content *item, struct buffer *out)
{
    (void)item;
    if (c->node)
        buffer_add_string(out, doc_text(b->words, c->node));
}

/* Adds what a pseudo-element of the element prints. */
static void add_pseudo(struct box_builder *b, const struct content_for *c, enum pseudo which,
                       struct buffer *out)
{
    const struct style *s = c->node ? style_pseudo(b->styles, c->node, which) : NULL;
    struct content_for own = *c;
    own.style = s;
    for (const struct content *item = s ? s->content : NULL; item; item = item->next)
        content_item(b, &own, item, out);
}

static void add_before(struct box_builder *b, const struct content_for *c,
                       const struct content *item, struct buffer *out)
{
    (void)item;
    add_pseudo(b, c, PSEUDO_BEFORE, out);
}

static void add_after(struct box_builder *b, const struct content_for *c,
                      const struct content *item, struct buffer *out)
{
    (void)item;
    add_pseudo(b, c, PSEUDO_AFTER, out);
}

/* Adds the element's text as a date in the form of its language; what is none as it stands. */
static void add_date(struct box_builder *b, const struct content_for *c, const struct content *item,
                     struct buffer *out)
{
    (void)item;
    const char *text = c->node ? doc_text(b->words, c->node) : "";
    const char *date = lang_date(b->words, c->lang, digits_of(b, c), text);
    buffer_add_string(out, date ? date : text);
}

static item_function *const items[] = {
    [CONTENT_STRING] = add_string,
    [CONTENT_COUNTER] = add_counter,
    [CONTENT_COUNTERS] = add_counters,
    [CONTENT_ATTR] = add_attribute,
    [CONTENT_OPEN_QUOTE] = open_quote,
    [CONTENT_CLOSE_QUOTE] = close_quote,
    [CONTENT_NO_OPEN_QUOTE] = open_quote,
    [CONTENT_NO_CLOSE_QUOTE] = close_quote,
    [CONTENT_STRING_REF] = add_string_ref,
    [CONTENT_TEXT] = add_own_text,
    [CONTENT_BEFORE] = add_before,
    [CONTENT_AFTER] = add_after,
    [CONTENT_DATE] = add_date,
};

void content_item(struct box_builder *b, const struct content_for *c, const struct content *item,
                  struct buffer *out)
{
    size_t before = out->size;
    if (b->generated > MOST_GENERATED)
        return;
    items[item->kind](b, c, item, out);
    b->generated += out->size - before;
    if (b->generated > MOST_GENERATED)
        diag_add(b->diag, DIAG_GENERATED_TOO_LONG, item->at, NULL);
}

/* What is too long for any margin ends in an ellipsis. */
static void shorten_string(struct buffer *value)
{
    if (value->size <= MOST_STRING)
        return;
    value->size = utf8_cut(value->bytes, MOST_STRING);
    buffer_add_string(value, "…");
}

const struct box_string *content_strings(struct box_builder *b, const struct content_for *c,
                                         const struct box_string *next)
{
    for (const struct string_set *s = c->style->string_set; s; s = s->next) {
        struct arena_mark mark = arena_mark(b->words);
        struct buffer value = buffer_in(b->words);
        for (const struct content *item = s->content; item; item = item->next)
            content_item(b, c, item, &value);
        shorten_string(&value);
        struct box_string *made = arena_new(b->arena, struct box_string);
        *made = (struct box_string){ .name = s->name,
                                     .value = arena_strndup(b->arena, value.bytes, value.size),
                                     .next = next };
        next = made;
        arena_reset(b->words, mark);
    }
    return next;
}

/* Adds what one property says of the counter `page` to what was said before; false when it is
 * nothing. */
static bool count_page(struct box_builder *b, const struct content_for *c,
                       const struct counter_op *o, bool adds, struct box_string *said)
{
    bool any = false;
    for (; o; o = o->next) {
        if (strcmp(o->name, "pages") == 0)
            diag_add(b->diag, DIAG_COUNTER_PAGES, node_at(c->node), NULL);
        if (strcmp(o->name, "page") != 0)
            continue;
        said->number = adds ? said->number + o->value : o->value;
        said->adds = said->adds && adds;
        any = true;
    }
    return any;
}

const struct box_string *content_page(struct box_builder *b, const struct content_for *c,
                                      const struct box_string *next)
{
    struct box_string said = { .adds = true };
    const struct box_string *before = next; /* in the same box: it counts on from there */
    while (before && before->name)
        before = before->next;
    if (before)
        said = *before;
    said.next = next;
    bool any = count_page(b, c, c->style->counter_reset, false, &said);
    any = count_page(b, c, c->style->counter_increment, true, &said) || any;
    any = count_page(b, c, c->style->counter_set, false, &said) || any;
    return any ? arena_copy(b->arena, &said, sizeof said, 1) : next;
}

void content_list_marker(struct box_builder *b, const struct content_for *c, struct buffer *out)
{
    static const char *const bullets[] = { "disc", "circle", "square" };
    const char *type = c->style->list_style_type ? c->style->list_style_type : "disc";
    if (c->style->list_style_string) {
        buffer_add_string(out, type);
        return;
    }
    if (strcmp(type, "none") == 0)
        return;
    const struct counter *counter = counters_find(b, "list-item");
    const struct counter_style *symbols = c->style->list_symbols;
    const struct counter_style *own = symbols ? symbols : style_counter_find(b->styles, type);
    buffer_add_string(out, own ? own->prefix : "");
    number_add(b, digits_of(b, c),
               c->item   ? *c->item
               : counter ? counter->value
                         : 0,
               type, symbols, out);
    bool bullet = false;
    for (unsigned i = 0; i < 3; i++)
        bullet = bullet || strcmp(type, bullets[i]) == 0;
    buffer_add_string(out, own ? own->suffix : bullet ? " " : ". ");
}
