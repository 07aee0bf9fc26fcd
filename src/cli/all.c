/* cli/all: one source in every language of a folder.
 *
 *   source/h.xml --all source/h   es.po ─► process ─► out/es/h.screen.pdf
 *                                 fr.po ─► process ─► out/fr/h.screen.pdf
 *                                 …        two at a time
 *
 * What a process prints goes into a file without a name, which is copied when it and all before it
 * have ended: so messages stand in the order of the languages, whichever is ready first.
 */
#define _POSIX_C_SOURCE 200809L
#include "cli/command.h"
#include "job/wording.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_A_TIME = 2, PATH_BYTES = 4096 };

struct language {
    const char *catalogue; /* its path */
    FILE *said;            /* what its process printed */
    pid_t process;         /* above 0: it is at work */
    int status;
};

/* Makes a folder with those that lead to it; false and a message when it cannot. */
static bool make_folders(const struct request *r, char *path)
{
    for (char *at = path + 1;; at++) {
        char here = *at;
        if (here && here != '/')
            continue;
        *at = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) {
            complain(r, PHRASE("cannot make the folder %s: %s"), path, strerror(errno));
            return false;
        }
        *at = here;
        if (!here)
            return true;
    }
}

/* In a process of its own: sets one language, into OUT/TAG/NAME.EDITION.pdf. */
static int set_language(const struct request *r, const char *catalogue)
{
    struct request one = *r;
    size_t tag, name;
    const char *tag_at = base_name(catalogue, &tag), *name_at = base_name(r->operands[0], &name);
    const char *edition = r->job.edition ? r->job.edition : "screen";
    const char *out = r->job.output ? r->job.output : ".";
    char path[PATH_BYTES];
    int n = snprintf(path, sizeof path, "%s/%.*s", out, (int)tag, tag_at);
    if (n < 0 || (size_t)n + name + strlen(edition) + 7 > sizeof path)
        return misuse(r, PHRASE("the name of the folder is too long: %s"), out);
    if (!r->job.check && !make_folders(r, path))
        return HANDBILL_WRITE;
    snprintf(path + n, sizeof path - (size_t)n, "/%.*s.%s.pdf", (int)name, name_at, edition);
    one.job.catalogue = catalogue;
    one.job.output = path;
    return set_one(&one, r->operands[0]);
}

/* Begins the process of a language; without one it is failed. */
static void begin(const struct request *r, struct language *l)
{
    fflush(NULL);
    l->said = tmpfile();
    l->status = HANDBILL_FAILED;
    l->process = l->said ? fork() : -1;
    if (l->process != 0)
        return;
    dup2(fileno(l->said), STDOUT_FILENO);
    dup2(fileno(l->said), STDERR_FILENO);
    int status = set_language(r, l->catalogue);
    fflush(NULL);
    _exit(status);
}

/* Waits for one of the processes to end; one that cannot be waited for has failed. */
static void wait_for_one(struct language *languages, int count)
{
    int ended;
    pid_t process = wait(&ended);
    for (int i = 0; i < count; i++) {
        if (languages[i].process <= 0 || (process > 0 && languages[i].process != process))
            continue;
        languages[i].process = 0;
        if (process > 0 && WIFEXITED(ended))
            languages[i].status = WEXITSTATUS(ended);
    }
}

/* Copies what a language's process has printed. */
static void tell(const struct request *r, struct language *l)
{
    char bytes[4096];
    if (l->status == HANDBILL_FAILED)
        complain(r, PHRASE("%s: its process did not end well"), l->catalogue);
    if (!l->said)
        return;
    rewind(l->said);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, l->said)) > 0;)
        fwrite(bytes, 1, n, stderr);
    fclose(l->said);
}

/* Has the language's process begun, and not ended? */
static int is_at_work(const struct language *l) { return l->process > 0; }

/* Sets the source in the language of each catalogue; returns the highest status. */
static int set_languages(const struct request *r, const struct catalogues *c)
{
    struct language *languages = calloc(c->count, sizeof *languages);
    int count = (int)c->count, status = HANDBILL_MADE, begun = 0, told = 0;
    if (!languages)
        return out_of_memory();
    for (int i = 0; i < count; i++)
        languages[i].catalogue = c->paths[i];
    while (told < count) {
        int at_work = 0;
        for (int i = told; i < begun; i++)
            at_work += is_at_work(&languages[i]);
        for (; begun < count && at_work < AT_A_TIME; begun++) {
            begin(r, &languages[begun]);
            at_work += is_at_work(&languages[begun]);
        }
        if (at_work)
            wait_for_one(languages, begun);
        for (; told < begun && !is_at_work(&languages[told]); told++) {
            tell(r, &languages[told]);
            status = worse_status(languages[told].status, status);
        }
    }
    free(languages);
    return status;
}

int set_every_language(const struct request *r)
{
    struct catalogues c = { 0 };
    int found = find_catalogues(r, &c, r->all);
    int status = found == HANDBILL_MADE ? set_languages(r, &c) : found;
    free_catalogues(&c);
    return status;
}
