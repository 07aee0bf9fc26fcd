/* text/fonts: which faces a style means.
 *
 *   families ─name─► fonts.conf's folders, the table's ─weight, stretch, slant─► chain, after CSS
 *   character that the chain lacks ─► families of its language, of its script, any ─► nearest face
 *
 * fontconfig only lists the fonts of folders (list.c) and gives the families of serif, sans-serif
 * and monospace; matching is ours, so that it follows CSS and is the same everywhere.  The folders
 * of the table `fallback` beside the configuration are read only when its own lack a family or a
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
#include <unicode/uchar.h>
#include <unistd.h>

enum {
    FONTS_MOST = 1024,
    TIERS = 2,
    CHAIN_SLOTS = 256,
    FIRSTS_MOST = 256,
    REGULAR = 400,
    BOLD = 700
};

struct warned {
    const char *family;
    struct position at;
    struct warned *next;
};
struct fonts {
    pthread_mutex_t lock;
    struct arena *arena; /* own: allocated from behind the lock, by arena_try alone */
    FcConfig *config;
    const struct fallback *fallback; /* the table beside the configuration */
    struct tier tiers[TIERS];        /* the configuration's folders, the table's */
    unsigned tier_count;
    bool table_tried; /* its folders have been read, or cannot be */
    const struct font *opened[FONTS_MOST];
    unsigned opened_count;
    unsigned first_count;
    struct chain *chains[CHAIN_SLOTS];
    struct warned *warned[CHAIN_SLOTS];
    /* characters that no candidate has: asked once, for there are hundreds; NULL: none yet */
    hb_set_t *nowhere;
};
/* What a face shall be. */
struct want {
    unsigned weight, stretch;
    bool italic;
};

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

/* Read a tier's folders, which are given back; false when they cannot be. */
static bool add_tier(struct fonts *f, FcStrSet *folders)
{
    bool read = folders && tier_read(&f->tiers[f->tier_count], f->arena, f->config, folders);
    if (folders)
        FcStrSetDestroy(folders);
    else
        arena_starved(f->arena);
    f->tier_count += read;
    return read;
}

/* Tier i, NULL when there is none; the table's folders are read now if they were not. */
static const struct tier *tier(struct fonts *f, unsigned i)
{
    if (i == 1 && !f->table_tried) {
        f->table_tried = true;
        errno = 0;
        add_tier(f, more_folders(f->config, f->fallback));
    }
    return i < f->tier_count ? &f->tiers[i] : NULL;
}

/* Read the configuration and its folders; false when it cannot be. */
static bool read_config(struct fonts *f, const char *file)
{
    errno = 0;
    char *whole = realpath(file, NULL); /* fontconfig looks for relative names in its own folder */
    bool readable = whole && !access(whole, R_OK);
    f->config = readable ? FcConfigCreate() : NULL;
    /* true: what is no XML is no success */
    bool read = f->config && FcConfigParseAndLoad(f->config, (const FcChar8 *)whole, FcTrue);
    bool starved = arena_starved(f->arena);
    free(whole);
    return read && !starved && add_tier(f, own_folders(f->config));
}

