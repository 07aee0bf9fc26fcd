/* lang/inner: what the files of this folder share. */
#ifndef LANG_INNER_H
#define LANG_INNER_H

#include "lang/lang.h"

/* A whole file in the arena with a NUL behind it; NULL when it cannot be read or is over 64 MB. */
char *read_file(struct arena *a, const char *path, size_t *size);

/* The patterns of a hyph_*.dic; NULL when its encoding is unknown or it holds none. */
struct hyphens *hyphens_read(struct arena *a, char *bytes, size_t size);
/* The pattern file for a tag, e.g. /usr/share/hyphen/hyph_pt_BR.dic; NULL: the language has none here. */
const char *hyphens_find(struct arena *a, const char *tag);

#endif
