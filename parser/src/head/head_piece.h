/* SPDX-License-Identifier: MIT */
/* Heads and trailer sections that come in pieces. */
#ifndef H1I_HEAD_PIECE_H
#define H1I_HEAD_PIECE_H

#include <stddef.h>

#include "parser/src/bytes.h"
#include "parser/src/looks.h"
#include "parser/src/stream_state.h"

/* What h1i_step_lines() does, in fewer steps: the inside of field values is passed over in runs. */
h1i_progress h1i_step_piece(h1_stream *s, const uint8_t *buf, uint32_t len);

/* Take one byte more of a field name or value of a head, as bytes come that come alone: what the reference does with it
 * in its states for these. Returns false, and does nothing, where it is any other byte or place. */
static inline bool h1i_piece_of_byte(h1_stream *s, const uint8_t *buf, size_t len)
{
    const uint32_t at = s->at;

    if (len != at + (size_t)1 || s->phase != H1I_PHASE_HEAD)
        return false;
    if (at - s->line_at >= s->limits->field_line || at >= s->limits->head)
        return false;
    if (s->state == H1I_FIELD_VALUE) {
        if (h1i_is(buf[at], H1I_VISIBLE)) {
            if (s->part_end == s->part_at)
                s->part_at = at;
            s->part_end = at + 1;
        } else if (buf[at] != ' ') {
            return false;
        }
    } else if (s->state != H1I_FIELD_NAME || !h1i_is(buf[at], H1I_TCHAR)) {
        return false;
    }
    H1I_LOOK(buf + at, 1);
    s->at = at + 1;
    return true;
}

/* MORE, as one word. */
static inline void h1i_put_more(h1_event *ev)
{
    _Static_assert(H1_MORE == 0, "MORE and its flags are zeros");
    __builtin_memset(ev, 0, offsetof(h1_event, head));
}

#endif
