/* l10n/update: a new source and an old catalogue become the new catalogue.
 *
 * Units find their entries in rounds, from sure to likely; an entry that is taken is out of the
 * next ones:
 *
 *   1  same context, same text          as it was
 *   2  same text elsewhere              the passage moved: as it was
 *   3  same context, half its words     stale: the old translation, fuzzy, with its source
 *   4  four words of five, elsewhere    stale
 *   5  same context                     stale
 *
 * so a paragraph that comes to others finds nothing, and its neighbours, whose contexts it has
 * changed, find themselves.
 */
#include "l10n/inner.h"

#include <stdlib.h>

/* In round four no more than so many pairs are compared. */
enum { PAIRS_MOST = 1 << 20 };

/* An entry of the old catalogue. */
struct old {
    const struct po_entry *entry;
    bool taken;
    struct bag bag; /* made when first asked for */
};

/* What a unit has found. */
struct found {
    struct old *old;
    bool stale;
    struct bag bag;
};

struct updating {
    struct arena *arena;
    const struct units *units;
    const struct po *po;
    enum change change;
    struct update_counts *counts;
    struct old *olds;        /* in the order of the file */
    struct old **by_context; /* sorted by context and source */
    struct old **by_text;    /* sorted by source and place */
    size_t count;
    struct found *found; /* a unit each */
};

static const char *text_of(const struct po_string *s) { return s->text ? s->text : ""; }

/* Orders by context, then by source, those in use before obsolete ones, then by place. */
static int compare_contexts(const void *left, const void *right)
{
    const struct po_entry *a = (*(struct old *const *)left)->entry;
    const struct po_entry *b = (*(struct old *const *)right)->entry;
    int order = strcmp(text_of(&a->context), text_of(&b->context));
    if (!order)
        order = strcmp(a->id.text, b->id.text);
    if (!order)
        order = a->obsolete - b->obsolete;
    return order ? order : a < b ? -1 : a > b;
}

/* Orders by source, then those in use before obsolete ones, then by place. */
static int compare_texts(const void *left, const void *right)
{
    const struct po_entry *a = (*(struct old *const *)left)->entry;
    const struct po_entry *b = (*(struct old *const *)right)->entry;
    int order = strcmp(a->id.text, b->id.text);
    if (!order)
        order = a->obsolete - b->obsolete;
    return order ? order : a < b ? -1 : a > b;
}

static void index_old(struct updating *u)
{
    const struct po *po = u->po;
    u->olds = arena_array(u->arena, struct old, po->count);
    u->by_context = arena_array(u->arena, struct old *, po->count);
    u->by_text = arena_array(u->arena, struct old *, po->count);
    for (size_t i = 0; i < po->count; i++) {
        if (&po->entries[i] == po->header)
            continue;
        u->by_context[u->count] = u->by_text[u->count] = &u->olds[u->count];
        u->olds[u->count++].entry = &po->entries[i];
    }
    if (!u->count)
        return;
    qsort(u->by_context, u->count, sizeof *u->by_context, compare_contexts);
    qsort(u->by_text, u->count, sizeof *u->by_text, compare_texts);
}

