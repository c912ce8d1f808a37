/* SPDX-License-Identifier: MIT */
/* Compares what a server, a client or a proxy did with what a case's "server:", "client:", "up:", "down:" and "never:"
 * lines allow. It knows nothing of sockets or processes.
 *
 * The first line that fits decides; where none fits, the case is failed with the strength of the requirement in
 * "needs:" that binds the role being judged. */
#ifndef CONF_OUTCOME_JUDGE_H
#define CONF_OUTCOME_JUDGE_H

#include "conformance/verdict.h"
#include "observed.h"

/* What a client says that it made of a response. */
typedef struct conf_answer {
    unsigned status;   /* 0: it reported none */
    bool has_body;     /* it reported one */
    conf_bytes body;   /* content */
    const char *error; /* it reported an error, in its words; NULL */
} conf_answer;

/* What one end did: all that the lines of one word speak of. */
typedef struct conf_conduct {
    conf_judged judged;            /* by which lines: SERVER, CLIENT, UP, DOWN; PROXY for what isn't up or down */
    const conf_observed *observed; /* what came from it, read with conf_observed_read(); NULL: nothing could come */
    const conf_answer *answers;    /* [answer_count] of a client, one for each response; NULL: it reports none */
    size_t answer_count;
    size_t attempts; /* how often a client asked, the second URL not counted */
    bool pipelined;  /* a client asked the second URL before it had the response to the first */
    bool failed;     /* a client ended with an error (exit status, its report) */
    size_t first;    /* index of the final message that lines without "response N" or "request N" speak of, mostly 0 */
} conf_conduct;

typedef struct conf_ruling {
    conf_state state;            /* PASS, USED_LIBERTY, WARN, FAIL */
    const conf_outcome *outcome; /* the line that decided; NULL: no line fits */
    bool has_difference;         /* of FAIL and WARN where no line fits or a never line does */
    conf_difference difference;
} conf_ruling;

/* FAIL or WARN: how strong the strongest requirement of a case is among those that bind a role where it is judged.
 *
 * MUST and MUST NOT are FAIL; so is a PROSE row whose note says MUST, and a grammar row where the role is the sender.
 * SHOULD and PROSE are WARN. A grammar row doesn't bind a recipient (RFC 9110 section 2.4). */
conf_state conf_case_strength(const conf_case *c, conf_role role);

/* The requirement that gave that strength; NULL where no row binds the role. */
const conf_requirement *conf_case_binding(const conf_case *c, conf_role role);

/* Does a server say by this status that it did not take the message for what it is, rather than what it thinks of the
 * method or the target? 400, 408, 411, 413, 414, 417, 426, 431, and 500 and above. */
bool conf_status_refuses(unsigned status);

/* Does one line hold of a conduct? Where it does not, expected and actual receive its first matcher that fails. */
bool conf_outcome_fits(conf_memory *memory, const conf_outcome *outcome, const conf_conduct *conduct,
                       conf_buffer *expected, conf_buffer *actual);

/* Judge a case in a role.
 *
 *   conducts  [count] one for each word (SERVER; or UP and DOWN) that was observed
 *
 * A group of lines ("alt NAME"; the lines outside of groups, which hold in all) fits when for each word that has lines
 * in it one of them fits, and none of its never lines does. The first group that fits decides, with the weakest of the
 * lines that fitted. */
conf_ruling conf_judge_outcomes(conf_memory *memory, const conf_case *c, conf_role role, const conf_conduct *conducts,
                                size_t count);

/* Append a line of the case as it reads: "status 400-499 close". */
void conf_put_outcome(conf_memory *memory, conf_buffer *out, const conf_outcome *outcome);

/* Append in words what an end did: "status 200, 612 bytes of content; then closed". */
void conf_put_conduct(conf_memory *memory, conf_buffer *out, const conf_conduct *conduct);

#endif
