/* pdf, fonts: used glyphs of a face → a font program of only these, and the dictionaries around it.
 *
 *   Type0 (Identity-H, ToUnicode) ─► CIDFontType2 ─► FontDescriptor ─► FontFile2 (TrueType)
 *                                 └► CIDFontType0 ─► FontDescriptor ─► FontFile3 (bare CFF)
 *
 *   TrueType   code = CID ─CIDToGIDMap─► glyph
 *   CFF        code = CID = glyph, or by charset
 *
 * A glyph's first entry has the glyph's own number in the subset as its code; further ones (other
 * characters) get codes behind the last glyph through CIDToGIDMap, or in CFF the same code of a
 * further layer: a font of the same program with a ToUnicode of its own.  The subsetter sees only
 * the tables that a PDF needs: it would follow GSUB to every alternate, and cmap to every
 * character.  Faces are independent: one task each, and then their objects in order. ISO 32000-1,
 * 9.6 to 9.10.
 */
#include "pdf/inner.h"

#include "base/utf8.h"

#include <errno.h>
#include <hb.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <string.h>

/* What became of a face. */
enum state { UNUSED, NO_MEMORY, REFUSED, MADE };

/* One of a face's fonts: its characters by code. */
struct layer {
    const struct code_entry **by_code;
    struct deflated to_unicode;
    struct buffer widths;
};

/* A face on its way into the file. */
struct embedded_font {
    struct arena *arena; /* of the worker that makes it */
    struct face_codes *codes;
    enum state state;
    /* HarfBuzz's, closed by fonts_close */
    hb_face_t *face, *needed, *made, *subset;
    hb_subset_input_t *input;
    hb_subset_plan_t *plan;
    hb_font_t *measure;
    hb_blob_t *blob; /* the program */
    bool torn;       /* hb-subset had too little memory */

    const hb_map_t *glyphs; /* old number → new; the plan's */
    uint32_t glyph_count;   /* of the subset */
    bool cff;
    uint32_t code_count; /* codes are below it */
    char *name;          /* with the subset's tag, if it is one */
    size_t size;         /* of the program, in bytes */
    struct deflated program, glyph_map;
    struct buffer descriptor;
    struct layer layers[LAYERS_MOST];
    unsigned layer_count;
};

struct fonts_made {
    struct arena *arena; /* of the file in the making */
    struct embedded_font *fonts;
    unsigned count;
    bool closed;
};

/* Gives back what HarfBuzz holds for one face. */
static void close_font(struct embedded_font *f)
{
    hb_blob_destroy(f->blob);
    hb_font_destroy(f->measure);
    if (f->plan)
        hb_subset_plan_destroy(f->plan);
    if (f->input)
        hb_subset_input_destroy(f->input);
    hb_face_destroy(f->subset);
    /* What hb-subset 6 puts for a table it could not load is its own: HarfBuzz would free it as
     * one. */
    if (!f->torn) {
        hb_face_destroy(f->made);
        hb_face_destroy(f->needed);
    }
    hb_face_destroy(f->face);
}

/* ---- the subset ---- */
/* Called by HarfBuzz: outlines and measures, what a variable font is pinned by, and the
 * instructions that a font which may not be subset keeps; nothing else. */
static hb_blob_t *needed_table(hb_face_t *needed, hb_tag_t tag, void *font)
{
    static const hb_tag_t tags[] = { HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'),
                                     HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p'),
                                     HB_TAG('g', 'l', 'y', 'f'), HB_TAG('l', 'o', 'c', 'a'),
                                     HB_TAG('C', 'F', 'F', ' '), HB_TAG('f', 'v', 'a', 'r'),
                                     HB_TAG('a', 'v', 'a', 'r'), HB_TAG('g', 'v', 'a', 'r'),
                                     HB_TAG('H', 'V', 'A', 'R'), HB_TAG('c', 'v', 't', ' '),
                                     HB_TAG('f', 'p', 'g', 'm'), HB_TAG('p', 'r', 'e', 'p') };
    (void)needed;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i] == tag)
            return hb_face_reference_table(font, tag);
    return hb_blob_get_empty();
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

/* What the subset shall have: the used glyphs, or all where the licence forbids subsets, and of a
 * variable font the instance that text has measured.  False when there is no memory. */
