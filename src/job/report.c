/* job/report: what the job says, copied out of its arena into the report's. */
#include "base/utf8.h"
#include "job/inner.h"

#include <string.h>

enum { MOST_WORDS = 200, LINE_BEFORE = 400, LINE_BEHIND = 800 }; /* bytes */

/* Copies what stands at a place, cut between characters. */
static const char *words_at(struct arena *a, struct position at)
{
    size_t n = at.end - at.start;
    if (at.end > at.source->size || n == 0)
        return "";
    const char *s = at.source->bytes + at.start;
    return arena_strndup(a, s, n > MOST_WORDS ? utf8_cut(s, MOST_WORDS) : n);
}

/* Copies the source's line, or the part of a long one that is near the place. */
static void add_line(struct arena *a, struct handbill_message *to, struct position at)
{
    size_t length, start = 0;
    const char *line = position_line(at, &length);
    size_t place = at.start - (size_t)(line - at.source->bytes);
    to->source_column = 1;
    if (place > length) /* between CR and LF */
        place = length;
    if (length - place > LINE_BEHIND)
        length = place + utf8_cut(line + place, LINE_BEHIND);
    if (place > LINE_BEFORE) {
        for (start = place - LINE_BEFORE; utf8_is_inside(line[start]);)
            start++;
        to->source_column = to->column;
        for (size_t i = start; i < place; i++)
            to->source_column -= !utf8_is_inside(line[i]);
    }
    to->source_line = arena_strndup(a, line + start, length - start);
}

/* Copies those arguments that the message's text has. */
static void add_arguments(struct arena *a, struct handbill_message *to,
                          const struct diag_message *m)
{
    struct handbill_argument *own = arena_array(a, struct handbill_argument, m->arg_count);
    to->arguments = own;
    for (unsigned i = 0; i < m->arg_count; i++)
        if (strstr(diag_table[m->code].text, arena_printf(a, "{%s}", m->args[i].name)))
            own[to->argument_count++] =
                (struct handbill_argument){ arena_strdup(a, m->args[i].name),
                                            arena_strdup(a, m->args[i].value) };
}

/* Copies the second place, where there is one. */
static void add_second(struct arena *a, const struct wording *w, struct handbill_message *to,
                       const struct second_place *s)
{
    if (!s->at.source)
        return;
    struct place p = position_place(s->at);
    to->second_file = arena_strdup(a, s->at.source->name);
    to->second_line = p.line;
    to->second_column = p.column;
    to->second_where = s->where ? wording_place(w, a, s->where) : NULL;
}

/* The levels, and what they are called before a message. */
static const struct {
    enum handbill_level level;
    const char *word;
} levels[] = { [DIAG_NOTE] = { HANDBILL_NOTE, PHRASE("note") },
               [DIAG_WARNING] = { HANDBILL_WARNING, PHRASE("warning") },
               [DIAG_ERROR] = { HANDBILL_ERROR, PHRASE("error") } };

/* Copies a message with all that it points to. */
static struct handbill_message message(struct arena *a, const struct wording *w,
                                       const struct diag_message *m, struct place_cursor *cursor)
{
    const struct diag_row *row = &diag_table[m->code];
    struct handbill_message to = { .level = levels[row->level].level,
                                   .level_word = wording_phrase(w, a, levels[row->level].word),
                                   .code = row->name,
                                   .text = wording_text(w, a, m) };
    add_arguments(a, &to, m);
    if (!m->at.source)
        return to;
    struct place p = position_place_next(m->at, cursor);
    to.file = arena_strdup(a, m->at.source->name);
    to.line = p.line;
    to.column = p.column;
    to.end_line = p.end_line;
    to.end_column = p.end_column;
    add_line(a, &to, m->at);
    to.words = words_at(a, m->at);
    add_second(a, w, &to, &m->second);
    return to;
}

void job_note_read(struct job *j, const char *path)
{
    for (size_t i = 0; i < j->read_count; i++)
        if (strcmp(j->read[i], path) == 0)
            return;
    j->read = arena_grow(j->of_report, j->read, sizeof *j->read, j->read_count, j->read_count + 1,
                         &j->read_room);
    j->read[j->read_count++] = arena_strdup(j->of_report, path);
}

/* Says why there is no PDF where warnings alone forbid it. */
static void add_strict(struct job *j)
{
    struct diag *d = j->diag;
    if (!j->options->strict || !d->warnings || d->errors)
        return;
    const char *warnings = d->warnings == 1
                               ? PHRASE("1 warning")
                               : arena_printf(j->arena, PHRASE("%zu warnings"), d->warnings);
    diag_add(d, DIAG_STRICT, (struct position){ 0 }, "warnings", warnings, NULL);
}

