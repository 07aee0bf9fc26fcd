/* l10n/xliff_write: a catalogue becomes XLIFF.
 *
 *   2.1  <unit id="rights:name" name="rights/name"> <originalData><data id="d1">&lt;noteref …
 *          <segment state="translated"> <source>Text<ph id="1" dataRef="d1"/></source> …
 *   1.2  <trans-unit id="rights/name"> <source>Text<x id="1" equiv-text="noteref …"/></source> …
 *
 *   not translated   state initial             no <target>
 *   fuzzy            state initial             state needs-review-translation
 *   done             state translated          state translated, approved
 *
 * or the state that the file had when it came in (states.c), while the translation is as it was.
 *
 * What only a catalogue has goes into notes by their category (2.1) or from (1.2), so that it comes
 * back: the header, obsolete entries, comments, flags, the previous source.  (XLIFF 2.1, OASIS
 * Standard 2018; XLIFF 1.2, OASIS Standard 2008)
 */
#include "l10n/inner.h"

#include "base/utf8.h"

const char *const l10n_xliff_names[] = { "2.1", "1.2", NULL };

struct writing {
    struct buffer *out;
    struct arena *arena;
    struct diag *diag;
    const struct units *units;
    const struct po *po, *from; /* as it is to be written; as it was read */
    const char *tag;
    enum xliff_version version;
    uint32_t *same; /* count_same */
};

/* ---- characters ---- */

/* How a text is written: what of it becomes a reference. */
enum spelling {
    SPELL_TEXT = 1,   /* of an element: line ends stay */
    SPELL_VALUE = 2,  /* of an attribute */
    SPELL_MESSAGE = 4 /* of a message, whose references stay, and whose line ends are no layout */
};

static const char *reference_for(char c, enum spelling how)
{
    static const struct {
        char c;
        unsigned spellings;
        const char *reference;
    } table[] = {
        { '<', SPELL_TEXT | SPELL_VALUE, "&lt;" },
        { '>', SPELL_TEXT | SPELL_VALUE, "&gt;" },
        { '"', SPELL_VALUE, "&quot;" },
        { '\n', SPELL_VALUE | SPELL_MESSAGE, "&#10;" },
        { '\t', SPELL_VALUE | SPELL_MESSAGE, "&#9;" },
        { '\r', SPELL_TEXT | SPELL_VALUE | SPELL_MESSAGE, "&#13;" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].c == c)
            return table[i].spellings & how ? table[i].reference : NULL;
    return NULL;
}

