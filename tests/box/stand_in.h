/* Stand-ins for the folders above box, so that its tests say each style where it counts, in the source itself:
 *
 *   <block><block before='counter:c" "'>text <inline ws=pre>…
 *
 * An element's name is its display (`note`: a block with float: footnote; `call to=ID`: a noteref; `off`: display none).
 * Attributes: ws tt va pos=outside pad lang before after marker call reset inc set string, see apply_style.
 * Content: items in a row: "text" counter:NAME counters:NAME attr:NAME open close text.
 * No shaping, no fonts, numbers in Latin digits or Arabic ones, two quotation marks a level, casing of ASCII letters and of ß.
 */
#ifndef TESTS_BOX_STAND_IN_H
#define TESTS_BOX_STAND_IN_H

#include "box/box.h"
#include "base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { NODES_MOST = 256 };

/* One document under test: what `styles`, `langs` and `fonts` would know. */
struct stand_in {
    struct arena *arena;
    struct source *source;
    struct doc doc;
    struct node nodes[NODES_MOST];
    struct scope scope;
    struct style styles[NODES_MOST];
    struct style *pseudos[NODES_MOST][PSEUDO_COUNT];
};
static struct stand_in *world; /* the one document of the test that runs */

const struct element doc_elements[] = {
    { .name = "block" }, { .name = "inline" }, { .name = "contents" }, { .name = "off" },
    { .name = "item" },  { .name = "table" },  { .name = "head" },     { .name = "group" },
    { .name = "row" },   { .name = "cell" },   { .name = "note" },     { .name = "call" },
    { .name = NULL }
};
static const enum display tag_display[] = { DISPLAY_BLOCK,
                                            DISPLAY_INLINE,
                                            DISPLAY_CONTENTS,
                                            DISPLAY_NONE,
                                            DISPLAY_LIST_ITEM,
                                            DISPLAY_TABLE,
                                            DISPLAY_TABLE_HEADER_GROUP,
                                            DISPLAY_TABLE_ROW_GROUP,
                                            DISPLAY_TABLE_ROW,
                                            DISPLAY_TABLE_CELL,
                                            DISPLAY_BLOCK,
                                            DISPLAY_INLINE };

/* ---- doc ---- */
const char *doc_attribute(const struct node *n, const char *name)
{
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, name) == 0)
            return n->attributes[i].value;
    return NULL;
}

struct position doc_position(const struct node *n, uint32_t start, uint32_t end)
{
    return n->kind == NODE_ELEMENT ? node_at(n)
                                   : position_at(world->source, n->start + start, n->start + end);
}

char *doc_text(struct arena *a, const struct node *n)
{
    struct buffer out = buffer_in(a);
    for (const struct node *c = node_first(n); c; c = node_next(c)) {
        if (c->kind == NODE_TEXT)
            buffer_add(&out, c->text, c->length);
        else
            buffer_add_string(&out, doc_text(a, c));
    }
    return (char *)buffer_text(&out);
}

