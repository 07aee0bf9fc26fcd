/* text/itemize: a paragraph parted into items of one piece, level, script and face.
 *
 * Levels after UAX #9 (ICU), asked only where something is right to left; scripts after UAX #24: a
 * character of script Common or Inherited takes its neighbour's; faces: the first of the style's
 * chain that has the whole cluster, where punctuation and spaces stay with the face of the letters
 * before them if it has them (a symbol's face keeps nothing).
 */
#include "text/inner.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum {
    CLUSTER_TRIED = 8
}; /* so many characters of a cluster are asked for a face, however many marks it has */

static bool is_rtl(uint32_t c)
{
    if (c < 0x590)
        return false;
    UCharDirection d = u_charDirection((UChar32)c);
    return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC || d == U_ARABIC_NUMBER ||
           (d >= U_LEFT_TO_RIGHT_EMBEDDING && d <= U_POP_DIRECTIONAL_FORMAT &&
            d != U_DIR_NON_SPACING_MARK) ||
           d == U_RIGHT_TO_LEFT_ISOLATE || d == U_FIRST_STRONG_ISOLATE;
}

/* Must ICU be asked for levels? */
static bool needs_bidi(const struct paragraph *p)
{
    if (p->rtl)
        return true;
    for (uint32_t i = 0; i < p->piece_count; i++)
        if (p->pieces[i].isolate && p->pieces[i].in->style->rtl)
            return true;
    for (size_t i = 0, step; i < p->length; i += step) {
        step = 1;
        if ((unsigned char)p->text[i] >= 0xD6 &&
            is_rtl(utf8_decode(p->text + i, p->length - i, &step)))
            return true;
    }
    return false;
}

/* The level of each byte, and of what is shown to ICU before it. */
static void find_levels(struct shaper *s, const struct paragraph *p)
{
    size_t most = 2 * (size_t)p->length + 2 * (size_t)p->piece_count + 1;
    if (most > s->level_room) {
        s->level_room = most * 2;
        s->levels = arena_alloc(s->arena, s->level_room);
        s->edges = arena_alloc(s->arena, s->level_room);
        s->shown.units = arena_array(s->arena, UChar, s->level_room);
        s->shown.at = arena_array(s->arena, uint32_t, s->level_room);
    }
    widen_paragraph(&s->shown, p);
    UErrorCode e = U_ZERO_ERROR;
    if (!s->bidi)
        s->bidi = ubidi_open();
    if (s->bidi)
        ubidi_setPara(s->bidi, s->shown.units, s->shown.count, p->rtl ? 1 : 0, NULL, &e);
    const UBiDiLevel *levels = s->bidi && U_SUCCESS(e) ? ubidi_getLevels(s->bidi, &e) : NULL;
    if (!levels)
        arena_out_of_memory(s->arena);
    uint32_t end = p->length;
    const uint32_t *at = s->shown.at;
    memset(s->edges, 0, end + 1);
    for (int32_t i = s->shown.count; i-- > 0;)
        if (at[i] == UINT32_MAX) {
            uint8_t *edge = &s->edges[end], level = levels[i] + 1;
            *edge = *edge && *edge < level ? *edge : level;
        } else if (at[i] < end) {
            memset(s->levels + at[i], levels[i], end - at[i]);
            end = at[i];
        }
}

/* The script as ISO 15924 tag; 0 for Common and Inherited. */
static uint32_t script_of(uint32_t c)
{
    if (c < 0x2B0) {
        bool letter = utf8_is_ascii_letter(c) || c == 0xAA || c == 0xBA ||
                      (c >= 0xC0 && c != 0xD7 && c != 0xF7);
        return letter ? HB_SCRIPT_LATIN : 0;
    }
    UErrorCode e = U_ZERO_ERROR;
    UScriptCode code = uscript_getScript((UChar32)c, &e);
    if (code <= USCRIPT_INHERITED)
        return 0;
    return (uint32_t)hb_script_from_string(uscript_getShortName(code), -1);
}

/* ICU's code of a script. */
static UScriptCode script_code(uint32_t tag)
{
    const char name[5] = { (char)(tag >> 24), (char)(tag >> 16), (char)(tag >> 8), (char)tag, 0 };
    int32_t code = u_getPropertyValueEnum(UCHAR_SCRIPT, name);
    return code == UCHAR_INVALID_CODE ? USCRIPT_COMMON : (UScriptCode)code;
}

