/* doc/spoken: what an edition that is read aloud needs words for, beyond what a document must have
 * to be printed: whoever hears the page has nothing else to go by. */
#include "doc/inner.h"

#include "base/utf8.h"

#include <string.h>

/* What must not be silent, and what is to be done where it is. */
static const char *const remedies[ROLE_COUNT] = {
    [ROLE_TH_ROW] = PHRASE("write the principle's name in it"),
    [ROLE_TH_COLUMN] = PHRASE("write in it what the column holds, or delete all heads"),
    [ROLE_LINK] = PHRASE("write in it where it leads, or delete it"),
    [ROLE_NOTE] = PHRASE("write the note in it, or delete it with its calls"),
};

/* Tells whether a character neither prints nor is said: a space, or what joins and directs. */
static bool is_silent(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 ||
           c == 0xFEFF;
}

static bool says_something(const char *text, size_t size)
{
    for (size_t i = 0, length; i < size; i += length)
        if (!is_silent(utf8_decode(text + i, size - i, &length)))
            return true;
    return false;
}

bool has_words(const struct node *top)
{
    for (const struct node *n = top; n < top + top->size; n++)
        if (n->kind == NODE_TEXT && says_something(n->text, n->length))
            return true;
    return false;
}

static void check_alternative(struct diag *d, const struct node *n, const char *edition)
{
    for (unsigned i = 0; i < n->attribute_count; i++) {
        const struct attribute *a = &n->attributes[i];
        if (strcmp(a->name, "alt") == 0 && !says_something(a->value, strlen(a->value)))
            diag_add(d, DIAG_ALTERNATIVE_EMPTY, attribute_at(n, a), "name", node_element(n)->name,
                     "edition", edition, NULL);
    }
}

void doc_check_spoken(struct diag *d, const struct doc *doc, const char *edition)
{
    for (const struct node *n = doc->root; n < doc->root + doc->node_count; n++) {
        const char *remedy = n->element ? remedies[node_element(n)->role] : NULL;
        if (remedy && !has_words(n))
            diag_add(d, DIAG_ELEMENT_EMPTY, node_at(n), "name", node_element(n)->name, "remedy",
                     remedy, "edition", edition, NULL);
        if (n->element)
            check_alternative(d, n, edition);
    }
}
