/* style, values: the values that many properties have: words, lengths, numbers, colours, names, the
 * sizes of paper (for fonts and text see values_font.c and values_text.c).
 */
#include "style/cascade.h"
#include "style/values.h"

#include <string.h>

void style_store(const struct property *row, void *slot, int64_t v)
{
    if (row->size == 1)
        *(uint8_t *)slot = (uint8_t)v;
    else if (row->size == 2)
        *(uint16_t *)slot = (uint16_t)v;
    else if (row->size == 4)
        *(uint32_t *)slot = (uint32_t)v;
    else
        *(int64_t *)slot = v;
}

int style_keyword(const struct property *row, const struct value *v)
{
    if (v->kind != T_IDENT)
        return -1;
    int index = 0;
    size_t n = strlen(v->text);
    for (const char *s = row->values; *s; index++) {
        size_t word = strcspn(s, " =");
        size_t all = strcspn(s, " ");
        char name[32];
        if (word == n && n < sizeof name) {
            memcpy(name, s, n);
            name[n] = 0;
            if (style_same(name, v->text)) {
                if (s[word] != '=')
                    return index;
                int number = 0;
                for (s += word + 1; *s >= '0' && *s <= '9'; s++)
                    number = number * 10 + *s - '0';
                return number;
            }
        }
        s += all;
        s += strspn(s, " ");
    }
    return -1;
}

bool style_apply_keyword(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)x;
    int k = v.n == 1 ? style_keyword(row, v.v) : -1;
    if (k >= 0)
        style_store(row, slot, k);
    return k >= 0;
}

/* Reads break-before and break-after: a recto is a right page where the writing runs to the
 * right. */
bool style_apply_break_side(struct apply *x, const struct property *row, struct values v,
                            void *slot)
{
    bool recto = v.n == 1 && style_is(v.v, "recto"), verso = v.n == 1 && style_is(v.v, "verso");
    if (!recto && !verso)
        return style_apply_keyword(x, row, v, slot);
    style_store(row, slot, recto == !x->style->rtl ? BREAK_RIGHT : BREAK_LEFT);
    return true;
}

bool style_apply_flags(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t all = 0;
    (void)x;
    for (unsigned i = 0; i < v.n; i++) {
        int k = style_keyword(row, &v.v[i]);
        if (k < 0 || ((style_is(&v.v[i], "none") || style_is(&v.v[i], "normal")) && v.n > 1))
            return false;
        all |= k;
    }
    style_store(row, slot, all);
    return v.n > 0;
}

/* Tells whether the row's notation has that word in it. */
static bool says(const struct property *row, const char *word)
{
    return strstr(row->values, word) != NULL;
}

struct font_units style_customary_units(const struct apply *x)
{
    return (struct font_units){ { x->em / 2, x->em / 2, x->em * 7 / 10, x->em } };
}

sp style_flat(const struct apply *x, const struct length *l)
{
    return length_resolve(*l, 0, style_customary_units(x));
}

/* Reads a length, or one of the words that the row allows, into a length or, resolved, into an
 * sp. */
bool style_apply_length(struct apply *x, const struct property *row, struct values v, void *slot)
{
    static const struct {
        const char *name;
        enum length_kind kind;
    } words[] = { { "auto", LENGTH_AUTO }, { "normal", LENGTH_NORMAL }, { "none", LENGTH_NONE } };
    struct length l = { 0 };
    if (v.n != 1)
        return false;
    bool word = false;
    for (size_t i = 0; i < 3 && !word; i++)
        if (style_is(v.v, words[i].name) && says(row, words[i].name)) {
            l.kind = words[i].kind;
            word = true;
        }
    unsigned allowed =
        (says(row, "percentage") ? LENGTH_PERCENT : 0u) | (says(row, "[0") ? 0u : LENGTH_NEGATIVE);
    if (!word && !style_read_length(x, v.v, allowed, &l))
        return false;
    if (row->size == sizeof(sp))
        *(sp *)slot = style_flat(x, &l);
    else
        *(struct length *)slot = l;
    return true;
}

