/* job/catalogue: what a job does with catalogues.
 *
 *   set, check   source + es.po ─► the document in Spanish, which then goes on as any other
 *   the others   source (+ es.po) ─► bytes: a template, a catalogue, a source with ids
 */
#include "base/file.h"
#include "base/utf8.h"
#include "job/inner.h"

#include "l10n/l10n.h"

#include <stdlib.h>
#include <string.h>

static const struct position nowhere = { 0 };

/* ---- reading ---- */

/* Reads a file beside the source, or takes the bytes that were given for it; false after a message
 * of that code. */
static bool read_beside(struct job *j, const char *path, const char *given, enum diag_code code,
                        const char **bytes, size_t *size)
{
    const char *reason;
    if (given) {
        *bytes = arena_strndup(j->arena, given, *size); /* with a NUL behind, as a file's */
        return true;
    }
    if (file_read(j->arena, path, bytes, size, &reason)) {
        job_note_read(j, path);
        return true;
    }
    diag_add(j->diag, code, nowhere, "file", path, "reason", reason, NULL);
    return false;
}

/* Tells whether a file is called as catalogues are. */
static bool is_called_po(const char *path)
{
    size_t n = strlen(path);
    return n > 3 && strcmp(path + n - 3, ".po") == 0;
}

/* Reads the catalogue; NULL and messages when it cannot be used. */
static const struct po *read_catalogue(struct job *j)
{
    const struct handbill_options *o = j->options;
    const char *bytes;
    size_t size = o->catalogue_size, errors = j->diag->errors;
    if (!o->catalogue_bytes && is_called_po(o->catalogue) && !file_exists(o->catalogue)) {
        diag_add(j->diag, DIAG_CATALOGUE_ABSENT, nowhere, "file", o->catalogue, "source", o->source,
                 NULL);
        return NULL;
    }
    if (!read_beside(j, o->catalogue, o->catalogue_bytes, DIAG_CATALOGUE_UNREADABLE, &bytes, &size))
        return NULL;
    const struct po *po = po_read(j->arena, j->diag, o->catalogue, bytes, size);
    return j->diag->errors == errors ? po : NULL;
}

/* ---- what is printed with it ---- */

/* Puts the numbers into a sentence, {missing} and {all}, in these digits. */
static const char *with_numbers(struct arena *a, const char *s, size_t missing, size_t all,
                                const struct digit_set *digits)
{
    const struct diag_arg numbers[] = {
        { "missing", lang_number(a, digits, (int64_t)missing, "decimal") },
        { "all", lang_number(a, digits, (int64_t)all, "decimal") },
    };
    return diag_fill(a, s, numbers, 2);
}

/* What the language's word file says behind a key, or in English, with a warning, where it says
 * nothing. */
static const char *word(struct job *j, const char *tag, const char *key)
{
    const char *own = lang_word(j->arena, j->data, tag, key);
    if (own)
        return own;
    diag_add(j->diag, DIAG_WORD_MISSING, nowhere, "key", key, "language", tag, NULL);
    own = lang_word(j->arena, j->data, "en", key);
    return own ? own : key;
}

/* Makes the line at the foot of an edition that is not done, or that nobody has reviewed. */
static void find_draft_line(struct job *j, const struct translation *t)
{
    size_t all = t->units->count, left = all - t->counts[UNIT_DONE];
    const char *gaps = j->options->draft ? "draft" : "partial";
    struct langs *langs = lang_open(j->arena, j->data);
    const struct digit_set *digits = lang_open_tag(langs, t->tag, false)->usual;
    const char *first =
        left ? with_numbers(j->arena, word(j, t->tag, gaps), left, all, digits) : NULL;
    lang_close(langs);
    const char *second = t->reviewed ? NULL : word(j, t->tag, "unreviewed");
    if (first || second)
        j->draft_line = arena_printf(j->arena, "%s%s%s", first ? first : "",
                                     first && second ? " \u00B7 " : "", second ? second : "");
}

/* ---- progress ---- */

static void note_progress(struct job *j, const struct translation *t)
{
    struct handbill_progress *p = &j->progress;
    p->language = arena_strdup(j->of_report, t->tag);
    p->units = t->units->count;
    p->done = t->counts[UNIT_DONE];
    p->stale = t->counts[UNIT_STALE];
    p->missing = t->counts[UNIT_MISSING];
    p->wrong = t->counts[UNIT_WRONG];
    p->words = t->words;
    p->words_left = t->words - t->words_done;
    p->percent = l10n_percent(t);
    const char *date = po_field(j->of_report, t->po, "PO-Revision-Date", NULL);
    p->revised = date && *date >= '0' && *date <= '9' ? date : NULL;
}

