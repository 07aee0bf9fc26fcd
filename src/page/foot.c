/* page/foot: the notes of the page at hand.
 *
 *   queue ─► parts that came over │ new ones, called here ─► what does not stand waits in the queue again, in order
 *
 * A note is called by the first line that names it; it belongs to that line's page as long as the foot has room for its start.
 */
#include "page/inner.h"

#include <string.h>

/* What is left for the notes' columns below `bottom`. */
static sp room_below(const struct sheet *s, sp bottom)
{
    return s->bottom - bottom - s->area->before - s->area->after;
}

/* A note called for the first time takes its place in order among the page's new ones. */
void foot_call(struct fill *f, struct sheet *s, uint32_t note)
{
    struct context *c = f->c;
    if (c->called[note])
        return;
    c->called[note] = true;
    s->parts = arena_grow(c->work, s->parts, sizeof *s->parts, s->part_count, s->part_count + 1u,
                          &s->part_room);
    uint32_t i = s->part_count++;
    for (; i > s->queued && s->parts[i - 1].note > note; i--)
        s->parts[i] = s->parts[i - 1];
    s->parts[i] = (struct part){ note, 0, c->flow.notes[note].count };
    s->total += notes_total(c, &s->parts[i]);
    s->level = -1;
}

/* Takes back the notes that a line called for the first time. */
void foot_take_back(struct fill *f, struct sheet *s, const uint32_t *notes, uint32_t n,
                    const bool *was)
{
    struct context *c = f->c;
    uint32_t keep = s->queued;
    for (uint32_t k = 0; k < n; k++)
        if (!was[k])
            c->called[notes[k]] = false;
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
bool foot_fits(struct fill *f, struct sheet *s, sp bottom)
{
    struct context *c = f->c;
    if (!s->part_count)
        return bottom <= s->bottom;
    sp room = room_below(s, bottom);
    sp shared = s->total / (sp)c->columns.count;
    if (s->level < 0) {
        if (shared + c->solid + 1 <= room)
            return true;
        if (shared / 2 > room)
            return false;
        s->level = columns_level(c, s->parts, s->part_count, true);
    }
    return s->level <= room;
}

/* Would the notes a line calls fit whole on a page that holds nothing but the line? */
bool foot_fits_elsewhere(struct fill *f, struct sheet *s, const struct slot *slot, uint32_t fresh)
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
bool foot_parts(struct fill *f, struct sheet *s, sp bottom, bool strict)
{
    sp room = room_below(s, bottom);
    if (s->part_count == 0 || room <= 0)
        return false;
    struct columns r = columns_fill(f->c, s->parts, s->part_count, room, strict);
    return r.parts >= s->part_count || (r.parts == s->part_count - 1 && r.slots > 0);
}

/* Notes that waited come first; true when all of them stand and the page has room for text.  Margins may leave no room at all:
   one note, or else the text, advances all the same. */
bool foot_take_queue(struct fill *f, struct sheet *s)
{
    struct context *c = f->c;
    sp room = sp_max(room_below(s, s->top), 0), sum = 0;
    while (f->head < f->queued && sum <= (room + sp_min(c->solid, room)) * (sp)c->columns.count) {
        s->parts = arena_grow(c->work, s->parts, sizeof *s->parts, s->part_count,
                              s->part_count + 1u, &s->part_room);
        s->parts[s->part_count++] = f->queue[f->head++];
        sum += notes_total(c, &s->parts[s->part_count - 1]);
    }
    s->queued = s->part_count;
    s->total = sum;
    s->level = -1;
    return f->head == f->queued && (!s->part_count || foot_fits(f, s, s->top));
}

/* column-fill: auto: one column after the other takes what the page has room for. */
static void fill_in_turn(struct fill *f, struct sheet *s, sp bottom)
{
    struct columns r = columns_fill(f->c, s->parts, s->part_count, room_below(s, bottom), true);
    if (r.parts == s->part_count)
        s->level = r.height;
}

static void report_note(struct fill *f, enum diag_code code, uint32_t note)
{
    const struct note *n = &f->c->boxes->notes[note];
    struct position at = n->node ? doc_position(n->node, 0, 0) : (struct position){ 0 };
    char *number = arena_printf(f->c->scratch, "%u", n->number),
         *page = arena_printf(f->c->scratch, "%u", f->number);
    diag_add(f->c->d, code, at, "number", number, "page", page, NULL);
}

/* Notes that had to wait and start on this page. */
static void report_late(struct fill *f, const struct sheet *s, uint32_t keep)
{
    for (uint32_t i = 0; i < s->queued && i < keep; i++)
        if (s->parts[i].from == 0)
            report_note(f, DIAG_NOTE_MOVED, s->parts[i].note);
}

/* Parts that wait, in order before all that wait already. */
static void queue_again(struct fill *f, const struct part *wait, uint32_t n)
{
    if (n > f->head) { /* more than came from the queue's front: a longer queue */
        uint32_t left = f->queued - f->head;
        struct part *queue = arena_array(f->c->work, struct part, n + left);
        if (left)
            memcpy(queue + n, f->queue + f->head, left * sizeof *queue);
        f->queue = queue;
        f->head = n;
        f->queued = n + left;
    }
    f->head -= n;
    for (uint32_t i = 0; i < n; i++)
        f->queue[f->head + i] = wait[i];
}

/* What does not stand on the page waits: the rest of a note that parts, and all notes behind it. */
static void put_off(struct fill *f, struct sheet *s, struct columns stand)
{
    struct part *wait = arena_array(f->c->scratch, struct part, s->part_count - stand.parts + 1u);
    uint32_t n = 0;
    report_late(f, s, stand.parts + (stand.slots ? 1 : 0));
    for (uint32_t i = stand.parts; i < s->part_count; i++) {
        struct part rest = s->parts[i];
        if (i == stand.parts && stand.slots) {
            s->parts[i].to = rest.from += stand.slots;
            if (rest.from < rest.to)
                report_note(f, DIAG_NOTE_SPLIT, rest.note);
        }
        if (rest.from < rest.to)
            wait[n++] = rest;
    }
    queue_again(f, wait, n);
}

/* The height of the columns when the page's last note parts. */
static sp level_of_rest(struct context *c, const struct sheet *s, sp room)
{
    sp level = columns_level(c, s->parts, s->part_count, true);
    if (level > room)
        level = columns_level(c, s->parts, s->part_count, false);
    return level;
}

/* What of the page's notes does not fit waits for the next page, in order before all that wait already. */
void foot_settle(struct fill *f, struct sheet *s, sp bottom)
{
    struct context *c = f->c;
    if (!s->part_count)
        return;
    if (foot_fits(f, s, bottom)) {
        report_late(f, s, s->part_count);
        if (s->level < 0)
            s->level = columns_level(c, s->parts, s->part_count, true);
        if (!s->style->footnote->column_fill_balance)
            fill_in_turn(f, s, bottom);
        return;
    }
    sp room = sp_max(room_below(s, bottom), 0);
    struct columns r = columns_fill(c, s->parts, s->part_count, room, true);
    bool poor = r.parts + 1 < s->part_count || (r.parts + 1 == s->part_count && !r.slots);
    if (poor) {
        struct columns loose = columns_fill(c, s->parts, s->part_count, room, false);
        if (loose.parts > r.parts || loose.slots > r.slots)
            r = loose;
    }
    if (!r.parts && !r.slots && !has_content(s, s->count))
        r.slots = 1; /* a line taller than the page: it overflows */
    put_off(f, s, r);
    s->part_count = r.parts + (r.slots ? 1 : 0);
    s->level = s->part_count ? level_of_rest(c, s, room) : 0;
}
