/* SPDX-License-Identifier: MIT */
/* What Host, Connection, Content-Length, Transfer-Encoding, Expect and Upgrade say, judged once their line is whole.
 *
 * For each of them there is a row of checks in the order of liberties.md: where several faults are decided by the same
 * byte, the first in the row comes first. A check reports at most one violation, and remembers what the field says. */
#include <string.h>

#include "parser/src/body/body.h"
#include "parser/src/bytes.h"
#include "parser/src/head/list.h"
#include "parser/src/head/steps.h"
#include "parser/src/head/transfer_coding.h"
#include "parser/src/number.h"
#include "parser/src/scan/words.h"
#include "parser/src/uri/authority.h"
#include "parser/src/uri/uri_step.h"

/* Looks at the field line that ended last; true when it reported a violation. */
typedef bool field_check(h1_stream *s, const uint8_t *buf, const h1_field *field);

static bool found(h1_stream *s, h1_rule rule, h1_span span)
{
    h1i_violation(s, rule, span.at, span.len, H1I_AGAIN);
    return true;
}

static bool found_both(h1_stream *s, h1_rule rule, h1_span span, h1_span second)
{
    found(s, rule, span);
    s->second = second;
    return true;
}

static h1_span line_of(const h1_field *field)
{
    return (h1_span){field->name_at, field->value_at + field->value_len - field->name_at};
}

/* The value from its first wrong byte on. Where it is wrong because it ends, there is no such byte: its last one then,
 * or the line of a value that is empty. */
static h1_span value_from(const h1_field *field, uint32_t offset)
{
    if (field->value_len == 0)
        return line_of(field);
    if (offset >= field->value_len)
        offset = field->value_len - 1;
    return (h1_span){field->value_at + offset, field->value_len - offset};
}

static uint16_t index_of(const h1_stream *s, const h1_field *field)
{
    return (uint16_t)(field - s->fields);
}

/* ---- Host                                                        RFC 9112 section 3.2, RFC 9110 section 7.2 ---- */

typedef struct host_fault {
    h1i_uri_result result;
    uint32_t at;
} host_fault;

static host_fault first_host_fault(const uint8_t *bytes, uint32_t len)
{
    h1_uri_state uri;

    h1i_uri_init(&uri, H1I_URI_HOST);
    for (uint32_t i = 0; i < len; i++) {
        h1i_uri_result result = h1i_uri_step(&uri, bytes[i]);
        uint32_t back = result == H1I_URI_PERCENT ? h1i_uri_percent_back(&uri) : 0;
        if (result != H1I_URI_OK)
            return (host_fault){result, i - back};
    }
    return (host_fault){h1i_uri_end(&uri), len};
}

/* userinfo = *( unreserved / pct-encoded / sub-delims / ":" )                           RFC 3986 section 3.2.1
 * Returns the offset of the "@" behind it, or the length where there is none: then it is no userinfo. */
static uint32_t end_of_userinfo(const uint8_t *value, uint32_t len)
{
    uint32_t i = 0;

    while (i < len && (h1i_is(value[i], H1I_REG_NAME) || value[i] == ':' || value[i] == '%'))
        i++;
    return i < len && value[i] == '@' ? i : len;
}

static bool host_has_userinfo(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    uint32_t sign = end_of_userinfo(buf + field->value_at, field->value_len);

    if (sign == field->value_len)
        return false;
    s->flags |= H1I_HOST_BAD;
    return found(s, H1_RULE_HOST_USERINFO, value_from(field, sign));
}

static bool host_is_repeated(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    uint16_t before = s->host_field;

    (void)buf;
    s->host_field = index_of(s, field);
    if (before == H1I_NO_FIELD)
        return false;
    s->flags |= H1I_HOST_BAD;
    return found_both(s, H1_RULE_HOST_REPEATED, line_of(field), line_of(&s->fields[before]));
}

static bool host_is_invalid(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    host_fault fault = first_host_fault(buf + field->value_at, field->value_len);
    h1_rule rule = fault.result == H1I_URI_PORT       ? H1_RULE_HOST_PORT
                   : fault.result == H1I_URI_HOST_NUL ? H1_RULE_HOST_NUL
                                                      : H1_RULE_HOST_INVALID;

    if (fault.result == H1I_URI_OK || end_of_userinfo(buf + field->value_at, field->value_len) < field->value_len)
        return false;
    s->flags |= H1I_HOST_BAD;
    return found(s, rule, value_from(field, fault.at));
}

