/* doc/blocks: what only the whole text of a block shows, whatever elements stand in it.
 *
 *   <p>one U+2067 two <em>three</em></p>      the mark of direction has no partner
 *   <p xml:lang="ru">words of English</p>     Russian is not written in these letters
 *
 * Marks of direction end with the paragraph (UAX #9, X8), so what one turns round is not what was
 * meant.  Names and titles of another language stand everywhere: only where nearly none of many
 * letters are of a language's script is its tag wrong.
 */
#include "doc/inner.h"

#include "base/utf8.h"
#include "lang/lang.h"

#include <string.h>

/* ---- marks of direction ---- */

enum { LRE = 0x202A, RLE, PDF, LRO, RLO, LRI = 0x2066, RLI, FSI, PDI };

static bool is_isolate(uint32_t mark) { return mark >= LRI && mark <= FSI; }
static bool is_override(uint32_t mark) { return mark == LRO || mark == RLO; }

/* Reports a mark that has no partner; of overrides all is said already. */
static void report_mark(const struct scrutiny *s, struct direction_marks *m, uint32_t mark,
                        struct position place)
{
    bool closes = mark == PDF || mark == PDI;
    if (m->told || is_override(mark))
        return;
    m->told = true;
    const char *remedy =
        closes ? PHRASE("delete it, or put U+2068 before the words that are meant and U+2069 "
                        "behind them")
               : arena_printf(s->arena,
                              PHRASE("write U+%04X behind the words that are meant, or delete it "
                                     "and give their element dir=\"ltr\" or dir=\"rtl\""),
                              is_isolate(mark) ? (unsigned)PDI : (unsigned)PDF);
    diag_add(s->diag, DIAG_DIRECTION_OPEN, place, "code",
             arena_printf(s->arena, "U+%04X", (unsigned)mark), "remedy", remedy, NULL);
}

/* Closes what a mark closes: the last opened, of isolates with all that is open in it. */
static bool close_mark(const struct scrutiny *s, struct direction_marks *m, uint32_t mark)
{
    unsigned i = m->count;
    while (mark == PDI && i && !is_isolate(m->open[i - 1].mark))
        i--;
    if (!i || is_isolate(m->open[i - 1].mark) != (mark == PDI))
        return false;
    for (unsigned k = i; k < m->count; k++)
        report_mark(s, m, m->open[k].mark, m->open[k].place);
    m->count = i - 1;
    return true;
}

void direction_read(const struct scrutiny *s, struct direction_marks *m, const struct passage *p)
{
    for (size_t i = 0, step; i < p->size; i += step) {
        step = 1;
        if ((unsigned char)p->text[i] != 0xE2)
            continue;
        uint32_t c = utf8_decode(p->text + i, p->size - i, &step);
        if ((c < LRE || c > RLO) && (c < LRI || c > PDI))
            continue;
        struct position place = passage_place(p, i, i + step);
        if (c != PDF && c != PDI && m->count < DIRECTION_DEPTH)
            m->open[m->count++] = (struct direction_mark){ place, c };
        else if ((c == PDF || c == PDI) && !close_mark(s, m, c))
            report_mark(s, m, c, place);
    }
}

void direction_end(const struct scrutiny *s, struct direction_marks *m)
{
    for (unsigned i = 0; i < m->count; i++)
        report_mark(s, m, m->open[i].mark, m->open[i].place);
    m->count = 0;
    m->told = false;
}

/* ---- letters of another script ---- */

/* Letters from which on a text shows its language: where it says which, and where it but goes on
 * in that of the text around, in which it may be a title. */
enum { LETTERS_SAID = 20, LETTERS_AROUND = 60 };

enum { TAGS_KEPT = 4 };

/* A walk over the texts of a document, block by block. */
struct walk {
    const struct scrutiny *s;
    bool *told; /* by node: of its language */
    struct asked {
        const char *tag, *scripts;
    } asked[TAGS_KEPT]; /* lately, the last first */
    const struct node *block;
    struct letter_counts letters;
    struct direction_marks marks;
};

