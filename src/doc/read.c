/* doc/read: libxml2's SAX2 events become nodes.
 *
 * The parser decides what is well-formed, expands names and values; scan, walking beside it, says
 * where each tag stands and makes the text.  Both see the same tags in the same order, since the
 * guard has refused what could part them (a document type).  Callbacks never jump: without memory
 * they set a flag and stop the parser.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#define XML_URI "http://www.w3.org/XML/1998/namespace"
#define ITS_URI "http://www.w3.org/2005/11/its"

/* Behind the last element that is let in, each open one may still end with a text. */
enum { ROOM_MOST = DOC_MOST_NODES + DOC_MOST_DEPTH + 1 };

struct reader {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    xmlParserCtxtPtr parser;
    struct doc *doc;
    struct scope *scope; /* of the root */
    size_t room;         /* for so many nodes */
    struct node *open;   /* the element whose end tag is awaited */
    size_t at;           /* behind the last tag */
    unsigned depth;      /* open elements */
    unsigned skipped;    /* of them those of another name space, and all inside */
    bool closed;         /* the last start tag was an empty-element tag */
    bool failed, out_of_memory;
};

/* Why reading ends early. */
enum stop_reason { STOP_REPORTED, STOP_NO_MEMORY };

/* Ends reading; what the parser still sends is not looked at. */
static void stop(struct reader *r, enum stop_reason why)
{
    r->failed = true;
    r->out_of_memory = r->out_of_memory || why == STOP_NO_MEMORY;
    xmlStopParser(r->parser);
}

/* Reports a message with one argument from inside a callback. */
static void report(struct reader *r, enum diag_code code, size_t start, size_t end,
                   const char *name, const char *value)
{
    if (!diag_try(r->diag, code, position_at(r->source, start, end), name, value, NULL))
        stop(r, STOP_NO_MEMORY);
}

/* Makes the document's next node, inside the open element; NULL when there is no memory, or there
 * are more nodes than the guard saw. */
static struct node *add_node(struct reader *r, enum node_kind kind, const struct scope *scope)
{
    struct doc *doc = r->doc;
    if (doc->node_count == r->room) {
        stop(r, STOP_NO_MEMORY);
        return NULL;
    }
    struct node *n = &doc->nodes[doc->node_count];
    n->index = doc->node_count++;
    n->kind = (uint8_t)kind;
    n->scope = scope;
    n->parent = r->open ? n->index - r->open->index : 0;
    n->size = 1;
    doc->root = doc->nodes;
    return n;
}

/* Closes the open element: nothing more comes into it. */
static void close_element(struct reader *r)
{
    struct node *n = r->open;
    n->size = r->doc->node_count - n->index;
    r->open = n->parent ? n - n->parent : NULL;
}

/* Tells whether characters may stand in the element; an unknown one is taken to allow them. */
static bool takes_text(const struct node *n) { return !n->element || node_element(n)->text; }

static bool is_blank(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_space(s[i]))
            return false;
    return true;
}

/* Writes anew, behind its runs, a text that does not stand in the source as it is. */
static void write_text(struct reader *r, struct node *n, size_t from,
                       const struct gathered *counted)
{
    size_t runs = counted->run_count * sizeof(struct text_run);
    char *block = arena_try(r->arena, runs + counted->length);
    if (!block) {
        stop(r, STOP_NO_MEMORY);
        return;
    }
    struct gathered filled = { .runs = (struct text_run *)(void *)block, .text = block + runs };
    scan_text(r->source, from, &filled);
    n->text = filled.text;
    n->run_count = (uint32_t)filled.run_count;
    n->start = doc_position(n, 0, 1).start;
    n->end = doc_position(n, n->length - 1, n->length).end;
}

/* Adds the text between the last tag and the next, whose place is returned.  White space that the
 * element cannot use is dropped. */
static size_t add_text(struct reader *r)
{
    struct gathered text = { 0 };
    size_t from = r->at;
    size_t tag = scan_text(r->source, from, &text);
    if (!r->open || r->skipped || text.length == 0)
        return tag;
    if (!takes_text(r->open) && is_blank(r->source->bytes + from, tag - from))
        return tag;
    struct node *n = add_node(r, NODE_TEXT, r->open->scope);
    if (!n)
        return tag;
    n->length = (uint32_t)text.length;
    if (text.run_count == 1 && !text.altered) {
        n->text = r->source->bytes + text.start;
        n->start = (uint32_t)text.start;
        n->end = n->start + n->length;
    } else {
        write_text(r, n, from, &text);
    }
    return tag;
}

