/* l10n/check: what a translator can get wrong in one passage.
 *
 * The tags of the translation are paired with those of its source; what finds no partner on either
 * side is a mark that is missing, doubled or mistyped, or an element that does not belong.  The
 * checks stand in a table, the plainest first, and the first that finds something ends the list:
 * what follows from one slip would only be noise.
 */
#include "l10n/inner.h"

#include "base/utf8.h"
#include "base/words.h"

/* A tag of either side. */
struct tag {
    struct token token;
    struct tag *partner; /* on the other side; NULL: none */
    bool unsound;        /* its attributes cannot be read */
};

/* One side: a message and its tags. */
struct side {
    const char *text;
    size_t length;
    struct tag *tags;
    size_t count;
};

struct checking {
    struct arena *arena;
    struct diag *diag;
    const struct po *po;
    const struct po_entry *entry;
    struct side source, ours;
    bool value; /* it is an attribute's, not what stands in an element */
};

/* ---- pieces ---- */

static bool is_tag(const struct token *t)
{
    return t->kind == TOKEN_OPEN || t->kind == TOKEN_CLOSE || t->kind == TOKEN_EMPTY;
}

static bool same_name(const struct side *a, const struct token *one, const struct side *b,
                      const struct token *two)
{
    size_t n = one->name_end - one->name;
    return n == two->name_end - two->name &&
           memcmp(a->text + one->name, b->text + two->name, n) == 0;
}

static const char *name_of(struct checking *c, const struct side *s, const struct token *t)
{
    return arena_strndup(c->arena, s->text + t->name, t->name_end - t->name);
}

static const char *text_of(struct checking *c, const struct side *s, const struct token *t)
{
    return arena_strndup(c->arena, s->text + t->start, t->end - t->start);
}

/* Copies a tag of the source as it can be pasted into a string: straight single quotation marks
 * need no backslash, in an editor of text as in one of catalogues. */
static const char *paste_of(struct checking *c, const struct token *t)
{
    char *paste = arena_strndup(c->arena, c->source.text + t->start, t->end - t->start);
    if (!strchr(paste, '\''))
        for (char *at = paste; *at; at++)
            *at = *at == '"' ? '\'' : *at;
    return paste;
}

/* Finds an attribute's value; false when the tag has none of that name. */
static bool find_attribute(const struct side *s, const struct token *t, const char *name,
                           struct token_attribute *out)
{
    bool sound;
    size_t at = t->name_end, n = strlen(name);
    while (token_attribute(s->text, t, &at, out, &sound))
        if (out->name_end - out->name == n && memcmp(s->text + out->name, name, n) == 0)
            return true;
    return false;
}

/* Tells whether a tag is a footnote's mark. */
static bool is_mark(const struct side *s, const struct token *t)
{
    size_t n = t->name_end - t->name;
    return t->kind != TOKEN_CLOSE && n == 7 && memcmp(s->text + t->name, "noteref", n) == 0;
}

/* Tells whether it is the mark of a note that the translator has added. */
static bool is_own_mark(const struct side *s, const struct token *t)
{
    struct token_attribute to;
    return t->kind == TOKEN_EMPTY && is_mark(s, t) && find_attribute(s, t, "to", &to) &&
           is_own_note(s->text + to.value, to.value_end - to.value);
}

static struct position place(const struct checking *c, size_t start, size_t end)
{
    return po_position(c->po, &c->entry->string, start, end);
}

static struct position place_of(const struct checking *c, const struct token *t)
{
    return place(c, t->start, t->end);
}

/* ---- pairing ---- */

/* Of more tags than these, some have no partner in any case. */
enum { TAGS_BESIDE = 64 };

static void read_side(struct arena *a, struct side *s, const struct po_string *string, size_t most)
{
    size_t room = 0;
    s->text = string->text;
    s->length = string->length;
    for (struct token t = { 0 }; token_next(s->text, s->length, &t);)
        room += is_tag(&t);
    room = room < most ? room : most;
    s->tags = arena_array(a, struct tag, room);
    for (struct token t = { 0 }; s->count < room && token_next(s->text, s->length, &t);) {
        if (!is_tag(&t))
            continue;
        struct tag *tag = &s->tags[s->count++];
        struct token_attribute skipped;
        bool sound = true;
        size_t at = t.name_end;
        while (t.kind != TOKEN_CLOSE && token_attribute(s->text, &t, &at, &skipped, &sound))
            ;
        *tag = (struct tag){ .token = t, .unsound = !sound };
    }
}

