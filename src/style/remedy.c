/* style/remedy: what to write instead of a value that a property cannot have.
 *
 * Of what is mistaken most often the first that is seen counts; then a misspelt word, which begins
 * as and is like a keyword or a colour's name that the property, or a longhand of the shorthand,
 * takes. */
#include "style/values.h"

#include "base/words.h"

#include <string.h>

enum { MOST_VALUES = 64 }; /* of what is longer nothing is guessed */

/* A refused value, and whose it is. */
struct refused {
    struct arena *arena;
    const struct property *property;
    int row;
    struct values v;
};

static bool takes(const struct refused *r, int row, struct value v)
{
    return style_check(r->arena, row, (struct values){ &v, 1 });
}

static struct value ident(const char *word)
{
    return (struct value){ .kind = T_IDENT, .text = word };
}

static struct value dimension(const char *unit)
{
    return (struct value){ .kind = T_DIMENSION, .number = NANO, .text = unit };
}

static bool is_unit(const struct refused *r, const struct value *v)
{
    return v->kind == T_IDENT && takes(r, style_property_find("text-indent"), dimension(v->text));
}

/* ---- what is mistaken most often: each is asked of a value and the one behind it ---- */
static bool runs_on(const struct refused *r, const struct value *v, const struct value *next)
{
    (void)r, (void)next;
    return v->kind == T_COLON;
}

static bool is_important(const struct refused *r, const struct value *v, const struct value *next)
{
    (void)r, (void)next;
    return (v->kind == T_DELIM && v->delim == '!') ||
           (v->kind == T_IDENT && word_distance(v->text, "important") < 3);
}

static bool is_apart(const struct refused *r, const struct value *v, const struct value *next)
{
    return v->kind == T_NUMBER &&
           (is_unit(r, next) || (next->kind == T_DELIM && next->delim == '%'));
}

static bool has_comma(const struct refused *r, const struct value *v, const struct value *next)
{
    (void)r;
    return v->kind == T_NUMBER && next->kind == T_COMMA;
}

static bool lacks_unit(const struct refused *r, const struct value *v, const struct value *next)
{
    int row = style_property_first(r->row);
    (void)next;
    for (unsigned i = 0; i < r->v.n && !r->property->expand; i++)
        if (r->v.v[i].kind == T_IDENT)
            return false;
    return v->kind == T_NUMBER && !takes(r, row, *v) && takes(r, row, dimension("pt"));
}

static bool is_font(const struct refused *r) { return !strcmp(r->property->name, "font"); }

/* Where the size stands in a value of font; the value's end: nowhere. */
static unsigned size_of_font(const struct refused *r)
{
    unsigned i = 0;
    while (i < r->v.n && !takes(r, style_property_find("font-size"), r->v.v[i]))
        i++;
    return i;
}

static bool lacks_unit_of_font(const struct refused *r, const struct value *v,
                               const struct value *next)
{
    (void)next; /* a number might be a weight, so a size is looked for */
    return v->kind == T_NUMBER && is_font(r) && size_of_font(r) == r->v.n;
}

/* Can only a family be meant by a word of font? */
static bool is_family(const struct refused *r, const struct value *v)
{
    static const char *const others[] = { "font-style", "font-variant-caps", "font-weight",
                                          "font-stretch", "font-size" };
    bool other = v->kind != T_STRING && v->kind != T_IDENT;
    for (size_t i = 0; i < sizeof others / sizeof *others && !other; i++)
        other = takes(r, style_property_find(others[i]), *v);
    return !other;
}

static bool lacks_size(const struct refused *r, const struct value *v, const struct value *next)
{
    (void)next;
    return is_font(r) && is_family(r, v) && size_of_font(r) + 1 >= r->v.n;
}

static bool lacks_number(const struct refused *r, const struct value *v, const struct value *next)
{
    (void)next;
    return is_unit(r, v);
}

static bool is_hash(const struct refused *r, const struct value *v, const struct value *next)
{
    (void)r, (void)next;
    return v->kind == T_HASH;
}

static const struct mistake {
    bool (*is_made)(const struct refused *r, const struct value *v, const struct value *next);
    const char *remedy;
} mistakes[] = {
    { runs_on, PHRASE("end the declaration before with a semicolon") },
    { is_important, PHRASE("write !important behind all of the value, so spelt, or leave it out") },
    { is_apart, PHRASE("write the unit at the number, without a space, as in 12pt") },
    { has_comma, PHRASE("write a point in a number, no comma, as in 1.5") },
    { lacks_unit, PHRASE("write a unit at the number, as in 12pt") },
    { lacks_unit_of_font, PHRASE("write a unit at the number, as in 12pt") },
    { lacks_size, PHRASE("write a size before the family, as in 12pt \"Lato\"") },
    { lacks_number, PHRASE("write a number before the unit, as in 12pt") },
    { is_hash, PHRASE("behind # a colour has 3, 4, 6 or 8 digits, from 0 to 9 and a to f") },
};

static const char *common_mistake(const struct refused *r)
{
    static const struct value nothing = { .kind = T_END };
    for (size_t m = 0; m < sizeof mistakes / sizeof *mistakes; m++)
        for (unsigned i = 0; i < r->v.n; i++) {
            unsigned k = i + 1;
            while (k < r->v.n && r->v.v[k].kind == T_SPACE)
                k++;
            if (mistakes[m].is_made(r, &r->v.v[i], k < r->v.n ? &r->v.v[k] : &nothing))
                return mistakes[m].remedy;
        }
    return NULL;
}

/* ---- misspelt words ---- */
/* The word of a longhand that is nearer to this one than *least; NULL when there is none. */
static const char *near_word(const struct refused *r, int row, const char *word, unsigned *least)
{
    const char *best = NULL, *s = style_properties[row].values;
    for (size_t n; *s; s += n) {
        n = strspn(s, "abcdefghijklmnopqrstuvwxyz-");
        const char *known = arena_strndup(r->arena, s, n);
        unsigned d = *known == *word ? word_distance(word, known) : *least;
        if (d < *least && takes(r, row, ident(known))) {
            *least = d;
            best = known;
        }
        n += n == 0; /* what is between words */
    }
    const char *color = takes(r, row, ident("black")) ? style_near_color(word, least) : NULL;
    return color ? color : best;
}

/* The word that is meant by one, of any longhand; NULL where one of them takes it as it is. */
static const char *meant_word(const struct refused *r, const char *word)
{
    const char *best = NULL;
    unsigned least = strlen(word) < 5 ? 2 : 3;
    const char *names = r->property->expand ? r->property->initial : r->property->name;
    for (size_t n; *names; names += n + strspn(names + n, " ")) {
        n = strcspn(names, " ");
        int row = style_property_first(style_property_find(arena_strndup(r->arena, names, n)));
        if (takes(r, row, ident(word)))
            return NULL;
        const char *near = near_word(r, row, word, &least);
        best = near ? near : best;
    }
    return best;
}

const char *style_remedy(struct arena *a, int row, struct values v)
{
    struct refused r = { a, &style_properties[row], row, v };
    if (v.n > MOST_VALUES)
        return NULL;
    const char *remedy = common_mistake(&r);
    for (unsigned i = 0; i < v.n && !remedy; i++) {
        const char *word = v.v[i].kind == T_IDENT ? meant_word(&r, v.v[i].text) : NULL;
        remedy = word ? arena_printf(a, PHRASE("is %s meant?"), word) : NULL;
    }
    return remedy;
}
