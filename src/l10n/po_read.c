/* l10n/po_read: the bytes of a PO file become entries.
 *
 * The file is read line by line.  A line is blank, a comment, or a field, which is a keyword and a
 * string or a string alone that goes on with the one before; "#~" before a field makes its entry
 * obsolete, "#|" makes it the previous source.  An entry ends where, once it has its msgstr,
 * anything but a string follows.  (GNU gettext manual, "The Format of PO Files")
 */
#include "l10n/po.h"

#include "base/utf8.h"
#include "base/words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* One line of the file, without its end. */
struct line {
    size_t at, end;
};

struct reader {
    struct arena *arena;
    struct diag *diag;
    struct po *po;
    const struct source *source;
    size_t room; /* for entries */
    struct po_entry entry;
    struct buffer comments[PO_COMMENTS];
    bool any;                /* the entry has something */
    struct po_string *field; /* which a string alone goes on with; NULL: none */
};

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static size_t skip_blanks(const struct source *s, size_t at, size_t end)
{
    while (at < end && is_blank(s->bytes[at]))
        at++;
    return at;
}

static void complain(struct reader *r, enum diag_code code, size_t start, size_t end)
{
    r->entry.broken = true;
    diag_add(r->diag, code, position_at(r->source, start, end), NULL);
}

/* ---- strings ---- */

/* What a backslash and the character behind it stand for; NUL: they are no escape. */
static char escape_of(char c)
{
    static const char pairs[] = "n\nt\tr\r\"\"\\\\a\ab\bf\fv\v";
    for (const char *p = pairs; *p; p += 2)
        if (*p == c)
            return p[1];
    return '\0';
}

/* The quotation mark that closes what begins at `at`; `end` when there is none. */
static size_t closing(const struct source *s, size_t at, size_t end)
{
    for (; at < end && s->bytes[at] != '"'; at++)
        at += s->bytes[at] == '\\' && at + 1 < end;
    return at < end ? at : end;
}

static size_t line_end(const struct source *s, size_t at, size_t end)
{
    const char *found = at < end ? memchr(s->bytes + at, '\n', end - at) : NULL;
    return found ? (size_t)(found - s->bytes) : end;
}

/* The first byte of a string's text at or behind `at`, which is outside its quotation marks. */
static size_t enter(const struct source *s, size_t at, size_t end)
{
    const char *quote = at < end ? memchr(s->bytes + at, '"', end - at) : NULL;
    return quote ? (size_t)(quote - s->bytes) + 1 : end;
}

/* Finds the run behind `run` in the string's list. */
static bool next_listed(const struct po_string *string, struct po_run *run)
{
    uint32_t low = 0, high = string->run_count, behind = run->text + run->length;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (string->runs[middle].text < behind)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == string->run_count)
        return false;
    *run = string->runs[low];
    return true;
}

/* Tells whether a byte within a string stands for itself, and the string goes on behind it. */
static bool is_plain(char c) { return c != '"' && c != '\\' && c != '\r' && c != '\n'; }

bool po_next_run(const struct source *s, const struct po_string *string, struct po_run *run)
{
    if (string->runs)
        return next_listed(string, run);
    size_t end = string->end;
    size_t at = run->end ? run->end : enter(s, string->start, end);
    while (at < end && strchr("\"\r\n", s->bytes[at]))
        at = enter(s, line_end(s, at, end), end);
    if (at >= end)
        return false;
    uint32_t text = run->text + run->length;
    char escaped = s->bytes[at] == '\\' && at + 1 < end ? escape_of(s->bytes[at + 1]) : '\0';
    size_t to = at + (escaped ? 2 : 1);
    while (!escaped && to < end && is_plain(s->bytes[to]))
        to++;
    *run = (struct po_run){ text, escaped ? 1 : (uint32_t)(to - at), (uint32_t)at, (uint32_t)to,
                            escaped };
    return true;
}

