/* SPDX-License-Identifier: MIT */
/* One direction of a connection: h1_next() and what it goes through.
 *
 * A message is a sequence of elements: head, then content, or chunk lines, chunk data and a trailer section. Each has a
 * phase and a function that looks at what is here and either has an event to deliver, or has moved on to the next
 * phase. An element that isn't all here is left where it is; its steps so far are kept in the stream (stream_state.h).
 */
#include <h1/h1.h>

#include <string.h>

#include "parser/src/body/body.h"
#include "parser/src/head/head_piece.h"
#include "parser/src/head/steps.h"
#include "parser/src/liberties.h"
#include "parser/src/looks.h"
#include "parser/src/message.h"
#include "parser/src/signature.h"
#include "parser/src/stream_state.h"

_Static_assert(sizeof(h1_field) == 16, "a field is two words");
_Static_assert(sizeof(h1_stream) <= 128, "a stream fits two cache lines");

const h1_limits h1_default_limits = {
    .start_line = 8192,
    .target = 8000,
    .field_line = 8192,
    .fields = 100,
    .head = 65536,
    .trailers = 8192,
    .chunk_ext = 4096,
    .empty_lines = 8,
    .http09 = false,
};

/* One call of h1_next(): what is here, how much of it is done with, and where the event goes. */
typedef struct call {
    const uint8_t *buf;
    uint32_t len;
    uint32_t used;
    bool end;
    h1_event *ev;
} call;

static const uint8_t *rest(const call *c)
{
    return c->buf + c->used;
}

static uint32_t rest_len(const call *c)
{
    return c->len - c->used;
}

static bool deliver(call *c, h1_event_type type)
{
    c->ev->type = type;
    return true;
}

/* ---- Setting up ------------------------------------------------------------------------------------------------ */

/* What is no longer than this is within all limits of a head and its lines. */
static uint16_t shortest_limit(const h1_limits *limits)
{
    uint16_t least = limits->start_line < limits->target ? limits->start_line : limits->target;

    least = limits->field_line < least ? limits->field_line : least;
    return limits->head < least ? (uint16_t)limits->head : least;
}

void h1_stream_init(h1_stream *s, h1_side side, h1_mode mode, const h1_limits *limits)
{
    memset(s, 0, sizeof *s);
    s->limits = limits != NULL ? limits : &h1_default_limits;
    s->side = (uint8_t)side;
    s->mode = mode == H1_AUDIT ? H1I_MODE_AUDIT : 0;
    s->shortest_limit = shortest_limit(s->limits);
    h1i_begin_head(s, H1I_PHASE_SIGNATURE);
}

void h1_stream_fields(h1_stream *s, h1_field *fields, uint16_t capacity)
{
    s->fields = fields;
    s->capacity = capacity;
}

void h1_stream_want_chunks(h1_stream *s, bool all)
{
    s->mode = (uint8_t)((s->mode & H1I_MODE_AUDIT) | (all ? H1I_MODE_ALL_CHUNKS : 0));
}

uint64_t h1_stream_offset(const h1_stream *s)
{
    return s->base;
}

/* ---- Between messages ----------------------------------------------------------------------------------------------
 */

void h1_stream_resume(h1_stream *s, h1_resume as)
{
    if (s->phase != H1I_PHASE_WAIT_PEER)
        return;
    if (as == H1_AS_TUNNEL)
        s->phase = H1I_PHASE_TUNNEL;
    else
        h1i_begin_next_message(s);
}

void h1_stream_expect(h1_stream *s, h1_answers answers)
{
    h1_framing framing;

    if (s->side != H1_RESPONSES)
        return;
    s->answers = (uint8_t)answers;
    if (s->phase != H1I_PHASE_WAIT_ANSWER || answers == H1_TO_UNKNOWN)
        return;
    framing = h1i_framing_of(s);
    if (h1i_begin_body(s, framing) && framing != H1_FRAMING_TUNNEL)
        s->phase = H1I_PHASE_END;
}

/* ---- Events ---------------------------------------------------------------------------------------------------- */