/* Tells whether the translation may be printed; reports what says no. */
static bool is_enough(struct job *j, const struct translation *t)
{
    const struct handbill_options *o = j->options;
    size_t left = t->units->count - t->counts[UNIT_DONE];
    if (o->draft && left && !j->diag->errors)
        diag_add(j->diag, DIAG_DRAFT, nowhere, "left", arena_printf(j->arena, "%zu", left), "all",
                 arena_printf(j->arena, "%zu", t->units->count), NULL);
    if (!o->draft && !o->least_percent && left && !t->counts[UNIT_WRONG])
        diag_add(j->diag, DIAG_INCOMPLETE, nowhere, "left", arena_printf(j->arena, "%zu", left),
                 "all", arena_printf(j->arena, "%zu", t->units->count), NULL);
    if (!o->draft && o->least_percent && l10n_percent(t) < o->least_percent)
        diag_add(j->diag, DIAG_PO_PERCENT, nowhere, "percent",
                 arena_printf(j->arena, "%u", l10n_percent(t)), "least",
                 arena_printf(j->arena, "%u", o->least_percent), NULL);
    return diag_status(j->diag, false) == STATUS_MADE;
}

/* Makes the review, in which all shows that is not done: nothing of it is told. */
static void review(struct job *j, const struct units *units, const struct po *po, const char *tag)
{
    struct diag *unsaid = diag_build(j->arena);
    const struct translation *t = l10n_translate(j->arena, unsaid, units, po, tag, TELL_WRONG);
    const struct review_words words = { word(j, tag, "review-missing"),
                                        word(j, tag, "review-stale"),
                                        word(j, tag, "review-wrong") };
    note_progress(j, t);
    j->doc = l10n_review(j->arena, j->diag, t, &words);
}

bool job_translate(struct job *j)
{
    const struct handbill_options *o = j->options;
    const struct po *po = read_catalogue(j);
    if (!po)
        return false;
    const struct units *units = l10n_units(j->arena, j->doc);
    const char *tag = l10n_tag(j->arena, j->diag, po, po->source->name);
    if (j->edition->texts == TEXTS_BOTH) {
        review(j, units, po, tag);
        return j->doc && j->doc->valid;
    }
    enum telling telling = o->draft || o->least_percent ? TELL_WRONG : TELL_ALL;
    const struct translation *t = l10n_translate(j->arena, j->diag, units, po, tag, telling);
    note_progress(j, t);
    if (!is_enough(j, t))
        return false;
    find_draft_line(j, t);
    j->doc = l10n_join(j->arena, j->diag, t);
    return j->doc && j->doc->valid;
}

bool job_add_imprint(struct job *j)
{
    const struct handbill_options *o = j->options;
    const char *bytes;
    size_t size = o->imprint_size;
    if (!read_beside(j, o->imprint, o->imprint_bytes, DIAG_IMPRINT_UNREADABLE, &bytes, &size))
        return false;
    const struct doc *own = l10n_read_imprint(j->arena, j->diag, o->imprint, bytes, size);
    if (own)
        j->doc = l10n_add_imprint(j->arena, j->diag, j->doc, own);
    return own && j->doc && j->doc->valid;
}

/* ---- catalogues as what is made ---- */

static const char *sentence(const void *wording, struct arena *a, const char *english)
{
    return wording_form(wording, a, english);
}
static const char *place(const void *wording, struct arena *a, const char *english)
{
    return wording_place(wording, a, english);
}

/* Lets the catalogue tell its translators in its own language of the passages. */
static void speak(struct job *j, struct units *units, const struct po *po)
{
    const char *tag = po_field(j->arena, po, "Language", NULL);
    if ((!tag || !*tag) && po->source)
        tag = l10n_tag_of_file(j->arena, po->source->name);
    const struct wording *w = wording_open(j->arena, j->data, tag);
    struct hint_voice *voice = arena_new(j->arena, struct hint_voice);
    *voice = (struct hint_voice){ sentence, place, w };
    units->voice = w ? voice : NULL;
}

static void extract(struct job *j)
{
    po_write(&j->out, l10n_extract(j->arena, l10n_units(j->arena, j->doc)));
}

