/* SPDX-License-Identifier: MIT */
/* Checks of content, and of the fields that announce it. How much content there is, libh1 has decided. */
#include "message.h"

static const h1_span NOTHING = {0, 0};

static h1_span first_line(const check_run *run, check_name name)
{
    const h1_field *line = check_first(run, name);

    return line != NULL ? check_line_span(line) : NOTHING;
}

/* The line that announces content; Transfer-Encoding overrides Content-Length (RFC 9112 section 6.3). */
static h1_span framing_line(const check_run *run)
{
    return first_line(run, check_has(run, CHECK_TRANSFER_ENCODING) ? CHECK_TRANSFER_ENCODING : CHECK_CONTENT_LENGTH);
}

static bool is_one_of(const check_run *run, const char *const *methods, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (check_method_is(run->message, methods[i]))
            return true;
    }
    return false;
}

static void forbid(const check_run *run, check_name name, h1_rule rule)
{
    if (check_has(run, name))
        check_report_two(run, rule, first_line(run, name), check_status_span(run->message));
}

/* A server sends neither Content-Length (RFC 9110 section 8.6) nor Transfer-Encoding (RFC 9112 section 6.1) in a 1xx or
 * 204 response, nor in a 2xx response to CONNECT (RFC 9110 section 9.3.6). */
static void framing_field_without_content(const check_run *run)
{
    unsigned status = run->message->head->status;

    if (status / 100 == 1) {
        forbid(run, CHECK_CONTENT_LENGTH, H1_RULE_CONTENT_LENGTH_ON_1XX);
        forbid(run, CHECK_TRANSFER_ENCODING, H1_RULE_TRANSFER_ENCODING_ON_1XX);
    } else if (status / 100 == 2 && run->message->answers == H1_TO_CONNECT) {
        forbid(run, CHECK_CONTENT_LENGTH, H1_RULE_CONTENT_LENGTH_ON_CONNECT_2XX);
        forbid(run, CHECK_TRANSFER_ENCODING, H1_RULE_TRANSFER_ENCODING_ON_CONNECT_2XX);
    } else if (status == 204) {
        forbid(run, CHECK_CONTENT_LENGTH, H1_RULE_CONTENT_LENGTH_ON_204);
        forbid(run, CHECK_TRANSFER_ENCODING, H1_RULE_TRANSFER_ENCODING_ON_204);
    }
}

/* "A CONNECT request message does not have content", RFC 9110 section 9.3.6, in so many words and without a keyword. */
static void content_with_connect(const check_run *run)
{
    if (!check_method_is(run->message, "CONNECT"))
        return;
    if (check_has(run, CHECK_TRANSFER_ENCODING) || run->message->head->content_length > 0)
        check_report_two(run, H1_RULE_CONTENT_WITH_CONNECT, framing_line(run), run->message->head->method);
}

/* A client sends no content in a TRACE request, RFC 9110 section 9.3.8. */
static void content_with_trace(const check_run *run)
{
    if (run->content > 0 && check_method_is(run->message, "TRACE"))
        check_report_two(run, H1_RULE_CONTENT_WITH_TRACE, run->message->head->method, framing_line(run));
}

/* A client should not send content in GET (RFC 9110 section 9.3.1), HEAD (9.3.2) and DELETE (9.3.5) requests, unless it
 * talks to an origin server that has said what it is for. Nobody else can know that: a note. */
static void content_with_get(const check_run *run)
{
    static const char *const methods[] = {"GET", "HEAD", "DELETE"};

    if (run->content > 0 && is_one_of(run, methods, 3))
        check_report_two(run, H1_RULE_CONTENT_WITH_GET, run->message->head->method, framing_line(run));
}

/* A server does not generate content in a 205 response, RFC 9110 section 15.3.6. */
static void content_with_205(const check_run *run)
{
    if (run->content > 0 && run->message->head->status == 205 && !check_may_tunnel(run->message))
        check_report_two(run, H1_RULE_CONTENT_WITH_205, check_status_span(run->message), framing_line(run));
}

/* A user agent should send Content-Length, 0 too, where the method gives content a meaning and it doesn't send
 * Transfer-Encoding. RFC 9110 section 8.6. */
static void content_length_missing(const check_run *run)
{
    static const char *const methods[] = {"POST", "PUT", "PATCH"};

    if (is_one_of(run, methods, 3) && !check_has(run, CHECK_CONTENT_LENGTH) && !check_has(run, CHECK_TRANSFER_ENCODING))
        check_report(run, H1_RULE_CONTENT_LENGTH_MISSING, run->message->head->method);
}

/* It should not where there is no content and the method doesn't anticipate any. RFC 9110 section 8.6. */
static void content_length_needless(const check_run *run)
{
    static const char *const methods[] = {"GET", "HEAD", "DELETE", "CONNECT", "TRACE"};
    const h1_head *head = run->message->head;

    if ((head->flags & H1_HEAD_HAS_LENGTH) != 0 && head->content_length == 0 &&
        !check_has(run, CHECK_TRANSFER_ENCODING) && is_one_of(run, methods, 5))
        check_report_two(run, H1_RULE_CONTENT_LENGTH_NEEDLESS, first_line(run, CHECK_CONTENT_LENGTH), head->method);
}

/* A client does not generate a 100-continue expectation in a request without content, RFC 9110 section 10.1.1. */
static void expect_without_content(const check_run *run)
{
    const h1_head *head = run->message->head;
    bool empty = head->framing == H1_FRAMING_NONE || (head->framing == H1_FRAMING_LENGTH && head->content_length == 0);

    if (empty && check_lists(run, CHECK_EXPECT, "100-continue"))
        check_report_two(run, H1_RULE_EXPECT_WITHOUT_CONTENT, first_line(run, CHECK_EXPECT), framing_line(run));
}

static const check_entry ENTRIES[] = {
    {CHECK_RESPONSE, framing_field_without_content},
    {CHECK_REQUEST, content_with_connect},
    {CHECK_REQUEST, content_length_missing},
    {CHECK_REQUEST, content_length_needless},
    {CHECK_REQUEST, expect_without_content},
    {CHECK_REQUEST | CHECK_AFTER_CONTENT, content_with_trace},
    {CHECK_REQUEST | CHECK_AFTER_CONTENT, content_with_get},
    {CHECK_RESPONSE | CHECK_AFTER_CONTENT, content_with_205},
};

const check_table check_content_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
