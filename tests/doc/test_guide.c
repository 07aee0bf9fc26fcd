/* The guide to the vocabulary, source/guide-elements.xml, is a handout made from the table of elements: a row for each, what it
 * is for and its example from here, where it may stand, what it holds and its attributes from the table.  Run plain, this
 * program compares, and asks the schema whether each example is valid; with the argument --print it prints the guide (make
 * bless writes the file so).  Run from the project's top. */
#include "base/buffer.h"
#include "doc/inner.h"
#include "guide.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

/* What each is for, and an example; one that the table has and this has not, or the other way round, fails the test. */
static const struct entry {
    const char *name, *use, *example;
} entries[] = {
    { "handout",
      "The whole document, once in a file. Its language decides on hyphens, quotation marks, "
      "digits and the direction of writing",
      "<handout xml:lang=\"en\">\n  <title>Our calling</title>\n  <principles>\n    <principle>\n"
      "      <name>Welcome</name>\n      <explanation><p>Everyone is a guest.</p></explanation>\n"
      "    </principle>\n  </principles>\n</handout>" },
    { "meta",
      "What libraries and computers want to know of the handout; by itself nothing in it is set "
      "in the text",
      "<meta>\n  <publisher>St. Mark’s</publisher>\n  <date>2026-11-29</date>\n</meta>" },
    { "publisher", "Who gives the handout out", "<publisher>St. Mark’s</publisher>" },
    { "date", "When: year, month and day, or only year and month, or the year",
      "<date>2026-11-29</date>" },
    { "subject", "What it is about, for catalogues", "<subject>Advocacy</subject>" },
    { "keyword", "A word under which it should be found", "<keyword>migration</keyword>" },
    { "rights", "Who owns the text, and what others may do with it",
      "<rights>Free to copy</rights>" },
    { "logo", "A picture above the title, of those who give the handout out",
      "<logo src=\"crown.png\" alt=\"St. Mark’s, a lion with a crown\"/>" },
    { "title", "The handout’s name; it stands large at the top, and small on later pages",
      "<title>Our calling</title>" },
    { "tagline", "A line under the title that says more",
      "<tagline>Seven things that we stand for</tagline>" },
    { "intro", "Paragraphs before the table", "<intro>\n  <p>Read this first.</p>\n</intro>" },
    { "principles", "The table: a row for each principle",
      "<principles>\n  <heads><head>What</head><head>Why</head></heads>\n  <principle>\n"
      "    <name>Welcome</name>\n    <explanation><p>Everyone is a guest.</p></explanation>\n"
      "  </principle>\n</principles>" },
    { "heads", "The row of the columns’ heads, two of them",
      "<heads><head>Principle</head><head>Explanation</head></heads>" },
    { "head", "The head of a column", "<head>Principle</head>" },
    { "principle", "A row of the table",
      "<principle id=\"welcome\">\n  <name>Welcome</name>\n  <explanation><p>Everyone is a "
      "guest.</p></explanation>\n</principle>" },
    { "name", "The first cell of a row", "<name>Welcome</name>" },
    { "explanation", "The second cell of a row",
      "<explanation>\n  <p>Everyone is a guest.</p>\n</explanation>" },
    { "p", "A paragraph", "<p>Everyone is a guest.</p>" },
    { "list", "A list, with a dot before each item, or, with type=\"ordered\", a number",
      "<list type=\"ordered\">\n  <item>Listen.</item>\n  <item>Speak.</item>\n</list>" },
    { "item", "An item of a list: text, or paragraphs and lists", "<item>Listen.</item>" },
    { "quote", "What somebody else wrote, as paragraphs of their own",
      "<quote>\n  <p>You were strangers yourselves.</p>\n</quote>" },
    { "figure", "A picture, from a PNG, JPEG or SVG file beside the source or below its folder",
      "<figure src=\"door.jpg\" alt=\"An open church door\">\n  <caption>Come in.</caption>\n"
      "</figure>" },
    { "qr",
      "A QR code of an address, for readers of paper; on a screen it is a link. It is black, as "
      "wide as its modules make it, or as a style sheet says (width)",
      "<qr href=\"https://example.org/es\" alt=\"Spanish edition: example.org/es\"/>" },
    { "caption", "What stands under a picture", "<caption>Come in.</caption>" },
    { "notes", "All notes, behind the table; each is printed at the foot of the page that calls it",
      "<notes>\n  <note id=\"law\"><p>Leviticus 19:34</p></note>\n</notes>" },
    { "note", "A note; its id is a name of your choice, by which noteref calls it",
      "<note id=\"law\"><p>Leviticus 19:34</p></note>" },
    { "imprint", "The last lines of the handout: who made it, and where to ask",
      "<imprint>\n  <p>St. Mark’s, 12 Hill Road</p>\n</imprint>" },
    { "em", "Stressed words; in most scripts they are set in italics", "<em>never</em>" },
    { "strong", "Important words, set bold", "<strong>Bring a passport.</strong>" },
    { "term", "A word that is explained, or spoken of as a word", "<term>asylum</term>" },
    { "foreign", "Words in another language, which has its own hyphens and is read aloud rightly",
      "<foreign xml:lang=\"es\">acompañamiento</foreign>" },
    { "link", "A link to the web, to an address, or, with #, to what has that id",
      "<link href=\"https://example.org\">our page</link>" },
    { "q", "A quotation within a line; the quotation marks are the language’s",
      "<q>Love the stranger</q>" },
    { "noteref", "Calls a note: its number is printed here. A note may be called more than once",
      "<noteref to=\"law\"/>" },
    { "br", "A forced end of line, as in an address", "<br/>" },
};
enum { ENTRIES = sizeof entries / sizeof *entries };

