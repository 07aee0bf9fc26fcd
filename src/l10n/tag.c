/* l10n/tag: which language a catalogue is in.
 *
 *   source/h/pt_BR.po ─► pt-BR       zh_CN ─► zh-Hans       sr@latin ─► sr-Latn
 *
 * The header's field Language counts; the file's name should say the same.
 */
#include "l10n/inner.h"

#include "lang/lang.h"

static char to_case(char c, bool upper)
{
    char from = upper ? 'a' : 'A';
    return c >= from && c <= from + 25 ? (char)(c ^ 0x20) : c;
}

/* Spells a tag as it is usual: zh-Hans, pt-BR (RFC 5646, 2.1.1). */
static void spell(char *tag)
{
    for (char *part = tag, *dash = NULL; part; part = dash ? dash + 1 : NULL) {
        size_t n = strcspn(part, "-");
        dash = part[n] ? part + n : NULL;
        if (n == 1 && part > tag) /* what follows a singleton stays small */
            return;
        for (size_t i = 0; i < n; i++)
            part[i] = to_case(part[i], part > tag && (n == 2 || (n == 4 && i == 0)));
    }
}

const char *tag_spell(struct arena *a, const char *name)
{
    static const char *const meant[][2] = { { "zh-CN", "zh-Hans" },
                                            { "zh-SG", "zh-Hans" },
                                            { "zh-TW", "zh-Hant" },
                                            { "zh-HK", "zh-Hant-HK" } };
    char *tag = arena_strdup(a, name);
    char *script = strchr(tag, '@');
    for (char *c = tag; *c; c++)
        *c = *c == '_' || *c == '@' ? '-' : *c;
    if (script && strcmp(script, "-latin") == 0)
        memcpy(script, "-Latn", 6);
    else if (script && strcmp(script, "-cyrillic") == 0)
        memcpy(script, "-Cyrl", 6);
    spell(tag);
    for (size_t i = 0; i < sizeof meant / sizeof *meant; i++)
        if (strcmp(tag, meant[i][0]) == 0)
            return meant[i][1];
    return tag;
}

const char *l10n_tag_of_file(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    const char *tag =
        tag_spell(a, arena_strndup(a, name, dot ? (size_t)(dot - name) : strlen(name)));
    return lang_is_registered(tag) ? tag : NULL;
}

const char *l10n_tag(struct arena *a, struct diag *d, const struct po *po, const char *path)
{
    struct position at = position_at(po->source, 0, 0);
    const char *file = path ? l10n_tag_of_file(a, path) : NULL;
    const char *said = po_field(a, po, "Language", &at);
    if (po->header && !said)
        at = position_at(po->source, po->header->string.start, po->header->string.start + 6);
    if (!said || !*said) {
        diag_add(d, DIAG_PO_LANGUAGE_MISSING, at, "tag", file ? file : "es", NULL);
        return file ? file : "und";
    }
    if (strchr(said, ':')) {
        diag_add(d, DIAG_PO_HEADER_LINES, at, "tag", file ? file : "es", NULL);
        return file ? file : "und";
    }
    const char *tag = tag_spell(a, said);
    const char *near = lang_is_registered(tag) ? tag : lang_nearest_tag(a, tag);
    if (near != tag)
        diag_add(d, near ? DIAG_LANG_MEANT : DIAG_LANG_UNKNOWN, at, "value", said, "near",
                 near ? near : "", NULL);
    else if (file && strcmp(file, tag) != 0)
        diag_add(d, DIAG_PO_LANGUAGE_OTHER, at, "tag", tag, "file", file, NULL);
    return near ? near : "und";
}
