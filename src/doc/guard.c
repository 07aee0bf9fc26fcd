/* doc/guard: one pass over the bytes, before the parser sees them.
 *
 * A document type is refused (entities and external files come through it), NUL, and start tags so
 * large that libxml2, quadratic in a tag's attributes, would take long.  Comments, CDATA,
 * processing instructions and quoted values are stepped over as XML 1.0 reads them; where the text
 * is not well-formed this pass may read it otherwise, but the parser stops at that place.  What can
 * become a node is counted, so that all find room in one piece.
 */
#include "doc/inner.h"

#include "base/utf8.h"

#include <string.h>

/* Steps over the start tag at `at` and counts its attributes; stops one byte behind the most that a
 * tag may have. */
static size_t start_tag(const struct source *s, size_t at, size_t *attributes)
{
    size_t end = s->size - at > DOC_MOST_TAG ? at + DOC_MOST_TAG + 1 : s->size;
    char quote = '\0';
    *attributes = 0;
    for (; at < end; at++) {
        char c = s->bytes[at];
        if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
            ++*attributes;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return end;
}

/* Reports what stands at start … end; false. */
static bool refuse(struct diag *d, enum diag_code code, const struct source *s, size_t start,
                   size_t end)
{
    diag_add(d, code, position_at(s, start, end), NULL);
    return false;
}

/* The place behind what begins with `opening` at `at` and ends with `closing`. */
static size_t behind(const struct source *s, size_t at, const char *opening, const char *closing)
{
    size_t end = scan_find(s, at + strlen(opening), closing);
    return end < s->size ? end + strlen(closing) : s->size;
}

bool guard(struct diag *d, const struct source *s, size_t *nodes)
{
    *nodes = 0;
    const char *nul = memchr(s->bytes, '\0', s->size);
    if (nul)
        return refuse(d, DIAG_XML_NUL, s, (size_t)(nul - s->bytes), (size_t)(nul - s->bytes) + 1);
    for (size_t at = 0; (at = scan_find(s, at, "<")) < s->size;) {
        if (scan_is_at(s, at, "<!--")) {
            at = behind(s, at, "<!--", "-->");
        } else if (scan_is_at(s, at, "<![CDATA[")) {
            at = behind(s, at, "<![CDATA[", "]]>");
            ++*nodes;
        } else if (scan_is_at(s, at, "<?")) {
            at = behind(s, at, "<?", "?>");
        } else if (scan_is_at(s, at, "<!") && at + 2 < s->size &&
                   utf8_is_ascii_letter((unsigned char)s->bytes[at + 2])) {
            /* <!doctype and <!ENTITY are no better. */
            return refuse(d, DIAG_XML_DOCTYPE, s, at, scan_name(s, at + 2));
        } else {
            size_t attributes, end = start_tag(s, at, &attributes);
            if (end - at > DOC_MOST_TAG)
                return refuse(d, DIAG_XML_TAG_LONG, s, at, scan_name(s, at + 1));
            if (attributes > DOC_MOST_ATTRIBUTES)
                return refuse(d, DIAG_XML_TAG_ATTRIBUTES, s, at, scan_name(s, at + 1));
            *nodes += s->bytes[at + 1] != '/';
            at = end;
        }
        *nodes += at < s->size && s->bytes[at] != '<'; /* a text can begin behind any markup */
    }
    return true;
}
