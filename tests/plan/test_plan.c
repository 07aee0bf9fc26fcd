/* The plan of pages is the best there is: held against a search that tries every page of small documents.
 *
 * The search is told by plan.h what a page may be, by costs.h what it costs, by rows.h where lines stand; all else is its
 * own, without a thought for speed: every setting of every paragraph, every line to part at, notes stacked line by line.
 * A document is a small world thrown by dice; a feature is there or not, so that many worlds are plain.
 */
#include "base/arena.h"
#include "plan/plan.h"
#include "plan/costs.h"
#include "plan/notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { WORLDS = 300, WALKS = 3000 };
#else
enum { WORLDS = 5000, WALKS = 20000 };
#endif
enum { ROWS = 5, TRACKS = 3, PARAGRAPHS = 3, NOTES = 8, CHAINS = 32, LINES = 20, SEEN = 1 << 16 };
#define UNIT SP_PT

/* ---- worlds ---- */

enum feature {
    SETTINGS,
    EDGES,
    NOTED,
    NOTE_EDGES,
    GROUPS,
    KEEPS,
    BREAKS,
    GRID,
    STRETCH,
    TABLE,
    NAMES,
    SIDES,
    FIRST,
    FLOWS,
    AT_END,
    SHARED,
    TALL,
    EMPTY,
    COLUMNS,
    WIDOWS,
    HYPHENS,
    TAILS,
    AGAIN,
    WIDTHS,
    FEATURES
};
/* What a paragraph is in every flow. */
struct spec {
    uint32_t lines, calls, group, orphans, widows;
    bool keep;
};
struct world {
    uint32_t seed;
    bool has[FEATURES];
    struct arena *arena;
    struct story story;
    struct flow flow[2];
    const struct flow *flows[2];
    struct page_shapes shapes[2];
    struct page_shape first;
    struct table table;
    uint32_t size; /* slots in all */
};

static uint32_t roll(struct world *w, uint32_t n)
{
    w->seed = w->seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)w->seed >> 8) * n >> 24);
}

/* Up to n units, if the world has the feature; mostly none. */
static sp length(struct world *w, enum feature f, uint32_t n)
{
    return w->has[f] && !roll(w, 2) ? (sp)roll(w, n + 1) * UNIT : 0;
}

static bool chance(struct world *w, enum feature f, uint32_t one_in)
{
    return w->has[f] && !roll(w, one_in);
}

/* One setting of a paragraph, from slot `at` on. */
static void make_setting(struct world *w, struct track *t, uint32_t at, struct slot first,
                         uint32_t lines, uint32_t next, uint32_t calls)
{
    for (uint32_t i = 0; i < lines; i++) {
        struct slot *s = &t->slots[at + i];
        *s = first;
        if (i)
            s->close = s->margin = s->open = 0;
        s->ascent = (sp)(1 + roll(w, 3)) * UNIT;
        if (chance(w, TALL, 30))
            s->ascent = (sp)(8 + roll(w, 30)) * UNIT;
        s->descent = (sp)roll(w, 2) * UNIT;
        s->next = i + 1 < lines ? at + i + 1 : next;
        s->at = i;
        s->of = lines;
        s->grid = chance(w, GRID, 2);
        s->keep = i ? chance(w, KEEPS, 12) : first.keep;
        s->hyphenated = i + 1 < lines && chance(w, HYPHENS, 3);
    }
    for (uint32_t c = 0; c < calls; c++)
        for (uint32_t i = roll(w, lines); i < lines; i++)
            t->slots[at + i].calls++;
}

/* A track's slots from its paragraphs; settings: how many paragraphs may have another. */
static void make_track(struct world *w, struct track *t, const struct spec *specs, uint32_t n,
                       uint32_t settings)
{
    uint32_t lines[PARAGRAPHS], others[PARAGRAPHS][2], count = 0, all = 0;
    for (uint32_t i = 0; i < n; i++) {
        lines[i] = specs[i].lines;
        count += lines[i];
        others[i][0] = others[i][1] = 0;
        if (!settings || roll(w, 2))
            continue;
        settings--;
        others[i][0] = lines[i] == 1 || roll(w, 2) ? lines[i] + 1 : lines[i] - 1;
        if (!roll(w, 4) && lines[i] > 1)
            others[i][1] = others[i][0] > lines[i] ? lines[i] - 1 : lines[i] + 1;
        all += others[i][0] + others[i][1];
    }
    all += count + 1;
    t->count = count;
    t->slots = arena_array(w->arena, struct slot, all);
    uint32_t at = 0, other = count + 1, calls = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct slot s = { .paragraph = at, .calls = calls, .group = specs[i].group };
        s.orphans = (uint8_t)specs[i].orphans;
        s.widows = (uint8_t)specs[i].widows;
        s.keep = specs[i].keep;
        s.close = at ? length(w, EDGES, 1) : 0;
        s.margin = length(w, EDGES, 2);
        s.open = length(w, EDGES, 2);
        uint32_t next = at + lines[i];
        make_setting(w, t, at, s, lines[i], next, specs[i].calls);
        for (uint32_t k = 0, last = at; k < 2 && others[i][k]; k++) {
            t->slots[last].other = other;
            s.cost = (int32_t)roll(w, 9) * 125000;
            make_setting(w, t, other, s, others[i][k], next, specs[i].calls);
            for (uint32_t j = 1; j < others[i][k]; j++)
                t->slots[other + j].cost = 0;
            last = other;
            other += others[i][k];
        }
        at = next;
        calls += specs[i].calls;
    }
    w->size += all;
    t->tail = length(w, TAILS, 2);
    t->lack = t->tail && roll(w, 2) ? UNIT : 0;
    t->hard_tail = roll(w, 2);
    t->aligned = roll(w, 2);
    if (!chance(w, EDGES, 2))
        return;
    sp *opens = arena_array(w->arena, sp, all), *closes = arena_array(w->arena, sp, all);
    for (uint32_t i = 0; i < all; i++) {
        bool parts = i && i != count;
        opens[i] = parts ? length(w, EDGES, 1) : 0;
        closes[i] = parts ? length(w, EDGES, 1) : 0;
    }
    t->opens = opens;
    t->closes = closes;
    t->clone_open = length(w, EDGES, 1);
    t->clone_close = length(w, EDGES, 1);
}

static void make_specs(struct world *w, struct spec *specs, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        specs[i] = (struct spec){ .lines = 1 + roll(w, 5), .orphans = 1, .widows = 1 };
        if (w->has[WIDOWS]) {
            specs[i].orphans += roll(w, 3);
            specs[i].widows += roll(w, 3);
        }
        specs[i].keep = chance(w, KEEPS, 4);
    }
}

/* Up to two groups of paragraphs, one around the other; their slots are known once the track is made. */
static uint32_t group_specs(struct world *w, struct spec *specs, uint32_t n, uint32_t spans[2][2])
{
    uint32_t first = 0, end = n, count = 0;
    for (; count < 2 && chance(w, GROUPS, 2); count++) {
        first += roll(w, end - first);
        end = first + 1 + roll(w, end - first);
        spans[count][0] = first;
        spans[count][1] = end;
        for (uint32_t i = first; i < end; i++)
            specs[i].group = count + 1;
    }
    return count;
}

static void make_groups(struct world *w, struct track *t, const struct spec *specs,
                        uint32_t spans[2][2], uint32_t n)
{
    t->groups = arena_array(w->arena, struct group, 2);
    for (uint32_t g = 0; g < n; g++) {
        uint32_t at = 0;
        for (uint32_t i = 0; i < spans[g][1]; i++) {
            if (i == spans[g][0])
                t->groups[g].first = at;
            at += specs[i].lines;
        }
        t->groups[g].end = at;
        t->groups[g].around = g;
    }
}

/* The same paragraphs at the other measure. */
static void other_lines(struct world *w, struct spec *specs, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        specs[i].lines = 1 + roll(w, 5);
}

/* Calls of one row's track: notes not called yet, or one that another of its tracks has called. */
static const uint32_t *make_calls(struct world *w, struct row *r, uint32_t track,
                                  struct spec *specs, uint32_t n, uint32_t first_note,
                                  uint32_t *count)
{
    uint32_t *calls = arena_array(w->arena, uint32_t, NOTES);
    bool called[NOTES] = { false };
    *count = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = chance(w, NOTED, 2) ? 1 + roll(w, 2) : 0; k > 0; k--) {
            uint32_t note = w->story.note_count;
            if (track && note > first_note && chance(w, SHARED, 2))
                note = first_note + roll(w, note - first_note);
            if (note == NOTES || called[note])
                continue;
            if (note == w->story.note_count)
                w->story.note_count++;
            else
                r->shared = true;
            called[note] = true;
            calls[(*count)++] = note;
            specs[i].calls++;
        }
    return calls;
}

