/* pdf, finish: a file as it is written → the same file, smaller, its first page first (ISO 32000-1,
 * 7.5.7, 7.5.8, annex F).
 *
 *   parts ─► each object with its new numbers, those of a stream together, deflated ─► places
 *         ─► hints, cross-reference streams ─► bytes
 *
 *   head │ linearization dictionary, first table │ catalogue │ hints │ first page │ other pages
 *        │ what they share │ outlines │ the rest │ main table
 *
 * What stands before the hints has a length that is known beforehand: its numbers are as wide as
 * they can be, and its table is not deflated.
 */
#include "base/file.h"
#include "pdf/finish.h"

#include <stdio.h>
#include <string.h>

static const char end_of_data[] = "\nendstream\nendobj\n";

/* What is made of a file. */
struct finish {
    struct arena *arena;
    struct workers *workers;
    struct parts *parts;
    struct deflated head; /* the written file's: its version, and bytes that are no text */
    struct buffer front;  /* linearization dictionary and first table */
    struct buffer hints;  /* the stream of them, whole */
    struct buffer back;   /* main table and end */
    uint32_t table_at, hints_at, first_end, back_at, size;
    struct written *to;
};

/* ---- objects ---- */
/* Copies an object's text with the new numbers; a length stands where it was referred to. */
static void renumber(struct buffer *to, const struct parts *p, struct text t)
{
    const char *done = t.at;
    for (struct reference r; parts_find_reference(done, t.end, &r); done = r.end) {
        buffer_add(to, done, (size_t)(r.at - done));
        if (p->kinds[r.number] == KIND_LENGTH) {
            struct text length = parts_text(p, r.number);
            buffer_add(to, length.at, (size_t)(length.end - length.at));
        } else
            buffer_printf(to, "%u 0 R", p->numbers[r.number]);
    }
    buffer_add(to, done, (size_t)(t.end - done));
}

/* Makes an object of the written file. */
static void make_alone(struct worker *h, const struct parts *p, struct container *c)
{
    struct buffer *b = worker_buffer(h, WORKER_RAW);
    const bool stream = p->kinds[c->first] == KIND_STREAM;
    buffer_printf(b, "%u 0 obj\n", c->number);
    renumber(b, p, parts_text(p, c->first));
    buffer_add_string(b, stream ? "\nstream\n" : "\nendobj\n");
    c->head = (struct deflated){ arena_strndup(worker_arena(h), b->bytes, b->size), b->size };
    if (stream)
        c->data = parts_data(p, c->first);
}

/* Makes a stream of objects: the number and place of each, then their texts (7.5.7). */
static void make_stream(struct worker *h, const struct parts *p, struct container *c)
{
    struct buffer *b = worker_buffer(h, WORKER_RAW), *texts = worker_buffer(h, WORKER_LINKS);
    for (uint32_t k = 0, n = c->first; k < c->count; k++, n = p->next[n]) {
        buffer_printf(b, "%u %zu ", p->numbers[n], texts->size);
        renumber(texts, p, parts_text(p, n));
        put(texts, '\n');
    }
    const size_t first = b->size;
    buffer_add(b, texts->bytes, texts->size);
    c->data = worker_deflate(h, b->bytes, b->size);
    b->size = 0;
    buffer_printf(
        b, "%u 0 obj\n<</Type/ObjStm/N %u/First %zu/Filter/FlateDecode/Length %zu>>\nstream\n",
        c->number, c->count, first, c->data.size);
    c->head = (struct deflated){ arena_strndup(worker_arena(h), b->bytes, b->size), b->size };
}

/* Containers that are made at once. */
struct batch {
    const struct parts *parts;
    uint32_t from;
};

static void make_container(struct worker *h, void *context, uint32_t i)
{
    const struct batch *batch = context;
    struct container *c = parts_at(batch->parts, batch->from + i);
    (c->alone ? make_alone : make_stream)(h, batch->parts, c);
    c->size = (uint32_t)(c->head.size + (c->data.bytes ? c->data.size + strlen(end_of_data) : 0));
}

/* Makes all containers; what has been read of a file that is not in memory goes again. */
static void make_containers(struct finish *f)
{
    enum { AT_ONCE = 1024, PARALLEL_FROM = 32 };
    const struct buffer *file = f->parts->file;
    struct batch *batch = arena_new(f->arena, struct batch);
    batch->parts = f->parts;
    for (; batch->from < f->parts->container_count; batch->from += AT_ONCE) {
        uint32_t left = f->parts->container_count - batch->from;
        if (!workers_do(f->workers, left < AT_ONCE ? left : AT_ONCE, PARALLEL_FROM, make_container,
                        batch))
            arena_out_of_memory(f->arena);
        arena_forget(file->arena, file->bytes);
    }
}

