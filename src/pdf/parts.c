/* pdf, parts: which object of a written file stands where in the finished one (ISO 32000-1, annex
 * F).
 *
 *   offsets ─► what each page reaches ─► containers ─► their order ─► numbers
 *
 * A page reaches what its references lead to, as far as the page tree.  What is no stream, no page
 * and not the catalogue goes with others into a stream (7.5.7): what the first page reaches, what
 * others do, in their order, the outlines, and all else.  So the notes of some pages' links share a
 * stream, which is smaller than one a page and read with the page.
 */
#include "pdf/finish.h"

#include <stdlib.h>
#include <string.h>

enum { CONTAINER_MOST = 200 }; /* objects in a stream: all are inflated for one */

/* ---- text ---- */
/* Finds the byte behind a string in parentheses (7.3.4.2). */
static const char *behind_string(const char *at, const char *end)
{
    int depth = 0;
    for (; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            return at + 1;
    }
    return end;
}

/* Finds the byte behind "<<" or a string in hex digits (7.3.4.3). */
static const char *behind_angle(const char *at, const char *end)
{
    if (at + 1 < end && at[1] == '<')
        return at + 2;
    const char *close = memchr(at, '>', (size_t)(end - at));
    return close ? close + 1 : end;
}

/* Tells whether a character parts words (7.2.2). */
static bool parts_words(char c)
{
    static const bool parting[256] = {
        ['\0'] = true, ['\t'] = true, ['\n'] = true, ['\f'] = true, ['\r'] = true,
        [' '] = true,  ['('] = true,  [')'] = true,  ['<'] = true,  ['>'] = true,
        ['['] = true,  [']'] = true,  ['{'] = true,  ['}'] = true,  ['/'] = true
    };
    return parting[(unsigned char)c];
}

/* Finds the end of what begins here: a string, a name, a number or word, or a sign. */
static const char *behind_token(const char *at, const char *end)
{
    if (*at == '(')
        return behind_string(at, end);
    if (*at == '<')
        return behind_angle(at, end);
    if (*at != '/' && parts_words(*at))
        return at + 1;
    for (at++; at < end && !parts_words(*at); at++)
        ;
    return at;
}

bool parts_find_reference(const char *at, const char *end, struct reference *r)
{
    static const char mark[] = " 0 R";
    for (const char *token = at; token < end; token = at) {
        at = behind_token(token, end);
        if (*token < '0' || *token > '9' || (size_t)(end - at) < strlen(mark) ||
            memcmp(at, mark, strlen(mark)) != 0)
            continue;
        *r = (struct reference){ token, at + strlen(mark), (uint32_t)strtoul(token, NULL, 10) };
        return true;
    }
    return false;
}

static const char end_of_object[] = "\nendobj\n", end_of_stream[] = "\nendstream",
                  start_of_data[] = "\nstream\r\n";

/* Gives all that stands between `obj` and `endobj`. */
static struct text whole_text(const struct parts *p, uint32_t n)
{
    const char *at = p->file->bytes + p->offsets[n];
    at = strstr(at, "obj\n") + strlen("obj\n");
    return (struct text){ at, p->file->bytes + p->offsets[n + 1] - strlen(end_of_object) };
}

struct deflated parts_data(const struct parts *p, uint32_t number)
{
    struct text t = whole_text(p, number);
    struct reference length = { 0 };
    parts_find_reference(t.at, t.end, &length);
    size_t size = strtoul(whole_text(p, length.number).at, NULL, 10);
    return (struct deflated){ t.end - strlen(end_of_stream) - size, size };
}

struct text parts_text(const struct parts *p, uint32_t number)
{
    struct text t = whole_text(p, number);
    if (p->kinds[number] == KIND_STREAM)
        t.end = parts_data(p, number).bytes - strlen(start_of_data);
    return t;
}

/* ---- the written file ---- */
static enum kind kind_of(const struct parts *p, uint32_t n)
{
    static const char tree[] = "<<\n/Type/Page";
    struct text t = whole_text(p, n);
    if (*t.at >= '0' && *t.at <= '9')
        return KIND_LENGTH;
    if (strncmp(t.at, tree, strlen(tree)) == 0)
        return KIND_PAGE_TREE;
    size_t n_end = strlen(end_of_stream);
    return memcmp(t.end - n_end, end_of_stream, n_end) == 0 ? KIND_STREAM : KIND_PLAIN;
}

/* Finds the last place of a word that is there. */
static const char *find_last(const struct buffer *file, const char *word)
{
    const char *at = file->bytes + file->size - strlen(word);
    while (strncmp(at, word, strlen(word)) != 0)
        at--;
    return at;
}

