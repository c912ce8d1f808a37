/* SPDX-License-Identifier: MIT */
/* See head_scan.h. Nothing here knows what a field means: that is framing_fields.c's, as it is for the reference. */
#include "parser/src/head/head_scan.h"

#include <string.h>

#include "parser/src/head/steps.h"
#include "parser/src/message.h"
#include "parser/src/scan/scan.h"
#include "parser/src/signature.h"
#include "parser/src/uri/uri_step.h"

bool h1i_scan_begins(h1_stream *s, const uint8_t *buf, size_t len)
{
    if (s->at != 0 || len < 2 || s->fields == NULL)
        return false;
    if (s->side == H1_RESPONSES && (s->answers == H1_TO_09 || s->answers == H1_TO_NOTHING))
        return false;
    /* The method is looked at from the same two bytes on. Where they may start a signature, and where some bytes were
     * compared with one, the reference goes on: two looks are enough. */
    if (s->phase == H1I_PHASE_SIGNATURE && s->part_end == 0 && !h1i_signature_may_start(buf))
        s->phase = H1I_PHASE_HEAD;
    return s->phase == H1I_PHASE_HEAD;
}

size_t h1i_scan_leave(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n, size_t *got)
{
    *got = 0;
    /* a piece of something, and nothing to put together */
    if (n == 1 && (how & H1I_COME_BACK) == 0 && s->at != 0 && s->astray == 0) {
        *got = 1;
        return h1i_next(s, buf, len, (how & H1I_END) != 0, ev);
    }
    return (how & H1I_COME_BACK) != 0 ? 0 : h1i_next_n_reference(s, buf, len, how, ev, n, got, 0, 0);
}

size_t h1i_scan_target_len(const uint8_t *bytes, size_t len)
{
    const uint8_t *space = memchr(bytes, ' ', len < UINT16_MAX ? len : UINT16_MAX);

    return space != NULL ? (size_t)(space - bytes) : len;
}

bool h1i_scan_field_matters(const uint8_t *buf, const h1_field *field)
{
    return h1i_field_id(buf + field->name_at, field->name_len) != H1_FIELD_OTHER;
}

/* Where the line that starts at the offset ends: at the CRLF before the next. */
static bool line_within(uint32_t at, uint32_t next, uint32_t limit)
{
    return next - at - 2 <= limit;
}

bool h1i_scan_within_limits(const h1_stream *s, h1_span head, const h1_field *fields, uint32_t count)
{
    const h1_limits *limits = s->limits;
    uint32_t end = head.at + head.len - 2; /* of the lines, before the empty one */
    uint32_t behind_start = count > 0 ? fields[0].name_at : end;
    uint32_t start_line = behind_start - head.at - 2;

    if (head.len > limits->head || count > limits->fields || start_line > limits->start_line)
        return false;
    /* "GET " and " HTTP/1.1" are no part of the target, but who sets its limit so close to the other's is rare */
    if (s->side == H1_REQUESTS && start_line > limits->target)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!line_within(fields[i].name_at, i + 1 < count ? fields[i + 1].name_at : end, limits->field_line))
            return false;
    }
    return true;
}

/* ---- Judging ----------------------------------------------------------------------------------------------------- */

/* The reference's own steps over the method's end and the target. A plain target needs its first byte alone to say
 * which form it has. */
static bool judge_request_line(h1_stream *s, const h1i_scanned *head, const uint8_t *bytes)
{
    uint32_t len = head->text.len;

    s->method_at = 0;
    s->at = head->method_len;
    h1i_method(s, bytes, ' ');
    s->at++;
    h1i_target_start(s, bytes, bytes[s->at]);
    for (uint32_t i = 0; i < (head->plain ? 1 : len); i++) {
        if (h1i_uri_step(&s->uri, bytes[s->at + i]) != H1I_URI_OK)
            return false;
    }
    s->target_len = (uint16_t)len;
    return len > 0 && h1i_uri_end(&s->uri) == H1I_URI_OK;
}

static bool judge_start_line(h1_stream *s, const h1i_scanned *head, const uint8_t *bytes)
{
    s->version = head->version;
    if (s->side == H1_REQUESTS)
        return judge_request_line(s, head, bytes);
    s->status = head->status;
    s->target_at = (uint16_t)(head->text.at - head->at);
    s->target_len = (uint16_t)head->text.len;
    return true;
}

static bool judge_line(h1_stream *s, const uint8_t *bytes, h1_field *field)
{
    field->id = (uint8_t)h1i_field_id(bytes + field->name_at, field->name_len);
    s->count = (uint16_t)(field - s->fields + 1);
    s->stage = 0;
    return h1i_judge_field(s, bytes);
}

static bool judge(h1_stream *s, const h1i_scanned *head, const uint8_t *bytes)
{
    if (!judge_start_line(s, head, bytes))
        return false;
    h1i_begin_fields(s);
    for (uint32_t i = 0; i < head->marks; i++) {
        if (!judge_line(s, bytes, head->marked[i]))
            return false;
    }
    s->count = (uint16_t)head->count;
    s->stage = 0;
    return h1i_judge_head(s, bytes);
}

/* The reference's offsets count from the message's first byte. */
static void move_marked(const h1i_scanned *head, uint32_t by)
{
    for (uint32_t i = 0; i < head->marks; i++) {
        head->marked[i]->name_at += by;
        head->marked[i]->value_at += by;
    }
}

static void move_span(h1_span *span, uint32_t by)
{
    span->at += by;
}

bool h1i_scan_finish(h1_stream *s, const h1i_scanned *head, h1_event *ev)
{
    h1_stream before = *s;
    bool right;

    move_marked(head, 0u - head->at);
    s->fields = head->fields;
    right = judge(s, head, head->buf + head->at);
    move_marked(head, head->at);
    if (!right) {
        *s = before;
        return false;
    }
    s->at = head->end - head->at;
    memset(ev, 0, sizeof *ev);
    h1i_leave_head(s, ev);
    move_span(&ev->head.method, head->at);
    move_span(&ev->head.target, head->at);
    move_span(&ev->head.reason, head->at);
    s->fields = before.fields;
    return true;
}
