/* text/face: one font file, mapped, with its measures and its characters. */
#include "text/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <hb-ot.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unicode/uchar.h>
#include <unistd.h>

enum { AXES_MOST = 64 }; /* fonts have five at most */

/* Has a glyph no ink though its character is one to see?  Some fonts have such for letters that
 * nobody has drawn yet. */
static bool is_hollow(const struct font *f, uint32_t c, hb_codepoint_t glyph)
{
    enum { SEEN = U_GC_L_MASK | U_GC_N_MASK | U_GC_P_MASK | U_GC_S_MASK };
    enum { HEBREW = 0x590, MORE_LATIN = 0x1E00, BLANK_BRAILLE = 0x2800, RADICALS = 0x2E80 };
    hb_glyph_extents_t ink;
    /* whoever has other scripts has drawn them */
    bool may_be = c < HEBREW || (c >= MORE_LATIN && c < RADICALS);
    return may_be && hb_font_get_glyph_extents(f->unscaled, glyph, &ink) && !ink.width &&
           !ink.height && (U_GET_GC_MASK((UChar32)c) & SEEN) && c != BLANK_BRAILLE &&
           !draws_nothing(c);
}

bool font_covers_far(const struct font *f, uint32_t c)
{
    hb_codepoint_t g;
    return hb_font_get_nominal_glyph(f->unscaled, c, &g) && !is_hollow(f, c, g);
}

/* Map the file; false when it cannot be. */
static bool map_file(struct face *f)
{
    int fd = open(f->file, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *p = MAP_FAILED;
    if (fd >= 0 && !fstat(fd, &st) && st.st_size > 0 && st.st_size < 1L << 30)
        p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (fd >= 0)
        close(fd);
    if (p == MAP_FAILED)
        return false;
    f->bytes = p;
    f->size = (size_t)st.st_size;
    return true;
}

/* Advance of a character in font units, `other` where the font has none. */
static int advance_of(const struct font *f, uint32_t c, int other)
{
    hb_codepoint_t g;
    return hb_font_get_nominal_glyph(f->unscaled, c, &g)
               ? hb_font_get_glyph_h_advance(f->unscaled, g)
               : other;
}

/* The height of a letter's ink, for fonts that do not say x-height or cap height. */
static int height_of(const struct font *f, hb_ot_metrics_tag_t tag, uint32_t c)
{
    hb_position_t said;
    hb_codepoint_t g;
    if (hb_ot_metrics_get_position(f->unscaled, tag, &said) && said > 0)
        return said;
    struct ink ink =
        hb_font_get_nominal_glyph(f->unscaled, c, &g) ? text_ink(&f->face, g) : (struct ink){ 0 };
    return ink.top > 0 ? ink.top : f->face.upem / 2;
}

/* A metric of the face, or what is usual as a share of the em in per mille. */
static int metric_of(const struct font *f, hb_ot_metrics_tag_t tag, int usual)
{
    hb_position_t said;
    return hb_ot_metrics_get_position(f->unscaled, tag, &said) && said
               ? said
               : f->face.upem * usual / 1000;
}

/* A glyph without ink: one without width, else the space. */
static uint32_t blank_of(const struct font *f)
{
    static const uint32_t blanks[] = { 0x200C, 0x200D, 0x200B, 0,
                                       ' ' }; /* U+0000: many faces give it their .null */
    hb_codepoint_t g = 0;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        hb_glyph_extents_t ink;
        if (hb_font_get_nominal_glyph(f->unscaled, blanks[i], &g) &&
            (blanks[i] == ' ' || !hb_font_get_glyph_h_advance(f->unscaled, g)) &&
            hb_font_get_glyph_extents(f->unscaled, g, &ink) && !ink.width && !ink.height)
            return g;
    }
    return 0;
}

