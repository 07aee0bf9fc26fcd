/* job/pictures: the files that the document shows, found beside its source. */
#include "base/file.h"
#include "job/inner.h"

#include <string.h>

const struct images *job_pictures(struct job *j)
{
    const char *source = j->options->source, *output = j->options->output;
    const char *slash = source ? strrchr(source, '/') : NULL;
    const char *folder = slash ? arena_strndup(j->arena, source, (size_t)(slash - source) + 1) : "";
    const struct images *read = image_read(j->arena, j->diag, j->doc, folder);
    for (uint32_t i = 0; i < read->count; i++)
        if (read->items[i]->format != IMAGE_CODE)
            job_note_read(j, read->items[i]->path);
    for (uint32_t i = 0; output && i < read->count; i++)
        if (read->items[i]->format != IMAGE_CODE && file_is_same(output, read->items[i]->path))
            diag_add(j->diag, DIAG_OUTPUT_IS_INPUT, (struct position){ 0 }, "file", output, NULL);
    return read;
}
