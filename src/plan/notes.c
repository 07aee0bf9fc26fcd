/* plan/notes: notes in the columns of the footnote area.
 *
 * Whether a break may stand in a paragraph depends, besides the paragraph, on where the column
 * begins that it ends (orphans). With up to two columns the fullest first column decides; with
 * more, what each can hold is tried from every place where the one before it can end.
 */
#include "plan/notes.h"

static const struct track *note_of(const struct story *s, const struct part *p)
{
    return &s->flows[p->flow]->notes[p->note];
}

unsigned notes_columns(const struct story *s, const struct part *parts, uint32_t n,
                       const struct foot_shape *foot)
{
    sp wide = n ? note_of(s, parts)->width : 0, own = foot->width + foot->gap;
    if (wide <= foot->width)
        return foot->columns;
    return (unsigned)sp_max((sp)foot->columns * own / (wide + foot->gap), 1);
}

static const struct track *track_at(const struct galley *g, uint32_t line)
{
    return note_of(g->story, &g->parts[g->part[line]]);
}

static uint32_t slot_at(const struct galley *g, uint32_t line)
{
    return g->parts[g->part[line]].from + line - g->first[g->part[line]];
}

static sp height_of(const struct slot *s) { return s->ascent + s->descent; }

/* Between the last line of a note and the first of what follows it. */
static sp space_between(const struct track *last, const struct slot *slot)
{
    return last->tail + sp_max(last->tail_margin, slot->margin) + slot->close + slot->open;
}

/* The space before the first line of a part, and before another of its lines, that does not stand
 * at a column's top. */
static sp space_before(const struct galley *g, uint32_t part, uint32_t slot)
{
    const struct slot *s = &note_of(g->story, &g->parts[part])->slots[slot];
    if (part == 0 || slot > g->parts[part].from)
        return s->close + s->margin + s->open;
    return space_between(note_of(g->story, &g->parts[part - 1]), s);
}

/* The space above a column that begins with a slot: edges stand again only where a note goes on. */
static sp space_above(const struct track *t, uint32_t slot)
{
    return t->slots[slot].open + (slot ? clone_open(t, slot) : 0);
}

/* And below one that ends with it: what of the note closes there, at its end or where it parts. */
static sp space_below(const struct track *t, uint32_t slot)
{
    return slot + 1 == t->count ? t->tail : t->slots[slot + 1].close + clone_close(t, slot + 1);
}

/* How many lines must be left in a column before a slot of a part; any break serves before its
 * first. */
static uint32_t lines_left(const struct galley *g, uint32_t part, uint32_t slot,
                           enum parting parting)
{
    const struct track *t = note_of(g->story, &g->parts[part]);
    const struct slot *s = &t->slots[slot];
    if (slot == g->parts[part].from)
        return 0;
    if (parting == PART_LEGALLY && group_holds(t->groups, s->group, slot))
        return NO_BREAK;
    return lines_to_leave(s);
}

/* A slot of a part becomes a line. */
static void add_line(struct galley *g, uint32_t line, uint32_t part, uint32_t slot)
{
    const struct track *t = note_of(g->story, &g->parts[part]);
    sp above = space_above(t, slot), before = space_before(g, part, slot);
    g->part[line] = part;
    g->leave[PART_LEGALLY][line] = lines_left(g, part, slot, PART_LEGALLY);
    g->leave[PART_GROUPS][line] = lines_left(g, part, slot, PART_GROUPS);
    g->above[line] = above;
    g->before[line] = before;
    g->sum[line + 1] = g->sum[line] + before + height_of(&t->slots[slot]);
    g->start[line] = above - before - g->sum[line];
    g->end[line + 1] = g->sum[line + 1] + space_below(t, slot);
}

/* The lines of a galley's parts. */
static void set_lines(struct galley *g)
{
    uint32_t line = 0;
    for (uint32_t i = 0; i < g->part_count; i++) {
        g->first[i] = line;
        for (uint32_t k = g->parts[i].from; k < g->parts[i].to; k++)
            add_line(g, line++, i, k);
    }
    g->first[g->part_count] = line;
    g->part[line] = g->part_count;
}

struct galley galley_of(struct arena *a, const struct story *s, const struct part *parts,
                        uint32_t n, const struct foot_shape *foot)
{
    struct galley g = { .story = s, .parts = parts, .part_count = n };
    g.columns = notes_columns(s, parts, n, foot);
    for (uint32_t i = 0; i < n; i++) {
        const struct track *t = note_of(s, &parts[i]);
        g.count += parts[i].to - parts[i].from;
        g.edges = g.edges || t->opens || t->closes || t->clone_open || t->clone_close;
    }
    g.part = arena_array(a, uint32_t, 3u * g.count + n + 2u + g.columns);
    g.leave[PART_LEGALLY] = g.part + g.count + 1;
    g.leave[PART_GROUPS] = g.leave[PART_LEGALLY] + g.count;
    g.first = g.leave[PART_GROUPS] + g.count;
    g.ends = g.first + n + 1;
    g.sum = arena_array(a, sp, 5u * g.count + 2u);
    g.end = g.sum + g.count + 1;
    g.before = g.end + g.count + 1;
    g.above = g.before + g.count;
    g.start = g.above + g.count;
    set_lines(&g);
    return g;
}

