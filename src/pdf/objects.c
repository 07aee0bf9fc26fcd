/* pdf, objects: libharu as the object layer.
 *
 *   text of a dictionary ─► HPDF_Dict without entries, whose write_fn writes the text between << and >>
 *
 * libharu numbers the objects, keeps the cross-reference table, writes streams and trailer.  The entries themselves are ours, verbatim: a
 * libharu entry costs 150 bytes and a list search, holds numbers as floats, clamps them at 32,767 without a word, and at save drops a /Filter
 * of ours from a stream that is already deflated.  What write_fn writes stays.
 *
 * A stream's bytes and the file's go through callbacks, so that nothing is copied twice.
 * libharu's errors never jump: its handler keeps the first one, and objects_save asks.
 */
#include "pdf/inner.h"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <hpdf_encrypt.h>
#include <string.h>

struct text {
    const char *bytes;
    size_t size, read;
};

struct objects {
    struct arena *arena;
    HPDF_Doc doc;
    HPDF_Dict *dicts;
    size_t room; /* by number */
    uint32_t count;
    struct HPDF_MD5Context hash;
    size_t bytes;        /* of all that was set */
    unsigned long error; /* the first one; 0 = none */
};

static void HPDF_STDCALL keep_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
    struct objects *o = context;
    (void)detail;
    if (!o->error)
        o->error = error;
}

/* Some failures only leave a number in the document, some not even that: then it was memory. */
static void fail(struct objects *o)
{
    if (!o->error)
        o->error = o->doc->error.error_no ? o->doc->error.error_no : HPDF_FAILD_TO_ALLOC_MEM;
}

/* Called by libharu inside the dictionary. */
static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct text *t = dict->attr;
    return t ? HPDF_Stream_Write(stream, (const HPDF_BYTE *)t->bytes, (HPDF_UINT)t->size) : HPDF_OK;
}

static uint32_t number_of(HPDF_Dict dict) { return dict->header.obj_id & 0x00FFFFFF; }

/* ---- a stream's bytes, read by libharu ---- */
static HPDF_STATUS read_bytes(HPDF_Stream stream, HPDF_BYTE *to, HPDF_UINT *size)
{
    struct text *t = stream->attr;
    size_t left = t->size - t->read;
    if (*size > left)
        *size = (HPDF_UINT)left;
    memcpy(to, t->bytes + t->read, *size);
    t->read += *size;
    return t->read == t->size ? HPDF_STREAM_EOF : HPDF_OK;
}

static HPDF_STATUS seek_bytes(HPDF_Stream stream, HPDF_INT at, HPDF_WhenceMode mode)
{
    (void)mode; /* only ever to the beginning */
    ((struct text *)stream->attr)->read = (size_t)at;
    return HPDF_OK;
}

static HPDF_INT32 tell_bytes(HPDF_Stream stream) { return (HPDF_INT32)((struct text *)stream->attr)->read; }
static HPDF_UINT32 count_bytes(HPDF_Stream stream) { return (HPDF_UINT32)((struct text *)stream->attr)->size; }

/* ---- objects ---- */
/* Remember the dictionary under its number. */
static uint32_t keep(struct objects *o, HPDF_Dict dict)
{
    uint32_t n = number_of(dict);
    if (n >= o->count) {
        o->dicts = arena_grow(o->arena, o->dicts, sizeof *o->dicts, o->count, n + 1, &o->room);
        memset(o->dicts + o->count, 0, (n + 1 - o->count) * sizeof *o->dicts);
        o->count = n + 1;
    }
    o->dicts[n] = dict;
    dict->write_fn = write_entries;
    dict->attr = NULL;
    return n;
}

/* What libharu put into a dictionary of its own, and would count or date before it writes, goes. */
static void empty(HPDF_Dict dict)
{
    static const char *const keys[] = { "Type",     "Kids",     "Count",      "Pages",    "Resources",
                                        "MediaBox", "PageMode", "PageLayout", "Producer", "CreationDate" };
    dict->before_write_fn = NULL;
    dict->after_write_fn = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        HPDF_Dict_RemoveElement(dict, keys[i]); /* what is not there is no error; asking first would be one */
}

struct objects *objects_open(struct arena *a)
{
    struct objects *o = arena_new(a, struct objects);
    o->arena = a;
    HPDF_MD5Init(&o->hash);
    o->doc = HPDF_New(keep_error, o);
    if (!o->doc || HPDF_NewDoc(o->doc) != HPDF_OK || !o->doc->info) {
        objects_close(o);
        return NULL;
    }
    o->doc->pdf_version = HPDF_VER_17;
    HPDF_Dict ours[] = { o->doc->catalog, o->doc->info, o->doc->root_pages };
    for (size_t i = 0; i < 3; i++) {
        empty(ours[i]);
        keep(o, ours[i]);
    }
    return o;
}

