/* cli/print: messages as a person or a program reads them.
 *
 *   source/x.xml:12:7: warning: loose line …  [line-loose]
 *       … the words of the line …
 *             ^^^^^
 *
 * The source is the user's and may hold anything: control characters, and those that turn the
 * line's direction, are never sent to a terminal.  The carets stand where a terminal puts the
 * characters: wide ones take two columns, combining ones none.
 */
#include "cli/print.h"

#include "base/utf8.h"
#include "lang/lang.h"

#include <string.h>

/* Of a long line only a window around the place is shown; in code points. */
enum { LONGEST_LINE = 160, BEFORE_PLACE = 60 };

static const char *const level_names[] = {
    [HANDBILL_NOTE] = "note", [HANDBILL_WARNING] = "warning", [HANDBILL_ERROR] = "error"
};

/* What turns a terminal's colour on (ECMA-48): the level's, of the place, and none. */
static const char *const level_hues[] = {
    [HANDBILL_NOTE] = "\33[1;36m", [HANDBILL_WARNING] = "\33[1;35m", [HANDBILL_ERROR] = "\33[1;31m"
};
static const char bold[] = "\33[1m", plain[] = "\33[m";

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* Columns that put_char's output takes. */
static unsigned columns(uint32_t c) { return is_control(c) ? 1 : lang_columns(c); }

/* Prints one code point, U+FFFD for what is broken or would steer a terminal; line ends and tabs of
 * our own texts stay. */
static void put_char(FILE *to, uint32_t c)
{
    char bytes[4];
    size_t n = utf8_encode(is_control(c) && c != '\t' && c != '\n' ? 0xFFFD : c, bytes);
    fwrite(bytes, 1, n, to);
}

static void put_text(FILE *to, const char *s)
{
    for (size_t left = strlen(s), n; left; s += n, left -= n)
        put_char(to, utf8_decode(s, left, &n));
}

/* The column behind the place on the line it starts on. */
static uint32_t end_on_line(const struct handbill_message *m)
{
    uint32_t end = m->end_line == m->line ? m->end_column : UINT32_MAX;
    return end > m->column ? end : m->column + 1;
}

/* The two lines that show a place. */
enum shown { SHOW_SOURCE, SHOW_CARETS };

/* Prints the source line, or spaces and carets under it; tabs stay tabs in both, so that both
 * align. */
static void put_line(FILE *to, const struct handbill_message *m, enum shown what)
{
    bool carets = what == SHOW_CARETS;
    bool is_long = m->source_column > 1 || strlen(m->source_line) > LONGEST_LINE;
    uint32_t first = is_long && m->column > BEFORE_PLACE ? m->column - BEFORE_PLACE : 1;
    uint32_t end = end_on_line(m);
    uint32_t column = m->source_column;
    fputs("    ", to);
    for (size_t left = strlen(m->source_line), n, at = 0; left && column < first + LONGEST_LINE;
         at += n, left -= n, column++) {
        uint32_t c = utf8_decode(m->source_line + at, left, &n);
        if (column < first || (carets && column >= end))
            continue;
        char blank = c == '\t' ? '\t' : ' ';
        if (!carets)
            put_char(to, c);
        for (unsigned i = carets ? columns(c) : 0; i > 0; i--)
            fputc(column >= m->column ? '^' : blank, to);
        if (carets && column == m->column && !columns(c))
            fputc('^', to); /* what is meant takes no room: the caret stands behind it */
    }
    if (carets && column <= m->column) /* at the line's very end */
        fputc('^', to);
}

/* Prints where else to look: "    handout.xml:41:7: row 4, explanation, paragraph 1 of 2". */
static void put_second(FILE *to, const struct handbill_message *m)
{
    fputs("    ", to);
    put_text(to, m->second_file);
    fprintf(to, ":%u:%u", m->second_line, m->second_column);
    if (m->second_where) {
        fputs(": ", to);
        put_text(to, m->second_where);
    }
    fputc('\n', to);
}

/* Turns a hue on, where there are any. */
static void put_hue(FILE *to, enum look look, const char *hue)
{
    if (look == LOOK_COLOURED)
        fputs(hue, to);
}

