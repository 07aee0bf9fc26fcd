/* box: sources with their boxes, as dumps. See stand_in.h for the sources' language. */
#include "stand_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static jmp_buf oom;

/* A document's boxes; the caller closes the arena. */
static struct boxes *build(struct arena *a, const char *source, struct diag **d)
{
    world = arena_new(a, struct stand_in);
    world->arena = a;
    read_source(source);
    *d = diag_build(a);
    return box_build(a, *d, &world->doc, NULL, NULL, NULL, NULL);
}

/* The source's boxes are these lines, its only message (or NULL) that one. */
static void expect(const char *source, const char *message, const char *lines)
{
    struct arena *a = arena_open(&oom);
    struct diag *d;
    struct boxes *boxes = build(a, source, &d);
    struct buffer out = buffer_in(a);
    box_dump(&out, boxes);
    assert_string_equal(buffer_text(&out), lines);
    assert_int_equal(d->count, message ? 1 : 0);
    if (message)
        assert_string_equal(diag_table[d->messages[0].code].name, message);
    arena_close(a);
}

static void white_space_collapses_over_inline_boundaries(void **state)
{
    (void)state;
    expect("<block> causes\n   of <inline> forced </inline> <inline>x</inline> </block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"causes of forced x\"\n"
           "    text 1:9 \"causes\"\n"
           "    text 2:3 \" of \"\n"
           "    text 2:16 \"forced \"\n"
           "    text 2:41 \"x\"\n");
}

static void spaces_vanish_beside_forced_breaks(void **state)
{
    (void)state;
    expect("<block ws=pre-line>a  \n  b </block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"a\\nb\"\n"
           "    text 1:20 \"a\"\n"
           "    text 1:23 \"\\n\"\n"
           "    text 2:3 \"b\"\n");
    expect("<block>a <inline before='\"\n\"' ws=pre></inline> b</block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"a\\nb\"\n"
           "    text 1:8 \"a\"\n"
           "    generated 1:10 \"\\n\"\n"
           "    text 2:21 \"b\"\n");
}

static void preserved_white_space_stays(void **state)
{
    (void)state;
    expect("<block ws=pre>  a  b </block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"  a  b \"\n"
           "    text 1:15 \"  a  b \"\n");
}

static void a_line_end_between_wide_characters_is_no_space(void **state)
{
    (void)state;
    expect("<block>移\n 民 a\nb</block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"移民 a b\"\n"
           "    text 1:8 \"移\"\n"
           "    text 2:2 \"民 a b\"\n");
}

static void blocks_part_inline_content(void **state)
{
    (void)state;
    expect("<block><inline pad=2 va=3>x<block>b</block> y</inline></block>", NULL,
           "block 1:1 element=block\n"
           "  block anonymous\n"
           "    paragraph lang=en \"x\"\n"
           "      space 1:8 width=2.000 raise=3.000\n"
           "      text 1:27 \"x\" raise=3.000\n"
           "  block 1:28 element=block\n"
           "    paragraph lang=en \"b\"\n"
           "      text 1:35 \"b\"\n"
           "  block anonymous\n"
           "    paragraph lang=en \"y\"\n"
           "      text 1:45 \"y\" raise=3.000\n");
}

static void raises_add_up(void **state)
{
    (void)state;
    expect("<block><inline va=3><inline va=-1>x</inline></inline></block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"x\"\n"
           "    text 1:35 \"x\" raise=2.000\n");
}

