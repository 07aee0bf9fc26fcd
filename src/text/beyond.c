/* text/beyond: a face for what no family of a style has.
 *
 *   character ─► the table's families for its text's language ─► for its range ─► for its script
 *             ─► any family, by file
 */
#include "text/inner.h"

#include <unicode/uchar.h>

/* What emphasis asks of a script that has no italics: an upright face, bold. */
static struct want upright_of(const struct chain *c)
{
    const struct want *w = &c->want;
    return (struct want){ w->italic && w->weight < BOLD ? BOLD : w->weight, w->stretch, false };
}

const struct font *fonts_upright(struct fonts *f, struct arena *a, const struct chain *chain,
                                 const struct font *font)
{
    const struct want want = upright_of(chain);
    enum refusal why;
    pthread_mutex_lock(&f->lock);
    const struct font *found = fonts_find(f, &want, font->face.family, 0, LATER, &why);
    fonts_leave(f, a);
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
            found = fonts_find(f, want, r->family, c->code, LATER, &why);
        found = found && font_covers(found, c->code) ? found : NULL;
    }
    return found;
}

/* A face of the first family at all, by file, that has the character; NULL when none has. */
static const struct font *find_anywhere(struct fonts *f, const struct want *want, uint32_t code)
{
    const struct font *found = NULL;
    for (unsigned i = 0; !found && i < TIERS; i++) {
        const struct tier *t = fonts_tier(f, i);
        for (unsigned k = 0; !found && t && k < t->count; k++) {
            if (t->candidates[k].refusal == SETTABLE && candidate_has(&t->candidates[k], code))
                found =
                    fonts_nearest(f, tier_family(t, t->candidates[k].family), want, code, LATER);
            found = found && font_covers(found, code) ? found : NULL;
        }
    }
    return found;
}

/* Need no face be looked for: none has the character, or what it is only the font knows that it was
 * written for. */
static bool is_nowhere(const struct fonts *f, uint32_t code)
{
    return (f->nowhere && hb_set_has(f->nowhere, code)) ||
           u_charType((UChar32)code) == U_PRIVATE_USE_CHAR;
}

const struct font *fonts_fallback(struct fonts *f, struct arena *a, const struct chain *chain,
                                  const struct lang *l, uint32_t code, bool *own)
{
    const struct character c = character_of(code);
    uint32_t script = c.scripts[0] == HB_SCRIPT_COMMON ? l->script : c.scripts[0];
    const struct want want = has_italics(script) ? chain->want : upright_of(chain);
    const struct font *found = NULL;
    pthread_mutex_lock(&f->lock);
    *own = false;
    if (!is_nowhere(f, code)) {
        found = find_in_rows(f, &want, &c, l, BY_LANGUAGE);
        *own = found != NULL;
        found = found ? found : find_in_rows(f, &want, &c, l, BY_CODE);
        found = found ? found : find_in_rows(f, &want, &c, l, BY_SCRIPT);
        found = found ? found : find_anywhere(f, &want, code);
        if (!found) {
            f->nowhere = f->nowhere ? f->nowhere : hb_set_create();
            hb_set_add(f->nowhere, code);
        }
    }
    fonts_leave(f, a);
    return found;
}

/* Is the row's family here? */
static bool is_here(struct fonts *f, const struct row *r)
{
    for (unsigned i = 0; i < TIERS; i++) {
        const struct tier *t = fonts_tier(f, i);
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
        const struct tier *t = fonts_tier(f, i);
        for (unsigned k = 0; t && k < t->count; k++)
            if (t->candidates[k].refusal != SETTABLE && candidate_has(&t->candidates[k], code))
                return &t->candidates[k];
    }
    return NULL;
}

const char *fonts_advice(struct fonts *f, struct arena *a, const struct lang *l, uint32_t code)
{
    const struct character c = character_of(code);
    pthread_mutex_lock(&f->lock);
    const char *package = package_of(f, &c, l);
    fonts_leave(f, a);
    if (package)
        return arena_printf(
            a, PHRASE("install the Debian package %s, or name a family for the like"), package);
    return language_writes(l, &c)
               ? PHRASE("name a family for the like")
               : PHRASE("say with xml:lang which language it is, or name a family for the like");
}

const char *fonts_remedy(struct fonts *f, struct arena *a, const struct lang *l, uint32_t code,
                         const char **package)
{
    const struct character c = character_of(code);
    pthread_mutex_lock(&f->lock);
    *package = package_of(f, &c, l);
    const struct candidate *refused = refused_with(f, code);
    fonts_leave(f, a);
    if (*package)
        return arena_printf(a, PHRASE("install the Debian package %s, or write it otherwise"),
                            *package);
    if (refused)
        return arena_printf(a, PHRASE("\"%s\" has it and cannot be set (%s): write it otherwise"),
                            refused->family, refusal_text(refused->refusal));
    if (u_hasBinaryProperty((UChar32)code, UCHAR_EMOJI_PRESENTATION))
        return PHRASE("emoji come in colour, which cannot be set: write it otherwise");
    if (u_charType((UChar32)code) == U_PRIVATE_USE_CHAR)
        return PHRASE("what it is only one font knows: name that font's family in the sheet, or "
                      "write it as Unicode has it");
    if (u_charType((UChar32)code) == U_UNASSIGNED)
        return PHRASE("Unicode has no such character: delete it, or write it otherwise");
    return PHRASE("name a folder with a font that has it with --fonts, or write it otherwise");
}
