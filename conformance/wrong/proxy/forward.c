/* SPDX-License-Identifier: MIT */
/* What becomes of a message on its way; see proxy.h. Its content is here in whole, so it goes on with a length. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "proxy.h"

#define ONE_HOP " Connection Keep-Alive Proxy-Connection TE Trailer Transfer-Encoding Upgrade Content-Length Host "

/* ---- Which fields ---- */

/* Does some Connection line name it? */
static bool is_named(const wrong_message *m, const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < m->count; i++) {
        if (strcasecmp(m->fields[i].name, "Connection") != 0)
            continue;
        for (const char *at = m->fields[i].value; *at != '\0'; at += strcspn(at, ", \t")) {
            at += strspn(at, ", \t");
            if (strcspn(at, ", \t") == len && strncasecmp(at, name, len) == 0)
                return true;
        }
    }
    return false;
}

static bool goes_on(const wrong_message *m, const wrong_message *request, const char *name)
{
    if (wrong_concerns(request) && wrong_lists(wrong_now->keeps, name))
        return true;
    if (wrong_concerns(request) && wrong_lists(wrong_now->drops, name))
        return false;
    return !wrong_lists(ONE_HOP, name) && !is_named(m, name);
}

static void put_field(conf_memory *memory, conf_buffer *out, const wrong_field *field)
{
    char *value = conf_text(memory, field->value, strlen(field->value));

    for (char *at = value; *at != '\0'; at++) {
        if ((*at == '\r' || *at == '\n') && !wrong_is("passes-folds-on"))
            *at = ' ';
    }
    conf_put(memory, out, "%s: %s\r\n", field->name, value);
}

static void put_fields(conf_memory *memory, conf_buffer *out, const wrong_message *m, const wrong_message *request)
{
    for (size_t i = 0; i < m->count; i++) {
        size_t at = wrong_is("turns-lines-round") ? m->count - 1 - i : i;
        if (goes_on(m, request, m->fields[at].name))
            put_field(memory, out, &m->fields[at]);
    }
    for (size_t i = 0; i < m->trailer_count && wrong_is("merges-trailers"); i++)
        put_field(memory, out, &m->trailers[i]);
}

static void put_own(conf_memory *memory, conf_buffer *out, const wrong_message *request, const char *name,
                    const char *value)
{
    if (!wrong_concerns(request) || !wrong_lists(wrong_now->drops, name))
        conf_put(memory, out, "%s: %s\r\n", name, value);
}

/* ---- The whole ---- */

/* Replace what the fault replaces in a head. */
static conf_buffer falsify(conf_memory *memory, const wrong_message *request, conf_buffer head)
{
    const char *from = wrong_concerns(request) ? wrong_now->from : NULL;
    const uint8_t *at = from != NULL ? memmem(head.at, head.len, from, strlen(from)) : NULL;
    conf_buffer out = {0};
    size_t before;

    if (at == NULL)
        return head;
    before = (size_t)(at - head.at);
    conf_buffer_add(memory, &out, head.at, before);
    conf_put(memory, &out, "%s", wrong_now->to);
    conf_buffer_add(memory, &out, at + strlen(from), head.len - before - strlen(from));
    return out;
}

static void put_content(conf_memory *memory, conf_buffer *out, const wrong_message *m)
{
    bool squeezes = wrong_is("squeezes-blanks");

    for (size_t i = 0; i < m->content.len; i++) {
        if (!squeezes || i == 0 || m->content.at[i] != ' ' || m->content.at[i - 1] != ' ')
            conf_buffer_add(memory, out, m->content.at + i, 1);
    }
}

static size_t length_of(conf_memory *memory, const wrong_message *m)
{
    conf_buffer content = {0};

    put_content(memory, &content, m);
    return content.len;
}

/* Field lines of the request with one hop less, where that counts. */
static void count_hops(conf_memory *memory, wrong_message *m)
{
    bool counts = strcmp(m->method, "OPTIONS") == 0 || strcmp(m->method, "TRACE") == 0;

    for (size_t i = 0; counts && i < m->count && !wrong_is("counts-no-hops"); i++) {
        unsigned long long left = strtoull(m->fields[i].value, NULL, 10);
        if (strcasecmp(m->fields[i].name, "Max-Forwards") == 0 && left > 0)
            m->fields[i].value = conf_format(memory, "%llu", left - 1 < 10 ? left - 1 : 10);
    }
}

conf_buffer wrong_forward_request(conf_memory *memory, const wrong_message *request, const char *authority,
                                  const char *path)
{
    wrong_message *m = conf_alloc(memory, sizeof *m);
    const char *host = wrong_is("passes-host-on") ? wrong_find(request, "Host") : authority;
    conf_buffer out = {0};

    *m = *request;
    count_hops(memory, m);
    conf_put(memory, &out, "%s %s HTTP/1.1\r\nHost: %s\r\n", m->method, path, host);
    put_fields(memory, &out, m, request);
    put_own(memory, &out, request, "Via", "1.1 h1-wrong");
    if (m->head.framing != H1_FRAMING_NONE || wrong_find(m, "Content-Length") != NULL)
        conf_put(memory, &out, "Content-Length: %zu\r\n",
                 (m->head.flags & H1_HEAD_EXPECT_CONTINUE) != 0 ? (size_t)m->head.content_length
                                                                : length_of(memory, m));
    if (wrong_concerns(request) && wrong_now->adds_up != NULL)
        conf_put(memory, &out, "%s", wrong_now->adds_up);
    conf_put(memory, &out, "\r\n");
    out = falsify(memory, request, out);
    if ((m->head.flags & H1_HEAD_EXPECT_CONTINUE) == 0)
        put_content(memory, &out, m);
    return out;
}

/* The length of a response without content is that of the content it would have. */
static void put_length(conf_memory *memory, conf_buffer *out, const wrong_message *request,
                       const wrong_message *response)
{
    bool is_head = strcmp(request->method, "HEAD") == 0 || response->head.status == 304;
    const char *length = wrong_find(response, "Content-Length");

    if (is_head && length != NULL)
        conf_put(memory, out, "Content-Length: %s\r\n", length);
    if (!is_head && response->head.status >= 200 && response->head.status != 204)
        conf_put(memory, out, "Content-Length: %zu\r\n", length_of(memory, response));
}

conf_buffer wrong_forward_response(conf_memory *memory, const wrong_message *request, const wrong_message *response)
{
    bool ends = (request->head.flags & H1_HEAD_KEEP_ALIVE) == 0 || request->head.minor == 0;
    conf_buffer out = {0};

    conf_put(memory, &out, "HTTP/1.1 %u %s\r\n", response->head.status, response->reason);
    put_fields(memory, &out, response, request);
    put_own(memory, &out, request, "Via", "1.1 h1-wrong");
    if (wrong_find(response, "Date") == NULL && response->head.status >= 200)
        put_own(memory, &out, request, "Date", wrong_date_now(memory));
    put_length(memory, &out, request, response);
    if (ends && response->head.status >= 200 && !wrong_is("keeps-http10-clients"))
        conf_put(memory, &out, "Connection: close\r\n");
    if (wrong_is("keeps-http10-clients"))
        conf_put(memory, &out, "Connection: keep-alive\r\n");
    if (wrong_concerns(request) && wrong_now->adds != NULL)
        conf_put(memory, &out, "%s", wrong_now->adds);
    conf_put(memory, &out, "\r\n");
    out = falsify(memory, request, out);
    if (strcmp(request->method, "HEAD") != 0)
        put_content(memory, &out, response);
    return out;
}
