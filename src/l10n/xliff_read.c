/* l10n/xliff_read: XLIFF becomes a catalogue again.
 *
 *   <target>Texto<ph id="1" dataRef="d1"/>.</target>     string   Texto<noteref to="a"/>.
 *           ──┬──────────┬──────────────┬─              runs     0 text · 5 code · 22 text
 *
 * doc has seen that the text is well-formed, so its tags pair; what stands where is told by the
 * element's name and that of its parent, so that what tools add (matches, segmented sources) is
 * passed over.  A code becomes the text that its data say (dataRef; in 1.2 equiv-text), else the
 * tag of the source with its number.  Every byte of a string knows where it stands, so what
 * l10n_translate finds points into this file.
 *
 * State initial, or one that needs something, makes a translation fuzzy; no state makes it done, as
 * some tools write none.  What else a state says is kept in a comment (states.c).
 */
#include "l10n/xliff.h"

#include "base/utf8.h"

#include <strings.h>

static const struct xliff_element *parent_of(const struct reading *r)
{
    return r->depth > 1 ? r->stack[r->depth - 2] : NULL;
}

static bool is_in(const struct reading *r, const char *name)
{
    return parent_of(r) && strcmp(parent_of(r)->name, name) == 0;
}

/* ---- the sides of a unit ---- */

static bool is_segment(const struct reading *r)
{
    return r->in_unit && (is_in(r, "segment") || is_in(r, "ignorable") || is_in(r, "trans-unit"));
}

static void begin_side(struct reading *r, const struct token *t, enum capture capture)
{
    if (!is_segment(r) || r->capture != CAPTURE_NOTHING)
        return;
    r->capture = capture;
    struct side *s = xliff_side(r);
    s->start = s->any ? s->start : t->start;
    s->any = true;
}

static void begin_source(struct reading *r, const struct token *t)
{
    begin_side(r, t, CAPTURE_SOURCE);
}

/* Takes the state that a segment, or in 1.2 a target, says. */
static void take_state(struct reading *r, const struct token *t, const char *detail)
{
    struct unit_reading *u = &r->unit;
    struct state said = { xliff_attribute(r, t, "state", NULL),
                          xliff_attribute(r, t, detail, NULL) };
    u->state = u->states++ ? state_least(u->state, said) : said;
    u->fuzzy = u->fuzzy || (said.name && state_is_doubtful(said.name));
}

static void begin_target(struct reading *r, const struct token *t)
{
    begin_side(r, t, CAPTURE_TARGET);
    r->unit.segment_target = r->unit.segment_target || r->capture == CAPTURE_TARGET;
    if (r->old && r->capture == CAPTURE_TARGET)
        take_state(r, t, "state-qualifier");
}

static void end_side(struct reading *r, const struct token *t)
{
    struct side *s = xliff_side(r);
    if (!s || !is_segment(r))
        return;
    while (r->unit.open_count)
        xliff_report_open(r);
    s->layout = s->layout_end = 0; /* at the end it is layout, too */
    s->end = t->end;
    r->capture = CAPTURE_NOTHING;
}

static void begin_segment(struct reading *r, const struct token *t)
{
    struct unit_reading *u = &r->unit;
    u->segment_source = u->source.text.size;
    u->segment_target = false;
    u->segment_ignored = strcmp(r->stack[r->depth - 1]->name, "ignorable") == 0;
    if (!u->segment_ignored)
        take_state(r, t, "subState");
}

/* What stands between two segments stands between their translations, too; a segment without one
 * makes the whole fuzzy. */
static void end_segment(struct reading *r, const struct token *t)
{
    struct unit_reading *u = &r->unit;
    if (u->segment_target || !r->in_unit)
        return;
    if (u->segment_ignored)
        xliff_add_run(r, &u->target, u->source.text.bytes + u->segment_source,
                      u->source.text.size - u->segment_source, t->start, t->end);
    else
        u->fuzzy = true;
}

/* ---- notes and data ---- */

static void begin_plain(struct reading *r)
{
    r->plain = buffer_in(r->arena);
    r->capture = CAPTURE_PLAIN;
}

static void begin_data(struct reading *r, const struct token *t)
{
    if (r->in_unit && r->capture == CAPTURE_NOTHING) {
        const char *id = xliff_attribute(r, t, "id", NULL);
        r->unit.data_id = id ? id : "";
        begin_plain(r);
    }
}

