/* page/windows: rows and notes have lines only while pages need them.
 *
 *   rows    plain, heads │ 1 2 3 4 5 │ 6 7 8 9 │ 10 …
 *             the base   │  window   │ window  │ not read yet
 *   pages                │   1    2    3 ┆             a page takes from the window at hand, and opens the next where that one ends
 *
 * A window reads rows of tables, and the notes they are the first to call: paragraphs are shaped and set, tracks made.  While pages are filled
 * from one, another thread is at the text of the next.  When all its rows and notes stand on pages that are done, a window is given back as a
 * whole.  Of more notes than a window holds those behind come in windows of their own.  What stands outside tables, heads, and the first notes
 * these call, are the base, which stays.  Lines depend on nothing but text and measure,
 * so that the windows' size leaves no trace.
 */
#include "page/inner.h"

struct window {
    struct arena *
        arena; /* which holds it too, since it outlives the trial that reads it; NULL: the base, which ends with the last page */
    uint32_t first, end; /* rows, those of the base among them left out */
    uint32_t *notes, note_count;
    bool waits; /* a note of it does */
    struct window *next;
};

/* What a window is to read. */
struct reading {
    struct context *c;
    struct window *window;
    const struct paragraph **paragraphs;
    uint32_t count;
    size_t room, note_room, bytes;
};

/* ---- what belongs together ---- */
static void want_box(struct reading *r, const struct box *b);

/* A note that is not read yet. */
static void want_note(struct reading *r, uint32_t note)
{
    struct context *c = r->c;
    struct window *w = r->window;
    if (c->flow.notes[note])
        return;
    c->flow.notes[note] = arena_new(c->open, struct track);
    c->flow.notes[note]->window = w;
    w->notes = arena_grow(c->open, w->notes, sizeof *w->notes, w->note_count, w->note_count + 1u,
                          &r->note_room);
    w->notes[w->note_count++] = note;
    want_box(r, c->boxes->notes[note].box);
}

static void want_paragraph(struct reading *r, const struct paragraph *p)
{
    const struct boxes *b = r->c->boxes;
    if (!p || p->index >= b->paragraph_count)
        return;
    r->paragraphs = arena_grow(r->c->open, r->paragraphs, sizeof *r->paragraphs, r->count,
                               r->count + 1u, &r->room);
    r->paragraphs[r->count++] = p;
    r->bytes += p->length;
    for (uint32_t i = 0; i < p->piece_count; i++) {
        const struct piece *k = &p->pieces[i];
        bool calls = k->kind == PIECE_CALL && k->note < b->note_count &&
                     b->notes[k->note].first_call == k->node;
        if (calls && r->bytes < r->c->window_bytes) /* the rest when their pages come */
            want_note(r, k->note);
    }
}

static void want_box(struct reading *r, const struct box *b)
{
    want_paragraph(r, b->paragraph);
    want_paragraph(r, b->marker);
    for (const struct box *k = b->first; k; k = k->next)
        want_box(r, k);
}

/* Outside tables all, of a table the heads. */
static void want_flow(struct reading *r, const struct box *b)
{
    if (b->kind == BOX_TABLE) {
        for (const struct box *k = box_row_next(b, NULL); k && k->parent->kind == BOX_HEADER_GROUP;
             k = box_row_next(b, k))
            want_box(r, k);
        return;
    }
    want_paragraph(r, b->paragraph);
    want_paragraph(r, b->marker);
    for (const struct box *k = b->first; k; k = k->next)
        want_flow(r, k);
}

/* ---- reading ---- */
/* All that is wanted has lines: notes and rows get their tracks. */
static void finish(struct reading *r)
{
    struct context *c = r->c;
    struct window *w = r->window;
    setters_finish(c);
    c->open = w->arena ? w->arena : c->work;
    for (uint32_t i = 0; i < w->note_count; i++) {
        struct track *t = c->flow.notes[w->notes[i]];
        flow_note(c, w->notes[i], t);
        c->solid = sp_max(c->solid, notes_solid(t));
    }
    for (uint32_t row = w->first; row < w->end; row++)
        flow_row(c, row);
    c->open = NULL;
}

