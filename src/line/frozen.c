/* line/frozen: set lines as bytes, from when they are set until they are drawn.
 *
 *   lines ─line_freeze─► │ line (its runs, their glyphs) │ line │ … 16 lines │ line │ …
 *                        └ a block: nothing in it is said by what stands before it
 *   line_thaw: one of them again
 *
 * Lines and glyphs take thirty times the memory of what they say, and a long document has them all
 * at once.  Bytes say the same in numbers of seven bits, places and pointers as the distance from
 * the last of their kind, a glyph mostly in its number and one byte more.  What a line is is said
 * once, by functions that write or read by the tape's direction, so that both agree.
 */
#include "line/inner.h"

#include <string.h>

enum to { TO_FACE, TO_STYLE, TO_COUNT };
enum size {
    SIZE_X,
    SIZE_WIDTH,
    SIZE_MEASURE,
    SIZE_HANG,
    SIZE_SPACE,
    SIZE_ASCENT,
    SIZE_DESCENT,
    SIZE_COUNT
};
enum {
    BLOCK_LINES = 16,
    GUESSES = 256,
    NUMBER_MOST = 10 /* bytes of a number */,
    SHORT_NUMBER_MOST = 5 /* of one of 32 bits */,
    GLYPH_MOST = 1 + 3 * NUMBER_MOST,
    FIXED_MOST = 32 * NUMBER_MOST
};

/* What a glyph was the last time. */
struct guess {
    uint16_t id;
    uint8_t flags;
    int32_t advance;
};

/* What the next line is said by: nothing at a block's start. */
struct state {
    uintptr_t last[TO_COUNT];
    sp sizes[SIZE_COUNT];
    sp end; /* of the text of the line before */
    struct {
        sp x, start, glyph; /* where the next run begins if it follows the last */
        sp piece, size, raise, script;
    } run;
};

struct tape {
    struct arena *arena; /* of the room written in, or of what is read */
    const uint8_t *from; /* reading: what comes next; NULL: writing */
    enum thawing what;   /* reading */
    uint8_t *bytes;
    size_t size, room;
    struct state state;
    struct guess guesses[GUESSES]; /* nothing at a block's start, either */
};

/* A block begins; who leaves the glyphs out needs no guesses at them. */
static void begin_block(struct tape *t)
{
    t->state = (struct state){ 0 };
    if (t->what == THAW_GLYPHS)
        memset(t->guesses, 0, sizeof t->guesses);
}

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

/* What it points to outlives the lines. */
static const void *pointer(struct tape *t, enum to to, const void *p)
{
    int64_t by = (int64_t)((uint64_t)(uintptr_t)p - (uint64_t)t->state.last[to]);
    length(t, &by);
    t->state.last[to] = (uintptr_t)((uint64_t)t->state.last[to] + (uint64_t)by);
    return (const void *)t->state.last[to];
}

/* ---- glyphs ---- */
/* Most of the bytes are theirs, so both directions have a loop of their own in which nothing goes
 * through the tape. A glyph is its number with a bit that says: its cluster is as long as the
 * last, and it is as it was when it stood last. Without that bit a head follows. */
enum { SAME_STEP = 1, SAME_ADVANCE = 2, FLAGS_FROM = 2 };

static inline uint8_t *put_number(uint8_t *to, uint32_t n)
{
    for (; n >= 128; n >>= 7)
        *to++ = (uint8_t)(n | 128);
    *to++ = (uint8_t)n;
    return to;
}

static inline const uint8_t *get_number(const uint8_t *from, uint32_t *n)
{
    uint32_t sum = *from++;
    if (sum >= 128) {
        uint32_t more = *from++;
        sum = (sum & 127) | (more & 127) << 7;
        for (unsigned shift = 14; more >= 128; shift += 7) {
            more = *from++;
            sum |= (more & 127) << shift;
        }
    }
    *n = sum;
    return from;
}

static inline uint32_t folded(int32_t n) { return (uint32_t)n << 1 ^ (n < 0 ? UINT32_MAX : 0); }
static inline int32_t unfolded(uint32_t n) { return (int32_t)(n >> 1) ^ -(int32_t)(n & 1); }

/* What a glyph says besides its number. */
static uint8_t *put_rest(uint8_t *to, const struct glyph *g, int32_t by, bool same_step,
                         bool same_advance)
{
    *to++ = (uint8_t)(g->flags << FLAGS_FROM | (same_step ? SAME_STEP : 0) |
                      (same_advance ? SAME_ADVANCE : 0));
    if (!same_step)
        to = put_number(to, folded(by));
    return same_advance ? to : put_number(to, folded(g->advance));
}

