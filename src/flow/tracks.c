/* flow/tracks: set lines, pictures and heights → the slots of a track, with those of a paragraph's
 * other variants behind them (plan/rows.h draws them).
 */
#include "flow/walk.h"

#include <string.h>

static void add_slot(struct walk *w, struct slot s, struct drawn d)
{
    struct track *t = w->track;
    uint32_t n = t->count;
    t->slots = arena_grow(w->c->scratch, t->slots, sizeof *t->slots, n, n + 1u, &w->slot_room);
    t->drawn = arena_grow(w->c->scratch, t->drawn, sizeof *t->drawn, n, n + 1u, &w->drawn_room);
    s.next = ++t->count;
    t->slots[n] = s;
    t->drawn[n] = d;
    w->high += s.ascent + s.descent;
    w->lines++;
}

/* The edges of blocks that are closed and opened again, by the slot before which they part:
 * differences, then their sums.  Inside a paragraph all breaks are alike. */
static void add_edges(struct arena *a, struct track *t, uint32_t all)
{
    bool any = false;
    for (uint32_t i = 0; i < t->span_count; i++)
        any = any || t->spans[i].clone_open + t->spans[i].clone_close > 0;
    if (!any)
        return;
    sp *opens = arena_array(a, sp, all + 2u), *closes = arena_array(a, sp, all + 2u);
    for (uint32_t i = 0; i < t->span_count; i++) {
        const struct span *s = &t->spans[i];
        opens[s->first + 1] += s->clone_open;
        opens[s->last + 1] -= s->clone_open;
        closes[s->first + 1] += s->clone_close;
        closes[s->last + 1] -= s->clone_close;
    }
    for (uint32_t i = 1; i <= t->count; i++) {
        opens[i] += opens[i - 1];
        closes[i] += closes[i - 1];
    }
    for (uint32_t i = t->count + 1; i < all; i++) {
        uint32_t like = t->slots[i].paragraph + (t->slots[i].at > 0);
        opens[i] = opens[like];
        closes[i] = closes[like];
    }
    t->opens = opens;
    t->closes = closes;
}

/* How many slots the other variants of a paragraph need. */
static uint32_t variant_slots(const struct drawn *d)
{
    uint32_t n = 0;
    for (uint32_t v = 1; d->set && d->line == 0 && v < d->set->variant_count; v++)
        n += d->set->variants[v].lines.count;
    return n;
}

/* How many of a variant's lines stand up to the last that calls a note which is to share a page
 * with all of the paragraph (footnote-policy: block). */
static uint32_t lines_with_note(const struct context *c, const struct set *set, uint32_t variant)
{
    const struct variant *v = &set->variants[variant];
    uint32_t calls = 0, lines = 0;
    for (uint32_t i = 0; i < v->lines.count; i++)
        for (; calls < v->profile[i].calls; calls++) {
            uint32_t note = set->calls[calls];
            const struct box *b = note < c->boxes->note_count ? c->boxes->notes[note].box : NULL;
            if (b && b->style->footnote_policy == NOTE_POLICY_BLOCK)
                lines = i + 1;
        }
    return lines;
}

/* Does a word part before a line of a variant, not the first, though none may over pages? */
static bool is_in_word(const struct drawn *d, uint32_t variant, uint32_t line)
{
    bool whole = d->box->style->hyphenate_last != HYPHENATE_LAST_NONE;
    return whole && d->set->variants[variant].profile[line - 1].hyphenated;
}

/* A paragraph's other variants as slots from `at` on, each line like the optimum's of its place;
 * returns the slot behind them. */
static uint32_t add_variants(const struct context *c, struct track *t, uint32_t first, uint32_t at)
{
    const struct set *set = t->drawn[first].set;
    const struct slot *optimum = &t->slots[first];
    uint32_t last = first, behind = first + optimum->of;
    for (uint32_t v = 1; v < set->variant_count; v++) {
        const struct variant *variant = &set->variants[v];
        uint32_t n = variant->lines.count, kept = lines_with_note(c, set, v);
        t->slots[last].other = at;
        last = at;
        for (uint32_t i = 0; i < n; i++, at++) {
            struct slot s = optimum[i && optimum->of > 1];
            s.at = i;
            s.of = n;
            s.next = i + 1 < n ? at + 1 : behind;
            s.other = 0;
            s.cost = i ? 0 : variant->cost;
            s.ascent = variant->profile[i].ascent;
            s.descent = variant->profile[i].descent;
            s.hyphenated = variant->profile[i].hyphenated;
            s.keep = i ? i < kept || is_in_word(&t->drawn[first], v, i) : optimum->keep;
            t->slots[at] = s;
            t->drawn[at] = t->drawn[first];
            t->drawn[at].variant = v;
            t->drawn[at].line = i;
            if (i) {
                t->drawn[at].markers = NULL;
                t->drawn[at].strings = NULL;
            }
        }
    }
    return at;
}