/* Tells whether a reference that stays as it is begins there. */
static bool is_reference(const char *s, size_t n)
{
    static const char *const known[] = { "&amp;", "&lt;", "&gt;" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (n >= strlen(known[i]) && memcmp(s, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

static void add_text(struct buffer *out, const char *s, size_t n, enum spelling how)
{
    for (size_t i = 0; i < n; i++) {
        const char *reference = reference_for(s[i], how);
        if (s[i] == '&' && (how != SPELL_MESSAGE || !is_reference(s + i, n - i)))
            reference = "&amp;";
        /* ]]> may stand in no text. */
        if (s[i] == '>' && i >= 2 && s[i - 1] == ']' && s[i - 2] == ']')
            reference = "&gt;";
        if (reference)
            buffer_add_string(out, reference);
        else
            buffer_add_char(out, s[i]);
    }
}

/* Finds the first character that XML has not (production 2); n when there is none. */
static size_t find_forbidden(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        bool last =
            c == 0xEF && n - i >= 3 &&
            (memcmp(s + i, "\xEF\xBF\xBE", 3) == 0 || memcmp(s + i, "\xEF\xBF\xBF", 3) == 0);
        if (last || (c < ' ' && c != '\t' && c != '\n' && c != '\r'))
            return i;
    }
    return n;
}

/* Reports a character of the entry that XML has not. */
static void check_text(struct writing *w, const struct po_entry *e, const char *s,
                       const struct po_string *placed)
{
    size_t n = s ? strlen(s) : 0, bad = find_forbidden(s, n), length;
    if (bad == n)
        return;
    uint32_t c = utf8_decode(s + bad, n - bad, &length);
    struct position at = placed ? po_position(w->from, placed, bad, bad + length)
                                : po_position(w->from, &e->context, 0, e->context.length);
    diag_add(w->diag, DIAG_XLIFF_CHARACTER, at, "code", arena_printf(w->arena, "U+%04X", c), NULL);
}

static void check_entry(struct writing *w, const struct po_entry *e)
{
    check_text(w, e, e->string.text, &e->string);
    check_text(w, e, e->previous.text, NULL);
    check_text(w, e, e->context.text, NULL);
    check_text(w, e, e->id.text, NULL);
    check_text(w, e, e->comments[PO_TRANSLATOR], NULL);
    check_text(w, e, e->comments[PO_FLAGS], NULL);
}

/* ---- codes ---- */

/* The names of a code's data are its number behind a letter: d1 what it is in the source, e1 what
 * ends that; t1 and u1 where the translation has it otherwise. */
static char data_letter(const struct code *code, enum code_kind kind)
{
    return kind == CODE_END ? (code->own ? 'u' : 'e') : (code->own ? 't' : 'd');
}

static void add_data(struct buffer *out, const struct codes *c, const struct code *code)
{
    const struct token *t = &code->token;
    buffer_printf(out, "        <data id=\"%c%u\">", data_letter(code, code->kind), code->number);
    add_text(out, c->text + t->start, t->end - t->start, SPELL_TEXT);
    buffer_add_string(out, "</data>\n");
}

static void add_code_2(struct buffer *out, const struct codes *c, const struct code *code)
{
    char own = data_letter(code, code->kind);
    if (code->kind == CODE_PLACE)
        buffer_printf(out, "<ph id=\"%u\" dataRef=\"%c%u\" canCopy=\"no\"%s/>", code->number, own,
                      code->number, code_is_mark(c, code) ? " canDelete=\"no\"" : "");
    else if (code->kind == CODE_START)
        buffer_printf(out,
                      "<pc id=\"%u\" dataRefStart=\"%c%u\" dataRefEnd=\"%c%u\" canCopy=\"no\"%s>",
                      code->number, own, code->number, data_letter(code, CODE_END), code->number,
                      code_is_fixed(c, code) ? " canDelete=\"no\"" : "");
    else
        buffer_add_string(out, "</pc>");
}

/* A tag is written without its angle brackets, which not every program escapes in a value. */
static void add_code_1(struct buffer *out, const struct codes *c, const struct code *code)
{
    const struct token *t = &code->token;
    bool tag = t->name_end > t->name && t->kind != TOKEN_REFERENCE;
    if (code->kind == CODE_END) {
        buffer_add_string(out, "</g>");
        return;
    }
    buffer_printf(out, "<%s id=\"%u\"", code->kind == CODE_START ? "g" : "x", code->number);
    if (tag)
        buffer_printf(out, " ctype=\"x-%.*s\"", (int)(t->name_end - t->name), c->text + t->name);
    buffer_add_string(out, " clone=\"no\" equiv-text=\"");
    add_text(out, c->text + t->start + tag, t->end - t->start - (tag ? 2 : 0), SPELL_VALUE);
    buffer_add_string(out, code->kind == CODE_START ? "\">" : "\"/>");
}

/* Adds a message, its codes in XLIFF's elements. */
static void add_message(struct writing *w, const struct codes *c, size_t length)
{
    struct buffer *out = w->out;
    size_t at = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct code *code = &c->codes[i];
        add_text(out, c->text + at, code->token.start - at, SPELL_MESSAGE);
        if (w->version == XLIFF_2_1)
            add_code_2(out, c, code);
        else
            add_code_1(out, c, code);
        at = code->token.end;
    }
    add_text(out, c->text + at, length - at, SPELL_MESSAGE);
}

/* Adds <source> or <target>. */
static void add_side(struct writing *w, const char *name, const char *attributes,
                     const struct codes *c, size_t length)
{
    int indent = w->version == XLIFF_2_1 ? 8 : 6;
    buffer_printf(w->out, "%*s<%s%s>", indent, "", name, attributes);
    add_message(w, c, length);
    buffer_printf(w->out, "</%s>\n", name);
}

/* ---- notes ---- */

static void add_note(struct writing *w, const char *category, const char *text)
{
    if (!text || !*text)
        return;
    size_t n = strlen(text);
    n -= text[n - 1] == '\n'; /* of comments, each line has one */
    buffer_printf(w->out, "%s<note %s=\"%s\">", w->version == XLIFF_2_1 ? "        " : "      ",
                  w->version == XLIFF_2_1 ? "category" : "from", category);
    add_text(w->out, text, n, SPELL_TEXT);
    buffer_add_string(w->out, "</note>\n");
}

/* The hints without the blank that begins each line of a comment. */
static const char *unindented(struct arena *a, const char *lines)
{
    struct buffer out = buffer_in(a);
    for (size_t n; lines && *lines; lines += n) {
        lines += *lines == ' ';
        n = strcspn(lines, "\n") + 1;
        buffer_add(&out, lines, n);
    }
    return buffer_text(&out);
}

static void add_notes(struct writing *w, const struct po_entry *e)
{
    add_note(w, XLIFF_NOTE_HINTS, unindented(w->arena, e->comments[PO_EXTRACTED]));
    add_note(w, XLIFF_NOTE_COMMENT, state_without(w->arena, e->comments[PO_TRANSLATOR]));
    add_note(w, XLIFF_NOTE_FLAGS, e->comments[PO_FLAGS]);
    add_note(w, XLIFF_NOTE_PREVIOUS, e->previous.text);
}

/* ---- units ---- */

/* Counts for each entry those of its context that come before it, by context and source. */
static void count_same(struct writing *w)
{
    struct po_index index = po_index_build(w->arena, w->po);
    w->same = arena_array(w->arena, uint32_t, w->po->count);
    for (size_t i = 1; i < index.count; i++) {
        const struct po_entry *e = index.entries[i], *before = index.entries[i - 1];
        if (strcmp(e->context.text, before->context.text) == 0)
            w->same[e - w->po->entries] = w->same[before - w->po->entries] + 1;
    }
}

/* Adds the name by which tools know a unit: its context, but in 2.1, where a name has no slash,
 * with colons; the second of one context has a number. */
static void add_id(struct writing *w, size_t i)
{
    size_t start = w->out->size;
    const struct po_string *context = &w->po->entries[i].context;
    add_text(w->out, context->text, context->length, SPELL_VALUE);
    for (; start < w->out->size && w->version == XLIFF_2_1; start++)
        if (strchr("/ &;", w->out->bytes[start]))
            w->out->bytes[start] = ':';
    if (w->same[i])
        buffer_printf(w->out, ":%u", w->same[i] + 1);
}

static void add_original_data(struct writing *w, const struct codes *source,
                              const struct codes *target)
{
    struct buffer *out = w->out;
    size_t start = out->size;
    buffer_add_string(out, "      <originalData>\n");
    size_t empty = out->size;
    for (size_t i = 0; i < source->count; i++)
        add_data(out, source, &source->codes[i]);
    for (size_t i = 0; i < target->count; i++)
        if (target->codes[i].own)
            add_data(out, target, &target->codes[i]);
    if (out->size == empty)
        out->size = start;
    else
        buffer_add_string(out, "      </originalData>\n");
}

/* A unit's entry and the codes of both its sides. */
struct entry {
    const struct po_entry *po;
    size_t index;
    struct codes source, target;
};

static void add_unit_2(struct writing *w, const struct entry *e)
{
    struct buffer *out = w->out;
    buffer_add_string(out, "    <unit id=\"");
    add_id(w, e->index);
    buffer_add_string(out, "\" name=\"");
    add_text(out, e->po->context.text, e->po->context.length, SPELL_VALUE);
    buffer_add_string(out, "\" canResegment=\"no\">\n");
    size_t start = out->size;
    buffer_add_string(out, "      <notes>\n");
    size_t empty = out->size;
    add_notes(w, e->po);
    if (out->size == empty)
        out->size = start;
    else
        buffer_add_string(out, "      </notes>\n");
    add_original_data(w, &e->source, &e->target);
    buffer_printf(out, "      <segment%s>\n", state_attributes(w->arena, e->po, w->version));
    add_side(w, "source", "", &e->source, e->po->id.length);
    if (e->po->string.length)
        add_side(w, "target", "", &e->target, e->po->string.length);
    buffer_add_string(out, "      </segment>\n    </unit>\n");
}

static void add_unit_1(struct writing *w, const struct entry *e)
{
    struct buffer *out = w->out;
    bool done = e->po->string.length && !e->po->fuzzy;
    buffer_add_string(out, "    <trans-unit id=\"");
    add_id(w, e->index);
    buffer_add_string(out, "\" resname=\"");
    add_text(out, e->po->context.text, e->po->context.length, SPELL_VALUE);
    buffer_printf(out, "\" approved=\"%s\">\n", done ? "yes" : "no");
    add_side(w, "source", "", &e->source, e->po->id.length);
    if (e->po->string.length)
        add_side(w, "target", state_attributes(w->arena, e->po, w->version), &e->target,
                 e->po->string.length);
    add_notes(w, e->po);
    buffer_add_string(out, "    </trans-unit>\n");
}

static void add_unit(struct writing *w, size_t i)
{
    const struct po_entry *po = &w->po->entries[i];
    const struct unit *u = i <= w->units->count ? &w->units->units[i - 1] : NULL;
    struct entry e = { .po = po, .index = i };
    check_entry(w, po);
    if (u) {
        e.source = codes_of_source(w->arena, u);
    } else { /* the source of a translator's own note is what the translator wrote there */
        struct unit own = { .message = po->id.text, .length = po->id.length };
        e.source = codes_of_source(w->arena, &own);
    }
    e.target = codes_of_translation(w->arena, u, &e.source, &po->string);
    if (w->version == XLIFF_2_1)
        add_unit_2(w, &e);
    else
        add_unit_1(w, &e);
}

/* ---- the file ---- */

/* The obsolete entries as a catalogue writes them. */
static const char *obsolete(struct writing *w)
{
    struct buffer text = buffer_in(w->arena);
    struct po kept = { .entries = arena_array(w->arena, struct po_entry, w->po->count) };
    for (size_t i = 0; i < w->po->count; i++)
        if (w->po->entries[i].obsolete) {
            check_entry(w, &w->po->entries[i]);
            kept.entries[kept.count++] = w->po->entries[i];
        }
    po_write(&text, &kept);
    return buffer_text(&text);
}

/* Adds the notes of the whole file. */
static void add_file_notes(struct writing *w)
{
    const struct po_entry *header = w->po->header;
    check_entry(w, header);
    buffer_add_string(w->out, w->version == XLIFF_2_1 ? "    <notes>\n" : "    <header>\n");
    add_note(w, XLIFF_NOTE_HEADER, header->string.text);
    add_note(w, XLIFF_NOTE_COMMENT, header->comments[PO_TRANSLATOR]);
    const char *flags = header->comments[PO_FLAGS] ? header->comments[PO_FLAGS] : "";
    if (header->fuzzy)
        flags = arena_printf(w->arena, "fuzzy%s%s", *flags ? ", " : "", flags);
    add_note(w, XLIFF_NOTE_FLAGS, flags);
    add_note(w, XLIFF_NOTE_OBSOLETE, obsolete(w));
    buffer_add_string(w->out, w->version == XLIFF_2_1 ? "    </notes>\n" : "    </header>\n");
}

static void begin_file(struct writing *w)
{
    const struct doc *doc = w->units->doc;
    const char *slash = strrchr(doc->source->name, '/'), *source = doc->root->scope->lang;
    const char *name = slash ? slash + 1 : doc->source->name;
    struct buffer *out = w->out;
    buffer_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (w->version == XLIFF_2_1)
        buffer_printf(out,
                      "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" "
                      "srcLang=\"%s\" trgLang=\"%s\">\n  <file id=\"handout\" original=\"",
                      source, w->tag);
    else
        buffer_add_string(out, "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" "
                               "version=\"1.2\">\n  <file original=\"");
    add_text(out, name, strlen(name), SPELL_VALUE);
    if (w->version == XLIFF_1_2)
        buffer_printf(out, "\" source-language=\"%s\" target-language=\"%s\" datatype=\"xml",
                      source, w->tag);
    buffer_add_string(out, "\" xml:space=\"preserve\">\n");
}

void l10n_export(struct buffer *out, struct diag *d, const struct units *u, const struct po *po,
                 const struct po *from, const char *tag, enum xliff_version version)
{
    struct writing w = { .out = out,
                         .arena = out->arena,
                         .diag = d,
                         .units = u,
                         .po = po,
                         .from = from,
                         .tag = tag,
                         .version = version };
    count_same(&w);
    begin_file(&w);
    add_file_notes(&w);
    if (version == XLIFF_1_2)
        buffer_add_string(out, "    <body>\n");
    for (size_t i = 1; i < po->count && !po->entries[i].obsolete; i++)
        add_unit(&w, i);
    if (version == XLIFF_1_2)
        buffer_add_string(out, "    </body>\n");
    buffer_add_string(out, "  </file>\n</xliff>\n");
}
