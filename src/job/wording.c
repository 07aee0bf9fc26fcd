/* job/wording: messages in the reader's language.
 *
 * An argument comes as English words that the code put together from a PHRASE: "install the Debian
 * package fonts-noto-cjk, or write it otherwise".  Its phrase is found by what stands between the
 * conversions, and what stands for them goes into the translation:
 *
 *   install the Debian package %s, or write it otherwise
 *   instale el paquete de Debian %s, o escríbalo de otro modo
 */
#include "job/wording.h"

#include "base/buffer.h"
#include "base/file.h"
#include "l10n/po.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

enum { CONVERSIONS_MOST = 4, DEPTH_MOST = 3, TAG_MOST = 32 };

struct phrase {
    const char *english, *words;
};
struct wording {
    const char *messages[DIAG_COUNT]; /* NULL: not translated */
    struct phrase *phrases;
    size_t count;
};

/* What stands for the conversions of a phrase. */
struct captured {
    struct span {
        const char *start;
        size_t length;
    } list[CONVERSIONS_MOST];
    unsigned count;
};

/* ---- opening ---- */
/* Puts an entry where it is looked for; one whose English has changed since is left out. */
static void take(struct wording *w, const struct po_entry *e)
{
    const char *context = e->context.text, *english = e->id.text, *words = e->string.text;
    if (e->fuzzy || e->obsolete || e->broken || !context || !english || !words || !*words)
        return;
    if (strcmp(context, "phrase") == 0) {
        w->phrases[w->count++] = (struct phrase){ english, words };
        return;
    }
    for (int code = 0; code < DIAG_COUNT; code++)
        if (strcmp(context, diag_table[code].name) == 0 &&
            strcmp(english, diag_table[code].text) == 0)
            w->messages[code] = words;
}

/* Reads the messages of one tag; NULL when there are none. */
static const struct wording *read_messages(struct arena *a, const char *data, const char *tag)
{
    static const char *const folders[] = { "messages", "src/lang/messages" };
    char *bytes = NULL, *path = NULL;
    size_t size = 0;
    for (unsigned i = 0; !bytes && i < sizeof folders / sizeof *folders; i++) {
        path = arena_printf(a, "%s/%s/%s.po", data, folders[i], tag);
        bytes = file_read_table(a, path, &size);
    }
    const struct po *po = bytes ? po_read(a, diag_build(a), path, bytes, size) : NULL;
    if (!po)
        return NULL;
    struct wording *w = arena_new(a, struct wording);
    w->phrases = arena_array(a, struct phrase, po->count + 1);
    for (size_t i = 0; i < po->count; i++)
        take(w, &po->entries[i]);
    return w;
}

const struct wording *wording_open(struct arena *a, const char *data, const char *tag)
{
    static const struct {
        const char *language, *nearest;
    } others[] = { { "pt", "pt-BR" } };
    char *name = arena_strndup(a, tag ? tag : "", tag ? strcspn(tag, ".@") : 0);
    for (char *c = name; *c; c++) {
        bool plain = isalnum((unsigned char)*c) || *c == '-' || *c == '_';
        if (!plain || c - name >= TAG_MOST)
            return NULL; /* a path, perhaps */
        *c = *c == '_' ? '-' : *c;
    }
    if (!*name)
        return NULL;
    const struct wording *w = read_messages(a, data, name);
    name[strcspn(name, "-")] = 0;
    if (!w)
        w = read_messages(a, data, name);
    for (size_t i = 0; !w && i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i].language) == 0)
            w = read_messages(a, data, others[i].nearest);
    return w;
}

/* ---- finding ---- */
/* Counts the bytes of the conversion at s: "%s", "%04X", "%.*s". */
static size_t conversion(const char *s)
{
    size_t n = 1 + strspn(s + 1, "0123456789.*-lz");
    return s[n] ? n + 1 : n;
}

/* Tells whether words are a phrase, and what stands in it for its conversions. */
static bool is_phrase(const char *phrase, const char *words, struct captured *c)
{
    c->count = 0;
    for (;;) {
        size_t n = strcspn(phrase, "%");
        if (strncmp(phrase, words, n) != 0)
            return false;
        phrase += n;
        words += n;
        if (!*phrase)
            return !*words;
        if (c->count == CONVERSIONS_MOST)
            return false;
        phrase += conversion(phrase);
        size_t next = strcspn(phrase, "%"), left = strlen(words), taken = 0;
        if (!phrase[next]) /* the last: what follows it ends the words */
            taken = left >= next ? left - next : left;
        while (phrase[next] && taken < left && strncmp(phrase, words + taken, next) != 0)
            taken++;
        c->list[c->count++] = (struct span){ words, taken };
        words += taken;
    }
}

/* Finds the phrase that words are: of several the one of which most is literal, as "paragraph %u of
 * %u" is more than "paragraph %u". */
