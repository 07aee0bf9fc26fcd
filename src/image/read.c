/* image/read: the files that a document shows, each read and tried once, and its codes.
 *
 *   elements with `src` ─sorted─► one file each ─► below the folder? ─► format ─► head ─► rows
 */
#include "base/file.h"
#include "image/inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct image_codec codecs[] = {
    { "\x89PNG", 4, IMAGE_PNG, png_head, png_rows },
    { "\xFF\xD8\xFF", 3, IMAGE_JPEG, jpeg_head, jpeg_rows },
    { "<", 1, IMAGE_SVG, svg_read, NULL },
    { "\xEF\xBB\xBF<", 4, IMAGE_SVG, svg_read, NULL },
};

/* What else people take for a picture that can be set: bytes at a place, and its name. */
static const struct other {
    size_t at;
    const char *bytes, *name;
} others[] = {
    { 0, "GIF8", PHRASE("a GIF file") },
    { 8, "WEBP", PHRASE("a WebP file") },
    { 4, "ftyp", PHRASE("a HEIC, AVIF or film file") },
    { 0, "II*", PHRASE("a TIFF file") },
    { 0, "MM", PHRASE("a TIFF file") },
    { 0, "BM", PHRASE("a BMP file") },
    { 0, "%PDF", PHRASE("a PDF file") },
    { 0, "%!PS", PHRASE("a PostScript file") },
    { 0, "\x1F\x8B", PHRASE("a compressed file, as svgz is") },
};

/* Files as they are read. */
struct reader {
    struct arena *arena, *scratch;
    struct diag *diag;
    const char *folder;
    const struct image **items;
    uint32_t count;
    size_t bytes; /* of all files */
};

void image_reason(struct decoding *d, const char *reason)
{
    snprintf(d->reason, sizeof d->reason, "%s", reason);
}

static bool says(const uint8_t *bytes, const char *four) { return memcmp(bytes, four, 4) == 0; }

bool image_keep_profile(struct decoding *d, const uint8_t *bytes, size_t size)
{
    enum { HEAD = 128, VERSION = 8, CLASS = 12, SPACE = 16, SIGNATURE = 36, TAG = 12 };
    enum { VERSION_MOST = 4 };
    uint32_t said = 0, tags = 0;
    bool good = size >= HEAD + 4 && says(bytes + SIGNATURE, "acsp") &&
                says(bytes + SPACE, "RGB ") && bytes[VERSION] <= VERSION_MOST;
    for (int i = 0; good && i < 4; i++) {
        said = said << 8 | bytes[i];
        tags = tags << 8 | bytes[HEAD + i];
    }
    good = good && said == size && tags <= (size - HEAD - 4) / TAG &&
           (says(bytes + CLASS, "mntr") || says(bytes + CLASS, "scnr") ||
            says(bytes + CLASS, "prtr") || says(bytes + CLASS, "spac"));
    d->bad_profile = !good;
    uint8_t *copy = good ? arena_try(d->keep, size) : NULL;
    if (!copy)
        return !good;
    d->image->profile = memcpy(copy, bytes, size);
    d->image->profile_size = size;
    return true;
}

/* What an SVG file is refused for, and what helps. */
static const struct {
    const char *what, *remedy;
} lacks[LACKS] = {
    [LACK_TEXT] = { PHRASE("text"), PHRASE("convert it to paths where it was drawn") },
    [LACK_IMAGE] = { PHRASE("a picture of pixels"), PHRASE("take that out") },
    [LACK_OUTSIDE] = { PHRASE("a reference to another file"), PHRASE("put in what it stands for") },
    [LACK_EFFECT] = { PHRASE("a line that does not grow with it (vector-effect)"),
                      PHRASE("take that out") },
    [LACK_ENTITY] = { PHRASE("an entity of its own"), PHRASE("save it as plain SVG") },
    [LACK_GRADIENT] = { PHRASE("a gradient"), PHRASE("fill with one colour") },
    [LACK_MASK] = { PHRASE("a mask"), PHRASE("cut the paths themselves") },
    [LACK_FILTER] = { PHRASE("a filter"), PHRASE("take that out") },
    [LACK_PATTERN] = { PHRASE("a pattern"), PHRASE("draw it as paths") },
    [LACK_OPACITY] = { PHRASE("transparency"), PHRASE("make the colours solid") },
    [LACK_FAR] = { PHRASE("a path that leads hundreds of times its size away"),
                   PHRASE("take that out") },
    [LACK_OTHER] = { PHRASE("a paint that is not known here"), PHRASE("fill with one colour") },
};

