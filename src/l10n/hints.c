/* l10n/hints: what a translator is told of a passage, in the comments of its entry.
 *
 *   #. Row 4 "Hospitality", explanation, paragraph 1 of 2.
 *   #. Keep <noteref to='asylum'/>: it prints the small number of the note that begins
 *   #. "Asylum is protection given …". Move it to where your language wants it.
 *   #. Note from the author: "walking with" renders Spanish acompañar.
 *
 * They are in the language that is translated into, where the program speaks it, so that they do
 * not depend on who brings the catalogue up to date.
 */
#include "l10n/inner.h"

#include "base/diag.h"
#include "base/utf8.h"

enum { LABEL_BYTES = 40, WIDTH = 76, SIBLINGS_COUNTED = 100 };

/* ---- where ---- */

/* Appends the beginning of an element's text in quotation marks, cut behind a word. */
static void add_quoted(struct buffer *out, const struct node *n, size_t most)
{
    struct buffer text = buffer_in(out->arena);
    doc_add_text(&text, n, most + 40);
    size_t size = text.size;
    bool cut = size > most;
    if (cut) {
        size = utf8_cut(text.bytes, most);
        while (size > most / 2 && text.bytes[size - 1] != ' ')
            size--;
        size = text.bytes[size - 1] == ' ' ? size - 1 : utf8_cut(text.bytes, most);
    }
    buffer_add_char(out, '"');
    buffer_add(out, text.bytes, size);
    buffer_add_string(out, cut ? " …\"" : "\"");
}

static bool is_named(const struct node *n, const char *name)
{
    return n->kind == NODE_ELEMENT && strcmp(node_element(n)->name, name) == 0;
}

/* Words for elements that are counted; others are called by their names. */
static const struct counted {
    const char *element, *one, *of_several;
} counted[] = {
    { "p", PHRASE("paragraph %u"), PHRASE("paragraph %u of %u") },
    { "item", PHRASE("item %u"), PHRASE("item %u of %u") },
    { "list", PHRASE("list %u"), PHRASE("list %u of %u") },
    { "quote", PHRASE("quotation %u"), PHRASE("quotation %u of %u") },
    { "figure", PHRASE("picture %u"), PHRASE("picture %u of %u") },
    { "head", PHRASE("heading %u"), PHRASE("heading %u of %u") },
    { "keyword", PHRASE("keyword %u"), PHRASE("keyword %u of %u") },
};

/* Appends "paragraph 2 of 3": the element's number among those of its name. */
static void add_number(struct buffer *out, const struct node *n, const struct counted *c)
{
    unsigned number = 0, all = 0, seen = 0;
    for (const struct node *s = node_first(node_parent(n)); s && seen < SIBLINGS_COUNTED;
         s = node_next(s), seen++) {
        all += s->element == n->element;
        number = s == n ? all : number;
    }
    if (number && seen < SIBLINGS_COUNTED)
        buffer_printf(out, c->of_several, number, all);
    else
        buffer_printf(out, c->one, number ? number : n->child_index);
}

/* Appends the row of the table: its number and what its name begins with. */
static void add_row(struct buffer *out, const struct node *n)
{
    const struct node *first = node_first(node_parent(n));
    const struct node *name = node_first(n);
    while (name && !is_named(name, "name"))
        name = node_next(name);
    buffer_printf(out, PHRASE("row %u") " ", n->child_index - (is_named(first, "heads") ? 1 : 0));
    if (name)
        add_quoted(out, name, LABEL_BYTES);
}

static void add_step(struct buffer *out, const struct node *n)
{
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        if (is_named(n, counted[i].element)) {
            add_number(out, n, &counted[i]);
            return;
        }
    if (is_named(n, "principle"))
        add_row(out, n);
    else if (is_named(n, "note"))
        buffer_printf(out, PHRASE("note \"%s\""), node_id(n) ? node_id(n) : "");
    else
        buffer_add_string(out, node_element(n)->name);
}

static void add_path(struct buffer *out, const struct node *n)
{
    const struct node *parent = node_parent(n);
    if (!parent)
        return;
    if (!is_named(parent, "principles") && !is_named(parent, "notes") &&
        !is_named(parent, "heads") && node_parent(parent)) {
        add_path(out, parent);
        buffer_add_string(out, ", ");
    }
    add_step(out, n);
}

const char *unit_where(struct arena *a, const struct node *n)
{
    struct buffer out = buffer_in(a);
    add_path(&out, n);
    return buffer_text(&out);
}

/* ---- hints ---- */

/* The comments of one passage being made. */
struct hints {
    struct buffer out;
    const struct hint_voice *voice; /* NULL: English */
};

/* Appends a sentence as lines of "#.", each with its blank, wrapped between words. */
static void add_lines(struct hints *h, const char *sentence)
{
    struct buffer *out = &h->out;
    size_t column = 0;
    for (size_t n; *sentence; sentence += n) {
        sentence += strspn(sentence, " \n\t\r");
        n = strcspn(sentence, " \n\t\r");
        if (!n)
            break;
        if (column && column + 1 + n > WIDTH) {
            buffer_add_char(out, '\n');
            column = 0;
        }
        buffer_add_char(out, ' ');
        buffer_add(out, sentence, n);
        column += n + 1;
    }
    if (column)
        buffer_add_char(out, '\n');
}