static void end_data(struct reading *r, const struct token *t)
{
    struct unit_reading *u = &r->unit;
    (void)t;
    if (!u->data_id || r->capture != CAPTURE_PLAIN)
        return;
    r->capture = CAPTURE_NOTHING;
    if (!u->data_sorted && u->data_count < DATA_MOST) {
        u->data = arena_grow(r->arena, u->data, sizeof *u->data, u->data_count, u->data_count + 1,
                             &u->data_room);
        u->data[u->data_count++] = (struct data){ u->data_id, buffer_text(&r->plain) };
    }
    u->data_id = NULL;
}

static void begin_note(struct reading *r, const struct token *t)
{
    if (r->capture != CAPTURE_NOTHING)
        return;
    const char *category = xliff_attribute(r, t, r->old ? "from" : "category", NULL);
    r->category = category ? category : "";
    begin_plain(r);
}

/* Appends a comment of a translator as a catalogue has it. */
static const char *with_comment(struct reading *r, const char *before, const char *text, bool ours)
{
    struct buffer out = buffer_in(r->arena);
    buffer_add_string(&out, before ? before : "");
    for (size_t n;; text += n + 1) {
        n = strcspn(text, "\n");
        if (!ours)
            buffer_add_char(&out, ' ');
        buffer_add(&out, text, n);
        buffer_add_char(&out, '\n');
        if (!text[n])
            break;
    }
    return buffer_text(&out);
}

static bool ends_line(const struct buffer *b) { return b->size && b->bytes[b->size - 1] == '\n'; }

static void end_note(struct reading *r, const struct token *t)
{
    (void)t;
    if (r->capture != CAPTURE_PLAIN || !r->category)
        return;
    const char *text = buffer_text(&r->plain), *category = r->category;
    const char **notes = r->in_unit ? r->unit.notes : r->header_notes;
    bool ours = strcmp(category, XLIFF_NOTE_COMMENT) == 0;
    r->capture = CAPTURE_NOTHING;
    r->category = NULL;
    if (strcmp(category, XLIFF_NOTE_FLAGS) == 0)
        notes[PO_FLAGS] = text;
    else if (strcmp(category, XLIFF_NOTE_PREVIOUS) == 0)
        r->unit.previous = r->in_unit ? text : NULL;
    else if (strcmp(category, XLIFF_NOTE_HEADER) == 0)
        r->header = arena_printf(r->arena, "%s%s", text, ends_line(&r->plain) ? "" : "\n");
    else if (strcmp(category, XLIFF_NOTE_OBSOLETE) == 0)
        r->obsolete = text;
    else if (strcmp(category, XLIFF_NOTE_HINTS) != 0 && (ours || r->in_unit))
        notes[PO_TRANSLATOR] = with_comment(r, notes[PO_TRANSLATOR], text, ours);
}

/* ---- units ---- */

static struct po_entry *add_entry(struct reading *r)
{
    struct po *po = r->po;
    po->entries =
        arena_grow(r->arena, po->entries, sizeof *po->entries, po->count, po->count + 1, &r->room);
    return &po->entries[po->count++];
}

/* Makes a string that stands in the file as one piece. */
static struct po_string whole_string(struct reading *r, const char *text, struct position at)
{
    struct po_string s = po_string_of(text);
    struct po_run *run = arena_new(r->arena, struct po_run);
    *run = (struct po_run){ 0, s.length, at.start, at.end, '<' };
    s.start = at.start;
    s.end = at.end;
    s.runs = run;
    s.run_count = s.length > 0;
    return s;
}

static struct po_string string_of(struct side *s)
{
    struct po_string string = po_string_of(buffer_text(&s->text));
    string.start = (uint32_t)s->start;
    string.end = (uint32_t)s->end;
    string.runs = s->runs;
    string.run_count = (uint32_t)s->count;
    return string;
}

/* The context that a unit's attributes say: its name, else its id, in which a colon is a slash. */
static const char *context_of(struct reading *r, const struct token *t)
{
    const char *name = xliff_attribute(r, t, r->old ? "resname" : "name", NULL);
    const char *id = xliff_attribute(r, t, "id", NULL);
    if (name)
        return name;
    char *made = arena_strdup(r->arena, id ? id : "");
    for (char *c = made; *c && !r->old; c++)
        *c = *c == ':' ? '/' : *c;
    return made;
}

