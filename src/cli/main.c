/* cli: the command line.  Reads options, has libhandbill do one job per source, prints its
 * messages, and ends the process with the highest status. */
#define _GNU_SOURCE /* getopt_long */
#include "cli/print.h"

#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SHEETS = 64 };

/* What the command line asks for. */
struct command {
    struct handbill_options job;
    struct handbill_sheet styles[MOST_SHEETS], added[MOST_SHEETS];
    bool json, time, help, version;
};

static const char usage[] =
    "Usage: handbill render SOURCE... [OPTION...]   set each source into a PDF\n"
    "       handbill check SOURCE... [OPTION...]    the same up to the pages; writes nothing\n"
    "\n"
    "A SOURCE of - is standard input, its PDF standard output.\n"
    "\n"
    "  -o, --output=FILE     write the PDF there (one source only);\n"
    "                        without it NAME.EDITION.pdf in the current folder\n"
    "  -e, --edition=NAME    the edition to make (screen)\n"
    "  -s, --style=FILE      use this style sheet instead of those the source names;\n"
    "                        may be repeated\n"
    "  -a, --add-style=FILE  use this style sheet after the others; may be repeated\n"
    "      --dump=STAGE      print what a stage made, to standard output, and no PDF:\n"
    "                        doc, style, text, box, line, page, sheet or pdf\n"
    "      --json            messages as JSON, one object a line\n"
    "      --strict          warnings are errors\n"
    "      --time            print what each stage took\n"
    "  -h, --help            print this\n"
    "  -V, --version         print the version\n"
    "\n"
    "Exit status: 0 made, 1 input to mend, 2 wrong use, 3 incomplete translation,\n"
    "4 font, style sheet or data missing, 5 could not write, 6 out of memory.\n";

/* Prints what is wrong with the command line, and where to read on. */
static int misuse(const char *what, const char *word)
{
    fprintf(stderr, "handbill: %s%s%s\nTry 'handbill --help'.\n", what, *word ? " " : "", word);
    return HANDBILL_USAGE;
}

/* Prints to standard output, and notices a full disk; returns a status. */
static int print_out(const char *bytes, size_t size)
{
    if (fwrite(bytes, 1, size, stdout) == size && fflush(stdout) == 0)
        return HANDBILL_MADE;
    perror("handbill: cannot write to standard output");
    return HANDBILL_WRITE;
}

static int add_sheet(struct handbill_sheet *sheets, size_t *count, const char *name)
{
    if (*count == MOST_SHEETS)
        return misuse("too many style sheets:", name);
    sheets[(*count)++] = (struct handbill_sheet){ .name = name };
    return HANDBILL_MADE;
}

/* Reads options, wherever they stand among the sources; HANDBILL_USAGE after a message. */
static int read_options(struct command *c, int argc, char **argv)
{
    enum { DUMP = 256, JSON, STRICT, TIME };
    static const struct option options[] = {
        { "output", required_argument, NULL, 'o' },
        { "edition", required_argument, NULL, 'e' },
        { "style", required_argument, NULL, 's' },
        { "add-style", required_argument, NULL, 'a' },
        { "dump", required_argument, NULL, DUMP },
        { "json", no_argument, NULL, JSON },
        { "strict", no_argument, NULL, STRICT },
        { "time", no_argument, NULL, TIME },
        { "help", no_argument, NULL, 'h' },
        { "version", no_argument, NULL, 'V' },
        { NULL, 0, NULL, 0 },
    };
    int status = HANDBILL_MADE;
    for (int o; status == HANDBILL_MADE &&
                (o = getopt_long(argc, argv, "o:e:s:a:hV", options, NULL)) != -1;)
        switch (o) {
        case 'o': c->job.output = optarg; break;
        case 'e': c->job.edition = optarg; break;
        case 's': status = add_sheet(c->styles, &c->job.style_count, optarg); break;
        case 'a': status = add_sheet(c->added, &c->job.added_count, optarg); break;
        case DUMP: c->job.dump = optarg; break;
        case JSON: c->json = true; break;
        case STRICT: c->job.strict = true; break;
        case TIME: c->time = true; break;
        case 'h': c->help = true; break;
        case 'V': c->version = true; break;
        default:
            status = HANDBILL_USAGE;
            fputs("Try 'handbill --help'.\n", stderr);
            break;
        }
    c->job.styles = c->styles;
    c->job.added = c->added;
    return status;
}

