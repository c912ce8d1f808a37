/* SPDX-License-Identifier: MIT */
/* See live_target.h: what a target can be asked, before it is judged. */
#include <string.h>

#include "live_target.h"

enum { LEAST_PATIENCE = 300, ROUND_TRIPS = 4, ROUNDS = 3 };

/* ---- What is asked ---- */

conf_live_questions conf_live_asks(conf_memory *memory, const conf_server *server, const char *token)
{
    const char *get = conf_format(memory, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", server->path, server->host);
    conf_live_questions asks = {.get = get, .twice = conf_format(memory, "%s%s", get, get)};

    if (server->echo_path != NULL)
        asks.echo = conf_format(memory, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\n\r\n%s",
                                server->echo_path, server->host, strlen(token), token);
    return asks;
}

/* ---- GET ---- */

/* Its quotes and what is between them: the mark of a weak tag goes. NULL where there is none. */
static const char *opaque_tag(const char *etag)
{
    if (etag != NULL && strncmp(etag, "W/", 2) == 0)
        etag += 2;
    return etag != NULL && etag[0] == '"' ? etag : NULL;
}

static const char *why_unreachable(conf_memory *memory, const conf_observed *seen)
{
    const h1_fault *fault = conf_observed_fault(seen);

    if (seen->ending == CONF_NO_WIRE)
        return seen->error;
    if (fault != NULL)
        return conf_format(memory, "its answer to GET is no HTTP/1 response: %s at byte %u",
                           h1_rule_name(fault->rule).text, fault->span.at);
    if (seen->received.len > 0)
        return "its answer to GET doesn't come to an end in time";
    return conf_observed_closed(seen) ? "it closes the connection without an answer to GET"
                                      : "it doesn't answer a GET in time";
}

static unsigned took(const conf_observed *seen)
{
    uint64_t last = seen->last_at > 0 ? seen->last_at : seen->opened_at;

    return (unsigned)(last - seen->opened_at);
}

static bool try_get(conf_target *target, conf_live_profile *profile)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        conf_observed seen;
        const conf_seen *response;
        bool answered = conf_target_ask(target, conf_target_get(target), 1, target->server->timeout, &seen);
        if (!answered) {
            profile->unreachable = why_unreachable(target->memory, &seen);
            conf_observed_free(&seen);
            return false;
        }
        response = conf_observed_final(&seen, 0);
        profile->status = response->head->status;
        profile->program = conf_observed_field(target->memory, &seen, response, "server");
        profile->etag = opaque_tag(conf_observed_field(target->memory, &seen, response, "etag"));
        if (took(&seen) > profile->round_trip)
            profile->round_trip = took(&seen);
        conf_observed_free(&seen);
    }
    return true;
}

/* ---- The rest ---- */

static bool try_second(conf_target *target)
{
    conf_live_questions asks = conf_live_asks(target->memory, target->server, "");
    conf_observed seen;
    bool answered = conf_target_ask(target, asks.twice, 2, target->server->timeout / 2, &seen);

    conf_observed_free(&seen);
    return answered;
}

/* Two connections: the first stays silent. Its wire ends with the deadline given. */
static bool try_side_by_side(conf_target *target)
{
    conf_plan idle = {.reads = H1_RESPONSES, .mode = H1_AUDIT, .milliseconds = 2 * LEAST_PATIENCE};
    bool answered;

    conf_net_connect(target->net, &target->server->peer, &idle);
    conf_target_wait(target, 20);
    answered = conf_target_answers(target, LEAST_PATIENCE + target->server->patience / 2);
    if (!answered)
        conf_target_wait(target, 2 * LEAST_PATIENCE);
    return answered;
}

static bool try_echo(conf_target *target)
{
    const char *token = conf_token(target->memory);
    conf_live_questions asks = conf_live_asks(target->memory, target->server, token);
    conf_observed seen;
    const conf_seen *message;
    bool echoed;

    if (asks.echo == NULL)
        return false;
    conf_target_ask(target, asks.echo, 1, target->server->timeout, &seen);
    message = conf_observed_final(&seen, 0);
    echoed = message != NULL && message->body.len == strlen(token) &&
             memcmp(message->body.at, token, message->body.len) == 0;
    conf_observed_free(&seen);
    return echoed;
}

void conf_target_calibrate(conf_target *target, conf_server *server, conf_live_profile *profile)
{
    server->patience = LEAST_PATIENCE;
    if (!try_get(target, profile))
        return;
    if (profile->round_trip * ROUND_TRIPS > server->patience)
        server->patience = profile->round_trip * ROUND_TRIPS;
    server->answered = true;
    server->etag = profile->etag;
    profile->keeps = try_second(target);
    profile->side_by_side = try_side_by_side(target);
    profile->echoes = try_echo(target);
    if (!profile->echoes)
        server->echo_path = NULL;
}