static void make_tracks(struct world *w, uint32_t row, bool is_head)
{
    struct row *rows[] = { &w->flow[0].rows[row], &w->flow[1].rows[row] };
    uint32_t first_note = w->story.note_count, settings = w->has[SETTINGS] && !is_head ? 2 : 0;
    for (uint32_t k = 0; k < rows[0]->count; k++) {
        struct spec specs[PARAGRAPHS];
        uint32_t n = is_head ? 1 : chance(w, EMPTY, 4) ? 0 : 1 + roll(w, PARAGRAPHS);
        uint32_t spans[2][2], calls, groups;
        make_specs(w, specs, n);
        if (is_head)
            specs[0].lines = 1;
        groups = n ? group_specs(w, specs, n, spans) : 0;
        const uint32_t *list = make_calls(w, rows[0], k, specs, n, first_note, &calls);
        for (int f = 0; f < 2; f++) {
            struct track *t = &rows[f]->tracks[k];
            if (f && !is_head)
                other_lines(w, specs, n);
            make_track(w, t, specs, n, settings);
            make_groups(w, t, specs, spans, groups);
            t->calls = list;
            t->call_count = calls;
        }
        settings -= settings > 0;
    }
    rows[1]->shared = rows[0]->shared;
}

/* Up to three lines of a name that stand again, in every flow. */
static void make_again(struct world *w, struct row *r)
{
    struct slot *again = arena_array(w->arena, struct slot, 3);
    for (uint32_t i = 0; i < 3; i++) {
        again[i].ascent = (sp)(1 + roll(w, 3)) * UNIT;
        again[i].descent = (sp)roll(w, 2) * UNIT;
        again[i].grid = chance(w, GRID, 2);
    }
    r->again = again;
    r->again_count = chance(w, AGAIN, 1) ? 1 + roll(w, 3) : 0;
}

static void make_row(struct world *w, uint32_t row)
{
    static const enum row_break kinds[] = { ROW_BREAK_AVOID, ROW_BREAK_AVOID, ROW_BREAK_NEVER,
                                            ROW_BREAK_PAGE,  ROW_BREAK_LEFT,  ROW_BREAK_RIGHT };
    struct row r = { .count = 1 + roll(w, TRACKS), .before = ROW_BREAK_AUTO };
    r.close = row ? length(w, EDGES, 2) : 0;
    r.margin = length(w, EDGES, 3);
    r.open = length(w, EDGES, 2);
    r.forced_margin = length(w, EDGES, 2);
    r.behind = length(w, EDGES, 2);
    r.part_behind = length(w, EDGES, 2);
    r.heads_gap = length(w, EDGES, 1);
    r.clone_open = length(w, EDGES, 2);
    r.part_open = length(w, EDGES, 2);
    if (chance(w, BREAKS, 3))
        r.before = kinds[roll(w, 6)];
    r.avoid = chance(w, GROUPS, 3);
    if (w->has[TABLE] && row >= w->table.first_head && row < w->table.end_row)
        r.table = &w->table;
    if (r.table && row > w->table.first_head && row <= w->table.first_row &&
        r.before < ROW_BREAK_PAGE)
        r.before = ROW_BREAK_NEVER;
    make_again(w, &r);
    r.name = row ? w->flow[0].rows[row - 1].name : 0;
    if (chance(w, NAMES, 3))
        r.name = !r.name;
    for (int f = 0; f < 2; f++) {
        w->flow[f].rows[row] = r;
        w->flow[f].rows[row].tracks = arena_array(w->arena, struct track, r.count);
    }
    make_tracks(w, row, r.table && row < w->table.first_row);
    for (int f = 0; f < 2; f++)
        row_align(&w->flow[f].rows[row]);
}

static void make_row_groups(struct world *w)
{
    uint32_t first = 0, end = w->flow[0].count, count = 0;
    struct group *groups = arena_array(w->arena, struct group, 2);
    for (; count < 2 && chance(w, GROUPS, 2); count++) {
        first += roll(w, end - first);
        end = first + 1 + roll(w, end - first);
        groups[count] = (struct group){ first, end, count };
        for (uint32_t i = first; i < end; i++)
            w->flow[0].rows[i].group = w->flow[1].rows[i].group = count + 1;
    }
    for (int f = 0; f < 2; f++) {
        w->flow[f].groups = groups;
        w->flow[f].group_count = count;
    }
}

static void make_notes(struct world *w)
{
    for (int f = 0; f < 2; f++)
        w->flow[f].notes = arena_array(w->arena, struct track, NOTES);
    for (uint32_t i = 0; i < w->story.note_count; i++) {
        struct spec specs[2];
        uint32_t n = 1 + !roll(w, 3), spans[2][2], groups;
        make_specs(w, specs, n);
        groups = group_specs(w, specs, n, spans);
        for (int f = 0; f < 2; f++) {
            struct track *t = &w->flow[f].notes[i];
            if (f)
                other_lines(w, specs, n);
            bool edges = w->has[EDGES];
            w->has[EDGES] = w->has[NOTE_EDGES];
            make_track(w, t, specs, n, 0);
            t->width = w->has[WIDTHS] ? (sp)(9 + roll(w, 16)) * UNIT : 9 * UNIT;
            make_groups(w, t, specs, spans, groups);
            t->tail_margin = length(w, EDGES, 2);
            w->has[EDGES] = edges;
        }
    }
}

static struct page_shape make_shape(struct world *w)
{
    struct page_shape s = { .top = (sp)roll(w, 3) * UNIT };
    s.bottom = s.top + (sp)(10 + roll(w, 16)) * UNIT;
    if (w->has[GRID]) {
        s.grid.pitch = (sp)(2 + roll(w, 3)) * UNIT;
        s.grid.offset = s.top + (sp)roll(w, 3) * UNIT;
    }
    s.foot.before = (sp)roll(w, 3) * UNIT;
    s.foot.after = (sp)roll(w, 2) * UNIT;
    s.foot.columns = w->has[COLUMNS] ? 1 + roll(w, 3) : 1;
    s.foot.balance = roll(w, 2);
    s.flow = w->has[FLOWS] ? roll(w, 2) : 0;
    s.width = w->has[WIDTHS] ? (sp)(9 + roll(w, 4)) * UNIT : 9 * UNIT;
    s.foot.width = w->has[WIDTHS] ? (sp)(9 + roll(w, 4)) * UNIT : 9 * UNIT;
    s.reach = s.width + UNIT;
    s.foot.gap = w->has[WIDTHS] ? (sp)roll(w, 3) * UNIT : 0;
    return s;
}

static void make_world(struct world *w, struct arena *a, uint32_t seed)
{
    *w = (struct world){ .seed = seed * 2654435761u + 12345u, .arena = a };
    for (int f = 0; f < FEATURES; f++)
        w->has[f] = !roll(w, 3);
    w->shapes[0].odd = make_shape(w);
    w->shapes[0].even = chance(w, SIDES, 1) ? make_shape(w) : w->shapes[0].odd;
    w->shapes[1].odd = make_shape(w);
    w->shapes[1].even = chance(w, SIDES, 1) ? make_shape(w) : w->shapes[1].odd;
    w->first = chance(w, FIRST, 1) ? make_shape(w) : w->shapes[0].odd;
    w->flows[0] = &w->flow[0];
    w->flows[1] = &w->flow[1];
    w->story = (struct story){ .flows = w->flows, .shapes = w->shapes, .first = &w->first };
    w->story.odd_is_left = roll(w, 2);
    w->story.notes_at_end = chance(w, AT_END, 2);
    w->story.line = (sp)(3 + roll(w, 2)) * UNIT;
    uint32_t rows = 1 + roll(w, ROWS);
    w->table.first_head = roll(w, rows);
    w->table.first_row = w->table.first_head + roll(w, 2);
    w->table.end_row = w->table.first_row + 1 + roll(w, rows);
    w->table.heads_gap = length(w, EDGES, 2);
    w->table.row_stretch = w->has[STRETCH] ? 1 + roll(w, 3) : 0;
    for (int f = 0; f < 2; f++) {
        w->flow[f].rows = arena_array(a, struct row, rows);
        w->flow[f].count = rows;
    }
    if (w->table.first_row >= rows)
        w->has[TABLE] = false;
    if (w->table.end_row > rows)
        w->table.end_row = rows;
    for (uint32_t i = 0; i < rows; i++)
        make_row(w, i);
    make_row_groups(w);
    make_notes(w);
}

/* ---- notes, stacked ---- */

/* The lines of some parts, one after the other. */
struct note_line {
    const struct track *track;
    uint32_t slot;
};
struct stack {
    struct note_line line[NOTES * 10];
    uint32_t count;
};

static const struct track *note_track(const struct world *w, const struct part *p)
{
    return &w->flows[p->flow]->notes[p->note];
}

static struct stack lines_of(const struct world *w, const struct part *parts, uint32_t n)
{
    struct stack l = { .count = 0 };
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = parts[i].from; k < parts[i].to; k++)
            l.line[l.count++] = (struct note_line){ note_track(w, &parts[i]), k };
    return l;
}

/* Does a note end before line i? */
static bool is_end(const struct stack *l, uint32_t i)
{
    return i == l->count || l->line[i].slot == 0 || l->line[i].track != l->line[i - 1].track;
}

