/* style/selectors.c: preludes → selectors (Selectors 4, the part that the guide lists).
 *
 * A selector is kept from right to left, as it is matched:
 *
 *   a > b c   =   c ─' '─► b ─'>'─► a
 */
#include "style/inner.h"

#include <string.h>

enum { COMPOUNDS_MAX = 256 }; /* in a selector: matching recurses so deep */

static const char *const pseudo_names[PSEUDO_COUNT] = { "before", "after", "footnote-call",
                                                        "footnote-marker", "marker" };

/* Where selectors stand: those of :has() are relative to the element it is asked of. */
enum selectors_place { SELECTORS_OF_RULE, SELECTORS_OF_HAS, SELECTORS_INSIDE_HAS };
struct parsing {
    struct arena *arena;
    enum selectors_place place;
    const struct value *v, *end, *bad;
    struct compound *compound;
    uint32_t specificity;
    int pseudo;
};

static struct simple *add(struct parsing *p, enum simple_kind kind, const char *name,
                          uint32_t weight)
{
    struct simple *s = arena_new(p->arena, struct simple);
    s->kind = kind;
    s->name = name;
    s->next = p->compound->first;
    p->compound->first = s;
    p->specificity += weight;
    return s;
}

/* Reads [name] or [name = value i], whatever the comparison. */
static bool parse_attribute(struct parsing *p, struct values in)
{
    const struct value *v[8];
    unsigned n = 0;
    for (unsigned i = 0; i < in.n; i++)
        if (in.v[i].kind != T_SPACE) {
            if (n == 8)
                return false;
            v[n++] = &in.v[i];
        }
    if (!n || v[0]->kind != T_IDENT)
        return false;
    const char *name = v[0]->text;
    unsigned k = 1;
    if (n > 2 && (style_delim(v[1], '|') || v[1]->kind == T_COLON) && v[2]->kind == T_IDENT) {
        name = arena_printf(p->arena, "%s:%s", name, v[2]->text);
        k = 3;
    }
    struct simple *s = add(p, S_ATTRIBUTE, name, 1 << 8);
    if (k == n)
        return true;
    if (v[k]->kind != T_DELIM || !strchr("=~|^$*", (int)(v[k]->delim & 127)))
        return false;
    s->comparison = (char)v[k]->delim;
    if (s->comparison != '=' && (++k >= n || !style_delim(v[k], '=')))
        return false;
    if (++k >= n || (v[k]->kind != T_IDENT && v[k]->kind != T_STRING))
        return false;
    s->text = v[k++]->text;
    if (k < n && (style_is(v[k], "i") || style_is(v[k], "s")))
        s->letters = style_is(v[k++], "i") ? CASE_IGNORED : CASE_KEPT;
    return k == n;
}

static const struct selector *parse_list(struct arena *a, struct values v,
                                         enum selectors_place place, const struct value **bad);

/* Reads :is(…), :not(…), :where(…) or :has(…): of a list the most specific counts, in :where()
 * nothing does. */
static bool parse_inner_list(struct parsing *p, const struct value *f, enum simple_kind kind)
{
    enum selectors_place place = p->place;
    if (kind == S_HAS && place != SELECTORS_OF_RULE)
        return false;
    if (kind == S_HAS || place == SELECTORS_OF_HAS)
        place = kind == S_HAS ? SELECTORS_OF_HAS : SELECTORS_INSIDE_HAS;
    const struct selector *list = parse_list(p->arena, f->inside, place, &p->bad);
    uint32_t most = 0;
    if (!list)
        return false;
    for (const struct selector *s = list; s; s = s->next) {
        if (s->pseudo >= 0)
            return false;
        if (s->specificity > most)
            most = s->specificity;
    }
    add(p, kind, NULL, style_same(f->text, "where") ? 0 : most)->list = list;
    return true;
}

/* Reads the tags of :lang(…), or the codes of :-hb-script(…). */
static bool parse_tags(struct parsing *p, const struct value *f, enum simple_kind kind)
{
    struct values in = style_dense(p->arena, f->inside);
    const char **tags = arena_array(p->arena, const char *, in.n / 2 + 2);
    for (unsigned i = 0; i < in.n; i++) {
        const struct value *v = &in.v[i];
        if (i % 2 ? v->kind != T_COMMA : v->kind != T_IDENT && v->kind != T_STRING)
            return false;
        if (i % 2 == 0 && kind == S_SCRIPT && !lang_is_script(v->text))
            return false;
        if (i % 2 == 0)
            tags[i / 2] = v->text;
    }
    if (in.n % 2)
        add(p, kind, NULL, 1 << 8)->tags = tags;
    return in.n % 2;
}

