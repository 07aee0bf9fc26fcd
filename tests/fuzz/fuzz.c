/* tests/fuzz: from bytes to pages.  The input is a source, and behind its first NUL a style sheet.
 * The program must end, without a fault, with a report: errors say why there are no pages. */
#include "job/handbill.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "", *cut = memchr(bytes, '\0', size);
    size_t source = cut ? (size_t)(cut - bytes) : size;
    struct handbill_sheet sheet = { "fuzz.css", cut ? cut + 1 : "", cut ? size - source - 1 : 0 };
    struct handbill_options o = { .source = "fuzz.xml", .bytes = bytes, .size = source, .styles = &sheet, .style_count = 1, .check = true };
    struct handbill_report *r = handbill_set(&o);
    if (!r || (r->status != HANDBILL_MADE && r->message_count == 0) || (r->status == HANDBILL_MADE && r->pages == 0))
        abort();
    handbill_close(r);
    return 0;
}