bool draws_nothing(uint32_t c)
{
    if (c < 0x300)
        return c < 0x20 || c == 0xAD;
    return c >= 0x34F && (c == 0x2028 || c == 0x2029 ||
                          u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT));
}

/* Does it stay with the character before it? */
static bool follows(uint32_t c)
{
    return draws_nothing(c) || (c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK));
}

/* HarfBuzz itself puts these for want of a glyph: U+00A0 and other spaces from the space, U+2011
 * from U+2010. */
static bool covers(const struct font *f, uint32_t c)
{
    if (font_covers(f, c))
        return true;
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F)
        return font_covers(f, ' ');
    return c == 0x2011 && font_covers(f, 0x2010);
}

/* Does the font have the cluster: all its characters, or what they compose or decompose to? */
static bool covers_cluster(const struct font *f, const char *text, size_t n)
{
    size_t step;
    uint32_t base = utf8_decode(text, n, &step);
    bool has = covers(f, base);
    if (step == n && has)
        return true;
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    if (!has && base >= 0xC0 && U_SUCCESS(e)) {
        UChar wide[8];
        int32_t length = unorm2_getDecomposition(nfc, (UChar32)base, wide, 8, &e), i = 0;
        has = length > 0 && U_SUCCESS(e);
        while (has && i < length) {
            uint32_t c = wide[i++];
            c = U16_IS_LEAD(c) && i < length ? (uint32_t)U16_GET_SUPPLEMENTARY(c, wide[i++]) : c;
            has = font_covers(f, c);
        }
    }
    for (size_t i = step; has && i < n; i += step) {
        uint32_t c = utf8_decode(text + i, n - i, &step);
        UChar32 joined = font_covers(f, c) || draws_nothing(c)
                             ? 0
                             : unorm2_composePair(nfc, (UChar32)base, (UChar32)c);
        has = !joined || (joined > 0 && font_covers(f, (uint32_t)joined));
        base = joined > 0 ? (uint32_t)joined : base;
    }
    return has;
}

/* A stretch of the paragraph in one style and language, on the way through it. */
struct stretch {
    struct shaper *s;
    struct diag *d; /* NULL: silently */
    const struct paragraph *p;
    const struct lang *lang;
    struct style_info *info;
    const struct font *host; /* the face of the letters before */
    /* that of the letters that its language is written with; NULL: these are Latin, or none stood
     * before */
    const struct font *own;
    const struct font *bracket; /* that of one that is open; NULL: none */
    const struct font *last;    /* the face of the cluster before */
    bool east_asian, latin;     /* is its language written so? */
};

/* The word around n bytes of the text, into the arena. */
static const char *word_around(const struct stretch *x, size_t at, size_t n)
{
    const struct paragraph *p = x->p;
    size_t start = at, end = at + n;
    while (start > 0 && p->text[start - 1] != ' ' && p->text[start - 1] != '\n')
        start--;
    while (end < p->length && p->text[end] != ' ' && p->text[end] != '\n')
        end++;
    return arena_strndup(x->s->arena, p->text + start, end - start);
}

/* What to do about a sign that a word processor takes from the font Symbol or Wingdings; NULL: it
 * is none. */
static const char *symbol_remedy(struct arena *a, uint32_t c)
{
    static const struct {
        uint32_t c;
        const char *meant;
    } symbols[] = { { 0xF0B7, "\u2022 (U+2022)" }, { 0xF0A7, "\u25AA (U+25AA)" },
                    { 0xF0D8, "\u27A2 (U+27A2)" }, { 0xF0FC, "\u2713 (U+2713)" },
                    { 0xF0E0, "\u2192 (U+2192)" }, { 0xF02D, "\u2212 (U+2212)" } };
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (symbols[i].c == c)
            return arena_printf(
                a, PHRASE("it is a word processor's bullet: write <list> and <item>, or %s"),
                symbols[i].meant);
    return c >= 0xF020 && c <= 0xF0FF
               ? PHRASE("it is a sign of the font Symbol or Wingdings: write it as Unicode has it")
               : NULL;
}

