/* pdf, metadata: what the document says of itself, once in Info, once in XMP, word for word the
 * same (ISO 32000-1, 14.3; ISO 16684-1). */
#include "base/date.h"
#include "pdf/inner.h"

#include <string.h>

#define PRODUCER "handbill"

static void add_entry(struct buffer *b, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    buffer_add_string(b, key);
    write_text_string(b, value, strlen(value));
}

/* A moment as XMP spells it. */
static const char *date_text(struct arena *a, int64_t seconds)
{
    struct date d = date_civil(seconds);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day, d.hour,
                        d.minute, d.second);
}

static const char *const press_claims[] = {
    [CLAIM_X] = "PDF/X-4", [CLAIM_X_AND_A] = "PDF/X-4", [CLAIM_X1A] = "PDF/X-1a:2003"
};

static void build_info(struct arena *a, struct objects *o, const struct doc *doc,
                       const struct pdf_options *options)
{
    struct buffer b = buffer_in(a);
    add_entry(&b, "/Title", options->title);
    add_entry(&b, "/Author", doc->publisher);
    add_entry(&b, "/Subject", doc->subject);
    add_entry(&b, "/Keywords", doc->keywords);
    buffer_add_string(&b, "/Creator(" PRODUCER ")/Producer(" PRODUCER ")");
    if (options->has_date) {
        buffer_add_string(&b, "/CreationDate");
        write_date(&b, options->date);
        buffer_add_string(&b, "/ModDate");
        write_date(&b, options->date);
    }
    if (style_is_for_press(options->edition))
        buffer_printf(&b, "/Trapped/False/GTS_PDFXVersion(%s)",
                      press_claims[options->edition->claim]);
    objects_set(o, objects_info(o), &b);
}

static void add_xml(struct buffer *b, const char *s)
{
    for (; *s; s++) {
        if (*s == '&')
            buffer_add_string(b, "&amp;");
        else if (*s == '<')
            buffer_add_string(b, "&lt;");
        else if (*s == '>')
            buffer_add_string(b, "&gt;");
        else
            put(b, *s);
    }
}

/* Appends `open`, the value and `close`, if there is a value. */
static void add_property(struct buffer *b, const char *open, const char *value, const char *close)
{
    if (!value || !*value)
        return;
    buffer_add_string(b, open);
    add_xml(b, value);
    buffer_add_string(b, close);
    put(b, '\n');
}

/* The description of a property that PDF/A does not know (ISO 19005-2, 6.6.2.3). */
#define SCHEMA(schema, uri, prefix, property, type, category, words)                               \
    "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>" schema "</pdfaSchema:schema>"         \
    "<pdfaSchema:namespaceURI>" uri "</pdfaSchema:namespaceURI>"                                   \
    "<pdfaSchema:prefix>" prefix "</pdfaSchema:prefix>"                                            \
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"                            \
    "<pdfaProperty:name>" property "</pdfaProperty:name>"                                          \
    "<pdfaProperty:valueType>" type "</pdfaProperty:valueType>"                                    \
    "<pdfaProperty:category>" category "</pdfaProperty:category>"                                  \
    "<pdfaProperty:description>" words "</pdfaProperty:description>"                               \
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
#define UA "http://www.aiim.org/pdfua/ns/id/"
#define XID "http://www.npes.org/pdfx/ns/id/"
#define PDF "http://ns.adobe.com/pdf/1.3/"

/* The standards that a file keeps: of PDF/A part 2, or part 3 where another file is inside, and
 * what is said of it for others. */
static const char archive[] =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
    " xmlns:pdfuaid=\"" UA "\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaid:part>%d</pdfaid:part>\n<pdfaid:conformance>%s</pdfaid:conformance>\n"
    "%s<pdfaExtension:schemas><rdf:Bag>%s</rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n";
static const char tagged[] = "<pdfuaid:part>1</pdfuaid:part>\n";
static const char tagged_schemas[] =
    SCHEMA("PDF/UA identification", UA, "pdfuaid", "part", "Integer", "internal",
           "part of ISO 14289 that the file keeps");
static const char press_schemas[] =
    SCHEMA("PDF/X identification", XID, "pdfxid", "GTS_PDFXVersion", "Text", "internal",
           "the PDF/X standard that the file keeps")
        SCHEMA("Adobe PDF", PDF, "pdf", "Trapped", "Text", "internal",
               "whether the colours are trapped");

static void add_archive(struct buffer *b, const struct pdf_options *options)
{
    if (options->edition->tags == TAGS_UA)
        buffer_printf(b, archive, options->source.name ? 3 : 2, "A", tagged, tagged_schemas);
    else if (options->edition->claim == CLAIM_X_AND_A)
        buffer_printf(b, archive, 2, "B", "", press_schemas);
}

/* A name of this very file, the same for the same pages: a hash (FNV-1a, 64 bits) of what is drawn,
 * in the form of a UUID made from a name (RFC 4122, 4.3). */