/* libxml2 gives five pointers an attribute: local name, prefix, URI, value, its end. */
enum { LOCAL, PREFIX, URI, VALUE, VALUE_END, POINTERS };

/* The prefix that the attribute's name gets; NULL when its name space is none of those we know. */
static const char *usual_prefix(const xmlChar **attribute)
{
    const char *uri = (const char *)attribute[URI];
    if (!uri)
        return "";
    if (strcmp(uri, XML_URI) == 0)
        return "xml:";
    return strcmp(uri, ITS_URI) == 0 ? "its:" : NULL;
}

/* Counts the bytes that the attributes' values and the names that are not in our table take; *ours
 * becomes how many of them are kept. */
static size_t attributes_size(const xmlChar **attributes, int count, uint8_t *ours)
{
    size_t size = 0;
    for (; count > 0; count--, attributes += POINTERS) {
        const char *prefix = usual_prefix(attributes);
        const char *local = (const char *)attributes[LOCAL];
        if (!prefix)
            continue;
        size += (size_t)(attributes[VALUE_END] - attributes[VALUE]) + 1;
        if (!attribute_find(prefix, local))
            size += strlen(prefix) + strlen(local) + 1;
        ++*ours;
    }
    return size;
}

/* Copies n bytes to *to, which moves behind them; returns the copy. */
static char *put(char **to, const char *s, size_t n)
{
    char *copy = *to;
    memcpy(copy, s, n);
    *to += n;
    return copy;
}

static bool is_declaration(const struct source *s, const struct scanned_attribute *a)
{
    size_t n = a->name_end - a->name;
    return n >= 5 && memcmp(s->bytes + a->name, "xmlns", 5) == 0 &&
           (n == 5 || s->bytes[a->name + 5] == ':');
}

/* Makes one attribute; its value and its name, if that is in no table, are copied to *to, which
 * moves behind them. */
static void add_attribute(struct attribute *a, const xmlChar **attribute, const char *prefix,
                          char **to)
{
    const char *local = (const char *)attribute[LOCAL];
    a->name = attribute_find(prefix, local);
    if (!a->name) {
        a->name = put(to, prefix, strlen(prefix));
        put(to, local, strlen(local) + 1);
    }
    a->value =
        put(to, (const char *)attribute[VALUE], (size_t)(attribute[VALUE_END] - attribute[VALUE]));
    *(*to)++ = '\0';
}

/* Makes the node's attributes; *at moves to the tag's end. */
static void add_attributes(struct reader *r, struct node *n, const xmlChar **attributes, int count,
                           size_t *at)
{
    uint8_t ours = 0;
    size_t size = attributes_size(attributes, count, &ours);
    struct attribute *own = ours ? arena_try(r->arena, ours * sizeof *own + size) : NULL;
    char *to = own ? (char *)(own + ours) : NULL;
    struct scanned_attribute found;
    if (ours && !own) {
        stop(r, STOP_NO_MEMORY);
        return;
    }
    n->attributes = own;
    while (scan_attribute(r->source, at, &found)) {
        if (is_declaration(r->source, &found) || count == 0)
            continue;
        const char *prefix = usual_prefix(attributes);
        if (!prefix) {
            report(r, DIAG_NAMESPACE_IGNORED, found.name, found.name_end, "name",
                   (const char *)attributes[LOCAL]);
        } else {
            struct attribute *a = &own[n->attribute_count++];
            add_attribute(a, attributes, prefix, &to);
            a->start = (uint32_t)found.value;
            a->end = (uint32_t)found.value_end;
        }
        attributes += POINTERS;
        count--;
    }
}

