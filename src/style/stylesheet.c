/* style/stylesheet.c: one style sheet's text → style rules and page rules, every declaration
 * checked; what is not understood gets its warning here. */
#include "style/reader.h"

#include "base/utf8.h"

#include <string.h>

/* Bytes of all sheets together: a list of selectors, the worst, takes 350 times its own. */
enum { SHEETS_MAX = 512 << 10 };

/* Reads a style rule, which has a rule for each selector of its list. */
static void read_style_rule(struct sheet_reader *r, const struct statement *i)
{
    const struct value *bad = NULL;
    const struct selector *s = style_parse_selectors(r->arena, i->prelude, &bad);
    if (!s) {
        style_warn_selector(r, i, bad);
        return;
    }
    for (const struct selector *k = s; k; k = k->next)
        if (k->pseudo >= 0)
            r->where = AT_PSEUDO;
    struct declarations *block = style_read_block(r, i->block);
    r->where = AT_ELEMENT;
    for (; s; s = s->next) {
        struct rules *o = r->out;
        if (o->n == o->room)
            o->v = arena_grow(r->arena, o->v, sizeof *o->v, o->n, o->n + 16, &o->room);
        o->v[o->n++] = (struct rule){ s, block, r->origin, o->order, r->own, false };
    }
    r->out->order++;
}

/* Tells whether it is the name of an edition, or of a medium of Media Queries 4. */
static bool is_medium(const struct value *v)
{
    bool known = style_is(v, "all") || style_is(v, "print") || style_is(v, "speech");
    for (const struct edition *e = style_editions; e->name && !known; e++)
        known = style_is(v, e->name);
    return known;
}

/* Matches [not | only]? name: the edition's, print, all; a feature never matches. */
static bool match_medium(struct sheet_reader *r, struct values v, struct position p)
{
    v = style_dense(r->arena, style_trim(v));
    unsigned k = v.n && (style_is(v.v, "not") || style_is(v.v, "only")) ? 1 : 0;
    if (v.n != k + 1 || v.v[k].kind != T_IDENT || !is_medium(&v.v[k])) {
        diag_add(r->diag, DIAG_STYLE_MEDIA, p, "query", style_reader_words(r, v), NULL);
        return false;
    }
    bool is = style_is(&v.v[k], "all") || style_is(&v.v[k], "print") ||
              (r->edition && style_is(&v.v[k], r->edition->name));
    return is != style_is(v.v, "not");
}

static bool match_media(struct sheet_reader *r, struct values v, struct position p)
{
    bool any = style_trim(v).n == 0;
    for (unsigned from = 0, k = 0; k <= v.n && style_trim(v).n; k++) {
        if (k < v.n && v.v[k].kind != T_COMMA)
            continue;
        any |= match_medium(r, (struct values){ v.v + from, k - from }, p);
        from = k + 1;
    }
    return any;
}

/* Matches the media of an xml-stylesheet instruction, whose words stand in no style sheet. */
static bool match_instruction(const struct sheet_reader *r, const struct stylesheet_media *m)
{
    struct sheet_reader own = *r;
    own.source = source_build(r->arena, m->at.source->name, m->query, strlen(m->query));
    return match_media(&own, style_values(r->arena, m->query, strlen(m->query), NULL), m->at);
}

/* Reads the rules of a style sheet, or of an @media block that matches. */
static void read_rules(struct sheet_reader *r, struct values v, enum rules_place place)
{
    struct statements statements = style_parse_rules(r->arena, v, place);
    for (size_t k = 0; k < statements.n; k++) { /* before what names them */
        bool at_rule = statements.v[k].kind == STATEMENT_AT_RULE;
        if (at_rule && style_same(statements.v[k].name, "counter-style"))
            style_read_counter_style(r, &statements.v[k]);
        else if (at_rule && style_same(statements.v[k].name, "color-profile"))
            style_read_ink(r, &statements.v[k]);
    }
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *i = &statements.v[k];
        if (i->kind == STATEMENT_RULE)
            read_style_rule(r, i);
        else if (i->kind == STATEMENT_ERROR)
            style_warn_syntax(r, i);
        else if (style_same(i->name, "page"))
            style_read_page(r, i);
        else if (style_same(i->name, "font-face") && i->has_block)
            style_read_font_face(r, i);
        else if (style_same(i->name, "counter-style") || style_same(i->name, "color-profile"))
            continue;
        else if (i->start == 0 && !i->has_block && !strcmp(i->name, "charset"))
            continue; /* has served, and says nothing itself */
        else if (!style_same(i->name, "media") || !i->has_block)
            style_warn_at(r, i);
        else if (match_media(r, i->prelude, style_reader_place(r, i->start, i->end)))
            read_rules(r, i->block, RULES_OF_BLOCK);
    }
}

void style_read_stylesheet(struct arena *a, struct diag *d, const struct edition *e,
                           const struct stylesheet *t, struct rules *out)
{
    struct sheet_reader r = { a, d,          t->source,
                              e, t->origin,  out,
                              0, AT_ELEMENT, t->owner == SHEET_OWN ? t->source : NULL };
    struct nesting nesting = { 0 };
    size_t bad = utf8_valid(t->source->bytes, t->source->size);
    if (bad < t->source->size) {
        diag_add(d, DIAG_STYLE_ENCODING, style_reader_place(&r, (uint32_t)bad, (uint32_t)bad + 1),
                 NULL);
        return;
    }
    out->bytes += t->source->size;
    if (out->bytes > SHEETS_MAX) {
        diag_add(d, DIAG_STYLE_TOO_LARGE, style_reader_place(&r, 0, 0), NULL);
        return;
    }
    if (t->media && !match_instruction(&r, t->media))
        return;
    struct values v = style_values(a, t->source->bytes, t->source->size, &nesting);
    if (nesting.too_deep)
        diag_add(d, DIAG_STYLE_DEPTH, style_reader_place(&r, 0, 0), NULL);
    if (nesting.unclosed)
        diag_add(d, DIAG_STYLE_OPEN, style_reader_place(&r, nesting.start, nesting.start + 1),
                 "bracket", nesting.end, NULL);
    read_rules(&r, v, RULES_OF_SHEET);
}