/* Attributes that a translation may have otherwise: the language of a phrase, and where a link
 * leads, which may be the same page in another language. */
static bool may_differ(const char *name, size_t n)
{
    return (n == 8 && memcmp(name, "xml:lang", n) == 0) || (n == 4 && memcmp(name, "href", n) == 0);
}

/* Tells whether each attribute of one tag is found in the other with its value. */
static bool has_attributes(const struct side *a, const struct token *one, const struct side *b,
                           const struct token *two)
{
    struct token_attribute own, found;
    bool sound;
    for (size_t at = one->name_end; token_attribute(a->text, one, &at, &own, &sound);) {
        char name[24];
        size_t n = own.name_end - own.name, length = own.value_end - own.value;
        if (may_differ(a->text + own.name, n))
            continue;
        if (n >= sizeof name)
            return false;
        memcpy(name, a->text + own.name, n);
        name[n] = '\0';
        if (!find_attribute(b, two, name, &found) || found.value_end - found.value != length ||
            memcmp(a->text + own.value, b->text + found.value, length) != 0)
            return false;
    }
    return true;
}

/* Tells whether a tag of the translation is one of the source. */
static bool are_partners(const struct checking *c, const struct tag *ours, const struct tag *source)
{
    return !ours->unsound && ours->token.kind == source->token.kind &&
           same_name(&c->ours, &ours->token, &c->source, &source->token) &&
           has_attributes(&c->ours, &ours->token, &c->source, &source->token) &&
           has_attributes(&c->source, &source->token, &c->ours, &ours->token);
}

/* Pairs tags, end tags aside, first come, first served; mostly their order is that of the source,
 * so the search begins there. */
static void pair(struct checking *c)
{
    for (size_t i = 0; i < c->ours.count; i++)
        for (size_t k = 0; k < c->source.count; k++) {
            struct tag *ours = &c->ours.tags[i];
            struct tag *source = &c->source.tags[(i + k) % c->source.count];
            if (ours->token.kind == TOKEN_CLOSE || source->partner ||
                !are_partners(c, ours, source))
                continue;
            ours->partner = source;
            source->partner = ours;
            break;
        }
}

/* ---- marks ---- */

/* How many bytes at `at` are one of these signs; 0: none is. */
static size_t sign_at(const char *text, size_t at, const char *const *signs)
{
    for (; *signs; signs++)
        if (strncmp(text + at, *signs, strlen(*signs)) == 0)
            return strlen(*signs);
    return 0;
}

/* Tells whether byte `at` stands in a tag of the translation that has its partner. */
static bool is_in_sound_tag(const struct checking *c, size_t at)
{
    for (size_t i = 0; i < c->ours.count; i++)
        if (c->ours.tags[i].partner && c->ours.tags[i].token.start < at &&
            c->ours.tags[i].token.end > at)
            return true;
    return false;
}

/* Signs that people type for the angle brackets of a tag: brackets, or what is taken for them. */
static const char *const openers[][8] = { { "<", "\uFF1C", "&lt;", NULL },
                                          { "\u2039", "\u00AB", "[", "{", NULL } };
static const char *const closers[][8] = { { "/>", ">", "/\uFF1E", "\uFF1E", "/&gt;", "&gt;", NULL },
                                          { "\u203A", "\u00BB", "]", "}", NULL } };
enum { BRACKETS = 2 };

/* Where the sign ends that closes a mark, at or shortly behind `at`; `at` when none does. */
static size_t closing_end(const char *text, size_t at)
{
    enum { FARTHEST = 12 };
    for (int kind = 0; kind < BRACKETS; kind++)
        for (size_t step = 0; step < FARTHEST && text[at + step]; step++)
            if (sign_at(text, at + step, closers[kind]))
                return at + step + sign_at(text, at + step, closers[kind]);
    return at;
}

/* Finds the sign that opens a mark shortly before `at`; false when there is none. */
static bool find_opening(const char *text, size_t at, size_t *start)
{
    enum { FARTHEST = 40 };
    for (int kind = 0; kind < BRACKETS; kind++)
        for (*start = at; *start > 0 && at - *start < FARTHEST && text[*start] != '>'; --*start)
            if (sign_at(text, *start, openers[kind]))
                return true;
    return sign_at(text, *start, openers[0]) || sign_at(text, *start, openers[1]);
}