static const struct attribute *own_language(const struct node *n)
{
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, "xml:lang") == 0)
            return &n->attributes[i];
    return NULL;
}

/* Finds the scripts of a tag; those of the few that a document has are kept. */
static const char *scripts_of(struct walk *w, const char *tag)
{
    unsigned i = 0;
    while (i < TAGS_KEPT - 1 && w->asked[i].tag && strcmp(w->asked[i].tag, tag))
        i++;
    struct asked found = w->asked[i];
    if (!found.tag || strcmp(found.tag, tag))
        found = (struct asked){ tag, lang_scripts(w->s->arena, tag) };
    memmove(w->asked + 1, w->asked, i * sizeof found);
    w->asked[0] = found;
    return found.scripts;
}

/* Reports letters that contradict the language of a node; false where they do not. */
static bool report_letters(struct walk *w, const struct node *n, const struct letter_counts *l,
                           struct position place)
{
    const char *tag = n->scope->lang;
    struct arena *a = w->s->arena;
    if (!lang_is_contradicted(scripts_of(w, tag), l))
        return false;
    const char *near = lang_likely_tag(a, tag, l);
    diag_add(w->s->diag, DIAG_LANG_SCRIPT, place, "script", lang_script_of(l), "tag", tag, "remedy",
             near ? arena_printf(a, PHRASE("say with xml:lang which it is, such as \"%s\""), near)
                  : PHRASE("say with xml:lang which it is"),
             NULL);
    return true;
}

/* Checks the letters of all text that an element's own tag is for. */
static void check_said(struct walk *w, const struct node *n, const struct attribute *a)
{
    struct letter_counts l = { .letters = 0 };
    for (const struct node *t = n; t < n + n->size && l.letters < LETTERS_COUNTED; t++)
        if (t->kind == NODE_TEXT && t->scope->lang == n->scope->lang)
            lang_count_scripts(&l, t->text, t->length);
    if (l.letters >= LETTERS_SAID)
        w->told[n->index] = report_letters(w, n, &l, attribute_at(n, a));
}

/* Finds the element whose tag is for a node; NULL: none says one. */
static const struct node *speaker(const struct node *n)
{
    while (n && !own_language(n))
        n = node_parent(n);
    return n;
}

/* Ends a block: says what its text has shown. */
static void end_block(struct walk *w)
{
    const struct node *by = w->letters.letters >= LETTERS_AROUND ? speaker(w->block) : NULL;
    if (by && by != w->block && !w->told[by->index] && !w->s->recoded)
        report_letters(w, w->block, &w->letters, node_at(w->block));
    direction_end(w->s, &w->marks);
    w->letters = (struct letter_counts){ .letters = 0 };
}

static const struct node *block_of(const struct node *n)
{
    do
        n = node_parent(n);
    while (n->element && node_element(n)->is_inline && node_parent(n));
    return n;
}

void check_blocks(const struct scrutiny *s, const struct doc *doc)
{
    struct walk w = { .s = s, .told = arena_array(s->arena, bool, doc->node_count) };
    for (const struct node *n = doc->root; n < doc->root + doc->node_count; n++) {
        const struct attribute *language = s->recoded ? NULL : own_language(n);
        if (n->kind == NODE_ELEMENT && language)
            check_said(&w, n, language);
        if (n->kind == NODE_ELEMENT)
            continue;
        const struct node *block = block_of(n);
        if (w.block && block != w.block)
            end_block(&w);
        w.block = block;
        if (n->scope->lang == block->scope->lang)
            lang_count_scripts(&w.letters, n->text, n->length);
        direction_read(s, &w.marks, &(struct passage){ n, NULL, n->text, n->length });
    }
    if (w.block)
        end_block(&w);
}