/* Tell of a character that no font has, at n bytes of the text; once a document where one package
 * has it and all its like. */
static void tell_missing(const struct stretch *x, size_t at, size_t n)
{
    struct arena *a = x->s->arena;
    char name[128] = "", code[16];
    const char *package;
    size_t step;
    uint32_t c = utf8_decode(x->p->text + at, n, &step);
    const char *remedy = fonts_remedy(x->s->fonts, a, x->lang, c, &package),
               *symbol = symbol_remedy(a, c);
    if (package && is_told(x->s, (struct lack){ package, "" }))
        return;
    UErrorCode e = U_ZERO_ERROR;
    u_charName((UChar32)c, U_EXTENDED_CHAR_NAME, name, sizeof name, &e);
    snprintf(code, sizeof code, "U+%04X", (unsigned)c);
    diag_add(x->d, DIAG_GLYPH_MISSING, text_position(x->p, (uint32_t)at, (uint32_t)(at + n)),
             "character", arena_strndup(a, x->p->text + at, step), "code", code, "name", name,
             "word", word_around(x, at, n), "remedy", symbol ? symbol : remedy, NULL);
}

/* Has this style been told of the face?  It has now. */
static bool is_known(struct shaper *s, struct style_info *info, const struct font *f)
{
    for (size_t k = 0; k < info->stranger_count; k++)
        if (info->strangers[k] == f)
            return true;
    info->strangers =
        arena_grow(s->arena, info->strangers, sizeof *info->strangers, info->stranger_count,
                   info->stranger_count + 1, &info->stranger_room);
    info->strangers[info->stranger_count++] = f;
    return false;
}

/* Is it a number that the program prints?  Its digits are the document's, though it stands in a
 * passage of another language. */
static bool is_own_number(const struct stretch *x, size_t at, size_t n)
{
    size_t step;
    return u_isdigit((UChar32)utf8_decode(x->p->text + at, n, &step)) &&
           text_is_generated(x->p, (uint32_t)at);
}

/* Tell, once a document, of a face that is neither the style's families' nor its language's: the
 * text asks for it, so it points there. */
static void tell_fallback(const struct stretch *x, size_t at, size_t n, const struct font *f)
{
    if (is_own_number(x, at, n) || is_known(x->s, x->info, f))
        return;
    const char *text = x->p->text;
    size_t i = at, step;
    uint32_t c;
    while (c = utf8_decode(text + i, at + n - i, &step),
           i + step < at + n && covers(x->info->chain->first, c))
        i += step;
    UErrorCode e = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)c, &e);
    const char *what =
        script > USCRIPT_INHERITED
            ? arena_printf(x->s->arena, PHRASE("%s letters"), lang_script_name(script))
            : arena_printf(x->s->arena, "%.*s (U+%04X)", (int)step, text + i, (unsigned)c);
    if (!is_told(x->s, (struct lack){ f->face.family, what }))
        diag_add(x->d, DIAG_FONT_FALLBACK, text_position(x->p, (uint32_t)at, (uint32_t)(at + n)),
                 "what", what, "taken", f->face.family, "remedy",
                 fonts_advice(x->s->fonts, x->s->arena, x->lang, c), NULL);
}

/* Tell, once a document and face, of a character of private use that the face has. */
static void tell_private(const struct stretch *x, size_t at, size_t n, uint32_t c,
                         const struct font *f)
{
    if (x->d && !is_told(x->s, (struct lack){ f->face.family, "private use" }))
        diag_add(x->d, DIAG_GLYPH_PRIVATE, text_position(x->p, (uint32_t)at, (uint32_t)(at + n)),
                 "code", arena_printf(x->s->arena, "U+%04X", (unsigned)c), "word",
                 word_around(x, at, n), "family", f->face.family, NULL);
}

/* A face for the cluster beyond the style's families, *own if it is its language's; NULL when none
 * has it. */
static const struct font *fall_back(const struct stretch *x, const char *text, size_t n, bool *own)
{
    unsigned tries = 0;
    /* a face for a rare mark mostly has its base too */
    for (size_t i = 0, step; i < n && tries < CLUSTER_TRIED; i += step, tries++) {
        const struct font *f = fonts_fallback(x->s->fonts, x->s->arena, x->info->chain, x->lang,
                                              utf8_decode(text + i, n - i, &step), own);
        if (f && covers_cluster(f, text, n))
            return f;
    }
    return NULL;
}