static bool has_table(const struct font *f, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(f->hb, tag);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

/* The face's measures in font units, and which of the first characters it has. */
static void measure(struct font *f)
{
    struct face *face = &f->face;
    hb_font_extents_t e;
    face->upem = (int)hb_face_get_upem(f->hb);
    hb_font_get_h_extents(f->unscaled, &e);
    face->ascent = e.ascender;
    face->descent = -e.descender;
    face->line_gap = e.line_gap;
    face->x_height = height_of(f, HB_OT_METRICS_TAG_X_HEIGHT, 'x');
    face->cap_height = height_of(f, HB_OT_METRICS_TAG_CAP_HEIGHT, 'H');
    face->zero_advance = advance_of(f, '0', face->upem / 2);
    face->water_advance = advance_of(f, 0x6C34, face->upem);
    face->wide_marks = advance_of(f, 0x300C, 0) >= face->upem - face->upem / 10;
    face->wide_quotes = advance_of(f, 0x201C, 0) >= face->upem - face->upem / 10;
    face->space_advance = advance_of(f, ' ', face->upem / 4);
    face->underline = metric_of(f, HB_OT_METRICS_TAG_UNDERLINE_OFFSET, -100);
    face->underline_size = metric_of(f, HB_OT_METRICS_TAG_UNDERLINE_SIZE, 50);
    face->strike = metric_of(f, HB_OT_METRICS_TAG_STRIKEOUT_OFFSET, 300);
    face->strike_size = metric_of(f, HB_OT_METRICS_TAG_STRIKEOUT_SIZE, 50);
    face->glyph_count = hb_face_get_glyph_count(f->hb);
    face->blank = blank_of(f);
    if (!hb_font_get_nominal_glyph(f->unscaled, ' ', &face->space))
        face->space = 0;
    for (unsigned c = 0; c < sizeof f->latin * 8; c++)
        f->latin[c >> 3] |= (uint8_t)(font_covers_far(f, c) << (c & 7));
    face->cff = has_table(f, HB_TAG('C', 'F', 'F', ' '));
}

/* What the font's own tables say against setting it: outlines that no PDF takes, or its licence
 * (OS/2, fsType: embedding restricted where nothing milder is said, or allowed for bitmaps
 * alone). */
static enum refusal refusal_of(struct font *f)
{
    enum { RESTRICTED = 2, LICENCES = 14, NO_SUBSETS = 0x100, BITMAPS_ONLY = 0x200 };
    hb_blob_t *os2 = hb_face_reference_table(f->hb, HB_TAG('O', 'S', '/', '2'));
    unsigned size;
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(os2, &size);
    unsigned licence = size >= 10 ? (unsigned)p[8] << 8 | p[9] : 0;
    hb_blob_destroy(os2);
    f->face.whole = licence & NO_SUBSETS;
    if ((licence & LICENCES) == RESTRICTED || (licence & BITMAPS_ONLY))
        return FORBIDDEN;
    return has_table(f, HB_TAG('C', 'F', 'F', '2')) ? VARIABLE_CFF : SETTABLE;
}

/* The pins of a variable font: weight and width as asked for, what else it has where it stands by
 * default.  False when there is no memory. */
static bool pin_axes(struct arena *a, struct font *f, struct instance as)
{
    unsigned n = hb_ot_var_get_axis_count(f->hb);
    struct pin *pins = n ? arena_try(a, sizeof *pins * n) : NULL;
    for (unsigned i = 0; pins && i < n; i++) {
        hb_ot_var_axis_info_t axis;
        unsigned one = 1;
        hb_ot_var_get_axis_infos(f->hb, i, &one, &axis);
        float want = axis.tag == HB_OT_TAG_VAR_AXIS_WEIGHT  ? (float)as.weight
                     : axis.tag == HB_OT_TAG_VAR_AXIS_WIDTH ? (float)as.stretch
                                                            : axis.default_value;
        want = want < axis.min_value ? axis.min_value : want;
        pins[i] = (struct pin){ axis.tag, want > axis.max_value ? axis.max_value : want };
    }
    f->face.pins = pins;
    f->face.pin_count = pins ? n : 0;
    font_pin(&f->face, f->unscaled);
    return pins || !n;
}

void font_pin(const struct face *face, hb_font_t *hb)
{
    hb_variation_t at[AXES_MOST];
    unsigned n = face->pin_count < AXES_MOST ? face->pin_count : AXES_MOST;
    for (unsigned i = 0; i < n; i++)
        at[i] = (hb_variation_t){ face->pins[i].tag, face->pins[i].value };
    if (n)
        hb_font_set_variations(hb, at, n);
}

/* Open the mapped file with HarfBuzz; what speaks against setting it, want of memory too. */
static enum refusal open_face(struct arena *a, struct font *f, struct instance as)
{
    errno = 0;
    hb_blob_t *blob =
        hb_blob_create(f->face.bytes, (unsigned)f->face.size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    f->hb = hb_face_create(blob, f->face.index);
    hb_blob_destroy(blob);
    f->unscaled = hb_font_create(f->hb);
    f->face.hb = f->hb;
    bool whole =
        hb_face_get_glyph_count(f->hb) && f->unscaled != hb_font_get_empty() && pin_axes(a, f, as);
    if (whole)
        measure(f);
    enum refusal why = whole ? refusal_of(f) : UNREADABLE;
    /* HarfBuzz takes a table it had no memory for as one that is not there */
    return arena_starved(a) ? UNREADABLE : why;
}

struct font *font_open(struct arena *a, struct candidate *c, struct instance as)
{
    struct font *f = arena_try(a, sizeof *f);
    if (!f)
        return NULL;
    errno = 0;
    f->as = as;
    f->face = (struct face){ .family = c->family,
                             .file = c->file,
                             .index = c->index,
                             .weight = as.weight,
                             .bold = as.weight >= BOLD_LEAST || (!c->variable && c->named_bold),
                             .italic = c->italic };
    if (!map_file(&f->face)) {
        arena_starved(a);
        c->refusal = UNREADABLE;
        return NULL;
    }
    c->refusal = open_face(a, f, as);
    if (c->refusal != SETTABLE) {
        font_close(f);
        return NULL;
    }
    hb_face_make_immutable(f->hb);
    return f;
}

void font_close(struct font *f)
{
    hb_font_destroy(f->unscaled);
    hb_face_destroy(f->hb);
    munmap((void *)(uintptr_t)f->face.bytes, f->face.size);
}

struct ink text_ink(const struct face *face, uint32_t glyph)
{
    const struct font *f = (const struct font *)(const void *)face;
    hb_glyph_extents_t e;
    if (!hb_font_get_glyph_extents(f->unscaled, glyph, &e))
        return (struct ink){ 0 };
    return (struct ink){ e.x_bearing, e.x_bearing + e.width, e.y_bearing, e.y_bearing + e.height };
}

struct font_units text_units(const struct face *face, sp size)
{
    struct font_units u = { { 0 } };
    if (!face)
        return u;
    u.of[UNIT_EX] = sp_muldiv(size, face->x_height, face->upem);
    u.of[UNIT_CH] = sp_muldiv(size, face->zero_advance, face->upem);
    u.of[UNIT_CAP] = sp_muldiv(size, face->cap_height, face->upem);
    u.of[UNIT_IC] = sp_muldiv(size, face->water_advance, face->upem);
    return u;
}

struct extent text_line_extent(const struct face *face, const struct style *s)
{
    sp size = s->font_size, ascent = sp_muldiv(size, face->ascent, face->upem),
       descent = sp_muldiv(size, face->descent, face->upem), height;
    if (s->line_height.kind == LENGTH_NUMBER)
        height = sp_muldiv(size, s->line_height.absolute, 65536);
    else if (s->line_height.kind == LENGTH_VALUE)
        height = length_resolve(s->line_height, size, text_units(face, size));
    else
        height = ascent + descent + sp_muldiv(size, face->line_gap, face->upem);
    sp leading = height - ascent - descent,
       half = leading >= 0 ? leading / 2 : -((1 - leading) / 2);
    return (struct extent){ ascent + half, descent + leading - half };
}