/* ---- Connection                                                                       RFC 9110 section 7.6.1 ---- */

static void note_option(h1_stream *s, const uint8_t *bytes, h1_span option)
{
    if (h1_same_word(bytes + option.at, option.len, "close"))
        s->flags |= H1I_SAYS_CLOSE;
    else if (h1_same_word(bytes + option.at, option.len, "keep-alive"))
        s->flags |= H1I_SAYS_KEEP_ALIVE;
    else if (h1_same_word(bytes + option.at, option.len, "upgrade"))
        s->flags |= H1I_SAYS_UPGRADE;
}

static bool connection_has_empty_element(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    h1_list list = h1_list_of(buf + field->value_at, field->value_len);
    h1_span option;

    while (h1_list_next(&list, &option))
        note_option(s, list.bytes, option);
    if (list.empty == H1_LIST_NONE)
        return false;
    return found(s, H1_RULE_LIST_EMPTY_ELEMENT, (h1_span){field->value_at + list.empty, 1});
}

/* Connection        = #connection-option
 * connection-option = token */
static bool connection_is_invalid(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    h1_list list = h1_list_of(buf + field->value_at, field->value_len);
    h1_span option;

    while (h1_list_next(&list, &option)) {
        for (uint32_t i = option.at; i < option.at + option.len; i++) {
            if (!h1i_is(list.bytes[i], H1I_TCHAR))
                return found(s, H1_RULE_CONNECTION_INVALID, value_from(field, h1i_list_skip_blank(&list, i)));
        }
    }
    return false;
}

/* ---- Content-Length                                               RFC 9110 section 8.6, RFC 9112 section 6.3 ---- */

/* Reads one element; false when it isn't a number that fits. */
static bool element_is_length(h1_stream *s, const h1_list *list, const h1_field *field, h1_span element,
                              uint64_t *value)
{
    size_t at = 0;

    switch (h1i_decimal(list->bytes + element.at, element.len, value, &at)) {
    case H1I_NUMBER_OK:
        return true;
    case H1I_NUMBER_TOO_LARGE:
        found(s, H1_RULE_CONTENT_LENGTH_LIMIT, value_from(field, element.at + (uint32_t)at));
        return false;
    case H1I_NUMBER_EMPTY:
    case H1I_NUMBER_NOT_DIGIT:
        break;
    }
    found(s, H1_RULE_CONTENT_LENGTH_INVALID, value_from(field, h1i_list_skip_blank(list, element.at + (uint32_t)at)));
    return false;
}

/* Content-Length = 1*DIGIT; a list of it may stand for its one value, when all are the same. */
static bool read_length(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    h1_list list = h1_list_of(buf + field->value_at, field->value_len);
    bool before = h1i_has(s, H1I_HAS_LENGTH);
    h1_span element;

    while (h1_list_next(&list, &element)) {
        uint64_t value = 0;
        if (!element_is_length(s, &list, field, element, &value))
            return true;
        if (h1i_has(s, H1I_HAS_LENGTH) && value != s->content_length) {
            h1_span earlier = before ? line_of(&s->fields[s->length_field]) : (h1_span){0, 0};
            h1_span later = before ? line_of(field) : value_from(field, element.at);
            return found_both(s, H1_RULE_CONTENT_LENGTH_DIFFERS, later, earlier);
        }
        s->content_length = value;
        s->flags |= H1I_HAS_LENGTH;
    }
    if (h1i_has(s, H1I_HAS_LENGTH))
        return false;
    return found(s, H1_RULE_CONTENT_LENGTH_INVALID, value_from(field, 0));
}

static bool length_is_invalid(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    bool invalid = read_length(s, buf, field);

    s->flags |= invalid ? H1I_LENGTH_BAD : 0u;
    return invalid;
}

static bool length_is_repeated(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    uint16_t before = s->length_field;

    s->length_field = index_of(s, field);
    if (h1i_has(s, H1I_LENGTH_BAD))
        return false;
    if (before != H1I_NO_FIELD)
        return found_both(s, H1_RULE_CONTENT_LENGTH_REPEATED, line_of(field), line_of(&s->fields[before]));
    for (uint32_t i = 0; i < field->value_len; i++) {
        if (buf[field->value_at + i] == ',')
            return found(s, H1_RULE_CONTENT_LENGTH_REPEATED, value_from(field, i));
    }
    return false;
}

