/* l10n/like: how alike two passages are.
 *
 * Of the words of both, each as often as it stands there, twice those that stand in both (Dice
 * 1945).  Their order does not count: a sentence that moved inside its paragraph is still the same.
 */
#include "l10n/inner.h"

#include "base/words.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

struct bag bag_build(struct arena *a, const char *text)
{
    struct bag bag = { arena_array(a, uint32_t, strlen(text) / 2 + 1), 0 };
    for (size_t n; *text; text += n) {
        text += strspn(text, " \n\t\r");
        n = strcspn(text, " \n\t\r");
        if (n)
            bag.words[bag.count++] = hash_bytes(text, n);
    }
    if (bag.count)
        qsort(bag.words, bag.count, sizeof *bag.words, compare);
    return bag;
}

unsigned likeness(const struct bag *one, const struct bag *two)
{
    size_t i = 0, k = 0, shared = 0, all = one->count + two->count;
    size_t fewer = one->count < two->count ? one->count : two->count;
    if (!all || 200 * fewer / all < LIKE_STALE) /* it could not be reached */
        return 0;
    while (i < one->count && k < two->count) {
        bool same = one->words[i] == two->words[k];
        shared += same;
        bool first = same || one->words[i] < two->words[k];
        k += same || !first;
        i += first;
    }
    return (unsigned)(200 * shared / all);
}
