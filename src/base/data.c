/* base/data: folders that are tried one after the other; a folder is one of data when it has the
 * default style sheet. */
#include "base/data.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef HANDBILL_PREFIX
#define HANDBILL_PREFIX "/usr/local"
#endif

const char *data_option(const char *option, const char *variable)
{
    const char *value = option ? option : getenv(variable);
    return value && *value ? value : NULL;
}

/* Finds the folder of the program's own file; NULL if unknown. Linux alone: elsewhere the prefix
 * or HANDBILL_DATA has to do. */
static char *program_folder(struct arena *a)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return NULL;
    path[n] = '\0';
    char *slash = strrchr(path, '/');
    return slash ? arena_strndup(a, path, (size_t)(slash - path)) : NULL;
}

static bool is_data(struct arena *a, const char *folder)
{
    return file_exists(arena_printf(a, "%s/styles/handout.css", folder));
}

const char *data_folder(struct arena *a, const char *option)
{
    const char *said = data_option(option, "HANDBILL_DATA");
    if (said)
        return said;
    char *folder = program_folder(a);
    const char *installed = folder ? arena_printf(a, "%s/../share/handbill", folder) : NULL;
    if (installed && is_data(a, installed))
        return installed;
    for (char *slash; folder && (slash = strrchr(folder, '/')) != NULL;) {
        *slash = '\0';
        if (is_data(a, folder))
            return folder;
    }
    return HANDBILL_PREFIX "/share/handbill";
}
