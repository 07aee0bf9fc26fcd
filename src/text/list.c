/* text/list: the fonts of some folders, as fontconfig lists them, and the families that they make.
 *
 *   folders ─fontconfig's cache, or files─► patterns ─► candidates, by file ─► families, by name
 *
 * A family has every name that its fonts give it, in any language.  Fonts that cannot be set (in
 * colour, of dots, Type 1) stay in the list, marked: whoever names one is told why another is
 * taken.
 */
#include "text/inner.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static int integer_of(const FcPattern *p, const char *object, int other)
{
    int value;
    return FcPatternGetInteger(p, object, 0, &value) == FcResultMatch ? value : other;
}

static bool says(const FcPattern *p, const char *object)
{
    FcBool value;
    return FcPatternGetBool(p, object, 0, &value) == FcResultMatch && value;
}

/* A pattern's number or range, in fontconfig's units. */
static void read_range(const FcPattern *p, const char *object, double usual, double *least,
                       double *most)
{
    FcRange *range;
    *least = *most = usual;
    if (FcPatternGetDouble(p, object, 0, least) == FcResultMatch)
        *most = *least;
    else if (FcPatternGetRange(p, object, 0, &range) == FcResultMatch)
        FcRangeGetDouble(range, least, most);
}

static struct span weights_of(const FcPattern *p)
{
    double least, most;
    read_range(p, FC_WEIGHT, FC_WEIGHT_REGULAR, &least, &most);
    return (struct span){ (unsigned)(FcWeightToOpenTypeDouble(least) + 0.5),
                          (unsigned)(FcWeightToOpenTypeDouble(most) + 0.5) };
}

static struct span widths_of(const FcPattern *p)
{
    double least, most;
    read_range(p, FC_WIDTH, FC_WIDTH_NORMAL, &least, &most);
    return (struct span){ (unsigned)(least + 0.5), (unsigned)(most + 0.5) };
}

/* Does a style's name say Bold?  Some files of Debian say so nowhere else. */
static bool is_named_bold(const FcPattern *p)
{
    FcChar8 *style;
    for (int i = 0; FcPatternGetString(p, FC_STYLE, i, &style) == FcResultMatch; i++)
        if (strstr((char *)style, "Bold"))
            return true;
    return false;
}

/* What the pattern says against setting its font. */
static enum refusal refusal_of(const FcPattern *p)
{
    FcChar8 *format = NULL;
    FcPatternGetString(p, FC_FONTFORMAT, 0, &format);
    if (says(p, FC_COLOR))
        return IN_COLOUR;
    bool known = format && (!strcmp((char *)format, "TrueType") || !strcmp((char *)format, "CFF"));
    return known && says(p, FC_SCALABLE) ? SETTABLE : NOT_OPENTYPE;
}

/* ---- folders ---- */
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

/* All fonts of the folders and of those in them, NULL when there is no memory.  FcConfigBuildFonts
 * would write caches and complain on standard error where it cannot: here they are only read. */
static FcFontSet *list_fonts(FcConfig *config, FcStrSet *folders)
{
    FcFontSet *set = FcFontSetCreate();
    FcStrList *list = folders ? FcStrListCreate(folders) : NULL;
    /* what is added meanwhile is walked too */
    for (const FcChar8 *dir; set && list && (dir = FcStrListNext(list));)
        if (!read_cache(config, dir, set, folders))
            scan_folder((const char *)dir, set, folders);
    if (list)
        FcStrListDone(list);
    return set;
}

/* ---- candidates ---- */
/* The order of candidates: by file and face, so that no folder's order decides; a variable font
 * stands before the instances that fontconfig makes of it. */
static int by_file(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    int order = strcmp(a->file, b->file);
    if (order)
        return order;
    if (a->index != b->index)
        return a->index < b->index ? -1 : 1;
    return (int)b->variable - (int)a->variable;
}

