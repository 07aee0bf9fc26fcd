/* style/editions.c: the table of editions, one row each. */
#include "style/style.h"

#include <string.h>

/* What readers of low vision can do with, in Latin type; of other scripts, whose letters fill more
 * of it, some give nine tenths of 18 pt. */
#define LARGE_TYPE (16 * SP_PT)

const struct edition style_editions[] = {
    { "screen", TARGET_RGB, TAGS_UA, SCALING_ANY, FINISH_SMALL, CLAIM_UA_AND_A, TEXTS_ONE, 0 },
    { "print", TARGET_CMYK, TAGS_NONE, SCALING_ANY, FINISH_NONE, CLAIM_X, TEXTS_ONE, 0 },
    { "print-a2b", TARGET_CMYK, TAGS_NONE, SCALING_ANY, FINISH_NONE, CLAIM_X_AND_A, TEXTS_ONE, 0 },
    { "print-x1a", TARGET_CMYK, TAGS_NONE, SCALING_ANY, FINISH_NONE, CLAIM_X1A, TEXTS_ONE, 0 },
    { "office", TARGET_GREY, TAGS_NONE, SCALING_NONE, FINISH_NONE, CLAIM_NONE, TEXTS_ONE, 0 },
    { "booklet", TARGET_GREY, TAGS_NONE, SCALING_NONE, FINISH_NONE, CLAIM_NONE, TEXTS_ONE, 0 },
    { "large", TARGET_RGB, TAGS_UA, SCALING_ANY, FINISH_SMALL, CLAIM_UA_AND_A, TEXTS_ONE,
      LARGE_TYPE },
    { "review", TARGET_RGB, TAGS_UA, SCALING_ANY, FINISH_SMALL, CLAIM_UA_AND_A, TEXTS_BOTH, 0 },
    { NULL, TARGET_RGB, TAGS_NONE, SCALING_ANY, FINISH_NONE, CLAIM_NONE, TEXTS_ONE, 0 },
};

const struct edition *style_edition_find(const char *name)
{
    for (const struct edition *e = style_editions; e->name; e++)
        if (!strcmp(e->name, name))
            return e;
    return NULL;
}
