/* style/cascade.h: what the files of the cascade share.
 *
 *   node ─index.c─► its rules, in ascending order
 *        ─share.c─► known: the style that they gave before
 *                   new: compute.c, variables.c ─► struct computed
 *
 * cascade.c asks this for every node and its pseudo-elements, page.c for pages and their boxes.
 */
#ifndef STYLE_CASCADE_H
#define STYLE_CASCADE_H

#include "style/inner.h"

/* The computed value of a custom property. */
struct custom {
    struct values v;
    bool valid;                     /* false: the guaranteed-invalid value (Variables 1, 2.2) */
    const struct declaration *from; /* which says it, perhaps by other variables */
};
/* Every computed style is one of these. */
struct computed {
    struct style style;                  /* first: style_anonymous is given its address */
    const struct custom *const *customs; /* by the number of the name; NULL: none anywhere above */
};

/* The computed styles of one element: nodes are many, different ones of these are few. */
struct element_styles {
    const struct computed *primary;
    const struct computed *pseudo[PSEUDO_COUNT]; /* NULL: the pseudo-element makes no box */
};
struct element_styles_table {
    struct element_styles *v;
    size_t n, room;
    uint32_t *slots; /* by hash, open-addressed: number + 1, or 0 */
    size_t slot_count;
};

/* The rules whose rightmost compound has that key. */
struct bucket {
    char prefix; /* '#' an id, '.' a class, '<' a type, '*' none of these */
    const char *key;
    uint32_t *rules; /* numbers of rules, ascending */
    size_t n, room;
    struct bucket *next; /* of the same hash */
};
#define BUCKETS 256
struct index {
    struct bucket *bucket[BUCKETS];
    bool any; /* there is a rule in it */
};

/* Styles by what they were computed from; a hash table, open-addressed. */
struct cache_entry;
struct cache {
    struct cache_entry **table;
    size_t size, count;
};

struct styles {
    struct arena *arena;
    struct diag *diag;
    struct langs *langs;         /* for directions */
    const struct source *author; /* the last sheet: where a message about all of them points */
    struct rules rules;
    struct index index[PSEUDO_COUNT + 1]; /* by pseudo-element + 1; [0]: of elements */
    struct style initial;
    struct element_styles_table of_elements;
    uint32_t *of;        /* by node: its number in `of_elements`; of a text its parent's */
    struct cache *cache; /* grows when an anonymous style is asked for, too */
    uint64_t *var_left;  /* values that var() may still make, in all styles together */
    const struct computed *root;
    sp rem, rlh; /* the root's font size and line height; before it has a style, the initial ones */
    struct position size_at; /* where a sheet says that font size; without a source: none does */
    sp paper_width, paper_height; /* of the first page, of which vw and vh are hundredths */
};

/* Mixes a value into a hash. */
static inline uint64_t style_mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * 0x9E3779B97F4A7C15u ^ (hash >> 29);
}

/* ---- index.c ---- */
/* Rules that apply to a node. */
struct matched {
    struct matcher matcher;
    const struct node *node; /* that was asked for */
    uint32_t *v;             /* numbers of rules in ascending priority, none twice */
    size_t n, room;
};
/* Sorts the rules by priority and files each under its key. */
void style_index_rules(struct styles *s);
/* Fills `m` with the rules for the node, or for its pseudo-element when `pseudo` is not -1. */
void style_match_node(struct styles *s, int pseudo, const struct node *n, struct matched *m);

/* ---- unmatched.c ---- */
/* Notes which rules of sheets of one's own no node took. */
void style_report_unmatched(struct styles *s);
/* Notes which names of @page in sheets of one's own no element has, and no sheet gives to any, be
 * it for another edition. */
void style_report_pages(struct styles *s, const struct stylesheet *sheets, unsigned count);

/* ---- classes.c ---- */
/* Notes which classes of the document no sheet speaks of, if one of the sheets is one's own. */
void style_report_classes(struct styles *s, const struct doc *doc, const struct stylesheet *sheets,
                          unsigned count);

/* ---- variables.c ---- */
/* A custom property that the style itself declares. */
struct own_variable {
    const struct declaration *declaration; /* the winner; NULL: it declares none of that name */
    enum { VARIABLE_NEW, VARIABLE_IN_WORK, VARIABLE_DONE } state; /* IN_WORK: a cycle asks for it */
};
/* What var() is replaced from while one style is computed. */
struct variables {
    struct arena *arena;
    const struct rules *rules;     /* which number the names */
    struct own_variable *own;      /* by number; NULL: the style declares none */
    const struct custom **customs; /* the result: inherited ones, its own in their place */
    unsigned left;                 /* values that the present one may still make */
    uint64_t *all_left;            /* values that all styles together may still make */
};
/* The variables of a style before any declaration; `declares` makes room for its own. */
struct variables style_variables(const struct styles *s, struct arena *a,
                                 const struct custom *const *inherited, bool declares);
/* Computes every custom property that the style declares. */
void style_resolve_variables(struct variables *s);
/* Tells where a sheet says a value that var() has put in; a position without a source: nowhere. */
struct position style_variable_place(const struct variables *s, const struct value *v);
/* Copies values with every var() replaced.  False when one has neither a value nor a fallback, or
 * the copy grows too large. */
bool style_substitute(struct variables *s, struct values v, struct values *out);

/* ---- idle.c ---- */
struct style_input;
/* Notes of the declarations that have won, by property, which show on the box of this style. */
void style_note_idle(const struct style_input *in, const struct style *s,
                     const struct declaration *const *winners);
/* Reports those of the user's own sheets that show on none. */
void style_report_idle(struct styles *s);

/* ---- compute.c ---- */
/* A block of declarations with where it comes from. */
struct origin_block {
    const struct declarations *block;
    enum origin origin;
};
/* What one style is computed from. */
struct style_input {
    const struct styles *styles;
    struct arena *arena;           /* the style is made here */
    struct diag *diag;             /* NULL: nothing is reported */
    const struct computed *parent; /* inherited from; NULL: the root's, of initial values */
    int pseudo;                    /* enum pseudo; -1: an element */
    bool note;                     /* the element is one, wherever it stands */
    bool rtl;
    const char *lang;
    const struct origin_block *blocks; /* in ascending order of priority */
    size_t block_count;
    struct page_style *page;        /* takes the properties of a page; NULL: it is none */
    const struct page_style *paper; /* whose size vw and vh mean; NULL: the first page's */
    struct position *size_at;       /* takes where font-size is said; NULL: nobody asks */
    /* Puts in the initial values that only this box has; NULL: there are none. */
    void (*prepare)(struct style *style, int box);
    int box; /* for `prepare` */
};
/* Computes the style, and reports once a declaration whose var() makes it invalid. */
const struct computed *style_compute(const struct style_input *in);
/* Makes `out` the parent's inherited properties and the initial values of all others. */
void style_inherit(const struct styles *s, struct style *out, const struct style *parent);
/* Puts in what depends on other properties: currentColor, the width of borders without a style. */
void style_finish(struct style *s);

/* ---- share.c ---- */
/* The style that these rules give below this parent, computed once. */
const struct computed *style_share(struct styles *s, const struct computed *parent, int pseudo,
                                   bool rtl, const char *lang, const struct matched *m);
/* The number of these styles of an element; a new one when no node had them before. */
uint32_t style_number(struct styles *s, const struct element_styles *like);
/* True for two equal texts, of which either may be NULL. */
bool style_same_text(const char *a, const char *b);

#endif
