/* doc/validate: the tree against elements.def, all errors in one run.
 *
 * A content model is a sequence of groups; no element's name can mean two places in it but where
 * the same name stands twice in a row ("head head"), so one walk over the children decides, and
 * says what is wrong in the author's words:
 *
 *   meta? (title & tagline?) intro?      groups   [meta?]  [title, tagline?]  [intro?]
 *   children: tagline title meta                           └───────┬───────┘
 *                                        meta belongs before this group: out of order
 *
 * Unknown elements are reported once and passed over, so that they hide nothing else.  Of a source
 * that could not be read to its end nothing is said that what is missing could make untrue.
 */
#include "doc/inner.h"

#include "base/words.h"

#include <string.h>
#include <strings.h>

enum { MOST_GROUPS = 8, MOST_PARTICLES = 8 };

/* A name of a content model, and how often it may stand there. */
struct particle {
    const struct element *element; /* NULL: any inline one */
    char times;                    /* 1 ? * + */
};
/* Particles in any order, or a choice of them. */
struct model_group {
    struct particle particles[MOST_PARTICLES];
    unsigned count;
    bool choice;
    char times; /* of the choice */
};
/* A content model: groups in their order. */
struct model {
    struct model_group groups[MOST_GROUPS];
    unsigned count;
};

struct checker {
    struct arena *arena;
    struct diag *diag;
    struct doc *doc;
    bool whole;           /* a document, not a part of one */
    struct model *models; /* by element */
    struct model *others; /* by element: what stands behind "//", count 0 if nothing */
    bool *called;         /* by node: a note that something calls */
    unsigned guesses;     /* how often a note was looked for that is called as it is nearly */
};

static bool is_named(const struct node *n, const char *name)
{
    return n && n->element && strcmp(node_element(n)->name, name) == 0;
}

/* ---- models ---- */

/* Reads ? * or +; 1 where none of them stands. */
static char times_at(const char **p) { return **p && strchr("?*+", **p) ? *(*p)++ : '1'; }

/* Reads one particle, "name" and its times. */
static void parse_particle(struct model_group *g, const char **p)
{
    char name[24] = "";
    size_t n = strspn(*p, "abcdefghijklmnopqrstuvwxyz");
    memcpy(name, *p, n < sizeof name - 1 ? n : sizeof name - 1);
    *p += n;
    g->particles[g->count++] = (struct particle){ element_find(name), times_at(p) };
}

/* Reads a model up to its end or "//", and returns the place behind it. */
static const char *parse_model(struct model *m, const char *p)
{
    while (*p && *p != '/') {
        struct model_group *g = &m->groups[m->count++];
        if (*p != '(') {
            parse_particle(g, &p);
            g->times = '1';
        } else {
            for (p++; *p != ')';) {
                parse_particle(g, &p);
                g->choice = g->choice || strncmp(p, " | ", 3) == 0;
                p += strspn(p, " |&");
            }
            p++;
            g->times = times_at(&p);
        }
        p += strspn(p, " ");
    }
    return p + strspn(p, "/ ");
}

static bool particle_fits(const struct particle *p, const struct element *e)
{
    return p->element ? p->element == e : e->is_inline;
}

/* Finds the particle of the group for the element, or -1. */
static int find_in_group(const struct model_group *g, const struct element *e)
{
    for (unsigned i = 0; i < g->count; i++)
        if (particle_fits(&g->particles[i], e))
            return (int)i;
    return -1;
}

/* Finds the first group from `from` on that has the element; -1 when there is none. */
static int find_group(const struct model *m, unsigned from, const struct element *e)
{
    for (unsigned g = from; g < m->count; g++)
        if (find_in_group(&m->groups[g], e) >= 0)
            return (int)g;
    return -1;
}

static const char *particle_name(const struct particle *p)
{
    return p->element ? p->element->name : "text";
}

/* How the last of several words is joined to those before. */
enum joined { BY_OR, IN_ORDER };

