/* plan/feet: the notes of an attempt: called, level, and parted where not all of them fit. */
#include "plan/planner.h"

enum { LATE_COUNTED = 16 };

static const struct track *track_of(const struct planner *p, const struct part *part)
{
    return &p->story->flows[part->flow]->notes[part->note];
}

/* ---- level ---- */

/* Height of one part by itself in a column, without what opens above its first line. */
static sp body_of(const struct track *t, const struct part *p)
{
    sp h = 0;
    for (uint32_t i = p->from; i < p->to; i++) {
        const struct slot *s = &t->slots[i];
        h += s->ascent + s->descent + (i > p->from ? s->close + s->margin + s->open : 0);
    }
    if (p->to == t->count)
        return h + t->tail;
    return h + t->slots[p->to].close + clone_close(t, p->to);
}

/* The level of the attempt's first n parts in one column, from that of one part less. */
static sp level_in_one_column(const struct planner *p, uint32_t n)
{
    const struct attempt *t = &p->try;
    const struct part *last = &t->parts[n - 1];
    const struct track *track = track_of(p, last);
    const struct slot *first = &track->slots[last->from];
    sp body = first->open + body_of(track, last);
    if (n == 1)
        return body + (last->from ? clone_open(track, last->from) : 0);
    sp margin = sp_max(track_of(p, last - 1)->tail_margin, first->margin);
    return t->levels[n - 1] + margin + first->close + body;
}

/* The galley of the attempt's first `whole` parts, and so many slots of the next. */
static struct galley galley_at(struct planner *p, uint32_t whole, uint32_t slots)
{
    struct attempt *t = &p->try;
    if (t->galley.part_count < whole + (slots > 0))
        t->galley = galley_of(p->scratch, p->story, t->parts, t->part_count, &t->shape->foot);
    t->galley.parts = t->parts;
    return galley_to(&t->galley, whole, slots);
}

/* The level of columns with the attempt's first `whole` parts, and so many slots of the next. */
static sp level_in_columns(struct planner *p, uint32_t whole, uint32_t slots)
{
    struct galley g = galley_at(p, whole, slots);
    return galley_level(p->scratch, &g);
}

sp find_level(struct planner *p, uint32_t n)
{
    struct attempt *t = &p->try;
    while (t->level_count < n)
        t->levels[++t->level_count] = -1;
    if (t->levels[n] < 0 && t->shape->foot.columns > 1)
        t->levels[n] = level_in_columns(p, n, 0);
    uint32_t known = n;
    while (t->levels[known] < 0 && known > 1)
        known--;
    for (; t->levels[n] < 0; known++)
        if (t->levels[known] < 0)
            t->levels[known] = level_in_one_column(p, known);
    return t->levels[n];
}

sp level_standing(struct planner *p, const struct standing *notes)
{
    if (!notes->whole && !notes->slots)
        return 0;
    return sp_min(level_in_columns(p, notes->whole, notes->slots), notes->level);
}

/* ---- calls ---- */

/* Part i becomes another; levels from there on are no longer known. */
static void put_part(struct attempt *t, uint32_t i, struct part part)
{
    const struct part *had = &t->parts[i];
    bool known = i < t->level_count || i < t->galley.part_count;
    if (known && had->note == part.note && had->from == part.from && had->to == part.to &&
        had->flow == part.flow)
        return;
    t->parts[i] = part;
    t->level_count = t->level_count < i ? t->level_count : i;
    t->galley.part_count = t->galley.part_count < i ? t->galley.part_count : i;
}

void add_part(struct planner *p, struct part part)
{
    struct attempt *t = &p->try;
    uint32_t n = t->part_count++;
    if (n == t->part_room)
        t->parts = arena_grow(p->work, t->parts, sizeof part, n, n + 1u, &t->part_room);
    if (n + 2u > t->level_room)
        t->levels = arena_grow(p->work, t->levels, sizeof *t->levels, n ? n + 1u : 0, n + 2u,
                               &t->level_room);
    put_part(t, n, part);
}

/* Has another track of the row called the note above the page's first lines? */
static bool is_called_above(const struct row *r, const uint32_t *from, uint32_t note)
{
    for (uint32_t t = 0; r->shared && from && t < r->count; t++) {
        uint32_t n = calls_before(&r->tracks[t], from[t]);
        for (uint32_t i = 0; i < n; i++)
            if (r->tracks[t].calls[i] == note)
                return true;
    }
    return false;
}

/* A note called takes its place in order among the attempt's parts behind the first `behind`. */
static void call_note(struct planner *p, uint32_t note, uint32_t behind)
{
    struct attempt *t = &p->try;
    uint32_t i = t->part_count;
    while (i > behind && t->parts[i - 1].note > note)
        i--;
    if (i > behind && t->parts[i - 1].note == note)
        return;
    struct part part = { note, 0, t->flow->notes[note].count, t->shape->flow };
    add_part(p, i < t->part_count ? t->parts[t->part_count - 1] : part);
    for (uint32_t k = t->part_count - 2; k > i && i + 1 < t->part_count; k--)
        put_part(t, k, t->parts[k - 1]);
    put_part(t, i, part);
}

