/* l10n/xliff_codes: XLIFF's inline elements become tags again.
 *
 *   <pc id="1" dataRefStart="d1">…</pc>     <g id="1">…</g>          <em>…</em>
 *   <sc id="1"/>…<ec startRef="1"/>         <bx id="1"/>…<ex id="2" rid="1"/>
 *   <ph id="2" dataRef="d2"/>               <x id="2"/>              <noteref to="a"/>
 *
 * A code is the text that its data say (in 1.2 equiv-text), else the tag of the source that has its
 * number.
 */
#include "l10n/xliff.h"

#include <stdlib.h>

/* ---- codes ---- */

static void report_code(struct reading *r, enum diag_code code, const struct token *t,
                        const char *id, const char *tag)
{
    r->unit.broken = true;
    diag_add(r->diag, code, xliff_at(r, t), "id", id ? id : "", "tag", tag ? tag : "", NULL);
}

static int compare_data(const void *left, const void *right)
{
    return strcmp(((const struct data *)left)->id, ((const struct data *)right)->id);
}

/* Finds what the unit says of a code, or NULL. */
static const char *find_data(struct unit_reading *u, const char *id)
{
    const struct data wanted = { id, NULL };
    if (!id || !u->data_count)
        return NULL;
    if (!u->data_sorted)
        qsort(u->data, u->data_count, sizeof *u->data, compare_data);
    u->data_sorted = true;
    const struct data *found =
        bsearch(&wanted, u->data, u->data_count, sizeof wanted, compare_data);
    return found ? found->text : NULL;
}

/* The number of the source's code that an id is; 0: none. */
static uint32_t number_of(const struct unit_reading *u, const char *id)
{
    char *end;
    unsigned long n = id && *id >= '1' && *id <= '9' ? strtoul(id, &end, 10) : 0;
    return n && !*end && n <= u->codes.numbers ? (uint32_t)n : 0;
}

/* The text of a code that is said in 1.2: a tag without its angle brackets, whose name the code's
 * type says as well, or what else stands alone; NULL when some tool says what it likes. */
static const char *said_text(struct reading *r, const struct token *t)
{
    const char *said = xliff_attribute(r, t, "equiv-text", NULL);
    const char *type = xliff_attribute(r, t, "ctype", NULL);
    if (!said || *said == '&' || *said == '<')
        return said;
    if (!type || strncmp(type, "x-", 2) != 0 || !type[2] ||
        strncmp(said + (*said == '/'), type + 2, strlen(type + 2)) != 0)
        return NULL;
    return arena_printf(r->arena, "<%s>", said);
}

/* Finds the text of a code; NULL after a message. */
static const char *text_of_code(struct reading *r, const struct token *t, const char *id)
{
    struct unit_reading *u = &r->unit;
    const char *text = find_data(u, xliff_attribute(r, t, "dataRef", NULL));
    text = text ? text : find_data(u, xliff_attribute(r, t, "dataRefStart", NULL));
    text = text ? text : said_text(r, t);
    uint32_t number = number_of(u, id);
    if (!text && number) {
        const struct token *own = &u->codes.by_number[number]->token;
        text = arena_strndup(r->arena, u->codes.text + own->start, own->end - own->start);
    }
    if (!text)
        report_code(r, DIAG_XLIFF_CODE_UNKNOWN, t, id, NULL);
    if (!text || r->capture != CAPTURE_TARGET || !number)
        return text;
    if (u->seen[number])
        report_code(r, DIAG_XLIFF_CODE_TWICE, t, id, text);
    u->seen[number] = true;
    return text;
}

static void add_code(struct reading *r, const struct token *t, const char *text, enum behind behind)
{
    xliff_end_layout(r, xliff_side(r), behind);
    xliff_add_run(r, xliff_side(r), text, strlen(text), t->start, t->end);
}

/* The name of the element that a tag begins. */
static const char *name_in(struct reading *r, const char *tag)
{
    struct token t = { 0 };
    return token_next(tag, strlen(tag), &t) && t.kind == TOKEN_OPEN
               ? arena_strndup(r->arena, tag + t.name, t.name_end - t.name)
               : NULL;
}