/* Height of a column of lines i … end - 1. */
static sp column_height(const struct stack *l, uint32_t i, uint32_t end)
{
    sp y = 0;
    for (uint32_t k = i; k < end; k++) {
        const struct track *t = l->line[k].track;
        uint32_t at = l->line[k].slot;
        const struct slot *s = &t->slots[at];
        if (k == i)
            y += s->open + (at ? clone_open(t, at) : 0);
        else if (is_end(l, k))
            y += l->line[k - 1].track->tail + s->close + s->open +
                 sp_max(l->line[k - 1].track->tail_margin, s->margin);
        else
            y += s->close + s->margin + s->open;
        y += s->ascent + s->descent;
    }
    if (end == i)
        return 0;
    const struct track *t = l->line[end - 1].track;
    uint32_t next = l->line[end - 1].slot + 1;
    return y + (next == t->count ? t->tail : t->slots[next].close + clone_close(t, next));
}

static bool group_parts(const struct track *t, uint32_t at)
{
    const struct slot *s = &t->slots[at];
    for (uint32_t g = s->group; g; g = t->groups[g - 1].around)
        if (t->groups[g - 1].first < s->paragraph + s->at)
            return true;
    return false;
}

/* May a column that began with line i end before line `end`? */
static bool may_break(const struct stack *l, uint32_t i, uint32_t end, enum parting parting)
{
    if (is_end(l, end) || parting == PART_ANYWHERE)
        return true;
    const struct track *t = l->line[end].track;
    const struct slot *s = &t->slots[l->line[end].slot];
    if (s->keep || (parting == PART_LEGALLY && group_parts(t, l->line[end].slot)))
        return false;
    uint32_t here = end - i < s->at ? end - i : s->at;
    return !s->at || (here >= s->orphans && s->of - s->at >= s->widows);
}

/* The least height of columns for the lines from i on. */
static sp least_level(const struct stack *l, uint32_t i, uint32_t columns)
{
    if (i == l->count)
        return 0;
    if (columns == 1)
        return column_height(l, i, l->count);
    sp best = SP_MAX;
    for (uint32_t end = i + 1; end <= l->count; end++)
        if (may_break(l, i, end, PART_LEGALLY))
            best = sp_min(best, sp_max(column_height(l, i, end), least_level(l, end, columns - 1)));
    return best;
}

static sp level_of(const struct world *w, const struct part *parts, uint32_t n, uint32_t columns)
{
    struct stack l = lines_of(w, parts, n);
    return least_level(&l, 0, columns);
}

/* In how many columns notes stand whose first is set for wider ones: the most that have room. */
static uint32_t columns_of(const struct world *w, const struct part *parts, uint32_t n,
                           const struct foot_shape *f)
{
    sp wide = n ? note_track(w, parts)->width : 0;
    uint32_t k = f->columns;
    while (wide > f->width && k > 1 &&
           (sp)k * (wide + f->gap) > (sp)f->columns * (f->width + f->gap))
        k--;
    return k;
}

/* How many lines stand when each column is filled before the next. */
static uint32_t filled(const struct stack *l, sp height, uint32_t columns, enum parting parting,
                       sp *most)
{
    uint32_t at = 0;
    *most = 0;
    for (uint32_t k = 0; k < columns; k++) {
        uint32_t best = at;
        for (uint32_t end = at + 1; end <= l->count; end++)
            if (column_height(l, at, end) <= height && may_break(l, at, end, parting))
                best = end;
        *most = sp_max(*most, column_height(l, at, best));
        at = best;
    }
    return at;
}

/* ---- places ---- */

/* Where a page begins: all that the rest of the document can depend on. */
struct spot {
    uint32_t row, begun, flow, odd, first, waits;
    uint32_t cut[TRACKS];
    struct part wait[NOTES];
};
/* A page from a place to the next. */
struct end {
    struct spot to;
    int64_t cost;
    sp gap, level; /* gap: unused height; level: of the notes */
    uint32_t stretch;
    bool forced, heads, named;
    enum level let_go; /* the level that the page is legal at */
    enum level breach; /* what the end lets go of, whatever its notes do */
    bool juts;         /* the row that goes on is too wide for the next page */
    uint64_t settings; /* a sum that tells which were taken */
    struct bill bill;  /* what makes up the cost */
    struct part parts[NOTES];
    uint32_t part_count;
};
struct ends {
    struct arena *arena;
    struct end *end;
    size_t count, room;
    const struct page_shape *shape;
    sp line;
};
struct memo {
    struct spot place;
    int64_t cost;
    uint32_t run; /* the search that knows it */
};
struct search {
    const struct world *world;
    struct memo *memo;
    size_t seen;
    uint32_t run;
    bool wide; /* all pages of the levels up to `widest` count */
    enum level widest;
};

/* Tells settings apart in a sum. */
static uint64_t setting_key(uint32_t row, uint32_t track, uint32_t slot)
{
    uint64_t h = ((uint64_t)row * TRACKS + track) * 1000 + slot + 1;
    h *= 0x9E3779B97F4A7C15u;
    return (h ^ (h >> 29)) * 0xBF58476D1CE4E5B9u;
}

static const struct row *row_of(const struct world *w, unsigned flow, uint32_t row)
{
    return &w->flows[flow]->rows[row];
}

static uint32_t rows_of(const struct world *w) { return w->flow[0].count; }

/* Must a row stand on a page of its own side, and is this the other? */
static bool wrong_side(const struct world *w, uint32_t row, bool odd)
{
    enum row_break k = row_of(w, 0, row)->before;
    bool left = odd == w->story.odd_is_left;
    return (k == ROW_BREAK_LEFT && !left) || (k == ROW_BREAK_RIGHT && left);
}

static bool new_page(const struct world *w, uint32_t row)
{
    const struct row *r = row_of(w, 0, row);
    return r->before == ROW_BREAK_PAGE || r->before == ROW_BREAK_LEFT ||
           r->before == ROW_BREAK_RIGHT || (row && r->name != row_of(w, 0, row - 1)->name);
}

/* How many of a track's calls stand before a slot. */
static uint32_t calls_up_to(const struct track *t, uint32_t at)
{
    if (at == t->count)
        return t->call_count;
    const struct slot *s = &t->slots[at];
    if (s->at)
        return t->slots[at - 1].calls;
    return s->paragraph ? t->slots[s->paragraph - 1].calls : 0;
}

/* Notes that a row calls between two cuts, and not before the first. */
static void mark_calls(const struct row *r, const uint32_t *from, const uint32_t *to, bool *called)
{
    bool before[NOTES] = { false };
    for (uint32_t t = 0; t < r->count && from; t++)
        for (uint32_t i = 0; i < calls_up_to(&r->tracks[t], from[t]); i++)
            before[r->tracks[t].calls[i]] = true;
    for (uint32_t t = 0; t < r->count; t++) {
        const struct track *k = &r->tracks[t];
        uint32_t end = to ? calls_up_to(k, to[t]) : k->call_count;
        for (uint32_t i = from ? calls_up_to(k, from[t]) : 0; i < end; i++)
            if (!before[k->calls[i]])
                called[k->calls[i]] = true;
    }
}

/* ---- what a page would hold ---- */

/* Behind a table's heads repeated from y on; y when they are too tall. */
static sp behind_heads(const struct world *w, const struct page_shape *s, unsigned flow,
                       const struct table *t, sp y)
{
    sp start = y;
    for (uint32_t i = t->first_head; i < t->first_row; i++) {
        const struct row *r = row_of(w, flow, i);
        sp top = row_top(s->grid, r, y, i == t->first_head ? ROW_TOP : ROW_BELOW);
        y = top;
        for (uint32_t k = 0; k < r->count; k++) {
            const struct track *track = &r->tracks[k];
            sp at = top + track_lead(r, track, ROW_BELOW, 0);
            for (uint32_t j = 0; j < track->count; j++)
                at = slot_baseline(s->grid, &track->slots[j], at, false) + track->slots[j].descent;
            y = sp_max(y, at + track->tail);
        }
    }
    return (y - start) * HEADS_SHARE <= s->bottom - s->top ? y : start;
}

/* Rows first … end - 1 at the top of a page; their notes may part, so that they do not count. */
static bool holds_rows(const struct world *w, const struct page_shape *s, uint32_t first,
                       uint32_t end)
{
    const struct row *r = row_of(w, s->flow, first);
    sp y = s->top + r->clone_open, bottom = y;
    bool heads = false;
    if (r->table && first >= r->table->first_row) {
        sp below = behind_heads(w, s, s->flow, r->table, y);
        heads = below > y;
        y = below + (heads ? r->heads_gap : 0);
    }
    for (uint32_t i = first; i < end; i++) {
        r = row_of(w, s->flow, i);
        if (i > first && new_page(w, i))
            return false;
        enum row_start start = i > first || heads ? ROW_BELOW : ROW_TOP;
        sp top = row_top(s->grid, r, y, start);
        for (uint32_t t = 0; t < r->count; t++) {
            const struct track *k = &r->tracks[t];
            sp at = top + track_lead(r, k, start, 0);
            for (uint32_t j = 0; j < k->count; j++)
                at = slot_baseline(s->grid, &k->slots[j], at, false) + k->slots[j].descent;
            bottom = sp_max(bottom, at + (k->hard_tail ? k->tail : 0));
            y = sp_max(y, at + k->tail);
        }
    }
    return bottom + r->behind <= s->bottom;
}