static void missing_table_boxes_are_made(void **state)
{
    (void)state;
    expect("<block><cell>a</cell> <cell>b</cell> text<row><cell>c</cell>d</row></block>", NULL,
           "block 1:1 element=block\n"
           "  table anonymous\n"
           "    row anonymous\n"
           "      cell 1:8 element=cell column=0\n"
           "        paragraph lang=en \"a\"\n"
           "          text 1:14 \"a\"\n"
           "      cell 1:23 element=cell column=1\n"
           "        paragraph lang=en \"b\"\n"
           "          text 1:29 \"b\"\n"
           "  block anonymous\n"
           "    paragraph lang=en \"text\"\n"
           "      text 1:38 \"text\"\n"
           "  table anonymous\n"
           "    row 1:42 element=row\n"
           "      cell 1:47 element=cell column=0\n"
           "        paragraph lang=en \"c\"\n"
           "          text 1:53 \"c\"\n"
           "      cell anonymous column=1\n"
           "        paragraph lang=en \"d\"\n"
           "          text 1:61 \"d\"\n");
    expect("<block><table><head><row><cell>h</cell></row></head><contents><row><cell>a</cell></"
           "row></contents>t</table></block>",
           NULL,
           "block 1:1 element=block\n"
           "  table 1:8 element=table\n"
           "    header-group 1:15 element=head\n"
           "      row 1:21 element=row\n"
           "        cell 1:26 element=cell column=0\n"
           "          paragraph lang=en \"h\"\n"
           "            text 1:32 \"h\"\n"
           "    row 1:63 element=row\n"
           "      cell 1:68 element=cell column=0\n"
           "        paragraph lang=en \"a\"\n"
           "          text 1:74 \"a\"\n"
           "    row anonymous\n"
           "      cell anonymous column=0\n"
           "        paragraph lang=en \"t\"\n"
           "          text 1:99 \"t\"\n");
}

static void counters_nest_by_scope(void **state)
{
    (void)state;
    expect("<block><block reset=c:0><block inc=c:1 before='counter:c\" \"'>A</block><block inc=c:1 "
           "before='counters:c\" \"'>B"
           "<block reset=c inc=c:5 before='counters:c'></block></block></block><block "
           "before='counter:c'>C</block></block>",
           NULL,
           "block 1:1 element=block\n"
           "  block 1:8 element=block\n"
           "    block 1:25 element=block\n"
           "      paragraph lang=en \"1 A\"\n"
           "        generated 1:25 \"1\"\n"
           "        generated 1:25 \" \"\n"
           "        text 1:62 \"A\"\n"
           "    block 1:71 element=block\n"
           "      block anonymous\n"
           "        paragraph lang=en \"2 B\"\n"
           "          generated 1:71 \"2\"\n"
           "          generated 1:71 \" \"\n"
           "          text 1:109 \"B\"\n"
           "      block 1:110 element=block\n"
           "        paragraph lang=en \"2.5\"\n"
           "          generated 1:110 \"2.5\"\n"
           "  block 1:177 element=block\n"
           "    paragraph lang=en \"2C\"\n"
           "      generated 1:177 \"2\"\n"
           "      text 1:203 \"C\"\n");
    expect("<block><off inc=c:9></off><block set=c:4 before='counter:c+attr:set'></block></block>",
           NULL,
           "block 1:1 element=block\n"
           "  block 1:27 element=block\n"
           "    paragraph lang=en \"4c:4\"\n"
           "      generated 1:27 \"4\"\n"
           "      generated 1:27 \"c:4\"\n");
}

/* Twenty counters, one in the other: each is found, and those of closed elements are not. */
static void many_counters_keep_apart(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct buffer source = buffer_in(a);
    for (int k = 0; k < 20; k++)
        buffer_printf(&source, "<block reset=%c:%d>", 'a' + k, k + 1);
    buffer_add_string(&source, "<block before='counter:a\" \"counter:t'></block>");
    for (int k = 0; k < 15; k++)
        buffer_add_string(&source, "</block>");
    buffer_add_string(
        &source,
        "<block before='counter:e\" \"counter:t'></block></block></block></block></block></block>");
    struct diag *d;
    const struct boxes *b = build(a, buffer_text(&source), &d);
    assert_int_equal(b->paragraph_count, 2);
    assert_string_equal(b->paragraphs[0]->text, "1 20");
    assert_string_equal(b->paragraphs[1]->text, "5 0");
    arena_close(a);
}

static void casing_keeps_the_source(void **state)
{
    (void)state;
    expect("<block tt=uppercase>Ma<inline>ße</inline> <inline tt=none>q</inline>x</block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"MASSE qX\" source=\"Maße qx\"\n"
           "    text 1:21 \"MA\"\n"
           "    text 1:31 \"SSE\"\n"
           "    text 1:42 \" \"\n"
           "    text 1:59 \"q\"\n"
           "    text 1:69 \"X\"\n");
    struct arena *a = arena_open(&oom);
    struct diag *d;
    const struct paragraph *p = build(a, "<block tt=uppercase>aße</block>", &d)->paragraphs[0];
    const uint32_t origin[] = { 0, 1, 1, 3, 4 };
    assert_int_equal(p->length, 4);
    assert_memory_equal(p->was->origin, origin, sizeof origin);
    arena_close(a);
}