/* Writes what may stand in the model, for a message: "p, list, figure or quote". */
static const char *model_words(struct arena *a, const struct model *m, enum joined joined)
{
    struct buffer out = buffer_in(a);
    const char *last = NULL;
    for (unsigned g = 0; g < m->count; g++)
        for (unsigned i = 0; i < m->groups[g].count; i++) {
            if (last)
                buffer_printf(&out, "%s%s", out.size ? ", " : "", last);
            last = particle_name(&m->groups[g].particles[i]);
        }
    if (!last)
        return PHRASE("nothing");
    if (!out.size)
        return last;
    return arena_printf(a, joined == BY_OR ? PHRASE("%s or %s") : "%s, %s", buffer_text(&out),
                        last);
}

/* ---- content ---- */

/* Tells whether the element's end was not read. */
static bool is_open(const struct doc *doc, const struct node *n)
{
    return doc->open && n <= doc->open && doc->open < n + n->size;
}

/* The element's name, as the source writes it when it is in no table. */
static const char *written_name(struct arena *a, const struct node *n)
{
    if (n->element)
        return node_element(n)->name;
    size_t end = scan_name(n->scope->source, n->start + 1);
    return arena_strndup(a, n->scope->source->bytes + n->start + 1, end - n->start - 1);
}

/* Finds the first byte of a text that is no white space; its length when there is none. */
static uint32_t text_begins(const struct node *t)
{
    uint32_t at = 0;
    while (at < t->length && is_space(t->text[at]))
        at++;
    return at;
}

/* Tells whether the parent has the name under another one: then that is reported, and nothing is
 * missing.  Only the first few unknown children are looked at. */
static bool is_misnamed(struct checker *c, const struct node *parent, const char *name)
{
    unsigned left = 16;
    for (const struct node *n = node_first(parent); n && left; n = node_next(n)) {
        if (n->kind != NODE_ELEMENT || n->element)
            continue;
        const char *meant = meant_element(written_name(c->arena, n)).name;
        if (meant && strcmp(meant, name) == 0)
            return true;
        left--;
    }
    return false;
}

/* Tells whether the parent has a child of that kind; NULL: an unknown one. */
static bool has_child(const struct node *parent, const struct element *e)
{
    for (const struct node *n = node_first(parent); n; n = node_next(n))
        if (n->kind == NODE_ELEMENT && (n->element ? node_element(n) : NULL) == e)
            return true;
    return false;
}

/* Finds the first of the parent's own text, or inline elements, where only blocks can stand: it is
 * reported once, as what lacks a paragraph around it; NULL when all is well. */
static const struct node *stray_text(const struct node *parent)
{
    for (const struct node *n = node_first(parent); n; n = node_next(n))
        if (n->kind == NODE_TEXT ? text_begins(n) < n->length
                                 : n->element && node_element(n)->is_inline)
            return n;
    return NULL;
}

/* Tells whether what the group demands stands somewhere else in the parent, which is reported as
 * that: it is not missing.  A second of one kind (head head) may be. */
static bool stands_late(const struct checker *c, const struct node *parent,
                        const struct model_group *g, const struct particle *p)
{
    const struct model *m = &c->models[parent->element - 1u];
    return p->element && &m->groups[find_group(m, 0, p->element)] == g &&
           has_child(parent, p->element);
}

