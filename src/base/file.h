/* base/file: the one place that reads and writes files.
 *
 * Neither reports: they give a reason in plain words (made in the arena) and the caller, who knows
 * why the file was wanted, makes the message.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buffer.h"

#include <stdint.h>
#include <stdio.h>

#define FILE_MOST_BYTES ((size_t)64 << 20)
/* The reason that file_read gives for a file of more bytes. */
#define FILE_TOO_LARGE "it has more than 64 MB; split it"
/* And for what is no file. */
#define FILE_IS_MISSING                                                                            \
    PHRASE("there is no file of that name; correct it (capital letters count), or put one there")
#define FILE_IS_FOLDER PHRASE("it is a folder; name a file in it")

/* Reads a whole file, or standard input for "-", into the arena, with a NUL behind.  Returns false
 * and *reason for a folder, a file that is missing or unreadable, and one of more than
 * FILE_MOST_BYTES. */
bool file_read(struct arena *a, const char *path, const char **bytes, size_t *size,
               const char **reason);

/* Reads a whole file of the program's own data, with a NUL behind, for its reader to cut up.  NULL
 * where there is none that can be read: it may be missing. */
char *file_read_table(struct arena *a, const char *path, size_t *size);

/* Makes the folder that a file is to stand in, where there is none, in one that there is; when it
 * cannot, writing the file will say so. */
void file_make_folder(struct arena *a, const char *path);

/* Writes all or nothing: a file beside is written, synced and renamed onto `path` (a symbolic
 * link's target, mode 0666 & umask), each step checked.  When one fails it returns false and
 * *reason, the old file stands untouched and nothing is left beside it.  "-" is standard output.
 * What is no regular file (a device, a FIFO) is written directly. */
bool file_write(struct arena *a, const char *path, const void *bytes, size_t size,
                const char **reason);

/* Opens a file of so many bytes that nobody else finds and nothing is left of.  NULL where the
 * system has none. */
FILE *file_open_nameless(size_t room);
/* Cuts a nameless file behind what was last written; false when not all of that is there. */
bool file_cut_nameless(FILE *f);
/* Lends a nameless file's bytes in the place of a buffer's, a NUL behind, and closes it whatever
 * happens; false when that cannot be. */
bool file_take_nameless(FILE *f, struct buffer *to);

/* Finds when a file was last changed, in seconds since 1970 UTC; false when it is not there. */
bool file_date(const char *path, int64_t *seconds);
/* Where a path leads that is to stay at or below a folder. */
enum file_place { FILE_BELOW, FILE_OUTSIDE, FILE_MISSING, FILE_SPECIAL /* a device, a FIFO */ };
/* Tells where a path leads, all links followed; `folder` "" is the current one. */
enum file_place file_place(const char *folder, const char *path);
/* Tells whether both paths lead to one file that exists. */
bool file_is_same(const char *a, const char *b);
/* Tells whether there is a folder at that path. */
bool file_is_folder(const char *path);
/* Tells whether there is something at that path. */
bool file_exists(const char *path);

#endif