static bool set_input(struct embedded_font *f)
{
    const struct face *face = f->codes->face;
    f->input = hb_subset_input_create_or_fail();
    if (!f->input)
        return false;
    hb_subset_input_set_flags(f->input,
                              face->whole ? HB_SUBSET_FLAGS_DEFAULT : HB_SUBSET_FLAGS_NO_HINTING);
    for (unsigned i = 0; i < face->pin_count; i++)
        if (!hb_subset_input_pin_axis_location(f->input, f->needed, face->pins[i].tag,
                                               face->pins[i].value))
            return false;
    hb_set_t *glyphs = hb_subset_input_glyph_set(f->input);
    for (uint32_t i = 0; i < f->codes->count; i++)
        hb_set_add(glyphs, f->codes->entries[i].glyph);
    if (face->whole)
        hb_set_add_range(glyphs, 0, face->glyph_count - 1);
    return hb_set_allocation_successful(glyphs);
}

/* Opens the original face and the one of its needed tables. */
static enum state open_face(struct embedded_font *f)
{
    const struct face *face = f->codes->face;
    hb_blob_t *blob =
        hb_blob_create(face->bytes, (unsigned)face->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    f->face = hb_face_create(blob, face->index);
    hb_blob_destroy(blob);
    f->needed = hb_face_create_for_tables(needed_table, f->face, NULL);
    if (f->face == hb_face_get_empty() || f->needed == hb_face_get_empty())
        return NO_MEMORY;
    f->cff = has_table(f->face, HB_TAG('C', 'F', 'F', ' '));
    return f->cff || has_table(f->face, HB_TAG('g', 'l', 'y', 'f')) ? MADE : REFUSED;
}

/* A font of the face where text has pinned it. */
static void pin(hb_font_t *font, const struct face *face)
{
    enum { MOST = 64 };
    hb_variation_t at[MOST];
    unsigned n = face->pin_count < MOST ? face->pin_count : MOST;
    for (unsigned i = 0; i < n; i++)
        at[i] = (hb_variation_t){ face->pins[i].tag, face->pins[i].value };
    if (n)
        hb_font_set_variations(font, at, n);
}

/* Makes f->blob and f->glyphs. */
static enum state make_subset(struct embedded_font *f)
{
    enum state opened = open_face(f);
    if (opened != MADE)
        return opened;
    if (!set_input(f))
        return NO_MEMORY;
    f->plan = hb_subset_plan_create_or_fail(f->needed, f->input);
    f->made = f->plan ? hb_subset_plan_execute_or_fail(f->plan) : NULL;
    if (!f->made)
        return REFUSED;
    f->glyphs = hb_subset_plan_old_to_new_glyph_mapping(f->plan);
    /* The made face is a builder: its tables are read through its bytes. */
    hb_blob_t *bytes = hb_face_reference_blob(f->made);
    f->subset = hb_face_create(bytes, 0);
    f->blob = f->cff ? hb_face_reference_table(f->subset, HB_TAG('C', 'F', 'F', ' '))
                     : hb_blob_reference(bytes);
    hb_blob_destroy(bytes);
    f->glyph_count = hb_face_get_glyph_count(f->subset);
    f->measure = hb_font_create(f->face);
    pin(f->measure, f->codes->face);
    bool whole = hb_blob_get_length(f->blob) && f->glyph_count && f->measure != hb_font_get_empty();
    return whole ? MADE : NO_MEMORY;
}

/* ---- codes ---- */
/* Gives a code of a layer to the entry. */
static void set_code(struct embedded_font *f, const struct code_entry *e)
{
    for (; f->layer_count <= e->layer; f->layer_count++)
        f->layers[f->layer_count].by_code =
            arena_alloc_array(f->arena, sizeof *f->layers->by_code, f->code_count);
    f->layers[e->layer].by_code[e->code] = e;
}

/* Gives layers to the entries of a CFF program: the most used meaning of each glyph is of the first
 * layer, the others follow in order. */
static void give_layers(struct embedded_font *f)
{
    const struct face_codes *c = f->codes;
    uint32_t *most = arena_alloc_array(f->arena, sizeof *most, c->face->glyph_count);
    uint8_t *next = arena_alloc(f->arena, c->face->glyph_count);
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t *best = &most[c->entries[i].glyph];
        if (!*best || c->entries[*best - 1].uses < c->entries[i].uses)
            *best = i + 1;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        struct code_entry *e = &c->entries[i];
        bool first = most[e->glyph] == i + 1;
        e->coded = first || next[e->glyph] + 1 < LAYERS_MOST;
        e->layer = first || !e->coded ? 0 : ++next[e->glyph];
    }
}

/* Gives every entry its code, layer and width, and fills the layers' by_code.  Only a TrueType
 * program can have two codes for one glyph. */