/* Words that inline elements part are cased as one. */
static void capitals_see_the_whole_word(void **state)
{
    (void)state;
    expect("<block tt=capitalize>f<inline>oo</inline> bar</block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"Foo Bar\" source=\"foo bar\"\n"
           "    text 1:22 \"F\"\n"
           "    text 1:31 \"oo\"\n"
           "    text 1:42 \" Bar\"\n");
}

static void quotes_nest(void **state)
{
    (void)state;
    expect("<block><inline before=open after=close>a<inline before=open "
           "after=close>b</inline></inline></block>",
           NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"«a‹b›»\"\n"
           "    generated 1:8 \"«\"\n"
           "    text 1:40 \"a\"\n"
           "    generated 1:41 \"‹\"\n"
           "    text 1:73 \"b\"\n"
           "    generated 1:41 \"›\"\n"
           "    generated 1:8 \"»\"\n");
}

static void list_markers_hang_or_run_in(void **state)
{
    (void)state;
    expect("<block reset=list-item><item pos=outside type=decimal>a</item><item> "
           "<block>b</block></item><item></item></block>",
           NULL,
           "block 1:1 element=block\n"
           "  block 1:24 element=item\n"
           "    marker lang=en \"1. \"\n"
           "      marker 1:24 \"1. \"\n"
           "    paragraph lang=en \"a\"\n"
           "      text 1:55 \"a\"\n"
           "  block 1:63 element=item\n"
           "    block 1:70 element=block\n"
           "      paragraph lang=en \"• b\"\n"
           "        marker 1:63 \"• \"\n"
           "        text 1:77 \"b\"\n"
           "  block 1:93 element=item\n"
           "    paragraph lang=en \"• \"\n"
           "      marker 1:93 \"• \"\n");
}

/* An item that begins with an item keeps its own marker. */
static void waiting_markers_are_not_lost(void **state)
{
    (void)state;
    expect("<block reset=list-item><item type=decimal><block "
           "reset=list-item><item>x</item></block></item></block>",
           NULL,
           "block 1:1 element=block\n"
           "  block 1:24 element=item\n"
           "    block 1:43 element=block\n"
           "      block 1:66 element=item\n"
           "        paragraph lang=en \"1. 1. x\"\n"
           "          marker 1:24 \"1. \"\n"
           "          marker 1:66 \"1. \"\n"
           "          text 1:72 \"x\"\n");
}

static void notes_are_numbered_by_their_first_calls(void **state)
{
    (void)state;
    expect("<block>x<call to=n call='counter:footnote'></call> y<call to=m></call><call to=n "
           "call='counter:footnote'></call><contents>"
           "<note id=m fmarker='counter:footnote\".\"'> <block>M</block></note>"
           "<note id=n pos=outside fmarker='counter:footnote\". \"'>N</note></contents></block>",
           NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"x1 y1\"\n"
           "    text 1:8 \"x\"\n"
           "    call 1:9 \"1\" note=1 link=call\n"
           "    text 1:51 \" y\"\n"
           "    call 1:53 \"\" note=2 link=call\n"
           "    call 1:71 \"1\" note=1 link=call\n"
           "note #n 1:188 number=1 call=1:9\n"
           "  block #n 1:188 element=note\n"
           "    marker lang=en \"1. \"\n"
           "      marker 1:188 \"1\"\n"
           "      marker 1:188 \". \"\n"
           "    paragraph lang=en \"N\"\n"
           "      text 1:242 \"N\"\n"
           "note #m 1:123 number=2 call=1:53\n"
           "  block #m 1:123 element=note\n"
           "    block 1:165 element=block\n"
           "      paragraph lang=en \"2.M\"\n"
           "        marker 1:123 \"2\"\n"
           "        marker 1:123 \".\"\n"
           "        text 1:172 \"M\"\n");
}

