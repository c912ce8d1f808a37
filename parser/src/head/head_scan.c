/* SPDX-License-Identifier: MIT */
/* See head_scan.h. What fields say is framing_fields.c's to judge, as it is for the reference; only the plainest
 * values, which leave it nothing to say, are read here. */
#include "parser/src/head/head_scan.h"

#include <string.h>

#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"
#include "parser/src/message.h"
#include "parser/src/scan/scan.h"
#include "parser/src/scan/words.h"
#include "parser/src/signature.h"
#include "parser/src/uri/uri_step.h"

bool h1i_scan_begins(h1_stream *s, const uint8_t *buf)
{
    if (s->fields == NULL)
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
    return how == H1I_COME_BACK ? 0 : h1i_next_n_reference(s, buf, len, how, ev, n, got, 0, 0);
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

/* ---- Limits ------------------------------------------------------------------------------------------------------ */

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

/* ---- Delivering -------------------------------------------------------------------------------------------------- */

/* The head was judged, and the stream knows what it says. */
static void deliver(h1_stream *s, const h1i_scanned *head, h1_event *ev)
{
    ev->chunk_start = ev->chunk_end = false;
    h1i_leave_head(s, ev);
    h1_event_shift(ev, head->at);
}

/* ---- Judging quickly ---------------------------------------------------------------------------------------------
 * The plainest values of the fields that most messages have, which leave the reference nothing to say. What they say is
 * a set of flags of h1i_flag's second group; these two are beside them. */

enum {
    HAS_HOST = 1 << 0,
    NOT_PLAIN = 1 << 1, /* the reference is to judge */
};

/* Host, where it is a reg-name without triplets, and a port of up to four digits. */
static uint32_t host_says(const uint8_t *value, uint32_t len)
{
    uint32_t i = 0;
    uint32_t port;

    while (i < len && h1i_is(value[i], H1I_REG_NAME))
        i++;
    if (i == len)
        return HAS_HOST;
    port = i + 1;
    if (value[i] != ':' || len - port > 4)
        return NOT_PLAIN;
    for (i = port; i < len; i++) {
        if (!h1i_is(value[i], H1I_DIGIT))
            return NOT_PLAIN;
    }
    return HAS_HOST;
}

/* Connection, where it is one of two words. */
static uint32_t connection_says(const uint8_t *value, uint32_t len)
{
    if (h1i_is_word(value, len, "keep-alive"))
        return H1I_SAYS_KEEP_ALIVE;
    return h1i_is_word(value, len, "close") ? H1I_SAYS_CLOSE : NOT_PLAIN;
}

/* Content-Length, where it is one number that can't be too large. */
static uint32_t length_says(const uint8_t *value, uint32_t len, uint64_t *length)
{
    uint64_t sum = 0;

    if (len == 0 || len > 18)
        return NOT_PLAIN;
    for (uint32_t i = 0; i < len; i++) {
        if (!h1i_is(value[i], H1I_DIGIT))
            return NOT_PLAIN;
        sum = sum * 10 + (uint64_t)(value[i] - '0');
    }
    *length = sum;
    return H1I_HAS_LENGTH;
}

/* Transfer-Encoding, where it is chunked. */
static uint32_t coding_says(const uint8_t *value, uint32_t len)
{
    return h1i_is_word(value, len, "chunked") ? H1I_HAS_CODING | H1I_CHUNKED_SEEN | H1I_CHUNKED_LAST : NOT_PLAIN;
}

static uint32_t line_says(const h1_stream *s, const uint8_t *buf, h1_field *field, uint64_t *length)
{
    const uint8_t *value = buf + field->value_at;

    field->id = (uint8_t)h1i_field_id(buf + field->name_at, field->name_len);
    switch ((h1_field_id)field->id) {
    case H1_FIELD_OTHER:
        return 0;
    case H1_FIELD_HOST:
        return s->side == H1_REQUESTS ? host_says(value, field->value_len) : 0;
    case H1_FIELD_CONNECTION:
        return connection_says(value, field->value_len);
    case H1_FIELD_CONTENT_LENGTH:
        return length_says(value, field->value_len, length);
    case H1_FIELD_TRANSFER_ENCODING:
        return coding_says(value, field->value_len);
    case H1_FIELD_EXPECT:
    case H1_FIELD_UPGRADE:
        break;
    }
    return NOT_PLAIN;
}

/* What all marked lines say; NOT_PLAIN where one isn't, or two of them don't go together. */
static uint32_t marked_say(const h1_stream *s, const h1i_scanned *head, uint64_t *length)
{
    const uint32_t once = HAS_HOST | H1I_HAS_LENGTH | H1I_HAS_CODING;
    uint32_t said = 0;

    for (uint32_t i = 0; i < head->marks; i++) {
        uint32_t says = line_says(s, head->buf, head->marked[i], length);
        if ((says & (NOT_PLAIN | (said & once))) != 0)
            return NOT_PLAIN;
        said |= says;
    }
    if ((said & H1I_HAS_CODING) != 0 && ((said & H1I_HAS_LENGTH) != 0 || head->version == H1I_VERSION_10))
        return NOT_PLAIN;
    return said;
}

/* Judge a head as the reference would, where that is easily seen. Returns false, with the stream as it was, where it
 * isn't: in a request whose target has another form, and in an answer to CONNECT, where framing fields mean nothing. */
static bool judge_quickly(h1_stream *s, const h1i_scanned *head)
{
    const bool requests = s->side == H1_REQUESTS;
    uint64_t length = 0;
    uint32_t said;

    if (requests ? !head->plain : s->answers == H1_TO_CONNECT)
        return false;
    said = marked_say(s, head, &length);
    if ((said & NOT_PLAIN) != 0 || (requests && (said & HAS_HOST) == 0 && head->version != H1I_VERSION_10))
        return false;
    s->flags = said & ~(uint32_t)HAS_HOST;
    if (head->method_len == 4 && memcmp(head->buf + head->at, "HEAD", 4) == 0)
        s->flags |= H1I_IS_HEAD;
    s->content_length = length;
    s->version = head->version;
    s->status = head->status;
    s->count = (uint16_t)head->count;
    s->method_at = 0;
    s->method_len = (uint16_t)head->method_len;
    s->target_at = (uint16_t)(head->text.at - head->at);
    s->target_len = (uint16_t)head->text.len;
    h1i_uri_init(&s->uri, H1I_URI_ANY_METHOD); /* whose form is origin-form, until its bytes say otherwise */
    return true;
}

/* ---- Judging by the reference ------------------------------------------------------------------------------------ */

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

/* The reference judges. Returns false, with the stream as it was, where there is a fault. */
static bool judge_slowly(h1_stream *s, const h1i_scanned *head)
{
    const h1_stream before = *s;
    bool right;

    move_marked(head, 0u - head->at);
    s->fields = head->fields;
    right = judge(s, head, head->buf + head->at);
    move_marked(head, head->at);
    if (right)
        s->fields = before.fields;
    else
        *s = before;
    return right;
}

bool h1i_scan_finish(h1_stream *s, const h1i_scanned *head, h1_event *ev)
{
    if (!judge_quickly(s, head) && !judge_slowly(s, head))
        return false;
    deliver(s, head, ev);
    return true;
}
