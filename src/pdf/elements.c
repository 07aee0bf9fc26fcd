/* pdf, elements: the document's nodes and what is drawn of them → the elements of the structure
 * tree (ISO 32000-1, 14.7, 14.8.4).
 *
 *   handout     Document                       A node whose row of the element table has a role
 *    title        H1                           becomes an element, in the source's order, however
 *    principles   Table                        it is laid out; what is drawn of its text hangs
 *     heads         THead ─ TR ─ TH            below.  Added are THead and TBody, LBody and Lbl,
 *     principle     TBody ─ TR                 the Sect around a quotation, the Link inside a
 *      name            TH                      Reference.  Of a node of which nothing is drawn
 *      explanation     TD ─ P ─ Reference      there is no element, but cells of a row there are.
 *     note                  Note ─ Lbl, P     Beside words a picture stands in a Sect with them:
 *                                             what its alternative text stands for is not read.
 *
 * A note is read at the end of the cell that calls it first; called outside of a table, behind the
 * block that calls it, or at the end of that list item.
 */
#include "pdf/inner.h"

#include <string.h>

#define NOWHERE UINT32_MAX

enum { KIDS_MOST = 4096 }; /* of one element: half of what old readers' arrays hold */

/* Where a mark stands among what its node holds. */
enum stand { STAND_BEFORE, STAND_LABEL, STAND_PICTURE, STAND_LINK, STAND_BEHIND };

/* Something drawn of a node: a marked-content sequence or a link. */
struct drawn_part {
    uint32_t sheet, number;
    enum stand stand;
    enum numbering numbering; /* of a label */
};

struct maker {
    struct arena *arena, *scratch; /* for what is made; for what it is made with */
    struct structure *made;
    const struct doc *doc;
    uint32_t *first; /* by node: its contents begin there and end where the next node's begin */
    struct drawn_part *contents;
    bool *inside;      /* by node: something is drawn of what is inside it */
    uint32_t *notes;   /* by caller's node: the node of the note that is read after it; 0: none */
    bool *is_placed;   /* by note's node: it is read after a caller */
    uint32_t *pending; /* notes called since the last place where notes are read */
    uint32_t pending_count;
    uint32_t link, home; /* elements: the innermost Link, what takes notes at its end; or NOWHERE */
};

static void visit(struct maker *m, const struct node *n, uint32_t parent);

/* ---- elements and their kids ---- */
static struct structure_element *element(struct maker *m, uint32_t e)
{
    return &m->made->elements[e];
}

static const struct node *node_of(struct maker *m, uint32_t e)
{
    return &m->doc->nodes[element(m, e)->node];
}

static void append(struct maker *m, uint32_t parent, struct structure_kid kid)
{
    struct structure *s = m->made;
    s->kids =
        arena_grow(m->arena, s->kids, sizeof kid, s->kid_count, s->kid_count + 1u, &s->kid_room);
    s->kids[s->kid_count++] = kid;
    struct structure_element *e = element(m, parent);
    if (e->last)
        s->kids[e->last - 1].next = s->kid_count;
    else
        e->first = s->kid_count;
    e->last = s->kid_count;
    e->kid_count++;
}

static uint32_t new_element(struct maker *m, enum role role, const struct node *n, uint32_t parent)
{
    struct structure *s = m->made;
    s->elements =
        arena_grow(m->arena, s->elements, sizeof *s->elements, s->count, s->count + 1u, &s->room);
    s->elements[s->count] =
        (struct structure_element){ .role = (uint8_t)role, .node = n->index, .parent = parent };
    return s->count++;
}

/* What holds a part of an element's kids where they are too many for one. */
static enum role part_role(enum role role)
{
    static const enum role parts[ROLE_COUNT] = {
        [ROLE_DOCUMENT] = ROLE_DIV, [ROLE_DIV] = ROLE_DIV,       [ROLE_SECT] = ROLE_SECT,
        [ROLE_L] = ROLE_L,          [ROLE_TD] = ROLE_DIV,        [ROLE_NOTE] = ROLE_DIV,
        [ROLE_LBODY] = ROLE_DIV,    [ROLE_BLOCKQUOTE] = ROLE_DIV
    };
    return parts[role] ? parts[role] : ROLE_SPAN;
}

/* Makes an element inside `of` for a part of its kids, which goes on as `like` does. */
static uint32_t new_part(struct maker *m, uint32_t like, uint32_t of)
{
    const struct structure_element look = *element(m, like);
    uint32_t part = new_element(m, part_role(look.role), node_of(m, of), of);
    element(m, part)->numbering = look.numbering;
    return part;
}

