/* text/fonts: the fonts that are here, matched by family, weight, stretch and slant, and opened.
 *
 *   fonts.conf ─► its folders ─┐
 *   fallback ─► its packages' ─┴─list.c─► families ─name─► candidates ─CSS Fonts 4, 5.2─► font
 *
 * fontconfig only lists the fonts of folders and gives the families of serif, sans-serif and
 * monospace; matching is ours, so that it follows CSS and is the same everywhere.  The folders of
 * the table `fallback` beside the configuration are read only when its own lack a family or a
 * character. A family comes before a slant: what has no face as asked for has the nearest of the
 * same family.
 *
 * All that changes stands behind one mutex and in an arena of its own: shapers of several threads
 * may open faces.  Out of memory is told to the caller, who jumps from his own arena when the mutex
 * is free again.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "text/inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { FIRSTS_MOST = 256, REGULAR = 400 };

/* ---- folders ---- */
/* The configuration's own folders; NULL when there is no memory. */
static FcStrSet *own_folders(FcConfig *config)
{
    FcStrSet *folders = FcStrSetCreate();
    FcStrList *named = folders ? FcConfigGetFontDirs(config) : NULL;
    for (const FcChar8 *dir; named && (dir = FcStrListNext(named));)
        FcStrSetAdd(folders, dir);
    if (named)
        FcStrListDone(named);
    return folders;
}

/* The table's folders that are none of the configuration's; NULL when there is no memory. */
static FcStrSet *more_folders(FcConfig *config, const struct fallback *table)
{
    FcStrSet *own = own_folders(config), *more = FcStrSetCreate();
    for (size_t i = 0; own && more && i < table->count; i++)
        if (!FcStrSetMember(own, (const FcChar8 *)table->rows[i].folder))
            FcStrSetAdd(more, (const FcChar8 *)table->rows[i].folder);
    if (own)
        FcStrSetDestroy(own);
    return more;
}

/* Read a tier's folders, which are given back; false when they cannot be.  errno is that of finding
 * them. */
static bool add_tier(struct fonts *f, FcStrSet *folders)
{
    bool starved = arena_starved(f->arena);
    errno = 0;
    bool read =
        folders && !starved && tier_read(&f->tiers[f->tier_count], f->arena, f->config, folders);
    if (folders)
        FcStrSetDestroy(folders);
    f->tier_count += read;
    return read;
}

const struct tier *fonts_tier(struct fonts *f, unsigned i)
{
    if (i == 1 && !f->table_tried) {
        f->table_tried = true;
        errno = 0;
        add_tier(f, more_folders(f->config, f->fallback));
    }
    return i < f->tier_count ? &f->tiers[i] : NULL;
}

/* The configuration's folders and those that are named beside it; NULL when there is no memory. */
static FcStrSet *first_folders(FcConfig *config, const struct font_folders *more)
{
    FcStrSet *folders = own_folders(config);
    for (size_t i = 0; folders && more && i < more->count; i++) {
        char *whole = realpath(more->named[i], NULL);
        FcStrSetAdd(folders, (const FcChar8 *)(whole ? whole : more->named[i]));
        free(whole);
    }
    if (folders && more && more->system)
        system_folders(folders);
    return folders;
}

/* Read the configuration and its folders; false when it cannot be. */
static bool read_config(struct fonts *f, const char *file, const struct font_folders *more)
{
    errno = 0;
    char *whole = realpath(file, NULL); /* fontconfig looks for relative names in its own folder */
    bool readable = whole && !access(whole, R_OK);
    f->config = readable ? FcConfigCreate() : NULL;
    /* true: what is no XML is no success */
    bool read = f->config && FcConfigParseAndLoad(f->config, (const FcChar8 *)whole, FcTrue);
    bool starved = arena_starved(f->arena);
    free(whole);
    return read && !starved && add_tier(f, first_folders(f->config, more));
}

struct fonts *text_open(struct arena *a, struct diag *d, const char *config_file,
                        const struct font_folders *more)
{
    struct fonts *f = arena_new(a, struct fonts);
    const char *slash = strrchr(config_file, '/');
    f->system = more && more->system;
    f->fallback = fallback_read(
        a, d,
        arena_printf(a, "%.*sfallback", slash ? (int)(slash + 1 - config_file) : 0, config_file));
    if (!(f->arena = arena_open(NULL)))
        arena_out_of_memory(a);
    pthread_mutex_init(&f->lock, NULL);
    if (!read_config(f, config_file, more)) {
        bool failed = arena_failed(f->arena);
        text_close(f);
        if (failed)
            arena_out_of_memory(a);
        diag_add(d, DIAG_FONT_CONFIG, (struct position){ 0 }, "file", config_file, NULL);
        return NULL;
    }
    return f;
}

void text_close(struct fonts *f)
{
    if (!f)
        return;
    for (unsigned i = 0; i < f->opened_count; i++)
        font_close((struct font *)(uintptr_t)f->opened[i]);
    for (unsigned i = 0; i < f->tier_count; i++)
        tier_close(&f->tiers[i]);
    if (f->config)
        FcConfigDestroy(f->config);
    hb_set_destroy(f->nowhere);
    pthread_mutex_destroy(&f->lock);
    arena_close(f->arena);
}

/* ---- matching ---- */
/* The distance of weights by CSS Fonts 4, 5.2: between 400 and 500 first up to 500, then lighter,
 * then heavier; below lighter first, above heavier. */
