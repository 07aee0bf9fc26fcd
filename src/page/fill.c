/* page/fill: rows and notes fill pages, one page after the other.
 *
 * Greedy: a page takes whole rows while they fit, then the largest fragment of the next that may be cut there.  A line fits when
 * its bottom and the notes it calls for the first time, with all the page's other notes, fit into the page area.  Calls decide:
 * a line whose notes do not fit goes to the next page, and takes its notes with it.
 *
 * Every page takes something, so the search ends.  Where a page could take nothing, its first row is tried again at the next
 * of these levels; each lets go of one wish:
 */
#include "page/inner.h"

enum level {
    KEEP_ALL,
    PART_ROWS /* break-inside: avoid */,
    PART_PARAGRAPHS /* widows, orphans */,
    PART_NOTES,
    OVERFLOW
};

#define HEAD_SHARE 2  /* heads taller than half a page are not repeated */
#define SHORT_SHARE 4 /* a page is short when more than a quarter of it is unused */

/* ---- a row on the page ---- */

enum fits { FIT_NOT, FIT_PARTED, FIT_WHOLE };

/* Tries one more line; its notes are called when it fits. */
static enum fits try_slot(struct fill *f, struct sheet *s, const struct slot *slot, sp bottom,
                          enum level level, bool first)
{
    const struct line *l = slot->line;
    uint32_t fresh = 0;
    bool few[64], *was = few;
    if (l && l->note_count > 64)
        was = arena_array(f->c->scratch, bool, l->note_count);
    for (uint32_t i = 0; l && i < l->note_count; i++) {
        was[i] = l->notes[i] >= f->c->boxes->note_count || f->c->called[l->notes[i]];
        if (!was[i]) {
            foot_call(f, s, l->notes[i]);
            fresh++;
        }
    }
    if (foot_fits(f, s, bottom))
        return FIT_WHOLE;
    if (fresh) {
        bool may = level >= PART_NOTES || !foot_fits_elsewhere(f, s, slot, fresh);
        if (may && (foot_parts(f, s, bottom, true) ||
                    (level >= PART_NOTES && foot_parts(f, s, bottom, false))))
            return FIT_PARTED;
    }
    if (level == OVERFLOW && first)
        return FIT_PARTED;
    if (fresh)
        foot_take_back(f, s, l, was);
    return FIT_NOT;
}

/* Is track a's next line above track b's, or beside it and a the earlier? */
static bool is_before(const struct fill *f, uint32_t a, uint32_t b)
{
    return f->next[a] != f->next[b] ? f->next[a] < f->next[b] : a < b;
}

/* The track at i of the heap of n sinks to its place. */
static void sift(struct fill *f, uint32_t i, uint32_t n)
{
    for (uint32_t k; (k = 2 * i + 1) < n; i = k) {
        if (k + 1 < n && is_before(f, f->heap[k + 1], f->heap[k]))
            k++;
        if (!is_before(f, f->heap[k], f->heap[i]))
            return;
        uint32_t t = f->heap[k];
        f->heap[k] = f->heap[i];
        f->heap[i] = t;
    }
}

/* The baseline of the next line of a track. */
static void look_ahead(struct fill *f, const struct sheet *s, const struct row *r, uint32_t t)
{
    f->next[t] = slot_baseline(s->style, &r->tracks[t].slots[f->to[t]], f->y[t],
                               f->resumed && f->to[t] == f->from[t]);
}

/* All tracks with lines left, from `top` on; returns how many. */
static uint32_t line_up(struct fill *f, const struct sheet *s, const struct row *r, sp top)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < r->count; t++) {
        f->to[t] = f->from[t];
        f->y[t] = top + track_lead(r, &r->tracks[t], !f->resumed, f->from[t]);
        if (f->to[t] == r->tracks[t].count)
            continue;
        look_ahead(f, s, r, t);
        f->heap[n++] = t;
    }
    for (uint32_t i = n / 2; i-- > 0;)
        sift(f, i, n);
    return n;
}

static bool slots_fit_alone(struct fill *f, const struct sheet *s, const struct row *r,
                            const struct track *t, const struct group *g);

