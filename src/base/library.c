#include "base/library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

void *library_open(const char *name, const struct library_symbol *symbols, size_t count,
                   void *functions)
{
    void *handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
    for (size_t i = 0; handle && i < count; i++) {
        void *found = dlsym(handle, symbols[i].name);
        memcpy((char *)functions + symbols[i].at, &found, sizeof found);
        if (!found) {
            dlclose(handle);
            handle = NULL;
        }
    }
    return handle;
}

struct library_coming {
    const char *name;
    pthread_t thread;
};

/* All that the thread does; where the library is not here, library_open will find that out, too. */
static void *fetch(void *context)
{
    const struct library_coming *l = context;
    dlopen(l->name, RTLD_LAZY | RTLD_LOCAL);
    return NULL;
}

struct library_coming *library_fetch(struct arena *a, const char *name)
{
    struct library_coming *l = arena_new(a, struct library_coming);
    l->name = name;
    return pthread_create(&l->thread, NULL, fetch, l) == 0 ? l : NULL;
}

void library_join(struct library_coming *l)
{
    if (l)
        pthread_join(l->thread, NULL);
}
