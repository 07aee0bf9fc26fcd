/* job/press: what a file for a press needs beside the document: its profile, and a date. */
#include "base/data.h"
#include "base/file.h"
#include "job/inner.h"

#include <string.h>

/* The profile where none is asked for: coated paper, at most 300 % of ink. */
static const struct {
    const char *file, *condition, *remedy;
} usual = { "/usr/share/scribus/profiles/ISOcoated_v2_300_bas.icc", "FOGRA39",
            PHRASE(
                "install the Debian package scribus-data, or name another with HANDBILL_PROFILE") };

static const struct position nowhere = { 0 };

/* Reads the profile; false, and an error, when it cannot be read. */
static bool read_profile(struct job *j, struct press *p)
{
    const char *asked = data_option(j->options->profile, "HANDBILL_PROFILE"), *reason;
    const char *slash = asked ? strrchr(asked, '/') : NULL;
    *p = (struct press){ .file = asked ? asked : usual.file,
                         .condition = usual.condition,
                         .registered = !asked };
    if (asked)
        p->condition = slash ? slash + 1 : asked;
    if (file_read(j->arena, p->file, &p->profile, &p->size, &reason)) {
        job_note_read(j, p->file);
        return true;
    }
    const char *remedy = asked ? PHRASE("correct HANDBILL_PROFILE, or leave it out") : usual.remedy;
    diag_add(j->diag, DIAG_PROFILE_UNREADABLE, nowhere, "file", p->file, "edition",
             j->edition->name, "reason", reason, "remedy", remedy, NULL);
    return false;
}

bool job_press(struct job *j, struct pdf_options *o)
{
    if (j->edition->claim != CLAIM_X)
        return true;
    if (!o->has_date && !j->options->bytes)
        o->has_date = file_date(j->options->source, &o->date);
    if (!o->has_date)
        diag_add(j->diag, DIAG_PRINT_DATE, nowhere, "edition", j->edition->name, NULL);
    return read_profile(j, &o->press) && o->has_date;
}
