/* pdf, objects: libharu as the object layer.
 *
 *   text of a dictionary ─► HPDF_Dict without entries, whose write_fn writes it between << and >>
 *
 * libharu numbers the objects, keeps the cross-reference table, writes streams and trailer.  The
 * entries themselves are ours, verbatim: a libharu entry costs 150 bytes and a list search, holds
 * numbers as floats, clamps them at 32,767 without a word, and at save drops a /Filter of ours from
 * a stream that is already deflated.  What write_fn writes stays.
 *
 * What there may be hundreds of thousands of is a series: one HPDF_Dict stands for all of them, its
 * write_fn makes the text of the next one each time libharu comes to it, and the entries of the
 * cross-reference table are an array of ours (an object and its entry by malloc are 200 bytes).
 * 1,700 pages of text take as much time and memory without series; but 100,000 notes and their
 * tags, 814,000 objects, 240 MB more.
 *
 *   entries of the table   … ─ page ─ page ─ content ─ link ─ link ─ link ─ content ─ link …
 *                              └──┬──┘        │         └──────┬──────┘       │         └──
 *   dictionaries                dict         dict            dict            dict
 *
 * A stream's bytes and the file's go through callbacks, so that nothing is copied twice.
 * libharu's errors never jump: its handler notes the first one, and objects_save asks.
 */
#include "base/file.h"
#include "pdf/inner.h"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <hpdf_encrypt.h>
#include <stdio.h>
#include <string.h>

/* The entries of a dictionary, or the bytes of a stream and how many of them libharu has read. */
struct object_text {
    const char *bytes;
    size_t size, read;
};

/* Objects with numbers side by side that one dictionary stands for. */
struct series {
    struct series *next;
    struct objects *objects;
    make_entries *make;
    const void *context;
    uint32_t first;   /* number */
    uint32_t count;   /* how many of them the table has */
    uint32_t written; /* how many are in the file */
    HPDF_Dict dict;
};

struct objects {
    struct arena *arena;
    HPDF_Doc doc;
    struct series *series, **last; /* in order */
    size_t bytes;                  /* of all that was set */
    unsigned long error;           /* the first one; 0 = none */
    /* What is made inside libharu's frames, which must not be jumped over, jumps here. */
    jmp_buf out_of_memory;
    struct arena *scratch;
    struct buffer text, spare;   /* an object of a series */
    struct written *written;     /* where the file goes */
    struct HPDF_MD5Context hash; /* of what stands in it */
};

/* Called by libharu: notes the first error. */
static void HPDF_STDCALL note_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
    struct objects *o = context;
    (void)detail;
    if (!o->error)
        o->error = error;
}

/* Notes a failure.  Some only leave a number in the document, some not even that: then it was
 * memory. */
static void fail(struct objects *o)
{
    if (!o->error)
        o->error = o->doc->error.error_no ? o->doc->error.error_no : HPDF_FAILD_TO_ALLOC_MEM;
}

/* Called by libharu inside the dictionary: writes its entries. */
static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct object_text *t = dict->attr;
    return t ? HPDF_Stream_Write(stream, (const HPDF_BYTE *)t->bytes, (HPDF_UINT)t->size) : HPDF_OK;
}

static uint32_t number_of(HPDF_Dict dict) { return dict->header.obj_id & 0x00FFFFFF; }

/* ---- a stream's bytes, read by libharu ---- */
static HPDF_STATUS read_bytes(HPDF_Stream stream, HPDF_BYTE *to, HPDF_UINT *size)
{
    struct object_text *t = stream->attr;
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
    ((struct object_text *)stream->attr)->read = (size_t)at;
    return HPDF_OK;
}

static HPDF_INT32 tell_bytes(HPDF_Stream stream)
{
    return (HPDF_INT32)((struct object_text *)stream->attr)->read;
}
static HPDF_UINT32 count_bytes(HPDF_Stream stream)
{
    return (HPDF_UINT32)((struct object_text *)stream->attr)->size;
}

