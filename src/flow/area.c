/* flow/area: the area that notes have on a page: its columns, and its head (GCPM, 2.3), which has
 * its room before pages are planned.
 */
#include "flow/inner.h"

/* What any named string says as long as none is known: a word. */
static const char *any_word(void *context, const char *name, enum string_which which)
{
    (void)context, (void)name, (void)which;
    return "0";
}

/* The height (sp) of the area's head in its width: of its text with a word for each string and
 * three digits for each number, since pages are not planned yet; 0: it has none. */
static sp head_height(struct context *c, const struct style *area, sp width)
{
    static const struct furniture likely = { 888, 888, any_word, NULL };
    struct arena_mark mark = arena_mark(c->work);
    struct diag *unheard = diag_build(c->work);
    struct paragraph *p = NULL;
    if (area->content)
        p = box_furniture(c->work, c->d, c->boxes, c->shaper, area, &likely);
    sp high = p ? lines_height(set_alone(c, c->work, p, width, unheard)) : 0;
    arena_reset(c->work, mark);
    return high;
}

/* Says, once a rule, that the area has no room for the columns asked for. */
static void report_columns(struct context *c, const struct style *s, unsigned count)
{
    if (is_first_told(c, s->columns_at))
        diag_add(c->d, DIAG_COLUMNS_MANY, s->columns_at, "asked",
                 arena_printf(c->scratch, "%u", s->columns), "count",
                 arena_printf(c->scratch, "%u", count), NULL);
}

/* More columns of notes serve no reader, and take the time of the page to level. */
enum { COLUMNS_MOST = 100 };

/* The columns of notes in an area of `width`. */
static struct columns_of_notes columns_in(struct context *c, const struct style *s, sp width)
{
    struct columns_of_notes r = { 0 };
    sp least = sp_max(4 * s->font_size, SP_PT); /* a narrower column parts every word */
    r.gap = s->column_gap.kind == LENGTH_VALUE ? resolve(c, s, s->column_gap, width) : s->font_size;
    sp want_width =
        s->column_width.kind == LENGTH_VALUE ? resolve(c, s, s->column_width, width) : 0;
    r.count = s->columns ? s->columns : 1;
    if (want_width > 0) {
        sp fit = (width + r.gap) / sp_max(want_width + r.gap, 1);
        if (fit < 1)
            fit = 1;
        if (!s->columns || fit < r.count)
            r.count = (unsigned)sp_min(fit, COLUMNS_MOST);
    }
    unsigned most = (unsigned)sp_min(sp_max((width + r.gap) / (least + r.gap), 1), COLUMNS_MOST);
    if (r.count > most) {
        if (s->columns)
            report_columns(c, s, most);
        r.count = most;
    }
    r.width = (width - r.gap * (sp)(r.count - 1)) / (sp)r.count;
    return r;
}

struct area area_of(struct context *c, const struct page_style *p, sp width)
{
    struct box b = { .kind = BOX_BLOCK, .style = p->footnote };
    struct area r = { .frame = frame_of(c, &b, 0, width) };
    r.head = head_height(c, p->footnote, r.frame.width);
    r.before = r.frame.margin_start + r.frame.open + r.head;
    r.after = r.frame.close + r.frame.margin_end;
    r.columns = columns_in(c, p->footnote, r.frame.width);
    return r;
}