struct fonts *text_open(struct arena *a, struct diag *d, const char *config_file)
{
    struct fonts *f = arena_new(a, struct fonts);
    const char *slash = strrchr(config_file, '/');
    f->fallback = fallback_read(
        a, d,
        arena_printf(a, "%.*sfallback", slash ? (int)(slash + 1 - config_file) : 0, config_file));
    if (!(f->arena = arena_open(NULL)))
        arena_out_of_memory(a);
    pthread_mutex_init(&f->lock, NULL);
    if (!read_config(f, config_file)) {
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
static unsigned number_of(struct fonts *f, const struct candidate *c, bool bold, bool first)
{
    if (first && f->first_count < FIRSTS_MOST)
        return f->first_count++;
    unsigned before = FIRSTS_MOST;
    for (unsigned i = 0; i < f->tier_count; before += 2 * f->tiers[i++].count)
        if (c >= f->tiers[i].candidates && c < f->tiers[i].candidates + f->tiers[i].count)
            return before + 2 * (unsigned)(c - f->tiers[i].candidates) + bold;
    return before;
}

/* The candidate's font as it is wanted, opened now if need be; `first`: a style's first face.  Of a
 * variable font's instances those that are nobody's first are regular or bold, so that a number for
 * each is enough.  NULL when it cannot be set, which the candidate says from then on. */
static const struct font *opened(struct fonts *f, const struct candidate *lent,
                                 const struct want *want, bool first)
{
    struct candidate *c = (struct candidate *)(uintptr_t)lent;
    unsigned weight = first ? want->weight : want->weight >= BOLD_LEAST ? BOLD : REGULAR;
    struct instance as = { nearest_in(c->weight, c->variable ? weight : want->weight),
                           nearest_in(c->stretch, c->variable && !first ? 100 : want->stretch) };
    for (const struct font *x = c->fonts; x; x = x->next)
        if (!c->variable || (x->as.weight == as.weight && x->as.stretch == as.stretch))
            return x;
    struct font *font = f->opened_count < FONTS_MOST ? font_open(f->arena, c, as) : NULL;
    if (!font)
        return NULL;
    font->face.number = number_of(f, c, as.weight >= BOLD_LEAST, first);
    font->next = c->fonts;
    c->fonts = font;
    return f->opened[f->opened_count++] = font;
}

static bool has_character(const struct candidate *c, uint32_t code)
{
    FcCharSet *set;
    return FcPatternGetCharSet(c->pattern, FC_CHARSET, 0, &set) == FcResultMatch &&
           FcCharSetHasChar(set, code);
}

/* The family's nearest face that can be set and, unless `code` is 0, has that character; NULL when
 * none is. */
static const struct font *nearest(struct fonts *f, const struct family *family,
                                  const struct want *want, uint32_t code, bool first)
{
    for (;;) {
        const struct candidate *best = NULL;
        for (const struct member *m = family->members; m; m = m->next)
            if (m->candidate->refusal == SETTABLE &&
                (!best || distance(m->candidate, want) < distance(best, want)) &&
                (!code || has_character(m->candidate, code)))
                best = m->candidate;
        const struct font *font = best ? opened(f, best, want, first) : NULL;
        if (!best || font || best->refusal == SETTABLE)
            return font;
    }
}

/* The nearest face of the family of a name, with the character if one is said; NULL when none is
 * here. *why gets what speaks against setting the family, if it is here. */
static const struct font *family_find(struct fonts *f, const struct want *want, const char *name,
                                      uint32_t code, bool first, enum refusal *why)
{
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = tier(f, i);
        const struct family *family = t ? tier_family(t, name) : NULL;
        const struct font *font = family ? nearest(f, family, want, code, first) : NULL;
        if (font)
            return font;
        if (family)
            *why = family->members->candidate->refusal;
    }
    return NULL;
}

/* ---- chains ---- */
/* Put a font behind the chain, once. */
static void append(struct chain *c, const struct font *font)
{
    for (unsigned i = 0; i < c->count; i++)
        if (c->fonts[i] == font)
            return;
    c->fonts[c->count++] = font;
}

static struct want want_of(const struct chain *c)
{
    return (struct want){ c->weight, c->stretch, c->italic };
}

/* The families that the configuration prefers for a generic one: its first one here is enough. */
static const struct font *generic_find(struct fonts *f, const struct chain *chain,
                                       const char *family)
{
    FcPattern *p = FcPatternCreate();
    const struct want want = want_of(chain);
    const struct font *found = NULL;
    enum refusal why;
    FcChar8 *name;
    if (!p)
        return NULL;
    FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)family);
    FcConfigSubstitute(f->config, p, FcMatchPattern);
    for (int i = 0; !found && FcPatternGetString(p, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (strcasecmp((char *)name, family))
            found = family_find(f, &want, (char *)name, 0, !chain->count, &why);
    FcPatternDestroy(p);
    return found;
}

static bool is_generic(const char *family)
{
    static const char *const names[] = { "serif",         "sans-serif",  "monospace", "cursive",
                                         "fantasy",       "system-ui",   "math",      "ui-serif",
                                         "ui-sans-serif", "ui-monospace" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], family))
            return true;
    return false;
}