/* ---- objects ---- */
/* Makes the entries of a dictionary ours; returns its number. */
static uint32_t take_over(HPDF_Dict dict)
{
    dict->write_fn = write_entries;
    dict->attr = NULL;
    return number_of(dict);
}

static HPDF_XrefEntry entry_of(const struct objects *o, uint32_t number)
{
    return o->doc->xref->entries->obj[number];
}

/* Removes what libharu put into a dictionary of its own, and would count or date before it
 * writes. */
static void empty(HPDF_Dict dict)
{
    static const char *const keys[] = { "Type",      "Kids",        "Count",    "Pages",
                                        "Resources", "MediaBox",    "PageMode", "PageLayout",
                                        "Producer",  "CreationDate" };
    dict->before_write_fn = NULL;
    dict->after_write_fn = NULL;
    /* What is not there is no error; asking first would be one. */
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        HPDF_Dict_RemoveElement(dict, keys[i]);
}

struct objects *objects_open(struct arena *a, enum pdf_version version)
{
    static const HPDF_PDFVer versions[] = {
        [PDF_1_4] = HPDF_VER_14, [PDF_1_6] = HPDF_VER_16, [PDF_1_7] = HPDF_VER_17
    };
    struct objects *o = arena_new(a, struct objects);
    o->arena = a;
    o->last = &o->series;
    o->scratch = arena_open(&o->out_of_memory);
    o->text = o->spare = buffer_in(o->scratch);
    o->doc = o->scratch ? HPDF_New(note_error, o) : NULL;
    if (!o->doc || HPDF_NewDoc(o->doc) != HPDF_OK || !o->doc->info) {
        objects_close(o);
        arena_out_of_memory(a);
    }
    o->doc->pdf_version = versions[version];
    HPDF_Dict ours[] = { o->doc->catalog, o->doc->info, o->doc->root_pages };
    for (size_t i = 0; i < 3; i++) {
        empty(ours[i]);
        take_over(ours[i]);
    }
    return o;
}

/* Takes the series out of libharu's table, since it would give back what it never had. */
static void forget_series(struct objects *o)
{
    HPDF_List entries = o->series ? o->doc->xref->entries : NULL;
    uint32_t kept = 0, n = 0;
    for (struct series *s = o->series; s; s = s->next) {
        while (n < s->first)
            entries->obj[kept++] = entries->obj[n++];
        n += s->count;
        HPDF_Dict_Free(s->dict);
    }
    while (entries && n < entries->count)
        entries->obj[kept++] = entries->obj[n++];
    if (entries)
        entries->count = kept;
    o->series = NULL;
}

void objects_close(struct objects *o)
{
    if (!o)
        return;
    if (o->doc) {
        forget_series(o);
        HPDF_Free(o->doc);
    }
    arena_close(o->scratch);
    o->doc = NULL;
    o->scratch = NULL;
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
    return take_over(dict);
}

void objects_set(struct objects *o, uint32_t number, const struct buffer *entries)
{
    if (o->error || !number)
        return;
    struct object_text *t = arena_alloc(o->arena, sizeof *t + entries->size);
    *t = (struct object_text){ (char *)(t + 1), entries->size, 0 };
    if (t->size)
        memcpy(t + 1, entries->bytes, t->size);
    ((HPDF_Dict)entry_of(o, number)->obj)->attr = t;
    o->bytes += t->size;
}

