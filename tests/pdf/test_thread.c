/* pdf: the first lines of a handout, placed by hand, read back by other people's programs. */
#include "thread.h"

#include <math.h>

static const char *const seed[] = {
    "Nations have a right and responsibility to",
    "protect their borders (within international law);",
    "the office offers flowers: efficient waffles, first things.",
};

static struct bench *page_of(const char *font)
{
    struct bench *b = bench_open();
    struct face *f = bench_face(b, font);
    for (size_t i = 0; i < sizeof seed / sizeof *seed; i++)
        bench_line(b, f, 21 * SP_PT / 2, seed[i], (struct shaping){ 0 });
    return b;
}

static void reads_back(const char *font)
{
    struct bench *b = page_of(font);
    bench_print(b, 1);
    assert_has(bench_ask(b, "qpdf --check %s"), "No syntax or stream encoding errors");
    const char *poppler = bench_ask(b, "pdftotext -layout %s -"),
               *mupdf = bench_ask(b, "mutool draw -q -F text %s");
    for (size_t i = 0; i < sizeof seed / sizeof *seed; i++) {
        assert_has(poppler, seed[i]);
        assert_has(mupdf, seed[i]);
    }
    assert_has(bench_ask(b, "pdffonts %s"), "Identity-H       yes yes yes");
    bench_close(b);
}
static void cff_reads_back(void **state)
{
    (void)state;
    reads_back(TERMES);
}
static void truetype_reads_back(void **state)
{
    (void)state;
    reads_back(GENTIUM);
}

/* Letters of small capitals are drawn by one glyph and mean two characters. */
static void small_capitals_are_their_letters(const char *font)
{
    struct bench *b = bench_open();
    bench_line(b, bench_face(b, font), 12 * SP_PT, "Papa pPpP",
               (struct shaping){ .feature = "c2sc" });
    b->baseline += 12 * SP_PT;
    bench_line(b, bench_face(b, font), 12 * SP_PT, "PPAP PPPP",
               (struct shaping){ .source = "Ppap pPpP", .feature = "c2sc" });
    bench_print(b, 1);
    static const char *const readers[] = {
        "pdftotext -layout %s -", "mutool draw -q -F text %s"
    }; /* mutool knows no ActualText */
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        assert_has(bench_ask(b, readers[i]), "Ppap pPpP");
        assert_has(bench_ask(b, readers[i]), "Papa pPpP");
    }
    bench_close(b);
}
static void small_capitals_in_cff(void **state)
{
    (void)state;
    small_capitals_are_their_letters(TERMES);
}
static void small_capitals_in_truetype(void **state)
{
    (void)state;
    small_capitals_are_their_letters(GENTIUM);
}

/* Is the page black at this pixel, drawn by a renderer at 72 dpi? */
static bool is_black(struct bench *b, const char *command, unsigned x, unsigned y)
{
    char image[80], line[200];
    snprintf(image, sizeof image, "%s.pgm", b->file);
    snprintf(line, sizeof line, command, b->file, b->file);
    if (system(line))
        fail_msg("%s", line);
    FILE *f = fopen(image, "rb");
    assert_non_null(f);
    unsigned wide = 0, high = 0, most = 0;
    assert_int_equal(fscanf(f, "P5 %u %u %u", &wide, &high, &most), 3);
    assert_true(x < wide && y < high);
    fseek(f, 1 + (long)(y * wide + x), SEEK_CUR);
    int level = fgetc(f);
    fclose(f);
    unlink(image);
    return level < 128;
}

