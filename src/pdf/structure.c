/* pdf, structure: the elements of the structure tree as objects, and the ways back to them (ISO
 * 32000-1, 14.7).
 *
 *   StructTreeRoot ── Document ── H1, Table, …      an element a dictionary, made as it is written
 *     │    │
 *     │    └ IDTree       a note's id ─► its element
 *     └ ParentTree        a page's key ─► of each of its marks the element that lists it;
 *                         a link's key ─► its element
 */
#include "pdf/inner.h"

#include <stdlib.h>
#include <string.h>

struct tree_writer {
    const struct structure *structure;
    const struct page_tree *pages;
    const struct drawn_sheet *sheets;
    uint32_t sheet_count;
    uint32_t first, root;            /* object numbers: of the first element, of the tree's root */
    uint32_t attributes[ROLE_COUNT]; /* of each role's, one object for all; 0: it has none */
    const struct parent_key *keys;   /* of the parent tree */
    uint32_t key_count, next_key;
};

/* An entry of the parent tree: a page with marks, or one of its links. */
struct parent_key {
    uint32_t number, sheet, link;
};
#define WHOLE_PAGE UINT32_MAX

/* How a role is written: its type, and attributes that never differ. */
static const struct type {
    const char *name, *attributes;
} types[ROLE_COUNT] = {
    [ROLE_DOCUMENT] = { "Document", "" },
    [ROLE_H1] = { "H1", "" },
    [ROLE_P] = { "P", "" },
    [ROLE_TABLE] = { "Table", "" },
    [ROLE_THEAD] = { "THead", "" },
    [ROLE_TBODY] = { "TBody", "" },
    [ROLE_TR] = { "TR", "" },
    [ROLE_TH_COLUMN] = { "TH", "/O/Table/Scope/Column" },
    [ROLE_TH_ROW] = { "TH", "/O/Table/Scope/Row" },
    [ROLE_TD] = { "TD", "" },
    [ROLE_L] = { "L", "" },
    [ROLE_LI] = { "LI", "" },
    [ROLE_LBL] = { "Lbl", "" },
    [ROLE_LBODY] = { "LBody", "" },
    [ROLE_NOTE] = { "Note", "" },
    [ROLE_REFERENCE] = { "Reference", "" },
    [ROLE_LINK] = { "Link", "" },
    [ROLE_SPAN] = { "Span", "" },
    [ROLE_QUOTE] = { "Quote", "" },
    [ROLE_BLOCKQUOTE] = { "BlockQuote", "" },
    [ROLE_FIGURE] = { "Figure", "" },
    [ROLE_CAPTION] = { "Caption", "" },
    [ROLE_DIV] = { "Div", "" },
    [ROLE_SECT] = { "Sect", "" },
};

static void write_reference(struct buffer *out, uint32_t number)
{
    buffer_printf(out, "%u 0 R", number);
}

/* ---- elements ---- */
#define NO_SHEET UINT32_MAX

/* Finds the sheet of an element's first mark, which its other kids then need not name. */
static uint32_t sheet_of(const struct structure *s, const struct structure_element *e)
{
    for (uint32_t k = e->first; k; k = s->kids[k - 1].next)
        if (s->kids[k - 1].kind == KID_MARK)
            return s->kids[k - 1].sheet;
    return NO_SHEET;
}

static void write_kid(struct buffer *out, const struct tree_writer *w,
                      const struct structure_kid *k, uint32_t sheet)
{
    if (k->kind == KID_ELEMENT) {
        write_reference(out, w->first + k->number);
        return;
    }
    if (k->kind == KID_MARK && k->sheet == sheet) {
        buffer_printf(out, "%u", k->number);
        return;
    }
    if (k->kind == KID_MARK)
        buffer_printf(out, "<</Type/MCR/MCID %u", k->number);
    else
        buffer_printf(out, "<</Type/OBJR/Obj %u 0 R",
                      pages_link_number(w->pages, k->sheet, k->number));
    if (k->sheet != sheet)
        buffer_printf(out, "/Pg %u 0 R", pages_number(w->pages, k->sheet));
    buffer_add_string(out, ">>");
}

static void write_kids(struct buffer *out, const struct tree_writer *w,
                       const struct structure_element *e)
{
    const struct structure *s = w->structure;
    uint32_t sheet = sheet_of(s, e);
    if (sheet != NO_SHEET)
        buffer_printf(out, "/Pg %u 0 R", pages_number(w->pages, sheet));
    if (!e->first)
        return;
    buffer_add_string(out, e->kid_count > 1 ? "/K[" : "/K ");
    for (uint32_t k = e->first; k; k = s->kids[k - 1].next) {
        if (k != e->first)
            put(out, ' ');
        write_kid(out, w, &s->kids[k - 1], sheet);
    }
    if (e->kid_count > 1)
        put(out, ']');
}

