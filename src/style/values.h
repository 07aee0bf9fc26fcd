/* style/values.h: reading lengths and numbers, for properties.c and its neighbours. */
#ifndef STYLE_VALUES_H
#define STYLE_VALUES_H

#include "style/inner.h"

/* A length or calc(); `percent`, `negative`: allowed?  A calc() below zero where that is not allowed becomes 0. */
bool style_read_length(const struct apply *x, const struct value *v, bool percent, bool negative,
                       struct length *out);
bool style_read_number(const struct apply *x, const struct value *v, int64_t *nano);
/* The value of a keyword in a row's `values`, or -1. */
int style_keyword(const struct row *row, const struct value *v);

bool style_apply_content(struct apply *x, const struct row *row, struct values v, void *slot);
bool style_apply_string_set(struct apply *x, const struct row *row, struct values v, void *slot);
bool style_apply_counter_reset(struct apply *x, const struct row *row, struct values v, void *slot);
bool style_apply_counter_increment(struct apply *x, const struct row *row, struct values v,
                                   void *slot);
bool style_apply_quotes(struct apply *x, const struct row *row, struct values v, void *slot);

bool style_expand_sides(void *to, const struct row *row, struct values v);
bool style_expand_any_order(void *to, const struct row *row, struct values v);
bool style_expand_font(void *to, const struct row *row, struct values v);
bool style_expand_whole(void *to, const struct row *row, struct values v);

#endif
