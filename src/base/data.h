/* base/data: where the program's own data stand: sheets, fonts' tables, words, schema.
 *
 *   HANDBILL_DATA  >  ../share/handbill seen from the program  >  the source tree above it
 *                  >  share/handbill of the prefix that `make` was told
 *
 * The program may be another one, which calls the library: then the prefix is the one that counts.
 */
#ifndef BASE_DATA_H
#define BASE_DATA_H

#include "base/arena.h"

/* The option, else the environment's variable, else NULL; an empty one counts as none. */
const char *data_option(const char *option, const char *variable);
/* Finds the data folder; where there is none, the place at which it should have been. */
const char *data_folder(struct arena *a, const char *option);

#endif
