/* The guide for designers, source/guide-css.xml, is a handout made from the table of properties: a row of the handout for each
 * module of CSS, its prose from here, its properties from style_describe.  Run plain, this program compares; with the
 * argument --print it prints the guide (make bless writes the file so).  Run from the project's top. */
#include "base/buffer.h"
#include "base/file.h"
#include "style/style.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

enum { CELLS = 5, ROWS_MOST = 512 };
enum { NAME, VALUES, INITIAL, INHERITED, MODULE };
struct property { const char *cells[CELLS]; };

/* What the rows say before their lists; a module that the table of properties names and this one does not fails the test. */
static const struct { const char *module, *id, *name, *prose; } chapters[] = {
    { "", "sheets", "Sheets and the cascade",
      "<p>A source names its sheets in lines before the first element, <em translate=\"no\">&lt;?xml-stylesheet type=\"text/css\" href=\"my.css\"?&gt;</em>; a source that "
      "names none gets the default sheet, handout.css. On the command line <em translate=\"no\">--style</em> puts a sheet in place of these and "
      "<em translate=\"no\">--add-style</em> one after them. Before all stands base.css, which is built in and gives every element its display.</p>"
      "<p>Of two declarations the one marked !important wins, then the more specific selector, then the later one. <em translate=\"no\">inherit</em>, "
      "<em translate=\"no\">initial</em> and <em translate=\"no\">unset</em> are values of every property. <em translate=\"no\">@media</em> takes the name of an edition, print or all. "
      "A sheet names no other file.</p>" },
    { "", "selectors", "Selectors",
      "<p>A selector is made of an element’s name or *, .class, #id, [attribute], with =, ~=, |=, ^=, $= and *=, :first-child, :last-child, :nth-child(), :lang(), "
      ":is() and :not(), joined by a space, &gt;, + or ~.</p>"
      "<p>Generated text stands in ::before and ::after, the marker of a list item in ::marker, the call of a note in ::footnote-call and the number at its foot in "
      "::footnote-marker.</p>" },
    { "", "values", "Values",
      "<p>Lengths are in pt, pc, in, cm, mm, Q, px, em, rem, ex or ch; sums of them and of percentages in calc(). A custom property, --accent, is put in by var(--accent).</p>"
      "<p>In the lists below | parts alternatives, || those of which several may stand, &amp;&amp; those that all stand in any order; ? marks what may be missing, + what may "
      "come again, # what may come again after a comma; a range in brackets bounds a number.</p>" },
    { "CSS 2.2", "css-2", "Boxes, tables and generated text", "<p>What an element becomes is said by display alone: the program knows no element’s name. "
      "A cell of a table spans one column and one row. Left and right are the start and end of a line where the writing runs from left to right, and change places where it does not.</p>" },
    { "Logical 1", "logical", "Sides that follow the writing",
      "<p>Block-start is above and block-end below; inline-start is where a line of text begins, so that one sheet serves writing in both directions.</p>" },
    { "Color 3", "color", "Colour", "<p>A colour is a name, #rgb, #rrggbb, rgb(), rgba(), hsl(), hsla() or device-cmyk(). An edition for the printer keeps device-cmyk() as it is.</p>" },
    { "Fonts 4", "fonts", "Fonts", "<p>Families are taken from those installed. A family that is missing is reported, and the next of the list is taken. "
      "Of the variants several may be named together.</p>" },
    { "Text 3", "text", "Text", "<p>Paragraphs are broken into lines as a whole, so that a change in the last line may improve the first.</p>" },
    { "Text 4", "text-fine", "Hyphens and word spaces", "<p>Words part where the language’s patterns allow it and the limits below do.</p>" },
    { "Lists 3", "lists", "Counters", "<p>A counter is printed by counter() and counters() in content.</p>" },
    { "Paged Media 3", "pages", "Pages",
      "<p>These stand in @page, which may be narrowed by a page’s name and by :first, :left, :right and :blank. The sixteen margin boxes, from <term xml:lang=\"zxx\">@top-left-corner</term> to "
      "<term xml:lang=\"zxx\">@left-bottom</term>, take boxes’ and text’s properties; counter(page) and counter(pages) count.</p>" },
    { "Fragmentation 3", "fragments", "Where pages part", "<p>A row or a paragraph parts where the page ends unless these say otherwise.</p>" },
    { "GCPM 3", "notes", "Footnotes and running heads",
      "<p>A note with float: footnote stands on the page of its first call, in the area that @footnote styles inside @page. string-set keeps a text for string() "
      "in the margin boxes.</p>" },
    { "Multi-column 1", "columns", "Columns", "<p>Columns part the footnote area; column-gap is also the gutter between the columns of a table.</p>" },
    { "handbill", "own", "Our own",
      "<p>Whatever begins with -hb- is read by this program alone; a browser skips it. <term xml:lang=\"zxx\">-hb-grid</term>, in @page, is the grid’s pitch and the distance of its first baseline from the "
      "page’s upper edge; <term xml:lang=\"zxx\">-hb-word-space</term> the least, the natural and the most space between words; <term xml:lang=\"zxx\">-hb-protrude</term> how far signs hang into the margin; <term xml:lang=\"zxx\">-hb-expand</term> by how much a line’s letters may "
      "be widened or narrowed; <term xml:lang=\"zxx\">-hb-row-stretch</term> how many lines of the grid a short page may add to each gap between rows; <term xml:lang=\"zxx\">-hb-first-row-border</term> whether a page’s first row has "
      "its upper rule; <term xml:lang=\"zxx\">-hb-border-length</term> how far an upper rule reaches.</p>" },
};
enum { CHAPTERS = sizeof chapters / sizeof *chapters };