/* A CID-keyed program's codes are its CIDs; a right ToUnicode hides a wrong glyph from every reader, a picture does not. */
static void cid_keyed_glyphs_are_drawn(void **state)
{
    (void)state;
    static const char *const renderers[] = {
        "pdftoppm -gray -r 72 -singlefile %s %s",
        "mutool draw -q -r 72 -F pgm -o %s.pgm %s 2>/dev/null"
    };
    static const bool black[3][2] = { { true, true },
                                      { false, true },
                                      { true, false } }; /* upper and lower halves of C, B, A */
    enum { EM = 20, LEFT = 72, BASELINE = 72 };
    struct bench *b = bench_open();
    char font[80], line[200];
    snprintf(font, sizeof font, "%s.otf", b->file);
    snprintf(line, sizeof line, "tests/fonts/make_cid_font.py %s", font);
    assert_int_equal(system(line), 0);
    bench_line(b, bench_face(b, font), EM * SP_PT, "CBA", (struct shaping){ 0 });
    unlink(font);
    bench_print(b, 1);
    for (size_t r = 0; r < sizeof renderers / sizeof *renderers; r++)
        for (unsigned letter = 0; letter < 3; letter++)
            for (unsigned half = 0; half < 2; half++)
                assert_int_equal(is_black(b, renderers[r], LEFT + EM * letter + EM / 2,
                                          BASELINE - EM * 3 / 4 + half * EM / 2),
                                 black[letter][half]);
    assert_has(bench_ask(b, "pdftotext %s -"), "CBA");
    assert_has(bench_ask(b, "pdffonts %s"), "CID Type 0C");
    bench_close(b);
}

static void the_added_hyphen_is_soft(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    struct face *f = bench_face(b, TERMES);
    bench_line(b, f, 10 * SP_PT, "well-known responsi", (struct shaping){ .hyphen = true });
    bench_line(b, f, 10 * SP_PT, "bility", (struct shaping){ 0 });
    bench_print(b, 1);
    assert_has(bench_ask(b, "pdftotext -raw %s -"), "well-known responsi\u00AD\nbility");
    bench_close(b);
}

static void the_author_s_soft_hyphen_is_not_doubled(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    struct face *f = bench_face(b, TERMES);
    bench_line(b, f, 10 * SP_PT, "respon\u00AD", (struct shaping){ .hyphen = true });
    bench_line(b, f, 10 * SP_PT, "sible", (struct shaping){ 0 });
    bench_print(b, 1);
    assert_has(bench_ask(b, "pdftotext -raw %s -"), "respon\u00AD\nsible");
    bench_close(b);
}

static void every_stream_is_deflated_and_says_so(void **state)
{
    (void)state;
    struct bench *b = page_of(GENTIUM);
    bench_print(b, 1);
    struct buffer dump = buffer_in(b->arena);
    pdf_dump(&dump, b->out.bytes, b->out.size);
    const char *text = buffer_text(&dump);
    assert_has(text, "Tf");
    assert_has(text, "begincmap");
    assert_has(text, "/Producer(handbill)");
    assert_null(strstr(text, "do not inflate"));
    unsigned streams = 0, filters = 0;
    for (const char *s = text; (s = strstr(s, "stream of ")); s++)
        streams++;
    for (const char *s = text; (s = strstr(s, "/FlateDecode")); s++)
        filters++;
    assert_int_equal(streams, 4);
    assert_int_equal(filters, streams - 1); /* all but the metadata */
    assert_null(strstr(text, "Haru"));
    assert_null(strstr(text, "CreationDate"));
    bench_close(b);
}

/* x of each glyph as mupdf draws it, against the sums of ours. */
static void compare_positions(const char *font, sp size, struct shaping how)
{
    struct bench *b = bench_open();
    const struct line *line = bench_line(b, bench_face(b, font), size,
                                         "AVATAR Wolf To Te office: the quick brown fox jumps over "
                                         "a lazy dog, again and again, and yet again.",
                                         how);
    bench_print(b, 1);
    const char *trace = bench_ask(b, "mutool trace %s");
    sp pen = 72 * SP_PT;
    uint32_t i = 0;
    for (const char *at = trace; (at = strstr(at, "<g unicode=")); at++) {
        const char *x = strstr(at, " x=\""), *name = strstr(at, " glyph=\"");
        if (!name || name > x)
            continue; /* a further letter of a ligature */
        assert_true(i < line->runs[0].count);
        const struct glyph *g = &line->runs[0].glyphs[i];
        const struct offset off = line_offset(&line->runs[0], i++);
        double drawn = atof(x + 4),
               ours = (double)(pen + sp_muldiv(off.x, line->expansion, 100000)) / SP_PT;
        if (fabs(drawn - ours) > 0.01)
            fail_msg("glyph %u at %.4f instead of %.4f", i, drawn, ours);
        pen += sp_muldiv(g->advance, line->expansion, 100000) +
               (g->flags & GLYPH_SPACE ? how.space : 0);
    }
    assert_int_equal(i, line->runs[0].count);
    bench_close(b);
}
static void glyphs_stand_where_the_line_says(void **state)
{
    (void)state;
    const char *const fonts[] = { TERMES, GENTIUM };
    for (unsigned i = 0; i < 2; i++) {
        compare_positions(fonts[i], 21 * SP_PT / 2, (struct shaping){ 0 });
        compare_positions(fonts[i], 9 * SP_PT + 21845,
                          (struct shaping){ .expansion = 98370, .space = -7919 });
        compare_positions(fonts[i], 11 * SP_PT,
                          (struct shaping){ .expansion = 101995, .space = 104729 });
    }
}

