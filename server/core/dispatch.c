/* SPDX-License-Identifier: MIT */
/* From a request's head to the route that serves it, and everything that is answered before a route is asked: methods,
 * expectations, codings and sizes that the server doesn't take. */
#include <string.h>

#include "h1/words.h"
#include "server/core/work.h"

enum {
    TRACE = 1 << 8,
    CONNECT = 1 << 9,
};

static bool is(const uint8_t *bytes, size_t len, const char *text)
{
    return len == strlen(text) && memcmp(bytes, text, len) == 0;
}

/* Names of methods are case-sensitive (RFC 9110 section 9.1). */
static unsigned method_of(const uint8_t *name, size_t len)
{
    static const struct {
        const char *name;
        unsigned bit;
    } METHODS[] = {{"GET", SRV_GET}, {"HEAD", SRV_HEAD},   {"POST", SRV_POST},
                   {"PUT", SRV_PUT}, {"PATCH", SRV_PATCH}, {"DELETE", SRV_DELETE},
                   {"TRACE", TRACE}, {"CONNECT", CONNECT}, {"OPTIONS", SRV_OPTIONS}};

    for (size_t i = 0; i < sizeof METHODS / sizeof METHODS[0]; i++) {
        if (is(name, len, METHODS[i].name))
            return METHODS[i].bit;
    }
    return SRV_ANY;
}

/* ---- The target -------------------------------------------------------------------------------------------------- */

/* The path and query of origin-form and absolute-form. Returns false for a scheme that isn't ours: https isn't, as no
 * certificate vouches for this connection (RFC 9110 section 7.4). */
static bool split_target(srv_exchange *x)
{
    const uint8_t *at = x->bytes + x->head->target.at, *end = at + x->head->target.len;
    const uint8_t *query;

    if (x->head->form == H1_FORM_ABSOLUTE) {
        const uint8_t *colon = memchr(at, ':', (size_t)(end - at));
        if (colon == NULL || !h1_same_word(at, (size_t)(colon - at), "http"))
            return false;
        at = colon + 3;
        while (at < end && *at != '/' && *at != '?')
            at++;
    }
    query = memchr(at, '?', (size_t)(end - at));
    x->path = (h1_bytes){at, (size_t)((query != NULL ? query : end) - at)};
    if (x->path.len == 0)
        x->path = (h1_bytes){"/", 1};
    x->query = query != NULL ? (h1_bytes){query + 1, (size_t)(end - query - 1)} : (h1_bytes){NULL, 0};
    return true;
}

static const srv_route *find_route(const srv_pool *pool, h1_bytes path)
{
    const srv_place *place = pool->places, *end = pool->places + pool->place_count;

    while (place < end && place->len > path.len)
        place++;
    for (; place < end; place++) {
        const char *text = place->route->path;
        bool below = text[place->len - 1] == '/' && !place->route->exact;
        if ((path.len == place->len || below) && memcmp(path.at, text, place->len) == 0)
            return place->route;
    }
    return NULL;
}

static unsigned methods_taken(const srv_route *route)
{
    unsigned methods = route->methods;

    if ((methods & SRV_ANY) != 0)
        methods |= SRV_ANY - 1;
    return (methods & SRV_GET) != 0 ? methods | SRV_HEAD : methods;
}

/* ---- Refusals ---------------------------------------------------------------------------------------------------- */

void srv_refuse(srv_work *w, unsigned status, h1_rule rule, uint64_t offset, const char *detail)
{
    w->now.close = w->conn->linger = true;
    w->now.fault_at = offset;
    w->added_count = 0;
    w->x.service->counters.refused++;
    srv_send_problem(&w->x, status, rule, offset != UINT64_MAX ? offset - w->message_at : offset, detail);
}

/* Where in the head something else than 100-continue is expected (RFC 9110 section 10.1.1); 0 where it isn't. */
static uint32_t other_expectation(const srv_exchange *x)
{
    h1_span element;

    for (uint16_t i = 0; i < x->head->fields && x->head->minor > 0; i++) {
        const h1_field *field = &x->fields[i];
        h1_list list;
        if (field->id != H1_FIELD_EXPECT)
            continue;
        list = h1_list_of(x->bytes + field->value_at, field->value_len);
        while (h1_list_next(&list, &element)) {
            if (!h1_same_word(list.bytes + element.at, element.len, "100-continue"))
                return field->value_at + element.at;
        }
    }
    return 0;
}

/* Where the field line stands that announces content; 0 where there is none. */
static uint32_t announced_content(const srv_exchange *x)
{
    for (uint16_t i = 0; i < x->head->fields; i++) {
        uint8_t id = x->fields[i].id;
        if (id == H1_FIELD_TRANSFER_ENCODING || (id == H1_FIELD_CONTENT_LENGTH && x->head->content_length > 0))
            return x->fields[i].name_at;
    }
    return 0;
}

