/* SPDX-License-Identifier: MIT */
/* IPv6 addresses between brackets, a byte at a time. */
#ifndef H1I_IP6_STEP_H
#define H1I_IP6_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include <h1/h1.h>

/* Take one byte of an IPv6address; the state is all zero behind the opening bracket, and the closing bracket is taken
 * by h1i_ip6_end().
 *
 * Returns true while some address starts with the bytes taken so far. */
bool h1i_ip6_step(h1_ip6_state *ip, uint8_t byte);

/* Whether the bytes taken so far are a whole IPv6address, RFC 3986 section 3.2.2. */
bool h1i_ip6_end(const h1_ip6_state *ip);

#endif
