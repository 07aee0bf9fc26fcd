/* pdf, finish: a file as it is written → the same file, smaller, its first page first (ISO 32000-1,
 * 7.5.7, annex F).
 *
 *   bytes ─libqpdf─► objects in compressed streams, the first page's at the beginning ─► bytes
 *
 * A large one goes into a nameless file first: in memory libqpdf would hold it twice, and all
 * objects beside.
 *
 * libqpdf is opened here and by nobody else, when an edition asks for it: loading it costs as much
 * as setting a page.  Its C interface is declared by hand, so that building needs no package more.
 * It stays open: what it allocated once for itself serves the next file.
 */
#include "base/file.h"
#include "base/library.h"
#include "pdf/inner.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* qpdf/qpdf-c.h and qpdf/Constants.h, as far as they are used */
enum { QPDF_TRUE = 1, ERRORS = 1 << 1, OBJECT_STREAMS_GENERATE = 2, DECODE_NONE = 0 };
typedef struct _qpdf_data *qpdf_data;
typedef unsigned int qpdf_oh;
struct qpdf {
    qpdf_data (*init)(void);
    void (*cleanup)(qpdf_data *);
    void (*silence)(qpdf_data);
    int (*read)(qpdf_data, const char *name, const char *bytes, unsigned long long size,
                const char *password);
    qpdf_oh (*get_root)(qpdf_data);
    qpdf_oh (*get_trailer)(qpdf_data);
    qpdf_oh (*get_key)(qpdf_data, qpdf_oh dictionary, const char *key);
    int (*get_int)(qpdf_data, qpdf_oh);
    qpdf_oh (*get_object)(qpdf_data, int number, int generation);
    int (*is_null)(qpdf_data, qpdf_oh);
    void (*release)(qpdf_data, qpdf_oh);
    qpdf_oh (*new_name)(qpdf_data, const char *name);
    void (*replace_key)(qpdf_data, qpdf_oh dictionary, const char *key, qpdf_oh value);
    int (*init_write)(qpdf_data);
    int (*init_write_file)(qpdf_data, const char *path);
    void (*set_object_streams)(qpdf_data, int mode);
    void (*set_decode_level)(qpdf_data, int level);
    void (*set_compress_streams)(qpdf_data, int value);
    void (*set_newline_before_endstream)(qpdf_data, int value);
    void (*set_deterministic_id)(qpdf_data, int value);
    void (*set_linearization)(qpdf_data, int value);
    int (*write)(qpdf_data);
    size_t (*get_size)(qpdf_data);
    const unsigned char *(*get_bytes)(qpdf_data);
};

/* Where each function's address goes, and its name in the library. */
static const struct library_symbol symbols[] = {
    { "qpdf_init", offsetof(struct qpdf, init) },
    { "qpdf_cleanup", offsetof(struct qpdf, cleanup) },
    { "qpdf_silence_errors", offsetof(struct qpdf, silence) },
    { "qpdf_read_memory", offsetof(struct qpdf, read) },
    { "qpdf_get_root", offsetof(struct qpdf, get_root) },
    { "qpdf_get_trailer", offsetof(struct qpdf, get_trailer) },
    { "qpdf_oh_get_key", offsetof(struct qpdf, get_key) },
    { "qpdf_oh_get_int_value_as_int", offsetof(struct qpdf, get_int) },
    { "qpdf_get_object_by_id", offsetof(struct qpdf, get_object) },
    { "qpdf_oh_is_null", offsetof(struct qpdf, is_null) },
    { "qpdf_oh_release", offsetof(struct qpdf, release) },
    { "qpdf_oh_new_name", offsetof(struct qpdf, new_name) },
    { "qpdf_oh_replace_key", offsetof(struct qpdf, replace_key) },
    { "qpdf_init_write_memory", offsetof(struct qpdf, init_write) },
    { "qpdf_init_write", offsetof(struct qpdf, init_write_file) },
    { "qpdf_set_object_stream_mode", offsetof(struct qpdf, set_object_streams) },
    { "qpdf_set_decode_level", offsetof(struct qpdf, set_decode_level) },
    { "qpdf_set_compress_streams", offsetof(struct qpdf, set_compress_streams) },
    { "qpdf_set_newline_before_endstream", offsetof(struct qpdf, set_newline_before_endstream) },
    { "qpdf_set_deterministic_ID", offsetof(struct qpdf, set_deterministic_id) },
    { "qpdf_set_linearization", offsetof(struct qpdf, set_linearization) },
    { "qpdf_write", offsetof(struct qpdf, write) },
    { "qpdf_get_buffer_length", offsetof(struct qpdf, get_size) },
    { "qpdf_get_buffer", offsetof(struct qpdf, get_bytes) },
};

/* Keys of the catalogue that say what holds without them: one makes the file a little longer. */
static const struct {
    const char *key, *value;
} neutral[] = { { NULL, NULL }, { "/Version", "/1.7" }, { "/PageLayout", "/SinglePage" } };
enum { ATTEMPTS = sizeof neutral / sizeof *neutral };

/* Says where libqpdf is to write: into a nameless file, or into memory where there is none. */
static bool choose_end(const struct qpdf *q, qpdf_data data, FILE *to)
{
    char path[FILE_PATH_OF_NAMELESS];
    if (!to)
        return !(q->init_write(data) & ERRORS);
    file_path_of_nameless(to, path);
    return !(q->init_write_file(data, path) & ERRORS);
}

/* Has libqpdf read all objects in the order in which they stand, and gives back what they stood in:
 * writing takes most memory, and needs no more of the file than its streams. */
