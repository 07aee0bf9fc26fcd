/* doc/scripts: the letters in which the text of each language stands, for languages of which nobody
 * else knows their script. */
#include "doc/inner.h"

#include "lang/lang.h"

void doc_count_letters(const struct doc *d, struct langs *langs)
{
    for (uint32_t i = 0; i < d->node_count; i++) {
        const struct node *n = &d->nodes[i];
        if (n->kind == NODE_TEXT && n->scope->lang)
            lang_count_letters(langs, n->scope->lang, n->text, n->length);
    }
}
