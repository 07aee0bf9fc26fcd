/* l10n/join: a source and its translation become one text, which is XML in the other language.
 *
 *   source   <handout xml:lang="en" …><name>A name</name> …
 *   patches            ───────┬──        ──┬───
 *   joined   <handout xml:lang="es" …><name>Un nombre</name> …
 *
 * Patches stand in the order of the source; between two of them the source is copied.  Each stretch
 * of the joined text notes where it comes from (base/source, struct excerpt).
 */
#include "l10n/inner.h"

#include <stdlib.h>

/* What is to stand instead of a range of the source. */
struct patch {
    uint32_t start, end;     /* in the source */
    const char *text;        /* of ours; NULL: a translation */
    const struct unit *unit; /* whose translation it is */
    const struct po_entry *entry;
    struct position at; /* of a text of ours that a catalogue says */
};

struct joining {
    struct arena *arena;
    const struct translation *translation;
    const struct source *source;
    struct patch *patches;
    size_t count, room;
    struct joined out;
};

static void add_patch(struct joining *j, struct patch p)
{
    j->patches = arena_grow(j->arena, j->patches, sizeof p, j->count, j->count + 1, &j->room);
    j->patches[j->count++] = p;
}

/* Puts a text of ours instead of a range of the source. */
static void put(struct joining *j, uint32_t start, uint32_t end, const char *text)
{
    add_patch(j, (struct patch){ .start = start, .end = end, .text = text });
}

/* ---- what is replaced ---- */

static const struct attribute *attribute_of(const struct node *n, const char *name)
{
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, name) == 0)
            return &n->attributes[i];
    return NULL;
}

/* The root is in the catalogue's language and has its direction. */
static void patch_root(struct joining *j, const char *direction)
{
    const struct node *root = j->translation->units->doc->root;
    const struct attribute *lang = attribute_of(root, "xml:lang");
    const struct attribute *dir = attribute_of(root, "dir");
    if (lang)
        put(j, lang->start, lang->end, j->translation->tag);
    if (dir)
        put(j, dir->start, dir->end, direction);
}

/* Sets an attribute of an element, in the source or new. */
static void patch_attribute(struct joining *j, const struct node *n, const char *name,
                            const char *value)
{
    const struct attribute *own = attribute_of(n, name);
    if (own && strcmp(name, "class") == 0)
        put(j, own->end, own->end, arena_printf(j->arena, " %s", value));
    if (own)
        return;
    uint32_t at = n->end - 1 - (n->scope->source->bytes[n->end - 2] == '/');
    put(j, at, at, arena_printf(j->arena, " %s=\"%s\"", name, value));
}

/* A gap stays in the source's language, with a class to be seen by. */
static void patch_missing(struct joining *j, const struct node *n, const char *direction)
{
    const char *lang = n->scope->lang ? n->scope->lang : "und";
    const char *own = joined_direction(j->arena, lang);
    patch_attribute(j, n, "class", "draft-missing");
    patch_attribute(j, n, "xml:lang", lang);
    if (strcmp(own, direction) != 0)
        patch_attribute(j, n, "dir", own);
}

/* What is translated for good is in the catalogue's language, whatever the source's passage was
 * in. */
static void patch_translated(struct joining *j, const struct node *n)
{
    const struct attribute *lang = attribute_of(n, "xml:lang");
    const struct attribute *dir = attribute_of(n, "dir");
    if (lang)
        put(j, lang->start, lang->end, j->translation->tag);
    if (dir)
        put(j, dir->start, dir->end, joined_direction(j->arena, j->translation->tag));
}

/* Tells whether a translation can stand in the text; one of an older source only where its marks
 * are those of the present one. */
static bool is_usable(const struct joining *j, size_t i)
{
    const struct translation *t = j->translation;
    return t->states[i] == UNIT_DONE ||
           (t->states[i] == UNIT_STALE &&
            check_unit(j->arena, diag_build(j->arena), t->po, &t->units->units[i], t->entries[i]));
}

static void patch_units(struct joining *j, const char *direction)
{
    const struct translation *t = j->translation;
    for (size_t i = 0; i < t->units->count; i++) {
        const struct unit *u = &t->units->units[i];
        bool holds_others = u->attribute && u->node->size > 1; /* whose language is their own */
        if (!is_usable(j, i)) {
            if (!holds_others)
                patch_missing(j, u->node, direction);
            continue;
        }
        if (t->states[i] == UNIT_STALE)
            patch_attribute(j, u->node, "class", "draft-stale");
        patch_translated(j, u->node);
        struct position inside =
            u->attribute ? attribute_at(u->node, u->attribute) : doc_inside(u->node);
        add_patch(
            j, (struct patch){
                   .start = inside.start, .end = inside.end, .unit = u, .entry = t->entries[i] });
    }
}

/* ---- a translator's own notes ---- */