/* Reads the cross-reference table (7.5.4) and the trailer behind it (7.5.5). */
static void read_table(struct parts *p)
{
    enum { LINE = 20 };
    const char *bytes = p->file->bytes;
    unsigned long at = strtoul(find_last(p->file, "startxref\n") + strlen("startxref\n"), NULL, 10);
    const char *table = bytes + at;
    char *lines;
    p->count = (uint32_t)strtoul(table + strlen("xref\n0 "), &lines, 10);
    lines++;
    p->offsets = arena_array(p->arena, uint32_t, p->count + (size_t)1);
    for (uint32_t n = 0; n < p->count; n++)
        p->offsets[n] = (uint32_t)strtoul(lines + (size_t)LINE * n, NULL, 10);
    p->offsets[p->count] = (uint32_t)at;
    const char *trailer = lines + (size_t)LINE * p->count;
    p->catalog = (uint32_t)strtoul(strstr(trailer, "/Root ") + strlen("/Root "), NULL, 10);
    p->info = (uint32_t)strtoul(strstr(trailer, "/Info ") + strlen("/Info "), NULL, 10);
    p->id = strstr(trailer, "/ID[");
    p->id_size = strcspn(p->id, "]") + 1;
}

static void open_arrays(struct parts *p)
{
    struct arena *a = p->arena;
    size_t count = p->count;
    p->kinds = arena_array(a, uint8_t, count);
    p->edges_at = arena_array(a, uint32_t, count);
    p->reaching = arena_array(a, uint32_t, count);
    p->beside = arena_array(a, bool, count);
    p->stamps = arena_array(a, uint32_t, count);
    p->next = arena_array(a, uint32_t, count);
    p->holders = arena_array(a, uint32_t, count);
    p->numbers = arena_array(a, uint32_t, count);
    p->lists = arena_array(a, size_t, p->marks.page_count + (size_t)2);
    uint32_t alone = 1; /* the catalogue */
    for (uint32_t n = 1; n < p->count; n++) {
        p->kinds[n] = (uint8_t)kind_of(p, n);
        alone += p->kinds[n] == KIND_STREAM || p->kinds[n] == KIND_PAGE_TREE;
    }
    /* each kind of stream may have one that is not full */
    p->containers = arena_array(a, struct container, alone + count / CONTAINER_MOST + PARTS);
}

/* ---- what is reached ---- */
void parts_add(struct arena *a, struct numbers *to, uint32_t number)
{
    if (to->count == to->room)
        to->items =
            arena_grow(a, to->items, sizeof *to->items, to->count, to->count + 1, &to->room);
    to->items[to->count++] = number;
}

/* Finds where the references of an object are listed, which end at 0; those to the page tree and to
 * lengths lead nowhere. */
static size_t edges_of(struct parts *p, uint32_t n)
{
    if (p->edges_at[n])
        return p->edges_at[n];
    if (!p->edges.count)
        parts_add(p->arena, &p->edges, 0);
    p->edges_at[n] = (uint32_t)p->edges.count;
    struct text t = parts_text(p, n);
    for (struct reference r; parts_find_reference(t.at, t.end, &r); t.at = r.end)
        if (p->kinds[r.number] == KIND_PLAIN || p->kinds[r.number] == KIND_STREAM)
            parts_add(p->arena, &p->edges, r.number);
    parts_add(p->arena, &p->edges, 0);
    return p->edges_at[n];
}

/* Puts an object into the list, unless it is there. */
static void reach(struct parts *p, uint32_t n, uint32_t list)
{
    if (p->stamps[n] == list + 1)
        return;
    p->stamps[n] = list + 1;
    p->reaching[n] = p->reaching[n] == NONE_REACHES ? list + 1 : SEVERAL_REACH;
    parts_add(p->arena, &p->reached, n);
}

/* Lists what an object reaches, itself first. */
static void walk(struct parts *p, uint32_t from, uint32_t list)
{
    p->lists[list] = p->reached.count;
    if (from)
        reach(p, from, list);
    for (size_t i = p->lists[list]; i < p->reached.count; i++)
        for (size_t e = edges_of(p, p->reached.items[i]); p->edges.items[e]; e++)
            reach(p, p->edges.items[e], list);
}

/* Lists what pages reach, and the outlines. */
static void walk_all(struct parts *p)
{
    const uint32_t pages = p->marks.page_count;
    for (uint32_t i = 0; i < pages; i++)
        walk(p, p->marks.first_page + i, i);
    walk(p, p->marks.outlines, pages);
    p->lists[pages + 1] = p->reached.count;
}

/* Notes what pages reach and something else does as well: that object, and what it reaches.  The
 * end of the lists is where it waits for its turn. */
static void spread(struct parts *p, uint32_t from)
{
    const size_t start = p->reached.count;
    if (p->reaching[from] == NONE_REACHES || p->beside[from])
        return;
    p->beside[from] = true;
    parts_add(p->arena, &p->reached, from);
    for (size_t i = start; i < p->reached.count; i++)
        for (size_t e = edges_of(p, p->reached.items[i]); p->edges.items[e]; e++) {
            uint32_t to = p->edges.items[e];
            if (!p->beside[to])
                parts_add(p->arena, &p->reached, to);
            p->beside[to] = true;
        }
    p->reached.count = start;
}

