/* text/shape: items become runs of glyphs, by HarfBuzz' own OpenType shaper.
 *
 * The font's scale is the size in sp, so advances come out as lengths.  Each item is shaped with
 * the paragraph around it as context, so letters join across runs.  Graphite, which some faces
 * carry too, is never asked: one engine, one result.
 */
#include "text/inner.h"

#include <errno.h>
#include <hb-ot.h>
#include <string.h>
#include <unicode/uchar.h>

enum { RUNS_LIMIT = 65000 };

static struct glyph *room_for(struct shaper *s, size_t n)
{
    if (s->glyph_count + n > s->glyph_room)
        s->glyphs = arena_grow(s->arena, s->glyphs, sizeof *s->glyphs, s->glyph_count,
                               s->glyph_count + n, &s->glyph_room);
    return s->glyphs + s->glyph_count;
}

static struct run *add_run(struct shaper *s, const struct paragraph *p, const struct item *x)
{
    const struct piece *q = &p->pieces[x->piece];
    if (s->run_count == s->run_room)
        s->runs = arena_grow(s->arena, s->runs, sizeof *s->runs, s->run_count, s->run_count + 1,
                             &s->run_room);
    s->runs[s->run_count] =
        (struct run){ .first = (uint32_t)s->glyph_count,
                      .start = x->start,
                      .end = x->end,
                      .piece = x->piece,
                      .face = x->font ? &x->font->face : NULL,
                      .style = q->in->style,
                      .size = x->made ? position_size(q->in->style) : q->in->style->font_size,
                      .raise = q->in->raise,
                      .script = x->script,
                      .level = x->level,
                      .edge = x->edge };
    return &s->runs[s->run_count++];
}

static int32_t bounded(sp advance)
{
    return (int32_t)(advance > ADVANCE_MOST    ? ADVANCE_MOST
                     : advance < -ADVANCE_MOST ? -ADVANCE_MOST
                                               : advance);
}

/* What does not fit the field counts as its end. */
static void set_cluster(struct glyph *g, uint32_t at)
{
    g->cluster = (at < CLUSTER_MOST ? at : CLUSTER_MOST) & CLUSTER_MOST;
}

/* CSS Text 3, 8.2.1. */
sp text_letter_spacing(const struct run *run)
{
    static const uint32_t joining[] = { HB_SCRIPT_ARABIC,    HB_SCRIPT_SYRIAC,
                                        HB_SCRIPT_MONGOLIAN, HB_SCRIPT_NKO,
                                        HB_SCRIPT_MANDAIC,   HB_SCRIPT_PHAGS_PA,
                                        HB_SCRIPT_ADLAM,     HB_SCRIPT_HANIFI_ROHINGYA };
    if (!run->style->letter_spacing)
        return 0;
    for (size_t i = 0; i < sizeof joining / sizeof *joining; i++)
        if (run->script == joining[i])
            return 0;
    return run->style->letter_spacing;
}

/* From one tab stop to the next, where a space is that wide (CSS Text 4, 4.2). */
static sp tab_interval(const struct run *run, sp space)
{
    const struct length *size = &run->style->tab_size;
    return size->kind == LENGTH_NUMBER
               ? sp_muldiv(space + text_letter_spacing(run), size->absolute, 65536)
               : size->absolute;
}

/* Spaces, controls, letter-spacing and what East Asian text has: what CSS adds to HarfBuzz'
 * advances.  g is its cluster's first glyph, `last` its last one. False: nothing of it is seen. */