/* The first entry whose context is not before this one. */
static size_t first_of_context(const struct updating *u, const char *context)
{
    size_t low = 0, high = u->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(text_of(&u->by_context[middle]->entry->context), context) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first entry whose source is not before this one. */
static size_t first_of_text(const struct updating *u, const char *text)
{
    size_t low = 0, high = u->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(u->by_text[middle]->entry->id.text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_context(const struct updating *u, size_t i, const char *context)
{
    return i < u->count && strcmp(text_of(&u->by_context[i]->entry->context), context) == 0;
}

static bool has_text(const struct updating *u, size_t i, const char *text)
{
    return i < u->count && strcmp(u->by_text[i]->entry->id.text, text) == 0;
}

static void take(struct found *f, struct old *old, bool stale)
{
    f->old = old;
    f->stale = stale;
    old->taken = true;
}

/* ---- the rounds ---- */

static void find_itself(struct updating *u, size_t unit)
{
    const struct unit *what = &u->units->units[unit];
    for (size_t i = first_of_context(u, what->context); has_context(u, i, what->context); i++)
        if (!u->by_context[i]->taken &&
            strcmp(u->by_context[i]->entry->id.text, what->message) == 0) {
            take(&u->found[unit], u->by_context[i], false);
            return;
        }
}

static void find_moved(struct updating *u, size_t unit)
{
    const char *text = u->units->units[unit].message;
    struct old *free = NULL, *any = NULL;
    bool agree = true, free_agree = true;
    for (size_t i = first_of_text(u, text); has_text(u, i, text); i++) {
        struct old *old = u->by_text[i];
        struct old **first = old->taken ? &any : &free;
        const char *string = text_of(&old->entry->string);
        if (!*string || old->entry->broken)
            continue;
        *first = *first ? *first : old;
        free_agree = free_agree &&
                     (!free || old->taken || strcmp(string, text_of(&free->entry->string)) == 0);
        agree = agree && (!any || strcmp(string, text_of(&any->entry->string)) == 0);
    }
    struct old *best = free && free_agree ? free : any && agree ? any : NULL;
    if (!best)
        return;
    take(&u->found[unit], best, false);
    u->counts->moved++;
}

static const struct bag *bag_of_unit(struct updating *u, size_t unit)
{
    struct bag *bag = &u->found[unit].bag;
    if (!bag->words)
        *bag = bag_build(u->arena, u->units->units[unit].message);
    return bag;
}

static const struct bag *bag_of_old(struct updating *u, struct old *old)
{
    if (!old->bag.words)
        old->bag = bag_build(u->arena, old->entry->id.text);
    return &old->bag;
}

static bool is_free(const struct old *old)
{
    return !old->taken && !old->entry->broken && old->entry->string.length > 0;
}

/* Takes an entry of the same context that is at least so like. */
static void find_at_place(struct updating *u, size_t unit, unsigned least)
{
    const char *context = u->units->units[unit].context;
    for (size_t i = first_of_context(u, context); has_context(u, i, context); i++) {
        struct old *old = u->by_context[i];
        if (!is_free(old) || (least == 0 && old->entry->obsolete))
            continue;
        if (least == 0 || likeness(bag_of_unit(u, unit), bag_of_old(u, old)) >= least) {
            take(&u->found[unit], old, true);
            return;
        }
    }
}

static void find_early_form(struct updating *u, size_t unit) { find_at_place(u, unit, LIKE_STALE); }
static void find_last_resort(struct updating *u, size_t unit) { find_at_place(u, unit, 0); }

/* Takes the entry that is most like, wherever it stands. */
static void find_likely(struct updating *u, size_t unit, size_t *pairs)
{
    struct old *best = NULL;
    unsigned most = LIKE_ANYWHERE - 1;
    for (size_t i = 0; i < u->count && *pairs < PAIRS_MOST; i++) {
        struct old *old = &u->olds[i];
        if (!is_free(old))
            continue;
        ++*pairs;
        unsigned like = likeness(bag_of_unit(u, unit), bag_of_old(u, old));
        if (like > most) {
            most = like;
            best = old;
        }
    }
    if (best)
        take(&u->found[unit], best, true);
}

static void find_all(struct updating *u)
{
    static void (*const rounds[])(struct updating *, size_t) = { find_itself, find_moved,
                                                                 find_early_form, NULL,
                                                                 find_last_resort };
    size_t pairs = 0;
    for (size_t round = 0; round < sizeof rounds / sizeof *rounds; round++)
        for (size_t i = 0; i < u->units->count; i++)
            if (!u->found[i].old) {
                if (rounds[round])
                    rounds[round](u, i);
                else
                    find_likely(u, i, &pairs);
            }
}

/* ---- the new catalogue ---- */

/* Makes the entry of a unit. */
static struct po_entry make_entry(struct updating *u, const struct unit *unit)
{
    struct arena *a = u->arena;
    const struct source *s = unit->node->scope->source;
    const char *slash = strrchr(s->name, '/');
    struct po_entry e = { .context = po_string_of(unit->context),
                          .id = po_string_of(unit->message),
                          .string = po_string_of("") };
    e.comments[PO_EXTRACTED] = unit_hints(a, unit, u->units->voice);
    e.comments[PO_REFERENCE] = arena_printf(a, " %s:%u\n", slash ? slash + 1 : s->name,
                                            position_place(unit->place.at).line);
    return e;
}

/* Fills an entry from the one that its unit has found. */
static void fill_entry(struct updating *u, struct po_entry *e, const struct found *f)
{
    const struct po_entry *old = f->old->entry;
    e->comments[PO_TRANSLATOR] = old->comments[PO_TRANSLATOR];
    e->comments[PO_FLAGS] = old->comments[PO_FLAGS];
    e->string = old->string;
    if (!e->string.length)
        return;
    bool changed = f->stale && u->change == CHANGE_STALE;
    e->fuzzy = old->fuzzy || changed;
    if (old->fuzzy && old->previous.text) /* the source that it was made from */
        e->previous = old->previous;
    else if (changed)
        e->previous = old->id;
    /* What msgmerge called fuzzy since its context was another is the same text all the same. */
    if (e->previous.text && strcmp(e->previous.text, e->id.text) == 0) {
        e->previous = (struct po_string){ 0 };
        e->fuzzy = false;
    }
}

static void add_units(struct updating *u, struct po *po)
{
    for (size_t i = 0; i < u->units->count; i++) {
        struct po_entry *e = &po->entries[po->count++];
        *e = make_entry(u, &u->units->units[i]);
        if (u->found[i].old)
            fill_entry(u, e, &u->found[i]);
        if (!state_of(u->arena, e).name) /* or one of another text */
            e->comments[PO_TRANSLATOR] = state_without(u->arena, e->comments[PO_TRANSLATOR]);
        u->counts->missing += e->string.length == 0;
        u->counts->stale += e->fuzzy;
        u->counts->done += e->string.length > 0 && !e->fuzzy;
    }
}

/* The names of the translator's own notes that translations call, sorted. */
struct called {
    const char **names;
    size_t count;
};

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static struct called find_called(struct arena *a, const struct po *po)
{
    static const char mark[] = "to=";
    struct called called = { NULL, 0 };
    size_t room = 0;
    for (size_t i = 0; i < po->count; i++)
        for (const char *at = text_of(&po->entries[i].string); (at = strstr(at, mark)) != NULL;) {
            at += 3;
            if ((*at != '"' && *at != '\'') || strncmp(++at, "tn-", 3) != 0)
                continue;
            called.names = arena_grow(a, called.names, sizeof *called.names, called.count,
                                      called.count + 1, &room);
            called.names[called.count++] = arena_strndup(a, at, strcspn(at, "\"'"));
        }
    if (called.count)
        qsort(called.names, called.count, sizeof *called.names, compare_names);
    return called;
}

/* Tells whether the context is that of one of these notes: "tn-name/note". */
static bool is_called(struct arena *a, const struct called *called, const char *context)
{
    const char *slash = strchr(context, '/');
    if (!called->count || !slash || strcmp(slash, "/note") != 0)
        return false;
    const char *name = arena_strndup(a, context, (size_t)(slash - context));
    return bsearch(&name, called->names, called->count, sizeof name, compare_names) != NULL;
}

/* Adds the translator's own notes, which no unit takes. */
static void add_notes(struct updating *u, struct po *po)
{
    const struct called called = find_called(u->arena, po);
    for (size_t i = 0; i < u->count; i++) {
        struct old *old = &u->olds[i];
        if (old->taken || !is_called(u->arena, &called, text_of(&old->entry->context)))
            continue;
        old->taken = true;
        po->entries[po->count] = *old->entry;
        po->entries[po->count++].obsolete = false;
    }
}

/* Adds the translations that are left, as obsolete. */
static void add_obsolete(struct updating *u, struct po *po)
{
    for (size_t i = 0; i < u->count; i++) {
        const struct po_entry *e = u->olds[i].entry;
        if (u->olds[i].taken || !e->string.length)
            continue;
        struct po_entry *kept = &po->entries[po->count++];
        *kept = *e;
        kept->obsolete = true;
        kept->comments[PO_EXTRACTED] = kept->comments[PO_REFERENCE] = NULL;
        u->counts->obsolete++;
    }
}

struct po *l10n_extract(struct arena *a, const struct units *u)
{
    struct update_counts counts;
    return l10n_update(a, u, l10n_new(a, u, "", REVIEW_NONE), CHANGE_STALE, &counts);
}

struct po *l10n_update(struct arena *a, const struct units *units, const struct po *old,
                       enum change change, struct update_counts *counts)
{
    *counts = (struct update_counts){ 0 };
    struct updating u = { .arena = a,
                          .units = units,
                          .po = old,
                          .change = change,
                          .counts = counts,
                          .found = arena_array(a, struct found, units->count) };
    struct po *po = arena_new(a, struct po);
    po->entries = arena_array(a, struct po_entry, units->count + old->count + 1);
    index_old(&u);
    find_all(&u);
    po->header = po->entries;
    po->entries[po->count++] = header_update(a, units, old);
    add_units(&u, po);
    add_notes(&u, po);
    add_obsolete(&u, po);
    return po;
}