static void right_to_left_copies_in_logical_order(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    bench_line(b, bench_face(b, HEBREW), 12 * SP_PT, "שלום עולם טוב",
               (struct shaping){ .rtl = true });
    bench_print(b, 1);
    assert_has(bench_ask(b, "pdftotext %s -"), "שלום עולם טוב");
    bench_close(b);
}

static void transformed_text_is_the_source_s(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    static const uint32_t origin[] = {
        0, 1, 2, 3, 4, 6, 6, 7
    }; /* of STRASSE: ß is two bytes, and the second S's none */
    bench_line(b, bench_face(b, TERMES), 12 * SP_PT, "STRASSE",
               (struct shaping){ .source = "straße", .origin = origin });
    bench_print(b, 1);
    assert_has(bench_ask(b, "pdftotext %s -"), "straße");
    bench_close(b);
}

static void many_pages_make_a_tree(void **state)
{
    (void)state;
    struct bench *b = page_of(TERMES);
    bench_print(b, 150);
    assert_has(bench_ask(b, "qpdf --check %s"), "No syntax or stream encoding errors");
    assert_has(bench_ask(b, "pdfinfo %s"), "Pages:           150");
    assert_has(bench_ask(b, "pdftotext -f 150 -l 150 %s -"), seed[0]);
    struct buffer first = b->out;
    bench_print(b, 150);
    assert_int_equal(first.size, b->out.size);
    assert_memory_equal(first.bytes, b->out.bytes, first.size);
    bench_close(b);
}

static void links_lead_to_names_and_addresses(void **state)
{
    (void)state;
    struct bench *b = page_of(TERMES);
    static const struct attribute id = { .name = "id", .value = "root-causes" };
    static const struct attribute href = { .name = "href", .value = "https://example.org/a(b)" };
    static const struct node nodes[] = {
        { .index = 5, .size = 1, .attributes = &id, .attribute_count = 1, .id = 1 },
        { .index = 9, .size = 1 },
        { .index = 11, .size = 1, .attributes = &href, .attribute_count = 1 }
    };
    const struct node *note = &nodes[0], *call = &nodes[1], *web = &nodes[2];
    b->anchors[0] = (struct anchor){ .node = note, .page = 2, .at = { 72 * SP_PT, 700 * SP_PT } };
    b->anchors[1] = (struct anchor){ .node = call, .page = 1, .at = { 72 * SP_PT, 100 * SP_PT } };
    b->anchor_count = 2;
    const struct node *targets[] = { web, note, call };
    for (unsigned i = 0; i < 3; i++)
        b->items[b->count++] = (struct placed){
            .kind = PLACED_LINK,
            .node = web,
            .link = { .rect = { 72 * SP_PT, (100 + 20 * i) * SP_PT, 50 * SP_PT, 10 * SP_PT },
                      .to = targets[i] }
        };
    bench_print(b, 2);
    assert_has(bench_ask(b, "qpdf --check %s"), "No syntax or stream encoding errors");
    assert_has(bench_ask(b, "pdfinfo -dests %s"),
               "   2 [ XYZ   72   92 null      ] \"root-causes\"");
    assert_has(bench_ask(b, "pdfinfo -url %s"), "https://example.org/a(b)");
    assert_has(bench_ask(b, "pdfinfo %s"), "Title:           Priorités");
    assert_has(bench_ask(b, "mutool show %s pages/1/Annots/2"), "/Dest");
    const char *first = bench_ask(b, "mutool show %s pages/1/Annots/1");
    assert_has(first, "/Rect [ 72 680 122 694 ]");
    assert_has(first, "/Contents (https://example.org/a\\(b\\))");
    bench_close(b);
}