/* The language, where it is another one than around it. */
static void write_language(struct buffer *out, const struct tree_writer *w,
                           const struct structure_element *e)
{
    const struct structure *s = w->structure;
    const char *own = s->nodes[e->node].scope->lang,
               *around = s->nodes[s->elements[e->parent].node].scope->lang;
    if (!own || (around && strcmp(own, around) == 0))
        return;
    buffer_add_string(out, "/Lang");
    write_text_string(out, own, strlen(own));
}

/* The id of a note's own element, by which checkers and readers know it; NULL for all others. */
static const char *id_of(const struct structure *s, const struct structure_element *e)
{
    return e->role == ROLE_NOTE ? node_id(&s->nodes[e->node]) : NULL;
}

static void write_id(struct buffer *out, const char *id)
{
    write_bytes_string(out, id, strlen(id));
}

/* How a list's labels go on.  A checker wants a numeral of a list that is ordered, and a sign of
 * one that has any, even where no name is right. */
static const char *numbering_name(const struct structure *s, const struct structure_element *e)
{
    static const char *const names[] = {
        [NUMBERING_NONE] = "None",
        [NUMBERING_DISC] = "Disc",
        [NUMBERING_CIRCLE] = "Circle",
        [NUMBERING_SQUARE] = "Square",
        [NUMBERING_DECIMAL] = "Decimal",
        [NUMBERING_LOWER_ROMAN] = "LowerRoman",
        [NUMBERING_UPPER_ROMAN] = "UpperRoman",
        [NUMBERING_LOWER_ALPHA] = "LowerAlpha",
        [NUMBERING_UPPER_ALPHA] = "UpperAlpha",
    };
    if (e->numbering != NUMBERING_TYPE)
        return names[e->numbering];
    const char *type = doc_attribute(&s->nodes[e->node], "type");
    return names[type && strcmp(type, "ordered") == 0 ? NUMBERING_DECIMAL : NUMBERING_DISC];
}

/* What the columns are, of a table that is not laid out in columns and so shows no heads of any
 * (14.8.5.7): it is read on entering the table. */
static void write_summary(struct buffer *out, struct buffer *spare, const struct tree_writer *w,
                          const struct structure_element *e)
{
    const struct structure *s = w->structure;
    if (e->first && s->elements[s->kids[e->first - 1].number].role == ROLE_THEAD)
        return;
    const struct node *row = node_first(&s->nodes[e->node]);
    for (const struct node *cell = row ? node_first(row) : NULL; cell; cell = node_next(cell)) {
        if (!node_element(cell) || node_element(cell)->role != ROLE_TH_COLUMN)
            continue;
        buffer_add_string(spare, spare->size ? " \u2013 " : "");
        doc_add_text(spare, cell, SIZE_MAX / 2);
    }
    if (!spare->size)
        return;
    buffer_add_string(out, "/A<</O/Table/Summary");
    write_text_string(out, buffer_text(spare), spare->size);
    buffer_add_string(out, ">>");
}

/* Finds the picture among what is drawn of an element. */
static const struct shown *picture_of(const struct tree_writer *w,
                                      const struct structure_element *e)
{
    const struct structure_kid *kid = &w->structure->kids[e->first - 1];
    const struct drawn_sheet *s = &w->sheets[kid->sheet];
    for (uint32_t i = 0; i < s->picture_count; i++)
        if (s->pictures[i].mark == kid->number)
            return &s->pictures[i];
    return NULL;
}

/* What a reader is told of a picture that it cannot show, and where it stands (ISO 32000-1,
 * 14.8.5.4, 14.9.3). */
static void write_figure(struct buffer *out, const struct tree_writer *w,
                         const struct structure_element *e)
{
    const char *alt = doc_attribute(&w->structure->nodes[e->node], "alt");
    if (alt) {
        buffer_add_string(out, "/Alt");
        write_text_string(out, alt, strlen(alt));
    }
    const struct shown *picture = picture_of(w, e);
    if (!picture)
        return;
    buffer_add_string(out, "/A<</O/Layout/Placement/Block/BBox");
    for (int k = 0; k < 4; k++) {
        put(out, k ? ' ' : '[');
        write_milli(out, picture->corner[k]);
    }
    buffer_add_string(out, "]>>");
}

/* Makes the entries of element `k`. */
static void make_element(struct buffer *out, struct buffer *spare, const void *context, uint32_t k)
{
    const struct tree_writer *w = context;
    const struct structure_element *e = &w->structure->elements[k];
    buffer_printf(out, "/S/%s/P %u 0 R", types[e->role].name, k ? w->first + e->parent : w->root);
    if (w->attributes[e->role])
        buffer_printf(out, "/A %u 0 R", w->attributes[e->role]);
    if (e->role == ROLE_L)
        buffer_printf(out, "/A<</O/List/ListNumbering/%s>>", numbering_name(w->structure, e));
    if (e->role == ROLE_TABLE)
        write_summary(out, spare, w, e);
    if (e->role == ROLE_FIGURE)
        write_figure(out, w, e);
    write_language(out, w, e);
    const char *id = id_of(w->structure, e);
    if (id) {
        buffer_add_string(out, "/ID");
        write_id(out, id);
    }
    write_kids(out, w, e);
}

