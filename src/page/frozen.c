/* page/frozen: a page's items as bytes, from when it is filled until it is drawn.
 *
 *   items ─freeze─► head │ rect │ head │ line (its runs, their glyphs) run at │ head │ run at │ …  ─items─► items
 *
 * Lines and glyphs take a hundred times the memory of what they say, and a long document has them all at once unless a page that is
 * done keeps only this: numbers of seven bits a byte, places and pointers as the distance from the last of their kind, a glyph mostly its
 * number and one byte more.  What an item is is said once, by functions that write or read by the tape's direction, so that both agree.
 */
#include "page/inner.h"

#include <string.h>

enum to { TO_NODE, TO_PARAGRAPH, TO_FACE, TO_STYLE, TO_OTHER, TO_COUNT };
enum {
    GUESSES = 256,
    NUMBER_MOST = 10 /* bytes of a number */,
    GLYPH_MOST = 1 + 3 * NUMBER_MOST,
    FIXED_MOST = 32 * NUMBER_MOST
};

/* How wide a glyph was the last time. */
struct guess {
    uint16_t id;
    int32_t advance;
};

struct tape {
    struct arena *arena; /* of the room written in, or of what is read */
    const struct boxes *boxes;
    const uint8_t *from; /* reading: what comes next; NULL: writing */
    uint8_t *bytes;
    size_t size, room;
    uintptr_t last[TO_COUNT];
    sp x, y;
    struct guess guesses[GUESSES];
};

/* Room for some more bytes. */
static void reserve(struct tape *t, size_t more)
{
    if (!t->from && t->room - t->size < more)
        t->bytes = arena_grow(t->arena, t->bytes, 1, t->size, t->size + more, &t->room);
}

/* ---- numbers ---- */
static inline void byte(struct tape *t, uint8_t *v)
{
    if (t->from)
        *v = *t->from++;
    else
        t->bytes[t->size++] = *v;
}

static inline void number(struct tape *t, uint64_t *v)
{
    if (!t->from) {
        uint64_t left = *v;
        for (; left >= 128; left >>= 7)
            t->bytes[t->size++] = (uint8_t)(left | 128);
        t->bytes[t->size++] = (uint8_t)left;
        return;
    }
    uint64_t sum = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t b = *t->from++;
        sum |= (uint64_t)(b & 127) << shift;
        if (b < 128)
            break;
    }
    *v = sum;
}

/* Either way from nothing. */
static inline void length(struct tape *t, int64_t *v)
{
    uint64_t n = ((uint64_t)*v << 1) ^ (*v < 0 ? UINT64_MAX : 0);
    number(t, &n);
    *v = (int64_t)(n >> 1) ^ -(int64_t)(n & 1);
}

static inline void count(struct tape *t, uint32_t *v)
{
    uint64_t n = *v;
    number(t, &n);
    *v = (uint32_t)n;
}

static inline void small(struct tape *t, int32_t *v)
{
    int64_t n = *v;
    length(t, &n);
    *v = (int32_t)n;
}

/* A length by what it differs from the last one of its kind. */
static inline void step(struct tape *t, sp *last, sp *v)
{
    int64_t by = (int64_t)((uint64_t)*v - (uint64_t)*last);
    length(t, &by);
    *last = *v = (int64_t)((uint64_t)*last + (uint64_t)by);
}

/* What it points to outlives the page. */
static const void *pointer(struct tape *t, enum to to, const void *p)
{
    int64_t by = (int64_t)((uint64_t)(uintptr_t)p - (uint64_t)t->last[to]);
    length(t, &by);
    t->last[to] = (uintptr_t)((uint64_t)t->last[to] + (uint64_t)by);
    return (const void *)t->last[to];
}

static void rect(struct tape *t, struct rect *r)
{
    step(t, &t->x, &r->x);
    step(t, &t->y, &r->y);
    length(t, &r->width);
    length(t, &r->height);
}

/* ---- lines ---- */
enum { SAME_STEP = 1, AS_GUESSED = 2, FLAGS_FROM = 2 };

/* ---- glyphs: most of a page's bytes, so both directions have a loop of their own with nothing in it that goes through the tape ---- */
static inline uint8_t *put_number(uint8_t *to, uint32_t n)
{
    for (; n >= 128; n >>= 7)
        *to++ = (uint8_t)(n | 128);
    *to++ = (uint8_t)n;
    return to;
}

static inline const uint8_t *get_number(const uint8_t *from, uint32_t *n)
{
    uint32_t sum = *from & 127;
    for (unsigned shift = 7; *from++ >= 128; shift += 7)
        sum |= (uint32_t)(*from & 127) << shift;
    *n = sum;
    return from;
}

static inline uint32_t folded(int32_t n) { return (uint32_t)n << 1 ^ (n < 0 ? UINT32_MAX : 0); }
static inline int32_t unfolded(uint32_t n) { return (int32_t)(n >> 1) ^ -(int32_t)(n & 1); }

