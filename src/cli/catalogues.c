/* cli/catalogues: the catalogues of a folder, source/NAME/TAG.po, in the order of their names. */
#define _POSIX_C_SOURCE 200809L
#include "cli/command.h"
#include "job/wording.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool is_catalogue(const char *name)
{
    size_t n = strlen(name);
    return n > 3 && name[0] != '.' && strcmp(name + n - 3, ".po") == 0;
}

/* Makes room for one more path; false when there is no memory. */
static bool reserve(struct catalogues *c)
{
    char **grown = realloc(c->paths, (c->count + 1) * sizeof *grown);
    if (!grown)
        return false;
    c->paths = grown;
    return true;
}

/* Adds a path of a folder, or, without a name, the folder itself; false when there is no memory. */
static bool add_path(struct catalogues *c, const char *folder, const char *name)
{
    size_t n = strlen(folder), room = n + strlen(name) + 2;
    char *path = reserve(c) ? malloc(room) : NULL;
    if (!path)
        return false;
    const char *slash = !*name || (n && folder[n - 1] == '/') ? "" : "/";
    snprintf(path, room, "%s%s%s", folder, slash, name);
    c->paths[c->count++] = path;
    return true;
}

int add_catalogue(struct catalogues *c, const char *path)
{
    return add_path(c, path, "") ? HANDBILL_MADE : out_of_memory();
}

int find_catalogues(const struct request *r, struct catalogues *c, const char *folder)
{
    size_t before = c->count;
    int status = HANDBILL_MADE;
    DIR *opened = opendir(folder);
    if (!opened) {
        complain(r, PHRASE("cannot read the folder %s: %s"), folder, strerror(errno));
        return HANDBILL_INPUT;
    }
    for (struct dirent *e; status == HANDBILL_MADE && (e = readdir(opened)) != NULL;)
        if (is_catalogue(e->d_name) && !add_path(c, folder, e->d_name))
            status = out_of_memory();
    closedir(opened);
    if (c->count > before)
        qsort(c->paths + before, c->count - before, sizeof *c->paths, compare);
    if (status == HANDBILL_MADE && c->count == before)
        return misuse(r, PHRASE("there is no catalogue, TAG.po, in %s"), folder);
    return status;
}

void free_catalogues(struct catalogues *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->paths[i]);
    free(c->paths);
}