static uint8_t *put_glyphs(struct guess *guesses, uint8_t *to, const struct glyph *g, uint32_t n,
                           uint32_t cluster)
{
    int32_t stride = 1;
    for (const struct glyph *end = g + n; g < end; g++) {
        struct guess *guess = &guesses[g->id % GUESSES];
        int32_t by = (int32_t)(g->cluster - cluster);
        bool same_step = by == stride,
             same_advance = guess->id == g->id && guess->advance == g->advance;
        bool as_before = same_step && same_advance && guess->flags == g->flags;
        to = put_number(to, (uint32_t)g->id << 1 | as_before);
        if (!as_before)
            to = put_rest(to, g, by, same_step, same_advance);
        *guess = (struct guess){ g->id, g->flags, g->advance };
        stride = by;
        cluster = g->cluster;
    }
    return to;
}

/* The rest of a glyph, into its guess; *stride: how long its cluster is. */
static const uint8_t *get_rest(const uint8_t *from, struct guess *guess, int32_t *stride)
{
    unsigned head = *from++;
    uint32_t by, advance;
    guess->flags = head >> FLAGS_FROM & 63;
    if (!(head & SAME_STEP)) {
        from = get_number(from, &by);
        *stride = unfolded(by);
    }
    if (!(head & SAME_ADVANCE)) {
        from = get_number(from, &advance);
        guess->advance = unfolded(advance);
    }
    return from;
}

static const uint8_t *get_glyphs(struct guess *guesses, const uint8_t *from, struct glyph *g,
                                 uint32_t n, uint32_t cluster)
{
    int32_t stride = 1;
    for (struct glyph *end = g + n; g < end; g++) {
        uint32_t id;
        from = get_number(from, &id);
        struct guess *guess = &guesses[(id >> 1) % GUESSES];
        if (!(id & 1))
            from = get_rest(from, guess, &stride);
        guess->id = (uint16_t)(id >> 1);
        cluster += (uint32_t)stride;
        *g = (struct glyph){ .cluster = cluster & CLUSTER_MOST,
                             .flags = guess->flags & 63u,
                             .advance = guess->advance,
                             .id = guess->id };
    }
    return from;
}

/* How many bytes they are, and then the glyphs. */
static void write_glyphs(struct tape *t, const struct line_run *r, uint32_t cluster)
{
    reserve(t, (size_t)r->count * GLYPH_MOST + SHORT_NUMBER_MOST);
    uint8_t *head = t->bytes + t->size, *body = head + SHORT_NUMBER_MOST;
    size_t n = (size_t)(put_glyphs(t->guesses, body, r->glyphs, r->count, cluster) - body);
    uint8_t *own = put_number(head, (uint32_t)n);
    memmove(own, body, n);
    t->size = (size_t)(own - t->bytes) + n;
}

