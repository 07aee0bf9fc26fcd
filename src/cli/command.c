/* cli/command: the tables, and the command line read by them (getopt_long). */
#define _GNU_SOURCE /* getopt_long */
#include "cli/command.h"
#include "cli/speech.h"

#include "base/data.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"

#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_COMPLAINT = 4096 };

const struct command commands[COMMAND_COUNT] = {
#define COMMAND(name, least, most, operands, help)                                                 \
    [COMMAND_##name] = { #name, least, most, operands, help, run_##name },
#include "cli/commands.def"
#undef COMMAND
};

/* ---- what an option sets ---- */
static void *field_of(struct request *r, const struct option_row *row)
{
    return (char *)r + row->field;
}

static int take_flag(struct request *r, const struct option_row *row, const char *value)
{
    (void)value;
    *(bool *)field_of(r, row) = true;
    return HANDBILL_MADE;
}

static int take_word(struct request *r, const struct option_row *row, const char *value)
{
    const char **word = field_of(r, row);
    if (*word) {
        complain(r, PHRASE("--%s stands twice, with %s and %s: leave one out"), row->name, *word,
                 value);
        return HANDBILL_USAGE;
    }
    *word = value;
    return HANDBILL_MADE;
}

/* Reads a whole number from `least` to `most`; false when it is none. */
static bool read_whole(const char *value, unsigned least, unsigned most, unsigned *to)
{
    char *end;
    unsigned long number = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || number < least || number > most)
        return false;
    *to = (unsigned)number;
    return true;
}

static int take_percent(struct request *r, const struct option_row *row, const char *value)
{
    return read_whole(value, 1, 100, field_of(r, row))
               ? HANDBILL_MADE
               : misuse(r, PHRASE("--%s takes a whole number from 1 to 100, not %s"), row->name,
                        value);
}

static int take_ink(struct request *r, const struct option_row *row, const char *value)
{
    return read_whole(value, 100, 400, field_of(r, row))
               ? HANDBILL_MADE
               : misuse(r, PHRASE("--%s takes a whole number from 100 to 400, not %s"), row->name,
                        value);
}

static int add_sheet(const struct request *r, struct handbill_sheet *sheets, size_t *count,
                     const char *name)
{
    if (*count == MOST_SHEETS)
        return misuse(r, PHRASE("too many style sheets: %s"), name);
    sheets[(*count)++] = (struct handbill_sheet){ .name = name };
    return HANDBILL_MADE;
}

static int take_style(struct request *r, const struct option_row *row, const char *value)
{
    return add_sheet(r, field_of(r, row), &r->job.style_count, value);
}

static int take_added(struct request *r, const struct option_row *row, const char *value)
{
    return add_sheet(r, field_of(r, row), &r->job.added_count, value);
}

static int take_folder(struct request *r, const struct option_row *row, const char *value)
{
    const char **folders = field_of(r, row);
    if (r->job.font_folder_count == MOST_FOLDERS)
        return misuse(r, PHRASE("too many folders of fonts: %s"), value);
    folders[r->job.font_folder_count++] = value;
    return HANDBILL_MADE;
}

/* Tells whether there are messages in a language; true too when there is no memory to see. */
static bool has_messages(const char *tag)
{
    jmp_buf no_memory;
    struct arena *a = arena_open(&no_memory);
    bool has = true;
    if (a && setjmp(no_memory) == 0)
        has = strcmp(tag, "en") == 0 || wording_open(a, data_folder(a, NULL), tag);
    arena_close(a);
    return has;
}

static int take_messages(struct request *r, const struct option_row *row, const char *value)
{
    return has_messages(value)
               ? take_word(r, row, value)
               : misuse(r, PHRASE("there are no messages in the language %s"), value);
}

/* ---- the table of options ---- */
#define IN(name) (1u << COMMAND_##name)
#define SETTING (IN(render) | IN(check))
#define TRANSLATING                                                                                \
    (IN(extract) | IN(update) | IN(adopt) | IN(export) | IN(import) | IN(status) | IN(pseudo) |    \
     IN(ids))
#define EVERY (~0u)
const struct option_row option_rows[] = {
#define OPTION(letter, name, argument, take, field, commands, values, help)                        \
    { letter, name, argument, take, offsetof(struct request, field), commands, values, help },
#include "cli/options.def"
#undef OPTION
};
const unsigned option_count = sizeof option_rows / sizeof *option_rows;
enum { OPTIONS = sizeof option_rows / sizeof *option_rows };

bool has_option(const struct command *c, const struct option_row *o)
{
    return o->commands >> (c - commands) & 1;
}

/* ---- reading ---- */
/* The locale whose language messages are to have: POSIX's order. */
static const char *locale_of_messages(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *value = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && (!value || !*value); i++)
        value = getenv(names[i]);
    return value;
}