/* Reports what the group demands and is not there. */
static void check_demands(struct checker *c, const struct node *parent, const struct model_group *g,
                          const unsigned *counts)
{
    unsigned all = 0;
    for (unsigned i = 0; i < g->count; i++) {
        all += counts[i];
        bool demanded =
            !g->choice && (g->particles[i].times == '1' || g->particles[i].times == '+');
        bool misnamed = counts[i] == 0 && is_misnamed(c, parent, particle_name(&g->particles[i]));
        all += misnamed;
        bool late = demanded && !counts[i] && stands_late(c, parent, g, &g->particles[i]);
        if (demanded && counts[i] == 0 && !misnamed && !late)
            diag_add(c->diag, DIAG_ELEMENT_MISSING, node_at(parent), "parent",
                     node_element(parent)->name, "missing", particle_name(&g->particles[i]), NULL);
    }
    if (g->choice && g->times == '+' && all == 0 && !stray_text(parent) &&
        !has_child(parent, NULL)) {
        struct model only = { .groups = { *g }, .count = 1 };
        diag_add(c->diag, DIAG_ELEMENT_MISSING, node_at(parent), "parent",
                 node_element(parent)->name, "missing", model_words(c->arena, &only, BY_OR), NULL);
    }
}

static const struct model *model_of(const struct checker *c, const char *name)
{
    return &c->models[element_find(name) - doc_elements];
}

/* What to do with a child that cannot stand in its parent. */
static const char *remedy_for(struct checker *c, const struct node *child,
                              const struct node *parent)
{
    if (is_named(child, "note"))
        return PHRASE("put it into <notes>, behind the table, and write <noteref to=\"…\"/> here");
    if (is_named(parent, "p") && !node_element(child)->is_inline)
        return PHRASE("end the paragraph with </p> before it");
    if (is_named(parent, "handout") &&
        find_group(model_of(c, "intro"), 0, node_element(child)) >= 0)
        return PHRASE("put it into <intro>, before the table, or into a row's <explanation>");
    if (is_named(child, "p") && node_element(parent)->text)
        return PHRASE("delete its tags and leave its words; a new line is <br/>");
    return PHRASE("move it or delete it");
}

/* What to do with text where only elements can stand. */
static const char *remedy_for_text(struct checker *c, const struct model *m)
{
    if (find_group(m, 0, element_find("p")) >= 0)
        return PHRASE("write <p> before it and </p> behind it");
    if (find_group(m, 0, element_find("intro")) >= 0)
        return PHRASE("put it before the table, between <intro><p> and </p></intro>");
    return arena_printf(c->arena, PHRASE("put it into %s"), model_words(c->arena, m, BY_OR));
}

/* Reports why a child has no place from the current group on. */
static void report_child(struct checker *c, const struct node *parent, const struct node *child,
                         const struct model *m)
{
    const char *name = node_element(child)->name;
    const char *outer = node_element(parent)->name;
    int g = find_group(m, 0, node_element(child));
    if (m->count == 0 && !node_element(parent)->text) {
        diag_add(c->diag, DIAG_ELEMENT_FILLED, node_at(child), "parent", outer, NULL);
        return;
    }
    if (g < 0) {
        diag_add(c->diag, DIAG_ELEMENT_MISPLACED, node_at(child), "name", name, "parent", outer,
                 "allowed", model_words(c->arena, m, BY_OR), "remedy", remedy_for(c, child, parent),
                 NULL);
        return;
    }
    for (const struct node *p = node_previous(child); p; p = node_previous(p))
        if (p->kind == NODE_ELEMENT && p->element == child->element) {
            diag_add(c->diag, DIAG_ELEMENT_DOUBLED, node_at(child), "name", name, "parent", outer,
                     NULL);
            return;
        }
    diag_add(c->diag, DIAG_ELEMENT_ORDER, node_at(child), "name", name, "parent", outer, "order",
             model_words(c->arena, m, IN_ORDER), NULL);
}