/* ---- lang ---- */
static const char *const lang_tags[] = { "en", "de", "ar", "und" };
static struct lang tag_langs[4];
const struct digit_set lang_latin_digits = { { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' } };
static const struct digit_set arabic_digits = { { 0x660, 0x661, 0x662, 0x663, 0x664, 0x665, 0x666,
                                                  0x667, 0x668, 0x669 } };
const struct lang *lang_open_tag(struct langs *l, const char *tag, bool hyphenate)
{
    (void)l, (void)hyphenate;
    unsigned i = 0;
    while (i < 3 && strcmp(lang_tags[i], tag) != 0)
        i++;
    tag_langs[i] = (struct lang){ .tag = lang_tags[i],
                                  .rtl = i == 2,
                                  .usual = &lang_latin_digits,
                                  .native = i == 2 ? &arabic_digits : &lang_latin_digits,
                                  .quotes = { "«", "»", "‹", "›" } };
    return &tag_langs[i];
}

/* Of one digit. */
char *lang_number(struct arena *a, const struct digit_set *d, int64_t n, const char *style)
{
    char *out = arena_alloc(a, 8);
    if (strcmp(style, "disc") == 0)
        return arena_strdup(a, "•");
    if (n < 0 || n > 9)
        return arena_printf(a, "%lld", (long long)n);
    out[utf8_encode(d->digit[n], out)] = 0;
    return out;
}

/* A text uses Arabic digits where it has the Arabic one. */
void lang_count_digits(struct digit_counts *c, const char *text, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        c->count += memcmp(text + i, "\u0661", 2) == 0;
}
const struct digit_set *lang_most_digits(const struct digit_counts *c,
                                         const struct digit_set *usual)
{
    return c->count ? &arabic_digits : usual;
}

char *lang_to_case(struct arena *a, const struct lang *l, enum lang_case c, const char *text,
                   size_t n, size_t *length, uint32_t **origin)
{
    (void)l;
    char *out = arena_alloc(a, 2 * n + 1);
    *origin = arena_array(a, uint32_t, 2 * n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (c == LANG_UPPER && i + 1 < n && memcmp(text + i, "ß", 2) == 0) {
            (*origin)[k] = (*origin)[k + 1] = (uint32_t)i++;
            out[k++] = 'S';
            out[k++] = 'S';
            continue;
        }
        bool up = c == LANG_UPPER || (c == LANG_CAPITALIZE && (i == 0 || text[i - 1] == ' '));
        (*origin)[k] = (uint32_t)i;
        out[k++] = (char)(up ? toupper((unsigned char)text[i]) : text[i]);
    }
    *length = k;
    return out;
}

/* ---- text ---- */
struct fonts {
    int none;
};
struct shaper {
    struct arena *arena;
};
const struct face *text_face(struct fonts *f, struct diag *d, const struct style *s)
{
    (void)f, (void)d, (void)s;
    return NULL;
}
struct extent text_line_extent(const struct face *face, const struct style *s)
{
    (void)face;
    return (struct extent){ s->font_size, 0 };
}
struct font_units text_units(const struct face *face, sp size)
{
    return face ? (struct font_units){ { size / 2, size / 2, size, size } }
                : (struct font_units){ { 0 } };
}
struct shaper *text_open_shaper(struct arena *a, struct fonts *f)
{
    (void)f;
    struct shaper *s = arena_new(a, struct shaper);
    s->arena = a;
    return s;
}
void text_close_shaper(struct shaper *s) { (void)s; }
/* Proof of having been shaped, and by whom: as many glyphs as bytes, in the arena of the shaper's thread. */
const struct shaped *text_shape(struct shaper *s, struct arena *a, struct diag *d,
                                const struct paragraph *p)
{
    struct shaped *made = arena_new(a == s->arena ? a : NULL, struct shaped);
    made->glyph_count = p->length;
    if (p->length == 4 && memcmp(p->text, "warn", 4) == 0)
        diag_add(d, DIAG_NOTE_HIDDEN, node_at(p->node), "note", "from a shaper", NULL);
    return made;
}

/* ---- style ---- */
sp length_resolve(struct length l, sp base, struct font_units font)
{
    return l.absolute + sp_muldiv(base, l.percent, 6553600) +
           sp_muldiv(font.of[UNIT_EX], l.of_font[UNIT_EX], SP_PT) +
           sp_muldiv(font.of[UNIT_CH], l.of_font[UNIT_CH], SP_PT);
}
bool length_has_share(struct length l) { return l.percent != 0; }
bool length_has_font_units(struct length l) { return l.of_font[UNIT_EX] || l.of_font[UNIT_CH]; }
const struct counter_style *style_counter_find(const struct styles *s, const char *name)
{
    (void)s, (void)name;
    return NULL;
}
const struct style *style_of(const struct styles *s, const struct node *n)
{
    (void)s;
    return &world->styles[n->index];
}
const struct style *style_pseudo(const struct styles *s, const struct node *n, enum pseudo p)
{
    (void)s;
    return world->pseudos[n->index][p];
}
const struct style *style_anonymous(const struct styles *s, const struct style *parent,
                                    enum display display)
{
    (void)s;
    struct style *made = arena_new(world->arena, struct style);
    *made = (struct style){ .font_size = parent->font_size,
                            .white_space = parent->white_space,
                            .text_transform = parent->text_transform,
                            .lang = parent->lang,
                            .rtl = parent->rtl,
                            .display = display,
                            .list_style_type = parent->list_style_type };
    return made;
}

static const struct content *parse_content(const char *s)
{
    static const struct {
        const char *name;
        enum content_kind kind;
    } names[] = { { "counters:", CONTENT_COUNTERS }, { "counter:", CONTENT_COUNTER },
                  { "attr:", CONTENT_ATTR },         { "open", CONTENT_OPEN_QUOTE },
                  { "close", CONTENT_CLOSE_QUOTE },  { "text", CONTENT_TEXT } };
    struct content *first = NULL, **next = &first;
    while (*s) {
        struct content *c = *next = arena_new(world->arena, struct content);
        next = (struct content **)(void *)&c->next;
        c->separator = ".";
        if (*s == '"') {
            size_t n = strcspn(s + 1, "\"");
            c->text = arena_strndup(world->arena, s + 1, n);
            s += n + 2;
            continue;
        }
        for (unsigned i = 0; i < 6; i++) {
            size_t n = strlen(names[i].name);
            if (strncmp(s, names[i].name, n) != 0)
                continue;
            c->kind = names[i].kind;
            s += n;
            n = strspn(s, "abcdefghijklmnopqrstuvwxyz-");
            c->text = arena_strndup(world->arena, s, n);
            s += n;
            break;
        }
        s += strspn(s, "+");
    }
    return first;
}

static const struct counter_op *parse_op(const char *s)
{
    struct counter_op *o = arena_new(world->arena, struct counter_op);
    size_t n = strcspn(s, ":");
    *o = (struct counter_op){ .name = arena_strndup(world->arena, s, n),
                              .value = s[n] ? atoi(s + n + 1) : 0 };
    return o;
}

static void apply_style(struct style *s, const char *key, const char *value)
{
    static const char *const modes[] = { "normal", "nowrap", "pre", "pre-wrap", "pre-line" };
    static const char *const cases[] = { "none", "uppercase", "lowercase", "capitalize" };
    for (unsigned i = 0; strcmp(key, "ws") == 0 && i < 5; i++)
        if (strcmp(value, modes[i]) == 0)
            s->white_space = (enum white_space)i;
    for (unsigned i = 0; strcmp(key, "tt") == 0 && i < 4; i++)
        if (strcmp(value, cases[i]) == 0)
            s->text_transform = (enum text_transform)i;
    if (strcmp(key, "va") == 0)
        s->vertical_align = VALIGN_LENGTH, s->vertical_shift.absolute = atoi(value) * SP_PT;
    if (strcmp(key, "pos") == 0)
        s->list_style_position = s->footnote_position =
            strcmp(value, "outside") == 0 ? MARKER_OUTSIDE : MARKER_INSIDE;
    if (strcmp(key, "pad") == 0)
        s->padding[SIDE_INLINE_START].absolute = atoi(value) * SP_PT;
    if (strcmp(key, "lang") == 0)
        s->lang = arena_strdup(world->arena, value), s->rtl = strcmp(value, "ar") == 0;
    if (strcmp(key, "flow") == 0)
        s->float_kind = FLOAT_NONE;
    if (strcmp(key, "type") == 0)
        s->list_style_type = arena_strdup(world->arena, value);
    if (strcmp(key, "reset") == 0)
        s->counter_reset = parse_op(value);
    if (strcmp(key, "inc") == 0)
        s->counter_increment = parse_op(value);
    if (strcmp(key, "set") == 0)
        s->counter_set = parse_op(value);
    if (strcmp(key, "string") == 0) {
        struct string_set *set = arena_new(world->arena, struct string_set);
        *set = (struct string_set){ .name = "name", .content = parse_content(value) };
        s->string_set = set;
    }
}

/* A pseudo-element's style: inherits, is inline, and says its content. */
static void apply_pseudo(struct node *n, const char *key, const char *value)
{
    static const char *const names[] = { [PSEUDO_BEFORE] = "before",
                                         [PSEUDO_AFTER] = "after",
                                         [PSEUDO_FOOTNOTE_CALL] = "call",
                                         [PSEUDO_FOOTNOTE_MARKER] = "fmarker",
                                         [PSEUDO_MARKER] = "marker" };
    for (unsigned i = 0; i < PSEUDO_COUNT; i++) {
        if (strcmp(key, names[i]) != 0)
            continue;
        struct style *s = arena_new(world->arena, struct style);
        *s = *style_anonymous(NULL, &world->styles[n->index], DISPLAY_INLINE);
        s->content = parse_content(value);
        world->pseudos[n->index][i] = s;
    }
}

/* ---- reading ---- */
static struct node *add_node(struct node *parent, enum node_kind kind)
{
    uint32_t index = world->doc.node_count++;
    if (index >= NODES_MOST)
        abort();
    struct node *n = &world->nodes[index];
    *n = (struct node){ .kind = (uint8_t)kind,
                        .scope = &world->scope,
                        .index = index,
                        .size = 1,
                        .parent = parent ? index - parent->index : 0 };
    for (struct node *p = n; p->parent; p->size++)
        p -= p->parent;
    return n;
}

/* `key=value` or `key='value'`, at s; what follows. */
static const char *read_attribute(struct node *n, const char *s)
{
    struct attribute *list = arena_array(world->arena, struct attribute, n->attribute_count + 1);
    if (n->attribute_count)
        memcpy(list, n->attributes, n->attribute_count * sizeof *list);
    size_t key = strcspn(s, "="), quoted = s[key + 1] == '\'';
    const char *value = s + key + 1 + quoted;
    size_t length = strcspn(value, quoted ? "'" : " >");
    list[n->attribute_count++] =
        (struct attribute){ .name = arena_strndup(world->arena, s, key),
                            .value = arena_strndup(world->arena, value, length) };
    n->attributes = list;
    return value + length + quoted;
}

/* A start tag after its "<": the new element. */
static struct node *read_start(struct node *parent, const char **at)
{
    const char *s = *at;
    struct node *n = add_node(parent, NODE_ELEMENT);
    size_t length = strcspn(s, " >"), i = 0;
    while (doc_elements[i].name &&
           (strlen(doc_elements[i].name) != length || memcmp(doc_elements[i].name, s, length) != 0))
        i++;
    if (!doc_elements[i].name)
        abort();
    n->element = (uint8_t)(i + 1);
    n->start = (uint32_t)(s - 1 - world->source->bytes);
    n->end = n->start + 1;
    struct style *style = &world->styles[n->index];
    static const struct style root = { .font_size = 10 * SP_PT,
                                       .lang = "en",
                                       .list_style_type = "disc" };
    *style = *style_anonymous(NULL, parent ? &world->styles[parent->index] : &root, tag_display[i]);
    style->float_kind = strcmp(doc_elements[i].name, "note") == 0 ? FLOAT_FOOTNOTE : FLOAT_NONE;
    for (s += length; *s == ' ';) {
        s = read_attribute(n, s + 1);
        if (strcmp(n->attributes[n->attribute_count - 1].name, "id") == 0)
            n->id = n->attribute_count;
    }
    for (unsigned k = 0; k < n->attribute_count; k++)
        apply_style(style, n->attributes[k].name, n->attributes[k].value);
    for (unsigned k = 0; k < n->attribute_count; k++)
        apply_pseudo(n, n->attributes[k].name, n->attributes[k].value);
    *at = s + 1;
    return n;
}

/* Calls find their notes. */
static void tie_calls(void)
{
    for (uint32_t i = 0; i < world->doc.node_count; i++)
        for (uint32_t k = 0; k < world->doc.node_count; k++) {
            const char *to = doc_attribute(&world->nodes[i], "to");
            if (to && world->nodes[k].id && strcmp(node_id(&world->nodes[k]), to) == 0)
                world->nodes[i].note = k;
        }
}

static void read_source(const char *source)
{
    struct node *open = NULL;
    world->scope.source = world->source =
        source_build(world->arena, "test", source, strlen(source));
    for (const char *s = world->source->bytes; *s;) {
        if (s[0] == '<' && s[1] == '/') {
            s += strcspn(s, ">") + 1;
            open -= open->parent;
        } else if (*s == '<') {
            s++;
            open = read_start(open, &s);
        } else {
            struct node *n = add_node(open, NODE_TEXT);
            n->text = s;
            n->length = (uint32_t)strcspn(s, "<");
            n->start = (uint32_t)(s - world->source->bytes);
            n->end = n->start + 1;
            s += n->length;
        }
    }
    tie_calls();
    world->doc.root = world->doc.nodes = world->nodes;
}

#endif
