/* tests/fuzz: from bytes to the file.  The input is a source, behind its first NUL a style sheet, and behind its second a
 * catalogue; its length says what is made of it: a PDF or the dump of a stage, in which edition, or the catalogue anew.
 * The program must end, without a fault, with a report: errors say why there are no pages, and else everything is there. */
#include "job/handbill.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const dumps[] = { NULL,   NULL,  NULL,   NULL,   "doc",   "style",
                                         "text", "box", "line", "page", "sheet", "pdf" };
    static const char *const editions[] = { "screen", "print", "office" };
    enum { DUMPS = sizeof dumps / sizeof *dumps, EDITIONS = sizeof editions / sizeof *editions };
    const char *bytes = size ? (const char *)data : "", *cut = memchr(bytes, '\0', size);
    size_t source = cut ? (size_t)(cut - bytes) : size;
    size_t rest = cut ? size - source - 1 : 0;
    const char *second = rest ? memchr(cut + 1, '\0', rest) : NULL;
    struct handbill_sheet sheet = { "fuzz.css", cut ? cut + 1 : "",
                                    second ? (size_t)(second - cut) - 1 : rest };
    struct handbill_options o = { .source = "fuzz.xml",
                                  .bytes = bytes,
                                  .size = source,
                                  .styles = &sheet,
                                  .style_count = 1,
                                  .dump = dumps[size % DUMPS],
                                  .edition = editions[size / DUMPS % EDITIONS] };
    if (second) {
        o.catalogue = "es.po";
        o.catalogue_bytes = second + 1;
        o.catalogue_size = size - (size_t)(second + 1 - bytes);
        o.draft = size % 2;
        o.task = size % 3 ? HANDBILL_SET : HANDBILL_UPDATE;
    }
    struct handbill_report *r = handbill_set(&o);
    if (!r || (r->status != HANDBILL_MADE && r->message_count == 0))
        abort();
    bool whole = o.dump || o.task != HANDBILL_SET ||
                 (r->bytes && r->pages && r->size > 5 &&
                  memcmp(r->bytes, "%PDF-", 5) == 0); /* a dump of nothing is empty */
    if (r->status == HANDBILL_MADE && !whole)
        abort();
    handbill_close(r);
    return 0;
}
