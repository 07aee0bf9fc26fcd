/* tests/shim: a world in which calls fail, put under the program by LD_PRELOAD.
 *
 *   SHIM_FAIL=write | short | fsync | close | rename     that call fails (short: writes 7 bytes at a time) on what the program writes
 *   SHIM_FAIL=once | from, SHIM_AT=N                     the Nth allocation after main began fails, alone or with all after it
 *   SHIM_KILL=N                                          the process is killed at the Nth step of writing
 *   SHIM_LOG=FILE                                        one word for each step of writing: write, sync, close, rename, sync-folder
 *   SHIM_COUNT=FILE                                      the number of allocations is written there at the end
 *   SHIM_MAPS=1                                          of allocations only pages asked of the system count
 *
 * All allocations count but those of code that falls when it gets none (see `unsafe`).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unicode/uvernum.h>
#include <unistd.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static enum { NOTHING, WRITE, SHORT, FSYNC, CLOSE, RENAME, ONCE, FROM } mode;
static long at, count;
static int running, maps_only, written = -1;

/* Where a failed allocation ends in a crash or a lock never given back, whatever the caller does: all of fontconfig 2.14
 * (FcStrListDone(NULL), FcPatternAdd into nothing, the lock of a directory's cache), and in ICU 72 Locale::getDefault, which
 * asks itself again under its own lock and reads what it did not get; only unumsys_open leads there.  LittleCMS 2.14 goes
 * on without what it did not get: the program asks beforehand for what it takes. */
#define TEXT(x) #x
#define TEXT_OF(x) TEXT(x)
static const char *const unsafe_libraries[] = { "libfontconfig.so", "liblcms2.so" };
static const char unsafe_function[] = "unumsys_open" TEXT_OF(U_ICU_VERSION_SUFFIX);
/* Who may allocate on their behalf. */
static const char *const helpers[] = { "libc.so", "libstdc++.so", "libicu",
                                       "libz.so", "libgnutls.so", "libcrypto.so" };
enum { MOST_RANGES = 32, MOST_FRAMES = 64 };
struct ranges {
    struct {
        uintptr_t start, end;
    } range[MOST_RANGES];
    int count;
};
static struct ranges unsafe, helping;

static int is_in(const struct ranges *r, const void *address)
{
    for (int i = 0; i < r->count; i++)
        if ((uintptr_t)address >= r->range[i].start && (uintptr_t)address < r->range[i].end)
            return 1;
    return 0;
}

static void add_range(struct ranges *r, uintptr_t start, uintptr_t size)
{
    if (r->count == MOST_RANGES)
        abort();
    r->range[r->count].start = start;
    r->range[r->count++].end = start + size;
}

static int note_library(struct dl_phdr_info *object, size_t size, void *context)
{
    (void)size;
    (void)context;
    struct ranges *to = NULL;
    for (unsigned i = 0; i < sizeof unsafe_libraries / sizeof *unsafe_libraries; i++)
        if (strstr(object->dlpi_name, unsafe_libraries[i]))
            to = &unsafe;
    for (unsigned i = 0; !to && i < sizeof helpers / sizeof *helpers; i++)
        if (strstr(object->dlpi_name, helpers[i]))
            to = &helping;
    for (int i = 0; to && i < object->dlpi_phnum; i++)
        if (object->dlpi_phdr[i].p_type == PT_LOAD && object->dlpi_phdr[i].p_flags & PF_X)
            add_range(to, object->dlpi_addr + object->dlpi_phdr[i].p_vaddr,
                      object->dlpi_phdr[i].p_memsz);
    return 0;
}

/* Ranges of code; the first backtrace loads what it needs. */
static void note_unsafe(void)
{
    void *frame, *function = dlsym(RTLD_DEFAULT, unsafe_function);
    ElfW(Sym) *symbol = NULL;
    Dl_info info;
    unsafe.count = helping.count = 0;
    dl_iterate_phdr(note_library, NULL);
    if (function && dladdr1(function, &info, (void **)&symbol, RTLD_DL_SYMENT) && symbol)
        add_range(&unsafe, (uintptr_t)function, symbol->st_size);
    backtrace(&frame, 1);
}

