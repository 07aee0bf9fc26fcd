/* The guide for designers, source/guide-css.xml, is a handout made from the table of properties: a row of the handout for each
 * module of CSS, its prose from here, its properties from style_describe.  Run plain, this program compares; with the
 * argument --print it prints the guide (make bless writes the file so).  Run from the project's top. */
#include "base/buffer.h"
#include "guide.h"
#include "style/inner.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

enum { CELLS = 5, ROWS_MOST = 512 };
enum { NAME, VALUES, INITIAL, INHERITED, MODULE };
struct printed_row {
    const char *cells[CELLS];
};

/* What the rows say before their lists; a module that the table of properties names and this one does not fails the test.
 * In the prose @elements, @editions and @boxes stand for the names that the program has, @base for its built-in sheet. */
static const struct {
    const char *module, *id, *name, *prose;
} chapters[] = {
    { "", "first", "A first sheet",
      "<p>Begin with a few lines that change the default look, in a file of your own:</p>"
      "<quote><p translate=\"no\">@page { size: A4; margin-inline: 54.64pt }<br/>handout { "
      "font-size: 11pt; --accent: #7a1f2b }<br/>p { text-align: start; hyphens: "
      "none }<br/>"
      "title { font-weight: bold }</p></quote>"
      "<p>and set the handout with them:</p>"
      "<quote><p translate=\"no\">handbill render my.xml --add-style my.css</p></quote>"
      "<p>The paper is A4 now, all type is larger by a tenth with its leading, columns and "
      "margins, "
      "names and rules are red, the text has a ragged edge and no hyphens, "
      "the title is bold. For every script the default sheet has a size and leading of its own, "
      "which such a line replaces. To design from the ground up, "
      "copy "
      "styles/handout.css, change it, and name the copy in the source or with <em "
      "translate=\"no\">--style</em>.</p>" },
    { "", "sheets", "Sheets and the cascade",
      "<p>A source names its sheets in lines before the first element, <em "
      "translate=\"no\">&lt;?xml-stylesheet type=\"text/css\" "
      "href=\"my.css\"?&gt;</em>; a source that "
      "names none gets the default sheet, handout.css. A name without a folder that does not stand "
      "beside the source is taken from the program’s own sheets, so that href=\"handout.css\" and "
      "then href=\"my.css\" are the default look and what you change. On the command line <em "
      "translate=\"no\">--style</em> puts a sheet in place of these and "
      "<em translate=\"no\">--add-style</em> one after them. Before all stands base.css, which is "
      "built in and gives every element its display.</p>"
      "<p>Of two declarations the one marked !important wins, then the more specific selector, "
      "then the later one. <em "
      "translate=\"no\">inherit</em>, "
      "<em translate=\"no\">initial</em> and <em translate=\"no\">unset</em> are values of every "
      "property. <em translate=\"no\">@media</em> takes "
      "print, all, or the name of "
      "an edition: @editions. A sheet names no other file.</p>"
      "<p>What is not supported, has a value that is not, or does nothing where it stands is "
      "ignored, and a warning says so with its place.</p>" },
    { "", "selectors", "Elements and selectors",
      "<p>The elements of a handout are @elements.</p>"
      "<p>A selector is made of an element’s name or *, .class, #id, [attribute], with =, ~=, |=, "
      "^=, $= and *=, :root, :empty, :first-child, :last-child, "
      ":only-child, :nth-child(), :nth-last-child(), these also of-type, :lang(), :dir(), "
      ":is(), :where(), :not() and :has(), joined by a space, &gt;, + or ~. What stands in "
      ":where() "
      "does not make a selector more specific. :has() looks into an element, or with + at the one "
      "behind it; <em translate=\"no\">:-hb-address</em> is a link whose text is its own "
      "address. <em translate=\"no\">:-hb-script(Arab, Hebr)</em> is an "
      "element whose language is written in one of these scripts, by their codes in ISO "
      "15924.</p>"
      "<p>Generated text stands in ::before and ::after, the marker of a list item in ::marker. "
      "The call of a note is styled as <term "
      "xml:lang=\"zxx\">note::footnote-call</term>, "
      "the number at the foot as <term xml:lang=\"zxx\">note::footnote-marker</term>.</p>" },
    { "", "values", "Values",
      "<p>Lengths are in pt, pc, in, cm, mm, Q, px, em, rem, lh, rlh, vw, vh, ex, ch, cap or ic: "
      "em is "
      "the size of the type and lh the distance of its lines, rem and rlh "
      "are those of the whole handout, in @page too; 100vw and 100vh are the paper’s width and "
      "height. calc() adds and subtracts them and "
      "percentages, and multiplies and divides by numbers; min(), max() and <em "
      "translate=\"no\">clamp(least, wanted, most)</em> choose. A custom "
      "property, --accent, is put in by var(--accent), or by var(--accent, black) where it may be "
      "missing.</p>"
      "<p>In the lists below | parts alternatives, || those of which several may stand, &amp;&amp; "
      "those that all stand in any order; ? marks what "
      "may be missing, + what may "
      "come again, # what may come again after a comma; {1,2} says how often; a range in brackets "
      "bounds a number.</p>" },
    { "", "base", "The sheet below all others",
      "<p>This is base.css, which gives every element its display and the page its folio before "
      "any other sheet; what yours does not say stands as here:</p>@base" },
    { "CSS 2.2", "css-2", "Boxes, tables and generated text",
      "<p>What an element becomes is said by display alone: the program knows no element’s name. "
      "A cell of a table spans one column and one row. Left and right are the start and end of a "
      "line where the writing runs from left to right, and "
      "change places where it does not.</p>" },
    { "Logical 1", "logical", "Sides that follow the writing",
      "<p>Block-start is above and block-end below; inline-start is where a line of text begins, "
      "so that one sheet serves writing in both "
      "directions.</p>" },
    { "Sizing 3", "sizing", "What sizes measure",
      "<p>Width and height, and their least and most, are those of what a box holds: padding and "
      "borders come on top. With border-box they are in it. No height makes a box higher than the "
      "room of its page.</p>" },
    { "Color 3", "color", "Colour",
      "<p>A colour is a name, #rgb, #rrggbb, rgb(), rgba(), hsl(), hsla(), device-cmyk() or the "
      "color() of an ink. An "
      "edition for the printer keeps device-cmyk() as it is, and turns the others into the inks "
      "of its press; greys are black ink alone. "
      "Nothing shines through: a half transparent colour is mixed with the white of the "
      "paper.</p>"
      "<p>An ink with a plate of its own is named once and then used wherever a colour is, full or "
      "as a tint:</p>"
      "<quote><p translate=\"no\">@color-profile --house { -hb-ink: \"PANTONE 293 C\"; "
      "-hb-alternate: device-cmyk(100% 69% 0 4%) }<br/>name { color: color(--house) }<br/>"
      "heads { background: color(--house 20%) }</p></quote>"
      "<p>What -hb-ink says is the plate’s name at the print shop, as on its swatches; "
      "-hb-alternate stands for the ink in every edition that is not printed with it.</p>" },
    { "Fonts 4", "fonts", "Fonts",
      "<p>Families are taken from those installed. A family that is missing is reported, and the "
      "next of the list is taken. "
      "<em translate=\"no\">@font-face { font-family: Text; src: local(Lato), local(Andika) }</em> "
      "gives a list of families a name of its own. "
      "Of the variants several may be named together; what a font does not have it cannot "
      "show.</p>" },
    { "Text 3", "text", "Text",
      "<p>Paragraphs are broken into lines as a whole, so that a change in the last line may "
      "improve the first.</p>" },
    { "Text 4", "text-fine", "Hyphens and word spaces",
      "<p>Words part where the language’s patterns allow it and the limits below do.</p>" },
    { "Lists 3", "lists", "Counters",
      "<p>A counter is printed by counter() and counters() in content, as <em "
      "translate=\"no\">counter(section, upper-roman)</em>. List items count "
      "themselves in the counter list-item, notes in the counter footnote.</p>"
      "<p>Signs of your own stand in <em translate=\"no\">@counter-style stars { system: symbolic; "
      "symbols: \"*\" † ‡; suffix: \" \" }</em>, which list-style-type and counter() then name; "
      "systems are cyclic, fixed, symbolic, alphabetic, numeric, additive and extends, further "
      "descriptors additive-symbols, prefix, range, pad, negative and fallback. "
      "<em translate=\"no\">symbols(\"*\" \"†\")</em> says them on the spot. Notes are marked so "
      "by</p>"
      "<quote><p translate=\"no\">note::footnote-call { content: counter(footnote, stars) "
      "}<br/>note::footnote-marker { content: counter(footnote, stars) \" \" }</p></quote>"
      "<p><em translate=\"no\">counter-reset: footnote</em> on a row numbers the notes from there "
      "on anew, in @page those called on each page. A note called again keeps its first number.</p>"
      "<p><em translate=\"no\">counter-reset: page 40</em> or <em translate=\"no\">counter-set: "
      "page 40</em> gives that number to the page on which the element begins. In @page a reset "
      "counts before the page adds one, a set behind it; <em translate=\"no\">counter-increment: "
      "page 2</em> adds two instead.</p>" },
    { "Paged Media 3", "pages", "Pages",
      "<p>These stand in @page, which may be narrowed by a page’s name and by :first, :left, "
      ":right and :blank: <em translate=\"no\">@page "
      "wide:first { … }</em>, :first being page 1 of the document; for margin boxes also by "
      ":nth(2n+1), which counts all pages, and by "
      ":-hb-last. "
      "@page has margins, borders, padding and a background, and whatever is inherited.</p>"
      "<p>What stands in the margins is said in sixteen boxes inside @page: @boxes. They have a "
      "content, a width and height, margins, borders, "
      "padding, a background, "
      "vertical-align, and all properties of text; counter(page) and counter(pages) count. "
      "Left is left in every language; text that has no room ends in an ellipsis.</p>"
      "<quote><p translate=\"no\">title { string-set: title content(text) }<br/>@page { @top-left "
      "{ content: string(title) }<br/>"
      "\u00A0 @bottom-center { content: counter(page) \"/\" counter(pages) } }<br/>@page :first { "
      "@top-left { content: none } }</p></quote>"
      "<p><em translate=\"no\">bleed</em> is how far colour reaches beyond the paper’s edge, so "
      "that a cut a little off shows none of the paper; <em translate=\"no\">marks: crop "
      "cross</em> draws marks for the knife, and crosses with a colour bar for the press. Beyond "
      "the bleed stands then what <em translate=\"no\">@-hb-slug { content: string(title) }</em> "
      "says inside @page, on every plate; its content may be <em "
      "translate=\"no\">-hb-language</em>, <em translate=\"no\">-hb-edition</em> and <em "
      "translate=\"no\">-hb-made</em>, the day that the file says it was made, too.</p>" },
    { "Fragmentation 3", "fragments", "Where pages part",
      "<p>A row or a paragraph parts where the page ends unless these say otherwise.</p>" },
    { "GCPM 3", "notes", "Footnotes and running heads",
      "<p>A note with float: footnote, as base.css has it, stands on the page of its first call, "
      "in the area that @footnote styles inside @page: its "
      "borders, padding and columns. <em translate=\"no\">@footnote { content: \"Notes\"; font: "
      "bold 8pt/12pt serif }</em> puts words at its head, over all columns and on every page "
      "that has notes: what a margin box prints, string() and counter(page), too. Font, colour and "
      "alignment of @footnote are those of its head; notes have the type that the rule for note "
      "says, since they inherit from where they stand in the source. The head is as high as its "
      "words, in which a string counts as one word since no page is known yet; what needs more "
      "lines on a page ends in an ellipsis. Numbers follow the source, cell by cell: of a row that "
      "parts, "
      "the lower lines of the first cell come before the upper ones of the second, so that note 2 "
      "may stand on page 1 and note 1 on page 2.</p>" },
    { "Multi-column 1", "columns", "Columns",
      "<p>Columns part the footnote area: as many as are four ems wide there, and at most a "
      "hundred.</p>" },
    { "handbill", "own", "Our own",
      "<p>Whatever begins with -hb- is read by this program alone; a browser skips it.</p>" },
};
/* What is to be said of single properties, beyond what CSS says; a name that the table has not fails the test. */
static const struct {
    const char *property, *says;
} glosses[] = {
    { "vertical-align",
      "In lines of text top and bottom are those of a line of the block itself; "
      "cells stand on a common baseline, or at the top, "
      "in the middle or at the bottom of their row, and boxes in a page’s margin like "
      "cells in their edge of the page; in a row that parts all cells stand at the top" },
    { "height", "On a table, a row or a cell it is the least" },
    { "box-sizing",
      "The width of a table, and of a cell one in per cent, are those of its border box anyway" },
    { "max-height",
      "Text taller than height or max-height is never cut: its box grows, and that is said" },
    { "background-color", "A row’s lies over its table’s and under its cells’" },
    { "float", "A note that is not sent to the foot stands where it does in the source, and keeps "
               "its number. <em translate=\"no\">bottom</em> moves a block of the page’s own text, "
               "with all that follows it there, to the foot of its page, as the imprint" },
    { "text-overflow", "In a margin box: text that has no room ends in an ellipsis, and a warning "
                       "says so unless <em translate=\"no\">ellipsis</em> asks for it" },
    { "content",
      "<em translate=\"no\">content()</em> is the element’s own text, and <em "
      "translate=\"no\">content(-hb-date)</em> that text, a date as in 2026-12-06, in the "
      "form of its language" },
    { "border-block-start-style", "Where borders collapse <em translate=\"no\">hidden</em> wins "
                                  "against all others, and none is drawn" },
    { "break-before", "On a table’s first row or group it takes the heads along; inside cells and "
                      "notes it forces no page. Before all text it says which side page 1 is" },
    { "table-layout",
      "<em translate=\"no\">fixed</em> takes the columns’ widths from the first row" },
    { "text-wrap", "<em translate=\"no\">balance</em> makes the lines of a short ragged text "
                   "equally long, lets none end in a short word and three not look like stairs, if "
                   "need be at the price of a line; <em translate=\"no\">pretty</em> wants a "
                   "third of the measure in the last line and no hyphen just before it" },
    { "hanging-punctuation", "<em translate=\"no\">first</em> and <em translate=\"no\">last</em> "
                             "hang quotation marks, <em "
                             "translate=\"no\">force-end</em> stops and commas on every line, "
                             "wholly; -hb-protrude hangs all signs by a share" },
    { "text-autospace", "A quarter of the em between ideographs and Latin letters or digits; no "
                        "character is added" },
    { "text-spacing-trim",
      "Of two East Asian marks beside one another, and of one at a line's start "
      "or end, the empty half of a square goes" },
    { "overflow-wrap",
      "A word wider than its line parts, as handout.css wants it: where the language's patterns "
      "part it, with a hyphen, unless hyphens is <em translate=\"no\">none</em>; else anywhere" },
    { "hyphenate-limit-chars", "The least letters of the word, before the hyphen and behind it" },
    { "hyphenate-limit-lines", "How many lines in a row may end in a hyphen" },
    { "hyphenate-limit-last",
      "<em translate=\"no\">always</em> forbids a hyphen on the last line but one, and as <em "
      "translate=\"no\">column</em> "
      "and <em translate=\"no\">page</em> do, where a column or a page ends" },
    { "hyphenate-limit-zone", "No word parts where the line without it is as full as that" },
    { "page",
      "A block or row that names another page than the one before it begins a new one. "
      "What goes on to a page of another width keeps the width that it began with; before one "
      "too narrow for it a row parts only if it fits no page whole, and a note that parts is set "
      "as narrow as the narrowest of its pages asks" },
    { "marks", "They stand around the trimmed page, on larger paper" },
    { "box-decoration-break",
      "<em translate=\"no\">clone</em> draws borders and padding again where a block parts, and at "
      "the ends of lines where an inline box does" },
    { "footnote-policy", "A note stands on the page of the line that calls it; with <em "
                         "translate=\"no\">block</em> the paragraph begins there, too" },
    { "string-set",
      "<em translate=\"no\">string(title)</em> in a margin box prints what was set "
      "so on its page: <em translate=\"no\">first</em>, "
      "<em translate=\"no\">start</em>, <em translate=\"no\">last</em> or <em "
      "translate=\"no\">first-except</em> may follow the name. <em "
      "translate=\"no\">content(before)</em> and <em "
      "translate=\"no\">content(after)</em> are what ::before and ::after print. What "
      "display: none hides sets strings all the same" },
    { "footnote-style-position",
      "<em translate=\"no\">outside</em> hangs the number in the note’s start padding, which is "
      "never less than the widest number with its own padding and the space behind it" },
    { "column-gap", "On a table it is the gutter between its columns" },
    { "-hb-grid", "Its pitch, and the distance of its first baseline from the page’s upper edge; "
                  "every line of a block whose line-height is the "
                  "pitch sits on it. Padding that nobody sees may hang below a page’s last line" },
    { "-hb-impose",
      "How pages share sheets, said once for all pages: <em translate=\"no\">booklet</em> puts two "
      "on a side, in the order in which sheets laid in each other, folded and stapled are read, "
      "from right to left where the text is; <em translate=\"no\">two-up</em> and <em "
      "translate=\"no\">four-up</em> put so many copies of each page on a side, to be cut "
      "apart; <em translate=\"no\">tri-fold</em> puts six pages on both sides of a leaflet "
      "whose third panel is folded in first, and a sixteenth of an inch narrower. A sheet is as "
      "large as its pages together: A5 pages make A4 booklets. Editions that are read aloud, "
      "screen and large, keep their pages" },
    { "-hb-creep", "How thick a sheet of a booklet is: so much nearer to the fold stand the pages "
                   "of each further one inside, whose edges stand out and are cut" },
    { "-hb-duplex",
      "About which edge the printer is asked to turn sheets to print their backs; <em "
      "translate=\"no\">auto</em> is the one with which backs read on upright, and about the "
      "other one backs are printed upside down" },
    { "-hb-safe-margin",
      "Of text or a picture nearer to the edge than this the editions for paper warn: 3mm in "
      "print, where the knife may take it, 6mm in office and booklet, where most printers print "
      "nothing" },
    { "-hb-word-space", "The least, the natural and the most space between words" },
    { "-hb-protrude",
      "How far signs at a line’s ends hang into the margin, as a share of what is usual" },
    { "-hb-expand", "By how much a line’s letters may be widened or narrowed" },
    { "-hb-line-count",
      "Where a page is filled better for it, a justified paragraph may be set a line longer or "
      "shorter than is best for its spaces; <em translate=\"no\">optimum</em> forbids it" },
    { "-hb-digits",
      "Numbers of notes, lists and pages are in the digits that the text uses most, and where it "
      "has "
      "none in those usual in its language; <em translate=\"no\">native</em> asks for the "
      "language’s own" },
    { "-hb-footnote-place",
      "<em translate=\"no\">end</em> gathers all notes below the text of the last page, from "
      "which they go on over pages of their own; the first page says so for all" },
    { "-hb-continued",
      "Where a row of a table parts, its first cell is repeated at the top of the rest, if its own "
      "lines are used up and the page has room, with the string behind it, or with a word for "
      "<em xml:lang=\"zxx\">(continued)</em> in its language; it is not read out again" },
    { "-hb-hyphenate-exceptions", "Words as they part, <em translate=\"no\">\"ta-ble "
                                  "pro-ject\"</em>; one without a hyphen stays whole" },
    { "-hb-call-separator",
      "What stands between two calls of notes at one place; by itself the comma of the language" },
    { "-hb-row-stretch",
      "On a table: how many lines of the grid a short page may add to each gap between its rows" },
    { "-hb-first-row-border", "On a cell: <em translate=\"no\">hide</em> leaves out the upper rule "
                              "in a page’s first row, and keeps its space" },
    { "-hb-border-length", "How far an upper rule reaches from the start edge" },
    { "-hb-continued-border-length",
      "In @footnote: how far its upper rule reaches on pages whose first note goes on from the "
      "page "
      "before; <em translate=\"no\">auto</em> is as -hb-border-length, <em "
      "translate=\"no\">none</em> all the way" },
};
enum { GLOSSES = sizeof glosses / sizeof *glosses };

