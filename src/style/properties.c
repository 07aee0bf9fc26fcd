/* style/properties.c: the table of properties, and the functions that read a value straight into
 * struct style.
 *
 * A value is checked when the style sheet is read, by applying it to a style that is thrown away;
 * it is applied again for each distinct style, where em and the parent are known.
 */
#include "style/cascade.h"
#include "style/values.h"

#include <stddef.h>
#include <string.h>

/* Stores a number in a field of whatever size. */
static void store(const struct property *row, void *slot, int64_t v)
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

static bool apply_keyword(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)x;
    int k = v.n == 1 ? style_keyword(row, v.v) : -1;
    if (k >= 0)
        store(row, slot, k);
    return k >= 0;
}

/* Reads break-before and break-after: a recto is a right page where the writing runs to the
 * right. */
static bool apply_break_side(struct apply *x, const struct property *row, struct values v,
                             void *slot)
{
    bool recto = v.n == 1 && style_is(v.v, "recto"), verso = v.n == 1 && style_is(v.v, "verso");
    if (!recto && !verso)
        return apply_keyword(x, row, v, slot);
    store(row, slot, recto == !x->style->rtl ? BREAK_RIGHT : BREAK_LEFT);
    return true;
}

static bool apply_align(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (!apply_keyword(x, row, v, slot))
        return false;
    bool physical = style_is(v.v, "left") || style_is(v.v, "right");
    if (physical && x->style->rtl)
        store(row, slot, style_is(v.v, "left") ? ALIGN_END : ALIGN_START);
    return true;
}

static bool apply_flags(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t all = 0;
    (void)x;
    for (unsigned i = 0; i < v.n; i++) {
        int k = style_keyword(row, &v.v[i]);
        if (k < 0 || ((style_is(&v.v[i], "none") || style_is(&v.v[i], "normal")) && v.n > 1))
            return false;
        all |= k;
    }
    store(row, slot, all);
    return v.n > 0;
}

/* Tells whether the row's notation has that word in it. */
static bool says(const struct property *row, const char *word)
{
    return strstr(row->values, word) != NULL;
}

/* What the units of a font are where none is known yet (Values 4, 6.1.1): half an em, for letters
 * that stand like capitals seven tenths, for ideographs an em. */
static struct font_units customary(const struct apply *x)
{
    return (struct font_units){ { x->em / 2, x->em / 2, x->em * 7 / 10, x->em } };
}

/* Resolves a length where only an absolute one can be kept. */
static sp flat(const struct apply *x, const struct length *l)
{
    return length_resolve(*l, 0, customary(x));
}

/* Reads a length, or one of the words that the row allows, into a length or, resolved, into an
 * sp. */
static bool apply_length(struct apply *x, const struct property *row, struct values v, void *slot)
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
        *(sp *)slot = flat(x, &l);
    else
        *(struct length *)slot = l;
    return true;
}

/* Reads a border width: thin, medium, thick (CSS 2.2, 8.5.1) or a length. */
static bool apply_border_width(struct apply *x, const struct property *row, struct values v,
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
    return apply_length(x, row, v, slot);
}

