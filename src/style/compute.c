/* style/compute.c: declarations in ascending priority → one computed style (Cascade 4, 4). */
#include "style/cascade.h"

#include <string.h>

/* A declaration whose var() is put in. */
struct expansion {
    struct emitter emitter; /* first: take_share is given its address */
    const struct value *of; /* as it was written */
    int shorthand;          /* the row that it was written for */
    struct values all;
    bool valid;
    bool parted; /* a shorthand's, to be asked for by longhand */
    bool rtl;
    struct share *shares;
    size_t count, room;
};

struct computing {
    const struct style_input *in;
    struct computed *out;
    bool any_custom; /* a custom property is declared */
    const struct declaration *winner[PROPERTY_MAX];
    struct variables variables;
    struct expansion expansion; /* the last one */
};

typedef void visit(struct computing *c, const struct declaration *d);

/* Visits all declarations in ascending priority: normal ones, then important ones with the origins
 * turned round (Cascade 4, 6.1). */
static void visit_blocks(struct computing *c, visit *take)
{
    const struct origin_block *l = c->in->blocks;
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < c->in->block_count; i++) {
            if ((pass == 1 && l[i].origin != ORIGIN_AUTHOR) ||
                (pass == 2 && l[i].origin != ORIGIN_BASE))
                continue;
            for (size_t k = 0; k < l[i].block->n; k++)
                if (l[i].block->v[k].important == (pass > 0))
                    take(c, &l[i].block->v[k]);
        }
}

static void take_winner(struct computing *c, const struct declaration *d)
{
    if (d->row >= 0)
        c->winner[style_property_map(d->row, c->in->rtl)] = d;
    else
        c->any_custom = true;
}

static void take_custom(struct computing *c, const struct declaration *d)
{
    if (d->row < 0)
        c->variables.own[d->custom].declaration = d;
}

/* Computes the custom properties, which all others may ask for. */
static void compute_customs(struct computing *c)
{
    const struct computed *parent = c->in->parent;
    const struct custom *const *inherited = parent ? parent->customs : NULL;
    c->variables = style_variables(c->in->styles, c->in->arena, inherited, c->any_custom);
    if (c->any_custom) {
        visit_blocks(c, take_custom);
        style_resolve_variables(&c->variables);
    }
    c->out->customs = c->variables.customs;
}

/* A longhand and what a shorthand gives it. */
struct share {
    int row;
    struct values v;
};

static void take_share(struct emitter *e, int row, struct values v)
{
    struct expansion *x = (struct expansion *)e;
    x->shares =
        arena_grow(e->arena, x->shares, sizeof *x->shares, x->count, x->count + 1, &x->room);
    x->shares[x->count++] = (struct share){ style_property_map(row, x->rtl), v };
}

/* Puts a declaration's var() in, and parts what comes of it where it is a shorthand's. */
static void expand(struct computing *c, const struct declaration *d)
{
    struct arena *a = c->in->arena;
    struct expansion *x = &c->expansion;
    const struct property *r = &style_properties[d->shorthand];
    *x = (struct expansion){
        .emitter = { a, take_share }, .of = d->v.v, .shorthand = d->shorthand, .rtl = c->in->rtl
    };
    if (!style_substitute(&c->variables, d->v, &x->all))
        return;
    x->all = style_dense(a, x->all);
    x->valid = x->all.n > 0;
    x->parted = x->valid && r->expand && !(x->all.n == 1 && style_is_global(x->all.v));
    if (x->parted)
        x->valid = r->expand(&x->emitter, r, x->all);
}

/* The value of a declaration whose var() is put in now; false when it is not valid.  The longhands
 * of a shorthand ask one after the other: it is parted once for them. */
static bool late_value(struct computing *c, const struct declaration *d, int row, struct values *v)
{
    const struct expansion *x = &c->expansion;
    if (x->of != d->v.v || x->shorthand != d->shorthand)
        expand(c, d);
    *v = x->all;
    if (!x->valid || !x->parted)
        return x->valid;
    for (size_t i = x->count; i-- > 0;)
        if (x->shares[i].row == row) {
            *v = x->shares[i].v;
            return true;
        }
    return false;
}

static void copy_field(const struct property *r, struct apply *x, const void *from)
{
    memcpy(style_slot(x, r), (const char *)from + r->offset, r->size);
}

/* Reports, once a declaration, a value that is not valid now that its var() is put in. */
static void warn_of_variable(struct computing *c, const struct declaration *d, int row)
{
    if (!c->in->diag || !d->warned || *d->warned)
        return;
    *d->warned = true;
    diag_add(c->in->diag, DIAG_STYLE_VARIABLE, d->at, "property",
             style_properties[d->shorthand >= 0 ? d->shorthand : row].name, NULL);
}

