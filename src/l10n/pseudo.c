/* l10n/pseudo: translations that a program makes, to find what a real one would trip over.
 *
 *   accents   [Ţēxţ ŵīţħ āććēňţś ····]   longer by two fifths, in brackets: what stays plain is a
 *                                       literal, what loses a bracket is clipped
 *   rtl       the letters of Hebrew     what is still at the left is not mirrored
 *   long      one word in five is of 30 letters
 *   nospace   ideographs, no spaces
 *
 * Tags, and what is not to be translated, stay as they are.
 */
#include "l10n/inner.h"

#include "base/utf8.h"

const char *const l10n_pretence_names[] = { "accents", "rtl", "long", "nospace", NULL };

/* The language each kind pretends to be in: private ones of a script (RFC 5646, 2.2.1). */
static const char *const tags[PRETEND_COUNT] = { "qps-Latn", "qps-Hebr", "qps-Latn", "qps-Hans" };

struct pretender {
    struct buffer *out;
    unsigned words;   /* so far */
    unsigned letters; /* of the present word */
};

/* Adds the character of a list that stands for a letter. */
static void add_from(struct buffer *out, const char *const list[26], char c)
{
    buffer_add_string(out, list[(c | 0x20) - 'a']);
}

static void accent(struct pretender *p, char c)
{
    static const char *const small[26] = { "ā", "ƀ", "ć", "đ", "ē", "ḟ", "ğ", "ħ", "ī",
                                           "ĵ", "ķ", "ļ", "ṁ", "ň", "ō", "ṗ", "ɋ", "ŕ",
                                           "ś", "ţ", "ū", "ṽ", "ŵ", "ẋ", "ŷ", "ź" };
    static const char *const capital[26] = { "Ā", "Ɓ", "Ć", "Đ", "Ē", "Ḟ", "Ğ", "Ħ", "Ī",
                                             "Ĵ", "Ķ", "Ļ", "Ṁ", "Ň", "Ō", "Ṗ", "Q", "Ŕ",
                                             "Ś", "Ţ", "Ū", "Ṽ", "Ŵ", "Ẋ", "Ŷ", "Ź" };
    add_from(p->out, c >= 'a' ? small : capital, c);
}

static void mirror(struct pretender *p, char c)
{
    static const char *const hebrew[26] = { "א", "ב", "ק", "ד", "ע", "פ", "ג", "ה", "י",
                                            "ג", "כ", "ל", "מ", "נ", "ו", "פ", "ק", "ר",
                                            "ס", "ט", "ו", "ב", "ש", "ח", "י", "ז" };
    add_from(p->out, hebrew, c);
}

static void lengthen(struct pretender *p, char c)
{
    enum { EVERY = 5, LONG = 30 };
    buffer_add_char(p->out, c);
    for (unsigned i = 1; p->letters == 1 && p->words % EVERY == 0 && i < LONG; i++)
        buffer_add_char(p->out, "nlorsetiua"[(p->words + i) % 10]);
}

/* Two letters of a word make an ideograph. */
static void join_up(struct pretender *p, char c)
{
    static const char *const han[26] = { "安", "不", "成", "的", "而", "方", "国", "和", "一",
                                         "就", "可", "来", "们", "年", "文", "平", "其", "人",
                                         "是", "他", "我", "为", "问", "下", "有", "在" };
    if (p->letters % 2)
        add_from(p->out, han, c);
}

static void (*const letters[PRETEND_COUNT])(struct pretender *, char) = { accent, mirror, lengthen,
                                                                          join_up };

/* Adds running text in its disguise. */
static void add_text(struct pretender *p, enum pretence kind, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool letter = utf8_is_ascii_letter((unsigned char)s[i]);
        p->words += letter && !p->letters;
        p->letters = letter ? p->letters + 1 : 0;
        if (letter)
            letters[kind](p, s[i]);
        else if (s[i] != ' ' || kind != PRETEND_NOSPACE)
            buffer_add_char(p->out, s[i]);
    }
}

/* Tells whether a tag's words are to stay. */
static bool is_fixed(const char *text, const struct token *t)
{
    static const char no[] = "translate=\"no\"";
    size_t n = sizeof no - 1;
    for (size_t i = t->name_end; t->kind == TOKEN_OPEN && i + n <= t->end; i++)
        if (memcmp(text + i, no, n) == 0)
            return true;
    return false;
}

/* Makes the false translation of a message. */
static const char *pretend(struct arena *a, const struct unit *u, enum pretence kind)
{
    struct buffer out = buffer_in(a);
    struct pretender p = { &out, 0, 0 };
    size_t fixed = 0; /* open elements, from the one whose words stay */
    if (kind == PRETEND_ACCENTS)
        buffer_add_char(&out, '[');
    for (struct token t = { 0 }; token_next(u->message, u->length, &t);) {
        if (t.kind == TOKEN_OPEN && (fixed || is_fixed(u->message, &t)))
            fixed++;
        else if (t.kind == TOKEN_CLOSE && fixed)
            fixed--;
        if (t.kind == TOKEN_TEXT && !fixed)
            add_text(&p, kind, u->message + t.start, t.end - t.start);
        else
            buffer_add(&out, u->message + t.start, t.end - t.start);
    }
    for (unsigned i = 0; kind == PRETEND_ACCENTS && i < (p.words * 2 + 4) / 5; i++)
        buffer_add_string(&out, " ····");
    if (kind == PRETEND_ACCENTS)
        buffer_add_char(&out, ']');
    return buffer_text(&out);
}

struct po *l10n_pseudo(struct arena *a, const struct units *u, enum pretence kind)
{
    struct update_counts counts;
    struct po *po =
        l10n_update(a, u, l10n_new(a, u, tags[kind], REVIEW_UNSAID), CHANGE_STALE, &counts);
    for (size_t i = 0; i < u->count; i++)
        po->entries[i + 1].string = po_string_of(pretend(a, &u->units[i], kind));
    return po;
}