/* Reads a whole number, or one of the words that the row allows. */
static bool apply_integer(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t n;
    if (v.n != 1)
        return false;
    if (v.v->kind == T_IDENT)
        return says(row, "=0") && apply_keyword(x, row, v, slot);
    if (!style_read_number(x, v.v, &n) || (v.v->kind == T_NUMBER && !v.v->integer))
        return false;
    n = (n + NANO / 2) / NANO;
    if (n < (says(row, "[1") ? 1 : 0))
        return false;
    store(row, slot, n > 65535 ? 65535 : n);
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
static bool apply_columns(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (!apply_integer(x, row, v, slot))
        return false;
    x->style->columns_at = style_place(x, v);
    return true;
}

/* Reads -hb-protrude and -hb-expand: a percentage in tenths, or hundredths, of one. */
static bool apply_share(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (v.n != 1)
        return false;
    if (v.v->kind == T_IDENT)
        return apply_keyword(x, row, v, slot);
    int64_t parts = says(row, "full") ? 10 : 100;
    if (v.v->kind != T_PERCENTAGE || v.v->number < 0 || v.v->number > 600 * NANO)
        return false;
    store(row, slot, v.v->number * parts / NANO);
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

static bool apply_color(struct apply *x, const struct property *row, struct values v, void *slot)
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

/* Reads font-family: strings, and names of several identifiers. */
static bool apply_families(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    (void)slot;
    if (!v.n)
        return false;
    const char **list = arena_array(x->arena, const char *, v.n + 1);
    unsigned count = 0;
    for (unsigned i = 0; i < v.n; i++) {
        const char *name = NULL;
        if (v.v[i].kind == T_STRING)
            name = v.v[i++].text;
        else
            for (; i < v.n && v.v[i].kind == T_IDENT; i++)
                name = name ? arena_printf(x->arena, "%s %s", name, v.v[i].text) : v.v[i].text;
        if (!name || (i < v.n && v.v[i].kind != T_COMMA) || (i + 1 == v.n))
            return false;
        list[count++] = name;
    }
    x->style->families = list;
    x->style->families_at = style_place(x, v);
    return true;
}

/* Reads font-size: an absolute or relative word, a length, or a share of the parent's size. */
static bool apply_font_size(struct apply *x, const struct property *row, struct values v,
                            void *slot)
{
    static const struct {
        const char *name;
        int up, down;
    } words[] = { { "xx-small", 3, 5 }, { "x-small", 3, 4 }, { "small", 8, 9 },
                  { "medium", 1, 1 },   { "large", 6, 5 },   { "x-large", 3, 2 },
                  { "xx-large", 2, 1 } };
    struct length l;
    (void)row;
    if (v.n != 1)
        return false;
    sp em = x->em; /* the parent's: this property comes first */
    for (size_t i = 0; i < 7; i++)
        if (style_is(v.v, words[i].name)) {
            *(sp *)slot = sp_muldiv(12 * SP_PT, words[i].up, words[i].down);
            return true;
        }
    if (style_is(v.v, "smaller")) {
        *(sp *)slot = sp_muldiv(em, 5, 6);
        return true;
    }
    if (style_is(v.v, "larger")) {
        *(sp *)slot = sp_muldiv(em, 6, 5);
        return true;
    }
    if (!style_read_length(x, v.v, LENGTH_PERCENT, &l))
        return false;
    sp size = length_resolve(l, em, customary(x));
    *(sp *)slot = sp_min(sp_max(size, 0), 10000 * SP_PT);
    return true;
}

/* The weight that is bolder than the parent's (Fonts 4, 2.2.1). */
static unsigned bolder(unsigned weight)
{
    if (weight < 350)
        return 400;
    if (weight < 550)
        return 700;
    return weight < 900 ? 900 : weight;
}

/* The weight that is lighter than the parent's. */
static unsigned lighter(unsigned weight)
{
    if (weight < 100)
        return weight;
    if (weight < 550)
        return 100;
    return weight < 750 ? 400 : 700;
}

/* Reads font-weight. */
static bool apply_weight(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t n = 0;
    if (v.n != 1)
        return false;
    if (style_is(v.v, "normal"))
        n = 400;
    else if (style_is(v.v, "bold"))
        n = 700;
    else if (style_is(v.v, "bolder"))
        n = bolder(x->parent->font_weight);
    else if (style_is(v.v, "lighter"))
        n = lighter(x->parent->font_weight);
    else if (!style_read_number(x, v.v, &n))
        return false;
    else
        n = (n + NANO / 2) / NANO;
    store(row, slot, n);
    return n >= 1 && n <= 1000;
}

static bool apply_stretch(struct apply *x, const struct property *row, struct values v, void *slot)
{
    if (v.n == 1 && v.v->kind == T_PERCENTAGE && v.v->number >= 0 && v.v->number < 1000 * NANO) {
        store(row, slot, v.v->number / NANO);
        return true;
    }
    return apply_keyword(x, row, v, slot);
}

/* Reads font-feature-settings. */
static bool apply_features(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    (void)slot;
    struct style *s = x->style;
    s->features = NULL;
    s->feature_count = 0;
    if (v.n == 1 && style_is(v.v, "normal"))
        return true;
    struct font_feature *list = arena_array(x->arena, struct font_feature, v.n);
    for (unsigned i = 0; i < v.n; i++) {
        if (v.v[i].kind != T_STRING || strlen(v.v[i].text) != 4)
            return false;
        const unsigned char *t = (const unsigned char *)v.v[i++].text;
        struct font_feature f = {
            (uint32_t)t[0] << 24 | (uint32_t)t[1] << 16 | (uint32_t)t[2] << 8 | t[3], 1
        };
        if (i < v.n && v.v[i].kind != T_COMMA) {
            bool number = v.v[i].kind == T_NUMBER && v.v[i].integer && v.v[i].number >= 0;
            if (!number && !style_is(&v.v[i], "on") && !style_is(&v.v[i], "off"))
                return false;
            f.value = number ? (uint32_t)(v.v[i].number / NANO) : style_is(&v.v[i], "on");
            i++;
        }
        if ((i < v.n && v.v[i].kind != T_COMMA) || i + 1 == v.n)
            return false;
        list[s->feature_count++] = f;
    }
    s->features = list;
    return s->feature_count > 0;
}

sp style_line_height(const struct style *s)
{
    const struct length *l = &s->line_height;
    if (l->kind == LENGTH_VALUE)
        return l->absolute;
    return l->kind == LENGTH_NUMBER ? sp_muldiv(l->absolute, s->font_size, SP_PT)
                                    : sp_muldiv(s->font_size, 6, 5);
}

/* Reads line-height: a number stays one, anything else becomes absolute. */
static bool apply_line_height(struct apply *x, const struct property *row, struct values v,
                              void *slot)
{
    struct length *l = slot;
    int64_t n;
    (void)row;
    if (v.n != 1)
        return false;
    if (style_is(v.v, "normal")) {
        *l = (struct length){ .kind = LENGTH_NORMAL };
        return true;
    }
    if (style_read_number(x, v.v, &n)) {
        *l = (struct length){ .kind = LENGTH_NUMBER, .absolute = (sp)((wide)n * 65536 / NANO) };
        return n >= 0;
    }
    if (!style_read_length(x, v.v, LENGTH_PERCENT, l))
        return false;
    *l = (struct length){ .kind = LENGTH_VALUE,
                          .absolute = length_resolve(*l, x->em, customary(x)) };
    return true;
}

/* Reads text-indent: a length, and words in any order. */
static bool apply_indent(struct apply *x, const struct property *row, struct values v, void *slot)
{
    struct style *s = x->style;
    bool length = false;
    (void)row;
    s->indent_hanging = s->indent_each_line = false;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "hanging"))
            s->indent_hanging = true;
        else if (style_is(&v.v[i], "each-line"))
            s->indent_each_line = true;
        else if (length || !style_read_length(x, &v.v[i], LENGTH_PERCENT | LENGTH_NEGATIVE, slot))
            return false;
        else
            length = true;
    }
    return length;
}