/* The file, and the line of it, if one is known: "crown.svg:12". */
static const char *line_in(struct reader *r, const struct decoding *d, long line)
{
    return line ? arena_printf(r->arena, "%s:%ld", d->image->path, line) : d->image->path;
}

/* Says why the file is not shown. */
static void tell_end(struct reader *r, const struct decoding *d, enum image_end end,
                     struct position at)
{
    static const enum diag_code codes[IMAGE_ENDS] = { [IMAGE_HEAVY] = DIAG_PICTURE_HEAVY,
                                                      [IMAGE_SIZELESS] = DIAG_PICTURE_SIZELESS,
                                                      [IMAGE_NO_LIBRARY] = DIAG_SVG_MISSING };
    if (end == IMAGE_BROKEN)
        diag_add(r->diag, DIAG_PICTURE_BROKEN, at, "file", line_in(r, d, d->line), "reason",
                 d->reason, NULL);
    else if (end == IMAGE_UNFIT)
        diag_add(r->diag, DIAG_PICTURE_HOLDS, at, "file", line_in(r, d, d->lines[d->lack]), "what",
                 lacks[d->lack].what, "remedy", lacks[d->lack].remedy, NULL);
    else if (end == IMAGE_FOREIGN)
        diag_add(r->diag, DIAG_PICTURE_FORMAT, at, "file", d->image->path, "what",
                 PHRASE("an XML or HTML file whose first element is no svg of "
                        "http://www.w3.org/2000/svg"),
                 NULL);
    else
        diag_add(r->diag, codes[end], at, "file", d->image->path, NULL);
}

/* Runs a step of the codec; false, and a message, when the file cannot be decoded. */
static bool decode_step(struct reader *r, struct decoding *d,
                        enum image_end (*step)(struct decoding *d), struct position at)
{
    enum image_end end = step(d);
    if (end == IMAGE_NO_MEMORY)
        arena_out_of_memory(r->arena);
    if (end != IMAGE_GOOD)
        tell_end(r, d, end, at);
    return end == IMAGE_GOOD;
}

/* Finds which codec decodes the bytes; NULL and a message where none does. */
static const struct image_codec *codec_of(struct reader *r, const struct image *im,
                                          struct position at)
{
    size_t start = 0;
    while (start < im->size && strchr(" \t\r\n", im->bytes[start]) && im->bytes[start])
        start++; /* which XML may begin with */
    for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
        if (im->size - start >= codecs[i].length &&
            memcmp(im->bytes + start, codecs[i].signature, codecs[i].length) == 0)
            return &codecs[i];
    const char *what = im->size ? PHRASE("no picture that is known here") : PHRASE("empty");
    for (size_t i = sizeof others / sizeof *others; i-- > 0;) {
        size_t n = strlen(others[i].bytes);
        if (im->size >= others[i].at + n &&
            memcmp(im->bytes + others[i].at, others[i].bytes, n) == 0)
            what = others[i].name;
    }
    diag_add(r->diag, DIAG_PICTURE_FORMAT, at, "file", im->path, "what", what, NULL);
    return NULL;
}

