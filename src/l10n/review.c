/* l10n/review: a source and its translation side by side, for those who check it.
 *
 *   English                          español
 *   ───────────────────────────────────────────────────────────────────────────────────────
 *   We walk with people              Caminamos con quienes piden    hospitality/explanation/1
 *   seeking asylum[asylum].          asilo[asylum].                 the source has changed
 *   We walk with refugees.                                          "walking with": acompañar
 *
 * The review is a handout itself: a table of which each passage is a row, in the order of the
 * source.  A row's name is the passage, below it what it was when it was translated; its
 * explanation is the translation and a list of remarks, which the style sheet makes a column.
 * Marks of notes are shown by the names of the notes, by which translators know them; a note's own
 * text is a passage like the others.  What a row says knows where its passage stands.
 */
#include "l10n/inner.h"

#include "lang/lang.h"

struct reviewing {
    struct arena *arena;
    const struct translation *translation;
    const struct review_words *words;
    const char *lang, *dir;       /* of the source */
    const char *to_lang, *to_dir; /* of the translation */
    struct joined out;
};

/* Appends text as XML holds it, without what it cannot hold. */
static void add_escaped(struct buffer *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] == '<')
            buffer_add_string(out, "&lt;");
        else if (text[i] == '&')
            buffer_add_string(out, "&amp;");
        else if ((unsigned char)text[i] >= ' ' || text[i] == '\n' || text[i] == '\t')
            buffer_add_char(out, text[i]);
}

/* ---- passages ---- */

static bool is_word(const char *text, size_t start, size_t end, const char *word)
{
    return strlen(word) == end - start && memcmp(text + start, word, end - start) == 0;
}

/* Finds an attribute of a tag; false when it has none of that name. */
static bool find_attribute(const char *text, const struct token *tag, const char *name,
                           struct token_attribute *found)
{
    bool sound = true;
    for (size_t at = tag->name_end; token_attribute(text, tag, &at, found, &sound);)
        if (is_word(text, found->name, found->name_end, name))
            return true;
    return false;
}

/* Appends the mark of a note by the note's name. */
static void add_mark(struct buffer *out, const char *text, const struct token *t)
{
    struct token_attribute to;
    if (find_attribute(text, t, "to", &to))
        buffer_printf(out, "<strong class=\"review-mark\" translate=\"no\">[%.*s]</strong>",
                      (int)(to.value_end - to.value), text + to.value);
}

/* Appends a tag without its id, which would stand twice in the review. */
static void add_tag(struct buffer *out, const char *text, const struct token *t)
{
    struct token_attribute id;
    size_t end = t->end;
    if (find_attribute(text, t, "id", &id)) {
        buffer_add(out, text + t->start, id.name - t->start);
        end = id.value_end + 1; /* behind its quotation mark */
        buffer_add(out, text + end, t->end - end);
    } else {
        buffer_add(out, text + t->start, t->end - t->start);
    }
}

/* Tells whether a tag begins a link to another place of the handout, which the review has not. */
static bool leads_inside(const char *text, const struct token *t)
{
    struct token_attribute href;
    return t->kind == TOKEN_OPEN && is_word(text, t->name, t->name_end, "link") &&
           find_attribute(text, t, "href", &href) && text[href.value] == '#';
}

/* Appends a passage that is sound XML. */
static void add_passage(struct buffer *out, const char *text, size_t length)
{
    unsigned inside = 0; /* links open, from one that leads inside the handout on */
    for (struct token t = { 0 }; token_next(text, length, &t);) {
        bool link = is_word(text, t.name, t.name_end, "link");
        if (t.kind == TOKEN_EMPTY && is_word(text, t.name, t.name_end, "noteref")) {
            add_mark(out, text, &t);
        } else if (leads_inside(text, &t) || (inside && link && t.kind == TOKEN_OPEN)) {
            inside++;
            buffer_add_string(out, "<term class=\"review-link\">");
        } else if (inside && link && t.kind == TOKEN_CLOSE) {
            inside--;
            buffer_add_string(out, "</term>");
        } else if (t.kind == TOKEN_OPEN || t.kind == TOKEN_EMPTY) {
            add_tag(out, text, &t);
        } else {
            buffer_add(out, text + t.start, t.end - t.start);
            buffer_add_string(out, t.kind == TOKEN_AMPERSAND ? "amp;" : "");
        }
    }
}