/* Resolves the string that has been found in the file. */
static void resolve(struct reader *r, struct po_string *s)
{
    char *text = arena_alloc(r->arena, (size_t)(s->end - s->start) + 1);
    struct po_run run = { 0 };
    while (po_next_run(r->source, s, &run)) {
        if (run.escaped)
            text[run.text] = run.escaped;
        else
            memcpy(text + run.text, r->source->bytes + run.start, run.length);
    }
    s->text = text;
    s->length = run.text + run.length;
}

struct position po_position(const struct po *po, const struct po_string *s, size_t start,
                            size_t end)
{
    struct po_run run = { 0 };
    size_t from = s->end, to = 0;
    if (!po->source)
        return (struct position){ 0 };
    while (po_next_run(po->source, s, &run) && run.text < (end > start ? end : start + 1)) {
        size_t run_end = run.text + run.length;
        if (from == s->end && start < run_end)
            from = run.escaped ? run.start : run.start + (start - run.text);
        to = run.escaped || end >= run_end ? run.end : run.start + (end - run.text);
    }
    return position_at(po->source, from, to > from ? to : from);
}

/* ---- entries ---- */

/* Ends the entry that is being read and puts it behind the others. */
static void finish(struct reader *r)
{
    struct po_entry *e = &r->entry;
    struct po_string *strings[] = { &e->context, &e->id, &e->string, &e->previous_context,
                                    &e->previous };
    if (!r->any)
        return;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (strings[i]->end)
            resolve(r, strings[i]);
    for (int kind = 0; kind < PO_COMMENTS; kind++) {
        e->comments[kind] = r->comments[kind].size ? buffer_text(&r->comments[kind]) : NULL;
        r->comments[kind] = buffer_in(r->arena);
    }
    struct po *po = r->po;
    bool whole = e->id.text && e->string.text;
    if (!whole && !e->broken && (e->id.text || e->string.text || e->context.text))
        complain(r, e->id.text ? DIAG_PO_STRING_MISSING : DIAG_PO_ID_MISSING,
                 e->context.text ? e->context.start
                 : e->id.text    ? e->id.start
                                 : e->string.start,
                 e->context.text ? e->context.end
                 : e->id.text    ? e->id.end
                                 : e->string.end);
    if (e->id.text) {
        po->entries =
            arena_grow(r->arena, po->entries, sizeof *e, po->count, po->count + 1, &r->room);
        po->entries[po->count++] = *e;
    }
    r->entry = (struct po_entry){ 0 };
    r->any = false;
    r->field = NULL;
}

/* A keyword, and which of the entry's strings it begins. */
enum when { PRESENT, PREVIOUS };
static const struct keyword {
    const char *name;
    size_t offset[2]; /* in struct po_entry: of the present string and the previous one */
    bool begins;      /* an entry that has its msgstr ends before it */
} keywords[] = {
    { "msgctxt",
      { offsetof(struct po_entry, context), offsetof(struct po_entry, previous_context) },
      true },
    { "msgid", { offsetof(struct po_entry, id), offsetof(struct po_entry, previous) }, true },
    { "msgstr", { offsetof(struct po_entry, string), 0 }, false },
};

static const struct keyword *keyword_at(const struct source *s, size_t at, size_t n)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strlen(keywords[i].name) == n && memcmp(s->bytes + at, keywords[i].name, n) == 0)
            return &keywords[i];
    return NULL;
}

/* Finds the keyword that a word most likely means, and reports it; NULL when it means none. */
static const struct keyword *meant_keyword(struct reader *r, size_t at, size_t n)
{
    const char *bytes = r->source->bytes + at;
    const struct keyword *meant = NULL;
    unsigned least = 3;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords && n <= 10; i++) {
        bool same = strlen(keywords[i].name) == n && strncasecmp(keywords[i].name, bytes, n) == 0;
        unsigned far =
            same ? 0 : word_distance(arena_strndup(r->arena, bytes, n), keywords[i].name);
        if (far >= least)
            continue;
        least = far;
        meant = &keywords[i];
    }
    if (!meant || !isalpha((unsigned char)*bytes))
        return NULL;
    diag_add(r->diag, DIAG_PO_KEYWORD, position_at(r->source, at, at + n), "word",
             arena_strndup(r->arena, bytes, n), "meant", meant->name, NULL);
    r->entry.broken = true;
    return meant;
}

