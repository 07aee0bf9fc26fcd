/* text/system: the system's fonts, which are looked at only when they are asked for, so that a page
 * does not change with what else is installed; but whoever names a family that is among them is
 * told so. */
#include "text/inner.h"

#include <errno.h>
#include <string.h>

bool system_folders(FcStrSet *folders)
{
    FcConfig *system = FcInitLoadConfig();
    FcStrList *list = system ? FcConfigGetFontDirs(system) : NULL;
    for (const FcChar8 *dir; list && (dir = FcStrListNext(list));)
        FcStrSetAdd(folders, dir);
    if (list)
        FcStrListDone(list);
    if (system)
        FcConfigDestroy(system);
    return list != NULL;
}

/* The file of the family's first font, copied; NULL when the folders have none. */
static char *file_among(struct fonts *f, FcStrSet *folders, const char *name)
{
    struct tier t = { 0 };
    char *file = NULL;
    if (!tier_read(&t, f->arena, f->config, folders))
        return NULL;
    const struct family *family = tier_family(&t, name);
    const char *found = family ? family->members->candidate->file : NULL;
    size_t n = found ? strlen(found) + 1 : 0;
    if (found && (file = arena_try(f->arena, n)))
        memcpy(file, found, n);
    tier_close(&t);
    return file;
}

const char *system_file(struct fonts *f, const char *family)
{
    if (f->system)
        return NULL;
    errno = 0;
    FcStrSet *folders = FcStrSetCreate();
    char *file = folders && system_folders(folders) ? file_among(f, folders, family) : NULL;
    if (folders)
        FcStrSetDestroy(folders);
    arena_starved(f->arena);
    return file;
}
