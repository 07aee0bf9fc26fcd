/* pdf/marks: which stretch of a stream is whose content, or an artifact (ISO 32000-1, 14.6,
 * 14.8.2.2).
 */
#include "pdf/writer.h"

#include <string.h>

void close_mark(struct writer *w)
{
    if (w->open_mark != MARKED_NOT)
        buffer_add(w->out, "EMC\n", 4);
    w->open_mark = MARKED_NOT;
}

void open_content(struct writer *w, const char *tag, const char *actual, uint32_t length)
{
    size_t mcid = w->marks->size / sizeof w->mark;
    buffer_add(w->marks, &w->mark, sizeof w->mark);
    buffer_printf(w->out, "/%s<</MCID %zu", tag, mcid);
    if (actual) {
        buffer_add_string(w->out, "/ActualText<FEFF");
        write_utf16_hex(w->out, actual, length);
        put(w->out, '>');
    }
    buffer_add(w->out, ">>BDC\n", 6);
    w->open_mark = MARKED_CONTENT;
}

void open_mark(struct writer *w)
{
    static const char *const tags[] = {
        [MARK_TEXT] = "P", [MARK_LABEL] = "Lbl", [MARK_PICTURE] = "Figure"
    };
    if (w->open_mark != MARKED_NOT || w->wanted == MARKED_NOT)
        return;
    if (w->wanted == MARKED_CONTENT) {
        open_content(w, tags[w->mark.part], NULL, 0);
        return;
    }
    buffer_add_string(w->out, w->artifact);
    w->open_mark = MARKED_ARTIFACT;
}

const char page_artifact[] = "/Artifact<</Type/Page>>BDC\n";
static const char layout_artifact[] = "/Artifact<</Type/Layout>>BDC\n";

/* What keeps an item out of the text that is read: a line of the layout, or what every page has
 * at its head or foot. */
static const char *artifact_of(const struct writer *w, const struct placed *item)
{
    static const char header[] = "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n";
    static const char footer[] =
        "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n";
    if (item->artifact == ARTIFACT_SLUG)
        return page_artifact;
    if (item->artifact == ARTIFACT_LAYOUT || item->kind != PLACED_GLYPHS)
        return layout_artifact;
    return item->glyphs.at.y < w->page->page->style->height / 2 ? header : footer;
}

/* A picture, the marker of a list item or a note, or text. */
static enum mark_part part_of(const struct placed *item)
{
    if (item->kind == PLACED_PICTURE)
        return MARK_PICTURE;
    const struct paragraph *p = item->glyphs.line->paragraph;
    uint32_t piece = item->glyphs.run->run->piece;
    return piece < p->piece_count && p->pieces[piece].kind == PIECE_MARKER ? MARK_LABEL : MARK_TEXT;
}

/* How the list goes on whose label an item is. */
static enum numbering numbering_of(const struct placed *item)
{
    static const struct {
        const char *name;
        enum numbering numbering;
    } names[] = {
        { "disc", NUMBERING_DISC },
        { "circle", NUMBERING_CIRCLE },
        { "square", NUMBERING_SQUARE },
        { "decimal", NUMBERING_DECIMAL },
        { "lower-roman", NUMBERING_LOWER_ROMAN },
        { "upper-roman", NUMBERING_UPPER_ROMAN },
        { "lower-alpha", NUMBERING_LOWER_ALPHA },
        { "lower-latin", NUMBERING_LOWER_ALPHA },
        { "upper-alpha", NUMBERING_UPPER_ALPHA },
        { "upper-latin", NUMBERING_UPPER_ALPHA },
    };
    const struct paragraph *p = item->glyphs.line->paragraph;
    const struct style *s = p->pieces[item->glyphs.run->run->piece].in->style;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (s->list_style_type && !s->list_style_string &&
            strcmp(s->list_style_type, names[i].name) == 0)
            return names[i].numbering;
    return NUMBERING_TYPE;
}

struct mark mark_of(const struct placed *item)
{
    const enum mark_part part = part_of(item);
    return (struct mark){ .node = item->node->index,
                          .part = (uint8_t)part,
                          .numbering = part == MARK_LABEL ? (uint8_t)numbering_of(item) : 0 };
}

static void want_artifact(struct writer *w, const char *artifact)
{
    if (w->open_mark != MARKED_ARTIFACT || w->artifact != artifact)
        close_mark(w);
    w->wanted = MARKED_ARTIFACT;
    w->artifact = artifact;
}

void want_content(struct writer *w, struct mark mark)
{
    if (w->open_mark != MARKED_CONTENT || w->mark.node != mark.node || w->mark.part != mark.part)
        close_mark(w);
    w->wanted = MARKED_CONTENT;
    w->mark = mark;
}

void want_mark(struct writer *w, const struct placed *item)
{
    if (w->edition->tags == TAGS_NONE || item->kind == PLACED_LINK)
        return;
    if (item->artifact != ARTIFACT_NONE || item->kind == PLACED_RECT || !item->node)
        want_artifact(w, artifact_of(w, item));
    else
        want_content(w, mark_of(item));
}