/* Does a line call a note for the first time that its whole paragraph is to share a page with (footnote-policy: block)? */
static bool calls_for_block(const struct fill *f, const struct slot *slot)
{
    const struct boxes *b = f->c->boxes;
    for (uint32_t i = 0; slot->line && i < slot->line->note_count; i++) {
        uint32_t note = slot->line->notes[i];
        if (note < b->note_count && !f->c->called[note] && b->notes[note].box &&
            b->notes[note].box->style->footnote_policy == NOTE_POLICY_BLOCK)
            return true;
    }
    return false;
}

/* The lines of row r that fit from y on: f->to; the notes they call are called. Returns the fragment's bottom. */
static sp take_lines(struct fill *f, struct sheet *s, const struct row *r, sp top, enum level level,
                     bool fresh, sp *must)
{
    struct arena_mark mark = arena_mark(f->c->scratch);
    bool parted = false, first = true;
    sp most = top, limit = SP_MAX, first_base = 0;
    for (uint32_t n = line_up(f, s, r, top); n;) {
        uint32_t best = f->heap[0];
        const struct track *track = &r->tracks[best];
        const struct slot *slot = &track->slots[f->to[best]];
        sp base = f->next[best], bottom = base + slot->descent;
        if (first)
            first_base = base;
        uint32_t after = f->to[best] + 1;
        sp behind = after < track->count ? track->slots[after].close + clone_close(track, after)
                    : track->hard_tail   ? track->tail
                                         : 0;
        sp below = n == 1 && after == track->count ? r->behind : r->part_behind;
        sp edge = sp_max(most, bottom + behind);
        if (parted) { /* the foot is full: only what stands beside the line that filled it */
            bool calls = slot->line && slot->line->note_count;
            bool beside = level == OVERFLOW && base == first_base &&
                          fresh; /* first lines of a row stay together */
            if (calls || (edge > limit && !beside))
                break;
        } else {
            enum fits fit = try_slot(f, s, slot, edge + below, level, base == first_base && fresh);
            if (fit == FIT_NOT) {
                struct group paragraph = { .first = f->to[best] - slot->at,
                                           .end = f->to[best] - slot->at + slot->of };
                if (calls_for_block(f, slot) && paragraph.first >= f->from[best] &&
                    slots_fit_alone(f, s, r, track, &paragraph))
                    f->to[best] = paragraph.first;
                break;
            }
            if (fit == FIT_PARTED) {
                parted = true;
                limit = edge;
            }
        }
        first = false;
        f->y[best] = bottom;
        most = edge;
        if (++f->to[best] < track->count)
            look_ahead(f, s, r, best);
        else
            f->heap[0] = f->heap[--n];
        sift(f, 0, n);
    }
    *must = most;
    for (uint32_t t = 0; t < r->count; t++)
        if (f->to[t] == r->tracks[t].count)
            most = sp_max(most, f->y[t] + r->tracks[t].tail);
    arena_reset(f->c->scratch, mark);
    return most;
}

/* May a track be cut before slot `at`, what is on this page starting at `from`?  A group that no page can hold keeps nothing. */
static bool may_cut(struct fill *f, const struct sheet *s, const struct row *r, uint32_t track,
                    uint32_t at)
{
    const struct track *t = &r->tracks[track];
    if (at == f->from[track] || at >= t->count)
        return true;
    for (uint32_t g = t->slots[at].group; g; g = t->groups[g - 1].around)
        if (t->groups[g - 1].first < at && !t->groups[g - 1].loose)
            t->groups[g - 1].loose = !slots_fit_alone(f, s, r, t, &t->groups[g - 1]);
    return slot_parts(t, at, at - f->from[track]);
}

/* Moves the cut back to where the row may part. False: nowhere. */
static bool cut_row(struct fill *f, const struct sheet *s, const struct row *r, enum level level)
{
    bool any = false, none = false;
    if (row_ends(r, f->to))
        return true;
    if ((r->avoid || group_holds(f->c->flow.groups, r->group, f->row + 1)) && level < PART_ROWS)
        return false;
    for (uint32_t t = 0; t < r->count; t++) {
        if (level < PART_PARAGRAPHS)
            while (!may_cut(f, s, r, t, f->to[t]))
                f->to[t]--;
        if (f->to[t] > f->from[t])
            any = true;
        else if (f->from[t] < r->tracks[t].count)
            none = true;
    }
    /* a row starts with all its cells side by side */
    return any && !(none && !f->resumed && level < PART_PARAGRAPHS);
}

