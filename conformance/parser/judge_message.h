/* SPDX-License-Identifier: MIT */
/* Compares messages with their matchers. */
#ifndef CONF_JUDGE_MESSAGE_H
#define CONF_JUDGE_MESSAGE_H

#include "judge.h"
#include "seen.h"

/* Does a message have what one matcher says?
 *
 *   side       whose message it is
 *   bytes      what its spans count from
 *   due,there  receive, where it hasn't, the matcher and what is there instead
 *
 * Matchers of frames and of what only a peer does never hold. */
bool conf_match_message(conf_memory *memory, h1_side side, const uint8_t *bytes, const conf_seen *seen,
                        const conf_match *match, conf_buffer *due, conf_buffer *there);

/* The word of a matcher: "status". */
const char *conf_match_name(conf_match_kind kind);

/* Judge the messages that a block lists: there are as many (the last may be unfinished), and each has what its
 * matchers say. A block that lists none says nothing of them. */
void conf_judge_messages(const conf_judging *j, const conf_expect *expect);

#endif