/* Reads :dir(ltr) or :dir(rtl). */
static bool parse_dir(struct parsing *p, const struct value *f)
{
    struct values in = style_trim(f->inside);
    bool known = in.n == 1 && (style_is(in.v, "ltr") || style_is(in.v, "rtl"));
    if (known)
        add(p, S_DIR, in.v->text, 1 << 8);
    return known;
}

static void add_count(struct parsing *p, int32_t step, int32_t offset, unsigned counts,
                      uint32_t weight)
{
    struct simple *s = add(p, S_NTH, NULL, weight);
    s->step = step;
    s->offset = offset;
    s->counts = counts;
    s->counted = arena_new(p->arena, struct counted *);
}

/* Reads a pseudo-class that counts siblings; false when it is none. */
static bool parse_count(struct parsing *p, const struct value *v)
{
    static const char *const first[] = { "first-child", "last-child", "first-of-type",
                                         "last-of-type" };
    static const char *const nth[] = { "nth-child", "nth-last-child", "nth-of-type",
                                       "nth-last-of-type" };
    static const char *const only[] = { "only-child", NULL, "only-of-type", NULL };
    int32_t step, offset;
    for (unsigned i = 0; i < 4; i++) {
        if (style_is(v, first[i])) {
            add_count(p, 0, 1, i, 1 << 8);
        } else if (only[i] && style_is(v, only[i])) {
            add_count(p, 0, 1, i, 1 << 8);
            add_count(p, 0, 1, i | COUNT_FROM_END, 0);
        } else if (v->kind == T_FUNCTION && style_same(v->text, nth[i])) {
            if (!style_parse_nth(v->inside, &step, &offset))
                return false;
            add_count(p, step, offset, i, 1 << 8);
        } else {
            continue;
        }
        return true;
    }
    return false;
}