static bool deliver_end_of_stream(h1_stream *s, call *c, h1_event_type type)
{
    s->phase = type == H1_CLOSED ? H1I_PHASE_CLOSED : H1I_PHASE_INCOMPLETE;
    return deliver(c, type);
}

/* Nothing more can be said of what is here. */
static bool deliver_more(h1_stream *s, call *c)
{
    return c->end ? deliver_end_of_stream(s, c, H1_INCOMPLETE) : deliver(c, H1_MORE);
}

/* Between messages there is nothing to be incomplete. */
static bool deliver_idle(h1_stream *s, call *c)
{
    return c->end ? deliver_end_of_stream(s, c, H1_CLOSED) : deliver(c, H1_MORE);
}

static void put_fault(const h1_stream *s, call *c)
{
    h1_fault *fault = &c->ev->fault;

    fault->rule = (h1_rule)s->rule;
    fault->span = (h1_span){s->span.at + c->used, s->span.len};
    fault->second = s->second.len > 0 ? (h1_span){s->second.at + c->used, s->second.len} : (h1_span){0, 0};
}

/* An empty line before a start-line is an element of its own: its fault consumes it. */
static void leave_empty_line(h1_stream *s, call *c)
{
    if (s->rule != H1_RULE_EMPTY_LINE_BEFORE_REQUEST && s->rule != H1_RULE_EMPTY_LINE_BEFORE_STATUS)
        return;
    c->used += s->at;
    h1i_begin_head(s, (enum h1i_phase)s->phase);
}

static bool deliver_violation(h1_stream *s, call *c)
{
    h1i_consequence consequence = h1i_consequence_of(s);

    put_fault(s, c);
    if (consequence == H1I_REFUSE) {
        s->phase = H1I_PHASE_REFUSED;
        return deliver(c, H1_REFUSED);
    }
    if (consequence == H1I_STOP)
        s->phase = H1I_PHASE_STOPPED;
    else if (consequence == H1I_STOP_BEHIND_HEAD)
        s->flags |= H1I_STOP_AFTER_HEAD;
    else if (consequence == H1I_STOP_BEHIND_MESSAGE)
        s->flags |= H1I_STOP_AFTER_MESSAGE;
    leave_empty_line(s, c);
    s->rule = 0;
    return deliver(c, H1_FAULT);
}

static bool deliver_head(h1_stream *s, call *c)
{
    c->used += s->at;
    h1i_leave_head(s, c->ev);
    return true;
}

/* ---- Phases: true when there is an event, false when the next phase is to look ----------------------------------- */

/* The end decides nothing, so a signature that it cuts off is incomplete; but empty lines alone, which may start one,
 * are no message. */
static bool is_empty_lines(const uint8_t *bytes, uint32_t len)
{
    return len <= 4 && memcmp(bytes, "\r\n\r\n", len) == 0;
}

/* While this lasts there is no part that is read: part_end and part_at hold what was compared. */
static bool read_signature(h1_stream *s, call *c)
{
    h1i_signature_state state = {s->part_end, s->part_at};
    h1i_signature_result result;
    h1_rule rule;

    if (c->len == 0)
        return deliver_idle(s, c);
    result = h1i_signature(&state, c->buf, c->len, &rule);
    if (result == H1I_SIGNATURE_FOUND) {
        h1i_violation(s, rule, 0, state.seen, H1I_AGAIN);
        return deliver_violation(s, c);
    }
    s->part_end = state.seen;
    s->part_at = state.ruled_out;
    if (result == H1I_SIGNATURE_MAYBE && (!c->end || !is_empty_lines(c->buf, c->len)))
        return deliver_more(s, c);
    s->part_at = s->part_end = 0;
    s->phase = H1I_PHASE_HEAD;
    return false;
}

/* The reply to an HTTP/0.9 request is all content (RFC 1945 section 4.1), unless the server knew better and sent a
 * status-line. Returns true when there is an event. */
static bool read_simple_reply(h1_stream *s, call *c)
{
    uint32_t len = c->len < 5 ? c->len : 5;

    if (memcmp(c->buf, "HTTP/", len) == 0) {
        if (len < 5 && !c->end)
            return deliver(c, H1_MORE);
        s->answers = len == 5 ? H1_TO_OTHER : s->answers;
        if (len == 5)
            return false;
    }
    s->version = H1I_VERSION_09;
    s->phase = H1I_PHASE_CLOSE;
    h1i_put_head(s, &c->ev->head, H1_FRAMING_CLOSE);
    return deliver(c, H1_HEAD);
}