/* Appends what the passage was, its words that have changed since set off. */
static void add_previous(struct reviewing *r, const struct unit *u, const char *old)
{
    struct buffer *out = &r->out.text;
    const char *was = markup_text(r->arena, old, strlen(old));
    const char *now = markup_text(r->arena, u->message, u->length);
    size_t was_end, now_end, start = find_difference(was, now, &was_end, &now_end);
    buffer_add_string(out, "<br/><em class=\"review-previous\">");
    add_escaped(out, was, start);
    buffer_add_string(out, "<strong class=\"review-changed\">");
    add_escaped(out, was + start, was_end - start);
    buffer_add_string(out, "</strong>");
    add_escaped(out, was + was_end, strlen(was) - was_end);
    buffer_add_string(out, "</em>");
}

/* Finds the source that a translation was made from, where it is another than the present one. */
static const char *previous_of(const struct unit *u, const struct po_entry *e)
{
    if (!e)
        return NULL;
    const char *old = strcmp(e->id.text, u->message) != 0 ? e->id.text : e->previous.text;
    return old && *old && strcmp(old, u->message) != 0 ? old : NULL;
}

/* ---- a row ---- */

static void add_source(struct reviewing *r, size_t i)
{
    const struct translation *t = r->translation;
    const struct unit *u = &t->units->units[i];
    const char *old = t->states[i] == UNIT_STALE ? previous_of(u, t->entries[i]) : NULL;
    joined_begin(&r->out, node_at(u->node), NULL);
    buffer_printf(&r->out.text, "<principle class=\"review-%s\"><name>",
                  node_element(u->node)->name);
    add_passage(&r->out.text, u->message, u->length);
    if (old)
        add_previous(r, u, old);
    buffer_add_string(&r->out.text, "</name>");
}

/* Tells whether a translation's tags are as they must be. */
static bool is_sound(struct reviewing *r, size_t i)
{
    const struct translation *t = r->translation;
    return t->states[i] == UNIT_DONE ||
           (t->states[i] == UNIT_STALE &&
            check_unit(r->arena, diag_build(r->arena), t->po, &t->units->units[i], t->entries[i]));
}

static void add_translation(struct reviewing *r, size_t i)
{
    static const char *const classes[] = { [UNIT_MISSING] = " class=\"review-missing\"",
                                           [UNIT_STALE] = " class=\"review-stale\"",
                                           [UNIT_WRONG] = " class=\"review-wrong\"",
                                           [UNIT_DONE] = "" };
    const struct translation *t = r->translation;
    const struct po_entry *e = t->entries[i];
    struct buffer *out = &r->out.text;
    enum unit_state state = t->states[i];
    const struct po_string *said = e ? &e->string : NULL;
    if (said && t->po->source)
        joined_begin(&r->out, po_position(t->po, said, 0, said->length), &t->units->units[i].place);
    buffer_printf(out, "<explanation><p%s xml:lang=\"%s\" dir=\"%s\">", classes[state], r->to_lang,
                  r->to_dir);
    if (state == UNIT_MISSING)
        buffer_add_string(out, "\u2014");
    else if (is_sound(r, i))
        add_passage(out, said->text, said->length);
    else
        add_escaped(out, said->text, said->length);
    buffer_add_string(out, "</p>");
}

/* Appends a remark; lang NULL: it is in none. */
static void add_remark(struct reviewing *r, const char *class, const char *lang, const char *dir,
                       const char *text, size_t n)
{
    buffer_printf(&r->out.text, "<item class=\"%s\" xml:lang=\"%s\" dir=\"%s\">", class,
                  lang ? lang : "zxx", dir);
    add_escaped(&r->out.text, text, n);
    buffer_add_string(&r->out.text, "</item>");
}

/* Appends each line of a comment as a remark. */
static void add_lines(struct reviewing *r, const char *lines, const char *lang, const char *dir)
{
    for (const char *at = lines ? lines : ""; *at; at += strspn(at, "\n")) {
        at += strspn(at, " ");
        size_t n = strcspn(at, "\n");
        if (n)
            add_remark(r, "review-note", lang, dir, at, n);
        at += n;
    }
}

/* Appends what stands beside a row: its context, its state, what author and translator noted. */
static void add_remarks(struct reviewing *r, size_t i)
{
    const struct translation *t = r->translation;
    const struct unit *u = &t->units->units[i];
    const struct review_words *w = r->words;
    const char *const states[] = { w->missing, w->stale, w->wrong, NULL };
    const char *state = states[t->states[i]];
    joined_begin(&r->out, node_at(u->node), NULL);
    buffer_add_string(&r->out.text, "<list class=\"review-remarks\">");
    add_remark(r, "review-context", NULL, "ltr", u->context, strlen(u->context));
    if (state)
        add_remark(r, "review-state", r->to_lang, r->to_dir, state, strlen(state));
    add_lines(r, unit_notes(r->arena, u), r->lang, r->dir);
    if (t->entries[i])
        add_lines(r, t->entries[i]->comments[PO_TRANSLATOR], r->to_lang, r->to_dir);
    buffer_add_string(&r->out.text, "</list></explanation></principle>\n");
}