/* ---- what is added ---- */
struct packing {
    const struct buffer *from;
    struct deflated made;
};

static void pack(struct worker *h, void *context, uint32_t i)
{
    struct packing *packing = context;
    (void)i;
    packing->made = worker_deflate(h, packing->from->bytes, packing->from->size);
}

/* Writes a stream's data, deflated, and its end behind its entries. */
static void add_packed(struct finish *f, struct buffer *to, const struct buffer *data)
{
    struct packing *packing = arena_new(f->arena, struct packing);
    packing->from = data;
    if (!workers_do(f->workers, 1, UINT32_MAX, pack, packing))
        arena_out_of_memory(f->arena);
    buffer_printf(to, "/Filter/FlateDecode/Length %zu>>\nstream\n", packing->made.size);
    buffer_add(to, packing->made.bytes, packing->made.size);
    buffer_add_string(to, end_of_data);
}

/* One entry of a cross-reference stream (7.5.8.3): type, place or container, index. */
enum { ENTRY = 6 };
static void put_entry(struct buffer *to, unsigned type, uint32_t value, uint32_t index)
{
    put(to, (char)type);
    for (int shift = 24; shift >= 0; shift -= 8)
        put(to, (char)(value >> shift));
    put(to, (char)index);
}

static void put_containers(struct buffer *to, const struct parts *p, enum part from,
                           enum part until)
{
    for (uint32_t i = p->starts[from]; i < p->starts[until]; i++)
        put_entry(to, 1, parts_at(p, i)->offset, 0);
}

static void put_objects(struct buffer *to, const struct parts *p, enum part from, enum part until)
{
    for (uint32_t i = p->starts[from]; i < p->starts[until]; i++) {
        const struct container *c = parts_at(p, i);
        for (uint32_t k = 0; k < c->count && !c->alone; k++)
            put_entry(to, 2, c->number, k);
    }
}

/* Writes the linearization dictionary (F.3.3), the cross-reference stream of the first page (F.3.4)
 * and its end; always as many bytes. */
static void write_front(struct finish *f)
{
    const struct parts *p = f->parts;
    struct buffer *b = &f->front, table = buffer_in(f->arena);
    b->size = 0;
    buffer_printf(
        b,
        "%u 0 obj\n<</Linearized 1/L %-10u/H[%-10u %-10zu]/O %u/E %-10u/N %u/T %-10u>>\nendobj\n",
        p->linear, f->size, f->hints_at, f->hints.size, parts_at(p, p->starts[PART_FIRST])->number,
        f->first_end, p->marks.page_count, f->back_at - 1);
    f->table_at = (uint32_t)(f->head.size + b->size);
    put_entry(&table, 1, (uint32_t)f->head.size, 0);
    put_entry(&table, 1, f->table_at, 0);
    put_containers(&table, p, PART_CATALOG, PART_FIRST);
    put_entry(&table, 1, f->hints_at, 0);
    put_containers(&table, p, PART_FIRST, PART_PAGES);
    put_objects(&table, p, PART_CATALOG, PART_PAGES);
    buffer_printf(
        b,
        "%u 0 obj\n<</Type/XRef/Size %u/Index[%u %u]/W[1 4 1]/Prev %-10u/Root %u 0 R/Info %u 0 R",
        p->first_table, p->size, p->first_half, p->size - p->first_half, f->back_at,
        p->numbers[p->catalog], p->numbers[p->info]);
    buffer_add(b, p->id, p->id_size);
    buffer_printf(b, "/Length %zu>>\nstream\n", table.size);
    buffer_add(b, table.bytes, table.size);
    buffer_printf(b, "%sstartxref\n0\n%%%%EOF\n", end_of_data);
}

/* Writes the stream of hints. */
static void write_hints(struct finish *f)
{
    struct buffer tables = buffer_in(f->arena);
    struct hint_places places = hints_build(f->parts, &tables);
    buffer_printf(&f->hints, "%u 0 obj\n<</S %zu", f->parts->hints, places.shared);
    if (places.outlines)
        buffer_printf(&f->hints, "/O %zu", places.outlines);
    add_packed(f, &f->hints, &tables);
}

/* Has each entry say how it differs from the one above (PNG's filter Up, 7.4.4.4). */
static void difference(struct buffer *to, const struct buffer *table)
{
    for (size_t i = 0; i < table->size; i++) {
        if (i % ENTRY == 0)
            put(to, 2);
        put(to, (char)(table->bytes[i] - (i < ENTRY ? 0 : table->bytes[i - ENTRY])));
    }
}

