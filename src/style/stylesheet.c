/* style/stylesheet.c: one style sheet's text → style rules and page rules, every declaration
 * checked; what is not understood gets its warning here. */
#include "style/inner.h"

#include "base/utf8.h"
#include "base/words.h"

#include <string.h>

/* Bytes of all sheets together: a list of selectors, the worst, takes 350 times its own. */
enum { SHEETS_MAX = 512 << 10 };

/* What the declarations that are read stand in. */
enum where { AT_ELEMENT, AT_PSEUDO, AT_PAGE, AT_COUNTED_PAGE, AT_MARGIN_BOX, AT_FOOTNOTE };
struct sheet_reader {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    const struct edition *edition;
    enum origin origin;
    struct rules *out;
    unsigned suggested; /* how often a known name was looked for that is like an unknown one */
    enum where where;
    const struct source *own; /* the sheet, if it is the user's; else NULL */
};

const char *const style_box_names[MARGIN_BOX_COUNT] = {
    "top-left-corner",    "top-left",         "top-center",
    "top-right",          "top-right-corner", "right-top",
    "right-middle",       "right-bottom",     "bottom-right-corner",
    "bottom-right",       "bottom-center",    "bottom-left",
    "bottom-left-corner", "left-bottom",      "left-middle",
    "left-top",           "-hb-slug"
};

static struct position at(const struct sheet_reader *r, uint32_t start, uint32_t end)
{
    return position_at(r->source, start, end);
}

/* Writes these values for a message: one line, not over 80 bytes. */
static const char *words(const struct sheet_reader *r, struct values v)
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

