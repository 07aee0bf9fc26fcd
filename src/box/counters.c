/* box/counters: CSS Lists 3, 4 (CSS 2.2, 12.4).
 *
 *   depth 1  list        reset: section          ┐ in scope for the list, its items and the list's later siblings
 *   depth 2    item      reset: part             │ ┐ …until the parent of its maker ends
 *   depth 2    item      increment: part         ┘ ┘
 *
 * The counters in scope are one stack, deepest last. An element's end drops those that its children made.
 */
#include "box/inner.h"

#include <string.h>

const struct counter *counters_find(const struct builder *b, const char *name)
{
    for (size_t i = b->counter_count; i-- > 0;)
        if (strcmp(b->counters[i].name, name) == 0)
            return &b->counters[i];
    return NULL;
}

/* A new counter at this element, in place of one that an earlier sibling made. */
static struct counter *make_counter(struct builder *b, const char *name)
{
    struct counter *c = (struct counter *)counters_find(b, name);
    if (c && c->depth == b->depth)
        return c;
    b->counters = arena_grow(b->arena, b->counters, sizeof *c, b->counter_count, b->counter_count + 1, &b->counter_room);
    c = &b->counters[b->counter_count++];
    *c = (struct counter){ .name = name, .depth = b->depth };
    return c;
}

/* The counter that counter-increment and counter-set work on. */
static struct counter *open_counter(struct builder *b, const char *name)
{
    struct counter *c = (struct counter *)counters_find(b, name);
    return c ? c : make_counter(b, name);
}

/* List items count themselves unless the sheet says how. */
static void count_item(struct builder *b, const struct style *s)
{
    if (s->display != DISPLAY_LIST_ITEM)
        return;
    for (const struct counter_op *o = s->counter_increment; o; o = o->next)
        if (strcmp(o->name, "list-item") == 0)
            return;
    open_counter(b, "list-item")->value++;
}

void counters_enter(struct builder *b, const struct style *s)
{
    b->depth++;
    for (const struct counter_op *o = s->counter_reset; o; o = o->next)
        make_counter(b, o->name)->value = o->value;
    count_item(b, s);
    for (const struct counter_op *o = s->counter_increment; o; o = o->next)
        open_counter(b, o->name)->value += o->value;
    for (const struct counter_op *o = s->counter_set; o; o = o->next)
        open_counter(b, o->name)->value = o->value;
}

void counters_leave(struct builder *b)
{
    while (b->counter_count && b->counters[b->counter_count - 1].depth > b->depth)
        b->counter_count--;
    b->depth--;
}