uint32_t objects_add_stream(struct objects *o, const char *entries, const void *data, size_t size,
                            enum stream_format format)
{
    HPDF_Dict dict = o->error ? NULL : HPDF_DictStream_New(o->doc->mmgr, o->doc->xref);
    if (!dict) {
        fail(o);
        return 0;
    }
    uint32_t number = take_over(dict);
    struct buffer text = buffer_in(o->arena);
    buffer_printf(&text, "%s%s", entries, format == STREAM_DEFLATED ? "/Filter/FlateDecode" : "");
    objects_set(o, number, &text);
    o->bytes += size;
    struct object_text *t = arena_new(o->arena, struct object_text);
    *t = (struct object_text){ data, size, 0 };
    HPDF_Stream reader =
        HPDF_CallbackReader_New(o->doc->mmgr, read_bytes, seek_bytes, tell_bytes, count_bytes, t);
    if (!reader) {
        fail(o);
        return 0;
    }
    HPDF_Stream_Free(dict->stream);
    dict->stream = reader;
    return number;
}

/* ---- series ---- */
/* Makes the text of one of a series in o->text; false when there is no memory. */
static bool make_text(struct objects *o, const struct series *s, uint32_t k)
{
    if (setjmp(o->out_of_memory))
        return false;
    o->text.size = o->spare.size = 0;
    s->make(&o->text, &o->spare, s->context, k);
    return true;
}

/* Called by libharu inside the dictionary that stands for all of the series, once for each, in
 * order: writes the next one. */
static HPDF_STATUS write_next(HPDF_Dict dict, HPDF_Stream stream)
{
    struct series *s = dict->attr;
    struct objects *o = s->objects;
    if (!make_text(o, s, s->written++))
        return HPDF_FAILD_TO_ALLOC_MEM;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)o->text.bytes, (HPDF_UINT)o->text.size);
}

/* Adds one more line of the table to a series of `count`; the list grows by as many, where
 * libharu's own steps would copy it hundreds of times. */
static bool add_entry(struct objects *o, HPDF_XrefEntry entry, uint32_t count)
{
    HPDF_List list = o->doc->xref->entries;
    if (list->items_per_block < count)
        list->items_per_block = count;
    return list->count < HPDF_LIMIT_MAX_XREF_ELEMENT && HPDF_List_Add(list, entry) == HPDF_OK;
}

uint32_t objects_add_series(struct objects *o, uint32_t count, make_entries *make,
                            const void *context)
{
    if (o->error || !count)
        return 0;
    HPDF_XrefEntry_Rec *entries = arena_array(o->arena, HPDF_XrefEntry_Rec, count);
    struct series *s = arena_new(o->arena, struct series);
    *s = (struct series){
        .objects = o, .make = make, .context = context, .first = o->doc->xref->entries->count
    };
    s->dict = HPDF_Dict_New(o->doc->mmgr);
    if (!s->dict) {
        fail(o);
        return 0;
    }
    s->dict->write_fn = write_next;
    s->dict->attr = s;
    *o->last = s;
    o->last = &s->next;
    for (; s->count < count; s->count++) {
        HPDF_XrefEntry_Rec *e = &entries[s->count];
        *e = (HPDF_XrefEntry_Rec){ .entry_typ = HPDF_IN_USE_ENTRY, .obj = s->dict };
        if (!add_entry(o, e, count)) {
            fail(o);
            return 0;
        }
    }
    return s->first;
}

/* ---- the file ---- */
/* Ends a hash and spells it. */
static void spell_hash(struct HPDF_MD5Context *hash, char hex[OBJECTS_DIGEST + 1])
{
    static const char digits[] = "0123456789ABCDEF";
    HPDF_BYTE digest[OBJECTS_DIGEST / 2];
    HPDF_MD5Final(digest, hash);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[OBJECTS_DIGEST] = '\0';
}

void objects_digest(const char *bytes, size_t size, char hex[OBJECTS_DIGEST + 1])
{
    enum { AT_ONCE = 1 << 30 }; /* MD5Update counts in 32 bits */
    struct HPDF_MD5Context hash;
    HPDF_MD5Init(&hash);
    for (size_t done = 0, n; done < size; done += n) {
        n = size - done < AT_ONCE ? size - done : AT_ONCE;
        HPDF_MD5Update(&hash, (const HPDF_BYTE *)bytes + done, (HPDF_UINT32)n);
    }
    spell_hash(&hash, hex);
}