/* Fills in what the later stages ask for often: id, scope, place among its siblings. */
static void note_common(struct reader *r, struct node *n)
{
    const char *lang = doc_attribute(n, "xml:lang");
    const char *dir = doc_attribute(n, "dir");
    for (unsigned i = n->attribute_count; i > 0; i--)
        if (strcmp(n->attributes[i - 1].name, "id") == 0)
            n->id = (uint8_t)i;
    if (lang || dir) {
        struct scope *own = arena_try(r->arena, sizeof *own);
        if (!own) {
            stop(r, STOP_NO_MEMORY);
            return;
        }
        *own = (struct scope){ r->source, lang ? lang : n->scope->lang, dir ? dir : n->scope->dir };
        n->scope = own;
    }
    const struct node *before = node_previous(n);
    while (before && before->kind != NODE_ELEMENT)
        before = node_previous(before);
    n->child_index = before ? before->child_index + 1 : 1;
}

/* Begins to pass over an element of another name space, with all that stands in it. */
static void skip(struct reader *r, const char *name, size_t tag, size_t end)
{
    /* In a root that is none of ours that is the one thing to mend. */
    if (!r->skipped++ && r->doc->root->element)
        report(r, DIAG_NAMESPACE_IGNORED, tag, end, "name", name);
}

/* Called by libxml2 at a start tag: makes the element's node. */
static void start_element(void *context, const xmlChar *local, const xmlChar *prefix,
                          const xmlChar *uri, int namespaces_count, const xmlChar **namespaces,
                          int count, int defaulted, const xmlChar **attributes)
{
    struct reader *r = context;
    const char *name = (const char *)local;
    (void)prefix, (void)namespaces_count, (void)namespaces, (void)defaulted;
    if (r->failed)
        return;
    size_t tag = add_text(r);
    size_t name_end = scan_name(r->source, tag + 1);
    size_t at = name_end;
    if (++r->depth > DOC_MOST_DEPTH) {
        report(r, DIAG_XML_DEEP, tag, at, "name", name);
        stop(r, STOP_REPORTED);
        return;
    }
    if (r->doc->node_count >= DOC_MOST_NODES) {
        report(r, DIAG_XML_MANY, tag, at, "name", name);
        stop(r, STOP_REPORTED);
        return;
    }
    bool foreign = r->skipped || (uri && r->open);
    struct node *n =
        foreign ? NULL : add_node(r, NODE_ELEMENT, r->open ? r->open->scope : r->scope);
    if (!n && !foreign)
        return;
    struct scanned_attribute found;
    if (n)
        add_attributes(r, n, attributes, count, &at);
    while (!n && scan_attribute(r->source, &at, &found))
        ;
    at = scan_space(r->source, at);
    r->closed = scan_is_at(r->source, at, "/>");
    r->at = at + (r->closed ? 2 : 1);
    if (foreign) {
        skip(r, name, tag, name_end);
        return;
    }
    const struct element *known = uri ? NULL : element_find(name);
    n->element = known ? (uint8_t)(known - doc_elements + 1) : 0;
    n->start = (uint32_t)tag;
    n->end = (uint32_t)r->at;
    note_common(r, n);
    r->open = n;
}

/* Called by libxml2 at an end tag: closes the element. */
static void end_element(void *context, const xmlChar *local, const xmlChar *prefix,
                        const xmlChar *uri)
{
    struct reader *r = context;
    (void)local, (void)prefix, (void)uri;
    if (r->failed)
        return;
    r->depth--;
    if (!r->closed) {
        size_t end = scan_find(r->source, add_text(r), ">");
        r->at = end < r->source->size ? end + 1 : end;
    }
    r->closed = false;
    if (r->skipped)
        r->skipped--;
    else if (r->open)
        close_element(r);
}

