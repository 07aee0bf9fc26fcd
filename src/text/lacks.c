/* text/lacks: what a face lacks of what a style or a script asks, and who is told.
 *
 *   small capitals, bold, italics, the rules of a script    a warning, once
 *   font-variant-position    made from the face's own digits (CSS Fonts 4, 6.5)
 */
#include "text/inner.h"

#include <errno.h>
#include <hb-ot.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* Where a table has the rules of a script: its index, and whether it is the script's own. */
struct rules {
    unsigned script;
    bool own, common;
};

static struct rules rules_of(const struct font *f, hb_tag_t table, uint32_t script)
{
    hb_tag_t tags[3], chosen;
    unsigned count = 3;
    struct rules r = { 0 };
    hb_ot_tags_from_script_and_language((hb_script_t)script, HB_LANGUAGE_INVALID, &count, tags,
                                        NULL, NULL);
    r.own = hb_ot_layout_table_select_script(f->hb, table, count, tags, &r.script, &chosen);
    r.common = chosen == HB_OT_TAG_DEFAULT_SCRIPT;
    return r;
}

/* The feature's index among the face's for the script; false when it has none. */
static bool find_feature(const struct font *f, uint32_t script, hb_tag_t feature, unsigned *index)
{
    return hb_ot_layout_language_find_feature(f->hb, HB_OT_TAG_GSUB,
                                              rules_of(f, HB_OT_TAG_GSUB, script).script,
                                              HB_OT_LAYOUT_DEFAULT_LANGUAGE_INDEX, feature, index);
}

/* The first word of an item, from its first letter or digit; false when it has none. */
static bool first_word(const struct paragraph *p, const struct item *x, uint32_t *start,
                       uint32_t *end)
{
    size_t step;
    *start = x->start;
    while (*start < x->end &&
           !u_isalnum((UChar32)utf8_decode(p->text + *start, x->end - *start, &step)))
        *start += (uint32_t)step;
    for (*end = *start; *end < x->end && p->text[*end] != ' ' && p->text[*end] != '\n';)
        *end += 1;
    return *start < x->end;
}

/* ---- small capitals ---- */
static bool has_lower_case(const struct paragraph *p, const struct item *x)
{
    for (size_t i = x->start, step; i < x->end; i += step)
        if (u_islower((UChar32)utf8_decode(p->text + i, x->end - i, &step)))
            return true;
    return false;
}

static void check_caps(struct shaper *s, struct diag *d, const struct paragraph *p,
                       const struct item *x, struct style_info *info)
{
    enum font_caps caps = info->style->font_caps;
    unsigned found;
    if (info->caps_told || (caps != CAPS_SMALL && caps != CAPS_ALL_SMALL) ||
        !has_lower_case(p, x) ||
        find_feature(x->font, x->script, HB_TAG('s', 'm', 'c', 'p'), &found))
        return;
    info->caps_told = true;
    diag_add(d, DIAG_SMALL_CAPS_MISSING, text_position(p, x->start, x->end), "family",
             x->font->face.family, "word",
             arena_strndup(s->arena, p->text + x->start, x->end - x->start), NULL);
}

/* ---- bold and italics ---- */
/* Has the style a family that this face is of? */
static bool is_named(const struct style_info *info, const struct font *f)
{
    for (size_t i = 0; i < info->font_count; i++)
        if (info->fonts[i] == f)
            return true;
    return f == info->chain->first;
}

bool is_told(struct shaper *s, struct lack lack)
{
    for (size_t i = 0; i < s->lack_count; i++)
        if (!strcmp(s->lacks[i].of, lack.of) && !strcmp(s->lacks[i].what, lack.what))
            return true;
    if (s->lack_count == s->lack_room)
        s->lacks = arena_grow(s->arena, s->lacks, sizeof *s->lacks, s->lack_count,
                              s->lack_count + 1, &s->lack_room);
    s->lacks[s->lack_count++] = lack;
    return false;
}

/* What a shaper has told, kept for another. */
struct told {
    const struct lack *lacks;
    size_t count;
};

