/* SPDX-License-Identifier: MIT */
/* Runs the message checks over the messages of a case, and the exchange checks over its requests and their responses.
 */
#ifndef CONF_PLAY_CHECKS_H
#define CONF_PLAY_CHECKS_H

#include "conformance/verdict.h"
#include "trace.h"

/* Judge "check:" and "near:" lines: each rule that is due fires, the case's own at its mark, and none that the case is
 * a near miss of.
 *
 *   traces  [2] by h1_side: what audit mode made of the bytes; an unused trace is empty
 *
 * Differences go to result. */
void conf_play_checks(conf_memory *memory, const conf_case *c, const conf_trace traces[2], conf_result *result);

#endif
