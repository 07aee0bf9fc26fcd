/* cli/print: a report as a person or a program reads it. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "job/handbill.h"

#include <stdio.h>

/* file:line:col: level: text  [code], then the source's line and a caret line under the stretch. */
void print_message(FILE *to, const struct handbill_message *m);
/* One JSON object on a line. */
void print_json(FILE *to, const struct handbill_message *m);
/* Milliseconds, stage by stage. */
void print_times(FILE *to, const struct handbill_report *r);
void print_times_json(FILE *to, const struct handbill_report *r);

#endif
