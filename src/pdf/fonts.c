/* pdf, fonts: used glyphs of a face → a font program of only these, and the dictionaries around it.
 *
 *   Type0 (Identity-H, ToUnicode) ─► CIDFontType2 ─► FontDescriptor ─► FontFile2 (TrueType)     code = CID ─CIDToGIDMap─► glyph
 *                                 └► CIDFontType0 ─► FontDescriptor ─► FontFile3 (bare CFF)     code = CID = glyph, or by charset
 *
 * A glyph's first entry has the glyph's own number in the subset as its code; further ones (other characters) get codes behind the last glyph
 * through CIDToGIDMap, or none in CFF.  Layout tables are dropped before the subsetter can follow them to every alternate.
 * ISO 32000-1, 9.6 to 9.10.
 */
#include "pdf/inner.h"

#include "base/utf8.h"

#include <hb.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <string.h>

struct font {
    struct arena *arena;
    struct face_codes *codes;
    hb_face_t *face, *subset;
    hb_subset_plan_t *plan;
    const hb_map_t *glyphs;                 /* old number → new; the plan's */
    uint32_t glyph_count;                   /* of the subset */
    const struct entry **by_code; uint32_t code_count;
    char *name;                             /* with the subset's tag */
};

static void close_font(struct font *f)
{
    if (f->plan)
        hb_subset_plan_destroy(f->plan);
    hb_face_destroy(f->subset);
    hb_face_destroy(f->face);
}

/* ---- the subset ---- */
static bool set_input(hb_subset_input_t *input, const struct face_codes *codes)
{
    static const hb_tag_t dropped[] = {
        HB_TAG('G','S','U','B'), HB_TAG('G','P','O','S'), HB_TAG('G','D','E','F'), HB_TAG('B','A','S','E'), HB_TAG('M','A','T','H'), HB_TAG('k','e','r','n'),
        HB_TAG('n','a','m','e'), HB_TAG('O','S','/','2'), HB_TAG('p','o','s','t'), HB_TAG('c','m','a','p'), HB_TAG('V','D','M','X'), HB_TAG('h','d','m','x'),
        HB_TAG('L','T','S','H'), HB_TAG('V','O','R','G'), HB_TAG('v','h','e','a'), HB_TAG('v','m','t','x'), HB_TAG('D','S','I','G'), HB_TAG('S','V','G',' '),
        HB_TAG('C','O','L','R'), HB_TAG('C','P','A','L'), HB_TAG('C','B','D','T'), HB_TAG('C','B','L','C'), HB_TAG('s','b','i','x'), HB_TAG('g','a','s','p'),
        HB_TAG('F','F','T','M'), HB_TAG('m','e','t','a'), HB_TAG('S','T','A','T'), HB_TAG('J','S','T','F'), HB_TAG('P','C','L','T'),
    };
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), *glyphs = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        hb_set_add(drop, dropped[i]);
    for (uint32_t i = 0; i < codes->count; i++)
        hb_set_add(glyphs, codes->entries[i].glyph);
    return hb_set_allocation_successful(drop) && hb_set_allocation_successful(glyphs);
}

