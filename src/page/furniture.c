/* page/furniture: the sixteen margin boxes (CSS Paged Media 3, 5.3) and the named strings they print (GCPM, 1.1).
 *
 *   corner │ left │ center │ right │ corner      lengths of a row of three (5.3.2): those said stand; the others share what is
 *                                                left by the length of their text, the centre one staying in the middle
 */
#include "page/inner.h"

#include <string.h>

/* A named string over the pages: its values at the page's start, by its first and last assignment here. */
struct name {
    const char *name, *start, *first, *last;
    bool set, set_at_start;
};
struct names {
    struct context *c;
    struct name *list;
    size_t count, room;
};

struct names *names_build(struct context *c)
{
    struct names *n = arena_new(c->a, struct names);
    n->c = c;
    return n;
}

static struct name *find(struct names *n, const char *name, bool make)
{
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->list[i].name, name) == 0)
            return &n->list[i];
    if (!make)
        return NULL;
    n->list = arena_grow(n->c->a, n->list, sizeof *n->list, n->count, n->count + 1, &n->room);
    n->list[n->count] = (struct name){ .name = name };
    return &n->list[n->count++];
}

/* Assignments of an element on the page; first: nothing stands above it. */
void names_set(struct names *n, const struct box_string *strings, bool first)
{
    for (const struct box_string *b = strings; b; b = b->next) {
        struct name *m = find(n, b->name, true);
        if (!m->set) {
            m->first = b->value;
            m->set_at_start = first;
        }
        m->set = true;
        m->last = b->value;
    }
}

/* The page is done. */
void names_turn(struct names *n)
{
    for (size_t i = 0; i < n->count; i++) {
        struct name *m = &n->list[i];
        if (m->set)
            m->start = m->last;
        m->set = m->set_at_start = false;
    }
}

static const char *answer(void *context, const char *name, enum string_which which)
{
    const struct name *m = find(context, name, false);
    const char *v = NULL;
    if (!m)
        return NULL;
    if (!m->set)
        v = m->start;
    else if (which == STRING_FIRST)
        v = m->first;
    else if (which == STRING_LAST)
        v = m->last;
    else if (which == STRING_START)
        v = m->set_at_start ? m->first : m->start;
    return v ? v : "";
}

struct margin {
    const struct style *style;
    struct paragraph *text;
    sp said, least, most; /* outer lengths along the row; said < 0: auto */
    sp floor, ceiling;    /* and what it may be at least and at most (min-width, max-width …) */
    sp at, length;        /* found */
};

/* Two boxes of auto length share `room`: each has what it would like, or else what it needs, and the rest by what it lacks. */
static void flex(struct margin *a, struct margin *b, sp room)
{
    bool roomy = a->most + b->most <= room, tight = a->least + b->least > room;
    sp base[2] = { roomy ? a->most : a->least, roomy ? b->most : b->least },
       part[2] = { base[0], base[1] };
    if (!roomy && !tight) {
        part[0] = a->most - a->least;
        part[1] = b->most - b->least;
    }
    sp slack = room - base[0] - base[1], all = part[0] + part[1];
    a->length = sp_max(base[0] + (all > 0 ? share_of(slack, part[0], all) : slack / 2), 0);
    b->length = sp_max(room - a->length, 0);
}

/* Shares `room` between two boxes. */
static void share_two(struct margin *a, struct margin *b, sp room)
{
    if (a->said < 0 && b->said < 0) {
        flex(a, b, room);
        return;
    }
    a->length = a->said >= 0 ? a->said : sp_max(room - b->said, 0);
    b->length = b->said >= 0 ? b->said : sp_max(room - a->length, 0);
}

/* A row of three: m[0] at the start, m[1] in the middle, m[2] at the end.  The middle one shares with a box as long as the longer
   of its neighbours twice, so that it stays in the middle. */
static void share_three(struct margin *m, sp room)
{
    if (!m[1].style) {
        share_two(&m[0], &m[2], room);
        return;
    }
    struct margin sides = { .said = -1 };
    for (int i = 0; i < 3; i += 2) {
        sides.least = sp_max(sides.least, 2 * (m[i].said >= 0 ? m[i].said : m[i].least));
        sides.most = sp_max(sides.most, 2 * (m[i].said >= 0 ? m[i].said : m[i].most));
    }
    if (m[0].said >= 0 && m[2].said >= 0)
        sides.said = sides.most;
    share_two(&m[1], &sides, room);
    for (int i = 0; i < 3; i += 2)
        m[i].length = m[i].said >= 0 ? m[i].said : sp_max((room - m[1].length) / 2, 0);
}