/* Hands all kids of an element to a new one, which becomes its only kid. */
static void wrap_kids(struct maker *m, uint32_t e)
{
    uint32_t part = new_part(m, e, e);
    struct structure_element *from = element(m, e), *to = element(m, part);
    to->first = from->first;
    to->last = from->last;
    to->kid_count = from->kid_count;
    for (uint32_t k = to->first; k; k = m->made->kids[k - 1].next)
        if (m->made->kids[k - 1].kind == KID_ELEMENT)
            element(m, m->made->kids[k - 1].number)->parent = part;
    from->first = from->last = from->kid_count = 0;
    append(m, e, (struct structure_kid){ .kind = KID_ELEMENT, .number = part });
    element(m, e)->part = part;
}

/* The element that takes the next kid of `e`: itself, or a part of it that has room. */
static uint32_t with_room(struct maker *m, uint32_t e)
{
    if (!element(m, e)->part && element(m, e)->kid_count >= KIDS_MOST)
        wrap_kids(m, e);
    uint32_t part = element(m, e)->part;
    if (!part)
        return e;
    if (element(m, part)->kid_count >= KIDS_MOST) {
        part = new_part(m, part, e);
        append(m, e, (struct structure_kid){ .kind = KID_ELEMENT, .number = part });
        element(m, e)->part = part;
    }
    return part;
}

static uint32_t add(struct maker *m, enum role role, const struct node *n, uint32_t parent)
{
    parent = with_room(m, parent);
    uint32_t e = new_element(m, role, n, parent);
    append(m, parent, (struct structure_kid){ .kind = KID_ELEMENT, .number = e });
    return e;
}

/* ---- what is drawn ---- */
static void add_content(struct maker *m, uint32_t parent, const struct drawn_part *c)
{
    struct structure *s = m->made;
    parent = with_room(m, parent);
    bool link = c->stand == STAND_LINK;
    (link ? s->link_parents : s->mark_parents)[c->sheet][c->number] = parent;
    append(m, parent,
           (struct structure_kid){
               .kind = link ? KID_LINK : KID_MARK, .sheet = c->sheet, .number = c->number });
}

/* Adds what of a node's own stands in one place; how much that is. */
static uint32_t add_contents(struct maker *m, const struct node *n, enum stand stand, uint32_t to)
{
    uint32_t added = 0;
    for (uint32_t i = m->first[n->index]; i < m->first[n->index + 1]; i++)
        if (m->contents[i].stand == stand) {
            if (to != NOWHERE)
                add_content(m, to, &m->contents[i]);
            added++;
        }
    return added;
}

static bool is_drawn(const struct maker *m, const struct node *n)
{
    return m->inside[n->index] || m->first[n->index + 1] > m->first[n->index];
}

static bool has(struct maker *m, const struct node *n, enum stand stand)
{
    return add_contents(m, n, stand, NOWHERE) > 0;
}

/* ---- notes ---- */
static void add_note(struct maker *m, const struct node *n, uint32_t parent);

/* Adds the notes that wait. */
static void flush_notes(struct maker *m, uint32_t parent)
{
    uint32_t n = m->pending_count;
    m->pending_count = 0;
    for (uint32_t i = 0; i < n; i++)
        add_note(m, &m->doc->nodes[m->pending[i]], parent);
}

static bool is_block(const struct node *n)
{
    return node_element(n) && !node_element(n)->is_inline;
}

/* What an element that holds no text itself holds it in: what a sheet puts before or behind its
 * kids. */
static const enum role text_holders[ROLE_COUNT] = { [ROLE_DOCUMENT] = ROLE_P,
                                                    [ROLE_DIV] = ROLE_P,
                                                    [ROLE_SECT] = ROLE_P,
                                                    [ROLE_L] = ROLE_LI,
                                                    [ROLE_LI] = ROLE_LBODY };

/* Adds what of a node's own stands in one place to an element, or to one inside it that may hold
 * it. */
static void add_text(struct maker *m, const struct node *n, enum stand stand, uint32_t e)
{
    if (!has(m, n, stand))
        return;
    while (text_holders[element(m, e)->role])
        e = add(m, text_holders[element(m, e)->role], n, e);
    bool labels = stand == STAND_LABEL && element(m, e)->role != ROLE_LBODY; /* it has its own */
    add_contents(m, n, stand, labels ? add(m, ROLE_LBL, n, e) : e);
}

