/* pdf, pictures: images as a file holds them (ISO 32000-1, 7.4.4.4, 7.4.8, 8.9.5).
 *
 *   JPEG, colours as the target has them ─► its own bytes (DCTDecode)
 *   all else ─rows─► converted ─PNG's predictors─► deflated
 *
 * Of a profile in an image the screen is told (ICCBased); for a press the pixels are converted by
 * it.
 *
 * What is transparent is laid on the colour behind it, as that is in the target, so that nothing
 * shows where the picture ends; the same image on two grounds is two pictures.  On a screen its
 * profile, if that is not sRGB, reads the ground's numbers as its own.
 *
 * Each is one task of the workers, and keeps no pixels behind it.
 */
#include "pdf/inner.h"

#include <string.h>

enum { PARALLEL_FROM = 2 }; /* images */

/* What of an image becomes which colour space; on a ground in colour grey does not stay grey. */
static const enum image_space outcomes[][3] = {
    [TARGET_RGB] = { IMAGE_GREY, IMAGE_RGB, IMAGE_RGB },
    [TARGET_CMYK] = { IMAGE_GREY, IMAGE_CMYK, IMAGE_CMYK },
    [TARGET_GREY] = { IMAGE_GREY, IMAGE_GREY, IMAGE_GREY },
};

struct picture {
    const struct image *image; /* NULL: it stands nowhere */
    enum image_space space;
    struct solid ground;     /* of one that lets it through */
    uint32_t again;          /* the same image on another ground: item + 1; 0: none */
    bool plain;              /* its bytes are the file's */
    const struct node *node; /* the first that shows it */
    unsigned ink;            /* of its darkest pixel: bytes, added up; 0: not asked for */
    struct deflated bytes;
    uint32_t number;   /* of its object */
    uint32_t like;     /* the first image that has the same profile; itself */
    struct inks *inks; /* by its profile; NULL: it has none, or another one like it has them */
    bool refused;      /* its profile cannot be used */
    uint32_t profile;  /* number of its profile's object; 0: none */
};
struct pictures {
    struct arena *arena;
    const struct colors *colors;
    struct picture *items; /* by the image's number, then those on other grounds */
    uint32_t count;
    size_t room;
};

/* ---- predictors ---- */
enum { PREDICTORS = 5 };

/* Paeth's choice: which of left, up and their corner is nearest to left + up - corner. */
static int paeth(int left, int up, int corner)
{
    int p = left + up - corner;
    int a = p > left ? p - left : left - p, b = p > up ? p - up : up - p,
        c = p > corner ? p - corner : corner - p;
    if (a <= b && a <= c)
        return left;
    return b <= c ? up : corner;
}

/* A row as its differences from what a predictor says; returns how large they are. */
static inline uint64_t differ(unsigned kind, uint8_t *to, const uint8_t *row, const uint8_t *above,
                              size_t n, unsigned samples)
{
    uint64_t sum = 0;
    *to++ = (uint8_t)kind;
    for (size_t i = 0; i < n; i++) {
        int left = i >= samples ? row[i - samples] : 0, up = above[i];
        int corner = i >= samples ? above[i - samples] : 0;
        int said = kind == 1   ? left
                   : kind == 2 ? up
                   : kind == 3 ? (left + up) / 2
                   : kind == 4 ? paeth(left, up, corner)
                               : 0;
        uint8_t d = (uint8_t)(row[i] - said);
        to[i] = d;
        sum += d < 128 ? d : 256u - d;
    }
    return sum;
}

/* The same; each kind has a loop of its own, several times as fast. */
static uint64_t difference(unsigned kind, uint8_t *to, const uint8_t *row, const uint8_t *above,
                           size_t n, unsigned samples)
{
    switch (kind) {
    case 1: return differ(1, to, row, above, n, samples);
    case 2: return differ(2, to, row, above, n, samples);
    case 3: return differ(3, to, row, above, n, samples);
    case 4: return differ(4, to, row, above, n, samples);
    default: return differ(0, to, row, above, n, samples);
    }
}

