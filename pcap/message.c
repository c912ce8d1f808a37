/* SPDX-License-Identifier: MIT */
/* Events of a stream to messages and findings for the visitor.
 *
 * A head that is followed by a body is copied, because the visitor gets the message when it is complete and its bytes
 * are gone by then. */
#include <string.h>

#include "checks/exchange.h"
#include "pcap/talk.h"

/* What a finding's spans count from. */
struct piece {
    cap_talk *talk;
    cap_lane *lane;
    const uint8_t *bytes;
    size_t len;
    uint64_t at; /* offset of bytes[0] */
};

/* ---- Findings ---- */

static void remember_rule(cap_lane *lane, h1_rule rule)
{
    for (size_t i = 0; i < lane->rule_count; i++) {
        if (lane->rules[i] == rule)
            return;
    }
    if (lane->rule_count < CAP_RULES_MOST)
        lane->rules[lane->rule_count++] = rule;
}

/* The lines that hold both spans, so that a report can show them without going through a whole body. */
static void cut_piece(const struct piece *piece, h1_span span, h1_span second, cap_finding *finding)
{
    enum { LINE_MOST = 8192, BEHIND_MOST = 1024 };
    size_t from = span.at;
    size_t to = (size_t)span.at + span.len;

    if (second.len > 0 && second.at < from)
        from = second.at;
    if (second.len > 0 && (size_t)second.at + second.len > to)
        to = (size_t)second.at + second.len;
    if (from > piece->len)
        from = piece->len;
    if (to > piece->len)
        to = piece->len;
    for (size_t i = 0; i < LINE_MOST && from > 0 && piece->bytes[from - 1] != '\n'; i++)
        from--;
    for (size_t i = 0; i < BEHIND_MOST && to < piece->len && (to == 0 || piece->bytes[to - 1] != '\n'); i++)
        to++;
    finding->bytes = piece->bytes + from;
    finding->len = to - from;
    finding->bytes_at = piece->at + from;
    finding->head_cut = from > 0 && piece->bytes[from - 1] != '\n';
    finding->tail_cut = to == 0 || piece->bytes[to - 1] != '\n';
}

static void report(void *context, h1_rule rule, h1_span span, h1_span second)
{
    const struct piece *piece = context;
    cap_lane *lane = piece->lane;
    cap_judge *judge = piece->talk->judge;
    bool stray = rule == H1_RULE_DATA_AFTER_LAST_MESSAGE && !lane->in_message;
    uint64_t end = piece->at + span.at + span.len;
    cap_finding finding = {
        .finding = {.rule = rule,
                    .side = lane->side,
                    .message = stray ? 0 : lane->count + !lane->in_message,
                    .place = {piece->at + span.at, span.len},
                    .second = {second.len > 0 ? piece->at + second.at : 0, second.len}},
        .connection = &piece->talk->connection,
        .when = cap_lane_when(lane, end > 0 ? end - 1 : 0),
        .message_at = lane->in_message ? lane->message.at : lane->boundary,
    };

    remember_rule(lane, rule);
    judge->totals.findings++;
    if (!judge->visitor.finding)
        return;
    cut_piece(piece, span, second, &finding);
    finding.in_head = !stray && (!lane->in_message || finding.bytes_at < lane->message.head_at + lane->message.len);
    judge->visitor.finding(judge->visitor.context, &finding);
}

/* ---- The message under way ---- */

static check_message as_checked(const cap_lane *lane)
{
    return (check_message){
        .side = lane->side,
        .bytes = lane->message.bytes,
        .head = &lane->head,
        .fields = lane->message.fields,
        .answers = lane->answers,
    };
}

/* The latest packet that belongs to the message, now that all before lane->offset was read. */
static void note_packet(cap_lane *lane)
{
    cap_when when = cap_lane_when(lane, lane->offset > 0 ? lane->offset - 1 : 0);

    if (when.packet > lane->message.last.packet)
        lane->message.last = when;
}

void cap_message_finish(cap_talk *talk, cap_lane *lane, bool complete)
{
    cap_judge *judge = talk->judge;
    cap_message *message = &lane->message;

    message->complete = complete;
    message->end = lane->offset;
    message->rules = lane->rules;
    message->rule_count = lane->rule_count;
    if (lane->side == H1_REQUESTS)
        judge->totals.requests++;
    else
        judge->totals.responses++;
    if (judge->visitor.message)
        judge->visitor.message(judge->visitor.context, message);
    lane->in_message = false;
    lane->undecided = false;
    lane->rule_count = 0;
    lane->boundary = lane->offset;
}

