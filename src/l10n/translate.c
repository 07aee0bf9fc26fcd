/* l10n/translate: units meet their entries, and what is not done is told. */
#include "l10n/inner.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <strings.h>

enum { SHOWN_BYTES = 60 };

/* The beginning of a text as a message shows it. */
static const char *shown(struct arena *a, const char *text, size_t n)
{
    bool cut = n > SHOWN_BYTES;
    size_t size = cut ? utf8_cut(text, SHOWN_BYTES) : n;
    return arena_printf(a, "%.*s%s", (int)size, text, cut ? "…" : "");
}

/* Chooses among the entries of a unit's context the one of its text, else the first. */
static const struct po_entry *choose(const struct po_index *index, const struct unit *u)
{
    size_t left;
    const struct po_entry **found = po_index_find(index, u->context, &left);
    for (size_t i = 0; i < left; i++)
        if (strcmp(found[i]->id.text, u->message) == 0)
            return found[i];
    return left ? found[0] : NULL;
}

static bool is_blank(const struct po_string *s)
{
    return !s->text || strspn(s->text, " \t\n\r") == s->length;
}

size_t find_difference(const char *one, const char *two, size_t *one_end, size_t *two_end)
{
    size_t start = 0, i = strlen(one), k = strlen(two);
    while (one[start] && one[start] == two[start])
        start++;
    while (start > 0 && one[start - 1] != ' ')
        start--;
    while (i > start && k > start && one[i - 1] == two[k - 1]) {
        i--;
        k--;
    }
    while (one[i] && one[i] != ' ') {
        i++;
        k++;
    }
    *one_end = i;
    *two_end = k;
    return start;
}

/* T08: the source has changed, or the msgid has; says from which words to which, or from which tags
 * where the words are the same. */
static void tell_stale(struct arena *a, struct diag *d, const struct po *po, const struct unit *u,
                       const struct po_entry *e, const char *old)
{
    bool updated = e->fuzzy;
    struct position at = updated ? po_position(po, &e->string, 0, e->string.length)
                                 : po_position(po, &e->id, 0, e->id.length);
    if (!old || strcmp(old, u->message) == 0) {
        diag_add(d, DIAG_PO_FUZZY, at, NULL);
        return;
    }
    const char *was = markup_text(a, old, strlen(old));
    const char *now = markup_text(a, u->message, u->length);
    bool words = strcmp(was, now) != 0;
    was = words ? was : old;
    now = words ? now : u->message;
    size_t was_end, now_end, start = find_difference(was, now, &was_end, &now_end);
    diag_add(d, updated ? DIAG_PO_STALE : DIAG_PO_SOURCE_OTHER, at, "old",
             shown(a, was + start, was_end - start), "new", shown(a, now + start, now_end - start),
             NULL);
}

/* T09: there is no translation. */
static void tell_missing(struct arena *a, struct diag *d, const struct po *po, const struct unit *u,
                         const struct po_entry *e)
{
    struct position at = e ? position_at(po->source, e->string.start, e->string.end)
                           : position_at(po->source, po->source->size, po->source->size);
    diag_add(d, e ? DIAG_PO_MISSING : DIAG_PO_ENTRY_MISSING, at, "words",
             shown(a, u->message, u->length), "context", u->context, NULL);
}

/* Finds a translator's own note that the translation calls and the catalogue has not; false, and an
 * error, when there is one. */
static bool has_own_notes(struct arena *a, struct diag *d, const struct po *po,
                          const struct po_entry *e, const struct po_index *index)
{
    for (struct token t = { 0 }; token_next(e->string.text, e->string.length, &t);) {
        struct token_attribute to;
        bool sound;
        size_t at = t.name_end, left;
        if (t.kind != TOKEN_EMPTY || !token_attribute(e->string.text, &t, &at, &to, &sound) ||
            !is_own_note(e->string.text + to.value, to.value_end - to.value))
            continue;
        const char *id = arena_strndup(a, e->string.text + to.value, to.value_end - to.value);
        const struct po_entry **note = po_index_find(index, arena_printf(a, "%s/note", id), &left);
        if (note && !is_blank(&(*note)->string))
            continue;
        diag_add(d, DIAG_PO_NOTE_MISSING, po_position(po, &e->string, t.start, t.end), "mark",
                 arena_strndup(a, e->string.text + t.start, t.end - t.start), "id", id, NULL);
        return false;
    }
    return true;
}