static bool deliver_progress(h1_stream *s, call *c, h1i_progress progress)
{
    switch (progress) {
    case H1I_VIOLATION:
        return deliver_violation(s, c);
    case H1I_COMPLETE:
        return deliver_head(s, c);
    case H1I_WANTS_MORE:
        break;
    }
    return deliver_more(s, c);
}

static bool read_head(h1_stream *s, call *c)
{
    if (c->len == 0)
        return deliver_idle(s, c);
    if (s->side == H1_RESPONSES && s->answers == H1_TO_09 && s->at == 0 && read_simple_reply(s, c))
        return true;
    return deliver_progress(s, c, h1i_step_piece(s, c->buf, c->len));
}

static bool deliver_data(h1_stream *s, call *c, uint64_t most)
{
    uint32_t len = rest_len(c) < most ? rest_len(c) : (uint32_t)most;

    if (len == 0)
        return deliver_more(s, c);
    c->ev->data = (h1_span){c->used, len};
    c->used += len;
    return deliver(c, H1_DATA);
}

static bool read_length(h1_stream *s, call *c)
{
    deliver_data(s, c, s->left);
    if (c->ev->type == H1_DATA) {
        s->left -= c->ev->data.len;
        c->ev->last = s->left == 0;
        if (s->left == 0)
            s->phase = H1I_PHASE_END;
    }
    return true;
}

static bool read_until_close(h1_stream *s, call *c)
{
    if (rest_len(c) == 0 && c->end) {
        s->phase = H1I_PHASE_END;
        return false;
    }
    return deliver_data(s, c, UINT64_MAX);
}

static bool end_chunk_line(h1_stream *s, call *c)
{
    uint32_t line_end = s->at - 2;
    h1_span ext = {c->used + s->part_end, line_end - s->part_end};
    bool told = ext.len > 0 || (s->mode & H1I_MODE_ALL_CHUNKS) != 0;

    s->chunk_ext += ext.len;
    c->used += s->at;
    s->at = 0;
    s->stage = 1;
    if (told) {
        c->ev->chunk.size = s->left;
        c->ev->chunk.ext = ext;
        deliver(c, H1_CHUNK);
    }
    if (s->left == 0)
        h1i_begin_trailers(s);
    else
        s->phase = H1I_PHASE_CHUNK_DATA;
    return told;
}

static bool read_chunk_line(h1_stream *s, call *c)
{
    switch (h1i_step_lines(s, rest(c), rest_len(c))) {
    case H1I_VIOLATION:
        return deliver_violation(s, c);
    case H1I_COMPLETE:
        return end_chunk_line(s, c);
    case H1I_WANTS_MORE:
        break;
    }
    return deliver_more(s, c);
}

static bool read_chunk_data(h1_stream *s, call *c)
{
    deliver_data(s, c, s->left);
    if (c->ev->type == H1_DATA) {
        s->left -= c->ev->data.len;
        c->ev->chunk_start = s->stage != 0;
        c->ev->chunk_end = s->left == 0;
        s->stage = 0;
        if (s->left == 0)
            s->phase = H1I_PHASE_CHUNK_END;
    }
    return true;
}

static bool chunk_end_violation(h1_stream *s, call *c, h1_rule rule)
{
    h1i_violation(s, rule, 0, 1, H1I_AGAIN);
    return deliver_violation(s, c);
}

/* The CRLF behind chunk data. */
static bool read_chunk_end(h1_stream *s, call *c)
{
    const uint8_t *bytes = rest(c);

    if (rest_len(c) == 0)
        return deliver_more(s, c);
    if (bytes[0] == '\n')
        return chunk_end_violation(s, c, H1_RULE_CHUNK_BARE_LF);
    if (bytes[0] != '\r')
        return chunk_end_violation(s, c, H1_RULE_CHUNK_DATA_END);
    if (rest_len(c) == 1)
        return deliver_more(s, c);
    if (bytes[1] != '\n')
        return chunk_end_violation(s, c, H1_RULE_BARE_CR);
    H1I_LOOK(bytes, 2);
    c->used += 2;
    h1i_begin_chunk(s);
    return false;
}

