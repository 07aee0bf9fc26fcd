/* text/place: from bytes of a paragraph back to the source, visual order, and the stage's dump. */
#include "text/inner.h"

/* The piece that holds a byte (the last one that starts at or before it and is not empty). */
static const struct piece *piece_at(const struct paragraph *p, uint32_t at)
{
    uint32_t low = 0, high = p->piece_count;
    while (low + 1 < high) {
        uint32_t middle = (low + high) / 2;
        if (p->pieces[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    while (low > 0 && p->pieces[low].start == p->pieces[low].end)
        low--;
    return p->piece_count ? &p->pieces[low] : NULL;
}

static uint32_t source_byte(const struct paragraph *p, uint32_t at)
{
    return p->was ? p->was->origin[at] : at;
}

static bool is_generated(const struct piece *q)
{
    return q->kind != PIECE_TEXT || !q->node || q->node->kind != NODE_TEXT;
}

bool text_is_generated(const struct paragraph *p, uint32_t at)
{
    const struct piece *q = piece_at(p, at);
    return q && is_generated(q);
}

struct position text_position(const struct paragraph *p, uint32_t start, uint32_t end)
{
    const struct piece *q = piece_at(p, start);
    if (!q)
        return p->node ? doc_position(p->node, 0, 0) : (struct position){ 0 };
    if (is_generated(q))
        return q->in->rule.source || !q->node ? q->in->rule : doc_position(q->node, 0, 0);
    uint32_t stop = end < q->end ? end : q->end, from = source_byte(p, start),
             to = source_byte(p, stop);
    struct position at = doc_position(q->node, q->node_start + from - q->source_start,
                                      q->node_start + (to > from ? to : from) - q->source_start);
    if (end > q->end) {
        const struct piece *z = piece_at(p, end - 1);
        if (z->kind == PIECE_TEXT && z->node && z->node->kind == NODE_TEXT) {
            struct position tail = doc_position(
                z->node, z->node_start, z->node_start + source_byte(p, end) - z->source_start);
            at.end = tail.source == at.source && tail.end > at.end ? tail.end : at.end;
        }
    }
    return at;
}

struct position text_cause(const struct paragraph *p, uint32_t start, uint32_t end)
{
    const struct node *from = p->node;
    const struct piece *q = piece_at(p, start), *stop = p->pieces + p->piece_count;
    for (; q && q < stop && q->start < end; q++) {
        if (q->end <= start || !q->node)
            continue;
        from = q->node;
        if (q->kind == PIECE_TEXT && from->kind == NODE_TEXT)
            return text_position(p, q->start > start ? q->start : start, end);
    }
    bool own = from && from->parent; /* what stands in a margin is the sheet's, not the root's */
    return own ? doc_position(from, 0, 0) : text_position(p, start, end);
}

const char *text_source(const struct paragraph *p, uint32_t start, uint32_t end, uint32_t *length)
{
    uint32_t from = source_byte(p, start), to = source_byte(p, end);
    *length = to > from ? to - from : 0;
    return (p->was ? p->was->source : p->text) + from;
}

/* L2: from the highest level down to the lowest odd one, turn round every stretch of that level or
 * above. */
void text_reorder(const uint8_t *levels, uint32_t n, uint32_t *order)
{
    uint8_t most = 0, least = UINT8_MAX;
    for (uint32_t i = 0; i < n; i++) {
        order[i] = i;
        most = levels[i] > most ? levels[i] : most;
        least = (levels[i] & 1) && levels[i] < least ? levels[i] : least;
    }
    for (unsigned level = most; level >= least && level > 0; level--)
        for (uint32_t i = 0, end; i < n; i = end + 1) {
            for (end = i; end < n && levels[order[end]] >= level;)
                end++;
            for (uint32_t low = i, high = end; low + 1 < high; low++) {
                uint32_t swap = order[low];
                order[low] = order[--high];
                order[high] = swap;
            }
        }
}

bool text_vanishes(const struct paragraph *p, uint32_t at)
{
    size_t step;
    uint32_t c = utf8_decode(p->text + at, p->length - at, &step);
    return c == ' ' || c == '\n' || c == '\t' || c == 0x2028 ||
           c == 0x2029; /* LINE and PARAGRAPH SEPARATOR */
}

void text_dump(struct buffer *out, const struct paragraph *p)
{
    static const char *const types[] = {
        "soft", "allowed", "hyphen", "shy", "desperate", "forced"
    };
    const struct shaped *s = p->shaped;
    buffer_printf(out, "paragraph %u text=", p->index);
    buffer_add_json(out, p->text, p->length);
    buffer_add_char(out, '\n');
    for (uint32_t i = 0; s && i < s->run_count; i++) {
        const struct run *r = &s->runs[i];
        sp width = 0;
        for (uint32_t g = r->first; g < r->first + r->count; g++)
            width += s->glyphs[g].advance;
        buffer_printf(out, "  run %s level=%u glyphs=%u size=", r->face ? r->face->family : "space",
                      r->level, r->count);
        buffer_add_length(out, r->size);
        buffer_add_string(out, " width=");
        buffer_add_length(out, width);
        buffer_add_string(out, " text=");
        buffer_add_json(out, p->text + r->start, r->end - r->start);
        buffer_add_char(out, '\n');
    }
    for (uint32_t i = 0, k = 0; s && i < s->glyph_count; i++) {
        for (; k < s->break_count && s->breaks[k].glyph == i; k++)
            buffer_printf(out, "  break %s at=%u glyph=%u\n", types[s->breaks[k].type],
                          s->breaks[k].at, i);
        if (s->glyphs[i].flags & GLYPH_DESPERATE)
            buffer_printf(out, "  break %s at=%u glyph=%u\n", types[BREAK_DESPERATE],
                          s->glyphs[i].cluster, i);
    }
}