/* The lines of a group of a track, at the top of a page. */
static bool holds_lines(const struct world *w, const struct page_shape *s, uint32_t row,
                        uint32_t track, uint32_t group)
{
    const struct row *r = row_of(w, s->flow, row);
    const struct track *t = &r->tracks[track];
    const struct group *g = &t->groups[group - 1];
    sp y = s->top + r->part_open;
    if (r->table && row >= r->table->first_row)
        y = behind_heads(w, s, s->flow, r->table, y);
    for (uint32_t i = g->first; i < g->end; i++)
        y = slot_baseline(s->grid, &t->slots[i], y, i == g->first) + t->slots[i].descent;
    return y <= s->bottom;
}

static bool keeps_rows(const struct world *w, uint32_t first, uint32_t end)
{
    const struct page_shapes *s = &w->story.shapes[row_of(w, 0, first)->name];
    return holds_rows(w, &s->odd, first, end) || holds_rows(w, &s->even, first, end);
}

static bool keeps_lines(const struct world *w, uint32_t row, uint32_t track, uint32_t group)
{
    const struct page_shapes *s = &w->story.shapes[row_of(w, 0, row)->name];
    return holds_lines(w, &s->odd, row, track, group) ||
           holds_lines(w, &s->even, row, track, group);
}

/* Is a break before a row (inside: in it) in a group of rows that a page would hold? */
static bool breaks_rows(const struct world *w, uint32_t row, bool inside)
{
    const struct group *groups = w->flow[0].groups;
    for (uint32_t g = row_of(w, 0, row)->group; g; g = groups[g - 1].around)
        if ((groups[g - 1].first < row || inside) &&
            keeps_rows(w, groups[g - 1].first, groups[g - 1].end))
            return true;
    return false;
}

static enum level level_before(const struct world *w, uint32_t row)
{
    const struct row *r = row_of(w, 0, row);
    if (r->before == ROW_BREAK_NEVER)
        return LEVEL_OVERFLOW;
    bool kept =
        r->before == ROW_BREAK_AVOID || (r->before == ROW_BREAK_AUTO && breaks_rows(w, row, false));
    return kept ? LEVEL_PART : LEVEL_KEEP;
}

static enum level level_inside(const struct world *w, uint32_t row, bool juts)
{
    if (juts)
        return LEVEL_PART;
    const struct row *r = row_of(w, 0, row);
    bool kept = r->avoid && keeps_rows(w, row, row + 1);
    if (kept && r->table && row < r->table->first_row)
        return LEVEL_OVERFLOW;
    return kept || breaks_rows(w, row, true) ? LEVEL_PART : LEVEL_KEEP;
}

/* ---- chains: one setting for every paragraph of a track ---- */

struct chain {
    uint32_t count, slot[LINES];
    sp y[LINES + 1]; /* the bottom of the first i lines */
};

static void add_chains(const struct track *t, uint32_t at, struct chain c, struct chain *list,
                       uint32_t *n)
{
    if (at == t->count) {
        assert_true(*n < CHAINS);
        list[(*n)++] = c;
        return;
    }
    uint32_t s = at;
    do {
        struct chain longer = c;
        uint32_t k = s;
        longer.slot[longer.count++] = k;
        while (t->slots[k].at + 1 < t->slots[k].of)
            longer.slot[longer.count++] = k = t->slots[k].next;
        add_chains(t, t->slots[k].next, longer, list, n);
        s = t->slots[at].at ? 0 : t->slots[s].other;
    } while (s);
}

/* ---- a page ---- */

struct leaf {
    struct search *q;
    const struct spot *from;
    const struct page_shape *shape, *next; /* of the page, and of the one that it goes on to */
    const struct page_shapes *name;        /* of pages of its name */
    struct part waits[NOTES];              /* as this page sets them */
    enum level level;
    bool heads, named;
    struct ends *ends;
};
/* What stands on a page above a row. */
struct above {
    sp y;
    int64_t cost;
    uint64_t settings;
    uint32_t gaps;
    bool called[NOTES];
};
/* A row on a page: for each track all chains, the one chosen, how many lines of it stand here. */
struct set {
    struct leaf *page;
    const struct row *row;
    const struct above *above;
    uint32_t number, gaps;
    unsigned flow;
    bool begun;
    enum row_start start;
    sp top, again; /* the bottom of the name that stands again; 0: none */
    struct chain list[TRACKS][CHAINS];
    uint32_t count[TRACKS], chosen[TRACKS], lines[TRACKS];
    bool stands; /* whole where nothing fits */
};

static sp room_below(const struct page_shape *s, sp edge)
{
    return s->bottom - edge - s->foot.before - s->foot.after;
}

/* The first lines of parts: whole parts, and slots of the next. */
static void split(const struct part *parts, uint32_t n, uint32_t lines, uint32_t *whole,
                  uint32_t *slots)
{
    for (*whole = 0; *whole < n; ++*whole) {
        uint32_t own = parts[*whole].to - parts[*whole].from;
        if (lines < own)
            break;
        lines -= own;
    }
    *slots = lines;
}

/* The parts on a page and those that wait behind it. */
static void hand_out(struct end *e, const struct part *parts, uint32_t n, uint32_t whole,
                     uint32_t slots)
{
    memcpy(e->parts, parts, whole * sizeof *parts);
    e->part_count = whole;
    if (slots) {
        e->parts[whole] = parts[whole];
        e->parts[whole].to = parts[whole].from + slots;
        e->part_count++;
    }
    e->to.waits = 0;
    for (uint32_t i = whole; i < n; i++) {
        struct part rest = parts[i];
        if (i == whole)
            rest.from += slots;
        if (rest.from < rest.to)
            e->to.wait[e->to.waits++] = rest;
    }
}

static void charge(struct end *e, enum bill_item item, int64_t cost)
{
    e->cost += cost;
    e->bill.of[item] += cost;
}

static void put_end(struct ends *ends, struct end e)
{
    ends->end =
        arena_grow(ends->arena, ends->end, sizeof e, ends->count, ends->count + 1, &ends->room);
    ends->end[ends->count++] = e;
}

/* A note in another flow, if it is narrower there. */
static struct part narrower(const struct world *w, struct part part, unsigned flow)
{
    struct part other = { part.note, 0, w->flows[flow]->notes[part.note].count, flow };
    return note_track(w, &other)->width < note_track(w, &part)->width ? other : part;
}

/* What stands of notes in a room that is too low for all of them; one that begins here and parts
 * is set as narrow as it is on any page of the name. */
static void fill_room(const struct leaf *g, struct part *parts, uint32_t n, sp room,
                      enum parting how, uint32_t *whole, uint32_t *slots, sp *most)
{
    const struct world *w = g->q->world;
    const struct foot_shape *f = &g->shape->foot;
    struct stack l = lines_of(w, parts, n);
    split(parts, n, filled(&l, room, columns_of(w, parts, n, f), how, most), whole, slots);
    if (!*slots || parts[*whole].from)
        return;
    uint32_t last = *whole;
    struct part own = parts[last], *part = &parts[last];
    *part = narrower(w, narrower(w, own, g->name->odd.flow), g->name->even.flow);
    l = lines_of(w, parts, last + 1);
    split(parts, last + 1, filled(&l, room, columns_of(w, parts, last + 1, f), how, most), whole,
          slots);
    if (*whole == last && !*slots)
        *part = own;
}

/* How notes stand in a room that is too low for all of them; false when they may not. */
static bool part_notes(const struct leaf *g, struct part *parts, uint32_t n, sp room,
                       uint32_t *whole, uint32_t *slots, sp *most, struct end *e)
{
    static const struct {
        enum level level;
        enum parting parting;
        enum bill_item item;
        int64_t cost;
    } ways[] = { { LEVEL_KEEP, PART_LEGALLY, BILL_PART, 0 },
                 { LEVEL_PART, PART_GROUPS, BILL_PART, COST_PART },
                 { LEVEL_TEAR, PART_ANYWHERE, BILL_TEAR, COST_TEAR } };
    struct part own[2 * NOTES];
    memcpy(own, parts, n * sizeof *own);
    for (uint32_t i = 0; i < 3 && ways[i].level <= g->level; i++) {
        memcpy(parts, own, n * sizeof *own);
        fill_room(g, parts, n, room, ways[i].parting, whole, slots, most);
        if (g->q->world->story.notes_at_end)
            return true;
        bool goes_on = *whole + 1 == n && *slots && n > g->from->waits;
        if (*whole < n && !goes_on)
            continue;
        charge(e, ways[i].item, ways[i].cost);
        charge(e, BILL_NOTE, goes_on ? COST_NOTE_PARTS : 0);
        return true;
    }
    if (g->level < LEVEL_LATE)
        return false;
    charge(e, BILL_LATE, COST_LATE * (int64_t)(n - *whole - (*slots > 0)));
    return true;
}