enum { CHAPTERS = sizeof chapters / sizeof *chapters };

static const char opening[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- Made by `make bless` from the table of properties in src/style and the prose in "
    "tests/style/test_guide.c: change those. -->\n"
    "<?xml-stylesheet type=\"text/css\" href=\"../styles/handout.css\"?>\n"
    "<?xml-stylesheet type=\"text/css\" href=\"../styles/guide.css\"?>\n"
    "<handout xml:lang=\"en\">\n"
    "  <title>Style sheets for handouts</title>\n"
    "  <tagline>Every property, with its values, as the program reads it</tagline>\n"
    "  <intro><p>What a handout looks like is said in CSS. All that is supported stands here; "
    "anything else in a sheet is ignored and reported with "
    "its place.</p></intro>\n"
    "  <principles>\n    <heads><head>Part</head><head>What it takes</head></heads>\n";

/* ---- the table, read from its rows of XML ---- */

static unsigned read_rows(struct arena *a, const char *xml, struct printed_row rows[ROWS_MOST])
{
    unsigned n = 0;
    for (const char *row = strstr(xml, "<row>"); row && n < ROWS_MOST;
         row = strstr(row + 1, "<row>"), n++) {
        const char *cell = row;
        for (unsigned c = 0; c < CELLS; c++) {
            const char *start = strstr(cell, "<cell>") + 6, *end = strstr(start, "</cell>");
            rows[n].cells[c] = arena_strndup(a, start, (size_t)(end - start));
            cell = end;
        }
    }
    return n;
}

static bool is_same(const struct printed_row *a, const struct printed_row *b)
{
    for (unsigned c = VALUES; c < CELLS; c++)
        if (strcmp(a->cells[c], b->cells[c]))
            return false;
    return true;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

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

/* ---- shorthands ---- */
/* What one does for its longhands; those of one shape stand in one item. */
enum shape { SHAPE_SIDE, SHAPE_NAME, SHAPE_FOUR, SHAPE_TWO, SHAPE_BORDER, SHAPE_OTHER };
static const char *const shape_says[] = {
    [SHAPE_SIDE] = "the sides by their names on paper",
    [SHAPE_FOUR] = "one to four values, for top, right, bottom and left",
    [SHAPE_TWO] = "one or two values, for start and end",
    [SHAPE_BORDER] = "a width, a style and a colour in any order",
};

static enum shape shape_of(const struct printed_row *p)
{
    const char *parts = p->cells[VALUES];
    unsigned n = 1;
    for (const char *s = parts; *s; s++)
        n += *s == ' ';
    if (n == 1)
        return strstr(parts, "-block-") || strstr(parts, "-inline-") ? SHAPE_SIDE : SHAPE_NAME;
    if (n == 4 && strstr(parts, "-bottom"))
        return SHAPE_FOUR;
    if (n % 3 == 0 && strncmp(parts, "border-", 7) == 0)
        return SHAPE_BORDER;
    return n == 2 && strstr(parts, "-end") ? SHAPE_TWO : SHAPE_OTHER;
}

static void add_parts(struct buffer *out, const struct printed_row *p)
{
    add_name(out, "strong", p->cells[NAME], strlen(p->cells[NAME]));
    for (const char *s = p->cells[VALUES], *end; *s; s = *end ? end + 1 : end) {
        end = s + strcspn(s, " ");
        buffer_add_string(out, s == p->cells[VALUES] ? " for " : ", ");
        add_name(out, "term", s, (size_t)(end - s));
    }
}

/* A shorthand, and all of the chapter that do the same for other sides. */
static void add_shorthands(struct buffer *out, const struct printed_row *rows, unsigned n,
                           unsigned first, bool done[ROWS_MOST])
{
    enum shape shape = shape_of(&rows[first]);
    done[first] = true;
    if (shape == SHAPE_OTHER) {
        add_parts(out, &rows[first]);
        return;
    }
    for (unsigned i = first; i < n; i++) {
        if (i > first && (done[i] || rows[i].cells[INITIAL][0] ||
                          strcmp(rows[i].cells[MODULE], rows[first].cells[MODULE]) ||
                          shape_of(&rows[i]) != shape))
            continue;
        done[i] = true;
        buffer_add_string(out, i == first ? "" : shape == SHAPE_NAME ? "; " : ", ");
        if (shape == SHAPE_NAME)
            add_parts(out, &rows[i]);
        else
            add_name(out, "strong", rows[i].cells[NAME], strlen(rows[i].cells[NAME]));
    }
    if (shape != SHAPE_NAME)
        buffer_printf(out, ": %s", shape_says[shape]);
}

/* What has values: all names with the same ones. */
static void add_entry(struct buffer *out, const struct printed_row *rows, unsigned n,
                      unsigned first, bool done[ROWS_MOST])
{
    const struct printed_row *p = &rows[first];
    for (unsigned i = first; i < n; i++) {
        if (done[i] || !is_same(&rows[i], p))
            continue;
        done[i] = true;
        buffer_add_string(out, i == first ? "" : ", ");
        add_name(out, "strong", rows[i].cells[NAME], strlen(rows[i].cells[NAME]));
    }
    buffer_add_string(out, ": <foreign xml:lang=\"zxx\">");
    add_values(out, p->cells[VALUES]);
    buffer_printf(out, "</foreign>; initially <foreign xml:lang=\"zxx\">%s</foreign>%s",
                  p->cells[INITIAL], p->cells[INHERITED][0] == 'y' ? ", inherited" : "");
    for (unsigned g = 0; g < GLOSSES; g++)
        if (strcmp(glosses[g].property, p->cells[NAME]) == 0)
            buffer_printf(out, ". %s", glosses[g].says);
}

/* The built-in sheet as it stands, its lines kept; its comment is for those who read the file. */
static void add_base(struct buffer *out)
{
    const char *css = strstr(style_base_css, "*/");
    bool start = false;
    buffer_add_string(out, "<quote><p translate=\"no\" xml:lang=\"zxx\">");
    for (css += strspn(css, "*/\n"); *css && css[1]; css++) {
        if (*css == '\n')
            buffer_add_string(out, "<br/>");
        else if (*css == ' ' && start)
            buffer_add_string(out, "\u00A0");
        else if (*css == '<' || *css == '&')
            buffer_add_string(out, *css == '<' ? "&lt;" : "&amp;");
        else
            buffer_add_char(out, *css);
        start = *css == '\n' || (*css == ' ' && start);
    }
    buffer_add_string(out, "</p></quote>");
}

/* Names from the program's own tables, commas between them. */
static void add_list(struct buffer *out, const char *which)
{
    if (strncmp(which, "base", 4) == 0) {
        add_base(out);
        return;
    }
    bool boxes = strncmp(which, "boxes", 5) == 0, editions = strncmp(which, "editions", 8) == 0;
    unsigned n = boxes ? SLUG : editions ? 0 : doc_element_count;
    while (editions && style_editions[n].name)
        n++;
    for (unsigned i = 0; i < n; i++) {
        const char *name = boxes      ? style_box_names[i]
                           : editions ? style_editions[i].name
                                      : doc_elements[i].name;
        buffer_printf(out, "%s<term xml:lang=\"zxx\">%s%s</term>", i ? ", " : "", boxes ? "@" : "",
                      name);
    }
}

/* A chapter's prose with the names put in. */
static void add_prose(struct buffer *out, const char *s)
{
    static const char *const lists[] = { "elements", "editions", "boxes", "base" };
    for (size_t k; *s; s += k) {
        k = strcspn(s + 1, "@") + 1;
        bool list = false;
        for (unsigned i = 0; *s == '@' && i < 4; i++)
            if (strncmp(s + 1, lists[i], strlen(lists[i])) == 0) {
                add_list(out, s + 1);
                buffer_add(out, s + 1 + strlen(lists[i]), k - 1 - strlen(lists[i]));
                list = true;
            }
        if (!list)
            buffer_add(out, s, k);
    }
}

static void add_chapter(struct buffer *out, unsigned c, const struct printed_row *rows, unsigned n,
                        bool done[ROWS_MOST])
{
    bool open = false;
    buffer_printf(out,
                  "    <principle id=\"%s\">\n      <name>%s</name>\n      <explanation>\n        ",
                  chapters[c].id, chapters[c].name);
    add_prose(out, chapters[c].prose);
    buffer_add_string(out, "\n");
    for (unsigned pass = 0; pass < 2; pass++) /* longhands first */
        for (unsigned i = 0; i < n; i++) {
            bool has_values = rows[i].cells[INITIAL][0];
            if (done[i] || strcmp(rows[i].cells[MODULE], chapters[c].module) || has_values == pass)
                continue;
            buffer_printf(out, "%s          <item>", open ? "" : "        <list>\n");
            open = true;
            if (has_values)
                add_entry(out, rows, n, i, done);
            else
                add_shorthands(out, rows, n, i, done);
            buffer_add_string(out, "</item>\n");
        }
    buffer_printf(out, "%s      </explanation>\n    </principle>\n",
                  open ? "        </list>\n" : "");
}

/* Is every gloss about a property of the table? */
static bool glosses_are_true(void)
{
    for (unsigned g = 0; g < GLOSSES; g++)
        if (style_property_find(glosses[g].property) < 0) {
            fprintf(stderr, "%s: the guide has a word about it, the table of properties has not\n",
                    glosses[g].property);
            return false;
        }
    return true;
}

/* The whole guide; NULL when a property's module has no chapter. */
static const char *guide(struct arena *a)
{
    struct buffer table = buffer_in(a), out = buffer_in(a);
    struct printed_row *rows = arena_array(a, struct printed_row, ROWS_MOST);
    bool *done = arena_array(a, bool, ROWS_MOST);
    style_describe(&table);
    unsigned n = read_rows(a, buffer_text(&table), rows);
    buffer_add_string(&out, opening);
    for (unsigned c = 0; c < CHAPTERS; c++)
        add_chapter(&out, c, rows, n, done);
    buffer_add_string(&out, "  </principles>\n</handout>\n");
    for (unsigned i = 0; i < n; i++)
        if (!done[i]) {
            fprintf(stderr, "%s: no chapter of the guide is for %s\n", rows[i].cells[NAME],
                    rows[i].cells[MODULE]);
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
    const char *made = guide(a);
    int status = guide_main(a, made && glosses_are_true() ? made : NULL,
                            argc > 1 && strcmp(argv[1], "--print") == 0, "source/guide-css.xml",
                            "properties");
    arena_close(a);
    return status;
}
