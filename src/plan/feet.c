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

/* The level of columns with the attempt's first `whole` parts, and so many slots of the next, as
 * far as it is no more than `most`. */
static sp level_in_columns(struct planner *p, uint32_t whole, uint32_t slots, sp most)
{
    struct galley g = galley_at(p, whole, slots);
    return galley_level(p->scratch, &g, most);
}

sp find_level(struct planner *p, uint32_t n)
{
    struct attempt *t = &p->try;
    while (t->level_count < n)
        t->levels[++t->level_count] = -1;
    if (t->levels[n] < 0 && t->shape->foot.columns > 1)
        t->levels[n] = level_in_columns(p, n, 0, t->shape->bottom - t->shape->top);
    uint32_t known = n;
    while (t->levels[known] < 0 && known > 1)
        known--;
    for (; t->levels[n] < 0; known++)
        if (t->levels[known] < 0)
            t->levels[known] = level_in_one_column(p, known);
    return t->levels[n];
}

/* The galley of the attempt's first n parts, n > 0, the last of these in another flow, in
 * scratch. */
static struct galley galley_in(struct planner *p, uint32_t n, unsigned flow)
{
    const struct attempt *t = &p->try;
    struct part *parts = arena_copy(p->scratch, t->parts, sizeof *parts, n);
    parts[n - 1] = part_in(p, &parts[n - 1], flow);
    return galley_of(p->scratch, p->story, parts, n, &t->shape->foot);
}

sp level_standing(struct planner *p, const struct standing *notes)
{
    uint32_t n = notes->whole + (notes->slots > 0);
    if (!n)
        return 0;
    if (p->try.parts[n - 1].flow == notes->flow)
        return sp_min(level_in_columns(p, notes->whole, notes->slots, notes->level), notes->level);
    struct arena_mark mark = arena_mark(p->scratch);
    struct galley all = galley_in(p, n, notes->flow);
    struct galley g = galley_to(&all, notes->whole, notes->slots);
    sp level = galley_level(p->scratch, &g, notes->level);
    arena_reset(p->scratch, mark);
    return sp_min(level, notes->level);
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

/* Do some of the attempt's first n parts have a line of every note, the last of which was called
 * here? */
static bool starts_all(const struct attempt *t, const struct standing *s, uint32_t n)
{
    return s->whole == n || (s->whole + 1 == n && s->slots > 0 && n > t->waited);
}

/* The flow of a part that goes on behind the attempt's page: a note that begins here is set for the
 * narrowest of the pages that its rest may come to. */
static unsigned flow_going_on(const struct planner *p, const struct part *part)
{
    const struct page_shapes *pages = &p->story->shapes[p->try.name];
    const unsigned flows[] = { pages->odd.flow, pages->even.flow };
    struct part least = *part;
    for (int i = 0; i < 2 && !part->from; i++) {
        struct part other = part_in(p, part, flows[i]);
        if (track_of(p, &other)->width < track_of(p, &least)->width)
            least = other;
    }
    return least.flow;
}

/* The most of the attempt's first n notes that stands in a room, one column after the other. */
static struct standing fill_room(struct planner *p, uint32_t n, sp room, enum parting how)
{
    const struct part *parts = p->try.parts;
    struct galley g = galley_at(p, n, 0);
    struct share s = galley_share(&g, room, how);
    uint32_t last = s.whole;
    unsigned flow = s.slots ? flow_going_on(p, &parts[last]) : 0;
    if (s.slots && flow != parts[last].flow) {
        struct arena_mark mark = arena_mark(p->scratch);
        g = galley_in(p, last + 1, flow);
        s = galley_share(&g, room, how);
        arena_reset(p->scratch, mark);
    }
    if (!s.slots && s.whole == last)
        flow = last ? parts[last - 1].flow : 0;
    return (struct standing){
        .level = s.height, .whole = s.whole, .slots = s.slots, .flow = flow, .fill = true
    };
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
    const struct attempt *t = &p->try;
    struct standing s = { 0 };
    for (size_t i = 0; i < sizeof ways / sizeof *ways && ways[i].level <= t->level; i++) {
        s = fill_room(p, n, room, ways[i].parting);
        s.fits = p->story->notes_at_end || starts_all(t, &s, n);
        if (s.fits && !p->story->notes_at_end)
            s.cost = ways[i].cost + (s.whole < n ? COST_NOTE_PARTS : 0);
        if (s.fits)
            return s;
    }
    uint32_t waits = n - s.whole - (s.slots > 0);
    s.cost = COST_LATE * (waits < LATE_COUNTED ? waits : LATE_COUNTED);
    s.fits = t->level >= LEVEL_LATE;
    return s;
}

struct standing stand_below(struct planner *p, uint32_t n, sp edge)
{
    sp room = room_for_notes(p->try.shape, edge), level = level_of(p, n);
    if (!n || level <= room)
        return (struct standing){
            .level = level, .whole = n, .flow = n ? p->try.parts[n - 1].flow : 0, .fits = true
        };
    if (p->try.level < LEVEL_LATE && p->try.shape->foot.columns == 1 &&
        (n == p->try.waited || level_of(p, n - 1) > room) && !p->story->notes_at_end)
        return (struct standing){ .fits = false };
    return part_notes(p, n, room);
}

struct standing stand_alone(struct planner *p)
{
    const struct attempt *t = &p->try;
    sp room = room_for_notes(t->shape, t->shape->top);
    struct standing s = { 0 };
    for (enum parting how = PART_LEGALLY; how <= PART_ANYWHERE && !s.whole && !s.slots; how++)
        s = fill_room(p, t->part_count, room, how);
    s.fits = s.whole || s.slots;
    s.cost = s.slots && !p->story->notes_at_end ? COST_NOTE_PARTS : 0;
    if (!s.fits) /* a line taller than the page */
        s = (struct standing){ .level = SP_MAX,
                               .slots = 1,
                               .flow = flow_going_on(p, t->parts),
                               .cost = COST_OVERFLOW,
                               .fill = true };
    return s;
}