/* The page ends at an edge, having called these notes, if they stand. */
static void end_page(const struct leaf *g, struct end e, sp edge, bool over, const bool *called,
                     uint32_t gaps)
{
    const struct world *w = g->q->world;
    const struct page_shape *s = g->shape;
    bool at_end = e.to.row == rows_of(w) && !e.to.begun;
    struct part parts[2 * NOTES];
    uint32_t n = g->from->waits, whole, slots = 0;
    memcpy(parts, g->waits, n * sizeof *parts);
    for (uint32_t i = 0; i < w->story.note_count && called; i++)
        if (w->story.notes_at_end ? at_end : called[i])
            parts[n++] = (struct part){ i, 0, w->flows[s->flow]->notes[i].count, s->flow };
    sp room = room_below(s, edge), most;
    if (edge > s->bottom && !over)
        return;
    whole = n;
    e.level = most = level_of(w, parts, n, columns_of(w, parts, n, &s->foot));
    if (n && e.level > room && !part_notes(g, parts, n, room, &whole, &slots, &most, &e))
        return;
    hand_out(&e, parts, n, whole, slots);
    e.level = sp_min(level_of(w, e.parts, e.part_count, columns_of(w, parts, n, &s->foot)), most);
    e.gap = s->bottom - edge;
    if (e.part_count)
        e.gap -= e.level + s->foot.before + s->foot.after;
    while (s->grid.pitch > 0 && gaps && e.stretch < w->table.row_stretch &&
           e.gap >= s->grid.pitch * (sp)gaps) {
        e.stretch++;
        e.gap -= s->grid.pitch * (sp)gaps;
        charge(&e, BILL_STRETCH, COST_STRETCH * (int64_t)gaps);
    }
    e.heads = g->heads && called;
    e.named = g->named && called;
    charge(&e, BILL_PAGE, COST_PAGE);
    if (!e.forced)
        charge(&e, BILL_GAP, cost_of_gap(sp_max(e.gap, 0), w->story.line));
    if (at_end && !e.to.waits && !g->from->first && edge - s->top < LAST_LEAST * w->story.line)
        charge(&e, BILL_LAST, COST_LAST_SHORT);
    put_end(g->ends, e);
}

static struct end end_at(const struct leaf *g, uint32_t row)
{
    struct end e;
    memset(&e, 0, sizeof e);
    e.to.row = row;
    e.to.odd = !g->from->odd;
    e.let_go = g->level;
    e.named = g->named;
    return e;
}

/* The slot behind the first i lines of a chain; where a paragraph begins, the optimum's. */
static uint32_t behind(const struct set *s, uint32_t t, uint32_t i)
{
    const struct chain *c = &s->list[t][s->chosen[t]];
    const struct track *k = &s->row->tracks[t];
    if (i == c->count)
        return k->count;
    return k->slots[c->slot[i]].at ? c->slot[i] : k->slots[c->slot[i]].paragraph;
}

/* What a cut behind the first i lines of a track lets go of. */
static enum level level_of_cut(const struct set *s, uint32_t t, uint32_t i)
{
    const struct track *k = &s->row->tracks[t];
    const struct chain *c = &s->list[t][s->chosen[t]];
    uint32_t at = behind(s, t, i), here = 0;
    if (at == k->count)
        return LEVEL_KEEP;
    if (!i)
        return s->begun ? LEVEL_KEEP : LEVEL_COUNT; /* a row begins with a line of each track */
    const struct slot *next = &k->slots[at];
    while (here < i && here < next->at &&
           k->slots[c->slot[i - 1 - here]].paragraph == next->paragraph)
        here++;
    if (next->keep || (next->at && (here < next->orphans || next->of - next->at < next->widows)))
        return LEVEL_TEAR;
    for (uint32_t g = next->group; g; g = k->groups[g - 1].around)
        if (k->groups[g - 1].first < next->paragraph + next->at &&
            keeps_lines(s->page->q->world, s->number, t, g))
            return LEVEL_PART;
    return LEVEL_KEEP;
}

/* What the settings of the first i lines of a track cost, and which they are. */
static int64_t cost_of_lines(const struct set *s, uint32_t t, uint32_t i, uint64_t *settings)
{
    const struct chain *c = &s->list[t][s->chosen[t]];
    int64_t cost = 0;
    for (uint32_t k = 0; k < i; k++) {
        const struct slot *line = &s->row->tracks[t].slots[c->slot[k]];
        if (line->at)
            continue;
        cost += line->cost;
        if (c->slot[k] > s->row->tracks[t].count)
            *settings += setting_key(s->number, t, c->slot[k]);
    }
    return cost;
}

/* Is the row as wide as its page, and too wide for the next? */
static bool row_juts(const struct set *s)
{
    const struct leaf *g = s->page;
    return s->flow == g->shape->flow && g->shape->width > g->next->reach;
}

/* The row is cut behind so many lines of each track. */
static void cut_row(const struct set *s, bool over)
{
    struct end e = end_at(s->page, s->number);
    bool called[NOTES], parts = false;
    sp edge = 0;
    e.to.begun = 1;
    e.to.flow = s->flow;
    charge(&e, BILL_SETTINGS, s->above->cost);
    charge(&e, BILL_CUT, COST_CUT);
    charge(&e, BILL_OVERFLOW, over ? COST_OVERFLOW : 0);
    e.settings = s->above->settings;
    e.juts = row_juts(s);
    e.breach = level_inside(s->page->q->world, s->number, e.juts);
    if (s->again)
        edge = s->again + s->row->tracks[0].clone_close;
    for (uint32_t t = 0; t < s->row->count; t++) {
        const struct track *k = &s->row->tracks[t];
        const struct chain *c = &s->list[t][s->chosen[t]];
        uint32_t i = s->lines[t], at = behind(s, t, i);
        enum level level = level_of_cut(s, t, i);
        e.breach = level > e.breach ? level : e.breach;
        sp own = c->y[i];
        if (i)
            own += clone_close(k, at) + (at < k->count || at > k->count ? k->slots[at].close : 0);
        edge = sp_max(edge, own);
        e.to.cut[t] = at;
        charge(&e, BILL_SETTINGS, cost_of_lines(s, t, i, &e.settings));
        charge(&e, BILL_TEAR, level == LEVEL_TEAR ? COST_TEAR : 0);
        charge(&e, BILL_PART, level == LEVEL_PART ? COST_PART : 0);
        if (i && at != k->count && k->slots[at].at && k->slots[c->slot[i - 1]].hyphenated)
            charge(&e, BILL_HYPHEN, COST_PAGE_HYPHEN);
        parts = parts || at != k->count;
    }
    if (!parts)
        return;
    if (level_inside(s->page->q->world, s->number, e.juts) == LEVEL_PART)
        charge(&e, BILL_PART, e.juts ? COST_JUT : COST_PART_ROW);
    memcpy(called, s->above->called, sizeof called);
    mark_calls(s->row, s->begun ? s->page->from->cut : NULL, e.to.cut, called);
    end_page(s->page, e, edge + s->row->part_behind, over, called, s->gaps);
}

/* Does the line behind the first i of a track call a note, as the optimum has it? */
static bool calls_behind(const struct set *s, uint32_t t, uint32_t i)
{
    const struct track *k = &s->row->tracks[t];
    uint32_t at = behind(s, t, i);
    return at != k->count && k->slots[at].calls > calls_up_to(k, at);
}

/* The tracks from t on follow the leader, which ends at y: to the furthest line, or to one before a call. */
static void cut_followers(struct set *s, uint32_t leader, sp y, uint32_t t)
{
    enum level level = s->page->level;
    if (t == s->row->count) {
        cut_row(s, false);
        return;
    }
    if (t == leader) {
        cut_followers(s, leader, y, t + 1);
        return;
    }
    const struct chain *c = &s->list[t][s->chosen[t]];
    bool furthest = true;
    for (uint32_t i = c->count + 1; i-- > 0;) {
        if ((i && c->y[i] > y) || level_of_cut(s, t, i) > level)
            continue;
        s->lines[t] = i;
        if (furthest || (level >= LEVEL_TEAR && calls_behind(s, t, i)))
            cut_followers(s, leader, y, t + 1);
        furthest = false;
    }
}

/* Every line of every track leads once, the others follow. */
static void cut_everywhere(struct set *s)
{
    for (uint32_t leader = 0; leader < s->row->count; leader++) {
        const struct chain *c = &s->list[leader][s->chosen[leader]];
        for (uint32_t i = 1; i <= c->count; i++)
            if (level_of_cut(s, leader, i) <= s->page->level) {
                s->lines[leader] = i;
                cut_followers(s, leader, c->y[i], 0);
            }
    }
}

static void set_row(struct leaf *g, uint32_t number, const struct above *above);

static bool is_head(const struct set *s)
{
    return s->row->table && s->number < s->row->table->first_row;
}

/* Is the row heads, and what is below them no better off on the next page, where they stand again? */
static bool head_stays(const struct set *s)
{
    const struct leaf *g = s->page;
    const struct page_shape *p = g->shape;
    return g->level == LEVEL_OVERFLOW && is_head(s) &&
           s->row->table->first_row < s->row->table->end_row &&
           g->next->bottom - g->next->top <= p->bottom - p->top &&
           behind_heads(g->q->world, p, p->flow, s->row->table, p->top) > p->top;
}

