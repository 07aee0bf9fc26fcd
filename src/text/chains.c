/* text/chains: the faces of a style's font-family list, found one by one as they are asked for.
 *
 *   "Gentium Book Plus", "Vollkorn", serif ─► its regular face, missing, the configuration's serif
 */
#include "base/words.h"
#include "text/inner.h"

#include <string.h>
#include <strings.h>

struct warned {
    const char *family;
    struct position at;
    struct warned *next;
};

static struct want want_of(const struct style *s)
{
    return (struct want){ s->font_weight, s->font_stretch, s->font_slant != SLANT_NORMAL };
}

static enum rank rank_of(const struct chain *c) { return c->count ? LATER : FIRST; }

/* Put a font behind the chain, once. */
static void append(struct chain *c, const struct font *font)
{
    for (unsigned i = 0; i < c->count; i++)
        if (c->fonts[i] == font)
            return;
    c->fonts[c->count++] = font;
}

/* The families that the configuration prefers for a generic one: its first one here is enough. */
static const struct font *generic_find(struct fonts *f, const struct chain *chain,
                                       const char *family)
{
    FcPattern *p = FcPatternCreate();
    const struct font *found = NULL;
    enum refusal why;
    FcChar8 *name;
    if (!p)
        return NULL;
    FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)family);
    FcConfigSubstitute(f->config, p, FcMatchPattern);
    for (int i = 0; !found && FcPatternGetString(p, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (strcasecmp((char *)name, family))
            found = fonts_find(f, &chain->want, (char *)name, 0, rank_of(chain), &why);
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
    enum refusal why = SETTABLE;
    if (is_generic(name))
        return generic_find(f, c, name);
    const struct font *font = fonts_find(f, &c->want, name, 0, rank_of(c), &why);
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
        const struct tier *t = fonts_tier(f, i);
        for (unsigned k = 0; !font && t && k < t->count; k++)
            if (t->candidates[k].refusal == SETTABLE)
                font = fonts_opened(f, &t->candidates[k], want, FIRST);
    }
    return font;
}

/* The first face of a new chain: of its families, else serif, else anything. */
static void start(struct fonts *f, struct chain *c)
{
    lengthen(f, c);
    const struct font *font = c->count ? NULL : generic_find(f, c, "serif");
    if (!c->count && !font)
        font = any_font(f, &c->want);
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
    return (size_t)(h ^ h >> 32) % SLOTS;
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
    c->want = want_of(s);
    return c;
}

/* The chain, behind the lock; NULL when there is no memory. */
static const struct chain *chain_find(struct fonts *f, const struct style *s)
{
    static const char *const none[] = { NULL };
    const char *const *families = s->families ? s->families : none;
    const struct want w = want_of(s);
    struct chain **slot = &f->chains[slot_of(families, w.weight * 7u + w.stretch * 3u + w.italic)];
    for (const struct chain *c = *slot; c; c = c->next)
        if (c->want.weight == w.weight && c->want.stretch == w.stretch &&
            c->want.italic == w.italic && same_families(c->families, families))
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

/* The family here whose name is most like this one; NULL when none is. */
static const char *nearest_family(struct fonts *f, const char *name)
{
    const char *near = NULL;
    unsigned least = strlen(name) < 8 ? 2 : 3;
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = fonts_tier(f, i);
        for (unsigned k = 0; t && k < t->count; k++) {
            unsigned d = word_distance(name, t->candidates[k].family);
            near = d < least ? t->candidates[k].family : near;
            least = d < least ? d : least;
        }
    }
    return near;
}

/* What to do about a family that is not in the folders that count. */
static const char *remedy_of(struct fonts *f, struct arena *a, const char *family)
{
    for (size_t i = 0; i < f->fallback->count; i++)
        if (!strcasecmp(f->fallback->rows[i].family, family))
            return arena_printf(a, PHRASE("install the Debian package %s"),
                                f->fallback->rows[i].package);
    if (strstr(family, "“") || strstr(family, "”") || strstr(family, "„"))
        return PHRASE("write straight quotation marks, or none");
    pthread_mutex_lock(&f->lock);
    const char *near = nearest_family(f, family);
    const char *file = near ? NULL : system_file(f, family);
    fonts_leave(f, a);
    const char *slash = file ? strrchr(file, '/') : NULL;
    if (near)
        return arena_printf(a, PHRASE("is \"%s\" meant?"), near);
    if (slash)
        return arena_printf(
            a,
            PHRASE("it is among the system's fonts, which are looked at only when they "
                   "are named: --fonts %.*s, or --system-fonts for all of them"),
            (int)(slash - file), file);
    return PHRASE(
        "write the family's name as its font does (handbill fonts lists those here), or name "
        "the folder that has its font with --fonts");
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

const struct font *fonts_next(struct fonts *f, struct arena *a, const struct chain *lent,
                              unsigned i)
{
    struct chain *c = (struct chain *)(uintptr_t)lent;
    pthread_mutex_lock(&f->lock);
    if (i >= c->count)
        lengthen(f, c);
    const struct font *found = i < c->count ? c->fonts[i] : NULL;
    fonts_leave(f, a);
    return found;
}

const struct face *text_face(struct fonts *f, struct diag *d, const struct style *s)
{
    const struct chain *c = fonts_chain(f, d->arena, d, s);
    if (!c->first)
        diag_add(d, DIAG_FONT_NONE, (struct position){ 0 }, NULL);
    return c->first ? &c->first->face : NULL;
}