static struct reading *open_window(struct context *c)
{
    struct arena *a = arena_open_in(c->work);
    struct window *w = arena_new(a, struct window);
    struct reading *r = arena_new(a, struct reading);
    w->arena = c->open = a;
    w->next = c->flow.windows;
    c->flow.windows = w;
    *r = (struct reading){ .c = c, .window = w };
    return r;
}

/* The flow's rows are not known yet: flow_all makes those outside tables from these lines. */
void window_base(struct context *c)
{
    struct reading r = { .c = c, .window = arena_new(c->work, struct window) };
    windows_settle(c);
    c->open = c->work;
    want_flow(&r, c->boxes->root);
    setters_start(c, c->open, r.paragraphs, r.count);
    finish(&r);
}

/* Rows from this one on, as many as a window holds. */
static struct reading *start(struct context *c, uint32_t row)
{
    struct reading *r = open_window(c);
    uint32_t end = row;
    for (; end < c->flow.count &&
           (end == row || (r->bytes < c->window_bytes && !c->flow.rows[end].tracks));
         end++)
        want_box(r, c->flow.rows[end].box);
    r->window->first = row;
    r->window->end = end;
    setters_start(c, c->open, r->paragraphs, r->count);
    return r;
}

/* What is being read ahead, now. */
void windows_settle(struct context *c)
{
    struct reading *r = c->ahead;
    c->ahead = NULL;
    if (r)
        finish(r);
}

/* The window that a row is in; the next one is begun. */
void window_read(struct context *c, uint32_t row)
{
    windows_settle(c);
    if (!c->flow.rows[row].tracks)
        finish(start(c, row));
    for (; row < c->flow.count && c->flow.rows[row].tracks; row++)
        ;
    if (row < c->flow.count)
        c->ahead = start(c, row);
}

/* A note that no window has brought, since its row calls too many, or another page's layout needs it; with those behind it. */
const struct track *note_read(struct context *c, uint32_t note)
{
    windows_settle(c);
    if (!c->flow.notes[note]) {
        struct reading *r = open_window(c);
        for (uint32_t i = note;
             i < c->boxes->note_count && (i == note || r->bytes < c->window_bytes); i++)
            want_note(r, i);
        setters_start(c, c->open, r->paragraphs, r->count);
        finish(r);
    }
    return c->flow.notes[note];
}

/* ---- giving back ---- */
static void give_back(struct flow *f, struct window *w)
{
    for (uint32_t i = w->first; i < w->end; i++)
        f->rows[i].tracks = NULL;
    for (uint32_t i = 0; i < w->note_count; i++)
        f->notes[w->notes[i]] = NULL;
    arena_close(w->arena);
}

/* Is there a note that nothing has called yet? */
static bool has_more(const struct window *w, const bool *called)
{
    for (uint32_t i = w->note_count; i-- > 0;)
        if (!called[w->notes[i]])
            return true;
    return false;
}

/* Those of whose rows none is at or behind `row`, and of whose notes none waits or is still to be called. */
static void turn(struct flow *f, uint32_t row, const bool *called, const struct part *waiting,
                 uint32_t n)
{
    for (struct window *w = f->windows; w; w = w->next)
        w->waits = false;
    for (uint32_t i = 0; i < n; i++)
        if (f->notes[waiting[i].note] && f->notes[waiting[i].note]->window)
            f->notes[waiting[i].note]->window->waits = true;
    for (struct window **at = &f->windows; *at;) {
        struct window *w = *at;
        if (w->waits || w->end > row || has_more(w, called)) {
            at = &w->next;
            continue;
        }
        *at = w->next;
        give_back(f, w);
    }
}

/* A page is done, and the next begins with that row and these notes. */
void windows_turn(struct context *c, uint32_t row, const struct part *waiting, uint32_t n)
{
    for (struct layout *l = c->layouts; l; l = l->next)
        turn(l == c->layout ? &c->flow : &l->flow, row, c->called, waiting, n);
}