/* Follows all that no page reaches to what pages do. */
static void spread_all(struct parts *p)
{
    for (uint32_t n = 1; n < p->count; n++) {
        if (p->reaching[n] != NONE_REACHES || p->kinds[n] == KIND_LENGTH)
            continue;
        struct text t = parts_text(p, n);
        for (struct reference r; parts_find_reference(t.at, t.end, &r); t.at = r.end)
            if (p->kinds[r.number] != KIND_PAGE_TREE)
                spread(p, r.number);
    }
}

/* ---- containers ---- */
/* Tells whether an object is not for a stream of many (7.5.7). */
static bool is_alone(const struct parts *p, uint32_t n)
{
    bool page = p->kinds[n] == KIND_PAGE_TREE && p->reaching[n] != NONE_REACHES;
    return page || p->kinds[n] == KIND_STREAM || n == p->catalog;
}

/* Finds the container for an object of a part. */
static struct container *container_for(struct parts *p, uint32_t n, enum part part)
{
    const bool alone = is_alone(p, n);
    struct container *open = p->open ? &p->containers[p->open - 1] : NULL;
    if (open && !alone && open->part == part && open->count < CONTAINER_MOST)
        return open;
    struct container *c = &p->containers[p->container_count++];
    *c = (struct container){ .part = part, .alone = alone, .first = n, .page = p->reaching[n] };
    if (!alone)
        p->open = p->container_count;
    return c;
}

static void hold(struct parts *p, uint32_t n, enum part part)
{
    if (p->holders[n] || p->kinds[n] == KIND_LENGTH)
        return;
    struct container *c = container_for(p, n, part);
    if (c->count)
        p->next[c->last] = n;
    c->last = n;
    c->count++;
    if (c->page != p->reaching[n])
        c->page = SEVERAL_REACH;
    c->beside |= p->beside[n];
    p->holders[n] = (uint32_t)(c - p->containers) + 1;
}

/* Tells to which part belongs what pages after the first reach. */
static enum part part_of_pages(const struct container *c)
{
    if (c->page == SEVERAL_REACH)
        return PART_SHARED;
    return c->beside ? PART_REST : PART_PAGES;
}

/* Gives each object its container, and each container its part. */
static void hold_all(struct parts *p)
{
    const uint32_t pages = p->marks.page_count;
    for (uint32_t list = 0; list <= pages; list++)
        for (size_t i = p->lists[list]; i < p->lists[list + 1]; i++)
            hold(p, p->reached.items[i],
                 list == 0      ? PART_FIRST
                 : list < pages ? PART_PAGES
                                : PART_OUTLINES);
    for (uint32_t n = 1; n < p->count; n++)
        hold(p, n, n == p->catalog ? PART_CATALOG : PART_REST);
    for (uint32_t i = 0; i < p->container_count; i++)
        if (p->containers[i].part == PART_PAGES)
            p->containers[i].part = part_of_pages(&p->containers[i]);
}

/* Puts the containers of each part one behind the other; those of pages are made in their order. */
static void order_containers(struct parts *p)
{
    uint32_t place = 0;
    p->order = arena_array(p->arena, uint32_t, p->container_count);
    for (enum part part = 0; part < PARTS; part++) {
        p->starts[part] = place;
        for (uint32_t i = 0; i < p->container_count; i++)
            if (p->containers[i].part == part) {
                p->containers[i].place = place;
                p->order[place++] = i;
            }
    }
    p->starts[PARTS] = place;
}

/* ---- numbers ---- */
/* Numbers the containers of some parts. */
static void number_containers(struct parts *p, enum part from, enum part to, uint32_t *number)
{
    for (uint32_t i = p->starts[from]; i < p->starts[to]; i++)
        parts_at(p, i)->number = (*number)++;
}

/* Numbers the objects in them: those of streams come behind all others (F.3.5), so that a reader
 * without streams of objects sees none. */
static void number_objects(struct parts *p, enum part from, enum part to, uint32_t *number)
{
    for (uint32_t i = p->starts[from]; i < p->starts[to]; i++) {
        const struct container *c = parts_at(p, i);
        for (uint32_t k = 0, n = c->first; k < c->count; k++, n = p->next[n])
            p->numbers[n] = c->alone ? c->number : (*number)++;
    }
}

/* Numbers what comes behind the first page, then what stands before its end (F.3.2). */
static void number_all(struct parts *p)
{
    uint32_t number = 1;
    number_containers(p, PART_PAGES, PARTS, &number);
    p->main_table = number++;
    number_objects(p, PART_PAGES, PARTS, &number);
    p->first_half = p->linear = number++;
    p->first_table = number++;
    number_containers(p, PART_CATALOG, PART_FIRST, &number);
    p->hints = number++;
    number_containers(p, PART_FIRST, PART_PAGES, &number);
    number_objects(p, PART_CATALOG, PART_PAGES, &number);
    p->size = number;
}

struct parts *parts_build(struct arena *a, const struct buffer *file, struct landmarks marks)
{
    struct parts *p = arena_new(a, struct parts);
    *p = (struct parts){ .arena = a, .file = file, .marks = marks };
    read_table(p);
    open_arrays(p);
    walk_all(p);
    spread_all(p);
    hold_all(p);
    order_containers(p);
    number_all(p);
    arena_forget(file->arena, file->bytes);
    return p;
}