/* Tells whether there is a quotation mark that is none of a catalogue's. */
static bool is_other_quote(const char *text)
{
    static const char *const quotes[] = { "\u201C", "\u201D", "\u201E", "\u2018", "\u2019",
                                          "\u00AB", "\uFF02", "'",      "`" };
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (strncmp(text, quotes[i], strlen(quotes[i])) == 0)
            return true;
    return false;
}

/* Reports what stands where a string should. */
static void report_no_string(struct reader *r, size_t at, size_t end)
{
    bool other = at < end && is_other_quote(r->source->bytes + at);
    complain(r, other ? DIAG_PO_QUOTE_OTHER : DIAG_PO_OUTSIDE, at, end);
}

/* Reports a word that is no keyword: a plural form, the domain, or text outside of any quotation
 * marks. */
static void unknown_keyword(struct reader *r, size_t at, size_t n, size_t end)
{
    const char *word = r->source->bytes + at;
    bool plural =
        (n > 5 && memcmp(word, "msgid_", 6) == 0) || (n > 6 && memcmp(word, "msgstr[", 7) == 0);
    if (plural)
        complain(r, DIAG_PO_PLURAL, at, at + n);
    else
        report_no_string(r, at, end);
    r->field = NULL;
}

/* Reads the quoted string at `at`, which begins or goes on with r->field. */
static void read_string(struct reader *r, size_t at, size_t end)
{
    size_t close = closing(r->source, at + 1, end);
    size_t behind = skip_blanks(r->source, close + (close < end), end);
    if (close == end)
        complain(r, DIAG_PO_QUOTE_OPEN, at, end);
    else if (behind < end)
        complain(r, DIAG_PO_QUOTE_INSIDE, behind, end);
    for (size_t i = at + 1; i + 1 < close; i += r->source->bytes[i] == '\\' ? 2 : 1)
        if (r->source->bytes[i] == '\\' && !escape_of(r->source->bytes[i + 1])) {
            complain(r, DIAG_PO_ESCAPE, i, i + 2);
            break;
        }
    r->field->end = (uint32_t)(close + (close < end));
    if (r->field->end - r->field->start > PO_MOST_STRING) {
        complain(r, DIAG_PO_LONG, r->field->start, r->field->start + 10);
        r->field->end = (uint32_t)(at + 1);
        r->field = NULL;
    }
}

/* Reads a field: a keyword with its string, or a string alone. */
static void read_field(struct reader *r, struct line l, enum when when, bool obsolete)
{
    const struct source *s = r->source;
    size_t at = skip_blanks(s, l.at, l.end), n = 0;
    if (at == l.end)
        return;
    if (s->bytes[at] != '"') {
        while (at + n < l.end && !strchr(" \t\r\"", s->bytes[at + n]))
            n++;
        const struct keyword *k = keyword_at(s, at, n);
        k = k ? k : meant_keyword(r, at, n);
        if (!k || (when == PREVIOUS && !k->offset[PREVIOUS])) {
            unknown_keyword(r, at, n, l.end);
            return;
        }
        if (r->entry.string.end && k->begins)
            finish(r);
        r->field = (struct po_string *)(void *)((char *)&r->entry + k->offset[when]);
        if (r->field->end && !r->entry.broken)
            complain(r, DIAG_PO_FIELD_TWICE, at, at + n);
        r->field->start = (uint32_t)at;
        r->field->end = (uint32_t)(at + n);
        at = skip_blanks(s, at + n, l.end);
    }
    r->any = true;
    r->entry.obsolete = r->entry.obsolete || obsolete;
    if (at == l.end || s->bytes[at] != '"')
        report_no_string(r, at, l.end);
    else if (r->field)
        read_string(r, at, l.end);
    else if (!r->entry.broken)
        complain(r, DIAG_PO_OUTSIDE, at, l.end);
}

/* ---- comments ---- */