/* Finds a source's name without its folders and ending; *n becomes its bytes. */
static const char *base_name(const char *source, size_t *n)
{
    const char *slash = strrchr(source, '/');
    const char *base = slash ? slash + 1 : source;
    const char *dot = strrchr(base, '.');
    *n = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    return base;
}

/* Tells whether one source's PDF would replace another's, and prints which. */
static bool collide(const struct command *c, char **sources, int count)
{
    for (int i = 0; i < count; i++)
        for (int k = 0; k < i; k++) {
            size_t n, m;
            const char *one = base_name(sources[k], &n);
            const char *two = base_name(sources[i], &m);
            if (n != m || memcmp(one, two, n) != 0)
                continue;
            fprintf(
                stderr,
                "handbill: %s and %s would both go to %.*s.%s.pdf: set them one by one, with -o\n",
                sources[k], sources[i], (int)n, one, c->job.edition ? c->job.edition : "screen");
            return true;
        }
    return false;
}

/* Makes NAME.EDITION.pdf, in the current folder; NULL when there is no memory. Yours to free. */
static char *output_name(const char *source, const char *edition)
{
    size_t n;
    const char *base = base_name(source, &n);
    size_t room = n + strlen(edition) + 6;
    char *name = malloc(room);
    if (name)
        snprintf(name, room, "%.*s.%s.pdf", (int)n, base, edition);
    return name;
}

static void print_one(const struct command *c, const struct handbill_message *m)
{
    if (c->json)
        print_json(stderr, m);
    else
        print_message(stderr, m);
}

/* Does the job of one source, prints its messages and its dump; returns its status. */
static int render(const struct command *c, const char *source)
{
    struct handbill_options o = c->job;
    char *own = NULL;
    o.source = source;
    if (o.check || o.dump)
        o.output = NULL;
    else if (!o.output && strcmp(source, "-") == 0)
        o.output = "-";
    else if (!o.output)
        o.output = own = output_name(source, o.edition ? o.edition : "screen");
    struct handbill_report *r = o.output || o.check || o.dump ? handbill_set(&o) : NULL;
    int status = r ? (int)r->status : HANDBILL_FAILED;
    if (!r)
        fputs("handbill: error: out of memory\n", stderr);
    for (size_t i = 0; r && i < r->message_count; i++)
        print_one(c, &r->messages[i]);
    if (r && c->time && c->json)
        print_times_json(stderr, r);
    else if (r && c->time)
        print_times(stderr, r);
    if (r && o.dump && r->size) {
        int printed = print_out(r->bytes, r->size);
        status = printed > status ? printed : status;
    }
    handbill_close(r);
    free(own);
    return status;
}

int main(int argc, char **argv)
{
    struct command c = { 0 };
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, which is reported */
    int status = read_options(&c, argc, argv);
    if (status != HANDBILL_MADE)
        return status;
    if (c.help)
        return print_out(usage, sizeof usage - 1);
    if (c.version)
        return print_out("handbill " HANDBILL_VERSION "\n", sizeof "handbill " HANDBILL_VERSION);
    const char *verb = optind < argc ? argv[optind++] : "";
    c.job.check = strcmp(verb, "check") == 0;
    if (!*verb)
        return misuse("say what to do: render or check", "");
    if (!c.job.check && strcmp(verb, "render") != 0)
        return misuse("there is no command", verb);
    if (optind == argc)
        return misuse("name a source to", verb);
    if (c.job.output && c.job.check)
        return misuse("check writes nothing: leave out -o", c.job.output);
    if (c.job.output && c.job.dump)
        return misuse("--dump prints to standard output: leave out -o", c.job.output);
    if (c.job.output && optind + 1 < argc)
        return misuse("several sources cannot go into one file: leave out -o", c.job.output);
    if (!c.job.check && !c.job.dump && collide(&c, argv + optind, argc - optind))
        return HANDBILL_USAGE;
    for (; optind < argc; optind++) {
        int made = render(&c, argv[optind]);
        status = made > status ? made : status;
    }
    return status;
}