static bool apply_tab_size(struct apply *x, const struct property *row, struct values v, void *slot)
{
    int64_t n;
    (void)row;
    if (v.n == 1 && style_read_number(x, v.v, &n)) {
        *(struct length *)slot =
            (struct length){ .kind = LENGTH_NUMBER, .absolute = (sp)((wide)n * 65536 / NANO) };
        return n >= 0;
    }
    return v.n == 1 && style_read_length(x, v.v, 0, slot);
}

/* Reads hanging-punctuation. */
static bool apply_hanging(struct apply *x, const struct property *row, struct values v, void *slot)
{
    struct style *s = x->style;
    (void)row;
    (void)slot;
    s->hang_first = s->hang_last = s->hang_end = false;
    if (v.n == 1 && style_is(v.v, "none"))
        return true;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "first"))
            s->hang_first = true;
        else if (style_is(&v.v[i], "last"))
            s->hang_last = true;
        else if (style_is(&v.v[i], "force-end"))
            s->hang_end = true;
        else
            return false;
    }
    return v.n > 0;
}

/* Reads a string, or the word that the row allows: NULL. */
static bool apply_string(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)x;
    bool string = v.n == 1 && v.v->kind == T_STRING;
    bool word = v.n == 1 && ((style_is(v.v, "none") && says(row, "none")) ||
                             (style_is(v.v, "auto") && says(row, "auto")));
    if (string || word)
        *(const char **)slot = string ? v.v->text : NULL;
    return string || word;
}

static bool apply_continued(struct apply *x, const struct property *row, struct values v,
                            void *slot)
{
    struct style *s = x->style;
    (void)row;
    (void)slot;
    bool word = v.n == 1 && (style_is(v.v, "none") || style_is(v.v, "auto"));
    if (v.n != 1 || (v.v->kind != T_STRING && !word))
        return false;
    s->continued_text = word ? NULL : v.v->text;
    s->continued = !word                   ? CONTINUED_STRING
                   : style_is(v.v, "auto") ? CONTINUED_AUTO
                                           : CONTINUED_NONE;
    return true;
}

