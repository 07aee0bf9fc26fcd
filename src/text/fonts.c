/* text/fonts: which faces a style means.
 *
 *   fonts.conf ─fontconfig─► candidates ─family, weight, stretch, slant (CSS Fonts 4, 5.2)─► chain ─character─► fallback.conf's too
 *
 * fontconfig only lists the fonts of the folders that the configuration names and gives the families of serif, sans-serif and
 * monospace; matching is ours, so that it follows CSS and is the same everywhere.  The second configuration, fallback.conf beside the
 * first, is read only when the first lacks a family or a character.
 *
 * All that changes stands behind one mutex and in an arena of its own: shapers of several threads may open faces.  Out of
 * memory is told to the caller, who jumps from his own arena when the mutex is free again.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "text/inner.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FONTS_MOST = 1024, TIERS = 2, CHAIN_SLOTS = 256, FIRSTS_MOST = 256 };

struct warned {
    const char *family;
    struct position at;
    struct warned *next;
};
struct tier {
    FcConfig *config;
    FcFontSet *set;
    struct candidate *candidates;
    unsigned count;
};
struct fonts {
    pthread_mutex_t lock;
    struct arena *arena;  /* own: allocated from behind the lock, by arena_try alone */
    const char *fallback; /* the second configuration's file */
    struct tier tiers[TIERS];
    unsigned tier_count;
    const struct font *opened[FONTS_MOST];
    unsigned opened_count, first_count;
    struct chain *chains[CHAIN_SLOTS];
    struct warned *warned;
    hb_set_t *
        nowhere; /* characters that no candidate has: asked once, for there are hundreds; NULL: none yet */
};

static const struct {
    const char *family, *package;
} packages[] = {
#define PACKAGE(family, package) { family, package },
#define SCRIPT_PACKAGE(code, package)
#include "text/packages.def"
#undef PACKAGE
#undef SCRIPT_PACKAGE
};
static const struct {
    const char *code, *package;
} script_packages[] = {
#define PACKAGE(family, package)
#define SCRIPT_PACKAGE(code, package) { code, package },
#include "text/packages.def"
#undef PACKAGE
#undef SCRIPT_PACKAGE
};

const char *package_of_script(const char *code)
{
    for (size_t i = 0; i < sizeof script_packages / sizeof *script_packages; i++)
        if (!strcmp(script_packages[i].code, code))
            return script_packages[i].package;
    return NULL;
}

static int integer_of(const FcPattern *p, const char *object, int other)
{
    int value;
    return FcPatternGetInteger(p, object, 0, &value) == FcResultMatch ? value : other;
}

/* Order of candidates: by file and index, so that no folder's order decides. */
static int by_file(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    FcChar8 *fa = NULL, *fb = NULL;
    FcPatternGetString(a->pattern, FC_FILE, 0, &fa);
    FcPatternGetString(b->pattern, FC_FILE, 0, &fb);
    int order = strcmp((char *)fa, (char *)fb);
    return order ? order
                 : integer_of(a->pattern, FC_INDEX, 0) - integer_of(b->pattern, FC_INDEX, 0);
}

/* Is it a scalable OpenType face, not one of a variable font's instances? */
static bool usable(const FcPattern *p)
{
    FcBool scalable = FcFalse, variable = FcFalse, color = FcFalse;
    FcChar8 *format = NULL, *file;
    FcPatternGetBool(p, FC_SCALABLE, 0, &scalable);
    FcPatternGetBool(p, FC_VARIABLE, 0, &variable);
    FcPatternGetBool(p, FC_COLOR, 0, &color);
    FcPatternGetString(p, FC_FONTFORMAT, 0, &format);
    return scalable && !variable && !color && integer_of(p, FC_INDEX, 0) < 0x10000 &&
           FcPatternGetString(p, FC_FILE, 0, &file) == FcResultMatch && format &&
           (!strcmp((char *)format, "TrueType") || !strcmp((char *)format, "CFF"));
}

/* The fonts and folders of a folder that has no cache, looked at one by one. */
static void scan_folder(const char *folder, FcFontSet *set, FcStrSet *folders)
{
    DIR *dir = opendir(folder);
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        char path[4096];
        struct stat st;
        int count;
        if (e->d_name[0] == '.' ||
            snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= (int)sizeof path ||
            stat(path, &st))
            continue;
        if (S_ISDIR(st.st_mode))
            FcStrSetAdd(folders, (const FcChar8 *)path);
        else if (S_ISREG(st.st_mode))
            FcFreeTypeQueryAll((const FcChar8 *)path, UINT_MAX, NULL, &count, set);
    }
    if (dir)
        closedir(dir);
}