static bool adjust(const struct paragraph *p, struct glyph *g, struct glyph *last, uint32_t c,
                   const struct run *run, const struct sized *z)
{
    const struct style *st = run->style;
    const struct face *face = &z->font->face;
    if (c == ' ' || c == 0xA0 || c == '\t') {
        sp extra = length_resolve(st->word_spacing, z->space, text_units(face, st->font_size));
        hb_codepoint_t id;
        g->flags |= GLYPH_SPACE;
        if (c == 0xA0) /* some faces have one wider than the space, as TeX Gyre Termes */
            g->advance = bounded(g->advance + z->space - hb_font_get_glyph_h_advance(z->hb, g->id));
        if (c != '\t')
            g->advance = bounded(g->advance + extra);
        else if (hb_font_get_nominal_glyph(z->hb, ' ', &id)) {
            bool pre = st->white_space == WHITE_PRE || st->white_space == WHITE_PRE_WRAP;
            g->id = (uint16_t)id;
            g->advance = bounded(pre ? tab_interval(run, z->space + extra) : z->space + extra);
            g->flags ^= pre ? GLYPH_SPACE : 0;
            if (pre)
                return true;
        }
    } else if (draws_nothing(c)) {
        if (g == last) {
            g->id = (uint16_t)face->blank;
            g->advance = 0;
        }
        return g != last;
    }
    last->advance =
        bounded(last->advance + text_letter_spacing(run) + text_between(p, run, g->cluster));
    return true;
}

/* The shaper's glyph stands off the pen. */
static void note_offset(struct shaper *s, uint32_t glyph, struct offset by)
{
    if (!by.x && !by.y)
        return;
    if (s->moved_count == s->moved_room)
        s->moved = arena_grow(s->arena, s->moved, sizeof *s->moved, s->moved_count,
                              s->moved_count + 1, &s->moved_room);
    s->moved[s->moved_count++] = (struct moved){ glyph, by };
}

/* HarfBuzz' glyphs behind the shaper's, in logical order.  Clusters count from `base`; those from
 * `end` on are an added hyphen. */
static void take_glyphs(struct shaper *s, const struct paragraph *p, const struct run *run,
                        const struct sized *z, uint32_t base, uint32_t end)
{
    unsigned n;
    hb_glyph_info_t *info = hb_buffer_get_glyph_infos(s->buffer, &n);
    hb_glyph_position_t *at = hb_buffer_get_glyph_positions(s->buffer, NULL);
    struct glyph *g = room_for(s, n);
    bool made = run->size != run->style->font_size;
    sp rise = made ? position_shift(run->style) : 0;
    bool back = run->level & 1, moves = back || made;
    for (unsigned i = 0; i < n; i++) {
        unsigned k = back ? n - 1 - i : i;
        moves = moves || at[k].x_offset || at[k].y_offset;
        g[i] = (struct glyph){ .id = (uint16_t)info[k].codepoint,
                               .advance = bounded(at[k].x_advance),
                               .run = (uint16_t)(s->run_count - 1),
                               .flags = hb_glyph_info_get_glyph_flags(&info[k]) &
                                                HB_GLYPH_FLAG_UNSAFE_TO_BREAK
                                            ? GLYPH_UNSAFE
                                            : 0 };
        set_cluster(&g[i], base + info[k].cluster);
    }
    for (unsigned i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && g[next].cluster == g[i].cluster;)
            next++;
        g[i].flags |= GLYPH_CLUSTER;
        for (unsigned k = i; k < next; k++)
            if (!g[k].advance && k != (back ? next - 1 : i))
                g[k].flags |= GLYPH_MARK;
        size_t step;
        uint32_t c = g[i].cluster < end
                         ? utf8_decode(p->text + g[i].cluster, p->length - g[i].cluster, &step)
                         : '-';
        bool seen = adjust(p, &g[i], &g[next - 1], c, run, z);
        for (unsigned k = i; seen && moves && k < next; k++) {
            const hb_glyph_position_t *its = &at[back ? n - 1 - k : k];
            sp before = back && k + 1 == next ? text_letter_spacing(run)
                                              : 0; /* what follows a letter stands to its left */
            note_offset(
                s, (uint32_t)s->glyph_count + k,
                (struct offset){ bounded(its->x_offset + before), bounded(its->y_offset + rise) });
        }
    }
    s->glyph_count += n;
}

