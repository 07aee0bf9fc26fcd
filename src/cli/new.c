/* cli/new: a handout to begin with.
 *
 *   words/TAG.words ─┐
 *   the parts below ─┴─► NAME.xml, and NAME.css beside it when a paper is named
 *
 * In the parts @word stands for what the language's word file says behind "new-word:"; what it does
 * not say is left to be written, and explained in English.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "cli/command.h"
#include "cli/speech.h"
#include "job/wording.h"

#include "base/buffer.h"
#include "base/data.h"
#include "base/file.h"
#include "lang/lang.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char head_of_table[] = "<handout xml:lang=\"@lang\">\n"
                                    "  <title>@title</title>\n"
                                    "  <tagline>@tagline</tagline>\n"
                                    "  <principles>\n"
                                    "    <heads><head>@head1</head><head>@head2</head></heads>\n";
static const char first_row[] = "    <!-- @about-row -->\n"
                                "    <principle id=\"first\">\n"
                                "      <name>@name1</name>\n"
                                "      <explanation>\n"
                                "        <p>@text1<noteref to=\"source\"/></p>\n"
                                "      </explanation>\n"
                                "    </principle>\n";
static const char second_row[] = "    <principle id=\"second\">\n"
                                 "      <name>@name2</name>\n"
                                 "      <explanation>\n"
                                 "        <p>@text2</p>\n"
                                 "      </explanation>\n"
                                 "    </principle>\n"
                                 "  </principles>\n";
static const char notes[] = "  <!-- @about-note -->\n"
                            "  <notes>\n"
                            "    <note id=\"source\"><p>@note</p></note>\n"
                            "  </notes>\n";
static const char end[] = "</handout>\n";

/* What a handout may begin with. */
static const struct beginning {
    const char *name;
    const char *parts[6]; /* NULL-ended; none: the finished handout of the data */
} beginnings[] = {
    { "short", { head_of_table, first_row, second_row, notes, end } },
    { "blank", { head_of_table, second_row, end } },
    { "seed", { NULL } },
};
static const struct paper {
    const char *name, *sheet;
} papers[] = {
    { "letter", "@page { size: letter }\n" },
    { "A4", "@page { size: A4 }\n@page booklet { size: A5 }\n" },
    { "A5", "@page { size: A5 }\n:is(p, item) { text-align: start } /* short lines: ragged, not "
            "justified */\n" },
};

/* All that writing a new handout takes. */
struct writing {
    struct arena *arena;
    const struct request *request;
    const struct beginning *from;
    const struct paper *paper; /* NULL: none is named */
    const char *language, *data;
    const char *path, *sheet, *base; /* NAME.xml, NAME.css; NAME without its folders */
    const char *quote;               /* what a shell wants around the name, or "" */
    bool wordless;                   /* the language has no words here */
};

/* ---- what is asked for ---- */
static const struct beginning *find_beginning(const struct request *r, const char *name)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strcmp(beginnings[i].name, name) == 0)
            return &beginnings[i];
    misuse(r, PHRASE("a handout begins with --from short, blank or seed, not with %s"), name);
    return NULL;
}

static const struct paper *find_paper(const struct request *r, const char *name)
{
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (strcasecmp(papers[i].name, name) == 0)
            return &papers[i];
    misuse(r, PHRASE("the paper is --paper letter, a4 or a5, not %s"), name);
    return NULL;
}

static bool is_language(const struct request *r, struct arena *a, const char *tag)
{
    if (lang_is_registered(tag))
        return true;
    const char *near = lang_nearest_tag(a, tag);
    if (near)
        misuse(r, PHRASE("the language of --lang %s is written as the tag %s"), tag, near);
    else
        misuse(r, PHRASE("write the language as a tag, as en, es or pt-BR; there is none like %s"),
               tag);
    return false;
}

/* The name stands in the files, in a comment and as an address. */
static bool is_name(const struct request *r, const char *base)
{
    if (*base && !strpbrk(base, "<>&\"':\\?#%\n\t") && !strstr(base, "--"))
        return true;
    misuse(r, PHRASE("a handout's name has letters, digits, spaces, - and _; it cannot be %s"),
           base);
    return false;
}

/* Fills in what is asked for; false after a message. */
static bool prepare(struct writing *w, const struct request *r)
{
    struct arena *a = w->arena;
    const char *name = r->operands[0], *slash = strrchr(name, '/');
    size_t n = strlen(name);
    n -= n > 4 && strcmp(name + n - 4, ".xml") == 0 ? 4 : 0;
    w->request = r;
    w->path = arena_printf(a, "%.*s.xml", (int)n, name);
    w->quote = strchr(w->path, ' ') ? "'" : "";
    w->sheet = arena_printf(a, "%.*s.css", (int)n, name);
    w->base = slash ? arena_strndup(a, slash + 1, n - (size_t)(slash + 1 - name))
                    : arena_strndup(a, name, n);
    w->language = r->language ? r->language : "en";
    w->data = data_folder(a, r->job.data);
    w->from = find_beginning(r, r->from ? r->from : "short");
    w->paper = r->paper && w->from ? find_paper(r, r->paper) : NULL;
    if (!w->from || (r->paper && !w->paper) || !is_name(r, w->base) ||
        !is_language(r, a, w->language))
        return false;
    if (w->from->parts[0] || !r->language)
        return true;
    misuse(r, PHRASE("the seed is in English: leave out --lang %s"), r->language);
    return false;
}

