/* SPDX-License-Identifier: MIT */
/* Holds messages that were seen to all that checks/ asks: of each by itself, of its trailer section, of its content
 * and, where the request that it answers is known, of the pair.
 *
 * What is played to libh1 and what comes from live peers is judged by the same function; whom a finding binds, and
 * whose it is, its caller knows. */
#ifndef CONF_SEEN_CHECKS_H
#define CONF_SEEN_CHECKS_H

#include "checks/check.h"
#include "seen.h"

/* What responses are judged by: each request's facts, in order.
 *
 *   bytes  what requests count from
 *
 * Returns [requests->count], in memory. */
check_exchange *conf_seen_exchanges(conf_memory *memory, const conf_seen_messages *requests, const uint8_t *bytes);

/* Note in each response what it answers: a final one and the interim ones before it the next request, in order (RFC
 * 9112 section 9.2).
 *
 *   bytes      what responses count from
 *   exchanges  [count] from conf_seen_exchanges(); of further responses nothing is known */
void conf_seen_pair(conf_seen_messages *responses, const uint8_t *bytes, const check_exchange *exchanges, size_t count);

/* Run every check on one message. Reports as check_message_head() does; what needs the end of the message is left out
 * where it didn't come. */
void conf_seen_check(h1_side side, const uint8_t *bytes, const conf_seen *seen, check_reporter *report, void *context);

#endif