/* Writes the cross-reference stream of all behind the first page (F.3.12), and the file's end. */
static void write_back(struct finish *f)
{
    const struct parts *p = f->parts;
    struct buffer table = buffer_in(f->arena), rows = buffer_in(f->arena);
    put_entry(&table, 0, 0, 0);
    put_containers(&table, p, PART_PAGES, PARTS);
    put_entry(&table, 1, f->back_at, 0);
    put_objects(&table, p, PART_PAGES, PARTS);
    difference(&rows, &table);
    buffer_printf(&f->back, "%u 0 obj\n<</Type/XRef/Size %u/W[1 4 1]", p->main_table,
                  p->first_half);
    buffer_add(&f->back, p->id, p->id_size);
    buffer_printf(&f->back, "/DecodeParms<</Columns %d/Predictor 12>>", ENTRY);
    add_packed(f, &f->back, &rows);
    buffer_printf(&f->back, "startxref\n%u\n%%%%EOF\n", f->table_at);
}

/* ---- places ---- */
/* Finds where everything stands; before the hints are made, as if there were none. */
static void place_all(struct finish *f)
{
    uint32_t at = (uint32_t)(f->head.size + f->front.size);
    for (enum part part = 0; part < PARTS; part++) {
        if (part == PART_FIRST) {
            f->hints_at = at;
            at += (uint32_t)f->hints.size;
        }
        for (uint32_t i = f->parts->starts[part]; i < f->parts->starts[part + 1]; i++) {
            parts_at(f->parts, i)->offset = at;
            at += parts_at(f->parts, i)->size;
        }
        if (part == PART_FIRST)
            f->first_end = at;
    }
    f->back_at = at;
}

/* Makes all that is added to the objects. */
static void make_tables(struct finish *f)
{
    write_front(f); /* for its size */
    place_all(f);
    write_hints(f);
    place_all(f);
    write_back(f);
    f->size = f->back_at + (uint32_t)f->back.size;
    write_front(f);
}

/* ---- the file ---- */
/* Puts bytes behind the others. */
static void emit(struct finish *f, const void *bytes, size_t size)
{
    struct written *w = f->to;
    if (!w->file) {
        memcpy(w->bytes.bytes + w->bytes.size, bytes, size);
        w->bytes.size += size;
    } else if (fwrite(bytes, 1, size, w->file) != size)
        arena_out_of_memory(f->arena);
}

static void emit_container(struct finish *f, const struct container *c)
{
    emit(f, c->head.bytes, c->head.size);
    if (!c->data.bytes)
        return;
    emit(f, c->data.bytes, c->data.size);
    emit(f, end_of_data, strlen(end_of_data));
}

/* Writes all in its order. */
static void emit_all(struct finish *f)
{
    enum { AT_ONCE = 256 };
    const struct parts *p = f->parts;
    emit(f, f->head.bytes, f->head.size);
    emit(f, f->front.bytes, f->front.size);
    for (uint32_t i = 0; i < p->container_count; i++) {
        if (i == p->starts[PART_FIRST])
            emit(f, f->hints.bytes, f->hints.size);
        emit_container(f, parts_at(p, i));
        if (i % AT_ONCE == 0)
            arena_forget(p->file->arena, p->file->bytes);
    }
    emit(f, f->back.bytes, f->back.size);
    arena_forget(p->file->arena, p->file->bytes);
}

/* Makes room for the whole file. */
static void reserve(struct finish *f, size_t beside_from)
{
    struct written *w = f->to;
    if (f->size >= beside_from)
        w->file = file_open_nameless(f->size);
    if (w->file)
        return;
    w->bytes.room = f->size + (size_t)1; /* a NUL behind */
    w->bytes.bytes = arena_try(w->bytes.arena, w->bytes.room);
    if (!w->bytes.bytes)
        arena_out_of_memory(f->arena);
}

void finish_file(struct arena *a, struct workers *w, const struct buffer *file,
                 struct landmarks marks, size_t beside_from, struct written *to)
{
    struct finish *f = arena_new(a, struct finish);
    *f = (struct finish){ .arena = a, .workers = w, .to = to };
    f->front = f->hints = f->back = buffer_in(a);
    f->parts = parts_build(a, file, marks);
    f->head = (struct deflated){ file->bytes, f->parts->offsets[1] };
    make_containers(f);
    make_tables(f);
    reserve(f, beside_from);
    emit_all(f);
    if (to->file && !file_cut_nameless(to->file))
        arena_out_of_memory(a);
}
