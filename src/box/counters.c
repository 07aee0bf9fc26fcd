/* box/counters: CSS Lists 3, 4 (CSS 2.2, 12.4).
 *
 *   depth 1  list        reset: section    ┐   in scope for the list, its items, its later siblings
 *   depth 2    item      reset: part       │ ┐ in scope until the parent of its maker ends
 *   depth 2    item      increment: part   ┘ ┘
 *
 * The counters in scope are one stack, deepest last; a hashed table leads from a name to its
 * innermost counter, and each counter to the one of its name that it hides. An element's end drops
 * those that its children made.
 */
#include "box/inner.h"

#include "base/words.h"

#include <string.h>

/* Finds where the name stands in the table, or would. */
static struct counter_name *find_name(const struct box_builder *b, const char *name)
{
    size_t i = hash_bytes(name, strlen(name)) & (b->name_room - 1);
    while (b->names[i].name && strcmp(b->names[i].name, name) != 0)
        i = (i + 1) & (b->name_room - 1);
    return &b->names[i];
}

/* Makes room for one more name: the table is at most half full. */
static void grow_names(struct box_builder *b)
{
    if (2 * (b->name_count + 1) <= b->name_room)
        return;
    struct counter_name *old = b->names;
    size_t old_room = b->name_room;
    b->name_room = old_room ? 2 * old_room : 16;
    b->names = arena_array(b->work, struct counter_name, b->name_room);
    for (size_t i = 0; i < old_room; i++)
        if (old[i].name)
            *find_name(b, old[i].name) = old[i];
}

/* Finds the innermost counter of that name, or NULL. */
static struct counter *innermost(const struct box_builder *b, const char *name)
{
    size_t top = b->name_room ? find_name(b, name)->top : 0;
    return top ? &b->counters[top - 1] : NULL;
}

const struct counter *counters_find(const struct box_builder *b, const char *name)
{
    return innermost(b, name);
}

const struct counter *counters_hidden(const struct box_builder *b, const struct counter *c)
{
    return c->hidden ? &b->counters[c->hidden - 1] : NULL;
}

/* Makes a new counter at this element, in place of one that an earlier sibling made. */
static struct counter *make_counter(struct box_builder *b, const char *name)
{
    struct counter *c = innermost(b, name);
    if (c && c->depth == b->depth)
        return c;
    grow_names(b);
    struct counter_name *slot = find_name(b, name);
    b->name_count += !slot->name;
    slot->name = name;
    b->counters = arena_grow(b->work, b->counters, sizeof *c, b->counter_count,
                             b->counter_count + 1, &b->counter_room);
    c = &b->counters[b->counter_count++];
    *c = (struct counter){ .name = name, .depth = b->depth, .hidden = slot->top };
    slot->top = b->counter_count;
    return c;
}

/* Finds the counter that counter-increment and counter-set work on. */
static struct counter *open_counter(struct box_builder *b, const char *name)
{
    struct counter *c = innermost(b, name);
    return c ? c : make_counter(b, name);
}

void counters_open(struct box_builder *b) { make_counter(b, "footnote"); }

/* The number behind a value of the counter. */
static uint32_t number_after(int64_t value)
{
    int64_t next = value < 0 ? 1 : value + 1;
    return (uint32_t)(next < UINT32_MAX ? next : UINT32_MAX);
}

uint32_t counters_next_note(struct box_builder *b, const struct node *call)
{
    struct counter *c = open_counter(b, "footnote");
    if (!b->stretches) {
        c->value = number_after(c->value);
        return (uint32_t)c->value;
    }
    struct numbered *n = &b->numbered[b->stretches->of_node[call->index]];
    bool anew = n->restarts != b->restarts; /* in an element, which the counter has from it */
    n->last = number_after(anew || !n->last ? c->value : n->last);
    n->restarts = b->restarts;
    return n->last;
}

/* Is it a counter of the flow?  Pages count themselves, and what elements say of them counts where
 * they come to stand. */
static bool is_own(const struct counter_op *o)
{
    return strcmp(o->name, "page") != 0 && strcmp(o->name, "pages") != 0;
}

/* Counts a list item, unless the style sheet says how. */
static void count_item(struct box_builder *b, const struct style *s)
{
    if (s->display != DISPLAY_LIST_ITEM)
        return;
    for (const struct counter_op *o = s->counter_increment; o; o = o->next)
        if (strcmp(o->name, "list-item") == 0)
            return;
    open_counter(b, "list-item")->value++;
}

void counters_enter(struct box_builder *b, const struct style *s)
{
    b->depth++;
    for (const struct counter_op *o = s->counter_reset; o; o = o->next) {
        if (is_own(o))
            make_counter(b, o->name)->value = o->value;
        b->restarts += strcmp(o->name, "footnote") == 0;
    }
    count_item(b, s);
    for (const struct counter_op *o = s->counter_increment; o; o = o->next)
        if (is_own(o))
            open_counter(b, o->name)->value += o->value;
    for (const struct counter_op *o = s->counter_set; o; o = o->next) {
        if (is_own(o))
            open_counter(b, o->name)->value = o->value;
        b->restarts += strcmp(o->name, "footnote") == 0;
    }
}

void counters_leave(struct box_builder *b)
{
    for (; b->counter_count && b->counters[b->counter_count - 1].depth > b->depth;
         b->counter_count--) {
        const struct counter *c = &b->counters[b->counter_count - 1];
        find_name(b, c->name)->top = c->hidden;
    }
    b->depth--;
}
