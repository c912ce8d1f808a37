/* SPDX-License-Identifier: MIT */
/* How the end of a message is found: RFC 9112 section 6.3, and nowhere else. */
#ifndef H1I_BODY_H
#define H1I_BODY_H

#include <h1/h1.h>

/* Whether a response's head is all of it, whatever its fields say: 1xx, 204, 304, to HEAD. A 2xx to CONNECT and a 101
 * count too: what follows them is no message. */
bool h1i_ends_with_head(const h1_stream *s);

/* Whether Content-Length and Transfer-Encoding mean nothing here, right or wrong: in a 2xx to CONNECT. */
bool h1i_ignores_framing_fields(const h1_stream *s);

/* The framing of the message whose head was read, by the fields and the request it answers. */
h1_framing h1i_framing_of(const h1_stream *s);

/* Whether the connection may carry another message behind this one, RFC 9112 section 9.3. */
bool h1i_keeps_alive(const h1_stream *s, h1_framing framing);

#endif
