/* SPDX-License-Identifier: MIT */
/* See exchange.h. The request's side comes first, what is noted of it; then a check for each thing it decides. */
#include "exchange.h"

#include <h1/dates.h>
#include <h1/values.h>

#include "checks/fields.h"

/* What is noted of a request; bits of check_exchange.facts. */
enum {
    KNOWN = 1 << 0,             /* there is a request, of HTTP/1 */
    MANY_PROTOCOLS = 1 << 1,    /* Upgrade has more than were noted */
    AWAITS_CONTINUE = 1 << 2,   /* Expect: 100-continue, and no 100 came so far */
    ASKS_IF_CHANGED = 1 << 3,   /* If-None-Match, or an If-Modified-Since that may be a date */
    ASKS_RANGE = 1 << 4,        /* Range, of whatever it says */
    ASKS_BYTES = 1 << 5,        /* of bytes, by the grammar */
    ASKS_ONE_RANGE = 1 << 6,    /* and of one range */
    ASKS_IF_RANGE = 1 << 7,     /* If-Range */
    HAS_CODED_CONTENT = 1 << 8, /* Content-Encoding */
    ASKS_CLOSE = 1 << 9,        /* Connection: close */
    ASKS_CODING = 1 << 10,      /* TE names more than trailers */
};

/* ---- The request ---- */

static check_method method_of(const check_message *request)
{
    static const char *const names[] = {
        [CHECK_METHOD_GET] = "GET",         [CHECK_METHOD_HEAD] = "HEAD",     [CHECK_METHOD_POST] = "POST",
        [CHECK_METHOD_PUT] = "PUT",         [CHECK_METHOD_DELETE] = "DELETE", [CHECK_METHOD_CONNECT] = "CONNECT",
        [CHECK_METHOD_OPTIONS] = "OPTIONS", [CHECK_METHOD_TRACE] = "TRACE",   [CHECK_METHOD_PATCH] = "PATCH",
    };

    for (size_t i = CHECK_METHOD_GET; i < sizeof names / sizeof *names; i++) {
        if (check_method_is(request, names[i]))
            return (check_method)i;
    }
    return CHECK_METHOD_OTHER;
}

/* FNV-1a over the name of a protocol in lower case, without its version. Two names of one sum would only hide a fault.
 *   protocol = protocol-name [ "/" protocol-version ]                         RFC 9110 section 7.8 */
static uint32_t sum_of(const uint8_t *protocol, size_t len)
{
    uint32_t sum = 2166136261U;

    for (size_t i = 0; i < len && protocol[i] != '/'; i++) {
        uint8_t byte = protocol[i] >= 'A' && protocol[i] <= 'Z' ? (uint8_t)(protocol[i] | 0x20) : protocol[i];
        sum = (sum ^ byte) * 16777619U;
    }
    return sum;
}

static void note_protocols(const check_run *run, check_exchange *exchange)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    while (check_next_element(run, CHECK_UPGRADE, &list, &element)) {
        if (exchange->protocol_count < CHECK_PROTOCOLS_MOST)
            exchange->protocols[exchange->protocol_count++] = sum_of(run->message->bytes + element.at, element.len);
        else
            exchange->facts |= MANY_PROTOCOLS;
    }
}

/* TE = #t-codings; t-codings = "trailers" / ( transfer-coding [ weight ] )     RFC 9110 section 10.1.4 */
static bool asks_for_coding(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    while (check_next_element(run, CHECK_TE, &list, &element)) {
        if (!h1_same_word(run->message->bytes + element.at, element.len, "trailers"))
            return true;
    }
    return false;
}

static unsigned range_facts(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_RANGE);
    unsigned facts = check_has(run, CHECK_RANGE) ? ASKS_RANGE : 0;
    h1_ranges ranges;
    h1_range range;
    size_t count = 0;
    size_t at = 0;

    if (line == NULL || h1_ranges_read(check_value(run, line), line->value_len, &ranges, &at) != H1_VALUE_OK ||
        !ranges.is_bytes)
        return facts;
    at = 0;
    while (count < 2 &&
           h1_range_next(check_value(run, line) + ranges.set.at, ranges.set.len, &at, &range) == H1_VALUE_OK)
        count++;
    return facts | ASKS_BYTES | (count == 1 ? ASKS_ONE_RANGE : 0U);
}