static void begin_unit(struct reading *r, const struct token *t)
{
    struct unit_reading *u = &r->unit;
    if (r->in_unit)
        return;
    *u = (struct unit_reading){ .context = context_of(r, t), .start = t->start, .end = t->end };
    u->source.text = u->target.text = buffer_in(r->arena);
    u->unit = unit_find(r->units, u->context);
    if (u->unit)
        u->codes = codes_of_source(r->arena, u->unit);
    u->seen = arena_array(r->arena, bool, u->codes.numbers + 1);
    r->in_unit = true;
    r->diag->second = u->unit ? &u->unit->place : NULL;
    if (!u->unit && !is_own_note(u->context, strlen(u->context))) {
        u->broken = true;
        diag_add(r->diag, DIAG_XLIFF_UNIT_OTHER, xliff_at(r, t), "context", u->context, NULL);
    }
}

/* Tells whether two texts say the same, white space aside. */
static bool says_same(const char *a, const char *b)
{
    for (;;) {
        size_t one = strspn(a, " \n\t\r"), two = strspn(b, " \n\t\r");
        if (!a[one] || !b[two] || a[one] != b[two] || !one != !two)
            return !a[one] && !b[two];
        a += one + 1;
        b += two + 1;
    }
}

/* Finds among the units of one context that whose text the source is. */
static void find_source(struct reading *r)
{
    struct unit_reading *u = &r->unit;
    const struct units *units = r->units;
    const char *text = buffer_text(&u->source.text);
    size_t at = u->unit ? unit_place(units, u->context) : units->count;
    for (; at < units->count && strcmp(units->by_context[at]->context, u->context) == 0; at++)
        if (says_same(units->by_context[at]->message, text)) {
            u->unit = units->by_context[at];
            r->met[u->unit - units->units] = true;
            return;
        }
    if (!u->unit || u->broken)
        return;
    u->broken = true;
    r->met[u->unit - units->units] = true;
    diag_add(r->diag, DIAG_XLIFF_SOURCE_OTHER, position_at(r->file, u->source.start, u->source.end),
             "words", u->unit->message, NULL);
}

/* Reports the marks of the source that a translation lacks. */
static void check_marks(struct reading *r)
{
    struct unit_reading *u = &r->unit;
    for (uint32_t i = 1; i <= u->codes.numbers; i++) {
        const struct code *code = u->codes.by_number[i];
        if (u->seen[i] || !code_is_mark(&u->codes, code) || u->broken)
            continue;
        u->broken = true;
        diag_add(r->diag, DIAG_XLIFF_CODE_MISSING,
                 position_at(r->file, u->target.start, u->target.end), "id",
                 arena_printf(r->arena, "%u", i), "tag",
                 arena_strndup(r->arena, u->codes.text + code->token.start,
                               code->token.end - code->token.start),
                 "word", check_word_before(r->arena, u->unit, &code->token), NULL);
    }
}

/* Tells whether there are as many entries as a catalogue may have; reports the first one beyond. */
static bool is_full(struct reading *r)
{
    if (r->po->count < PO_MOST_ENTRIES)
        return false;
    if (!r->full)
        diag_add(r->diag, DIAG_PO_MANY, position_at(r->file, r->unit.start, r->unit.end), NULL);
    r->full = true;
    return true;
}

