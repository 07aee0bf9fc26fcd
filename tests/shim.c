/* tests/shim: a world in which calls fail, put under the program by LD_PRELOAD.
 *
 *   SHIM_FAIL=write | short | fsync | close | rename     that call fails (short: writes 7 bytes at a time) on what the program writes
 *   SHIM_FAIL=once | from, SHIM_AT=N                     the Nth allocation after main began fails, alone or with all after it
 *   SHIM_COUNT=FILE                                      the number of allocations is written there at the end
 *
 * Allocations count that the program itself asks for, or a library that says when it got none.  Those of libraries that
 * fall when memory runs out (see `unsafe`), and of libc on behalf of whomever (strdup), are always granted.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static enum { NOTHING, WRITE, SHORT, FSYNC, CLOSE, RENAME, ONCE, FROM } mode;
static long at, count;
static int running, written = -1;

/* These do not look at what they got: fontconfig 2.14 (FcStrListDone(NULL), a lock kept after a failed read), expat under
 * fontconfig's handlers, ICU 72 (locale_get_default of nothing), hb-subset 6 (what stands for a table it could not load is
 * its own, so that hb_face_destroy, in the other library, takes it for a table). */
static const char *const unsafe[] = { "libfontconfig.so", "libexpat.so", "libicu", "libharfbuzz-subset.so", "libc.so", "ld-linux", "libstdc++.so" };
enum { MOST_RANGES = 64 };
static struct { uintptr_t start, end; } granted[MOST_RANGES];
static int granted_count;

static int note_unsafe(struct dl_phdr_info *object, size_t size, void *context)
{
    (void)size;
    (void)context;
    int found = 0;
    for (unsigned i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        found |= strstr(object->dlpi_name, unsafe[i]) != NULL;
    for (int i = 0; found && i < object->dlpi_phnum && granted_count < MOST_RANGES; i++)
        if (object->dlpi_phdr[i].p_type == PT_LOAD && object->dlpi_phdr[i].p_flags & PF_X) {
            granted[granted_count].start = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
            granted[granted_count].end = granted[granted_count].start + object->dlpi_phdr[i].p_memsz;
            granted_count++;
        }
    return 0;
}

static int next_fails(const void *caller)
{
    if (!running)
        return 0;
    for (int i = 0; i < granted_count; i++)
        if ((uintptr_t)caller >= granted[i].start && (uintptr_t)caller < granted[i].end)
            return 0;
    long n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    return (mode == ONCE && n == at) || (mode == FROM && n >= at);
}

static void *no_memory(void)
{
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t n) { return next_fails(__builtin_return_address(0)) ? no_memory() : __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return next_fails(__builtin_return_address(0)) ? no_memory() : __libc_calloc(n, size); }
void *realloc(void *p, size_t n) { return next_fails(__builtin_return_address(0)) ? no_memory() : __libc_realloc(p, n); }

static int fail(void)
{
    errno = mode == CLOSE ? EIO : ENOSPC;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    static ssize_t (*real)(int, const void *, size_t);
    if (!real)
        real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (fd > 2) {
        written = fd;
        if (mode == WRITE)
            return fail();
        if (mode == SHORT && n > 7)
            n = 7;
    }
    return real(fd, bytes, n);
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return mode == FSYNC ? fail() : real(fd);
}

int close(int fd)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "close");
    int done = real(fd);
    return mode == CLOSE && fd == written ? fail() : done;
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    return mode == RENAME ? fail() : real(from, to);
}

static int (*real_main)(int, char **, char **);

/* What the loader and the libraries allocate before main is not ours to survive. */
static int counted_main(int argc, char **argv, char **env)
{
    static const char *const names[] = { "", "write", "short", "fsync", "close", "rename", "once", "from" };
    const char *wanted = getenv("SHIM_FAIL"), *number = getenv("SHIM_AT");
    for (unsigned i = 1; wanted && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], wanted) == 0)
            mode = i;
    at = number ? atol(number) : 0;
    dl_iterate_phdr(note_unsafe, NULL);
    running = 1;
    int status = real_main(argc, argv, env);
    running = 0;
    const char *file = getenv("SHIM_COUNT");
    FILE *f = file ? fopen(file, "w") : NULL;
    if (f) {
        fprintf(f, "%ld\n", count);
        fclose(f);
    }
    return status;
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void), void (*end)(void), void *stack);
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void), void (*end)(void), void *stack)
{
    __typeof__(&__libc_start_main) real = (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = main;
    return real(counted_main, argc, argv, init, fini, end, stack);
}
