/* l10n/ids: names for rows that have none.
 *
 *   <principle><name>Compliance with international obligations</name>
 *   <principle id="compliance-with-international"><name>…
 *
 * An id is the first words of the row's name, in ASCII; of one that is taken or has no such
 * letters, "row-4".  The text of the source stays as it is but for that.
 */
#include "l10n/inner.h"

enum { ID_BYTES = 32 };

/* Appends the first words of a text, small, joined by hyphens. */
static void add_words(struct buffer *out, const char *text)
{
    bool gap = false;
    size_t whole = 0; /* to the end of the last word */
    for (; *text && out->size < ID_BYTES; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
        bool fit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!fit) {
            gap = true;
            whole = out->size;
            continue;
        }
        if (gap && out->size)
            buffer_add_char(out, '-');
        gap = false;
        buffer_add_char(out, c);
    }
    if (*text && whole)
        out->size = whole;
}

static bool is_taken(const struct doc *doc, char **made, size_t count, const char *id)
{
    bool taken = doc_find(doc, id, strlen(id)) != NULL;
    for (size_t i = 0; i < count && !taken; i++)
        taken = strcmp(made[i], id) == 0;
    return taken;
}

/* Makes the id of a row. */
static char *make_id(struct arena *a, const struct doc *doc, const struct node *row, char **made,
                     size_t count)
{
    struct buffer id = buffer_in(a);
    const struct node *name = node_first(row);
    if (name) {
        struct buffer text = buffer_in(a);
        doc_add_text(&text, name, 2 * ID_BYTES);
        add_words(&id, buffer_text(&text));
    }
    bool letter = id.size && id.bytes[0] >= 'a';
    if (letter && !is_taken(doc, made, count, buffer_text(&id)))
        return id.bytes;
    for (uint32_t number = row->child_index;; number++) {
        char *numbered = arena_printf(a, "row-%u", number);
        if (!is_taken(doc, made, count, numbered))
            return numbered;
    }
}

const char *l10n_add_ids(struct arena *a, const struct doc *doc, size_t *added, size_t *size)
{
    struct buffer out = buffer_in(a);
    const struct source *s = doc->source;
    size_t at = 0, room = 0;
    char **made = NULL;
    *added = 0;
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i];
        if (n->kind != NODE_ELEMENT || node_id(n) || node_element(n)->role != ROLE_TR ||
            strcmp(node_element(n)->name, "principle") != 0)
            continue;
        made = arena_grow(a, made, sizeof *made, *added, *added + 1, &room);
        made[*added] = make_id(a, doc, n, made, *added);
        size_t behind = n->start + 1 + strlen(node_element(n)->name);
        buffer_add(&out, s->bytes + at, behind - at);
        buffer_printf(&out, " id=\"%s\"", made[(*added)++]);
        at = behind;
    }
    buffer_add(&out, s->bytes + at, s->size - at);
    *size = out.size;
    return buffer_text(&out);
}