/* ---- the page ---- */

static void add_fragment(struct fill *f, struct sheet *s, struct fragment g)
{
    s->fragments =
        arena_grow(f->c->work, s->fragments, sizeof g, s->count, s->count + 1u, &s->room);
    s->fragments[s->count++] = g;
}

static uint32_t *copy_of(struct fill *f, const uint32_t *from, uint32_t n)
{
    uint32_t *to = arena_array(f->c->work, uint32_t, n ? n : 1);
    for (uint32_t i = 0; i < n; i++)
        to[i] = from[i];
    return to;
}

/* The page's new notes, from the lines that stand on it after a cut or a step back. */
static void recall(struct fill *f, struct sheet *s)
{
    struct context *c = f->c;
    for (uint32_t i = s->queued; i < s->part_count; i++)
        c->called[s->parts[i].note] = false;
    s->part_count = s->queued;
    s->total = 0;
    s->level = -1;
    for (uint32_t i = 0; i < s->queued; i++)
        s->total += notes_total(c, &s->parts[i]);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct fragment *g = &s->fragments[i];
        const struct row *r = &c->flow.rows[g->row];
        if (g->repeat)
            continue;
        for (uint32_t t = 0; t < r->count; t++)
            for (uint32_t k = g->from[t]; k < g->to[t]; k++) {
                const struct line *l = r->tracks[t].slots[k].line;
                for (uint32_t n = 0; l && n < l->note_count; n++)
                    foot_call(f, s, l->notes[n]);
            }
    }
}

/* Head rows again at the top of a page; returns y below them. */
static sp repeat_heads(struct fill *f, struct sheet *s, const struct table *t, sp y)
{
    sp start = y;
    uint32_t count = s->count;
    for (uint32_t i = t->first_head; i < t->first_row; i++) {
        const struct row *r = &f->c->flow.rows[i];
        uint32_t *from = arena_array(f->c->work, uint32_t, r->count ? r->count : 1),
                 *to = arena_array(f->c->work, uint32_t, r->count ? r->count : 1);
        sp top = row_top(s->style, r, y, y == start ? ROW_AT_TOP : ROW_BELOW), bottom = top;
        for (uint32_t k = 0; k < r->count; k++) {
            const struct track *track = &r->tracks[k];
            sp at = top + track_lead(r, track, true, 0);
            for (uint32_t j = 0; j < track->count; j++)
                at = slot_baseline(s->style, &track->slots[j], at, false) + track->slots[j].descent;
            to[k] = track->count;
            bottom = sp_max(bottom, at + track->tail);
        }
        add_fragment(f, s, (struct fragment){ i, from, to, top, bottom, true, bottom });
        y = bottom;
    }
    if ((y - start) * HEAD_SHARE <= s->bottom - s->top)
        return y;
    s->count = count;
    return start;
}

/* Must the next row stand on another page than the last? */
static bool forces(const struct fill *f, const struct sheet *s)
{
    const struct row *r = &f->c->flow.rows[f->row];
    if (f->resumed)
        return false;
    bool same = page_same_name(r->page, s->name);
    if (s->count || !same)
        return !same || r->before >= BREAK_PAGE;
    unsigned side = page_side(f->c, f->number); /* notes that waited stand here, no text yet */
    return (r->before == BREAK_LEFT && side != PAGE_LEFT) ||
           (r->before == BREAK_RIGHT && side != PAGE_RIGHT);
}

/* Is a break before this row one to avoid? */
static bool is_kept(const struct context *c, uint32_t row)
{
    const struct row *r = &c->flow.rows[row];
    return r->before == BREAK_AVOID ||
           (r->before == BREAK_AUTO && group_holds(c->flow.groups, r->group, row));
}