/* Ends a unit: makes its entry. */
static void end_unit(struct reading *r, const struct token *t)
{
    struct unit_reading *u = &r->unit;
    (void)t;
    if (!r->in_unit)
        return;
    r->in_unit = false;
    r->capture = CAPTURE_NOTHING;
    r->diag->second = NULL;
    if ((!u->unit && u->broken) || is_full(r))
        return;
    r->diag->second = u->unit ? &u->unit->place : NULL;
    find_source(r);
    if (u->unit && u->target.any && u->target.text.size && !u->fuzzy)
        check_marks(r);
    if (u->target.text.size > PO_MOST_STRING) {
        u->broken = true;
        diag_add(r->diag, DIAG_PO_LONG, position_at(r->file, u->target.start, u->target.start + 7),
                 NULL);
    }
    struct po_entry *e = add_entry(r);
    *e = (struct po_entry){ .fuzzy = u->fuzzy && u->target.any, .broken = u->broken };
    e->context = whole_string(r, u->context, position_at(r->file, u->start, u->end));
    e->id = string_of(&u->source);
    if (u->unit)
        e->id.text = u->unit->message;
    e->id.length = (uint32_t)strlen(e->id.text);
    e->string = u->target.any ? string_of(&u->target)
                              : whole_string(r, "", position_at(r->file, u->start, u->end));
    e->comments[PO_TRANSLATOR] = u->notes[PO_TRANSLATOR];
    e->comments[PO_FLAGS] = u->notes[PO_FLAGS];
    e->comments[PO_TRANSLATOR] = state_keep(r->arena, e, u->state);
    e->previous = po_string_of(e->fuzzy ? u->previous : NULL);
    r->diag->second = NULL;
}

/* ---- the file ---- */

static void begin_root(struct reading *r, const struct token *t)
{
    static const char *const known[] = { "1.2", "2.0", "2.1" };
    struct position at = xliff_at(r, t);
    const char *version = xliff_attribute(r, t, "version", &at);
    for (size_t i = 0; i < sizeof known / sizeof *known && r->depth == 1; i++)
        r->known = r->known || strcmp(version ? version : "", known[i]) == 0;
    r->old = version && *version == '1';
    if (!r->known)
        diag_add(r->diag, DIAG_XLIFF_VERSION, at, "version", version ? version : "", NULL);
}

/* Takes the languages from the element that says them: the root, in 1.2 each file. */
static void take_languages(struct reading *r, const struct token *t)
{
    struct position at = xliff_at(r, t);
    const char *handout = r->units->doc->root->scope->lang;
    const char *source = xliff_attribute(r, t, r->old ? "source-language" : "srcLang", &at);
    if (source && strcasecmp(source, handout) != 0)
        diag_add(r->diag, DIAG_XLIFF_SOURCE_LANGUAGE, at, "tag", source, "language", handout, NULL);
    at = xliff_at(r, t);
    const char *name = r->old ? "target-language" : "trgLang";
    const char *tag = xliff_attribute(r, t, name, &at);
    if (!tag || !*tag)
        diag_add(r->diag, DIAG_XLIFF_LANGUAGE_MISSING, at, "name", name, NULL);
    else if (r->tag && strcmp(r->tag, tag) != 0)
        diag_add(r->diag, DIAG_XLIFF_LANGUAGE_OTHER, at, "tag", tag, "other", r->tag, NULL);
    r->tag = r->tag ? r->tag : tag;
    r->tag_at = at;
}

static void begin_xliff(struct reading *r, const struct token *t)
{
    begin_root(r, t);
    if (r->known && !r->old)
        take_languages(r, t);
}

static void begin_file(struct reading *r, const struct token *t)
{
    if (r->known && r->old)
        take_languages(r, t);
}

static const struct xliff_element elements[] = {
    { "xliff", begin_xliff, NULL },
    { "file", begin_file, NULL },
    { "unit", begin_unit, end_unit },
    { "trans-unit", begin_unit, end_unit },
    { "segment", begin_segment, end_segment },
    { "ignorable", begin_segment, end_segment },
    { "source", begin_source, end_side },
    { "target", begin_target, end_side },
    { "note", begin_note, end_note },
    { "data", begin_data, end_data },
    { NULL, NULL, NULL },
};
static const struct xliff_element other = { "", NULL, NULL };

/* Finds an element by its name, a prefix aside. */
static const struct xliff_element *find_element(const struct reading *r, const struct token *t)
{
    const char *name = r->file->bytes + t->name;
    size_t n = t->name_end - t->name;
    const char *colon = memchr(name, ':', n);
    if (colon) {
        n -= (size_t)(colon + 1 - name);
        name = colon + 1;
    }
    const struct xliff_element *const tables[] = { elements, xliff_code_elements };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct xliff_element *e = tables[i]; e->name; e++)
            if (strlen(e->name) == n && memcmp(e->name, name, n) == 0)
                return e;
    return &other;
}

