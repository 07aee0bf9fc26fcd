/* l10n/units: the passages of a document, their contexts and messages.
 *
 *   <principle id="rights">           context  rights/name
 *     <name>Text</name>               context  rights/explanation/1
 *     <explanation><p>Text</p> …               └ nearest id, then a step an element
 *
 * A step is the element's name where it stands once, its number among its siblings where it may
 * stand again: so an element that comes to others changes no context but of those behind it, and
 * these find their translations by their text.
 */
#include "l10n/inner.h"

#include <stdlib.h>

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/* ---- messages ---- */

/* A message being written; white space is put off until a character follows. */
struct writer {
    struct buffer *out;
    bool gap;  /* white space came last in the source */
    bool open; /* a space may be written: a character came last in the message */
};

static void put_gap(struct writer *w)
{
    if (w->gap && w->open)
        buffer_add_char(w->out, ' ');
    w->open = w->open && !w->gap;
    w->gap = false;
}

/* Appends a character as text of XML may hold it. */
static void put_escaped(struct buffer *out, char c, bool value)
{
    if (c == '&')
        buffer_add_string(out, "&amp;");
    else if (c == '<')
        buffer_add_string(out, "&lt;");
    else if (c == '>' && !value)
        buffer_add_string(out, "&gt;");
    else if (c == '"' && value)
        buffer_add_string(out, "&quot;");
    else
        buffer_add_char(out, c);
}

/* Appends an element's start tag, its attributes in one order, those of ITS left out. */
static void put_tag(struct buffer *out, const struct node *n)
{
    buffer_printf(out, "<%s", node_element(n)->name);
    unsigned written = 0;
    for (unsigned order = 0; written < n->attribute_count && order <= DOC_ATTRIBUTE_LAST; order++)
        for (unsigned i = 0; i < n->attribute_count; i++) {
            const struct attribute *a = &n->attributes[i];
            if (doc_attribute_order(a->name) != order)
                continue;
            written++;
            if (strncmp(a->name, "its:", 4) == 0)
                continue;
            buffer_printf(out, " %s=\"", a->name);
            for (const char *c = a->value; *c; c++)
                put_escaped(out, *c, true);
            buffer_add_char(out, '"');
        }
    buffer_add_string(out, n->size > 1 ? ">" : "/>");
}

static void put_characters(struct writer *w, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (is_space(text[i])) {
            w->gap = true;
            continue;
        }
        put_gap(w);
        put_escaped(w->out, text[i], false);
        w->open = true;
    }
}

/* Appends what stands in an element; depth is bounded by doc. */
static void put_inside(struct writer *w, const struct node *parent)
{
    for (const struct node *n = node_first(parent); n; n = node_next(n)) {
        if (n->kind == NODE_TEXT) {
            put_characters(w, n->text, n->length);
            continue;
        }
        put_gap(w);
        put_tag(w->out, n);
        w->open = w->open || n->size == 1;
        if (n->size == 1)
            continue;
        put_inside(w, n);
        buffer_printf(w->out, "</%s>", node_element(n)->name);
    }
}

void unit_add_message(struct buffer *out, const struct node *n)
{
    struct writer w = { out, false, false };
    put_inside(&w, n);
}

/* ---- contexts ---- */

/* Tells whether the vocabulary lets an element stand more than once in its parent. */
static bool may_repeat(const struct element *parent, const char *name)
{
    size_t n = strlen(name);
    const char *found = strstr(parent->content, name);
    while (found && (found[n] >= 'a' && found[n] <= 'z'))
        found = strstr(found + n, name);
    if (!found)
        return true;
    const char *close = strchr(found, ')'), *open = strchr(found, '(');
    bool grouped = close && (!open || close < open);
    return strchr("*+", found[n] ? found[n] : ' ') || strstr(found + n, name) ||
           (grouped && strchr("*+", close[1] ? close[1] : ' '));
}

/* An element's number among its siblings; a first one of another kind, as heads, does not count. */
static uint32_t number_of(const struct node *n)
{
    const struct node *first = node_first(node_parent(n));
    while (first->kind != NODE_ELEMENT)
        first = node_next(first);
    bool apart = first->element != n->element && !node_element(n)->unit && n->parent > 1 &&
                 node_element(n)->role == ROLE_TR;
    return n->child_index - apart;
}

/* Where a path begins: at the nearest id, or at the root. */
enum path { PATH_OF_ID, PATH_OF_ROOT };

/* Appends the path to an element. */
static void put_path(struct buffer *out, const struct node *n, enum path path)
{
    const struct node *parent = node_parent(n);
    const char *id = path == PATH_OF_ID ? node_id(n) : NULL;
    if (id) {
        buffer_add_string(out, id);
        if (node_element(n)->role == ROLE_NOTE)
            buffer_add_string(out, "/note");
        return;
    }
    if (!parent)
        return;
    put_path(out, parent, path);
    if (out->size)
        buffer_add_char(out, '/');
    if (may_repeat(node_element(parent), node_element(n)->name))
        buffer_printf(out, "%u", number_of(n));
    else
        buffer_add_string(out, node_element(n)->name);
}