/* Appends a sentence, a PHRASE that is filled in, in the translator's language. */
static void add_sentence(struct hints *h, const char *english)
{
    const struct hint_voice *v = h->voice;
    add_lines(h, v ? v->sentence(v->with, h->out.arena, english) : english);
}

/* Copies the tag of an element of the message as it can be pasted into a string: straight single
 * quotation marks need no backslash there. */
static const char *tag_text(struct arena *a, const struct node *n)
{
    struct buffer tag = buffer_in(a);
    char quote = '\'';
    for (unsigned i = 0; i < n->attribute_count; i++)
        quote = strchr(n->attributes[i].value, '\'') ? '"' : quote;
    buffer_printf(&tag, "<%s", node_element(n)->name);
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strncmp(n->attributes[i].name, "its:", 4) != 0)
            buffer_printf(&tag, " %s=%c%s%c", n->attributes[i].name, quote, n->attributes[i].value,
                          quote);
    buffer_add_string(&tag, n->size == 1 ? "/>" : ">");
    return buffer_text(&tag);
}

/* Says what to do with an element that stands in the passage. */
static void add_inline(struct hints *h, const struct node *n)
{
    struct arena *a = h->out.arena;
    const char *no = doc_attribute(n, "translate"), *tag = tag_text(a, n);
    const struct node *note = node_note(n);
    struct buffer words = buffer_in(a);
    if (note) {
        add_quoted(&words, note, LABEL_BYTES);
        add_sentence(h, arena_printf(a,
                                     PHRASE("Keep %s: it prints the small number of the note that "
                                            "begins %s. Move it to where your language wants it."),
                                     tag, buffer_text(&words)));
    } else if (no && strcmp(no, "no") == 0) {
        add_quoted(&words, n, SIZE_MAX / 2);
        add_sentence(h, arena_printf(a, PHRASE("Keep %s and the words in it as they are: %s."), tag,
                                     buffer_text(&words)));
    } else if (is_named(n, "br")) {
        add_sentence(h, PHRASE("<br/> ends the line; you may move it or leave it out."));
    } else if (is_named(n, "link")) {
        add_sentence(h, arena_printf(a,
                                     PHRASE("%s may lead to the same page in your language: change "
                                            "what stands in href."),
                                     tag));
    }
}

/* Finds a comment "Translators: …" right before the element; false when there is none. */
static bool find_comment(const struct node *n, size_t *at, size_t *end)
{
    static const char word[] = "Translators:";
    const char *bytes = n->scope->source->bytes;
    *end = n->start;
    while (*end > 0 && strchr(" \t\r\n", bytes[*end - 1]))
        --*end;
    if (*end < 7 || memcmp(bytes + *end - 3, "-->", 3) != 0)
        return false;
    *at = *end -= 3;
    while (*at > 4 && memcmp(bytes + *at - 4, "<!--", 4) != 0)
        --*at;
    while (*at < *end && strchr(" \t\r\n", bytes[*at]))
        ++*at;
    bool is_ours = *end - *at > sizeof word - 1 && memcmp(bytes + *at, word, sizeof word - 1) == 0;
    *at += sizeof word - 1;
    return is_ours;
}

/* What stands before the author's words. */
enum author { AUTHOR_SAID, AUTHOR_NAMED };

static void add_note(struct hints *h, const char *words, enum author author)
{
    if (author == AUTHOR_SAID)
        add_lines(h, words);
    else
        add_sentence(h, arena_printf(h->out.arena, PHRASE("Note from the author: %s"), words));
}

/* Says what the author wrote for translators: an its:locNote, and a comment "Translators: …" right
 * before the element. */
static void add_author(struct hints *h, const struct node *n, enum author author)
{
    const char *note = doc_attribute(n, "its:locNote");
    size_t at, end;
    if (note)
        add_note(h, note, author);
    if (find_comment(n, &at, &end)) {
        at += strspn(n->scope->source->bytes + at, " \t\r\n");
        add_note(h, arena_strndup(h->out.arena, n->scope->source->bytes + at, end - at), author);
    }
}

const char *unit_notes(struct arena *a, const struct unit *u)
{
    struct hints h = { .out = buffer_in(a) };
    const struct node *end = u->node + (u->attribute ? 1 : u->node->size);
    for (const struct node *n = u->node; n < end; n++)
        if (n->kind == NODE_ELEMENT)
            add_author(&h, n, AUTHOR_SAID);
    return buffer_text(&h.out);
}

/* Says where the passage stands. */
static void add_where(struct hints *h, const char *where)
{
    const struct hint_voice *v = h->voice;
    struct arena *a = h->out.arena;
    char *line = arena_printf(a, "%s.", v ? v->place(v->with, a, where) : where);
    if (*line >= 'a' && *line <= 'z')
        *line = (char)(*line - 'a' + 'A');
    add_lines(h, line);
}

const char *unit_hints(struct arena *a, const struct unit *u, const struct hint_voice *voice)
{
    struct hints h = { buffer_in(a), voice };
    add_where(&h, u->place.where);
    if (u->attribute) {
        add_sentence(&h, PHRASE("It is said to readers who do not see the picture: words alone, "
                                "no tags."));
        add_author(&h, u->node, AUTHOR_NAMED);
        return buffer_text(&h.out);
    }
    for (const struct node *n = u->node; n < u->node + u->node->size; n++)
        if (n->kind == NODE_ELEMENT) {
            if (n != u->node)
                add_inline(&h, n);
            add_author(&h, n, AUTHOR_NAMED);
        }
    return buffer_text(&h.out);
}