/* Reads a pseudo-class; false when there is none of that name. */
static bool parse_pseudo_class(struct parsing *p, const struct value *v)
{
    static const struct {
        const char *name;
        enum simple_kind kind;
    } words[] = { { "root", S_ROOT }, { "empty", S_EMPTY }, { "-hb-address", S_ADDRESS } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (style_is(v, words[i].name)) {
            add(p, words[i].kind, NULL, 1 << 8);
            return true;
        }
    if (parse_count(p, v))
        return true;
    if (v->kind != T_FUNCTION)
        return false;
    static const struct {
        const char *name;
        bool (*parse)(struct parsing *p, const struct value *f, enum simple_kind kind);
        enum simple_kind kind;
    } lists[] = { { "is", parse_inner_list, S_IS },   { "where", parse_inner_list, S_IS },
                  { "not", parse_inner_list, S_NOT }, { "has", parse_inner_list, S_HAS },
                  { "lang", parse_tags, S_LANG },     { "-hb-script", parse_tags, S_SCRIPT } };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (style_same(v->text, lists[i].name))
            return lists[i].parse(p, v, lists[i].kind);
    return style_same(v->text, "dir") && parse_dir(p, v);
}

/* Reads what stands behind a colon: a pseudo-class; behind a second one, and of the names before
 * and after, a pseudo-element. */
static bool parse_pseudo(struct parsing *p)
{
    bool element = p->v < p->end && p->v->kind == T_COLON;
    if (element)
        p->v++;
    if (p->v == p->end)
        return false;
    const struct value *v = p->v++;
    if (!element && !style_is(v, "before") && !style_is(v, "after"))
        return parse_pseudo_class(p, v);
    for (int i = 0; i < PSEUDO_COUNT; i++)
        if (style_is(v, pseudo_names[i])) {
            p->pseudo = i;
            p->specificity += 1;
            return true;
        }
    return false;
}

/* Reads one simple selector; false when it is none. */
static bool parse_simple(struct parsing *p)
{
    const struct value *v = p->v++;
    if (p->pseudo >= 0)
        return false;
    if (style_delim(v, '*'))
        return true;
    if (v->kind == T_IDENT) {
        add(p, S_TYPE, v->text, 1);
        return true;
    }
    if (v->kind == T_HASH && v->id) {
        add(p, S_ID, v->text, 1 << 16);
        return true;
    }
    if (v->kind == T_COLON)
        return parse_pseudo(p);
    if (v->kind == T_BLOCK && v->delim == '[')
        return parse_attribute(p, v->inside);
    if (!style_delim(v, '.') || p->v == p->end || p->v->kind != T_IDENT)
        return false;
    add(p, S_CLASS, p->v++->text, 1 << 8);
    return true;
}

/* Reads the combinator in front of the next compound; 0 at the end. */
static char parse_combinator(struct parsing *p)
{
    char c = 0;
    for (; p->v < p->end; p->v++) {
        if (p->v->kind == T_SPACE) {
            if (!c)
                c = ' ';
            continue;
        }
        bool mark = style_delim(p->v, '>') || style_delim(p->v, '+') || style_delim(p->v, '~');
        if (!mark || (c && c != ' '))
            break;
        c = (char)p->v->delim;
    }
    return c;
}

/* Makes what stands left of a relative selector, and reads its combinator; NULL where selectors are
 * not relative. */
static struct compound *parse_anchor(struct parsing *p, char *combinator)
{
    if (p->place != SELECTORS_OF_HAS)
        return NULL;
    struct compound *anchor = p->compound = arena_new(p->arena, struct compound);
    add(p, S_ANCHOR, NULL, 0);
    *combinator = parse_combinator(p);
    if (!*combinator)
        *combinator = ' ';
    return anchor;
}

/* Reads one selector of a list; NULL, with p->bad at the value that is not understood.  What `~`
 * keeps of siblings is not true for another anchor of :has(). */
static struct selector *parse_one(struct parsing *p, struct values v)
{
    v = style_trim(v);
    p->v = v.v;
    p->end = v.v + v.n;
    p->specificity = 0;
    p->pseudo = -1;
    if (!v.n)
        return NULL;
    char combinator = 0;
    struct compound *left = parse_anchor(p, &combinator);
    int count = 0;
    do {
        if (combinator == '~' && p->place != SELECTORS_OF_RULE)
            return NULL;
        if (p->v == p->end || ++count > COMPOUNDS_MAX)
            return NULL;
        p->compound = arena_new(p->arena, struct compound);
        p->compound->left = left;
        p->compound->combinator = combinator;
        if (combinator == '~')
            p->compound->scanned = arena_new(p->arena, struct scanned *);
        const struct value *first = p->v;
        while (p->v < p->end && p->v->kind != T_SPACE && !style_delim(p->v, '>') &&
               !style_delim(p->v, '+') && !style_delim(p->v, '~')) {
            p->bad = p->v;
            if (p->v != first && p->v->kind == T_IDENT)
                return NULL;
            if (!parse_simple(p))
                return NULL;
        }
        if (p->v == first) {
            p->bad = first;
            return NULL;
        }
        left = p->compound;
        combinator = parse_combinator(p);
        if (combinator && p->pseudo >= 0)
            return NULL;
    } while (combinator);
    struct selector *s = arena_new(p->arena, struct selector);
    *s = (struct selector){ .right = left, .pseudo = p->pseudo, .specificity = p->specificity };
    return s;
}

/* Reads a list of selectors, commas between them. */
static const struct selector *parse_list(struct arena *a, struct values v,
                                         enum selectors_place place, const struct value **bad)
{
    struct parsing p = { .arena = a, .place = place, .bad = v.n ? v.v : NULL };
    struct selector *first = NULL, **to = &first;
    if (!v.n) {
        *bad = NULL;
        return NULL;
    }
    for (unsigned from = 0, k = 0; k <= v.n; k++) {
        if (k < v.n && v.v[k].kind != T_COMMA)
            continue;
        *to = parse_one(&p, (struct values){ v.v + from, k - from });
        if (!*to) {
            *bad = p.bad;
            return NULL;
        }
        struct values own = style_trim((struct values){ v.v + from, k - from });
        (*to)->start = own.v[0].start;
        (*to)->end = own.v[own.n - 1].end;
        to = (struct selector **)(uintptr_t) & (*to)->next;
        from = k + 1;
    }
    return first;
}

const struct selector *style_parse_selectors(struct arena *a, struct values v,
                                             const struct value **bad)
{
    return parse_list(a, v, SELECTORS_OF_RULE, bad);
}