/* Keep the head until the message is complete. */
static bool copy_head(cap_judge *judge, cap_lane *lane, const uint8_t *buf, size_t len)
{
    size_t fields = lane->head.fields * sizeof(h1_field);

    if (fields + len > lane->copy_room) {
        void *copy = cap_memory_resize(&judge->memory, lane->copy, lane->copy_room, fields + len);
        if (!copy) {
            judge->failed = true;
            return false;
        }
        lane->copy = copy;
        lane->copy_room = fields + len;
    }
    if (fields > 0)
        memcpy(lane->copy, lane->fields->fields, fields);
    if (len > 0)
        memcpy((uint8_t *)lane->copy + fields, buf, len);
    lane->message.fields = lane->copy;
    /* A head of no bytes (HTTP/0.9) may come before there is a copy; no offset may be added to a null pointer. */
    lane->message.bytes = lane->copy ? (const uint8_t *)lane->copy + fields : NULL;
    return true;
}

static void begin_message(cap_talk *talk, cap_lane *lane, const h1_event *event, const uint8_t *buf, uint64_t at)
{
    lane->head = event->head;
    lane->in_message = true;
    lane->count++;
    lane->message = (cap_message){
        .connection = &talk->connection,
        .side = lane->side,
        .number = lane->count,
        .at = lane->boundary,
        .head_at = at,
        .first = cap_lane_when(lane, at),
        .head = &lane->head,
        .fields = lane->fields->fields,
        .bytes = buf,
        .len = (size_t)(lane->offset - at),
        .framing = (h1_framing)event->head.framing,
        .resumed = lane->resumed,
        .answers = lane->side == H1_RESPONSES ? lane->answers_number : 0,
    };
    lane->resumed = false;
    lane->chunk_left = 0;
    note_packet(lane);
}

static void pair_request(cap_talk *talk, cap_lane *lane)
{
    const cap_lane *responses = cap_other_lane(talk, lane);
    cap_asked asked = {.kind = (uint8_t)h1_answers_to(&lane->head)};
    check_message checked = as_checked(lane);
    bool idle = !responses->in_message && responses->held_len == 0 && responses->state != CAP_LANE_STOPPED;

    lane->connect = lane->head.flags & H1_HEAD_CONNECT;
    check_exchange_begin(&asked.exchange, &checked);
    cap_pairing_request(&talk->pairing, &asked, lane->count, idle, &talk->judge->memory);
}

/* A final response takes its request off the list; a request side that waits for it goes on. */
static void pair_response(cap_talk *talk, cap_lane *lane)
{
    cap_lane *requests = cap_other_lane(talk, lane);
    unsigned status = lane->head.status;

    if (status >= 100 && status < 200 && status != 101)
        return;
    cap_pairing_answered(&talk->pairing);
    if (talk->pairing.count > 0)
        return;
    h1_stream_resume(&requests->stream, lane->head.framing == H1_FRAMING_TUNNEL ? H1_AS_TUNNEL : H1_AS_HTTP);
    requests->waits = false;
    talk->go_on[talk->request_dir] = true;
}

/* A response whose request is known is held against it. */
static void check_answer(cap_talk *talk, cap_lane *lane, bool last, struct piece *piece)
{
    check_exchange *exchange = lane->answers_number > 0 ? cap_pairing_exchange(&talk->pairing) : NULL;
    check_message checked = as_checked(lane);

    lane->exchange = (check_exchange){0};
    if (!exchange)
        return;
    check_exchange_head(exchange, &checked, report, piece);
    lane->exchange = *exchange;
    if (last)
        check_exchange_end(exchange, &checked, 0, report, piece);
}

static void on_head(cap_talk *talk, cap_lane *lane, const h1_event *event, const uint8_t *buf, uint64_t at)
{
    struct piece piece = {talk, lane, buf, (size_t)(lane->offset - at), at};

    begin_message(talk, lane, event, buf, at);
    lane->undecided = lane->head.framing == H1_FRAMING_UNDECIDED && lane->side == H1_RESPONSES;
    if (lane->head.major > 0) {
        check_message checked = as_checked(lane);
        check_message_head(&checked, report, &piece);
        if (event->last)
            check_message_end(&checked, 0, report, &piece);
    } else if (lane->side == H1_REQUESTS) {
        /* Read, so that its bare answer has a request; but a request-line of HTTP/1 has a version (RFC 9112 section 3).
         */
        report(&piece, H1_RULE_HTTP09_REQUEST, lane->head.target, (h1_span){0, 0});
    }
    if (lane->side == H1_REQUESTS) {
        pair_request(talk, lane);
    } else {
        check_answer(talk, lane, event->last, &piece);
        pair_response(talk, lane);
    }
    if (event->last)
        cap_message_finish(talk, lane, true);
    else
        copy_head(talk->judge, lane, buf, piece.len);
}

void cap_message_body(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, uint64_t len)
{
    cap_judge *judge = talk->judge;

    if (lane->filling)
        bytes = NULL;
    lane->message.body += len;
    lane->message.missing += bytes ? 0 : len;
    note_packet(lane);
    if (judge->visitor.body)
        judge->visitor.body(judge->visitor.context, &lane->message, bytes, len);
}

