/* SPDX-License-Identifier: MIT */
/* multipart/byteranges: the announced length is worked out from the same heads that are sent later. */
#include "server/routes/files_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "random.h"

enum {
    BOUNDARY = 32,     /* hexadecimal digits */
    HEAD_MOST = 512,   /* bytes of a part's head */
    PIECE = 64 * 1024, /* bytes read at a time */
};

/* An answer on its way. */
typedef struct parts {
    int file;
    const char *media_type;
    uint64_t complete;
    srv_range ranges[SRV_RANGES_MOST]; /* what is still to come of each */
    size_t count, index;
    bool inside; /* the head of part `index` is sent */
    char boundary[BOUNDARY + 1];
    uint8_t piece[PIECE];
} parts;

/* body-part head: delimiter, Content-Type, Content-Range, an empty line. */
static size_t write_head(const parts *p, size_t index, char head[HEAD_MOST])
{
    const srv_range *range = &p->ranges[index];
    int len = snprintf(head, HEAD_MOST,
                       "%s--%s\r\nContent-Type: %s\r\nContent-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64 "\r\n\r\n",
                       index > 0 ? "\r\n" : "", p->boundary, p->media_type, range->first,
                       range->first + range->count - 1, p->complete);

    return (size_t)len;
}

static size_t write_end(const parts *p, char end[HEAD_MOST])
{
    return (size_t)snprintf(end, HEAD_MOST, "\r\n--%s--\r\n", p->boundary);
}

static uint64_t whole_length(const parts *p)
{
    char text[HEAD_MOST];
    uint64_t len = write_end(p, text);

    for (size_t i = 0; i < p->count; i++)
        len += write_head(p, i, text) + p->ranges[i].count;
    return len;
}

/* Send what comes next of the part that is being sent. */
static srv_produced put_content(srv_exchange *x, parts *p)
{
    srv_range *range = &p->ranges[p->index];
    size_t due = range->count < PIECE ? (size_t)range->count : PIECE;
    ssize_t got = pread(p->file, p->piece, due, (off_t)range->first);

    if (got <= 0)
        return SRV_PRODUCED_FAULT;
    srv_put(x, (h1_bytes){p->piece, (size_t)got});
    range->first += (size_t)got;
    range->count -= (size_t)got;
    if (range->count == 0) {
        p->index++;
        p->inside = false;
    }
    return SRV_PRODUCED_SOME;
}

static srv_produced produce(srv_exchange *x)
{
    parts *p = x->state;
    char text[HEAD_MOST];

    if (p->index == p->count) {
        srv_put(x, (h1_bytes){text, write_end(p, text)});
        return SRV_PRODUCED_ALL;
    }
    if (!p->inside) {
        srv_put(x, (h1_bytes){text, write_head(p, p->index, text)});
        p->inside = true;
    }
    return put_content(x, p);
}

static void drop(srv_exchange *x)
{
    parts *p = x->state;

    close(p->file);
    free(p);
}

void srv_parts_send(srv_exchange *x, const char *media_type, int file, uint64_t complete, const srv_range *ranges,
                    size_t count)
{
    parts *p = malloc(sizeof *p);
    char type[64];

    if (p == NULL || !srv_random_hex(p->boundary, BOUNDARY / 2)) {
        free(p);
        close(file);
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "There was no memory, or no randomness, for the parts.");
        return;
    }
    p->file = file;
    p->media_type = media_type;
    p->complete = complete;
    memcpy(p->ranges, ranges, count * sizeof *ranges);
    p->count = count;
    p->index = 0;
    p->inside = false;
    x->state = p;
    x->drop = drop;
    snprintf(type, sizeof type, "multipart/byteranges; boundary=%s", p->boundary);
    srv_send_stream(x, 206, type, whole_length(p), produce);
}
