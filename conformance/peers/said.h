/* SPDX-License-Identifier: MIT */
/* What a client under test says of the responses it got: the JSON lines of an adapter (conformance/clients/).
 *
 *   {"status":200,"body_base64":"b2s=","error":null}
 *
 * One line for each URL, in order. A status of null or 0 is none; a body of null wasn't told. */
#ifndef CONF_SAID_H
#define CONF_SAID_H

#include "conformance/net/outcome_judge.h"

typedef struct conf_said {
    conf_answer *answers; /* [count] never NULL */
    size_t count;
    const char *wrong; /* a line is not what it should be: in words; NULL */
} conf_said;

/* Read a client's standard output. Everything lives in memory. */
conf_said conf_said_read(conf_memory *memory, conf_bytes output);

/* Decode base64 (RFC 4648 section 4). Returns false where it is none. */
bool conf_base64_read(conf_memory *memory, const char *text, size_t len, conf_bytes *bytes);

#endif