/* Steps back to the last row before which a break is allowed; false when there is none on the page. */
static bool step_back(struct fill *f, struct sheet *s)
{
    uint32_t i = s->count, row = f->row;
    while (!f->resumed && is_kept(f->c, row)) {
        if (!has_content(s, i))
            return false;
        i--;
        row = s->fragments[i].row;
        if (!row_begins(&f->c->flow.rows[row], s->fragments[i].from))
            return false;
    }
    if (!has_content(s, i))
        return false;
    if (i < s->count) {
        s->count = i;
        f->row = row;
        for (uint32_t t = 0; t < f->c->flow.rows[row].count; t++)
            f->from[t] = 0;
    }
    recall(f, s);
    return true;
}

enum took { TOOK_ALL, TOOK_PART, TOOK_NOTHING };

/* Where the row at hand starts on its page; the document's first margins stay. */
static enum row_place place_of(const struct fill *f, const struct sheet *s, const struct row *r)
{
    if (s->count || f->number == 1)
        return ROW_BELOW;
    const struct sheet *last = &f->c->sheets[f->number - 2];
    bool forced = r->before >= BREAK_PAGE || !page_same_name(last->name, s->name);
    return forced ? ROW_FORCED : ROW_AT_TOP;
}

/* The row at hand onto the page, as much as may be at a level. */
static enum took take_row(struct fill *f, struct sheet *s, sp *y, enum level level)
{
    struct context *c = f->c;
    const struct row *r = row_read(c, f->row);
    uint32_t had = s->count;
    bool fresh = !has_content(s, s->count), at_top = s->count == 0;
    if (at_top && r->table && r->table->across != page_width(c, s->name))
        report_measure(f, s->kind, r->table->across);
    if (at_top)
        *y += f->resumed ? r->part_open : r->clone_open;
    if (r->table && at_top && f->row >= r->table->first_row)
        *y = repeat_heads(f, s, r->table, *y);
    if (s->count > had)
        *y += heads_gap(c, f->row, s->fragments[s->count - 1].row, f->resumed);
    sp top = f->resumed ? *y : row_top(s->style, r, *y, place_of(f, s, r));
    sp must, bottom = take_lines(f, s, r, top, level, fresh, &must);
    bool complete = row_ends(r, f->to), any = complete;
    if (!complete) {
        if (!cut_row(f, s, r, level)) {
            s->count = had;
            recall(f, s);
            return TOOK_NOTHING;
        }
        for (uint32_t t = 0; t < r->count; t++)
            any = any || f->to[t] > f->from[t];
        bottom = top;
        for (uint32_t t = 0; t < r->count; t++) {
            sp at = top + track_lead(r, &r->tracks[t], !f->resumed, f->from[t]);
            for (uint32_t k = f->from[t]; k < f->to[t]; k++)
                at = slot_baseline(s->style, &r->tracks[t].slots[k], at,
                                   f->resumed && k == f->from[t]) +
                     r->tracks[t].slots[k].descent;
            bottom = sp_max(bottom, at + clone_close(&r->tracks[t], f->to[t]));
        }
        must = bottom;
    }
    sp edge = must + (complete ? r->behind : r->part_behind);
    add_fragment(f, s,
                 (struct fragment){ f->row, copy_of(f, f->from, r->count),
                                    copy_of(f, f->to, r->count), top, bottom, false, edge });
    *y = bottom;
    if (complete) {
        f->row++;
        f->resumed = false;
        if (f->row < c->flow.count)
            for (uint32_t t = 0; t < c->flow.rows[f->row].count; t++)
                f->from[t] = 0;
        return TOOK_ALL;
    }
    recall(f, s);
    for (uint32_t t = 0; t < r->count; t++)
        f->from[t] = f->to[t];
    f->resumed = true;
    return TOOK_PART;
}

/* What a page gives up is said. */
static void report(struct fill *f, const struct sheet *s, sp bottom, enum level level)
{
    struct context *c = f->c;
    const struct box *at = f->row < c->flow.count ? c->flow.rows[f->row].box
                           : c->flow.count        ? c->flow.rows[c->flow.count - 1].box
                                                  : NULL;
    struct position where = at && at->node ? doc_position(at->node, 0, 0) : (struct position){ 0 };
    const char *page = arena_printf(c->scratch, "%u", f->number);
    sp unused = s->bottom - foot_height(s) - bottom;
    if (level == PART_PARAGRAPHS)
        diag_add(c->d, DIAG_WIDOW, where, "page", page, NULL);
    if (unused < 0)
        diag_add(c->d, DIAG_PAGE_OVERFLOW, where, "page", page, "over", page_points(f, -unused),
                 NULL);
    if (f->row < c->flow.count && !s->forced && unused > (s->bottom - s->top) / SHORT_SHARE)
        diag_add(c->d, DIAG_PAGE_SHORT, where, "page", page, "unused", page_points(f, unused),
                 NULL);
}