/* ---- Transfer-Encoding                                                  RFC 9112 section 6.1, RFC 9110 10.1.4 ---- */

/* Of the two fields, the line that comes later is the one that clashes. */
static bool length_and_coding(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    uint16_t other = field->id == H1_FIELD_CONTENT_LENGTH ? s->coding_field : s->length_field;

    (void)buf;
    if (other == H1I_NO_FIELD)
        return false;
    return found_both(s, H1_RULE_CONTENT_LENGTH_WITH_TRANSFER_ENCODING, line_of(field), line_of(&s->fields[other]));
}

static bool note_coding_field(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    (void)buf;
    s->coding_field = index_of(s, field);
    s->flags |= H1I_HAS_CODING;
    return false;
}

static bool coding_in_http10(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    h1_span version = {s->side == H1_REQUESTS ? s->target_at + s->target_len + 1u : 0u, 8};

    (void)buf;
    if (s->version >= H1I_VERSION_11)
        return false;
    return found_both(s, H1_RULE_TRANSFER_ENCODING_IN_HTTP10, line_of(field), version);
}

static bool coding_is_chunked_badly(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    h1i_codings codings = h1i_codings_of(buf + field->value_at, field->value_len, h1i_has(s, H1I_CHUNKED_SEEN));

    if (codings.any) {
        s->flags &= ~(uint32_t)H1I_CHUNKED_LAST;
        s->flags |= (codings.chunked_last ? H1I_CHUNKED_LAST : 0u) | (codings.chunked ? H1I_CHUNKED_SEEN : 0u) |
                    (codings.others ? H1I_OTHER_CODING : 0u);
    }
    if (codings.chunked_again != H1_LIST_NONE)
        return found(s, H1_RULE_CHUNKED_REPEATED, value_from(field, codings.chunked_again));
    if (codings.chunked_parameter != H1_LIST_NONE)
        return found(s, H1_RULE_CHUNKED_PARAMETERS, value_from(field, codings.chunked_parameter));
    return false;
}

static bool coding_list_has_empty_element(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    h1i_codings codings = h1i_codings_of(buf + field->value_at, field->value_len, false);

    if (codings.empty == H1_LIST_NONE)
        return false;
    return found(s, H1_RULE_LIST_EMPTY_ELEMENT, (h1_span){field->value_at + codings.empty, 1});
}

static bool coding_is_invalid(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    h1i_codings codings = h1i_codings_of(buf + field->value_at, field->value_len, false);

    if (codings.invalid == H1_LIST_NONE)
        return false;
    return found(s, H1_RULE_TRANSFER_ENCODING_INVALID, value_from(field, codings.invalid));
}

/* ---- Expect: "An HTTP/1.0 ... server that receives an Expect field in an HTTP/1.0 request MUST ignore it" ---------
 */

static bool note_expectation(h1_stream *s, const uint8_t *buf, const h1_field *field)
{
    if (s->version >= H1I_VERSION_11 && h1_same_word(buf + field->value_at, field->value_len, "100-continue"))
        s->flags |= H1I_EXPECTS;
    return false;
}

/* ---- The rows, by field -------------------------------------------------------------------------------------- */

static field_check *const HOST_CHECKS[] = {host_has_userinfo, host_is_repeated, host_is_invalid, NULL};
static field_check *const CONNECTION_CHECKS[] = {connection_has_empty_element, connection_is_invalid, NULL};
static field_check *const LENGTH_CHECKS[] = {length_is_invalid, length_is_repeated, length_and_coding, NULL};
static field_check *const CODING_CHECKS[] = {note_coding_field,
                                             length_and_coding,
                                             coding_in_http10,
                                             coding_is_chunked_badly,
                                             coding_list_has_empty_element,
                                             coding_is_invalid,
                                             NULL};
static field_check *const EXPECT_CHECKS[] = {note_expectation, NULL};
static field_check *const NO_CHECKS[] = {NULL};