static void notes_in_the_flow_share_the_numbers(void **state)
{
    (void)state;
    expect("<block>x<call to=n call='counter:footnote'></call><call to=m "
           "call='counter:footnote'></call><note id=n flow=1 before='counter:footnote\" "
           "\"'>N</note>"
           "<note id=m>M</note></block>",
           NULL,
           "block 1:1 element=block\n"
           "  block anonymous\n"
           "    paragraph lang=en \"x12\"\n"
           "      text 1:8 \"x\"\n"
           "      generated 1:9 \"1\" link=call\n"
           "      call 1:51 \"2\" note=1 link=call\n"
           "  block #n 1:93 element=note\n"
           "    paragraph lang=en \"1 N\"\n"
           "      generated 1:93 \"1\"\n"
           "      generated 1:93 \" \"\n"
           "      text 1:140 \"N\"\n"
           "note #m 1:148 number=2 call=1:51\n"
           "  block #m 1:148 element=note\n"
           "    paragraph lang=en \"M\"\n"
           "      text 1:159 \"M\"\n");
}

static void silent_calls_hold_their_notes(void **state)
{
    (void)state;
    expect("<block> <call to=n></call> <call to=m></call><note id=n>N</note><note "
           "id=m>M</note></block>",
           NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"\u2060\"\n"
           "    call 1:9 \"\u2060\" note=1 link=call\n"
           "    call 1:28 \"\" note=2 link=call\n"
           "note #n 1:46 number=1 call=1:9\n"
           "  block #n 1:46 element=note\n"
           "    paragraph lang=en \"N\"\n"
           "      text 1:57 \"N\"\n"
           "note #m 1:65 number=2 call=1:28\n"
           "  block #m 1:65 element=note\n"
           "    paragraph lang=en \"M\"\n"
           "      text 1:76 \"M\"\n");
}

static void a_note_that_hides_is_named(void **state)
{
    (void)state;
    expect("<block>x<off><call to=n></call></off><note id=n>N</note></block>", "note-not-called",
           "block 1:1 element=block\n"
           "  paragraph lang=en \"x\"\n"
           "    text 1:8 \"x\"\n");
    expect("<block>x<call to=n call='\"1\"'></call><off><note id=n>N</note></off></block>",
           "note-hidden",
           "block 1:1 element=block\n"
           "  paragraph lang=en \"x\"\n"
           "    text 1:8 \"x\"\n");
}

static void strings_and_isolates(void **state)
{
    (void)state;
    expect("<block><block string='text'>T <inline lang=ar>u</inline> v</block></block>", NULL,
           "block 1:1 element=block\n"
           "  block 1:8 element=block string-name=\"T u v\"\n"
           "    paragraph lang=en \"T u v\"\n"
           "      text 1:29 \"T \"\n"
           "      text 1:47 \"u\" lang=ar isolate\n"
           "      text 1:57 \" v\"\n");
    expect("<block><inline lang=ar>u\n  v</inline></block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"u v\"\n"
           "    text 1:24 \"u\" lang=ar\n"
           "    text 2:2 \" v\" lang=ar\n");
    expect("<block>a<inline lang=ar></inline>b</block>", NULL,
           "block 1:1 element=block\n"
           "  paragraph lang=en \"ab\"\n"
           "    text 1:8 \"a\"\n"
           "    text 1:34 \"b\"\n");
}

/* A sheet can ask for more text than any memory has: it ends in a message. */
static void generated_text_is_bounded(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct buffer source = buffer_in(a);
    buffer_add_string(&source, "<block>");
    for (unsigned i = 0; i < 70; i++)
        buffer_add_string(&source, "<inline before='attr:long' long=x></inline>");
    buffer_add_string(&source, "</block>");
    world = arena_new(a, struct stand_in);
    world->arena = a;
    read_source(buffer_text(&source));
    char *mega = arena_alloc(a, (1 << 20) + 1);
    memset(mega, 'x', 1 << 20);
    for (uint32_t i = 1; i < world->doc.node_count; i++)
        for (unsigned k = 0; k < world->nodes[i].attribute_count; k++)
            if (strcmp(world->nodes[i].attributes[k].name, "long") == 0)
                ((struct attribute *)world->nodes[i].attributes)[k].value = mega;
    struct diag *d = diag_build(a);
    const struct boxes *b = box_build(a, d, &world->doc, NULL, NULL, NULL, NULL);
    assert_int_equal(d->count, 1);
    assert_int_equal(d->messages[0].code, DIAG_GENERATED_TOO_LONG);
    assert_int_equal(b->paragraphs[0]->length, 65 << 20);
    arena_close(a);
}

