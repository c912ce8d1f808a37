/* SPDX-License-Identifier: MIT */
/* What each direction of a case is told of the other: which request a response answers, and whether the answer to a
 * CONNECT or an Upgrade made the connection a tunnel.
 *
 * A one-way parser cannot know that; the case can, because it has both directions and says in which order their bytes
 * come (RFC 9112 section 9.2). Where a case has no bytes of the other direction, a response answers a GET, CONNECT
 * leads to a tunnel and Upgrade does not. */
#ifndef CONF_TOLD_H
#define CONF_TOLD_H

#include "conformance/reader/case.h"
#include "trace.h"

typedef struct conf_told {
    bool answers_unknown; /* the case has no requests */
    h1_answers *answers;  /* [answer_count] what the final responses answer, in order */
    size_t answer_count;
    h1_resume *resumes; /* [resume_count] for each request in order: how the bytes behind it are read */
    size_t resume_count;
} conf_told;

/* Work it out from the case's bytes, as audit mode reads them. The arrays live in memory. */
conf_told conf_told_of(conf_memory *memory, const conf_case *c, const h1_limits *limits);

#endif