static unsigned weight_distance(unsigned want, unsigned have)
{
    enum { FAR = 1000, FARTHER = 2000 };
    if (want == have)
        return 0;
    if (want >= 400 && want <= 500)
        return have > want && have <= 500 ? have - want
               : have < want              ? FAR + want - have
                                          : FARTHER + have - want;
    if (want < 400)
        return have < want ? want - have : FARTHER + have - want;
    return have > want ? have - want : FARTHER + want - have;
}

/* The value of a span that is nearest to the one wanted. */
static unsigned nearest_in(struct span s, unsigned want)
{
    return want < s.least ? s.least : want > s.most ? s.most : want;
}

/* How far a candidate is from what is wanted: stretch first, then slant, then weight, then whether
 * the name of its style agrees, where two say they have one weight. */
static uint64_t distance(const struct candidate *c, const struct want *want)
{
    unsigned stretch = nearest_in(c->stretch, want->stretch);
    unsigned w = stretch > want->stretch ? stretch - want->stretch : want->stretch - stretch;
    bool wrong_side = want->stretch <= 100 ? stretch > want->stretch : stretch < want->stretch;
    unsigned weight = weight_distance(want->weight, nearest_in(c->weight, want->weight));
    bool misnamed = c->named_bold != (want->weight >= BOLD_LEAST);
    return ((uint64_t)w + (wrong_side ? 1000 : 0)) << 32 |
           (uint64_t)(c->italic != want->italic) << 16 | (uint64_t)weight << 1 | misnamed;
}

/* The font's number, the same each time: those that styles name first count up, since they are
 * asked for in the text's order by one thread; for the others, which threads find as they meet
 * characters, the candidate's place decides, and whether it is bold. */
static unsigned number_of(struct fonts *f, const struct candidate *c, bool bold, enum rank rank)
{
    if (rank == FIRST && f->first_count < FIRSTS_MOST)
        return f->first_count++;
    unsigned before = FIRSTS_MOST;
    for (unsigned i = 0; i < f->tier_count; before += 2 * f->tiers[i++].count)
        if (c >= f->tiers[i].candidates && c < f->tiers[i].candidates + f->tiers[i].count)
            return before + 2 * (unsigned)(c - f->tiers[i].candidates) + bold;
    return before;
}

const struct font *fonts_opened(struct fonts *f, const struct candidate *lent,
                                const struct want *want, enum rank rank)
{
    struct candidate *c = (struct candidate *)(uintptr_t)lent;
    unsigned weight = rank == FIRST ? want->weight : want->weight >= BOLD_LEAST ? BOLD : REGULAR;
    struct instance as = { nearest_in(c->weight, c->variable ? weight : want->weight),
                           nearest_in(c->stretch,
                                      c->variable && rank != FIRST ? 100 : want->stretch) };
    for (const struct font *x = c->fonts; x; x = x->next)
        if (!c->variable || (x->as.weight == as.weight && x->as.stretch == as.stretch))
            return x;
    struct font *font = f->opened_count < FONTS_MOST ? font_open(f->arena, c, as) : NULL;
    if (!font)
        return NULL;
    font->face.number = number_of(f, c, as.weight >= BOLD_LEAST, rank);
    font->next = c->fonts;
    c->fonts = font;
    return f->opened[f->opened_count++] = font;
}

bool candidate_has(const struct candidate *c, uint32_t code)
{
    FcCharSet *set;
    return FcPatternGetCharSet(c->pattern, FC_CHARSET, 0, &set) == FcResultMatch &&
           FcCharSetHasChar(set, code);
}

const struct font *fonts_nearest(struct fonts *f, const struct family *family,
                                 const struct want *want, uint32_t code, enum rank rank)
{
    for (;;) {
        const struct candidate *best = NULL;
        for (const struct member *m = family->members; m; m = m->next)
            if (m->candidate->refusal == SETTABLE &&
                (!best || distance(m->candidate, want) < distance(best, want)) &&
                (!code || candidate_has(m->candidate, code)))
                best = m->candidate;
        const struct font *font = best ? fonts_opened(f, best, want, rank) : NULL;
        if (!best || font || best->refusal == SETTABLE)
            return font;
    }
}

const struct font *fonts_find(struct fonts *f, const struct want *want, const char *name,
                              uint32_t code, enum rank rank, enum refusal *why)
{
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = fonts_tier(f, i);
        const struct family *family = t ? tier_family(t, name) : NULL;
        const struct font *font = family ? fonts_nearest(f, family, want, code, rank) : NULL;
        if (font)
            return font;
        if (family)
            *why = family->members->candidate->refusal;
    }
    return NULL;
}

const char *refusal_text(enum refusal why)
{
    static const char *const texts[] = {
        [SETTABLE] = "",
        [UNREADABLE] = PHRASE("it cannot be read"),
        [IN_COLOUR] = PHRASE("it is in colour"),
        [NOT_OPENTYPE] = PHRASE("it is neither TrueType nor OpenType"),
        [VARIABLE_CFF] = PHRASE("its outlines are CFF2"),
        [FORBIDDEN] = PHRASE("its licence forbids embedding"),
    };
    return texts[why];
}

void fonts_leave(struct fonts *f, struct arena *a)
{
    bool failed = arena_failed(f->arena);
    pthread_mutex_unlock(&f->lock);
    if (failed)
        arena_out_of_memory(a);
}
