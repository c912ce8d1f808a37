/* SPDX-License-Identifier: MIT */
/* Comparing the authority of an absolute-form with Host. */
#ifndef H1I_AUTHORITY_H
#define H1I_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a target in absolute-form and a Host value name the same host and port: compared without case, without
 * userinfo, and with an empty port as the scheme's default. Both are valid by their grammars. A target without an
 * authority agrees with an empty Host alone.
 * Source: RFC 9112 section 3.2.2, RFC 9110 section 4.2.3, RFC 3986 section 6.2.3. */
bool h1i_same_authority(const uint8_t *target, size_t target_len, const uint8_t *host, size_t host_len);

#endif
