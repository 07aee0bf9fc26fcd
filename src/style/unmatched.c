/* style/unmatched: rules of a designer's own sheets that no node of the document took: a class or
 * an element's name that is misspelt does nothing, and nothing says so.
 *
 * So does an @page of a name that no element has.  A name that the vocabulary lacks is told by
 * itself; of the others one list a sheet, since a congregation's sheet serves many documents.
 * Notes all: nothing need be wrong. */
#include "style/cascade.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED_MOST = 5 };

/* Finds the first type in the selector that no element has; NULL when there is none. */
static const char *unknown_type(const struct selector *s)
{
    for (const struct compound *c = s->right; c; c = c->left)
        for (const struct simple *x = c->first; x; x = x->next)
            if (x->kind == S_TYPE && !doc_has_element(x->name))
                return x->name;
    return NULL;
}

static void report_type(struct styles *s, const struct rule *r, const char *name)
{
    const char *near = doc_meant_element(name);
    diag_add(s->diag, DIAG_STYLE_ELEMENT, position_at(r->own, r->selector->start, r->selector->end),
             "name", name, "hint",
             near ? arena_printf(s->arena, PHRASE("; is %s meant?"), near) : "", NULL);
}

/* Tells whether a selector names elements alone. */
static bool is_plain(const struct selector *s)
{
    for (const struct compound *c = s->right; c; c = c->left)
        for (const struct simple *x = c->first; x; x = x->next)
            if (x->kind != S_TYPE)
                return false;
    return true;
}

/* The unmatched rules of one sheet, as a list for a message. */
struct listing {
    struct buffer text;
    const struct rule *first;
    unsigned count;
};

static void list_rule(struct listing *l, const struct rule *r)
{
    const struct selector *s = r->selector;
    if (!l->count++)
        l->first = r;
    if (l->count > LISTED_MOST)
        return;
    buffer_printf(&l->text, "%s%.*s", l->count > 1 ? ", " : "", (int)(s->end - s->start),
                  r->own->bytes + s->start);
}

static void report_listing(struct styles *s, struct listing *l)
{
    if (!l->count)
        return;
    if (l->count > LISTED_MOST)
        buffer_printf(&l->text, " and %u more", l->count - LISTED_MOST);
    const struct selector *first = l->first->selector;
    diag_add(s->diag, DIAG_STYLE_UNMATCHED, position_at(l->first->own, first->start, first->end),
             "selectors", buffer_text(&l->text), NULL);
}

static int by_order(const void *p, const void *q)
{
    const struct rule *a = *(const struct rule *const *)p, *b = *(const struct rule *const *)q;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a->selector->start < b->selector->start ? -1 : 1;
}

/* Tells whether an element is to stand on pages of that name. */
static bool is_page_named(const struct styles *s, const char *name)
{
    for (size_t i = 0; i < s->of_elements.n; i++) {
        const char *page = s->of_elements.v[i].primary->style.page;
        if (page && !strcmp(page, name))
            return true;
    }
    return false;
}

/* Steps over white space. */
static const char *behind_space(const char *s, const char *end)
{
    while (s < end && strchr(" \t\r\n\f", *s) && *s)
        s++;
    return s;
}

/* Tells whether a sheet says `page: NAME` anywhere, be it for another edition. */
static bool says_page(const struct source *sheet, const char *name)
{
    const size_t n = strlen(name), word = strlen("page");
    const char *end = sheet->bytes + sheet->size;
    for (const char *s = sheet->bytes; (size_t)(end - s) > word; s++) {
        if (memcmp(s, "page", word) != 0)
            continue;
        const char *colon = behind_space(s + word, end);
        const char *value = colon < end && *colon == ':' ? behind_space(colon + 1, end) : end;
        if ((size_t)(end - value) > n && !memcmp(value, name, n) &&
            strchr(" \t\r\n\f;}!", value[n]))
            return true;
    }
    return false;
}

/* A name of pages that nothing is on is misspelt, or of another document. */
void style_report_pages(struct styles *s, const struct stylesheet *sheets, unsigned count)
{
    for (size_t i = 0; i < s->rules.page_count; i++) {
        const struct page_rule *p = &s->rules.pages[i];
        bool known = !p->own || !p->name || is_page_named(s, p->name);
        for (unsigned k = 0; k < count && !known; k++)
            known = says_page(sheets[k].source, p->name);
        if (!known)
            diag_add(s->diag, DIAG_STYLE_PAGE_NAME, position_at(p->own, p->start, p->end), "name",
                     p->name, NULL);
    }
}

void style_report_unmatched(struct styles *s)
{
    const struct rule **missed = arena_array(s->arena, const struct rule *, s->rules.n + 1);
    struct listing l = { .text = buffer_in(s->arena) };
    size_t n = 0;
    for (size_t i = 0; i < s->rules.n; i++)
        if (s->rules.v[i].own && !s->rules.v[i].matched)
            missed[n++] = &s->rules.v[i];
    qsort(missed, n, sizeof *missed, by_order);
    for (size_t i = 0; i < n; i++) {
        const char *unknown = unknown_type(missed[i]->selector);
        if (l.first && l.first->own != missed[i]->own) {
            report_listing(s, &l);
            l = (struct listing){ .text = buffer_in(s->arena) };
        }
        if (unknown)
            report_type(s, missed[i], unknown);
        else if (!missed[i]->block->matched || !is_plain(missed[i]->selector))
            list_rule(&l, missed[i]); /* `p, item` without items is no mistake */
    }
    report_listing(s, &l);
}