static void read_objects(const struct qpdf *q, qpdf_data data, const struct buffer *from)
{
    enum { AT_ONCE = 4096 };
    int count = q->get_int(data, q->get_key(data, q->get_trailer(data), "/Size"));
    for (int n = 1; n < count; n++) {
        qpdf_oh object = q->get_object(data, n, 0);
        q->is_null(data, object); /* looking at it reads it */
        q->release(data, object);
        if (n % AT_ONCE == 0 || n == count - 1)
            arena_forget(from->arena, from->bytes);
    }
}

/* Writes the file anew, with a neutral key.  The file has no name: each object would carry it.
 * Streams that are deflated stay as they are; before `endstream` stands a line end, which PDF/A
 * asks for (ISO 19005-2, 6.1.7.1).  False when libqpdf failed. */
static bool write_anew(const struct qpdf *q, qpdf_data data, const struct buffer *from,
                       unsigned attempt, FILE *to)
{
    q->silence(data);
    if (q->read(data, "", from->bytes, from->size, NULL) & ERRORS)
        return false;
    if (to)
        read_objects(q, data, from);
    if (neutral[attempt].key)
        q->replace_key(data, q->get_root(data), neutral[attempt].key,
                       q->new_name(data, neutral[attempt].value));
    if (!choose_end(q, data, to))
        return false;
    q->set_object_streams(data, OBJECT_STREAMS_GENERATE);
    q->set_decode_level(data, DECODE_NONE);
    q->set_compress_streams(data, QPDF_TRUE);
    q->set_newline_before_endstream(data, QPDF_TRUE);
    q->set_deterministic_id(data, QPDF_TRUE);
    q->set_linearization(data, QPDF_TRUE);
    return !(q->write(data) & ERRORS);
}

/* Is there as much memory as libqpdf takes?  Where it gets none it ends the process, so it is
 * asked for beforehand: 13 times the file was measured. */
static bool has_room(const struct buffer *file)
{
    enum { BASE = 8 << 20, TIMES = 20 };
    struct arena_mark mark = arena_mark(file->arena);
    bool room = arena_try(file->arena, BASE + TIMES * file->size) != NULL;
    arena_reset(file->arena, mark);
    return room;
}

/* Takes what was written in memory; false when there is no memory: a jump would pass libqpdf's
 * frames by. */
static bool take(const struct qpdf *q, qpdf_data data, struct buffer *made)
{
    size_t size = q->get_size(data);
    char *bytes = arena_try(made->arena, size + 1);
    if (!bytes)
        return false;
    memcpy(bytes, q->get_bytes(data), size);
    buffer_take(made, bytes, size);
    return true;
}

/* Writes the file anew into memory, or into a nameless file that is taken when libqpdf has given
 * back what it held. */
static bool write_to(const struct qpdf *q, const struct buffer *from, unsigned attempt, FILE *to,
                     struct buffer *made)
{
    qpdf_data data = q->init();
    bool written = data && write_anew(q, data, from, attempt, to) && (to || take(q, data, made));
    if (data)
        q->cleanup(&data);
    malloc_trim(0); /* or malloc keeps it, and the file that is taken comes on top */
    if (to)
        written = file_take_nameless(to, made) && written;
    return written;
}

bool finish_hints_end(const char *file)
{
    const char *place = strstr(file, "/H ["); /* in the first object, which is all ASCII */
    const char *hints = place ? file + strtoul(place + 4, NULL, 10) : NULL;
    const char *length = hints ? strstr(hints, "/Length ") : NULL;
    const char *data = length ? strstr(length, "stream\n") : NULL;
    return !data || data[strlen("stream\n") + strtoul(length + 8, NULL, 10)] == '\n';
}

/* Finishes the file, as often as it takes for the stream of hints to end as PDF/A asks; false when
 * there is no memory. */
static bool finish(const struct qpdf *q, struct buffer *out, size_t beside_from)
{
    struct buffer made = buffer_in(out->arena);
    bool done = false;
    for (unsigned attempt = 0; attempt < ATTEMPTS && !done; attempt++) {
        FILE *to = out->size >= beside_from ? file_open_nameless(0) : NULL;
        bool written = to && write_to(q, out, attempt, to, &made);
        if (!written && !write_to(q, out, attempt, NULL, &made))
            return false;
        done = finish_hints_end(made.bytes);
    }
    *out = made;
    return true;
}

bool finish_file(struct diag *d, const char *library, const char *edition, size_t beside_from,
                 struct buffer *out)
{
    struct qpdf q;
    if (!has_room(out))
        arena_out_of_memory(out->arena);
    errno = 0;
    if (!library_open(library, symbols, sizeof symbols / sizeof *symbols, &q)) {
        if (errno == ENOMEM)
            arena_out_of_memory(out->arena);
        diag_add(d, DIAG_FINISHER_MISSING, (struct position){ 0 }, "edition", edition, NULL);
        return false;
    }
    if (!finish(&q, out, beside_from)) /* the file is ours and well made: what failed is memory */
        arena_out_of_memory(out->arena);
    return true;
}

/* Is a file to be finished?  A small one always; a large one if it has not too many objects for its
 * pages, nor for the memory there is. */
static bool is_for_finishing(struct amount amount, const struct buffer *file)
{
    return amount.objects <= FINISH_MOST ||
           (amount.objects / FINISH_MOST_A_PAGE <= amount.pages && has_room(file));
}

bool finish_written(struct diag *d, const struct edition *edition, struct amount amount,
                    struct buffer *out)
{
    if (edition->finish == FINISH_NONE)
        return true;
    if (is_for_finishing(amount, out))
        return finish_file(d, "libqpdf.so.29", edition->name, BESIDE_FROM, out);
    char count[32];
    snprintf(count, sizeof count, "%u", amount.objects);
    diag_add(d, DIAG_FINISH_LARGE, (struct position){ 0 }, "count", count, NULL);
    return true;
}
