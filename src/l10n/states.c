/* l10n/states: what an agency has said of a translation, beyond done and not done.
 *
 *   # state: final 9f3a2c1b            # state: translated leveraged-tm 0c11d2e9
 *            │     └ of which source and translation          └ sub-state or qualifier
 *            └ XLIFF's word
 *
 * PO tells what is done from what is fuzzy, and no more; a translator's comment is what all its
 * tools keep.  Its number is a hash of source and translation: when somebody changes either, what
 * was said of them is void.  (XLIFF 2.1, 4.3.1.23 state and 4.3.1.27 subState; XLIFF 1.2, state and
 * state-qualifier of target)
 */
#include "l10n/inner.h"

#include "base/words.h"

#include <stdio.h>

static const char mark[] = " state: ";

/* The words of both versions, the least first, and the nearest one of the other. */
static const struct word {
    const char *name;
    bool done;
    const char *nearest[XLIFF_VERSIONS];
} words[] = {
    { "initial", false, { "initial", "needs-review-translation" } },
    { "new", false, { "initial", "new" } },
    { "needs-translation", false, { "initial", "needs-translation" } },
    { "needs-adaptation", false, { "initial", "needs-adaptation" } },
    { "needs-l10n", false, { "initial", "needs-l10n" } },
    { "needs-review-translation", false, { "initial", "needs-review-translation" } },
    { "needs-review-adaptation", false, { "initial", "needs-review-adaptation" } },
    { "needs-review-l10n", false, { "initial", "needs-review-l10n" } },
    { "translated", true, { "translated", "translated" } },
    { "reviewed", true, { "reviewed", "signed-off" } },
    { "signed-off", true, { "reviewed", "signed-off" } },
    { "final", true, { "final", "final" } },
};
enum { WORDS = sizeof words / sizeof *words };

/* Finds a word's row; WORDS when it is none. */
static size_t find_word(const char *name)
{
    size_t i = 0;
    while (i < WORDS && strcmp(words[i].name, name) != 0)
        i++;
    return i;
}

bool state_is_doubtful(const char *name)
{
    size_t row = find_word(name);
    return row < WORDS ? !words[row].done : strncmp(name, "needs-", 6) == 0;
}

struct state state_least(struct state a, struct state b)
{
    if (!a.name || !b.name)
        return (struct state){ 0 };
    bool same = strcmp(a.name, b.name) == 0;
    struct state least = find_word(b.name) < find_word(a.name) ? b : a;
    bool detail = same && a.detail && b.detail && strcmp(a.detail, b.detail) == 0;
    return (struct state){ least.name, detail ? a.detail : NULL };
}

/* The hash that a state is kept with. */
static uint32_t hash_of(struct arena *a, const struct po_entry *e)
{
    struct buffer both = buffer_in(a);
    buffer_add(&both, e->id.text, e->id.length + 1);
    buffer_add(&both, e->string.text, e->string.length);
    return hash_bytes(both.bytes, both.size);
}

/* Tells whether something can stand in the comment as one word. */
static bool is_plain(const char *s)
{
    enum { LONGEST = 64 };
    size_t n = s ? strlen(s) : 0, i = 0;
    while (i < n && s[i] > ' ' && s[i] != '"' && s[i] != '<' && s[i] != '&' && s[i] != '\x7F')
        i++;
    return n > 0 && i == n && n <= LONGEST;
}

/* Tells whether a state says no more than done or fuzzy does. */
static bool is_usual(const struct state *s, bool done)
{
    const char *usual = done ? "translated" : "needs-review-translation";
    return !s->detail && (strcmp(s->name, usual) == 0 || strcmp(s->name, "initial") == 0);
}

const char *state_keep(struct arena *a, const struct po_entry *e, struct state s)
{
    const char *comment = state_without(a, e->comments[PO_TRANSLATOR]);
    bool done = !e->fuzzy;
    s.detail = is_plain(s.detail) ? s.detail : NULL;
    bool known = s.name && (find_word(s.name) < WORDS || strncmp(s.name, "x-", 2) == 0);
    if (!known || !is_plain(s.name) || !e->string.length || state_is_doubtful(s.name) == done ||
        is_usual(&s, done))
        return comment;
    return arena_printf(a, "%s%s%s%s%s %08x\n", comment ? comment : "", mark, s.name,
                        s.detail ? " " : "", s.detail ? s.detail : "", (unsigned)hash_of(a, e));
}

/* Finds the comment's line that keeps a state, and where it ends; NULL when there is none. */
static const char *find_line(const char *comment, const char **end)
{
    for (const char *line = comment; line && *line; line = *end) {
        size_t n = strcspn(line, "\n");
        *end = line + n + (line[n] == '\n');
        if (strncmp(line, mark, sizeof mark - 1) == 0)
            return line;
    }
    return NULL;
}

const char *state_without(struct arena *a, const char *comment)
{
    const char *end, *line = find_line(comment, &end);
    if (!line)
        return comment;
    const char *rest = arena_printf(a, "%.*s%s", (int)(line - comment), comment, end);
    return *rest ? state_without(a, rest) : NULL;
}

struct state state_of(struct arena *a, const struct po_entry *e)
{
    const char *end, *line = find_line(e->comments[PO_TRANSLATOR], &end);
    char name[80] = "", detail[80] = "", number[16] = "";
    if (!line)
        return (struct state){ 0 };
    int n = sscanf(line + sizeof mark - 1, "%79s %79s %15s", name, detail, number);
    const char *given = n == 3 ? number : detail;
    bool holds = n >= 2 && strcmp(given, arena_printf(a, "%08x", (unsigned)hash_of(a, e))) == 0 &&
                 e->string.length && state_is_doubtful(name) == e->fuzzy;
    if (!holds)
        return (struct state){ 0 };
    return (struct state){ arena_strdup(a, name), n == 3 ? arena_strdup(a, detail) : NULL };
}

const char *state_attributes(struct arena *a, const struct po_entry *e, enum xliff_version version)
{
    struct state s = state_of(a, e);
    bool done = e->string.length && !e->fuzzy;
    const char *name = s.name ? s.name : done ? "translated" : "initial";
    size_t row = find_word(name);
    if (row < WORDS)
        name = words[row].nearest[version];
    else if (version == XLIFF_2_1) /* a word of a tool's own */
        name = "translated";
    /* A sub-state has its owner's prefix, a qualifier has none. */
    bool fits = s.detail && (strchr(s.detail, ':') != NULL) == (version == XLIFF_2_1);
    if (!fits)
        return arena_printf(a, " state=\"%s\"", name);
    return arena_printf(a, " state=\"%s\" %s=\"%s\"", name,
                        version == XLIFF_2_1 ? "subState" : "state-qualifier", s.detail);
}