static int is_granted(const void *caller)
{
    void *frames[MOST_FRAMES];
    if (is_in(&unsafe, caller))
        return 1;
    if (!is_in(&helping, caller))
        return 0;
    for (int n = backtrace(frames, MOST_FRAMES); n-- > 0;)
        if (is_in(&unsafe, frames[n]))
            return 1;
    return 0;
}

static __thread int asking;

static int next_fails(const void *caller, int map)
{
    if (!running || asking || (maps_only && !map))
        return 0;
    asking = 1;
    int granted = is_granted(caller);
    asking = 0;
    if (granted)
        return 0;
    long n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    return (mode == ONCE && n == at) || (mode == FROM && n >= at);
}

static void *no_memory(void)
{
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t n)
{
    return next_fails(__builtin_return_address(0), 0) ? no_memory() : __libc_malloc(n);
}
void *calloc(size_t n, size_t size)
{
    return next_fails(__builtin_return_address(0), 0) ? no_memory() : __libc_calloc(n, size);
}
void *realloc(void *p, size_t n)
{
    return next_fails(__builtin_return_address(0), 0) ? no_memory() : __libc_realloc(p, n);
}
/* Pages of no file; libc's own do not come here. */
void *mmap(void *where, size_t n, int protection, int flags, int fd, off_t from)
{
    if (fd < 0 && next_fails(__builtin_return_address(0), 1)) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return (void *)syscall(SYS_mmap, where, n, protection, flags, fd, from);
}

/* Opening a library is one allocation: what it allocates for itself while it begins is granted, and where its code is noted. */
void *dlopen(const char *file, int flags)
{
    static void *(*real)(const char *, int);
    if (!real)
        real = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
    if (next_fails(__builtin_return_address(0), 0))
        return no_memory();
    int was = asking;
    asking = 1;
    void *opened = real(file, flags);
    note_unsafe();
    asking = was;
    return opened;
}

/* Steps of writing, in order. */
static void note(const char *step)
{
    static long steps;
    const char *file = getenv("SHIM_LOG"), *last = getenv("SHIM_KILL");
    if (last && running && ++steps == atol(last))
        raise(SIGKILL);
    FILE *f = file && running && !asking ? (asking = 1, fopen(file, "a")) : NULL;
    if (!f)
        return;
    fprintf(f, "%s\n", step);
    fclose(f);
    asking = 0;
}

static int fail(void)
{
    errno = mode == CLOSE ? EIO : ENOSPC;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    static ssize_t (*real)(int, const void *, size_t);
    if (!real)
        real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (fd > 2) {
        written = fd;
        note("write");
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
    note(fd == written ? "sync" : "sync-folder");
    return mode == FSYNC ? fail() : real(fd);
}

int close(int fd)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "close");
    int done = real(fd);
    if (fd != written)
        return done;
    written = -1;
    note("close");
    return mode == CLOSE ? fail() : done;
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) =
        (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    note("rename");
    return mode == RENAME ? fail() : real(from, to);
}

static int (*real_main)(int, char **, char **);

/* What the loader and the libraries allocate before main is not ours to survive. */
static int counted_main(int argc, char **argv, char **env)
{
    static const char *const names[] = { "",      "write",  "short", "fsync",
                                         "close", "rename", "once",  "from" };
    const char *wanted = getenv("SHIM_FAIL"), *number = getenv("SHIM_AT");
    for (unsigned i = 1; wanted && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], wanted) == 0)
            mode = i;
    at = number ? atol(number) : 0;
    maps_only = getenv("SHIM_MAPS") != NULL;
    note_unsafe();
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

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*end)(void), void *stack);
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*end)(void), void *stack)
{
    __typeof__(&__libc_start_main) real =
        (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = main;
    return real(counted_main, argc, argv, init, fini, end, stack);
}