/* A reader looks a name up by halving: the tree is in the order of the names' bytes, not of the nodes. */
static void names_are_in_order(void **state)
{
    (void)state;
    static const struct attribute ids[] = { { .name = "id", .value = "c" },
                                            { .name = "id", .value = "B" },
                                            { .name = "id", .value = "a" } };
    struct bench *b = page_of(TERMES);
    for (unsigned i = 0; i < 3; i++) {
        struct node *n = arena_new(b->arena, struct node);
        *n = (struct node){ .index = i, .attributes = &ids[i], .attribute_count = 1, .id = 1 };
        b->anchors[b->anchor_count++] = (struct anchor){ .node = n, .page = 1 };
    }
    bench_print(b, 1);
    const char *names = bench_ask(b, "mutool show %s trailer/Root/Names/Dests/Names"),
               *upper = strstr(names, "(B)"), *first = strstr(names, "(a)"),
               *last = strstr(names, "(c)");
    assert_true(upper && first && last && upper < first && first < last);
    bench_close(b);
}

/* Both of what the document says of itself, Info and XMP, the latter well-formed whatever was said. */
static void the_document_says_what_it_is(void **state)
{
    (void)state;
    struct bench *b = page_of(TERMES);
    b->title = "Rights & <duties>";
    bench_print(b, 1);
    const char *info = bench_ask(b, "pdfinfo %s"),
               *xmp = bench_ask(b, "pdfinfo -meta %s | xmllint -");
    assert_has(info, "Title:           Rights & <duties>");
    assert_has(info, "Author:          AMMPARO");
    assert_has(info, "Keywords:        migration, children");
    assert_has(info, "PDF version:     1.7");
    assert_has(xmp, "Rights &amp; &lt;duties&gt;");
    assert_has(xmp, "<rdf:li>AMMPARO</rdf:li>");
    assert_has(bench_ask(b, "mutool show %s trailer/Root/Lang"), "en-US");
    bench_close(b);
}

/* Ascent, descent and slant are the face's; fonts of different glyphs have different names (ISO 32000-1, 9.6.4). */
static void descriptors_are_the_face_s(void **state)
{
    (void)state;
    char *names[2];
    for (int i = 0; i < 2; i++) {
        struct bench *b = bench_open();
        struct face *f = bench_face(b, TERMES);
        f->italic = i;
        bench_line(b, f, 12 * SP_PT, i ? "xyz" : "abc", (struct shaping){ 0 });
        bench_print(b, 1);
        const char *descriptor = bench_ask(
            b, "mutool show %s pages/1/Resources/Font/F0/DescendantFonts/1/FontDescriptor");
        assert_has(descriptor, "/Ascent 700");
        assert_has(descriptor, "/Descent -200");
        assert_has(descriptor, i ? "/Flags 68" : "/Flags 4\n");
        names[i] = strdup(strstr(descriptor, "/FontName"));
        bench_close(b);
    }
    assert_memory_not_equal(names[0], names[1], sizeof "/FontName /ABCDEF" - 1);
    free(names[0]);
    free(names[1]);
}

/* Superscript calls and the like stand off the baseline. */
static void runs_rise_by_their_raise(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    const struct line *line =
        bench_line(b, bench_face(b, TERMES), 12 * SP_PT, "a", (struct shaping){ 0 });
    ((struct run *)line->runs[0].run)->raise = 4 * SP_PT;
    bench_print(b, 1);
    assert_has(bench_ask(b, "mutool draw -q -F stext %s"), " y=\"68\"");
    bench_close(b);
}

