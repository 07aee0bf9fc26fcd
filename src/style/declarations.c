/* style/declarations.c: a block's declarations: each property known, in its place, its value tried;
 * shorthands become their longhands.
 */
#include "style/reader.h"

#include "base/words.h"

#include <string.h>

bool style_is_any(const char *name, const char *const *list)
{
    while (*list && strcmp(name, *list) != 0)
        list++;
    return *list;
}

/* Suggests a known property for an unknown name, for as many as are printed of one message. */
static const char *suggestion(struct sheet_reader *r, const char *name)
{
    unsigned best = 3;
    const char *found = NULL;
    if (r->suggested++ >= SUGGESTED_MOST)
        return "";
    for (unsigned i = 0; i < style_property_count; i++) {
        unsigned d = word_distance(name, style_properties[i].name);
        if (d < best) {
            best = d;
            found = style_properties[i].name;
        }
    }
    return found ? arena_printf(r->arena, PHRASE("; did you mean %s?"), found) : "";
}

static bool has_var(struct values v)
{
    for (unsigned i = 0; i < v.n; i++)
        if ((v.v[i].kind == T_FUNCTION && style_same(v.v[i].text, "var")) ||
            has_var(style_inside(&v.v[i])))
            return true;
    return false;
}

/* Finds the slot of a custom property's name, or the free one where it belongs. */
static unsigned custom_slot(const struct rules *r, const char *name)
{
    unsigned k = hash_bytes(name, strlen(name)) % (2 * CUSTOM_NAMES);
    while (r->custom_slots[k] && strcmp(r->customs[r->custom_slots[k] - 1], name))
        k = (k + 1) % (2 * CUSTOM_NAMES);
    return k;
}

int style_custom(const struct rules *r, const char *name)
{
    return r->custom_slots[custom_slot(r, name)] - 1;
}

int style_custom_add(struct rules *r, const char *name)
{
    unsigned k = custom_slot(r, name);
    if (!r->custom_slots[k] && r->custom_count < CUSTOM_NAMES) {
        r->customs[r->custom_count++] = name;
        r->custom_slots[k] = (uint16_t)r->custom_count;
    }
    return r->custom_slots[k] - 1;
}

/* Takes longhands into a list of declarations. */
struct collect {
    struct emitter e; /* first: `take` is given its address */
    struct declarations *to;
    struct declaration like; /* what all of them have in common */
};

void style_add_declaration(struct arena *a, struct declarations *to, const struct declaration *d)
{
    if (to->n == to->room)
        to->v = arena_grow(a, to->v, sizeof *d, to->n, to->n + 4, &to->room);
    to->v[to->n++] = *d;
}

static void take(struct emitter *e, int row, struct values v)
{
    struct collect *c = (struct collect *)e;
    struct declaration d = c->like;
    d.row = row;
    if (d.shorthand < 0)
        d.v = v;
    style_add_declaration(e->arena, c->to, &d);
}

/* Gives every longhand of a shorthand the same value: a global keyword, or one with a var() to
 * come. */
static void add_to_all(struct collect *c, const struct property *row, struct values v)
{
    for (const char *s = row->initial; *s;) {
        size_t n = strcspn(s, " ");
        style_emit(&c->e, arena_strndup(c->e.arena, s, n), v);
        s += n;
        s += strspn(s, " ");
    }
}

/* Tells whether a property does anything where it stands.  What is inherited does in every place,
 * of the others those whose names begin so. */
