/* l10n/adopt: a copy that somebody has translated in XML becomes a catalogue.
 *
 *   source   rights/name  rights/explanation/1  …     by context, where the copy has kept the ids
 *              │            │
 *   copy     rights/name  derechos/explanation/1 …    else by place: principles/1/explanation/1
 *
 * The copy's notes may have other ids: the third note of one is the third of the other, and marks
 * are written as the source writes them.
 */
#include "l10n/inner.h"

#include <stdlib.h>

/* A passage of the copy under the path that it is looked for by. */
struct copied {
    const char *path;
    const struct unit *unit;
    bool taken;
};

struct adopting {
    struct arena *arena;
    struct diag *diag;
    const struct units *source, *copy;
    struct adopt_counts *counts;
    struct copied *by_context, *by_shape;
};

static int compare(const void *left, const void *right)
{
    const struct copied *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    return order ? order : a->unit < b->unit ? -1 : a->unit > b->unit;
}

static struct copied *find(struct copied *list, size_t count, const char *path)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && strcmp(list[low].path, path) == 0 ? &list[low] : NULL;
}

/* ---- notes ---- */

static const struct node *notes_of(const struct doc *doc)
{
    for (const struct node *n = node_first(doc->root); n; n = node_next(n))
        if (n->kind == NODE_ELEMENT && strcmp(node_element(n)->name, "notes") == 0)
            return n;
    return NULL;
}

/* The id of the source's note that stands where the copy's note of this id does; NULL when there is
 * none. */
static const char *id_in_source(const struct adopting *a, const char *id, size_t n)
{
    const struct node *note = doc_find(a->copy->doc, id, n);
    const struct node *notes = notes_of(a->source->doc);
    const struct node *ours = notes ? node_first(notes) : NULL;
    while (note && ours && (ours->kind != NODE_ELEMENT || ours->child_index != note->child_index))
        ours = node_next(ours);
    return note && ours ? node_id(ours) : NULL;
}

/* Copies a message of the copy with its marks written as in the source. */
static const char *with_marks(const struct adopting *a, const struct unit *u)
{
    struct buffer out = buffer_in(a->arena);
    for (struct token t = { 0 }; token_next(u->message, u->length, &t);) {
        struct token_attribute to = { 0 };
        bool sound;
        size_t at = t.name_end, length = t.name_end - t.name;
        const char *id = NULL;
        if (t.kind == TOKEN_EMPTY && length == 7 &&
            memcmp(u->message + t.name, "noteref", length) == 0 &&
            token_attribute(u->message, &t, &at, &to, &sound) &&
            !doc_find(a->source->doc, u->message + to.value, to.value_end - to.value))
            id = id_in_source(a, u->message + to.value, to.value_end - to.value);
        if (id)
            buffer_printf(&out, "<noteref to=\"%s\"/>", id);
        else
            buffer_add(&out, u->message + t.start, t.end - t.start);
    }
    return buffer_text(&out);
}

/* ---- pairs ---- */

static void index_copy(struct adopting *a)
{
    size_t count = a->copy->count;
    a->by_context = arena_array(a->arena, struct copied, count);
    a->by_shape = arena_array(a->arena, struct copied, count);
    for (size_t i = 0; i < count; i++) {
        const struct unit *u = &a->copy->units[i];
        a->by_context[i] = (struct copied){ u->context, u, false };
        a->by_shape[i] = (struct copied){ unit_shape(a->arena, u), u, false };
    }
    if (!count)
        return;
    qsort(a->by_context, count, sizeof *a->by_context, compare);
    qsort(a->by_shape, count, sizeof *a->by_shape, compare);
}

/* Finds the passage of the copy that translates a unit, and takes it; NULL when there is none. */
static const struct unit *take_partner(struct adopting *a, const struct unit *u)
{
    struct copied *own = find(a->by_context, a->copy->count, u->context);
    struct copied *shape = own ? find(a->by_shape, a->copy->count, unit_shape(a->arena, own->unit))
                               : find(a->by_shape, a->copy->count, unit_shape(a->arena, u));
    if (!shape || shape->taken)
        return NULL;
    /* One that stands in the same place but is called as another passage is that one's. */
    if (!own && unit_find(a->source, shape->unit->context))
        return NULL;
    shape->taken = true;
    return shape->unit;
}

static void adopt(struct adopting *a, const struct po *po, const struct unit *u, struct po_entry *e)
{
    const struct unit *partner = take_partner(a, u);
    if (!partner) {
        a->counts->missing++;
        diag_add(a->diag, DIAG_ADOPT_MISSING, u->place.at, "where", u->place.where, NULL);
        return;
    }
    e->string = po_string_of(with_marks(a, partner));
    e->fuzzy = !check_unit(a->arena, diag_build(a->arena), po, u, e);
    a->counts->unsure += e->fuzzy;
    a->counts->done += !e->fuzzy;
    if (e->fuzzy)
        diag_add(a->diag, DIAG_ADOPT_DIFFERS, partner->place.at, "where", u->place.where, NULL);
}

struct po *l10n_adopt(struct arena *arena, struct diag *d, const struct units *u,
                      const struct units *copy, struct adopt_counts *counts)
{
    struct adopting a = { .arena = arena, .diag = d, .source = u, .copy = copy, .counts = counts };
    struct update_counts unused;
    const char *tag = copy->doc->root->scope->lang;
    struct po *po = l10n_update(arena, u, l10n_new(arena, u, tag ? tag : "und", REVIEW_UNSAID),
                                CHANGE_STALE, &unused);
    *counts = (struct adopt_counts){ 0 };
    index_copy(&a);
    for (size_t i = 0; i < u->count; i++)
        adopt(&a, po, &u->units[i], &po->entries[i + 1]);
    for (size_t i = 0; i < copy->count; i++) {
        if (a.by_shape[i].taken)
            continue;
        counts->left++;
        const struct unit *left = a.by_shape[i].unit;
        diag_add(d, DIAG_ADOPT_LEFT, left->place.at, "where", left->place.where, NULL);
    }
    return po;
}
