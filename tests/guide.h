/* tests/guide: a guide that is made from a table of the code, and held to it. */
#ifndef TESTS_GUIDE_H
#define TESTS_GUIDE_H

#include "base/file.h"

#include <stdio.h>
#include <string.h>

/* Prints the guide that was made (NULL: the table is not as it must be), or compares it with the
 * file that keeps it, whose table `table` names; returns what main is to return. */
static int guide_main(struct arena *a, const char *made, bool asked_to_print, const char *file,
                      const char *table)
{
    const char *kept = "", *reason = NULL;
    size_t size = 0;
    if (!made)
        return 1;
    if (asked_to_print) {
        fputs(made, stdout);
        return 0;
    }
    bool good = file_read(a, file, &kept, &size, &reason) && size == strlen(made) &&
                memcmp(kept, made, size) == 0;
    printf("%s is %sas the table of %s says%s\n", file, good ? "" : "not ", table,
           good ? "" : ": make bless");
    return good ? 0 : 1;
}

#endif