const struct told *text_told(const struct shaper *s, struct arena *a)
{
    struct told *t = arena_new(a, struct told);
    struct lack *lacks = arena_array(a, struct lack, s->lack_count);
    for (size_t i = 0; i < s->lack_count; i++)
        lacks[i] =
            (struct lack){ arena_strdup(a, s->lacks[i].of), arena_strdup(a, s->lacks[i].what) };
    *t = (struct told){ lacks, s->lack_count };
    return t;
}

void text_tell_no_more(struct shaper *s, const struct told *told)
{
    for (size_t i = 0; i < told->count; i++)
        (void)is_told(s, told->lacks[i]);
}

/* A family that the sheet names has no bold or no italic face.  Of what a language's own rows lack
 * nobody is told: there is no better family. */
static void check_face(struct shaper *s, struct diag *d, const struct paragraph *p,
                       const struct item *x, struct style_info *info)
{
    static const char *const names[2][2] = { { NULL, PHRASE("italic") },
                                             { PHRASE("bold"), PHRASE("bold italic") } };
    const struct chain *chain = info->chain;
    const struct face *face = &x->font->face;
    bool italics = has_italics(x->script);
    bool bold = chain->want.weight >= BOLD_LEAST && !face->bold;
    bool italic = chain->want.italic && !face->italic && (italics || !face->bold);
    uint32_t start, end;
    if ((!bold && !italic) || !is_named(info, x->font) || !first_word(p, x, &start, &end))
        return;
    const char *what = italics ? names[bold][italic] : PHRASE("bold");
    if (!is_told(s, (struct lack){ face->family, what }))
        diag_add(d, DIAG_FACE_MISSING, text_position(p, start, end), "family", face->family, "what",
                 what, "word", arena_strndup(s->arena, p->text + start, end - start), NULL);
}

/* ---- the rules of a script ---- */
/* Does a sign stand to the left of the letter that it is typed behind? */
static bool stands_left(uint32_t c)
{
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_INDIC_POSITIONAL_CATEGORY)) {
    case U_INPC_LEFT:
    case U_INPC_LEFT_AND_RIGHT:
    case U_INPC_BOTTOM_AND_LEFT:
    case U_INPC_TOP_AND_LEFT:
    case U_INPC_TOP_AND_LEFT_AND_RIGHT:
    case U_INPC_TOP_AND_BOTTOM_AND_LEFT: return true;
    default: return false;
    }
}

/* Is it a letter that joins its neighbours, or a sign that stacks them or moves? */
static bool needs_rules(uint32_t c)
{
    int32_t joining = u_getIntPropertyValue((UChar32)c, UCHAR_JOINING_TYPE);
    int32_t sign = u_getIntPropertyValue((UChar32)c, UCHAR_INDIC_SYLLABIC_CATEGORY);
    return joining == U_JT_DUAL_JOINING || joining == U_JT_RIGHT_JOINING || sign == U_INSC_VIRAMA ||
           sign == U_INSC_INVISIBLE_STACKER || sign == U_INSC_CONSONANT_SUBJOINED || stands_left(c);
}

/* Has the face rules for the script, its own or common ones that shape?  Arabic letters of old
 * faces have their forms as characters. */
static bool has_rules(const struct font *f, uint32_t script)
{
    enum { BEH_INITIAL = 0xFE91 };
    static const hb_tag_t shaping[] = { HB_TAG('i', 'n', 'i', 't'), HB_TAG('r', 'l', 'i', 'g'),
                                        HB_TAG('c', 'c', 'm', 'p'), HB_TAG('p', 'r', 'e', 's'),
                                        HB_TAG('a', 'b', 'v', 's'), HB_TAG('b', 'l', 'w', 's'),
                                        HB_TAG('p', 's', 't', 's') };
    const struct rules shapes = rules_of(f, HB_OT_TAG_GSUB, script);
    if (shapes.own || rules_of(f, HB_OT_TAG_GPOS, script).own)
        return true;
    unsigned found;
    for (size_t i = 0; shapes.common && i < sizeof shaping / sizeof *shaping; i++)
        if (find_feature(f, script, shaping[i], &found))
            return true;
    return script == HB_SCRIPT_ARABIC && font_covers(f, BEH_INITIAL);
}

