/* SPDX-License-Identifier: MIT */
/* Messages over blocking sockets; see peers.h. */
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "h1/dates.h"
#include "peers.h"

/* ---- Events ---- */

wrong_reader *wrong_reader_new(conf_memory *memory, int fd, h1_side side, h1_mode mode)
{
    wrong_reader *r = conf_alloc(memory, sizeof *r);

    r->fd = fd;
    r->memory = memory;
    h1_stream_init(&r->stream, side, mode, NULL);
    h1_stream_fields(&r->stream, r->fields, WRONG_FIELDS);
    return r;
}

static void receive(wrong_reader *r)
{
    ssize_t got;

    memmove(r->buf, r->buf + r->at, r->len - r->at);
    r->len -= r->at;
    r->at = 0;
    got = recv(r->fd, r->buf + r->len, sizeof r->buf - r->len, 0);
    if (got > 0)
        r->len += (size_t)got;
    else
        r->ended = true;
}

/* The next event but MORE. What follows a request to upgrade is HTTP. */
static h1_event_type next_event(wrong_reader *r, h1_event *ev)
{
    for (;;) {
        r->from = r->at;
        r->at += h1_next(&r->stream, r->buf + r->at, r->len - r->at, r->ended, ev);
        if (ev->type == H1_WAIT)
            h1_stream_resume(&r->stream, H1_AS_HTTP);
        else if (ev->type == H1_MORE)
            receive(r);
        else
            break;
    }
    if (ev->type == H1_REFUSED)
        r->refused = ev->fault;
    return ev->type;
}

/* ---- Messages ---- */

static const char *text_of(wrong_reader *r, uint32_t at, uint32_t len)
{
    return conf_text(r->memory, (const char *)r->buf + r->from + at, len);
}

static size_t copy_fields(wrong_reader *r, wrong_field *to, uint16_t first, uint16_t count)
{
    for (uint16_t i = 0; i < count; i++) {
        const h1_field *field = &r->fields[first + i];
        to[i].name = text_of(r, field->name_at, field->name_len);
        to[i].value = text_of(r, field->value_at, field->value_len);
    }
    return count;
}

static bool is_over(h1_event_type type)
{
    return type == H1_CLOSED || type == H1_INCOMPLETE || type == H1_REFUSED || type == H1_STOPPED || type == H1_TUNNEL;
}

h1_event_type wrong_read_head(wrong_reader *r, wrong_message *m)
{
    h1_event ev;

    memset(m, 0, sizeof *m);
    while (!is_over(next_event(r, &ev))) {
        if (ev.type != H1_HEAD)
            continue;
        m->head = ev.head;
        m->text_len = r->at - r->from;
        m->text = text_of(r, 0, (uint32_t)m->text_len);
        m->method = text_of(r, ev.head.method.at, ev.head.method.len);
        m->target = text_of(r, ev.head.target.at, ev.head.target.len);
        m->reason = text_of(r, ev.head.reason.at, ev.head.reason.len);
        m->count = copy_fields(r, m->fields, ev.head.first_field, ev.head.fields);
        r->last = ev.last;
        return H1_HEAD;
    }
    return ev.type;
}

h1_event_type wrong_read_content(wrong_reader *r, wrong_message *m)
{
    h1_event ev;

    if (r->last)
        return H1_END;
    while (!is_over(next_event(r, &ev))) {
        if (ev.type == H1_DATA)
            conf_buffer_add(r->memory, &m->content, r->buf + r->from + ev.data.at, ev.data.len);
        if (ev.type == H1_TRAILERS)
            m->trailer_count = copy_fields(r, m->trailers, ev.trailers.first_field, ev.trailers.fields);
        if (ev.type == H1_END)
            return H1_END;
    }
    return ev.type;
}

/* ---- What is seen of them ---- */

bool wrong_lists(const char *list, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = list; at != NULL && (at = strchr(at, ' ')) != NULL; at++) {
        if (strncasecmp(at + 1, name, len) == 0 && at[1 + len] == ' ')
            return true;
    }
    return false;
}

bool wrong_concerns(const wrong_message *request)
{
    const char *parts[2] = {wrong_now != NULL ? wrong_now->when : NULL, wrong_now != NULL ? wrong_now->also : NULL};

    for (unsigned i = 0; i < 2; i++) {
        if (parts[i] != NULL && memmem(request->text, request->text_len, parts[i], strlen(parts[i])) == NULL)
            return false;
    }
    return wrong_now != NULL;
}

const char *wrong_find(const wrong_message *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++) {
        if (strcasecmp(m->fields[i].name, name) == 0)
            return m->fields[i].value;
    }
    return NULL;
}

const char *wrong_field_of(const wrong_message *m, const char *name)
{
    return wrong_concerns(m) && wrong_lists(wrong_now->blind, name) ? NULL : wrong_find(m, name);
}

const char *wrong_date_now(conf_memory *memory)
{
    uint8_t text[H1_DATE_LEN];
    h1_date date;

    (void)h1_date_of(time(NULL), &date);
    h1_date_write(&date, text);
    return conf_text(memory, (const char *)text, sizeof text);
}
