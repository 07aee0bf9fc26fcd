#include "base/library.h"

#include <dlfcn.h>
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
