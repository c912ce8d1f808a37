/* SPDX-License-Identifier: MIT */
/* One connection that brings files: frames in, files and replies out. It never sees a socket, so a test feeds it bytes.
 *
 * A whole file is synced elsewhere: until that is done and answered nothing further is looked at.
 * After a refusal nothing more is read: `finished` is set, and the connection ends once the reply is written. */
#ifndef SERVER_UPLOAD_H
#define SERVER_UPLOAD_H

#include "framing/frame.h"
#include "framing/reply.h"
#include "server/frames/sync.h"

typedef struct evp_md_ctx_st srv_hash;

/* What became of one upload. Texts are good for the call only. */
typedef struct srv_report {
    const char *asked;        /* file_name; empty where it never came */
    const frame_reply *reply; /* what was answered; NULL where the sender went away, as it seems */
    h1_rule rule;             /* refused or incomplete: why */
    uint64_t at;              /* refused for its bytes: their offset in the stream */
} srv_report;

/* What all connections share. */
typedef struct srv_uploads {
    srv_store store;
    uint64_t size_most;
    void *context;
    void (*report)(void *context, const void *peer, const srv_report *report);
} srv_uploads;

typedef struct srv_upload {
    srv_uploads *shared;
    const void *peer; /* handed on to the report */
    frame_decoder decoder;
    srv_file file;
    srv_hash *hash;
    srv_sync *sync;      /* the file is whole and on its way to the disk; otherwise NULL */
    frame_reply outcome; /* what will be answered then */
    uint64_t size;
    char name[FRAME_NAME_MOST + 1];
    uint8_t *kept; /* [kept_len] a head that isn't whole; NULL while there is none */
    size_t kept_len;
    uint8_t *rest; /* [rest_len] what arrived behind it while it is synced */
    size_t rest_len;
    bool ended;   /* no byte will follow */
    uint8_t *out; /* [out_len] replies to send, sent up to out_at; the caller moves out_at */
    size_t out_at, out_len, out_room;
    bool finished; /* nothing more is taken; the connection is to be closed once `out` is sent */
} srv_upload;

/* Set up a connection. `shared` and `peer` have to outlive it. */
void srv_upload_init(srv_upload *u, srv_uploads *shared, const void *peer);

/* Take bytes; all of them are done with or kept when it returns. While u->sync is set none should be brought: they
 * would be kept.
 *
 *   end  no byte will follow: what is unfinished is dropped and reported */
void srv_upload_take(srv_upload *u, const uint8_t *bytes, size_t len, bool end);

/* While u->sync is set: look whether the file is on the disk; then answer, report, and go on with what was kept. */
void srv_upload_look(srv_upload *u);

/* Wait for files that are being synced, drop what else is under way, report it if there is something, and give memory
 * back. */
void srv_upload_free(srv_upload *u);

#endif