static void write_document_id(struct buffer *b, const struct drawn_file *drawn)
{
    uint64_t halves[2] = { 0xCBF29CE484222325u, 0x9AE16A3B2F90404Fu };
    for (uint32_t i = 0; i < drawn->page_count; i++)
        for (size_t k = 0; k < drawn->pages[i].content.size; k++)
            for (int h = 0; h < 2; h++)
                halves[h] = (halves[h] ^ (uint8_t)drawn->pages[i].content.bytes[k]) *
                            UINT64_C(0x100000001B3);
    buffer_printf(b, "uuid:%08x-%04x-5%03x-a%03x-%012llx", (unsigned)(halves[0] >> 32),
                  (unsigned)(halves[0] >> 16 & 0xFFFF), (unsigned)(halves[0] & 0xFFF),
                  (unsigned)(halves[1] >> 48 & 0xFFF),
                  (unsigned long long)(halves[1] & UINT64_C(0xFFFFFFFFFFFF)));
}

/* What PDF/X-4 asks for (ISO 15930-7, 6.3); PDF/X-1a says it in Info, and here for those who look
 * for it. */
static void add_press(struct buffer *b, const char *date, enum claim claim,
                      const struct drawn_file *drawn)
{
    buffer_add_string(b, "<rdf:Description rdf:about=\"\""
                         " xmlns:pdfxid=\"" XID "\""
                         " xmlns:pdf=\"" PDF "\""
                         " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                         " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n"
                         "<pdf:Trapped>False</pdf:Trapped>\n");
    add_property(b, "<pdfxid:GTS_PDFXVersion>", press_claims[claim], "</pdfxid:GTS_PDFXVersion>");
    add_property(b, "<xmp:MetadataDate>", date, "</xmp:MetadataDate>");
    buffer_add_string(b, "<xmpMM:DocumentID>");
    write_document_id(b, drawn);
    buffer_add_string(b, "</xmpMM:DocumentID>\n<xmpMM:VersionID>1</xmpMM:VersionID>\n"
                         "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n"
                         "</rdf:Description>\n");
}

/* Adds the XMP packet; returns its object's number. */
static uint32_t build_xmp(struct arena *a, struct objects *o, const struct doc *doc,
                          const struct pdf_options *options, const struct drawn_file *drawn)
{
    struct buffer b = buffer_in(a);
    const char *date = options->has_date ? date_text(a, options->date) : NULL;
    buffer_add_string(
        &b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
            "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
            "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
            "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
            " xmlns:pdf=\"" PDF "\">\n<dc:format>application/pdf</dc:format>\n");
    add_property(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", options->title,
                 "</rdf:li></rdf:Alt></dc:title>");
    add_property(&b, "<dc:creator><rdf:Seq><rdf:li>", doc->publisher,
                 "</rdf:li></rdf:Seq></dc:creator>");
    add_property(&b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc->subject,
                 "</rdf:li></rdf:Alt></dc:description>");
    add_property(&b, "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc->rights,
                 "</rdf:li></rdf:Alt></dc:rights>");
    add_property(&b, "<dc:language><rdf:Bag><rdf:li>", doc->root->scope->lang,
                 "</rdf:li></rdf:Bag></dc:language>");
    add_property(&b, "<pdf:Keywords>", doc->keywords, "</pdf:Keywords>");
    add_property(&b, "<xmp:CreateDate>", date, "</xmp:CreateDate>");
    add_property(&b, "<xmp:ModifyDate>", date, "</xmp:ModifyDate>");
    buffer_add_string(&b, "<xmp:CreatorTool>" PRODUCER "</xmp:CreatorTool>\n<pdf:Producer>" PRODUCER
                          "</pdf:Producer>\n"
                          "</rdf:Description>\n");
    add_archive(&b, options);
    if (style_is_for_press(options->edition))
        add_press(&b, date, options->edition->claim, drawn);
    buffer_add_string(&b, "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
    return objects_add_stream(o, "/Type/Metadata/Subtype/XML", b.bytes, b.size, STREAM_PLAIN);
}

/* Writes how readers open the file and printers take it: office paper as large as it is, on both
 * sides. */
static void write_preferences(struct buffer *catalog, const struct edition *edition,
                              struct handling handling)
{
    static const char *const directions[] = {
        [DIRECTION_L2R] = "", [DIRECTION_R2L] = "/Direction/R2L"
    };
    static const char *const duplex[] = { [DUPLEX_NONE] = "Simplex",
                                          [DUPLEX_LONG_EDGE] = "DuplexFlipLongEdge",
                                          [DUPLEX_SHORT_EDGE] = "DuplexFlipShortEdge" };
    buffer_printf(catalog, "/ViewerPreferences<</DisplayDocTitle true%s",
                  directions[handling.direction]);
    if (edition->scaling == SCALING_NONE)
        buffer_printf(catalog, "/PrintScaling/None/Duplex/%s", duplex[handling.duplex]);
    buffer_add_string(catalog, ">>/PageMode/UseNone");
}

void metadata_build(struct arena *a, struct objects *o, const struct doc *doc,
                    const struct pdf_options *options, struct handling handling,
                    const struct drawn_file *drawn, struct buffer *catalog)
{
    build_info(a, o, doc, options);
    buffer_printf(catalog, "/Metadata %u 0 R", build_xmp(a, o, doc, options, drawn));
    add_entry(catalog, "/Lang", doc->root->scope->lang);
    write_preferences(catalog, options->edition, handling);
}
