/* text/shaper: what one thread keeps between paragraphs: buffers, break iterators, fonts at their
 * sizes, styles made ready. */
#include "text/inner.h"

#include <errno.h>
#include <string.h>

enum {
    STYLES_FIRST = 64,
    SIZE_MOST = 4000
}; /* pt: larger type is shaped as this, so that no advance passes 31 bits */

struct shaper *text_open_shaper(struct arena *a, struct fonts *f)
{
    struct shaper *s = arena_new(a, struct shaper);
    s->arena = a;
    s->fonts = f;
    s->style_mask = STYLES_FIRST - 1;
    s->styles = arena_array(a, struct style_info *, STYLES_FIRST);
    s->known_room = KNOWN_FIRST;
    s->known = arena_array(a, struct known_word, KNOWN_FIRST);
    s->buffer = hb_buffer_create();
    s->told = hb_set_create();
    if (!hb_buffer_allocation_successful(s->buffer) || !hb_set_allocation_successful(s->told))
        arena_out_of_memory(a);
    return s;
}

void text_close_shaper(struct shaper *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->sized_count; i++)
        hb_font_destroy(s->sized[i].hb);
    for (unsigned i = 0; i < s->line_count; i++)
        ubrk_close(s->lines[i].iterator);
    if (s->bidi)
        ubidi_close(s->bidi);
    lang_close_thai(s->thai);
    hb_set_destroy(s->told);
    hb_buffer_destroy(s->buffer);
}

const struct sized *shaper_sized(struct shaper *s, const struct font *f, sp size)
{
    for (size_t i = 0; i < s->sized_count; i++)
        if (s->sized[i].font == f && s->sized[i].size == size)
            return &s->sized[i];
    if (s->sized_count == s->sized_room)
        s->sized = arena_grow(s->arena, s->sized, sizeof *s->sized, s->sized_count,
                              s->sized_count + 1, &s->sized_room);
    errno = 0;
    hb_font_t *hb = hb_font_create(f->hb);
    int scale = (int)(size > SIZE_MOST * SP_PT ? SIZE_MOST * SP_PT : size < 0 ? 0 : size);
    hb_font_set_scale(hb, scale, scale);
    font_pin(&f->face, hb);
    hb_font_make_immutable(hb);
    s->sized[s->sized_count] =
        (struct sized){ f, size, hb, sp_muldiv(size, f->face.space_advance, f->face.upem) };
    s->sized_count++; /* closed with the shaper, whatever comes */
    if (hb == hb_font_get_empty() || arena_starved(s->arena))
        arena_out_of_memory(s->arena);
    return &s->sized[s->sized_count - 1];
}

static size_t style_hash(const struct style *st)
{
    return (size_t)((uintptr_t)st >> 4) * 0x9E3779B1u >> 3;
}

/* Twice the slots. */
static void grow_styles(struct shaper *s)
{
    struct style_info **old = s->styles;
    size_t n = s->style_mask + 1;
    s->style_mask = n * 2 - 1;
    s->styles = arena_array(s->arena, struct style_info *, n * 2);
    for (size_t i = 0; i < n; i++)
        if (old[i]) {
            size_t k = style_hash(old[i]->style) & s->style_mask;
            while (s->styles[k])
                k = (k + 1) & s->style_mask;
            s->styles[k] = old[i];
        }
}

struct style_info *shaper_style(struct shaper *s, struct diag *d, const struct style *st)
{
    size_t i = style_hash(st) & s->style_mask;
    for (; s->styles[i]; i = (i + 1) & s->style_mask)
        if (s->styles[i]->style == st)
            return s->styles[i];
    if (s->style_count * 2 > s->style_mask) {
        grow_styles(s);
        return shaper_style(s, d, st);
    }
    struct style_info *info = arena_new(s->arena, struct style_info);
    info->style = st;
    info->chain = fonts_chain(s->fonts, s->arena, d, st);
    info->features = features_build(s->arena, st, &info->feature_count, &info->plain_count);
    s->style_count++;
    return s->styles[i] = info;
}

const struct font *shaper_font(struct shaper *s, struct style_info *info, unsigned i)
{
    if (i < info->font_count)
        return info->fonts[i];
    const struct font *f = info->font_all ? NULL : fonts_next(s->fonts, s->arena, info->chain, i);
    info->font_all = !f;
    if (!f)
        return NULL;
    if (info->font_count == info->font_room)
        info->fonts = arena_grow(s->arena, info->fonts, sizeof(const struct font *),
                                 info->font_count, info->font_count + 1, &info->font_room);
    return info->fonts[info->font_count++] = f;
}

/* The paragraph's text in UTF-16 for ICU, with the byte of each unit; made once a paragraph, and
 * only if somebody asks. */
void shaper_widen(struct shaper *s, const struct paragraph *p)
{
    if (s->wide_made)
        return;
    s->wide_made = true;
    if (p->length + 1 > s->wide_room) {
        s->wide_room = (size_t)p->length * 2 + 64;
        s->wide = arena_array(s->arena, UChar, s->wide_room);
        s->wide_at = arena_array(s->arena, uint32_t, s->wide_room);
    }
    uint32_t n = 0;
    for (size_t i = 0, step = 1; i < p->length; i += step) {
        unsigned char b = (unsigned char)p->text[i];
        step = 1;
        uint32_t c = b < 128 ? b : utf8_decode(p->text + i, p->length - i, &step);
        s->wide_at[n] = (uint32_t)i;
        if (c < 0x10000) {
            s->wide[n++] = (UChar)c;
        } else {
            s->wide[n++] = U16_LEAD(c);
            s->wide_at[n] = (uint32_t)i;
            s->wide[n++] = U16_TRAIL(c);
        }
    }
    s->wide_at[n] = p->length;
    s->wide_length = n;
}

sp text_advance(struct shaper *s, const struct style *st, const char *letters)
{
    const struct font *f = shaper_style(s, NULL, st)->chain->first;
    sp sum = 0;
    for (size_t i = 0, n = strlen(letters), step; f && i < n; i += step) {
        hb_codepoint_t g;
        hb_font_t *hb = shaper_sized(s, f, st->font_size)->hb;
        if (hb_font_get_nominal_glyph(hb, utf8_decode(letters + i, n - i, &step), &g))
            sum += hb_font_get_glyph_h_advance(hb, g) + st->letter_spacing;
    }
    return sum;
}

const struct face *text_first_face(struct shaper *s, const struct style *st)
{
    const struct font *f = shaper_style(s, NULL, st)->chain->first;
    return f ? &f->face : NULL;
}

const char *text_hyphen(struct shaper *s, const struct style *st, sp *advance)
{
    struct style_info *info = shaper_style(s, NULL, st);
    const struct font *f = info->chain->first;
    if (!info->hyphen) {
        info->hyphen = st->hyphenate_character        ? st->hyphenate_character
                       : f && !font_covers(f, 0x2010) ? "-"
                                                      : "\u2010";
        info->hyphen_advance = text_advance(s, st, info->hyphen);
    }
    *advance = info->hyphen_advance;
    return info->hyphen;
}
