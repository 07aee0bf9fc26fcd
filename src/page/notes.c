/* page/notes: notes in the columns of the footnote area.
 *
 *   ┌ note 1 ┐ ┌ note 2 ┐     level: the least height in which all of them stand, with widows and orphans at every break;
 *   │        │ │ note 3 │     at that height as few notes as possible part over two columns, and earlier columns hold more
 *   └────────┘ └────────┘
 *
 * Whether a break may stand in a paragraph depends, besides the paragraph, on where the column begins that it ends (orphans).
 * With up to two columns the fullest first column decides; with more, what each can hold is tried from every place where the
 * one before it can end.
 */
#include "page/inner.h"

/* The lines of all parts in one endless column: prefix sums, so that the height of any stretch is known at once. */
struct stretch {
    struct context *c;
    const struct part *parts;
    uint32_t part_count, count;
    uint32_t *part;  /* of a line; at `count`: part_count */
    uint32_t *first; /* of a part: its first line */
    sp *sum;         /* of a line and the space before it, up to here */
};

static const struct track *track_of(const struct stretch *s, uint32_t line)
{
    return &s->c->flow.notes[s->parts[s->part[line]].note];
}
static uint32_t slot_of(const struct stretch *s, uint32_t line)
{
    return s->parts[s->part[line]].from + line - s->first[s->part[line]];
}

/* The space before a line that does not stand at a column's top. */
static sp space_before(const struct stretch *s, uint32_t line)
{
    const struct slot *slot = &track_of(s, line)->slots[slot_of(s, line)];
    if (line > s->first[s->part[line]] || line == 0)
        return slot->close + slot->margin + slot->open;
    const struct track *last = track_of(s, line - 1);
    return last->tail + sp_max(last->tail_margin, slot->margin) + slot->close + slot->open;
}

static sp height_of(const struct slot *s) { return s->ascent + s->descent; }

static struct stretch stretch_of(struct context *c, const struct part *parts, uint32_t n)
{
    struct stretch s = { .c = c, .parts = parts, .part_count = n };
    for (uint32_t i = 0; i < n; i++)
        s.count += parts[i].to - parts[i].from;
    s.part = arena_array(c->scratch, uint32_t, s.count + 1u);
    s.first = arena_array(c->scratch, uint32_t, n + 1u);
    s.sum = arena_array(c->scratch, sp, s.count + 1u);
    uint32_t line = 0;
    for (uint32_t i = 0; i < n; i++) {
        s.first[i] = line;
        for (uint32_t k = parts[i].from; k < parts[i].to; k++, line++) {
            s.part[line] = i;
            s.sum[line + 1] =
                s.sum[line] + space_before(&s, line) + height_of(&track_of(&s, line)->slots[k]);
        }
    }
    s.part[line] = n;
    return s;
}

/* Is a break before this line between two notes? */
static bool between(const struct stretch *s, uint32_t line)
{
    return line == s->count || line == s->first[s->part[line]];
}

/* The space above a column's first line. */
static sp above(const struct stretch *s, uint32_t from)
{
    const struct track *t = track_of(s, from);
    return t->slots[slot_of(s, from)].open + clone_open(t, slot_of(s, from));
}

/* And below its last one: what of the note closes there. */
static sp below(const struct stretch *s, uint32_t to)
{
    if (between(s, to))
        return track_of(s, to - 1)->tail;
    const struct track *t = track_of(s, to);
    return t->slots[slot_of(s, to)].close + clone_close(t, slot_of(s, to));
}

/* Height of a column that holds lines from … to - 1, without and with what closes below. */
static sp high_of_lines(const struct stretch *s, uint32_t from, uint32_t to)
{
    return s->sum[to] - s->sum[from] - space_before(s, from) + above(s, from);
}
static sp high(const struct stretch *s, uint32_t from, uint32_t to)
{
    return from < to ? high_of_lines(s, from, to) + below(s, to) : 0;
}

/* May a column that begins with line `from` end before line `to`? */
static bool may_end(const struct stretch *s, uint32_t from, uint32_t to)
{
    if (between(s, to))
        return true;
    return slot_parts(track_of(s, to), slot_of(s, to), to - from);
}

/* The last line that a column of a height can end before; `from` when it can hold nothing. */
static uint32_t furthest(const struct stretch *s, uint32_t from, sp height, bool strict)
{
    uint32_t low = from, top = s->count;
    while (low < top) { /* what closes below the last line is counted by the steps back */
        uint32_t mid = low + (top - low + 1) / 2;
        if (high_of_lines(s, from, mid) <= height)
            low = mid;
        else
            top = mid - 1;
    }
    while (low > from && (high(s, from, low) > height || (strict && !may_end(s, from, low))))
        low--;
    return low;
}

/* One column after the other as full as it can be: ends (by column) are where they end.  Returns the line after the last. */
static uint32_t fill_columns(const struct stretch *s, sp height, bool strict, uint32_t *ends)
{
    uint32_t at = 0;
    for (unsigned k = 0; k < s->c->columns.count; k++)
        ends[k] = at = at < s->count ? furthest(s, at, height, strict) : at;
    return at;
}

#define NEVER UINT32_MAX