/* The face of one name of a family list; what is missing before the first that is here is noted. */
static const struct font *named_find(struct fonts *f, struct chain *c, const char *name)
{
    const struct want want = want_of(c);
    enum refusal why = SETTABLE;
    if (is_generic(name))
        return generic_find(f, c, name);
    const struct font *font = family_find(f, &want, name, 0, !c->count, &why);
    if (!font && !c->count)
        c->missing[c->missing_count++] = (struct missing){ name, why };
    return font;
}

/* Go on through the chain's families until one more is found; what is not needed is neither opened
 * nor even looked for. */
static void lengthen(struct fonts *f, struct chain *c)
{
    for (unsigned had = c->count; c->count == had && c->families[c->tried];) {
        const struct font *font = named_find(f, c, c->families[c->tried++]);
        if (font)
            append(c, font);
    }
}

/* The first font of all that can be opened, NULL when none can. */
static const struct font *any_font(struct fonts *f, const struct want *want)
{
    const struct font *font = NULL;
    for (unsigned i = 0; !font && i < TIERS; i++) {
        const struct tier *t = tier(f, i);
        for (unsigned k = 0; !font && t && k < t->count; k++)
            if (t->candidates[k].refusal == SETTABLE)
                font = opened(f, &t->candidates[k], want, true);
    }
    return font;
}

/* The first face of a new chain: of its families, else serif, else anything. */
static void start(struct fonts *f, struct chain *c)
{
    const struct want want = want_of(c);
    lengthen(f, c);
    const struct font *font = c->count ? NULL : generic_find(f, c, "serif");
    if (!c->count && !font)
        font = any_font(f, &want);
    if (font)
        append(c, font);
    c->first = c->count ? c->fonts[0] : NULL;
}

static bool same_families(const char *const *a, const char *const *b)
{
    for (; a != b && *a && *b; a++, b++)
        if (strcmp(*a, *b))
            return false;
    return a == b || *a == *b;
}

/* The slot of what belongs to a list of families. */
static size_t slot_of(const char *const *families, size_t seed)
{
    uint64_t h = 14695981039346656037u ^ seed;
    for (; *families; families++)
        for (const char *s = *families; *s; s++)
            h = (h ^ (uint8_t)*s) * 1099511628211u;
    return (size_t)(h ^ h >> 32) % CHAIN_SLOTS;
}

/* An empty chain for n families; NULL when there is no memory. */
static struct chain *new_chain(struct arena *a, const char *const *families, const struct style *s)
{
    unsigned n = 0;
    while (families[n])
        n++;
    struct chain *c = arena_try(a, sizeof *c);
    if (!c || !(c->fonts = arena_try(a, sizeof *c->fonts * (n + 1))) ||
        !(c->missing = arena_try(a, sizeof *c->missing * (n + 1))))
        return NULL;
    c->families = families;
    c->weight = s->font_weight;
    c->stretch = s->font_stretch;
    c->italic = s->font_slant != SLANT_NORMAL;
    return c;
}

/* The chain, behind the lock; NULL when there is no memory. */
static const struct chain *chain_find(struct fonts *f, const struct style *s)
{
    static const char *const none[] = { NULL };
    const char *const *families = s->families ? s->families : none;
    bool italic = s->font_slant != SLANT_NORMAL;
    struct chain **slot =
        &f->chains[slot_of(families, s->font_weight * 7u + s->font_stretch * 3u + italic)];
    for (const struct chain *c = *slot; c; c = c->next)
        if (c->weight == s->font_weight && c->stretch == s->font_stretch && c->italic == italic &&
            same_families(c->families, families))
            return c;
    struct chain *c = new_chain(f->arena, families, s);
    if (c)
        start(f, c);
    if (!c || arena_failed(f->arena))
        return NULL;
    c->next = *slot;
    return *slot = c;
}

/* Has this rule's family been told of?  It has now. */
static bool first_time(struct fonts *f, const char *family, struct position at)
{
    const char *const name[] = { family, NULL };
    struct warned **slot = &f->warned[slot_of(name, 0)];
    for (struct warned *w = *slot; w; w = w->next)
        if (w->at.source == at.source && w->at.start == at.start && !strcmp(w->family, family))
            return false;
    struct warned *w = arena_try(f->arena, sizeof *w);
    if (w) {
        *w = (struct warned){ family, at, *slot };
        *slot = w;
    }
    return true;
}

