/* image/apart: work that a file may make endless, huge, or fall, done in a process of its own.
 *
 *   this process ──fork──► work ─ writes ─┐
 *        reads ◄──────────── pipe ────────┘   no files, no network, so much time and memory
 *
 * librsvg allocates without a bound, takes minutes where elements use one another, and cairo
 * asserts what a file can break: all that ends the child, and nobody else.
 */
#define _DEFAULT_SOURCE
#include "image/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SECONDS = 10,         /* of work */
    SECONDS_WAITED = 60,  /* for it, on a machine that has other work */
    MEMORY = 1 << 30,     /* beside what there is when it begins */
    FIRST_ROOM = 64 << 10 /* bytes */
};

static void limit(int what, rlim_t most)
{
    const struct rlimit l = { most, most };
    setrlimit(what, &l);
}

/* How much memory the process spans, in bytes; 0 where nobody knows. */
static rlim_t span(void)
{
    unsigned long long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%llu", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

void apart_confine(void)
{
    rlim_t spanned = span();
    if (spanned)
        limit(RLIMIT_AS, spanned + MEMORY);
    limit(RLIMIT_CPU, SECONDS);
    limit(RLIMIT_NOFILE, 0); /* of those yet to be opened: files and the network */
}

/* What the child is from its first step on: silent, and in nobody's language. */
static void become_quiet(void)
{
    int nowhere = open("/dev/null", O_RDWR);
    for (int fd = 0; nowhere >= 0 && fd <= 2; fd++)
        dup2(nowhere, fd);
    limit(RLIMIT_CORE, 0);
    signal(SIGALRM, SIG_DFL);
    signal(SIGXCPU, SIG_DFL);
    signal(SIGABRT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    alarm(SECONDS_WAITED);
    setenv("LC_ALL", "C", 1);
    unsetenv("LANGUAGE");
}

static _Noreturn void be_child(int fd, void (*work)(FILE *to, void *with), void *with)
{
    become_quiet();
    FILE *to = fdopen(fd, "w");
    if (to) {
        work(to, with);
        fflush(to);
    }
    _exit(0); /* what others would do at an end is theirs */
}

/* Reads all that comes; the room doubles. */
static enum apart_end read_all(struct arena *a, int fd, size_t most, const char **bytes,
                               size_t *size)
{
    size_t room = FIRST_ROOM, have = 0;
    char *all = arena_try(a, room);
    while (all) {
        ssize_t n = read(fd, all + have, room - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        have += (size_t)n;
        if (have > most)
            return APART_LARGE;
        if (have < room)
            continue;
        char *larger = arena_try(a, room *= 2);
        if (larger)
            memcpy(larger, all, have);
        all = larger;
    }
    *bytes = all;
    *size = have;
    return all ? APART_ENDED : APART_NO_MEMORY;
}

enum apart_end apart_do(struct arena *a, void (*work)(FILE *to, void *with), void *with,
                        size_t most, const char **bytes, size_t *size)
{
    int ends[2];
    if (pipe(ends))
        return APART_NO_MEMORY;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        be_child(ends[1], work, with);
    }
    close(ends[1]);
    enum apart_end end = child > 0 ? read_all(a, ends[0], most, bytes, size) : APART_NO_MEMORY;
    close(ends[0]);
    if (child > 0 && end != APART_ENDED)
        kill(child, SIGKILL);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    return end;
}
