/* SPDX-License-Identifier: MIT */
/* Finding fields in a head: by name without regard to case, line after line, element after element of a list.
 *
 * A head is read once: each known name gets the index of its first line and how many lines it has. Checks then ask by
 * check_name. Nothing is copied and nothing is allocated. */
#ifndef CHECK_FIELDS_H
#define CHECK_FIELDS_H

#include <h1/words.h>

#include "checks/check.h"

/* The names that some check asks for, in lower case and in the order of the alphabet (fields.c finds them by their
 * first letter). */
#define CHECK_KNOWN_NAMES(X)                                                                                           \
    X(ACCEPT, "accept")                                                                                                \
    X(ACCEPT_CHARSET, "accept-charset")                                                                                \
    X(ACCEPT_ENCODING, "accept-encoding")                                                                              \
    X(ACCEPT_LANGUAGE, "accept-language")                                                                              \
    X(AGE, "age")                                                                                                      \
    X(ALLOW, "allow")                                                                                                  \
    X(AUTHORIZATION, "authorization")                                                                                  \
    X(CACHE_CONTROL, "cache-control")                                                                                  \
    X(CONNECTION, "connection")                                                                                        \
    X(CONTENT_ENCODING, "content-encoding")                                                                            \
    X(CONTENT_LANGUAGE, "content-language")                                                                            \
    X(CONTENT_LENGTH, "content-length")                                                                                \
    X(CONTENT_LOCATION, "content-location")                                                                            \
    X(CONTENT_RANGE, "content-range")                                                                                  \
    X(CONTENT_TYPE, "content-type")                                                                                    \
    X(COOKIE, "cookie")                                                                                                \
    X(DATE, "date")                                                                                                    \
    X(ETAG, "etag")                                                                                                    \
    X(EXPECT, "expect")                                                                                                \
    X(EXPIRES, "expires")                                                                                              \
    X(FROM, "from")                                                                                                    \
    X(IF_MATCH, "if-match")                                                                                            \
    X(IF_MODIFIED_SINCE, "if-modified-since")                                                                          \
    X(IF_NONE_MATCH, "if-none-match")                                                                                  \
    X(IF_RANGE, "if-range")                                                                                            \
    X(IF_UNMODIFIED_SINCE, "if-unmodified-since")                                                                      \
    X(KEEP_ALIVE, "keep-alive")                                                                                        \
    X(LAST_MODIFIED, "last-modified")                                                                                  \
    X(LOCATION, "location")                                                                                            \
    X(MAX_FORWARDS, "max-forwards")                                                                                    \
    X(PROXY_AUTHENTICATE, "proxy-authenticate")                                                                        \
    X(PROXY_AUTHORIZATION, "proxy-authorization")                                                                      \
    X(RANGE, "range")                                                                                                  \
    X(REFERER, "referer")                                                                                              \
    X(RETRY_AFTER, "retry-after")                                                                                      \
    X(SERVER, "server")                                                                                                \
    X(SET_COOKIE, "set-cookie")                                                                                        \
    X(TE, "te")                                                                                                        \
    X(TRAILER, "trailer")                                                                                              \
    X(TRANSFER_ENCODING, "transfer-encoding")                                                                          \
    X(UPGRADE, "upgrade")                                                                                              \
    X(USER_AGENT, "user-agent")                                                                                        \
    X(VARY, "vary")                                                                                                    \
    X(VIA, "via")                                                                                                      \
    X(WWW_AUTHENTICATE, "www-authenticate")

typedef enum check_name {
#define X(name, text) CHECK_##name,
    CHECK_KNOWN_NAMES(X)
#undef X
        CHECK_NAMES, /* how many there are; also the name of a field that none of them fits */
} check_name;

/* Where the lines of each known name are. */
typedef struct check_index {
    uint16_t first[CHECK_NAMES]; /* index into message->fields; only of use where lines is above 0 */
    uint16_t lines[CHECK_NAMES];
} check_index;

/* One message under check, with all that a check may use. */
typedef struct check_run {
    const check_message *message;
    const check_index *index;
    uint64_t content; /* bytes of content; 0 while only the head is known */
    check_reporter *report;
    void *context;
} check_run;

/* Fill an index. O(field lines). */
void check_index_head(const check_message *message, check_index *index);

/* The known name of a field line; CHECK_NAMES where it is none of them. */
check_name check_name_of(const check_message *message, const h1_field *field);

/* Whether the head has a line of this name. */
bool check_has(const check_run *run, check_name name);

/* The first line of this name, or the next one behind a line; NULL where there is none. */
const h1_field *check_first(const check_run *run, check_name name);
const h1_field *check_next(const check_run *run, check_name name, const h1_field *line);

/* Whether a line's value stands there as it is to be read: neither folded nor, in audit, with bytes that read as SP. */
bool check_is_whole(const h1_field *line);

/* The only line of this name whose value can be held against a grammar: NULL where there is none, where there are
 * several (FIELD_REPEATED's business) or where the line isn't whole, which is reported already. */
const h1_field *check_only(const check_run *run, check_name name);

/* The bytes of a line's value. */
const uint8_t *check_value(const check_run *run, const h1_field *line);

/* Spans of a line: all of it without the line end; its value; its value from a byte that doesn't fit, which is all of
 * it where the value ends too early (and the name where there is no value). */
h1_span check_line_span(const h1_field *line);
h1_span check_value_span(const h1_field *line);
h1_span check_fault_span(const h1_field *line, size_t bad);

/* Hold each line of this name against the grammar of its field (h1/values.h): one that doesn't fit breaks the rule, at
 * the byte that fits nowhere. A list may stand on several lines, each of which is a list. */
void check_judge_lines(const check_run *run, check_name name, h1_rule rule);

/* Step through the elements of a list, RFC 9110 section 5.6.1: over all lines of the name, without empty elements, not
 * cut at commas within quoted strings. */
typedef struct check_list {
    const h1_field *line; /* of the element found last */
    h1_list rest;         /* of its value */
} check_list;

bool check_next_element(const check_run *run, check_name name, check_list *list, h1_span *element);

/* Whether the list has an element that is this word, in lower case, without regard to case or to its parameters. */
bool check_lists(const check_run *run, check_name name, const char *word);

/* Whether what follows the head may be a tunnel's bytes: a 2xx response to CONNECT, or to a request nobody saw. */
bool check_may_tunnel(const check_message *message);

/* The status-code's digits in a response; len 0 where they aren't where they should be. */
h1_span check_status_span(const check_message *message);

/* Whether the request's method is this one (methods are case-sensitive). */
bool check_method_is(const check_message *message, const char *method);

/* Report with one place, or with two. */
void check_report(const check_run *run, h1_rule rule, h1_span span);
void check_report_two(const check_run *run, h1_rule rule, h1_span span, h1_span second);

#endif
