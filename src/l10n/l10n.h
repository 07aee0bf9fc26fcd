/* l10n: a document and a catalogue become the document in another language.
 *
 *   doc ──► units ─────────┐
 *                          ├─► translation ──► joined text ──► doc
 *   bytes ──► po entries ──┘        │
 *                                   └─► what is missing, stale or wrong, with both places
 *
 * A unit is a paragraph, a heading or a name, whole, with its inline markup inside.  It is known by
 * its context, a path of ids ("rights/explanation/2"), and by its text, so that an entry finds it
 * again when either has changed.  A translation replaces what stands between its element's tags:
 * the joined text is XML again, of which every byte knows the file it came from, so what any later
 * stage says of a line points into the catalogue.
 *
 *   struct units *u = l10n_units(arena, doc);
 *   struct translation *t = l10n_translate(arena, diag, u, po, tag);
 *   if (t->counts[UNIT_DONE] == u->count)
 *       doc = l10n_join(arena, diag, t);
 */
#ifndef L10N_L10N_H
#define L10N_L10N_H

#include "doc/doc.h"
#include "l10n/po.h"

/* A passage to translate. */
struct unit {
    const struct node *node; /* its element */
    const struct attribute
        *attribute; /* it is the value of this; NULL: what stands in the element */
    const char *context;
    const char *message; /* what stands in it, as XML in one spelling, white space collapsed */
    uint32_t length;     /* of the message, in bytes */
    uint32_t words;      /* of its text */
    struct second_place place; /* in the source, and in words */
};

/* Says the hints of a catalogue in its language: a sentence, and where a passage stands, both of
 * them in English and filled in. */
struct hint_voice {
    const char *(*sentence)(const void *with, struct arena *a, const char *english);
    const char *(*place)(const void *with, struct arena *a, const char *english);
    const void *with;
};

struct units {
    const struct doc *doc;
    const struct hint_voice *voice; /* of the catalogues made of them; NULL: English */
    struct unit *units;             /* in document order */
    size_t count;
    const struct unit **by_context; /* sorted */
};

/* Finds the passages of a document that has no error. */
struct units *l10n_units(struct arena *a, const struct doc *doc);

/* ---- catalogues ---- */
/* Makes a template: every unit, untranslated. */
struct po *l10n_extract(struct arena *a, const struct units *u);

/* What a changed source makes of its translation. */
enum change { CHANGE_STALE, CHANGE_MINOR };
struct update_counts {
    size_t done, stale, missing, moved, obsolete;
};
/* Makes a catalogue of the present units with the translations of an old one.  A text that stands
 * elsewhere by now takes its translation along; a changed one keeps it as fuzzy with the source it
 * was made from, or, with CHANGE_MINOR, as done; what is left goes to the end, obsolete. */
struct po *l10n_update(struct arena *a, const struct units *u, const struct po *old,
                       enum change change, struct update_counts *counts);
/* What a new catalogue says of its review: that there was none (its editions then say so), or
 * nothing, where the words are not new. */
enum review { REVIEW_NONE, REVIEW_UNSAID };
/* Makes an empty catalogue of a language, to be updated. */
struct po *l10n_new(struct arena *a, const struct units *u, const char *tag, enum review review);

/* How a copy that was translated in XML was taken over. */
struct adopt_counts {
    size_t done, unsure, missing, left;
};
/* Makes the catalogue of a copy that somebody has translated in XML: its passages pair with those
 * of the source by their contexts, then by their places in the document.  Reports what finds no
 * partner on either side; what has other markup than its source is fuzzy. */
struct po *l10n_adopt(struct arena *a, struct diag *d, const struct units *u,
                      const struct units *copy, struct adopt_counts *counts);

/* ---- XLIFF, for agencies and their tools ---- */
/* Its versions: 2.1 (OASIS, 2018), 1.2 (OASIS, 2008). */
enum xliff_version { XLIFF_2_1, XLIFF_1_2, XLIFF_VERSIONS };
/* Their names, in that order, ended by NULL: "2.1", "1.2". */
extern const char *const l10n_xliff_names[];
/* Writes the catalogue, which is up to date with these units, as XLIFF: a unit each, tags as codes.
 * Reports what XLIFF cannot hold; `from` is the catalogue as it was read, whose places are told. */