/* The row stands whole; the page ends behind it, or goes on.  False when it has no room. */
static bool whole_row(const struct set *s, bool over)
{
    const struct world *w = s->page->q->world;
    struct above next = *s->above;
    sp y = s->top, must = s->top;
    for (uint32_t t = 0; t < s->row->count; t++) {
        const struct chain *c = &s->list[t][s->chosen[t]];
        const struct track *k = &s->row->tracks[t];
        y = sp_max(y, c->y[c->count] + k->tail);
        must = sp_max(must, c->y[c->count] + (k->hard_tail ? k->tail : 0));
        next.cost += cost_of_lines(s, t, c->count, &next.settings);
    }
    if (s->again) {
        const struct track *name = &s->row->tracks[0];
        y = sp_max(y, s->again + name->tail - name->lack);
        must = sp_max(must, s->again + (name->hard_tail ? name->tail - name->lack : 0));
    }
    if (must > s->page->shape->bottom && !over)
        return false;
    next.y = y;
    next.gaps = s->gaps;
    mark_calls(s->row, s->begun ? s->page->from->cut : NULL, NULL, next.called);
    struct end e = end_at(s->page, s->number + 1);
    e.forced = e.to.row == rows_of(w) || new_page(w, e.to.row);
    enum level level = e.forced ? LEVEL_KEEP : level_before(w, e.to.row);
    charge(&e, BILL_SETTINGS, next.cost);
    charge(&e, BILL_OVERFLOW, over ? COST_OVERFLOW : 0);
    charge(&e, BILL_PART, level == LEVEL_PART ? COST_PART : 0);
    charge(&e, BILL_OVERFLOW, level == LEVEL_OVERFLOW ? COST_OVERFLOW : 0);
    e.breach = level;
    e.settings = next.settings;
    bool stays = head_stays(s) && !e.forced;
    if (level <= s->page->level && !stays)
        end_page(s->page, e, must + s->row->behind, over, next.called, s->gaps);
    if (stays || (!e.forced && s->page->level < LEVEL_OVERFLOW))
        set_row(s->page, s->number + 1, &next);
    return true;
}

/* Nothing fits: as many lines as end no lower than the first one that ends, of the optimum; one of each where a row begins. */
static void force_lines(struct set *s)
{
    sp y = SP_MAX;
    bool whole = true;
    for (uint32_t t = 0; t < s->row->count; t++) {
        s->chosen[t] = 0;
        if (s->list[t][0].count)
            y = sp_min(y, s->list[t][0].y[1]);
    }
    for (uint32_t t = 0; t < s->row->count; t++) {
        const struct chain *c = &s->list[t][0];
        uint32_t n = 0;
        while (n < c->count && c->y[n + 1] <= y)
            n++;
        if (!n && !s->begun && c->count)
            n = 1;
        s->lines[t] = n;
        whole = whole && n == c->count;
    }
    if (whole)
        whole_row(s, true);
    else
        cut_row(s, true);
}

static void choose_chains(struct set *s, uint32_t t)
{
    if (t < s->row->count) {
        for (s->chosen[t] = 0; s->chosen[t] < s->count[t]; s->chosen[t]++)
            choose_chains(s, t + 1);
        return;
    }
    if (s->page->level == LEVEL_OVERFLOW) {
        s->stands = (is_head(s) && whole_row(s, false)) || s->stands;
        return;
    }
    if (level_inside(s->page->q->world, s->number, row_juts(s)) <= s->page->level)
        cut_everywhere(s);
    whole_row(s, false);
}

static void lay_chain(const struct set *s, uint32_t t, uint32_t from, struct chain *c)
{
    const struct track *k = &s->row->tracks[t];
    c->y[0] = s->top + (from == k->count ? 0 : track_lead(s->row, k, s->start, from));
    for (uint32_t i = 0; i < c->count; i++) {
        const struct slot *line = &k->slots[c->slot[i]];
        c->y[i + 1] = slot_baseline(s->page->shape->grid, line, c->y[i], s->begun && !i);
        c->y[i + 1] += line->descent;
    }
}

/* The bottom of a name that stands again, its first baseline not above the first of the tracks beside it. */
static sp again_below(const struct set *s, const uint32_t *cut)
{
    const struct row *r = s->row;
    struct grid grid = s->page->shape->grid;
    sp y = s->top + r->tracks[0].clone_open, least = 0;
    for (uint32_t t = 1; t < r->count; t++)
        if (cut[t] != r->tracks[t].count) {
            const struct track *k = &r->tracks[t];
            sp top = s->top + clone_open(k, cut[t]);
            sp base = slot_baseline(grid, &k->slots[cut[t]], top, true);
            least = !least || base < least ? base : least;
        }
    for (uint32_t i = 0; i < r->again_count; i++) {
        sp base = slot_baseline(grid, &r->again[i], y, true);
        if (!i && base < least)
            base = least;
        y = base + r->again[i].descent;
    }
    return y;
}

/* One row more on the page, in every setting. */
static void set_row(struct leaf *g, uint32_t number, const struct above *above)
{
    const struct world *w = g->q->world;
    const struct spot *from = g->from;
    struct set s = { .page = g, .above = above, .number = number, .gaps = above->gaps };
    s.begun = number == from->row && from->begun;
    s.flow = s.begun ? from->flow : g->shape->flow;
    s.row = row_of(w, s.flow, number);
    sp y = above->y;
    if (s.begun)
        s.start = ROW_GOES_ON;
    else if (number > from->row || g->heads)
        s.start = ROW_BELOW;
    else if (from->first)
        s.start = ROW_BELOW;
    else
        s.start = new_page(w, number) ? ROW_FORCED : ROW_TOP;
    if (g->heads && number == from->row)
        y += s.begun ? s.row->table->heads_gap : s.row->heads_gap;
    if (number > from->row && s.row->table && number > s.row->table->first_row)
        s.gaps++;
    s.top = row_top(g->shape->grid, s.row, y, s.start);
    bool named = s.begun && s.row->again_count && from->cut[0] == s.row->tracks[0].count;
    if (named && g->level < LEVEL_LATE)
        s.again = again_below(&s, from->cut);
    g->named = g->named || s.again;
    for (uint32_t t = 0; t < s.row->count; t++) {
        uint32_t at = s.begun ? from->cut[t] : 0;
        struct chain none = { .count = 0 };
        add_chains(&s.row->tracks[t], at, none, s.list[t], &s.count[t]);
        for (uint32_t i = 0; i < s.count[t]; i++)
            lay_chain(&s, t, at, &s.list[t][i]);
    }
    choose_chains(&s, 0);
    if (g->level == LEVEL_OVERFLOW && !s.stands)
        force_lines(&s);
}

static void set_text(struct leaf *g)
{
    g->named = false;
    const struct spot *from = g->from;
    unsigned flow = from->begun ? from->flow : g->shape->flow;
    const struct row *r = row_of(g->q->world, flow, from->row);
    struct above above = { .y = g->shape->top + (from->begun ? r->part_open : r->clone_open) };
    sp y = above.y;
    if (r->table && from->row >= r->table->first_row)
        above.y = behind_heads(g->q->world, g->shape, flow, r->table, y);
    g->heads = above.y > y;
    set_row(g, from->row, &above);
}

/* The page ends before any text. */
static struct end end_before_text(const struct leaf *g, bool forced)
{
    struct end e = end_at(g, g->from->row);
    e.to.begun = g->from->begun;
    e.to.flow = g->from->flow;
    memcpy(e.to.cut, g->from->cut, sizeof e.to.cut);
    e.forced = forced;
    return e;
}

/* Notes that wait and do not all fit: as many lines as do, one at the least. */
static void notes_alone(const struct leaf *g)
{
    const struct world *w = g->q->world;
    struct end e = end_before_text(g, true);
    struct part parts[NOTES];
    sp room = room_below(g->shape, g->shape->top), most;
    uint32_t n = g->from->waits, whole, slots;
    memcpy(parts, g->waits, n * sizeof *parts);
    fill_room(g, parts, n, room, PART_LEGALLY, &whole, &slots, &most);
    if (!whole && !slots)
        fill_room(g, parts, n, room, PART_GROUPS, &whole, &slots, &most);
    if (!whole && !slots)
        fill_room(g, parts, n, room, PART_ANYWHERE, &whole, &slots, &most);
    charge(&e, BILL_PAGE, COST_PAGE);
    if (!whole && !slots) {
        if (!parts->from)
            *parts = narrower(w, narrower(w, *parts, g->name->odd.flow), g->name->even.flow);
        split(parts, n, 1, &whole, &slots);
        charge(&e, BILL_OVERFLOW, COST_OVERFLOW);
        e.let_go = LEVEL_OVERFLOW;
    }
    if (slots && e.let_go != LEVEL_OVERFLOW && !w->story.notes_at_end)
        charge(&e, BILL_NOTE, COST_NOTE_PARTS);
    hand_out(&e, parts, n, whole, slots);
    e.level =
        level_of(w, e.parts, e.part_count, columns_of(w, e.parts, e.part_count, &g->shape->foot));
    if (e.let_go != LEVEL_OVERFLOW)
        e.level = sp_min(e.level, most);
    e.gap = room - e.level;
    put_end(g->ends, e);
}