/* Reads a border width: thin, medium, thick (CSS 2.2, 8.5.1) or a length. */
bool style_apply_border_width(struct apply *x, const struct property *row, struct values v,
                              void *slot)
{
    static const struct {
        const char *name;
        sp width;
    } words[] = { { "thin", SP_PT * 3 / 4 },
                  { "medium", SP_PT * 9 / 4 },
                  { "thick", SP_PT * 15 / 4 } };
    for (size_t i = 0; v.n == 1 && i < 3; i++)
        if (style_is(v.v, words[i].name)) {
            *(sp *)slot = words[i].width;
            return true;
        }
    return style_apply_length(x, row, v, slot);
}

/* Reads a whole number, or one of the words that the row allows. */
bool style_apply_integer(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t n;
    if (v.n != 1)
        return false;
    if (v.v->kind == T_IDENT)
        return says(row, "=0") && style_apply_keyword(x, row, v, slot);
    if (!style_read_number(x, v.v, &n) || (v.v->kind == T_NUMBER && !v.v->integer))
        return false;
    n = (n + NANO / 2) / NANO;
    if (n < (says(row, "[1") ? 1 : 0))
        return false;
    style_store(row, slot, n > 65535 ? 65535 : n);
    return true;
}

struct position style_place(const struct apply *x, struct values v)
{
    struct position at = { 0 };
    if (x->source)
        return position_at(x->source, v.v[0].start, v.v[v.n - 1].end);
    if (x->variables)
        at = style_variable_place(x->variables, v.v);
    return at.source || !x->at ? at : *x->at;
}

/* Reads column-count, and where it is said. */
bool style_apply_columns(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (!style_apply_integer(x, row, v, slot))
        return false;
    x->style->columns_at = style_place(x, v);
    return true;
}

/* Reads -hb-protrude and -hb-expand: a percentage in tenths, or hundredths, of one. */
bool style_apply_share(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (v.n != 1)
        return false;
    if (v.v->kind == T_IDENT)
        return style_apply_keyword(x, row, v, slot);
    int64_t parts = says(row, "full") ? 10 : 100;
    if (v.v->kind != T_PERCENTAGE || v.v->number < 0 || v.v->number > 600 * NANO)
        return false;
    style_store(row, slot, v.v->number * parts / NANO);
    return true;
}

/* Mixes a half-transparent colour with the paper: no edition's file has transparency.  This is
 * pdf's business, since only there the paper is known; style does it because alpha goes no further,
 * and takes the paper for white: no ink. */
static void mix_with_paper(struct color *c)
{
    static const int components[] = { [COLOR_RGB] = 3, [COLOR_CMYK] = 4, [COLOR_SPOT] = 1 };
    uint32_t paper = c->space == COLOR_RGB ? 65535 : 0;
    if (!c->alpha || c->space == COLOR_CURRENT)
        return;
    for (int i = 0; i < components[c->space]; i++)
        c->c[i] = (uint16_t)((c->c[i] * (uint64_t)c->alpha + paper * (uint64_t)(65535 - c->alpha) +
                              32767) /
                             65535);
    c->alpha = 65535;
}

bool style_apply_color(struct apply *x, const struct property *row, struct values v, void *slot)
{
    struct color *c = slot;
    if (v.n != 1 || !style_parse_color(v.v, x->rules, c))
        return false;
    mix_with_paper(c);
    c->at = x->at;
    if (row->inherited && c->space == COLOR_CURRENT)
        *c = x->parent->color;
    return true;
}

sp style_line_height(const struct style *s)
{
    const struct length *l = &s->line_height;
    if (l->kind == LENGTH_VALUE)
        return l->absolute;
    return l->kind == LENGTH_NUMBER ? sp_muldiv(l->absolute, s->font_size, SP_PT)
                                    : sp_muldiv(s->font_size, 6, 5);
}

