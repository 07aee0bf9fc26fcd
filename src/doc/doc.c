/* doc: the passes in their order, and what others ask of the tree. */
#include "doc/inner.h"

#include <stdlib.h>
#include <string.h>

const char *doc_attribute(const struct node *n, const char *name)
{
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, name) == 0)
            return n->attributes[i].value;
    return NULL;
}

/* Finds the run that byte `at` of the text belongs to. */
static const struct text_run *run_of(const struct node *n, uint32_t at)
{
    const struct text_run *runs = node_runs(n);
    uint32_t low = 0, high = n->run_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (runs[middle].text <= at)
            low = middle;
        else
            high = middle;
    }
    return &runs[low];
}

struct position doc_position(const struct node *n, uint32_t start, uint32_t end)
{
    if (n->kind != NODE_TEXT)
        return node_at(n);
    if (!n->run_count)
        return position_at(n->scope->source, (size_t)n->start + start,
                           (size_t)n->start + (end > start ? end : start));
    const struct text_run *first = run_of(n, start);
    const struct text_run *last = run_of(n, end > start ? end - 1 : start);
    size_t from = first->source + (size_t)(first->step ? start - first->text : 0);
    size_t to = last->step ? last->source + (size_t)(end - last->text)
                           : last->source + (size_t)last->length;
    return position_at(n->scope->source, from, to > from ? to : from);
}

/* Where what stands at byte `at` ('<') ends: a comment, CDATA, an instruction or a tag; *depth
 * counts the elements that a start tag opens and an end tag closes. */
static size_t behind_markup(const struct source *s, size_t at, unsigned *depth)
{
    if (scan_is_at(s, at, "<!--"))
        return scan_find(s, at + 4, "-->");
    if (scan_is_at(s, at, "<![CDATA["))
        return scan_find(s, at + 9, "]]>");
    if (scan_is_at(s, at, "<?"))
        return scan_find(s, at + 2, "?>");
    if (scan_is_at(s, at, "</")) {
        --*depth;
        return scan_find(s, at, ">");
    }
    struct scanned_attribute skipped;
    at = scan_name(s, at + 1);
    while (scan_attribute(s, &at, &skipped))
        ;
    at = scan_space(s, at);
    *depth += !scan_is_at(s, at, "/>");
    return at;
}

struct position doc_inside(const struct node *n)
{
    const struct source *s = n->scope->source;
    unsigned depth = s->bytes[n->end - 2] == '/' ? 0 : 1;
    size_t at = n->end, tag = at;
    while (depth && (tag = scan_find(s, at, "<")) < s->size)
        at = behind_markup(s, tag, &depth);
    return position_at(s, n->end, tag);
}

/* Tells whether words before and after this element's tags belong apart. */
static bool parts_words(const struct node *n)
{
    const struct element *e = node_element(n);
    return e && (!e->is_inline || strcmp(e->name, "br") == 0);
}

void doc_add_text(struct buffer *out, const struct node *top, size_t most)
{
    size_t start = out->size;
    bool gap = false;
    for (const struct node *n = top; n < top + top->size; n++) {
        gap = gap || parts_words(n);
        for (uint32_t i = 0; n->kind == NODE_TEXT && i < n->length; i++) {
            if (is_space(n->text[i])) {
                gap = true;
                continue;
            }
            if (out->size - start > most)
                return;
            if (gap && out->size > start)
                buffer_add_char(out, ' ');
            gap = false;
            buffer_add_char(out, n->text[i]);
        }
    }
}

char *doc_text(struct arena *a, const struct node *top)
{
    struct buffer out = buffer_in(a);
    doc_add_text(&out, top, SIZE_MAX);
    buffer_text(&out);
    return out.bytes;
}