/* Adds what is inside a node, and its own text around that. */
static void fill(struct maker *m, const struct node *n, uint32_t e)
{
    enum role role = element(m, e)->role;
    if (role != ROLE_LBODY && role != ROLE_NOTE) /* theirs stands elsewhere */
        add_text(m, n, STAND_LABEL, e);
    add_text(m, n, STAND_BEFORE, e);
    for (const struct node *kid = node_first(n); kid; kid = node_next(kid)) {
        visit(m, kid, e);
        if (m->home == NOWHERE && m->pending_count && is_block(kid))
            flush_notes(m, e);
    }
    add_text(m, n, STAND_BEHIND, e);
}

/* As fill; notes called inside are read at the end. */
static void fill_home(struct maker *m, const struct node *n, uint32_t e)
{
    bool outermost = m->home == NOWHERE;
    if (outermost)
        m->home = e;
    fill(m, n, e);
    if (!outermost)
        return;
    m->home = NOWHERE;
    flush_notes(m, e);
}

static void add_note(struct maker *m, const struct node *n, uint32_t parent)
{
    if (!is_drawn(m, n))
        return;
    uint32_t e = add(m, ROLE_NOTE, n, parent);
    bool leads = has(m, n, STAND_LINK);
    if (leads || has(m, n, STAND_LABEL)) {
        uint32_t label = add(m, ROLE_LBL, n, e),
                 holder = leads ? add(m, ROLE_LINK, n, label) : label;
        add_contents(m, n, STAND_LABEL, holder);
        add_contents(m, n, STAND_LINK, holder);
    }
    fill(m, n, e);
}

/* Notes whose calls print nothing are read where the others are. */
static void await_notes(struct maker *m, const struct node *n)
{
    if (m->notes[n->index])
        m->pending[m->pending_count++] = m->notes[n->index];
    for (const struct node *kid = node_first(n); kid; kid = node_next(kid))
        await_notes(m, kid);
}

/* ---- nodes by role ---- */
typedef void make(struct maker *m, const struct node *n, enum role role, uint32_t parent);

static void make_nothing(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    (void)role;
    fill(m, n, parent);
}

static void make_plain(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    fill(m, n, add(m, role, n, parent));
}

/* A row holds cells only: what stands before them is read in the first, what behind in the last. */
static void make_cell(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    const struct node *row = node_parent(n);
    uint32_t cell = add(m, role, n, parent);
    if (n == node_first(row)) {
        add_text(m, row, STAND_LABEL, cell);
        add_text(m, row, STAND_BEFORE, cell);
    }
    fill_home(m, n, cell);
    if (!node_next(n))
        add_text(m, row, STAND_BEHIND, cell);
}

static void visit_kids(struct maker *m, const struct node *n, uint32_t e)
{
    for (const struct node *kid = node_first(n); kid; kid = node_next(kid))
        visit(m, kid, e);
}

/* A table holds groups of rows only: what stands around them is read around it. */
static void make_table(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    add_text(m, n, STAND_LABEL, parent);
    add_text(m, n, STAND_BEFORE, parent);
    visit_kids(m, n, add(m, role, n, parent));
    add_text(m, n, STAND_BEHIND, parent);
}

/* A cell must not hold a BlockQuote (ISO/TS 32005, table 5), nor in a Div, which stands for what is
 * in it, but a Sect that does. */
static void make_quote(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    make_plain(m, n, role, add(m, ROLE_SECT, n, parent));
}

/* A group goes on over pages; rows that are too many for one make another. */
static void make_row(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    const struct node *cell = node_first(n);
    bool heads = cell && node_element(cell) && node_element(cell)->role == ROLE_TH_COLUMN;
    enum role group = heads ? ROLE_THEAD : ROLE_TBODY;
    const struct structure_element *table = element(m, parent);
    uint32_t last = table->last ? m->made->kids[table->last - 1].number : NOWHERE;
    if (last == NOWHERE || element(m, last)->role != group ||
        element(m, last)->kid_count >= KIDS_MOST)
        last = add(m, group, node_parent(n), parent);
    visit_kids(m, n, add(m, role, n, last));
}

/* Is anything of a node drawn but its label and picture? */
static bool has_words(struct maker *m, const struct node *n)
{
    bool words = has(m, n, STAND_BEFORE) || has(m, n, STAND_BEHIND);
    for (const struct node *kid = node_first(n); kid; kid = node_next(kid))
        words |= is_drawn(m, kid);
    return words;
}

/* How the labels of a node go on: its first one tells. */
static enum numbering numbering_of(const struct maker *m, const struct node *n)
{
    uint32_t i = m->first[n->index];
    while (i < m->first[n->index + 1] && m->contents[i].stand != STAND_LABEL)
        i++;
    return i < m->first[n->index + 1] ? m->contents[i].numbering : NUMBERING_NONE;
}

