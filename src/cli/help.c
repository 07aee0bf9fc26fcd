/* cli/help: what the tables of commands and options say, for people and for shells. */
#include "cli/command.h"
#include "style/style.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { OPTION_HELP = 25, COMMAND_HELP = 37, LAST_COLUMN = 78 };

static const char statuses[] =
    "\n"
    "A SOURCE of - is standard input, its PDF standard output.\n"
    "Exit status: 0 made, 1 input to mend, 2 wrong use, 3 incomplete translation,\n"
    "4 font, style sheet or data missing, 5 could not write, 6 out of memory.\n";

/* Prints a text from a column on, its lines broken at spaces; the cursor stands at `column`. */
static void put_help(const char *text, int from, int column)
{
    for (; column < from; column++)
        putchar(' ');
    while (*text) {
        int n = (int)strcspn(text, " ");
        if (column + 1 + n > LAST_COLUMN)
            column = printf("\n%*s", from, "") - 1;
        column += printf("%s%.*s", column > from ? " " : "", n, text);
        text += n + (text[n] == ' ');
    }
    putchar('\n');
}

static void put_option(const struct option_row *o)
{
    int column = o->letter ? printf("  -%c, ", o->letter) : printf("      ");
    column += printf("--%s%s%s", o->name, o->argument ? "=" : "", o->argument ? o->argument : "");
    if (column > OPTION_HELP - 2)
        column = printf("\n") - 1;
    put_help(o->help, OPTION_HELP, column);
}

static void put_command(const struct command *c, const char *before)
{
    int column = printf("%shandbill %s %s", before, c->name, c->operands);
    put_help(c->help, COMMAND_HELP, column);
}

/* The editions' names, each behind a space. */
static void put_editions(void)
{
    for (const struct edition *e = style_editions; e->name; e++)
        printf(" %s", e->name);
}

int flush_printed(void)
{
    if (!ferror(stdout) && fflush(stdout) == 0)
        return HANDBILL_MADE;
    if (errno != EPIPE) /* whoever closed a pipe knows */
        perror("handbill: cannot write to standard output");
    return HANDBILL_WRITE;
}

int print_help(const struct command *c)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (!c || c == &commands[i])
            put_command(&commands[i], c || i == 0 ? "Usage: " : "       ");
    puts("");
    for (unsigned i = 0; i < option_count; i++)
        if (!c || has_option(c, &option_rows[i]))
            put_option(&option_rows[i]);
    fputs("\nEditions:", stdout);
    put_editions();
    fputs(statuses, stdout);
    return flush_printed();
}

int run_help(const struct request *r)
{
    const struct command *c = r->operand_count ? find_command(r, r->operands[0], NULL) : NULL;
    return r->operand_count && !c ? HANDBILL_USAGE : print_help(c);
}

int print_version(void)
{
    puts("handbill " HANDBILL_VERSION);
    return flush_printed();
}