/* Computes one property from the declaration that won it; where none did it stays as it was. */
static void apply_row(struct computing *c, struct apply *x, int row)
{
    const struct declaration *d = c->winner[row];
    const struct property *r = &style_properties[row];
    if (!d || (r->page_only && !c->in->page))
        return;
    struct values v = d->v;
    x->source = d->shorthand < 0 ? d->at.source : NULL;
    x->variables = &c->variables;
    x->at = &d->at;
    bool valid = d->shorthand < 0 || late_value(c, d, row, &v);
    bool inherit = valid && v.n == 1 && style_is(v.v, "inherit");
    bool initial = valid && (v.n == 0 || (v.n == 1 && style_is(v.v, "initial")));
    if (valid && v.n == 1 && style_is(v.v, "unset")) {
        inherit = r->inherited;
        initial = !inherit;
    }
    if (valid && !inherit && !initial && style_apply(x, row, v))
        return;
    if (!inherit && !initial)
        warn_of_variable(c, d, row);
    if (r->page_only)
        return;
    bool inherited = inherit || (!initial && r->inherited);
    copy_field(r, x, inherited ? x->parent : &c->in->styles->initial);
}

void style_inherit(const struct styles *s, struct style *out, const struct style *parent)
{
    *out = s->initial;
    if (!parent)
        return;
    struct apply x = { .style = out };
    for (unsigned i = 0; i < style_property_count; i++)
        if (style_properties[i].inherited)
            copy_field(&style_properties[i], &x, parent);
    out->rtl = parent->rtl;
    out->lang = parent->lang;
}

/* The families with those of @font-face in the place of their names. */
static const char *const *expand_families(const struct styles *s, struct arena *a,
                                          const char *const *families)
{
    const char **list = NULL;
    size_t n = 0, room = 0;
    for (; *families; families++) {
        const struct font_alias *f = s->rules.fonts;
        while (f && !style_same(f->family, *families))
            f = f->next;
        const char *const *from = f ? f->local : families;
        for (unsigned i = 0; i < (f ? f->count : 1); i++) {
            if (n + 1 >= room)
                list = arena_grow(a, list, sizeof *list, n, n + 8, &room);
            list[n++] = from[i];
            list[n] = NULL;
        }
    }
    return list;
}

void style_finish(struct style *s)
{
    if (s->float_kind == FLOAT_BOTTOM && s->display == DISPLAY_INLINE)
        s->display = DISPLAY_BLOCK; /* CSS 2.2, 9.7 */
    if (s->background.space == COLOR_CURRENT)
        s->background = s->color;
    if (s->decoration_color.space == COLOR_CURRENT)
        s->decoration_color = s->color;
    for (int i = 0; i < SIDE_COUNT; i++) {
        if (s->border[i].color.space == COLOR_CURRENT)
            s->border[i].color = s->color;
        if (s->border[i].style == BORDER_NONE || s->border[i].style == BORDER_HIDDEN)
            s->border[i].width = 0;
    }
}

/* Computes the size of a page before what its vw and vh are said in. */
static void apply_paper(struct computing *c, struct apply *x)
{
    apply_row(c, x, style_property_find("size"));
    x->paper_width = c->in->page->width;
    x->paper_height = c->in->page->height;
}

/* Computes the properties; font-size and line-height first, of which the others' em and lh are. */
static void apply_rows(struct computing *c, struct style *style)
{
    const struct style_input *in = c->in;
    const struct styles *s = in->styles;
    const struct style *parent = in->parent ? &in->parent->style : &s->initial;
    struct apply x = { .arena = in->arena,
                       .rules = &s->rules,
                       .parent = parent,
                       .style = style,
                       .page = in->page,
                       .em = parent->font_size,
                       .lh = style_line_height(parent),
                       .rem = s->rem,
                       .rlh = s->rlh,
                       .paper_width = in->paper ? in->paper->width : s->paper_width,
                       .paper_height = in->paper ? in->paper->height : s->paper_height };
    int size = style_property_find("font-size"), height = style_property_find("line-height");
    apply_row(c, &x, size);
    if (in->size_at && c->winner[size])
        *in->size_at = c->winner[size]->at;
    x.em = style->font_size;
    x.rem = in->parent ? x.rem : x.em;
    apply_row(c, &x, height);
    x.lh = style_line_height(style);
    x.rlh = in->parent ? x.rlh : x.lh;
    if (in->page)
        apply_paper(c, &x);
    for (unsigned i = 0; i < style_property_count; i++)
        if ((int)i != size && (int)i != height)
            apply_row(c, &x, (int)i);
    if (s->rules.fonts && style->families != x.parent->families)
        style->families = expand_families(s, in->arena, style->families);
}

const struct computed *style_compute(const struct style_input *in)
{
    struct computing c = { .in = in, .out = arena_new(in->arena, struct computed) };
    struct style *style = &c.out->style;
    style_inherit(in->styles, style, in->parent ? &in->parent->style : NULL);
    style->rtl = in->rtl;
    style->lang = in->lang;
    if (in->prepare)
        in->prepare(style, in->box);
    visit_blocks(&c, take_winner);
    compute_customs(&c);
    apply_rows(&c, style);
    style_finish(style);
    if (in->diag)
        style_note_idle(in, style, c.winner);
    return c.out;
}
