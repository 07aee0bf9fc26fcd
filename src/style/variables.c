/* style/variables.c: custom properties and var() (Variables 1).
 *
 * A variable is computed when it is first asked for, so that the order of declarations does not
 * matter; one that is asked for while it is computed stands in a cycle and has no value.
 */
#include "style/cascade.h"

#include <string.h>

/* Most var() within each other; most values that var() makes of one value. */
enum { VAR_DEPTH = 32, VAR_VALUES = 4096 };

static const struct custom *find(struct variables *s, const char *name, int depth);
static bool substitute(struct variables *s, struct values v, struct values *out, int depth);

/* Replaces one var(): the variable's values, else those of its fallback; false when it has none. */
static bool replace(struct variables *s, struct values inside, struct values *out, int depth)
{
    struct values in = style_trim(inside);
    if (!in.n || in.v->kind != T_IDENT)
        return false;
    const struct custom *c = find(s, in.v->text, depth + 1);
    if (c) {
        *out = c->v;
        return true;
    }
    unsigned k = 1;
    while (k < in.n && in.v[k].kind == T_SPACE)
        k++;
    if (k >= in.n || in.v[k].kind != T_COMMA)
        return false;
    struct values fallback = { in.v + k + 1, in.n - k - 1 };
    return substitute(s, fallback, out, depth + 1);
}

/* style_substitute, `depth` var() deep. */
static bool substitute(struct variables *s, struct values v, struct values *out, int depth)
{
    struct value *list = NULL;
    size_t n = 0, room = 0;
    if (depth > VAR_DEPTH)
        return false;
    for (unsigned i = 0; i < v.n; i++) {
        struct values made = { &v.v[i], 1 };
        struct value copy = v.v[i];
        if (copy.kind == T_FUNCTION && style_same(copy.text, "var")) {
            if (!replace(s, copy.inside, &made, depth))
                return false;
        } else if (style_inside(&copy).n) {
            if (!substitute(s, copy.inside, &copy.inside, depth + 1))
                return false;
            made.v = &copy;
        }
        for (unsigned k = 0; k < made.n; k++) {
            if (!s->left || !*s->all_left)
                return false;
            s->left--;
            --*s->all_left;
            if (n == room)
                list = arena_grow(s->arena, list, sizeof *list, n, n + 4, &room);
            list[n++] = made.v[k];
        }
    }
    *out = (struct values){ list, (unsigned)n };
    return true;
}

bool style_substitute(struct variables *s, struct values v, struct values *out)
{
    s->left = VAR_VALUES;
    return substitute(s, v, out, 0);
}

/* Computes the variable of that number, which the style declares. */
static void resolve(struct variables *s, int number, int depth)
{
    struct own_variable *o = &s->own[number];
    struct values v = style_trim(o->declaration->v);
    bool global = v.n == 1 && style_is_global(v.v);
    o->state = VARIABLE_IN_WORK;
    /* inherit and unset leave what stands there: a custom property is inherited (Variables 1,
     * 2). */
    if (!global || style_is(v.v, "initial")) {
        struct custom *made = arena_new(s->arena, struct custom);
        made->from = o->declaration;
        made->valid = !global && substitute(s, o->declaration->v, &made->v, depth);
        s->customs[number] = made;
    }
    o->state = VARIABLE_DONE;
}

/* The variable's value; NULL where there is none, or it is asked for while it is computed. */
static const struct custom *find(struct variables *s, const char *name, int depth)
{
    int number = style_custom(s->rules, name);
    if (number < 0 || !s->customs)
        return NULL;
    if (s->own && s->own[number].declaration) {
        if (s->own[number].state == VARIABLE_NEW)
            resolve(s, number, depth);
        if (s->own[number].state == VARIABLE_IN_WORK)
            return NULL;
    }
    const struct custom *c = s->customs[number];
    return c && c->valid ? c : NULL;
}

/* Values are copied with their texts, so that these tell them apart. */
struct position style_variable_place(const struct variables *s, const struct value *v)
{
    for (int i = 0; v->text && s->customs && i < s->rules->custom_count; i++) {
        const struct declaration *d = s->customs[i] ? s->customs[i]->from : NULL;
        for (unsigned k = 0; d && k < d->v.n; k++)
            if (d->v.v[k].text == v->text)
                return position_at(d->at.source, v->start, v->end);
    }
    return (struct position){ 0 };
}

struct variables style_variables(const struct styles *s, struct arena *a,
                                 const struct custom *const *inherited, bool declares)
{
    int count = s->rules.custom_count;
    struct variables v = { .arena = a, .rules = &s->rules, .all_left = s->var_left };
    if (!declares) {
        v.customs = (const struct custom **)(uintptr_t)inherited; /* read only: none is its own */
        return v;
    }
    v.own = arena_array(a, struct own_variable, count);
    v.customs = arena_array(a, const struct custom *, count);
    if (inherited)
        memcpy(v.customs, inherited, (size_t)count * sizeof *inherited);
    return v;
}

void style_resolve_variables(struct variables *s)
{
    for (int i = 0; s->own && i < s->rules->custom_count; i++) {
        s->left = VAR_VALUES;
        if (s->own[i].declaration && s->own[i].state == VARIABLE_NEW)
            resolve(s, i, 0);
    }
}