/* Appends a row for each note that the translation has of its own: the source has nothing there. */
static void add_own_notes(struct reviewing *r)
{
    const struct po *po = r->translation->po;
    for (size_t i = 0; i < po->count; i++) {
        const struct po_entry *e = &po->entries[i];
        const char *context = e->context.text ? e->context.text : "";
        if (e->obsolete || e->broken || !e->string.text || !is_own_note(context, strlen(context)))
            continue;
        if (po->source)
            joined_begin(&r->out, po_position(po, &e->string, 0, e->string.length), NULL);
        buffer_add_string(&r->out.text, "<principle class=\"review-p\"><name>\u2014</name>");
        buffer_printf(&r->out.text, "<explanation><p xml:lang=\"%s\" dir=\"%s\">", r->to_lang,
                      r->to_dir);
        add_escaped(&r->out.text, e->string.text, e->string.length);
        buffer_add_string(&r->out.text, "</p><list class=\"review-remarks\">");
        add_remark(r, "review-context", NULL, "ltr", context, strlen(context));
        add_lines(r, e->comments[PO_TRANSLATOR], r->to_lang, r->to_dir);
        buffer_add_string(&r->out.text, "</list></explanation></principle>\n");
    }
}

/* ---- the whole ---- */

/* Appends the words of the source's title. */
static void add_title(struct reviewing *r)
{
    const struct doc *doc = r->translation->units->doc;
    const struct node *n = node_first(doc->root);
    while (n && (n->kind != NODE_ELEMENT || node_element(n)->role != ROLE_H1))
        n = node_next(n);
    const char *title = n ? doc_text(r->arena, n) : "";
    buffer_add_string(&r->out.text, "<title>");
    add_escaped(&r->out.text, title, strlen(title));
    buffer_add_string(&r->out.text, "</title>");
}

/* Appends the head of a column: a language's own name. */
static void add_head_of(struct reviewing *r, const char *tag, const char *dir)
{
    const char *name = lang_name(r->arena, tag);
    buffer_printf(&r->out.text, "<head xml:lang=\"%s\" dir=\"%s\">", tag, dir);
    add_escaped(&r->out.text, name, strlen(name));
    buffer_add_string(&r->out.text, "</head>");
}

/* Appends what stands at the head: title, both languages, the catalogue, how much is done; each
 * column has its language's own name. */
static void add_head(struct reviewing *r)
{
    const struct translation *t = r->translation;
    const char *path = t->po->source ? t->po->source->name : "", *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    struct buffer *out = &r->out.text;
    buffer_printf(out, "<handout xml:lang=\"%s\" dir=\"%s\">", r->lang, r->dir);
    add_title(r);
    buffer_printf(out, "<tagline><foreign xml:lang=\"zxx\">%s – %s · ", r->lang, r->to_lang);
    add_escaped(out, name, strlen(name));
    buffer_printf(out, " · %zu / %zu</foreign></tagline>\n<principles><heads>",
                  t->counts[UNIT_DONE], t->units->count);
    add_head_of(r, r->lang, r->dir);
    add_head_of(r, r->to_lang, r->to_dir);
    buffer_add_string(out, "</heads>\n");
}

struct doc *l10n_review(struct arena *a, struct diag *d, const struct translation *t,
                        const struct review_words *words)
{
    const struct doc *doc = t->units->doc;
    struct reviewing r = { .arena = a,
                           .translation = t,
                           .words = words,
                           .lang = doc->root->scope->lang,
                           .to_lang = t->tag,
                           .to_dir = joined_direction(a, t->tag),
                           .out = { .text = buffer_in(a) } };
    r.dir = joined_direction(a, r.lang);
    joined_copy(&r.out, doc->source, 0, doc->root->start); /* its style sheets */
    joined_begin(&r.out, node_at(doc->root), NULL);
    add_head(&r);
    for (size_t i = 0; i < t->units->count; i++) {
        add_source(&r, i);
        add_translation(&r, i);
        add_remarks(&r, i);
    }
    add_own_notes(&r);
    joined_begin(&r.out, node_at(doc->root), NULL);
    buffer_add_string(&r.out.text, "</principles></handout>\n");
    return doc_read_text(a, d, joined_source(&r.out, doc->source->name));
}