/* A face of a font that make_test_font.py makes; the file is gone when it has been read. */
static struct face *made_face(struct bench *b, const char *arguments)
{
    char font[80], line[200];
    snprintf(font, sizeof font, "%s.ttf", b->file);
    snprintf(line, sizeof line, "tests/fonts/make_test_font.py %s %s", font, arguments);
    assert_int_equal(system(line), 0);
    struct face *face = bench_face(b, font);
    unlink(font);
    return face;
}

/* At weight 700 the box of a letter ends 300 units further right than at 400: at 24 points of 20, not at 18. */
static void a_variable_font_is_pinned(void **state)
{
    (void)state;
    enum { EM = 20, LEFT = 72, BASELINE = 72 };
    static const struct pin pins[] = { { HB_TAG('w', 'g', 'h', 't'), 700 },
                                       { HB_TAG('w', 'd', 't', 'h'), 100 } };
    for (unsigned heavy = 0; heavy < 2; heavy++) {
        struct bench *b = bench_open();
        struct face *face = made_face(b, "--variable");
        face->pins = pins;
        face->pin_count = heavy ? 2 : 0;
        bench_line(b, face, EM * SP_PT, "a", (struct shaping){ 0 });
        bench_print(b, 1);
        const char *draw = "pdftoppm -gray -r 72 -singlefile %s %s";
        assert_true(is_black(b, draw, LEFT + 16, BASELINE - EM / 4));
        assert_int_equal(is_black(b, draw, LEFT + 21, BASELINE - EM / 4), heavy);
        assert_has(bench_ask(b, "qpdf --qdf --object-streams=disable %s - | grep -a -A3 /W"),
                   heavy ? "1300" : "1000");
        bench_close(b);
    }
}

/* What may not be subset is embedded with all its glyphs, under its own name, and that is said. */
static void a_font_that_forbids_subsets_is_whole(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    struct face *face = made_face(b, "");
    face->whole = true;
    bench_line(b, face, 12 * SP_PT, "a", (struct shaping){ 0 });
    bench_print(b, 1);
    assert_has(bench_ask(b, "pdffonts %s"), "yes no  yes");
    assert_int_equal(b->diag->count, 1);
    assert_int_equal(b->diag->messages[0].code, DIAG_FONT_WHOLE);
    bench_close(b);
}

/* A font whose outlines are in a table of another name. */
static void a_font_without_outlines_is_named(void **state)
{
    (void)state;
    struct bench *b = page_of(GENTIUM);
    struct face *f = (struct face *)b->items[0].glyphs.run->run->face;
    char *bytes = (char *)f->bytes;
    unsigned tables = (unsigned)bytes[4] << 8 | (unsigned char)bytes[5];
    for (unsigned i = 0; i < tables; i++)
        if (memcmp(bytes + 12 + 16 * i, "glyf", 4) == 0)
            memcpy(bytes + 12 + 16 * i, "glyg", 4);
    assert_false(bench_made(b, bench_sheets(b, 1)));
    assert_int_equal(b->diag->count, 1);
    assert_int_equal(b->diag->messages[0].code, DIAG_FONT_NOT_EMBEDDED);
    bench_close(b);
}

static void bleed_and_marks_are_page_boxes(void **state)
{
    (void)state;
    struct bench *b = page_of(TERMES);
    b->style.bleed = 9 * SP_PT;
    b->style.marks = MARKS_CROP | MARKS_CROSS;
    bench_print(b, 1);
    const char *boxes = bench_ask(b, "pdfinfo -box %s");
    assert_has(boxes, "MediaBox:            0.00     0.00   672.00   852.00");
    assert_has(boxes, "BleedBox:           21.00    21.00   651.00   831.00");
    assert_has(boxes, "TrimBox:            30.00    30.00   642.00   822.00");
    assert_has(bench_ask(b, "mutool draw -q -F stext %s"), "<line bbox=\"102 ");
    bench_close(b);
}