/* A recipient ignores If-Modified-Since that isn't a valid HTTP-date or has more than one member, RFC 9110 section
 * 13.1.3. A date that has the grammar and can't be is given the benefit of the doubt, and so is a folded line. */
static bool may_be_date(const check_run *run)
{
    const h1_field *line = check_first(run, CHECK_IF_MODIFIED_SINCE);
    h1_date date;
    size_t bad = 0;
    h1_value result;

    if (line == NULL || !check_is_whole(line))
        return line != NULL;
    result = h1_date_read(check_value(run, line), line->value_len, &date, &bad);
    return result == H1_VALUE_OK || result == H1_VALUE_RULED_OUT;
}

void check_exchange_begin(check_exchange *exchange, const check_message *request)
{
    check_index index;
    check_run run = {.message = request, .index = &index};
    unsigned facts = KNOWN;

    *exchange = (check_exchange){.minor = request->head->minor};
    if (request->head->major == 0)
        return;
    check_index_head(request, &index);
    if (check_lists(&run, CHECK_EXPECT, "100-continue"))
        facts |= AWAITS_CONTINUE;
    if (check_has(&run, CHECK_IF_NONE_MATCH) || may_be_date(&run))
        facts |= ASKS_IF_CHANGED;
    if (check_has(&run, CHECK_IF_RANGE))
        facts |= ASKS_IF_RANGE;
    if (check_has(&run, CHECK_CONTENT_ENCODING))
        facts |= HAS_CODED_CONTENT;
    if (check_lists(&run, CHECK_CONNECTION, "close"))
        facts |= ASKS_CLOSE;
    if (asks_for_coding(&run))
        facts |= ASKS_CODING;
    exchange->facts = (uint16_t)(facts | range_facts(&run));
    exchange->method = (uint8_t)method_of(request);
    note_protocols(&run, exchange);
}

/* ---- The response ---- */

/* One response under check. */
typedef struct pair {
    const check_exchange *asked;
    check_run run; /* of the response */
    unsigned status;
} pair;

static bool asks(const pair *p, unsigned facts)
{
    return (p->asked->facts & facts) == facts;
}

static bool method_is(const pair *p, check_method method)
{
    return p->asked->method == method;
}

static void at_status(const pair *p, h1_rule rule)
{
    check_report(&p->run, rule, check_status_span(p->run.message));
}

static void at_line(const pair *p, check_name name, h1_rule rule)
{
    check_report(&p->run, rule, check_line_span(check_first(&p->run, name)));
}

/* What an HTTP/1.0 client need not know: chunks (RFC 9112 section 6.1), interim responses (RFC 9110 section 15.2). */
static void beyond_http10(const pair *p)
{
    if (p->asked->minor > 0)
        return;
    if (check_has(&p->run, CHECK_TRANSFER_ENCODING))
        at_line(p, CHECK_TRANSFER_ENCODING, H1_RULE_TRANSFER_ENCODING_TO_HTTP10);
    if (p->status / 100 == 1 && p->status != 101)
        at_status(p, H1_RULE_INTERIM_TO_HTTP10);
}

static bool was_offered(const pair *p, uint32_t sum)
{
    for (size_t i = 0; i < p->asked->protocol_count; i++) {
        if (p->asked->protocols[i] == sum)
            return true;
    }
    return asks(p, MANY_PROTOCOLS);
}

/* A server does not switch to a protocol that the request's Upgrade didn't name, and ignores Upgrade of HTTP/1.0. RFC
 * 9110 section 7.8. */
static void switch_not_asked(const pair *p)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    if (p->asked->minor == 0 || p->asked->protocol_count == 0) {
        at_status(p, H1_RULE_SWITCH_NOT_ASKED);
        return;
    }
    while (check_next_element(&p->run, CHECK_UPGRADE, &list, &element)) {
        if (!was_offered(p, sum_of(p->run.message->bytes + element.at, element.len)))
            check_report(&p->run, H1_RULE_SWITCH_NOT_ASKED, element);
    }
}