/* Finds where notes end; where there are none, where they would begin: *none becomes true. */
static uint32_t notes_end(const struct doc *doc, bool *none)
{
    const struct node *behind = NULL;
    for (const struct node *n = node_first(doc->root); n; n = node_next(n)) {
        if (n->kind != NODE_ELEMENT)
            continue;
        if (strcmp(node_element(n)->name, "notes") == 0) {
            *none = false;
            return doc_inside(n).end;
        }
        if (strcmp(node_element(n)->name, "imprint") == 0)
            behind = n;
    }
    *none = true;
    return behind ? behind->start : doc_inside(doc->root).end;
}

/* Puts in the notes that the catalogue adds, "tn-name/note". */
static void patch_notes(struct joining *j)
{
    const struct po *po = j->translation->po;
    bool none, any = false;
    uint32_t at = notes_end(j->translation->units->doc, &none);
    for (size_t i = 0; i < po->count; i++) {
        const struct po_entry *e = &po->entries[i];
        const char *context = e->context.text ? e->context.text : "";
        const char *slash = strchr(context, '/');
        if (e->obsolete || e->broken || !slash || strcmp(slash, "/note") != 0 ||
            !is_own_note(context, (size_t)(slash - context)) || strpbrk(context, "<&\""))
            continue;
        if (none && !any)
            put(j, at, at, "<notes>");
        any = true;
        add_patch(j, (struct patch){ .start = at,
                                     .end = at,
                                     .text = arena_printf(j->arena, "<note id=\"%.*s\"><p>",
                                                          (int)(slash - context), context),
                                     .at = po_position(po, &e->context, 0, e->context.length) });
        add_patch(j, (struct patch){ .start = at, .end = at, .entry = e });
        put(j, at, at, "</p></note>");
    }
    if (none && any)
        put(j, at, at, "</notes>");
}

/* ---- joining ---- */

/* Finds how a character has to be written that cannot stand as it is: an ampersand that begins no
 * reference, and in an attribute's value quotation marks; NULL: as it is. */
static const char *written(const struct po_string *s, size_t at, const struct attribute *value)
{
    struct token t = { .end = at };
    if (value && s->text[at] == '"')
        return "&quot;";
    if (value && s->text[at] == '\'')
        return "&#39;";
    bool plain =
        s->text[at] == '&' && token_next(s->text, s->length, &t) && t.kind == TOKEN_AMPERSAND;
    return plain ? "&amp;" : NULL;
}

/* Adds a translation, run by run of its file. */
static void add_translation(struct joining *j, const struct patch *p)
{
    const struct po *po = j->translation->po;
    const struct po_string *s = &p->entry->string;
    const struct second_place *second = p->unit ? &p->unit->place : NULL;
    struct po_run run = { 0 };
    if (!po->source) {
        joined_begin(&j->out, position_at(j->source, p->start, p->end), second);
        buffer_add(&j->out.text, s->text, s->length);
        return;
    }
    while (po_next_run(po->source, s, &run)) {
        struct position at = position_at(po->source, run.start, run.end);
        joined_begin(&j->out, at, second);
        for (uint32_t i = 0; i < run.length; i++) {
            const char *instead = written(s, run.text + i, p->unit ? p->unit->attribute : NULL);
            if (!instead) {
                buffer_add_char(&j->out.text, s->text[run.text + i]);
                continue;
            }
            joined_begin(&j->out, position_at(po->source, run.start + i, run.start + i + 1),
                         second);
            buffer_add_string(&j->out.text, instead);
            joined_begin(&j->out, position_at(po->source, run.start + i + 1, run.end), second);
        }
    }
}

/* Orders by place; those of one place stay as they were added, which their address tells. */
static int compare(const void *left, const void *right)
{
    const struct patch *a = *(const struct patch *const *)left;
    const struct patch *b = *(const struct patch *const *)right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a < b ? -1 : a > b;
}

static const struct source *join(struct joining *j)
{
    const struct patch **order = arena_array(j->arena, const struct patch *, j->count);
    size_t at = 0;
    for (size_t i = 0; i < j->count; i++)
        order[i] = &j->patches[i];
    if (j->count)
        qsort(order, j->count, sizeof *order, compare);
    for (size_t i = 0; i < j->count; i++) {
        const struct patch *p = order[i];
        joined_copy(&j->out, j->source, at, p->start);
        if (p->text) {
            joined_begin(&j->out, p->at.source ? p->at : position_at(j->source, p->start, p->end),
                         NULL);
            buffer_add_string(&j->out.text, p->text);
        } else {
            add_translation(j, p);
        }
        at = p->end;
    }
    joined_copy(&j->out, j->source, at, j->source->size);
    return joined_source(&j->out, j->source->name);
}

struct doc *l10n_join(struct arena *a, struct diag *d, const struct translation *t)
{
    struct joining j = { .arena = a,
                         .translation = t,
                         .source = t->units->doc->source,
                         .out = { .text = buffer_in(a) } };
    const char *direction = joined_direction(a, t->tag);
    patch_root(&j, direction);
    patch_units(&j, direction);
    patch_notes(&j);
    return doc_read_text(a, d, join(&j));
}