/* ---- on a page of its own: trials, of which nothing stays ---- */

/* An empty page like this one; the notes that this one calls first are not called there yet. */
static struct sheet empty_page(struct fill *f, const struct sheet *s)
{
    for (uint32_t i = s->queued; i < s->part_count; i++)
        f->c->called[s->parts[i].note] = false;
    return (struct sheet){
        .style = s->style, .area = s->area, .top = s->top, .bottom = s->bottom, .level = -1
    };
}

/* Do its notes fit below `bottom`?  The notes are called as they were. */
static bool close_page(struct fill *f, const struct sheet *s, struct sheet *alone, sp bottom)
{
    bool fits = foot_fits(f, alone, bottom);
    for (uint32_t i = 0; i < alone->part_count; i++)
        f->c->called[alone->parts[i].note] = false;
    for (uint32_t i = s->queued; i < s->part_count; i++)
        f->c->called[s->parts[i].note] = true;
    return fits;
}

/* Slots from … to of a track below y, and the notes they call; stops where the page ends. */
static sp stack(struct fill *f, struct sheet *alone, const struct track *t, uint32_t from,
                uint32_t to, sp y, bool at_top)
{
    for (uint32_t k = from; k < to && y <= alone->bottom; k++) {
        y = slot_baseline(alone->style, &t->slots[k], y, at_top && k == from) + t->slots[k].descent;
        const struct line *l = t->slots[k].line;
        for (uint32_t n = 0; l && n < l->note_count; n++)
            foot_call(f, alone, l->notes[n]);
    }
    return y;
}

/* Would rows first … end - 1 fit whole on a page like this one with nothing but them? */
static bool rows_fit_alone(struct fill *f, const struct sheet *s, uint32_t first, uint32_t end)
{
    const struct row *rows = f->c->flow.rows;
    struct arena_mark mark = arena_mark(f->c->work);
    struct sheet alone = empty_page(f, s);
    sp y = alone.top + rows[first].clone_open, bottom = y;
    if (rows[first].table && first >= rows[first].table->first_row)
        y = repeat_heads(f, &alone, rows[first].table, y);
    bool at_top = !alone.count, forced = false;
    for (uint32_t i = first; i < end && y <= alone.bottom && !forced; i++) {
        const struct row *r = row_read(f->c, i);
        forced = i > first && r->before >= BREAK_PAGE;
        sp top = row_top(s->style, r, y, at_top && i == first ? ROW_AT_TOP : ROW_BELOW);
        for (uint32_t t = 0; t < r->count; t++) {
            const struct track *track = &r->tracks[t];
            sp at = stack(f, &alone, track, 0, track->count, top + track_lead(r, track, true, 0),
                          false);
            bottom = sp_max(bottom, at + (track->hard_tail ? track->tail : 0));
            y = sp_max(y, at + track->tail);
        }
    }
    bool fits = close_page(f, s, &alone, bottom) && !forced;
    arena_reset(f->c->work, mark);
    return fits;
}

/* Would a group of one cell? */
static bool slots_fit_alone(struct fill *f, const struct sheet *s, const struct row *r,
                            const struct track *t, const struct group *g)
{
    struct arena_mark mark = arena_mark(f->c->work);
    struct sheet alone = empty_page(f, s);
    sp y = alone.top + r->part_open;
    if (r->table && f->row >= r->table->first_row)
        y = repeat_heads(f, &alone, r->table, y);
    bool fits = close_page(f, s, &alone, stack(f, &alone, t, g->first, g->end, y, true));
    arena_reset(f->c->work, mark);
    return fits;
}

