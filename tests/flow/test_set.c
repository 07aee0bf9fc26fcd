/* Text set on one thread or on two leaves the same bytes, the same messages and the same pages;
 * rows list the notes that their lines call first; a layout of another width sets again only what
 * has another measure there. */
#include "flow/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { CASES = 20 };
#else
enum { CASES = 80 };
#endif

static jmp_buf oom;
static const char base[] =
    "@page{size:300pt 260pt;margin:30pt;@bottom-left{content:counter(page) \"/\" counter(pages) \" "
    "\" string(n)}"
    "@footnote{columns:2;column-gap:8pt;border-block-start:.4pt solid}}"
    "handout{font:10pt/12pt \"Gentium Book Plus\"}name{width:60pt;string-set:n "
    "content(text)}p{text-align:justify;hyphens:auto}"
    "note{float:footnote;footnote-style-position:outside;font-size:8pt;padding-inline-start:9pt}"
    "note::footnote-call{content:counter(footnote);font-size:6pt}note::footnote-marker{content:"
    "counter(footnote)}";
static const char *const more[] = {
    "",
    "principles{table-layout:auto}name{width:auto}",
    "@page:first{margin:30pt 60pt}@page:left{margin-left:20pt}principles{table-layout:fixed}",
    "@page{size:540pt 260pt}",
    "@page wide{size:400pt 260pt}#r3,#r4{page:wide}@page:blank{margin:10pt}#r5{break-before:right}",
    "principles{border-collapse:collapse}name,explanation{border:.5pt "
    "solid}p{box-decoration-break:clone;padding:2pt;border:1pt solid}",
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Words, some of which call a note: a new one, or one of those before. */
static void add_words(struct buffer *out, uint32_t n, uint32_t *notes, uint32_t *seed)
{
    static const char *const words[] = { "people",   "in",  "mobility", "recognize",   "that",
                                         "violence", "and", "hunger",   "governments", "an" };
    for (uint32_t i = 0; i < n; i++) {
        buffer_printf(out, "%s%s", i ? " " : "", words[next_random(seed) % 10]);
        if (notes && next_random(seed) % 12 == 0)
            buffer_printf(out, "<noteref to=\"n%u\"/>",
                          *notes && next_random(seed) % 4 == 0 ? next_random(seed) % *notes
                                                               : (*notes)++);
    }
}

static void add_block(struct buffer *out, const char *tag, uint32_t n, uint32_t *notes,
                      uint32_t *seed)
{
    buffer_printf(out, "<%s>", tag);
    add_words(out, n, notes, seed);
    buffer_printf(out, "</%s>", tag);
}

static const char *random_source(struct arena *a, uint32_t *seed)
{
    struct buffer out = buffer_in(a);
    uint32_t notes = 0, rows = 1 + next_random(seed) % 14;
    buffer_add_string(&out, "<handout xml:lang=\"en\"><title>Title</title><intro>");
    add_block(&out, "p", 1 + next_random(seed) % 40, &notes, seed);
    buffer_add_string(&out, "<list><item>one</item></list></intro><principles>");
    if (next_random(seed) % 2)
        buffer_add_string(&out, "<heads><head>Principle</head><head>Explanation</head></heads>");
    for (uint32_t i = 0; i < rows; i++) {
        buffer_printf(&out, "<principle id=\"r%u\">", i);
        add_block(&out, "name", 1 + next_random(seed) % 6, &notes, seed);
        buffer_add_string(&out, "<explanation>");
        for (uint32_t k = next_random(seed) % 3 + 1; k; k--)
            add_block(&out, "p", 1 + next_random(seed) % (next_random(seed) % 6 ? 60 : 600), &notes,
                      seed);
        buffer_add_string(&out, "</explanation></principle>");
    }
    buffer_add_string(&out, "</principles>");
    for (uint32_t i = 0; i < notes; i++) {
        buffer_printf(&out, "%s<note id=\"n%u\">", i ? "" : "<notes>", i);
        add_block(&out, "p", 1 + next_random(seed) % 30, NULL, seed);
        buffer_add_string(&out, "</note>");
    }
    buffer_printf(&out, "%s</handout>", notes ? "</notes>" : "");
    return buffer_text(&out);
}

/* A document's boxes, as the program makes them. */
struct world {
    struct arena *a, *scratch;
    struct diag *d;
    struct fonts *fonts;
    struct langs *langs;
    const struct boxes *boxes;
};

static void open_world(struct world *w, uint32_t number)
{
    uint32_t seed = number * 7919u + 1u;
    const char *source = random_source(w->a, &seed),
               *sheet =
                   arena_printf(w->a, "%s%s", base, more[number % (sizeof more / sizeof *more)]);
    w->d = diag_build(w->a);
    const struct doc *doc = doc_read(w->a, w->d, "random.xml", source, strlen(source));
    struct stylesheet text = { .source = source_build(w->a, "random.css", sheet, strlen(sheet)),
                               .origin = ORIGIN_AUTHOR };
    const struct styles *styles =
        style_build(w->a, w->d, doc, style_edition_find("screen"), NULL, &text, 1);
    w->fonts = text_open(w->a, w->d, "fonts/fonts.conf", NULL);
    w->langs = lang_open(w->a, "src/lang");
    assert_int_equal(w->d->errors, 0);
    w->boxes = box_build(w->a, w->d, doc, styles, w->fonts, w->langs, NULL);
}

static void close_world(struct world *w)
{
    text_close(w->fonts);
    lang_close(w->langs);
}

/* What page_build gives. */
static struct context context_of(struct world *w)
{
    struct context c = {
        .a = w->a, .work = w->a, .scratch = w->scratch, .d = diag_build(w->a), .boxes = w->boxes
    };
    c.shaper = text_open_shaper(w->a, w->fonts);
    return c;
}

/* ---- threads ---- */

/* The text set when so many bytes are worth a thread. */
static struct context set_text(struct world *w, uint64_t parallel_least)
{
    struct context c = context_of(w);
    c.layout = c.layouts = arena_new(w->a, struct layout);
    c.layout->width = page_width(&c, c.boxes->root->style->page);
    measure_all(&c);
    set_all(&c, parallel_least);
    c.layout = NULL; /* it stays behind */
    return c;
}

static void is_same_variant(const struct variant *v, const struct variant *u)
{
    assert_ptr_equal(v->lines.paragraph, u->lines.paragraph);
    assert_int_equal(v->lines.count, u->lines.count);
    assert_int_equal(v->lines.size, u->lines.size);
    assert_int_equal(v->speaks, u->speaks);
    assert_int_equal(v->cost, u->cost);
    assert_int_equal(v->last_line_min, u->last_line_min);
    if (!v->lines.count)
        return;
    assert_memory_equal(v->lines.bytes, u->lines.bytes, v->lines.size);
    assert_memory_equal(v->profile, u->profile, v->lines.count * sizeof *v->profile);
}

static void is_same_set(const struct set *one, const struct set *two)
{
    assert_int_equal(one->measure, two->measure);
    assert_int_equal(one->variant_count, two->variant_count);
    assert_true(one->variant_count >= 1);
    for (uint32_t i = 0; i < one->variant_count; i++)
        is_same_variant(&one->variants[i], &two->variants[i]);
    uint32_t lines = set_count(one), calls = lines ? one->variants->profile[lines - 1].calls : 0;
    if (calls)
        assert_memory_equal(one->calls, two->calls, calls * sizeof *one->calls);
}

static void is_same_diag(const struct world *w, struct diag *one, struct diag *two)
{
    diag_sort(one);
    diag_sort(two);
    assert_int_equal(one->count, two->count);
    for (size_t i = 0; i < one->count; i++) {
        assert_int_equal(one->messages[i].at.start, two->messages[i].at.start);
        assert_string_equal(diag_text(w->a, &one->messages[i]), diag_text(w->a, &two->messages[i]));
    }
}

static void try_threads(struct world *w)
{
    struct context one = set_text(w, UINT64_MAX), two = set_text(w, 0);
    for (uint32_t i = 0; i < w->boxes->paragraph_count; i++)
        is_same_set(&one.layouts->sets[i], &two.layouts->sets[i]);
    is_same_diag(w, one.d, two.d);
    text_close_shaper(one.shaper);
    text_close_shaper(two.shaper);
}

/* ---- rows ---- */

/* Every note is called by tracks of one row, by each track once, and where the row's lines first
 * name it. */
static void check_calls(const struct world *w, const struct context *c)
{
    uint32_t *row_of = arena_array(w->a, uint32_t, w->boxes->note_count + 1u);
    const struct flow *f = &c->layout->flow;
    for (uint32_t i = 0; i < f->count; i++)
        for (uint32_t k = 0; k < f->rows[i].count; k++) {
            const struct track *t = &f->rows[i].tracks[k];
            bool *seen = arena_array(w->a, bool, w->boxes->note_count + 1u);
            for (uint32_t s = 0; s < t->count; s++) {
                const struct drawn *d = &t->drawn[s];
                assert_int_equal(t->slots[s].next, s + 1);
                const struct profile *p = d->set ? d->set->variants[0].profile : NULL;
                uint32_t call = p && d->line ? p[d->line - 1].calls : 0,
                         end = p ? p[d->line].calls : 0, next = calls_before(t, s);
                for (; call < end; call++) {
                    uint32_t note = d->set->calls[call];
                    bool listed = (!row_of[note] || row_of[note] == i + 1) && !seen[note];
                    if (!listed)
                        continue;
                    assert_true(next < t->slots[s].calls);
                    assert_int_equal(t->calls[next++], note);
                    row_of[note] = i + 1;
                    seen[note] = true;
                }
                assert_int_equal(next, t->slots[s].calls);
            }
        }
    for (uint32_t i = 0; i < w->boxes->note_count; i++)
        assert_int_not_equal(row_of[i], 0);
}

/* The slots of a variant: its lines, one after the other, then what follows the paragraph. */
static void check_variant(const struct track *t, uint32_t first, uint32_t at, uint32_t variant)
{
    const struct slot *own = &t->slots[first];
    const struct variant *v = &t->drawn[first].set->variants[variant];
    assert_int_equal(t->slots[at].of, v->lines.count);
    assert_int_equal(t->slots[at].cost, v->cost);
    assert_int_equal(t->slots[at].margin, own->margin);
    assert_int_equal(t->slots[at].open, own->open);
    for (uint32_t i = 0; i < v->lines.count; i++) {
        const struct slot *s = &t->slots[at];
        assert_ptr_equal(t->drawn[at].set, t->drawn[first].set);
        assert_int_equal(t->drawn[at].variant, variant);
        assert_int_equal(t->drawn[at].line, i);
        assert_int_equal(s->at, i);
        assert_int_equal(s->paragraph, first);
        assert_int_equal(s->ascent, v->profile[i].ascent);
        assert_int_equal(s->hyphenated, v->profile[i].hyphenated);
        if (i + 1 == v->lines.count)
            assert_int_equal(s->calls, t->slots[first + own->of - 1].calls);
        at = s->next;
    }
    assert_int_equal(at, first + own->of);
}

/* All variants of all paragraphs of a track; how many there are besides the optimum. */
static unsigned check_variants(const struct track *t)
{
    unsigned others = 0;
    for (uint32_t i = 0; i < t->count; i += t->slots[i].of) {
        uint32_t variant = 0, at = i;
        for (; t->drawn[i].set; at = t->slots[at].other) {
            check_variant(t, i, at, variant++);
            if (!t->slots[at].other)
                break;
            others++;
        }
        assert_int_equal(variant, t->drawn[i].set ? t->drawn[i].set->variant_count : 0);
    }
    return others;
}

/* Lines of a narrower layout are others where the measure is, and the same where it is not. */
static unsigned check_layouts(struct context *c)
{
    unsigned shared = 0;
    uint32_t name = page_name(c, c->boxes->root->style->page);
    const struct layout *first = &c->layouts[0];
    const struct layout *other = &c->layouts[page_kind(c, name, PAGE_LEFT)->shape.flow];
    if (other == first)
        return 0;
    for (uint32_t i = 0; i < c->boxes->paragraph_count; i++) {
        bool same = first->sets[i].measure == other->sets[i].measure;
        assert_int_equal(first->sets[i].variants == other->sets[i].variants, same);
        shared += same;
    }
    return shared;
}

/* What there was to be seen. */
struct seen {
    unsigned shared, others;
};

static void try_rows(struct world *w, struct seen *seen)
{
    struct context c = context_of(w);
    layouts_make(&c);
    check_calls(w, &c);
    for (uint32_t i = 0; i < c.layouts[0].flow.count; i++)
        for (uint32_t k = 0; k < c.layouts[0].flow.rows[i].count; k++)
            seen->others += check_variants(&c.layouts[0].flow.rows[i].tracks[k]);
    seen->shared += check_layouts(&c);
    text_close_shaper(c.shaper);
}

static void test_set(void **state)
{
    (void)state;
    struct world w = { .a = arena_open(&oom), .scratch = arena_open(&oom) };
    struct seen seen = { 0, 0 };
    assert_non_null(w.a);
    assert_non_null(w.scratch);
    for (uint32_t i = 0; i < CASES; i++) {
        struct arena_mark mark = arena_mark(w.a);
        open_world(&w, i);
        try_threads(&w);
        try_rows(&w, &seen);
        close_world(&w);
        arena_reset(w.a, mark);
    }
    assert_true(seen.shared > 0 && seen.others > 0);
    arena_close(w.scratch);
    arena_close(w.a);
}

int main(void)
{
    if (setjmp(oom))
        abort();
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_set) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