/* Reads a string, or the word that the row allows: NULL. */
bool style_apply_string(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)x;
    bool string = v.n == 1 && v.v->kind == T_STRING;
    bool word = v.n == 1 && ((style_is(v.v, "none") && says(row, "none")) ||
                             (style_is(v.v, "auto") && says(row, "auto")));
    if (string || word)
        *(const char **)slot = string ? v.v->text : NULL;
    return string || word;
}

bool style_apply_name_or_auto(struct apply *x, const struct property *row, struct values v,
                              void *slot)
{
    (void)x;
    (void)row;
    if (v.n != 1 || v.v->kind != T_IDENT)
        return false;
    *(const char **)slot = style_is(v.v, "auto") ? NULL : v.v->text;
    return true;
}

/* Reads one or two lengths; the second is as the first where it is not said. */
static bool read_pair(struct apply *x, struct values v, sp out[2])
{
    struct length l;
    if (v.n < 1 || v.n > 2)
        return false;
    for (unsigned i = 0; i < v.n; i++) {
        if (!style_read_length(x, &v.v[i], 0, &l))
            return false;
        out[i] = style_flat(x, &l);
    }
    if (v.n == 1)
        out[1] = out[0];
    return true;
}

bool style_apply_spacing(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    return read_pair(x, v, slot);
}

bool style_apply_grid(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    (void)slot;
    sp p[2] = { 0, 0 };
    if (!(v.n == 1 && style_is(v.v, "none")) && (!read_pair(x, v, p) || p[0] <= 0))
        return false;
    x->page->grid_pitch = p[0];
    x->page->grid_offset = p[1];
    return true;
}

/* Finds the width and height of a sheet that has a name (Paged Media 3, 7.1). */
static bool find_paper(const struct value *name, sp size[2])
{
    static const struct {
        const char *name;
        int w, h;  /* in 1/100 mm … */
        bool inch; /* … or, where true, in 1/100 in */
    } papers[] = { { "letter", 850, 1100, true },    { "legal", 850, 1400, true },
                   { "ledger", 1100, 1700, true },   { "a3", 29700, 42000, false },
                   { "a4", 21000, 29700, false },    { "a5", 14800, 21000, false },
                   { "a6", 10500, 14800, false },    { "b4", 25000, 35300, false },
                   { "b5", 17600, 25000, false },    { "jis-b4", 25700, 36400, false },
                   { "jis-b5", 18200, 25700, false } };
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (style_is(name, papers[i].name)) {
            int an_inch = papers[i].inch ? 100 : 2540;
            size[0] = sp_muldiv(papers[i].w * 72, SP_PT, an_inch);
            size[1] = sp_muldiv(papers[i].h * 72, SP_PT, an_inch);
            return true;
        }
    return false;
}

/* Reads `size`: lengths, or a paper's name and the way it lies, in any order. */
bool style_apply_page_size(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    (void)slot;
    sp p[2] = { 612 * SP_PT, 792 * SP_PT };
    bool named = false, turned = false, wide_side = false;
    if (v.n && v.v[0].kind != T_IDENT) {
        if (!read_pair(x, v, p) || p[0] <= 0 || p[1] <= 0)
            return false;
        x->page->width = p[0];
        x->page->height = p[1];
        return true;
    }
    for (unsigned i = 0; i < v.n; i++) {
        const struct value *word = &v.v[i];
        bool turn = style_is(word, "landscape") || style_is(word, "portrait");
        if (turn && !turned) {
            turned = true;
            wide_side = style_is(word, "landscape");
        } else if (!named && (find_paper(word, p) || (v.n == 1 && style_is(word, "auto")))) {
            named = true;
        } else {
            return false;
        }
    }
    x->page->width = wide_side ? p[1] : p[0];
    x->page->height = wide_side ? p[0] : p[1];
    return v.n > 0;
}