/* The errors people make, in our words. */
static const struct trouble {
    int code; /* what the parser calls it */
    enum diag_code ours;
    /* What stands where it begins, before the parser's place and behind the last tag; NULL: it
     * begins at the parser's place. */
    const char *begins;
} troubles[] = {
    { XML_ERR_TAG_NAME_MISMATCH, DIAG_XML_END_TAG, "<" },
    { XML_ERR_UNDECLARED_ENTITY, DIAG_XML_ENTITY, "&" },
    { XML_WAR_UNDECLARED_ENTITY, DIAG_XML_ENTITY, "&" },
    { XML_ERR_ATTRIBUTE_REDEFINED, DIAG_XML_ATTRIBUTE_TWICE, "<" },
    { XML_NS_ERR_ATTRIBUTE_REDEFINED, DIAG_XML_ATTRIBUTE_TWICE, "<" },
    { XML_NS_ERR_UNDEFINED_NAMESPACE, DIAG_XML_PREFIX, "<" },
    { XML_ERR_ENTITYREF_SEMICOL_MISSING, DIAG_XML_AMPERSAND, "&" },
    { XML_ERR_INVALID_DEC_CHARREF, DIAG_XML_REFERENCE, "&" },
    { XML_ERR_INVALID_HEX_CHARREF, DIAG_XML_REFERENCE, "&" },
    { XML_ERR_INVALID_CHARREF, DIAG_XML_REFERENCE, "&" },
    { XML_ERR_INVALID_CHAR, DIAG_XML_CHARACTER, NULL },
    { XML_ERR_LT_IN_ATTRIBUTE, DIAG_XML_LESS_IN_VALUE, NULL },
    { XML_ERR_ATTRIBUTE_NOT_STARTED, DIAG_XML_QUOTES, NULL },
    { XML_ERR_ATTRIBUTE_WITHOUT_VALUE, DIAG_XML_QUOTES, NULL },
    { XML_ERR_STRING_NOT_STARTED, DIAG_XML_QUOTES, NULL },
    { XML_ERR_STRING_NOT_CLOSED, DIAG_XML_QUOTES, NULL },
    { XML_ERR_SPACE_REQUIRED, DIAG_XML_SPACE, NULL },
    { XML_ERR_NAME_REQUIRED, DIAG_XML_TAG, "<" },
    { XML_ERR_GT_REQUIRED, DIAG_XML_TAG, "<" },
    { XML_ERR_MISPLACED_CDATA_END, DIAG_XML_CDATA_END, NULL },
    { XML_ERR_HYPHEN_IN_COMMENT, DIAG_XML_HYPHENS, NULL },
    { XML_ERR_COMMENT_NOT_FINISHED, DIAG_XML_OPEN_COMMENT, "<!--" },
    { XML_ERR_CDATA_NOT_FINISHED, DIAG_XML_OPEN_CDATA, "<![CDATA[" },
    { XML_ERR_PI_NOT_FINISHED, DIAG_XML_OPEN_INSTRUCTION, "<?" },
    { XML_ERR_RESERVED_XML_NAME, DIAG_XML_DECLARATION, "<?" },
    { XML_ERR_TAG_NOT_FINISHED, DIAG_XML_CUT_OFF, NULL },
    { XML_ERR_DOCUMENT_EMPTY, DIAG_XML_EMPTY, NULL },
    { XML_ERR_DOCUMENT_END, DIAG_XML_BEHIND_ROOT, NULL },
};

/* The byte that the parser has come to.  The input is UTF-8 as it stands, so its count is ours. */
static size_t parser_place(const struct reader *r)
{
    const xmlParserInput *in = r->parser->input;
    size_t at = in ? (size_t)(in->cur - in->base) + in->consumed : r->at;
    return at < r->source->size ? at : r->source->size;
}

/* Finds the last `what` before byte `at` and behind the last tag; `at` if it is not there. */
static size_t find_before(const struct reader *r, size_t at, const char *what)
{
    for (size_t back = at; back > r->at; back--)
        if (scan_is_at(r->source, back - 1, what))
            return back - 1;
    return at;
}

/* Tells whether a character that XML allows stands there (production 2), or nothing. */
static bool is_character(const struct source *s, size_t at)
{
    size_t n;
    uint32_t c = at < s->size ? utf8_decode(s->bytes + at, s->size - at, &n) : ' ';
    return c >= ' ' ? c != 0xFFFE && c != 0xFFFF : is_space((char)c);
}

/* The number in a reference at byte `at`, "&#xD83D;"; 0 when it is none. */
static unsigned long number_at(const struct source *s, size_t at)
{
    if (!scan_is_at(s, at, "&#"))
        return 0;
    bool hex = at + 2 < s->size && s->bytes[at + 2] == 'x';
    return strtoul(s->bytes + at + (hex ? 3 : 2), NULL, hex ? 16 : 10);
}