struct galley galley_to(const struct galley *g, uint32_t whole, uint32_t slots)
{
    struct galley part = *g;
    part.part_count = whole + (slots > 0);
    part.count = g->first[whole] + slots;
    return part;
}

/* Is a break before this line between two notes? */
static bool is_between(const struct galley *g, uint32_t line)
{
    return line == g->count || line == g->first[g->part[line]];
}

/* Height (sp) of a column that holds lines from … to - 1. */
static sp high(const struct galley *g, uint32_t from, uint32_t to)
{
    return from < to ? g->start[from] + g->end[to] : 0;
}

/* May a column that begins with line `from` end before line `to`? */
static bool may_end(const struct galley *g, uint32_t from, uint32_t to, enum parting parting)
{
    return parting == PART_ANYWHERE || to == g->count || to - from >= g->leave[parting][to];
}

/* The last line that a column of a height can end before; `from` when it can hold nothing. */
static uint32_t furthest(const struct galley *g, uint32_t from, sp height, enum parting parting)
{
    uint32_t low = from, top = g->count;
    while (low < top) { /* what closes below the last line is counted by the steps back */
        uint32_t mid = low + (top - low + 1) / 2;
        if (g->start[from] + g->sum[mid] <= height)
            low = mid;
        else
            top = mid - 1;
    }
    while (low > from && (high(g, from, low) > height || !may_end(g, from, low, parting)))
        low--;
    return low;
}

/* One column after the other as full as it can be: ends (by column) are where they end.  Returns
 * the line after the last. */
static uint32_t fill_columns(const struct galley *g, sp height, enum parting parting,
                             uint32_t *ends)
{
    uint32_t at = 0;
    for (unsigned k = 0; k < g->columns; k++)
        ends[k] = at = at < g->count ? furthest(g, at, height, parting) : at;
    return at;
}

#define NEVER UINT32_MAX

/* What columns cost that end at each line, and where the last of them begins. */
struct arrangement {
    uint32_t *cost, *from;
    size_t wide; /* lines and one */
};

/* Column k from every end of the one before.  Later starts first: of equal ones the column before
 * is the fullest. */
static void arrange_column(const struct galley *g, struct arrangement *a, uint32_t k, sp height)
{
    for (uint32_t i = g->count; i-- > 0;) {
        uint32_t had = a->cost[(k - 1) * a->wide + i];
        if (had == NEVER)
            continue;
        uint32_t j = furthest(g, i, height, PART_LEGALLY);
        for (; j > i && (k < g->columns || j == g->count); j--) {
            uint32_t now = had + !is_between(g, j);
            size_t to = k * a->wide + j;
            if (now < a->cost[to] && high(g, i, j) <= height && may_end(g, i, j, PART_LEGALLY)) {
                a->cost[to] = now;
                a->from[to] = i;
            }
        }
    }
}

/* Columns of a height with as few parted notes as can be; false when not all stand. */
static bool arrange(struct arena *scratch, const struct galley *g, sp height, uint32_t *ends)
{
    struct arrangement a = { .wide = g->count + 1u };
    const size_t all = (g->columns + 1u) * a.wide;
    uint32_t best = 0;
    a.cost = arena_array(scratch, uint32_t, all);
    a.from = arena_array(scratch, uint32_t, all);
    for (size_t i = 0; i < all; i++)
        a.cost[i] = NEVER;
    a.cost[0] = 0;
    for (uint32_t k = 1; k <= g->columns; k++)
        arrange_column(g, &a, k, height);
    for (uint32_t k = 1; k <= g->columns; k++)
        if (a.cost[k * a.wide + g->count] < a.cost[best * a.wide + g->count])
            best = k;
    if (!best)
        return false;
    for (uint32_t k = best, at = g->count; k > 0; at = a.from[k * a.wide + at], k--)
        ends[k - 1] = at;
    for (uint32_t k = best; k < g->columns; k++)
        ends[k] = g->count;
    return true;
}

static sp tallest(const struct galley *g, const uint32_t *ends)
{
    sp most = 0;
    for (unsigned k = 0; k < g->columns; k++)
        most = sp_max(most, high(g, k ? ends[k - 1] : 0, ends[k]));
    return most;
}

/* The level of two columns whose parts draw no edges: a fuller first column leaves a lower second
 * one, so that it is one of the two breaks next to where they are as high as each other. */