void print_message(FILE *to, const struct handbill_message *m, enum look look)
{
    put_hue(to, look, bold);
    if (m->file) {
        put_text(to, m->file);
        fprintf(to, ":%u:%u: ", m->line, m->column);
    } else {
        fputs("handbill: ", to);
    }
    put_hue(to, look, level_hues[m->level]);
    fprintf(to, "%s: ", m->level_word);
    put_hue(to, look, plain);
    put_text(to, m->text);
    fprintf(to, "  [%s]\n", m->code);
    if (m->source_line && *m->source_line) {
        put_line(to, m, SHOW_SOURCE);
        fputc('\n', to);
        put_hue(to, look, level_hues[m->level]);
        put_line(to, m, SHOW_CARETS);
        put_hue(to, look, plain);
        fputc('\n', to);
    }
    if (m->second_file)
        put_second(to, m);
}

void print_outcome(FILE *to, const struct handbill_report *r, const char *name)
{
    if (!r->summary)
        return;
    put_text(to, strcmp(name, "-") == 0 ? "standard output" : name);
    fprintf(to, ": %s\n", r->summary);
}

void print_json_string(FILE *to, const char *s)
{
    if (!s) {
        fputs("null", to);
        return;
    }
    fputc('"', to);
    for (size_t left = strlen(s), n; left; s += n, left -= n) {
        uint32_t c = utf8_decode(s, left, &n);
        if (c == '"' || c == '\\')
            fprintf(to, "\\%c", (int)c);
        else if (is_control(c))
            fprintf(to, "\\u%04x", (unsigned)c);
        else
            put_char(to, c);
    }
    fputc('"', to);
}

/* Prints the member "second": null, or an object. */
static void put_json_second(FILE *to, const struct handbill_message *m)
{
    fputs(",\"second\":", to);
    if (!m->second_file) {
        fputs("null", to);
        return;
    }
    fputs("{\"file\":", to);
    print_json_string(to, m->second_file);
    fprintf(to, ",\"line\":%u,\"column\":%u,\"where\":", m->second_line, m->second_column);
    print_json_string(to, m->second_where);
    fputc('}', to);
}

void print_json(FILE *to, const struct handbill_message *m)
{
    fputs("{\"file\":", to);
    print_json_string(to, m->file);
    if (m->file)
        fprintf(to, ",\"line\":%u,\"column\":%u,\"endLine\":%u,\"endColumn\":%u", m->line,
                m->column, m->end_line, m->end_column);
    else
        fputs(",\"line\":null,\"column\":null,\"endLine\":null,\"endColumn\":null", to);
    fprintf(to, ",\"level\":\"%s\",\"code\":\"%s\",\"text\":", level_names[m->level], m->code);
    print_json_string(to, m->text);
    fputs(",\"args\":{", to);
    for (size_t i = 0; i < m->argument_count; i++) {
        fputs(i ? "," : "", to);
        print_json_string(to, m->arguments[i].name);
        fputc(':', to);
        print_json_string(to, m->arguments[i].value);
    }
    fputs("},\"words\":", to);
    print_json_string(to, m->words);
    put_json_second(to, m);
    fputs("}\n", to);
}

/* Prints a phrase whose number or length has been filled in. */
static void put_filled(FILE *to, struct speech *s, const char *phrase, double points)
{
    char words[64];
    snprintf(words, sizeof words, phrase, points);
    put_text(to, said(s, words));
}

/* Prints where an end is: before which words, and how much it leaves unused. */
static void put_end(FILE *to, struct speech *s, const struct handbill_end *e)
{
    put_text(to, said(s, e->words ? PHRASE("before") : PHRASE("with the text")));
    fputc(' ', to);
    if (e->words && e->file) {
        put_text(to, e->file);
        fprintf(to, ":%u:%u ", e->line, e->column);
    }
    if (e->words && *e->words) {
        fputc('"', to);
        put_text(to, e->words);
        fputs("\" ", to);
    }
    fputc('(', to);
    put_filled(to, s, PHRASE("%.1f pt unused"), (double)e->unused / 65536);
    fputc(')', to);
}

/* Finds what a cost is called in the reader's language (page/explain.c has the phrases). */
static const char *cost_name(struct speech *s, const char *name)
{
    char phrase[32];
    snprintf(phrase, sizeof phrase, "cost: %s", name);
    const char *words = said(s, phrase);
    return words == phrase ? name : words;
}