/* The attributes that elements have of their own. */
static const struct {
    const char *name, *says;
} attributes[] = {
    { "xml:lang", "its language, as a tag: en, es, pt-BR, zh-Hans" },
    { "type", "ordered, for numbers" },
    { "src", "the picture’s file" },
    { "alt", "what the picture shows, for those who do not see it" },
    { "id", "its name" },
    { "href", "where it leads: https://…, mailto:…, tel:… or #id" },
    { "to", "the id of the note" },
};

static const char opening[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- Made by `make bless` from the table of elements in src/doc and the prose in "
    "tests/doc/test_guide.c: change those. -->\n"
    "<?xml-stylesheet type=\"text/css\" href=\"handout.css\"?>\n"
    "<?xml-stylesheet type=\"text/css\" href=\"guide.css\"?>\n"
    "<handout xml:lang=\"en\">\n"
    "  <title>The elements of a handout</title>\n"
    "  <tagline>What each is for, where it stands, what it holds</tagline>\n"
    "  <intro><p>A handout is text between tags. What it looks like is said elsewhere, in a style "
    "sheet. Begin with <em translate=\"no\">handbill new</em>; <em translate=\"no\">handbill "
    "check</em> says what is not as it is told here.</p>"
    "<p>Of what an element holds a ? marks what may be missing, * what may come any number of "
    "times, + what comes once or more; parts joined by &amp; stand in any order, and | parts "
    "alternatives. An inline element is one of those that stand in a line of text: @inline.</p>"
    "</intro>\n"
    "  <principles>\n    <heads><head>Element</head><head>Use</head></heads>\n";

static const char everywhere[] =
    "    <principle id=\"everywhere\">\n      <name>On every element</name>\n      <explanation>\n"
    "        <list>"
    "<item><strong xml:lang=\"zxx\">id</strong>: a name, once in a file, for links and style "
    "sheets: letters, digits, - and _, a letter first</item>"
    "<item><strong xml:lang=\"zxx\">class</strong>: words that a style sheet may ask for</item>"
    "<item><strong xml:lang=\"zxx\">xml:lang</strong>: the language of what stands in it</item>"
    "<item><strong xml:lang=\"zxx\">dir</strong>: ltr or rtl, where the direction of writing is "
    "not "
    "the language’s</item>"
    "<item><strong xml:lang=\"zxx\">translate</strong>: no, for what stays as it is in every "
    "language</item>"
    "<item><strong xml:lang=\"zxx\">its:locNote</strong>: a word to translators</item>"
    "</list>\n      </explanation>\n    </principle>\n";

static const struct entry *find_entry(const char *name)
{
    for (unsigned i = 0; i < ENTRIES; i++)
        if (strcmp(entries[i].name, name) == 0)
            return &entries[i];
    return NULL;
}

static void add_term(struct buffer *out, unsigned before, const char *name)
{
    buffer_printf(out, "%s<term xml:lang=\"zxx\">%s</term>", before ? ", " : "", name);
}

/* ---- what the table says ---- */
/* Does the model name the element, by itself or among the inline ones? */
static bool may_hold(const struct element *parent, const struct element *e)
{
    const char *name = e->is_inline ? "inline" : e->name;
    size_t n = strlen(name);
    for (const char *at = parent->content; (at = strstr(at, name)); at += n)
        if ((at == parent->content || strchr(" (", at[-1])) && (!at[n] || strchr(" )?*+", at[n])))
            return true;
    return false;
}

static void add_places(struct buffer *out, const struct element *e)
{
    unsigned count = 0;
    buffer_add_string(out, "<p>");
    if (e->is_inline) {
        buffer_add_string(out, "It stands in a line of text, and holds ");
        return;
    }
    for (unsigned i = 0; i < doc_element_count; i++)
        count += may_hold(&doc_elements[i], e);
    if (!count) {
        buffer_add_string(out, "It holds ");
        return;
    }
    buffer_add_string(out, "It stands in ");
    for (unsigned i = 0, shown = 0; i < doc_element_count; i++)
        if (may_hold(&doc_elements[i], e))
            add_term(out, shown++, doc_elements[i].name);
    buffer_add_string(out, ", and holds ");
}

static void add_content(struct buffer *out, const struct element *e)
{
    const char *model = e->content;
    const char * or = strstr(model, " // ");
    if (!*model) {
        buffer_printf(out, "%s.</p>", e->text ? "text" : "nothing");
        return;
    }
    if (strncmp(model, "inline*", 7) == 0)
        buffer_printf(out, "text and inline elements%s", or ? ", or " : "");
    if (or || strncmp(model, "inline*", 7) != 0) {
        buffer_add_string(out, "<foreign xml:lang=\"zxx\">");
        for (const char *c = or ? or +4 : model; *c; c++)
            buffer_add_string(out, *c == '&' ? "&amp;" : (char[]){ *c, '\0' });
        buffer_add_string(out, "</foreign>");
    }
    buffer_add_string(out, ".</p>");
}

static const char *attribute_says(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (strlen(attributes[i].name) == n && memcmp(attributes[i].name, name, n) == 0)
            return attributes[i].says;
    fprintf(stderr, "%.*s: the guide has no word about this attribute\n", (int)n, name);
    return "";
}

static void add_attributes(struct buffer *out, const struct element *e)
{
    if (!*e->attributes)
        return;
    buffer_add_string(out, "<list>");
    for (const char *w = e->attributes; *w; w += strspn(w, " ")) {
        size_t n = strcspn(w, " !");
        bool required = w[n] == '!';
        buffer_printf(out, "<item><strong xml:lang=\"zxx\">%.*s</strong>%s: %s</item>", (int)n, w,
                      required ? ", which it must have" : "", attribute_says(w, n));
        w += n + required;
    }
    buffer_add_string(out, "</list>");
}

/* ---- examples ---- */
/* An example as it is read: its tags as text, its lines kept. */
static void add_example(struct buffer *out, const char *example)
{
    bool start = true;
    buffer_add_string(out, "<quote><p translate=\"no\" xml:lang=\"zxx\">");
    for (const char *c = example; *c; c++) {
        if (*c == '<')
            buffer_add_string(out, "&lt;");
        else if (*c == '\n')
            buffer_add_string(out, "<br/>");
        else if (*c == ' ' && start)
            buffer_add_string(out, "\u00A0");
        else
            buffer_add_char(out, *c);
        start = *c == '\n' || (*c == ' ' && start);
    }
    buffer_add_string(out, "</p></quote>");
}

/* Does the schema take the example as that element?  Its grammar is made to begin there. */
static bool is_valid(struct arena *a, const char *schema, const struct entry *e)
{
    static const char root[] = "<start><ref name=\"handout\"/></start>";
    const char *start = strstr(schema, root);
    const char *grammar =
        arena_printf(a, "%.*s<start><ref name=\"%s\"/></start>%s", (int)(start - schema), schema,
                     e->name, start + strlen(root));
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewMemParserCtxt(grammar, (int)strlen(grammar));
    xmlRelaxNGPtr rules = xmlRelaxNGParse(parser);
    xmlRelaxNGValidCtxtPtr valid = xmlRelaxNGNewValidCtxt(rules);
    xmlDocPtr doc = xmlReadMemory(e->example, (int)strlen(e->example), e->name, NULL, 0);
    bool good = doc && xmlRelaxNGValidateDoc(valid, doc) == 0;
    xmlFreeDoc(doc);
    xmlRelaxNGFreeValidCtxt(valid);
    xmlRelaxNGFree(rules);
    xmlRelaxNGFreeParserCtxt(parser);
    if (!good)
        fprintf(stderr, "%s: its example in the guide is not valid\n", e->name);
    return good;
}

static bool examples_are_valid(struct arena *a)
{
    const char *schema, *reason;
    size_t size;
    if (!file_read(a, "source/handout.rng", &schema, &size, &reason))
        return false;
    bool good = true;
    for (unsigned i = 0; i < ENTRIES; i++)
        good = is_valid(a, schema, &entries[i]) && good;
    xmlCleanupParser();
    return good;
}

/* ---- the guide ---- */
static void add_opening(struct buffer *out)
{
    const char *at = strstr(opening, "@inline");
    buffer_add(out, opening, (size_t)(at - opening));
    for (unsigned i = 0, shown = 0; i < doc_element_count; i++)
        if (doc_elements[i].is_inline)
            add_term(out, shown++, doc_elements[i].name);
    buffer_add_string(out, at + strlen("@inline"));
}

static void add_row(struct buffer *out, const struct element *e, const struct entry *entry)
{
    buffer_printf(out,
                  "    <principle id=\"%s\">\n      <name xml:lang=\"zxx\">%s</name>\n"
                  "      <explanation>\n        <p>%s.</p>",
                  e->name, e->name, entry->use);
    add_example(out, entry->example);
    add_places(out, e);
    add_content(out, e);
    add_attributes(out, e);
    buffer_add_string(out, "\n      </explanation>\n    </principle>\n");
}

/* The whole guide; NULL when an element has no entry, or an entry no element. */
static const char *guide(struct arena *a)
{
    struct buffer out = buffer_in(a);
    bool whole = doc_element_count == ENTRIES;
    add_opening(&out);
    buffer_add_string(&out, everywhere);
    for (unsigned i = 0; i < doc_element_count; i++) {
        const struct entry *entry = find_entry(doc_elements[i].name);
        if (entry)
            add_row(&out, &doc_elements[i], entry);
        else
            fprintf(stderr, "%s: the guide has no entry for it\n", doc_elements[i].name);
        whole = whole && entry;
    }
    buffer_add_string(&out, "  </principles>\n</handout>\n");
    return whole ? buffer_text(&out) : NULL;
}

int main(int argc, char **argv)
{
    jmp_buf oom;
    if (setjmp(oom))
        return 6;
    struct arena *a = arena_open(&oom);
    const char *made = guide(a);
    int status = guide_main(a, made && examples_are_valid(a) ? made : NULL,
                            argc > 1 && strcmp(argv[1], "--print") == 0,
                            "source/guide-elements.xml", "elements");
    arena_close(a);
    return status;
}
