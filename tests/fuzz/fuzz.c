/* tests/fuzz: from bytes to the file.  The input is a source, behind its first NUL a style sheet, behind its second a
 * catalogue, unless that is empty, and behind its third an imprint; its length says what is made of it: a PDF or the dump of
 * a stage, in which edition, or the catalogue anew.
 * A catalogue that begins with a tag is XLIFF: what is read of it goes out and comes back as it was.
 * A PNG or JPEG file is shown by a source that is always the same.
 * The program must end, without a fault, with a report: errors say why there are no pages, and else everything is there. */
#include "job/handbill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Shows the file in the middle of a handout. */
static void show(const uint8_t *data, size_t size, const char *edition)
{
    static const char source[] =
        "<handout xml:lang='en'><logo src='a' alt='A'/><title>T</title><principles><principle>"
        "<name>N</name><explanation><figure src='a' alt='A'><caption>C</caption></figure>"
        "</explanation></principle></principles></handout>";
    char folder[64], picture[80], name[80];
    snprintf(folder, sizeof folder, "/tmp/fuzz-%ld", (long)getpid());
    snprintf(picture, sizeof picture, "%s/a", folder);
    snprintf(name, sizeof name, "%s/t.xml", folder);
    mkdir(folder, 0700);
    FILE *f = fopen(picture, "wb");
    if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0)
        abort();
    struct handbill_options o = {
        .source = name, .bytes = source, .size = sizeof source - 1, .edition = edition
    };
    struct handbill_report *r = handbill_set(&o);
    if (!r || (r->status != HANDBILL_MADE && r->message_count == 0) ||
        (r->status == HANDBILL_MADE && !r->size))
        abort();
    handbill_close(r);
    unlink(picture);
    rmdir(folder);
}

/* Does a job that ends with a report. */
static struct handbill_report *job(const struct handbill_options *o)
{
    struct handbill_report *r = handbill_set(o);
    if (!r || (r->status != HANDBILL_MADE && r->message_count == 0))
        abort();
    return r;
}

static bool is_same(const struct handbill_report *a, const struct handbill_report *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* Imports XLIFF; what that gives goes out in either version and comes back, the second time as it was: the first may put
 * right a bare ampersand. */
static void exchange(struct handbill_options o, const char *xliff, size_t size)
{
    enum { ROUNDS = 2 };
    o.task = HANDBILL_IMPORT;
    o.copy = "es.xlf";
    o.copy_bytes = xliff;
    o.copy_size = size;
    o.dump = NULL;
    struct handbill_report *read = job(&o);
    for (int round = 1; round <= ROUNDS && read->status == HANDBILL_MADE; round++) {
        struct handbill_options out = o, in = o;
        out.task = HANDBILL_EXPORT;
        out.catalogue = "x.po";
        out.catalogue_bytes = read->bytes;
        out.catalogue_size = read->size;
        out.xliff = size % 2 ? "2.1" : "1.2";
        struct handbill_report *made = job(&out);
        in.copy_bytes = made->bytes;
        in.copy_size = made->size;
        struct handbill_report *again = made->status == HANDBILL_MADE ? job(&in) : made;
        if (again != made &&
            (again->status != HANDBILL_MADE || (round == ROUNDS && !is_same(read, again))))
            abort();
        if (again != made)
            handbill_close(made);
        handbill_close(read);
        read = again;
    }
    handbill_close(read);
}

/* What stands between two NULs of the input; the last part has all the rest. */
enum { PARTS = 4 };
struct part {
    const char *bytes; /* NULL: the input has no such part */
    size_t size;
};

static void split(const char *bytes, size_t size, struct part parts[PARTS])
{
    for (int i = 0; i < PARTS && bytes; i++) {
        const char *cut = i < PARTS - 1 ? memchr(bytes, '\0', size) : NULL;
        size_t n = cut ? (size_t)(cut - bytes) : size;
        parts[i] = (struct part){ bytes, n };
        size -= cut ? n + 1 : n;
        bytes = cut ? cut + 1 : NULL;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const dumps[] = { NULL,   NULL,  NULL,   NULL,   "doc",   "style",
                                         "text", "box", "line", "page", "sheet", "pdf" };
    static const char *const editions[] = { "screen", "print", "office" };
    enum { DUMPS = sizeof dumps / sizeof *dumps, EDITIONS = sizeof editions / sizeof *editions };
    if (size > 3 && (memcmp(data, "\x89PNG", 4) == 0 || memcmp(data, "\xFF\xD8\xFF", 3) == 0)) {
        show(data, size, editions[size % EDITIONS]);
        return 0;
    }
    struct part parts[PARTS] = { 0 };
    split(size ? (const char *)data : "", size, parts);
    struct part *xml = &parts[0], *css = &parts[1], *po = &parts[2], *imprint = &parts[3];
    struct handbill_sheet sheet = { "fuzz.css", css->bytes ? css->bytes : "", css->size };
    struct handbill_options o = { .source = "fuzz.xml",
                                  .bytes = xml->bytes,
                                  .size = xml->size,
                                  .styles = &sheet,
                                  .style_count = 1,
                                  .dump = dumps[size % DUMPS],
                                  .edition = editions[size / DUMPS % EDITIONS] };
    if (po->size && *po->bytes == '<') {
        exchange(o, po->bytes, po->size);
        return 0;
    }
    if (imprint->bytes) {
        o.imprint = "parish.xml";
        o.imprint_bytes = imprint->bytes;
        o.imprint_size = imprint->size;
    }
    if (po->bytes && (po->size || !imprint->bytes)) {
        o.catalogue = "es.po";
        o.catalogue_bytes = po->bytes;
        o.catalogue_size = po->size;
        o.draft = size % 2;
        o.task = size % 3 ? HANDBILL_SET : HANDBILL_UPDATE;
    }
    struct handbill_report *r = job(&o);
    bool whole = o.dump || o.task != HANDBILL_SET ||
                 (r->bytes && r->pages && r->size > 5 &&
                  memcmp(r->bytes, "%PDF-", 5) == 0); /* a dump of nothing is empty */
    if (r->status == HANDBILL_MADE && !whole)
        abort();
    handbill_close(r);
    return 0;
}
