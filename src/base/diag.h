/* base/diag: what the program has to say about the user's input.
 *
 * Every message is one row of messages.def: code, level, the exit status it means, and a
 * text with named arguments in braces.  Stages report into a struct diag that is passed in;
 * cli prints (with words in the user's language, later), job derives the status.
 * A diag belongs to one thread; diag_merge joins those of workers.  Reports are printed
 * in order of file and place (diag_sort), so that threads and passes leave no trace.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/source.h"

/* Marks English words that may be an argument of a message, or a part of one, for the catalogues of
 * messages (job/wording.h), which have a translation of each. */
#define PHRASE(words) words

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

/* Exit statuses, one table (man page): of several the highest. */
enum status {
    STATUS_MADE = 0,        /* warnings do not change it; --strict turns them into 1 */
    STATUS_INPUT = 1,       /* input to mend */
    STATUS_USAGE = 2,       /* wrong use of the command line */
    STATUS_TRANSLATION = 3, /* incomplete translation (later) */
    STATUS_RESOURCE = 4,    /* a font, sheet or data file missing */
    STATUS_WRITE = 5,       /* could not write */
    STATUS_FAILED = 6       /* out of memory, or an assertion of ours */
};

enum diag_code {
#define MESSAGE(code, name, level, status, text) DIAG_##code,
#include "base/messages.def"
#undef MESSAGE
    DIAG_COUNT
};

/* A row of messages.def. */
struct diag_row {
    const char *name; /* the stable code that is printed: "line-loose" */
    enum diag_level level;
    enum status status; /* of a job in which it is reported */
    const char *text;   /* with the names of arguments in braces */
};
extern const struct diag_row diag_table[DIAG_COUNT];

struct diag_arg {
    const char *name, *value;
};
struct diag_message {
    enum diag_code code;
    struct position at;         /* in a file */
    struct second_place second; /* where else to look: in the handout that a catalogue translates */
    const struct diag_arg *args;
    unsigned arg_count;
    unsigned serial; /* order of reporting, the last key of the sort */
};

/* How many messages of one code there are. */
struct diag_tally {
    size_t kept, dropped;
    struct position last; /* the furthest place of those kept */
};

/* Of loose or short lines and stubs the worst, and by how much: all messages of one code have one
 * unit. */
struct diag_worst {
    struct diag_message message;
    long amount;
};
enum { DIAG_SUMS = 3 };

struct diag {
    struct arena *arena;
    struct diag_message *messages;
    size_t count, room;
    size_t errors, warnings;
    const struct second_place *second; /* of the messages that follow; NULL: none */
    struct diag_worst worst[DIAG_SUMS];
    struct diag_tally codes[DIAG_COUNT];
};

/* Makes a list without a message. */
struct diag *diag_build(struct arena *a);
/* Reports a message.  A position of a joined text becomes that of the file it comes from, with its
 * second place; any other gets the list's.  Its arguments are pairs of strings (name, value), ended
 * by NULL; values are copied.  After 100 messages of one code, the first by place, the rest are
 * counted into one `more` message; one said twice with the same words and place is said once.
 * Jumps when there is no memory. */
void diag_add(struct diag *d, enum diag_code code, struct position at, ...)
    __attribute__((sentinel));
/* Reports as diag_add does without ever jumping, for callbacks of foreign libraries; false when
 * there is no memory. */
bool diag_try(struct diag *d, enum diag_code code, struct position at, ...)
    __attribute__((sentinel));
/* Copies a worker's messages behind those of `into`. */
void diag_merge(struct diag *into, const struct diag *from);
/* Sorts by file and place, and folds repeats as diag_add says. */
void diag_sort(struct diag *d);
/* Makes all messages about loose lines one, with their number, at the widest, and all about short
 * ones another; one alone stays. */
void diag_sum_up(struct diag *d);
/* Computes the exit status: the worst of all messages; `strict` counts warnings as STATUS_INPUT. */
enum status diag_status(const struct diag *d, bool strict);
/* Puts arguments into a text that names them in braces. */
char *diag_fill(struct arena *a, const char *text, const struct diag_arg *args, unsigned count);
/* Puts the arguments into the message's own text. */
char *diag_text(struct arena *a, const struct diag_message *m);

#endif
