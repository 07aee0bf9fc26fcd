/* base/file: reading whole files, writing them all or nothing.
 *
 *   path ─links followed─► target ─► .NAME.PID-N.tmp beside it
 *        ─write─fsync─close─rename─► target ─► fsync of the folder
 *
 * The kernel applies the umask at open, so that no thread has to change it to learn it.
 * No arena call that can jump stands between an open and its close.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "base/file.h"

#include "base/diag.h"
#include "base/words.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 1 << 16, MOST_NAMES = 1000, MOST_LINKS = 40 };

/* What people see most often has words of ours, which are the same everywhere and translated. */
static const struct {
    int error;
    const char *words;
} reasons[] = {
    { ENOENT, PHRASE("No such file or directory") },
    { EACCES, PHRASE("Permission denied") },
    { EISDIR, PHRASE("Is a directory") },
    { ENOTDIR, PHRASE("Not a directory") },
    { ENOSPC, PHRASE("No space left on device") },
    { EROFS, PHRASE("Read-only file system") },
};

/* The words for an errno, in the arena; strerror itself is not for threads. */
static const char *reason_of(struct arena *a, int error)
{
    char text[256];
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error)
            return reasons[i].words;
    if (strerror_r(error, text, sizeof text) != 0)
        return arena_printf(a, "error %d", error);
    return arena_strdup(a, text);
}

/* Reads what is left of a file into the arena; returns 0 or an errno. */
static int read_all(struct arena *a, int fd, size_t expected, char **bytes, size_t *size)
{
    size_t room = expected ? expected + 2 : FIRST_ROOM, used = 0;
    char *buffer = arena_try(a, room);
    while (buffer) {
        ssize_t n = read(fd, buffer + used, room - 1 - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        used += (size_t)n;
        if (n == 0 || used > FILE_MOST_BYTES)
            break;
        if (used == room - 1) {
            char *grown = arena_try(a, room * 2);
            if (grown)
                memcpy(grown, buffer, used);
            buffer = grown;
            room *= 2;
        }
    }
    if (!buffer)
        return ENOMEM;
    *bytes = buffer;
    *size = used;
    return used > FILE_MOST_BYTES ? EFBIG : 0;
}

/* Reads a whole file; returns 0 or an errno, never ENOMEM: memory that lacks ends the job. */
static int read_file(struct arena *a, const char *path, char **bytes, size_t *size)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    int error = 0;
    struct stat s;
    if (fd < 0 || fstat(fd, &s) != 0)
        error = errno;
    else if (S_ISDIR(s.st_mode))
        error = EISDIR;
    else if (S_ISREG(s.st_mode) && (uintmax_t)s.st_size > FILE_MOST_BYTES)
        error = EFBIG;
    else
        error = read_all(a, fd, S_ISREG(s.st_mode) ? (size_t)s.st_size : 0, bytes, size);
    if (fd >= 0 && !standard)
        close(fd);
    if (error == ENOMEM)
        arena_out_of_memory(a);
    return error;
}

/* Tells how unlike the name that is asked for a file's name is: 0 where only capitals differ, or
 * the end of a source's name is left out. */
static unsigned unlikeness(const char *asked, const char *there)
{
    size_t n = strlen(asked);
    if (strcasecmp(asked, there) == 0)
        return 0;
    if (strncasecmp(asked, there, n) == 0 && strcmp(there + n, ".xml") == 0)
        return 0;
    return word_distance(asked, there);
}

enum { ENTRIES_MOST = 4096, UNLIKE_MOST = 2 };

/* Finds the file of a folder that is meant by a name, most likely, first in the alphabet of equally
 * like ones; false where none is like it. */
static bool find_near(const char *folder, const char *name, char near[NAME_MAX + 1])
{
    unsigned least = strlen(name) < 6 ? 1 : UNLIKE_MOST, left = ENTRIES_MOST;
    DIR *d = opendir(folder);
    *near = '\0';
    for (struct dirent *e; d && left-- && (e = readdir(d));) {
        unsigned far = unlikeness(name, e->d_name);
        if (*e->d_name == '.' || far > least || strlen(e->d_name) > NAME_MAX ||
            (*near && far == least && strcmp(near, e->d_name) < 0))
            continue;
        least = far;
        strcpy(near, e->d_name);
    }
    if (d)
        closedir(d);
    return *near;
}

/* The reason where a file is missing, with one whose name is like its. */
static const char *reason_of_missing(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t before = slash ? (size_t)(slash - path) + 1 : 0;
    const char *folder = before ? arena_strndup(a, path, before) : ".";
    char near[NAME_MAX + 1];
    if (!path[before] || !find_near(folder, path + before, near))
        return FILE_IS_MISSING;
    return arena_printf(a, PHRASE("there is no file of that name; is %.*s%s meant?"), (int)before,
                        path, near);
}

/* The words for an errno of reading: what most people meet says what to do. */
static const char *reason_of_reading(struct arena *a, const char *path, int error)
{
    if (error == EFBIG)
        return FILE_TOO_LARGE;
    if (error == ENOENT)
        return reason_of_missing(a, path);
    return error == EISDIR ? FILE_IS_FOLDER : reason_of(a, error);
}

bool file_read(struct arena *a, const char *path, const char **bytes, size_t *size,
               const char **reason)
{
    char *read = NULL;
    int error = read_file(a, path, &read, size);
    *bytes = read;
    if (error)
        *reason = reason_of_reading(a, path, error);
    return error == 0;
}

char *file_read_table(struct arena *a, const char *path, size_t *size)
{
    char *bytes = NULL;
    return read_file(a, path, &bytes, size) == 0 ? bytes : NULL;
}

