/* cli/help: what the tables of commands and options say, for people and for shells. */
#include "cli/command.h"
#include "cli/print.h"

#include "style/style.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { OPTION_HELP = 25, COMMAND_HELP = 37, LAST_COLUMN = 78 };

static const char *const last_words[] = {
    PHRASE("A SOURCE of - is standard input, its PDF standard output."),
    PHRASE("Exit status: 0 made, 1 input to mend, 2 wrong use, 3 incomplete translation, 4 font, "
           "style sheet or data missing, 5 could not write, 6 out of memory."),
};

/* Prints a word; returns its columns. */
static int put(const char *word)
{
    fputs(word, stdout);
    return print_columns(word, strlen(word));
}

/* Prints a text from a column on, its lines broken at spaces; the cursor stands at `column`. */
static void put_help(const char *text, int from, int column)
{
    for (; column < from; column++)
        putchar(' ');
    while (*text) {
        size_t n = strcspn(text, " ");
        int wide = print_columns(text, n);
        if (column + 1 + wide > LAST_COLUMN)
            column = printf("\n%*s", from, "") - 1;
        column += printf("%s", column > from ? " " : "") + wide;
        printf("%.*s", (int)n, text);
        text += n + (text[n] == ' ');
    }
    putchar('\n');
}

static void put_option(struct speech *s, const struct option_row *o)
{
    int column = o->letter ? printf("  -%c, ", o->letter) : printf("      ");
    column += printf("--%s%s%s", o->name, o->argument ? "=" : "", o->argument ? o->argument : "");
    if (column > OPTION_HELP - 2)
        column = printf("\n") - 1;
    put_help(said(s, o->help), OPTION_HELP, column);
}

/* Prints a command's line behind a word, or, without one, below that word. */
static void put_command(struct speech *s, const struct command *c, const char *before)
{
    int wide = print_columns(said(s, PHRASE("Usage:")), strlen(said(s, PHRASE("Usage:"))));
    int column = before ? put(before) : printf("%*s", wide, "");
    column += printf(" handbill %s %s", c->name, c->operands);
    put_help(said(s, c->help), COMMAND_HELP, column);
}

/* Prints the editions' names, each behind a space. */
static void put_editions(struct speech *s)
{
    putchar('\n');
    put(said(s, PHRASE("Editions:")));
    for (const struct edition *e = style_editions; e->name; e++)
        printf(" %s", e->name);
    puts("\n");
}

int flush_printed(void)
{
    if (!ferror(stdout) && fflush(stdout) == 0)
        return HANDBILL_MADE;
    if (errno != EPIPE) /* whoever closed a pipe knows */
        perror("handbill: cannot write to standard output");
    return HANDBILL_WRITE;
}

int print_help(const struct request *r, const struct command *c)
{
    struct speech s;
    speech_open(&s, r->job.messages);
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (!c || c == &commands[i])
            put_command(&s, &commands[i], c || i == 0 ? said(&s, PHRASE("Usage:")) : NULL);
    puts("");
    for (unsigned i = 0; i < option_count; i++)
        if (!c || has_option(c, &option_rows[i]))
            put_option(&s, &option_rows[i]);
    put_editions(&s);
    for (size_t i = 0; i < sizeof last_words / sizeof *last_words; i++)
        put_help(said(&s, last_words[i]), 0, 0);
    speech_close(&s);
    return flush_printed();
}

int run_help(const struct request *r)
{
    const struct command *c = r->operand_count ? find_command(r, r->operands[0], NULL) : NULL;
    return r->operand_count && !c ? HANDBILL_USAGE : print_help(r, c);
}

int print_version(void)
{
    puts("handbill " HANDBILL_VERSION);
    return flush_printed();
}
