/* SPDX-License-Identifier: MIT */
/* Heads and trailer sections that come in pieces. */
#ifndef H1I_HEAD_PIECE_H
#define H1I_HEAD_PIECE_H

#include "parser/src/bytes.h"
#include "parser/src/looks.h"
#include "parser/src/stream_state.h"

/* What h1i_step_lines() does, in fewer steps: the inside of field values is passed over in runs. */
h1i_progress h1i_step_piece(h1_stream *s, const uint8_t *buf, uint32_t len);

/* Take one byte more in the middle of a field name or value of a head, as bytes come that come alone. Returns false,
 * and does nothing, where it is any other byte or place. */
static inline bool h1i_piece_of_byte(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    const uint32_t at = s->at;

    if (at + 1 != len || at >= s->shortest_limit || h1i_has(s, H1I_LINE_END_NOTED))
        return false;
    if (s->state == H1I_FIELD_VALUE && s->part_end > s->part_at) {
        if (h1i_is(buf[at], H1I_VISIBLE))
            s->part_end = len;
        else if (buf[at] != ' ')
            return false;
    } else if (s->state != H1I_FIELD_NAME || !h1i_is(buf[at], H1I_TCHAR)) {
        return false;
    }
    H1I_LOOK(buf + at, 1);
    s->at = len;
    return true;
}

#endif
