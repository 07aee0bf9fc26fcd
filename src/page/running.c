/* page/running: what runs on from page to page: named strings (GCPM, 1.1), and the number that a
 * page bears, its folio, which the counter `page` gives.
 */
#include "page/inner.h"

#include <string.h>

/* A named string: its values at the page's start, by its first and last assignment here. */
struct name {
    const char *name, *start, *first, *last;
    bool set, set_at_start;
};
struct running {
    struct arena *arena;
    struct name *names;
    size_t count, room;
    int64_t folio;
};

struct running *running_build(struct context *c)
{
    struct running *r = arena_new(c->a, struct running);
    r->arena = c->a;
    return r;
}

/* ---- named strings ---- */

static struct name *find(const struct running *r, const char *name)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->names[i].name, name) == 0)
            return &r->names[i];
    return NULL;
}

static struct name *find_or_add(struct running *r, const char *name)
{
    struct name *found = find(r, name);
    if (found)
        return found;
    r->names = arena_grow(r->arena, r->names, sizeof *r->names, r->count, r->count + 1, &r->room);
    r->names[r->count] = (struct name){ .name = name };
    return &r->names[r->count++];
}

static void set_string(struct running *r, const struct box_string *b, bool first)
{
    struct name *n = find_or_add(r, b->name);
    if (!n->set) {
        n->first = b->value;
        n->set_at_start = first;
    }
    n->set = true;
    n->last = b->value;
}

static const char *answer(void *context, const char *name, enum string_which which)
{
    const struct name *n = find(context, name);
    const char *v = NULL;
    if (!n)
        return NULL;
    if (!n->set)
        v = n->start;
    else if (which == STRING_FIRST)
        v = n->first;
    else if (which == STRING_LAST)
        v = n->last;
    else if (which == STRING_START)
        v = n->set_at_start ? n->first : n->start;
    return v ? v : "";
}

/* ---- folios ---- */

/* The value that the last operation on the counter gives it. */
static int64_t set_folio(int64_t folio, const struct counter_op *o)
{
    for (; o; o = o->next)
        if (strcmp(o->name, "page") == 0)
            folio = o->value;
    return folio;
}

/* A page counts one more than the one before it, unless its style says how many. */
static int64_t count_folio(int64_t folio, const struct counter_op *o)
{
    bool said = false;
    int64_t more = 0;
    for (; o; o = o->next)
        if (strcmp(o->name, "page") == 0) {
            said = true;
            more += o->value;
        }
    return folio + (said ? more : 1);
}

/* ---- pages ---- */

void running_begin(struct running *r, const struct style *page)
{
    r->folio = set_folio(r->folio, page->counter_reset);
    r->folio = count_folio(r->folio, page->counter_increment);
    r->folio = set_folio(r->folio, page->counter_set);
}

void running_set(struct running *r, const struct box_string *strings, bool first)
{
    bool counted = false;
    for (const struct box_string *b = strings; b; b = b->next)
        if (b->name) {
            set_string(r, b, first);
        } else if (!counted) {
            r->folio = b->adds ? r->folio + b->number : b->number;
            counted = true;
        }
}

struct furniture running_furniture(struct running *r, uint32_t pages)
{
    return (struct furniture){ r->folio, pages, answer, r };
}

void running_end(struct running *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct name *n = &r->names[i];
        if (n->set)
            n->start = n->last;
        n->set = n->set_at_start = false;
    }
}