/* The section may start behind bytes that this call consumed: its fields then count from there. */
static bool end_trailers(h1_stream *s, call *c)
{
    for (uint16_t i = 0; i < s->count; i++) {
        s->fields[i].name_at += c->used;
        s->fields[i].value_at += c->used;
    }
    c->used += s->at;
    s->at = 0;
    s->phase = H1I_PHASE_END;
    c->ev->trailers.first_field = 0;
    c->ev->trailers.fields = s->count;
    return s->count > 0 ? deliver(c, H1_TRAILERS) : false;
}

static bool read_trailers(h1_stream *s, call *c)
{
    switch (h1i_step_piece(s, rest(c), rest_len(c))) {
    case H1I_VIOLATION:
        return deliver_violation(s, c);
    case H1I_COMPLETE:
        return end_trailers(s, c);
    case H1I_WANTS_MORE:
        break;
    }
    return deliver_more(s, c);
}

static bool read_end(h1_stream *s, call *c)
{
    h1i_end_message(s);
    return deliver(c, H1_END);
}

static bool wait(h1_stream *s, call *c)
{
    return c->len == 0 ? deliver_idle(s, c) : deliver(c, H1_WAIT);
}

static bool read_tunnel(h1_stream *s, call *c)
{
    if (c->len == 0)
        return deliver_idle(s, c);
    c->ev->data = (h1_span){0, c->len};
    c->used = c->len;
    return deliver(c, H1_TUNNEL);
}

static bool stay_closed(h1_stream *s, call *c)
{
    (void)s;
    return deliver(c, H1_CLOSED);
}

static bool stay_incomplete(h1_stream *s, call *c)
{
    (void)s;
    return deliver(c, H1_INCOMPLETE);
}

static bool stay_refused(h1_stream *s, call *c)
{
    put_fault(s, c);
    return deliver(c, H1_REFUSED);
}

static bool stay_stopped(h1_stream *s, call *c)
{
    (void)s;
    return deliver(c, H1_STOPPED);
}

size_t h1i_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    static bool (*const phases[])(h1_stream *, call *) = {
        [H1I_PHASE_SIGNATURE] = read_signature,
        [H1I_PHASE_HEAD] = read_head,
        [H1I_PHASE_LAST] = read_head,
        [H1I_PHASE_LENGTH] = read_length,
        [H1I_PHASE_CLOSE] = read_until_close,
        [H1I_PHASE_CHUNK_LINE] = read_chunk_line,
        [H1I_PHASE_CHUNK_DATA] = read_chunk_data,
        [H1I_PHASE_CHUNK_END] = read_chunk_end,
        [H1I_PHASE_TRAILERS] = read_trailers,
        [H1I_PHASE_END] = read_end,
        [H1I_PHASE_WAIT_ANSWER] = wait,
        [H1I_PHASE_WAIT_PEER] = wait,
        [H1I_PHASE_TUNNEL] = read_tunnel,
        [H1I_PHASE_CLOSED] = stay_closed,
        [H1I_PHASE_INCOMPLETE] = stay_incomplete,
        [H1I_PHASE_REFUSED] = stay_refused,
        [H1I_PHASE_STOPPED] = stay_stopped,
    };
    call c = {buf, (uint32_t)len, 0, end, ev};

    memset(ev, 0, sizeof *ev);
    while (!phases[s->phase](s, &c))
        continue;
    s->base += c.used;
    return c.used;
}

size_t h1i_next_piece(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    call c = {buf, (uint32_t)len, 0, false, ev};
    const h1i_progress progress = h1i_step_piece(s, buf, c.len);

    ev->type = H1_MORE;
    ev->last = ev->chunk_start = ev->chunk_end = false;
    if (progress == H1I_WANTS_MORE)
        return 0;
    deliver_progress(s, &c, progress);
    s->base += c.used;
    return c.used;
}