/* Of a request with Upgrade and 100-continue a server sends 100 before 101; and it does not switch to a protocol that
 * can't honour the request, as WebSocket can none but GET. RFC 9110 section 7.8, RFC 6455 section 4.1. */
static void switched(const pair *p)
{
    if (p->status != 101)
        return;
    switch_not_asked(p);
    if (asks(p, AWAITS_CONTINUE) && p->asked->minor > 0)
        at_status(p, H1_RULE_SWITCH_BEFORE_CONTINUE);
    if (!method_is(p, CHECK_METHOD_GET) && check_lists(&p->run, CHECK_UPGRADE, "websocket"))
        at_status(p, H1_RULE_SWITCH_WITH_CONTENT);
}

/* 304 answers GET and HEAD (RFC 9110 section 13.1.2) that carry a condition it can be about (15.4.5, 13.1.3); servers
 * ignore preconditions of CONNECT, OPTIONS and TRACE (13.2.1). */
static void precondition(const pair *p)
{
    bool none =
        method_is(p, CHECK_METHOD_CONNECT) || method_is(p, CHECK_METHOD_OPTIONS) || method_is(p, CHECK_METHOD_TRACE);
    bool unsafe = method_is(p, CHECK_METHOD_POST) || method_is(p, CHECK_METHOD_PUT) ||
                  method_is(p, CHECK_METHOD_DELETE) || method_is(p, CHECK_METHOD_PATCH);
    bool reads = method_is(p, CHECK_METHOD_GET) || method_is(p, CHECK_METHOD_HEAD);

    if (none && (p->status == 304 || p->status == 412))
        at_status(p, H1_RULE_PRECONDITION_IGNORED_METHOD);
    if (unsafe && p->status == 304)
        at_status(p, H1_RULE_NOT_MODIFIED_TO_UNSAFE);
    if (reads && p->status == 304 && !asks(p, ASKS_IF_CHANGED))
        at_status(p, H1_RULE_NOT_MODIFIED_UNASKED);
}

/* The line that says multipart/byteranges; NULL where the content is one part. */
static const h1_field *multipart_line(const pair *p)
{
    const h1_field *line = check_first(&p->run, CHECK_CONTENT_TYPE);
    bool is = line != NULL && h1_is_media_type(check_value(&p->run, line), line->value_len, "multipart/byteranges");

    return is ? line : NULL;
}

/* Range is ignored where the method doesn't define it, and of the known ones GET alone does (RFC 9110 section 14.2).
 * One range isn't answered with multipart (15.3.7.2), and 416 says how long the representation is (15.5.17). */
static void range(const pair *p)
{
    const h1_field *multipart = multipart_line(p);
    bool other = !method_is(p, CHECK_METHOD_GET) && !method_is(p, CHECK_METHOD_OTHER);

    if (p->status != 206 && p->status != 416)
        return;
    if (other || !asks(p, ASKS_RANGE))
        at_status(p, H1_RULE_RANGE_UNASKED);
    if (p->status == 206 && multipart != NULL && asks(p, ASKS_ONE_RANGE))
        check_report(&p->run, H1_RULE_MULTIPART_FOR_ONE_RANGE, check_line_span(multipart));
    if (p->status == 416 && asks(p, ASKS_BYTES) && !check_has(&p->run, CHECK_CONTENT_RANGE))
        at_status(p, H1_RULE_CONTENT_RANGE_MISSING_IN_416);
}

/* A sender of 206 to a request with If-Range should not generate fields of the representation that aren't required, RFC
 * 9110 section 15.3.7. The type of a multipart is. One finding is enough. */
static void fields_in_206(const pair *p)
{
    static const check_name names[] = {CHECK_CONTENT_TYPE, CHECK_CONTENT_ENCODING, CHECK_CONTENT_LANGUAGE,
                                       CHECK_LAST_MODIFIED};

    if (p->status != 206 || !asks(p, ASKS_IF_RANGE) || multipart_line(p) != NULL)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (check_has(&p->run, names[i])) {
            at_line(p, names[i], H1_RULE_FIELDS_IN_206_TO_IF_RANGE);
            return;
        }
    }
}