/* What to do about a family that is not here. */
static const char *remedy_of(const struct fonts *f, struct arena *a, const char *family)
{
    for (size_t i = 0; i < f->fallback->count; i++)
        if (!strcasecmp(f->fallback->rows[i].family, family))
            return arena_printf(a, "install the Debian package %s", f->fallback->rows[i].package);
    return "write the family's name as its font does, or put its font into a folder of the font "
           "configuration";
}

const char *refusal_text(enum refusal why)
{
    static const char *const texts[] = {
        [SETTABLE] = "",
        [UNREADABLE] = "it cannot be read",
        [IN_COLOUR] = "it is in colour",
        [NOT_OPENTYPE] = "it is neither TrueType nor OpenType",
        [VARIABLE_CFF] = "its outlines are CFF2",
        [FORBIDDEN] = "its licence forbids embedding",
    };
    return texts[why];
}

static void tell_missing_family(struct fonts *f, struct arena *a, struct diag *d,
                                const struct chain *c, const struct missing *m, struct position at)
{
    const char *taken = c->first->face.family;
    if (m->why == SETTABLE)
        diag_add(d, DIAG_FONT_FAMILY, at, "family", m->family, "taken", taken, "remedy",
                 remedy_of(f, a, m->family), NULL);
    else
        diag_add(d, DIAG_FONT_REFUSED, at, "family", m->family, "taken", taken, "why",
                 refusal_text(m->why), NULL);
}

const struct chain *fonts_chain(struct fonts *f, struct arena *a, struct diag *d,
                                const struct style *s)
{
    pthread_mutex_lock(&f->lock);
    const struct chain *c = chain_find(f, s);
    pthread_mutex_unlock(&f->lock);
    if (!c)
        arena_out_of_memory(a);
    for (unsigned i = 0; d && c->first && i < c->missing_count; i++) {
        pthread_mutex_lock(&f->lock);
        bool tell = first_time(f, c->missing[i].family, s->families_at);
        pthread_mutex_unlock(&f->lock);
        if (tell)
            tell_missing_family(f, a, d, c, &c->missing[i], s->families_at);
    }
    return c;
}

/* Unlock; jump from the caller's arena if there was no memory. */
static void leave(struct fonts *f, struct arena *a)
{
    bool failed = arena_failed(f->arena);
    pthread_mutex_unlock(&f->lock);
    if (failed)
        arena_out_of_memory(a);
}

const struct font *fonts_next(struct fonts *f, struct arena *a, const struct chain *lent,
                              unsigned i)
{
    struct chain *c = (struct chain *)(uintptr_t)lent;
    pthread_mutex_lock(&f->lock);
    if (i >= c->count)
        lengthen(f, c);
    const struct font *found = i < c->count ? c->fonts[i] : NULL;
    leave(f, a);
    return found;
}

/* ---- beyond the chain ---- */
/* What emphasis asks of a script that has no italics: an upright face, bold. */
static struct want upright_of(const struct chain *c)
{
    return (struct want){ c->italic && c->weight < BOLD ? BOLD : c->weight, c->stretch, false };
}

const struct font *fonts_upright(struct fonts *f, struct arena *a, const struct chain *chain,
                                 const struct font *font)
{
    const struct want want = upright_of(chain);
    enum refusal why;
    pthread_mutex_lock(&f->lock);
    const struct font *found = family_find(f, &want, font->face.family, 0, false, &why);
    leave(f, a);
    return found ? found : font;
}

/* The face of the first of the table's rows that serve the character `by` something and have it;
 * NULL when none has. */
static const struct font *find_in_rows(struct fonts *f, const struct want *want,
                                       const struct character *c, const struct lang *l, unsigned by)
{
    const struct font *found = NULL;
    enum refusal why;
    for (size_t i = 0; !found && i < f->fallback->count; i++) {
        const struct row *r = &f->fallback->rows[i];
        if (row_serves(r, c, l, by))
            found = family_find(f, want, r->family, c->code, false, &why);
    }
    return found;
}

