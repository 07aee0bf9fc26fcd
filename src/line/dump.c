/* line/dump: one line a line: place in the source, x, width, space in em, expansion in per mille,
 * hyphenated, words; `again`: it begins with the hyphen that ended the line before. */
#include "line/inner.h"

#include <inttypes.h>

/* The word space as set, in thousandths of an em of its own size; -1 without one. */
static int64_t space_in_em(const struct line *l)
{
    for (uint32_t i = 0; i < l->run_count; i++)
        for (uint32_t g = 0; g < l->runs[i].count; g++) {
            const struct glyph *space = &l->runs[i].glyphs[g];
            if (space->flags & GLYPH_SPACE && l->runs[i].run->size)
                return sp_muldiv(sp_muldiv(space->advance, l->expansion, 100000) + l->space, 1000,
                                 l->runs[i].run->size);
        }
    return -1;
}

void line_dump(struct buffer *out, const struct lines *r)
{
    for (uint32_t i = 0; i < r->count; i++) {
        const struct line *l = &r->lines[i];
        int64_t space = space_in_em(l);
        struct position at = text_position(l->paragraph, l->start, l->end);
        buffer_add_string(out, "line ");
        if (at.source) {
            struct place place = position_place(at);
            buffer_printf(out, "%" PRIu32 ":%" PRIu32 " ", place.line, place.column);
        }
        buffer_add_string(out, "x=");
        buffer_add_length(out, l->x);
        buffer_add_string(out, " width=");
        buffer_add_length(out, l->width);
        if (space >= 0)
            buffer_printf(out, " space=%" PRId64 ".%03" PRId64 "em", space / 1000, space % 1000);
        if (l->expansion != 100000)
            buffer_printf(out, " expansion=%d.%03d", l->expansion / 100000,
                          l->expansion % 100000 / 100);
        if (l->hyphenated)
            buffer_add_string(out, " hyphenated");
        if (l->run_count && l->runs[0].count && line_repeats(l, &l->runs[0].glyphs[0]))
            buffer_add_string(out, " again");
        if (l->last)
            buffer_add_string(out, " last");
        buffer_add_char(out, ' ');
        buffer_add_json(out, l->paragraph->text + l->start, l->end - l->start);
        buffer_add_char(out, '\n');
    }
}
