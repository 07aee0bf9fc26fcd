/* flow/gaps: the space between two lines or rows, gathered until one of them takes it (walk.h). */
#include "flow/walk.h"

void gap_add_margin(struct walk *w, sp m, enum margin_of of)
{
    struct gap *g = &w->gap;
    if (g->open > 0) {
        g->inner_plus = sp_max(g->inner_plus, m);
        g->inner_minus = sp_min(g->inner_minus, m);
        return;
    }
    g->plus = sp_max(g->plus, m);
    g->minus = sp_min(g->minus, m);
    g->starts_plus = of == OF_END ? 0 : sp_max(g->starts_plus, m);
    g->starts_minus = of == OF_END ? 0 : sp_min(g->starts_minus, m);
}

/* The margins gathered last cannot grow any more: blocks that start here have their edges behind
 * them. */
static void fix_edges(struct walk *w)
{
    struct gap *g = &w->gap;
    g->open += g->inner_plus + g->inner_minus;
    g->inner_plus = g->inner_minus = 0;
    for (struct opened *o = w->opened; o && !o->edge_found; o = o->outer) {
        o->edge = w->high + g->close + g->plus + g->minus + g->open;
        o->edge_found = true;
    }
}

void gap_add_open(struct walk *w, sp open)
{
    if (open <= 0)
        return;
    fix_edges(w);
    w->gap.open += open;
}

void gap_add_close(struct walk *w, sp close)
{
    if (close <= 0)
        return;
    w->gap.close += w->gap.plus + w->gap.minus + close;
    w->gap.plus = w->gap.minus = w->gap.starts_plus = w->gap.starts_minus = 0;
}

struct gap gap_take(struct walk *w)
{
    fix_edges(w);
    struct gap g = w->gap;
    w->high += g.close + g.plus + g.minus + g.open;
    w->gap = (struct gap){ 0 };
    for (struct opened *o = w->opened; o && !o->line_found; o = o->outer) {
        o->line = w->high;
        o->line_found = true;
    }
    return g;
}
