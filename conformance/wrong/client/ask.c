/* SPDX-License-Identifier: MIT */
/* Asking; see client.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "report/base64.h"

/* The connection, and what is known. */
typedef struct asking {
    conf_memory *memory;
    wrong_jar jar;
    wrong_reader *reader; /* NULL: there is no connection */
    unsigned port;
    bool used; /* the connection has carried a response */
} asking;

/* What came of it. */
typedef struct wrong_outcome {
    unsigned status; /* 0: none */
    const char *error;
    conf_buffer content;
} wrong_outcome;

/* ---- Printing ---- */

static void print_base64(const uint8_t *bytes, size_t len)
{
    conf_memory scratch = {0};
    char *text = conf_alloc(&scratch, REPORT_BASE64_ROOM(len));

    report_base64(bytes, len, text);
    fputs(text, stdout);
    conf_memory_free(&scratch);
}

static void print_outcome(const wrong_outcome *outcome)
{
    if (outcome->error != NULL)
        printf("{\"status\":null,\"body_base64\":\"\",\"error\":\"%s\"}\n", outcome->error);
    else {
        printf("{\"status\":%u,\"body_base64\":\"", outcome->status);
        print_base64(outcome->content.at, outcome->content.len);
        printf("\",\"error\":null}\n");
    }
    fflush(stdout);
}

/* ---- The connection ---- */

static void hang_up(asking *a)
{
    if (a->reader != NULL)
        close(a->reader->fd);
    a->reader = NULL;
}

static bool connect_anew(asking *a)
{
    static const struct timeval patience = {1, 500000};
    int fd;

    hang_up(a);
    fd = wrong_connect(a->port);
    if (fd < 0)
        return false;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    a->reader = wrong_reader_new(a->memory, fd, H1_RESPONSES, H1_STRICT);
    a->used = false;
    return true;
}

/* ---- Requests ---- */

static const char *content_now(void)
{
    if (wrong_is("chunks-for-old-servers"))
        return "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
    if (wrong_is("content-without-length"))
        return "\r\nok";
    return "Content-Length: 2\r\n\r\nok";
}

static bool send_request(asking *a, const char *method, const char *path)
{
    const char *cookie = wrong_jar_give(&a->jar, path);
    conf_buffer out = {0};

    conf_put(a->memory, &out, "%s %s HTTP/1.%c\r\nHost: 127.0.0.1:%u\r\n", method, path,
             wrong_is("speaks-http10") ? '0' : '1', a->port);
    if (!wrong_is("nameless"))
        conf_put(a->memory, &out, "User-Agent: h1-wrong\r\n");
    if (cookie != NULL)
        conf_put(a->memory, &out, "Cookie: %s\r\n", cookie);
    if (wrong_now != NULL && wrong_now->adds_up != NULL)
        conf_put(a->memory, &out, "%s", wrong_now->adds_up);
    conf_put(a->memory, &out, "%s", strcmp(method, "POST") == 0 ? content_now() : "\r\n");
    return wrong_write(a->reader->fd, out.at, out.len);
}

/* ---- Responses ---- */

static wrong_outcome failed(const char *error)
{
    return (wrong_outcome){.error = error};
}

static h1_event_type read_response(asking *a, wrong_message *m, const char *method)
{
    h1_event_type type;

    h1_stream_expect(&a->reader->stream, strcmp(method, "HEAD") == 0 ? H1_TO_HEAD : H1_TO_OTHER);
    do {
        type = wrong_read_head(a->reader, m);
    } while (type == H1_HEAD && m->head.status < 200 && m->head.status != 101 && !wrong_is("interim-is-final"));
    if (type != H1_HEAD)
        return type;
    if (wrong_is("leaves-content")) {
        conf_buffer_add(a->memory, &m->content, a->reader->buf + a->reader->at, a->reader->len - a->reader->at);
        a->reader->at = a->reader->len;
        return H1_END;
    }
    return m->head.status < 200 ? H1_END : wrong_read_content(a->reader, m);
}

static unsigned status_of(const wrong_message *m)
{
    bool changes = wrong_is("parts-for-wholes") || wrong_is("strange-codes-are-200");

    if (wrong_is("goes-by-the-reason") && strtoul(m->reason, NULL, 10) > 0)
        return (unsigned)strtoul(m->reason, NULL, 10);
    return changes && wrong_concerns(m) ? 200 : m->head.status;
}

