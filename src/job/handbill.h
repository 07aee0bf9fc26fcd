/* handbill: a handout from XML to PDF, for programs that call it.  The one header to include, from
 * C or C++; `pkg-config --cflags --libs handbill` says how to link (with --static for the archive).
 *
 *   struct handbill_options o = { .source = "source/handout.xml", .output = "handout.pdf" };
 *   struct handbill_report *r = handbill_set(&o);
 *   for (size_t i = 0; r && i < r->message_count; i++)
 *       fprintf(stderr, "%s\n", r->messages[i].text);
 *   int status = r ? r->status : HANDBILL_FAILED;
 *   handbill_close(r);
 *
 * There is no state beside the report: jobs may follow each other or run side by side in threads.
 * The process is never ended, its locale, umask and signals never changed (a program that writes
 * into pipes ignores SIGPIPE itself).
 */
#ifndef HANDBILL_H
#define HANDBILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HANDBILL_VERSION "0.1"
/* The library's other names are its own. */
#define HANDBILL_PUBLIC __attribute__((visibility("default")))

/* The exit statuses; of several the highest counts. */
enum handbill_status {
    HANDBILL_MADE = 0,        /* warnings do not change it, unless `strict` */
    HANDBILL_INPUT = 1,       /* input to mend */
    HANDBILL_USAGE = 2,       /* options that cannot be */
    HANDBILL_TRANSLATION = 3, /* incomplete translation */
    HANDBILL_RESOURCE = 4,    /* a font, style sheet or data file is missing */
    HANDBILL_WRITE = 5,       /* could not write */
    HANDBILL_FAILED = 6       /* out of memory */
};

/* A style sheet: a file, or, with `bytes`, text in memory under that name. */
struct handbill_sheet {
    const char *name;
    const char *bytes;
    size_t size;
};

/* What is to be made of a source. */
enum handbill_task {
    HANDBILL_SET = 0, /* a PDF; with a catalogue, in its language */
    HANDBILL_EXTRACT, /* a template of all passages to translate, in gettext's PO */
    HANDBILL_UPDATE,  /* the catalogue, brought up to date; a new one where there is none */
    HANDBILL_STATUS,  /* the report's progress: how much of the catalogue is done */
    HANDBILL_PSEUDO,  /* a catalogue of a made-up language, to try sheets with */
    HANDBILL_ADOPT,   /* a catalogue of a copy that was translated in XML, `copy` */
    HANDBILL_ADD_IDS, /* the source with an id for each row that has none */
    HANDBILL_EXPORT,  /* XLIFF of the catalogue, or of none yet: language `to`, version `xliff` */
    HANDBILL_IMPORT   /* the catalogue of an XLIFF file, `copy` */
};

/* What a job is to do.  Everything may be zero but `source`.  All is lent until handbill_set
 * returns. */
struct handbill_options {
    const char *source; /* path; "-": standard input; with `bytes` the name that messages print */
    const char *bytes;
    size_t size;
    enum handbill_task task;
    const char *edition;                 /* NULL: "screen" */
    const struct handbill_sheet *styles; /* instead of the style sheets that the source names */
    size_t style_count;
    const struct handbill_sheet *added; /* after them */
    size_t added_count;
    const char *catalogue; /* path of a PO file; with `catalogue_bytes` the name in messages */
    const char *catalogue_bytes;
    size_t catalogue_size;
    const char *imprint; /* path of a file with one <imprint>, whose lines go behind the source's */
    const char *imprint_bytes; /* with them `imprint` is the name in messages */
    size_t imprint_size;
    const char *copy;       /* path of the translated copy, or of the XLIFF file */
    const char *copy_bytes; /* with them `copy` is the name in messages */
    size_t copy_size;
    const char *to;         /* export: the language's tag; NULL: that of the catalogue */
    const char *xliff;      /* export: "2.1" or "1.2"; NULL: 2.1 */
    bool draft;             /* what is not translated is set in the source's language, and shows */
    unsigned least_percent; /* of the source's words to be translated; 0: all */
    bool minor;             /* update: a changed source has the same meaning */
    const char *kind;       /* of made-up language: "accents", "rtl", "long", "nospace" */