static void begin_place(struct reading *r, const struct token *t)
{
    const char *text = xliff_side(r) ? text_of_code(r, t, xliff_attribute(r, t, "id", NULL)) : NULL;
    r->native++;
    if (text)
        add_code(r, t, text, BEHIND_PLACE);
}
static void end_native(struct reading *r, const struct token *t)
{
    (void)t;
    r->native--;
}

/* Begins a pair, whose other half is an end tag or another place. */
static void begin_code(struct reading *r, const struct token *t, bool place)
{
    struct unit_reading *u = &r->unit;
    const char *id = xliff_attribute(r, t, "id", NULL), *pair = xliff_attribute(r, t, "rid", NULL);
    const char *text = text_of_code(r, t, id);
    if (text)
        add_code(r, t, text, BEHIND_PAIR);
    u->open = arena_grow(r->arena, u->open, sizeof *u->open, u->open_count, u->open_count + 1,
                         &u->open_room);
    u->open[u->open_count++] =
        (struct open_code){ pair && place ? pair : id, text ? name_in(r, text) : NULL,
                            xliff_at(r, t), place };
}

static void close_code(struct reading *r, const struct token *t)
{
    const struct open_code *open = &r->unit.open[--r->unit.open_count];
    if (open->name)
        add_code(r, t, arena_printf(r->arena, "</%s>", open->name), BEHIND_PLACE);
}

/* Reports the innermost code that is open but should not be any more. */
void xliff_report_open(struct reading *r)
{
    struct unit_reading *u = &r->unit;
    const struct open_code *open = &u->open[--u->open_count];
    u->broken = true;
    diag_add(r->diag, DIAG_XLIFF_CODE_OPEN, open->at, "id", open->id ? open->id : "", NULL);
}

static void begin_pair(struct reading *r, const struct token *t)
{
    if (xliff_side(r))
        begin_code(r, t, false);
}

static void end_pair(struct reading *r, const struct token *t)
{
    struct unit_reading *u = &r->unit;
    if (!xliff_side(r))
        return;
    while (u->open_count && u->open[u->open_count - 1].place)
        xliff_report_open(r);
    if (u->open_count)
        close_code(r, t);
}

/* Some tools part a pair into two places, which may then cross others. */
static void begin_start(struct reading *r, const struct token *t)
{
    if (xliff_side(r))
        begin_code(r, t, true);
    r->native++;
}

static void begin_end(struct reading *r, const struct token *t)
{
    struct unit_reading *u = &r->unit;
    const char *id = xliff_attribute(r, t, "startRef", NULL);
    id = id ? id : xliff_attribute(r, t, "rid", NULL);
    id = id ? id : xliff_attribute(r, t, "id", NULL);
    size_t i = xliff_side(r) ? u->open_count : 0;
    while (i > 0 && u->open[i - 1].place &&
           !(id && u->open[i - 1].id && strcmp(u->open[i - 1].id, id) == 0))
        i--;
    if (xliff_side(r) && (!i || !u->open[i - 1].place))
        report_code(r, DIAG_XLIFF_CODE_UNKNOWN, t, id, NULL);
    else if (xliff_side(r) && i < u->open_count)
        report_code(r, DIAG_XLIFF_CODE_CROSSED, t, id, u->open[u->open_count - 1].id);
    else if (xliff_side(r))
        close_code(r, t);
    r->native++;
}

static void begin_character(struct reading *r, const struct token *t)
{
    const char *hex = xliff_attribute(r, t, "hex", NULL);
    if (xliff_side(r))
        diag_add(r->diag, DIAG_XLIFF_CHARACTER, xliff_at(r, t), "code",
                 arena_printf(r->arena, "U+%s", hex ? hex : "0000"), NULL);
}

/* ---- elements ---- */
const struct xliff_element xliff_code_elements[] = {
    { "ph", begin_place, end_native },
    { "x", begin_place, end_native },
    { "it", begin_place, end_native },
    { "pc", begin_pair, end_pair },
    { "g", begin_pair, end_pair },
    { "sc", begin_start, end_native },
    { "bx", begin_start, end_native },
    { "bpt", begin_start, end_native },
    { "ec", begin_end, end_native },
    { "ex", begin_end, end_native },
    { "ept", begin_end, end_native },
    { "cp", begin_character, NULL },
    { NULL, NULL, NULL },
};