/* Prints a phrase with what fills it, and a second one if there is any. */
static void say(const struct request *r, const char *hint, const char *english, va_list list)
{
    char words[LONGEST_COMPLAINT];
    struct speech s;
    vsnprintf(words, sizeof words, english, list);
    words[utf8_valid(words, strlen(words))] = '\0'; /* cut, perhaps inside a character */
    speech_open(&s, r->job.messages ? r->job.messages : locale_of_messages());
    fprintf(stderr, "handbill: %s\n", said(&s, words));
    if (hint)
        fprintf(stderr, "%s\n", said(&s, hint));
    speech_close(&s);
}

int misuse(const struct request *r, const char *english, ...)
{
    va_list list;
    va_start(list, english);
    say(r, PHRASE("Try 'handbill help'."), english, list);
    va_end(list);
    return HANDBILL_USAGE;
}

void complain(const struct request *r, const char *english, ...)
{
    va_list list;
    va_start(list, english);
    say(r, NULL, english, list);
    va_end(list);
}

int out_of_memory(void)
{
    fputs("handbill: error: out of memory\n", stderr);
    return HANDBILL_FAILED;
}

int worse_status(int a, int b) { return a > b ? a : b; }

/* Tells whether a word of the command line is most likely one that was meant. */
static bool is_near(const char *word, const char *meant)
{
    unsigned d = word_distance(word, meant);
    return d < strlen(meant) && d <= (strlen(meant) < 5 ? 1 : 2);
}

static bool is_source(const char *word)
{
    size_t n = strlen(word);
    return n > 4 && strcmp(word + n - 4, ".xml") == 0;
}

const struct command *find_command(const struct request *r, const char *name,
                                   const char *first_operand)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    const char *near = is_source(name) ? "render" : NULL;
    for (int i = 0; i < COMMAND_COUNT && !near; i++)
        near = is_near(name, commands[i].name) ? commands[i].name : NULL;
    if (!near && first_operand && is_source(first_operand))
        near = "render";
    const char *operand = is_source(name) ? name : first_operand;
    if (near)
        complain(r, PHRASE("there is no command %s; did you mean: handbill %s%s%s"), name, near,
                 operand ? " " : "", operand ? operand : "");
    else
        misuse(r, PHRASE("there is no command %s"), name);
    return NULL;
}

/* Says which option of the command line is none, or lacks its argument. */
static int misused_option(const struct request *r, const char *word, int got)
{
    char name[WORD_LONGEST + 3] = { '-', (char)optopt };
    bool is_long = optopt == 0 || optopt > UCHAR_MAX;
    if (is_long)
        snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    if (got == ':')
        return misuse(r, PHRASE("an argument is missing behind the option %s"), name);
    for (unsigned i = 0; is_long && i < OPTIONS; i++) {
        if (strcmp(name + 2, option_rows[i].name) == 0)
            return misuse(r, PHRASE("this option takes no argument: %s"), name);
        if (is_near(name + 2, option_rows[i].name)) {
            complain(r, PHRASE("there is no option %s; did you mean: --%s"), name,
                     option_rows[i].name);
            return HANDBILL_USAGE;
        }
    }
    return misuse(r, PHRASE("there is no option %s"), name);
}

/* Says that what stands behind an option is empty, as when a script's variable is. */
static int misused_empty(const struct request *r, const struct option_row *row)
{
    return misuse(r, PHRASE("what stands behind --%s is empty: write its %s there"), row->name,
                  row->argument);
}

/* The tables as getopt wants them: a long option's value is its row's number behind the letters. */
enum { FIRST_ROW = 256 };
static void getopt_tables(struct option longs[OPTIONS + 1], char letters[2 * OPTIONS + 2])
{
    char *to = letters;
    *to++ = ':';
    for (unsigned i = 0; i < OPTIONS; i++) {
        const struct option_row *o = &option_rows[i];
        longs[i] = (struct option){ o->name, o->argument ? required_argument : no_argument, NULL,
                                    FIRST_ROW + (int)i };
        if (o->letter)
            *to++ = o->letter;
        if (o->letter && o->argument)
            *to++ = ':';
    }
    longs[OPTIONS] = (struct option){ 0 };
    *to = '\0';
}

/* The row of what getopt returned. */
static const struct option_row *row_of(int got)
{
    for (unsigned i = 0; i < OPTIONS; i++)
        if (got == FIRST_ROW + (int)i || got == option_rows[i].letter)
            return &option_rows[i];
    return NULL;
}

/* Tells how many bytes of dashes a word begins with: U+2010 to U+2015, and the minus sign; an
 * editor makes them of hyphens. */
static size_t dashes(const char *word)
{
    size_t n = 0;
    while (strncmp(word + n, "\xE2\x88\x92", 3) == 0 ||
           (strncmp(word + n, "\xE2\x80", 2) == 0 && (unsigned char)word[n + 2] >= 0x90 &&
            (unsigned char)word[n + 2] <= 0x95))
        n += 3;
    return n;
}