/* Orders by id, then by place. */
static int compare_ids(const void *left, const void *right)
{
    const struct node *a = *(const struct node *const *)left;
    const struct node *b = *(const struct node *const *)right;
    int by_id = strcmp(node_id(a), node_id(b));
    if (by_id)
        return by_id;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Puts all elements with an id into doc->ids.  Sorted rather than hashed: no chosen set of ids can
 * make it slow. */
static void sort_ids(struct arena *a, struct doc *doc)
{
    for (uint32_t i = 0; i < doc->node_count; i++)
        doc->id_count += doc->nodes[i].id != 0;
    doc->ids = arena_array(a, const struct node *, doc->id_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < doc->node_count; i++)
        if (doc->nodes[i].id)
            doc->ids[count++] = &doc->nodes[i];
    if (count)
        qsort(doc->ids, count, sizeof *doc->ids, compare_ids);
}

const struct node *doc_find(const struct doc *doc, const char *id, size_t length)
{
    uint32_t low = 0, high = doc->id_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *here = node_id(doc->ids[middle]);
        int order = strncmp(here, id, length);
        if (order == 0)
            order = here[length] != '\0';
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const char *found = low < doc->id_count ? node_id(doc->ids[low]) : NULL;
    return found && strncmp(found, id, length) == 0 && found[length] == '\0' ? doc->ids[low] : NULL;
}

/* Copies an attribute's value with its references resolved. */
static char *value_text(struct arena *a, const struct source *s, size_t at, size_t end)
{
    struct buffer out = buffer_in(a);
    while (at < end) {
        char c[4];
        size_t length;
        size_t n = s->bytes[at] == '&' ? scan_reference(s, at, c, &length) : 0;
        if (n) {
            buffer_add(&out, c, n);
            at += length;
        } else {
            buffer_add_char(&out, s->bytes[at++]);
        }
    }
    buffer_text(&out);
    return out.bytes;
}

/* Reads one xml-stylesheet instruction (W3C, Associating Style Sheets with XML documents 1.0) from
 * `at`, behind its name, on. */
static void add_stylesheet(struct arena *a, struct diag *d, struct doc *doc, size_t start,
                           size_t at, struct stylesheet_pi *list)
{
    const struct source *s = doc->source;
    size_t end = scan_find(s, at, "?>");
    struct stylesheet_pi pi = { .at = position_at(s, start, end + 2) };
    struct scanned_attribute found;
    while (at < end && scan_attribute(s, &at, &found) && found.value_end < end) {
        size_t n = found.name_end - found.name;
        const char *name = s->bytes + found.name;
        const char *value = value_text(a, s, found.value, found.value_end);
        if (n == 4 && memcmp(name, "href", n) == 0) {
            pi.href = value;
            pi.at = position_at(s, found.value, found.value_end);
        } else if (n == 5 && memcmp(name, "media", n) == 0) {
            pi.media = value;
            pi.media_at = position_at(s, found.value, found.value_end);
        } else if (n == 4 && memcmp(name, "type", n) == 0 && strcmp(value, "text/css") != 0) {
            diag_add(d, DIAG_STYLESHEET_TYPE, position_at(s, found.value, found.value_end), "type",
                     value, NULL);
            return;
        }
    }
    if (!pi.href)
        diag_add(d, DIAG_STYLESHEET_HREF, pi.at, NULL);
    else
        list[doc->stylesheet_count++] = pi;
}

/* Reads all xml-stylesheet instructions before the root element into `list`; with `list` NULL it
 * only counts how many there can be. */
static size_t read_prolog(struct arena *a, struct diag *d, struct doc *doc,
                          struct stylesheet_pi *list)
{
    static const char name[] = "<?xml-stylesheet";
    const struct source *s = doc->source;
    size_t count = 0;
    for (size_t at = 0; (at = scan_find(s, at, "<")) < doc->root->start;) {
        if (scan_is_at(s, at, "<!--")) {
            at = scan_find(s, at + 4, "-->");
            continue;
        }
        size_t behind = at + strlen(name);
        if (scan_is_at(s, at, name) && behind < s->size &&
            (is_space(s->bytes[behind]) || s->bytes[behind] == '?')) {
            count++;
            if (list)
                add_stylesheet(a, d, doc, at, behind, list);
        }
        at = scan_find(s, at, "?>");
    }
    return count;
}

/* Joins the texts of all children of meta with that name by ", "; NULL if there are none. */
static const char *meta_text(struct arena *a, const struct doc *doc, const char *name)
{
    const char *all = NULL;
    const struct node *m = node_first(doc->root);
    while (m && !(m->kind == NODE_ELEMENT && strcmp(node_element(m)->name, "meta") == 0))
        m = node_next(m);
    for (const struct node *n = m ? node_first(m) : NULL; n; n = node_next(n))
        if (n->kind == NODE_ELEMENT && strcmp(node_element(n)->name, name) == 0) {
            char *text = doc_text(a, n);
            if (*text)
                all = all ? arena_printf(a, "%s, %s", all, text) : text;
        }
    return all;
}

/* Reads a document, or with `root` not NULL the part of one that begins with that element. */
static struct doc *read_text(struct arena *a, struct diag *d, const char *root,
                             const struct source *s)
{
    size_t errors = d->errors;
    size_t nodes;
    if (s->size > DOC_MOST_BYTES) {
        diag_add(d, DIAG_SOURCE_LARGE, position_at(s, 0, 0), NULL);
        return NULL;
    }
    struct doc *doc = guard(d, s, &nodes) ? read_tree(a, d, s, nodes) : NULL;
    if (!doc)
        return NULL;
    sort_ids(a, doc);
    struct stylesheet_pi *list = arena_array(a, struct stylesheet_pi, read_prolog(a, d, doc, NULL));
    read_prolog(a, d, doc, list);
    doc->stylesheets = list;
    validate(a, d, doc, root);
    doc->valid = d->errors == errors;
    if (!doc->valid || root)
        return doc;
    doc->publisher = meta_text(a, doc, "publisher");
    doc->date = meta_text(a, doc, "date");
    doc->subject = meta_text(a, doc, "subject");
    doc->keywords = meta_text(a, doc, "keyword");
    doc->rights = meta_text(a, doc, "rights");
    return doc;
}

struct doc *doc_read(struct arena *a, struct diag *d, const char *name, const char *bytes,
                     size_t size)
{
    const struct source *s = decode(a, d, name, bytes, size);
    return s ? read_text(a, d, NULL, s) : NULL;
}

struct doc *doc_read_part(struct arena *a, struct diag *d, const char *root, const char *name,
                          const char *bytes, size_t size)
{
    const struct source *s = decode(a, d, name, bytes, size);
    return s ? read_text(a, d, root, s) : NULL;
}

struct doc *doc_read_text(struct arena *a, struct diag *d, const struct source *s)
{
    return read_text(a, d, NULL, s);
}

const struct source *doc_read_any(struct arena *a, struct diag *d, const char *name,
                                  const char *bytes, size_t size)
{
    size_t nodes;
    const struct source *s = decode(a, d, name, bytes, size);
    if (s && s->size > DOC_MOST_BYTES) {
        diag_add(d, DIAG_SOURCE_LARGE, position_at(s, 0, 0), NULL);
        return NULL;
    }
    return s && guard(d, s, &nodes) && read_any(a, d, s) ? s : NULL;
}