/* ---- packing ---- */
/* An image whose rows arrive. */
struct packing {
    const struct image *image;
    const struct picture *of;
    const struct colors *colors;
    unsigned samples;
    size_t row_bytes;
    uint8_t *rows[2]; /* the present and the one above, by the parity of their number */
    uint8_t *trial;   /* a row's differences by one predictor */
    uint8_t *packed;  /* all rows */
    unsigned ink;     /* of the darkest pixel yet */
};

/* Notes a row's darkest pixel, where pixels are of four inks. */
static void weigh(struct packing *p, const uint8_t *row, bool inverted)
{
    enum { FULL = 4 * 255 };
    for (uint32_t x = 0; p->samples == 4 && x < p->image->columns; x++, row += 4) {
        unsigned sum = (unsigned)row[0] + row[1] + row[2] + row[3];
        sum = inverted ? (unsigned)FULL - sum : sum;
        p->ink = sum > p->ink ? sum : p->ink;
    }
}

/* Weighs a row that stays as it is. */
static void weigh_row(void *with, const uint8_t *pixels, const uint8_t *alpha, uint32_t y)
{
    struct packing *p = with;
    (void)alpha;
    (void)y;
    weigh(p, pixels, p->image->inverted);
}

/* Takes a row: of all predictors the one whose differences are least (ISO 15948, 12.8). */
static void take_row(void *with, const uint8_t *pixels, const uint8_t *alpha, uint32_t y)
{
    struct packing *p = with;
    uint8_t *row = p->rows[y & 1], *best = p->packed + y * (p->row_bytes + 1);
    uint64_t least = UINT64_MAX;
    color_convert_row(p->colors, p->image, p->of->space, pixels, row);
    if (alpha)
        color_lay(&p->of->ground, row, alpha, p->image->columns, p->samples);
    if (p->colors->ink_most)
        weigh(p, row, false);
    for (unsigned kind = 0; kind < PREDICTORS; kind++) {
        uint64_t sum = difference(kind, p->trial, row, p->rows[~y & 1], p->row_bytes, p->samples);
        if (sum >= least)
            continue;
        least = sum;
        memcpy(best, p->trial, p->row_bytes + 1);
    }
}

/* Packs the pixels of an image. */
static struct deflated pack(struct worker *h, struct picture *of, const struct colors *colors)
{
    struct arena *scratch = worker_scratch(h);
    struct arena_mark mark = arena_mark(scratch);
    const struct image *im = of->image;
    unsigned samples = image_samples(of->space);
    struct packing p = { .image = im,
                         .of = of,
                         .colors = colors,
                         .samples = samples,
                         .row_bytes = (size_t)im->columns * samples };
    p.rows[0] = arena_alloc(scratch, p.row_bytes);
    p.rows[1] = arena_alloc(scratch, p.row_bytes);
    p.trial = arena_alloc(scratch, p.row_bytes + 1);
    p.packed = arena_alloc(scratch, (p.row_bytes + 1) * im->rows);
    image_decode(scratch, im, take_row, &p);
    of->ink = p.ink;
    struct deflated made = worker_deflate(h, p.packed, (p.row_bytes + 1) * im->rows);
    arena_reset(scratch, mark);
    return made;
}

/* Takes the bytes of the file as they are. */
static struct deflated keep(struct worker *h, struct picture *of, const struct colors *colors)
{
    struct arena *scratch = worker_scratch(h);
    struct arena_mark mark = arena_mark(scratch);
    struct packing p = { .image = of->image, .samples = image_samples(of->space) };
    if (colors->ink_most && of->space == IMAGE_CMYK)
        image_decode(scratch, of->image, weigh_row, &p);
    of->ink = p.ink;
    arena_reset(scratch, mark);
    return (struct deflated){ of->image->bytes, of->image->size };
}