/* Groups around the row at hand that fit on no page keep it no longer; false when none of them is such. */
static bool loosen(struct fill *f, const struct sheet *s)
{
    bool any = false;
    for (uint32_t g = f->c->flow.rows[f->row].group; g; g = f->c->flow.groups[g - 1].around) {
        struct group *group = &f->c->flow.groups[g - 1];
        if (group->loose || rows_fit_alone(f, s, group->first, group->end))
            continue;
        group->loose = any = true;
    }
    return any;
}

/* Rows onto a page until it is full. */
static void take_rows(struct fill *f, struct sheet *s)
{
    sp y = s->top;
    enum level level = KEEP_ALL, worst = KEEP_ALL;
    while (f->row < f->c->flow.count) {
        if ((s->count || s->queued) && forces(f, s)) {
            s->forced = true;
            break;
        }
        enum took took = take_row(f, s, &y, level);
        if (took == TOOK_ALL) {
            level = KEEP_ALL;
            continue;
        }
        if (took == TOOK_PART) {
            worst = level;
            break;
        }
        y = s->count ? s->fragments[s->count - 1].bottom : s->top;
        if (loosen(f, s))
            continue;
        bool keeps = level == KEEP_ALL && !f->resumed && f->c->flow.rows[f->row].avoid &&
                     has_content(s, s->count);
        if (keeps && !rows_fit_alone(f, s, f->row, f->row + 1)) {
            level = PART_ROWS;
            continue;
        }
        if (step_back(f, s))
            break;
        if (level == PART_NOTES && (has_content(s, s->count) || s->queued))
            break;
        level++;
    }
    y = s->count ? s->fragments[s->count - 1].edge : s->top;
    foot_settle(f, s, y);
    report(f, s, y, worst);
}

/* A page is full: it is placed, and what only it needed is given back. */
static void turn_page(struct fill *f, struct placer *p, uint32_t number)
{
    if (!p)
        return;
    stretch_page(f->c, &f->c->sheets[number - 1]);
    place_page(p, number);
    windows_turn(f->c, f->row, f->queued > f->head ? f->queue + f->head : NULL,
                 f->queued - f->head);
}

/* A page without text, so that the next stands on its side. */
static void add_blank(struct fill *f, struct placer *p, const char *name)
{
    add_sheet(f, name, true);
    turn_page(f, p, f->number);
}

/* Pages until rows and notes are used up. */
void fill_all(struct context *c, struct placer *p)
{
    struct fill f = { .c = c };
    uint32_t widest = 1;
    for (uint32_t i = 0; i < c->flow.count; i++)
        if (c->flow.rows[i].count > widest)
            widest = c->flow.rows[i].count;
    f.from = arena_array(c->work, uint32_t, widest);
    f.to = arena_array(c->work, uint32_t, widest);
    f.y = arena_array(c->work, sp, widest);
    f.next = arena_array(c->work, sp, widest);
    f.heap = arena_array(c->work, uint32_t, widest);
    c->called = arena_array(c->work, bool, c->boxes->note_count + 1u);
    while (f.row < c->flow.count || f.head < f.queued || !c->sheet_count) {
        struct arena_mark mark = arena_mark(c->scratch);
        const struct row *r = f.row < c->flow.count ? &c->flow.rows[f.row] : NULL;
        bool waiting = f.head < f.queued; /* their page is of the kind of the last */
        const char *name = r && !waiting    ? r->page
                           : c->sheet_count ? c->sheets[c->sheet_count - 1].name
                                            : NULL;
        if (r && !f.resumed && f.head == f.queued &&
            (r->before == BREAK_LEFT || r->before == BREAK_RIGHT) &&
            page_side(c, c->sheet_count + 1) != (r->before == BREAK_LEFT ? PAGE_LEFT : PAGE_RIGHT))
            add_blank(&f, p, name);
        struct sheet *s = add_sheet(&f, name, false);
        if (foot_take_queue(&f, s))
            take_rows(&f, s);
        else {
            s->forced = true; /* notes alone fill it: not short of text */
            foot_settle(&f, s, s->top);
            report(&f, s, s->top, KEEP_ALL);
        }
        turn_page(&f, p, f.number);
        arena_reset(c->scratch, mark);
    }
}
