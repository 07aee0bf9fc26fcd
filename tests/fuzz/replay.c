/* tests/fuzz/replay FILE...: gives each file to what is fuzzed, once and with no fuzzer around it, for tests/memcheck. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 20 };

/* The bytes of a file, no larger than they need, so that a byte read behind them is seen. */
static uint8_t *read_whole(const char *name, size_t *size)
{
    static uint8_t bytes[MOST];
    FILE *f = fopen(name, "rb");
    *size = f ? fread(bytes, 1, MOST, f) : MOST;
    if (*size == MOST || fclose(f) != 0) {
        fprintf(stderr, "%s: cannot be read, or is too large\n", name);
        exit(1);
    }
    uint8_t *exact = malloc(*size + !*size);
    return exact ? memcpy(exact, bytes, *size) : exact;
}

int main(int count, char **names)
{
    for (int i = 1; i < count; i++) {
        size_t size;
        uint8_t *bytes = read_whole(names[i], &size);
        if (bytes)
            LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
    }
    return 0;
}