static void make_picture(struct worker *h, void *context, uint32_t i)
{
    struct pictures *all = context;
    struct picture *p = &all->items[i];
    if (!p->image)
        return;
    bool lit = p->image->alpha && p->ground.colored && p->image->space == IMAGE_GREY;
    p->space = outcomes[all->colors->target][lit ? IMAGE_RGB : p->image->space];
    p->plain = p->image->format == IMAGE_JPEG && p->image->plain && p->space == p->image->space;
    struct colors colors = *all->colors;
    if (all->items[p->like].inks)
        colors.inks = all->items[p->like].inks;
    p->bytes = p->plain ? keep(h, p, &colors) : pack(h, p, &colors);
}

uint32_t pictures_count(const struct pictures *p) { return p->count; }

int pictures_ink(const struct pictures *p, uint32_t i, const struct node **node)
{
    *node = p->items[i].node;
    return p->items[i].image ? (int)(p->items[i].ink * INK_PLATE / 255) : 0;
}

/* Tells whether an image looks the same on two grounds. */
static bool same_ground(const struct image *image, const struct solid *a, const struct solid *b)
{
    return !image->alpha || memcmp(a->c, b->c, sizeof a->c) == 0;
}

/* Adds a picture that stands on a sheet, on another ground as another one. */
static void show(struct pictures *p, const struct shown *shown)
{
    uint32_t i = shown->image->number;
    while (p->items[i].image && !same_ground(shown->image, &p->items[i].ground, &shown->ground)) {
        if (!p->items[i].again) {
            p->items =
                arena_grow(p->arena, p->items, sizeof *p->items, p->count, p->count + 1, &p->room);
            p->items[p->count] = (struct picture){ 0 };
            p->items[i].again = ++p->count;
        }
        i = p->items[i].again - 1;
    }
    if (p->items[i].image)
        return;
    p->items[i].image = shown->image;
    p->items[i].node = shown->node;
    p->items[i].ground = shown->ground;
}

/* ---- profiles ---- */
/* Tells whether two images in red, green and blue have the same profile, or none. */
static bool same_profile(const struct image *a, const struct image *b)
{
    return a && a->space == IMAGE_RGB && a->profile_size == b->profile_size &&
           (!a->profile || memcmp(a->profile, b->profile, a->profile_size) == 0);
}

/* Makes what converts the pixels of a profile; of one that cannot be used, as those of sRGB. */
static void open_pixels(struct pictures *p, struct picture *one)
{
    const struct inks *press = p->colors->inks;
    const struct image *im = one->image;
    if (inks_open_pixels(p->arena, press, im->profile, im->profile_size, &one->inks))
        return;
    one->refused = true;
    if (!inks_open_pixels(p->arena, press, NULL, 0, &one->inks))
        arena_out_of_memory(p->arena);
}

/* Finds for each profile the first image that has it, which has what converts its pixels. */
static void open_profiles(struct pictures *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        struct picture *one = &p->items[i];
        one->like = i;
        if (!one->image || one->image->space != IMAGE_RGB)
            continue;
        for (uint32_t k = i; k-- > 0;)
            if (same_profile(p->items[k].image, one->image))
                one->like = p->items[k].like;
        if (one->like == i && p->colors->inks)
            open_pixels(p, one);
    }
}

void pictures_close(struct pictures *p)
{
    for (uint32_t i = 0; p && i < p->count; i++) {
        inks_close(p->items[i].inks);
        p->items[i].inks = NULL;
    }
}

const struct image *pictures_refused(const struct pictures *p, uint32_t *from,
                                     const struct node **node)
{
    while (*from < p->count) {
        const struct picture *one = &p->items[(*from)++];
        *node = one->node;
        if (one->image && p->items[one->like].refused)
            return one->image;
    }
    return NULL;
}