void objects_close(struct objects *o)
{
    if (o && o->doc)
        HPDF_Free(o->doc);
    if (o)
        o->doc = NULL;
}

uint32_t objects_catalog(const struct objects *o) { return number_of(o->doc->catalog); }
uint32_t objects_info(const struct objects *o) { return number_of(o->doc->info); }
uint32_t objects_pages(const struct objects *o) { return number_of(o->doc->root_pages); }

uint32_t objects_add(struct objects *o)
{
    HPDF_Dict dict = o->error ? NULL : HPDF_Dict_New(o->doc->mmgr);
    if (!dict || HPDF_Xref_Add(o->doc->xref, dict) != HPDF_OK) {
        fail(o);
        return 0;
    }
    return keep(o, dict);
}

static void hash(struct objects *o, const void *bytes, size_t size) { HPDF_MD5Update(&o->hash, bytes, (HPDF_UINT32)size); }

void objects_set(struct objects *o, uint32_t number, const struct buffer *entries)
{
    if (o->error || !number)
        return;
    struct text *t = arena_alloc(o->arena, sizeof *t + entries->size);
    *t = (struct text){ (char *)(t + 1), entries->size, 0 };
    if (t->size)
        memcpy(t + 1, entries->bytes, t->size);
    o->dicts[number]->attr = t;
    o->bytes += t->size;
    hash(o, t->bytes, t->size);
}

uint32_t objects_add_stream(struct objects *o, const char *entries, const void *data, size_t size, bool deflated)
{
    HPDF_Dict dict = o->error ? NULL : HPDF_DictStream_New(o->doc->mmgr, o->doc->xref);
    if (!dict) {
        fail(o);
        return 0;
    }
    uint32_t number = keep(o, dict);
    struct buffer text = buffer_in(o->arena);
    buffer_printf(&text, "%s%s", entries, deflated ? "/Filter/FlateDecode" : "");
    objects_set(o, number, &text);
    hash(o, data, size);
    o->bytes += size;
    struct text *t = arena_new(o->arena, struct text);
    *t = (struct text){ data, size, 0 };
    HPDF_Stream reader = HPDF_CallbackReader_New(o->doc->mmgr, read_bytes, seek_bytes, tell_bytes, count_bytes, t);
    if (!reader) {
        fail(o);
        return 0;
    }
    HPDF_Stream_Free(dict->stream);
    dict->stream = reader;
    return number;
}

/* The trailer's /ID: equal files have equal ones (ISO 32000-1, 14.4). */
static void set_identifier(struct objects *o)
{
    static const char digits[] = "0123456789ABCDEF";
    HPDF_BYTE digest[16];
    HPDF_MD5Final(digest, &o->hash);
    char hex[33] = { 0 };
    for (size_t i = 0; i < 16; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    struct buffer b = buffer_in(o->arena);
    buffer_printf(&b, "/ID[<%s><%s>]", hex, hex);
    struct text *t = arena_new(o->arena, struct text);
    *t = (struct text){ b.bytes, b.size, 0 };
    o->doc->trailer->attr = t;
    o->doc->trailer->write_fn = write_entries;
}

/* Called by libharu: bytes behind the others.  It must not jump, so room is asked for by hand. */
static HPDF_STATUS write_out(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT size)
{
    struct buffer *out = stream->attr;
    if (out->room - out->size < size) {
        size_t room = (out->size + size) * 2;
        char *more = arena_try(out->arena, room);
        if (!more)
            return HPDF_FAILD_TO_ALLOC_MEM;
        if (out->size)
            memcpy(more, out->bytes, out->size);
        out->bytes = more;
        out->room = room;
    }
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
    return HPDF_OK;
}

bool objects_save(struct objects *o, struct buffer *out)
{
    enum { AROUND = 128, HEAD = 1024 }; /* bytes at most around an object's own, its line of the cross-reference table included */
    if (!o->error) {
        set_identifier(o);
        out->room = o->bytes + 2 * (size_t)o->count * AROUND + HEAD;
        out->bytes = arena_try(out->arena, out->room);
        out->size = 0;
        o->doc->stream = out->bytes ? HPDF_CallbackWriter_New(o->doc->mmgr, write_out, out) : NULL;
        if (!o->doc->stream || HPDF_SaveToStream(o->doc) != HPDF_OK)
            fail(o);
    }
    return !o->error;
}