static void make_item(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    uint32_t item = add(m, role, n, parent);
    struct structure_element *list = element(m, element(m, item)->parent);
    if (list->numbering == NUMBERING_NONE)
        list->numbering = (uint8_t)numbering_of(m, n);
    if (has(m, n, STAND_LABEL))
        add_contents(m, n, STAND_LABEL, add(m, ROLE_LBL, n, item));
    if (has_words(m, n))
        fill_home(m, n, add(m, ROLE_LBODY, n, item));
    else
        await_notes(m, n);
}

/* A note that stands where the source has it. */
static void make_note(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    (void)role;
    if (!m->is_placed[n->index])
        add_note(m, n, parent);
}

/* A link inside a link is text of the outer one, whose area it shares. */
static void make_link(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    bool outermost = m->link == NOWHERE;
    uint32_t e = add(m, outermost ? role : ROLE_SPAN, n, parent);
    if (outermost)
        m->link = e;
    fill(m, n, e);
    add_contents(m, n, STAND_LINK, m->link);
    if (outermost)
        m->link = NOWHERE;
}

static void make_call(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    uint32_t e = add(m, role, n, parent);
    make_link(m, n, ROLE_LINK, e);
    if (m->notes[n->index])
        m->pending[m->pending_count++] = m->notes[n->index];
}

/* A picture that leads somewhere stands in a Link, and that in a paragraph. */
static void make_picture(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    bool leads = has(m, n, STAND_LINK);
    uint32_t holder = leads ? add(m, ROLE_LINK, n, add(m, ROLE_P, n, parent)) : parent;
    if (has(m, n, STAND_PICTURE))
        add_contents(m, n, STAND_PICTURE, add(m, role, n, holder));
    if (leads)
        add_contents(m, n, STAND_LINK, holder);
}

/* Words beside a picture are not inside it, whose alternative text stands for all that is (14.9.3):
 * a Sect holds both, as a Caption must not stand in a cell, nor in a Div there. */
static void make_figure(struct maker *m, const struct node *n, enum role role, uint32_t parent)
{
    bool alone = !has_words(m, n) && !has(m, n, STAND_LABEL);
    uint32_t holder = alone ? parent : add(m, ROLE_SECT, n, parent);
    add_text(m, n, STAND_LABEL, holder);
    add_text(m, n, STAND_BEFORE, holder);
    make_picture(m, n, role, holder);
    visit_kids(m, n, holder);
    add_text(m, n, STAND_BEHIND, holder);
}

static make *const makers[ROLE_COUNT] = {
    [ROLE_NONE] = make_nothing,     [ROLE_TR] = make_row,      [ROLE_TH_COLUMN] = make_cell,
    [ROLE_TH_ROW] = make_cell,      [ROLE_TD] = make_cell,     [ROLE_LI] = make_item,
    [ROLE_NOTE] = make_note,        [ROLE_LINK] = make_link,   [ROLE_REFERENCE] = make_call,
    [ROLE_BLOCKQUOTE] = make_quote, [ROLE_TABLE] = make_table, [ROLE_FIGURE] = make_figure,
};

/* A row has all its cells, empty ones, too. */
static bool is_cell(const struct node *n)
{
    return node_element(n) && makers[node_element(n)->role] == make_cell;
}

static void visit(struct maker *m, const struct node *n, uint32_t parent)
{
    if (!is_drawn(m, n) && !is_cell(n)) {
        await_notes(m, n);
        return;
    }
    if (n->kind == NODE_TEXT) {
        add_contents(m, n, STAND_BEFORE, parent);
        return;
    }
    enum role role = n->element ? node_element(n)->role : ROLE_NONE;
    (makers[role] ? makers[role] : make_plain)(m, n, role, parent);
}

/* ---- sorting what is drawn by node ---- */
/* Something is drawn of a node: of all around it there is something inside. */
static void note_around(struct maker *m, const struct node *n)
{
    for (n = node_parent(n); n && !m->inside[n->index]; n = node_parent(n))
        m->inside[n->index] = true;
}

/* Finds how many contents each node has. */
static void count_contents(struct maker *m, const struct drawn_sheet *sheets, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t i = 0; i < sheets[k].mark_count; i++)
            m->first[sheets[k].marks[i].node + 1]++;
        for (uint32_t i = 0; i < sheets[k].link_count; i++)
            m->first[sheets[k].links[i].node + 1]++;
    }
    for (uint32_t i = 0; i < m->doc->node_count; i++)
        m->first[i + 1] += m->first[i];
}