static bool apply_name_or_auto(struct apply *x, const struct property *row, struct values v,
                               void *slot)
{
    (void)x;
    (void)row;
    if (v.n != 1 || v.v->kind != T_IDENT)
        return false;
    *(const char **)slot = style_is(v.v, "auto") ? NULL : v.v->text;
    return true;
}

/* Reads hyphenate-limit-chars: one to three numbers or `auto`. */
static bool apply_limit_chars(struct apply *x, const struct property *row, struct values v,
                              void *slot)
{
    uint8_t *out = slot, got[3] = { 0, 0, 0 };
    (void)x;
    (void)row;
    if (v.n < 1 || v.n > 3)
        return false;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "auto"))
            continue;
        if (v.v[i].kind != T_NUMBER || !v.v[i].integer || v.v[i].number < 0 ||
            v.v[i].number > 255 * NANO)
            return false;
        got[i] = (uint8_t)(v.v[i].number / NANO);
    }
    if (v.n == 2)
        got[2] = got[1];
    memcpy(out, got, 3);
    return true;
}

static bool apply_list_type(struct apply *x, const struct property *row, struct values v,
                            void *slot)
{
    (void)slot;
    (void)row;
    bool function = v.n == 1 && v.v->kind == T_FUNCTION && style_same(v.v->text, "symbols");
    bool place = v.n == 1 && (style_is(v.v, "inside") || style_is(v.v, "outside"));
    if (v.n != 1 || place || (v.v->kind != T_STRING && v.v->kind != T_IDENT && !function))
        return false;
    x->style->list_symbols = function ? style_symbols(x->arena, v.v) : NULL;
    if (function && !x->style->list_symbols)
        return false;
    x->style->list_style_type = v.v->text;
    x->style->list_style_string = v.v->kind == T_STRING;
    return true;
}

/* Reads -hb-word-space: three lengths that do not fall. */
static bool apply_word_space(struct apply *x, const struct property *row, struct values v,
                             void *slot)
{
    struct length *l = slot;
    (void)row;
    if (v.n == 1 && style_is(v.v, "normal")) {
        for (int i = 0; i < 3; i++)
            l[i] = (struct length){ .kind = LENGTH_NORMAL };
        return true;
    }
    for (unsigned i = 0; v.n == 3 && i < 3; i++) {
        if (!style_read_length(x, &v.v[i], 0, &l[i]))
            return false;
        l[i] = (struct length){ .kind = LENGTH_VALUE, .absolute = flat(x, &l[i]) };
    }
    return v.n == 3 && l[0].absolute <= l[1].absolute && l[1].absolute <= l[2].absolute;
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
        out[i] = flat(x, &l);
    }
    if (v.n == 1)
        out[1] = out[0];
    return true;
}

static bool apply_spacing(struct apply *x, const struct property *row, struct values v, void *slot)
{
    (void)row;
    return read_pair(x, v, slot);
}

static bool apply_grid(struct apply *x, const struct property *row, struct values v, void *slot)
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

static bool apply_vertical_align(struct apply *x, const struct property *row, struct values v,
                                 void *slot)
{
    int k = v.n == 1 ? style_keyword(row, v.v) : -1;
    x->style->vertical_shift = (struct length){ 0 };
    *(enum vertical_align *)slot = k < 0 ? VALIGN_LENGTH : (enum vertical_align)k;
    return k >= 0 || (v.n == 1 && style_read_length(x, v.v, LENGTH_PERCENT | LENGTH_NEGATIVE,
                                                    &x->style->vertical_shift));
}