/* Tells of an option behind a dash; one letter has one hyphen. */
static int check_dash(const struct request *r, const char *word)
{
    const char *name = word + dashes(word);
    name += strspn(name, "-");
    if (name == word || !dashes(word) || !*name || strchr(name, '.'))
        return HANDBILL_MADE;
    return misuse(r, PHRASE("a dash begins no option: write %s%s, with hyphens"),
                  name[1] ? "--" : "-", name);
}

/* Tells of a long option with one hyphen, which would be read as letters, and of a file that is
 * named like an option; of what stands before "--". */
static int check_hyphens(const struct request *r, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *word = argv[i] + 1;
        if (check_dash(r, argv[i]) != HANDBILL_MADE)
            return HANDBILL_USAGE;
        if (argv[i][0] != '-' || *word == '-')
            continue;
        for (unsigned k = 0; k < OPTIONS; k++)
            if (strcspn(word, "=") == strlen(option_rows[k].name) &&
                strncmp(word, option_rows[k].name, strcspn(word, "=")) == 0)
                return misuse(r, PHRASE("write the option with two hyphens: --%s"), word);
        if (is_source(word) && !row_of(*word))
            return misuse(r, PHRASE("a file whose name begins with - is written ./%s"), argv[i]);
    }
    return HANDBILL_MADE;
}

/* Reads options, wherever they stand among the operands; *given gets a bit for each. */
static int read_options(struct request *r, int argc, char **argv, uint64_t *given)
{
    struct option longs[OPTIONS + 1];
    char letters[2 * OPTIONS + 2];
    int status = check_hyphens(r, argc, argv);
    getopt_tables(longs, letters);
    opterr = 0;
    for (int got;
         status == HANDBILL_MADE && (got = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        const struct option_row *row = row_of(got);
        if (!row)
            return misused_option(r, argv[optind - 1], got);
        *given |= (uint64_t)1 << (row - option_rows);
        status = optarg && !*optarg ? misused_empty(r, row) : row->take(r, row, optarg);
    }
    return status;
}

/* Tells of a file whose name has spaces and has come in pieces. */
static int check_pieces(const struct request *r)
{
    char name[4096];
    for (int i = 0; i < r->operand_count; i++) {
        size_t n = 0;
        for (int k = i; k < r->operand_count && n < sizeof name; k++) {
            n += (size_t)snprintf(name + n, sizeof name - n, "%s%s", k > i ? " " : "",
                                  r->operands[k]);
            if (n < sizeof name && k > i && file_exists(name) && !file_exists(r->operands[i]))
                return misuse(r, PHRASE("a name with spaces stands between quotation marks: '%s'"),
                              name);
        }
    }
    return HANDBILL_MADE;
}

/* Reports an option that its command does not have, and too few or too many operands. */
static int check_request(const struct request *r, uint64_t given)
{
    const struct command *c = r->command;
    for (unsigned i = 0; i < OPTIONS; i++)
        if (given >> i & 1 && !has_option(c, &option_rows[i])) {
            complain(r, PHRASE("%s has no option --%s: leave it out"), c->name,
                     option_rows[i].name);
            complain(r, PHRASE("its options are listed by: handbill help %s"), c->name);
            return HANDBILL_USAGE;
        }
    for (int i = 0; i < r->operand_count; i++)
        if (!*r->operands[i])
            return misuse(r, PHRASE("a word behind %s is empty; write: handbill %s %s"), c->name,
                          c->name, c->operands);
    if (check_pieces(r) != HANDBILL_MADE)
        return HANDBILL_USAGE;
    if (r->help ||
        (r->operand_count >= c->least && (c->most == ANY || r->operand_count <= c->most)))
        return HANDBILL_MADE;
    if (r->operand_count < c->least)
        complain(r, PHRASE("too little behind %s; write: handbill %s %s"), c->name, c->name,
                 c->operands);
    else
        complain(r, PHRASE("too much behind %s; write: handbill %s %s"), c->name, c->name,
                 c->operands);
    return HANDBILL_USAGE;
}

int read_request(struct request *r, int argc, char **argv)
{
    uint64_t given = 0;
    int status = read_options(r, argc, argv, &given);
    if (!r->job.messages)
        r->job.messages = locale_of_messages();
    r->job.styles = r->styles;
    r->job.added = r->added;
    r->job.font_folders = r->font_folders;
    if (status != HANDBILL_MADE || optind == argc)
        return status;
    r->operands = argv + optind + 1;
    r->operand_count = argc - optind - 1;
    r->command = find_command(r, argv[optind], r->operands[0]);
    return r->command ? check_request(r, given) : HANDBILL_USAGE;
}