/* Copies an end with all that it points to. */
static struct handbill_end end_of(struct arena *a, const struct page_end *e)
{
    struct handbill_cost *costs = arena_array(a, struct handbill_cost, e->cost_count);
    struct handbill_end to = {
        .unused = e->unused, .cost = e->cost, .costs = costs, .cost_count = e->cost_count
    };
    for (uint32_t i = 0; i < e->cost_count; i++)
        costs[i] = (struct handbill_cost){ e->costs[i].name, e->costs[i].cost };
    to.words = e->words ? arena_strdup(a, e->words) : NULL;
    if (!e->at.source)
        return to;
    struct place p = position_place(e->at);
    to.file = arena_strdup(a, e->at.source->name);
    to.line = p.line;
    to.column = p.column;
    return to;
}

void job_explain(struct job *j)
{
    uint32_t n = j->page_count;
    if (!n || !j->pages->reasons)
        return;
    struct handbill_page *list = arena_array(j->of_report, struct handbill_page, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct page_reason *r = &j->pages->reasons[i];
        const char *text = arena_strdup(j->of_report, r->text);
        struct handbill_page *to = &list[i];
        *to = (struct handbill_page){ .why = r->why,
                                      .text = wording_phrase(j->wording, j->of_report, text),
                                      .end = end_of(j->of_report, &r->end),
                                      .other_count = r->other_count };
        for (uint32_t k = 0; k < r->other_count; k++)
            to->others[k] = end_of(j->of_report, &r->others[k]);
    }
    j->explained = list;
}

/* Appends a number of things in the reader's language, parted from what stands before it. */
static void add_count(struct job *j, struct buffer *out, size_t n, const char *one,
                      const char *several)
{
    const char *words = n == 1 ? one : arena_printf(j->of_report, several, n);
    buffer_add_string(out, out->size ? ", " : "");
    buffer_add_string(out, wording_phrase(j->wording, j->of_report, words));
}

/* Sums up what came of the job: "2 pages, 34 KB, 1 warning". */
static const char *summary(struct job *j, const struct handbill_report *r)
{
    struct buffer out = buffer_in(j->of_report);
    if (r->status == HANDBILL_MADE && !r->pages && r->progress.units)
        add_count(j, &out, r->progress.units, PHRASE("1 passage"), PHRASE("%zu passages"));
    else if (r->status == HANDBILL_MADE)
        add_count(j, &out, r->pages, PHRASE("1 page"), PHRASE("%zu pages"));
    else if (r->errors)
        add_count(j, &out, r->errors, PHRASE("1 error"), PHRASE("%zu errors"));
    if (r->size >= 1 << 20)
        buffer_printf(&out, ", %.1f MB", (double)r->size / (1 << 20));
    else if (r->size)
        buffer_printf(&out, ", %zu KB", (r->size + 1023) >> 10);
    if (r->warnings)
        add_count(j, &out, r->warnings, PHRASE("1 warning"), PHRASE("%zu warnings"));
    if (r->status != HANDBILL_MADE)
        buffer_printf(&out, "; %s",
                      wording_phrase(j->wording, j->of_report, PHRASE("nothing was made")));
    return buffer_text(&out);
}

void job_report(struct job *j, struct handbill_report *r)
{
    struct diag *d = j->diag;
    if (!j->options->verbose && !j->options->fit)
        diag_sum_up(d);
    add_strict(j);
    diag_sort(d);
    struct handbill_message *messages =
        arena_array(j->of_report, struct handbill_message, d->count);
    struct place_cursor cursor = { 0 };
    for (size_t i = 0; i < d->count; i++)
        messages[i] = message(j->of_report, j->wording, &d->messages[i], &cursor);
    enum status status = diag_status(d, j->options->strict);
    bool made = j->out.size && (status == STATUS_MADE || j->dump);
    *r = (struct handbill_report){
        .status = (enum handbill_status)status,
        .messages = messages,
        .message_count = d->count,
        .errors = d->errors,
        .warnings = d->warnings,
        .pages = j->page_count,
        .explained = j->explained,
        .progress = j->progress,
        .fit = j->options->fit ? job_fit(j) : (struct handbill_fit){ 0 },
        .bytes = made ? buffer_text(&j->out) : NULL,
        .size = made ? j->out.size : 0,
        .written = j->written,
        .files = j->read,
        .file_count = j->read_count,
        .times = j->times,
        .time_count = j->time_count,
    };
    r->summary = summary(j, r);
}

void job_report_no_memory(struct job *j, struct handbill_report *r)
{
    const struct diag_row *row = &diag_table[DIAG_OUT_OF_MEMORY];
    j->no_memory = (struct handbill_message){ .level = HANDBILL_ERROR,
                                              .level_word = levels[DIAG_ERROR].word,
                                              .code = row->name,
                                              .text = row->text };
    *r = (struct handbill_report){ .status = HANDBILL_FAILED,
                                   .messages = &j->no_memory,
                                   .message_count = 1,
                                   .errors = 1,
                                   .written = j->written };
}