/* Is it a face of its own, not an instance that fontconfig makes of a variable font? */
static bool read_candidate(struct candidate *c, FcPattern *p)
{
    FcChar8 *family, *file;
    if (FcPatternGetString(p, FC_FAMILY, 0, &family) != FcResultMatch ||
        FcPatternGetString(p, FC_FILE, 0, &file) != FcResultMatch)
        return false;
    unsigned index = (unsigned)integer_of(p, FC_INDEX, 0);
    bool variable = says(p, FC_VARIABLE);
    *c = (struct candidate){ .pattern = p,
                             .family = (const char *)family,
                             .file = (const char *)file,
                             .index = index & 0xFFFF,
                             .weight = weights_of(p),
                             .stretch = widths_of(p),
                             .italic = integer_of(p, FC_SLANT, 0) > 0,
                             .named_bold = is_named_bold(p),
                             .variable = variable,
                             .refusal = refusal_of(p) };
    return variable || index < 0x10000;
}

/* The candidates among a set's fonts. */
static void fill_tier(struct tier *t, const FcFontSet *set)
{
    unsigned n = 0;
    for (int i = 0; i < set->nfont; i++)
        n += read_candidate(&t->candidates[n], set->fonts[i]);
    qsort(t->candidates, n, sizeof *t->candidates, by_file);
    for (unsigned i = 0; i < n; i++) {
        const struct candidate *c = &t->candidates[i], *last = &t->candidates[t->count - !!i];
        if (!i || strcmp(last->file, c->file) || last->index != c->index)
            t->candidates[t->count++] = *c;
    }
}

/* ---- families ---- */
/* FNV-1a of a name, upper and lower case alike. */
static size_t name_hash(const char *name)
{
    uint64_t h = 14695981039346656037u;
    for (; *name; name++)
        h = (h ^ (uint8_t)(*name >= 'A' && *name <= 'Z' ? *name | 32 : *name)) * 1099511628211u;
    return (size_t)(h ^ h >> 32);
}

const struct family *tier_family(const struct tier *t, const char *name)
{
    const struct family *f = t->families[name_hash(name) & t->mask];
    while (f && strcasecmp(f->name, name))
        f = f->next;
    return f;
}

/* Put a candidate into the family of a name; false when there is no memory. */
static bool join_family(struct tier *t, struct arena *a, struct candidate *c, const char *name)
{
    struct family *f = (struct family *)(uintptr_t)tier_family(t, name);
    if (!f) {
        struct family **slot = &t->families[name_hash(name) & t->mask];
        if (!(f = arena_try(a, sizeof *f)))
            return false;
        *f = (struct family){ .name = name, .next = *slot, .end = &f->members };
        *slot = f;
    }
    struct member *m = arena_try(a, sizeof *m);
    if (!m)
        return false;
    m->candidate = c;
    *f->end = m;
    f->end = &m->next;
    return true;
}

/* All families; false when there is no memory. */
static bool fill_families(struct tier *t, struct arena *a)
{
    for (t->mask = 63; t->mask < t->count; t->mask = t->mask * 2 + 1)
        ;
    if (!(t->families = arena_try(a, sizeof(struct family *) * (t->mask + 1))))
        return false;
    for (unsigned i = 0; i < t->count; i++) {
        FcChar8 *name;
        const FcPattern *p = t->candidates[i].pattern;
        for (int k = 0; FcPatternGetString(p, FC_FAMILY, k, &name) == FcResultMatch; k++)
            if (!join_family(t, a, &t->candidates[i], (const char *)name))
                return false;
    }
    return true;
}

bool tier_read(struct tier *t, struct arena *a, FcConfig *config, FcStrSet *folders)
{
    *t = (struct tier){ .set = list_fonts(config, folders) };
    /* what fontconfig could not allocate it leaves out */
    bool whole = t->set && !arena_starved(a);
    size_t n = whole ? (size_t)t->set->nfont + 1 : 0;
    t->candidates = whole ? arena_try(a, sizeof *t->candidates * n) : NULL;
    if (t->candidates)
        fill_tier(t, t->set);
    if (t->candidates && fill_families(t, a))
        return true;
    tier_close(t);
    return false;
}

void tier_close(struct tier *t)
{
    if (t->set)
        FcFontSetDestroy(t->set);
    *t = (struct tier){ 0 };
}