/* Suggests a known property for an unknown name, for as many as are printed of one message. */
static const char *suggestion(struct sheet_reader *r, const char *name)
{
    unsigned best = 3;
    const char *found = NULL;
    if (r->suggested++ >= 100)
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
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (const char *s = name; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    unsigned k = (unsigned)(h >> 32) % (2 * CUSTOM_NAMES);
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

static void add(struct arena *a, struct declarations *to, const struct declaration *d)
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
    add(e->arena, c->to, &d);
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

static bool has_url(struct values v)
{
    for (unsigned i = 0; i < v.n; i++)
        if (v.v[i].kind == T_URL || (v.v[i].kind == T_FUNCTION && style_same(v.v[i].text, "url")) ||
            has_url(style_inside(&v.v[i])))
            return true;
    return false;
}

enum { NO_PROPERTY = -1 }; /* a descriptor of an at-rule */

/* Says that a property cannot have a value, and what to write, for as many as are printed of one
 * message. */
static void warn_value(struct sheet_reader *r, const struct statement *i, int row)
{
    struct position p = at(r, i->start, i->end);
    if (has_url(i->prelude)) {
        diag_add(r->diag, DIAG_STYLE_FILE, p, "what", words(r, i->prelude), NULL);
        return;
    }
    const char *remedy = row != NO_PROPERTY && r->suggested++ < 100
                             ? style_remedy(r->arena, row, style_trim(i->prelude))
                             : NULL;
    diag_add(r->diag, DIAG_STYLE_VALUE, p, "property", i->name, "value", words(r, i->prelude),
             "remedy", remedy ? remedy : PHRASE("guide-css.pdf lists what it can be"), NULL);
}

/* Tells whether a name is one of a list that NULL ends. */
static bool is_any(const char *name, const char *const *list)
{
    while (*list && strcmp(name, *list) != 0)
        list++;
    return *list;
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
    if ((r->where == AT_ELEMENT || r->where == AT_PSEUDO) && is_any(name, of_notes))
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
    add(r->arena, c->to, &c->like);
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

/* Reads a declaration, and reports why it is left out if it is. */
static void read_declaration(struct sheet_reader *r, const struct statement *i,
                             struct declarations *to)
{
    struct position p = at(r, i->start, i->end);
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
        diag_add(r->diag, DIAG_STYLE_INK_UNKNOWN, at(r, ink->start, ink->end), "name", ink->text,
                 NULL);
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
        warn_value(r, i, row);
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

static void warn_syntax(struct sheet_reader *r, const struct statement *i)
{
    diag_add(r->diag, is_nested(i) ? DIAG_STYLE_NESTED : DIAG_STYLE_SYNTAX, at(r, i->start, i->end),
             "text", i->prelude.n ? words(r, i->prelude) : "{", NULL);
}

/* Which margin box has the name; MARGIN_BOX_COUNT: none. */
static unsigned find_margin_box(const char *name)
{
    unsigned b = 0;
    while (b < MARGIN_BOX_COUNT && !style_same(name, style_box_names[b]))
        b++;
    return b;
}

/* Is it an at-rule that has its place in @page, and stands outside? */
static bool belongs_in_page(const struct sheet_reader *r, const char *name)
{
    return r->where == AT_ELEMENT &&
           (style_same(name, "footnote") || find_margin_box(name) < MARGIN_BOX_COUNT);
}

static void warn_at(struct sheet_reader *r, const struct statement *i)
{
    struct position name = at(r, i->start, i->start + 1 + (uint32_t)strlen(i->name));
    if (style_same(i->name, "import"))
        diag_add(r->diag, DIAG_STYLE_FILE, at(r, i->start, i->end), "what", "@import", NULL);
    else
        diag_add(r->diag,
                 belongs_in_page(r, i->name) ? DIAG_STYLE_OUTSIDE_PAGE : DIAG_STYLE_AT_RULE, name,
                 "rule", i->name, NULL);
}

/* Reads a block's declarations. */
static struct declarations *read_block(struct sheet_reader *r, struct values block)
{
    struct declarations *to = arena_new(r->arena, struct declarations);
    struct statements statements = style_parse_block(r->arena, block);
    to->v = arena_array(r->arena, struct declaration, statements.n ? statements.n : 1);
    to->room = statements.n;
    for (size_t k = 0; k < statements.n; k++) {
        if (statements.v[k].kind == STATEMENT_DECLARATION)
            read_declaration(r, &statements.v[k], to);
        else if (statements.v[k].kind == STATEMENT_AT_RULE)
            warn_at(r, &statements.v[k]);
        else
            warn_syntax(r, &statements.v[k]);
    }
    return to;
}

/* Says that a rule is not read for its selector, or for what of it is bad: what other languages
 * write before rules says how it is written here. */
static void warn_selector(struct sheet_reader *r, const struct statement *i,
                          const struct value *bad)
{
    const char *selector = words(r, i->prelude), *hint = "";
    if (strncmp(selector, "//", 2) == 0)
        hint = PHRASE("; a comment stands between /* and */");
    else if (*selector == '<')
        hint = PHRASE("; in a style sheet stand rules alone, no tags");
    diag_add(r->diag, DIAG_STYLE_SELECTOR,
             bad ? at(r, bad->start, bad->end) : at(r, i->start, i->end), "selector", selector,
             "hint", hint, NULL);
}

/* Reads a style rule, which has a rule for each selector of its list. */
static void read_style_rule(struct sheet_reader *r, const struct statement *i)
{
    const struct value *bad = NULL;
    const struct selector *s = style_parse_selectors(r->arena, i->prelude, &bad);
    if (!s) {
        warn_selector(r, i, bad);
        return;
    }
    for (const struct selector *k = s; k; k = k->next)
        if (k->pseudo >= 0)
            r->where = AT_PSEUDO;
    struct declarations *block = read_block(r, i->block);
    r->where = AT_ELEMENT;
    for (; s; s = s->next) {
        struct rules *o = r->out;
        if (o->n == o->room)
            o->v = arena_grow(r->arena, o->v, sizeof *o->v, o->n, o->n + 16, &o->room);
        o->v[o->n++] = (struct rule){ s, block, r->origin, o->order, r->own, false };
    }
    r->out->order++;
}

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
static void read_font_face(struct sheet_reader *r, const struct statement *i)
{
    struct font_alias *f = arena_new(r->arena, struct font_alias);
    struct statements statements = style_parse_block(r->arena, i->block);
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *in = &statements.v[k];
        if (in->kind == STATEMENT_AT_RULE)
            warn_at(r, in);
        else if (in->kind != STATEMENT_DECLARATION)
            warn_syntax(r, in);
        else if (style_same(in->name, "font-family")) {
            f->family = read_family(r->arena, in->prelude);
            if (!f->family)
                warn_value(r, in, NO_PROPERTY);
        } else if (!style_same(in->name, "src"))
            diag_add(r->diag, DIAG_STYLE_PROPERTY, at(r, in->start, in->end), "property", in->name,
                     "hint", " in @font-face", NULL);
        else {
            struct font_alias read = { .family = NULL };
            if (read_locals(r->arena, in->prelude, &read)) {
                f->local = read.local;
                f->count = read.count;
            } else
                warn_value(r, in, NO_PROPERTY);
        }
    }
    if (!f->family || !f->count)
        return;
    f->next = r->out->fonts;
    r->out->fonts = f;
}

/* Reads @counter-style. */
static void read_counter_style(struct sheet_reader *r, const struct statement *i)
{
    struct values name = style_trim(i->prelude);
    struct statements statements = style_parse_block(r->arena, i->block);
    if (name.n != 1 || name.v->kind != T_IDENT || style_is(name.v, "none") || !i->has_block) {
        warn_at(r, i);
        return;
    }
    struct counter_style *made = style_counter_new(r->arena, name.v->text);
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *in = &statements.v[k];
        if (in->kind != STATEMENT_DECLARATION)
            warn_syntax(r, in);
        else if (!style_counter_descriptor(r->arena, in->name, style_dense(r->arena, in->prelude),
                                           made))
            warn_value(r, in, NO_PROPERTY);
    }
    if (!style_counter_usable(made)) {
        diag_add(r->diag, DIAG_STYLE_COUNTER, at(r, i->start, i->end), "name", made->name, NULL);
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
    if (is_any(ink->plate, taken))
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
static void read_ink(struct sheet_reader *r, const struct statement *i)
{
    struct values name = style_trim(i->prelude);
    struct statements statements = style_parse_block(r->arena, i->block);
    bool has_colors = false;
    if (name.n != 1 || !style_spot_named(name.v) || !i->has_block) {
        warn_at(r, i);
        return;
    }
    struct spot_ink *made = arena_new(r->arena, struct spot_ink);
    made->name = name.v->text;
    for (size_t k = 0; k < statements.n; k++) {
        if (statements.v[k].kind != STATEMENT_DECLARATION)
            warn_syntax(r, &statements.v[k]);
        else if (!read_ink_descriptor(r, &statements.v[k], made, &has_colors))
            warn_value(r, &statements.v[k], NO_PROPERTY);
    }
    const char *refused = refused_plate(r, made);
    if (!refused && !has_colors)
        refused = PHRASE("say in -hb-alternate, as device-cmyk(), what stands for it elsewhere");
    if (refused) {
        diag_add(r->diag, DIAG_STYLE_INK, at(r, i->start, i->end), "name", made->name, "reason",
                 refused, NULL);
        return;
    }
    made->number = r->out->spot_count++;
    made->next = r->out->spots;
    r->out->spots = made;
}

/* Reads one page's pseudo-class. */
static bool read_page_class(const struct value *v, struct page_rule *p)
{
    static const struct {
        const char *name;
        unsigned flag;
        uint32_t weight;
    } words_of[] = { { "first", PAGE_FIRST, 1 << 8 },
                     { "blank", PAGE_BLANK, 1 << 8 },
                     { "-hb-last", PAGE_LAST, 1 << 8 },
                     { "left", PAGE_LEFT, 1 },
                     { "right", PAGE_RIGHT, 1 } };
    if (v->kind == T_FUNCTION && style_same(v->text, "nth") && !p->nth) {
        p->nth = true;
        p->specificity += 1 << 8;
        return style_parse_nth(v->inside, &p->step, &p->offset);
    }
    for (size_t i = 0; i < sizeof words_of / sizeof *words_of; i++)
        if (style_is(v, words_of[i].name)) {
            p->flags |= words_of[i].flag;
            p->specificity += words_of[i].weight;
            return true;
        }
    return false;
}

/* Reads one @page selector: name? pseudo-class*. */
static bool read_page_selector(struct values v, struct page_rule *p)
{
    v = style_trim(v);
    *p = (struct page_rule){ 0 };
    unsigned k = 0;
    if (v.n && v.v[0].kind == T_IDENT) {
        p->name = v.v[k++].text;
        p->specificity = 1 << 16;
    }
    for (; k < v.n; k += 2) {
        if (v.v[k].kind != T_COLON || k + 1 == v.n || !read_page_class(&v.v[k + 1], p))
            return false;
    }
    return true;
}

/* Reads the list of @page selectors, in the arena; NULL when one is none.  Without any it is for
 * all pages. */
static struct page_rule *read_page_selectors(struct sheet_reader *r, struct values v,
                                             unsigned *count)
{
    struct page_rule *list = arena_array(r->arena, struct page_rule, v.n + 1);
    bool several = style_trim(v).n > 0;
    for (unsigned from = 0, k = 0; k <= v.n; k++) {
        if (k < v.n && v.v[k].kind != T_COMMA)
            continue;
        struct values one = { v.v + from, k - from };
        if ((several && !style_trim(one).n) || !read_page_selector(one, &list[(*count)++]))
            return NULL;
        from = k + 1;
    }
    return list;
}

/* Reads the declarations, margin boxes and footnote area of an @page rule. */
static void read_page_block(struct sheet_reader *r, const struct statement *i, struct page_rule *p)
{
    struct statements statements = style_parse_block(r->arena, i->block);
    enum where where = style_is_counted(p) ? AT_COUNTED_PAGE : AT_PAGE;
    p->block = arena_new(r->arena, struct declarations);
    r->where = where;
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *in = &statements.v[k];
        if (in->kind == STATEMENT_DECLARATION) {
            read_declaration(r, in, p->block);
            continue;
        }
        if (in->kind != STATEMENT_AT_RULE) {
            warn_syntax(r, in);
            continue;
        }
        unsigned b = find_margin_box(in->name);
        bool foot = style_same(in->name, "footnote");
        if ((b == MARGIN_BOX_COUNT && !(foot && where == AT_PAGE)) || !in->has_block) {
            warn_at(r, in);
            continue;
        }
        r->where = foot ? AT_FOOTNOTE : AT_MARGIN_BOX;
        struct declarations *d = read_block(r, in->block);
        struct declarations **to = foot ? &p->footnote : &p->boxes[b];
        r->where = where;
        if (!*to)
            *to = d;
        else
            for (size_t m = 0; m < d->n; m++)
                add(r->arena, *to, &d->v[m]);
    }
    r->where = AT_ELEMENT;
}

/* Reads an @page rule, which has a page_rule for each selector of its list. */
static void read_page(struct sheet_reader *r, const struct statement *i)
{
    struct page_rule block = { 0 };
    unsigned n = 0;
    if (!i->has_block) {
        warn_at(r, i);
        return;
    }
    struct page_rule *list = read_page_selectors(r, i->prelude, &n);
    if (!list) {
        warn_selector(r, i, NULL);
        return;
    }
    for (unsigned k = 0; k < n; k++) /* one that is asked late has the others wait */
        if (style_is_counted(&list[k]))
            block = list[k];
    read_page_block(r, i, &block);
    struct rules *o = r->out;
    for (unsigned k = 0; k < n; k++) {
        struct page_rule p = block;
        p.name = list[k].name;
        p.flags = list[k].flags;
        p.nth = list[k].nth;
        p.step = list[k].step;
        p.offset = list[k].offset;
        p.specificity = list[k].specificity;
        p.order = o->order;
        p.origin = r->origin;
        if (o->page_count == o->page_room)
            o->pages = arena_grow(r->arena, o->pages, sizeof p, o->page_count, o->page_count + 4,
                                  &o->page_room);
        o->pages[o->page_count++] = p;
    }
    o->order++;
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
        diag_add(r->diag, DIAG_STYLE_MEDIA, p, "query", words(r, v), NULL);
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
            read_counter_style(r, &statements.v[k]);
        else if (at_rule && style_same(statements.v[k].name, "color-profile"))
            read_ink(r, &statements.v[k]);
    }
    for (size_t k = 0; k < statements.n; k++) {
        const struct statement *i = &statements.v[k];
        if (i->kind == STATEMENT_RULE)
            read_style_rule(r, i);
        else if (i->kind == STATEMENT_ERROR)
            warn_syntax(r, i);
        else if (style_same(i->name, "page"))
            read_page(r, i);
        else if (style_same(i->name, "font-face") && i->has_block)
            read_font_face(r, i);
        else if (style_same(i->name, "counter-style") || style_same(i->name, "color-profile"))
            continue;
        else if (i->start == 0 && !i->has_block && !strcmp(i->name, "charset"))
            continue; /* has served, and says nothing itself */
        else if (!style_same(i->name, "media") || !i->has_block)
            warn_at(r, i);
        else if (match_media(r, i->prelude, at(r, i->start, i->end)))
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
        diag_add(d, DIAG_STYLE_ENCODING, at(&r, (uint32_t)bad, (uint32_t)bad + 1), NULL);
        return;
    }
    out->bytes += t->source->size;
    if (out->bytes > SHEETS_MAX) {
        diag_add(d, DIAG_STYLE_TOO_LARGE, at(&r, 0, 0), NULL);
        return;
    }
    if (t->media && !match_instruction(&r, t->media))
        return;
    struct values v = style_values(a, t->source->bytes, t->source->size, &nesting);
    if (nesting.too_deep)
        diag_add(d, DIAG_STYLE_DEPTH, at(&r, 0, 0), NULL);
    if (nesting.unclosed)
        diag_add(d, DIAG_STYLE_OPEN, at(&r, nesting.start, nesting.start + 1), "bracket",
                 nesting.end, NULL);
    read_rules(&r, v, RULES_OF_SHEET);
}
