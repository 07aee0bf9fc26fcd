/* style/descriptors.c: at-rules that name something for declarations to use: families, counter
 * styles, inks.
 */
#include "style/reader.h"

#include <string.h>

/* Reads a family's name: one string, or identifiers; NULL when it is none. */
static const char *read_family(struct arena *a, struct values v)
{
    const char *name = NULL;
    v = style_dense(a, v);
    if (v.n == 1 && v.v->kind == T_STRING)
        return v.v->text;
    for (unsigned i = 0; i < v.n; i++) {
        if (v.v[i].kind != T_IDENT)
            return NULL;
        name = name ? arena_printf(a, "%s %s", name, v.v[i].text) : v.v[i].text;
    }
    return name;
}

/* Reads the value of src: local(name)#. */
static bool read_locals(struct arena *a, struct values v, struct font_alias *out)
{
    const char **list = arena_array(a, const char *, v.n + 1);
    v = style_dense(a, v);
    for (unsigned i = 0; i < v.n; i++) {
        if (i % 2) {
            if (v.v[i].kind != T_COMMA)
                return false;
            continue;
        }
        if (v.v[i].kind != T_FUNCTION || !style_same(v.v[i].text, "local"))
            return false;
        const char *name = read_family(a, v.v[i].inside);
        if (!name)
            return false;
        list[out->count++] = name;
    }
    out->local = list;
    return v.n % 2;
}

/* Reads @font-face, another name for families that are installed.  A departure: local() names a
 * family here, not one face of it, so that font-weight and font-style choose among its faces. */
void style_read_font_face(struct sheet_reader *r, const struct statement *i)
{
    struct font_alias *f = arena_new(r->arena, struct font_alias);
    struct statements statements = style_parse_block(r->arena, i->block);
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *in = &statements.v[k];
        if (in->kind == STATEMENT_AT_RULE)
            style_warn_at(r, in);
        else if (in->kind != STATEMENT_DECLARATION)
            style_warn_syntax(r, in);
        else if (style_same(in->name, "font-family")) {
            f->family = read_family(r->arena, in->prelude);
            if (!f->family)
                style_warn_value(r, in, NO_PROPERTY);
        } else if (!style_same(in->name, "src"))
            diag_add(r->diag, DIAG_STYLE_PROPERTY, style_reader_place(r, in->start, in->end),
                     "property", in->name, "hint", " in @font-face", NULL);
        else {
            struct font_alias read = { .family = NULL };
            if (read_locals(r->arena, in->prelude, &read)) {
                f->local = read.local;
                f->count = read.count;
            } else
                style_warn_value(r, in, NO_PROPERTY);
        }
    }
    if (!f->family || !f->count)
        return;
    f->next = r->out->fonts;
    r->out->fonts = f;
}

void style_read_counter_style(struct sheet_reader *r, const struct statement *i)
{
    struct values name = style_trim(i->prelude);
    struct statements statements = style_parse_block(r->arena, i->block);
    if (name.n != 1 || name.v->kind != T_IDENT || style_is(name.v, "none") || !i->has_block) {
        style_warn_at(r, i);
        return;
    }
    struct counter_style *made = style_counter_new(r->arena, name.v->text);
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *in = &statements.v[k];
        if (in->kind != STATEMENT_DECLARATION)
            style_warn_syntax(r, in);
        else if (!style_counter_descriptor(r->arena, in->name, style_dense(r->arena, in->prelude),
                                           made))
            style_warn_value(r, in, NO_PROPERTY);
    }
    if (!style_counter_usable(made)) {
        diag_add(r->diag, DIAG_STYLE_COUNTER, style_reader_place(r, i->start, i->end), "name",
                 made->name, NULL);
        return;
    }
    made->next = r->out->counters;
    r->out->counters = made;
}

/* ---- inks ---- */
/* Why a plate cannot be one; NULL where it can.  The names of the four, and of what prints on all
 * or none, mean those (ISO 32000-1, 8.6.6.4). */
static const char *refused_plate(const struct sheet_reader *r, const struct spot_ink *ink)
{
    static const char *const taken[] = {
        "All", "None", "Cyan", "Magenta", "Yellow", "Black", NULL
    };
    const struct spot_ink *same = r->out->spots;
    while (same && (!ink->plate || strcmp(same->plate, ink->plate) != 0 ||
                    strcmp(same->name, ink->name) == 0))
        same = same->next;
    if (!ink->plate || !*ink->plate)
        return PHRASE("say in -hb-ink, as a string, what its plate is called");
    if (style_is_any(ink->plate, taken))
        return PHRASE("its plate is one of the four inks, or all or none of them; name another");
    if (same)
        return PHRASE("another name has the same plate; use that one");
    return r->out->spot_count == SPOTS_MOST ? PHRASE("there are more than 32") : NULL;
}

/* Reads a descriptor of an ink; false when there is none of that name or value. */
static bool read_ink_descriptor(struct sheet_reader *r, const struct statement *in,
                                struct spot_ink *ink, bool *has_colors)
{
    struct values v = style_dense(r->arena, in->prelude);
    struct color c;
    if (style_same(in->name, "-hb-ink") && v.n == 1 && v.v->kind == T_STRING) {
        ink->plate = v.v->text;
        return true;
    }
    if (!style_same(in->name, "-hb-alternate") || v.n != 1 || !style_parse_color(v.v, r->out, &c) ||
        c.space != COLOR_CMYK || c.alpha != 65535)
        return false;
    memcpy(ink->cmyk, c.c, sizeof ink->cmyk);
    *has_colors = true;
    return true;
}

/* Reads @color-profile: an ink of a plate of its own (Color 5, 13, whose profiles are files). */
void style_read_ink(struct sheet_reader *r, const struct statement *i)
{
    struct values name = style_trim(i->prelude);
    struct statements statements = style_parse_block(r->arena, i->block);
    bool has_colors = false;
    if (name.n != 1 || !style_spot_named(name.v) || !i->has_block) {
        style_warn_at(r, i);
        return;
    }
    struct spot_ink *made = arena_new(r->arena, struct spot_ink);
    made->name = name.v->text;
    for (size_t k = 0; k < statements.n; k++) {
        if (statements.v[k].kind != STATEMENT_DECLARATION)
            style_warn_syntax(r, &statements.v[k]);
        else if (!read_ink_descriptor(r, &statements.v[k], made, &has_colors))
            style_warn_value(r, &statements.v[k], NO_PROPERTY);
    }
    const char *refused = refused_plate(r, made);
    if (!refused && !has_colors)
        refused = PHRASE("say in -hb-alternate, as device-cmyk(), what stands for it elsewhere");
    if (refused) {
        diag_add(r->diag, DIAG_STYLE_INK, style_reader_place(r, i->start, i->end), "name",
                 made->name, "reason", refused, NULL);
        return;
    }
    made->number = r->out->spot_count++;
    made->next = r->out->spots;
    r->out->spots = made;
}
