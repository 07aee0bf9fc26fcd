/* job/stylesheets: which style sheets count, read and decoded.
 *
 *   --style FILE …, else the source's <?xml-stylesheet?> (beside it, else of the data),
 *   else styles/handout.css of the data;
 *   behind them --add-style FILE …, and styles/draft.css where a translation is not done
 *
 * Encodings after CSS Syntax 3, 3.2: a BOM, else @charset, else UTF-8.
 */
#include "base/file.h"
#include "base/utf8.h"
#include "job/inner.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

/* Style sheets as they are gathered. */
struct gathering {
    struct job *job;
    struct stylesheet *sheets;
    unsigned count;
};

/* Converts the bytes to UTF-8; NULL if they are not what `encoding` says or iconv does not know
 * it. */
static const char *convert(struct arena *a, const char *encoding, const char *bytes, size_t n,
                           size_t *size)
{
    size_t room = n * 4 + 1; /* no encoding has more than four bytes of UTF-8 for one of its own */
    char *text = arena_try(a, room);
    char *to = text;
    char *from = (char *)(uintptr_t)bytes;
    iconv_t converter = text ? iconv_open("UTF-8", encoding) : (iconv_t)-1;
    if (!text)
        arena_out_of_memory(a);
    if (converter == (iconv_t)-1)
        return NULL;
    size_t left = room - 1;
    bool good = iconv(converter, &from, &n, &to, &left) != (size_t)-1 && n == 0;
    iconv_close(converter);
    *size = room - 1 - left;
    return good ? text : NULL;
}

/* Finds the encoding that a BOM or @charset says; *skip becomes the bytes of the BOM. An @charset
 * that can be read and says UTF-16 is wrong: it counts as UTF-8. */
static const char *encoding_of(struct arena *a, const char *bytes, size_t n, size_t *skip)
{
    static const struct {
        const char *bom;
        size_t size;
        const char *name;
    } boms[] = {
        { "\xEF\xBB\xBF", 3, "UTF-8" },
        { "\xFE\xFF", 2, "UTF-16BE" },
        { "\xFF\xFE", 2, "UTF-16LE" },
    };
    for (size_t i = 0; i < sizeof boms / sizeof *boms; i++)
        if (n >= boms[i].size && memcmp(bytes, boms[i].bom, boms[i].size) == 0) {
            *skip = boms[i].size;
            return boms[i].name;
        }
    static const char rule[] = "@charset \"";
    const size_t head = sizeof rule - 1;
    *skip = 0;
    if (n < head || memcmp(bytes, rule, head) != 0)
        return "UTF-8";
    size_t most = n - head < 64 ? n - head : 64;
    const char *end = memchr(bytes + head, '"', most);
    if (!end)
        return "UTF-8";
    char *name = arena_strndup(a, bytes + head, (size_t)(end - bytes) - head);
    return strncasecmp(name, "utf-16", 6) == 0 ? "UTF-8" : name;
}

/* Tells whether a text begins as XML and HTML do; `<!--` may begin a sheet (Syntax 3, 5.4.1). */
static bool is_markup(const char *text, size_t n)
{
    size_t i = 0;
    while (i < n && text[i] && strchr(" \t\r\n\f", text[i]))
        i++;
    if (i + 1 >= n || text[i] != '<')
        return false;
    char c = text[i + 1];
    return c == '?' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (n - i > 8 && strncasecmp(text + i, "<!doctype", 9) == 0);
}

/* Makes a style sheet's bytes a source; NULL and a message where they are not text of a sheet. */
static const struct source *decode(struct job *j, const char *name, const char *bytes, size_t n,
                                   struct position at)
{
    size_t skip;
    const char *encoding = encoding_of(j->arena, bytes, n, &skip);
    bytes += skip;
    n -= skip;
    bool plain = strcasecmp(encoding, "UTF-8") == 0;
    const char *text = plain ? bytes : convert(j->arena, encoding, bytes, n, &n);
    if (text && is_markup(text, n)) {
        diag_add(j->diag, DIAG_SHEET_MARKUP, at, "file", name, NULL);
        return NULL;
    }
    if (text && utf8_valid(text, n) == n)
        return source_build(j->arena, name, arena_strndup(j->arena, text, n), n);
    if (plain) { /* the place is known: point to it */
        const struct source *raw =
            source_build(j->arena, name, arena_strndup(j->arena, bytes, n), n);
        size_t broken = utf8_valid(bytes, n);
        at = position_at(raw, broken, broken + 1);
    }
    diag_add(j->diag, DIAG_SHEET_ENCODING, at, "file", name, "encoding", encoding, NULL);
    return NULL;
}

/* Tells whether a sheet is one of the data's, whatever path led there, or the user's. */
static enum sheet_owner owner_of(struct job *j, const struct handbill_sheet *s)
{
    const char *slash = strrchr(s->name, '/');
    const char *ours = arena_printf(j->arena, "%s/styles/%s", j->data, slash ? slash + 1 : s->name);
    return !s->bytes && file_is_same(s->name, ours) ? SHEET_OURS : SHEET_OWN;
}

