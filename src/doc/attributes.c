/* doc/attributes: an element's attributes: each one known, its value one that it can have, none
 * missing.
 */
#include "doc/inner.h"

#include "lang/lang.h"

#include <string.h>

/* Where what is wrong is said. */
struct reporter {
    struct arena *arena;
    struct diag *diag;
};

/* ---- values ---- */

/* Tells whether it is a name that can stand in href="#…", in CSS and in a catalogue: letters,
 * digits, - _ . and all beyond ASCII, not beginning with a digit, - or . (XML's NCName, where
 * beyond ASCII the parser has seen to characters). */
static bool is_id(const char *v)
{
    if (!*v || strchr("0123456789-.", *v))
        return false;
    for (; *v; v++)
        if (!((unsigned char)*v >= 0x80 || (*v >= 'a' && *v <= 'z') || (*v >= 'A' && *v <= 'Z') ||
              strchr("0123456789-_.", *v)))
            return false;
    return true;
}

static bool is_direction(const char *v)
{
    return strcmp(v, "ltr") == 0 || strcmp(v, "rtl") == 0 || strcmp(v, "auto") == 0;
}
static bool is_yes_no(const char *v) { return strcmp(v, "yes") == 0 || strcmp(v, "no") == 0; }
static bool is_list_type(const char *v) { return strcmp(v, "ordered") == 0; }

static bool is_href(const char *v) { return (v[0] == '#' && v[1]) || lang_is_address(v); }

/* Reports the first white space in an address, as it stands in the source; false when there is
 * none. */
static bool check_address(const struct reporter *c, const struct node *n, const struct attribute *a)
{
    const char *source = n->scope->source->bytes;
    uint32_t at = a->start;
    while (at < a->end && !is_space(source[at]))
        at++;
    if (at == a->end)
        return false;
    bool line = memchr(source + at, '\n', scan_space(n->scope->source, at) - at) != NULL;
    diag_add(c->diag, DIAG_ADDRESS_SPACE, position_at(n->scope->source, at, at + 1), "what",
             line ? PHRASE("a line end") : PHRASE("a space"), NULL);
    return true;
}

/* A path at or below the source's folder: no scheme, no root, nothing that leads upwards. */
static bool is_picture_path(const char *v)
{
    if (!*v || *v == '/' || strpbrk(v, ":\\"))
        return false;
    for (; v; v = strchr(v, '/')) {
        v += *v == '/';
        if (strncmp(v, "..", 2) == 0 && (v[2] == '/' || !v[2]))
            return false;
    }
    return true;
}

static const struct value_rule {
    const char *name;
    bool (*is_good)(const char *);
    const char *wanted;
} value_rules[] = {
    { "id", is_id, PHRASE("a name of letters, digits, -, _ and ., beginning with a letter") },
    { "dir", is_direction, PHRASE("ltr, rtl or auto") },
    { "translate", is_yes_no, PHRASE("yes or no") },
    { "type", is_list_type, PHRASE("ordered, or leave it out") },
    { "src", is_picture_path,
      PHRASE("the path of a PNG, JPEG or SVG file in the source's folder or below it: no address, "
             "no .. and no \\") },
    { "href", is_href,
      PHRASE("an address that begins with http://, https://, mailto: or tel:, or # and an id") },
};

static void check_language(const struct reporter *c, const struct node *n,
                           const struct attribute *a)
{
    if (lang_is_registered(a->value))
        return;
    const char *near = lang_nearest_tag(c->arena, a->value);
    if (near)
        diag_add(c->diag, DIAG_LANG_MEANT, attribute_at(n, a), "value", a->value, "near", near,
                 NULL);
    else
        diag_add(c->diag, DIAG_LANG_UNKNOWN, attribute_at(n, a), "value", a->value, NULL);
}

/* Reports an address without its beginning, of which that can be told; false when it is none. */
static bool check_beginning(const struct reporter *c, const struct node *n,
                            const struct attribute *a)
{
    const char *meant = is_href(a->value) ? NULL : meant_address(c->arena, a->value);
    if (meant)
        diag_add(c->diag, DIAG_ATTRIBUTE_VALUE, attribute_at(n, a), "name", a->name, "value",
                 a->value, "wanted", meant, NULL);
    return meant;
}

