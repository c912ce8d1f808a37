/* SPDX-License-Identifier: MIT */
/* Compares what libh1 made of a case's bytes with what the case says is due. */
#ifndef CONF_JUDGE_H
#define CONF_JUDGE_H

#include "conformance/verdict.h"
#include "trace.h"

/* One block of a case and the trace it speaks of. */
typedef struct conf_judging {
    conf_memory *memory;
    conf_result *result; /* receives the differences */
    const conf_case *c;
    conf_mode mode;
    h1_side side;
    const conf_trace *trace; /* of the bytes fed whole */
} conf_judging;

/* The key of the block, "parser >". */
const char *conf_block_name(conf_mode mode, h1_side side);

/* Append the words for event i of a trace; i may be behind the last. */
void conf_put_event(conf_memory *memory, conf_buffer *out, const conf_trace *trace, size_t i);

/* Judge a block that the case has: how reading ends, the faults in order, the place of the case's rule, the messages.
 */
void conf_judge_block(const conf_judging *j);

/* Judge what holds of every case: a near miss fires none of the rules that it is near to. */
void conf_judge_near(const conf_judging *j);

/* Does the place that was found lie where the mark says? Reports it if not. */
void conf_judge_place(const conf_judging *j, const char *block, unsigned line, h1_span found);

#endif
