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

#include <string.h>

enum level { KEEP_ALL, PART_ROWS /* break-inside: avoid */, PART_PARAGRAPHS /* widows, orphans */, PART_NOTES, OVERFLOW };

#define HEAD_SHARE 2 /* heads taller than half a page are not repeated */
#define SHORT_SHARE 4 /* a page is short when more than a quarter of it is unused */

struct fill {
    struct context *c;
    uint32_t row;
    bool resumed; /* the row has begun on an earlier page */
    uint32_t *from, *to; /* by track of the row at hand */
    sp *y, *next; /* where it ends, the baseline of its next line */
    uint32_t *heap; /* its tracks, the one whose line comes next first */
    struct part *queue;
    uint32_t head, queued;
    size_t room; /* notes, or their rest, that wait for a page */
    uint32_t queue_mark; /* as it was when the page began */
    uint32_t number;
};

/* ---- styles of pages ---- */

/* Right pages are the odd ones where the text runs left to right. */
unsigned page_side(const struct context *c, uint32_t number)
{
    bool odd = number % 2 == 1;
    return odd == !c->boxes->root->style->rtl ? PAGE_RIGHT : PAGE_LEFT;
}

/* Each kind of page is made once. */
const struct page_kind *page_kind(struct context *c, const char *name, unsigned flags)
{
    for (const struct page_kind *k = c->kinds; k; k = k->next)
        if (k->flags == flags && (k->name == name || (k->name && name && strcmp(k->name, name) == 0)))
            return k;
    struct page_kind *k = arena_new(c->a, struct page_kind);
    const struct page_style *p = style_page(c->boxes->styles, c->a, name, flags);
    struct style plain = *p->page;
    plain.width.kind = LENGTH_AUTO;
    plain.max_width.kind = LENGTH_NONE;
    plain.min_width.kind = LENGTH_AUTO;
    struct box b = { .kind = BOX_BLOCK, .style = &plain };
    struct frame a = frame_of(c, &b, 0, p->width);
    *k =
        (struct page_kind){ name,    flags, p, a, a.left, a.margin_start + a.open, a.left + a.width, p->height - a.margin_end - a.close, area_of(c, p, a.width),
                            c->kinds };
    c->kinds = k;
    return k;
}

/* The kind of the first page: its measure is that of all text. */
const struct page_kind *page_first(struct context *c)
{
    const char *name = NULL;
    for (const struct box *b = c->boxes->root; b && !name; b = b->first)
        name = b->style->page;
    return page_kind(c, name, PAGE_FIRST | page_side(c, 1));
}

static const char *points(struct fill *f, sp l)
{
    struct buffer b = buffer_in(f->c->scratch);
    buffer_add_length(&b, l);
    return buffer_text(&b);
}

/* A page of another width than the first is said, since its lines are no longer or shorter for it. */
static void report_measure(struct fill *f, const struct page_kind *k, const struct page_kind *first)
{
    for (uint32_t i = 0; i + 1 < f->c->sheet_count; i++)
        if (f->c->sheets[i].kind == k)
            return;
    const char *page = arena_printf(f->c->scratch, "%u", f->number);
    diag_add(f->c->d, DIAG_PAGE_MEASURE, (struct position){ 0 }, "page", page, "width", points(f, k->right - k->left), "first",
             points(f, first->right - first->left), NULL);
}

/* A new page with its area. */
static struct sheet *add_sheet(struct fill *f, const char *name, bool blank)
{
    struct context *c = f->c;
    c->sheets = arena_grow(c->a, c->sheets, sizeof *c->sheets, c->sheet_count, c->sheet_count + 1u, &c->sheet_room);
    struct sheet *s = &c->sheets[c->sheet_count++];
    f->number = c->sheet_count;
    unsigned flags = page_side(c, f->number) | (f->number == 1 ? PAGE_FIRST : 0u) | (blank ? PAGE_BLANK : 0u);
    const struct page_kind *k = page_kind(c, name, flags), *first = page_first(c);
    if (k->right - k->left != first->right - first->left)
        report_measure(f, k, first);
    *s = (struct sheet){ .style = k->style,
                         .kind = k,
                         .area = &k->area,
                         .name = name,
                         .left = k->left,
                         .top = k->top,
                         .right = k->right,
                         .bottom = k->bottom,
                         .blank = blank,
                         .level = -1 };
    return s;
}

