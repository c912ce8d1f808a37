/* SPDX-License-Identifier: MIT */
/* The wrong server; see server.h. Here are its connections: what is read, and what is sent of the answers. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conformance/live/live.h"
#include "server.h"

enum { LONGER_THAN_ANYBODY_WAITS = 4 /* seconds */ };

/* ---- Sending ---- */

static bool is_dropped(const wrong_message *request, const char *name)
{
    if (wrong_is("304-without-any-date") || wrong_is("412-without-any-date"))
        return wrong_lists(wrong_now->drops, name);
    return wrong_now != NULL && (request == NULL || wrong_concerns(request)) && wrong_lists(wrong_now->drops, name);
}

static bool has_content(const wrong_reply *reply)
{
    return reply->status >= 200 && reply->status != 204 && reply->status != 304;
}

static void put_field(conf_memory *memory, conf_buffer *out, const wrong_message *request, const char *name,
                      const char *value)
{
    if (!is_dropped(request, name))
        conf_put(memory, out, "%s: %s\r\n", name, value);
}

/* A reply as it is sent; request is NULL where none could be read. */
static conf_buffer render(conf_memory *memory, const wrong_message *request, const wrong_reply *reply)
{
    bool is_head = request != NULL && strcmp(request->method, "HEAD") == 0;
    bool older = wrong_is("downgrades") && request != NULL && wrong_concerns(request);
    bool empty = wrong_is("error-without-content") && reply->status >= 400;
    conf_bytes content = empty ? (conf_bytes){0} : reply->content;
    conf_buffer out = {0};

    conf_put(memory, &out, "HTTP/1.%c %u -\r\n", older ? '0' : '1', reply->status);
    put_field(memory, &out, request, "Date",
              wrong_is("stops-the-clock") ? "Sun, 06 Nov 1994 08:49:37 GMT" : wrong_date_now(memory));
    for (size_t i = 0; i < reply->count; i++)
        put_field(memory, &out, request, reply->fields[i].name, reply->fields[i].value);
    if (has_content(reply))
        put_field(memory, &out, request, "Content-Length", conf_format(memory, "%zu", content.len));
    if (reply->close)
        put_field(memory, &out, request, "Connection", "close");
    if (wrong_now != NULL && wrong_now->adds != NULL && request != NULL && wrong_concerns(request))
        conf_put(memory, &out, "%s", wrong_now->adds);
    conf_put(memory, &out, "\r\n");
    if (has_content(reply) && !is_head)
        conf_buffer_add(memory, &out, content.at, content.len);
    return out;
}

/* ---- A request ---- */

/* What follows is a request, whatever it is. */
static void start_anew(wrong_reader *r)
{
    h1_stream_init(&r->stream, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&r->stream, r->fields, WRONG_FIELDS);
    r->last = true;
}

/* Take what was refused, and all that came with it, for a good request. */
static bool take(wrong_reader *r)
{
    r->at = r->len;
    start_anew(r);
    return wrong_say(r->fd, "HTTP/1.1 200 -\r\nETag: \"h1-page\"\r\nContent-Length: 2\r\n\r\nok");
}

static void refuse(wrong_reader *r)
{
    const h1_rule_info *info = h1_rule_info_of(r->refused.rule);
    wrong_reply reply = {.status = info != NULL ? info->status : 400, .close = true};
    conf_buffer out;

    if (wrong_is("server-error-for-large-heads") && info->keyword == H1_KEYWORD_LIMIT)
        reply.status = 500;
    if (wrong_is("431-for-a-long-target") && reply.status == 414)
        reply.status = 431;
    if (reply.status == 0)
        return;
    reply.content = wrong_bytes("That is no request.\n");
    out = render(r->memory, NULL, &reply);
    wrong_write(r->fd, out.at, out.len);
}

/* The content waits for leave where none of it is here yet. */
static void give_leave(const wrong_reader *r, const wrong_message *request)
{
    bool asks = (request->head.flags & H1_HEAD_EXPECT_CONTINUE) != 0 && r->at == r->len && wrong_wants(request);

    if (wrong_is("continues-http10") && wrong_field_of(request, "Expect") != NULL)
        asks = true;
    if (wrong_is("waits-for-content"))
        asks = false;
    if (asks || wrong_is("interim-for-everybody"))
        wrong_say(r->fd, "HTTP/1.1 100 Continue\r\n\r\n");
}

static bool serve_one(wrong_reader *r);

/* Answer what was read whole. Returns whether the connection goes on. */
static bool answer(wrong_reader *r, const wrong_message *request)
{
    wrong_reply reply = wrong_answer(r->memory, request);
    conf_buffer out;

    reply.close = (request->head.flags & H1_HEAD_KEEP_ALIVE) == 0;
    if (wrong_is("answers-out-of-order") && r->at < r->len)
        serve_one(r);
    if (wrong_now != NULL && wrong_now->answer != NULL && wrong_concerns(request)) {
        wrong_say(r->fd, wrong_now->answer);
        return !reply.close && strstr(wrong_now->answer, "Connection: close") == NULL;
    }
    out = render(r->memory, request, &reply);
    if (!wrong_write(r->fd, out.at, out.len) || wrong_is("closes-without-a-word") || wrong_is("frames-by-closing"))
        return false;
    if (wrong_is("length-for-head-alone") && wrong_concerns(request))
        return false;
    return !reply.close || wrong_is("stays-open");
}

/* Read a request and answer it. Returns whether the connection goes on. */
static bool serve_one(wrong_reader *r)
{
    wrong_message *request = conf_alloc(r->memory, sizeof *request);
    h1_event_type type = wrong_read_head(r, request);

    if (type == H1_HEAD) {
        if (wrong_is("leaves-content") && !wrong_wants(request))
            start_anew(r);
        if (wrong_is("switches-before-100") && wrong_concerns(request))
            start_anew(r);
        else
            give_leave(r, request);
        type = wrong_read_content(r, request);
    }
    if (type == H1_REFUSED && wrong_now != NULL && wrong_lists(wrong_now->blind, h1_rule_name(r->refused.rule).text))
        return take(r);
    if (type == H1_REFUSED)
        refuse(r);
    return type == H1_END && answer(r, request);
}

static void serve(int fd)
{
    conf_memory memory = {0};
    wrong_reader *r = wrong_reader_new(&memory, fd, H1_REQUESTS, H1_STRICT);

    if (wrong_is("answers-half-a-head")) {
        char some[4096];
        if (recv(fd, some, sizeof some, 0) > 0)
            wrong_say(fd, "HTTP/1.1 200 -\r\nContent-Length: 2\r\n\r\nok");
    }
    while (serve_one(r)) {
    }
    if (wrong_is("holds-on-to-the-dead"))
        sleep(LONGER_THAN_ANYBODY_WAITS);
    conf_memory_free(&memory);
}

/* ---- Being asked ---- */

static void play(const conf_suite *suite, conf_result *results)
{
    conf_live live = {.jobs = 8};
    conf_live_profile profile;

    live.server = (conf_server){.peer = {.host = "127.0.0.1", .port = wrong_listen(serve)},
                                .host = "127.0.0.1",
                                .path = "/",
                                .echo_path = "/echo",
                                .timeout = 5000};
    if (!conf_live_play(&live, suite, results, &profile))
        fprintf(stderr, "wrong server: %s\n", profile.unreachable);
}

int main(int count, char **words)
{
    static const wrong_role server = {"server", wrong_faults, 1U << CONF_JUDGED_SERVER, 4, play};

    return wrong_main(count, words, &server);
}