/* The glyph of i in small capitals of a language. */
static hb_codepoint_t small_i(struct shaper *s, const struct style_info *info, hb_font_t *font,
                              const char *language)
{
    static const char *const shapers[] = { "ot", NULL };
    unsigned n;
    hb_buffer_clear_contents(s->buffer);
    hb_buffer_add_utf8(s->buffer, "i", 1, 0, 1);
    hb_buffer_set_direction(s->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(s->buffer, HB_SCRIPT_LATIN);
    hb_buffer_set_language(s->buffer, hb_language_from_string(language, -1));
    hb_shape_full(font, s->buffer, info->features, info->feature_count, shapers);
    hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(s->buffer, &n);
    return n ? glyphs->codepoint : 0;
}

/* Must a dot be put on small capital I?  Turkish has two, i and \u0131, and a face that has no rule
 * for it sets both alike. */
static bool lacks_dot(struct shaper *s, const struct piece *q, const struct item *x,
                      const struct style_info *info, hb_font_t *font)
{
    enum font_caps caps = q->in->style->font_caps;
    const char *tag = q->in->lang->tag;
    bool turkic = (!strncmp(tag, "tr", 2) || !strncmp(tag, "az", 2)) && (!tag[2] || tag[2] == '-');
    return turkic && x->script == HB_SCRIPT_LATIN &&
           (caps == CAPS_SMALL || caps == CAPS_ALL_SMALL) && font_covers(x->font, 0x307) &&
           small_i(s, info, font, "tr") == small_i(s, info, font, "en");
}

/* An item's characters into the buffer; with `dots` a combining dot behind each i, in its
 * cluster. */
static void add_characters(struct shaper *s, const struct paragraph *p, const struct item *x,
                           uint32_t from, uint32_t to, bool dots)
{
    uint32_t start = x->start;
    for (uint32_t i = start; dots && i < x->end; i++)
        if (p->text[i] == 'i') {
            hb_buffer_add_utf8(s->buffer, p->text + from, (int)(to - from), start - from,
                               (int)(i + 1 - start));
            hb_buffer_add(s->buffer, 0x307, i - from);
            start = i + 1;
        }
    hb_buffer_add_utf8(s->buffer, p->text + from, (int)(to - from), start - from,
                       (int)(x->end - start));
}

/* Shape bytes of an item as a run; text from … to is what HarfBuzz sees around it; `hyphen` is put
 * behind. */
static void shape_item(struct shaper *s, const struct paragraph *p, const struct item *x,
                       uint32_t from, uint32_t to, const char *hyphen)
{
    static const char *const shapers[] = { "ot", NULL };
    const struct piece *q = &p->pieces[x->piece];
    struct run *run = add_run(s, p, x);
    if (!x->font) {
        struct glyph *g = room_for(s, 1);
        *g = (struct glyph){ .advance = bounded(q->in->space),
                             .run = (uint16_t)(s->run_count - 1),
                             .flags = GLYPH_CLUSTER };
        set_cluster(g, x->start);
        s->glyph_count++;
        run->count = 1;
        return;
    }
    const struct style_info *info = shaper_style(s, NULL, q->in->style);
    const struct sized *z = shaper_sized(s, x->font, run->size);
    errno = 0;
    bool dots = lacks_dot(s, q, x, info, z->hb);
    hb_buffer_clear_contents(s->buffer);
    hb_buffer_set_direction(s->buffer, x->level & 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(s->buffer, (hb_script_t)x->script);
    hb_buffer_set_invisible_glyph(s->buffer, x->font->face.blank);
    hb_buffer_set_language(
        s->buffer, hb_language_from_string(q->in->lang->tag, (int)q->in->lang->plain_length));
    add_characters(s, p, x, from, to, dots);
    size_t n = hyphen ? strlen(hyphen) : 0, step;
    for (size_t i = 0; i < n; i += step)
        hb_buffer_add(s->buffer, utf8_decode(hyphen + i, n - i, &step), x->end - from);
    hb_shape_full(z->hb, s->buffer, info->features,
                  x->made ? info->plain_count : info->feature_count, shapers);
    if (arena_starved(s->arena) ||
        !hb_buffer_allocation_successful(
            s->buffer)) /* without memory a rule of the font is one it has not */
        arena_out_of_memory(s->arena);
    take_glyphs(s, p, run, z, from, hyphen ? x->end : UINT32_MAX);
    run->count = (uint32_t)(s->glyph_count - run->first);
}

/* How far from the measure's start a line begins that starts at byte `start`; a share of the
 * measure is not known here. */
static sp indent_at(struct shaper *s, const struct paragraph *p, uint32_t start)
{
    const struct style *st = p->style;
    const struct font *f = shaper_style(s, NULL, st)->chain->first;
    bool first = start == 0 || (st->indent_each_line && p->text[start - 1] == '\n');
    return f && first != st->indent_hanging
               ? length_resolve(st->text_indent, 0, text_units(&f->face, st->font_size))
               : 0;
}

/* Tabs, which are as wide as from one stop to the next, end at the next stop that is half a digit
 * away or more.  Stops count from the measure's start (CSS Text 3, 4.2); a paragraph as shaped is
 * taken to wrap nowhere. */
static void stop_tabs(struct shaper *s, const struct paragraph *p, uint32_t start)
{
    if (!memchr(p->text, '\t', p->length))
        return;
    sp x = indent_at(s, p, start);
    for (size_t i = 0; i < s->glyph_count; i++) {
        struct glyph *g = &s->glyphs[i];
        const struct run *run = &s->runs[g->run];
        char c = g->cluster < p->length ? p->text[g->cluster] : ' ';
        if (c == '\t' && !(g->flags & GLYPH_SPACE) && g->advance > 0 && run->face) {
            sp stop = g->advance, least = text_units(run->face, run->size).of[UNIT_CH] / 2;
            sp left = stop - (x % stop + stop) % stop;
            g->advance = bounded(left < least ? left + stop : left);
        }
        x = c == '\n' ? indent_at(s, p, g->cluster + 1) : x + g->advance;
    }
}

/* A ligature with a hyphen's place inside, "dif|ferent" where ff is one glyph, is two for the line
 * breaker: the ligature with its share of the width, and an empty glyph with the rest, which begins
 * the next line and, being unsafe, has it shaped again. */
/* Where such places are; their number. */
static size_t find_parts(struct shaper *s)
{
    size_t count = 0;
    for (size_t i = 0, g = 0; i < s->mark_count; i++) {
        const struct mark *m = &s->marks[i];
        while (g + 1 < s->glyph_count && s->glyphs[g + 1].cluster <= m->at)
            g++;
        const struct run *run = s->glyph_count ? &s->runs[s->glyphs[g].run] : NULL;
        if (!run || s->glyphs[g].cluster >= m->at || m->at >= run->end ||
            (m->type != BREAK_HYPHEN && m->type != BREAK_SHY))
            continue;
        if (!run->face || (run->level & 1) || !(s->glyphs[g].flags & GLYPH_CLUSTER))
            continue;
        if (count == s->part_room)
            s->parts =
                arena_grow(s->arena, s->parts, sizeof *s->parts, count, count + 1, &s->part_room);
        s->parts[count++] = (struct part){ g, m->at };
    }
    return count;
}

static int64_t count_letters(const struct paragraph *p, uint32_t start, uint32_t end)
{
    int64_t n = 0;
    for (; start < end; start++)
        n += ((unsigned char)p->text[start] & 0xC0) != 0x80;
    return n;
}

/* Put an empty glyph behind each ligature for each such place; widths are shared by letters. */
static void part_ligatures(struct shaper *s, const struct paragraph *p)
{
    size_t left = find_parts(s), n = 0, m = 0;
    if (!left)
        return;
    if (s->spare_room < s->glyph_count + left)
        s->spare =
            arena_grow(s->arena, NULL, sizeof *s->spare, 0, s->glyph_count + left, &s->spare_room);
    const struct part *parts = s->parts;
    struct glyph *out = s->spare;
    for (size_t i = 0; i < s->glyph_count; i++) {
        const struct glyph *g = &s->glyphs[i];
        struct run *run = &s->runs[g->run];
        uint32_t start = g->cluster,
                 end = i + 1 < run->first + run->count ? g[1].cluster : run->end;
        for (; m < s->moved_count && s->moved[m].glyph == i; m++)
            s->moved[m].glyph = (uint32_t)n;
        for (out[n++] = *g; left && parts->glyph == i; parts++, left--) {
            int32_t share =
                (int32_t)((int64_t)out[n - 1].advance * count_letters(p, parts->at, end) /
                          count_letters(p, start, end));
            out[n - 1].advance -= share;
            out[n] = (struct glyph){ .id = (uint16_t)run->face->blank,
                                     .advance = share,
                                     .run = g->run,
                                     .flags = GLYPH_UNSAFE | GLYPH_BLANK };
            set_cluster(&out[n++], start = parts->at);
        }
    }
    size_t room = s->glyph_room;
    s->spare = s->glyphs;
    s->glyphs = out;
    s->glyph_count = n;
    s->glyph_room = s->spare_room;
    s->spare_room = room;
    for (size_t i = 0, r = 0; r < s->run_count; r++) {
        s->runs[r].first = (uint32_t)i;
        while (i < n && s->glyphs[i].run == r)
            i++;
        s->runs[r].count = (uint32_t)i - s->runs[r].first;
    }
}

/* A run of which a glyph stands off the pen has an array of how far. */
static void keep_offsets(const struct shaper *s, struct arena *a, struct run *runs)
{
    struct offset *offsets = NULL;
    for (size_t i = 0; i < s->moved_count; i++) {
        const struct moved *m = &s->moved[i];
        struct run *r = &runs[s->glyphs[m->glyph].run];
        if (!r->offsets)
            r->offsets = offsets = arena_array(a, struct offset, r->count);
        offsets[m->glyph - r->first] = m->by;
    }
}

/* The shaper's glyphs and runs into the arena. */
static struct shaped *keep(struct shaper *s, struct arena *a, const struct paragraph *p)
{
    struct shaped *out = arena_new(a, struct shaped);
    struct glyph *glyphs = arena_array(a, struct glyph, s->glyph_count);
    struct run *runs = arena_array(a, struct run, s->run_count);
    if (s->glyph_count)
        memcpy(glyphs, s->glyphs, sizeof *glyphs * s->glyph_count);
    if (s->run_count)
        memcpy(runs, s->runs, sizeof *runs * s->run_count);
    keep_offsets(s, a, runs);
    const struct font *first = shaper_style(s, NULL, p->style)->chain->first;
    *out = (struct shaped){ .glyphs = glyphs,
                            .glyph_count = (uint32_t)s->glyph_count,
                            .runs = runs,
                            .run_count = (uint32_t)s->run_count,
                            .strut = first ? &first->face : NULL };
    for (size_t i = 0; i < s->run_count; i++)
        out->mixed = out->mixed || runs[i].level != (p->rtl ? 1 : 0);
    return out;
}

struct brk mark_as_break(const struct mark *m)
{
    return (struct brk){ .at = m->at,
                         .type = m->type,
                         .capital = m->capital,
                         .again = m->again,
                         .edge = m->edge,
                         .letters_before = m->before,
                         .letters_after = m->after,
                         .drop = m->drop,
                         .insert = m->insert };
}

/* Marks at clusters become the paragraph's breaks.  The empty glyphs of ligatures, which have
 * served, join their ligature's cluster. */
static void keep_breaks(struct shaper *s, struct arena *a, struct shaped *out)
{
    struct glyph *glyphs = (struct glyph *)out->glyphs;
    struct brk *breaks = arena_array(a, struct brk, s->mark_count);
    uint32_t n = 0, g = 0;
    for (size_t i = 0; i < s->mark_count; i++) {
        const struct mark *m = &s->marks[i];
        while (g < out->glyph_count && glyphs[g].cluster < m->at)
            g++;
        if (g == out->glyph_count || glyphs[g].cluster != m->at)
            continue;
        breaks[n] = mark_as_break(m);
        breaks[n++].glyph = g;
        glyphs[g].flags &= ~(unsigned)GLYPH_DESPERATE & 63;
        if (!(glyphs[g].flags & GLYPH_CLUSTER))
            glyphs[g].cluster = glyphs[g - 1].cluster;
    }
    out->breaks = breaks;
    out->break_count = n;
}

/* Finds the paragraph's items, and tells what is to be told of their characters. */
static void find_items(struct shaper *s, struct diag *d, const struct paragraph *p)
{
    shaper_style(s, d, p->style);
    itemize(s, d, p);
    if (s->item_count > RUNS_LIMIT) {
        diag_add(d, DIAG_RUNS_MOST, text_position(p, 0, p->length), NULL);
        s->item_count = RUNS_LIMIT;
    }
    for (size_t i = 0; i < s->item_count; i++)
        tell_lacks(s, d, p, &s->items[i]);
}

void text_look(struct shaper *s, struct diag *d, const struct paragraph *p) { find_items(s, d, p); }

const struct shaped *text_shape(struct shaper *s, struct arena *a, struct diag *d,
                                const struct paragraph *p)
{
    s->wide_made = false;
    s->glyph_count = s->run_count = s->moved_count = 0;
    find_items(s, d, p);
    for (size_t i = 0; i < s->item_count; i++) {
        s->items[i].made = lacks_position(s, p, &s->items[i]);
        shape_item(s, p, &s->items[i], 0, p->length, NULL);
    }
    stop_tabs(s, p, 0);
    find_breaks(s, p);
    if (d && s->thai_tried && !s->thai && !is_told(s, (struct lack){ "libthai", "" }))
        diag_add(d, DIAG_THAI_WORDS, text_position(p, 0, p->length), NULL);
    part_ligatures(s, p);
    struct shaped *out = keep(s, a, p);
    keep_breaks(s, a, out);
    return out;
}

/* The hyphen as the run's face has it: U+2010 and U+002D stand in for each other. */
static const char *hyphen_in(const struct font *f, const char *hyphen)
{
    if (f && !strcmp(hyphen, "\u2010") && !font_covers(f, 0x2010))
        return "-";
    return f && !strcmp(hyphen, "-") && !font_covers(f, '-') && font_covers(f, 0x2010) ? "\u2010"
                                                                                       : hyphen;
}

const struct shaped *text_reshape(struct shaper *s, struct arena *a, const struct paragraph *p,
                                  uint32_t start, uint32_t end, const char *hyphen)
{
    s->glyph_count = s->run_count = s->moved_count = 0;
    const struct run *runs = p->shaped->runs;
    uint32_t low = 0, high = p->shaped->run_count;
    while (low < high) { /* the first run that ends behind start, or stands empty there */
        uint32_t middle = (low + high) / 2;
        if (runs[middle].end < start || (runs[middle].end == start && runs[middle].start < start))
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t last = low;
    for (uint32_t i = low; i < p->shaped->run_count && runs[i].start < end; i++)
        last = runs[i].face ? i : last;
    bool edge =
        end == p->length ||
        text_vanishes(
            p, end); /* an inline box's edge stands empty before the space that has vanished */
    for (uint32_t i = low;
         i < p->shaped->run_count &&
         (runs[i].start < end || (runs[i].start == end && runs[i].end == end && edge));
         i++) {
        const struct run *r = &runs[i];
        struct item x = { r->start > start ? r->start : start,
                          r->end < end ? r->end : end,
                          r->piece,
                          r->script,
                          (const struct font *)(const void *)r->face,
                          r->level,
                          r->edge,
                          r->size != r->style->font_size };
        shape_item(s, p, &x, start, end, hyphen && i == last ? hyphen_in(x.font, hyphen) : NULL);
    }
    stop_tabs(s, p, start);
    return keep(s, a, p);
}