/* What to do about a character that XML has not: what word processors mean by it. */
static const char *remedy_for(struct arena *a, const struct source *s, size_t at, unsigned long c,
                              const char *otherwise)
{
    static const struct {
        unsigned long c;
        const char *remedy;
    } known[] = {
        { 0x0B, PHRASE("it is Word's line break; write <br/>") },
        { 0x0C, PHRASE("it is a page break; delete it and say break-before: page in the sheet") },
        { 0x1E, PHRASE("it is Word's hyphen at which no line ends; write \u2011 (U+2011)") },
        { 0x1F, PHRASE("it is Word's optional hyphen; write &#xAD;") },
        { 0xFFFE, PHRASE("it is a byte order mark turned round; delete it") },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].c == c)
            return known[i].remedy;
    if (c < 0xD800 || c > 0xDFFF)
        return otherwise;
    unsigned long low = number_at(s, scan_find(s, at + 1, "&#"));
    if (c >= 0xDC00 || low < 0xDC00 || low > 0xDFFF)
        return PHRASE("it is half of a character beyond U+FFFF; write the character itself");
    unsigned long whole = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    char *remedy = arena_try(a, 80);
    if (remedy)
        snprintf(remedy, 80,
                 PHRASE("with the next one it is a character in two halves; write &#x%lX;"), whole);
    return remedy ? remedy : otherwise;
}

/* HTML's names are known to the parser. */
const char *doc_entity_remedy(struct arena *a, const char *name)
{
    const htmlEntityDesc *html = htmlEntityLookup((const xmlChar *)name);
    char letter[5] = "", *remedy = html ? arena_try(a, 80) : NULL;
    if (!remedy)
        return PHRASE("write the character itself (a plain & is &amp;)");
    if (u_isgraph((UChar32)html->value))
        letter[utf8_encode(html->value, letter)] = '\0';
    if (*letter)
        snprintf(remedy, 80, PHRASE("write %s, or &#%u;"), letter, html->value);
    else
        snprintf(remedy, 80, PHRASE("write &#%u;"), html->value);
    return remedy;
}

/* Tells whether the vocabulary has nothing that may stand in the element. */
static bool holds_nothing(const struct node *n)
{
    const struct element *e = n ? node_element(n) : NULL;
    return e && !*e->content && !e->text;
}

/* Names an error at byte *at as people see it; *at moves to where the error begins. */
static enum diag_code code_of(const struct reader *r, int code, size_t *at)
{
    const struct source *s = r->source;
    const struct trouble *t = troubles;
    const struct trouble *end = troubles + sizeof troubles / sizeof *troubles;
    const char before = *at ? s->bytes[*at - 1] : '\0';
    while (t < end && t->code != code)
        t++;
    if (t == end)
        return DIAG_XML_MALFORMED;
    if (t->ours == DIAG_XML_CHARACTER && is_character(s, *at)) { /* not written, but referred to */
        *at = find_before(r, *at, "&");
        return DIAG_XML_REFERENCE;
    }
    if (t->ours == DIAG_XML_CDATA_END)
        *at = scan_find(s, *at, "]]>");
    if (code == XML_ERR_NAME_REQUIRED && (before == '&' || before == '<')) {
        --*at;
        return before == '&' ? DIAG_XML_AMPERSAND : DIAG_XML_LESS;
    }
    if (t->begins)
        *at = find_before(r, *at, t->begins);
    return t->ours;
}

/* Reports the parser's first complaint, without its line end; what follows from it is not looked
 * at. */