/* A mark's place.  What an element's style puts around its text (quotation marks) or its picture
 * stands before it as long as nothing inside is drawn. */
static enum stand stand_of(const struct maker *m, const struct mark *mark)
{
    if (mark->part == MARK_LABEL)
        return STAND_LABEL;
    if (mark->part == MARK_PICTURE)
        return STAND_PICTURE;
    return m->inside[mark->node] ? STAND_BEHIND : STAND_BEFORE;
}

/* Puts every content to its node's, in the order of drawing. */
static void sort_contents(struct maker *m, const struct drawn_sheet *sheets, uint32_t count)
{
    uint32_t *next = arena_array(m->scratch, uint32_t, m->doc->node_count + (size_t)1);
    memcpy(next, m->first, m->doc->node_count * sizeof *next);
    m->contents =
        arena_array(m->scratch, struct drawn_part, m->first[m->doc->node_count] + (size_t)1);
    for (uint32_t k = 0; k < count; k++) {
        const struct drawn_sheet *s = &sheets[k];
        for (uint32_t i = 0; i < s->mark_count; i++) {
            m->contents[next[s->marks[i].node]++] =
                (struct drawn_part){ .sheet = k,
                                     .number = i,
                                     .stand = stand_of(m, &s->marks[i]),
                                     .numbering = s->marks[i].numbering };
            m->inside[s->marks[i].node] |= s->marks[i].part == MARK_PICTURE;
            note_around(m, &m->doc->nodes[s->marks[i].node]);
        }
        for (uint32_t i = 0; i < s->link_count; i++) {
            m->contents[next[s->links[i].node]++] =
                (struct drawn_part){ .sheet = k, .number = i, .stand = STAND_LINK };
            note_around(m, &m->doc->nodes[s->links[i].node]);
        }
    }
}

/* ---- all ---- */
static void place_notes(struct maker *m, const struct noted *notes, uint32_t count)
{
    m->notes = arena_array(m->scratch, uint32_t, m->doc->node_count + (size_t)1);
    m->is_placed = arena_array(m->scratch, bool, m->doc->node_count + (size_t)1);
    m->pending = arena_array(m->scratch, uint32_t, count + (size_t)1);
    for (uint32_t i = 0; i < count; i++) {
        if (!notes[i].call)
            continue;
        m->notes[notes[i].call->index] = notes[i].note->index;
        m->is_placed[notes[i].note->index] = true;
    }
}

static void make_room(struct arena *a, struct structure *s, const struct drawn_sheet *sheets,
                      uint32_t count)
{
    s->mark_parents = arena_array(a, uint32_t *, count + (size_t)1);
    s->link_parents = arena_array(a, uint32_t *, count + (size_t)1);
    for (uint32_t k = 0; k < count; k++) {
        s->mark_parents[k] = arena_array(a, uint32_t, sheets[k].mark_count + (size_t)1);
        s->link_parents[k] = arena_array(a, uint32_t, sheets[k].link_count + (size_t)1);
    }
}

/* Makes room for all elements and kids there will be, more or less: what is too much is never
 * touched. */
static void make_room_for_elements(struct maker *m)
{
    struct structure *s = m->made;
    uint32_t elements = 2 * m->doc->node_count + 1;
    uint32_t kids = elements + m->first[m->doc->node_count];
    s->elements = arena_grow(m->arena, NULL, sizeof *s->elements, 0, elements, &s->room);
    s->kids = arena_grow(m->arena, NULL, sizeof *s->kids, 0, kids, &s->kid_room);
}

const struct structure *elements_build(struct arena *a, const struct doc *doc,
                                       const struct noted *notes, uint32_t note_count,
                                       const struct drawn_sheet *sheets, uint32_t sheet_count)
{
    struct structure *s = arena_new(a, struct structure);
    s->nodes = doc->nodes;
    struct maker m = { .arena = a,
                       .scratch = arena_open_in(a),
                       .made = s,
                       .doc = doc,
                       .link = NOWHERE,
                       .home = NOWHERE };
    m.first = arena_array(m.scratch, uint32_t, doc->node_count + (size_t)2);
    m.inside = arena_array(m.scratch, bool, doc->node_count + (size_t)1);
    make_room(a, s, sheets, sheet_count);
    count_contents(&m, sheets, sheet_count);
    sort_contents(&m, sheets, sheet_count);
    place_notes(&m, notes, note_count);
    make_room_for_elements(&m);
    new_element(&m, ROLE_DOCUMENT, doc->root, 0);
    fill(&m, doc->root, 0);
    arena_close(m.scratch);
    return s;
}