void l10n_export(struct buffer *out, struct diag *d, const struct units *u, const struct po *po,
                 const struct po *from, const char *tag, enum xliff_version version);
/* Reads XLIFF (1.2, 2.0, 2.1) as a catalogue that points into it, and reports what is wrong with
 * the file and its codes; l10n_translate and l10n_update take it on.  NULL when it is none. */
const struct po *l10n_import(struct arena *a, struct diag *d, const struct units *u,
                             const char *name, const char *bytes, size_t size);

/* ---- made-up languages ---- */
/* Kinds of made-up translations that find what a real one would trip over. */
enum pretence { PRETEND_ACCENTS, PRETEND_RTL, PRETEND_LONG, PRETEND_NOSPACE, PRETEND_COUNT };
/* Their names, in the order of the kinds, ended by NULL: "accents", "rtl", "long", "nospace". */
extern const char *const l10n_pretence_names[];
struct po *l10n_pseudo(struct arena *a, const struct units *u, enum pretence kind);

/* Gives the language tag that a catalogue's file name says, "pt-BR" for "source/h/pt_BR.po", in its
 * usual spelling; NULL when its name is no registered tag. */
const char *l10n_tag_of_file(struct arena *a, const char *path);
/* Finds the tag of a catalogue's language, and reports a header without one, with one that is
 * unknown, or with another than the file's name says, where `path` is not NULL; "und" when there is
 * none. */
const char *l10n_tag(struct arena *a, struct diag *d, const struct po *po, const char *path);

/* ---- translations ---- */
enum unit_state {
    UNIT_MISSING,
    UNIT_STALE, /* of an older source */
    UNIT_WRONG, /* reported: cannot be printed */
    UNIT_DONE
};
struct translation {
    const struct units *units;
    const struct po *po;
    const char *tag;
    enum unit_state *states;         /* a unit each */
    const struct po_entry **entries; /* a unit each; NULL: there is none */
    size_t counts[UNIT_DONE + 1];
    size_t words, words_done; /* of the source */
    bool reviewed;            /* no "X-Review: none" in the header */
};
/* How much is said of what is not done. */
enum telling { TELL_ALL, TELL_WRONG };
/* Pairs units and entries, checks each translation against its source, and reports what a
 * translator can get wrong; of what is missing or stale only with TELL_ALL. */
struct translation *l10n_translate(struct arena *a, struct diag *d, const struct units *u,
                                   const struct po *po, const char *tag, enum telling telling);
/* How many of a hundred words of the source are translated, rounded down. */
unsigned l10n_percent(const struct translation *t);
/* Makes the document in the other language, and reports what is wrong with it.  What is not done
 * stands in the source's language, what is stale in its old translation, each with a class,
 * draft-missing and draft-stale, that a style sheet can show. */
struct doc *l10n_join(struct arena *a, struct diag *d, const struct translation *t);

/* ---- reviews ---- */
/* What a review says of a translation's state, in the language of the translation. */
struct review_words {
    const char *missing, *stale, *wrong;
};
/* Makes a handout that has each passage of the source beside its translation, for who checks it:
 * what it was when it was translated, the passage's context, what author and translator noted. */
struct doc *l10n_review(struct arena *a, struct diag *d, const struct translation *t,
                        const struct review_words *words);

/* ---- imprints ---- */
/* Reads a congregation's own lines, a file of one <imprint>, from bytes that are lent, with a NUL
 * behind; NULL after messages when they cannot be used. */
const struct doc *l10n_read_imprint(struct arena *a, struct diag *d, const char *name,
                                    const char *bytes, size_t size);
/* Makes the document with these lines behind those of its own imprint, each in its own language,
 * and reports what is wrong with it. */
struct doc *l10n_add_imprint(struct arena *a, struct diag *d, const struct doc *doc,
                             const struct doc *own);

/* ---- sources ---- */
/* Copies the source's text with an id for each row that has none; *added becomes their number. */
const char *l10n_add_ids(struct arena *a, const struct doc *doc, size_t *added, size_t *size);

#endif