/* A 415 that isn't about a content coding has no Accept-Encoding, RFC 9110 section 12.5.3. */
static void unsupported_coding(const pair *p)
{
    if (p->status == 415 && !asks(p, HAS_CODED_CONTENT) && check_has(&p->run, CHECK_ACCEPT_ENCODING))
        at_line(p, CHECK_ACCEPT_ENCODING, H1_RULE_ACCEPT_ENCODING_WITH_415);
}

/* A server that received close should send it in its final response, RFC 9112 section 9.6. HTTP/1.0 closes without
 * being told. */
static void close_not_answered(const pair *p)
{
    const h1_head *head = p->run.message->head;

    if (asks(p, ASKS_CLOSE) && p->status >= 200 && head->minor > 0 && head->framing != H1_FRAMING_TUNNEL &&
        !check_lists(&p->run, CHECK_CONNECTION, "close"))
        at_status(p, H1_RULE_CLOSE_NOT_ANSWERED);
}

/* Without TE, or with one that names no coding, chunked is the only transfer coding that a client takes, RFC 9112
 * section 7.4. "identity", which was one once, changes nothing. */
static void transfer_coding(const pair *p)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    if (asks(p, ASKS_CODING) || p->asked->minor == 0)
        return;
    while (check_next_element(&p->run, CHECK_TRANSFER_ENCODING, &list, &element)) {
        const uint8_t *bytes = p->run.message->bytes + element.at;
        h1_t_coding coding;
        size_t bad = 0;
        if (h1_t_coding_read(bytes, element.len, &coding, &bad) == H1_VALUE_OK &&
            !h1_same_word(bytes + coding.coding.at, coding.coding.len, "chunked") &&
            !h1_same_word(bytes + coding.coding.at, coding.coding.len, "identity"))
            check_report(&p->run, H1_RULE_TRANSFER_CODING_NOT_ASKED, element);
    }
}

static pair pair_of(const check_exchange *exchange, const check_message *response, const check_index *index)
{
    return (pair){exchange, {.message = response, .index = index}, response->head->status};
}

void check_exchange_head(check_exchange *exchange, const check_message *response, check_reporter *report, void *context)
{
    static void (*const checks[])(const pair *p) = {
        beyond_http10, switched,           precondition,       range,
        fields_in_206, unsupported_coding, close_not_answered, transfer_coding,
    };
    check_index index;
    pair p;

    if ((exchange->facts & KNOWN) == 0 || response->head->major == 0)
        return;
    check_index_head(response, &index);
    p = pair_of(exchange, response, &index);
    p.run.report = report;
    p.run.context = context;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](&p);
    if (p.status == 100)
        exchange->facts &= (uint16_t)~AWAITS_CONTINUE;
}

/* Whoever sends content should say its type (RFC 9110 section 8.3), but in a 206 response to If-Range, who asks has it
 * (15.3.7). All other statuses are judged by the message alone. */
static bool lacks_type(const check_exchange *exchange, const check_message *response)
{
    check_index index;

    if (response->head->status != 206 || (exchange->facts & ASKS_IF_RANGE) != 0)
        return false;
    check_index_head(response, &index);
    return !check_has(&(check_run){.message = response, .index = &index}, CHECK_CONTENT_TYPE);
}

/* A server should send a representation with an explanation of the error, unless it answers HEAD. RFC 9110 sections
 * 15.5 and 15.6. */
void check_exchange_end(const check_exchange *exchange, const check_message *response, uint64_t content,
                        check_reporter *report, void *context)
{
    if ((exchange->facts & KNOWN) == 0 || response->head->major == 0)
        return;
    if (response->head->status >= 400 && content == 0 && exchange->method != CHECK_METHOD_HEAD)
        report(context, H1_RULE_ERROR_WITHOUT_CONTENT, check_status_span(response), (h1_span){0, 0});
    if (content > 0 && lacks_type(exchange, response))
        report(context, H1_RULE_CONTENT_TYPE_MISSING, check_status_span(response), (h1_span){0, 0});
}
