/* l10n/imprint: a congregation's own lines come behind those of the handout.
 *
 *   handout.xml   <imprint><p>Our office</p></imprint></handout>
 *   parish.xml    <imprint xml:lang="es"><p>La parroquia</p></imprint>
 *
 *   joined        <imprint><p>Our office</p><p xml:lang="es">La parroquia</p></imprint></handout>
 *
 * What the file's root says of language and direction goes to each of its paragraphs, for those of
 * the handout before them stay as they are.
 */
#include "l10n/inner.h"

/* Reports pictures and style sheets. */
static void check_files(struct diag *d, const struct doc *own)
{
    for (unsigned i = 0; i < own->stylesheet_count; i++)
        diag_add(d, DIAG_IMPRINT_FILE, own->stylesheets[i].at, "what", PHRASE("a style sheet"),
                 NULL);
    for (uint32_t i = 0; i < own->node_count; i++) {
        const struct node *n = &own->nodes[i];
        if (n->kind == NODE_ELEMENT && doc_attribute(n, "src"))
            diag_add(d, DIAG_IMPRINT_FILE, node_at(n), "what", PHRASE("a picture"), NULL);
    }
}

const struct doc *l10n_read_imprint(struct arena *a, struct diag *d, const char *name,
                                    const char *bytes, size_t size)
{
    struct diag *said = diag_build(a); /* what is no error is said again of the whole */
    const struct doc *own = doc_read_part(a, said, "imprint", name, bytes, size);
    if (own)
        check_files(said, own);
    if (own && !said->errors)
        return own;
    diag_merge(d, said);
    return NULL;
}

/* Finds the handout's own imprint, or NULL. */
static const struct node *find_imprint(const struct doc *doc)
{
    for (const struct node *n = node_first(doc->root); n; n = node_next(n))
        if (n->kind == NODE_ELEMENT && strcmp(node_element(n)->name, "imprint") == 0)
            return n;
    return NULL;
}

/* Adds an attribute of the root to a start tag that does not say it. */
static void add_said(struct joined *j, const struct node *n, const char *name, const char *value)
{
    if (value && !doc_attribute(n, name))
        buffer_printf(&j->text, " %s=\"%s\"", name, value);
}

/* Adds a paragraph or list, its tag with the language and direction of the root. */
static void add_block(struct joined *j, const struct node *n, const char *lang, const char *dir)
{
    const struct source *s = n->scope->source;
    struct position inside = doc_inside(n);
    joined_copy(j, s, n->start, n->end - 1);
    add_said(j, n, "xml:lang", lang);
    if (lang && !doc_attribute(n, "xml:lang"))
        add_said(j, n, "dir", dir);
    joined_copy(j, s, n->end - 1, inside.end);
    buffer_printf(&j->text, "</%s>", node_element(n)->name);
}

/* Adds all blocks of the imprint. */
static void add_blocks(struct joined *j, const struct node *root)
{
    const char *lang = doc_attribute(root, "xml:lang"), *dir = doc_attribute(root, "dir");
    if (!dir && lang)
        dir = joined_direction(j->text.arena, lang);
    for (const struct node *n = node_first(root); n; n = node_next(n))
        if (n->kind == NODE_ELEMENT)
            add_block(j, n, lang, dir);
}

struct doc *l10n_add_imprint(struct arena *a, struct diag *d, const struct doc *doc,
                             const struct doc *own)
{
    struct joined j = { .text = buffer_in(a) };
    const struct node *imprint = find_imprint(doc);
    size_t at = doc_inside(imprint ? imprint : doc->root).end;
    joined_copy(&j, doc->source, 0, at);
    joined_begin(&j, node_at(own->root), NULL);
    buffer_add_string(&j.text, imprint ? "" : "<imprint>");
    add_blocks(&j, own->root);
    buffer_add_string(&j.text, imprint ? "" : "</imprint>");
    joined_copy(&j, doc->source, at, doc->source->size);
    return doc_read_text(a, d, joined_source(&j, doc->source->name));
}