/* f->subset and f->glyphs; false when the subsetter fails. */
static bool make_subset(struct font *f)
{
    const struct face *face = f->codes->face;
    hb_blob_t *blob = hb_blob_create(face->bytes, (unsigned)face->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    f->face = hb_face_create(blob, face->index);
    hb_blob_destroy(blob);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    f->plan = input && set_input(input, f->codes) ? hb_subset_plan_create_or_fail(f->face, input) : NULL;
    hb_face_t *made = f->plan ? hb_subset_plan_execute_or_fail(f->plan) : NULL;
    if (made) {
        f->glyphs = hb_subset_plan_old_to_new_glyph_mapping(f->plan);
        hb_blob_t *bytes = hb_face_reference_blob(made);       /* the made face is a builder: its tables are read through its bytes */
        f->subset = hb_face_create(bytes, 0);
        hb_blob_destroy(bytes);
        f->glyph_count = hb_face_get_glyph_count(f->subset);
    }
    hb_face_destroy(made);
    if (input)
        hb_subset_input_destroy(input);
    return made && f->glyph_count;
}

/* ---- codes ---- */
/* Every entry's code and width; f->by_code. */
static void give_codes(struct font *f, const uint16_t *cids, bool doubles)
{
    struct face_codes *c = f->codes;
    hb_font_t *hb = hb_font_create(f->face);
    int64_t upem = hb_face_get_upem(f->face);
    uint32_t next = f->glyph_count;
    f->code_count = (cids ? 65536 : f->glyph_count) + (doubles ? c->count : 0);
    f->by_code = arena_alloc_array(f->arena, sizeof *f->by_code, f->code_count);
    for (uint32_t i = 0; i < c->count; i++) {
        struct entry *e = &c->entries[i];
        uint32_t glyph = hb_map_get(f->glyphs, e->glyph);
        uint32_t own = glyph >= f->glyph_count ? 0 : cids ? cids[glyph] : glyph;
        bool first = c->first[e->glyph] == i + 1;
        e->width = (int32_t)sp_muldiv(hb_font_get_glyph_h_advance(hb, e->glyph), 1000, upem);
        e->coded = first || (doubles && next < 65536);
        e->code = (uint16_t)(first || !e->coded ? own : next++);
        if (e->coded && e->code < f->code_count)
            f->by_code[e->code] = e;
    }
    hb_font_destroy(hb);
}

/* ---- names and measures ---- */
/* Six capitals from a hash of the program, a plus sign, the PostScript name (FNV-1a). */
static void give_name(struct font *f, const void *program, size_t size)
{
    uint64_t h = 14695981039346656037u;
    const uint8_t *p = program;
    for (size_t i = 0; i < size; i++)
        h = (h ^ p[i]) * 1099511628211u;
    char raw[64] = { 0 };
    unsigned room = sizeof raw;
    hb_ot_name_get_utf8(f->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &room, raw);
    struct buffer b = buffer_in(f->arena);
    for (int i = 0; i < 6; i++, h /= 26)
        put(&b, (char)('A' + h % 26));
    put(&b, '+');
    for (size_t i = 0; i < sizeof raw && raw[i]; i++)
        if ((raw[i] >= 'a' && raw[i] <= 'z') || (raw[i] >= 'A' && raw[i] <= 'Z') || (raw[i] >= '0' && raw[i] <= '9') || raw[i] == '-')
            put(&b, raw[i]);
    if (b.size == 7)
        buffer_add_string(&b, "Font");
    f->name = arena_strndup(f->arena, b.bytes, b.size);
}

/* A big-endian number of a table of the original face; 0 where there is none. */
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

static int64_t em(const struct font *f, int64_t units) { return sp_muldiv(units, 1000, hb_face_get_upem(f->face)); }

static uint32_t add_descriptor(struct font *f, struct objects *o, const char *file_key, uint32_t file)
{
    enum { FIXED_PITCH = 1, SYMBOLIC = 4, ITALIC = 64 };
    const hb_tag_t head = HB_TAG('h','e','a','d'), post = HB_TAG('p','o','s','t'), os2 = HB_TAG('O','S','/','2');
    const struct face *face = f->codes->face;
    int flags = SYMBOLIC | (face->italic ? ITALIC : 0) | (table_number(f->face, post, 12, 4) ? FIXED_PITCH : 0);
    int weight = table_number(f->face, os2, 4, 2);
    struct buffer b = buffer_in(f->arena);
    buffer_printf(&b, "/Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[", f->name, flags);
    for (unsigned i = 0; i < 4; i++)
        buffer_printf(&b, i ? " %lld" : "%lld", (long long)em(f, table_number(f->face, head, 36 + 2 * i, 2)));
    buffer_add_string(&b, "]/ItalicAngle ");
    write_milli(&b, sp_muldiv(table_number(f->face, post, 4, 4), 1000, 65536));
    buffer_printf(&b, "/Ascent %lld/Descent %lld/CapHeight %lld/StemV %d/%s %u 0 R", (long long)em(f, face->ascent), (long long)-em(f, face->descent),
                  (long long)em(f, face->cap_height), 10 + (weight > 50 ? (weight - 50) * 220 / 900 : 70), file_key, file);
    uint32_t n = objects_add(o);
    objects_set(o, n, &b);
    return n;
}

/* W: [first code [widths] …], in whole numbers: mupdf rounds them to such, and content moves glyphs by what is written here. */
static void write_widths(struct font *f, struct buffer *b)
{
    enum { MOST = 1000 };       /* well below what old readers take */
    buffer_add_string(b, "/W[");
    for (uint32_t c = 0, open = 0; c <= f->code_count; c++) {
        bool used = c < f->code_count && f->by_code[c];
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
        write_milli(b, (int64_t)f->by_code[c]->width * 1000);
    }
    put(b, ']');
}

static uint32_t add_to_unicode(struct font *f, struct objects *o)
{
    enum { AT_ONCE = 100 };     /* ISO 32000-1, 9.10.3 by way of Adobe Technical Note 5014 */
    struct buffer lines = buffer_in(f->arena), b = buffer_in(f->arena);
    unsigned pending = 0;
    buffer_add_string(&b, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                          "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (uint32_t c = 0; c <= f->code_count; c++) {
        if (pending == AT_ONCE || (c == f->code_count && pending)) {
            buffer_printf(&b, "%u beginbfchar\n", pending);
            buffer_add(&b, lines.bytes, lines.size);
            buffer_add_string(&b, "endbfchar\n");
            pending = 0;
            lines.size = 0;
        }
        if (c == f->code_count || !f->by_code[c] || !f->by_code[c]->length)
            continue;
        buffer_printf(&lines, "<%04X><", c);
        write_utf16_hex(&lines, f->by_code[c]->text, f->by_code[c]->length);
        buffer_add_string(&lines, ">\n");
        pending++;
    }
    buffer_add_string(&b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    struct deflated d = stream_deflate(f->arena, b.bytes, b.size);
    return objects_add_stream(o, "", d.bytes, d.size, true);
}

/* "/Identity", or a stream where codes behind the last glyph lead back to glyphs. */
static void write_glyph_map(struct font *f, struct objects *o, struct buffer *b)
{
    uint32_t used = f->code_count;
    while (used && !f->by_code[used - 1])
        used--;
    if (used <= f->glyph_count) {
        buffer_add_string(b, "/CIDToGIDMap/Identity");
        return;
    }
    struct buffer map = buffer_in(f->arena);
    for (uint32_t c = 0; c < used; c++) {
        uint32_t glyph = c < f->glyph_count ? c : f->by_code[c] ? hb_map_get(f->glyphs, f->by_code[c]->glyph) : 0;
        put(&map, (char)(glyph >> 8));
        put(&map, (char)(glyph & 255));
    }
    struct deflated d = stream_deflate(f->arena, map.bytes, map.size);
    buffer_printf(b, "/CIDToGIDMap %u 0 R", objects_add_stream(o, "", d.bytes, d.size, true));
}

/* ---- all of a font ---- */
static void add_objects(struct font *f, struct objects *o, bool cff, const void *program, unsigned size)
{
    char entries[64] = "/Subtype/CIDFontType0C";
    struct buffer b = buffer_in(f->arena);
    if (!cff) {
        buffer_printf(&b, "/Length1 %u", size);
        memcpy(entries, buffer_text(&b), b.size + 1);
        b = buffer_in(f->arena);
    }
    struct deflated d = stream_deflate(f->arena, program, size);
    uint32_t file = objects_add_stream(o, entries, d.bytes, d.size, true);
    uint32_t descriptor = add_descriptor(f, o, cff ? "FontFile3" : "FontFile2", file), unicode = add_to_unicode(f, o);
    buffer_printf(&b, "/Type/Font/Subtype/CIDFontType%d/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R",
                  cff ? 0 : 2, f->name, descriptor);
    if (!cff)
        write_glyph_map(f, o, &b);
    write_widths(f, &b);
    uint32_t descendant = objects_add(o);
    objects_set(o, descendant, &b);
    struct buffer type0 = buffer_in(f->arena);
    buffer_printf(&type0, "/Type/Font/Subtype/Type0/BaseFont/%s%s/Encoding/Identity-H/DescendantFonts[%u 0 R]/ToUnicode %u 0 R", f->name, cff ? "-Identity-H" : "",
                  descendant, unicode);
    f->codes->font = objects_add(o);
    objects_set(o, f->codes->font, &type0);
}

/* One face; false when it has no outlines that a PDF can hold, or the subsetter failed. */
static bool build_font(struct arena *a, struct objects *o, struct face_codes *codes)
{
    struct font f = { .arena = a, .codes = codes };
    if (!make_subset(&f)) {
        close_font(&f);
        return false;
    }
    hb_blob_t *cff = hb_face_reference_table(f.subset, HB_TAG('C','F','F',' ')), *glyf = hb_face_reference_table(f.subset, HB_TAG('g','l','y','f'));
    bool is_cff = hb_blob_get_length(cff) > 0, good = is_cff || hb_blob_get_length(glyf) > 0;
    hb_blob_t *program = is_cff ? hb_blob_reference(cff) : hb_face_reference_blob(f.subset);
    unsigned size;
    const void *bytes = hb_blob_get_data(program, &size);
    const uint16_t *cids = is_cff ? cff_cids(a, bytes, size, f.glyph_count, &good) : NULL;
    if (good) {
        give_codes(&f, cids, !is_cff);
        give_name(&f, bytes, size);
        add_objects(&f, o, is_cff, bytes, size);
    }
    hb_blob_destroy(program);
    hb_blob_destroy(cff);
    hb_blob_destroy(glyf);
    close_font(&f);
    return good;
}

bool fonts_build(struct arena *a, struct diag *d, struct objects *o, struct codes *codes)
{
    bool good = true;
    for (unsigned i = 0; i < codes->face_count; i++) {
        struct face_codes *f = &codes->faces[i];
        if (!f->face || build_font(a, o, f))
            continue;
        diag_add(d, DIAG_FONT_NOT_EMBEDDED, (struct position){ 0 }, "family", f->face->family, "file", f->face->file, NULL);
        good = false;
    }
    return good;
}