    const char *dump;   /* a stage: print what it made into the report, make no PDF */
    const char *output; /* path; "-": standard output; NULL: the report's `bytes` only */
    bool attach_source; /* put the source into the PDF, which is PDF/A-3a then instead of 2a */
    /* Stop when the pages are made; with a catalogue, and nothing said of pages (edition, strict,
     * explain, fit), when its words and their characters are found to be sound. */
    bool check;
    bool verbose; /* each loose line is told of by itself, not only the widest */
    bool strict;  /* warnings count as HANDBILL_INPUT: no PDF either */
    bool explain; /* say of every page why it ends where it does */
    bool fit;     /* fill the report's fit */
    /* Called from the thread of handbill_set as a stage goes on: "lines" with paragraphs, "place",
     * "pdf" and "finish" with pages; or NULL.  It must not call back. */
    void (*watch)(void *with, const char *stage, uint32_t done, uint32_t all);
    void *watch_with;
    /* The data folder; NULL: HANDBILL_DATA, else ../share/handbill seen from the program, else the
     * source tree. */
    const char *data;
    /* What the press prints on: "FOGRA39" (coated paper), "CGATS TR 006" (the same in the US, its
     * profile made by `make profiles`), or the path of an ICC profile; NULL: HANDBILL_CONDITION,
     * else FOGRA39. */
    const char *condition;
    unsigned ink_limit; /* per cent, all plates together, that the paper takes; 0: 300 */
    /* The fontconfig file; NULL: HANDBILL_FONTS, else fonts/fonts.conf of the data. */
    const char *fonts;
    const char *const *font_folders; /* whose fonts count like those of the configuration */
    size_t font_folder_count;
    bool system_fonts; /* and the system's: then the bytes depend on what is installed */
    /* The language of the messages: a tag or a locale's name, "es" or "es_GT.UTF-8".  NULL, or one
     * in which there are none: English. */
    const char *messages;
};

enum handbill_level { HANDBILL_NOTE, HANDBILL_WARNING, HANDBILL_ERROR };
struct handbill_argument {
    const char *name, *value;
};

/* A message about the input, or about the job itself. */
struct handbill_message {
    const char *file;              /* NULL: about the job itself; then there is no place either */
    uint32_t line, column;         /* from 1, in code points */
    uint32_t end_line, end_column; /* behind the last character */
    enum handbill_level level;
    const char *level_word; /* "warning", in the language of the messages */
    const char *code;       /* a stable name, "line-loose" */
    const char *text;       /* a sentence, arguments put in */
    const struct handbill_argument *arguments;
    size_t argument_count;
    const char *source_line; /* the line in which it starts; of a long one what is near the place */
    uint32_t source_column;  /* at which column source_line begins */
    const char *words;       /* what stands at the place, in the source, at most 200 bytes of it */
    /* Where else to look: of a place in a catalogue, the passage of the handout it translates. */
    const char *second_file; /* NULL: there is no second place */
    uint32_t second_line, second_column;
    const char *second_where; /* in words: "row 4, explanation, paragraph 1 of 2"; NULL: none */
};

/* What makes up the cost of a page, in demerits, never 0.  What is broken comes first, and is
 * dearer than all that follows: "overflow" (a line leaves the page), "late" (a note starts behind
 * the page of its call), "torn" (a widow, an orphan, a note parted where it may not be), "parted"
 * (what is to stay whole).  Then: "note" (one parts), "page" (there is one), "last" (too little
 * text on the last one), "hyphen" (its text ends in one), "gap" (height is unused), "cut" (a row
 * parts), "stretch" (rows were moved apart), "settings" (paragraphs with more or fewer lines than
 * their best). */
