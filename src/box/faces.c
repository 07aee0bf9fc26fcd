/* box/faces: the faces that paragraphs ask for. */
#include "box/inner.h"

/* In order of the text, so that numbers and warnings are the same each time. */
void open_faces(struct diag *d, struct fonts *fonts, struct paragraph *const *paragraphs,
                uint32_t n)
{
    const struct style *last = NULL;
    for (uint32_t i = 0; i < n; i++) {
        const struct paragraph *p = paragraphs[i];
        for (uint32_t k = 0; k <= p->piece_count; k++) {
            const struct style *s = k ? p->pieces[k - 1].in->style : p->style;
            if (s != last)
                text_face(fonts, d, s);
            last = s;
        }
    }
}
