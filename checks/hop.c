/* SPDX-License-Identifier: MIT */
/* Checks of Connection against the fields that end at the next hop, and against those that don't. */
#include "message.h"

#include <h1/values.h>

static void option_missing(const check_run *run, check_name name, const char *option, h1_rule rule)
{
    const h1_field *line = check_first(run, name);
    const h1_field *connection = check_first(run, CHECK_CONNECTION);

    if (line == NULL || check_lists(run, CHECK_CONNECTION, option))
        return;
    check_report_two(run, rule, check_line_span(line),
                     connection != NULL ? check_line_span(connection) : (h1_span){0, 0});
}

/* A sender of Upgrade also sends the connection option "Upgrade", RFC 9110 section 7.8; a sender of TE the option "TE",
 * section 10.1.4. So is every field listed that says something of the connection, section 7.6.1: Keep-Alive. HTTP/1.0
 * as such has no Connection, and its Upgrade is ignored: not judged. */
static void connection_option_missing(const check_run *run)
{
    if (run->message->head->minor == 0)
        return;
    option_missing(run, CHECK_UPGRADE, "upgrade", H1_RULE_UPGRADE_WITHOUT_CONNECTION_OPTION);
    option_missing(run, CHECK_TE, "te", H1_RULE_TE_WITHOUT_CONNECTION_OPTION);
    option_missing(run, CHECK_KEEP_ALIVE, "keep-alive", H1_RULE_KEEP_ALIVE_WITHOUT_CONNECTION_OPTION);
}

/* Fields of RFC 9110, 9111 and 6265 that are meant for whoever reads the content at the far end. */
static const char *const END_TO_END[] = {
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "age",
    "allow",
    "authorization",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "cookie",
    "date",
    "etag",
    "expires",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "location",
    "range",
    "referer",
    "retry-after",
    "server",
    "set-cookie",
    "user-agent",
    "vary",
    "www-authenticate",
};

static bool is_end_to_end(const uint8_t *option, size_t len)
{
    for (size_t i = 0; i < sizeof END_TO_END / sizeof *END_TO_END; i++) {
        if (h1_same_word(option, len, END_TO_END[i]))
            return true;
    }
    return false;
}

/* A sender does not send a connection option of the name of a field that is intended for all recipients of the content,
 * RFC 9110 section 7.6.1. */
static void connection_end_to_end(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span option = {0, 0};

    while (check_next_element(run, CHECK_CONNECTION, &list, &option)) {
        if (is_end_to_end(run->message->bytes + option.at, option.len))
            check_report(run, H1_RULE_CONNECTION_END_TO_END, option);
    }
}

/* TE = #t-codings                                                             RFC 9110 section 10.1.4
 * A client does not send the name of the chunked coding in it: chunked is always taken. RFC 9112 section 7.4. */
static void te(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    check_judge_lines(run, CHECK_TE, H1_RULE_TE_INVALID);
    while (check_next_element(run, CHECK_TE, &list, &element)) {
        const uint8_t *bytes = run->message->bytes + element.at;
        h1_t_coding coding;
        size_t bad = 0;
        if (h1_t_coding_read(bytes, element.len, &coding, &bad) == H1_VALUE_OK &&
            h1_same_word(bytes + coding.coding.at, coding.coding.len, "chunked"))
            check_report(run, H1_RULE_TE_CHUNKED, (h1_span){element.at + coding.coding.at, coding.coding.len});
    }
}

/* Trailer = #field-name                                                       RFC 9110 section 6.6.2 */
static void trailer(const check_run *run)
{
    check_judge_lines(run, CHECK_TRAILER, H1_RULE_TRAILER_INVALID);
}

/* Whether an element of Upgrade is one of the protocols that run above TLS and are known to. */
static bool is_above_tls(const uint8_t *bytes, const h1_protocol *protocol)
{
    static const char *const names[] = {"http", "h2c", "websocket"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (h1_same_word(bytes + protocol->name.at, protocol->name.len, names[i]))
            return true;
    }
    return false;
}

/* A sender of 101 that switches several layers lists the protocols in layer-ascending order, RFC 9110 section 7.8. */
static void upgrade_order(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};
    h1_span above = {0, 0};

    while (run->message->head->status == 101 && check_next_element(run, CHECK_UPGRADE, &list, &element)) {
        const uint8_t *bytes = run->message->bytes + element.at;
        h1_protocol protocol;
        size_t bad = 0;
        if (h1_protocol_read(bytes, element.len, &protocol, &bad) != H1_VALUE_OK)
            continue;
        if (is_above_tls(bytes, &protocol))
            above = element;
        else if (above.len > 0 && h1_same_word(bytes + protocol.name.at, protocol.name.len, "tls"))
            check_report_two(run, H1_RULE_UPGRADE_ORDER, element, above);
    }
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, connection_option_missing},
    {CHECK_ANY, connection_end_to_end},
    {CHECK_REQUEST, te},
    {CHECK_ANY, trailer},
    {CHECK_RESPONSE, upgrade_order},
};

const check_table check_hop_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