/* The row's lengths: found without limits first, then again with those that were passed (CSS 2.2, 10.4). */
static void share_row(struct margin *m, sp start, sp room)
{
    for (int i = 0; i < 3; i++)
        if (!m[i].style)
            m[i] = (struct margin){ .said = 0, .ceiling = SP_MAX };
    share_three(m, room);
    for (int floor = 0; floor < 2; floor++) {
        bool again = false;
        for (int i = 0; i < 3; i++)
            if (floor ? m[i].length < m[i].floor : m[i].length > m[i].ceiling) {
                m[i].said = floor ? m[i].floor : m[i].ceiling;
                again = true;
            }
        if (again)
            share_three(m, room);
    }
    m[0].at = start;
    m[1].at = start + (room - m[1].length) / 2;
    m[2].at = start + room - m[2].length;
}

/* Margins, borders and padding along an axis: `level` inline, else block. */
static sp edges_of(struct context *c, const struct style *s, bool level, sp base)
{
    sp sum = 0;
    for (int i = level ? SIDE_INLINE_START : SIDE_BLOCK_START;
         i <= (level ? SIDE_INLINE_END : SIDE_BLOCK_END); i++)
        sum += resolve(c, s, s->margin[i], base) + resolve(c, s, s->padding[i], base) +
               s->border[i].width;
    return sum;
}

/* The text of a margin box at a measure. */
static struct lines set_margin(struct context *c, const struct margin *m, sp measure)
{
    struct arena_mark mark = arena_mark(c->scratch);
    struct lines l = line_set(c->a, c->scratch, c->d, c->shaper, m->text, measure, 0);
    arena_reset(c->scratch, mark);
    return l;
}

static sp height_of(struct lines l)
{
    sp high = 0;
    for (uint32_t i = 0; i < l.count; i++)
        high += l.lines[i].ascent + l.lines[i].descent;
    return high;
}

/* The box as wanted: its text, and its lengths along the row (level: a row; else a column of three). */
static void margin_wish(struct context *c, struct margin *m, const struct page_style *ps,
                        enum margin_box which, const struct furniture *f, bool level, sp base,
                        sp across)
{
    *m = (struct margin){ .style = ps->boxes[which], .said = -1, .ceiling = SP_MAX };
    if (!m->style)
        return;
    m->text = box_furniture(c->a, c->d, c->boxes, c->shaper, m->style, f);
    const struct style *s = m->style;
    struct length l = level ? s->width : s->height, least = level ? s->min_width : s->min_height,
                  most = level ? s->max_width : s->max_height;
    sp edges = edges_of(c, s, level, base);
    if (l.kind == LENGTH_VALUE)
        m->said = resolve(c, s, l, base) + edges;
    if (least.kind == LENGTH_VALUE)
        m->floor = resolve(c, s, least, base) + edges;
    if (most.kind == LENGTH_VALUE)
        m->ceiling = resolve(c, s, most, base) + edges;
    if (level && m->text) {
        struct lines x = line_measure(m->text);
        m->least = x.least;
        m->most = x.most;
    }
    if (!level && m->text)
        m->least = m->most =
            height_of(set_margin(c, m, sp_max(across - edges_of(c, m->style, true, across), 0)));
    m->least += edges;
    m->most += edges;
}

/* Text that leaves its area of paper is said once a rule. */
static void report_over(struct context *c, const struct style *s, uint32_t number, sp over)
{
    struct position at = s->content ? s->content->at : (struct position){ 0 };
    for (const struct told *t = c->told; t; t = t->next)
        if (t->at.source == at.source && t->at.start == at.start)
            return;
    struct told *t = arena_new(c->a, struct told);
    *t = (struct told){ at, c->told };
    c->told = t;
    struct buffer b = buffer_in(c->scratch);
    buffer_add_length(&b, over);
    diag_add(c->d, DIAG_MARGIN_OVERFLOW, at, "page", arena_printf(c->scratch, "%u", number), "over",
             buffer_text(&b), NULL);
}