/* A glyph is one byte and its number in two, if its cluster is as long as the last and it is as wide as when it stood last. */
static uint8_t *put_glyphs(struct guess *guesses, uint8_t *to, const struct glyph *g, uint32_t n,
                           uint32_t cluster)
{
    int32_t stride = 1;
    for (const struct glyph *end = g + n; g < end; g++) {
        struct guess *guess = &guesses[g->id % GUESSES];
        int32_t by = (int32_t)(g->cluster - cluster);
        bool same = by == stride, guessed = guess->id == g->id && guess->advance == g->advance;
        *to++ =
            (uint8_t)(g->flags << FLAGS_FROM | (same ? SAME_STEP : 0) | (guessed ? AS_GUESSED : 0));
        *to++ = (uint8_t)g->id;
        *to++ = (uint8_t)(g->id >> 8);
        if (!same)
            to = put_number(to, folded(by));
        if (!guessed)
            to = put_number(to, folded(g->advance));
        *guess = (struct guess){ g->id, g->advance };
        stride = by;
        cluster = g->cluster;
    }
    return to;
}

static const uint8_t *get_glyphs(struct guess *guesses, const uint8_t *from, struct glyph *g,
                                 uint32_t n, uint32_t cluster)
{
    int32_t stride = 1;
    for (struct glyph *end = g + n; g < end; g++) {
        unsigned head = *from++;
        uint32_t id = from[0] | (uint32_t)from[1] << 8, folded_by, folded_advance;
        from += 2;
        struct guess *guess = &guesses[id % GUESSES];
        if (!(head & SAME_STEP)) {
            from = get_number(from, &folded_by);
            stride = unfolded(folded_by);
        }
        if (!(head & AS_GUESSED)) {
            from = get_number(from, &folded_advance);
            guess->advance = unfolded(folded_advance);
        }
        guess->id = (uint16_t)id;
        cluster += (uint32_t)stride;
        *g = (struct glyph){ .cluster = cluster & CLUSTER_MOST,
                             .flags = head >> FLAGS_FROM & 63,
                             .advance = guess->advance,
                             .id = (uint16_t)id };
    }
    return from;
}

static void glyphs(struct tape *t, struct line_run *r, uint32_t cluster)
{
    if (!t->from) {
        reserve(t, (size_t)r->count * GLYPH_MOST);
        t->size =
            (size_t)(put_glyphs(t->guesses, t->bytes + t->size, r->glyphs, r->count, cluster) -
                     t->bytes);
        return;
    }
    struct glyph *made = arena_array(t->arena, struct glyph, r->count);
    t->from = get_glyphs(t->guesses, t->from, made, r->count, cluster);
    r->glyphs = made;
}

/* How far its glyphs stand from the pen, where any of them does. */
static void offsets(struct tape *t, struct line_run *r, struct run *run)
{
    uint8_t any = run->offsets != NULL;
    byte(t, &any);
    if (!any)
        return;
    struct offset *made = t->from ? arena_array(t->arena, struct offset, r->count) : NULL;
    reserve(t, (size_t)r->count * 2 * NUMBER_MOST + FIXED_MOST);
    for (uint32_t i = 0; i < r->count; i++) {
        struct offset o = { 0, 0 };
        if (!made)
            o = line_offset(r, i);
        small(t, &o.x);
        small(t, &o.y);
        if (made)
            made[i] = o;
    }
    run->offsets = made;
}

/* A run of a line with its glyphs; the run that it was cut from begins with it then. */
static void run_of_line(struct tape *t, struct line_run *r)
{
    struct run own = { 0 };
    if (!t->from)
        own = *r->run;
    reserve(t, FIXED_MOST);
    count(t, &r->count);
    length(t, &r->x);
    length(t, &r->width);
    count(t, &own.start);
    count(t, &own.end);
    count(t, &own.piece);
    own.face = pointer(t, TO_FACE, own.face);
    own.style = pointer(t, TO_STYLE, own.style);
    length(t, &own.size);
    length(t, &own.raise);
    count(t, &own.script);
    byte(t, &own.level);
    offsets(t, r, &own);
    if (t->from) {
        struct run *made = arena_new(t->arena, struct run);
        own.count = r->count;
        *made = own;
        r->run = made;
        r->skipped = 0;
    }
    glyphs(t, r, own.start);
}

/* The document's own paragraph: the one that was set may be a copy that knows its glyphs. */
static const struct paragraph *original(const struct boxes *b, const struct paragraph *p)
{
    const struct paragraph *own = b && p->index < b->paragraph_count ? b->paragraphs[p->index] : p;
    return own->text == p->text ? own : p;
}