static const char opening[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- Made by `make bless` from the table of properties in src/style and the prose in tests/style/test_guide.c: change those. -->\n"
    "<?xml-stylesheet type=\"text/css\" href=\"../styles/handout.css\"?>\n"
    "<?xml-stylesheet type=\"text/css\" href=\"../styles/guide.css\"?>\n"
    "<handout xml:lang=\"en\">\n"
    "  <title>Style sheets for handouts</title>\n"
    "  <tagline>Every property, with its values, as the program reads it</tagline>\n"
    "  <intro><p>What a handout looks like is said in CSS. All that is supported stands here; anything else in a sheet is ignored and reported with its place.</p></intro>\n"
    "  <principles>\n    <heads><head>Part</head><head>What it takes</head></heads>\n";

/* ---- the table, read from its rows of XML ---- */

static unsigned read_rows(struct arena *a, const char *xml, struct property rows[ROWS_MOST])
{
    unsigned n = 0;
    for (const char *row = strstr(xml, "<row>"); row && n < ROWS_MOST; row = strstr(row + 1, "<row>"), n++) {
        const char *cell = row;
        for (unsigned c = 0; c < CELLS; c++) {
            const char *start = strstr(cell, "<cell>") + 6, *end = strstr(start, "</cell>");
            rows[n].cells[c] = arena_strndup(a, start, (size_t)(end - start));
            cell = end;
        }
    }
    return n;
}

static bool is_same(const struct property *a, const struct property *b)
{
    for (unsigned c = VALUES; c < CELLS; c++)
        if (strcmp(a->cells[c], b->cells[c]))
            return false;
    return true;
}

static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }

/* Values in CSS's notation: keywords in a row are alternatives, a bound on a number is a range. */
static void add_values(struct buffer *out, const char *s)
{
    int depth = 0;
    for (const char *at = s; *at; at++) {
        depth += (strncmp(at, "&lt;", 4) == 0 || *at == '[') - (*at == '>' || *at == ']');
        if (at[0] == '[' && at[1] >= '0' && at[1] <= '9') {
            buffer_printf(out, "[%c,∞]", at[1]);
            at++;
            depth--;
        } else if (*at == ' ' && at > s && depth == 0 && is_word(at[-1]) && is_word(at[1])) {
            buffer_add_string(out, " | ");
        } else {
            buffer_add_char(out, *at);
        }
    }
}

static void add_name(struct buffer *out, const char *element, const char *name, size_t n)
{
    buffer_printf(out, "<%s xml:lang=\"zxx\">%.*s</%s>", element, (int)n, name, element);
}

/* A shorthand and its parts; another name and what it stands for. */
static void add_parts(struct buffer *out, const struct property *p)
{
    add_name(out, "strong", p->cells[NAME], strlen(p->cells[NAME]));
    for (const char *s = p->cells[VALUES], *end; *s; s = *end ? end + 1 : end) {
        end = s + strcspn(s, " ");
        buffer_add_string(out, s == p->cells[VALUES] ? " for " : ", ");
        add_name(out, "term", s, (size_t)(end - s));
    }
}