/* Called by libharu inside the trailer, the last dictionary: writes the identifier, a hash of all
 * that stands before, so that equal files have equal ones (ISO 32000-1, 14.4). */
static HPDF_STATUS write_identifier(HPDF_Dict trailer, HPDF_Stream stream)
{
    struct objects *o = trailer->attr;
    char hex[OBJECTS_DIGEST + 1], id[2 * sizeof hex + 16];
    spell_hash(&o->hash, hex);
    int n = snprintf(id, sizeof id, "/ID[<%s><%s>]", hex, hex);
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)id, (HPDF_UINT)n);
}

/* Puts bytes behind the others in memory; false when there is none.  It must not jump, so it does
 * not use buffer_add. */
static bool put_behind(struct buffer *out, const HPDF_BYTE *bytes, HPDF_UINT size)
{
    if (out->room - out->size <= size) {
        size_t room = (out->size + size) * 2;
        char *more = arena_try(out->arena, room);
        if (!more)
            return false;
        if (out->size)
            memcpy(more, out->bytes, out->size);
        out->bytes = more;
        out->room = room;
    }
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
    return true;
}

/* Called by libharu: puts bytes behind the others of the file. */
static HPDF_STATUS write_out(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT size)
{
    struct objects *o = stream->attr;
    struct written *w = o->written;
    HPDF_MD5Update(&o->hash, bytes, size);
    if (!w->file)
        return put_behind(&w->bytes, bytes, size) ? HPDF_OK : HPDF_FAILD_TO_ALLOC_MEM;
    return fwrite(bytes, 1, size, w->file) == size ? HPDF_OK : HPDF_FILE_IO_ERROR;
}

/* Estimates how many bytes the entries of a series will be: what some of them are, and an eighth.
 * 0 when there is no memory. */
static size_t estimate(struct objects *o, const struct series *s)
{
    enum { SOME = 8 };
    uint32_t step = (s->count + SOME - 1) / SOME, n = 0;
    size_t bytes = 0;
    for (uint32_t k = 0; k < s->count; k += step, n++) {
        if (!make_text(o, s, k))
            return 0;
        bytes += o->text.size;
    }
    return n ? bytes / n * s->count / 8 * 9 + o->text.size : 0;
}

/* Makes room for the file: too much is never touched, too little is copied once.  False when there
 * is no memory. */
static bool reserve(struct objects *o, size_t beside_from)
{
    /* Most bytes around an object's own, its line of the cross-reference table included. */
    enum { AROUND = 80, HEAD = 1024 };
    struct written *w = o->written;
    size_t room = o->bytes + (size_t)objects_count(o) * AROUND + HEAD;
    for (const struct series *s = o->series; s; s = s->next) {
        size_t more = estimate(o, s);
        if (!more)
            return false;
        room += more;
    }
    if (room >= beside_from)
        w->file = file_open_nameless(room);
    if (w->file)
        return true;
    w->bytes.room = room;
    w->bytes.bytes = arena_try(w->bytes.arena, room);
    return w->bytes.bytes != NULL;
}

uint32_t objects_count(const struct objects *o) { return o->doc->xref->entries->count; }

bool objects_save(struct objects *o, size_t beside_from, struct written *w)
{
    if (o->error)
        return false;
    o->written = w;
    HPDF_MD5Init(&o->hash);
    o->doc->trailer->attr = o;
    o->doc->trailer->write_fn = write_identifier;
    if (reserve(o, beside_from))
        o->doc->stream = HPDF_CallbackWriter_New(o->doc->mmgr, write_out, o);
    if (!o->doc->stream || HPDF_SaveToStream(o->doc) != HPDF_OK ||
        (w->file && !file_cut_nameless(w->file)))
        fail(o);
    return !o->error;
}