/* All pages from a place, of the lowest level that has any; in a wide search, of all up to the widest. */
static void all_pages(struct search *q, const struct spot *from, struct ends *ends)
{
    const struct world *w = q->world;
    struct leaf g = { .q = q, .from = from, .ends = ends };
    bool back = from->row == rows_of(w) || (from->waits && !from->begun && from->row);
    uint32_t name = row_of(w, 0, back ? from->row - 1 : from->row)->name;
    const struct page_shapes *s = &w->shapes[name];
    g.shape = from->first ? &w->first : from->odd ? &s->odd : &s->even;
    g.next = from->odd ? &s->even : &s->odd;
    g.name = s;
    ends->shape = g.shape;
    ends->line = q->world->story.line;
    for (uint32_t i = 0; i < from->waits; i++) {
        g.waits[i] = from->wait[i];
        if (!from->wait[i].from) {
            g.waits[i].flow = g.shape->flow;
            g.waits[i].to = w->flows[g.shape->flow]->notes[from->wait[i].note].count;
        }
    }
    sp room = room_below(g.shape, g.shape->top);
    uint32_t columns = columns_of(w, g.waits, from->waits, &g.shape->foot);
    if (from->waits && level_of(w, g.waits, from->waits, columns) > room) {
        notes_alone(&g);
        return;
    }
    bool closed = from->row == rows_of(w);
    if (!closed && from->waits && !from->begun)
        closed = row_of(w, 0, from->row)->name != name || wrong_side(w, from->row, from->odd);
    if (closed) {
        end_page(&g, end_before_text(&g, true), g.shape->top, false, NULL, 0);
        return;
    }
    for (; !ends->count || (q->wide && g.level <= q->widest); g.level++) {
        assert_true(g.level < LEVEL_COUNT);
        if (from->waits && g.level == LEVEL_KEEP)
            end_page(&g, end_before_text(&g, false), g.shape->top, false, NULL, 0);
        set_text(&g);
    }
}

/* Those that count where the search is not wide: within the window, or, when none is, those of the least gap. */
static void keep_window(struct ends *ends)
{
    sp window = window_of(ends->shape->bottom - ends->shape->top, ends->line), least = SP_MAX;
    size_t n = 0;
    for (size_t i = 0; i < ends->count; i++)
        least = sp_min(least, ends->end[i].forced ? 0 : sp_max(ends->end[i].gap, 0));
    window = sp_max(window, least);
    for (size_t i = 0; i < ends->count; i++)
        if (ends->end[i].forced || ends->end[i].gap <= window)
            ends->end[n++] = ends->end[i];
    ends->count = n;
}

static void pages_that_count(struct search *q, const struct spot *from, struct ends *ends)
{
    all_pages(q, from, ends);
    if (!q->wide)
        keep_window(ends);
}

/* ---- the search ---- */

/* Behind a blank page where the row asks for the other side. */
static bool skip_blank(const struct world *w, struct spot *at)
{
    if (at->begun || at->waits || at->row == rows_of(w) || !wrong_side(w, at->row, at->odd))
        return false;
    at->odd = !at->odd;
    at->first = 0;
    return true;
}

static struct memo *memo_of(struct search *q, const struct spot *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < sizeof *at; i++)
        h = (h ^ bytes[i]) * 1099511628211u;
    for (h %= SEEN; q->memo[h].run == q->run; h = (h + 1) % SEEN)
        if (!memcmp(&q->memo[h].place, at, sizeof *at))
            break;
    return &q->memo[h];
}

/* The least that the rest of the document costs. */
static int64_t least_cost(struct search *q, struct spot at)
{
    if (at.row == rows_of(q->world) && !at.waits)
        return 0;
    skip_blank(q->world, &at);
    struct memo *m = memo_of(q, &at);
    if (m->run == q->run)
        return m->cost;
    assert_true(++q->seen < SEEN / 2);
    m->run = q->run;
    m->place = at;
    m->cost = PLAN_COST_MOST;
    struct ends ends = { .arena = q->world->arena };
    pages_that_count(q, &at, &ends);
    for (size_t i = 0; i < ends.count; i++) {
        int64_t cost = ends.end[i].cost + least_cost(q, ends.end[i].to);
        if (cost < m->cost)
            m->cost = cost;
    }
    return m->cost;
}

/* The least that the document costs: in all its pages, where the common ones break what belongs together. */
static int64_t least_of_all(struct search *q)
{
    struct spot begin;
    memset(&begin, 0, sizeof begin);
    begin.odd = begin.first = 1;
    int64_t cost = 0;
    q->wide = false;
    for (int i = 0; i < 2; i++) {
        q->seen = 0;
        q->run++;
        cost = least_cost(q, begin);
        if (cost < COST_PART || q->wide)
            break;
        q->wide = true;
        q->widest = cost < COST_LATE ? LEVEL_TEAR : LEVEL_LATE;
    }
    return cost;
}

/* ---- a plan is checked ---- */

/* The sum that tells which settings a page takes; each begins there: with lines between its cuts. */
static uint64_t settings_on(const struct world *w, const struct planned_page *g)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < g->pick_count; i++) {
        const struct pick *k = &g->picks[i];
        assert_true(k->row >= g->row && k->row < g->end);
        bool goes_on = k->row == g->row && g->from;
        const struct track *t =
            &row_of(w, goes_on ? g->from_flow : g->shape->flow, k->row)->tracks[k->track];
        uint32_t at = t->slots[k->slot].paragraph, from = 0, to = t->count;
        if (goes_on && (from = g->from[k->track]) != t->count)
            from = t->slots[from].paragraph + (t->slots[from].at > 0);
        if (k->row + 1 == g->end && g->to && (to = g->to[k->track]) != t->count)
            to = t->slots[to].paragraph + (t->slots[to].at > 0);
        assert_true(at >= from && at < to);
        sum += setting_key(k->row, k->track, k->slot);
    }
    return sum;
}

static bool same_parts(const struct part *a, const struct part *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (a[i].note != b[i].note || a[i].from != b[i].from || a[i].to != b[i].to ||
            a[i].flow != b[i].flow)
            return false;
    return true;
}

/* Is it this end that a page has? */
static bool is_end_of(const struct world *w, const struct end *e, const struct planned_page *g,
                      uint64_t settings)
{
    uint32_t row = g->end - (g->to && g->end > g->row);
    if (e->to.row != row || e->to.begun != (g->to != NULL))
        return false;
    for (uint32_t t = 0; g->to && t < row_of(w, e->to.flow, row)->count; t++)
        if (g->to[t] != e->to.cut[t])
            return false;
    return e->cost == g->cost && e->gap == g->gap && e->level == g->level &&
           e->stretch == g->stretch && e->breach == g->breach && e->settings == settings &&
           e->forced == g->forced && e->heads == g->heads && e->named == g->named &&
           e->part_count == g->part_count && same_parts(e->parts, g->parts, g->part_count);
}

/* ---- reasons are checked ---- */

/* The cheapest document in which a page ends at a place. */
struct rival {
    struct spot at;
    int64_t cost;
};

static bool same_place(const struct spot *a, const struct spot *b)
{
    return a->row == b->row && a->begun == b->begun && a->flow == b->flow &&
           memcmp(a->cut, b->cut, sizeof a->cut) == 0;
}

/* For every place but the plan's own; returns how many there are. */
static size_t find_rivals(struct search *q, const struct ends *ends, const struct spot *planned,
                          struct rival *list)
{
    size_t n = 0;
    for (size_t i = 0; i < ends->count; i++) {
        const struct end *e = &ends->end[i];
        size_t k = 0;
        if (same_place(&e->to, planned))
            continue;
        while (k < n && !same_place(&list[k].at, &e->to))
            k++;
        int64_t cost = e->cost + least_cost(q, e->to);
        if (k == n || cost < list[k].cost)
            list[k] = (struct rival){ e->to, cost };
        n += k == n;
    }
    return n;
}

/* An end of another page is known to the search, and no other than those above it is cheaper. */
static void check_other(const struct search *q, const struct alternative *a,
                        const struct rival *rivals, size_t count, uint32_t rank, int64_t plan)
{
    struct spot at;
    size_t i = 0, cheaper = 0;
    int64_t sum = 0;
    memset(&at, 0, sizeof at);
    at.row = a->row;
    at.begun = a->cut != NULL;
    at.flow = a->flow;
    for (uint32_t t = 0; a->cut && t < row_of(q->world, a->flow, a->row)->count; t++)
        at.cut[t] = a->cut[t];
    while (i < count && !same_place(&rivals[i].at, &at))
        i++;
    assert_true(i < count);
    assert_true(a->cost == rivals[i].cost - plan);
    for (size_t k = 0; k < count; k++)
        cheaper += rivals[k].cost < rivals[i].cost;
    assert_true(cheaper <= rank);
    for (int k = 0; k < BILL_COUNT; k++)
        sum += a->bill.of[k];
    assert_true(sum == a->cost);
}

