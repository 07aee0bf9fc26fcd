/* l10n/po: catalogues in gettext's PO, read and written.
 *
 *   # a translator's own note
 *   #. what the program says of the passage
 *   #: handout.xml:41
 *   #, fuzzy
 *   #| msgid "the source as it was when this was translated"
 *   msgctxt "hospitality/explanation/1"
 *   msgid "We walk with people seeking asylum<noteref to=\"asylum\"/>."
 *   msgstr "Caminamos con quienes piden asilo<noteref to=\"asylum\"/>."
 *
 * Of PO all is read that a handout needs: contexts, previous sources, comments, flags, obsolete
 * entries; plural forms are an error.  A byte order mark and CRLF are let pass.  Reading goes on
 * behind an error, to find the rest.  Nothing in here knows what a handout is: the program's own
 * messages in other languages are read by the same code.
 *
 *   struct po *po = po_read(arena, diag, "es.po", bytes, size);
 *   for (size_t i = 0; po && i < po->count; i++) …
 *   po_write(&buffer, po);
 */
#ifndef L10N_PO_H
#define L10N_PO_H

#include "base/buffer.h"
#include "base/diag.h"

enum {
    PO_MOST_STRING = 1 << 20, /* bytes of the file */
    PO_MOST_ENTRIES = 1 << 18
};

/* A stretch of a string's bytes that stand together in the file, or one escape. */
struct po_run {
    uint32_t text;       /* the string's byte at which it begins */
    uint32_t length;     /* bytes of the string */
    uint32_t start, end; /* in the file */
    char escaped;        /* what an escape stands for; NUL: it is none */
};

/* A string of an entry, its escapes and lines resolved. */
struct po_string {
    const char *text; /* a NUL behind; NULL: the entry has none */
    uint32_t length;
    uint32_t start, end; /* in the file: from its keyword to behind its last quotation mark */
    /* Of a string that was read from XLIFF, whose codes count as escapes; NULL: from PO. */
    const struct po_run *runs;
    uint32_t run_count;
};

/* Comments by kind, in the order in which they are written. */
enum po_comment { PO_TRANSLATOR, PO_EXTRACTED, PO_REFERENCE, PO_FLAGS, PO_COMMENTS };

struct po_entry {
    struct po_string context, id, string;        /* msgctxt, msgid, msgstr */
    struct po_string previous_context, previous; /* of an older source */
    /* Lines without their "#", "#.", "#:", each ended by a line feed; the flags without "fuzzy" and
     * parted by ", "; NULL where there are none. */
    const char *comments[PO_COMMENTS];
    bool fuzzy, obsolete;
    bool broken; /* reported: what it says is not to be used */
};

struct po {
    const struct source *source; /* the file; NULL for one that was made */
    struct po_entry *entries;
    size_t count;
    const struct po_entry *header; /* the one without context and source; NULL: there is none */
};

/* Reads a catalogue from bytes that are lent, with a NUL behind, for as long as it is used.
 * Reports all that is wrong with its form; NULL when it is not text in UTF-8. */
struct po *po_read(struct arena *a, struct diag *d, const char *name, const char *bytes,
                   size_t size);
/* Writes a catalogue as msgcat does: UTF-8, LF, strings wrapped at 79 columns. */
void po_write(struct buffer *out, const struct po *po);

/* Makes a string that stands in no file; of NULL one that is not there. */
struct po_string po_string_of(const char *text);
/* Finds a field of the header, as "Language": its value without the spaces around, in the arena;
 * NULL when there is none.  *at becomes the place of the value. */
const char *po_field(struct arena *a, const struct po *po, const char *name, struct position *at);
/* Computes where bytes start … end of a string stand in the file; without a file nowhere. */
struct position po_position(const struct po *po, const struct po_string *s, size_t start,
                            size_t end);

/* Finds the run behind `run`, which is zero at first; false at the string's end. */
bool po_next_run(const struct source *s, const struct po_string *string, struct po_run *run);

#endif