/* Reports a code that is of no address: from paper nothing leads to an id. */
static bool check_code(const struct reporter *c, const struct node *n, const struct attribute *a)
{
    if (lang_is_address(a->value) || !n->element || node_element(n)->role != ROLE_FIGURE)
        return false;
    diag_add(c->diag, DIAG_ATTRIBUTE_VALUE, attribute_at(n, a), "name", a->name, "value", a->value,
             "wanted", PHRASE("an address that begins with http://, https://, mailto: or tel:"),
             NULL);
    return true;
}

/* What of a source becomes a string of a PDF: no longer than an archive's file may have one (ISO
 * 19005-2, 6.1.13: 32,767 bytes), though each byte becomes three in an address. */
enum { VALUE_MOST = 10000 };

static void check_length(const struct reporter *c, const struct node *n, const struct attribute *a)
{
    static const char *const kept[] = { "alt", "href", "id" };
    const size_t size = strlen(a->value);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (size > VALUE_MOST && strcmp(a->name, kept[i]) == 0)
            diag_add(c->diag, DIAG_VALUE_LONG, attribute_at(n, a), "name", a->name, "size",
                     arena_printf(c->arena, "%zu", size), "most",
                     arena_printf(c->arena, "%d", VALUE_MOST), NULL);
}

static void check_value(const struct reporter *c, const struct node *n, const struct attribute *a)
{
    check_length(c, n, a);
    if (strcmp(a->name, "xml:lang") == 0)
        check_language(c, n, a);
    if (strcmp(a->name, "href") == 0 &&
        (check_beginning(c, n, a) || check_address(c, n, a) || check_code(c, n, a)))
        return;
    for (size_t i = 0; i < sizeof value_rules / sizeof *value_rules; i++)
        if (strcmp(value_rules[i].name, a->name) == 0 && !value_rules[i].is_good(a->value))
            diag_add(c->diag, DIAG_ATTRIBUTE_VALUE, attribute_at(n, a), "name", a->name, "value",
                     a->value, "wanted", value_rules[i].wanted, NULL);
}

/* ---- attributes ---- */

/* Finds where the attribute's name stands. */
static struct position name_at(const struct node *n, const struct attribute *a)
{
    size_t at = scan_name(n->scope->source, n->start + 1);
    struct scanned_attribute found;
    while (scan_attribute(n->scope->source, &at, &found))
        if (found.value == a->start)
            return position_at(n->scope->source, found.name, found.name_end);
    return attribute_at(n, a);
}

static void report_attribute(const struct reporter *c, const struct node *n,
                             const struct attribute *a)
{
    const char *near = meant_attribute(node_element(n), a->name);
    struct position at = name_at(n, a);
    if (near)
        diag_add(c->diag, DIAG_ATTRIBUTE_MISSPELT, at, "name", a->name, "element",
                 node_element(n)->name, "near", near, NULL);
    else
        diag_add(c->diag, DIAG_ATTRIBUTE_UNKNOWN, at, "name", a->name, "element",
                 node_element(n)->name, "remedy",
                 meant_look(a->name)
                     ? PHRASE("delete it; what text looks like is said in a style sheet")
                     : PHRASE("delete it"),
                 NULL);
}

const struct attribute *attributes_find(const struct node *n, const char *name, size_t length)
{
    bool required;
    for (unsigned i = 0; i < n->attribute_count; i++) {
        const char *own = n->attributes[i].name;
        if (!element_takes(node_element(n), own, &required))
            own = meant_attribute(node_element(n), own);
        if (own && strncmp(own, name, length) == 0 && !own[length])
            return &n->attributes[i];
    }
    return NULL;
}

void attributes_check(struct arena *a, struct diag *d, const struct node *n)
{
    const struct reporter reporter = { a, d }, *c = &reporter;
    bool required;
    for (unsigned i = 0; i < n->attribute_count; i++) {
        if (element_takes(node_element(n), n->attributes[i].name, &required))
            check_value(c, n, &n->attributes[i]);
        else
            report_attribute(c, n, &n->attributes[i]);
    }
    for (const char *w = node_element(n)->attributes; *w; w += strspn(w, " ")) {
        size_t length = strcspn(w, " !");
        if (w[length] == '!' && !attributes_find(n, w, length))
            diag_add(c->diag, DIAG_ATTRIBUTE_MISSING, node_at(n), "name",
                     arena_strndup(c->arena, w, length), "element", node_element(n)->name, "hint",
                     strncmp(w, "xml:lang", length)
                         ? ""
                         : PHRASE(", the language: en for English, es for Spanish"),
                     NULL);
        w += length + (w[length] == '!');
    }
}
