/* cli/command: the command line, as it is read and as the commands get it.
 *
 *   handbill render handout.xml -a mine.css
 *            └ commands.def     └ options.def   ──►  struct request  ──►  run_render
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "job/handbill.h"

#include <stddef.h>
#include <stdio.h>

enum { MOST_SHEETS = 64, MOST_FOLDERS = 64, ANY = -1 };

enum command_number {
#define COMMAND(name, least, most, operands, help) COMMAND_##name,
#include "cli/commands.def"
#undef COMMAND
    COMMAND_COUNT
};

/* What the command line asks for. */
struct request {
    const struct command *command; /* NULL: none is named */
    char **operands;
    int operand_count;
    struct handbill_options job;
    struct handbill_sheet styles[MOST_SHEETS], added[MOST_SHEETS];
    const char *font_folders[MOST_FOLDERS];
    const char *language;     /* of a new handout, or for which fonts are listed */
    const char *from, *paper; /* of a new handout */
    const char *dependencies; /* the file for make, */
    FILE *rules;              /* and, once it is open, where its rules go; NULL: nowhere */
    bool json, time, quiet, help, version;
    const char *all; /* a folder of catalogues; NULL: not asked for */
    bool add;        /* ids */
    bool fit;        /* status: of the pages */
};

struct command {
    const char *name;
    int least, most; /* operands; ANY: no most */
    const char *operands, *help;
    int (*run)(const struct request *r); /* returns an exit status */
};
extern const struct command commands[COMMAND_COUNT];

struct option_row {
    char letter; /* 0: none */
    const char *name, *argument;
    int (*take)(struct request *r, const struct option_row *row, const char *value);
    size_t field;      /* of struct request */
    unsigned commands; /* a bit for each that has it: has_option */
    const char *values, *help;
};
extern const struct option_row option_rows[];
extern const unsigned option_count;

/* ---- command.c ---- */
/* Reads the command line; HANDBILL_USAGE after a message. */
int read_request(struct request *r, int argc, char **argv);
/* Tells whether the command has the option. */
bool has_option(const struct command *c, const struct option_row *o);
/* Prints what is wrong with the command line, a PHRASE filled in as by printf, in the reader's
 * language, and where to read on; returns HANDBILL_USAGE. */
int misuse(const struct request *r, const char *english, ...) __attribute__((format(printf, 2, 3)));
/* Prints what cannot be done in the same way. */
void complain(const struct request *r, const char *english, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints that there is no memory; returns HANDBILL_FAILED. */
int out_of_memory(void);
/* Finds a command by its name; NULL and a message when there is none. */
const struct command *find_command(const struct request *r, const char *name,
                                   const char *first_operand);

/* The exit status of both: the higher, but UNFINISHED only where the other is MADE. */
int worse_status(int a, int b);

/* ---- the commands ---- */
#define COMMAND(name, least, most, operands, help) int run_##name(const struct request *r);
#include "cli/commands.def"
#undef COMMAND

/* ---- render.c ---- */
/* Prints a job's messages, and the times of its stages, as the request asks for them. */
void print_report(const struct request *c, const struct handbill_report *r);

/* Prints a job's errors alone. */
void print_errors(const struct request *c, const struct handbill_report *r);

/* Finds a file's name without its folders and ending; *n becomes its bytes. */
const char *base_name(const char *source, size_t *n);
/* Does the job of one source, prints its messages and its dump; returns its status. */
int set_one(const struct request *r, const char *source);

/* ---- catalogues.c ---- */
struct catalogues {
    char **paths; /* owned: free_catalogues */
    size_t count;
};
/* Adds a catalogue's path; returns a status. */
int add_catalogue(struct catalogues *c, const char *path);
/* Adds each TAG.po of a folder, in the order of their names; returns a status, after a message when
 * the folder cannot be read or has none. */
int find_catalogues(const struct request *r, struct catalogues *c, const char *folder);
void free_catalogues(struct catalogues *c);

/* ---- fit.c ---- */
/* Lays the source out, and in the language of each catalogue, and prints how they fit; writes no
 * file; returns the highest status. */
int show_fit(const struct request *r, const struct catalogues *c);

/* ---- all.c ---- */
/* Sets the source in each language of the folder `all`, two at a time, into OUTPUT/TAG/; returns
 * the highest status. */
int set_every_language(const struct request *r);

/* ---- help.c ---- */
/* Prints, in the reader's language, the options of a command, or, for NULL, all commands and
 * options; returns a status. */
int print_help(const struct request *r, const struct command *c);
/* Sends off what was printed to standard output, and notices a full disk; returns a status. */
int flush_printed(void);
/* Prints the version; returns a status. */
int print_version(void);

#endif