/* ---- notes of the page ---- */

/* A note called for the first time takes its place in order among the page's new ones. */
static void call_note(struct fill *f, struct sheet *s, uint32_t note)
{
    struct context *c = f->c;
    if (note >= c->boxes->note_count || c->called[note])
        return;
    c->called[note] = true;
    s->parts = arena_grow(c->a, s->parts, sizeof *s->parts, s->part_count, s->part_count + 1u, &s->part_room);
    uint32_t i = s->part_count++;
    for (; i > s->queued && s->parts[i - 1].note > note; i--)
        s->parts[i] = s->parts[i - 1];
    s->parts[i] = (struct part){ note, 0, c->flow.notes[note].count };
    s->total += notes_total(c, &s->parts[i]);
    s->level = -1;
}

/* Takes back the notes that a line called for the first time. */
static void call_back(struct fill *f, struct sheet *s, const struct line *l, const bool *was)
{
    struct context *c = f->c;
    uint32_t keep = s->queued;
    for (uint32_t k = 0; k < l->note_count; k++)
        if (!was[k])
            c->called[l->notes[k]] = false;
    for (uint32_t i = s->queued; i < s->part_count; i++) {
        if (c->called[s->parts[i].note])
            s->parts[keep++] = s->parts[i];
        else
            s->total -= notes_total(c, &s->parts[i]);
    }
    s->part_count = keep;
    s->level = -1;
}

/* Do the page's notes fit below `bottom`?  The exact height only where a guess on the safe side does not decide. */
static bool foot_fits(struct fill *f, struct sheet *s, sp bottom)
{
    struct context *c = f->c;
    sp room = s->bottom - bottom;
    if (!s->part_count)
        return room >= 0;
    room -= s->area->before + s->area->after;
    sp shared = s->total / (sp)c->columns.count;
    if (s->level < 0) {
        if (shared + 6 * c->tallest <= room)
            return true;
        if (shared / 2 > room)
            return false;
        s->level = columns_level(c, s->parts, s->part_count);
    }
    return s->level <= room;
}

/* Would the notes a line calls fit whole on a page that holds nothing but the line? */
static bool whole_elsewhere(struct fill *f, struct sheet *s, const struct slot *slot, uint32_t fresh)
{
    struct sheet alone = *s;
    alone.parts = s->parts + s->queued;
    alone.part_count = s->part_count - s->queued;
    if (alone.part_count > fresh)
        return true; /* it shares the page with others: a page of its own helps */
    alone.level = -1;
    alone.total = 0;
    for (uint32_t i = 0; i < alone.part_count; i++)
        alone.total += notes_total(f->c, &alone.parts[i]);
    return foot_fits(f, &alone, s->top + slot->ascent + slot->descent);
}

/* May the page's notes part, each of them starting here? */
static bool foot_parts(struct fill *f, struct sheet *s, sp bottom, bool strict)
{
    if (s->part_count == 0)
        return false;
    sp room = s->bottom - bottom - s->area->before - s->area->after;
    if (room <= 0)
        return false;
    struct columns r = columns_fill(f->c, s->parts, s->part_count, room, strict);
    return r.parts >= s->part_count || (r.parts == s->part_count - 1 && r.slots > 0);
}

/* ---- a row on the page ---- */

enum fits { FIT_NOT, FIT_PARTED, FIT_WHOLE };

/* Tries one more line; its notes are called when it fits. */
static enum fits try_slot(struct fill *f, struct sheet *s, const struct slot *slot, sp bottom, enum level level, bool first)
{
    const struct line *l = slot->line;
    uint32_t fresh = 0;
    bool few[64], *was = few;
    if (l && l->note_count > 64)
        was = arena_array(f->c->scratch, bool, l->note_count);
    for (uint32_t i = 0; l && i < l->note_count; i++) {
        was[i] = l->notes[i] >= f->c->boxes->note_count || f->c->called[l->notes[i]];
        if (!was[i]) {
            call_note(f, s, l->notes[i]);
            fresh++;
        }
    }
    if (foot_fits(f, s, bottom))
        return FIT_WHOLE;
    if (fresh) {
        bool may = level >= PART_NOTES || !whole_elsewhere(f, s, slot, fresh);
        if (may && (foot_parts(f, s, bottom, true) || (level >= PART_NOTES && foot_parts(f, s, bottom, false))))
            return FIT_PARTED;
    }
    if (level == OVERFLOW && first)
        return FIT_PARTED;
    if (fresh)
        call_back(f, s, l, was);
    return FIT_NOT;
}