static void give_codes(struct embedded_font *f, const uint16_t *cids)
{
    const bool doubles = !f->cff;
    struct face_codes *c = f->codes;
    int64_t upem = hb_face_get_upem(f->face);
    uint32_t next = f->glyph_count;
    f->code_count = (cids ? 65536 : f->glyph_count) + (doubles ? c->count : 0);
    if (!doubles)
        give_layers(f);
    for (uint32_t i = 0; i < c->count; i++) {
        struct code_entry *e = &c->entries[i];
        uint32_t glyph = hb_map_get(f->glyphs, e->glyph);
        uint32_t own = glyph < f->glyph_count ? glyph : 0;
        if (cids && glyph < f->glyph_count)
            own = cids[glyph];
        bool first = c->first[e->glyph] == i + 1;
        e->width =
            (int32_t)sp_muldiv(hb_font_get_glyph_h_advance(f->measure, e->glyph), 1000, upem);
        if (doubles)
            e->coded = first || next < 65536;
        e->code = (uint16_t)(first || !e->coded || !doubles ? own : next++);
        if (e->coded && e->code < f->code_count)
            set_code(f, e);
    }
}

/* ---- names and measures ---- */
/* Six capitals from a hash of the program and a plus sign, if it is a subset; the PostScript name
 * (FNV-1a). */
static void give_name(struct embedded_font *f, const void *program, size_t size)
{
    uint64_t h = 14695981039346656037u;
    const uint8_t *p = program;
    for (size_t i = 0; i < size; i++)
        h = (h ^ p[i]) * 1099511628211u;
    char raw[64] = { 0 };
    unsigned room = sizeof raw;
    hb_ot_name_get_utf8(f->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &room, raw);
    struct buffer b = buffer_in(f->arena);
    for (int i = 0; i < 6 && !f->codes->face->whole; i++, h /= 26)
        put(&b, (char)('A' + h % 26));
    if (b.size)
        put(&b, '+');
    size_t tag = b.size;
    for (size_t i = 0; i < sizeof raw && raw[i]; i++)
        if ((raw[i] >= 'a' && raw[i] <= 'z') || (raw[i] >= 'A' && raw[i] <= 'Z') ||
            (raw[i] >= '0' && raw[i] <= '9') || raw[i] == '-')
            put(&b, raw[i]);
    if (b.size == tag)
        buffer_add_string(&b, "Font");
    f->name = arena_strndup(f->arena, b.bytes, b.size);
}

/* Reads a big-endian number of a table of the original face; 0 where there is none. */
static int32_t table_number(hb_face_t *face, hb_tag_t tag, unsigned at, unsigned bytes)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    unsigned size;
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(blob, &size);
    uint32_t n = 0;
    if (size >= at + bytes)
        for (unsigned i = 0; i < bytes; i++)
            n = n << 8 | p[at + i];
    hb_blob_destroy(blob);
    return bytes == 2 ? (int16_t)n : (int32_t)n;
}

static int64_t em(const struct embedded_font *f, int64_t units)
{
    return sp_muldiv(units, 1000, hb_face_get_upem(f->face));
}

/* Writes the descriptor, all but the program's number. */
static void write_descriptor(struct embedded_font *f, struct buffer *b)
{
    enum { FIXED_PITCH = 1, SYMBOLIC = 4, ITALIC = 64 };
    const hb_tag_t head = HB_TAG('h', 'e', 'a', 'd');
    const hb_tag_t post = HB_TAG('p', 'o', 's', 't');
    const hb_tag_t os2 = HB_TAG('O', 'S', '/', '2');
    const struct face *face = f->codes->face;
    int flags = SYMBOLIC | (face->italic ? ITALIC : 0) |
                (table_number(f->face, post, 12, 4) ? FIXED_PITCH : 0);
    int weight = face->pin_count ? (int)face->weight : table_number(f->face, os2, 4, 2);
    buffer_printf(b, "/Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[", f->name, flags);
    for (unsigned i = 0; i < 4; i++)
        buffer_printf(b, i ? " %lld" : "%lld",
                      (long long)em(f, table_number(f->face, head, 36 + 2 * i, 2)));
    buffer_add_string(b, "]/ItalicAngle ");
    write_milli(b, sp_muldiv(table_number(f->face, post, 4, 4), 1000, 65536));
    buffer_printf(b, "/Ascent %lld/Descent %lld/CapHeight %lld/StemV %d",
                  (long long)em(f, face->ascent), (long long)-em(f, face->descent),
                  (long long)em(f, face->cap_height),
                  10 + (weight > 50 ? (weight - 50) * 220 / 900 : 70));
}

