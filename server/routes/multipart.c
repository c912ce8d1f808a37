/* SPDX-License-Identifier: MIT */
/* See multipart.h. RFC 2046 section 5.1.1:
 *
 *     multipart-body    = [preamble CRLF] dash-boundary transport-padding CRLF body-part *encapsulation
 *                         close-delimiter transport-padding [CRLF epilogue]
 *     encapsulation     = delimiter transport-padding CRLF body-part
 *     delimiter         = CRLF dash-boundary
 *     close-delimiter   = delimiter "--"
 *     body-part         = MIME-part-headers [CRLF *OCTET]
 *
 * A boundary has no CR, so a delimiter that fails to match can only begin anew at the byte where it failed. */
#include "multipart.h"

#include <string.h>

#include "server/routes/part.h"

enum {
    PREAMBLE,
    DATA,
    BEHIND, /* a delimiter: "-", white space, or the line end */
    DASH,   /* the second "-" is due */
    FEED,   /* LF is due */
    HEAD,
    OVER,
    FAULT,
};

static bool is_boundary_char(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("'()+_,-./:=? ", c) != NULL);
}

bool srv_multipart_init(srv_multipart *m, h1_bytes content_type)
{
    char boundary[SRV_BOUNDARY_MOST + 1];
    size_t len;

    *m = (srv_multipart){.state = PREAMBLE, .matched = 2, .owned = 2};
    if (!srv_part_boundary(content_type, boundary, sizeof boundary))
        return false;
    len = strlen(boundary);
    if (len == 0 || boundary[len - 1] == ' ')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_boundary_char((uint8_t)boundary[i]))
            return false;
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary, len);
    m->delimiter_len = len + 4;
    return true;
}

bool srv_multipart_is_whole(const srv_multipart *m)
{
    return m->state == OVER;
}

static size_t refuse(srv_multipart *m, srv_multipart_event *ev, const char *fault)
{
    m->state = FAULT;
    m->fault = fault;
    *ev = (srv_multipart_event){SRV_MULTIPART_FAULT, {NULL, 0}, fault};
    return 0;
}

/* Data, unless it is the preamble's. */
static void give(const srv_multipart *m, srv_multipart_event *ev, const void *at, size_t len)
{
    if (m->state == DATA && len > 0)
        *ev = (srv_multipart_event){SRV_MULTIPART_DATA, {at, len}, NULL};
}

/* The delimiter is whole. */
static void end_part(srv_multipart *m, srv_multipart_event *ev)
{
    if (m->state == DATA)
        ev->type = SRV_MULTIPART_PART_END;
    m->state = BEHIND;
    m->matched = m->owned = 0;
}

/* What looked like a delimiter isn't one: it was data. */
static void release(srv_multipart *m, srv_multipart_event *ev)
{
    give(m, ev, m->delimiter + m->owned, m->matched - m->owned);
    m->matched = m->owned = 0;
}

/* Preamble and data: everything up to the delimiter. */
static size_t take_data(srv_multipart *m, const uint8_t *buf, size_t len, srv_multipart_event *ev)
{
    size_t i = 0;

    if (m->matched == 0) {
        const uint8_t *cr = memchr(buf, '\r', len);
        i = cr != NULL ? (size_t)(cr - buf) : len;
        give(m, ev, buf, i);
        if (i > 0)
            return i;
    }
    while (i < len && m->matched < m->delimiter_len && buf[i] == (uint8_t)m->delimiter[m->matched]) {
        m->matched++;
        i++;
    }
    if (m->matched == m->delimiter_len)
        end_part(m, ev);
    else if (i < len)
        release(m, ev);
    return i;
}

static size_t take_behind(srv_multipart *m, const uint8_t *buf, srv_multipart_event *ev)
{
    if (m->state == FEED && buf[0] == '\n') {
        m->state = HEAD;
        m->head_len = 0;
        return 1;
    }
    if (m->state == DASH && buf[0] == '-') {
        m->state = OVER;
        ev->type = SRV_MULTIPART_END;
        return 1;
    }
    if (m->state == BEHIND && (buf[0] == ' ' || buf[0] == '\t'))
        return 1;
    if (m->state != BEHIND || (buf[0] != '\r' && buf[0] != '-'))
        return refuse(m, ev, "behind the boundary stands neither a line end nor \"--\"");
    m->state = buf[0] == '\r' ? FEED : DASH;
    return 1;
}

/* The head is whole: CRLF CRLF is read, and belongs to no data; the second of them may begin a delimiter. */
static void begin_part(srv_multipart *m, srv_multipart_event *ev)
{
    const char *fault = srv_part_read(&m->part, m->head, m->head_len - 2);

    if (fault == NULL && ++m->parts > SRV_PARTS_MOST)
        fault = "the form has too many parts";
    if (fault != NULL) {
        refuse(m, ev, fault);
        return;
    }
    m->state = DATA;
    m->matched = m->owned = 2;
    ev->type = SRV_MULTIPART_PART;
}

static size_t take_head(srv_multipart *m, const uint8_t *buf, size_t len, srv_multipart_event *ev)
{
    for (size_t i = 0; i < len; i++) {
        char before = m->head_len > 0 ? m->head[m->head_len - 1] : '\0';
        if (m->head_len == sizeof m->head) {
            m->at += i;
            return refuse(m, ev, "the head of a part is too long");
        }
        if ((before == '\r') != (buf[i] == '\n')) {
            m->at += i;
            return refuse(m, ev, "in the head of a part CR and LF stand only together");
        }
        m->head[m->head_len++] = (char)buf[i];
        if (m->head_len == 2 && buf[i] == '\n' && before == '\r' && m->head[0] == '\r') {
            m->at += i;
            return refuse(m, ev, "a part has no head, and so no name");
        }
        if (m->head_len >= 4 && memcmp(m->head + m->head_len - 4, "\r\n\r\n", 4) == 0) {
            begin_part(m, ev);
            return i + 1;
        }
    }
    return len;
}

static size_t take(srv_multipart *m, const uint8_t *buf, size_t len, srv_multipart_event *ev)
{
    if (m->state == OVER)
        return len;
    if (m->state == PREAMBLE || m->state == DATA)
        return take_data(m, buf, len, ev);
    return m->state == HEAD ? take_head(m, buf, len, ev) : take_behind(m, buf, ev);
}

size_t srv_multipart_next(srv_multipart *m, const uint8_t *buf, size_t len, srv_multipart_event *ev)
{
    size_t used = 0;

    *ev = (srv_multipart_event){SRV_MULTIPART_MORE, {NULL, 0}, NULL};
    while (used < len && ev->type == SRV_MULTIPART_MORE && m->state != FAULT) {
        size_t taken = take(m, buf + used, len - used, ev);
        used += taken;
        m->at += taken;
    }
    if (m->state == FAULT)
        refuse(m, ev, m->fault);
    return used;
}