/* A folder's fonts and folders from fontconfig's cache; false when there is none or it is stale. */
static bool read_cache(FcConfig *config, const FcChar8 *folder, FcFontSet *set, FcStrSet *folders)
{
    FcCache *cache = FcDirCacheLoad(folder, config, NULL);
    FcFontSet *fonts = cache ? FcCacheCopySet(cache) : NULL;
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        FcPatternReference(fonts->fonts[i]);
        if (!FcFontSetAdd(set, fonts->fonts[i]))
            FcPatternDestroy(fonts->fonts[i]);
    }
    for (int i = 0; fonts && i < FcCacheNumSubdir(cache); i++)
        FcStrSetAdd(folders, FcCacheSubdir(cache, i));
    if (fonts)
        FcFontSetDestroy(fonts);
    if (cache)
        FcDirCacheUnload(cache);
    return fonts != NULL;
}

/* All fonts of the configuration's folders, NULL when there is no memory.  FcConfigBuildFonts would write caches and complain on standard
 * error where it cannot: here they are only read. */
static FcFontSet *list_fonts(FcConfig *config)
{
    FcFontSet *set = FcFontSetCreate();
    FcStrSet *folders = FcStrSetCreate();
    FcStrList *named = FcConfigGetFontDirs(config),
              *list = folders ? FcStrListCreate(folders) : NULL;
    for (const FcChar8 *dir; named && folders && (dir = FcStrListNext(named));)
        FcStrSetAdd(folders, dir);
    for (const FcChar8 *dir;
         set && list && (dir = FcStrListNext(list));) /* what is added meanwhile is walked too */
        if (!read_cache(config, dir, set, folders))
            scan_folder((const char *)dir, set, folders);
    if (list)
        FcStrListDone(list);
    if (named)
        FcStrListDone(named);
    if (folders)
        FcStrSetDestroy(folders);
    return set;
}

/* Is it a family for running text, by its name?  Of the faces that have a character such a one is taken first: Naskh before Kufi. */
static bool is_for_text(const char *family)
{
    static const char *const words[] = { "Serif", "Libertine O", "Naskh" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(family, words[i]))
            return true;
    return false;
}

/* The candidates among a set's fonts. */
static void fill_tier(struct tier *t, const FcFontSet *set)
{
    for (int i = 0; i < set->nfont; i++) {
        FcPattern *p = set->fonts[i];
        FcChar8 *family;
        if (!usable(p) || FcPatternGetString(p, FC_FAMILY, 0, &family) != FcResultMatch)
            continue;
        double weight = FcPatternGetDouble(p, FC_WEIGHT, 0, &weight) == FcResultMatch
                            ? weight
                            : FC_WEIGHT_REGULAR;
        t->candidates[t->count++] =
            (struct candidate){ .pattern = p,
                                .family = (const char *)family,
                                .weight = (unsigned)(FcWeightToOpenTypeDouble(weight) + 0.5),
                                .stretch = (unsigned)integer_of(p, FC_WIDTH, 100),
                                .italic = integer_of(p, FC_SLANT, 0) > 0,
                                .for_text = is_for_text((const char *)family) };
    }
    qsort(t->candidates, t->count, sizeof *t->candidates, by_file);
}

static void close_tier(struct tier *t)
{
    if (t->set)
        FcFontSetDestroy(t->set);
    if (t->config)
        FcConfigDestroy(t->config);
    *t = (struct tier){ 0 };
}

/* Read one configuration; false when it cannot be. */
static bool read_tier(struct fonts *f, const char *file)
{
    struct tier *t = &f->tiers[f->tier_count];
    errno = 0;
    char *whole = realpath(file, NULL); /* fontconfig looks for relative names in its own folder */
    bool readable = whole && !access(whole, R_OK);
    t->config = readable ? FcConfigCreate() : NULL;
    if (t->config && FcConfigParseAndLoad(t->config, (const FcChar8 *)whole,
                                          FcTrue)) /* true: what is no XML is no success */
        t->set = list_fonts(t->config);
    bool starved = arena_starved(f->arena); /* what fontconfig could not allocate it leaves out */
    free(whole);
    t->candidates = t->set && !starved
                        ? arena_try(f->arena, sizeof *t->candidates * (size_t)(t->set->nfont + 1))
                        : NULL;
    if (!t->candidates) {
        close_tier(t);
        return false;
    }
    fill_tier(t, t->set);
    f->tier_count++;
    return true;
}

/* The candidates of tier i; the second tier is read now if it was not. */
static const struct tier *tier(struct fonts *f, unsigned i)
{
    if (i == 1 && f->tier_count == 1)
        if (!f->fallback || !read_tier(f, f->fallback))
            f->fallback = NULL;
    return i < f->tier_count ? &f->tiers[i] : NULL;
}

