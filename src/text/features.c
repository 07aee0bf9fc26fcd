/* text/features: what a style asks of OpenType (CSS Fonts 4, 6 and 7), as a table from properties
 * to feature tags. */
#include "text/inner.h"

enum { FEATURES_MOST = 32 };
struct list {
    hb_feature_t *items;
    unsigned count;
};

static void put(struct list *l, const char tag[4], uint32_t value)
{
    l->items[l->count++] = (hb_feature_t){ HB_TAG(tag[0], tag[1], tag[2], tag[3]), value,
                                           HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
}

static const struct {
    unsigned bit;
    const char *tag;
} numeric[] = { { NUMERIC_LINING, "lnum" },       { NUMERIC_OLDSTYLE, "onum" },
                { NUMERIC_PROPORTIONAL, "pnum" }, { NUMERIC_TABULAR, "tnum" },
                { NUMERIC_DIAGONAL, "frac" },     { NUMERIC_STACKED, "afrc" },
                { NUMERIC_ORDINAL, "ordn" },      { NUMERIC_SLASHED_ZERO, "zero" } };
static const struct {
    unsigned bit;
    const char *tag;
    uint32_t value;
} ligatures[] = { { LIGATURES_COMMON_OFF | LIGATURES_NONE, "liga", 0 },
                  { LIGATURES_COMMON_OFF | LIGATURES_NONE, "clig", 0 },
                  { LIGATURES_DISCRETIONARY, "dlig", 1 },
                  { LIGATURES_HISTORICAL, "hlig", 1 },
                  { LIGATURES_CONTEXTUAL_OFF | LIGATURES_NONE, "calt", 0 } };
static const char *const caps[][2] = {
    [CAPS_NORMAL] = { NULL, NULL },         [CAPS_SMALL] = { "smcp", NULL },
    [CAPS_ALL_SMALL] = { "smcp", "c2sc" },  [CAPS_PETITE] = { "pcap", NULL },
    [CAPS_ALL_PETITE] = { "pcap", "c2pc" }, [CAPS_UNICASE] = { "unic", NULL },
    [CAPS_TITLING] = { "titl", NULL }
};
static const char *const positions[] = {
    [POSITION_NORMAL] = NULL, [POSITION_SUB] = "subs", [POSITION_SUPER] = "sups"
};

/* Has font-feature-settings this tag? */
static bool is_set(const struct style *s, const char tag[4])
{
    for (unsigned i = 0; i < s->feature_count; i++)
        if (s->features[i].tag == HB_TAG(tag[0], tag[1], tag[2], tag[3]))
            return true;
    return false;
}

/* font-feature-settings stand behind the rest, since they win over it, but for the position, which
 * gives way to its own tag. */
hb_feature_t *features_build(struct arena *a, const struct style *s, unsigned *count,
                             unsigned *plain)
{
    struct list l = { arena_array(a, hb_feature_t, FEATURES_MOST + s->feature_count), 0 };
    if (!s->font_kerning)
        put(&l, "kern", 0);
    if (s->letter_spacing && !(s->font_ligatures & LIGATURES_NONE))
        put(&l, "liga", 0),
            put(&l, "clig", 0); /* letters set apart do not join (CSS Text 3, 8.2) */
    for (size_t i = 0; i < sizeof ligatures / sizeof *ligatures; i++)
        if (s->font_ligatures & ligatures[i].bit)
            put(&l, ligatures[i].tag, ligatures[i].value);
    for (size_t i = 0; i < sizeof numeric / sizeof *numeric; i++)
        if (s->font_numeric & numeric[i].bit)
            put(&l, numeric[i].tag, 1);
    for (unsigned i = 0; i < 2; i++)
        if (caps[s->font_caps][i])
            put(&l, caps[s->font_caps][i], 1);
    for (unsigned i = 0; i < s->feature_count; i++)
        l.items[l.count++] = (hb_feature_t){ s->features[i].tag, s->features[i].value,
                                             HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
    *plain = l.count;
    if (positions[s->font_position] && !is_set(s, positions[s->font_position]))
        put(&l, positions[s->font_position], 1);
    *count = l.count;
    return l.items;
}