static const struct phrase *find_phrase(const struct wording *w, const char *words,
                                        struct captured *c)
{
    const struct phrase *found = NULL;
    size_t fewest = SIZE_MAX;
    for (size_t i = 0; i < w->count; i++) {
        struct captured here;
        const char *english = w->phrases[i].english;
        if (*english != '%' && *english != *words) /* most are sorted out by this */
            continue;
        if (!is_phrase(english, words, &here))
            continue;
        size_t taken = 0;
        for (unsigned k = 0; k < here.count; k++)
            taken += here.list[k].length;
        if (taken < fewest) {
            fewest = taken;
            found = &w->phrases[i];
            *c = here;
        }
    }
    return found;
}

/* Finds a phrase's words, those of phrases in it too, which stand at most `depth` deep. */
static const char *phrase_of(const struct wording *w, struct arena *a, const char *words,
                             unsigned depth)
{
    struct captured c;
    const struct phrase *p = depth ? find_phrase(w, words, &c) : NULL;
    if (!p)
        return words;
    struct buffer out = buffer_in(a);
    unsigned at = 0;
    for (const char *s = p->words; *s;) {
        if (*s == '%' && at < c.count) {
            const char *inner = arena_strndup(a, c.list[at].start, c.list[at].length);
            buffer_add_string(&out, phrase_of(w, a, inner, depth - 1));
            s += conversion(s);
            at++;
        } else {
            buffer_add_char(&out, *s++);
        }
    }
    return buffer_text(&out);
}

const char *wording_phrase(const struct wording *w, struct arena *a, const char *words)
{
    return w ? phrase_of(w, a, words, DEPTH_MOST) : words;
}

const char *wording_form(const struct wording *w, struct arena *a, const char *words)
{
    return w ? phrase_of(w, a, words, 1) : words;
}

/* Tells whether a text has an argument that is not the user's own words, which are quoted. */
static bool is_ours(struct arena *a, const char *text, const char *name)
{
    const char *found = strstr(text, arena_printf(a, "{%s}", name));
    return found && (found == text || !strchr("\"<", found[-1]));
}

const char *wording_text(const struct wording *w, struct arena *a, const struct diag_message *m)
{
    if (!w)
        return diag_text(a, m);
    const char *english = diag_table[m->code].text, *own = w->messages[m->code];
    struct diag_arg *args = arena_array(a, struct diag_arg, m->arg_count);
    for (unsigned i = 0; i < m->arg_count; i++) {
        args[i] = m->args[i];
        if (is_ours(a, english, args[i].name))
            args[i].value = wording_phrase(w, a, args[i].value);
    }
    return diag_fill(a, own ? own : english, args, m->arg_count);
}

/* Counts the bytes of a place's first step; a comma in quotation marks parts nothing. */
static size_t step_of(const char *place)
{
    bool quoted = false;
    size_t n = 0;
    while (place[n] && (quoted || place[n] != ','))
        quoted ^= place[n++] == '"';
    return n;
}

/* Finds the word for a part of the handout that a place calls by its element's name. */
static const char *part_of(const struct wording *w, struct arena *a, const char *step)
{
    static const struct {
        const char *element, *phrase;
    } parts[] = {
        { "meta", PHRASE("place: meta") },       { "publisher", PHRASE("place: publisher") },
        { "subject", PHRASE("place: subject") }, { "rights", PHRASE("place: rights") },
        { "logo", PHRASE("place: logo") },       { "title", PHRASE("place: title") },
        { "tagline", PHRASE("place: tagline") }, { "intro", PHRASE("place: intro") },
        { "name", PHRASE("place: name") },       { "explanation", PHRASE("place: explanation") },
        { "qr", PHRASE("place: qr") },           { "caption", PHRASE("place: caption") },
        { "imprint", PHRASE("place: imprint") },
    };
    for (size_t i = 0; w && i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].element, step) == 0)
            return wording_form(w, a, parts[i].phrase);
    const char *quote = strchr(step, '"');
    if (!w || !quote || quote - step < 2 || !isdigit((unsigned char)quote[-2]))
        return wording_form(w, a, step);
    /* What a row is called, behind its number, is the user's own words. */
    const char *row = arena_strndup(a, step, (size_t)(quote - step) - 1);
    return arena_printf(a, "%s %s", wording_form(w, a, row), quote);
}

const char *wording_place(const struct wording *w, struct arena *a, const char *place)
{
    struct buffer out = buffer_in(a);
    while (*place) {
        size_t n = step_of(place);
        buffer_add_string(&out, part_of(w, a, arena_strndup(a, place, n)));
        place += n;
        n = strspn(place, ", ");
        buffer_add(&out, place, n);
        place += n;
    }
    return buffer_text(&out);
}
