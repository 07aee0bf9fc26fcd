/* cli/print: a report as a person or a program reads it. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "cli/speech.h"
#include "job/handbill.h"

#include <stdio.h>

enum look { LOOK_PLAIN, LOOK_COLOURED };
/* Prints file:line:col: level: text  [code], then the source's line and carets under the place. */
void print_message(FILE *to, const struct handbill_message *m, enum look look);
/* Prints a message as one JSON object on a line. */
void print_json(FILE *to, const struct handbill_message *m);
/* Prints of each page why it ends where it does, if that was asked for, in the reader's words. */
void print_pages(FILE *to, const struct handbill_report *r, struct speech *s);
/* Prints it as one JSON object a page. */
void print_pages_json(FILE *to, const struct handbill_report *r);
/* Prints a string in JSON (RFC 8259); null for none. */
void print_json_string(FILE *to, const char *s);
/* Prints milliseconds, stage by stage. */
void print_times(FILE *to, const struct handbill_report *r);
/* Prints them as one JSON object a line. */
void print_times_json(FILE *to, const struct handbill_report *r);

/* Counts the columns that n bytes take on a terminal. */
int print_columns(const char *text, size_t n);
/* Prints a word of a table to standard output in that many columns, at their end; negative: at
 * their start. */
void print_word(const char *word, int width);

/* Prints one line: "handout.screen.pdf: 2 pages, 34 KB", or how many errors forbid it. */
void print_outcome(FILE *to, const struct handbill_report *r, const char *name);

#endif
