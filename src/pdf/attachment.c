/* pdf, attachment: the source inside the file that was made of it, so that an archive keeps both
 * (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8).
 *
 *   catalogue ─ AF ──────────────────┐
 *             └ Names ─ EmbeddedFiles ─► file specification ─► stream: the bytes as they were read
 */
#include "pdf/inner.h"

#include <string.h>

/* Adds the stream.  Without a date of the document's own there is none: the file's own date would
 * make other bytes of the same source. */
static uint32_t build_stream(struct arena *a, struct objects *o, const struct pdf_options *options)
{
    const struct attachment *source = &options->source;
    struct buffer b = buffer_in(a);
    char digest[OBJECTS_DIGEST + 1];
    objects_digest(source->bytes, source->size, digest);
    buffer_printf(&b, "/Type/EmbeddedFile/Subtype/application#2Fxml/Params<</Size %zu/CheckSum<%s>",
                  source->size, digest);
    if (options->has_date) {
        buffer_add_string(&b, "/ModDate");
        write_date(&b, options->date);
    }
    buffer_add_string(&b, ">>");
    return objects_add_stream(o, buffer_text(&b), source->bytes, source->size, STREAM_PLAIN);
}

void attachment_build(struct arena *a, struct objects *o, const struct pdf_options *options,
                      struct buffer *names, struct buffer *catalog)
{
    const char *name = options->source.name;
    if (!name)
        return;
    uint32_t stream = build_stream(a, o, options), specification = objects_add(o);
    struct buffer b = buffer_in(a);
    buffer_add_string(&b, "/Type/Filespec/F");
    write_text_string(&b, name, strlen(name));
    buffer_add_string(&b, "/UF");
    write_text_string(&b, name, strlen(name));
    buffer_printf(&b, "/AFRelationship/Source/EF<</F %u 0 R/UF %u 0 R>>", stream, stream);
    objects_set(o, specification, &b);
    buffer_add_string(names, "/EmbeddedFiles<</Names[");
    write_text_string(names, name, strlen(name));
    buffer_printf(names, " %u 0 R]>>", specification);
    buffer_printf(catalog, "/AF[%u 0 R]", specification);
}