static unsigned all_methods(const srv_pool *pool)
{
    unsigned methods = SRV_OPTIONS;

    for (size_t i = 0; i < pool->place_count; i++)
        methods |= methods_taken(pool->places[i].route);
    return methods;
}

static void send_not_allowed(srv_exchange *x, unsigned methods)
{
    srv_add_allow(x, methods);
    srv_send_problem(x, 405, H1_RULE_NONE, UINT64_MAX, "Allow lists the methods that this path takes");
}

/* What no route is asked about. */
static void check_method(srv_work *w, unsigned method)
{
    srv_exchange *x = &w->x;
    unsigned taken = x->route != NULL ? methods_taken(x->route) : 0;
    uint32_t at = method == TRACE ? announced_content(x) : 0;

    if (method == CONNECT)
        srv_refuse(w, 501, H1_RULE_NONE, UINT64_MAX, "this server is no proxy and opens no tunnels");
    else if (at > 0)
        srv_refuse(w, 400, H1_RULE_CONTENT_WITH_TRACE, w->message_at + at, NULL);
    else if (method == TRACE)
        send_not_allowed(x, x->route != NULL ? taken : all_methods(x->service->pool));
    else if (method == SRV_ANY && (taken & SRV_ANY) == 0)
        srv_send_problem(x, 501, H1_RULE_NONE, UINT64_MAX, "this server doesn't know the method");
    else if (method == SRV_OPTIONS && (taken & SRV_OPTIONS) == 0 &&
             (x->route != NULL || is(x->path.at, x->path.len, "*"))) {
        srv_add_allow(x, x->route != NULL ? taken : all_methods(x->service->pool));
        srv_send(x, 200, NULL, (h1_bytes){"", 0});
    } else if (x->route == NULL)
        srv_send_problem(x, 404, H1_RULE_NONE, UINT64_MAX, "nothing is served under this path");
    else if ((taken & method) == 0)
        send_not_allowed(x, taken);
}

static void check_content(srv_work *w)
{
    const h1_head *head = &w->head;
    const srv_route *route = w->x.route;
    uint32_t at = other_expectation(&w->x);

    w->content_most = w->x.service->limits.content;
    if (route->content_most > 0 && (route->as_it_comes || route->content_most < w->content_most))
        w->content_most = route->content_most;
    if ((head->flags & H1_HEAD_OTHER_CODINGS) != 0)
        srv_refuse(w, 501, H1_RULE_NONE, UINT64_MAX, "of the transfer codings only chunked is known here");
    else if (at > 0)
        srv_refuse(w, 417, H1_RULE_EXPECT_UNKNOWN, w->message_at + at, NULL);
    else if (head->framing == H1_FRAMING_LENGTH && head->content_length > w->content_most)
        srv_send_problem(&w->x, 413, H1_RULE_NONE, UINT64_MAX, "the content is larger than this path takes");
}

/* ---- Serving ----------------------------------------------------------------------------------------------------- */

void srv_dispatch(srv_work *w, bool content_here)
{
    srv_exchange *x = &w->x;
    unsigned method;

    x->bytes = w->head_copy.bytes;
    x->head = &w->head;
    x->fields = w->fields;
    method = method_of(x->bytes + w->head.method.at, w->head.method.len);
    if (!split_target(x)) {
        srv_send_problem(x, 421, H1_RULE_NONE, UINT64_MAX, "only http URIs are served on this connection");
        return;
    }
    x->route = method == CONNECT ? NULL : find_route(x->service->pool, x->path);
    x->method = method & (2 * SRV_ANY - 1);
    if (method == SRV_HEAD && (x->route == NULL || (x->route->methods & (SRV_HEAD | SRV_ANY)) == 0))
        x->method = SRV_GET;
    check_method(w, method);
    if (!w->now.answered)
        check_content(w);
    if (!w->now.answered && x->route->as_it_comes)
        x->route->serve(x);
    if (!w->now.answered && !content_here && !w->now.request_done && (w->head.flags & H1_HEAD_EXPECT_CONTINUE) != 0 &&
        srv_buffer_put(&w->out, "HTTP/1.1 100 Continue\r\n\r\n", 25))
        x->service->counters.status[1]++;
}

void srv_dispatch_whole(srv_work *w)
{
    srv_exchange *x = &w->x;

    w->now.request_done = true;
    if (w->now.answered)
        return;
    x->content = (h1_bytes){w->content.bytes, w->content.len};
    if (!x->route->as_it_comes)
        x->route->serve(x);
    else if (x->route->content != NULL)
        x->route->content(x, (h1_bytes){"", 0}, true);
    if (!w->now.answered && w->now.produce == NULL)
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "the route didn't answer");
}
