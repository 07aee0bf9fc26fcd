/* page/stretches: which calls of notes are numbered together, where @page has their numbers begin
 * anew.
 *
 * Numbers are part of the text that pages are made of, so that pages have to be made to know them:
 * they are made again with the numbers found, until these are the ones they were made with (job).
 */
#include "page/inner.h"

#include <string.h>

static bool counts_notes(const struct counter_op *o)
{
    for (; o; o = o->next)
        if (strcmp(o->name, "footnote") == 0)
            return true;
    return false;
}

static bool begins_stretch(const struct page *p)
{
    return counts_notes(p->style->page->counter_reset) || counts_notes(p->style->page->counter_set);
}

/* The stretch of each page; returns how many there are. */
static uint32_t stretches_of_pages(const struct pages *p, uint32_t *of_page)
{
    uint32_t n = 1;
    for (uint32_t i = 0; i < p->count; i++)
        of_page[i] = n += i && begins_stretch(&p->pages[i]);
    return n;
}

/* A note is numbered where its first call stands; one that prints nothing has no link, and stands
 * where its note does. */
static void find_notes(const struct pages *p, const struct boxes *boxes, const uint32_t *of_page,
                       uint32_t *of_node)
{
    for (uint32_t i = 0; i < p->anchor_count; i++)
        if (!of_node[p->anchors[i].node->index])
            of_node[p->anchors[i].node->index] = of_page[p->anchors[i].page - 1];
    for (uint32_t i = 0; i < boxes->note_count; i++) {
        const struct note *n = &boxes->notes[i];
        uint32_t *call = &of_node[n->first_call->index], *note = &of_node[n->node->index];
        *call = *call ? *call : *note;
        *note = *call;
    }
}

const struct stretches *page_stretches(struct arena *a, const struct pages *p,
                                       const struct boxes *boxes)
{
    bool any = false;
    for (uint32_t i = 0; i < p->count; i++)
        any = any || begins_stretch(&p->pages[i]);
    if (!any || !boxes->note_count)
        return NULL;
    uint32_t *of_page = arena_array(a, uint32_t, p->count);
    uint32_t *of_node = arena_array(a, uint32_t, boxes->doc->node_count);
    struct stretches *made = arena_new(a, struct stretches);
    *made = (struct stretches){ stretches_of_pages(p, of_page), of_node };
    for (uint32_t i = 0; i < p->count; i++) {
        const struct kept *text = &p->pages[i].text;
        const struct placed *item = text->first;
        for (uint32_t k = 0; k < text->count; k++, item = placed_next(item))
            if (item->kind == PLACED_LINK)
                of_node[item->node->index] = of_page[i];
    }
    find_notes(p, boxes, of_page, of_node);
    return made;
}

void page_report_stretches(struct diag *d, const struct pages *p, const struct stretches *s)
{
    for (uint32_t i = 0; i < p->count; i++) {
        const struct kept *text = &p->pages[i].text;
        const struct placed *item = text->first;
        for (uint32_t k = 0; k < text->count; k++, item = placed_next(item)) {
            if (item->kind != PLACED_LINK)
                continue;
            const struct node *call = item->node, *note = node_note(call);
            if (note && s->of_node[call->index] != s->of_node[note->index])
                diag_add(d, DIAG_NOTE_AGAIN_PAGE, doc_position(call, 0, 0), "note", node_id(note),
                         NULL);
        }
    }
}