/* Checks the order of the children in one walk over them. */
static void check_children(struct checker *c, const struct node *parent, const struct model *m)
{
    unsigned group = 0, counts[MOST_PARTICLES] = { 0 };
    for (const struct node *n = node_first(parent); n; n = node_next(n)) {
        if (n->kind != NODE_ELEMENT || !n->element)
            continue;
        int found = find_group(m, group, node_element(n)), i;
        if (found == (int)group) {
            i = find_in_group(&m->groups[group], node_element(n));
            const struct model_group *g = &m->groups[group];
            bool full = !g->choice && counts[i] && strchr("1?", g->particles[i].times);
            if (full)
                found = find_group(m, group + 1, node_element(n));
        }
        if (found < 0) {
            bool stray = node_element(n)->is_inline && m->count && !node_element(parent)->text;
            if (!stray && parent != c->doc->open) /* in one without its end it is what comes next */
                report_child(c, parent, n, m);
            continue;
        }
        for (; group < (unsigned)found; group++) {
            check_demands(c, parent, &m->groups[group], counts);
            memset(counts, 0, sizeof counts);
        }
        counts[find_in_group(&m->groups[group], node_element(n))]++;
    }
    for (; group < m->count && !is_open(c->doc, parent); group++) {
        check_demands(c, parent, &m->groups[group], counts);
        memset(counts, 0, sizeof counts);
    }
}

static bool has_child_of(const struct node *n, const struct model *m)
{
    for (const struct node *child = node_first(n); child; child = node_next(child))
        if (child->kind == NODE_ELEMENT && child->element &&
            find_group(m, 0, node_element(child)) >= 0)
            return true;
    return false;
}

/* Checks children and text of an element against the one of its models that it uses. */
static void check_content(struct checker *c, const struct node *n)
{
    size_t row = n->element - 1u;
    bool other = c->others[row].count && has_child_of(n, &c->others[row]);
    const struct model *m = other ? &c->others[row] : &c->models[row];
    check_children(c, n, m);
    if (node_element(n)->text && !other)
        return;
    const struct node *stray = stray_text(n);
    if (!stray || n == c->doc->open)
        return;
    uint32_t at = stray->kind == NODE_TEXT ? text_begins(stray) : 0;
    struct position place =
        stray->kind == NODE_TEXT ? doc_position(stray, at, at + 1) : node_at(stray);
    if (m->count == 0 && stray->kind == NODE_TEXT)
        diag_add(c->diag, DIAG_ELEMENT_FILLED, place, "parent", node_element(n)->name, NULL);
    else if (m->count)
        diag_add(c->diag, DIAG_TEXT_MISPLACED, place, "parent", node_element(n)->name, "remedy",
                 remedy_for_text(c, m), NULL);
}

/* ---- ids and what names them ---- */

static struct position value_at(const struct node *n, const char *name)
{
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, name) == 0)
            return attribute_at(n, &n->attributes[i]);
    return node_at(n);
}

/* Tells whether it has an id that no element before it has; others are reported as doubled. */
static bool is_first_of_id(const struct doc *doc, const struct node *n)
{
    return n->id && doc_find(doc, node_id(n), strlen(node_id(n))) == n;
}

/* A line costs a walk along it, and after so many no message is printed. */
enum { MOST_LINES = 100 };

/* Reports ids that an element before has. */
static void check_ids(struct checker *c)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < c->doc->node_count; i++) {
        const struct node *n = &c->doc->nodes[i];
        if (!n->id || is_first_of_id(c->doc, n))
            continue;
        const char *where = "before";
        if (count++ < MOST_LINES)
            where = arena_printf(
                c->arena, PHRASE("on line %u"),
                position_place(node_at(doc_find(c->doc, node_id(n), strlen(node_id(n))))).line);
        diag_add(c->diag, DIAG_ID_DOUBLED, value_at(n, "id"), "id", node_id(n), "where", where,
                 NULL);
    }
}

/* Suggests a note for an id that none has: one whose id differs in capitals, a # before it or, if
 * it is long, in a letter or two; for as many as are printed of one message. */
static const char *near_note(struct checker *c, const char *id)
{
    enum { MOST_GUESSES = 100, LONG = 5 };
    const char *near = NULL;
    id += *id == '#';
    if (c->guesses++ >= MOST_GUESSES)
        return "";
    for (uint32_t i = 0; i < c->doc->id_count; i++) {
        const char *here = node_id(c->doc->ids[i]);
        if (!is_named(c->doc->ids[i], "note"))
            continue;
        if (strcasecmp(here, id) == 0)
            return arena_printf(c->arena, PHRASE("; is %s meant?"), here);
        if (!near && strlen(id) >= LONG && word_distance(here, id) < 3)
            near = here;
    }
    return near ? arena_printf(c->arena, PHRASE("; is %s meant?"), near) : "";
}