/* A response's Host means nothing; a trailer field frames nothing (RFC 9110 section 6.5.1). */
static field_check *const *checks_of(const h1_stream *s, const h1_field *field)
{
    if (s->phase == H1I_PHASE_TRAILERS)
        return NO_CHECKS;
    switch ((h1_field_id)field->id) {
    case H1_FIELD_HOST:
        return s->side == H1_REQUESTS ? HOST_CHECKS : NO_CHECKS;
    case H1_FIELD_CONNECTION:
        return CONNECTION_CHECKS;
    case H1_FIELD_CONTENT_LENGTH:
        return h1i_ignores_framing_fields(s) ? NO_CHECKS : LENGTH_CHECKS;
    case H1_FIELD_TRANSFER_ENCODING:
        return h1i_ignores_framing_fields(s) ? NO_CHECKS : CODING_CHECKS;
    case H1_FIELD_EXPECT:
        return s->side == H1_REQUESTS ? EXPECT_CHECKS : NO_CHECKS;
    case H1_FIELD_UPGRADE:
    case H1_FIELD_OTHER:
        break;
    }
    return NO_CHECKS;
}

bool h1i_judge_field(h1_stream *s, const uint8_t *buf)
{
    const h1_field *field = &s->fields[s->count - 1];
    field_check *const *checks = checks_of(s, field);

    while (checks[s->stage] != NULL) {
        if (checks[s->stage++](s, buf, field))
            return false;
    }
    return true;
}

/* ---- What only the whole head tells ---------------------------------------------------------------------------- */

static bool host_is_missing(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    if (s->side != H1_REQUESTS || s->version < H1I_VERSION_11 || s->host_field != H1I_NO_FIELD)
        return false;
    return found(s, H1_RULE_HOST_MISSING, (h1_span){s->target_at, s->target_len});
}

/* "When an origin server receives a request with an absolute-form of request-target, the origin server MUST ignore the
 * received Host header field (if any) and instead use the host information of the request-target." section 3.2.2 */
static bool host_differs(h1_stream *s, const uint8_t *buf)
{
    const h1_field *host;

    if (s->side != H1_REQUESTS || s->host_field == H1I_NO_FIELD || h1i_has(s, H1I_HOST_BAD) ||
        h1i_uri_form(&s->uri) != H1_FORM_ABSOLUTE)
        return false;
    host = &s->fields[s->host_field];
    if (h1i_same_authority(buf + s->target_at, s->target_len, buf + host->value_at, host->value_len))
        return false;
    return found_both(s, H1_RULE_HOST_MISMATCH, value_from(host, 0), (h1_span){s->target_at, s->target_len});
}

/* "If a Transfer-Encoding header field is present in a request and the chunked transfer coding is not the final
 * encoding, the message body length cannot be determined reliably"                      section 6.3 */
static bool request_is_not_chunked(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    if (s->side != H1_REQUESTS || !h1i_has(s, H1I_HAS_CODING) || h1i_has(s, H1I_CHUNKED_LAST | H1I_STOP_AFTER_HEAD))
        return false;
    return found(s, H1_RULE_TRANSFER_ENCODING_NOT_CHUNKED, line_of(&s->fields[s->coding_field]));
}

bool h1i_judge_head(h1_stream *s, const uint8_t *buf)
{
    static bool (*const checks[])(h1_stream *, const uint8_t *) = {host_is_missing, host_differs,
                                                                   request_is_not_chunked};

    while (s->stage < sizeof checks / sizeof *checks) {
        if (checks[s->stage++](s, buf))
            return false;
    }
    return true;
}

h1_field_id h1i_field_id(const uint8_t *name, size_t len)
{
    switch (len) {
    case 4:
        return h1i_is_word(name, len, "host") ? H1_FIELD_HOST : H1_FIELD_OTHER;
    case 6:
        return h1i_is_word(name, len, "expect") ? H1_FIELD_EXPECT : H1_FIELD_OTHER;
    case 7:
        return h1i_is_word(name, len, "upgrade") ? H1_FIELD_UPGRADE : H1_FIELD_OTHER;
    case 10:
        return h1i_is_word(name, len, "connection") ? H1_FIELD_CONNECTION : H1_FIELD_OTHER;
    case 14:
        return h1i_is_word(name, len, "content-length") ? H1_FIELD_CONTENT_LENGTH : H1_FIELD_OTHER;
    case 17:
        return h1i_is_word(name, len, "transfer-encoding") ? H1_FIELD_TRANSFER_ENCODING : H1_FIELD_OTHER;
    default:
        return H1_FIELD_OTHER;
    }
}