/* Adds the words of a "#," line but for "fuzzy", which is kept apart. */
static void read_flags(struct reader *r, struct line l)
{
    const struct source *s = r->source;
    struct buffer *out = &r->comments[PO_FLAGS];
    for (size_t at = l.at, n; at < l.end; at += n + 1) {
        for (n = 0; at + n < l.end && s->bytes[at + n] != ',';)
            n++;
        size_t from = skip_blanks(s, at, at + n), to = at + n;
        while (to > from && is_blank(s->bytes[to - 1]))
            to--;
        if (to - from == 5 && memcmp(s->bytes + from, "fuzzy", 5) == 0) {
            r->entry.fuzzy = true;
        } else if (to > from) {
            buffer_add(out, ", ", out->size ? 2 : 0);
            buffer_add(out, s->bytes + from, to - from);
        }
    }
}

static void read_comment(struct reader *r, struct line l)
{
    static const char marks[] = { [PO_EXTRACTED] = '.', [PO_REFERENCE] = ':', [PO_FLAGS] = ',' };
    const struct source *s = r->source;
    int kind = PO_TRANSLATOR;
    if (r->entry.string.end)
        finish(r);
    r->any = true;
    for (int i = PO_EXTRACTED; i < PO_COMMENTS; i++)
        if (l.at + 1 < l.end && s->bytes[l.at + 1] == marks[i])
            kind = i;
    l.at += kind == PO_TRANSLATOR ? 1 : 2;
    while (l.end > l.at && is_blank(s->bytes[l.end - 1]))
        l.end--;
    if (kind == PO_FLAGS) {
        read_flags(r, l);
        return;
    }
    buffer_add(&r->comments[kind], s->bytes + l.at, l.end - l.at);
    buffer_add_char(&r->comments[kind], '\n');
}

/* Reports the lines by which git parts two versions that it could not join. */
static bool is_conflict(struct reader *r, struct line l)
{
    static const char *const marks[] = { "<<<<<<<", "=======", ">>>>>>>" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (l.end - l.at >= 7 && memcmp(r->source->bytes + l.at, marks[i], 7) == 0) {
            if (i == 0)
                complain(r, DIAG_PO_CONFLICT, l.at, l.end);
            r->entry.broken = true;
            return true;
        }
    return false;
}

/* Reads one line, whatever it is. */
static void read_line(struct reader *r, struct line l)
{
    const char *bytes = r->source->bytes;
    l.at = skip_blanks(r->source, l.at, l.end);
    if (l.at == l.end || is_conflict(r, l))
        return;
    char mark = bytes[l.at] == '#' && l.at + 1 < l.end ? bytes[l.at + 1] : '\0';
    if (bytes[l.at] == '#' && mark != '~' && mark != '|') {
        read_comment(r, l);
        return;
    }
    bool obsolete = mark == '~';
    l.at += mark ? 2 : 0;
    if (obsolete && l.at < l.end && bytes[l.at] == '|') {
        mark = '|';
        l.at++;
    }
    if (mark == '|' && r->entry.string.end)
        finish(r);
    read_field(r, l, mark == '|' ? PREVIOUS : PRESENT, obsolete);
}

/* ---- the file ---- */

/* Reports the first byte that is not UTF-8, or a NUL, and shows the text before it. */
static void report_encoding(struct arena *a, struct diag *d, const char *name, const char *bytes,
                            size_t good)
{
    bool wide = good == 0 && ((unsigned char)bytes[0] == 0xFF || (unsigned char)bytes[0] == 0xFE);
    const struct source *s =
        source_build(a, name, arena_printf(a, "%.*s\uFFFD", (int)good, bytes), good + 3);
    diag_add(d, DIAG_PO_ENCODING, position_at(s, good, good + 3), "byte",
             arena_printf(a, "%zu", good + 1), "value",
             arena_printf(a, "%02X", (unsigned char)bytes[good]), "likely",
             wide || !bytes[good] ? "UTF-16" : "windows-1252", NULL);
}

/* The text without a byte order mark as a source; NULL and a message when it is not UTF-8. */
static const struct source *decode(struct arena *a, struct diag *d, const char *name,
                                   const char *bytes, size_t size)
{
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    size_t good = utf8_valid(bytes, size);
    const char *nul = memchr(bytes, '\0', good);
    good = nul ? (size_t)(nul - bytes) : good;
    if (good == size)
        return source_build(a, name, bytes, size);
    report_encoding(a, d, name, bytes, good);
    return NULL;
}

/* Reports a file of another kind, which people take for a catalogue; false when it may be one. */
static bool is_other_kind(struct arena *a, struct diag *d, const char *name, const char *bytes)
{
    static const char save[] = PHRASE("save the catalogue as plain text, in UTF-8");
    static const char document[] = PHRASE("a document of a word processor");
    static const char other[] = PHRASE("name the file TAG.po that was translated");
    static const struct {
        const char *begin, *what, *remedy;
    } kinds[] = {
        { "PK\3\4", document, save },
        { "\xD0\xCF\x11\xE0", document, save },
        { "{\\rtf", document, save },
        { "%PDF", PHRASE("a PDF"), other },
        { "<", PHRASE("XML or HTML"),
          PHRASE("name the file TAG.po, or make one: handbill adopt of a handout in XML, "
                 "handbill import of XLIFF") },
    };
    bytes += strncmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bytes += strspn(bytes, " \t\r\n");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(bytes, kinds[i].begin, strlen(kinds[i].begin)) == 0 &&
            strncmp(bytes, "<<<", 3) != 0) {
            const struct source *s = source_build(a, name, "", 0);
            diag_add(d, DIAG_PO_NONE, position_at(s, 0, 0), "what", kinds[i].what, "remedy",
                     kinds[i].remedy, NULL);
            return true;
        }
    return false;
}

