/* text/families: the families that a sheet may name, described for a person.
 *
 *   candidates, by file ─► families, by name ─► styles, scripts, package
 *   rows of the table whose family is not here ─► what to install
 *
 * A family has a script when it has two dozen of its letters; fontconfig says which languages it
 * serves, and of one that it does not know the script decides.
 */
#include "text/inner.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* A script counts from so many letters on. */
enum { LETTERS_LEAST = 24, SCRIPTS_COUNTED = USCRIPT_CODE_LIMIT };

struct listing {
    struct fonts *fonts;
    struct arena *arena;
    const struct lang *lang; /* NULL: families for any language */
    struct text_family *v;
    size_t count, room;
};

/* Adds a word to a list that is parted by commas, once. */
static void add_once(struct buffer *out, const char *word)
{
    const char *all = buffer_text(out);
    size_t n = strlen(word);
    for (const char *w = all; (w = strstr(w, word)); w += n)
        if ((w == all || (w[-1] == ' ' && w[-2] == ',')) && (!w[n] || w[n] == ','))
            return;
    buffer_printf(out, "%s%s", out->size ? ", " : "", word);
}

/* Counts the letters of each script that a candidate has. */
static void count_letters(const struct candidate *c, unsigned *counts)
{
    FcCharSet *set;
    FcChar32 map[FC_CHARSET_MAP_SIZE], next;
    if (FcPatternGetCharSet(c->pattern, FC_CHARSET, 0, &set) != FcResultMatch)
        return;
    for (FcChar32 page = FcCharSetFirstPage(set, map, &next); page != FC_CHARSET_DONE;
         page = FcCharSetNextPage(set, map, &next))
        for (unsigned i = 0; i < FC_CHARSET_MAP_SIZE * 32; i++) {
            UErrorCode e = U_ZERO_ERROR;
            UChar32 code = (UChar32)(page + i);
            if (map[i / 32] >> i % 32 & 1 && u_isalpha(code))
                counts[uscript_getScript(code, &e)]++;
        }
}

/* Names the scripts of a candidate; false when it has not the one that is looked for. */
static bool name_scripts(const struct candidate *c, const struct lang *l, struct buffer *out)
{
    unsigned counts[SCRIPTS_COUNTED] = { 0 };
    bool found = !l;
    count_letters(c, counts);
    for (int s = USCRIPT_INHERITED + 1; s < SCRIPTS_COUNTED; s++) {
        if (counts[s] < LETTERS_LEAST)
            continue;
        const char *code = uscript_getShortName((UScriptCode)s);
        found = found || l->script == HB_TAG(code[0], code[1], code[2], code[3]);
        add_once(out, uscript_getName((UScriptCode)s));
    }
    return found;
}

/* Tells whether a candidate has what the language is written with: as fontconfig knows it, or, of
 * a language that it does not know, by the script. */
static bool serves(const struct candidate *c, const struct lang *l, bool has_script)
{
    FcLangSet *set;
    const FcCharSet *known = l ? FcLangGetCharSet((const FcChar8 *)l->tag) : NULL;
    if (!known || FcPatternGetLangSet(c->pattern, FC_LANG, 0, &set) != FcResultMatch)
        return has_script;
    return FcLangSetHasLang(set, (const FcChar8 *)l->tag) != FcLangDifferentLang;
}

/* Where a family comes from: the package of its row of the table, or that of its folder, else the
 * folder itself. */
static const char *origin_of(const struct listing *l, const struct candidate *c)
{
    const struct fallback *table = l->fonts->fallback;
    const char *slash = strrchr(c->file, '/');
    const char *folder = slash ? arena_strndup(l->arena, c->file, (size_t)(slash - c->file)) : ".";
    const char *from = folder;
    for (size_t i = 0; i < table->count; i++) {
        if (!strcasecmp(table->rows[i].family, c->family))
            return table->rows[i].package;
        if (!strcmp(table->rows[i].folder, folder))
            from = table->rows[i].package;
    }
    return from;
}

static struct text_family *add_family(struct listing *l, const char *name)
{
    for (size_t i = 0; i < l->count; i++)
        if (!strcasecmp(l->v[i].name, name))
            return NULL;
    if (l->count == l->room)
        l->v = arena_grow(l->arena, l->v, sizeof *l->v, l->count, l->count + 64, &l->room);
    struct text_family *added = &l->v[l->count++];
    *added = (struct text_family){ .name = name };
    return added;
}

/* Describes a family that is here. */
static void list_family(struct listing *l, const struct family *family)
{
    const struct candidate *first = family->members->candidate;
    struct buffer styles = buffer_in(l->arena), scripts = buffer_in(l->arena);
    bool has_script = name_scripts(first, l->lang, &scripts);
    if (first->refusal != SETTABLE || !serves(first, l->lang, has_script))
        return;
    struct text_family *added = add_family(l, first->family);
    if (!added)
        return;
    for (const struct member *m = family->members; m; m = m->next) {
        FcChar8 *style;
        if (FcPatternGetString(m->candidate->pattern, FC_STYLE, 0, &style) == FcResultMatch)
            add_once(&styles, (const char *)style);
    }
    added->styles = buffer_text(&styles);
    added->scripts = buffer_text(&scripts);
    added->from = origin_of(l, first);
    added->is_here = true;
}

/* Adds the table's families that are not here and serve the language. */
static void list_missing(struct listing *l)
{
    for (size_t i = 0; i < l->fonts->fallback->count; i++) {
        const struct row *r = &l->fonts->fallback->rows[i];
        bool wanted = !l->lang;
        for (unsigned k = 0; k < r->key_count && !wanted; k++)
            wanted = r->keys[k].script == l->lang->script;
        struct text_family *added = wanted ? add_family(l, r->family) : NULL;
        if (added)
            added->from = r->package;
    }
}

static int by_name(const void *p, const void *q)
{
    const struct text_family *a = p, *b = q;
    return strcasecmp(a->name, b->name);
}

const struct text_family *text_families(struct arena *a, struct fonts *f, const struct lang *lang,
                                        size_t *count)
{
    struct listing l = { .fonts = f, .arena = a, .lang = lang };
    pthread_mutex_lock(&f->lock);
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = fonts_tier(f, i);
        for (unsigned k = 0; t && k < t->count; k++)
            list_family(&l, tier_family(t, t->candidates[k].family));
    }
    fonts_leave(f, a);
    list_missing(&l);
    if (l.count)
        qsort(l.v, l.count, sizeof *l.v, by_name);
    *count = l.count;
    return l.v;
}