/* The script that asks for a character's face: Latin for digits of East Asian text, which stand
 * beside Latin letters and are as large as these (JLREQ 3.2, CLREQ 3.2). */
static uint32_t facing_script(const struct stretch *x, uint32_t c)
{
    return c >= '0' && c <= '9' && x->east_asian ? HB_SCRIPT_LATIN : script_of(c);
}

/* Does a number begin at `at`, behind a space?  Behind Latin words, too, it is as large as the
 * others of the text. */
static bool is_own_number_at(const struct stretch *x, size_t at)
{
    const char *text = x->p->text;
    return text[at] >= '0' && text[at] <= '9' && at > 0 && text[at - 1] == ' ';
}

/* The face whose signs stand at a cluster of c: brackets are of one.  Behind Latin letters and
 * digits, too, the quotation marks, dashes and symbols of East Asian text are those of its own
 * letters; but for an apostrophe. */
static const struct font *host_of(const struct stretch *x, size_t end, uint32_t c)
{
    size_t step;
    if (c == ')' || c == ']')
        return x->bracket ? x->bracket : x->host;
    if (!x->east_asian || !x->own || c < 0x2014 || (c >= 0x2028 && c <= 0x202F))
        return x->host;
    bool word = c == 0x2019 && end < x->p->length &&
                script_of(utf8_decode(x->p->text + end, x->p->length - end, &step));
    return word ? x->host : x->own;
}

/* The face for the cluster at `at`, of a script or (0) of none; NULL when none has it. */
static const struct font *find_face(const struct stretch *x, size_t at, size_t n, uint32_t script)
{
    const char *text = x->p->text + at;
    bool own;
    size_t step;
    const struct font *f = script ? NULL : host_of(x, at + n, utf8_decode(text, n, &step));
    if (f && covers_cluster(f, text, n))
        return f;
    for (unsigned i = 0; (f = shaper_font(x->s, x->info, i)); i++)
        if (covers_cluster(f, text, n))
            return f;
    if (x->last && covers_cluster(x->last, text, n))
        return x->last;
    f = fall_back(x, text, n, &own);
    if (f && x->d && !own)
        tell_fallback(x, at, n, f);
    return f;
}

/* The same, where a script that has no italics takes bold for emphasis that is slanted. */
static const struct font *choose(const struct stretch *x, size_t at, size_t n, uint32_t script)
{
    const struct font *f = find_face(x, at, n, script);
    const struct chain *chain = x->info->chain;
    if (!f || !chain->want.italic || f->face.italic ||
        has_italics(script ? script : x->lang->script))
        return f;
    const struct font *upright = fonts_upright(x->s->fonts, x->s->arena, chain, f);
    return covers_cluster(upright, x->p->text + at, n) ? upright : f;
}

/* The character that a cluster without a face lacks, as an offset: its base, or what no face has
 * together with it. */
static size_t lacking(const struct stretch *x, const char *text, size_t n)
{
    size_t step;
    bool own;
    const struct font *base = fonts_fallback(x->s->fonts, x->s->arena, x->info->chain, x->lang,
                                             utf8_decode(text, n, &step), &own);
    if (!base || !covers_cluster(base, text, step))
        return 0;
    size_t end = step;
    unsigned tries = 0;
    do
        utf8_decode(text + end, n - end, &step), end += step;
    while (end < n && ++tries < CLUSTER_TRIED && covers_cluster(base, text, end));
    return end - step;
}

/* Put a cluster behind the items: into the last one if nothing differs. */
static void add(struct shaper *s, struct item x)
{
    struct item *last = s->item_count ? &s->items[s->item_count - 1] : NULL;
    if (last && last->piece == x.piece && last->font == x.font && last->level == x.level &&
        last->end == x.start && (!x.script || !last->script || last->script == x.script)) {
        last->end = x.end;
        last->script = last->script ? last->script : x.script;
        return;
    }
    if (s->item_count == s->item_room)
        s->items = arena_grow(s->arena, s->items, sizeof *s->items, s->item_count,
                              s->item_count + 1, &s->item_room);
    s->items[s->item_count++] = x;
}