/* How far the text of a row has come at a place, whatever the settings above it. */
static uint32_t text_before(const struct world *w, const struct spot *at)
{
    uint32_t sum = 0;
    for (uint32_t t = 0; at->begun && t < row_of(w, at->flow, at->row)->count; t++) {
        const struct track *k = &row_of(w, at->flow, at->row)->tracks[t];
        const struct slot *s = &k->slots[at->cut[t]];
        sum += at->cut[t] == k->count ? 2 * k->count : 2 * s->paragraph + s->at;
    }
    return sum;
}

/* Why a page ends that is neither forced nor fuller than itself: by the least level of a fuller one. */
static enum why why_of(const struct world *w, const struct ends *ends, const struct end *own)
{
    static const enum why whys[] = { WHY_COST, WHY_KEPT, WHY_LINES, WHY_NOTE, WHY_FULL };
    enum level least = LEVEL_OVERFLOW;
    bool juts = false;
    for (size_t i = 0; i < ends->count; i++) {
        const struct end *e = &ends->end[i];
        bool fuller =
            e->to.row > own->to.row ||
            (e->to.row == own->to.row && text_before(w, &e->to) > text_before(w, &own->to));
        bool tells = e->let_go == e->breach;
        if (e->let_go == LEVEL_LATE) {
            tells = e->to.waits && !e->to.wait[0].from;
            for (uint32_t k = 0; tells && k < own->part_count; k++)
                tells = own->parts[k].note != e->to.wait[0].note;
        }
        if (!fuller || !tells || e->let_go > least)
            continue;
        juts = e->juts || (juts && e->let_go == least);
        least = e->let_go;
    }
    if (least == LEVEL_PART && juts && own->gap >= w->story.line)
        return WHY_NARROW;
    return own->gap < w->story.line ? WHY_FULL : whys[least];
}

/* What is said of a page: its bill, the two cheapest ends elsewhere, the reason. */
static void check_reason(struct search *q, const struct planned_page *g, const struct reason *r,
                         const struct spot *from, const struct end *own)
{
    struct search every = *q;
    struct ends ends = { .arena = q->world->arena };
    every.wide = true;
    every.widest = LEVEL_LATE;
    all_pages(&every, from, &ends);
    struct rival *rivals = arena_array(q->world->arena, struct rival, ends.count);
    size_t count = find_rivals(q, &ends, &own->to, rivals);
    assert_int_equal(r->other_count, count < ALTERNATIVES ? count : ALTERNATIVES);
    for (uint32_t i = 0; i < r->other_count; i++)
        check_other(q, &r->others[i], rivals, count, i, least_cost(q, *from));
    assert_memory_equal(&r->bill, &own->bill, sizeof r->bill);
    if (own->to.row == rows_of(q->world) && !own->to.waits)
        assert_int_equal(r->why, WHY_END);
    else if (own->let_go == LEVEL_OVERFLOW)
        assert_int_equal(r->why, WHY_LOW);
    else if (g->row == g->end)
        assert_int_equal(r->why, WHY_NOTES);
    else if (own->forced)
        assert_int_equal(r->why, WHY_FORCED);
    else
        assert_int_equal(r->why, why_of(q->world, &ends, own));
}

/* Every page of the plan is one that the search knows, and they follow each other to the end. */
static void check_pages(struct search *q, const struct plan *plan)
{
    struct spot at;
    memset(&at, 0, sizeof at);
    at.odd = at.first = 1;
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct planned_page *g = &plan->pages[i];
        struct ends ends = { .arena = q->world->arena };
        assert_int_equal(g->number, i + 1);
        if (skip_blank(q->world, &at)) {
            assert_true(g->blank);
            assert_int_equal(g->cost, 0);
            continue;
        }
        assert_false(g->blank);
        pages_that_count(q, &at, &ends);
        size_t k = 0;
        uint64_t settings = settings_on(q->world, g);
        while (k < ends.count && !is_end_of(q->world, &ends.end[k], g, settings))
            k++;
        assert_true(k < ends.count);
        assert_int_equal(g->let_go, ends.end[k].let_go);
        if (plan->reasons)
            check_reason(q, g, &plan->reasons[i], &at, &ends.end[k]);
        at = ends.end[k].to;
    }
    assert_int_equal(at.row, rows_of(q->world));
    assert_int_equal(at.waits, 0);
}

static void check_costs(const struct plan *plan)
{
    int64_t cost = 0;
    for (uint32_t i = 0; i < plan->count; i++)
        cost += plan->pages[i].cost;
    assert_true(cost == plan->cost);
}

/* The page's next setting for a track of a row; they are taken in order. */
static uint32_t next_pick(const struct planned_page *g, uint32_t row, uint32_t t, uint32_t pick)
{
    while (pick < g->pick_count && (g->picks[pick].row != row || g->picks[pick].track != t))
        pick++;
    return pick;
}

/* Every line of a track stands on one page, in order, as its settings go. */
static void check_track(const struct world *w, const struct plan *plan, uint32_t row, uint32_t t)
{
    uint32_t at = 0, end = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct planned_page *g = &plan->pages[i];
        if (g->blank || row < g->row || row >= g->end)
            continue;
        bool goes_on = row == g->row && g->from;
        const struct track *k = &row_of(w, goes_on ? g->from_flow : g->shape->flow, row)->tracks[t];
        uint32_t to = row + 1 == g->end && g->to ? g->to[t] : k->count;
        uint32_t pick = next_pick(g, row, t, 0);
        end = k->count;
        assert_int_equal(at, goes_on ? g->from[t] : 0);
        for (uint32_t steps = 0; at != to; steps++) {
            uint32_t slot = at;
            for (uint32_t s = at; k->slots[at].at == 0 && pick < g->pick_count;) {
                if (s == g->picks[pick].slot) {
                    slot = s;
                    pick = next_pick(g, row, t, pick + 1);
                    break;
                }
                s = k->slots[s].other;
                if (!s)
                    break;
            }
            assert_true(steps < LINES);
            at = k->slots[slot].next;
        }
        assert_int_equal(pick, g->pick_count);
    }
    assert_int_equal(at, end);
}

/* Every line of every note stands once, in order; it begins on the page of its call unless that was let go of. */
static void check_notes(const struct world *w, const struct plan *plan)
{
    uint32_t at[NOTES] = { 0 }, end[NOTES] = { 0 };
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct planned_page *g = &plan->pages[i];
        bool called[NOTES] = { false };
        for (uint32_t row = g->row; row < g->end && !g->blank; row++) {
            bool goes_on = row == g->row && g->from;
            mark_calls(row_of(w, goes_on ? g->from_flow : g->shape->flow, row),
                       goes_on ? g->from : NULL, row + 1 == g->end ? g->to : NULL, called);
        }
        for (uint32_t k = 0; k < g->part_count; k++) {
            const struct part *p = &g->parts[k];
            assert_int_equal(at[p->note], p->from);
            assert_true(p->from < p->to);
            at[p->note] = p->to;
            end[p->note] = note_track(w, p)->count;
        }
        for (uint32_t n = 0; n < NOTES; n++)
            if (called[n] && !at[n])
                assert_true(g->let_go >= LEVEL_LATE || w->story.notes_at_end);
    }
    for (uint32_t n = 0; n < w->story.note_count; n++) {
        assert_true(at[n] > 0);
        assert_int_equal(at[n], end[n]);
    }
}

/* What holds of every plan, whatever the search says. */
static void check_plan(const struct world *w, const struct plan *plan)
{
    check_costs(plan);
    for (uint32_t r = 0; r < rows_of(w); r++)
        for (uint32_t t = 0; t < row_of(w, 0, r)->count; t++)
            check_track(w, plan, r, t);
    check_notes(w, plan);
    for (uint32_t i = 0; i < plan->count; i++)
        assert_true(plan->pages[i].gap >= 0 || plan->pages[i].let_go == LEVEL_OVERFLOW);
}

/* ---- tests ---- */

static void plan_is_the_best(void **state)
{
    (void)state;
    jmp_buf oom;
    if (setjmp(oom))
        fail();
    struct arena *a = arena_open(&oom), *scratch = arena_open(&oom);
    struct search q = { .memo = calloc(SEEN, sizeof *q.memo) };
    assert_non_null(q.memo);
    for (uint32_t seed = 0; seed < WORLDS; seed++) {
        struct arena_mark mark = arena_mark(a);
        struct world w;
        make_world(&w, a, seed);
        w.story.explained = seed % 3 == 0;
        q.world = &w;
        struct plan plan = plan_pages(a, scratch, &w.story);
        check_plan(&w, &plan);
        assert_true(plan.cost == least_of_all(&q));
        check_pages(&q, &plan);
        arena_reset(a, mark);
    }
    free(q.memo);
    arena_close(scratch);
    arena_close(a);
}

static void plan_holds(void **state)
{
    (void)state;
    jmp_buf oom;
    if (setjmp(oom))
        fail();
    struct arena *a = arena_open(&oom), *scratch = arena_open(&oom);
    for (uint32_t seed = WORLDS; seed < WORLDS + WALKS; seed++) {
        struct arena_mark mark = arena_mark(a);
        struct world w;
        make_world(&w, a, seed);
        struct plan plan = plan_pages(a, scratch, &w.story);
        check_plan(&w, &plan);
        arena_reset(a, mark);
    }
    arena_close(scratch);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_is_the_best),
        cmocka_unit_test(plan_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
