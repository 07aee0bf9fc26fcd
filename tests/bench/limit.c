/* limit: the least that any typesetter on the system's libraries can take.  It starts, reads the project's font
 * configuration, finds one face, maps it, shapes the text once with HarfBuzz and ends: no lines, no pages, no PDF.
 *
 *   limit CONFIG FAMILY TEXT        TEXT is shaped line by line
 *
 * Prints how many glyphs came out, so that nothing can be left undone unseen.
 */
#include <fontconfig/fontconfig.h>
#include <hb.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file of the family's first face; NULL if there is none. The configuration stays with the process. */
static const char *find_face(const char *family, int *index)
{
    FcPattern *wanted = FcPatternCreate();
    FcResult result;
    FcChar8 *file = NULL;
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)family);
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcPattern *found = FcFontMatch(NULL, wanted, &result);
    FcPatternDestroy(wanted);
    if (!found || FcPatternGetString(found, FC_FILE, 0, &file) != FcResultMatch)
        return NULL;
    FcPatternGetInteger(found, FC_INDEX, 0, index);
    return (const char *)file;
}

static char *read_file(const char *name, size_t *size)
{
    FILE *f = fopen(name, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        return NULL;
    long end = ftell(f);
    char *bytes = end > 0 ? malloc((size_t)end) : NULL;
    rewind(f);
    *size = bytes ? fread(bytes, 1, (size_t)end, f) : 0;
    fclose(f);
    return bytes && *size == (size_t)end ? bytes : NULL;
}

static unsigned long shape(hb_font_t *font, const char *text, size_t size)
{
    unsigned long glyphs = 0;
    hb_buffer_t *buffer = hb_buffer_create();
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t n = end ? (size_t)(end - text) - at : size - at;
        hb_buffer_reset(buffer);
        hb_buffer_add_utf8(buffer, text + at, (int)n, 0, (int)n);
        hb_buffer_guess_segment_properties(buffer);
        hb_shape(font, buffer, NULL, 0);
        glyphs += hb_buffer_get_length(buffer);
        at += n + 1;
    }
    return glyphs;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: limit CONFIG FAMILY TEXT\n");
        return 2;
    }
    size_t size = 0;
    int index = 0;
    if (setenv("FONTCONFIG_FILE", argv[1], 1) != 0 || !FcInit())
        return 4;
    const char *file = find_face(argv[2], &index);
    char *text = read_file(argv[3], &size);
    if (!file || !text) {
        fprintf(stderr, "limit: no %s\n", file ? "text" : "face");
        return 4;
    }
    hb_face_t *face = hb_face_create(hb_blob_create_from_file(file), (unsigned)index);
    printf("%lu glyphs of %s\n", shape(hb_font_create(face), text, size), file);
    return 0;
}