/* Is it the first time that this paragraph lacks c? */
static bool first_lack(struct shaper *s, uint32_t c)
{
    bool told = hb_set_has(s->told, c);
    hb_set_add(s->told, c);
    return !told;
}

/* Does piece k + 1 go on as piece k, in one run?  Text is parted wherever white space was
 * collapsed; a word kerns across. */
static bool goes_on(const struct paragraph *p, uint32_t k)
{
    const struct piece *x = &p->pieces[k], *y = x + 1;
    if (k + 1 >= p->piece_count || x->kind != PIECE_TEXT || y->kind != PIECE_TEXT ||
        x->node != y->node || x->end != y->start || y->isolate)
        return false;
    const struct setting *a = x->in, *b = y->in;
    return a == b || (a->style == b->style && a->lang == b->lang && a->link == b->link &&
                      a->raise == b->raise);
}

/* The face for n bytes at `at`, whose first character is c: the style's first one for want of any,
 * which is told. */
static const struct font *face_for(const struct stretch *x, size_t at, size_t n, uint32_t c,
                                   uint32_t script)
{
    const struct font *first = x->info->chain->first,
                      *host = script ? first : host_of(x, at + n, c);
    if (n == 1 && font_covers(first, c) && (!host || host == first))
        return first;
    if (draws_nothing(c))
        return x->last ? x->last : first;
    const struct font *f = choose(x, at, n, script);
    if (f && c >= 0xE000 && u_charType((UChar32)c) == U_PRIVATE_USE_CHAR)
        tell_private(x, at, n, c, f);
    if (f)
        return f;
    size_t step, behind = lacking(x, x->p->text + at, n);
    uint32_t lack = utf8_decode(x->p->text + at + behind, n - behind, &step);
    if (x->d && first_lack(x->s, lack))
        tell_missing(x, at + behind, n - behind);
    return first;
}

/* The face of the letters behind, for punctuation and digits that a stretch begins with: a pair of
 * quotation marks is of one face.  NULL where it begins with letters, or has none. */
static const struct font *host_behind(const struct stretch *given, size_t start, size_t stop)
{
    struct stretch x = *given;
    x.d = NULL;
    for (size_t i = start, step; i < stop; i += step) {
        uint32_t c = utf8_decode(x.p->text + i, stop - i, &step);
        uint32_t script = script_of(c);
        if (script)
            return i > start ? choose(&x, i, step, script) : NULL;
    }
    return NULL;
}

/* The face that the letters before a stretch of nothing but spaces would have in its own style:
 * such a space is as wide as those inside a text.  NULL where it has other characters, or no letter
 * stands near. */
static const struct font *host_of_space(const struct stretch *given, size_t start, size_t stop)
{
    enum { NEAR_BYTES = 64 };
    struct stretch x = *given;
    x.d = NULL;
    for (size_t i = start; i < stop; i++)
        if (x.p->text[i] != ' ')
            return NULL;
    for (size_t i = start, step; i > 0 && start - i < NEAR_BYTES;) {
        do
            i--;
        while (i > 0 && utf8_is_inside(x.p->text[i]));
        uint32_t script = facing_script(&x, utf8_decode(x.p->text + i, start - i, &step));
        if (script)
            return choose(&x, i, step, script);
    }
    return NULL;
}

static bool has_digit(const char *text, size_t start, size_t stop)
{
    while (start < stop && (text[start] < '0' || text[start] > '9'))
        start++;
    return start < stop;
}

/* The face for a stretch without letters that has a number, as a note's call and a page's number
 * are: that of the letters with which its language is written, since the digits of its text are of
 * that.  NULL where there is no number, or these are Latin, or stand beside Latin ones. */
static const struct font *host_of_number(const struct stretch *given, size_t start, size_t stop)
{
    struct stretch x = *given;
    UChar wide[4];
    char letter[8];
    int32_t n = 0, units;
    UErrorCode e = U_ZERO_ERROR;
    x.d = NULL;
    if (x.latin || x.east_asian || !has_digit(x.p->text, start, stop))
        return NULL;
    units = uscript_getSampleString(script_code(x.lang->script), wide, 4, &e);
    u_strToUTF8(letter, sizeof letter, &n, wide, units, &e);
    const struct font *f = NULL;
    bool own;
    for (unsigned i = 0; U_SUCCESS(e) && n > 0 && (f = shaper_font(x.s, x.info, i)); i++)
        if (covers_cluster(f, letter, (size_t)n))
            return f;
    return U_SUCCESS(e) && n > 0 ? fall_back(&x, letter, (size_t)n, &own) : NULL;
}

