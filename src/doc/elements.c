/* doc/elements: the table of elements, and looking names up in it. */
#include "base/words.h"
#include "doc/inner.h"

#include <string.h>

const struct element doc_elements[] = {
#define ELEMENT(name, role, unit, is_inline, text, content, attributes, refers)                    \
    { #name, ROLE_##role, unit, is_inline, text, content, attributes, refers },
#include "doc/elements.def"
#undef ELEMENT
};
const unsigned doc_element_count = sizeof doc_elements / sizeof *doc_elements;

const struct element *element_find(const char *name)
{
    for (unsigned i = 0; i < doc_element_count; i++)
        if (doc_elements[i].name[0] == name[0] && strcmp(doc_elements[i].name, name) == 0)
            return &doc_elements[i];
    return NULL;
}

/* Tells whether the list of words holds this one; *required becomes true when a "!" is behind
 * it. */
static bool holds(const char *words, const char *name, bool *required)
{
    size_t n = strlen(name);
    for (const char *w = words; *w; w += strspn(w, " ")) {
        size_t length = strcspn(w, " !");
        *required = w[length] == '!';
        if (length == n && memcmp(w, name, n) == 0)
            return true;
        w += length + *required;
    }
    *required = false;
    return false;
}

bool element_takes(const struct element *e, const char *name, bool *required)
{
    bool common;
    return holds(e->attributes, name, required) || holds("id class dir translate", name, &common) ||
           strncmp(name, "xml:", 4) == 0 || strncmp(name, "its:", 4) == 0;
}

const char *const attribute_names[] = { "id",  "class", "xml:lang", "dir", "translate",   "type",
                                        "src", "alt",   "href",     "to",  "its:locNote", NULL };

const char *attribute_find(const char *prefix, const char *name)
{
    size_t n = strlen(prefix);
    for (const char *const *known = attribute_names; *known; known++)
        if (strncmp(*known, prefix, n) == 0 && strcmp(*known + n, name) == 0)
            return *known;
    return NULL;
}

unsigned doc_attribute_order(const char *name)
{
    unsigned order = 0;
    while (attribute_names[order] && strcmp(attribute_names[order], name) != 0)
        order++;
    return attribute_names[order] ? order : DOC_ATTRIBUTE_LAST;
}

const char *nearest_word(const char *word, const char *const *words)
{
    const char *best = NULL;
    unsigned least = strlen(word) < 5 ? 2 : 3;
    for (; *words; words++) {
        unsigned d = word_distance(word, *words);
        if (d < least && d < strlen(word)) {
            least = d;
            best = *words;
        }
    }
    return best;
}