/* Columns of a height with as few parted notes as can be: for each end of each column the best of the ends of the one before. */
static bool arrange(const struct stretch *s, sp height, uint32_t *ends)
{
    uint32_t wide = s->count + 1u, columns = s->c->columns.count, best = 0;
    const size_t all = (columns + 1u) * (size_t)wide;
    uint32_t *cost = arena_array(s->c->scratch, uint32_t, all),
             *from = arena_array(s->c->scratch, uint32_t, all);
    for (size_t i = 0; i < all; i++)
        cost[i] = NEVER;
    cost[0] = 0;
    for (uint32_t k = 1; k <= columns; k++)
        for (uint32_t i = s->count;
             i-- > 0;) { /* later starts first: of equal ones the column before is the fullest */
            uint32_t had = cost[(k - 1) * (size_t)wide + i];
            if (had == NEVER)
                continue;
            for (uint32_t j = furthest(s, i, height, true); j > i && (k < columns || j == s->count);
                 j--) {
                uint32_t now = had + !between(s, j);
                size_t to = k * (size_t)wide + j;
                if (now < cost[to] && high(s, i, j) <= height && may_end(s, i, j)) {
                    cost[to] = now;
                    from[to] = i;
                }
            }
        }
    for (uint32_t k = 1; k <= columns; k++)
        if (cost[k * (size_t)wide + s->count] < cost[best * (size_t)wide + s->count])
            best = k;
    if (!best)
        return false;
    for (uint32_t k = best, at = s->count; k > 0; at = from[k * (size_t)wide + at], k--)
        ends[k - 1] = at;
    for (uint32_t k = best; k < columns; k++)
        ends[k] = s->count;
    return true;
}

static bool all_stand(const struct stretch *s, sp height, bool strict, uint32_t *ends)
{
    return fill_columns(s, height, strict, ends) == s->count ||
           (strict && s->c->columns.count > 2 && arrange(s, height, ends));
}

static sp tallest(const struct stretch *s, const uint32_t *ends)
{
    sp most = 0;
    for (unsigned k = 0; k < s->c->columns.count; k++)
        most = sp_max(most, high(s, k ? ends[k - 1] : 0, ends[k]));
    return most;
}

/* Height of a part in one endless column. */
sp notes_total(struct context *c, const struct part *p)
{
    const struct track *t = &c->flow.notes[p->note];
    sp h = t->tail;
    for (uint32_t i = p->from; i < p->to; i++)
        h += t->slots[i].close + t->slots[i].margin + t->slots[i].open + height_of(&t->slots[i]);
    return h;
}

/* The tallest stretch of a note without a break in it: no column stays emptier than that for it. */
sp notes_solid(const struct track *t)
{
    sp most = 0, h = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        const struct slot *s = &t->slots[i];
        if (i && slot_parts(t, i, i))
            h = 0;
        h += s->close + s->margin + s->open + height_of(s) +
             2 * (clone_open(t, i) + clone_close(t, i));
        most = sp_max(most, h);
    }
    return most + t->tail + sp_max(t->tail_margin, 0);
}

struct columns columns_fill(struct context *c, const struct part *parts, uint32_t n, sp height,
                            bool strict)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct stretch s = stretch_of(c, parts, n);
    uint32_t *ends = arena_array(c->scratch, uint32_t, c->columns.count),
             at = fill_columns(&s, height, strict, ends), part = s.part[at];
    struct columns r = { tallest(&s, ends), part, part < n ? at - s.first[part] : 0 };
    arena_reset(c->scratch, mark);
    return r;
}

/* The least height in which all parts stand. */
sp columns_level(struct context *c, const struct part *parts, uint32_t n, bool strict)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct stretch s = stretch_of(c, parts, n);
    uint32_t *ends = arena_array(c->scratch, uint32_t, c->columns.count);
    sp low = -1, best = high(&s, 0, s.count);
    while (c->columns.count > 1 && best - low > 1) {
        struct arena_mark trial = arena_mark(c->scratch);
        sp mid = low + (best - low) / 2;
        if (all_stand(&s, mid, strict, ends))
            best = tallest(&s, ends);
        else
            low = mid;
        arena_reset(c->scratch, trial);
    }
    arena_reset(c->scratch, mark);
    return best;
}

/* The parts in columns of a height: level ones, or (in_turn) each filled before the next. */
void columns_walk(struct context *c, const struct part *parts, uint32_t n, sp height, bool in_turn,
                  column_visit *visit, void *with)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct stretch s = stretch_of(c, parts, n);
    uint32_t *ends = arena_array(c->scratch, uint32_t, c->columns.count), at = 0;
    if (in_turn ? fill_columns(&s, height, true, ends) < s.count : !arrange(&s, height, ends))
        fill_columns(&s, height, false, ends);
    for (unsigned k = 0; k < c->columns.count; k++) {
        sp y = 0, *tops = arena_array(c->scratch, sp, ends[k] - at + 1u);
        for (uint32_t start = at, from = at; at < ends[k]; at++) {
            y += at == start ? above(&s, at) : space_before(&s, at);
            tops[at - from] = y;
            y += height_of(&track_of(&s, at)->slots[slot_of(&s, at)]);
            if (at + 1 < ends[k] && !between(&s, at + 1))
                continue;
            visit(with, &parts[s.part[at]], slot_of(&s, from), slot_of(&s, at) + 1, k, tops);
            from = at + 1;
        }
    }
    arena_reset(c->scratch, mark);
}
