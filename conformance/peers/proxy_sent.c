/* SPDX-License-Identifier: MIT */
/* See proxy_sent.h. What a proxy was given is judged as if it had made it; what was wrong there already isn't held
 * against it, unless a clause of its own forbids to pass it on (sent.c). */
#include "proxy_sent.h"

#include <string.h>

/* ---- What it was given ---- */

/* Where it can't be read to its end, it may have some. */
static bool may_have_trailers(const conf_observed *observed)
{
    for (size_t i = 0; i < observed->messages.count; i++) {
        if (observed->messages.at[i].trailer_count > 0)
            return true;
    }
    return conf_observed_fault(observed) != NULL;
}

static void look_at_given(conf_sent *brought, conf_observed *given, conf_bytes bytes, const char *where)
{
    conf_buffer_add(brought->memory, &given->received, bytes.at, bytes.len);
    conf_observed_read(brought->memory, given);
    conf_sent_look(brought, given, where, NULL);
    if (may_have_trailers(given)) /* who announces them is who generates them, RFC 9110 section 6.6.2 */
        conf_sent_forgive(brought, H1_RULE_TRAILER_NOT_ANNOUNCED);
    conf_observed_free(given);
}

static conf_sent given_by_client(const conf_proxy_play *play)
{
    conf_observed given = {.side = H1_REQUESTS, .mode = H1_AUDIT, .ending = CONF_ENDED};
    conf_sent brought = {.memory = play->memory};

    look_at_given(&brought, &given, play->sent, play->c->id);
    return brought;
}

/* The case's responses, as answers to what the client asked and to what the proxy made of it: what is wrong with either
 * isn't the proxy's fault. */
static conf_sent given_by_origin(const conf_proxy_play *play, const conf_observed *forwarded)
{
    conf_memory *memory = play->memory;
    conf_observed to_client = {.side = H1_RESPONSES,
                               .mode = H1_AUDIT,
                               .ending = CONF_ENDED,
                               .answers = play->asked.answers,
                               .answer_count = play->asked.answer_count,
                               .exchanges = play->asked.exchanges,
                               .exchange_count = play->asked.exchange_count};
    conf_observed to_proxy = to_client;
    conf_sent brought = {.memory = memory};

    to_proxy.exchanges = conf_seen_exchanges(memory, &forwarded->messages, forwarded->bytes);
    to_proxy.exchange_count = forwarded->messages.count;
    for (size_t group = 0; group <= play->c->alternative_count; group++) {
        conf_mark mark;
        conf_bytes bytes = conf_case_bytes(memory, play->c, H1_RESPONSES, group, &play->variables, &mark);
        conf_observed answered[] = {to_client, to_proxy};
        look_at_given(&brought, &answered[0], bytes, play->c->id);
        look_at_given(&brought, &answered[1], bytes, play->c->id);
    }
    if (play->proxy->forward) /* RFC 9110 section 15.5.6 binds origin servers, and so gateways */
        conf_sent_forgive(&brought, H1_RULE_ALLOW_MISSING);
    return brought;
}

/* ---- What it sent ---- */

/* What nobody can read as a request of HTTP/1 may be answered as HTTP/0.9 is: with content alone. */
static bool has_status_line(const conf_proxy_play *play)
{
    const conf_buffer *received = &play->down.received;

    return play->asked.count > 0 || (received->len >= 5 && memcmp(received->at, "HTTP/", 5) == 0);
}

/* Behind a preface of HTTP/2 a proxy may well go on in HTTP/2. */
void conf_proxy_look(const conf_proxy_play *play, conf_proxy_sent *sent)
{
    conf_observed forwarded;
    conf_sent by_client;
    conf_sent by_origin;

    if (play->c->rule == H1_RULE_HTTP2_PREFACE)
        return;
    forwarded = conf_origin_joined(play->memory, play->up, H1_AUDIT);
    by_client = given_by_client(play);
    by_origin = given_by_origin(play, &forwarded);
    conf_observed_free(&forwarded);
    for (size_t i = 0; i < play->up->wire_count; i++)
        conf_sent_look(&sent->up, &play->up->wires[i], play->c->id, &by_client);
    if (has_status_line(play))
        conf_sent_look(&sent->down, &play->down, play->c->id, &by_origin);
}
