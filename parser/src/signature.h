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

/* How far a connection's first bytes have been compared; all zero before the first. */
typedef struct h1i_signature_state {
    uint32_t seen;      /* bytes that agree with some signature; never compared again */
    uint32_t ruled_out; /* a bit for each signature that they don't agree with */
} h1i_signature_state;

/* Compare a connection's first bytes with all signatures.
 *
 *   state  goes on where it was, so that each byte is compared once; seen is the signature's length where one is found
 *   bytes  [len] bytes from the start of the connection
 *   rule   receives which protocol it is, where one is found
 *
 * O(1): no signature is longer than sixteen bytes. */
h1i_signature_result h1i_signature(h1i_signature_state *state, const uint8_t *bytes, uint32_t len, h1_rule *rule);

/* Whether some signature starts with these two bytes. */
bool h1i_signature_may_start(const uint8_t *bytes);

#endif
