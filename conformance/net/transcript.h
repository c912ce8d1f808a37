/* SPDX-License-Identifier: MIT */
/* What passed between the runner and a live target while a case was played: for the report, and to do it by hand. */
#ifndef CONF_TRANSCRIPT_H
#define CONF_TRANSCRIPT_H

#include "observed.h"

typedef struct conf_transcript {
    conf_bytes sent; /* what was written, or was to be */
    conf_mark mark;  /* the case's, counted in sent */
    bool paused;     /* not in one go: with cuts, pauses or an answer awaited in between */
    conf_bytes received;
    conf_bytes forwarded; /* by a proxy: what came to the origin */
    conf_ending ending;
    const char *conduct; /* what a server did, in short: "400", "100 200", "200 close"; NULL: not told */
    bool timed_out;
    uint64_t milliseconds;  /* from the connection on */
    const char *last_words; /* of a target that died: the end of what it wrote; NULL */
} conf_transcript;

#endif