static wrong_outcome outcome_of(const wrong_message *m, h1_event_type type)
{
    if (type == H1_INCOMPLETE && wrong_is("cut-short-is-whole") && m->head.status != 0)
        return (wrong_outcome){.status = m->head.status, .content = m->content};
    if (type != H1_END)
        return failed("no whole response");
    if ((m->head.flags & H1_HEAD_OTHER_CODINGS) != 0 && !wrong_is("takes-any-coding"))
        return failed("an unknown transfer coding");
    if (m->trailer_count > 0 && wrong_is("trips-over-trailers"))
        return failed("a trailer section");
    if ((wrong_is("trips-over-a-status") || wrong_is("minds-the-case-of-protocols")) && wrong_concerns(m))
        return failed("a status that it didn't count on");
    return (wrong_outcome){.status = status_of(m), .content = m->content};
}

static bool may_go_on(const wrong_message *m, h1_event_type type)
{
    if (wrong_is("closes-without-a-word"))
        return false;
    if (wrong_is("goes-on-after-close"))
        return type == H1_END;
    return type == H1_END && (m->head.flags & H1_HEAD_KEEP_ALIVE) != 0 && !wrong_is("speaks-http10");
}

/* How often what came to nothing is sent again. */
static unsigned repeats_now(void)
{
    return wrong_is("sends-again-and-again") ? 5 : wrong_is("sends-posts-again") ? 1 : 0;
}

/* Ask for it, on the connection that is there if there is one. */
static wrong_outcome ask(asking *a, const char *method, const char *path)
{
    wrong_message *m = conf_alloc(a->memory, sizeof *m);
    h1_event_type type;
    bool used = a->reader != NULL;

    if (!used && !connect_anew(a))
        return failed("no connection");
    type = send_request(a, method, path) ? read_response(a, m, method) : H1_CLOSED;
    if (type == H1_CLOSED && used && strcmp(method, "POST") != 0) {
        if (!connect_anew(a))
            return failed("no connection");
        type = send_request(a, method, path) ? read_response(a, m, method) : H1_CLOSED;
    }
    for (unsigned i = 0; i < repeats_now() && type != H1_END && connect_anew(a) && send_request(a, method, path); i++)
        type = read_response(a, m, method);
    if (type == H1_END)
        wrong_jar_take(&a->jar, m, path);
    if (wrong_is("asks-with-get-after-307") && m->head.status == 307)
        return ask(a, "GET", path);
    if (wrong_is("leaves-the-slash-out") && m->head.status == 302)
        return ask(a, "GET", "?h1=odd");
    if (wrong_is("revalidates-by-date-alone") && wrong_find(m, "Location") != NULL)
        return ask(a, "GET", wrong_find(m, "Location"));
    if (!may_go_on(m, type))
        hang_up(a);
    return outcome_of(m, type);
}

/* Ask for both before either is answered. */
static void ask_both(asking *a, const char *method, const char *path, const char *second)
{
    bool sent = connect_anew(a) && send_request(a, method, path) && send_request(a, method, second);

    for (unsigned i = 0; i < 2; i++) {
        wrong_message *m = conf_alloc(a->memory, sizeof *m);
        wrong_outcome outcome = sent ? outcome_of(m, read_response(a, m, method)) : failed("no connection");
        print_outcome(&outcome);
    }
}

static const char *path_in(const char *url)
{
    const char *authority = strstr(url, "://");
    const char *path = authority != NULL ? strchr(authority + 3, '/') : NULL;

    return path != NULL ? path : "/";
}

void wrong_ask(const char *url, const char *second, const char *method)
{
    conf_memory memory = {0};
    asking a = {.memory = &memory, .jar = {.memory = &memory}};
    const char *port = strstr(url, "127.0.0.1:");
    wrong_outcome outcome;

    a.port = port != NULL ? (unsigned)strtoul(port + 10, NULL, 10) : 80;
    if (wrong_is("pipelines-behind-a-post") || wrong_is("gives-up-what-it-pipelined"))
        ask_both(&a, method, path_in(url), path_in(second));
    else {
        outcome = ask(&a, method, path_in(url));
        print_outcome(&outcome);
        outcome = ask(&a, method, path_in(second));
        print_outcome(&outcome);
    }
    hang_up(&a);
    conf_memory_free(&memory);
}
