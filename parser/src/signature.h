/* SPDX-License-Identifier: MIT */
/* Other protocols that show themselves in a connection's first bytes. */
#ifndef H1I_SIGNATURE_H
#define H1I_SIGNATURE_H

#include <h1/h1.h>

typedef enum h1i_signature_result {
    H1I_SIGNATURE_NONE = 0, /* the bytes start none of them */
    H1I_SIGNATURE_MAYBE,    /* they may yet become one */
    H1I_SIGNATURE_FOUND,
} h1i_signature_result;

/* Compare a connection's first bytes with all signatures.
 *
 *   bytes  [len] bytes from the start of the connection
 *   rule   receives which protocol it is, where one is found
 *   found  receives the signature's length, where one is found
 *
 * O(1): no signature is longer than sixteen bytes. */
h1i_signature_result h1i_signature(const uint8_t *bytes, uint32_t len, h1_rule *rule, uint32_t *found);

#endif
