/* page/stretch: a short page gives whole grid lines to the gaps between its rows (-hb-row-stretch), each gap the same number. */
#include "page/inner.h"

/* Opens the gaps of one page; only once its breaks are known, so that no break moves. */
void stretch_page(const struct context *c, struct sheet *s)
{
    sp pitch = s->style->grid_pitch;
    if (pitch <= 0 || s->count < 2)
        return;
    sp slack = s->bottom - foot_height(s) - s->fragments[s->count - 1].edge;
    uint32_t gaps = 0;
    sp most = 0;
    for (uint32_t i = 1; i < s->count; i++) {
        const struct row *r = &c->flow.rows[s->fragments[i].row],
                         *before = &c->flow.rows[s->fragments[i - 1].row];
        if (!r->table || r->table != before->table || s->fragments[i - 1].row < r->table->first_row)
            continue;
        gaps++;
        most = r->table->row_stretch;
    }
    if (!gaps || slack < pitch)
        return;
    sp lines = sp_min(most, slack / (pitch * (sp)gaps)), down = 0;
    for (uint32_t i = 1; i < s->count; i++) {
        const struct row *r = &c->flow.rows[s->fragments[i].row],
                         *before = &c->flow.rows[s->fragments[i - 1].row];
        if (r->table && r->table == before->table && s->fragments[i - 1].row >= r->table->first_row)
            down += lines * pitch;
        s->fragments[i].top += down;
        s->fragments[i].bottom += down;
        s->fragments[i].edge += down;
    }
}
