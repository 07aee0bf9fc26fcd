/* l10n/po_index: entries found by their context.  Sorted rather than hashed: no chosen set of
 * contexts can make it slow. */
#include "l10n/inner.h"

#include <stdlib.h>

static const char *context_of(const struct po_entry *e)
{
    return e->context.text ? e->context.text : "";
}

/* Orders by context, then by source, then by place. */
static int compare(const void *left, const void *right)
{
    const struct po_entry *a = *(const struct po_entry *const *)left;
    const struct po_entry *b = *(const struct po_entry *const *)right;
    int order = strcmp(context_of(a), context_of(b));
    if (!order)
        order = strcmp(a->id.text, b->id.text);
    return order ? order : a < b ? -1 : a > b;
}

struct po_index po_index_build(struct arena *a, const struct po *po)
{
    struct po_index index = { arena_array(a, const struct po_entry *, po->count), 0 };
    for (size_t i = 0; i < po->count; i++)
        if (!po->entries[i].obsolete && &po->entries[i] != po->header)
            index.entries[index.count++] = &po->entries[i];
    if (index.count)
        qsort(index.entries, index.count, sizeof *index.entries, compare);
    return index;
}

const struct po_entry **po_index_find(const struct po_index *index, const char *context,
                                      size_t *left)
{
    size_t low = 0, high = index->count;
    *left = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(context_of(index->entries[middle]), context) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + *left < index->count &&
           strcmp(context_of(index->entries[low + *left]), context) == 0)
        ++*left;
    return *left ? &index->entries[low] : NULL;
}

void po_index_report_twice(struct arena *a, struct diag *d, const struct po *po,
                           const struct po_index *index)
{
    for (size_t i = 1; i < index->count; i++) {
        const struct po_entry *e = index->entries[i], *before = index->entries[i - 1];
        if (strcmp(context_of(e), context_of(before)) != 0 || strcmp(e->id.text, before->id.text))
            continue;
        struct position at = position_at(po->source, before->id.start, before->id.end);
        diag_add(d, DIAG_PO_TWICE, position_at(po->source, e->id.start, e->id.end), "line",
                 arena_printf(a, "%u", position_place(at).line), NULL);
    }
}