/* Is track a's next line above track b's, or beside it and a the earlier? */
static bool is_before(const struct fill *f, uint32_t a, uint32_t b) { return f->next[a] < f->next[b] || (f->next[a] == f->next[b] && a < b); }

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
    f->next[t] = slot_baseline(s->style, &r->tracks[t].slots[f->to[t]], f->y[t], f->resumed && f->to[t] == f->from[t]);
}

/* All tracks with lines left, from `top` on; returns how many. */
static uint32_t line_up(struct fill *f, const struct sheet *s, const struct row *r, sp top)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < r->count; t++) {
        f->to[t] = f->from[t];
        f->y[t] = top + track_lead(r, &r->tracks[t], !f->resumed);
        if (f->to[t] == r->tracks[t].count)
            continue;
        look_ahead(f, s, r, t);
        f->heap[n++] = t;
    }
    for (uint32_t i = n / 2; i-- > 0;)
        sift(f, i, n);
    return n;
}

/* The lines of row r that fit from y on: f->to; the notes they call are called. Returns the fragment's bottom. */
static sp take_lines(struct fill *f, struct sheet *s, const struct row *r, sp top, enum level level, bool fresh, sp *must)
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
        sp behind = f->to[best] + 1 < track->count ? track->clone_close : track->hard_tail ? track->tail : 0;
        sp edge = sp_max(most, bottom + behind);
        if (parted) { /* the foot is full: only what stands beside the line that filled it */
            bool calls = slot->line && slot->line->note_count;
            bool beside = level == OVERFLOW && base == first_base && fresh; /* first lines of a row stay together */
            if (calls || (edge > limit && !beside))
                break;
        } else {
            enum fits fit = try_slot(f, s, slot, edge, level, base == first_base && fresh);
            if (fit == FIT_NOT)
                break;
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

static bool is_complete(const struct fill *f, const struct row *r)
{
    for (uint32_t t = 0; t < r->count; t++)
        if (f->to[t] < r->tracks[t].count)
            return false;
    return true;
}

/* May a track be cut before slot `at`, what is on this page starting at `from`? */
static bool may_cut(const struct track *t, uint32_t from, uint32_t at)
{
    if (at == from || at >= t->count)
        return true;
    const struct slot *s = &t->slots[at];
    if (s->keep)
        return false;
    if (s->at == 0)
        return true;
    uint32_t here = s->at < at - from ? s->at : at - from;
    return here >= s->box->style->orphans && s->of - s->at >= s->box->style->widows;
}

/* Moves the cut back to where the row may part. False: nowhere. */
static bool cut_row(struct fill *f, const struct row *r, enum level level)
{
    bool any = false, none = false;
    if (is_complete(f, r))
        return true;
    if (r->avoid && level < PART_ROWS)
        return false;
    for (uint32_t t = 0; t < r->count; t++) {
        if (level < PART_PARAGRAPHS)
            while (!may_cut(&r->tracks[t], f->from[t], f->to[t]))
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
    s->fragments = arena_grow(f->c->a, s->fragments, sizeof g, s->count, s->count + 1u, &s->room);
    s->fragments[s->count++] = g;
}

static uint32_t *copy_of(struct fill *f, const uint32_t *from, uint32_t n)
{
    uint32_t *to = arena_array(f->c->a, uint32_t, n ? n : 1);
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
                    call_note(f, s, l->notes[n]);
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
        uint32_t *from = arena_array(f->c->a, uint32_t, r->count ? r->count : 1), *to = arena_array(f->c->a, uint32_t, r->count ? r->count : 1);
        sp top = row_top(s->style, r, y, y == start), bottom = top;
        for (uint32_t k = 0; k < r->count; k++) {
            const struct track *track = &r->tracks[k];
            sp at = top + track_lead(r, track, true);
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

/* Rows of content (repeated heads left out) on the page so far. */
static uint32_t content_count(const struct sheet *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (!s->fragments[i].repeat)
            n++;
    return n;
}

/* Must the next row stand on another page than the last? */
static bool forces(const struct fill *f, const struct sheet *s)
{
    const struct row *r = &f->c->flow.rows[f->row];
    if (f->resumed)
        return false;
    bool same = r->page == s->name || (r->page && s->name && strcmp(r->page, s->name) == 0);
    return (s->count && r->before >= BREAK_PAGE) || !same;
}

/* Steps back to the last row before which a break is allowed; false when there is none on the page. */
static bool step_back(struct fill *f, struct sheet *s)
{
    uint32_t i = s->count, row = f->row;
    bool resumed = f->resumed;
    while (!resumed && f->c->flow.rows[row].before == BREAK_AVOID) {
        if (i == 0 || s->fragments[i - 1].repeat)
            return false;
        i--;
        row = s->fragments[i].row;
        const struct row *r = &f->c->flow.rows[row];
        for (uint32_t t = 0; t < r->count; t++)
            if (s->fragments[i].from[t])
                resumed = true;
        if (resumed)
            return false;
    }
    uint32_t content = 0;
    for (uint32_t k = 0; k < i; k++)
        if (!s->fragments[k].repeat)
            content++;
    if (!content)
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

/* The row at hand onto the page, as much as may be at a level. */
static enum took take_row(struct fill *f, struct sheet *s, sp *y, enum level level)
{
    struct context *c = f->c;
    const struct row *r = &c->flow.rows[f->row];
    uint32_t had = s->count;
    bool fresh = content_count(s) == 0, at_top = s->count == 0, forced_top = f->number == 1;
    if (r->table && at_top && f->row >= r->table->first_row)
        *y = repeat_heads(f, s, r->table, *y);
    sp heads_gap = s->count > had ? r->table->spacing : 0;
    sp top = f->resumed ? *y + heads_gap : row_top(s->style, r, *y, at_top && s->count == 0 && !forced_top && r->before < BREAK_PAGE);
    sp must, bottom = take_lines(f, s, r, top, level, fresh, &must);
    bool complete = is_complete(f, r), any = complete;
    if (!complete) {
        if (!cut_row(f, r, level)) {
            s->count = had;
            recall(f, s);
            return TOOK_NOTHING;
        }
        for (uint32_t t = 0; t < r->count; t++)
            any = any || f->to[t] > f->from[t];
        bottom = top;
        for (uint32_t t = 0; t < r->count; t++) {
            sp at = top + track_lead(r, &r->tracks[t], !f->resumed);
            for (uint32_t k = f->from[t]; k < f->to[t]; k++)
                at = slot_baseline(s->style, &r->tracks[t].slots[k], at, f->resumed && k == f->from[t]) + r->tracks[t].slots[k].descent;
            bottom = sp_max(bottom, at + r->tracks[t].clone_close);
        }
        must = bottom;
    }
    add_fragment(f, s, (struct fragment){ f->row, copy_of(f, f->from, r->count), copy_of(f, f->to, r->count), top, bottom, false, must });
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

/* Notes that waited come first; true when all of them stand and the page has room for text. */
static bool take_queue(struct fill *f, struct sheet *s)
{
    struct context *c = f->c;
    sp room = s->bottom - s->top - s->area->before - s->area->after, sum = 0;
    while (f->head < f->queued && sum <= room * (sp)c->columns.count + 8 * c->tallest) {
        s->parts = arena_grow(c->a, s->parts, sizeof *s->parts, s->part_count, s->part_count + 1u, &s->part_room);
        s->parts[s->part_count++] = f->queue[f->head++];
        sum += notes_total(c, &s->parts[s->part_count - 1]);
    }
    s->queued = s->part_count;
    s->total = sum;
    s->level = -1;
    f->queue_mark = f->queued;
    return f->head == f->queued && foot_fits(f, s, s->top);
}

/* column-fill: auto: one column after the other takes what the page has room for. */
static void fill_in_turn(struct fill *f, struct sheet *s, sp bottom)
{
    sp room = s->bottom - bottom - s->area->before - s->area->after;
    struct columns r = columns_fill(f->c, s->parts, s->part_count, room, true);
    if (r.parts == s->part_count)
        s->level = r.height;
}

static void report_note(struct fill *f, enum diag_code code, uint32_t note)
{
    const struct note *n = &f->c->boxes->notes[note];
    struct position at = n->node ? doc_position(n->node, 0, 0) : (struct position){ 0 };
    char *number = arena_printf(f->c->scratch, "%u", n->number), *page = arena_printf(f->c->scratch, "%u", f->number);
    diag_add(f->c->d, code, at, "number", number, "page", page, NULL);
}

/* Notes that had to wait and start on this page. */
static void report_late(struct fill *f, const struct sheet *s, uint32_t keep)
{
    for (uint32_t i = 0; i < s->queued && i < keep; i++)
        if (s->parts[i].from == 0)
            report_note(f, DIAG_NOTE_MOVED, s->parts[i].note);
}

/* What of the page's notes does not fit waits for the next page, in order before all that wait already. */
static void settle(struct fill *f, struct sheet *s, sp bottom)
{
    struct context *c = f->c;
    if (!s->part_count)
        return;
    if (foot_fits(f, s, bottom)) {
        report_late(f, s, s->part_count);
        if (s->level < 0)
            s->level = columns_level(c, s->parts, s->part_count);
        if (!s->style->footnote->column_fill_balance)
            fill_in_turn(f, s, bottom);
        return;
    }
    sp room = sp_max(s->bottom - bottom - s->area->before - s->area->after, 0);
    struct columns r = columns_fill(c, s->parts, s->part_count, room, true);
    bool poor = r.parts + 1 < s->part_count || (r.parts + 1 == s->part_count && !r.slots);
    if (poor) {
        struct columns loose = columns_fill(c, s->parts, s->part_count, room, false);
        if (loose.parts > r.parts || loose.slots > r.slots)
            r = loose;
    }
    if (!r.parts && !r.slots && !content_count(s))
        r.slots = 1; /* a line taller than the page: it overflows */
    report_late(f, s, r.parts + (r.slots ? 1 : 0));
    uint32_t keep = r.parts + (r.slots ? 1 : 0), rest = s->part_count - r.parts;
    struct part *wait = arena_array(c->a, struct part, rest + (f->queued - f->head) + 1u);
    uint32_t n = 0;
    for (uint32_t i = r.parts; i < s->part_count; i++) {
        struct part p = s->parts[i];
        bool parted = i == r.parts && r.slots;
        if (parted) {
            s->parts[i].to = p.from + r.slots;
            p.from += r.slots;
            if (p.from >= p.to)
                continue;
        }
        if (parted)
            report_note(f, DIAG_NOTE_SPLIT, p.note);
        wait[n++] = p;
    }
    if (f->head > 0 && n <= f->head) { /* they came from the queue's front: back to it */
        f->head -= n;
        for (uint32_t i = 0; i < n; i++)
            f->queue[f->head + i] = wait[i];
    } else {
        for (uint32_t i = f->head; i < f->queued; i++)
            wait[n++] = f->queue[i];
        f->queue = wait;
        f->head = 0;
        f->queued = n;
        f->room = n;
    }
    s->part_count = keep;
    s->level = keep ? columns_fill(c, s->parts, keep, room, true).height : 0;
    if (keep) {
        struct columns strict = columns_fill(c, s->parts, keep, room, true);
        s->level = strict.parts == keep ? columns_level(c, s->parts, keep) : columns_fill(c, s->parts, keep, room, false).height;
        if (s->level > room && room > 0)
            s->level = room;
        if (s->level <= 0)
            s->level = columns_level(c, s->parts, keep);
    }
}

/* What a page gives up is said. */
static void report(struct fill *f, const struct sheet *s, sp bottom, enum level level)
{
    struct context *c = f->c;
    const struct box *at = f->row < c->flow.count ? c->flow.rows[f->row].box : c->flow.count ? c->flow.rows[c->flow.count - 1].box : NULL;
    struct position where = at && at->node ? doc_position(at->node, 0, 0) : (struct position){ 0 };
    const char *page = arena_printf(c->scratch, "%u", f->number);
    sp foot = s->part_count ? s->level + s->area->before + s->area->after : 0, unused = s->bottom - foot - bottom;
    if (level == PART_PARAGRAPHS)
        diag_add(c->d, DIAG_WIDOW, where, "page", page, NULL);
    if (unused < 0)
        diag_add(c->d, DIAG_PAGE_OVERFLOW, where, "page", page, "over", points(f, -unused), NULL);
    if (f->row < c->flow.count && !s->forced && unused > (s->bottom - s->top) / SHORT_SHARE)
        diag_add(c->d, DIAG_PAGE_SHORT, where, "page", page, "unused", points(f, unused), NULL);
}

/* Would the row at hand fit whole on a page like this one with nothing but it? */
static bool fits_alone(struct fill *f, const struct sheet *s)
{
    struct context *c = f->c;
    const struct row *r = &c->flow.rows[f->row];
    struct sheet alone = { .style = s->style, .area = s->area, .top = s->top, .bottom = s->bottom, .level = -1 };
    sp y = alone.top;
    if (r->table && f->row >= r->table->first_row)
        y = repeat_heads(f, &alone, r->table, y);
    sp top = row_top(s->style, r, y, !alone.count), bottom = top;
    for (uint32_t t = 0; t < r->count; t++) {
        const struct track *track = &r->tracks[t];
        sp at = top + track_lead(r, track, true);
        for (uint32_t k = 0; k < track->count; k++) {
            at = slot_baseline(s->style, &track->slots[k], at, false) + track->slots[k].descent;
            const struct line *l = track->slots[k].line;
            for (uint32_t n = 0; l && n < l->note_count; n++)
                call_note(f, &alone, l->notes[n]);
        }
        bottom = sp_max(bottom, at + (track->hard_tail ? track->tail : 0));
    }
    bool fits = foot_fits(f, &alone, bottom);
    for (uint32_t i = 0; i < alone.part_count; i++)
        c->called[alone.parts[i].note] = false;
    return fits;
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
        if (level == KEEP_ALL && !f->resumed && f->c->flow.rows[f->row].avoid && content_count(s) && !fits_alone(f, s)) {
            level = PART_ROWS;
            continue;
        }
        if (step_back(f, s))
            break;
        if (level == PART_NOTES && (content_count(s) || s->queued))
            break;
        level++;
    }
    y = s->count ? s->fragments[s->count - 1].edge : s->top;
    settle(f, s, y);
    report(f, s, y, worst);
}

/* Pages until rows and notes are used up. */
void fill_all(struct context *c)
{
    struct fill f = { .c = c };
    uint32_t widest = 1;
    for (uint32_t i = 0; i < c->flow.count; i++)
        if (c->flow.rows[i].count > widest)
            widest = c->flow.rows[i].count;
    f.from = arena_array(c->a, uint32_t, widest);
    f.to = arena_array(c->a, uint32_t, widest);
    f.y = arena_array(c->a, sp, widest);
    f.next = arena_array(c->a, sp, widest);
    f.heap = arena_array(c->a, uint32_t, widest);
    c->called = arena_array(c->a, bool, c->boxes->note_count + 1u);
    for (uint32_t i = 0; i < c->boxes->note_count; i++)
        for (uint32_t k = 0; k < c->flow.notes[i].count; k++)
            c->tallest = sp_max(c->tallest, c->flow.notes[i].slots[k].ascent + c->flow.notes[i].slots[k].descent + c->flow.notes[i].slots[k].margin +
                                                c->flow.notes[i].slots[k].open);
    while (f.row < c->flow.count || f.head < f.queued || !c->sheet_count) {
        struct arena_mark mark = arena_mark(c->scratch);
        const struct row *r = f.row < c->flow.count ? &c->flow.rows[f.row] : NULL;
        bool waiting = f.head < f.queued; /* their page is of the kind of the last */
        const char *name = r && !waiting ? r->page : c->sheet_count ? c->sheets[c->sheet_count - 1].name : NULL;
        if (r && !f.resumed && f.head == f.queued && (r->before == BREAK_LEFT || r->before == BREAK_RIGHT) &&
            page_side(c, c->sheet_count + 1) != (r->before == BREAK_LEFT ? PAGE_LEFT : PAGE_RIGHT))
            add_sheet(&f, name, true);
        struct sheet *s = add_sheet(&f, name, false);
        if (take_queue(&f, s))
            take_rows(&f, s);
        else {
            s->forced = true; /* notes alone fill it: not short of text */
            settle(&f, s, s->top);
            report(&f, s, s->top, KEEP_ALL);
        }
        arena_reset(c->scratch, mark);
    }
}
