/* image/scan: an SVG file, element by element, before anything is drawn of it (libxml2's reader).
 *
 *   <svg …>                    is it one?
 *     <text …>                 refused at once, with its line: what librsvg would look for
 *                              elsewhere
 *     <linearGradient …>       its line is noted: whether it paints anything, the drawing tells
 *
 * No entity is put in for its name, no other file is read.
 */
#include "image/inner.h"

#include <libxml/xmlreader.h>
#include <string.h>

static const char svg_space[] = "http://www.w3.org/2000/svg";
static const char include_space[] = "http://www.w3.org/2001/XInclude";

/* Elements that stand for something that is not painted here. */
static const struct telling {
    const char *name;
    enum lack lack;
} tellings[] = {
    { "text", LACK_TEXT },
    { "foreignObject", LACK_TEXT },
    { "image", LACK_IMAGE },
    { "feImage", LACK_IMAGE },
    { "linearGradient", LACK_GRADIENT },
    { "radialGradient", LACK_GRADIENT },
    { "mask", LACK_MASK },
    { "filter", LACK_FILTER },
    { "pattern", LACK_PATTERN },
};
/* What refuses a file wherever it stands, whether it is painted or not. */
static bool is_final(enum lack lack) { return lack <= LACK_ENTITY; }

struct scan {
    struct decoding *d;
    xmlParserInputBufferPtr input;
    xmlTextReaderPtr reader;
    unsigned elements;
    bool no_memory;
    bool broken;
    enum image_end end;
};

static void note(struct scan *s, enum lack lack)
{
    if (!s->d->lines[lack])
        s->d->lines[lack] = xmlGetLineNo(xmlTextReaderCurrentNode(s->reader));
    if (!is_final(lack) || s->end != IMAGE_GOOD)
        return;
    s->d->lack = lack;
    s->end = IMAGE_UNFIT;
}

/* ---- values ---- */
/* Does a value name what stands in another file?  `url(#id)` names what stands in this one. */
static bool leads_outside(const char *v)
{
    if (strstr(v, "@import"))
        return true;
    for (const char *at = v; (at = strstr(at, "url(")) != NULL;) {
        at += strlen("url(");
        at += strspn(at, " \t\r\n\"'");
        if (*at != '#')
            return true;
    }
    return false;
}

/* Is an opacity among the declarations that is not 1? */
static bool has_opacity(const char *v)
{
    for (const char *at = v; (at = strstr(at, "opacity")) != NULL;) {
        at += strlen("opacity");
        const char *value = at + strspn(at, " \t\r\n:");
        if (value > at && (*value != '1' || value[1] == '/'))
            return true;
    }
    return strstr(v, "mix-blend-mode") != NULL;
}

/* Reads declarations, or a style sheet. */
static void read_style(struct scan *s, const char *text)
{
    if (has_opacity(text))
        note(s, LACK_OPACITY);
    if (strstr(text, "non-scaling-stroke"))
        note(s, LACK_EFFECT);
    if (leads_outside(text))
        note(s, LACK_OUTSIDE);
}

static void read_attribute(struct scan *s, bool is_link)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(s->reader);
    const char *value = (const char *)xmlTextReaderConstValue(s->reader);
    size_t length = name && value ? strlen(name) : 0;
    static const char opacity[] = "opacity";
    const size_t end = sizeof opacity - 1;
    if (!length)
        return;
    if (length >= end && strcmp(name + length - end, opacity) == 0 && *value != '1')
        note(s, LACK_OPACITY);
    if (strcmp(name, "style") == 0)
        read_style(s, value);
    if (strcmp(name, "vector-effect") == 0 && strcmp(value, "none") != 0)
        note(s, LACK_EFFECT);
    if (leads_outside(value) || (strcmp(name, "href") == 0 && !is_link && *value != '#'))
        note(s, LACK_OUTSIDE);
}

/* ---- elements ---- */
/* The name space of the element.  Illustrator names it by an entity, which libxml2 leaves as it
 * is. */
static const char *space_of(const struct scan *s)
{
    const char *space = (const char *)xmlTextReaderConstNamespaceUri(s->reader);
    char name[32];
    size_t length = space ? strlen(space) : 0;
    if (length < 3 || length > sizeof name || *space != '&' || space[length - 1] != ';')
        return space ? space : "";
    memcpy(name, space + 1, length - 2);
    name[length - 2] = '\0';
    const xmlEntity *e = xmlGetDocEntity(xmlTextReaderCurrentDoc(s->reader), (const xmlChar *)name);
    bool known = e && e->etype == XML_INTERNAL_GENERAL_ENTITY && e->content;
    return known ? (const char *)e->content : space;
}