/* Binds a reference to its note, or reports why it cannot. */
static void check_reference(struct checker *c, struct node *n)
{
    static const char *const closed[] = { "head", "note", "imprint", "caption", "meta" };
    for (const struct node *p = node_parent(n); p; p = node_parent(p))
        for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
            if (is_named(p, closed[i]))
                diag_add(c->diag, DIAG_NOTEREF_PLACE, node_at(n), "parent", closed[i], NULL);
    const char *refers = node_element(n)->refers;
    const struct attribute *named = attributes_find(n, refers, strlen(refers));
    if (!named)
        return;
    const char *to = named->value;
    const struct node *note = doc_find(c->doc, to, strlen(to));
    if (!note && (c->doc->open || !c->whole))
        return;
    if (!note)
        diag_add(c->diag, DIAG_NOTE_DANGLING, attribute_at(n, named), "id", to, "hint",
                 near_note(c, to), NULL);
    else if (!is_named(note, "note"))
        diag_add(c->diag, DIAG_NOTE_IS_NONE, attribute_at(n, named), "id", to, "name",
                 written_name(c->arena, note), NULL);
    else {
        n->note = note->index;
        c->called[note->index] = true;
    }
}

static void check_link(struct checker *c, const struct node *n)
{
    const char *href = doc_attribute(n, "href");
    if (href && href[0] == '#' && href[1] && !c->doc->open && c->whole &&
        !doc_find(c->doc, href + 1, strlen(href + 1)))
        diag_add(c->diag, DIAG_LINK_DANGLING, value_at(n, "href"), "id", href + 1, NULL);
}

/* ---- elements with a rule of their own ---- */

/* Tells whether it is a date of ISO 8601, YYYY, YYYY-MM or YYYY-MM-DD, and a day that exists. */
static bool is_date(const char *v)
{
    static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    static const char shape[] = "dddd-dd-dd";
    unsigned parts[3] = { 0, 1, 1 }; /* year, month, day */
    unsigned part = 0;
    size_t n = strlen(v);
    if (n != 4 && n != 7 && n != 10)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool digit = v[i] >= '0' && v[i] <= '9';
        if (digit != (shape[i] == 'd') || (!digit && v[i] != '-'))
            return false;
        if (!digit)
            parts[++part] = 0;
        else
            parts[part] = parts[part] * 10 + (unsigned)(v[i] - '0');
    }
    if (parts[1] < 1 || parts[1] > 12)
        return false;
    bool leap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0);
    return parts[2] >= 1 && parts[2] <= days[parts[1] - 1] + (unsigned)(leap && parts[1] == 2);
}

static void check_title(struct checker *c, const struct node *n)
{
    if (!has_words(n))
        diag_add(c->diag, DIAG_TITLE_EMPTY, node_at(n), NULL);
}

static void check_date(struct checker *c, const struct node *n)
{
    const char *date = doc_text(c->arena, n);
    if (!is_date(date))
        diag_add(c->diag, DIAG_DATE_BAD, node_first(n) ? node_at(node_first(n)) : node_at(n),
                 "date", date, NULL);
}

static const struct special {
    const char *name;
    void (*check)(struct checker *, const struct node *);
} specials[] = {
    { "title", check_title },
    { "date", check_date },
    { "link", check_link },
};