/* Reads the catalogue that is to be brought up to date; a new one where there is none yet. */
static const struct po *old_catalogue(struct job *j, const struct units *units)
{
    const struct handbill_options *o = j->options;
    if (o->catalogue_bytes || file_exists(o->catalogue))
        return read_catalogue(j);
    const char *tag = l10n_tag_of_file(j->arena, o->catalogue);
    if (!is_called_po(o->catalogue)) /* else no folder would be seen to have it */
        tag = NULL;
    if (!tag)
        diag_add(j->diag, DIAG_CATALOGUE_NAME, nowhere, "file", o->catalogue, NULL);
    return tag ? l10n_new(j->arena, units, tag, REVIEW_NONE) : NULL;
}

/* Notes how far a catalogue is that has been put together. */
static void note_counts(struct job *j, const struct po *po, const struct units *units,
                        const struct update_counts *counts)
{
    const char *tag = po_field(j->of_report, po, "Language", NULL);
    j->progress = (struct handbill_progress){ .language = tag && *tag ? tag : "und",
                                              .units = units->count,
                                              .done = counts->done,
                                              .stale = counts->stale,
                                              .missing = counts->missing,
                                              .moved = counts->moved,
                                              .obsolete = counts->obsolete };
}

static void update(struct job *j)
{
    struct units *units = l10n_units(j->arena, j->doc);
    const struct po *old = old_catalogue(j, units);
    struct update_counts counts;
    if (!old)
        return;
    speak(j, units, old);
    const struct po *po =
        l10n_update(j->arena, units, old, j->options->minor ? CHANGE_MINOR : CHANGE_STALE, &counts);
    note_counts(j, po, units, &counts);
    po_write(&j->out, po);
    /* A catalogue that is as it should be is not written again. */
    j->unchanged = old->source && j->out.size == old->source->size &&
                   memcmp(j->out.bytes, old->source->bytes, j->out.size) == 0;
}

/* Reads the translated copy; NULL and messages when it cannot be used. */
static const struct doc *read_copy(struct job *j)
{
    const struct handbill_options *o = j->options;
    const char *bytes, *name = o->copy;
    size_t size = o->copy_size;
    if (!read_beside(j, name, o->copy_bytes, DIAG_SOURCE_UNREADABLE, &bytes, &size))
        return NULL;
    const struct doc *copy = doc_read(j->arena, j->diag, name, bytes, size);
    const char *ours = j->doc->root->scope->lang;
    if (!copy || !copy->valid)
        return NULL;
    if (strcmp(ours, copy->root->scope->lang) != 0)
        return copy;
    diag_add(j->diag, DIAG_ADOPT_LANGUAGE, node_at(copy->root), "copy", name, "language", ours,
             NULL);
    return NULL;
}

static void adopt(struct job *j)
{
    struct adopt_counts counts;
    const struct doc *copy = read_copy(j);
    if (!copy)
        return;
    struct units *units = l10n_units(j->arena, j->doc);
    speak(j, units, l10n_new(j->arena, units, copy->root->scope->lang, REVIEW_UNSAID));
    po_write(&j->out, l10n_adopt(j->arena, j->diag, units, l10n_units(j->arena, copy), &counts));
    j->progress = (struct handbill_progress){
        .language = arena_strdup(j->of_report, copy->root->scope->lang),
        .units = units->count,
        .done = counts.done,
        .stale = counts.unsure,
        .missing = counts.missing,
        .left = counts.left,
    };
}

/* ---- XLIFF ---- */

/* Finds the version that is asked for; XLIFF_VERSIONS and a message when there is none of that
 * name. */
static enum xliff_version find_version(struct job *j)
{
    const char *name = j->options->xliff ? j->options->xliff : l10n_xliff_names[0];
    struct buffer known = buffer_in(j->arena);
    for (int i = 0; l10n_xliff_names[i]; i++) {
        if (strcmp(l10n_xliff_names[i], name) == 0)
            return (enum xliff_version)i;
        buffer_printf(&known, "%s%s", i ? ", " : "", l10n_xliff_names[i]);
    }
    diag_add(j->diag, DIAG_XLIFF_UNKNOWN, nowhere, "version", name, "known", buffer_text(&known),
             NULL);
    return XLIFF_VERSIONS;
}