static void sizes_of_line(struct tape *t, struct line *l)
{
    sp *const lengths[] = { &l->x,     &l->width,  &l->measure, &l->hang,
                            &l->space, &l->ascent, &l->descent };
    uint8_t flags = (uint8_t)(l->hyphenated | l->torn << 1 | l->last << 2);
    byte(t, &flags);
    l->hyphenated = flags & 1;
    l->torn = flags >> 1 & 1;
    l->last = flags >> 2 & 1;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        length(t, lengths[i]);
    count(t, &l->start);
    count(t, &l->end);
    small(t, &l->expansion);
}

/* A line with all its runs; the notes that it calls have found their page. */
static const struct line *line(struct tape *t, const struct line *from)
{
    struct line own = { 0 };
    if (!t->from)
        own = *from;
    reserve(t, FIXED_MOST);
    own.paragraph = pointer(t, TO_PARAGRAPH, t->from ? NULL : original(t->boxes, own.paragraph));
    sizes_of_line(t, &own);
    count(t, &own.run_count);
    struct line_run *made = t->from ? arena_array(t->arena, struct line_run, own.run_count) : NULL;
    for (uint32_t i = 0; i < own.run_count; i++) {
        struct line_run copy = { 0 };
        if (!made)
            copy = own.runs[i];
        run_of_line(t, &copy);
        if (made)
            made[i] = copy;
    }
    if (!made)
        return from;
    struct line *l = arena_new(t->arena, struct line);
    *l = own;
    l->runs = made;
    return l;
}

/* ---- items ---- */
static void rect_item(struct tape *t, struct placed *p, const struct line **last)
{
    (void)last;
    rect(t, &p->rect.rect);
    uint8_t *c = (uint8_t *)&p->rect.color;
    for (size_t i = 0; i < sizeof p->rect.color; i++)
        byte(t, &c[i]);
}

static void link_item(struct tape *t, struct placed *p, const struct line **last)
{
    (void)last;
    rect(t, &p->link.rect);
    p->link.target.uri = pointer(t, TO_OTHER, p->link.target.uri);
    p->link.target.node = pointer(t, TO_NODE, p->link.target.node);
}

/* Runs of one line follow each other: the first of them brings the line. */
static void glyphs_item(struct tape *t, struct placed *p, const struct line **last)
{
    uint8_t fresh = !t->from && p->glyphs.line != *last;
    uint32_t run = t->from ? 0 : (uint32_t)(p->glyphs.run - p->glyphs.line->runs);
    byte(t, &fresh);
    if (fresh)
        *last = line(t, p->glyphs.line);
    reserve(t, FIXED_MOST);
    count(t, &run);
    step(t, &t->x, &p->glyphs.at.x);
    step(t, &t->y, &p->glyphs.at.y);
    p->glyphs.line = *last;
    p->glyphs.run = &(*last)->runs[run];
}

typedef void item_of_kind(struct tape *t, struct placed *p, const struct line **last);
static item_of_kind *const kinds[] = {
    [PLACED_GLYPHS] = glyphs_item, [PLACED_RECT] = rect_item, [PLACED_LINK] = link_item
};

static void item(struct tape *t, struct placed *p, const struct line **last)
{
    uint8_t head = (uint8_t)((unsigned)p->kind | (unsigned)p->artifact << 4);
    reserve(t, FIXED_MOST + sizeof(struct color));
    byte(t, &head);
    p->kind = (enum placed_kind)(head & 15);
    p->artifact = (enum artifact)(head >> 4);
    p->node = pointer(t, TO_NODE, p->node);
    kinds[p->kind](t, p, last);
}

struct frozen page_freeze(struct arena *a, struct arena *scratch, const struct boxes *boxes,
                          const struct placed *items, uint32_t n)
{
    struct arena_mark mark = arena_mark(scratch);
    struct tape *t = arena_new(scratch, struct tape);
    const struct line *last = NULL;
    t->arena = scratch;
    t->boxes = boxes;
    for (uint32_t i = 0; i < n; i++) {
        struct placed copy = items[i];
        item(t, &copy, &last);
    }
    uint8_t *bytes = arena_array(a, uint8_t, t->size);
    if (t->size)
        memcpy(bytes, t->bytes, t->size);
    arena_reset(scratch, mark);
    return (struct frozen){ bytes, n };
}

const struct placed *page_items(const struct page *page, struct arena *a, uint32_t *n)
{
    struct placed *items = arena_array(a, struct placed, page->text.count + page->furniture.count);
    *n = 0;
    const struct frozen *parts[] = { &page->text, &page->furniture };
    for (int i = 0; i < 2; i++) {
        struct tape t = { .arena = a, .from = parts[i]->bytes };
        const struct line *last = NULL;
        for (uint32_t k = 0; k < parts[i]->count; k++)
            item(&t, &items[(*n)++], &last);
    }
    return items;
}
