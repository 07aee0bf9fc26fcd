/* style/editions.c: the table of editions, one row each. */
#include "style/style.h"

#include <string.h>

const struct edition style_editions[] = {
    { "screen", TARGET_RGB, TAGS_UA, IMPOSE_NONE, FINISH_SMALL, NULL },
    { "print", TARGET_CMYK, TAGS_NONE, IMPOSE_NONE, FINISH_NONE,
      "the output intent of PDF/X, and black that prints over other inks" },
    { "office", TARGET_GREY, TAGS_NONE, IMPOSE_NONE, FINISH_NONE, NULL },
    { "large", TARGET_RGB, TAGS_UA, IMPOSE_NONE, FINISH_SMALL,
      "larger type, unless a style sheet sets it under @media large" },
    { "booklet", TARGET_CMYK, TAGS_NONE, IMPOSE_NONE, FINISH_NONE,
      "the pages in the order of a folded sheet" },
    { "review", TARGET_RGB, TAGS_NONE, IMPOSE_NONE, FINISH_NONE,
      "the source beside the translation" },
    { "draft", TARGET_RGB, TAGS_NONE, IMPOSE_NONE, FINISH_NONE,
      "marks where the translation has gaps" },
    { NULL, TARGET_RGB, TAGS_NONE, IMPOSE_NONE, FINISH_NONE, NULL },
};

const struct edition *style_edition_find(const char *name)
{
    for (const struct edition *e = style_editions; e->name; e++)
        if (!strcmp(e->name, name))
            return e;
    return NULL;
}