static void on_end(cap_talk *talk, cap_lane *lane)
{
    struct piece piece = {talk, lane, lane->message.bytes, lane->message.len, lane->message.head_at};

    note_packet(lane);
    if (lane->head.major > 0) {
        check_message checked = as_checked(lane);
        check_message_end(&checked, lane->message.body, report, &piece);
        check_exchange_end(&lane->exchange, &checked, lane->message.body, report, &piece);
    }
    cap_message_finish(talk, lane, true);
}

static void on_stop(cap_talk *talk, cap_lane *lane)
{
    /* A body that was settled by what follows the head, and a fault says that nobody can. */
    if (lane->head.framing == H1_FRAMING_UNDECIDED && lane->message.framing != H1_FRAMING_CHUNKED)
        lane->message.framing = H1_FRAMING_UNDECIDED;
    if (lane->in_message)
        cap_message_finish(talk, lane, false);
    lane->state = CAP_LANE_STOPPED;
    if (lane->side == H1_REQUESTS)
        cap_pairing_lose(&talk->pairing, H1_REQUESTS);
}

/* Whether it is certain that the sender itself closed before all was sent, and had no leave to: nothing is missing from
 * the capture, nobody reset the connection, the length doesn't depend on a request that isn't known, and it isn't a
 * request that was answered already (its client may stop sending, RFC 9112 section 9.5). */
static bool is_cut_off(cap_talk *talk, const cap_lane *lane)
{
    bool answered = lane->side == H1_REQUESTS && cap_other_lane(talk, lane)->count >= lane->count;

    return lane->end_kind == CAP_END_FIN && lane->message.missing == 0 && !lane->undecided && !answered;
}

/* "If the sender closes the connection ... before the indicated number of octets are received, the recipient MUST
 * consider the message to be incomplete"                                                RFC 9112 sections 6.3, 8
 * The place is the field line that announced more. */
static void report_cut_off(cap_talk *talk, cap_lane *lane)
{
    struct piece piece = {talk, lane, lane->message.bytes, lane->message.len, lane->message.head_at};
    h1_field_id announces =
        lane->message.framing == H1_FRAMING_CHUNKED ? H1_FIELD_TRANSFER_ENCODING : H1_FIELD_CONTENT_LENGTH;

    for (uint16_t i = 0; i < lane->head.fields; i++) {
        const h1_field *field = &lane->message.fields[i];
        h1_span line = {field->name_at, field->value_at + field->value_len - field->name_at};
        if (field->id != announces)
            continue;
        report(&piece, H1_RULE_MESSAGE_INCOMPLETE, line, (h1_span){0, 0});
        return;
    }
}

static void on_early_end(cap_talk *talk, cap_lane *lane)
{
    if (lane->in_message && is_cut_off(talk, lane))
        report_cut_off(talk, lane);
    if (lane->in_message)
        cap_message_finish(talk, lane, false);
    else if (lane->held_len > 0)
        talk->judge->totals.unseen[CAP_UNSEEN_PARTIAL].count++;
}

static void on_trailers(cap_lane *lane, const h1_event *event, const uint8_t *buf, struct piece *piece)
{
    check_message checked = as_checked(lane);

    if (lane->head.major > 0)
        check_message_trailers(&checked, buf, lane->fields->fields + event->trailers.first_field,
                               event->trailers.fields, report, piece);
}

static void on_data(cap_talk *talk, cap_lane *lane, const h1_event *event, const uint8_t *buf)
{
    uint64_t len = event->data.len;

    lane->chunk_left -= len < lane->chunk_left ? len : lane->chunk_left;
    cap_message_body(talk, lane, buf + event->data.at, len);
}

void cap_message_event(cap_talk *talk, cap_lane *lane, const h1_event *event, const uint8_t *buf, size_t len,
                       uint64_t at)
{
    struct piece piece = {talk, lane, buf, len, at};

    switch (event->type) {
    case H1_HEAD:
        on_head(talk, lane, event, buf, at);
        break;
    case H1_DATA:
        on_data(talk, lane, event, buf);
        break;
    case H1_CHUNK:
        lane->chunk_left = event->chunk.size;
        lane->message.framing = H1_FRAMING_CHUNKED;
        break;
    case H1_END:
        on_end(talk, lane);
        break;
    case H1_FAULT:
        report(&piece, event->fault.rule, event->fault.span, event->fault.second);
        break;
    case H1_REFUSED:
        report(&piece, event->fault.rule, event->fault.span, event->fault.second);
        on_stop(talk, lane);
        break;
    case H1_STOPPED:
        on_stop(talk, lane);
        break;
    case H1_TUNNEL:
        lane->state = CAP_LANE_TUNNEL;
        lane->unread += event->data.len;
        break;
    case H1_WAIT:
        lane->waits = lane->side == H1_REQUESTS;
        break;
    case H1_INCOMPLETE:
        on_early_end(talk, lane);
        break;
    case H1_TRAILERS:
        on_trailers(lane, event, buf, &piece);
        break;
    case H1_CLOSED:
    case H1_MORE:
        break;
    }
}
