/* style/match.c: does a selector match a node?
 *
 * Nodes are matched in document order, so `~` looks at each sibling once: a compound keeps how far
 * it has looked.  What still multiplies (lists in lists, chains of combinators) is bounded by
 * steps.
 */
#include "style/inner.h"

#include <string.h>

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
