/* SPDX-License-Identifier: MIT */
/* Exchange checks: what RFC 9110 and 9112 ask of a response because of the request that it answers.
 *
 * A request may be gone from memory when its response comes, so what counts of it is noted down first: a check_exchange
 * holds no pointer and has a fixed size. All findings are about responses, and so are all places. Only what the pair
 * itself proves is reported: what depends on time, on other exchanges or on the content is left alone. */
#ifndef CHECK_EXCHANGE_H
#define CHECK_EXCHANGE_H

#include "checks/check.h"

enum { CHECK_PROTOCOLS_MOST = 4 }; /* names in Upgrade that are noted; of more nothing is claimed */

typedef enum check_method {
    CHECK_METHOD_OTHER = 0, /* a method whose meaning isn't known here, also in lower case */
    CHECK_METHOD_GET,
    CHECK_METHOD_HEAD,
    CHECK_METHOD_POST,
    CHECK_METHOD_PUT,
    CHECK_METHOD_DELETE,
    CHECK_METHOD_CONNECT,
    CHECK_METHOD_OPTIONS,
    CHECK_METHOD_TRACE,
    CHECK_METHOD_PATCH,
} check_method;

/* A request, as far as its responses are judged by it. Private but for the functions below; zero is a request that
 * nothing is known of. */
typedef struct check_exchange {
    uint32_t protocols[CHECK_PROTOCOLS_MOST]; /* sums of the names in Upgrade, without regard to case */
    uint16_t facts;                           /* bits, see exchange.c */
    uint8_t method;                           /* check_method */
    uint8_t minor;                            /* of its HTTP/1 version */
    uint8_t protocol_count;
} check_exchange;

/* Note a request's head. O(bytes of the head).
 *
 *   exchange  is filled in; nothing of request is kept
 *   request   a head that libh1 delivered, in strict or audit mode; HTTP/0.9 is left alone */
void check_exchange_begin(check_exchange *exchange, const check_message *request);

/* Check a response's head, interim or final, and note what it changes. To be called for each response of the exchange,
 * in order.
 *
 *   response  its side is H1_RESPONSES
 *   report    called once for each finding; places count from response->bytes[0], the second is empty
 *
 * O(bytes of the head). */
void check_exchange_head(check_exchange *exchange, const check_message *response, check_reporter *report,
                         void *context);

/* Check what depends on how much content the final response had.
 *
 *   content  bytes of content, without the chunked coding; of a message that is complete */
void check_exchange_end(const check_exchange *exchange, const check_message *response, uint64_t content,
                        check_reporter *report, void *context);

#endif