static void check_rules(struct shaper *s, struct diag *d, const struct paragraph *p,
                        const struct item *x, struct style_info *info)
{
    bool needs = false;
    uint32_t start, end;
    if (info->rules_told || x->script == HB_SCRIPT_LATIN || !first_word(p, x, &start, &end))
        return;
    for (size_t i = x->start, step; !needs && i < x->end; i += step) {
        uint32_t c = utf8_decode(p->text + i, x->end - i, &step);
        needs = needs_rules(c) && font_covers(x->font, c);
    }
    if (!needs || has_rules(x->font, x->script))
        return;
    info->rules_told = true;
    diag_add(d, DIAG_FONT_RULES, text_position(p, start, end), "family", x->font->face.family,
             "word", arena_strndup(s->arena, p->text + start, end - start), NULL);
}

/* Mongolian is written in columns, and is only set in lines here. */
static void check_columns(struct shaper *s, struct diag *d, const struct paragraph *p,
                          const struct item *x)
{
    uint32_t start, end;
    if ((x->script != HB_SCRIPT_MONGOLIAN && x->script != HB_SCRIPT_PHAGS_PA) ||
        !first_word(p, x, &start, &end) || is_told(s, (struct lack){ "columns", "" }))
        return;
    diag_add(d, DIAG_COLUMNS_WANTED, text_position(p, start, end), "word",
             arena_strndup(s->arena, p->text + start, end - start), NULL);
}

void tell_lacks(struct shaper *s, struct diag *d, const struct paragraph *p, const struct item *x)
{
    struct style_info *info = shaper_style(s, d, p->pieces[x->piece].in->style);
    if (!x->font)
        return;
    errno = 0;
    check_caps(s, d, p, x, info);
    check_face(s, d, p, x, info);
    check_rules(s, d, p, x, info);
    check_columns(s, d, p, x);
    if (arena_starved(s->arena))
        arena_out_of_memory(s->arena);
}

/* ---- raised and lowered digits ---- */
/* Does a rule of the feature put another glyph for this one? */
static bool substitutes(const struct font *f, unsigned feature, hb_codepoint_t glyph)
{
    enum { AT_ONCE = 16 };
    unsigned lookups[AT_ONCE], count = AT_ONCE;
    for (unsigned from = 0; count == AT_ONCE; from += count) {
        hb_ot_layout_feature_get_lookups(f->hb, HB_OT_TAG_GSUB, feature, from, &count, lookups);
        for (unsigned i = 0; i < count; i++)
            if (hb_ot_layout_lookup_would_substitute(f->hb, lookups[i], &glyph, 1, false))
                return true;
    }
    return false;
}

bool lacks_position(struct shaper *s, const struct paragraph *p, const struct item *x)
{
    enum font_position position = p->pieces[x->piece].in->style->font_position;
    hb_tag_t tag =
        position == POSITION_SUPER ? HB_TAG('s', 'u', 'p', 's') : HB_TAG('s', 'u', 'b', 's');
    unsigned feature;
    if (position == POSITION_NORMAL || !x->font)
        return false;
    errno = 0;
    bool lacks = !find_feature(x->font, x->script, tag, &feature);
    for (size_t i = x->start, step; !lacks && i < x->end; i += step) {
        uint32_t c = utf8_decode(p->text + i, x->end - i, &step);
        hb_codepoint_t glyph;
        lacks = u_isgraph((UChar32)c) && !draws_nothing(c) &&
                hb_font_get_nominal_glyph(x->font->unscaled, c, &glyph) &&
                !substitutes(x->font, feature, glyph);
    }
    if (arena_starved(s->arena))
        arena_out_of_memory(s->arena);
    return lacks;
}

/* Made digits are 65 % of the size, a third of it above the baseline or a sixth below: what faces
 * say of this (OS/2) cannot be trusted, Gentium's lower ones would stand in the next line. */
sp position_size(const struct style *s) { return sp_muldiv(s->font_size, 65, 100); }

sp position_shift(const struct style *s)
{
    return s->font_position == POSITION_SUPER ? s->font_size / 3 : -s->font_size / 6;
}
