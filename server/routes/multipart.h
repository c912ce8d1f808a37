/* SPDX-License-Identifier: MIT */
/* multipart/form-data, read as it comes, cut anywhere.
 *
 * It keeps the head of one part and nothing of contents: data are spans of the caller's buffer or, where what looked
 * like a delimiter wasn't one, of the delimiter. It refuses what it can't place; it never guesses where a part ends. */
#ifndef SERVER_ROUTES_MULTIPART_H
#define SERVER_ROUTES_MULTIPART_H

#include "h1/write.h"

enum {
    SRV_BOUNDARY_MOST = 70,    /* letters, RFC 2046 section 5.1.1 */
    SRV_PART_HEAD_MOST = 4096, /* bytes */
    SRV_PART_NAME_MOST = 255,  /* bytes of a field's or a file's name */
    SRV_PARTS_MOST = 100,      /* in one form */
};

typedef enum srv_multipart_event_type {
    SRV_MULTIPART_MORE = 0, /* all bytes are done with */
    SRV_MULTIPART_PART,     /* m->part is the head of a part */
    SRV_MULTIPART_DATA,     /* ev->data belongs to the part */
    SRV_MULTIPART_PART_END,
    SRV_MULTIPART_END,   /* the last delimiter; what follows means nothing, and isn't read */
    SRV_MULTIPART_FAULT, /* ev->fault; every further call gives the same */
} srv_multipart_event_type;

typedef struct srv_multipart_event {
    srv_multipart_event_type type;
    h1_bytes data;
    const char *fault; /* a sentence; the byte at fault is the one m->at counts to */
} srv_multipart_event;

typedef struct srv_part {
    char name[SRV_PART_NAME_MOST + 1]; /* of the form's field */
    char file_name[SRV_PART_NAME_MOST + 1];
    bool is_file; /* it has a file name, which may be empty */
    char media_type[SRV_PART_NAME_MOST + 1];
} srv_part;

/* Members are private but for part and at. */
typedef struct srv_multipart {
    uint64_t at; /* bytes done with */
    srv_part part;
    char delimiter[SRV_BOUNDARY_MOST + 5]; /* CRLF "--" boundary */
    size_t delimiter_len;
    size_t matched; /* bytes of the delimiter that were just read */
    size_t owned;   /* of these: bytes that belong to what stands before, and are no data */
    unsigned state, parts;
    size_t head_len;
    char head[SRV_PART_HEAD_MOST];
    const char *fault;
} srv_multipart;

/* Set up for the content of a message.
 *
 *   content_type  the value of its Content-Type
 *
 * Returns false where that isn't multipart/form-data with a boundary. Source: RFC 7578 section 4.1, RFC 2046 section
 * 5.1.1. */
bool srv_multipart_init(srv_multipart *m, h1_bytes content_type);

/* Take the next event. Returns how many bytes are done with; call again with the rest, until MORE. */
size_t srv_multipart_next(srv_multipart *m, const uint8_t *buf, size_t len, srv_multipart_event *ev);

/* Whether the content may end here: behind the last delimiter. */
bool srv_multipart_is_whole(const srv_multipart *m);

#endif