/* A face of the first family at all, by file, that has the character; NULL when none has. */
static const struct font *find_anywhere(struct fonts *f, const struct want *want, uint32_t code)
{
    const struct font *found = NULL;
    for (unsigned i = 0; !found && i < TIERS; i++) {
        const struct tier *t = tier(f, i);
        for (unsigned k = 0; !found && t && k < t->count; k++)
            if (t->candidates[k].refusal == SETTABLE && has_character(&t->candidates[k], code))
                found = nearest(f, tier_family(t, t->candidates[k].family), want, code, false);
    }
    return found;
}

static bool is_nowhere(const struct fonts *f, uint32_t code)
{
    return f->nowhere && hb_set_has(f->nowhere, code);
}

const struct font *fonts_fallback(struct fonts *f, struct arena *a, const struct chain *chain,
                                  const struct lang *l, uint32_t code, bool *own)
{
    const struct character c = character_of(code);
    uint32_t script = c.scripts[0] == HB_SCRIPT_COMMON ? l->script : c.scripts[0];
    const struct want want = has_italics(script) ? want_of(chain) : upright_of(chain);
    const struct font *found = NULL;
    pthread_mutex_lock(&f->lock);
    *own = false;
    if (!is_nowhere(f, code)) {
        found = find_in_rows(f, &want, &c, l, BY_LANGUAGE);
        *own = found != NULL;
        found = found ? found : find_in_rows(f, &want, &c, l, BY_CODE);
        found = found ? found : find_in_rows(f, &want, &c, l, BY_SCRIPT);
        found = found ? found : find_anywhere(f, &want, code);
        found = found && font_covers(found, code) ? found : NULL;
        if (!found) {
            f->nowhere = f->nowhere ? f->nowhere : hb_set_create();
            hb_set_add(f->nowhere, code);
        }
    }
    leave(f, a);
    return found;
}

/* Is the row's family here? */
static bool is_here(struct fonts *f, const struct row *r)
{
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = tier(f, i);
        if (t && tier_family(t, r->family))
            return true;
    }
    return false;
}

/* The package of the first row that serves the character, by its code, its text's language or its
 * script.  NULL if that family is here: it lacks the character, and whether the next one has it is
 * not known. */
static const char *package_of(struct fonts *f, const struct character *c, const struct lang *l)
{
    static const unsigned ways[] = { BY_CODE, BY_LANGUAGE, BY_SCRIPT };
    for (unsigned w = 0; w < sizeof ways / sizeof *ways; w++)
        for (size_t i = 0; i < f->fallback->count; i++) {
            const struct row *r = &f->fallback->rows[i];
            if (row_serves(r, c, l, ways[w]))
                return is_here(f, r) ? NULL : r->package;
        }
    return NULL;
}

/* A font that has the character and cannot be set; NULL when there is none. */
static const struct candidate *refused_with(struct fonts *f, uint32_t code)
{
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = tier(f, i);
        for (unsigned k = 0; t && k < t->count; k++)
            if (t->candidates[k].refusal != SETTABLE && has_character(&t->candidates[k], code))
                return &t->candidates[k];
    }
    return NULL;
}

const char *fonts_remedy(struct fonts *f, struct arena *a, const struct lang *l, uint32_t code)
{
    const struct character c = character_of(code);
    pthread_mutex_lock(&f->lock);
    const char *package = package_of(f, &c, l);
    const struct candidate *refused = refused_with(f, code);
    leave(f, a);
    if (package)
        return arena_printf(a, "install the Debian package %s, or write it otherwise", package);
    if (refused)
        return arena_printf(a, "\"%s\" has it and cannot be set (%s): write it otherwise",
                            refused->family, refusal_text(refused->refusal));
    if (u_hasBinaryProperty((UChar32)code, UCHAR_EMOJI_PRESENTATION))
        return "emoji come in colour, which cannot be set: write it otherwise";
    return "put a font that has it into a folder of the font configuration, or write it otherwise";
}

const struct face *text_face(struct fonts *f, struct diag *d, const struct style *s)
{
    const struct chain *c = fonts_chain(f, d->arena, d, s);
    if (!c->first)
        diag_add(d, DIAG_FONT_NONE, (struct position){ 0 }, NULL);
    return c->first ? &c->first->face : NULL;
}
