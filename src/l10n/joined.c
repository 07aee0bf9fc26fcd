/* l10n/joined: a text that is put together of stretches of several files, each of whose bytes knows
 * where it comes from (base/source, struct excerpt).
 */
#include "l10n/inner.h"

#include "lang/lang.h"

void joined_begin(struct joined *j, struct position at, const struct second_place *second)
{
    j->excerpts = arena_grow(j->text.arena, j->excerpts, sizeof *j->excerpts, j->count,
                             j->count + 1, &j->room);
    j->excerpts[j->count++] = (struct excerpt){ (uint32_t)j->text.size, at, second };
}

void joined_copy(struct joined *j, const struct source *from, size_t start, size_t end)
{
    for (size_t at = start, next; at < end; at = next) {
        next = source_stretch_end(from, at, end);
        struct position whole = position_at(from, at, next);
        joined_begin(j, position_in_file(whole), position_second(whole));
        buffer_add(&j->text, from->bytes + at, next - at);
    }
}

const struct source *joined_source(struct joined *j, const char *name)
{
    buffer_text(&j->text);
    struct source *s = source_build(j->text.arena, name, j->text.bytes, j->text.size);
    s->excerpts = j->excerpts;
    s->excerpt_count = (uint32_t)j->count;
    return s;
}

const char *joined_direction(struct arena *a, const char *tag)
{
    struct langs *langs = lang_open(a, NULL);
    bool rtl = lang_open_tag(langs, tag, false)->rtl;
    lang_close(langs);
    return rtl ? "rtl" : "ltr";
}