/* Finds what is typed as a mark but is none: some opening sign, the note's id shortly behind it,
 * and what closes it.  False when the id stands nowhere but in sound tags. */
static bool find_mistyped(const struct checking *c, const char *id, size_t *start, size_t *end)
{
    const char *text = c->ours.text;
    for (const char *found = strstr(text, id); found; found = strstr(found + 1, id)) {
        size_t at = (size_t)(found - text);
        if (is_in_sound_tag(c, at) || !find_opening(text, at, start))
            continue;
        *end = closing_end(text, at + strlen(id));
        return true;
    }
    return false;
}

/* The word of the source that a mark follows. */
static const char *word_before(struct checking *c, const struct token *t)
{
    const char *text = c->source.text;
    size_t end = t->start;
    while (end > 0 && text[end - 1] == '>') { /* other tags between */
        while (end > 0 && text[end - 1] != '<')
            end--;
        end -= end > 0;
    }
    size_t start = end;
    while (start > 0 && !strchr(" >", text[start - 1]))
        start--;
    return arena_strndup(c->arena, text + start, end - start);
}

/* Finds a mark of the translation that is none of the source's, for want of a better place. */
static const struct tag *find_stray_mark(const struct checking *c)
{
    for (size_t i = 0; i < c->ours.count; i++) {
        const struct tag *tag = &c->ours.tags[i];
        if (!tag->partner && is_mark(&c->ours, &tag->token) && !is_own_mark(&c->ours, &tag->token))
            return tag;
    }
    return NULL;
}

/* Reports a mark of the source that has no partner: mistyped, or missing. */
static void report_mark(struct checking *c, const struct token *mark, const char *id)
{
    const char *paste = paste_of(c, mark);
    const struct tag *stray = find_stray_mark(c);
    size_t start = stray ? stray->token.start : 0, end = stray ? stray->token.end : 0;
    if (find_mistyped(c, id, &start, &end) || stray)
        diag_add(c->diag, DIAG_PO_MARK_MISTYPED, place(c, start, end), "paste", paste, NULL);
    else
        diag_add(c->diag, DIAG_PO_MARK_MISSING, place(c, 0, c->ours.length), "paste", paste, "word",
                 word_before(c, mark), NULL);
}

/* T03, T05: a mark of the source that the translation has not, or not as it is written. */
static bool check_marks_kept(struct checking *c)
{
    for (size_t i = 0; i < c->source.count; i++) {
        const struct tag *mark = &c->source.tags[i];
        struct token_attribute to;
        if (mark->partner || !is_mark(&c->source, &mark->token) ||
            !find_attribute(&c->source, &mark->token, "to", &to))
            continue;
        report_mark(c, &mark->token,
                    arena_strndup(c->arena, c->source.text + to.value, to.value_end - to.value));
        return true;
    }
    return false;
}

/* T04: a mark that stands more often than in the source. */
static bool check_marks_more(struct checking *c)
{
    const struct tag *stray = find_stray_mark(c);
    if (stray)
        diag_add(c->diag, DIAG_PO_MARK_EXTRA, place_of(c, &stray->token), "mark",
                 text_of(c, &c->ours, &stray->token), NULL);
    return stray != NULL;
}

/* ---- other elements ---- */

/* The tag of the source that one of the translation most likely means, or NULL. */
static const struct tag *meant_tag(struct checking *c, const struct tag *ours)
{
    const struct tag *best = NULL;
    unsigned least = 4;
    for (size_t i = 0; i < c->source.count; i++) {
        const struct tag *source = &c->source.tags[i];
        if (source->token.kind == TOKEN_CLOSE || source->partner)
            continue;
        unsigned distance = word_distance(name_of(c, &c->ours, &ours->token),
                                          name_of(c, &c->source, &source->token));
        if (distance < least) {
            least = distance;
            best = source;
        }
    }
    return best;
}

/* Tells whether an element of a tag's name is open where the tag stands: its slash is missing. */
static bool is_end_meant(const struct checking *c, const struct tag *tag)
{
    int open = 0;
    for (const struct tag *before = c->ours.tags; before < tag; before++)
        if (same_name(&c->ours, &before->token, &c->ours, &tag->token))
            open += before->token.kind == TOKEN_OPEN    ? 1
                    : before->token.kind == TOKEN_CLOSE ? -1
                                                        : 0;
    return tag->token.kind == TOKEN_OPEN && open > 0;
}

