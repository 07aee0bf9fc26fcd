/* style/reports.c: what of a style sheet is not understood, said with its place and what to write
 * instead.
 */
#include "style/reader.h"

#include <string.h>

struct position style_reader_place(const struct sheet_reader *r, uint32_t start, uint32_t end)
{
    return position_at(r->source, start, end);
}

const char *style_reader_words(const struct sheet_reader *r, struct values v)
{
    v = style_trim(v);
    if (!v.n)
        return "";
    const char *from = r->source->bytes + v.v[0].start;
    uint32_t all = v.v[v.n - 1].end - v.v[0].start;
    uint32_t n = all < 80 ? all : 80;
    while (n < all && n && (from[n] & 0xC0) == 0x80)
        n--;
    char *text = arena_printf(r->arena, "%.*s%s", (int)n, from, n < all ? "…" : "");
    for (char *s = text; *s; s++)
        if ((unsigned char)*s < ' ')
            *s = ' ';
    return text;
}

static bool has_url(struct values v)
{
    for (unsigned i = 0; i < v.n; i++)
        if (v.v[i].kind == T_URL || (v.v[i].kind == T_FUNCTION && style_same(v.v[i].text, "url")) ||
            has_url(style_inside(&v.v[i])))
            return true;
    return false;
}

void style_warn_value(struct sheet_reader *r, const struct statement *i, int row)
{
    struct position p = style_reader_place(r, i->start, i->end);
    if (has_url(i->prelude)) {
        diag_add(r->diag, DIAG_STYLE_FILE, p, "what", style_reader_words(r, i->prelude), NULL);
        return;
    }
    const char *remedy = row != NO_PROPERTY && r->suggested++ < SUGGESTED_MOST
                             ? style_remedy(r->arena, row, style_trim(i->prelude))
                             : NULL;
    diag_add(r->diag, DIAG_STYLE_VALUE, p, "property", i->name, "value",
             style_reader_words(r, i->prelude), "remedy",
             remedy ? remedy : PHRASE("guide-css.pdf lists what it can be"), NULL);
}

/* Tells whether what stands in a block was meant as a rule: no string in it runs into the next
 * line. */
static bool is_nested(const struct statement *i)
{
    bool broken = i->kind != STATEMENT_RULE || !i->prelude.n;
    for (unsigned k = 0; k < i->prelude.n; k++)
        broken = broken || i->prelude.v[k].kind == T_BAD_STRING;
    return !broken;
}

void style_warn_syntax(struct sheet_reader *r, const struct statement *i)
{
    diag_add(r->diag, is_nested(i) ? DIAG_STYLE_NESTED : DIAG_STYLE_SYNTAX,
             style_reader_place(r, i->start, i->end), "text",
             i->prelude.n ? style_reader_words(r, i->prelude) : "{", NULL);
}

/* Is it an at-rule that has its place in @page, and stands outside? */
static bool belongs_in_page(const struct sheet_reader *r, const char *name)
{
    return r->where == AT_ELEMENT &&
           (style_same(name, "footnote") || style_margin_box(name) < MARGIN_BOX_COUNT);
}

void style_warn_at(struct sheet_reader *r, const struct statement *i)
{
    struct position name =
        style_reader_place(r, i->start, i->start + 1 + (uint32_t)strlen(i->name));
    if (style_same(i->name, "import"))
        diag_add(r->diag, DIAG_STYLE_FILE, style_reader_place(r, i->start, i->end), "what",
                 "@import", NULL);
    else
        diag_add(r->diag,
                 belongs_in_page(r, i->name) ? DIAG_STYLE_OUTSIDE_PAGE : DIAG_STYLE_AT_RULE, name,
                 "rule", i->name, NULL);
}

void style_warn_selector(struct sheet_reader *r, const struct statement *i, const struct value *bad)
{
    const char *selector = style_reader_words(r, i->prelude), *hint = "";
    if (strncmp(selector, "//", 2) == 0)
        hint = PHRASE("; a comment stands between /* and */");
    else if (*selector == '<')
        hint = PHRASE("; in a style sheet stand rules alone, no tags");
    diag_add(r->diag, DIAG_STYLE_SELECTOR,
             bad ? style_reader_place(r, bad->start, bad->end)
                 : style_reader_place(r, i->start, i->end),
             "selector", selector, "hint", hint, NULL);
}