struct po *po_read(struct arena *a, struct diag *d, const char *name, const char *bytes,
                   size_t size)
{
    const struct source *s =
        is_other_kind(a, d, name, bytes) ? NULL : decode(a, d, name, bytes, size);
    if (!s)
        return NULL;
    struct reader r = { .arena = a, .diag = d, .source = s, .po = arena_new(a, struct po) };
    for (int kind = 0; kind < PO_COMMENTS; kind++)
        r.comments[kind] = buffer_in(a);
    r.po->source = s;
    for (size_t at = 0, end; at < s->size; at = end + 1) {
        end = line_end(s, at, s->size);
        read_line(&r, (struct line){ at, end > at && s->bytes[end - 1] == '\r' ? end - 1 : end });
        if (r.po->count == PO_MOST_ENTRIES) {
            diag_add(d, DIAG_PO_MANY, position_at(s, at, end), NULL);
            r.any = false;
            break;
        }
    }
    finish(&r);
    for (size_t i = 0; i < r.po->count && !r.po->header; i++) {
        const struct po_entry *e = &r.po->entries[i];
        if (!e->context.text && !e->id.length && !e->obsolete)
            r.po->header = e;
    }
    return r.po;
}

/* ---- asking ---- */

struct po_string po_string_of(const char *text)
{
    return (struct po_string){ .text = text, .length = text ? (uint32_t)strlen(text) : 0 };
}

const char *po_field(struct arena *a, const struct po *po, const char *name, struct position *at)
{
    if (!po->header || !po->header->string.text)
        return NULL;
    const struct po_string *h = &po->header->string;
    size_t n = strlen(name);
    for (size_t start = 0, end; start < h->length; start = end + 1) {
        const char *feed = memchr(h->text + start, '\n', h->length - start);
        end = feed ? (size_t)(feed - h->text) : h->length;
        if (end - start <= n || h->text[start + n] != ':' || memcmp(h->text + start, name, n) != 0)
            continue;
        size_t from = start + n + 1, to = end;
        while (from < to && is_blank(h->text[from]))
            from++;
        while (to > from && is_blank(h->text[to - 1]))
            to--;
        if (at)
            *at = po_position(po, h, from, to);
        return arena_strndup(a, h->text + from, to - from);
    }
    return NULL;
}