/* Where the letters end from byte `start` on that are in ASCII, clusters of their own and in the
 * style's first face: most text is such. */
static size_t skip_letters(const struct stretch *x, size_t start, size_t stop)
{
    const unsigned char *text = (const unsigned char *)x->p->text;
    while (start + 1 < stop && utf8_is_ascii_letter(text[start]) && text[start + 1] < 0x80 &&
           font_covers(x->info->chain->first, text[start]))
        start++;
    return start;
}

/* Items of the text up to byte `stop`, in the style of piece k, its first one. */
static void itemize_stretch(struct shaper *s, struct diag *d, const struct paragraph *p, uint32_t k,
                            uint32_t stop, bool bidi)
{
    const struct piece *q = &p->pieces[k];
    struct stretch x = { .s = s,
                         .d = d,
                         .p = p,
                         .lang = q->in->lang,
                         .info = shaper_style(s, d, q->in->style),
                         .east_asian = lang_is_east_asian(q->in->lang),
                         .latin = q->in->lang->script == HB_SCRIPT_LATIN };
    if (!x.info->chain->first || q->kind == PIECE_SPACE) {
        add(s, (struct item){ q->start, stop, k, 0, NULL, p->rtl, 0, false });
        return;
    }
    x.host = host_behind(&x, q->start, stop);
    x.own = !x.latin && x.host != x.info->chain->first ? x.host : NULL;
    x.host = x.host ? x.host : host_of_space(&x, q->start, stop);
    x.host = x.host ? x.host : host_of_number(&x, q->start, stop);
    for (size_t i = q->start, end, step; i < stop; i = end) {
        if (!bidi && (end = skip_letters(&x, i, stop)) > i) {
            x.last = x.host = x.info->chain->first;
            add(s, (struct item){ (uint32_t)i, (uint32_t)end, k, HB_SCRIPT_LATIN, x.host, 0, 0,
                                  false });
            continue;
        }
        uint32_t c = utf8_decode(p->text + i, stop - i, &step);
        for (end = i + step; end < stop && (unsigned char)p->text[end] >= 0xC2 &&
                             follows(utf8_decode(p->text + end, stop - end, &step));)
            end += step;
        uint32_t script = facing_script(&x, c);
        if (!script && x.own && is_own_number_at(&x, i))
            x.host = x.own;
        const struct font *f = x.last = face_for(&x, i, end - i, c, script);
        x.host = script ? f : x.host;
        if (c == '(' || c == '[')
            x.bracket = f;
        else if (c == ')' || c == ']')
            x.bracket = NULL;
        x.own = !x.latin && script && script != HB_SCRIPT_LATIN ? f : x.own;
        add(s, (struct item){ (uint32_t)i, (uint32_t)end, k, script, f, bidi ? s->levels[i] : 0,
                              bidi ? s->edges[i] : 0, false });
    }
}

/* Items without a script take that of the item before, else the one behind, else the language's. */
static void settle_scripts(struct shaper *s, const struct paragraph *p)
{
    uint32_t script = 0;
    for (size_t i = 0; i < s->item_count && !script; i++)
        script = s->items[i].script;
    script = script ? script : p->lang->script;
    for (size_t i = 0; i < s->item_count; i++)
        script = s->items[i].script = s->items[i].script ? s->items[i].script : script;
}

void itemize(struct shaper *s, struct diag *d, const struct paragraph *p)
{
    s->item_count = 0;
    bool bidi = needs_bidi(p);
    if (bidi)
        find_levels(s, p);
    hb_set_clear(s->told);
    for (uint32_t k = 0, end; k < p->piece_count; k = end) {
        for (end = k + 1; goes_on(p, end - 1);)
            end++;
        itemize_stretch(s, d, p, k, p->pieces[end - 1].end, bidi);
    }
    settle_scripts(s, p);
}