static void on_error(void *context, xmlErrorPtr error)
{
    struct reader *r = context;
    if (r->failed || error->level < XML_ERR_ERROR)
        return;
    if (error->code == XML_ERR_NO_MEMORY) {
        stop(r, STOP_NO_MEMORY);
        return;
    }
    size_t at = parser_place(r);
    size_t end = at;
    enum diag_code code = code_of(r, error->code, &at);
    char words[200] = "", line[16];
    const char *message = error->message ? error->message : "";
    const char *what = error->str1 && code != DIAG_XML_MALFORMED ? error->str1 : words;
    const char *remedy = PHRASE("delete it");
    size_t n = strcspn(message, "\n");
    memcpy(words, message, n < sizeof words ? n : utf8_cut(message, sizeof words - 1));
    if (code == DIAG_XML_CHARACTER && at < r->source->size) {
        unsigned c = utf8_decode(r->source->bytes + at, r->source->size - at, &n);
        snprintf(words, sizeof words, "U+%04X", c);
        what = words;
        remedy = remedy_for(r->arena, r->source, at, c, remedy);
        end = at + n;
    } else if (code == DIAG_XML_REFERENCE) {
        remedy = remedy_for(r->arena, r->source, at, number_at(r->source, at),
                            PHRASE("write it as &#233; or &#xE9;, or write the character itself"));
    } else if (error->code == XML_ERR_ATTRIBUTE_REDEFINED && error->str1 && error->str2) {
        snprintf(words, sizeof words, "%.90s:%.90s", error->str1, error->str2);
        what = words;
    }
    if (code == DIAG_XML_ENTITY)
        remedy = doc_entity_remedy(r->arena, what);
    bool known = r->open && !r->skipped;
    if (code == DIAG_XML_END_TAG && known && holds_nothing(r->open))
        code = DIAG_XML_EMPTY_TAG;
    snprintf(line, sizeof line, "%u",
             known ? position_place(node_at(r->open)).line : (unsigned)error->int1);
    if (!diag_try(r->diag, code, position_at(r->source, at, end > at ? end : at), "what", what,
                  "line", line, "remedy", remedy, NULL))
        stop(r, STOP_NO_MEMORY);
    stop(r, STOP_REPORTED);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Runs the parser over the text; false when it is not well-formed, or reading was stopped.  Jumps
 * when there is no memory. */
static bool parse(struct reader *r, startElementNsSAX2Func start, endElementNsSAX2Func end)
{
    const struct source *s = r->source;
    pthread_once(&once, xmlInitParser);
    r->parser = xmlCreateMemoryParserCtxt(s->size ? s->bytes : " ", s->size ? (int)s->size : 1);
    if (!r->parser)
        arena_out_of_memory(r->arena);
    *r->parser->sax = (xmlSAXHandler){ .initialized = XML_SAX2_MAGIC,
                                       .startElementNs = start,
                                       .endElementNs = end,
                                       .serror = on_error };
    r->parser->userData = r;
    xmlCtxtUseOptions(r->parser,
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(r->parser);
    bool fine = r->parser->wellFormed && !r->failed;
    bool quiet = !fine && !r->failed; /* it gave up and did not say why */
    xmlFreeParserCtxt(r->parser);
    if (r->out_of_memory || quiet)
        arena_out_of_memory(r->arena);
    return fine;
}

struct doc *read_tree(struct arena *a, struct diag *d, const struct source *s, size_t nodes)
{
    struct reader r = { .arena = a,
                        .diag = d,
                        .source = s,
                        .doc = arena_new(a, struct doc),
                        .scope = arena_new(a, struct scope) };
    r.doc->source = r.scope->source = s;
    r.room = nodes < ROOM_MOST ? nodes : ROOM_MOST;
    r.doc->nodes = arena_array(a, struct node, r.room);
    bool fine = parse(&r, start_element, end_element);
    if (!r.doc->root)
        return NULL;
    r.doc->open = fine ? NULL : r.open;
    while (r.open)
        close_element(&r);
    return r.doc;
}

/* Called by libxml2 at a start tag of what is no handout: only the depth counts. */
static void count_start(void *context, const xmlChar *local, const xmlChar *prefix,
                        const xmlChar *uri, int namespaces_count, const xmlChar **namespaces,
                        int count, int defaulted, const xmlChar **attributes)
{
    struct reader *r = context;
    (void)prefix, (void)uri, (void)namespaces_count, (void)namespaces, (void)count, (void)defaulted,
        (void)attributes;
    if (r->failed || ++r->depth <= DOC_MOST_DEPTH)
        return;
    size_t at = find_before(r, parser_place(r), "<");
    report(r, DIAG_XML_DEEP, at, scan_name(r->source, at + 1), "name", (const char *)local);
    stop(r, STOP_REPORTED);
}

/* Called by libxml2 at its end tag. */
static void count_end(void *context, const xmlChar *local, const xmlChar *prefix,
                      const xmlChar *uri)
{
    struct reader *r = context;
    (void)local, (void)prefix, (void)uri;
    r->depth--;
}

bool read_any(struct arena *a, struct diag *d, const struct source *s)
{
    struct reader r = { .arena = a, .diag = d, .source = s };
    return parse(&r, count_start, count_end);
}