/* Puts a style sheet of that owner behind the others; reads it unless its bytes are given. */
static void put_of(struct gathering *g, const struct handbill_sheet *s, enum sheet_owner owner,
                   const struct stylesheet_media *media, struct position at)
{
    struct job *j = g->job;
    const char *bytes = s->bytes, *reason;
    size_t size = s->size;
    if (!bytes && !file_read(j->arena, s->name, &bytes, &size, &reason)) {
        diag_add(j->diag, DIAG_SHEET_MISSING, at, "file", s->name, "reason", reason, NULL);
        return;
    }
    if (!s->bytes)
        job_note_read(j, s->name);
    if (j->options->output && !s->bytes && file_is_same(j->options->output, s->name))
        diag_add(j->diag, DIAG_OUTPUT_IS_INPUT, at, "file", j->options->output, NULL);
    const struct source *source = decode(j, s->name, bytes, size, at);
    if (source)
        g->sheets[g->count++] = (struct stylesheet){ source, ORIGIN_AUTHOR, owner, media };
}

/* Puts a style sheet behind the others, whoever's it is. */
static void put(struct gathering *g, const struct handbill_sheet *s,
                const struct stylesheet_media *media, struct position at)
{
    put_of(g, s, owner_of(g->job, s), media, at);
}

/* Tells whether it is a relative path ending in .css: no scheme, no root, no query, nothing that a
 * path could hide. */
static bool is_sheet_path(const char *href)
{
    size_t n = strlen(href);
    return n > 4 && strcmp(href + n - 4, ".css") == 0 && href[0] != '/' &&
           !strpbrk(href, ":\\?#%\n");
}

/* Makes the path beside the source. */
static const char *beside(struct arena *a, const char *source, const char *href)
{
    const char *slash = strrchr(source, '/');
    return slash ? arena_printf(a, "%.*s%s", (int)(slash - source) + 1, source, href)
                 : arena_strdup(a, href);
}

/* Finds the file that an href means: the one beside the source, else, for a name without a folder,
 * that of the data, so that a sheet can be named behind the default one anywhere. */
static const char *file_of(struct job *j, const char *href)
{
    const char *own = beside(j->arena, j->options->source, href);
    const char *ours = arena_printf(j->arena, "%s/styles/%s", j->data, href);
    bool is_own = strchr(href, '/') || file_exists(own) || !file_exists(ours);
    return is_own ? own : ours;
}

/* Puts a style sheet that the source names. */
static void put_named(struct gathering *g, const struct stylesheet_pi *pi)
{
    struct job *j = g->job;
    if (!pi->href || !is_sheet_path(pi->href)) {
        diag_add(j->diag, DIAG_SHEET_PATH, pi->at, "href", pi->href ? pi->href : "", NULL);
        return;
    }
    struct stylesheet_media *media =
        pi->media ? arena_new(j->arena, struct stylesheet_media) : NULL;
    if (media)
        *media = (struct stylesheet_media){ pi->media, pi->media_at };
    put(g, &(struct handbill_sheet){ .name = file_of(j, pi->href) }, media, pi->at);
}

/* Puts the sheet that shows gaps, and the line at the foot as a custom property that it prints. */
static void put_draft(struct gathering *g)
{
    struct arena *a = g->job->arena;
    struct buffer text = buffer_in(a);
    buffer_add_string(&text, "handout { --draft-line: \"");
    for (const char *c = g->job->draft_line; *c; c++) {
        if (*c == '"' || *c == '\\')
            buffer_add_char(&text, '\\');
        buffer_add_char(&text, *c);
    }
    buffer_add_string(&text, "\" }");
    const struct position nowhere = { 0 };
    const char *sheet = arena_printf(a, "%s/styles/draft.css", g->job->data);
    put(g, &(struct handbill_sheet){ .name = sheet }, NULL, nowhere);
    put_of(g, &(struct handbill_sheet){ "draft-line.css", buffer_text(&text), text.size },
           SHEET_OURS, NULL, nowhere);
}

struct stylesheet *job_stylesheets(struct job *j, unsigned *count)
{
    const struct handbill_options *o = j->options;
    const struct position nowhere = { 0 };
    size_t most = o->style_count + o->added_count + j->doc->stylesheet_count + 3;
    struct gathering g = { j, arena_array(j->arena, struct stylesheet, most), 0 };
    for (size_t i = 0; i < o->style_count; i++)
        put(&g, &o->styles[i], NULL, nowhere);
    for (unsigned i = 0; !o->style_count && i < j->doc->stylesheet_count; i++)
        put_named(&g, &j->doc->stylesheets[i]);
    const char *usual = arena_printf(j->arena, "%s/styles/handout.css", j->data);
    if (!o->style_count && !j->doc->stylesheet_count && !file_exists(usual))
        diag_add(j->diag, DIAG_DATA_MISSING, nowhere, "file", usual, NULL);
    else if (!o->style_count && !j->doc->stylesheet_count)
        put(&g, &(struct handbill_sheet){ .name = usual }, NULL, nowhere);
    for (size_t i = 0; i < o->added_count; i++)
        put(&g, &o->added[i], NULL, nowhere);
    if (j->draft_line)
        put_draft(&g);
    *count = g.count;
    return g.sheets;
}