void pictures_build(struct arena *a, struct workers *w, const struct drawn_sheet *sheets,
                    uint32_t sheet_count, const struct colors *colors, struct pictures **to)
{
    struct pictures *made = *to = arena_new(a, struct pictures);
    uint32_t count = 0;
    made->arena = a;
    made->colors = colors;
    for (uint32_t s = 0; s < sheet_count; s++)
        for (uint32_t i = 0; i < sheets[s].picture_count; i++)
            if (sheets[s].pictures[i].image->number >= count)
                count = sheets[s].pictures[i].image->number + 1;
    made->items = arena_array(a, struct picture, count);
    made->room = made->count = count;
    for (uint32_t s = 0; s < sheet_count; s++)
        for (uint32_t i = 0; i < sheets[s].picture_count; i++)
            if (!image_is_drawn(sheets[s].pictures[i].image))
                show(made, &sheets[s].pictures[i]);
    open_profiles(made);
    if (made->count && !workers_do(w, made->count, PARALLEL_FROM, make_picture, made))
        arena_out_of_memory(a);
}

/* ---- objects ---- */
static void write_entries(struct buffer *out, const struct picture *p)
{
    static const char *const spaces[] = {
        [IMAGE_GREY] = "DeviceGray", [IMAGE_RGB] = "DeviceRGB", [IMAGE_CMYK] = "DeviceCMYK"
    };
    const struct image *im = p->image;
    buffer_printf(out, "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace", im->columns,
                  im->rows);
    if (p->profile)
        buffer_printf(out, "[/ICCBased %u 0 R]", p->profile);
    else
        buffer_printf(out, "/%s", spaces[p->space]);
    buffer_add_string(out, "/BitsPerComponent 8");
    if (!p->plain)
        buffer_printf(out, "/DecodeParms<</Predictor 15/Colors %u/Columns %u>>",
                      image_samples(p->space), im->columns);
    else
        buffer_printf(out, "%s/Filter/DCTDecode", im->inverted ? "/Decode[1 0 1 0 1 0 1 0]" : "");
}

/* Adds a picture's profile where the target is red, green and blue; of those alike the first has
 * it. */
static void add_profile(struct pictures *p, struct picture *one, struct objects *o)
{
    struct picture *first = &p->items[one->like];
    if (!one->image->profile || p->colors->target != TARGET_RGB)
        return;
    if (!first->profile)
        first->profile = objects_add_stream(o, "/N 3", one->image->profile,
                                            one->image->profile_size, STREAM_PLAIN);
    one->profile = first->profile;
}

void pictures_add(struct pictures *p, struct objects *o)
{
    for (uint32_t i = 0; i < p->count; i++) {
        struct picture *one = &p->items[i];
        struct buffer entries = buffer_in(p->arena);
        if (!one->image)
            continue;
        add_profile(p, one, o);
        write_entries(&entries, one);
        one->number =
            objects_add_stream(o, buffer_text(&entries), one->bytes.bytes, one->bytes.size,
                               one->plain ? STREAM_PLAIN : STREAM_DEFLATED);
    }
}

void pictures_write_name(struct buffer *out, const struct image *image, const struct solid *ground)
{
    buffer_printf(out, "/I%u", image->number);
    for (unsigned i = 0; image->alpha && i < ground->samples; i++)
        buffer_printf(out, "%s%02x", i ? "" : ".", ground->c[i]);
}

void pictures_write_names(struct buffer *out, const struct pictures *p)
{
    bool any = false;
    for (uint32_t i = 0; i < p->count; i++) {
        if (!p->items[i].image)
            continue;
        buffer_add_string(out, any ? "" : "/XObject<<");
        pictures_write_name(out, p->items[i].image, &p->items[i].ground);
        buffer_printf(out, " %u 0 R", p->items[i].number);
        any = true;
    }
    if (any)
        buffer_add_string(out, ">>");
}