/* Adds the attributes that roles have, once for all elements. */
static void add_attributes(struct arena *a, struct objects *o, struct tree_writer *w)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (!types[role].name || !*types[role].attributes)
            continue;
        struct buffer b = buffer_in(a);
        buffer_add_string(&b, types[role].attributes);
        w->attributes[role] = objects_add(o);
        objects_set(o, w->attributes[role], &b);
    }
}

/* ---- the parent tree ---- */
static void write_key(struct buffer *out, const void *context, uint32_t i)
{
    const struct tree_writer *w = context;
    buffer_printf(out, "%u", w->keys[i].number);
}

static void write_parents(struct buffer *out, const void *context, uint32_t i)
{
    const struct tree_writer *w = context;
    const struct parent_key *k = &w->keys[i];
    const struct structure *s = w->structure;
    if (k->link != WHOLE_PAGE) {
        write_reference(out, w->first + s->link_parents[k->sheet][k->link]);
        return;
    }
    for (uint32_t m = 0; m < w->sheets[k->sheet].mark_count; m++) {
        put(out, m ? ' ' : '[');
        write_reference(out, w->first + s->mark_parents[k->sheet][m]);
    }
    put(out, ']');
}

/* Pages have their own numbers as keys, links the numbers behind them, in order. */
static void find_keys(struct arena *a, struct tree_writer *w)
{
    uint32_t links = 0, n = 0;
    for (uint32_t i = 0; i < w->sheet_count; i++)
        links += w->sheets[i].link_count;
    struct parent_key *keys = arena_array(a, struct parent_key, w->sheet_count + (size_t)links + 1);
    for (uint32_t i = 0; i < w->sheet_count; i++)
        if (w->sheets[i].mark_count)
            keys[n++] = (struct parent_key){ i, i, WHOLE_PAGE };
    w->next_key = w->sheet_count;
    for (uint32_t i = 0; i < w->sheet_count; i++)
        for (uint32_t k = 0; k < w->sheets[i].link_count; k++)
            keys[n++] = (struct parent_key){ w->next_key++, i, k };
    w->keys = keys;
    w->key_count = n;
}

/* ---- the tree of ids ---- */
struct id_entry {
    const char *id;
    uint32_t element;
};

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct id_entry *)a)->id, ((const struct id_entry *)b)->id);
}

static void write_note_id(struct buffer *out, const void *context, uint32_t i)
{
    write_id(out, ((const struct id_entry *)context)[i].id);
}

static void write_note(struct buffer *out, const void *context, uint32_t i)
{
    write_reference(out, ((const struct id_entry *)context)[i].element);
}

static uint32_t build_ids(struct arena *a, struct objects *o, const struct tree_writer *w)
{
    const struct structure *s = w->structure;
    struct id_entry *named = arena_array(a, struct id_entry, s->count);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (id_of(s, &s->elements[i]))
            named[n++] = (struct id_entry){ id_of(s, &s->elements[i]), w->first + i };
    qsort(named, n, sizeof *named, compare_ids);
    return trees_build(a, o,
                       &(struct tree_source){ .count = n,
                                              .key = "Names",
                                              .write_key = write_note_id,
                                              .write_value = write_note,
                                              .context = named });
}

static void add_tree(struct buffer *root, const char *key, uint32_t number)
{
    if (number)
        buffer_printf(root, "%s %u 0 R", key, number);
}

void structure_build(struct arena *a, struct objects *o, const struct doc *doc,
                     const struct noted *notes, uint32_t note_count,
                     const struct drawn_sheet *sheets, uint32_t sheet_count,
                     const struct page_tree *pages, struct buffer *catalog)
{
    struct tree_writer *w = arena_new(a, struct tree_writer); /* elements are written from it */
    *w = (struct tree_writer){ .pages = pages, .sheets = sheets, .sheet_count = sheet_count };
    w->structure = elements_build(a, doc, notes, note_count, sheets, sheet_count);
    w->root = objects_add(o);
    add_attributes(a, o, w);
    w->first = objects_add_series(o, w->structure->count, make_element, w);
    find_keys(a, w);
    const struct tree_source parents = { .count = w->key_count,
                                         .key = "Nums",
                                         .write_key = write_key,
                                         .write_value = write_parents,
                                         .context = w };
    struct buffer root = buffer_in(a);
    buffer_printf(&root, "/Type/StructTreeRoot/K %u 0 R/ParentTreeNextKey %u", w->first,
                  w->next_key);
    add_tree(&root, "/ParentTree", trees_build(a, o, &parents));
    add_tree(&root, "/IDTree", build_ids(a, o, w));
    objects_set(o, w->root, &root);
    buffer_printf(catalog, "/StructTreeRoot %u 0 R/MarkInfo<</Marked true>>", w->root);
}