/* Tells whether there are no more pixels than can be held; a message where there are. */
static bool has_size(struct reader *r, const struct decoding *d, struct position at)
{
    const struct image *im = d->image;
    uint64_t samples = (uint64_t)im->columns * im->rows * image_samples(im->space);
    if (im->columns <= IMAGE_MOST_SIDE && im->rows <= IMAGE_MOST_SIDE && samples <= d->most)
        return true;
    diag_add(
        r->diag, DIAG_PICTURE_LARGE, at, "file", im->path, "columns",
        arena_printf(r->scratch, "%u", im->columns), "rows",
        arena_printf(r->scratch, "%u", im->rows), "most",
        arena_printf(r->scratch, "%u", (unsigned)(d->most / image_samples(im->space) / 1000000)),
        NULL);
    return false;
}

/* So many pixels at so many an inch, as a length; what says none, or nonsense, has CSS's 96.  To a
 * hundredth of one: PNG counts a metre, and 300 an inch are 11811 of them, a little less. */
static sp natural(uint32_t pixels, double ppi)
{
    enum { PPI_USUAL = 96, PPI_LEAST = 10, PPI_MOST = 10000, POINTS_AN_INCH = 72, PARTS = 100 };
    bool said = ppi >= PPI_LEAST && ppi <= PPI_MOST;
    return sp_muldiv((sp)pixels * POINTS_AN_INCH * PARTS, SP_PT,
                     (sp)((said ? ppi : PPI_USUAL) * PARTS + .5));
}

static void set_natural_size(struct image *im, const struct decoding *d)
{
    sp width = natural(im->columns, d->across_ppi), height = natural(im->rows, d->down_ppi);
    bool turned = im->orientation > 4;
    im->width = turned ? height : width;
    im->height = turned ? width : height;
}

/* Reads the bytes of a file that stands where it may; false and a message where it cannot. */
static bool read_bytes(struct reader *r, struct image *im, struct position at)
{
    const char *reason = PHRASE("it is no file");
    enum file_place place = file_place(r->folder, im->path);
    if (place == FILE_OUTSIDE) {
        diag_add(r->diag, DIAG_PICTURE_OUTSIDE, at, "file", im->path, NULL);
        return false;
    }
    if (place == FILE_SPECIAL || !file_read(r->arena, im->path, &im->bytes, &im->size, &reason)) {
        diag_add(r->diag, DIAG_PICTURE_UNREADABLE, at, "file", im->path, "reason", reason, NULL);
        return false;
    }
    r->bytes += im->size;
    if (r->bytes > IMAGE_MOST_BYTES)
        diag_add(r->diag, DIAG_PICTURES_MANY, at, "file", im->path, NULL);
    return r->bytes <= IMAGE_MOST_BYTES;
}

/* Reads and tries a file; NULL and a message when it cannot be shown. */
static const struct image *read_file(struct reader *r, const char *src, struct position at)
{
    struct image *im = arena_new(r->arena, struct image);
    struct decoding d = { .image = im, .arena = r->scratch, .keep = r->arena };
    im->path = arena_printf(r->arena, "%s%s", *r->folder ? r->folder : "./", src);
    if (!read_bytes(r, im, at))
        return NULL;
    im->codec = codec_of(r, im, at);
    if (!im->codec)
        return NULL;
    im->format = im->codec->format;
    if (!decode_step(r, &d, im->codec->head, at) || !has_size(r, &d, at) ||
        (im->codec->rows && !decode_step(r, &d, im->codec->rows, at)))
        return NULL;
    if (d.bad_profile)
        diag_add(r->diag, DIAG_PICTURE_PROFILE, at, "file", im->path, NULL);
    if (!im->artwork)
        set_natural_size(im, &d);
    im->number = r->count;
    r->items[r->count++] = im;
    return im;
}

/* Makes the code of an address; NULL and a message when there is none. */
static const struct image *make_code(struct reader *r, const char *address, struct position at)
{
    struct image *im = arena_new(r->arena, struct image);
    im->path = address;
    enum code_end end = code_make(r->arena, r->scratch, im);
    if (end == CODE_NO_MEMORY)
        arena_out_of_memory(r->arena);
    if (end != CODE_MADE) {
        diag_add(r->diag, end == CODE_LONG ? DIAG_QR_LONG : DIAG_QR_MISSING, at, NULL);
        return NULL;
    }
    im->number = r->count;
    r->items[r->count++] = im;
    return im;
}

