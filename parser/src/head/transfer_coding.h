/* SPDX-License-Identifier: MIT */
/* The list of transfer codings in one Transfer-Encoding field line. */
#ifndef H1I_TRANSFER_CODING_H
#define H1I_TRANSFER_CODING_H

#include <h1/h1.h>

/* What the list says. Offsets count from the value's first byte; H1_LIST_NONE where there is nothing. */
typedef struct h1i_codings {
    bool any;                   /* there is a coding */
    bool chunked, chunked_last; /* one of them, the last of them is chunked */
    bool others;                /* one of them isn't chunked */
    uint32_t empty;             /* the first empty element's comma */
    uint32_t invalid;           /* the first byte outside the grammar */
    uint32_t chunked_again;     /* chunked where it was already applied */
    uint32_t chunked_parameter; /* the semicolon behind chunked */
} h1i_codings;

/* Read a value; applied says that an earlier field line has chunked already.
 * Source: RFC 9112 sections 6.1 and 7, RFC 9110 section 10.1.4. O(len). */
h1i_codings h1i_codings_of(const uint8_t *value, uint32_t len, bool applied);

#endif