/* T06: an element that the source has not, or has otherwise. */
static bool check_elements(struct checking *c)
{
    for (size_t i = 0; i < c->ours.count; i++) {
        const struct tag *tag = &c->ours.tags[i];
        if (tag->partner || tag->token.kind == TOKEN_CLOSE || is_own_mark(&c->ours, &tag->token))
            continue;
        const struct tag *meant = meant_tag(c, tag);
        if (is_end_meant(c, tag))
            diag_add(c->diag, DIAG_PO_TAG_CHANGED, place_of(c, &tag->token), "paste",
                     arena_printf(c->arena, "</%s>", name_of(c, &c->ours, &tag->token)), NULL);
        else if (meant)
            diag_add(c->diag, DIAG_PO_TAG_CHANGED, place_of(c, &tag->token), "paste",
                     paste_of(c, &meant->token), NULL);
        else
            diag_add(c->diag, DIAG_PO_TAG_OTHER, place_of(c, &tag->token), "tag",
                     text_of(c, &c->ours, &tag->token), NULL);
        return true;
    }
    return false;
}

/* T01: elements that are not closed, or closed crosswise. */
static bool check_nesting(struct checking *c)
{
    const struct tag **open = arena_array(c->arena, const struct tag *, c->ours.count);
    size_t depth = 0;
    for (size_t i = 0; i < c->ours.count; i++) {
        const struct tag *tag = &c->ours.tags[i];
        if (tag->token.kind == TOKEN_OPEN)
            open[depth++] = tag;
        if (tag->token.kind != TOKEN_CLOSE)
            continue;
        if (!depth) {
            diag_add(c->diag, DIAG_PO_TAG_UNOPENED, place_of(c, &tag->token), "name",
                     name_of(c, &c->ours, &tag->token), NULL);
            return true;
        }
        if (!same_name(&c->ours, &tag->token, &c->ours, &open[depth - 1]->token))
            break;
        depth--;
    }
    if (!depth)
        return false;
    const struct token *top = &open[depth - 1]->token;
    diag_add(c->diag, DIAG_PO_TAG_OPEN, place_of(c, top), "tag", text_of(c, &c->ours, top), "name",
             name_of(c, &c->ours, top), NULL);
    return true;
}

/* Reports a "<" that begins no tag: mostly one is meant, as in "< em>" or "<\\em>". */
static void report_less(struct checking *c, const struct token *less)
{
    const char *text = c->ours.text;
    size_t at = less->start + 1 + strspn(text + less->start + 1, " /\\"), n = 0;
    bool closing = memchr(text + less->start, '/', at - less->start) ||
                   memchr(text + less->start, '\\', at - less->start);
    while (text[at + n] >= 'a' && text[at + n] <= 'z')
        n++;
    for (size_t i = 0; i < c->source.count && n; i++) {
        const struct token *t = &c->source.tags[i].token;
        if (t->kind == TOKEN_CLOSE || t->name_end - t->name != n ||
            memcmp(c->source.text + t->name, text + at, n) != 0)
            continue;
        size_t end = at + n + strspn(text + at + n, " /");
        diag_add(
            c->diag, DIAG_PO_TAG_CHANGED, place(c, less->start, end + (text[end] == '>')), "paste",
            closing ? arena_printf(c->arena, "</%.*s>", (int)n, text + at) : paste_of(c, t), NULL);
        return;
    }
    diag_add(c->diag, DIAG_PO_LESS, place_of(c, less), NULL);
}

/* T02: a bare "<", an entity, and what is no text of a passage. */
static bool check_text(struct checking *c)
{
    static const char *const known[] = { "amp", "lt", "gt", "quot", "apos" };
    for (struct token t = { 0 }; token_next(c->ours.text, c->ours.length, &t);) {
        if (t.kind == TOKEN_LESS || t.kind == TOKEN_OTHER) {
            if (t.kind == TOKEN_LESS)
                report_less(c, &t);
            else
                diag_add(c->diag, DIAG_PO_COMMENT, place_of(c, &t), NULL);
            return true;
        }
        bool fine = t.kind != TOKEN_REFERENCE || c->ours.text[t.name] == '#';
        for (size_t i = 0; i < sizeof known / sizeof *known && !fine; i++)
            fine = t.name_end - t.name == strlen(known[i]) &&
                   memcmp(c->ours.text + t.name, known[i], t.name_end - t.name) == 0;
        if (!fine) {
            const char *name = name_of(c, &c->ours, &t);
            diag_add(c->diag, DIAG_PO_ENTITY, place_of(c, &t), "name", name, "remedy",
                     doc_entity_remedy(c->arena, name), NULL);
            return true;
        }
    }
    return false;
}

