/* flow/told: what is said once only of what the sheet says somewhere: a margin box too small for
 * its text, columns too many for their width.
 */
#include "flow/flow.h"

/* What the sheet says there has been spoken of. */
struct told {
    struct position at;
    const struct told *next;
};

bool is_first_told(struct context *c, struct position at)
{
    for (const struct told *t = c->told; t; t = t->next)
        if (t->at.source == at.source && t->at.start == at.start)
            return false;
    struct told *t = arena_new(c->a, struct told);
    *t = (struct told){ at, c->told };
    c->told = t;
    return true;
}