/* Finds the state of one unit, and tells of it what is to be told. */
static enum unit_state judge(struct arena *a, struct diag *d, const struct po *po,
                             const struct unit *u, const struct po_entry *e,
                             const struct po_index *index, enum telling telling)
{
    bool tell = telling == TELL_ALL;
    if (e && e->broken)
        return UNIT_WRONG;
    if (!e || is_blank(&e->string)) {
        if (tell)
            tell_missing(a, d, po, u, e);
        return UNIT_MISSING;
    }
    bool other = strcmp(e->id.text, u->message) != 0;
    if (e->fuzzy || other) {
        if (tell)
            tell_stale(a, d, po, u, e, other ? e->id.text : e->previous.text);
        return UNIT_STALE;
    }
    return check_unit(a, d, po, u, e) && has_own_notes(a, d, po, e, index) ? UNIT_DONE : UNIT_WRONG;
}

/* T18: all zero-width spaces are gone since the catalogue was last updated. */
static void check_zero_widths(struct arena *a, struct diag *d, const struct po *po)
{
    struct position at = { 0 };
    const char *said = po_field(a, po, HEADER_ZERO_WIDTHS, &at);
    if (said && strtoul(said, NULL, 10) > 0 && header_zero_widths(po) == 0)
        diag_add(d, DIAG_PO_ZERO_WIDTH, at, "count", said, NULL);
}

/* Remarks that the header calls the letters otherwise than they are. */
static void check_charset(struct arena *a, struct diag *d, const struct po *po)
{
    static const char name[] = "charset=";
    struct position at = { 0 };
    const char *type = po_field(a, po, "Content-Type", &at);
    const char *said = type ? strstr(type, name) : NULL;
    said = said ? said + sizeof name - 1 : "";
    if (*said && strcasecmp(said, "UTF-8") != 0 && strcasecmp(said, "UTF8") != 0)
        diag_add(d, DIAG_PO_CHARSET, at, "charset", said, NULL);
}

/* Remarks entries that belong to no passage; a translator's own note belongs to its mark. */
static void check_strangers(struct arena *a, struct diag *d, const struct translation *t,
                            const struct po_index *index)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct po_entry *e = index->entries[i];
        const char *context = e->context.text ? e->context.text : "";
        if (!*context && !e->id.length) { /* a second header */
            struct position first =
                position_at(t->po->source, t->po->header->string.start, t->po->header->string.end);
            diag_add(d, DIAG_PO_TWICE, position_at(t->po->source, e->id.start, e->id.end), "line",
                     arena_printf(a, "%u", position_place(first).line), NULL);
            continue;
        }
        if (is_own_note(context, strlen(context)) || unit_find(t->units, context))
            continue;
        diag_add(d, DIAG_PO_STRANGER, position_at(t->po->source, e->id.start, e->id.end), "context",
                 context, NULL);
    }
}

struct translation *l10n_translate(struct arena *a, struct diag *d, const struct units *u,
                                   const struct po *po, const char *tag, enum telling telling)
{
    struct translation *t = arena_new(a, struct translation);
    struct po_index index = po_index_build(a, po);
    const char *review = po_field(a, po, "X-Review", NULL);
    *t = (struct translation){ .units = u,
                               .po = po,
                               .tag = tag,
                               .states = arena_array(a, enum unit_state, u->count),
                               .entries = arena_array(a, const struct po_entry *, u->count),
                               .reviewed = !review || strcmp(review, "none") != 0 };
    po_index_report_twice(a, d, po, &index);
    for (size_t i = 0; i < u->count; i++) {
        const struct unit *unit = &u->units[i];
        const struct po_entry *e = choose(&index, unit);
        d->second = &unit->place;
        t->entries[i] = e;
        t->states[i] = judge(a, d, po, unit, e, &index, telling);
        t->counts[t->states[i]]++;
        t->words += unit->words;
        t->words_done += t->states[i] == UNIT_DONE ? unit->words : 0;
    }
    d->second = NULL;
    check_strangers(a, d, t, &index);
    check_zero_widths(a, d, po);
    check_charset(a, d, po);
    return t;
}

unsigned l10n_percent(const struct translation *t)
{
    return t->words ? (unsigned)(100 * t->words_done / t->words) : 100;
}