static bool has_meaning(const struct sheet_reader *r, int row)
{
    static const struct {
        const char *names[12];
    } own[] = { [AT_PAGE] = { { "margin-", "padding-", "border-", "background-", "-hb-border-",
                                "counter-" } },
                [AT_MARGIN_BOX] = { { "margin-", "padding-", "border-", "background-",
                                      "-hb-border-", "width", "height", "min-", "max-",
                                      "vertical-align", "box-sizing" } },
                [AT_FOOTNOTE] = { { "margin-", "padding-", "border-", "background-", "-hb-border-",
                                    "width", "min-width", "max-width", "max-height", "column-",
                                    "-hb-continued-border-", "box-sizing" } } };
    static const char *const of_notes[] = { "column-count", "column-width", "column-fill",
                                            "-hb-continued-border-length", NULL };
    const struct property *p = &style_properties[style_property_first(row)];
    const char *name = p->name;
    if (r->where == AT_COUNTED_PAGE)
        return false;
    if (p->page_only)
        return r->where == AT_PAGE;
    if ((r->where == AT_ELEMENT || r->where == AT_PSEUDO) && style_is_any(name, of_notes))
        return false; /* their area alone has columns, and notes that go on */
    if (!strcmp(name, "text-overflow"))
        return r->where == AT_MARGIN_BOX || r->where == AT_FOOTNOTE;
    if (r->where == AT_ELEMENT)
        return strcmp(name, "content") != 0;
    if (r->where == AT_PSEUDO || p->inherited)
        return true;
    if (r->where != AT_PAGE && (!strcmp(name, "content") || !strncmp(name, "text-decoration-", 16)))
        return true; /* both have text of their own */
    const char *const *names = own[r->where].names;
    for (size_t i = 0; i < sizeof own->names / sizeof *own->names && names[i]; i++)
        if (!strncmp(name, names[i], strlen(names[i])))
            return true;
    return false;
}

/* Tells whether a value counts what @page can: pages, and notes, whose numbers may only begin
 * anew. */
static bool counts_pages(const struct property *p, struct values v)
{
    bool adds = !strcmp(p->name, "counter-increment"), note = false;
    for (unsigned i = 0; i < v.n; i++) {
        bool other = v.v[i].kind == T_IDENT && !style_is(&v.v[i], "page") &&
                     !style_is(&v.v[i], "none") && !style_is_global(&v.v[i]);
        if ((other && (adds || !style_is(&v.v[i], "footnote"))) ||
            (note && v.v[i].kind == T_NUMBER && v.v[i].number))
            return false;
        note = other;
    }
    return true;
}

static void warn_place(struct sheet_reader *r, struct position p, int row)
{
    static const char *const places[] = { [AT_ELEMENT] = PHRASE("on an element"),
                                          [AT_PSEUDO] = PHRASE("on an element"),
                                          [AT_PAGE] = PHRASE("in @page"),
                                          [AT_COUNTED_PAGE] = PHRASE(
                                              "in @page :nth() and :-hb-last, which have margin "
                                              "boxes alone,"),
                                          [AT_MARGIN_BOX] = PHRASE("in a margin box"),
                                          [AT_FOOTNOTE] = PHRASE("in @footnote") };
    diag_add(r->diag, DIAG_STYLE_PLACE, p, "property", style_properties[row].name, "where",
             places[r->where], NULL);
}

static void read_custom(struct sheet_reader *r, const struct statement *i, struct collect *c)
{
    c->like.custom = style_custom_add(r->out, i->name);
    if (c->like.custom < 0) {
        diag_add(r->diag, DIAG_STYLE_CUSTOM_MANY, c->like.at, "property", i->name, NULL);
        return;
    }
    c->like.v = i->prelude;
    style_add_declaration(r->arena, c->to, &c->like);
}

/* Expands a shorthand whose value is known; false, and nothing is taken, when it is not valid. */
static bool expand(struct collect *c, const struct property *p, struct values v)
{
    struct declarations *to = c->to;
    size_t before = to->n;
    bool good = v.n > 0 && p->expand(&c->e, p, v);
    for (size_t k = before; good && k < to->n; k++)
        if (to->v[k].v.n && !style_check(c->e.arena, to->v[k].row, to->v[k].v))
            good = false;
    if (!good)
        to->n = before;
    return good;
}

/* Takes the value of a property; false when it is not valid.  One with a var() is taken as it
 * is. */
static bool read_value(struct collect *c, int row, struct values v)
{
    const struct property *p = &style_properties[row];
    bool var = has_var(v);
    bool global = v.n == 1 && style_is_global(v.v);
    if (var) {
        c->like.shorthand = row;
        c->like.v = v;
        c->like.warned = arena_new(c->e.arena, bool);
    }
    if (p->expand && (var || global)) {
        add_to_all(c, p, v);
        return true;
    }
    if (p->expand)
        return expand(c, p, v);
    bool good = var || global || (v.n > 0 && style_check(c->e.arena, row, v));
    if (good)
        take(&c->e, row, v);
    return good;
}