/* A margin box in its area of paper. */
static void place_margin(struct context *c, struct items *to, const struct margin *m,
                         struct rect area, bool level, uint32_t number)
{
    const struct style *s = m->style;
    sp base = level ? area.width : area.height;
    const struct style plain = without_width(s);
    const struct box b = { .kind = BOX_BLOCK, .style = &plain, .node = c->boxes->root->node };
    struct frame f = frame_of(c, &b, area.x, area.width);
    sp above = resolve(c, s, s->margin[SIDE_BLOCK_START], base),
       below = resolve(c, s, s->margin[SIDE_BLOCK_END], base);
    struct rect r = { f.outer_left, area.y + above, f.outer_width, area.height - above - below };
    if (level && s->height.kind == LENGTH_VALUE)
        r.height = resolve(c, s, s->height, base) + f.open + f.close;
    size_t first = to->count;
    paint_decoration(c, to, &b, s, r, END_BOTH);
    for (size_t i = first; i < to->count; i++)
        to->items[i].artifact = ARTIFACT_PAGINATION;
    if (!m->text)
        return;
    struct lines l = set_margin(c, m, f.width);
    sp high = height_of(l), room = r.height - f.open - f.close;
    sp y = r.y + f.open;
    if (s->vertical_align == VALIGN_BOTTOM)
        y += room - high;
    else if (s->vertical_align != VALIGN_TOP)
        y += (room - high) / 2;
    sp over = sp_max(area.y - y, y + high - area.y - area.height);
    if (over > SP_PT / 100)
        report_over(c, s, number, over);
    for (uint32_t i = 0; i < l.count; i++) {
        paint_line(c, to, &l.lines[i], f.left + l.lines[i].x, y + l.lines[i].ascent,
                   ARTIFACT_PAGINATION);
        y += l.lines[i].ascent + l.lines[i].descent;
    }
}

/* All margin boxes of a page. */
void furniture_page(struct context *c, struct items *to, struct names *n, uint32_t number,
                    uint32_t pages)
{
    static const enum margin_box sides[4][3] = {
        { TOP_LEFT, TOP_CENTER, TOP_RIGHT },
        { BOTTOM_LEFT, BOTTOM_CENTER, BOTTOM_RIGHT },
        { LEFT_TOP, LEFT_MIDDLE, LEFT_BOTTOM },
        { RIGHT_TOP, RIGHT_MIDDLE, RIGHT_BOTTOM },
    };
    static const enum margin_box corners[4] = { TOP_LEFT_CORNER, TOP_RIGHT_CORNER,
                                                BOTTOM_LEFT_CORNER, BOTTOM_RIGHT_CORNER };
    const struct sheet *s = &c->sheets[number - 1];
    const struct page_style *ps = s->style;
    struct furniture f = { number, pages, answer, n };
    sp top = s->top, bottom = s->bottom, left = s->left, right = s->right;
    for (int i = 0; i < 4; i++) {
        struct margin m[3];
        bool level = i < 2, any = false;
        sp start = level ? left : top, room = level ? right - left : bottom - top;
        for (int k = 0; k < 3; k++) {
            margin_wish(c, &m[k], ps, sides[i][k], &f, level, room,
                        i == 2 ? left : ps->width - right);
            any = any || m[k].style;
        }
        if (!any)
            continue;
        share_row(m, start, room);
        for (int k = 0; k < 3; k++) {
            if (!m[k].style)
                continue;
            struct rect area =
                i == 0   ? (struct rect){ m[k].at, 0, m[k].length, top }
                : i == 1 ? (struct rect){ m[k].at, bottom, m[k].length, ps->height - bottom }
                : i == 2 ? (struct rect){ 0, m[k].at, left, m[k].length }
                         : (struct rect){ right, m[k].at, ps->width - right, m[k].length };
            place_margin(c, to, &m[k], area, level, number);
        }
    }
    for (int i = 0; i < 4; i++) {
        struct margin m;
        margin_wish(c, &m, ps, corners[i], &f, true, 0, 0);
        struct rect area = { i % 2 ? right : 0, i < 2 ? 0 : bottom,
                             i % 2 ? ps->width - right : left, i < 2 ? top : ps->height - bottom };
        if (m.style)
            place_margin(c, to, &m, area, true, number);
    }
}