void call_notes(struct planner *p, const struct row *r, const uint32_t *from, const uint32_t *to)
{
    uint32_t behind = p->try.part_count;
    if (p->story->notes_at_end)
        return;
    for (uint32_t t = 0; t < r->count; t++) {
        const struct track *track = &r->tracks[t];
        if (!track->call_count)
            continue;
        uint32_t i = from ? calls_before(track, from[t]) : 0;
        uint32_t end = to ? calls_before(track, to[t]) : track->call_count;
        for (; i < end; i++)
            if (!is_called_above(r, from, track->calls[i]))
                call_note(p, track->calls[i], behind);
    }
}

void call_all(struct planner *p)
{
    const struct attempt *t = &p->try;
    for (uint32_t i = 0; i < p->story->note_count; i++)
        add_part(p, (struct part){ i, 0, t->flow->notes[i].count, t->shape->flow });
}

/* ---- parted ---- */

/* Does a share of the attempt's first n parts have a line of every note, the last of which was
 * called here? */
static bool starts_all(const struct attempt *t, const struct share *s, uint32_t n)
{
    return s->whole == n || (s->whole + 1 == n && s->slots > 0 && n > t->waited);
}

/* What it costs that the last of n parts goes on in columns too narrow for it. */
static int64_t cost_of_jutting(const struct attempt *t, const struct share *s, uint32_t n)
{
    return s->whole < n && foot_juts(&t->shape->foot, &t->next->foot) ? COST_JUT : 0;
}

/* A share without the note that would jut out where it goes on. */
static struct share share_that_goes_on(const struct planner *p, struct share s)
{
    const struct attempt *t = &p->try;
    if (s.slots && track_of(p, &t->parts[s.whole])->width > foot_reach(&t->next->foot))
        s.slots = 0;
    return s;
}

static struct standing standing_of(struct share s, int64_t cost, bool fits)
{
    return (struct standing){ s.height, s.whole, s.slots, cost, fits, true };
}

/* Notes in a room too low for all: the last one parts, as the level allows, or, when that may be,
 * they start late. */
static struct standing part_notes(struct planner *p, uint32_t n, sp room)
{
    static const struct {
        enum level level;
        enum parting parting;
        int64_t cost;
    } ways[] = { { LEVEL_KEEP, PART_LEGALLY, 0 },
                 { LEVEL_PART, PART_GROUPS, COST_PART },
                 { LEVEL_TEAR, PART_ANYWHERE, COST_TEAR } };
    struct attempt *t = &p->try;
    struct galley g = galley_at(p, n, 0);
    struct share s = { 0 };
    for (size_t i = 0; i < sizeof ways / sizeof *ways && ways[i].level <= t->level; i++) {
        s = galley_share(&g, room, ways[i].parting);
        if (p->story->notes_at_end)
            return standing_of(share_that_goes_on(p, s), 0, true);
        int64_t jutting = cost_of_jutting(t, &s, n);
        if (starts_all(t, &s, n) && (!jutting || t->level >= LEVEL_PART))
            return standing_of(s, ways[i].cost + jutting + (s.whole < n ? COST_NOTE_PARTS : 0),
                               true);
    }
    uint32_t waits = n - s.whole - (s.slots > 0);
    waits = waits < LATE_COUNTED ? waits : LATE_COUNTED;
    return standing_of(s, COST_LATE * waits, t->level >= LEVEL_LATE);
}

struct standing stand_below(struct planner *p, uint32_t n, sp edge)
{
    sp room = room_for_notes(p->try.shape, edge), level = level_of(p, n);
    if (!n || level <= room)
        return (struct standing){ .level = level, .whole = n, .fits = true };
    if (p->try.level < LEVEL_LATE && p->try.shape->foot.columns == 1 &&
        (n == p->try.waited || level_of(p, n - 1) > room) && !p->story->notes_at_end)
        return (struct standing){ .fits = false };
    return part_notes(p, n, room);
}

struct standing stand_alone(struct planner *p)
{
    const struct attempt *t = &p->try;
    sp room = room_for_notes(t->shape, t->shape->top);
    struct galley g = galley_at(p, t->part_count, 0);
    struct share s = { 0 };
    for (enum parting how = PART_LEGALLY; how <= PART_ANYWHERE && !s.whole && !s.slots; how++)
        if (how != PART_GROUPS)
            s = galley_share(&g, room, how);
    if (!s.whole && !s.slots) /* a line taller than the page */
        return standing_of((struct share){ 0, 1, SP_MAX }, COST_OVERFLOW, false);
    if (s.whole)
        s = share_that_goes_on(p, s);
    return standing_of(s, s.slots && !p->story->notes_at_end ? COST_NOTE_PARTS : 0, true);
}
