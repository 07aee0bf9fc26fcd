/* page/texts: a slot on paper: its line of text with links and anchors, its picture, its
 * markers. */
#include "page/placer.h"

#include <string.h>

/* Where an element's href leads: to an element, to an address (itself), or nowhere (NULL). */
static const struct node *target_of_node(struct context *c, const struct node *n)
{
    const char *href = n ? doc_attribute(n, "href") : NULL;
    if (!href || !*href)
        return NULL;
    return *href == '#' ? doc_find(c->boxes->doc, href + 1, strlen(href + 1)) : n;
}

/* Where a piece's link leads, as target_of_node. */
static const struct node *target_of(struct context *c, const struct piece *p)
{
    if (p->kind == PIECE_CALL && p->note < c->boxes->note_count)
        return c->boxes->notes[p->note].node;
    const struct node *link = text_link(p);
    if (p->kind == PIECE_GENERATED && link && link->note) /* of a note that flows */
        return node_note(link);
    return target_of_node(c, link);
}

/* Tells whether a piece is the number of the note at hand, run in with its first line: it leads
 * back to the call. */
static bool is_note_s_number(const struct placer *p, const struct piece *piece)
{
    return piece->kind == PIECE_MARKER && p->call && piece->node == node_note(p->call);
}

static void add_link(struct placer *p, const struct node *n, struct rect area,
                     const struct node *to)
{
    paint_add(p->c, &p->items,
              (struct placed){ .kind = PLACED_LINK, .node = n, .link = { area, to } });
}

/* Link areas of a line: runs side by side with one link share one. */
static void place_links(struct placer *p, const struct line *l, sp x, sp baseline)
{
    struct context *c = p->c;
    const struct node *open = NULL;
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct line_run *r = &l->runs[i];
        const struct piece *piece = line_piece(l, &l->runs[i]);
        if (!piece)
            continue;
        const struct node *to = is_note_s_number(p, piece) ? p->call : target_of(c, piece);
        if (!to) {
            open = NULL;
            continue;
        }
        const struct node *link = text_link(piece), *node = link ? link : piece->node;
        if (open == node) {
            struct rect *last = &p->items.items[p->items.count - 1].link.rect;
            last->width = x + r->x + r->width - last->x;
            continue;
        }
        struct rect area = { x + r->x, baseline - l->ascent, r->width, l->ascent + l->descent };
        add_link(p, node, area, to);
        open = node;
    }
}

void place_anchor(struct placer *p, const struct node *n, struct point at)
{
    for (; n && !p->placed[n->index]; n = node_parent(n)) {
        p->placed[n->index] = true;
        if (p->destinations[n->index])
            p->anchors[p->destinations[n->index] - 1] = (struct anchor){ n, p->number, at };
    }
}

void place_strings(struct placer *p, const struct strings_at *s)
{
    for (; s; s = s->next) {
        p->assignments =
            arena_grow(p->c->work, p->assignments, sizeof *p->assignments, p->assignment_count,
                       p->assignment_count + 1, &p->assignment_room);
        p->assignments[p->assignment_count++] =
            (struct assignment){ s->strings, p->number, !p->placed_any };
    }
    p->placed_any = true;
}

/* From a note's number back to its first call. */
static void place_back_link(struct placer *p, const struct marker *m, const struct line *l, sp x,
                            sp baseline)
{
    struct rect area = { x, baseline - l->ascent, l->width, l->ascent + l->descent };
    if (p->call)
        add_link(p, m->box->node, area, p->call);
}

/* Says, once a block, that a line of its text reaches beyond the paper. */
static void report_paper(struct placer *p, const struct box *b, const struct line *l, sp x,
                         sp baseline)
{
    const struct page_style *page = p->kind->style;
    sp across = sp_max(-x, x + l->width - page->width), down = baseline - page->height;
    sp over = sp_max(across, sp_max(-baseline, down));
    if (over > SP_PT) /* what hangs out of a line is less */
        report_lost(p->c, doc_position(b->node, 0, 0), p->number, over);
}

/* What hangs before a line. */
static void place_marker(struct placer *p, const struct marker *m, sp x, sp baseline,
                         enum artifact artifact)
{
    struct context *c = p->c;
    if (!set_count(m->set))
        return;
    const struct line *l = set_line(c, m->set, 0, 0);
    paint_line(c, &p->items, &m->set->variants[0].lines, 0, l, x, baseline, artifact);
    bool note = m->box->style->float_kind == FLOAT_FOOTNOTE;
    report_paper(p, m->box, l, x, baseline);
    if (artifact == ARTIFACT_NONE && note && m->box->node)
        place_back_link(p, m, l, x, baseline);
}

/* The elements whose text a line has start here, if they have not yet. */
static void place_anchors(struct placer *p, const struct line *l, sp x, sp baseline)
{
    for (uint32_t i = 0; i < l->run_count; i++) {
        const struct piece *piece = line_piece(l, &l->runs[i]);
        if (!piece)
            continue;
        struct point at = { x + l->runs[i].x, baseline - l->ascent };
        place_anchor(p, piece->node, at);
        if (text_link(piece))
            place_anchor(p, text_link(piece), at);
    }
}

/* A line of text with its links; with a paragraph's first line what there is to say of its lines is
 * said. */
static void place_text(struct placer *p, const struct drawn *d, sp left, sp baseline,
                       enum artifact artifact)
{
    struct context *c = p->c;
    const struct line *l = set_line(c, d->set, d->variant, d->line);
    sp x = left + d->left + l->x;
    paint_line(c, &p->items, &d->set->variants[d->variant].lines, d->line, l, x, baseline,
               artifact);
    if (artifact != ARTIFACT_NONE)
        return;
    report_paper(p, d->box, l, x, baseline);
    place_links(p, l, x, baseline);
    place_anchors(p, l, x, baseline);
    if (d->line == 0)
        set_report(c, d->set, d->variant);
}

static void place_picture(struct placer *p, const struct drawn *d, sp left, sp top,
                          enum artifact artifact)
{
    const struct box *b = d->box;
    struct rect r = { left + d->left, top, d->picture->width, d->picture->height };
    paint_add(p->c, &p->items,
              (struct placed){ .kind = PLACED_PICTURE,
                               .artifact = (uint8_t)artifact,
                               .node = b->node,
                               .picture = { r, b->image } });
    if (artifact != ARTIFACT_NONE)
        return;
    report_picture(p->c, b, d->picture);
    const struct node *to = target_of_node(p->c, b->node);
    if (to)
        add_link(p, b->node, r, to);
}

void place_slot(struct placer *p, const struct track *t, uint32_t slot, sp left, sp baseline,
                enum artifact artifact)
{
    const struct drawn *d = &t->drawn[slot];
    if (artifact == ARTIFACT_NONE)
        place_strings(p, d->strings);
    for (const struct marker *m = d->markers; m; m = m->next)
        place_marker(p, m, left + m->left, baseline, artifact);
    if (artifact == ARTIFACT_NONE)
        place_anchor(p, d->box->node,
                     (struct point){ left + d->left, baseline - t->slots[slot].ascent });
    if (d->set)
        place_text(p, d, left, baseline, artifact);
    else if (d->box->image)
        place_picture(p, d, left, baseline, artifact);
}
