/* SPDX-License-Identifier: MIT */
/* Heads and trailer sections that come in pieces. */
#ifndef H1I_HEAD_PIECE_H
#define H1I_HEAD_PIECE_H

#include "parser/src/stream_state.h"

/* What h1i_step_lines() does, in fewer steps: the inside of field values is passed over in runs. */
h1i_progress h1i_step_piece(h1_stream *s, const uint8_t *buf, uint32_t len);

#endif