/* Writes everything; returns 0 or an errno. */
static int write_all(int fd, const char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = write(fd, bytes + done, size - done);
        if (n < 0 && errno != EINTR)
            return errno;
        if (n == 0)
            return EIO;
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

/* Writes to what cannot be replaced; returns 0 or an errno. */
static int write_directly(const char *path, const void *bytes, size_t size)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = write_all(fd, bytes, size);
    if (!standard && close(fd) != 0 && !error)
        error = errno;
    return error;
}

/* Opens a new file beside `target` and writes its name to `name`; -1 and errno when it cannot. */
static int open_beside(const char *target, char *name, size_t room)
{
    const char *slash = strrchr(target, '/');
    int folder = slash ? (int)(slash - target) + 1 : 0;
    for (int i = 0; i < MOST_NAMES; i++) {
        int n = snprintf(name, room, "%.*s.handbill-%ld-%d.tmp", folder, target, (long)getpid(), i);
        if (n < 0 || (size_t)n >= room) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Syncs the folder, without which the new name is not on the disk; a file system that cannot sync a
 * folder has done what it can. */
static void sync_folder(const char *target)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(target, '/');
    size_t n = slash ? (size_t)(slash - target) + 1 : 0;
    if (n >= sizeof folder)
        return;
    memcpy(folder, n ? target : ".", n ? n : 1);
    folder[n ? n : 1] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

/* Writes beside, syncs, closes, renames; returns 0 or an errno, and then leaves nothing behind. */
static int replace(const char *target, const void *bytes, size_t size)
{
    char beside[PATH_MAX];
    int fd = open_beside(target, beside, sizeof beside);
    if (fd < 0)
        return errno;
    int error = write_all(fd, bytes, size);
    if (!error && fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && !error)
        error = errno;
    if (!error && rename(beside, target) != 0)
        error = errno;
    if (error)
        unlink(beside);
    else
        sync_folder(target);
    return error;
}

/* Follows links, so that they stay and what they name is written, be it there yet or not; returns 0
 * or an errno. */
static int follow_links(const char *path, char target[PATH_MAX])
{
    char link[PATH_MAX];
    if (snprintf(target, PATH_MAX, "%s", path) >= PATH_MAX)
        return ENAMETOOLONG;
    for (int i = 0; i < MOST_LINKS; i++) {
        ssize_t n = readlink(target, link, sizeof link - 1);
        if (n < 0 && (errno == EINVAL || errno == ENOENT))
            return 0; /* no link, or nothing there: this is the end */
        if (n < 0)
            return errno;
        link[n] = '\0';
        char *slash = strrchr(target, '/');
        char *name = slash && *link != '/' ? slash + 1 : target;
        size_t room = (size_t)(target + PATH_MAX - name);
        if ((size_t)n >= room)
            return ENAMETOOLONG;
        memcpy(name, link, (size_t)n + 1);
    }
    return ELOOP;
}

/* The words for an errno of writing. */
static const char *reason_of_writing(struct arena *a, int error)
{
    if (error == ENOENT)
        return PHRASE("there is no such folder");
    return error == EISDIR ? PHRASE("it is a folder") : reason_of(a, error);
}

bool file_write(struct arena *a, const char *path, const void *bytes, size_t size,
                const char **reason)
{
    char target[PATH_MAX];
    struct stat s;
    bool there = stat(path, &s) == 0;
    int error;
    if (strcmp(path, "-") == 0 || (there && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode)))
        error = write_directly(path, bytes, size);
    else if (there && S_ISDIR(s.st_mode))
        error = EISDIR;
    else if ((error = follow_links(path, target)) == 0)
        error = replace(target, bytes, size);
    if (error)
        *reason = reason_of_writing(a, error);
    return error == 0;
}

bool file_is_same(const char *a, const char *b)
{
    struct stat sa, sb;
    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino;
}

bool file_is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

bool file_exists(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0;
}

enum file_place file_place(const char *folder, const char *path)
{
    char from[PATH_MAX], to[PATH_MAX];
    struct stat s;
    if (!realpath(*folder ? folder : ".", from) || !realpath(path, to) || stat(to, &s) != 0)
        return FILE_MISSING;
    size_t n = strlen(from);
    while (n && from[n - 1] == '/') /* of the root */
        n--;
    if (strncmp(to, from, n) != 0 || to[n] != '/')
        return FILE_OUTSIDE;
    return S_ISREG(s.st_mode) || S_ISDIR(s.st_mode) ? FILE_BELOW : FILE_SPECIAL;
}

bool file_date(const char *path, int64_t *seconds)
{
    struct stat s;
    if (strcmp(path, "-") == 0 || stat(path, &s) != 0)
        return false;
    *seconds = s.st_mtime;
    return true;
}

void file_make_folder(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash && slash > path)
        mkdir(arena_strndup(a, path, (size_t)(slash - path)), 0777);
}

/* ---- files without a name ---- */
FILE *file_open_nameless(size_t room)
{
    FILE *f = tmpfile();
    if (f && room && posix_fallocate(fileno(f), 0, (off_t)room) != 0) {
        fclose(f);
        f = NULL;
    }
    return f;
}

bool file_cut_nameless(FILE *f) { return fflush(f) == 0 && ftruncate(fileno(f), ftell(f)) == 0; }

bool file_take_nameless(FILE *f, struct buffer *to)
{
    long end = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    char *bytes = end < 0 ? NULL : arena_try_file(to->arena, fileno(f), (size_t)end);
    fclose(f);
    if (bytes)
        buffer_take(to, bytes, (size_t)end);
    return bytes;
}
