/* SPDX-License-Identifier: MIT */
/* See message.h. */
#include "parser/src/message.h"

#include <string.h>

#include "parser/src/body/body.h"
#include "parser/src/head/steps.h"

void h1i_begin_head(h1_stream *s, enum h1i_phase phase)
{
    s->phase = (uint8_t)phase;
    s->state = s->side == H1_REQUESTS ? H1I_METHOD_START : H1I_STATUS_LINE_START;
    s->at = s->line_at = 0;
    s->flags = 0;
    s->stage = 0;
    s->count = 0;
    s->chunk_ext = 0;
    s->content_length = 0;
    s->status = 0;
    s->version = 0;
    s->method_len = s->target_len = s->method_at = s->target_at = 0;
    s->length_field = s->coding_field = s->host_field = H1I_NO_FIELD;
}

static bool waits_for_peer(const h1_stream *s)
{
    if (s->side != H1_REQUESTS)
        return false;
    return h1i_has(s, H1I_IS_CONNECT) || (h1i_has(s, H1I_SAYS_UPGRADE) && s->version >= H1I_VERSION_11);
}

void h1i_begin_next_message(h1_stream *s)
{
    h1i_begin_head(s, h1i_has(s, H1I_KEEPS) ? H1I_PHASE_HEAD : H1I_PHASE_LAST);
}

void h1i_end_message(h1_stream *s)
{
    bool interim = s->side == H1_RESPONSES && s->status / 100 == 1;

    if (s->side == H1_RESPONSES && !interim)
        s->answers = H1_TO_UNKNOWN;
    s->empty_lines = 0;
    if (h1i_has(s, H1I_STOP_AFTER_MESSAGE))
        s->phase = H1I_PHASE_STOPPED;
    else if (waits_for_peer(s))
        s->phase = H1I_PHASE_WAIT_PEER;
    else
        h1i_begin_next_message(s);
}

void h1i_begin_chunk(h1_stream *s)
{
    s->phase = H1I_PHASE_CHUNK_LINE;
    s->state = H1I_SIZE_START;
    s->at = s->part_at = s->part_end = 0;
    s->flags &= ~(uint32_t)H1I_LINE_FLAGS;
}

void h1i_begin_trailers(h1_stream *s)
{
    s->phase = H1I_PHASE_TRAILERS;
    s->at = s->line_at = 0;
    h1i_begin_fields(s);
}

bool h1i_begin_body(h1_stream *s, h1_framing framing)
{
    if (h1i_keeps_alive(s, framing))
        s->flags |= H1I_KEEPS;
    s->at = 0;
    switch (framing) {
    case H1_FRAMING_CHUNKED:
        h1i_begin_chunk(s);
        return false;
    case H1_FRAMING_CLOSE:
        s->phase = H1I_PHASE_CLOSE;
        return false;
    case H1_FRAMING_TUNNEL:
        s->phase = H1I_PHASE_TUNNEL;
        return true;
    case H1_FRAMING_UNDECIDED:
        s->phase = h1i_has(s, H1I_STOP_AFTER_HEAD) ? H1I_PHASE_STOPPED : H1I_PHASE_WAIT_ANSWER;
        return false;
    case H1_FRAMING_LENGTH:
        s->left = s->content_length;
        s->phase = H1I_PHASE_LENGTH;
        return s->left == 0;
    case H1_FRAMING_NONE:
        break;
    }
    return true;
}

static h1_form form_of(const h1_stream *s)
{
    return s->side == H1_REQUESTS ? h1i_target_form(s) : H1_FORM_NONE;
}

static uint8_t head_flags(const h1_stream *s)
{
    return (uint8_t)((h1i_has(s, H1I_KEEPS) ? H1_HEAD_KEEP_ALIVE : 0) |
                     (h1i_has(s, H1I_EXPECTS) ? H1_HEAD_EXPECT_CONTINUE : 0) |
                     (h1i_has(s, H1I_SAYS_UPGRADE) && s->version >= H1I_VERSION_11 ? H1_HEAD_UPGRADE : 0) |
                     (h1i_has(s, H1I_IS_CONNECT) ? H1_HEAD_CONNECT : 0) | (h1i_has(s, H1I_IS_HEAD) ? H1_HEAD_HEAD : 0) |
                     (h1i_has(s, H1I_OTHER_CODING) ? H1_HEAD_OTHER_CODINGS : 0) |
                     (h1i_has(s, H1I_HAS_LENGTH) ? H1_HEAD_HAS_LENGTH : 0));
}

void h1i_put_head(const h1_stream *s, h1_head *head, h1_framing framing)
{
    h1_span text = {s->target_at, s->target_len};

    memset(head, 0, sizeof *head);
    head->method = (h1_span){s->method_at, s->method_len};
    head->target = s->side == H1_REQUESTS ? text : (h1_span){0, 0};
    head->reason = s->side == H1_RESPONSES ? text : (h1_span){0, 0};
    head->content_length = s->content_length;
    head->status = s->status;
    head->fields = s->count;
    head->major = s->version >> 4;
    head->minor = s->version & 15;
    head->form = (uint8_t)form_of(s);
    head->framing = (uint8_t)framing;
    head->flags = head_flags(s);
}

void h1i_leave_head(h1_stream *s, h1_event *ev)
{
    h1_framing framing = h1i_framing_of(s);

    ev->type = H1_HEAD;
    ev->last = h1i_begin_body(s, framing);
    h1i_put_head(s, &ev->head, framing);
    if (ev->last && framing != H1_FRAMING_TUNNEL)
        h1i_end_message(s);
}