static void read_glyphs(struct tape *t, struct line_run *r, uint32_t cluster)
{
    uint32_t n;
    t->from = get_number(t->from, &n);
    if (t->what == THAW_RUNS) {
        t->from += n;
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

/* A place in the text or among the glyphs, by what it differs from the last one. */
static inline void place(struct tape *t, sp *last, uint32_t *v)
{
    sp n = *v;
    step(t, last, &n);
    *v = (uint32_t)n;
}

/* A run of a line with its glyphs; the run that it was cut from begins with it then. */
static void run_of_line(struct tape *t, struct line_run *r)
{
    struct run own = { 0 };
    if (!t->from) {
        own = *r->run;
        own.first += r->skipped;
    }
    reserve(t, FIXED_MOST);
    count(t, &r->count);
    place(t, &t->state.run.glyph, &own.first);
    t->state.run.glyph += r->count;
    step(t, &t->state.run.x, &r->x);
    length(t, &r->width);
    t->state.run.x += r->width;
    place(t, &t->state.run.start, &own.start);
    place(t, &t->state.run.start, &own.end);
    place(t, &t->state.run.piece, &own.piece);
    own.face = pointer(t, TO_FACE, own.face);
    own.style = pointer(t, TO_STYLE, own.style);
    step(t, &t->state.run.size, &own.size);
    step(t, &t->state.run.raise, &own.raise);
    place(t, &t->state.run.script, &own.script);
    byte(t, &own.level);
    offsets(t, r, &own);
    if (t->from) {
        struct run *made = arena_new(t->arena, struct run);
        own.count = r->count;
        *made = own;
        r->run = made;
        r->skipped = 0;
    }
    if (t->from)
        read_glyphs(t, r, own.start);
    else
        write_glyphs(t, r, own.start);
}

static void sizes_of_line(struct tape *t, struct line *l)
{
    sp *const lengths[SIZE_COUNT] = { [SIZE_X] = &l->x,
                                      [SIZE_WIDTH] = &l->width,
                                      [SIZE_MEASURE] = &l->measure,
                                      [SIZE_HANG] = &l->hang,
                                      [SIZE_SPACE] = &l->space,
                                      [SIZE_ASCENT] = &l->ascent,
                                      [SIZE_DESCENT] = &l->descent };
    uint8_t flags = (uint8_t)(l->hyphenated | l->torn << 1 | l->last << 2);
    byte(t, &flags);
    l->hyphenated = flags & 1;
    l->torn = flags >> 1 & 1;
    l->last = flags >> 2 & 1;
    for (int i = 0; i < SIZE_COUNT; i++)
        step(t, &t->state.sizes[i], lengths[i]);
    place(t, &t->state.end, &l->start);
    place(t, &t->state.end, &l->end);
    small(t, &l->expansion);
}

/* A line with all its runs; reading, these are made in the tape's arena. */
static void line(struct tape *t, struct line *l)
{
    reserve(t, FIXED_MOST);
    sizes_of_line(t, l);
    count(t, &l->run_count);
    struct line_run *made = t->from ? arena_array(t->arena, struct line_run, l->run_count) : NULL;
    for (uint32_t i = 0; i < l->run_count; i++) {
        struct line_run copy = { 0 };
        if (!made)
            copy = l->runs[i];
        run_of_line(t, &copy);
        if (made)
            made[i] = copy;
    }
    if (made)
        l->runs = made;
}

/* ---- a paragraph's lines ---- */
struct frozen line_freeze(struct arena *a, struct arena *scratch, const struct paragraph *p,
                          const struct lines *lines)
{
    struct arena_mark mark = arena_mark(scratch);
    struct tape *t = arena_new(scratch, struct tape);
    uint32_t n = lines->count;
    uint32_t *blocks = n > BLOCK_LINES ? arena_array(a, uint32_t, (n - 1) / BLOCK_LINES) : NULL;
    t->arena = scratch;
    for (uint32_t i = 0; i < n; i++) {
        if (i && i % BLOCK_LINES == 0) {
            blocks[i / BLOCK_LINES - 1] = (uint32_t)t->size;
            begin_block(t);
        }
        struct line copy = lines->lines[i];
        line(t, &copy);
    }
    struct frozen f = { .paragraph = p, .bytes = arena_copy(a, t->bytes, 1, t->size) };
    f.blocks = blocks;
    f.count = n;
    f.size = (uint32_t)t->size;
    arena_reset(scratch, mark);
    return f;
}

struct thaw {
    struct tape tape;
    const uint8_t *of; /* the bytes at hand; NULL: none yet */
    uint32_t next;     /* the line that comes next */
};

struct thaw *line_thaw_open(struct arena *a, enum thawing what)
{
    struct thaw *t = arena_new(a, struct thaw);
    t->tape.what = what;
    return t;
}

/* The first line of a block comes next. */
static void enter_block(struct thaw *t, const struct frozen *f, uint32_t block)
{
    t->of = f->bytes;
    t->next = block * BLOCK_LINES;
    t->tape.from = f->bytes + (block ? f->blocks[block - 1] : 0);
    begin_block(&t->tape);
}

/* The line that comes next, made in an arena. */
static struct line read_line(struct thaw *t, struct arena *a, const struct frozen *f)
{
    if (t->next % BLOCK_LINES == 0)
        enter_block(t, f, t->next / BLOCK_LINES);
    struct line l = { .paragraph = f->paragraph };
    t->tape.arena = a;
    line(&t->tape, &l);
    t->next++;
    return l;
}

const struct line *line_thaw(struct thaw *t, struct arena *a, const struct frozen *f,
                             uint32_t number)
{
    if (t->of != f->bytes || number < t->next || number / BLOCK_LINES > t->next / BLOCK_LINES)
        enter_block(t, f, number / BLOCK_LINES);
    while (t->next < number) {
        struct arena_mark mark = arena_mark(a);
        read_line(t, a, f);
        arena_reset(a, mark);
    }
    struct line *made = arena_new(a, struct line);
    *made = read_line(t, a, f);
    return made;
}