struct handbill_cost {
    const char *name;
    int64_t cost;
};
/* Where a page ends, or might. */
struct handbill_end {
    const char *words;     /* the first of the line behind it; NULL: no text follows */
    const char *file;      /* where they stand in the source; NULL: nowhere */
    uint32_t line, column; /* from 1, in code points */
    int64_t unused;        /* height of the page, in 1/65536 pt */
    int64_t cost;          /* the sum of the costs */
    const struct handbill_cost *costs;
    size_t cost_count;
};
/* Why a page ends where it does: `why` is a stable name.
 *
 *   end     the document does                 note    one that the next lines call has no room
 *   forced  a break is asked for              kept    what follows is kept together
 *   low     not a line of what follows fits   lines   widows and orphans, or a name, hold the next
 *   notes   those of pages before take it           lines together
 *   full    the next line has no room         cost    a fuller page would make the rest worse
 *   blank   the next page asks for its side
 *
 * The others are the two cheapest ends elsewhere, the pages before being as they are, those behind
 * the best there are then.  Their costs are those of the whole document over this one, and less
 * than 0 only where such an end is not tried: it leaves more of the page unused than others, or
 * breaks more in a document of many pages. */
struct handbill_page {
    const char *why, *text; /* text: a sentence */
    struct handbill_end end;
    struct handbill_end others[2]; /* the cheapest first */
    size_t other_count;
};

/* What a stage took. */
struct handbill_time {
    const char *stage;
    int64_t nanoseconds;
};

/* How far a catalogue is; of an update and a set edition as well. */
struct handbill_progress {
    const char *language; /* its tag; NULL: there was no catalogue */
    size_t units, done, stale, missing, wrong;
    size_t words, words_left; /* of the source */
    unsigned percent;         /* of the words that are done, rounded down */
    const char *revised;      /* when a translator last saved it, as the header says; or NULL */
    size_t moved, obsolete;   /* of an update */
    size_t left;              /* of an adopted copy, passages that the source has not */
    size_t added;             /* ids */
};

/* A family that letters were set in. */
struct handbill_font {
    const char *family;
    size_t glyphs;
    bool named; /* a style sheet names it; else it was taken for what those named lack */
};
/* How the pages came out, to be held against those of another language. */
struct handbill_fit {
    size_t overfull;                   /* places where something is wider or taller than its room */
    size_t loose;                      /* lines whose word spaces are wider than the sheet allows */
    const struct handbill_font *fonts; /* the most used first */
    size_t font_count;
    const char *const *words; /* keys of the program's words that the language has not */
    size_t word_count;
    bool unhyphenated; /* there are no hyphenation patterns for the language */
};

/* What a job did. */
struct handbill_report {
    enum handbill_status status;
    const struct handbill_message *messages;
    size_t message_count; /* in order of file and place */
    size_t errors, warnings;
    uint32_t pages;
    const char *summary; /* "2 pages, 34 KB, 1 warning" in that language; NULL: out of memory */
    const struct handbill_page *explained; /* each of the pages; NULL: not asked for, none made */
    struct handbill_progress progress;
    struct handbill_fit fit; /* nothing unless it was asked for */
    const char *bytes;
    size_t
        size; /* of the PDF, the dump, or what else is made, a NUL behind; `bytes` NULL: nothing */
    bool written; /* `output` was written */
    /* What was read: source, catalogue, imprint, style sheets, pictures, the configuration of
     * fonts. */
    const char *const *files;
    size_t file_count;
    const struct handbill_time *times;
    size_t time_count;
};

/* Does one job and reports what came of it.  NULL only when there is no memory even for a report.
 * The report is yours to give to handbill_close. */
HANDBILL_PUBLIC struct handbill_report *handbill_set(const struct handbill_options *o);
/* Gives back a report with all that it points to; NULL is fine. */
HANDBILL_PUBLIC void handbill_close(struct handbill_report *r);

#ifdef __cplusplus
}
#endif

#endif
