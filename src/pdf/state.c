/* pdf/state: colour, ink and font as the reader has them at a place of a stream. */
#include "pdf/writer.h"

#include <string.h>

void begin_text(struct writer *w)
{
    if (w->in_text)
        return;
    close_mark(w);
    buffer_add(w->out, "BT\n", 3);
    w->in_text = true;
    w->x = w->y = 0;
}

void end_text(struct writer *w)
{
    if (!w->in_text)
        return;
    close_mark(w);
    buffer_add(w->out, "ET\n", 3);
    w->in_text = false;
}

/* Black ink prints over what lies below it, so that no white gap shows where plates are a little
 * off; nothing else does, white least of all (ISO 32000-1, 8.6.7). */
static void set_overprint(struct writer *w, bool overprints)
{
    if (w->overprints == overprints)
        return;
    buffer_add_string(w->out, overprints ? "/Over gs\n" : "/Out gs\n");
    w->overprints = overprints;
}

/* ---- ink ---- */
/* Records a colour of more ink than the paper takes. */
static void note_heavy(struct writer *w, const struct color *c, int total, enum heavy_kind kind)
{
    if (!w->colors->ink_most || !c->at)
        return;
    struct heavy heavy = { .at = *c->at, .total = total, .kind = kind };
    buffer_add(w->heavy, &heavy, sizeof heavy);
}

void keep_ground(struct writer *w, const struct rect *rect, const struct color *c)
{
    int total = color_ink(w->colors, c, INK_WITHOUT_BLACK) + INK_PLATE;
    if (!w->colors->ink_most || (total <= w->colors->ink_most && !w->grounds) || w->overprints)
        return;
    struct ground *ground = arena_new(w->scratch, struct ground);
    *ground = (struct ground){ *rect, c, total, w->grounds };
    w->grounds = ground;
}

const struct ground *heavy_ground(const struct writer *w, struct rect r)
{
    const struct ground *g = w->grounds;
    while (g && (r.x + r.width <= g->rect.x || r.x >= g->rect.x + g->rect.width ||
                 r.y + r.height <= g->rect.y || r.y >= g->rect.y + g->rect.height))
        g = g->below;
    return g && g->total > w->colors->ink_most ? g : NULL;
}

void print_over(struct writer *w, struct rect r)
{
    const struct ground *g = w->overprints ? heavy_ground(w, r) : NULL;
    if (g)
        note_heavy(w, g->color, g->total, HEAVY_GROUND);
}

void set_color(struct writer *w, const struct color *c)
{
    if (w->colored && !memcmp(w->color.c, c->c, sizeof c->c) && w->color.space == c->space &&
        w->color.spot == c->spot)
        return;
    color_write(w->out, w->colors, c, COLORED_FILL);
    put(w->out, '\n');
    if (c->spot)
        w->spots |= UINT32_C(1) << c->spot->number;
    int total = color_ink(w->colors, c, INK_WITH_BLACK);
    if (total > w->colors->ink_most)
        note_heavy(w, c, total, HEAVY_COLOR);
    set_overprint(w, color_overprints(w->colors, c));
    w->color = *c;
    w->colored = true;
}

void set_registration(struct writer *w)
{
    color_write_registration(w->out, w->colors->target, COLORED_FILL);
    put(w->out, '\n');
    set_overprint(w, false);
    w->colored = false;
}

void set_number(struct writer *w, int64_t *state, int64_t value, const char *name)
{
    if (*state == value)
        return;
    *state = value;
    write_milli(w->out, value);
    buffer_add_string(w->out, name);
}

void set_font(struct writer *w, unsigned face, unsigned layer, int64_t size)
{
    if (w->font == face + 1 && w->layer == layer && w->size == size)
        return;
    buffer_printf(w->out, layer ? "/F%u.%u " : "/F%u ", face, layer);
    write_milli(w->out, size);
    buffer_add(w->out, " Tf\n", 4);
    w->font = face + 1;
    w->layer = layer;
    w->size = size;
}
