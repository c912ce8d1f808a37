/* SPDX-License-Identifier: MIT */
/* Inside the runner: how a trace is filled while a parser runs. Shared by trace.c and play_conn.c. */
#ifndef CONF_RECORD_H
#define CONF_RECORD_H

#include "trace.h"

/* A call of the parser that brought an event. */
typedef struct conf_call {
    size_t at;          /* offset in the stream of the buffer's first byte */
    size_t used;        /* bytes consumed */
    size_t presented;   /* bytes of the stream that had arrived */
    h1_answers answers; /* a response's HEAD: what it answered */
} conf_call;

/* Empty a trace for a run over an input. trace->lent can be lent then; returns how many entries it has. */
uint16_t conf_record_start(conf_trace *trace, const conf_input *input);

/* The bytes from `from` to `to` have arrived: they can be read in trace->copy now; all behind them read as LF. */
void conf_record_arrive(conf_trace *trace, const conf_input *input, size_t from, size_t to);

/* Take an event, with its spans counted from the stream's first byte; MORE is only remembered as the last one. */
void conf_record_event(conf_trace *trace, const h1_event *event, const conf_call *call);

#endif
