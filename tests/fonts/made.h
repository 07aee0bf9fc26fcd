/* Fonts made for a test, in a folder of its own, and the configuration that knows them. */
#ifndef TESTS_FONTS_MADE_H
#define TESTS_FONTS_MADE_H

#include <stdio.h>
#include <stdlib.h>

/* FOLDER/NAME.ttf as make_test_font.py makes it with these arguments; not 0 when it fails. */
static inline int made_font(const char *folder, const char *name, const char *arguments)
{
    char command[512];
    snprintf(command, sizeof command, "tests/fonts/make_test_font.py %s/%s.ttf %s", folder, name,
             arguments);
    return system(command);
}

/* FOLDER/fonts.conf: what stands in the folder, and `more` before it. */
static inline int made_config(const char *folder, const char *more)
{
    char path[256];
    snprintf(path, sizeof path, "%s/fonts.conf", folder);
    FILE *f = fopen(path, "w");
    if (!f)
        return -1;
    fprintf(f, "<?xml version=\"1.0\"?><fontconfig>%s<dir>%s</dir></fontconfig>\n", more, folder);
    return fclose(f);
}

static inline int made_remove(const char *folder)
{
    char command[512];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

#endif
