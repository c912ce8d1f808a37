/* SPDX-License-Identifier: MIT */
/* The grammars of values that a case can name (value: GRAMMAR), each with the function of libh1 that reads it. One
 * table for whoever reads cases and whoever plays them, so that a name without a function can't be written. */
#ifndef CONF_GRAMMARS_H
#define CONF_GRAMMARS_H

#include <stddef.h>

#include "h1/words.h"

/* A name, and how it is read: the manner of h1/words.h, the whole value at once. */
typedef struct conf_grammar {
    const char *name; /* "quoted-string" */
    h1_value (*read)(const uint8_t *value, size_t len, size_t *bad);
} conf_grammar;

/* The grammar of a name; NULL where there is none. */
const conf_grammar *conf_grammar_find(const char *name, size_t len);

/* The grammars in the order of their names; NULL behind the last. */
const conf_grammar *conf_grammar_at(size_t index);

#endif