/* Tells whether the counter styles that a value names are known: as a list's mark, or as the last
 * word of counter() and counters(). */
static bool knows_counters(const struct sheet_reader *r, const struct property *p, struct values v)
{
    bool list = !strncmp(p->name, "list-style", 10) && strcmp(p->name, "list-style-position");
    for (unsigned i = 0; i < v.n; i++) {
        const struct value *one = &v.v[i];
        bool place = style_is(one, "inside") || style_is(one, "outside");
        if (list && one->kind == T_IDENT && !place && !style_is_global(one) &&
            !style_counter_known(r->out, one->text))
            return false;
        struct values in = style_trim(style_inside(one));
        unsigned least = one->kind != T_FUNCTION             ? 0
                         : style_same(one->text, "counter")  ? 2
                         : style_same(one->text, "counters") ? 4
                                                             : 0;
        if (least && in.n > least && in.v[in.n - 1].kind == T_IDENT &&
            !style_counter_known(r->out, in.v[in.n - 1].text))
            return false;
    }
    return true;
}

/* Finds an ink that a value names and no sheet has; NULL where there is none. */
static const struct value *unknown_ink(const struct rules *rules, struct values v)
{
    const struct value *found = NULL;
    for (unsigned i = 0; i < v.n && !found; i++) {
        struct values in = style_trim(style_inside(&v.v[i]));
        bool color = v.v[i].kind == T_FUNCTION && style_same(v.v[i].text, "color") && in.n;
        if (color && style_spot_named(in.v) && !style_spot_find(rules, in.v->text))
            return in.v;
        found = unknown_ink(rules, in);
    }
    return found;
}

void style_read_declaration(struct sheet_reader *r, const struct statement *i,
                            struct declarations *to)
{
    struct position p = style_reader_place(r, i->start, i->end);
    struct collect c = { { r->arena, take },
                         to,
                         { .row = -1, .shorthand = -1, .important = i->important, .at = p } };
    if (!strncmp(i->name, "--", 2)) {
        read_custom(r, i, &c);
        return;
    }
    int row = style_property_find(i->name);
    const struct value *ink = unknown_ink(r->out, i->prelude);
    if (ink) {
        diag_add(r->diag, DIAG_STYLE_INK_UNKNOWN, style_reader_place(r, ink->start, ink->end),
                 "name", ink->text, NULL);
        return;
    }
    if (row >= 0 && r->own && (r->where == AT_ELEMENT || r->where == AT_PSEUDO)) {
        c.like.idle = arena_new(r->arena, struct idle);
        c.like.idle->row = row;
    }
    if (row < 0)
        diag_add(r->diag, DIAG_STYLE_PROPERTY, p, "property", i->name, "hint",
                 suggestion(r, i->name), NULL);
    else if (!has_meaning(r, row))
        warn_place(r, p, row);
    else if ((r->where == AT_PAGE && !strncmp(style_properties[row].name, "counter-", 8) &&
              !counts_pages(&style_properties[row], style_dense(r->arena, i->prelude))) ||
             !knows_counters(r, &style_properties[row], i->prelude) ||
             !read_value(&c, row, style_dense(r->arena, i->prelude)))
        style_warn_value(r, i, row);
}

struct declarations *style_read_block(struct sheet_reader *r, struct values block)
{
    struct declarations *to = arena_new(r->arena, struct declarations);
    struct statements statements = style_parse_block(r->arena, block);
    to->v = arena_array(r->arena, struct declaration, statements.n ? statements.n : 1);
    to->room = statements.n;
    for (size_t k = 0; k < statements.n; k++) {
        if (statements.v[k].kind == STATEMENT_DECLARATION)
            style_read_declaration(r, &statements.v[k], to);
        else if (statements.v[k].kind == STATEMENT_AT_RULE)
            style_warn_at(r, &statements.v[k]);
        else
            style_warn_syntax(r, &statements.v[k]);
    }
    return to;
}