/* ---- words ---- */

/* What stands between a tag and its end tag. */
static const char *inside(struct checking *c, const struct side *s, const struct tag *tag)
{
    size_t depth = 1, at = tag->token.end;
    for (const struct tag *t = tag + 1; t < s->tags + s->count; t++) {
        if (!same_name(s, &t->token, s, &tag->token) || t->token.kind == TOKEN_EMPTY)
            continue;
        depth = t->token.kind == TOKEN_OPEN ? depth + 1 : depth - 1;
        if (!depth)
            return arena_strndup(c->arena, s->text + at, t->token.start - at);
    }
    return "";
}

/* Tells whether the words in an element are to stay as they are. */
static bool is_fixed(const struct side *s, const struct token *t)
{
    struct token_attribute no;
    return find_attribute(s, t, "translate", &no) && no.value_end - no.value == 2 &&
           memcmp(s->text + no.value, "no", 2) == 0;
}

/* T07: words that are to stay as they are. */
static bool check_fixed(struct checking *c)
{
    for (size_t i = 0; i < c->ours.count; i++) {
        const struct tag *tag = &c->ours.tags[i];
        if (tag->token.kind != TOKEN_OPEN || !tag->partner || !is_fixed(&c->ours, &tag->token))
            continue;
        const char *theirs = inside(c, &c->ours, tag);
        const char *words = inside(c, &c->source, tag->partner);
        if (strcmp(theirs, words) == 0)
            continue;
        diag_add(c->diag, DIAG_PO_FIXED, place(c, tag->token.end, tag->token.end + strlen(theirs)),
                 "words", words, NULL);
        return true;
    }
    return false;
}

/* T13: marks of direction that are left open, or that override it. */
static bool check_direction(struct checking *c)
{
    size_t depth = 0, at_open = 0, n;
    for (size_t at = 0; at < c->ours.length; at += n) {
        uint32_t ch = utf8_decode(c->ours.text + at, c->ours.length - at, &n);
        bool opens = ch == 0x202A || ch == 0x202B || (ch >= 0x2066 && ch <= 0x2068);
        bool closes = ch == 0x202C || ch == 0x2069;
        bool overrides = ch == 0x202D || ch == 0x202E;
        if (opens && !depth++)
            at_open = at;
        if (overrides || (closes && !depth)) {
            diag_add(c->diag, overrides ? DIAG_PO_BIDI_OVERRIDE : DIAG_PO_BIDI_OPEN,
                     place(c, at, at + n), "code", arena_printf(c->arena, "U+%04X", ch), NULL);
            return true;
        }
        depth -= closes;
    }
    if (!depth)
        return false;
    uint32_t ch = utf8_decode(c->ours.text + at_open, c->ours.length - at_open, &n);
    diag_add(c->diag, DIAG_PO_BIDI_OPEN, place(c, at_open, at_open + n), "code",
             arena_printf(c->arena, "U+%04X", ch), NULL);
    return true;
}

/* ---- remarks ---- */

/* Remarks that a space stands before a mark, where the source has none. */
static void remark_space(struct checking *c)
{
    for (size_t i = 0; i < c->ours.count; i++) {
        const struct tag *tag = &c->ours.tags[i];
        size_t at = tag->token.start;
        if (!tag->partner || !is_mark(&c->ours, &tag->token) || !at || c->ours.text[at - 1] != ' ')
            continue;
        size_t theirs = tag->partner->token.start;
        if (theirs && c->source.text[theirs - 1] != ' ')
            diag_add(c->diag, DIAG_PO_MARK_SPACE, place(c, at - 1, tag->token.end), "mark",
                     text_of(c, &c->ours, &tag->token), NULL);
    }
}

