/* style/selectors.c: preludes → selectors, and whether one matches a node (Selectors 4, the part
 * that the guide lists).
 *
 * A selector is kept from right to left, as it is matched:
 *
 *   a > b c   =   c ─' '─► b ─'>'─► a
 *
 * Nodes are matched in document order, so `~` looks at each sibling once: a compound keeps how far
 * it has looked.  What still multiplies (lists in lists, chains of combinators) is bounded by
 * steps.
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

const char *style_attribute(const struct node *n, const char *name)
{
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (!strcmp(n->attributes[i].name, name))
            return n->attributes[i].value;
    return NULL;
}

/* Tells whether n bytes at s are the text t. */
static bool equal(const char *s, size_t n, const char *t, enum letter_case letters)
{
    if (strlen(t) != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char x = s[i], y = t[i];
        if (letters == CASE_IGNORED && x >= 'A' && x <= 'Z')
            x = (char)(x | 32);
        if (letters == CASE_IGNORED && y >= 'A' && y <= 'Z')
            y = (char)(y | 32);
        if (x != y)
            return false;
    }
    return true;
}

static bool has_word(const char *s, const char *word, enum letter_case letters)
{
    while (s && *s) {
        s += strspn(s, " \t\n\r");
        size_t n = strcspn(s, " \t\n\r");
        if (n && equal(s, n, word, letters))
            return true;
        s += n;
    }
    return false;
}

/* Tells whether the node's attribute compares as the selector says. */
static bool match_attribute(const struct simple *s, const struct node *n)
{
    const char *v = style_attribute(n, s->name);
    if (!v || !s->comparison)
        return v != NULL;
    size_t have = strlen(v);
    size_t wanted = strlen(s->text);
    switch (s->comparison) {
    case '=': return equal(v, have, s->text, s->letters);
    case '~': return has_word(v, s->text, s->letters);
    case '|':
        return have >= wanted && equal(v, wanted, s->text, s->letters) &&
               (v[wanted] == 0 || v[wanted] == '-');
    case '^': return wanted && have >= wanted && equal(v, wanted, s->text, s->letters);
    case '$':
        return wanted && have >= wanted && equal(v + have - wanted, wanted, s->text, s->letters);
    default: break;
    }
    for (size_t i = 0; wanted && i + wanted <= have; i++)
        if (equal(v + i, wanted, s->text, s->letters))
            return true;
    return false;
}

enum { DEPTHS = 16 }; /* of the tree, for each of which what was found last is kept */

static unsigned depth_of(const struct node *n)
{
    unsigned depth = 0;
    while ((n = node_parent(n)))
        depth++;
    return depth % DEPTHS;
}

/* An element and its place among those that a selector counts. */
struct counted {
    const struct node *node;
    int64_t place; /* from 1 */
};

/* Tells whether a sibling counts. */
static bool counts_with(const struct simple *s, const struct node *n, const struct node *sibling)
{
    return sibling->kind == NODE_ELEMENT &&
           (!(s->counts & COUNT_OF_TYPE) || sibling->element == n->element);
}

/* Counts an element's siblings on one side and itself, no further than `most`. */
static int64_t count_side(struct matcher *m, const struct simple *s, const struct node *n,
                          int64_t most)
{
    int64_t place = 1;
    bool end = s->counts & COUNT_FROM_END;
    for (const struct node *k = n; place <= most && m->steps;) {
        k = end ? node_next(k) : node_previous(k);
        if (!k)
            break;
        m->steps--;
        place += counts_with(s, n, k);
    }
    return place;
}

/* The place of an element among its siblings, from where another of them was counted last. */
static int64_t place_of(struct matcher *m, const struct simple *s, const struct node *n)
{
    if (!*s->counted)
        *s->counted = arena_array(m->arena, struct counted, DEPTHS);
    struct counted *last = &(*s->counted)[depth_of(n)];
    bool known = last->node && last->node <= n && node_parent(last->node) == node_parent(n) &&
                 counts_with(s, n, last->node);
    int64_t between = 0;
    for (const struct node *k = n; known && k != last->node && m->steps; k = node_previous(k)) {
        m->steps--;
        between += counts_with(s, n, k);
    }
    int64_t place = s->counts & COUNT_FROM_END ? last->place - between : last->place + between;
    if (!known)
        place = count_side(m, s, n, INT64_MAX - 1);
    *last = (struct counted){ n, place };
    return place;
}

static bool match_nth(struct matcher *m, const struct simple *s, const struct node *n)
{
    int64_t place = !s->counts        ? n->child_index
                    : !node_parent(n) ? 1
                    : s->step         ? place_of(m, s, n)
                                      : count_side(m, s, n, s->offset);
    int64_t d = place - s->offset;
    return s->step == 0 ? d == 0 : d % s->step == 0 && d / s->step >= 0;
}

/* Tells whether the text of an element is the address that it leads to, with or without what
 * readers leave out: the scheme, a stroke at the end. */
static bool match_address(struct matcher *m, const struct node *n)
{
    const char *href = style_attribute(n, "href");
    if (!href)
        return false;
    char *text = doc_text(m->arena, n);
    const char *bare = strchr(href, ':');
    text += strspn(text, " \t\n");
    size_t size = strlen(text);
    while (size && strchr(" \t\n", text[size - 1]))
        size--;
    text[size] = 0;
    const char *forms[] = { href, bare ? bare + 1 + strspn(bare + 1, "/") : href };
    for (int i = 0; i < 2; i++) {
        size_t all = strlen(forms[i]);
        bool stroke = all && forms[i][all - 1] == '/';
        if ((size == all || (stroke && size == all - 1)) &&
            equal(forms[i], size, text, CASE_IGNORED))
            return true;
    }
    return false;
}