/* Writes W: [first code [widths] …], in whole numbers: mupdf rounds them to such, and content moves
 * glyphs by what is written here. */
static void write_widths(struct embedded_font *f, const struct layer *l, struct buffer *b)
{
    enum { MOST = 1000 }; /* well below what old readers take */
    buffer_add_string(b, "/W[");
    for (uint32_t c = 0, open = 0; c <= f->code_count; c++) {
        bool used = c < f->code_count && l->by_code[c];
        if (open && (!used || open == MOST)) {
            put(b, ']');
            open = 0;
        }
        if (!used)
            continue;
        if (open++)
            put(b, ' ');
        else
            buffer_printf(b, "%u[", c);
        write_milli(b, (int64_t)l->by_code[c]->width * 1000);
    }
    put(b, ']');
}

/* Writes a layer's ToUnicode, which says the characters of each code. */
static void write_to_unicode(struct embedded_font *f, const struct layer *l, struct buffer *b)
{
    enum { AT_ONCE = 100 }; /* ISO 32000-1, 9.10.3 by way of Adobe Technical Note 5014 */
    struct buffer lines = buffer_in(f->arena);
    unsigned pending = 0;
    buffer_add_string(
        b, "/CIDInit/ProcSet findresource begin\n12 dict "
           "begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
           "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 "
           "begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (uint32_t c = 0; c <= f->code_count; c++) {
        if (pending == AT_ONCE || (c == f->code_count && pending)) {
            buffer_printf(b, "%u beginbfchar\n", pending);
            buffer_add(b, lines.bytes, lines.size);
            buffer_add_string(b, "endbfchar\n");
            pending = 0;
            lines.size = 0;
        }
        if (c == f->code_count || !l->by_code[c] || !l->by_code[c]->length)
            continue;
        buffer_printf(&lines, "<%04X><", c);
        write_utf16_hex(&lines, l->by_code[c]->text, l->by_code[c]->length);
        buffer_add_string(&lines, ">\n");
        pending++;
    }
    buffer_add_string(b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* Writes CIDToGIDMap, which leads codes behind the last glyph back to glyphs; nothing when there
 * are none. */
static void write_glyph_map(struct embedded_font *f, struct buffer *map)
{
    const struct code_entry *const *by_code = f->layers[0].by_code;
    uint32_t used = f->layer_count ? f->code_count : 0;
    while (used && !by_code[used - 1])
        used--;
    for (uint32_t c = 0; used > f->glyph_count && c < used; c++) {
        uint32_t glyph = 0;
        if (c < f->glyph_count)
            glyph = c;
        else if (by_code[c])
            glyph = hb_map_get(f->glyphs, by_code[c]->glyph);
        put(map, (char)(glyph >> 8));
        put(map, (char)(glyph & 255));
    }
}

/* ---- all of a font ---- */
/* Makes a layer's widths and characters. */
static void make_layer(struct worker *h, struct embedded_font *f, struct layer *l)
{
    struct buffer *raw = worker_buffer(h, WORKER_RAW);
    l->widths = buffer_in(f->arena);
    write_widths(f, l, &l->widths);
    write_to_unicode(f, l, raw);
    l->to_unicode = worker_deflate(h, raw->bytes, raw->size);
}

/* Makes all of a font that needs no number of an object. */
static void make_font(struct worker *h, void *context, uint32_t i)
{
    struct embedded_font *f = &((struct fonts_made *)context)->fonts[i];
    if (!f->codes->face)
        return;
    f->arena = worker_arena(h);
    f->state = NO_MEMORY;
    errno = 0;
    enum state made = make_subset(f);
    f->torn = arena_starved(f->arena);
    bool good = true;
    unsigned size = 0;
    const void *bytes = made == MADE ? hb_blob_get_data(f->blob, &size) : NULL;
    const uint16_t *cids =
        made == MADE && f->cff ? cff_cids(f->arena, bytes, size, f->glyph_count, &good) : NULL;
    if (made == MADE && good) {
        give_codes(f, cids);
        give_name(f, bytes, size);
        f->size = size;
        f->program = worker_deflate(h, bytes, size);
        f->descriptor = buffer_in(f->arena);
        write_descriptor(f, &f->descriptor);
        for (unsigned k = 0; k < f->layer_count; k++)
            make_layer(h, f, &f->layers[k]);
        struct buffer *raw = worker_buffer(h, WORKER_RAW);
        if (!f->cff)
            write_glyph_map(f, raw);
        if (raw->size)
            f->glyph_map = worker_deflate(h, raw->bytes, raw->size);
    }
    f->state = good ? made : REFUSED;
    if (arena_starved(f->arena))
        f->state = NO_MEMORY;
}

static uint32_t add_deflated(struct objects *o, const char *entries, struct deflated d)
{
    return objects_add_stream(o, entries, d.bytes, d.size, STREAM_DEFLATED);
}

static uint32_t add_dictionary(struct objects *o, const struct buffer *b)
{
    uint32_t n = objects_add(o);
    objects_set(o, n, b);
    return n;
}

/* Adds the two dictionaries of a layer; returns the number of the upper one. */
static uint32_t add_layer(struct arena *a, const struct embedded_font *f, const struct layer *l,
                          struct objects *o, uint32_t descriptor, uint32_t glyph_map)
{
    struct buffer font = buffer_in(a), type0 = buffer_in(a);
    buffer_printf(&font, "/Type/Font/Subtype/CIDFontType%d/BaseFont/%s", f->cff ? 0 : 2, f->name);
    buffer_printf(
        &font,
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R",
        descriptor);
    if (glyph_map)
        buffer_printf(&font, "/CIDToGIDMap %u 0 R", glyph_map);
    else if (!f->cff)
        buffer_add_string(&font, "/CIDToGIDMap/Identity");
    buffer_add(&font, l->widths.bytes, l->widths.size);
    uint32_t unicode = add_deflated(o, "", l->to_unicode);
    uint32_t descendant = add_dictionary(o, &font);
    buffer_printf(&type0,
                  "/Type/Font/Subtype/Type0/BaseFont/%s%s/Encoding/Identity-H/DescendantFonts[%u 0 "
                  "R]/ToUnicode %u 0 R",
                  f->name, f->cff ? "-Identity-H" : "", descendant, unicode);
    return add_dictionary(o, &type0);
}

/* Adds the objects of one face. */
static void add_objects(struct arena *a, struct embedded_font *f, struct objects *o)
{
    struct buffer program = buffer_in(a);
    struct buffer *descriptor = &f->descriptor;
    if (f->cff)
        buffer_add_string(&program, "/Subtype/CIDFontType0C");
    else
        buffer_printf(&program, "/Length1 %zu", f->size);
    *descriptor = (struct buffer){ a, arena_strndup(a, descriptor->bytes, descriptor->size),
                                   descriptor->size, descriptor->size };
    buffer_printf(descriptor, "/FontFile%d %u 0 R", f->cff ? 3 : 2,
                  add_deflated(o, buffer_text(&program), f->program));
    uint32_t described = add_dictionary(o, descriptor);
    uint32_t glyph_map = f->glyph_map.size ? add_deflated(o, "", f->glyph_map) : 0;
    for (unsigned k = 0; k < f->layer_count; k++)
        f->codes->fonts[k] = add_layer(a, f, &f->layers[k], o, described, glyph_map);
}

struct fonts_made *fonts_open(struct arena *a, struct codes *codes)
{
    struct fonts_made *f = arena_new(a, struct fonts_made);
    *f = (struct fonts_made){ .arena = a,
                              .fonts = arena_array(a, struct embedded_font, codes->face_count + 1),
                              .count = codes->face_count };
    for (unsigned i = 0; i < f->count; i++)
        f->fonts[i].codes = &codes->faces[i];
    return f;
}

void fonts_close(struct fonts_made *f)
{
    for (unsigned i = 0; f && !f->closed && i < f->count; i++)
        close_font(&f->fonts[i]);
    if (f)
        f->closed = true;
}

bool fonts_build(struct fonts_made *f, struct workers *w, const struct face **refused)
{
    enum { PARALLEL_FROM = 2 };
    if (!workers_do(w, f->count, PARALLEL_FROM, make_font, f))
        arena_out_of_memory(f->arena);
    for (unsigned i = 0; i < f->count; i++) {
        struct embedded_font *font = &f->fonts[i];
        if (font->state == NO_MEMORY)
            arena_out_of_memory(f->arena);
        if (font->state == REFUSED) {
            *refused = font->codes->face;
            return false;
        }
    }
    fonts_close(f);
    return true;
}

void fonts_add(struct fonts_made *f, struct objects *o)
{
    for (unsigned i = 0; i < f->count; i++)
        if (f->fonts[i].state == MADE)
            add_objects(f->arena, &f->fonts[i], o);
}
