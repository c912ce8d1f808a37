/* SPDX-License-Identifier: MIT */
/* From one element of a message to the next: what the stream says where a head, a body or a chunk begins, and what a
 * HEAD says of the stream. The reference and the fast path share it. */
#ifndef H1I_MESSAGE_H
#define H1I_MESSAGE_H

#include "parser/src/stream_state.h"

/* Expect a head: phase is H1I_PHASE_SIGNATURE, _HEAD or _LAST. */
void h1i_begin_head(h1_stream *s, enum h1i_phase phase);

void h1i_begin_next_message(h1_stream *s);

/* The message is over: what comes next depends on what its head said. */
void h1i_end_message(h1_stream *s);

void h1i_begin_chunk(h1_stream *s);
void h1i_begin_trailers(h1_stream *s);

/* Enter the body that the framing says. Returns true when there is none. */
bool h1i_begin_body(h1_stream *s, h1_framing framing);

/* What the head says that was read; its spans count from its first byte. */
void h1i_put_head(const h1_stream *s, h1_head *head, h1_framing framing);

/* The head was read and judged: make its event, and enter what follows. */
void h1i_leave_head(h1_stream *s, h1_event *ev);

#endif
