/* l10n/header: the first entry of a catalogue, which says what it is. */
#include "l10n/inner.h"

#include <stdlib.h>

const char *header_with(struct arena *a, const char *text, const char *name, const char *value)
{
    struct buffer out = buffer_in(a);
    size_t n = strlen(name);
    bool set = false;
    for (size_t length; *text; text += length) {
        length = strcspn(text, "\n");
        length += text[length] == '\n';
        bool here = !set && length > n && strncmp(text, name, n) == 0 && text[n] == ':';
        if (here)
            buffer_printf(&out, "%s: %s\n", name, value);
        else
            buffer_add(&out, text, length);
        set = set || here;
    }
    if (!set)
        buffer_printf(&out, "%s: %s\n", name, value);
    return buffer_text(&out);
}

/* The title of the document, as a project's name. */
static const char *title_of(struct arena *a, const struct units *u)
{
    for (const struct node *n = node_first(u->doc->root); n; n = node_next(n))
        if (n->kind == NODE_ELEMENT && node_element(n)->role == ROLE_H1)
            return doc_text(a, n);
    return "handout";
}

struct po *l10n_new(struct arena *a, const struct units *u, const char *tag, enum review review)
{
    struct po *po = arena_new(a, struct po);
    struct po_entry *header = arena_new(a, struct po_entry);
    const char *text =
        arena_printf(a,
                     "Project-Id-Version: %s\n"
                     "PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\n"
                     "Last-Translator: FULL NAME <EMAIL@ADDRESS>\n"
                     "Language-Team: none\n"
                     "Language: %s\n"
                     "MIME-Version: 1.0\n"
                     "Content-Type: text/plain; charset=UTF-8\n"
                     "Content-Transfer-Encoding: 8bit\n"
                     "%s",
                     title_of(a, u), tag, review == REVIEW_NONE ? "X-Review: none\n" : "");
    *header = (struct po_entry){ .id = po_string_of(""), .string = po_string_of(text) };
    *po = (struct po){ .entries = header, .count = 1, .header = header };
    return po;
}

size_t header_zero_widths(const struct po *po)
{
    size_t count = 0;
    for (size_t i = 0; i < po->count; i++) {
        const char *text = po->entries[i].string.text;
        while (text && (text = strstr(text, "\u200B")) != NULL) {
            count++;
            text += 3;
        }
    }
    return count;
}

struct po_entry header_update(struct arena *a, const struct units *u, const struct po *po)
{
    const char *tag = po->source ? l10n_tag_of_file(a, po->source->name) : NULL;
    struct po_entry header = po->header ? *po->header : *l10n_new(a, u, "", REVIEW_NONE)->header;
    const struct po whole = { .header = &header };
    const char *said = po_field(a, &whole, "Language", NULL);
    const char *text = header.string.text;
    size_t count = header_zero_widths(po);
    if (tag && (!said || !*said))
        text = header_with(a, text, "Language", tag);
    if (count)
        text = header_with(a, text, HEADER_ZERO_WIDTHS, arena_printf(a, "%zu", count));
    header.string = po_string_of(text);
    return header;
}