static sp level_of_two(const struct galley *g)
{
    uint32_t low = 0, top = g->count;
    while (low < top) {
        uint32_t mid = low + (top - low) / 2;
        if (high(g, 0, mid) < high(g, mid, g->count))
            low = mid + 1;
        else
            top = mid;
    }
    while (!may_end(g, 0, top, PART_LEGALLY))
        top++;
    while (low > 0 && !may_end(g, 0, --low, PART_LEGALLY))
        ;
    return sp_min(high(g, 0, top), high(g, low, g->count));
}

/* A height in which all parts stand, one column filled after the other, within a point of the least
 * such. */
static sp level_filled(const struct galley *g)
{
    sp low = 0, best = high(g, 0, g->count);
    while (best - low > SP_PT) {
        sp mid = low + (best - low) / 2;
        if (fill_columns(g, mid, PART_LEGALLY, g->ends) == g->count)
            best = tallest(g, g->ends);
        else
            low = mid;
    }
    return best;
}

/* The levels of one column more, by the line that it ends before, from those of the columns before
 * it; of the last one only where it ends all.  None is as high as `most`. */
static void add_column(const struct galley *g, const sp *had, sp *levels, bool last, sp most)
{
    for (uint32_t j = 0; j <= g->count; j++)
        levels[j] = most;
    for (uint32_t i = 0; i < g->count; i++)
        for (uint32_t j = last ? g->count : i + 1; had[i] < most && j <= g->count; j++) {
            if (g->start[i] + g->sum[j] >= most)
                break;
            sp level = sp_max(had[i], high(g, i, j));
            if (level < levels[j] && may_end(g, i, j, PART_LEGALLY))
                levels[j] = level;
        }
}

/* The level of columns: the lowest of all that end anywhere, below one that is found at once, or
 * just more than `most`. */
static sp level_of_columns(struct arena *scratch, const struct galley *g, sp most)
{
    struct arena_mark mark = arena_mark(scratch);
    sp best = level_filled(g);
    if (best > most)
        best = most + 1;
    sp *had = arena_array(scratch, sp, 2u * (g->count + 1u)), *levels = had + g->count + 1;
    for (uint32_t i = 1; i <= g->count; i++)
        had[i] = best;
    for (unsigned k = 1; k <= g->columns; k++) {
        add_column(g, had, levels, k == g->columns, best);
        best = levels[g->count];
        sp *other = had;
        had = levels;
        levels = other;
    }
    arena_reset(scratch, mark);
    return best;
}

sp galley_level(struct arena *scratch, const struct galley *g, sp most)
{
    if (g->columns == 1)
        return high(g, 0, g->count);
    return g->columns == 2 && !g->edges ? level_of_two(g) : level_of_columns(scratch, g, most);
}

struct share galley_share(const struct galley *g, sp height, enum parting parting)
{
    if (!g->count || height <= 0)
        return (struct share){ 0, 0, 0 };
    uint32_t at = fill_columns(g, height, parting, g->ends), n = g->part_count;
    uint32_t part = at < g->count ? g->part[at] : n;
    return (struct share){ part, part < n ? at - g->first[part] : 0, tallest(g, g->ends) };
}

struct share notes_share(struct arena *scratch, const struct story *s, const struct part *parts,
                         uint32_t n, const struct foot_shape *foot, sp height, enum parting parting)
{
    struct arena_mark mark = arena_mark(scratch);
    struct galley g = galley_of(scratch, s, parts, n, foot);
    struct share share = galley_share(&g, height, parting);
    arena_reset(scratch, mark);
    return share;
}

sp notes_least(const struct story *s, const struct part *parts, uint32_t n,
               const struct foot_shape *foot)
{
    sp sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct track *t = note_of(s, &parts[i]);
        for (uint32_t k = parts[i].from; k < parts[i].to; k++)
            sum += height_of(&t->slots[k]);
    }
    return sum / (sp)foot->columns;
}

void notes_walk(struct arena *scratch, const struct story *s, const struct part *parts, uint32_t n,
                const struct foot_shape *foot, sp height, notes_visit *visit, void *with)
{
    struct arena_mark mark = arena_mark(scratch);
    struct galley g = galley_of(scratch, s, parts, n, foot);
    uint32_t *ends = g.ends, at = 0;
    bool stand = foot->balance ? arrange(scratch, &g, height, ends)
                               : fill_columns(&g, height, PART_LEGALLY, ends) == g.count;
    if (!stand)
        fill_columns(&g, height, PART_ANYWHERE, ends);
    for (unsigned k = 0; k < g.columns; k++) {
        sp y = 0, *tops = arena_array(scratch, sp, ends[k] - at + 1u);
        for (uint32_t start = at, from = at; at < ends[k]; at++) {
            y += at == start ? g.above[at] : g.before[at];
            tops[at - from] = y;
            y += height_of(&track_at(&g, at)->slots[slot_at(&g, at)]);
            if (at + 1 < ends[k] && !is_between(&g, at + 1))
                continue;
            visit(with, &parts[g.part[at]], slot_at(&g, from), slot_at(&g, at) + 1, k, tops);
            from = at + 1;
        }
    }
    arena_reset(scratch, mark);
}