void track_finish(struct context *c, struct track *t, struct arena_mark mark)
{
    uint32_t more = 0, n = t->count;
    for (uint32_t i = 0; i < n; i += t->slots[i].of)
        more += variant_slots(&t->drawn[i]);
    uint32_t all = more ? n + 1 + more : n;
    struct slot *slots = arena_array(c->work, struct slot, all);
    struct drawn *drawn = arena_array(c->work, struct drawn, all);
    if (n) {
        memcpy(slots, t->slots, n * sizeof *slots);
        memcpy(drawn, t->drawn, n * sizeof *drawn);
    }
    t->slots = slots;
    t->drawn = drawn;
    for (uint32_t i = 0, at = n + 1; more && i < n; i += slots[i].of)
        if (variant_slots(&drawn[i]))
            at = add_variants(c, t, i, at);
    bool text = !n || !drawn[0].box->image; /* a picture has no baseline: its top is the cell's */
    t->aligned = text && (!t->box || t->box->style->vertical_align == VALIGN_BASELINE);
    arena_reset(c->scratch, mark);
    add_edges(c->work, t, all);
}

/* Is the block's line-height the pitch of its page's grid? */
static bool on_grid(struct context *c, const struct style *s, const char *page)
{
    const struct page_style *p = page_base(c, page)->style;
    if (p->grid_pitch <= 0)
        return false;
    const struct length h = s->line_height;
    sp height = h.kind == LENGTH_VALUE    ? h.absolute
                : h.kind == LENGTH_NUMBER ? sp_muldiv(s->font_size, h.absolute, 65536)
                                          : 0;
    return height > p->grid_pitch - SP_PT / 100 && height < p->grid_pitch + SP_PT / 100;
}

static uint8_t clamp(unsigned lines) { return lines < UINT8_MAX ? (uint8_t)lines : UINT8_MAX; }

/* A slot of a block, line `i` of n. */
static struct slot slot_of(const struct walk *w, const struct box *box, uint32_t i, uint32_t n)
{
    return (struct slot){ .at = i,
                          .of = n,
                          .paragraph = w->track->count - i,
                          .group = w->group,
                          .orphans = clamp(box->style->orphans),
                          .widows = clamp(box->style->widows) };
}

/* An empty block is as high as what hangs before it. */
static void add_markers(struct slot *s, const struct marker *markers)
{
    for (const struct marker *m = markers; m; m = m->next)
        if (set_count(m->set)) {
            const struct profile *line = m->set->variants[0].profile;
            s->ascent = sp_max(s->ascent, line->ascent);
            s->descent = sp_max(s->descent, line->descent);
        }
}

/* The first slot of a block takes the space gathered before it, and all that stands with it. */
static void take_first(struct walk *w, struct slot *s, struct drawn *d)
{
    struct gap g = gap_take(w);
    s->close = g.close;
    s->margin = g.plus + g.minus;
    s->open = g.open;
    s->keep = w->keep;
    d->markers = w->markers;
    d->strings = w->strings;
    w->markers = NULL;
    w->strings = NULL;
    w->keep = false;
}

/* A picture, or the height of an empty block, as a slot of the walk's track: its top edge is the
 * slot's baseline.  open (sp): of its row. */
static void emit_height(struct walk *w, const struct box *box, struct frame f, sp height, sp open)
{
    struct slot s = slot_of(w, box, 0, 1);
    struct drawn d = { .box = box, .left = f.left };
    s.descent = height;
    take_first(w, &s, &d);
    if (box->image) {
        struct size *size = arena_new(w->c->work, struct size);
        *size = picture_size(w->c, box, f.width, w->page, w->taken + s.open + open);
        d.picture = size;
        d.left += picture_shift(box->style, f.width - size->width);
        s.descent = size->height;
    }
    add_markers(&s, d.markers);
    add_slot(w, s, d);
}

/* The lines of a paragraph as slots of the walk's track. */
static void emit_lines(struct walk *w, const struct box *box, struct frame f, const struct set *set)
{
    bool grid = on_grid(w->c, box->style, w->page);
    uint32_t n = set_count(set), kept = n ? lines_with_note(w->c, set, 0) : 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct profile *line = &set->variants[0].profile[i];
        struct slot s = slot_of(w, box, i, n);
        struct drawn d = { .box = box, .set = set, .line = i, .left = f.left };
        s.grid = grid;
        s.ascent = line->ascent;
        s.descent = line->descent;
        s.hyphenated = line->hyphenated;
        if (i)
            s.keep = i < kept || is_in_word(&d, 0, i);
        else
            take_first(w, &s, &d);
        add_slot(w, s, d);
    }
}

void track_emit(struct walk *w, const struct box *box, struct frame f, const struct set *set,
                sp height)
{
    struct arena_mark mark = arena_mark(w->c->scratch);
    struct row *row = w->track ? NULL : walk_add_row(w, box);
    uint32_t group = w->group;
    if (row) {
        row->tracks = w->track = arena_new(w->c->work, struct track);
        row->count = 1;
        w->group = 0;
    }
    if (set)
        emit_lines(w, box, f, set);
    else
        emit_height(w, box, f, height, row ? row->open : 0);
    if (!row)
        return;
    track_finish(w->c, w->track, mark);
    w->track = NULL;
    w->slot_room = w->drawn_room = 0;
    w->group = group;
}