/* What is set alike is set by one record, whatever stands between. */
static void pieces_share_their_setting(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct diag *d;
    const struct boxes *b =
        build(a, "<block>x<inline>y</inline> z<call to=n></call> w<note id=n>N</note></block>", &d);
    const struct paragraph *p = b->paragraphs[0];
    assert_int_equal(p->piece_count, 5);
    assert_ptr_equal(p->pieces[2].in, p->pieces[0].in);
    assert_ptr_equal(p->pieces[4].in, p->pieces[0].in);
    assert_ptr_not_equal(p->pieces[1].in, p->pieces[0].in);
    assert_ptr_equal(text_link(&p->pieces[3]), p->pieces[3].node);
    assert_null(text_link(&p->pieces[4]));
    arena_close(a);
}

static void furniture_knows_its_page(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct diag *d;
    const struct boxes *b =
        build(a, "<block before='counter:page\" of \"counter:pages'>x</block>", &d);
    assert_string_equal(b->paragraphs[0]->text, "0 of 0x");
    const struct style *style = world->pseudos[0][PSEUDO_BEFORE];
    struct shaper *shaper = text_open_shaper(a, NULL);
    const struct furniture f = { .page = 3, .pages = 12 };
    const struct paragraph *p = box_furniture(a, d, b, shaper, style, &f);
    assert_string_equal(p->text, "3 of 12");
    assert_int_equal(p->shaped->glyph_count, 7);
    struct style empty = *style;
    empty.content = NULL;
    assert_null(box_furniture(a, d, b, shaper, &empty, &f));
    arena_close(a);
}

static void furniture_has_the_digits_of_the_text(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct diag *d;
    const struct boxes *b = build(a, "<block before='counter:page'>\u0661</block>", &d);
    const struct furniture f = { .page = 2, .pages = 2 };
    const struct paragraph *p =
        box_furniture(a, d, b, text_open_shaper(a, NULL), world->pseudos[0][PSEUDO_BEFORE], &f);
    assert_string_equal(p->text, "\u0662");
    arena_close(a);
}

static void a_long_string_ends_in_an_ellipsis(void **state)
{
    (void)state;
    struct arena *a = arena_open(&oom);
    struct diag *d;
    struct buffer source = buffer_in(a), value = buffer_in(a);
    buffer_add_string(&source, "<block><block string='text'>a");
    buffer_add_string(&value, "a");
    for (int i = 0; i < 3000; i++)
        buffer_add_string(&source, "\u00E4");
    for (int i = 0; i < 1999; i++) /* 3,999 bytes: the next would be parted at 4,000 */
        buffer_add_string(&value, "\u00E4");
    buffer_add_string(&source, "</block></block>");
    buffer_add_string(&value, "\u2026");
    const struct boxes *b = build(a, buffer_text(&source), &d);
    assert_string_equal(b->strings[0]->value, buffer_text(&value));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_collapses_over_inline_boundaries),
        cmocka_unit_test(spaces_vanish_beside_forced_breaks),
        cmocka_unit_test(preserved_white_space_stays),
        cmocka_unit_test(a_line_end_between_wide_characters_is_no_space),
        cmocka_unit_test(blocks_part_inline_content),
        cmocka_unit_test(raises_add_up),
        cmocka_unit_test(missing_table_boxes_are_made),
        cmocka_unit_test(counters_nest_by_scope),
        cmocka_unit_test(many_counters_keep_apart),
        cmocka_unit_test(casing_keeps_the_source),
        cmocka_unit_test(capitals_see_the_whole_word),
        cmocka_unit_test(quotes_nest),
        cmocka_unit_test(list_markers_hang_or_run_in),
        cmocka_unit_test(waiting_markers_are_not_lost),
        cmocka_unit_test(notes_are_numbered_by_their_first_calls),
        cmocka_unit_test(notes_in_the_flow_share_the_numbers),
        cmocka_unit_test(silent_calls_hold_their_notes),
        cmocka_unit_test(a_note_that_hides_is_named),
        cmocka_unit_test(strings_and_isolates),
        cmocka_unit_test(a_long_string_ends_in_an_ellipsis),
        cmocka_unit_test(generated_text_is_bounded),
        cmocka_unit_test(pieces_share_their_setting),
        cmocka_unit_test(furniture_knows_its_page),
        cmocka_unit_test(furniture_has_the_digits_of_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
