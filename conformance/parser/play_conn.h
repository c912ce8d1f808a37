/* SPDX-License-Identifier: MIT */
/* Plays a case that has bytes in both directions to one h1_conn, in the order of its script. */
#ifndef CONF_PLAY_CONN_H
#define CONF_PLAY_CONN_H

#include "conformance/verdict.h"
#include "trace.h"

/* A connection gives the same events as its two streams do when each is told what the other says.
 *
 *   inputs   [2] by h1_side, of one mode
 *   streams  [2] what the streams made of them, whole or in any pieces
 *   mode     for the report
 *
 * A difference goes to result. A direction is compared where the other one was read to its end: behind a refusal the
 * connection knows less than the case does. */
void conf_play_conn(conf_memory *memory, const conf_case *c, conf_mode mode, const conf_input inputs[2],
                    const conf_trace streams[2], conf_result *result);

#endif