static void put_costs(FILE *to, struct speech *s, const struct handbill_end *e)
{
    for (size_t i = 0; i < e->cost_count; i++) {
        fputs(i ? ", " : "", to);
        put_text(to, cost_name(s, e->costs[i].name));
        fprintf(to, " %lld", (long long)e->costs[i].cost);
    }
    fputc('\n', to);
}

/* Prints an end that a page could have had, and what it would cost more. */
static void put_other(FILE *to, struct speech *s, const struct handbill_end *e)
{
    fputs("    ", to);
    put_text(to, said(s, PHRASE("or")));
    fputc(' ', to);
    put_end(to, s, e);
    fprintf(to, ": %+lld: ", (long long)e->cost);
    put_costs(to, s, e);
}

void print_pages(FILE *to, const struct handbill_report *r, struct speech *s)
{
    for (size_t i = 0; r->explained && i < r->pages; i++) {
        const struct handbill_page *p = &r->explained[i];
        put_filled(to, s, PHRASE("page %.0f ends"), (double)i + 1);
        fputc(' ', to);
        put_end(to, s, &p->end);
        fputs(": ", to);
        put_text(to, p->text);
        fprintf(to, "  [%s]\n    ", p->why);
        put_text(to, said(s, PHRASE("cost")));
        fprintf(to, " %lld: ", (long long)p->end.cost);
        put_costs(to, s, &p->end);
        for (size_t k = 0; k < p->other_count; k++)
            put_other(to, s, &p->others[k]);
    }
}

static void put_end_json(FILE *to, const struct handbill_end *e)
{
    fputs("{\"file\":", to);
    print_json_string(to, e->file);
    if (e->file)
        fprintf(to, ",\"line\":%u,\"column\":%u,\"words\":", e->line, e->column);
    else
        fputs(",\"line\":null,\"column\":null,\"words\":", to);
    print_json_string(to, e->words);
    fprintf(to, ",\"unused\":%.3f,\"cost\":%lld,\"costs\":{", (double)e->unused / 65536,
            (long long)e->cost);
    for (size_t i = 0; i < e->cost_count; i++)
        fprintf(to, "%s\"%s\":%lld", i ? "," : "", e->costs[i].name, (long long)e->costs[i].cost);
    fputs("}}", to);
}

void print_pages_json(FILE *to, const struct handbill_report *r)
{
    for (size_t i = 0; r->explained && i < r->pages; i++) {
        const struct handbill_page *p = &r->explained[i];
        fprintf(to, "{\"page\":%zu,\"why\":\"%s\",\"text\":", i + 1, p->why);
        print_json_string(to, p->text);
        fputs(",\"end\":", to);
        put_end_json(to, &p->end);
        fputs(",\"others\":[", to);
        for (size_t k = 0; k < p->other_count; k++) {
            fputs(k ? "," : "", to);
            put_end_json(to, &p->others[k]);
        }
        fputs("]}\n", to);
    }
}

void print_times(FILE *to, const struct handbill_report *r)
{
    int64_t sum = 0;
    for (size_t i = 0; i < r->time_count; i++) {
        fprintf(to, "%-10s%9.3f ms\n", r->times[i].stage, (double)r->times[i].nanoseconds / 1e6);
        sum += r->times[i].nanoseconds;
    }
    fprintf(to, "%-10s%9.3f ms\n", "all", (double)sum / 1e6);
}

void print_times_json(FILE *to, const struct handbill_report *r)
{
    for (size_t i = 0; i < r->time_count; i++)
        fprintf(to, "{\"stage\":\"%s\",\"milliseconds\":%lld.%03lld}\n", r->times[i].stage,
                (long long)(r->times[i].nanoseconds / 1000000),
                (long long)(r->times[i].nanoseconds / 1000 % 1000));
}

int print_columns(const char *text, size_t n)
{
    unsigned taken = 0;
    for (size_t at = 0, step; at < n; at += step)
        taken += columns(utf8_decode(text + at, n - at, &step));
    return (int)taken;
}

void print_word(const char *word, int width)
{
    int wide = width < 0 ? -width : width, taken = print_columns(word, strlen(word));
    int blank = wide > taken ? wide - taken : 0;
    printf("%*s%s%*s", width < 0 ? 0 : blank, "", word, width < 0 ? blank : 0, "");
}
