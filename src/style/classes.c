/* style/classes: classes of the document that no sheet speaks of, where there is a sheet of one's
 * own.
 *
 * What a sheet says for other editions is not read, so the names are looked for in the sheets'
 * bytes: .name, wherever it stands.
 */
#include "style/cascade.h"

#include <stdlib.h>
#include <string.h>

/* A name, not ended by a NUL. */
struct word {
    const char *s;
    size_t n;
};
struct words {
    struct word *v;
    size_t n, room;
};

static bool name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || (c & 0x80);
}

static bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static int by_bytes(const void *p, const void *q)
{
    const struct word *a = p, *b = q;
    int order = memcmp(a->s, b->s, a->n < b->n ? a->n : b->n);
    return order ? order : (a->n > b->n) - (a->n < b->n);
}

static void add(struct arena *a, struct words *w, struct word word)
{
    if (w->n == w->room)
        w->v = arena_grow(a, w->v, sizeof *w->v, w->n, w->n + 16, &w->room);
    w->v[w->n++] = word;
}

/* Collects what follows a full stop in a sheet; false when it asks for classes otherwise, by
 * [class…] or with escapes, so that of none can be said that it is unknown. */
static bool collect(struct arena *a, struct words *w, const struct source *sheet)
{
    static const char by_value[] = "[class";
    const char *s = sheet->bytes, *end = s + sheet->size;
    while (s < end) {
        char c = *s;
        const char *name = ++s;
        if (c == '[' && (size_t)(end - name) >= sizeof by_value - 2 &&
            !memcmp(name, by_value + 1, sizeof by_value - 2))
            return false;
        if (c != '.')
            continue;
        while (s < end && name_byte(*s))
            s++;
        if (s < end && *s == '\\')
            return false;
        if (s > name)
            add(a, w, (struct word){ name, (size_t)(s - name) });
    }
    return true;
}

static bool is_known(const struct words *w, const struct word *word)
{
    return w->n && bsearch(word, w->v, w->n, sizeof *w->v, by_bytes);
}

/* Reports those of an element's classes that no sheet speaks of, each once. */
static void report_of(struct styles *s, const struct node *n, const char *value,
                      struct words *known)
{
    for (const char *at = value; *at;) {
        const char *from = at;
        while (*at && !space(*at))
            at++;
        struct word word = { from, (size_t)(at - from) };
        if (word.n && !is_known(known, &word)) {
            diag_add(s->diag, DIAG_STYLE_CLASS, node_at(n), "name",
                     arena_strndup(s->arena, word.s, word.n), NULL);
            add(s->arena, known, word);
            qsort(known->v, known->n, sizeof *known->v, by_bytes);
        }
        at += *at != 0;
    }
}

/* Does an element of the document say a class? */
static bool has_class(const struct doc *doc)
{
    for (uint32_t i = 0; i < doc->node_count; i++)
        if (doc->nodes[i].kind == NODE_ELEMENT && doc_attribute(&doc->nodes[i], "class"))
            return true;
    return false;
}

void style_report_classes(struct styles *s, const struct doc *doc, const struct stylesheet *sheets,
                          unsigned count)
{
    enum { REPORTED_MOST = 20 };
    struct words known = { 0 };
    bool own = false;
    if (!has_class(doc)) /* mostly: then no sheet need be read for them */
        return;
    for (unsigned i = 0; i < count; i++) {
        own = own || sheets[i].owner == SHEET_OWN;
        if (!collect(s->arena, &known, sheets[i].source))
            return;
    }
    if (!own)
        return;
    if (known.n)
        qsort(known.v, known.n, sizeof *known.v, by_bytes);
    size_t most = known.n + REPORTED_MOST;
    for (uint32_t i = 0; i < doc->node_count && known.n < most; i++) {
        const struct node *n = &doc->nodes[i];
        const char *value = n->kind == NODE_ELEMENT ? doc_attribute(n, "class") : NULL;
        if (value)
            report_of(s, n, value, &known);
    }
}
