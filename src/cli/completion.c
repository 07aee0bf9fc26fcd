/* cli/completion: what shells need to complete a line, made from the tables of commands and
 * options.  `make install` puts it where they look. */
#include "cli/command.h"
#include "job/wording.h"
#include "style/style.h"

#include <stdio.h>
#include <string.h>

/* Prints the words that an option's argument may be, nothing when it is a file or anything. */
static void put_values(const struct option_row *o)
{
    if (strcmp(o->argument, "EDITION") != 0)
        fputs(o->values, stdout);
    for (const struct edition *e = style_editions; e->name && !strcmp(o->argument, "EDITION"); e++)
        printf("%s%s", e == style_editions ? "" : " ", e->name);
}

/* Prints a text for a shell's single quotes, which `quote` stands for there; a backslash goes
 * before what else is special. */
static void put_quoted(const char *text, const char *special, const char *quote)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            putchar('\\');
        if (*text == '\'')
            fputs(quote, stdout);
        else
            putchar(*text);
    }
}

static void put_commands(void)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        printf("%s%s", i ? " " : "", commands[i].name);
}

static bool is_command(const struct command *c, enum command_number n) { return c == &commands[n]; }

#define SHELLS "bash zsh fish"

/* ---- bash ---- */
static void put_bash(void)
{
    puts("# bash completion for handbill, made by: handbill completion bash\n"
         "_handbill() {\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
         "    [ \"$before\" = = ] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
         "    [ \"$word\" = = ] && word=\n"
         "    case $before in");
    for (unsigned i = 0; i < option_count; i++) {
        const struct option_row *o = &option_rows[i];
        if (!o->argument)
            continue;
        printf("    --%s", o->name);
        if (o->letter)
            printf("|-%c", o->letter);
        fputs(") words='", stdout);
        put_values(o);
        puts("';;");
    }
    puts("    completion) words='" SHELLS "';;");
    fputs("    help) words='", stdout);
    put_commands();
    fputs("';;\n    handbill) words='", stdout);
    put_commands();
    puts("';;\n    *) case $word in -*)\n        case ${COMP_WORDS[1]} in");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        printf("        %s) words='", commands[i].name);
        for (unsigned k = 0; k < option_count; k++)
            if (has_option(&commands[i], &option_rows[k]))
                printf(" --%s%s", option_rows[k].name, option_rows[k].argument ? "=" : "");
        puts("';;");
    }
    puts("        esac;;\n"
         "    esac;;\n"
         "    esac\n"
         "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "    [[ ${COMPREPLY[0]} = *= ]] && compopt -o nospace\n"
         "}\n"
         "complete -o default -F _handbill handbill");
}

/* ---- zsh ---- */
static void put_zsh_quoted(const char *text) { put_quoted(text, "[]:\\", "'\\''"); }

/* An option that may come again, by its letter or its name. */
static void put_zsh_option(const struct option_row *o)
{
    const char *equals = o->argument ? "=" : "";
    if (o->letter)
        printf("        '*'{-%c%s,--%s%s}'[", o->letter, o->argument ? "+" : "", o->name, equals);
    else
        printf("        '*--%s%s[", o->name, equals);
    put_zsh_quoted(o->help);
    putchar(']');
    if (o->argument)
        printf(":%s:", o->argument);
    if (o->argument && !*o->values && strcmp(o->argument, "EDITION") != 0) {
        fputs("_files", stdout);
    } else if (o->argument) {
        putchar('(');
        put_values(o);
        putchar(')');
    }
    puts("' \\");
}

static void put_zsh_operands(const struct command *c)
{
    if (is_command(c, COMMAND_help)) {
        fputs("        '1:command:(", stdout);
        put_commands();
        puts(")';;");
    } else if (is_command(c, COMMAND_completion))
        puts("        '1:shell:(" SHELLS ")';;");
    else
        puts("        '*:file:_files';;");
}

static void put_zsh(void)
{
    puts("#compdef handbill\n"
         "# zsh completion for handbill, made by: handbill completion zsh\n"
         "local -a commands\n"
         "commands=(");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        printf("    '%s:", commands[i].name);
        put_zsh_quoted(commands[i].help);
        puts("'");
    }
    puts(")\n"
         "if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
         "local command=$words[2]\n"
         "shift words; (( CURRENT-- ))\n"
         "case $command in");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        printf("    %s) _arguments \\\n", commands[i].name);
        for (unsigned k = 0; k < option_count; k++)
            if (has_option(&commands[i], &option_rows[k]))
                put_zsh_option(&option_rows[k]);
        put_zsh_operands(&commands[i]);
    }
    puts("esac");
}

/* ---- fish ---- */
static void put_fish(void)
{
    puts("# fish completion for handbill, made by: handbill completion fish");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        printf("complete -c handbill -n __fish_use_subcommand -f -a %s -d '", commands[i].name);
        put_quoted(commands[i].help, "\\", "\\'");
        puts("'");
    }
    fputs("complete -c handbill -n '__fish_seen_subcommand_from help' -f -a '", stdout);
    put_commands();
    puts("'\ncomplete -c handbill -n '__fish_seen_subcommand_from completion' -f -a '" SHELLS "'");
    for (unsigned k = 0; k < option_count; k++) {
        const struct option_row *o = &option_rows[k];
        fputs("complete -c handbill -n '__fish_seen_subcommand_from", stdout);
        for (int i = 0; i < COMMAND_COUNT; i++)
            if (has_option(&commands[i], o))
                printf(" %s", commands[i].name);
        printf("' -l %s", o->name);
        if (o->letter)
            printf(" -s %c", o->letter);
        if (o->argument) {
            fputs(*o->values || !strcmp(o->argument, "EDITION") ? " -x -a '" : " -r -a '", stdout);
            put_values(o);
            putchar('\'');
        }
        fputs(" -d '", stdout);
        put_quoted(o->help, "\\", "\\'");
        puts("'");
    }
}

static const struct shell {
    const char *name;
    void (*put)(void);
} shells[] = { { "bash", put_bash }, { "zsh", put_zsh }, { "fish", put_fish } };

int run_completion(const struct request *r)
{
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].name, r->operands[0]) == 0) {
            shells[i].put();
            return flush_printed();
        }
    return misuse(r, PHRASE("completion is made for bash, zsh and fish, not for %s"),
                  r->operands[0]);
}