static void take_tag(struct reading *r, const struct token *t)
{
    if (t->kind != TOKEN_CLOSE) {
        const struct xliff_element *e = find_element(r, t);
        r->stack[r->depth++] = e;
        if (r->depth == 1 && strcmp(e->name, "xliff") != 0)
            diag_add(r->diag, DIAG_XLIFF_NONE, xliff_at(r, t), NULL);
        if (e->begin)
            e->begin(r, t);
    }
    if (t->kind == TOKEN_OPEN)
        return;
    const struct xliff_element *e = r->stack[r->depth - 1];
    if (e->end)
        e->end(r, t);
    r->depth--;
}

/* The header's text, its language that of the file; reports one in another language. */
static const char *header_text(struct reading *r, const char *tag)
{
    if (!r->header)
        return l10n_new(r->arena, r->units, tag, REVIEW_NONE)->header->string.text;
    const struct po_entry header = { .string = po_string_of(r->header) };
    const struct po po = { .header = &header };
    const char *said = po_field(r->arena, &po, "Language", NULL);
    if (!said || !*said)
        return header_with(r->arena, r->header, "Language", tag);
    if (r->tag && strcmp(tag_spell(r->arena, said), tag_spell(r->arena, tag)) != 0)
        diag_add(r->diag, DIAG_XLIFF_LANGUAGE_OTHER, r->tag_at, "tag", tag, "other", said, NULL);
    return r->header;
}

/* Makes the first entry of what the file says of itself. */
static void make_header(struct reading *r)
{
    struct po *po = r->po;
    const char *tag = r->tag && *r->tag ? r->tag : "und";
    struct po_entry *e = &po->entries[0];
    *e = (struct po_entry){ .id = po_string_of("") };
    e->string = whole_string(r, header_text(r, tag), r->tag_at);
    e->comments[PO_TRANSLATOR] = r->header_notes[PO_TRANSLATOR];
    const char *flags = r->header_notes[PO_FLAGS];
    e->fuzzy = flags && strncmp(flags, "fuzzy", 5) == 0;
    flags = e->fuzzy ? flags + 5 + strspn(flags + 5, ", ") : flags;
    e->comments[PO_FLAGS] = flags && *flags ? flags : NULL;
    po->header = e;
}

/* Adds the entries that no unit of the handout has any more. */
static void add_obsolete(struct reading *r)
{
    const struct po *old = r->obsolete ? po_read(r->arena, diag_build(r->arena), r->file->name,
                                                 r->obsolete, strlen(r->obsolete))
                                       : NULL;
    for (size_t i = 0; old && i < old->count; i++)
        if (old->entries[i].obsolete && !old->entries[i].broken)
            *add_entry(r) = old->entries[i];
}

/* Reports the units that the file lacks. */
static void check_missing(struct reading *r)
{
    for (size_t i = 0; i < r->units->count; i++) {
        const struct unit *u = &r->units->units[i];
        if (r->met[i])
            continue;
        r->diag->second = &u->place;
        diag_add(r->diag, DIAG_XLIFF_UNIT_MISSING,
                 position_at(r->file, r->file->size, r->file->size), "context", u->context, "words",
                 arena_strndup(r->arena, u->message,
                               u->length > 60 ? utf8_cut(u->message, 60) : u->length),
                 NULL);
    }
    r->diag->second = NULL;
}

const struct po *l10n_import(struct arena *a, struct diag *d, const struct units *u,
                             const char *name, const char *bytes, size_t size)
{
    struct reading r = { .arena = a,
                         .diag = d,
                         .units = u,
                         .file = doc_read_any(a, d, name, bytes, size),
                         .po = arena_new(a, struct po),
                         .met = arena_array(a, bool, u->count) };
    if (!r.file)
        return NULL;
    r.po->source = r.file;
    add_entry(&r); /* the header */
    for (struct token t = { 0 };
         token_next(r.file->bytes, r.file->size, &t) && (r.known || !r.depth);)
        if (t.kind == TOKEN_OPEN || t.kind == TOKEN_CLOSE || t.kind == TOKEN_EMPTY)
            take_tag(&r, &t);
        else
            xliff_take_text(&r, &t);
    if (!r.known)
        return NULL;
    add_obsolete(&r);
    make_header(&r); /* whose entry moves no more */
    check_missing(&r);
    return r.po;
}