static bool match_list(struct matcher *m, const struct selector *l, const struct node *n)
{
    for (; l; l = l->next)
        if (style_match(m, l->right, n))
            return true;
    return false;
}

/* Tells whether something in the element, or the element behind it, is what :has() asks for. */
static bool match_has(struct matcher *m, const struct simple *s, const struct node *n)
{
    const struct node *next = node_next(n);
    while (next && next->kind == NODE_TEXT)
        next = node_next(next);
    const struct node *end = next ? next + next->size : n + n->size;
    bool found = false;
    m->anchor = n;
    for (const struct node *k = n + 1; k < end && m->steps && !found; k++)
        found = k->kind == NODE_ELEMENT && match_list(m, s->list, k);
    m->anchor = NULL;
    return found;
}

/* Tells whether the language is one of the tags, or below one. */
static bool match_lang(const char *const *tags, const char *lang)
{
    for (; lang && *tags; tags++) {
        size_t k = strlen(*tags);
        if (strlen(lang) >= k && equal(lang, k, *tags, CASE_IGNORED) &&
            (!lang[k] || lang[k] == '-'))
            return true;
    }
    return false;
}

/* Tells whether the language is written in one of the scripts. */
static bool match_script(struct matcher *m, const char *const *codes, const char *lang)
{
    uint32_t script = lang ? lang_open_tag(m->langs, lang, false)->script : 0;
    const char code[] = { (char)(script >> 24), (char)(script >> 16), (char)(script >> 8),
                          (char)script };
    for (; script && *codes; codes++)
        if (equal(code, sizeof code, *codes, CASE_IGNORED))
            return true;
    return false;
}

/* Tells whether the simple selector matches the node. */
static bool match_simple(struct matcher *m, const struct simple *s, const struct node *n)
{
    switch (s->kind) {
    case S_TYPE: return n->element && !strcmp(node_element(n)->name, s->name);
    case S_CLASS: return has_word(style_attribute(n, "class"), s->name, CASE_KEPT);
    case S_ID: return n->id && !strcmp(node_id(n), s->name);
    case S_ATTRIBUTE: return match_attribute(s, n);
    case S_LANG: return match_lang(s->tags, n->scope->lang);
    case S_SCRIPT: return match_script(m, s->tags, n->scope->lang);
    case S_DIR: return style_same(s->name, style_is_rtl(m->langs, n) ? "rtl" : "ltr");
    case S_NTH: return match_nth(m, s, n);
    case S_EMPTY: return !node_first(n);
    case S_ADDRESS: return match_address(m, n);
    case S_IS: return match_list(m, s->list, n);
    case S_NOT: return !match_list(m, s->list, n);
    case S_HAS: return match_has(m, s, n);
    case S_ANCHOR: return n == m->anchor;
    case S_ROOT: return !n->parent;
    }
    return false;
}

static const struct node *element_before(const struct node *n)
{
    for (n = node_previous(n); n && n->kind != NODE_ELEMENT; n = node_previous(n)) {}
    return n;
}

/* What a failure says about candidates further out (the scheme of browsers: linear in depth for
 * each combinator). */
enum outcome { MATCHED, FAILED_HERE, FAILED_SIBLINGS, FAILED_ALL };
static enum outcome match_from(struct matcher *m, const struct compound *c, const struct node *n);

/* How far the children of a node have been looked at for one compound. */
struct scanned {
    const struct node *parent;
    const struct node *last;  /* the last that was; NULL: none */
    const struct node *found; /* the first that matched, or NULL */
};
/* Tells whether any earlier sibling matches what stands left of `c`. */
static bool match_earlier(struct matcher *m, const struct compound *c, const struct node *n)
{
    const struct node *parent = node_parent(n);
    if (!parent)
        return false;
    if (!*c->scanned)
        *c->scanned = arena_array(m->arena, struct scanned, DEPTHS);
    struct scanned *s = &(*c->scanned)[depth_of(n)];
    if (s->parent != parent)
        *s = (struct scanned){ parent, NULL, NULL };
    while (!s->found || s->found >= n) {
        const struct node *next = s->last ? node_next(s->last) : node_first(parent);
        if (!next || next >= n || !m->steps)
            return false;
        s->last = next;
        if (next->kind == NODE_ELEMENT && !s->found && match_from(m, c->left, next) == MATCHED)
            s->found = next;
    }
    return true;
}

/* Matches the compound at the node, then what stands left of it among the nodes before or
 * around. */
static enum outcome match_from(struct matcher *m, const struct compound *c, const struct node *n)
{
    if (!m->steps)
        return FAILED_ALL;
    m->steps--;
    for (const struct simple *s = c->first; s; s = s->next)
        if (!match_simple(m, s, n))
            return FAILED_HERE;
    if (!c->left)
        return MATCHED;
    if (c->combinator == '~')
        return match_earlier(m, c, n) ? MATCHED : FAILED_SIBLINGS;
    bool sibling = c->combinator == '+';
    for (const struct node *k = n;;) {
        k = sibling ? element_before(k) : node_parent(k);
        if (!k)
            return sibling ? FAILED_SIBLINGS : FAILED_ALL;
        enum outcome o = match_from(m, c->left, k);
        if (o == MATCHED || o == FAILED_ALL || (o == FAILED_SIBLINGS && sibling))
            return o;
        if (c->combinator != ' ')
            return FAILED_HERE;
    }
}

bool style_match(struct matcher *m, const struct compound *c, const struct node *n)
{
    return match_from(m, c, n) == MATCHED;
}
