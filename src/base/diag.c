/* base/diag: collected, sorted, graded; the words are in messages.def. */
#include "base/diag.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OF_ONE_CODE = 100, MOST_ARGS = 8 };

const struct diag_row diag_table[DIAG_COUNT] = {
#define MESSAGE(code, name, level, status, text)                                                   \
    [DIAG_##code] = { name, DIAG_##level, STATUS_##status, text },
#include "base/messages.def"
#undef MESSAGE
};

struct diag *diag_build(struct arena *a)
{
    struct diag *d = arena_new(a, struct diag);
    d->arena = a;
    return d;
}

/* Makes room for one more message without jumping; false when there is no memory. */
static bool reserve(struct diag *d)
{
    if (d->count < d->room)
        return true;
    size_t room = d->room ? d->room * 2 : 16;
    struct diag_message *grown = arena_try(d->arena, room * sizeof *grown);
    if (!grown)
        return false;
    if (d->count)
        memcpy(grown, d->messages, d->count * sizeof *grown);
    d->messages = grown;
    d->room = room;
    return true;
}

/* Copies a text into the diag's arena without jumping; NULL when there is no memory. */
static const char *copy(struct diag *d, const char *s)
{
    size_t n = strlen(s) + 1;
    char *c = arena_try(d->arena, n);
    return c ? memcpy(c, s, n) : NULL;
}

/* Orders by file name, then place; those without a place last. */
static int compare_places(struct position a, struct position b)
{
    if (!a.source != !b.source)
        return !a.source ? 1 : -1;
    if (a.source && a.source != b.source) {
        int by_name = strcmp(a.source->name, b.source->name);
        if (by_name)
            return by_name;
    }
    return a.start < b.start ? -1 : a.start > b.start;
}

/* Tells whether as many messages of its code as are printed stand before it.  Then it need not be
 * kept: a source can have a million errors. */
static bool is_beyond(const struct diag *d, enum diag_code code, struct position at)
{
    return d->codes[code].kept >= MOST_OF_ONE_CODE && compare_places(at, d->codes[code].last) >= 0;
}

static void count_level(struct diag *d, enum diag_code code, size_t n)
{
    d->errors += diag_table[code].level == DIAG_ERROR ? n : 0;
    d->warnings += diag_table[code].level == DIAG_WARNING ? n : 0;
}

/* The digits of an amount of two decimals, "0.37 em", as a number; 0 where there is none. */
static long hundredths(const struct diag_arg *args, unsigned n)
{
    long value = 0;
    for (unsigned i = 0; i < n; i++)
        for (const char *c = strcmp(args[i].name, "amount") ? "" : args[i].value;
             (*c >= '0' && *c <= '9') || *c == '.'; c++)
            value = *c == '.' ? value : value * 10 + (*c - '0');
    return value;
}

/* Copies the arguments into the diag's arena without jumping; false when there is no memory. */
static bool own_args(struct diag *d, struct diag_message *m)
{
    struct diag_arg *own = arena_try(d->arena, m->arg_count * sizeof *own);
    for (unsigned i = 0; own && i < m->arg_count; i++) {
        own[i] = (struct diag_arg){ copy(d, m->args[i].name), copy(d, m->args[i].value) };
        if (!own[i].name || !own[i].value)
            return false;
    }
    m->args = own;
    return own != NULL;
}

/* Of what one message is made for all lines of which it is true; the worst is the greatest amount,
 * or of stubs the least. */
static const struct sum {
    enum diag_code one, all;
    int sign;
} sums[] = {
    { DIAG_LINE_LOOSE, DIAG_LINES_LOOSE, 1 },
    { DIAG_LINE_SHORT, DIAG_LINES_SHORT, 1 },
    { DIAG_STUB, DIAG_STUBS, -1 },
};
_Static_assert(sizeof sums / sizeof *sums == DIAG_SUMS, "DIAG_SUMS");

/* Finds the sum that messages of that code are part of; NULL: none. */
static const struct sum *sum_of(enum diag_code code)
{
    for (unsigned i = 0; i < DIAG_SUMS; i++)
        if (sums[i].one == code)
            return &sums[i];
    return NULL;
}

/* Keeps a loose or short line or a stub if it is the worst yet, of equal ones the first by place:
 * it may be beyond those that are printed.  False when there is no memory. */
static bool keep_worst(struct diag *d, struct diag_message m)
{
    const struct sum *sum = sum_of(m.code);
    if (!sum)
        return true;
    struct diag_worst *w = &d->worst[sum - sums];
    long amount = sum->sign * hundredths(m.args, m.arg_count);
    bool known = w->message.args != NULL;
    if ((known && amount < w->amount) ||
        (known && amount == w->amount && compare_places(m.at, w->message.at) >= 0))
        return true;
    *w = (struct diag_worst){ m, amount };
    return own_args(d, &w->message);
}

/* Puts a message, whose arguments are lent, at the end and counts it; false when there is no
 * memory. */
static bool append(struct diag *d, struct diag_message m)
{
    struct diag_tally *t = &d->codes[m.code];
    if (!keep_worst(d, m))
        return false;
    if (is_beyond(d, m.code, m.at)) {
        t->dropped++;
        count_level(d, m.code, 1);
        return true;
    }
    if (!reserve(d) || !own_args(d, &m))
        return false;
    m.serial = (unsigned)d->count;
    d->messages[d->count++] = m;
    count_level(d, m.code, 1);
    if (!t->kept++ || compare_places(m.at, t->last) > 0)
        t->last = m.at;
    return true;
}

static bool add(struct diag *d, enum diag_code code, struct position at, va_list list)
{
    struct diag_arg args[MOST_ARGS];
    unsigned n = 0;
    for (const char *name; n < MOST_ARGS && (name = va_arg(list, const char *)) != NULL; n++)
        args[n] = (struct diag_arg){ name, va_arg(list, const char *) };
    const struct second_place *second = position_second(at);
    second = second ? second : d->second;
    struct diag_message m = {
        .code = code, .at = position_in_file(at), .args = args, .arg_count = n
    };
    if (second)
        m.second = *second;
    return append(d, m);
}

void diag_add(struct diag *d, enum diag_code code, struct position at, ...)
{
    va_list list;
    va_start(list, at);
    bool done = add(d, code, at, list);
    va_end(list);
    if (!done)
        arena_out_of_memory(d->arena);
}

bool diag_try(struct diag *d, enum diag_code code, struct position at, ...)
{
    va_list list;
    va_start(list, at);
    bool done = add(d, code, at, list);
    va_end(list);
    return done;
}

void diag_merge(struct diag *into, const struct diag *from)
{
    for (size_t i = 0; i < from->count; i++)
        if (!append(into, from->messages[i]))
            arena_out_of_memory(into->arena);
    for (unsigned i = 0; i < DIAG_SUMS; i++) {
        const struct diag_message *worst = &from->worst[i].message;
        if (worst->args && !keep_worst(into, *worst))
            arena_out_of_memory(into->arena);
    }
    for (int code = 0; code < DIAG_COUNT; code++) {
        into->codes[code].dropped += from->codes[code].dropped;
        count_level(into, (enum diag_code)code, from->codes[code].dropped);
    }
}

/* Orders by place, then by time of reporting. */
static int compare(const void *left, const void *right)
{
    const struct diag_message *a = left, *b = right;
    int by_place = compare_places(a->at, b->at);
    if (by_place)
        return by_place;
    return a->serial < b->serial ? -1 : a->serial > b->serial;
}

/* Tells whether both say the same of the same place. */
static bool is_same(const struct diag_message *a, const struct diag_message *b)
{
    if (a->code != b->code || compare_places(a->at, b->at) != 0 || a->at.end != b->at.end ||
        a->arg_count != b->arg_count)
        return false;
    for (unsigned i = 0; i < a->arg_count; i++)
        if (strcmp(a->args[i].value, b->args[i].value) != 0)
            return false;
    return true;
}

/* Keeps the first messages of each code and counts the others into one `more`. */
static void fold_repeats(struct diag *d)
{
    size_t seen[DIAG_COUNT] = { 0 }, kept = 0, count = d->count;
    for (size_t i = 0; i < count; i++) {
        struct diag_message *m = &d->messages[i];
        bool again = false;
        for (size_t k = kept; k > 0 && !again && compare_places(d->messages[k - 1].at, m->at) == 0;
             k--)
            again = is_same(&d->messages[k - 1], m);
        if (!again && seen[m->code]++ < MOST_OF_ONE_CODE)
            d->messages[kept++] = *m;
    }
    d->count = kept;
    for (int code = 0; code < DIAG_COUNT; code++) {
        size_t all = seen[code] + d->codes[code].dropped;
        if (all <= MOST_OF_ONE_CODE)
            continue;
        char *number = arena_printf(d->arena, "%zu", all - MOST_OF_ONE_CODE);
        diag_add(d, DIAG_MORE, (struct position){ 0 }, "count", number, "code",
                 diag_table[code].name, NULL);
    }
}

void diag_sort(struct diag *d)
{
    if (d->count)
        qsort(d->messages, d->count, sizeof *d->messages, compare);
    fold_repeats(d);
}

/* Takes the messages of that code out of the list and returns how many there were, one said twice
 * counted once. */
static size_t take_all(struct diag *d, enum diag_code code)
{
    size_t kept = 0, taken = d->codes[code].dropped;
    for (size_t i = 0; i < d->count; i++) {
        const struct diag_message *m = &d->messages[i];
        bool again = false;
        for (size_t k = 0; m->code == code && k < i && !again; k++)
            again = is_same(&d->messages[k], m);
        if (m->code != code)
            d->messages[kept++] = *m;
        else
            taken += !again;
    }
    d->count = kept;
    return taken;
}

/* Makes all messages of code `one` a message `all` with their number, at the worst. */
static void sum_up(struct diag *d, enum diag_code one, enum diag_code all)
{
    struct diag_tally *t = &d->codes[one];
    if (t->kept + t->dropped < 2)
        return;
    d->warnings -= t->kept + t->dropped;
    size_t n = take_all(d, one);
    struct diag_worst *w = &d->worst[sum_of(one) - sums];
    struct diag_message m = w->message;
    *t = (struct diag_tally){ 0 };
    *w = (struct diag_worst){ 0 };
    if (n > 1) {
        struct diag_arg *args = arena_array(d->arena, struct diag_arg, m.arg_count + 1);
        memcpy(args, m.args, m.arg_count * sizeof *args);
        args[m.arg_count++] = (struct diag_arg){ "count", arena_printf(d->arena, "%zu", n) };
        m.args = args;
        m.code = all;
    }
    if (!append(d, m))
        arena_out_of_memory(d->arena);
}

void diag_sum_up(struct diag *d)
{
    for (unsigned i = 0; i < DIAG_SUMS; i++)
        sum_up(d, sums[i].one, sums[i].all);
}

enum status diag_status(const struct diag *d, bool strict)
{
    enum status worst = strict && d->warnings ? STATUS_INPUT : STATUS_MADE;
    for (size_t i = 0; i < d->count; i++)
        if (diag_table[d->messages[i].code].status > worst)
            worst = diag_table[d->messages[i].code].status;
    return worst;
}

/* Finds the value of the argument named by n bytes at `name`, or NULL. */
static const char *argument(const struct diag_arg *args, unsigned count, const char *name, size_t n)
{
    for (unsigned i = 0; i < count; i++)
        if (strlen(args[i].name) == n && memcmp(args[i].name, name, n) == 0)
            return args[i].value;
    return NULL;
}

char *diag_fill(struct arena *a, const char *text, const struct diag_arg *args, unsigned count)
{
    struct buffer out = buffer_in(a);
    for (const char *t = text; *t;) {
        const char *close = *t == '{' ? strchr(t, '}') : NULL;
        const char *value = close ? argument(args, count, t + 1, (size_t)(close - t - 1)) : NULL;
        if (value) {
            buffer_add_string(&out, value);
            t = close + 1;
        } else {
            buffer_add_char(&out, *t++);
        }
    }
    buffer_text(&out);
    return out.bytes;
}

char *diag_text(struct arena *a, const struct diag_message *m)
{
    return diag_fill(a, diag_table[m->code].text, m->args, m->arg_count);
}