/* Reads text-decoration-line. */
static bool apply_decoration(struct apply *x, const struct property *row, struct values v,
                             void *slot)
{
    struct style *s = x->style;
    (void)row;
    (void)slot;
    s->decoration_underline = s->decoration_line_through = false;
    if (v.n == 1 && style_is(v.v, "none"))
        return true;
    for (unsigned i = 0; i < v.n; i++) {
        if (style_is(&v.v[i], "underline"))
            s->decoration_underline = true;
        else if (style_is(&v.v[i], "line-through"))
            s->decoration_line_through = true;
        else
            return false;
    }
    return v.n > 0;
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
static bool apply_page_size(struct apply *x, const struct property *row, struct values v,
                            void *slot)
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

#define apply_content style_apply_content
#define apply_string_set style_apply_string_set
#define apply_counter_reset style_apply_counter_reset
#define apply_counter_increment style_apply_counter_increment
#define apply_quotes style_apply_quotes
#define SPAN(type, first, last)                                                                    \
    (uint16_t) offsetof(struct type, first),                                                       \
        (uint16_t)(offsetof(struct type, last) + sizeof(((struct type *)0)->last) -                \
                   offsetof(struct type, first))

const struct property style_properties[] = {
#define LONG(name, function, first, last, inherited, values, initial, from)                        \
    { name,   apply_##function, NULL, SPAN(style, first, last), inherited, false,                  \
      values, initial,          from, sizeof name - 1 },
#define PAGE(name, function, first, last, values, initial, from)                                   \
    { name, apply_##function, NULL, SPAN(page_style, first, last), false, true, values, initial,   \
      from, sizeof name - 1 },
#define SIDE(name, ltr, rtl, from)                                                                 \
    { name, NULL, NULL, 0, 0, false, false, rtl, ltr, from, sizeof name - 1 },
#define SHORT(name, function, longhands, from)                                                     \
    { name,      NULL, style_expand_##function, 0, 0, false, false, longhands,                     \
      longhands, from, sizeof name - 1 },
#include "style/properties.def"
};
const unsigned style_property_count = sizeof style_properties / sizeof *style_properties;
_Static_assert(sizeof style_properties / sizeof *style_properties <= PROPERTY_MAX, "PROPERTY_MAX");

int style_property_find(const char *name)
{
    size_t n = strlen(name);
    for (unsigned i = 0; i < style_property_count; i++)
        if (style_properties[i].length == n && style_same(style_properties[i].name, name))
            return (int)i;
    return -1;
}

int style_property_map(int row, bool rtl)
{
    const struct property *r = &style_properties[row];
    return r->apply || r->expand ? row : style_property_find(rtl ? r->values : r->initial);
}

void *style_slot(struct apply *x, const struct property *row)
{
    return (row->page_only ? (char *)x->page : (char *)x->style) + row->offset;
}

bool style_apply(struct apply *x, int row, struct values v)
{
    const struct property *r = &style_properties[row];
    return r->apply && r->apply(x, r, v, style_slot(x, r));
}

bool style_check(struct arena *a, int row, struct values v)
{
    struct style style = { 0 }, parent = { .font_weight = 400, .font_size = SP_PT };
    struct page_style page = { 0 };
    struct apply x = { .arena = a,
                       .parent = &parent,
                       .style = &style,
                       .page = &page,
                       .em = SP_PT,
                       .lh = SP_PT,
                       .rem = SP_PT,
                       .rlh = SP_PT,
                       .paper_width = SP_PT,
                       .paper_height = SP_PT };
    return style_apply(&x, style_property_map(row, false), v);
}

void style_initial_page(struct arena *a, struct style *out, struct page_style *page)
{
    struct style parent = { .font_weight = 400, .font_size = 12 * SP_PT };
    struct apply x = {
        .arena = a, .parent = &parent, .style = out, .page = page, .em = 12 * SP_PT
    };
    for (unsigned i = 0; i < style_property_count; i++)
        if (style_properties[i].apply)
            style_apply(&x, (int)i,
                        style_values(a, style_properties[i].initial,
                                     strlen(style_properties[i].initial), NULL));
}

void style_initial(struct arena *a, struct style *out)
{
    struct page_style page = { 0 };
    style_initial_page(a, out, &page);
}

/* Prints a cell of the table for the guide, without the numbers of keywords. */
static void add_cell(struct buffer *b, const char *s)
{
    buffer_add_string(b, "<cell>");
    for (; *s; s++) {
        if (*s == '<')
            buffer_add_string(b, "&lt;");
        else if (*s == '&')
            buffer_add_string(b, "&amp;");
        else if (*s == '=' && s[1] >= '0' && s[1] <= '9')
            while (s[1] >= '0' && s[1] <= '9')
                s++;
        else
            buffer_add_char(b, *s);
    }
    buffer_add_string(b, "</cell>");
}

void style_describe(struct buffer *out)
{
    for (unsigned i = 0; i < style_property_count; i++) {
        const struct property *r = &style_properties[i];
        buffer_add_string(out, "<row>");
        add_cell(out, r->name);
        add_cell(out, r->apply ? r->values : r->initial);
        add_cell(out, r->apply ? r->initial : "");
        add_cell(out, r->inherited ? "yes" : "no");
        add_cell(out, r->from);
        buffer_add_string(out, "</row>\n");
    }
}