/* Tells whether the root is SVG's; a file of another kind is said to be what it is. */
static void check_root(struct scan *s, const char *name, bool is_svg)
{
    if (s->elements > 1 || (is_svg && strcmp(name, "svg") == 0))
        return;
    s->end = IMAGE_FOREIGN;
}

/* Is the element only for a program that knows something special?  Illustrator puts a copy of its
 * own into a foreignObject, which nobody else paints. */
static bool is_for_others(struct scan *s)
{
    bool is = xmlTextReaderMoveToAttribute(s->reader, BAD_CAST "requiredExtensions") == 1;
    xmlTextReaderMoveToElement(s->reader);
    return is;
}

static void read_element(struct scan *s)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(s->reader);
    const char *space = space_of(s);
    bool is_svg = strcmp(space, svg_space) == 0;
    bool is_link = is_svg && strcmp(name, "a") == 0;
    if (++s->elements > IMAGE_MOST_ELEMENTS)
        s->end = IMAGE_HEAVY;
    check_root(s, name, is_svg);
    if (strcmp(space, include_space) == 0)
        note(s, LACK_OUTSIDE);
    if (!is_svg)
        return;
    for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++)
        if (strcmp(name, tellings[i].name) == 0 && !is_for_others(s))
            note(s, tellings[i].lack);
    while (xmlTextReaderMoveToNextAttribute(s->reader) == 1)
        read_attribute(s, is_link);
    xmlTextReaderMoveToElement(s->reader);
}

/* Reads the text of a style sheet, which is the only text that paints. */
static void read_text(struct scan *s)
{
    const xmlNode *n = xmlTextReaderCurrentNode(s->reader);
    const char *text = (const char *)xmlTextReaderConstValue(s->reader);
    if (!text || !n || !n->parent || strcmp((const char *)n->parent->name, "style") != 0)
        return;
    read_style(s, text);
}

static void read_instruction(struct scan *s)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(s->reader);
    if (name && strcmp(name, "xml-stylesheet") == 0)
        note(s, LACK_OUTSIDE);
}

static void read_node(struct scan *s)
{
    switch (xmlTextReaderNodeType(s->reader)) {
    case XML_READER_TYPE_ELEMENT: read_element(s); break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA: read_text(s); break;
    case XML_READER_TYPE_PROCESSING_INSTRUCTION: read_instruction(s); break;
    case XML_READER_TYPE_ENTITY_REFERENCE: note(s, LACK_ENTITY); break;
    default: break;
    }
}

/* Keeps the first error. */
static void note_error(void *context, xmlErrorPtr e)
{
    struct scan *s = context;
    if (e->code == XML_ERR_NO_MEMORY)
        s->no_memory = true;
    if (s->broken || e->level < XML_ERR_ERROR || !e->message)
        return;
    s->broken = true;
    s->d->line = e->line;
    snprintf(s->d->reason, sizeof s->d->reason, "%.*s", (int)strcspn(e->message, "\n"), e->message);
}

/* Opens a reader, which says nothing by itself; false when there is no memory. */
static bool open_reader(struct scan *s, const struct image *im)
{
    s->input = xmlParserInputBufferCreateStatic(im->bytes, (int)im->size, XML_CHAR_ENCODING_NONE);
    s->reader = s->input ? xmlNewTextReader(s->input, NULL) : NULL;
    if (!s->reader)
        return false;
    xmlTextReaderSetStructuredErrorHandler(s->reader, note_error, s);
    return xmlTextReaderSetup(s->reader, NULL, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT) ==
           0;
}

static void close_reader(struct scan *s)
{
    xmlDocPtr tree = s->reader ? xmlTextReaderCurrentDoc(s->reader) : NULL;
    if (s->reader)
        xmlFreeTextReader(s->reader);
    xmlFreeDoc(tree);
    xmlFreeParserInputBuffer(s->input);
}

enum image_end svg_scan(struct decoding *d)
{
    struct scan s = { .d = d, .end = IMAGE_GOOD };
    bool opened = open_reader(&s, d->image);
    while (opened && s.end == IMAGE_GOOD && xmlTextReaderRead(s.reader) == 1)
        read_node(&s);
    close_reader(&s);
    if (!opened || s.no_memory)
        return IMAGE_NO_MEMORY;
    return s.end != IMAGE_GOOD ? s.end : s.broken || !s.elements ? IMAGE_BROKEN : IMAGE_GOOD;
}