const char *unit_shape(struct arena *a, const struct unit *u)
{
    struct buffer out = buffer_in(a);
    put_path(&out, u->node, PATH_OF_ROOT);
    if (u->attribute)
        buffer_printf(&out, "/%s", u->attribute->name);
    return buffer_text(&out);
}

/* ---- units ---- */

/* Tells whether an element and what holds it are to be translated (ITS 2.0, 8.1). */
static bool is_translated(const struct node *n)
{
    for (; n; n = node_parent(n)) {
        const char *said = doc_attribute(n, "translate");
        if (said)
            return strcmp(said, "no") != 0;
    }
    return true;
}

/* Tells whether an element is a passage: one that holds running text and no blocks. */
static bool is_unit(const struct node *n)
{
    if (n->kind != NODE_ELEMENT || !node_element(n)->unit || n->size == 1)
        return false;
    for (const struct node *child = node_first(n); child; child = node_next(child))
        if (child->kind == NODE_ELEMENT && !node_element(child)->is_inline)
            return false;
    return is_translated(n);
}

/* The attribute in which a picture says what it shows. */
static const char alternative[] = "alt";

/* Finds what is to be translated of an element's attributes; NULL: nothing. */
static const struct attribute *find_attribute(const struct node *n)
{
    for (unsigned i = 0; n->kind == NODE_ELEMENT && i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, alternative) == 0 && is_translated(n))
            return &n->attributes[i];
    return NULL;
}

/* Appends an attribute's value as the message of a passage. */
static void add_value(struct buffer *out, const char *value)
{
    struct writer w = { out, false, false };
    put_characters(&w, value, strlen(value));
}

/* Says in words where a passage stands. */
static const char *where_of(struct arena *a, const struct node *n,
                            const struct attribute *attribute)
{
    const char *where = unit_where(a, n);
    return attribute ? arena_printf(a, "%s, %s", where, PHRASE("alternative text")) : where;
}

/* Makes the unit of an element, or of its attribute; false when there is nothing in it to
 * translate. */
static bool make_unit(struct arena *a, const struct node *n, const struct attribute *attribute,
                      struct unit *u)
{
    struct buffer message = buffer_in(a), context = buffer_in(a);
    if (attribute)
        add_value(&message, attribute->value);
    else
        unit_add_message(&message, n);
    if (!message.size || !markup_has_text(message.bytes, message.size))
        return false;
    put_path(&context, n, PATH_OF_ID);
    if (attribute)
        buffer_printf(&context, "/%s", attribute->name);
    struct position at = attribute ? attribute_at(n, attribute) : node_at(n);
    *u = (struct unit){ .node = n,
                        .attribute = attribute,
                        .context = buffer_text(&context),
                        .message = buffer_text(&message),
                        .length = (uint32_t)message.size,
                        .words = markup_words(message.bytes, message.size),
                        .place = { at, where_of(a, n, attribute) } };
    return true;
}

/* Orders by context, then by place. */
static int compare(const void *left, const void *right)
{
    const struct unit *a = *(const struct unit *const *)left;
    const struct unit *b = *(const struct unit *const *)right;
    int order = strcmp(a->context, b->context);
    return order ? order : a < b ? -1 : a > b;
}

size_t unit_place(const struct units *u, const char *context)
{
    size_t low = 0, high = u->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(u->by_context[middle]->context, context) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct unit *unit_find(const struct units *u, const char *context)
{
    size_t place = unit_place(u, context);
    bool found = place < u->count && strcmp(u->by_context[place]->context, context) == 0;
    return found ? u->by_context[place] : NULL;
}

struct units *l10n_units(struct arena *a, const struct doc *doc)
{
    struct units *u = arena_new(a, struct units);
    size_t room = 0;
    u->doc = doc;
    for (uint32_t i = 0; i < doc->node_count; i++)
        room += is_unit(&doc->nodes[i]) || find_attribute(&doc->nodes[i]);
    u->units = arena_array(a, struct unit, room);
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct attribute *attribute = find_attribute(&doc->nodes[i]);
        if (attribute || is_unit(&doc->nodes[i]))
            u->count += make_unit(a, &doc->nodes[i], attribute, &u->units[u->count]);
    }
    u->by_context = arena_array(a, const struct unit *, u->count);
    for (size_t i = 0; i < u->count; i++)
        u->by_context[i] = &u->units[i];
    if (u->count)
        qsort(u->by_context, u->count, sizeof *u->by_context, compare);
    return u;
}
