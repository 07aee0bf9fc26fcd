/* page/explain: the reasons of a plan in words, with the places in the source where pages end. */
#include "page/inner.h"

/* What a reason is called, and said; %u: the number of the note that has no room. */
static const struct {
    const char *name, *text;
} whys[] = {
    [WHY_END] = { "end", PHRASE("the document ends") },
    [WHY_FORCED] = { "forced", PHRASE("a break is asked for, or another kind of page") },
    [WHY_LOW] = { "low", PHRASE("the page is too low for one line of what follows") },
    [WHY_NOTES] = { "notes", PHRASE("notes of the pages before take all its room") },
    [WHY_FULL] = { "full", PHRASE("the next line has no room") },
    [WHY_NOTE] = { "note", PHRASE("note %u, which the next lines call, has no room") },
    [WHY_KEPT] = { "kept",
                   PHRASE("what follows is kept together (break-inside or break-before: avoid)") },
    [WHY_NARROW] = { "narrow",
                     PHRASE("the next page is too narrow for the next row to go on there") },
    [WHY_LINES] = { "lines",
                    PHRASE("widows and orphans, or a name, hold the next lines together") },
    [WHY_COST] = { "cost", PHRASE("a fuller page would make the rest worse") },
};

/* What costs are called that make up a page's: what stands behind COST in a phrase, which whoever
 * prints it looks up whole. */
#define COST "cost: "
static const char *const items[BILL_COUNT] = {
    [BILL_OVERFLOW] = PHRASE("cost: overflow"), [BILL_LATE] = PHRASE("cost: late"),
    [BILL_TEAR] = PHRASE("cost: torn"),         [BILL_PART] = PHRASE("cost: parted"),
    [BILL_NOTE] = PHRASE("cost: note"),         [BILL_PAGE] = PHRASE("cost: page"),
    [BILL_LAST] = PHRASE("cost: last"),         [BILL_GAP] = PHRASE("cost: gap"),
    [BILL_HYPHEN] = PHRASE("cost: hyphen"),     [BILL_CUT] = PHRASE("cost: cut"),
    [BILL_STRETCH] = PHRASE("cost: stretch"),   [BILL_SETTINGS] = PHRASE("cost: settings"),
};

/* The costs of a bill that are not 0. */
static void add_costs(struct context *c, struct page_end *e, const struct bill *b)
{
    struct page_cost *costs = arena_array(c->a, struct page_cost, BILL_COUNT);
    e->costs = costs;
    for (int i = 0; i < BILL_COUNT; i++) {
        if (b->of[i])
            costs[e->cost_count++] = (struct page_cost){ items[i] + sizeof COST - 1, b->of[i] };
        e->cost += b->of[i];
    }
}

/* The first slot of a row behind a cut, or of all (NULL), and its track; the track's count: none
 * stands there. */
static uint32_t slot_behind(const struct row *r, const uint32_t *cut, const struct track **track)
{
    uint32_t at = 0;
    for (uint32_t t = 0; t < r->count; t++) {
        *track = &r->tracks[t];
        at = cut ? cut[t] : 0;
        if (at != (*track)->count)
            break;
    }
    return at;
}

/* The line that follows an end, with its first words. */
static struct page_end end_before(struct context *c, const struct flow *f, uint32_t row,
                                  const uint32_t *cut, sp unused)
{
    struct page_end e = { .unused = unused };
    if (row >= f->count)
        return e;
    const struct row *r = &f->rows[row];
    const struct track *t = NULL;
    uint32_t at = slot_behind(r, cut, &t);
    const struct drawn *d = t && at != t->count ? &t->drawn[at] : NULL;
    const struct box *b = d && d->box ? d->box : r->box;
    e.words = "";
    if (b && b->node)
        e.at = doc_position(b->node, 0, 0);
    if (!d || !d->set)
        return e;
    struct arena_mark mark = arena_mark(c->scratch);
    e.words = line_words(c->a, set_line(c, d->set, d->variant, d->line), &e.at);
    arena_reset(c->scratch, mark);
    return e;
}

/* The end that a page of the plan has. */
static struct page_end planned_end(struct context *c, const struct story *s,
                                   const struct planned_page *p)
{
    return end_before(c, s->flows[p->behind_flow], p->behind, p->to, p->gap);
}

/* Does a page's end, or one of the others so far, stand there, too? */
static bool is_told(const struct page_reason *r, struct position at)
{
    bool told = r->end.at.start == at.start && r->end.at.source == at.source;
    for (uint32_t i = 0; i < r->other_count; i++)
        told = told || (r->others[i].at.start == at.start && r->others[i].at.source == at.source);
    return told;
}

static struct page_reason explain(struct context *c, const struct story *s,
                                  const struct planned_page *p, const struct reason *r)
{
    uint32_t note = r->why == WHY_NOTE ? c->boxes->notes[r->note].number : 0;
    struct page_reason made = { .why = whys[r->why].name };
    made.text = arena_printf(c->a, whys[r->why].text, note);
    made.end = planned_end(c, s, p);
    add_costs(c, &made.end, &r->bill);
    for (uint32_t i = 0; i < r->other_count && made.other_count < PAGE_OTHERS; i++) {
        const struct alternative *o = &r->others[i];
        struct page_end e = end_before(c, s->flows[o->cut ? o->flow : 0], o->row, o->cut, o->gap);
        if (is_told(&made, e.at))
            continue;
        add_costs(c, &e, &o->bill);
        made.others[made.other_count++] = e;
    }
    return made;
}

const struct page_reason *explain_plan(struct context *c, const struct story *s,
                                       const struct plan *plan)
{
    if (!plan->reasons)
        return NULL;
    struct page_reason *made = arena_array(c->a, struct page_reason, plan->count);
    for (uint32_t i = 0; i < plan->count; i++)
        if (plan->pages[i].blank)
            made[i] =
                (struct page_reason){ .why = "blank",
                                      .text = PHRASE("what follows asks for the other side") };
        else
            made[i] = explain(c, s, &plan->pages[i], &plan->reasons[i]);
    return made;
}