/* The catalogue that is to be exported, a new one where none is named; NULL after a message. */
static const struct po *exported(struct job *j, const struct units *units)
{
    const struct handbill_options *o = j->options;
    const char *to = o->to ? l10n_tag_of_file(j->arena, o->to) : NULL;
    if (!o->catalogue != !o->to) {
        if (o->catalogue)
            return read_catalogue(j);
        if (to)
            return l10n_new(j->arena, units, to, REVIEW_NONE);
    }
    diag_add(j->diag, DIAG_XLIFF_TO, nowhere, NULL);
    return NULL;
}

static void export_xliff(struct job *j)
{
    enum xliff_version version = find_version(j);
    struct units *units = l10n_units(j->arena, j->doc);
    const struct po *from = version < XLIFF_VERSIONS ? exported(j, units) : NULL;
    struct update_counts counts;
    if (!from)
        return;
    speak(j, units, from);
    const char *tag = from->source ? l10n_tag(j->arena, j->diag, from, from->source->name)
                                   : po_field(j->arena, from, "Language", NULL);
    const struct po *po = l10n_update(j->arena, units, from, CHANGE_STALE, &counts);
    l10n_export(&j->out, j->diag, units, po, from, tag, version);
}

static void import_xliff(struct job *j)
{
    const struct handbill_options *o = j->options;
    const char *bytes, *output = o->output;
    size_t size = o->copy_size;
    if (!read_beside(j, o->copy, o->copy_bytes, DIAG_CATALOGUE_UNREADABLE, &bytes, &size))
        return;
    struct units *units = l10n_units(j->arena, j->doc);
    const struct po *read = l10n_import(j->arena, j->diag, units, o->copy, bytes, size);
    struct update_counts counts;
    if (!read)
        return;
    const char *path = output && strcmp(output, "-") != 0 ? output : NULL;
    const char *tag = l10n_tag(j->arena, j->diag, read, path);
    l10n_translate(j->arena, j->diag, units, read, tag, TELL_WRONG);
    speak(j, units, read);
    const struct po *po = l10n_update(j->arena, units, read, CHANGE_STALE, &counts);
    note_counts(j, po, units, &counts);
    po_write(&j->out, po);
}

static void tell_status(struct job *j)
{
    const struct po *po = read_catalogue(j);
    if (!po)
        return;
    struct diag *unsaid = diag_build(j->arena);
    const char *tag = l10n_tag(j->arena, j->diag, po, po->source->name);
    note_progress(
        j, l10n_translate(j->arena, unsaid, l10n_units(j->arena, j->doc), po, tag, TELL_WRONG));
}

static void pretend(struct job *j)
{
    const char *kind = j->options->kind ? j->options->kind : "";
    struct buffer known = buffer_in(j->arena);
    for (int i = 0; l10n_pretence_names[i]; i++) {
        buffer_printf(&known, "%s%s", i ? ", " : "", l10n_pretence_names[i]);
        if (strcmp(l10n_pretence_names[i], kind) != 0)
            continue;
        po_write(&j->out, l10n_pseudo(j->arena, l10n_units(j->arena, j->doc), (enum pretence)i));
        return;
    }
    diag_add(j->diag, DIAG_PSEUDO_UNKNOWN, nowhere, "kind", kind, "known", buffer_text(&known),
             NULL);
}

static void add_ids(struct job *j)
{
    size_t size;
    const struct source *s = j->doc->source;
    size_t mark = j->size >= s->size ? j->size - s->size : 0; /* a byte order mark */
    if (mark > 3 || memcmp(j->bytes + mark, s->bytes, s->size) != 0) {
        diag_add(j->diag, DIAG_IDS_ENCODING, nowhere, "file", j->options->source, NULL);
        return;
    }
    const char *text = l10n_add_ids(j->arena, j->doc, &j->progress.added, &size);
    buffer_add(&j->out, j->bytes, mark);
    buffer_add(&j->out, text, size);
    j->unchanged = j->progress.added == 0;
}

bool job_task(struct job *j)
{
    static void (*const tasks[])(struct job *) = {
        [HANDBILL_EXTRACT] = extract,     [HANDBILL_UPDATE] = update,
        [HANDBILL_STATUS] = tell_status,  [HANDBILL_PSEUDO] = pretend,
        [HANDBILL_ADOPT] = adopt,         [HANDBILL_ADD_IDS] = add_ids,
        [HANDBILL_EXPORT] = export_xliff, [HANDBILL_IMPORT] = import_xliff,
    };
    tasks[j->options->task](j);
    return j->out.size > 0 && !j->unchanged && j->diag->errors == 0;
}
