/* doc/meant: what names that the vocabulary lacks most likely mean: those of HTML, DocBook and word
 * processors, which people bring along, and misspelt ones. */
#include "doc/inner.h"

#include <string.h>
#include <strings.h>

/* Names that come from elsewhere, and what is written here. */
static const struct brought {
    const char *names; /* parted by spaces */
    struct meant meant;
} brought[] = {
    { "b bold", { "strong", "<strong>" } },
    { "i u italic emphasis underline cite dfn var", { "em", "<em>" } },
    { "ul ol itemizedlist orderedlist",
      { "list", PHRASE("<list>, or <list type=\"ordered\"> for one with numbers") } },
    { "li listitem", { "item", PHRASE("<item>, inside <list>") } },
    { "a ulink url", { "link", "<link href=\"https://…\">" } },
    { "img image picture graphic",
      { "figure", PHRASE("<figure src=\"…\" alt=\"what is seen\"/>") } },
    { "table tbody tgroup informaltable",
      { "principles",
        PHRASE("<principles>, with a <principle> for each row; inside a cell <list>") } },
    { "tr row", { "principle", PHRASE("<principle>, with <name> and <explanation> in it") } },
    { "thead", { "heads", PHRASE("<heads>, with two <head> in it") } },
    { "th", { "head", PHRASE("<head>, inside <heads>") } },
    { "td cell entry column",
      { NULL, PHRASE("<name> for the row's first cell, <explanation> for its second") } },
    { "h1 header heading", { "title", PHRASE("<title>, once and first of all") } },
    { "h2 h3 h4 h5 h6",
      { "name", PHRASE("<name> for the name of a row, or <strong> in a paragraph") } },
    { "subtitle subheading", { "tagline", PHRASE("<tagline>, behind the title") } },
    { "footnote fn endnote",
      { NULL,
        PHRASE(
            "<noteref to=\"n1\"/> here, and <note id=\"n1\"><p>…</p></note> in <notes> behind the "
            "table") } },
    { "sup",
      { NULL,
        PHRASE("<noteref to=\"…\"/> to call a note, and else the character itself, as ² in m²") } },
    { "sub", { NULL, PHRASE("the character itself, as ₂ in H₂O") } },
    { "para par paragraph text div section article", { "p", "<p>" } },
    { "blockquote quotation", { "quote", PHRASE("<quote>, with <p> in it") } },
    { "footer contact address",
      { "imprint", PHRASE("<imprint>, behind the table, with <p> in it") } },
    { "html body document", { "handout", "<handout xml:lang=\"…\">" } },
    { "author", { NULL, PHRASE("<publisher>, inside <meta>") } },
    { "span font big small center s strike hr style",
      { NULL, PHRASE("nothing for it here: what text looks like is said in a style sheet") } },
};

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *w = words; *w; w += strspn(w, " ")) {
        size_t length = strcspn(w, " ");
        if (length == n && strncasecmp(w, word, n) == 0)
            return true;
        w += length;
    }
    return false;
}

struct meant meant_element(const char *name)
{
    const char *names[64] = { NULL };
    for (unsigned i = 0; i < doc_element_count && i < 63; i++) {
        names[i] = doc_elements[i].name;
        if (strcasecmp(names[i], name) == 0)
            return (struct meant){ names[i], NULL };
    }
    for (size_t i = 0; i < sizeof brought / sizeof *brought; i++)
        if (has_word(brought[i].names, name))
            return brought[i].meant;
    return (struct meant){ nearest_word(name, names), NULL };
}

bool doc_has_element(const char *name) { return element_find(name) != NULL; }
const char *doc_meant_element(const char *name) { return meant_element(name).name; }

bool meant_look(const char *attribute)
{
    return has_word(
        "style align valign color bgcolor background width height size face font border "
        "cellpadding cellspacing margin padding",
        attribute);
}

/* The number that a telephone is dialled by, as of "030 123-456"; NULL: it is none. */
static const char *dialled(struct arena *a, const char *value)
{
    char *number = arena_strdup(a, value), *to = number;
    for (const char *v = value; *v; v++) {
        if (!strchr("0123456789+-./() ", *v))
            return NULL;
        if (!strchr("-./() ", *v))
            *to++ = *v;
    }
    *to = '\0';
    return strlen(number) > 4 ? number : NULL;
}

const char *meant_address(struct arena *a, const char *value)
{
    const char *number = dialled(a, value), *mail = strchr(value, '@');
    if (number)
        return arena_printf(a, "tel:%s", number);
    if (strpbrk(value, ": \t\n"))
        return NULL;
    if (mail && mail > value && strchr(mail, '.') && !strchr(value, '/'))
        return arena_printf(a, "mailto:%s", value);
    return strncasecmp(value, "www.", 4) == 0 ? arena_printf(a, "https://%s", value) : NULL;
}

const char *meant_attribute(const struct element *e, const char *name)
{
    static const struct {
        const char *names, *meant;
    } others[] = {
        { "ref target idref refid note", "to" },
        { "lang language", "xml:lang" },
        { "url src ref uri", "href" },
        { "name label", "id" },
        { "href file", "src" },
    };
    const char *taken[16];
    unsigned count = 0;
    bool required;
    for (const char *const *known = attribute_names; *known && count < 15; known++)
        if (element_takes(e, *known, &required))
            taken[count++] = *known;
    taken[count] = NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (has_word(others[i].names, name) && element_takes(e, others[i].meant, &required))
            return others[i].meant;
    return nearest_word(name, taken);
}
