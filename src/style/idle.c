/* style/idle: declarations of a designer's own sheets that do nothing on any element they win on: a
 * row's padding, a height on words in a line.  What such boxes can show is one table here; a test
 * tries every property on every kind of box. */
#include "style/cascade.h"

#include <string.h>

/* Kinds of boxes. */
enum {
    ON_INLINE = 1,
    ON_BLOCK = 2,
    ON_TABLE = 4,
    ON_GROUP = 8,
    ON_ROW = 16,
    ON_CELL = 32,
    ON_CONTENTS = 64,
    ON_NOTHING = 128,
    ON_MARKER = 256, /* of an item or a note, and a note's call */
    ON_NOTE = 512,   /* wherever it stands; it has a kind besides */
    ON_FOOT = 1024,  /* a note at the foot */
    ON_HEADS = 2048,
    ON_ROOT = 4096,
    ON_LINES = ON_INLINE | ON_MARKER,
    ON_BLOCKS = ON_BLOCK | ON_TABLE,
    ON_ALL_BLOCKS = ON_BLOCKS | ON_FOOT | ON_ROOT,
    ON_ROWS = ON_GROUP | ON_HEADS | ON_ROW,
    ON_ALL = ON_LINES | ON_ALL_BLOCKS | ON_ROWS | ON_CELL | ON_CONTENTS | ON_NOTHING
};
static const struct {
    unsigned bit;
    const char *where;
} kinds[] = { { ON_INLINE, PHRASE("on words in a line (display: inline)") },
              { ON_BLOCK, PHRASE("on a block") },
              { ON_TABLE, PHRASE("on a table") },
              { ON_GROUP, PHRASE("on a group of rows") },
              { ON_HEADS,
                PHRASE("on the heads of a table: put it on their cells, or on the table") },
              { ON_ROOT, PHRASE("on the root element") },
              { ON_FOOT, PHRASE("on a note at the foot") },
              { ON_ROW, PHRASE("on a row of a table: put it on its cells") },
              { ON_CELL, PHRASE("on a cell") },
              { ON_CONTENTS, PHRASE("on an element without a box (display: contents)") },
              { ON_NOTHING, PHRASE("on an element that is not shown") },
              { ON_MARKER, PHRASE("on the marker of an item or note, or a call") } };

/* Where the properties whose names begin so do something; what is in no row does everywhere, and
 * the first row counts. */
static const struct {
    const char *prefix;
    unsigned on;
} meanings[] = { { "display", ON_ALL | ON_MARKER },
                 { "content", ON_ALL | ON_MARKER },
                 { "string-set", ON_ALL & ~(ON_FOOT | ON_HEADS | ON_GROUP) },
                 { "float", ON_INLINE | ON_ALL_BLOCKS },
                 { "counter-", ON_ALL & ~(ON_MARKER | ON_NOTHING) },
                 { "background-", ON_LINES | ON_ALL_BLOCKS | ON_ROWS | ON_CELL },
                 { "text-decoration-", ON_LINES | ON_ALL_BLOCKS | ON_ROWS | ON_CELL },
                 { "box-decoration-", ON_LINES | ON_ALL_BLOCKS | ON_CELL },
                 { "margin-block-", ON_ALL_BLOCKS },
                 { "margin-inline-", ON_LINES | ON_ALL_BLOCKS },
                 { "padding-block-", ON_ALL_BLOCKS | ON_CELL },
                 { "padding-inline-", ON_LINES | ON_ALL_BLOCKS | ON_CELL },
                 { "border-block-", ON_LINES | ON_ALL_BLOCKS | ON_CELL },
                 { "border-inline-", ON_LINES | ON_ALL_BLOCKS | ON_CELL },
                 { "width", ON_ALL_BLOCKS | ON_CELL },
                 { "min-width", ON_ALL_BLOCKS | ON_CELL },
                 { "max-width", ON_ALL_BLOCKS | ON_CELL },
                 { "height", ON_ALL_BLOCKS | ON_ROW | ON_CELL },
                 { "min-height", ON_ALL_BLOCKS | ON_ROW | ON_CELL },
                 { "max-height", ON_BLOCK | ON_ROOT },
                 { "box-sizing", ON_BLOCK | ON_FOOT | ON_ROOT | ON_TABLE | ON_CELL },
                 { "vertical-align", ON_LINES | ON_CELL },
                 { "break-inside", ON_BLOCKS | ON_FOOT | ON_GROUP | ON_ROW | ON_CELL },
                 { "break-before", ON_BLOCKS | ON_ROOT | ON_GROUP | ON_ROW },
                 { "break-", ON_BLOCKS | ON_GROUP | ON_ROW },
                 { "page", ON_BLOCKS | ON_ROOT | ON_GROUP | ON_ROW },
                 { "column-gap", ON_TABLE },
                 { "table-layout", ON_TABLE },
                 { "-hb-row-stretch", ON_TABLE },
                 { "-hb-first-row-border", ON_CELL },
                 { "-hb-border-length", ON_LINES | ON_ALL_BLOCKS | ON_CELL },
                 { "footnote-", ON_NOTE } };