/* Remarks that an element of the source, no mark, is left out. */
static void remark_left_out(struct checking *c)
{
    for (size_t i = 0; i < c->source.count; i++) {
        const struct tag *tag = &c->source.tags[i];
        if (tag->partner || tag->token.kind != TOKEN_OPEN)
            continue;
        const char *name = name_of(c, &c->source, &tag->token);
        bool lost = strcmp(name, "link") == 0 || is_fixed(&c->source, &tag->token);
        diag_add(c->diag, lost ? DIAG_PO_TAG_LOST : DIAG_PO_TAG_LEFT_OUT,
                 place(c, 0, c->ours.length), "tag", paste_of(c, &tag->token), "words",
                 inside(c, &c->source, tag), "name", name, NULL);
        return;
    }
}

/* Remarks that the translation is the source, word for word. */
static void remark_unchanged(struct checking *c)
{
    if (strcmp(c->ours.text, c->source.text) == 0 &&
        markup_words(c->source.text, c->source.length) > 3)
        diag_add(c->diag, DIAG_PO_UNCHANGED, place(c, 0, c->ours.length), NULL);
}

/* Remarks that a number is another one than in the source, in whatever digits it is written. */
static void remark_number(struct checking *c)
{
    const char *theirs;
    size_t start, end;
    if (numbers_differ(c->arena, c->source.text, c->ours.text, &theirs, &start, &end))
        diag_add(c->diag, DIAG_PO_NUMBER, place(c, start, end), "theirs", theirs, "ours",
                 arena_strndup(c->arena, c->ours.text + start, end - start), NULL);
}

/* Notes an ampersand that is read as one although it is not written so. */
static void remark_ampersand(struct checking *c)
{
    for (struct token t = { 0 }; token_next(c->ours.text, c->ours.length, &t);)
        if (t.kind == TOKEN_AMPERSAND) {
            diag_add(c->diag, DIAG_PO_AMPERSAND, place_of(c, &t), NULL);
            return;
        }
}

/* T06 too: what is said instead of a picture has no tags. */
static bool check_value(struct checking *c)
{
    if (!c->value || !c->ours.count)
        return false;
    const struct token *t = &c->ours.tags[0].token;
    diag_add(c->diag, DIAG_PO_TAG_OTHER, place_of(c, t), "tag", text_of(c, &c->ours, t), NULL);
    return true;
}

bool check_unit(struct arena *a, struct diag *d, const struct po *po, const struct unit *u,
                const struct po_entry *e)
{
    static bool (*const checks[])(struct checking *) = {
        check_value,    check_marks_kept, check_marks_more, check_text,
        check_elements, check_nesting,    check_fixed,      check_direction,
    };
    static void (*const remarks[])(struct checking *) = {
        remark_space, remark_left_out, remark_unchanged, remark_number, remark_ampersand,
    };
    struct checking c = {
        .arena = a, .diag = d, .po = po, .entry = e, .value = u->attribute != NULL
    };
    struct po_string source = { .text = u->message, .length = u->length };
    read_side(a, &c.source, &source, SIZE_MAX);
    read_side(a, &c.ours, &e->string, 2 * c.source.count + TAGS_BESIDE);
    pair(&c);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i](&c))
            return false;
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        remarks[i](&c);
    return true;
}

const uint32_t *check_partners(struct arena *a, const struct unit *u,
                               const struct po_string *string, size_t *count)
{
    struct checking c = { .arena = a };
    const struct po_string source = { .text = u->message, .length = u->length };
    read_side(a, &c.source, &source, SIZE_MAX);
    read_side(a, &c.ours, string, 2 * c.source.count + TAGS_BESIDE);
    pair(&c);
    uint32_t *numbers = arena_array(a, uint32_t, c.source.count);
    uint32_t *partners = arena_array(a, uint32_t, c.ours.count);
    for (size_t i = 0, number = 0; i < c.source.count; i++)
        if (c.source.tags[i].token.kind != TOKEN_CLOSE)
            numbers[i] = (uint32_t)++number;
    for (size_t i = 0; i < c.ours.count; i++)
        if (c.ours.tags[i].partner)
            partners[i] = numbers[c.ours.tags[i].partner - c.source.tags];
    *count = c.ours.count;
    return partners;
}

const char *check_word_before(struct arena *a, const struct unit *u, const struct token *mark)
{
    struct checking c = { .arena = a, .source = { .text = u->message, .length = u->length } };
    return word_before(&c, mark);
}