/* ---- what is written ---- */
static const char *word(struct writing *w, const char *name)
{
    char *key = arena_printf(w->arena, "new-%s", name);
    if (strcmp(name, "lang") == 0)
        return w->language;
    const char *found = lang_word(w->arena, w->data, w->language, key);
    if (found)
        return found;
    w->wordless = true;
    found = strncmp(name, "about", 5) ? NULL : lang_word(w->arena, w->data, "en", key);
    return found ? found : "\u2026";
}

static void add_part(struct buffer *out, struct writing *w, const char *part)
{
    for (size_t n; *part; part += n) {
        if (*part != '@') {
            n = strcspn(part, "@");
            buffer_add(out, part, n);
            continue;
        }
        n = 1 + strspn(part + 1, "abcdefghijklmnopqrstuvwxyz-0123456789");
        buffer_add_string(out, word(w, arena_strndup(w->arena, part + 1, n - 1)));
    }
}

/* Names the schema to editors, where it is and its path is an address as it stands. */
static void add_model(struct buffer *out, const struct writing *w)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._~+-";
    char *whole = realpath(arena_printf(w->arena, "%s/source/handout.rng", w->data), NULL);
    if (whole && !whole[strspn(whole, plain)])
        buffer_printf(out,
                      "<?xml-model href=\"file://%s\" "
                      "schematypens=\"http://relaxng.org/ns/structure/1.0\"?>\n",
                      whole);
    free(whole);
}

static void add_opening(struct buffer *out, struct writing *w)
{
    buffer_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    add_model(out, w);
    if (w->paper)
        buffer_printf(out,
                      "<?xml-stylesheet type=\"text/css\" href=\"handout.css\"?>\n"
                      "<?xml-stylesheet type=\"text/css\" href=\"%s.css\"?>\n",
                      w->base);
    if (w->from->parts[1] == first_row)
        buffer_printf(out, "<!-- %s  handbill render %s%s.xml%s -->\n", word(w, "about-write"),
                      w->quote, w->base, w->quote);
}

/* Copies the finished handout from its root on; false after a message when it is not there. */
static bool add_seed(struct buffer *out, const struct writing *w)
{
    const char *path = arena_printf(w->arena, "%s/source/ammparo-advocacy-priorities.xml", w->data);
    const char *bytes, *reason;
    size_t size;
    if (!file_read(w->arena, path, &bytes, &size, &reason)) {
        complain(w->request, PHRASE("cannot read the seed %s: %s"), path, reason);
        return false;
    }
    const char *root = strstr(bytes, "<handout");
    buffer_add_string(out, root ? root : bytes);
    return true;
}

/* Writes a file that is not there yet; returns a status. */
static int write_new(struct writing *w, const char *path, const char *text)
{
    const char *reason = NULL;
    if (!file_exists(path) && file_write(w->arena, path, text, strlen(text), &reason))
        return HANDBILL_MADE;
    if (reason)
        complain(w->request,
                 PHRASE("cannot write %s: %s; name another place, or make its folder first"), path,
                 reason);
    else
        complain(w->request,
                 PHRASE("cannot write %s: it is there already, and nothing is overwritten; take "
                        "another name"),
                 path);
    return HANDBILL_WRITE;
}

static int write_all(struct writing *w)
{
    struct buffer out = buffer_in(w->arena);
    add_opening(&out, w);
    if (!w->from->parts[0] && !add_seed(&out, w))
        return HANDBILL_RESOURCE;
    for (const char *const *part = w->from->parts; *part; part++)
        add_part(&out, w, *part);
    const char *sheet = w->paper ? w->paper->sheet : NULL;
    if (sheet && file_exists(w->path))
        sheet = NULL; /* then neither is written */
    int status = sheet ? write_new(w, w->sheet, sheet) : HANDBILL_MADE;
    return status == HANDBILL_MADE ? write_new(w, w->path, buffer_text(&out)) : status;
}

static void tell(const struct writing *w)
{
    struct speech s;
    char *typed = arena_printf(w->arena, "%s%s%s", w->quote, w->path, w->quote);
    const char *made = arena_printf(
        w->arena, PHRASE("%s is written; set it with: handbill render %s"), w->path, typed);
    if (w->paper)
        made = arena_printf(w->arena,
                            PHRASE("%s is written, and %s for its paper; set it with: handbill "
                                   "render %s"),
                            w->path, w->sheet, typed);
    const char *left =
        arena_printf(w->arena, PHRASE("There are no words in %s here: write your text over each …"),
                     w->language);
    speech_open(&s, w->request->job.messages);
    puts(said(&s, made));
    if (w->wordless)
        puts(said(&s, left));
    speech_close(&s);
}

/* Does all of it in the writing's arena; returns a status. */
static int write_handout(struct writing *w, const struct request *r, jmp_buf *no_memory)
{
    if (!w->arena || setjmp(*no_memory) != 0)
        return out_of_memory();
    if (!prepare(w, r))
        return HANDBILL_USAGE;
    int status = write_all(w);
    if (status == HANDBILL_MADE && !r->quiet)
        tell(w);
    return status;
}

int run_new(const struct request *r)
{
    jmp_buf no_memory;
    struct writing w = { .arena = arena_open(&no_memory) };
    int status = write_handout(&w, r, &no_memory);
    arena_close(w.arena);
    return status;
}
