/* style/values.h: reading what properties take, for properties.c and its neighbours. */
#ifndef STYLE_VALUES_H
#define STYLE_VALUES_H

#include "style/inner.h"

/* ---- lengths.c ---- */
/* What a length may be besides a length of zero and more. */
enum { LENGTH_PERCENT = 1, LENGTH_NEGATIVE = 2 };
/* Reads a length, or a function that makes one; false when it is none, or `allowed` does not allow
 * it.  A function's result below zero where that is not allowed becomes 0. */
bool style_read_length(const struct apply *x, const struct value *v, unsigned allowed,
                       struct length *out);
/* Reads a number, or a function of numbers, in 1e-9; false when it is none. */
bool style_read_number(const struct apply *x, const struct value *v, int64_t *nano);

/* ---- values.c ---- */
/* Tells where a sheet has the values; those that var() put in stand where the first of them does,
 * or else in their declaration. */
struct position style_place(const struct apply *x, struct values v);
/* Finds the value of a keyword in a row's `values`, or -1. */
int style_keyword(const struct property *row, const struct value *v);
/* Stores a number in a row's field, of whatever size that is. */
void style_store(const struct property *row, void *slot, int64_t v);
/* What the units of a font are where none is known yet (Values 4, 6.1.1): half an em, for letters
 * that stand like capitals seven tenths, for ideographs an em. */
struct font_units style_customary_units(const struct apply *x);
/* Resolves a length where only an absolute one can be kept. */
sp style_flat(const struct apply *x, const struct length *l);

/* ---- values.c, values_font.c, values_text.c, content.c: what reads the values of each row ---- */
#define LONG(name, function, ...) apply_function style_apply_##function;
#define PAGE(name, function, ...) apply_function style_apply_##function;
#define SIDE(...)
#define SHORT(...)
#include "style/properties.def"

/* ---- shorthands.c: each is an expand_function ---- */
/* One to four values for sides in the order top right bottom left; one or two for start and end. */
bool style_expand_sides(void *to, const struct property *row, struct values v);
/* Values in any order, each for the first longhand that takes it. */
bool style_expand_any_order(void *to, const struct property *row, struct values v);
/* The font shorthand. */
bool style_expand_font(void *to, const struct property *row, struct values v);
/* list-style, which may say `none` for the mark and for the image that there is none of. */
bool style_expand_list_style(void *to, const struct property *row, struct values v);
/* font-variant: words in any order, for the longhands that take them; or normal, or none. */
bool style_expand_variant(void *to, const struct property *row, struct values v);
/* text-decoration: lines, and how they are drawn, in any order. */
bool style_expand_decoration(void *to, const struct property *row, struct values v);
/* All of the value for the one longhand. */
bool style_expand_whole(void *to, const struct property *row, struct values v);

#endif