/* Writes what may stand in the parent, inline elements one by one. */
static const char *allowed_in(struct checker *c, const struct node *parent)
{
    const struct element *e = node_element(parent);
    const struct model *m = &c->models[parent->element - 1];
    const char *allowed = e->text ? PHRASE("text") : model_words(c->arena, m, BY_OR);
    if (e->text && m->count) {
        struct buffer inlines = buffer_in(c->arena);
        for (unsigned i = 0; i < doc_element_count; i++)
            if (doc_elements[i].is_inline)
                buffer_printf(&inlines, "%s%s", inlines.size ? ", " : "", doc_elements[i].name);
        allowed = arena_printf(c->arena, PHRASE("text with %s"), buffer_text(&inlines));
    }
    return arena_printf(c->arena, PHRASE("; in <%s> can stand %s"), e->name, allowed);
}

static void check_unknown(struct checker *c, const struct node *n)
{
    const char *name = written_name(c->arena, n);
    struct meant meant = meant_element(name);
    const struct node *parent = node_parent(n);
    struct position at =
        position_at(n->scope->source, n->start, scan_name(n->scope->source, n->start + 1));
    if (meant.write)
        diag_add(c->diag, DIAG_ELEMENT_FOREIGN, at, "name", name, "write", meant.write, NULL);
    else if (meant.name)
        diag_add(c->diag, DIAG_ELEMENT_MISSPELT, at, "name", name, "near", meant.name, NULL);
    else
        diag_add(c->diag, DIAG_ELEMENT_UNKNOWN, at, "name", name, "hint",
                 parent && parent->element ? allowed_in(c, parent) : PHRASE(": delete it"), NULL);
}

static void check_element(struct checker *c, struct node *n)
{
    if (!n->element) {
        check_unknown(c, n);
        return;
    }
    attributes_check(c->arena, c->diag, n);
    check_content(c, n);
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (strcmp(specials[i].name, node_element(n)->name) == 0 && !is_open(c->doc, n))
            specials[i].check(c, n);
    if (node_element(n)->refers)
        check_reference(c, n);
}

/* Reports a root that is not the element of that name. */
static bool check_root(struct arena *a, struct diag *d, const struct doc *doc, const char *wanted,
                       enum diag_code code)
{
    if (is_named(doc->root, wanted))
        return true;
    const char *name = written_name(a, doc->root), *colon = strchr(name, ':');
    bool ours = strcmp(colon ? colon + 1 : name, wanted) == 0;
    diag_add(d, ours ? DIAG_ROOT_NAMESPACE : code, node_at(doc->root), "name", name, NULL);
    return false;
}

void validate(struct arena *a, struct diag *d, struct doc *doc, const char *root)
{
    if (!check_root(a, d, doc, root ? root : "handout",
                    root ? DIAG_IMPRINT_ROOT : DIAG_ROOT_UNKNOWN))
        return;
    struct checker c = { a,
                         d,
                         doc,
                         root == NULL,
                         arena_array(a, struct model, doc_element_count),
                         arena_array(a, struct model, doc_element_count),
                         arena_array(a, bool, doc->node_count),
                         0 };
    struct scrutiny characters = { .arena = a, .diag = d };
    for (unsigned i = 0; i < doc_element_count; i++)
        parse_model(&c.others[i], parse_model(&c.models[i], doc_elements[i].content));
    for (uint32_t i = 0; i < doc->node_count; i++) {
        struct node *n = &doc->nodes[i];
        if (n->kind == NODE_ELEMENT) {
            check_element(&c, n);
        } else {
            check_characters(&characters, n, NULL);
            check_alike(&characters, n);
        }
        for (unsigned k = 0; k < n->attribute_count; k++)
            check_characters(&characters, n, &n->attributes[k]);
    }
    check_blocks(&characters, doc);
    check_ids(&c);
    for (uint32_t i = 0; i < doc->node_count && !doc->open; i++)
        if (is_named(&doc->nodes[i], "note") && !c.called[i] && is_first_of_id(doc, &doc->nodes[i]))
            diag_add(d, DIAG_NOTE_UNCALLED, node_at(&doc->nodes[i]), "id", node_id(&doc->nodes[i]),
                     NULL);
}