struct fonts *text_open(struct arena *a, struct diag *d, const char *config_file)
{
    struct fonts *f = arena_new(a, struct fonts);
    if (!(f->arena = arena_open(NULL)))
        arena_out_of_memory(a);
    pthread_mutex_init(&f->lock, NULL);
    const char *slash = strrchr(config_file, '/');
    f->fallback = arena_printf(a, "%.*sfallback.conf", slash ? (int)(slash + 1 - config_file) : 0,
                               config_file);
    if (!read_tier(f, config_file)) {
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
        close_tier(&f->tiers[i]);
    hb_set_destroy(f->nowhere);
    pthread_mutex_destroy(&f->lock);
    arena_close(f->arena);
}

/* Distance of weights by CSS Fonts 4, 5.2: between 400 and 500 first up to 500, then lighter, then heavier; below lighter first, above heavier. */
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

/* Stretch first, then slant, then weight. */
static uint64_t distance(const struct candidate *c, const struct chain *want)
{
    unsigned w =
        c->stretch > want->stretch ? c->stretch - want->stretch : want->stretch - c->stretch;
    bool wrong_side =
        want->stretch <= 100 ? c->stretch > want->stretch : c->stretch < want->stretch;
    return ((uint64_t)w + (wrong_side ? 1000 : 0)) << 32 |
           (uint64_t)(c->italic != want->italic) << 16 | weight_distance(want->weight, c->weight);
}

/* Does the pattern bear the family's name, in any language? */
static bool has_family(const struct candidate *c, const char *family)
{
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(c->pattern, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (!strcasecmp((char *)name, family))
            return true;
    return false;
}

/* The font's number, the same each time: those that styles name first count up, since they are asked for in the text's order by one
 * thread; for the others, which threads find as they meet characters, the candidate's place decides. */
static unsigned number_of(struct fonts *f, const struct candidate *c, bool first)
{
    if (first && f->first_count < FIRSTS_MOST)
        return f->first_count++;
    unsigned before = FIRSTS_MOST;
    for (unsigned i = 0; i < f->tier_count; before += f->tiers[i++].count)
        if (c >= f->tiers[i].candidates && c < f->tiers[i].candidates + f->tiers[i].count)
            return before + (unsigned)(c - f->tiers[i].candidates);
    return before;
}

/* The candidate's font, opened now if need be; `first`: a style's first face. */
static const struct font *opened(struct fonts *f, const struct candidate *lent, bool first)
{
    struct candidate *c = (struct candidate *)(uintptr_t)lent;
    if (!c->tried) {
        c->tried = true;
        if (f->opened_count < FONTS_MOST && (c->font = font_open(f->arena, c))) {
            c->font->face.number = number_of(f, c, first);
            f->opened[f->opened_count++] = c->font;
        }
    }
    return c->font;
}

/* The nearest face of a family, NULL when none is here. */
static const struct font *family_find(struct fonts *f, const struct chain *want, const char *family)
{
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = tier(f, i);
        const struct candidate *best = NULL;
        for (unsigned k = 0; t && k < t->count; k++)
            if (has_family(&t->candidates[k], family) &&
                (!best || distance(&t->candidates[k], want) < distance(best, want)))
                best = &t->candidates[k];
        if (best)
            return opened(f, best, !want->count);
    }
    return NULL;
}

/* Put a font behind the chain, once. */
static void append(struct chain *c, const struct font *font)
{
    for (unsigned i = 0; i < c->count; i++)
        if (c->fonts[i] == font)
            return;
    c->fonts[c->count++] = font;
}

/* The families that the configuration prefers for a generic one: its first that is here is enough. */
static const struct font *generic_find(struct fonts *f, const struct chain *want,
                                       const char *family)
{
    FcPattern *p = FcPatternCreate();
    const struct font *found = NULL;
    FcChar8 *name;
    if (!p)
        return NULL;
    FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)family);
    FcConfigSubstitute(f->tiers[0].config, p, FcMatchPattern);
    for (int i = 0; !found && FcPatternGetString(p, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (strcasecmp((char *)name, family))
            found = family_find(f, want, (char *)name);
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

/* Go on through the chain's families until one more is found; what is not needed is neither opened nor even looked for. */
static void lengthen(struct fonts *f, struct chain *c)
{
    for (unsigned had = c->count; c->count == had && c->families[c->tried];) {
        const char *name = c->families[c->tried++];
        const struct font *font =
            is_generic(name) ? generic_find(f, c, name) : family_find(f, c, name);
        if (font)
            append(c, font);
        else if (!c->count && !is_generic(name))
            c->missing[c->missing_count++] = name;
    }
}

/* The first face of a new chain: of its families, else serif, else anything. */
static void start(struct fonts *f, struct chain *c)
{
    lengthen(f, c);
    const struct font *font = c->count ? NULL : generic_find(f, c, "serif");
    for (unsigned i = 0; !c->count && !font && i < TIERS; i++) {
        const struct tier *t = tier(f, i);
        for (unsigned k = 0; !font && t && k < t->count; k++)
            font = opened(f, &t->candidates[k], true);
    }
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

/* The chain, behind the lock; NULL when there is no memory. */
static const struct chain *chain_find(struct fonts *f, const struct style *s)
{
    static const char *const none[] = { NULL };
    const char *const *families = s->families ? s->families : none;
    bool italic = s->font_slant != SLANT_NORMAL;
    struct chain **slot =
        &f->chains[(s->font_weight * 7u + s->font_stretch * 3u + italic) % CHAIN_SLOTS];
    for (const struct chain *c = *slot; c; c = c->next)
        if (c->weight == s->font_weight && c->stretch == s->font_stretch && c->italic == italic &&
            same_families(c->families, families))
            return c;
    unsigned n = 0;
    while (families[n])
        n++;
    struct chain *c = arena_try(f->arena, sizeof *c);
    if (!c || !(c->fonts = arena_try(f->arena, sizeof *c->fonts * (n + 1))) ||
        !(c->missing = arena_try(f->arena, sizeof *c->missing * (n + 1))))
        return NULL;
    c->families = families;
    c->weight = s->font_weight;
    c->stretch = s->font_stretch;
    c->italic = italic;
    start(f, c);
    if (arena_failed(f->arena))
        return NULL;
    c->next = *slot;
    return *slot = c;
}

/* Has this rule's family been told of?  It has now. */
static bool first_time(struct fonts *f, const char *family, struct position at)
{
    for (struct warned *w = f->warned; w; w = w->next)
        if (w->at.source == at.source && w->at.start == at.start && !strcmp(w->family, family))
            return false;
    struct warned *w = arena_try(f->arena, sizeof *w);
    if (w) {
        *w = (struct warned){ family, at, f->warned };
        f->warned = w;
    }
    return true;
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
        bool tell = first_time(f, c->missing[i], s->families_at);
        pthread_mutex_unlock(&f->lock);
        const char *remedy = "write the family's name as its font does, or install its package";
        for (size_t k = 0; k < sizeof packages / sizeof *packages; k++)
            if (!strcasecmp(packages[k].family, c->missing[i]))
                remedy = arena_printf(a, "install the Debian package %s", packages[k].package);
        if (tell)
            diag_add(d, DIAG_FONT_FAMILY, s->families_at, "family", c->missing[i], "taken",
                     c->first->face.family, "remedy", remedy, NULL);
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
    bool failed = arena_failed(f->arena);
    pthread_mutex_unlock(&f->lock);
    if (failed)
        arena_out_of_memory(a);
    return found;
}

/* The tier's candidate that has c, nearest to the chain; NULL when there is none. */
static const struct candidate *nearest(const struct tier *t, const struct chain *chain, uint32_t c)
{
    const struct candidate *best = NULL;
    uint64_t least = UINT64_MAX;
    for (unsigned k = 0; t && k < t->count; k++) {
        const struct candidate *x = &t->candidates[k];
        FcCharSet *set;
        uint64_t far = distance(x, chain) * 2 + (x->for_text ? 0 : 1);
        if (far < least && FcPatternGetCharSet(x->pattern, FC_CHARSET, 0, &set) == FcResultMatch &&
            FcCharSetHasChar(set, c)) {
            best = x;
            least = far;
        }
    }
    return best;
}

const struct font *fonts_fallback(struct fonts *f, struct arena *a, const struct chain *chain,
                                  uint32_t c)
{
    const struct font *found = NULL;
    pthread_mutex_lock(&f->lock);
    bool nowhere = f->nowhere && hb_set_has(f->nowhere, c), any = nowhere;
    for (unsigned i = 0; !found && !nowhere && i < TIERS; i++) {
        const struct candidate *best = nearest(tier(f, i), chain, c);
        any = any || best;
        found = best ? opened(f, best, false) : NULL;
        if (found && !font_covers(found, c))
            found = NULL;
    }
    if (!any) {
        f->nowhere = f->nowhere ? f->nowhere : hb_set_create();
        hb_set_add(f->nowhere, c);
    }
    bool failed = arena_failed(f->arena);
    pthread_mutex_unlock(&f->lock);
    if (failed)
        arena_out_of_memory(a);
    return found;
}

const struct face *text_face(struct fonts *f, struct diag *d, const struct style *s)
{
    const struct chain *c = fonts_chain(f, d->arena, d, s);
    if (!c->first)
        diag_add(d, DIAG_FONT_NONE, (struct position){ 0 }, NULL);
    return c->first ? &c->first->face : NULL;
}