/* What has values: all names with the same ones. */
static void add_entry(struct buffer *out, const struct property *rows, unsigned n, unsigned first, bool done[ROWS_MOST])
{
    const struct property *p = &rows[first];
    for (unsigned i = first; i < n; i++) {
        if (done[i] || !is_same(&rows[i], p))
            continue;
        done[i] = true;
        buffer_add_string(out, i == first ? "" : ", ");
        add_name(out, "strong", rows[i].cells[NAME], strlen(rows[i].cells[NAME]));
    }
    buffer_add_string(out, ": <foreign xml:lang=\"zxx\">");
    add_values(out, p->cells[VALUES]);
    buffer_printf(out, "</foreign>; initially <foreign xml:lang=\"zxx\">%s</foreign>%s", p->cells[INITIAL], p->cells[INHERITED][0] == 'y' ? ", inherited" : "");
}

/* An item of the chapter's list: the first opens it. */
static void open_item(struct buffer *out, bool *open)
{
    buffer_printf(out, "%s          <item>", *open ? "" : "        <list>\n");
    *open = true;
}

static void add_chapter(struct buffer *out, unsigned c, const struct property *rows, unsigned n, bool done[ROWS_MOST])
{
    bool open = false, others = false;
    buffer_printf(out, "    <principle id=\"%s\">\n      <name>%s</name>\n      <explanation>\n        %s\n", chapters[c].id, chapters[c].name, chapters[c].prose);
    for (unsigned i = 0; i < n; i++) {
        bool has_values = rows[i].cells[INITIAL][0], is_list = strchr(rows[i].cells[VALUES], ' ');
        if (done[i] || strcmp(rows[i].cells[MODULE], chapters[c].module) || (!has_values && !is_list))
            continue;
        open_item(out, &open);
        if (has_values)
            add_entry(out, rows, n, i, done);
        else
            add_parts(out, &rows[i]);
        done[i] = true;
        buffer_add_string(out, "</item>\n");
    }
    for (unsigned i = 0; i < n; i++) {
        if (done[i] || strcmp(rows[i].cells[MODULE], chapters[c].module))
            continue;
        if (others)
            buffer_add_string(out, "; ");
        else
            open_item(out, &open);
        add_parts(out, &rows[i]);
        done[i] = others = true;
    }
    buffer_printf(out, "%s%s      </explanation>\n    </principle>\n", others ? "</item>\n" : "", open ? "        </list>\n" : "");
}

/* The whole guide; NULL when a property's module has no chapter. */
static const char *guide(struct arena *a)
{
    struct buffer table = buffer_in(a), out = buffer_in(a);
    struct property *rows = arena_array(a, struct property, ROWS_MOST);
    bool *done = arena_array(a, bool, ROWS_MOST);
    style_describe(&table);
    unsigned n = read_rows(a, buffer_text(&table), rows);
    buffer_add_string(&out, opening);
    for (unsigned c = 0; c < CHAPTERS; c++)
        add_chapter(&out, c, rows, n, done);
    buffer_add_string(&out, "  </principles>\n</handout>\n");
    for (unsigned i = 0; i < n; i++)
        if (!done[i]) {
            fprintf(stderr, "%s: no chapter of the guide is for %s\n", rows[i].cells[NAME], rows[i].cells[MODULE]);
            return NULL;
        }
    return n ? buffer_text(&out) : NULL;
}

int main(int argc, char **argv)
{
    jmp_buf oom;
    if (setjmp(oom))
        return 6;
    struct arena *a = arena_open(&oom);
    const char *made = guide(a), *kept = "", *reason = NULL;
    size_t size = 0;
    bool good = made != NULL;
    if (good && argc > 1 && strcmp(argv[1], "--print") == 0) {
        fputs(made, stdout);
    } else if (good) {
        good = file_read(a, "source/guide-css.xml", &kept, &size, &reason) && size == strlen(made) && memcmp(kept, made, size) == 0;
        puts(good ? "source/guide-css.xml is as the table of properties says" : "source/guide-css.xml is not as the table of properties says: make bless");
    }
    arena_close(a);
    return good ? 0 : 1;
}