/* ---- elements ---- */
/* An element's `src`, or the `href` of one that shows an address as a code. */
struct named {
    const struct node *node;
    const struct attribute *src;
    const struct image *image;
};

static bool is_href(const struct attribute *a) { return strcmp(a->name, "href") == 0; }

static bool name_of(const struct node *n, struct named *to)
{
    if (n->kind != NODE_ELEMENT || !n->element || node_element(n)->role != ROLE_FIGURE)
        return false;
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, "src") == 0 || is_href(&n->attributes[i])) {
            *to = (struct named){ n, &n->attributes[i], NULL };
            return true;
        }
    return false;
}

static int compare_names(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->src->value, y->src->value);
    return order ? order : (x->node > y->node) - (x->node < y->node);
}

static int compare_uses(const void *a, const void *b)
{
    const struct image_use *x = a, *y = b;
    return (x->node > y->node) - (x->node < y->node);
}

/* Finds all elements that name a file, by the file. */
static struct named *find_names(struct arena *scratch, const struct doc *doc, uint32_t *count)
{
    struct named one, *all;
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->node_count; i++)
        n += name_of(&doc->nodes[i], &one);
    all = arena_array(scratch, struct named, n);
    *count = n;
    n = 0;
    for (uint32_t i = 0; n < *count; i++)
        n += name_of(&doc->nodes[i], &all[n]);
    if (n)
        qsort(all, n, sizeof *all, compare_names);
    return all;
}

/* What the elements show of it, by their order in the document. */
static struct image_use *list_uses(struct arena *a, const struct named *all, uint32_t count,
                                   uint32_t *shown)
{
    struct image_use *uses = arena_array(a, struct image_use, count);
    *shown = 0;
    for (uint32_t i = 0; i < count; i++)
        if (all[i].image)
            uses[(*shown)++] = (struct image_use){ all[i].node, all[i].image };
    if (*shown)
        qsort(uses, *shown, sizeof *uses, compare_uses);
    return uses;
}

const struct images *image_read(struct arena *a, struct diag *d, const struct doc *doc,
                                const char *folder)
{
    struct arena *scratch = arena_open_in(a);
    struct images *made = arena_new(a, struct images);
    uint32_t count;
    struct named *all = find_names(scratch, doc, &count);
    struct reader r = { .arena = a, .scratch = scratch, .diag = d, .folder = folder };
    r.items = arena_array(a, const struct image *, count);
    for (uint32_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(scratch);
        bool again = i && strcmp(all[i].src->value, all[i - 1].src->value) == 0;
        const struct position at = attribute_at(all[i].node, all[i].src);
        if (again)
            all[i].image = all[i - 1].image;
        else
            all[i].image = (is_href(all[i].src) ? make_code : read_file)(&r, all[i].src->value, at);
        arena_reset(scratch, mark);
    }
    made->items = r.items;
    made->count = r.count;
    made->uses = list_uses(a, all, count, &made->use_count);
    arena_close(scratch);
    return made;
}

const struct image *image_find(const struct images *images, const struct node *n)
{
    uint32_t low = 0, high = images ? images->use_count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (images->uses[middle].node < n)
            low = middle + 1;
        else
            high = middle;
    }
    return images && low < images->use_count && images->uses[low].node == n
               ? images->uses[low].image
               : NULL;
}

void image_decode(struct arena *scratch, const struct image *image, image_row *take, void *with)
{
    struct image same = *image;
    struct decoding d = { .image = &same, .arena = scratch, .take = take, .with = with };
    if (image->codec->rows(&d) == IMAGE_GOOD)
        return;
    arena_out_of_memory(scratch); /* it was good before: what failed is memory */
}