/* Boxes that are as big as the media, which is what readers take them for, are not in the file. */
static void a_page_without_bleed_has_one_box(void **state)
{
    (void)state;
    struct bench *b = page_of(TERMES);
    bench_print(b, 1);
    assert_has(bench_ask(b, "pdfinfo -box %s"),
               "TrimBox:             0.00     0.00   612.00   792.00");
    assert_null(strstr(bench_ask(b, "qpdf --qdf --object-streams=disable %s -"), "TrimBox"));
    bench_close(b);
}

/* A quarter turn clockwise: the page's left margin becomes the sheet's top one, its baseline runs down. */
static void a_page_turns(void **state)
{
    (void)state;
    struct bench *b = page_of(TERMES);
    struct sheets *sheets = bench_sheets(b, 1);
    struct sheet *sheet = (struct sheet *)sheets->sheets;
    sheet->width = sheet->trim.width = sheet->bleed.width = b->style.height;
    sheet->height = sheet->trim.height = sheet->bleed.height = b->style.width;
    ((struct sheet_page *)sheet->pages)->turns = 1;
    assert_true(bench_made(b, sheets));
    assert_has(bench_ask(b, "pdfinfo %s"), "Page size:       792 x 612 pts");
    const char *text = bench_ask(b, "mutool draw -q -F stext %s");
    assert_has(text, "dir=\"0 1\"");
    assert_has(text, " x=\"720\" y=\"72\"");
    bench_close(b);
}

static void glyphs_rise_by_their_offset(void **state)
{
    (void)state;
    struct bench *b = bench_open();
    const struct line *line =
        bench_line(b, bench_face(b, TERMES), 12 * SP_PT, "abc", (struct shaping){ 0 });
    const struct glyph *g = line->runs[0].glyphs;
    ((struct offset *)line->runs[0].run->offsets)[1] = (struct offset){ -SP_PT, 3 * SP_PT };
    bench_print(b, 1);
    const char *at = bench_ask(b, "mutool trace %s");
    double y[3] = { 0 }, x[3] = { 0 };
    for (int i = 0; i < 3; i++) {
        at = strstr(at, "<g unicode=");
        assert_non_null(at);
        x[i] = atof(strstr(at, " x=\"") + 4);
        y[i] = atof(strstr(at, " y=\"") + 4);
        at++;
    }
    assert_true(fabs(y[0] - 720) < 0.01 && fabs(y[1] - 723) < 0.01 && fabs(y[2] - 720) < 0.01);
    assert_true(fabs(x[1] - x[0] - (double)g[0].advance / SP_PT + 1) < 0.01 &&
                fabs(x[2] - x[0] - (double)(g[0].advance + g[1].advance) / SP_PT) < 0.01);
    bench_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cff_reads_back),
        cmocka_unit_test(truetype_reads_back),
        cmocka_unit_test(small_capitals_in_cff),
        cmocka_unit_test(small_capitals_in_truetype),
        cmocka_unit_test(cid_keyed_glyphs_are_drawn),
        cmocka_unit_test(the_added_hyphen_is_soft),
        cmocka_unit_test(the_author_s_soft_hyphen_is_not_doubled),
        cmocka_unit_test(every_stream_is_deflated_and_says_so),
        cmocka_unit_test(glyphs_stand_where_the_line_says),
        cmocka_unit_test(right_to_left_copies_in_logical_order),
        cmocka_unit_test(transformed_text_is_the_source_s),
        cmocka_unit_test(many_pages_make_a_tree),
        cmocka_unit_test(links_lead_to_names_and_addresses),
        cmocka_unit_test(a_variable_font_is_pinned),
        cmocka_unit_test(a_font_that_forbids_subsets_is_whole),
        cmocka_unit_test(a_font_without_outlines_is_named),
        cmocka_unit_test(bleed_and_marks_are_page_boxes),
        cmocka_unit_test(a_page_without_bleed_has_one_box),
        cmocka_unit_test(a_page_turns),
        cmocka_unit_test(glyphs_rise_by_their_offset),
        cmocka_unit_test(names_are_in_order),
        cmocka_unit_test(the_document_says_what_it_is),
        cmocka_unit_test(descriptors_are_the_face_s),
        cmocka_unit_test(runs_rise_by_their_raise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
