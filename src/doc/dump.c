/* doc/dump: one node a line; of a text in several runs each further run a line, where it begins in
 * text and source. */
#include "doc/inner.h"

#include <string.h>

/* The place of byte `at`; nodes come in order, so that one cursor serves all. */
static struct place place_of(struct place_cursor *c, const struct source *s, size_t at)
{
    return position_place_next(position_at(s, at, at), c);
}

/* Prints a text, and where its further runs begin. */
static void dump_text(struct buffer *out, struct place_cursor *c, const struct node *n, int level)
{
    struct place p = place_of(c, n->scope->source, n->start);
    buffer_indent(out, level);
    buffer_printf(out, "text %u:%u ", p.line, p.column);
    buffer_add_json(out, n->text, n->length);
    buffer_add_char(out, '\n');
    const struct text_run *runs = node_runs(n);
    for (uint32_t i = 1; i < n->run_count; i++) {
        p = place_of(c, n->scope->source, runs[i].source);
        buffer_indent(out, level + 1);
        buffer_printf(out, "run %u:%u text=%u%s\n", p.line, p.column, runs[i].text,
                      runs[i].step ? "" : " reference");
    }
}

/* Prints an element with its attributes. */
static void dump_element(struct buffer *out, struct place_cursor *c, const struct node *n,
                         int level)
{
    buffer_indent(out, level);
    buffer_add_string(out, node_element(n)->name);
    if (n->id)
        buffer_printf(out, " #%s", node_id(n));
    struct place p = place_of(c, n->scope->source, n->start);
    buffer_printf(out, " %u:%u", p.line, p.column);
    for (unsigned i = 0; i < n->attribute_count; i++) {
        const struct attribute *a = &n->attributes[i];
        if (i + 1 == n->id)
            continue;
        buffer_printf(out, " %s=", a->name);
        buffer_add_json(out, a->value, strlen(a->value));
    }
    buffer_add_char(out, '\n');
}

void doc_dump(struct buffer *out, const struct doc *doc)
{
    struct place_cursor c = { 0 };
    for (unsigned i = 0; i < doc->stylesheet_count; i++) {
        const struct stylesheet_pi *pi = &doc->stylesheets[i];
        struct place p = place_of(&c, doc->source, pi->at.start);
        buffer_printf(out, "stylesheet %u:%u href=", p.line, p.column);
        buffer_add_json(out, pi->href, strlen(pi->href));
        if (pi->media) {
            buffer_add_string(out, " media=");
            buffer_add_json(out, pi->media, strlen(pi->media));
        }
        buffer_add_char(out, '\n');
    }
    int level = 0;
    for (uint32_t i = 0; i < doc->node_count; i++) {
        const struct node *n = &doc->nodes[i];
        if (n->parent == 1) /* the first child of the node before */
            level++;
        else if (i)
            for (const struct node *p = n - 1; node_parent(p) != node_parent(n); p = node_parent(p))
                level--;
        if (n->kind == NODE_TEXT)
            dump_text(out, &c, n, level);
        else
            dump_element(out, &c, n, level);
    }
}