/* What is between a box's edges and its words. */
static bool is_painted(const struct style *s)
{
    bool any = s->background.alpha > 0;
    for (int i = 0; i < SIDE_COUNT; i++)
        any = any || s->border[i].width > 0;
    return any;
}

/* The kind of box that an element or pseudo-element becomes. */
static unsigned kind_of(const struct style_input *in, const struct style *s)
{
    static const unsigned of_display[] = { [DISPLAY_NONE] = ON_NOTHING,
                                           [DISPLAY_INLINE] = ON_INLINE,
                                           [DISPLAY_BLOCK] = ON_BLOCK,
                                           [DISPLAY_CONTENTS] = ON_CONTENTS,
                                           [DISPLAY_LIST_ITEM] = ON_BLOCK,
                                           [DISPLAY_TABLE] = ON_TABLE,
                                           [DISPLAY_TABLE_HEADER_GROUP] = ON_HEADS,
                                           [DISPLAY_TABLE_ROW_GROUP] = ON_GROUP,
                                           [DISPLAY_TABLE_ROW] = ON_ROW,
                                           [DISPLAY_TABLE_CELL] = ON_CELL };
    bool marker = in->pseudo >= 0 && in->pseudo != PSEUDO_BEFORE && in->pseudo != PSEUDO_AFTER;
    if (marker)
        return ON_MARKER;
    if (s->float_kind == FLOAT_FOOTNOTE)
        return ON_FOOT | ON_NOTE;
    if (!in->parent)
        return ON_ROOT;
    return of_display[s->display] | (in->note && in->pseudo < 0 ? ON_NOTE : 0);
}

/* Tells whether a longhand can show on a box of that kind. */
static bool can_show(const char *name, unsigned kind, const struct style *s, bool pseudo)
{
    bool border = !strncmp(name, "border-", 7), padding = !strncmp(name, "padding-block-", 14);
    if ((border && s->border_collapse && (kind & ON_ROWS)) ||
        (padding && (kind & ON_LINES) && is_painted(s)))
        return true;
    if (pseudo && !strcmp(name, "string-set")) /* GCPM 3, 1.1.1 */
        return false;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (!strncmp(name, meanings[i].prefix, strlen(meanings[i].prefix)))
            return kind & meanings[i].on;
    return true;
}

static const char *where_of(unsigned kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kind & kinds[i].bit)
            return kinds[i].where;
    return "here";
}

void style_note_idle(const struct style_input *in, const struct style *s,
                     const struct declaration *const *winners)
{
    const struct style *initial = &in->styles->initial;
    unsigned kind = kind_of(in, s);
    for (unsigned i = 0; i < style_property_count; i++) {
        const struct property *r = &style_properties[i];
        const struct declaration *d = winners[i];
        if (!d || !d->idle || d->idle->shows)
            continue;
        const char *own = (const char *)s + r->offset, *usual = (const char *)initial + r->offset;
        d->idle->shows = r->inherited || r->page_only ||
                         can_show(r->name, kind, s, in->pseudo >= 0) ||
                         !memcmp(own, usual, r->size);
        if (!d->idle->shows && !d->idle->where)
            d->idle->where = where_of(kind);
    }
}

void style_report_idle(struct styles *s)
{
    for (size_t i = 0; i < s->rules.n; i++) {
        const struct declarations *block = s->rules.v[i].block;
        for (size_t k = 0; k < block->n; k++) {
            struct idle *idle = block->v[k].idle;
            if (!idle || idle->shows || !idle->where)
                continue;
            idle->shows = true; /* told */
            diag_add(s->diag, DIAG_STYLE_IDLE, block->v[k].at, "property",
                     style_properties[idle->row].name, "where", idle->where, NULL);
        }
    }
}
